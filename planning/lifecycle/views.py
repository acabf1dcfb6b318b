"""Doors to opening a visit, and to acts that may move its days."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning.accounts.pages import actor, how, signed_in
from planning.core import clock
from planning.core.errors import Refused
from planning.core.pages import editing, refuse
from planning.core.wording import span
from planning.dates.models import DateOption, Request
from planning.lifecycle import actions
from planning.lifecycle.forms import (
    EstimateForm,
    GrantForm,
    LeadForm,
    NextForm,
    PartyForm,
    PositionForm,
    PreparatoryForm,
    ProposalForm,
    VisitForm,
    WhoForm,
    WithdrawalForm,
)
from planning.visits.access import require_opener
from planning.visits.models import Side, Visit
from planning.visits.pages import Check, form_page, need, visit_page
from planning.visits.rules import May, Rights


@require_http_methods(["GET", "POST"])
@visit_page
def estimate(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Note a press estimate."""
    need(rights, May.RECORD_OPTIONS)
    return form_page(
        request,
        visit,
        rights,
        form=EstimateForm(request.POST or None),
        action=partial(actions.estimate, visit=visit),
        title=_("Note a press estimate"),
        to="dates:board",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def propose(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Record dates that a side proposes."""
    need(rights, May.RECORD_OPTIONS)
    return form_page(
        request,
        visit,
        rights,
        form=ProposalForm(request.POST or None, visit=visit, user=signed_in(request)),
        action=actions.propose,
        title=_("Record proposed dates"),
        to="dates:board",
        done=_("Recorded."),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def party_add(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Ask for an office's yes."""
    need(rights, May.RECORD_OPTIONS)
    return form_page(
        request,
        visit,
        rights,
        form=PartyForm(request.POST or None, visit=visit),
        action=actions.add_party,
        title=_("Ask for an office's yes"),
        to="dates:board",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def take_position(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Record what an office says to proposed dates."""
    need(rights, May.RECORD_OPTIONS, rights.organisations)
    form = PositionForm(
        request.POST or None,
        visit=visit,
        user=signed_in(request),
        initial={
            "option": request.GET.get("option"),
            "party": request.GET.get("party"),
            "said_on": clock.today(),
        },
    )
    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=actions.take_position,
        title=_("Record what an office says"),
        to="dates:board",
        done=_("Recorded."),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def withdraw(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Withdraw an estimate or proposed dates."""
    need(rights, May.RECORD_OPTIONS)
    options = DateOption.objects.visible_to(signed_in(request)).select_related("visit")
    option = get_object_or_404(options, pk=pk, visit=visit)
    return form_page(
        request,
        visit,
        rights,
        form=WithdrawalForm(request.POST or None, initial={"version": option.version}),
        action=partial(actions.withdraw, option=option),
        title=_("Withdraw these dates"),
        to="dates:board",
        button=_("Withdraw"),
        done=_("Withdrawn."),
        check=Check(
            [
                _("%(days)s is withdrawn for good: it is struck out, and its holds end.")
                % {"days": span(option.starts_on, option.ends_on)},
                _("Everything that was said about it stays on record."),
            ]
        ),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def grant(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Show what a request would do, and grant it."""
    need(rights, May.GRANT)
    requests = Request.objects.visible_to(signed_in(request)).select_related(
        "visit", "option__side__country", "option__side__organisation", "requested_by"
    )
    asked = get_object_or_404(requests, pk=pk, visit=visit)
    return form_page(
        request,
        visit,
        rights,
        form=GrantForm(request.POST or None, initial={"version": asked.version}),
        action=partial(actions.grant, asked=asked),
        title=_("Decide about a request"),
        to="dates:board",
        button=_("Grant"),
        done=_("Granted. Those concerned are told."),
        template="planning/lifecycle/grant.html",
        asked=asked,
        told=len(actions.told_by(asked)),
    )


@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest) -> HttpResponse:
    """Ask for eight facts, propose who leads the sides and who takes part, open the visit."""
    require_opener(actor(request))
    user, status = signed_in(request), 200
    form, proposal = VisitForm(request.POST or None, user=user), None
    if form.is_valid():
        said = form.cleaned_data
        proposed = f"{said['host'].pk} {said['guest'].pk} {said['category']}"
        is_answered = request.POST.get("proposed") == proposed
        answer = request.POST if is_answered else None
        proposal = WhoForm(answer, opening=said, user=user, initial={"proposed": proposed})
        if proposal.is_valid():
            try:
                visit = actions.open_visit(**said, **proposal.cleaned_data, **how(request))
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                return _lead_to(request, visit)
        elif is_answered:
            status = 422
    elif form.is_bound:
        status = 422
    page = {"form": form, "proposal": proposal}
    return render(request, "planning/lifecycle/visit_new.html", page, status=status)


@require_http_methods(["GET", "POST"])
@visit_page
def next_edition(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Open the next edition of a series from the last one, sides swapped."""
    require_opener(actor(request))
    return form_page(
        request,
        visit,
        rights,
        form=NextForm(request.POST or None, edition=visit, user=signed_in(request), rights=rights),
        action=partial(actions.next_edition, edition=visit),
        title=_("Open the next edition"),
        lead=_(
            "Host and guest change places, the city is the new host's capital, principals stay"
            " with their sides. Untick what shall not be taken over; each focal point that stays"
            " ticked gets one mail."
        ),
        to="overview:visit",
        button=_("Open the next edition"),
        template="planning/lifecycle/next_edition.html",
        then=partial(_lead_to, request),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def visit_prepare(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Open a visit that prepares this one."""
    need(rights, May.MANAGE_PARTS)
    require_opener(actor(request))
    return form_page(
        request,
        visit,
        rights,
        form=PreparatoryForm(
            request.POST or None, visit=visit, user=signed_in(request), rights=rights
        ),
        action=partial(actions.prepare, visit=visit),
        title=_("Open a preparatory visit"),
        lead=_(
            "Nobody on this visit sees the new one unless you tick them here: no role is"
            " inherited. Each focal point that you tick gets one mail."
        ),
        to="preparation:list",
        button=_("Open the preparatory visit"),
        template="planning/visits/taking.html",
        then=partial(_lead_to, request),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def side_lead(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Say who leads a side, with a spouse or without."""
    need(rights, May.MANAGE_PARTS)
    side = get_object_or_404(Side.objects.with_people(), pk=pk, visit=visit)
    form = LeadForm(request.POST or None, side=side)
    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=editing(form, partial(actions.lead, side=side)),
        title=_("Say who leads a side"),
        lead=_("Their calendars are claimed for the dates of the visit from now on."),
        to="visits:facts",
    )


def _lead_to(request: HttpRequest, visit: Visit) -> HttpResponse:
    messages.success(request, _("Opened. You are its officer."))
    return redirect("overview:visit", visit=visit.slug)
