"""The dates page as one reader may see it."""

from dataclasses import dataclass, field

from planning.accounts.models import User
from planning.dates.models import DateOption, Hold, Position, Request, RequiredParty
from planning.dates.queries import Picture, picture
from planning.dates.rules import IN_FORCE, LIVE, OptionState, RequestKind, Verdict
from planning.visits.models import Side, Visit
from planning.visits.rules import Certainty, May, Rights


@dataclass
class Column:
    """One option; its state and what the sides say only for who may see all of it."""

    option: DateOption
    state: OptionState | None = None
    verdicts: list[tuple[Side, Verdict]] = field(default_factory=list)
    may_be_answered: bool = False
    may_be_withdrawn: bool = False
    may_ask: RequestKind | None = None


@dataclass
class Row:
    """One required party and its latest words, in the order of the columns."""

    party: RequiredParty
    cells: list[tuple[Column, Position | None]]


@dataclass
class Board:
    """What the page shows."""

    columns: list[Column]
    rows: list[Row]
    estimates: list[DateOption]
    awaited: list[RequiredParty] = field(default_factory=list)
    unsettled: bool = False
    open_request: Request | None = None
    holds: list[Hold] = field(default_factory=list)
    complete: bool = False


def board_for(user: User, visit: Visit, rights: Rights) -> Board:
    """Return the dates of a visit as far as the reader may see them.

    Whoever sees everything gets states and verdicts; a ministry that was asked gets the days and
    its own words, from which nothing of the others follows.
    """
    if rights.fully(May.SEE_OPTIONS):
        return _whole(picture(visit), visit, rights)
    options = DateOption.objects.visible_to(user).filter(visit=visit, withdrawn_at=None)
    options = options.select_related("side__country", "side__organisation", "statement")
    columns, estimates = [], []
    for option in options.order_by("-entered_at", "-pk"):
        if option.side_id:
            columns.append(Column(option, may_be_answered=visit.certainty_shown not in _FIRM))
        else:
            estimates.append(option)
    positions = Position.objects.visible_to(user).filter(visit=visit)
    latest = {
        (position.option_id, position.party_id): position
        for position in positions.order_by("entered_at", "recorded_at", "pk")
    }
    parties = RequiredParty.objects.visible_to(user).filter(visit=visit)
    rows = [
        Row(party, [(column, latest.get((column.option.pk, party.pk))) for column in columns])
        for party in parties.select_related("organisation", "side__country", "side__organisation")
    ]
    return Board(columns, rows, estimates)


_FIRM = (Certainty.CONFIRMED, Certainty.ANNOUNCED)


def _whole(found: Picture, visit: Visit, rights: Rights) -> Board:
    columns, estimates = [], []
    for offer in found.offers:
        if offer.option.side_id is None:
            if offer.option.withdrawn_at is None:
                estimates.append(offer.option)
            continue
        column = Column(
            offer.option,
            offer.state,
            [(side, offer.by_side[side.pk]) for side in found.sides],
            may_be_answered=offer.state in LIVE | IN_FORCE,
            may_be_withdrawn=offer.state in LIVE,
        )
        if found.open_request is None and offer.state == OptionState.EVERY_SIDE:
            column.may_ask = RequestKind.CONFIRM
        if found.open_request is None and offer.state in IN_FORCE and not found.announced:
            column.may_ask = RequestKind.ANNOUNCE
        columns.append(column)
    states = {column.option.pk: column for column in columns}
    rows = [
        Row(
            party,
            [
                (states[offer.option.pk], offer.latest.get(party.pk))
                for offer in found.offers
                if offer.option.pk in states
            ],
        )
        for party in found.parties
    ]
    holds = Hold.objects.filter(visit=visit).select_related("person", "option")
    return Board(
        columns,
        rows,
        estimates,
        awaited=found.awaited,
        unsettled=found.confirmed is not None and found.confirmed.state == OptionState.UNSETTLED,
        open_request=found.open_request,
        holds=list(holds.order_by("starts_on", "person__precedence", "pk")),
        complete=True,
    )
