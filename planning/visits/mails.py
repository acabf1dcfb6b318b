"""What every mail about a visit has in common."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.outbox.models import Message
from planning.outbox.rules import Mail, Recipient, kind
from planning.stakeholders.models import Person
from planning.visits.access import base_for, everyone_on, rights
from planning.visits.models import FocalPoint, Visit
from planning.visits.rules import May, Rights


def reader(message: Message, visit: Visit) -> Rights | None:
    """Return the roles the recipient holds on the visit now; None where there are none left."""
    return everyone_on(visit).get(Recipient(message.to_user_id, message.to_person_id))


def write(message: Message, visit: Visit, page: str, **values: Any) -> Mail | None:
    """Write a mail about a visit from ``templates/planning/mails/<kind>.txt``.

    Its first line is the subject. Mail names no secret: the code stands for the title until the
    visit is announced, and a link to ``page`` for the content. None for who has no address.
    """
    address = _address(message)
    if not address:
        return None
    path = reverse(page, kwargs={"visit": visit.slug})
    user = message.to_user
    text = render_to_string(
        f"planning/mails/{message.kind}.txt",
        {
            "visit": visit,
            "name": visit.title if visit.is_announced else visit.code,
            "link": base_for(user, page) + path if user else "",
            **values,
        },
    )
    subject, _newline, body = text.strip().partition("\n")
    return Mail(address, subject.strip(), body.strip() + "\n")


@kind("visits.point_named", _("named focal point"))
def point_named(message: Message) -> Mail | None:
    """Tell a focal point that they are one; not who has been released since."""
    points = FocalPoint.objects.select_related("visit", "participation__organisation")
    point = points.filter(pk=message.about_id).first()
    if point is None or reader(message, point.visit) is None:
        return None
    office = point.participation.organisation
    return write(message, point.visit, "overview:visit", office=office.name)


@kind("visits.access_opened", _("an account was given the access of a focal point"))
def access_opened(message: Message) -> Mail | None:
    """Tell a chief that an account sees the visit now; not where it does no longer."""
    return _access(message, opened=True)


@kind("visits.access_closed", _("an account lost the access of a focal point"))
def access_closed(message: Message) -> Mail | None:
    """Tell a chief that an account no longer sees the visit; not where it does again."""
    return _access(message, opened=False)


@kind("visits.address_changed", _("an account on the visit has another e-mail address"))
def address_changed(message: Message) -> Mail | None:
    """Tell a chief that an account has another address; not where it sees the visit no more."""
    visit = Visit.objects.filter(pk__in=[message.visit_id]).first()
    user = User.objects.filter(pk=message.about_id).first()
    if visit is None or user is None or not rights(user, visit).grants:
        return None
    held = reader(message, visit)
    if held is None or not held.may(May.MANAGE_PARTS):
        return None
    return write(message, visit, "visits:participants", who=user.name)


def _access(message: Message, *, opened: bool) -> Mail | None:
    points = FocalPoint.objects.select_related("visit", "person__user")
    point = points.filter(pk=message.about_id).first()
    if point is None:
        return None
    held, user = reader(message, point.visit), point.person.user
    is_open = user is not None and user.is_active
    if is_open != opened or held is None or not held.may(May.MANAGE_PARTS):
        return None
    return write(message, point.visit, "visits:participants", person=point.person)


def _address(message: Message) -> str:
    if message.to_user:
        return message.to_user.email if message.to_user.is_active else ""
    person = Person.objects.filter(pk__in=[message.to_person_id]).first()
    return person.email if person else ""
