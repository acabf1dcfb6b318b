"""Who may do what on a visit: the table of roles. No database, no clock, no request."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is misread, no U: no words


def new_code() -> str:
    """Return a neutral, random code such as ``V-7K3QF``: never made from the title."""
    return "V-" + "".join(secrets.choice(LETTERS) for _n in range(5))


class Category(models.TextChoices):
    """What a visit is, in descending order of ceremony."""

    STATE = "state", _("State visit")
    OFFICIAL = "official", _("Official visit")
    WORKING = "working", _("Working visit")
    PRIVATE = "private", _("Private visit")
    TRANSIT = "transit", _("Transit")


class Standing(models.TextChoices):
    """What stands of a visit, whatever its dates."""

    PLANNED = "planned", _("Planned")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    CONCLUDED = "concluded", _("Concluded")
    CLOSED = "closed", _("Closed")


class DatesMode(models.TextChoices):
    """Where a visit's dates come from."""

    NEGOTIATED = "negotiated", _("Negotiated between the sides")
    GIVEN = "given", _("Given by a multilateral meeting")
    NOTED = "noted", _("Just noted")


class Certainty(models.TextChoices):
    """How sure a visit's days are; each looks different everywhere, in words and shape."""

    UNDATED = "undated", _("No dates")
    ESTIMATED = "estimated", _("Press estimate")
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed, not public")
    ANNOUNCED = "announced", _("Announced")


FIRM = {Certainty.CONFIRMED, Certainty.ANNOUNCED}


class SideRole(models.TextChoices):
    """What a side is to the visit."""

    HOST = "host", _("Host")
    GUEST = "guest", _("Guest")
    PARTY = "party", _("Party")


class LinkKind(models.TextChoices):
    """How one visit hangs together with another."""

    PREPARES = "prepares", _("prepares")
    PART_OF = "part_of", _("part of")
    MARGINS_OF = "margins_of", _("on the margins of")
    LEG_OF = "leg_of", _("leg of")


class Part(models.TextChoices):
    """An organisation's part in a visit."""

    PROTOCOL = "protocol", _("Protocol")
    DESK = "desk", _("Territorial desk")
    PRINCIPAL = "principal", _("Principal's office")
    MINISTRY = "ministry", _("Ministry")
    MISSION = "mission", _("Own mission")
    COUNTERPART = "counterpart", _("Counterpart")
    PRESS = "press", _("Press")
    SECURITY = "security", _("Security")
    SERVICE = "service", _("Supporting service")


class Role(models.TextChoices):
    """A role on one visit."""

    CHIEF = "C", _("Chief of protocol")
    OFFICER = "O", _("Protocol officer")
    DESK = "D", _("Desk officer")
    PRINCIPAL = "P", _("Principal's office")
    MINISTRY = "M", _("Ministry")
    MISSION = "A", _("Own mission")
    PRESS = "R", _("Press")
    SECURITY = "S", _("Security and services")
    VIEWER = "V", _("Viewer")


# The other side's offices are counterparts, whatever they are at home.
AS_WHAT_IT_IS = frozenset(Part) - {Part.COUNTERPART}

# Which of the host's or guest's own offices usually take part; ministries come for the agenda.
USUAL = {
    Category.STATE: AS_WHAT_IT_IS - {Part.MINISTRY},
    Category.OFFICIAL: AS_WHAT_IT_IS - {Part.MINISTRY},
    Category.WORKING: AS_WHAT_IT_IS - {Part.MINISTRY, Part.SERVICE},
    Category.PRIVATE: frozenset({Part.PROTOCOL, Part.DESK, Part.MISSION, Part.SECURITY}),
    Category.TRANSIT: frozenset({Part.PROTOCOL, Part.DESK, Part.SECURITY}),
}

GIVEN_BY_NAME = (Role.CHIEF, Role.OFFICER, Role.DESK, Role.VIEWER)


def is_within(role: str, held: Collection[Role]) -> bool:
    """Tell whether a role given by name stands no higher than the highest of some roles."""
    ranks = [GIVEN_BY_NAME.index(one) for one in held if one in GIVEN_BY_NAME]
    return bool(ranks) and GIVEN_BY_NAME.index(Role(role)) >= min(ranks)


WEIGHTY = (Role.CHIEF, Role.OFFICER, Role.DESK, Role.PRINCIPAL)  # sign in with a second factor

