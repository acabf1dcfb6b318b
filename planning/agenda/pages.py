"""The agenda and one item of it as one reader may see them."""

from dataclasses import dataclass
from datetime import date

from planning.accounts.models import User
from planning.agenda.models import AgendaItem, AgendaText, ItemPart
from planning.agenda.queries import concerned, last_writing, leads
from planning.agenda.rules import READS, PartKind, TextKind, check_open, overdue
from planning.audit.models import AuditEvent
from planning.core.errors import Conflict
from planning.visits.models import Side, Visit
from planning.visits.rules import May, Rights


@dataclass(frozen=True)
class Line:
    """An item with its parts in order of side, leads first; ``mine`` is the reader's own part."""

    item: AgendaItem
    parts: list[tuple[Side, ItemPart]]
    mine: ItemPart | None
    overdue: bool

    @property
    def leading(self) -> list[tuple[Side, ItemPart]]:
        """Return the parts of those who lead."""
        return [(side, part) for side, part in self.parts if part.part == PartKind.LEAD]


def line(item: AgendaItem, visit: Visit, rights: Rights, today: date) -> Line:
    """Return an item (with its parts) as a line of the agenda."""
    sides = {side.pk: side for side in visit.sides.all()}
    parts = sorted(
        item.parts.all(),
        key=lambda part: (part.part != PartKind.LEAD, sides[part.side_id].position),
    )
    mine = (part for part in parts if part.organisation_id in rights.organisations)
    return Line(
        item,
        [(sides[part.side_id], part) for part in parts],
        next(mine, None),
        overdue(item.state, item.due_on, today),
    )


@dataclass(frozen=True)
class Page:
    """A text as the reader sees it; ``closed`` says why it cannot be written now."""

    kind: TextKind
    text: AgendaText | None
    written: AuditEvent | None
    may_write: bool
    closed: str


def texts(item: AgendaItem, user: User, rights: Rights) -> list[Page]:
    """Return the texts of an item that the reader may read, written or not."""
    found = {one.kind: one for one in AgendaText.objects.visible_to(user).filter(item=item)}
    closed = ""
    try:
        check_open(item.state, manages=rights.may(May.EDIT_TEXT))
    except Conflict as reason:
        closed = str(reason)
    return [
        Page(
            kind,
            text := found.get(kind),
            last_writing(text) if text else None,
            may_write=rights.may(May.EDIT_TEXT, leads(item)),
            closed=closed,
        )
        for kind in TextKind
        if rights.may(READS[kind], concerned(item))
    ]
