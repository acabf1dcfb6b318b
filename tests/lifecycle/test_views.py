"""The forms of acts that may move a visit's days."""

import pytest
from django.urls import reverse

from planning.dates.models import DateOption, Position, RequiredParty
from planning.lifecycle import actions
from tests.negotiation import ask
from tests.world import NOW, TODAY

DAYS = {"starts_on": "2025-12-04", "ends_on": "2025-12-05"}


def url(name, **more):
    return reverse(name, kwargs={"visit": "v-7k3qf", **more})


BOARD = url("dates:board")


def test_an_estimate_is_noted_from_its_form(world, sign_in):
    page, client = url("lifecycle:estimate"), sign_in(world.officer)

    first = client.post(page, DAYS | {"source": "The Hindu"})
    again = client.post(page, DAYS | {"source": "The Hindu"})

    assert (first.status_code, first.url, again.status_code) == (302, BOARD, 409)
    assert "These dates stand here already." in again.text
    assert DateOption.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"ends_on": "2025-12-03"}, {"starts_on": "0025-12-04"}, {"ends_on": "soon"}, {"source": " "}],
)
def test_a_slip_in_an_estimate_stands_at_its_field(world, sign_in, nothing_happened, wrong):
    sent = DAYS | {"source": "Press"} | wrong

    response = sign_in(world.officer).post(url("lifecycle:estimate"), sent)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    nothing_happened()


def test_a_counter_proposal_is_recorded_from_its_form(world, option, sign_in):
    sent = {
        "side": world.host.pk,
        "starts_on": "2025-12-09",
        "ends_on": "2025-12-10",
        "channel": "note",
        "sent_on": TODAY,
        "answers": option.pk,
    }

    response = sign_in(world.mission).post(url("lifecycle:propose"), sent)

    made = DateOption.objects.get(side=world.host)
    assert (response.status_code, response.url) == (302, BOARD)
    assert (made.answers, made.entered_by) == (option, world.mission.user)
    assert "answers 4–5 December 2025" in sign_in(world.officer).get(BOARD).text


def test_a_side_of_another_visit_cannot_propose(world, sign_in, nothing_happened):
    sent = DAYS | {"side": world.foreign.sides.first().pk, "channel": "note"}

    response = sign_in(world.officer).post(url("lifecycle:propose"), sent)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["side"]
    nothing_happened()


def test_an_office_is_asked_from_its_form(world, sign_in):
    sent = {"side": world.host.pk, "organisation": world.of["ministry"].pk}
    page, client = url("lifecycle:party-add"), sign_in(world.desk)

    first, again = client.post(page, sent), client.post(page, sent)

    assert (first.status_code, again.status_code) == (302, 409)
    assert RequiredParty.objects.get().is_mandatory is False


def test_a_ministry_answers_from_its_form_for_itself_alone(world, option, sign_in):
    own = actions.add_party(
        side=world.host, organisation=world.of["ministry"], mandatory=True, by=world.officer, at=NOW
    )
    page, client = url("lifecycle:take-position"), sign_in(world.ministry)
    form = client.get(page, {"option": option.pk, "party": own.pk}).context["form"]
    assert list(form.fields["party"].queryset) == [own]

    said = {"option": option.pk, "answer": "preferred", "said_by": "Secretary", "channel": "call"}
    sent = said | {"said_on": TODAY, "party": own.pk}
    other = RequiredParty.objects.exclude(pk=own.pk).first()
    refused = client.post(page, sent | {"party": other.pk})
    taken = client.post(page, sent)

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert [one.party for one in Position.objects.all()] == [own]


def test_a_form_opened_with_nonsense_is_only_empty(world, option, sign_in):
    page = url("lifecycle:take-position")

    response = sign_in(world.officer).get(page, {"option": "x", "party": "\x00"})

    assert response.status_code == 200


def test_dates_are_withdrawn_from_their_form(world, option, sign_in):
    page, client = url("lifecycle:withdraw", pk=option.pk), sign_in(world.officer)

    blank = client.post(page, {"version": 1, "reason": ""})
    first = client.post(page, {"version": 1, "reason": "Slip", "sure": "1"})
    again = client.post(page, {"version": 1, "reason": "Slip", "sure": "1"})

    assert [one.status_code for one in (blank, first, again)] == [422, 302, 409]
    option.refresh_from_db()
    assert option.withdrawn_by == world.officer.user


def test_a_chief_sees_what_a_grant_does_and_grants(world, asked, sign_in):
    page, client = url("lifecycle:grant", pk=asked.pk), sign_in(world.chief)
    text = client.get(page).text
    assert "Principal Secretary" in text
    assert "tells 6 people who are let in" in text

    response = client.post(page, {"version": 1})

    assert (response.status_code, response.url) == (302, BOARD)
    asked.refresh_from_db()
    assert (asked.state, asked.ended_by) == ("granted", world.chief.user)


def test_ones_own_request_is_not_granted(world, accepted, sign_in, nothing_happened):
    asked = ask("confirm", accepted, world.chief)

    response = sign_in(world.chief).post(url("lifecycle:grant", pk=asked.pk), {"version": 1})

    assert response.status_code == 409
    assert "somebody else must grant it" in response.text
    asked.refresh_from_db()
    assert asked.state == "requested"


def test_a_grant_on_an_old_page_is_refused(world, asked, sign_in):
    response = sign_in(world.chief).post(url("lifecycle:grant", pk=asked.pk), {"version": 2})

    assert response.status_code == 409
    assert "Nothing was saved." in response.text


@pytest.mark.parametrize("who", ["viewer", "press", "security", "second_ministry"])
@pytest.mark.parametrize("name", ["estimate", "propose", "party-add"])
def test_forms_are_shut_to_who_may_not_record(world, sign_in, who, name):
    assert sign_in(world.cast[who]).get(url(f"lifecycle:{name}")).status_code == 403
