"""Noting what was said of what is owed."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning.accounts.pages import signed_in
from planning.reminders import actions
from planning.reminders.forms import ChaserForm
from planning.reminders.queries import chased
from planning.reminders.rules import CHASED, Debt
from planning.visits.models import Visit
from planning.visits.pages import form_page, need, visit_page
from planning.visits.rules import May, Rights


@require_http_methods(["GET", "POST"])
@visit_page
def chase(request: HttpRequest, visit: Visit, rights: Rights, debt: Debt, pk: UUID) -> HttpResponse:
    """Note in one line what an office said of what it owes."""
    need(rights, May(CHASED[debt].needs))
    row = get_object_or_404(chased(debt, signed_in(request)), pk=pk, visit=visit)
    office = row.organisation.name if row.organisation else _("Protocol and desk")
    return form_page(
        request,
        visit,
        rights,
        form=ChaserForm(request.POST or None),
        action=partial(actions.chase, owed=row),
        title=_("Note what was said"),
        lead=_("%(office)s owes %(what)s.") % {"office": office, "what": debt.label},
        to="overview:visit",
        button=_("Note"),
        done=_("Noted."),
    )
