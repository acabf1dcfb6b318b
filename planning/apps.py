"""The one app, and the admin panel's site."""

from typing import Any

import pgtrigger
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db import connections
from django.db.models.signals import post_migrate


class PlanningConfig(AppConfig):
    """Gathers the slices; importing ``mails`` registers the kinds of message."""

    name = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds of message, and have triggers follow the models (ADR 3)."""
        from planning import mails  # noqa: F401  (models must be loaded first)

        post_migrate.connect(install_triggers, sender=self)


def install_triggers(*, using: str, **_rest: Any) -> None:
    """Make the database's triggers match the models, once every table stands.

    After migrating backwards some tables are gone: what is left keeps the triggers it has.
    """
    tables = {model._meta.db_table for model, _trigger in pgtrigger.registered()}
    if tables <= set(connections[using].introspection.table_names()):
        pgtrigger.install(database=using)


class PanelConfig(AdminConfig):
    """Django's admin with our way in."""

    default_site = "planning.core.admin.Panel"
