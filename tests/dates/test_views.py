"""The dates page, as each reader may see it, and its forms."""

from datetime import timedelta

import pytest
from django.urls import reverse

from planning.accounts.models import User
from planning.dates.models import DateOption, Request, RequiredParty
from planning.lifecycle import actions as lifecycle
from planning.visits.models import Visit
from tests.negotiation import DAYS, DECIDED, ask, propose, say
from tests.world import NOW, ROLES, let_in

WHOLE = ["chief", "deputy", "officer", "desk", "principals_office", "mission"]
ON_VISIT = [who for who, role in ROLES.items() if role]
ZONES = ["Asia/Kolkata", "America/St_Johns", "Pacific/Apia", "Pacific/Pago_Pago"]
TYPED = {name: str(value) for name, value in DECIDED.items()} | {"sure": "1"}
SPAN = "4–5 December 2025"


def url(name="dates:board", **more):
    return reverse(name, kwargs={"visit": "v-7k3qf", **more})


def main_of(response):
    """Return what a page shows below its head, without tokens."""
    return response.text.partition('<section class="visit"')[2]


@pytest.fixture
def negotiated(world, option, parties):
    """A press estimate, and proposed dates to which the ministry and another office spoke."""
    lifecycle.estimate(
        visit=world.summit,
        starts_on=DAYS[0] + timedelta(days=14),
        ends_on=DAYS[1] + timedelta(days=14),
        source="The Hindu",
        by=world.officer,
        at=NOW,
    )
    own = lifecycle.add_party(
        side=world.host, organisation=world.of["ministry"], mandatory=True, by=world.officer, at=NOW
    )
    said = {"said_by": "Secretary", "explanation": "After the session"}
    say(option, own, "conditional", world.ministry, **said)
    say(option, parties[0], "declined", world.officer, explanation="Not in that week")
    return option


@pytest.mark.parametrize("who", ROLES)
def test_each_reader_sees_of_the_dates_what_is_theirs(world, negotiated, sign_in, who):
    response = sign_in(world.cast[who]).get(url())

    shown = {
        "18–19 December 2025": ON_VISIT,
        SPAN: [*WHOLE, "ministry"],
        "After the session": [*WHOLE, "ministry"],
        "Not in that week": WHOLE,
        "Prime Minister&#x27;s Office": WHOLE,
        "So far": WHOLE,
        "Holds on calendars": WHOLE,
        "Waiting for:": WHOLE,
        "Record proposed dates": WHOLE,
        "Request the confirmation": [],
    }
    assert response.status_code == (200 if who in ON_VISIT else 404)
    assert {words: words in response.text for words in shown} == {
        words: who in readers for words, readers in shown.items()
    }
    assert ("state-open" in response.text) == (who in WHOLE)


def test_the_most_that_each_may_do_about_a_request_is_offered(world, asked, sign_in):
    found = {}
    for who in WHOLE:
        text = sign_in(world.cast[who]).get(url()).text
        found[who] = ("Look at it and decide" in text, "Withdraw the request" in text)

    assert found == {
        "chief": (True, False),
        "deputy": (True, False),
        "officer": (False, True),
        "desk": (False, False),
        "principals_office": (False, False),
        "mission": (False, False),
    }


def test_a_no_after_the_confirmation_is_shown_to_those_who_see_all(
    world, confirmed, parties, sign_in
):
    assert "Acceptance withdrawn" not in sign_in(world.officer).get(url()).text
    say(confirmed, parties[1], "declined", world.officer)

    text = sign_in(world.officer).get(url()).text

    assert "Acceptance withdrawn" in text
    assert "confirmed, acceptance withdrawn" in text
    for who in ("ministry", "press", "viewer"):
        assert "Acceptance withdrawn" not in sign_in(world.cast[who]).get(url()).text


def test_a_ministry_that_is_not_let_in_cannot_tell_that_its_dates_are_confirmed(
    world, accepted, sign_in
):
    lifecycle.add_party(
        side=world.host,
        organisation=world.of["ministry"],
        mandatory=False,
        by=world.officer,
        at=NOW,
    )
    client = sign_in(world.ministry)
    asked = ask("confirm", accepted, world.officer)
    before = main_of(client.get(url()))

    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    assert SPAN in before
    assert main_of(client.get(url())) == before


