"""The story of a visit and its messages through the API."""

from datetime import timedelta

import pytest

from planning.audit.models import AuditEvent
from planning.dates import actions as dates
from planning.outbox.models import Message
from tests.api.asking import problem, results
from tests.negotiation import DAYS, propose

OF = {"visit": "v-7k3qf"}


def test_the_story_is_told_as_far_as_the_reader_may_know_it(world, asked, api):
    event = AuditEvent.objects.get(verb="dates.confirm_requested")

    found = {
        who: {one["verb"] for one in results(api(who, "get", "history", **OF))}
        for who in ("officer", "viewer", "second_ministry")
    }
    one = api("officer", "get", f"history/{event.pk}").json()

    assert "dates.confirm_requested" in found["officer"]
    assert found["viewer"] == found["second_ministry"] == set()
    assert (one["who"], one["what"]) == (
        "Officer",
        "requested the confirmation of 4–5 December 2025",
    )
    for who in ("viewer", "outsider", "stranger"):
        assert problem(api(who, "get", f"history/{event.pk}"))[0] == 404


def test_the_story_tells_what_changed_to_those_who_may_read_it(world, asked, api):
    found = {
        who: {
            (change["model"], one["field"], one["was"], one["now"])
            for act in results(api(who, "get", "history", **OF))
            for change in act["changes"]
            for one in change["differences"]
        }
        for who in ("officer", "mission", "viewer")
    }
    one = results(api("officer", "get", "history", of=str(asked.pk), **OF))

    assert ("request", "state", None, "requested") in found["officer"]
    assert ("visit", "certainty", "undated", "proposed") in found["mission"]
    assert {model for model, *_values in found["mission"]} == {
        "dateoption", "requiredparty", "visit",
    }  # fmt: skip
    assert found["viewer"] == set()
    assert [(act["verb"], act["changes"][0]["row"]) for act in one] == [
        ("dates.confirm_requested", str(asked.pk))
    ]
    assert problem(api("officer", "get", "history", of="nonsense", **OF)) == (400, ["of"])


def test_a_parked_message_is_decided_about_once(world, api):
    message = Message.objects.create(
        kind="reminders.task", key="1", about_id=world.summit.pk, visit_id=world.summit.pk,
        to_user=world.desk.user, message_id="<1@example.org>", dated_at="2025-10-01T00:00Z",
        state="parked", fence=1, attempts=1, error="550 no",
    )  # fmt: skip
    at = f"messages/{message.pk}"

    own, managed = (api(who, "get", at).json() for who in ("desk", "officer"))
    arrived = api("officer", "post", f"{at}/resolve", {"outcome": "arrived"}, if_match=1)
    answers = [api("officer", "post", f"{at}/resend", if_match=1) for _twice in range(2)]

    assert (own["attempts"], own["error"]) == (None, "")
    assert (managed["attempts"], managed["error"], managed["version"]) == (1, "550 no", 1)
    assert problem(arrived) == (422, ["outcome"])
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json()["state"] == "queued"
    assert problem(api("desk", "post", f"{at}/resend", if_match=1))[0] == 403
    assert problem(api("officer", "post", f"{at}/resend", if_match=9))[0] == 412
    assert problem(api("officer", "post", f"{at}/resend"))[0] == 428


def test_a_story_is_of_one_visit(world, asked, api):
    assert problem(api("officer", "get", "history")) == (400, ["visit"])
    assert problem(api("officer", "get", "history", visit="V-9XYZ2"))[0] == 404
    assert problem(api("outsider", "get", "history", **OF))[0] == 404
    assert problem(api("officer", "get", "history/nonsense"))[0] == 404
    assert problem(api("officer", "post", "history", {}))[0] == 405
    chosen = results(api("officer", "get", "history", verb="dates.party_added", **OF))
    assert {one["verb"] for one in chosen} == {"dates.party_added"}


def test_messages_are_shown_to_those_who_manage_the_visit_and_to_their_reader(world, asked, api):
    dates.withdraw(asked=asked, version=1, by=world.officer, at=asked.requested_at)
    to = {m.to_user.name: m for m in Message.objects.select_related("to_user")}

    found = {
        who: [one["to"] for one in results(api(who, "get", "messages", **OF))]
        for who in ("officer", "deputy", "desk", "stranger", "outsider")
    }

    assert sorted(to) == ["Chief", "Deputy"]
    assert sorted(found.pop("officer")) == sorted(found.pop("deputy")) == ["Chief", "Deputy"]
    assert found == {"desk": [], "stranger": [], "outsider": []}
    assert problem(api("desk", "get", f"messages/{to['Chief'].pk}"))[0] == 404
    shown = api("officer", "get", f"messages/{to['Chief'].pk}").json()
    assert (shown["visit"], shown["state"], bool(shown["reason"])) == ("V-7K3QF", "queued", True)


def test_one_s_own_message_is_hidden_once_it_was_cancelled(world, api):
    message = Message.objects.create(
        kind="reminders.task", key="1", about_id=world.summit.pk, visit_id=world.summit.pk,
        to_user=world.ministry.user, message_id="<1@example.org>", dated_at="2025-10-01T00:00Z",
    )  # fmt: skip
    before = results(api("ministry", "get", "messages"))

    Message.objects.filter(pk=message.pk).update(state="cancelled")

    assert [one["to"] for one in before] == ["Ministry"]
    assert results(api("ministry", "get", "messages")) == []
    assert len(results(api("officer", "get", "messages", state="cancelled"))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(world, count_queries, count):
    for n in range(count):
        propose(world.guest, world.officer, tuple(day + timedelta(days=n) for day in DAYS))
        Message.objects.create(
            kind="reminders.task", key=str(n), about_id=world.summit.pk, visit_id=world.summit.pk,
            to_user=world.ministry.user, message_id=f"<{n}@example.org>",
            dated_at="2025-10-01T00:00Z",
        )  # fmt: skip

    count_queries("messages", count, 4)
    count_queries("history", count, 10, visit="v-7k3qf")
