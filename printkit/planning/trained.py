"""What the exercises of a plan are for, so that the pages beside them speak of the same part of the body."""

from collections.abc import Iterable, Mapping

from printkit.model.facts import ABOUT_THE_PLAN
from printkit.model.records import Exercise
from printkit.model.vocabulary import Answer, ExerciseClass

_ARM = (ExerciseClass.PASSIVE_ARM, ExerciseClass.ACTIVE_ARM, ExerciseClass.HAND, ExerciseClass.FORCED_USE)
_LEG = (
    ExerciseClass.PASSIVE_LEG,
    ExerciseClass.ACTIVE_LEG,
    ExerciseClass.RESISTANCE,
    ExerciseClass.STANDING_STRETCH,
    ExerciseClass.RESTING_STRETCH,
    ExerciseClass.SUPPORTED_STANDING,
    ExerciseClass.BALANCE,
    ExerciseClass.WALKING,
    ExerciseClass.TRANSFER,
    ExerciseClass.AEROBIC,
    ExerciseClass.STIMULATION,
)
_ANKLE = (
    "ankle-movement", "calf", "calf-length", "foot-control", "inner-foot-lifters", "outer-foot-lifters", "toe-curlers",
    "toe-lifters",
)  # fmt: skip


def about(exercises: Iterable[Exercise], facts: Mapping[str, str]) -> Mapping[str, str]:
    """The answers of `facts.ABOUT_THE_PLAN` for the exercises that the rules have left in.

    Who wears a brace has a weak ankle, whatever the plan trains.
    """
    found = tuple(exercises)
    if not found:
        return dict.fromkeys(ABOUT_THE_PLAN, Answer.UNKNOWN)
    holds = {
        "plan.ankle": facts["devices.afo"] == Answer.YES or any(set(each.trains) & set(_ANKLE) for each in found),
        "plan.leg": any(each.exercise_class in _LEG for each in found),
        "plan.arm": any(each.exercise_class in _ARM for each in found),
    }
    return {name: Answer.YES if holds[name] else Answer.NO for name in ABOUT_THE_PLAN}
