"""Countries, organisations and people: who writes them, and what the database allows."""

from uuid import uuid4

import pytest
from django.apps import apps

from planning.audit.models import AuditEvent
from planning.audit.rules import Actor
from planning.core.errors import Conflict, NotAllowed, Stale
from planning.stakeholders import actions
from planning.stakeholders.models import Country, Membership, Organisation, Person, keeps_reference
from planning.stakeholders.rules import Kind
from tests.world import NOW, named

KEEPERS = ["chief", "deputy", "officer", "desk"]


def nepal():
    return Country(name="Nepal", code="NP", capital="Kathmandu", zone="Asia/Kathmandu")


def ministry(world, name="Ministry of Textiles"):
    return Organisation(name=name, kind=Kind.MINISTRY, country=world.india, city="New Delhi")


def sergei():
    return Person(name="Sergei Lavrov", name_own="Сергей Лавров", style="H.E. Mr")


def test_an_administrator_adds_a_country(world):
    row = actions.add(nepal(), by=world.administrator, at=NOW)

    assert Country.objects.get(code="NP") == row
    event = AuditEvent.objects.get()
    assert (event.verb, event.about, event.on_id) == ("stakeholders.saved", "country", row.pk)
    assert (event.visit_id, event.payload.body) == (None, {"name": "Nepal"})


@pytest.mark.parametrize("who", KEEPERS)
def test_members_of_protocol_offices_and_desks_keep_organisations_and_people(world, who):
    by = world.cast[who]

    office = actions.add(ministry(world), by=by, at=NOW)
    person = actions.add(sergei(), by=by, at=NOW)
    actions.edit(office, version=1, city="Mumbai", by=by, at=NOW)

    assert keeps_reference(by.user)
    assert Organisation.objects.get(pk=office.pk).city == "Mumbai"
    assert Person.objects.get(pk=person.pk).folded == "srg lvrv"


@pytest.mark.parametrize("who", ["ministry", "mission", "viewer", "outsider", "stranger", "link"])
def test_nobody_else_writes_reference_data(world, nothing_happened, who):
    by = Actor(link=uuid4()) if who == "link" else world.cast[who]
    for attempt in (
        lambda: actions.add(nepal(), by=by, at=NOW),
        lambda: actions.add(ministry(world), by=by, at=NOW),
        lambda: actions.edit(world.people["guest"], version=1, name="x", by=by, at=NOW),
        lambda: actions.join(
            person=world.people["guest"], organisation=world.of["protocol"], by=by, at=NOW
        ),
    ):
        with pytest.raises(NotAllowed, match=r"^Reference data belongs to the administrators\.$"):
            attempt()

    nothing_happened()
    assert not Country.objects.filter(code="NP").exists()


@pytest.mark.parametrize("who", KEEPERS)
def test_countries_and_memberships_are_the_administrators_alone(world, nothing_happened, who):
    by = world.cast[who]

    with pytest.raises(NotAllowed):
        actions.add(nepal(), by=by, at=NOW)
    with pytest.raises(NotAllowed):
        actions.join(
            person=world.people["outsider"], organisation=world.of["protocol"], by=by, at=NOW
        )

    nothing_happened()
    assert not keeps_reference(world.outsider.user)


def test_the_search_key_follows_every_change_of_a_name(world):
    person = actions.add(sergei(), by=world.officer, at=NOW)

    actions.edit(person, version=1, name_latin="Sergey Lavrov", by=world.officer, at=NOW)
    actions.edit(person, version=2, name="Foreign Minister", by=world.officer, at=NOW)

    row = Person.objects.get(pk=person.pk)
    assert (row.folded, row.version) == ("frgn mnstr srg lvrv", 3)


def test_an_edit_of_anything_else_keeps_the_names_and_their_key(world):
    guest = world.people["guest"]

    actions.edit(guest, version=1, post="President", by=world.officer, at=NOW)

    row = Person.objects.get(pk=guest.pk)
    assert (row.post, row.name, row.folded) == ("President", "Vladimir Putin", "vldmr ptn")
    assert row.styled == "H.E. Mr Vladimir Putin"


def test_a_stale_edit_is_refused_with_the_row_as_it_stands(world, nothing_happened):
    guest = world.people["guest"]
    Person.objects.filter(pk=guest.pk).update(version=2, post="President")

    with pytest.raises(Stale) as refusal:
        actions.edit(guest, version=1, post="Guest", by=world.officer, at=NOW)

    assert refusal.value.current.post == "President"
    nothing_happened()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            lambda world: Country(name="x", code="IN", capital="x", zone="UTC"),
            "There is already a country with this code.",
        ),
        (
            lambda world: Country(name="x", code="x1", capital="x", zone="UTC"),
            "A country's code is two capital letters.",
        ),
        (
            lambda world: ministry(world, "Ministry of Commerce"),
            "This organisation stands here already.",
        ),
        (
            lambda world: Organisation(name="No country", kind=Kind.MINISTRY),
            "An organisation belongs to a country, unless it is international.",
        ),
        (
            lambda world: Organisation(name="SCO", kind=Kind.INTERNATIONAL, country=world.india),
            "An organisation belongs to a country, unless it is international.",
        ),
    ],
)
def test_what_the_database_forbids_is_refused_in_its_words(world, nothing_happened, row, sentence):
    with pytest.raises(Conflict) as refusal:
        actions.add(row(world), by=world.administrator, at=NOW)

    assert str(refusal.value) == sentence
    nothing_happened()


