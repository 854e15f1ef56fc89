"""Blocks with rows: facts, terms and tables."""

from itertools import accumulate
from math import inf

from msgspec.structs import replace

from printkit.document import Table, Terms, Text
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
    TextRun,
    moved,
    stacked_height,
)
from printkit.layout.lines import Bit, line_marks, longest_word, set_lines
from printkit.layout.panels import in_columns
from printkit.layout.profiles import MM, Profile, Style
from printkit.sheets import boxes

_PADS = (5.0, 3.0)  # at both sides of the words of a cell: as they are, and before a table gives up its columns
_LINES_OF_A_PART = 4  # of a row that is too tall to stay whole
_SIGN = 12.0  # mm, of a picture before a term: a drooping mouth is still seen
_HAIR = 0.01  # points; so that a sum of widths never comes out smaller than the word itself
_BETWEEN_ROWS = 10.0  # of lines with labels

_Lines = tuple[float, tuple[tuple[Bit, ...], ...], Style, int]  # where they begin, what they are, and their element


def terms(block: Terms, room: Space, profile: Profile) -> Fragment:
    """Letters stand large, as those of BE FAST; whole words stand as bold text. Pictures come before both."""
    letters = all(len(key) <= 2 for key, _ in block.rows)
    style = profile.key if letters else profile.strong
    space = 0.0 if letters else profile.gap - 2
    columns = block.columns if profile.beside_each_other else 1
    wide = (room.width - (columns - 1) * 4 * MM) / columns
    elements: list[Element] = [Element("Table")]
    pieces: list[Piece] = []
    key_wide = max(width(key, bold=True, size=style.size) for key, _ in block.rows) + (8 if letters else 14)
    side = _SIGN * MM if block.pictures else 0.0
    left = side + 4 if side else 0.0
    for number, (key, say) in enumerate(block.rows):
        row = len(elements)
        elements += [Element("TR", 0), Element("TH", row, (("Scope", "Row"),)), Element("TD", row)]
        words = set_lines((Text(say),), wide - key_wide - left, profile.body)
        big, big_high = line_marks(((Bit(key, bold=True),),), 0, 0, style, row + 1)
        drop = max(0.0, (big_high - profile.body.leading) / 2)
        text, high = line_marks(words, key_wide, drop, profile.body, row + 2)
        said = max(big_high, drop + high)
        tall = max(said, side)
        marks: list[Mark] = [moved(mark, left, (tall - said) / 2) for mark in (*big, *text)]
        if block.pictures:
            marks.append(Stamp(0, (tall - side) / 2, side, side, block.pictures[number], row + 2, beside=True))
        pieces.append(Piece(tall, tuple(marks), above=space, below=space, keep_next=True))
    if columns > 1 and block.pictures:
        pieces = [_side_by_side(pieces[at : at + columns], wide + 4 * MM) for at in range(0, len(pieces), columns)]
    pieces[0] = replace(pieces[0], above=profile.gap)
    pieces[-1] = replace(pieces[-1], keep_next=False, below=profile.gap)
    if columns > 1 and not block.pictures:
        pieces = [in_columns(pieces, columns, wide + 4 * MM)]
    return Fragment(tuple(elements), tuple(pieces))


def _side_by_side(pieces: list[Piece], step: float) -> Piece:
    """Pieces in one row, so that a reader goes from left to right and then down."""
    high = max(piece.height for piece in pieces)
    marks = (
        moved(mark, at * step, (high - piece.height) / 2) for at, piece in enumerate(pieces) for mark in piece.marks
    )
    return replace(pieces[0], height=high, marks=tuple(marks))


def table(block: Table, room: Space, profile: Profile) -> Fragment:
    """Cells under a header row, which is drawn again on each page; no word of them is ever broken.

    Where the columns have no room for their longest words each row becomes lines of a label and its value; so it does
    where long cells in narrow columns would take more paper.
    """
    for pad in _PADS:
        if columns := _columns(block, room.width, pad, profile):
            found = _grid(block, columns, pad, room, profile)
            if block.row_height_mm or stacked_height(list(found.pieces)) < room.height / 3:
                return found
            return min(found, _as_lines(block, room, profile), key=lambda each: stacked_height(list(each.pieces)))
    return _as_lines(block, room, profile)


