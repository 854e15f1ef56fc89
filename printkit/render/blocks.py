"""One small function for each node of the document tree: a block and a width in, a fragment out."""

from functools import lru_cache
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from printkit import sheet
from printkit.document import (
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
    Table,
    Terms,
    Text,
    Together,
    WriteLines,
    plain,
)
from printkit.render import charts
from printkit.render.fonts import width
from printkit.render.fragment import (
    Element,
    Fragment,
    Frame,
    Image,
    Mark,
    PageNumber,
    Piece,
    Rule,
    TickBox,
    Words,
    moved,
    renumbered,
    stacked,
)
from printkit.render.lines import Bit, line_marks, set_lines
from printkit.render.profiles import MM, Profile, Style

_LIST_INDENT = 26.0
_CELL_PAD = 5.0
_WRITE_LINE = 12 * MM  # from one line to write on to the next; 10 mm is the least (clinical facts, section 5.3)
_CHECK_COLUMN = sheet.BOX * MM + 2 * sheet.GAP * MM


class Room(Struct, frozen=True):
    """The space a block is laid out for: width and height in points."""

    width: float
    height: float


@lru_cache(maxsize=4096)
def lay_out(block: Block, room: Room, profile: Profile) -> Fragment:
    """Lay out one block. A pure function of values, so that equal blocks are laid out once."""
    match block:
        case Heading():
            return _heading(block, room, profile)
        case Paragraph():
            return paragraph(block.children, room.width, profile.body, profile.gap)
        case Bullets():
            return _bullets(block, room, profile)
        case Callout():
            return _callout(block, room, profile)
        case Together():
            return _together(block, room, profile)
        case Group():
            return _gathered([lay_out(child, room, profile) for child in block.children])
        case Facts():
            return _facts(block, room, profile)
        case Terms():
            return _terms(block, room, profile)
        case Table():
            return _table(block, room, profile)
        case Checks():
            return _checks(block, room, profile)
        case WriteLines():
            return _write_lines(block, room, profile)
        case PageBreak():
            return Fragment((), (), break_before=True)
        case Contents():
            raise ValueError("contents are laid out with the whole document, by render.page")
        case Picture():
            return _picture(block)
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
        marks, high = line_marks(tuple(chunk), 0, 0, style, 0)
        if index < len(chunks) - 1:
            marks[-1] = replace(marks[-1], after=" ")
        above, below = gap if index == 0 else 0.0, gap if index == len(chunks) - 1 else 0.0
        pieces.append(Piece(high, tuple(marks), above=above, below=below))
    return Fragment((Element(tag),), tuple(pieces))


def _heading(block: Heading, room: Room, profile: Profile) -> Fragment:
    level = min(block.level, 3)
    style = profile.headings[level - 1]
    marks, high = line_marks(set_lines(block.children, room.width, style), 0, 0, style, 0)
    above = {1: 28.0, 2: 16.0, 3: 10.0}[level]
    if level == 1:
        marks.append(Rule(0, high + 5, room.width, high + 5, 1.6, "accent"))
        high += 8
    below = {1: 9.0, 2: 4.0, 3: 2.0}[level]
    headings = ((plain(block.children), level),)
    piece = Piece(high, tuple(marks), above=above, below=below, keep_next=True, headings=headings)
    return Fragment((Element(f"H{level}"),), (piece,))


def _gathered(children: list[Fragment]) -> Fragment:
    """Fragments in a row as one, without an element of their own."""
    elements: list[Element] = []
    pieces: list[Piece] = []
    for child in children:
        offset = len(elements)
        elements += renumbered(child.elements, offset, -1)
        pieces += [replace(piece, marks=tuple(moved(m, 0, 0, offset) for m in piece.marks)) for piece in child.pieces]
    return Fragment(tuple(elements), tuple(pieces))


def _together(block: Together, room: Room, profile: Profile) -> Fragment:
    for attempt in profile.ever_tighter():
        children = [lay_out(child, room, attempt) for child in block.children]
        gathered = _gathered(children)
        whole = stacked(gathered.pieces)
        if whole.height <= room.height:
            break
    pieces = (whole,) if whole.height <= room.height else gathered.pieces
    return Fragment(gathered.elements, pieces)


def _bullets(block: Bullets, room: Room, profile: Profile) -> Fragment:
    elements: list[Element] = [Element("L", attributes=(("ListNumbering", "Decimal" if block.ordered else "Disc"),))]
    pieces: list[Piece] = []
    inner = Room(room.width - _LIST_INDENT, room.height)
    for number, item in enumerate(block.items, 1):
        entry = len(elements)
        elements += [Element("LI", 0), Element("Lbl", entry), Element("LBody", entry)]
        body = _gathered([lay_out(child, inner, profile) for child in item])
        offset = len(elements)
        elements += renumbered(body.elements, offset, entry + 2)
        label = f"{number}." if block.ordered else "•"
        style = profile.strong if block.ordered else profile.body
        marker, _ = line_marks(((Bit(label, style.bold),),), 3 if block.ordered else 7, 0, style, entry + 1)
        for index, piece in enumerate(body.pieces):
            marks = [moved(mark, _LIST_INDENT, 0, offset) for mark in piece.marks]
            first, last = index == 0, index == len(body.pieces) - 1
            above = (profile.gap if number == 1 else profile.item_gap) if first else piece.above
            below = (profile.gap if number == len(block.items) else profile.item_gap) if last else piece.below
            pieces.append(Piece(piece.height, tuple((marker if first else []) + marks), above, below))
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