# As what a focal point of a participation acts; a counterpart's has no sign-in.
ACTS_AS = {
    Part.PROTOCOL: Role.VIEWER,
    Part.DESK: Role.VIEWER,
    Part.PRINCIPAL: Role.PRINCIPAL,
    Part.MINISTRY: Role.MINISTRY,
    Part.MISSION: Role.MISSION,
    Part.PRESS: Role.PRESS,
    Part.SECURITY: Role.SECURITY,
    Part.SERVICE: Role.SECURITY,
}


class Scope(Enum):
    """How far a permission reaches."""

    ALL = auto()
    OWN = auto()  # what one's organisation leads or was asked about
    LET_IN = auto()  # once the participation is let in to the embargo


class May(models.TextChoices):
    """What can be allowed on a visit; the value is what an audit row keeps."""

    SEE_DAYS = "see_days"  # confirmed, not public
    SEE_OPTIONS = "see_options"  # options, positions, register entries
    RECORD_OPTIONS = "record_options"
    REQUEST = "request"
    GRANT = "grant"
    SUGGEST_ITEM = "suggest_item"
    MANAGE_AGENDA = "manage_agenda"
    READ_MANAGED_AGENDA = "read_managed_agenda"
    EDIT_TEXT = "edit_text"
    READ_LINE = "read_line"
    CLEAR = "clear"
    MANAGE_TASKS = "manage_tasks"
    TICK_TASK = "tick_task"
    READ_PROGRAMME = "read_programme"
    EDIT_PROGRAMME = "edit_programme"
    REQUEST_ISSUE = "request_issue"
    GRANT_ISSUE = "grant_issue"
    MANAGE_PARTS = "manage_parts"


def _row(every: str, own: str = "", let_in: str = "") -> dict[Role, Scope]:
    return (
        {Role(letter): Scope.ALL for letter in every}
        | {Role(letter): Scope.OWN for letter in own}
        | {Role(letter): Scope.LET_IN for letter in let_in}
    )


TABLE: dict[May, dict[Role, Scope]] = {
    May.SEE_DAYS: _row("CODPA", let_in="MRS"),
    May.SEE_OPTIONS: _row("CODPA", own="M"),
    May.RECORD_OPTIONS: _row("CODPA", own="M"),
    May.REQUEST: _row("CODP"),
    May.GRANT: _row("C"),
    May.SUGGEST_ITEM: _row("CODPMA"),
    May.MANAGE_AGENDA: _row("COD"),
    May.READ_MANAGED_AGENDA: _row("CODP"),
    May.EDIT_TEXT: _row("CODP", own="M"),
    May.READ_LINE: _row("CODP", own="M"),
    May.CLEAR: _row("P", own="M"),
    May.MANAGE_TASKS: _row("COD"),
    May.TICK_TASK: _row("COD", own="PMARS"),
    May.READ_PROGRAMME: _row("CODP", own="MARSV"),
    May.EDIT_PROGRAMME: _row("CO"),
    May.REQUEST_ISSUE: _row("CO"),
    May.GRANT_ISSUE: _row("C"),
    May.MANAGE_PARTS: _row("CO"),
}


def roles_with(what: May, *scopes: Scope) -> set[Role]:
    """Return the roles to which a permission is given, in some of the scopes or in any."""
    return {role for role, scope in TABLE[what].items() if scope in (scopes or tuple(Scope))}


@dataclass(frozen=True)
class Grant:
    """One role somebody holds on a visit; a focal point's names the organisation."""

    role: Role
    organisation: UUID | None = None
    let_in: bool = False


@dataclass(frozen=True)
class Rights:
    """All roles that somebody holds on one visit: their union decides."""

    grants: tuple[Grant, ...] = ()
    system: bool = False

    def may(self, what: May, of: Collection[UUID | None] = ()) -> bool:
        """Tell whether these roles allow it; ``of`` are the organisations it concerns."""
        return self.system or any(self._covers(grant, what, of) for grant in self.grants)

    def fully(self, what: May) -> bool:
        """Tell whether these roles allow it for everything, not only for what is one's own."""
        return self.system or any(TABLE[what].get(grant.role) is Scope.ALL for grant in self.grants)

    def own(self, what: May) -> set[UUID]:
        """Return the organisations for which these roles allow it as for one's own."""
        held = (grant for grant in self.grants if TABLE[what].get(grant.role) is Scope.OWN)
        return {grant.organisation for grant in held if grant.organisation}

    def know_inside(self, certainty: str) -> bool:
        """Tell whether these roles know a visit's days as they are known inside.

        Whoever sees all options always does; whoever is let in, once the days are confirmed.
        """
        return self.fully(May.SEE_OPTIONS) or (certainty in FIRM and self.may(May.SEE_DAYS))

    @property
    def roles(self) -> set[Role]:
        """Return the roles."""
        return {grant.role for grant in self.grants}

    @property
    def organisations(self) -> set[UUID]:
        """Return the organisations one speaks for."""
        return {grant.organisation for grant in self.grants if grant.organisation}

    @staticmethod
    def _covers(grant: Grant, what: May, of: Collection[UUID | None]) -> bool:
        scope = TABLE[what].get(grant.role)
        return (
            scope is Scope.ALL
            or (scope is Scope.OWN and grant.organisation is not None and grant.organisation in of)
            or (scope is Scope.LET_IN and grant.let_in)
        )


