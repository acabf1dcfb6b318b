"""The admin panel: every table through its action, for its keepers, and nothing of a visit."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry

from planning.accounts.models import User
from planning.audit.admin import ActionAdmin
from planning.audit.models import AuditEvent
from planning.dates.models import FixedMeeting
from planning.outbox.models import Message
from planning.stakeholders.models import Country, Membership, Organisation, Person
from planning.visits.models import Marking, Series
from tests.authz.panel import MEETING, PAGES, address, rows_of
from tests.world import named


@dataclass(frozen=True)
class Table:
    """One table of the panel: what is sent for a new row and for a changed one, and what results.

    ``sees`` is the field by which the change is seen; ``kept`` says that members of protocol and
    desk organisations keep it, too.
    """

    model: Any
    new: dict[str, Any]
    changed: dict[str, Any]
    sees: str
    verbs: tuple[str, ...]
    kept: bool = False


SAVED = ("stakeholders.saved", "stakeholders.saved")
TABLES = {
    "user": Table(
        User,
        {
            "email": "new@example.org", "name": "New One", "language": "en",
            "time_zone": "Asia/Kolkata", "is_active": "on",
        },
        {"name": "Newer One"},
        "name",
        ("accounts.user_created", "accounts.user_invited", "accounts.user_changed"),
    ),
    "country": Table(
        Country,
        {
            "name": "Nepal", "name_own": "नेपाल", "code": "NP", "capital": "Kathmandu",
            "zone": "Asia/Kathmandu", "weekend": ["6", "7"],
        },
        {"weekend": ["6"]},
        "weekend",
        SAVED,
    ),
    "organisation": Table(
        Organisation, {"name": "Ministry of Textiles", "kind": "ministry", "country": "@india"},
        {"name": "Ministry of Cloth"}, "name", SAVED, kept=True,
    ),
    "person": Table(
        Person, {"name": "Sergei Lavrov", "post": "Minister"}, {"post": "Foreign minister"},
        "post", SAVED, kept=True,
    ),
    "membership": Table(
        Membership, {"person": "@outsider", "organisation": "@ministry", "may_clear": "on"},
        {"may_clear": "", "is_current": "on"}, "may_clear",
        ("stakeholders.joined", "stakeholders.membership_changed"),
    ),
    "series": Table(Series, {"name": "Joint Commission"}, {"name": "Commission"}, "name", SAVED),
    "marking": Table(
        Marking, {"name": "Secret", "rank": "4", "roles": ["C", "O"]}, {"roles": ["C"]}, "roles",
        ("visits.marking_saved", "visits.marking_saved"),
    ),
    "fixedmeeting": Table(
        FixedMeeting, MEETING | {"country": "@russia"}, {"city": "Pretoria"}, "city",
        ("dates.meeting_fixed", "dates.meeting_changed"), kept=True,
    ),
}  # fmt: skip
ELSEWHERE = {"apitoken", "lockout", "webhook", "webhookcall"}  # tested with what they are part of
KEPT = [name for name, table in TABLES.items() if table.kept]


@pytest.fixture
def panel(world, sign_in):
    """The administrator's browser."""
    return sign_in(world.administrator)


@pytest.fixture
def fill(world):
    """Say what a form sends: names with @ stand for rows of the world."""
    keys = {
        "@india": world.india.pk,
        "@russia": world.russia.pk,
        "@outsider": world.people["outsider"].pk,
        "@ministry": world.of["ministry"].pk,
    }

    def filled(values: dict[str, Any], **more: Any) -> dict[str, Any]:
        named = {k: keys.get(v, v) if isinstance(v, str) else v for k, v in values.items()}
        return {k: v for k, v in (named | more).items() if v != ""}

    return filled


@pytest.fixture
def rows(world):
    """One row of each table."""
    return rows_of(world)


def test_the_tables_are_these_and_every_one_writes_through_actions():
    found = {model._meta.model_name: table for model, table in admin.site._registry.items()}

    assert set(found) == {*TABLES, *ELSEWHERE}
    assert all(isinstance(table, ActionAdmin) for table in found.values())


