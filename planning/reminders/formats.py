"""Calls as Standard Webhooks (https://www.standardwebhooks.com) has them."""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.crypto import salted_hmac

from planning.audit.models import AuditEvent
from planning.outbox.rules import Call
from planning.reminders.models import Webhook
from planning.visits.models import Visit


def secret_of(webhook: Webhook) -> str:
    """Return the current signing secret as its receiver enters it: ``whsec_…``."""
    return "whsec_" + base64.b64encode(_key(webhook, webhook.secret_number)).decode()


def call_of(webhook: Webhook, event: AuditEvent, *, name: UUID, at: datetime) -> Call:
    """Write the call that tells a webhook of an act, signed with each secret valid at ``at``.

    It is thin: no title, text or day; the receiver asks the API for what it may see. ``name`` is
    the same for every attempt, so that the receiver can drop twins.
    """
    visit = Visit.objects.get(pk__in=[event.visit_id])
    path = reverse("api:visit-detail", kwargs={"code": visit.code})
    body = {
        "type": event.verb,
        "timestamp": event.at,
        "data": {
            "visit": visit.code,
            "about": event.about,
            "url": settings.SUMMIT_BASE_URL + path,
        },
    }
    content = json.dumps(body, cls=DjangoJSONEncoder, separators=(",", ":")).encode()
    signed = f"{name}.{int(at.timestamp())}.".encode() + content
    numbers = [webhook.secret_number]
    if webhook.previous_until and at < webhook.previous_until:
        numbers.append(webhook.secret_number - 1)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Summit",
        "webhook-id": str(name),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(_sign(webhook, number, signed) for number in numbers),
    }
    return Call(webhook.address, headers, content)


def _sign(webhook: Webhook, number: int, signed: bytes) -> str:
    digest = hmac.digest(_key(webhook, number), signed, hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()


def _key(webhook: Webhook, number: int) -> bytes:
    """Derive a secret from the installation's own, so that no database or backup holds one."""
    salt = "planning.reminders.webhook"
    return salted_hmac(salt, f"{webhook.pk}/{number}", algorithm="sha256").digest()
