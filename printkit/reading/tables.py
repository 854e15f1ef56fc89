"""Tables that people keep: CSV and spreadsheets to rows of cells, and CSV back."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from printkit import budget
from printkit.errors import OptionsError, PrintkitError, reason
from printkit.reading import encodings, spreadsheets
from printkit.reading.cells import Unread, checked, letters, odd_letter
from printkit.reading.spreadsheets import Sheet

Rank = Callable[[Sequence[str]], int]  # how surely a row is the one that names the columns: 0 to SURE
SURE = 3

_LARGEST_FILE = 200_000_000  # bytes
_LONGEST_LINE = 1_000_000  # letters
_MOST_LINES = 1000  # of one row; a note may have some
_MOST_COLUMNS = 16_384  # as in a spreadsheet
_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 50  # rows, for the one that names the columns
_SEPARATOR = re.compile(r'"?sep=(.)"?[;,\t]*\r?\n?', re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)
# Where a formula would begin: at the start of a cell, or of what is one when a sheet is split at semicolons, tabs or lines.
_FORMULA = re.compile(r"""(^|[;\t\r\n])([ "]*)('*)(?=[=+\-@\t\r])""")
_MADE_SAFE = re.compile(r"""(^|[;\t\r\n])([ "]*)'('*)(?=[=+\-@\t\r])""")


class RowSource:
    """The rows of a file, as often as they are asked for; a CSV of a year is never a list of lists.

    With `rank` the head is looked for: among the first rows, and in a workbook on the first sheet that can be seen and
    has one. Raises the error given for what is wrong with the file as a whole.
    """

    def __init__(
        self,
        path: Path,
        error: type[PrintkitError] = OptionsError,
        *,
        rank: Rank | None = None,
        encoding: str = "",
        sheet: str = "",
    ) -> None:
        self.path = path
        self.place = str(path)  # as problems name it
        self._error = error
        self._sheet: Sheet | None = None
        self._others: dict[str, bool] = {}  # sheets that are not read, and whether they can be seen
        self._text: _Text | None = None
        self._clean = True
        self._delimiter = ","
        self._head_at: int | None = None
        try:
            size = path.stat().st_size
            self._read = _state(path)
            if size > _LARGEST_FILE:
                raise error("the list is larger than 200 MB", where=str(path), hint="split it")
            if path.suffix.lower() in spreadsheets.SUFFIXES:
                self._open_book(path, sheet, rank, size)
            elif sheet:
                raise error(f"has no sheet {sheet!r}; it is text", where=str(path), hint="leave --sheet out")
            else:
                self._open_text(path.read_bytes(), encoding, rank)
        except OSError as problem:
            raise error(
                f"the list cannot be read: {reason(problem)}", where=str(path), hint="check its name"
            ) from problem

    def __iter__(self) -> Iterator[list[str]]:
        if self._text is None:
            yield from self._sheet.rows if self._sheet is not None else ()
            return
        rows = self._text.rows(self._delimiter)
        yield from rows if self._clean else ([checked(cell) for cell in row] for row in rows)

    @property
    def head(self) -> list[str]:
        """The row that names the columns; empty where nothing is written at all."""
        return next(islice(self, self._head_at, None), []) if self._head_at is not None else []

    @property
    def head_row(self) -> int:
        """The number of that row, as a spreadsheet shows it."""
        return (self._head_at or 0) + 1

    def body(self) -> Iterator[tuple[int, list[str]]]:
        """Every row below the head that can be seen and has something in it, with its number."""
        hidden = self._sheet.hidden if self._sheet is not None else frozenset()
        head_row = self.head_row
        for number, row in enumerate(self, 1):
            if number > head_row and number not in hidden and row and (row[0].strip() or any(map(str.strip, row))):
                yield number, row

    def is_as_read(self) -> bool:
        """Whether the file has neither another size nor another time of its last change since it was read."""
        try:
            return _state(self.path) == self._read
        except OSError:
            return False

    def hidden(self) -> list[int]:
        """The rows below the head that hold something and that a filter or a hand has hidden."""
        if self._sheet is None:
            return []
        rows = self._sheet.rows
        return [
            number
            for number in sorted(self._sheet.hidden)
            if self.head_row < number <= len(rows) and any(cell.strip() for cell in rows[number - 1])
        ]

    def notes(self) -> Iterator[str]:
        """What was passed over and where this was read, in a sentence each, for the one who gave the list."""
        if self._others:
            hidden = [repr(name) for name, visible in self._others.items() if not visible]
            other = [repr(name) for name, visible in self._others.items() if visible]
            parts = [", ".join(other)] if other else []
            parts += [f"{', '.join(hidden)} (hidden)"] if hidden else []
            assert self._sheet is not None
            yield f"the sheet {self._sheet.name!r} is read; not read: {', '.join(parts)}"
        cells = (cell for row in islice(self, self._head_at or 0) for cell in row if cell.strip())
        above = [cell.strip() for cell in cells if not (isinstance(cell, Unread) and cell.merged)]
        if above:
            yield f"the head is in row {self.head_row}; above it is not read: {', '.join(map(repr, above))}"
        if self._sheet is not None:
            seen = [
                name.strip() or letters(at)
                for at, name in enumerate(self.head)
                if at in self._sheet.hidden_columns and name.strip()
            ]
            if seen:
                yield f"read though hidden: {'the column' if len(seen) == 1 else 'the columns'} {', '.join(map(repr, seen))}"

    # --- opening

    def _open_book(self, path: Path, wanted: str, rank: Rank | None, size: int) -> None:
        refusal = partial(_too_much, path, self._error)
        sheets, read = budget.within(
            spreadsheets.read, path, wanted, int(rank is None), self._error, refusal=refusal, size=size
        )
        best, found = -1, None
        for sheet in (each.marked() for each in read):
            at, how = _head(sheet.rows, rank)
            how = how * 2 + (at is not None)  # a sheet with something in it before an empty one
            if how > best:
                best, found, self._head_at = how, sheet, at
            if how >= SURE * 2:
                break
        self._sheet = found or Sheet("", visible=True, rows=[], hidden=frozenset(), hidden_columns=frozenset())
        self._others = {name: shown for name, shown in sheets.items() if name != self._sheet.name}
        if self._others:
            self.place = f"{path}: sheet {self._sheet.name!r}"

    def _open_text(self, data: bytes, encoding: str, rank: Rank | None) -> None:
        if data.startswith(b"PK\x03\x04"):
            hint = "give it the ending .xlsx or .ods"
            raise self._error("is a spreadsheet by its content, not text", where=str(self.path), hint=hint)
        codec = encodings.encoding_of(data, self.path, encoding, self._error)
        self._text = text = _Text(data, codec, self.path, self._error)
        if text.named_delimiter:
            usual = [text.named_delimiter]
        else:
            first = next((line for line in text.lines() if line.strip(' ,;|"\t\r\n')), "")
            usual = sorted(_DELIMITERS, key=lambda mark: -first.count(mark))
            if rank is None:
                usual = [mark for mark in usual[:1] if mark != "|"] or [","]
        # most lists have no cell that must be looked at one by one
        self._clean = not any("#" in each or "Err:" in each or odd_letter(each) for each in text.lines())
        best = -1
        for mark in usual:
            # where one mark cannot be read to the end, another may
            at, how = _head(text.tried(mark) if len(usual) > 1 else text.rows(mark), rank)
            if how > best:
                best, self._delimiter, self._head_at = how, mark, at
            if how == SURE:
                break


class _Text:
    """A CSV, decoded again each time that its rows are asked for, so that only its bytes are held. Raises the error given."""

    def __init__(self, data: bytes, codec: str, path: Path, error: type[PrintkitError]) -> None:
        self._data, self._codec, self._path, self._error = data, codec, path, error
        start = self._opened().read(_LONGEST_LINE)
        self._skipped = int(start.startswith("\ufeff"))
        named = _SEPARATOR.match(start, self._skipped)
        self.named_delimiter = ""
        if named is not None and (named[0].endswith("\n") or named.end() == len(start)):
            self.named_delimiter = named[1]
            self._skipped = named.end()

    def _opened(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BytesIO(self._data), self._codec, newline="")

    def lines(self) -> Iterator[str]:
        """The lines below the one that names the delimiter."""
        with self._opened() as text:
            text.read(self._skipped)
            while line := text.readline(_LONGEST_LINE):
                if len(line) == _LONGEST_LINE:
                    raise self._no_list("has a line of more than 1,000,000 letters")
                yield line

    def rows(self, mark: str) -> Iterator[list[str]]:
        """The rows, with cells between these marks."""
        try:
            yield from self._rows(mark)
        except (csv.Error, TypeError, ValueError) as problem:
            if "field limit" in str(problem):
                message = f"a cell has more than {csv.field_size_limit():,} letters"
                raise self._no_list(message, "is a quotation mark not closed?") from problem
            raise self._no_list(f"is no CSV: {problem}", "save it again as CSV") from problem

    def tried(self, mark: str) -> Iterator[list[str]]:
        """The same, as far as they can be read."""
        try:
            yield from self._rows(mark)
        except csv.Error:
            return

    def _rows(self, mark: str) -> Iterator[list[str]]:
        ended = 0  # the line in which the last row ended

        def lines() -> Iterator[str]:
            for number, line in enumerate(self.lines(), 1):
                if number > ended + _MOST_LINES:
                    message = f"the row that begins in line {ended + 1} goes over more than {_MOST_LINES:,} lines"
                    raise self._no_list(message, "is a quotation mark in it not closed?")
                yield line

        reader = csv.reader(lines(), delimiter=mark, strict=True)
        for row in reader:
            ended = reader.line_num
            if len(row) > _MOST_COLUMNS:
                raise self._no_list(f"line {ended} has more than {_MOST_COLUMNS:,} cells")
            yield row

    def _no_list(self, said: str, hint: str = "look at it in a spreadsheet, and save it again as CSV") -> PrintkitError:
        return self._error(said, where=str(self._path), hint=hint)


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _too_much(path: Path, error: type[PrintkitError], said: str) -> PrintkitError:
    return error(f"the spreadsheet {said}", where=str(path), hint="copy its rows into a new sheet, or save it as CSV")


def _head(rows: Iterable[list[str]], rank: Rank | None) -> tuple[int | None, int]:
    """The place of the row that most surely names the columns, and how surely; of two alike the first."""
    first: int | None = None
    best, found = 0, None
    for at, row in enumerate(rows):
        if not any(cell.strip() for cell in row):
            continue
        first = at if first is None else first
        if rank is None or at > first + _LOOKED_AT:
            break
        how = rank(row)
        if how > best:
            best, found = how, at
        if how == SURE:
            break
    return (first if found is None else found), best


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


__all__ = ["SURE", "Rank", "RowSource", "Unread", "as_csv", "no_formula", "with_formula"]
