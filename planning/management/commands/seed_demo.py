"""``manage.py seed_demo``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from planning.audit.rules import Actor
from planning.core import clock
from planning.management import reference
from planning.management.demo import sign_ins, write


class Command(BaseCommand):
    """Write the demonstration and start its clock; safe to run twice."""

    help = "Write the demonstration, the 23rd India-Russia Annual Summit, and its sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what is missing; refuse in a live installation."""
        if settings.SUMMIT_DEMO_DAY is None:
            raise CommandError("This is a live installation: only a demonstration is seeded so.")
        with transaction.atomic():
            clock.start_demo()
            acting: dict[str, Any] = {"by": Actor(system="seed_demo"), "at": clock.now()}
            reference.write(**acting)
            write.write(**acting)
            rows = sign_ins.renew(**acting)
        sign_ins.keep(rows)
