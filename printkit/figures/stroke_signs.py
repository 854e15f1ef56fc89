"""Pictures for the signs of a new stroke, a square each: for who finds a picture sooner than a word.

They go beside the words and add nothing to them. Which side they show means nothing: a stroke may show on either.
"""

from collections.abc import Mapping
from math import cos, pi, sin

from printkit.figures.geometry import Path, Point, capsule, ellipse, poly, smooth
from printkit.figures.scene import COLOURS, HIGH, INK, Drawing, Layer, Paint
from printkit.model.vocabulary import StrokeSign

_LINE, _FINE = 6.5, 4.5  # points at full height
_HEAD = ((95.0, 95.0), 62.0, 72.0)  # its middle and half its width and height


def _stroke(points: list[Point], width: float = _LINE, ink: str = INK) -> Paint:
    return Paint(smooth(points, closed=False), "", ink, width)


def _head(middle: Point = _HEAD[0], scale: float = 1.0) -> list[Layer]:
    """A head with its hair, ears and nose, but without eyes and mouth."""
    (x, y), wide, high = middle, _HEAD[1] * scale, _HEAD[2] * scale
    outline = ellipse(middle, wide, high)
    ears = [
        Paint(ellipse((x + side * wide, y), 8 * scale, 14 * scale), COLOURS["skin"], INK, _FINE) for side in (-1, 1)
    ]
    fringe = [(x - wide * 1.2, y + high * 0.3), (x - wide * 0.5, y + high * 0.62), (x + wide * 0.5, y + high * 0.62)]
    crown = smooth([*fringe, (x + wide * 1.2, y + high * 0.3)], closed=False)
    hair = (*crown, ("L", ((x + wide * 1.2, y + high * 1.2),)), ("L", ((x - wide * 1.2, y + high * 1.2),)), ("Z", ()))
    nose = _stroke([(x - 3 * scale, y + 2), (x - 7 * scale, y - 10 * scale), (x + 3 * scale, y - 12 * scale)], _FINE)
    return [
        Layer((), (*ears, Paint(outline, COLOURS["skin"]))),
        Layer(outline, (Paint(hair, COLOURS["hair"]),)),
        Layer((), (Paint(outline, "", INK, _LINE), nose)),
    ]


def _square(*layers: Layer) -> Drawing:
    return Drawing(HIGH, HIGH, layers)


def _arc(middle: Point, radius: float, first: int, last: int) -> list[Point]:
    step = 6 if last > first else -6
    return [
        (middle[0] + radius * cos(d * pi / 180), middle[1] + radius * sin(d * pi / 180))
        for d in range(first, last, step)
    ]


def _arrow(points: list[Point], end: Point, along: Point) -> list[Paint]:
    """A curved arrow in the colour of movement; `along` is the direction of its head, of length 1."""
    blue = COLOURS["arrow"]
    across = (-along[1], along[0])
    head = [
        (end[0] + along[0] * 16, end[1] + along[1] * 16),
        (end[0] + across[0] * 11, end[1] + across[1] * 11),
        (end[0] - across[0] * 11, end[1] - across[1] * 11),
    ]
    return [_stroke([*points, end], 7, blue), Paint(poly(head), blue)]


def _balance() -> Drawing:
    """Somebody who tips over beside an upright line."""
    foot, lean = (78.0, 20.0), 24 * pi / 180

    def at(high: float, out: float = 0.0) -> Point:
        return (foot[0] + high * sin(lean) + out * cos(lean), foot[1] + high * cos(lean) - out * sin(lean))

    upright = Paint(poly([(foot[0], 12.0), (foot[0], 176.0)], closed=False), "", COLOURS["floor"], 3.5, (9.0, 8.0))
    floor = Paint(poly([(14.0, 12.0), (176.0, 12.0)], closed=False), "", COLOURS["floor"], _FINE)
    legs = [capsule(at(70, out), at(4, out * 1.6), 11, 8) for out in (-8.0, 8.0)]
    arms = [capsule(at(112, -14), at(104, -58), 8, 6), capsule(at(112, 14), at(128, 52), 8, 6)]
    trunk = capsule(at(74), at(114), 17, 19)
    body = [Paint(each, COLOURS["pants"], INK, _FINE) for each in legs]
    body += [Paint(each, COLOURS["shirt"], INK, _FINE) for each in (*arms, trunk)]
    head = [Paint(ellipse(at(152), 19, 21), COLOURS["skin"], INK, _FINE)]
    way = _arrow(
        _arc(foot, 158, 82, 62), (foot[0] + 158 * cos(60 * pi / 180), foot[1] + 158 * sin(60 * pi / 180)), (0.87, -0.5)
    )
    return _square(Layer((), (floor, upright, *body, *head, *way)))


def _eyes() -> Drawing:
    """A face that sees double: each eye with a second, fainter one beside it."""
    layers = _head()
    x, y = _HEAD[0]
    paints: list[Paint] = []
    for side in (-1, 1):
        middle = (x + side * 27, y + 12)
        paints += [
            Paint(ellipse((middle[0] + 13, middle[1] + 9), 15, 10), "", COLOURS["floor"], 3.0, (5.0, 4.0)),
            Paint(ellipse((middle[0] + 13, middle[1] + 9), 5, 5), COLOURS["frame"]),
            Paint(ellipse(middle, 16, 11), COLOURS["paper"], INK, _FINE),
            Paint(ellipse(middle, 6, 6), INK),
        ]
    mouth = _stroke([(x - 20, y - 38), (x, y - 40), (x + 20, y - 38)])
    return _square(*layers, Layer((), (*paints, mouth)))


