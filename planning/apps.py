"""The one app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Gathers the slices; importing ``mails`` registers the kinds of message."""

    name = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from planning import mails  # noqa: F401  (models must be loaded first)
