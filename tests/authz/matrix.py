"""The authorisation matrix: who may send what to which address.

Letters as in ``stage.WHO``. ``may`` names who is let through; all others on the visit get 403, or
404 where ``hidden`` names them: for them the row does not exist. Whoever has no part in
the visit gets 404 everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.authz.stage import EVERY, WHO
from tests.world import TODAY

Rows = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    may: str = EVERY
    hidden: str = ""
    row: str = ""  # the row named in the address
    by: str = "pk"  # ... by which of its values, and under which name of the pattern
    send: Callable[[Rows], dict[str, Any]] | None = None
    ok: int = 0
    api: bool = False
    foreign: int = 404  # what those without a part in the visit get
    others: tuple[tuple[str, int], ...] = ()  # letters with an answer of their own
    extra: tuple[tuple[str, str], ...] = ()

    def url(self, name: str, rows: Rows) -> str:
        """Return the address on one of the visits."""
        kwargs = dict(self.extra)
        if not self.api and name not in ANYBODY:
            kwargs["visit"] = rows["visit"].slug
        if self.row:
            kwargs[self.by] = getattr(rows[self.row], self.by)
        return reverse(name, kwargs=kwargs)

    @property
    def writer(self) -> str:
        """Name one of the cast who may: the administrator where nobody on the visit does."""
        return WHO[self.may[0]][0] if self.may else "administrator"

    def written(self, name: str) -> int:
        """Return the status with which a write of the API ends well."""
        return self.ok or (201 if name.endswith("-list") else 200)

    def data(self, rows: Rows) -> dict[str, Any]:
        """Return what is sent."""
        return self.send(rows) if self.send else {}

    def expected(self, letter: str, method: str) -> int:
        """Return the status somebody on the visit gets."""
        if letter in dict(self.others):
            return dict(self.others)[letter]
        if letter in self.hidden:
            return 404
        if letter not in self.may:
            return 403
        return self.ok or (200 if method == "GET" else 302)


def version(row: str) -> Callable[[Rows], dict[str, Any]]:
    """Send the version a row stands at."""
    return lambda rows: {"version": rows[row].version}


DECIDED = {
    "decider_office": "PMO",
    "decider_person": "Secretary",
    "decider_reference": "12",
    "decided_on": TODAY.isoformat(),
    "sure": "1",
}
DAYS = {"starts_on": "2025-12-11", "ends_on": "2025-12-12"}


def line(rows: Rows) -> dict[str, Any]:
    """Send a line of the programme."""
    return {
        "day": "2025-12-04", "leg": rows["leg"].pk, "certainty": "exact", "starts": "11:00",
        "state": "planned", "kind": "talks", "title": "Talks", "zone": "Asia/Kolkata",
    }  # fmt: skip


def position(rows: Rows) -> dict[str, Any]:
    """Send what the ministry says."""
    return {
        "option": str(rows["option"].pk), "party": str(rows["party of ministry"].pk),
        "answer": "declined", "said_by": "Somebody", "channel": "call",
        "said_on": TODAY.isoformat(),
    }  # fmt: skip


def of_visit(**body: Any) -> Callable[[Rows], dict[str, Any]]:
    """Send something that belongs to the visit; what names a row sends its key."""

    def send(rows: Rows) -> dict[str, Any]:
        said = {
            key: str(rows[value.removeprefix("row ")].pk) if str(value)[:4] == "row " else value
            for key, value in body.items()
        }
        return {"visit": rows["visit"].code} | said

    return send


def keyed(body: dict[str, Any]) -> dict[str, Any]:
    """Send keys as JSON can."""
    return {name: str(value) for name, value in body.items()}


def edited(row: str, **body: Any) -> Callable[[Rows], dict[str, Any]]:
    """Send a change, on the version that a row stands at."""
    return lambda rows: body | {"version": rows[row].version}


def task(_rows: Rows) -> dict[str, Any]:
    """Send a task."""
    return {"title": "Order flags", "days": 7, "when": "before_first"}


def entry(rows: Rows) -> dict[str, Any]:
    """Send an entry of the register that concerns the ministry."""
    return {
        "direction": "in", "channel": "note", "kind": "other", "subject": "Flags",
        "sender": "Embassy", "addressee": "Protocol", "received_on": "2025-09-30",
        "organisation": rows["entry plover"].organisation_id,
    }  # fmt: skip


def chased(_rows: Rows) -> dict[str, Any]:
    """Send what was said of what is owed."""
    return {"said": "Telephoned, promises Thursday.", "promised_on": "2025-10-02"}


# Open to everybody, without sign-in.
OPEN = {
    "healthz", "operations:readyz", "operations:metrics",
    "accounts:sign-in", "accounts:link", "accounts:link-ask", "accounts:password-ask",
    "account_login", "account_logout", "account_set_password", "mfa_authenticate",
    "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback",
}  # fmt: skip

# Addresses that belong to no visit: all who have signed in get there, and find what is theirs.
ANYBODY = {
    "overview:home", "overview:visits", "overview:calendar", "lifecycle:visit-new",
    "overview:search", "overview:suggest", "api:search", "typed", "look",
    "accounts:wishes", "accounts:sign-out", "demo-clock",
    "accounts:tokens", "accounts:token-revoke", "api-docs", "api:schema",
    "accounts:view-keep", "accounts:view-drop", "accounts:sessions", "accounts:sessions-end",
    "accounts:session-end", "account_reauthenticate",
    "account_change_password", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "api:visit-list",
    "api:country-list", "api:country-detail", "api:organisation-list", "api:organisation-detail",
    "api:person-list", "api:person-detail", "api:membership-list", "api:membership-detail",
    "api:series-list", "api:series-detail", "api:side-list", "api:leg-list",
    "api:link-list", "api:participation-list", "api:focal-point-list", "api:role-list",
    "api:fixed-meeting-list", "api:fixed-meeting-detail", "api:date-option-list",
    "api:required-party-list", "api:position-list", "api:request-list", "api:register-entry-list",
    "api:sensitivity-list", "api:indicator-list", "api:project-list", "api:statement-list",
    "api:indicator-value-list",
    "api:agenda-item-list", "api:agenda-text-list", "api:programme-item-list", "api:task-list",
    "api:message-list", "api:history-list", "api:chaser-list",
}  # fmt: skip

GET, POST, PATCH = "GET", "POST", "PATCH"
MATRIX: dict[tuple[str, str], Row] = {
    ("overview:home", GET): Row(),
    ("overview:visits", GET): Row(),
    ("overview:calendar", GET): Row(),
    ("overview:search", GET): Row(send=lambda _rows: {"q": "subject"}),
    ("overview:suggest", GET): Row(send=lambda rows: {"q": "agenda", "at": rows["visit"].slug}),
    ("overview:visit", GET): Row(),
    ("overview:history", GET): Row(),
    ("overview:messages", GET): Row(),
    ("overview:messages-next", GET): Row(),
    ("overview:message", GET): Row("CO", hidden="PMmARSV", row="parked"),
    ("overview:message", POST): Row(
        "CO", hidden="PMmARSV", row="parked",
        send=lambda _rows: {"version": 0, "decision": "again"},
    ),
    ("accounts:wishes", GET): Row(),
    ("accounts:wishes", POST): Row(
        send=lambda _rows: {"version": 1, "language": "en", "time_zone": "Europe/Moscow"}
    ),
    ("accounts:sign-out", POST): Row(),
    ("accounts:tokens", GET): Row(),
    ("accounts:tokens", POST): Row(
        send=lambda _rows: {"name": "Nightly export", "scope": "read", "days": 30}, ok=200
    ),
    ("accounts:token-revoke", POST): Row("O", hidden="CDPMmARSV", row="token"),
    ("accounts:view-keep", POST): Row(
        send=lambda _rows: {"path": "/visits/", "query": "year=2025", "name": "This year"}
    ),
    ("accounts:view-drop", POST): Row(
        "O", hidden="CDPMmARSV", row="view", send=lambda _rows: {"path": "/visits/"}
    ),
    ("api-docs", GET): Row(),
    ("typed", GET): Row(extra=(("kind", "day"),)),
    ("accounts:sessions", GET): Row(),
    ("accounts:sessions-end", POST): Row(),
    ("accounts:session-end", POST): Row(extra=(("name", "0123456789abcdef"),)),
    # The cast has neither password nor second factor: nothing to ask for again, none to remove.
    ("account_change_password", GET): Row(ok=302),
    ("account_change_password", POST): Row(),
    **{(f"{name}reauthenticate{end}", method): Row(may="")
       for name, end in (("account_", ""), ("mfa_", ""), ("mfa_", "_webauthn"))
       for method in (GET, POST)},
    ("mfa_index", GET): Row(),
    **{(name, method): Row(ok=200)
       for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes")
       for method in (GET, POST)},
    ("mfa_view_recovery_codes", GET): Row(hidden=EVERY),
    ("mfa_deactivate_totp", GET): Row(hidden=EVERY),
    ("mfa_deactivate_totp", POST): Row(hidden=EVERY),
    ("mfa_remove_webauthn", GET): Row(hidden=EVERY, extra=(("pk", 1),)),
    ("mfa_remove_webauthn", POST): Row(hidden=EVERY, extra=(("pk", 1),)),
    ("mfa_list_webauthn", GET): Row(ok=302),
    ("demo-clock", POST): Row(send=lambda _rows: {"to": "2026-01-01"}),
    ("look", POST): Row(send=lambda _rows: {"look": "dark"}),
    # Notes on what is owed
    ("reminders:chase-position", GET): Row("CODPA", row="party of ministry"),
    ("reminders:chase-position", POST): Row("CODPA", row="party of ministry", send=chased),
    ("reminders:chase-text", GET): Row("COD", row="lead of item 1"),
    ("reminders:chase-text", POST): Row("COD", row="lead of item 1", send=chased),
    ("reminders:chase-task", GET): Row("COD", row="task brambling"),
    ("reminders:chase-task", POST): Row("COD", row="task brambling", send=chased),
    # Dates
    ("dates:board", GET): Row(),
    ("lifecycle:party-add", GET): Row("CODPA"),
    ("lifecycle:party-add", POST): Row(
        "CODPA",
        send=lambda rows: {
            "side": rows["guest"].pk,
            "organisation": rows["entry plover"].organisation_id,
            "mandatory": "on",
        },
    ),
    ("lifecycle:estimate", GET): Row("CODPA"),
    ("lifecycle:estimate", POST): Row("CODPA", send=lambda _rows: DAYS | {"source": "Press"}),
    ("lifecycle:propose", GET): Row("CODPA"),
    ("lifecycle:propose", POST): Row(
        "CODPA", send=lambda rows: DAYS | {"side": rows["host"].pk, "channel": "note"}
    ),
    ("lifecycle:take-position", GET): Row("CODPAMm"),
    ("lifecycle:take-position", POST): Row(
        "CODPAM",
        others=(("m", 422),),  # a party that it may not see cannot be chosen
        send=lambda rows: {
            "option": rows["option"].pk,
            "party": rows["party of ministry"].pk,
            "answer": "declined",
            "said_by": "Somebody",
            "channel": "call",
            "said_on": TODAY.isoformat(),
        },
    ),
    ("lifecycle:withdraw", GET): Row("CODPA", row="spare"),
    ("lifecycle:withdraw", POST): Row(
        "CODPA", row="spare",
        send=lambda rows: version("spare")(rows) | {"reason": "Why not", "sure": "1"},
    ),
    ("dates:request-confirm", GET): Row("CODP", row="spare"),
    ("dates:request-confirm", POST): Row(
        "CODP", row="spare", send=lambda rows: version("spare")(rows) | DECIDED, ok=409
    ),
    ("dates:request-announce", GET): Row("CODP", row="spare"),
    ("dates:request-announce", POST): Row(
        "CODP", row="spare", send=lambda rows: version("spare")(rows) | DECIDED, ok=409
    ),
    ("lifecycle:grant", GET): Row("C", row="request"),
    ("lifecycle:grant", POST): Row("C", row="request", send=version("request")),
    ("dates:request-refuse", GET): Row("C", row="request"),
    ("dates:request-refuse", POST): Row(
        "C", row="request",
        send=lambda rows: version("request")(rows) | {"reason": "Not yet", "sure": "1"},
    ),
    ("dates:request-withdraw", GET): Row("O", hidden="MmARSV", row="request"),
    ("dates:request-withdraw", POST): Row(
        "O", hidden="MmARSV", row="request", send=version("request")
    ),
    # Agenda
    ("agenda:list", GET): Row(),
    ("agenda:suggest", GET): Row("CODPMmA"),
    ("agenda:suggest", POST): Row("CODPMmA", send=lambda _rows: {"title": "Polar shipping"}),
    ("agenda:item", GET): Row(row="item 1", by="number"),
    ("agenda:accept", POST): Row(
        "COD", row="suggested", by="number", send=version("suggested")
    ),
    ("agenda:up", POST): Row("COD", row="item 2", by="number", send=version("item 2")),
    ("agenda:down", POST): Row("COD", row="item 1", by="number", send=version("item 1")),
    ("agenda:part-add", GET): Row("COD", row="item 1", by="number"),
    ("agenda:part-add", POST): Row(
        "COD", row="item 1", by="number",
        send=lambda rows: {"organisation": rows["second"].pk, "part": "consulted"},
    ),
    ("agenda:write", GET): Row("CODPM", row="item 1", by="number", extra=(("kind", "line"),)),
    ("agenda:write", POST): Row(
        "CODPM", row="item 1", by="number", extra=(("kind", "line"),),
        send=lambda _rows: {"version": 1, "body": "New words."},
    ),
    # Programme
    ("programme:list", GET): Row(),
    ("programme:print", GET): Row(),
    ("programme:add", GET): Row("CO"),
    ("programme:add", POST): Row("CO", send=line),
    ("programme:edit", GET): Row("CO", row="line"),
    ("programme:edit", POST): Row(
        "CO", row="line", send=lambda rows: line(rows) | version("line")(rows)
    ),
    ("programme:remove", GET): Row("CO", hidden="MmARSV", row="line"),
    ("programme:remove", POST): Row("CO", hidden="MmARSV", row="line", send=version("line")),
    ("programme:up", POST): Row(
        "CO", hidden="MmARSV", row="second line", send=version("second line")
    ),
    ("programme:down", POST): Row("CO", hidden="MmARSV", row="line", send=version("line")),
    # Preparation
    ("preparation:list", GET): Row(),
    ("preparation:add", GET): Row("COD"),
    ("preparation:add", POST): Row("COD", send=task),
    ("preparation:tick", POST): Row(
        "CODM", hidden="PmARSV", row="task brambling", send=version("task brambling")
    ),
    ("preparation:reopen", POST): Row(
        "COD", hidden="PMmARSV", row="done", send=version("done")
    ),
    ("preparation:some", POST): Row(
        "CODM",
        others=tuple((letter, 422) for letter in "PmARS"),  # none of the chosen is theirs
        send=lambda rows: {
            "what": "tick", "sure": "1",
            "chosen": f"{rows['task brambling'].pk}.{rows['task brambling'].version}",
        },
    ),
    ("preparation:waive", GET): Row("COD", row="task brambling"),
    ("preparation:waive", POST): Row(
        "COD", row="task brambling",
        send=lambda rows: version("task brambling")(rows) | {"reason": "Not needed"},
    ),
    # Register
    ("correspondence:list", GET): Row("CODPAMm"),
    ("correspondence:enter", GET): Row("CODPAMm"),
    ("correspondence:enter", POST): Row("CODPAM", others=(("m", 422),), send=entry),
    ("correspondence:correct", GET): Row("CODPAM", hidden="m", row="entry plover"),
    ("correspondence:correct", POST): Row(
        "CODPAM", hidden="m", row="entry plover",
        send=lambda rows: entry(rows) | version("entry plover")(rows),
    ),
    ("correspondence:scan", GET): Row("CODPAM", hidden="m", row="entry plover"),
    # Dossier
    ("dossier:list", GET): Row(),
    ("dossier:add", GET): Row("COD", extra=(("kind", "project"),)),
    ("dossier:add", POST): Row(
        "COD", extra=(("kind", "project"),), send=lambda _rows: {"version": 0, "title": "Corridor"}
    ),
    ("dossier:edit", GET): Row("COD", row="project", extra=(("kind", "project"),)),
    ("dossier:edit", POST): Row(
        "COD", row="project", extra=(("kind", "project"),),
        send=lambda rows: version("project")(rows) | {"title": "Corridor"},
    ),
    ("dossier:value-add", GET): Row("COD", row="indicator"),
    ("dossier:value-add", POST): Row(
        "COD", row="indicator", send=lambda _rows: {"as_of": "2025-09-01", "value": "68.7"}
    ),
    ("dossier:value-correct", GET): Row("COD", row="value"),
    ("dossier:value-correct", POST): Row(
        "COD", row="value",
        send=lambda rows: version("value")(rows) | {"as_of": "2025-09-01", "value": "68.7"},
    ),
    # Opening visits, and the facts of one
    ("lifecycle:visit-new", GET): Row("COD"),
    ("lifecycle:visit-new", POST): Row(
        "COD", ok=200,  # who leads and who takes part is proposed, and sent again
        send=lambda rows: {
            "id": "3f0c1a52-5f2d-4c55-9a0e-8d3b1f0a7c11", "title": "Call", "category": "working",
            "dates_mode": "negotiated", "host": rows["country"].pk,
            "guest": rows["guest"].country_id,
        },
    ),
    ("lifecycle:next-edition", GET): Row("COD"),
    ("lifecycle:next-edition", POST): Row(
        "COD", send=lambda _rows: {"title": "Next", "category": "state", "offices": "on"}
    ),
    ("lifecycle:visit-prepare", GET): Row("CO"),
    ("lifecycle:visit-prepare", POST): Row(
        "CO",
        send=lambda rows: {
            "id": "3f0c1a52-5f2d-4c55-9a0e-8d3b1f0a7c12", "title": "Talks", "category": "working",
            "host": rows["guest"].pk, "known": "negotiated",
        },
    ),
    ("visits:facts", GET): Row("CO"),
    ("visits:edit", GET): Row("CO"),
    ("visits:edit", POST): Row(
        "CO", send=edited("visit", title="Summit", category="official")
    ),
    ("visits:leg-add", GET): Row("CO"),
    ("visits:leg-add", POST): Row(
        "CO", send=lambda rows: {"country": rows["country"].pk, "city": "Agra", "zone": "UTC"}
    ),
    ("visits:leg-edit", GET): Row("CO", row="leg"),
    ("visits:leg-edit", POST): Row(
        "CO", row="leg",
        send=lambda rows: version("leg")(rows)
        | {"country": rows["country"].pk, "city": "Agra", "zone": "UTC"},
    ),
    ("visits:link-add", GET): Row("CO"),
    ("visits:link-add", POST): Row(
        "CO", ok=422,  # a visit is not linked to itself; of others not all know
        send=lambda rows: {"kind": "prepares", "to": rows["visit"].pk},
    ),
    ("visits:unlink", POST): Row("CO", row="link to talks"),
    ("lifecycle:side-lead", GET): Row("CO", row="host"),
    ("lifecycle:side-lead", POST): Row("CO", row="host", send=version("host")),
    # Participants
    ("visits:participants", GET): Row(),
    ("visits:part-add", GET): Row("CO"),
    ("visits:part-add", POST): Row(
        "CO", send=lambda rows: {"organisation": rows["railways"].pk, "part": "service"}
    ),
    ("visits:parts-add", GET): Row("CO"),
    ("visits:parts-add", POST): Row(
        "CO", send=lambda rows: {f"taken-{rows['railways'].pk}-desk": "on"}
    ),
    ("visits:point-name", GET): Row("CO", row="part"),
    ("visits:point-name", POST): Row(
        "CO", row="part", send=lambda rows: {"person": rows["somebody"].pk}
    ),
    ("visits:point-release", GET): Row("CO", row="point"),
    ("visits:point-release", POST): Row("CO", row="point"),
    ("visits:let-in", GET): Row("CO", row="part"),
    ("visits:let-in", POST): Row("CO", row="part", send=version("part")),
    ("visits:let-in-some", POST): Row(
        "CO",
        ok=422,  # the other side's are never let in
        send=lambda rows: {"chosen": f"{rows['part'].pk}.{rows['part'].version}", "sure": "1"},
    ),
    ("visits:shut-out", GET): Row("CO", row="let in"),
    ("visits:shut-out", POST): Row("CO", row="let in", send=version("let in")),
    ("visits:appoint", GET): Row("CO"),
    ("visits:appoint", POST): Row(
        "CO", send=lambda rows: {"user": rows["newcomer"].pk, "role": "V"}
    ),
    ("visits:dismiss", GET): Row("CO", row="appointment"),
    ("visits:dismiss", POST): Row("CO", row="appointment"),
    # API
    ("api:schema", GET): Row(api=True),
    ("api:search", GET): Row(api=True, send=lambda _rows: {"q": "subject"}),
    # Reference data, through the API
    ("api:country-list", GET): Row(api=True),
    ("api:country-list", POST): Row(
        "", api=True,
        send=lambda _rows: {"name": "Fiji", "code": "FJ", "capital": "Suva", "zone": "UTC"},
    ),
    ("api:country-detail", GET): Row(api=True, row="country"),
    ("api:country-detail", PATCH): Row("", api=True, row="country", send=edited("country")),
    ("api:organisation-list", GET): Row(api=True),
    ("api:organisation-list", POST): Row(
        "COD", api=True, ok=201, send=lambda _rows: {"name": "SCO", "kind": "international"}
    ),
    ("api:organisation-detail", GET): Row(api=True, row="office"),
    ("api:organisation-detail", PATCH): Row(
        "COD", api=True, row="office", ok=200, send=edited("office", city="Agra")
    ),
    ("api:person-list", GET): Row(api=True),
    ("api:person-list", POST): Row(
        "COD", api=True, ok=201, send=lambda _rows: {"name": "Somebody"}
    ),
    ("api:person-detail", GET): Row("COD", hidden="PMmARSV", api=True, row="somebody"),
    ("api:person-detail", PATCH): Row(
        "COD", hidden="PMmARSV", api=True, row="somebody", ok=200,
        send=edited("somebody", post="Minister"),
    ),
    ("api:membership-list", GET): Row(api=True),
    ("api:membership-list", POST): Row(
        "", api=True,
        send=lambda rows: {
            "person": str(rows["somebody"].pk), "organisation": str(rows["office"].pk)
        },
    ),
    ("api:membership-detail", GET): Row("CODM", hidden="PmARSV", api=True, row="membership"),
    ("api:series-list", GET): Row(api=True),
    ("api:series-list", POST): Row("", api=True, send=lambda _rows: {"name": "Forum"}),
    ("api:series-detail", GET): Row(api=True, row="series"),
    ("api:series-detail", PATCH): Row("", api=True, row="series", send=edited("series")),
    # Visits, through the API
    ("api:visit-list", GET): Row(api=True),
    ("api:visit-list", POST): Row(
        "COD", api=True, ok=201, send=lambda _rows: {"title": "Call", "category": "working"}
    ),
    ("api:visit-detail", GET): Row(api=True, row="visit", by="code"),
    ("api:visit-detail", PATCH): Row(
        "CO", api=True, row="visit", by="code", ok=200, send=edited("visit", title="Summit")
    ),
    ("api:visit-next-edition", POST): Row(
        "COD", api=True, row="visit", by="code", ok=201, send=lambda _rows: {"title": "Next"}
    ),
    ("api:visit-prepare", POST): Row(
        "CO", api=True, row="visit", by="code", ok=201,
        send=lambda rows: {"title": "Talks", "host": str(rows["guest"].pk)},
    ),
    ("api:side-list", GET): Row(api=True),
    ("api:side-list", POST): Row(
        "CO", api=True, ok=201, send=of_visit(role="party", organisation="row office")
    ),
    ("api:side-detail", GET): Row(api=True, row="host"),
    ("api:side-detail", PATCH): Row(
        "CO", api=True, row="host", ok=200, send=edited("host", principals=[])
    ),
    ("api:leg-list", GET): Row(api=True),
    ("api:leg-list", POST): Row(
        "CO", api=True, ok=201, send=of_visit(country="row country", city="Agra", zone="UTC")
    ),
    ("api:leg-detail", GET): Row(api=True, row="leg"),
    ("api:leg-detail", PATCH): Row(
        "CO", api=True, row="leg", ok=200, send=edited("leg", city="Agra")
    ),
    ("api:link-list", GET): Row(api=True),
    ("api:link-list", POST): Row(
        "CO", api=True, ok=409,  # a visit is not linked to itself; of others not all know
        send=lambda rows: of_visit(kind="prepares", to=rows["visit"].code)(rows),
    ),
    ("api:link-detail", GET): Row("", hidden=EVERY, api=True, row="link"),
    ("api:link-take-back", POST): Row(
        "CO", hidden="DPMmARSV", api=True, row="link to talks", ok=204
    ),
    ("api:participation-list", GET): Row(api=True),
    ("api:participation-list", POST): Row(
        "CO", api=True, ok=201, send=of_visit(organisation="row railways", part="service")
    ),
    ("api:participation-detail", GET): Row(api=True, row="part"),
    ("api:participation-let-in", POST): Row(
        "CO", api=True, row="part", ok=200, send=version("part")
    ),
    ("api:participation-shut-out", POST): Row(
        "CO", api=True, row="let in", ok=200, send=version("let in")
    ),
    ("api:focal-point-list", GET): Row(api=True),
    ("api:focal-point-list", POST): Row(
        "CO", api=True, ok=201,
        send=lambda rows: {
            "participation": str(rows["part"].pk), "person": str(rows["somebody"].pk)
        },
    ),
    ("api:focal-point-detail", GET): Row(api=True, row="point"),
    ("api:focal-point-release", POST): Row("CO", api=True, row="point", ok=204),
    ("api:role-list", GET): Row(api=True),
    ("api:role-list", POST): Row(
        "CO", api=True, ok=201,
        send=lambda rows: of_visit(role="V", email=rows["newcomer"].email)(rows),
    ),
    ("api:role-detail", GET): Row(api=True, row="appointment"),
    ("api:role-dismiss", POST): Row("CO", api=True, row="appointment", ok=204),
    # Dates, through the API
    ("api:fixed-meeting-list", GET): Row(api=True),
    ("api:fixed-meeting-list", POST): Row(
        "COD", api=True, ok=201,
        send=lambda rows: DAYS
        | {"name": "Forum", "country": str(rows["country"].pk), "city": "Agra", "source": "Press"},
    ),
    ("api:fixed-meeting-detail", GET): Row(api=True, row="meeting"),
    ("api:date-option-list", GET): Row(api=True),
    ("api:date-option-list", POST): Row(
        "CODPA", api=True, ok=201, send=of_visit(**DAYS, kind="estimate", source="Press")
    ),
    ("api:date-option-detail", GET): Row("CODPAM", hidden="mRSV", api=True, row="option"),
    ("api:date-option-counter", POST): Row(
        "CODPA", hidden="mRSV", api=True, row="option", ok=201,
        send=of_visit(**DAYS, side="row host", channel="note"),
    ),
    ("api:date-option-withdraw", POST): Row(
        "CODPA", hidden="mRSV", api=True, row="spare", ok=200, send=edited("spare", reason="Why")
    ),
    ("api:required-party-list", GET): Row(api=True),
    ("api:required-party-list", POST): Row(
        "CODPA", api=True, ok=201, send=of_visit(side="row host", organisation="row second")
    ),
    ("api:required-party-detail", GET): Row(
        "CODPAM", hidden="mRSV", api=True, row="party of ministry"
    ),
    ("api:position-list", GET): Row(api=True),
    ("api:position-detail", GET): Row("CODPAM", hidden="mRSV", api=True, row="position"),
    ("api:position-list", POST): Row(
        "CODPAM", api=True, ok=201, send=position,
        others=tuple((letter, 400) for letter in "mRSV"),  # what one cannot see cannot be named
    ),
    ("api:request-list", POST): Row(
        "CODP", api=True, ok=409,
        others=(("M", 403), ("A", 403), *((letter, 400) for letter in "mRSV")),
        send=lambda rows: version("spare")(rows)
        | DECIDED
        | {"kind": "confirm", "option": str(rows["spare"].pk)},
    ),
    ("api:request-list", GET): Row(api=True),
    ("api:request-detail", GET): Row("CODP", hidden="MmARSV", api=True, row="request"),
    ("api:request-grant", POST): Row(
        "C", hidden="MmARSV", api=True, row="request", send=version("request"), ok=200
    ),
    ("api:request-refuse", POST): Row(
        "C", hidden="MmARSV", api=True, row="request", ok=200,
        send=lambda rows: version("request")(rows) | {"reason": "Not yet"},
    ),
    ("api:request-withdraw", POST): Row(
        "O", hidden="MmARSV", api=True, row="request", send=version("request"), ok=200
    ),
    # Register and dossier, through the API
    ("api:register-entry-list", GET): Row(api=True),
    ("api:register-entry-list", POST): Row(
        "CODPAM", api=True, ok=201, send=lambda rows: of_visit()(rows) | keyed(entry(rows))
    ),
    ("api:register-entry-detail", GET): Row(
        "CODPAM", hidden="mRSV", api=True, row="entry plover"
    ),
    ("api:register-entry-scan", GET): Row(
        "CODPAM", hidden="mRSV", api=True, row="entry plover"
    ),
    ("api:register-entry-detail", PATCH): Row(
        "CODPAM", hidden="mRSV", api=True, row="entry plover", ok=200,
        send=edited("entry plover", subject="Flags"),
    ),
    ("api:sensitivity-list", GET): Row(api=True),
    ("api:sensitivity-list", POST): Row("COD", api=True, ok=201, send=of_visit(title="Tariffs")),
    ("api:sensitivity-detail", GET): Row("CODP", hidden="MmARSV", api=True, row="sensitivity"),
    ("api:sensitivity-detail", PATCH): Row(
        "COD", hidden="MmARSV", api=True, row="sensitivity", ok=200,
        send=edited("sensitivity", title="Tariffs"),
    ),
    ("api:indicator-list", GET): Row(api=True),
    ("api:indicator-list", POST): Row(
        "COD", api=True, ok=201, send=of_visit(title="Tourists", unit="people")
    ),
    ("api:indicator-detail", GET): Row(api=True, row="indicator"),
    ("api:indicator-detail", PATCH): Row(
        "COD", api=True, row="indicator", ok=200, send=edited("indicator", goal="100")
    ),
    ("api:indicator-add-value", POST): Row(
        "COD", api=True, row="indicator", ok=201,
        send=lambda _rows: {"as_of": "2025-09-01", "value": "68.7"},
    ),
    ("api:indicator-value-list", GET): Row(api=True),
    ("api:indicator-value-detail", GET): Row(api=True, row="value"),
    ("api:indicator-value-detail", PATCH): Row(
        "COD", api=True, row="value", ok=200, send=edited("value", value="68.7")
    ),
    ("api:project-list", GET): Row(api=True),
    ("api:project-list", POST): Row("COD", api=True, ok=201, send=of_visit(title="Corridor")),
    ("api:project-detail", GET): Row(api=True, row="project"),
    ("api:project-detail", PATCH): Row(
        "COD", api=True, row="project", ok=200, send=edited("project", title="Corridor")
    ),
    ("api:statement-list", GET): Row(api=True),
    ("api:statement-list", POST): Row(
        "COD", api=True, ok=201,
        send=of_visit(speaker="Minister", said_on="2025-09-27", words="Yes.", source="Press"),
    ),
    ("api:statement-detail", GET): Row(api=True, row="statement"),
    ("api:statement-detail", PATCH): Row(
        "COD", api=True, row="statement", ok=200, send=edited("statement", words="No.")
    ),
    # Agenda, programme and preparation, through the API
    ("api:agenda-item-list", GET): Row(api=True),
    ("api:agenda-item-list", POST): Row(
        "CODPMmA", api=True, ok=201, send=of_visit(title="Polar shipping")
    ),
    ("api:agenda-item-detail", GET): Row(api=True, row="item 1"),
    ("api:agenda-item-accept", POST): Row(
        "COD", api=True, row="suggested", ok=200, send=version("suggested")
    ),
    ("api:agenda-item-move", POST): Row(
        "COD", api=True, row="item 1", ok=200, send=edited("item 1", up=False)
    ),
    ("api:agenda-item-add-part", POST): Row(
        "COD", api=True, row="item 1", ok=201,
        send=of_visit(organisation="row second", part="consulted"),
    ),
    ("api:agenda-text-list", GET): Row(api=True),
    ("api:agenda-text-list", POST): Row(
        "CODPM", api=True, ok=409,  # written already
        send=of_visit(item="row item 1", kind="line", body="New words."),
    ),
    ("api:agenda-text-detail", GET): Row("CODPM", hidden="mARSV", api=True, row="line of item 1"),
    ("api:agenda-text-detail", PATCH): Row(
        "CODPM", hidden="mARSV", api=True, row="line of item 1", ok=200,
        send=edited("line of item 1", body="New words."),
    ),
    ("api:programme-item-list", GET): Row(api=True),
    ("api:programme-item-list", POST): Row(
        "CO", api=True, ok=201, send=lambda rows: keyed(line(rows))
    ),
    ("api:programme-item-detail", GET): Row("CODP", hidden="MmARSV", api=True, row="line"),
    ("api:programme-item-detail", PATCH): Row(
        "CO", hidden="MmARSV", api=True, row="line", ok=200, send=edited("line", title="Talks")
    ),
    ("api:programme-item-move", POST): Row(
        "CO", hidden="MmARSV", api=True, row="line", ok=200, send=edited("line", up=False)
    ),
    ("api:programme-item-remove", POST): Row(
        "CO", hidden="MmARSV", api=True, row="line", ok=204, send=version("line")
    ),
    ("api:task-list", GET): Row(api=True),
    ("api:task-list", POST): Row(
        "COD", api=True, ok=201, send=of_visit(title="Order flags", anchor="first_day", offset=-7)
    ),
    ("api:task-detail", GET): Row("CODM", hidden="PmARSV", api=True, row="task brambling"),
    ("api:task-done", POST): Row(
        "CODM", hidden="PmARSV", api=True, row="task brambling", ok=200,
        send=version("task brambling"),
    ),
    ("api:task-waive", POST): Row(
        "COD", hidden="PmARSV", api=True, row="task brambling", ok=200,
        send=edited("task brambling", reason="Not needed"),
    ),
    ("api:task-reopen", POST): Row(
        "COD", hidden="PMmARSV", api=True, row="done", ok=200, send=version("done")
    ),
    ("api:chaser-list", GET): Row(api=True),
    ("api:chaser-list", POST): Row(
        "COD", api=True, ok=201,
        others=(("M", 403), *((letter, 400) for letter in "PmARSV")),
        send=lambda rows: chased(rows) | {"task": str(rows["task brambling"].pk)},
    ),
    ("api:chaser-detail", GET): Row("COD", hidden="PMmARSV", api=True, row="chaser"),
    # What happened and what was sent, through the API
    ("api:message-list", GET): Row(api=True),
    ("api:message-detail", GET): Row("CO", hidden="DPMmARSV", api=True, row="message"),
    ("api:message-resend", POST): Row(
        "CO", hidden="PMmARSV", api=True, row="parked", ok=200, send=lambda _rows: {"version": 0}
    ),
    ("api:message-resolve", POST): Row(
        "CO", hidden="PMmARSV", api=True, row="parked", ok=200,
        send=lambda _rows: {"version": 0, "outcome": "left"},
    ),
    ("api:history-list", GET): Row(api=True, ok=400),  # of which visit is not said
    ("api:history-detail", GET): Row("CODP", hidden="MmARSV", api=True, row="act"),
}  # fmt: skip
