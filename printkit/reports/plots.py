"""Values as drawings that still tell in black and white: days as boxes, measures over time, pain on a line.

Letters are 10 points tall in the measure of a drawing; the page makes both as large as its own letters.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from textwrap import wrap

from msgspec import Struct

from printkit.document import Plot, PlotWords
from printkit.figures.geometry import Path, Point, box, ellipse, poly
from printkit.figures.scene import INK, SOFT, Drawing, Layer, Paint
from printkit.outcomes.change import ComparableValues, Series
from printkit.outcomes.progress import Kept, Week

WEEKS_ACROSS = 13  # a quarter of a year
MARKS = ("round", "square", "triangle", "diamond", "open-round", "open-square")  # one for each way of measuring

HALF = 238.0  # two of these stand beside each other on a page of small letters
FULL, SMALL = (HALF, 99.0), (168.0, 66.0)  # of a plot of a measure below its title; two small ones fit large letters
_BLUE, _PALE, _WHITE = "#0B4A86", "#E1E5E8", "#FFFFFF"
_DATES = 76.0  # from the left edge to the first box of a week
_WIDTHS = (350.0, 318.0, 245.0)  # of a calendar, for wide pages and for narrow ones
_ROOMY, _CLOSE = 22.0, 15.5  # from week to week, the second for many weeks
_ACROSS = 11.5  # from box to box where weeks stand beside each other
_FEW_WEEKS = 6
_LINE = 14.0  # from one line of words to the next
_LETTER = 5.4  # a letter in the mean, for what stands beside words
_KEY = 17.0  # a box of a legend, and the space to its words
_MOST_MARKS = 16  # of a line; of more values only the first and the last have theirs
_TITLE = 36  # letters of a title in bold that a plot of a measure has room for


class _Sheet:
    """What a plot is made of, while it is made."""

    def __init__(self) -> None:
        self.paints: list[Paint] = []
        self.words: list[PlotWords] = []

    def shape(
        self, path: Path, fill: str = "", ink: str = "", width: float = 1.0, dash: tuple[float, ...] = ()
    ) -> None:
        self.paints.append(Paint(path, fill, ink, width, dash))

    def line(self, points: list[Point], ink: str = INK, width: float = 1.0, dash: tuple[float, ...] = ()) -> None:
        self.shape(poly(points, closed=False), "", ink, width, dash)

    def say(self, x: float, y: float, text: str, before: float = 0.0, *, bold: bool = False) -> None:
        self.words.append(PlotWords(x, y, text, before, bold))

    def plot(self, wide: float, high: float, alt: str, narrower: Plot | None = None) -> Plot:
        return Plot(Drawing(wide, high, (Layer((), tuple(self.paints)),)), tuple(self.words), alt, narrower)


# --- days


Weeks = Sequence[tuple[str, Week]]  # each with its label


def calendar(weeks: Weeks, days: Sequence[str], legend: Mapping[Kept, str], alt: str) -> Plot:
    """A row for each week with its label, a box for each day, as wide as the page; below it what each kind of box is."""
    plot: Plot | None = None
    for wide in reversed(_WIDTHS):
        plot = _calendar(weeks, days, legend, alt, wide, plot)
    assert plot is not None
    return plot


def _calendar(
    weeks: Weeks, days: Sequence[str], legend: Mapping[Kept, str], alt: str, wide: float, narrower: Plot | None
) -> Plot:
    sheet = _Sheet()
    down = _ROOMY if len(weeks) <= _FEW_WEEKS else _CLOSE
    pitch = (wide - _DATES) / len(days)
    box_wide, box_high = pitch - 4, down - 3
    low = _legend(sheet, legend, _kept(weeks), wide)
    high = low + len(weeks) * down + _LINE + 2
    for number, name in enumerate(days):
        sheet.say(_DATES + number * pitch + box_wide / 2, high - 10, name, 0.5)
    for row, (label, week) in enumerate(weeks):
        y = high - _LINE - 2 - (row + 1) * down
        sheet.say(0, y + box_high / 2 - 3.5, label)
        for day in week.days:
            _day_box(sheet, _DATES + day.day.weekday() * pitch, y, (box_wide, box_high), day.kept)
    return sheet.plot(wide, high, alt, narrower)


def across(weeks: Weeks, days: Sequence[str], legend: Mapping[Kept, str], alt: str) -> Plot:
    """A column for each week, a box for each day, the first and the last week with their labels: all in small."""
    sheet = _Sheet()
    left = 22.0
    low = _legend(sheet, legend, _kept(weeks), HALF)
    high = low + len(days) * _ACROSS + _LINE
    for row, name in enumerate(days):
        sheet.say(0, high - _LINE - (row + 1) * _ACROSS + 2, name)
    for column, (_, week) in enumerate(weeks):
        for day in week.days:
            y = high - _LINE - (day.day.weekday() + 1) * _ACROSS
            _day_box(sheet, left + column * _ACROSS, y, (_ACROSS - 2, _ACROSS - 2), day.kept)
    first, last = weeks[0][0], weeks[-1][0]
    right = left + len(weeks) * _ACROSS
    sheet.say(left, high - 10, first)
    if len(first + last) * _LETTER * 1.2 < right - left:
        sheet.say(right, high - 10, last, 1.0)
    return sheet.plot(HALF, high, alt)


def _kept(weeks: Weeks) -> list[Kept]:
    """The kinds of days that there are."""
    shown = {day.kept for _, week in weeks for day in week.days}
    return [kept for kept in Kept if kept in shown]


def _legend(sheet: _Sheet, legend: Mapping[Kept, str], keys: Sequence[Kept], wide: float) -> float:
    """What each kind of box stands for, at the lower edge: in one row, or in two columns. How high it is."""
    side = _LINE - 1
    needs = [_KEY + len(legend[kept]) * _LETTER + 10 for kept in keys]
    columns = len(keys) if sum(needs) <= wide else 2
    lefts = [sum(needs[:at]) for at in range(columns)] if columns == len(keys) else [0.0, wide * 0.47]
    rows = -(-len(keys) // columns) if keys else 0
    for number, kept in enumerate(keys):
        x, y = lefts[number % columns] + 1, (rows - 1 - number // columns) * (_LINE + 2) + 4
        _day_box(sheet, x, y, (side, side), kept)
        sheet.say(x + _KEY, y + 3, legend[kept])
    return rows * (_LINE + 2) + 8


def _day_box(sheet: _Sheet, x: float, y: float, size: tuple[float, float], kept: Kept) -> None:
    """Filled with a tick, half filled, empty with a dash, or a dot: told apart by their marks and not by their shades."""
    wide, high = size
    side = min(wide, high)
    middle = (x + wide / 2, y + high / 2)

    def at(right: float, up: float) -> Point:
        return middle[0] + (right - 0.5) * side, y + up * side

    match kept:
        case Kept.DONE:
            sheet.shape(box(x, y, wide, high, min(3, side / 4)), _BLUE, _BLUE, 1.2)
            sheet.line([at(0.22, 0.5), at(0.42, 0.27), at(0.79, 0.74)], _WHITE, side / 8)
        case Kept.PART:
            sheet.shape(poly([(x, y), (x + wide, y), (x + wide, y + high)]), _BLUE)
            sheet.shape(box(x, y, wide, high, 1), "", _BLUE, 1.2)
        case Kept.NOT_DONE:
            sheet.shape(box(x, y, wide, high, min(3, side / 4)), "", SOFT, 1.2)
            sheet.line([at(0.27, 0.5), at(0.73, 0.5)], INK, side / 9)
        case Kept.NOT_KNOWN:
            sheet.shape(box(x, y, wide, high, min(3, side / 4)), "", SOFT, 1.2)
            sheet.shape(ellipse(middle, 1.6, 1.6), INK)
        case Kept.NOT_RECORDED:
            sheet.shape(ellipse(middle, 1.6, 1.6), SOFT)


# --- measures


class Scale(Struct, frozen=True):
    """From the values of a measure to a height in the drawing."""

    least: float
    most: float
    low: float
    high: float

    def at(self, value: float) -> float:
        """Where a value stands."""
        return self.low + (value - self.least) / (self.most - self.least) * (self.high - self.low)


def measure(
    series: Series,
    title: str,
    said: Mapping[float, str],
    dates: tuple[str, str],
    alt: str,
    band: str = "",
    size: tuple[float, float] = FULL,
) -> Plot:
    """Values over time, a mark for each way of measuring; only values taken the same way are joined.

    Round the first value of each way lies the band of change that may be the error of measuring, where it has a name.
    `said` are the values as words, `dates` the first and the last day, `band` what the band is called.
    """
    sheet = _Sheet()
    title_lines = wrap(title, _TITLE)
    wide, tall = size
    left, right, low = 4.0, wide - 6.0, 18.0
    high = tall + len(title_lines) * _LINE
    values = [row for strand in series.strands for row in strand.values]
    first, last = min(row.day for row in values), max(row.day for row in values)
    scale = _scale(series, low + 8, tall - 16, banded=bool(band))

    def x(day: date) -> float:
        return (
            (left + right) / 2 if first == last else left + 10 + (right - left - 20) * ((day - first) / (last - first))
        )

    for strand in series.strands if band else ():
        _band(sheet, strand, scale, x(strand.values[0].day), x(strand.values[-1].day))
    sheet.line([(left, low), (right, low)], SOFT, 0.9)
    taken: list[Point] = []
    for number, strand in enumerate(series.strands):
        points = [(x(row.day), scale.at(row.value)) for row in strand.values]
        if len(points) > 1:
            sheet.line(_steps(points) if series.record.grades else points, INK, 1.1)
        marked = points if len(points) <= _MOST_MARKS else [points[0], points[-1]]
        for point in marked:
            _mark(sheet, point, MARKS[number % len(MARKS)])
        for row, point in {0: (strand.values[0], points[0]), -1: (strand.values[-1], points[-1])}.values():
            _value(sheet, point, said[row.value], taken, left_of=bool(series.record.grades) and point is points[-1])
    for number, line in enumerate(title_lines):
        sheet.say(0, high - 10 - number * _LINE, line, bold=True)
    sheet.say(left, low - 13, dates[0])
    if first != last:
        sheet.say(right, low - 13, dates[1], 1.0)
    if band and any(map(_width_of_band, series.strands)):
        x_key = (left + right - len(band) * _LETTER) / 2 - 6
        sheet.shape(box(x_key, low - 14, 12, 9, 0), _PALE, SOFT, 0.7, (2, 2))
        sheet.say(x_key + 15, low - 13, band)
    return sheet.plot(wide, high, alt)


def _steps(points: list[Point]) -> list[Point]:
    """Grades are steps, and nothing lies between two of them."""
    corners = [corner for (_, y), (x, up) in pairwise(points) for corner in ((x, y), (x, up))]
    return [points[0], *corners]


def _scale(series: Series, low: float, high: float, *, banded: bool) -> Scale:
    ends: list[float] = []
    for strand in series.strands:
        ends += [row.value for row in strand.values]
        if banded and (size := _width_of_band(strand)):
            ends += [strand.values[0].value - size, strand.values[0].value + size]
    least, most = min(ends), max(ends)
    if least == most:
        least, most = least - 1, most + 1
    return Scale(least, most, low, high)


def _width_of_band(strand: ComparableValues) -> float:
    difference = strand.difference
    return difference.detectable.size if difference and difference.detectable else 0.0


def _band(sheet: _Sheet, strand: ComparableValues, scale: Scale, start: float, end: float) -> None:
    size, first = _width_of_band(strand), strand.values[0].value
    if not size:
        return
    low, high = scale.at(first - size), scale.at(first + size)
    sheet.shape(poly([(start, low), (end, low), (end, high), (start, high)]), _PALE)
    for y in (low, high):
        sheet.line([(start, y), (end, y)], SOFT, 0.8, (3, 2))


def _value(sheet: _Sheet, point: Point, text: str, taken: list[Point], *, left_of: bool) -> None:
    """A value above its mark, unless another stands there; left of it where a line comes down from above."""
    x, y = point
    if all(abs(x - other[0]) > 26 or abs(y - other[1]) > 11 for other in taken):
        sheet.say(x - 8 if left_of else x, y + 6.5, text, 1.0 if left_of else 0.5)
        taken.append(point)


def _mark(sheet: _Sheet, point: Point, kind: str) -> None:
    x, y = point
    r = 3.6
    shapes: dict[str, Path] = {
        "round": ellipse(point, r, r),
        "square": poly([(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]),
        "triangle": poly([(x - r - 0.6, y - r), (x + r + 0.6, y - r), (x, y + r + 0.6)]),
        "diamond": poly([(x - r - 1, y), (x, y - r - 1), (x + r + 1, y), (x, y + r + 1)]),
    }
    sheet.shape(shapes[kind.removeprefix("open-")], _WHITE if kind.startswith("open-") else INK, INK, 1.1)


# --- a line from 0 to 10


def ten_line(title: str, rows: Iterable[tuple[str, float, str]], alt: str) -> Plot:
    """Under a title a line from 0 to 10 for each row, with its label, its value and the value in words."""
    sheet = _Sheet()
    shown = list(rows)
    start, step, pitch = _DATES, 11.4, 34.0
    high = len(shown) * pitch + 12 + _LINE
    sheet.say(0, high - 10, title, bold=True)
    for number, (label, value, words) in enumerate(shown):
        y = high - _LINE - (number + 1) * pitch + 6
        sheet.say(0, y - 3.5, label)
        sheet.line([(start, y), (start + 10 * step, y)], INK, 1.2)
        for tick in range(11):
            x, long = start + tick * step, 4.0 if tick % 5 == 0 else 2.4
            sheet.line([(x, y - long), (x, y + long)], INK, 1.0)
        at = (start + value * step, y)
        sheet.shape(ellipse(at, 5.2, 5.2), _BLUE, _WHITE, 1.0)
        sheet.say(at[0], y + 9, words, 0.5, bold=True)
    for tick in range(0, 11, 5):
        sheet.say(start + tick * step, 3, str(tick), 0.5)
    return sheet.plot(start + 10 * step + 8, high, alt)
