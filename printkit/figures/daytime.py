"""The signs of the parts of the day: a sun that rises, a high sun, a moon."""

from functools import cache
from math import cos, pi, sin

from printkit.figures.geometry import Path, ellipse, poly
from printkit.figures.scene import COLOURS, Drawing, Layer, Paint
from printkit.model.vocabulary import DayPart

_SIDE = 60.0  # points


@cache
def sign(part: DayPart) -> Drawing:
    """The sign of a part of the day, in a square."""
    match part:
        case DayPart.MORNING:
            paints = _rising()
        case DayPart.MIDDAY:
            paints = _high()
        case DayPart.EVENING:
            paints = _moon()
    return Drawing(_SIDE, _SIDE, (Layer((), paints),))


def _rays(middle: tuple[float, float], inner: float, outer: float, angles: range) -> Path:
    found: Path = ()
    for degrees in angles:
        x, y = cos(degrees * pi / 180), sin(degrees * pi / 180)
        start, end = (middle[0] + inner * x, middle[1] + inner * y), (middle[0] + outer * x, middle[1] + outer * y)
        found = (*found, *poly([start, end], closed=False))
    return found


def _rising() -> tuple[Paint, ...]:
    dark, low = COLOURS["arrow"], 18.0
    half = poly([(30 + 15 * cos(d * pi / 180), low + 15 * sin(d * pi / 180)) for d in range(0, 181, 6)])
    horizon = poly([(4.0, low), (56.0, low)], closed=False)
    rays = _rays((30, low), 20, 28, range(15, 180, 30))
    return (Paint(half, dark), Paint(horizon, "", dark, 3.0), Paint(rays, "", dark, 3.0))


def _high() -> tuple[Paint, ...]:
    dark = COLOURS["arrow"]
    rays = _rays((30, 30), 19, 27, range(0, 360, 45))
    return (Paint(ellipse((30, 30), 13, 13), dark), Paint(rays, "", dark, 3.0))


def _moon() -> tuple[Paint, ...]:
    outer = [(30 + 20 * cos(d * pi / 180), 30 + 20 * sin(d * pi / 180)) for d in range(70, 321, 5)]
    inner = [(39 + 15.6 * cos(d * pi / 180), 36 + 15.6 * sin(d * pi / 180)) for d in range(283, 106, -5)]
    return (Paint(poly(outer + inner), COLOURS["arrow"]),)
