"""``manage.py doctor``: is this installation well?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from planning.management.doctor import CHECKS


class Command(BaseCommand):
    """Look at everything and write nothing."""

    help = "Check this installation: a line for each check, exit code 1 where one finds a fault."
    requires_system_checks: list[str] = []  # they are one of ours

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the names of some checks."""
        parser.add_argument("only", nargs="*", choices=[[], *CHECKS], help="default: all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each check, and below it its faults."""
        well = True
        for name in options["only"] or CHECKS:
            try:
                faults = list(CHECKS[name]())
            except DatabaseError as error:
                faults = [f"the database does not answer: {str(error).partition(chr(10))[0]}"]
            well = well and not faults
            self.stdout.write(f"{'FAULT' if faults else 'ok':7}{name}")
            for fault in faults:
                self.stdout.write(f"       - {fault}")
        if not well:
            raise SystemExit(1)
