"""What is known of one patient and what to print."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar

from msgspec import Meta, Struct
from msgspec.structs import replace

from printkit.model import facts, signed
from printkit.model.constraints import (
    DaysPerWeek,
    HoldSeconds,
    Identifier,
    Language,
    Locale,
    Minutes,
    Phone,
    Repetitions,
    RestSeconds,
    Sets,
    Signature,
    TimesPerDay,
)
from printkit.model.person import GROUPS, Devices, Health, Home, Name, Stroke
from printkit.model.records import Dose
from printkit.model.signed import Changed
from printkit.model.vocabulary import (
    Answer,
    BookletSize,
    DayPart,
    DoseUnit,
    Evidence,
    Level,
    Paper,
    PrintProfile,
    Side,
    Weekday,
)

LAST_WEEK = 520  # of a plan; 10 years
IN_ITSELF = "data:image/png;base64,"  # how a logo begins that is no file

PATIENT_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
PatientId = Annotated[
    str,
    Meta(
        pattern=PATIENT_ID,
        extra={"hint": "use letters, digits, points and hyphens, at most 64; it becomes the file name"},
    ),
]


class Patient(Struct, frozen=True, kw_only=True):
    """Who the document is for. The name is printed on the first page and nowhere else."""

    id: PatientId
    name: Name = ""
    language: Locale = "en"


class ChosenExercise(Struct, frozen=True, kw_only=True):
    """An exercise that a therapist chose, with the parts of the dose that differ from the catalogue."""

    exercise: Identifier
    sets: Sets | None = None
    repetitions: Repetitions | None = None
    unit: DoseUnit | None = None
    hold_seconds: HoldSeconds | None = None
    minutes: Minutes | None = None
    rest_seconds: RestSeconds | None = None
    times_per_day: TimesPerDay | None = None
    days_per_week: DaysPerWeek | None = None
    on: tuple[Weekday, ...] = ()  # the days of the week; then days_per_week is how many these are
    day_part: DayPart | None = None
    note: Annotated[str, Meta(max_length=300)] = ""
    note_language: Language | None = None  # when it is not that of the booklet

    def dose(self, usual: Dose) -> Dose:
        """The usual dose with this choice's own numbers put in."""
        own = {name: value for name in Dose.__struct_fields__ if (value := getattr(self, name)) is not None}
        if not own and not self.on:
            return usual
        if "minutes" not in own and ("repetitions" in own or "unit" in own):
            own["minutes"] = 0  # counted now, no longer timed
        if self.on:
            own["days_per_week"] = len(set(self.on))
        return replace(usual, **own)

    @property
    def weekdays(self) -> tuple[Weekday, ...]:
        """The days of the week in their order; nothing when the days are open, or are all of them."""
        if not self.on or set(self.on) == set(Weekday):
            return ()
        return tuple(day for day in Weekday if day in self.on)


class PlanRequest(Struct, frozen=True, kw_only=True):
    """What to put in the plan: a programme at a level, or a list of exercises."""

    programme: Identifier = "foot-drop"
    level: Level = Level.ACTIVE
    minutes_a_day: Annotated[int, Meta(ge=5, le=240)] | None = None
    at_hand: tuple[Identifier, ...] = ()  # equipment; nothing named means all of it
    exercises: tuple[ChosenExercise, ...] = ()
    goal: Annotated[str, Meta(max_length=160)] = ""  # what the patient wants to do, in the patient's own words
    goal_language: Language | None = None  # when it is not that of the booklet
    starts_on: date | None = None  # the first day of week 1
    review_on: date | None = None  # when patient and therapist go through the plan again
    first_week: Annotated[int, Meta(ge=1, le=LAST_WEEK)] = 1  # with which the charts begin


class PrintSettings(Struct, frozen=True, kw_only=True):
    """How and what to print."""

    printed_on: date | None = None
    weeks: Annotated[int, Meta(ge=1, le=12)] = 2
    size: BookletSize = BookletSize.SHORT
    add: tuple[Identifier, ...] = ()  # leaflets (topics) and checklists, whole, besides what the rules call for
    leave_out: tuple[Identifier, ...] = ()  # leaflets and checklists; nothing that warns or that a rule calls for
    other_views: tuple[Evidence, ...] = ()
    paper: Paper | None = None
    profile: PrintProfile | None = None  # as the rules say for this reader, else standard
    language: Locale | None = None  # of the pages, where it is not that of the patient
    person: Identifier | None = None  # who is seen in the pictures; without it they take turns
    greyscale: Answer = Answer.NO
    fillable: Answer = Answer.UNKNOWN  # unknown: checklists are, the rest is not

    RENAMED: ClassVar[Mapping[str, str]] = {"checklists": "add", "topics": "add", "leave_out_topics": "leave_out"}


class Clinic(Struct, frozen=True, kw_only=True):
    """Who prints this, and whom to call."""

    name: Name = ""
    phone: Phone = ""
    therapist: Name = ""
    logo: str = ""  # where its file is; or its bytes, as an address that begins with IN_ITSELF
    region: str = ""
    sheet_key: Annotated[str, Meta(max_length=200)] = ""

    def logo_source(self) -> Path | bytes:
        """The file of the logo, or the bytes of one that was chosen on a screen and is no file here."""
        if self.logo.startswith(IN_ITSELF):
            from base64 import b64decode  # few have such a logo

            with suppress(ValueError):
                return b64decode(self.logo.removeprefix(IN_ITSELF))
        return Path(self.logo)


