"""A picture that moves as one SVG file, by the styles in it: no script, and still for who has asked for less motion.

What a viewer shows that knows no such wish is the pair, start and end: so does a printer.
"""

from collections import Counter
from collections.abc import Sequence
from xml.sax.saxutils import escape

from printkit.figures.geometry import Path
from printkit.figures.scene import Drawing, Paint

_VERBS = {"M": "M%.1f,%.1f", "L": "L%.1f,%.1f", "C": "C%.1f,%.1f %.1f,%.1f %.1f,%.1f", "Z": "Z"}
_GAP = 4.0  # points between the frames of the pair


def moving_svg(frames: Sequence[Drawing], alt: str, seconds: float) -> str:
    """A whole file: the frames from the first to the last in so many seconds and back, for ever; or both ends, still."""
    wide, high = frames[0].wide, frames[0].high
    often = Counter(paint for frame in frames for layer in frame.layers for paint in layer.paints)
    again = {paint: f"p{number}" for number, paint in enumerate(p for p, times in often.items() if times > 1)}
    clips = "".join(f'<path d="{_data(layer.clip, high)}"/>' for layer in frames[0].layers)
    size = f'viewBox="0 0 {wide:.5g} {high:.5g}" width="{wide:.5g}" height="{high:.5g}"'
    said = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><title>{escape(alt)}</title>',
        f"<style>{_style(len(frames), seconds)}</style>",
        f'<defs><clipPath id="c">{clips}</clipPath>',
        *(f'<path id="{name}" {_look(paint, high)}/>' for paint, name in again.items()),
    ]
    for number, frame in enumerate(frames):
        paints = [paint for layer in frame.layers for paint in layer.paints]
        shown = (f'<use href="#{again[p]}"/>' if p in again else f"<path {_look(p, high)}/>" for p in paints)
        said.append(f'<g id="f{number}" clip-path="url(#c)" {_ROUND}>{"".join(shown)}</g>')
    said.append(f'</defs><g class="still">{_side_by_side(len(frames) - 1, wide, high)}</g><g class="moving">')
    said += [f'<use class="f" style="animation-name:m{number}" href="#f{number}"/>' for number in range(len(frames))]
    return "\n".join([*said, "</g></svg>", ""])


_ROUND = 'stroke-linecap="round" stroke-linejoin="round"'


def _data(path: Path, high: float) -> str:
    flat = ((kind, tuple(value for x, y in points for value in (x, high - y))) for kind, points in path)
    return "".join(_VERBS[kind] % values for kind, values in flat)


def _look(paint: Paint, high: float) -> str:
    dash = f' stroke-dasharray="{" ".join(f"{each:.4g}" for each in paint.dash)}"' if paint.dash else ""
    line = f' stroke="{paint.ink}" stroke-width="{paint.width:.2g}"{dash}' if paint.ink else ""
    return f'd="{_data(paint.path, high)}" fill="{paint.fill or "none"}"{line}'


def _side_by_side(last: int, wide: float, high: float) -> str:
    """The first and the last frame in the room of one: beside each other, or above each other where they lie."""
    lying = wide > 2 * high
    scale = min((wide - _GAP) / 2 / wide, 1.0) if not lying else (high - _GAP) / 2 / high
    places = [(0.0, 0.0), (0.0, high * scale + _GAP)] if lying else [(0.0, 0.0), (wide * scale + _GAP, 0.0)]
    left, top = ((wide - wide * scale) / 2, 0.0) if lying else (0.0, (high - high * scale) / 2)
    return "".join(
        f'<use href="#f{number}" transform="translate({left + x:.1f} {top + y:.1f}) scale({scale:.4f})"/>'
        for number, (x, y) in zip((0, last), places, strict=True)
    )


def _style(many: int, seconds: float) -> str:
    """Each frame is seen at its moment of the way there and of the way back."""
    steps = 2 * (many - 1)
    rules = []
    for number in range(many):
        moments = sorted({number, (steps - number) % steps})
        seen = "".join(
            f"{100 * each / steps:g}%{{visibility:visible}}{100 * (each + 1) / steps:g}%{{visibility:hidden}}"
            for each in moments
        )
        first = "" if number == 0 else "0%{visibility:hidden}"
        rules.append(f"@keyframes m{number}{{{first}{seen}}}")
    moves = f".moving{{display:inline}}.still{{display:none}}.f{{animation:{2 * seconds:g}s step-end infinite}}"
    return (
        ".f{visibility:hidden}.moving{display:none}"
        f"@media (prefers-reduced-motion: no-preference){{{moves}}}"
        "@media (prefers-reduced-motion: reduce){.moving{display:none}.still{display:inline}}" + "".join(rules)
    )
