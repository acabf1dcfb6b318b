"""The page of participants, as people meet it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from planning.accounts.models import User
from planning.stakeholders.models import Membership, Person
from planning.visits.models import Appointment, FocalPoint, Participation, Visit
from planning.visits.rules import Role
from tests.world import NOW, ROLES, let_in, named

MANAGERS = ["chief", "deputy", "officer"]
ON_THE_VISIT = [who for who, role in ROLES.items() if role]


@pytest.fixture
def part(world):
    """The ministry's part."""
    return Participation.objects.get(visit=world.summit, organisation=world.of["ministry"])


@pytest.fixture
def foreign_part(world):
    """A part in another visit."""
    return Participation.objects.get(visit=world.foreign)


def url(world, page, **kwargs):
    return reverse(f"visits:{page}", kwargs={"visit": world.summit.slug} | kwargs)


@pytest.mark.parametrize("who", ROLES)
def test_everybody_on_the_visit_reads_who_takes_part(world, sign_in, who):
    let_in(world, "ministry")

    response = sign_in(world.cast[who]).get(url(world, "participants"))

    assert response.status_code == (200 if who in ON_THE_VISIT else 404)
    for words in ("Ministry of Commerce", "with account", "Chief of protocol"):
        assert (words in response.text) == (who in ON_THE_VISIT)
    for words in ("let in since 1 Oct 2025", "not let in", "Shut out", "Name a focal point"):
        assert (words in response.text) == (who in MANAGERS)


def test_the_page_shows_a_person_as_styled_with_post(world, part, sign_in):
    clerk = named(Person, "A. Clerk", style="Ms", post="Under Secretary", name_own="क्लर्क")
    FocalPoint.objects.create(visit=world.summit, participation=part, person=clerk)

    text = sign_in(world.viewer).get(url(world, "participants")).text

    assert "Ms A. Clerk" in text
    assert "क्लर्क" in text
    assert "Under Secretary · without account" in text


def test_parts_stand_in_their_order_and_the_other_side_is_never_let_in(world, sign_in):
    Participation.objects.create(
        visit=world.summit, organisation=world.of["embassy"], part="counterpart"
    )

    response = sign_in(world.officer).get(url(world, "participants"))

    groups = response.context["groups"]
    assert [group.part.value for group in groups] == [
        "principal",
        "ministry",
        "mission",
        "counterpart",
        "press",
        "security",
    ]
    assert [group.knows_days and group.knows_days.name for group in groups] == [
        "ALL",
        "LET_IN",
        "ALL",
        None,
        "LET_IN",
        "LET_IN",
    ]
    assert "nobody named" in response.text


@pytest.mark.parametrize("who", ON_THE_VISIT)
def test_who_manages_opens_the_forms(world, part, sign_in, who):
    client = sign_in(world.cast[who])
    pages = ["part-add", "appoint"]

    statuses = [client.get(url(world, page)).status_code for page in pages]
    statuses.append(client.get(url(world, "point-name", pk=part.pk)).status_code)

    assert statuses == [200 if who in MANAGERS else 403] * 3


@pytest.mark.parametrize("who", [who for who in ROLES if who not in MANAGERS])
def test_nobody_else_changes_who_takes_part(world, part, sign_in, nothing_happened, who):
    client = sign_in(world.cast[who])
    role = Appointment.objects.get(user=world.viewer.user)
    sent = [
        ("part-add", {}, {"organisation": world.of["embassy"].pk, "part": "counterpart"}),
        ("point-name", {"pk": part.pk}, {"person": world.people["outsider"].pk}),
        ("appoint", {}, {"user": world.outsider.user.pk, "role": "C"}),
        ("dismiss", {"pk": role.pk}, {}),
        ("let-in", {"pk": part.pk}, {"version": 1}),
        ("shut-out", {"pk": part.pk}, {"version": 1}),
    ]

    statuses = {client.post(url(world, page, **at), data).status_code for page, at, data in sent}

    assert statuses == {403 if who in ON_THE_VISIT else 404}
    nothing_happened()


def test_adding_a_participation(world, sign_in):
    client, page = sign_in(world.officer), url(world, "part-add")
    sent = {"organisation": world.of["embassy"].pk, "part": "counterpart"}

    first, again = client.post(page, sent), client.post(page, sent)

    assert (first.status_code, first.url) == (302, url(world, "participants"))
    assert again.status_code == 409
    assert "This organisation takes part already." in again.text
    assert Participation.objects.filter(organisation=world.of["embassy"]).count() == 1


