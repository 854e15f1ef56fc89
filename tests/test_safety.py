"""The rules speak: what is blocked, left out, supervised, changed and added, and that answers only ever tighten."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import pytest
from hypothesis import assume, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit import Printkit, pipeline
from printkit.content import kinds
from printkit.document import DayChecks, Views, texts, walk
from printkit.errors import Several, Unsafe
from printkit.model.facts import answers, meets
from printkit.model.options import ChosenExercise, Clinic, Options, Override, Patient, PlanRequest, PrintSettings
from printkit.model.person import Health, Home, Stroke
from printkit.model.records import DoseLimit, Exercise, Rule
from printkit.model.vocabulary import (
    Action,
    Answer,
    BookletSize,
    Evidence,
    ExerciseClass,
    Position,
    PrintProfile,
    Side,
    WalkingAid,
)
from printkit.planning.plan import Plan, draft
from printkit.planning.safety import Cleared, concerns, review
from printkit.planning.speaking import applies
from printkit.resources import CATALOG

TODAY = date(2026, 11, 20)
LONG_AGO = date(2026, 1, 5)
HELPED = Home(helper=Answer.YES, helper_can_steady=Answer.YES, helper_shown=Answer.YES, lives_alone=Answer.NO)
SCREENED = Health(screened_by="A. Therapist", screened_on=TODAY)


# --- words for the tests


def patient(*exercises: str, answers: dict | None = None, health: Health = SCREENED, **more) -> Options:
    """Someone whom a therapist has checked, with a plan of these exercises and these answers."""
    more.setdefault("stroke", Stroke(affected_side=Side.LEFT))
    options = Options(
        patient=Patient(id="p-1"),
        health=health,
        plan=PlanRequest(exercises=tuple(ChosenExercise(exercise=name) for name in exercises)),
        print=PrintSettings(printed_on=TODAY),
        clinic=Clinic(region="GB"),
        **{"home": HELPED, **more},
    )
    return told(options, answers or {})


def no_one(*exercises: str, answers: dict | None = None, health: Health = Health()) -> Options:  # noqa: B008 - frozen
    """A sheet for no one in particular."""
    return replace(patient(*exercises, answers=answers, health=health), patient=None)


def told(options: Options, answers: dict[str, object]) -> Options:
    """The same options with answers put in by their dotted names."""
    for name, value in answers.items():
        group, key = name.split(".")
        record = getattr(options, group)
        kind = PrintProfile if key == "profile" else type(getattr(record, key))
        typed = kind(value) if issubclass(kind, StrEnum) else value
        options = replace(options, **{group: replace(record, **{key: typed})})
    return options


def cleared(catalog, options: Options, *more: Rule) -> Cleared:
    return review(draft(catalog, options), options, (*catalog.rules, *more), catalog.exercise)


def printed(result: Cleared) -> list[str]:
    return [item.exercise.id for item in result.items]


def ids(rules: Iterable[Rule]) -> set[str]:
    return {rule.id for rule in rules}


def asked(result: Cleared, exercise: str) -> list[str]:
    """The ids of the rules whose open questions the reader of one exercise answers."""
    (item,) = (item for item in result.items if item.exercise.id == exercise)
    return [rule.id for rule in item.conditions]


def warnings(result: Cleared, exercise: str) -> set[str]:
    """The ids of the rules that speak at one exercise."""
    (item,) = (item for item in result.items if item.exercise.id == exercise)
    return ids((*item.supervise, *item.modify))


def problems(catalog, options: Options, *more: Rule) -> dict[str, Unsafe]:
    """What Unsafe says, by rule; nothing when the plan is cleared."""
    try:
        cleared(catalog, options, *more)
    except Several as several:
        found = several.problems
    except Unsafe as unsafe:
        found = (unsafe,)
    else:
        found = ()
    return {problem.where.removeprefix("rule "): problem for problem in found}


def rule(action: Action, number: int = 90, **more) -> Rule:
    """A rule of a clinic's own."""
    return Rule(id=f"R-{number}", action=action, because={"en": f"Reason {number}."}, source=("DM",), **more)


def of_class(kind: ExerciseClass) -> tuple[str, ...]:
    """The shipped exercises of a class."""
    catalog = Printkit().catalog
    return tuple(name for name in catalog.names("exercises") if catalog.exercise(name).exercise_class is kind)


def override(name: str) -> Override:
    return Override(rule=name, name="C. Clinician", reason="Seen today, no concern.")


# what is asked of everyone at an exercise of the leg
EVERY_LEG = ["R-12a", "R-14a", "R-15", "R-17a", "R-70", "R-71a", "R-71b", "R-72", "R-81a", "R-84a"]


HIGH = {"health.high_fall_risk": "yes"}
STICK = {"devices.walking_aid": "stick"}
NO_AID = {"devices.walking_aid": "none"}
BOTH = {"stroke.affected_side": "both"}
ALONE = {**HIGH, "home.lives_alone": "yes"}
NO_HELPER = {"home.lives_alone": "yes", "home.helper": "no"}
SEEN = {**NO_AID, "health.high_fall_risk": "no"}
UNSCREENED = {"health.screened_by": "", "health.screened_on": None}


# --- whom a rule speaks of, and when


def test_every_condition_must_hold():
    both = rule(Action.EXCLUDE, when={"a": ("yes",), "b": ("yes", "unknown")})
    assert applies(both, {"a": "yes", "b": "unknown"})
    assert not applies(both, {"a": "yes", "b": "no"})
    assert not applies(both, {"a": "no", "b": "yes"})
    assert applies(rule(Action.EXCLUDE), {})


@pytest.mark.parametrize("action", Action)
def test_unknown_counts_as_yes_for_block_see_first_and_supervise_alone(action):
    cautious = action in (Action.BLOCK, Action.SEE_FIRST, Action.SUPERVISE)
    assert not applies(rule(action, when={"a": ("yes",)}, open=Answer.NO), {"a": "unknown"})
    assert applies(rule(action, when={"a": ("yes",)}), {"a": "unknown"}) is cautious
    assert applies(rule(action, when={"a": ("yes", "unknown")}), {"a": "unknown"})
    assert not applies(rule(action, when={"a": ("yes",)}), {"a": "no"})


def test_a_rule_speaks_of_what_asks_any_of_its_demands_and_of_what_it_names(catalog):
    stairs, seated, arm = map(catalog.exercise, ("stairs-with-rail", "seated-toe-raise", "wall-press-up"))
    assert concerns(rule(Action.EXCLUDE), seated)
    either = rule(Action.EXCLUDE, demands=("level-change", "arm-weight-bearing"))
    assert [concerns(either, each) for each in (stairs, seated, arm)] == [True, False, True]
    named = rule(Action.EXCLUDE, demands=("level-change",), exercises=("seated-toe-raise",))
    assert [concerns(named, each) for each in (stairs, seated, arm)] == [True, True, False]
    standing = rule(Action.EXCLUDE, positions=(Position.STANDING_SUPPORTED,))
    assert [concerns(standing, each) for each in (seated, arm)] == [False, True]


