"""How things stand: asked of the database by its own clock, and of the broker."""

import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, DurationField, ExpressionWrapper, F, Min
from django.db.models.functions import Now
from redis import Redis, RedisError

from planning.operations.models import Pulse
from planning.operations.rules import Readiness
from planning.outbox.models import Gate, Message, MessageQuerySet
from planning.outbox.rules import Passage, State

INSTANTS = [datetime(year, month, 1, tzinfo=UTC) for year in (2025, 2030) for month in (1, 7)]


def readiness() -> Readiness:
    """Ask everything that ``/readyz`` tells; a part that is away is told, and raises nothing."""
    broker = broker_answers()
    try:
        migrations = not unapplied()
        if not migrations:  # the tables may not be there yet
            return Readiness(database=True, broker=broker)
        return Readiness(
            database=True,
            migrations=True,
            zones=not Pulse.objects.fresh().exclude(zones=zones()).exists(),
            broker=broker,
            outbox=passage(),
            oldest_mail=oldest(Message.objects.mails()),
            oldest_call=oldest(Message.objects.calls()),
            pulses=pulses(),
        )
    except DatabaseError:
        return Readiness(broker=broker)


def unapplied() -> list[str]:
    """Return the migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def passage() -> Passage:
    """Tell whether messages may leave; from a database that never sent they may."""
    gate = Gate.objects.first()
    return gate.passage if gate else Passage.OPEN


def oldest(messages: MessageQuerySet) -> timedelta | None:
    """Return for how long the oldest of these has not been sent, however often it was tried."""
    waited = ExpressionWrapper(Now() - Min("queued_at"), DurationField())
    return messages.unsent().aggregate(waited=waited)["waited"]


def messages_by_state() -> dict[str, int]:
    """Return how many messages stand in which state."""
    rows = Message.objects.values_list("state").annotate(number=Count("pk")).order_by("state")
    return dict.fromkeys(State.values, 0) | dict(rows)


def pulses() -> dict[str, timedelta]:
    """Return how long ago each part gave a sign of life."""
    age = ExpressionWrapper(Now() - F("at"), DurationField())
    return dict(Pulse.objects.annotate(age=age).values_list("part", "age"))


def broker_answers() -> bool:
    """Tell whether the broker answers within a second."""
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1
        ) as broker:
            return bool(broker.ping())
    except (RedisError, OSError):
        return False


@cache
def zones() -> str:
    """Return a hash of what this process knows of time zones: it differs where the data do."""
    told = hashlib.sha256()
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        told.update(f"{name} {[zone.utcoffset(instant) for instant in INSTANTS]}\n".encode())
    return told.hexdigest()
