"""The days of a chart, edge to edge on upright pages: a row for each session, a box for each day, week under week.

How many weeks a page has room for is settled here, where the letters are known; where a box may lie says sheets.geometry.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, product

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import ChartRow, DayChart, Strong, Text
from printkit.errors import PrintkitError
from printkit.figures.scene import Drawing
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Line, Mark, Piece, Stamp, TextRun, TickBox
from printkit.layout.lines import Bit, line_marks, set_lines, to_baseline
from printkit.layout.profiles import MM, Profile, Style
from printkit.layout.sheet_head import (
    how_to_tick,
    not_here_lines,
    not_here_style,
    notes_page,
    small_words,
    title_marks,
    under_title,
)
from printkit.sheets import geometry

_PICTURE = (15.0, 11.4)  # mm
_BESIDE = 3.0  # mm from a picture to its words
_LABELS_NEARER = 2.5  # mm by which the words of two rows may come nearer to each other than their boxes
_FROM_BOXES = 1.0  # mm from a label to the column of the first day
_BETWEEN = 2.5  # mm between two weeks, besides half a gap
_ABOVE, _MORE_ABOVE = (
    1.5,
    3.0,
)  # mm above each week besides, where there is room: before rows stand farther apart, and at most
_WIDEST_GAP = 8.0  # mm; farther apart a row is no row any more
_STEP = 0.25  # mm
_HEADER_LINE = 1.13  # of the size of its letters
_LARGEST_HEADER = 16.0  # points
_DATES_APART = 2.0  # mm
_UNDER_HEAD = 0.25  # mm
_HAIR = 0.05  # mm, so that no rounding takes it
_LOW = 0.2  # how far letters hang below their line, as a part of their size

Lines = tuple[tuple[Bit, ...], ...]


class _Label(Struct, frozen=True):
    """The words of a row and its picture, or none where the words need its room."""

    lines: tuple[tuple[Lines, Style], ...]
    picture: Drawing | None

    @property
    def high(self) -> float:
        """In mm."""
        words = sum(len(lines) * style.leading for lines, style in self.lines) / MM
        return max(words, _PICTURE[1] if self.picture else 0.0)


class _Arrangement(Struct, frozen=True):
    """What stands on each page: how many weeks, which rows, and how."""

    weeks: int
    parts: tuple[tuple[int, ...], ...]  # the rows of a week, on so many pages
    gaps: tuple[tuple[float, float], ...]  # of each part: between its rows, and above each week
    box: float
    labels: tuple[_Label, ...]
    not_here: str


def day_chart(block: DayChart, profile: Profile) -> Fragment:
    """As many pages as the weeks need; what was said on the first is only drawn again on the others."""
    days = tuple(len(week.days) for week in block.weeks)
    says = {"off": block.day_off, "last": block.last_week, "agree": block.agree, "out": block.not_here}
    small = tuple(key for key, said in says.items() if said)
    elements, at = _elements(days, len(block.rows), small)
    found = _arranged(block, profile)
    pieces: list[Piece] = []
    for start in range(0, len(block.weeks), found.weeks):
        weeks = range(start, min(start + found.weeks, len(block.weeks)))
        for number, (rows, gaps) in enumerate(zip(found.parts, found.gaps, strict=True)):
            page = _Page(block, profile, at, found, gaps)
            head = page.head(first=not pieces)
            header, body = page.weeks(weeks, rows)
            again = [*([] if not pieces else head), *([] if number == 0 else header)]
            said = [*([] if pieces else head), *([] if number else header), *body]
            high = geometry.PAGE_SIZES[block.paper][1] * MM
            pieces.append(
                Piece(
                    high, tuple(said), headings=() if pieces else ((block.title, 1),),
                    again=Piece(high, tuple(again)) if again else None,
                )
            )  # fmt: skip
    before = notes_page(block.empty, block.paper, profile, at["before",]) if block.right_hand else None
    return Fragment(elements, tuple(pieces), whole_page=True, before=before, corner="C", own=True)


# --- the structure


@lru_cache(maxsize=64)
def _elements(
    days: tuple[int, ...], rows: int, small: tuple[str, ...]
) -> tuple[tuple[Element, ...], Mapping[tuple[object, ...], int]]:
    """The elements in the order of reading, whatever page they land on, and the place of each by what it is.

    They are the same for all charts with so many `days` in each week, so many rows, and the same `small` words at the head.
    """
    elements: list[Element] = []
    at: dict[tuple[object, ...], int] = {}

    def put(key: tuple[object, ...], tag: str, parent: int = -1, scope: str = "") -> int:
        at[key] = len(elements)
        elements.append(Element(tag, parent, (("Scope", scope),) if scope else ()))
        return at[key]

    put(("before",), "P")
    put(("title",), "H1")
    for key in ("aside", "how", *small):
        put((key,), "P")
    for number, of_week in enumerate(days):
        table = put(("table", number), "Table")
        row = put(("head", number), "TR", table)
        put(("week", number), "TH", row, "Column")
        for column in range(of_week):
            put(("day", number, column), "TH", row, "Column")
        for index in range(rows):
            row = put(("tr", number, index), "TR", table)
            put(("row", number, index), "TH", row, "Row")
            for column in range(of_week):
                put(("box", number, index, column), "TD", row)
    return tuple(elements), at


# --- what fits


def _arranged(block: DayChart, profile: Profile) -> _Arrangement:
    """The fewest pages, then the most of what was left out, then pictures, then the largest boxes."""
    manners = _manners(profile)
    labels = [tuple(_label(row, block.paper, profile, size, pictures=each) for row in block.rows)
              for size, each in manners]  # fmt: skip
    boxes = geometry.day_boxes(block.paper, block.severe)
    least = geometry.TREMOR_GAP if block.severe else geometry.DAY_GAP
    for weeks, count in _divisions(block):
        parts = _evenly(len(block.rows), count)
        for out, chosen, box in product(block.not_here or ("",), labels, boxes):
            room = _room(block, profile, out)
            header = _header_high(profile)
            gaps = [_gaps(tuple(chosen[row].high for row in rows), weeks, box, least, room, header) for rows in parts]
            if None not in gaps:
                return _Arrangement(
                    weeks, parts, tuple(gap for gap in gaps if gap is not None), box, chosen, out
                )  # fmt: skip
    raise PrintkitError("a row of the chart has no room on a page", hint="find shorter titles, or print it on A4")


def _divisions(block: DayChart) -> Iterator[tuple[int, int]]:
    """How many weeks on a page, and on how many pages the rows of one: from few pages to many."""
    if not block.severe and len(block.weeks) > 1:
        yield len(block.weeks), 1
    for count in range(1, len(block.rows) + 1):
        yield 1, count


def _evenly(rows: int, parts: int) -> tuple[tuple[int, ...], ...]:
    cuts = [round(rows * part / parts) for part in range(parts + 1)]
    return tuple(tuple(range(start, end)) for start, end in pairwise(cuts))


def _manners(profile: Profile) -> tuple[tuple[float, bool], ...]:
    """The size of a row's name, and whether it keeps its picture at any cost, best first."""
    large, small = max(profile.strong.size - 1, profile.label.size), profile.label.size
    return (large, True), (large, False), *([(small, False)] if small < large else [])


