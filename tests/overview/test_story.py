"""The history of a visit: what each act changed, before and after, for those who may read it."""

from datetime import date

import pytest
from django.urls import reverse

from planning.accounts.models import User
from planning.agenda import actions as agenda
from planning.audit.rules import Piece, redline
from planning.preparation import actions as preparation
from planning.programme import actions as programme
from planning.visits import actions as visits
from planning.visits.models import Leg
from tests.world import NOW, ROLES, TODAY

HISTORY = reverse("overview:history", kwargs={"visit": "v-7k3qf"})
ON_VISIT = [who for who, role in ROLES.items() if role]


@pytest.fixture
def acts(world, sign_in):
    """Return what somebody finds: verb's words, and of each change model, title, differences."""

    def find(who, **chosen):
        page = sign_in(world.cast[who]).get(HISTORY, chosen)
        return [
            (
                act.told.what,
                [
                    (
                        change.model,
                        change.title,
                        [(one.label, one.before, one.after) for one in change.differences],
                    )
                    for change in act.changes
                ],
            )
            for _day, acts in page.context["days"]
            for act in acts
        ]

    return find


@pytest.fixture
def item(world):
    """An accepted item on trade, led by the ministry, whose line to take was written twice."""
    item = agenda.suggest(visit=world.summit, title="Trade", by=world.officer, at=NOW)
    item = agenda.accept(item=item, version=1, by=world.officer, at=NOW)
    agenda.add_part(
        item=item,
        organisation=world.of["ministry"],
        side=world.host,
        part="lead",
        by=world.officer,
        at=NOW,
    )
    for version, body in enumerate(["Raise trade.", "Raise trade above the goal."]):
        agenda.write(item=item, kind="line", body=body, version=version, by=world.ministry, at=NOW)
    return item


def test_a_text_is_compared_word_by_word():
    assert redline("Raise trade.", "Raise trade above the goal.") == [
        Piece("same", "Raise "),
        Piece("del", "trade."),
        Piece("ins", "trade above the goal."),
    ]
    assert redline("", "New") == [Piece("ins", "New")]


def test_what_stayed_of_a_long_text_is_shown_in_part():
    long = " ".join(f"w{n}" for n in range(100))

    same, new = redline(long, f"{long} end")[0], redline(long, f"{long} end")[-1]

    assert same.text.startswith("w0 w1 ")
    assert "[…]" in same.text
    assert "w50" not in same.text
    assert new == Piece("ins", "w99 end")


def test_a_change_stands_under_its_act_before_and_after(item, acts):
    accepted = ("agendaitem", "Trade", [("State", "Suggested", "Accepted")])

    for who in ON_VISIT:
        assert ("accepted item 1: Trade", [accepted]) in acts(who)


def test_a_restricted_text_is_redlined_for_its_readers_alone(item, acts, world, sign_in):
    written = [
        ("agendatext", "Line to take", [("Text", "Raise trade.", "Raise trade above the goal.")])
    ]

    readers = [who for who in ON_VISIT if written in [changed for _what, changed in acts(who)]]
    pages = {who: sign_in(world.cast[who]).get(HISTORY).text for who in ON_VISIT}

    may_read = ["chief", "deputy", "officer", "desk", "principals_office", "ministry"]
    assert readers == may_read
    assert [who for who in ON_VISIT if "above the goal" in pages[who]] == may_read
    assert "Raise <del>trade.</del><ins>trade above the goal.</ins>" in pages["ministry"]


def test_who_knows_of_an_act_is_not_told_what_moved_inside(world, confirmed, acts):
    add = {"anchor": "first_day", "offset": -14, "by": world.officer, "at": NOW}
    preparation.add(visit=world.summit, title="Flags", organisation=world.of["ministry"], **add)
    whole = dict(acts("officer"))
    confirmation = next(what for what in whole if what.startswith("confirmed"))

    days = ("Certainty", "Proposed", "Confirmed, not public")
    assert ("visit", "", [("How sure", *days[1:])]) in whole[confirmation]
    assert [one[0] for one in dict(acts("mission"))[confirmation]] == ["visit"]
    shown = dict(acts("ministry"))["added the task Flags"]
    assert shown == [
        ("task", "Flags", [
            ("Title", "", "Flags"), ("Organisation", "", "Ministry of Commerce"),
            ("State", "", "open"),
        ])
    ]  # fmt: skip


def test_a_line_that_was_removed_tells_what_it_said(world, acts):
    line = programme.add(
        leg=Leg.objects.get(visit=world.summit), day=date(2025, 12, 4), certainty="open",
        kind="other",
        title="Visit to a plant", by=world.officer, at=NOW,
    )  # fmt: skip
    programme.remove(item=line, version=1, by=world.officer, at=NOW)

    found = dict(acts("desk"))["removed Visit to a plant from the programme"]

    assert [(model, title) for model, title, _said in found] == [
        ("programmeitem", "Visit to a plant")
    ]
    assert ("Title", "Visit to a plant", "") in found[0][2]


def test_the_address_narrows_the_story(world, item, acts, sign_in):
    preparation.add(
        visit=world.summit, title="Flags", anchor="fixed", fixed_on=TODAY, by=world.desk, at=NOW
    )
    officer, desk = (User.objects.get(name=name).pk for name in ("Officer", "Desk"))

    def found(**chosen):
        return {what for what, _changes in acts("officer", **chosen)}

    assert found(person=desk) == found(thing="preparation") == {"added the task Flags"}
    assert found(person=officer, thing="preparation") == found(since="2025-10-02") == set()
    assert found(since="2025-10-01", until="2025-10-01") == found()
    assert found(until="2025-09-30") == set()
    assert "added the task Flags" not in found(of=item.pk)
    assert len(found(of=item.pk)) == 4
    assert [one[1] for one in acts("viewer", of=item.pk) if "line to take" in one[0]] == []
    answer = sign_in(world.officer).get(HISTORY, {"person": "nobody", "since": "nonsense"})
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.text


def test_a_long_story_has_pages(world, acts):
    for number in range(31):
        visits.edit(
            visit=world.summit, version=number + 1, file_number=f"F-{number}", by=world.officer,
            at=NOW,
        )  # fmt: skip

    assert (len(acts("officer")), len(acts("officer", page=2))) == (30, 1)
    assert acts("officer", page=3) == []
    assert len(acts("officer", page="nonsense")) == 30
