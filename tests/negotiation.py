"""How dates come about in tests: somebody says something, and somebody asks a chief."""

from datetime import date

from planning.dates import actions as dates
from planning.dates.rules import RequestKind
from planning.lifecycle import actions as lifecycle
from tests.world import NOW, TODAY

DAYS = (date(2025, 12, 4), date(2025, 12, 5))
DECIDED = {
    "decider_office": "Prime Minister's Office",
    "decider_person": "Principal Secretary",
    "decider_reference": "Note 12",
    "decided_on": TODAY,
}
SAID = {"channel": "call", "said_on": TODAY}


def ask(kind, option, by, **more):
    """Request something of a chief."""
    given = {"version": option.version} | DECIDED | more
    return dates.request(kind=RequestKind(kind), option=option, **given, by=by, at=NOW)


def propose(side, by, days=DAYS, **more):
    """Record dates that a side proposes."""
    span = {"starts_on": days[0], "ends_on": days[1]}
    return lifecycle.propose(side=side, **span, **({"channel": "note", "at": NOW} | more), by=by)


def say(option, party, answer, by, **more):
    """Record what an office says."""
    given = SAID | {"at": NOW} | more
    return lifecycle.take_position(option=option, party=party, answer=answer, **given, by=by)
