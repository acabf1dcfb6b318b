"""What a scan and a day may be."""

from datetime import date

import pytest

from planning.core.errors import Refused
from planning.correspondence.rules import SCAN_LIMIT, check_days, check_scan
from tests.correspondence.conftest import JPEG, PDF, PNG
from tests.world import TODAY


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (PDF, ("application/pdf", "pdf")),
        (PNG, ("image/png", "png")),
        (JPEG, ("image/jpeg", "jpg")),
    ],
)
def test_a_scan_is_told_by_its_first_bytes(head, found):
    assert check_scan(SCAN_LIMIT, head) == found


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<!doctype html>",
        b"<script>\n%PDF-1.7",
        b" %PDF-1.7",
        b"GIF89a",
        b"PK\x03\x04",
        b"<svg xmlns=",
    ],
)
def test_anything_else_is_no_scan(head):
    with pytest.raises(
        Refused, match=r"^A scan is a PDF, PNG or JPEG file; this is none of them"
    ) as no:
        check_scan(len(head), head)

    assert no.value.field == "scan"


def test_a_scan_has_at_most_ten_megabytes():
    with pytest.raises(Refused, match=r"^The scan is too large: at most 10 megabytes\.$") as no:
        check_scan(SCAN_LIMIT + 1, PDF)

    assert no.value.field == "scan"


def test_a_day_that_has_not_come_is_refused_at_its_field():
    check_days(TODAY, sent_on=TODAY, received_on=None)

    with pytest.raises(Refused, match=r"^This day lies in the future\.$") as no:
        check_days(TODAY, sent_on=TODAY, received_on=date(2025, 10, 2))

    assert no.value.field == "received_on"
