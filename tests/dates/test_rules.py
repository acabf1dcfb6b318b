"""What positions say, and what may be asked for."""

from datetime import date
from uuid import UUID

import pytest

from planning.core.errors import Conflict, Refused
from planning.dates.rules import (
    Answer,
    OptionKind,
    OptionState,
    Said,
    Verdict,
    check_days,
    check_may_be_confirmed,
    option_state,
    verdict,
    verdicts,
)

HOST, GUEST, PARTY = UUID(int=1), UUID(int=2), UUID(int=3)
ESTIMATE, NOTED, PROPOSAL = OptionKind.ESTIMATE, OptionKind.NOTED, OptionKind.PROPOSAL
YES, NO, SILENT = Verdict.ACCEPTS, Verdict.REFUSES, Verdict.WAITING


def said(answer, *, mandatory=True, side=HOST):
    return Said(side, PARTY, mandatory, answer)


@pytest.mark.parametrize(
    ("needed", "heard", "expected"),
    [
        ([], [], SILENT),
        ([], ["acceptable"], SILENT),
        ([None], [], SILENT),
        (["acceptable"], [], YES),
        (["preferred"], [], YES),
        (["waived"], [], YES),
        (["conditional"], [], NO),
        (["declined"], [], NO),
        (["acceptable", None], [], SILENT),
        (["acceptable", "waived"], [], YES),
        (["declined", None], [], NO),
        (["acceptable", "conditional"], [], NO),
        (["acceptable"], ["declined", None], YES),
        ([None], ["preferred"], SILENT),
    ],
)
def test_a_side_accepts_once_every_office_whose_yes_is_needed_says_yes(needed, heard, expected):
    words = [said(answer) for answer in needed] + [said(one, mandatory=False) for one in heard]

    assert verdict(words) is expected


def test_every_side_speaks_for_itself():
    words = [said(Answer.ACCEPTABLE), said(Answer.DECLINED, side=GUEST)]

    assert verdicts([HOST, GUEST], words) == {HOST: YES, GUEST: NO}


@pytest.mark.parametrize(
    ("kind", "is_withdrawn", "is_confirmed", "is_another", "heard", "expected"),
    [
        (PROPOSAL, False, False, False, [], "open"),
        (PROPOSAL, False, False, False, [SILENT, SILENT], "open"),
        (PROPOSAL, False, False, False, [NO, SILENT], "open"),
        (PROPOSAL, False, False, False, [YES, SILENT], "one_side"),
        (PROPOSAL, False, False, False, [YES, NO], "one_side"),
        (PROPOSAL, False, False, False, [YES, YES, SILENT], "one_side"),
        (PROPOSAL, False, False, False, [YES, YES], "every_side"),
        (PROPOSAL, False, True, False, [YES, YES], "confirmed"),
        (PROPOSAL, False, True, False, [YES, SILENT], "confirmed"),
        (PROPOSAL, False, True, False, [YES, NO], "unsettled"),
        (PROPOSAL, False, False, True, [YES, YES], "superseded"),
        (PROPOSAL, True, False, False, [YES, YES], "withdrawn"),
        (PROPOSAL, True, False, True, [YES, YES], "withdrawn"),
        (ESTIMATE, False, False, False, [SILENT, SILENT], "estimate"),
        (ESTIMATE, False, False, True, [SILENT, SILENT], "superseded"),
        (ESTIMATE, True, False, False, [SILENT, SILENT], "withdrawn"),
        (NOTED, False, False, False, [SILENT, SILENT], "noted"),
        (NOTED, True, False, False, [], "withdrawn"),
    ],
)
def test_what_an_option_is(kind, is_withdrawn, is_confirmed, is_another, heard, expected):
    state = option_state(
        kind=kind,
        withdrawn=is_withdrawn,
        confirmed=is_confirmed,
        another_confirmed=is_another,
        by_side=heard,
    )

    assert state == expected


REASONS = {
    OptionState.ESTIMATE: "A press estimate was offered by nobody: it cannot be confirmed.",
    OptionState.NOTED: "Noted dates are public already: there is nothing to confirm.",
    OptionState.OPEN: "No side has accepted these dates yet.",
    OptionState.ONE_SIDE: "Not every side has accepted these dates yet.",
    OptionState.CONFIRMED: "These dates are confirmed already.",
    OptionState.UNSETTLED: "These dates are confirmed already.",
    OptionState.SUPERSEDED: "Other dates are confirmed.",
    OptionState.WITHDRAWN: "These dates were withdrawn.",
}


@pytest.mark.parametrize("state", OptionState)
def test_only_what_every_side_accepts_may_be_confirmed(state):
    if state == OptionState.EVERY_SIDE:
        check_may_be_confirmed(state)
        return

    with pytest.raises(Conflict) as refused:
        check_may_be_confirmed(state)

    assert str(refused.value) == REASONS[state]


@pytest.mark.parametrize("ends_on", [date(2025, 12, 4), date(2025, 12, 5), date(2026, 2, 2)])
def test_a_visit_lasts_from_a_day_to_sixty_more(ends_on):
    check_days(date(2025, 12, 4), ends_on)


@pytest.mark.parametrize(
    ("ends_on", "sentence"),
    [
        (date(2025, 12, 3), "The last day must not lie before the first."),
        (date(2026, 2, 3), "A visit of more than sixty days is surely a slip."),
    ],
)
def test_a_span_that_cannot_be_is_refused_at_its_last_day(ends_on, sentence):
    with pytest.raises(Refused) as refused:
        check_days(date(2025, 12, 4), ends_on)

    assert (str(refused.value), refused.value.field) == (sentence, "ends_on")
