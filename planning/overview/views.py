"""Home, the list of visits, a visit at a glance, its history and its messages."""

from itertools import groupby

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from planning.accounts.pages import signed_in
from planning.core import clock
from planning.overview import queries
from planning.overview.forms import HistoryFilters
from planning.visits.models import Principal, Visit
from planning.visits.pages import visit_page
from planning.visits.rules import Rights


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader, and the next visits."""
    user = signed_in(request)
    visits = Visit.objects.visible_to(user).shown_to(user).with_sides()
    page = {
        "requests": queries.requests_to_decide(user),
        "owed": queries.owed_tasks(user, clock.today()),
        "visits": visits.upcoming(clock.today())[:10],
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
    user = signed_in(request)
    principals = Principal.objects.select_related("person").order_by("position", "pk")
    prefetch_related_objects([visit], Prefetch("sides__principals", principals))
    page = {
        "visit": visit,
        "rights": rights,
        "around": queries.around(visit, user),
        "owed": queries.owed_tasks(user, clock.today(), [visit]),
        "contacts": queries.telephone_list(visit),
        "told": queries.story(visit, rights, limit=8),
    }
    return render(request, "planning/overview/visit.html", page)


@require_safe
@visit_page
def history(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Tell the story of a visit in words, by day, with what each act changed."""
    user = signed_in(request)
    filters = HistoryFilters(request.GET, people=queries.who_acted(visit, rights))
    chosen = filters.chosen
    leaf = queries.leaf(queries.chosen_acts(visit, user, rights, **chosen), filters.number)
    told = queries.with_changes(leaf.rows, visit, user, rights, of=chosen.get("of"))
    days = groupby(told, key=lambda one: localdate(one.told.at))
    page = {
        "visit": visit,
        "rights": rights,
        "filters": filters,
        "leaf": leaf,
        "days": [(day, list(acts)) for day, acts in days],
    }
    return render(request, "planning/overview/history.html", page)


@require_safe
@visit_page
def messages(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show what was sent to whom, and what became of it."""
    sent = queries.messages_of(visit, signed_in(request))
    page = {"visit": visit, "rights": rights, "sent": sent}
    return render(request, "planning/overview/messages.html", page)
