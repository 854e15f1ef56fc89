"""Whether a measure changed: values held against the thresholds of studies, never against other conditions.

The rules are those of the clinical facts, section 3: no verdict without a study; where studies disagree the larger change
counts; what was taken another way, by another side or alone at home is another line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from itertools import groupby

from msgspec import Struct

from printkit.errors import OptionsError, near
from printkit.model.vocabulary import Answer, Side
from printkit.outcomes.history import Measured
from printkit.outcomes.measures import Change, Condition, Direction, Measure, Phase, Threshold

_EARLY_WEEKS, _SUBACUTE_WEEKS = 6, 26  # Phase says what these are
_NEAR_DAYS = 7  # a first value of another measure counts when it was taken within so many days
_NO_STUDY = "MEM"  # the source tag of common knowledge: nothing that a verdict could name


class Verdict(StrEnum):
    """All that is ever said of a change."""

    NO_CLEAR_CHANGE = "no-clear-change"
    LIKELY_REAL = "likely-real-change"
    LARGE_ENOUGH = "large-enough"


class AppliedThreshold(Struct, frozen=True):
    """A threshold with its size in the unit of the measure; `other_phase`: its people were not where this patient is."""

    threshold: Threshold
    size: float
    other_phase: bool = False


class Difference(Struct, frozen=True, kw_only=True):
    """From the first value to the last under the same conditions. `phrase` is None where no study gives one."""

    first: Measured
    last: Measured
    by: float
    better: bool | None  # None: no change, or no direction is better
    detectable: AppliedThreshold | None
    meaningful: AppliedThreshold | None
    phrase: Verdict | None
    elsewhere: tuple[AppliedThreshold, ...] = ()  # of people without a stroke: a note, and never a verdict
    no_meaningful: bool = False  # studies have a meaningful change, and none for this first value

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

    every: list[Measured]
    measures: Mapping[str, Measure]
    stroke: date | None
    chosen: Mapping[str, str]


def require_study(measure: str, source: str, measures: Mapping[str, Measure]) -> None:
    """Raise OptionsError where a measure has no threshold from a study that a clinician named."""
    if measure not in measures:
        raise OptionsError(f"there is no measure {measure!r}", hint=near(measure, measures))
    studies = dict.fromkeys(each.source for each in measures[measure].thresholds if _counts(each))
    if source not in studies:
        hint = f"there are: {', '.join(studies)}" if studies else "no study of it is known"
        raise OptionsError(f"{measure} has no threshold from {source!r}", hint=hint)


def series(
    measured: list[Measured], measures: Mapping[str, Measure], stroke: date | None, chosen: Mapping[str, str]
) -> tuple[Series, ...]:
    """In the order of the catalogue; a clinic's values before those that a patient took alone."""
    order = list(measures)

    def apart(row: Measured) -> tuple[int, bool, str, str]:
        return order.index(row.measure), not row.assessor, row.side, row.part

    def in_order(row: Measured) -> tuple[object, ...]:
        return *apart(row), row.day, row.value, row.assessor

    known = _Known(every=measured, measures=measures, stroke=stroke, chosen=chosen)
    found: list[Series] = []
    for (_, alone, _, part), some in groupby(sorted(measured, key=in_order), apart):
        rows = list(some)
        record = measures[rows[0].measure]
        strands: dict[tuple[tuple[Condition, str], ...], list[Measured]] = {}
        for row in rows:
            strands.setdefault(_conditions(row, record), []).append(row)
        found.append(
            Series(
                measure=rows[0].measure,
                record=record,
                side=rows[0].side,
                part=part,
                alone=alone,
                strands=tuple(
                    ComparableValues(
                        conditions=conditions,
                        values=tuple(values),
                        difference=None if (several := _several(values)) else _difference(values, record, known),
                        several=several,
                    )
                    for conditions, values in strands.items()
                ),
            )
        )
    return tuple(found)


def _conditions(row: Measured, record: Measure) -> tuple[tuple[Condition, str], ...]:
    """How a value was taken: what the measure asks for, and whatever else was recorded of it.

    What is not known is alike only to what is not known.
    """
    found = [(condition, str(getattr(row, condition)).strip().casefold()) for condition in Condition]
    known = [(condition, "" if said == Answer.UNKNOWN else said) for condition, said in found]
    return tuple((condition, said) for condition, said in known if said or condition in record.conditions)


def _side_missing(record: Measure, side: Side) -> bool:
    return record.per_side is Answer.YES and side is Side.UNKNOWN


def _several(values: list[Measured]) -> tuple[date, ...]:
    """Of the first and the last day those with several values: nobody can say which of them to compare."""
    taken = Counter(row.day for row in values)
    return tuple(day for day in dict.fromkeys((values[0].day, values[-1].day)) if taken[day] > 1)


