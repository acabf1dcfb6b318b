"""Who is reminded of a visit's first day, when, and in which words."""

from datetime import date, timedelta

import pytest

from planning.accounts.models import User
from planning.dates.rules import RequestKind
from planning.lifecycle import actions as lifecycle
from planning.outbox.models import Message
from planning.reminders.actions import remind
from planning.reminders.rules import morning
from planning.stakeholders.models import Person
from planning.visits.models import Appointment, FocalPoint, Participation, Visit
from planning.visits.rules import Role
from tests.reminders.conftest import (
    EVERYBODY,
    FIRST,
    KNOWN_INSIDE,
    LAST,
    before,
    delivered,
    granted,
    morning_of,
    proposed,
    reminded,
)
from tests.world import NOW, let_in, named, preparatory


def test_reminders_go_on_the_five_mornings_and_on_no_other_day(world, confirmed):
    days = [
        NOW.date() + timedelta(days=n)
        for n in range(70)
        if reminded(morning_of(NOW.date() + timedelta(days=n)))
    ]

    assert days == [FIRST - timedelta(days=lead) for lead in (30, 14, 7, 3, 1)]


def test_a_reminder_is_posted_once_however_often_it_is_looked_for(world, confirmed):
    first, *later = [remind(at=before(7) + timedelta(minutes=n)) for n in range(10)]

    assert (first, later) == (len(KNOWN_INSIDE), [0] * 9)


def test_each_is_reminded_in_the_morning_of_their_own_zone(world, confirmed):
    User.objects.filter(pk=world.mission.user.pk).update(time_zone="Europe/Moscow")
    remind(at=before(8))

    assert reminded(before(7)) == KNOWN_INSIDE - {"mission"}
    assert reminded(before(7) + timedelta(hours=2, minutes=29)) == set()
    assert reminded(before(7) + timedelta(hours=2, minutes=30)) == {"mission"}


def test_after_an_outage_one_reminder_goes_not_one_for_each_morning_missed(world, confirmed):
    assert reminded(before(2)) == KNOWN_INSIDE
    assert Message.objects.count() == len(KNOWN_INSIDE)
    assert all(message.key.endswith("-3d-2025-12-04") for message in Message.objects.all())


def test_whoever_was_told_today_is_not_reminded_today(world):
    granted(world, proposed(world), RequestKind.CONFIRM, at=before(7) + timedelta(hours=1))

    assert reminded(before(7) + timedelta(hours=2)) == set()
    assert reminded(before(3)) == KNOWN_INSIDE


def test_whoever_is_let_in_or_joins_late_is_reminded_at_once_while_the_day_is_ahead(
    world, confirmed
):
    reminded(before(14))
    let_in(world, "ministry")
    Appointment.objects.create(visit=world.summit, user=world.outsider.user, role=Role.DESK)

    assert reminded(before(10)) == {"ministry", "outsider"}
    let_in(world, "press")
    assert reminded(before(0)) == set()


def test_before_the_announcement_only_those_let_in_are_reminded(world, confirmed):
    let_in(world, "ministry")

    assert reminded(before(7)) == KNOWN_INSIDE | {"ministry"}


def test_after_the_announcement_everybody_on_the_visit_is_reminded(world, announced):
    assert reminded(before(7)) == EVERYBODY


def test_whoever_learns_the_days_by_the_announcement_is_reminded_of_mornings_after_it(world):
    option = proposed(world)
    granted(world, option, RequestKind.CONFIRM)
    granted(world, option, RequestKind.ANNOUNCE, at=before(7) + timedelta(hours=1))

    assert reminded(before(7) + timedelta(hours=2)) == KNOWN_INSIDE
    assert reminded(before(3)) == EVERYBODY


def test_noted_days_are_reminded_of_too(world):
    visit = preparatory(world, "Call")
    Visit.objects.filter(pk=visit.pk).update(dates_mode="noted")
    days = {"starts_on": FIRST, "ends_on": FIRST, "source": "Press release"}
    lifecycle.note(visit=visit, **days, by=world.officer, at=NOW)

    assert reminded(before(7)) == {"officer"}


@pytest.mark.parametrize("known", ["estimate", "proposal"])
def test_days_that_are_not_firm_are_not_reminded_of(world, known):
    if known == "estimate":
        days = {"starts_on": FIRST, "ends_on": LAST, "source": "The Hindu"}
        lifecycle.estimate(visit=world.summit, **days, by=world.officer, at=NOW)
    else:
        proposed(world)

    assert [reminded(before(lead)) for lead in (30, 14, 7, 3, 1)] == [set()] * 5


@pytest.mark.parametrize("standing", ["postponed", "cancelled", "concluded", "closed"])
def test_only_planned_visits_are_reminded_of(world, announced, mailbox, fixed_clock, standing):
    reminded(before(7))
    Visit.objects.update(standing=standing)

    assert reminded(before(3)) == set()
    assert delivered(mailbox, fixed_clock, before(3)) == {}
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}


