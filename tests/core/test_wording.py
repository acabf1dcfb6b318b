"""Days in words."""

from datetime import date

import pytest

from planning.core.wording import span


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2025, 12, 5), date(2025, 12, 5), "5 December 2025"),
        (date(2025, 12, 5), date(2025, 12, 6), "5–6 December 2025"),
        (date(2025, 11, 30), date(2025, 12, 2), "30 November – 2 December 2025"),
        (date(2025, 12, 31), date(2026, 1, 1), "31 December 2025 – 1 January 2026"),
        (date(2025, 12, 5), date(2026, 12, 6), "5 December 2025 – 6 December 2026"),
        (None, None, "no dates"),
        (date(2025, 12, 5), None, "no dates"),
        (None, date(2025, 12, 5), "no dates"),
    ],
)
def test_a_span_of_days_names_the_month_as_a_word(starts_on, ends_on, words):
    assert span(starts_on, ends_on) == words
