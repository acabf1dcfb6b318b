"""What ``manage.py doctor`` looks at: each check returns the faults it found, in sentences.

Nothing is written: what is stored twice is computed again and compared.
"""

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connection
from django.utils import timezone

from planning.core.models import folded
from planning.core.search import SearchKey
from planning.dates.models import Hold
from planning.dates.queries import copies, picture
from planning.management import reference
from planning.operations import queries
from planning.operations.rules import SKEW, Part, pulse_word, seconds
from planning.outbox.models import Gate, Message
from planning.outbox.rules import LATE, Passage
from planning.preparation.models import Task
from planning.programme.models import ProgrammeItem
from planning.stakeholders.models import Country, Organisation, Person
from planning.visits.models import Marking, Series, Visit


def settings_are_sound() -> Iterator[str]:
    """Run Django's own checks, those of a live installation too where this is one."""
    found = checks.run_checks(include_deployment_checks=not settings.INSECURE)
    yield from (f"{one.id}: {one.msg}" for one in found if one.level >= checks.WARNING)


def migrations_are_applied() -> Iterator[str]:
    """Name the migrations that wait."""
    yield from (f"{name} is not applied: run manage.py migrate" for name in queries.unapplied())


def triggers_are_installed() -> Iterator[str]:
    """Name the triggers that the database has not, has otherwise, or has switched off."""
    for model, trigger in pgtrigger.registered():
        status, is_on = trigger.get_installation_status(model)
        if status != "INSTALLED" or not is_on:
            name = f"{model._meta.db_table}: {trigger.name}"
            what = "off" if is_on is False and status == "INSTALLED" else status.lower()
            yield f"{name} is {what}: run manage.py migrate"


def reference_data_are_there() -> Iterator[str]:
    """Name the first data that are missing."""
    standing = {
        "country": (Country.objects, "code", [each["code"] for each in reference.COUNTRIES]),
        "organisation": (
            Organisation.objects,
            "name",
            [o["name"] for o in reference.ORGANISATIONS],
        ),
        "marking": (Marking.objects, "name", [name for name, _letters in reference.MARKINGS]),
    }
    for what, (rows, by, wanted) in standing.items():
        there = set(rows.values_list(by, flat=True))
        yield from (
            f"no {what} {one}: run manage.py seed_reference" for one in wanted if one not in there
        )


def days_follow_from_options() -> Iterator[str]:
    """Compare each visit's days and its principals' holds with what its options say."""
    holds: dict[object, set[tuple]] = {}
    columns = ("visit", "option", "person", "starts_on", "ends_on", "firmness")
    for visit_id, *hold in Hold.objects.values_list(*columns):
        holds.setdefault(visit_id, set()).add(tuple(hold))
    for visit in Visit.objects.order_by("code").iterator():
        due = copies(picture(visit))
        if any(getattr(visit, name) != value for name, value in due.days.items()):
            yield f"{visit.code}: its days do not follow from its options"
        wanted = {
            (option.pk, person, option.starts_on, option.ends_on, due.firmness.value)
            for (_option, person), option in due.holds.items()
        }
        if holds.get(visit.pk, set()) != wanted:
            yield f"{visit.code}: its holds do not follow from its options"


def tasks_hang_on_days() -> Iterator[str]:
    """Compare the due days of open tasks with the days of their visits."""
    for task in Task.objects.open().select_related("visit").order_by("pk").iterator():
        if (task.due_on, task.public_due_on) != task.days_on(task.visit):
            yield f"{task.visit.code}: {task} is due on another day than its visit says"


def instants_follow_from_wall_time() -> Iterator[str]:
    """Compare the instants of programme lines with the wall time of their places."""
    for line in ProgrammeItem.objects.select_related("visit").order_by("pk").iterator():
        if line.starts_at is None or line.starts is None:  # both or neither: a constraint says so
            continue
        shown = line.starts_at.astimezone(ZoneInfo(line.zone)).replace(tzinfo=None)
        if shown != datetime.combine(line.day, line.starts):
            yield f"{line.visit.code}: {line} does not begin when the clocks there say"


def names_can_be_found() -> Iterator[str]:
    """Compare search keys with the names and words that they follow from."""
    for model in (Country, Organisation, Person, Series):
        for row in model.objects.order_by("pk").iterator():
            names = {end: getattr(row, end) for end in ("name", "name_own", "name_latin")}
            if row.folded != folded(**names)["folded"]:
                yield f"{model._meta.verbose_name} {row.pk}: its search key is another name's"
    for table in apps.get_app_config("planning").get_models():
        for key in (field for field in table._meta.fields if isinstance(field, SearchKey)):
            for row in table._default_manager.order_by("pk").iterator():
                if not key.is_right(row):
                    yield f"{table._meta.verbose_name} {row.pk}: it is found by other words"


def messages_leave() -> Iterator[str]:
    """Tell of an outbox that is paused, and of a mail that does not leave."""
    if queries.passage() == Passage.PAUSED:
        yield Passage.PAUSED.label
    waited = queries.oldest(Message.objects.mails())
    if waited and waited > LATE:
        yield f"a mail has not left for {seconds(waited)} s: is a worker up, the mail server?"


def lives(part: Part) -> Iterator[str]:
    """Tell of a part that gives no sign of life."""
    word = pulse_word(queries.pulses().get(part))
    if word != "ok":
        yield f"its last sign of life: {word}"


def clocks_agree() -> Iterator[str]:
    """Compare the database's clock with this machine's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    apart = abs(timezone.now() - theirs)
    if apart > SKEW:
        yield f"the database's clock and this machine's are {seconds(apart)} s apart"


def journal_can_be_written() -> Iterator[str]:
    """Try to write where workers note what they send."""
    folder = Path(settings.OUTBOX_JOURNAL)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        yield f"{folder} cannot be written: {error.strerror}"


def database_is_ours() -> Iterator[str]:
    """Tell whether the database last sent for another installation: it is a copy, and paused."""
    if queries.passage() == Passage.COPIED:
        yield f"{Gate.objects.get()}: {Passage.COPIED.label}"


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "settings": settings_are_sound,
    "migrations": migrations_are_applied,
    "triggers": triggers_are_installed,
    "reference data": reference_data_are_there,
    "days and holds": days_follow_from_options,
    "tasks": tasks_hang_on_days,
    "programme": instants_follow_from_wall_time,
    "search keys": names_can_be_found,
    "outbox": messages_leave,
    "worker": partial(lives, Part.WORKER),
    "beat": partial(lives, Part.BEAT),
    "clocks": clocks_agree,
    "journal": journal_can_be_written,
    "identity": database_is_ours,
}
