"""Reading what the API answers."""

from planning.audit.models import AuditEvent

ROOT = "/api/v1"


def problem(response):
    """Return status and fields of a refusal, once it has proved to be a problem."""
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert body["status"] == response.status_code
    return response.status_code, [error["field"] for error in body["errors"]]


def results(response):
    """Return the rows of a list."""
    assert response.status_code == 200, response.text
    return response.json()["results"]


def made(response):
    """Return a new row, once its address has proved to lead to it."""
    assert response.status_code == 201, response.text
    row = response.json()
    assert response["Location"] == row["url"]
    return row


def last_act():
    """Return the verb of the last act."""
    return AuditEvent.objects.latest("recorded_at").verb
