"""Records of the catalogue: exercise, rule, checklist, topic, programme. The file of each is its home."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from printkit.model.constraints import (
    Conditions,
    DaysPerWeek,
    Film,
    HoldSeconds,
    Identifier,
    Language,
    Minutes,
    Repetitions,
    RestSeconds,
    Sentence,
    Sets,
    Signature,
    TimesPerDay,
    Title,
    Words,
)  # fmt: skip
from printkit.model.vocabulary import (
    WARNING_TOPICS,
    Action,
    Answer,
    Box,
    Clearance,
    Cost,
    DateOrder,
    DayPart,
    DoseUnit,
    Evidence,
    ExerciseClass,
    HoldToken,
    HowRead,
    Level,
    Look,
    Paper,
    Position,
    SilentCall,
    SourceKind,
    StrokeSign,
)

PRACTICE_DOSE = "common practice"  # what an exercise says of a dose that no source names
COMMON_PRACTICE = "DM"  # the source tag of a house rule: nobody has published it, and a clinician must confirm it

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

    @property
    def a_day(self) -> int:
        """The total of a day over all sets and times: minutes where the dose is timed, else repetitions."""
        return (self.minutes or self.repetitions) * self.sets * self.times_per_day


class DoseLimit(Struct, frozen=True, kw_only=True):
    """The least or the most of an exercise that a therapist would usually ask for; what is not named has no limit."""

    sets: Sets | None = None
    repetitions: Repetitions | None = None
    hold_seconds: HoldSeconds | None = None
    minutes: Minutes | None = None
    times_per_day: TimesPerDay | None = None
    days_per_week: DaysPerWeek | None = None


class Ceiling(DoseLimit, frozen=True, kw_only=True):
    """The most of an exercise, for each part of its dose and for the total of a day (`Dose.a_day`)."""

    a_day: Annotated[int, Meta(ge=1, le=1000)] | None = None


class ShortText(Struct, frozen=True, kw_only=True):
    """What an exercise says in the look for aphasia in place of its prose. Steps and stop signs are the same in all looks."""

    purpose: Sentence | None = None
    tip: Sentence | None = None


class ExerciseText(Struct, frozen=True, kw_only=True):
    """The words of an exercise in one language. Sides are tokens; no markup."""

    title: Title
    purpose: Sentence
    hold_on: Sentence
    steps: Annotated[tuple[Sentence, ...], Meta(min_length=3, max_length=6)]
    stop_if: Annotated[tuple[Sentence, ...], Meta(min_length=1, max_length=4)]
    tip: str = ""
    short: ShortText = ShortText()


class Exercise(Struct, frozen=True, kw_only=True, rename={"exercise_class": "class"}):
    """One entry of the catalogue. The file name is the id."""

    id: Identifier
    exercise_class: ExerciseClass
    position: Position
    level: Level
    demands: tuple[Identifier, ...]  # what it asks of the body; see demands.yaml. An empty list is an answer, too
    dose: Dose
    dose_basis: str
    least: DoseLimit = DoseLimit()
    most: Ceiling = Ceiling()
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=9)]
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
    film: Film = ""  # of a clinic's own; ours have none
    reviewed_by: Signature = ""
    reviewed_on: date | None = None


class ShownBy(Struct, frozen=True, kw_only=True):
    """By what a program sees that an exercise asks something, so that a list of demands cannot leave it out."""

    words: tuple[str, ...] = ()  # in the steps and in what is held on to
    tags: tuple[Identifier, ...] = ()
    classes: tuple[ExerciseClass, ...] = ()
    positions: tuple[Position, ...] = ()


class Demand(Struct, frozen=True, kw_only=True):
    """One thing that an exercise can ask of a body or of the place; an entry of demands.yaml."""

    means: Words
    implies: tuple[Identifier, ...] = ()
    hold: Answer = Answer.NO  # one of those of which a standing exercise has exactly one
    shown_by: ShownBy = ShownBy()


class Rule(Struct, frozen=True, kw_only=True):
    """A row of rules.yaml. It applies when every option in `when` has one of the values given."""

    id: Annotated[
        str, Meta(pattern=r"^R-[0-9]{2}[a-z]?$", extra={"hint": "write R-, two digits and perhaps a letter, as R-04b"})
    ]
    action: Action
    because: Words
    short: Words = {}  # the reason in the look for aphasia
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=9)]
    when: Conditions = {}
    demands: tuple[Identifier, ...] = ()  # exercises that ask any of these
    all_demands: tuple[Identifier, ...] = ()  # or all of these,
    with_any: tuple[Identifier, ...] = ()  # and any of these
    not_demands: tuple[Identifier, ...] = ()
    not_exercises: tuple[Identifier, ...] = ()  # never these, by name
    exercises: tuple[Identifier, ...] = ()  # and these by name, where no demand tells them from others
    positions: tuple[Position, ...] = ()  # or exercises in one of these positions
    helped: Answer = Answer.NO  # only what needs a helper once all other rows have spoken
    once: Answer = Answer.NO  # its words are said once for the whole print, not at each exercise
    open: Answer = Answer.YES  # an open answer counts as yes, where the action is one of caution
    cleared_by: Clearance | None = None  # whose dated word lifts this row
    signable: Answer = Answer.YES  # no: nobody signs it away, for its words send somebody to a doctor at once
    signable_because: str = ""  # why a clinician may sign away a row that says what must be done today
    say: Words = {}
    said_by: tuple[HoldToken, ...] = ()  # its words go where the exercise's own have one of these tokens
    today: Words = {}  # what must be done on that very day; it stands at the front of every print
    ask: Words = {}
    not_if: Words = {}
    not_alone_if: Words = {}
    at_most: DoseLimit = DoseLimit()
    pages: tuple[Identifier, ...] = ()
    profile: Look | None = None
    differs: str = ""  # how the row is stricter than its source says, for the clinician who decides
    reviewed_by: Signature = ""
    reviewed_on: date | None = None

    @property
    def is_of_pages(self) -> bool:
        """Whether it is about what stands beside the exercises, and about none of them."""
        return self.action is Action.PAGE or (self.action is Action.EXCLUDE and bool(self.pages))

    @property
    def why_not_lifted(self) -> str:
        """Why nobody can lift it, whoever signs; "" where a clinician can."""
        if self.action in (Action.MODIFY, Action.LOOK):
            return "it only adds words or chooses the look"
        if self.action is Action.PAGE and set(self.pages) <= set(WARNING_TOPICS):
            return "its pages say when to stop and whom to call"
        if self.signable is Answer.NO:
            return "it sends the person to a doctor, who must look first"
        return ""


class Question(Struct, frozen=True, kw_only=True):
    """What asks for one answer of an option file; an entry of questions.yaml."""

    ask: Words
    answers: str = ""  # how it is written, where it is no word of a list


class Line(Struct, frozen=True, kw_only=True):
    """A line of a checklist: what to look for, and what to do when the answer is no."""

    id: Annotated[
        str, Meta(pattern=r"^[A-Z]+[0-9]+[a-z]?$", extra={"hint": "write capital letters and a number, as S1"})
    ]
    look: Words
    do: Words
    short: Words = {}  # what to do, in the look for aphasia
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=9)]
    cost: Cost = Cost.FREE
    when: Conditions = {}
    matters: Annotated[int, Meta(ge=1, le=3)] | None = None  # on the page of what matters most; 1 comes first
    matters_to: Conditions = {}  # one of these answers is enough, and the line goes before others of its rank


class Room(Struct, frozen=True, kw_only=True):
    """A part of a checklist that is walked through in one go."""

    id: Identifier
    title: Words
    lines: tuple[Line, ...]
    danger: Annotated[int, Meta(ge=1, le=3)] = 3  # 1 comes first on a to-do list
    when: Conditions = {}


class ChecklistText(Struct, frozen=True, kw_only=True):
    """What stands above a checklist."""

    title: Sentence
    how: Annotated[tuple[Sentence, ...], Meta(min_length=1, max_length=6)]
    note: tuple[Sentence, ...] = ()


class Checklist(Struct, frozen=True, kw_only=True):
    """A list to tick, room by room."""

    id: Identifier
    text: Mapping[Language, ChecklistText]
    rooms: Annotated[tuple[Room, ...], Meta(min_length=1, max_length=30)]
    evidence: Evidence
    to_do: Answer = Answer.YES  # whether rows to write on follow it: who does what, and when
    reviewed_by: Signature = ""
    reviewed_on: date | None = None


class Term(Struct, frozen=True, kw_only=True):
    """A short key and what it stands for, such as the letters of BE FAST; `picture` is that of a sign of a stroke."""

    key: Annotated[str, Meta(min_length=1, max_length=20)]
    say: Sentence
    picture: StrokeSign | None = None


class ToDrawOn(Struct, frozen=True, kw_only=True):
    """A body in a pose to draw on: from where it is seen, and what that is called."""

    pose: Identifier
    turn: Annotated[int, Meta(ge=-180, le=180)]  # degrees; 90 is from the front, -90 from behind
    caption: Sentence


class ToWrite(Struct, frozen=True, kw_only=True):
    """What to write down, and how many lines there are for it."""

    say: Sentence
    lines: Annotated[int, Meta(ge=1, le=6)] = 1


class Part(Struct, frozen=True, kw_only=True):
    """A stretch of a topic under one small heading.

    With a `word` it opens a band, whose solid head says the word and `aside`; parts `in_band` go on in it. One `beside`
    stands beside the part before it; `figure` is the picture that goes with its steps, and `figure_steps` says which of
    them it shows; `draw_on` are bodies beside each other for marks by hand, and `write` are lines beneath. In the look for
    aphasia `short` is said in place of `say`, and an empty one leaves the prose out; `choices` are asked in place of the
    questions of `list`, one for each, with answers to point at.
    """

    heading: str = ""
    box: Box = Box.NONE
    word: str = ""
    aside: tuple[Sentence, ...] = ()
    in_band: Answer = Answer.NO
    beside: Answer = Answer.NO
    figure: str = ""
    figure_steps: tuple[Annotated[int, Meta(ge=1, le=20)], ...] = ()
    say: tuple[Sentence, ...] = ()
    short: tuple[Sentence, ...] | None = None
    terms: tuple[Term, ...] = ()
    list: tuple[Sentence, ...] = ()
    choices: tuple[Sentence, ...] = ()
    steps: tuple[Sentence, ...] = ()
    draw_on: Annotated[tuple[ToDrawOn, ...], Meta(max_length=3)] = ()
    write: tuple[ToWrite, ...] = ()
    when: Conditions = {}


class TopicText(Struct, frozen=True, kw_only=True):
    """The words of a topic in one language."""

    title: Sentence
    parts: Annotated[tuple[Part, ...], Meta(min_length=1, max_length=12)]


class Topic(Struct, frozen=True, kw_only=True):
    """A page or half a page to read: education, devices, red flags, questions and answers."""

    id: Identifier
    chapter: Identifier
    order: Annotated[int, Meta(ge=0, le=999)]
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=9)]
    evidence: Evidence
    text: Mapping[Language, TopicText]
    when: Conditions = {}
    reviewed_by: Signature = ""
    reviewed_on: date | None = None


class Programme(Struct, frozen=True, kw_only=True):
    """A list of exercises for each level that a therapist would start from."""

    title: Words
    goal: Words = {}
    levels: Mapping[Level, tuple[Identifier, ...]]


class Source(Struct, frozen=True, kw_only=True):
    """Where a fact comes from, as a clinician would look it up. A clinic's own notes need no more than a title."""

    title: Sentence
    kind: SourceKind = SourceKind.NOT_SAID
    authors: str = ""
    year: Annotated[int, Meta(ge=1900, le=2100)] | None = None
    where: str = ""  # the journal with its volume and pages, or the body that published it
    section: str = ""
    doi: Annotated[
        str, Meta(pattern=r"^(10\.[0-9]{4,9}/[^\s]+)?$", extra={"hint": "write it as 10.1161/STR.0000000000000022"})
    ] = ""
    pmid: Annotated[
        str, Meta(pattern=r"^([1-9][0-9]{5,8})?$", extra={"hint": "write the number of PubMed alone, as 37302121"})
    ] = ""
    address: str = ""
    read: HowRead = HowRead.NOT_SAID


class PlainWord(Struct, frozen=True, kw_only=True):
    """What a page says in place of a hard word, or of another name for the same thing."""

    say: Sentence
    explained: Answer = Answer.NO  # it may stand where the page explains it in brackets


class Region(Struct, frozen=True, kw_only=True):
    """What changes with the country: numbers to call, paper and the order of a date.

    `urgent_line` is a line for the same day where the clinic does not answer; "" where the country has none that serves
    all of it. `silent_call` says how somebody who cannot speak is helped on an emergency call.
    """

    emergency_number: str
    paper: Paper
    date_order: DateOrder
    urgent_line: str = ""
    silent_call: SilentCall = SilentCall.STAY


class SwitchedOff(Struct, frozen=True, kw_only=True):
    """A shipped rule that a clinic has switched off for all its patients: who says so, and why."""

    rule: str
    name: Signature
    reason: Annotated[str, Meta(min_length=5, max_length=300)]


class Review(Struct, frozen=True, kw_only=True):
    """A clinician's signature under one entry; `of` is the fingerprint of the wording that was read."""

    by: Signature
    on: date
    of: str
