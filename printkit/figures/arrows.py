"""Arrows and letters of a picture, as painted paths."""

from printkit.figures.geometry import (
    Path,
    Point,
    add,
    dist,
    ellipse,
    mul,
    poly,
    smooth,
    sub,
    unit,
)
from printkit.figures.scene import COLOURS, INK, Paint

_AWAY = 3 * 72 / 25.4  # points; an arrow begins 3 mm from the part that moves
_SHORTEST, _LEFT = 0.55, 24.0  # of its way, and in points: so much is left of it
_APART = 0.95  # from a letter to the next, of their height
_ARROW, _POINT, _HEAD = 2.2, 2.2, 6.2  # the pens of a line and of its head, and how long a head is without its pen


def beside(points: list[Point], parts: list[tuple[Point, Point, float]]) -> list[Point]:
    """A way without its first stretch, if that lies on a part of the body or close to it; its end stays."""
    least = max(_LEFT, _SHORTEST * sum(map(dist, points, points[1:])))
    for start in range(len(points) - 2):
        if sum(map(dist, points[start:], points[start + 1 :])) < least:
            break
        if all(_apart(points[start], a, b) >= wide + _AWAY for a, b, wide in parts):
            return points[start:]
    return points


def _apart(point: Point, a: Point, b: Point) -> float:
    """From a point to the line between two others."""
    way, long = sub(b, a), dist(a, b) ** 2 or 1.0
    along = ((point[0] - a[0]) * way[0] + (point[1] - a[1]) * way[1]) / long
    return dist(point, add(a, mul(way, min(1.0, max(0.0, along)))))


def arrow(points: list[Point], *, both: bool) -> list[Paint]:
    """A line with its head or heads; a white border keeps it apart from the body."""

    def back(line: list[Point], long: float) -> tuple[Point, int]:
        gone = 0.0
        for i in range(len(line) - 1, 0, -1):
            gone += dist(line[i], line[i - 1])
            if gone >= long:
                return line[i - 1], i
        return line[0], 1

    def head(line: list[Point]) -> tuple[Path, list[Point]]:
        start, index = back(line, _HEAD)
        along = unit(sub(line[-1], start))
        across = (-along[1], along[0])
        base = sub(line[-1], mul(along, _HEAD))
        corners = [line[-1], add(base, mul(across, _HEAD * 0.46)), sub(line[-1], mul(along, _HEAD * 0.78)),
                   sub(base, mul(across, _HEAD * 0.46))]  # fmt: skip
        return poly(corners), [*line[:index], sub(line[-1], mul(along, _HEAD * 0.7))]

    first, line = head(points)
    heads = [first]
    if both:
        second, reverse = head(line[::-1])
        heads.append(second)
        line = reverse[::-1]
    drawn = smooth(line, closed=False) if len(line) > 2 else poly(line, closed=False)
    colour = COLOURS["arrow"]
    found = [Paint(drawn, "", "#FFFFFF", _ARROW + 2.4, pen=True)]
    found += [Paint(h, "", "#FFFFFF", _POINT + 2.4, pen=True) for h in heads]
    found.append(Paint(drawn, "", colour, _ARROW, pen=True))
    # the pen makes up much of a head, so that it stays one where the picture is small
    return [*found, *(Paint(h, colour, colour, _POINT, pen=True) for h in heads)]


# Letters are drawn as lines: a picture then needs no typeface, and is never mirrored.
_STROKES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "1": (((0.15, 0.75), (0.5, 1), (0.5, 0)),),
    "2": (((0.05, 0.75), (0.25, 0.97), (0.6, 0.95), (0.75, 0.7), (0.5, 0.4), (0.0, 0.0), (0.8, 0.0)),),
    "3": (((0.05, 0.9), (0.4, 1), (0.7, 0.78), (0.35, 0.54), (0.75, 0.25), (0.4, 0), (0.0, 0.12)),),
    "4": (((0.58, 0), (0.58, 1), (0.0, 0.3), (0.78, 0.3)),),
    "5": (
        ((0.72, 1), (0.12, 1)),
        ((0.12, 1), (0.07, 0.56)),
        ((0.07, 0.56), (0.42, 0.66), (0.74, 0.36), (0.4, 0), (0.02, 0.1)),
    ),
    "6": (((0.62, 0.98), (0.2, 0.7), (0.04, 0.3), (0.38, 0), (0.72, 0.3), (0.38, 0.58), (0.06, 0.34)),),
    "7": (((0.02, 1), (0.74, 1), (0.26, 0)),),
    "8": (
        (
            (0.38, 0.53),
            (0.1, 0.76),
            (0.38, 1),
            (0.66, 0.76),
            (0.38, 0.53),
            (0.02, 0.26),
            (0.38, 0),
            (0.74, 0.26),
            (0.38, 0.53),
        ),
    ),
    "9": (((0.14, 0.02), (0.56, 0.3), (0.72, 0.7), (0.38, 1), (0.04, 0.7), (0.38, 0.42), (0.7, 0.66)),),
    "0": (((0.38, 1), (0.04, 0.72), (0.04, 0.28), (0.38, 0), (0.72, 0.28), (0.72, 0.72), (0.38, 1)),),
    "s": (((0.5, 0.54), (0.28, 0.64), (0.06, 0.5), (0.28, 0.33), (0.52, 0.16), (0.28, 0), (0.02, 0.1)),),
    "×": (((0.02, 0.1), (0.5, 0.62)), ((0.02, 0.62), (0.5, 0.1))),
    "A": (((0, 0), (0.4, 1), (0.8, 0)), ((0.15, 0.36), (0.65, 0.36))),
    "B": (
        ((0, 0), (0, 1), (0.5, 1), (0.65, 0.76), (0.5, 0.54), (0, 0.54)),
        ((0.5, 0.54), (0.72, 0.28), (0.5, 0), (0, 0)),
    ),
    "♪": (
        ((0.52, 0.12), (0.42, 0.24), (0.24, 0.26), (0.12, 0.14), (0.2, 0.02), (0.4, 0), (0.52, 0.12), (0.2, 0.14)),
        ((0.54, 0.12), (0.54, 1), (0.84, 0.72), (0.8, 0.5)),
    ),
    "C": (((0.75, 0.8), (0.45, 1), (0.12, 0.8), (0.0, 0.5), (0.12, 0.2), (0.45, 0), (0.75, 0.2)),),
}


def stroked(text: str, at: Point, tall: float) -> list[list[Point]]:
    """The strokes of a letter or digit so tall, its left edge at a point, its middle at the height of that point."""
    return [[add(at, (x * tall * 0.72, (y - 0.5) * tall)) for x, y in stroke] for stroke in _STROKES.get(text, ())]


def letter(text: str, at: Point, size: float, colour: str) -> list[Paint]:
    """Letters, digits or notes of music round a point, as strokes; `size` is their height in points. Nothing for what we cannot draw."""
    found, all_of_them = [], text.split()
    for number, one in enumerate(all_of_them):
        along = (number - (len(all_of_them) - 1) / 2) * size * _APART
        for stroke in _STROKES.get(one, ()):
            points = [add(at, (along + (x - 0.38) * size * 0.72, (y - 0.5) * size * 0.72)) for x, y in stroke]
            found.append(Paint(poly(points, closed=False), "", colour, max(1.2, size * 0.13)))
    return found


def panel_number(text: str, at: Point) -> list[Paint]:
    """A white digit on a dark disc: which panel this is."""
    return [Paint(ellipse(at, 8, 8), INK), *letter(text, at, 12.5, "#FFFFFF")]
