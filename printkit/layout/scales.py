"""The back of a chart: scales from 0 to 10, edge to edge, and lines to write on."""

from collections.abc import Sequence

from msgspec.structs import replace

from printkit.document import NumberChart, Scale, Strong, Text
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Line, Mark, Piece, Stamp, TextRun, TickBox
from printkit.layout.lines import Bit, line_marks, set_lines
from printkit.layout.profiles import MM, Profile, Style
from printkit.layout.sheet_head import LINE, NOTES_LINES, close, notes_page, title_marks, under_title
from printkit.sheets import geometry

_LEAST_LINES = 4  # fewer go on a page of their own
_FACE = 11.0  # mm
_APART, _FAR_APART = 3.5, 7.0  # mm between two scales: the least, and the most
_UNDER_HEAD = 1.5
_CAP, _LOW = 0.78, 0.2  # how far letters reach above and below their line, as parts of their size


def number_chart(block: NumberChart, profile: Profile) -> Fragment:
    """Scales under each other, then lines; what does not fit stands on a second page."""
    elements = [Element("H2"), Element("P"), Element("P"), Element("Table")]
    page_wide, page_high = (side * MM for side in geometry.PAGE_SIZES[block.paper])
    title = title_marks(block.title, block.aside, page_wide, profile, (0, 1))
    how, bottom = under_title((Text(block.how),), block.paper, profile, 2)
    top = bottom / MM + _UNDER_HEAD
    room = geometry.PAGE_SIZES[block.paper][1] - geometry.CHART_FOOT - top
    sheets: list[list[Mark]] = []
    pages = _pages(block, room, profile)
    for some in pages:
        apart = _apart(block, some, room, profile, last=some is pages[-1])
        y = top
        sheets.append([])
        for scale in some:
            sheets[-1] += _scale(scale, y, block, profile, elements)
            y += _scale_high(scale, block, profile) + apart
    lines = min(block.lines, _lines_in(top + room - y, block, profile))
    if lines < _LEAST_LINES:
        sheets.append([])
        y, lines = geometry.CHART_TOP + _UNDER_HEAD, NOTES_LINES
        lines = min(lines, _lines_in(room, block, profile))
    sheets[-1] += _notes(block, y, lines, profile, elements)
    pieces = [
        Piece(
            page_high, (*([] if number else [*title, *how]), *marks),
            headings=() if number else ((block.title, 2),),
            again=Piece(page_high, (*title, *(how if number < len(pages) else []))) if number else None,
        )
        for number, marks in enumerate(sheets)
    ]  # fmt: skip
    elements.append(Element("P"))
    behind = notes_page(block.empty, block.paper, profile, len(elements) - 1)
    return Fragment(tuple(elements), tuple(pieces), whole_page=True, behind=behind, corner="N")


def _pages(block: NumberChart, room: float, profile: Profile) -> list[list[Scale]]:
    """The scales of each page."""
    pages: list[list[Scale]] = [[]]
    used = 0.0
    for scale in block.scales:
        high = _scale_high(scale, block, profile)
        if pages[-1] and used + high > room:
            pages.append([])
            used = 0.0
        pages[-1].append(scale)
        used += high + _APART
    return pages


def _apart(block: NumberChart, some: Sequence[Scale], room: float, profile: Profile, *, last: bool) -> float:
    """The space under each scale in mm, as wide as the lines below leave it."""
    used = sum(_scale_high(scale, block, profile) for scale in some)
    lines = min(block.lines, _lines_in(room - used - len(some) * _APART, block, profile))
    if last and lines >= _LEAST_LINES:
        used += _notes_high(block, lines, profile)
    return max(_APART, min(_FAR_APART, (room - used) / len(some)))


# --- a scale


def _name(profile: Profile) -> Style:
    return close(replace(profile.strong, size=profile.strong.size + (1 if profile.strong.size < 16 else 0)))


def _digit(profile: Profile) -> Style:
    return replace(profile.label_strong, size=max(profile.label.size, profile.strong.size - 1), colour="ink")


def _end(profile: Profile) -> Style:
    return replace(profile.label, colour="ink")


def _name_lines(scale: Scale, block: NumberChart, profile: Profile) -> tuple[tuple[Bit, ...], ...]:
    return set_lines((Text(scale.label),), _wide(block), _name(profile))


