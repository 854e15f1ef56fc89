"""Spreadsheets to rows of cells as they are shown: .xlsx and .ods.

python-calamine reads the values. What it leaves out is read from the XML beside it (`sheet_facts`).
"""

import re
import shlex
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from printkit.errors import PrintkitError, to_install
from printkit.reading import sheet_facts
from printkit.reading.cells import Unread, checked, letters

SUFFIXES = (".xlsx", ".ods", ".xls", ".xlsm")
_EXTRA = "spreadsheet"
_MOST_CELLS = 20_000_000
_MOST_DIGITS = 1e15  # a spreadsheet keeps 15 digits of a number
_UNSAVED = "is a formula whose result was not saved; open the list in a spreadsheet and save it"
_FAILED = "holds an error, which is no answer"
_SAVE = "open it in a spreadsheet and save it as .xlsx"


class Mark(Struct, frozen=True):
    """Where a cell stands that is Unread, counted from 0, and why it is."""

    row: int
    at: int
    why: str
    merged: bool
    covered: bool


class Sheet(Struct, frozen=True):
    """One sheet of a workbook. It travels between processes as plain text, with a mark for each cell that is Unread."""

    name: str
    visible: bool
    rows: list[list[str]]
    hidden: frozenset[int]  # rows, counted from 1
    hidden_columns: frozenset[int]
    marks: tuple[Mark, ...] = ()

    def marked(self) -> "Sheet":
        """The same, once its marks are set in its rows."""
        for mark in self.marks:
            text = self.rows[mark.row][mark.at]
            self.rows[mark.row][mark.at] = Unread(text, mark.why, merged=mark.merged, covered=mark.covered)
        return self


class Workbook:
    """The sheets of a file, each read when it is asked for. Raises the error given for a file that cannot be read."""

    def __init__(self, path: Path, error: type[PrintkitError]) -> None:
        self._path, self._error = path, error
        _refuse_other_kinds(path, error)
        try:
            import python_calamine as calamine  # only for spreadsheets
        except ImportError:
            hint = f"{to_install(_EXTRA)}, or save the list as CSV"
            raise error(f"the extra {_EXTRA} is needed to read {path.suffix}", where=str(path), hint=hint) from None
        self._calamine = calamine
        try:
            self._book = calamine.load_workbook(str(path))
            usual = calamine.SheetTypeEnum.WorkSheet
            shown = calamine.SheetVisibleEnum.Visible
            self.sheets = {each.name: each.visible == shown for each in self._book.sheets_metadata if each.typ == usual}
        except calamine.CalamineError as problem:
            raise self._unreadable() from problem

    def sheet(self, name: str) -> Sheet:
        """One sheet, with its cells as they are shown."""
        try:
            facts = sheet_facts.facts(self._path, name)
        except sheet_facts.BROKEN as problem:
            raise self._unreadable() from problem
        rows, columns = facts.extent
        if rows * columns > _MOST_CELLS:
            where = f"{self._path}: sheet {name!r}, cell {letters(columns - 1)}{rows}"
            hint = "delete the empty rows and columns of the sheet, or copy the list to a new one"
            raise self._error(f"the sheet reaches over {rows} rows and {columns} columns", where=where, hint=hint)
        try:
            values = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except (self._calamine.CalamineError, self._calamine.WorksheetNotFound) as problem:
            raise self._unreadable() from problem
        cells = [[_cell(value, facts.shown.get((row, at), "")) for at, value in enumerate(each)]
                 for row, each in enumerate(values)]  # fmt: skip
        for (row, at), text in facts.failed.items():
            _put(cells, row, at, Unread(text, _FAILED))
        for row, at in facts.unsaved:
            _put(cells, row, at, Unread("=", _UNSAVED))
        for top, left, bottom, right in facts.merged:
            _spread(cells, top, left, bottom, right)
        return Sheet(
            name=name,
            visible=self.sheets[name],
            marks=tuple(_parted(cells)),
            rows=cells,
            hidden=frozenset(row + 1 for row in facts.hidden_rows),
            hidden_columns=frozenset(facts.hidden_columns),
        )

    def _unreadable(self) -> PrintkitError:
        return self._error("the spreadsheet cannot be read", where=str(self._path), hint="save it again")


