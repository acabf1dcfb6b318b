"""The agenda of a visit: its items in order, one item, its texts."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.accounts.pages import actor, signed_in
from planning.agenda import actions, pages
from planning.agenda.formats import AGENDA
from planning.agenda.forms import PartForm, SuggestionForm, TextForm
from planning.agenda.models import AgendaItem, AgendaText
from planning.agenda.queries import last_writing, leads
from planning.agenda.rules import TextKind, check_open
from planning.core import clock
from planning.core.errors import Refused, Stale
from planning.core.pages import Undo, posted_version, refuse, say
from planning.visits.models import Visit
from planning.visits.pages import form_page, need, visit_page
from planning.visits.rules import May, Rights


@require_safe
@visit_page
def list_(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show the items in order."""
    items = AgendaItem.objects.visible_to(signed_in(request)).filter(visit=visit).with_parts()
    line = partial(pages.line, visit=visit, rights=rights, today=clock.today())
    listed = AGENDA.of(request, items.in_order(), line=line, of=visit.slug)
    page = {"visit": visit, "rights": rights, "list": listed}
    return listed.sheet() or render(request, "planning/agenda/list.html", page)


@require_http_methods(["GET", "POST"])
@visit_page
def suggest(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Suggest an item."""
    need(rights, May.SUGGEST_ITEM)
    return form_page(
        request,
        visit,
        rights,
        form=SuggestionForm(request.POST or None, visit=visit),
        action=partial(actions.suggest, visit=visit),
        title=_("Suggest an item"),
        to="agenda:list",
        button=_("Suggest"),
        done=_("Suggested. The desk accepts it, and opens it for writing."),
    )


@require_safe
@visit_page
def show(request: HttpRequest, visit: Visit, rights: Rights, number: int) -> HttpResponse:
    """Show one item with the texts that the reader may read."""
    item = _item(request, visit, number)
    page = {
        "visit": visit,
        "rights": rights,
        "line": pages.line(item, visit, rights, clock.today()),
        "texts": pages.texts(item, signed_in(request), rights),
    }
    return render(request, "planning/agenda/item.html", page)


@require_http_methods(["GET", "POST"])
@visit_page
def write(
    request: HttpRequest, visit: Visit, rights: Rights, number: int, kind: str
) -> HttpResponse:
    """Write a text. Where somebody was quicker, both texts are shown and nothing typed is lost."""
    item = _item(request, visit, number)
    if kind not in TextKind.values:
        raise Http404
    need(rights, May.EDIT_TEXT, leads(item))
    if request.method == "GET":
        check_open(item.state, manages=rights.may(May.EDIT_TEXT))
    text = AgendaText.objects.visible_to(signed_in(request)).filter(item=item, kind=kind).first()
    stands = {"version": text.version, "body": text.body} if text else {"version": 0}
    form = TextForm(request.POST or None, initial=stands)
    page = {"visit": visit, "rights": rights, "item": item, "kind": TextKind(kind), "form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            typed = form.cleaned_data
            try:
                actions.write(
                    item=item, kind=TextKind(kind), **typed, by=actor(request), at=clock.now()
                )
            except Stale as stale:
                current = stale.current
                page["form"] = TextForm(initial=typed | {"version": current.version})
                page |= {"typed": typed["body"], "current": current, "refusal": stale}
                page["written"] = last_writing(current)
                return render(request, "planning/agenda/conflict.html", page, status=stale.status)
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("agenda:item", visit=visit.slug, number=number)
    return render(request, "planning/agenda/write.html", page, status=status)


@require_POST
@visit_page
def accept(request: HttpRequest, visit: Visit, rights: Rights, number: int) -> HttpResponse:
    """Accept a suggested item."""
    item = actions.accept(
        item=_item(request, visit, number),
        version=posted_version(request),
        by=actor(request),
        at=clock.now(),
    )
    messages.success(request, _("Accepted: %(title)s.") % {"title": item.title})
    return redirect(_place(visit, number))


@require_POST
@visit_page
def move(
    request: HttpRequest, visit: Visit, rights: Rights, number: int, *, up: bool
) -> HttpResponse:
    """Move an item up or down by one place."""
    item = actions.move(
        item=_item(request, visit, number),
        version=posted_version(request),
        up=up,
        by=actor(request),
        at=clock.now(),
    )
    back = reverse(
        "agenda:down" if up else "agenda:up", kwargs={"visit": visit.slug, "number": number}
    )
    say(
        request,
        _("Moved: %(title)s.") % {"title": item.title},
        Undo(back, {"version": item.version}),
    )
    return redirect(_place(visit, number))


@require_http_methods(["GET", "POST"])
@visit_page
def part_add(request: HttpRequest, visit: Visit, rights: Rights, number: int) -> HttpResponse:
    """Let an organisation lead an item or be consulted on it."""
    need(rights, May.MANAGE_AGENDA)
    item = _item(request, visit, number)
    return form_page(
        request,
        visit,
        rights,
        form=PartForm(request.POST or None, visit=visit),
        action=partial(actions.add_part, item=item),
        title=_("Add an organisation to item %(number)s") % {"number": number},
        lead=item.title,
        to="agenda:item",
        to_args={"number": number},
    )


def _item(request: HttpRequest, visit: Visit, number: int) -> AgendaItem:
    items = AgendaItem.objects.visible_to(signed_in(request)).with_parts()
    return get_object_or_404(items, visit=visit, number=number)


def _place(visit: Visit, number: int) -> str:
    """Return the item's place in the list, so that the page opens where one was."""
    return f"{reverse('agenda:list', kwargs={'visit': visit.slug})}#item-{number}"
