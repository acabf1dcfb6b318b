"""Adding, ticking, waiving and reopening tasks; due days that move with the visit."""

from datetime import date

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.outbox.models import Message
from planning.preparation import actions
from planning.preparation.models import Task
from planning.preparation.rules import Anchor
from tests.world import NOW, ROLES

MANAGERS = {"chief", "deputy", "officer", "desk"}
OWNERS = ["principals_office", "ministry", "mission", "press", "security"]


def titles(**query):
    return list(Task.objects.filter(**query).values_list("title", flat=True))


def test_a_task_hangs_on_the_days_of_the_visit(world, add, know):
    know("proposed")

    task = add(organisation=world.of["ministry"])

    task.refresh_from_db()
    assert (task.due_on, task.public_due_on) == (date(2025, 11, 21), None)
    assert (task.state, task.version) == ("open", 1)
    event = AuditEvent.objects.get()
    assert (event.verb, event.user, event.of) == (
        "preparation.task_added",
        world.officer.user,
        [world.of["ministry"].pk],
    )
    assert event.payload.body == {"title": "Pass the list of the delegation"}


def test_a_fixed_day_stands_by_itself(world, add):
    task = add(anchor=Anchor.FIXED, offset=-3, fixed_on=date(2025, 11, 3))

    task.refresh_from_db()
    assert (task.offset, task.due_on, task.public_due_on) == (
        0,
        date(2025, 11, 3),
        date(2025, 11, 3),
    )


@pytest.mark.parametrize("who", [name for name in ROLES if name not in MANAGERS])
def test_only_chief_officer_and_desk_add_tasks(world, who, nothing_happened):
    with pytest.raises(NotAllowed):
        actions.add(visit=world.summit, title="T", anchor="first_day", by=world.cast[who], at=NOW)

    assert not Task.objects.exists()
    nothing_happened()


@pytest.mark.parametrize("who", sorted(MANAGERS))
def test_chief_officer_and_desk_add_tick_waive_and_reopen(world, who):
    by = world.cast[who]

    task = actions.add(visit=world.summit, title="T", anchor="first_day", by=by, at=NOW)
    actions.tick(task=task, version=1, by=by, at=NOW)
    actions.reopen(task=task, version=2, by=by, at=NOW)
    actions.waive(task=task, version=3, reason="Not needed", by=by, at=NOW)

    task.refresh_from_db()
    assert (task.state, task.version) == ("waived", 4)


def test_a_fixed_task_needs_its_day(add, nothing_happened):
    with pytest.raises(Refused, match=r"^Enter the day\.$"):
        add(anchor=Anchor.FIXED, offset=0)

    assert not Task.objects.exists()
    nothing_happened()


def test_a_task_stands_on_the_checklist_once(add):
    add()
    before = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=r"^This task stands on the checklist already\.$"):
        add()

    assert Task.objects.count() == 1
    assert AuditEvent.objects.count() == before


def test_ticking_says_who_and_when(world, add):
    task = add()

    actions.tick(task=task, version=1, by=world.desk, at=NOW)

    task.refresh_from_db()
    assert (task.state, task.settled_at, task.settled_by, task.version) == (
        "done",
        NOW,
        world.desk.user,
        2,
    )
    assert AuditEvent.objects.filter(verb="preparation.task_done").count() == 1
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", OWNERS)
def test_who_owes_a_task_ticks_and_reopens_it(world, add, who):
    task = add(organisation=world.of[who])

    actions.tick(task=task, version=1, by=world.cast[who], at=NOW)
    assert titles(state="done") == [task.title]
    actions.reopen(task=task, version=2, by=world.cast[who], at=NOW)

    task.refresh_from_db()
    assert (task.state, task.settled_at, task.settled_by) == ("open", None, None)
    assert AuditEvent.objects.filter(verb="preparation.task_reopened").count() == 1


