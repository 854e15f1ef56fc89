"""Faces for the scale of 0 to 10, from calm to the worst pain: what points at a number where words are hard to find.

Our own drawings, and no validated scale: nobody has measured what people mean by them. What tells the faces apart is
brows, eyes and mouth, never a colour, and each step changes all three. Nobody weeps: pain has no need of tears.
"""

from msgspec import Struct

from printkit.figures.geometry import Path, Point, ellipse, poly, smooth
from printkit.figures.scene import COLOURS, HIGH, INK, Drawing, Layer, Paint

_MIDDLE = HIGH / 2
_LINE, _FINE = 6.5, 4.5  # points at full height; a face of 14 mm still has lines of 1 point
_HEAD = ellipse((_MIDDLE, _MIDDLE), 77, 88)
_EYE, _EYE_HIGH = 33.0, 104.0  # from the middle, and from below
_MOUTH = 54.0


class _Look(Struct, frozen=True):
    """How one face looks: the ends of its brows, how far its eyes are open, and its mouth."""

    brow_in: float
    brow_out: float
    eye: float  # half its height; 0 is shut
    corners: float  # how far the corners of the mouth are above its middle
    gape: float = 0.0  # half the height of an open mouth with clenched teeth
    furrows: int = 0  # lines that pain draws: from nose to mouth, between the brows, across the forehead


_LOOKS = {
    0: _Look(brow_in=133, brow_out=130, eye=10.5, corners=7),
    2: _Look(brow_in=132, brow_out=127, eye=9.5, corners=0),
    4: _Look(brow_in=130, brow_out=122, eye=8, corners=-8),
    6: _Look(brow_in=122, brow_out=122, eye=5, corners=-17, furrows=1),
    8: _Look(brow_in=116, brow_out=127, eye=0, corners=-9, gape=11, furrows=2),
    10: _Look(brow_in=112, brow_out=131, eye=0, corners=-13, gape=21, furrows=3),
}


def _face(look: _Look) -> Drawing:
    skin, hair = COLOURS["skin"], COLOURS["hair"]
    ears = tuple(Paint(ellipse((x, _MIDDLE - 2), 10, 17), skin, INK, _FINE) for x in (18.0, HIGH - 18))
    crown = (*smooth([(8, 118), (38, 150), (95, 160), (152, 150), (182, 118)], closed=False), *_over_the_top())
    head = (*ears, Paint(_HEAD, skin))
    inside = Layer(_HEAD, (Paint(crown, hair),))
    features = tuple(_features(look))
    return Drawing(HIGH, HIGH, (Layer((), head), inside, Layer((), (Paint(_HEAD, "", INK, _LINE), *features))))


def _over_the_top() -> Path:
    return (("L", ((HIGH, HIGH),)), ("L", ((0, HIGH),)), ("Z", ()))


def _features(look: _Look) -> list[Paint]:
    found = [_line([(90, 94), (87, 84), (97, 81)])]
    for side in (-1, 1):
        found.append(_line([_at(side, 50, look.brow_out), _at(side, 33, _arch(look)), _at(side, 15, look.brow_in)], 8))
        found += _eye(side, look)
        found += _furrows(side, look)
    if look.furrows > 2:
        found.append(_line([(72, 144), (_MIDDLE, 147), (118, 144)], _FINE))
    return [*found, *_mouth(look)]


def _arch(look: _Look) -> float:
    """The height of a brow over the eye: the middle of its ends, and a calm one arched above it."""
    calm = max(0.0, look.eye - 5) * 0.9
    return (look.brow_in + look.brow_out) / 2 + calm


def _at(side: int, out: float, high: float) -> Point:
    return (_MIDDLE + side * out, high)


def _line(points: list[Point], width: float = _LINE) -> Paint:
    return Paint(smooth(points, closed=False), "", INK, width)


def _eye(side: int, look: _Look) -> list[Paint]:
    if look.eye:
        eye = Paint(ellipse(_at(side, _EYE, _EYE_HIGH), 7.5, look.eye), INK)
        if look.eye > 6:
            return [eye]
        folds = ((46, 107), (_EYE, 110), (20, 108)), ((46, 101), (_EYE, 98), (20, 101))  # tight above and below
        return [eye, *(_line([_at(side, *each) for each in lid], _FINE) for lid in folds)]
    # shut: the lids meet in a point beside the nose, and skin folds beside them
    high = 5 if look.gape < 15 else 9
    lids = [_at(side, 47, _EYE_HIGH + high), _at(side, 20, _EYE_HIGH - 3), _at(side, 47, _EYE_HIGH - high - 3)]
    return [Paint(poly(lids, closed=False), "", INK, _LINE)]


def _furrows(side: int, look: _Look) -> list[Paint]:
    found = []
    if look.furrows:
        found.append(_line([_at(side, 19, 78), _at(side, 37, 66), _at(side, 43, 50 - look.gape / 2)], _FINE))
    if look.furrows > 1:
        found.append(_line([_at(side, 6, 118), _at(side, 5, 128), _at(side, 7, 136)], _FINE))
    return found


def _mouth(look: _Look) -> list[Paint]:
    wide = 34.0
    if not look.gape:
        up = look.corners
        half = wide / 2, _MOUTH + up * 0.3
        ends = [(-wide, _MOUTH + up), (-half[0], half[1]), (0.0, _MOUTH), half, (wide, _MOUTH + up)]
        return [_line([(_MIDDLE + x, y) for x, y in ends], 7.5)]
    middle_high = _MOUTH - 4 - look.gape / 3
    low, high = middle_high - look.gape, middle_high + look.gape
    lips = smooth(
        [
            (_MIDDLE - wide, middle_high + look.corners),
            (_MIDDLE - wide * 0.8, high - 3),
            (_MIDDLE, high),
            (_MIDDLE + wide * 0.8, high - 3),
            (_MIDDLE + wide, middle_high + look.corners),
            (_MIDDLE + wide * 0.75, low),
            (_MIDDLE, low + 2),
            (_MIDDLE - wide * 0.75, low),
        ]
    )
    if look.gape > 15:  # cries out
        return [Paint(lips, INK, INK, _LINE)]
    teeth = _line([(_MIDDLE - wide * 0.7, middle_high - 1), (_MIDDLE + wide * 0.7, middle_high - 1)], _FINE)
    return [Paint(lips, "#FFFFFF", INK, _LINE), teeth]


# each number that has a face, with its drawing, from no pain to the worst
FACES: tuple[tuple[int, Drawing], ...] = tuple((number, _face(look)) for number, look in _LOOKS.items())
