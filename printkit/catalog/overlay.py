"""What a clinic's own files must not do to the shipped ones: slip from under the rules, or drop an honest word."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from fnmatch import fnmatchcase

from printkit.catalog import demands
from printkit.errors import CatalogError, PrintkitError, near
from printkit.model.records import Demand, Exercise, Region, Rule, SwitchedOff
from printkit.model.vocabulary import Action, Answer, Evidence, ExerciseClass, Position
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


def loosened_labels(
    loaded: records.Loaded[dict[str, Mapping[str, str]]],
    ours: Mapping[str, Mapping[str, str]],
    english: Mapping[str, Mapping[str, str]],
    locked: Mapping[str, tuple[str, ...]],
) -> Iterator[PrintkitError]:
    """What a clinic's labels must not do: reword a warning of ours, leave one empty, or lose the place of a number.

    `ours` are the shipped words in the language of the file; a language that is not shipped is held against `english`.
    """
    for group, own in loaded.required().items():
        for key, words_ in own.items():
            shipped = ours.get(group, {}).get(key)
            meant = english.get(group, {}).get(key) if shipped is None else shipped
            if meant is None or words_ == shipped:
                continue
            where, is_locked = loaded.where(group, key), _is_locked(locked, group, key)
            if is_locked and shipped is not None:
                hint = f"take the line out; ours is {shipped!r}"
                yield CatalogError(f"{group}/{key} cannot be reworded", where=where, hint=hint)
            elif is_locked and not words_.strip():
                yield CatalogError(f"{group}/{key} is empty", where=where, hint=f"say in your language: {meant!r}")
            elif sorted(_PLACES.findall(words_)) != sorted(_PLACES.findall(meant)):
                hint = f"keep the places of {meant!r}"
                yield CatalogError(f"{group}/{key} has other places than ours", where=where, hint=hint)


def rules_of_nothing(
    loaded: records.Loaded[tuple[Rule, ...]], known: Mapping[str, Demand], exercises: Collection[str]
) -> Iterator[PrintkitError]:
    """Rules that name a demand or an exercise that is not there: they would reach nothing, and nobody would see that."""
    for index, rule in enumerate(loaded.record or ()):
        asked = (*rule.demands, *rule.all_demands, *rule.with_any, *rule.not_demands)
        for kind, names, there in (
            ("demand", asked, known),
            ("exercise", (*rule.exercises, *rule.not_exercises), exercises),
        ):
            for name in names:
                if name not in there:
                    named = {each: "is named already; take this one out" for each in names if each in there}
                    hint = near(name, there, barred=named)
                    yield CatalogError(f"there is no {kind} {name!r}", where=loaded.where(index), hint=hint)


def not_to_switch_off(
    loaded: records.Loaded[tuple[SwitchedOff, ...]], rules: Mapping[str, Rule]
) -> Iterator[PrintkitError]:
    """Rules that a clinic cannot switch off, as they are not there, only inform, or send somebody to a doctor."""
    may_be = [
        name
        for name, rule in rules.items()
        if rule.action not in (Action.PAGE, Action.LOOK) and rule.signable is Answer.YES
    ]
    for index, off in enumerate(loaded.record or ()):
        where = loaded.where(index, "rule")
        if off.rule not in rules:
            yield CatalogError(f"there is no rule {off.rule!r}", where=where, hint=near(off.rule, may_be))
        elif off.rule not in may_be:
            hint = "its pages only inform" if rules[off.rule].signable is Answer.YES else rules[off.rule].why_not_lifted
            yield CatalogError(f"{off.rule} cannot be switched off", where=where, hint=hint)


def _is_locked(locked: Mapping[str, tuple[str, ...]], group: str, key: str) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in locked.get(group, ()))


def _other_class(own: Exercise, shipped: Exercise) -> Iterator[str]:
    if own.exercise_class is not shipped.exercise_class:
        yield f"class is {own.exercise_class}, ours is {shipped.exercise_class}"


def _other_position(own: Exercise, shipped: Exercise) -> Iterator[str]:
    if own.position is not shipped.position:
        yield f"position is {own.position}, ours is {shipped.position}"


def _fewer_tags(own: Exercise, shipped: Exercise) -> Iterator[str]:
    if lost := set(shipped.tags) - set(own.tags):
        yield f"the tag {min(lost)} is gone"


def _fewer_demands(own: Exercise, shipped: Exercise) -> Iterator[str]:
    if fewer := set(shipped.demands) - set(own.demands):
        yield f"the demand {min(fewer)} is gone"


def _nobody_needed(own: Exercise, shipped: Exercise) -> Iterator[str]:
    if shipped.needs_person is Answer.YES and own.needs_person is not Answer.YES:
        yield "needs_person is gone"


def _better_evidence(own: Exercise, shipped: Exercise) -> Iterator[str]:
    """E1 is the best. What is printed only when asked for keeps its own label."""
    if own.evidence < shipped.evidence or (shipped.evidence in _ASKED_FOR and own.evidence is not shipped.evidence):
        yield f"evidence is {own.evidence}, ours is {shipped.evidence}"


def _fewer_stops(own: Exercise, shipped: Exercise) -> Iterator[str]:
    """In our language each reason to stop stays as it is; in another one there are as many."""
    for language, text in own.text.items():
        ours = shipped.text.get(language)
        if ours is not None:
            yield from (f"stop_if lacks {each!r}" for each in ours.stop_if if each not in text.stop_if)
        elif len(text.stop_if) < (least := max(len(each.stop_if) for each in shipped.text.values())):
            yield f"stop_if in {language} has {len(text.stop_if)} of {least} reasons"


def out_of_reach(own: Exercise, shipped: Exercise, rules: tuple[Rule, ...]) -> Iterator[str]:
    """The rules that reach ours and would no longer reach a clinic's version, whichever field they read."""
    for rule in rules:
        if demands.concerns(rule, shipped) and not demands.concerns(rule, own):
            yield f"the rule {rule.id} would no longer reach it"


