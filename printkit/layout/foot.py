"""What stands at the foot of every page, and the thick line at the side that a reader may miss."""

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import Document, Text
from printkit.layout import fonts
from printkit.layout.fragment import (
    Frame,
    Line,
    Mark,
    TextRun,
)
from printkit.layout.lines import Bit, line_marks, set_lines, to_baseline
from printkit.layout.pagination import Page
from printkit.layout.profiles import MM, Profile, Style
from printkit.sheets import geometry

_ANCHOR = 3.0  # mm wide
_FROM_TEXT = 7.0  # mm between the line and the text
_RULE = 3.5  # mm from the text block down to the hairline
_BETWEEN = 11.0  # points between the parts of the foot
_INSET = geometry.CODE_EDGE + geometry.CODE + 3  # mm; between the corner codes


def anchor_marks(page: Page, profile: Profile, start_here: str) -> tuple[Mark, ...]:
    """A thick line at the side that the reader may miss, from the first line of the page to the last."""
    # on a sheet that comes back it stands between the edge of the paper and the corner codes
    inset = 5.0 if page.template else _margin(profile) - _FROM_TEXT
    x = inset if profile.anchor == "left" else page.width - inset - _ANCHOR
    top = profile.sheet_margin if page.template else profile.top_margin
    high = page.height - top - (profile.sheet_margin if page.template else profile.bottom_margin)
    line = Frame(x * MM, top * MM, _ANCHOR * MM, high * MM, "alarm")
    if page.template or profile.anchor != "left":
        return (line,)
    style = replace(profile.label_strong, colour="alarm", turned=False)  # it stands where the reader may miss it
    words, _ = line_marks(((Bit(start_here, bold=True),),), x * MM, (top - 6) * MM, style, 0)
    return (line, *words)


def _margin(profile: Profile) -> float:
    return profile.left_margin if profile.anchor == "left" else profile.right_margin


class Foot(Struct, frozen=True):
    """The words at the foot of a page: help from long to short, who has reviewed it likewise, and which page it is.

    Where the help leaves no room for the review, it stands under it, for a loose page must say it, too.
    """

    help: tuple[tuple[str, ...], ...]
    review: tuple[str, ...]
    imprint: str  # of the last page
    page_of: str
    translated: str = ""  # who has checked the words of another language


def foot_of(document: Document, number: int, count: int) -> Foot:
    """The foot of one page of a document."""
    page_of = document.page_of.replace("{number}", str(number)).replace("{count}", str(count))
    imprint = document.imprint if number == count else ""
    return Foot(document.foot, document.review, imprint, page_of, document.translated)


@lru_cache(maxsize=4096)
def foot_marks(foot: Foot, size: tuple[float, float], profile: Profile, *, coded: bool) -> tuple[Mark, ...]:
    """What stands at the foot of a page of `size` in millimetres: help, the page, the imprint under a thin line.

    It is as wide as the text, or lies between the corner codes of a page that has them. The marks are measured from the
    lower left corner of the page.
    """
    left, right = profile.left_margin, profile.right_margin
    if coded:
        left = right = _INSET
    first, last = left * MM, (size[0] - right) * MM
    style = profile.label_strong
    light = replace(style, bold=False, colour=profile.label.colour)
    # the page at both sides for a reader who may miss one of them
    long = fonts.width(foot.page_of, bold=True, size=style.size)
    begin = first + (long + _BETWEEN if profile.anchor else 0.0)
    room = last - long - _BETWEEN - begin
    parts = next((each for each in foot.help if _width(each, style, light) <= room), foot.help[-1])
    wide = _width(parts, style, light)
    if wide > room:  # rather a little smaller than into the page number
        style, light = (replace(each, size=each.size * room / wide) for each in (style, light))
    rule = -(profile.bottom_margin - _RULE) * MM
    top = rule + 2.0
    marks: list[Mark] = [Line(first, rule, last, rule, 0.6, "line")]
    x = begin
    for number, part in enumerate(parts):
        of_part = light if number else style
        marks += line_marks(((Bit(part, bold=not number),),), x, top, of_part, 0)[0]
        x += fonts.width(part, bold=not number, size=of_part.size) + _BETWEEN
    baseline = top + to_baseline(profile.label_strong)
    pages = [last - long, *([first] if profile.anchor else [])]
    marks += [TextRun(at, baseline, foot.page_of, profile.label_strong, 0) for at in pages]
    large = max(profile.small.size, profile.label.size - 3)  # large print keeps it large, too
    small = replace(profile.small, size=large, leading=large * 1.2)
    note = "" if set(parts) & set(foot.review) else foot.review[-1]
    under = [each for each in (foot.translated, note, foot.imprint) if each]
    for least in (large, 12.0, 10.5, 9.0):  # rather smaller than off the paper
        small = replace(small, size=min(small.size, least), leading=min(small.leading, least * 1.2))
        lines = set_lines((Text(" ".join(under)),), last - first, small)
        if len(lines) <= 1:
            break
    marks += line_marks(lines[:2], first, top + profile.label_strong.leading, small, 0)[0]
    if not profile.body.turned:
        return tuple(marks)
    from printkit.layout.mirror import marks_of  # of pages that are read from the right

    return marks_of(marks, first + last)


def _width(parts: tuple[str, ...], strong: Style, light: Style) -> float:
    """How wide the parts of a foot are, the first in bold."""
    words = sum(
        fonts.width(part, bold=not number, size=(light if number else strong).size) for number, part in enumerate(parts)
    )
    return words + _BETWEEN * (len(parts) - 1)
