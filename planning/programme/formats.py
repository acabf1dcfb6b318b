"""The programme as a sheet to take away: the table that the page shows, day by day."""

from django.utils.translation import gettext_lazy as _

from planning.core.tables import Column, Filters, Table

PROGRAMME = Table(
    name="programme",
    filters=Filters,
    columns=[
        Column("day", _("Day"), lambda line: line.item.day),
        Column("time", _("Time at the place"), lambda line: f"{line.here.words} {line.here.shift}"),
        Column("zone", _("Time zone"), lambda line: line.item.zone),
        Column("city", _("City"), lambda line: line.here.city),
        Column(
            "capitals",
            _("In the capitals"),
            lambda line: "; ".join(
                f"{there.words} {there.city} ({there.zone}) {there.shift}".strip()
                for there in line.elsewhere
            ),
        ),
        Column("title", _("Title"), lambda line: line.item.title),
        Column("title_own", _("Title in the second language"), lambda line: line.item.title_own),
        Column("place", _("Venue"), lambda line: line.item.place),
        Column(
            "people",
            _("People"),
            lambda line: "; ".join(seat.person.styled for seat in line.item.attendances.all()),
        ),
        Column(
            "office",
            _("Answers for it"),
            lambda line: line.item.organisation and line.item.organisation.name,
        ),
        Column("kind", _("Kind"), lambda line: line.item.get_kind_display()),
        Column(
            "public",
            _("Public or internal"),
            lambda line: _("public") if line.item.is_public else _("internal"),
        ),
        Column("state", _("State"), lambda line: line.item.get_state_display()),
    ],
)
