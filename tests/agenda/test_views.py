"""The agenda in the browser: what each role sees and may do, and what a stale save shows."""

from datetime import date

import pytest
from django.urls import reverse

from planning.agenda import actions
from planning.agenda.models import AgendaItem, AgendaText
from planning.agenda.rules import PartKind, TextKind
from planning.audit.models import AuditEvent
from tests.world import NOW

ON_VISIT = [
    "chief",
    "deputy",
    "officer",
    "desk",
    "viewer",
    "principals_office",
    "ministry",
    "second_ministry",
    "mission",
    "press",
    "security",
]
OFF_VISIT = ["stranger", "outsider", "administrator"]
READS = {"chief", "deputy", "officer", "desk", "principals_office", "ministry", "second_ministry"}
MANAGES = {"chief", "deputy", "officer", "desk"}
WRITES = MANAGES | {"principals_office", "ministry"}
SUGGESTS = MANAGES | {"principals_office", "ministry", "second_ministry", "mission"}
SECRET = "Insist on the balance of trade"
EVIL = "<script>alert(1)</script>"
EVIL_SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;"


def url(name, *, visit="v-7k3qf", **more):
    return reverse(f"agenda:{name}", kwargs={"visit": visit, **more})


LINE = url("write", number=1, kind="line")


@pytest.fixture
def written(world, item, write):
    """The line to take is written; the ministry of defence is consulted."""
    actions.add_part(
        item=item,
        organisation=world.of["second_ministry"],
        side=world.host,
        part=PartKind.CONSULTED,
        by=world.desk,
        at=NOW,
    )
    return write(world.ministry, SECRET, 0)


@pytest.fixture
def answers(sign_in, world):
    """Return a way to ask for a page as everybody of the cast; gives the answers by name."""

    def make(method, address, data=None, who=(*ON_VISIT, *OFF_VISIT)):
        return {name: getattr(sign_in(world.cast[name]), method)(address, data) for name in who}

    return make


def statuses(answers):
    return {name: response.status_code for name, response in answers.items()}


def expected(allowed, ok=200):
    """Return the statuses by name: ``ok`` for the allowed, else 403, or 404 off the visit."""
    on_visit = {name: ok if name in allowed else 403 for name in ON_VISIT}
    return on_visit | dict.fromkeys(OFF_VISIT, 404)


def refused(allowed):
    """Return the statuses of all others."""
    return {name: status for name, status in expected(allowed).items() if name not in allowed}


# Who sees and does what


def test_whoever_sees_the_visit_sees_the_list_and_no_text(answers, written):
    found = answers("get", url("list"))

    assert statuses(found) == expected(ON_VISIT)
    assert {who for who in found if written.item.title in found[who].text} == set(ON_VISIT)
    assert not [who for who in found if SECRET in found[who].text]


def test_an_item_shows_its_texts_to_those_who_may_read_them(answers, written):
    found = answers("get", url("item", number=1))

    assert statuses(found) == expected(ON_VISIT)
    assert {who for who in found if SECRET in found[who].text} == READS
    assert {who for who in found if "Line to take" in found[who].text} == READS
    assert {who for who in found if f'href="{LINE}"' in found[who].text} == WRITES


def test_the_form_of_a_text_opens_to_those_who_may_write(answers, written):
    found = answers("get", LINE)

    assert statuses(found) == expected(WRITES)
    assert {who for who in found if SECRET in found[who].text} == WRITES


@pytest.mark.parametrize("who", sorted(WRITES))
def test_these_write_a_text(sign_in, world, written, who):
    response = sign_in(world.cast[who]).post(LINE, {"version": 1, "body": "New"})

    written.refresh_from_db()
    assert (response.status_code, written.body, written.version) == (302, "New", 2)


def test_nobody_else_writes_a_text(answers, written, nothing_happened):
    others = refused(WRITES)

    found = answers("post", LINE, {"version": 1, "body": "New"}, who=others)

    written.refresh_from_db()
    assert statuses(found) == others
    assert written.body == SECRET
    assert not [who for who in found if SECRET in found[who].text]
    nothing_happened()


