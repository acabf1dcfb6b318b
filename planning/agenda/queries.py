"""Who is concerned by an item, on which side, and who wrote a text last."""

from uuid import UUID

from planning.agenda.models import AgendaItem, AgendaText
from planning.agenda.rules import WRITTEN, PartKind, TextKind
from planning.audit.models import AuditEvent
from planning.stakeholders.models import Organisation
from planning.visits.models import Side, Visit


def side_of(visit: Visit, organisation: Organisation) -> Side | None:
    """Return the side an organisation belongs to: its country's, or the one it is itself."""
    for side in visit.sides.all():
        if side.organisation_id == organisation.pk:
            return side
        if side.country_id and side.country_id == organisation.country_id:
            return side
    return None


def leads(item: AgendaItem) -> set[UUID]:
    """Return the organisations that lead an item: they write its texts."""
    return {part.organisation_id for part in item.parts.all() if part.part == PartKind.LEAD}


def concerned(item: AgendaItem) -> set[UUID]:
    """Return the organisations that lead an item or are consulted on it: they read its texts."""
    return {part.organisation_id for part in item.parts.all()}


def last_writing(text: AgendaText) -> AuditEvent | None:
    """Return the act to which a text owes its present wording; it names who wrote, and when."""
    versions = type(text)._meta.get_field("events").related_model._default_manager
    latest = versions.filter(pgh_obj=text.pk).order_by("-pgh_id").values("pgh_context")[:1]
    acts = AuditEvent.objects.filter(
        context_id__in=latest, verb=WRITTEN[TextKind(text.kind)].name
    ).select_related("user")
    return acts.order_by("-at", "-recorded_at", "-pk").first()
