"""A drawing as the operators of a PDF, and as SVG."""

from base64 import b64encode
from functools import lru_cache

from printkit.figures.geometry import Path
from printkit.figures.scene import Drawing, as_printed

_UNITS = 10  # a point: whole numbers take fewer bytes than tenths of points, and no printer shows less
_VERBS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def _number(value: float) -> str:
    return f"{value:.5g}"


def _pdf_path(path: Path) -> str:
    said: list[str] = []
    for kind, points in path:
        for x, y in points:
            said.append(f"{x * _UNITS:.0f} {y * _UNITS:.0f}")
        said.append(_VERBS[kind])
    return " ".join(said)


@lru_cache(maxsize=256)
def _colour(value: str) -> str:
    return " ".join(f"{int(value[start : start + 2], 16) / 255:.3g}" for start in (1, 3, 5))


@lru_cache(maxsize=32)
def operators(drawing: Drawing, scale: float = 1.0) -> str:
    """Content-stream operators in the drawing's own points, with lines for the scale at which it is printed.

    Colours and widths are said only when they change. They are asked for twice: for the name of the drawing, and for
    its form once its page is drawn.
    """
    said = [f"{1 / _UNITS:g} 0 0 {1 / _UNITS:g} 0 0 cm 1 J 1 j"]
    for layer in as_printed(drawing, scale).layers:
        said.append("q")
        if any(layer.at):
            said.append(f"1 0 0 1 {layer.at[0] * _UNITS:.0f} {layer.at[1] * _UNITS:.0f} cm")
        state: dict[str, str] = {}
        if layer.clip:
            said.append(f"{_pdf_path(layer.clip)} W n")
        for paint in layer.paints:
            wanted = {}
            if paint.fill:
                wanted["rg"] = f"{_colour(paint.fill)} rg"
            if paint.ink:
                wanted["RG"] = f"{_colour(paint.ink)} RG"
                wanted["w"] = f"{paint.width * _UNITS:.3g} w"
                wanted["d"] = f"[{' '.join(f'{long * _UNITS:.3g}' for long in paint.dash)}] 0 d"
            said += [words for key, words in wanted.items() if state.get(key, "[] 0 d" if key == "d" else "") != words]
            state |= wanted
            said.append(_pdf_path(paint.path) + (" B" if paint.fill and paint.ink else " f" if paint.fill else " S"))
        said.append("Q")
    return "\n".join(said)


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
        said.append(f'<image {box} href="data:image/jpeg;base64,{b64encode(photo.data).decode()}"/>')
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