def test_nobody_of_another_visit_and_nobody_shut_out_is_reminded(world, announced):
    User.objects.filter(pk=world.press.user.pk).update(is_active=False)

    assert reminded(before(7)) == EVERYBODY - {"press"}


def test_somebody_without_an_account_is_reminded_in_the_offices_zone(
    world, announced, mailbox, fixed_clock
):
    guest = named(Person, "Desk Clerk", email="clerk@example.org")
    part = Participation.objects.get(visit=world.summit, organisation=world.of["press"])
    FocalPoint.objects.create(visit=world.summit, participation=part, person=guest)

    remind(at=before(7))

    assert Message.objects.filter(to_person_id=guest.pk).count() == 1
    mail = delivered(mailbox, fixed_clock, before(7))["clerk"]
    assert "http" not in mail.get_content()


def test_a_visit_that_moved_is_reminded_of_anew_and_the_old_reminder_is_cancelled(
    world, announced, mailbox, fixed_clock
):
    assert reminded(before(7)) == EVERYBODY
    later = {"starts_on": date(2025, 12, 5), "ends_on": date(2025, 12, 6)}
    Visit.objects.filter(pk=world.summit.pk).update(
        **later, **{f"public_{name}": value for name, value in later.items()}
    )

    assert delivered(mailbox, fixed_clock, before(7)) == {}
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    assert reminded(before(6)) == EVERYBODY
    mails = delivered(mailbox, fixed_clock, before(6))
    assert set(mails) == EVERYBODY
    assert "5 December 2025" in mails["chief"].get_content()


def test_before_the_announcement_the_mail_names_neither_title_nor_days_nor_their_number(
    world, confirmed, mailbox, fixed_clock
):
    remind(at=before(7))

    mails = delivered(mailbox, fixed_clock, before(7))

    assert set(mails) == KNOWN_INSIDE
    for mail in mails.values():
        text = mail["Subject"] + mail.get_content()
        assert mail["Subject"] == "V-7K3QF: a day is drawing near"
        assert f"http://127.0.0.1:8000/visits/{world.summit.slug}/" in text
        for secret in ("Annual", "Summit", "23", "December", "7 day", "2025", "Putin"):
            assert secret not in text.replace("V-7K3QF", "")


def test_after_the_announcement_the_mail_names_the_title_and_the_day(
    world, announced, mailbox, fixed_clock
):
    remind(at=before(7))

    mail = delivered(mailbox, fixed_clock, before(7))["press"]

    assert mail["Subject"] == "23rd Annual Summit: first day in 7 days"
    assert "The first day of 23rd Annual Summit is 4 December 2025." in mail.get_content()


def test_the_last_reminder_counts_one_day(world, announced, mailbox, fixed_clock):
    remind(at=before(1))

    mail = delivered(mailbox, fixed_clock, before(1))["chief"]

    assert mail["Subject"] == "23rd Annual Summit: first day in 1 day"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York", "Asia/Tokyo"])
def test_the_days_are_counted_from_the_readers_own_day(
    world, announced, mailbox, fixed_clock, zone
):
    User.objects.filter(pk=world.chief.user.pk).update(time_zone=zone)
    at = morning(FIRST - timedelta(days=7), zone)

    assert "chief" in reminded(at)
    mail = delivered(mailbox, fixed_clock, at)["chief"]

    assert mail["Subject"] == "23rd Annual Summit: first day in 7 days"


def test_a_reminder_that_comes_late_counts_the_days_that_are_left(
    world, announced, mailbox, fixed_clock
):
    remind(at=before(7))

    mails = delivered(mailbox, fixed_clock, before(5))

    assert mails["chief"]["Subject"] == "23rd Annual Summit: first day in 5 days"


def test_on_the_first_day_itself_no_reminder_comes_any_more(world, announced, mailbox, fixed_clock):
    remind(at=before(1))

    assert delivered(mailbox, fixed_clock, before(0)) == {}
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}


def test_whoever_has_lost_their_part_gets_no_mail(world, announced, mailbox, fixed_clock):
    remind(at=before(7))
    Appointment.objects.filter(user=world.viewer.user).delete()
    FocalPoint.objects.filter(person=world.people["press"]).delete()
    User.objects.filter(pk=world.security.user.pk).update(is_active=False)

    mails = delivered(mailbox, fixed_clock, before(7))

    assert set(mails) == EVERYBODY - {"viewer", "press", "security"}


def test_whoever_is_shut_out_again_before_the_announcement_gets_no_mail(
    world, confirmed, mailbox, fixed_clock
):
    let_in(world, "ministry")
    remind(at=before(7))
    Participation.objects.update(let_in_at=None, let_in_by=None)

    assert set(delivered(mailbox, fixed_clock, before(7))) == KNOWN_INSIDE
