"""The facts of a visit after it was opened: head data, sides, places, links."""

import pytest
from django.urls import reverse

from planning.audit.models import AuditEvent
from planning.audit.queries import told
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.dates.models import Hold
from planning.lifecycle import actions as lifecycle
from planning.overview.queries import SAID
from planning.stakeholders.models import Membership, Person
from planning.visits import actions
from planning.visits.models import Link, Visit
from planning.visits.rules import LinkKind
from tests.world import NOW, ROLES, named, preparatory

MANAGERS = ["chief", "deputy", "officer"]


def url(page, **kwargs):
    return reverse(page, kwargs={"visit": "v-7k3qf"} | kwargs)


def edit(world, by, version=1, **head):
    return actions.edit(visit=world.summit, version=version, **head, by=by, at=NOW)


def edit_leg(world, by, version=1, city="Agra"):
    place = {"country": world.india, "city": city, "zone": "Asia/Kolkata"}
    return actions.edit_leg(leg=world.summit.legs.get(), version=version, **place, by=by, at=NOW)


def lead(world, by, people, version=1, accompanied=()):
    return lifecycle.lead(
        side=world.guest, version=version, people=people, accompanied=accompanied, by=by, at=NOW
    )


def story():
    """Return the only act in words, and its verb."""
    event = AuditEvent.objects.get()
    return event.verb, told(event, SAID).what


def test_the_category_changes_late_and_the_story_says_from_what(world):
    visit = edit(world, world.officer, category="working")

    assert (visit.category, visit.version) == ("working", 2)
    assert story() == (
        "visits.recategorised",
        "changed the category: Working visit, where it was State visit",
    )


def test_a_place_changes(world):
    leg = edit_leg(world, world.officer)

    assert (leg.city, leg.version) == ("Agra", 2)
    assert story() == (
        "visits.leg_changed",
        "changed a place of the visit: Agra, where it was New Delhi",
    )


def test_who_leads_a_side_changes_and_the_calendars_follow(world, option):
    minister = named(Person, "Minister", precedence="2")

    side = lead(world, world.officer, [minister, world.people["guest"]], accompanied=[minister])

    side = type(side).objects.with_people().get(pk=side.pk)
    assert side.people == [minister, world.people["guest"]]
    assert (side.accompanied, side.version) == ([minister], 2)
    assert set(Hold.objects.values_list("person__name", flat=True)) == {
        "Minister", "Narendra Modi", "Vladimir Putin",
    }  # fmt: skip
    lead(world, world.officer, [minister], version=2)
    assert set(Hold.objects.values_list("person__name", flat=True)) == {
        "Minister", "Narendra Modi",
    }  # fmt: skip
    said = AuditEvent.objects.filter(verb="lifecycle.led").latest("recorded_at")
    assert told(said).what == "said who leads Russia: Minister"


def test_a_spouse_of_nobody_who_leads_is_refused(world, nothing_happened):
    with pytest.raises(Refused, match=r"^Only who leads the side comes with a spouse\.$"):
        lead(world, world.officer, [], accompanied=[world.people["guest"]])

    nothing_happened()


def test_a_link_is_taken_back_once(world):
    talks = preparatory(world, "Talks")
    link, again = Link.objects.get(visit=talks), Link.objects.get(visit=talks)
    actions.unlink(link=link, by=world.officer, at=NOW)

    with pytest.raises(Conflict, match=r"^This link has been taken back already\.$"):
        actions.unlink(link=again, by=world.officer, at=NOW)

    assert not Link.objects.filter(visit=talks).exists()
    assert story() == ("visits.unlinked", "took back the link of the visit to another")


@pytest.mark.parametrize("who", [who for who in ROLES if who not in MANAGERS])
def test_nobody_else_changes_a_fact(world, nothing_happened, who):
    by = world.cast[who]
    link = Link.objects.create(visit=world.summit, to=world.foreign, kind=LinkKind.PART_OF)
    for act in (
        lambda: edit(world, by, title="X"),
        lambda: edit_leg(world, by),
        lambda: lead(world, by, []),
        lambda: actions.unlink(link=link, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()

    nothing_happened()


def test_a_stale_change_is_refused(world, nothing_happened):
    for act in (
        lambda: edit(world, world.officer, version=9, title="X"),
        lambda: edit_leg(world, world.officer, version=9),
        lambda: lead(world, world.officer, [], version=9),
    ):
        with pytest.raises(Stale):
            act()

    nothing_happened()


def test_the_form_says_what_stands_now(world, sign_in):
    sent = {"version": 1, "title": "Mine", "category": "working"}
    edit(world, world.chief, title="Theirs")

    response = sign_in(world.officer).post(url("visits:edit"), sent)

    assert response.status_code == 409
    for words in ("Now stands here: Theirs", "Now stands here: State visit", 'value="Mine"'):
        assert words in response.text
    response = sign_in(world.officer).post(url("visits:edit"), sent | {"version": 2})
    assert (response.status_code, response.url) == (302, url("visits:facts"))
    assert Visit.objects.get(pk=world.summit.pk).title == "Mine"


def test_the_form_of_who_leads_says_what_stands_now(world, sign_in):
    minister = named(Person, "Minister", style="Mr", precedence="2")
    for person in (minister, world.people["guest"]):
        Membership.objects.create(person=person, organisation=world.of["counterpart"])
    lead(world, world.chief, [minister])
    page = url("lifecycle:side-lead", pk=world.guest.pk)

    stale = sign_in(world.officer).post(page, {"version": 1, "people": world.people["guest"].pk})
    offered = sign_in(world.officer).get(page).context["form"].fields["people"].queryset

    assert (stale.status_code, "Now stands here: Mr Minister" in stale.text) == (409, True)
    assert list(offered) == [world.people["guest"], minister]


def test_links_are_shown_to_those_who_see_both_ends(world, sign_in):
    preparatory(world, "Talks")
    Link.objects.create(visit=world.summit, to=world.foreign, kind=LinkKind.PART_OF)

    officer = sign_in(world.officer).get(url("visits:facts")).text
    chief = sign_in(world.chief).get(url("visits:facts")).text

    assert ("Talks" in officer, "another head" in officer) == (True, False)
    assert ("Talks" in chief, "another head" in chief) == (False, False)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(world, sign_in, count, django_assert_num_queries):
    for n in range(count):
        preparatory(world, f"Talks {n}")
    client = sign_in(world.officer)

    with django_assert_num_queries(10):
        client.get(url("visits:facts"))
