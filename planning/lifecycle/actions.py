"""Acts after which a visit's days may differ: each runs the whole cascade in one transaction."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from planning.audit.actions import act
from planning.audit.rules import Actor, Verb
from planning.core.errors import Conflict, NotAllowed, Refused
from planning.core.rows import change, fresh, judged, locked
from planning.core.wording import span
from planning.correspondence.models import RegisterEntry
from planning.correspondence.rules import Channel
from planning.dates import rules as dates
from planning.dates.actions import check_request, check_undecided, settle
from planning.dates.models import DateOption, Position, Request, RequiredParty
from planning.dates.queries import picture
from planning.dates.rules import (
    ANSWERABLE,
    EXPLAINED,
    IN_FORCE,
    Answer,
    OptionKind,
    RequestKind,
    RequestState,
    check_days,
)
from planning.dossier.models import Statement
from planning.lifecycle import rules
from planning.outbox import actions as outbox
from planning.outbox.actions import post
from planning.outbox.models import Message
from planning.outbox.rules import Outcome, Recipient, check_outcome
from planning.preparation.actions import rehang
from planning.stakeholders.models import Organisation, Person
from planning.visits.access import everyone_on, require
from planning.visits.models import Side, Visit
from planning.visits.rules import DatesMode, May


@contextmanager
def cascading(
    verb: Verb,
    *,
    visit: Visit,
    by: Actor,
    at: datetime,
    reason: str = "",
    of: Collection[UUID] = (),
) -> Iterator[dict[str, object]]:
    """One act on a visit's dates, then all that follows: its days, holds, due days of tasks."""
    with act(verb, on=visit, by=by, at=at, reason=reason, of=of) as story, judged():
        yield story
        settle(visit)
        rehang(visit)


def estimate(
    *,
    visit: Visit,
    starts_on: date,
    ends_on: date,
    source: str,
    statement: Statement | None = None,
    by: Actor,
    at: datetime,
) -> DateOption:
    """Note days that nobody offered, with their source.

    Raises NotAllowed, Refused (days), Conflict (no source, noted already).
    """
    with cascading(dates.ESTIMATED, visit=visit, by=by, at=at) as story:
        require(by, May.RECORD_OPTIONS, visit)
        check_days(starts_on, ends_on)
        story |= {"days": span(starts_on, ends_on), "source": source}
        return DateOption.objects.create(
            visit=visit,
            kind=OptionKind.ESTIMATE,
            starts_on=starts_on,
            ends_on=ends_on,
            source=source,
            statement=statement,
            channel=Channel.PRESS,
            entered_at=at,
            entered_by=by.user,
        )


def note(
    *, visit: Visit, starts_on: date, ends_on: date, source: str, by: Actor, at: datetime
) -> DateOption:
    """Enter days that are public fact: a call, a rehearsal, an edition that has been.

    Raises NotAllowed, Refused (days), Conflict (dates that are negotiated or given, noted already).
    """
    with cascading(dates.NOTED, visit=visit, by=by, at=at) as story:
        require(by, May.RECORD_OPTIONS, visit)
        check_days(starts_on, ends_on)
        visit = locked(Visit, visit.pk)
        if visit.dates_mode != DatesMode.NOTED:
            raise Conflict(_("The dates of this visit are negotiated: propose and confirm them."))
        story |= {"days": span(starts_on, ends_on), "source": source}
        return DateOption.objects.create(
            visit=visit,
            kind=OptionKind.NOTED,
            starts_on=starts_on,
            ends_on=ends_on,
            source=source,
            channel=Channel.PRESS,
            entered_at=at,
            entered_by=by.user,
        )


