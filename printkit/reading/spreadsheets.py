"""Spreadsheets to rows of cells as they are shown: .xlsx and .ods.

python-calamine reads the values. What it leaves out is read from the XML beside it: cells with errors, formulas whose
result was never saved, the form in which numbers are shown, merged cells, and rows and columns that are hidden.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from msgspec import Struct

from printkit.errors import PrintkitError
from printkit.reading.cells import Unread, checked, letters

SUFFIXES = (".xlsx", ".ods", ".xls", ".xlsm")
_EXTRA = "rehab-printkit[spreadsheet]"
_MOST_CELLS = 20_000_000
_LARGEST_PART = 400_000_000  # bytes, unpacked
_MOST_DIGITS = 1e15  # a spreadsheet keeps 15 digits of a number
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_UNSAVED = "is a formula whose result was not saved; open the list in a spreadsheet and save it"
_FAILED = "holds an error, which is no answer"
_BROKEN = (zipfile.BadZipFile, zlib.error, ET.ParseError, LookupError, ValueError, EOFError, RuntimeError)
_SAVE = "open it in a spreadsheet and save it as .xlsx"


class Facts:
    """What the values of a sheet do not say. Rows and columns count from 0."""

    def __init__(self) -> None:
        self.failed: dict[tuple[int, int], str] = {}
        self.unsaved: set[tuple[int, int]] = set()
        self.shown: dict[tuple[int, int], str] = {}  # the format of a number, or the number as it is shown
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.extent = (0, 0)

    def reached(self, row: int, at: int) -> None:
        """A cell that holds something."""
        self.extent = (max(self.extent[0], row + 1), max(self.extent[1], at + 1))


class Sheet(Struct, frozen=True):
    """One sheet of a workbook."""

    name: str
    visible: bool
    rows: list[list[str]]
    hidden: frozenset[int]  # rows, counted from 1
    hidden_columns: frozenset[int]


class Workbook:
    """The sheets of a file, each read when it is asked for. Raises the error given for a file that cannot be read."""

    def __init__(self, path: Path, error: type[PrintkitError]) -> None:
        self._path, self._error = path, error
        _refuse_other_kinds(path, error)
        try:
            import python_calamine as calamine  # only for spreadsheets
        except ImportError:
            hint = f'pip install "{_EXTRA}", or save the list as CSV'
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
            facts = _facts(self._path, name)
        except _BROKEN as problem:
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
        hint = "its sheets are: " + ", ".join(map(repr, book.sheets))
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


# --- what the values do not say


def _facts(path: Path, name: str) -> Facts:
    with zipfile.ZipFile(path) as book:
        if "content.xml" in book.namelist():
            return _of_ods(book, name)
        return _of_xlsx(book, name)


def _part(book: zipfile.ZipFile, name: str) -> IO[bytes]:
    found = {each.filename.lower(): each for each in book.infolist()}[name.lower()]
    if found.file_size > _LARGEST_PART:
        raise ValueError(name)
    with book.open(found) as start:
        if b"<!DOCTYPE" in start.read(4096):  # no workbook has one; what it declares could grow without end
            raise ValueError(name)
    return book.open(found)


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(node: ET.Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if _bare(key) == name), "")


def _of_xlsx(book: zipfile.ZipFile, name: str) -> Facts:
    with _part(book, "xl/workbook.xml") as file:
        sheets = [node for _, node in ET.iterparse(file) if _bare(node.tag) == "sheet"]  # noqa: S314 - see _part
    (wanted,) = (each for each in sheets if each.get("name") == name)
    key = next((value for tag, value in wanted.attrib.items() if _bare(tag) == "id" and tag != "id"), "")
    with _part(book, "xl/_rels/workbook.xml.rels") as file:
        targets = {node.get("Id"): node.get("Target") or "" for _, node in ET.iterparse(file)}  # noqa: S314 - see _part
    target = targets[key]
    formats = _formats(book)
    facts = Facts()
    row = at = -1
    with _part(book, target.lstrip("/") if target.startswith("/") else f"xl/{target}") as file:
        for event, node in ET.iterparse(file, ("start", "end")):  # noqa: S314 - see _part
            tag = _bare(node.tag)
            if event == "start":
                if tag == "row":
                    row, at = int(node.get("r", row + 2)) - 1, -1
                    if node.get("hidden") in ("1", "true"):
                        facts.hidden_rows.add(row)
                elif tag == "c":
                    at += 1
                    if match := _REFERENCE.fullmatch(node.get("r", "")):
                        at = _column(match[1])
            elif tag == "c":
                _cell_of_xlsx(node, row, at, formats, facts)
            elif tag == "col" and node.get("hidden") in ("1", "true"):
                first, last = int(node.get("min", 1)), int(node.get("max", 1))
                facts.hidden_columns.update(range(first - 1, min(last, 16_384)))
            elif tag == "mergeCell":
                ends = [_REFERENCE.fullmatch(each) for each in node.get("ref", "").split(":")]
                if len(ends) == 2 and ends[0] and ends[1]:
                    facts.merged.append(
                        (int(ends[0][2]) - 1, _column(ends[0][1]), int(ends[1][2]) - 1, _column(ends[1][1]))
                    )
            elif tag == "row":
                node.clear()
    return facts


def _cell_of_xlsx(node: ET.Element, row: int, at: int, formats: list[str], facts: Facts) -> None:
    value = formula = None
    for child in node:
        tag = _bare(child.tag)
        if tag == "v":
            value = child
        elif tag == "f":
            formula = child
    kind = node.get("t", "n")
    if value is None and formula is None and kind != "inlineStr":
        return
    facts.reached(row, at)
    if kind == "e":
        facts.failed[row, at] = (value.text if value is not None else None) or "#ERROR!"
    elif formula is not None and (value is None or (not value.text and kind != "str")):
        facts.unsaved.add((row, at))
    elif kind == "n" and (style := node.get("s", "0")).isdigit() and int(style) < len(formats) and formats[int(style)]:
        facts.shown[row, at] = formats[int(style)]


def _formats(book: zipfile.ZipFile) -> list[str]:
    """The format of each style of cells, where numbers may look other than they are."""
    if "xl/styles.xml" not in {each.lower() for each in book.namelist()}:
        return []
    with _part(book, "xl/styles.xml") as file:
        root = ET.parse(file).getroot()  # noqa: S314 - see _part
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter() if _bare(each.tag) == "numFmt"}
    own |= {"9": "0%", "10": "0.00%"} if not {"9", "10"} & own.keys() else {}
    (styles,) = [each for each in root if _bare(each.tag) == "cellXfs"] or [ET.Element("cellXfs")]
    return [own.get(each.get("numFmtId", "0"), "") for each in styles]


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _of_ods(book: zipfile.ZipFile, name: str) -> Facts:
    facts = Facts()
    with _part(book, "content.xml") as file:
        root = ET.parse(file).getroot()  # noqa: S314 - see _part
    (table,) = (each for each in root.iter() if _bare(each.tag) == "table" and _attribute(each, "name") == name)
    row = 0
    for node in _of_table(table, "table-row"):
        again = int(_attribute(node, "number-rows-repeated") or 1)
        if _attribute(node, "visibility") in ("collapse", "filter"):
            facts.hidden_rows.update(range(row, row + min(again, 1_048_576)))
        _row_of_ods(node, row, again, facts)
        row += again
    at = 0
    for node in _of_table(table, "table-column"):
        again = int(_attribute(node, "number-columns-repeated") or 1)
        if _attribute(node, "visibility") in ("collapse", "filter"):
            facts.hidden_columns.update(range(at, at + min(again, 16_384)))
        at += again
    return facts


def _of_table(table: ET.Element, tag: str) -> Iterator[ET.Element]:
    """The rows or columns of a table, those in groups as well; not those of tables inside its cells."""
    for node in table:
        if _bare(node.tag) == tag:
            yield node
        elif _bare(node.tag).startswith(("table-row", "table-column", "table-header")):
            yield from _of_table(node, tag)


def _row_of_ods(node: ET.Element, row: int, again: int, facts: Facts) -> None:
    at = 0
    for cell in node:
        if _bare(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        times = int(_attribute(cell, "number-columns-repeated") or 1)
        kinds = {value for key, value in cell.attrib.items() if _bare(key) == "value-type"}
        shown = "\n".join("".join(each.itertext()) for each in cell if _bare(each.tag) == "p")
        formula = _attribute(cell, "formula")
        if kinds or shown or formula:
            facts.reached(row + again - 1, at + times - 1)
            for down in range(min(again, 100_000)):
                for over in range(min(times, 16_384)):
                    place = (row + down, at + over)
                    if "error" in kinds or isinstance(checked(shown), Unread):
                        facts.failed[place] = shown or "#ERROR!"
                    elif formula and not kinds:
                        facts.unsaved.add(place)
                    elif kinds & {"float", "percentage"}:
                        facts.shown[place] = "%" if "%" in shown else "0" * len(shown) if shown.isdigit() else ""
            down, over = (int(_attribute(cell, f"number-{each}-spanned") or 1) for each in ("rows", "columns"))
            if down > 1 or over > 1:
                facts.merged.append((row, at, row + down - 1, at + over - 1))
        at += times
