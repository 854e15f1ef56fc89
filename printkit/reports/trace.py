"""Where the numbers of a clinician's report come from: each cell of its tables beside the rows of the exported CSV.

What stands in a plot stands in the table beside it, and what stands there without an entry is of the catalogue: of each
change the figure that was chosen, and every one that was not, with the reason. A row is numbered as a spreadsheet shows it in `printkit diary export PATIENT`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from printkit.diary import entry_text
from printkit.document import Block, Table, walk
from printkit.outcomes import choosing
from printkit.outcomes.change import ComparableValues, Series
from printkit.outcomes.history import Done, Entry, History, Measured, Prescribed
from printkit.outcomes.measures import Condition
from printkit.reading import tables as cells
from printkit.reports import weighing
from printkit.reports.names import ReportContent

COLUMNS = ("part", "about", "says", "printed", "row", "kind", "day", "what", "field", "recorded")
_STROKE = ("", "options", "", "stroke", "happened_on")  # what stands in the option file and not in the diary
_DOSE = ("sets", "repetitions", "minutes", "times_per_day", "days_per_week", "weekdays")

Sources = list[tuple[Entry, tuple[str, ...]]]  # entries, and which of their fields were used


class Number(Struct, frozen=True):
    """What is printed in one place of a report, and what it was computed from."""

    part: str
    about: str
    says: str
    printed: str
    sources: Sources
    after_stroke: bool = False  # counted from the day of the stroke


def as_csv(content: ReportContent, history: History, whole: History) -> str:
    """Every number of the tables of a report as tidy CSV, a row for each entry that it was computed from.

    `history` is what the report was made of; `whole` is all that the diary holds of the patient, as an export gives it.
    """
    numbered = {entry: number for number, entry in enumerate(whole.entries(), 2)}  # row 1 has the names of the columns
    rows = [
        (each.part, each.about, each.says, each.printed, *source)
        for each in numbers(content, history)
        for source in _sources(each, numbered, content)
    ]
    return "\ufeff" + cells.as_csv([COLUMNS, *rows, *_figures(content)])


def _figures(content: ReportContent) -> Iterator[tuple[str, ...]]:
    """The figures of studies that each change was weighed by: chosen or rejected, and why."""
    for series in content.progress.series:
        for number, strand in enumerate(series.strands):
            if (change := strand.difference) is not None:
                about = content.marked(series, number)
                for kind, became, told, why in weighing.weighed(content.say, series.record, change):
                    yield "figure", about, kind, told, "", "catalogue", "", series.measure, became, why


def _sources(each: Number, numbered: dict[Entry, int], content: ReportContent) -> Iterator[tuple[str, ...]]:
    if each.after_stroke and content.stroke is not None:
        yield (*_STROKE, content.stroke.isoformat())
    for entry, fields in each.sources:
        said = entry_text.words(content.progress.patient, entry, content.catalog)
        day = said.get("day") or said["starts_on"]
        for field in fields:
            if field == "sets" and isinstance(entry, Done):
                # a tick is a value in an export; a row with neither says by itself that it was done
                name = "value" if entry.ticked else "sets"
                yield str(numbered[entry]), said["kind"], day, said["what"], name, said.get(name, "")
            elif field in said:
                yield str(numbered[entry]), said["kind"], day, said["what"], field, said[field]


def numbers(content: ReportContent, history: History) -> Iterator[Number]:
    """Every place with a number, in the order of the shipped template."""
    progress = content.progress
    if after := str(content.names()["after_stroke"]):
        yield Number("title", progress.patient, "", after, [], after_stroke=True)
    measured = {
        alone: [(series, series.strands[at]) for series, at in content.strands(alone)] for alone in ("", "alone")
    }
    yield from _cells(
        "verdict",
        content.verdict_table(),
        (_changed(*each, content, history) for found in measured.values() for each in found),
    )
    for alone, found in measured.items():
        yield from _cells(
            "alone" if alone else "change",
            content.measure_table(alone),
            (_changed(*each, content, history) for each in found),
        )
    yield from _values(content)
    yield from _cells(
        "week", content.week_table(), (_week(content, history, week.days[0].day) for week in progress.weeks)
    )
    yield from _cells(
        "exercise",
        content.adherence_table(),
        (_kept_up(each.exercise, content, history) for each in progress.adherence),
    )
    yield from _falls(content, history)
    yield from _cells(
        "count",
        content.counted_table(),
        (_counted(each.what, history) for each in progress.counted),
    )
    if streak := str(content.names()["streak"]):
        yield Number("streak", "", "", streak, _noted(("foot-drop", "days-without-foot-drop"), history))
    yield from _cells("check", content.check_table(), _looks(history))
    yield from _cells(
        "dose", content.order_table(), ([[], *_ordered(order.now, order.before)] for order in progress.orders)
    )


def _cells(part: str, block: Block, sources: Iterable[list[Sources]]) -> Iterator[Number]:
    """The cells of a table that hold a number; the first one says what the row is about."""
    for table in walk((block,)):
        if isinstance(table, Table):
            for row, found in zip(table.rows, sources, strict=True):
                for at, (says, printed, used) in enumerate(zip(table.headers, row, found, strict=True)):
                    after_stroke = part == "week" and at == 0
                    if any(map(str.isdigit, printed)) and (used or after_stroke):
                        yield Number(part, row[0], says, printed, used, after_stroke=after_stroke)


# --- measures


def _changed(series: Series, strand: ComparableValues, content: ReportContent, history: History) -> list[Sources]:
    first, change = strand.values[0], strand.difference
    one: Sources = [(first, ("value",))]
    if change is None:
        return [[], one, [], [], []]
    last: Sources = [(change.last, ("value",))]
    return [[], one, last, one + last, one + last + _baselines(series, first, content, history)]


def _baselines(series: Series, first: Measured, content: ReportContent, history: History) -> Sources:
    """Values of other measures that say which thresholds hold."""
    asked = [
        row
        for each in series.record.thresholds
        if each.baseline_of and first.assessor
        for row in choosing.baselines(
            each.baseline_of, first, series.record, content.catalog.measures, history.measured
        )
    ]
    return [(row, ("value",)) for row in dict.fromkeys(asked)]


def _values(content: ReportContent) -> Iterator[Number]:
    """Value by value, for they share a cell."""
    strands = [strand for series in content.progress.series for strand in series.strands]
    tables = (table for table in walk((content.value_table(),)) if isinstance(table, Table))
    for table in tables:
        _, how, what, by = table.headers
        for row, strand in zip(table.rows, strands, strict=True):
            about, conditions, values, assessors = row
            taken: Sources = [(value, tuple(map(str, Condition))) for value in strand.values]
            if any(map(str.isdigit, conditions)):
                yield Number("value", about, how, conditions, taken)
            for value, printed in zip(strand.values, values.split("; "), strict=True):
                yield Number("value", about, what, printed, [(value, ("value",))])
            if any(map(str.isdigit, assessors)):
                yield Number("value", about, by, assessors, [(value, ("assessor",)) for value in strand.values])


# --- practice


def _week(content: ReportContent, history: History, first: date) -> list[Sources]:
    last = min(first + timedelta(days=6 - first.weekday()), content.progress.until)
    rows = [row for row in history.done if first <= row.day <= last]
    did = [row for row in rows if row.sets != 0]

    def felt(what: str) -> Sources:
        noted = [(row, ("value",)) for row in history.noted if row.what == what and first <= row.day <= last]
        return [*((row, (what,)) for row in rows if getattr(row, what) is not None), *noted]

    return [
        [],
        [(row, ("sets",)) for row in rows],
        _planned(rows, history.prescribed, first, last),
        [(row, ("sets",)) for row in did if row.sets is not None],
        [(row, ("minutes",)) for row in did],
        felt("effort"),
        felt("pain"),
        felt("pain"),
    ]


def _planned(rows: list[Done], orders: Iterable[Prescribed], first: date, last: date) -> Sources:
    """The orders that stood on any of these days, and what was written down while they did."""
    standing = [order for order in orders if order.starts_on <= last and (order.until or last) >= first]
    kept = [
        row
        for row in rows
        if any(
            order.exercise == row.exercise and order.starts_on <= row.day <= (order.until or row.day)
            for order in standing
        )
    ]
    return [
        *((row, ("sets",)) for row in kept),
        *((order, ("starts_on", "until", "days_per_week", "weekdays")) for order in standing),
    ]


def _kept_up(exercise: str, content: ReportContent, history: History) -> list[Sources]:
    since, until = content.progress.since, content.progress.until
    rows = [row for row in history.done if row.exercise == exercise]
    orders = [order for order in history.prescribed if order.exercise == exercise]
    used = _planned(rows, orders, since, until)
    return [[], used, used]


def _ordered(now: Prescribed, before: Prescribed | None) -> list[Sources]:
    earlier: Sources = [(before, _DOSE)] if before else []
    return [[(now, _DOSE)], [(now, ("starts_on",))], [(now, ("until",))], earlier]


# --- what was kept count of


def _noted(names: tuple[str, ...], history: History) -> Sources:
    return [(row, ("value",)) for row in history.noted if row.what in names and row.value is not None]


def _falls(content: ReportContent, history: History) -> Iterator[Number]:
    falls = content.progress.falls
    if falls.days:
        used: Sources = [(row, ("value", "note")) for row in history.noted if row.what == "falls"]
        yield Number("falls", "falls", "", content.falls_said(), used)
    on = [_one_by_one(row, "day", "value", "note") for row in falls.on]
    yield from _cells("falls", content.falls_table(), on)


def _one_by_one(row: Entry, *fields: str) -> list[Sources]:
    """A cell for each of these fields."""
    return [[(row, (field,))] for field in fields]


def _counted(what: str, history: History) -> list[Sources]:
    rows = [row for row in history.noted if row.what == what and (row.value is not None or row.choice or row.note)]
    every: Sources = [(row, ("value", "note")) for row in rows]
    return [[], every, every, every[-1:]]


def _looks(history: History) -> Iterator[list[Sources]]:
    for what in ("skin", "brace"):
        looks = [row for row in history.checked if row.what == what]
        if looks:
            not_well = [row for row in looks if not row.all_well]
            yield [[], [(row, ("value",)) for row in looks], [(row, ("value", "note")) for row in not_well]]
