"""The vocabulary of printkit: frozen records that the catalogue, the options and the plan are made of."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Struct


class Side(StrEnum):
    """The side that the stroke has made weaker."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    UNKNOWN = "unknown"

    @property
    def other(self) -> "Side":
        """The stronger side; both and unknown have none and stay themselves."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, self)


class Answer(StrEnum):
    """An answer to a yes-or-no question; a question nobody asked is unknown, never no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ExerciseClass(StrEnum):
    """What the safety rules speak of; each exercise has exactly one (clinical facts, section 2.1)."""

    PASSIVE_LEG = "passive-leg"
    ACTIVE_LEG = "active-leg"
    RESISTANCE = "resistance"
    STANDING_STRETCH = "standing-stretch"
    RESTING_STRETCH = "resting-stretch"
    SUPPORTED_STANDING = "supported-standing"
    BALANCE = "balance"
    WALKING = "walking"
    TRANSFER = "transfer"
    TRUNK = "trunk"
    PASSIVE_ARM = "passive-arm"
    ACTIVE_ARM = "active-arm"
    HAND = "hand"
    FORCED_USE = "forced-use"
    AEROBIC = "aerobic"
    STIMULATION = "stimulation"


class Position(StrEnum):
    """How the body is placed during an exercise."""

    LYING = "lying"
    SITTING = "sitting"
    STANDING_SUPPORTED = "standing-supported"
    STANDING_FREE = "standing-free"
    WALKING = "walking"


class Level(StrEnum):
    """How much of the movement the patient makes alone, from least to most."""

    PASSIVE = "passive"
    ASSISTED = "assisted"
    ACTIVE = "active"
    RESISTED = "resisted"
    FUNCTIONAL = "functional"


class Evidence(StrEnum):
    """How well an item is supported; E4 and E5 are printed only when asked for, with their label."""

    E1 = "E1"
    E2 = "E2"
    E3 = "E3"
    E4 = "E4"
    E5 = "E5"
    E6 = "E6"


class Action(StrEnum):
    """What a rule does. The order is the precedence: the first that applies wins; pages all add up.

    A look changes no words: of several that apply the most urgent holds (see Look), and an option file's own wins.
    """

    BLOCK = "block"
    EXCLUDE = "exclude"
    SUPERVISE = "supervise"
    MODIFY = "modify"
    PAGE = "page"
    LOOK = "look"


class DayPart(StrEnum):
    """When in the day an exercise fits best."""

    MORNING = "morning"
    MIDDAY = "midday"
    EVENING = "evening"


class DoseUnit(StrEnum):
    """What one repetition is called on the page."""

    TIMES = "times"
    STEPS = "steps"
    ROUNDS = "rounds"


class Cost(StrEnum):
    """What it takes to put a line of a checklist right."""

    FREE = "free"
    BUY = "buy"
    INSTALLER = "installer"


class Box(StrEnum):
    """The frame round a part of a topic."""

    NONE = "none"
    EMERGENCY = "emergency"
    TODAY = "today"
    NOTE = "note"


class Cause(StrEnum):
    """What made the foot drop. printkit is for stroke only."""

    STROKE = "stroke"
    NERVE = "nerve"
    OTHER = "other"
    UNKNOWN = "unknown"


class WalkingAid(StrEnum):
    """What the patient walks with."""

    NONE = "none"
    STICK = "stick"
    FRAME = "frame"
    ROLLATOR = "rollator"
    UNKNOWN = "unknown"


class BraceType(StrEnum):
    """The three kinds of AFO that the topics describe."""

    RIGID = "rigid"
    HINGED = "hinged"
    CARBON = "carbon"
    UNKNOWN = "unknown"


class Look(StrEnum):
    """What a rule may ask of a page, the more urgent later; neglect becomes the profile for the patient's own side."""

    APHASIA = "aphasia"
    LARGE = "large"
    NEGLECT = "neglect"


class Tremor(StrEnum):
    """How steady the writing hand is; it sets the size of the tick boxes."""

    NONE = "none"
    SEVERE = "severe"
    UNKNOWN = "unknown"


class PrintProfile(StrEnum):
    """How pages look to one reader; each is set anew, never scaled."""

    STANDARD = "standard"
    LARGE = "large"  # 18 pt
    APHASIA = "aphasia"  # one message a line, a picture at each step
    NEGLECT_LEFT = "neglect-left"  # for eyes that miss the left side
    NEGLECT_RIGHT = "neglect-right"


class Paper(StrEnum):
    """The sheet that the printer holds."""

    A4 = "A4"
    LETTER = "letter"
    A5 = "A5"