def _columns(block: Table, wide: float, pad: float, profile: Profile) -> list[float]:
    """How wide each column is: never less than its longest word, the rest by the parts of the table; empty without room."""
    heads = profile.label_strong
    cells = zip(*(block.headers, *block.rows), strict=True)
    least = [
        max(longest_word(head, heads), *(longest_word(cell, _style_of(at, profile)) for cell in below), 0.0)
        + 2 * pad
        + _HAIR
        for at, (head, *below) in enumerate(cells)
    ]
    if sum(least) > wide:
        return []
    found = dict[int, float]()  # the columns that take just what they need
    while True:
        parts = sum(part for at, part in enumerate(block.widths) if at not in found)
        rest = wide - sum(found.values())
        short = [at for at, part in enumerate(block.widths) if at not in found and rest * part / parts < least[at]]
        if not short:
            return [found.get(at, rest * part / parts if parts else 0.0) for at, part in enumerate(block.widths)]
        found |= {at: least[at] for at in short}


def _style_of(at: int, profile: Profile) -> Style:
    """The first cell is the heading of its row."""
    return profile.strong if at == 0 else profile.body


def _grid(block: Table, columns: list[float], pad: float, room: Space, profile: Profile) -> Fragment:
    elements: list[Element] = [Element("Table")]
    least = block.row_height_mm * MM
    above = min(pad, profile.gap, profile.body.size / 3)
    edges = list(accumulate(columns, initial=0.0))

    def row_pieces(cells: tuple[str, ...], number: int) -> list[Piece]:
        """A row, or the parts of one that is too tall to stay whole. Row 0 is that of the headings."""
        row = len(elements)
        elements.append(Element("TR", 0))
        header = not number
        columns_of: list[_Lines] = []
        blanks: list[Mark] = []
        for at, (cell, wide) in enumerate(zip(cells, columns, strict=True)):
            heads = header or at == 0
            elements.append(
                Element("TH", row, (("Scope", "Column" if header else "Row"),)) if heads else Element("TD", row)
            )
            style = profile.label_strong if header else _style_of(at, profile)
            lines = set_lines((Text(cell),), wide - 2 * pad, style)
            columns_of.append((edges[at] + pad, lines, style, len(elements) - 1))
            if least and not cell and not header:
                said = f"{block.headers[at]}, {number}"
                place = (edges[at] + 2, 2.0, wide - 4, least - 4)
                blanks.append(Blank(*place, boxes.cell(number, at), len(elements) - 1, said))
        pieces = _in_parts(columns_of, above, least, inf if header else room.height)
        if header:
            ground = Frame(0, 0, room.width, pieces[0].height, "tint")
            return [_ruled(replace(pieces[0], marks=(ground, *pieces[0].marks)), room.width, 1.4, "accent")]
        pieces[0] = replace(pieces[0], marks=(*pieces[0].marks, *blanks))
        if least:
            high = pieces[0].height
            posts = tuple(Line(x, 0, x, high, 0.8, "line") for x in edges[1:-1])
            pieces[0] = replace(pieces[0], marks=(*posts, *pieces[0].marks))
        pieces[-1] = _ruled(pieces[-1], room.width, 0.8, "line")
        return pieces

    head = replace(row_pieces(block.headers, 0)[0], keep_next=True)
    rows = [row_pieces(cells, number) for number, cells in enumerate(block.rows, 1)]
    pieces = [replace(head, above=profile.gap), *_two_with_the_heading(rows)]
    pieces[-1] = replace(pieces[-1], below=profile.gap + 4)
    return Fragment(tuple(elements), tuple(pieces), running=head, own=True)


