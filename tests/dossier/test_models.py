"""Who reads what of the dossier."""

import pytest

from planning.dossier.models import Indicator, Project, Sensitivity, Statement
from planning.visits.models import Participation
from tests.world import ROLES

FULL = {"chief", "deputy", "officer", "desk", "principals_office"}
ON_THE_VISIT = {who for who, role in ROLES.items() if role}


def readers(world, model):
    return {who for who, one in world.cast.items() if model.objects.visible_to(one.user).exists()}


def test_a_sensitivity_is_read_like_a_line_to_take(world, add):
    add("sensitivity")

    assert readers(world, Sensitivity) == FULL


def test_a_ministry_reads_the_sensitivity_it_is_named_for(world, add):
    add("sensitivity", organisation=world.of["ministry"])

    assert readers(world, Sensitivity) == FULL | {"ministry"}


def test_a_ministry_reads_it_once_its_part_is_that_of_a_ministry(world, add):
    add("sensitivity", organisation=world.of["ministry"])
    Participation.objects.filter(organisation=world.of["ministry"]).update(part="security")

    assert readers(world, Sensitivity) == FULL


@pytest.mark.parametrize(
    ("kind", "model"), [("indicator", Indicator), ("project", Project), ("statement", Statement)]
)
def test_whoever_sees_the_visit_reads_the_rest(world, add, kind, model):
    add(kind)

    assert readers(world, model) == ON_THE_VISIT
