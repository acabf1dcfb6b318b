"""Opening a visit, and acts after which its days may differ: each in one transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.agenda import actions as agenda
from planning.agenda.models import AgendaItem
from planning.agenda.rules import ItemState, PartKind
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
from planning.lifecycle.rules import SWAPPED, Known
from planning.outbox import actions as outbox
from planning.outbox.actions import post
from planning.outbox.models import Message
from planning.outbox.rules import Outcome, Recipient, check_outcome
from planning.preparation import actions as preparation
from planning.preparation.actions import rehang
from planning.preparation.models import Task
from planning.preparation.rules import Anchor, TaskState
from planning.stakeholders.models import Country, Organisation, Person
from planning.visits import actions as visits
from planning.visits.access import everyone_on, require, require_opener, rights
from planning.visits.actions import Taking
from planning.visits.models import Appointment, Principal, Side, Visit
from planning.visits.rules import Category, DatesMode, LinkKind, May, Role, SideRole, is_within

# A side to be: its role, its country or organisation, who leads it.
NewSide = tuple[SideRole, Country | Organisation, Sequence[Person]]


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


def open_visit(
    *,
    host: Country | Organisation,
    guest: Country | Organisation,
    city: str = "",
    host_principals: Sequence[Person] = (),
    guest_principals: Sequence[Person] = (),
    parts: Sequence[Taking] = (),
    by: Actor,
    at: datetime,
    **head: Any,
) -> Visit:
    """Open a visit with its two sides, its place and who takes part.

    The place is the host's capital unless a city is named. Raises NotAllowed for all but members
    of protocol offices and desks, Refused (a city of no country), Conflict (sent twice, one side).
    """
    if city and not isinstance(host, Country):
        raise Refused(_("An organisation has no country: add the place later."), field="city")
    with transaction.atomic():
        visit = visits.make(**head, by=by, at=at)
        sides: list[NewSide] = [
            (SideRole.HOST, host, host_principals),
            (SideRole.GUEST, guest, guest_principals),
        ]
        _add_sides(visit, sides, city, by, at)
        if parts:
            visits.add_parts(visit=visit, parts=parts, by=by, at=at)
    return visit


def lead(
    *,
    side: Side,
    version: int,
    people: Sequence[Person],
    accompanied: Collection[Person] = (),
    by: Actor,
    at: datetime,
) -> Side:
    """Say who leads a side, in order, and who of them comes with a spouse; holds follow.

    Raises NotAllowed, Stale, Refused (a spouse of nobody who leads it).
    """
    visit = side.visit
    with cascading(rules.LED, visit=visit, by=by, at=at) as story:
        require(by, May.MANAGE_PARTS, visit)
        side = fresh(Side, side.pk, version)
        if not set(accompanied) <= set(people):
            raise Refused(_("Only who leads the side comes with a spouse."), field="accompanied")
        side.principals.exclude(person__in=people).delete()
        standing = {one.person_id: one for one in side.principals.all()}
        for position, person in enumerate(dict.fromkeys(people), start=1):
            columns = {"position": position, "with_spouse": person in accompanied}
            if one := standing.get(person.pk):
                change(one, **columns)
            else:
                Principal.objects.create(visit=visit, side=side, person=person, **columns)
        change(side)
        story |= {"side": side.name, "people": ", ".join(one.name for one in people) or "–"}
    return side


def next_edition(
    *,
    edition: Visit,
    parts: Sequence[Taking] = (),
    roles: Iterable[Appointment] = (),
    offices: bool = True,
    topics: bool = True,
    tasks: bool = True,
    by: Actor,
    at: datetime,
    **head: Any,
) -> Visit:
    """Open the next edition in a series with host and guest swapped, in the new host's capital.

    Taken over, as far as the actor sees it, are principals, the parts and roles named, required
    parties, topics that were deferred, tasks that hang on the first or last day. Nobody is let in
    to an embargo. Raises NotAllowed (no member of a protocol office or desk, an edition one has no
    part in, a role above one's own), Refused (no number in a series), Conflict (opened already).
    """
    require_opener(by)
    _check_seen(edition, by)
    if edition.series is None or edition.ordinal is None:
        raise Refused(_("Give this visit its series and its number there first."))
    with transaction.atomic():
        numbered = {"series": edition.series, "ordinal": edition.ordinal + 1}
        visit = visits.make(**head, **numbered, by=by, at=at)
        old = list(edition.sides.with_people().order_by("position", "pk"))
        new: list[NewSide] = [
            (SWAPPED.get(SideRole(one.role), SideRole(one.role)), one.party, one.people)
            for one in old
        ]
        made = _add_sides(visit, new, "", by, at)
        sides = dict(zip([one.pk for one in old], made, strict=True))
        if parts:
            visits.add_parts(visit=visit, parts=parts, by=by, at=at)
        _give(visit, edition, roles, by, at)
        counts = {
            "parts": len(parts),
            "offices": _ask_again(edition, sides, by, at) if offices else 0,
            "topics": _raise_again(edition, visit, sides, by, at) if topics else 0,
            "tasks": _hang_again(edition, visit, by, at) if tasks else 0,
        }
        with act(rules.TAKEN_OVER, on=visit, by=by, at=at) as story:
            story |= counts
    return visit


def prepare(
    *,
    visit: Visit,
    host: Side,
    city: str = "",
    known: str = Known.NOTHING,
    starts_on: date | None = None,
    ends_on: date | None = None,
    source: str = "",
    leaders: Mapping[UUID, Sequence[Person]] | None = None,
    parts: Sequence[Taking] = (),
    roles: Iterable[Appointment] = (),
    by: Actor,
    at: datetime,
    **head: Any,
) -> Visit:
    """Open a visit that prepares another, between its sides, in the capital of ``host``.

    Roles and participations are copied only where they are named; ``leaders`` maps the sides of
    the visit prepared to people. Raises NotAllowed, Refused (days, no source, a city of no
    country), Conflict (sent twice).
    """
    require(by, May.MANAGE_PARTS, visit)
    rules.check_known(known, starts_on, ends_on, source)
    if city and host.country is None:
        raise Refused(_("An organisation has no country: add the place later."), field="city")
    with transaction.atomic():
        mode = DatesMode.NOTED if known == Known.NOTED else DatesMode.NEGOTIATED
        head = {"category": Category.WORKING, "dates_mode": mode} | head
        made = visits.make(**head, by=by, at=at)
        sides: list[NewSide] = [
            (
                SideRole.HOST if one.pk == host.pk else SideRole.GUEST,
                one.party,
                (leaders or {}).get(one.pk, ()),
            )
            for one in visit.sides.with_people().order_by("position", "pk")
        ]
        _add_sides(made, sides, city, by, at)
        visits.link(visit=made, to=visit, kind=LinkKind.PREPARES, by=by, at=at)
        if parts:
            visits.add_parts(visit=made, parts=parts, by=by, at=at)
        _give(made, visit, roles, by, at)
        if starts_on and ends_on:
            enter = note if known == Known.NOTED else estimate
            enter(visit=made, starts_on=starts_on, ends_on=ends_on, source=source, by=by, at=at)
    return made


def _add_sides(
    visit: Visit, sides: Sequence[NewSide], city: str, by: Actor, at: datetime
) -> list[Side]:
    """Add sides, the host first, and the place in its capital; return them in the order given."""
    made: dict[int, Side] = {}
    order = sorted(range(len(sides)), key=lambda n: (sides[n][0] != SideRole.HOST, n))
    for n in order:
        role, party, people = sides[n]
        country, organisation = (party, None) if isinstance(party, Country) else (None, party)
        made[n] = visits.add_side(
            visit=visit,
            role=role,
            country=country,
            organisation=organisation,
            principals=tuple(people),
            by=by,
            at=at,
        )
        if role == SideRole.HOST and country:
            visits.add_leg(
                visit=visit,
                country=country,
                city=city or country.capital,
                zone=country.zone,
                by=by,
                at=at,
            )
    return [made[n] for n in range(len(sides))]


def _check_seen(visit: Visit, by: Actor) -> None:
    if not Visit.objects.visible_to(by.user).filter(pk=visit.pk).exists():
        raise NotAllowed


def _give(
    visit: Visit, source: Visit, roles: Iterable[Appointment], by: Actor, at: datetime
) -> None:
    """Give the roles that were named on another visit, none above one's own there."""
    roles = list(roles)
    held = rights(by.user, source).roles if roles else set()
    for one in roles:
        if one.visit_id != source.pk or not is_within(one.role, held):
            raise NotAllowed(_("You can copy roles up to your own, not above it."))
        if not visit.appointments.filter(user=one.user, role=one.role).exists():
            visits.appoint(visit=visit, user=one.user, role=Role(one.role), by=by, at=at)


def _ask_again(edition: Visit, sides: Mapping[UUID, Side], by: Actor, at: datetime) -> int:
    parties = RequiredParty.objects.visible_to(by.user).filter(visit=edition)
    asked = parties.select_related("organisation").order_by("side__position", "position", "pk")
    for one in asked:
        add_party(
            side=sides[one.side_id],
            organisation=one.organisation,
            mandatory=one.is_mandatory,
            by=by,
            at=at,
        )
    return len(asked)


def _raise_again(
    edition: Visit, visit: Visit, sides: Mapping[UUID, Side], by: Actor, at: datetime
) -> int:
    items = AgendaItem.objects.visible_to(by.user).filter(visit=edition, state=ItemState.DEFERRED)
    deferred = items.with_parts().in_order()
    for one in deferred:
        item = agenda.suggest(
            visit=visit, title=one.title, title_own=one.title_own, cluster=one.cluster, by=by, at=at
        )
        for part in one.parts.all():
            agenda.add_part(
                item=item,
                organisation=part.organisation,
                side=sides[part.side_id],
                part=PartKind(part.part),
                by=by,
                at=at,
            )
    return len(deferred)


def _hang_again(edition: Visit, visit: Visit, by: Actor, at: datetime) -> int:
    tasks = Task.objects.visible_to(by.user).filter(visit=edition).exclude(anchor=Anchor.FIXED)
    lines = list(tasks.exclude(state=TaskState.WAIVED).order_by("title", "pk"))
    if lines:
        preparation.hang_again(visit=visit, tasks=lines, by=by, at=at)
    return len(lines)


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
