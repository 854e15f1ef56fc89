"""What stands at the foot of every page, and the thick line at the side that a reader may miss."""

from functools import lru_cache

from msgspec.structs import replace

from printkit.document import Text
from printkit.layout import fonts
from printkit.layout.fragment import (
    Frame,
    Mark,
    TextRun,
)
from printkit.layout.lines import Bit, line_marks, set_lines, to_baseline
from printkit.layout.pagination import Page
from printkit.layout.profiles import MM, Profile, Style
from printkit.sheets import geometry

_ANCHOR = 2.5  # mm wide


def _first_that_fits(choices: tuple[str, ...], style: Style, wide: float) -> str:
    """The longest of the choices that fits; the last one if none does."""
    return next((said for said in choices if fonts.width(said, style.bold, style.size) <= wide), choices[-1])


def anchor_marks(page: Page, profile: Profile) -> tuple[Mark, ...]:
    """A thick line at the side that the reader may miss, from the first line of the page to the last."""
    turned = page.width > page.height
    # on a chart it stands between the edge of the paper and the corner codes
    inset = 5.0 if turned else profile.left_margin - 8 if profile.anchor == "left" else profile.right_margin - 8
    x = inset if profile.anchor == "left" else page.width - inset - _ANCHOR
    high = page.height - profile.top_margin - profile.bottom_margin
    return (Frame(x * MM, profile.top_margin * MM, _ANCHOR * MM, high * MM, "alarm"),)


@lru_cache(maxsize=4096)
def foot_marks(
    said: tuple[tuple[str, ...], tuple[str, ...]], page_of: str, size: tuple[float, float], profile: Profile
) -> tuple[Mark, ...]:
    """What stands at the foot of each page, always in the same place: help, page number, small print.

    `said` is the help and the small print, each from long to short; `size` that of the page in millimetres. The marks are
    measured from the lower left corner of the page.
    """
    style = profile.label_strong
    small = profile.small
    inset = (geometry.CODE_EDGE + geometry.CODE + 4) * MM
    left, right = inset, size[0] * MM - inset
    if profile.anchor and size[0] < size[1]:
        left, right = (max(left, profile.left_margin * MM), right - max(0.0, profile.right_margin * MM - inset))
    lowest = -10.5 * MM
    wide = fonts.width(page_of, bold=True, size=style.size)
    light = replace(style, bold=False)
    room = right - wide - 8 - left
    foot = _first_that_fits(said[0], light, room)
    long = fonts.width(foot, bold=False, size=light.size)
    light = replace(light, size=light.size * min(1.0, room / long))  # rather a little smaller than into the page number
    imprint = _first_that_fits(said[1], small, right - left)
    lines = set_lines((Text(imprint),), right - left, small)
    above = lowest - len(lines) * small.leading
    help_words, _ = line_marks(((Bit(foot, bold=False),),), left, above - to_baseline(light), light, 0)
    words, _ = line_marks(lines, left, above + small.leading - to_baseline(small), small, 0)
    return (TextRun(right - wide, above, page_of, style, 0), *help_words, *words)
