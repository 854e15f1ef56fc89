"""Which exercises a plan holds, and how much of each, before any rule speaks."""

import pytest
from msgspec.structs import replace

from printkit.errors import CatalogError
from printkit.model import DayPart, Dose, DoseUnit, Level, Programme
from printkit.options import Choice, Wish
from printkit.plan import MOST_A_DAY, Item, draft, usual


class FewExercises:
    """The shipped exercises under programmes of our own."""

    def __init__(self, catalog, **levels):
        self.exercise = catalog.exercise
        names = {Level(level): exercises for level, exercises in levels.items()}
        self.programmes = {"ours": Programme(title={"en": "Ours"}, levels=names)}


def wish(options, **changes):
    return replace(options, plan=Wish(**changes))


def ids(plan):
    return [item.exercise.id for item in plan.items]


def test_a_therapist_s_own_list_wins_over_the_programme(catalog, smallest):
    chosen = (Choice(exercise="weight-shift"), Choice(exercise="hand-toe-raise"))
    plan = draft(catalog, wish(smallest, exercises=chosen, programme="foot-drop", level=Level.FUNCTIONAL))
    assert ids(plan) == ["weight-shift", "hand-toe-raise"]
    assert plan.chosen_by == "therapist"


def test_an_own_list_needs_no_programme(catalog, smallest):
    plan = draft(catalog, wish(smallest, exercises=(Choice(exercise="weight-shift"),), programme="nothing"))
    assert ids(plan) == ["weight-shift"]


@pytest.mark.parametrize("level", Level)
def test_the_programme_gives_the_list_of_its_level(catalog, smallest, level):
    plan = draft(catalog, wish(smallest, programme="foot-drop", level=level))
    assert ids(plan) == list(catalog.programmes["foot-drop"].levels[level])
    assert plan.chosen_by == "foot-drop"


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("passive", []),
        ("assisted", ["hand-toe-raise"]),
        ("active", ["hand-toe-raise"]),
        ("resisted", ["band-toe-raise"]),
        ("functional", ["band-toe-raise"]),
    ],
)
def test_a_level_that_is_not_there_falls_back_to_the_next_easier_one(catalog, smallest, level, expected):
    ours = FewExercises(catalog, assisted=("hand-toe-raise",), resisted=("band-toe-raise",))
    assert ids(draft(ours, wish(smallest, programme="ours", level=Level(level)))) == expected


def test_an_empty_level_falls_back_too_and_never_to_a_harder_one(catalog, smallest):
    ours = FewExercises(catalog, passive=("hand-toe-raise",), active=(), resisted=("band-toe-raise",))
    assert ids(draft(ours, wish(smallest, programme="ours", level=Level.ACTIVE))) == ["hand-toe-raise"]


def test_the_dose_is_the_catalogue_s_unless_the_therapist_says_otherwise(catalog, smallest):
    usual_dose = catalog.exercise("seated-toe-raise").dose
    chosen = (Choice(exercise="seated-toe-raise"), Choice(exercise="seated-toe-raise", repetitions=12, sets=1))
    first, second = draft(catalog, wish(smallest, exercises=chosen)).items
    assert first.dose == usual_dose
    assert second.dose == replace(usual_dose, repetitions=12, sets=1)


def test_every_part_of_a_dose_can_be_overridden(catalog, smallest):
    said = {
        "sets": 3,
        "repetitions": 4,
        "unit": DoseUnit.ROUNDS,
        "hold_seconds": 5,
        "minutes": 6,
        "rest_seconds": 7,
        "times_per_day": 2,
        "days_per_week": 1,
    }
    assert set(said) == set(Dose.__struct_fields__)
    (item,) = draft(catalog, wish(smallest, exercises=(Choice(exercise="weight-shift", **said),))).items
    assert item.dose == Dose(**said)


def test_the_time_of_day_is_the_catalogue_s_unless_the_therapist_says_otherwise(catalog, smallest):
    chosen = (
        Choice(exercise="standing-calf-stretch"),
        Choice(exercise="standing-calf-stretch", day_part=DayPart.EVENING),
    )
    first, second = draft(catalog, wish(smallest, exercises=chosen)).items
    assert first.day_part is catalog.exercise("standing-calf-stretch").day_part
    assert second.day_part is DayPart.EVENING


def test_a_note_stays_with_its_exercise(catalog, smallest):
    chosen = (Choice(exercise="weight-shift", note="Slowly."), Choice(exercise="stand-tall"))
    assert [item.note for item in draft(catalog, wish(smallest, exercises=chosen)).items] == ["Slowly.", ""]


def test_a_programme_says_nothing_of_its_own_about_doses(catalog, smallest):
    for item in draft(catalog, wish(smallest, programme="foot-drop")).items:
        assert item == usual(item.exercise)
        assert item == Item(exercise=item.exercise, dose=item.exercise.dose, day_part=item.exercise.day_part)


def test_an_exercise_that_is_not_there_offers_the_near_miss(catalog, smallest):
    with pytest.raises(CatalogError, match=r"no exercise 'weight-shft'\n  hint: did you mean 'weight-shift'"):
        draft(catalog, wish(smallest, exercises=(Choice(exercise="weight-shft"),)))


def test_every_shipped_level_keeps_to_the_most_exercises_a_day(catalog):
    for name, programme in catalog.programmes.items():
        for level, exercises in programme.levels.items():
            assert 1 <= len(exercises) <= MOST_A_DAY, (name, level)


def test_the_same_options_give_the_same_plan(catalog, example):
    assert draft(catalog, example) == draft(catalog, example)