def read(path: Path, wanted: str, most: int, error: type[PrintkitError]) -> tuple[dict[str, bool], list[Sheet]]:
    """The names of the sheets and whether each can be seen; and the wanted one, or the first that can be seen, with cells.

    `most` says how many of these; 0 is all. Raises the error given; it is called in a process with a limit.
    """
    book = Workbook(path, error)
    if wanted and wanted not in book.sheets:
        hint = "its sheets are: " + ", ".join(map(shlex.quote, book.sheets))
        raise error(f"has no sheet {wanted!r}", where=str(path), hint=hint)
    visible = [name for name, shown in book.sheets.items() if shown] or list(book.sheets)
    names = [wanted] if wanted else visible[: most or None]
    return book.sheets, [book.sheet(name) for name in names]


def _refuse_other_kinds(path: Path, error: type[PrintkitError]) -> None:
    """A file that is called a spreadsheet and is something else, by what it is."""
    with path.open("rb") as file:
        start = file.read(1024)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    suffix = path.suffix.lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<div", b"<style", b"<body", b"<head")):
        raise error(f"is a web page that is called {suffix}", where=str(path), hint=_SAVE)
    if text.startswith((b"<?xml", b"<workbook")):
        raise error(f"is an XML file that is called {suffix}", where=str(path), hint=_SAVE)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        if suffix == ".xls":
            message = "is an old .xls, which does not say how its numbers look and which rows are hidden"
            raise error(message, where=str(path), hint=_SAVE)
        raise error("is locked with a password, or is an old .xls", where=str(path), hint="save it without a password")
    if start and not start.startswith(b"PK"):
        is_text = b"\0" not in start
        if is_text and any(mark in start for mark in (b",", b";", b"\t")):
            raise error(f"is text that is called {suffix}", where=str(path), hint="call it .csv, or save it as .xlsx")


def _parted(cells: list[list[str]]) -> Iterator[Mark]:
    """A mark for each cell that is Unread, which becomes plain text."""
    for row, each in enumerate(cells):
        for at, cell in enumerate(each):
            if isinstance(cell, Unread):
                each[at] = str(cell)
                yield Mark(row, at, cell.why, cell.merged, cell.covered)


def _put(cells: list[list[str]], row: int, at: int, cell: str) -> None:
    while len(cells) <= row:
        cells.append([])
    cells[row].extend([""] * (at + 1 - len(cells[row])))
    cells[row][at] = cell


def _spread(cells: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Of merged cells only the first holds the words; the others say whose they are."""
    if top >= len(cells) or left >= len(cells[top]) or not (words := cells[top][left]).strip():
        return
    place = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
    width = max(map(len, cells))
    for row in range(top, min(bottom + 1, len(cells))):
        for at in range(left, min(right + 1, width)):
            if (row, at) != (top, left) and (at >= len(cells[row]) or not cells[row][at].strip()):
                why = f"is part of the merged cell {place}; part it"
                _put(cells, row, at, Unread(words, why, merged=True, covered=row == top))


def _cell(value: object, shown: str) -> str:
    """A cell as it would be typed: a number as it is shown, a day as 2026-11-20, a tick as yes or no."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return _number(float(value), shown)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return checked(str(value))


def _number(value: float, shown: str) -> str:
    if abs(value) >= _MOST_DIGITS:
        return Unread(f"{value:.0f}", "is a number of more than 15 digits, whose last ones are lost; type it as text")
    whole = value.is_integer()
    if shown.endswith("%") or "%" in shown:
        return f"{value * 100:.15g}%"
    if whole and value >= 0 and shown:
        return _padded(str(int(value)), shown)
    return str(int(value)) if whole else f"{value:.15g}"


def _padded(digits: str, shown: str) -> str:
    """The digits of a whole number in the places of a format such as 000000 or 000-00; else as they are."""
    code = re.sub(r"\[[^\]]*\]", "", shown.partition(";")[0])
    signs = re.findall(r'"[^"]*"|\\.|_.|\*.|.', code)
    places = [at for at, sign in enumerate(signs) if sign in ("0", "#", "?")]
    if "0" not in signs or any(sign in ".,%/E@" or sign.lower() in "dmyhsge" for sign in signs if len(sign) == 1):
        return digits
    out: list[str] = []
    rest = digits
    for at in range(len(signs) - 1, -1, -1):
        sign = signs[at]
        if at in places:
            taken, rest = (rest, "") if at == places[0] else (rest[-1:], rest[:-1])
            out.append(taken or ("0" if sign == "0" else ""))
        elif sign[0] == '"':
            out.append(sign[1:-1])
        elif sign[0] not in "_*":
            out.append(sign[-1])
    return "".join(reversed(out)).strip()
