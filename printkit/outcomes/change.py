"""Whether a measure changed: values held against the thresholds of studies, never against other conditions.

The rules are those of the clinical facts, section 3: no verdict without a study of people like this patient, which
`choosing` finds; no "large enough" without an error of measuring; what was taken another way, by another side or alone at
home is another line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from itertools import groupby

from msgspec import Struct

from printkit.errors import OptionsError, near
from printkit.model.vocabulary import Answer, Side
from printkit.outcomes import choosing
from printkit.outcomes.choosing import AppliedThreshold, Person, Rejected, Why
from printkit.outcomes.history import Measured
from printkit.outcomes.measures import Change, Condition, Direction, Measure

# A figure that judges nobody is still worth a note for a clinician: of people without a stroke, agreed on, of mixed people.
_NOTED = (Why.NOT_STROKE, Why.CONVENTION, Why.MIXED_PEOPLE, Why.TOO_WIDE)


class Verdict(StrEnum):
    """All that is ever said of a change."""

    NO_CLEAR_CHANGE = "no-clear-change"
    LIKELY_REAL = "likely-real-change"
    LARGE_ENOUGH = "large-enough"


class Difference(Struct, frozen=True, kw_only=True):
    """From the first value to the last under the same conditions. `phrase` is None where no study gives one."""

    first: Measured
    last: Measured
    by: float
    better: bool | None  # None: no change, or no direction is better
    detectable: AppliedThreshold | None
    meaningful: AppliedThreshold | None
    phrase: Verdict | None
    nearest: tuple[Rejected, ...] = ()  # of each kind that has no figure for this patient: a note, and never a verdict
    rejected: tuple[Rejected, ...] = ()  # every figure that was not taken, and why

    @property
    def noted(self) -> tuple[Rejected, ...]:
        """The figures that judge nobody and that a clinician may still want to know."""
        return tuple(each for each in self.rejected if set(each.why) & set(_NOTED))

    @property
    def not_accurate(self) -> bool:
        """Whether the only meaningful figures for this patient are such as their authors do not trust."""
        return self.meaningful is None and any(Why.NOT_ACCURATE in each.why for each in self.rejected)

    @property
    def cited(self) -> AppliedThreshold | None:
        """The study that the phrase rests on."""
        return self.meaningful if self.phrase is Verdict.LARGE_ENOUGH else self.detectable if self.phrase else None


class ComparableValues(Struct, frozen=True, kw_only=True):
    """Values of a measure under the same conditions, in the order of their days."""

    conditions: tuple[tuple[Condition, str], ...]  # what the measure asks for, and what was recorded; "" was not
    values: tuple[Measured, ...]
    difference: Difference | None
    several: tuple[
        date, ...
    ] = ()  # the first or last day, where it holds several values: which one counts is not known
    could_not: tuple[date, ...] = ()  # the first or last day, where it could not be done: that is no number to subtract


class Series(Struct, frozen=True, kw_only=True):
    """All values of one measure on one side and part, by a clinic or by the patient alone; a strand for each setting."""

    measure: str
    record: Measure
    side: Side
    part: str
    alone: bool  # measured by the patient: shown by itself, and never judged
    strands: tuple[ComparableValues, ...]

    @property
    def side_missing(self) -> bool:
        """Whether nobody wrote down the side of what is taken of each side: it may be the arm or leg of either value."""
        return _side_missing(self.record, self.side)


class _Known(Struct, frozen=True, kw_only=True):
    """What a difference is judged by besides its own values."""

    every: tuple[Measured, ...]
    measures: Mapping[str, Measure]
    person: Person
    chosen: Mapping[str, str]


def require_study(measure: str, source: str, measures: Mapping[str, Measure]) -> None:
    """Raise OptionsError where a measure has no threshold from a study that a clinician named."""
    if measure not in measures:
        raise OptionsError(f"there is no measure {measure!r}", hint=near(measure, measures))
    studies = dict.fromkeys(each.source for each in measures[measure].thresholds if choosing.judges(each))
    if source not in studies:
        hint = near(source, studies) if studies else "no study of it is known"
        raise OptionsError(f"{measure} has no threshold from {source!r}", hint=hint)


def series(
    measured: Iterable[Measured], measures: Mapping[str, Measure], person: Person, chosen: Mapping[str, str]
) -> tuple[Series, ...]:
    """In the order of the catalogue; a clinic's values before those that a patient took alone."""
    order = list(measures)
    every = tuple(measured)

    def apart(row: Measured) -> tuple[int, bool, str, str]:
        return order.index(row.measure), not row.assessor, row.side, row.part.casefold()

    def in_order(row: Measured) -> tuple[object, ...]:
        return *apart(row), row.day, row.value, row.assessor

    known = _Known(every=every, measures=measures, person=person, chosen=chosen)
    found: list[Series] = []
    for (_, alone, _, _), some in groupby(sorted(every, key=in_order), apart):
        rows = list(some)
        record = measures[rows[0].measure]
        strands: dict[tuple[tuple[Condition, str], ...], list[Measured]] = {}
        for row in rows:
            strands.setdefault(choosing.conditions(row, record), []).append(row)
        found.append(
            Series(
                measure=rows[0].measure,
                record=record,
                side=rows[0].side,
                part=rows[0].part,
                alone=alone,
                strands=tuple(
                    ComparableValues(
                        conditions=conditions,
                        values=tuple(values),
                        difference=None
                        if (several := _several(values)) or (could_not := _could_not(values, record))
                        else _difference(values, record, known),
                        several=several,
                        could_not=() if several else could_not,
                    )
                    for conditions, values in strands.items()
                ),
            )
        )
    return tuple(found)