# Every field of an exercise: held against ours by itself, or by asking every rule, or free for a reason.
# tests/test_overlays.py looks that none is missing, and that no rule reads one that is free.
GUARDED: Mapping[str, Callable[[Exercise, Exercise], Iterator[str]]] = {
    "exercise_class": _other_class,
    "position": _other_position,
    "demands": _fewer_demands,
    "tags": _fewer_tags,
    "needs_person": _nobody_needed,
    "evidence": _better_evidence,
    "text": _fewer_stops,
}
BY_RULES = ("id",)  # out_of_reach asks every rule
FREE: Mapping[str, str] = {
    "level": "no rule reads it; a programme names its exercises one by one",
    "dose": "a clinic's own choice; what a rule allows at most holds for it, too",
    "dose_basis": "says where the dose comes from; it is printed for clinicians",
    "least": "a clinic's own floor; doses are held against it",
    "most": "a clinic's own ceiling; doses are held against it, and no rule reads it",
    "source": "a clinic's own choice has a clinic's own source",
    "equipment": "what is at hand; no rule reads it",
    "trains": "words for a purpose",
    "day_part": "morning or evening",
    "easier": "what stands in is held against every rule itself",
    "harder": "is only spoken of, and not where a rule leaves it out",
    "replace_with": "what stands in is held against every rule itself",
    "film": "an address of a clinic's own, printed as it is; nothing looks it up and no rule reads it",
    "reviewed_by": "a signature that names somebody",
    "reviewed_on": "the day of it",
}


def loosened(own: Exercise, shipped: Exercise) -> Iterator[str]:
    """What a clinic's version of a shipped exercise must not do: ask less of a body than ours, warn less, need nobody."""
    for guard in GUARDED.values():
        yield from guard(own, shipped)


def loosened_region(own: Region, shipped: Region) -> Iterator[tuple[str, str]]:
    """What a clinic's region must not do to ours: send an emergency to another number."""
    if own.emergency_number != shipped.emergency_number:
        message = f"emergency_number is {own.emergency_number!r}, ours is {shipped.emergency_number!r}"
        yield message, "give a region of your own another code"


def loosened_demand(own: Demand, shipped: Demand) -> Iterator[tuple[str, str]]:
    """What a clinic's demand must not do to ours: imply less, or be seen in fewer exercises."""
    seen, ours = own.shown_by, shipped.shown_by
    pairs = [(own.implies, shipped.implies)]
    pairs += [(getattr(seen, name), getattr(ours, name)) for name in ours.__struct_fields__]
    for found, wanted in pairs:
        yield from ((f"{each} is gone", "keep what ours has, and add to it") for each in wanted if each not in found)
    if own.hold is not shipped.hold:
        yield f"hold is {own.hold}, ours is {shipped.hold}", "give a demand of your own another name"


def out_of_place(exercise: Exercise) -> Iterator[str]:
    """A class of sitting or lying on an exercise that stands or walks free."""
    if exercise.position in (Position.WALKING, Position.STANDING_FREE) and exercise.exercise_class in _SITTING:
        yield f"class is {exercise.exercise_class}, but position is {exercise.position}"
