"""Which exercises a plan holds, and how much of each, before any rule speaks."""

import pytest
from msgspec.structs import replace

from printkit.errors import CatalogError, OptionsError
from printkit.model import DayPart, Dose, DoseUnit, Evidence, Level, Programme
from printkit.options import Choice, Print, Wish
from printkit.plan import ASKED_FOR, Item, draft, usual

MOST_A_DAY = 4  # more of them are done less often (readers' facts, "Dose")


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


@pytest.mark.parametrize("levels", [{}, {"passive": ()}, {"resisted": ("band-toe-raise",)}])
def test_a_programme_with_nothing_at_the_level_or_below_is_a_message(catalog, smallest, levels):
    ours = FewExercises(catalog, **levels)
    with pytest.raises(OptionsError) as raised:
        draft(ours, wish(smallest, programme="ours", level=Level.ACTIVE))
    assert raised.value.message == "the programme ours has no exercise at the level active or below"
    assert raised.value.hint == "choose a higher level, or list exercises"


class Doubted(FewExercises):
    """One shipped exercise that rests on less evidence than it does."""

    def __init__(self, catalog, evidence, **levels):
        super().__init__(catalog, **levels)
        doubted = replace(catalog.exercise("weight-shift"), evidence=evidence)
        self.exercise = lambda name: doubted if name == "weight-shift" else catalog.exercise(name)


@pytest.mark.parametrize("chosen", ["by the therapist", "by the programme"])
@pytest.mark.parametrize("evidence", Evidence)
@pytest.mark.parametrize("views", [(), (Evidence.E4,), (Evidence.E5,), (Evidence.E4, Evidence.E5)])
def test_the_weakest_evidence_is_left_out_and_the_weak_only_printed_when_asked_for(
    catalog, smallest, evidence, chosen, views
):
    ours = Doubted(catalog, evidence, active=("stand-tall", "weight-shift"))
    exercises = tuple(Choice(exercise=name) for name in ("stand-tall", "weight-shift"))
    wished = {"by the therapist": {"exercises": exercises}, "by the programme": {"programme": "ours"}}[chosen]
    options = replace(wish(smallest, **wished), print=Print(other_views=views))
    if evidence not in ASKED_FOR or (evidence is Evidence.E4 and Evidence.E4 in views):
        assert ids(draft(ours, options)) == ["stand-tall", "weight-shift"]
        return
    with pytest.raises(OptionsError) as raised:
        draft(ours, options)
    assert raised.value.message == f"weight-shift rests on {evidence} only"
    assert ("other_views: [E4]" in raised.value.hint) is (evidence is Evidence.E4)


def test_what_must_be_asked_for_is_the_weak_and_the_weakest_evidence():
    assert set(ASKED_FOR) == {Evidence.E4, Evidence.E5}


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


def test_who_counts_a_timed_exercise_times_it_no_longer(catalog, smallest):
    timed = catalog.exercise("everyday-hand-tasks").dose
    assert timed.minutes > 0
    for said in ({"repetitions": 8}, {"unit": DoseUnit.ROUNDS}):
        (item,) = draft(catalog, wish(smallest, exercises=(Choice(exercise="everyday-hand-tasks", **said),))).items
        assert item.dose == replace(timed, minutes=0, **said)
    (item,) = draft(catalog, wish(smallest, exercises=(Choice(exercise="everyday-hand-tasks", sets=2),))).items
    assert item.dose == replace(timed, sets=2)


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
