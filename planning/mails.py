"""The hub of mails: importing it registers every kind of message."""

from planning.accounts import mails as accounts
from planning.dates import mails as dates
from planning.lifecycle import mails as lifecycle
from planning.reminders import mails as reminders
from planning.visits import mails as visits

__all__ = ["accounts", "dates", "lifecycle", "reminders", "visits"]
