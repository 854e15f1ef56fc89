"""The records of a picture file. Everything is written for a person whose right side is affected, facing right."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, structs

from printkit.model.constraints import Language, Sentence, Words
from printkit.model.vocabulary import Answer, BraceType, Hands

# A point: "34 95" in cm, or a named point with a shift, as "aff.toe 6 -2" or "rail". In the view `turned` a third number
# is toward the affected side.
Spot = Annotated[
    str,
    Meta(
        pattern=r"^((-?\d+ -?\d+)|([a-z]+(\.[a-z]+)?( -?\d+ -?\d+)?))( -?\d+)?$",
        extra={"hint": "write two numbers, as '34 95', or a named point with a shift, as 'aff.toe 6 -2'"},
    ),
]
Degrees = Annotated[int, Meta(ge=-180, le=180)]
Centimetres = Annotated[int, Meta(ge=-200, le=250)]


class View(StrEnum):
    """Where the eye is."""

    SIDE = "side"
    FEET = "feet"
    HAND = "hand"
    PALM = "palm"
    PALM_DOWN = "palm-down"
    WRIST = "wrist"
    TURNED = "turned"  # a body in space, seen from where the eye of the pose or of the picture is


class Show(StrEnum):
    """How start and end are shown."""

    GHOST = "ghost"
    PANELS = "panels"
    STACK = "stack"
    SINGLE = "single"


class Limb(StrEnum):
    """Which limb of the affected side is marked."""

    LEG = "leg"
    ARM = "arm"
    BOTH = "both"
    NONE = "none"


class Grip(StrEnum):
    """What the hand does."""

    RELAXED = "relaxed"
    FLAT = "flat"
    FIST = "fist"
    GRIP = "grip"
    UP = "up"
    CUP = "cup"
    OPEN = "open"  # the fingers spread, seen on the back of the hand
    CLOSED = "closed"  # the same hand as a fist
    AROUND = "around"  # a fist round what stands upright, seen on its back; the wrist keeps it nearly upright
    PINCH = "pinch"  # thumb and finger meet, palm down
    PINCH_UP = "pinch-up"  # the same, palm up


class Leg(Struct, frozen=True, kw_only=True):
    """A leg by where its foot stands, or by the angles of its joints. Pitch lifts the toes, minus lifts the heel."""

    x: Centimetres | None = None
    y: Centimetres | None = None
    z: Centimetres | None = None  # toward the affected side (view turned)
    pitch: Degrees | None = None
    toes: Degrees | None = None
    out: Degrees | None = None  # the toes turn out (view turned)
    hip: Degrees | None = None
    knee: Degrees | None = None
    ankle: Degrees | None = None
    knee_at: Spot | None = None
    ankle_at: Spot | None = None


class Arm(Struct, frozen=True, kw_only=True):
    """An arm by what its hand touches, or by the angles of its joints."""

    to: Spot | None = None
    elbow_at: Spot | None = None
    shoulder: Degrees | None = None
    elbow: Degrees | None = None
    hand: Grip = Grip.RELAXED
    bend: Degrees | None = None
    palm: Degrees | None = None  # how far the palm is turned up: 90 is thumb up, 180 palm up (view turned)


class Eye(Struct, frozen=True, kw_only=True):
    """Where the eye is in the view `turned`: 0 looks at the affected side, 90 at the face, -90 at the back."""

    turn: Degrees = 90
    tilt: Annotated[int, Meta(ge=0, le=60)] = 16  # looking down


class Pose(Struct, frozen=True, kw_only=True):
    """A whole body. What is left out is as in the pose before."""

    hip: Spot | None = None
    lean: Degrees | None = None
    mouth: Centimetres | None = None  # how far it is open
    curve: Degrees | None = None  # the back rounds; minus is a hollow back (side view)
    neck: Degrees | None = None
    side: Degrees | None = None  # from here to `squeeze` for the view turned: the body leans to the affected side
    turn: Degrees | None = None  # it turns about its own length to that side
    twist: Degrees | None = None  # the chest turns on the hips
    look: Degrees | None = None  # the head turns on the chest
    lift: Centimetres | None = None  # both shoulders, toward the ears
    squeeze: Centimetres | None = None  # both shoulders, back and together
    shoulder_at: Spot | None = None
    tilt: Degrees | None = None
    reach: Centimetres | None = None
    curl: Degrees | None = None
    spread: Degrees | None = None
    close: Degrees | None = None
    pinch: Degrees | None = None
    wrist: Degrees | None = None
    aff_leg: Leg | None = None
    ok_leg: Leg | None = None
    aff_arm: Arm | None = None
    ok_arm: Arm | None = None


class PropKind(StrEnum):
    """The things that a picture can hold."""

    CHAIR = "chair"
    ARMCHAIR = "armchair"
    STOOL = "stool"
    BED = "bed"
    WALL = "wall"
    WORKTOP = "worktop"
    RAIL = "rail"
    STAIRS = "stairs"
    STEP = "step"
    TABLE = "table"
    TOWEL = "towel"
    TOWEL_ROLL = "towel-roll"
    TOWEL_LOOP = "towel-loop"
    BAND = "band"
    CUP = "cup"
    BALL = "ball"
    PUTTY = "putty"
    SOCK = "sock"
    STICK = "stick"
    WALKER = "walker"
    PILLOW = "pillow"
    FOLDED_TOWEL = "folded-towel"
    HELPER_HAND = "helper-hand"
    OWN_HAND = "own-hand"
    BAND_FEET = "band-feet"
    BAND_POST = "band-post"
    BAND_THIGHS = "band-thighs"
    STAIR_RAIL = "stair-rail"
    BIKE = "bike"
    BUTTONS = "buttons"
    CARD = "card"
    PEG = "peg"
    PEN = "pen"
    PAPER = "paper"
    CLOTH = "cloth"
    MIRROR = "mirror"
    BELLY = "belly"
    QUAD_STICK = "quad-stick"
    CRUTCH = "crutch"
    ROLLATOR = "rollator"
    WHEELCHAIR = "wheelchair"
    HELPER = "helper"
    BELT = "belt"
    TAPE = "tape"
    METRONOME = "metronome"
    SPONGE = "sponge"
    CHOPSTICKS = "chopsticks"
    BOTTLE = "bottle"
    SPOON = "spoon"
    BOOK = "book"
    SPEECH = "speech"


class Only(StrEnum):
    """The one of start and end at which a thing is there."""

    START = "start"
    END = "end"


class Prop(Struct, frozen=True, kw_only=True):
    """A thing: where it stands, how wide and high it is; what ties it to the body is named in `at` and `to`.

    A hand alone comes from the direction `turned`; at a `wide` of 10 it fits a whole body. A chair `turned` by 180 has
    its back at the right.
    """

    kind: PropKind
    x: Centimetres = 0
    y: Centimetres = 0
    z: Centimetres = 0  # toward the affected side (view turned)
    wide: Centimetres = 0
    high: Centimetres = 0
    deep: Centimetres = 0  # (view turned)
    turned: Degrees = 0
    behind: Answer = Answer.NO  # drawn before the body, not over it
    only: Only | None = None  # without it, at both
    at: Spot | None = None
    to: Spot | None = None


class Zoom(Struct, frozen=True, kw_only=True):
    """A magnified circle: its middle and radius in the picture."""

    at: Spot
    radius: Annotated[int, Meta(ge=8, le=60)] = 23
    ghost: Answer = Answer.YES  # the start is dashed in it


class Window(Struct, frozen=True, kw_only=True):
    """What is seen of the scene where start and end have a frame each: its middle, and how wide it is."""

    at: Spot
    wide: Annotated[int, Meta(ge=20, le=400)]


class Track(Struct, frozen=True, kw_only=True):
    """An arrow: along the way of a named point (`follow`), from a point by a shift, or round a point."""

    follow: str = ""
    start: Spot | None = None
    by: Spot | None = None
    round: Spot | None = None
    radius: Centimetres = 12
    from_degrees: Degrees = 0
    to_degrees: Degrees = 90
    shift: Spot = "0 0"
    least: Centimetres = 14
    bow: Centimetres = 0
    both: Answer = Answer.NO
    whole: Answer = Answer.NO  # beside the circle of a close look, not in it
    only: Only = Only.END  # on the frame of the end, or on that of the start


class Note(Struct, frozen=True, kw_only=True):
    """Letters or digits in the picture, or a note of music, for a beat."""

    at: Spot
    text: Annotated[
        str,
        Meta(pattern=r"^[ABC123♪]( [ABC123♪])*$", extra={"hint": "A, B, C, 1, 2, 3 or ♪, or some of them, as '1 2 3'"}),
    ]
    size: Annotated[int, Meta(ge=6, le=40)] = 14


class Crop(StrEnum):
    """The part of the scene that is shown."""

    ALL = "all"
    LEGS = "legs"
    FEET = "feet"
    BED = "bed"


class Moment(StrEnum):
    """What of a picture is shown beside one step of the exercise."""

    START = "start"  # the whole body before the movement
    CLOSE = "close"  # the same through the circle
    MOVE = "move"  # the movement with its arrow
    END = "end"  # the end, held
    BACK = "back"  # the way back
    REST = "rest"  # the person sits
    SHOES = "shoes"  # shoes on the feet
    NONE = "none"  # nothing of the picture fits the step


class OneHand(Struct, frozen=True, kw_only=True):
    """How the body differs from the picture where only the stronger hand can hold: at the start, and at the end."""

    start: Pose = Pose()
    end: Pose = Pose()


class Figure(Struct, frozen=True, kw_only=True):
    """A picture. `says` is what a person who cannot see it is told of the movement.

    `start_says` and `end_says` stand below start and end where each has a frame of its own; `middle_says` below a middle.
    """

    id: str
    pose: str
    says: Words
    start_says: Words = {}
    end_says: Words = {}
    middle_says: Words = {}
    start: Pose = Pose()
    middle: Pose | None = None  # half of the way, where the way has a bend: how it differs from the start
    end: Pose = Pose()
    eye: Eye | None = None  # in place of that of the pose
    props: tuple[Prop, ...] = ()
    show: Show = Show.PANELS
    limb: Limb = Limb.LEG
    zoom: Zoom | None = None
    window: Window | None = None
    arrows: tuple[Track, ...] = ()
    notes: tuple[Note, ...] = ()
    crop: Crop = Crop.ALL
    shoes: Answer = Answer.NO
    brace: Answer = Answer.NO  # an AFO on the affected leg
    brace_type: BraceType = BraceType.UNKNOWN
    on_the_way: Annotated[int, Meta(ge=10, le=100)] = 100  # percent of the movement that a small picture of it shows
    steps: tuple[Moment, ...] = ()  # one for each step of the exercise
    one_hand: OneHand | None = None  # where both hands hold: the picture for who can hold with one


class Stance(Struct, frozen=True, kw_only=True):
    """A pose with a name, that picture files start from."""

    says: Mapping[Language, Sentence]
    view: View = View.SIDE
    eye: Eye = Eye()
    props: tuple[Prop, ...] = ()
    body: Pose = Pose()
    one_hand: Pose = Pose()  # the same where only the stronger hand can hold


def tracks(figure: Figure, *, ended: bool) -> tuple[Track, ...]:
    """The arrows that stand on the frame of the end, or on that of the start."""
    return tuple(track for track in figure.arrows if (track.only is Only.END) is ended)


def merged(before: Pose, after: Pose) -> Pose:
    """`after` over `before`: legs field by field, arms whole."""
    said: dict[str, object] = {}
    for name in Pose.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        said[name] = _merged_leg(old, new) if isinstance(old, Leg) and isinstance(new, Leg) else new or old
        if new == 0:
            said[name] = 0
    return Pose(**said)  # type: ignore[arg-type]


def held_by(hands: Hands, figure: Figure, stance: Stance) -> Figure | None:
    """The picture for who holds on with these hands; None where it would show a hold that nobody has asked for.

    With one hand the weak arm is where `one_hand` of the picture or of its pose puts it, from the start to the end.
    """
    if hands is Hands.BOTH or figure.one_hand is None:
        return figure
    if hands is Hands.NONE:
        return None
    start = merged(figure.start, merged(stance.one_hand, figure.one_hand.start))
    end = merged(structs.replace(figure.end, aff_arm=None), figure.one_hand.end)
    return structs.replace(figure, start=start, end=end)


def _merged_leg(before: Leg, after: Leg) -> Leg:
    """A leg set by its joints forgets where its foot stood, and the other way round."""
    old = structs.asdict(before)
    if after.hip is not None or after.knee_at is not None or after.ankle_at is not None:
        old |= {"x": None, "y": None}
    if after.x is not None:
        old |= {"hip": None, "knee": None, "ankle": None, "knee_at": None, "ankle_at": None}
    return Leg(**(old | {name: value for name, value in structs.asdict(after).items() if value is not None}))


def between(a: object, b: object, t: float) -> object:
    """Part of the way from one pose to another, number by number; used for the way of an arrow."""
    if isinstance(a, Struct) and type(a) is type(b):
        return type(a)(**{n: between(*_plain(n, getattr(a, n), getattr(b, n)), t) for n in a.__struct_fields__})
    if isinstance(a, int) and isinstance(b, int) and not isinstance(a, bool):
        return a + (b - a) * t
    if isinstance(a, str) and isinstance(b, str) and a[:1] in "-0123456789" and b[:1] in "-0123456789":
        pairs = zip(a.split(), b.split(), strict=True)
        return " ".join(f"{float(p) + (float(q) - float(p)) * t:.3f}" for p, q in pairs)
    return b if t > 0.5 else a


_NOTHING_IS_0 = ("pitch", "toes", "lean", "curve", "neck", "tilt", "reach", "curl", "close", "pinch", "wrist",
                 "side", "turn", "twist", "look", "lift", "squeeze", "out", "mouth", "palm")  # fmt: skip


def _plain(name: str, a: object, b: object) -> tuple[object, object]:
    """Two values of one field, with 0 for a turn that only one of them has."""
    if name in _NOTHING_IS_0 and (a is None) is not (b is None):
        return (0 if a is None else a), (0 if b is None else b)
    return a, b