def test_two_countries_may_have_offices_of_one_name(world):
    named(
        Organisation,
        "Ministry of Commerce",
        kind=Kind.MINISTRY,
        country=world.russia,
        city="Moscow",
    )

    assert Organisation.objects.filter(name="Ministry of Commerce").count() == 2


def test_somebody_joins_an_organisation_once(world):
    joining = {"person": world.people["outsider"], "organisation": world.of["protocol"]}

    made = actions.join(**joining, may_clear=True, by=world.administrator, at=NOW)
    with pytest.raises(
        Conflict, match=r"^This person has a membership there already: change that one\.$"
    ):
        actions.join(**joining, by=world.administrator, at=NOW)

    assert Membership.objects.get(pk=made.pk).may_clear
    assert keeps_reference(world.outsider.user)
    assert AuditEvent.objects.count() == 1
    history = apps.get_model("planning", "MembershipEvent").objects.get(pgh_obj_id=made.pk)
    assert history.pgh_context_id == AuditEvent.objects.get().context_id


def test_membership_alone_opens_no_visit(world):
    from planning.visits.models import Visit

    actions.join(
        person=world.people["outsider"],
        organisation=world.of["ministry"],
        by=world.administrator,
        at=NOW,
    )

    assert not Visit.objects.visible_to(world.outsider.user).exists()


@pytest.fixture
def membership(world):
    """The officer's membership of the protocol office."""
    return Membership.objects.get(person=world.people["officer"])


def edit_membership(membership, by, version=1, **values):
    rights = {"may_clear": False, "is_current": True} | values
    return actions.edit_membership(membership=membership, version=version, by=by, at=NOW, **rights)


def test_a_membership_is_given_the_right_to_clear(world, membership):
    edit_membership(membership, world.administrator, may_clear=True)

    membership.refresh_from_db()
    assert (membership.may_clear, membership.is_current, membership.version) == (True, True, 2)
    event = AuditEvent.objects.get()
    assert (event.verb, event.on_id) == ("stakeholders.membership_changed", membership.pk)
    assert event.payload.body == {"person": "Officer", "name": "Protocol Division"}


def test_who_no_longer_belongs_to_the_office_keeps_nothing_until_the_membership_holds_again(
    world, membership
):
    edit_membership(membership, world.administrator, is_current=False)
    kept_meanwhile = keeps_reference(world.officer.user)
    membership.refresh_from_db()
    edit_membership(membership, world.administrator, version=2)

    assert not kept_meanwhile
    assert keeps_reference(world.officer.user)
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {
        "stakeholders.membership_ended",
        "stakeholders.membership_changed",
    }


@pytest.mark.parametrize("who", ["chief", "officer", "ministry", "outsider"])
def test_only_administrators_change_memberships(world, membership, nothing_happened, who):
    with pytest.raises(NotAllowed):
        edit_membership(membership, getattr(world, who), may_clear=True)

    membership.refresh_from_db()
    assert membership.version == 1
    nothing_happened()


def test_a_membership_is_changed_once_from_one_version(world, membership):
    edit_membership(membership, world.administrator, may_clear=True)

    with pytest.raises(Stale):
        edit_membership(membership, world.administrator, is_current=False)

    membership.refresh_from_db()
    assert membership.is_current
    assert AuditEvent.objects.count() == 1


def test_members_of_protocol_offices_give_nobody_an_account(world, nothing_happened):
    account = world.outsider.user
    guest = world.people["guest"]

    with pytest.raises(NotAllowed):
        actions.edit(guest, version=1, user=account, by=world.officer, at=NOW)
    with pytest.raises(NotAllowed):
        actions.add(Person(name="Somebody", user=account), by=world.officer, at=NOW)

    guest.refresh_from_db()
    assert guest.user is None
    nothing_happened()


def test_only_administrators_make_an_office_whose_members_open_visits(world, nothing_happened):
    office = world.of["ministry"]

    with pytest.raises(NotAllowed):
        actions.edit(office, version=1, kind=Kind.PROTOCOL, by=world.officer, at=NOW)
    nothing_happened()
    actions.edit(office, version=1, kind=Kind.PROTOCOL, by=world.administrator, at=NOW)

    assert keeps_reference(world.ministry.user)
