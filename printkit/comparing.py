"""Whether a measure changed: values held against the thresholds of studies, never against other conditions.

The rules are those of the clinical facts, section 3: no verdict without a study; where studies disagree the larger change
counts; what was taken another way, by another side or alone at home is another line.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from itertools import groupby

from msgspec import Struct

from printkit.errors import OptionsError
from printkit.history import Measured
from printkit.measures import Change, Condition, Direction, Measure, Phase, Threshold
from printkit.model import Answer, Side
from printkit.reading import near

_EARLY_WEEKS, _SUBACUTE_WEEKS = 6, 26  # Phase says what these are
_NO_STUDY = "MEM"  # the source tag of common knowledge: nothing that a verdict could name


class Phrase(StrEnum):
    """All that is ever said of a change."""

    NO_CLEAR_CHANGE = "no-clear-change"
    LIKELY_REAL = "likely-real-change"
    LARGE_ENOUGH = "large-enough"


class Yardstick(Struct, frozen=True):
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
    detectable: Yardstick | None
    meaningful: Yardstick | None
    phrase: Phrase | None

    @property
    def cited(self) -> Yardstick | None:
        """The study that the phrase rests on."""
        return self.meaningful if self.phrase is Phrase.LARGE_ENOUGH else self.detectable if self.phrase else None


class Strand(Struct, frozen=True, kw_only=True):
    """Values of a measure under the same conditions, in the order of their days."""

    conditions: tuple[tuple[Condition, str], ...]  # what the measure asks for, and what was recorded; "" was not
    values: tuple[Measured, ...]
    difference: Difference | None


class Series(Struct, frozen=True, kw_only=True):
    """All values of one measure on one side and part, by a clinic or by the patient alone; a strand for each setting."""

    measure: str
    record: Measure
    side: Side
    part: str
    alone: bool  # measured by the patient: shown by itself, and never judged
    strands: tuple[Strand, ...]


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

    found: list[Series] = []
    for (_, alone, _, part), some in groupby(sorted(measured, key=lambda row: (*apart(row), row.day)), apart):
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
                    Strand(
                        conditions=conditions,
                        values=tuple(values),
                        difference=_difference(values, record, measured, stroke, chosen.get(rows[0].measure, "")),
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


def _difference(
    values: list[Measured], record: Measure, every: list[Measured], stroke: date | None, source: str
) -> Difference | None:
    """None for a single value. Sides of the truth that a float cannot hold (0.7 - 0.5) are rounded away."""
    if len(values) < 2:
        return None
    first, last = values[0], values[-1]
    by = round(last.value - first.value, 6)
    detectable = meaningful = None
    if first.assessor:  # thresholds were found by trained people, not alone at home
        detectable = _yardstick(Change.DETECTABLE, first, last, record, every, stroke, source)
        meaningful = _yardstick(Change.MEANINGFUL, first, last, record, every, stroke, source)
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
    )


def phrase_of(size: float, detectable: float | None, meaningful: float | None) -> Phrase | None:
    """The one of three phrases that holds for a change of this size; None when the studies do not tell."""
    if detectable is not None and size < detectable:
        return Phrase.NO_CLEAR_CHANGE
    if meaningful is not None and size >= meaningful:
        return Phrase.LARGE_ENOUGH
    return Phrase.LIKELY_REAL if detectable is not None else None


def _counts(threshold: Threshold) -> bool:
    """A figure for averages says nothing of one person, and what no study found is no figure."""
    return threshold.of_average is not Answer.YES and threshold.source != _NO_STUDY


def _yardstick(
    kind: Change,
    first: Measured,
    last: Measured,
    record: Measure,
    every: list[Measured],
    stroke: date | None,
    source: str,
) -> Yardstick | None:
    """The largest threshold of a kind that holds for this first value, or that of the study a clinician chose."""
    holding = [
        each
        for each in record.thresholds
        if each.kind is kind and _counts(each) and _holds(each, baseline(each, first, every))
    ]
    holding = [each for each in holding if each.source == source] or holding
    phase = phase_on(last.day, stroke)
    found = [
        Yardstick(
            each,
            round(abs(first.value) * each.value / 100 if each.in_percent is Answer.YES else each.value, 6),
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


def baseline(threshold: Threshold, first: Measured, every: list[Measured]) -> Measured | None:
    """The first value that a threshold asks about: of the same measure, or what a clinic took of another one next to it."""
    if not threshold.baseline_of:
        return first
    others = [row for row in every if row.measure == threshold.baseline_of and row.assessor]
    return min(others, key=lambda row: (abs((row.day - first.day).days), row.day), default=None)


def _holds(threshold: Threshold, first: Measured | None) -> bool:
    """Within the first values that it was found for. An unknown one holds for all, so that the largest counts."""
    if first is None:
        return True
    low, high = threshold.from_baseline, threshold.below_baseline
    return (low is None or first.value >= low) and (high is None or first.value < high)
