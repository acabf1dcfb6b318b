"""The mornings on which reminders are due."""

from datetime import UTC, date, datetime, timedelta

import pytest

from planning.reminders.rules import LEADS, lead_due, morning, rest_after, task_due

FIRST = date(2025, 12, 4)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def utc(month, day, hour, minute=0):
    return datetime(2025, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        (FIRST, "Asia/Kolkata", utc(12, 4, 2, 30)),
        (FIRST, "Europe/Moscow", utc(12, 4, 5)),
        (FIRST, "Pacific/Auckland", utc(12, 3, 19)),
        (FIRST, "America/New_York", utc(12, 4, 13)),
        (date(2025, 10, 26), "Europe/Berlin", utc(10, 26, 7)),
        (date(2025, 10, 25), "Europe/Berlin", utc(10, 25, 6)),
    ],
)
def test_the_morning_is_eight_oclock_there(day, zone, instant):
    assert morning(day, zone) == instant


@pytest.mark.parametrize(
    ("at", "in_delhi", "in_moscow"),
    [
        (utc(11, 4, 2, 29), None, None),
        (utc(11, 4, 2, 30), 30, None),
        (utc(11, 4, 4, 59), 30, None),
        (utc(11, 4, 5), 30, 30),
        (utc(11, 20, 2, 30) - SECOND, 30, 30),
        (utc(11, 20, 2, 30), 14, 30),
        (utc(11, 20, 5), 14, 14),
        (utc(11, 27, 2, 30), 7, 14),
        (utc(11, 27, 5), 7, 7),
        (utc(12, 1, 2, 30), 3, 7),
        (utc(12, 1, 5), 3, 3),
        (utc(12, 3, 2, 30), 1, 3),
        (utc(12, 3, 5), 1, 1),
        (utc(12, 4, 2, 30) - SECOND, 1, 1),
        (utc(12, 4, 2, 30), None, 1),
        (utc(12, 4, 5), None, None),
        (utc(12, 5, 5), None, None),
    ],
)
def test_the_nearest_lead_whose_morning_has_come(at, in_delhi, in_moscow):
    assert lead_due(FIRST, "Asia/Kolkata", at, LONG_AGO) == in_delhi
    assert lead_due(FIRST, "Europe/Moscow", at, LONG_AGO) == in_moscow


def test_of_all_leads_that_passed_in_an_outage_one_is_due():
    woken = [
        lead_due(FIRST, "Asia/Kolkata", utc(10, 1, 0) + timedelta(days=days), LONG_AGO)
        for days in range(80)
    ]

    assert [lead for lead in LEADS if lead in woken] == list(LEADS)
    assert lead_due(FIRST, "Asia/Kolkata", utc(12, 2, 0), LONG_AGO) == 3


@pytest.mark.parametrize(
    ("since", "at", "lead"),
    [
        (utc(11, 27, 2, 30), utc(11, 27, 9), None),
        (utc(11, 27, 2, 30) - SECOND, utc(11, 27, 9), 7),
        (utc(11, 27, 9), utc(11, 30, 23), None),
        (utc(11, 27, 9), utc(12, 1, 2, 30), 3),
        (utc(12, 3, 9), utc(12, 3, 23), None),
    ],
)
def test_mornings_before_the_days_were_known_are_not_made_up_for(since, at, lead):
    assert lead_due(FIRST, "Asia/Kolkata", at, since) == lead


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (utc(12, 4, 2, 30) - SECOND, False),
        (utc(12, 4, 2, 30), True),
        (utc(12, 8, 0), True),
        (utc(12, 11, 2, 30) - SECOND, True),
        (utc(12, 11, 2, 30), False),
    ],
)
def test_a_task_is_reminded_of_from_its_morning_for_a_week(at, due):
    assert task_due(FIRST, "Asia/Kolkata", at) is due
    assert not task_due(None, "Asia/Kolkata", at)


@pytest.mark.parametrize(
    ("failing", "rest"),
    [
        (timedelta(0), timedelta(seconds=30)),
        (timedelta(minutes=2), timedelta(seconds=30)),
        (timedelta(minutes=10), timedelta(minutes=2.5)),
        (timedelta(days=2), timedelta(hours=1)),
    ],
)
def test_a_webhook_rests_the_longer_the_longer_it_fails(failing, rest):
    assert rest_after(failing) == rest
