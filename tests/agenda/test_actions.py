"""The agenda through its actions: who suggests, accepts, orders and writes."""

from datetime import date

import pytest

from planning.agenda import actions
from planning.agenda.models import AgendaItem, AgendaText, ItemPart
from planning.agenda.rules import ItemState, PartKind, TextKind
from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.stakeholders.models import Organisation
from planning.visits.models import Side
from planning.visits.rules import SideRole
from tests.world import NOW, named

SUGGESTS = ["chief", "officer", "desk", "principals_office", "ministry", "mission"]
MANAGES = ["chief", "deputy", "officer", "desk"]
NOBODY = ["press", "security", "viewer", "stranger", "outsider", "administrator"]


def suggest(world, title, by=None, **more):
    return actions.suggest(visit=world.summit, title=title, by=by or world.desk, at=NOW, **more)


def parts_of(item):
    return {
        (part.organisation.name, part.side.role, part.part)
        for part in item.parts.select_related("organisation", "side")
    }


def last_act():
    event = AuditEvent.objects.select_related("payload").latest("recorded_at")
    return event.verb, event.user, event.payload.body


# Suggesting


def test_a_ministry_that_suggests_leads_the_item_on_its_side(world, suggested):
    assert (suggested.number, suggested.position, suggested.version) == (1, 1, 1)
    assert (suggested.state, suggested.due_on) == (ItemState.SUGGESTED, date(2025, 11, 1))
    assert parts_of(suggested) == {("Ministry of Commerce", SideRole.HOST, PartKind.LEAD)}
    assert last_act() == (
        "agenda.item_suggested",
        world.ministry.user,
        {"number": 1, "title": "Trade beyond 65 billion dollars"},
    )


@pytest.mark.parametrize("who", SUGGESTS)
def test_these_suggest(world, who):
    item = suggest(world, "Health", by=world.cast[who])

    assert item.state == ItemState.SUGGESTED


@pytest.mark.parametrize("who", NOBODY)
def test_nobody_else_suggests(world, who, nothing_happened):
    with pytest.raises(NotAllowed):
        suggest(world, "Health", by=world.cast[who])

    assert not AgendaItem.objects.exists()
    nothing_happened()


def test_the_desk_names_the_lead_ministry(world):
    item = suggest(world, "Aircraft", lead=world.of["second_ministry"])

    assert parts_of(item) == {("Ministry of Defence", SideRole.HOST, PartKind.LEAD)}


def test_a_lead_of_the_other_side_leaves_the_own_side_to_the_suggesting_ministry(world):
    item = suggest(world, "Tariffs", by=world.ministry, lead=world.of["counterpart"])

    assert parts_of(item) == {
        ("Ministry of Commerce", SideRole.HOST, PartKind.LEAD),
        ("Presidential Executive Office", SideRole.GUEST, PartKind.LEAD),
    }


def test_a_lead_named_on_the_own_side_stands_for_it_alone(world):
    item = suggest(world, "Aircraft", by=world.ministry, lead=world.of["second_ministry"])

    assert parts_of(item) == {("Ministry of Defence", SideRole.HOST, PartKind.LEAD)}


def test_an_international_organisation_leads_on_the_side_it_is(world):
    union = named(Organisation, "Eurasian Economic Union", kind="international")
    Side.objects.create(visit=world.summit, organisation=union, role=SideRole.PARTY, position=3)

    item = suggest(world, "Free trade", lead=union)

    assert parts_of(item) == {("Eurasian Economic Union", SideRole.PARTY, PartKind.LEAD)}


def test_a_lead_belongs_to_a_side(world, nothing_happened):
    elsewhere = named(Organisation, "United Nations", kind="international")

    with pytest.raises(Refused, match=r"belongs to no side") as refusal:
        suggest(world, "Health", lead=elsewhere)

    assert refusal.value.field == "lead"
    assert not AgendaItem.objects.exists()
    nothing_happened()


def test_numbers_go_on_and_a_title_stands_once(world, suggested):
    assert suggest(world, "Health").number == 2

    with pytest.raises(Conflict, match=r"^This title stands on the agenda already\.$"):
        suggest(world, "Health")

    assert list(AgendaItem.objects.in_order().values_list("number", flat=True)) == [1, 2]


# Accepting


@pytest.mark.parametrize("who", MANAGES)
def test_these_accept(world, suggested, who):
    item = actions.accept(item=suggested, version=1, by=world.cast[who], at=NOW)

    assert (item.state, item.version) == (ItemState.ACCEPTED, 2)
    assert last_act() == (
        "agenda.item_accepted",
        world.cast[who].user,
        {"number": 1, "title": "Trade beyond 65 billion dollars"},
    )


