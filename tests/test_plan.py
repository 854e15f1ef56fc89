"""Which exercises a plan holds, and how much of each, before any rule speaks."""

import pytest
from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.doses import minutes
from printkit.content import kinds
from printkit.document import texts as words_of
from printkit.errors import CatalogError, OptionsError
from printkit.model.options import ChosenExercise, PlanRequest, PrintSettings
from printkit.model.records import Dose, Programme
from printkit.model.vocabulary import DayPart, DoseUnit, Evidence, Level
from printkit.planning.dose_load import of, too_many
from printkit.planning.plan import ASKED_FOR, Item, draft, usual

MORNING = DayPart.MORNING
MOST_A_DAY = 4  # more of them are done less often (readers' facts, "Dose")


class FewExercises:
    """The shipped exercises under programmes of our own."""

    def __init__(self, catalog, **levels):
        self.exercise, self.names, self.planning = catalog.exercise, catalog.names, catalog.planning
        names = {Level(level): exercises for level, exercises in levels.items()}
        self.programmes = {"ours": Programme(title={"en": "Ours"}, goal={"en": "to try"}, levels=names)}


def wish(options, **changes):
    return replace(options, plan=PlanRequest(**changes))


def ids(plan):
    return [item.exercise.id for item in plan.items]


def test_a_therapist_s_own_list_wins_over_the_programme(catalog, smallest):
    chosen = (ChosenExercise(exercise="weight-shift"), ChosenExercise(exercise="hand-toe-raise"))
    plan = draft(catalog, wish(smallest, exercises=chosen, programme="foot-drop", level=Level.FUNCTIONAL))
    assert ids(plan) == ["weight-shift", "hand-toe-raise"]
    assert plan.chosen_by == "therapist"


def test_an_own_list_needs_no_programme(catalog, smallest):
    plan = draft(catalog, wish(smallest, exercises=(ChosenExercise(exercise="weight-shift"),), programme="nothing"))
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
    exercises = tuple(ChosenExercise(exercise=name) for name in ("stand-tall", "weight-shift"))
    wished = {"by the therapist": {"exercises": exercises}, "by the programme": {"programme": "ours"}}[chosen]
    options = replace(wish(smallest, **wished), print=PrintSettings(other_views=views))
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
    chosen = (
        ChosenExercise(exercise="seated-toe-raise"),
        ChosenExercise(exercise="seated-toe-raise", repetitions=12, sets=1),
    )
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
    (item,) = draft(catalog, wish(smallest, exercises=(ChosenExercise(exercise="weight-shift", **said),))).items
    assert item.dose == Dose(**said)


def test_who_counts_a_timed_exercise_times_it_no_longer(catalog, smallest):
    timed = catalog.exercise("everyday-hand-tasks").dose
    assert timed.minutes > 0
    for said in ({"repetitions": 8}, {"unit": DoseUnit.ROUNDS}):
        (item,) = draft(
            catalog, wish(smallest, exercises=(ChosenExercise(exercise="everyday-hand-tasks", **said),))
        ).items
        assert item.dose == replace(timed, minutes=0, **said)
    (item,) = draft(catalog, wish(smallest, exercises=(ChosenExercise(exercise="everyday-hand-tasks", sets=2),))).items
    assert item.dose == replace(timed, sets=2)


def test_the_time_of_day_is_the_catalogue_s_unless_the_therapist_says_otherwise(catalog, smallest):
    chosen = (
        ChosenExercise(exercise="standing-calf-stretch"),
        ChosenExercise(exercise="standing-calf-stretch", day_part=DayPart.EVENING),
    )
    first, second = draft(catalog, wish(smallest, exercises=chosen)).items
    assert first.day_part is catalog.exercise("standing-calf-stretch").day_part
    assert second.day_part is DayPart.EVENING


def test_a_note_stays_with_its_exercise(catalog, smallest):
    chosen = (ChosenExercise(exercise="weight-shift", note="Slowly."), ChosenExercise(exercise="stand-tall"))
    assert [item.note for item in draft(catalog, wish(smallest, exercises=chosen)).items] == ["Slowly.", ""]


def test_a_programme_says_nothing_of_its_own_about_doses(catalog, smallest):
    for item in draft(catalog, wish(smallest, programme="foot-drop")).items:
        assert item == usual(item.exercise)
        assert item == Item(exercise=item.exercise, dose=item.exercise.dose, day_part=item.exercise.day_part)


def test_an_exercise_that_is_not_there_offers_the_near_miss(catalog, smallest):
    with pytest.raises(CatalogError, match=r"no exercise 'weight-shft'\n  hint: did you mean 'weight-shift'"):
        draft(catalog, wish(smallest, exercises=(ChosenExercise(exercise="weight-shft"),)))


def test_every_shipped_level_gives_its_first_exercises_up_to_the_most_a_day(catalog, smallest):
    for name, programme in catalog.programmes.items():
        for level, exercises in programme.levels.items():
            plan = draft(catalog, wish(smallest, programme=name, level=level))
            assert set(ids(plan)) == set(exercises[:MOST_A_DAY]), (name, level)
            waiting = {each.exercise.id: each.because for each in plan.passed}
            assert waiting == dict.fromkeys(exercises[MOST_A_DAY:], "more than 4 exercises a day"), (name, level)


