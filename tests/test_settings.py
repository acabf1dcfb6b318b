"""Settings come from the environment alone: each says what it lacks in one clear line."""

import ast
import os
import re
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

HOUSE = Path(__file__).resolve().parent.parent
FILE = HOUSE / "summit" / "settings.py"
LIVE = {
    "SECRET_KEY": "of fifty characters and more, by chance: 4k9Zq1xV7b-0LmWt",
    "DATABASE_URL": "postgres://summit:p%40ss@db.example:5433/summit?sslmode=require",
    "REDIS_URL": "redis://cache.example:6379/0",
    "ALLOWED_HOSTS": "summit.example,summit.internal",
    "SUMMIT_BASE_URL": "https://summit.example",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "Summit <summit@summit.example>",
}
WEAK_KEY = "SECRET_KEY must have at least 50 characters, and must not be made by a pattern."
BASE_URL = "SUMMIT_BASE_URL must be like https://summit.example, without a slash at the end."
BIN = Path(sys.executable).parent
ENTRANCES = {
    "manage": [sys.executable, "manage.py", "migrate", "--check"],
    "web": [BIN / "gunicorn", "--config", "python:summit.web", "summit.wsgi"],
    "worker": [BIN / "celery", "-A", "summit", "worker"],
    "beat": [BIN / "celery", "-A", "summit", "beat"],
}


@pytest.fixture
def read(monkeypatch):
    """Return a function that reads the settings in an environment of its own."""

    def read(**variables):
        for name in variables_read():
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(FILE))

    return read


def variables_read():
    """Return the names of all variables that the settings read."""
    calls = (node for node in ast.walk(ast.parse(FILE.read_text())) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "").startswith("env")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def without(name):
    return {key: value for key, value in LIVE.items() if key != name}


@pytest.mark.parametrize("name", LIVE)
@pytest.mark.parametrize("left", ["unset", "empty"])
def test_a_required_variable_that_is_missing_is_named(read, name, left):
    variables = without(name) | ({name: ""} if left == "empty" else {})

    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**variables)

    assert str(refusal.value) == f"Set the environment variable {name}; see .env.example."


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SUMMIT_INSECURE": "yes"}, "SUMMIT_INSECURE must be 1 or 0, not 'yes'."),
        ({"EMAIL_USE_TLS": "true"}, "EMAIL_USE_TLS must be 1 or 0, not 'true'."),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT must be a whole number, not 'smtp'."),
        ({"DATABASE_POOL": "-1"}, "DATABASE_POOL must be a whole number, not '-1'."),
        ({"SUMMIT_DEMO_DAY": "soon"}, "SUMMIT_DEMO_DAY must be a day like 2025-10-01."),
        (
            {"SUMMIT_WEBHOOK_NETWORKS": "10.0.0.0/8, 10.20.0.1/16"},
            "SUMMIT_WEBHOOK_NETWORKS must be networks like 10.20.0.0/16.",
        ),
        (
            {"OIDC_SERVER": "http://id.example", "OIDC_CLIENT": "x", "OIDC_SECRET": "y"},
            "OIDC_SERVER must start with https://.",
        ),
        (
            {"OIDC_SERVER": "https://id.example", "OIDC_SECRET": "y"},
            "Set the environment variable OIDC_CLIENT; see .env.example.",
        ),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must start with postgres://."),
        (
            {"DATABASE_URL": "postgres://summit@db"},
            "DATABASE_URL must name a database: postgres://user@host/name.",
        ),
        (
            {"REDIS_URL": "cache:6379"},
            "REDIS_URL must start with redis://, rediss:// or unix://.",
        ),
        (
            {"SUMMIT_ZONE": "Delhi"},
            "SUMMIT_ZONE must be a time zone like Asia/Kolkata, not 'Delhi'.",
        ),
        (
            {"LOG_LEVEL": "loud"},
            "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not 'loud'.",
        ),
        ({"SECRET_KEY": "short"}, WEAK_KEY),
        ({"SECRET_KEY": "ab" * 40}, WEAK_KEY),
        (
            {"SUMMIT_METRICS_TOKEN": "guess"},
            "SUMMIT_METRICS_TOKEN must have at least 32 characters, or be empty.",
        ),
        *[
            (
                {"SUMMIT_MINISTRY_HOST": host},
                "SUMMIT_MINISTRY_HOST must be a host name of its own, like ministries.example.",
            )
            for host in ("https://ministries.example", "summit.example", "Summit.internal", "m")
        ],
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name hosts: * would answer to any."),
        ({"SUMMIT_BASE_URL": "http://summit.example"}, BASE_URL),
        ({"SUMMIT_BASE_URL": "https://summit.example/"}, BASE_URL),
        (
            {"SUMMIT_DEMO_DAY": "2025-10-01"},
            "SUMMIT_DEMO_DAY belongs to the demonstration: a live installation must not set it.",
        ),
        (
            {"SUMMIT_DEMO_DAY": "2025-10-01", "SUMMIT_INSECURE": "0"},
            "SUMMIT_DEMO_DAY belongs to the demonstration: a live installation must not set it.",
        ),
    ],
)
def test_a_variable_that_will_not_do_is_refused_with_a_sentence(read, variables, sentence):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**(LIVE | variables))

    assert str(refusal.value) == sentence


