"""Every write to the agenda: its items, their order, who has a part in them, their texts."""

from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from planning.agenda import rules
from planning.agenda.models import AgendaItem, AgendaText, ItemPart
from planning.agenda.queries import concerned, leads, side_of
from planning.agenda.rules import ItemState, PartKind, TextKind
from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import Conflict, Refused, Stale
from planning.core.rows import change, fresh, judged, locked
from planning.stakeholders.models import Organisation
from planning.visits.access import may, require, rights
from planning.visits.models import Side, Visit
from planning.visits.rules import May, Rights, Role


def suggest(
    *,
    visit: Visit,
    title: str,
    title_own: str = "",
    cluster: str = "",
    lead: Organisation | None = None,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> AgendaItem:
    """Put a topic at the end of the agenda, under a number that stays.

    ``lead`` leads it on its side. A ministry whose focal point suggests leads it on its own side,
    unless ``lead`` does so there. Raises NotAllowed, Refused (the lead belongs to no side),
    Conflict (the title stands on the agenda already).
    """
    with act(rules.SUGGESTED, on=visit, by=by, at=at) as story, judged():
        require(by, May.SUGGEST_ITEM, visit)
        last = visit.agenda_items.aggregate(number=Max("number"), position=Max("position"))
        item = AgendaItem.objects.create(
            visit=visit,
            number=(last["number"] or 0) + 1,
            position=(last["position"] or 0) + 1,
            title=title,
            title_own=title_own,
            cluster=cluster,
            due_on=due_on,
        )
        leading: dict[Side, Organisation] = {}
        if lead:
            side = side_of(visit, lead)
            if side is None:
                raise Refused(_("This organisation belongs to no side of the visit."), field="lead")
            leading[side] = lead
        for ministry in _ministries(by, visit):
            if side := side_of(visit, ministry):
                leading.setdefault(side, ministry)
        ItemPart.objects.bulk_create(
            ItemPart(visit=visit, item=item, organisation=one, side=side, part=PartKind.LEAD)
            for side, one in leading.items()
        )
        story |= {"number": item.number, "title": title}
    return item


def accept(*, item: AgendaItem, version: int, by: Actor, at: datetime) -> AgendaItem:
    """Take a suggested item on the agenda; from now on its lead ministries may write.

    Raises NotAllowed, Stale, Conflict (accepted already).
    """
    visit = item.visit
    with act(rules.ACCEPTED, on=visit, by=by, at=at) as story:
        require(by, May.MANAGE_AGENDA, visit)
        item = fresh(AgendaItem, item.pk, version)
        rules.check_suggested(item.state)
        story |= {"number": item.number, "title": item.title}
        change(item, state=ItemState.ACCEPTED)
    return item


def add_part(
    *,
    item: AgendaItem,
    organisation: Organisation,
    side: Side,
    part: PartKind,
    by: Actor,
    at: datetime,
) -> ItemPart:
    """Let an organisation lead an item on a side, or be consulted on it.

    Raises NotAllowed, Refused (it belongs to another side), Conflict (it has a part already, the
    side has a lead already).
    """
    visit = item.visit
    with (
        act(
            rules.PART_ADDED[PartKind(part)], on=visit, by=by, at=at, of=[organisation.pk]
        ) as story,
        judged(),
    ):
        require(by, May.MANAGE_AGENDA, visit)
        if side.visit_id != visit.pk or side_of(visit, organisation) not in (side, None):
            raise Refused(_("This organisation belongs to another side."), field="organisation")
        story |= {"number": item.number, "organisation": organisation.name}
        return ItemPart.objects.create(
            visit=visit, item=item, organisation=organisation, side=side, part=part
        )


def move(*, item: AgendaItem, version: int, up: bool, by: Actor, at: datetime) -> AgendaItem:
    """Move an item by one place in the order. Its number stays.

    Raises NotAllowed, Stale, Conflict (it stands first, or last, already).
    """
    visit = item.visit
    with act(rules.MOVED_UP if up else rules.MOVED_DOWN, on=visit, by=by, at=at) as story:
        require(by, May.MANAGE_AGENDA, visit)
        item = fresh(AgendaItem, item.pk, version)
        order = list(visit.agenda_items.in_order().select_for_update(no_key=True))
        new = rules.moved(order, item, up=up)
        if new == order:
            raise Conflict(
                _("This item stands first already.") if up else _("This item stands last already.")
            )
        story |= {"number": item.number, "title": item.title}
        for position, one in enumerate(new, start=1):
            if one.position != position:
                change(one, position=position)
    return new[new.index(item)]


def write(
    *, item: AgendaItem, kind: TextKind, body: str, version: int, by: Actor, at: datetime
) -> AgendaText:
    """Write a text of an item; the first writing is made on version 0 and starts the drafting.

    A lead ministry writes while the item is open, others who may write always. Raises NotAllowed,
    Conflict (not open), Stale carrying the text as it stands now.
    """
    visit = item.visit
    verb = rules.WRITTEN[TextKind(kind)]
    with act(verb, on=visit, by=by, at=at, of=concerned(item)) as story, judged():
        item = locked(AgendaItem, item.pk)
        require(by, May.EDIT_TEXT, visit, of=leads(item))
        rules.check_open(item.state, manages=may(by, May.EDIT_TEXT, visit))
        # The visit's lock keeps a second first writing out until this one is committed.
        text = item.texts.select_for_update(no_key=True).filter(kind=kind).first() or AgendaText(
            visit=visit, item=item, kind=kind, version=0
        )
        if text.version != version:
            raise Stale(text)
        if text._state.adding:
            text.version, text.body = 1, body
            text.save(force_insert=True)
        else:
            change(text, body=body)
        if item.state == ItemState.ACCEPTED:
            change(item, state=ItemState.DRAFTING)
        story["number"] = item.number
    return text


def _ministries(by: Actor, visit: Visit) -> QuerySet[Organisation]:
    held = rights(by.user, visit) if by.user else Rights()
    own = [one.organisation for one in held.grants if one.role is Role.MINISTRY]
    return Organisation.objects.filter(pk__in=filter(None, own)).order_by("name", "pk")
