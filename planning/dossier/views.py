"""The dossier of a visit: what one must know."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning.accounts.pages import signed_in
from planning.core import clock
from planning.core.pages import editing
from planning.dossier import actions
from planning.dossier.forms import CorrectionForm, ValueForm
from planning.dossier.models import Indicator, IndicatorValue, Project, Sensitivity, Statement
from planning.dossier.pages import KINDS, Kind
from planning.visits.models import Visit
from planning.visits.pages import form_page, need, visit_page
from planning.visits.rules import May, Rights


@require_safe
@visit_page
def dossier(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show what one must know, as far as the reader may."""
    user = signed_in(request)

    def of_visit(model: Any) -> Any:
        return model.objects.visible_to(user).filter(visit=visit)

    page = {
        "visit": visit,
        "rights": rights,
        "sensitivities": of_visit(Sensitivity)
        .select_related("organisation")
        .order_by("title", "pk"),
        "indicators": of_visit(Indicator).with_values().order_by("title", "pk"),
        "projects": of_visit(Project).order_by("title", "pk"),
        "statements": of_visit(Statement).order_by("-said_on", "pk"),
    }
    return render(request, "planning/dossier/dossier.html", page)


@require_http_methods(["GET", "POST"])
@visit_page
def add(request: HttpRequest, visit: Visit, rights: Rights, kind: str) -> HttpResponse:
    """Add a sensitivity, indicator, project or statement."""
    need(rights, May.MANAGE_AGENDA)
    found = _kind(kind)

    def action(*, by: Any, at: Any, **values: Any) -> Any:
        return actions.add(found.model(visit=visit, **values), by=by, at=at)

    return form_page(
        request,
        visit,
        rights,
        form=found.form(request.POST or None, visit=visit),
        action=action,
        title=found.adding,
        to="dossier:list",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def edit(request: HttpRequest, visit: Visit, rights: Rights, kind: str, pk: UUID) -> HttpResponse:
    """Edit one of them."""
    need(rights, May.MANAGE_AGENDA)
    found = _kind(kind)
    rows = found.model.objects.visible_to(signed_in(request))
    row = get_object_or_404(rows, pk=pk, visit=visit)
    form = found.form(request.POST or None, visit=visit, row=row)
    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=editing(form, partial(actions.edit, row)),
        title=found.editing,
        to="dossier:list",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def value_add(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Note what an indicator stood at on a day."""
    need(rights, May.MANAGE_AGENDA)
    indicators = Indicator.objects.visible_to(signed_in(request))
    indicator = get_object_or_404(indicators, pk=pk, visit=visit)
    return form_page(
        request,
        visit,
        rights,
        form=ValueForm(request.POST or None, initial={"as_of": clock.today()}),
        action=partial(actions.add_value, indicator=indicator),
        title=_("Note a value"),
        lead=f"{indicator.title} ({indicator.unit})",
        to="dossier:list",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def value_correct(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Correct a value of an indicator."""
    need(rights, May.MANAGE_AGENDA)
    values = IndicatorValue.objects.visible_to(signed_in(request)).select_related("indicator")
    value = get_object_or_404(values, pk=pk, visit=visit)
    stands = {name: getattr(value, name) for name in ("version", "as_of", "value", "remark")}
    form = CorrectionForm(request.POST or None, initial=stands)
    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=editing(form, partial(actions.correct_value, value)),
        title=_("Correct a value"),
        lead=f"{value.indicator.title} ({value.indicator.unit})",
        to="dossier:list",
    )


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]
