"""The words of pages that come back: the title between the upper corner codes, how to fill them in, what was left out, lines for notes."""

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import DayChart, Inline, Strong, Text
from printkit.layout.fonts import width
from printkit.layout.fragment import Blank, Line, Mark, Piece, TextRun, moved
from printkit.layout.lines import Bit, line_marks, set_lines
from printkit.layout.panels import fitted
from printkit.layout.profiles import MM, Profile, Style
from printkit.sheets import geometry

LINE = 11.0  # mm from one line to write on to the next; 10 is the least (clinical facts, section 5.3)
NOTES_LINES = 12
_TITLE, _TITLE_LEADING = 22.0, 27.0  # points
_IN_TWO_LINES, _TWO_LEADING = 15.0, 17.0
_ASIDES = (18.0, 14.0, 12.0)  # the largest that leaves the title its size
_BETWEEN = 12.0  # from a title to what stands at the end of its line


def title_marks(
    title: str, aside: str, page_wide: float, profile: Profile, elements: tuple[int, int] = (0, 0)
) -> list[Mark]:
    """A title between the upper codes of a page so many points wide, in one line or in two of smaller letters.

    `aside` stands at the other end of its line, or close behind it for eyes that miss a side. The marks are measured from
    the upper left corner of the page; the elements are those of the title and of what stands at its end.
    """
    wide = page_wide - 2 * geometry.TITLE_LEFT * MM
    style = replace(profile.headings[0], size=min(profile.headings[0].size, _TITLE), leading=_TITLE_LEADING)
    left = wide - width(title, bold=True, size=style.size) - _BETWEEN
    sizes = [size for size in _ASIDES if size <= profile.strong.size]
    size = next((size for size in sizes if width(aside, bold=True, size=size) <= left), sizes[-1])
    label = replace(profile.strong, size=size, colour="accent")
    long = width(aside, bold=True, size=size)
    room = wide - (long + _BETWEEN if aside else 0.0)
    style = fitted(title, room, style, least=_IN_TWO_LINES)
    lines = set_lines((Text(title),), room, style)
    if len(lines) > 1:
        style = replace(style, size=min(style.size, _IN_TWO_LINES), leading=_TWO_LEADING)
        lines = set_lines((Text(title),), room, style)
    down = max(0.0, geometry.CODE * MM - len(lines) * style.leading - 2)
    marks, _ = line_marks(lines, 0, down, style, elements[0])
    if aside:
        last = marks[-1]
        assert isinstance(last, TextRun)
        if elements[0] == elements[1]:
            marks[-1] = replace(last, after=" ")
        ends = last.x + width(last.text, last.style.bold, last.style.size)
        at = ends + _BETWEEN if profile.anchor else wide - long
        marks.append(TextRun(at, last.y, aside, label, elements[1]))
    return [moved(mark, geometry.TITLE_LEFT * MM, geometry.TITLE_TOP * MM) for mark in marks]


def under_title(inlines: tuple[Inline, ...], paper: str, profile: Profile, element: int) -> tuple[list[Mark], float]:
    """A sentence under the title of a chart, and where it ends, in points from the upper edge of the page."""
    side = geometry.chart_side(paper)
    style = close(profile.body)
    top = geometry.CHART_TOP * MM
    lines = set_lines(inlines, _wide(paper), style)
    marks, tall = line_marks(lines, side * MM, top, style, element)
    return marks, top + tall


class SmallWords(Struct, frozen=True):
    """A sentence in small under how to tick: its name, where it begins in points, and its lines."""

    key: str
    right: float
    down: float
    lines: tuple[tuple[Bit, ...], ...]
    style: Style


def how_to_tick(block: DayChart) -> tuple[Inline, ...]:
    """The side, and what a tick means."""
    return Strong((Text(block.side),)), Text(f" {block.how}")


def small_words(block: DayChart, profile: Profile) -> tuple[list[SmallWords], float]:
    """What a dotted box means, then what was done last week, on one line if both fit; below it what a clinic must have agreed to.

    The second is how high they are in points.
    """
    style = small_style(profile)
    wide = _wide(block.paper)
    found: list[SmallWords] = []
    right = down = 0.0
    if block.day_off:
        lines = set_lines((Text(block.day_off),), wide, style)
        down = len(lines) * style.leading
        right = sum(width(bit.text, bit.bold, style.size) for bit in lines[-1]) + 2 * style.size
        found.append(SmallWords("off", 0.0, 0.0, lines, style))
    if block.last_week:
        long = [(words, width(words, bold=False, size=style.size)) for words in block.last_week]
        said = next((words for words, each in long if right and right + each <= wide), "")
        if said:
            lines = set_lines((Text(said),), wide, style)
            found.append(SmallWords("last", right, down - style.leading, lines, style))
        else:
            said = next((words for words, each in long if each <= wide), block.last_week[-1])
            lines = set_lines((Text(said),), wide, style)
            found.append(SmallWords("last", 0.0, down, lines, style))
            down += len(lines) * style.leading
    if block.agree:
        strong = replace(style, bold=True)
        lines = set_lines((Text(block.agree),), wide, strong)
        found.append(SmallWords("agree", 0.0, down, lines, strong))
        down += len(lines) * strong.leading
    return found, down


def small_style(profile: Profile) -> Style:
    """Of the sentences under how to tick."""
    return replace(profile.label, leading=profile.label.size * 1.2, colour="ink")


def not_here_style(profile: Profile) -> Style:
    """Of what was left out."""
    return close(profile.label_strong)


def not_here_lines(paper: str, profile: Profile, words: str) -> tuple[tuple[Bit, ...], ...]:
    """What was left out, as lines from side to side; none when nothing was."""
    return set_lines((Text(words),), _wide(paper), not_here_style(profile)) if words else ()


def _wide(paper: str) -> float:
    return (geometry.PAGE_SIZES[paper][0] - 2 * geometry.chart_side(paper)) * MM


def close(style: Style) -> Style:
    """The same letters with the lines of a short text."""
    return replace(style, leading=style.size * 1.25)


@lru_cache(maxsize=16)
def notes_page(title: str, paper: str, profile: Profile, element: int, name: str = "notes") -> Piece:
    """A page that would be empty, as lines to write on; `name` is that of its fields in the file."""
    style = profile.headings[0]
    page_wide, page_high = (side * MM for side in geometry.PAGE_SIZES[paper])
    left, right = profile.left_margin * MM, page_wide - profile.right_margin * MM
    y = profile.top_margin * MM
    marks, tall = line_marks(set_lines((Text(title),), right - left, style), left, y, style, element)
    y += tall
    for number in range(1, NOTES_LINES + 1):
        y += LINE * MM
        marks.append(Line(left, y, right, y, 0.8, "line"))
        marks.append(Blank(left, y - 20, right - left, 19, f"{name}/{number}", element, f"{title} {number}"))
    return Piece(page_high, tuple(marks))
