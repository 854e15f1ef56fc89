"""The next charts of a whole roster: each row goes on after the last week that the diary has of its patient."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.store import Catalog
from printkit.diary import next_sheets
from printkit.errors import PrintkitError
from printkit.intake.roster import Row
from printkit.outcomes.history import History

_NO_START = "fill a column 'starts on', or give --starts-on: the first day of week 1, as 2026-11-23"


class GoesOn(Struct, frozen=True, kw_only=True):
    """A row with the week that comes next."""

    row: Row
    last_week: tuple[str, ...] | None = None  # what its chart says of the week before, from long to short
    agree: str = ""  # what it says of falls and bad pain before it
    remarks: tuple[str, ...] = ()  # what whoever prints it should know


def going_on(row: Row, roster: Path, catalog: Catalog, history: Callable[[str], History]) -> GoesOn:
    """A row of a list as it goes on. One whose weeks cannot be counted has that among its problems."""
    options = row.options
    if options is None or row.problems or options.patient is None:
        return GoesOn(row=row)
    where = f"{roster}: row {row.number}"
    try:
        known = history(options.patient.id)
        today = options.print.printed_on
        behind = next_sheets.behind(options, known, catalog.measures, catalog.tracked, today) if today else ""
        agree = next_sheets.to_agree(options, known, catalog, catalog.labels(options.locale))
        options, before = next_sheets.going_on(options, known, catalog.measures, catalog.tracked, where)
    except PrintkitError as problem:
        problem.hint = problem.hint if options.plan.starts_on else _NO_START
        return GoesOn(row=replace(row, problems=(problem,)))
    return GoesOn(
        row=replace(row, options=options),
        last_week=next_sheets.sentences(before, catalog.labels(options.locale)) if before else (),
        agree=agree,
        remarks=tuple(next_sheets.remarks(options, goes_on=before is not None, behind=behind, agree=agree)),
    )
