"""Charts that come home: laid out where sheet.py says, edge to edge on a landscape page."""

from msgspec.structs import replace

from printkit.document import ChartRow, DayChart, NumberChart, Text
from printkit.errors import PrintkitError
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Line, Mark, Piece, Stamp, TextRun, TickBox
from printkit.layout.lines import Bit, line_marks, set_lines
from printkit.layout.profiles import MM, Profile
from printkit.sheets import geometry

_LARGEST_HEADER = 14.0  # points
_HEAD = 8.5  # mm from the edge of the paper to the title
_RAISED = 1.5  # mm
_CLEAR = 2.0  # mm around a box
_HEADER_LINE = 1.22  # of the size of a label, from the weekday to its date
Lines = tuple[tuple[Bit, ...], ...]


def _head(
    tag: str,
    title: str,
    subtitle: str,
    how: str,
    page: tuple[float, float],
    profile: Profile,
    last_week: tuple[str, ...] = (),
    not_here: tuple[str, ...] = (),
    last_box: float = 0.0,
) -> tuple[list[Element], list[Mark], list[Mark]]:
    """The title between the upper corner codes; above the lower ones what was left out, and the line of help.

    What was left out is said as fully as there is room for under the last box, which ends at `last_box` points.
    """
    inset = (geometry.CODE_EDGE + geometry.CODE + 4) * MM
    wide = page[0] * MM - 2 * inset
    elements = [Element(tag), Element("P")]
    style = profile.headings[1]
    # a line that reaches over the days keeps away from their names
    top = (_HEAD - (_RAISED if last_week and profile.label.size > _LARGEST_HEADER else 0)) * MM
    marks, high = line_marks(set_lines((Text(title),), wide, style), inset, top, style, 0)
    label = profile.label
    under = set_lines((Text(subtitle),), wide, label)
    below, tall = line_marks(under, inset, top + high, label, 1)
    # after the dates and not at the far edge, where a reader with half a field of view would miss it
    at = sum(width(bit.text, bold=bit.bold, size=label.size) for bit in under[-1]) + 2 * label.size
    said = next((each for each in last_week if at + width(each, bold=False, size=label.size) <= wide), "")
    if said:
        elements.append(Element("P"))
        beside = top + high + tall - label.leading
        below += line_marks(set_lines((Text(said),), wide, label), inset + at, beside, label, 2)[0]
    across = (page[0] - 2 * geometry.SIDE) * MM
    lines = set_lines((Text(how),), across, label)
    bottom = (page[1] - geometry.BAND_BOTTOM + 1) * MM - (len(lines) - 1) * label.leading
    foot: list[Mark] = []
    if not_here:
        strong = profile.label_strong
        choices = [set_lines((Text(each),), across, strong) for each in not_here]
        room = bottom - last_box - _CLEAR * MM
        warning = next((each for each in choices if len(each) * strong.leading <= room), choices[-1])
        elements.append(Element("P"))
        above = bottom - len(warning) * strong.leading
        foot += line_marks(warning, geometry.SIDE * MM, above, strong, len(elements) - 1)[0]
    elements.append(Element("P"))
    foot += line_marks(lines, geometry.SIDE * MM, bottom, label, len(elements) - 1)[0]
    return elements, marks + below, foot


def _labels_of(row: ChartRow, wide: float, profile: Profile) -> tuple[Lines, Lines]:
    """The lines of a row's name, and of its detail where the name leaves room for it."""
    lines = tuple(set_lines((Text(row.label),), wide, profile.strong))
    detail = set_lines((Text(row.detail),), wide, profile.label) if row.detail and len(lines) == 1 else ()
    return lines, tuple(detail)


def _label(row: ChartRow, y: float, wide: float, high: float, profile: Profile, element: int) -> list[Mark]:
    """The name of a row, in the middle of its height; a second line under it where there is more to say."""
    strong, label = profile.strong, profile.label
    left, side = geometry.SIDE * MM, high + 3 * MM  # a little of the space between two rows of boxes
    picture: list[Mark] = []
    lines, detail = _labels_of(row, wide, profile)
    if row.sketch:
        beside = _labels_of(row, wide - side - 4, profile)
        if tuple(map(len, beside)) == (len(lines), len(detail)):  # the words matter more than their picture
            lines, detail = beside
            picture.append(Stamp(left, y + (high - side) / 2, side, side, row.sketch.drawing, 0, beside=True))
            left += side + 4
    if len(lines) + len(detail) > 2:
        too_long = row.label if len(lines) > 2 else row.detail
        raise PrintkitError(f"a row of the chart has no room for {too_long!r}", hint="find a shorter title for it")
    leading = strong.size * 1.15
    tall = len(lines) * leading + len(detail) * label.leading
    top = y + (high - tall) / 2
    marks: list[Mark] = []
    for number, line in enumerate(lines):
        found, _ = line_marks((line,), left, top + number * leading - (strong.leading - leading) / 2, strong, element)
        marks += found
    found, _ = line_marks(tuple(detail), left, top + len(lines) * leading, label, element)
    return picture + _spoken_apart(marks + found)


def _spoken_apart(marks: list[Mark]) -> list[Mark]:
    """Runs of one cell with a space after each but the last, for a reader who hears them in a row."""
    return [replace(mark, after=" ") if isinstance(mark, TextRun) else mark for mark in marks[:-1]] + marks[-1:]


