"""What a clinic's own files must not do to the shipped ones: slip from under the rules, or drop an honest word."""

import re
from collections.abc import Iterator, Mapping

from printkit.catalog import demands
from printkit.errors import CatalogError, PrintkitError
from printkit.model.records import Exercise, Rule
from printkit.model.vocabulary import Answer, Evidence, ExerciseClass, Position
from printkit.reading import records

_PLACES = re.compile(r"\{[a-z_]*\}")
_ASKED_FOR = (Evidence.E4, Evidence.E5)  # printed only when asked for, with their label
_SITTING = (
    ExerciseClass.PASSIVE_LEG,
    ExerciseClass.ACTIVE_LEG,
    ExerciseClass.RESTING_STRETCH,
    ExerciseClass.HAND,
    ExerciseClass.PASSIVE_ARM,
    ExerciseClass.TRUNK,
)

# Words that keep a promise of safety or honesty; a clinic may translate them, never reword them.
_LOCKED = {"sides", "evidence"}
_LOCKED_KEYS = {("page", "not-reviewed"), ("page", "small-print"), ("plan", "helper")}


def loosened_labels(
    loaded: records.Loaded[dict[str, Mapping[str, str]]], group: str, own: Mapping[str, str], shipped: Mapping[str, str]
) -> Iterator[PrintkitError]:
    """What a clinic's labels must not do to ours: swap sides, drop the honest line, lose the place of a number."""
    for key, words_ in own.items():
        if key not in shipped or words_ == shipped[key]:
            continue
        where = loaded.where(group, key)
        if group in _LOCKED or (group, key) in _LOCKED_KEYS or key.startswith("foot-emergency"):
            yield CatalogError(f"{group}/{key} cannot be reworded", where=where, hint="take the line out")
        elif sorted(_PLACES.findall(words_)) != sorted(_PLACES.findall(shipped[key])):
            hint = f"keep the places of {shipped[key]!r}"
            yield CatalogError(f"{group}/{key} has other places than ours", where=where, hint=hint)


def loosened(own: Exercise, shipped: Exercise) -> Iterator[str]:
    """What a clinic's version of a shipped exercise must not do: ask less of a body than ours, or need nobody."""
    if own.exercise_class is not shipped.exercise_class:
        yield f"class is {own.exercise_class}, ours is {shipped.exercise_class}"
    if lost := set(shipped.tags) - set(own.tags):
        yield f"the tag {min(lost)} is gone"
    if fewer := set(shipped.demands) - set(own.demands):
        yield f"the demand {min(fewer)} is gone"
    if shipped.needs_person is Answer.YES and own.needs_person is not Answer.YES:
        yield "needs_person is gone"
    if shipped.evidence in _ASKED_FOR and own.evidence is not shipped.evidence:
        yield f"evidence is {own.evidence}, ours is {shipped.evidence}"


def out_of_reach(own: Exercise, shipped: Exercise, rules: tuple[Rule, ...]) -> Iterator[str]:
    """The rules that reach ours and would no longer reach a clinic's version, whichever field they read."""
    for rule in rules:
        if demands.concerns(rule, shipped) and not demands.concerns(rule, own):
            yield f"the rule {rule.id} would no longer reach it"


def out_of_place(exercise: Exercise) -> Iterator[str]:
    """A class that the rules take for sitting, on an exercise that stands or walks free."""
    if exercise.position in (Position.WALKING, Position.STANDING_FREE) and exercise.exercise_class in _SITTING:
        yield f"class is {exercise.exercise_class}, but position is {exercise.position}"
