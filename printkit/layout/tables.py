"""Blocks with rows: facts, terms, tables and checks."""

from itertools import zip_longest

from msgspec.structs import replace

from printkit.document import Checks, Facts, Sketch, Table, Terms, Text
from printkit.layout.fonts import width
from printkit.layout.fragment import (
    Blank,
    Element,
    Fragment,
    Frame,
    Line,
    Mark,
    Piece,
    Space,
    Stamp,
    TickBox,
)
from printkit.layout.lines import Bit, line_marks, set_lines
from printkit.layout.profiles import MM, Profile, Style
from printkit.sheets import geometry

_CHECK_COLUMN = geometry.BOX * MM + 2 * geometry.GAP * MM
_CELL_PAD = 5.0


def facts(block: Facts, room: Space, profile: Profile) -> Fragment:
    """Labels and values in two columns, on a calm ground."""
    elements: list[Element] = [Element("Table")]
    pad = profile.pad - 1
    label_wide = max(width(label, bold=True, size=profile.body.size) for label, _ in block.rows) + pad + max(pad, 10)
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
    return Fragment(tuple(elements), (piece,), apart=True)


def terms(block: Terms, room: Space, profile: Profile) -> Fragment:
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


def table(block: Table, room: Space, profile: Profile) -> Fragment:
    """Cells under a header row, which is drawn again on each page."""
    total = sum(block.widths)
    columns = [room.width * part / total for part in block.widths]
    elements: list[Element] = [Element("Table")]

    def row_piece(
        cells: tuple[str, ...], style: Style, least: float, *, header: bool, sketch: Sketch | None = None
    ) -> Piece:
        row = len(elements)
        elements.append(Element("TR", 0))
        marks: list[Mark] = []
        high = least
        x = 0.0
        side = profile.thumbnail * MM if sketch else 0.0
        if sketch:
            marks.append(Stamp(_CELL_PAD, 3, side, side, sketch.drawing, 0, beside=True))
            high = max(high, side + 6)
        for number, (cell, wide) in enumerate(zip(cells, columns, strict=True)):
            heads = header or number == 0
            scope = "Column" if header else "Row"
            elements.append(Element("TH", row, (("Scope", scope),)) if heads else Element("TD", row))
            of_row = replace(style, bold=True) if heads else style
            beside = side + 4 if sketch and number == 0 else 0.0
            found, tall = line_marks(
                set_lines((Text(cell),), wide - 2 * _CELL_PAD - beside, of_row), x + _CELL_PAD + beside, _CELL_PAD, of_row,
                len(elements) - 1,
            )  # fmt: skip
            marks += found
            if block.row_height_mm and not cell:
                said = f"{block.headers[number]}, {len(pieces) + 1}"
                place = (x + 2, 2.0, wide - 4, least - 4)
                marks.append(Blank(*place, f"table/{said.lower()}", len(elements) - 1, said))
            high = max(high, tall + 2 * _CELL_PAD)
            x += wide
        ground: list[Mark] = [Frame(0, 0, room.width, high, "tint")] if header else []
        rule: list[Mark] = [Line(0, high, room.width, high, 1.4 if header else 0.8, "accent" if header else "line")]
        if block.row_height_mm and not header:
            at = 0.0
            for wide in columns[:-1]:
                at += wide
                rule.append(Line(at, 0, at, high, 0.8, "line"))
        return Piece(high, tuple(ground + rule + marks), keep_next=header)

    least = block.row_height_mm * MM
    pieces: list[Piece] = []
    head = row_piece(block.headers, profile.label_strong, 0, header=True)
    for row_cells, beside_it in zip_longest(block.rows, block.sketches):
        pieces.append(row_piece(row_cells, profile.body, least, header=False, sketch=beside_it))
    pieces.insert(0, replace(head, above=profile.gap))
    pieces[-1] = replace(pieces[-1], below=profile.gap + 4)
    return Fragment(tuple(elements), tuple(pieces), running=head, own=True)


def _symbol(answer: int, x: float, y: float, side: float) -> list[Mark]:
    """A tick for the first answer, a cross for the second: for who knows a sign sooner than a word."""
    tick = ((0.0, 0.55), (0.35, 0.95)), ((0.35, 0.95), (1.0, 0.05))
    cross = ((0.05, 0.05), (0.95, 0.95)), ((0.05, 0.95), (0.95, 0.05))
    return [
        Line(x + start[0] * side, y + start[1] * side, x + end[0] * side, y + end[1] * side, side / 5, "ink")
        for start, end in ((tick, cross)[answer] if answer < 2 else ())
    ]


def checks(block: Checks, room: Space, profile: Profile) -> Fragment:
    """Questions to the left, a column of boxes for each answer; no line comes near a box."""
    elements: list[Element] = [Element("Table")]
    text_wide = room.width - len(block.answers) * _CHECK_COLUMN
    size = geometry.BOX * MM

    row = len(elements)
    elements += [Element("TR", 0), Element("TH", row, (("Scope", "Column"),))]
    side = profile.label_strong.size * 0.7  # of the sign over the word
    marks, high = line_marks(
        set_lines((Text(block.header),), text_wide - 12, profile.label_strong), 0, side, profile.label_strong, row + 1
    )
    for number, answer in enumerate(block.answers):
        elements.append(Element("TH", row, (("Scope", "Column"),)))
        wide = width(answer, bold=True, size=profile.label_strong.size)
        middle = text_wide + (number + 0.5) * _CHECK_COLUMN
        found, _ = line_marks(
            ((Bit(answer, bold=True),),), middle - wide / 2, side, profile.label_strong, len(elements) - 1
        )
        marks += [*found, *_symbol(number, middle - side / 2, 0, side)]
    under = side + high + 2
    head = Piece(under + 1, (*marks, Line(0, under, text_wide - 8, under, 1.4, "accent")), above=profile.gap)
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
        high = max(y + 7, size + geometry.GAP * MM)
        for number, answer in enumerate(block.answers):
            elements.append(Element("TD", row))
            x = text_wide + number * _CHECK_COLUMN + geometry.GAP * MM
            marks.append(TickBox(x, 6, size, f"{check.name}/{answer}", len(elements) - 1, f"{check.question} {answer}"))
        if index < len(block.rows) - 1:
            marks.append(Line(0, high, text_wide - 8, high, 0.7, "line"))
        pieces.append(Piece(high, tuple(marks)))
    pieces[-1] = replace(pieces[-1], below=profile.gap + 4)
    if len(pieces) > 2:  # never a header with one row at the foot of a page
        pieces[1] = replace(pieces[1], keep_next=True)
    return Fragment(tuple(elements), tuple(pieces), running=head, corner="L")
