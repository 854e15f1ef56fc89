"""One small function for each node of the document tree: a block and a width in, a fragment out."""

from functools import lru_cache
from typing import assert_never

from msgspec.structs import replace

from printkit.document import (
    FROM_THERAPIST,
    OF_ONE_PATIENT,
    Block,
    Bullets,
    Callout,
    Checks,
    Contents,
    DayChart,
    Facts,
    Group,
    Heading,
    Inline,
    Masthead,
    NumberChart,
    PageBreak,
    Paragraph,
    Picture,
    Plots,
    Sketch,
    Table,
    Terms,
    Text,
    Together,
    WriteLines,
    text_of,
)
from printkit.layout import charts, plots, tables
from printkit.layout.fonts import width
from printkit.layout.fragment import (
    Blank,
    ChildPiece,
    Element,
    Fragment,
    Frame,
    Image,
    Line,
    Mark,
    PageNumber,
    Piece,
    Space,
    Stamp,
    TextRun,
    flattened,
    moved,
    renumbered,
    stacked,
    whole,
)
from printkit.layout.lines import Bit, line_marks, set_lines
from printkit.layout.profiles import MM, Profile, Style

_LIST_INDENT = 26.0
_WRITE_LINE = 12 * MM  # from one line to write on to the next; 10 mm is the least (clinical facts, section 5.3)


# What holds the values of one patient; its parts are kept, where they have any.
_SELDOM_TWICE = OF_ONE_PATIENT | Together


def lay_out(block: Block, room: Space, profile: Profile) -> Fragment:
    """Lay out one block. A pure function of values, so that equal blocks are laid out once where that is worth it."""
    if isinstance(block, _SELDOM_TWICE) or (isinstance(block, Callout) and block.kind == FROM_THERAPIST):
        return _laid_out(block, room, profile)
    return kept(block, room, profile)


@lru_cache(maxsize=16384)
def kept(block: Block, room: Space, profile: Profile) -> Fragment:
    """The fragment of a block that comes back in other documents."""
    return _laid_out(block, room, profile)


def _laid_out(block: Block, room: Space, profile: Profile) -> Fragment:
    match block:
        case Heading():
            return _heading(block, room, profile)
        case Paragraph():
            fragment = paragraph(block.children, room.width, profile.body, profile.gap)
            return _with_next(fragment) if text_of(block.children).endswith(":") else fragment
        case Bullets():
            return _bullets(block, room, profile)
        case Callout():
            return _callout(block, room, profile)
        case Together():
            return _together(block, room, profile)
        case Group():
            return _gathered([lay_out(child, room, profile) for child in block.children])
        case Facts():
            return tables.facts(block, room, profile)
        case Terms():
            return tables.terms(block, room, profile)
        case Table():
            return tables.table(block, room, profile)
        case Checks():
            return tables.checks(block, room, profile)
        case WriteLines():
            return _write_lines(block, room, profile)
        case PageBreak():
            return Fragment((), (), break_before=True)
        case Contents():
            raise ValueError("contents are laid out with the whole document, by layout.pagination")
        case Picture():
            return _picture(block)
        case Sketch():
            return _sketch(block, room, profile)
        case Plots():
            return plots.plots(block, room, profile)
        case Masthead():
            return _masthead(block, room, profile)
        case DayChart():
            return charts.day_chart(block, profile)
        case NumberChart():
            return charts.number_chart(block, profile)
        case _:
            assert_never(block)


# --- blocks


def paragraph(inlines: tuple[Inline, ...], wide: float, style: Style, gap: float, tag: str = "P") -> Fragment:
    """Words as one element. Longer than 8 lines it may be cut, with at least 3 lines on either page."""
    lines = set_lines(inlines, wide, style)
    chunks = [lines] if len(lines) <= 8 else [lines[:3], *([line] for line in lines[3:-3]), lines[-3:]]
    pieces: list[Piece] = []
    for index, chunk in enumerate(chunks):
        marks, high = line_marks(tuple(chunk), 0, 0, style, 0, wide)
        if index < len(chunks) - 1:
            marks[-1] = replace(marks[-1], after=" ")
        above, below = gap if index == 0 else 0.0, gap if index == len(chunks) - 1 else 0.0
        pieces.append(Piece(high, tuple(marks), above=above, below=below))
    return Fragment((Element(tag),), tuple(pieces))


def _with_next(fragment: Fragment) -> Fragment:
    """Words that lead to a list stay on its page."""
    return replace(fragment, pieces=(*fragment.pieces[:-1], replace(fragment.pieces[-1], keep_next=True)))


def _heading(block: Heading, room: Space, profile: Profile) -> Fragment:
    level = min(block.level, 3)
    style = profile.headings[level - 1]
    marks, high = line_marks(set_lines(block.children, room.width, style), 0, 0, style, 0)
    above = {1: 28.0, 2: 16.0, 3: 10.0}[level]
    if level == 1:
        marks.append(Line(0, high + 5, room.width, high + 5, 1.6, "accent"))
        high += 8
    below = {1: 9.0, 2: 4.0, 3: 2.0}[level]
    headings = ((text_of(block.children), level),)
    piece = Piece(high, tuple(marks), above=above, below=below, keep_next=True, headings=headings)
    return Fragment((Element(f"H{level}"),), (piece,))


