"""The hand of a body that turns: a palm, four fingers in two parts, and a thumb, as an eye anywhere sees them."""

from itertools import pairwise

from msgspec import Struct

from printkit.figures.geometry import Path, Point, add, capsule, hull, lerp, polar, poly
from printkit.figures.space import Frame, Sight, Vector, plus
from printkit.figures.spec import Grip
from printkit.figures.turned import Turned

_CURLS = {Grip.RELAXED: 28.0, Grip.FLAT: 0.0, Grip.UP: 0.0, Grip.FIST: 95.0, Grip.GRIP: 85.0, Grip.CUP: 40.0,
          Grip.OPEN: 0.0, Grip.CLOSED: 110.0, Grip.AROUND: 85.0, Grip.PINCH: 40.0, Grip.PINCH_UP: 40.0}  # fmt: skip
_THUMB_CURL = {Grip.FIST: 60.0, Grip.GRIP: 55.0, Grip.AROUND: 55.0}
# across the palm: where a finger begins, and how long its first part is
_FINGERS = ((2.9, 3.9), (1.0, 4.4), (-0.9, 4.0), (-2.8, 3.2))


class Hand(Struct, frozen=True):
    """Where a hand is: its wrist, which way its fingers and its back look, and on which side its thumb is."""

    wrist: Vector
    frame: Frame
    thumb: float


def of(s: Turned, side: str) -> Hand:
    """A hand of a body; palm down its thumb is toward the middle."""
    return Hand(s.joints[f"{side}.wrist"], s.frames[f"{side}_hand"], 1.0 if side == "ok" else -1.0)


def parts(sight: Sight, hand: Hand, grip: Grip, colour: str) -> tuple[list[tuple[Path, str]], list[Path]]:
    """What is filled, and the lines between the fingers."""
    frame, wrist, inner = hand.frame, hand.wrist, hand.thumb
    curl, spread = _CURLS[grip], 9.0 if grip is Grip.OPEN else 1.5
    palm = [frame.at(wrist, x, y, z * inner) for x, y, z in (
        (-1, 1.4, 2.4), (-1, 1.4, -2.4), (-1, -1.4, 2.4), (-1, -1.4, -2.4), (8, 1.6, 4), (8, 1.6, -3.8), (8, -1.6, 4),
        (8, -1.6, -3.8), (4, 1.6, 3.8), (4, -1.6, -3.4))]  # fmt: skip
    items = [(hull([sight.point(p) for p in palm]), colour)]
    lines: list[Path] = []
    bases: list[Point] = []
    knuckles: list[Point] = []
    ends: list[Point] = []
    for z, size in _FINGERS:
        base = frame.at(wrist, 8, 0.2, z * inner)
        first = frame.bent(curl * 0.55, 0, -z * inner * spread * 0.6)
        knuckle = plus(base, (first.front, size))
        second = first.bent(curl * 0.6, 0, 0)
        for found, at in ((bases, base), (knuckles, knuckle), (ends, plus(knuckle, (second.front, size * 0.85)))):
            found.append(sight.point(at))
    if grip is Grip.OPEN:  # apart, so one by one
        items += [(capsule(b, e, 1.45, 1.05), colour) for b, e in zip(bases, ends, strict=True)]
    else:
        items += [(_beside(bases, knuckles, 1.35), colour), (_beside(knuckles, ends, 1.15), colour)]
        lines += [poly([lerp(a, b, 0.5), lerp(c, d, 0.5)], closed=False)
                  for a, b, c, d in zip(bases, bases[1:], knuckles, knuckles[1:], strict=False)]  # fmt: skip
    root = frame.at(wrist, 3, -0.6, 2.6 * inner)
    turn = _THUMB_CURL.get(grip, 14.0)
    out = 38 if grip is Grip.OPEN else 24 if turn < 30 else 5
    thumb = frame.bent(turn, 0, -inner * out)
    items.append((capsule(sight.point(root), sight.point(plus(root, (thumb.front, 6.4))), 1.7, 1.3), colour))
    return items, lines


def ends(sight: Sight, hand: Hand, grip: Grip) -> tuple[list[Path], list[Path], list[Path]]:
    """What lies over a thing that the hand holds: the ends of closed fingers, the lines between, and over them the thumb."""
    frame, wrist, inner = hand.frame, hand.wrist, hand.thumb
    fingers: list[tuple[Point, Point]] = []
    for z, size in _FINGERS:
        first = frame.bent(_CURLS[grip] * 0.55, 0, -z * inner * 0.9)
        knuckle = plus(frame.at(wrist, 8, 0.2, z * inner), (first.front, size))
        tip = plus(knuckle, (first.bent(_CURLS[grip] * 0.9, 0, 0).front, size * 1.2))
        fingers.append((sight.point(knuckle), sight.point(tip)))
    lines = [poly([lerp(a, c, 0.5), lerp(b, d, 0.5)], closed=False) for (a, b), (c, d) in pairwise(fingers)]
    root, joint, nail = (
        sight.point(frame.at(wrist, x, y, z * inner)) for x, y, z in ((3, -1, 3), (6.5, -4.6, 3.6), (9, -6, 0.6))
    )
    return (
        [capsule(knuckle, tip, 1.35, 1.15) for knuckle, tip in fingers],
        lines,
        [capsule(root, joint, 1.7, 1.5), capsule(joint, nail, 1.5, 1.2)],
    )


def _beside(one: list[Point], other: list[Point], radius: float) -> Path:
    """Fingers side by side, as one outline."""
    points = [one[0], one[-1], *other]
    return hull([add(p, polar(angle, radius)) for p in points for angle in (45, 135, 225, 315)], 1.2)
