"""Mails about granted requests."""

from django.utils.translation import gettext_lazy as _

from planning.core.wording import span
from planning.dates.models import Request
from planning.dates.rules import RequestState
from planning.outbox.models import Message
from planning.outbox.rules import Mail, kind
from planning.visits.mails import reader, write
from planning.visits.rules import May


@kind("lifecycle.dates_confirmed", _("dates confirmed, not public"))
def dates_confirmed(message: Message) -> Mail | None:
    """Tell those who may know that the dates are confirmed; the days stand behind the link."""
    asked = Request.objects.select_related("visit").get(pk=message.about_id)
    held = reader(message, asked.visit)
    if asked.state != RequestState.GRANTED or held is None or not held.may(May.SEE_DAYS):
        return None
    return write(message, asked.visit, "overview:visit")


@kind("lifecycle.dates_announced", _("dates announced"))
def dates_announced(message: Message) -> Mail | None:
    """Tell everybody on the visit that the dates are public, and name them."""
    asked = Request.objects.select_related("visit", "option").get(pk=message.about_id)
    visit = asked.visit
    if not visit.is_announced or reader(message, visit) is None:
        return None
    days = span(visit.public_starts_on, visit.public_ends_on)
    return write(message, visit, "overview:visit", days=days)
