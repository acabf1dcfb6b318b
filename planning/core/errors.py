"""How an action says no."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An action said no. The message is fit for the person who asked.

    ``field`` names the field of the form or the API that the sentence is about, if one is.
    """

    status = 422

    def __init__(self, message: Any, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field

    def __str__(self) -> str:
        return str(self.args[0])


class NotAllowed(Refused):
    """The person's role does not cover this act."""

    status = 403

    def __init__(self, message: Any = None) -> None:
        super().__init__(message or _("Your role in this visit does not allow that."))


class Conflict(Refused):
    """The world has moved on: a lost race, a taken slot, a state that forbids the act."""

    status = 409


class Busy(Conflict):
    """Somebody is at it just now; ask again in ``wait`` seconds."""

    wait = 1

    def __init__(self) -> None:
        super().__init__(_("The same request is still being worked on."))


class Stale(Conflict):
    """Somebody saved in between; carries the current row for the conflict page."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Somebody else has changed this in the meantime. Nothing was saved."))
        self.current = current


class VersionMissing(Refused):
    """A write did not say which version it was made on."""

    status = 428

    def __init__(self) -> None:
        super().__init__(_("Say which version you are changing."), field="version")
