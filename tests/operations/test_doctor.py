"""The doctor: what is well is said in a line, what is not by name, and nothing is written."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now

from planning.audit.rules import Actor
from planning.dates.models import Hold
from planning.management import doctor, reference
from planning.operations.actions import pulse
from planning.operations.models import Pulse
from planning.operations.rules import STALE, Part
from planning.outbox.actions import gate, pause, post
from planning.outbox.models import Message
from planning.outbox.rules import Passage, Recipient
from planning.preparation import actions as preparation
from planning.preparation.models import Task
from planning.programme.models import ProgrammeItem
from planning.stakeholders.models import Country, Person
from planning.visits.models import Leg, Visit
from tests.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(world):
    return preparation.add(
        visit=world.summit, title="Order flags", anchor="first_day", offset=-7,
        by=world.officer, at=NOW,
    )  # fmt: skip


@pytest.fixture
def message(world):
    post(
        "dates.requested", about=world.summit, visit_id=world.summit.pk, key="1", at=NOW,
        to=[Recipient(user_id=world.chief.user.pk)],
    )  # fmt: skip
    return Message.objects.get()


@pytest.fixture
def line(world):
    leg = Leg.objects.get(visit=world.summit)
    return ProgrammeItem.objects.create(
        visit=world.summit, leg=leg, day="2025-12-04", certainty="exact", starts="11:00",
        starts_at="2025-12-04T05:30:00Z", zone="Asia/Kolkata", kind="talks", title="Talks",
        position=1,
    )  # fmt: skip


def faults(name):
    return list(doctor.CHECKS[name]())


def test_a_healthy_installation_gets_a_line_for_each_check_and_no_fault(
    world, confirmed, task, line, true_clock, settings, tmp_path
):
    settings.OUTBOX_JOURNAL = tmp_path / "journal"
    reference.write(by=Actor(system="tests"), at=NOW)
    for part in Part:
        pulse(part=part)
    out = StringIO()

    call_command("doctor", stdout=out)

    assert out.getvalue().splitlines() == [f"ok     {name}" for name in doctor.CHECKS]


def test_a_fault_is_named_and_ends_the_command_with_one(world):
    out = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("doctor", stdout=out)

    assert end.value.code == 1
    assert "FAULT  worker\n       - its last sign of life: never\n" in out.getvalue()


def test_days_that_do_not_follow_from_options_are_found(world, confirmed):
    assert faults("days and holds") == []
    Visit.objects.filter(pk=world.summit.pk).update(starts_on="2025-12-01")

    assert faults("days and holds") == ["V-7K3QF: its days do not follow from its options"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda: Hold.objects.first().delete(),
        lambda: Hold.objects.update(firmness="pencil"),
        lambda: Hold.objects.update(ends_on="2025-12-24"),
    ],
)
def test_holds_that_do_not_follow_from_options_are_found(world, confirmed, damage):
    damage()

    assert faults("days and holds") == ["V-7K3QF: its holds do not follow from its options"]


@pytest.mark.parametrize("column", ["due_on", "public_due_on"])
def test_a_task_due_on_another_day_is_found(world, task, column):
    assert faults("tasks") == []
    Task.objects.update(**{column: "2025-12-24"})

    assert faults("tasks") == [f"V-7K3QF: task {task.pk} is due on another day than its visit says"]


def test_a_settled_task_keeps_its_day(world, task):
    preparation.tick(task=task, version=1, by=world.officer, at=NOW)
    Task.objects.update(due_on="2025-12-24")

    assert faults("tasks") == []


def test_an_instant_that_left_its_wall_time_is_found(line):
    assert faults("programme") == []
    ProgrammeItem.objects.update(starts_at="2025-12-04T06:30:00Z")

    assert len(faults("programme")) == 1


def test_a_name_that_cannot_be_found_is_found(world):
    assert faults("search keys") == []
    person = world.people["guest"]
    Person.objects.filter(pk=person.pk).update(name="Another Name")

    assert faults("search keys") == [
        f"person {person.pk}: its search key is another name's",
        f"person {person.pk}: it is found by other words",
    ]


def test_reference_data_that_are_missing_are_named(world):
    reference.write(by=Actor(system="tests"), at=NOW)
    assert faults("reference data") == []
    Country.objects.filter(code="ZA").delete()

    assert faults("reference data") == ["no country ZA: run manage.py seed_reference"]


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        ("DROP TRIGGER {} ON planning_auditevent", "uninstalled"),
        ("ALTER TABLE planning_auditevent DISABLE TRIGGER {}", "off"),
    ],
)
def test_a_trigger_that_is_gone_or_off_is_named(damage, word):
    assert faults("triggers") == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_append_only%%' "
            "AND tgrelid = 'planning_auditevent'::regclass"
        )
        cursor.execute(damage.format(cursor.fetchone()[0]))

    (fault,) = faults("triggers")
    assert fault == f"planning_auditevent: append_only is {word}: run manage.py migrate"


def test_a_mail_that_does_not_leave_is_told(message):
    assert faults("outbox") == []
    Message.objects.update(queued_at=Now() - timedelta(minutes=6))

    assert faults("outbox")[0].startswith("a mail has not left for 36")


def test_an_outbox_that_somebody_paused_is_told(db):
    pause(by=Actor(system="tests"), at=NOW)

    assert faults("outbox") == ["paused: nothing leaves until manage.py outbox release"]


def test_a_part_that_is_dead_is_told(true_clock):
    for part in Part:
        pulse(part=part)
    Pulse.objects.filter(part="beat").update(at=Now() - STALE * 2)

    assert (faults("worker"), faults("beat")) == ([], ["its last sign of life: stale"])


def test_the_doctor_looks_at_one_thing_alone_where_told_so(db):
    pulse(part=Part.WORKER)
    out = StringIO()

    call_command("doctor", "worker", stdout=out)

    assert out.getvalue() == "ok     worker\n"


def test_clocks_that_differ_are_told():
    (fault,) = faults("clocks")  # the tests' own clock stands still

    assert fault.startswith("the database's clock and this machine's are ")


def test_a_journal_that_cannot_be_written_is_told(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.OUTBOX_JOURNAL = tmp_path / "file" / "journal"

    assert faults("journal") == [f"{settings.OUTBOX_JOURNAL} cannot be written: Not a directory"]


def test_a_copy_of_anothers_database_is_known(settings):
    gate()
    assert faults("identity") == []
    settings.INSECURE = False

    whose = "outbox of http://127.0.0.1:8000"
    assert faults("identity") == [f"{whose}: {Passage.COPIED.label}"]


def test_the_doctor_writes_nothing(world, confirmed, task, nothing_happened):
    tables = [Visit, Hold, Task, Person, Pulse, Message]
    before = [list(model.objects.order_by("pk").values()) for model in tables]

    with pytest.raises(SystemExit):
        call_command("doctor", stdout=StringIO())

    nothing_happened()
    assert [list(model.objects.order_by("pk").values()) for model in tables] == before
