"""Which figure of a study is for this patient: filtered by whom it is for first, and only then by size.

Why it is so: of 21 made-up cases 11 were held against a figure of people in another phase (measures-check A1), and a family
was told "no clear change" of a gain that the study of just these people calls important. To claim too little is not the
safe side. So a figure for other people never gives, changes or takes away a verdict; it may stand beside it as a note.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from printkit.model.vocabulary import Answer, Side
from printkit.outcomes.history import Measured
from printkit.outcomes.measures import (
    Change,
    Condition,
    Hand,
    Limb,
    Measure,
    Phase,
    Retest,
    Setting,
    Threshold,
    Use,
)

_EARLY_WEEKS, _SUBACUTE_WEEKS = 6, 26  # Phase says what these are
_NEAR_DAYS = 7  # a first value of another measure counts when it was taken within so many days
NO_STUDY = "MEM"  # the source tag of common knowledge: nothing that a verdict could name
_IN_ORDER = (Phase.EARLY, Phase.SUBACUTE, Phase.CHRONIC)
_ONE_SIDE = (Side.LEFT, Side.RIGHT)


class Why(StrEnum):
    """Why a figure was not taken; the labels say it in words."""

    NOT_STROKE = "not-stroke"
    NO_STUDY = "no-study"
    GROUP_MEANS = "group-means"
    CONVENTION = "convention"
    MIXED_PEOPLE = "mixed-people"
    TOO_WIDE = "too-wide"
    NOT_ACCURATE = "not-accurate"
    PHASE = "phase"
    PHASE_UNKNOWN = "phase-unknown"
    FIRST_VALUE = "first-value"
    FIRST_VALUE_UNKNOWN = "first-value-unknown"
    HAND = "hand"
    HAND_UNKNOWN = "hand-unknown"
    LIMB = "limb"
    LIMB_UNKNOWN = "limb-unknown"
    SETTING = "setting"
    SETTING_UNKNOWN = "setting-unknown"
    LANGUAGE = "language"
    WIDER_GROUP = "wider-group"  # the same study has a figure for fewer people, of whom this patient is one
    NOT_CHOSEN = "not-chosen"  # a clinician named another study
    SAME_DAY = "same-day"  # an error between two days is known
    OTHER_FORM = "other-form"  # of the absolute figure and the percent of one study the other fits this first value
    SMALLER = "smaller"  # of those that are left the larger counts


class Person(Struct, frozen=True, kw_only=True):
    """What decides which figures are for a patient, besides the values themselves. None and unknown fit no filter."""

    stroke: date | None = None
    affected: Side = Side.UNKNOWN
    writing_hand: Side = Side.UNKNOWN  # before the stroke
    in_hospital: Answer = Answer.UNKNOWN
    left_hospital_on: date | None = None
    language: str = ""

    def phase_on(self, day: date) -> Phase | None:
        """How long after the stroke a day is; None where that is not known."""
        if self.stroke is None or day < self.stroke:
            return None
        weeks = (day - self.stroke).days / 7
        return Phase.EARLY if weeks <= _EARLY_WEEKS else Phase.SUBACUTE if weeks <= _SUBACUTE_WEEKS else Phase.CHRONIC

    def setting_on(self, day: date) -> Setting:
        """Where the patient was on a day: who has not left a hospital is still in it."""
        if self.left_hospital_on is not None:
            return Setting.HOSPITAL if day <= self.left_hospital_on else Setting.HOME
        return Setting.HOSPITAL if self.in_hospital is Answer.YES else Setting.UNKNOWN

    def hand(self, side: Side) -> Hand:
        """Whether a side is the one that the patient writes with."""
        if side not in _ONE_SIDE or self.writing_hand not in _ONE_SIDE:
            return Hand.UNKNOWN
        return Hand.WRITING if side is self.writing_hand else Hand.OTHER

    def limb(self, side: Side) -> Limb:
        """Whether a side is the weaker one."""
        if side not in _ONE_SIDE or self.affected not in _ONE_SIDE:
            return Limb.UNKNOWN
        return Limb.WEAKER if side is self.affected else Limb.STRONGER


class AppliedThreshold(Struct, frozen=True):
    """A threshold with its size in the unit of the measure."""

    threshold: Threshold
    size: float


class Rejected(Struct, frozen=True):
    """A figure that was not taken, and every reason why."""

    applied: AppliedThreshold
    why: tuple[Why, ...]


class Choice(Struct, frozen=True):
    """The figure that counts, those that do not, and the nearest of other people where none counts."""

    chosen: AppliedThreshold | None
    rejected: tuple[Rejected, ...]
    nearest: Rejected | None


class Question(Struct, frozen=True, kw_only=True):
    """A change that wants a figure: its first and last value, and all that is known beside them."""

    first: Measured
    last: Measured
    record: Measure
    person: Person
    every: tuple[Measured, ...]
    measures: Mapping[str, Measure]
    study: str = ""  # the one that a clinician named


def judges(threshold: Threshold) -> bool:
    """Whether a figure could give somebody a verdict."""
    return not _unfit_for_anybody(threshold)


def size(threshold: Threshold, first: Measured) -> float:
    """A threshold in the unit of its measure."""
    percent = threshold.in_percent is Answer.YES
    return round(abs(first.value) * threshold.value / 100 if percent else threshold.value, 6)


def choose(kind: Change, asked: Question) -> Choice:
    """Of the figures of a kind the one that counts for this patient and this first value."""
    rejected: list[Rejected] = []
    fitting: list[AppliedThreshold] = []
    for threshold in asked.record.thresholds:
        if threshold.kind is not kind:
            continue
        each = AppliedThreshold(threshold, size(threshold, asked.first))
        if reasons := _unfit_for_anybody(threshold) or tuple(_misfits(threshold, asked)):
            rejected.append(Rejected(each, reasons))
        else:
            fitting.append(each)
    nearest = None if fitting else _nearest(rejected, asked)
    for why, kept in (
        (Why.WIDER_GROUP, _of_fewest_people),
        (Why.NOT_ACCURATE, _accurate),
        (Why.NOT_CHOSEN, lambda some: [each for each in some if each.threshold.source == asked.study] or some),
        (Why.SAME_DAY, _between_days),
        (Why.OTHER_FORM, _of_fitting_form),
        (Why.SMALLER, _largest),
    ):
        left = kept(fitting)
        rejected += [Rejected(each, (why,)) for each in fitting if each not in left]
        fitting = left
    return Choice(fitting[0] if fitting else None, tuple(rejected), nearest)


# --- whom a figure is for


def _unfit_for_anybody(threshold: Threshold) -> tuple[Why, ...]:
    """What no study found in people after a stroke, or found of their mean only, is for no single patient.

    One that its authors call not accurate is for somebody, so it may still stand in the place of a figure for all.
    """
    if Phase.NOT_STROKE in threshold.phases:
        return (Why.NOT_STROKE,)
    if threshold.use not in (Use.JUDGES, Use.NOT_ACCURATE):
        return (Why(threshold.use),)
    return (Why.NO_STUDY,) if threshold.source == NO_STUDY else ()


def _misfits(threshold: Threshold, asked: Question) -> Iterator[Why]:
    """Everything in which the people of a figure differ from this patient, or may differ."""
    first, person = asked.first, asked.person
    if Phase.UNKNOWN not in threshold.phases:
        then, now = person.phase_on(first.day), person.phase_on(asked.last.day)
        if then is None or now is None:
            yield Why.PHASE_UNKNOWN
        elif then not in threshold.phases or _IN_ORDER.index(now) - _IN_ORDER.index(then) > 1:
            yield Why.PHASE
    held = _first_value_fits(threshold, asked)
    if held is not True:
        yield Why.FIRST_VALUE_UNKNOWN if held is None else Why.FIRST_VALUE
    if threshold.hand is not Hand.UNKNOWN and (hand := person.hand(first.side)) is not threshold.hand:
        yield Why.HAND_UNKNOWN if hand is Hand.UNKNOWN else Why.HAND
    if threshold.limb is not Limb.UNKNOWN and (limb := person.limb(first.side)) is not threshold.limb:
        yield Why.LIMB_UNKNOWN if limb is Limb.UNKNOWN else Why.LIMB
    if threshold.setting is not Setting.UNKNOWN and (at := person.setting_on(first.day)) is not threshold.setting:
        yield Why.SETTING_UNKNOWN if at is Setting.UNKNOWN else Why.SETTING
    if threshold.language is not None and person.language != threshold.language:
        yield Why.LANGUAGE


def _first_value_fits(threshold: Threshold, asked: Question) -> bool | None:
    """Whether the first value is one that a figure was found for; None where that cannot be told.

    Nobody walks faster at ease than as fast as they can: a first value in the same unit is the most that the other can be.
    """
    low, high = threshold.from_baseline, threshold.below_baseline
    if low is None and high is None:
        return True
    first, record = asked.first, asked.record
    if not threshold.baseline_of:
        return (low is None or first.value >= low) and (high is None or first.value < high)
    other = asked.measures[threshold.baseline_of]
    most = first.value if other.unit == record.unit and other.direction is record.direction else None
    found = baselines(threshold.baseline_of, first, record, asked.measures, asked.every)
    if not found:
        if most is not None and low is not None and most < low:
            return False
        return True if low is None and most is not None and high is not None and most < high else None
    capped = [row.value if most is None else min(row.value, most) for row in found]
    within = {(low is None or value >= low) and (high is None or value < high) for value in capped}
    return within.pop() if len(within) == 1 else None


def baselines(
    name: str, first: Measured, record: Measure, measures: Mapping[str, Measure], every: Iterable[Measured]
) -> list[Measured]:
    """What a clinic took of the measure `name` next to a value of another and in the same way; of the nearest day, all.

    The set-up is alike only where both measures write down the same of it: a walkway of 30 m is no set-up of 10 m. A
    measure that asks for no conditions is taken in one way only.
    """
    other = measures[name]

    def way(row: Measured, of: Measure) -> set[tuple[Condition, str]]:
        told = other.set_up == record.set_up
        return {(what, said) for what, said in conditions(row, of) if said and (told or what is not Condition.SET_UP)}

    here = way(first, record)
    taken = [
        (abs((row.day - first.day).days), row)
        for row in every
        if row.measure == name and row.assessor and (not other.conditions or way(row, other) == here)
    ]
    nearest = min((days for days, _ in taken if days <= _NEAR_DAYS), default=None)
    return [row for days, row in taken if days == nearest]


def conditions(row: Measured, record: Measure) -> tuple[tuple[Condition, str], ...]:
    """How a value was taken: what the measure asks for, and whatever else was recorded of it.

    What is not known is alike only to what is not known.
    """
    found = [(condition, str(getattr(row, condition)).strip().casefold()) for condition in Condition]
    known = [(condition, "" if said == Answer.UNKNOWN else said) for condition, said in found]
    return tuple((condition, said) for condition, said in known if said or condition in record.conditions)


def _nearest(rejected: list[Rejected], asked: Question) -> Rejected | None:
    """That of the study that was named; else of people who differ in the fewest things, then in phase; the larger one."""
    here = asked.person.phase_on(asked.first.day)

    def away(each: Rejected) -> tuple[bool, int, int, float]:
        phases = [phase for phase in each.applied.threshold.phases if phase in _IN_ORDER]
        apart = min((abs(_IN_ORDER.index(phase) - _IN_ORDER.index(here)) for phase in phases), default=0) if here else 0
        other_study = each.applied.threshold.source != asked.study
        return other_study, len(each.why), apart, -each.applied.size

    return min((each for each in rejected if judges(each.applied.threshold)), key=away, default=None)


# --- among those that fit


def _of_fewest_people(some: list[AppliedThreshold]) -> list[AppliedThreshold]:
    """Of one study the figures for the narrowest group: 44 m of slow walkers and not 71 m of all (Fulk and He 2018)."""

    def filters(of: Threshold) -> int:
        bounded = of.from_baseline is not None or of.below_baseline is not None
        return bounded + (of.hand is not Hand.UNKNOWN) + (of.limb is not Limb.UNKNOWN)

    most: dict[str, int] = {}
    for each in some:
        source = each.threshold.source
        most[source] = max(most.get(source, 0), filters(each.threshold))
    return [each for each in some if filters(each.threshold) == most[each.threshold.source]]


def _accurate(some: list[AppliedThreshold]) -> list[AppliedThreshold]:
    return [each for each in some if each.threshold.use is Use.JUDGES]


def _between_days(some: list[AppliedThreshold]) -> list[AppliedThreshold]:
    """Values of a report are weeks apart: an error between two tries in a row is only taken where no other is known."""
    one_day = (Retest.SAME_VISIT, Retest.SAME_RECORDING)
    return [each for each in some if each.threshold.retest not in one_day] or some


def _of_fitting_form(some: list[AppliedThreshold]) -> list[AppliedThreshold]:
    """Of the absolute figure and the percent of one study the smaller demand on this first value.

    8 s would have a person who needs 14 s get down to 6; 28 percent of 14 s are 3.9 s (Hiengkaew 2012).
    """
    some = [each for each in some if each.size > 0]  # a percent of nothing is no figure
    demands: dict[str, dict[Answer, float]] = {}
    for each in some:
        forms = demands.setdefault(each.threshold.source, {})
        forms[each.threshold.in_percent] = max(forms.get(each.threshold.in_percent, 0.0), each.size)
    fits = {source: min(forms, key=lambda form: forms[form]) for source, forms in demands.items()}
    return [each for each in some if each.threshold.in_percent is fits[each.threshold.source]]


def _largest(some: list[AppliedThreshold]) -> list[AppliedThreshold]:
    return [max(some, key=lambda each: each.size)] if some else []