def test_a_rule_speaks_of_what_asks_all_of_its_demands(catalog):
    stairs, march, walk = map(catalog.exercise, ("stairs-with-rail", "march-on-the-spot", "walking-practice"))
    both = rule(Action.EXCLUDE, all_demands=("stands", "no-hold"))
    assert [concerns(both, each) for each in (stairs, march, walk)] == [False, False, True]
    besides = rule(Action.EXCLUDE, all_demands=("stands", "no-hold"), with_any=("floor", "grip"))
    assert [concerns(besides, each) for each in (stairs, march, walk)] == [False, False, False]


def test_a_rule_is_quiet_about_an_exercise_that_asks_what_it_leaves_alone(catalog):
    stairs, walk = catalog.exercise("stairs-with-rail"), catalog.exercise("walking-practice")
    assert not concerns(rule(Action.EXCLUDE, not_demands=("level-change",)), stairs)
    steps = rule(Action.EXCLUDE, demands=("steps",), not_demands=("level-change", "floor"))
    assert [concerns(steps, each) for each in (stairs, walk)] == [False, True]
    assert not concerns(rule(Action.EXCLUDE, exercises=("stairs-with-rail",), not_demands=("steps",)), stairs)


def test_an_exercise_that_needs_a_person_asks_for_one_by_itself(catalog):
    helped = rule(Action.EXCLUDE, demands=("needs-person",))
    assert concerns(helped, catalog.exercise("stairs-with-rail"))
    assert not concerns(helped, catalog.exercise("seated-toe-raise"))


def test_a_sentence_for_some_positions_is_said_at_each_of_their_exercises(catalog):
    seated = rule(Action.MODIFY, positions=(Position.SITTING,), say={"en": "Sit well back."})
    result = cleared(catalog, patient("seated-toe-raise", "stand-tall"), seated)
    assert "R-90" not in ids(result.everywhere)
    assert "R-90" in warnings(result, "seated-toe-raise")
    assert "R-90" not in warnings(result, "stand-tall")


def test_who_stands_holds_what_cannot_move_and_reads_it_once(catalog):
    """But where nothing can be gripped; who sits is not told to hold a worktop."""
    for name in catalog.names("exercises"):
        if "floor" in catalog.exercise(name).demands:
            continue  # a therapist sees it first
        held = {"both-hands-hold", "one-hand-hold"} & set(catalog.exercise(name).demands)
        result = cleared(catalog, patient(name, answers=SEEN))
        assert ("R-02" in ids(result.everywhere)) is bool(held), name
        assert "R-02" not in warnings(result, name)
    several = cleared(catalog, patient("stand-tall", "weight-shift", "seated-toe-raise"))
    assert [each.id for each in several.everywhere].count("R-02") == 1


@pytest.mark.parametrize("answers", [HIGH, STICK, {"devices.walking_aid": "unknown"}], ids=str)
def test_who_cannot_grip_and_may_fall_has_a_helper_and_is_not_told_to_hold_on(catalog, answers):
    """Never a press-up with both hands on the wall alone, and never "hold on with both hands" there."""
    result = cleared(catalog, patient("wall-press-up", answers=answers))
    assert result.items[0].needs_person
    assert "R-02" not in ids(result.everywhere)


def test_who_cannot_grip_and_is_steady_needs_no_helper(catalog):
    assert not cleared(catalog, patient("wall-press-up", answers=NO_AID)).items[0].needs_person


@pytest.mark.parametrize("exercise", ["one-leg-stand-affected-side", "one-leg-stand-stronger-side"])
@pytest.mark.parametrize(("side", "stands"), [("left", True), ("right", True), ("both", False)])
def test_who_is_weak_on_both_sides_never_stands_on_one_leg(catalog, exercise, side, stands):
    result = cleared(catalog, patient(exercise, answers={**NO_AID, "stroke.affected_side": side}))
    assert (exercise in printed(result)) is stands
    if not stands:
        assert [(left.rule.id, left.replaced_by) for left in result.left_out] == [("R-09d", "weight-shift")]
        assert printed(result) == ["weight-shift"]


@pytest.mark.parametrize(
    ("exercise", "with_aid"),
    [("walking-practice", True), ("stairs-with-rail", False), ("heel-walking", False), ("step-over", False)],
)
def test_the_aid_stays_out_of_a_hand_that_holds_the_rail_or_the_worktop(catalog, exercise, with_aid):
    assert ("R-08a" in warnings(cleared(catalog, patient(exercise, answers=STICK)), exercise)) is with_aid


@pytest.mark.parametrize("helper", ["no", "unknown"])
@pytest.mark.parametrize(
    ("exercise", "name"),
    [
        ("one-leg-stand-stronger-side", "R-56a"),
        ("heel-walking", "R-56a"),
        ("stairs-with-rail", "R-56a"),
        ("step-over", "R-56a"),
        ("walking-practice", None),
        ("seated-toe-raise", None),
    ],
)
def test_who_lives_alone_gets_nothing_that_needs_a_helper_unless_there_is_one(catalog, exercise, name, helper):
    def reasons(alone: str, has_helper: str) -> list[str]:
        answers = {"home.lives_alone": alone, "home.helper": has_helper}
        return [left.rule.id for left in cleared(catalog, patient(exercise, answers=answers)).left_out]

    assert reasons("yes", helper) == ([name] if name else [])
    assert reasons("yes", "yes") == []
    # with somebody in the house who cannot help, what truly needs a helper is left out all the same
    helped = catalog.exercise(exercise).needs_person is Answer.YES and helper == "no"
    assert reasons("no", helper) == (["R-56d"] if helped else [])


# --- precedence


def test_a_block_wins_over_an_exclusion(catalog):
    balance = of_class(ExerciseClass.BALANCE)
    more = rule(Action.EXCLUDE, 90, exercises=balance), rule(Action.BLOCK, 91, exercises=balance)
    assert set(problems(catalog, patient("one-leg-stand-stronger-side"), *more)) == {"R-91"}


def test_an_exclusion_wins_over_supervision_and_changed_words(catalog):
    answers = {**ALONE, **STICK, "home.helper": "no"}
    result = cleared(catalog, patient("one-leg-stand-stronger-side", answers=answers))
    assert "one-leg-stand-stronger-side" not in printed(result)
    assert {finding.rule.id for finding in result.findings if finding.exercise == "one-leg-stand-stronger-side"} == {
        "R-04a"
    }


def test_the_first_exclusion_gives_the_reason(catalog):
    more = rule(Action.EXCLUDE, 90, demands=("level-change",)), rule(Action.EXCLUDE, 91, demands=("level-change",))
    result = cleared(catalog, patient("stairs-with-rail"), *more)
    assert [left.rule.id for left in result.left_out] == ["R-90"]


def test_supervision_and_changed_words_add_up(catalog):
    result = cleared(catalog, patient("one-leg-stand-stronger-side", answers={**HIGH, **STICK}))
    (item,) = result.items
    assert [rule.id for rule in item.supervise] == ["R-04b", "R-09f", "R-09g"]
    assert [rule.id for rule in item.modify] == ["R-06", "R-06d", "R-09a"]
    assert item.needs_person


def test_pages_add_up_and_each_comes_once(catalog):
    more = rule(Action.PAGE, 90, pages=("skin", "shoes")), rule(Action.PAGE, 91, pages=("shoes", "limb-care"))
    result = cleared(catalog, patient("seated-toe-raise", answers={"devices.afo": "yes"}), *more)
    assert result.pages == (
        "red-flags", "stop-rules", "home-safety", "after-a-fall", "skin", "shoes", "limb-care",
    )  # fmt: skip