def _gathered(children: list[Fragment]) -> Fragment:
    """Fragments in a row as one, without an element of their own."""
    elements: list[Element] = []
    pieces: list[Piece] = []
    for child in map(flattened, children):
        offset = len(elements)
        elements += renumbered(child.elements, offset, -1)
        pieces += [replace(piece, marks=tuple(moved(m, 0, 0, offset) for m in piece.marks)) for piece in child.pieces]
    return Fragment(tuple(elements), tuple(pieces))


def _together(block: Together, room: Space, profile: Profile) -> Fragment:
    """Blocks as one piece that is drawn part by part, for most of them come back in other documents."""

    def laid_out(attempt: Profile) -> tuple[list[Fragment], list[float]]:
        children = [laid for child in block.children if (laid := lay_out(child, room, attempt)).pieces]
        return children, _tops([whole(child) for child in children])

    children, tops = laid_out(profile.loosest(lambda attempt: laid_out(attempt)[1][-1] <= room.height))
    if tops[-1] > room.height:
        # it needs two pages, so it may as well be set with air
        gathered = _gathered([lay_out(child, room, profile) for child in block.children])
        return replace(gathered, own_page=True)
    parts = tuple(
        ChildPiece(top, whole(child), index) for index, (child, top) in enumerate(zip(children, tops, strict=False))
    )
    first, last = (parts[0].piece, parts[-1].piece) if parts else (Piece(0.0, ()),) * 2
    headings = tuple(heading for part in parts for heading in part.piece.headings)
    piece = Piece(tops[-1], (), first.above, last.below, last.keep_next, headings, parts)
    return Fragment((), (piece,), children=tuple(children))


def _tops(pieces: list[Piece]) -> list[float]:
    """Where each of some pieces begins when they stand one below the other, and where the last ends."""
    tops: list[float] = []
    y = below = 0.0
    for index, piece in enumerate(pieces):
        y += max(below, piece.above) if index else 0.0
        tops.append(y)
        y += piece.height
        below = piece.below
    return [*tops, y]


def _bullets(block: Bullets, room: Space, profile: Profile) -> Fragment:
    elements: list[Element] = [Element("L", attributes=(("ListNumbering", "Decimal" if block.ordered else "Disc"),))]
    pieces: list[Piece] = []
    beside = profile.beside * MM + 8 if any(block.sketches) else 0.0
    indent = _LIST_INDENT + beside
    inner = Space(room.width - indent, room.height)
    for number, item in enumerate(block.items, 1):
        entry = len(elements)
        elements += [Element("LI", 0), Element("Lbl", entry), Element("LBody", entry)]
        body = _gathered([lay_out(child, inner, profile) for child in item])
        offset = len(elements)
        elements += renumbered(body.elements, offset, entry + 2)
        label = f"{number}." if block.ordered else "•"
        style = profile.strong if block.ordered else profile.body
        marker, _ = line_marks(((Bit(label, style.bold),),), beside + (3 if block.ordered else 7), 0, style, entry + 1)
        parts, down = body.pieces, 0.0
        if sketch := block.sketches[number - 1] if block.sketches else None:
            whole, side = stacked(body.pieces), profile.beside * MM
            high = max(whole.height, side)
            down = (high - whole.height) / 2
            parts = (replace(whole, height=high),)
            stamp: Mark = Stamp(0, (high - side) / 2, side, side, sketch.drawing, 0, beside=True)
            marker = [stamp, *(moved(mark, 0, down) for mark in marker)]
        for index, piece in enumerate(parts):
            marks = [moved(mark, indent, down, offset) for mark in piece.marks]
            first, last = index == 0, index == len(parts) - 1
            above = (profile.gap if number == 1 else profile.item_gap) if first else piece.above
            below = (profile.gap if number == len(block.items) else profile.item_gap) if last else piece.below
            marked = tuple((marker if first else []) + marks)
            pieces.append(replace(piece, marks=marked, above=above, below=below))
    if len(pieces) > 1:
        # a list is not begun with a single line at the foot of a page, nor ended with one at the top
        pieces[0] = replace(pieces[0], keep_next=True)
        pieces[-2] = replace(pieces[-2], keep_next=True)
    return Fragment(tuple(elements), tuple(pieces))


_CALLOUTS = {  # ground, outline, width of the outline, bar
    "emergency": ("paper", "alarm", 2.6, ""),
    "today": ("tint-note", "ink", 1.2, ""),
    "stop": ("paper", "alarm", 1.4, "alarm"),
    "note": ("tint-note", "", 0.0, "line"),
    "plan": ("tint", "", 0.0, "accent"),
}


