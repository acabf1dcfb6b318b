"""Who takes part, who is named, who is let in, who has which role."""

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.outbox.actions import deliver_some
from planning.outbox.models import Message
from planning.stakeholders.models import Person
from planning.visits import actions
from planning.visits.models import Appointment, FocalPoint, Participation, Visit
from planning.visits.rules import Part, Role
from tests.world import NOW, ROLES, named

MANAGERS = ["chief", "deputy", "officer"]
OTHERS = [who for who in ROLES if who not in MANAGERS]


@pytest.fixture
def part(world):
    """The ministry's part."""
    return Participation.objects.get(visit=world.summit, organisation=world.of["ministry"])


@pytest.fixture
def appointment(world):
    """The viewer's role."""
    return Appointment.objects.get(user=world.viewer.user)


def add_part(world, by, office="embassy", part=Part.COUNTERPART):
    return actions.add_part(
        visit=world.summit, organisation=world.of[office], part=part, by=by, at=NOW
    )


def name(world, part, by, who="outsider"):
    return actions.name_focal_point(participation=part, person=world.people[who], by=by, at=NOW)


def appoint(world, by, who="outsider", role=Role.DESK):
    return actions.appoint(visit=world.summit, user=world.cast[who].user, role=role, by=by, at=NOW)


def told():
    """Return verb, actor and permission of the only act."""
    event = AuditEvent.objects.get()
    return event.verb, event.user, event.needs


@pytest.mark.parametrize("who", MANAGERS)
def test_an_organisation_takes_part_and_opens_the_visit_to_nobody(world, who):
    added = add_part(world, world.cast[who])

    assert (added.organisation, added.part, added.let_in_at) == (
        world.of["embassy"],
        "counterpart",
        None,
    )
    assert told() == ("visits.part_added", world.cast[who].user, "manage_parts")
    assert not added.focal_points.exists()
    assert not Message.objects.exists()


def test_an_organisation_takes_one_part_once(world):
    add_part(world, world.officer)
    count = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=r"^This organisation takes part already\.$"):
        add_part(world, world.officer)

    assert Participation.objects.filter(organisation=world.of["embassy"]).count() == 1
    assert AuditEvent.objects.count() == count


def test_naming_a_focal_point_opens_the_visit_to_its_account(world, part):
    name(world, part, world.officer)

    assert Visit.objects.visible_to(world.outsider.user).get() == world.summit
    assert told() == ("visits.point_named", world.officer.user, "manage_parts")


def test_a_person_is_named_once(world, part, nothing_happened):
    with pytest.raises(Conflict, match=r"^This person is a focal point already\.$"):
        name(world, part, world.officer, who="ministry")

    assert part.focal_points.count() == 1
    nothing_happened()


def test_a_person_without_account_may_be_named(world, part):
    clerk = named(Person, "Clerk")

    point = actions.name_focal_point(participation=part, person=clerk, by=world.chief, at=NOW)

    assert (point.visit, point.person) == (world.summit, clerk)


def test_letting_in_names_who_did_it_and_when(world, part):
    let = actions.let_in(participation=part, version=1, let=True, by=world.chief, at=NOW)

    assert (let.let_in_at, let.let_in_by, let.version) == (NOW, world.chief.user, 2)
    assert told() == ("visits.let_in", world.chief.user, "manage_parts")


def test_shutting_out_takes_it_back(world, part):
    actions.let_in(participation=part, version=1, let=True, by=world.chief, at=NOW)

    shut = actions.let_in(participation=part, version=2, let=False, by=world.officer, at=NOW)

    assert (shut.let_in_at, shut.let_in_by, shut.version) == (None, None, 3)
    assert AuditEvent.objects.filter(verb="visits.shut_out").count() == 1


def test_letting_in_twice_from_one_version_is_stale(world, part):
    actions.let_in(participation=part, version=1, let=True, by=world.chief, at=NOW)
    count = AuditEvent.objects.count()

    with pytest.raises(Stale):
        actions.let_in(participation=part, version=1, let=False, by=world.officer, at=NOW)

    part.refresh_from_db()
    assert part.let_in_by == world.chief.user
    assert AuditEvent.objects.count() == count


@pytest.mark.parametrize("role", [Role.CHIEF, Role.OFFICER, Role.DESK, Role.VIEWER])
def test_a_role_is_given_by_name(world, role):
    appoint(world, world.officer, role=role)

    assert Visit.objects.visible_to(world.outsider.user).get() == world.summit
    assert told() == ("visits.role_given", world.officer.user, "manage_parts")


def test_a_role_is_given_once(world, nothing_happened):
    with pytest.raises(Conflict, match=r"^This person holds the role already\.$"):
        appoint(world, world.officer, who="desk")

    nothing_happened()


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.MINISTRY, Role.MISSION, Role.PRESS])
def test_a_focal_points_role_is_not_given_by_name(world, nothing_happened, role):
    with pytest.raises(Conflict, match=r"^This role comes with being a focal point, not by name"):
        appoint(world, world.officer, role=role)

    assert not Appointment.objects.filter(user=world.outsider.user).exists()
    nothing_happened()


def test_a_role_is_taken_back(world, appointment):
    actions.dismiss(appointment=appointment, by=world.officer, at=NOW)

    assert not Visit.objects.visible_to(world.viewer.user).exists()
    assert told() == ("visits.role_taken", world.officer.user, "manage_parts")


