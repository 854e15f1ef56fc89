"""What exercises ask of a body, held against the vocabulary: unknown words, what is asked with them, what is left out."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from printkit.errors import near
from printkit.model.records import Demand, Exercise, Rule
from printkit.model.vocabulary import Action, Answer
from printkit.reading.nodes import Entries, Scalar
from printkit.reading.records import Loaded

T = TypeVar("T")
NEEDS_PERSON = "needs-person"  # the demand that an exercise with needs_person has by itself
STANDS = "stands"


def asked(exercise: Exercise) -> tuple[str, ...]:
    """What an exercise asks of a body and of the place, a second person among it."""
    return (*exercise.demands, NEEDS_PERSON) if exercise.needs_person is Answer.YES else exercise.demands


def concerns(rule: Rule, exercise: Exercise) -> bool:
    """Whether a rule speaks of an exercise.

    A row that names demands, exercises or positions speaks of an exercise that asks any of the demands, is one of the
    exercises, or is done in one of the positions. A row with `all_demands` wants every one of those asked, and with
    `with_any` one of these besides. A row that names none of these speaks of all. An exercise that asks one of
    `not_demands` is left alone, and so is one of `not_exercises`.
    """
    if (rule.action is Action.EXCLUDE and rule.pages) or rule.helped is Answer.YES:
        return False  # a row that leaves out a page is about no exercise; one about helpers waits for all the others
    asks = asked(exercise)
    if exercise.id in rule.not_exercises or (rule.not_demands and any(each in rule.not_demands for each in asks)):
        return False
    if rule.all_demands:
        return all(each in asks for each in rule.all_demands) and (
            not rule.with_any or any(each in rule.with_any for each in asks)
        )
    if rule.demands or rule.exercises or rule.positions:
        named = exercise.id in rule.exercises or exercise.position in rule.positions
        return named or (bool(rule.demands) and any(each in rule.demands for each in asks))
    return True


def problems(exercise: Exercise, known: Mapping[str, Demand]) -> Iterator[tuple[str, str]]:
    """What is wrong with the demands of an exercise, each with a hint."""
    named = exercise.demands
    for name in named:
        if name not in known:
            yield f"there is no demand {name!r}", near(name, known, barred=_barred(named, known))
        if name == NEEDS_PERSON and exercise.needs_person is not Answer.YES:
            yield f"the demand {name} comes from needs_person", "give needs_person: yes in its place"
        for other in known[name].implies if name in known else ():
            if other not in named:
                yield f"the demand {other} is missing: {name} asks it, too", f"{other}: {_means(known, other)}"
    holds = [name for name in known if known[name].hold is Answer.YES]
    held = [name for name in holds if name in named]
    if STANDS in named and len(held) != 1:
        found = " and ".join(held) or "none"
        yield f"a standing exercise has one hold, this one has {found}", f"give one of: {', '.join(holds)}"
    words = _words(exercise)
    for name, demand in known.items():
        if name not in named and (seen := _seen(exercise, demand, words)):
            yield f"the demand {name} is missing: {seen}", f"{name}: {_means(known, name)}"


def _barred(named: Collection[str], known: Mapping[str, Demand]) -> dict[str, str]:
    """The demands that an exercise may not name besides those that it names, each with why."""
    found = {NEEDS_PERSON: "comes from needs_person: yes"}
    if any(known[name].hold is Answer.YES for name in named if name in known):
        found |= {name: "would be a second hold" for name in known if known[name].hold is Answer.YES}
    return found | {name: "is named already; take this one out" for name in named if name in known}


def suggested(exercise_class: str, known: Mapping[str, Demand]) -> tuple[str, ...]:
    """The demands that a class shows by itself, with all that they imply; a beginning for a new exercise."""
    found = [name for name, demand in known.items() if exercise_class in demand.shown_by.classes]
    for name in found:  # grows while it is read
        found += [other for other in known[name].implies if other not in found]
    return tuple(found)


def suggest(loaded: Loaded[T], known: Mapping[str, Demand]) -> None:
    """Where an exercise lacks its demands, say which its class suggests: they are asked for, never guessed."""
    if isinstance(loaded.root, Entries) and isinstance(kind := loaded.root.nodes.get("class"), Scalar):
        for problem in loaded.problems:
            if problem.message == "'demands' is missing":
                found = ", ".join(suggested(kind.text, known)) or "none by itself"
                problem.hint = f"name what it asks of the body; its class suggests: {found}. demands.yaml has all"


def _seen(exercise: Exercise, demand: Demand, words: str) -> str:
    shown = demand.shown_by
    if exercise.position in shown.positions:
        return f"its position is {exercise.position}"
    if exercise.exercise_class in shown.classes:
        return f"its class is {exercise.exercise_class}"
    if tag := next((tag for tag in shown.tags if tag in exercise.tags), ""):
        return f"it has the tag {tag}"
    phrase = next((phrase for phrase in shown.words if phrase in words), "")
    return f"its steps say {phrase!r}" if phrase else ""


def _words(exercise: Exercise) -> str:
    text = exercise.text.get("en")
    return " ".join((text.hold_on, *text.steps)).lower() if text else ""


def _means(known: Mapping[str, Demand], name: str) -> str:
    return known[name].means.get("en", "") if name in known else ""
