"""The journal: an append-only file that survives the death of its worker."""

import os
import socket
from pathlib import Path

from django.conf import settings

from planning.outbox.models import Message
from planning.outbox.rules import Traces, read_traces


class Journal:
    """One worker's journal. A ``write()`` survives SIGKILL; the file is made before any claim."""

    def __init__(self, worker: str) -> None:
        folder = Path(settings.OUTBOX_JOURNAL)
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / worker).open("ab", buffering=0)

    def note(self, word: str, message: Message) -> None:
        """Write one line: ``intent`` before the final dot, ``ack`` or ``nack`` after the answer."""
        self._file.write(f"{word} {message.token}\n".encode())

    def close(self) -> None:
        """Let go of the file; it stays for whoever recovers."""
        self._file.close()


def this_worker() -> str:
    """Name this process among all that send: host and process."""
    return f"{socket.gethostname()}-{os.getpid()}"


def traces_of(message: Message) -> Traces:
    """Read what the worker of a message left of it; unknown where its journal is not here."""
    try:
        with (Path(settings.OUTBOX_JOURNAL) / message.worker).open(encoding="utf-8") as lines:
            return read_traces(lines, message.token)
    except FileNotFoundError:
        return Traces(known=False)


def forget_dead_journals(in_use: set[str]) -> None:
    """Delete journals of this host whose process has ended and whose messages are all settled."""
    host = f"{socket.gethostname()}-"
    for path in Path(settings.OUTBOX_JOURNAL).glob(f"{host}*"):
        pid = path.name.removeprefix(host)
        if path.name not in in_use and pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            path.unlink(missing_ok=True)