@pytest.mark.parametrize("who", ["principals_office", "ministry", "mission", *NOBODY])
def test_nobody_else_accepts(world, suggested, who, nothing_happened):
    with pytest.raises(NotAllowed):
        actions.accept(item=suggested, version=1, by=world.cast[who], at=NOW)

    suggested.refresh_from_db()
    assert suggested.state == ItemState.SUGGESTED
    nothing_happened()


def test_an_item_is_accepted_once(world, item, nothing_happened):
    with pytest.raises(Stale):
        actions.accept(item=item, version=1, by=world.desk, at=NOW)
    with pytest.raises(Conflict, match=r"^Only a suggested item is accepted"):
        actions.accept(item=item, version=2, by=world.desk, at=NOW)

    item.refresh_from_db()
    assert item.version == 2
    nothing_happened()


# Parts


def add_part(world, item, organisation, side, part, by=None):
    return actions.add_part(
        item=item,
        organisation=world.of[organisation],
        side=side,
        part=part,
        by=by or world.desk,
        at=NOW,
    )


@pytest.mark.parametrize("who", MANAGES)
def test_these_add_a_consulted_ministry(world, item, who):
    add_part(world, item, "second_ministry", world.host, PartKind.CONSULTED, by=world.cast[who])

    assert parts_of(item) == {
        ("Ministry of Commerce", SideRole.HOST, PartKind.LEAD),
        ("Ministry of Defence", SideRole.HOST, PartKind.CONSULTED),
    }
    assert last_act() == (
        "agenda.consulted_added",
        world.cast[who].user,
        {"number": 1, "organisation": "Ministry of Defence"},
    )


@pytest.mark.parametrize("who", ["principals_office", "ministry", "mission", *NOBODY])
def test_nobody_else_adds_a_part(world, item, who, nothing_happened):
    with pytest.raises(NotAllowed):
        add_part(world, item, "counterpart", world.guest, PartKind.LEAD, by=world.cast[who])

    assert ItemPart.objects.count() == 1
    nothing_happened()


def test_a_side_has_one_lead(world, item, nothing_happened):
    with pytest.raises(Conflict, match=r"^This side has a lead ministry for the item already\.$"):
        add_part(world, item, "second_ministry", world.host, PartKind.LEAD)

    assert ItemPart.objects.count() == 1
    nothing_happened()


def test_an_organisation_has_one_part(world, item, nothing_happened):
    with pytest.raises(Conflict, match=r"^This organisation has a part in the item already\.$"):
        add_part(world, item, "ministry", world.host, PartKind.CONSULTED)

    assert ItemPart.objects.count() == 1
    nothing_happened()


def test_an_organisation_stands_on_its_own_side(world, item, nothing_happened):
    with pytest.raises(Refused, match=r"^This organisation belongs to another side\.$"):
        add_part(world, item, "second_ministry", world.guest, PartKind.LEAD)

    assert ItemPart.objects.count() == 1
    nothing_happened()


def test_a_side_of_another_visit_is_refused(world, item, nothing_happened):
    with pytest.raises(Refused, match=r"^This organisation belongs to another side\.$"):
        add_part(world, item, "second_ministry", world.foreign.sides.first(), PartKind.CONSULTED)

    assert ItemPart.objects.count() == 1
    nothing_happened()


# Order


@pytest.fixture
def three(world):
    """Three items in order of their numbers."""
    return [suggest(world, title) for title in ("Trade", "Defence", "Health")]


def order():
    return list(AgendaItem.objects.in_order().values_list("number", "position"))


@pytest.mark.parametrize("who", MANAGES)
def test_these_move_an_item_and_its_number_stays(world, three, who):
    moved = actions.move(item=three[2], version=1, up=True, by=world.cast[who], at=NOW)

    assert order() == [(1, 1), (3, 2), (2, 3)]
    assert (moved.number, moved.position, moved.version) == (3, 2, 2)
    assert last_act() == (
        "agenda.item_moved_up",
        world.cast[who].user,
        {"number": 3, "title": "Health"},
    )


def test_an_item_moves_down(world, three):
    actions.move(item=three[0], version=1, up=False, by=world.desk, at=NOW)

    assert order() == [(2, 1), (1, 2), (3, 3)]


@pytest.mark.parametrize("who", ["principals_office", "ministry", "mission", *NOBODY])
def test_nobody_else_moves_an_item(world, three, who, nothing_happened):
    with pytest.raises(NotAllowed):
        actions.move(item=three[2], version=1, up=True, by=world.cast[who], at=NOW)

    assert order() == [(1, 1), (2, 2), (3, 3)]
    nothing_happened()


