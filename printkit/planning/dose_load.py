"""How much a plan asks of a day and a week, counted from its doses and held against the target bands. Pure.

The bands, their figures and their sources stand in catalog/planning.yaml. What is below a band is told as clearly as what
is above it, to the therapist only: neither is an error, and no page of a patient speaks of it.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from printkit.catalog.citations import tagged
from printkit.catalog.doses import minutes
from printkit.catalog.labels import Labels, in_language
from printkit.model.facts import meets
from printkit.model.planning import Band, Planning, Task
from printkit.planning.plan import Item


class TaskLoad(Struct, frozen=True, kw_only=True):
    """The repetitions a day of one task; `timed` when more of it goes by minutes, which nobody counts."""

    task: Task
    repetitions: int
    timed: bool


class Load(Struct, frozen=True, kw_only=True):
    """What a plan asks: different exercises, minutes of a full day, days a week (of the one done most often), tasks."""

    exercises: int
    minutes_a_day: float
    days_a_week: int
    tasks: tuple[TaskLoad, ...]


def of(items: Iterable[Item], planning: Planning) -> Load:
    """The load of a plan; how an arm or leg rests is not counted."""
    practice = [item for item in items if not set(planning.resting) & set(item.exercise.tags)]
    doses = [item.dose for item in practice]
    return Load(
        exercises=len(doses),
        minutes_a_day=sum(minutes(dose, planning) * dose.times_per_day for dose in doses),
        days_a_week=max((dose.days_per_week for dose in doses), default=0),
        tasks=tuple(_tasks(practice, planning)),
    )


def _tasks(practice: list[Item], planning: Planning) -> Iterator[TaskLoad]:
    for task in planning.tasks:
        doses = [item.dose for item in practice if _trains(item, task)]
        if doses:
            counted = sum(dose.a_day for dose in doses if not dose.minutes)
            yield TaskLoad(task=task, repetitions=counted, timed=any(dose.minutes for dose in doses))


def _trains(item: Item, task: Task) -> bool:
    exercise = item.exercise
    named = exercise.exercise_class in task.classes or exercise.id in task.exercises
    return named or (item.dose.unit in task.units and not item.dose.minutes)


def band(facts: Mapping[str, str], planning: Planning) -> Band | None:
    """The first target band whose conditions the answers meet; None in the first 2 days after a stroke."""
    every = (each for each in planning.bands if all(meets(name, facts[name], of) for name, of in each.when.items()))
    return next(every, None)


def verdict(value: int, low: int, high: int | None) -> str:
    """Where a load lies: "below", "within" or "above" a band; without a `high` nothing is above."""
    return "below" if value < low else "above" if high is not None and value > high else "within"


def minutes_are(load: Load, facts: Mapping[str, str], planning: Planning) -> str:
    """Where the minutes of a day lie: "below", "within" or "above" the band; "" where there is none."""
    found = band(facts, planning)
    return verdict(round(load.minutes_a_day), found.low, found.high) if found else ""


def too_many(load: Load, planning: Planning) -> bool:
    """Whether there are more different exercises than most people keep up (ADHERE)."""
    return load.exercises > planning.most_exercises


def lines(load: Load, facts: Mapping[str, str], planning: Planning, labels: Labels, language: str) -> Iterator[str]:
    """The load for a therapist: what is asked, the bands with their sources, and whether it is below, within or above."""
    whole = round(load.minutes_a_day)
    yield labels.plural("load", "asks", load.exercises, minutes=whole, days=load.days_a_week)
    found = band(facts, planning)
    if found is None:
        yield labels("load", "no-band")
    else:
        name = in_language(found.name, language, "a band")
        yield labels(
            "load", "minutes", count=whole, verdict=_said(verdict(whole, found.low, found.high), labels), band=name,
            low=found.low, range=_range(found.target, labels), high=found.high, source=tagged(found.source, labels),
        )  # fmt: skip
        days = verdict(load.days_a_week, found.days[0], found.days[1])
        yield labels(
            "load", "days", count=load.days_a_week, verdict=_said(days, labels), band=name,
            range=_range(found.days, labels), source=tagged(found.source, labels),
        )  # fmt: skip
        yield labels("load", "how", how=in_language(found.how, language, "a band"))
    for each in load.tasks:
        yield _task(each, labels, language)
    if too_many(load, planning):
        yield labels(
            "load", "too-many", count=load.exercises, first=planning.start_with, most=planning.most_exercises,
            source=tagged(planning.source, labels),
        )  # fmt: skip


def _task(load: TaskLoad, labels: Labels, language: str) -> str:
    task = load.task
    lies = verdict(load.repetitions, task.low, task.high)
    high = labels("load", "no-most") if task.high is None else labels("load", "most", most=task.high)
    key = "task-timed" if load.timed and lies == "below" else "task"
    return labels(
        "load", key, task=in_language(task.name, language, "a task"), count=load.repetitions,
        verdict=_said(lies, labels), low=task.low, range=_range(task.target, labels), high=high,
        source=tagged(task.source, labels),
    )  # fmt: skip


def effort(planning: Planning, labels: Labels) -> Iterator[str]:
    """How hard practice should feel, in figures of Borg and in words, with the sources."""
    felt = planning.effort
    yield labels(
        "load", "effort", range=_range(felt.aim, labels), most=felt.most, early=felt.early,
        source=tagged(felt.source, labels),
    )  # fmt: skip
    yield labels("load", "talk")


def moving_up(planning: Planning, labels: Labels) -> str:
    """When a therapist may move somebody a step up; the program never does it."""
    rule = planning.moving_up
    return labels("load", "moving-up", sessions=rule.sessions, borg=rule.borg, source=tagged(rule.source, labels))


def source_tags(load: Load, facts: Mapping[str, str], planning: Planning) -> frozenset[str]:
    """The tags of all sources that the lines for a therapist name."""
    found = band(facts, planning)
    every = [found.source if found else (), *(each.task.source for each in load.tasks)]
    every += [planning.effort.source, planning.moving_up.source]
    every += [planning.source] if too_many(load, planning) else []
    return frozenset(tag for tags in every for tag in tags)


def _said(lies: str, labels: Labels) -> str:
    return labels("load", lies)


def _range(from_to: tuple[int, ...], labels: Labels) -> str:
    first, last = from_to
    return str(first) if first == last else labels("load", "range", first=first, last=last)