def _in_parts(columns: list[_Lines], above: float, least: float, height: float) -> list[Piece]:
    """The cells of a row as one piece; one of more than a third of a page as pieces of a few lines each."""
    leading = max(style.leading for _, _, style, _ in columns)
    most = max((len(lines) for _, lines, _, _ in columns), default=0)
    step = most if most * leading + 2 * above <= height / 3 else _LINES_OF_A_PART
    pieces: list[Piece] = []
    for start in range(0, max(most, 1), max(step, 1)):
        first, last = start == 0, start + step >= most
        marks: list[Mark] = []
        y = high = above if first else 0.0
        for x, lines, style, element in columns:
            some = lines[start : start + step]
            found, tall = line_marks(some, x, y, style, element)
            if some and start + step < len(lines) and isinstance(found[-1], TextRun):
                found[-1] = replace(found[-1], after="" if some[-1][-1].cut else " ")
            marks += found
            high = max(high, y + tall)
        pieces.append(Piece(max(high + (above if last else 0.0), least if first else 0.0), tuple(marks)))
    return pieces


def _ruled(piece: Piece, wide: float, thick: float, colour: str) -> Piece:
    return replace(piece, marks=(*piece.marks, Line(0, piece.height, wide, piece.height, thick, colour)))


def _two_with_the_heading(rows: list[list[Piece]]) -> list[Piece]:
    """A heading never stands over a single row of many, neither at the foot of a page nor again at the top of the next."""
    for number in {0, len(rows) - 2}:
        if 0 <= number < len(rows) - 1:
            rows[number][-1] = replace(rows[number][-1], keep_next=True)
    return [piece for row in rows for piece in row]


# --- lines of a label and its value, for columns without room for their words


def _as_lines(block: Table, room: Space, profile: Profile) -> Fragment:
    """A small table a row: each label beside its value, or above it where a word needs the whole line."""
    label, least = profile.strong, block.row_height_mm * MM
    wanted = max(width(head, bold=True, size=label.size) for head in block.headers)
    left = max(min(wanted, room.width * 0.4), *(longest_word(head, label) + _HAIR for head in block.headers)) + 10
    longest = max(
        (longest_word(cell, _style_of(at, profile)) for row in block.rows for at, cell in enumerate(row)), default=0
    )
    beside = left + max(longest, 60) <= room.width
    elements: list[Element] = []
    pieces: list[Piece] = []
    rows = block.rows or (("",) * len(block.headers),)  # a table without rows still says what it would hold
    for number, cells in enumerate(rows, 1):
        table_ = len(elements)
        elements.append(Element("Table"))
        fields: list[Piece] = []
        for at, (head, cell) in enumerate(zip(block.headers, cells, strict=True)):
            row = len(elements)
            elements += [Element("TR", table_), Element("TH", row, (("Scope", "Row"),)), Element("TD", row)]
            of_cell = _style_of(at, profile)
            said = (0.0, set_lines((Text(head),), left - 10 if beside else room.width, label), label, row + 1)
            value = (
                left if beside else 0.0,
                set_lines((Text(cell),), room.width - left if beside else room.width, of_cell),
                of_cell,
                row + 2,
            )
            pair = [[said, value]] if beside else [[said], [value]]
            found = [piece for some in pair for piece in _in_parts(some, 1.0, 0.0, room.height)]
            if least and not cell:
                name = f"{head}, {number}"
                at_x = left if beside else 0.0
                blank = Blank(at_x, 2.0, room.width - at_x, least - 4, boxes.cell(number, at), row + 2, name)
                line = Line(at_x, least - 2, room.width, least - 2, 0.8, "line")
                found[-1] = replace(
                    found[-1], height=max(found[-1].height, least), marks=(*found[-1].marks, blank, line)
                )
            fields += found
        fields = [replace(piece, keep_next=True) for piece in fields[:-1]] + fields[-1:]
        rule = Line(0, -_BETWEEN_ROWS / 2, room.width, -_BETWEEN_ROWS / 2, 0.8, "line")
        if number > 1:
            fields[0] = replace(fields[0], marks=(rule, *fields[0].marks))
        fields[0] = replace(fields[0], above=profile.gap if number == 1 else _BETWEEN_ROWS)
        pieces += fields
    if pieces:
        pieces[-1] = replace(pieces[-1], below=profile.gap + 4)
    return Fragment(tuple(elements), tuple(pieces), own=True)
