"""Goal Attainment Scaling: how near somebody is to goals of their own, level by level and in one score."""

from collections.abc import Sequence
from math import sqrt

from msgspec import Struct

from printkit.outcomes.change import Series
from printkit.outcomes.history import Measured
from printkit.outcomes.measures import PartOf

_EXPECTED, _SPREAD = 50, 10  # of a T score: all goals as agreed, and one standard deviation
_ALIKE = 0.3  # how far the goals of one person go together; of the method, and not found in this person


class Goal(Struct, frozen=True, kw_only=True):
    """A goal, and its first and last level that a clinic wrote down; one level alone is both."""

    series: Series
    first: Measured
    last: Measured


def goals(found: Sequence[Series]) -> tuple[Goal, ...]:
    """Every goal that a clinic has rated, in the order of their words. Of 2 levels of one day the lower one counts."""
    rated = []
    for series in found:
        if series.record.part_of is PartOf.GOAL and not series.alone:
            rows = sorted((row for strand in series.strands for row in strand.values), key=_by_day)
            last = next(row for row in rows if row.day == rows[-1].day)
            rated.append(Goal(series=series, first=rows[0], last=last))
    return tuple(rated)


def _by_day(row: Measured) -> tuple[object, ...]:
    return row.day, row.value


def t_score(levels: Sequence[float]) -> float:
    """The T score of the levels of all goals of a person, each from -2 to +2 and each of the same weight.

    50 is every goal as agreed. Formula of Kiresuk and Sherman 1968, with the correlation of 0.3 that it takes for granted; read
    in Turner-Stokes 2009 (W84) with its erratum. There must be one level at least.
    """
    count = len(levels)
    return _EXPECTED + _SPREAD * sum(levels) / sqrt((1 - _ALIKE) * count + _ALIKE * count**2)
