"""Points in space, the axes of a body part, and the eye: what a body that turns is solved in, and how it gets flat.

The first number is forward of a person who faces right, the second up, the third toward the affected side.
"""

from math import cos, hypot, radians, sin, sqrt

from msgspec import Struct

from printkit.figures.geometry import Point
from printkit.figures.spec import Eye

Vector = tuple[float, float, float]

UP: Vector = (0.0, 1.0, 0.0)
_BEHIND = 40.0  # cm: so far behind the body the floor meets the wall


def plus(a: Vector, *others: tuple[Vector, float]) -> Vector:
    """A and others, each so many times."""
    x, y, z = a
    for (p, q, r), times in others:
        x, y, z = x + p * times, y + q * times, z + r * times
    return (x, y, z)


def minus(a: Vector, b: Vector) -> Vector:
    """A - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def dot(a: Vector, b: Vector) -> float:
    """How far a goes along b."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """The direction at right angles to both."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def long(a: Vector) -> float:
    """The length of a."""
    return sqrt(dot(a, a))


def unit(a: Vector) -> Vector:
    """The direction of a, of length 1."""
    size = long(a) or 1.0
    return (a[0] / size, a[1] / size, a[2] / size)


def lerp(a: Vector, b: Vector, t: float) -> Vector:
    """The point between a and b; 0 is a, 1 is b."""
    return plus(a, (minus(b, a), t))


def across(a: Vector, axis: Vector) -> Vector:
    """The part of a at right angles to an axis, of length 1."""
    return unit(plus(a, (axis, -dot(a, axis))))


def level(a: Vector) -> Vector:
    """A without its height, of length 1."""
    return unit((a[0], 0.0, a[2]))


def turned(a: Vector, axis: Vector, angle: float) -> Vector:
    """A turned about an axis of length 1 (Rodrigues)."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return plus((a[0] * c, a[1] * c, a[2] * c), (cross(axis, a), s), (axis, dot(axis, a) * (1 - c)))


class Frame(Struct, frozen=True):
    """Which way a part of the body looks: its front, its head end, and its affected side."""

    front: Vector = (1.0, 0.0, 0.0)
    up: Vector = UP
    side: Vector = (0.0, 0.0, 1.0)

    def bent(self, lean: float, side: float, turn: float) -> "Frame":
        """Leaning forward, then to the affected side, then turned about its own length to that side."""
        found = _about(self, self.side, -lean)
        found = _about(found, found.front, side)
        return _about(found, found.up, -turn)

    def at(self, origin: Vector, front: float, up: float, side: float) -> Vector:
        """A point by its way along the three axes."""
        return plus(origin, (self.front, front), (self.up, up), (self.side, side))


def _about(frame: Frame, axis: Vector, angle: float) -> Frame:
    return Frame(*(turned(each, axis, angle) for each in (frame.front, frame.up, frame.side)))


class Sight(Struct, frozen=True):
    """What an eye sees: which directions are right, up and toward it, and how far down the floor lies."""

    right: Vector
    up: Vector
    near: Vector
    drop: float

    def point(self, p: Vector) -> Point:
        """Where a point is seen."""
        return (dot(p, self.right), dot(p, self.up) - self.drop)

    def flat(self, v: Vector) -> Point:
        """How a direction is seen."""
        return (dot(v, self.right), dot(v, self.up))

    def depth(self, p: Vector) -> float:
        """How near a point is to the eye."""
        return dot(p, self.near)


def sight(eye: Eye) -> Sight:
    """The eye far away, turned about the person and raised so many degrees; 0 looks at the affected side."""
    c, s = cos(radians(eye.turn)), sin(radians(eye.turn))
    ahead: Vector = (s, 0.0, c)
    high, level_part = sin(radians(eye.tilt)), cos(radians(eye.tilt))
    up = plus((0.0, level_part, 0.0), (ahead, -high))
    near = plus((0.0, high, 0.0), (ahead, level_part))
    return Sight((c, 0.0, -s), up, near, _BEHIND * high)


def bent_at(a: Vector, target: Vector, first: float, second: float, pole: Vector) -> tuple[Vector, Vector]:
    """Two bones from a towards the target: the middle joint on the side of a direction, and how far they came."""
    way = minus(target, a)
    along = unit(way)
    got = min(max(long(way), abs(first - second) + 0.5), (first + second) * 0.9995)
    share = (first * first + got * got - second * second) / (2 * got)
    out = sqrt(max(0.0, first * first - share * share))
    return plus(a, (along, share), (across(pole, along), out)), plus(a, (along, got))


def half_width(sight: Sight, axes: tuple[Vector, Vector], along: Point) -> float:
    """Half of what an ellipse with these half axes takes in a direction of the picture."""
    return hypot(*(x * along[0] + y * along[1] for x, y in map(sight.flat, axes)))
