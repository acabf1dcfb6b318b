"""The hub of the admin panel: gathers the slices, holds nothing."""

from planning.accounts import admin as accounts
from planning.dates import admin as dates
from planning.reminders import admin as reminders
from planning.stakeholders import admin as stakeholders
from planning.visits import admin as visits

__all__ = ["accounts", "dates", "reminders", "stakeholders", "visits"]
