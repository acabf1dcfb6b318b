"""The page of preparation."""

from datetime import date

import pytest
from django.urls import reverse

from planning.preparation import actions
from planning.preparation.models import Task
from planning.preparation.rules import Anchor
from planning.visits.models import Appointment, Leg, Visit
from planning.visits.rules import Role
from tests.world import NOW, let_in, preparatory

LIST = "/visits/v-7k3qf/preparation/"
NEW = f"{LIST}tasks/new/"


def at(task, name):
    return reverse(f"preparation:{name}", kwargs={"visit": "v-7k3qf", "pk": task.pk})


@pytest.fixture
def officer(world, sign_in):
    """The officer's browser."""
    return sign_in(world.officer)


def test_a_preparatory_visit_stands_with_its_days_place_and_certainty(world, officer):
    visit = preparatory(world, "Visit of the foreign minister")
    Leg.objects.create(visit=visit, country=world.russia, city="Moscow", zone="Europe/Moscow")
    day = date(2025, 11, 17)
    Visit.objects.filter(pk=visit.pk).update(starts_on=day, ends_on=day, certainty="confirmed")

    page = officer.get(LIST).text

    assert "Visit of the foreign minister" in page
    assert "17 November 2025" in page
    assert "confirmed, not public" in page
    assert "Moscow" in page


def test_two_preparatory_visits_on_one_day_stand_side_by_side(world, officer):
    day = date(2025, 11, 17)
    for title in ("Foreign minister", "Security adviser"):
        visit = preparatory(world, title)
        Visit.objects.filter(pk=visit.pk).update(starts_on=day, ends_on=day, certainty="proposed")

    assert officer.get(LIST).text.count("17 November 2025") == 2


def test_a_role_on_the_summit_opens_no_preparatory_visit(world, sign_in):
    preparatory(world, "Visit of the foreign minister")

    page = sign_in(world.chief).get(LIST).text

    assert "Visit of the foreign minister" not in page
    assert "None that you have a part in." in page


def test_a_viewer_of_a_preparatory_visit_is_not_told_its_embargoed_days(world, sign_in):
    visit = preparatory(world, "Visit of the foreign minister")
    Appointment.objects.create(visit=visit, user=world.viewer.user, role=Role.VIEWER)
    day = date(2025, 11, 17)
    Visit.objects.filter(pk=visit.pk).update(starts_on=day, ends_on=day, certainty="confirmed")

    page = sign_in(world.viewer).get(LIST).text

    assert "Visit of the foreign minister" in page
    assert "November" not in page


def test_a_task_shows_its_due_day_its_nearness_and_what_it_hangs_on(world, add, know, officer):
    know("confirmed", date(2025, 10, 20), date(2025, 10, 21))
    add(organisation=world.of["ministry"])

    page = officer.get(LIST).text

    assert "6 October 2025" in page
    assert "due soon" in page
    assert "14 days before the first day" in page
    assert "Ministry of Commerce" in page


@pytest.mark.parametrize("who", ["ministry", "press", "security"])
def test_no_page_tells_a_day_or_an_offset_that_follows_from_embargoed_days(
    world, sign_in, add, know, who
):
    know("confirmed")
    add(organisation=world.of[who])
    browser = sign_in(world.cast[who])

    page = browser.get(LIST).text

    assert "Pass the list of the delegation" in page
    assert "no day yet" in page
    for secret in ("November 2025", "December 2025", "14 days", "first day"):
        assert secret not in page
    let_in(world, who)
    assert "21 November 2025" in browser.get(LIST).text


def test_tasks_stand_overdue_first_and_settled_last(world, add, officer):
    for title, day in (("Later", 20), ("Overdue", 1), ("Settled", 1)):
        add(title, anchor=Anchor.FIXED, offset=0, fixed_on=date(2025, 9 + (day > 1), day))
    task = Task.objects.get(title="Settled")
    actions.waive(task=task, version=1, reason="Not needed", by=world.officer, at=NOW)

    page = officer.get(LIST).text

    assert page.index("Overdue") < page.index("Later") < page.index("Settled")
    assert "Not needed" in page


@pytest.mark.parametrize("who", ["officer", "ministry"])
def test_a_task_is_ticked_and_reopened_by_its_buttons(world, sign_in, add, who):
    task = add(organisation=world.of["ministry"])
    browser = sign_in(world.cast[who])
    assert at(task, "tick") in browser.get(LIST).text

    ticked = browser.post(at(task, "tick"), {"version": 1})

    assert ticked.url == f"{LIST}#task-{task.pk}"
    assert Task.objects.get().state == "done"
    page = browser.get(LIST).text
    assert at(task, "tick") not in page
    assert at(task, "reopen") in page

    browser.post(at(task, "reopen"), {"version": 2})

    assert Task.objects.get().state == "open"


@pytest.mark.parametrize("name", ["tick", "reopen"])
def test_a_stale_or_blind_click_is_answered_with_a_page(add, officer, name):
    task = add()

    stale, blind = officer.post(at(task, name), {"version": 7}), officer.post(at(task, name))

    assert (stale.status_code, blind.status_code) == (409, 428)
    assert "Nothing was changed." in stale.text
    assert Task.objects.get().version == 1


