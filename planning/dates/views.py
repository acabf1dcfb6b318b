"""The dates of a visit: the picture, positions, requests."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning.accounts.pages import actor, signed_in
from planning.core import clock
from planning.core.errors import NotAllowed
from planning.core.pages import posted_version
from planning.core.wording import span
from planning.dates import actions
from planning.dates.forms import RefusalForm, RequestForm
from planning.dates.models import DateOption, FixedMeeting, Request
from planning.dates.pages import board_for
from planning.dates.rules import RequestKind
from planning.visits.access import names_of, who_may
from planning.visits.models import Visit
from planning.visits.pages import Check, check_page, form_page, need, visit_page
from planning.visits.rules import May, Rights


@require_safe
@visit_page
def board(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show options, positions and what is missing, as far as the reader may see them."""
    page = {
        "visit": visit,
        "rights": rights,
        "board": board_for(signed_in(request), visit, rights),
        "meetings": FixedMeeting.objects.select_related("country").order_by("starts_on", "pk"),
    }
    return render(request, "planning/dates/board.html", page)


TITLES = {
    RequestKind.CONFIRM: lambda: _("Request the confirmation"),
    RequestKind.ANNOUNCE: lambda: _("Request the announcement"),
}
CHECKS = {
    RequestKind.CONFIRM: lambda: _("You ask that %(days)s be confirmed inside."),
    RequestKind.ANNOUNCE: lambda: _("You ask that %(days)s be announced, and so made public."),
}


@require_http_methods(["GET", "POST"])
@visit_page
def request_make(
    request: HttpRequest, visit: Visit, rights: Rights, pk: UUID, kind: str
) -> HttpResponse:
    """Request that dates be confirmed or announced, naming who decided."""
    need(rights, May.REQUEST)
    options = DateOption.objects.visible_to(signed_in(request)).select_related("side__country")
    option = get_object_or_404(options, pk=pk, visit=visit)
    form = RequestForm(
        request.POST or None, initial={"version": option.version, "decided_on": clock.today()}
    )
    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=partial(actions.request, kind=RequestKind(kind), option=option),
        title=TITLES[RequestKind(kind)](),
        to="dates:board",
        button=_("Send the request"),
        done=_("Requested. A chief other than you decides."),
        template="planning/dates/request.html",
        option=option,
        check=Check(
            [
                CHECKS[RequestKind(kind)]() % {"days": span(option.starts_on, option.ends_on)},
                _("Nothing changes until a chief other than you grants it."),
            ],
            told=names_of(who_may(visit, May.GRANT), but=signed_in(request)),
        ),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def request_refuse(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Refuse a request, with a reason."""
    need(rights, May.GRANT)
    asked = _asked(request, visit, pk)
    return form_page(
        request,
        visit,
        rights,
        form=RefusalForm(request.POST or None, initial={"version": asked.version}),
        action=partial(actions.refuse, asked=asked),
        title=_("Refuse the request"),
        to="dates:board",
        button=_("Refuse"),
        done=_("Refused; who asked is told."),
        check=Check(
            [_("The request ends, and the dates stay as they are. It can be made again.")],
            told=[asked.requested_by.name] if asked.requested_by != signed_in(request) else [],
        ),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def request_withdraw(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Say what withdrawing one's own request does, and withdraw it."""
    asked = _asked(request, visit, pk)
    if request.method == "GET":
        if asked.requested_by != signed_in(request):
            raise NotAllowed
        return check_page(
            request,
            visit,
            rights,
            title=_("Withdraw the request"),
            button=_("Withdraw the request"),
            check=Check([_("The request ends, and the dates stay as they are.")]),
            to="dates:board",
            hidden=[("version", asked.version)],
        )
    actions.withdraw(
        asked=asked,
        version=posted_version(request),
        by=actor(request),
        at=clock.now(),
    )
    return redirect("dates:board", visit=visit.slug)


def _asked(request: HttpRequest, visit: Visit, pk: UUID) -> Request:
    requests = Request.objects.visible_to(signed_in(request)).select_related(
        "option", "visit", "requested_by"
    )
    return get_object_or_404(requests, pk=pk, visit=visit)
