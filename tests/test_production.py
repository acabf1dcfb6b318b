"""A live installation's processes on this machine: production settings, demonstration data."""

import http.client
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.copies import Copy, free_port, lives, until

pytestmark = pytest.mark.dev

HOUSE = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HOST = "summit.example"
TOKEN = secrets.token_urlsafe(32)
ASK_FOR_SERVERS = (
    "import os, signal; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], flush=True); "
    "signal.pause()"
)


class Installation:
    """Web, worker and beat as the image and compose start them."""

    def __init__(self, folder: Path, database: str, redis: str, mail_port: int) -> None:
        self.folder, self.port = folder, free_port()
        self.env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "ALLOWED_HOSTS": HOST,
            "SUMMIT_BASE_URL": f"https://{HOST}",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(mail_port),
            "DEFAULT_FROM_EMAIL": f"Summit <summit@{HOST}>",
            "SUMMIT_METRICS_TOKEN": TOKEN,
            "SUMMIT_DATA": str(folder / "data"),
            "STATIC_ROOT": str(folder / "static"),
            "WEB_CONCURRENCY": "1",
            "PYTHONWARNINGS": "ignore",  # where the suite runs as root, Celery warns of that
        }
        self.processes: dict[str, subprocess.Popen] = {}

    def start(self, name: str, *words: str | Path) -> None:
        with self.log(name).open("wb") as log:
            self.processes[name] = subprocess.Popen(
                words, cwd=HOUSE, env=self.env, stdout=log, stderr=log
            )

    def start_web(self) -> None:
        bind = ("--bind", f"127.0.0.1:{self.port}")
        self.start("web", BIN / "gunicorn", "--config", "python:summit.web", *bind, "summit.wsgi")
        until(lambda: self.get("/healthz")[0] == 200, 30)

    def start_all(self) -> None:
        self.manage("collectstatic", "--noinput")
        celery = (BIN / "celery", "--quiet", "-A", "summit")
        alone = ("--concurrency", "2", "--without-gossip", "--without-mingle")
        self.start("worker", *celery, "worker", *alone)
        self.start("beat", *celery, "beat", "--schedule", self.folder / "beat", "--pidfile=")
        self.start_web()

    def stop(self) -> dict[str, int]:
        """Tell all to stop as a container is told; return their exit codes."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        return {name: process.wait(40) for name, process in self.processes.items()}

    def manage(self, *words: str) -> subprocess.CompletedProcess:
        words = (sys.executable, "manage.py", *words)
        return subprocess.run(words, cwd=HOUSE, env=self.env, capture_output=True, text=True)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        return self.ask("GET", path, None, headers)

    def ask(self, method: str, path: str, data: dict | None, headers: dict[str, str]):
        """Send a request as the proxy before it would; return status, headers and body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": HOST, "X-Forwarded-Proto": "https"} | headers
        if data:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(line), suppress(ConnectionRefusedError):
            line.request(method, path, urlencode(data or {}), headers)
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode(errors="replace")
        return 0, {}, ""


