"""What was done can be undone where there is a way back: the notice carries the button."""

import re
from datetime import date

import pytest

from planning.agenda import actions as agenda
from planning.preparation import actions as preparation
from planning.visits.models import FocalPoint, Participation
from tests.world import NOW

VISIT = "/visits/v-7k3qf"


def undo(browser):
    """Press the button of the notice that waits; return where it leads."""
    page = browser.get(f"{VISIT}/messages/").text
    form = re.search(r'<form class="undo" method="post" action="([^"]*)">(.*?)</form>', page, re.S)
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form[2])
    sent = {name: [value for key, value in fields if key == name] for name, _value in fields}
    del sent["csrfmiddlewaretoken"]
    return browser.post(form[1], sent).status_code


@pytest.fixture
def officer(world, sign_in):
    """The officer's browser."""
    return sign_in(world.officer)


@pytest.fixture
def task(world):
    return preparation.add(
        visit=world.summit, title="Flags", anchor="fixed", fixed_on=date(2025, 11, 1),
        by=world.officer, at=NOW,
    )  # fmt: skip


def test_a_tick_a_waiver_and_what_was_done_to_some_are_undone(officer, task):
    where = f"{VISIT}/preparation/tasks"
    for address, more in (
        (f"{where}/{task.pk}/tick/", {}),
        (f"{where}/{task.pk}/waive/", {"reason": "Not needed"}),
        (f"{where}/some/", {"what": "tick", "sure": "1"}),
    ):
        task.refresh_from_db()
        chosen = {"version": task.version, "chosen": f"{task.pk}.{task.version}"}
        assert officer.post(address, chosen | more).status_code == 302
        task.refresh_from_db()
        assert task.state != "open"

        assert undo(officer) == 302

        task.refresh_from_db()
        assert task.state == "open"


def test_what_was_undone_can_be_done_again(officer, task):
    officer.post(f"{VISIT}/preparation/tasks/{task.pk}/tick/", {"version": 1})
    undo(officer)

    assert undo(officer) == 302

    task.refresh_from_db()
    assert (task.state, task.version) == ("done", 4)


def test_a_move_on_the_agenda_is_undone(world, officer):
    first, second = (
        agenda.suggest(visit=world.summit, title=title, by=world.officer, at=NOW)
        for title in ("One", "Two")
    )
    officer.post(f"{VISIT}/agenda/{second.number}/up/", {"version": 1})
    assert list(type(first).objects.in_order()) == [second, first]

    assert undo(officer) == 302

    assert list(type(first).objects.in_order()) == [first, second]


def test_letting_in_releasing_and_taking_back_are_undone(world, officer):
    part = Participation.objects.get(visit=world.summit, organisation=world.of["press"])
    point = part.focal_points.get()
    role = world.summit.appointments.get(user=world.viewer.user)
    where = f"{VISIT}/participants"

    officer.post(f"{where}/{part.pk}/let-in/", {"version": part.version})
    assert undo(officer) == 302
    part.refresh_from_db()
    assert (part.let_in_at, part.version) == (None, 3)

    officer.post(f"{where}/focal-points/{point.pk}/release/")
    assert undo(officer) == 302
    assert FocalPoint.objects.get(participation=part).person == point.person

    officer.post(f"{where}/roles/{role.pk}/dismiss/")
    assert undo(officer) == 302
    assert world.summit.appointments.get(user=world.viewer.user).role == "V"


def test_the_button_stands_on_one_page_alone(officer, task):
    officer.post(f"{VISIT}/preparation/tasks/{task.pk}/tick/", {"version": 1})

    shown = [">Undo</button>" in officer.get(f"{VISIT}/messages/").text for _each in range(2)]

    assert shown == [True, False]


def test_the_words_of_a_notice_stay_words(world, officer):
    item = agenda.suggest(visit=world.summit, title="<b>Two</b>", by=world.officer, at=NOW)
    agenda.suggest(visit=world.summit, title="Three", by=world.officer, at=NOW)

    officer.post(f"{VISIT}/agenda/{item.number}/down/", {"version": 1})

    assert "Moved: &lt;b&gt;Two&lt;/b&gt;." in officer.get(f"{VISIT}/messages/").text
