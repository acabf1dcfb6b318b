"""``manage.py seed_reference``."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from planning.audit.rules import Actor
from planning.core import clock
from planning.management import reference


class Command(BaseCommand):
    """Write the reference data; safe to run twice."""

    help = "Write countries, international organisations and markings that are not there yet."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Write what is missing."""
        reference.write(by=Actor(system="seed_reference"), at=clock.now())