def test_pages_are_added_even_to_a_plan_of_nothing(catalog):
    options = patient()
    result = review(Plan(items=(), chosen_by=""), options, catalog.rules, catalog.exercise)
    assert "red-flags" in result.pages
    assert result.items == ()


def test_a_sentence_for_every_exercise_is_said_once(catalog):
    result = cleared(catalog, patient("seated-toe-raise", "stand-tall"))
    assert [rule.id for rule in result.everywhere] == ["R-02", "R-73"]
    assert "R-73" not in warnings(result, "seated-toe-raise") | warnings(result, "stand-tall")


def test_an_exercise_that_always_needs_a_helper_does_so_without_a_rule(catalog):
    (item,) = cleared(catalog, patient("stairs-with-rail", answers=NO_AID)).items
    assert item.supervise == ()
    assert item.needs_person
    (item,) = cleared(catalog, patient("seated-toe-raise")).items
    assert not item.needs_person


# --- blocks


def test_open_answers_are_asked_for_all_at_once(catalog):
    asked = problems(catalog, patient("seated-toe-raise", health=Health()))
    assert set(asked) == {"R-12a", "R-14a", "R-17a", "R-70", "R-71a", "R-71b", "R-72"}
    assert asked["R-72"].message == "Is this person under 18?"
    assert asked["R-72"].hint == "answer health.under_18, or give health.screened_by and health.screened_on"


def test_an_answer_that_is_worked_out_is_asked_for_by_what_a_user_can_write(catalog):
    more = rule(Action.BLOCK, when={"health.fall_risk": ("high",), "health.stroke_under_48_hours": ("yes",)})
    asked = problems(catalog, patient("band-toe-raise", health=Health()), more)
    screening = "health.screened_by and health.screened_on"
    assert asked["R-71b"].hint == f"answer stroke.happened_on, or give {screening}"
    assert asked["R-90"].hint == (
        "answer health.falls_last_year, injured_in_a_fall and high_fall_risk and stroke.happened_on, "
        f"or give {screening}"
    )


def test_a_question_names_an_answer_that_an_option_file_can_give(catalog):
    for problem in problems(catalog, patient("seated-toe-raise", health=Health())).values():
        for name in problem.hint.removeprefix("answer ").partition(",")[0].split(" and "):
            group, key = name.split(".")
            assert hasattr(getattr(Options(), group), key), problem.hint


def test_open_answers_end_with_code_3_and_nothing_printed(printkit, tmp_path):
    (tmp_path / "sam.yaml").write_text("patient: p-1\nplan: {exercises: [one-leg-stand-stronger-side]}\n")
    result = printkit("booklet", "sam.yaml")
    assert result.exit_code == 3
    for name in ("R-70", "R-71a", "R-71b", "R-72"):
        assert result.output.count(f"rule {name}: ") == 1, result.output
    assert not (tmp_path / "out").exists()


def test_screening_answers_the_open_questions(catalog):
    assert problems(catalog, patient("one-leg-stand-stronger-side", health=SCREENED)) == {}


FIT = {
    "health.foot_drop_cause": "stroke",
    "health.under_18": "no",
    "health.medically_unstable": "no",
    "health.recent_surgery": "none",
    "health.broken_bone": "none",
    "health.leg_clot": "none",
    "health.unsteady_heart": "no",
    "health.recent_heart_event": "no",
    "health.sitting_balance": "alone",
    "stroke.happened_on": LONG_AGO,
}


def test_answers_of_no_answer_the_questions_too(catalog):
    assert problems(catalog, patient("seated-toe-raise", health=Health(), answers=FIT)) == {}
    band = cleared(catalog, patient("band-toe-raise", health=Health(), answers=FIT))
    assert [(left.rule.id, left.replaced_by) for left in band.left_out] == [("R-03", "seated-toe-raise")]


def test_screening_does_not_lift_an_answer_that_forbids(catalog):
    blocked = problems(catalog, patient("seated-toe-raise", answers={"health.medically_unstable": "yes"}))
    assert set(blocked) == {"R-71a"}
    assert blocked["R-71a"].message == (
        "Someone who is unwell needs the hospital team first. See a doctor today: you are too unwell to exercise."
    )
    assert blocked["R-71a"].exit_code == 3


def test_a_block_names_the_exercises_that_it_is_about(catalog):
    plan = ("seated-toe-raise", "one-leg-stand-stronger-side", "band-toe-raise")
    more = rule(Action.BLOCK, demands=("one-leg-stand", "resistance"))
    blocked = problems(catalog, patient(*plan, answers={"health.under_18": "yes"}), more)
    assert blocked["R-90"].message.endswith("(one-leg-stand-stronger-side, band-toe-raise)")
    assert "(" not in blocked["R-72"].message
    assert "R-90" not in problems(catalog, patient("seated-toe-raise", answers={"health.under_18": "yes"}), more)


def test_who_was_not_checked_gets_what_needs_no_check_and_is_told_to_ask_for_the_rest(catalog):
    plan = ("seated-toe-raise", "one-leg-stand-stronger-side", "band-toe-raise")
    answers = {**UNSCREENED, **FIT}
    result = cleared(catalog, patient(*plan, answers=answers))
    assert [(left.exercise.id, left.rule.id) for left in result.left_out] == [(name, "R-03") for name in plan[1:]]
    assert all(left.rule.action is Action.SEE_FIRST for left in result.left_out)
    assert "seated-toe-raise" in printed(result)


def test_a_block_without_a_question_says_how_an_exception_is_signed(catalog):
    blocked = problems(catalog, patient("seated-toe-raise"), rule(Action.BLOCK))
    assert blocked["R-90"].message == "Reason 90."
    assert blocked["R-90"].hint == (
        "a clinician can sign an exception: overrides: [{rule: R-90, exercise: seated-toe-raise, name: ..., "
        "reason: ..., on: ..., answers: {stroke.affected_side: left}}]"
    )


def test_a_block_whose_answer_is_open_and_that_has_no_question_gives_its_reason(catalog):
    more = rule(Action.BLOCK, when={"devices.fes": ("yes",), "home.pets": ("yes",)})
    blocked = problems(catalog, patient("seated-toe-raise", answers={"home.pets": "yes"}), more)
    assert blocked["R-90"].message == "Reason 90."
    assert blocked["R-90"].hint == "answer devices.fes"


def test_a_plan_without_exercises_is_never_blocked(catalog):
    options = patient(health=Health())
    assert review(Plan(items=(), chosen_by=""), options, catalog.rules, catalog.exercise).items == ()


# --- overrides


def test_an_override_lifts_a_block_and_is_recorded(catalog):
    options = patient("band-toe-raise", answers={"health.under_18": "yes"}, overrides=(override("R-72"),))
    result = cleared(catalog, options)
    assert printed(result) == ["band-toe-raise"]
    assert [(f.rule.id, f.override) for f in result.findings if f.override] == [("R-72", override("R-72"))]


def test_an_override_lifts_only_the_rule_that_it_names(catalog):
    answers = {"health.under_18": "yes", "health.medically_unstable": "yes"}
    options = patient("seated-toe-raise", answers=answers, overrides=(override("R-72"),))
    assert set(problems(catalog, options)) == {"R-71a"}


