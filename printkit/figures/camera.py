"""From the world of a figure to the frame it is seen in: scale, place, and which side is which."""

from array import array
from functools import lru_cache
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from printkit.figures.arrows import arrow, beside, letter
from printkit.figures.fitting import fitted
from printkit.figures.geometry import Path, Point, Segment, parts_of, points_of, poly
from printkit.figures.scene import COLOURS, LARGE, WIDTHS, Arrow, Grain, Letter, Mark, Paint, Scene

_TO_A_POINT, _FIRST, _LAST = 20, -8_000, 16_000  # places in a point, and the places of -400 and of 800 points
_SMALL = 12.0  # points across: features of a face, lines on fingers


class _Places(dict[int, float]):
    """The one float for each place, made when it is first asked for."""

    def __missing__(self, place: int) -> float:
        found = self[place] = place / _TO_A_POINT
        return found


_PLACES = _Places()


class Camera(Struct, frozen=True):
    """From the world to the page: scale, where the world's origin lands, and whether left and right change places."""

    scale: float
    x: float
    y: float
    flip: float
    grain: Grain | None = LARGE  # how few curves outlines have, as for print; None is all of them

    def point(self, p: Point) -> Point:
        return (self.x + self.flip * self.scale * p[0], self.y + self.scale * p[1])

    def fewer(self, paint: Paint) -> Paint:
        """What is drawn in points already, in few curves where they are asked for."""
        return replace(paint, path=_in_few_curves(_Outline(paint.path), self.grain)) if self.grain else paint

    def path(self, path: Path, seen: dict[int, Path]) -> Path:
        """A path, in few curves where they are asked for; `seen` are the parts of earlier ones, by the identity of what each begins with."""
        found: list[Segment] = []
        x, y, across, up = self.x, self.y, self.flip * self.scale, self.scale
        for part in parts_of(path):
            key = id(part[0])
            if key not in seen:
                moved = tuple(
                    [(kind, tuple([(x + across * px, y + up * py) for px, py in points])) for kind, points in part]
                )
                seen[key] = _in_few_curves(_Outline(moved), self.grain) if self.grain else moved
            found += seen[key]
        return tuple(found)


class _Outline:
    """An outline as a key of 16 bytes, so that what it became is found again without keeping its many curves."""

    __slots__ = ("digest", "path")

    def __init__(self, path: Path) -> None:
        numbers = array("d", [number for _, points in path for point in points for number in point])
        self.path = path
        self.digest = blake2b("".join([kind for kind, _ in path]).encode() + numbers.tobytes(), digest_size=16).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Outline) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=8192)
def _in_few_curves(outline: _Outline, grain: Grain) -> Path:
    """The one path for all outlines that are equal: a chair is the same at the start and at the end, and for every person."""
    path, outline.path = outline.path, ()
    points = points_of(path)
    across = max(max(places) - min(places) for places in zip(*points, strict=True))
    return _in_known_numbers(fitted(path, grain.of_small if across < _SMALL else grain.tolerance))


def _in_known_numbers(path: Path) -> Path:
    """The same path with the one float that there is for each place: outlines are kept, and are mostly floats."""

    def known(point: Point) -> Point:
        x, y = round(point[0] * _TO_A_POINT), round(point[1] * _TO_A_POINT)
        if _FIRST <= x <= _LAST and _FIRST <= y <= _LAST:
            return _PLACES[x], _PLACES[y]
        return _PLACES[x] if _FIRST <= x <= _LAST else point[0], _PLACES[y] if _FIRST <= y <= _LAST else point[1]

    return tuple([(kind, tuple([known(point) for point in points])) for kind, points in path])


def ground(camera: Camera, left: float, wide: float, low: float) -> list[Paint]:
    """The floor of a frame: a plane up to the height of the feet, and its line."""
    floor = camera.y
    plane = poly([(left, low), (left + wide, low), (left + wide, floor), (left, floor)])
    line = poly([(left, floor), (left + wide, floor)], closed=False)
    return [Paint(plane, COLOURS["ground"]), Paint(line, "", COLOURS["floor"], WIDTHS["inner"], pen=True)]


def seen_part(mark: Mark, shown: tuple[float, float, float, float]) -> Mark | None:
    """What of a mark can show inside a box (left, low, right, high): those parts of a path that come into it."""
    if not isinstance(mark, Paint):
        return mark
    parts = parts_of(mark.path)
    kept = [part for part in parts if _touches(part, shown)]
    if len(kept) < len(parts):
        return replace(mark, path=tuple(segment for part in kept for segment in part)) if kept else None
    return mark


def _touches(path: Path, shown: tuple[float, float, float, float]) -> bool:
    points = points_of(path)
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs) < shown[2] and max(xs) > shown[0] and min(ys) < shown[3] and max(ys) > shown[1]


def painted(scene: Scene, camera: Camera) -> list[Paint]:
    """All marks of a scene as paint, seen through a camera."""
    found: list[Paint] = []
    seen: dict[int, Path] = {}  # a limb is painted twice, alone and in the line around the whole body
    for mark in (*scene.backdrop, *scene.marks):
        match mark:
            case Paint():
                found.append(replace(mark, path=camera.path(mark.path, seen)))
            case Arrow(points=points, both=both, parts=parts):
                way = [camera.point(p) for p in points]
                bodies = [(camera.point(a), camera.point(b), camera.scale * wide) for a, b, wide in parts]
                found += [camera.fewer(paint) for paint in arrow(way if both else beside(way, bodies), both=both)]
            case Letter(at=at, text=text, size=size):
                found += letter(text, camera.point(at), size, COLOURS["arrow"])
    return found
