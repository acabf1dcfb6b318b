"""What was said of what is owed: noted in one line by those who manage it, and read by them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from planning.agenda import actions as agenda
from planning.audit.models import AuditEvent
from planning.audit.queries import told
from planning.core.errors import NotAllowed, Refused
from planning.preparation import actions as preparation
from planning.reminders import actions
from planning.reminders.models import Chaser
from tests.world import NOW, TODAY

SAID = "Telephoned, promises Thursday."
THURSDAY = date(2025, 10, 2)


@pytest.fixture
def debts(world, parties):
    """One answer, one text and one task that offices owe, by their kind."""
    item = agenda.suggest(
        visit=world.summit, title="Trade", lead=world.of["ministry"], by=world.desk, at=NOW
    )
    task = preparation.add(
        visit=world.summit,
        title="Order flags",
        anchor="fixed",
        fixed_on=TODAY,
        organisation=world.of["ministry"],
        by=world.officer,
        at=NOW,
    )
    return {"position": parties[1], "text": item.parts.get(), "task": task}


@pytest.mark.parametrize("kind", ["position", "text", "task"])
def test_a_note_is_taken_and_told_to_those_who_manage_what_is_owed(world, debts, kind):
    chaser = actions.chase(
        owed=debts[kind], said=f" {SAID} ", promised_on=THURSDAY, by=world.officer, at=NOW
    )

    assert (chaser.said, chaser.promised_on, chaser.noted_at) == (SAID, THURSDAY, NOW)
    assert chaser.noted_by == world.officer.user
    act = AuditEvent.objects.get(verb=f"reminders.{kind}_chased")
    assert told(act).what == f"noted of {debts[kind].organisation.name}: {SAID}"
    seen = {
        who for who, actor in world.cast.items() if Chaser.objects.visible_to(actor.user).exists()
    }
    managing = {"chief", "deputy", "officer", "desk"}
    assert seen == managing | ({"principals_office", "mission"} if kind == "position" else set())


def test_notes_add_up_and_none_is_ever_changed(world, debts):
    for _call in range(2):
        actions.chase(owed=debts["task"], said=SAID, by=world.officer, at=NOW)

    assert Chaser.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("position", "ministry"),
        ("position", "viewer"),
        ("text", "principals_office"),
        ("text", "ministry"),
        ("task", "ministry"),
        ("task", "stranger"),
    ],
)
def test_who_does_not_manage_what_is_owed_notes_nothing(world, debts, nothing_happened, kind, who):
    with pytest.raises(NotAllowed):
        actions.chase(owed=debts[kind], said=SAID, by=world.cast[who], at=NOW)

    nothing_happened()
    assert not Chaser.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"said": " "}, "said"),
        ({"said": SAID, "promised_on": TODAY - timedelta(days=1)}, "promised_on"),
    ],
)
def test_a_note_says_something_and_promises_a_day_to_come(
    world, debts, nothing_happened, typed, field
):
    with pytest.raises(Refused) as refused:
        actions.chase(owed=debts["task"], **typed, by=world.officer, at=NOW)

    assert refused.value.field == field
    nothing_happened()


def test_a_note_is_taken_on_the_page_of_the_visit(world, debts, sign_in):
    client = sign_in(world.officer)
    address = reverse("reminders:chase-task", args=["v-7k3qf", debts["task"].pk])
    assert address in client.get("/visits/v-7k3qf/").text

    empty = client.post(address, {"said": "", "promised_on": "2025-10-02"})
    noted = client.post(address, {"said": SAID, "promised_on": "2025-10-02"}, follow=True)

    assert (empty.status_code, "2025-10-02" in empty.text) == (422, True)
    assert "Ministry of Commerce owes a task." in empty.text
    assert (noted.status_code, noted.request["PATH_INFO"]) == (200, "/visits/v-7k3qf/")
    assert SAID in noted.text
    assert "promised for 2 October 2025" in noted.text
    assert SAID not in sign_in(world.ministry).get("/visits/v-7k3qf/").text


def test_the_api_takes_a_note_of_one_thing(world, debts, sign_in):
    client = sign_in(world.desk)
    said = {"said": SAID, "task": str(debts["task"].pk)}

    made = client.post("/api/v1/chasers/", said, content_type="application/json")
    two = said | {"party": str(debts["position"].pk)}
    refused = client.post("/api/v1/chasers/", two, content_type="application/json")

    assert (made.status_code, refused.status_code) == (201, 400)
    assert made.json()["visit"] == "V-7K3QF"
    assert refused.json()["errors"][0]["detail"] == "Say which one thing is owed."
    listed = client.get("/api/v1/chasers/", {"visit": "v-7k3qf"}).json()["results"]
    assert [(one["said"], one["task"]) for one in listed] == [(SAID, str(debts["task"].pk))]
