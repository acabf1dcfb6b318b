"""What every door does: refusals with a sentence and a status, problems of the API, the pulse."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from planning.core.api import Pages, named_version
from planning.core.errors import Conflict, NotAllowed, Refused, Stale, VersionMissing
from planning.core.forms import DayField
from planning.core.hooks import Refusals
from planning.core.pages import posted_version, refuse

REFUSALS = [
    (Refused("Say why."), 422),
    (NotAllowed(), 403),
    (Conflict("This room is taken."), 409),
    (Stale(object()), 409),
    (VersionMissing(), 428),
]


def answer(error, *, htmx=False, **headers):
    """Return what the middleware makes of an error."""
    request = RequestFactory().post("/somewhere/", headers=headers)
    request.htmx, request.user, request.csp_nonce = htmx, AnonymousUser(), "nonce"
    return Refusals(lambda request: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(("refusal", "status"), REFUSALS)
def test_a_refusal_that_no_form_has_caught_is_a_page_with_its_sentence(refusal, status):
    response = answer(refusal, referer="/visits/v-7k3qf/")

    assert response.status_code == status
    assert str(refusal) in response.text
    assert '<a href="/visits/v-7k3qf/">' in response.text
    assert response.text.count("<h1>") == 1


def test_a_page_that_was_overtaken_says_what_is_safe_and_keeps_what_was_typed(world, sign_in):
    client = sign_in(world.officer)
    made = client.post(
        "/visits/v-7k3qf/preparation/tasks/new/",
        {"title": "Order flags", "days": 7, "when": "before_first"},
    )
    task = world.summit.tasks.get()

    stale = client.post(
        f"/visits/v-7k3qf/preparation/tasks/{task.pk}/tick/",
        {"version": 9, "remark": "Ordered by telephone"},
    )

    assert (made.status_code, stale.status_code) == (302, 409)
    for said in ("Things have moved on", "Nothing was changed.", "Ordered by telephone"):
        assert said in stale.text
    assert stale["X-Request-ID"] in stale.text


@pytest.mark.parametrize(("address", "status"), [("/visits/v-22222/", 404), ("/look/", 403)])
def test_a_closed_door_stands_in_our_frame_with_the_number_of_the_request(
    world, sign_in, address, status
):
    client = sign_in(world.viewer)
    client.handler.enforce_csrf_checks = True

    answer = client.post(address) if status == 403 else client.get(address)

    assert answer.status_code == status
    assert '<nav aria-label="Main">' in answer.text
    assert answer["X-Request-ID"] in answer.text
    assert "Nothing was changed" in answer.text


def test_to_htmx_only_the_sentence_is_sent_for_the_place_of_notices():
    response = answer(Conflict("This room is taken."), htmx=True)

    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (
        409,
        "#notices",
        "innerHTML",
    )
    assert response.text.strip() == (
        '<p class="note note-error" role="alert">This room is taken.</p>'
    )


def test_the_sentence_is_text_and_no_markup():
    assert "<script>" not in answer(Conflict("<script>alert(1)</script>")).text


def test_an_error_that_is_no_refusal_goes_its_way():
    assert answer(ValueError("no refusal")) is None


def test_the_middleware_stands_in_the_product(world, sign_in):
    client = sign_in(world.viewer)

    page = client.get("/visits/v-7k3qf/dates/propose/")
    part = client.get("/visits/v-7k3qf/dates/propose/", headers={"HX-Request": "true"})

    assert (page.status_code, part.status_code) == (403, 403)
    assert "Your role in this visit does not allow that." in page.text
    assert "<html" in page.text
    assert "<html" not in part.text


@pytest.mark.parametrize(("typed", "version"), [("1", 1), ("42", 42), ("123456789", 123456789)])
def test_a_post_names_the_version_it_was_made_on(typed, version):
    assert posted_version(RequestFactory().post("/", {"version": typed})) == version


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "x", "9" * 5000])
def test_a_post_without_a_version_is_refused(typed):
    with pytest.raises(VersionMissing):
        posted_version(RequestFactory().post("/", {"version": typed}))


def test_a_refusal_stands_at_its_field_or_at_the_head_of_the_form():
    from django import forms

    class OneField(forms.Form):
        day = DayField()

    form = OneField({"day": "2025-12-05"})
    refuse(form, Refused("Not that day.", field="day"))
    refuse(form, Refused("Not at all.", field="no such field"))

    assert dict(form.errors) == {"day": ["Not that day."], "__all__": ["Not at all."]}


class Inner(serializers.Serializer):
    days = serializers.ListField(child=serializers.DateField())


class Outer(serializers.Serializer):
    name = serializers.CharField()
    inner = Inner()

    def validate(self, attrs):
        raise serializers.ValidationError("Not together.")


def call(error, **headers):
    """Return the API's answer to an error."""

    class Door(APIView):
        authentication_classes = ()
        permission_classes = ()

        def post(self, request):
            if callable(error):
                return Response(error(request))
            raise error

    response = Door.as_view()(APIRequestFactory().post("/", {}, format="json", headers=headers))
    return response.render(), response.data


