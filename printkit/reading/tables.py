"""Tables that people keep: CSV and spreadsheets to rows of cells, what their columns and days mean, and CSV back."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from printkit.errors import OptionsError, PrintkitError
from printkit.model.records import DateOrder
from printkit.reading import records

_LARGEST_FILE = 200_000_000  # bytes
_SHEETS = (".xlsx", ".ods", ".xls", ".xlsm")
_EXTRA = "rehab-printkit[spreadsheet]"
_SLASHED = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)
# Where a formula would begin: at the start of a cell, or of what is one when a sheet is split at semicolons, tabs or lines.
_FORMULA = re.compile(r"""(^|[;\t\r\n])([ "]*)('*)(?=[=+\-@\t\r])""")
_MADE_SAFE = re.compile(r"""(^|[;\t\r\n])([ "]*)'('*)(?=[=+\-@\t\r])""")


class Mapped(Struct, frozen=True, kw_only=True):
    """A mapping file: columns of this clinic's list, its order of dates, its own words for answers."""

    columns: Mapping[str, str] = {}
    dates: DateOrder | None = None
    values: Mapping[str, Mapping[str, str]] = {}


class Table:
    """The rows of a file, as often as they are asked for; a CSV of a year is never a list of lists.

    Raises the error given for what is wrong with the file as a whole.
    """

    def __init__(self, path: Path, error: type[PrintkitError] = OptionsError) -> None:
        self.path = path
        self._error = error
        self._sheet: list[list[str]] | None = None
        self._text = ""
        try:
            if path.stat().st_size > _LARGEST_FILE:
                raise error("the list is larger than 200 MB", where=str(path), hint="split it")
            if path.suffix.lower() in _SHEETS:
                self._sheet = _spreadsheet(path, error)
            else:
                self._text = _decoded(path.read_bytes(), path, error)
        except OSError as problem:
            reason = (problem.strerror or "unknown reason").lower()
            raise error(f"the list cannot be read: {reason}", where=str(path), hint="check its name") from problem

    def __iter__(self) -> Iterator[list[str]]:
        if self._sheet is not None:
            yield from self._sheet
            return
        first = self._text.partition("\n")[0]
        delimiter = max((",", ";", "\t"), key=first.count)
        try:
            yield from csv.reader(io.StringIO(self._text, newline=""), delimiter=delimiter, strict=True)
        except csv.Error as problem:
            raise self._error(f"is no CSV: {problem}", where=str(self.path), hint="save it again as CSV") from problem


def _decoded(data: bytes, path: Path, error: type[PrintkitError]) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4096]:
        raise error("is not a text file", where=str(path), hint="give CSV, .xlsx or .ods")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _spreadsheet(path: Path, error: type[PrintkitError]) -> list[list[str]]:
    try:
        import python_calamine as calamine  # only for spreadsheets
    except ImportError:
        hint = f'pip install "{_EXTRA}", or save the list as CSV'
        raise error(f"the extra {_EXTRA} is needed to read {path.suffix}", where=str(path), hint=hint) from None
    try:
        sheet = calamine.load_workbook(str(path)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except (calamine.CalamineError, calamine.WorksheetNotFound) as problem:
        raise error("the spreadsheet cannot be read", where=str(path), hint="save it again") from problem


def _cell(value: object) -> str:
    """A cell as it would be typed: a whole number without its point, a day as 2026-11-20, a tick as yes or no."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)


# --- what columns and days mean


def plain(name: str) -> str:
    """A name of a column with small letters and single spaces; hyphens and underscores are spaces."""
    return re.sub(r"[\s_-]+", " ", name.strip().lower())


def columns(
    path: Path,
    head: list[str],
    usual: Mapping[str, str],
    mapped: Mapped,
    known: Collection[str],
    other: Callable[[str], str | None] = lambda _: None,
    error: type[PrintkitError] = OptionsError,
) -> dict[int, str]:
    """The place of each column to what it stands for; a column that is mapped to "" is passed over.

    `usual` are well-known names, `known` is all that a column may stand for; `other` may know a name besides. Raises
    the error given for columns that stand for nothing, all at once, each with its near miss.
    """
    own = {plain(name): meant for name, meant in mapped.columns.items()}
    well_known = {plain(name): meant for name, meant in usual.items()}
    found: dict[int, str] = {}
    problems: list[str] = []
    for at, written in enumerate(head):
        name = written.strip()
        if not name:
            continue
        meant = own.get(plain(name), well_known.get(plain(name), name if name in known else other(name)))
        if meant is None:
            problems.append(f"{name!r} ({records.near(plain(name), well_known, 'map it, or map it to nothing')})")
        elif meant and meant not in known and other(meant) is None:
            problems.append(f"{name!r} is mapped to {meant!r} ({records.near(meant, known)})")
        elif meant in found.values():
            problems.append(f"{name!r} stands for {meant} a second time")
        elif meant:
            found[at] = meant
    if problems:
        first = next(iter(usual.values()), "")
        hint = f"give a mapping file: columns: {{Your column: {first}, A column to pass over: ''}}"
        raise error(f"columns that stand for nothing: {'; '.join(problems)}", where=f"{path}: row 1", hint=hint)
    return found


def order_of_dates(
    path: Path, written: Iterable[str], mapped: Mapped, error: type[PrintkitError] = OptionsError
) -> DateOrder | None:
    """How 03/04/2026 is meant: as the mapping says, or as a day over 12 shows; asked for when nothing shows it."""
    if mapped.dates is not None:
        return mapped.dates
    first: tuple[int, int] | None = None
    day_first = month_first = False
    for text in written:
        match = _SLASHED.fullmatch(text.strip())
        if match is not None and len(match[1]) <= 2:
            one, two = int(match[1]), int(match[2])
            first = first or (one, two)
            day_first, month_first = day_first or one > 12, month_first or two > 12
    if first is None:
        return None
    if day_first == month_first:
        what = "both ways" if day_first else "either way"
        hint = "say which: --dates D/M/Y or --dates M/D/Y"
        raise error(f"dates such as {first[0]}/{first[1]} can be read {what}", where=str(path), hint=hint)
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST


def day(text: str, dates: DateOrder | None) -> str:
    """A day as 2026-11-20, where it is one that is written with strokes or points; else the text as it is."""
    match = _SLASHED.fullmatch(text)
    if match is None or len(match[1]) > 2 or dates is None:
        return text
    one, two, year = int(match[1]), int(match[2]), match[3]
    number, month = (one, two) if dates is DateOrder.DAY_FIRST else (two, one)
    return f"{year}-{month:02}-{number:02}"


# --- and back


def no_formula(text: str) -> str:
    """A spreadsheet would run words that begin like a formula; an apostrophe stops it, and a number stays a number."""
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(r"\1\2'\3", text)


def with_formula(text: str) -> str:
    """What `no_formula` made safe, as it was."""
    return _MADE_SAFE.sub(r"\1\2\3", text) if "'" in text else text


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV that no spreadsheet takes for formulas."""
    out = io.StringIO()
    # with \r\n at the ends of rows, cells that hold either are put in quotes
    csv.writer(out, lineterminator="\r\n").writerows([no_formula(text) for text in row] for row in rows)
    return out.getvalue()
