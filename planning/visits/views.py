"""The facts of a visit; who takes part in it, and with which role."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.accounts.pages import actor, signed_in
from planning.core import clock
from planning.core.errors import Refused
from planning.core.pages import Undo, chosen_in, editing, posted_version, say
from planning.visits import actions
from planning.visits.formats import PARTICIPANTS
from planning.visits.forms import (
    HeadForm,
    LegEditForm,
    LegForm,
    LinkForm,
    PartForm,
    PointForm,
    RoleForm,
    TakingForm,
)
from planning.visits.models import Appointment, FocalPoint, Leg, Participation, Side, Visit
from planning.visits.pages import Check, check_page, form_page, need, visit_page
from planning.visits.queries import (
    could_be_added,
    links_of,
    not_let_in,
    participations_of,
    taking_part,
)
from planning.visits.rules import ACTS_AS, May, Rights, Role


@require_safe
@visit_page
def facts(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show what a visit is made of to those who may change it."""
    need(rights, May.MANAGE_PARTS)
    page = {
        "visit": visit,
        "rights": rights,
        "sides": Side.objects.filter(visit=visit).with_people().order_by("position", "pk"),
        "legs": visit.legs.select_related("country").order_by("position", "pk"),
        "links": links_of(visit, signed_in(request)),
    }
    return render(request, "planning/visits/facts.html", page)


