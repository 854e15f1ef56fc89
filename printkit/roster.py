"""A clinic's list of patients, row by row: from CSV or a spreadsheet to options, with every problem by row and column."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from printkit import options, reading
from printkit.errors import OptionsError, PrintkitError
from printkit.model import DateOrder
from printkit.options import Options

_LARGEST_FILE = 200_000_000  # bytes
_SHEETS = (".xlsx", ".ods", ".xls", ".xlsm")
_EXTRA = "rehab-printkit[spreadsheet]"
_SLASHED = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
_AS_WRITTEN = ("patient.id", "patient.name", "health.screened_by")
_ANSWERS = {"y": "yes", "n": "no", "true": "yes", "false": "no", "l": "left", "r": "right", "-": "", "?": "", "n/a": ""}


class Row(Struct, frozen=True, kw_only=True):
    """One patient: the number of the row as a spreadsheet shows it, and options, or what is wrong with them."""

    number: int
    id: str
    options: Options | None
    problems: tuple[PrintkitError, ...] = ()


class Mapped(Struct, frozen=True, kw_only=True):
    """A mapping file: columns of this clinic's list, its order of dates, its own words for answers."""

    columns: Mapping[str, str] = {}
    dates: DateOrder | None = None
    values: Mapping[str, Mapping[str, str]] = {}


def rows(path: Path, usual: Mapping[str, str], mapped: Mapped, today: date) -> Iterator[Row]:
    """Every row with something in it. Raises OptionsError for what is wrong with the list as a whole.

    `usual` are well-known names of columns; a column that stands for nothing is an error that offers the near miss.
    """
    table = _table(path)
    if not table:
        raise OptionsError("the list is empty", where=str(path), hint="the first row names the columns")
    head, *body = table
    names = _columns(path, head, usual, mapped)
    dates = _order_of_dates(path, names, body, mapped)
    seen: dict[str, int] = {}
    for number, cells in enumerate(body, 2):
        written = {name: (cells[at].strip(), at) for at, name in names.items() if at < len(cells) and cells[at].strip()}
        if not written:
            continue
        said = {name: (_answer(name, text, mapped, dates), at) for name, (text, at) in written.items()}
        row = _row(path, number, said, today, head)
        if row.id in seen:
            problem = OptionsError(
                f"the id {row.id!r} is in row {seen[row.id]} too",
                where=f"{path}: row {number}",
                hint="one row a patient",
            )
            row = Row(number=number, id=row.id, options=None, problems=(*row.problems, problem))
        elif row.id:
            seen[row.id] = number
        yield row


def _row(path: Path, number: int, said: Mapping[str, tuple[str, int]], today: date, head: list[str]) -> Row:
    where = f"{path}: row {number}"
    identity = said.get("patient.id", ("", 0))[0]
    if "options" in said:
        file = path.parent / said["options"][0]
        loaded = options.load(file, today)
        found = loaded.record.patient.id if loaded.record is not None and loaded.record.patient else identity
        return Row(number=number, id=found, options=loaded.record, problems=loaded.problems)
    if not identity:
        problem = OptionsError("there is no patient id", where=where, hint="each row needs one; files are named by it")
        return Row(number=number, id="", options=None, problems=(problem,))
    loaded = options.completed(reading.from_cells(Options, said, path, OptionsError), today)
    problems = tuple(_with_column(problem, path, number, head) for problem in loaded.problems)
    return Row(number=number, id=identity, options=loaded.record, problems=problems)


def _with_column(problem: PrintkitError, path: Path, number: int, head: list[str]) -> PrintkitError:
    """A problem that names the row and the column, where reading has put the column in the line's place."""
    at = problem.where.rpartition(":")[2]
    column = f", column {head[int(at)].strip()!r}" if at.isdigit() and int(at) < len(head) else ""
    return OptionsError(problem.message, where=f"{path}: row {number}{column}", hint=problem.hint)


# --- the table


