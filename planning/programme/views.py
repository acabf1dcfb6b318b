"""The programme of a visit: the table, its lines, its print."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.accounts.pages import actor, signed_in
from planning.core import clock
from planning.core.pages import Undo, editing, posted_version, say
from planning.programme import actions
from planning.programme.formats import PROGRAMME
from planning.programme.forms import EditForm, ItemForm
from planning.programme.models import ProgrammeItem
from planning.programme.pages import Edit, items_for, line_of, programme_for
from planning.visits.models import Visit
from planning.visits.pages import Check, check_page, form_page, need, visit_page
from planning.visits.rules import May, Rights


@require_safe
@visit_page
def list_(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show the lines that the reader may see, day by day."""
    user = signed_in(request)
    line = partial(line_of, visit=visit)
    listed = PROGRAMME.of(request, items_for(user, visit), line=line, of=visit.slug)
    if sheet := listed.sheet():
        return sheet
    page = {
        "visit": visit,
        "rights": rights,
        "days": programme_for(user, visit),
        "sheets": listed.sheets,
    }
    return render(request, "planning/programme/list.html", page)


@require_safe
@visit_page
def print_(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show the same lines for paper: a draft, stamped with who prints it and when."""
    user = signed_in(request)
    page = {
        "visit": visit,
        "days": programme_for(user, visit),
        "printed_by": user.name,
        "printed_at": clock.now(),
    }
    return render(request, "planning/programme/print.html", page)


@require_http_methods(["GET", "POST"])
@visit_page
def item_add(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Add a line."""
    need(rights, May.EDIT_PROGRAMME)
    day = request.GET.get("day", visit.from_on)
    return form_page(
        request,
        visit,
        rights,
        form=ItemForm(request.POST or None, visit=visit, initial={"day": day}),
        action=actions.add,
        title=_("Add a line to the programme"),
        to="programme:list",
        button=_("Add"),
        done=_("Added."),
        template="planning/programme/form.html",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def item_edit(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Write a line anew; where somebody was quicker, say what stands now, keep what was typed."""
    need(rights, May.EDIT_PROGRAMME)
    item = _item(request, visit, pk)
    form = EditForm(request.POST or None, item=item)
    edit = Edit(item, visit)
    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=editing(form, edit.save),
        title=_("Edit a line of the programme"),
        to="programme:list",
        template="planning/programme/form.html",
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
@visit_page
def item_remove(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Say which line would be removed, and remove it."""
    item = _item(request, visit, pk)
    need(rights, May.EDIT_PROGRAMME)
    if request.method == "GET":
        says = _("“%(title)s” leaves the programme. The history keeps that it stood there.")
        return check_page(
            request,
            visit,
            rights,
            title=_("Remove a line"),
            button=_("Remove this line"),
            check=Check([says % {"title": item.title}]),
            to="programme:list",
            hidden=[("version", item.version)],
        )
    actions.remove(
        item=item,
        version=posted_version(request),
        by=actor(request),
        at=clock.now(),
    )
    messages.success(request, _("Removed."))
    return redirect("programme:list", visit=visit.slug)


@require_POST
@visit_page
def item_move(
    request: HttpRequest, visit: Visit, rights: Rights, pk: UUID, up: bool
) -> HttpResponse:
    """Move a line by one place, and go back to it."""
    item = actions.move(
        item=_item(request, visit, pk),
        version=posted_version(request),
        up=up,
        by=actor(request),
        at=clock.now(),
    )
    back = reverse(
        "programme:down" if up else "programme:up", kwargs={"visit": visit.slug, "pk": pk}
    )
    say(
        request,
        _("Moved: %(title)s.") % {"title": item.title},
        Undo(back, {"version": item.version}),
    )
    return redirect(reverse("programme:list", kwargs={"visit": visit.slug}) + f"#line-{pk}")


def _item(request: HttpRequest, visit: Visit, pk: UUID) -> ProgrammeItem:
    items = ProgrammeItem.objects.visible_to(signed_in(request)).with_people()
    return get_object_or_404(items, pk=pk, visit=visit)
