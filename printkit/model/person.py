"""What is known of a patient's stroke, health, devices and home. An answer that nobody gave is unknown."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from printkit.model import signed
from printkit.model.constraints import Signature
from printkit.model.signed import Changed
from printkit.model.vocabulary import (
    Answer,
    BodySide,
    Bones,
    BraceType,
    Cause,
    Clearance,
    Clot,
    Fracture,
    HeartFailure,
    Joint,
    LastFit,
    Pregnancy,
    Shoulder,
    Side,
    SittingBalance,
    StairRails,
    StrokeType,
    Surgery,
    Tightness,
    Tremor,
    Tube,
    TubeFeed,
    VesselClosed,
    WalkingAid,
    Walks,
    WeightBearing,
    Wound,
)

Name = Annotated[str, Meta(max_length=100)]


class Stroke(Struct, frozen=True, kw_only=True):
    """What the stroke did."""

    affected_side: Side = Side.UNKNOWN
    happened_on: date | None = None
    type: StrokeType = StrokeType.UNKNOWN
    vessel_closed: VesselClosed = VesselClosed.UNKNOWN
    writing_hand: Side = Side.UNKNOWN  # before the stroke
    in_hospital: Answer = Answer.UNKNOWN  # still, and ever since the stroke
    left_hospital_on: date | None = None


class ClearedFor(Struct, frozen=True, kw_only=True):
    """What somebody has said is safe to exercise with again; it lifts exactly the rules that name it.

    It holds on the answers that it was given on. Once one of them is another, it is void.
    """

    what: Clearance
    by: Signature
    on: date
    limits: Annotated[str, Meta(max_length=200)] = ""
    exercise: str = ""  # the one that it was given for; "" is all of them
    answers: Mapping[str, str] = {}  # by their dotted names

    IN_A_CELL: ClassVar[tuple[str, ...]] = ("what", "by", "on", "limits")  # the fields, in the cell of a roster

    def __hash__(self) -> int:
        return hash((self.what, self.by, self.on, self.limits, self.exercise))

    def changed(self, facts: Mapping[str, str]) -> tuple[Changed, ...]:
        """The answers that are no longer those that it was given on. With one of them it is void."""
        return signed.changed(self.answers, facts)


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
    walks: Walks = Walks.UNKNOWN
    sitting_balance: SittingBalance = SittingBalance.UNKNOWN
    pusher: Answer = Answer.UNKNOWN
    ataxia: Answer = Answer.UNKNOWN
    vertigo: Answer = Answer.UNKNOWN
    double_vision: Answer = Answer.UNKNOWN
    knee_gives_way: Answer = Answer.UNKNOWN
    knee_snaps_back: Answer = Answer.UNKNOWN
    foot_turns_in: Answer = Answer.UNKNOWN
    weight_bearing: WeightBearing = WeightBearing.UNKNOWN
    weight_bearing_side: BodySide = BodySide.UNKNOWN
    surgery_side: BodySide = BodySide.UNKNOWN
    broken_bone_side: BodySide = BodySide.UNKNOWN
    wound_side: BodySide = BodySide.UNKNOWN
    skull_flap_missing: Answer = Answer.UNKNOWN
    drain_or_tube: Tube = Tube.UNKNOWN
    tube_feed: TubeFeed = TubeFeed.UNKNOWN
    nothing_by_mouth: Answer = Answer.UNKNOWN
    breathless_flat: Answer = Answer.UNKNOWN
    heart_failure: HeartFailure = HeartFailure.UNKNOWN
    blood_pressure_high: Answer = Answer.UNKNOWN
    blood_pressure_limit: Annotated[str, Meta(max_length=20)] = ""
    oxygen: Answer = Answer.UNKNOWN
    last_fit: LastFit = LastFit.UNKNOWN
    pelvic_pain: Answer = Answer.UNKNOWN
    tight_joints: tuple[Joint, ...] | None = None  # None when nobody looked; an empty list when none is
    not_safe_alone: Answer = Answer.UNKNOWN
    hard_to_hear: Answer = Answer.UNKNOWN
    cleared: tuple[ClearedFor, ...] = ()
    screened_by: Signature = ""
    screened_on: date | None = None


class Devices(Struct, frozen=True, kw_only=True):
    """What the patient wears and walks with."""

    afo: Answer = Answer.UNKNOWN
    fes: Answer = Answer.UNKNOWN
    belt: Answer = Answer.UNKNOWN
    walking_aid: WalkingAid = WalkingAid.UNKNOWN
    brace_type: BraceType = BraceType.UNKNOWN
    brace_started_on: date | None = None
    wear_in_minutes: Annotated[tuple[Annotated[int, Meta(ge=1, le=1440)], ...], Meta(max_length=60)] = ()
    mark_fades_in_minutes: Annotated[int, Meta(ge=1, le=60)] | None = None


class Home(Struct, frozen=True, kw_only=True):
    """Where the patient lives, and with whom."""

    lives_alone: Answer = Answer.UNKNOWN
    helper: Answer = Answer.UNKNOWN
    helper_can_steady: Answer = Answer.UNKNOWN
    helper_shown: Answer = Answer.UNKNOWN
    stair_rails: StairRails = StairRails.UNKNOWN
    stairs: Answer = Answer.UNKNOWN
    bath: Answer = Answer.UNKNOWN
    pets: Answer = Answer.UNKNOWN
    outdoor_steps: Answer = Answer.UNKNOWN


# What an option file asks of a person, by the name of the group.
GROUPS: Mapping[str, type[Struct]] = {"stroke": Stroke, "health": Health, "devices": Devices, "home": Home}
