"""One box: over scripts and spellings, and only over what its reader may see."""

import re
from datetime import date

import pytest
from django.urls import reverse

from planning.agenda.models import AgendaItem, AgendaText
from planning.core.search import Sought, key_of
from planning.correspondence.models import RegisterEntry
from planning.dossier.models import Statement
from planning.overview.queries.search import find
from planning.preparation.models import Task
from planning.stakeholders import actions as stakeholders
from planning.stakeholders.models import Organisation, Person
from planning.visits import actions as visits
from planning.visits.models import Visit
from tests.world import NOW, TODAY, named

SEARCH, SUGGEST = reverse("overview:search"), reverse("overview:suggest")
SUMMIT = ("visit", "23rd Annual Summit")
PUTIN, MODI = ("person", "Vladimir Putin"), ("person", "Narendra Modi")
LAVROV, SINGH = ("person", "Sergey Lavrov"), ("person", "राजनाथ सिंह")
JAISHANKAR, DOVAL = ("person", "S. Jaishankar"), ("person", "अजीत डोभाल")
BELOUSOV, MURMU = ("person", "Андрей Белоусов"), ("person", "Droupadi Murmu")
KHRUSHCHEV, SAO = ("person", "Nikita Khrushchev"), ("organisation", "Bank of São Tomé")
SAID, LETTER = ("statement", "МИД России"), ("register-entry", "Visa for H.E. Lawrow")
ITEM, LINE = ("agenda-item", "Сотрудничество в БРИКС"), ("agenda-text", "Сотрудничество в БРИКС")
TASK = ("task", "Print भारत flags")
EMBASSY, DEFENCE = ("organisation", "Embassy of Russia"), ("organisation", "Ministry of Defence")
RUSSIA = ("country", "Russia")

# What an officer types, and all that is found, in the order in which it is shown.
TABLE = {
    # Latin for what stands in Latin, Cyrillic, Devanagari
    "Putin": [SUMMIT, PUTIN],
    "Belousov": [BELOUSOV],
    "Rajnath Singh": [SINGH],
    "Doval": [DOVAL],
    "Lavrov": [LAVROV, LETTER, SAID],
    "BRICS": [ITEM],
    "BRIKS": [ITEM],
    # Cyrillic
    "Путин": [SUMMIT, PUTIN],
    "Владимир Путин": [SUMMIT, PUTIN],
    "Лавров": [LAVROV, LETTER, SAID],
    "Моди": [SUMMIT, MODI],
    "Джайшанкар": [JAISHANKAR],
    "Мурму": [MURMU],
    "Хрущёв": [KHRUSHCHEV],
    "белоусов андрей": [BELOUSOV],
    "БРИКС": [ITEM],
    "Мост": [LINE],
    # Devanagari
    "मोदी": [SUMMIT, MODI],
    "नरेंद्र मोदी": [SUMMIT, MODI],
    "पुतिन": [SUMMIT, PUTIN],
    "लावरोव": [LAVROV, LETTER, SAID],
    "द्रौपदी मुर्मू": [MURMU],
    "सिंह": [SINGH],
    "भारत": [TASK],
    # Other spellings, without accents, in part
    "Poutine": [SUMMIT, PUTIN],
    "Lawrow": [LAVROV, LETTER, SAID],
    "sao tome": [SAO],
    "SÃO TOMÉ": [SAO],
    "Jais": [JAISHANKAR],
    "modi mos": [SUMMIT],  # whose guest's capital is Moscow
    "modi delh": [SUMMIT],
    "v-7k3qf": [SUMMIT],
    # Slips of the fingers
    "Ptuin": [SUMMIT, PUTIN],
    "Larvov": [LAVROV, LETTER, SAID],
    "Levrov": [LAVROV, LETTER, SAID],
    "Jaishnakar": [JAISHANKAR],
    "Belusoov": [BELOUSOV],
    "Chernishenkov": [],
    "Kruschev": [KHRUSHCHEV],
    # Words that only look alike
    "option": [],
    "Petersburg": [],
    "Patna": [PUTIN],  # since nothing is spelled so
    "—": [],
    "": [],
}