def test_an_override_that_lets_a_stand_in_through_is_recorded_once(catalog):
    """The plan itself needed no exception; what stands in for a part of it did."""
    no_balance = rule(Action.EXCLUDE, 90, exercises=of_class(ExerciseClass.BALANCE))
    no_shift = rule(Action.BLOCK, 91, exercises=of_class(ExerciseClass.SUPPORTED_STANDING))
    options = patient("one-leg-stand-stronger-side", overrides=(override("R-91"),))
    result = cleared(catalog, options, no_balance, no_shift)
    assert printed(result) == ["weight-shift"]
    assert [(f.rule.id, f.override) for f in result.findings if f.override] == [("R-91", override("R-91"))]
    unsigned = cleared(catalog, patient("one-leg-stand-stronger-side"), no_balance, no_shift)
    assert printed(unsigned) == ["seated-heel-raise"]


def test_an_override_of_a_rule_that_does_not_speak_is_not_recorded(catalog):
    result = cleared(catalog, patient("seated-toe-raise", overrides=(override("R-35"), override("R-72"))))
    assert [finding for finding in result.findings if finding.override] == []


def test_an_override_of_an_exclusion_brings_the_exercise_back(catalog):
    answers = {"health.claw_toes": "yes"}
    result = cleared(catalog, patient("towel-scrunch", answers=answers, overrides=(override("R-35"),)))
    assert printed(result) == ["towel-scrunch"]
    assert result.left_out == ()


def alone(exercise: Exercise, **changes: object) -> Exercise:
    """An exercise without its neighbours, for a catalogue that does not have them."""
    return replace(exercise, **{"easier": "", "harder": "", **changes})


def test_a_lifted_block_that_lets_a_substitute_in_is_recorded(catalog):
    more = (
        rule(Action.EXCLUDE, 90, exercises=of_class(ExerciseClass.ACTIVE_ARM)),
        rule(Action.BLOCK, 91, exercises=of_class(ExerciseClass.HAND)),
    )
    exercises = {
        "reach-for-a-cup": alone(catalog.exercise("reach-for-a-cup"), replace_with="everyday-hand-tasks"),
        "everyday-hand-tasks": alone(catalog.exercise("everyday-hand-tasks")),
    }
    options = patient("reach-for-a-cup", overrides=(override("R-91"),))
    result = review(draft_of(exercises, options), options, more, exercises.__getitem__)
    assert printed(result) == ["everyday-hand-tasks"]
    assert "R-91" in {finding.rule.id for finding in result.findings if finding.override}


# --- what is left out, and what stands in for it


def draft_of(exercises: dict, options: Options) -> Plan:
    """A plan of exercises that are not in the catalogue as they stand."""

    class Few:
        exercise = staticmethod(exercises.__getitem__)

    return draft(Few, options)


def test_an_excluded_exercise_gets_its_reason_and_its_substitute(catalog):
    result = cleared(catalog, patient("one-leg-stand-affected-side", answers=STICK))
    (left,) = result.left_out
    assert (left.exercise.id, left.rule.id, left.replaced_by) == (
        "one-leg-stand-affected-side",
        "R-09c",
        "weight-shift",
    )
    (item,) = result.items
    assert (item.exercise.id, item.stands_in_for) == ("weight-shift", "one-leg-stand-affected-side")
    assert item.item.dose == catalog.exercise("weight-shift").dose


def test_a_substitute_carries_its_own_warnings(catalog):
    result = cleared(catalog, patient("one-leg-stand-affected-side", answers={**STICK, **HIGH, "devices.afo": "yes"}))
    assert warnings(result, "weight-shift") == {"R-06", "R-06d", "R-10"}


def test_a_substitute_stands_where_the_exercise_stood(catalog):
    plan = ("hand-toe-raise", "one-leg-stand-affected-side", "seated-toe-raise")
    assert printed(cleared(catalog, patient(*plan, answers=STICK))) == [
        "hand-toe-raise", "weight-shift", "seated-toe-raise",
    ]  # fmt: skip


def test_a_substitute_that_is_in_the_plan_gives_way_to_one_that_is_not(catalog):
    result = cleared(catalog, patient("towel-scrunch", "outer-foot-lift", answers={"health.claw_toes": "yes"}))
    assert printed(result) == ["hand-sole-turn", "outer-foot-lift"]
    assert result.left_out[0].replaced_by == "hand-sole-turn"


def test_a_substitute_that_is_in_the_plan_is_named_and_not_printed_twice(catalog):
    plan = ("towel-scrunch", "outer-foot-lift", "hand-sole-turn", "ankle-circles", "ankle-pumps")
    result = cleared(catalog, patient(*plan, answers={"health.claw_toes": "yes"}))
    assert printed(result) == list(plan[1:])
    assert result.left_out[0].replaced_by == "outer-foot-lift"
    assert {item.stands_in_for for item in result.items} == {""}


def test_2_excluded_exercises_never_share_a_substitute(catalog):
    result = cleared(catalog, patient("sock-pick-up", "towel-scrunch", answers={"health.claw_toes": "yes"}))
    assert [left.replaced_by for left in result.left_out] == ["outer-foot-lift", "hand-sole-turn"]
    assert printed(result) == ["outer-foot-lift", "hand-sole-turn"]


def test_an_excluded_substitute_gives_way_to_the_next_easier(catalog):
    no_lift = rule(Action.EXCLUDE, demands=("lift",))
    exercises = {name: catalog.exercise(name) for name in catalog.names("exercises")}
    exercises["outer-foot-lift"] = replace(exercises["outer-foot-lift"], demands=("lift",))
    options = patient("towel-scrunch", answers={"health.claw_toes": "yes"})
    result = review(draft_of(exercises, options), options, (*catalog.rules, no_lift), exercises.__getitem__)
    assert printed(result) == ["hand-sole-turn"]
    assert result.left_out[0].replaced_by == "hand-sole-turn"


def test_a_blocked_substitute_is_never_used(catalog):
    more = (
        rule(Action.EXCLUDE, 90, demands=("arm-weight-bearing",)),
        rule(Action.BLOCK, 91, when={"home.pets": ("yes",)}, demands=("cup",)),
    )
    exercises = {name: catalog.exercise(name) for name in ("wall-press-up", "reach-for-a-cup")}
    exercises["reach-for-a-cup"] = alone(exercises["reach-for-a-cup"], demands=("cup",))
    for pets, expected in (("no", ["reach-for-a-cup"]), ("unknown", []), ("yes", [])):
        options = patient("wall-press-up", answers={"home.pets": pets})
        result = review(draft_of(exercises, options), options, more, exercises.__getitem__)
        assert printed(result) == expected
        assert result.left_out[0].replaced_by == "".join(expected)


@pytest.mark.parametrize("evidence", Evidence)
def test_what_rests_on_too_little_never_stands_in(catalog, evidence):
    """Not even where it was asked for: a stand-in is chosen by no one."""
    exercises = {name: catalog.exercise(name) for name in catalog.names("exercises")}
    exercises["outer-foot-lift"] = replace(exercises["outer-foot-lift"], evidence=evidence)
    options = patient("towel-scrunch", answers={"health.claw_toes": "yes"})
    options = replace(options, print=replace(options.print, other_views=tuple(Evidence)))
    result = review(draft_of(exercises, options), options, catalog.rules, exercises.__getitem__)
    weak = evidence in (Evidence.E4, Evidence.E5)
    assert printed(result) == ["hand-sole-turn" if weak else "outer-foot-lift"]


