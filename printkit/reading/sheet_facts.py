"""What the values of a sheet do not say, from the XML of an .xlsx or .ods.

These are cells with errors, formulas whose result was never saved, the form in which numbers are shown, merged cells, and
rows and columns that are hidden.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from printkit.reading.cells import Unread, checked

BROKEN = (zipfile.BadZipFile, zlib.error, ET.ParseError, LookupError, ValueError, EOFError, RuntimeError)
_LARGEST_PART = 400_000_000  # bytes, unpacked
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


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


def facts(path: Path, name: str) -> Facts:
    """Those of one sheet. Raises one of BROKEN for a file that is none."""
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