@pytest.fixture
def shelf(world):
    """The world, and some rows in three scripts."""
    for name, own in [
        ("Sergey Lavrov", "Сергей Лавров"),
        ("Андрей Белоусов", ""),
        ("S. Jaishankar", "एस. जयशंकर"),
        ("अजीत डोभाल", ""),
        ("राजनाथ सिंह", ""),
        ("Droupadi Murmu", "द्रौपदी मुर्मू"),
        ("Nikita Khrushchev", ""),
    ]:
        named(Person, name, name_own=own)
    named(Organisation, "Bank of São Tomé", kind="international")
    visit = world.summit
    item = AgendaItem.objects.create(
        visit=visit, number=1, position=1, title="Сотрудничество в БРИКС", state="accepted"
    )
    AgendaText.objects.create(visit=visit, item=item, kind="line", body="Мост через Амур.")
    RegisterEntry.objects.create(
        visit=visit, kind="other", direction="in", channel="note", sender="Embassy",
        addressee="Protocol", subject="Visa for H.E. Lawrow", received_on=TODAY,
    )  # fmt: skip
    Statement.objects.create(
        visit=visit, speaker="МИД России", words="Лавров приедет первым.", source="Press",
        said_on=date(2025, 9, 27),
    )  # fmt: skip
    Task.objects.create(visit=visit, title="Print भारत flags", anchor="fixed", fixed_on=TODAY)
    return world


def answers(user, typed, **how):
    found, _slipped = find(user, typed, **how)
    return [(of_kind.kind.value, hit.name) for of_kind in found for hit in of_kind.hits]


def test_names_are_found_over_scripts_spellings_and_slips(shelf):
    found = {typed: answers(shelf.officer.user, typed) for typed in TABLE}

    assert found == TABLE


def test_a_slip_is_forgiven_only_where_nothing_is_spelled_so(shelf):
    assert find(shelf.officer.user, "Larvov")[1] is True
    assert find(shelf.officer.user, "Lavrov")[1] is False
    assert find(shelf.officer.user, "Zzyzx") == ([], False)


def test_what_is_spelled_so_stands_before_what_sounds_alike(world):
    for name in ("Anna Goel", "Piyush Goyal"):
        named(Person, name)

    assert answers(world.officer.user, "Goyal") == [
        ("person", "Piyush Goyal"),
        ("person", "Anna Goel"),
    ]


def test_a_row_is_found_by_its_new_words_alone_once_it_was_changed(world):
    person = stakeholders.add(Person(name="Denis Manturov"), by=world.administrator, at=NOW)
    stakeholders.edit(person, version=1, name="Дмитрий Козак", by=world.administrator, at=NOW)
    summit = {"version": 1, "title": "Ежегодный саммит", "by": world.officer, "at": NOW}
    visits.edit(visit=world.summit, **summit)

    assert answers(world.officer.user, "Manturov") == []
    assert answers(world.officer.user, "Kozak") == [("person", "Дмитрий Козак")]
    assert answers(world.officer.user, "ezhegodny") == [("visit", "Ежегодный саммит")]


def test_the_history_of_a_row_keeps_no_search_key(world):
    names = {field.name for field in Visit.pgh_event_model._meta.fields}

    assert ("title" in names, "search" in names) == (True, False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Putin's visit", "[Putin's] visit"),
        ("Визит Путина, Modi", "Визит [Путина], Modi"),
        ("", ""),
        ("a < b", "a < b"),
        ("word " * 80 + "путин " + "word " * 80, "[путин]"),
    ],
)
def test_the_words_that_were_found_are_marked(text, shown):
    pieces = Sought.of("Putin").excerpt(text)
    marked = "".join(f"[{words}]" if found else words for words, found in pieces)

    assert marked == shown if len(text) < 100 else shown in marked
    assert len("".join(words for words, _found in pieces)) <= 222


def test_the_key_of_a_text_holds_each_word_and_its_keys_once():
    assert key_of("Путин, Putin", "V-7K3QF 2025") == "2025 7k3qf PNT PTNu putin v"
    assert key_of("", "—") == ""


# The page


def test_the_page_names_the_visit_and_marks_what_was_found(shelf, sign_in):
    page = sign_in(shelf.officer).get(SEARCH, {"q": "Лавров"}).text

    assert "Visa for H.E. <mark>Lawrow</mark>" in page
    assert '<span class="code">V-7K3QF</span> 23rd Annual Summit' in page
    assert "3 results" in page


