"""Writes to the dossier: one way in for all four kinds, and the values of an indicator."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.rows import change, fresh, judged
from planning.correspondence.rules import check_days
from planning.dossier import rules
from planning.dossier.models import Indicator, IndicatorValue, Project, Sensitivity, Statement
from planning.stakeholders.models import Organisation
from planning.visits.access import require
from planning.visits.rules import May

R = TypeVar("R", Sensitivity, Indicator, Project, Statement)

SAVED = {
    Sensitivity: rules.SENSITIVITY_SAVED,
    Indicator: rules.INDICATOR_SAVED,
    Project: rules.PROJECT_SAVED,
    Statement: rules.STATEMENT_SAVED,
}


def add(row: R, *, by: Actor, at: datetime) -> R:
    """Add a sensitivity, indicator, project or statement that is built but not saved.

    Raises NotAllowed, Refused (said on a day in the future).
    """
    of = _readers(getattr(row, "organisation", None))
    with act(SAVED[type(row)], on=row.visit, by=by, at=at, of=of) as story, judged():
        require(by, May.MANAGE_AGENDA, row.visit)
        check_days(timezone.localdate(at), said_on=getattr(row, "said_on", None))
        row.save(force_insert=True)
        story |= _named(row)
    return row


def edit(row: R, *, version: int, by: Actor, at: datetime, **values: Any) -> R:
    """Change one of them. Raises NotAllowed, Stale, Refused (said on a day in the future)."""
    of = _readers(values.get("organisation", getattr(row, "organisation", None)))
    with act(SAVED[type(row)], on=row.visit, by=by, at=at, of=of) as story, judged():
        require(by, May.MANAGE_AGENDA, row.visit)
        row = fresh(type(row), row.pk, version)
        check_days(timezone.localdate(at), said_on=values.get("said_on"))
        change(row, **values)
        story |= _named(row)
    return row


def add_value(
    *, indicator: Indicator, as_of: date, value: Decimal, remark: str = "", by: Actor, at: datetime
) -> IndicatorValue:
    """Note what an indicator stood at on a day.

    Raises NotAllowed, Refused (a day in the future), Conflict (the day has a value).
    """
    visit = indicator.visit
    with act(rules.VALUE_ADDED, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_AGENDA, visit)
        check_days(timezone.localdate(at), as_of=as_of)
        added = IndicatorValue.objects.create(
            visit=visit, indicator=indicator, as_of=as_of, value=value, remark=remark
        )
        story |= {"title": indicator.title, "day": date_format(as_of)}
    return added


def correct_value(
    noted: IndicatorValue, *, version: int, by: Actor, at: datetime, **values: Any
) -> IndicatorValue:
    """Correct what was noted of an indicator; the story keeps what it said before.

    Raises NotAllowed, Stale, Refused (a day in the future), Conflict (the day has a value).
    """
    visit = noted.visit
    with act(rules.VALUE_CORRECTED, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_AGENDA, visit)
        noted = fresh(IndicatorValue, noted.pk, version)
        check_days(timezone.localdate(at), as_of=values.get("as_of"))
        story |= {
            "title": noted.indicator.title,
            "day": date_format(noted.as_of),
            "former": noted.figure,
        }
        change(noted, **values)
    return noted


def _readers(organisation: Organisation | None) -> list[UUID]:
    """Name the ministry that may read of it in the story, too."""
    return [organisation.pk] if organisation else []


def _named(row: R) -> dict[str, str]:
    return {"speaker": row.speaker} if isinstance(row, Statement) else {"title": row.title}
