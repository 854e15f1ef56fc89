"""Fewer curves for the same outline: one stands for as many neighbours as it comes close enough to (after Schneider, 1990)."""

from math import hypot

from printkit.figures.geometry import Path, Point, Segment, dist, lerp

_TURN = 0.1  # of a right angle: a sharper corner stays a corner
_AGAIN = 2.0  # so many tolerances away a curve may yet come close, with the points put where they are nearest to it
_Curve = tuple[Point, Point, Point, Point]


def fitted(path: Path, tolerance: float) -> Path:
    """The same outline in fewer segments, none of it further away than a tolerance; corners and ends stay where they are."""
    found: list[Segment] = []
    here: Point = (0.0, 0.0)
    run: list[_Curve] = []
    for kind, points in path:
        if kind == "L" and dist(here, points[0]) < tolerance:
            continue
        if kind in "CL":
            b, c, d = points if kind == "C" else (lerp(here, points[0], 1 / 3), lerp(here, points[0], 2 / 3), points[0])
            after = here, b, c, d
            if run and not _go_on(run[-1], after):
                found += _few(run, tolerance)
                run = []
            run.append(after)
        else:
            found += _few(run, tolerance)
            run = []
            found.append((kind, points))
        here = points[-1] if points else here
    return (*found, *_few(run, tolerance))


def _go_on(one: _Curve, other: _Curve) -> bool:
    """Whether a curve goes on as the one before it ends."""
    (cx, cy), (dx, dy), (ex, ey) = one[2], one[3], other[1]
    ux, uy, vx, vy = dx - cx, dy - cy, ex - dx, ey - dy
    before, behind = hypot(ux, uy), hypot(vx, vy)
    if before < 0.01 or behind < 0.01 or ux * vx + uy * vy <= 0:
        return False
    return abs(ux * vy - uy * vx) <= _TURN * before * behind


def _few(run: list[_Curve], tolerance: float) -> list[Segment]:
    """A run without corners: each curve for as many of it as can be."""
    found: list[Segment] = []
    while run:
        best, count = run[0], 1
        if len(run) > 1:
            stretch = _Stretch(best)
            for after in run[1:]:
                stretch.add(after)
                one = stretch.in_one(tolerance)
                if one is None:
                    break
                best, count = one, count + 1
        found.append(_said(best, tolerance))
        run = run[count:]
    return found


def _said(curve: _Curve, tolerance: float) -> Segment:
    """The curve, or a line where its handles are on it."""
    (ax, ay), b, c, d = curve
    wide, high = d[0] - ax, d[1] - ay
    long = hypot(wide, high)
    for x, y in (b, c):
        if abs((x - ax) * high - (y - ay) * wide) > tolerance * long:
            return "C", (b, c, d)
    return "L", (d,)


class _Stretch:
    """Neighbours one after the other, as points on them: the middle and the end of each, and how far along it is."""

    __slots__ = ("along", "first", "last", "points")

    def __init__(self, first: _Curve) -> None:
        self.first = first
        self.points: list[Point] = []
        self.along: list[float] = []
        self.add(first)

    def add(self, curve: _Curve) -> None:
        """One more, which goes on where the last one ends."""
        self.last = a, b, c, d = curve
        middle = (a[0] + 3 * (b[0] + c[0]) + d[0]) / 8, (a[1] + 3 * (b[1] + c[1]) + d[1]) / 8
        far = (self.along[-1] if self.along else 0.0) + dist(a, middle)
        self.points += middle, d
        self.along += far, far + dist(middle, d)

    def in_one(self, tolerance: float) -> _Curve | None:
        """One curve with the same ends and directions there that all points are close to; None without one."""
        long = self.along[-1]
        parts = [far / long for far in self.along[:-1]]
        points = self.points[:-1]
        for most in (_AGAIN * tolerance, tolerance):
            curve = self._closest(points, parts)
            away, parts = _apart(curve, points, parts, most)
            if away <= tolerance:
                return curve
            if away > most:
                break
        return None

    def _closest(self, points: list[Point], parts: list[float]) -> _Curve:
        """The handles for the least squares of what is between the points and a curve at these parts of its way."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.first[0], self.first[1], self.last[2], self.last[3]
        fx, fy, lx, ly = bx - ax, by - ay, cx - dx, cy - dy
        before, behind = hypot(fx, fy) or 1.0, hypot(lx, ly) or 1.0
        fx, fy, lx, ly = fx / before, fy / before, lx / behind, ly / behind
        wide, high = dx - ax, dy - ay
        aa = ab = bb = ra = rb = 0.0
        for (x, y), t in zip(points, parts, strict=True):
            k = 3 * t * (1 - t)
            k2 = k * t
            k1, stop = k - k2, k2 + t * t * t
            away_x, away_y = x - ax - stop * wide, y - ay - stop * high
            aa, ab, bb = aa + k1 * k1, ab + k1 * k2, bb + k2 * k2
            ra, rb = ra + k1 * (fx * away_x + fy * away_y), rb + k2 * (lx * away_x + ly * away_y)
        ab *= fx * lx + fy * ly
        whole = aa * bb - ab * ab
        long = self.along[-1]
        more = less = 0.0
        if whole > 1e-9 * aa * bb:
            more, less = (ra * bb - rb * ab) / whole, (rb * aa - ra * ab) / whole
        if not (0.01 * long < more < 2 * long and 0.01 * long < less < 2 * long):
            more = less = long / 3
        return (ax, ay), (ax + fx * more, ay + fy * more), (dx + lx * less, dy + ly * less), (dx, dy)


def _apart(curve: _Curve, points: list[Point], parts: list[float], most: float) -> tuple[float, list[float]]:
    """How far the points are from a curve, and the parts of its way where it is nearer to them; none of it beyond `most`."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    x1, y1, x3, y3 = 3 * (bx - ax), 3 * (by - ay), dx - ax - 3 * (cx - bx), dy - ay - 3 * (cy - by)
    x2, y2 = 3 * (cx - bx) - x1, 3 * (cy - by) - y1
    furthest, nearer = 0.0, []
    most *= most
    for (x, y), t in zip(points, parts, strict=True):
        away_x, away_y = x - ax - t * (x1 + t * (x2 + t * x3)), y - ay - t * (y1 + t * (y2 + t * y3))
        along_x, along_y = x1 + t * (2 * x2 + t * 3 * x3), y1 + t * (2 * y2 + t * 3 * y3)
        square = along_x * along_x + along_y * along_y or 1e-9
        step = (away_x * along_x + away_y * along_y) / square  # Newton's, to the nearest place
        if -0.3 < step < 0.3:
            apart = (away_x * along_y - away_y * along_x) ** 2 / square  # across the curve
        else:
            apart = away_x * away_x + away_y * away_y
        if apart > furthest:
            furthest = apart
            if furthest > most:
                break
        nearer.append(t + step)
    return furthest**0.5, nearer
