"""The rules speak: what is blocked, left out, supervised, changed and added, and that answers only ever tighten."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit import pipeline
from printkit.content import kinds
from printkit.document import texts
from printkit.errors import Several, Unsafe
from printkit.model.facts import answers, meets
from printkit.model.options import ChosenExercise, Clinic, Options, Override, Patient, PlanRequest, PrintSettings
from printkit.model.person import Health, Stroke
from printkit.model.records import DoseLimit, Exercise, Rule
from printkit.model.vocabulary import Action, Answer, Evidence, ExerciseClass, Position, PrintProfile, Side
from printkit.planning.plan import Plan, draft
from printkit.planning.safety import Cleared, applies, concerns, review
from printkit.resources import CATALOG

TODAY = date(2026, 11, 20)
LONG_AGO = date(2026, 1, 5)
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
        **more,
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


def override(name: str) -> Override:
    return Override(rule=name, name="C. Clinician", reason="Seen today, no concern.")


# what is asked of everyone at an exercise of the leg
EVERY_LEG = ["R-12a", "R-14a", "R-15", "R-17a", "R-70", "R-71a", "R-71b", "R-72"]


# --- each shipped rule fires in one case and stays quiet in another


class Case(NamedTuple):
    """Exercise and answers with which a rule speaks, and with which it does not; None: it always speaks."""

    speaks: tuple[str, dict]
    quiet: tuple[str, dict] | None
    tag: str = ""  # no shipped exercise carries it


HIGH = {"health.high_fall_risk": "yes"}
STICK = {"devices.walking_aid": "stick"}
NO_AID = {"devices.walking_aid": "none"}
BOTH = {"stroke.affected_side": "both"}
ALONE = {**HIGH, "home.lives_alone": "yes"}
NO_HELPER = {"home.lives_alone": "yes", "home.helper": "no"}
UNSCREENED = {"health.screened_by": "", "health.screened_on": None}

CASES = {
    "R-01": Case(("seated-toe-raise", {}), None),
    "R-02": Case(("stand-tall", {}), ("seated-toe-raise", {})),
    "R-03": Case(("band-toe-raise", UNSCREENED), ("band-toe-raise", {})),
    "R-04a": Case(
        ("one-leg-stand-stronger-side", {**ALONE, "home.helper": "no"}),
        ("one-leg-stand-stronger-side", {**ALONE, "home.helper": "yes"}),
    ),
    "R-04b": Case(("one-leg-stand-stronger-side", HIGH), ("one-leg-stand-stronger-side", {})),
    "R-05": Case(("stairs-with-rail", HIGH), ("walking-practice", HIGH)),
    "R-06": Case(("stand-tall", HIGH), ("stand-tall", {})),
    "R-06b": Case(("wall-press-up", HIGH), ("wall-press-up", {})),
    "R-06c": Case(("wall-press-up", STICK), ("wall-press-up", NO_AID)),
    "R-07": Case(("seated-toe-raise", {}), None),
    "R-08a": Case(("walking-practice", STICK), ("walking-practice", NO_AID)),
    "R-08b": Case(("walking-practice", STICK), ("walking-practice", NO_AID), tag="both-hands-busy"),
    "R-09a": Case(("one-leg-stand-stronger-side", STICK), ("one-leg-stand-stronger-side", NO_AID)),
    "R-09b": Case(("one-leg-stand-stronger-side", STICK), ("one-leg-stand-stronger-side", NO_AID)),
    "R-09c": Case(("one-leg-stand-affected-side", STICK), ("one-leg-stand-stronger-side", STICK)),
    "R-09d": Case(("one-leg-stand-stronger-side", BOTH), ("one-leg-stand-stronger-side", {})),
    "R-10": Case(("walking-practice", {"devices.afo": "yes"}), ("walking-practice", {"devices.afo": "no"})),
    "R-10b": Case(("walking-practice", {"devices.fes": "yes"}), ("walking-practice", {"devices.fes": "no"})),
    "R-10c": Case(("seated-toe-raise", {"devices.afo": "yes"}), ("walking-practice", {"devices.afo": "yes"})),
    "R-11": Case(("seated-toe-raise", {"devices.afo": "yes"}), ("seated-toe-raise", {"devices.afo": "no"})),
    "R-35": Case(("towel-scrunch", {"health.claw_toes": "yes"}), ("towel-scrunch", {"health.claw_toes": "no"})),
    "R-56a": Case(
        ("one-leg-stand-stronger-side", NO_HELPER), ("one-leg-stand-stronger-side", {**NO_HELPER, "home.helper": "yes"})
    ),
    "R-56b": Case(("stairs-with-rail", NO_HELPER), ("walking-practice", NO_HELPER)),
    "R-70": Case(
        ("seated-toe-raise", {"health.foot_drop_cause": "nerve"}),
        ("seated-toe-raise", {"health.foot_drop_cause": "stroke"}),
    ),
    "R-16c": Case(
        (
            "one-leg-stand-stronger-side",
            {
                "health.blood_thinner": "yes",
                "health.high_fall_risk": "yes",
                "home.lives_alone": "no",
                "home.helper": "no",
            },
        ),
        (
            "one-leg-stand-stronger-side",
            {
                "health.blood_thinner": "yes",
                "health.high_fall_risk": "yes",
                "home.lives_alone": "no",
                "home.helper": "yes",
            },
        ),
    ),
    "R-19": Case(
        ("one-leg-stand-stronger-side", {"health.bones": "thin", "health.high_fall_risk": "yes", "home.helper": "yes"}),
        ("one-leg-stand-stronger-side", {"health.bones": "firm", "health.high_fall_risk": "yes", "home.helper": "yes"}),
    ),
    "R-26a": Case(
        ("seated-toe-raise", {"health.diabetes": "yes", "health.reduced_feeling": "yes"}),
        ("seated-toe-raise", {"health.diabetes": "yes", "health.reduced_feeling": "no"}),
        "barefoot",
    ),
    "R-26c": Case(
        ("walking-practice", {"health.diabetes": "yes", "health.reduced_feeling": "yes"}),
        ("walking-practice", {"health.diabetes": "no", "health.reduced_feeling": "yes"}),
    ),
    "R-56c": Case(
        ("floor-get-up", {"home.lives_alone": "yes", "home.helper": "no"}),
        ("floor-get-up", {"home.lives_alone": "yes", "home.helper": "yes"}),
    ),
    "R-09e": Case(
        ("stand-and-reach", {"devices.walking_aid": "stick"}), ("stand-and-reach", {"devices.walking_aid": "none"})
    ),
    "R-56d": Case(
        ("chair-transfer", {"home.lives_alone": "yes", "home.helper": "no"}),
        ("chair-transfer", {"home.lives_alone": "yes", "home.helper": "yes"}),
    ),
    "R-62b": Case(
        ("stand-tall", {"health.stands_5_minutes": "no", "home.lives_alone": "yes", "home.helper": "no"}),
        ("stand-tall", {"health.stands_5_minutes": "no", "home.lives_alone": "no"}),
    ),
    "R-57": Case(("seated-toe-raise", {"home.lives_alone": "yes"}), ("seated-toe-raise", {"home.lives_alone": "no"})),
    "R-60": Case(("band-toe-raise", {}), ("seated-toe-raise", {})),
    "R-46": Case(
        ("seated-toe-raise", {"health.neglect": "yes", "stroke.affected_side": "left"}),
        ("seated-toe-raise", {"health.neglect": "no"}),
    ),
    "R-48": Case(("seated-toe-raise", {"health.aphasia": "yes"}), ("seated-toe-raise", {"health.aphasia": "unknown"})),
    "R-49a": Case(("ankle-alphabet", {"health.aphasia": "yes"}), ("ankle-circles", {"health.aphasia": "yes"})),
    "R-49b": Case(("ankle-alphabet", {"print.profile": "aphasia"}), ("ankle-circles", {"print.profile": "aphasia"})),
    "R-50": Case(("seated-toe-raise", {"health.low_vision": "yes"}), ("seated-toe-raise", {"health.low_vision": "no"})),
    "R-71a": Case(
        ("seated-toe-raise", {"health.medically_unstable": "yes"}),
        ("seated-toe-raise", {"health.medically_unstable": "no"}),
    ),
    "R-71b": Case(
        ("seated-toe-raise", {"stroke.happened_on": TODAY - timedelta(days=1)}),
        ("seated-toe-raise", {"stroke.happened_on": LONG_AGO}),
    ),
    "R-72": Case(("seated-toe-raise", {"health.under_18": "yes"}), ("seated-toe-raise", {"health.under_18": "no"})),
    "R-73": Case(("seated-toe-raise", {}), None),
}


# Rules that hang on 1 health answer: an exercise, the answer, a value that makes the rule speak, one that does not.
BY_ONE_ANSWER: dict[str, tuple[str, ...]] = {
    "R-12d": ("bridging", "recent_surgery", "leg", "arm"),
    "R-12e": ("rolling", "recent_surgery", "arm", "leg"),
    "R-14c": ("bridging", "leg_clot", "suspected", "none"),
    "R-14d": ("reach-for-a-cup", "leg_clot", "suspected", "none"),
    "R-17d": ("bridging", "broken_bone", "leg", "arm"),
    "R-17e": ("trunk-turn", "broken_bone", "arm", "leg"),
    "R-18c": ("pelvic-tilt", "bones", "thin", "firm"),
    "R-18d": ("hand-toe-raise", "bones", "thin", "firm"),
    "R-28c": ("hand-toe-raise", "wound", "heel", "seat"),
    "R-28d": ("towel-scrunch", "wound", "foot-or-leg", "seat"),
    "R-31c": ("hand-toe-raise", "stiff_ankle", "yes", "no"),
    "R-31d": ("hand-toe-raise", "stiff_ankle", "yes", "no"),
    "R-31e": ("wrist-finger-hold", "muscle_tightness", "severe", "some"),
    "R-31f": ("wrist-finger-hold", "muscle_tightness", "severe", "some"),
    "R-33b": ("ball-squeeze", "muscle_tightness", "severe", "some"),
    "R-44c": ("standing-heel-raise", "muscle_tightness", "severe", "some"),
    "R-44d": ("seated-heel-raise", "muscle_tightness", "severe", "some"),
    "R-49c": ("ankle-alphabet", "cannot_read", "yes", "no"),
    "R-55b": ("lean-on-hand", "limp_arm", "yes", "no"),
    "R-12a": ("seated-toe-raise", "recent_surgery", "leg", "arm"),
    "R-12b": ("reach-for-a-cup", "recent_surgery", "arm", "leg"),
    "R-12c": ("trunk-turn", "recent_surgery", "trunk", "leg"),
    "R-13": ("band-toe-raise", "recent_surgery", "head-or-neck", "none"),
    "R-14a": ("seated-toe-raise", "leg_clot", "suspected", "none"),
    "R-14b": ("reach-for-a-cup", "leg_clot", "suspected", "none"),
    "R-15": ("seated-toe-raise", "leg_clot", "treated", "none"),
    "R-16a": ("seated-toe-raise", "blood_thinner", "yes", "no"),
    "R-16b": ("one-leg-stand-stronger-side", "blood_thinner", "yes", "no"),
    "R-17a": ("seated-toe-raise", "broken_bone", "leg", "arm"),
    "R-17b": ("reach-for-a-cup", "broken_bone", "arm", "leg"),
    "R-17c": ("trunk-turn", "broken_bone", "trunk", "arm"),
    "R-18a": ("sit-to-stand", "bones", "thin", "firm"),
    "R-18b": ("walking-practice", "bones", "thin-and-broken", "thin"),
    "R-20": ("seated-toe-raise", "bones", "thin", "firm"),
    "R-21": ("standing-calf-stretch", "reduced_feeling", "yes", "no"),
    "R-22": ("towel-scrunch", "reduced_feeling", "yes", "no"),
    "R-23": ("seated-toe-raise", "reduced_feeling", "yes", "no"),
    "R-24": ("everyday-hand-tasks", "reduced_feeling_in_hand", "yes", "no"),
    "R-25": ("seated-toe-raise", "diabetes", "yes", "no"),
    "R-26b": ("seated-toe-raise", "foot_ulcer_before", "yes", "no", "barefoot"),
    "R-26d": ("walking-practice", "foot_ulcer_before", "yes", "no"),
    "R-27": ("seated-toe-raise", "low_sugar_risk", "yes", "no"),
    "R-28a": ("walking-practice", "wound", "foot-or-leg", "none"),
    "R-28b": ("band-toe-raise", "wound", "foot-or-leg", "seat"),
    "R-29a": ("bridging", "wound", "seat", "foot-or-leg"),
    "R-29b": ("seated-toe-raise", "wound", "seat", "foot-or-leg"),
    "R-30": ("seated-toe-raise", "wound", "other", "none"),
    "R-31a": ("hand-toe-raise", "muscle_tightness", "severe", "some"),
    "R-31b": ("hand-toe-raise", "muscle_tightness", "severe", "some"),
    "R-32a": ("standing-calf-stretch", "muscle_tightness", "severe", "some"),
    "R-32b": ("standing-calf-stretch", "stiff_ankle", "yes", "no"),
    "R-33": ("band-toe-raise", "muscle_tightness", "severe", "some"),
    "R-34": ("seated-toe-raise", "stiff_ankle", "yes", "no"),
    "R-36": ("seated-toe-raise", "implanted_device", "yes", "no"),
    "R-37": ("seated-toe-raise", "epilepsy", "yes", "no"),
    "R-38": ("seated-toe-raise", "high_spinal_injury", "yes", "no"),
    "R-39": ("seated-toe-raise", "stimulation_site_problem", "yes", "no"),
    "R-40": ("seated-toe-raise", "pregnancy", "early", "none"),
    "R-41": ("bridging", "pregnancy", "later", "early"),
    "R-42a": ("one-leg-stand-stronger-side", "pregnancy", "early", "none"),
    "R-42b": ("march-on-the-spot", "pregnancy", "early", "none"),
    "R-43a": ("seated-toe-raise", "hard_to_follow_steps", "yes", "no"),
    "R-43b": ("seated-toe-raise", "hard_to_follow_steps", "yes", "no"),
    "R-43c": ("seated-toe-raise", "hard_to_follow_steps", "yes", "no"),
    "R-44a": ("standing-heel-raise", "foot_beats", "yes", "no"),
    "R-44b": ("seated-heel-raise", "foot_beats", "yes", "no"),
    "R-45": ("walking-practice", "neglect", "yes", "no"),
    "R-47": ("reach-for-a-cup", "neglect", "yes", "no"),
    "R-48b": ("seated-toe-raise", "aphasia", "yes", "no"),
    "R-51a": ("stairs-with-rail", "low_vision", "yes", "no"),
    "R-51b": ("stairs-with-rail", "half_sight", "yes", "no"),
    "R-52": ("reach-for-a-cup", "shoulder", "slips-or-sore", "well"),
    "R-53": ("wall-press-up", "shoulder", "slips-or-sore", "well"),
    "R-54a": ("reach-for-a-cup", "shoulder", "bad-or-new-pain", "slips-or-sore"),
    "R-54b": ("seated-toe-raise", "shoulder", "slips-or-sore", "well"),
    "R-55": ("seated-toe-raise", "limp_arm", "yes", "no"),
    "R-58": ("band-toe-raise", "unsteady_heart", "yes", "no"),
    "R-59": ("band-toe-raise", "recent_heart_event", "yes", "no"),
    "R-61a": ("sit-to-stand", "dizzy_on_standing", "yes", "no"),
    "R-61b": ("sit-to-stand", "dizzy_on_standing", "yes", "no"),
    "R-62": ("walking-practice", "stands_5_minutes", "no", "yes"),
    "R-63": ("seated-toe-raise", "muscle_injection", "yes", "no"),
    "R-64": ("everyday-hand-tasks", "hot_swollen_hand", "yes", "no"),
    "R-65": ("seated-toe-raise", "severe_fatigue", "yes", "no"),
    "R-66": ("seated-toe-raise", "hard_to_swallow", "yes", "no"),
    "R-67": ("seated-toe-raise", "urgent_toilet", "yes", "no"),
    "R-68a": ("seated-toe-raise", "cannot_read", "yes", "no"),
    "R-68b": ("seated-toe-raise", "cannot_read", "yes", "no"),
    "R-69": ("seated-toe-raise", "joint_replacement", "yes", "no", "crossed-legs"),
}
CASES |= {
    name: Case((exercise, {f"health.{answer}": speaks}), (exercise, {f"health.{answer}": quiet}), *tag)
    for name, (exercise, answer, speaks, quiet, *tag) in BY_ONE_ANSWER.items()
}


def spoken(catalog, exercise: str, answers: dict, tag: str = "", *overrides: Override) -> set[str]:
    """The ids of the rules that speak about one exercise."""
    options = patient(exercise, answers=answers, overrides=overrides)
    plan = draft(catalog, options)
    if tag:
        (item,) = plan.items
        plan = replace(plan, items=(replace(item, exercise=replace(item.exercise, tags=(tag,))),))
    try:
        result = review(plan, options, catalog.rules, catalog.exercise)
    except (Unsafe, Several) as unsafe:
        return {each.where.removeprefix("rule ") for each in getattr(unsafe, "problems", (unsafe,))}
    return {finding.rule.id for finding in result.findings if finding.override is None}


def test_every_case_has_a_rule(catalog):
    """The rows that speak of demands have no case by hand: tests/test_demand_rules.py lets each of them speak."""
    by_demand = {rule.id for rule in catalog.rules if rule.id not in CASES}
    assert set(CASES) <= ids(catalog.rules)
    assert all(
        rule.demands or rule.all_demands or rule.exercises or rule.tags or rule.helped or not rule.because
        for rule in catalog.rules
        if rule.id in by_demand
    )


def test_a_rule_speaks_in_its_case(subtests, catalog):
    for name, case in CASES.items():
        with subtests.test(name):
            assert name in spoken(catalog, *case.speaks, case.tag)


def test_a_rule_is_quiet_elsewhere(subtests, catalog):
    for name, case in CASES.items():
        with subtests.test(name):
            if case.quiet is None:
                assert name not in spoken(catalog, *case.speaks, "", override(name))
            else:
                assert name not in spoken(catalog, *case.quiet, case.tag)


def test_a_rule_does_what_its_action_says(subtests, catalog):
    for name in CASES:
        with subtests.test(name):
            does_what_its_action_says(catalog, name)


def does_what_its_action_says(catalog, name: str) -> None:
    case = CASES[name]
    (shipped,) = (rule for rule in catalog.rules if rule.id == name)
    exercise, answers = case.speaks
    options = patient(exercise, answers=answers)
    plan = draft(catalog, options)
    if case.tag:
        tagged = replace(plan.items[0], exercise=replace(plan.items[0].exercise, tags=(case.tag,)))
        plan = replace(plan, items=(tagged,))
    if shipped.action is Action.BLOCK:
        assert name in problems(catalog, options)
        return
    result = review(plan, options, catalog.rules, catalog.exercise)
    match shipped.action:
        case Action.EXCLUDE if shipped.pages:
            assert [(each.topic, each.rule.id) for each in result.withheld] == [(shipped.pages[0], name)]
        case Action.EXCLUDE:
            assert exercise not in printed(result)
            assert [(left.exercise.id, left.rule.id) for left in result.left_out] == [(exercise, name)]
        case Action.SUPERVISE:
            assert result.items[0].needs_person
            assert name in ids(result.items[0].supervise)
        case Action.MODIFY:
            at_item = ids(result.items[0].modify)
            everywhere = ids(result.everywhere)
            assert (name in at_item) != (name in everywhere)
        case Action.PAGE:
            assert set(shipped.pages) <= set(result.pages)
        case Action.LOOK:
            assert str(shipped.profile) in result.profile


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


def test_a_rule_speaks_of_its_classes_and_where_it_names_tags_of_one_of_them(catalog):
    stairs, seated = catalog.exercise("stairs-with-rail"), catalog.exercise("seated-toe-raise")
    walking = (ExerciseClass.WALKING,)
    assert concerns(rule(Action.EXCLUDE), seated)
    assert concerns(rule(Action.EXCLUDE, classes=walking), stairs)
    assert not concerns(rule(Action.EXCLUDE, classes=walking), seated)
    assert concerns(rule(Action.EXCLUDE, classes=walking, tags=("ramps", "stairs")), stairs)
    assert not concerns(rule(Action.EXCLUDE, classes=walking, tags=("ramps",)), stairs)
    assert concerns(rule(Action.EXCLUDE, tags=("stairs",)), stairs)
    assert not concerns(rule(Action.EXCLUDE, classes=(ExerciseClass.HAND,), tags=("stairs",)), stairs)


def test_a_rule_speaks_of_its_classes_or_its_positions(catalog):
    arm, leg, walk = map(catalog.exercise, ("wall-press-up", "seated-toe-raise", "walking-practice"))
    assert (arm.exercise_class, arm.position) == ("active-arm", "standing-supported")
    standing = (Position.STANDING_SUPPORTED,)
    assert concerns(rule(Action.EXCLUDE, positions=standing), arm)
    assert not concerns(rule(Action.EXCLUDE, positions=standing), leg)
    either = rule(Action.EXCLUDE, classes=(ExerciseClass.WALKING,), positions=standing)
    assert [concerns(either, each) for each in (arm, leg, walk)] == [True, False, True]
    assert not concerns(rule(Action.EXCLUDE, positions=standing, tags=("stairs",)), arm)
    assert concerns(rule(Action.EXCLUDE, positions=standing, tags=("no-grip",)), arm)
    assert not concerns(rule(Action.EXCLUDE, positions=standing, not_tags=("no-grip",)), arm)


def test_a_sentence_for_some_positions_is_said_at_each_of_their_exercises(catalog):
    seated = rule(Action.MODIFY, positions=(Position.SITTING,), say={"en": "Sit well back."})
    result = cleared(catalog, patient("seated-toe-raise", "stand-tall"), seated)
    assert "R-90" not in ids(result.everywhere)
    assert "R-90" in warnings(result, "seated-toe-raise")
    assert "R-90" not in warnings(result, "stand-tall")


def test_who_stands_holds_what_cannot_move_whatever_is_trained(catalog):
    """But for free walking, where the hand is on the walking aid, and where the exercise itself says what to hold."""
    standing = {Position.STANDING_SUPPORTED, Position.STANDING_FREE, Position.WALKING}
    for name in catalog.names("exercises"):
        exercise = catalog.exercise(name)
        expected = exercise.position in standing and not {
            "free-walking",
            "own-support",
            "no-grip",
            "both-hands-busy",
        } & set(exercise.tags)
        assert ("R-02" in warnings(cleared(catalog, patient(name)), name)) is expected, name


@pytest.mark.parametrize("answers", [HIGH, STICK, {"devices.walking_aid": "unknown"}], ids=str)
def test_who_cannot_grip_and_may_fall_has_a_helper_and_is_not_told_to_hold_on(catalog, answers):
    """Never a press-up with both hands on the wall alone, and never "hold on with both hands" there."""
    result = cleared(catalog, patient("wall-press-up", answers=answers))
    assert result.items[0].needs_person
    assert "R-06" not in warnings(result, "wall-press-up")


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


def test_a_rule_is_quiet_about_an_exercise_with_a_tag_that_it_leaves_alone(catalog):
    stairs, walk = catalog.exercise("stairs-with-rail"), catalog.exercise("walking-practice")
    walking = (ExerciseClass.WALKING,)
    assert not concerns(rule(Action.EXCLUDE, not_tags=("stairs",)), stairs)
    assert not concerns(rule(Action.EXCLUDE, classes=walking, not_tags=("ramps", "stairs")), stairs)
    assert concerns(rule(Action.EXCLUDE, classes=walking, not_tags=("ramps",)), stairs)
    assert concerns(rule(Action.EXCLUDE, classes=walking, not_tags=("stairs",)), walk)
    assert not concerns(rule(Action.EXCLUDE, tags=("stairs",), not_tags=("stairs",)), stairs)


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
        ("heel-walking", "R-56b"),
        ("stairs-with-rail", "R-56b"),
        ("step-over", "R-56b"),
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
    assert reasons("no", helper) == (["R-56e"] if helped else [])
    assert reasons("unknown", helper) == (["R-56e"] if helped else [])


def test_walking_backwards_is_left_out_for_who_lives_alone(catalog):
    assert "R-56b" in spoken(catalog, "walking-practice", NO_HELPER, "backwards")


# --- precedence


def test_a_block_wins_over_an_exclusion(catalog):
    balance = (ExerciseClass.BALANCE,)
    more = rule(Action.EXCLUDE, 90, classes=balance), rule(Action.BLOCK, 91, classes=balance)
    assert set(problems(catalog, patient("one-leg-stand-stronger-side"), *more)) == {"R-91"}


def test_an_exclusion_wins_over_supervision_and_changed_words(catalog):
    answers = {**ALONE, **STICK, "home.helper": "no"}
    result = cleared(catalog, patient("one-leg-stand-stronger-side", answers=answers))
    assert "one-leg-stand-stronger-side" not in printed(result)
    assert {finding.rule.id for finding in result.findings if finding.exercise == "one-leg-stand-stronger-side"} == {
        "R-04a"
    }


def test_the_first_exclusion_gives_the_reason(catalog):
    more = rule(Action.EXCLUDE, 90, tags=("stairs",)), rule(Action.EXCLUDE, 91, tags=("stairs",))
    result = cleared(catalog, patient("stairs-with-rail"), *more)
    assert [left.rule.id for left in result.left_out] == ["R-90"]


def test_supervision_and_changed_words_add_up(catalog):
    result = cleared(catalog, patient("one-leg-stand-stronger-side", answers={**HIGH, **STICK}))
    (item,) = result.items
    assert [rule.id for rule in item.supervise] == ["R-04b", "R-09b", "R-04c"]
    assert [rule.id for rule in item.modify] == ["R-02", "R-09a"]
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
    assert [rule.id for rule in result.everywhere] == ["R-73"]
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
    assert asked["R-03"].hint == f"answer {screening} (a handout: --screened-by, --screened-on)"
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
    for name in ("R-03", "R-70", "R-71a", "R-71b", "R-72"):
        assert result.output.count(f"rule {name}: ") == 1, result.output
    assert "(one-leg-stand-stronger-side)" in result.output
    assert not (tmp_path / "out").exists()


def test_screening_answers_the_open_questions(catalog):
    assert problems(catalog, patient("one-leg-stand-stronger-side", health=SCREENED)) == {}


def test_answers_of_no_answer_the_questions_too(catalog):
    answers = {
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
    assert problems(catalog, patient("seated-toe-raise", health=Health(), answers=answers)) == {}
    assert set(problems(catalog, patient("band-toe-raise", health=Health(), answers=answers))) == {"R-03"}


def test_screening_does_not_lift_an_answer_that_forbids(catalog):
    blocked = problems(catalog, patient("seated-toe-raise", answers={"health.medically_unstable": "yes"}))
    assert set(blocked) == {"R-71a"}
    assert blocked["R-71a"].message == "Someone who is unwell needs the hospital team first."
    assert blocked["R-71a"].exit_code == 3


def test_a_block_names_the_exercises_that_it_is_about(catalog):
    plan = ("seated-toe-raise", "one-leg-stand-stronger-side", "band-toe-raise")
    blocked = problems(catalog, patient(*plan, answers=UNSCREENED))
    assert blocked["R-03"].message.endswith("(one-leg-stand-stronger-side, band-toe-raise)")
    assert "(" not in blocked["R-70"].message


def test_a_block_about_other_classes_is_quiet(catalog):
    assert "R-03" not in problems(catalog, patient("seated-toe-raise", answers=UNSCREENED))


def test_a_block_without_a_question_says_how_an_exception_is_signed(catalog):
    blocked = problems(catalog, patient("seated-toe-raise"), rule(Action.BLOCK))
    assert blocked["R-90"].message == "Reason 90."
    assert blocked["R-90"].hint == (
        "a clinician can sign an exception: overrides: - {rule: R-90, name: ..., reason: ...}"
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


def test_every_rule_can_be_overridden_and_the_override_is_recorded(subtests, catalog):
    for name in [name for name, case in CASES.items() if not case.tag]:
        with subtests.test(name):
            can_be_overridden_on_record(catalog, name)


def can_be_overridden_on_record(catalog, name: str) -> None:
    exercise, answers = CASES[name].speaks
    # what else blocks in this case is lifted too, so that there is a result to look at
    others: tuple[Override, ...] = ()
    while more := problems(catalog, patient(exercise, answers=answers, overrides=(override(name), *others))):
        others += tuple(map(override, more))
    options = patient(exercise, answers=answers, overrides=(override(name), *others))
    result = cleared(catalog, options)
    signed = [finding.rule.id for finding in result.findings if finding.override is not None]
    unsigned = [finding.rule.id for finding in result.findings if finding.override is None]
    assert signed.count(name) == 1
    assert name not in unsigned
    assert name not in {left.rule.id for left in result.left_out}


def test_an_override_that_lets_a_stand_in_through_is_recorded_once(catalog):
    """The plan itself needed no exception; what stands in for a part of it did."""
    no_balance = rule(Action.EXCLUDE, 90, classes=(ExerciseClass.BALANCE,))
    no_shift = rule(Action.BLOCK, 91, classes=(ExerciseClass.SUPPORTED_STANDING,))
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
        rule(Action.EXCLUDE, 90, classes=(ExerciseClass.ACTIVE_ARM,)),
        rule(Action.BLOCK, 91, classes=(ExerciseClass.HAND,)),
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
    assert warnings(result, "weight-shift") == {"R-02", "R-06", "R-10", "R-60"}


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
    plan = ("towel-scrunch", "outer-foot-lift", "hand-sole-turn")
    result = cleared(catalog, patient(*plan, answers={"health.claw_toes": "yes"}))
    assert printed(result) == ["outer-foot-lift", "hand-sole-turn"]
    assert result.left_out[0].replaced_by == "outer-foot-lift"
    assert [item.stands_in_for for item in result.items] == ["", ""]


def test_2_excluded_exercises_never_share_a_substitute(catalog):
    result = cleared(catalog, patient("sock-pick-up", "towel-scrunch", answers={"health.claw_toes": "yes"}))
    assert [left.replaced_by for left in result.left_out] == ["outer-foot-lift", "hand-sole-turn"]
    assert printed(result) == ["outer-foot-lift", "hand-sole-turn"]


def test_an_excluded_substitute_gives_way_to_the_next_easier(catalog):
    no_lift = rule(Action.EXCLUDE, tags=("lift",))
    exercises = {name: catalog.exercise(name) for name in catalog.names("exercises")}
    exercises["outer-foot-lift"] = replace(exercises["outer-foot-lift"], tags=("lift",))
    options = patient("towel-scrunch", answers={"health.claw_toes": "yes"})
    result = review(draft_of(exercises, options), options, (*catalog.rules, no_lift), exercises.__getitem__)
    assert printed(result) == ["hand-sole-turn"]
    assert result.left_out[0].replaced_by == "hand-sole-turn"


def test_a_blocked_substitute_is_never_used(catalog):
    more = (
        rule(Action.EXCLUDE, 90, tags=("arm-weight-bearing",)),
        rule(Action.BLOCK, 91, when={"home.pets": ("yes",)}, tags=("cup",)),
    )
    exercises = {name: catalog.exercise(name) for name in ("wall-press-up", "reach-for-a-cup")}
    exercises["reach-for-a-cup"] = alone(exercises["reach-for-a-cup"], tags=("cup",))
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
    seated = rule(Action.EXCLUDE, classes=(ExerciseClass.HAND,))
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
    excluded = rule(Action.EXCLUDE, classes=(ExerciseClass.HAND,))
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
    assert asked(result, "towel-scrunch") == [*sorted(["R-35", *EVERY_LEG]), "R-03c", "R-58a"]


def test_a_general_sheet_asks_nothing_that_a_screening_has_answered(catalog):
    result = cleared(catalog, no_one("seated-toe-raise", "towel-scrunch", health=SCREENED))
    assert asked(result, "seated-toe-raise") == []
    assert asked(result, "towel-scrunch") == ["R-35"]  # a screening has not looked at the toes


def test_a_general_sheet_of_what_needs_a_check_is_not_printed(catalog):
    assert set(problems(catalog, no_one("one-leg-stand-stronger-side"))) == {"R-03"}


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
    no_bands = rule(Action.EXCLUDE, classes=(ExerciseClass.RESISTANCE,))
    pets = rule(
        Action.EXCLUDE,
        91,
        when={"home.pets": ("yes",)},
        classes=(ExerciseClass.ACTIVE_LEG,),
        not_if={"en": "you have pets"},
    )
    result = cleared(catalog, patient("band-toe-raise"), no_bands, pets)
    assert printed(result) == ["seated-toe-raise"]
    assert asked(result, "seated-toe-raise") == ["R-91"]


def test_unknown_counts_for_supervision_on_a_general_sheet(catalog):
    result = cleared(catalog, no_one("one-leg-stand-stronger-side", health=SCREENED))
    assert "R-09b" in warnings(result, "one-leg-stand-stronger-side")
    assert result.items[0].needs_person


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
    "stroke.affected_side": ("left", "unknown", "both"),
    "stroke.happened_on": (LONG_AGO, None, TODAY),
    "devices.afo": ("no", "unknown", "yes"),
    "devices.fes": ("no", "unknown", "yes"),
    "devices.walking_aid": ("none", "unknown", "rollator"),
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


EXERCISES = sorted(path.stem for path in (CATALOG / "exercises").glob("*.yaml"))
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
    assert ids(laxer.everywhere) <= ids(stricter.everywhere)
    gone = set() if any(item.needs_person for item in stricter.items) else {"for-your-helper"}
    assert set(laxer.pages) - gone <= set(stricter.pages)  # what was left out needs no helper any more
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
@given(found=RANKS, exercises=PLANS, lifted=st.sets(st.sampled_from(sorted(CASES))), data=st.data())
def test_taking_an_override_away_never_allows_more(catalog, found, exercises, lifted, data):
    assume(lifted)
    fewer = lifted - {data.draw(st.sampled_from(sorted(lifted)))}
    options = options_of(found, exercises, general=False)
    with_all, with_fewer = (
        replace(options, overrides=tuple(override(name) for name in sorted(names))) for names in (lifted, fewer)
    )
    assert_allows_no_more(outcome(catalog, with_fewer), outcome(catalog, with_all))


@hypothesis(max_examples=40, deadline=None)
@given(found=RANKS, exercises=PLANS, name=st.sampled_from(sorted(CASES)))
def test_a_rule_more_never_allows_more(catalog, found, exercises, name):
    options = options_of(found, exercises, general=False)
    plan = draft(catalog, options)
    fewer = tuple(rule for rule in catalog.rules if rule.id != name)
    try:
        laxer = review(plan, options, fewer, catalog.exercise)
    except (Unsafe, Several):
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
    assert second.items == tuple(replace(item, stands_in_for="") for item in first.items)
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
    """Someone whose both legs are weak is not told of the one-leg stand as the next step up."""
    wish = PlanRequest(exercises=(ChosenExercise(exercise="half-tandem-stand-swapped"),))
    one = replace(smallest, plan=wish, stroke=Stroke(affected_side=Side.LEFT))
    both = replace(smallest, plan=wish, stroke=Stroke(affected_side=Side.BOTH))
    assert cleared(catalog, one).items[0].harder == "one-leg-stand-stronger-side"
    assert cleared(catalog, both).items[0].harder == ""
    assert cleared(catalog, both).items[0].easier == "half-tandem-stand"


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
    drawn |= {"health.weight_bearing_side", "health.wound_side", "devices.belt", "home.nobody", "health.tight_toes"}
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
    options = patient("seated-toe-raise", answers={f"health.{device}": "yes"})
    made = pipeline.make(kinds.KINDS["booklet"], catalog, templates, options)
    assert [each.topic for each in made.cleared.withheld] == ["stimulation"]
    words = "\n".join(texts(made.document.blocks))
    title = catalog.topic("stimulation").text["en"].title
    assert f"Left out: {title}." in words
    assert words.count(title) == 1
    usual = "\n".join(
        texts(pipeline.make(kinds.KINDS["booklet"], catalog, templates, patient("seated-toe-raise")).document.blocks)
    )
    assert usual.count(title) >= 1
    assert "Left out: " not in usual


def test_a_sheet_for_no_one_says_when_to_have_a_helper(catalog):
    general = cleared(catalog, no_one("seated-toe-raise"))
    assert ids(general.items[0].alone_conditions) == {"R-43b"}
    assert not general.items[0].needs_person
    own = cleared(catalog, patient("seated-toe-raise", answers={"health.hard_to_follow_steps": "yes"}))
    assert own.items[0].alone_conditions == ()
    assert own.items[0].needs_person


@pytest.mark.parametrize(
    ("answers_", "page"),
    [
        ({"devices.afo": "yes"}, "skin"),
        ({"health.low_sugar_risk": "yes"}, "low-blood-sugar"),
        ({"health.blood_thinner": "yes"}, "knocks-and-bruises"),
        ({"health.limp_arm": "yes"}, "arm-support"),
        ({"home.lives_alone": "yes", "home.helper": "yes"}, "being-alone"),
        ({"health.aphasia": "yes"}, "talking"),
        ({"health.diabetes": "yes"}, "feet-and-diabetes"),
        ({"health.hard_to_follow_steps": "yes"}, "for-your-helper"),
    ],
)
def test_each_page_that_a_rule_adds_is_printed_for_those_who_need_it_alone(catalog, templates, answers_, page):
    booklet = kinds.KINDS["booklet"]
    kind = "checklists" if page in catalog.names("checklists") else "topics"
    entry = getattr(catalog, kind.removesuffix("s"))(page)
    title = entry.text["en"].title
    with_it = pipeline.make(booklet, catalog, templates, patient("seated-toe-raise", answers=answers_))
    without = pipeline.make(booklet, catalog, templates, patient("seated-toe-raise"))
    assert page in with_it.cleared.pages
    assert title in list(texts(with_it.document.blocks))
    assert title not in list(texts(without.document.blocks))


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