def _callout(block: Callout, room: Room, profile: Profile) -> Fragment:
    pad = profile.pad
    ground, outline, line, bar = _CALLOUTS[block.kind]
    inner = Room(room.width - 2 * pad - 4, room.height - 2 * pad)
    body = _gathered([lay_out(child, inner, profile) for child in block.children])
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


def _facts(block: Facts, room: Room, profile: Profile) -> Fragment:
    """Labels and values in two columns, on a calm ground."""
    elements: list[Element] = [Element("Table")]
    pad = profile.pad - 1
    label_wide = max(width(label, bold=True, size=profile.body.size) for label, _ in block.rows) + 2 * pad
    label_wide = min(label_wide, room.width * 0.42)
    marks: list[Mark] = []
    y = pad
    for index, (label, value) in enumerate(block.rows):
        row = len(elements)
        elements += [Element("TR", 0), Element("TH", row, (("Scope", "Row"),)), Element("TD", row)]
        left, left_high = line_marks(
            set_lines((Text(label),), label_wide - pad, profile.strong), pad + 4, y, profile.strong, row + 1
        )
        wide = room.width - label_wide - 2 * pad
        right, right_high = line_marks(
            set_lines((Text(value),), wide, profile.body), label_wide + pad, y, profile.body, row + 2
        )
        marks += left + right
        y += max(left_high, right_high) + (3 if index < len(block.rows) - 1 else 0)
    high = y + pad
    ground: list[Mark] = [Frame(0, 0, room.width, high, "tint"), Frame(0, 0, 4, high, "accent")]
    piece = Piece(high, tuple(ground + marks), above=profile.gap, below=profile.gap + 2)
    return Fragment(tuple(elements), (piece,))


def _terms(block: Terms, room: Room, profile: Profile) -> Fragment:
    """Letters stand large, as those of BE FAST; whole words stand as bold text."""
    letters = all(len(key) <= 2 for key, _ in block.rows)
    style = profile.key if letters else profile.strong
    space = 1.0 if letters else profile.gap - 2
    elements: list[Element] = [Element("Table")]
    pieces: list[Piece] = []
    key_wide = max(width(key, bold=True, size=style.size) for key, _ in block.rows) + 14
    for key, say in block.rows:
        row = len(elements)
        elements += [Element("TR", 0), Element("TH", row, (("Scope", "Row"),)), Element("TD", row)]
        words = set_lines((Text(say),), room.width - key_wide, profile.body)
        big, big_high = line_marks(((Bit(key, bold=True),),), 0, 0, style, row + 1)
        drop = max(0.0, (big_high - profile.body.leading) / 2)
        text, high = line_marks(words, key_wide, drop, profile.body, row + 2)
        pieces.append(Piece(max(big_high, drop + high), (*big, *text), above=space, below=space, keep_next=True))
    pieces[0] = replace(pieces[0], above=profile.gap)
    pieces[-1] = replace(pieces[-1], keep_next=False, below=profile.gap)
    return Fragment(tuple(elements), tuple(pieces))


def _table(block: Table, room: Room, profile: Profile) -> Fragment:
    total = sum(block.widths)
    columns = [room.width * part / total for part in block.widths]
    elements: list[Element] = [Element("Table")]

    def row_piece(cells: tuple[str, ...], style: Style, least: float, *, header: bool) -> Piece:
        row = len(elements)
        elements.append(Element("TR", 0))
        marks: list[Mark] = []
        high = least
        x = 0.0
        for number, (cell, wide) in enumerate(zip(cells, columns, strict=True)):
            heads = header or number == 0
            scope = "Column" if header else "Row"
            elements.append(Element("TH", row, (("Scope", scope),)) if heads else Element("TD", row))
            of_row = replace(style, bold=True) if heads else style
            found, tall = line_marks(
                set_lines((Text(cell),), wide - 2 * _CELL_PAD, of_row), x + _CELL_PAD, _CELL_PAD, of_row,
                len(elements) - 1,
            )  # fmt: skip
            marks += found
            high = max(high, tall + 2 * _CELL_PAD)
            x += wide
        ground: list[Mark] = [Frame(0, 0, room.width, high, "tint")] if header else []
        rule: list[Mark] = [Rule(0, high, room.width, high, 1.4 if header else 0.8, "accent" if header else "line")]
        if block.row_height_mm and not header:
            at = 0.0
            for wide in columns[:-1]:
                at += wide
                rule.append(Rule(at, 0, at, high, 0.8, "line"))
        return Piece(high, tuple(ground + rule + marks), keep_next=header)

    head = row_piece(block.headers, profile.label_strong, 0, header=True)
    least = block.row_height_mm * MM
    pieces = [replace(head, above=profile.gap), *(row_piece(r, profile.body, least, header=False) for r in block.rows)]
    pieces[-1] = replace(pieces[-1], below=profile.gap + 4)
    return Fragment(tuple(elements), tuple(pieces), running=head)


