"""From an estimate to an announcement: what positions say, and what may be asked for.

No database, no clock, no request. Silence is never consent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.core.errors import Conflict, Refused
from planning.visits.rules import Certainty, May


class OptionKind(models.TextChoices):
    """Days that nobody offered, days that a side offered, or days just noted as public fact."""

    ESTIMATE = "estimate", _("Press estimate")
    PROPOSAL = "proposal", _("Proposed dates")
    NOTED = "noted", _("Noted dates")


class Answer(models.TextChoices):
    """What a required party says to an option."""

    ACCEPTABLE = "acceptable", _("acceptable")
    PREFERRED = "preferred", _("preferred")
    CONDITIONAL = "conditional", _("conditional")
    DECLINED = "declined", _("declined")
    WAIVED = "waived", _("waived")


YES = {Answer.ACCEPTABLE, Answer.PREFERRED, Answer.WAIVED}
EXPLAINED = (Answer.CONDITIONAL, Answer.WAIVED)  # these say under which condition, or why


class Verdict(models.TextChoices):
    """What a side says to an option, by its required parties."""

    WAITING = "waiting", _("waiting")
    ACCEPTS = "accepts", _("accepts")
    REFUSES = "refuses", _("refuses")


class OptionState(models.TextChoices):
    """What an option is; derived, never stored."""

    ESTIMATE = "estimate", _("press estimate")
    NOTED = "noted", _("noted")
    OPEN = "open", _("open")
    ONE_SIDE = "one_side", _("accepted by one side")
    EVERY_SIDE = "every_side", _("accepted by every side")
    CONFIRMED = "confirmed", _("confirmed")
    UNSETTLED = "unsettled", _("confirmed, acceptance withdrawn")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")


class RequestKind(models.TextChoices):
    """What takes four eyes."""

    CONFIRM = "confirm", _("confirm")
    ANNOUNCE = "announce", _("announce")


class RequestState(models.TextChoices):
    """What became of a request."""

    REQUESTED = "requested", _("requested")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Firmness(models.TextChoices):
    """How firm a claim on a principal's calendar is."""

    PENCIL = "pencil", _("pencilled")
    FIRM = "firm", _("firm")


@dataclass(frozen=True)
class Said:
    """The latest word of one required party of one side to one option; None while silent."""

    side: UUID
    party: UUID
    mandatory: bool
    answer: str | None


def verdict(said: Iterable[Said]) -> Verdict:
    """Return what one side says: every mandatory party must say yes, and there must be one."""
    answers = [one.answer for one in said if one.mandatory]
    if any(answer is not None and answer not in YES for answer in answers):
        return Verdict.REFUSES
    if not answers or None in answers:
        return Verdict.WAITING
    return Verdict.ACCEPTS


def verdicts(sides: Iterable[UUID], said: Iterable[Said]) -> dict[UUID, Verdict]:
    """Return what every side says to one option."""
    all_said = list(said)
    return {side: verdict(one for one in all_said if one.side == side) for side in sides}


def option_state(
    *,
    kind: str,
    withdrawn: bool,
    confirmed: bool,
    another_confirmed: bool,
    by_side: Iterable[Verdict],
) -> OptionState:
    """Derive what an option is. A later no leaves a confirmed option confirmed, and says so."""
    heard = list(by_side)
    everyone = bool(heard) and all(one is Verdict.ACCEPTS for one in heard)
    if confirmed:
        return OptionState.UNSETTLED if Verdict.REFUSES in heard else OptionState.CONFIRMED
    if withdrawn:
        return OptionState.WITHDRAWN
    if another_confirmed:
        return OptionState.SUPERSEDED
    if kind != OptionKind.PROPOSAL:
        return OptionState(kind)
    if everyone:
        return OptionState.EVERY_SIDE
    return OptionState.ONE_SIDE if Verdict.ACCEPTS in heard else OptionState.OPEN


STRENGTH = [OptionState.EVERY_SIDE, OptionState.ONE_SIDE, OptionState.OPEN]
LIVE = set(STRENGTH)
IN_FORCE = {OptionState.CONFIRMED, OptionState.UNSETTLED}
# Superseded dates too: to refuse them would tell that others are confirmed.
ANSWERABLE = LIVE | IN_FORCE | {OptionState.SUPERSEDED}


