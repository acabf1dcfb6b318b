"""The pages of the programme."""

from datetime import date, time

import pytest
from django.urls import reverse

from planning.programme.models import ProgrammeItem
from planning.visits.models import Visit
from tests.programme.conftest import FIFTH

LIST = "/visits/v-7k3qf/programme/"
PRINT = f"{LIST}print/"
NEW = f"{LIST}new/"
TYPED = {
    "day": "2025-12-05",
    "certainty": "exact",
    "starts": "11:50",
    "title": "Talks",
    "kind": "talks",
    "state": "planned",
}


def at(item, name):
    return reverse(f"programme:{name}", kwargs={"visit": "v-7k3qf", "pk": item.pk})


@pytest.fixture
def officer(world, sign_in):
    """The officer's browser."""
    return sign_in(world.officer)


@pytest.fixture
def announced(world):
    """The summit's days are public."""
    days = {"starts_on": FIFTH, "ends_on": FIFTH, "certainty": "announced"}
    public = {f"public_{name}": value for name, value in days.items()}
    Visit.objects.filter(pk=world.summit.pk).update(**days, **public)


def test_a_line_shows_its_time_at_the_place_and_in_the_other_capital(world, add, officer):
    add(starts=time(1, 0), ends=time(1, 30))

    page = officer.get(LIST).text

    assert '<time datetime="2025-12-05T01:00+05:30">01:00–01:30</time>' in page
    assert "New Delhi, IST" in page
    assert '<time datetime="2025-12-04T22:30+03:00">22:30</time>' in page
    assert "−1 day" in page
    assert "Moscow, MSK" in page


def test_in_a_third_country_both_capitals_are_shown(world, berlin, add, officer):
    add(leg=berlin, starts=time(23, 0))

    page = officer.get(LIST).text

    assert "Berlin, CET" in page
    assert '<time datetime="2025-12-06T03:30+05:30">03:30</time> <span class="shift">+1 day' in page
    assert '<time datetime="2025-12-06T01:00+03:00">01:00</time> <span class="shift">+1 day' in page


def test_a_time_is_no_firmer_in_a_capital_than_at_the_place(world, add, officer):
    add(certainty="about", starts=time(19, 0))

    page = officer.get(LIST).text

    assert "approx. 19:00" in page
    assert "approx. 16:30" in page


def test_an_end_past_midnight_says_so(world, add, officer):
    add(starts=time(22, 25), ends=time(1, 20))

    assert '22:25–01:20</time> <span class="shift">+1 day</span>' in officer.get(LIST).text


def test_a_day_outside_the_visits_days_is_marked(world, announced, add, officer):
    add()
    assert "outside the days of the visit" not in officer.get(LIST).text

    add(day=date(2025, 12, 6))

    assert "outside the days of the visit" in officer.get(LIST).text


@pytest.mark.parametrize("url", [LIST, PRINT])
@pytest.mark.parametrize(
    ("who", "seen"), [("officer", True), ("desk", True), ("mission", False), ("viewer", False)]
)
def test_pages_show_the_lines_of_the_reader_only(world, sign_in, announced, add, url, who, seen):
    add(title="Private dinner", kind="meal")
    add(title="Welcome", is_public=True)

    page = sign_in(world.cast[who]).get(url).text

    assert "Welcome" in page
    assert ("Private dinner" in page) is seen


@pytest.mark.parametrize("url", [LIST, PRINT])
@pytest.mark.parametrize("who", ["ministry", "press", "security", "viewer"])
def test_no_page_betrays_a_line_before_the_announcement(world, sign_in, add, url, who):
    add(title="Welcome", is_public=True, kind="media", organisation=world.of["ministry"])

    page = sign_in(world.cast[who]).get(url).text

    assert "Welcome" not in page
    assert "December" not in page


@pytest.mark.parametrize("who", ["stranger", "outsider", "administrator"])
@pytest.mark.parametrize("page", ["", "print/", "new/"])
def test_the_programme_does_not_exist_for_others(world, sign_in, who, page):
    assert sign_in(world.cast[who]).get(LIST + page).status_code == 404


@pytest.mark.parametrize("who", ["desk", "ministry", "mission", "viewer"])
def test_who_may_not_edit_finds_no_button_and_no_form(world, sign_in, announced, add, who):
    item = add(is_public=True)
    browser = sign_in(world.cast[who])

    page = browser.get(LIST).text

    assert "Add a line" not in page
    assert at(item, "edit") not in page
    for url in (NEW, at(item, "edit")):
        assert browser.get(url).status_code == 403
    for name in ("remove", "up", "down"):
        assert browser.post(at(item, name), {"version": 1}).status_code == 403
    assert ProgrammeItem.objects.get().version == 1


def test_without_a_place_no_line_is_offered(world, leg, officer):
    leg.delete()

    page = officer.get(LIST).text

    assert "The visit has no place yet" in page
    assert "Add a line" not in page


def test_an_officer_adds_a_line(world, leg, officer):
    response = officer.post(NEW, TYPED | {"leg": leg.pk, "people": [world.people["host"].pk]})

    assert response.status_code == 302
    item = ProgrammeItem.objects.get()
    assert (item.title, item.starts, item.zone) == ("Talks", time(11, 50), "Asia/Kolkata")
    assert item.attendances.get().person == world.people["host"]