def _side_missing(record: Measure, side: Side) -> bool:
    return record.per_side is Answer.YES and side is Side.UNKNOWN


def _several(values: list[Measured]) -> tuple[date, ...]:
    """Of the first and the last day those with several values: nobody can say which of them to compare."""
    taken = Counter(row.day for row in values)
    return tuple(day for day in dict.fromkeys((values[0].day, values[-1].day)) if taken[day] > 1)


def _could_not(values: list[Measured], record: Measure) -> tuple[date, ...]:
    ends = dict.fromkeys((values[0], values[-1]))
    return tuple(row.day for row in ends if record.unable is not None and row.value == record.unable)


def _difference(values: list[Measured], record: Measure, known: _Known) -> Difference | None:
    """None for a single value. Sides of the truth that a float cannot hold (0.7 - 0.5) are rounded away."""
    if len(values) < 2:
        return None
    first, last = values[0], values[-1]
    by = round(last.value - first.value, 6)
    judged = bool(first.assessor) and not _side_missing(record, first.side)
    asked = choosing.Question(
        first=first,
        last=last,
        record=record,
        person=known.person,
        every=known.every,
        measures=known.measures,
        study=known.chosen.get(first.measure, ""),
    )
    # thresholds were found by trained people, not alone at home
    found = {kind: choosing.choose(kind, asked) for kind in Change} if judged else {}
    detectable, meaningful = (found[kind].chosen if kind in found else None for kind in Change)
    return Difference(
        first=first,
        last=last,
        by=by,
        better=None
        if by == 0 or record.direction is Direction.NEUTRAL
        else (by > 0) == (record.direction is Direction.UP),
        detectable=detectable,
        meaningful=meaningful,
        phrase=phrase_of(abs(by), detectable.size if detectable else None, meaningful.size if meaningful else None),
        nearest=tuple(choice.nearest for choice in found.values() if choice.nearest),
        rejected=tuple(each for choice in found.values() for each in choice.rejected),
    )


def phrase_of(size: float, detectable: float | None, meaningful: float | None) -> Verdict | None:
    """The one of three phrases that holds for a change of this size; None when the studies do not tell.

    Without an error of measuring nothing is said, however little the meaningful change is.
    """
    if detectable is None:
        return None
    if size < detectable:
        return Verdict.NO_CLEAR_CHANGE
    return Verdict.LARGE_ENOUGH if meaningful is not None and size >= meaningful else Verdict.LIKELY_REAL