@pytest.mark.parametrize("name", TABLES)
def test_a_row_is_added_and_changed_by_acts(world, panel, fill, name):
    table = TABLES[name]
    before = set(table.model.objects.values_list("pk", flat=True))

    added = panel.post(address(name, "add"), fill(table.new, made_as=uuid4()))
    row = table.model.objects.exclude(pk__in=before).get()
    was = getattr(row, table.sees)
    changed = panel.post(
        address(name, "change", row), fill(table.new | table.changed, made_on=row.version)
    )

    row.refresh_from_db()
    assert (added.status_code, changed.status_code) == (302, 302)
    assert row.version == 2
    assert getattr(row, table.sees) != was
    events = AuditEvent.objects.filter(on_id=row.pk, visit_id=None, user=world.administrator.user)
    assert sorted(events.values_list("verb", flat=True)) == sorted(table.verbs)
    assert AuditEvent.objects.count() == len(table.verbs)
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("name", TABLES)
def test_a_form_from_before_another_change_keeps_what_was_typed(
    panel, fill, rows, nothing_happened, name
):
    table, row = TABLES[name], rows[name]
    table.model.objects.filter(pk=row.pk).update(version=2)
    Membership.objects.filter(pk=rows["membership"].pk).update(may_clear=True)
    sent = fill(table.new | table.changed, made_on=1)

    response = panel.post(address(name, "change", row), sent)

    assert response.status_code == 409
    assert "Somebody else has changed this in the meantime. Nothing was saved." in response.text
    assert "Now stands here:" in response.text
    assert 'name="made_on" value="2"' in response.text
    form = response.context["adminform"].form
    assert all(form.data.getlist(k) == (v if isinstance(v, list) else [str(v)])
               for k, v in sent.items() if k != "made_on")  # fmt: skip
    nothing_happened()


def test_after_a_stale_form_saving_again_is_a_decision(world, panel):
    post = address("person", "change", world.people["guest"])
    Person.objects.filter(pk=world.people["guest"].pk).update(post="President", version=2)
    shown = panel.post(post, {"name": "Vladimir Putin", "post": "Head of state", "made_on": 1})
    version = shown.context["adminform"].form.data["made_on"]

    panel.post(post, {"name": "Vladimir Putin", "post": "Head of state", "made_on": version})

    assert Person.objects.get(pk=world.people["guest"].pk).post == "Head of state"


@pytest.mark.parametrize("name", TABLES)
def test_a_form_that_names_no_version_is_refused(panel, fill, rows, nothing_happened, name):
    table = TABLES[name]

    response = panel.post(address(name, "change", rows[name]), fill(table.new | table.changed))

    assert response.status_code == 428
    assert "Say which version you are changing." in response.text
    nothing_happened()


@pytest.mark.parametrize("name", TABLES)
def test_a_form_sent_twice_makes_one_row(panel, fill, name):
    table, before = TABLES[name], TABLES[name].model.objects.count()
    sent = fill(table.new, made_as=uuid4())

    first, second = (panel.post(address(name, "add"), sent) for _time in range(2))

    assert first.status_code == 302
    assert second.status_code in (200, 409)
    assert "errorlist" in second.text
    assert table.model.objects.count() == before + 1
    assert AuditEvent.objects.count() == len(table.verbs) - 1


@pytest.mark.parametrize(
    ("name", "slip", "sentence"),
    [
        ("country", {"code": "np"}, "A country&#x27;s code is two capital letters."),
        ("country", {"zone": "Asia/Nowhere"}, "Asia/Nowhere"),
        ("organisation", {"country": ""}, "An organisation belongs to a country"),
        ("membership", {"person": "", "organisation": ""}, "This field is required."),
        ("series", {"name": "Annual Summit"}, "There is already a series of this name."),
        ("marking", {"name": "Restricted"}, "There is already a marking of this name."),
        ("marking", {"roles": ""}, "This field is required."),
        ("fixedmeeting", {"ends_on": "2025-11-21"}, "The last day must not lie before the first."),
        ("fixedmeeting", {"source": " "}, "This field is required."),
        ("user", {"email": "Chief@example.org"}, "There is already an account with this address."),
    ],
)
def test_what_will_not_do_is_said_in_the_form(panel, fill, nothing_happened, name, slip, sentence):
    response = panel.post(address(name, "add"), fill(TABLES[name].new | slip))

    assert response.status_code in (200, 409, 422)
    assert sentence in response.text
    nothing_happened()