def _wide(block: NumberChart) -> float:
    return (geometry.PAGE_SIZES[block.paper][0] - 2 * geometry.chart_side(block.paper)) * MM


def _to_box(scale: Scale, block: NumberChart, profile: Profile) -> float:
    """From the top of a scale to its boxes, in mm."""
    name = len(_name_lines(scale, block, profile)) * _name(profile).leading / MM
    digits = (_CAP + _LOW) * _digit(profile).size / MM + geometry.CLEAR
    return name + (_FACE if scale.faces else 0.0) + 1.0 + digits


def _scale_high(scale: Scale, block: NumberChart, profile: Profile) -> float:
    """The height of a scale with the words at its ends, in mm."""
    ends = geometry.CLEAR + (_CAP + _LOW) * _end(profile).size / MM
    return _to_box(scale, block, profile) + geometry.number_box(block.paper, block.severe) + ends


def _scale(scale: Scale, top: float, block: NumberChart, profile: Profile, elements: list[Element]) -> list[Mark]:
    """A scale whose upper edge is at `top` mm."""
    row = len(elements)
    elements += [Element("TR", 3), Element("TH", row, (("Scope", "Row"),))]
    lines = _name_lines(scale, block, profile)
    marks, tall = line_marks(lines, geometry.chart_side(block.paper) * MM, top * MM, _name(profile), row + 1)
    box = geometry.number_box(block.paper, block.severe)
    y = top + _to_box(scale, block, profile)
    cells = geometry.number_cells((y,), box, block.paper)
    digit, end = _digit(profile), _end(profile)
    digits = y * MM - geometry.CLEAR * MM - digit.size * _LOW
    below = (y + box + geometry.CLEAR) * MM + end.size * _CAP
    faces = dict(scale.faces)
    for cell in cells:
        elements.append(Element("TD", row))
        element = len(elements) - 1
        middle = (cell.x + box / 2) * MM
        if (face := faces.get(cell.column)) is not None:
            side = min(_FACE, box) * MM
            wide = side * min(1.0, face.wide / face.high)
            high = wide * face.high / face.wide
            marks.append(Stamp(middle - wide / 2, top * MM + tall, wide, high, face, 0, beside=True))
        said = str(cell.column)
        long = width(said, bold=True, size=digit.size)
        word = {0: scale.low, geometry.NUMBERS - 1: scale.high}.get(cell.column, "")
        marks.append(TextRun(middle - long / 2, digits, said, digit, element, after=" " if word else ""))
        if word:
            at = cell.x * MM
            if cell.column:
                at += box * MM - width(word, bold=False, size=end.size)
            marks.append(TextRun(at, below, word, end, element))
        marks.append(
            TickBox(cell.x * MM, cell.y * MM, box * MM, f"{scale.name}/{said}", element, f"{scale.label} {said}")
        )
    return marks


# --- lines to write on


def _notes_words(block: NumberChart, profile: Profile) -> tuple[tuple[tuple[Bit, ...], ...], ...]:
    """The words over the lines, and those under them."""
    over = set_lines((Text(block.notes),), _wide(block), profile.headings[1])
    under = set_lines((Strong((Text(block.bring),)), Text(f" {block.reported}")), _wide(block), close(profile.body))
    return over, under


def _notes_high(block: NumberChart, lines: int, profile: Profile) -> float:
    """The height of so many lines with the words over and under them, in mm."""
    over, under = _notes_words(block, profile)
    words = len(over) * profile.headings[1].leading + len(under) * close(profile.body).leading
    return words / MM + lines * LINE + 2.0


def _lines_in(room: float, block: NumberChart, profile: Profile) -> int:
    return max(0, int((room - _notes_high(block, 0, profile)) // LINE))


def _notes(block: NumberChart, top: float, lines: int, profile: Profile, elements: list[Element]) -> list[Mark]:
    over, under = _notes_words(block, profile)
    left = geometry.chart_side(block.paper) * MM
    elements += [Element("P"), Element("P")]
    marks, tall = line_marks(over, left, top * MM, profile.headings[1], len(elements) - 2)
    y = top * MM + tall
    for _ in range(lines):
        y += LINE * MM
        marks.append(Line(left, y, left + _wide(block), y, 0.8, "line"))
    return marks + line_marks(under, left, y + 2 * MM, close(profile.body), len(elements) - 1)[0]
