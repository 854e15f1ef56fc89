"""A clinic's list of patients, row by row: from CSV or a spreadsheet to options, with every problem by row and column.

Every cell that is not empty ends as an answer, as a problem, or in a column that is passed over by name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from printkit.errors import OptionsError, PrintkitError
from printkit.intake import option_file
from printkit.intake.common import CommonFacts
from printkit.model import options
from printkit.model.options import Options
from printkit.reading import columns, days, records, tables, tell
from printkit.reading.cells import Unread, without_variants
from printkit.reading.columns import ColumnMapping, Columns, Meanings
from printkit.reading.days import DayReading

KNOWN = frozenset({*options.dotted_names(), "options"})
FILE = "options"
KEYS = ("patient.id", FILE)  # one of them makes a row the head of a roster
MOST_ROWS = 200_000  # some 500 bytes are kept of each until all problems are told
_AS_WRITTEN = ("patient.id", "patient.name", "health.screened_by", "health.cleared", "plan.goal")
_PRIVATE = ("patient.name", "plan.goal")  # no message on a screen says them
_TICKS = dict.fromkeys(("✓", "✔", "☑", "✅", "🗹", "√"), "yes")
_MOST_BEFORE = 512  # groups of earlier rows; 2 of each row, its id and its exercises, hardly ever come back
_ROUNDS = 4  # in which wrong answers of a row are left out, to see what else is wrong
_NOTHING = CommonFacts()
_ANSWERS = {"y": "yes", "n": "no", "true": "yes", "false": "no", "l": "left", "r": "right", **_TICKS}


class Row(Struct, frozen=True, kw_only=True):
    """One patient: the number of the row as a spreadsheet shows it, and options, or what is wrong with them."""

    number: int
    id: str
    options: Options | None
    problems: tuple[PrintkitError, ...] = ()
    rest: Options | None = None  # without the answers that are wrong, to tell what else is; never printed
    without: tuple[str, ...] = ()  # the dotted names of these


class Roster(Struct, frozen=True, kw_only=True):
    """The rows of a list, and what was not read of it, a sentence each."""

    rows: Iterable[Row]  # read anew each time they are asked for; ids that come twice are looked for the first time
    notes: tuple[str, ...]
    left_out: str  # rows that are hidden; "" when none is
    columns: Mapping[str, str]  # as a problem names each, by the dotted name of what it stands for
    dates: str  # how days that can be read in several orders are read, where the list shows it; "" where none is
    is_as_read: Callable[[], bool]  # whether the file still has what was read of it


def rows(
    path: Path, usual: Mapping[str, str], mapped: ColumnMapping, today: date, common: CommonFacts = _NOTHING
) -> Iterator[Row]:
    """Every row with something in it, as `read`."""
    yield from read(path, usual, mapped, today, common).rows


def read(
    path: Path, usual: Mapping[str, str], mapped: ColumnMapping, today: date, common: CommonFacts = _NOTHING
) -> Roster:
    """Every row with something in it. Raises OptionsError for what is wrong with the list as a whole.

    `usual` are well-known names of columns; a column that stands for nothing is an error that offers the near miss.
    `common` is what holds for the rows that say nothing of their own.
    """
    meanings = Meanings(usual, mapped, KNOWN)
    source = tables.RowSource(path, rank=meanings.rank(KEYS), encoding=mapped.encoding, sheet=mapped.sheet)
    head = source.head
    if not any(name.strip() for name in head):
        raise OptionsError("the list is empty", where=source.place, hint="the first row names the columns")
    found = meanings.columns(source.place, source.head_row, head)
    if not any(name in KEYS for name in found.names.values()):
        hint = "call it id; each row needs one, and files are named by it"
        raise OptionsError("no column holds the patient id", where=f"{source.place}: row {source.head_row}", hint=hint)
    count = sum(1 for _ in islice(source.body(), MOST_ROWS + 1))
    if count > MOST_ROWS:
        hint = "is it a log? 'printkit diary import' reads those; or split it"
        raise OptionsError(f"the list has more than {MOST_ROWS:,} rows", where=source.place, hint=hint)
    left_out = _hidden(source)
    if not count:
        hint = "show the rows that are hidden" if left_out else "each patient has a row below the names of the columns"
        what = f"{left_out}, and no other row is there" if left_out else "the list has a head and no rows"
        raise OptionsError(what, where=source.place, hint=hint)
    dated = [at for at, name in found.names.items() if name.endswith("_on")]
    written = (row[at] for _, row in source.body() for at in dated if at < len(row))
    how = days.reading(path, written, mapped.dates, today)
    readers = _Rows(path, source, head, found, mapped, how, today, common)
    notes = (*source.notes(), *filter(None, [found.note()]))
    named = {name: columns.label(head, at) for at, name in reversed([*found.names.items()])}
    return Roster(
        rows=readers, notes=notes, left_out=left_out, columns=named, dates=how.told, is_as_read=source.is_as_read
    )


def _hidden(source: tables.RowSource) -> str:
    numbers = source.hidden()
    if not numbers:
        return ""
    one = len(numbers) == 1
    return f"{source.place}: {tell.numbered(numbers)} {'is' if one else 'are'} hidden and left out"


class _First(NamedTuple):
    """The first row that has an id, and the id as it stands there."""

    number: int
    id: str


class _Rows:
    """The rows of one list, as often as they are asked for."""

    def __init__(
        self, path: Path, source: tables.RowSource, head: Sequence[str], found: Columns, mapped: ColumnMapping, how: DayReading,
        today: date, common: CommonFacts,
    ) -> None:  # fmt: skip
        self._path, self._source, self._place, self._head, self._found = path, source, source.place, head, found
        self._how, self._today, self._common = how, today, common
        self._own = {
            name: {_plain(key): value for key, value in words.items()} for name, words in mapped.values.items()
        }
        self._before: dict[object, object] = {}
        self._doubles: dict[int, _First] | None = None  # by the row of each, once all rows were read

    def __iter__(self) -> Iterator[Row]:
        """Each row; one whose id stands above already is refused, and so is one that a file could not tell apart.

        That is found when they are first read. No id is held when they are read again for their pages, where a row whose file
        names another patient by now is refused by its hash.
        """
        seen: dict[str, _First] = {}
        doubles: dict[int, _First] = {}
        for number, cells in self._source.body():
            row = self._row(number, cells)
            if self._doubles is not None:
                first = self._doubles.get(number)
            elif (first := seen.get(key := row.id.casefold())) is not None:
                doubles[number] = first
            elif row.id:
                seen[key] = _First(number, row.id)
            yield row if first is None else self._refused(row, first)
        if self._doubles is None:
            self._doubles = doubles

    def _refused(self, row: Row, first: "_First") -> Row:
        same = f"the id {row.id!r} is in row {first.number} too"
        if first.id != row.id:
            same = f"the id {row.id!r} differs from {first.id!r} in row {first.number} only in small and large letters"
        hint = "one row a patient" if first.id == row.id else "Windows and macOS take their files for one"
        problem = OptionsError(same, where=f"{self._place}: row {row.number}", hint=hint)
        return msgspec.structs.replace(row, options=None, problems=(*row.problems, problem))

    def _row(self, number: int, cells: list[str]) -> Row:
        problems: list[PrintkitError] = [
            self._problem(number, at, f"{words!r} {why}", columns.STRAY_HINT)
            for at, words, why in self._found.stray(self._head, cells)
        ]
        said: dict[str, tuple[str, int]] = {}
        for at, name in self._found.names.items():
            cell = cells[at] if at < len(cells) else ""
            if isinstance(cell, Unread):
                hint = "type the answer into the cell, or empty it"
                problems.append(self._problem(number, at, f"{cell.strip()!r} {cell.why}", hint))
            elif text := cell.strip():
                before = f"{said[name][0]} " if name in said else ""
                said[name] = (f"{before}{self._answer(name, text)}", said.get(name, ("", at))[1])
        identity = said.get("patient.id", ("", 0))[0]
        if FILE in said:
            return self._of_file(number, said, problems)
        if not identity and not any("patient.id" in self._found.names.get(at, "") for at, _ in self._unread(cells)):
            hint = "each row needs one; files are named by it"
            problems.append(OptionsError("there is no patient id", where=f"{self._place}: row {number}", hint=hint))
        if not identity:
            return Row(number=number, id="", options=None, problems=tuple(problems))
        loaded = option_file.completed(
            records.from_cells(Options, said, self._path, option_file.NOT_IN_FILES, OptionsError, self._before),
            self._today,
            self._common,
        )
        if len(self._before) > _MOST_BEFORE:
            self._before.clear()
        rest, without = (loaded, ()) if loaded.record is not None else self._rest(said, loaded.problems)
        wrong = (*loaded.problems, *(rest.problems if rest is not loaded else ()))
        problems += (self._with_column(problem, number) for problem in wrong)
        record = None if problems else loaded.record
        return Row(
            number=number, id=identity, options=record, problems=tuple(problems), rest=rest.record, without=without
        )

    def _rest(
        self, said: Mapping[str, tuple[str, int]], wrong: Sequence[PrintkitError]
    ) -> tuple[records.Loaded[Options], tuple[str, ...]]:
        """What the other answers of a row make without those that are wrong, and the names of these.

        So one mistake hides no other: what contradicts itself, or what a rule forbids, is told beside it.
        """
        told = {str(each): each for each in wrong}
        known = len(told)
        without: tuple[str, ...] = ()
        for _ in range(_ROUNDS):
            places = {problem.where.rpartition(":")[2] for problem in wrong}
            more = tuple(name for name, (_, at) in said.items() if str(at) in places and name not in without)
            without += more
            if not more or "patient.id" in without:
                break
            left = {name: cell for name, cell in said.items() if name not in without}
            read = records.from_cells(Options, left, self._path, option_file.NOT_IN_FILES, OptionsError, self._before)
            found = option_file.completed(read, self._today, self._common)
            if found.record is not None:
                return msgspec.structs.replace(found, problems=(*told.values(),)[known:]), without
            wrong = found.problems
            told |= {str(each): each for each in wrong if not _speaks_of(each, without)}
        return records.Loaded(None, self._path, None, (*told.values(),)[known:]), without

    def _unread(self, cells: list[str]) -> Iterator[tuple[int, Unread]]:
        return ((at, cell) for at, cell in enumerate(cells) if isinstance(cell, Unread))

    def _of_file(self, number: int, said: Mapping[str, tuple[str, int]], problems: list[PrintkitError]) -> Row:
        """A row that names an option file. What else it says must stand in the file, or be the same."""
        file = self._path.parent / said[FILE][0]
        read = option_file.read(file)
        loaded = option_file.completed(read, self._today, self._common)
        own = option_file.completed(read, self._today, CommonFacts(clinic=self._common.clinic)).record or loaded.record
        identity = said.get("patient.id", ("", 0))[0]
        found = loaded.record.patient.id if loaded.record is not None and loaded.record.patient else identity
        for name, (text, at) in said.items():
            if name == FILE or own is None:
                continue
            in_file = _answer_in(own, name)
            if in_file != text:
                private = name in _PRIVATE
                what = "does not say it" if not in_file else "says another" if private else f"says {in_file!r}"
                hint = f"empty the cell, or give the answer in {said[FILE][0]}"
                row = f"the row has a {name}" if private else f"the row says {name}: {text!r}"
                message = f"{row}, its option file {what}"
                problems.append(self._problem(number, at, message, hint))
        problems += (self._with_flag(problem, number) for problem in loaded.problems)
        return Row(
            number=number, id=found, options=None if problems else loaded.record, problems=tuple(problems)
        )  # fmt: skip

    def _problem(self, number: int, at: int, message: str, hint: str) -> OptionsError:
        where = f"{self._place}: row {number}, {columns.label(self._head, at)}"
        return OptionsError(message, where=where, hint=hint)

    def _with_column(self, problem: PrintkitError, number: int) -> PrintkitError:
        """A problem that names the row and the column, where reading has put the column in the line's place."""
        at = problem.where.rpartition(":")[2]
        if at.isdigit() and int(at) < len(self._head):
            return self._problem(number, int(at), problem.message, problem.hint)
        if problem.where.startswith("--"):
            return self._with_flag(problem, number)
        return OptionsError(problem.message, where=f"{self._place}: row {number}", hint=problem.hint)

    def _with_flag(self, problem: PrintkitError, number: int) -> PrintkitError:
        """A problem of a common fact, with the row in which it cannot stand; any other as it is."""
        if not problem.where.startswith("--"):
            return problem
        where = f"{self._place}: row {number}, {problem.where}"
        return OptionsError(problem.message, where=where, hint=problem.hint)

    def _answer(self, name: str, text: str) -> str:
        """A cell in the words of an option file."""
        if (own := self._own.get(name, {}).get(_plain(text))) is not None:
            return own
        if name.endswith("_on"):
            return days.day(text, self._how)
        if name in _AS_WRITTEN:
            return text
        lowered = without_variants(text).lower()
        asked = name.partition(".")[0] in ("stroke", "health", "devices", "home")
        return _ANSWERS.get(lowered, lowered if asked else text)


def _speaks_of(problem: PrintkitError, names: Iterable[str]) -> bool:
    """Whether a problem may be there only because one of these answers was left out."""
    said = f"{problem.message} {problem.hint}"
    return any(name.rpartition(".")[2] in said for name in names)


def _plain(text: str) -> str:
    """A word of a list as a mapping looks it up."""
    return " ".join(without_variants(text).casefold().split())


def _answer_in(record: Options, name: str) -> str:
    """What an option file says, as it would stand in a cell; "" when it says nothing."""
    value: object = record
    for key in name.split("."):
        value = getattr(value, key, None)
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None or value == "unknown" else str(value)
