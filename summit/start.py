"""How every process begins: with settings that are complete, or with one line that says why not."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

REFUSED = 3  # the exit code; gunicorn starts no worker again that ends with it


def read_settings() -> None:
    """Read the settings, or end this process with a line for each variable that will not do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summit.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018  (the first question reads them)
    except ImproperlyConfigured as fault:
        print(fault, file=sys.stderr)  # noqa: T201  (there is no logging yet)
        sys.exit(REFUSED)
