"""Who is on a visit, with which rights, and to whom its mail goes."""

import pytest

from planning.audit.rules import Actor
from planning.core.errors import NotAllowed
from planning.outbox.rules import Recipient
from planning.stakeholders.models import Membership, Person
from planning.visits.access import everyone_on, may, require, rights, who_may
from planning.visits.models import Appointment, FocalPoint, Participation, Visit
from planning.visits.rules import Grant, May, Role
from tests.world import NOW, ROLES, let_in, named

ON_THE_VISIT = [who for who, role in ROLES.items() if role]


def point(world, office, part, **person):
    """Name somebody who is not of the cast."""
    one = named(Person, "Somebody", **person)
    part, _made = Participation.objects.get_or_create(
        visit=world.summit, organisation=world.of[office], part=part
    )
    FocalPoint.objects.create(visit=world.summit, participation=part, person=one)
    return one


def recipient(world, who):
    return Recipient(user_id=world.cast[who].user.pk)


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("chief", "C"),
        ("deputy", "C"),
        ("officer", "O"),
        ("desk", "D"),
        ("viewer", "V"),
        ("principals_office", "P"),
        ("ministry", "M"),
        ("second_ministry", "M"),
        ("mission", "A"),
        ("press", "R"),
        ("security", "S"),
        ("stranger", ""),
        ("outsider", ""),
        ("administrator", ""),
    ],
)
def test_rights_name_the_role(world, who, role):
    held = rights(world.cast[who].user, world.summit)

    assert "".join(held.roles) == role


def test_rights_of_a_focal_point_name_its_organisation_and_whether_it_is_let_in(world):
    ministry = world.of["ministry"].pk
    assert rights(world.ministry.user, world.summit).grants == (Grant(Role.MINISTRY, ministry),)

    let_in(world, "ministry")

    assert rights(world.ministry.user, world.summit).grants == (
        Grant(Role.MINISTRY, ministry, let_in=True),
    )


def test_rights_join_roles_by_name_and_as_focal_point(world):
    Appointment.objects.create(visit=world.summit, user=world.ministry.user, role=Role.VIEWER)

    assert rights(world.ministry.user, world.summit).roles == {Role.VIEWER, Role.MINISTRY}


def test_rights_take_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        rights(world.ministry.user, world.summit)


def test_who_is_inactive_may_nothing_and_the_system_everything(world):
    world.officer.user.is_active = False

    assert not may(world.officer, May.MANAGE_PARTS, world.summit)
    assert may(Actor(system="remind"), May.MANAGE_PARTS, world.summit)
    with pytest.raises(NotAllowed, match=r"^Your role in this visit does not allow that\.$"):
        require(world.desk, May.MANAGE_PARTS, world.summit)


def test_a_role_on_a_visit_is_none_on_another(world):
    assert rights(world.chief.user, world.foreign).grants == ()
    assert rights(world.stranger.user, world.foreign).roles == {Role.MINISTRY}


def test_everyone_on_a_visit_is_who_has_a_role_or_is_named(world):
    assert set(everyone_on(world.summit)) == {recipient(world, who) for who in ON_THE_VISIT}


def test_a_focal_point_of_a_counterpart_gets_nothing(world):
    user = world.outsider.user
    person = world.people["outsider"]
    part = Participation.objects.create(
        visit=world.summit, organisation=world.of["embassy"], part="counterpart"
    )
    FocalPoint.objects.create(visit=world.summit, participation=part, person=person)
    without_account = point(world, "embassy", "counterpart", email="attache@example.org")

    found = everyone_on(world.summit)

    assert Recipient(user_id=user.pk) not in found
    assert Recipient(person_id=without_account.pk) not in found
    assert rights(user, world.summit).grants == ()
    assert not Visit.objects.visible_to(user).exists()


