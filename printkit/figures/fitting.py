"""Fewer curves for the same outline: neighbours that one curve can stand in for, within a twentieth of a millimetre."""

from math import hypot

from printkit.figures.geometry import Path, Point, Segment, add, dist, lerp, mul, sub

TOLERANCE = 0.14  # points between an outline and what stands in for it; 0.3 of a pixel at 150 dots to the inch
_TURN = 0.1  # of a right angle: a sharper corner stays a corner


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
        first, last = mul(sub(self.b, self.a), 1 / part), mul(sub(after.c, after.d), 1 / rest)
        longer = self._handles(first, last, (gx, gy), seen)
        for more, less in ((1.0, 1.0), longer):
            b, c = add(self.a, mul(first, more)), add(after.d, mul(last, less))
            if _stands_for(self.a, b, c, after.d, seen):
                self.b, self.c, self.d, self.seen = b, c, after.d, seen
                return True
        return False

    def _handles(
        self, first: Point, last: Point, end: Point, seen: list[tuple[float, float, float]]
    ) -> tuple[float, float]:
        """How much longer both handles are to be for the least squares of what is away from the curve."""
        aa = ab = bb = ra = rb = 0.0
        for t, x, y in seen:
            s = 1 - t
            k1, k2 = 3 * s * s * t, 3 * s * t * t
            start, stop = s * s * s + k1, t * t * t + k2
            away_x, away_y = x - start * self.a[0] - stop * end[0], y - start * self.a[1] - stop * end[1]
            px, py, qx, qy = k1 * first[0], k1 * first[1], k2 * last[0], k2 * last[1]
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


def _stands_for(a: Point, b: Point, c: Point, d: Point, seen: list[tuple[float, float, float]]) -> bool:
    """Whether points of an outline lie on a curve, to within the tolerance across it."""
    (ax, ay), (px, py), (qx, qy), (gx, gy) = a, b, c, d
    for t, x, y in seen:
        s = 1 - t
        k0, k1, k2, k3 = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        away_x, away_y = x - k0 * ax - k1 * px - k2 * qx - k3 * gx, y - k0 * ay - k1 * py - k2 * qy - k3 * gy
        if abs(away_x) + abs(away_y) <= TOLERANCE:
            continue
        m0, m1, m2 = s * s, 2 * s * t, t * t
        along_x = m0 * (px - ax) + m1 * (qx - px) + m2 * (gx - qx)
        along_y = m0 * (py - ay) + m1 * (qy - py) + m2 * (gy - qy)
        long = hypot(along_x, along_y)
        if abs(away_x * along_y - away_y * along_x) > TOLERANCE * long or hypot(away_x, away_y) > 0.5 * long:
            return False
    return True
