"""The order of a plan: nobody lies, sits, stands and lies again in one session, and what matters most stays named first."""

import re
from itertools import groupby

import pytest
from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.checking import files
from printkit.content.names import Content
from printkit.content.templates import Templates
from printkit.errors import PrintkitError
from printkit.model.options import ChosenExercise, PlanRequest
from printkit.model.person import Devices, Home
from printkit.model.vocabulary import Answer, DayPart, Level, Position
from printkit.planning.plan import draft
from printkit.planning.safety import review
from printkit.resources import CATALOG, TEMPLATES

HELPED = Home(helper=Answer.YES, helper_can_steady=Answer.YES, helper_shown=Answer.YES, lives_alone=Answer.NO)
GROUPS = {"lying": 0, "sitting": 1, "standing-supported": 2, "standing-free": 2, "walking": 3}


def judged(catalog, options, plan=None):
    return review(plan or draft(catalog, options), options, catalog.rules, catalog.exercise)


def programmes(catalog):
    return [(name, level) for name, each in catalog.programmes.items() for level in each.levels]


def session(cleared):
    return cleared.item.day_part


@pytest.mark.parametrize("alone", [False, True])
def test_a_session_goes_once_from_lying_to_walking_whoever_stands_in(catalog, smallest, alone):
    home = Home(helper=Answer.NO, lives_alone=Answer.YES) if alone else HELPED
    for programme, level in programmes(catalog):
        wish = PlanRequest(programme=programme, level=level)
        try:
            items = judged(catalog, replace(smallest, home=home, devices=Devices(afo=Answer.NO), plan=wish)).items
        except PrintkitError:
            continue
        parts = [tuple(DayPart).index(session(item)) for item in items]
        assert parts == sorted(parts)
        for _, some in groupby(items, session):
            places = [(GROUPS[item.exercise.position], item.rank) for item in some]
            assert places == sorted(places), (programme, level)


def test_a_programme_that_ranks_standing_first_is_ordered_otherwise(catalog, smallest):
    wish = PlanRequest(programme="whole-body-short", level=Level.FUNCTIONAL)
    items = judged(catalog, replace(smallest, home=HELPED, plan=wish)).items
    assert [item.exercise.id for item in items] == [
        "reach-for-a-cup",
        "sit-to-stand",
        "march-on-the-spot",
        "walking-practice",
    ]
    assert [item.rank for item in items] == [2, 0, 1, 3]


def test_the_list_of_a_therapist_stays_as_it_is(catalog, smallest):
    names = ("standing-calf-stretch", "heel-slide", "march-on-the-spot", "belly-breathing", "seated-toe-raise")
    wish = PlanRequest(exercises=tuple(ChosenExercise(exercise=name) for name in names))
    items = judged(catalog, replace(smallest, home=HELPED, plan=wish)).items
    assert [item.exercise.id for item in items] == list(names)


def test_what_to_start_with_needs_no_standing_and_goes_by_rank(catalog, templates, smallest):
    """Who finds the plan too much is not sent to the exercises in which they could fall."""
    names = ("standing-calf-stretch", "march-on-the-spot", "seated-toe-raise", "heel-slide", "belly-breathing")
    wish = PlanRequest(exercises=tuple(ChosenExercise(exercise=name) for name in names))
    options = replace(smallest, home=HELPED, plan=wish)
    ranked = replace(draft(catalog, options), positions=catalog.planning.positions)
    cleared = judged(catalog, options, ranked)
    assert [item.exercise.id for item in cleared.items][:2] != list(names[2:4])
    content = Content(cleared, catalog, templates, pipeline.speaker(catalog, options), None)
    titles = [catalog.exercise(name).text["en"].title for name in names[2:4]]
    assert list(content.plan.start_with) == titles


def test_every_position_stands_in_one_group(catalog, tmp_path):
    assert sorted(position for group in catalog.planning.positions for position in group) == sorted(Position)
    text = (CATALOG / "planning.yaml").read_text(encoding="utf-8")
    (tmp_path / "planning.yaml").write_text(re.sub(r"\[lying\], ", "", text), encoding="utf-8")
    report = files.check(tmp_path, Catalog((CATALOG,)), Templates((TEMPLATES,)))
    (problem,) = (each for each in report.problems if "every position" in each.message)
    assert problem.where.endswith("planning.yaml:8")
