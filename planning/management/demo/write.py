"""Writes the demonstration, through the actions, as its own cast would."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from planning.accounts import actions as accounts
from planning.agenda import actions as items
from planning.agenda.rules import PartKind
from planning.audit.rules import Actor
from planning.dates import actions as dates
from planning.dossier import actions as notes
from planning.dossier.models import Indicator, Project, Sensitivity, Statement
from planning.lifecycle import actions as lifecycle
from planning.management.demo import agenda, checklist, dossier, offices, summit
from planning.preparation import actions as preparation
from planning.preparation.rules import Anchor
from planning.stakeholders import actions as stakeholders
from planning.stakeholders.models import Country, Organisation, Person
from planning.visits import actions as visits
from planning.visits.models import Series, Side, Visit
from planning.visits.rules import LinkKind


@dataclass
class Cast:
    """Who acts in the demonstration, for whom, and at which instant."""

    at: datetime
    system: Actor
    actors: dict[str, Actor] = field(default_factory=dict)
    offices: dict[str, Organisation] = field(default_factory=dict)
    leaders: dict[str, Person] = field(default_factory=dict)

    def acting(self, key: str, at: datetime | None = None) -> dict[str, Any]:
        """Return somebody of the cast and the instant, as every action asks for them."""
        return {"by": self.actors[key], "at": at or self.at}


def write(*, by: Actor, at: datetime) -> None:
    """Write the whole demonstration, unless it is there; people may have changed it since.

    The reference data must be there. The caller holds the transaction.
    """
    if Series.objects.filter(name=summit.SERIES["name"]).exists():
        return
    cast = Cast(at, by)
    _write_offices(cast)
    _write_accounts(cast)
    series = stakeholders.add(Series(**summit.SERIES), by=by, at=at)
    _write_22nd(cast, series)
    visit = _visit(cast, summit.THE_23RD, series=series)
    _appoint(cast, visit, "chief", "deputy", "desk", "viewer")
    _write_parts(cast, visit)
    _write_checklist(cast, visit)
    _write_agenda(cast, visit)
    _write_dossier(cast, visit)
    _write_dates(cast, visit)
    for script in summit.PREPARATORY:
        preparing = _visit(cast, script)
        if "noted" in script:
            lifecycle.note(visit=preparing, **script["noted"], **cast.acting("officer"))
        _appoint(cast, preparing, "chief", "deputy", "desk")
        for said in script.get("statements", ()):
            notes.add(Statement(visit=preparing, **said), **cast.acting("desk"))
        visits.link(visit=preparing, to=visit, kind=LinkKind.PREPARES, **cast.acting("officer"))
    for each in summit.FIXED_MEETINGS:
        country = Country.objects.get(code=each["country"])
        dates.fix_meeting(**each | {"country": country}, **cast.acting("officer"))


def _write_offices(cast: Cast) -> None:
    quietly: dict[str, Any] = {"by": cast.system, "at": cast.at}
    for key, each in offices.OFFICES.items():
        country = Country.objects.get(code=key[:2])
        cast.offices[key] = stakeholders.add(Organisation(country=country, **each), **quietly)
    for key, named in offices.LEADERS.items():
        leader = stakeholders.add(Person(**named), **quietly)
        stakeholders.join(person=leader, organisation=cast.offices[key], **quietly)
        cast.leaders[key] = leader


def _write_accounts(cast: Cast) -> None:
    """Open the accounts; ``sign_ins`` gives them their passwords."""
    quietly: dict[str, Any] = {"by": cast.system, "at": cast.at}
    for account in offices.ACCOUNTS:
        user = accounts.create(
            email=account.email,
            name=account.name,
            password=None,
            is_staff=account.administers,
            time_zone=account.zone,
            **quietly,
        )
        cast.actors[account.key] = Actor(user=user)
        if account.office:
            person = Person(name=user.name, email=user.email, user=user)
            stakeholders.join(
                person=stakeholders.add(person, **quietly),
                organisation=cast.offices[account.office],
                may_clear=account.part is not None,
                **quietly,
            )


def _visit(
    cast: Cast, script: dict[str, Any], *, series: Series | None = None, at: datetime | None = None
) -> Visit:
    """Open a visit with its sides and its place; whoever opens it is its officer."""
    officer = cast.acting("officer", at)
    visit = visits.make(**script["head"], series=series, **officer)
    for key, role in script["sides"].items():
        visits.add_side(
            visit=visit,
            role=role,
            country=cast.offices[key].country,
            principals=(cast.leaders[key],),
            **officer,
        )
    if "leg" in script:
        code, city, zone = script["leg"]
        country = Country.objects.get(code=code)
        visits.add_leg(visit=visit, country=country, city=city, zone=zone, **officer)
    return visit


def _appoint(cast: Cast, visit: Visit, *keys: str, at: datetime | None = None) -> None:
    for account in offices.ACCOUNTS:
        if account.key in keys and account.role:
            user = cast.actors[account.key].user
            visits.appoint(visit=visit, user=user, role=account.role, **cast.acting("officer", at))


def _write_22nd(cast: Cast, series: Series) -> None:
    """Enter the last summit as a fact of the past, its days just noted."""
    visit = _visit(cast, summit.THE_22ND, series=series)
    lifecycle.note(visit=visit, **summit.THE_22ND["noted"], **cast.acting("officer"))
    _appoint(cast, visit, "chief", "deputy", "desk")


def _write_parts(cast: Cast, visit: Visit) -> None:
    officer = cast.acting("officer")
    for key, part in offices.PARTS:
        visits.add_part(visit=visit, organisation=cast.offices[key], part=part, **officer)
    for account in offices.ACCOUNTS:
        if account.part:
            organisation = cast.offices[account.office]
            participation = visits.add_part(
                visit=visit, organisation=organisation, part=account.part, **officer
            )
            visits.name_focal_point(
                participation=participation,
                person=cast.actors[account.key].user.person,
                tell=False,
                **officer,
            )


def _side(visit: Visit, office: Organisation) -> Side:
    return visit.sides.get(country=office.country)


def _write_agenda(cast: Cast, visit: Visit) -> None:
    desk = cast.acting("desk")
    for title, title_own, ours, theirs in agenda.SUBJECTS:
        item = items.suggest(
            visit=visit, title=title, title_own=title_own, lead=cast.offices[ours], **desk
        )
        items.accept(item=item, version=item.version, **desk)
        office = cast.offices[theirs]
        items.add_part(
            item=item, organisation=office, side=_side(visit, office), part=PartKind.LEAD, **desk
        )


def _write_dossier(cast: Cast, visit: Visit) -> None:
    desk = cast.acting("desk")
    for each in dossier.STATEMENTS:
        leader = cast.leaders[each["person"]]
        said: dict[str, Any] = {"person": leader, "speaker": f"{leader.name}, {leader.post}"}
        notes.add(Statement(visit=visit, **each | said), **desk)
    for key, words in dossier.SENSITIVITIES:
        ministry = cast.offices.get(key)
        notes.add(Sensitivity(visit=visit, organisation=ministry, **words), **desk)
    for each in dossier.INDICATORS:
        indicator = notes.add(Indicator(visit=visit, **each["head"]), **desk)
        for value in each["values"]:
            notes.add_value(indicator=indicator, **value, **desk)
    for words in dossier.PROJECTS:
        notes.add(Project(visit=visit, **words), **desk)


def _write_checklist(cast: Cast, visit: Visit) -> None:
    for offset, title, key in checklist.LINES:
        preparation.add(
            visit=visit,
            title=title,
            anchor=Anchor.FIRST_DAY if offset < 0 else Anchor.LAST_DAY,
            offset=offset,
            organisation=cast.offices.get(key),
            **cast.acting("officer"),
        )


def _write_dates(cast: Cast, visit: Visit) -> None:
    officer = cast.acting("officer")
    for key, mandatory in summit.ASKED:
        office = cast.offices[key]
        lifecycle.add_party(
            side=_side(visit, office), organisation=office, mandatory=mandatory, **officer
        )
    lifecycle.estimate(visit=visit, **summit.ESTIMATE, **officer)