class Override(Struct, frozen=True, kw_only=True):
    """A clinician's signed exception: from one rule, or for the dose of one exercise; never from both.

    It holds on the answers that it was given on. Once one of them is another, it is void.
    """

    rule: str = ""
    dose: str = ""  # the id of an exercise whose dose may be beyond its least and most
    exercise: str = ""  # the one that a rule is lifted for; "" lifts it for all of them
    name: Signature
    reason: Annotated[str, Meta(min_length=5, max_length=300)]
    on: date | None = None  # the day on which it was signed
    answers: Mapping[str, str] = {}  # by their dotted names; for a dose its numbers, too, as dose.sets

    def __hash__(self) -> int:
        return hash((self.rule, self.dose, self.exercise, self.name, self.reason, self.on))

    def changed(self, facts: Mapping[str, str]) -> tuple[Changed, ...]:
        """The answers that are no longer those that it was given on. With one of them it is void."""
        return signed.changed(self.answers, facts)


def signing(what: str, answers: Mapping[str, str]) -> str:
    """The entry of an option file that signs an exception; who signs fills in the dots."""
    given = ", ".join(f"{name}: {value}" for name, value in answers.items())
    return f"overrides: [{{{what}, name: ..., reason: ..., on: ..., answers: {{{given}}}}}]"


class Options(Struct, frozen=True, kw_only=True):
    """Everything that is known of one patient and one print. `patient` is None for a sheet for no one in particular."""

    patient: Patient | None = None
    stroke: Stroke = Stroke()
    health: Health = Health()
    devices: Devices = Devices()
    home: Home = Home()
    plan: PlanRequest = PlanRequest()
    print: PrintSettings = PrintSettings()
    clinic: Clinic = Clinic()
    clinic_file: str = ""
    overrides: tuple[Override, ...] = ()
    switched_off: tuple[Override, ...] = ()  # what the clinic has lifted for all its patients; no option file says it
    left_open: tuple[str, ...] = ()  # what was answered with "unknown": asked, so no screening settles it
    read_on: date | None = None  # the day on which these were read; no file says it

    @property
    def side(self) -> Side:
        """The affected side."""
        return self.stroke.affected_side

    @property
    def language(self) -> str:
        """The language of the words, as two letters: that of the print, else of the patient, else English."""
        return self.locale.partition("-")[0]

    @property
    def locale(self) -> str:
        """The language with the country whose words it takes, as es-MX; without one, the words that all understand."""
        if self.print.language:
            return self.print.language
        return self.patient.language if self.patient else "en"

    @property
    def screened(self) -> bool:
        """Whether a therapist has put a name and a date to the health questions."""
        return facts.screened(self.stroke, self.health, self._days)

    @property
    def screening_is_old(self) -> bool:
        """Whether a therapist's screening is there, but from so long ago that it settles nothing."""
        on = self.health.screened_on
        return on is not None and facts.is_old(on, self._days)

    @property
    def by_the_day(self) -> tuple[str, str]:
        """What follows from the days of printing and of reading: the phase of the stroke, and whether a screening counts."""
        return facts.phase(self.stroke, self._days), Answer.YES if self.screened else Answer.NO

    def facts(self) -> Mapping[str, str]:
        """Every answer that rules and checklists may read, by its dotted name; with what follows from them."""
        given = self._given()
        settled = self._settled(given) if self.screened else ()
        return {**given, **{name: facts.CLEARED_BY_SCREENING[name] for name in settled}}

    def cleared_by_screening(self) -> tuple[str, ...]:
        """The answers that were left open and that a therapist's screening has settled."""
        return self._settled(self._given()) if self.screened else ()

    def _settled(self, given: Mapping[str, str]) -> tuple[str, ...]:
        settled = (
            name
            for name in facts.CLEARED_BY_SCREENING
            if given[name] == Answer.UNKNOWN
            and not any(given[other] == value for other, value in facts.STILL_OPEN.get(name, {}).items())
        )
        if not self.left_open:
            return tuple(settled)
        return tuple(name for name in settled if facts.asked_by(name).isdisjoint(self.left_open))

    def _given(self) -> Mapping[str, str]:
        return facts.given(self.stroke, self.health, self.devices, self.home, self.print.profile, self._days)

    @property
    def _days(self) -> tuple[date | None, date | None]:
        return self.print.printed_on, self.read_on


class Appearance(Struct, frozen=True, kw_only=True):
    """How a print shall look, where that differs from what the option file and the reader's rules say."""

    profile: PrintProfile | None = None
    paper: Paper | None = None
    greyscale: bool = False
    fillable: bool | None = None
    size: BookletSize | None = None
    add: tuple[Identifier, ...] = ()  # leaflets and checklists, besides those of the options
    language: Locale | None = None

    def over(self, options: Options) -> Options:
        """The same options with this look laid over theirs."""
        wanted = options.print
        fillable = wanted.fillable if self.fillable is None else Answer.YES if self.fillable else Answer.NO
        wanted = replace(
            wanted,
            profile=self.profile or wanted.profile,
            paper=self.paper or wanted.paper,
            greyscale=Answer.YES if self.greyscale else wanted.greyscale,
            fillable=fillable,
            size=self.size or wanted.size,
            language=self.language or wanted.language,
            add=tuple(dict.fromkeys((*wanted.add, *self.add))),
            leave_out=tuple(name for name in wanted.leave_out if name not in self.add),
        )
        return replace(options, print=wanted)


def dotted_names() -> frozenset[str]:
    """The dotted name of every entry that an option file may hold, as patient.id."""
    groups: dict[str, type[Struct]] = {"patient": Patient, **GROUPS}
    groups |= {"plan": PlanRequest, "print": PrintSettings, "clinic": Clinic}
    return frozenset(f"{group}.{name}" for group, record in groups.items() for name in record.__struct_fields__)
