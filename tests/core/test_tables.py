"""Lists and the sheets taken from them: no cell a formula, every filter in the address."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zipfile import ZipFile

import pytest

from planning.accounts.models import SavedView
from planning.core.sheets import as_csv, as_xlsx
from planning.visits.models import Appointment, Visit
from tests.world import NOW

NASTY = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1",
    "＝1+1", "＋1", "－1", "＠SUM(1)",
    '=cmd|"/c calc"!A1',
]  # fmt: skip
PLAIN = ["Talks; narrow", "सम्मेलन", "Саммит", 'He said "yes"', "4 - 5", ""]


def read_csv(body):
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def test_no_cell_of_a_csv_is_a_formula_and_nothing_is_lost():
    rows = read_csv(as_csv(["=Head", "Words"], [[text, text] for text in NASTY + PLAIN]))

    assert rows[0] == ["'=Head", "Words"]
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in NASTY] + PLAIN


def test_no_cell_of_a_workbook_is_a_formula_or_a_link():
    day = date(2025, 12, 4)
    body = as_xlsx(["=Head", "Day"], [[text, day] for text in [*NASTY, *PLAIN, "http://x.example"]])

    with ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert set(re.findall(r' t="(\w+)"', sheet)) == {"s"}  # words as words
    assert sheet.count("<v>45995</v>") == len(NASTY) + len(PLAIN) + 1  # days as days
    assert "=cmd|" in strings
    assert 'quotePrefix="1"' in styles


def test_numbers_stay_numbers_and_an_instant_names_its_zone():
    cells = [-5, Decimal("68.7"), datetime(2025, 10, 1, 4, 0, tzinfo=UTC), None, date(2025, 12, 4)]

    assert read_csv(as_csv(["A"], [cells]))[1] == [
        "-5",
        "68.7",
        "2025-10-01 09:30 IST",
        "",
        "2025-12-04",
    ]


# The list of visits


@pytest.fixture
def officer(world, sign_in):
    """The officer's browser; the officer has three visits."""
    for title, category, day in (
        ("=Talks", "working", date(2025, 11, 17)), ("Mission", "official", None)
    ):  # fmt: skip
        visit = Visit.objects.create(
            title=title, category=category, starts_on=day, ends_on=day,
            certainty="confirmed" if day else "undated",
        )  # fmt: skip
        Appointment.objects.create(visit=visit, user=world.officer.user, role="O")
    return sign_in(world.officer)


def titles(client, query=""):
    return [one.title for one in client.get(f"/visits/{query}").context["list"].lines]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?certainty=confirmed", ["=Talks"]),
        ("?category=state", ["23rd Annual Summit"]),
        ("?year=2025", ["=Talks"]),
        ("?when=over", []),
        ("?mine=on&sort=title", ["23rd Annual Summit", "=Talks", "Mission"]),
        ("?sort=-title", ["Mission", "=Talks", "23rd Annual Summit"]),
        ("?sort=dates&category=", ["=Talks", "23rd Annual Summit", "Mission"]),
        ("?certainty=certain", []),
        ("?sort=secret", []),
        ("?year=MMXXV", []),
        ("?page=99&unknown=1&category=working", ["=Talks"]),
    ],
)
def test_filters_and_order_stand_in_the_address(officer, query, found):
    assert sorted(titles(officer, query)) == sorted(found)
    if "sort=" in query and "title" in query:
        assert titles(officer, query) == found


def test_series_and_side_are_chosen_among_those_of_ones_own_visits(world, officer):
    page = officer.get("/visits/").context["list"].form

    assert list(page.fields["series"].queryset) == [world.summit.series]
    assert titles(officer, f"?series={world.summit.series_id}") == ["23rd Annual Summit"]
    assert titles(officer, f"?side={world.russia.pk}") == ["23rd Annual Summit"]


def test_a_viewer_finds_nothing_by_days_they_may_not_know(world, sign_in):
    day = date(2025, 12, 4)
    Visit.objects.filter(pk=world.summit.pk).update(
        starts_on=day, ends_on=day, certainty="confirmed"
    )
    viewer = sign_in(world.viewer)

    assert titles(viewer, "?year=2025") == titles(viewer, "?certainty=confirmed") == []
    assert "2025-12-04" not in viewer.get("/visits/?as=csv").text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_holds_what_is_on_the_screen(officer, kind):
    response = officer.get(f"/visits/?category=working&as={kind}")

    assert response["Content-Disposition"] == f'attachment; filename="visits-2025-10-01.{kind}"'
    if kind == "csv":
        assert [row[0] for row in read_csv(response.content)] == ["Visit", "'=Talks"]
        assert read_csv(response.content)[1][6] == "2025-11-17"