@lru_cache(maxsize=4096)
def _gaps(
    labels: tuple[float, ...], weeks: int, box: float, least: float, room: float, header: float
) -> tuple[float, float] | None:
    """How far apart the rows may stand so that `weeks` of them fit in `room` mm, and what may lie above each week.

    Air above a week goes before air between its rows. None when they do not fit.
    """

    def spare(step: int) -> float:
        slots = [_slot(label, box, least + step * _STEP) for label in labels]
        week = header + _under_header(slots[0], box) + sum(slots)
        below = (slots[-1] - max(box, labels[-1])) / 2  # of what lies under the last row
        return room - (weeks * week + (weeks - 1) * _BETWEEN - below)

    steps = range(int((_WIDEST_GAP - least) / _STEP), 0, -1)  # the farther apart, the less is to spare
    step = [*steps, 0][bisect_left(steps, 1, key=lambda each: int(spare(each) >= _ABOVE * weeks))]
    left = spare(step)
    return (least + step * _STEP, min(_MORE_ABOVE, left / weeks)) if left >= 0 else None


def _slot(label: float, box: float, gap: float) -> float:
    """The height of a row: that of its box, or of its words, with what lies between it and the next."""
    return max(box + gap, label + gap - _LABELS_NEARER)


def _under_header(slot: float, box: float) -> float:
    """Between the dates and the first row, so that they keep away from its boxes."""
    return max(0.0, geometry.CLEAR + _HAIR - (slot - box) / 2)