def test_naming_a_focal_point_offers_members_first_and_nobody_twice(world, part, sign_in):
    zoe = named(Person, "Zoe")
    Membership.objects.create(person=zoe, organisation=world.of["ministry"])
    client, page = sign_in(world.officer), url(world, "point-name", pk=part.pk)

    offered = list(client.get(page).context["form"].fields["person"].queryset)
    response = client.post(page, {"person": zoe.pk})

    assert offered[0] == zoe
    assert world.people["ministry"] not in offered
    assert response.status_code == 302
    assert part.focal_points.filter(person=zoe).exists()


def test_the_form_says_that_the_other_side_is_let_see_nothing(world, part, sign_in):
    other = Participation.objects.create(
        visit=world.summit, organisation=world.of["embassy"], part="counterpart"
    )
    client = sign_in(world.officer)

    ours = client.get(url(world, "point-name", pk=part.pk)).text
    theirs = client.get(url(world, "point-name", pk=other.pk)).text

    assert "A person with an account sees the visit from then on." in ours
    assert "the visit opens to nobody" in theirs


def test_a_role_is_given_to_an_active_user_by_name_and_address(world, sign_in):
    User.objects.filter(pk=world.stranger.user.pk).update(is_active=False)
    client, page = sign_in(world.chief), url(world, "appoint")

    form = client.get(page).context["form"]
    response = client.post(page, {"user": world.outsider.user.pk, "role": "D"})

    assert ("Outsider, outsider@example.org") in [
        label for _pk, label in form.fields["user"].choices
    ]
    assert world.stranger.user not in form.fields["user"].queryset
    assert [role for role, _label in form.fields["role"].choices] == ["C", "O", "D", "V"]
    assert response.status_code == 302
    assert Appointment.objects.get(user=world.outsider.user).role == "D"


@pytest.mark.parametrize("sent", [{"role": "M"}, {"role": "C", "user": "stranger"}])
def test_no_other_role_and_no_inactive_user_is_taken(world, sign_in, nothing_happened, sent):
    User.objects.filter(pk=world.stranger.user.pk).update(is_active=False)
    user = world.cast[sent.get("user", "outsider")].user

    response = sign_in(world.chief).post(url(world, "appoint"), sent | {"user": user.pk})

    assert response.status_code == 422
    assert not Appointment.objects.filter(user=user).exists()
    nothing_happened()


def test_a_role_is_taken_back_once(world, sign_in):
    role = Appointment.objects.get(user=world.viewer.user)
    client, page = sign_in(world.officer), url(world, "dismiss", pk=role.pk)

    first, again = client.post(page), client.post(page)

    assert (first.status_code, first.url) == (302, url(world, "participants"))
    assert again.status_code == 404
    assert not Appointment.objects.filter(pk=role.pk).exists()


def test_who_gives_up_the_last_role_is_led_out(world, sign_in):
    role = Appointment.objects.get(user=world.officer.user)

    response = sign_in(world.officer).post(url(world, "dismiss", pk=role.pk))

    assert (response.status_code, response.url) == (302, reverse("overview:visits"))


def test_the_last_chief_or_officer_stays(world, sign_in):
    Appointment.objects.filter(role=Role.CHIEF).delete()
    role = Appointment.objects.get(user=world.officer.user)

    response = sign_in(world.officer).post(url(world, "dismiss", pk=role.pk))

    assert response.status_code == 422
    assert "A visit keeps at least one chief or officer." in response.text
    assert Appointment.objects.filter(pk=role.pk).exists()


def test_letting_in_and_shutting_out(world, part, sign_in):
    client = sign_in(world.officer)

    client.post(url(world, "let-in", pk=part.pk), {"version": 1})
    part.refresh_from_db()
    assert (part.let_in_at, part.let_in_by) == (NOW, world.officer.user)

    client.post(url(world, "shut-out", pk=part.pk), {"version": 2})
    part.refresh_from_db()
    assert (part.let_in_at, part.let_in_by) == (None, None)


@pytest.mark.parametrize(("sent", "status"), [({"version": 7}, 409), ({}, 428)])
def test_letting_in_names_the_version_that_was_looked_at(world, part, sign_in, sent, status):
    response = sign_in(world.officer).post(url(world, "let-in", pk=part.pk), sent)

    part.refresh_from_db()
    assert response.status_code == status
    assert part.let_in_at is None


