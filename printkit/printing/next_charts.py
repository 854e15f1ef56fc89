"""The next charts of a whole roster: each row goes on after the last week that the diary has of its patient."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.store import Catalog
from printkit.diary import next_sheets
from printkit.errors import PrintkitError
from printkit.intake.roster import Row
from printkit.outcomes.history import History

_NO_START = "fill a column 'starts on', or give --starts-on: the first day of week 1, as 2026-11-23"


class NextCharts(Struct, frozen=True, kw_only=True):
    """Rows with the week that comes next, and of each what its chart says of the week before, from long to short."""

    rows: tuple[Row, ...]
    last_weeks: Mapping[int, tuple[str, ...]]
    remarks: Mapping[str, tuple[int, ...]]  # what whoever prints them should know, with the rows of which it is true


def going_on(rows: Iterable[Row], roster: Path, catalog: Catalog, history: Callable[[str], History]) -> NextCharts:
    """The rows of a list as they go on. One whose weeks cannot be counted has that among its problems."""
    found: list[Row] = []
    last_weeks: dict[int, tuple[str, ...]] = {}
    remarks: dict[str, list[int]] = {}
    for row in rows:
        options = row.options
        if options is None or row.problems or options.patient is None:
            found.append(row)
            continue
        where = f"{roster}: row {row.number}"
        try:
            options, before = next_sheets.going_on(
                options, history(options.patient.id), catalog.measures, catalog.tracked, where
            )
        except PrintkitError as problem:
            problem.hint = problem.hint if options.plan.starts_on else _NO_START
            found.append(replace(row, problems=(problem,)))
            continue
        last_weeks[row.number] = next_sheets.sentences(before, catalog.labels(options.locale)) if before else ()
        for remark in next_sheets.remarks(options, goes_on=before is not None):
            remarks.setdefault(remark, []).append(row.number)
        found.append(replace(row, options=options))
    return NextCharts(
        rows=tuple(found),
        last_weeks=last_weeks,
        remarks={remark: tuple(numbers) for remark, numbers in remarks.items()},
    )