def _room(block: DayChart, profile: Profile, not_here: str) -> float:
    """The height in mm between the words at the head and those at the foot."""
    return _foot_top(block, profile, not_here) - _head_bottom(block, profile)


def _head_bottom(block: DayChart, profile: Profile) -> float:
    _, bottom = under_title(how_to_tick(block), block.paper, profile, 0)
    return (bottom + small_words(block, profile)[1]) / MM + _UNDER_HEAD


def _foot_top(block: DayChart, profile: Profile, not_here: str) -> float:
    """Where the last box must end, in mm from the upper edge of the page."""
    bottom = geometry.PAGE_SIZES[block.paper][1] - geometry.CHART_FOOT
    lines = not_here_lines(block.paper, profile, not_here)
    return bottom - (len(lines) * not_here_style(profile).leading / MM + geometry.CLEAR if lines else 0.0)


# --- rows


def _label(row: ChartRow, paper: str, profile: Profile, size: float, *, pictures: bool) -> _Label:
    """A name with its detail under it; behind it where the name takes two lines.

    Unless `pictures` are kept at any cost, a picture leaves its room to words that would take a third line.
    """
    wide = geometry.label_width(paper) - _FROM_BOXES
    beside = wide - _PICTURE[0] - _BESIDE
    if row.sketch and beside > _PICTURE[0]:
        lines = _label_lines(row, beside, profile, size)
        if pictures or sum(len(each) for each, _ in lines) <= 2:
            return _Label(lines, row.sketch.drawing)
    return _Label(_label_lines(row, wide, profile, size), None)


def _label_lines(row: ChartRow, wide: float, profile: Profile, size: float) -> tuple[tuple[Lines, Style], ...]:
    strong = replace(profile.strong, size=size, leading=size * 1.15)
    light = replace(profile.label, size=min(size, profile.label.size), leading=profile.label.size * 1.15, colour="ink")
    name = set_lines((Text(row.label),), wide * MM, strong)
    if not row.detail:
        return ((name, strong),)
    if len(name) == 1:
        return (name, strong), (set_lines((Text(row.detail),), wide * MM, light), light)
    flowing = replace(strong, bold=False)
    return ((set_lines((Strong((Text(f"{row.label},"),)), Text(f" {row.detail}")), wide * MM, flowing), flowing),)


# --- marks


