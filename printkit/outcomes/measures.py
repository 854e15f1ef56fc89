"""The vocabulary of measuring: outcome measures, what change matters, what a person keeps count of at home."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from printkit.model.constraints import Identifier, Language, Sentence, Words
from printkit.model.vocabulary import Answer, Evidence

# Who measured at home; with other words beside them, such as a name, nobody can tell whose value it is.
_HOME = {
    *("patient", "self", "alone", "me", "myself", "himself", "herself", "themselves", "home", "house", "family"),
    *("wife", "husband", "spouse", "partner", "son", "daughter", "mother", "father", "mum", "mom", "dad", "parent"),
    *("parents", "brother", "relative", "relatives", "carer", "carers", "caregiver", "caregivers", "helper", "helpers"),
    *("friend", "friends", "neighbour", "neighbor", "grandson", "granddaughter", "niece", "nephew"),
}
_BESIDE_HOME = {
    *("at", "by", "with", "my", "our", "his", "her", "their", "the", "and", "or", "of", "from", "on", "in", "own"),
    *("measured", "tested", "done"),
}


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Change(StrEnum):
    """What a threshold tells apart: more than the error of measuring, or large enough to matter to people."""

    DETECTABLE = "detectable"
    MEANINGFUL = "meaningful"


class Phase(StrEnum):
    """How long after the stroke the people of a study were."""

    EARLY = "early"  # the first 6 weeks
    SUBACUTE = "subacute"  # to 6 months
    CHRONIC = "chronic"
    UNKNOWN = "unknown"  # the study does not say, or has people of all of them: nobody is left out by it
    NOT_STROKE = "not-stroke"


class Hand(StrEnum):
    """Which hand the weak one is: people write with one of them."""

    WRITING = "writing"
    OTHER = "other"
    UNKNOWN = "unknown"


class Limb(StrEnum):
    """Whether the arm or leg that was measured is the weaker one."""

    WEAKER = "weaker"
    STRONGER = "stronger"
    UNKNOWN = "unknown"


class Setting(StrEnum):
    """Where the people of a study were."""

    HOSPITAL = "hospital"
    HOME = "home"
    UNKNOWN = "unknown"


class Retest(StrEnum):
    """Between what an error of measuring was found. Values weeks apart differ at least as two days do."""

    OTHER_DAY = "other-day"
    SAME_VISIT = "same-visit"  # two tries in a row
    SAME_RECORDING = "same-recording"  # one video rated twice: the error of the eye alone
    UNKNOWN = "unknown"


class Use(StrEnum):
    """What a figure is good for. Only one that judges ever gives a verdict; each of the others has its note."""

    JUDGES = "judges"
    GROUP_MEANS = "group-means"  # of the means of groups, or of several muscles: it says nothing of one person
    CONVENTION = "convention"  # a tenth of the scale, one level: agreed on, and found by no study
    NOT_ACCURATE = "not-accurate"  # the authors themselves call it so
    MIXED_PEOPLE = "mixed-people"  # people after a stroke and others together
    TOO_WIDE = "too-wide"  # as large as half of what people score: nobody could show a change


class Condition(StrEnum):
    """What two values must have in common to be compared; the names of the fields of history.Measured."""

    AID = "aid"
    BRACE = "brace"
    STIMULATOR = "stimulator"
    SHOES = "shoes"
    ASSISTANCE = "assistance"
    SET_UP = "set_up"


class PartOf(StrEnum):
    """What a value is of, where a measure is taken of each by itself."""

    MUSCLE = "muscle"  # a muscle or joint
    GOAL = "goal"  # a goal in the patient's own words


class Tally(StrEnum):
    """How something is kept count of."""

    COUNT = "count"
    NUMBER = "number"
    YES_NO = "yes-no"
    CHOICE = "choice"
    NOTE = "note"


class Threshold(Struct, frozen=True, kw_only=True):
    """How large a change of a measure must be, as one study found it for the people it looked at."""

    kind: Change
    value: float  # in the unit of the measure
    in_percent: Answer = Answer.NO  # of the first value, in place of the unit
    population: Sentence
    # Whom it is for. It judges nobody else.
    phases: Annotated[tuple[Phase, ...], Meta(min_length=1, max_length=3)]
    from_baseline: float | None = None  # it holds from this first value on ...
    below_baseline: float | None = None  # ... and below that one
    baseline_of: str = ""  # the measure whose first value counts; "" is the same one
    hand: Hand = Hand.UNKNOWN
    limb: Limb = Limb.UNKNOWN
    setting: Setting = Setting.UNKNOWN
    language: Language | None = None  # in which people were asked, where the words are the test or its anchor
    # What it rests on.
    anchor: str = ""  # what told people who had changed enough from those who had not
    retest: Retest = Retest.UNKNOWN
    use: Use = Use.JUDGES
    confirmed: Answer = Answer.YES  # no: the study is known, the figure is from memory
    source: str


class Copying(StrEnum):
    """Whether the questions or tasks of a test may be printed. To keep a total needs no permission anywhere."""

    FREE = "free"
    NOT_FOR_PROFIT = "not-for-profit"
    ASK = "ask"
    SIGNED = "signed"  # a licence has to be signed before use


class Licence(Struct, frozen=True, kw_only=True):
    """Whose test it is, and what of it may be printed."""

    items: Copying
    holder: Sentence
    confirmed: Answer = Answer.NO  # yes: read in the holder's words or a record of them


class Screen(Struct, frozen=True, kw_only=True):
    """A test that asks whether somebody needs help. From `positive` on a report leads to a person, by a topic."""

    positive: float
    topic: Identifier
    source: str


class GroupGain(Struct, frozen=True, kw_only=True):
    """How much a group gained on average after so many weeks. It is nobody's expected line."""

    weeks: Annotated[int, Meta(ge=1, le=520)]
    gain: float
    confirmed: Answer = Answer.YES
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=9)]


