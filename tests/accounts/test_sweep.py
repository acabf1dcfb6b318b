"""What no longer opens or stops anything is deleted, and nothing else."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from planning.accounts import actions
from planning.accounts.models import IdempotencyKey, OneTimeLink, Session
from planning.accounts.rules import Purpose
from tests.world import NOW

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
COOL_OFF = timedelta(minutes=15)


def session(name, begun, seen):
    Session.objects.create(
        session_key=name, session_data="", expire_date=NOW + DAY, begun_at=begun, seen_at=seen
    )


def link(user, name, *, used=None, ends):
    OneTimeLink.objects.create(
        user=user, purpose=Purpose.SIGN_IN, hashed=name, made_at=NOW - DAY, expires_at=ends,
        used_at=used,
    )  # fmt: skip


def attempt(model, name, at, **more):
    model.objects.create(username=name, ip_address="127.0.0.1", user_agent="", **more)
    model.objects.filter(username=name).update(attempt_time=at)


def cached():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        return cursor.fetchone()[0]


def test_a_sweep_takes_what_is_over_and_leaves_what_stands(world, fixed_clock):
    desk, age = world.desk.user, timedelta(seconds=settings.SESSION_COOKIE_AGE)
    session("busy", NOW - age, NOW)
    session("quiet", NOW - HOUR, NOW - HOUR)
    session("old", NOW - age - SECOND, NOW)
    session("idle", NOW - HOUR - SECOND, NOW - HOUR - SECOND)
    link(desk, "open", ends=NOW + SECOND)
    link(desk, "used", used=NOW, ends=NOW + SECOND)
    link(desk, "run out", ends=NOW)
    for key, made in {"today": NOW - DAY + SECOND, "yesterday": NOW - DAY}.items():
        IdempotencyKey.objects.create(user=desk, key=key, fingerprint="", made_at=made)
    for name, at in {"counts": NOW - COOL_OFF, "counted": NOW - COOL_OFF - SECOND}.items():
        attempt(AccessAttempt, name, at, failures_since_start=5)
    for name, at in {"known": NOW - 90 * DAY, "forgotten": NOW - 90 * DAY - SECOND}.items():
        attempt(AccessLog, name, at)
    cache.set("code", 1, timeout=60)
    cache.set("another", 1, timeout=3600)
    fixed_clock.shift(61 * SECOND)

    swept = [actions.sweep(at=NOW + after) for after in (0 * SECOND, 0 * SECOND, 61 * SECOND)]

    once = {"sessions": 2, "links": 2, "keys": 1, "lock_outs": 1, "sign_ins": 1, "cached": 0}
    assert swept[0] == once
    assert swept[1] == dict.fromkeys(once, 0)
    assert swept[2] == {
        "sessions": 2, "links": 1, "keys": 1, "lock_outs": 1, "sign_ins": 1, "cached": 1,
    }  # fmt: skip
    assert cached() == 1
