"""The closed sets: every answer that a file may give, and no other."""

from datetime import date
from enum import StrEnum

WARNING_TOPICS = ("stop-rules", "red-flags", "after-a-fall")  # in every booklet; nobody can leave them out


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


class SourceKind(StrEnum):
    """What a source is. The order is that of the page: what weighs most with a clinician comes first."""

    GUIDELINE = "guideline"
    REVIEW = "review"
    TRIAL = "trial"
    OBSERVATIONAL = "observational"
    MEASUREMENT = "measurement-study"
    MANUAL = "manual"
    LEAFLET = "leaflet"
    NOT_SAID = "not-said"
    PATIENTS = "patients-story"
    HOUSE_RULE = "house-rule"


class HowRead(StrEnum):
    """How much of a source the makers of this catalogue have read."""

    WHOLE = "whole"
    PART = "part"
    ABSTRACT = "abstract"
    RECORD = "record"
    MEMORY = "memory"
    NOT_SAID = "not-said"


class Action(StrEnum):
    """What a rule does. The order is the precedence: the first that applies wins; pages all add up.

    A look changes no words: of several that apply the most urgent holds (see Look), and an option file's own wins.
    """

    BLOCK = "block"
    SEE_FIRST = "see-first"
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

    def spread(self, times: int) -> tuple["DayPart", ...]:
        """The parts of the day for something done several times: as far apart as can be, this one first if it is once."""
        if times == 1:
            return (self,)
        parts = tuple(DayPart)
        if times == 2:
            return (self, parts[(parts.index(self) + 2) % 3] if self is not DayPart.MIDDAY else DayPart.EVENING)
        return parts


class Weekday(StrEnum):
    """A day of the week, in their order."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """The weekday of a date."""
        return tuple(cls)[day.weekday()]


class DoseUnit(StrEnum):
    """What one repetition is called on the page."""

    TIMES = "times"
    STEPS = "steps"
    ROUNDS = "rounds"


class SkinPlace(StrEnum):
    """A place of the skin that a shoe, a strap or a brace can press."""

    HEEL = "heel"
    SOLE = "sole"
    ANKLE_BONES = "ankle-bones"
    BETWEEN_TOES = "between-toes"
    TOE_TIPS = "toe-tips"
    TOP = "top"
    UNDER_STRAPS = "under-straps"
    BELOW_KNEE = "below-knee"


class SkinView(StrEnum):
    """From where a foot is seen on the skin sheet."""

    FRONT = "front"
    SOLE = "sole"
    OUTER = "outer"


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
    STOP = "stop"
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
    QUAD_STICK = "quad-stick"  # with 3 or 4 feet
    CRUTCH = "crutch"
    FRAME = "frame"
    ROLLATOR = "rollator"
    WHEELCHAIR = "wheelchair"
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


class BookletSize(StrEnum):
    """How much a booklet holds: what to do and when to stop, or the leaflets to read as well."""

    SHORT = "short"
    FULL = "full"


class DateOrder(StrEnum):
    """How a date is written out."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


class Surgery(StrEnum):
    """Where an operation of the last 12 weeks was."""

    NONE = "none"
    LEG = "leg"
    ARM = "arm"
    TRUNK = "trunk"  # spine, chest or belly
    HEAD_OR_NECK = "head-or-neck"
    OTHER = "other"
    UNKNOWN = "unknown"


class Fracture(StrEnum):
    """Where a bone is broken and not healed."""

    NONE = "none"
    LEG = "leg"
    ARM = "arm"
    TRUNK = "trunk"  # spine, ribs or hip bone
    UNKNOWN = "unknown"


class Clot(StrEnum):
    """A blood clot in a leg vein."""

    NONE = "none"
    SUSPECTED = "suspected"
    TREATED = "treated"
    UNKNOWN = "unknown"


class Wound(StrEnum):
    """Where the skin is open or a pressure sore is."""

    NONE = "none"
    FOOT_OR_LEG = "foot-or-leg"
    SEAT = "seat"
    HEEL = "heel"
    OTHER = "other"
    UNKNOWN = "unknown"


class Bones(StrEnum):
    """Osteoporosis: thin bones, with bones that broke from little or without."""

    FIRM = "firm"
    THIN = "thin"
    THIN_AND_BROKEN = "thin-and-broken"
    UNKNOWN = "unknown"


class Tightness(StrEnum):
    """Spasticity: how tight the muscles are; severe is 3 or more on the Modified Ashworth Scale."""

    NONE = "none"
    SOME = "some"
    SEVERE = "severe"
    UNKNOWN = "unknown"


class Pregnancy(StrEnum):
    """By thirds; early is the first, later one of the others."""

    NONE = "none"
    EARLY = "early"
    LATER = "later"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    UNKNOWN = "unknown"


