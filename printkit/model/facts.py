"""Every answer that rules and checklists may read, by its dotted name, and what follows from the answers. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache

from printkit.model.constraints import names_someone
from printkit.model.person import GROUPS, Devices, Health, Home, Stroke
from printkit.model.vocabulary import (
    Answer,
    Bones,
    Cause,
    Clot,
    Fracture,
    HeartFailure,
    Joint,
    LastFit,
    Pregnancy,
    PrintProfile,
    Shoulder,
    Side,
    SittingBalance,
    Surgery,
    Tightness,
    Tube,
    TubeFeed,
    Walks,
    WeightBearing,
    Wound,
)  # fmt: skip

SIDE = "stroke.affected_side"
HIGH_RISK_FALLS = 2  # falls in a year; rule R-04, after the LEAPS trial (W28)
HIGH_RISK_BERG = 42  # Berg balance scale, 0 to 56; best single predictor of falls in the same trial (W28)
VERY_HIGH_RISK_FALLS = 4  # common practice; a clinician must confirm it
VERY_HIGH_RISK_BERG = 20  # usual cut between wheelchair and walking with help; common practice here
ACUTE_DAYS = 2  # rule R-71: the first 24 to 48 hours belong to the hospital team
_EARLY_DAYS = 14  # rule R-85, after the AVERT trial (D22): little and often, with the team
_BLEED_DAYS = 42  # rule R-84: 6 weeks after a bleed; common practice, a clinician must confirm it
_LATE_DAYS = 84  # 12 weeks: how many days a week to practise (planning.yaml)
SCREENING_LASTS_DAYS = 183  # a stroke review is due at 6 months; an older check answers for nobody; common practice

# What is true with a value besides itself: who has a very high risk has a high one, and a third of a pregnancy is early
# or later.
_ALSO = {
    ("health.fall_risk", "very-high"): "high",
    ("health.pregnancy", "first"): "early",
    ("health.pregnancy", "second"): "later",
    ("health.pregnancy", "third"): "later",
}


# the fields of each group of answers, with the names that conditions have for them
_FIELDS = tuple(
    tuple((name, f"{group}.{name}") for name in record.__struct_fields__)
    for group, record in (("stroke", Stroke), ("health", Health), ("devices", Devices), ("home", Home))
)


def meets(name: str, fact: str, values: tuple[str, ...]) -> bool:
    """Whether an answer is one of the values of a condition."""
    return fact in values or _ALSO.get((name, fact)) in values


def given(
    stroke: Stroke, health: Health, devices: Devices, home: Home, profile: PrintProfile | None,
    days: tuple[date | None, date | None],
) -> Mapping[str, str]:  # fmt: skip
    """The facts of one patient before any screening speaks. `days` are those of printing and of reading the file."""
    found: dict[str, str] = {"stroke.affected_side": stroke.affected_side}
    for record, fields in zip((stroke, health, devices, home), _FIELDS, strict=True):
        for name, dotted in fields:
            value = getattr(record, name)
            if isinstance(value, StrEnum):
                found[dotted] = value
    found["print.profile"] = profile or "unknown"
    found["health.screened"] = Answer.YES if screened(stroke, health, days) else Answer.NO
    found["health.fall_risk"] = _fall_risk(health)
    found["stroke.phase"] = phase(stroke, days)
    found["health.stroke_under_48_hours"] = {"unknown": "unknown", "days-0-to-2": "yes"}.get(
        found["stroke.phase"], "no"
    )
    found["health.has_blood_pressure_limit"] = Answer.YES if health.blood_pressure_limit else Answer.NO
    for joint in Joint:
        tight = health.tight_joints
        found[f"health.tight_{_snake(joint)}"] = (
            Answer.UNKNOWN if tight is None else Answer.YES if joint in tight else Answer.NO
        )
    found["home.nobody"] = _nobody(home)
    found["health.standing_answers"] = _standing(found)
    return found


def screened(stroke: Stroke, health: Health, days: tuple[date | None, date | None]) -> bool:
    """Whether a therapist has put a name and a day to the health questions, after the stroke and not too long ago."""
    on = health.screened_on
    if not names_someone(health.screened_by) or on is None:
        return False
    before = stroke.happened_on is not None and on < stroke.happened_on
    return not before and not is_old(on, days)


def is_old(screened_on: date, days: tuple[date | None, date | None]) -> bool:
    """Whether a screening is too old, by the later of the days of printing and of reading.

    A day of printing that was left over in the file keeps no screening young.
    """
    return any((day - screened_on).days > SCREENING_LASTS_DAYS for day in days if day is not None)


def _fall_risk(health: Health) -> str:
    falls, berg = health.falls_last_year, health.berg_balance
    high = (
        health.high_fall_risk is Answer.YES
        or health.injured_in_a_fall is Answer.YES
        or (falls is not None and falls >= HIGH_RISK_FALLS)
        or (berg is not None and berg <= HIGH_RISK_BERG)
    )
    if (
        (falls is not None and falls >= VERY_HIGH_RISK_FALLS)
        or (berg is not None and berg <= VERY_HIGH_RISK_BERG)
        or (high and health.stands_5_minutes is Answer.NO)
    ):
        return "very-high"
    answered = falls is not None and Answer.UNKNOWN not in (health.high_fall_risk, health.injured_in_a_fall)
    return "high" if high else "low" if answered else "unknown"


def phase(stroke: Stroke, days: tuple[date | None, date | None]) -> str:
    """How long ago the stroke was, by the earlier of the days of printing and of reading: a later day opens nothing."""
    known = [day for day in days if day is not None]
    if stroke.happened_on is None or not known:
        return "unknown"
    after = (min(known) - stroke.happened_on).days
    if after <= ACUTE_DAYS:
        return "days-0-to-2"
    if after <= _EARLY_DAYS:
        return "days-3-to-14"
    if after < _BLEED_DAYS:
        return "weeks-3-to-6"
    return "weeks-7-to-12" if after <= _LATE_DAYS else "later"


def _nobody(home: Home) -> str:
    """Nobody can help: there is no helper, or one who cannot steady, or none is known and others may not live there."""
    alone = home.helper is Answer.UNKNOWN and home.lives_alone is not Answer.NO
    none = home.helper is Answer.NO or home.helper_can_steady is Answer.NO
    return Answer.YES if none or alone else Answer.NO


def _standing(facts: Mapping[str, str]) -> str:
    """Whether all that makes standing safe without a check was asked and is well."""
    alone = facts["health.walks"] == Walks.ALONE
    well = (Answer.NO, Answer.UNKNOWN) if alone else (Answer.NO,)
    good = (
        alone
        and facts["health.stands_5_minutes"] == Answer.YES
        and facts["health.fall_risk"] == "low"
        and all(facts[f"health.{name}"] == Answer.NO for name in ("dizzy_on_standing", "neglect", "knee_gives_way"))
        and all(facts[f"health.{name}"] in well for name in ("pusher", "vertigo", "ataxia"))
    )
    return "good" if good else "open-or-bad"


def _snake(name: str) -> str:
    return name.replace("-", "_")


# A therapist who has screened the patient has asked these; what was left empty was found to be no obstacle.
CLEARED_BY_SCREENING: Mapping[str, str] = {
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
    "health.sitting_balance": SittingBalance.ALONE,
    "health.vertigo": Answer.NO,
    "health.double_vision": Answer.NO,
    "health.pusher": Answer.NO,
    "health.ataxia": Answer.NO,
    "health.knee_gives_way": Answer.NO,
    "health.knee_snaps_back": Answer.NO,
    "health.foot_turns_in": Answer.NO,
    "health.weight_bearing": WeightBearing.ALL,
    "health.skull_flap_missing": Answer.NO,
    "health.drain_or_tube": Tube.NONE,
    "health.tube_feed": TubeFeed.NONE,
    "health.breathless_flat": Answer.NO,
    "health.heart_failure": HeartFailure.NONE,
    "health.blood_pressure_high": Answer.NO,
    "health.oxygen": Answer.NO,
    "health.last_fit": LastFit.NEVER,
    "health.not_safe_alone": Answer.NO,
    **{f"health.tight_{_snake(joint)}": Answer.NO for joint in Joint},
}

# What a screening leaves open all the same, because another answer makes it a danger that nobody has spoken of.
STILL_OPEN: Mapping[str, Mapping[str, str]] = {
    "health.weight_bearing": {"health.broken_bone": Fracture.LEG, "health.recent_surgery": Surgery.LEG},
    "health.last_fit": {"health.epilepsy": Answer.YES},
}

# Where a user answers what is only worked out.
ASKED_AS: Mapping[str, str] = {
    "health.stroke_under_48_hours": "stroke.happened_on",
    "stroke.phase": "stroke.happened_on",
    "health.fall_risk": "health.falls_last_year, injured_in_a_fall and high_fall_risk",
    "health.screened": "health.screened_by and health.screened_on (a handout: --screened-by, --screened-on)",
    "home.nobody": "home.helper and home.lives_alone",
    **{f"health.tight_{_snake(joint)}": "health.tight_joints" for joint in Joint},
}
_MADE_OF: Mapping[str, frozenset[str]] = {
    "health.stroke_under_48_hours": frozenset({"stroke.happened_on"}),
    "health.fall_risk": frozenset({"health.falls_last_year", "health.injured_in_a_fall", "health.high_fall_risk"}),
    **{f"health.tight_{_snake(joint)}": frozenset({"health.tight_joints"}) for joint in Joint},
}
_DERIVED: Mapping[str, tuple[str, ...]] = {
    "stroke.affected_side": tuple(Side),
    "print.profile": (*PrintProfile, "unknown"),
    "health.screened": (Answer.YES, Answer.NO),
    "health.fall_risk": ("low", "high", "very-high", "unknown"),
    "health.stroke_under_48_hours": tuple(Answer),
    "stroke.phase": ("days-0-to-2", "days-3-to-14", "weeks-3-to-6", "weeks-7-to-12", "later", "unknown"),
    "health.has_blood_pressure_limit": (Answer.YES, Answer.NO),
    "home.nobody": (Answer.YES, Answer.NO),
    "health.standing_answers": ("good", "open-or-bad"),
    **{f"health.tight_{_snake(joint)}": tuple(Answer) for joint in Joint},
}


# What the exercises of a plan are for, once the rules have spoken; unknown where there is no plan. Only topics may read it.
ABOUT_THE_PLAN: Mapping[str, tuple[str, ...]] = dict.fromkeys(("plan.ankle", "plan.leg", "plan.arm"), tuple(Answer))


def asked_by(name: str) -> frozenset[str]:
    """The entries of an option file that a fact is made of."""
    return _MADE_OF.get(name, frozenset({name}))


@cache
def answers() -> Mapping[str, tuple[str, ...]]:
    """Every name that a condition may use, with the values that it can have."""
    found = {name: tuple(str(value) for value in values) for name, values in _DERIVED.items()}
    for group, kind in GROUPS.items():
        record = kind()
        for name in record.__struct_fields__:
            value = getattr(record, name)
            if isinstance(value, StrEnum):
                found[f"{group}.{name}"] = tuple(str(choice) for choice in type(value))
    return found
