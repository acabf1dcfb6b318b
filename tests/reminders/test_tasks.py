"""Who is reminded of a task, and when no longer."""

from datetime import date, timedelta

import pytest

from planning.accounts.models import User
from planning.outbox.models import Message
from planning.preparation import actions as preparation
from planning.preparation.models import Task
from planning.preparation.rules import Anchor
from planning.reminders.actions import remind
from planning.visits.models import FocalPoint, Participation, Visit
from tests.reminders.conftest import before, delivered, forget_mail, morning_of, reminded
from tests.world import NOW, let_in

DUE = date(2025, 11, 20)


def add(world, title="Send the note", owner=None, **hangs):
    """Add a task, by default due on a fixed day."""
    hangs = hangs or {"anchor": Anchor.FIXED, "fixed_on": DUE}
    task = preparation.add(
        visit=world.summit,
        title=title,
        organisation=world.of[owner] if owner else None,
        **hangs,
        by=world.officer,
        at=NOW,
    )
    forget_mail()
    return task


def test_its_owner_is_reminded_on_its_morning_once(world):
    add(world, owner="ministry")

    assert reminded(morning_of(DUE) - timedelta(seconds=1)) == set()
    assert reminded(morning_of(DUE)) == {"ministry"}
    assert [remind(at=morning_of(DUE) + timedelta(hours=n)) for n in range(10)] == [0] * 10


def test_a_task_that_nobody_owns_is_the_officers(world):
    add(world)

    assert reminded(morning_of(DUE)) == {"officer"}


def test_a_task_of_an_office_without_a_focal_point_is_the_officers(world):
    add(world, owner="counterpart")

    assert reminded(morning_of(DUE)) == {"officer"}


def test_a_task_whose_focal_points_may_not_tick_it_is_the_officers(world):
    part = Participation.objects.create(
        visit=world.summit, organisation=world.of["protocol"], part="protocol"
    )
    FocalPoint.objects.create(
        visit=world.summit, participation=part, person=world.people["outsider"]
    )
    add(world, owner="protocol")

    assert reminded(morning_of(DUE)) == {"officer"}


def test_the_reminder_comes_in_the_owners_own_morning(world):
    User.objects.filter(pk=world.mission.user.pk).update(time_zone="Europe/Moscow")
    add(world, owner="mission")

    assert reminded(morning_of(DUE)) == set()
    assert reminded(morning_of(DUE, 5, 0)) == {"mission"}


@pytest.mark.parametrize(("days", "late"), [(6, {"ministry"}), (7, set())])
def test_after_an_outage_it_still_comes_for_a_week(world, days, late):
    add(world, owner="ministry")

    assert reminded(morning_of(DUE) + timedelta(days=days)) == late


@pytest.mark.parametrize(("late", "who"), [(6, {"outsider"}), (7, set())])
def test_whoever_joins_late_is_reminded_of_what_they_owe_for_a_week(world, late, who):
    add(world, owner="ministry")
    reminded(morning_of(DUE))
    part = Participation.objects.get(visit=world.summit, organisation=world.of["ministry"])
    FocalPoint.objects.create(
        visit=world.summit, participation=part, person=world.people["outsider"]
    )

    assert reminded(morning_of(DUE + timedelta(days=late))) == who


def test_a_settled_task_is_not_reminded_of(world):
    task = add(world, owner="ministry")
    preparation.tick(task=task, version=1, by=world.ministry, at=NOW)

    assert reminded(morning_of(DUE)) == set()


@pytest.mark.parametrize("standing", ["postponed", "cancelled"])
def test_tasks_of_a_visit_that_is_off_are_not_reminded_of(world, mailbox, fixed_clock, standing):
    add(world, owner="ministry")
    add(world, "Another", fixed_on=DUE + timedelta(days=1), anchor=Anchor.FIXED)
    reminded(morning_of(DUE))
    Visit.objects.update(standing=standing)

    assert reminded(morning_of(DUE + timedelta(days=1))) == set()
    assert delivered(mailbox, fixed_clock, morning_of(DUE)) == {}


def test_the_mail_says_that_a_task_is_due_and_where_and_no_more(world, mailbox, fixed_clock):
    add(world, owner="ministry")
    remind(at=morning_of(DUE))

    mail = delivered(mailbox, fixed_clock, morning_of(DUE))["ministry"]

    assert mail["Subject"] == "V-7K3QF: a task is due"
    assert "/visits/v-7k3qf/preparation/" in mail.get_content()
    assert "note" not in mail.get_content()
    assert "Summit" not in mail.get_content()


def test_a_task_ticked_before_delivery_is_reminded_of_to_nobody(world, mailbox, fixed_clock):
    task = add(world, owner="ministry")
    remind(at=morning_of(DUE))
    preparation.tick(task=task, version=1, by=world.ministry, at=NOW)

    assert delivered(mailbox, fixed_clock, morning_of(DUE)) == {}
    assert Message.objects.get().state == "cancelled"


def test_a_task_that_was_given_to_others_before_delivery_is_theirs(world, mailbox, fixed_clock):
    add(world, owner="ministry")
    remind(at=morning_of(DUE))
    Task.objects.update(organisation=world.of["second_ministry"])

    assert delivered(mailbox, fixed_clock, morning_of(DUE)) == {}
    assert reminded(morning_of(DUE)) == {"second_ministry"}


def test_a_task_that_moved_is_reminded_of_anew_and_the_old_reminder_is_cancelled(
    world, mailbox, fixed_clock
):
    add(world, owner="ministry")
    remind(at=morning_of(DUE))
    later = DUE + timedelta(days=2)
    Task.objects.update(fixed_on=later, due_on=later, public_due_on=later)

    assert delivered(mailbox, fixed_clock, morning_of(DUE)) == {}
    assert reminded(morning_of(later)) == {"ministry"}
    assert set(delivered(mailbox, fixed_clock, morning_of(later))) == {"ministry"}


def test_a_task_that_hangs_on_an_embargoed_day_is_reminded_of_only_to_those_who_know_it(
    world, confirmed
):
    tminus = {"anchor": Anchor.FIRST_DAY, "offset": -14}
    add(world, "T-14 of commerce", owner="ministry", **tminus)
    add(world, "T-14 of defence", owner="second_ministry", **tminus)
    let_in(world, "ministry")

    remind(at=before(14))

    told = Message.objects.filter(kind="reminders.task_due")
    assert [message.to_user for message in told] == [world.ministry.user]
