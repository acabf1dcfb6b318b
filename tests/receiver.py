"""A real system that takes calls, and a listener that must never be called."""

import datetime
import socket
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NOTHING = object()  # what a receiver says that hangs up instead


class Receiver:
    """An HTTP server; ``says`` are its next answers (a status, or NOTHING), then 204."""

    def __init__(self, host="127.0.0.1", tls=None):
        self.calls, self.says, self.headers = [], [], {}
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.calls.append((dict(self.headers.items()), body))
                code = receiver.says.pop(0) if receiver.says else 204
                if code is NOTHING:
                    return
                self.send_response(code)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *args):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args):
                pass

        self.server = Server((host, 0), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.host, self.port = self.server.server_address
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self):
        """Where it is."""
        return f"http://{self.host}:{self.port}/in"

    def close(self):
        """Stop it."""
        self.server.shutdown()
        self.server.server_close()


class Canary:
    """A listener that tells whether anybody ever connected."""

    def __init__(self, host="127.0.0.1", port=0):
        self.socket = socket.create_server((host, port))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]

    @property
    def was_called(self):
        """Tell whether a connection waits."""
        try:
            self.socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self):
        """Stop it."""
        self.socket.close()


def certified(name, folder):
    """Return the context of a server with a certificate for a name, and the file to trust it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day)
        .not_valid_after(day.replace(year=2100))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    pem = serialization.Encoding.PEM
    file.write_bytes(
        certificate.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, file