@pytest.mark.parametrize("who", ["viewer", "ministry"])
def test_an_inactive_user_gets_nothing(world, who):
    user = world.cast[who].user
    type(user).objects.filter(pk=user.pk).update(is_active=False)

    found = everyone_on(world.summit)

    assert recipient(world, who) not in found
    assert Recipient(person_id=world.people[who].pk) not in found


def test_a_person_without_account_is_told_by_mail(world):
    person = point(world, "ministry", "ministry", email="clerk@example.org")

    held = everyone_on(world.summit)[Recipient(person_id=person.pk)]

    assert held.grants == (Grant(Role.MINISTRY, world.of["ministry"].pk),)


def test_a_person_without_account_joins_the_roles_of_all_parts(world):
    person = point(world, "ministry", "ministry")
    press = Participation.objects.get(visit=world.summit, organisation=world.of["press"])
    FocalPoint.objects.create(visit=world.summit, participation=press, person=person)

    held = everyone_on(world.summit)[Recipient(person_id=person.pk)]

    assert held.roles == {Role.MINISTRY, Role.PRESS}


def test_who_may_grant_are_the_chiefs(world):
    assert set(who_may(world.summit, May.GRANT)) == {
        recipient(world, "chief"),
        recipient(world, "deputy"),
    }


def test_who_may_see_what_concerns_a_ministry_leaves_out_the_other(world):
    found = who_may(world.summit, May.SEE_OPTIONS, of=[world.of["ministry"].pk])

    assert recipient(world, "ministry") in found
    assert recipient(world, "second_ministry") not in found


@pytest.mark.parametrize("who", ROLES)
def test_a_visit_exists_for_who_has_a_part_in_it(world, who):
    found = set(Visit.objects.visible_to(world.cast[who].user))

    if who == "stranger":
        assert found == {world.foreign}
    else:
        assert found == ({world.summit} if who in ON_THE_VISIT else set())


def test_membership_and_participation_alone_open_nothing(world):
    Membership.objects.create(person=world.people["outsider"], organisation=world.of["ministry"])

    assert not Visit.objects.visible_to(world.outsider.user).exists()


def test_several_roles_show_a_visit_once(world):
    for role in (Role.VIEWER, Role.DESK):
        Appointment.objects.create(visit=world.summit, user=world.ministry.user, role=role)

    assert list(Visit.objects.visible_to(world.ministry.user)) == [world.summit]


DAYS = {"starts_on": "2025-12-04", "ends_on": "2025-12-05", "certainty": "confirmed"}


@pytest.mark.parametrize("who", ON_THE_VISIT)
def test_days_that_are_not_public_are_shown_to_who_may_know_them(world, who):
    Visit.objects.filter(pk=world.summit.pk).update(**DAYS)
    inside = {"chief", "deputy", "officer", "desk", "principals_office", "mission"}

    (shown,) = Visit.objects.shown_to(world.cast[who].user).filter(pk=world.summit.pk)

    expected = ("confirmed", True) if who in inside else ("undated", False)
    assert (shown.certainty_shown, shown.from_on is not None) == expected


@pytest.mark.parametrize("who", ["ministry", "press", "security"])
def test_they_are_shown_to_a_part_that_is_let_in(world, who):
    Visit.objects.filter(pk=world.summit.pk).update(**DAYS)
    Participation.objects.filter(organisation=world.of[who]).update(
        let_in_at=NOW, let_in_by=world.chief.user
    )

    (shown,) = Visit.objects.shown_to(world.cast[who].user).filter(pk=world.summit.pk)

    assert shown.certainty_shown == "confirmed"


def test_proposed_days_are_not_shown_to_a_part_that_is_let_in(world):
    Visit.objects.filter(pk=world.summit.pk).update(**DAYS | {"certainty": "proposed"})
    let_in(world, "ministry")

    (shown,) = Visit.objects.shown_to(world.ministry.user).filter(pk=world.summit.pk)

    assert (shown.certainty_shown, shown.from_on) == ("undated", None)
