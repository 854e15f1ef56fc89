"""What of a chart fits on a page: how many weeks, which rows, how far apart, and with how large boxes.

It is settled here, where the letters are known; where a box may lie says sheets.geometry.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise, product

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import ChartRow, DayChart, Strong, Text
from printkit.errors import PrintkitError
from printkit.figures.scene import Drawing
from printkit.layout.lines import Lines, set_lines, to_baseline
from printkit.layout.profiles import MM, Profile, Style
from printkit.layout.sheet_head import how_to_tick, not_here_lines, not_here_style, small_words, under_title
from printkit.sheets import geometry

PICTURE = (15.0, 11.4)  # mm
BESIDE = 3.0  # mm from a picture to its words
FROM_BOXES = 1.0  # mm from a label to the column of the first day
BETWEEN = 2.5  # mm between two weeks, besides half a gap
_LABELS_NEARER = 2.5  # mm by which the words of two rows may come nearer to each other than their boxes
_ABOVE, _MORE_ABOVE = (
    1.5,
    3.0,
)  # mm above each week besides, where there is room: before rows stand farther apart, and at most
_WIDEST_GAP = 8.0  # mm; farther apart a row is no row any more
_STEP = 0.25  # mm
_HEADER_LINE = 1.13  # of the size of its letters
_LARGEST_HEADER = 16.0  # points
_UNDER_HEAD = 0.25  # mm
_HAIR = 0.05  # mm, so that no rounding takes it
_LOW = 0.2  # how far letters hang below their line, as a part of their size


class Label(Struct, frozen=True):
    """The words of a row and its picture, or none where the words need its room."""

    lines: tuple[tuple[Lines, Style], ...]
    picture: Drawing | None

    @property
    def high(self) -> float:
        """In mm."""
        words = sum(len(lines) * style.leading for lines, style in self.lines) / MM
        return max(words, PICTURE[1] if self.picture else 0.0)


class Arrangement(Struct, frozen=True):
    """What stands on each page: how many weeks, which rows, and how."""

    weeks: int
    parts: tuple[tuple[int, ...], ...]  # the rows of a week, on so many pages
    gaps: tuple[tuple[float, float], ...]  # of each part: between its rows, and above each week
    box: float
    labels: tuple[Label, ...]
    not_here: str
    top: float  # in mm, under the words at the head


def arranged(block: DayChart, profile: Profile) -> Arrangement:
    """The fewest pages, then the most of what was left out, then pictures, then the largest boxes."""
    known: dict[tuple[float, bool], tuple[tuple[Label, ...], list[float]]] = {}  # most charts fit in the first manner
    top = _head_bottom(block, profile)
    rooms = [(out, _foot_top(block, profile, out) - top) for out in block.not_here or ("",)]
    boxes = geometry.day_boxes(block.paper, block.severe)
    least = geometry.TREMOR_GAP if block.severe else geometry.DAY_GAP
    header = header_high(profile)
    most = max(room for _, room in rooms)
    for weeks, count in _divisions(block):
        parts = _evenly(len(block.rows), count)
        if _least_room(max(map(len, parts)), weeks, min(boxes), least, header) > most + _HAIR:
            continue  # whatever their words
        for (out, room), manner, box in product(rooms, _manners(profile), boxes):
            if manner not in known:
                known[manner] = _labels(block, profile, manner[0], pictures=manner[1])
            labels, high = known[manner]
            gaps = [_gaps(high[rows[0] : rows[-1] + 1], weeks, box, least, room, header) for rows in parts]
            if None not in gaps:
                return Arrangement(
                    weeks, parts, tuple(gap for gap in gaps if gap is not None), box, labels, out, top
                )  # fmt: skip
    raise PrintkitError("a row of the chart has no room on a page", hint="find shorter titles, or print it on A4")


def _labels(block: DayChart, profile: Profile, size: float, *, pictures: bool) -> tuple[tuple[Label, ...], list[float]]:
    """The labels of all rows in one manner, and how high each is in mm."""
    name = replace(profile.strong, size=size, leading=size * 1.15)
    detail = replace(profile.label, size=min(size, profile.label.size), leading=profile.label.size * 1.15, colour="ink")
    styles = (name, detail, replace(name, bold=False))
    found = tuple(_label(row, block.paper, styles, pictures=pictures) for row in block.rows)
    return found, [label.high for label in found]


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


def _gaps(
    labels: list[float], weeks: int, box: float, least: float, room: float, header: float
) -> tuple[float, float] | None:
    """How far apart the rows may stand so that `weeks` of them fit in `room` mm, and what may lie above each week.

    Air above a week goes before air between its rows. None when they do not fit.
    """
    touching = sum([slot_of(label, box, 0.0) for label in labels])

    def spare(step: int) -> float:
        gap = least + step * _STEP
        week = header + under_header(slot_of(labels[0], box, gap), box) + touching + len(labels) * gap
        below = (slot_of(labels[-1], box, gap) - max(box, labels[-1])) / 2  # of what lies under the last row
        return room - (weeks * week + (weeks - 1) * BETWEEN - below)

    if spare(0) < 0:
        return None
    steps = range(int((_WIDEST_GAP - least) / _STEP), 0, -1)  # the farther apart, the less is to spare
    step = [*steps, 0][bisect_left(steps, 1, key=lambda each: int(spare(each) >= _ABOVE * weeks))]
    return least + step * _STEP, min(_MORE_ABOVE, spare(step) / weeks)


def _least_room(rows: int, weeks: int, box: float, least: float, header: float) -> float:
    """The room in mm that so many rows take if no words are higher than a box; `_gaps` finds none in less."""
    return weeks * (header + rows * (box + least)) + (weeks - 1) * BETWEEN - least / 2


def slot_of(label: float, box: float, gap: float) -> float:
    """The height of a row: that of its box, or of its words, with what lies between it and the next."""
    return max(box + gap, label + gap - _LABELS_NEARER)


def under_header(slot: float, box: float) -> float:
    """Between the dates and the first row, so that they keep away from its boxes."""
    return max(0.0, geometry.CLEAR + _HAIR - (slot - box) / 2)


def _head_bottom(block: DayChart, profile: Profile) -> float:
    _, bottom = under_title(how_to_tick(block), block.paper, profile, 0)
    return (bottom + small_words(block, profile)[1]) / MM + _UNDER_HEAD


def _foot_top(block: DayChart, profile: Profile, not_here: str) -> float:
    """Where the last box must end, in mm from the upper edge of the page."""
    bottom = geometry.PAGE_SIZES[block.paper][1] - geometry.CHART_FOOT
    lines = not_here_lines(block.paper, profile, not_here)
    return bottom - (len(lines) * not_here_style(profile).leading / MM + geometry.CLEAR if lines else 0.0)


# --- the words of a row


Styles = tuple[Style, Style, Style]  # of a name, of its detail under it, of one that flows on behind it


def _label(row: ChartRow, paper: str, styles: Styles, *, pictures: bool) -> Label:
    """A name with its detail under it; behind it where the name takes two lines.

    Unless `pictures` are kept at any cost, a picture leaves its room to words that would take a third line.
    """
    wide = geometry.label_width(paper) - FROM_BOXES
    beside = wide - PICTURE[0] - BESIDE
    if row.sketch and beside > PICTURE[0]:
        lines = _label_lines(row, beside, styles)
        if pictures or sum(len(each) for each, _ in lines) <= 2:
            return Label(lines, row.sketch.drawing)
    return Label(_label_lines(row, wide, styles), None)


def _label_lines(row: ChartRow, wide: float, styles: Styles) -> tuple[tuple[Lines, Style], ...]:
    strong, light, flowing = styles
    name = set_lines((Text(row.label),), wide * MM, strong)
    if not row.detail:
        return ((name, strong),)
    if len(name) == 1:
        return (name, strong), (set_lines((Text(row.detail),), wide * MM, light), light)
    return ((set_lines((Strong((Text(f"{row.label},"),)), Text(f" {row.detail}")), wide * MM, flowing), flowing),)


# --- the days


def header_style(profile: Profile) -> Style:
    """Of the days over a column: no larger than a column holds."""
    size = min(profile.label.size, _LARGEST_HEADER)
    return replace(profile.label, size=size, leading=size * _HEADER_LINE, colour="ink")


def header_high(profile: Profile) -> float:
    """The height in mm of weekday and date, to the feet of the lowest letters."""
    style = header_style(profile)
    return (style.leading + to_baseline(style) + style.size * _LOW) / MM