class Shoulder(StrEnum):
    """The affected shoulder; bad or new pain is 4 or more of 10."""

    WELL = "well"
    SLIPS_OR_SORE = "slips-or-sore"
    BAD_OR_NEW_PAIN = "bad-or-new-pain"
    UNKNOWN = "unknown"


class StrokeType(StrEnum):
    """What kind of stroke it was."""

    CLOT = "clot"
    BLEED_IN_BRAIN = "bleed-in-brain"
    BLEED_AROUND_BRAIN = "bleed-around-brain"
    UNKNOWN = "unknown"


class VesselClosed(StrEnum):
    """After a bleed around the brain: whether the burst vessel is closed with a clip or coil."""

    YES = "yes"
    NO = "no"
    NONE_FOUND = "none-found"
    UNKNOWN = "unknown"


class Walks(StrEnum):
    """How the patient walks indoors."""

    ALONE = "alone"
    WITH_PERSON = "with-person"
    NOT_YET = "not-yet"
    UNKNOWN = "unknown"


class SittingBalance(StrEnum):
    """How the patient sits on the edge of a bed."""

    ALONE = "alone"
    WITH_HANDS = "with-hands"
    NEEDS_PERSON = "needs-person"
    UNKNOWN = "unknown"


class WeightBearing(StrEnum):
    """How much weight a leg may take."""

    ALL = "all"
    PART = "part"
    TOUCH = "touch"
    NONE = "none"
    UNKNOWN = "unknown"


class BodySide(StrEnum):
    """A side told by the stroke, for a wound, an operation or a broken bone; middle is neither."""

    WEAKER = "weaker"
    STRONGER = "stronger"
    BOTH = "both"
    MIDDLE = "middle"
    UNKNOWN = "unknown"


class Tube(StrEnum):
    """A tube or line that must not be pulled."""

    NONE = "none"
    BLADDER = "bladder"
    DRAIN = "drain"
    LINE = "line"
    UNKNOWN = "unknown"


class TubeFeed(StrEnum):
    """Food given through a tube."""

    NONE = "none"
    NOSE = "nose"
    STOMACH = "stomach"
    UNKNOWN = "unknown"


class HeartFailure(StrEnum):
    """Steady, or weight, swelling or breath worse."""

    NONE = "none"
    STEADY = "steady"
    WORSE = "worse"
    UNKNOWN = "unknown"


class LastFit(StrEnum):
    """When the last epileptic fit was."""

    NEVER = "never"
    OVER_6_MONTHS = "over-6-months"
    WITHIN_6_MONTHS = "within-6-months"
    UNKNOWN = "unknown"


class StairRails(StrEnum):
    """Rails of the stairs at home."""

    BOTH = "both"
    ONE = "one"
    NONE = "none"
    UNKNOWN = "unknown"


class Joint(StrEnum):
    """A joint on the affected side."""

    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST_AND_FINGERS = "wrist-and-fingers"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    TOES = "toes"


class Clearance(StrEnum):
    """What somebody has said is safe to exercise with again."""

    CLOT = "clot"
    SURGERY = "surgery"
    BONE = "bone"
    BLEED = "bleed"
    HEART = "heart"
    BLOOD_PRESSURE = "blood-pressure"
    PREGNANCY = "pregnancy"
    WOUND = "wound"


class Hands(StrEnum):
    """The hands that a person holds on with, as far as they can be asked to."""

    BOTH = "both"
    ONE = "one"  # the stronger one; the weak arm rests
    NONE = "none"  # a helper steadies


class StrokeSign(StrEnum):
    """The signs of a new stroke that have a picture."""

    BALANCE = "balance"
    EYES = "eyes"
    FACE = "face"
    ARM = "arm"
    SPEECH = "speech"
    TIME = "time"  # no sign, but what to look at when one appears


class SilentCall(StrEnum):
    """What a caller does who cannot speak."""

    STAY = "stay"  # make a sound, and stay on the line
    PRESS_55 = "press-55"  # also press 55 when a voice asks for it, which only mobile phones do


class HoldToken(StrEnum):
    """What a text writes where hands hold, push or reach, and what feet wear and do; holds.yaml has the words for each patient."""

    HOLD_ON = "hold on"
    HOLD_ON_ALL_THE_TIME = "hold on all the time"
    HOLD_ON_ONCE_UP = "hold on once up"
    HOLD_ON_AS_YOU_SLIDE = "hold on as you slide"
    HOLD_AS_YOU_RISE = "hold as you rise"
    PUSH_UP = "push up"
    PUSH_UP_FROM_THE_FLOOR = "push up from the floor"
    REACH_BACK = "reach back"
    RAIL = "rail"
    WEAR_SHOES = "wear shoes"
    SHOES_OFF = "shoes off"
    FEET_BACK = "feet back"
    STEP_BACK = "step back"
    HANDS_HOLD = "hands hold"  # from here on in pictures, for those who cannot see them
    HANDS_PUSH = "hands push"
    HANDS_ON_THE_SEAT = "hands on the seat"
