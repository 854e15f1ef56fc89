"""Signs in a frame: how long to hold, and how many times; in the lines of the figures, in a corner that is free."""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
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
from printkit.figures.scene import COLOURS, INK, WIDTHS, Drawing, Layer, Paint, moved, over
from printkit.figures.writers import as_operators

_TALL, _HIGH = 9.5, 18.0  # points: a digit, and the plate that it stands on
_ICON, _DIGIT, _GAP, _EDGE = 7.5, 6.8, 4.0, 5.0  # half an icon, the advance of a digit, between them, from the frame
_CLEAR = 3.0  # points round a plate where nothing is drawn
_COARSE = 4.0  # points between the places where an outline is looked for
_BEHIND = 0.8  # of the width of the frame: what is wider, as floor and wall, may lie behind a sign


@lru_cache(maxsize=1536)
def signed(drawing: Drawing, hold: int, times: int) -> Drawing:
    """A drawing with the seconds to hold and how many times; without what there is no free corner for.

    `hold` 0 and `times` under 2 have no sign. They are what the words beside the picture say as well.
    """
    said = (*([f"{hold}s"] if hold else []), *([f"{times}×"] if times > 1 else []))
    if not said:
        return drawing
    plates = _plates(drawing, said, ())
    if len(said) > 1 and not plates:  # in a corner each
        for each in said:
            plates += _plates(drawing, (each,), tuple(plates))
    return over(drawing, *[_placed(*each, (drawing.wide, drawing.high)) for each in plates]) if plates else drawing


_Plate = tuple[tuple[str, ...], float, Point]  # what it says, how wide it is, and its lower left corner


def _plates(drawing: Drawing, said: tuple[str, ...], taken: tuple[_Plate, ...]) -> list[_Plate]:
    """The plate with these signs in a corner where nothing is drawn and no plate is `taken`; none where no corner is free."""
    wide = sum(map(_width, said)) + _GAP * (len(said) + 1)
    for (at_right, y), room in zip(_corners(drawing), room_in_corners(drawing), strict=True):
        x = drawing.wide - _EDGE - wide if at_right else _EDGE
        left, low, end, up = x - _CLEAR, y - _CLEAR, x + wide + _CLEAR, y + _HIGH + _CLEAR
        if wide <= room and not any(left < a + w and a < end and low < b + _HIGH and b < up for _, w, (a, b) in taken):
            return [(said, wide, (x, y))]
    return []


def _corners(drawing: Drawing) -> tuple[tuple[bool, float], ...]:
    """The corners from best to last, the upper ones first: whether at the right, and the lower edge of a plate in it."""
    top = drawing.high - _EDGE - _HIGH
    return (True, top), (False, top), (True, _EDGE), (False, _EDGE)


@lru_cache(maxsize=2048)
def room_in_corners(drawing: Drawing) -> tuple[float, ...]:
    """How wide a plate may be in each corner, in points; less than 0 where something begins at once."""
    if drawing.ready is not None and drawing.ready.room:
        return drawing.ready.room[False]
    if drawing.mirrors is not None:
        if drawing.mirrors.ready is not None and drawing.mirrors.ready.room:
            return drawing.mirrors.ready.room[True]
        right_up, left_up, right_low, left_low = room_in_corners(drawing.mirrors)
        return left_up, right_up, left_low, right_low
    outlines = list(_outlines(drawing))
    found = []
    for at_right, y in _corners(drawing):
        beside = [a for a, b in outlines if y - _CLEAR < b < y + _HIGH + _CLEAR]
        # how far each point is from the edge that the plate begins at
        far = [drawing.wide - _EDGE - a if at_right else a - _EDGE for a in beside]
        found.append(min((each - _CLEAR for each in far if each > -_CLEAR), default=drawing.wide))
    return tuple(found)


@lru_cache(maxsize=4096)
def _placed(said: tuple[str, ...], wide: float, at: Point, size: Point) -> Drawing:
    """A plate by itself in a corner of all drawings of a size. The same one each time, so that what is laid out of it is kept."""
    x, y = at
    return moved(_plate(said, wide), (x - _CLEAR, y - _CLEAR), size)


