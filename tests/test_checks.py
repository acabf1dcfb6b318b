"""A form sent twice, and the page before an act, as the person meets them."""

from planning.accounts.models import ApiToken, IdempotencyKey
from tests.negotiation import DECIDED

TOKEN = {"csrfmiddlewaretoken": "x" * 64}


def test_what_was_sent_twice_says_so_and_what_was_refused_may_be_sent_again(world, sign_in):
    officer, page = sign_in(world.officer), "/visits/v-7k3qf/agenda/new/"
    refused = [officer.post(page, {"title": ""} | TOKEN).status_code for _each in range(2)]
    assert refused == [422, 422]

    for _each in range(2):
        officer.post(page, {"title": "Polar shipping"} | TOKEN)
    text = officer.get("/visits/v-7k3qf/agenda/").text
    other = officer.post(page, {"title": "Trade"} | TOKEN)
    later = officer.post(page, {"title": "Polar shipping"} | {"csrfmiddlewaretoken": "y" * 64})

    assert "This was sent twice, and done once." in text
    assert (other.status_code, later.status_code) == (302, 409)
    assert IdempotencyKey.objects.count() == 2


def test_a_secret_that_is_shown_once_is_not_made_twice(world, sign_in):
    officer = sign_in(world.officer)
    sent = {"name": "Export", "scope": "read", "days": 30} | TOKEN

    first, again = (officer.post("/account/tokens/", sent) for _each in range(2))

    assert (first.status_code, again.status_code) == (200, 409)
    assert ApiToken.objects.count() == 1


# The page before an act


def test_a_request_passes_a_page_that_says_what_happens_and_who_is_told(
    world, accepted, sign_in, nothing_happened
):
    officer = sign_in(world.officer)
    page = f"/visits/v-7k3qf/dates/{accepted.pk}/confirm/"
    typed = {name: str(value) for name, value in DECIDED.items()} | {"version": 1}

    shown = officer.post(page, typed)
    changed = officer.post(page, typed | {"change": "1"})

    assert shown.status_code == 200
    for words in (
        "You ask that 4–5 December 2025 be confirmed inside.", "Mails go to 2 people:",
        "Chief, Deputy", typed["decider_person"], 'name="sure" value="1"',
    ):  # fmt: skip
        assert words in shown.text, words
    assert f'value="{typed["decider_person"]}"' in changed.text
    assert 'name="sure"' not in changed.text
    nothing_happened()
    assert officer.post(page, typed | {"sure": "1"}).status_code == 302


def test_dates_are_withdrawn_and_requests_refused_after_a_look(
    world, asked, sign_in, nothing_happened
):
    chief, reason = sign_in(world.chief), {"version": 1, "reason": "Too early"}

    refusing = chief.post(f"/visits/v-7k3qf/dates/requests/{asked.pk}/refuse/", reason)
    withdrawing = chief.post(f"/visits/v-7k3qf/dates/{asked.option_id}/withdraw/", reason)

    assert "A mail goes to 1 person:" in refusing.text
    assert "Officer" in refusing.text
    assert "4–5 December 2025 is withdrawn for good" in withdrawing.text
    assert "Too early" in withdrawing.text
    nothing_happened()