def test_heads_lead_to_the_list_sorted_by_them_and_say_how_it_is_sorted(officer):
    page = officer.get("/visits/?sort=title&category=working").text

    assert (
        '<th scope="col" aria-sort="ascending"><a href="?category=working&amp;sort=-title">' in page
    )
    assert '<a href="?category=working&amp;sort=dates">' in page
    assert "1 row" in page
    assert "?category=working&amp;sort=title&amp;as=xlsx" in page


def test_a_list_without_rows_that_fit_says_so_and_leads_back(officer):
    page = officer.get("/visits/?when=over").text

    assert "Nothing fits these filters." in page
    assert "0 rows" in page


def test_a_long_list_comes_in_pages(world, officer):
    visits = Visit.objects.bulk_create(
        Visit(title=f"Call {n:03}", category="working") for n in range(105)
    )
    Appointment.objects.bulk_create(
        Appointment(visit=visit, user=world.officer.user, role="V") for visit in visits
    )

    assert len(titles(officer)) == 100
    page = officer.get("/visits/?category=working&page=2")
    assert len(page.context["list"].lines) == 6
    assert "page 2 of 2" in page.text
    assert '<a class="btn btn-sm btn-outline-secondary" rel="prev"' in page.text
    assert len(read_csv(officer.get("/visits/?as=csv").content)) == 109


# Kept views

KEPT = {"path": "/visits/", "query": "category=working&sort=title", "name": "Working visits"}


def test_a_view_is_kept_under_a_name_shown_and_forgotten(world, officer):
    assert officer.post("/account/views/keep/", KEPT)["Location"] == f"/visits/?{KEPT['query']}"

    view = SavedView.objects.get()
    assert (view.user, view.page, view.query) == (
        world.officer.user, "overview:visits", KEPT["query"],
    )  # fmt: skip
    assert 'aria-current="true">Working visits</a>' in officer.get(f"/visits/?{KEPT['query']}").text
    back = officer.post(f"/account/views/{view.pk}/forget/", {"path": "/visits/"})
    assert (back["Location"], SavedView.objects.count()) == ("/visits/", 0)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"name": " "}, 422), ({"name": "x" * 61}, 422), ({"query": ""}, 422),
        ({"query": "q=" + "x" * 500}, 422), ({"path": "/nowhere/"}, 404),
        ({"path": "//example.org/"}, 404), ({}, 409),
    ],
)  # fmt: skip
def test_what_is_no_view_is_not_kept(world, officer, nothing_happened, more, status):
    SavedView.objects.create(
        user=world.officer.user, page="overview:visits", name=KEPT["name"], query="year=2025"
    )

    assert officer.post("/account/views/keep/", KEPT | more).status_code == status
    assert SavedView.objects.count() == 1
    nothing_happened()


def test_nobody_sees_or_forgets_anothers_views(world, sign_in, officer, nothing_happened):
    view = SavedView.objects.create(
        user=world.officer.user, page="overview:visits", name="Mine", query="year=2025"
    )
    chief = sign_in(world.chief)

    assert "Mine" not in chief.get("/visits/").text
    assert chief.post(f"/account/views/{view.pk}/forget/", {"path": "/visits/"}).status_code == 404
    nothing_happened()


# Some tasks at once


def some(browser, tasks, what, **more):
    chosen = [f"{task.pk}.{task.version}" for task in tasks]
    sent = {"what": what, "chosen": chosen} | more
    return browser.post("/visits/v-7k3qf/preparation/tasks/some/", sent)


@pytest.fixture
def tasks(world):
    """Three tasks; the last one is of the ministry."""
    from planning.preparation import actions

    return [
        actions.add(
            visit=world.summit, title=title, anchor="fixed", fixed_on=date(2025, 11, 1),
            organisation=world.of.get(office), by=world.officer, at=NOW,
        )
        for title, office in (("Flags", None), ("Cars", None), ("List", "ministry"))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?due=overdue", []),
        ("?due=soon&sort=due", []),
        ("?due=none", []),
        ("?state=open&sort=-task", ["List", "Flags", "Cars"]),
        ("?sort=owner", ["List", "Cars", "Flags"]),
    ],
)
def test_a_checklist_is_narrowed_and_sorted(world, sign_in, tasks, query, found):
    page = sign_in(world.officer).get(f"/visits/v-7k3qf/preparation/{query}")

    shown = [row.task.title for row in page.context["list"].lines]
    assert shown == found if "sort=owner" not in query else set(shown) == set(found)