def test_all_that_is_missing_is_said_at_once(read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(REDIS_URL=LIVE["REDIS_URL"])

    assert str(refusal.value).splitlines() == [
        f"Set the environment variable {name}; see .env.example."
        for name in LIVE
        if name != "REDIS_URL"
    ]


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_no_entrance_opens_while_a_variable_is_missing(entrance):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    run = subprocess.run(
        ENTRANCES[entrance],
        cwd=HOUSE,
        env=kept | without("SECRET_KEY"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    lines = (run.stdout + run.stderr).splitlines()
    assert (run.returncode, lines) == (
        3,
        ["Set the environment variable SECRET_KEY; see .env.example."],
    )


def test_a_live_installation_is_shut_tight(read):
    live = read(**LIVE)

    assert (live["INSECURE"], live["DEBUG"], live["SUMMIT_DEMO_DAY"]) == (False, False, None)
    assert live["SECOND_FACTOR_REQUIRED"]
    assert live["SECURE_SSL_REDIRECT"]
    assert live["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert live["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    for name in ("SESSION", "CSRF"):
        assert live[f"{name}_COOKIE_SECURE"]
        assert live[f"{name}_COOKIE_HTTPONLY"]
        assert live[f"{name}_COOKIE_NAME"].startswith("__Host-")
    assert live["ALLOWED_HOSTS"] == ["summit.example", "summit.internal"]
    assert "Manifest" in live["STORAGES"]["staticfiles"]["BACKEND"]
    assert live["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    (exempt,) = live["SECURE_REDIRECT_EXEMPT"]
    assert [path for path in ("healthz", "readyz", "metrics", "") if re.match(exempt, path)] == [
        "healthz",
        "readyz",
        "metrics",
    ]


def test_the_demonstration_needs_to_name_little_and_runs_on_plain_http(read):
    demo = read(
        SECRET_KEY="x",
        DATABASE_URL="postgres://summit@/summit?host=/tmp/sockets",
        REDIS_URL="unix:///tmp/valkey.sock",
        SUMMIT_INSECURE="1",
        SUMMIT_DEMO_DAY="2025-10-01",
    )

    assert demo["SUMMIT_DEMO_DAY"] == date(2025, 10, 1)
    assert not demo["SECOND_FACTOR_REQUIRED"]
    assert not demo["SESSION_COOKIE_SECURE"]
    assert demo["SESSION_COOKIE_NAME"] == "summit_session"
    assert demo["SUMMIT_BASE_URL"] == "http://127.0.0.1:8000"


def test_the_database_is_read_from_its_address(read):
    network = read(**LIVE)["DATABASES"]["default"]
    local = read(**(LIVE | {"DATABASE_URL": "postgresql://summit@/summit?host=/tmp/sockets"}))

    assert [network[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "summit",
        "summit",
        "p@ss",
        "db.example",
        "5433",
    ]
    assert network["OPTIONS"]["sslmode"] == "require"
    local = local["DATABASES"]["default"]
    assert (local["HOST"], local["NAME"], local["PORT"]) == ("/tmp/sockets", "summit", "")
    assert "host" not in local["OPTIONS"]


@pytest.mark.parametrize(
    ("address", "broker"),
    [
        ("redis://cache.example:6379/0", "redis://cache.example:6379/0"),
        ("rediss://cache.example:6379/0", "rediss://cache.example:6379/0"),
        ("unix:///tmp/valkey.sock", "redis+socket:///tmp/valkey.sock"),
    ],
)
def test_the_broker_is_called_as_celery_calls_it(read, address, broker):
    assert read(**(LIVE | {"REDIS_URL": address}))["CELERY_BROKER_URL"] == broker


def test_every_variable_stands_in_the_example_with_a_comment_before_it():
    lines = (HOUSE / ".env.example").read_text().splitlines()
    named = [line.partition("=")[0] for line in lines if re.match(r"[A-Z_]+=", line)]

    assert sorted(named) == sorted(variables_read())
    assert all(
        lines[number - 1].startswith("# ")
        for number, line in enumerate(lines)
        if re.match(r"[A-Z_]+=", line)
    )


def test_the_example_shows_the_defaults(read):
    lines = (HOUSE / ".env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=.", line))
    example = {name: value.strip('"') for name, value in example.items()}

    with_defaults, with_example = read(**LIVE), read(**(LIVE | example))

    for name, value in with_defaults.items():
        if name.isupper() and name != "CONTENT_SECURITY_POLICY":
            assert with_example[name] == value or name in (
                "LANGUAGES",
                "PGHISTORY_DEFAULT_TRACKERS",
            )


def test_a_ministrys_sign_in_may_be_left_for_by_a_form(read):
    ministry = {"OIDC_SERVER": "https://id.example/realm/", "OIDC_CLIENT": "x", "OIDC_SECRET": "y"}

    policy = read(**(LIVE | ministry))["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    assert policy["form-action"][1:] == ["https://id.example"]
