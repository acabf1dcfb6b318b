"""``manage.py outbox status``: how many messages stand in which state."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count

from planning.outbox.models import Message
from planning.outbox.rules import State


class Command(BaseCommand):
    """Tell how the outbox stands."""

    help = "Tell how many messages stand in which state."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parser.add_argument("what", choices=["status"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each state."""
        counts = dict(
            Message.objects.values("state").annotate(n=Count("pk")).values_list("state", "n")
        )
        for state in State:
            self.stdout.write(f"{state.value}: {counts.get(state.value, 0)}")