def propose(
    *,
    side: Side,
    starts_on: date,
    ends_on: date,
    channel: str,
    source: str = "",
    sent_on: date | None = None,
    answers: DateOption | None = None,
    entry: RegisterEntry | None = None,
    by: Actor,
    at: datetime,
) -> DateOption:
    """Record dates that a side proposes; ``answers`` makes it a counter-proposal.

    Raises NotAllowed, Refused (days, a day sent in the future), Conflict (proposed already).
    """
    visit = side.visit
    with cascading(dates.PROPOSED, visit=visit, by=by, at=at) as story:
        require(by, May.RECORD_OPTIONS, visit)
        check_days(starts_on, ends_on)
        if sent_on and sent_on > timezone.localdate(at):
            raise Refused(_("This day lies in the future."), field="sent_on")
        if answers and answers.visit_id != visit.pk:
            raise Conflict(_("A counter-proposal answers dates of the same visit."))
        story |= {"days": span(starts_on, ends_on), "side": side.name}
        return DateOption.objects.create(
            visit=visit,
            kind=OptionKind.PROPOSAL,
            side=side,
            starts_on=starts_on,
            ends_on=ends_on,
            channel=channel,
            source=source,
            sent_on=sent_on,
            answers=answers,
            entry=entry,
            entered_at=at,
            entered_by=by.user,
        )


def add_party(
    *, side: Side, organisation: Organisation, mandatory: bool, by: Actor, at: datetime
) -> RequiredParty:
    """Ask for an office's yes on a side, which may make other dates the most accepted.

    Raises NotAllowed, Conflict (asked already).
    """
    visit = side.visit
    with cascading(dates.PARTY_ADDED, visit=visit, by=by, at=at, of=[organisation.pk]) as story:
        require(by, May.RECORD_OPTIONS, visit)
        story["organisation"] = organisation.name
        return RequiredParty.objects.create(
            visit=visit,
            side=side,
            organisation=organisation,
            is_mandatory=mandatory,
            position=side.required_parties.count() + 1,
        )


def take_position(
    *,
    option: DateOption,
    party: RequiredParty,
    answer: Answer,
    explanation: str = "",
    said_by: str = "",
    channel: str,
    said_on: date,
    entry: RegisterEntry | None = None,
    by: Actor,
    at: datetime,
) -> Position:
    """Record what a required party says to proposed dates; earlier words are kept.

    Raises NotAllowed (a ministry records only its own), Conflict (an estimate, withdrawn dates),
    Refused (a condition or reason is missing, a day in the future).
    """
    visit = option.visit
    of = [party.organisation_id]
    with cascading(dates.POSITION_TAKEN, visit=visit, by=by, at=at, of=of) as story:
        require(by, May.RECORD_OPTIONS, visit, of=of)
        if party.visit_id != visit.pk:
            raise Conflict(_("This office is not asked on this visit."))
        state = picture(visit).offer(option.pk).state
        if state not in ANSWERABLE:
            raise Conflict(_("Only proposed dates that still stand can be answered."))
        if answer in EXPLAINED and not explanation.strip():
            raise Refused(_("Say under which condition, or why it is waived."), field="explanation")
        if said_on > timezone.localdate(at):
            raise Refused(_("This day lies in the future."), field="said_on")
        story |= {
            "organisation": party.organisation.name,
            "days": span(option.starts_on, option.ends_on),
            "answer": Answer(answer).value,
        }
        return Position.objects.create(
            visit=visit,
            option=option,
            party=party,
            answer=answer,
            explanation=explanation.strip(),
            said_by=said_by,
            channel=channel,
            said_on=said_on,
            entry=entry,
            entered_at=at,
            entered_by=by.user,
        )


