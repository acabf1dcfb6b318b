"""What a supervisor asks: may requests come, and how do things stand."""

import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from planning.operations import queries
from planning.operations.rules import seconds
from planning.outbox.models import Message
from planning.outbox.rules import Passage


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether requests may come: 200 or 503; why, only to administrators and the token."""
    found = queries.readiness()
    told = found.details() if _may_know(request, database=found.database) else {}
    return JsonResponse({"ready": found.ready} | told, status=200 if found.ready else 503)


@require_safe
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell figures in Prometheus' form to whoever brings the token; for others it is not there."""
    if not _brings_token(request):
        raise Http404
    registry = CollectorRegistry()
    for name, about, number in (
        (
            "oldest_mail_seconds",
            "How long the oldest mail has not left",
            seconds(queries.oldest(Message.objects.mails())),
        ),
        (
            "oldest_call_seconds",
            "How long the oldest call to a webhook has not been taken",
            seconds(queries.oldest(Message.objects.calls())),
        ),
        ("outbox_open", "Whether messages may leave", queries.passage() == Passage.OPEN),
        (
            "abandoned",
            "Messages whose worker died while sending",
            Message.objects.abandoned().count(),
        ),
        ("broker_up", "Whether the broker answers", queries.broker_answers()),
    ):
        Gauge(f"summit_{name}", about, registry=registry).set(number)
    messages = Gauge("summit_messages", "Messages of the outbox", ["state"], registry=registry)
    for state, number in queries.messages_by_state().items():
        messages.labels(state).set(number)
    about = "Since a part's last sign of life"
    pulse = Gauge("summit_pulse_age_seconds", about, ["part"], registry=registry)
    for part, age in queries.pulses().items():
        pulse.labels(part).set(age.total_seconds())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_know(request: HttpRequest, *, database: bool) -> bool:
    """Tell whether the sender may read details; without the database nobody can be known."""
    user = request.user
    return _brings_token(request) or (database and user.is_authenticated and user.is_staff)


def _brings_token(request: HttpRequest) -> bool:
    """Compare the bearer's token with the configured one, in constant time."""
    token, given = settings.SUMMIT_METRICS_TOKEN, request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
