"""What a ministry's own system is told, how it knows that it is us, and what becomes of calls."""

import json
from datetime import timedelta
from ipaddress import ip_network
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from planning.agenda import rules as agenda
from planning.audit.actions import act
from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.dates.rules import RequestKind
from planning.outbox.actions import deliver_some, deliver_turn, recover
from planning.outbox.models import Message
from planning.reminders import actions
from planning.reminders.actions import call_webhooks
from planning.reminders.formats import secret_of
from planning.reminders.models import Webhook, WebhookCall
from planning.reminders.rules import check_address
from planning.visits import actions as visits
from planning.visits import rules as verbs
from planning.visits.models import FocalPoint, Participation
from tests.outbox.test_deliver import stands
from tests.receiver import NOTHING, Receiver
from tests.reminders.conftest import granted, proposed
from tests.world import NOW, let_in


@pytest.fixture
def receiver(settings, tmp_path):
    """A ministry's system, in a network that may be called; webhooks are on."""
    settings.SUMMIT_WEBHOOKS = True
    settings.SUMMIT_WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    settings.OUTBOX_JOURNAL = tmp_path / "journal"
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def webhook(world, receiver):
    """The webhook of the ministry of commerce, on for an hour."""
    return hook(world, receiver, "ministry")


def hook(world, receiver, name):
    """Return a webhook of somebody of the cast that is on for an hour."""
    by = {"by": world.administrator, "at": NOW}
    webhook = actions.add_webhook(organisation=world.of[name], address=receiver.address, **by)
    actions.change_webhook(webhook=webhook, version=1, address=receiver.address, is_on=True, **by)
    Webhook.objects.filter(pk=webhook.pk).update(on_since=Now() - timedelta(hours=1))
    return Webhook.objects.get(pk=webhook.pk)


def tell(world, verb=verbs.VISIT_CHANGED, **more):
    """Have something happen on the summit; return its row of audit."""
    with act(verb, on=world.summit, by=world.officer, at=NOW, **more):
        pass
    return AuditEvent.objects.latest("recorded_at")


def also(event, *, ago=timedelta(0), needs=""):
    """Have another row like this one: recorded so long before it, for those who hold this right."""
    row = AuditEvent.objects.get(pk=event.pk)
    row.pk, row._state.adding, row.needs = uuid4(), True, needs
    row.recorded_at -= ago
    row.save(force_insert=True)
    return row


def deliver():
    """Make all calls that wait, due or not."""
    Message.objects.filter(state="queued").update(next_try_at=Now())
    deliver_turn(calls=True)


def types(receiver):
    """Return what was told, and forget it."""
    told = [json.loads(body)["type"] for _headers, body in receiver.calls]
    receiver.calls.clear()
    return told


def test_a_call_names_the_act_and_the_visits_code_and_says_where_to_ask(world, receiver, webhook):
    tell(world)

    assert call_webhooks(at=NOW) == 1
    deliver()

    (headers, body), message = receiver.calls[0], Message.objects.get()
    assert json.loads(body) == {
        "type": "visits.changed",
        "timestamp": "2025-10-01T04:00:00Z",
        "data": {
            "visit": "V-7K3QF",
            "about": "visit",
            "url": "http://127.0.0.1:8000/api/v1/visits/V-7K3QF/",
        },
    }
    assert headers["webhook-id"] == str(message.pk)
    assert (stands(message), message.answer, message.attempts) == (("accepted", ""), 204, 1)


def test_the_reference_library_takes_it_and_nothing_altered_or_old(
    world, receiver, webhook, fixed_clock
):
    tell(world)
    call_webhooks(at=NOW)
    deliver()
    headers, body = receiver.calls[0]
    verifier = Verifier(secret_of(webhook))

    assert verifier.verify(body, headers)["data"]["visit"] == "V-7K3QF"
    for altered in (
        (body.replace(b"7K3QF", b"7K3QG"), headers),
        (body, headers | {"webhook-id": str(uuid4())}),
        (body, headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}),
        (body, headers | {"webhook-signature": "v1,AAAA"}),
    ):
        with pytest.raises(WebhookVerificationError):
            verifier.verify(*altered)
    fixed_clock.shift(timedelta(minutes=10))
    with pytest.raises(WebhookVerificationError, match="too old"):
        verifier.verify(body, headers)


