"""An SMTP session that knows the one moment after which nobody can say what happened."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Any

from django.conf import settings

TIMEOUT = 20  # seconds; below half a lease of the outbox


class NotSent(Exception):
    """The server said no, or was not reached, before it took the message. Safe to try again.

    ``final`` is true where the server will never take it (a 5xx answer); ``code`` is the status
    of an answer to a call.
    """

    def __init__(self, reason: str, *, final: bool, code: int | None = None) -> None:
        super().__init__(reason)
        self.final = final
        self.code = code


class Unknown(Exception):
    """The connection broke between the final dot and the answer (RFC 1047): nobody knows."""


class Session(AbstractContextManager["Session"]):
    """One connection to the configured server, opened when first needed."""

    def __init__(self) -> None:
        self._server: _Server | None = None

    def send(self, mail: EmailMessage, *, before_dot: Callable[[], None]) -> None:
        """Hand one mail over. ``before_dot`` is called just before the final dot.

        Returns once the server has accepted it; raises NotSent or Unknown. What
        ``before_dot`` raises leaves before the dot, so the mail is not sent.
        """
        try:
            server = self._open()
            server.before_dot = before_dot
            server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            self._close()
            code, reply = next(iter(error.recipients.values()))
            raise NotSent(f"{code} {_text(reply)}", final=500 <= code < 600) from error
        except smtplib.SMTPResponseException as error:
            self._close()
            # Only the answer to DATA is about this mail; greeting, sign-in and sender are about us.
            final = isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600
            raise NotSent(f"{error.smtp_code} {_text(error.smtp_error)}", final=final) from error
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise NotSent(str(error) or type(error).__name__, final=False) from error
        except BaseException:
            self._close()
            raise

    def _open(self) -> "_Server":
        if self._server is None:
            host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
            server = _Server(host, port, timeout=TIMEOUT, local_hostname=socket.gethostname())
            # The dot goes in a packet of its own: Nagle's delay would hold it back for 40 ms.
            line: socket.socket = server.sock  # type: ignore[assignment]  # connected by now
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            self._server = server
        return self._server

    def _close(self) -> None:
        server, self._server = self._server, None
        if server:
            server.close()

    def __exit__(self, *exc: object) -> None:
        server, self._server = self._server, None
        if server:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()  # everything was answered already; only the goodbye failed


class _Server(smtplib.SMTP):
    """smtplib's client with DATA cut in two: the text, then the dot."""

    before_dot: Callable[[], None]

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        body = msg if isinstance(msg, bytes) else msg.encode("ascii")
        quoted = smtplib._quote_periods(body)  # type: ignore[attr-defined]  # as smtplib's own data()
        self.send(quoted if quoted.endswith(b"\r\n") else quoted + b"\r\n")
        self.before_dot()
        try:
            self.send(b".\r\n")
            code, reply = self.getreply()
        except Exception as error:
            raise Unknown(str(error) or type(error).__name__) from error
        if code // 100 == 2:
            return 250, reply  # any 2xx takes the mail, but smtplib knows only this one
        if code // 100 not in (4, 5):
            raise Unknown(f"{code} {_text(reply)}")
        return code, reply


def compose(
    *, sender: str, to: str, subject: str, body: str, message_id: str, date: str
) -> EmailMessage:
    """Build a plain text mail that answers to nobody's automatic reply (RFC 3834)."""
    mail = EmailMessage(policy=WIRE)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Message-ID"] = message_id
    mail["Date"] = date
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(body)
    return mail


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
