"""The worst pain week by week: when it is bad enough to tell somebody, and when it has risen by what matters.

Both figures are data: `tell_above` of tracked.yaml, and the smallest meaningful change of measures.yaml. A report and the
one who types in a sheet ask here, so that they are told of the same pain.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct

from printkit.model.vocabulary import Answer
from printkit.outcomes.history import Done, Entry, Observation
from printkit.outcomes.measures import Change, Measure, Threshold, Tracked
from printkit.outcomes.progress import monday

PAIN = "pain"  # of tracked.yaml, and of measures.yaml with its figures
T = TypeVar("T")


class ToTell(Struct, frozen=True, kw_only=True):
    """Pain of which somebody must hear. `before` is the worst of the week before, where it rose from there."""

    value: float
    day: date
    before: float | None = None


def limit(tracked: Mapping[str, Tracked]) -> float | None:
    """Above how much of 10 any pain is worth a talk."""
    return tracked[PAIN].tell_above if PAIN in tracked else None


def that_matters(measures: Mapping[str, Measure]) -> Threshold | None:
    """The change in points that a study calls meaningful; of people without a stroke, so it asks and judges nobody."""
    figures = measures[PAIN].thresholds if PAIN in measures else ()
    return next((each for each in figures if each.kind is Change.MEANINGFUL and each.in_percent is Answer.NO), None)


def rises(weeks: Sequence[tuple[T, float]], matters: Threshold | None) -> tuple[tuple[T, float, float], ...]:
    """The weeks in which the worst pain rose by what matters, each with the value before it and its own."""
    found = ((week, before, now) for (_, before), (week, now) in pairwise(weeks))
    return tuple(each for each in found if matters is not None and each[2] - each[1] >= matters.value)


def of_entries(entries: Iterable[Entry]) -> list[tuple[float, date]]:
    """How much it hurt, with the day, as it was written down of a day or of an exercise."""
    found: list[tuple[float, date]] = []
    for each in entries:
        if isinstance(each, Observation) and each.what == PAIN and each.value is not None:
            found.append((each.value, each.day))
        elif isinstance(each, Done) and each.pain is not None:
            found.append((each.pain, each.day))
    return found


def to_tell(
    new: Iterable[Entry], known: Iterable[Entry], measures: Mapping[str, Measure], tracked: Mapping[str, Tracked]
) -> ToTell | None:
    """The worst pain of new entries where it is bad, else where it rose; `known` is what was written down before them."""
    hurt = of_entries(new)
    if not hurt:
        return None
    worst: dict[date, float] = {}
    for value, day in (*hurt, *of_entries(known)):
        worst[monday(day)] = max(value, worst.get(monday(day), value))
    fresh = {monday(day) for _, day in hurt}
    rose = [each for each in rises(sorted(worst.items()), that_matters(measures)) if each[0] in fresh]
    value, day = max(hurt)
    most = limit(tracked)
    if most is not None and value > most:
        return ToTell(value=value, day=day, before=next((was for week, was, _ in rose if week == monday(day)), None))
    if rose:
        week, was, now = rose[-1]
        on = max((each for much, each in hurt if monday(each) == week and much == now), default=week)
        return ToTell(value=now, day=on, before=was)
    return None
