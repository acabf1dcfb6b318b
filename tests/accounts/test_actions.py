"""Accounts: opened and changed by administrators, wishes by oneself."""

from uuid import uuid4

import pytest

from planning.accounts import actions
from planning.accounts.models import User
from planning.audit.models import AuditEvent
from planning.audit.rules import Actor
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from tests.world import NOW

NEW = {"email": "New.One@Example.org", "name": "New One"}
SYSTEM = Actor(system="seed_demo")


@pytest.mark.parametrize("who", ["administrator", "system"])
def test_an_account_is_opened_with_its_address_in_small_letters(world, who):
    by = SYSTEM if who == "system" else world.administrator

    user = actions.create(**NEW, password="long enough, this", by=by, at=NOW)

    user.refresh_from_db()
    assert (user.email, user.name, user.is_staff) == ("new.one@example.org", "New One", False)
    assert user.check_password("long enough, this")
    event = AuditEvent.objects.get()
    assert (event.verb, event.on_id, event.user) == ("accounts.user_created", user.pk, by.user)


def test_without_a_password_nobody_can_sign_in_yet(world):
    user = actions.create(**NEW, password=None, by=world.administrator, at=NOW)

    assert not user.has_usable_password()


@pytest.mark.parametrize("who", ["chief", "officer", "outsider", "link"])
def test_accounts_belong_to_the_administrators(world, nothing_happened, who):
    by = Actor(link=uuid4()) if who == "link" else world.cast[who]
    own = world.officer.user

    with pytest.raises(NotAllowed, match=r"^Accounts belong to the administrators\.$"):
        actions.create(**NEW, password=None, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        actions.edit(user=own, version=1, is_staff=True, by=by, at=NOW)

    nothing_happened()
    own.refresh_from_db()
    assert not own.is_staff
    assert not User.objects.filter(email="new.one@example.org").exists()


def test_an_address_has_one_account(world, nothing_happened):
    with pytest.raises(Conflict, match=r"^There is already an account with this address\.$"):
        actions.create(
            email="CHIEF@example.org", name="x", password=None, by=world.administrator, at=NOW
        )
    with pytest.raises(Conflict, match="already an account"):
        actions.edit(
            user=world.desk.user,
            version=1,
            email="Chief@example.org",
            by=world.administrator,
            at=NOW,
        )

    nothing_happened()


def test_an_account_is_changed_and_its_new_address_is_in_small_letters_too(world):
    actions.edit(
        user=world.desk.user,
        version=1,
        email="Desk.Officer@Example.org",
        is_active=False,
        by=world.administrator,
        at=NOW,
    )

    user = User.objects.get(pk=world.desk.user.pk)
    assert (user.email, user.is_active, user.version) == ("desk.officer@example.org", False, 2)
    event = AuditEvent.objects.get()
    assert event.verb == "accounts.user_changed"
    assert event.payload.body == {"what": "e-mail address, may sign in: no"}


def test_a_stale_change_of_an_account_is_refused(world, nothing_happened):
    User.objects.filter(pk=world.desk.user.pk).update(version=2)

    with pytest.raises(Stale):
        actions.edit(user=world.desk.user, version=1, name="x", by=world.administrator, at=NOW)

    nothing_happened()


def wish(user, by, version=1):
    return actions.set_wishes(
        user=user, version=version, language="en", time_zone="Europe/Moscow", by=by, at=NOW
    )


def test_everybody_chooses_their_own_language_and_zone(world):
    wish(world.mission.user, world.mission)

    user = User.objects.get(pk=world.mission.user.pk)
    assert (user.language, user.time_zone, user.version) == ("en", "Europe/Moscow", 2)
    assert AuditEvent.objects.get().verb == "accounts.wishes_changed"


def test_nobody_chooses_for_another_and_none_on_an_old_page(world, nothing_happened):
    with pytest.raises(NotAllowed, match=r"^These settings belong to somebody else\.$"):
        wish(world.mission.user, world.administrator)
    with pytest.raises(Stale):
        wish(world.mission.user, world.mission, version=7)

    nothing_happened()


def test_the_first_administrator_is_made_by_djangos_own_command(db):
    user = User.objects.create_superuser("Root@Example.org", "long enough, this", name="Root")

    assert (user.email, user.is_staff) == ("root@example.org", True)
    assert User.objects.get_by_natural_key("ROOT@example.org") == user


def test_only_an_administrator_who_may_sign_in_sees_tables(world):
    staff, officer = world.administrator.user, world.officer.user

    assert (staff.has_perm("x"), staff.has_module_perms("planning")) == (True, True)
    assert (officer.has_perm("x"), officer.has_module_perms("planning")) == (False, False)
    staff.is_active = False
    assert not staff.has_perm("x")


@pytest.mark.parametrize(("name", "field"), [("is_staff", "is_staff"), ("is_active", "is_active")])
@pytest.mark.parametrize("who", ["administrator", "system"])
def test_the_last_administrator_stays_one(world, nothing_happened, who, name, field):
    by, last = (SYSTEM if who == "system" else world.administrator), world.administrator.user
    User.objects.create(email="shut@example.org", name="Shut", is_staff=True, is_active=False)

    with pytest.raises(Refused, match=r"^This is the last administrator") as refusal:
        actions.edit(user=last, version=1, **{name: False}, by=by, at=NOW)

    assert refusal.value.field == field
    nothing_happened()
    last.refresh_from_db()
    assert (last.is_staff, last.is_active) == (True, True)


def test_an_administrator_goes_when_there_is_another_and_who_has_gone_takes_nobodys_right(world):
    second = User.objects.create(email="second@example.org", name="Second", is_staff=True)
    actions.edit(
        user=world.administrator.user, version=1, is_staff=False, by=world.administrator, at=NOW
    )

    with pytest.raises(NotAllowed):  # their page was still open
        actions.edit(user=second, version=1, is_active=False, by=world.administrator, at=NOW)

    assert User.objects.get(is_staff=True, is_active=True) == second
