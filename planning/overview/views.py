"""Home, the list of visits, search, a visit at a glance, its history and its messages."""

from collections import Counter
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning.accounts import actions as accounts
from planning.accounts.pages import signed_in
from planning.core import clock
from planning.core.names import code_of
from planning.core.pages import DIGITS
from planning.lifecycle import actions as lifecycle
from planning.overview import pages, queries
from planning.overview.formats import VISITS
from planning.overview.forms import CalendarForm, DecisionForm, HistoryFilters, MessageFilters
from planning.overview.pages import calendar as calendars
from planning.overview.queries.palette import groups
from planning.overview.queries.search import Kind, find
from planning.overview.rules import blocks_for
from planning.overview.rules.calendar import WEEK, Period, View
from planning.preparation.rules import SOON
from planning.reminders.queries import owed
from planning.reminders.rules import Debt
from planning.stakeholders.models import keeps_reference
from planning.visits.access import rights as rights_on
from planning.visits.access import rights_everywhere
from planning.visits.models import Principal, Visit
from planning.visits.pages import form_page, need, visit_page
from planning.visits.rules import May, Rights

PER_KIND, PER_PAGE, PER_SUGGESTION = 5, 25, 3  # rows that are shown


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
    """List the visits of the reader that the address asks for."""
    user = signed_in(request)
    found = Visit.objects.visible_to(user).shown_to(user).with_sides().latest_first()
    list_ = VISITS.of(request, found)
    return list_.sheet() or render(
        request, "planning/overview/visits.html", {"list": list_, "may_open": keeps_reference(user)}
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what answers to some words, by kind: the first of each, or one kind page by page."""
    user = signed_in(request)
    typed = request.GET.get("q", "").strip()
    kind = Kind(request.GET["kind"]) if request.GET.get("kind") in Kind else None
    at = request.GET.get("from", "")
    offset = int(at) if kind and at.isdecimal() and len(at) <= DIGITS else 0
    visits = Visit.objects.visible_to(user)
    code = code_of(request.GET.get("visit", ""))
    visit = get_object_or_404(visits, code=code) if code else None
    kinds, limit = ([kind], PER_PAGE) if kind else (list(Kind), PER_KIND)
    found, slipped = find(user, typed, kinds=kinds, visit=visit, limit=limit, offset=offset)
    page = {
        "typed": typed,
        "found": found,
        "slipped": slipped,
        "count": sum(of_kind.count for of_kind in found),
        "kind": kind,
        "kinds": Kind,
        "at": visit,
        "visits": visits.order_by("title", "pk"),
        "offset": offset,
        "earlier": max(0, offset - PER_PAGE),
        "later": offset + PER_PAGE,
    }
    return render(request, "planning/overview/search.html", page)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer what is being typed: the first rows of each kind, for the palette also what to do.

    The palette says by ``at`` on which visit it was opened.
    """
    user = signed_in(request)
    typed = request.GET.get("q", "").strip()
    page: dict[str, Any] = {"found": find(user, typed, limit=PER_SUGGESTION)[0], "groups": []}
    if "at" in request.GET:
        visit = Visit.objects.visible_to(user).filter(code=code_of(request.GET["at"])).first()
        held = rights_on(user, visit) if visit else Rights()
        page["groups"] = groups(user, typed, visit, held)
    page["count"] = sum(len(of_kind.hits) for of_kind in page["found"])
    page["count"] += sum(len(group.entries) for group in page["groups"])
    return render(request, "planning/overview/_suggestions.html", page)


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
    """Show what was sent to whom and why, and what became of it."""
    user = signed_in(request)
    people, reasons = queries.told_and_why(visit, user)
    filters = MessageFilters(request.GET, people=people, reasons=reasons)
    found = queries.chosen_messages(visit, user, **filters.chosen)
    page = {
        "visit": visit,
        "rights": rights,
        "filters": filters,
        "leaf": queries.leaf(found, filters.number),
        "manages": rights.may(May.MANAGE_PARTS),
    }
    return render(request, "planning/overview/messages.html", page)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show visits, holds, meetings and holidays of a month, quarter or year."""
    user, today = signed_in(request), clock.today()
    sides = calendars.sides_of(user)
    form = CalendarForm(
        request.GET,
        sides=[(calendars.called(side), side.name) for side in sides],
        people=[(str(person.pk), person.name) for person in calendars.principals_of(user)],
        today=today,
    )
    form.is_valid()
    period = form.period()

    def link(other: Period | None) -> str:
        return form.query(other.view, other.at) if other else ""

    found = calendars.calendar(user, period, form.wanted(), sides, today)
    page = {
        "form": form,
        "narrows": form.narrows(),
        "calendar": found,
        "views": [(view, link(Period.around(view, period.near(today)))) for view in View],
        "previous": link(period.previous()),
        "next": link(period.next()),
        "months": [
            (month, link(Period.around(View.MONTH, month.first))) for month in found.months()
        ],
        "weekdays": WEEK,
        "now": form.query(period.view),
        "all": f"?view={period.view}&at={period.at}",
        "printed_at": clock.now(),
    }
    return render(request, "planning/overview/calendar.html", page)


@require_safe
@visit_page
def messages_next(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show what would be sent next, as things stand."""
    page = {
        "visit": visit,
        "rights": rights,
        "coming": queries.next_messages(visit, signed_in(request), rights, clock.now()),
        "manages": rights.may(May.MANAGE_PARTS),
    }
    return render(request, "planning/overview/messages_next.html", page)


@require_http_methods(["GET", "POST"])
@visit_page
def message(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Show one message; decide what becomes of it where it is uncertain or parked."""
    found = queries.readable_messages(signed_in(request)).filter(visit_id=visit.pk)
    one = get_object_or_404(found, pk=pk)
    need(rights, May.MANAGE_PARTS)
    start = {"version": one.fence, "decision": DecisionForm.AGAIN}
    form = DecisionForm(request.POST or None, state=one.state, initial=start)

    def decide(*, decision: str, **said: Any) -> None:
        if decision == DecisionForm.AGAIN:
            lifecycle.resend(message=one, **said)
        else:
            lifecycle.resolve(message=one, outcome=decision, **said)

    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=decide,
        title=_("Message"),
        template="planning/overview/message.html",
        message=one,
        button=_("Decide"),
        to="overview:messages",
        done=_("Noted."),
    )
