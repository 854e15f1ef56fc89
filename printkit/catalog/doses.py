"""What a dose is held against: the least and the most of its exercise, part by part and over a day. Pure."""

from collections.abc import Iterator

from msgspec import Struct

from printkit.errors import BeyondLimits, PrintkitError
from printkit.model.facts import SIDE
from printkit.model.options import Options, Override, signing
from printkit.model.planning import Planning
from printkit.model.records import Ceiling, Dose, Exercise
from printkit.model.signed import Changed

_AMOUNTS = ("repetitions", "minutes")  # of which a dose has one
_PARTS = ("sets", "repetitions", "minutes", "hold_seconds", "times_per_day", "days_per_week")


class Beyond(Struct, frozen=True, kw_only=True):
    """One part of a dose that is under the least or over the most; `part` is its name in an option file, or a_day."""

    part: str
    says: str
    bound: str  # what would be allowed, as "at most 20"


def minutes(dose: Dose, planning: Planning) -> float:
    """The minutes of one session: every repetition with its hold, and the rests between sets.

    The seconds of one repetition are counted on, not measured (catalog/planning.yaml).
    """
    if dose.minutes:
        return float(dose.minutes * dose.sets)
    one_set = dose.repetitions * _seconds(dose, planning)
    return (dose.sets * one_set + (dose.sets - 1) * dose.rest_seconds) / 60


def _seconds(dose: Dose, planning: Planning) -> int:
    """The seconds of one repetition with its hold."""
    return planning.seconds.get(dose.unit, 0) + dose.hold_seconds


def most_of(exercise: Exercise, planning: Planning) -> Ceiling:
    """The most of an exercise; where it names none, what is usual, and never less than its own dose."""
    found = {}
    for name in Ceiling.__struct_fields__:
        named, usual = getattr(exercise.most, name), getattr(planning.usual_most, name)
        found[name] = max(usual, getattr(exercise.dose, name)) if named is None and usual is not None else named
    return Ceiling(**found)


def beyond(exercise: Exercise, dose: Dose, planning: Planning) -> Iterator[Beyond]:
    """Each part of a dose that is under the least or over the most of its exercise.

    An exercise that goes by minutes is held against its minutes even when a therapist counts it, and one that is
    counted against its repetitions even when a therapist times it; only the most then, for the count is an estimate
    (catalog/planning.yaml, `seconds`).
    """
    least, most = exercise.least, most_of(exercise, planning)
    timed, usually_timed = bool(dose.minutes), bool(exercise.dose.minutes)
    block = "minutes" if timed else "repetitions"
    for part in ("sets", block, "hold_seconds", "times_per_day", "days_per_week"):
        if part == block and timed is not usually_timed:
            continue
        given, low, high = getattr(dose, part), getattr(least, part), getattr(most, part)
        if low is not None and given < low:
            says = f"{part} is {given}, under the least of {exercise.id} ({low})"
            yield Beyond(part=part, says=says, bound=f"at least {low}")
        if high is not None and given > high:
            says = f"{part} is {given}, over the most of {exercise.id} ({high})"
            yield Beyond(part=part, says=says, bound=f"at most {high}")
    unit = "minutes" if usually_timed else str(exercise.dose.unit)
    about = "" if timed is usually_timed else "about "
    one = _in_one_set(dose, planning, in_minutes=usually_timed)
    high = most.minutes if usually_timed else most.repetitions
    if about and high is not None and one > high:
        says = f"{block} is {getattr(dose, block)}, about {one:.0f} {unit}, over the most of {exercise.id} ({high})"
        yield Beyond(part=block, says=says, bound=f"at most {high} {unit}")
    total = one * dose.sets * dose.times_per_day
    if most.a_day is not None and total > most.a_day:
        says = f"the dose is {about}{total:.0f} {unit} a day, over the most of {exercise.id} ({most.a_day} a day)"
        yield Beyond(part="a_day", says=says, bound=f"at most {most.a_day} {unit} a day")


def _in_one_set(dose: Dose, planning: Planning, *, in_minutes: bool) -> float:
    """One set of a dose in minutes, or in repetitions, whichever of the two it was given in."""
    if bool(dose.minutes) is in_minutes:
        return dose.minutes or dose.repetitions
    seconds = _seconds(dose, planning)
    return dose.repetitions * seconds / 60 if in_minutes else dose.minutes * 60 / max(seconds, 1)


def refused(
    exercise: Exercise, dose: Dose, planning: Planning, options: Options
) -> Iterator[tuple[str, PrintkitError]]:
    """A dose that nobody has signed: the part that is beyond, and the problem, which has no place yet."""
    for each in beyond(exercise, dose, planning):
        line = signing(f"dose: {exercise.id}", answers_of(dose, options))
        hint = f"give {each.bound}; or a clinician can sign it: {line}"
        for override in options.overrides:
            if override.dose == exercise.id:
                changed = ", ".join(
                    f"{one.name} was {one.was} and is {one.now}" for one in _changed(override, dose, options)
                )
                hint += f"; the one that {override.name} signed is void: {changed}" if changed else ""
        yield each.part, BeyondLimits(each.says, hint=hint, exercise=exercise.id)


def signature(options: Options, exercise: str, dose: Dose) -> Override | None:
    """The signed exception for the dose of one exercise, if there is one and it was given for this very dose."""
    signed = (override for override in options.overrides if override.dose == exercise)
    return next((override for override in signed if not _changed(override, dose, options)), None)


def answers_of(dose: Dose, options: Options) -> dict[str, str]:
    """What an exception for a dose is given on: its numbers, and the affected side."""
    return {**_numbers(dose), SIDE: options.side}


def numbers_named() -> tuple[str, ...]:
    """How an exception for a dose may call the numbers of it."""
    return tuple(f"dose.{part}" for part in _PARTS)


def _numbers(dose: Dose) -> dict[str, str]:
    amount = "minutes" if dose.minutes else "repetitions"
    return {f"dose.{part}": str(getattr(dose, part)) for part in _PARTS if part not in _AMOUNTS or part == amount}


def _changed(override: Override, dose: Dose, options: Options) -> tuple[Changed, ...]:
    if not override.answers:
        return ()
    return override.changed({**options.facts(), **{f"dose.{part}": str(getattr(dose, part)) for part in _PARTS}})