def test_an_act_that_is_refused_shows_the_form_again_with_what_was_typed(
    panel, fill, nothing_happened
):
    sent = fill(TABLES["person"].new, telephone="+7 495", made_as=uuid4())
    Person.objects.create(id=sent["made_as"], name="Made meanwhile", folded="made")

    response = panel.post(address("person", "add"), sent)

    assert response.status_code == 409
    assert "This has been saved already." in response.text
    assert 'value="+7 495"' in response.text
    nothing_happened()


def test_a_membership_ends_and_its_right_to_keep_reference_data_with_it(world, panel, sign_in):
    held = Membership.objects.get(person=world.people["officer"])
    change = address("membership", "change", held)

    panel.post(change, {"made_on": 1})

    held.refresh_from_db()
    assert not held.is_current
    assert AuditEvent.objects.get().verb == "stakeholders.membership_ended"
    assert sign_in(world.officer).get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("who", ["chief", "officer", "desk"])
def test_members_of_protocol_and_desk_keep_people_and_meetings_and_no_more(
    world, sign_in, rows, who
):
    client = sign_in(world.cast[who])

    found = {
        name: {client.get(address(name, page, row)).status_code for page in PAGES}
        for name, row in rows.items()
    }

    assert found == {name: {200} if table.kept else {403} for name, table in TABLES.items()}
    index = client.get("/admin/").text
    assert set(re.findall(r'href="/admin/planning/(\w+)/"', index)) == set(KEPT)


@pytest.mark.parametrize("name", KEPT)
def test_a_keeper_adds_a_row_as_an_administrator_does(world, sign_in, fill, name):
    response = sign_in(world.officer).post(address(name, "add"), fill(TABLES[name].new))

    assert response.status_code == 302
    event = AuditEvent.objects.get()
    assert (event.verb, event.user) == (TABLES[name].verbs[0], world.officer.user)


def test_a_keeper_links_no_account(world, sign_in):
    guest = world.people["guest"]
    sent = {"name": "Vladimir Putin", "post": "President", "user": world.outsider.user.pk}

    response = sign_in(world.officer).post(
        address("person", "change", guest), sent | {"made_on": 1}
    )

    guest.refresh_from_db()
    assert response.status_code == 302
    assert (guest.post, guest.user) == ("President", None)


@pytest.mark.parametrize("who", ["ministry", "viewer", "outsider", None])
@pytest.mark.parametrize("name", TABLES)
def test_to_all_others_the_panel_is_shut(world, sign_in, fill, rows, nothing_happened, who, name):
    client = sign_in(world.cast[who] if who else None)
    pages = [address(name, page, rows[name]) for page in PAGES]
    door = 403 if who else 200  # strangers end at the product's own sign-in

    assert [client.get(page, follow=True).status_code for page in pages] == [door] * 4
    for page in (pages[1], pages[2]):
        client.post(page, fill(TABLES[name].new, made_on=1))
    rows[name].refresh_from_db()
    assert rows[name].version == 1
    nothing_happened()


@pytest.mark.parametrize("who", ["administrator", "officer"])
@pytest.mark.parametrize("name", TABLES)
def test_nothing_is_deleted_or_done_in_bulk(world, sign_in, rows, nothing_happened, who, name):
    client = sign_in(world.cast[who])
    bulk = {"action": "delete_selected", "_selected_action": [rows[name].pk], "post": "yes"}

    assert client.get(address(name, "delete", rows[name])).status_code == 403
    assert client.post(address(name, "delete", rows[name]), {"post": "yes"}).status_code == 403
    client.post(address(name), bulk)

    assert TABLES[name].model.objects.filter(pk=rows[name].pk).exists()
    nothing_happened()