def check_may_be_confirmed(state: OptionState) -> None:
    """Refuse to confirm what not every side has accepted. Raises Conflict with the reason."""
    if state == OptionState.EVERY_SIDE:
        return
    raise Conflict(
        {
            OptionState.ESTIMATE: _(
                "A press estimate was offered by nobody: it cannot be confirmed."
            ),
            OptionState.NOTED: _("Noted dates are public already: there is nothing to confirm."),
            OptionState.OPEN: _("No side has accepted these dates yet."),
            OptionState.ONE_SIDE: _("Not every side has accepted these dates yet."),
            OptionState.CONFIRMED: _("These dates are confirmed already."),
            OptionState.UNSETTLED: _("These dates are confirmed already."),
            OptionState.SUPERSEDED: _("Other dates are confirmed."),
            OptionState.WITHDRAWN: _("These dates were withdrawn."),
        }[state]
    )


def check_days(starts_on: date, ends_on: date) -> None:
    """Refuse a span that ends before it starts, or lasts longer than a visit can."""
    if ends_on < starts_on:
        raise Refused(_("The last day must not lie before the first."), field="ends_on")
    if (ends_on - starts_on).days > 60:
        raise Refused(_("A visit of more than sixty days is surely a slip."), field="ends_on")


@dataclass(frozen=True)
class Days:
    """A span of days and how sure it is."""

    certainty: Certainty
    starts_on: date | None = None
    ends_on: date | None = None


ESTIMATED = Verb("dates.estimated", _("noted the press estimate %(days)s (%(source)s)"))
NOTED = Verb("dates.noted", _("noted %(days)s (%(source)s)"))
PROPOSED = Verb("dates.proposed", _("recorded %(days)s, proposed by %(side)s"), May.SEE_OPTIONS)
WITHDRAWN = Verb("dates.withdrawn", _("withdrew %(days)s"), May.SEE_OPTIONS)
PARTY_ADDED = Verb("dates.party_added", _("asks for the yes of %(organisation)s"), May.SEE_OPTIONS)
POSITION_TAKEN = Verb(
    "dates.position_taken",
    _("recorded: %(organisation)s calls %(days)s %(answer)s"),
    May.SEE_OPTIONS,
)
CONFIRMATION_REQUESTED = Verb(
    "dates.confirm_requested", _("requested the confirmation of %(days)s"), May.SEE_OPTIONS
)
CONFIRMATION_REFUSED = Verb(
    "dates.confirm_refused", _("refused to confirm %(days)s"), May.SEE_OPTIONS
)
CONFIRMATION_WITHDRAWN = Verb(
    "dates.confirm_withdrawn", _("withdrew the request to confirm %(days)s"), May.SEE_OPTIONS
)
ANNOUNCEMENT_REQUESTED = Verb(
    "dates.announce_requested", _("requested the announcement of %(days)s"), May.SEE_OPTIONS
)
ANNOUNCEMENT_REFUSED = Verb(
    "dates.announce_refused", _("refused to announce %(days)s"), May.SEE_OPTIONS
)
ANNOUNCEMENT_WITHDRAWN = Verb(
    "dates.announce_withdrawn", _("withdrew the request to announce %(days)s"), May.SEE_OPTIONS
)
MEETING_FIXED = Verb("dates.meeting_fixed", _("entered %(name)s, %(days)s"))
MEETING_CHANGED = Verb("dates.meeting_changed", _("corrected %(name)s, %(days)s"))
ASKED = {
    RequestKind.CONFIRM: CONFIRMATION_REQUESTED,
    RequestKind.ANNOUNCE: ANNOUNCEMENT_REQUESTED,
}
ENDED = {
    (RequestKind.CONFIRM, RequestState.REFUSED): CONFIRMATION_REFUSED,
    (RequestKind.CONFIRM, RequestState.WITHDRAWN): CONFIRMATION_WITHDRAWN,
    (RequestKind.ANNOUNCE, RequestState.REFUSED): ANNOUNCEMENT_REFUSED,
    (RequestKind.ANNOUNCE, RequestState.WITHDRAWN): ANNOUNCEMENT_WITHDRAWN,
}
