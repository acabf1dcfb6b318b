"""What gives an account the access of a focal point, or takes it, is told to the visit's chiefs."""

import pytest

from planning.accounts.models import User
from planning.audit.models import AuditEvent
from planning.core.errors import NotAllowed, Stale
from planning.outbox.actions import deliver_some
from planning.outbox.models import Message
from planning.stakeholders.models import Person
from planning.visits import actions
from planning.visits.models import Appointment, FocalPoint, Participation, Visit
from planning.visits.rules import Part
from tests.world import NOW, named

OPENED, CLOSED = "visits.access_opened", "visits.access_closed"


@pytest.fixture
def colleague(world):
    """A focal point of the ministry without an account."""
    person = named(Person, "Asha Rao")
    part = Participation.objects.get(visit=world.summit, organisation=world.of["ministry"])
    FocalPoint.objects.create(visit=world.summit, participation=part, person=person)
    return person


def spare(world, **more):
    """Open an account that nobody has."""
    return User.objects.create(email="asha@example.org", name="Asha Rao", **more)


def link(person, user, by, version=1):
    return actions.edit_person(person, version=version, user=user, by=by, at=NOW)


def switch(user, to, by):
    return actions.edit_account(user=user, version=1, is_active=to, by=by, at=NOW)


def sees(user, visit):
    return Visit.objects.visible_to(user).filter(pk=visit.pk).exists()


def test_linking_an_account_opens_the_visit_and_tells_its_chiefs(world, colleague):
    user = spare(world)

    link(colleague, user, world.administrator)

    assert sees(user, world.summit)
    told, saved = AuditEvent.objects.order_by("recorded_at", "verb")[:2]
    told, saved = sorted((told, saved), key=lambda event: event.verb, reverse=True)
    assert (told.verb, told.visit_id, told.needs) == (OPENED, world.summit.pk, "manage_parts")
    assert told.payload.body == {"person": "Asha Rao", "organisation": "Ministry of Commerce"}
    assert (saved.verb, saved.on_id) == ("stakeholders.saved", colleague.pk)
    messages = Message.objects.filter(kind=OPENED, visit_id=world.summit.pk)
    assert {m.to_user for m in messages} == {world.chief.user, world.deputy.user}
    assert Message.objects.count() == 2


def test_the_mail_names_the_code_and_the_person_and_nothing_of_the_visit(world, colleague, mailbox):
    link(colleague, spare(world), world.administrator)

    while deliver_some():
        pass

    assert {mail["To"] for mail in mailbox.mails} == {"chief@example.org", "deputy@example.org"}
    mail = mailbox.mails[0]
    assert mail["Subject"] == "V-7K3QF: an account now has the access of a focal point"
    assert "Asha Rao is a focal point of V-7K3QF" in mail.get_content()
    assert "/visits/v-7k3qf/participants/" in mail.get_content()
    assert "Summit" not in mail.get_content()
    assert "Commerce" not in mail.get_content()


def test_a_mail_that_is_no_longer_true_is_not_sent(world, colleague, mailbox):
    link(colleague, spare(world), world.administrator)
    link(colleague, None, world.administrator, version=2)

    while deliver_some():
        pass

    subjects = {mail["Subject"] for mail in mailbox.mails}
    assert subjects == {"V-7K3QF: a focal point no longer has an account"}
    assert set(Message.objects.filter(kind=OPENED).values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize(("active", "to", "verb"), [(False, True, OPENED), (True, False, CLOSED)])
def test_enabling_and_disabling_a_linked_account_is_told(world, active, to, verb):
    user = world.ministry.user
    User.objects.filter(pk=user.pk).update(is_active=active)

    switch(user, to, world.administrator)

    event = AuditEvent.objects.get(visit_id=world.summit.pk)
    assert (event.verb, event.user) == (verb, world.administrator.user)
    assert Message.objects.filter(kind=verb).count() == 2


def test_a_visit_without_a_chief_tells_its_officer(world, colleague):
    Appointment.objects.filter(visit=world.summit, role="C").delete()

    link(colleague, spare(world), world.administrator)

    assert Message.objects.get().to_user == world.officer.user


def test_what_opens_no_visit_is_told_to_nobody(world, colleague):
    sleeping = spare(world, is_active=False)
    other_side = Participation.objects.create(
        visit=world.summit, organisation=world.of["embassy"], part=Part.COUNTERPART
    )
    envoy = named(Person, "Envoy")
    FocalPoint.objects.create(visit=world.summit, participation=other_side, person=envoy)
    user = User.objects.create(email="envoy@example.org", name="Envoy")

    link(colleague, sleeping, world.administrator)
    link(envoy, user, world.administrator)
    switch(world.outsider.user, False, world.administrator)
    actions.edit_person(
        world.people["ministry"], version=1, post="Director", by=world.administrator, at=NOW
    )

    assert not AuditEvent.objects.filter(visit_id__isnull=False).exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["chief", "officer", "ministry", "outsider"])
def test_only_administrators_give_accounts(world, colleague, nothing_happened, who):
    user, by = spare(world), getattr(world, who)

    with pytest.raises(NotAllowed):
        link(colleague, user, by)
    with pytest.raises(NotAllowed):
        switch(world.ministry.user, False, by)

    assert not sees(user, world.summit)
    nothing_happened()


def test_a_second_link_from_one_version_is_stale_and_tells_nothing_more(world, colleague):
    user = spare(world)
    link(colleague, user, world.administrator)
    told = Message.objects.count()

    with pytest.raises(Stale):
        link(colleague, None, world.administrator)

    assert sees(user, world.summit)
    assert Message.objects.count() == told
