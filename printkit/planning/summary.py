"""What is chosen for one patient, what it takes, whether that is much or little, and the next steps up and down."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog import citations, doses
from printkit.catalog.store import Catalog
from printkit.errors import OptionsError, Unsafe, near
from printkit.model.options import Options
from printkit.model.vocabulary import Level
from printkit.planning import dose_load, exceptions, safety, signing
from printkit.planning.plan import Plan, draft, signed, within_limits


class Wanted(Struct, frozen=True, kw_only=True):
    """What is asked for in place of what the option file says; None and nothing leave it as it is."""

    programme: str | None = None
    level: Level | None = None
    minutes_a_day: int | None = None
    at_hand: tuple[str, ...] = ()  # equipment


class Step(Struct, frozen=True, kw_only=True):
    """The neighbours of an exercise on its ladder, by id; "" where there is none that the rules allow."""

    exercise: str
    down: str
    up: str


class Summary(Struct, frozen=True, kw_only=True):
    """A drafted plan with its load, before the safety rules have taken anything out of it.

    `steps` are those that the rules allow; none when the rules forbid the print or lack an answer.
    """

    plan: Plan
    goal: str  # of the programme; "" for a therapist's own list
    load: dose_load.Load
    facts: Mapping[str, str]
    steps: tuple[Step, ...]
    signatures: tuple[str, ...] = ()  # by which an exercise is in, which are void, which say too little


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
    drafted = within_limits(draft(catalog, options), catalog.planning, options)
    goal = ""
    if drafted.chosen_by in catalog.programmes:
        said = catalog.programmes[drafted.chosen_by].goal
        goal = said.get(options.language) or said.get("en", "no goal is given")
    load = dose_load.of(drafted.items, catalog.planning)
    asked = signed(catalog, options)
    try:
        cleared = safety.review(drafted, asked, catalog.rules, catalog.exercise)
    except Unsafe:
        void = exceptions.standing(asked, catalog.rules, asked.facts()).void
        told = tuple(map(exceptions.is_void, void))
        return Summary(plan=drafted, goal=goal, load=load, facts=asked.facts(), steps=(), signatures=told)
    steps = tuple(Step(exercise=item.exercise.id, down=item.easier, up=item.harder) for item in cleared.items)
    return Summary(
        plan=drafted, goal=goal, load=load, facts=cleared.facts, steps=steps, signatures=tuple(signing.told(cleared))
    )


def as_text(found: Summary, catalog: Catalog) -> Iterator[str]:
    """The summary as lines to read."""
    drafted, planning, labels = found.plan, catalog.planning, catalog.labels("en")
    if drafted.chosen_by == "therapist":
        yield "chosen by the therapist, exercise by exercise; nothing is left out for time or equipment"
    else:
        yield f"programme {drafted.chosen_by} ({found.goal}), level {drafted.level}"
    for item in drafted.items:
        exercise = item.exercise
        takes = doses.minutes(item.dose, planning) * item.dose.times_per_day
        needs = ", ".join(exercise.equipment) or "nothing"
        trains = ", ".join(exercise.trains)
        time = f"{takes:.0f} min" if takes >= 1 else "under 1 min"
        yield f"  {exercise.id}: {time} a day; {exercise.position}, {exercise.level}; trains {trains}; {needs}"
        if item.signed is not None:
            yield from (f"    {each.says}" for each in doses.beyond(exercise, item.dose, planning))
            yield f"    signed by {exceptions.signer(item.signed)}: {item.signed.reason}"
    yield from (f"  {each}" for each in found.signatures)
    for each in drafted.passed:
        yield f"  not chosen: {each.exercise.id} ({each.because})"
    yield from dose_load.lines(found.load, found.facts, planning, labels, "en")
    yield from dose_load.effort(planning, labels)
    for step in found.steps:
        none = labels("clinician", "no-step")
        yield labels("load", "step", exercise=step.exercise, down=step.down or none, up=step.up or none)
    yield dose_load.moving_up(planning, labels)
    for tag in citations.ordered(dose_load.source_tags(found.load, found.facts, planning), catalog.sources):
        yield f"  {tag}: {citations.cited(catalog.sources[tag], labels)}"
    yield "the rules have not spoken yet: see printkit explain"