def test_no_part_or_role_of_another_visit_is_reached(world, foreign_part, sign_in):
    client = sign_in(world.officer)
    role = Appointment.objects.create(
        visit=world.foreign, user=world.outsider.user, role=Role.VIEWER
    )

    statuses = [
        client.get(url(world, "point-name", pk=foreign_part.pk)).status_code,
        client.post(url(world, "let-in", pk=foreign_part.pk), {"version": 1}).status_code,
        client.post(url(world, "dismiss", pk=role.pk)).status_code,
        client.post(url(world, "dismiss", pk=uuid4())).status_code,
    ]

    assert statuses == [404] * 4
    assert Appointment.objects.filter(pk=role.pk).exists()


@pytest.mark.parametrize("page", ["dismiss", "let-in", "shut-out"])
def test_nothing_changes_by_looking(world, part, sign_in, nothing_happened, page):
    pk = world.summit.appointments.first().pk if page == "dismiss" else part.pk

    response = sign_in(world.officer).get(url(world, page, pk=pk))

    assert response.status_code == 200
    assert "No mail is sent now." in response.text
    nothing_happened()


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(world, part, sign_in, count, django_assert_num_queries):
    for n in range(count):
        office = named(
            type(world.of["ministry"]), f"Office {n}", kind="ministry", country=world.india
        )
        extra = Participation.objects.create(
            visit=world.summit, organisation=office, part="ministry"
        )
        FocalPoint.objects.create(
            visit=world.summit, participation=extra, person=named(Person, f"Person {n}")
        )
        user = User.objects.create(email=f"{n}@example.org", name=f"User {n}", password="!")
        Appointment.objects.create(visit=world.summit, user=user, role=Role.VIEWER)
    client = sign_in(world.officer)

    with django_assert_num_queries(9):
        client.get(url(world, "participants"))


def test_the_form_offers_who_takes_no_part_yet_with_the_focal_points_of_the_last_edition(
    world, sign_in
):
    series = world.summit.series
    earlier = Visit.objects.create(title="22nd", category="state", series=series, ordinal=22)
    Appointment.objects.create(visit=earlier, user=world.officer.user, role=Role.OFFICER)
    part = Participation.objects.create(
        visit=earlier, organisation=world.of["stranger"], part="ministry"
    )
    clerk = named(Person, "Clerk")
    FocalPoint.objects.create(visit=earlier, participation=part, person=clerk)
    page = url(world, "parts-add")

    ours = sign_in(world.officer).get(page).context["form"]
    theirs = sign_in(world.chief).get(page).context["form"]

    offered = {tick.organisation.name: tick.people.initial for tick in ours.ticks}
    assert list(offered) == ["Protocol Division", "Eurasia Division", "Ministry of Railways"]
    assert offered["Ministry of Railways"] == [str(clerk.pk)]
    usual = {tick.organisation.name: tick.people.initial for tick in theirs.ticks}
    assert usual["Ministry of Railways"] == [str(world.people["stranger"].pk)]
    assert usual["Eurasia Division"] == []
    assert not any(tick.taken.initial for tick in ours.ticks)


def test_several_are_added_from_their_form_once(world, sign_in):
    key = f"{world.of['stranger'].pk}-ministry"
    person = world.people["stranger"]
    sent = {f"taken-{key}": "on", f"part-{key}": "service", f"people-{key}": person.pk}
    client, page = sign_in(world.officer), url(world, "parts-add")

    nobody, first, again = client.post(page, {}), client.post(page, sent), client.post(page, sent)

    assert [one.status_code for one in (nobody, first, again)] == [422, 302, 422]
    part = Participation.objects.get(visit=world.summit, organisation=world.of["stranger"])
    assert (part.part, part.focal_points.get().person) == ("service", person)


@pytest.mark.parametrize("count", [1, 3])
def test_the_query_count_of_the_form_of_several(world, sign_in, count, django_assert_num_queries):
    for n in range(count):
        office = named(
            type(world.of["ministry"]), f"Office {n}", kind="ministry", country=world.india
        )
        Membership.objects.create(person=named(Person, f"Person {n}"), organisation=office)
    client = sign_in(world.officer)

    with django_assert_num_queries(11):
        client.get(url(world, "parts-add"))
