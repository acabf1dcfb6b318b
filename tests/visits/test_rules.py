"""The table of roles: DESIGN.md part 5, written out by hand."""

import re
from uuid import uuid4

import pytest

from planning.visits.rules import (
    ACTS_AS,
    GIVEN_BY_NAME,
    TABLE,
    Grant,
    May,
    Part,
    Rights,
    Role,
    Scope,
    new_code,
    roles_with,
)

# What stands in each column of the table: y yes, o own, l if let in, - no.
BY_HAND = """
                     C O D P M A R S V
see_days             y y y y l y l l -
see_options          y y y y o y - - -
record_options       y y y y o y - - -
request              y y y y - - - - -
grant                y - - - - - - - -
suggest_item         y y y y y y - - -
manage_agenda        y y y - - - - - -
read_managed_agenda  y y y y - - - - -
edit_text            y y y y o - - - -
read_line            y y y y o - - - -
clear                - - - y o - - - -
manage_tasks         y y y - - - - - -
tick_task            y y y o o o o o -
read_programme       y y y y o o o o o
edit_programme       y y - - - - - - -
request_issue        y y - - - - - - -
grant_issue          y - - - - - - - -
manage_parts         y y - - - - - - -
"""
SCOPES = {"y": Scope.ALL, "o": Scope.OWN, "l": Scope.LET_IN, "-": None}
OURS, THEIRS = uuid4(), uuid4()


def rows():
    head, *lines = BY_HAND.strip().splitlines()
    for line in lines:
        what, *marks = line.split()
        for letter, mark in zip(head.split(), marks, strict=True):
            yield May(what), Role(letter), SCOPES[mark]


@pytest.mark.parametrize(("what", "role", "scope"), list(rows()))
def test_the_table_says_what_the_design_says(what, role, scope):
    assert TABLE[what].get(role) is scope


def test_the_table_by_hand_leaves_nothing_out():
    assert {what for what, _role, _scope in rows()} == set(May) == set(TABLE)
    assert {role for _what, role, _scope in rows()} == set(Role)


def test_as_what_a_focal_point_acts():
    assert {part.value: role.value for part, role in ACTS_AS.items()} == {
        "protocol": "V",
        "desk": "V",
        "principal": "P",
        "ministry": "M",
        "mission": "A",
        "press": "R",
        "security": "S",
        "service": "S",
    }


def test_a_counterpart_has_no_role():
    assert Part.COUNTERPART not in ACTS_AS


def test_the_roles_given_by_name():
    assert "".join(GIVEN_BY_NAME) == "CODV"


@pytest.mark.parametrize(
    ("grant", "of", "expected"),
    [
        (Grant(Role.OFFICER), (), True),
        (Grant(Role.OFFICER), (THEIRS,), True),
        (Grant(Role.MINISTRY, OURS), (OURS,), True),
        (Grant(Role.MINISTRY, OURS), (THEIRS, OURS), True),
        (Grant(Role.MINISTRY, OURS), (THEIRS,), False),
        (Grant(Role.MINISTRY, OURS), (), False),
        (Grant(Role.MINISTRY, OURS), (None,), False),
        (Grant(Role.MINISTRY, None), (None,), False),
        (Grant(Role.VIEWER), (OURS,), False),
    ],
)
def test_own_reaches_as_far_as_ones_organisation(grant, of, expected):
    assert Rights((grant,)).may(May.SEE_OPTIONS, of) is expected


@pytest.mark.parametrize(("let_in", "expected"), [(True, True), (False, False)])
def test_a_ministry_sees_days_that_are_not_public_once_it_is_let_in(let_in, expected):
    held = Rights((Grant(Role.MINISTRY, OURS, let_in),))

    assert held.may(May.SEE_DAYS) is expected
    assert held.fully(May.SEE_DAYS) is False


def test_several_roles_are_their_union():
    held = Rights((Grant(Role.VIEWER), Grant(Role.MINISTRY, OURS), Grant(Role.DESK)))

    assert held.may(May.MANAGE_AGENDA)
    assert held.fully(May.SEE_OPTIONS)
    assert not held.may(May.MANAGE_PARTS)
    assert (held.roles, held.organisations) == (
        {Role.VIEWER, Role.MINISTRY, Role.DESK},
        {OURS},
    )


def test_no_role_allows_nothing_and_the_system_everything():
    assert not any(Rights().may(what, (OURS,)) for what in May)
    assert all(Rights(system=True).may(what) for what in May)


def test_roles_with_a_permission_in_a_scope():
    assert "".join(sorted(roles_with(May.SEE_DAYS))) == "ACDMOPRS"
    assert "".join(sorted(roles_with(May.SEE_DAYS, Scope.LET_IN))) == "MRS"
    assert "".join(sorted(roles_with(May.SEE_OPTIONS, Scope.OWN))) == "M"


def test_a_code_is_neutral_and_easily_read():
    codes = {new_code() for _each in range(200)}

    assert len(codes) > 190
    assert all(re.fullmatch("V-[23456789A-HJKMNP-TV-Z]{5}", code) for code in codes)
