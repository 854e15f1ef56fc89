"""Fewer curves for the same outline: neighbours that one curve can stand in for, within a twentieth of a millimetre."""

from math import hypot

from printkit.figures.geometry import Path, Point, Segment, dist, lerp

TOLERANCE = 0.14  # points between an outline and what stands in for it; 0.3 of a pixel at 150 dots to the inch
_TURN = 0.1  # of a right angle: a sharper corner stays a corner
_Part = tuple[float, float, float, float, float, float, float]


def fitted(path: Path) -> Path:
    """The same outline in fewer segments; corners, straight lines and ends stay where they are."""
    found: list[Segment] = []
    here: Point = (0.0, 0.0)
    run: _Run | None = None
    for kind, points in path:
        if kind == "L" and dist(here, points[0]) < TOLERANCE:
            continue
        if kind in "CL":
            handles = points if kind == "C" else (lerp(here, points[0], 1 / 3), lerp(here, points[0], 2 / 3), points[0])
            after = _Run(here, *handles)
            if run is None or not run.took(after):
                found += run.said() if run else ()
                run = after
        else:
            found += run.said() if run else ()
            run = None
            found.append((kind, points))
        here = points[-1] if points else here
    found += run.said() if run else ()
    return tuple(found)


class _Run:
    """One curve for a stretch of an outline, with points of what it stands for and how far along it they are."""

    __slots__ = ("a", "b", "c", "d", "seen")

    def __init__(self, a: Point, b: Point, c: Point, d: Point) -> None:
        self.a, self.b, self.c, self.d = a, b, c, d
        x = (a[0] + 3 * (b[0] + c[0]) + d[0]) / 8
        y = (a[1] + 3 * (b[1] + c[1]) + d[1]) / 8
        self.seen: list[tuple[float, float, float]] = [(0.5, x, y)]

    def took(self, after: "_Run") -> bool:
        """Whether this curve now stands for the one after it as well."""
        (cx, cy), (dx, dy), (ex, ey), (gx, gy) = self.c, self.d, after.b, after.d
        ux, uy, vx, vy = dx - cx, dy - cy, ex - dx, ey - dy
        before, behind = hypot(ux, uy), hypot(vx, vy)
        if before < 0.01 or behind < 0.01 or ux * vx + uy * vy <= 0:
            return False
        if abs(ux * vy - uy * vx) > _TURN * before * behind:
            return False
        # what de Casteljau's cut at this part of the way would have left of one longer curve
        part = before / (before + behind)
        rest = 1 - part
        seen = [(t * part, x, y) for t, x, y in self.seen]
        seen.append((part, dx, dy))
        seen += [(part + rest * t, x, y) for t, x, y in after.seen]
        parts = [_part(t, x, y) for t, x, y in seen]
        (ax, ay), (bx, by), (fx, fy) = self.a, self.b, after.c
        first = (bx - ax) * (1 / part), (by - ay) * (1 / part)
        last = (fx - gx) * (1 / rest), (fy - gy) * (1 / rest)
        more = less = 1.0
        for again in (False, True):
            if again:
                more, less = self._handles(first, last, (gx, gy), parts)
            b, c = (ax + first[0] * more, ay + first[1] * more), (gx + last[0] * less, gy + last[1] * less)
            if _stands_for(self.a, b, c, after.d, parts):
                self.b, self.c, self.d, self.seen = b, c, after.d, seen
                return True
        return False

    def _handles(self, first: Point, last: Point, end: Point, parts: list[_Part]) -> tuple[float, float]:
        """How much longer both handles are to be for the least squares of what is away from the curve."""
        aa = ab = bb = ra = rb = 0.0
        (ax, ay), (fx, fy), (lx, ly), (gx, gy) = self.a, first, last, end
        for _, x, y, k0, k1, k2, k3 in parts:
            start, stop = k0 + k1, k3 + k2
            away_x, away_y = x - start * ax - stop * gx, y - start * ay - stop * gy
            px, py, qx, qy = k1 * fx, k1 * fy, k2 * lx, k2 * ly
            aa, ab, bb = aa + px * px + py * py, ab + px * qx + py * qy, bb + qx * qx + qy * qy
            ra, rb = ra + px * away_x + py * away_y, rb + qx * away_x + qy * away_y
        whole = aa * bb - ab * ab
        if abs(whole) < 1e-9:
            return 1.0, 1.0
        return max(0.1, (ra * bb - rb * ab) / whole), max(0.1, (rb * aa - ra * ab) / whole)

    def said(self) -> tuple[Segment, ...]:
        """The curve, or a line where its handles are on it."""
        (ax, ay), (dx, dy) = self.a, self.d
        wide, high = dx - ax, dy - ay
        long = hypot(wide, high)
        for x, y in (self.b, self.c):
            if abs((x - ax) * high - (y - ay) * wide) > 0.5 * TOLERANCE * long:
                return (("C", (self.b, self.c, self.d)),)
        return (("L", (self.d,)),)


def _part(t: float, x: float, y: float) -> _Part:
    """A point of an outline at a part of the way, and how much each of the 4 points of a curve pulls it there."""
    s = 1 - t
    return t, x, y, s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t


def _stands_for(a: Point, b: Point, c: Point, d: Point, parts: list[_Part]) -> bool:
    """Whether points of an outline lie on a curve, to within the tolerance across it."""
    (ax, ay), (px, py), (qx, qy), (gx, gy) = a, b, c, d
    for t, x, y, k0, k1, k2, k3 in parts:
        away_x, away_y = x - k0 * ax - k1 * px - k2 * qx - k3 * gx, y - k0 * ay - k1 * py - k2 * qy - k3 * gy
        if abs(away_x) + abs(away_y) <= TOLERANCE:
            continue
        s = 1 - t
        m0, m1, m2 = s * s, 2 * s * t, t * t
        along_x = m0 * (px - ax) + m1 * (qx - px) + m2 * (gx - qx)
        along_y = m0 * (py - ay) + m1 * (qy - py) + m2 * (gy - qy)
        long = hypot(along_x, along_y)
        if abs(away_x * along_y - away_y * along_x) > TOLERANCE * long or hypot(away_x, away_y) > 0.5 * long:
            return False
    return True
