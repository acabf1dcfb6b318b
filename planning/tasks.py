"""The hub of tasks: gathers the slices, and says what a worker does by itself, and how often."""

from planning.accounts.tasks import sweep
from planning.operations.tasks import pulse
from planning.outbox.tasks import call, deliver, recover
from planning.reminders.tasks import call_webhooks, remind

# Seconds between two ticks; a lease and a tick of recover together stay under a minute.
TICKING = {
    remind: 30.0,
    call_webhooks: 30.0,
    deliver: 5.0,
    call: 5.0,
    recover: 5.0,
    pulse: 5.0,
    sweep: 3600.0,
}
