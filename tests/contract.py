"""What the API answers to what schemathesis sends it, in all its phases, as somebody."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from random import Random
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from schemathesis.engine import events, from_schema

SCHEMA = "/api/v1/schema/"
# A well-formed request may name a row that is not there, or break a rule.
ACCEPTABLE = ["2xx", "304", "400", "403", "404", "409", "412", "422", "428"]


@dataclass
class Findings:
    """How many requests each phase sent, and every failure with how to see it again."""

    asked: Counter = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    def add(self, event: Any) -> None:
        """Take in what the engine tells."""
        if isinstance(event, events.NonFatalError | events.FatalError):
            self.failures[str(event)] = ""
        if isinstance(event, events.ScenarioFinished):
            self.asked[event.phase.value] += len(event.recorder.interactions)
            checks = chain.from_iterable(event.recorder.checks.values())
            for failed in filter(None, (check.failure_info for check in checks)):
                why = failed.failure
                name = f"{why.operation}: {why.title}: {why.message}"
                self.failures[name] = failed.code_sample


@contextmanager
def application():
    """Lend the product as a WSGI application whose threads all share the test's transaction."""
    django, connection = get_wsgi_application(), connections["default"]

    def shared(environ, start_response):
        connections["default"] = connection
        return django(environ, start_response)

    both = (request_started, request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    connection.inc_thread_sharing()
    yield shared
    connection.dec_thread_sharing()
    for signal in both:
        signal.connect(close_old_connections)


def examine(app: Any, secret: str, *, examples: int, draw: Random | None = None) -> Findings:
    """Send to every operation what each phase says, as the holder of a token.

    With ``draw``: to a third of the operations, and of the phase that takes longest to one, drawn.
    """
    headers = {"Authorization": f"Bearer {secret}"}
    config = schemathesis.Config.from_dict(
        {
            "headers": headers,
            "seed": 1,
            "workers": 1,
            "continue-on-failure": True,
            "generation": {"max-examples": examples, "no-shrink": True, "database": "none"},
            # In process no request can be sent without its token; the matrix asks as a stranger.
            "checks": {
                "positive_data_acceptance": {"expected-statuses": ACCEPTABLE},
                "ignored_auth": {"enabled": False},
            },
        }
    )
    schema = schemathesis.openapi.from_wsgi(SCHEMA, app, config=config, headers=headers)
    found = Findings()
    labels = sorted(one.ok().label for one in schema.get_all_operations())
    some, one = labels, labels
    if draw:
        some, one = draw.sample(labels, len(labels) // 3), draw.sample(labels, 1)
    for drawn, phases in ((one, ["coverage"]), (some, ["examples", "fuzzing", "stateful"])):
        schema.config.phases.update(phases=phases)
        part = schema.include(lambda one, drawn=set(drawn): one.operation.label in drawn)
        for event in from_schema(part).execute():
            found.add(event)
    return found
