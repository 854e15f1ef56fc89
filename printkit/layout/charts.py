"""The days of a chart, edge to edge on upright pages: a row for each session, a box for each day, week under week.

What fits on a page says `chart_rows`; where a box may lie says sheets.geometry.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from printkit.document import ChartWeek, DayChart, Text
from printkit.layout.chart_rows import (
    BESIDE,
    BETWEEN,
    FROM_BOXES,
    PICTURE,
    Arrangement,
    arranged,
    header_high,
    header_style,
    slot_of,
    under_header,
)
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Line, Mark, Piece, Stamp, TextRun, TickBox, moved
from printkit.layout.lines import line_marks, set_lines, to_baseline
from printkit.layout.profiles import MM, Profile
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

_DATES_APART = 2.0  # mm


def day_chart(block: DayChart, profile: Profile) -> Fragment:
    """As many pages as the weeks need; what was said on the first is only drawn again on the others."""
    days = tuple(len(week.days) for week in block.weeks)
    says = {"off": block.day_off, "last": block.last_week, "agree": block.agree, "out": block.not_here}
    small = tuple(key for key, said in says.items() if said)
    elements, at = _elements(days, len(block.rows), small)
    found = arranged(block, profile)
    pages = [_Page(block, profile, at, found, *part) for part in zip(found.parts, found.gaps, strict=True)]
    head, next_head = pages[0].head(first=True), pages[0].head(first=False)
    high = geometry.PAGE_SIZES[block.paper][1] * MM
    pieces: list[Piece] = []
    for start in range(0, len(block.weeks), found.weeks):
        weeks = range(start, min(start + found.weeks, len(block.weeks)))
        for number, page in enumerate(pages):
            header, body = page.weeks(weeks)
            again = [*(next_head if pieces else []), *(header if number else [])]
            above = [*([] if pieces else head), *([] if number else header)]
            pieces.append(
                Piece(
                    high, (*above, *body), headings=() if pieces else ((block.title, 1),),
                    again=Piece(high, tuple(again)) if again else None, head=len(above),
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
        elements += [Element("TH", row, (("Scope", "Column"),))] * of_week
        for index in range(rows):
            row = put(("tr", number, index), "TR", table)
            put(("row", number, index), "TH", row, "Row")
            at["box", number, index] = len(elements)  # of the first day
            elements += [Element("TD", row)] * of_week
    return tuple(elements), at


# --- marks


class _Page:
    """Draws the pages of a chart that have the same rows, of other weeks; lengths in points."""

    def __init__(
        self,
        block: DayChart,
        profile: Profile,
        at: Mapping[tuple[object, ...], int],
        found: Arrangement,
        rows: tuple[int, ...],
        gaps: tuple[float, float],
    ) -> None:
        self.block, self.profile, self.at, self.found, self.rows = block, profile, at, found, rows
        self.above = gaps[1]
        self.slots = [slot_of(found.labels[row].high, found.box, gaps[0]) for row in rows]
        self.side = geometry.chart_side(block.paper) * MM
        self.page = tuple(side * MM for side in geometry.PAGE_SIZES[block.paper])
        self.labels: dict[tuple[int, float], list[Mark]] = {}  # by row and place: on each page they are the same

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

    def weeks(self, weeks: Sequence[int]) -> tuple[list[Mark], list[Mark]]:
        """The days over some weeks, and the rows below them."""
        y = self.found.top
        header: list[Mark] = []
        body: list[Mark] = []
        for index, week in enumerate(weeks):
            if index:
                line = (y + (BETWEEN + self.above) / 2) * MM
                body.append(Line(self.side, line, self.page[0] - self.side, line, 0.6, "line"))
                y += BETWEEN
            y += self.above
            days = _header(self.block.weeks[week], self.block.paper, self.profile)
            header += [moved(mark, 0, y * MM, self.at["week", week]) for mark in days]
            y += header_high(self.profile) + under_header(self.slots[0], self.found.box)
            for row, slot in zip(self.rows, self.slots, strict=True):
                if self.block.rows[row].apart:  # beside the boxes, since a scan wants nothing between them
                    end = self.side + (geometry.label_width(self.block.paper) - FROM_BOXES) * MM
                    body.append(Line(self.side, y * MM, end, y * MM, 1.2, "accent"))
                middle = y + slot / 2
                place = row, middle * MM
                label = self.labels.get(place) or self.labels.setdefault(place, self.label(*place))
                body += [moved(mark, 0, 0, self.at["row", week, row]) for mark in label]
                body += self.boxes(week, row, middle - self.found.box / 2)
                y += slot
        return header, body

    def label(self, row: int, middle: float) -> list[Mark]:
        """The name of a row beside its picture, in the middle of its height; its element is 0."""
        label = self.found.labels[row]
        marks: list[Mark] = []
        left = self.side
        if label.picture:
            wide, high = (side * MM for side in PICTURE)
            scale = min(wide / label.picture.wide, high / label.picture.high)
            w, h = label.picture.wide * scale, label.picture.high * scale
            marks.append(Stamp(left + (wide - w) / 2, middle - h / 2, w, h, label.picture, 0, beside=True))
            left += wide + BESIDE * MM
        y = middle - sum(len(lines) * style.leading for lines, style in label.lines) / 2
        words: list[Mark] = []
        for lines, style in label.lines:
            found, tall = line_marks(lines, left, y, style, 0)
            words += found
            y += tall
        return marks + _spoken_apart(words)

    def boxes(self, week: int, row: int, top: float) -> list[TickBox]:
        """The boxes of a row whose upper edge is at `top` mm."""
        entry, names = self.block.rows[row], self.block.weeks[week].names
        label = ", ".join(each for each in (entry.label, entry.detail) if each)
        first, y, side = self.at["box", week, row], top * MM, self.found.box * MM
        off = entry.days_off
        lefts = _lefts(self.block.paper, self.found.box)
        return [
            TickBox(x, y, side, f"{entry.name}/{name}", first + column, f"{label}, {name}", column in off)
            for column, (x, name) in enumerate(zip(lefts, names, strict=True))
        ]


@lru_cache(maxsize=64)
def _header(week: ChartWeek, paper: str, profile: Profile) -> tuple[Mark, ...]:
    """The name of a week, and its days: weekday over date; its upper edge is 0, the element of the name is 0, then that of each day."""
    title = replace(profile.headings[1], size=min(profile.headings[1].size, 18.0))
    lines = set_lines((Text(week.title),), geometry.label_width(paper) * MM, title)
    date = header_style(profile)
    # on the line of the dates, so that it stands close to its rows
    y = date.leading + to_baseline(date) - to_baseline(title)
    marks, _ = line_marks(lines, geometry.chart_side(paper) * MM, y, title, 0)
    for column, words in enumerate(week.days):
        middle = geometry.day_middle(paper, column) * MM
        marks += _spoken_apart(
            [
                mark
                for line, text in enumerate(words)
                if text
                for mark in _centred(text, middle, line * date.leading, column + 1, paper, profile, bold=not line)
            ]
        )
    return tuple(marks)


def _centred(
    text: str, middle: float, y: float, element: int, paper: str, profile: Profile, *, bold: bool
) -> list[Mark]:
    """Words about the middle of a day, smaller where they are too long for it."""
    style = replace(header_style(profile), bold=bold)
    room = (geometry.day_step(paper) - _DATES_APART) * MM
    style = replace(style, size=min(style.size, style.size * room / width(text, bold=bold, size=style.size)))
    wide = width(text, bold=bold, size=style.size)
    return line_marks(set_lines((Text(text),), 2 * room, style), middle - wide / 2, y, style, element)[0]


@lru_cache(maxsize=16)
def _lefts(paper: str, box: float) -> tuple[float, ...]:
    """Where the box of each day begins, in points."""
    return tuple(cell.x * MM for cell in geometry.day_cells((0.0,), box, paper))


def _spoken_apart(marks: list[Mark]) -> list[Mark]:
    """Runs of one cell with a space after each but the last, for a reader who hears them in a row."""
    return [replace(mark, after=" ") if isinstance(mark, TextRun) else mark for mark in marks[:-1]] + marks[-1:]
