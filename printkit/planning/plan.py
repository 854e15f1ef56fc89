"""From the catalogue and the options to a plan: which exercises, how much, at what time of day. Pure."""

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog import doses
from printkit.catalog.doses import minutes
from printkit.catalog.store import Catalog
from printkit.errors import OptionsError, PrintkitError, near, raise_all
from printkit.model.options import Options, Override
from printkit.model.planning import Planning
from printkit.model.records import Dose, Exercise
from printkit.model.vocabulary import DayPart, Evidence, Level, Position, Weekday

ASKED_FOR = (Evidence.E4, Evidence.E5)  # off unless asked for


class Item(Struct, frozen=True, kw_only=True):
    """An exercise in a plan, with its dose, its time of day and the therapist's own note."""

    exercise: Exercise
    dose: Dose
    day_part: DayPart
    on: tuple[Weekday, ...] = ()  # as many as the dose has days a week; nothing where the days are open
    note: str = ""
    note_language: str = ""
    signed: Override | None = None  # a dose beyond the least or the most of the exercise; see within_limits


class Passed(Struct, frozen=True, kw_only=True):
    """An exercise of a programme that was not chosen, and why."""

    exercise: Exercise
    because: str


class Plan(Struct, frozen=True, kw_only=True):
    """What would be printed if no rule spoke. Only `safety.review` makes it printable."""

    items: tuple[Item, ...]
    chosen_by: str
    level: str = ""  # of the programme, when one was used
    passed: tuple[Passed, ...] = ()
    positions: tuple[tuple[Position, ...], ...] = ()  # the groups in which they follow each other; none: as listed


def signed(catalog: Catalog, options: Options) -> Options:
    """The options with the rules that the clinic has switched off as signed exceptions; the patient's own come first."""
    off = tuple(Override(rule=each.rule, name=each.name, reason=each.reason) for each in catalog.switched_off)
    return replace(options, switched_off=off) if off else options


def draft(catalog: Catalog, options: Options) -> Plan:
    """Choose the exercises and settle the doses.

    A therapist's own list always wins. Without one, the programme's list for the level is taken; a level that the
    programme does not have falls back to the next easier one that it has. What needs a thing that is not at hand gives
    way to an easier version that does not; what does not fit the minutes of a day or the most exercises is passed over.
    """
    if options.plan.exercises:
        items = []
        for choice in options.plan.exercises:
            exercise = _allowed(catalog.exercise(choice.exercise), options)
            dose = choice.dose(exercise.dose)
            item = Item(
                exercise=exercise,
                dose=dose,
                day_part=choice.day_part or exercise.day_part,
                on=choice.weekdays,
                note=choice.note,
                note_language=choice.note_language or "",
                signed=doses.signature(options, exercise.id, dose),
            )
            items.append(item)
        return Plan(items=tuple(items), chosen_by="therapist")  # a therapist's own order stays
    programme = catalog.programmes[options.plan.programme]
    names: tuple[str, ...] = ()
    for level in _down_from(options.plan.level):
        names = programme.levels.get(level, ())
        if names:
            break
    if not names:
        message = f"the programme {options.plan.programme} has no exercise at the level {options.plan.level} or below"
        raise OptionsError(message, hint="choose a higher level, or list exercises")
    chosen, passed = _chosen([_allowed(catalog.exercise(name), options) for name in names], catalog, options)
    if not chosen:
        hint = "; ".join(f"{each.exercise.id}: {each.because}" for each in passed)
        raise OptionsError("nothing of the programme fits what is at hand and the time", hint=hint)
    return Plan(
        items=chosen,
        chosen_by=options.plan.programme,
        level=str(level),
        passed=passed,
        positions=catalog.planning.positions,
    )


def place(item: Item, positions: tuple[tuple[Position, ...], ...]) -> tuple[int, int]:
    """Where an exercise stands in a plan: by the time of day, then by the group of its position."""
    if not positions:
        return (0, 0)
    group = next((at for at, group in enumerate(positions) if item.exercise.position in group), len(positions))
    return (tuple(DayPart).index(item.day_part), group)


