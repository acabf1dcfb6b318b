"""The judge, the fresh copy, the one way to save."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from planning.core.errors import Conflict, Stale
from planning.core.rows import change, fresh, judged
from planning.stakeholders.models import Country, Membership
from tests.races import at_once
from tests.world import named


@pytest.fixture
def india(db):
    """A row with a version."""
    return named(Country, "India", code="IN", capital="New Delhi", zone="Asia/Kolkata")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("IN", "There is already a country with this code."),
        ("in", "A country's code is two capital letters."),
    ],
)
def test_a_broken_constraint_speaks_its_own_sentence(india, code, sentence):
    with pytest.raises(Conflict) as refusal, judged():
        named(Country, "Other", code=code, capital="Other", zone="UTC")

    assert (str(refusal.value), refusal.value.status) == (sentence, 409)
    assert Country.objects.get() == india


def test_what_no_constraint_of_ours_forbids_is_no_refusal_but_an_error(db):
    with pytest.raises(IntegrityError), judged():
        named(Country, "Other", code="OT", capital=None, zone="UTC")
    with pytest.raises(IntegrityError, match="foreign key"), judged():
        Membership.objects.create(person_id=uuid4(), organisation_id=uuid4())
        connection.check_constraints()


def test_a_row_whose_key_is_there_already_was_sent_twice(india):
    with pytest.raises(Conflict, match=r"^This has been saved already\.$"), judged():
        named(Country, "Other", id=india.pk, code="OT", capital="Other", zone="UTC")

    assert Country.objects.get().name == "India"


def test_a_refused_change_leaves_the_rest_of_the_transaction_whole(india):
    with transaction.atomic():
        named(Country, "Russia", code="RU", capital="Moscow", zone="Europe/Moscow")
        with pytest.raises(Conflict), judged():
            named(Country, "India", code="IN", capital="New Delhi", zone="Asia/Kolkata")

    assert Country.objects.count() == 2


def test_a_fresh_row_is_locked_and_stands_as_it_is_now(india):
    Country.objects.update(capital="Delhi")

    with CaptureQueriesContext(connection) as queries:
        row = fresh(Country, india.pk, 1)

    assert row.capital == "Delhi"
    assert "FOR NO KEY UPDATE" in queries[0]["sql"]


def test_a_stale_write_is_refused_with_the_row_as_it_stands_now(india):
    change(fresh(Country, india.pk, 1), capital="Delhi")

    with pytest.raises(Stale) as refusal:
        fresh(Country, india.pk, 1)

    assert (refusal.value.current.capital, refusal.value.current.version) == ("Delhi", 2)
    assert str(refusal.value) == (
        "Somebody else has changed this in the meantime. Nothing was saved."
    )


def test_a_change_saves_what_it_names_and_counts_the_version_up(india):
    india.capital = "never saved"

    change(india, name="Bharat", zone="Asia/Calcutta")

    stored = Country.objects.get()
    assert (stored.name, stored.zone, stored.capital) == ("Bharat", "Asia/Calcutta", "New Delhi")
    assert (stored.version, india.version) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_on_one_version_one_is_saved_and_one_is_stale():
    row = named(Country, "India", code="IN", capital="New Delhi", zone="Asia/Kolkata")

    def move(capital):
        with transaction.atomic():
            change(fresh(Country, row.pk, 1), capital=capital)

    results = at_once(lambda: move("Delhi"), lambda: move("Agra"))

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Stale"]
    won = ["Delhi", "Agra"][results.index(None)]
    assert (Country.objects.get().capital, Country.objects.get().version) == (won, 2)