def test_for_a_week_the_last_secret_signs_beside_the_new_one(world, receiver, webhook):
    old = secret_of(webhook)
    webhook = actions.renew_secret(
        webhook=webhook, version=webhook.version, by=world.administrator, at=NOW
    )
    new = secret_of(webhook)
    Webhook.objects.update(previous_until=NOW + timedelta(seconds=1))
    tell(world)
    call_webhooks(at=NOW)
    deliver()
    headers, body = receiver.calls.pop()

    for secret in (old, new):
        Verifier(secret).verify(body, headers)

    Webhook.objects.update(previous_until=NOW)
    actions.send_again(call=WebhookCall.objects.get(), by=world.administrator, at=NOW)
    deliver()
    headers, body = receiver.calls.pop()

    Verifier(new).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(old).verify(body, headers)


def test_the_last_secret_is_valid_for_a_week_from_now(world, webhook):
    actions.renew_secret(webhook=webhook, version=webhook.version, by=world.administrator, at=NOW)

    left = Webhook.objects.values_list(F("previous_until") - Now(), flat=True).get()
    assert timedelta(days=7) - left < timedelta(seconds=5)


def test_a_page_that_is_loaded_anew_does_not_end_the_secret_in_use(world, webhook):
    by = {"by": world.administrator, "at": NOW}
    webhook = actions.renew_secret(webhook=webhook, version=webhook.version, **by)
    events = AuditEvent.objects.count()

    with pytest.raises(Conflict, match="renewed a moment ago"):
        actions.renew_secret(webhook=webhook, version=webhook.version, **by)

    assert AuditEvent.objects.count() == events
    Webhook.objects.update(previous_until=F("previous_until") - timedelta(minutes=11))
    actions.renew_secret(webhook=webhook, version=webhook.version, **by)
    assert Webhook.objects.get().secret_number == 3


def test_secrets_differ_and_no_row_holds_one(world, receiver, webhook):
    other = hook(world, receiver, "second_ministry")

    rows = [str(Webhook.objects.values()), str(Webhook.events.rel.related_model.objects.values())]
    assert secret_of(webhook) != secret_of(other)
    for one in (webhook, other):
        assert secret_of(one).startswith("whsec_")
        assert all(secret_of(one).removeprefix("whsec_") not in row for row in rows)


def test_each_act_is_told_once_however_often_one_looks(world, receiver, webhook):
    for _n in range(3):
        tell(world)

    assert [call_webhooks(at=NOW) for _n in range(3)] == [3, 0, 0]


def test_a_row_that_another_transaction_commits_late_is_found_all_the_same(
    world, receiver, webhook
):
    event = tell(world)
    call_webhooks(at=NOW)

    late = also(event, ago=timedelta(minutes=50))

    assert call_webhooks(at=NOW) == 1
    assert Message.objects.filter(about_id=late.pk).exists()


def test_acts_from_before_it_was_on_or_longer_ago_than_a_week_are_not_told(
    world, receiver, webhook
):
    event = tell(world)
    also(event, ago=timedelta(minutes=70)), also(event, ago=timedelta(days=8))
    assert call_webhooks(at=NOW) == 1
    Webhook.objects.update(on_since=F("on_since") - timedelta(days=100))

    assert call_webhooks(at=NOW) == 1


def test_nothing_is_told_where_webhooks_are_off(world, receiver, webhook, settings):
    tell(world)
    settings.SUMMIT_WEBHOOKS = False
    assert call_webhooks(at=NOW) == 0

    settings.SUMMIT_WEBHOOKS = True
    by = {"by": world.administrator, "at": NOW}
    actions.change_webhook(
        webhook=webhook, version=webhook.version, address=webhook.address, is_on=False, **by
    )
    assert call_webhooks(at=NOW) == 0


def test_who_is_not_let_in_never_learns_of_days_that_are_not_public(world, receiver, webhook):
    let_in(world, "second_ministry")
    trusted = Receiver()
    hook(world, trusted, "second_ministry")
    option = proposed(world)
    granted(world, option, RequestKind.CONFIRM)
    call_webhooks(at=NOW)
    deliver()
    inside, outside = types(trusted), types(receiver)

    assert inside == ["lifecycle.confirmed"]
    assert [word for word in outside if word.partition(".")[0] in ("dates", "lifecycle")] == []

    granted(world, option, RequestKind.ANNOUNCE)
    call_webhooks(at=NOW)
    deliver()
    trusted.close()

    assert len([word for word in types(receiver) if "announce" in word]) == 1