def _centred(
    text: str, middle: float, y: float, element: int, profile: Profile, *, bold: bool, room: float = 0.0
) -> list[Mark]:
    """Words about a middle; smaller where the room in points is too narrow for a large print."""
    style = profile.label_strong if bold else profile.label
    if room:
        fitting = style.size * room / width(text, bold=bold, size=style.size)
        style = replace(style, size=min(style.size, fitting, _LARGEST_HEADER))
    lines = set_lines((Text(text),), 1000, style)
    wide = width(text, bold=bold, size=style.size)
    return line_marks(lines, middle - wide / 2, y, style, element)[0]


def day_chart(block: DayChart, profile: Profile) -> Fragment:
    """A row for each exercise and a box for each day."""
    page = geometry.landscape(block.paper)
    cells = geometry.day_cells(len(block.rows), len(block.days), block.box_mm, page[0])
    elements, marks, foot = _head(
        "H1", block.title, block.subtitle, block.how, page, profile, block.last_week, block.not_here,
        last_box=(cells[-1].y + block.box_mm) * MM,
    )  # fmt: skip
    table = len(elements)
    elements.append(Element("Table"))
    row = len(elements)
    elements += [Element("TR", table), Element("TH", row, (("Scope", "Column"),))]
    marks += line_marks(
        set_lines((Text(block.corner),), 80 * MM, profile.label_strong),
        geometry.SIDE * MM, (geometry.BAND_TOP + 3) * MM, profile.label_strong, row + 1,
    )[0]  # fmt: skip
    # two lines between the corner codes and the boxes, 2 mm away from both
    size = min(profile.label.size, _LARGEST_HEADER)
    top = (geometry.BAND_TOP + geometry.DAY_HEADER - 2.4) * MM - 2 * size * _HEADER_LINE - size * 0.2
    for cell, (weekday, date) in zip(cells, block.days, strict=False):
        elements.append(Element("TH", row, (("Scope", "Column"),)))
        middle = (cell.x + block.box_mm / 2) * MM
        room = (geometry.pitch(block.box_mm) - 2) * MM
        said = _centred(weekday, middle, top, len(elements) - 1, profile, bold=True, room=room)
        if date:
            below = top + size * _HEADER_LINE
            said += _centred(date, middle, below, len(elements) - 1, profile, bold=False, room=room)
        marks += _spoken_apart(said)
    wide = (cells[0].x - geometry.SIDE - 3) * MM
    for number, entry in enumerate(block.rows):
        row = len(elements)
        elements += [Element("TR", table), Element("TH", row, (("Scope", "Row"),))]
        of_row = cells[number * len(block.days) : (number + 1) * len(block.days)]
        marks += _label(entry, of_row[0].y * MM, wide, block.box_mm * MM, profile, row + 1)
        for cell, name in zip(of_row, block.day_names, strict=True):
            elements.append(Element("TD", row))
            box = (cell.x * MM, cell.y * MM, block.box_mm * MM)
            marks.append(TickBox(*box, f"{entry.name}/{name}", len(elements) - 1, f"{entry.label}, {name}"))
    piece = Piece(page[1] * MM, (*marks, *foot), headings=((block.title, 1),))
    return Fragment(tuple(elements), (piece,), turned=True, corner="C", own=True)


def number_chart(block: NumberChart, profile: Profile) -> Fragment:
    """Rows of boxes under the digits 0 to 10, and lines for notes below."""
    page = geometry.landscape(block.paper)
    elements, marks, foot = _head("H2", block.title, block.subtitle, block.how, page, profile)
    table = len(elements)
    elements.append(Element("Table"))
    cells = geometry.number_cells(len(block.rows), block.box_mm, page[0])
    wide = (cells[0].x - geometry.SIDE - 6) * MM
    row = len(elements)
    elements += [Element("TR", table), Element("TH", row, (("Scope", "Row"),))]
    for number, entry in enumerate(block.rows):
        of_row = cells[number * 11 : (number + 1) * 11]
        if number:
            row = len(elements)
            elements += [Element("TR", table), Element("TH", row, (("Scope", "Row"),))]
        marks += _label(entry, of_row[0].y * MM, wide, block.box_mm * MM, profile, row + 1)
        for cell in of_row:
            elements.append(Element("TD", row))
            middle = (cell.x + block.box_mm / 2) * MM
            digit_y = cell.y * MM - 2 * MM - profile.label.leading
            marks += _centred(str(cell.column), middle, digit_y, len(elements) - 1, profile, bold=True)
            box = (cell.x * MM, cell.y * MM, block.box_mm * MM)
            marks.append(
                TickBox(*box, f"{entry.name}/{cell.column}", len(elements) - 1, f"{entry.label} {cell.column}")
            )
    y = (cells[-1].y + block.box_mm + 5) * MM
    elements.append(Element("P"))
    marks += line_marks(
        set_lines((Text(block.notes),), 250 * MM, profile.strong), geometry.SIDE * MM, y, profile.strong,
        len(elements) - 1,
    )[0]  # fmt: skip
    y += profile.strong.leading
    lowest = (page[1] - geometry.BAND_BOTTOM) * MM
    while y + 10 * MM < lowest:
        y += 10 * MM
        marks.append(Line(geometry.SIDE * MM, y, (page[0] - geometry.SIDE) * MM, y, 0.8, "line"))
    piece = Piece(page[1] * MM, (*marks, *foot), headings=((block.title, 2),))
    return Fragment(tuple(elements), (piece,), turned=True, corner="N", own=True)