def test_an_exercise_after_the_fourth_comes_in_where_one_before_it_is_not_possible(catalog, smallest):
    asked = wish(smallest, programme="arm-first-weeks", level=Level.FUNCTIONAL, at_hand=("chair", "cup", "cards"))
    plan = draft(catalog, asked)
    assert sorted(ids(plan)) == ["hand-to-mouth", "move-the-cup", "reach-for-a-cup", "use-it-list"]
    assert [(each.exercise.id, each.because) for each in plan.passed] == [("both-hands-together", "not at hand: towel")]


def test_the_same_options_give_the_same_plan(catalog, example):
    assert draft(catalog, example) == draft(catalog, example)


# --- what is at hand, and the time there is


def test_only_what_is_at_hand_is_used_and_an_easier_version_stands_in(catalog, smallest):
    ours = FewExercises(catalog, active=("band-toe-raise", "seated-toe-raise", "standing-calf-stretch"))
    plan = draft(ours, wish(smallest, programme="ours", level=Level.ACTIVE, at_hand=("chair", "towel")))
    assert ids(plan) == ["seated-toe-raise", "seated-towel-calf-stretch"]
    because = {each.exercise.id: each.because for each in plan.passed}
    assert because["band-toe-raise"] == "not at hand: heavy-table, resistance-band; seated-toe-raise in its place"
    assert because["standing-calf-stretch"].endswith("seated-towel-calf-stretch in its place")


def test_nothing_named_at_hand_means_everything_is(catalog, smallest):
    ours = FewExercises(catalog, resisted=("band-toe-raise",))
    assert ids(draft(ours, wish(smallest, programme="ours", level=Level.RESISTED))) == ["band-toe-raise"]


def test_a_thing_that_no_exercise_needs_is_named(catalog, smallest):
    with pytest.raises(OptionsError, match="no exercise needs 'trampoline'"):
        draft(catalog, wish(smallest, programme="foot-drop", at_hand=("trampoline",)))


def test_the_minutes_of_a_day_are_kept_but_one_exercise_is_always_there(catalog, smallest):
    names = ("seated-toe-raise", "outer-foot-lift", "ankle-circles")
    ours = FewExercises(catalog, active=names)
    all_of_them = draft(ours, wish(smallest, programme="ours", level=Level.ACTIVE))
    whole = sum(minutes(item.dose, catalog.planning) * item.dose.times_per_day for item in all_of_them.items)
    for budget in range(5, 61, 5):
        plan = draft(ours, wish(smallest, programme="ours", level=Level.ACTIVE, minutes_a_day=budget))
        used = sum(minutes(item.dose, catalog.planning) * item.dose.times_per_day for item in plan.items)
        assert plan.items
        assert used <= budget or len(plan.items) == 1
        assert len(plan.items) + len(plan.passed) == len(names)
        assert budget < whole or ids(plan) == list(names)


def test_a_programme_gives_4_exercises_at_most_and_a_therapist_as_many_as_wanted(catalog, smallest):
    names = ("seated-toe-raise", "outer-foot-lift", "ankle-circles", "seated-heel-raise", "towel-scrunch")
    ours = FewExercises(catalog, active=names)
    plan = draft(ours, wish(smallest, programme="ours", level=Level.ACTIVE))
    assert ids(plan) == list(names[:4])
    assert [each.because for each in plan.passed] == ["more than 4 exercises a day"]
    own = draft(ours, wish(smallest, exercises=tuple(ChosenExercise(exercise=name) for name in names), minutes_a_day=5))
    assert ids(own) == list(names)
    assert own.passed == ()


def test_a_programme_of_which_nothing_fits_is_a_message(catalog, smallest):
    ours = FewExercises(catalog, functional=("exercise-bike",))
    with pytest.raises(OptionsError, match="nothing of the programme fits"):
        draft(ours, wish(smallest, programme="ours", level=Level.FUNCTIONAL, at_hand=("cup",)))


# --- how much a plan asks


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        (Dose(minutes=5), 5),
        (Dose(repetitions=15), 1),  # 15 times 4 seconds
        (Dose(repetitions=10, hold_seconds=2), 1),
        (Dose(sets=3, repetitions=5, rest_seconds=60), 3),  # 3 times 20 seconds and 2 rests
        (Dose(repetitions=30, unit=DoseUnit.STEPS), 1),
    ],
)
def test_the_minutes_of_a_session_are_counted_from_the_dose(catalog, dose, expected):
    assert minutes(dose, catalog.planning) == pytest.approx(expected)


def test_how_many_different_exercises_are_too_many_and_nothing_else_is(catalog):
    planning = catalog.planning
    item = Item(exercise=catalog.exercise("seated-toe-raise"), dose=Dose(minutes=60, times_per_day=3), day_part=MORNING)
    assert not too_many(of([item] * 4, planning), planning)
    assert too_many(of([item] * 5, planning), planning)
    assert of([], planning).minutes_a_day == 0


def test_a_heavy_plan_names_the_exercises_to_start_with(catalog, templates, smallest):
    names = ("seated-toe-raise", "outer-foot-lift", "ankle-circles", "seated-heel-raise", "towel-scrunch")
    heavy = wish(smallest, exercises=tuple(ChosenExercise(exercise=name) for name in names))
    light = wish(
        smallest, exercises=(ChosenExercise(exercise="outer-foot-lift"), ChosenExercise(exercise="ankle-circles"))
    )
    booklet = kinds.KINDS["booklet"]
    words = "\n".join(words_of(pipeline.make(booklet, catalog, templates, heavy).document.blocks))
    start = words.index("Is this too much? Start with these:")
    assert words.index("Seated toe raise", start) < words.index("Outer foot lift", start)
    assert "too much" not in "\n".join(words_of(pipeline.make(booklet, catalog, templates, light).document.blocks))