def test_without_any_substitute_the_exercise_is_left_out_alone(catalog):
    seated = rule(Action.EXCLUDE, exercises=of_class(ExerciseClass.HAND))
    result = cleared(catalog, patient("everyday-hand-tasks"), seated)
    assert printed(result) == []
    assert [(left.exercise.id, left.replaced_by) for left in result.left_out] == [("everyday-hand-tasks", "")]


def test_a_ladder_that_leads_in_a_circle_comes_to_an_end(catalog):
    hand = catalog.exercise("everyday-hand-tasks")
    exercises = {
        "one": replace(hand, id="one", replace_with="two", easier="two"),
        "two": replace(hand, id="two", replace_with="one", easier="one"),
    }
    options = patient("one")
    excluded = rule(Action.EXCLUDE, exercises=("one", "two"))
    result = review(draft_of(exercises, options), options, (excluded,), exercises.__getitem__)
    assert printed(result) == []


# --- a sheet for no one in particular


def test_a_general_sheet_prints_its_open_questions_as_conditions(catalog):
    result = cleared(catalog, no_one("seated-toe-raise"))
    assert printed(result) == ["seated-toe-raise"]
    assert asked(result, "seated-toe-raise") == EVERY_LEG


def test_a_general_sheet_asks_what_is_open_at_each_exercise_that_it_is_about(catalog):
    result = cleared(catalog, no_one("seated-toe-raise", "towel-scrunch"))
    assert asked(result, "seated-toe-raise") == EVERY_LEG
    # sitting free, bending down, bare feet and feeling, and the toes
    bends = ["R-03c", "R-12c", "R-13", "R-17c", "R-22", "R-26a", "R-26b", "R-28b", "R-35", "R-58"]
    assert set(asked(result, "towel-scrunch")) >= {*bends, *EVERY_LEG}


def test_a_general_sheet_asks_nothing_that_a_screening_has_answered(catalog):
    result = cleared(catalog, no_one("seated-toe-raise", "towel-scrunch", health=SCREENED))
    # a screening says nothing of the kind of stroke, of feeling, of sores before, or of the toes
    assert asked(result, "seated-toe-raise") == ["R-84a"]
    assert asked(result, "towel-scrunch") == ["R-22", "R-26a", "R-26b", "R-35", "R-84a", "R-84b"]


def test_a_general_sheet_of_what_needs_a_check_is_not_printed(catalog):
    result = cleared(catalog, no_one("one-leg-stand-stronger-side"))
    assert "R-03" in {left.rule.id for left in result.left_out}
    assert "one-leg-stand-stronger-side" not in printed(result)


def test_a_general_sheet_is_refused_when_the_open_question_has_no_words_for_its_reader(catalog):
    more = rule(Action.BLOCK, when={"home.pets": ("yes",)}, ask={"en": "Are there pets?"})
    refused = problems(catalog, no_one("seated-toe-raise"), more)
    assert refused["R-90"].message == "Are there pets?"
    with_words = replace(more, not_if={"en": "you have pets"})
    assert "R-90" in asked(cleared(catalog, no_one("seated-toe-raise"), with_words), "seated-toe-raise")


def test_a_general_sheet_is_refused_when_the_answer_is_yes(catalog):
    assert set(problems(catalog, no_one("seated-toe-raise", answers={"health.under_18": "yes"}))) == {"R-72"}


def test_a_patient_s_own_sheet_is_never_left_with_an_open_question_that_blocks(catalog):
    """A block whose answer is open stops the sheet; words for a reader do not stand in for the answer."""
    more = rule(Action.BLOCK, when={"home.pets": ("yes",)}, not_if={"en": "you have pets"})
    assert set(problems(catalog, patient("seated-toe-raise"), more)) == {"R-90"}
    result = cleared(catalog, patient("seated-toe-raise"))
    assert asked(result, "seated-toe-raise") == []


@pytest.mark.parametrize("exercise", ["towel-scrunch", "sock-pick-up"])
@pytest.mark.parametrize(("answer", "expected"), [("unknown", ["R-35"]), ("no", [])])
def test_a_patient_s_own_sheet_asks_what_would_leave_an_exercise_out(catalog, exercise, answer, expected):
    result = cleared(catalog, patient(exercise, "ankle-circles", answers={"health.claw_toes": answer}))
    assert asked(result, exercise) == expected
    assert asked(result, "ankle-circles") == []
    assert [left.exercise.id for left in result.left_out] == []


def test_a_rule_with_a_condition_that_does_not_hold_asks_nothing(catalog):
    words = {"not_if": {"en": "you have pets"}}
    when = {"home.pets": ("yes",), "devices.afo": ("yes",)}
    more = rule(Action.EXCLUDE, when=when, **words)
    for afo, expected in (("yes", ["R-90"]), ("unknown", ["R-90"]), ("no", [])):
        result = cleared(catalog, patient("seated-toe-raise", answers={"devices.afo": afo}), more)
        assert asked(result, "seated-toe-raise") == expected
    answers = {"devices.afo": "yes", "home.pets": "no"}
    assert asked(cleared(catalog, patient("seated-toe-raise", answers=answers), more), "seated-toe-raise") == []


@pytest.mark.parametrize("action", [Action.SUPERVISE, Action.MODIFY, Action.PAGE])
def test_only_rules_that_forbid_ask_their_reader(catalog, action):
    more = rule(action, when={"home.pets": ("yes",)}, not_if={"en": "you have pets"}, say={"en": "Mind the dog."})
    assert asked(cleared(catalog, patient("seated-toe-raise"), more), "seated-toe-raise") == []


def test_a_rule_that_is_lifted_asks_nothing(catalog):
    assert asked(cleared(catalog, patient("towel-scrunch", overrides=(override("R-35"),))), "towel-scrunch") == []


def test_a_stand_in_carries_its_own_open_questions(catalog):
    no_bands = rule(Action.EXCLUDE, exercises=of_class(ExerciseClass.RESISTANCE))
    pets = rule(
        Action.EXCLUDE,
        91,
        when={"home.pets": ("yes",)},
        exercises=of_class(ExerciseClass.ACTIVE_LEG),
        not_if={"en": "you have pets"},
    )
    result = cleared(catalog, patient("band-toe-raise"), no_bands, pets)
    assert printed(result) == ["seated-toe-raise"]
    assert asked(result, "seated-toe-raise") == ["R-91"]


def test_unknown_counts_for_supervision_on_a_general_sheet(catalog):
    result = cleared(catalog, no_one("one-leg-stand-stronger-side", health=SCREENED))
    (item,) = result.items
    assert {"R-09b", "R-09g"} <= ids(item.alone_conditions)  # the walking aid: the reader knows


def test_what_is_cleared_keeps_who_chose_it_and_the_facts(catalog, smallest):
    result = cleared(catalog, smallest)
    assert result.chosen_by == "foot-drop"
    assert result.options == smallest
    assert result.facts == smallest.facts()


# --- looks