@pytest.mark.parametrize("who", ["second_ministry", "mission", "viewer"])
def test_who_may_not_write_gets_a_sentence_and_nothing_of_the_text(sign_in, world, written, who):
    client = sign_in(world.cast[who])

    for response in [client.get(LINE), client.post(LINE, {"version": 0, "body": "x"})]:
        assert response.status_code == 403
        assert "Your role in this visit does not allow that." in response.text
        assert SECRET not in response.text


def test_the_form_to_suggest_opens_to_those_who_may(answers):
    assert statuses(answers("get", url("suggest"))) == expected(SUGGESTS)


@pytest.mark.parametrize("who", sorted(SUGGESTS))
def test_these_suggest_an_item(sign_in, world, who):
    response = sign_in(world.cast[who]).post(url("suggest"), {"title": "Health"})

    assert response.headers["Location"] == url("list")
    assert AgendaItem.objects.get().title == "Health"


def test_nobody_else_suggests_an_item(answers, nothing_happened):
    others = refused(SUGGESTS)

    found = answers("post", url("suggest"), {"title": "Health"}, who=others)

    assert statuses(found) == others
    assert not AgendaItem.objects.exists()
    nothing_happened()


@pytest.mark.parametrize("who", sorted(MANAGES))
def test_these_accept_and_order_items(sign_in, world, suggested, who):
    other = actions.suggest(visit=world.summit, title="Health", by=world.desk, at=NOW)
    client = sign_in(world.cast[who])

    responses = [
        client.post(url("accept", number=2), {"version": 1}),
        client.post(url("up", number=2), {"version": 2}),
        client.post(url("down", number=2), {"version": 3}),
    ]

    other.refresh_from_db()
    assert [one.headers["Location"] for one in responses] == [url("list") + "#item-2"] * 3
    assert (other.state, other.position, other.version) == ("accepted", 2, 4)


@pytest.mark.parametrize("name", ["accept", "up", "down"])
def test_nobody_else_accepts_or_orders_items(answers, suggested, name, nothing_happened):
    others = refused(MANAGES)

    found = answers("post", url(name, number=1), {"version": 1}, who=others)

    suggested.refresh_from_db()
    assert statuses(found) == others
    assert (suggested.state, suggested.version) == ("suggested", 1)
    nothing_happened()


def test_a_second_click_is_told_that_nothing_was_done(sign_in, world, suggested):
    client = sign_in(world.desk)
    client.post(url("accept", number=1), {"version": 1})

    response = client.post(url("accept", number=1), {"version": 1})

    assert response.status_code == 409
    assert "Somebody else has changed this in the meantime. Nothing was saved." in response.text


def test_the_form_to_add_a_part_opens_to_those_who_may(answers, suggested):
    assert statuses(answers("get", url("part-add", number=1))) == expected(MANAGES)


@pytest.mark.parametrize("who", sorted(MANAGES))
def test_these_add_a_part_and_its_side_follows(sign_in, world, suggested, who):
    typed = {"organisation": world.of["counterpart"].pk, "part": "lead"}

    response = sign_in(world.cast[who]).post(url("part-add", number=1), typed)

    assert response.headers["Location"] == url("item", number=1)
    assert suggested.parts.get(side=world.guest).organisation == world.of["counterpart"]


def test_nobody_else_adds_a_part(answers, world, suggested, nothing_happened):
    others = refused(MANAGES)
    typed = {"organisation": world.of["counterpart"].pk, "part": "lead"}

    found = answers("post", url("part-add", number=1), typed, who=others)

    assert statuses(found) == others
    assert suggested.parts.count() == 1
    nothing_happened()


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", url("item", number=2)),
        ("get", url("item", number=99999999999)),
        ("get", url("write", number=1, kind="memoir")),
        ("get", url("write", number=2, kind="line")),
        ("get", url("item", visit="v-9xyz2", number=1)),
        ("post", url("accept", visit="v-9xyz2", number=1)),
    ],
)
def test_what_does_not_exist_is_not_found(sign_in, world, written, method, address):
    response = getattr(sign_in(world.chief), method)(address)

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["accept", "up", "down"])
def test_looking_changes_nothing(sign_in, world, suggested, name, nothing_happened):
    response = sign_in(world.chief).get(url(name, number=1))

    assert response.status_code == 405
    nothing_happened()