def _difference(values: list[Measured], record: Measure, known: _Known) -> Difference | None:
    """None for a single value. Sides of the truth that a float cannot hold (0.7 - 0.5) are rounded away."""
    if len(values) < 2:
        return None
    first, last = values[0], values[-1]
    by = round(last.value - first.value, 6)
    detectable = meaningful = None
    elsewhere: tuple[AppliedThreshold, ...] = ()
    judged = bool(first.assessor) and not _side_missing(record, first.side)
    if judged:  # thresholds were found by trained people, not alone at home
        detectable = _yardstick(Change.DETECTABLE, first, last, record, known)
        meaningful = _yardstick(Change.MEANINGFUL, first, last, record, known)
        elsewhere = tuple(
            AppliedThreshold(each, _size(each, first)) for each in record.thresholds if each.phase is Phase.NOT_STROKE
        )
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
        elsewhere=elsewhere,
        no_meaningful=judged
        and meaningful is None
        and any(each.kind is Change.MEANINGFUL and _counts(each) for each in record.thresholds),
    )


def _size(threshold: Threshold, first: Measured) -> float:
    """A threshold in the unit of its measure."""
    percent = threshold.in_percent is Answer.YES
    return round(abs(first.value) * threshold.value / 100 if percent else threshold.value, 6)


def phrase_of(size: float, detectable: float | None, meaningful: float | None) -> Verdict | None:
    """The one of three phrases that holds for a change of this size; None when the studies do not tell."""
    if detectable is not None and size < detectable:
        return Verdict.NO_CLEAR_CHANGE
    if meaningful is not None and size >= meaningful:
        return Verdict.LARGE_ENOUGH
    return Verdict.LIKELY_REAL if detectable is not None else None


def _counts(threshold: Threshold) -> bool:
    """Whether a figure can give a verdict.

    One for averages says nothing of one person, one of people without a stroke nothing of a patient after one, and what no
    study found is no figure.
    """
    return (
        threshold.of_average is not Answer.YES
        and threshold.phase is not Phase.NOT_STROKE
        and threshold.source != _NO_STUDY
    )


def _yardstick(
    kind: Change, first: Measured, last: Measured, record: Measure, known: _Known
) -> AppliedThreshold | None:
    """The largest threshold of a kind that holds for this first value, or that of the study a clinician chose."""
    holding = [
        each for each in record.thresholds if each.kind is kind and _counts(each) and _holds(each, first, record, known)
    ]
    source = known.chosen.get(first.measure, "")
    holding = [each for each in holding if each.source == source] or holding
    phase = phase_on(last.day, known.stroke)
    found = [
        AppliedThreshold(
            each,
            _size(each, first),
            other_phase=phase is not None and each.phase not in (phase, Phase.UNKNOWN),
        )
        for each in holding
    ]
    return max((each for each in found if each.size > 0), key=lambda each: each.size, default=None)


def phase_on(day: date, stroke: date | None) -> Phase | None:
    """How long after the stroke a day is; None where that is not known."""
    if stroke is None or day < stroke:
        return None
    weeks = (day - stroke).days / 7
    return Phase.EARLY if weeks <= _EARLY_WEEKS else Phase.SUBACUTE if weeks <= _SUBACUTE_WEEKS else Phase.CHRONIC


def _holds(threshold: Threshold, first: Measured, record: Measure, known: _Known) -> bool:
    """Within the first values that it was found for. Where none is known it holds for all, so that the largest counts.

    Nobody walks faster at ease than as fast as they can: a first value in the same unit is the most that the other can be.
    """
    low, high = threshold.from_baseline, threshold.below_baseline
    if not threshold.baseline_of:
        return (low is None or first.value >= low) and (high is None or first.value < high)
    other = known.measures[threshold.baseline_of]
    most = first.value if other.unit == record.unit and other.direction is record.direction else None
    found = baselines(threshold.baseline_of, first, record, known.measures, known.every)
    if not found:
        return low is None or most is None or most >= low
    capped = [row.value if most is None else min(row.value, most) for row in found]
    return any((low is None or value >= low) and (high is None or value < high) for value in capped)


def baselines(
    name: str, first: Measured, record: Measure, measures: Mapping[str, Measure], every: Iterable[Measured]
) -> list[Measured]:
    """What a clinic took of the measure `name` next to a value of another and in the same way; of the nearest day, all.

    The set-up is alike only where both measures write down the same of it: a walkway of 30 m is no set-up of 10 m.
    """
    other = measures[name]

    def way(row: Measured, of: Measure) -> set[tuple[Condition, str]]:
        told = other.set_up == record.set_up
        return {(what, said) for what, said in _conditions(row, of) if said and (told or what is not Condition.SET_UP)}

    here = way(first, record)
    taken = [
        (abs((row.day - first.day).days), row)
        for row in every
        if row.measure == name and row.assessor and way(row, other) == here
    ]
    nearest = min((days for days, _ in taken if days <= _NEAR_DAYS), default=None)
    return [row for days, row in taken if days == nearest]