class _Page:
    """Draws one page of a chart; lengths in points."""

    def __init__(
        self,
        block: DayChart,
        profile: Profile,
        at: Mapping[tuple[object, ...], int],
        found: _Arrangement,
        gaps: tuple[float, float],
    ) -> None:
        self.block, self.profile, self.at, self.found = block, profile, at, found
        self.gap, self.above = gaps
        self.side = geometry.chart_side(block.paper) * MM
        self.page = tuple(side * MM for side in geometry.PAGE_SIZES[block.paper])

    def head(self, *, first: bool) -> list[Mark]:
        """The title, how to tick, what was left out; on the first page what was done in the week before."""
        block, profile = self.block, self.profile
        marks = title_marks(block.title, block.aside, self.page[0], profile, (self.at["title",], self.at["aside",]))
        how, bottom = under_title(how_to_tick(block), block.paper, profile, self.at["how",])
        marks += how
        for each in small_words(block, profile)[0]:
            if first or each.key != "last":
                element = self.at[each.key,]
                x, y = self.side + each.right, bottom + each.down
                marks += line_marks(each.lines, x, y, each.style, element)[0]
        out = not_here_lines(block.paper, profile, self.found.not_here)
        if out:
            style = not_here_style(profile)
            top = self.page[1] - geometry.CHART_FOOT * MM - len(out) * style.leading
            marks += line_marks(out, self.side, top, style, self.at["out",])[0]
        return marks

    def weeks(self, weeks: Sequence[int], rows: Sequence[int]) -> tuple[list[Mark], list[Mark]]:
        """The days over some weeks, and the rows below them."""
        labels = [self.found.labels[row] for row in rows]
        slots = [_slot(label.high, self.found.box, self.gap) for label in labels]
        y = _head_bottom(self.block, self.profile)
        header: list[Mark] = []
        body: list[Mark] = []
        for index, week in enumerate(weeks):
            if index:
                line = (y + (_BETWEEN + self.above) / 2) * MM
                body.append(Line(self.side, line, self.page[0] - self.side, line, 0.6, "line"))
                y += _BETWEEN
            y += self.above
            header += self.header(week, y * MM)
            y += _header_high(self.profile) + _under_header(slots[0], self.found.box)
            for row, label, slot in zip(rows, labels, slots, strict=True):
                if self.block.rows[row].apart:  # beside the boxes, since a scan wants nothing between them
                    end = self.side + (geometry.label_width(self.block.paper) - _FROM_BOXES) * MM
                    body.append(Line(self.side, y * MM, end, y * MM, 1.2, "accent"))
                middle = y + slot / 2
                body += self.label(label, middle * MM, self.at["row", week, row])
                body += self.boxes(week, row, middle - self.found.box / 2)
                y += slot
        return header, body

    def header(self, week: int, top: float) -> list[Mark]:
        """The name of a week, and its days: weekday over date."""
        said = self.block.weeks[week]
        title = replace(self.profile.headings[1], size=min(self.profile.headings[1].size, 18.0))
        lines = set_lines((Text(said.title),), geometry.label_width(self.block.paper) * MM, title)
        date = _header_style(self.profile)
        # on the line of the dates, so that it stands close to its rows
        y = top + date.leading + to_baseline(date) - to_baseline(title)
        marks, _ = line_marks(lines, self.side, y, title, self.at["week", week])
        for column, words in enumerate(said.days):
            middle = geometry.day_middle(self.block.paper, column) * MM
            element = self.at["day", week, column]
            marks += _spoken_apart(
                [
                    mark
                    for line, text in enumerate(words)
                    if text
                    for mark in self.centred(text, middle, top + line * date.leading, element, bold=not line)
                ]
            )
        return marks

    def centred(self, text: str, middle: float, y: float, element: int, *, bold: bool) -> list[Mark]:
        """Words about the middle of a day, smaller where they are too long for it."""
        style = replace(_header_style(self.profile), bold=bold)
        room = (geometry.day_step(self.block.paper) - _DATES_APART) * MM
        style = replace(style, size=min(style.size, style.size * room / width(text, bold=bold, size=style.size)))
        wide = width(text, bold=bold, size=style.size)
        return line_marks(set_lines((Text(text),), 2 * room, style), middle - wide / 2, y, style, element)[0]

    def label(self, label: _Label, middle: float, element: int) -> list[Mark]:
        """The name of a row beside its picture, in the middle of its height."""
        marks: list[Mark] = []
        left = self.side
        if label.picture:
            wide, high = (side * MM for side in _PICTURE)
            scale = min(wide / label.picture.wide, high / label.picture.high)
            w, h = label.picture.wide * scale, label.picture.high * scale
            marks.append(Stamp(left + (wide - w) / 2, middle - h / 2, w, h, label.picture, 0, beside=True))
            left += wide + _BESIDE * MM
        y = middle - sum(len(lines) * style.leading for lines, style in label.lines) / 2
        words: list[Mark] = []
        for lines, style in label.lines:
            found, tall = line_marks(lines, left, y, style, element)
            words += found
            y += tall
        return marks + _spoken_apart(words)

    def boxes(self, week: int, row: int, top: float) -> Iterator[Mark]:
        """The boxes of a row whose upper edge is at `top` mm."""
        entry, names = self.block.rows[row], self.block.weeks[week].names
        label = ", ".join(each for each in (entry.label, entry.detail) if each)
        for cell, name in zip(geometry.day_cells((top,), self.found.box, self.block.paper), names, strict=True):
            element = self.at["box", week, row, cell.column]
            yield TickBox(
                cell.x * MM, cell.y * MM, self.found.box * MM, f"{entry.name}/{name}", element, f"{label}, {name}",
                dotted=cell.column in entry.days_off,
            )  # fmt: skip


def _header_style(profile: Profile) -> Style:
    size = min(profile.label.size, _LARGEST_HEADER)
    return replace(profile.label, size=size, leading=size * _HEADER_LINE, colour="ink")


def _header_high(profile: Profile) -> float:
    """The height in mm of weekday and date, to the feet of the lowest letters."""
    style = _header_style(profile)
    return (style.leading + to_baseline(style) + style.size * _LOW) / MM


def _spoken_apart(marks: list[Mark]) -> list[Mark]:
    """Runs of one cell with a space after each but the last, for a reader who hears them in a row."""
    return [replace(mark, after=" ") if isinstance(mark, TextRun) else mark for mark in marks[:-1]] + marks[-1:]