def test_noted_dates_do_not_look_like_an_estimate(world, sign_in):
    Visit.objects.filter(pk=world.summit.pk).update(dates_mode="noted")
    lifecycle.note(
        visit=world.summit,
        starts_on=DAYS[0],
        ends_on=DAYS[1],
        source="Press release",
        by=world.officer,
        at=NOW,
    )

    for who in ("officer", "viewer"):
        text = sign_in(world.cast[who]).get(url()).text
        assert SPAN in text
        assert "Noted dates" in text
        assert "certainty announced" in text
        assert "certainty estimated" not in text


@pytest.mark.parametrize("zone", ZONES)
def test_days_are_the_same_days_in_every_zone(world, accepted, asked, sign_in, zone):
    User.objects.update(time_zone=zone)
    let_in(world, "press")
    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)
    pages = [
        url(),
        url("overview:visit"),
        reverse("overview:visits"),
        reverse("overview:home"),
        url("overview:history"),
        url("dates:request-announce", pk=accepted.pk),
    ]

    texts = [sign_in(world.officer).get(page).text for page in pages]
    answer = sign_in(world.officer).get("/api/v1/visits/v-7k3qf/").json()

    assert [SPAN in text for text in texts] == [True] * len(pages)
    assert (answer["first_day"], answer["last_day"]) == ("2025-12-04", "2025-12-05")


def test_a_request_is_made_from_its_form(world, accepted, sign_in):
    page, client = url("dates:request-confirm", pk=accepted.pk), sign_in(world.desk)
    form = client.get(page)
    assert form.context["form"].initial["version"] == 1

    first = client.post(page, TYPED | {"version": 1})
    again = client.post(page, TYPED | {"version": 1})

    assert (first.status_code, first.url) == (302, url())
    assert again.status_code == 409
    assert "Another request on this visit waits to be decided." in again.text
    assert "Note 12" in again.text
    assert Request.objects.get().requested_by == world.desk.user


def test_a_slip_in_a_request_stands_at_its_field(world, accepted, sign_in, nothing_happened):
    page = url("dates:request-confirm", pk=accepted.pk)

    sent = TYPED | {"version": 1, "decided_on": "2025-10-02"}
    response = sign_in(world.officer).post(page, sent)

    assert response.status_code == 422
    assert response.context["form"].errors == {"decided_on": ["This day lies in the future."]}
    nothing_happened()


def test_a_refusal_is_made_from_its_form(world, asked, sign_in):
    page, client = url("dates:request-refuse", pk=asked.pk), sign_in(world.chief)

    blank = client.post(page, {"version": 1, "reason": " "})
    stale = client.post(page, {"version": 3, "reason": "Too early", "sure": "1"})
    refused = client.post(page, {"version": 1, "reason": "Too early", "sure": "1"})

    assert [one.status_code for one in (blank, stale, refused)] == [422, 409, 302]
    assert Request.objects.get().reason == "Too early"


def test_a_request_is_withdrawn_by_a_button(world, asked, sign_in):
    page, client = url("dates:request-withdraw", pk=asked.pk), sign_in(world.officer)

    blind = client.post(page)
    withdrawn = client.post(page, {"version": 1})
    again = client.post(page, {"version": 1})

    assert [one.status_code for one in (blind, withdrawn, again)] == [428, 302, 409]
    assert "Somebody else has changed this" in again.text


def test_what_belongs_to_another_visit_is_not_found(world, accepted, asked, sign_in):
    names = ["request-confirm", "request-announce", "request-refuse"]
    Visit.objects.get(pk=world.foreign.pk).appointments.create(user=world.chief.user, role="C")
    client = sign_in(world.chief)

    found = [
        client.get(reverse(f"dates:{name}", kwargs={"visit": "v-9xyz2", "pk": pk})).status_code
        for name in names
        for pk in (accepted.pk, asked.pk)
    ]

    assert found == [404] * 6


def test_a_code_that_cannot_be_is_not_found(world, sign_in):
    assert sign_in(world.chief).get("/visits/v-%00/dates/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("officer", 12), ("ministry", 10)])
def test_board_query_count(world, parties, sign_in, count, who, queries, django_assert_num_queries):
    for n in range(count):
        days = tuple(day + timedelta(days=7 * n) for day in DAYS)
        made = propose(world.guest, world.officer, days)
        office = list(world.of.values())[n if n < 3 else 0]
        party, _new = RequiredParty.objects.get_or_create(
            visit=world.summit,
            organisation=world.of["ministry"] if n == 0 else office,
            side=world.host,
        )
        say(made, party, "acceptable", world.officer)
    client = sign_in(world.cast[who])

    with django_assert_num_queries(queries):
        client.get(url())

    assert DateOption.objects.count() == count
