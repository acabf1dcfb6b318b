"""What every mail about a visit has in common."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from planning.outbox.models import Message
from planning.outbox.rules import Mail, Recipient
from planning.stakeholders.models import Person
from planning.visits.access import everyone_on
from planning.visits.models import Visit
from planning.visits.rules import Rights


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
    text = render_to_string(
        f"planning/mails/{message.kind}.txt",
        {
            "visit": visit,
            "name": visit.title if visit.is_announced else visit.code,
            "link": settings.SUMMIT_BASE_URL + path if message.to_user_id else "",
            **values,
        },
    )
    subject, _newline, body = text.strip().partition("\n")
    return Mail(address, subject.strip(), body.strip() + "\n")


def _address(message: Message) -> str:
    if message.to_user:
        return message.to_user.email if message.to_user.is_active else ""
    person = Person.objects.filter(pk__in=[message.to_person_id]).first()
    return person.email if person else ""
