"""Signs in a frame: how long to hold, and how many times; in the lines of the figures, in a corner that is free."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import ceil

from msgspec.structs import replace

from printkit.figures.arrows import stroked
from printkit.figures.geometry import (
    Path,
    Point,
    add,
    box,
    dist,
    ellipse,
    lerp,
    parts_of,
    points_of,
    polar,
    poly,
    smooth,
)
from printkit.figures.scene import COLOURS, INK, WIDTHS, Drawing, Layer, Paint

_TALL, _HIGH = 9.5, 18.0  # points: a digit, and the plate that it stands on
_ICON, _DIGIT, _GAP, _EDGE = 7.5, 6.8, 4.0, 5.0  # half an icon, the advance of a digit, between them, from the frame
_CLEAR = 3.0  # points round a plate where nothing is drawn
_COARSE = 4.0  # points between the places where an outline is looked for
_BEHIND = 0.8  # of the width of the frame: what is wider, as floor and wall, may lie behind a sign
_Sign = tuple[list[Paint], float]  # its marks round the middle of its left edge, and how wide it is


@lru_cache(maxsize=512)
def signed(drawing: Drawing, hold: int, times: int) -> Drawing:
    """A drawing with the seconds to hold and how many times; without what there is no free corner for.

    `hold` 0 and `times` under 2 have no sign. They are what the words beside the picture say as well.
    """
    signs = [_clock(hold)] if hold else []
    signs += [_again(times)] if times > 1 else []
    outlines = list(_outlines(drawing)) if signs else []
    layers = _plate(drawing, outlines, signs)
    if len(signs) > 1 and not layers:  # in a corner each
        for sign in signs:
            layers += _plate(drawing, outlines, [sign])
            outlines += [layer.at for layer in layers]
    return replace(drawing, layers=(*drawing.layers, *layers)) if layers else drawing


def _plate(drawing: Drawing, outlines: list[Point], signs: list[_Sign]) -> list[Layer]:
    """Signs beside each other on a white plate in a corner where nothing is drawn; nothing where none is free."""
    wide = sum(sign[1] for sign in signs) + _GAP * (len(signs) + 1)
    corner = _free(drawing, outlines, wide)
    if corner is None or not signs:
        return []
    paints = [Paint(box(0, 0, wide, _HIGH, 4), "#FFFFFF", COLOURS["frame"], WIDTHS["prop"], pen=True)]
    x = _GAP
    for marks, across in signs:
        paints += [replace(mark, path=_moved(mark.path, (x, _HIGH / 2))) for mark in marks]
        x += across + _GAP
    return [Layer((), tuple(paints), corner)]


def _free(drawing: Drawing, outlines: list[Point], wide: float) -> Point | None:
    """The lower left point of a plate in a corner where nothing is drawn; the upper corners first."""
    right, top = drawing.wide - _EDGE - wide, drawing.high - _EDGE - _HIGH
    for x, y in ((right, top), (_EDGE, top), (right, _EDGE), (_EDGE, _EDGE)):
        left, low, end, up = x - _CLEAR, y - _CLEAR, x + wide + _CLEAR, y + _HIGH + _CLEAR
        if not any(left < a < end and low < b < up for a, b in outlines):
            return (x, y)
    return None


def _outlines(drawing: Drawing) -> Iterator[Point]:
    """Points close to each other along all that is drawn, but for floor and walls."""
    for layer in drawing.layers:
        for part in (part for paint in layer.paints for part in parts_of(paint.path)):
            points = points_of(part)
            xs = [x for x, _ in points]
            if max(xs) - min(xs) > _BEHIND * drawing.wide:
                continue
            for a, b in pairwise(points):
                steps = max(1, ceil(dist(a, b) / _COARSE))
                yield from (add(layer.at, lerp(a, b, i / steps)) for i in range(steps + 1))


def _moved(path: Path, by: Point) -> Path:
    return tuple((kind, tuple(add(point, by) for point in points)) for kind, points in path)


def _line(points: Iterable[Point], *, round_: bool = True) -> Paint:
    way = list(points)
    path = smooth(way, closed=False) if round_ else poly(way, closed=False)
    return Paint(path, "", INK, WIDTHS["body"], pen=True)


def _clock(seconds: int) -> _Sign:
    """A stopwatch and so many seconds."""
    middle = (_ICON - 1, -1.0)
    marks = [
        Paint(ellipse(middle, 6, 6), "", INK, WIDTHS["body"], pen=True),
        _line([add(middle, (0, 6)), add(middle, (0, 8.4))], round_=False),
        _line([add(middle, (-1.8, 8.6)), add(middle, (1.8, 8.6))], round_=False),
        _line([add(middle, (0, 3.8)), middle, add(middle, (2.4, -1.4))], round_=False),
    ]
    return _with_number(marks, f"{seconds}s")


def _again(times: int) -> _Sign:
    """A loop with a head, and how many times."""
    middle = (_ICON - 1, 0.0)
    ring = [add(middle, polar(angle, 6)) for angle in range(50, -251, -25)]
    tip = ring[-1]
    head = Paint(poly([add(tip, (3.6, 1.6)), add(tip, (-2.4, 3.4)), add(tip, (-0.6, -3.0))]), INK)
    return _with_number([_line(ring), head], f"{times}×")


def _with_number(marks: list[Paint], text: str) -> _Sign:
    left = 2 * _ICON + 1.5
    for number, sign in enumerate(text):
        at = (left + number * _DIGIT + (1.0 if sign in "s×" else 0.0), 0.0)
        marks += [_line(stroke, round_=sign not in "147×") for stroke in stroked(sign, at, _TALL)]
    return marks, left + len(text) * _DIGIT