def test_a_change_names_the_version_it_was_made_on(sign_in, world, suggested, nothing_happened):
    response = sign_in(world.chief).post(url("accept", number=1))

    assert response.status_code == 428
    nothing_happened()


# The list


def test_the_list_marks_what_is_the_readers_own(sign_in, world, written):
    marks = {
        who: [
            mark
            for mark in ("yours", "you are consulted")
            if f'<span class="mine">{mark}</span>' in sign_in(world.cast[who]).get(url("list")).text
        ]
        for who in ("ministry", "second_ministry", "desk")
    }

    assert marks == {"ministry": ["yours"], "second_ministry": ["you are consulted"], "desk": []}


def test_the_list_shows_items_in_order_with_their_numbers(sign_in, world, suggested):
    second = actions.suggest(visit=world.summit, title="Health", by=world.desk, at=NOW)
    actions.move(item=second, version=1, up=True, by=world.desk, at=NOW)

    text = sign_in(world.viewer).get(url("list")).text

    assert text.index('id="item-2"') < text.index('id="item-1"')
    assert "Торговля" in text


def test_only_those_who_manage_the_agenda_get_buttons(sign_in, world, suggested):
    actions.suggest(visit=world.summit, title="Health", by=world.desk, at=NOW)

    buttons = {
        who: [
            name
            for name, number in [("accept", 1), ("up", 1), ("down", 1), ("up", 2), ("down", 2)]
            if url(name, number=number) in sign_in(world.cast[who]).get(url("list")).text
        ]
        for who in ("desk", "ministry", "viewer")
    }

    assert buttons == {"desk": ["accept", "down", "up"], "ministry": [], "viewer": []}


def test_a_text_that_is_late_says_so(sign_in, world, item):
    AgendaItem.objects.update(due_on=date(2025, 9, 30))

    text = sign_in(world.officer).get(url("list")).text

    assert "30 Sep 2025, overdue" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_number_of_queries(sign_in, world, count, django_assert_num_queries):
    for number in range(count):
        actions.suggest(
            visit=world.summit,
            title=f"Item {number}",
            by=world.ministry,
            lead=world.of["counterpart"],
            at=NOW,
        )
    client = sign_in(world.officer)

    with django_assert_num_queries(11):
        client.get(url("list"))


# Suggesting and parts


def test_the_form_offers_organisations_of_the_sides_with_their_country(sign_in, world):
    text = sign_in(world.ministry).get(url("suggest")).text

    assert "Ministry of Commerce, India" in text
    assert "Presidential Executive Office, Russia" in text


def test_a_title_that_stands_already_is_refused_with_everything_typed(sign_in, world, suggested):
    typed = {"title": suggested.title, "cluster": "Energy", "due_on": "2025-11-23"}

    response = sign_in(world.desk).post(url("suggest"), typed)

    assert response.status_code == 409
    assert "This title stands on the agenda already." in response.text
    assert 'value="Energy"' in response.text
    assert 'value="2025-11-23"' in response.text


def test_a_second_lead_of_a_side_is_refused_in_the_form(sign_in, world, item):
    typed = {"organisation": world.of["second_ministry"].pk, "part": "lead"}

    response = sign_in(world.desk).post(url("part-add", number=1), typed)

    assert response.status_code == 409
    assert "This side has a lead ministry for the item already." in response.text
    assert item.parts.count() == 1


# Texts


def test_a_ministry_learns_why_its_item_is_closed(sign_in, world, suggested):
    client = sign_in(world.ministry)

    shown = client.get(url("item", number=1))
    form = client.get(LINE)

    sentence = "The item has not been accepted yet: the desk opens it for writing."
    assert sentence in shown.text
    assert LINE not in shown.text
    assert (form.status_code, sentence in form.text) == (409, True)


