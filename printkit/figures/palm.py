"""A hand by itself: its palm or its back seen from above, and the hand at its wrist seen from the little finger's side."""

from collections.abc import Callable
from math import cos, radians

from msgspec import Struct

from printkit.figures.geometry import (
    Path,
    Point,
    add,
    angle_of,
    capsule,
    ellipse,
    lerp,
    limb,
    mul,
    polar,
    reach,
    rot,
    smooth,
    sub,
)
from printkit.figures.scene import INK, WIDTHS, Scene
from printkit.figures.skeleton import Skeleton
from printkit.figures.spec import Pose, View

WINDOWS = {
    View.PALM: (-40.0, 52.0, 40.0, 143.0),
    View.PALM_DOWN: (-40.0, 52.0, 40.0, 143.0),
    View.WRIST: (-26.0, 12.0, 62.0, 110.0),
}  # what is shown: the floor, at 0, is out of sight

_FINGERS = (((10.2, 97.0), 28.0, 3.8), ((3.3, 99.5), 31.0, 3.9), ((-3.6, 98.3), 28.5, 3.8), ((-10.2, 94.5), 22.0, 3.3))
_BONES = (0.45, 0.3, 0.25)  # parts of a finger
_FOLD = (85.0, 100.0, 60.0)  # degrees of each joint of a closed finger
_THUMB, _THUMB_BONES = (11.5, 73.0), (16.0, 13.0)
_MET = ((27.5, 101.5), (19.0, 97.0), (12.5, 94.0), (5.0, 90.5))  # where each finger meets the thumb
_WRIST, _HAND = (0.0, 60.0), 25.0  # seen from the side
_SIDE = (((4.0, 1.5), 1.0, 0.82), ((3.0, 0.6), 1.1, 0.92), ((1.5, -0.6), 1.0, 1.0), ((0.0, -2.0), 0.8, 1.06))


class _Finger(Struct, frozen=True):
    """Its joints from the knuckle to the tip, how thick it is, and how far its last part is turned over, in degrees."""

    joints: tuple[Point, Point, Point, Point]
    radius: float
    turned: float


def solve(pose: Pose, view: View) -> Skeleton:
    """The named points of a hand: `palm`, `knuckles`, `fingers`, the tips of `first`, `middle`, `ring`, `little`, `thumb`."""
    s = Skeleton({}, {}, {}, [])
    s.turns |= {
        "spread": 5.0 if pose.spread is None else float(pose.spread),
        "close": float(pose.close or 0) / 100,
        "pinch": float(pose.pinch or 0),
        "wrist": float(pose.wrist or 0),
        "down": float(view is View.PALM_DOWN),
    }
    side = view is View.WRIST
    fingers = _side_fingers(s) if side else _fingers(s)
    for name, finger in zip(("first", "middle", "ring", "little"), fingers, strict=True):
        s.points[name] = finger.joints[-1]
    s.points["knuckles"] = lerp(fingers[1].joints[0], fingers[2].joints[0], 0.5)
    s.points["fingers"] = lerp(fingers[1].joints[2], fingers[2].joints[2], 0.5)
    s.points["thumb"] = (_side_thumb(s) if side else _thumb(s))[-1]
    s.points["palm"] = add(_WRIST, rot((13.0, 0.0), s.turns["wrist"])) if side else (0.0, 84.0)
    return s


def _over(s: Skeleton, point: Point) -> Point:
    """The thumb of a right hand is on the right with the palm up, on the left with the palm down."""
    return (-point[0], point[1]) if s.turns["down"] else point


def _fingers(s: Skeleton) -> list[_Finger]:
    """From the first finger to the little one. A finger that folds gets shorter, then comes back over the palm."""
    found = []
    for number, (knuckle, long, radius) in enumerate(_FINGERS):
        away = polar(90 - s.turns["spread"] * (1.5 - number) * (1 - 0.8 * s.turns["close"]))
        joints, folded = [knuckle], 0.0
        for bone, fold in zip(_BONES, _FOLD, strict=True):
            folded += fold * s.turns["close"]
            joints.append(add(joints[-1], mul(away, long * bone * cos(radians(folded)))))
        met = max(0.0, 1 - abs(s.turns["pinch"] - number - 1))
        if s.turns["pinch"] and met:
            middle, tip = reach(knuckle, _MET[number], 0.45 * long, 0.42 * long, 1)
            ring = (knuckle, lerp(middle, knuckle, 0.16), add(lerp(middle, tip, 0.42), (1.4, 1.0)), tip)
            joints = [lerp(joint, bent, met) for joint, bent in zip(joints, ring, strict=True)]
        a, b, c, d = (_over(s, joint) for joint in joints)
        found.append(_Finger((a, b, c, d), radius, folded))
    return found


