"""What is said where something failed: no detail, and the number under which the log tells it."""

import json

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

FAULTS = {
    "defect": ValueError("canary"),
    "away": OperationalError("canary"),
    "cut": InterfaceError("canary"),
    "refused": SuspiciousOperation("canary"),
}


@login_not_required
def fail(request, fault) -> HttpResponse:
    """Fail as told."""
    raise FAULTS[fault]


urlpatterns = [path("<str:fault>/", fail), path("api/v1/<str:fault>/", fail)]
handler500 = "planning.core.views.failed"


@pytest.fixture(autouse=True)
def failing_addresses(settings):
    """Put the failing views in place of the product's."""
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize(
    ("fault", "status", "again"),
    [("defect", 500, None), ("away", 503, "5"), ("cut", 503, "5"), ("refused", 400, None)],
)
def test_a_failure_is_told_without_details_in_our_own_page(fault, status, again):
    answer = Client(raise_request_exception=False).get(f"/{fault}/")

    assert (answer.status_code, answer.get("Retry-After")) == (status, again)
    assert "canary" not in answer.text
    assert "Traceback" not in answer.text
    assert "summit.css" in answer.text
    assert answer.text.count("<h1>") == 1
    assert (answer["X-Request-ID"] in answer.text) == (status >= 500)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("fault", ["defect", "away"])
def test_what_was_typed_is_kept_on_the_page_and_no_secret_is(fault):
    sent = {"body": "A long <b>line</b> to take", "password": "correct horse", "version": "3"}

    answer = Client(raise_request_exception=False).post(f"/{fault}/", sent)

    assert "What you typed is kept here" in answer.text
    assert "A long &lt;b&gt;line&lt;/b&gt; to take</textarea>" in answer.text
    assert answer.text.count("<textarea") == 1
    assert "correct horse" not in answer.text


@pytest.mark.parametrize(("fault", "status"), [("defect", 500), ("away", 503)])
def test_the_api_is_told_in_its_own_form(fault, status):
    answer = Client(raise_request_exception=False).get(f"/api/v1/{fault}/")

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = json.loads(answer.text)
    assert (told["status"], told["request_id"]) == (status, answer["X-Request-ID"])
    assert told["errors"] == [{"field": "", "detail": told["title"]}]
    assert "canary" not in answer.text
