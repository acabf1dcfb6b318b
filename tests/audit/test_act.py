"""The frame of every write: one transaction, one row of audit, the history of every row."""

import hashlib
import json
import time
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from planning.audit.actions import act
from planning.audit.models import AuditEvent, AuditPayload
from planning.audit.rules import Actor, Verb
from planning.core.errors import Conflict
from planning.core.rows import change, fresh, judged
from planning.dates.models import Position
from planning.lifecycle import actions as lifecycle
from planning.outbox.actions import post
from planning.outbox.models import Message
from planning.outbox.rules import KINDS, Recipient
from planning.stakeholders.models import Country
from planning.visits.models import Leg, Visit
from tests import world as worlds
from tests.races import at_once
from tests.world import NOW, TODAY

MOVED = Verb("tests.moved", _("moved %(what)s"), "see_options")
NOTED = Verb("tests.noted", _("noted"))


def history(model, row):
    """Return what the triggers wrote of a row, oldest first."""
    events = apps.get_model("planning", f"{model.__name__}Event")
    return events.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")


def test_an_act_writes_one_row_that_says_who_what_when_on_what_and_why(world):
    organisation = uuid4()

    with act(
        MOVED,
        on=world.summit,
        by=world.officer,
        at=NOW,
        reason="The hall is taken.",
        of=[organisation],
    ) as story:
        story |= {"what": "the tea", "on": date(2025, 12, 5)}

    event = AuditEvent.objects.get()
    assert (event.verb, event.about, event.on_id, event.visit_id) == (
        "tests.moved",
        "visit",
        world.summit.pk,
        world.summit.pk,
    )
    assert (event.user, event.link, event.system) == (world.officer.user, None, "")
    assert (event.at, event.needs, event.of) == (NOW, "see_options", [organisation])
    assert event.payload.body == {
        "reason": "The hall is taken.",
        "what": "the tea",
        "on": "2025-12-05",
    }


def test_the_digest_vouches_for_the_payload(world):
    with act(MOVED, on=world.summit, by=world.officer, at=NOW) as story:
        story["what"] = "चाय, «чай»"

    event = AuditEvent.objects.get()
    body = json.dumps(event.payload.body, sort_keys=True, ensure_ascii=False)
    assert event.digest == hashlib.sha256(body.encode()).hexdigest()
    assert "चाय" in body


def test_an_act_outside_visits_names_no_visit(world):
    with act(NOTED, on=world.india, by=world.administrator, at=NOW):
        pass

    event = AuditEvent.objects.get()
    assert (event.about, event.on_id, event.visit_id) == ("country", world.india.pk, None)


def test_a_row_that_the_act_makes_is_named_too(world):
    row = Country(name="Nepal", folded="npl", code="NP", capital="Kathmandu", zone="Asia/Kathmandu")

    with act(NOTED, on=row, by=world.administrator, at=NOW):
        row.save(force_insert=True)

    assert AuditEvent.objects.get().on_id == Country.objects.get(code="NP").pk


