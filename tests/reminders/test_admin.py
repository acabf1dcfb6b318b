"""Webhooks and the log of their calls in the admin panel."""

import pytest

from planning.audit.models import AuditEvent
from planning.outbox.models import Message
from planning.reminders.formats import secret_of
from planning.reminders.models import Webhook
from planning.reminders.rules import Kind
from tests.world import NOW

WEBHOOKS = "/admin/planning/webhook/"
CALLS = "/admin/planning/webhookcall/"


@pytest.fixture
def panel(world, sign_in):
    """The administrator's browser."""
    return sign_in(world.administrator)


@pytest.fixture
def webhook(world):
    """A webhook of the ministry of commerce."""
    return Webhook.objects.create(organisation=world.of["ministry"], address="https://a.example/in")


def called(world, webhook, n=1, **fields):
    """Leave calls in the log."""
    for number in range(n):
        Message.objects.create(
            kind=Kind.CALL.value, key=f"{number}", about_id=world.summit.pk,
            visit_id=world.summit.pk, to_webhook_id=webhook.pk, message_id=f"{number}",
            dated_at=NOW, **fields,
        )  # fmt: skip


def run(panel, page, action, rows):
    """Run an action of a list on some rows."""
    sent = {"action": action, "_selected_action": [row.pk for row in rows], "index": 0}
    return panel.post(page, sent, follow=True)


def test_the_secret_is_shown_once_when_a_webhook_is_added(world, panel):
    response = panel.post(
        f"{WEBHOOKS}add/",
        {"organisation": world.of["ministry"].pk, "address": "https://a.example/in"},
    )

    webhook = Webhook.objects.get()
    assert (response.status_code, webhook.is_on) == (200, False)
    assert secret_of(webhook) in response.text
    assert "no-store" in response["Cache-Control"]
    for page in (WEBHOOKS, f"{WEBHOOKS}{webhook.pk}/change/", f"{WEBHOOKS}{webhook.pk}/history/"):
        assert secret_of(webhook) not in panel.get(page).text


def test_a_webhook_is_switched_on_once_for_each_version(world, panel, webhook):
    sent = {"made_on": 1, "address": "https://b.example/in", "is_on": "on", "topics": ["dates"]}
    sent["organisation"] = world.of["second_ministry"].pk

    statuses = [panel.post(f"{WEBHOOKS}{webhook.pk}/change/", sent).status_code for _n in range(2)]

    row = Webhook.objects.get()
    assert statuses == [302, 302]  # what is there already is nothing to save
    assert (row.is_on, row.address, row.version) == (True, "https://b.example/in", 2)
    assert row.topics == ["dates"]
    assert row.organisation == world.of["ministry"]
    assert AuditEvent.objects.get().verb == "reminders.webhook_changed"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"address": "ftp://a.example/"}, "must begin with https://"),
        ({"address": "https://a.example/in"}, "has a webhook with this address already"),
        ({"organisation": "embassy"}, "Select a valid choice"),
    ],
)
def test_what_will_not_do_is_refused_beside_the_field(
    world, panel, webhook, nothing_happened, sent, says
):
    whole = {"organisation": "ministry", "address": "https://b.example/in"} | sent
    whole["organisation"] = world.of[whole["organisation"]].pk

    response = panel.post(f"{WEBHOOKS}add/", whole)

    assert says in response.text
    nothing_happened()


def test_a_new_secret_is_shown_once_and_is_another_one(world, panel, webhook):
    old = secret_of(webhook)

    page = run(panel, WEBHOOKS, "renew_secret", [webhook])

    webhook.refresh_from_db()
    assert webhook.secret_number == 2
    assert secret_of(webhook) in page.text
    assert old not in page.text


def test_secrets_are_renewed_one_by_one(world, panel, webhook, nothing_happened):
    other = Webhook.objects.create(
        organisation=world.of["ministry"], address="https://b.example/in"
    )

    page = run(panel, WEBHOOKS, "renew_secret", [webhook, other])

    assert "Choose one webhook." in page.text
    nothing_happened()


def test_the_log_says_in_words_how_each_call_went_and_not_what_it_is_about(world, panel, webhook):
    called(world, webhook, state="parked", answer=410, error="410 Gone", attempts=3)
    call = Message.objects.get()

    for page in (panel.get(CALLS, {"q": call.pk}), panel.get(f"{CALLS}{call.pk}/change/")):
        for said in ("Ministry of Commerce", "Parked: the receiving", "410 Gone", str(call.pk)):
            assert said in page.text
        assert world.summit.code not in page.text
    assert panel.get(f"{CALLS}add/").status_code == 403
    assert panel.post(f"{CALLS}{call.pk}/change/", {"state": "queued"}).status_code == 403
    assert panel.post(f"{CALLS}{call.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_log_shows_calls_and_no_mails(world, panel):
    Message.objects.create(
        kind="dates.requested", key="k", about_id=world.summit.pk, to_user=world.chief.user,
        message_id="m", dated_at=NOW, error="a mail",
    )  # fmt: skip

    assert "a mail" not in panel.get(CALLS).text
    assert panel.get(f"{CALLS}{Message.objects.get().pk}/change/").status_code == 302


def test_calls_are_sent_again_and_those_on_their_way_are_named(world, panel, webhook):
    called(world, webhook, n=2, state="parked")
    underway, parked = Message.objects.order_by("key")
    Message.objects.filter(pk=underway.pk).update(state="queued")

    page = run(panel, CALLS, "send_again", [underway, parked])

    assert "1 call is sent again." in page.text
    assert f"Call {underway.pk}: This message is on its way already." in page.text
    parked.refresh_from_db()
    assert parked.state == "queued"
    assert AuditEvent.objects.get().verb == "reminders.call_sent_again"


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_the_same_queries_for_one_row_and_for_three(
    world, panel, webhook, count, django_assert_num_queries
):
    called(world, webhook, n=count)
    for n in range(count - 1):
        Webhook.objects.create(organisation=webhook.organisation, address=f"https://{n}.example")

    with django_assert_num_queries(4):
        panel.get(WEBHOOKS)
    with django_assert_num_queries(4):
        panel.get(CALLS)


def test_calls_do_not_bury_the_mails_on_the_visits_page_of_messages(world, sign_in, webhook):
    called(world, webhook, state="accepted", answer=204)

    page = sign_in(world.officer).get("/visits/v-7k3qf/messages/").text

    assert "Nothing has been sent about this visit." in page
