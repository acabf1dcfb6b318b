"""Give a sign of life."""

from django.db.models.functions import Now

from planning.operations.models import Pulse
from planning.operations.queries import zones
from planning.operations.rules import Part


def pulse(*, part: Part) -> None:
    """Note that a part lives, by the database's clock. Safe to run anywhere, at any time."""
    Pulse.objects.update_or_create(part=part, defaults={"at": Now(), "zones": zones()})