# What is served under the second host name, for ministries outside the office's network: what a
# focal point uses to sign in and to work. Every other address does not exist there (ADR 7).
MINISTRY_PAGES = frozenset(
    {
        "healthz",
        "look",
        "typed",
        "overview:home",
        "overview:visits",
        "overview:visit",
        "dates:board",
        "lifecycle:take-position",
        "agenda:list",
        "agenda:item",
        "agenda:suggest",
        "agenda:write",
        "programme:list",
        "programme:print",
        "preparation:list",
        "preparation:tick",
        "preparation:some",
        "accounts:wishes",
        "accounts:view-keep",
        "accounts:view-drop",
        "accounts:sign-in",
        "accounts:sign-out",
        "accounts:link-ask",
        "accounts:link",
        "accounts:password-ask",
        "accounts:sessions",
        "accounts:sessions-end",
        "accounts:session-end",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
    }
)

VISIT_MADE = Verb("visits.made", _("opened the visit"))
VISIT_CHANGED = Verb("visits.changed", _("changed the visit's head data"))
RECATEGORISED = Verb(
    "visits.recategorised", _("changed the category: %(category)s, where it was %(was)s")
)
ROLE_GIVEN = Verb("visits.role_given", _("gave %(to)s the role %(role)s"), May.MANAGE_PARTS)
ROLE_TAKEN = Verb("visits.role_taken", _("took the role %(role)s from %(to)s"), May.MANAGE_PARTS)
PART_ADDED = Verb("visits.part_added", _("added %(organisation)s: %(part)s"), May.MANAGE_PARTS)
PARTS_ADDED = Verb(
    "visits.parts_added",
    _("added %(number)s organisations: %(organisations)s; focal points: %(people)s"),
    May.MANAGE_PARTS,
)
POINT_NAMED = Verb(
    "visits.point_named", _("named %(person)s focal point of %(organisation)s"), May.MANAGE_PARTS
)
POINT_RELEASED = Verb(
    "visits.point_released",
    _("released %(person)s as focal point of %(organisation)s"),
    May.MANAGE_PARTS,
)
LET_IN = Verb(
    "visits.let_in", _("let %(organisation)s in to days that are not public"), May.MANAGE_PARTS
)
SHUT_OUT = Verb(
    "visits.shut_out",
    _("no longer lets %(organisation)s in to days that are not public"),
    May.MANAGE_PARTS,
)
ACCESS_OPENED = Verb(
    "visits.access_opened",
    _("opened the visit to the account of %(person)s, focal point of %(organisation)s"),
    May.MANAGE_PARTS,
)
ACCESS_CLOSED = Verb(
    "visits.access_closed",
    _("closed the visit to the account of %(person)s, focal point of %(organisation)s"),
    May.MANAGE_PARTS,
)
ADDRESS_CHANGED = Verb(
    "visits.address_changed",
    _("gave the account of %(person)s another e-mail address"),
    May.MANAGE_PARTS,
)
MARKING_SAVED = Verb("visits.marking_saved", _("saved the marking %(name)s, read by %(roles)s"))
SIDE_ADDED = Verb("visits.side_added", _("added the side %(side)s"))
LEG_ADDED = Verb("visits.leg_added", _("added %(city)s as a place of the visit"))
LEG_CHANGED = Verb(
    "visits.leg_changed", _("changed a place of the visit: %(city)s, where it was %(before)s")
)
# It names no visit: the reader may have no part in the other one.
LINKED = Verb("visits.linked", _("linked the visit to another"), May.MANAGE_PARTS)
UNLINKED = Verb(
    "visits.unlinked", _("took back the link of the visit to another"), May.MANAGE_PARTS
)