@lru_cache(maxsize=2048)  # one that is made again is another one, and so is its form
def _plate(said: tuple[str, ...], wide: float) -> Drawing:
    """A plate, with room for its line all round.

    It is kept as its operators: its outlines would take ten times as much, and nobody asks for them but who takes out its colour.
    """
    return as_operators(_drawn(said, wide), partial(_drawn, said, wide))


def _drawn(said: tuple[str, ...], wide: float) -> Drawing:
    plate = Layer((), _painted(said, wide), (_CLEAR, _CLEAR))
    return Drawing(wide + 2 * _CLEAR, _HIGH + 2 * _CLEAR, (plate,))


def _painted(said: tuple[str, ...], wide: float) -> tuple[Paint, ...]:
    """A white plate with signs beside each other, from its lower left corner."""
    paints = [Paint(box(0, 0, wide, _HIGH, 4), "#FFFFFF", COLOURS["frame"], WIDTHS["prop"], pen=True)]
    x = _GAP
    for each in said:
        paints += [replace(mark, path=_moved(mark.path, (x, _HIGH / 2))) for mark in _marks(each)]
        x += _width(each) + _GAP
    return tuple(paints)


@lru_cache(maxsize=128)
def _marks(said: str) -> tuple[Paint, ...]:
    """An icon and its number, from the middle of its left edge."""
    return (*(_clock() if said.endswith("s") else _loop()), *_number(said))


def _outlines(drawing: Drawing) -> Iterator[Point]:
    """Points close to each other along all that is drawn above or below, but for floor and walls."""
    rim = _EDGE + _HIGH + _CLEAR
    for layer in drawing.layers:
        for part in (part for paint in layer.paints for part in parts_of(paint.path)):
            points = points_of(part)
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if max(xs) - min(xs) > _BEHIND * drawing.wide or (min(ys) > rim and max(ys) < drawing.high - rim):
                continue
            for a, b in pairwise(points):
                if rim < a[1] < drawing.high - rim and rim < b[1] < drawing.high - rim:
                    continue  # between the corners
                steps = max(1, ceil(dist(a, b) / _COARSE))
                yield from (add(layer.at, lerp(a, b, i / steps)) for i in range(steps + 1))


def _moved(path: Path, by: Point) -> Path:
    return tuple((kind, tuple(add(point, by) for point in points)) for kind, points in path)


def _line(points: Iterable[Point], *, bent: bool = True) -> Paint:
    way = list(points)
    path = smooth(way, closed=False) if bent else poly(way, closed=False)
    return Paint(path, "", INK, WIDTHS["body"], pen=True)


def _clock() -> list[Paint]:
    """A stopwatch, from the middle of its left edge."""
    middle = (_ICON - 1, -1.0)
    return [
        Paint(ellipse(middle, 6, 6), "", INK, WIDTHS["body"], pen=True),
        _line([add(middle, (0, 6)), add(middle, (0, 8.4))], bent=False),
        _line([add(middle, (-1.8, 8.6)), add(middle, (1.8, 8.6))], bent=False),
        _line([add(middle, (0, 3.8)), middle, add(middle, (2.4, -1.4))], bent=False),
    ]


def _loop() -> list[Paint]:
    """A loop with a head, from the middle of its left edge."""
    middle = (_ICON - 1, 0.0)
    ring = [add(middle, polar(angle, 6)) for angle in range(50, -251, -25)]
    tip = ring[-1]
    return [_line(ring), Paint(poly([add(tip, (3.6, 1.6)), add(tip, (-2.4, 3.4)), add(tip, (-0.6, -3.0))]), INK)]


def _width(said: str) -> float:
    return 2 * _ICON + 1.5 + len(said) * _DIGIT


def _number(said: str) -> list[Paint]:
    """What stands behind an icon: a number, and s for seconds or the sign of times."""
    marks = []
    for number, sign in enumerate(said):
        at = (2 * _ICON + 1.5 + number * _DIGIT + (1.0 if sign in "s×" else 0.0), 0.0)
        marks += [_line(stroke, bent=sign not in "147×") for stroke in stroked(sign, at, _TALL)]
    return marks
