"""Plane geometry: points, smooth paths, swept limbs, and two bones that reach for a point. Angles are degrees."""

from math import acos, atan2, cos, degrees, hypot, radians, sin

Point = tuple[float, float]
Segment = tuple[str, tuple[Point, ...]]  # M one point, L one, C three, Z none
Path = tuple[Segment, ...]
LimbOutline = tuple[tuple[float, float, float], ...]  # along the bone from 0 to 1, half-widths left and right


_QUARTER = 0.5523  # how far the handles of a quarter of a circle reach, of its radius


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
    if count == 2:
        return poly(points, closed=False)
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


def limb(a: Point, b: Point, profile: LimbOutline, *, start: bool = True, end: bool = True, hem: float = 0.0) -> Path:
    """A limb swept from a to b, with round ends where asked for; an end that is not may hang down by a `hem`."""
    along, across = unit(sub(b, a)), normal(a, b)
    left = [add(lerp(a, b, t), mul(across, wide)) for t, wide, _ in profile]
    right = [add(lerp(a, b, t), mul(across, -wide)) for t, _, wide in profile]
    path = smooth(left, closed=False)
    path += _cap(left[-1], right[-1], along) if end else _hem(left[-1], right[-1], mul(along, hem))
    path += smooth(right[::-1], closed=False)[1:]
    path += _cap(right[0], left[0], mul(along, -1)) if start else ()
    return (*path, ("Z", ()))


def hem_of(a: Point, b: Point, profile: LimbOutline, hem: float) -> Path:
    """The line of the end of a limb with a hem."""
    t, left, right = profile[-1]
    at, across = lerp(a, b, t), normal(a, b)
    start, end = add(at, mul(across, left)), add(at, mul(across, -right))
    return (("M", (start,)), *_hem(start, end, mul(unit(sub(b, a)), hem)))


def _hem(a: Point, b: Point, down: Point) -> Path:
    """From a to b: a line, or a curve whose middle hangs down."""
    if not any(down):
        return (("L", (b,)),)
    return (("C", (add(lerp(a, b, 0.25), mul(down, 4 / 3)), add(lerp(a, b, 0.75), mul(down, 4 / 3)), b)),)


def _cap(a: Point, b: Point, outward: Point) -> Path:
    """Half a circle from a to b, in 2 curves."""
    half = mul(sub(b, a), 0.5)
    long = hypot(*half)
    tip, out, aside = add(add(a, half), mul(outward, long)), mul(outward, long * _QUARTER), mul(half, _QUARTER)
    return ("C", (add(a, out), sub(tip, aside), tip)), ("C", (add(tip, aside), add(b, out), b))


def capsule(a: Point, b: Point, at_a: float, at_b: float) -> Path:
    """A limb with straight sides, by its radii."""
    return limb(a, b, ((0, at_a, at_a), (1, at_b, at_b)))


def ellipse(centre: Point, rx: float, ry: float, angle: float = 0.0) -> Path:
    """An ellipse, turned."""
    round_x, round_y = rx * _QUARTER, ry * _QUARTER
    corners = [(rx, 0.0), (rx, round_y), (round_x, ry), (0.0, ry), (-round_x, ry), (-rx, round_y), (-rx, 0.0),
               (-rx, -round_y), (-round_x, -ry), (0.0, -ry), (round_x, -ry), (rx, -round_y)]  # fmt: skip
    p = place(corners, centre, angle)
    quarters: tuple[Segment, ...] = tuple(("C", (p[i], p[i + 1], p[(i + 2) % 12])) for i in (1, 4, 7, 10))
    return (("M", (p[0],)), *quarters, ("Z", ()))


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


def parts_of(path: Path) -> list[Path]:
    """The lines and outlines of a path, one by one."""
    starts = [number for number, segment in enumerate(path) if segment[0] == "M"]
    return [path[start:end] for start, end in zip(starts, [*starts[1:], len(path)], strict=True)]


def points_of(path: Path) -> list[Point]:
    """Every point of a path, handles included."""
    return [point for _, points in path for point in points]


def hull(points: list[Point], radius: float = 2.4) -> Path:
    """The outline of what lies between points (their convex hull), its corners rounded."""
    ordered = sorted(set(points))
    corners: list[Point] = []
    for line in (ordered, ordered[::-1]):
        found: list[Point] = []
        for p in line:
            while len(found) > 1 and _left_of(found[-2], found[-1], p) <= 0.15:
                found.pop()
            found.append(p)
        corners += found[:-1]
    path: list[Segment] = []
    for i, p in enumerate(corners):
        before, after = (
            lerp(p, q, min(0.5, radius / (dist(p, q) or 1.0)))
            for q in (corners[i - 1], corners[(i + 1) % len(corners)])
        )
        path += [("L" if path else "M", (before,)), ("C", (lerp(before, p, 0.6), lerp(after, p, 0.6), after))]
    return (*path, ("Z", ()))


def _left_of(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
