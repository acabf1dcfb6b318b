"""The log: one line for one event, with its request, and no secret in it."""

import json
import logging
import time

import pytest
from django.test import Client

from planning.core import logs

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture(autouse=True)
def outside_requests():
    """Forget the request of an earlier test."""
    logs.REQUEST.set("")


@pytest.fixture
def written():
    """Return a function that logs as production does, and reads what was written."""

    def write(message, *args, formatter=None, **options):
        record = logging.getLogger("tests").makeRecord(
            "tests", logging.INFO, __file__, 1, message, args, options.pop("exc_info", None)
        )
        vars(record).update(options)
        return (formatter or logs.Json()).format(record)

    return write


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Authorization: Bearer canary.a.b", "Authorization: [hidden]"),
        ("{'Cookie': '__Host-session=canary; x=canary'}", "{'Cookie': [hidden]"),
        ("password=canary&next=/", "password=[hidden]&next=/"),
        ("new_password1: 'canary'", "new_password1: [hidden]'"),
        ("csrfmiddlewaretoken=canary", "csrfmiddlewaretoken=[hidden]"),
        ("SECRET_KEY = canary", "SECRET_KEY = [hidden]"),
        ("sent Bearer canary", "sent Bearer [hidden]"),
        (
            "postgres://summit:canary@db/summit is away",
            "postgres://summit:[hidden]@db/summit is away",
        ),
        ("redis://:canary@cache:6379/0", "redis://:[hidden]@cache:6379/0"),
        ("DETAIL:  Failing row contains (7, canary).", "DETAIL:  [hidden]"),
        ("Not Found: /search/?q=canary", "Not Found: /search/?[hidden]"),
        ("GET /feeds/canary0123456789abcdef0.ics", "GET /feeds/[hidden].ics"),
        (
            "/account/reset/1-canary-d41d8cd98f00b204e9800998ecf8427e/",
            "/account/reset/[hidden]/",
        ),
        (f"/visits/v-7k3qf/dates/{UUID}/confirm/", f"/visits/v-7k3qf/dates/{UUID}/confirm/"),
        ("static /static/planning/summit.55e7cbb9ba48.css", None),
        ("What is the matter? Nothing: all is well.", None),
    ],
)
@pytest.mark.parametrize("formatter", [logs.Json(), logs.Plain()], ids=["json", "plain"])
def test_secrets_are_hidden_and_the_rest_stays(written, formatter, said, kept):
    line = written(said, formatter=formatter)

    assert "canary" not in line
    assert (kept or said) in (json.loads(line)["message"] if line.startswith("{") else line)


@pytest.mark.parametrize("formatter", [logs.Json(), logs.Plain()], ids=["json", "plain"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x1b[2J", "\x85"])
def test_nobody_begins_a_line_of_the_log_but_us(written, formatter, end):
    line = written("Not Found: %s", f'/x{end}{{"level": "INFO"}}', formatter=formatter)

    assert end not in line
    assert len(line.splitlines()) == 1


def test_what_a_library_hangs_on_a_record_is_not_written(written):
    line = json.loads(written("Not Found", request="canary", status_code=404, user="canary"))

    assert set(line) == {"at", "level", "logger", "message"}
    assert line["at"] == "2025-10-01T04:00:00.000+00:00"


@pytest.mark.parametrize("formatter", [logs.Json(), logs.Plain()], ids=["json", "plain"])
def test_a_traceback_tells_no_secret(written, formatter):
    try:
        raise ValueError("password=canary")
    except ValueError as error:
        line = written("It broke", formatter=formatter, exc_info=(ValueError, error, None))

    assert "ValueError" in line
    assert "canary" not in line


@pytest.mark.parametrize("secret", [*logs.SECRETS, logs.OPAQUE])
@pytest.mark.parametrize("word", ["/", "a-", "token", "://:", "cookie", "a?", "bearer "])
def test_no_text_makes_the_search_for_secrets_slow(secret, word):
    began = time.perf_counter()
    secret.sub("", word * 4000)

    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("given", ["abcdef12", "0f8fad5b-d9cb-469f-a165-70867728950e"])
def test_a_proxys_name_for_a_request_is_kept(given):
    answer = Client().get("/healthz", headers={"x-request-id": given})

    assert answer["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "-abcdefgh", "a b c d e f", "a" * 65, "<script>1"])
def test_a_name_that_could_do_harm_is_replaced(given):
    answer = Client().get("/healthz", headers={"x-request-id": given})

    assert answer["X-Request-ID"] != given
    assert len(answer["X-Request-ID"]) == 32


def test_every_line_of_a_request_bears_its_name(db, caplog):
    caplog.handler.setFormatter(logs.Json())
    caplog.set_level(logging.INFO)

    answer = Client().get(
        "/nowhere/canary0123456789abcdef/?token=canary",
        headers={
            "user-agent": "canary\r\nX: y",
            "authorization": "Bearer canary",
            "cookie": "a=canary",
        },
    )

    lines = [json.loads(line) for line in caplog.text.splitlines()]
    assert "canary" not in caplog.text
    assert {line["request_id"] for line in lines} == {answer["X-Request-ID"]}
    (end,) = [line for line in lines if line["logger"] == "summit.access"]
    assert (end["method"], end["path"], end["status"]) == ("GET", "/nowhere/[hidden]/", 404)
