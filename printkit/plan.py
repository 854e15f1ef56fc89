"""From the catalogue and the options to a plan: which exercises, how much, at what time of day. Pure."""

from msgspec import Struct

from printkit.catalog import Catalog
from printkit.model import DayPart, Dose, Exercise, Level
from printkit.options import Options

MOST_A_DAY = 4  # exercises; more of them are done less often (readers' facts, "Dose")


class Item(Struct, frozen=True, kw_only=True):
    """An exercise in a plan, with its dose, its time of day and the therapist's own note."""

    exercise: Exercise
    dose: Dose
    day_part: DayPart
    note: str = ""


class Plan(Struct, frozen=True, kw_only=True):
    """What would be printed if no rule spoke. Only `safety.review` makes it printable."""

    items: tuple[Item, ...]
    chosen_by: str


def draft(catalog: Catalog, options: Options) -> Plan:
    """Choose the exercises and settle the doses.

    A therapist's own list always wins. Without one, the programme's list for the level is taken; a level that the
    programme does not have falls back to the next easier one that it has.
    """
    if options.plan.exercises:
        items = []
        for choice in options.plan.exercises:
            exercise = catalog.exercise(choice.exercise)
            day_part = choice.day_part or exercise.day_part
            item = Item(exercise=exercise, dose=choice.dose(exercise.dose), day_part=day_part, note=choice.note)
            items.append(item)
        return Plan(items=tuple(items), chosen_by="therapist")
    programme = catalog.programmes[options.plan.programme]
    names: tuple[str, ...] = ()
    for level in _down_from(options.plan.level):
        names = programme.levels.get(level, ())
        if names:
            break
    return Plan(items=tuple(usual(catalog.exercise(name)) for name in names), chosen_by=options.plan.programme)


def usual(exercise: Exercise) -> Item:
    """An exercise at the dose and the time of day of the catalogue."""
    return Item(exercise=exercise, dose=exercise.dose, day_part=exercise.day_part)


def _down_from(level: Level) -> tuple[Level, ...]:
    levels = tuple(Level)
    return tuple(reversed(levels[: levels.index(level) + 1]))
