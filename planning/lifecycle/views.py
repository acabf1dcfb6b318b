"""Doors to acts that may move a visit's days."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning.accounts.pages import signed_in
from planning.core import clock
from planning.core.wording import span
from planning.dates.models import DateOption, Request
from planning.lifecycle import actions
from planning.lifecycle.forms import (
    EstimateForm,
    GrantForm,
    PartyForm,
    PositionForm,
    ProposalForm,
    WithdrawalForm,
)
from planning.visits.models import Visit
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
