"""Tables that people keep: CSV and spreadsheets to rows of cells, and CSV back."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

from printkit import budget
from printkit.errors import OptionsError, PrintkitError, reason

_LARGEST_FILE = 200_000_000  # bytes
_SHEETS = (".xlsx", ".ods", ".xls", ".xlsm")
_EXTRA = "rehab-printkit[spreadsheet]"
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)
# Where a formula would begin: at the start of a cell, or of what is one when a sheet is split at semicolons, tabs or lines.
_FORMULA = re.compile(r"""(^|[;\t\r\n])([ "]*)('*)(?=[=+\-@\t\r])""")
_MADE_SAFE = re.compile(r"""(^|[;\t\r\n])([ "]*)'('*)(?=[=+\-@\t\r])""")


class RowSource:
    """The rows of a file, as often as they are asked for; a CSV of a year is never a list of lists.

    Raises the error given for what is wrong with the file as a whole.
    """

    def __init__(self, path: Path, error: type[PrintkitError] = OptionsError) -> None:
        self.path = path
        self._error = error
        self._sheet: list[list[str]] | None = None
        self._text = ""
        try:
            size = path.stat().st_size
            if size > _LARGEST_FILE:
                raise error("the list is larger than 200 MB", where=str(path), hint="split it")
            if path.suffix.lower() in _SHEETS:
                self._sheet = budget.within(
                    _spreadsheet, path, error, refusal=partial(_too_much, path, error), size=size
                )
            else:
                self._text = _decoded(path.read_bytes(), path, error)
        except OSError as problem:
            raise error(
                f"the list cannot be read: {reason(problem)}", where=str(path), hint="check its name"
            ) from problem

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


def _too_much(path: Path, error: type[PrintkitError], said: str) -> PrintkitError:
    return error(f"the spreadsheet {said}", where=str(path), hint="copy its rows into a new sheet, or save it as CSV")


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