def _thumb(s: Skeleton) -> tuple[Point, Point, Point]:
    """The thumb beside the palm, over the fingers of a fist, or at the tip of a finger."""
    close, spread, pinch = s.turns["close"], s.turns["spread"], s.turns["pinch"]
    open_at = 73 - 2.0 * spread
    first = open_at + (104 - open_at) * close
    middle = add(_THUMB, polar(first, _THUMB_BONES[0]))
    tip = add(middle, polar(first + 10 + 62 * close, _THUMB_BONES[1]))
    if pinch:
        tips = [tip, *(_over(s, finger.joints[-1]) for finger in _fingers(s))]
        low = min(int(pinch), 3)
        at = add(lerp(tips[low], tips[low + 1], pinch - low), (0.6, -6.4))
        middle, tip = reach(_THUMB, at, *_THUMB_BONES, -1)
    return _over(s, _THUMB), _over(s, middle), _over(s, tip)


def draw(scene: Scene, s: Skeleton, view: View, *, marked: bool, held: Callable[[], None]) -> None:
    """A hand, and between palm and fingers what it holds."""
    colour, line = (scene.colours["aff-skin"], WIDTHS["aff"]) if marked else (scene.colours["skin"], WIDTHS["body"])
    sleeve = scene.colours["aff-shirt" if marked else "shirt"]
    if view is View.WRIST:
        _draw_side(scene, s, (colour, sleeve), line, held)
        return
    down = bool(s.turns["down"])
    if down:
        _draw_thumb(scene, s, colour, line)
        for finger in _fingers(s):
            _draw_finger(scene, finger, colour, line, nail=finger.turned < 60)
        _draw_palm(scene, s, colour, line, sleeve)
        for finger in _fingers(s):
            _blend(scene, finger, colour)
        held()
        return
    _draw_palm(scene, s, colour, line, sleeve)
    folded = s.turns["close"] >= 0.5
    if folded:
        held()
    for finger in _fingers(s):
        _draw_finger(scene, finger, colour, line, nail=finger.turned > 170)
        if not folded:
            _blend(scene, finger, colour)
    _draw_thumb(scene, s, colour, line)
    scene.shape(ellipse(add(_THUMB, (-1.0, 0.0)), 6.7, 6.7), colour)
    if not folded:
        held()


def _draw_palm(scene: Scene, s: Skeleton, colour: str, line: float, sleeve: str) -> None:
    """Forearm and palm, with a sleeve."""
    palm = [(-8.2, 62.0), (-13.2, 74.0), (-14.6, 86.0), (-13.6, 93.0), (-8.5, 96.5), (-3.6, 99.5), (3.0, 101.0), (10.0, 100.2),
            (14.4, 95.0), (15.0, 84.0), (14.6, 73.0), (8.4, 62.0)]  # fmt: skip
    items: list[tuple[Path, str]] = [
        (limb((0, 30), (0, 70), ((0, 11, 11), (0.7, 9, 9), (1, 8.4, 8.4)), start=False), colour),
        (smooth([_over(s, point) for point in palm]), colour),
    ]
    creases: list[list[Point]] = [
        [(11.5, 88.5), (4.0, 87.5), (-5.0, 81.0)],
        [(-12.0, 87.0), (-5.0, 87.0), (2.0, 92.0)],
        [(2.6, 86.0), (2.0, 78.0), (5.0, 69.0)],
    ]
    scene.group(
        items,
        INK,
        line,
        (),
        [] if s.turns["down"] or s.turns["close"] > 0.3 else [smooth(crease, closed=False) for crease in creases],
    )
    scene.shape(capsule((0, 30), (0, 46), 13, 13), sleeve, INK, WIDTHS["body"])


def _draw_finger(scene: Scene, finger: _Finger, colour: str, line: float, *, nail: bool) -> None:
    """Three parts with one outline, and the nail where it is in sight."""
    r, (a, b, c, d) = finger.radius, finger.joints
    items = [
        (capsule(a, b, r, r), colour),
        (capsule(b, c, r, r * 0.97), colour),
        (capsule(c, d, r * 0.97, r * 0.86), colour),
    ]
    scene.group(items, INK, line)
    if nail:
        along = angle_of(sub(d, c))
        scene.shape(
            ellipse(add(d, polar(along, r * 0.15)), r * 0.55, r * 0.42, along),
            scene.colours["skin"],
            INK,
            WIDTHS["prop"],
        )


