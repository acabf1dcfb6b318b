"""``manage.py send_due``: what the workers do by themselves, once and now."""

from typing import Any

from django.core.management.base import BaseCommand

from planning.core import clock
from planning.operations.queries import passage
from planning.outbox.actions import deliver_some, recover
from planning.outbox.rules import Passage
from planning.reminders.actions import call_webhooks, remind


class Command(BaseCommand):
    """Post the reminders that have come due and send what waits."""

    help = "Post the reminders that have come due, settle what dead workers left, send what waits."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run each once; any number of runs sends each message once."""
        if (stands := passage()) != Passage.OPEN:
            self.stderr.write(stands.label)
        posted = remind(at=clock.now())
        call_webhooks(at=clock.now())
        recover()
        handled = 0
        while some := deliver_some() + deliver_some(calls=True):
            handled += some
        self.stdout.write(f"{posted} reminders posted, {handled} messages handled")