def test_a_refused_act_leaves_nothing_neither_change_nor_audit_nor_message(
    world, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setitem(KINDS, "tests.kind", lambda message: None)

    with (
        django_capture_on_commit_callbacks() as rung,
        pytest.raises(Conflict),
        act(NOTED, on=world.summit, by=world.officer, at=NOW),
    ):
        change(world.summit, title="Changed")
        post(
            "tests.kind",
            about=world.summit,
            visit_id=world.summit.pk,
            to=[Recipient(world.chief.user.pk)],
            key="1",
            at=NOW,
        )
        raise Conflict("No.")

    world.summit.refresh_from_db()
    assert (world.summit.title, world.summit.version) == ("23rd Annual Summit", 1)
    assert (AuditEvent.objects.count(), AuditPayload.objects.count()) == (0, 0)
    assert (Message.objects.count(), rung) == (0, [])


@pytest.mark.parametrize(
    ("actor", "columns"),
    [
        (Actor(system="planning.reminders.remind"), (None, "planning.reminders.remind")),
        (Actor(link=(link := uuid4())), (link, "")),
    ],
)
def test_the_system_and_the_holder_of_a_link_act_too(world, actor, columns):
    with act(NOTED, on=world.summit, by=actor, at=NOW):
        pass

    event = AuditEvent.objects.get()
    assert (event.user, (event.link, event.system)) == (None, columns)


def test_somebody_acts_and_only_one(world):
    for actor in (
        Actor(),
        Actor(user=world.officer.user, system="both"),
        Actor(link=uuid4(), system="both"),
        Actor(user=world.officer.user, link=uuid4()),
    ):
        with (
            pytest.raises(IntegrityError, match="auditevent_one_actor"),
            act(NOTED, on=world.summit, by=actor, at=NOW),
        ):
            pass

    assert not AuditEvent.objects.exists()


def test_an_act_within_an_act_writes_its_own_row_in_the_same_transaction(world):
    with act(MOVED, on=world.summit, by=world.officer, at=NOW) as outer:
        outer["what"] = "all"
        with act(NOTED, on=world.summit, by=world.officer, at=NOW):
            change(world.summit, title="Inner")
        change(world.india, capital="Delhi")

    noted, moved = AuditEvent.objects.order_by("-verb")
    assert (noted.verb, moved.verb) == ("tests.noted", "tests.moved")
    assert noted.context_id == moved.context_id
    assert Context.objects.get(id=moved.context_id).metadata == {
        "verb": "tests.moved",
        "by": str(world.officer.user.pk),
    }


def test_a_refused_act_within_an_act_leaves_the_outer_one_alone(world):
    with act(MOVED, on=world.summit, by=world.officer, at=NOW) as outer:
        outer["what"] = "the tea"
        with pytest.raises(Conflict), act(NOTED, on=world.summit, by=world.officer, at=NOW):
            change(world.india, capital="Delhi")
            raise Conflict("No.")

    world.india.refresh_from_db()
    assert world.india.capital == "New Delhi"
    assert AuditEvent.objects.get().verb == "tests.moved"


def test_the_history_of_a_row_carries_the_act_that_wrote_it(world):
    acts = {}
    leg = Leg(visit=world.summit, country=world.india, city="Agra", zone="Asia/Kolkata", position=2)
    for word in ("insert", "update", "delete"):
        with act(Verb(f"tests.{word}", word), on=world.summit, by=world.officer, at=NOW):
            if word == "insert":
                leg.save(force_insert=True)
                row_id = leg.pk
            elif word == "update":
                change(leg, city="Jaipur")
            else:
                leg.delete()
        acts[word] = AuditEvent.objects.get(verb=f"tests.{word}").context_id

    leg.pk = row_id
    kept = history(Leg, leg)
    assert [(event.pgh_label, event.city) for event in kept] == [
        ("insert", "Agra"),
        ("update", "Jaipur"),
        ("delete", "Jaipur"),
    ]
    assert [event.pgh_context_id for event in kept] == list(acts.values())
    assert [event.pgh_context.metadata["verb"] for event in kept] == [
        "tests.insert",
        "tests.update",
        "tests.delete",
    ]


def test_whoever_goes_round_the_actions_is_in_the_history_all_the_same(world):
    Visit.objects.filter(pk=world.summit.pk).update(title="By a queryset")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE planning_visit SET title = 'By hand' WHERE id = %s", [world.summit.pk]
        )

    last = history(Visit, world.summit).order_by("-pgh_id")[:2]
    assert [(event.title, event.pgh_context_id) for event in last] == [
        ("By hand", None),
        ("By a queryset", None),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_context_ends_with_its_act():
    world = worlds.build()
    with act(NOTED, on=world.summit, by=world.officer, at=NOW):
        change(world.summit, title="Inside")
    change(world.summit, title="Outside")

    last, before = history(Visit, world.summit).order_by("-pgh_id")[:2]
    assert (last.title, last.pgh_context_id) == ("Outside", None)
    assert (before.title, before.pgh_context_id) == ("Inside", AuditEvent.objects.get().context_id)


def test_passwords_and_sign_ins_are_in_no_history(world):
    columns = {field.name for field in apps.get_model("planning", "UserEvent")._meta.fields}

    assert columns & {"password", "last_login"} == set()
    assert {"email", "is_active", "is_staff"} <= columns


SAID_ONCE = ("planning_auditevent", "planning_chaser", "planning_position")


def kept_for_ever():
    """Return the tables that nothing may change: what was done, what was said, the row history."""
    models = apps.get_app_config("planning").get_models()
    events = [model._meta.db_table for model in models if hasattr(model, "pgh_tracked_model")]
    return [*SAID_ONCE, *sorted(events)]


def test_what_is_kept_for_ever_is_guarded_in_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgname LIKE 'pgtrigger_append_only_%%' AND tgenabled = 'O'"
            " AND tgtype = 1 + 2 + 8 + 16"  # for each row, before, delete, update
        )
        guarded = {table for (table,) in cursor.fetchall()}

    assert guarded == set(kept_for_ever())


