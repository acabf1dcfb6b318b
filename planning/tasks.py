"""The hub of tasks: gathers the slices, and says what a worker does by itself, and how often."""

from planning.outbox.tasks import deliver, recover
from planning.reminders.tasks import remind

TICKING = {remind: 30.0, deliver: 5.0, recover: 15.0}  # seconds
