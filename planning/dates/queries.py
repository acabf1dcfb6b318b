"""The picture of a visit's dates: options, what every side says, what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from planning.dates.models import DateOption, Position, Request, RequiredParty
from planning.dates.rules import (
    IN_FORCE,
    LIVE,
    STRENGTH,
    Days,
    Firmness,
    OptionKind,
    OptionState,
    RequestKind,
    RequestState,
    Said,
    Verdict,
    option_state,
    verdicts,
)
from planning.visits.models import Principal, Side, Visit
from planning.visits.rules import Certainty


@dataclass
class Offer:
    """One option with all that is derived for it; ``latest`` maps a party to its position."""

    option: DateOption
    state: OptionState
    by_side: dict[UUID, Verdict]
    latest: dict[UUID, Position]


@dataclass
class Picture:
    """All options of a visit, newest first; parties in order of side; who is still silent."""

    visit: Visit
    sides: list[Side]
    parties: list[RequiredParty]
    offers: list[Offer] = field(default_factory=list)
    open_request: Request | None = None
    announced: bool = False

    def offer(self, option_id: UUID) -> Offer:
        """Return the offer of an option."""
        return next(offer for offer in self.offers if offer.option.pk == option_id)

    @property
    def confirmed(self) -> Offer | None:
        """Return the offer in force."""
        return next((offer for offer in self.offers if offer.state in IN_FORCE), None)

    @property
    def live(self) -> list[Offer]:
        """Return the offers that may still be confirmed: most accepted first, then newest."""
        found = [offer for offer in self.offers if offer.state in LIVE]
        return sorted(found, key=lambda offer: STRENGTH.index(offer.state))

    @property
    def awaited(self) -> list[RequiredParty]:
        """Return the mandatory parties that have not said yes or no to any live offer."""
        return [
            party
            for party in self.parties
            if party.is_mandatory
            and self.live
            and not any(party.pk in offer.latest for offer in self.live)
        ]

    def silent(self, offer: Offer, side: Side) -> list[RequiredParty]:
        """Return the mandatory parties of a side that have not said yes or no to an offer."""
        return [
            party
            for party in self.parties
            if party.is_mandatory and party.side_id == side.pk and party.pk not in offer.latest
        ]

    def days(self) -> tuple[Days, Days]:
        """Return the visit's days as known inside and as public.

        What the press wrote stays what the public knows until the announcement: confirming
        changes nothing there.
        """
        noted = [offer for offer in self.offers if offer.state == OptionState.NOTED]
        if noted:
            return (_days(Certainty.ANNOUNCED, noted),) * 2
        estimates = [
            offer
            for offer in self.offers
            if offer.option.kind == OptionKind.ESTIMATE and offer.option.withdrawn_at is None
        ]
        public = _days(Certainty.ESTIMATED, estimates)
        if self.confirmed and self.announced:
            announced = _days(Certainty.ANNOUNCED, [self.confirmed])
            return announced, announced
        if self.confirmed:
            return _days(Certainty.CONFIRMED, [self.confirmed]), public
        if self.live:
            return _days(Certainty.PROPOSED, self.live), public
        return public, public


@dataclass(frozen=True)
class Copies:
    """What follows from a visit's options and is stored beside them, as it should stand.

    ``days`` are columns of the visit; ``holds`` maps option and person to the option.
    """

    days: dict[str, Any]
    holds: dict[tuple[UUID, UUID], DateOption]
    firmness: Firmness


def copies(found: Picture) -> Copies:
    """Return the visit's days and the principals' holds that follow from a picture."""
    inside, public = found.days()
    claims = [found.confirmed] if found.confirmed else found.live
    people = list(Principal.objects.filter(visit=found.visit).values_list("person", flat=True))
    return Copies(
        days={
            "certainty": inside.certainty,
            "starts_on": inside.starts_on,
            "ends_on": inside.ends_on,
            "public_certainty": public.certainty,
            "public_starts_on": public.starts_on,
            "public_ends_on": public.ends_on,
        },
        holds={(offer.option.pk, one): offer.option for offer in claims for one in people},
        firmness=Firmness.FIRM if found.confirmed else Firmness.PENCIL,
    )


def _days(certainty: Certainty, offers: list[Offer]) -> Days:
    if not offers:
        return Days(Certainty.UNDATED)
    option = offers[0].option
    return Days(certainty, option.starts_on, option.ends_on)


def picture(visit: Visit) -> Picture:
    """Draw the whole picture, in five queries. It is for those who may see all options;

    for others the page keeps only what ``visible_to`` leaves them, and derives nothing.
    """
    return pictures([visit])[visit.pk]


def pictures(visits: Iterable[Visit]) -> dict[UUID, Picture]:
    """Draw the pictures of some visits by their keys, in four queries and what their sides take."""
    found = {}
    for visit in visits:
        sides = sorted(visit.sides.all(), key=lambda side: (side.position, side.pk))
        found[visit.pk] = Picture(visit, sides, [])
    parties = RequiredParty.objects.filter(visit__in=found).select_related(
        "organisation", "side__country", "side__organisation"
    )
    for party in parties.order_by("side__position", "position", "pk"):
        found[party.visit_id].parties.append(party)
    requests = Request.objects.filter(visit__in=found).standing()
    granted: dict[tuple[UUID, str], UUID] = {}
    for one in requests.select_related("requested_by", "option"):
        if one.state == RequestState.GRANTED:
            granted[one.visit_id, one.kind] = one.option_id
        elif found[one.visit_id].open_request is None:
            found[one.visit_id].open_request = one
    latest: dict[UUID, dict[UUID, Position]] = {}
    positions = Position.objects.filter(visit__in=found).order_by(
        "option", "party", "-entered_at", "-recorded_at", "-pk"
    )
    for position in positions.distinct("option", "party"):
        latest.setdefault(position.option_id, {})[position.party_id] = position
    options = DateOption.objects.filter(visit__in=found).select_related(
        "side__country", "side__organisation", "answers"
    )
    for option in options.order_by("-entered_at", "-pk"):
        drawn = found[option.visit_id]
        confirmed = granted.get((option.visit_id, RequestKind.CONFIRM))
        drawn.offers.append(_offer(option, drawn, latest.get(option.pk, {}), confirmed))
    for pk, drawn in found.items():
        drawn.announced = (pk, RequestKind.ANNOUNCE) in granted
    return found


def _offer(
    option: DateOption, drawn: Picture, said: dict[UUID, Position], confirmed: UUID | None
) -> Offer:
    by_side = verdicts(
        [side.pk for side in drawn.sides],
        [
            Said(
                party.side_id,
                party.pk,
                party.is_mandatory,
                said[party.pk].answer if party.pk in said else None,
            )
            for party in drawn.parties
        ],
    )
    state = option_state(
        kind=option.kind,
        withdrawn=option.withdrawn_at is not None,
        confirmed=confirmed == option.pk,
        another_confirmed=confirmed not in (None, option.pk),
        by_side=by_side.values(),
    )
    return Offer(option, state, by_side, said)