def _callout(block: Callout, room: Space, profile: Profile) -> Fragment:
    pad = profile.pad
    ground, outline, line, bar = _CALLOUTS[block.kind]
    inner = Space(room.width - 2 * pad - 4, room.height - 2 * pad)
    of_each = _laid_out if block.kind == FROM_THERAPIST else lay_out
    body = _gathered([of_each(child, inner, profile) for child in block.children])
    elements = (Element("Div"), *renumbered(body.elements, 1, 0))
    whole = stacked(body.pieces)
    parts = (whole,) if whole.height + 2 * pad <= room.height else body.pieces
    pieces: list[Piece] = []
    for part in parts:
        high = part.height + 2 * pad
        frame: list[Mark] = [Frame(0, 0, room.width, high, ground, outline, line)]
        if bar:
            frame.append(Frame(0, 0, 4, high, bar))
        marks = [moved(mark, pad + 4, pad, 1) for mark in part.marks]
        space = profile.gap + 3
        pieces.append(Piece(high, tuple(frame + marks), space, space, headings=part.headings))
    return Fragment(elements, tuple(pieces))


def _write_lines(block: WriteLines, room: Space, profile: Profile) -> Fragment:
    marks, high = line_marks(set_lines((Text(block.label),), room.width, profile.body), 0, 0, profile.body, 0)
    pieces: list[Piece] = []
    last = marks[-1] if marks else None
    after = 0.0
    if block.count == 1 and isinstance(last, TextRun):  # one line: write behind the label
        after = last.x + width(last.text, last.style.bold, last.style.size) + 8
    name = f"write/{block.label.rstrip(':').lower()}"
    if after and after < room.width * 0.6:
        marks.append(Line(after, high, room.width, high, 0.8, "line"))
        marks.append(Blank(after, 0, room.width - after, high - 1, name, 0, block.label))
        return Fragment((Element("P"),), (Piece(high + 3, tuple(marks), above=profile.gap + 4, below=profile.gap),))
    for number in range(block.count):
        y = high + (number + 1) * _WRITE_LINE - 4
        marks.append(Line(0, y, room.width, y, 0.8, "line"))
        marks.append(Blank(0, y - 20, room.width, 19, f"{name}/{number + 1}", 0, f"{block.label} {number + 1}"))
    piece = Piece(high + block.count * _WRITE_LINE, tuple(marks), above=profile.gap, below=profile.gap)
    pieces.append(piece)
    return Fragment((Element("P"),), tuple(pieces))


def _picture(block: Picture) -> Fragment:
    wide, high = block.width_mm * MM, block.height_mm * MM
    mark = Image(0, 0, wide, high, block.data, 0)
    return Fragment((Element("Figure", attributes=(("Alt", block.alt),)),), (Piece(high, (mark,), above=8, below=8),))


def _sketch(block: Sketch, room: Space, profile: Profile) -> Fragment:
    drawing = block.drawing
    scale = min(profile.picture * (1.3 if block.large else 1.0) * MM / drawing.high, room.width / drawing.wide)
    wide, high = drawing.wide * scale, drawing.high * scale
    left = {"left": room.width - wide, "right": 0.0}.get(profile.anchor, (room.width - wide) / 2)
    mark = Stamp(left, 0, wide, high, drawing, 0)
    element = Element("Figure", attributes=(("Alt", block.alt),))
    return Fragment((element,), (Piece(high, (mark,), above=profile.gap, below=profile.gap),))


def _masthead(block: Masthead, room: Space, profile: Profile) -> Fragment:
    elements: list[Element] = []
    marks: list[Mark] = []
    used, high = 0.0, 0.0
    if block.logo is not None:
        elements.append(Element("Figure", attributes=(("Alt", block.logo.alt),)))
        used, high = block.logo.width_mm * MM, block.logo.height_mm * MM
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
def contents(title: str, headings: tuple[str, ...], room: Space, profile: Profile) -> Fragment:
    """The chapters of a document; the page numbers are put in when all pages are made."""
    elements: list[Element] = [Element("P"), Element("TOC")]
    first, high = line_marks(((Bit(title, bold=True),),), 0, 0, profile.headings[2], 0)
    pieces = [Piece(high, tuple(first), above=profile.gap + 4, below=4, keep_next=True)]
    for heading in headings:
        entry = len(elements)
        elements += [Element("TOCI", 1), Element("Reference", entry)]
        marks, high = line_marks(
            set_lines((Text(heading),), room.width - 50, profile.body), 0, 1, profile.body, entry + 1
        )
        last = marks[-1]
        assert isinstance(last, TextRun)
        marks[-1] = replace(last, after=" ")
        start = last.x + width(last.text, last.style.bold, last.style.size) + 8
        leader = Line(start, last.y, room.width - 34, last.y, 0.6, "line")
        number = PageNumber(room.width, last.y, heading, profile.strong, entry + 1)
        pieces.append(Piece(high + 3, (*marks, leader, number), keep_next=True))
    pieces[-1] = replace(pieces[-1], keep_next=False, below=profile.gap)
    return Fragment(tuple(elements), tuple(pieces), numbered=True)