def _blend(scene: Scene, finger: _Finger, colour: str) -> None:
    """Takes away the line between a finger that is not folded and the palm."""
    a, b = finger.joints[:2]
    along = angle_of(sub(b, a))
    scene.shape(
        capsule(add(a, polar(along, -4.5)), add(a, polar(along, 4)), finger.radius - 0.1, finger.radius - 0.3), colour
    )


def _draw_thumb(scene: Scene, s: Skeleton, colour: str, line: float) -> None:
    root, middle, tip = _thumb(s)
    items = [(capsule(root, middle, 7.0, 4.6), colour), (capsule(middle, tip, 4.6, 3.7), colour)]
    scene.group(items, INK, line)
    if s.turns["down"]:
        along = angle_of(sub(tip, middle))
        scene.shape(ellipse(add(tip, polar(along, 0.6)), 2.2, 1.6, along), scene.colours["skin"], INK, WIDTHS["prop"])


# --- seen from the little finger's side


def _side_fingers(s: Skeleton) -> list[_Finger]:
    """From the first finger, which is furthest, to the little one. Fingers close downward."""
    wrist, close = s.turns["wrist"], s.turns["close"]
    found = []
    for ((x, y), long, more), radius in zip(_SIDE, (3.9, 4.0, 3.9, 3.5), strict=True):
        joint = add(_WRIST, rot((_HAND - 4 + x, y), wrist))
        joints, turned = [joint], wrist
        for bone, fold in zip(_BONES, (52, 84, 50), strict=True):
            turned -= 4 + fold * close * more
            joints.append(add(joints[-1], polar(turned, 30 * long * bone)))
        found.append(_Finger((joints[0], joints[1], joints[2], joints[3]), radius, 0))
    return found


def _side_thumb(s: Skeleton) -> tuple[Point, Point, Point]:
    """Below the palm and behind it; with `pinch` it comes to the fingertips from the other side."""
    wrist, close = s.turns["wrist"], s.turns["close"]
    root = add(_WRIST, rot((7.0, -2.0), wrist))
    if s.turns["pinch"]:  # it comes out below the palm, in sight
        at = add(_side_fingers(s)[3].joints[-1], (70.0 * close - 52.0, -5.0))
        root = add(_WRIST, (5.0, -1.5))
        return root, add(lerp(root, at, 0.5), (1.0, -0.6)), at
    middle, tip = reach(root, add(root, rot((22.0, -9.0), wrist)), 14.0, 12.0, -1)
    return root, middle, tip


def _draw_side(scene: Scene, s: Skeleton, tones: tuple[str, str], line: float, held: Callable[[], None]) -> None:
    """`tones` are those of skin and sleeve."""
    colour, sleeve = tones
    root, middle, tip = _side_thumb(s)
    thumb = [(capsule(root, middle, 5.5, 4.4), colour), (capsule(middle, tip, 4.4, 3.5), colour)]
    if s.turns["pinch"]:  # its end is before what it presses
        held()
        scene.group(thumb, INK, line)
    else:
        scene.group(thumb, INK, line)
        held()
    fingers = _side_fingers(s)
    for finger in fingers[:3]:
        _draw_finger(scene, finger, colour, line, nail=False)
    wrist = s.turns["wrist"]
    palm = [(2.0, 6.6), (8.0, 7.8), (15.0, 8.0), (22.0, 6.6), (26.0, 2.0), (25.0, -5.0), (16.0, -9.0), (8.0, -8.8),
            (2.0, -6.6)]  # fmt: skip
    items: list[tuple[Path, str]] = [
        (limb((-80, 60), _WRIST, ((0, 10, 10), (0.5, 9, 9), (1, 7.4, 7.4)), start=False), colour),
        (smooth([add(_WRIST, rot(point, wrist)) for point in palm]), colour),
        (ellipse(_WRIST, 7.6, 7.6), colour),
    ]
    scene.group(items, INK, line)
    _draw_finger(scene, fingers[3], colour, line, nail=False)
    _blend(scene, fingers[3], colour)
    scene.shape(capsule((-90, 60), (-40, 60), 13, 12), sleeve, INK, WIDTHS["body"])
