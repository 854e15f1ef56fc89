"""A drawing as the operators of a PDF, and as SVG."""

from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from math import floor

from msgspec import Struct

from printkit.figures.geometry import Path, Point, points_of
from printkit.figures.scene import WIDTHS, Drawing, Layer, Paint, Ready, as_printed, thinned

_PEN = 2 * WIDTHS["body"]  # printed points: the pen that draws in the space of the drawing itself
_Pen = tuple[float, bool]  # its width, and whether that is as thick on paper at any size
_OWN: _Pen = (_PEN, True)
_VERBS = {"M": "%d %d m", "L": "%d %d l", "C": "%d %d %d %d %d %d c", "Z": "h"}


def _number(value: float) -> str:
    return f"{value:.5g}"


class _Space(Struct, frozen=True):
    """Where whole numbers are said: so many to a point, in steps, from a corner in points."""

    units: float
    step: int
    corner: Point = (0.0, 0.0)

    def path(self, path: Path) -> str:
        """The operators of a path."""
        fine, step = self.units / self.step, self.step
        left, low = self.corner[0] * fine, self.corner[1] * fine
        places: list[int] = []
        for _, points in path:
            for x, y in points:
                places += round(x * fine - left) * step, round(y * fine - low) * step
        return " ".join([_VERBS[kind] for kind, _ in path]) % tuple(places)


@lru_cache(maxsize=256)
def _colour(value: str) -> str:
    """Red, green and blue in hundredths, which no eye tells from #RRGGBB."""
    return " ".join(f"{int(value[start : start + 2], 16) / 255:.2g}".removeprefix("0") or "0" for start in (1, 3, 5))


def pen_width(drawing: Drawing, scale: float) -> float:
    """The width of a line that a page sets before it stamps a drawing at a scale; see `operators`."""
    return _PEN * drawing.grain.units * thinned(scale) / scale


def operators(drawing: Drawing) -> str:
    """Content-stream operators in the drawing's own points.

    One stream serves every size: a form takes over the width of a line from the page that stamps it (`pen_width`), and
    each pen draws in a space of its own, larger or smaller, where that width is its own. Colours are said only when they
    change. The operators are asked for twice: for the name of the drawing, and for its form once its page is drawn.
    """
    return _written(drawing) if drawing.ready is None else drawing.ready.operators


@lru_cache(maxsize=32)
def _written(drawing: Drawing) -> str:
    return _said(drawing)


def as_operators(drawing: Drawing, anew: Callable[[], Drawing]) -> Drawing:
    """What is kept of a drawing for pages; `anew` makes it once more for who asks for its paths."""
    return Drawing(drawing.wide, drawing.high, (), ready=Ready(_said(drawing), (), anew), grain=drawing.grain)


def _said(drawing: Drawing) -> str:
    units = drawing.grain.units
    own = _Space(units, 1)
    said = [f"{1 / units:g} 0 0 {1 / units:g} 0 0 cm 1 J 1 j"]
    for layer in drawing.layers:
        said.append("q")
        x, y = layer.at
        if x or y:
            said.append(f"1 0 0 1 {x * units:.0f} {y * units:.0f} cm")
        part = _of_layer(layer, own)
        said += (part, "Q") if part else ("Q",)
    return "\n".join(said)


def _of_layer(layer: Layer, own: _Space) -> str:
    clip = [f"{own.path(layer.clip)} W n"] if layer.clip else []
    return "\n".join((*clip, *_painted(layer.paints, own)))


def _painted(every: Iterable[Paint], own: _Space) -> Iterator[str]:
    """Paints; those of one pen, one after the other, in the space of that pen."""
    around: dict[str, str] = {}  # what is set outside of the space of a pen
    for (width, pen), paints in _by_pen(every):
        apart, space, state = (width, pen) != _OWN, own, around
        if apart:
            state = dict(around)
            if pen:
                larger = round(width / _PEN, 3)
                x, y = _corner(paints, own)
                yield f"q {larger:g} 0 0 {larger:g} {x} {y} cm"
                # in the large space of a thin pen every fourth number is still fine enough, and takes fewer bytes
                space = _Space(own.units / larger, 4 if larger < 1 / 3 else 1, (x / own.units, y / own.units))
            else:
                yield f"q {width * own.units:.3g} w"
        for paint in paints:
            said = {"rg": f"{_colour(paint.fill)} rg"} if paint.fill else {}
            if paint.ink:
                dash = " ".join(f"{each * space.units:.3g}" for each in paint.dash)
                said |= {"RG": f"{_colour(paint.ink)} RG", "d": f"[{dash}] 0 d"}
            for key, words in said.items():
                if state.get(key, "[] 0 d" if key == "d" else "") != words:
                    yield words
            state |= said
            yield f"{space.path(paint.path)} {'B' if paint.fill and paint.ink else 'f' if paint.fill else 'S'}"
        if apart:
            yield "Q"


def _by_pen(paints: Iterable[Paint]) -> list[tuple[_Pen, list[Paint]]]:
    """Paints one after the other that one pen draws; what is only filled may stand in the space of any."""
    found: list[tuple[_Pen, list[Paint]]] = [(_OWN, [])]
    for paint in paints:
        pen = (paint.width, paint.pen) if paint.ink else found[-1][0]
        if pen != found[-1][0]:
            found.append((pen, []))
        found[-1][1].append(paint)
    return found


def _corner(paints: list[Paint], own: _Space) -> tuple[int, int]:
    """The lower left corner of paints, near which numbers are short."""
    points = [point for paint in paints for point in points_of(paint.path)]
    return floor(min(x for x, _ in points) * own.units), floor(min(y for _, y in points) * own.units)


def svg(drawing: Drawing, alt: str, scale: float = 1.0) -> str:
    """A whole SVG file, with its alternative text, and lines for the scale at which it is shown."""
    from xml.sax.saxutils import escape

    high = drawing.high

    def data(path: Path) -> str:
        verbs = [kind + " ".join(f"{_number(x)},{_number(high - y)}" for x, y in points) for kind, points in path]
        return "".join(verbs)

    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_number(drawing.wide)} {_number(high)}" '
        f'width="{_number(drawing.wide)}" height="{_number(high)}" role="img"><title>{escape(alt)}</title>'
    )
    said = [
        opening,
        '<g stroke-linecap="round" stroke-linejoin="round">',
    ]
    if (photo := drawing.photograph) is not None:
        box = f'x="{photo.x:.5g}" y="{high - photo.y - photo.high:.5g}" width="{photo.wide:.5g}" height="{photo.high:.5g}"'
        said.append(f'<image {box} href="data:image/jpeg;base64,{b2a_base64(photo.data, newline=False).decode()}"/>')
    for number, layer in enumerate(as_printed(drawing, scale).layers):
        moved = any(layer.at)
        if moved:
            said.append(f'<g transform="translate({_number(layer.at[0])} {_number(-layer.at[1])})">')
        if layer.clip:
            said.append(
                f'<clipPath id="c{number}"><path d="{data(layer.clip)}"/></clipPath><g clip-path="url(#c{number})">'
            )
        for paint in layer.paints:
            dash = f' stroke-dasharray="{" ".join(map(_number, paint.dash))}"' if paint.dash else ""
            line = f' stroke="{paint.ink}" stroke-width="{paint.width:.3g}"{dash}' if paint.ink else ""
            said.append(f'<path d="{data(paint.path)}" fill="{paint.fill or "none"}"{line}/>')
        said += ["</g>"] * (bool(layer.clip) + moved)
    return "\n".join([*said, "</g></svg>", ""])
