"""Opening a visit: from a form, from the last edition, to prepare another."""

from datetime import date

import pytest

from planning.agenda.models import AgendaItem, ItemPart
from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused
from planning.dates.models import DateOption
from planning.lifecycle import actions
from planning.lifecycle.rules import Known, next_title
from planning.outbox.models import Message
from planning.preparation.models import Task
from planning.stakeholders.models import Membership, Organisation
from planning.visits.actions import Taking
from planning.visits.models import Appointment, Link, Visit
from planning.visits.rules import Part
from tests.world import NOW, let_in, named

KEEPERS = ["chief", "deputy", "officer", "desk"]
OTHERS = ["viewer", "principals_office", "ministry", "mission", "outsider", "administrator"]


def open_visit(world, by, **more):
    said = {"title": "Talks", "category": "official", "host": world.india, "guest": world.russia}
    return actions.open_visit(**said | more, by=by, at=NOW)


def next_edition(world, by, **more):
    said = {"title": "24th Annual Summit", "category": "official"}
    return actions.next_edition(edition=world.summit, **said | more, by=by, at=NOW)


def prepare(world, by, **more):
    said = {"title": "Minister in Moscow", "host": world.guest}
    return actions.prepare(visit=world.summit, **said | more, by=by, at=NOW)


def ministry(world, people=("ministry",)):
    return Taking(world.of["ministry"], Part.MINISTRY, [world.people[who] for who in people])


def roles(visit):
    return sorted(visit.appointments.values_list("user__name", "role"))


def verbs():
    return sorted(AuditEvent.objects.values_list("verb", flat=True))


def sides(visit):
    return [
        (side.role, side.sign, [person.name for person in side.people])
        for side in visit.sides.with_people().order_by("position")
    ]


@pytest.mark.parametrize(
    ("who", "held"),
    [("officer", [("Officer", "O")]), ("desk", [("Desk", "D"), ("Desk", "O")])],
)
def test_a_visit_is_opened_with_sides_place_and_who_takes_part(world, who, held):
    guests = [world.people["guest"]]

    visit = open_visit(
        world, world.cast[who], guest_principals=guests, parts=[ministry(world)], file_number="X/1"
    )

    assert sides(visit) == [("host", "IN", []), ("guest", "RU", ["Vladimir Putin"])]
    assert [(leg.city, leg.zone) for leg in visit.legs.all()] == [("New Delhi", "Asia/Kolkata")]
    assert roles(visit) == held
    assert verbs() == [
        "visits.leg_added", "visits.made", "visits.parts_added", "visits.side_added",
        "visits.side_added",
    ]  # fmt: skip
    assert Message.objects.get().to_user == world.ministry.user


@pytest.mark.parametrize("who", OTHERS)
def test_only_members_of_a_protocol_office_or_a_desk_open_visits(world, nothing_happened, who):
    for act in (open_visit, next_edition, prepare):
        with pytest.raises(NotAllowed):
            act(world, world.cast[who])

    assert Visit.objects.count() == 2
    nothing_happened()


def test_a_form_that_is_sent_twice_opens_one_visit(world):
    visit = open_visit(world, world.officer)
    acts = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=r"^This has been saved already\.$"):
        open_visit(world, world.officer, id=visit.pk)

    assert (Visit.objects.count(), AuditEvent.objects.count()) == (3, acts)


def test_when_one_part_fails_no_visit_is_opened(world, nothing_happened):
    with pytest.raises(Conflict, match=r"^Ministry of Commerce takes part already\."):
        open_visit(world, world.officer, parts=[ministry(world)] * 2)

    assert Visit.objects.count() == 2
    nothing_happened()


def test_an_organisation_that_hosts_has_no_capital(world, nothing_happened):
    body = named(Organisation, "SCO", kind="international", short="SCO")
    with pytest.raises(Refused, match="no country") as refusal:
        open_visit(world, world.officer, host=body, city="Tianjin")
    nothing_happened()

    visit = open_visit(world, world.officer, host=body)

    assert refusal.value.field == "city"
    assert (sides(visit)[0], visit.legs.count()) == (("host", "SCO", []), 0)


