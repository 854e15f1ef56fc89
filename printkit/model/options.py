"""What is known of one patient and what to print."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from printkit.model.constraints import (
    DaysPerWeek,
    HoldSeconds,
    Identifier,
    Language,
    Minutes,
    Repetitions,
    RestSeconds,
    Sets,
    TimesPerDay,
)
from printkit.model.records import Dose
from printkit.model.vocabulary import (
    Answer,
    Bones,
    BraceType,
    Cause,
    Clot,
    DayPart,
    DoseUnit,
    Evidence,
    Fracture,
    Level,
    Paper,
    Pregnancy,
    PrintProfile,
    Shoulder,
    Side,
    Surgery,
    Tightness,
    Tremor,
    WalkingAid,
    Wound,
)

HIGH_RISK_FALLS = 2  # falls in a year; rule R-04, after the LEAPS trial (W28)
HIGH_RISK_BERG = 42  # Berg balance scale, 0 to 56; best single predictor of falls in the same trial (W28)
LAST_WEEK = 520  # of a plan; 10 years
ACUTE_DAYS = 2  # rule R-71: the first 24 to 48 hours belong to the hospital team

PATIENT_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
PatientId = Annotated[
    str,
    Meta(
        pattern=PATIENT_ID,
        extra={"hint": "use letters, digits, points and hyphens, at most 64; it becomes the file name"},
    ),
]
Name = Annotated[str, Meta(max_length=100)]


class Patient(Struct, frozen=True, kw_only=True):
    """Who the document is for. The name is printed on the first page and nowhere else."""

    id: PatientId
    name: Name = ""
    language: Language = "en"


class Stroke(Struct, frozen=True, kw_only=True):
    """What the stroke did."""

    affected_side: Side = Side.UNKNOWN
    happened_on: date | None = None


class Health(Struct, frozen=True, kw_only=True):
    """The health questions. A therapist's name and date answer those that are left open."""

    foot_drop_cause: Cause = Cause.UNKNOWN
    under_18: Answer = Answer.UNKNOWN
    medically_unstable: Answer = Answer.UNKNOWN
    falls_last_year: Annotated[int, Meta(ge=0, le=365)] | None = None
    injured_in_a_fall: Answer = Answer.UNKNOWN
    berg_balance: Annotated[int, Meta(ge=0, le=56)] | None = None
    high_fall_risk: Answer = Answer.UNKNOWN
    reduced_feeling: Answer = Answer.UNKNOWN
    diabetes: Answer = Answer.UNKNOWN
    blood_thinner: Answer = Answer.UNKNOWN
    claw_toes: Answer = Answer.UNKNOWN
    tremor: Tremor = Tremor.UNKNOWN
    aphasia: Answer = Answer.UNKNOWN
    low_vision: Answer = Answer.UNKNOWN
    neglect: Answer = Answer.UNKNOWN
    half_sight: Answer = Answer.UNKNOWN
    cannot_read: Answer = Answer.UNKNOWN
    hard_to_follow_steps: Answer = Answer.UNKNOWN
    recent_surgery: Surgery = Surgery.UNKNOWN
    broken_bone: Fracture = Fracture.UNKNOWN
    leg_clot: Clot = Clot.UNKNOWN
    wound: Wound = Wound.UNKNOWN
    bones: Bones = Bones.UNKNOWN
    muscle_tightness: Tightness = Tightness.UNKNOWN
    stiff_ankle: Answer = Answer.UNKNOWN
    foot_beats: Answer = Answer.UNKNOWN
    joint_replacement: Answer = Answer.UNKNOWN
    reduced_feeling_in_hand: Answer = Answer.UNKNOWN
    foot_ulcer_before: Answer = Answer.UNKNOWN
    low_sugar_risk: Answer = Answer.UNKNOWN
    shoulder: Shoulder = Shoulder.UNKNOWN
    limp_arm: Answer = Answer.UNKNOWN
    hot_swollen_hand: Answer = Answer.UNKNOWN
    unsteady_heart: Answer = Answer.UNKNOWN
    recent_heart_event: Answer = Answer.UNKNOWN
    dizzy_on_standing: Answer = Answer.UNKNOWN
    stands_5_minutes: Answer = Answer.UNKNOWN
    muscle_injection: Answer = Answer.UNKNOWN
    severe_fatigue: Answer = Answer.UNKNOWN
    hard_to_swallow: Answer = Answer.UNKNOWN
    urgent_toilet: Answer = Answer.UNKNOWN
    pregnancy: Pregnancy = Pregnancy.UNKNOWN
    implanted_device: Answer = Answer.UNKNOWN
    epilepsy: Answer = Answer.UNKNOWN
    high_spinal_injury: Answer = Answer.UNKNOWN
    stimulation_site_problem: Answer = Answer.UNKNOWN
    screened_by: Name = ""
    screened_on: date | None = None


