"""Home, the list of visits, a visit at a glance, its history and its messages."""

from collections import Counter

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from planning.accounts import actions as accounts
from planning.accounts.pages import signed_in
from planning.core import clock
from planning.overview import pages, queries
from planning.overview.rules import blocks_for
from planning.preparation.rules import SOON
from planning.reminders.queries import owed
from planning.reminders.rules import Debt
from planning.visits.access import rights_everywhere
from planning.visits.models import Principal, Visit
from planning.visits.pages import visit_page
from planning.visits.rules import Rights


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader and for whom they wait, the next visits, and what is new."""
    user, at, today = signed_in(request), clock.now(), clock.today()
    held = rights_everywhere(user)
    before = accounts.note_presence(user=user, at=at)
    due = owed(user, held, today + SOON)
    page = {
        "blocks": blocks_for(held.values()),
        "requests": [one for one in due if one.mine and one.kind == Debt.REQUEST],
        "owed": [one for one in due if one.mine and one.kind != Debt.REQUEST],
        "waiting": [one for one in due if not one.mine],
        "visits": queries.next_visits(user, held, today),
        "news": queries.news(user, held, before),
        "before": before,
        "today": today,
    }
    return render(request, "planning/overview/home.html", page)


@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """List all visits of the reader."""
    user = signed_in(request)
    found = Visit.objects.visible_to(user).shown_to(user).with_sides().latest_first()
    return render(request, "planning/overview/visits.html", {"visits": found})


@require_safe
@visit_page
def visit(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show one visit at a glance."""
    user, today = signed_in(request), clock.today()
    principals = Principal.objects.select_related("person").order_by("position", "pk")
    prefetch_related_objects([visit], Prefetch("sides__principals", principals))
    due, contacts = owed(user, {visit.pk: rights}), queries.telephone_list(visit)
    around = queries.around(visit, user, rights_everywhere(user), today)
    page = {
        "visit": visit,
        "rights": rights,
        "around": around,
        "line": pages.line(visit, around.preparing, today),
        "owed": Counter(one.kind for one in pages.soon(due, today)),
        "debtors": pages.debtors(due, contacts, rights, today),
        "deadlines": [one for one in due if one.due and one.due >= today][:3],
        "contacts": contacts,
        "letters": queries.latest_letters(visit, rights),
        "known": queries.from_the_dossier(visit, user),
        "today": today,
    }
    return render(request, "planning/overview/visit.html", page)


@require_safe
@visit_page
def history(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Tell the story of a visit in words."""
    page = {"visit": visit, "rights": rights, "told": queries.story(visit, rights)}
    return render(request, "planning/overview/history.html", page)


@require_safe
@visit_page
def messages(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show what was sent to whom, and what became of it."""
    sent = queries.messages_of(visit, signed_in(request))
    page = {"visit": visit, "rights": rights, "sent": sent}
    return render(request, "planning/overview/messages.html", page)
