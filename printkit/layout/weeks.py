"""A week to tick at the foot of a sheet."""

from printkit.document import Text, Week
from printkit.layout.fonts import width
from printkit.layout.fragment import Blank, Element, Fragment, Line, Mark, Piece, Space, TextRun, TickBox
from printkit.layout.lines import Bit, line_marks, set_lines, to_baseline
from printkit.layout.profiles import MM, Profile
from printkit.sheets import geometry

_GAP = 3.5  # mm between two rows, as in the trials
_CLEAR = 2.0  # mm around a box
_WIDEST_PITCH = 17.0  # mm
_LINE = 34.0  # mm, for a date by hand
_OF_WIDTH = 0.72  # for the boxes; before them stand the times of the day


def week(block: Week, room: Space, profile: Profile) -> Fragment:
    """A week to tick inside a page: the days over their boxes, a row for each time of the day, all of it in one piece."""
    heading = profile.headings[1]
    marks, y = line_marks(set_lines((Text(block.title),), room.width, heading), 0, 0, heading, 0)
    line, y = _line_to_write(block.begins, marks, y, room, profile)
    marks += line
    table = 2
    elements: list[Element] = [Element("H2"), Element("P"), Element("Table")]
    box = geometry.CHECK_BOX * MM
    pitch = min((room.width * _OF_WIDTH) / len(block.days), _WIDEST_PITCH * MM)
    start = room.width - len(block.days) * pitch
    row = len(elements)
    elements += [Element("TR", table), Element("TH", row, (("Scope", "Column"),))]
    style = profile.label_strong
    marks += line_marks(((Bit(block.corner, bold=True),),), 0, y, style, row + 1)[0]
    for number, (day, _) in enumerate(block.days):
        elements.append(Element("TH", row, (("Scope", "Column"),)))
        wide = width(day, bold=True, size=style.size)
        at = start + number * pitch + (pitch - wide) / 2
        marks += line_marks(((Bit(day, bold=True),),), at, y, style, len(elements) - 1)[0]
    y += style.leading + _CLEAR * MM
    for entry in block.rows:
        row = len(elements)
        elements += [Element("TR", table), Element("TH", row, (("Scope", "Row"),))]
        top = y + (box - profile.strong.leading) / 2
        marks += line_marks(set_lines((Text(entry.label),), start, profile.strong), 0, top, profile.strong, row + 1)[0]
        for number, (day, name) in enumerate(block.days):
            elements.append(Element("TD", row))
            x = start + number * pitch + (pitch - box) / 2
            label = f"{entry.label}, {day}"
            marks.append(TickBox(x, y, box, f"{entry.name}/{name}", len(elements) - 1, label))
        y += box + _GAP * MM
    piece = Piece(y - _GAP * MM, tuple(marks), above=profile.gap, below=0, headings=((block.title, 2),))
    return Fragment(tuple(elements), (piece,), own=True)


def _line_to_write(
    label: str, title: list[Mark], below: float, room: Space, profile: Profile
) -> tuple[list[Mark], float]:
    """A label and a line for a date at the right of a title, else under it; and where what follows begins."""
    style = profile.label
    runs = [mark for mark in title if isinstance(mark, TextRun)]
    taken = max(run.x + width(run.text, run.style.bold, run.style.size) for run in runs)
    left = room.width - _LINE * MM
    start = left - width(label, bold=False, size=style.size) - 4
    baseline = runs[-1].y
    if start < taken + 4 * MM:
        baseline, below = below + to_baseline(style), below + style.leading + 4
    return [
        TextRun(start, baseline, label, style, 1, after=" "),
        Line(left, baseline + 2, room.width, baseline + 2, 0.8, "line"),
        Blank(left, baseline - 16, room.width - left, 17, "week-from", 1, label),
    ], below
