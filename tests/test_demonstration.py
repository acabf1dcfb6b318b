"""What the demonstration says: recorded facts, each with its source."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from planning.accounts.models import User
from planning.agenda import actions as agenda
from planning.agenda.models import AgendaItem, AgendaText
from planning.audit.rules import Actor
from planning.correspondence.models import RegisterEntry
from planning.dates.models import DateOption, FixedMeeting, Hold, Position, Request, RequiredParty
from planning.dossier.models import Indicator, Project, Sensitivity, Statement
from planning.preparation.models import Task
from planning.stakeholders.models import Country, Organisation
from planning.visits.models import Visit
from planning.visits.rules import Certainty
from tests.world import NOW

DAYS = (date(2025, 12, 5), date(2025, 12, 6))


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, written once for all: these tests only read it."""
    day = {
        "SUMMIT_DEMO_DAY": date(2025, 10, 1),
        "SUMMIT_DATA": tmp_path_factory.mktemp("demonstration"),
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with (
        override_settings(**day),
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        call_command("seed_demo")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def summit(written, db) -> Visit:
    """The 23rd summit."""
    return Visit.objects.get(ordinal=23)


def user(key):
    return User.objects.get(email=f"{key}@summit.example")


def test_the_23rd_summit_is_estimated_and_nothing_about_it_is_confirmed(summit):
    inside = (summit.certainty, summit.starts_on, summit.ends_on)
    public = (summit.public_certainty, summit.public_starts_on, summit.public_ends_on)

    assert inside == public == (Certainty.ESTIMATED, *DAYS)
    assert not Request.objects.filter(visit=summit).exists()
    assert not Position.objects.filter(visit=summit).exists()
    assert not Hold.objects.filter(visit=summit).exists()
    parties = RequiredParty.objects.filter(visit=summit).order_by("side__position", "position")
    assert [(one.organisation.name, one.is_mandatory) for one in parties] == [
        ("Prime Minister's Office", True),
        ("Ministry of External Affairs", False),
        ("Presidential Executive Office", True),
    ]


def test_what_has_been_is_noted_and_the_announced_preparatory_visit_has_no_dates(summit):
    last = Visit.objects.get(ordinal=22)
    preparing = Visit.objects.filter(links__to=summit, links__kind="prepares")

    assert (last.standing, last.certainty) == ("concluded", Certainty.ANNOUNCED)
    assert (last.public_starts_on, last.public_ends_on) == (date(2024, 7, 8), date(2024, 7, 9))
    assert not Request.objects.exists()
    assert {(one.standing, one.certainty) for one in preparing} == {
        ("planned", Certainty.UNDATED),
        ("concluded", Certainty.ANNOUNCED),
    }


def test_the_ministry_sees_its_own_and_what_is_public(summit):
    commerce, desk = user("commerce"), Actor(user=user("desk"))
    for title in ("Trade", "Finance"):
        item = AgendaItem.objects.get(visit=summit, title=title)
        agenda.write(item=item, kind="line", body="Secret.", version=0, by=desk, at=NOW)

    found = Visit.objects.visible_to(commerce).shown_to(commerce).get()
    assert (found.pk, found.certainty_shown, found.from_on) == (summit.pk, "estimated", DAYS[0])
    assert [o.kind for o in DateOption.objects.visible_to(commerce)] == ["estimate"]
    for hidden in (RequiredParty, Position, Request, Hold, RegisterEntry):
        assert not hidden.objects.visible_to(commerce).exists()
    assert AgendaItem.objects.visible_to(commerce).count() == 10
    assert [text.item.title for text in AgendaText.objects.visible_to(commerce)] == ["Trade"]
    assert [task.title for task in Task.objects.visible_to(commerce)] == [
        "Notes to the Cabinet on the instruments signed in trade"
    ]
    sensitivities = Sensitivity.objects.visible_to(commerce).order_by("title")
    assert [one.title for one in sensitivities] == [
        "Tariffs of 25 % over oil imports",
        'The economic partnership "not under threat"',
    ]
    public = (Indicator, Project, Statement)
    assert [kind.objects.visible_to(commerce).count() for kind in public] == [1, 3, 6]


def test_the_administrator_sees_no_visit(summit):
    assert not Visit.objects.visible_to(user("administrator")).exists()


def test_every_recorded_fact_names_its_source(summit):
    for kind in (Statement, Sensitivity, Indicator, Project, DateOption, FixedMeeting):
        assert kind.objects.exists()
        assert not kind.objects.filter(source="").exists()


def test_every_subject_is_led_on_both_sides(summit):
    subjects = AgendaItem.objects.filter(visit=summit).order_by("position")

    assert [one.number for one in subjects] == list(range(1, 11))
    for one in subjects:
        leads = one.parts.filter(part="lead").order_by("side__position")
        assert [lead.organisation.country.code for lead in leads] == ["IN", "RU"]
        assert one.title_own


def test_every_name_in_another_script_stands_in_latin_letters_too(summit):
    for kind in (Country, Organisation):
        assert not kind.objects.exclude(name_own="").filter(name_latin="").exists()
