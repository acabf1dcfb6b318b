"""Letters of the register, and a folder for their scans."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from planning.correspondence import actions
from tests.world import NOW

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
LETTER = {
    "kind": "invitation",
    "direction": "out",
    "channel": "letter",
    "sender": "Prime Minister's Office",
    "addressee": "Presidential Executive Office",
    "subject": "Invitation to the summit",
    "sent_on": date(2025, 9, 1),
}


def upload(content=PDF, name="letter.pdf"):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Return how to list the files that are stored."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def stored():
        return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]

    return stored


@pytest.fixture
def enter(world):
    """Return how to enter a letter as the officer, or as somebody else."""

    def make(by=None, **more):
        by = by or world.officer
        return actions.enter(**{"visit": world.summit} | LETTER | more, by=by, at=NOW)

    return make


@pytest.fixture
def entry(enter):
    """A letter that everybody who reads the register reads."""
    return enter()


@pytest.fixture
def own(world, enter):
    """A letter that concerns the ministry of commerce."""
    return enter(organisation=world.of["ministry"], subject="Figures of trade")


@pytest.fixture
def marked(world, enter):
    """A letter for chief, officer and desk alone."""
    return enter(marking=world.restricted, subject="Close hold")
