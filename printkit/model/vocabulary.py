"""The answers to health questions that are more than yes and no."""

from enum import StrEnum


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
    """Early is the first third."""

    NONE = "none"
    EARLY = "early"
    LATER = "later"
    UNKNOWN = "unknown"


class Shoulder(StrEnum):
    """The affected shoulder; bad or new pain is 4 or more of 10."""

    WELL = "well"
    SLIPS_OR_SORE = "slips-or-sore"
    BAD_OR_NEW_PAIN = "bad-or-new-pain"
    UNKNOWN = "unknown"
