"""Meetings whose days others have set, in the admin panel: of public record."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from planning.accounts.pages import actor
from planning.core import clock
from planning.core.admin import VersionedForm
from planning.core.forms import DayField
from planning.dates import actions
from planning.dates.models import FixedMeeting
from planning.stakeholders.admin import KeptAdmin


class MeetingForm(VersionedForm):
    """A meeting; its days are typed or picked as elsewhere."""

    starts_on = DayField(label=FixedMeeting._meta.get_field("starts_on").verbose_name)
    ends_on = DayField(label=FixedMeeting._meta.get_field("ends_on").verbose_name)


@admin.register(FixedMeeting)
class FixedMeetingAdmin(KeptAdmin):
    """Fixed meetings."""

    form = MeetingForm
    fields = ["name", "country", "city", "starts_on", "ends_on", "source"]
    list_display = ["name", "city", "country", "starts_on", "ends_on"]
    list_filter = ["country"]
    list_select_related = ["country"]
    search_fields = ["name", "city", "source"]
    ordering = ["-starts_on", "name", "pk"]

    def act(
        self, request: HttpRequest, row: FixedMeeting, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Enter or correct a meeting."""
        who: dict[str, Any] = {"by": actor(request), "at": clock.now()}
        if changed is not None:
            actions.correct_meeting(meeting=row, version=version, **changed, **who)
            return
        row.pk = actions.fix_meeting(
            name=row.name,
            country=row.country,
            city=row.city,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            source=row.source,
            **who,
        ).pk