@pytest.mark.parametrize(
    ("needs", "of", "told"),
    [
        ("", None, ["ministry", "second_ministry"]),
        (verbs.May.SEE_OPTIONS, None, []),
        (verbs.May.SEE_OPTIONS, "ministry", ["ministry"]),
        (verbs.May.READ_LINE, "second_ministry", ["second_ministry"]),
        (verbs.May.READ_MANAGED_AGENDA, "ministry", []),
        (verbs.May.MANAGE_PARTS, None, []),
        (verbs.May.SEE_DAYS, None, []),
    ],
)
def test_a_ministry_is_told_what_its_focal_points_read_in_the_story(
    world, receiver, needs, of, told
):
    for name in ("ministry", "second_ministry", "stranger"):
        hook(world, receiver, name)
    event = also(tell(world, of=[world.of[of].pk] if of else []), needs=needs)

    call_webhooks(at=NOW)

    called = Message.objects.filter(about_id=event.pk).values_list("to_webhook_id", flat=True)
    offices = Webhook.objects.filter(pk__in=called).values_list("organisation_id", flat=True)
    assert set(offices) == {world.of[name].pk for name in told}


def test_a_participation_without_focal_points_opens_nothing(world, receiver, webhook):
    FocalPoint.objects.filter(participation__organisation=world.of["ministry"]).delete()
    tell(world)

    assert call_webhooks(at=NOW) == 0


@pytest.mark.parametrize("what", ["released", "off", "all off", "shut out"])
def test_the_right_to_be_told_is_asked_again_at_delivery(world, receiver, webhook, settings, what):
    let_in(world, "ministry")
    part = Participation.objects.get(visit=world.summit, organisation=world.of["ministry"])
    by = {"by": world.officer, "at": NOW}
    event = also(tell(world), needs=verbs.May.SEE_DAYS)
    call_webhooks(at=NOW)
    message = Message.objects.get(about_id=event.pk)
    if what == "released":
        visits.release_focal_point(point=FocalPoint.objects.get(participation=part), **by)
    elif what == "shut out":
        visits.let_in(participation=part, version=part.version, let=False, **by)
    elif what == "off":
        Webhook.objects.update(is_on=False, on_since=None)
    else:
        settings.SUMMIT_WEBHOOKS = False

    deliver()

    assert stands(message) == ("cancelled", "")
    assert str(message.pk) not in [headers["webhook-id"] for headers, _body in receiver.calls]


def test_a_receiver_that_was_down_is_told_each_act_with_one_id(world, receiver, webhook):
    tell(world), tell(world)
    call_webhooks(at=NOW)
    receiver.says = [500, NOTHING, 503, 302, 429]
    for _n in range(6):
        deliver()

    ids = [headers["webhook-id"] for headers, _body in receiver.calls]
    assert len(ids) == 7
    assert set(ids) == {str(pk) for pk in Message.objects.values_list("pk", flat=True)}
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}
    assert Webhook.objects.get().failing_since is None


def test_one_that_is_dead_delays_no_other_however_much_waits_for_it(world, receiver, webhook):
    other = Receiver()
    hook(world, other, "second_ministry")
    for _n in range(5):
        tell(world)
    receiver.says = [500] * 9
    call_webhooks(at=NOW)
    Message.objects.filter(to_webhook_id=webhook.pk).update(next_try_at=NOW - timedelta(days=30))

    assert deliver_some(calls=True) == 2
    deliver_turn(calls=True)
    other.close()

    assert (len(receiver.calls), len(other.calls)) == (1, 5)


def test_one_that_still_answers_a_call_is_not_called_beside_it(world, receiver, webhook):
    tell(world), tell(world)
    call_webhooks(at=NOW)
    slow = Message.objects.first()
    lease = {"state": "sending", "lease_until": Now() + timedelta(seconds=50)}
    Message.objects.filter(pk=slow.pk).update(**lease)

    assert deliver_some(calls=True) == 0