def test_a_role_is_taken_back_once(world, appointment):
    again = Appointment.objects.get(pk=appointment.pk)
    actions.dismiss(appointment=appointment, by=world.officer, at=NOW)

    with pytest.raises(Conflict, match=r"^This role has been taken back already\.$"):
        actions.dismiss(appointment=again, by=world.officer, at=NOW)

    assert AuditEvent.objects.count() == 1


def test_a_visit_keeps_a_chief_or_an_officer(world):
    Appointment.objects.filter(role=Role.CHIEF).delete()
    last = Appointment.objects.get(role=Role.OFFICER)

    with pytest.raises(Refused, match=r"^A visit keeps at least one chief or officer\.$"):
        actions.dismiss(appointment=last, by=world.officer, at=NOW)

    assert Appointment.objects.filter(pk=last.pk).exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_manages_who_takes_part(world, part, appointment, nothing_happened, who):
    by = world.cast[who]
    before = (FocalPoint.objects.count(), Appointment.objects.count())

    for act in (
        lambda: add_part(world, by),
        lambda: name(world, part, by),
        lambda: appoint(world, by),
        lambda: actions.dismiss(appointment=appointment, by=by, at=NOW),
        lambda: actions.let_in(participation=part, version=1, let=True, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()

    part.refresh_from_db()
    assert (part.version, part.let_in_at) == (1, None)
    assert (FocalPoint.objects.count(), Appointment.objects.count()) == before
    nothing_happened()


def test_a_released_focal_point_no_longer_sees_the_visit(world):
    point = FocalPoint.objects.get(person=world.people["ministry"])

    actions.release_focal_point(point=point, by=world.officer, at=NOW)

    assert not Visit.objects.visible_to(world.ministry.user).exists()
    event = AuditEvent.objects.get()
    assert (event.verb, event.payload.body["person"]) == ("visits.point_released", "Ministry")


def test_a_focal_point_is_released_once_and_only_by_who_manages_the_parts(world):
    point = FocalPoint.objects.get(person=world.people["ministry"])
    with pytest.raises(NotAllowed):
        actions.release_focal_point(point=point, by=world.desk, at=NOW)
    assert (FocalPoint.objects.filter(pk=point.pk).count(), AuditEvent.objects.count()) == (1, 0)
    again = FocalPoint.objects.get(pk=point.pk)
    actions.release_focal_point(point=point, by=world.officer, at=NOW)

    with pytest.raises(Conflict, match=r"^This focal point has been released already\.$"):
        actions.release_focal_point(point=again, by=world.officer, at=NOW)

    assert AuditEvent.objects.count() == 1


def several(world, by, *offices, part=Part.MINISTRY):
    taking = [
        actions.Taking(world.of[office], part, [world.people[who] for who in people])
        for office, *people in offices
    ]
    return actions.add_parts(visit=world.summit, parts=taking, by=by, at=NOW)


def test_several_organisations_are_added_in_one_act_and_each_focal_point_is_told_once(world):
    clerk = named(Person, "Clerk", email="clerk@example.org")
    world.people["clerk"] = clerk

    several(world, world.officer, ("stranger", "stranger", "clerk"), ("desk",))

    assert told() == ("visits.parts_added", world.officer.user, "manage_parts")
    assert AuditEvent.objects.get().payload.body == {
        "number": 2,
        "organisations": "Ministry of Railways, Eurasia Division",
        "people": "Stranger, Clerk",
    }
    assert Visit.objects.visible_to(world.stranger.user).filter(pk=world.summit.pk).exists()
    assert {(m.kind, m.to_user, m.to_person_id) for m in Message.objects.all()} == {
        ("visits.point_named", world.stranger.user, None),
        ("visits.point_named", None, clerk.pk),
    }


def test_one_that_fails_leaves_nothing_half_done(world, nothing_happened):
    before = Participation.objects.count()

    with pytest.raises(Conflict, match=r"^Ministry of Commerce takes part already\. Nothing was"):
        several(world, world.officer, ("stranger", "stranger"), ("ministry",))
    with pytest.raises(Conflict, match=r"^This person is a focal point already\.$"):
        several(world, world.officer, ("stranger", "outsider", "outsider"))
    with pytest.raises(Refused, match=r"^Tick at least one organisation\.$"):
        several(world, world.officer)

    assert Participation.objects.count() == before
    nothing_happened()


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_adds_several(world, nothing_happened, who):
    with pytest.raises(NotAllowed):
        several(world, world.cast[who], ("stranger",))

    nothing_happened()


def test_the_other_sides_focal_points_get_no_mail(world):
    several(world, world.officer, ("embassy", "guest"), part=Part.COUNTERPART)

    assert not Message.objects.exists()


def test_the_mail_names_the_code_and_is_not_sent_to_who_was_released(world, mailbox):
    several(world, world.officer, ("stranger", "stranger", "outsider"))
    FocalPoint.objects.get(person=world.people["outsider"]).delete()

    deliver_some()

    mail = mailbox.mails[0]
    assert [one["To"] for one in mailbox.mails] == ["stranger@example.org"]
    assert mail["Subject"] == "V-7K3QF: you are a focal point"
    text = mail.get_content()
    assert "named focal point of Ministry of Railways for V-7K3QF" in text
    assert "Annual Summit" not in text
