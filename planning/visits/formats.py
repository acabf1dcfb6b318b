"""Who takes part, as a sheet to take away: what everybody on the visit sees of it."""

from django.utils.translation import gettext_lazy as _

from planning.core.tables import Column, Filters, Table

PARTICIPANTS = Table(
    name="participants",
    filters=Filters,
    columns=[
        Column("part", _("Part"), lambda row: row.get_part_display()),
        Column("organisation", _("Organisation"), lambda row: row.organisation.name),
        Column("city", _("City"), lambda row: row.organisation.city),
        Column(
            "points",
            _("Focal points"),
            lambda row: "; ".join(
                ", ".join(filter(None, [point.person.styled, point.person.post]))
                for point in row.focal_points.all()
            ),
        ),
    ],
)
