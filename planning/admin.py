"""The hub of the admin panel: gathers the slices, holds nothing."""

from planning.accounts import admin as accounts
from planning.reminders import admin as reminders
from planning.stakeholders import admin as stakeholders

__all__ = ["accounts", "reminders", "stakeholders"]