@pytest.mark.parametrize(("refusal", "status"), REFUSALS)
def test_the_api_answers_a_refusal_with_a_problem(refusal, status):
    response, problem = call(refusal)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert problem == {
        "title": str(refusal),
        "status": status,
        "errors": [{"field": refusal.field, "detail": str(refusal)}],
    }
    assert json.loads(response.rendered_content) == problem


def test_a_stale_write_by_if_match_is_412_and_by_a_field_409():
    assert call(Stale(object()), **{"If-Match": '"3"'})[0].status_code == 412
    assert call(Stale(object()))[0].status_code == 409


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (Http404("planning.Visit secret title"), 404, "Not found."),
        (
            PermissionDenied("secret"),
            403,
            "You do not have permission to perform this action.",
        ),
        (
            exceptions.NotAuthenticated(),
            403,
            "Authentication credentials were not provided.",
        ),
        (exceptions.MethodNotAllowed("PUT"), 405, 'Method "PUT" not allowed.'),
        (exceptions.ParseError(), 400, "Malformed request."),
        (exceptions.UnsupportedMediaType("a/b"), 415, 'Unsupported media type "a/b" in request.'),
    ],
)
def test_the_api_answers_every_error_with_a_problem(error, status, detail):
    response, problem = call(error)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert problem == {
        "title": detail,
        "status": status,
        "errors": [{"field": "", "detail": detail}],
    }


def test_the_api_says_when_to_come_again():
    response, problem = call(exceptions.Throttled(wait=7))

    assert (response.status_code, response["Retry-After"], problem["status"]) == (429, "7", 429)


def test_the_api_names_each_field_that_will_not_do():
    door = Outer(data={"inner": {"days": ["2025-12-05", "soon"]}})

    response, problem = call(lambda request: door.is_valid(raise_exception=True))

    assert response.status_code == 400
    assert {error["field"] for error in problem["errors"]} == {"name", "inner.days.1"}
    together = Outer(data={"name": "x", "inner": {"days": []}})
    _response, problem = call(lambda request: together.is_valid(raise_exception=True))
    assert problem["errors"] == [{"field": "", "detail": "Not together."}]


def test_an_error_of_our_own_is_hidden_from_no_log():
    with pytest.raises(ZeroDivisionError):
        call(ZeroDivisionError())


@pytest.mark.parametrize(
    ("headers", "body", "version"),
    [
        ({"If-Match": '"3"'}, {}, 3),
        ({"If-Match": "3"}, {"version": 4}, 3),
        ({}, {"version": 4}, 4),
        ({"If-Match": '"3"'}, [1, 2], 3),
    ],
)
def test_a_write_names_its_version_in_the_header_or_in_the_body(headers, body, version):
    request = APIView().initialize_request(
        APIRequestFactory().post("/", body, format="json", headers=headers)
    )

    assert named_version(request) == version


@pytest.mark.parametrize(
    "body",
    [{}, {"version": ""}, {"version": None}, {"version": "x"}, [1], "1", None, {"version": 10**9}],
)
def test_a_write_that_names_no_version_is_refused(body):
    request = APIView().initialize_request(APIRequestFactory().post("/", body, format="json"))

    with pytest.raises(VersionMissing):
        named_version(request)


@pytest.mark.parametrize(("asked", "given"), [("", 50), ("3", 3), ("200", 200), ("100000", 200)])
def test_a_page_of_the_api_has_an_end(asked, given):
    request = APIView().initialize_request(APIRequestFactory().get("/", {"limit": asked}))

    assert Pages().get_limit(request) == given


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_pulse_asks_and_tells_nothing(client, db, django_assert_num_queries, method):
    with django_assert_num_queries(0):
        response = getattr(client, method)("/healthz")

    assert (response.status_code, response["Content-Type"]) == (200, "text/plain")
    assert response.content in (b"ok", b"")


def test_the_pulse_is_read_only(client, db):
    assert client.post("/healthz").status_code == 405