class Measure(Struct, frozen=True, kw_only=True):
    """An outcome measure: what values it may have, what must be alike to compare two, what change matters."""

    title: Words
    name: Sentence  # the clinical one
    short: Annotated[str, Meta(min_length=1, max_length=12)]
    unit: Annotated[str, Meta(min_length=1, max_length=20)]
    direction: Direction
    lowest: float
    highest: float | None = None
    step: float | None = None  # None: any value between
    unable: float | None = None  # what stands for "could not", beside the values of the measure: it is no time
    grades: Mapping[str, float] = {}  # what an assessor writes, and the number that keeps the order: 1+ is 1.5
    ordinal: Answer = Answer.NO  # yes: its steps are not alike, so no averages
    per_side: Answer = Answer.NO
    per_part: Answer = Answer.NO  # of each muscle or joint, or of each goal, by itself
    part_of: PartOf = PartOf.MUSCLE
    also: tuple[str, ...] = ()  # other names that a column of a table may have for it
    conditions: tuple[Condition, ...] = ()
    set_up: str = ""  # what the assessor writes down of how it was taken
    thresholds: tuple[Threshold, ...] = ()
    group_gains: tuple[GroupGain, ...] = ()  # a note for the clinician, never a line in a plot
    better: Words = {}  # what a patient is told of a change for the better; without it, the title
    levels: Mapping[str, Words] = {}  # what each of its numbers means, for a patient: "-1" is a little less than agreed
    how: Mapping[Language, tuple[Sentence, ...]] = {}  # to take it in a clinic, in our own words
    licence: Licence | None = None  # None: nothing of it is anybody's
    screen: Screen | None = None
    evidence: Evidence = Evidence.E2  # how well the measure and its figures are supported
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=9)]


class Tracked(Struct, frozen=True, kw_only=True):
    """Something that a person keeps count of at home."""

    title: Words
    kind: Tally
    unit: str = ""
    highest: float | None = None  # the lowest is 0
    choices: Mapping[Identifier, Words] = {}
    direction: Direction = Direction.NEUTRAL
    tell_above: float | None = None  # a patient's report asks to tell the clinic of more than that
    also: tuple[str, ...] = ()  # what a chart or a column of a table calls it
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=9)]


def is_level(text: str, measure: Measure) -> bool:
    """Whether a key of `levels` is a whole number that the measure can be."""
    if not re.fullmatch(r"-?[0-9]{1,3}", text):
        return False
    value = int(text)
    return value >= measure.lowest and (measure.highest is None or value <= measure.highest)


def at_home(assessor: str) -> bool | None:
    """Whether the words for who measured mean the patient and family; None when there is a name or more beside them."""
    words = set(re.findall(r"[^\W_]+", re.sub(r"['’]s\b|^an? ", "", assessor.lower())))
    if not words & _HOME:
        return False
    return True if words <= _HOME | _BESIDE_HOME else None