@pytest.mark.parametrize("name", ["tick", "reopen"])
def test_a_look_changes_nothing(add, officer, name):
    assert officer.get(at(add(), name)).status_code == 405


@pytest.mark.parametrize("who", ["ministry", "viewer", "mission"])
def test_another_offices_task_does_not_exist(world, sign_in, add, who):
    task = add(organisation=world.of["second_ministry"])
    browser = sign_in(world.cast[who])

    assert task.title not in browser.get(LIST).text
    for name in ("tick", "reopen"):
        assert browser.post(at(task, name), {"version": 1}).status_code == 404
    assert Task.objects.get().version == 1


@pytest.mark.parametrize("who", ["stranger", "outsider", "administrator"])
@pytest.mark.parametrize("page", [LIST, NEW])
def test_the_preparation_does_not_exist_for_others(world, sign_in, who, page):
    assert sign_in(world.cast[who]).get(page).status_code == 404


@pytest.mark.parametrize("who", ["principals_office", "ministry", "mission", "press", "viewer"])
def test_who_may_not_manage_finds_no_form(world, sign_in, add, who):
    task = add(organisation=world.of.get(who))
    browser = sign_in(world.cast[who])

    page = browser.get(LIST).text

    assert "Add a task" not in page
    assert at(task, "waive") not in page
    assert browser.get(NEW).status_code == 403
    assert browser.post(at(task, "waive"), {"version": 1, "reason": "No"}).status_code == 403
    assert Task.objects.get().state == "open"


@pytest.mark.parametrize(
    ("days", "when", "anchor", "offset"),
    [
        ("14", "before_first", "first_day", -14),
        ("2", "after_first", "first_day", 2),
        ("1", "before_last", "last_day", -1),
        ("30", "after_last", "last_day", 30),
        ("0", "before_first", "first_day", 0),
    ],
)
def test_the_form_turns_before_and_after_into_the_right_day(
    world, officer, days, when, anchor, offset
):
    response = officer.post(NEW, {"title": "List of gifts", "days": days, "when": when})

    assert response.status_code == 302
    task = Task.objects.get()
    assert (task.anchor, task.offset, task.fixed_on) == (anchor, offset, None)


def test_the_form_takes_a_fixed_day_and_an_owner(world, officer):
    owed = {"organisation": world.of["ministry"].pk, "when": "fixed", "fixed_on": "2025-11-03"}

    officer.post(NEW, {"title": "List of gifts"} | owed)

    task = Task.objects.get()
    assert (task.anchor, task.offset, task.fixed_on) == ("fixed", 0, date(2025, 11, 3))
    assert task.organisation == world.of["ministry"]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"when": "before_first", "days": "-14"},
            "days",
            "Enter the days without a sign: say below whether before or after.",
        ),
        ({"when": "before_first"}, "days", "Enter the number of days; 0 is the day itself."),
        (
            {"when": "fixed", "days": "3", "fixed_on": "2025-11-03"},
            "days",
            "Leave this empty for a task on a fixed day.",
        ),
        ({"when": "fixed"}, "fixed_on", "Enter the day."),
        (
            {"when": "before_last", "days": "1", "fixed_on": "2025-11-03"},
            "fixed_on",
            "A day is entered only for a task on a fixed day.",
        ),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_field(officer, typed, field, sentence):
    response = officer.post(NEW, {"title": "List of gifts"} | typed)

    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}
    assert 'value="List of gifts"' in response.text
    assert not Task.objects.exists()


def test_a_task_that_stands_already_is_refused_with_what_was_typed(add, officer):
    task = add()

    response = officer.post(NEW, {"title": task.title, "days": "3", "when": "before_first"})

    assert response.status_code == 409
    assert "This task stands on the checklist already." in response.text
    assert f'value="{task.title}"' in response.text


def test_a_task_is_waived_with_a_reason(world, add, officer):
    task = add()
    assert task.title in officer.get(at(task, "waive")).text

    officer.post(at(task, "waive"), {"version": 1, "reason": "No weapons are carried."})

    assert Task.objects.get().state == "waived"
    assert "No weapons are carried." in officer.get(LIST).text


@pytest.mark.parametrize(
    ("typed", "status"), [({"version": 1}, 422), ({"version": 7, "reason": "Not needed"}, 409)]
)
def test_a_waiver_without_a_reason_or_gone_stale_is_refused(add, officer, typed, status):
    task = add()

    response = officer.post(at(task, "waive"), typed)

    assert response.status_code == status
    assert typed.get("reason", "") in response.text
    assert Task.objects.get().state == "open"


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(world, add, officer, count, django_assert_num_queries):
    for number in range(count):
        task = add(f"Task {number}", organisation=world.of["ministry"])
        actions.tick(task=task, version=1, by=world.officer, at=NOW)
        visit = preparatory(world, f"Preparatory visit {number}")
        Leg.objects.create(visit=visit, country=world.russia, city="Moscow", zone="Europe/Moscow")

    with django_assert_num_queries(12):
        officer.get(LIST)