class Browser:
    """Keeps cookies; signs in."""

    def __init__(self, of: Installation) -> None:
        self.of, self.cookies = of, SimpleCookie()

    def ask(self, method: str, path: str, **data: str):
        cookie = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        headers = {"Cookie": cookie, "Referer": f"https://{HOST}{path}"}
        status, told, body = self.of.ask(method, path, data, headers)
        for name, value in told.items():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        return status, told, body

    def sign_in(self, email: str, password: str) -> None:
        _status, _headers, page = self.ask("GET", "/account/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        typed = {"login": email, "password": password, "csrfmiddlewaretoken": token}
        status, headers, _page = self.ask("POST", "/account/sign-in/", **typed)
        assert (status, headers["Location"]) == (302, "/")


@pytest.fixture(scope="module")
def copy(first, tmp_path_factory):
    """The demonstration's data; nothing of it runs but PostgreSQL and Valkey."""
    data = tmp_path_factory.mktemp("live") / "data"
    shutil.copytree(first.data, data)
    return Copy(data)


@pytest.fixture(scope="module")
def live(copy, smtp_server, tmp_path_factory):
    """An installation that is up, on the demonstration's data."""
    servers = copy.dev("manage", "shell", "-v", "0", "-c", ASK_FOR_SERVERS)
    database, redis = servers.stdout.readline().split()
    folder = tmp_path_factory.mktemp("installation")
    installation = Installation(folder, database, redis, smtp_server.port)
    try:
        installation.manage("outbox", "release")  # the demonstration may have sent from it
        installation.start_all()
        yield installation
    finally:
        codes = installation.stop()
        servers.terminate()
        servers.wait(30)
    assert codes == {"web": 0, "worker": 0, "beat": 0}


@pytest.fixture
def viewer(live, copy):
    """The browser of the demonstration's viewer: others must set up a second factor first."""
    people = json.loads((copy.data / "demo-sign-ins.json").read_text())
    one = next(one for one in people if one["role"] == "Viewer")
    browser = Browser(live)
    browser.sign_in(one["email"], one["password"])
    return browser


def test_the_demonstration_is_served(viewer):
    status, _headers, visits = viewer.ask("GET", "/visits/")
    path = re.search(r'href="(/visits/v-[a-z0-9]+/)"', visits)[1]
    _status, _headers, page = viewer.ask("GET", path)

    assert (status, _status) == (200, 200)
    assert "Annual Summit" in page
    assert viewer.cookies["__Host-session"]["secure"]


def test_plain_http_is_sent_to_https(live):
    status, headers, _body = live.get("/account/sign-in/", **{"X-Forwarded-Proto": "http"})

    assert (status, headers["Location"]) == (301, f"https://{HOST}/account/sign-in/")


def test_https_is_asked_of_every_later_visit(live):
    _status, headers, _body = live.get("/account/sign-in/")

    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_static_files_are_served_under_the_hash_of_their_content_and_kept(live):
    _status, _headers, page = live.get("/account/sign-in/")
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)

    assert len(found) >= 4
    for path in found:
        status, headers, _body = live.get(path)
        assert re.search(r"\.[0-9a-f]{12}\.", path), path
        assert (status, "immutable" in headers["Cache-Control"]) == (200, True), path


def test_another_host_name_is_not_answered(live):
    status, _headers, page = live.get("/account/sign-in/", Host="evil.example")

    assert (status, "not understood" in page) == (400, True)


def test_worker_and_beat_give_signs_of_life_and_all_is_ready(live):
    def told():
        return json.loads(live.get("/readyz", Authorization=f"Bearer {TOKEN}")[2])

    until(lambda: told()["pulses"] == {"worker": "ok", "beat": "ok"}, 40)

    assert told() | {"oldest_mail": 0} == {
        "ready": True,
        "database": True,
        "migrations": True,
        "zones": True,
        "broker": "ok",
        "outbox": "open",
        "oldest_mail": 0,
        "oldest_call": 0,
        "pulses": {"worker": "ok", "beat": "ok"},
    }
    doctor = live.manage("doctor")
    assert (doctor.returncode, "FAULT" in doctor.stdout) == (0, False), doctor.stdout


def test_the_probe_of_the_image_finds_it_ready(live):
    words = (sys.executable, "-I", "summit/probe.py", f"127.0.0.1:{live.port}")

    probe = subprocess.run(words, cwd=HOUSE, env=live.env, capture_output=True, text=True)

    assert (probe.returncode, probe.stderr) == (0, "")


def test_every_line_of_every_log_is_one_object(live):
    live.get("/nowhere/?token=canary", **{"User-Agent": "canary"})
    lines = [
        json.loads(line)
        for name in ("web", "worker", "beat")
        for line in live.log(name).read_text().splitlines()
    ]

    assert all({"at", "level", "logger", "message"} <= set(line) for line in lines)
    assert "canary" not in str(lines)
    assert [line["status"] for line in lines if line.get("path") == "/nowhere/"] == [404]


def test_where_the_database_is_away_it_says_so_and_when_to_come_again(live, tmp_path):
    away = Installation(tmp_path, "postgres://summit@/summit?host=/nowhere", "unix:///nowhere", 1)
    away.env["STATIC_ROOT"] = live.env["STATIC_ROOT"]
    try:
        away.start_web()
        with ThreadPoolExecutor() as both:  # each waits for a connection
            probed = both.submit(away.get, "/readyz", Authorization=f"Bearer {TOKEN}")
            asked = both.submit(away.get, "/", Cookie="__Host-session=abcdefghijklmnop")
        ready, _headers, told = probed.result()
        status, headers, page = asked.result()
    finally:
        away.stop()

    assert (ready, json.loads(told)["database"]) == (503, False)
    assert (status, headers["Retry-After"]) == (503, "5")
    assert "not available just now" in page
    assert not lives(away.processes["web"].pid)