def within_limits(plan: Plan, planning: Planning, options: Options) -> Plan:
    """The plan with every dose held against the least and the most of its exercise; every print passes here.

    Raises OptionsError, or Several, for a dose beyond them that nobody has signed. A signature that its dose does not
    need is dropped, so that no copy shows an exception that is none.
    """
    items = []
    problems: list[PrintkitError] = []
    for item in plan.items:
        found = [problem for _, problem in doses.refused(item.exercise, item.dose, planning, options)]
        if item.signed is None:
            problems += found
        items.append(item if found else replace(item, signed=None))
    raise_all(problems)
    return replace(plan, items=tuple(items))


def _chosen(
    exercises: list[Exercise], catalog: Catalog, options: Options
) -> tuple[tuple[Item, ...], tuple[Passed, ...]]:
    """What of a programme there is equipment and time for, in its order."""
    planning, wish = catalog.planning, options.plan
    at_hand = {*planning.always_at_hand, *_named(wish.at_hand, catalog)}
    items: list[Item] = []
    passed: list[Passed] = []
    used = 0.0
    for exercise in exercises:
        taken = {item.exercise.id for item in items}
        candidates = ladder(exercise, catalog.exercise)
        there = (each for each in candidates if not wish.at_hand or at_hand.issuperset(each.equipment))
        found = next(there, None)
        missing = ", ".join(sorted(set(exercise.equipment) - at_hand))
        if found is None or found.id in taken or (found is not exercise and found.evidence in ASKED_FOR):
            passed.append(Passed(exercise=exercise, because=f"not at hand: {missing}"))
            continue
        item = usual(found)
        takes = minutes(item.dose, planning) * item.dose.times_per_day
        if len(items) >= planning.most_exercises:
            passed.append(Passed(exercise=exercise, because=f"more than {planning.most_exercises} exercises a day"))
        elif wish.minutes_a_day is not None and items and used + takes > wish.minutes_a_day:
            passed.append(Passed(exercise=exercise, because=f"takes {takes:.0f} of {wish.minutes_a_day} minutes"))
        else:
            items.append(item)
            used += takes
            if found is not exercise:
                passed.append(Passed(exercise=exercise, because=f"not at hand: {missing}; {found.id} in its place"))
    return tuple(items), tuple(passed)


def _named(words: tuple[str, ...], catalog: Catalog) -> set[str]:
    """The equipment that words mean: "chair" is every kind of chair. Raises OptionsError for a word that means none."""
    if not words:
        return set()
    known = {thing for name in catalog.names("exercises") for thing in catalog.exercise(name).equipment}
    found: set[str] = set()
    for word in words:
        meant = {thing for thing in known if word == thing or word in thing.split("-")}
        if not meant:
            raise OptionsError(f"no exercise needs {word!r}", hint=near(word, known))
        found |= meant
    return found


def ladder(exercise: Exercise, find: Callable[[str], Exercise]) -> Iterator[Exercise]:
    """An exercise, then what could stand in for it, best first: its own substitute, then ever easier versions."""
    seen = {exercise.id}
    waiting = [exercise]
    while waiting:
        each = waiting.pop(0)
        yield each
        for name in (each.replace_with, each.easier):
            if name and name not in seen:
                seen.add(name)
                waiting.append(find(name))


def _allowed(exercise: Exercise, options: Options) -> Exercise:
    """E5 is never in a plan; E4 only when it was asked for (clinical facts, section 0)."""
    if exercise.evidence in ASKED_FOR and (
        exercise.evidence is Evidence.E5 or exercise.evidence not in options.print.other_views
    ):
        hint = "take it out" if exercise.evidence is Evidence.E5 else "take it out, or ask for it: other_views: [E4]"
        raise OptionsError(f"{exercise.id} rests on {exercise.evidence} only", hint=hint)
    return exercise


def usual(exercise: Exercise) -> Item:
    """An exercise at the dose and the time of day of the catalogue."""
    return Item(exercise=exercise, dose=exercise.dose, day_part=exercise.day_part)


def _down_from(level: Level) -> tuple[Level, ...]:
    levels = tuple(Level)
    return tuple(reversed(levels[: levels.index(level) + 1]))