def test_a_new_line_starts_on_the_day_that_was_chosen(world, officer):
    page = officer.get(f"{NEW}?day=2025-12-06").text

    assert 'value="2025-12-06"' in page


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-03-29", "02:30 does not exist on that day in Europe/Berlin"),
        ("2026-10-25", "02:30 exists twice on that day in Europe/Berlin"),
    ],
)
def test_a_time_that_the_clocks_do_not_show_once_is_refused_at_its_field(
    world, berlin, officer, day, sentence
):
    response = officer.post(NEW, TYPED | {"leg": berlin.pk, "day": day, "starts": "02:30"})

    assert response.status_code == 422
    assert sentence in response.context["form"].errors["starts"][0]
    assert 'value="Talks"' in response.text
    assert not ProgrammeItem.objects.exists()


@pytest.mark.parametrize("said", ["False", "True"])
def test_the_form_takes_the_first_or_the_second_hour(world, berlin, officer, said):
    twice = {"leg": berlin.pk, "day": "2026-10-25", "starts": "02:30", "is_second_hour": said}

    officer.post(NEW, TYPED | twice)

    item = ProgrammeItem.objects.get()
    assert str(item.is_second_hour) == said
    assert f'<option value="{said}" selected>' in officer.get(at(item, "edit")).text


def test_an_ordinary_time_says_nothing_of_a_second_hour(add, officer):
    item = add()

    assert officer.get(at(item, "edit")).context["form"]["is_second_hour"].initial is None


def test_the_form_is_filled_with_the_line_and_saves_it(world, leg, add, officer):
    item = add(people=[world.people["host"]], zone="Europe/Moscow")
    form = officer.get(at(item, "edit")).context["form"]
    assert form["zone"].initial == "Europe/Moscow"
    assert form["people"].initial == [world.people["host"].pk]

    officer.post(at(item, "edit"), TYPED | {"leg": leg.pk, "title": "Lunch", "version": 1})

    item.refresh_from_db()
    assert (item.title, item.zone, item.version) == ("Lunch", "Asia/Kolkata", 2)
    assert not item.attendances.exists()


def test_a_stale_edit_shows_what_stands_and_keeps_what_was_typed(world, leg, add, officer, sign_in):
    item = add()
    sign_in(world.chief).post(
        at(item, "edit"),
        TYPED
        | {
            "leg": leg.pk,
            "title": "Restricted talks",
            "people": [world.people["guest"].pk],
            "version": 1,
        },
    )
    mine = TYPED | {"leg": leg.pk, "title": "Expanded talks", "place": "Hyderabad House"}

    refused = officer.post(at(item, "edit"), mine | {"version": 1})

    assert refused.status_code == 409
    assert "Somebody else has changed this in the meantime. Nothing was saved." in refused.text
    assert "Restricted talks" in refused.text
    assert refused.text.index("Vladimir Putin") < refused.text.index('value="Expanded talks"')
    assert 'value="Hyderabad House"' in refused.text
    assert ProgrammeItem.objects.get().title == "Restricted talks"

    again = officer.post(
        at(item, "edit"), mine | {"version": refused.context["form"]["version"].value()}
    )

    assert again.status_code == 302
    assert ProgrammeItem.objects.get().title == "Expanded talks"


def test_lines_are_moved_and_removed_by_their_buttons(world, add, officer):
    first, second = add(title="Arrival"), add(title="Talks")

    moved = officer.post(at(second, "up"), {"version": 1})
    assert moved.url == f"{LIST}#line-{second.pk}"
    assert [i.title for i in ProgrammeItem.objects.in_order()] == ["Talks", "Arrival"]

    officer.post(at(second, "down"), {"version": 2})
    assert [i.title for i in ProgrammeItem.objects.in_order()] == ["Arrival", "Talks"]

    officer.post(at(first, "remove"), {"version": 1})
    assert [i.title for i in ProgrammeItem.objects.in_order()] == ["Talks"]


@pytest.mark.parametrize("name", ["remove", "up", "down"])
def test_a_stale_or_blind_click_is_answered_with_a_page(add, officer, name):
    add(title="Arrival")
    item = add()
    add(title="Departure")

    stale, blind = officer.post(at(item, name), {"version": 7}), officer.post(at(item, name))

    assert (stale.status_code, blind.status_code) == (409, 428)
    assert "Nothing was changed." in stale.text
    assert [i.title for i in ProgrammeItem.objects.in_order()] == ["Arrival", "Talks", "Departure"]


@pytest.mark.parametrize(("name", "status"), [("remove", 200), ("up", 405), ("down", 405)])
def test_a_look_changes_nothing(add, officer, name, status):
    assert officer.get(at(add(), name)).status_code == status
    assert ProgrammeItem.objects.count() == 1


def test_a_line_of_another_visit_is_not_found(world, add, officer):
    item = add()
    ProgrammeItem.objects.update(visit=world.foreign)

    assert officer.get(at(item, "edit")).status_code == 404
    assert officer.post(at(item, "remove"), {"version": 1}).status_code == 404


def test_a_print_says_that_it_is_a_draft_and_whose_and_when(world, add, officer):
    add()

    page = officer.get(PRINT).text

    assert "V-7K3QF" in page
    assert "DRAFT, printed by Officer, as on 1 October 2025, 09:30 IST" in page
    assert "<nav" not in page
    assert "Edit" not in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [(LIST, 8), (PRINT, 7)])
def test_the_number_of_queries_does_not_grow(
    world, add, officer, url, queries, count, django_assert_num_queries
):
    for number in range(count):
        add(
            title=f"Line {number}",
            people=[world.people["host"], world.people["guest"]],
            organisation=world.of["ministry"],
        )

    with django_assert_num_queries(queries):
        officer.get(url)
