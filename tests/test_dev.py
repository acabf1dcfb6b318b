"""dev.py, proved by starting whole copies of the product beside the one that runs the tests."""

import json
import os
import signal
import smtplib
from pathlib import Path

import pytest

from tests.copies import DEV, another, free_port, lives, until

pytestmark = pytest.mark.dev

MIGRATIONS = DEV.parent / "planning" / "migrations"
ASK_WHERE_THE_SERVER_IS = (
    "from django.db import connection as c; q = c.cursor(); "
    "q.execute('show unix_socket_directories'); print(*q.fetchone())"
)


@pytest.fixture
def copy(first, tmp_path):
    """A copy that has been run before, and is down."""
    with another(first, tmp_path / "its data") as copy:
        yield copy


@pytest.fixture(scope="module")
def running(first, tmp_path_factory):
    """A copy that is up, for tests that leave it so."""
    with another(first, tmp_path_factory.mktemp("running") / "its data") as copy:
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
    crowd = max(1.0, running.load / os.cpu_count())  # others at work on this machine slow it down

    assert running.seconds < 3 * crowd


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


def test_the_database_goes_back_to_nothing_and_forth_again(copy):
    back, undone, _ = copy.said_by("manage", "migrate", "planning", "zero")
    forth, done, _ = copy.said_by("manage", "migrate")

    assert (back, forth) == (0, 0)
    names = [path.stem for path in sorted(MIGRATIONS.glob("0*.py"))]
    assert [name for name in names if f"Unapplying planning.{name}... OK" not in undone] == []
    assert [name for name in names if f"Applying planning.{name}... OK" not in done] == []