def test_one_that_failed_rests_with_all_that_comes_for_it_until_it_answers(
    world, receiver, webhook
):
    tell(world)
    call_webhooks(at=NOW)
    Webhook.objects.update(failing_since=Now() - timedelta(hours=2))
    receiver.says = [503]
    deliver()
    tell(world)

    rest = Webhook.objects.values_list(F("resting_until") - Now(), flat=True).get()
    assert timedelta(minutes=29) < rest < timedelta(minutes=31)
    assert (call_webhooks(at=NOW), deliver_some(calls=True)) == (0, 0)

    Webhook.objects.update(resting_until=Now())
    assert call_webhooks(at=NOW) == 1
    deliver()
    webhook.refresh_from_db()
    assert (webhook.failing_since, webhook.resting_until) == (None, None)


def test_it_is_told_of_its_topics_only(world, receiver, webhook):
    told = actions.change_webhook(
        webhook=webhook, version=webhook.version, address=webhook.address, is_on=True,
        topics=["dates", "agenda"], by=world.administrator, at=NOW,
    )  # fmt: skip
    tell(world), tell(world, agenda.SUGGESTED)

    assert (told.topics, call_webhooks(at=NOW)) == (["dates", "agenda"], 1)
    deliver()

    assert types(receiver) == ["agenda.item_suggested"]


def test_what_fails_waits_and_says_why(world, receiver, webhook):
    tell(world)
    call_webhooks(at=NOW)
    receiver.says = [503]
    deliver()

    message = Message.objects.get()
    assert (stands(message), message.answer) == (("queued", "503 Service Unavailable"), 503)
    assert Webhook.objects.get().failing_since is not None
    assert deliver_some(calls=True) == 0


def test_a_call_of_a_worker_that_died_is_made_again_never_uncertain(world, receiver, webhook):
    tell(world)
    call_webhooks(at=NOW)
    Message.objects.update(state="sending", worker="another host", lease_until=Now(), fence=1)

    recover()
    deliver()

    assert stands(Message.objects.get()) == ("accepted", "")
    assert len(receiver.calls) == 1


def test_what_is_due_is_called_by_the_command_too(world, receiver, webhook):
    tell(world)

    call_command("send_due")

    assert types(receiver) == ["visits.changed"]


def test_calls_have_turns_of_their_own_and_delay_no_mail(world, receiver, webhook):
    tell(world)
    call_webhooks(at=NOW)

    assert (deliver_some(), deliver_some(calls=True)) == (0, 1)


def test_one_that_is_gone_is_switched_off_and_the_administrators_are_told(
    world, receiver, webhook, mailbox
):
    tell(world)
    call_webhooks(at=NOW)
    receiver.says = [410]

    deliver()
    deliver_turn()

    call = Message.objects.calls().get()
    assert (call.state, call.answer) == ("parked", 410)
    assert not Webhook.objects.get().is_on
    event = AuditEvent.objects.latest("recorded_at")
    assert (event.verb, event.system) == ("reminders.webhook_failed", "reminders.webhooks")
    assert [mail["To"] for mail in mailbox.mails] == ["administrator@example.org"]
    assert mailbox.mails[0]["Subject"] == "Webhook of Ministry of Commerce switched off"
    assert f"/admin/planning/webhook/{webhook.pk}/change/" in mailbox.mails[0].get_content()


@pytest.mark.parametrize(("hours", "is_on"), [(71, True), (73, False)])
def test_one_that_fails_for_three_days_is_switched_off(world, receiver, webhook, hours, is_on):
    tell(world)
    call_webhooks(at=NOW)
    Webhook.objects.update(failing_since=Now() - timedelta(hours=hours))
    receiver.says = [500]

    deliver()

    assert Webhook.objects.get().is_on == is_on
    assert Message.objects.mails().count() == (not is_on)


@pytest.mark.parametrize(("hours", "state"), [(71, "queued"), (73, "parked")])
def test_a_call_that_nobody_takes_for_three_days_is_parked(world, receiver, webhook, hours, state):
    tell(world)
    call_webhooks(at=NOW)
    Message.objects.update(queued_at=Now() - timedelta(hours=hours))
    receiver.says = [500]

    deliver()

    assert Message.objects.calls().get().state == state


def test_nobody_is_told_of_a_webhook_that_is_on_again(world, receiver, webhook, mailbox):
    actions.take_answer(webhook_id=webhook.pk, code=410, at=NOW)
    Webhook.objects.update(is_on=True, on_since=Now())

    deliver_turn()

    assert mailbox.mails == []
    assert Message.objects.get().state == "cancelled"