@pytest.mark.parametrize(
    ("answers", "look"),
    [
        ({}, "standard"),
        ({"health.aphasia": "yes"}, "aphasia"),
        ({"health.low_vision": "yes", "health.aphasia": "yes"}, "large"),
        ({"health.low_vision": "yes", "health.neglect": "yes", "stroke.affected_side": "left"}, "neglect-left"),
        ({"health.low_vision": "yes", "print.profile": "standard"}, "standard"),
        ({"health.neglect": "yes", "stroke.affected_side": "left"}, "neglect-left"),
        ({"health.neglect": "yes", "stroke.affected_side": "right"}, "neglect-right"),
        ({"health.neglect": "yes", "stroke.affected_side": "both"}, "standard"),
        ({"health.aphasia": "unknown", "health.low_vision": "unknown", "health.neglect": "unknown"}, "standard"),
    ],
)
def test_the_look_is_what_was_asked_for_or_what_suits_the_reader(catalog, answers, look):
    assert cleared(catalog, patient("seated-toe-raise", answers=answers)).profile == look


def test_letters_in_the_air_become_circles_where_letters_are_hard(catalog):
    for given_ in ({"health.aphasia": "yes"}, {"print.profile": "aphasia"}):
        assert printed(cleared(catalog, patient("ankle-alphabet", answers=given_))) == ["ankle-circles"]


# --- whatever is answered: more caution never allows more

# Each answer from the least careful to the most. None for a number or a day is a question left open.
SCALES: dict[str, tuple] = {
    "health.foot_drop_cause": ("stroke", "unknown", "nerve"),
    "health.under_18": ("no", "unknown", "yes"),
    "health.medically_unstable": ("no", "unknown", "yes"),
    "health.falls_last_year": (0, 1, None, 2),
    "health.injured_in_a_fall": ("no", "unknown", "yes"),
    "health.berg_balance": (None, 56, 43, 42, 0),
    "health.high_fall_risk": ("no", "unknown", "yes"),
    "health.reduced_feeling": ("no", "unknown", "yes"),
    "health.diabetes": ("no", "unknown", "yes"),
    "health.blood_thinner": ("no", "unknown", "yes"),
    "health.claw_toes": ("no", "unknown", "yes"),
    "health.aphasia": ("no", "unknown", "yes"),
    "health.recent_surgery": ("none", "leg"),
    "health.broken_bone": ("none", "arm"),
    "health.leg_clot": ("none", "unknown", "suspected"),
    "health.wound": ("none", "unknown", "foot-or-leg"),
    "health.bones": ("firm", "unknown", "thin", "thin-and-broken"),
    "health.muscle_tightness": ("none", "some", "unknown", "severe"),
    "health.shoulder": ("well", "slips-or-sore", "bad-or-new-pain"),
    "health.pregnancy": ("none", "unknown", "early", "later"),
    "health.stands_5_minutes": ("yes", "unknown", "no"),
    **{
        f"health.{name}": ("no", "unknown", "yes")
        for name in (
            "low_vision",
            "neglect",
            "half_sight",
            "hard_to_follow_steps",
            "stiff_ankle",
            "foot_beats",
            "joint_replacement",
            "reduced_feeling_in_hand",
            "foot_ulcer_before",
            "hot_swollen_hand",
            "unsteady_heart",
            "recent_heart_event",
            "dizzy_on_standing",
            "severe_fatigue",
            "implanted_device",
        )
    },
    "health.screened_by": ("A. Therapist", ""),
    "stroke.affected_side": ("left", "both"),
    "stroke.happened_on": (LONG_AGO, None, TODAY),
    "devices.afo": ("no", "unknown", "yes"),
    "devices.fes": ("no", "unknown", "yes"),
    "devices.walking_aid": ("none", "unknown"),  # any aid has its own test: each settles what another one would ask
    "home.lives_alone": ("no", "unknown", "yes"),
    "home.helper": ("yes", "unknown", "no"),
}
# Most people are neither too young nor too ill, and are checked; else most plans would be blocked and say nothing.
SELDOM = {
    "health.foot_drop_cause": (0, 0, 0, 1),
    "health.under_18": (0, 0, 0, 1),
    "health.medically_unstable": (0, 0, 0, 1),
    **{
        f"health.{name}": (0, 0, 0, 0, 0, 0, 1)
        for name in (
            "recent_surgery",
            "broken_bone",
            "leg_clot",
            "wound",
            "shoulder",
            "pregnancy",
            "hot_swollen_hand",
            "unsteady_heart",
            "recent_heart_event",
        )
    },
    "stroke.happened_on": (0, 0, 0, 1),
    "health.screened_by": (0, 0, 1),
}
RANKS = st.fixed_dictionaries(
    {name: st.sampled_from(SELDOM.get(name, range(len(scale)))) for name, scale in SCALES.items()}
)


def options_of(found: dict[str, int], exercises: list[str], general: bool) -> Options:
    make = no_one if general else patient
    answers = {name: SCALES[name][rank] for name, rank in found.items()}
    return make(*exercises, health=SCREENED, answers=answers)


AIDS = set(WalkingAid) - {WalkingAid.NONE, WalkingAid.UNKNOWN}
EXERCISES = sorted(path.stem for path in (CATALOG / "exercises").glob("*.yaml"))
RULES = sorted(rule.id for rule in Printkit().catalog.rules)
PLANS = st.lists(st.sampled_from(EXERCISES), min_size=1, max_size=8, unique=True)


def outcome(catalog, options: Options) -> Cleared | None:
    try:
        return cleared(catalog, options)
    except (Unsafe, Several):
        return None


def assert_allows_no_more(stricter: Cleared | None, laxer: Cleared | None) -> None:
    """The stricter result prints no more exercises, none with fewer warnings, and none newly without a helper."""
    if stricter is None:
        return
    assert laxer is not None, "a stricter answer made a blocked plan printable"
    lax = {item.exercise.id: item for item in laxer.items if not item.stands_in_for}
    for item in stricter.items:
        if item.stands_in_for:
            continue
        name = item.exercise.id
        assert name in lax, f"{name} came back"
        assert ids(lax[name].supervise) <= ids(item.supervise), name
        assert ids(lax[name].alone_conditions) <= ids((*item.alone_conditions, *item.supervise)), name
        for limit in DoseLimit.__struct_fields__:
            assert getattr(item.item.dose, limit) <= getattr(lax[name].item.dose, limit), (name, limit)
        assert ids(lax[name].modify) <= ids(item.modify), name
        assert item.needs_person or not lax[name].needs_person, name
        assert ids(lax[name].conditions) <= ids(item.conditions), name
    left = [item.exercise for item in stricter.items]
    about = [each for each in laxer.everywhere if any(concerns(each, exercise) for exercise in left)]
    assert ids(about) <= ids(stricter.everywhere)
    # the page for a helper goes where all that needs one is left out, and what nobody has felt for gets no page on tight
    # muscles
    assert set(laxer.pages) - {"for-your-helper", "tight-muscles"} <= set(stricter.pages)
    assert {each.topic for each in laxer.withheld} <= {each.topic for each in stricter.withheld}


@hypothesis(max_examples=80, deadline=None)
@given(found=RANKS, exercises=PLANS, general=st.booleans(), data=st.data())
def test_a_more_careful_answer_never_allows_more(catalog, found, exercises, general, data):
    name = data.draw(st.sampled_from(sorted(SCALES)))
    higher = data.draw(st.integers(found[name], len(SCALES[name]) - 1))
    laxer = outcome(catalog, options_of(found, exercises, general))
    stricter = outcome(catalog, options_of({**found, name: higher}, exercises, general))
    assert_allows_no_more(stricter, laxer)