def _checks(block: Checks, room: Room, profile: Profile) -> Fragment:
    """Questions to the left, a column of boxes for each answer; no line comes near a box."""
    elements: list[Element] = [Element("Table")]
    text_wide = room.width - len(block.answers) * _CHECK_COLUMN
    size = sheet.BOX * MM

    row = len(elements)
    elements += [Element("TR", 0), Element("TH", row, (("Scope", "Column"),))]
    marks, high = line_marks(
        set_lines((Text(block.header),), text_wide, profile.label_strong), 0, 3, profile.label_strong, row + 1
    )
    for number, answer in enumerate(block.answers):
        elements.append(Element("TH", row, (("Scope", "Column"),)))
        wide = width(answer, bold=True, size=profile.label_strong.size)
        middle = text_wide + (number + 0.5) * _CHECK_COLUMN
        found, _ = line_marks(
            ((Bit(answer, bold=True),),), middle - wide / 2, 3, profile.label_strong, len(elements) - 1
        )
        marks += found
    head = Piece(high + 6, (*marks, Rule(0, high + 5, text_wide - 8, high + 5, 1.4, "accent")), above=profile.gap)
    pieces = [replace(head, keep_next=True)]

    for index, check in enumerate(block.rows):
        row = len(elements)
        elements += [Element("TR", 0), Element("TH", row, (("Scope", "Row"),)), Element("P", row + 1)]
        ask, ask_high = line_marks(
            set_lines((Text(check.question),), text_wide - 12, profile.strong), 0, 6, profile.strong, row + 2
        )
        marks = list(ask)
        y = 6 + ask_high
        if check.action:
            elements.append(Element("P", row + 1))
            act, act_high = line_marks(
                set_lines((Text(check.action),), text_wide - 12, profile.body), 0, y, profile.body, len(elements) - 1
            )
            marks += act
            y += act_high
        high = max(y + 7, size + sheet.GAP * MM)
        for number, answer in enumerate(block.answers):
            elements.append(Element("TD", row))
            x = text_wide + number * _CHECK_COLUMN + sheet.GAP * MM
            marks.append(TickBox(x, 6, size, f"{check.name}/{answer}"))
        if index < len(block.rows) - 1:
            marks.append(Rule(0, high, text_wide - 8, high, 0.7, "line"))
        pieces.append(Piece(high, tuple(marks)))
    pieces[-1] = replace(pieces[-1], below=profile.gap + 4)
    if len(pieces) > 2:  # never a header with one row at the foot of a page
        pieces[1] = replace(pieces[1], keep_next=True)
    return Fragment(tuple(elements), tuple(pieces), running=head, corner="L")


def _write_lines(block: WriteLines, room: Room, profile: Profile) -> Fragment:
    marks, high = line_marks(set_lines((Text(block.label),), room.width, profile.body), 0, 0, profile.body, 0)
    pieces: list[Piece] = []
    last = marks[-1] if marks else None
    after = 0.0
    if block.count == 1 and isinstance(last, Words):  # one line: write behind the label
        after = last.x + width(last.text, last.style.bold, last.style.size) + 8
    if after and after < room.width * 0.6:
        marks.append(Rule(after, high, room.width, high, 0.8, "line"))
        return Fragment((Element("P"),), (Piece(high + 3, tuple(marks), above=profile.gap + 4, below=profile.gap),))
    for number in range(block.count):
        y = high + (number + 1) * _WRITE_LINE - 4
        marks.append(Rule(0, y, room.width, y, 0.8, "line"))
    piece = Piece(high + block.count * _WRITE_LINE, tuple(marks), above=profile.gap, below=profile.gap)
    pieces.append(piece)
    return Fragment((Element("P"),), tuple(pieces))


def _picture(block: Picture) -> Fragment:
    wide, high = block.width_mm * MM, block.height_mm * MM
    mark = Image(0, 0, wide, high, block.data, 0)
    return Fragment((Element("Figure", attributes=(("Alt", block.alt),)),), (Piece(high, (mark,), above=8, below=8),))


def _masthead(block: Masthead, room: Room, profile: Profile) -> Fragment:
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


def contents(title: str, headings: tuple[str, ...], room: Room, profile: Profile) -> Fragment:
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
        assert isinstance(last, Words)
        marks[-1] = replace(last, after=" ")
        start = last.x + width(last.text, last.style.bold, last.style.size) + 8
        leader = Rule(start, last.y, room.width - 34, last.y, 0.6, "line")
        number = PageNumber(room.width, last.y, heading, profile.strong, entry + 1)
        pieces.append(Piece(high + 3, (*marks, leader, number), keep_next=True))
    pieces[-1] = replace(pieces[-1], keep_next=False, below=profile.gap)
    return Fragment(tuple(elements), tuple(pieces))
