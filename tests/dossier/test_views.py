"""The pages of the dossier, as people meet them."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from planning.audit.models import AuditEvent
from planning.dossier import actions
from planning.dossier.models import IndicatorValue
from tests.dossier.conftest import KINDS, ROWS
from tests.world import NOW, ROLES

WRITERS = ["chief", "deputy", "officer", "desk"]
ON_THE_VISIT = [who for who, role in ROLES.items() if role]
READERS = [*WRITERS, "principals_office"]


def url(world, page, **kwargs):
    return reverse(f"dossier:{page}", kwargs={"visit": world.summit.slug} | kwargs)


def test_correcting_a_value_through_the_page(world, add, value, sign_in):
    noted = value(add("indicator"))
    client, page = sign_in(world.desk), url(world, "value-correct", pk=noted.pk)
    assert page in client.get(url(world, "list")).text
    assert page not in sign_in(world.viewer).get(url(world, "list")).text
    sent = {"as_of": "2025-03-31", "value": "70", "remark": "goods", "version": 1}

    done, stale = client.post(page, sent), client.post(page, sent | {"value": "71"})

    noted.refresh_from_db()
    assert (done.status_code, stale.status_code) == (302, 409)
    assert (noted.figure, noted.remark, noted.version) == ("70", "goods", 2)
    assert "Now stands here: 70" in stale.text


@pytest.mark.parametrize("who", ROLES)
def test_who_opens_the_dossier(world, add, sign_in, who):
    for kind in KINDS:
        add(kind)

    response = sign_in(world.cast[who]).get(url(world, "list"))

    assert response.status_code == (200 if who in ON_THE_VISIT else 404)
    assert ("The partnership is not under threat." in response.text) == (who in ON_THE_VISIT)
    assert ("BrahMos" in response.text) == (who in ON_THE_VISIT)
    assert ("Say nothing of third countries." in response.text) == (who in READERS)
    assert ("Add a project" in response.text) == (who in WRITERS)


def test_who_may_read_no_sensitivity_finds_no_such_section(world, sign_in):
    assert "Sensitivities" not in sign_in(world.viewer).get(url(world, "list")).text
    assert "Sensitivities" in sign_in(world.ministry).get(url(world, "list")).text


def test_a_ministry_reads_the_sensitivity_it_is_named_for_and_no_other(world, add, sign_in):
    add("sensitivity", title="Ours", organisation=world.of["ministry"])
    add("sensitivity", title="Theirs", organisation=world.of["second_ministry"])

    text = sign_in(world.ministry).get(url(world, "list")).text

    assert "Ours" in text
    assert "Theirs" not in text


def test_an_indicator_shows_its_values_the_last_one_first(world, add, value, sign_in):
    indicator = add("indicator")
    value(indicator, as_of=date(2023, 3, 31), value="49.360")
    value(indicator, as_of=date(2025, 3, 31), value="68.720")

    text = sign_in(world.viewer).get(url(world, "list")).text

    assert text.index("31 Mar 2025") < text.index("68.72") < text.index("31 Mar 2023")
    assert "49.360" not in text
    assert "Goal:" in text


@pytest.mark.parametrize("who", ROLES)
def test_who_adds(world, sign_in, who):
    client = sign_in(world.cast[who])
    shut = 403 if who in ON_THE_VISIT else 404

    for kind, (model, values) in ROWS.items():
        page = url(world, "add", kind=kind)
        assert client.get(page).status_code == (200 if who in WRITERS else shut)
        assert client.post(page, values).status_code == (302 if who in WRITERS else shut)
        assert model.objects.count() == (who in WRITERS)


def test_adding_wants_what_is_needed(world, sign_in, nothing_happened):
    response = sign_in(world.desk).post(url(world, "add", kind="statement"), {"place": "New York"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"speaker", "said_on", "words", "source"}
    assert 'value="New York"' in response.text
    nothing_happened()


@pytest.mark.parametrize("kind", KINDS)
def test_editing_through_the_page(world, add, sign_in, kind):
    row = add(kind)
    client, page = sign_in(world.officer), url(world, "edit", kind=kind, pk=row.pk)
    assert client.get(page).context["form"].initial["version"] == 1

    response = client.post(page, ROWS[kind][1] | {"version": 1, "source": "Another"})

    row.refresh_from_db()
    assert response.status_code == 302
    assert (row.source, row.version) == ("Another", 2)


@pytest.mark.parametrize("who", [who for who in ON_THE_VISIT if who not in WRITERS])
def test_nobody_else_edits(world, add, sign_in, who):
    row = add("sensitivity", organisation=world.of["ministry"])
    client, page = sign_in(world.cast[who]), url(world, "edit", kind="sensitivity", pk=row.pk)

    assert client.get(page).status_code == 403
    assert client.post(page, {"title": "x", "version": 1}).status_code == 403
    row.refresh_from_db()
    assert row.version == 1


def test_a_stale_edit_shows_both_texts_and_loses_nothing(world, add, sign_in):
    row = add("statement")
    theirs = {"words": "Theirs", "said_on": date(2025, 9, 28), "place": ""}
    actions.edit(row, version=1, by=world.desk, at=NOW, **theirs)
    acts = AuditEvent.objects.count()
    client, page = sign_in(world.officer), url(world, "edit", kind="statement", pk=row.pk)

    response = client.post(page, ROWS["statement"][1] | {"version": 1, "words": "Mine"})

    row.refresh_from_db()
    assert response.status_code == 409
    assert (row.words, row.version) == ("Theirs", 2)
    assert AuditEvent.objects.count() == acts
    form = response.context["form"]
    assert form["words"].value() == "Mine"
    assert form.errors == {
        "__all__": ["Somebody else has changed this in the meantime. Nothing was saved."],
        "said_on": ["Now stands here: 28 September 2025"],
        "place": ["Now stands here: nothing"],
        "words": ["Now stands here: Theirs"],
    }

    again = {name: form[name].value() for name in form.fields}
    assert client.post(page, again).status_code == 302
    row.refresh_from_db()
    assert (row.words, row.version) == ("Mine", 3)


def test_there_is_no_other_kind_and_no_row_of_another_visit(world, add, sign_in):
    row = add("project")
    foreign = add("project")
    type(foreign).objects.filter(pk=foreign.pk).update(visit=world.foreign)
    client = sign_in(world.desk)

    pages = [
        url(world, "add", kind="secret"),
        url(world, "edit", kind="secret", pk=row.pk),
        url(world, "edit", kind="statement", pk=row.pk),
        url(world, "edit", kind="project", pk=foreign.pk),
        url(world, "value-add", pk=uuid4()),
    ]

    assert [client.get(page).status_code for page in pages] == [404] * 5


def test_noting_a_value_through_the_page(world, add, sign_in):
    indicator = add("indicator")
    client, page = sign_in(world.desk), url(world, "value-add", pk=indicator.pk)
    sent = {"as_of": "2025-03-31", "value": "68.72", "remark": "goods"}
    assert client.get(page).context["form"]["as_of"].value() == date(2025, 10, 1)

    first, again = client.post(page, sent), client.post(page, sent)

    assert (first.status_code, again.status_code) == (302, 409)
    assert "There is already a value for this day." in again.text
    assert [(each.figure, each.remark) for each in IndicatorValue.objects.all()] == [
        ("68.72", "goods")
    ]


@pytest.mark.parametrize("who", [who for who in ON_THE_VISIT if who not in WRITERS])
def test_nobody_else_notes_a_value(world, add, sign_in, who):
    page = url(world, "value-add", pk=add("indicator").pk)

    response = sign_in(world.cast[who]).post(page, {"as_of": "2025-03-31", "value": "1"})

    assert response.status_code == 403
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(world, add, value, sign_in, count, django_assert_num_queries):
    for _each in range(count):
        for kind in KINDS:
            row = add(kind)
            if kind == "indicator":
                value(row)
    client = sign_in(world.officer)

    with django_assert_num_queries(11):
        client.get(url(world, "list"))
