"""``manage.py outbox status|pause|release``: how the outbox stands, and whether messages leave."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.audit.rules import Actor
from planning.core import clock
from planning.core.errors import Refused
from planning.operations.queries import messages_by_state, passage
from planning.outbox import actions

BY = Actor(system="manage.py outbox")


class Command(BaseCommand):
    """Tell how the outbox stands, let nothing leave, or let it go on."""

    help = "Tell whether messages leave and how many stand in which state; pause, or release."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and why."""
        parser.add_argument("what", choices=["status", "pause", "release"])
        parser.add_argument("--reason", default="", help="kept with what was done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, then tell whether messages leave, and how many stand in which state."""
        if options["what"] != "status":
            act = actions.pause if options["what"] == "pause" else actions.release
            try:
                act(reason=options["reason"], by=BY, at=clock.now())
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
        self.stdout.write(passage().label)
        for state, number in messages_by_state().items():
            self.stdout.write(f"{state}: {number}")