class Devices(Struct, frozen=True, kw_only=True):
    """What the patient wears and walks with."""

    afo: Answer = Answer.UNKNOWN
    fes: Answer = Answer.UNKNOWN
    walking_aid: WalkingAid = WalkingAid.UNKNOWN
    brace_type: BraceType = BraceType.UNKNOWN
    brace_started_on: date | None = None
    wear_in_minutes: Annotated[tuple[Annotated[int, Meta(ge=1, le=1440)], ...], Meta(max_length=60)] = ()
    mark_fades_in_minutes: Annotated[int, Meta(ge=1, le=60)] | None = None


class Home(Struct, frozen=True, kw_only=True):
    """Where the patient lives, and with whom."""

    lives_alone: Answer = Answer.UNKNOWN
    helper: Answer = Answer.UNKNOWN
    stairs: Answer = Answer.UNKNOWN
    bath: Answer = Answer.UNKNOWN
    pets: Answer = Answer.UNKNOWN
    outdoor_steps: Answer = Answer.UNKNOWN


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
    day_part: DayPart | None = None
    note: Annotated[str, Meta(max_length=300)] = ""
    note_language: Language | None = None  # when it is not that of the booklet

    def dose(self, usual: Dose) -> Dose:
        """The usual dose with this choice's own numbers put in."""
        own = {name: getattr(self, name) for name in Dose.__struct_fields__}
        if own["minutes"] is None and (own["repetitions"] is not None or own["unit"] is not None):
            own["minutes"] = 0  # counted now, no longer timed
        return replace(usual, **{name: value for name, value in own.items() if value is not None})


class PlanRequest(Struct, frozen=True, kw_only=True):
    """What to put in the plan: a programme at a level, or a list of exercises."""

    programme: Identifier = "foot-drop"
    level: Level = Level.ACTIVE
    minutes_a_day: Annotated[int, Meta(ge=5, le=240)] | None = None
    at_hand: tuple[Identifier, ...] = ()  # equipment; nothing named means all of it
    exercises: tuple[ChosenExercise, ...] = ()
    starts_on: date | None = None  # the first day of week 1
    first_week: Annotated[int, Meta(ge=1, le=LAST_WEEK)] = 1  # with which the charts begin


class PrintSettings(Struct, frozen=True, kw_only=True):
    """How and what to print."""

    printed_on: date | None = None
    weeks: Annotated[int, Meta(ge=1, le=12)] = 2
    checklists: tuple[Identifier, ...] = ()
    topics: tuple[Identifier, ...] = ()
    leave_out_topics: tuple[Identifier, ...] = ()
    other_views: tuple[Evidence, ...] = ()
    paper: Paper | None = None
    profile: PrintProfile | None = None  # as the rules say for this reader, else standard
    greyscale: Answer = Answer.NO
    fillable: Answer = Answer.UNKNOWN  # unknown: checklists are, the rest is not


class Clinic(Struct, frozen=True, kw_only=True):
    """Who prints this, and whom to call."""

    name: Name = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    therapist: Name = ""
    logo: str = ""
    region: str = ""
    sheet_key: Annotated[str, Meta(max_length=200)] = ""


class Override(Struct, frozen=True, kw_only=True):
    """A clinician's signed exception from one rule."""

    rule: str
    name: Annotated[str, Meta(min_length=2, max_length=100)]
    reason: Annotated[str, Meta(min_length=5, max_length=300)]


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

    @property
    def side(self) -> Side:
        """The affected side."""
        return self.stroke.affected_side

    @property
    def language(self) -> str:
        """The language of the words, as two letters."""
        return self.patient.language if self.patient else "en"

    @property
    def screened(self) -> bool:
        """Whether a therapist has put a name and a date to the health questions."""
        return bool(self.health.screened_by and self.health.screened_on)

    def facts(self) -> Mapping[str, str]:
        """Every answer that rules and checklists may read, by its dotted name; with what follows from them."""
        found = self._given()
        return {**found, **{name: _CLEARED_BY_SCREENING[name] for name in self.cleared_by_screening()}}

    def cleared_by_screening(self) -> tuple[str, ...]:
        """The answers that were left open and that a therapist's screening has settled."""
        given = self._given()
        return tuple(name for name in _CLEARED_BY_SCREENING if self.screened and given[name] == Answer.UNKNOWN)

    def _given(self) -> Mapping[str, str]:
        found: dict[str, str] = {"stroke.affected_side": self.side}
        for group in ("health", "devices", "home"):
            record = getattr(self, group)
            for name in record.__struct_fields__:
                value = getattr(record, name)
                if isinstance(value, StrEnum):
                    found[f"{group}.{name}"] = value
        found["print.profile"] = self.print.profile or "unknown"
        found["health.screened"] = Answer.YES if self.screened else Answer.NO
        found["health.fall_risk"] = self._fall_risk()
        found["health.stroke_under_48_hours"] = self._acute()
        return found

    def _fall_risk(self) -> str:
        health = self.health
        falls = health.falls_last_year
        if (
            health.high_fall_risk is Answer.YES
            or health.injured_in_a_fall is Answer.YES
            or (falls is not None and falls >= HIGH_RISK_FALLS)
            or (health.berg_balance is not None and health.berg_balance <= HIGH_RISK_BERG)
        ):
            return "high"
        answered = falls is not None and Answer.UNKNOWN not in (health.high_fall_risk, health.injured_in_a_fall)
        return "low" if answered else "unknown"

    def _acute(self) -> str:
        happened, printed = self.stroke.happened_on, self.print.printed_on
        if happened is None or printed is None:
            return Answer.UNKNOWN
        return Answer.YES if (printed - happened).days <= ACUTE_DAYS else Answer.NO


