"""What is chosen for one patient, what it takes, and whether that is too much: before any rule has spoken."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.store import Catalog
from printkit.errors import OptionsError, near
from printkit.model.options import Options
from printkit.model.vocabulary import Level
from printkit.planning import dose_load
from printkit.planning.plan import Item, Plan, draft, minutes


class Wanted(Struct, frozen=True, kw_only=True):
    """What is asked for in place of what the option file says; None and nothing leave it as it is."""

    programme: str | None = None
    level: Level | None = None
    minutes_a_day: int | None = None
    at_hand: tuple[str, ...] = ()  # equipment


class Summary(Struct, frozen=True, kw_only=True):
    """A drafted plan with its load. Nothing in it has been held against the safety rules."""

    plan: Plan
    goal: str  # of the programme; "" for a therapist's own list
    load: dose_load.Load
    too_much: tuple[str, ...]


def with_wanted(catalog: Catalog, options: Options, wanted: Wanted) -> Options:
    """The options with another programme, level, time or equipment. Raises OptionsError for an unknown programme."""
    wish = options.plan
    if wanted.programme is not None and wanted.programme not in catalog.programmes:
        hint = near(wanted.programme, catalog.programmes)
        raise OptionsError(f"there is no programme {wanted.programme!r}", hint=hint)
    wish = replace(
        wish,
        programme=wanted.programme or wish.programme,
        level=wanted.level or wish.level,
        minutes_a_day=wanted.minutes_a_day or wish.minutes_a_day,
        at_hand=wanted.at_hand or wish.at_hand,
    )
    return replace(options, plan=wish)


def summary(catalog: Catalog, options: Options) -> Summary:
    """Draft the plan of these options and count what it asks of a day and a week."""
    drafted = draft(catalog, options)
    goal = ""
    if drafted.chosen_by in catalog.programmes:
        goal = catalog.programmes[drafted.chosen_by].goal.get(options.language, "no goal is given")
    load = dose_load.of(drafted.items, catalog.planning)
    too_much = tuple(dose_load.too_much(load, catalog.planning))
    return Summary(plan=drafted, goal=goal, load=load, too_much=too_much)


def as_text(found: Summary, catalog: Catalog) -> Iterator[str]:
    """The summary as lines to read."""
    drafted, load = found.plan, found.load
    if drafted.chosen_by == "therapist":
        yield "chosen by the therapist, exercise by exercise; nothing is left out for time or equipment"
    else:
        yield f"programme {drafted.chosen_by} ({found.goal}), level {drafted.level}"
    for item in drafted.items:
        exercise = item.exercise
        takes = minutes(item.dose, catalog.planning) * item.dose.times_per_day
        needs = ", ".join(exercise.equipment) or "nothing"
        trains = ", ".join(exercise.trains)
        time = f"{takes:.0f} min" if takes >= 1 else "under 1 min"
        yield f"  {exercise.id}: {time} a day; {exercise.position}, {exercise.level}; trains {trains}; {needs}"
        yield from (f"    {each}" for each in beyond_limits(item))
    for each in drafted.passed:
        yield f"  not chosen: {each.exercise.id} ({each.because})"
    yield f"{load.exercises} exercises, {load.minutes_a_day:.0f} minutes a day, {load.sessions_a_week} sessions a week"
    yield from (f"  more than most people keep up: {what}" for what in found.too_much)
    yield "the rules have not spoken yet: see printkit explain"


def beyond_limits(item: Item) -> Iterator[str]:
    """Where a therapist's dose is under the least or over the most that the catalogue gives."""
    for name, what in (("least", "under the least"), ("most", "over the most")):
        limit = getattr(item.exercise, name)
        for key in limit.__struct_fields__:
            bound, given = getattr(limit, key), getattr(item.dose, key)
            if bound is not None and (given < bound if name == "least" else given > bound):
                yield f"{key} is {given}, {what} of the catalogue ({bound})"
