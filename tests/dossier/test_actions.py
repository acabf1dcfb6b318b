"""Writing the dossier, all of it or nothing."""

from datetime import date
from decimal import Decimal

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.dossier import actions
from planning.dossier.models import IndicatorValue, Sensitivity, Statement
from planning.outbox.models import Message
from planning.overview.queries import story
from planning.visits.access import rights
from tests.dossier.conftest import KINDS, ROWS
from tests.world import NOW, ROLES

TOMORROW = date(2025, 10, 2)
WRITERS = ["chief", "deputy", "officer", "desk"]
OTHERS = [who for who in ROLES if who not in WRITERS]


def test_a_value_is_corrected_and_the_story_keeps_what_it_said(world, add, value):
    noted = value(add("indicator"), value="86.72")

    actions.correct_value(noted, version=1, by=world.officer, at=NOW, value=Decimal("68.72"))

    noted.refresh_from_db()
    assert (noted.value, noted.as_of, noted.version) == (Decimal("68.72"), date(2025, 3, 31), 2)
    told = "corrected where Trade stood: it said 86.72 on 31 March 2025"
    assert stories(world, "viewer")[0] == told
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("who", "version", "changed", "refusal"),
    [
        *((who, 1, {}, NotAllowed) for who in OTHERS),
        ("desk", 2, {}, Stale),
        ("desk", 1, {"as_of": TOMORROW}, Refused),
        ("desk", 1, {"as_of": date(2024, 3, 31)}, Conflict),
    ],
)
def test_a_value_is_not_corrected_otherwise(world, add, value, who, version, changed, refusal):
    indicator = add("indicator")
    noted, _other = value(indicator), value(indicator, as_of=date(2024, 3, 31))
    acts = AuditEvent.objects.count()

    with pytest.raises(refusal):
        actions.correct_value(noted, version=version, by=world.cast[who], at=NOW, **changed)

    noted.refresh_from_db()
    assert (noted.value, noted.version, AuditEvent.objects.count()) == (Decimal("68.72"), 1, acts)


def stories(world, who):
    return [told.what for told in story(world.summit, rights(world.cast[who].user, world.summit))]


@pytest.mark.parametrize(("kind", "who"), list(zip(KINDS, WRITERS, strict=True)))
def test_whoever_writes_the_agenda_adds_to_the_dossier(world, add, kind, who):
    row = add(kind, world.cast[who])

    model, values = ROWS[kind]
    saved = model.objects.get()
    assert saved == row
    assert {name: getattr(saved, name) for name in values} == values
    event = AuditEvent.objects.get()
    assert (event.verb, event.user) == (f"dossier.{kind}_saved", world.cast[who].user)
    assert event.visit_id == world.summit.pk
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_adds_to_it(world, add, nothing_happened, who):
    for kind in KINDS:
        with pytest.raises(NotAllowed):
            add(kind, world.cast[who])

    assert not any(model.objects.exists() for model, _values in ROWS.values())
    nothing_happened()


@pytest.mark.parametrize(("kind", "field"), [("project", "title"), ("statement", "words")])
def test_editing_changes_what_is_named_and_counts_up(world, add, kind, field):
    row = add(kind)

    actions.edit(row, version=1, by=world.chief, at=NOW, **{field: "Another"})

    row.refresh_from_db()
    assert (getattr(row, field), row.source, row.version) == (
        "Another",
        ROWS[kind][1]["source"],
        2,
    )
    assert AuditEvent.objects.filter(verb=f"dossier.{kind}_saved").count() == 2


def test_editing_twice_from_one_version_is_stale_and_keeps_the_first(world, add):
    row = add("project")
    actions.edit(row, version=1, by=world.desk, at=NOW, title="First")
    acts = AuditEvent.objects.count()

    with pytest.raises(Stale) as stale:
        actions.edit(row, version=1, by=world.chief, at=NOW, title="Second")

    row.refresh_from_db()
    assert stale.value.current.title == "First"
    assert (row.title, row.version) == ("First", 2)
    assert AuditEvent.objects.count() == acts


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_edits(world, add, who):
    row = add("sensitivity", organisation=world.of["ministry"])
    acts = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        actions.edit(row, version=1, by=world.cast[who], at=NOW, body="Another")

    row.refresh_from_db()
    assert (row.body, row.version) == ("Say nothing of third countries.", 1)
    assert AuditEvent.objects.count() == acts


def test_nobody_has_said_anything_tomorrow(world, add, nothing_happened):
    with pytest.raises(Refused, match=r"^This day lies in the future\.$") as no:
        add("statement", said_on=TOMORROW)

    assert no.value.field == "said_on"
    assert not Statement.objects.exists()
    nothing_happened()


def test_a_statement_is_not_moved_to_tomorrow(world, add):
    row = add("statement")

    with pytest.raises(Refused, match=r"^This day lies in the future\.$"):
        actions.edit(row, version=1, by=world.desk, at=NOW, said_on=TOMORROW)

    row.refresh_from_db()
    assert (row.said_on, row.version) == (date(2025, 9, 27), 1)


def test_a_value_is_noted_for_its_day(world, add, value):
    indicator = add("indicator")

    noted = value(indicator, world.officer)

    assert IndicatorValue.objects.get() == noted
    assert (noted.visit, noted.indicator, noted.figure) == (world.summit, indicator, "68.72")
    assert stories(world, "viewer")[0] == "noted where Trade stood on 31 March 2025"


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_notes_a_value(world, add, value, who):
    indicator = add("indicator")
    acts = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        value(indicator, world.cast[who])

    assert not IndicatorValue.objects.exists()
    assert AuditEvent.objects.count() == acts


def test_a_day_has_one_value(world, add, value):
    indicator = add("indicator")
    value(indicator)
    acts = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=r"^There is already a value for this day\.$"):
        value(indicator, value="70")

    assert [each.figure for each in IndicatorValue.objects.all()] == ["68.72"]
    assert AuditEvent.objects.count() == acts


def test_a_value_of_tomorrow_is_refused(world, add, value):
    indicator = add("indicator")
    acts = AuditEvent.objects.count()

    with pytest.raises(Refused, match=r"^This day lies in the future\.$") as no:
        value(indicator, as_of=TOMORROW)

    assert no.value.field == "as_of"
    assert not IndicatorValue.objects.exists()
    assert AuditEvent.objects.count() == acts


@pytest.mark.parametrize(
    ("stored", "written"), [("65", "65"), ("65.700", "65.7"), ("100", "100"), ("0.125", "0.125")]
)
def test_a_figure_ends_in_no_noughts(add, value, stored, written):
    assert value(add("indicator"), value=stored).figure == written


def test_the_story_tells_of_a_sensitivity_to_its_readers_alone(world, add):
    add("sensitivity", organisation=world.of["ministry"])

    tellers = {who for who in world.cast if stories(world, who)}

    assert tellers == {"chief", "deputy", "officer", "desk", "principals_office", "ministry"}
    assert stories(world, "ministry") == ["wrote a sensitivity: Tariffs"]


def test_a_sensitivity_taken_from_a_ministry_is_told_to_it_no_more(world, add):
    row = add("sensitivity", organisation=world.of["ministry"])

    actions.edit(row, version=1, by=world.desk, at=NOW, organisation=None, title="Oil")

    assert Sensitivity.objects.get().title == "Oil"
    assert stories(world, "ministry") == ["wrote a sensitivity: Tariffs"]
