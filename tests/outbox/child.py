"""Workers in processes of their own: one that delivers once, and the Celery app with our kind."""

import django

django.setup()

from planning.outbox.actions import deliver_some  # noqa: E402
from planning.outbox.rules import KINDS  # noqa: E402
from planning.tasks import TICKING  # noqa: E402
from summit.celery import app  # noqa: E402
from tests.outbox.conftest import KIND, plainly  # noqa: E402

__all__ = ["app"]

KINDS[KIND] = plainly
TICKING.update(dict.fromkeys(TICKING, 1.5))

if __name__ == "__main__":
    deliver_some()
