"""One's own settings page."""

import pytest
from django.db import transaction
from django.utils import timezone

from planning.accounts.models import User
from planning.outbox.actions import deliver_some, post
from planning.outbox.models import Message
from planning.outbox.rules import KINDS, Mail, Recipient
from tests.world import NOW, TODAY

URL = "/account/"


def sent(**changes):
    return {"version": 1, "language": "en", "time_zone": "Europe/Moscow"} | changes


def test_the_page_shows_what_holds_and_leads_with_the_capitals_zones(world, sign_in):
    response = sign_in(world.mission).get(URL)

    assert response.status_code == 200
    assert '<option value="Asia/Kolkata" selected>' in response.text
    assert response.text.index("Europe/Moscow") < response.text.index("Africa/Abidjan")
    assert "Reminders reach you at 08:00 in this zone." in response.text


def test_what_is_sent_is_saved_and_the_page_says_so(world, sign_in):
    client = sign_in(world.mission)

    response = client.post(URL, sent(), follow=True)

    assert response.redirect_chain == [(URL, 302)]
    assert "Saved." in response.text
    assert User.objects.get(pk=world.mission.user.pk).time_zone == "Europe/Moscow"


def test_keys_pressed_alone_can_be_switched_off(world, sign_in):
    client = sign_in(world.mission)
    before = client.get(URL).text

    after = client.post(URL, sent(), follow=True).text  # the box is not ticked

    assert ("data-single-keys" in before, "data-single-keys" in after) == (True, False)
    assert "Keys pressed alone are switched off in your settings." in after
    assert not User.objects.get(pk=world.mission.user.pk).single_keys


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Asia/Nowhere"}, {"language": "xx"}, {"time_zone": ""}]
)
def test_what_does_not_exist_is_refused_at_its_field(world, sign_in, nothing_happened, wrong):
    response = sign_in(world.mission).post(URL, sent(**wrong))

    assert response.status_code == 422
    assert "<title>Error: Your settings" in response.text
    assert 'aria-invalid="true"' in response.text
    nothing_happened()


def test_a_page_from_before_another_change_is_refused(world, sign_in, nothing_happened):
    response = sign_in(world.mission).post(URL, sent(version=0))

    assert response.status_code == 409
    assert "Somebody else has changed this in the meantime." in response.text
    nothing_happened()


def test_pages_speak_the_readers_zone_and_leave_none_behind(world, sign_in):
    User.objects.filter(pk=world.mission.user.pk).update(time_zone="Pacific/Auckland")

    sign_in(world.mission).get("/")

    assert timezone.get_current_timezone_name() == "Asia/Kolkata"
    assert TODAY.isoformat() == "2025-10-01"


def test_nobody_sees_anothers_settings(world, sign_in, client):
    assert client.get(URL).status_code == 302
    assert "Mission" in sign_in(world.mission).get(URL).text
    assert "Mission" not in sign_in(world.press).get(URL).text


@pytest.mark.parametrize(
    ("wanted", "state"), [("reminders.first_day", "accepted"), ("reminders.task_due", "cancelled")]
)
def test_a_reminder_that_is_not_wanted_is_not_sent_and_a_duty_always_is(
    world, sign_in, mailbox, asked, monkeypatch, wanted, state
):
    client, chief = sign_in(world.chief), world.chief.user
    page = client.get(URL).text
    ticked = [line for line in page.split("<input") if " checked" in line]
    assert page.count('name="mails"') == sum('name="mails"' in one for one in ticked) == 2
    text = Mail(chief.email, "First day", "Soon.")
    monkeypatch.setitem(KINDS, "reminders.first_day", lambda _message: text)

    client.post(URL, sent(mails=[wanted]))
    with transaction.atomic():
        to = [Recipient(user_id=chief.pk)]
        post("reminders.first_day", about=world.summit, visit_id=None, to=to, key="x", at=NOW)
    deliver_some()

    assert Message.objects.get(kind="reminders.first_day").state == state
    assert Message.objects.get(kind="dates.requested", to_user=chief).state == "accepted"


def test_what_asks_one_to_act_cannot_be_declined(world, sign_in, nothing_happened):
    response = sign_in(world.chief).post(URL, sent(mails=["dates.requested"]))

    assert response.status_code == 422
    nothing_happened()