def test_the_next_edition_swaps_sides_and_takes_over_what_is_named(world, parties):
    let_in(world, "ministry")
    item = AgendaItem.objects.create(
        visit=world.summit, number=7, position=7, title="Visas", state="deferred"
    )
    ItemPart.objects.create(
        visit=world.summit, item=item, organisation=world.of["ministry"], side=world.host,
        part="lead",
    )  # fmt: skip
    for title, anchor, state in [("Flags", "first_day", "done"), ("Letter", "last_day", "open")]:
        settled = {"settled_at": NOW, "settled_by": world.chief.user} if state == "done" else {}
        Task.objects.create(
            visit=world.summit, title=title, anchor=anchor, offset=-7, state=state,
            organisation=world.of["mission"], **settled,
        )  # fmt: skip
    Task.objects.create(visit=world.summit, title="Once", anchor="fixed", fixed_on=date(2025, 1, 1))
    copied = Appointment.objects.filter(user__in=[world.deputy.user, world.desk.user])

    visit = next_edition(world, world.chief, parts=[ministry(world)], roles=copied)

    assert (visit.series, visit.ordinal) == (world.summit.series, 24)
    assert sides(visit) == [
        ("host", "RU", ["Vladimir Putin"]),
        ("guest", "IN", ["Narendra Modi"]),
    ]
    assert visit.legs.get().city == "Moscow"
    part = visit.participations.get()
    assert (part.let_in_at, part.focal_points.get().person) == (None, world.people["ministry"])
    assert roles(visit) == [("Chief", "O"), ("Deputy", "C"), ("Desk", "D")]
    asked = visit.required_parties.order_by("side__position").values_list(
        "side__role", "organisation__name"
    )
    assert list(asked) == [
        ("host", "Presidential Executive Office"),
        ("guest", "Prime Minister's Office"),
    ]
    topic = visit.agenda_items.get()
    assert (topic.title, topic.state, topic.number) == ("Visas", "suggested", 1)
    assert topic.parts.get().side.sign == "IN"
    tasks = visit.tasks.order_by("title").values_list("title", "offset", "state", "organisation")
    assert list(tasks) == [("Flags", -7, "open", None), ("Letter", -7, "open", None)]
    story = AuditEvent.objects.get(verb="lifecycle.taken_over")
    assert story.payload.body == {"parts": 1, "offices": 2, "topics": 1, "tasks": 2}
    hung = AuditEvent.objects.get(verb="preparation.tasks_hung")
    assert (hung.payload.body, hung.needs) == ({"number": 2}, "manage_tasks")


def test_an_edition_follows_once(world):
    next_edition(world, world.officer)
    acts = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=r"^The series already has a visit with this number\.$"):
        next_edition(world, world.officer)

    assert (Visit.objects.count(), AuditEvent.objects.count()) == (3, acts)


def test_no_role_above_ones_own_is_copied(world, nothing_happened):
    chief = Appointment.objects.filter(user=world.chief.user)
    for act in (next_edition, prepare):
        with pytest.raises(NotAllowed, match=r"^You can copy roles up to your own, not above it\."):
            act(world, world.officer, roles=chief)

    assert Visit.objects.count() == 2
    nothing_happened()


def test_what_one_has_no_part_in_is_not_copied(world, nothing_happened):
    with pytest.raises(NotAllowed):
        actions.next_edition(edition=world.foreign, title="X", by=world.officer, at=NOW)

    nothing_happened()


def test_a_visit_of_no_series_has_no_next_edition(world, nothing_happened):
    Visit.objects.filter(pk=world.summit.pk).update(ordinal=None)
    world.summit.refresh_from_db()

    with pytest.raises(Refused, match=r"^Give this visit its series and its number there first\.$"):
        next_edition(world, world.officer)

    nothing_happened()


