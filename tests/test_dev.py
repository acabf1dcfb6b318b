"""dev.py, proved by starting whole copies of the product beside the one that runs the tests."""

import http.client
import json
import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.dev

DEV = Path(__file__).resolve().parent.parent / "dev.py"
ASK_WHERE_THE_SERVER_IS = (
    "from django.db import connection as c; q = c.cursor(); "
    "q.execute('show unix_socket_directories'); print(*q.fetchone())"
)


class Copy:
    """One copy of the product, run on data of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.run: subprocess.Popen[str] | None = None
        self.greeting = ""
        self.seconds = 0.0  # from the command to the greeting

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


@contextmanager
def stopped_afterwards(copy: Copy):
    try:
        yield copy
    finally:
        if copy.run and copy.run.poll() is None:
            copy.stop()


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A copy after its first run, on new data; these data are what the other tests start from."""
    copy = Copy(tmp_path_factory.mktemp("first") / "dätä of its own")
    with stopped_afterwards(copy):
        copy.start()
        code, _, err = copy.stop()
        assert (code, err) == (0, "")
    return copy


@pytest.fixture
def copy(first, tmp_path):
    """A copy that has been run before, and is down."""
    with stopped_afterwards(Copy(tmp_path / "its data")) as copy:
        shutil.copytree(first.data, copy.data)
        yield copy


@pytest.fixture(scope="module")
def running(first, tmp_path_factory):
    """A copy that is up, for tests that leave it so."""
    with stopped_afterwards(Copy(tmp_path_factory.mktemp("running") / "its data")) as copy:
        shutil.copytree(first.data, copy.data)
        copy.start()
        yield copy


def test_the_first_run_says_where_it_is_and_who_may_sign_in(first):
    assert f"http://127.0.0.1:{first.port}/" in first.greeting
    people = json.loads((first.data / "demo-sign-ins.json").read_text())
    assert people
    for person in people:
        line = next(line for line in first.greeting.splitlines() if person["email"] in line)
        assert person["role"] in line
        assert person["password"] in line


def test_the_secret_key_is_for_the_owner_only(first):
    assert (first.data / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_later_start_answers_within_three_seconds(running):
    assert running.seconds < 3


def test_a_second_start_on_the_same_data_is_refused_and_harms_nothing(running):
    code, out, err = running.said_by("run", "--port", str(free_port()))

    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert str(running.data) in err
    assert running.answers()
    assert all(map(lives, running.pids().values()))


def test_a_port_in_use_is_refused_in_one_sentence(running, copy):
    code, out, err = copy.said_by("run", "--port", str(running.port))

    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert str(running.port) in err
    assert not copy.pids()


def test_two_copies_run_side_by_side(running, copy):
    copy.start()

    assert copy.answers()
    assert running.answers()
    for name in ("database_url", "redis_url", "email_port", "base_url"):
        assert copy.note()[name] != running.note()[name]


def test_a_management_command_joins_the_copy_that_is_up(running):
    before = running.note()

    code, out, err = running.said_by("manage", "shell", "-v", "0", "-c", ASK_WHERE_THE_SERVER_IS)

    assert (code, out.strip(), err) == (0, before["sockets"], "")
    assert running.note() == before
    assert running.answers()


def test_a_management_command_alone_brings_its_own_servers(copy):
    code, out, _ = copy.said_by("manage", "shell", "-v", "0", "-c", ASK_WHERE_THE_SERVER_IS)

    assert code == 0
    assert Path(out.strip()).name.startswith("summit-")
    assert not Path(out.strip()).exists()
    assert not copy.pids()


def test_mail_is_filed_and_not_sent(running):
    with smtplib.SMTP("127.0.0.1", running.note()["email_port"]) as line:
        line.sendmail(
            "desk@summit.example", ["chief@other.example"], "Subject: Agrément\n\n".encode()
        )

    (mail,) = (running.data / "mail" / "new").iterdir()
    assert "chief@other.example" in mail.read_text()


def test_ctrl_c_stops_every_child(copy):
    copy.start()
    note = copy.note()

    code, _, err = copy.stop()

    assert (code, err) == (0, "")
    assert set(note["pids"]) == {"postgres", "valkey", "web", "worker", "beat", "smtp"}
    assert not [name for name, pid in note["pids"].items() if lives(pid)]
    assert not Path(note["sockets"]).exists()
    assert not copy.pids()


def test_a_killed_run_leaves_nothing_that_blocks_the_next(copy):
    copy.start()
    killed = copy.note()
    copy.stop(signal.SIGKILL)

    copy.start()

    assert copy.answers()
    assert not [name for name, pid in killed["pids"].items() if lives(pid)]
    assert not Path(killed["sockets"]).exists()


@pytest.mark.parametrize("name", ["valkey", "worker"])
def test_a_helper_that_dies_is_started_again(running, name):
    dead = running.pids()[name]
    os.kill(dead, signal.SIGKILL)

    until(lambda: running.pids()[name] != dead, 10)

    assert running.answers()
    assert lives(running.pids()[name])


@pytest.mark.parametrize("name", ["postgres", "web"])
def test_the_end_of_a_vital_part_stops_all_and_says_so(copy, name):
    copy.start()
    pids = copy.pids()
    os.kill(pids[name], signal.SIGKILL)

    code, _, err = copy.ended()

    assert code == 1
    assert err.startswith(f"{name} stopped")
    assert not [name for name, pid in pids.items() if lives(pid)]


def test_data_of_the_demonstration_stay_that(copy):
    code, out, err = copy.said_by("run", "--port", str(copy.port), "--no-demo")

    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "demonstration" in err