@pytest.mark.parametrize(("place", "up"), [(0, True), (2, False)])
def test_an_item_at_the_edge_stays_and_says_so(world, three, place, up, nothing_happened):
    with pytest.raises(Conflict, match=r"^This item stands (first|last) already\.$"):
        actions.move(item=three[place], version=1, up=up, by=world.desk, at=NOW)

    assert order() == [(1, 1), (2, 2), (3, 3)]
    nothing_happened()


def test_the_same_move_sent_twice_is_made_once(world, three):
    actions.move(item=three[2], version=1, up=True, by=world.desk, at=NOW)

    with pytest.raises(Stale):
        actions.move(item=three[2], version=1, up=True, by=world.desk, at=NOW)

    assert order() == [(1, 1), (3, 2), (2, 3)]


# Texts


def test_the_first_writing_starts_the_drafting(world, item, write):
    text = write(world.ministry, "Raise the balance of trade.", 0)

    item.refresh_from_db()
    assert (text.body, text.version, text.visit) == ("Raise the balance of trade.", 1, world.summit)
    assert (item.state, item.version) == (ItemState.DRAFTING, 3)
    assert last_act() == ("agenda.line_written", world.ministry.user, {"number": 1})
    event = AuditEvent.objects.get(verb="agenda.line_written")
    assert (event.needs, event.of) == ("read_line", [world.of["ministry"].pk])


def test_a_later_writing_replaces_the_text_and_leaves_the_item(world, item, write):
    write(world.ministry, "First", 0)

    text = write(world.ministry, "Second", 1)

    item.refresh_from_db()
    assert (text.body, text.version) == ("Second", 2)
    assert (item.state, item.version) == (ItemState.DRAFTING, 3)


def test_each_kind_of_text_has_its_own_version(world, write):
    write(world.desk, "Ours", 0)

    heading = write(world.desk, "Trade", 0, TextKind.HEADING)

    assert (heading.version, AgendaText.objects.count()) == (1, 2)


@pytest.mark.parametrize("who", [*MANAGES, "principals_office"])
def test_those_who_manage_write_in_every_state(world, suggested, who):
    text = actions.write(
        item=suggested, kind=TextKind.LINE, body="x", version=0, by=world.cast[who], at=NOW
    )

    suggested.refresh_from_db()
    assert (text.version, suggested.state) == (1, ItemState.SUGGESTED)


@pytest.mark.parametrize("who", ["second_ministry", "mission", *NOBODY])
def test_nobody_else_writes(world, item, write, who, nothing_happened):
    with pytest.raises(NotAllowed):
        write(world.cast[who], "x", 0)

    assert not AgendaText.objects.exists()
    nothing_happened()


def test_a_consulted_ministry_does_not_write(world, item, write):
    add_part(world, item, "second_ministry", world.host, PartKind.CONSULTED)
    before = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        write(world.second_ministry, "x", 0)

    assert not AgendaText.objects.exists()
    assert AuditEvent.objects.count() == before


def test_a_ministry_waits_until_its_item_is_accepted(world, suggested, nothing_happened):
    with pytest.raises(Conflict, match=r"^The item has not been accepted yet"):
        actions.write(
            item=suggested, kind=TextKind.LINE, body="x", version=0, by=world.ministry, at=NOW
        )

    assert not AgendaText.objects.exists()
    nothing_happened()


def test_a_stale_writing_is_refused_with_the_text_as_it_stands(world, write):
    write(world.desk, "What the desk wrote", 0)
    before = AuditEvent.objects.count()

    with pytest.raises(Stale) as refusal:
        write(world.ministry, "What the ministry wrote", 0)

    assert (refusal.value.current.body, refusal.value.current.version) == ("What the desk wrote", 1)
    assert AgendaText.objects.get().body == "What the desk wrote"
    assert AuditEvent.objects.count() == before


def test_a_first_writing_is_made_on_version_0(world, write, nothing_happened):
    with pytest.raises(Stale) as refusal:
        write(world.desk, "x", 1)

    assert (refusal.value.current.body, refusal.value.current.version) == ("", 0)
    assert not AgendaText.objects.exists()
    nothing_happened()


# Who reads the texts


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        *[(who, True) for who in [*MANAGES, "principals_office", "ministry"]],
        *[(who, False) for who in ["second_ministry", "mission", *NOBODY]],
    ],
)
def test_a_text_is_visible_to(world, write, who, reads):
    text = write(world.desk, "Ours", 0)

    assert AgendaText.objects.visible_to(world.cast[who].user).contains(text) is reads


def test_a_consulted_ministry_reads_the_text(world, item, write):
    text = write(world.desk, "Ours", 0)

    add_part(world, item, "second_ministry", world.host, PartKind.CONSULTED)

    assert list(AgendaText.objects.visible_to(world.second_ministry.user)) == [text]
