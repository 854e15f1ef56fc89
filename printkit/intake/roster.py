"""A clinic's list of patients, row by row: from CSV or a spreadsheet to options, with every problem by row and column."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from printkit.errors import OptionsError, PrintkitError
from printkit.intake import option_file
from printkit.model import options
from printkit.model.options import Clinic, Options
from printkit.model.vocabulary import DateOrder
from printkit.reading import columns, records, tables
from printkit.reading.columns import ColumnMapping

_AS_WRITTEN = ("patient.id", "patient.name", "health.screened_by", "health.cleared")
_ANSWERS = {"y": "yes", "n": "no", "true": "yes", "false": "no", "l": "left", "r": "right"}


class Row(Struct, frozen=True, kw_only=True):
    """One patient: the number of the row as a spreadsheet shows it, and options, or what is wrong with them."""

    number: int
    id: str
    options: Options | None
    problems: tuple[PrintkitError, ...] = ()


def rows(
    path: Path, usual: Mapping[str, str], mapped: ColumnMapping, today: date, clinic: Clinic | None = None
) -> Iterator[Row]:
    """Every row with something in it. Raises OptionsError for what is wrong with the list as a whole.

    `usual` are well-known names of columns; a column that stands for nothing is an error that offers the near miss.
    `clinic` is that of all rows that name no other.
    """
    table = list(tables.RowSource(path))
    if not table:
        raise OptionsError("the list is empty", where=str(path), hint="the first row names the columns")
    head, *body = table
    names = columns.columns(path, head, usual, mapped, {*options.dotted_names(), "options"})
    dated = [at for at, name in names.items() if name.endswith("_on")]
    dates = columns.order_of_dates(path, (row[at] for row in body for at in dated if at < len(row)), mapped)
    seen: dict[str, int] = {}
    for number, row_cells in enumerate(body, 2):
        written = {
            name: (row_cells[at].strip(), at)
            for at, name in names.items()
            if at < len(row_cells) and row_cells[at].strip()
        }
        if not written:
            continue
        said = {name: (_answer(name, text, mapped, dates), at) for name, (text, at) in written.items()}
        row = _row(path, number, said, head, today, clinic)
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


def _row(
    path: Path, number: int, said: Mapping[str, tuple[str, int]], head: list[str], today: date, clinic: Clinic | None
) -> Row:
    where = f"{path}: row {number}"
    identity = said.get("patient.id", ("", 0))[0]
    if "options" in said:
        file = path.parent / said["options"][0]
        loaded = option_file.load(file, today, clinic)
        found = loaded.record.patient.id if loaded.record is not None and loaded.record.patient else identity
        return Row(number=number, id=found, options=loaded.record, problems=loaded.problems)
    if not identity:
        problem = OptionsError("there is no patient id", where=where, hint="each row needs one; files are named by it")
        return Row(number=number, id="", options=None, problems=(problem,))
    loaded = option_file.completed(
        records.from_cells(Options, said, path, option_file.NOT_IN_FILES, OptionsError), today, clinic
    )
    problems = tuple(_with_column(problem, path, number, head) for problem in loaded.problems)
    return Row(number=number, id=identity, options=loaded.record, problems=problems)


def _with_column(problem: PrintkitError, path: Path, number: int, head: list[str]) -> PrintkitError:
    """A problem that names the row and the column, where reading has put the column in the line's place."""
    at = problem.where.rpartition(":")[2]
    column = f", column {head[int(at)].strip()!r}" if at.isdigit() and int(at) < len(head) else ""
    return OptionsError(problem.message, where=f"{path}: row {number}{column}", hint=problem.hint)


# --- what the cells mean


def _answer(name: str, text: str, mapped: ColumnMapping, dates: DateOrder | None) -> str:
    """A cell in the words of an option file."""
    own = {key.strip().lower(): value for key, value in mapped.values.get(name, {}).items()}
    if text.lower() in own:
        return own[text.lower()]
    if name.endswith("_on"):
        return columns.day(text, dates)
    if name in _AS_WRITTEN:
        return text
    lowered = text.lower()
    return _ANSWERS.get(lowered, lowered if name.partition(".")[0] in ("stroke", "health", "devices", "home") else text)
