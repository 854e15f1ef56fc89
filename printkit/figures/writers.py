"""A drawing as the operators of a PDF, and as SVG."""

from binascii import b2a_base64
from collections.abc import Iterator
from functools import lru_cache

from printkit.figures.geometry import Path
from printkit.figures.scene import WIDTHS, Drawing, Grain, Layer, as_printed, thinned

_PEN = 2 * WIDTHS["body"]  # printed points: the pen that draws in the space of the drawing itself
_VERBS = {"M": "%d %d m", "L": "%d %d l", "C": "%d %d %d %d %d %d c", "Z": "h"}


def _number(value: float) -> str:
    return f"{value:.5g}"


def _pdf_path(path: Path, units: float, grain: Grain) -> str:
    # in the large space of a thin pen a last digit of 0 or 5 is still fine enough, and takes fewer bytes
    step = 5 if units >= 3 * grain.units else 1
    units /= step
    places = [round(place * units) * step for _, points in path for point in points for place in point]
    return " ".join([_VERBS[kind] for kind, _ in path]) % tuple(places)


@lru_cache(maxsize=256)
def _colour(value: str) -> str:
    return " ".join(f"{int(value[start : start + 2], 16) / 255:.3g}" for start in (1, 3, 5))


def pen_width(drawing: Drawing, scale: float) -> float:
    """The width of a line that a page sets before it stamps a drawing at a scale; see `operators`."""
    return _PEN * drawing.grain.units * thinned(scale) / scale


@lru_cache(maxsize=32)
def operators(drawing: Drawing) -> str:
    """Content-stream operators in the drawing's own points.

    One stream serves every size: a form takes over the width of a line from the page that stamps it (`pen_width`), and
    each pen draws in a space of its own, larger or smaller, where that width is its own. Colours are said only when they
    change. The operators are asked for twice: for the name of the drawing, and for its form once its page is drawn.
    """
    if drawing.ready is not None:
        return drawing.ready.operators
    grain = drawing.grain
    said = [f"{1 / grain.units:g} 0 0 {1 / grain.units:g} 0 0 cm 1 J 1 j"]
    for layer in drawing.layers:
        said.append("q")
        if any(layer.at):
            said.append(f"1 0 0 1 {layer.at[0] * grain.units:.0f} {layer.at[1] * grain.units:.0f} cm")
        if layer.clip:
            said.append(f"{_pdf_path(layer.clip, grain.units, grain)} W n")
        said += _painted(layer, grain)
        said.append("Q")
    return "\n".join(said)


def _painted(layer: Layer, grain: Grain) -> Iterator[str]:
    """The paints of a layer; those of one pen, one after the other, in the space of that pen."""
    around: dict[str, str] = {}  # what is set outside of the space of a pen
    state, space, units = around, "", float(grain.units)
    for paint in layer.paints:
        if paint.ink:  # what is only filled may stand in any space
            larger = round(paint.width / _PEN, 3) if paint.pen else 1.0
            wanted = "" if larger == 1 and paint.pen else f"{larger:g} 0 0 {larger:g} 0 0 cm"
            wanted = wanted if paint.pen else f"{paint.width * grain.units:.3g} w"
            if wanted != space:
                if space:
                    yield "Q"
                if wanted:
                    yield f"q {wanted}"
                state, space, units = dict(around) if wanted else around, wanted, grain.units / larger
        said = {"rg": f"{_colour(paint.fill)} rg"} if paint.fill else {}
        if paint.ink:
            said |= {"RG": f"{_colour(paint.ink)} RG", "d": f"[{' '.join(f'{d * units:.3g}' for d in paint.dash)}] 0 d"}
        for key, words in said.items():
            if state.get(key, "[] 0 d" if key == "d" else "") != words:
                yield words
        state |= said
        yield _pdf_path(paint.path, units, grain) + (" B" if paint.fill and paint.ink else " f" if paint.fill else " S")
    if space:
        yield "Q"


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
