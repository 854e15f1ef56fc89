"""Plane geometry: points, smooth paths, swept limbs, and two bones that reach for a point. Angles are degrees."""

from math import acos, atan2, cos, degrees, hypot, pi, radians, sin

Point = tuple[float, float]
Segment = tuple[str, tuple[Point, ...]]  # M one point, L one, C three, Z none
Path = tuple[Segment, ...]
LimbOutline = tuple[tuple[float, float, float], ...]  # along the bone from 0 to 1, half-widths left and right


def add(a: Point, b: Point) -> Point:
    """A + b."""
    return (a[0] + b[0], a[1] + b[1])


def sub(a: Point, b: Point) -> Point:
    """A - b."""
    return (a[0] - b[0], a[1] - b[1])


def mul(a: Point, factor: float) -> Point:
    """A stretched."""
    return (a[0] * factor, a[1] * factor)


def lerp(a: Point, b: Point, t: float) -> Point:
    """The point between a and b; 0 is a, 1 is b."""
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def dist(a: Point, b: Point) -> float:
    """From a to b."""
    return hypot(a[0] - b[0], a[1] - b[1])


def unit(a: Point) -> Point:
    """The direction of a, of length 1."""
    long = hypot(*a) or 1.0
    return (a[0] / long, a[1] / long)


def rot(p: Point, angle: float) -> Point:
    """P turned about the origin, counter-clockwise."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return (p[0] * c - p[1] * s, p[0] * s + p[1] * c)


def polar(angle: float, long: float = 1.0) -> Point:
    """A vector by direction and length."""
    return (long * cos(radians(angle)), long * sin(radians(angle)))


def angle_of(v: Point) -> float:
    """The direction of v."""
    return degrees(atan2(v[1], v[0]))


def normal(a: Point, b: Point) -> Point:
    """Of length 1, to the left of a -> b."""
    x, y = unit(sub(b, a))
    return (-y, x)


def place(points: list[Point], at: Point, angle: float = 0.0, scale: float = 1.0, flip: float = 1.0) -> list[Point]:
    """A drawing made about the origin, put somewhere; `flip` of -1 turns it upside down first."""
    return [add(at, rot((x * scale, y * scale * flip), angle)) for x, y in points]


def smooth(points: list[Point], *, closed: bool = True) -> Path:
    """A Catmull-Rom curve through the points, as Bezier curves."""
    count = len(points)
    path: list[Segment] = [("M", (points[0],))]
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count]
        else:
            p0, p1, p2, p3 = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, count - 1)]
        path.append(("C", (add(p1, mul(sub(p2, p0), 1 / 6)), sub(p2, mul(sub(p3, p1), 1 / 6)), p2)))
    return (*path, ("Z", ())) if closed else tuple(path)


def poly(points: list[Point], *, closed: bool = True) -> Path:
    """Straight lines from point to point."""
    path: tuple[Segment, ...] = (("M", (points[0],)), *(("L", (p,)) for p in points[1:]))
    return (*path, ("Z", ())) if closed else path


def limb(a: Point, b: Point, profile: LimbOutline, *, start: bool = True, end: bool = True) -> Path:
    """A limb swept from a to b, with round ends where asked for."""
    along, across = unit(sub(b, a)), normal(a, b)
    left = [add(lerp(a, b, t), mul(across, wide)) for t, wide, _ in profile]
    right = [add(lerp(a, b, t), mul(across, -wide)) for t, _, wide in profile]

    def cap(t: float, wide_left: float, wide_right: float, sign: float) -> list[Point]:
        radius = (wide_left + wide_right) / 2
        middle = add(lerp(a, b, t), mul(across, (wide_left - wide_right) / 2))
        return [
            add(middle, add(mul(across, radius * cos(radians(q))), mul(along, sign * radius * sin(radians(q)))))
            for q in (45, 90, 135)
        ]

    after = cap(*profile[-1], 1) if end else []
    before = cap(*profile[0], -1)[::-1] if start else []
    if start and end:
        return smooth(left + after + right[::-1] + before)
    path = smooth(left + after + right[::-1] if end else left, closed=False)
    if not end:
        path += (("L", (right[-1],)), *smooth(right[::-1], closed=False)[1:])
    if start:
        path += smooth([right[0], *before, left[0]], closed=False)[1:]
    return (*path, ("Z", ()))


def capsule(a: Point, b: Point, at_a: float, at_b: float) -> Path:
    """A limb with straight sides, by its radii."""
    middle = (at_a + at_b) / 2
    return limb(a, b, ((0, at_a, at_a), (0.5, middle, middle), (1, at_b, at_b)))


def ellipse(centre: Point, rx: float, ry: float, angle: float = 0.0) -> Path:
    """An ellipse, turned."""
    return smooth([add(centre, rot((rx * cos(i * pi / 6), ry * sin(i * pi / 6)), angle)) for i in range(12)])


def box(x: float, y: float, wide: float, high: float, radius: float = 1.5) -> Path:
    """A rectangle with round corners, from its lower left corner."""
    r = min(radius, wide / 2, high / 2)
    k = r * 0.45
    right, top = x + wide, y + high
    return (
        ("M", ((x + r, y),)), ("L", ((right - r, y),)), ("C", ((right - k, y), (right, y + k), (right, y + r))),
        ("L", ((right, top - r),)), ("C", ((right, top - k), (right - k, top), (right - r, top))),
        ("L", ((x + r, top),)), ("C", ((x + k, top), (x, top - k), (x, top - r))),
        ("L", ((x, y + r),)), ("C", ((x, y + k), (x + k, y), (x + r, y))), ("Z", ()),
    )  # fmt: skip


def reach(a: Point, target: Point, first: float, second: float, bend: float) -> tuple[Point, Point]:
    """Two bones from a towards the target: the middle joint, and how far they came. bend +1 puts the joint left."""
    far = dist(a, target)
    along = unit(sub(target, a))
    got = min(max(far, abs(first - second) + 0.5), (first + second) * 0.9995)
    opening = acos(max(-1.0, min(1.0, (first * first + got * got - second * second) / (2 * first * got))))
    return add(a, rot(mul(along, first), degrees(opening) * bend)), add(a, mul(along, got))


def points_of(path: Path) -> list[Point]:
    """Every point of a path, handles included."""
    return [point for _, points in path for point in points]
