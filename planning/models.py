"""The hub of models: gathers the slices, holds nothing."""

from planning.accounts import models as accounts
from planning.agenda import models as agenda
from planning.audit import models as audit
from planning.core import models as core
from planning.correspondence import models as correspondence
from planning.dates import models as dates
from planning.dossier import models as dossier
from planning.operations import models as operations
from planning.outbox import models as outbox
from planning.preparation import models as preparation
from planning.programme import models as programme
from planning.reminders import models as reminders
from planning.stakeholders import models as stakeholders
from planning.visits import models as visits

__all__ = [
    "accounts",
    "agenda",
    "audit",
    "core",
    "correspondence",
    "dates",
    "dossier",
    "operations",
    "outbox",
    "preparation",
    "programme",
    "reminders",
    "stakeholders",
    "visits",
]
