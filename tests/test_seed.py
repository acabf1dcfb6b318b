"""The reference data and the demonstration, as the commands write them."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from planning.accounts.models import User
from planning.agenda import actions as agenda
from planning.agenda.models import AgendaItem, AgendaText
from planning.audit.rules import Actor
from planning.core.models import DemoClock
from planning.core.wall import check_zone
from planning.correspondence.models import RegisterEntry
from planning.dates.models import DateOption, FixedMeeting, Hold, Position, Request, RequiredParty
from planning.dossier.models import Indicator, Project, Sensitivity, Statement
from planning.preparation.models import Task
from planning.stakeholders import actions as stakeholders
from planning.stakeholders.models import Country, Organisation
from planning.visits.models import Marking, Visit
from planning.visits.rules import Certainty
from tests.world import NOW

DAYS = (date(2025, 12, 5), date(2025, 12, 6))


@pytest.fixture
def demo(db, settings, tmp_path):
    """An empty demonstration; returns the file of its sign-ins."""
    settings.SUMMIT_DEMO_DAY = date(2025, 10, 1)
    settings.SUMMIT_DATA = tmp_path / "data"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return settings.SUMMIT_DATA / "demo-sign-ins.json"


@pytest.fixture
def seeded(demo):
    """The demonstration as the first run writes it."""
    call_command("seed_demo")
    return demo


@pytest.fixture
def summit(seeded) -> Visit:
    """The 23rd summit."""
    return Visit.objects.get(ordinal=23)


def counts():
    """Count the rows of every table of ours, of the history of rows too."""
    models = apps.get_app_config("planning").get_models(include_auto_created=True)
    return {model.__name__: model.objects.count() for model in models}


def user(key):
    return User.objects.get(email=f"{key}@summit.example")


def test_reference_data_name_real_zones_and_weekends_and_come_once(db):
    call_command("seed_reference")
    before = counts()

    call_command("seed_reference")

    assert counts() == before
    assert (before["Country"], before["Organisation"], before["Marking"]) == (17, 3, 4)
    for country in Country.objects.all():
        check_zone(country.zone)
        assert country.weekend in ([6, 7], [5, 6], [4, 5])
        assert country.holidays_key.partition("-")[0] == country.code
    assert Country.objects.get(code="IN").holidays_key == "IN-DL"
    assert "".join(Marking.objects.get(name="Restricted").roles) == "CODPA"


def test_reference_data_that_people_changed_stay_changed(db):
    call_command("seed_reference")
    country = Country.objects.get(code="KZ")
    system = Actor(system="test")
    stakeholders.edit(country, version=1, name="Republic of Kazakhstan", by=system, at=NOW)

    call_command("seed_reference")

    assert Country.objects.get(code="KZ").name == "Republic of Kazakhstan"


def test_the_second_run_changes_nothing(seeded):
    before, sign_ins = counts(), seeded.stat()

    call_command("seed_demo")

    assert counts() == before
    assert seeded.stat() == sign_ins


def test_a_live_installation_is_refused(demo, settings):
    settings.SUMMIT_DEMO_DAY = None

    with pytest.raises(CommandError, match=r"^This is a live installation"):
        call_command("seed_demo")

    assert not DemoClock.objects.exists()
    assert not Country.objects.exists()
    assert not demo.exists()


def test_the_sign_ins_are_true_and_for_their_owner_alone(seeded):
    rows = json.loads(seeded.read_text())

    assert len(rows) == len({row["password"] for row in rows}) == User.objects.count() == 10
    assert all(User.objects.get(email=r["email"]).check_password(r["password"]) for r in rows)
    assert rows[0]["role"] == "Chief of Protocol"
    assert seeded.stat().st_mode & 0o777 == 0o600
    assert [one.email for one in User.objects.filter(is_staff=True)] == [
        "administrator@summit.example"
    ]


def test_new_passwords_are_made_when_the_file_is_gone(seeded):
    old = json.loads(seeded.read_text())
    seeded.unlink()

    call_command("seed_demo")

    new = json.loads(seeded.read_text())
    assert [row["email"] for row in new] == [row["email"] for row in old]
    assert not {row["password"] for row in new} & {row["password"] for row in old}
    assert user("chief").check_password(new[0]["password"])


def test_a_new_database_takes_the_passwords_on_file(demo):
    demo.parent.mkdir()
    kept = [{"email": "chief@summit.example", "password": "as before", "role": "Chief of Protocol"}]
    demo.write_text(json.dumps(kept))

    call_command("seed_demo")

    assert json.loads(demo.read_text())[0] == kept[0]
    assert user("chief").check_password("as before")
    assert len(json.loads(demo.read_text())) == 10


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


def test_the_administrator_sees_no_visit(seeded):
    assert not Visit.objects.visible_to(user("administrator")).exists()


def test_every_recorded_fact_names_its_source(seeded):
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


def test_every_name_in_another_script_stands_in_latin_letters_too(seeded):
    for kind in (Country, Organisation):
        assert not kind.objects.exclude(name_own="").filter(name_latin="").exists()