def withdraw(
    *, option: DateOption, version: int, reason: str, by: Actor, at: datetime
) -> DateOption:
    """Withdraw an estimate or proposed dates.

    Raises NotAllowed, Stale, Conflict (withdrawn already, confirmed, a request on it is open).
    """
    visit = option.visit
    with cascading(dates.WITHDRAWN, visit=visit, by=by, at=at, reason=reason) as story:
        require(by, May.RECORD_OPTIONS, visit)
        option = fresh(DateOption, option.pk, version)
        if option.withdrawn_at:
            raise Conflict(_("These dates were withdrawn already."))
        found = picture(visit)
        if found.offer(option.pk).state in IN_FORCE:
            raise Conflict(_("Confirmed dates are not withdrawn: they are moved or cancelled."))
        if found.open_request and found.open_request.option_id == option.pk:
            raise Conflict(_("A request on these dates waits to be decided: withdraw it first."))
        story["days"] = span(option.starts_on, option.ends_on)
        change(option, withdrawn_at=at, withdrawn_by=by.user)
    return option


def grant(*, asked: Request, version: int, by: Actor, at: datetime) -> Request:
    """Grant a request: confirm or announce the dates, with all that follows, in one transaction.

    Confirming sets the visit's inside days, turns holds firm, moves due days and tells those who
    may know; announcing makes the days public and tells everybody on the visit.
    Raises NotAllowed without a chief's right, Stale, Conflict (one's own request, decided
    already, a side has taken its yes back since).
    """
    visit = asked.visit
    with cascading(rules.GRANTED[RequestKind(asked.kind)], visit=visit, by=by, at=at) as story:
        require(by, May.GRANT, visit)
        asked = fresh(Request, asked.pk, version)
        check_undecided(asked)
        if by.user and by.user.pk == asked.requested_by_id:
            raise Conflict(_("You made this request yourself: somebody else must grant it."))
        check_request(picture(visit), asked.kind, asked.option)
        story |= {
            "days": span(asked.option.starts_on, asked.option.ends_on),
            "office": asked.decider_office,
        }
        change(asked, state=RequestState.GRANTED, ended_at=at, ended_by=by.user)
        post(
            rules.TOLD[RequestKind(asked.kind)],
            about=asked,
            visit_id=visit.pk,
            to=[one for one in told_by(asked) if by.user is None or one.user_id != by.user.pk],
            key=str(asked.pk),
            at=at,
        )
    return asked


def told_by(asked: Request) -> list[Recipient]:
    """Return who is told when a request is granted: of a confirmation, only those let in to it."""
    people = everyone_on(asked.visit)
    if asked.kind == RequestKind.CONFIRM:
        return [one for one, held in people.items() if held.may(May.SEE_DAYS)]
    return list(people)


def resend(*, message: Message, version: int, reason: str = "", by: Actor, at: datetime) -> Message:
    """Send a mail about a visit again, as the same one, that is uncertain or parked.

    Raises NotAllowed (account mails: everybody), Stale, Conflict (on its way, settled).
    """
    with _deciding(rules.RESENT, message, version=version, reason=reason, by=by, at=at) as row:
        outbox.send_again(row)
    return row


def resolve(
    *,
    message: Message,
    version: int,
    outcome: str,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Message:
    """Settle a mail about a visit that is uncertain or parked, without sending it again.

    Raises NotAllowed (account mails: everybody), Stale, Conflict (on its way, settled), Refused
    (arrived, though the server did not take it).
    """
    verb = rules.RESOLVED[Outcome(outcome)]
    with _deciding(verb, message, version=version, reason=reason, by=by, at=at) as row:
        check_outcome(row.state, Outcome(outcome))
        outbox.settle_by_hand(row, Outcome(outcome))
    return row


@contextmanager
def _deciding(
    verb: Verb, message: Message, *, version: int, reason: str, by: Actor, at: datetime
) -> Iterator[Message]:
    """One act of those who manage the visit about one of its messages, which is locked."""
    if message.visit_id is None or message.is_call:
        raise NotAllowed
    visit = Visit.objects.get(pk=message.visit_id)
    with act(verb, on=visit, by=by, at=at, reason=reason) as story:
        require(by, May.MANAGE_PARTS, visit)
        row = outbox.undecided(message, version)
        reader = row.to_user or Person.objects.get(pk__in=[row.to_person_id])
        story["to"] = reader.name
        yield row