@hypothesis(max_examples=50, deadline=None)
@given(found=RANKS, exercises=PLANS, general=st.booleans(), aid=st.sampled_from(sorted(AIDS)))
def test_no_walking_aid_allows_more_than_none(catalog, found, exercises, general, aid):
    """But an aid that is known is no stricter than one that nobody has named: it may be a wheelchair."""
    laxer = options_of({**found, "devices.walking_aid": 0}, exercises, general)
    stricter = replace(laxer, devices=replace(laxer.devices, walking_aid=aid))
    assert_allows_no_more(outcome(catalog, stricter), outcome(catalog, laxer))


@hypothesis(max_examples=50, deadline=None)
@given(found=RANKS, exercises=PLANS, lifted=st.sets(st.sampled_from(RULES)), data=st.data())
def test_taking_an_override_away_never_allows_more(catalog, found, exercises, lifted, data):
    assume(lifted)
    fewer = lifted - {data.draw(st.sampled_from(sorted(lifted)))}
    options = options_of(found, exercises, general=False)
    with_all, with_fewer = (
        replace(options, overrides=tuple(override(name) for name in sorted(names))) for names in (lifted, fewer)
    )
    assert_allows_no_more(outcome(catalog, with_fewer), outcome(catalog, with_all))


@hypothesis(max_examples=40, deadline=None)
@given(found=RANKS, exercises=PLANS, name=st.sampled_from(RULES))
def test_a_rule_more_never_allows_more(catalog, found, exercises, name):
    options = options_of(found, exercises, general=False)
    plan = draft(catalog, options)
    fewer = tuple(rule for rule in catalog.rules if rule.id != name)
    try:
        laxer = review(plan, options, fewer, catalog.exercise)
    except (Unsafe, Several) as refused:
        assume("?" not in str(refused))  # an exercise that the rule leaves out needs no answer any more
        laxer = None
    assert_allows_no_more(outcome(catalog, options), laxer)


@hypothesis(max_examples=50, deadline=None)
@given(found=RANKS, exercises=PLANS, general=st.booleans())
def test_nothing_excluded_or_blocked_is_printed_and_nothing_is_lost(catalog, found, exercises, general):
    options = options_of(found, exercises, general)
    result = outcome(catalog, options)
    assume(result is not None)
    left = [each.exercise.id for each in result.left_out]
    kept = [item.exercise.id for item in result.items if not item.stands_in_for]
    assert sorted(left + kept) == sorted(exercises)
    assert kept == [name for name in exercises if name not in left]
    assert len(printed(result)) == len(set(printed(result)))
    for item in result.items:
        conditions = ids(item.conditions)
        for each in catalog.rules:
            if each.action in (Action.BLOCK, Action.EXCLUDE) and each.id not in conditions:
                assert not (concerns(each, item.exercise) and applies(each, result.facts)), (each.id, item.exercise.id)
    for each in result.left_out:
        assert each.replaced_by in ("", *printed(result))
        assert each.rule.because["en"]


@hypothesis(max_examples=50, deadline=None)
@given(found=RANKS, exercises=PLANS, general=st.booleans())
def test_reviewing_what_is_cleared_changes_nothing(catalog, found, exercises, general):
    options = options_of(found, exercises, general)
    first = outcome(catalog, options)
    assume(first is not None)
    plan = Plan(items=tuple(item.item for item in first.items), chosen_by=first.chosen_by)
    second = review(plan, options, catalog.rules, catalog.exercise)
    assert second.left_out == ()
    assert second.items == tuple(replace(item, stands_in_for="", rank=rank) for rank, item in enumerate(first.items))
    assert second.pages == first.pages
    assert second.everywhere == first.everywhere


@hypothesis(max_examples=40, deadline=None)
@given(found=RANKS, exercises=PLANS)
def test_a_helper_is_asked_for_wherever_an_open_answer_could_call_for_one(catalog, found, exercises):
    options = options_of(found, exercises, general=False)
    result = outcome(catalog, options)
    assume(result is not None)
    for item in result.items:
        expected = [
            each
            for each in catalog.rules
            if each.action is Action.SUPERVISE
            and concerns(each, item.exercise)
            and all(
                meets(name, result.facts[name], values)
                or (result.facts[name] == Answer.UNKNOWN and each.open is Answer.YES)
                for name, values in each.when.items()
            )
        ]
        assert [*item.supervise, *item.alone_conditions] == expected or set(expected) == {
            *item.supervise,
            *item.alone_conditions,
        }


def test_a_version_that_a_rule_leaves_out_is_not_even_talked_about(catalog, smallest):
    """Someone whose both legs are weak is not told of a narrow stand as the next step up."""
    wish = PlanRequest(exercises=(ChosenExercise(exercise="weight-shift-front-back"),))
    one = replace(smallest, plan=wish, home=HELPED, stroke=Stroke(affected_side=Side.LEFT))
    both = replace(smallest, plan=wish, home=HELPED, stroke=Stroke(affected_side=Side.BOTH))
    assert cleared(catalog, one).items[0].harder == "feet-together-stand"
    assert cleared(catalog, both).items[0].harder == ""
    assert cleared(catalog, both).items[0].easier == "weight-shift"


# --- every answer has a use


def test_every_answer_that_can_be_given_is_read_by_a_rule_or_a_page(catalog):
    read = {name for rule in catalog.rules for name in rule.when}
    read |= {name for topic in catalog.topics() for name in topic.when}
    for name in catalog.names("checklists"):
        for room in catalog.checklist(name).rooms:
            read |= {*room.when, *(each for line in room.lines for each in line.when)}
    drawn = {"health.tremor", "devices.brace_type"}  # the size of the boxes; the words of the brace
    drawn |= {"health.high_fall_risk", "health.injured_in_a_fall"}  # health.fall_risk is worked out from them
    # for the one who reads the clinician's copy; the rows that hang on them are the same for either side
    drawn |= {"health.weight_bearing_side", "health.wound_side", "devices.belt", "home.nobody"}
    drawn |= {"home.helper_can_steady"}  # home.nobody is worked out from it
    drawn |= {"stroke.writing_hand", "stroke.in_hospital"}  # whose figures judge a change in a report
    drawn |= {"health.has_blood_pressure_limit"} - read
    assert set(answers()) - read <= drawn


def test_no_rule_reads_an_answer_that_nobody_can_give(catalog):
    known = answers()
    for each in catalog.rules:
        for name, values in each.when.items():
            assert set(values) <= set(known[name]), (each.id, name)


def test_the_73_rules_of_the_facts_are_all_there(catalog):
    assert set(range(1, 74)) <= {int(each.id[2:4]) for each in catalog.rules}


# --- what a rule caps, and what it keeps from the reader


def test_a_rule_caps_a_dose_also_one_that_a_therapist_wrote(catalog):
    options = patient("standing-calf-stretch", answers={"health.reduced_feeling": "yes"})
    wish = PlanRequest(exercises=(ChosenExercise(exercise="standing-calf-stretch", hold_seconds=60),))
    (item,) = cleared(catalog, replace(options, plan=wish)).items
    assert item.item.dose.hold_seconds == 15
    (lifted,) = cleared(catalog, replace(options, plan=wish, overrides=(override("R-21"),))).items
    assert lifted.item.dose.hold_seconds == 60


