"""What is queued: once for each kind, key and person, with the transaction it belongs to."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from planning.outbox.actions import DELIVER, post, recipients
from planning.outbox.models import Message
from planning.outbox.rules import KINDS, Recipient
from tests.outbox.conftest import KIND, person, plainly, queue
from tests.races import at_once
from tests.world import NOW


def test_a_message_names_its_person_and_reason_and_fixes_its_id_and_date(db):
    reader, visit = person("reader"), uuid4()

    new = post(KIND, about=reader, visit_id=visit, to=[Recipient(reader.pk)], key="k", at=NOW)

    message = Message.objects.get()
    assert new == 1
    assert (message.kind, message.key, message.about_id) == (KIND, "k", reader.pk)
    assert (message.visit_id, message.to_user, message.to_person_id) == (visit, reader, None)
    assert (message.state, message.attempts, message.fence) == ("queued", 0, 0)
    assert message.message_id.endswith("@localhost>")
    assert message.dated_at == NOW


def test_a_message_is_queued_once_for_each_kind_key_and_person(
    db, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setitem(KINDS, "tests.other", plainly)
    one, two, guest = person("one"), person("two"), uuid4()
    both = recipients([one.pk, two.pk], [guest])

    with django_capture_on_commit_callbacks() as rung:
        news = [
            post(kind, about=one, visit_id=None, to=to, key=key, at=NOW)
            for kind, to, key in [
                (KIND, both[:1] * 3, "k"),
                (KIND, both, "k"),
                (KIND, both, "k"),
                (KIND, both, "l"),
                ("tests.other", both, "k"),
            ]
        ]

    assert news == [1, 2, 0, 3, 3]
    assert Message.objects.count() == 9
    assert len(set(Message.objects.values_list("message_id", flat=True))) == 9
    assert [pull.task for pull in rung] == [DELIVER]


def test_to_nobody_nothing_is_queued_and_nobody_woken(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as rung:
        assert post(KIND, about=person("a"), visit_id=None, to=[], key="k", at=NOW) == 0

    assert (Message.objects.count(), rung) == (0, [])


def test_an_unknown_kind_is_an_error_of_ours(db):
    reader = person("reader")

    with pytest.raises(LookupError, match=r"no such kind of message: tests\.typo"):
        post("tests.typo", about=reader, visit_id=None, to=[Recipient(reader.pk)], key="k", at=NOW)

    assert not Message.objects.exists()


def test_a_message_leaves_with_its_transaction_or_not_at_all(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue("k")
        raise ZeroDivisionError

    assert not Message.objects.exists()


@pytest.mark.parametrize("to", [Recipient(), "both"])
def test_a_message_is_for_one_person(db, to):
    reader = person("reader")
    to = Recipient(reader.pk, uuid4()) if to == "both" else to

    with pytest.raises(IntegrityError, match="message_to_one"), transaction.atomic():
        post(KIND, about=reader, visit_id=None, to=[to], key="k", at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_post_one_message_at_once_one_does():
    people = [person(name) for name in "abcde"]

    def send():
        to = [Recipient(one.pk) for one in people]
        with transaction.atomic():
            return post(KIND, about=people[0], visit_id=None, to=to, key="k", at=NOW)

    results = at_once(*[send] * 4)

    assert sorted(results) == [0, 0, 0, 5]
    assert Message.objects.count() == 5