class DateOrder(StrEnum):
    """How a date is written out."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


class Between(Struct, frozen=True, kw_only=True):
    """The least and the most that a number or the length of a text may be, both included."""

    least: int
    most: int


class Matching(Struct, frozen=True, kw_only=True):
    """A pattern that a text must match, and how a user is told of it."""

    pattern: str
    hint: str


Identifier = Annotated[
    str, Matching(pattern=r"[a-z0-9]+(-[a-z0-9]+)*", hint="use small letters, digits and single hyphens")
]
Title = Annotated[str, Between(least=1, most=50)]  # two lines of a chart at 14 pt
Sentence = Annotated[str, Between(least=1, most=400)]
Language = Annotated[
    str,
    Matching(pattern=r"[a-z]{2}", hint="give a language as two letters, such as en; put a text with a comma in quotes"),
]
Conditions = Mapping[str, tuple[str, ...]]
Words = Mapping[Language, Sentence]

# The bounds of a dose only catch slips of the pen (30 sets, 0 days); what is right is a therapist's choice.
Sets = Annotated[int, Between(least=1, most=10)]
Repetitions = Annotated[int, Between(least=1, most=60)]
HoldSeconds = Annotated[int, Between(least=0, most=120)]
Minutes = Annotated[int, Between(least=0, most=60)]
RestSeconds = Annotated[int, Between(least=0, most=600)]
TimesPerDay = Annotated[int, Between(least=1, most=6)]
DaysPerWeek = Annotated[int, Between(least=1, most=7)]


# --- the catalogue ---------------------------------------------------------------------------------------------


class Dose(Struct, frozen=True, kw_only=True):
    """How much of an exercise to do: 2 sets of 10 repetitions, 5 days a week."""

    sets: Sets = 1
    repetitions: Repetitions = 1
    unit: DoseUnit = DoseUnit.TIMES
    hold_seconds: HoldSeconds = 0
    minutes: Minutes = 0
    rest_seconds: RestSeconds = 0
    times_per_day: TimesPerDay = 1
    days_per_week: DaysPerWeek = 7


class DoseLimit(Struct, frozen=True, kw_only=True):
    """The least or the most of an exercise that a therapist would usually ask for; what is not named has no limit."""

    sets: Sets | None = None
    repetitions: Repetitions | None = None
    hold_seconds: HoldSeconds | None = None
    minutes: Minutes | None = None
    times_per_day: TimesPerDay | None = None


class ExerciseText(Struct, frozen=True, kw_only=True):
    """The words of an exercise in one language. Sides are tokens; no markup."""

    title: Title
    purpose: Sentence
    hold_on: Sentence
    steps: Annotated[tuple[Sentence, ...], Between(least=3, most=6)]
    stop_if: Annotated[tuple[Sentence, ...], Between(least=1, most=4)]
    tip: str = ""


class Exercise(Struct, frozen=True, kw_only=True, rename={"exercise_class": "class"}):
    """One entry of the catalogue. The file name is the id."""

    id: Identifier
    exercise_class: ExerciseClass
    position: Position
    level: Level
    dose: Dose
    dose_basis: str
    least: DoseLimit = DoseLimit()
    most: DoseLimit = DoseLimit()
    source: Annotated[tuple[str, ...], Between(least=1, most=9)]
    evidence: Evidence
    text: Mapping[Language, ExerciseText]
    equipment: tuple[Identifier, ...] = ()
    trains: tuple[Identifier, ...] = ()
    tags: tuple[Identifier, ...] = ()
    day_part: DayPart = DayPart.MIDDAY
    easier: str = ""
    harder: str = ""
    replace_with: str = ""
    needs_person: Answer = Answer.NO
    reviewed_by: str = ""
    reviewed_on: date | None = None


class Rule(Struct, frozen=True, kw_only=True):
    """A row of rules.yaml. It applies when every option in `when` has one of the values given."""

    id: Annotated[
        str, Matching(pattern=r"R-[0-9]{2}[a-z]?", hint="write R-, two digits and perhaps a letter, as R-04b")
    ]
    action: Action
    because: Words
    source: Annotated[tuple[str, ...], Between(least=1, most=9)]
    when: Conditions = {}
    classes: tuple[ExerciseClass, ...] = ()
    positions: tuple[Position, ...] = ()
    tags: tuple[Identifier, ...] = ()
    not_tags: tuple[Identifier, ...] = ()
    say: Words = {}
    ask: Words = {}
    not_if: Words = {}
    not_alone_if: Words = {}
    at_most: DoseLimit = DoseLimit()
    pages: tuple[Identifier, ...] = ()
    profile: Look | None = None
    reviewed_by: str = ""
    reviewed_on: date | None = None


class Line(Struct, frozen=True, kw_only=True):
    """A line of a checklist: what to look for, and what to do when the answer is no."""

    id: Annotated[str, Matching(pattern=r"[A-Z]+[0-9]+[a-z]?", hint="write capital letters and a number, as S1")]
    look: Words
    do: Words
    source: Annotated[tuple[str, ...], Between(least=1, most=9)]
    cost: Cost = Cost.FREE
    when: Conditions = {}


class Room(Struct, frozen=True, kw_only=True):
    """A part of a checklist that is walked through in one go."""

    id: Identifier
    title: Words
    lines: tuple[Line, ...]
    when: Conditions = {}


class ChecklistText(Struct, frozen=True, kw_only=True):
    """What stands above a checklist."""

    title: Sentence
    how: Annotated[tuple[Sentence, ...], Between(least=1, most=6)]
    note: tuple[Sentence, ...] = ()


class Checklist(Struct, frozen=True, kw_only=True):
    """A list to tick, room by room."""

    id: Identifier
    text: Mapping[Language, ChecklistText]
    rooms: Annotated[tuple[Room, ...], Between(least=1, most=30)]
    evidence: Evidence
    topics: tuple[Identifier, ...] = ()
    wear_in: Answer = Answer.NO
    reviewed_by: str = ""
    reviewed_on: date | None = None


class Term(Struct, frozen=True, kw_only=True):
    """A short key and what it stands for, such as the letters of BE FAST."""

    key: Annotated[str, Between(least=1, most=20)]
    say: Sentence


class Part(Struct, frozen=True, kw_only=True):
    """A stretch of a topic under one small heading."""

    heading: str = ""
    box: Box = Box.NONE
    say: tuple[Sentence, ...] = ()
    terms: tuple[Term, ...] = ()
    list: tuple[Sentence, ...] = ()
    steps: tuple[Sentence, ...] = ()


class TopicText(Struct, frozen=True, kw_only=True):
    """The words of a topic in one language."""

    title: Sentence
    parts: Annotated[tuple[Part, ...], Between(least=1, most=12)]


class Topic(Struct, frozen=True, kw_only=True):
    """A page or half a page to read: education, devices, red flags, questions and answers."""

    id: Identifier
    chapter: Identifier
    order: Annotated[int, Between(least=0, most=999)]
    source: Annotated[tuple[str, ...], Between(least=1, most=9)]
    evidence: Evidence
    text: Mapping[Language, TopicText]
    when: Conditions = {}
    reviewed_by: str = ""
    reviewed_on: date | None = None


class Programme(Struct, frozen=True, kw_only=True):
    """A list of exercises for each level that a therapist would start from."""

    title: Words
    goal: Words = {}
    levels: Mapping[Level, tuple[Identifier, ...]]


class Source(Struct, frozen=True, kw_only=True):
    """Where a fact comes from."""

    title: Sentence
    address: str = ""


class PlainWord(Struct, frozen=True, kw_only=True):
    """What a page says in place of a hard word, or of another name for the same thing."""

    say: Sentence
    explained: Answer = Answer.NO  # it may stand where the page explains it in brackets


class Region(Struct, frozen=True, kw_only=True):
    """What changes with the country: emergency number, paper and the order of a date."""

    emergency_number: str
    paper: Paper
    date_order: DateOrder


class SwitchedOff(Struct, frozen=True, kw_only=True):
    """A shipped rule that a clinic has switched off for all its patients: who says so, and why."""

    rule: str
    name: Annotated[str, Between(least=2, most=100)]
    reason: Annotated[str, Between(least=5, most=300)]


class Review(Struct, frozen=True, kw_only=True):
    """A clinician's signature under one entry; `of` is the fingerprint of the wording that was read."""

    by: Annotated[str, Between(least=2, most=100)]
    on: date
    of: str


class Planning(Struct, frozen=True, kw_only=True):
    """How a plan is made from a programme, and when it asks too much of a day or a week."""

    most_exercises: Annotated[int, Between(least=1, most=20)]
    most_minutes: Annotated[int, Between(least=1, most=240)]
    most_sessions: Annotated[int, Between(least=1, most=42)]
    start_with: Annotated[int, Between(least=1, most=5)]
    seconds: Mapping[DoseUnit, int]
    always_at_hand: tuple[Identifier, ...]
    resting: tuple[Identifier, ...]  # tags of what is a way to rest, and so no practice
    source: tuple[str, ...]


class WearIn(Struct, frozen=True, kw_only=True):
    """The slowest published start with a new brace; the orthotist's own plan wins over it."""

    first_minutes: Annotated[int, Between(least=5, most=240)]
    add_minutes_each_day: Annotated[int, Between(least=0, most=240)]
    days: Annotated[int, Between(least=1, most=42)]
    mark_fades_in_minutes: Annotated[int, Between(least=1, most=60)]
    source: Annotated[tuple[str, ...], Between(least=1, most=20)]
