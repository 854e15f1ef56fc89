"""What is over other words: headings, the titles of sheets, a clinic's masthead, and the contents that list them."""

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import Heading, Masthead, SheetTitle, Text, text_of
from printkit.layout import sheet_head
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Image, Line, Mark, PageNumber, Piece, Space, TextRun
from printkit.layout.lines import Bit, line_count, line_marks, set_lines
from printkit.layout.pictures import disc
from printkit.layout.profiles import MM, STANDARD, Profile, Style
from printkit.sheets import geometry


class _Place(Struct, frozen=True):
    """Where the lines of a heading begin beside the disc with its number, and what is left for them; in points."""

    style: Style
    level: int  # 0 to 3
    left: float
    down: float
    wide: float
    aside_wide: float  # of what stands at the right


def _place(block: Heading, room: Space, profile: Profile) -> _Place:
    level = min(block.level, 3)
    style = profile.headings[level - 1] if level else profile.title
    left = style.leading * 1.1 + 8 if block.number else 0.0
    down = (style.leading * 1.1 - style.leading) / 2 if block.number else 0.0
    aside_wide = width(block.aside, bold=True, size=profile.strong.size) if block.aside else 0.0
    wide = room.width - left - (aside_wide + 12 if block.aside else 0.0)
    return _Place(style, level, left, down, wide, aside_wide)


def heading(block: Heading, room: Space, profile: Profile) -> Fragment:
    """A heading of its level; of level 0 the title of a cover."""
    found = _place(block, room, profile)
    lines = set_lines(block.children, found.wide, found.style)
    marks: list[Mark] = []
    if block.number:
        marks += disc(block.number, 0, 0, found.style.leading * 1.1, profile, 0)
    words, _ = line_marks(lines, found.left, found.down, found.style, 0, found.wide)
    marks += words
    if block.aside:
        last = marks[-1]
        assert isinstance(last, TextRun)
        marks[-1] = replace(last, after=" ")
        label = replace(profile.strong, colour="accent")
        marks.append(TextRun(room.width - found.aside_wide, words[0].y, block.aside, label, 0))
    level = max(1, found.level)
    headings = ((text_of(block.children), level),)
    piece = replace(_strip(found, len(lines), profile), marks=tuple(marks), keep_next=True, headings=headings)
    return Fragment((Element(f"H{level}"),), (piece,))


def strip(block: Heading, room: Space, profile: Profile) -> Piece:
    """A heading without a mark, with the space around it."""
    found = _place(block, room, profile)
    match block.children:
        case (Text(words),):
            lines = line_count(words, found.wide, found.style)
        case _:
            lines = len(set_lines(block.children, found.wide, found.style))
    return _strip(found, lines, profile)


def _strip(found: _Place, lines: int, profile: Profile) -> Piece:
    # on a page that must hold much a heading gives up space with all else, but never more than half
    above = {0: 10.0, 1: 20.0, 2: 6 * MM, 3: 10.0}[found.level] * min(1.0, 0.55 + profile.gap / 10)
    below = {0: 6.0, 1: 7.0, 2: 2.6 * MM - 3, 3: 2.0}[found.level]
    return Piece(lines * found.style.leading + 2 * found.down, (), above=above, below=below)


def carried_on(block: Heading, room: Space, profile: Profile) -> Piece:
    """The number and the title of an exercise, small, over what goes on on another page: a loose page still tells its own."""
    style = replace(profile.label_strong, colour="accent")
    side = max(style.leading, profile.strong.size * 1.4)
    left = side + 6
    marks = disc(block.number, 0, 0, side, profile, 0)
    lines = set_lines(block.children, room.width - left, style)
    words, high = line_marks(lines, left, (side - style.leading) / 2, style, 0, room.width - left)
    return Piece(max(high, side) + profile.gap, (*marks, *words))


def sheet_title(block: SheetTitle, room: Space, profile: Profile) -> Fragment:
    """The title between the upper corner codes, from the corner of the page."""
    page = room.width + (profile.left_margin + profile.right_margin) * MM
    marks = sheet_head.title_marks(block.title, block.aside, page, profile)
    title = Piece(geometry.CODE_EDGE * MM + geometry.CODE * MM, tuple(marks), headings=((block.title, 1),))
    return Fragment((Element("H1"),), (), title=title, corner=block.template)


def masthead(block: Masthead, room: Space, profile: Profile) -> Fragment:
    """A clinic's logo, and beside it its name, telephone and therapist."""
    elements: list[Element] = []
    marks: list[Mark] = []
    used, high = 0.0, 0.0
    if block.logo is not None:
        elements.append(Element("Figure", attributes=(("Alt", block.logo.alt),)))
        small = min(1.0, profile.body.size / STANDARD.body.size)  # where letters are small it is, too
        used, high = block.logo.width_mm * MM * small, block.logo.height_mm * MM * small
        marks.append(Image(0, 0, used, high, block.logo.data, 0))
        used += 14
    y = 0.0
    for number, line in enumerate(block.lines):
        elements.append(Element("P"))
        style = profile.label_strong if number == 0 else profile.label
        found, tall = line_marks(set_lines((Text(line),), room.width - used, style), used, y, style, len(elements) - 1)
        marks += found
        y += tall
    high = max(high, y)
    return Fragment(tuple(elements), (Piece(high, tuple(marks), below=8),))


@lru_cache(maxsize=64)
def contents(title: str, chapters: tuple[str, ...], room: Space, profile: Profile) -> Fragment:
    """The chapters of a document; the page numbers are put in when all pages are made."""
    elements: list[Element] = [Element("P"), Element("TOC")]
    first, high = line_marks(((Bit(title, bold=True),),), 0, 0, profile.headings[2], 0)
    pieces = [Piece(high, tuple(first), above=profile.gap + 4, below=4, keep_next=True)]
    for chapter in chapters:
        entry = len(elements)
        elements += [Element("TOCI", 1), Element("Reference", entry)]
        marks, high = line_marks(
            set_lines((Text(chapter),), room.width - 50, profile.body), 0, 1, profile.body, entry + 1
        )
        last = marks[-1]
        assert isinstance(last, TextRun)
        marks[-1] = replace(last, after=" ")
        start = last.x + width(last.text, last.style.bold, last.style.size) + 8
        leader = Line(start, last.y, room.width - 34, last.y, 0.6, "line")
        number = PageNumber(room.width, last.y, chapter, profile.strong, entry + 1)
        pieces.append(Piece(high + 3, (*marks, leader, number), keep_next=len(pieces) <= 1))
    pieces[-1] = replace(pieces[-1], keep_next=False, below=profile.gap)
    return Fragment(tuple(elements), tuple(pieces), numbered=True)