def test_kind_and_visit_narrow_what_is_found(shelf, sign_in):
    client = sign_in(shelf.officer)
    Task.objects.create(visit=shelf.foreign, title="भारत", anchor="fixed", fixed_on=TODAY)

    one_kind = client.get(SEARCH, {"q": "Lavrov", "kind": "statement"}).context
    one_visit = client.get(SEARCH, {"q": "Lavrov", "visit": "v-7k3qf"}).context
    hidden = client.get(SEARCH, {"q": "भारत", "visit": "v-9xyz2"})

    assert [of_kind.kind for of_kind in one_kind["found"]] == ["statement"]
    assert [of_kind.kind for of_kind in one_visit["found"]] == ["register-entry", "statement"]
    assert hidden.status_code == client.get(SEARCH, {"visit": "v-22222"}).status_code == 404


def test_a_kind_comes_page_by_page(world, sign_in):
    for n in range(30):
        named(Person, f"Guard {n:02}")
    client = sign_in(world.officer)

    first = client.get(SEARCH, {"q": "guard"}).context["found"][0]
    last = client.get(SEARCH, {"q": "guard", "kind": "person", "from": "25"}).context["found"][0]

    assert (first.count, [hit.name for hit in first.hits][-1]) == (30, "Guard 04")
    assert [hit.name for hit in last.hits] == [f"Guard {n}" for n in range(25, 30)]


@pytest.mark.parametrize(
    "asked", [{}, {"q": "\0"}, {"q": "x" * 5000}, {"q": "a b " * 500}, {"q": "' & | ! : *"}]
)
def test_whatever_is_typed_is_answered(world, sign_in, asked):
    client = sign_in(world.officer)

    assert client.get(SEARCH, asked | {"kind": "nonsense", "from": "-1"}).status_code == 200
    assert client.get(SUGGEST, asked | {"at": "nonsense"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("typed", "queries"), [("india", 7), ("wilderness", 6)])
def test_query_counts(world, sign_in, typed, queries, count, django_assert_num_queries):
    for n in range(count):
        Task.objects.create(visit=world.summit, title=f"India {n}", anchor="fixed", fixed_on=TODAY)
    client = sign_in(world.officer)

    with django_assert_num_queries(queries):
        client.get(SEARCH, {"q": typed})


# Suggestions and the palette


def test_the_palette_offers_what_its_reader_may_do_on_the_visit_at_hand(world, sign_in):
    def offered(who, typed="", at="v-7k3qf"):
        page = sign_in(world.cast[who]).get(SUGGEST, {"q": typed, "at": at}).text
        return [name.strip() for name in re.findall(r'role="option"[^>]*>([^<]*)', page)]

    assert {"Register", "Record proposed dates", "Give a role"} < set(offered("officer"))
    assert {"Register", "Record what an office says", "Suggest an item"} < set(offered("ministry"))
    assert {"Record proposed dates", "Give a role"}.isdisjoint(offered("ministry"))
    assert {"Register", "Suggest an item", "Add a task"}.isdisjoint(offered("viewer"))
    assert offered("outsider") == ["Home", "Visits", "Calendar", "Your account"]
    assert offered("officer", "prop dat") == ["Record proposed dates"]
    assert "Administration" not in offered("officer")
    assert "Administration" in offered("administrator")


def test_suggestions_lead_to_the_place_of_a_row(shelf, sign_in):
    entry = RegisterEntry.objects.get()
    place = f"/visits/v-7k3qf/register/#entry-{entry.pk}"

    client = sign_in(shelf.officer)

    assert f'href="{place}"' in client.get(SUGGEST, {"q": "lawr"}).text
    register = client.get("/visits/v-7k3qf/register/").text
    assert f'id="entry-{entry.pk}"' in register


# The API


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({}, ["q"]),
        ({"q": "a", "kind": "nonsense"}, ["kind"]),
        ({"q": "a", "colour": "red"}, ["colour"]),
        ({"q": "a", "limit": "201"}, ["limit"]),
    ],
)
def test_the_api_refuses_what_it_does_not_know(world, sign_in, asked, fields):
    answer = sign_in(world.officer).get("/api/v1/search/", asked)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == fields
