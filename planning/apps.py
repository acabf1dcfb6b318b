"""The one app, and the admin panel's site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PlanningConfig(AppConfig):
    """Gathers the slices; importing ``mails`` registers the kinds of message."""

    name = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds of message."""
        from planning import mails  # noqa: F401  (models must be loaded first)


class PanelConfig(AdminConfig):
    """Django's admin with our way in."""

    default_site = "planning.core.admin.Panel"