@pytest.mark.parametrize(
    "address",
    [
        "agenda/?title=polar&cluster=x&state=suggested&due=none&sort=-due",
        "agenda/?due=overdue&sort=number",
        "register/?subject=dates&direction=in&kind=other&channel=note&sort=-day",
        "register/?sort=office",
    ],
)
def test_every_list_of_a_visit_takes_its_filters(world, sign_in, address):
    listed = sign_in(world.officer).get(f"/visits/v-7k3qf/{address}").context["list"]

    assert listed.form.errors == {}
    assert (listed.count, bool(listed.query)) == (0, True)


def test_some_tasks_are_shown_first_and_then_settled_one_act_each(world, sign_in, tasks):
    from planning.audit.models import AuditEvent

    officer = sign_in(world.officer)
    shown = some(officer, tasks, "waive")
    assert shown.status_code == 200
    assert "Waive 3 tasks" in shown.text
    assert [task.state for task in type(tasks[0]).objects.all()] == ["open"] * 3

    assert some(officer, tasks, "waive", sure="1").status_code == 422  # no reason given
    assert some(officer, tasks, "waive", sure="1", reason="Not needed").status_code == 302

    assert {task.state for task in type(tasks[0]).objects.all()} == {"waived"}
    assert AuditEvent.objects.filter(verb="preparation.task_waived").count() == 3


def test_a_tick_leads_back_to_the_list_as_it_was(world, sign_in, tasks):
    address = f"/visits/v-7k3qf/preparation/tasks/{tasks[0].pk}/tick/"
    left = "http://testserver/visits/v-7k3qf/preparation/?state=open"

    back = sign_in(world.officer).post(address, {"version": 1}, headers={"Referer": left})

    assert back["Location"] == f"/visits/v-7k3qf/preparation/?state=open#task-{tasks[0].pk}"


def test_some_tasks_are_given_to_another_office_or_reopened(world, sign_in, tasks):
    officer, office = sign_in(world.officer), world.of["second_ministry"]

    some(officer, tasks[:2], "assign", sure="1", organisation=office.pk)
    for task in tasks:
        task.refresh_from_db()
    assert [task.organisation for task in tasks] == [office, office, world.of["ministry"]]

    some(officer, tasks, "tick", sure="1")
    for task in tasks:
        task.refresh_from_db()
    assert {task.state for task in tasks} == {"done"}
    assert some(officer, tasks, "reopen", sure="1").status_code == 302


def test_some_tasks_are_done_to_all_or_to_none(world, sign_in, tasks, nothing_happened):
    from planning.preparation.models import Task

    Task.objects.filter(title="List").update(version=7)

    response = some(sign_in(world.officer), tasks, "tick", sure="1")

    assert response.status_code == 409
    assert "Somebody else has changed this" in response.text
    assert {task.state for task in Task.objects.all()} == {"open"}


def test_a_ministry_does_so_to_its_own_tasks_alone(world, sign_in, tasks):
    ministry = sign_in(world.ministry)

    assert "List" in some(ministry, tasks, "tick").text
    assert some(ministry, tasks, "waive").status_code == 422
    assert some(ministry, tasks[:2], "tick", sure="1").status_code == 422
    assert some(ministry, tasks, "tick", sure="1").status_code == 302
    assert sorted(task.state for task in type(tasks[0]).objects.all()) == ["done", "open", "open"]


@pytest.mark.parametrize(("chosen", "what"), [([], "tick"), (["x.1"], "tick"), (["no"], "burn")])
def test_nothing_chosen_is_nothing_done(world, sign_in, nothing_happened, chosen, what):
    address = "/visits/v-7k3qf/preparation/tasks/some/"

    assert sign_in(world.officer).post(address, {"chosen": chosen, "what": what}).status_code == 422
    nothing_happened()


def test_some_organisations_are_let_in_after_a_look(world, sign_in):
    parts = world.summit.participations.filter(part__in=["ministry", "counterpart"])
    officer, address = sign_in(world.officer), "/visits/v-7k3qf/participants/let-in/"
    sent = {"chosen": [f"{part.pk}.{part.version}" for part in parts]}

    shown = officer.post(address, sent)
    assert "Let 2 organisations in" in shown.text
    assert "Ministry of Commerce, Ministry of Defence." in shown.text
    assert not parts.exclude(let_in_at=None).exists()

    assert officer.post(address, sent | {"sure": "1"}).status_code == 302
    assert {part.part for part in parts.exclude(let_in_at=None)} == {"ministry"}
    assert officer.post(address, sent | {"sure": "1"}).status_code == 422
