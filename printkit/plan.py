"""From the catalogue and the options to a plan: which exercises, how much, at what time of day. Pure."""

from msgspec import Struct

from printkit.catalog import Catalog
from printkit.errors import OptionsError
from printkit.model import DayPart, Dose, Evidence, Exercise, Level
from printkit.options import Options

ASKED_FOR = (Evidence.E4, Evidence.E5)  # off unless asked for


class Item(Struct, frozen=True, kw_only=True):
    """An exercise in a plan, with its dose, its time of day and the therapist's own note."""

    exercise: Exercise
    dose: Dose
    day_part: DayPart
    note: str = ""
    note_language: str = ""


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
            exercise = _allowed(catalog.exercise(choice.exercise), options)
            day_part = choice.day_part or exercise.day_part
            dose, language = choice.dose(exercise.dose), choice.note_language or ""
            item = Item(exercise=exercise, dose=dose, day_part=day_part, note=choice.note, note_language=language)
            items.append(item)
        return Plan(items=tuple(items), chosen_by="therapist")
    programme = catalog.programmes[options.plan.programme]
    names: tuple[str, ...] = ()
    for level in _down_from(options.plan.level):
        names = programme.levels.get(level, ())
        if names:
            break
    if not names:
        message = f"the programme {options.plan.programme} has no exercise at the level {options.plan.level} or below"
        raise OptionsError(message, hint="choose a higher level, or list exercises")
    items = [usual(_allowed(catalog.exercise(name), options)) for name in names]
    return Plan(items=tuple(items), chosen_by=options.plan.programme)


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
