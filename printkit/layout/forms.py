"""Blocks to fill in by hand: questions with boxes, and what to do with room to write."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import CheckRow, Checks, Inline, Strong, Text, ToDo, ToDoRow, WriteLines
from printkit.layout.fonts import width
from printkit.layout.fragment import Blank, Element, Fragment, Frame, Line, Mark, Piece, Space, TextRun, TickBox
from printkit.layout.lines import Bit, line_marks, set_lines, to_baseline
from printkit.layout.profiles import MM, Profile, Style
from printkit.sheets import boxes, geometry

_TIGHT = 0.8  # of the leading of the text: a question is 2 lines, not a paragraph
_CLOSEST = 1.16  # of the size of its letters; where a page must hold much, nothing is set closer
_LOOK = 74 / (74 + 70)  # of what the boxes leave, to the left of them; what to do gets the rest
_TITLE = 14.0  # points; the least for the title of a room
_PAD = 1.4  # points above and below the words of a row
_WRITE_LINE = 12 * MM  # from one line to write on to the next; 10 mm is the least (clinical facts, section 5.3)
_TO_DO_ROW = 12.6  # mm, to write in
_KNOWN_ROW = 16.0  # mm, at least, of what is printed: then no page has more than 15
_TO_DO = (32.0, 68.0, 27.0, 27.0, 20.0)  # parts of the width: room, what to do, who, by when, done
_TO_DO_KNOWN = (68.0, 66.0, 20.0, 20.0)  # what was asked, what to do, who, by when
_TO_DO_NARROW = (60.0, 20.0, 20.0)  # what to do, who, by when
_LEAST_BLANK = 4  # empty rows that are worth a heading
_ABOVE = 2.5  # points above and below the words of a line to do
_CELL = 4.0  # points beside the words of a cell


class _Places(Struct, frozen=True):
    """Where the columns of a list to tick begin, and how wide its words are, in points."""

    look: float
    look_wide: float
    boxes: tuple[float, ...]
    act: float
    act_wide: float
    beside: bool  # what to do stands beside the boxes, and not under the question


def _places(answers: int, room: Space, profile: Profile) -> _Places:
    box, between = geometry.CHECK_BOX * MM, geometry.CHECK_BETWEEN * MM
    before, after = geometry.CHECK_BEFORE * MM, geometry.CHECK_AFTER * MM
    boxes = answers * box + (answers - 1) * between
    if not profile.beside_each_other:
        wide = room.width - boxes - after
        # on the side that the reader sees
        left = profile.anchor == "right"
        first, text = (0.0, boxes + after) if left else (wide + after, 0.0)
        at = tuple(first + number * (box + between) for number in range(answers))
        return _Places(text, wide, at, text, wide, beside=False)
    words = room.width - boxes - before - after
    look = words * _LOOK
    at = tuple(look + before + number * (box + between) for number in range(answers))
    return _Places(
        look=0.0, look_wide=look, boxes=at, act=look + before + boxes + after, act_wide=words - look, beside=True
    )


def styles(profile: Profile) -> tuple[Style, Style]:
    """Of a question, and of what to do: smaller, for it is read after the tick, a line at a time."""
    look = replace(profile.strong, leading=max(profile.strong.leading * _TIGHT, profile.strong.size * _CLOSEST))
    return look, replace(profile.label, colour="ink", leading=profile.label.size * 1.19)


def _symbol(answer: int, x: float, y: float, side: float) -> list[Mark]:
    """A tick for the first answer, a cross for the second: for who knows a sign sooner than a word."""
    tick = ((0.0, 0.55), (0.35, 0.95)), ((0.35, 0.95), (1.0, 0.05))
    cross = ((0.05, 0.05), (0.95, 0.95)), ((0.05, 0.95), (0.95, 0.05))
    return [
        Line(x + start[0] * side, y + start[1] * side, x + end[0] * side, y + end[1] * side, side / 5, "ink")
        for start, end in ((tick, cross)[answer] if answer < 2 else ())
    ]


def _head(block: Checks, places: _Places, profile: Profile, elements: list[Element]) -> Piece:
    """The title of a room, and on the line of its foot what the columns are."""
    row = len(elements)
    elements += [Element("TR", 0), Element("TH", row, (("Scope", "Column"),)), Element(f"H{block.level}", row + 1)]
    title = profile.headings[min(block.level, 3) - 1]
    long = width(block.title, bold=True, size=title.size)
    size = title.size * places.look_wide / long
    if _TITLE <= size < title.size:  # rather a little smaller than in 2 lines
        title = replace(title, size=size, leading=title.leading * size / title.size)
    lines = set_lines((Text(block.title),), places.look_wide, title)
    word = profile.label_strong
    side = word.size * 0.7  # of the sign over the word
    high = max(len(lines) * title.leading, side + word.leading)
    marks, _ = line_marks(lines, places.look, high - len(lines) * title.leading, title, row + 2)
    top = high - (title.leading - to_baseline(title)) - to_baseline(word)
    for number, (answer, x) in enumerate(zip(block.answers, places.boxes, strict=True)):
        elements.append(Element("TH", row, (("Scope", "Column"),)))
        middle = x + geometry.CHECK_BOX * MM / 2
        wide = width(answer, bold=True, size=word.size)
        marks += line_marks(((Bit(answer, bold=True),),), middle - wide / 2, top, word, len(elements) - 1)[0]
        marks += _symbol(number, middle - side / 2, top - side, side)
    under = high + 2
    rules: list[Mark] = [_rule(places.look, places.look_wide, under, 1.4, "accent")]
    if places.beside:
        elements.append(Element("TH", row, (("Scope", "Column"),)))
        marks += line_marks(
            set_lines((Text(block.if_no),), places.act_wide, word), places.act, top, word, len(elements) - 1
        )[0]
        rules.append(_rule(places.act, places.act_wide, under, 1.4, "accent"))
    return Piece(under + 1, (*rules, *marks), above=3.2 * MM, keep_next=True, headings=((block.title, block.level),))


def _rule(x: float, wide: float, y: float, thick: float, colour: str) -> Line:
    return Line(x, y, x + wide, y, thick, colour)


def _asked(block: Checks, check: CheckRow, places: _Places, profile: Profile, elements: list[Element]) -> Piece:
    """A question with its boxes, all in the middle of their row."""
    look, act = styles(profile)
    row = len(elements)
    elements += [Element("TR", 0), Element("TH", row, (("Scope", "Row"),)), Element("P", row + 1)]
    asked = set_lines((Text(check.question),), places.look_wide, look)
    said: tuple[Inline, ...] = (Text(check.action),)
    if not places.beside:
        said = (Strong((Text(block.if_no),)), Text(f" {check.action}"))
    act_lines = set_lines(said, places.act_wide, act)
    tall_asked, tall_act = len(asked) * look.leading, len(act_lines) * act.leading
    least = geometry.CHECK_ROW * MM
    if places.beside:
        high = max(least, tall_asked + 2 * _PAD, tall_act + 2 * _PAD)
        asked_at, act_at = (high - tall_asked) / 2, (high - tall_act) / 2
    else:
        high = max(least, tall_asked + tall_act + 2 * profile.pad - 4)
        asked_at = (high - tall_asked - tall_act) / 2
        act_at = asked_at + tall_asked
    marks, _ = line_marks(asked, places.look, asked_at, look, row + 2)
    if not places.beside:
        elements.append(Element("P", row + 1))
        marks += line_marks(act_lines, places.act, act_at, act, len(elements) - 1)[0]
    size = geometry.CHECK_BOX * MM
    for word, answer, x in zip(block.answers, boxes.ANSWERS, places.boxes, strict=True):
        elements.append(Element("TD", row))
        name, label = boxes.name_of(check.name, answer), f"{check.question} {word}"
        marks.append(TickBox(x, (high - size) / 2, size, name, len(elements) - 1, label))
    if places.beside:
        elements += [Element("TD", row), Element("P", len(elements))]
        marks += line_marks(act_lines, places.act, act_at, act, len(elements) - 1)[0]
    return Piece(high, tuple(marks))


def checks(block: Checks, room: Space, profile: Profile) -> Fragment:
    """Question, boxes, and to the right of No what to do; in one column the boxes stand at the side. No line comes near a box."""
    elements: list[Element] = [Element("Table")]
    places = _places(len(block.answers), room, profile)
    head = _head(block, places, profile, elements)
    pieces = [_asked(block, check, places, profile, elements) for check in block.rows]
    for index, piece in enumerate(pieces[:-1]):
        rules = [_rule(places.look, places.look_wide, piece.height, 0.7, "line")]
        if places.beside:
            rules.append(_rule(places.act, places.act_wide, piece.height, 0.7, "line"))
        # a heading has 2 of its rows with it, and so has the same heading on the next page
        near = index == 0 or index == len(pieces) - 2
        pieces[index] = replace(piece, marks=(*piece.marks, *rules), keep_next=near)
    pieces[-1] = replace(pieces[-1], below=profile.gap)
    return Fragment(tuple(elements), (head, *pieces), running=head)


# --- lines to write on


def write_lines(block: WriteLines, room: Space, profile: Profile) -> Fragment:
    """A label with lines to write on; where there is one and the label is short, behind it."""
    marks, high = line_marks(set_lines((Text(block.label),), room.width, profile.body), 0, 0, profile.body, 0)
    pieces: list[Piece] = []
    last = marks[-1] if marks else None
    after = 0.0
    if block.count == 1 and isinstance(last, TextRun):  # one line: write behind the label
        after = last.x + width(last.text, last.style.bold, last.style.size) + 8
    name = "write"  # no word of the label, which is of one language
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


# --- what to do


def to_do(block: ToDo, room: Space, profile: Profile) -> Fragment:
    """Lines of a list with room for who and when, and empty rows to fill the page."""
    looked = write_lines(WriteLines(block.looked), room, profile) if block.looked else Fragment((), ())
    table = len(looked.elements)
    elements: list[Element] = [*looked.elements, Element("Table")]
    narrow = not profile.beside_each_other
    parts = _TO_DO_NARROW if narrow else _TO_DO_KNOWN if block.rows else _TO_DO
    headers = block.headers[1:4] if narrow else block.headers
    wides = _wides(headers, parts, room, profile)
    first = [replace(piece, keep_next=True) for piece in looked.pieces]
    head = _to_do_head(headers, wides, profile, elements, table)
    pieces: list[Piece] = []
    ends: list[int] = [*[table] * len(first), len(elements)]
    for entry in block.rows:
        pieces.append(_to_do_row(entry, headers, wides, profile, elements, table))
        ends.append(len(elements))
    for _ in range(block.blank):
        pieces.append(_to_do_row(None, headers, wides, profile, elements, table))
        ends.append(len(elements))
    least = len(block.rows) + (min(_LEAST_BLANK, block.blank) if not block.rows else 0)
    near = {0, len(block.rows) - 2} if block.rows else set(range(least - 1))
    pieces = [replace(piece, keep_next=index in near and index < len(pieces) - 1) for index, piece in enumerate(pieces)]
    pieces[-1] = replace(pieces[-1], below=profile.gap)
    least = len(first) + 1 + least if block.blank else 0
    return Fragment(tuple(elements), (*first, head, *pieces), running=head, at_least=least, elements_by=tuple(ends))


def _wides(headers: Sequence[str], parts: Sequence[float], room: Space, profile: Profile) -> list[float]:
    """The columns in points; where one would break a word of its header, what is printed or written first gives way."""
    style = profile.label_strong
    least = [max(width(word, bold=True, size=style.size) for word in header.split()) + 2 * _CELL for header in headers]
    wides = [max(least[index], room.width * part / sum(parts)) for index, part in enumerate(parts)]
    over = sum(wides) - room.width
    widest = wides.index(max(wides))
    wides[widest] -= over
    return wides


def _to_do_head(
    headers: Sequence[str], wides: Sequence[float], profile: Profile, elements: list[Element], table: int
) -> Piece:
    row = len(elements)
    elements.append(Element("TR", table))
    style = profile.label_strong
    marks: list[Mark] = []
    x = high = 0.0
    for header, wide in zip(headers, wides, strict=True):
        elements.append(Element("TH", row, (("Scope", "Column"),)))
        found, tall = line_marks(
            set_lines((Text(header),), wide - 2 * _CELL, style), x + _CELL, _CELL, style, len(elements) - 1
        )
        marks += found
        high = max(high, tall + 2 * _CELL)
        x += wide
    ground = Frame(0, 0, x, high, "tint")
    return Piece(high, (ground, Line(0, high, x, high, 1.4, "accent"), *marks), above=profile.gap, keep_next=True)


def _to_do_row(
    entry: ToDoRow | None,
    headers: Sequence[str],
    wides: Sequence[float],
    profile: Profile,
    elements: list[Element],
    table: int,
) -> Piece:
    """One line, or an empty row."""
    row = len(elements)
    number = sum(element.tag == "TR" for element in elements)
    elements.append(Element("TR", table))
    cells = _to_do_cells(entry, len(wides), profile)
    marks: list[Mark] = []
    high = (_KNOWN_ROW if entry else _TO_DO_ROW) * MM
    x = 0.0
    blanks: list[tuple[float, float, int, int]] = []
    for index, wide in enumerate(wides):
        cell = len(elements)
        elements.append(Element("TH", row, (("Scope", "Row"),)) if entry and not index else Element("TD", row))
        y = _ABOVE
        for words, style in cells[index] if index < len(cells) else ():
            elements.append(Element("P", cell))
            lines = set_lines(words, wide - 2 * _CELL, style)
            found, tall = line_marks(lines, x + _CELL, y, style, len(elements) - 1)
            marks += found
            y += tall
        if index >= len(cells):
            blanks.append((x, wide, cell, index))
        high = max(high, y + _ABOVE)
        x += wide
    marks += [
        Blank(at + 2, 2.0, wide - 4, high - 4, boxes.cell(number, index), cell, f"{headers[index]}, {number}")
        for at, wide, cell, index in blanks
    ]
    marks.append(Line(0, high, x, high, 0.8, "line"))
    at = 0.0
    for wide in wides[:-1]:
        at += wide
        marks.append(Line(at, 0, at, high, 0.8, "line"))
    return Piece(high, tuple(marks))


_Words = tuple[tuple[Inline, ...], Style]


def _to_do_cells(entry: ToDoRow | None, columns: int, profile: Profile) -> list[list[_Words]]:
    """The words of the cells that are printed: the room over the question; what to do with what it takes."""
    if entry is None:
        return []
    _, act = styles(profile)
    asked: list[_Words] = [((Text(entry.room),), act), ((Text(entry.question),), replace(act, bold=True))]
    doing: list[_Words] = [((Text(f"{entry.action} "), Strong((Text(entry.cost),))), act)]
    return [asked, doing] if columns == len(_TO_DO_KNOWN) else [asked + doing]
