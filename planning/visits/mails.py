"""What every mail about a visit has in common."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from planning.accounts.models import User
from planning.outbox.models import Message
from planning.outbox.rules import Mail, Recipient
from planning.stakeholders.models import Person
from planning.visits.access import everyone_on, works_in_office
from planning.visits.models import Visit
from planning.visits.rules import MINISTRY_PAGES, Rights


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
            "link": _base(user, page) + path if user else "",
            **values,
        },
    )
    subject, _newline, body = text.strip().partition("\n")
    return Mail(address, subject.strip(), body.strip() + "\n")


def _base(user: User, page: str) -> str:
    """Return the host that a reader reaches: the ministries' own, where there is one."""
    outside = settings.SUMMIT_MINISTRY_URL and page in MINISTRY_PAGES
    is_theirs = outside and not works_in_office(user)
    return settings.SUMMIT_MINISTRY_URL if is_theirs else settings.SUMMIT_BASE_URL


def _address(message: Message) -> str:
    if message.to_user:
        return message.to_user.email if message.to_user.is_active else ""
    person = Person.objects.filter(pk__in=[message.to_person_id]).first()
    return person.email if person else ""
