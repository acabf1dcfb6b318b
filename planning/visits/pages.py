"""The way into every page of one visit, and the page of one form."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from planning.accounts.pages import actor, signed_in
from planning.core import clock
from planning.core.errors import NotAllowed, Refused
from planning.core.names import code_of
from planning.core.pages import Undo, refuse, say, typed_in
from planning.visits.access import opened_to, rights_found
from planning.visits.models import Visit
from planning.visits.rules import May, Rights


@dataclass(frozen=True)
class Check:
    """What an act will do, for the page before it: in sentences, and by name who gets a mail."""

    says: Sequence[str]
    told: Sequence[str] = ()


def visit_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page of one visit to those for whom it exists; to all others it is a 404.

    The view gets the visit, with its days as the reader knows them, and the reader's rights.
    """

    @wraps(view)
    def page(request: HttpRequest, visit: str, **kwargs: object) -> HttpResponse:
        user = signed_in(request)
        found = get_object_or_404(opened_to(user).with_sides(), code=code_of(visit))
        held = rights_found(found)
        found.show(inside=held.know_inside(found.certainty))
        return view(request, visit=found, rights=held, **kwargs)

    return page


def need(rights: Rights, what: May, of: Collection[UUID | None] = ()) -> None:
    """Keep a form from those who cannot use it. Raises NotAllowed."""
    if not rights.may(what, of):
        raise NotAllowed


def form_page(
    request: HttpRequest,
    visit: Visit,
    rights: Rights,
    *,
    form: forms.Form,
    action: Callable[..., Any],
    title: str,
    to: str,
    to_args: Mapping[str, object] | None = None,
    button: str = "",
    lead: str = "",
    done: str = "",
    template: str = "planning/form.html",
    then: Callable[[Any], HttpResponse] | None = None,
    check: Check | None = None,
    undo: Callable[[Any], Undo | None] = lambda _row: None,
    **more: object,
) -> HttpResponse:
    """Show a form, and hand what it holds to one action when it is sent.

    A refusal stands at the field it is about, with everything typed still there. ``to`` names
    the visit's page to go to afterwards, ``to_args`` what its address says beside the visit;
    ``then`` leads elsewhere with what the action returned.
    With a ``check`` a page stands between that says what will happen; its button alone does it,
    and "Change" leads back to the form as it was filled. ``undo`` names the way back from what
    the action returned.
    """
    status = 200
    back = reverse(to, kwargs={"visit": visit.slug, **(to_args or {})})
    if request.method == "POST":
        status = 422 if form.is_bound or not request.POST else 200  # another page led here
        if form.is_valid() and check and "sure" not in request.POST:
            status = 200
            if "change" not in request.POST:
                more |= {"check": check, "typed": typed_in(form)}
                template = "planning/check.html"
        elif form.is_valid():
            try:
                done_to = action(**form.cleaned_data, by=actor(request), at=clock.now())
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                say(request, done or _("Saved."), undo(done_to))
                return then(done_to) if then else redirect(back)
    page = {
        "visit": visit,
        "rights": rights,
        "form": form,
        "title": title,
        "lead": lead,
        "button": button or _("Save"),
        "back": back,
        **more,
    }
    return render(request, template, page, status=status)


def check_page(
    request: HttpRequest,
    visit: Visit,
    rights: Rights,
    *,
    title: str,
    button: str,
    check: Check,
    to: str,
    hidden: Sequence[tuple[str, object]] = (),
) -> HttpResponse:
    """Show what an act without a form will do, with the one button that does it.

    GET shows it at the act's own address. ``hidden`` is what the button sends: a row's version.
    """
    page = {
        "visit": visit,
        "rights": rights,
        "title": title,
        "button": button,
        "check": check,
        "hidden": hidden,
        "back": reverse(to, kwargs={"visit": visit.slug}),
    }
    return render(request, "planning/check.html", page)
