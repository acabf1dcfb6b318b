"""The register of a visit: its list, its entries, their scans."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning.accounts.pages import signed_in
from planning.core.pages import editing
from planning.correspondence import actions
from planning.correspondence.formats import REGISTER
from planning.correspondence.forms import CorrectionForm, EntryForm
from planning.correspondence.models import RegisterEntry
from planning.correspondence.pages import scan_of
from planning.visits.models import Visit
from planning.visits.pages import form_page, need, visit_page
from planning.visits.rules import May, Rights


@require_safe
@visit_page
def register(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """List the entries the reader may see, the latest first."""
    need(rights, May.SEE_OPTIONS, rights.organisations)
    entries = RegisterEntry.objects.visible_to(signed_in(request)).filter(visit=visit)
    listed = REGISTER.of(request, entries.with_parties().latest_first(), of=visit.slug)
    page = {"visit": visit, "rights": rights, "list": listed}
    return listed.sheet() or render(request, "planning/correspondence/register.html", page)


@require_http_methods(["GET", "POST"])
@visit_page
def enter(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Enter a letter, note, call or mail."""
    need(rights, May.RECORD_OPTIONS, rights.organisations)
    return form_page(
        request,
        visit,
        rights,
        form=EntryForm(request.POST or None, request.FILES or None, visit=visit, rights=rights),
        action=partial(actions.enter, visit=visit),
        title=_("Enter in the register"),
        to="correspondence:list",
        done=_("Entered."),
        template="planning/correspondence/entry.html",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def correct(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Show an entry, and correct it."""
    need(rights, May.RECORD_OPTIONS, rights.organisations)
    entry = _entry(request, visit, pk)
    need(rights, May.RECORD_OPTIONS, [entry.organisation_id])
    form = CorrectionForm(request.POST or None, request.FILES or None, entry=entry, rights=rights)
    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=editing(form, partial(actions.correct, entry=entry)),
        title=_("Correct an entry in the register"),
        to="correspondence:list",
        done=_("Corrected."),
        template="planning/correspondence/entry.html",
        entry=entry,
    )


@require_safe
@visit_page
def scan(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Hand out a scan."""
    need(rights, May.SEE_OPTIONS, rights.organisations)
    entry = _entry(request, visit, pk)
    return scan_of(entry)


def _entry(request: HttpRequest, visit: Visit, pk: UUID) -> RegisterEntry:
    entries = RegisterEntry.objects.visible_to(signed_in(request)).with_parties()
    return get_object_or_404(entries, pk=pk, visit=visit)
