"""Whole copies of the product, started as a user would start them: by dev.py."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DEV = Path(__file__).resolve().parent.parent / "dev.py"


class Copy:
    """One copy of the product, run on data of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.run: subprocess.Popen[str] | None = None
        self.greeting = ""
        self.seconds = 0.0  # from the command to the greeting
        self.load = 0.0  # of the whole machine, then

    def dev(self, *words: str) -> subprocess.Popen[str]:
        """Start dev.py as a shell would: nothing of the suite's own servers is passed on."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return subprocess.Popen(
            [sys.executable, DEV, *words],
            env=kept | {"SUMMIT_DATA": str(self.data)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def said_by(self, *words: str) -> tuple[int, str, str]:
        """Run dev.py to its end; return code, output, errors."""
        dev = self.dev(*words)
        out, err = dev.communicate(timeout=60)
        return dev.returncode, out, err

    def start(self, *options: str) -> None:
        """Run the product until it says that it is up."""
        began = time.monotonic()
        self.run = self.dev("run", "--port", str(self.port), *options)
        self.greeting = ""
        while "Ctrl-C" not in self.greeting:
            line = self.run.stdout.readline()
            assert line, self.run.stderr.read()
            self.greeting += line
        self.seconds = time.monotonic() - began
        self.load = os.getloadavg()[0]
        assert self.answers()

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """Send a signal to dev.py; return its code, output, errors."""
        self.run.send_signal(how)
        return self.ended()

    def ended(self) -> tuple[int, str, str]:
        """Wait for the end of the run; return its code, output, errors."""
        out, err = self.run.communicate(timeout=30)
        return self.run.returncode, out, err

    def note(self) -> dict:
        """Return what the copy says of itself; nothing while it is down."""
        with suppress(FileNotFoundError):
            return json.loads((self.data / "run.json").read_text())
        return {}

    def pids(self) -> dict[str, int]:
        return self.note().get("pids", {})

    def answers(self) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        return False


@contextmanager
def stopped_afterwards(copy: Copy) -> Iterator[Copy]:
    """Lend a copy, and leave nothing of it running."""
    try:
        yield copy
    finally:
        if copy.run and copy.run.poll() is None:
            copy.stop()


@contextmanager
def another(first: Copy, data: Path) -> Iterator[Copy]:
    """Lend a copy that starts from the data of one that is down."""
    shutil.copytree(first.data, data)
    with stopped_afterwards(Copy(data)) as copy:
        yield copy


def until(true, seconds: float) -> None:
    """Wait until something is true; fail where it takes too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not true within {seconds} seconds"
        time.sleep(0.02)


def free_port() -> int:
    """Return a free port; the kernel's own choice may be taken again by then, but rarely is."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def lives(pid: int) -> bool:
    """Return whether a process runs; one that only waits to be buried does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