@pytest.mark.parametrize("who", [name for name in ROLES if name not in MANAGERS])
@pytest.mark.parametrize("owner", ["second_ministry", None])
def test_nobody_ticks_waives_or_reopens_what_others_owe(world, add, who, owner):
    if who == owner:
        return
    task = add(organisation=world.of.get(owner))
    settled = add("Another", organisation=world.of.get(owner))
    actions.tick(task=settled, version=1, by=world.officer, at=NOW)
    before = AuditEvent.objects.count()
    by = world.cast[who]

    for act in (
        lambda: actions.tick(task=task, version=1, by=by, at=NOW),
        lambda: actions.waive(task=task, version=1, reason="Not needed", by=by, at=NOW),
        lambda: actions.reopen(task=settled, version=2, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert (titles(state="open"), titles(state="done")) == ([task.title], ["Another"])
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("who", OWNERS)
def test_who_owes_a_task_does_not_waive_it(world, add, who):
    task = add(organisation=world.of[who])
    before = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        actions.waive(task=task, version=1, reason="No time", by=world.cast[who], at=NOW)

    assert titles(state="open") == [task.title]
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("who", OWNERS)
def test_who_owes_a_task_does_not_reopen_what_was_waived(world, add, who):
    task = add(organisation=world.of[who])
    actions.waive(task=task, version=1, reason="Not needed", by=world.chief, at=NOW)
    before = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        actions.reopen(task=task, version=2, by=world.cast[who], at=NOW)

    assert titles(state="waived", version=2) == [task.title]
    assert AuditEvent.objects.count() == before


def test_a_task_is_waived_with_a_reason(world, add):
    task = add()

    actions.waive(task=task, version=1, reason=" No weapons are carried. ", by=world.chief, at=NOW)

    task.refresh_from_db()
    assert (task.state, task.reason, task.settled_by) == (
        "waived",
        "No weapons are carried.",
        world.chief.user,
    )
    event = AuditEvent.objects.get(verb="preparation.task_waived")
    assert event.payload.body == {"title": task.title, "reason": "No weapons are carried."}


def test_a_task_is_not_waived_without_a_reason(world, add):
    task = add()
    before = AuditEvent.objects.count()

    with pytest.raises(Refused, match=r"^Say why the task is waived\.$") as refusal:
        actions.waive(task=task, version=1, reason="  ", by=world.chief, at=NOW)

    assert refusal.value.field == "reason"
    assert titles(state="open") == [task.title]
    assert AuditEvent.objects.count() == before


def test_a_settled_task_is_settled_once(world, add):
    task = add()
    actions.tick(task=task, version=1, by=world.officer, at=NOW)
    before = AuditEvent.objects.count()

    with pytest.raises(Stale):
        actions.tick(task=task, version=1, by=world.officer, at=NOW)
    with pytest.raises(Conflict, match="settled already"):
        actions.tick(task=task, version=2, by=world.officer, at=NOW)
    with pytest.raises(Conflict, match="settled already"):
        actions.waive(task=task, version=2, reason="Not needed", by=world.officer, at=NOW)

    assert titles(state="done", version=2) == [task.title]
    assert AuditEvent.objects.count() == before


def test_an_open_task_is_not_reopened(world, add):
    task = add()
    before = AuditEvent.objects.count()

    with pytest.raises(Conflict, match="open already"):
        actions.reopen(task=task, version=1, by=world.officer, at=NOW)

    assert AuditEvent.objects.count() == before


def test_due_days_move_with_the_visit_and_settled_tasks_keep_theirs(world, add, know):
    know("estimated", public="estimated")
    moving, settled = add(), add("Settled")
    actions.tick(task=settled, version=1, by=world.officer, at=NOW)

    for _twice in range(2):
        know("confirmed", date(2025, 12, 4), date(2025, 12, 5))

    for task in (moving, settled):
        task.refresh_from_db()
    assert (moving.due_on, moving.public_due_on, moving.version) == (
        date(2025, 11, 20),
        date(2025, 11, 21),
        1,  # a version that rose would tell whoever sees the public day that the other moved
    )
    assert (settled.due_on, settled.version) == (date(2025, 11, 21), 2)


def test_a_reopened_task_is_due_by_the_days_as_they_are_now(world, add, know):
    know("estimated", public="estimated")
    task = add()
    actions.tick(task=task, version=1, by=world.officer, at=NOW)
    know("confirmed", date(2025, 12, 4), date(2025, 12, 5))

    actions.reopen(task=task, version=2, by=world.officer, at=NOW)

    task.refresh_from_db()
    assert (task.due_on, task.public_due_on) == (date(2025, 11, 20), date(2025, 11, 21))


def test_tasks_of_another_visit_are_hung_anew_in_one_act(world, add, know):
    know("proposed")
    ours = add(organisation=world.of["ministry"])
    of_nobody_there = add(title="Flags", organisation=world.of["stranger"])
    Task.objects.filter(pk__in=[ours.pk, of_nobody_there.pk]).update(visit=world.foreign)
    acts = AuditEvent.objects.count()

    made = actions.hang_again(
        visit=world.summit, tasks=[ours, of_nobody_there], by=world.officer, at=NOW
    )

    assert [(task.due_on, task.organisation) for task in made] == [
        (date(2025, 11, 21), world.of["ministry"]),
        (date(2025, 11, 21), None),
    ]
    assert AuditEvent.objects.count() == acts + 1
    with pytest.raises(Conflict, match=r"^This task stands on the checklist already\.$"):
        actions.hang_again(visit=world.summit, tasks=[ours], by=world.officer, at=NOW)
    assert world.summit.tasks.count() == 2


def test_only_who_manages_tasks_hangs_them_anew(world, add, nothing_happened):
    with pytest.raises(NotAllowed):
        actions.hang_again(visit=world.summit, tasks=[], by=world.ministry, at=NOW)

    nothing_happened()


def test_a_task_is_given_to_another_office(world, add):
    task = add(organisation=world.of["ministry"])

    actions.assign(
        task=task, version=1, organisation=world.of["second_ministry"], by=world.officer, at=NOW
    )

    task.refresh_from_db()
    assert (task.organisation, task.version) == (world.of["second_ministry"], 2)
    event = AuditEvent.objects.get(verb="preparation.task_assigned")
    assert set(event.of) == {world.of["ministry"].pk, world.of["second_ministry"].pk}
    assert event.payload.body["organisation"] == "Ministry of Defence"


@pytest.mark.parametrize(
    ("who", "version", "refusal"), [("ministry", 1, NotAllowed), ("officer", 7, Stale)]
)
def test_a_task_is_not_given_away_by_others_or_on_an_old_page(world, add, who, version, refusal):
    task = add(organisation=world.of["ministry"])
    nothing = AuditEvent.objects.count()

    with pytest.raises(refusal):
        actions.assign(task=task, version=version, organisation=None, by=world.cast[who], at=NOW)

    assert AuditEvent.objects.count() == nothing
    task.refresh_from_db()
    assert task.organisation == world.of["ministry"]


def test_a_settled_task_is_not_given_away(world, add):
    task = add()
    actions.tick(task=task, version=1, by=world.officer, at=NOW)

    with pytest.raises(Conflict, match="This task has been settled already"):
        actions.assign(task=task, version=2, organisation=None, by=world.officer, at=NOW)
