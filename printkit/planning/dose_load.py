"""How much a plan asks of a day and a week, counted from its doses. Pure."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from printkit.model.records import Planning
from printkit.planning.plan import Item, minutes


class Load(Struct, frozen=True, kw_only=True):
    """What a plan asks: how many exercises, minutes a day, and sessions a week (of the one done most often)."""

    exercises: int
    minutes_a_day: float
    sessions_a_week: int


def of(items: Iterable[Item], planning: Planning) -> Load:
    """The load of a plan; how an arm or leg rests is not counted."""
    doses = [item.dose for item in items if not set(planning.resting) & set(item.exercise.tags)]
    return Load(
        exercises=len(doses),
        minutes_a_day=sum(minutes(dose, planning) * dose.times_per_day for dose in doses),
        sessions_a_week=max((dose.times_per_day * dose.days_per_week for dose in doses), default=0),
    )


def too_much(load: Load, planning: Planning) -> Iterator[str]:
    """In what a plan asks more than most people keep up; nothing when it does not."""
    if load.exercises > planning.most_exercises:
        yield f"{load.exercises} exercises (more than {planning.most_exercises})"
    if load.minutes_a_day > planning.most_minutes:
        yield f"{load.minutes_a_day:.0f} minutes a day (more than {planning.most_minutes})"
    if load.sessions_a_week > planning.most_sessions:
        yield f"{load.sessions_a_week} sessions a week (more than {planning.most_sessions})"