def test_a_call_is_sent_again_under_its_own_id(world, receiver, webhook):
    tell(world)
    call_webhooks(at=NOW)
    deliver()

    actions.send_again(call=WebhookCall.objects.get(), by=world.administrator, at=NOW)
    deliver()

    ids = {headers["webhook-id"] for headers, _body in receiver.calls}
    assert (len(receiver.calls), ids) == (2, {str(Message.objects.get().pk)})
    event = AuditEvent.objects.latest("recorded_at")
    assert (event.verb, event.payload.body) == (
        "reminders.call_sent_again",
        {"organisation": "Ministry of Commerce"},
    )


def test_a_call_on_its_way_is_not_sent_again(world, receiver, webhook, nothing_happened):
    tell(world)
    call_webhooks(at=NOW)
    events = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=r"^This message is on its way already\.$"):
        actions.send_again(call=WebhookCall.objects.get(), by=world.administrator, at=NOW)

    assert AuditEvent.objects.count() == events


def test_a_webhook_is_added_switched_off_and_changed_by_administrators(world):
    by = {"by": world.administrator, "at": NOW}
    webhook = actions.add_webhook(
        organisation=world.of["ministry"], address="https://a.example/in", **by
    )
    assert (webhook.is_on, webhook.on_since) == (False, None)

    actions.change_webhook(
        webhook=webhook, version=1, address="https://b.example/in", is_on=True, **by
    )

    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.address) == (True, "https://b.example/in")
    assert webhook.on_since is not None
    assert list(AuditEvent.objects.order_by("recorded_at").values_list("verb", flat=True)) == [
        "reminders.webhook_added",
        "reminders.webhook_changed",
    ]
    with pytest.raises(Stale):
        actions.change_webhook(
            webhook=webhook, version=1, address="https://b.example/in", is_on=False, **by
        )
    with pytest.raises(Conflict, match="already"):
        actions.add_webhook(organisation=world.of["ministry"], address="https://b.example/in", **by)


@pytest.mark.parametrize("who", ["chief", "officer", "ministry"])
def test_webhooks_are_the_administrators_alone(world, receiver, webhook, nothing_happened, who):
    tell(world)
    call_webhooks(at=NOW)
    call, before = WebhookCall.objects.get(), AuditEvent.objects.count()
    by = {"by": world.cast[who], "at": NOW}
    version = {"webhook": webhook, "version": webhook.version}

    for attempt in (
        lambda: actions.add_webhook(
            organisation=world.of["ministry"], address="https://c.example", **by
        ),
        lambda: actions.change_webhook(**version, address="https://c.example", is_on=False, **by),
        lambda: actions.renew_secret(**version, **by),
        lambda: actions.send_again(call=call, **by),
    ):
        with pytest.raises(NotAllowed, match=r"^Webhooks belong to the administrators\.$"):
            attempt()

    assert AuditEvent.objects.count() == before


def test_only_a_ministry_has_a_webhook(world, nothing_happened):
    with pytest.raises(Refused, match="Only a ministry"):
        actions.add_webhook(
            organisation=world.of["embassy"],
            address="https://a.example",
            by=world.administrator,
            at=NOW,
        )

    nothing_happened()


@pytest.mark.parametrize(
    "address",
    [
        "", "https://", "https:///in", "https://:443/in", "https://a.example:0/", "https://a b/",
        "https://[::1", "https://a.example:port/", "https://a.example/\n", "https://ä.example/",
        "http://a.example/", "ftp://a.example/", "file:///etc/passwd", "gopher://a.example",
        "https://user@a.example/", "https://user:word@a.example/", "https://a.example/#part",
        "//a.example/", "a.example",
    ],
)  # fmt: skip
def test_an_address_that_will_not_do_is_refused(address):
    with pytest.raises(Refused) as refusal:
        check_address(address, plain=False)

    assert refusal.value.field == "address"


def test_addresses_that_will_do():
    check_address("https://a.example:8443/in?of=summit", plain=False)
    check_address("http://127.0.0.1:9000/in", plain=True)


def test_on_and_since_when_are_known_together(world, webhook):
    with pytest.raises(IntegrityError, match="webhook_on_since"), transaction.atomic():
        Webhook.objects.update(on_since=None)
