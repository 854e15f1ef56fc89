"""A row a day to fill in by hand: what is known of the day, boxes, and a line to write on."""

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import DayCheck, DayChecks, Text
from printkit.layout import forms
from printkit.layout.fonts import width
from printkit.layout.fragment import Blank, Element, Fragment, Line, Mark, Piece, Space, TickBox
from printkit.layout.lines import Bit, line_marks, set_lines
from printkit.layout.profiles import MM, Profile
from printkit.sheets import geometry

_APART = 3.5  # mm between what is known of a day
_DATE = 34.0  # mm, at least: a date may be written by hand
_WHERE = 16.0  # mm, at least, for the number of a place
_BOX_ROOM = 14.5  # mm, for a box and the words over it


class _Columns(Struct, frozen=True):
    """Where the parts of a day stand, in points. On narrow paper the time stands below the date."""

    known: tuple[tuple[float, int], ...]  # of number, date, time: x and the line, from 0
    boxes: tuple[float, ...]
    where: float


def _columns(block: DayChecks, room: Space, profile: Profile) -> _Columns:
    number = _wide(block.headers[0], [day.number for day in block.rows], profile)
    date = max(_wide(block.headers[1], [day.date for day in block.rows], profile), _DATE * MM)
    timed = len(block.headers) > 2
    time = _wide(block.headers[2], [day.time for day in block.rows], profile) if timed else 0.0
    each = max(_BOX_ROOM * MM, *(_widest(words, profile) + 8 for _, words in block.answers))
    behind = len(block.answers) * each + (geometry.CHECK_AFTER + _WHERE) * MM
    if number + date + time + behind <= room.width:
        known = ((0.0, 0), (number, 0), *(((number + date, 0),) if timed else ()))
        left = number + date + time
    else:
        known = ((0.0, 0), (number, 0), *(((number, 1),) if timed else ()))
        left = number + max(date, time)
    boxes = tuple(left + index * each + (each - geometry.CHECK_BOX * MM) / 2 for index in range(len(block.answers)))
    return _Columns(known, boxes, left + len(block.answers) * each + geometry.CHECK_AFTER * MM)


def _wide(header: str, cells: list[str], profile: Profile) -> float:
    words = max(width(cell, bold=True, size=profile.strong.size) for cell in cells)
    return max(words, width(header, bold=True, size=profile.label_strong.size)) + _APART * MM


def _widest(words: str, profile: Profile) -> float:
    return max(width(word, bold=True, size=profile.label_strong.size) for word in words.split())


def day_checks(block: DayChecks, room: Space, profile: Profile) -> Fragment:
    """A row a day: what is known of it, its boxes, and a line to write on. No line comes near a box."""
    elements: list[Element] = [Element("Table")]
    columns = _columns(block, room, profile)
    head = _days_head(block, columns, room, profile, elements)
    pieces = [_day(block, day, columns, room, profile, elements) for day in block.rows]
    last = len(pieces) - 1
    pieces = [replace(piece, keep_next=index in (0, last - 1) and index < last) for index, piece in enumerate(pieces)]
    return Fragment(tuple(elements), (head, *pieces), running=head, own=True)


def _days_head(block: DayChecks, columns: _Columns, room: Space, profile: Profile, elements: list[Element]) -> Piece:
    row = len(elements)
    elements.append(Element("TR", 0))
    style = replace(profile.label_strong, leading=profile.label_strong.size * 1.2)
    box = geometry.CHECK_BOX * MM
    each = columns.boxes[1] - columns.boxes[0] if len(columns.boxes) > 1 else box
    over = [set_lines((Text(words),), each - 2, style) for _, words in block.answers]
    lines = max(1 + columns.known[-1][1], *map(len, over))
    marks: list[Mark] = []

    def put(found: tuple[tuple[Bit, ...], ...], x: float, line: int) -> None:
        elements.append(Element("TH", row, (("Scope", "Column"),)))
        marks.extend(line_marks(found, x, line * style.leading, style, len(elements) - 1)[0])

    first = lines - 1 - columns.known[-1][1]
    for header, (x, line) in zip(block.headers, columns.known, strict=True):
        put(((Bit(header, bold=True),),), x, first + line)
    for found, x in zip(over, columns.boxes, strict=True):
        elements.append(Element("TH", row, (("Scope", "Column"),)))
        for number, words in enumerate(found):
            long = sum(width(bit.text, bit.bold, style.size) for bit in words)
            at = x + box / 2 - long / 2
            down = (lines - len(found) + number) * style.leading
            marks += line_marks((words,), at, down, style, len(elements) - 1, after=" ")[0]
    put(((Bit(block.where, bold=True),),), columns.where, lines - 1)
    high = lines * style.leading + 2
    ends = columns.boxes[0] - 8
    rules = [Line(0, high, ends, high, 1.4, "accent"), Line(columns.where, high, room.width, high, 1.4, "accent")]
    return Piece(high + 1, (*rules, *marks), above=profile.gap, keep_next=True)


def _day(
    block: DayChecks, day: DayCheck, columns: _Columns, room: Space, profile: Profile, elements: list[Element]
) -> Piece:
    row = len(elements)
    elements.append(Element("TR", 0))
    look, _ = forms.styles(profile)
    plain = replace(look, bold=False)
    lines = 1 + columns.known[-1][1]
    high = max(geometry.CHECK_ROW * MM, lines * look.leading + 7)
    top = (high - lines * look.leading) / 2
    size = geometry.CHECK_BOX * MM
    low = (high + size) / 2  # where the lines to write on lie
    marks: list[Mark] = []
    styles = (replace(look, colour="accent"), plain, look)
    for index, (words, (x, line)) in enumerate(zip((day.number, day.date, day.time), columns.known, strict=False)):
        elements.append(Element("TH", row, (("Scope", "Row"),)) if not index else Element("TD", row))
        y = top + line * look.leading
        if words:
            marks += line_marks(((Bit(words, bold=styles[index].bold),),), x, y, styles[index], len(elements) - 1)[0]
        else:
            ends = min([at for at, other in columns.known[index + 1 :] if other == line] or [columns.boxes[0]]) - 8
            said = f"{block.headers[index]} {day.number}"
            foot = low if lines == 1 else y + look.leading
            marks.append(Line(x, foot, ends, foot, 0.8, "line"))
            marks.append(Blank(x, y - 2, ends - x, foot - y + 1, f"{day.name}/date", len(elements) - 1, said))
    for (key, words), x in zip(block.answers, columns.boxes, strict=True):
        elements.append(Element("TD", row))
        marks.append(
            TickBox(x, (high - size) / 2, size, f"{day.name}/{key}", len(elements) - 1, f"{day.number} {words}")
        )
    elements.append(Element("TD", row))
    marks.append(Line(columns.where, low, room.width, low, 0.8, "line"))
    said = f"{block.where} {day.number}"
    place = (columns.where, 2.0, room.width - columns.where, low - 3)
    marks.append(Blank(*place, f"{day.name}/where", len(elements) - 1, said))
    return Piece(high, tuple(marks))
