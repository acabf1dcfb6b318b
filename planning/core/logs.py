"""Lines of the log: one for each event, with the request it belongs to, and without secrets."""

import logging
import re
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

REQUEST: ContextVar[str] = ContextVar("request", default="")
HARMLESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")
WRITTEN = ("at", "level", "logger", "message", "exc_info", "method", "path", "status", "ms")

HIDDEN = "[hidden]"
# What stands before a secret, and the secret; none of them looks back, so none is ever slow.
SECRETS = [
    re.compile(r"((?:authorization|cookie)['\"]?\s*[:=]\s*)[^\r\n]+", re.IGNORECASE),
    re.compile(
        r"((?:password|passwd|secret|token|session|csrf|api.?key)[\w-]{0,40}['\"]?\s*[:=]\s*)"
        r"['\"]?[^\s'\"&;,]+",
        re.IGNORECASE,
    ),
    re.compile(r"\b((?:bearer|basic)\s+)[\w.~+/=:-]+", re.IGNORECASE),
    re.compile(r"(://[^\s:/@]*:)[^\s/@]+(?=@)"),  # a password in an address
    re.compile(r"(DETAIL: +)[^\r\n]+"),  # PostgreSQL shows the whole row it refused
    re.compile(r"(?<=[\w/])(\?)[^\s'\">]+"),  # what an address asks
]
OPAQUE = re.compile(r"(?<=/)[\w:=-]{20,}(?=[/.\s'\"?]|$)")  # in a path: one-time links, feeds
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def request_id(given: str) -> str:
    """Return the name of a request: the one a proxy gave it, if it is harmless, else a new one."""
    return given if HARMLESS.fullmatch(given) else uuid.uuid4().hex


def redact(text: str) -> str:
    """Hide secrets: headers, passwords, tokens, queries, opaque parts of paths but for our keys."""
    for secret in SECRETS:
        text = secret.sub(rf"\1{HIDDEN}", text)
    return OPAQUE.sub(lambda part: part[0] if KEY.fullmatch(part[0]) else HIDDEN, text)


def one_line(text: str) -> str:
    """Spell out whatever could begin a new line or speak to a terminal."""
    return CONTROL.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


class Json(JsonFormatter):
    """One JSON object for each event; what a library hangs on a record stays here."""

    def __init__(self) -> None:
        renamed = {"asctime": "at", "levelname": "level", "name": "logger"}
        super().__init__([*renamed, "message"], rename_fields=renamed)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """Return the instant in UTC (ISO 8601)."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Keep what may be written, without secrets, and name the request."""
        said = {name: log_data[name] for name in WRITTEN if name in log_data}
        if REQUEST.get():
            said["request_id"] = REQUEST.get()
        return {name: redact(it) if isinstance(it, str) else it for name, it in said.items()}


class Plain(logging.Formatter):
    """One plain line for each event, a traceback below it: for who reads at a terminal."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Hide secrets, keep to one line, name the request."""
        line = one_line(redact(super().formatMessage(record)))
        return f"{line} [{REQUEST.get()}]" if REQUEST.get() else line

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Hide secrets in a traceback."""
        return redact(super().formatException(ei))
