"""The one clock: the real one, or the demonstration's, which only moves on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from planning.core import clock
from planning.core.errors import NotAllowed, Refused
from planning.core.models import DemoClock
from tests.world import NOW

MORNING = datetime(2026, 3, 1, 3, 30, tzinfo=UTC)  # 09:00 in New Delhi
URL = "/demo/clock/"


@pytest.fixture
def demo(settings, db):
    """A demonstration that starts on 1 March 2026, five months after NOW."""
    settings.SUMMIT_DEMO_DAY = date(2026, 3, 1)
    clock.start_demo()


def test_a_live_installation_shows_the_real_time(db):
    assert (clock.now(), clock.today()) == (NOW, date(2025, 10, 1))


def test_a_live_installation_has_no_clock_that_could_be_set(db):
    with pytest.raises(NotAllowed, match="Only the demonstration has a clock of its own"):
        clock.start_demo()
    with pytest.raises(NotAllowed, match="Only the demonstration's clock can be moved"):
        clock.move_on(to=date(2027, 1, 1))

    assert not DemoClock.objects.exists()
    assert clock.now() == NOW


def test_the_demonstration_starts_on_its_morning_and_runs(demo, fixed_clock):
    assert clock.now() == MORNING

    fixed_clock.shift(timedelta(minutes=7))

    assert clock.now() == MORNING + timedelta(minutes=7)


def test_before_it_is_started_it_shows_its_first_morning(settings, db):
    settings.SUMMIT_DEMO_DAY = date(2026, 3, 1)

    assert clock.now() == MORNING


def test_a_clock_that_goes_is_not_started_anew(demo, fixed_clock):
    fixed_clock.shift(timedelta(hours=1))

    clock.start_demo()

    assert clock.now() == MORNING + timedelta(hours=1)


def test_it_moves_on_to_the_morning_of_a_day(demo, fixed_clock):
    assert clock.move_on(to=date(2026, 3, 4)) == MORNING + timedelta(days=3)

    fixed_clock.shift(timedelta(minutes=1))

    assert clock.now() == MORNING + timedelta(days=3, minutes=1)
    assert clock.move_on(to=date(2026, 3, 5)) == MORNING + timedelta(days=4)


def test_it_can_be_moved_on_before_it_was_started(settings, db):
    settings.SUMMIT_DEMO_DAY = date(2026, 3, 1)

    clock.move_on(to=date(2026, 3, 2))

    assert clock.now() == MORNING + timedelta(days=1)


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (date(2026, 3, 1), "The clock only moves on: choose a later day."),
        (date(2026, 2, 28), "The clock only moves on: choose a later day."),
        (date(2025, 10, 1), "The clock only moves on: choose a later day."),
        (date(2028, 3, 1), "Choose a day within the next two years."),
        (date.max, "Choose a day within the next two years."),
        (date.min, "The clock only moves on: choose a later day."),
    ],
)
def test_it_moves_neither_back_nor_far_away(demo, to, sentence):
    with pytest.raises(Refused) as refusal:
        clock.move_on(to=to)

    assert (str(refusal.value), refusal.value.field) == (sentence, "to")
    assert clock.now() == MORNING


def test_today_is_the_day_of_the_readers_zone(demo):
    with timezone.override("Pacific/Honolulu"):
        assert clock.today() == date(2026, 2, 28)
    with timezone.override("Asia/Tokyo"):
        assert clock.today() == date(2026, 3, 1)


def test_anybody_in_the_demonstration_moves_it_on_and_stays_on_the_page(demo, world, sign_in):
    client = sign_in(world.viewer)

    response = client.post(URL, {"to": "2026-03-05", "next": "/visits/"})

    assert (response.status_code, response["Location"]) == (302, "/visits/")
    assert clock.now() == MORNING + timedelta(days=4)
    assert "Thu, 5 March 2026, 09:00" in client.get("/").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter a day, for example 23 11 2025."),
        ("soon", "This is not a day."),
        ("2026-02-01", "The clock only moves on: choose a later day."),
    ],
)
def test_a_day_that_will_not_do_is_refused_with_a_sentence(demo, world, sign_in, typed, sentence):
    client = sign_in(world.viewer)

    response = client.post(URL, {"to": typed}, follow=True)

    assert sentence in response.text
    assert clock.now() == MORNING


def test_a_live_installation_refuses_and_shows_no_banner(world, sign_in):
    client = sign_in(world.chief)

    response = client.post(URL, {"to": "2027-01-01"}, follow=True)

    assert "Only the demonstration&#x27;s clock can be moved." in response.text
    assert f'action="{URL}"' not in response.text
    assert not DemoClock.objects.exists()


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_it_leads_to_no_other_host(demo, world, sign_in, evil):
    response = sign_in(world.viewer).post(URL, {"to": "2026-03-05", "next": evil})

    assert response["Location"] == "/"


def test_it_is_moved_by_a_post_of_somebody_who_is_signed_in(demo, world, sign_in, client):
    assert sign_in(world.viewer).get(URL, {"to": "2026-03-05"}).status_code == 405
    assert client.post(URL, {"to": "2026-03-05"})["Location"].startswith("/account/sign-in/")

    assert clock.now() == MORNING
