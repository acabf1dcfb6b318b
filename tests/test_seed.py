"""The reference data and the demonstration, as the commands write them."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from planning.accounts.models import User
from planning.audit.rules import Actor
from planning.core.models import DemoClock
from planning.core.wall import check_zone
from planning.stakeholders import actions as stakeholders
from planning.stakeholders.models import Country
from planning.visits.models import Marking, Visit
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
    before, sign_ins = counts(), (seeded.stat().st_mtime_ns, seeded.read_bytes())

    call_command("seed_demo")

    assert counts() == before
    assert (seeded.stat().st_mtime_ns, seeded.read_bytes()) == sign_ins


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
