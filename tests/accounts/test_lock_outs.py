"""Lock-outs in the panel: who is locked, from where, until when; let in again before that."""

from datetime import timedelta

import pytest

from planning.accounts import actions
from planning.accounts.models import LockOut
from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused
from tests.accounts.conftest import LOCKED
from tests.world import NOW

LIST = "/admin/planning/lockout/"
HERE = "127.0.0.1"


@pytest.fixture
def guess(passwords, browser):
    """Send wrong passwords for somebody, as one browser or another."""

    def send(email, times=5, agent="Firefox"):
        client = browser(headers={"User-Agent": agent})
        for _ in range(times):
            answer = client.enter(email, "wrong")
        return answer

    return send


@pytest.fixture
def panel(passwords, browser):
    """The administrator's browser."""
    client = browser()
    client.enter("administrator@example.org")
    return client


def let_in(world, email="press@example.org", by=None):
    by = by or world.administrator
    actions.let_in_again(email=email, address=HERE, by=by, at=NOW)


def test_the_panel_lists_who_is_locked_and_until_when(guess, panel):
    guess("press@example.org", 3)
    guess("press@example.org", 2, agent="Safari")
    guess("viewer@example.org", 4)

    page = panel.get(LIST).text

    assert page.count("field-place") == 1
    assert "viewer@example.org" not in page
    assert ("127.0.0.1" in page, ">5<" in page) == (True, True)
    assert "1 Oct 2025, 09:45 IST" in page


def test_a_lock_out_is_gone_from_the_list_when_it_ends(guess, panel, fixed_clock):
    guess("press@example.org")
    assert LockOut.objects.standing(NOW + timedelta(minutes=15)).count() == 1

    assert not LockOut.objects.standing(NOW + timedelta(minutes=15, seconds=1)).exists()


def test_an_administrator_lets_somebody_in_again(world, guess, panel, browser):
    assert LOCKED in guess("press@example.org").text
    guess("viewer@example.org")
    lock = LockOut.objects.get(username="press@example.org")
    chosen = {"action": "let_in_again", "_selected_action": [str(lock.pk)]}

    page = panel.post(LIST, chosen, follow=True).text

    assert "Done: press@example.org, 127.0.0.1." in page
    assert browser().enter("press@example.org")["Location"] == "/"
    assert browser().enter("viewer@example.org").status_code == 429
    event = AuditEvent.objects.get()
    assert (event.verb, event.on_id) == ("accounts.let_in_again", world.press.user.pk)
    assert (event.user, event.payload.body) == (world.administrator.user, {"address": HERE})


def test_a_second_time_and_for_nobodys_account_it_is_refused(world, guess):
    guess("press@example.org")
    let_in(world)

    with pytest.raises(Conflict, match=r"^Nothing is locked here any more\.$"):
        let_in(world)
    with pytest.raises(Refused, match="There is no account with this address"):
        let_in(world, "nobody@example.org")

    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("who", ["chief", "viewer"])
def test_lock_outs_are_the_administrators_alone(world, guess, browser, who, nothing_happened):
    guess("press@example.org")
    client = browser()
    client.enter(f"{who}@example.org")

    with pytest.raises(NotAllowed):
        let_in(world, by=world.cast[who])
    assert client.get(LIST, follow=True).status_code == 403

    assert LockOut.objects.standing(NOW).count() == 1
    nothing_happened()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    guess, panel, count, django_assert_num_queries
):
    for name in ("press", "viewer", "desk")[:count]:
        guess(f"{name}@example.org")

    with django_assert_num_queries(4):
        panel.get(LIST)