def test_an_item_closed_while_somebody_wrote_keeps_what_was_typed(sign_in, world, item):
    AgendaItem.objects.update(state="approved")

    response = sign_in(world.ministry).post(LINE, {"version": 0, "body": "My long text"})

    assert response.status_code == 409
    assert "The item is no longer open for writing. Ask the desk to return it." in response.text
    assert "My long text</textarea>" in response.text
    assert not AgendaText.objects.exists()


def test_a_text_says_who_wrote_it_last(sign_in, world, written, write):
    write(world.desk, "Newer", 1)

    text = sign_in(world.ministry).get(url("item", number=1)).text

    assert "Last written by Desk, 1 October 2025, 09:30 IST" in text


def test_lines_are_kept_as_they_were_typed(sign_in, world, item):
    sign_in(world.ministry).post(LINE, {"version": 0, "body": "First\r\n\r\n  - second\r\n"})

    assert AgendaText.objects.get().body == "First\n\n  - second"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"version": 1, "body": " "}, "This field is required."),
        ({"body": "My text"}, "This field is required."),
        ({"version": 1, "body": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_saved_is_said(sign_in, world, written, typed, problem):
    response = sign_in(world.ministry).post(LINE, typed)

    assert response.status_code == 422
    assert problem in response.text
    assert AgendaText.objects.get().body == SECRET


def test_a_stale_save_shows_both_texts_and_keeps_what_was_typed(sign_in, world, written, write):
    write(world.desk, "What the desk wrote", 1)
    before = AuditEvent.objects.count()

    response = sign_in(world.ministry).post(LINE, {"version": 1, "body": "What I wrote"})

    assert response.status_code == 409
    assert "Somebody else has changed this in the meantime. Nothing was saved." in response.text
    assert '<p class="text">What the desk wrote</p>' in response.text
    assert "Last written by Desk, 1 October 2025, 09:30 IST" in response.text
    assert '<p class="text">What I wrote</p>' in response.text
    assert "What I wrote</textarea>" in response.text
    assert '<input type="hidden" name="version" value="2"' in response.text
    assert AgendaText.objects.get().body == "What the desk wrote"
    assert AuditEvent.objects.count() == before


def test_a_merged_text_is_saved_on_the_version_that_was_shown(sign_in, world, written, write):
    write(world.desk, "What the desk wrote", 1)
    client = sign_in(world.ministry)
    client.post(LINE, {"version": 1, "body": "What I wrote"})

    response = client.post(LINE, {"version": 2, "body": "What we both wrote"})

    written.refresh_from_db()
    assert response.headers["Location"] == url("item", number=1)
    assert (written.body, written.version) == ("What we both wrote", 3)


def test_a_second_first_writing_meets_the_first(sign_in, world, item, write):
    client = sign_in(world.ministry)
    assert 'name="version" value="0"' in client.get(LINE).text
    write(world.desk, "The desk was quicker", 0)

    response = client.post(LINE, {"version": 0, "body": "What I wrote"})

    assert response.status_code == 409
    assert "The desk was quicker" in response.text
    assert '<input type="hidden" name="version" value="1"' in response.text


# What people type stays text


def test_a_script_that_was_typed_is_shown_as_text_everywhere(sign_in, world):
    item = actions.suggest(
        visit=world.summit,
        title=EVIL,
        title_own=EVIL,
        cluster=EVIL,
        by=world.ministry,
        at=NOW,
    )
    for kind in TextKind:
        actions.write(item=item, kind=kind, body=EVIL, version=0, by=world.desk, at=NOW)
    client = sign_in(world.officer)

    pages = [
        client.get(url("list")),
        client.get(url("item", number=1)),
        client.get(LINE),
        client.get(url("part-add", number=1)),
        client.post(LINE, {"version": 0, "body": EVIL}),
        client.post(url("suggest"), {"title": EVIL, "cluster": EVIL}),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200, 200, 409, 409]
    for page in pages:
        assert EVIL_SHOWN in page.text
        assert EVIL not in page.text