def test_linking_and_enabling_in_the_panel_is_told_to_the_visits_chief(world, panel):
    ministry = world.people["ministry"]
    user = {"email": "ministry@example.org", "name": "Ministry", "language": "en",
            "time_zone": "Asia/Kolkata"}  # fmt: skip

    panel.post(address("person", "change", ministry), {"name": "Ministry", "made_on": 1})
    panel.post(
        address("person", "change", ministry),
        {"name": "Ministry", "user": world.ministry.user.pk, "made_on": 2},
    )
    panel.post(address("user", "change", world.ministry.user), user | {"made_on": 1})
    panel.post(
        address("user", "change", world.ministry.user), user | {"is_active": "on", "made_on": 2}
    )

    told = AuditEvent.objects.filter(visit_id=world.summit.pk).order_by("recorded_at")
    words = ["access_closed", "access_opened"] * 2
    assert [event.verb for event in told] == [f"visits.{word}" for word in words]
    assert Message.objects.filter(to_user=world.chief.user).count() == 4


def test_history_tells_the_acts_on_a_row_in_words(world, panel):
    guest = world.people["guest"]
    panel.post(address("person", "change", guest), {"name": "V. V. Putin", "made_on": 1})

    page = panel.get(address("person", "history", guest)).text

    assert "saved V. V. Putin" in page
    assert "Administrator" in page
    untouched = panel.get(address("person", "history", world.people["host"])).text
    assert "Nothing has been recorded about this yet." in untouched


@pytest.mark.parametrize(
    "lookup",
    [
        "user/?appointments__role=C", "user/?appointments__isnull=0",
        "user/?password__startswith=a",
        "person/?focal_points__isnull=0", "person/?focal_points__visit__title__startswith=t",
        "organisation/?participations__isnull=0", "series/?visits__isnull=0",
        "country/?organisations__participations__isnull=0",
    ],
)  # fmt: skip
def test_no_list_is_filtered_by_what_leads_to_a_visit_or_a_password(panel, lookup):
    assert panel.get(f"/admin/planning/{lookup}").status_code == 400


@pytest.mark.parametrize("name", TABLES)
def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(
    world, panel, rows, fill, name, django_assert_max_num_queries
):
    table, counts = TABLES[name], []
    found = table.model.objects.order_by("pk")
    term = {"q": "Row"} if name != "membership" else {"q": "Row", "is_current__exact": 1}
    for number in range(3):
        person = named(Person, f"Row {number}")
        if name == "membership":
            Membership.objects.create(person=person, organisation=world.of["ministry"])
        elif name != "person":
            values = {f.attname: getattr(found[0], f.attname) for f in table.model._meta.fields}
            new = {"id": uuid4(), "name": f"Row {number}"}
            new |= {"code": f"X{'ABC'[number]}"} if name == "country" else {}
            new |= {"email": f"row{number}@example.org"} if name == "user" else {}
            table.model.objects.create(**values | new)
        with django_assert_max_num_queries(12) as asked:
            page = panel.get(address(name), term)
        assert page.text.count('class="field-') >= number + 1
        counts.append(len(asked))

    assert counts[0] == counts[2]


@pytest.mark.parametrize(
    ("settings_are", "shown"),
    [
        ({"SUMMIT_LABEL": "Training"}, "Training"),
        ({"SUMMIT_LABEL": "", "SUMMIT_DEMO_DAY": date(2025, 10, 1)}, "Demonstration"),
        ({"SUMMIT_LABEL": "", "SUMMIT_DEMO_DAY": None}, "Development"),
        ({"SUMMIT_LABEL": "", "SUMMIT_DEMO_DAY": None, "INSECURE": False}, None),
    ],
)
def test_the_head_of_the_panel_says_which_installation_it_is(panel, settings, settings_are, shown):
    for name, value in settings_are.items():
        setattr(settings, name, value)

    page = panel.get("/admin/").text

    label = re.search(r'class="label" aria-label="This installation">\s*(\w+)', page)
    assert (label and label[1]) == shown
