"""The one app, and the admin panel's site."""

from typing import Any

import pgtrigger
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """Gathers the slices; importing ``mails`` registers the kinds of message."""

    name = "planning"
    verbose_name = _("Tables")  # as the panel calls what it holds
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds of message, and have triggers follow the models (ADR 3)."""
        from planning import mails  # noqa: F401  (models must be loaded first)

        post_migrate.connect(install_triggers, sender=self)


def install_triggers(*, using: str, **_rest: Any) -> None:
    """Make the database's triggers match the models, once every migration stands.

    After migrating backwards some tables or columns are gone: what is left keeps the triggers it
    has, until the release that it belongs to migrates.
    """
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes("planning")):
        pgtrigger.install(database=using)


class FilesConfig(StaticFilesConfig):
    """What is collected to be served: of the packages no more than our pages name."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("bootstrap-*", "bootstrap.css*", "bootstrap.rtl*"),  # all but bootstrap.min.css
        *(
            "wdth*",
            "wght*",
            "standard*",
            "*-standard-*",
            "*-wdth-*",
            "*-italic.woff2",
        ),  # one font of nine
        *("*.scss", "*.ts", "*.md", "metadata.json", "unicode.json", "package.json", "LICENSE*"),
        *("django_htmx/ext/*", "htm*x-4.*", "htm*x-4.min.*", "htmx-2.js"),  # all but htmx-2.min.js
        *("rest_framework/*", "account/js/*"),
    ]


class PanelConfig(AdminConfig):
    """Django's admin with our way in."""

    default_site = "planning.core.admin.Panel"