def _face() -> Drawing:
    """A face of which half droops: brow, eye and corner of the mouth hang."""
    layers = _head()
    x, y = _HEAD[0]
    up, down = -1, 1
    paints = [
        _stroke([(x + up * 42, y + 26), (x + up * 27, y + 33), (x + up * 12, y + 28)], 7),
        Paint(ellipse((x + up * 27, y + 13), 7, 9), INK),
        _stroke([(x + down * 44, y + 10), (x + down * 28, y + 18), (x + down * 12, y + 20)], 7),
        Paint(ellipse((x + down * 27, y - 1), 7, 4), INK),
        _stroke([(x + down * 14, y + 5), (x + down * 28, y + 6), (x + down * 40, y)], _FINE),
        _stroke([(x - 30, y - 29), (x - 12, y - 37), (x + 8, y - 38), (x + 24, y - 46), (x + 34, y - 58)], 7.5),
    ]
    way = _arrow([(178.0, 98.0), (178.0, 76.0)], (178.0, 58.0), (0.0, -1.0))
    return _square(*layers, Layer((), (*paints, *way)))


def _arm() -> Drawing:
    """Both arms were held out; one has sunk."""
    layers = _head((95.0, 146.0), 0.5)
    x, y = 95.0, 146.0
    features = [Paint(ellipse((x + side * 12, y + 4), 3.5, 4.5), INK) for side in (-1, 1)]
    features.append(_stroke([(x - 9, y - 18), (x, y - 19), (x + 9, y - 18)], _FINE))
    trunk = smooth([(60.0, 104.0), (95.0, 112.0), (130.0, 104.0), (124.0, 8.0), (66.0, 8.0)])
    held = capsule((64.0, 94.0), (14.0, 98.0), 12, 9)
    where_it_was = Paint(capsule((126.0, 94.0), (176.0, 98.0), 12, 9), "", COLOURS["floor"], 3.0, (6.0, 5.0))
    sunk = capsule((126.0, 94.0), (152.0, 34.0), 12, 9)
    arms = [Paint(each, COLOURS["shirt"], INK, _FINE) for each in (held, sunk)]
    way = _arrow(
        _arc((126.0, 94.0), 56, -6, -36), (126 + 56 * cos(-38 * pi / 180), 94 + 56 * sin(-38 * pi / 180)), (-0.6, -0.8)
    )
    body = Layer((), (where_it_was, *arms, Paint(trunk, COLOURS["shirt"], INK, _FINE)))
    return _square(body, *layers, Layer((), (*features, *way)))


def _speech() -> Drawing:
    """A mouth that speaks, and a bubble in which the words are a scrawl."""
    layers = _head((62.0, 74.0), 0.82)
    x, y = 62.0, 74.0
    eyes = [Paint(ellipse((x + side * 20, y + 10), 5.5, 7), INK) for side in (-1, 1)]
    mouth = Paint(ellipse((x + 2, y - 31), 12, 9), INK)
    bubble = Paint(ellipse((136.0, 146.0), 50, 38), COLOURS["paper"], INK, _FINE)
    tail = poly([(112.0, 116.0), (96.0, 96.0), (126.0, 110.0)])
    scrawl = [(102.0, 148.0), (112.0, 162.0), (118.0, 136.0), (128.0, 160.0), (134.0, 138.0), (142.0, 156.0)]
    scrawl += [(150.0, 136.0), (156.0, 158.0), (170.0, 144.0)]
    said = [Paint(tail, COLOURS["paper"], INK, _FINE), bubble, Paint(tail, COLOURS["paper"]), _stroke(scrawl, 5)]
    return _square(*layers, Layer((), (*eyes, mouth, *said)))


def _time() -> Drawing:
    """A clock."""
    middle = (95.0, 95.0)
    marks: Path = ()
    for degrees in range(0, 360, 30):
        long = 60 if degrees % 90 else 54
        ends = [_arc(middle, radius, degrees, degrees + 1)[0] for radius in (long, 68)]
        marks = (*marks, *poly(ends, closed=False))
    hands = [
        Paint(poly([middle, (95.0, 145.0)], closed=False), "", INK, _LINE),
        Paint(poly([middle, (128.0, 82.0)], closed=False), "", INK, 8.0),
    ]
    face = [Paint(ellipse(middle, 80, 80), COLOURS["paper"], INK, 8.0), Paint(marks, "", COLOURS["floor"], _FINE)]
    return _square(Layer((), (*face, *hands, Paint(ellipse(middle, 6, 6), INK))))


PICTURES: Mapping[StrokeSign, Drawing] = {
    StrokeSign.BALANCE: _balance(),
    StrokeSign.EYES: _eyes(),
    StrokeSign.FACE: _face(),
    StrokeSign.ARM: _arm(),
    StrokeSign.SPEECH: _speech(),
    StrokeSign.TIME: _time(),
}