def _table(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise OptionsError("the list is larger than 200 MB", where=str(path), hint="split it")
        if path.suffix.lower() in _SHEETS:
            return _spreadsheet(path)
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise OptionsError(f"the list cannot be read: {reason}", where=str(path), hint="check its name") from error
    text = _decoded(data, path)
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise OptionsError(f"is no CSV: {error}", where=str(path), hint="save it again as CSV") from error


def _decoded(data: bytes, path: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4096]:
        raise OptionsError("is not a text file", where=str(path), hint="give CSV, .xlsx or .ods")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _spreadsheet(path: Path) -> list[list[str]]:
    try:
        import python_calamine as calamine  # only for spreadsheets
    except ImportError:
        hint = f'pip install "{_EXTRA}", or save the list as CSV'
        raise OptionsError(f"the extra {_EXTRA} is needed to read {path.suffix}", where=str(path), hint=hint) from None
    try:
        sheet = calamine.load_workbook(str(path)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except (calamine.CalamineError, calamine.WorksheetNotFound) as error:
        raise OptionsError("the spreadsheet cannot be read", where=str(path), hint="save it again") from error


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


# --- what the columns and the cells mean


def _columns(path: Path, head: list[str], usual: Mapping[str, str], mapped: Mapped) -> dict[int, str]:
    """The place of each column to the answer it stands for; a column that is mapped to "" is passed over."""
    own = {_plain(name): meant for name, meant in mapped.columns.items()}
    known = {_plain(name): meant for name, meant in usual.items()}
    dotted = options.dotted_names()
    found: dict[int, str] = {}
    problems: list[str] = []
    for at, name in enumerate(head):
        if not name.strip():
            continue
        meant = own.get(_plain(name), known.get(_plain(name), name.strip() if name.strip() in dotted else None))
        if meant is None:
            problems.append(f"{name.strip()!r} ({reading.near(_plain(name), known, 'map it, or map it to nothing')})")
        elif meant and meant not in dotted and meant != "options":
            problems.append(f"{name.strip()!r} is mapped to {meant!r} ({reading.near(meant, dotted)})")
        elif meant in found.values():
            problems.append(f"{name.strip()!r} stands for {meant} a second time")
        elif meant:
            found[at] = meant
    if problems:
        hint = "give a mapping file: columns: {Your column: patient.id, A column to pass over: ''}"
        raise OptionsError(f"columns that stand for nothing: {'; '.join(problems)}", where=f"{path}: row 1", hint=hint)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.strip().lower())


def _order_of_dates(path: Path, names: dict[int, str], body: list[list[str]], mapped: Mapped) -> DateOrder | None:
    """How 03/04/2026 is meant: as the mapping says, or as a day over 12 shows; asked for when nothing shows it."""
    if mapped.dates is not None:
        return mapped.dates
    dated = [at for at, name in names.items() if name.endswith("_on")]
    written = [
        match for cells in body for at in dated if at < len(cells) and (match := _SLASHED.fullmatch(cells[at].strip()))
    ]
    slashed = [(int(match[1]), int(match[2])) for match in written if len(match[1]) <= 2]
    if not slashed:
        return None
    day_first, month_first = any(one > 12 for one, _ in slashed), any(two > 12 for _, two in slashed)
    if day_first == month_first:
        what = "both ways" if day_first else "either way"
        hint = "say which: --dates D/M/Y or --dates M/D/Y"
        raise OptionsError(
            f"dates such as {slashed[0][0]}/{slashed[0][1]} can be read {what}", where=str(path), hint=hint
        )
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST


def _answer(name: str, text: str, mapped: Mapped, dates: DateOrder | None) -> str:
    """A cell in the words of an option file."""
    own = {key.strip().lower(): value for key, value in mapped.values.get(name, {}).items()}
    if text.lower() in own:
        return own[text.lower()]
    if name.endswith("_on"):
        return _day(text, dates)
    if name in _AS_WRITTEN:
        return text
    lowered = text.lower()
    return _ANSWERS.get(lowered, lowered if name.partition(".")[0] in ("stroke", "health", "devices", "home") else text)


def _day(text: str, dates: DateOrder | None) -> str:
    match = _SLASHED.fullmatch(text)
    if match is None or len(match[1]) > 2 or dates is None:
        return text
    one, two, year = int(match[1]), int(match[2]), match[3]
    day, month = (one, two) if dates is DateOrder.DAY_FIRST else (two, one)
    return f"{year}-{month:02}-{day:02}"
