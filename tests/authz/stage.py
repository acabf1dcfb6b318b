"""One row of each kind on two visits, each restricted text marked with a canary.

A canary is a word that stands nowhere else; ``CANARIES`` says what it marks and who may read it,
in the letters of the matrix: C chief, O officer, D desk, P principal's office, M the ministry
concerned, m another ministry of the visit, A mission, R press, S security, V viewer.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from planning.accounts.models import ApiToken, SavedView
from planning.agenda.models import AgendaItem, AgendaText, ItemPart
from planning.audit.actions import act
from planning.audit.models import AuditEvent
from planning.correspondence.models import RegisterEntry
from planning.dates.models import DateOption, FixedMeeting, Position, Request, RequiredParty
from planning.dossier import rules as dossier
from planning.dossier.models import Indicator, IndicatorValue, Project, Sensitivity, Statement
from planning.outbox.models import Message
from planning.preparation.models import Task
from planning.programme.models import ProgrammeItem
from planning.reminders.models import Chaser
from planning.stakeholders.models import Membership
from planning.visits.models import Appointment, FocalPoint, Link, Participation, Side, Visit
from planning.visits.rules import VISIT_CHANGED, LinkKind, Part, Role
from tests import world as worlds
from tests.world import NOW, TODAY, World

WHO = {
    "C": ["chief", "deputy"],
    "O": ["officer"],
    "D": ["desk"],
    "P": ["principals_office"],
    "M": ["ministry"],
    "m": ["second_ministry"],
    "A": ["mission"],
    "R": ["press"],
    "S": ["security"],
    "V": ["viewer"],
}
EVERY = "".join(WHO)
KEEPERS = ["chief", "deputy", "officer", "desk"]  # members of a protocol office or a desk
NO_PART = ["stranger", "outsider", "administrator"]

CANARIES = {
    "kestrel": "CODPA",  # who said a position that is not the ministry's own
    "magpie": "CODPMA",  # the position of the ministry that was asked
    "heron": "CODPMA",  # proposed dates: who said so; the ministry was asked about them
    "plover": "CODPMA",  # an entry of the register that concerns the ministry
    "bittern": "CODPA",  # an entry that concerns no ministry
    "curlew": "COD",  # an entry with a marking for chief, officer and desk
    "avocet": "CODPM",  # a line to take of the ministry's item
    "dunlin": "CODP",  # a line to take of an item that nobody here leads
    "ouzel": "CODP",  # a sensitivity
    "wheatear": "CODPM",  # a sensitivity that the ministry may read
    "siskin": "CODP",  # an internal line of the programme that the ministry does not answer for
    "linnet": "COD",  # a task of nobody in particular
    "brambling": "CODM",  # a task of the ministry
    "dotterel": "CODPA",  # what was said of an answer that is owed
    "turnstone": "COD",  # what was said of the ministry's task that is owed
    "twite": "C",  # a preparatory visit that only the chief has a part in
    "grebe": "CODP",  # the reference of a request
    "egret": "CO",  # what a server answered to a message that went to the desk
}


@dataclass
class Stage:
    """The world, furnished; ``own`` and ``foreign`` hold the rows of either visit by name."""

    world: World
    own: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Any] = field(default_factory=dict)


def furnish() -> Stage:
    """Build the world and one row of each kind on both visits."""
    stage = Stage(worlds.build())
    world = stage.world
    # Everybody on a visit knows of the act in which all its rows change, not of what it changed.
    with act(VISIT_CHANGED, on=world.summit, by=world.officer, at=NOW):
        stage.own = _rows(world, world.summit, mark=lambda word: word)
    with act(VISIT_CHANGED, on=world.foreign, by=world.officer, at=NOW):
        stage.foreign = _rows(world, world.foreign, mark=lambda word: f"foreign-{word}")
    hidden = Visit.objects.create(title="twite", category="working")
    Appointment.objects.create(visit=hidden, user=world.chief.user, role=Role.CHIEF)
    Link.objects.create(visit=hidden, to=world.summit, kind=LinkKind.PREPARES)
    return stage


def _rows(world: World, visit: Visit, mark: Any) -> dict[str, Any]:
    """Create one row of each kind; the ministry of commerce is the one concerned."""
    sides = {side.role: side for side in Side.objects.filter(visit=visit)}
    host, guest = sides["host"], sides["guest"]
    officer, ministry = world.officer.user, world.of["ministry"]
    leg = visit.legs.get()
    rows: dict[str, Any] = {"visit": visit, "host": host, "guest": guest, "leg": leg}
    rows["estimate"] = DateOption.objects.create(
        visit=visit, kind="estimate", starts_on=date(2025, 12, 5), ends_on=date(2025, 12, 6),
        source="Press", channel="press", entered_at=NOW, entered_by=officer,
    )  # fmt: skip
    rows["option"] = DateOption.objects.create(
        visit=visit, kind="proposal", side=guest, starts_on=date(2025, 12, 4),
        ends_on=date(2025, 12, 5), source=mark("heron"), channel="note", entered_at=NOW,
        entered_by=officer,
    )  # fmt: skip
    rows["spare"] = DateOption.objects.create(
        visit=visit, kind="proposal", side=guest, starts_on=date(2026, 1, 4),
        ends_on=date(2026, 1, 5), channel="note", entered_at=NOW, entered_by=officer,
    )  # fmt: skip
    said = {"host": "principals_office", "guest": "counterpart"}
    for side, office in ((host, said["host"]), (guest, said["guest"]), (host, "ministry")):
        party = RequiredParty.objects.create(
            visit=visit, side=side, organisation=world.of[office], is_mandatory=office != "ministry"
        )
        rows[f"party of {office}"] = party
        for option in (rows["option"], rows["spare"]):
            rows["position"] = Position.objects.create(
                visit=visit, option=option, party=party, answer="acceptable", channel="call",
                said_by=mark("magpie" if office == "ministry" else "kestrel"), said_on=TODAY,
                entered_at=NOW, entered_by=officer,
            )  # fmt: skip
    rows["unheard"] = RequiredParty.objects.create(
        visit=visit, side=guest, organisation=world.of["embassy"], is_mandatory=False
    )
    rows["request"] = Request.objects.create(
        visit=visit, kind="confirm", option=rows["option"], decider_office="PMO",
        decider_person="Secretary", decider_reference=mark("grebe"), decided_on=TODAY,
        requested_at=NOW, requested_by=officer,
    )  # fmt: skip
    marked = {
        "plover": (ministry, None),
        "bittern": (None, None),
        "curlew": (None, world.restricted),
    }
    for word, (organisation, marking) in marked.items():
        rows[f"entry {word}"] = RegisterEntry.objects.create(
            visit=visit, kind="other", direction="in", channel="note", sender="Embassy",
            addressee="Protocol", subject=mark(word), received_on=TODAY,
            organisation=organisation, marking=marking, scan_type="application/pdf",
            scan=ContentFile(b"%PDF-1.7 " + mark(word).encode(), name="scan.pdf"),
        )  # fmt: skip
    for n, (word, lead) in enumerate({"avocet": "ministry", "dunlin": "counterpart"}.items(), 1):
        item = AgendaItem.objects.create(
            visit=visit, number=n, position=n, title=f"Subject {n}", state="accepted"
        )
        rows[f"lead of item {n}"] = ItemPart.objects.create(
            visit=visit, item=item, organisation=world.of[lead],
            side=host if lead == "ministry" else guest, part="lead",
        )  # fmt: skip
        for kind in ("line", "heading"):
            rows[f"{kind} of item {n}"] = AgendaText.objects.create(
                visit=visit, item=item, kind=kind, body=mark(word)
            )
        rows[f"item {n}"] = item
    rows["suggested"] = AgendaItem.objects.create(
        visit=visit, number=3, position=3, title="Subject 3", state="suggested"
    )
    rows["sensitivity"] = Sensitivity.objects.create(
        visit=visit, title=mark("ouzel"), body=mark("ouzel"), source="Press"
    )
    Sensitivity.objects.create(visit=visit, title=mark("wheatear"), organisation=ministry)
    rows["indicator"] = Indicator.objects.create(visit=visit, title="Trade", unit="bn USD")
    rows["value"] = IndicatorValue.objects.create(
        visit=visit, indicator=rows["indicator"], as_of=TODAY, value=Decimal("65")
    )
    rows["project"] = Project.objects.create(visit=visit, title="Missile")
    rows["statement"] = Statement.objects.create(
        visit=visit, speaker="Minister", said_on=TODAY, words="We shall come.", source="Press"
    )
    rows["line"] = ProgrammeItem.objects.create(
        visit=visit, leg=leg, day=date(2025, 12, 4), certainty="open", zone=leg.zone,
        title=mark("siskin"), kind="talks",
    )  # fmt: skip
    rows["second line"] = ProgrammeItem.objects.create(
        visit=visit, leg=leg, day=date(2025, 12, 4), certainty="open", zone=leg.zone,
        title="Lunch", kind="meal", position=2,
    )  # fmt: skip
    for word, organisation in (("linnet", None), ("brambling", ministry)):
        rows[f"task {word}"] = Task.objects.create(
            visit=visit, title=mark(word), anchor="fixed", fixed_on=TODAY, due_on=TODAY,
            public_due_on=TODAY, organisation=organisation,
        )  # fmt: skip
    Chaser.objects.create(
        visit=visit, party=rows["unheard"], said=mark("dotterel"), noted_at=NOW, noted_by=officer
    )
    rows["chaser"] = Chaser.objects.create(
        visit=visit, task=rows["task brambling"], said=mark("turnstone"), noted_at=NOW,
        noted_by=officer,
    )  # fmt: skip
    rows["done"] = Task.objects.create(
        visit=visit, title="Done", anchor="fixed", fixed_on=TODAY, state="done", settled_at=NOW,
        settled_by=officer,
    )  # fmt: skip
    rows["part"], _made = Participation.objects.get_or_create(
        visit=visit, organisation=world.of["embassy"], part=Part.COUNTERPART
    )
    rows["let in"] = Participation.objects.create(
        visit=visit, organisation=world.of["counterpart"], part=Part.COUNTERPART, let_in_at=NOW,
        let_in_by=officer,
    )  # fmt: skip
    rows["point"] = FocalPoint.objects.create(
        visit=visit, participation=rows["part"], person=world.people["guest"]
    )
    rows["country"], rows["office"], rows["series"] = world.india, ministry, world.summit.series
    rows["membership"] = Membership.objects.get(person=world.people["ministry"])
    other = world.foreign if visit == world.summit else world.summit
    rows["link"] = Link.objects.create(visit=visit, to=other, kind=LinkKind.PART_OF)
    talks = Visit.objects.create(title="Talks", category="working")
    for who, role in (("chief", "C"), ("deputy", "C"), ("officer", "O")):
        Appointment.objects.create(visit=talks, user=world.cast[who].user, role=role)
    rows["link to talks"] = Link.objects.create(visit=visit, to=talks, kind=LinkKind.PART_OF)
    rows["message"] = Message.objects.create(
        kind="dates.requested", key=visit.code, about_id=rows["request"].pk, visit_id=visit.pk,
        to_user=world.deputy.user, message_id=f"<{visit.code}@example.org>", dated_at=NOW,
        state="accepted",
    )  # fmt: skip
    rows["parked"] = Message.objects.create(
        kind="dates.requested", key=f"{visit.code}-2", about_id=rows["request"].pk,
        visit_id=visit.pk, to_user=world.desk.user, message_id=f"<{visit.code}-2@example.org>",
        dated_at=NOW, state="parked", settled_at=NOW, error="550 egret",
    )  # fmt: skip
    with act(dossier.SENSITIVITY_SAVED, on=visit, by=world.officer, at=NOW) as story:
        story["title"] = mark("ouzel")
    rows["act"] = AuditEvent.objects.get(visit_id=visit.pk)
    rows["meeting"], _made = FixedMeeting.objects.get_or_create(
        name="Forum", city="Agra", country=world.india, starts_on=TODAY, ends_on=TODAY,
        source="Press",
    )  # fmt: skip
    rows["second"], rows["railways"] = world.of["second_ministry"], world.of["desk"]
    rows["somebody"], rows["newcomer"] = world.people["host"], world.outsider.user
    rows["token"], _made = ApiToken.objects.get_or_create(
        user=officer, name="Export", handle="0" * 12, digest="0" * 64, scope="read",
        created_at=NOW, expires_at=NOW + timedelta(days=30),
    )  # fmt: skip
    rows["view"], _made = SavedView.objects.get_or_create(
        user=officer, page="overview:visits", name="Working visits", query="category=working"
    )
    viewer = world.stranger.user if visit == world.foreign else world.viewer.user
    rows["appointment"], _made = Appointment.objects.get_or_create(
        visit=visit, user=viewer, role=Role.VIEWER
    )
    return rows
