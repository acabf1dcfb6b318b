"""The API keeps what its description says, for whoever asks and whatever is sent (schemathesis)."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from schemathesis.engine import events, from_schema

from planning.accounts import actions
from tests.authz.stage import WHO, furnish
from tests.world import NOW

SCHEMA = "/api/v1/schema/"
ACCEPTABLE = ["2xx", "304", "400", "403", "404", "409", "412", "422", "428"]


@pytest.fixture
def app(db):
    """The product as a WSGI application whose threads all share the test's transaction."""
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


def examine(app, secret, examples, *, thorough=False):
    """Return what schemathesis finds in all its phases, each finding with how to see it again."""
    headers = {"Authorization": f"Bearer {secret}"}
    config = schemathesis.Config.from_dict(
        {
            "headers": headers,
            "seed": 1,
            "continue-on-failure": True,
            "generation": {"max-examples": examples, "no-shrink": True, "database": "none"},
            # A well-formed request may name a row that is not there, or break a rule.
            # In process no request can be sent without its token; the matrix asks as a stranger.
            "checks": {
                "positive_data_acceptance": {"expected-statuses": ACCEPTABLE},
                "ignored_auth": {"enabled": False},
            },
            "phases": {"coverage": {"enabled": thorough}},
        }
    )
    schema = schemathesis.openapi.from_wsgi(SCHEMA, app, config=config, headers=headers)
    found, asked = {}, 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            found[str(event)] = event
        if isinstance(event, events.ScenarioFinished):
            asked += len(event.recorder.interactions)
            for checks in event.recorder.checks.values():
                for check in checks:
                    if check.failure_info:
                        failure = check.failure_info.failure
                        found[f"{failure.operation}: {failure.title}: {failure.message}"] = (
                            check.failure_info.code_sample
                        )
    return found, asked


@pytest.mark.parametrize("who", [names[0] for names in WHO.values()] + ["outsider"])
def test_the_api_keeps_its_contract(app, who):
    stage = furnish()
    _token, secret = actions.create_token(
        name="Contract", scope="write", life=timedelta(days=1), by=stage.world.cast[who], at=NOW
    )

    found, asked = examine(app, secret, examples=1)

    assert asked > 10
    assert "\n\n".join(f"{name}\n{how}" for name, how in found.items()) == ""
