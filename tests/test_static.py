"""What is collected to be served: all that pages name, and little else."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

HOUSE = Path(__file__).resolve().parent.parent
HASHED = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


@pytest.fixture
def collected(settings, tmp_path):
    """Static files as a live installation serves them."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": HASHED}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_pages_find_what_they_name_among_the_files_collected(world, sign_in, collected):
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    sources = [path.read_text() for path in (HOUSE / "templates").rglob("*.html")]
    named = {name for text in sources for name in re.findall(r"{% static '([^']+)' %}", text)}
    browser = sign_in(world.administrator)
    panel = ["admin:index", "admin:planning_webhook_changelist", "admin:planning_webhook_add"]

    pages = [browser.get(reverse(name)) for name in ("overview:home", "accounts:wishes", *panel)]

    assert {page.status_code for page in pages} == {200}
    assert named - manifest.keys() == set()
    shown = {name for page in pages for name in re.findall(r'"/static/([^"]+)"', page.text)}
    assert shown - set(manifest.values()) == set()
    assert len(shown) > 10


def test_what_is_collected_stays_small(collected):
    files = [path for path in collected.rglob("*") if path.is_file()]

    assert sum(path.stat().st_size for path in files) < 6_000_000
    assert len(files) < 300
