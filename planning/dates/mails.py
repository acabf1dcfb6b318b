"""Mails about requests."""

from django.utils.translation import gettext_lazy as _

from planning.dates.models import Request
from planning.dates.rules import RequestState
from planning.outbox.models import Message
from planning.outbox.rules import Mail, kind
from planning.visits.mails import reader, write
from planning.visits.rules import May


@kind("dates.requested", _("a request waits for a decision"))
def requested(message: Message) -> Mail | None:
    """Tell a chief that a request waits; not once it has been decided."""
    asked = Request.objects.select_related("visit", "requested_by").get(pk=message.about_id)
    held = reader(message, asked.visit)
    if asked.state != RequestState.REQUESTED or held is None or not held.may(May.GRANT):
        return None
    return write(message, asked.visit, "dates:board", asked=asked)


@kind("dates.refused", _("a request was refused"))
def refused(message: Message) -> Mail | None:
    """Tell who asked that the request was refused."""
    asked = Request.objects.select_related("visit", "ended_by").get(pk=message.about_id)
    held = reader(message, asked.visit)
    if asked.state != RequestState.REFUSED or held is None or not held.may(May.REQUEST):
        return None
    return write(message, asked.visit, "dates:board", asked=asked)
