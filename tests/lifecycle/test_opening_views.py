"""The pages that open visits, as people meet them."""

import pytest
from django.urls import reverse

from planning.stakeholders.models import Membership, Organisation, Person
from planning.visits.models import Appointment, FocalPoint, Participation, Visit
from tests.world import named

NEW = reverse("lifecycle:visit-new")
KEY = "3f0c1a52-5f2d-4c55-9a0e-8d3b1f0a7c11"


def url(name, **more):
    return reverse(name, kwargs={"visit": "v-7k3qf", **more})


@pytest.fixture
def facts(world):
    """The eight facts of a new visit, as its form sends them."""
    return {
        "id": KEY, "title": "Talks", "title_own": "Переговоры", "category": "official",
        "dates_mode": "negotiated", "host": world.india.pk, "guest": world.russia.pk, "city": "",
        "file_number": "X/1",
    }  # fmt: skip


@pytest.fixture
def heads(world):
    """The principals as members of their offices: they head their countries."""
    for side, office in (("host", "principals_office"), ("guest", "counterpart")):
        Membership.objects.create(person=world.people[side], organisation=world.of[office])


def ticked(form):
    """Return the names of what a form proposes."""
    return [tick.organisation.name for tick in form.ticks if tick.taken.initial]


def test_who_leads_and_who_takes_part_is_proposed_before_anything_is_opened(
    world, facts, heads, sign_in, nothing_happened
):
    response = sign_in(world.officer).post(NEW, facts)

    proposal = response.context["proposal"]
    assert response.status_code == 200
    assert [proposal[f"{side}_principals"].initial for side in ("host", "guest")] == [
        [world.people["host"].pk],
        [world.people["guest"].pk],
    ]
    assert ticked(proposal) == [
        "Protocol Division", "Prime Minister's Office", "Embassy of India", "Embassy of Russia",
        "Presidential Executive Office", "External Publicity", "Special Protection",
    ]  # fmt: skip
    assert not any(tick.people.initial for tick in proposal.ticks)
    assert "Open the visit" in response.text
    nothing_happened()


def test_a_private_visit_is_proposed_less_and_a_desk_itself(world, facts, sign_in):
    response = sign_in(world.desk).post(NEW, facts | {"category": "private"})

    assert ticked(response.context["proposal"]) == [
        "Protocol Division", "Eurasia Division", "Embassy of India", "Embassy of Russia",
        "Presidential Executive Office", "Special Protection",
    ]  # fmt: skip


def test_a_visit_is_opened_once_with_what_was_ticked(world, facts, heads, sign_in):
    client, ministry = sign_in(world.officer), f"{world.of['ministry'].pk}-ministry"
    sent = facts | {
        "proposed": f"{world.india.pk} {world.russia.pk} official",
        "guest_principals": world.people["guest"].pk,
        f"taken-{ministry}": "on",
        f"part-{ministry}": "ministry",
        f"people-{ministry}": world.people["ministry"].pk,
    }

    first, again = client.post(NEW, sent), client.post(NEW, sent)

    visit = Visit.objects.get(pk=KEY)
    assert (first.status_code, first.url) == (302, reverse("overview:visit", args=[visit.slug]))
    assert (again.status_code, "This has been saved already." in again.text) == (409, True)
    assert FocalPoint.objects.get(visit=visit).person == world.people["ministry"]
    assert Visit.objects.count() == 3


def test_another_guest_is_proposed_anew(world, facts, sign_in, nothing_happened):
    norway = named(type(world.india), "Norway", code="NO", capital="Oslo", zone="Europe/Oslo")
    sent = {"proposed": f"{world.india.pk} {world.russia.pk} official", "guest": norway.pk}

    response = sign_in(world.officer).post(NEW, facts | sent)

    assert response.status_code == 200
    assert "Who leads Norway" in response.text
    nothing_happened()


@pytest.mark.parametrize("wrong", ["title", "guest", "host", "id"])
def test_a_slip_stands_at_its_field(world, facts, sign_in, nothing_happened, wrong):
    guest = {"guest": world.india.pk} if wrong == "guest" else {wrong: ""}

    response = sign_in(world.officer).post(NEW, facts | guest)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]
    nothing_happened()


@pytest.mark.parametrize(("who", "offered"), [("officer", True), ("ministry", False)])
def test_the_list_of_visits_offers_a_new_one_to_those_who_open_visits(world, sign_in, who, offered):
    text = sign_in(world.cast[who]).get(reverse("overview:visits")).text

    assert (NEW in text) == offered


def test_the_next_edition_is_proposed_from_the_last(world, sign_in):
    form = sign_in(world.officer).get(url("lifecycle:next-edition")).context["form"]

    assert form["title"].initial == "24th Annual Summit"
    assert len(ticked(form)) == 6
    offered = [one.get_role_display() for one in form.fields["roles"].queryset]
    assert offered == ["Desk officer", "Viewer"]


def test_the_next_edition_opens_from_its_form_once(world, sign_in):
    ministry = f"{world.of['ministry'].pk}-ministry"
    sent = {"title": "24th", "category": "state", f"taken-{ministry}": "on"}
    client, page = sign_in(world.officer), url("lifecycle:next-edition")

    first, again = client.post(page, sent), client.post(page, sent)

    visit = Visit.objects.get(ordinal=24)
    assert (first.status_code, again.status_code) == (302, 409)
    assert "The series already has a visit with this number." in again.text
    assert visit.participations.get().organisation == world.of["ministry"]
    assert not FocalPoint.objects.filter(visit=visit).exists()


def test_nobody_is_ticked_for_a_preparatory_visit(world, sign_in):
    form = sign_in(world.chief).get(url("lifecycle:visit-prepare")).context["form"]

    assert (ticked(form), form["roles"].initial, form["category"].initial) == ([], None, "working")
    assert form["host"].initial == str(world.guest.pk)
    assert len(form.ticks) == 6
    assert form.fields["roles"].queryset.count() == 5


def test_a_preparatory_visit_opens_from_its_form(world, sign_in):
    role = Appointment.objects.get(user=world.desk.user)
    sent = {
        "id": KEY, "title": "Minister in Moscow", "category": "working", "host": world.guest.pk,
        "known": "estimate", "starts_on": "2025-11-17", "ends_on": "2025-11-18",
        "source": "Press", "roles": role.pk,
    }  # fmt: skip
    client, page = sign_in(world.officer), url("lifecycle:visit-prepare")

    slip = client.post(page, sent | {"source": ""})
    done = client.post(page, sent)

    visit = Visit.objects.get(pk=KEY)
    assert (slip.status_code, list(slip.context["form"].errors)) == (422, ["source"])
    assert (done.status_code, visit.certainty) == (302, "estimated")
    assert Visit.objects.visible_to(world.desk.user).filter(pk=visit.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(world, facts, sign_in, count, django_assert_num_queries):
    for n in range(count):
        office = named(Organisation, f"O{n}", kind="ministry", country=world.india)
        person = named(Person, f"P{n}", precedence=str(n))
        Membership.objects.create(person=person, organisation=office)
        part = Participation.objects.create(
            visit=world.summit, organisation=office, part="ministry"
        )
        FocalPoint.objects.create(visit=world.summit, participation=part, person=person)
    client = sign_in(world.officer)

    with django_assert_num_queries(6):
        client.get(NEW)
    with django_assert_num_queries(18):  # proposals for two sides beside the form itself
        client.post(NEW, facts)
    with django_assert_num_queries(11):
        client.get(url("lifecycle:next-edition"))
    with django_assert_num_queries(13):
        client.get(url("lifecycle:visit-prepare"))