class Appearance(Struct, frozen=True, kw_only=True):
    """How a print shall look, where that differs from what the option file and the reader's rules say."""

    profile: PrintProfile | None = None
    paper: Paper | None = None
    greyscale: bool = False
    fillable: bool | None = None

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
        )
        return replace(options, print=wanted)


# A therapist who has screened the patient has asked these; what was not written down was found to be no obstacle.
_CLEARED_BY_SCREENING: Mapping[str, str] = {
    "health.foot_drop_cause": Cause.STROKE,
    "health.under_18": Answer.NO,
    "health.medically_unstable": Answer.NO,
    "health.stroke_under_48_hours": Answer.NO,
    "health.fall_risk": "low",
    "health.injured_in_a_fall": Answer.NO,
    "health.high_fall_risk": Answer.NO,
    "health.blood_thinner": Answer.NO,
    "health.low_vision": Answer.NO,
    "health.neglect": Answer.NO,
    "health.half_sight": Answer.NO,
    "health.hard_to_follow_steps": Answer.NO,
    "health.recent_surgery": Surgery.NONE,
    "health.broken_bone": Fracture.NONE,
    "health.leg_clot": Clot.NONE,
    "health.wound": Wound.NONE,
    "health.bones": Bones.FIRM,
    "health.muscle_tightness": Tightness.NONE,
    "health.stiff_ankle": Answer.NO,
    "health.shoulder": Shoulder.WELL,
    "health.hot_swollen_hand": Answer.NO,
    "health.unsteady_heart": Answer.NO,
    "health.recent_heart_event": Answer.NO,
    "health.dizzy_on_standing": Answer.NO,
    "health.pregnancy": Pregnancy.NONE,
}

# Where a user answers what is only worked out.
ASKED_AS: Mapping[str, str] = {
    "health.stroke_under_48_hours": "stroke.happened_on",
    "health.fall_risk": "health.falls_last_year, injured_in_a_fall and high_fall_risk",
    "health.screened": "health.screened_by and health.screened_on (a handout: --screened-by, --screened-on)",
}

_NOBODY = ("no", "none", "nobody", "na", "unknown", "null", "yes", "tbd")

_DERIVED: Mapping[str, tuple[str, ...]] = {
    "stroke.affected_side": tuple(Side),
    "print.profile": (*PrintProfile, "unknown"),
    "health.screened": (Answer.YES, Answer.NO),
    "health.fall_risk": ("low", "high", "unknown"),
    "health.stroke_under_48_hours": tuple(Answer),
}


@cache
def answers() -> Mapping[str, tuple[str, ...]]:
    """Every name that a condition may use, with the values that it can have."""
    found = {name: tuple(str(value) for value in values) for name, values in _DERIVED.items()}
    for group, record in (("health", Health()), ("devices", Devices()), ("home", Home())):
        for name in record.__struct_fields__:
            value = getattr(record, name)
            if isinstance(value, StrEnum):
                found[f"{group}.{name}"] = tuple(str(choice) for choice in type(value))
    return found


def dotted_names() -> frozenset[str]:
    """The dotted name of every entry that an option file may hold, as patient.id."""
    groups = {
        "patient": Patient,
        "stroke": Stroke,
        "health": Health,
        "devices": Devices,
        "home": Home,
        "plan": PlanRequest,
    }
    groups |= {"print": PrintSettings, "clinic": Clinic}
    return frozenset(f"{group}.{name}" for group, record in groups.items() for name in record.__struct_fields__)


def names_someone(screened_by: str) -> bool:
    """Whether a screening is signed by somebody, and not by "none" or a dash."""
    letters = re.sub(r"[\W\d_]", "", screened_by.lower())
    return len(letters) > 1 and letters not in _NOBODY