def test_only_what_the_actor_sees_is_taken_over(world, parties):
    Task.objects.create(visit=world.summit, title="Flags", anchor="first_day", offset=-7)
    Membership.objects.create(person=world.people["viewer"], organisation=world.of["protocol"])

    visit = next_edition(world, world.viewer)

    assert (visit.required_parties.count(), visit.tasks.count()) == (0, 0)


def test_a_preparatory_visit_inherits_no_role(world):
    visit = prepare(world, world.officer)

    assert (visit.category, visit.dates_mode, visit.certainty) == (
        "working", "negotiated", "undated",
    )  # fmt: skip
    assert sides(visit) == [("host", "RU", []), ("guest", "IN", [])]
    assert visit.legs.get().city == "Moscow"
    assert Link.objects.get(visit=visit).to == world.summit
    assert roles(visit) == [("Officer", "O")]
    assert not visit.participations.exists()
    assert not Message.objects.exists()


def test_who_is_ticked_has_a_part_in_the_preparatory_visit(world):
    desk = Appointment.objects.filter(user=world.desk.user)
    leaders = {world.host.pk: [world.people["host"]]}

    visit = prepare(
        world, world.officer, city="Sochi", parts=[ministry(world)], roles=desk, leaders=leaders
    )

    assert visit.legs.get().city == "Sochi"
    assert sides(visit)[1] == ("guest", "IN", ["Narendra Modi"])
    assert roles(visit) == [("Desk", "D"), ("Officer", "O")]
    assert Visit.objects.visible_to(world.ministry.user).filter(pk=visit.pk).exists()
    assert not Visit.objects.visible_to(world.press.user).filter(pk=visit.pk).exists()


@pytest.mark.parametrize(
    ("known", "mode", "certainty"),
    [(Known.ESTIMATE, "negotiated", "estimated"), (Known.NOTED, "noted", "announced")],
)
def test_what_is_known_of_its_days_is_entered_with_its_source(world, known, mode, certainty):
    days = {"starts_on": date(2025, 11, 17), "ends_on": date(2025, 11, 18), "source": "Press"}

    visit = prepare(world, world.officer, known=known, **days)

    visit.refresh_from_db()
    assert (visit.dates_mode, visit.public_certainty) == (mode, certainty)
    assert DateOption.objects.get(visit=visit).source == "Press"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"known": Known.NOTHING, "starts_on": date(2025, 11, 17)}, "known"),
        ({"known": Known.ESTIMATE}, "starts_on"),
        ({"known": Known.ESTIMATE, "starts_on": date(2025, 11, 17)}, "ends_on"),
        (
            {"known": Known.NOTED, "starts_on": date(2025, 11, 17), "ends_on": date(2025, 11, 17)},
            "source",
        ),
    ],
)
def test_days_without_their_kind_or_source_are_refused(world, nothing_happened, said, field):
    with pytest.raises(Refused) as refusal:
        prepare(world, world.officer, **said)

    assert refusal.value.field == field
    assert Visit.objects.count() == 2
    nothing_happened()


@pytest.mark.parametrize("who", ["desk", "viewer", "ministry"])
def test_who_does_not_manage_the_visit_opens_nothing_that_prepares_it(world, nothing_happened, who):
    with pytest.raises(NotAllowed):
        prepare(world, world.cast[who])

    nothing_happened()


@pytest.mark.parametrize(
    ("title", "ordinal", "following"),
    [
        ("22nd Annual Summit", 22, "23rd Annual Summit"),
        ("20th Summit", 20, "21st Summit"),
        ("10th Summit of 2025", 10, "11th Summit of 2025"),
        ("22-й саммит", 22, "23-й саммит"),
        ("Summit 122", 22, "Summit 122"),
        ("Annual Summit", 22, "Annual Summit"),
        ("3rd Summit", None, "3rd Summit"),
        ("9 " * 100, 9, ("10 " * 67)[:200]),
    ],
)
def test_next_title(title, ordinal, following):
    assert next_title(title, ordinal) == following