def test_what_was_done_said_and_kept_is_changed_by_no_sql(world):
    with act(NOTED, on=world.summit, by=world.officer, at=NOW):
        pass
    say_something(world)

    with connection.cursor() as cursor:
        tried = 0
        for table in kept_for_ever():
            key = "id" if table in SAID_ONCE else "pgh_id"
            cursor.execute(f"SELECT count(*) FROM {table}")
            if cursor.fetchone() == (0,):
                continue
            for statement in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"):
                with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
                    cursor.execute(statement)
            tried += 1

    assert tried > 10
    assert Position.objects.exists()


def test_only_the_payload_can_be_shredded_and_the_digest_stays(world):
    with act(MOVED, on=world.summit, by=world.officer, at=NOW) as story:
        story["what"] = "the tea"

    AuditPayload.objects.all().delete()

    assert len(AuditEvent.objects.get().digest) == 64


@pytest.mark.django_db(transaction=True)
def test_acts_on_one_visit_take_turns_and_acts_on_two_do_not():
    world = worlds.build()
    steps, both = [], Barrier(2)

    def alone():
        with act(NOTED, on=world.summit, by=world.officer, at=NOW):
            steps.append("in")
            time.sleep(0.05)
            steps.append("out")

    def together(visit):
        with act(NOTED, on=visit, by=world.officer, at=NOW):
            both.wait(timeout=10)

    assert at_once(alone, alone, alone) == [None] * 3
    assert steps == ["in", "out"] * 3
    assert at_once(lambda: together(world.summit), lambda: together(world.foreign)) == [None] * 2
    assert AuditEvent.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_of_two_acts_on_one_version_one_is_done_and_audited():
    world = worlds.build()

    def rename(title):
        with act(NOTED, on=world.summit, by=world.officer, at=NOW), judged():
            change(fresh(Visit, world.summit.pk, 1), title=title)

    results = at_once(lambda: rename("one"), lambda: rename("two"))

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Stale"]
    assert AuditEvent.objects.count() == 1


def say_something(world):
    """Have an office take a position."""
    by = {"by": world.officer, "at": NOW}
    party = lifecycle.add_party(
        side=world.host, organisation=world.of["principals_office"], mandatory=True, **by
    )
    days = {"starts_on": date(2025, 12, 4), "ends_on": date(2025, 12, 5)}
    option = lifecycle.propose(side=world.guest, channel="note", **days, **by)
    Position.objects.create(
        visit=world.summit,
        option=option,
        party=party,
        answer="acceptable",
        channel="call",
        said_on=TODAY,
        entered_at=NOW,
        entered_by=world.officer.user,
    )
