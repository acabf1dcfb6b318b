"""The addresses of the admin panel, and a row for each of its tables."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.urls import reverse

from planning.dates.models import FixedMeeting
from planning.stakeholders.models import Membership
from tests.world import World

PAGES = ("changelist", "add", "change", "history")
MEETING = {
    "name": "G20",
    "city": "Johannesburg",
    "starts_on": "2025-11-22",
    "ends_on": "2025-11-23",
    "source": "Presidency",
}


def rows_of(world: World) -> dict[str, Any]:
    """Return one row of each table."""
    return {
        "user": world.desk.user,
        "country": world.india,
        "organisation": world.of["ministry"],
        "person": world.people["ministry"],
        "membership": Membership.objects.get(person=world.people["ministry"]),
        "series": world.summit.series,
        "marking": world.restricted,
        "fixedmeeting": FixedMeeting.objects.create(
            country=world.russia,
            **MEETING | {"starts_on": date(2025, 11, 22), "ends_on": date(2025, 11, 23)},
        ),
    }


def address(table: str, page: str = "changelist", row: Any = None) -> str:
    """Return the address of a page of a table."""
    needs_row = page in ("change", "history", "delete")
    return reverse(f"admin:planning_{table}_{page}", args=[row.pk] if needs_row else [])


def places(world: World) -> list[str]:
    """Return every address of the panel that somebody could try, and some that must not be."""
    rows = rows_of(world)
    found = [address(name, page, row) for name, row in rows.items() for page in PAGES]
    found += [f"{address(name)}?q={word}" for name in rows for word in ("twite", "a")]
    found += ["/admin/", "/admin/planning/", "/admin/jsi18n/", "/admin/password_change/"]
    for name in ("visit", "message", "auditevent", "registerentry", "focalpoint"):
        found += [f"/admin/planning/{name}/", f"/admin/planning/{name}/{world.summit.pk}/change/"]
    found += [f"/admin/planning/person/{uuid4()}/{page}/" for page in ("change", "history")]
    return [*found, "/admin/autocomplete/?app_label=planning&model_name=link&field_name=visit"]