@require_http_methods(["GET", "POST"])
@visit_page
def edit(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Change titles, category, file number and series."""
    need(rights, May.MANAGE_PARTS)
    form = HeadForm(request.POST or None, visit=visit, user=signed_in(request))
    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=editing(form, partial(actions.edit, visit=visit)),
        title=_("Change the head data"),
        to="visits:facts",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def leg_add(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Add a place."""
    need(rights, May.MANAGE_PARTS)
    return form_page(
        request,
        visit,
        rights,
        form=LegForm(request.POST or None),
        action=partial(actions.add_leg, visit=visit),
        title=_("Add a place"),
        to="visits:facts",
        button=_("Add"),
        done=_("Added."),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def leg_edit(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Change a place."""
    need(rights, May.MANAGE_PARTS)
    leg = get_object_or_404(Leg.objects.select_related("visit"), pk=pk, visit=visit)
    form = LegEditForm(request.POST or None, leg=leg)
    return form_page(
        request,
        visit,
        rights,
        form=form,
        action=editing(form, partial(actions.edit_leg, leg=leg)),
        title=_("Change a place"),
        lead=_("Lines of the programme that stand there already keep their own time zone."),
        to="visits:facts",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def link_add(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Link the visit to another."""
    need(rights, May.MANAGE_PARTS)
    return form_page(
        request,
        visit,
        rights,
        form=LinkForm(request.POST or None, visit=visit, user=signed_in(request)),
        action=partial(actions.link, visit=visit),
        title=_("Link it to another visit"),
        lead=_(
            "Only visits that you manage can be chosen. A link opens neither of them to anybody."
        ),
        to="visits:facts",
        button=_("Link"),
        done=_("Linked."),
    )


@require_POST
@visit_page
def unlink(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Take a link to another visit back."""
    need(rights, May.MANAGE_PARTS)
    links = {one.pk: one for one in links_of(visit, signed_in(request)) if one.visit == visit}
    if pk not in links:
        raise Http404
    actions.unlink(link=links[pk], by=actor(request), at=clock.now())
    messages.success(request, _("Taken back."))
    return redirect("visits:facts", visit=visit.slug)


@require_safe
@visit_page
def participants(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show who takes part to everybody on the visit; who is let in, to those who manage it."""
    listed = PARTICIPANTS.of(request, participations_of(visit), of=visit.slug)
    if sheet := listed.sheet():
        return sheet
    page = {
        "visit": visit,
        "rights": rights,
        "sheets": listed.sheets,
        "groups": taking_part(visit),
        "appointments": sorted(
            visit.appointments.select_related("user").order_by("user__name", "pk"),
            key=lambda appointment: list(Role).index(Role(appointment.role)),
        ),
    }
    return render(request, "planning/visits/participants.html", page)


@require_http_methods(["GET", "POST"])
@visit_page
def part_add(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Let an organisation take part."""
    need(rights, May.MANAGE_PARTS)
    return form_page(
        request,
        visit,
        rights,
        form=PartForm(request.POST or None),
        action=partial(actions.add_part, visit=visit),
        title=_("Add a participation"),
        lead=_("It opens the visit to nobody until a focal point is named."),
        to="visits:participants",
        done=_("Added."),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def parts_add(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Let many organisations take part at once, with their focal points."""
    need(rights, May.MANAGE_PARTS)
    candidates = could_be_added(visit, signed_in(request))
    return form_page(
        request,
        visit,
        rights,
        form=TakingForm(request.POST or None, candidates=candidates),
        action=partial(actions.add_parts, visit=visit),
        title=_("Add several organisations"),
        lead=_(
            "Tick who takes part and who speaks for them. All are added at once, or none; each"
            " focal point gets one mail, and a focal point with an account sees the visit from"
            " then on."
        ),
        to="visits:participants",
        button=_("Add those ticked"),
        done=_("Added."),
        template="planning/visits/taking.html",
    )


@require_http_methods(["GET", "POST"])
@visit_page
def point_name(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Name a focal point."""
    need(rights, May.MANAGE_PARTS)
    participation = _participation(visit, pk)
    lead = _("For %(organisation)s. A person with an account sees the visit from then on.")
    if participation.part not in ACTS_AS:
        lead = _("For %(organisation)s, which is the other side: the visit opens to nobody.")
    return form_page(
        request,
        visit,
        rights,
        form=PointForm(request.POST or None, participation=participation),
        action=partial(actions.name_focal_point, participation=participation),
        title=_("Name a focal point"),
        lead=lead % {"organisation": participation.organisation.name},
        to="visits:participants",
        done=_("Named."),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def let_in(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID, let: bool) -> HttpResponse:
    """Let a participation in to days that are not public, or shut it out again."""
    need(rights, May.MANAGE_PARTS)
    participation = _participation(visit, pk)
    if request.method == "GET":
        name = participation.organisation.name
        title = _("Let %(organisation)s in") if let else _("Shut %(organisation)s out")
        says = (
            _("Its focal points see the days inside once they are confirmed, and are told of them.")
            if let
            else _("Its focal points see from now on only what is public; what they saw, they saw.")
        )
        return check_page(
            request,
            visit,
            rights,
            title=title % {"organisation": name},
            button=_("Let in") if let else _("Shut out"),
            check=Check([says]),
            to="visits:participants",
            hidden=[("version", participation.version)],
        )
    participation = actions.let_in(
        participation=participation,
        version=posted_version(request),
        let=let,
        by=actor(request),
        at=clock.now(),
    )
    back = "visits:shut-out" if let else "visits:let-in"
    undo = Undo(
        reverse(back, kwargs={"visit": visit.slug, "pk": pk}), {"version": participation.version}
    )
    say(request, _("Let in.") if let else _("Shut out."), undo)
    return redirect("visits:participants", visit=visit.slug)


@require_POST
@visit_page
def let_in_some(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Say which participations would be let in, and let them in."""
    need(rights, May.MANAGE_PARTS)
    chosen = chosen_in(request)
    rows = [row for row in not_let_in(visit) if str(row.pk) in chosen]
    if not rows:
        raise Refused(_("All that were ticked are let in already, or can never be."))
    if "sure" not in request.POST:
        title = ngettext(
            "Let %(count)s organisation in", "Let %(count)s organisations in", len(rows)
        )
        says = _("Their focal points see the days inside once they are confirmed: %(names)s.")
        return check_page(
            request,
            visit,
            rights,
            title=title % {"count": len(rows)},
            button=_("Let in"),
            check=Check([says % {"names": ", ".join(row.organisation.name for row in rows)}]),
            to="visits:participants",
            hidden=[("chosen", f"{row.pk}.{chosen[str(row.pk)]}") for row in rows],
        )
    pairs = [(row, chosen[str(row.pk)]) for row in rows]
    actions.let_in_some(chosen=pairs, by=actor(request), at=clock.now())
    say(request, _("Let in."))
    return redirect("visits:participants", visit=visit.slug)


@require_http_methods(["GET", "POST"])
@visit_page
def appoint(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Give a role by name."""
    need(rights, May.MANAGE_PARTS)
    return form_page(
        request,
        visit,
        rights,
        form=RoleForm(request.POST or None),
        action=partial(actions.appoint, visit=visit),
        title=_("Give a role"),
        to="visits:participants",
        done=_("Given."),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def dismiss(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Take a role back; who gives up the last of their own leaves the visit."""
    need(rights, May.MANAGE_PARTS)
    appointments = Appointment.objects.select_related("visit", "user")
    appointment = get_object_or_404(appointments, pk=pk, visit=visit)
    if request.method == "GET":
        named = {"name": appointment.user.name, "role": appointment.get_role_display()}
        says = _("%(name)s loses the role “%(role)s” on this visit at once, and what it opens.")
        return check_page(
            request,
            visit,
            rights,
            title=_("Take a role back"),
            button=_("Take it back"),
            check=Check([says % named]),
            to="visits:participants",
        )
    actions.dismiss(appointment=appointment, by=actor(request), at=clock.now())
    if appointment.user_id == actor(request).user.pk:  # nobody gives a role to oneself
        messages.success(request, _("Taken back."))
    else:
        given = {"user": appointment.user_id, "role": appointment.role}
        undo = Undo(reverse("visits:appoint", kwargs={"visit": visit.slug}), given)
        say(request, _("Taken back."), undo)
    if Visit.objects.visible_to(actor(request).user).filter(pk=visit.pk).exists():
        return redirect("visits:participants", visit=visit.slug)
    return redirect("overview:visits")


@require_http_methods(["GET", "POST"])
@visit_page
def point_release(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Release a focal point."""
    need(rights, May.MANAGE_PARTS)
    points = FocalPoint.objects.select_related("visit", "person", "participation__organisation")
    point = get_object_or_404(points, pk=pk, visit=visit)
    if request.method == "GET":
        named = {
            "name": point.person.styled,
            "organisation": point.participation.organisation.name,
        }
        says = _(
            "%(name)s is focal point of %(organisation)s no more, and no longer sees the visit."
        )
        return check_page(
            request,
            visit,
            rights,
            title=_("Release a focal point"),
            button=_("Release"),
            check=Check([says % named]),
            to="visits:participants",
        )
    actions.release_focal_point(point=point, by=actor(request), at=clock.now())
    naming = {"visit": visit.slug, "pk": point.participation_id}
    undo = Undo(reverse("visits:point-name", kwargs=naming), {"person": point.person_id})
    say(request, _("Released."), undo)
    return redirect("visits:participants", visit=visit.slug)


def _participation(visit: Visit, pk: UUID) -> Participation:
    participations = Participation.objects.select_related("visit", "organisation")
    return get_object_or_404(participations, pk=pk, visit=visit)
