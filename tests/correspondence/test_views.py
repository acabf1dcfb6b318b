"""The pages of the register, as people meet them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from planning.audit.models import AuditEvent
from planning.correspondence import actions
from planning.correspondence.models import RegisterEntry
from planning.visits.models import Participation
from tests.correspondence.conftest import LETTER, PDF, PNG, upload
from tests.world import NOW

FORM = LETTER | {"sent_on": "2025-09-01"}
READERS = ["chief", "officer", "desk", "principals_office", "mission"]


def url(world, page, **kwargs):
    return reverse(f"correspondence:{page}", kwargs={"visit": world.summit.slug} | kwargs)


@pytest.mark.parametrize("page", ["list", "enter"])
@pytest.mark.parametrize(
    ("who", "status"),
    [(who, 200) for who in [*READERS, "ministry"]]
    + [(who, 403) for who in ("viewer", "press", "security")]
    + [(who, 404) for who in ("stranger", "outsider", "administrator")],
)
def test_who_opens_the_register(world, entry, sign_in, page, who, status):
    response = sign_in(world.cast[who]).get(url(world, page))

    assert response.status_code == status
    assert ("Invitation to the summit" in response.text) == (page == "list" and who in READERS)


def test_nobody_opens_it_without_signing_in(world, entry, sign_in):
    pages = [url(world, "list"), url(world, "scan", pk=entry.pk)]

    statuses = [sign_in(None).get(page).status_code for page in pages]

    assert statuses == [302, 302]


def test_the_list_shows_a_ministry_its_own_letters_only(world, entry, own, marked, sign_in):
    text = sign_in(world.ministry).get(url(world, "list")).text

    assert "Figures of trade" in text
    assert "Invitation to the summit" not in text
    assert "Close hold" not in text


def test_a_marked_letter_has_no_trace_for_who_may_not_read_it(world, entry, marked, sign_in):
    client = sign_in(world.mission)

    assert "Close hold" not in client.get(url(world, "list")).text
    assert client.get(url(world, "correct", pk=marked.pk)).status_code == 404
    assert client.get(url(world, "scan", pk=marked.pk)).status_code == 404


def test_entering_through_the_page(world, sign_in, media):
    sent = FORM | {"scan": upload(), "marking": world.restricted.pk}

    response = sign_in(world.officer).post(url(world, "enter"), sent)

    assert (response.status_code, response.url) == (302, url(world, "list"))
    entry = RegisterEntry.objects.get()
    assert (entry.subject, entry.marking) == ("Invitation to the summit", world.restricted)
    assert entry.scan_type == "application/pdf"
    assert len(media()) == 1


def test_a_page_in_disguise_is_refused_at_its_field_with_everything_typed(world, sign_in, media):
    sent = FORM | {"scan": upload(b"<html>", name="letter.pdf")}

    response = sign_in(world.officer).post(url(world, "enter"), sent)

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "scan": ["A scan is a PDF, PNG or JPEG file; this is none of them."]
    }
    assert 'value="Invitation to the summit"' in response.text
    assert not RegisterEntry.objects.exists()
    assert not media()


def test_a_ministry_is_offered_its_own_office_alone(world, sign_in):
    form = sign_in(world.ministry).get(url(world, "enter")).context["form"]

    assert list(form.fields["organisation"].queryset) == [world.of["ministry"]]
    assert form["organisation"].initial == world.of["ministry"].pk
    assert form.fields["organisation"].required


def test_a_ministry_cannot_name_another_office(world, sign_in, nothing_happened):
    sent = FORM | {"organisation": world.of["second_ministry"].pk}

    response = sign_in(world.ministry).post(url(world, "enter"), sent)

    assert response.status_code == 422
    assert not RegisterEntry.objects.exists()
    nothing_happened()


def test_the_offices_offered_are_ours_that_take_part(world, sign_in):
    Participation.objects.create(
        visit=world.summit, organisation=world.of["embassy"], part="counterpart"
    )

    form = sign_in(world.officer).get(url(world, "enter")).context["form"]

    offered = set(form.fields["organisation"].queryset)
    assert world.of["ministry"] in offered
    assert world.of["embassy"] not in offered
    assert world.of["stranger"] not in offered


def test_correcting_through_the_page(world, entry, sign_in):
    client, page = sign_in(world.desk), url(world, "correct", pk=entry.pk)
    assert 'value="Invitation to the summit"' in client.get(page).text

    response = client.post(page, FORM | {"version": 1, "subject": "Invitation, final"})

    entry.refresh_from_db()
    assert response.status_code == 302
    assert (entry.subject, entry.version) == ("Invitation, final", 2)


@pytest.mark.parametrize("who", ["viewer", "press", "security"])
def test_the_page_of_an_entry_is_shut_to_who_records_nothing(world, entry, sign_in, who):
    client, page = sign_in(world.cast[who]), url(world, "correct", pk=entry.pk)

    assert client.get(page).status_code == 403
    assert client.post(page, FORM | {"version": 1, "subject": "x"}).status_code == 403
    entry.refresh_from_db()
    assert entry.version == 1


def test_a_stale_correction_shows_both_texts_and_loses_nothing(world, entry, sign_in):
    client, page = sign_in(world.officer), url(world, "correct", pk=entry.pk)
    theirs = LETTER | {"subject": "Theirs", "channel": "note", "organisation": world.of["ministry"]}
    actions.correct(entry=entry, version=1, **theirs, by=world.desk, at=NOW)
    acts = AuditEvent.objects.count()

    response = client.post(page, FORM | {"version": 1, "subject": "Mine"})

    entry.refresh_from_db()
    assert response.status_code == 409
    assert (entry.subject, entry.version) == ("Theirs", 2)
    assert AuditEvent.objects.count() == acts
    assert 'value="Mine"' in response.text
    assert response.context["form"].errors == {
        "__all__": ["Somebody else has changed this in the meantime. Nothing was saved."],
        "subject": ["Now stands here: Theirs"],
        "channel": ["Now stands here: Note verbale"],
        "organisation": ["Now stands here: Ministry of Commerce"],
    }
    assert '<input type="hidden" name="version" value="2"' in response.text


def test_a_correction_names_its_version(world, entry, sign_in):
    response = sign_in(world.officer).post(url(world, "correct", pk=entry.pk), FORM)

    entry.refresh_from_db()
    assert response.status_code == 422
    assert entry.version == 1


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        (PDF, "application/pdf", "pdf"),
        (PNG, "image/png", "png"),
        (PDF + b"<html><script>alert(1)</script>", "application/pdf", "pdf"),
    ],
    ids=["pdf", "png", "polyglot"],
)
def test_a_scan_is_handed_out_as_a_file_to_keep(world, enter, sign_in, content, kind, ending):
    entry = enter(scan=upload(content, name='x"; filename="evil.html'))

    response = sign_in(world.mission).get(url(world, "scan", pk=entry.pk))

    assert response.content == content
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="v-7k3qf-{str(entry.pk)[:8]}.{ending}"'
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("ministry", 404),
        ("viewer", 403),
        ("press", 403),
        ("security", 403),
        ("stranger", 404),
        ("outsider", 404),
        ("administrator", 404),
    ],
)
def test_a_scan_is_kept_from(world, enter, sign_in, who, status):
    entry = enter(scan=upload())

    response = sign_in(world.cast[who]).get(url(world, "scan", pk=entry.pk))

    assert response.status_code == status


def test_there_is_no_scan_of_a_call_or_of_an_entry_of_another_visit(world, entry, sign_in):
    other = RegisterEntry.objects.create(visit=world.foreign, **LETTER)
    client = sign_in(world.officer)

    for pk in (entry.pk, other.pk, uuid4()):
        assert client.get(url(world, "scan", pk=pk)).status_code == 404
    assert client.get(url(world, "correct", pk=other.pk)).status_code == 404


def test_an_empty_register_says_what_stands_here(world, sign_in):
    text = sign_in(world.officer).get(url(world, "list")).text

    assert "Nothing has been entered that you may read." in text
    assert url(world, "enter") in text


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(world, enter, sign_in, count, django_assert_num_queries):
    for _each in range(count):
        enter(organisation=world.of["ministry"], marking=world.restricted)
    client = sign_in(world.officer)

    with django_assert_num_queries(10):
        client.get(url(world, "list"))
