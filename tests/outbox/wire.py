"""An SMTP server down at the wire: it can close, stall or stammer at any word."""

import socketserver
import threading
from email import message_from_bytes
from email.policy import default

CLOSE = object()  # in place of an answer: close the connection


class Wire:
    """What a server says, by the word it answers to; ``on`` may hold a function that returns it."""

    def __init__(self):
        self.says = {
            "hello": "220 wire",
            "EHLO": "250 wire",
            "HELO": "250 wire",
            "MAIL": "250 OK",
            "RCPT": "250 OK",
            "DATA": "354 Go on",
            "text": None,  # at the first line after DATA
            "dot": "250 Taken",
            "RSET": "250 OK",
            "QUIT": "221 Bye",
        }
        self.mails = []
        wire = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self):
                wire.talk(self.rfile, self.wfile)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self):
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()

    def talk(self, lines, out):
        """Hold one conversation."""
        if not self.answer("hello", out):
            return
        for line in lines:
            word = line[:4].decode().upper()
            if not self.answer(word, out) or word == "QUIT":
                return
            if word == "DATA" and self.says["DATA"].startswith("354"):
                text = []
                for text_line in lines:
                    if not text and not self.answer("text", out):
                        return
                    if text_line == b".\r\n":
                        break
                    text.append(text_line)
                else:
                    return  # hung up before the dot
                self.mails.append(message_from_bytes(b"".join(text), policy=default))
                if not self.answer("dot", out):
                    return

    def answer(self, word, out):
        """Say what stands for a word; False where it is to close."""
        says = self.says[word]
        says = says() if callable(says) else says
        if says is CLOSE:
            return False
        if says:
            out.write(f"{says}\r\n".encode())
        return True