def test_a_cap_leaves_what_is_under_it(catalog):
    answers_ = {"health.severe_fatigue": "yes"}
    (short,) = cleared(catalog, patient("march-on-the-spot", answers=answers_)).items
    assert short.item.dose.minutes == 2
    wish = PlanRequest(exercises=(ChosenExercise(exercise="march-on-the-spot", minutes=30),))
    (long,) = cleared(catalog, replace(patient(answers=answers_), plan=wish)).items
    assert long.item.dose.minutes == 10


@pytest.mark.parametrize("device", ["implanted_device", "epilepsy", "high_spinal_injury"])
def test_who_must_not_use_pulses_is_not_told_how_but_why(catalog, templates, device):
    def booklet(size: BookletSize, **told: str) -> tuple[Cleared, list[str]]:
        options = patient("seated-toe-raise", answers=told)
        options = replace(options, print=replace(options.print, size=size))
        made = pipeline.make(kinds.KINDS["booklet"], catalog, templates, options)
        return made.cleared, list(texts(made.document.blocks))

    title = catalog.topic("stimulation").text["en"].title
    heading = catalog.labels("en")("warnings", "not-in-plan")
    for size in BookletSize:  # the short form has no page on pulses, and still says why
        result, words = booklet(size, **{f"health.{device}": "yes"})
        assert [each.topic for each in result.withheld] == ["stimulation"]
        (reason,) = (words[place + 1] for place, each in enumerate(words) if each == heading)
        assert reason.startswith(f"{title}: {result.withheld[0].rule.because['en']}")
        assert sum(title in each for each in words) == 1
    _, usual = booklet(BookletSize.FULL)
    assert title in usual
    assert heading not in usual


def test_a_sheet_for_no_one_says_when_to_have_a_helper(catalog):
    general = cleared(catalog, no_one("seated-toe-raise"))
    assert ids(general.items[0].alone_conditions) == {"R-43b", "R-96a", "R-97d"}
    assert not general.items[0].needs_person
    own = cleared(catalog, patient("seated-toe-raise", answers={"health.hard_to_follow_steps": "yes"}))
    assert own.items[0].alone_conditions == ()
    assert own.items[0].needs_person


@pytest.mark.parametrize(
    ("answers_", "page"),
    [
        ({"health.low_sugar_risk": "yes"}, "low-blood-sugar"),
        ({"health.blood_thinner": "yes"}, "knocks-and-bruises"),
        ({"health.limp_arm": "yes"}, "arm-support"),
        ({"home.lives_alone": "yes", "home.helper": "yes"}, "being-alone"),
        ({"health.aphasia": "yes"}, "talking"),
        ({"health.diabetes": "yes"}, "feet-and-diabetes"),
        ({"health.hard_to_follow_steps": "yes"}, "for-your-helper"),
        ({"health.severe_fatigue": "yes"}, "fatigue"),
        ({"health.blood_thinner": "yes"}, "lower-the-chance"),
        ({"health.blood_pressure_high": "yes"}, "lower-the-chance"),
        ({"health.shoulder": "bad-or-new-pain"}, "pain"),
        ({"health.hot_swollen_hand": "yes"}, "pain"),
        ({"health.shoulder": "slips-or-sore"}, "shoulder-care"),
        ({"health.shoulder": "bad-or-new-pain"}, "shoulder-care"),
        ({"health.muscle_tightness": "some"}, "tight-muscles"),
        ({"health.muscle_tightness": "severe"}, "tight-muscles"),
        ({"health.muscle_injection": "yes"}, "tight-muscles"),
        ({"health.hard_to_follow_steps": "yes"}, "thinking-and-memory"),
        ({"health.not_safe_alone": "yes"}, "thinking-and-memory"),
        *(({f"health.{name}": "yes"}, "seeing") for name in ("half_sight", "neglect", "double_vision")),
        *(
            ({f"health.{name}": "yes"}, "driving")
            for name in ("half_sight", "neglect", "double_vision", "epilepsy", "skull_flap_missing")
        ),
        ({"health.last_fit": "within-6-months"}, "driving"),
        ({"health.hard_to_swallow": "yes"}, "swallowing"),
        ({"health.tube_feed": "nose"}, "swallowing"),
        ({"health.tube_feed": "stomach"}, "swallowing"),
        ({"health.nothing_by_mouth": "yes"}, "swallowing"),
        ({"health.walks": "with-person"}, "helper-care"),
        ({"health.walks": "not-yet"}, "helper-back"),
        ({"health.sitting_balance": "needs-person"}, "helper-care"),
        ({"health.urgent_toilet": "yes"}, "bladder-and-bowel"),
        ({"health.drain_or_tube": "bladder"}, "bladder-and-bowel"),
        ({"home.bath": "yes"}, "bath-transfer"),
    ],
)
def test_each_page_that_a_rule_adds_is_given_to_those_who_need_it_alone(catalog, templates, answers_, page):
    """A short booklet names it as one to ask for; who asks for it has it whole under its title."""
    booklet = kinds.KINDS["booklet"]
    find = catalog.topic if page in catalog.names("topics") else catalog.checklist
    title = find(page).text["en"].title
    options = patient("seated-toe-raise", answers=answers_)
    with_it = pipeline.make(booklet, catalog, templates, options)
    without = pipeline.make(booklet, catalog, templates, patient("seated-toe-raise"))
    assert page in with_it.cleared.pages
    assert page not in without.cleared.pages
    words = list(texts(with_it.document.blocks))
    (named,) = (each for each in words if each.startswith("Ask for these sheets, too: "))
    assert f'"{title}"' in named.removeprefix("Ask for these sheets, too: ").split("; ")
    assert not [each for each in texts(without.document.blocks) if title in each]
    whole = replace(options, print=replace(options.print, add=(page,)))
    assert title in list(texts(pipeline.make(booklet, catalog, templates, whole).document.blocks))


def test_who_wears_a_brace_alone_has_the_skin_sheet_in_the_booklet(catalog, templates):
    booklet = kinds.KINDS["booklet"]
    with_it = pipeline.make(booklet, catalog, templates, patient("seated-toe-raise", answers={"devices.afo": "yes"}))
    without = pipeline.make(booklet, catalog, templates, patient("seated-toe-raise"))
    assert "skin" in with_it.cleared.pages
    assert any(isinstance(block, DayChecks) for block in walk(with_it.document.blocks))
    assert any(isinstance(block, Views) for block in walk(with_it.document.blocks))
    assert not [block for block in walk(without.document.blocks) if isinstance(block, DayChecks | Views)]


def test_a_screening_settles_every_health_question_that_would_block_or_ask_for_a_helper(catalog):
    """Else a screened patient would be told, as a fact, what nobody has found."""
    asked = {
        name
        for each in catalog.rules
        if each.action in (Action.BLOCK, Action.SUPERVISE) and each.open is Answer.YES
        for name in each.when
        if name.startswith("health.") and name != "health.screened"
    }
    screened = Options(patient=Patient(id="p-1"), health=SCREENED, print=PrintSettings(printed_on=TODAY))
    assert asked <= set(screened.cleared_by_screening())
