"""Files that bring entries to the diary: a log, a month grid, a table of days or measures, a filled form; and back."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from msgspec import Struct

from printkit.catalog.store import Catalog
from printkit.diary import filled_sheets
from printkit.diary.entries import Reader
from printkit.diary.entry_fields import Wrong
from printkit.diary.entry_text import words
from printkit.diary.entry_words import DAYS, EXPORTED, FIELDS, YES
from printkit.errors import DiaryError, NearMisses, PrintkitError
from printkit.intake import filled_form
from printkit.model.vocabulary import DateOrder
from printkit.outcomes.history import History, Measured, PatientEntry
from printkit.reading import columns, tables
from printkit.reading import days as days_
from printkit.reading.cells import Unread, without_variants
from printkit.reading.columns import ColumnMapping, Meanings
from printkit.reading.days import DayReading
from printkit.reading.tell import numbered

MOST_PATIENTS = 1_000_000  # of one file; each is remembered, so that each is asked about once
_NOTHING = {"-", "?", "n/a", "na", "."}  # how people write that they do not know
_KEYS = ("patient", "day", "starts_on", "what", "exercise", "measure")  # one makes a row the head of a log
_VALUES = {"value", "sets", "minutes", "effort", "pain", "note", "all_well"}
_BEFORE = "look at the first day on the paper; what is of the week after is left blank here and typed in by itself"
_MOST_TEXTS = 16_384  # cells of one field that are remembered
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


class ImportDefaults(Struct, frozen=True, kw_only=True):
    """What a file leaves out and the one who brings it says: whose it is, who measured, which month, which first day."""

    patient: str = ""
    assessor: str | None = None
    month: str = ""  # as 2026-11, for columns that are called 1 to 31
    first_day: date | None = None  # of a chart without dates, or the day of a skin check
    token: str = ""  # the letters of a sheet of paper
    known: frozenset[str] | None = None  # patients, where others are asked about
    feet: bool = False  # are usual where this is, so a distance needs its unit


def read(
    path: Path,
    catalog: Catalog,
    mapped: ColumnMapping,
    today: date,
    asked: ImportDefaults,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[PatientEntry | PrintkitError]:
    """The entries of a file and every problem with them, in its order.

    A PDF is a filled form. A table whose columns are days is a month grid; one without a column for what a row is about
    has a day in each row and a column for each thing. `tell` hears what of a table was not read. Raises DiaryError for
    what is wrong with a file as a whole.
    """
    filing = _Filing(catalog, today, asked)
    if path.suffix.lower() == ".pdf":
        return _form(path, filing)
    return _table(path, catalog, mapped, filing, tell)


def not_known(patient: str, known: Iterable[str], where: str, misses: NearMisses) -> DiaryError:
    """What is wrong with an entry of somebody whom a diary with these patients does not have."""
    hint = f"{misses.near(patient, known, 'check the id')} --new-patients takes it as new"
    return DiaryError(f"the diary knows no patient {patient!r}", where=where, hint=hint)


class _Filing:
    """Rows in words to entries, with what the one who brings them says."""

    def __init__(self, catalog: Catalog, today: date, asked: ImportDefaults) -> None:
        self.asked, self.today = asked, today
        self.reader = Reader(catalog, today, asked.assessor)
        self.feet = asked.feet
        self._catalog = catalog
        self._met: set[str] = set()  # patients
        # what cells of a field come to: a year has the same ones again and again
        self.texts: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._misses = NearMisses()

    def text_of(self, cell: str, field: str, own: Mapping[str, Mapping[str, str]], how: DayReading) -> str:
        """As `_text_of`, once for all equal cells of one table."""
        known = self.texts[field]
        text = known.get(cell)
        if text is None:
            if len(known) >= _MOST_TEXTS:
                known.clear()
            text = known[cell] = _text_of(cell, field, own, how)
        return text

    def filed(
        self, said: Mapping[str, str], where: str, head: Sequence[str], fields: Mapping[int, str], *, bare: bool = False
    ) -> Iterator[PatientEntry | PrintkitError]:
        entry, wrong = self.reader.read(said, bare=bare)
        if isinstance(entry, Measured) and self.feet and "unit" not in said:
            measure = self._catalog.measures[entry.measure]
            if measure.unit == "m":
                hint = f"call the column '{measure.short} (m)' or give a column unit; a foot is 0.3048 m"
                wrong = [Wrong("value", f"{measure.short} is {said['value']!r}: in metres, or in feet?", hint)]
        for each in wrong:
            yield _problem(each, where, head, fields)
        if entry is None or wrong:
            return
        patient = said["patient"]
        if patient not in self._met:
            self._met.add(patient)
            if len(self._met) > MOST_PATIENTS:
                hint = "is the right column called patient? or split it"
                raise DiaryError(f"it names more than {MOST_PATIENTS:,} patients", where=where, hint=hint)
            if self.asked.known is not None and patient not in self.asked.known:
                yield not_known(patient, self.asked.known, where, self._misses)
        yield PatientEntry(patient=patient, entry=entry, where=where)


# --- tables


def _table(
    path: Path, catalog: Catalog, mapped: ColumnMapping, filing: _Filing, tell: Callable[[str], None]
) -> Iterator[PatientEntry | PrintkitError]:
    asked = filing.asked
    if asked.month and not _MONTH.fullmatch(asked.month):
        raise DiaryError(f"the month is {asked.month!r}", hint="write it as 2026-11")
    layout = _Layout(catalog, mapped, filing.reader, asked.month)
    source = tables.RowSource(
        path, DiaryError, rank=layout.meanings.rank(_KEYS), encoding=mapped.encoding, sheet=mapped.sheet
    )
    head = source.head
    if not any(name.strip() for name in head):
        raise DiaryError("the list is empty", where=source.place, hint="the first row names the columns")
    layout.settle(source.place, source.head_row, head)
    dated = layout.dated()
    found = (row[at] for _, row in source.body() for at in dated if at < len(row))
    how = days_.reading(path, chain(layout.days(None).values(), found), mapped.dates, filing.today, DiaryError)
    filing.feet = filing.feet or how.order is DateOrder.MONTH_FIRST
    days = layout.days(how)
    for note in filter(None, (*source.notes(), layout.columns.note(), how.told)):
        tell(f"{source.place}: {note}")
    if hidden := source.hidden():
        tell(f"{source.place}: {numbered(hidden)} {'is' if len(hidden) == 1 else 'are'} hidden and left out")
    own = {field: {key.strip().lower(): each for key, each in words.items()} for field, words in mapped.values.items()}
    silent: list[int] = []  # rows that say nothing of what was done
    any_row = False
    for number, row in source.body():
        any_row = True
        where = f"{source.place}: row {number}"
        count = 0
        for each in _of_row(row, where, head, layout, days, filing, own, how):
            count += 1
            yield each
        if not count:
            silent.append(number)
    if not any_row:
        raise DiaryError("the list has a head and no rows", where=source.place, hint="give what was done a row")
    if silent:
        tell(f"{source.place}: {numbered(silent)}: nothing to write down")


def _of_row(
    row: Sequence[str],
    where: str,
    head: Sequence[str],
    layout: "_Layout",
    days: Mapping[int, str],
    filing: _Filing,
    own: Mapping[str, Mapping[str, str]],
    how: DayReading,
) -> Iterator[PatientEntry | PrintkitError]:
    """The entries of a row; or what is wrong with its cells, and then no entry."""
    # most rows have words alone, and no more of them than columns that are read
    if not (layout.all_read >= len(row) and {*map(type, row)} <= {str}):
        bad = list(_bad_cells(row, where, head, layout))
        if bad:
            yield from bad
            return
    shared: dict[str, str] = {"patient": filing.asked.patient} if filing.asked.patient else {}
    joined: set[str] = set()
    width = len(row)
    for at, field in layout.fields.items():
        if at >= width or not (cell := row[at]):
            continue
        text = filing.texts[field].get(cell)
        if text is None:
            text = filing.text_of(cell, field, own, how)
        if text:
            shared[field] = f"{shared[field]} {text}" if field in joined else text
            joined.add(field)
    if not layout.things and not days:
        if shared.keys() - {"patient"}:
            yield from filing.filed(shared, where, head, layout.fields, bare=layout.bare)
        return
    marks = [(at, more) for at, more in layout.things.items()]
    marks += [(at, {"day": day}) for at, day in days.items()]
    for at, more in marks:
        if at < width and row[at] and (text := filing.text_of(row[at], "value", own, how)):
            yield from filing.filed(
                {**shared, **more, "value": text}, where, head, {**layout.fields, at: "value"}
            )  # fmt: skip


def _bad_cells(row: Sequence[str], where: str, head: Sequence[str], layout: "_Layout") -> Iterator[DiaryError]:
    """What is wrong with cells whatever they are about: no header, an error, a part of another cell."""
    for at, said, why in layout.columns.stray(head, row):
        if at not in layout.fields:
            place = f"{where}, {columns.label(head, at)}"
            yield DiaryError(f"{said!r} {why}", where=place, hint=columns.STRAY_HINT)
    for at, cell in enumerate(row):
        if isinstance(cell, Unread) and at in layout.read:
            place = f"{where}, {columns.label(head, at)}"
            yield DiaryError(
                f"{cell.strip()!r} {cell.why}", where=place, hint="type the value into the cell, or empty it"
            )


class _Layout:
    """What the columns of a table are: fields of an entry, days of a month, things kept count of."""

    def __init__(self, catalog: Catalog, mapped: ColumnMapping, reader: Reader, month: str) -> None:
        self._month = month
        self._reader = reader
        usual = {name: meant for name, meant in catalog.diary_columns.items() if not name.isdigit()}
        self.meanings = Meanings(usual, mapped, FIELDS, self._other)

    def _other(self, name: str) -> str | None:
        return name if self._day_like(name) or self._thing(name) else None

    def _thing(self, name: str) -> dict[str, str]:
        """What a column of its own is about, and the unit that may stand behind it; {} when it is nothing."""
        if self._reader.found(name)[0]:
            return {"what": name}
        bare, unit = columns.without_unit(name)
        return {"what": bare, "unit": unit} if unit and self._reader.found(bare, ("noted", "measured"))[0] else {}

    def settle(self, place: str, row: int, head: Sequence[str]) -> None:
        """Say what each column of this head is. Raises DiaryError when that cannot be."""
        where = f"{place}: row {row}"
        self._head = head
        self.columns = self.meanings.columns(place, row, head, DiaryError)
        self.names = self.columns.names
        fields = {at: name for at, name in self.names.items() if name in FIELDS}
        self._days = [at for at, name in self.names.items() if at not in fields and self._day_like(name)]
        about = {"what", "exercise", "measure"} & set(fields.values())
        if self._days and not about:
            first = next((at for at, name in enumerate(head) if not name.strip()), None)
            if first is None:
                hint = "call the column with the exercises 'exercise' or 'what'"
                raise DiaryError("no column says what a row is about", where=where, hint=hint)
            fields[first] = "what"
        self.things: dict[int, dict[str, str]] = {}
        if not about and not self._days:
            # in a table of days "pain" is what is kept count of, not a field of an exercise
            things = {
                at: name for at, name in self.names.items() if at not in fields or name in ("effort", "pain", "note")
            }
            self.things = {
                at: {"what": "notes" if name == "note" else name} if name in FIELDS else self._thing(name)
                for at, name in things.items()
            }
            fields = {at: name for at, name in fields.items() if at not in self.things}
            if not self.things:
                hint = "name a column exercise, measure or what; or give each thing a column"
                raise DiaryError("no column says what the rows are about", where=where, hint=hint)
        elif stray := [name for at, name in self.names.items() if at not in fields and at not in self._days]:
            hint = "a thing has a column of its own only where each row is a day"
            raise DiaryError(f"the column {stray[0]!r} stands for no field", where=where, hint=hint)
        if self._days and "day" in fields.values():
            hint = "days as columns, or a column of days"
            raise DiaryError("the list has a date column and columns that are days", where=where, hint=hint)
        self.fields = fields
        self.read = {*fields, *self.things, *self._days}
        # how many columns from the first one on are read, with none between them that is not
        self.all_read = next(at for at in range(len(head) + 1) if at not in self.read)
        self.bare = not (_VALUES & set(fields.values()))

    def _day_like(self, name: str) -> bool:
        if name.isdigit():
            return bool(self._month) and 1 <= int(name) <= 31
        return days_.is_day(name)

    def dated(self) -> list[int]:
        """The columns with days in their cells."""
        return [at for at, field in self.fields.items() if field in DAYS]

    def days(self, how: DayReading | None) -> dict[int, str]:
        """The day of each column that is one."""
        found: dict[int, str] = {}
        for at in self._days:
            name = self._head[at].strip()
            found[at] = f"{self._month}-{int(name):02}" if name.isdigit() else days_.day(name, how) if how else name
        return found


def _text_of(text: str, field: str, own: Mapping[str, Mapping[str, str]], how: DayReading) -> str:
    """A cell in words that an entry is read from; "" when nothing was recorded."""
    text = text.strip()
    if not text:
        return ""
    text = tables.with_formula(text)
    if field in own:
        text = own[field].get(text.lower(), text)
    if not text.isascii() and (plain := without_variants(text)).lower() in YES:
        text = plain
    if text.lower() in _NOTHING:
        return ""
    return days_.day(text, how) if field in DAYS else text


def _problem(wrong: Wrong, where: str, head: Sequence[str], fields: Mapping[int, str]) -> DiaryError:
    at = next((at for at in sorted(fields, reverse=True) if fields[at] == wrong.field), None)
    column = f", column {head[at].strip()!r}" if at is not None and head[at].strip() else ""
    return DiaryError(wrong.message, where=f"{where}{column}", hint=wrong.hint)


# --- forms


def _form(path: Path, filing: _Filing) -> Iterator[PatientEntry | PrintkitError]:
    """The boxes of a chart, a skin check and a skin sheet that were ticked on a screen. An empty box says nothing."""
    asked = filing.asked
    if not asked.patient:
        raise DiaryError("a form does not say whose it is", where=str(path), hint="give --patient ID")
    boxes = filled_form.every(path)
    answers = {name: answer for name, answer in boxes.items() if answer}
    rows = list(filled_sheets.rows(boxes, asked.first_day))
    if not rows and answers:
        hint = "charts and the skin check go into a diary; 'printkit todo' reads the other checklists"
        raise DiaryError("the form has no answers for a diary", where=str(path), hint=hint)
    yield from _of_rows(rows, str(path), filing)


def of_paper(
    boxes: Mapping[str, str], catalog: Catalog, today: date, asked: ImportDefaults
) -> Iterator[PatientEntry | PrintkitError]:
    """The entries of boxes that were ticked on paper. What was never answered says nothing, and no box says nothing either.

    A sheet may come back before its week is over: a number for the week then stands on today.
    """
    rows = filled_sheets.rows(boxes, asked.first_day, today)
    yield from _of_rows(rows, "the sheet", _Filing(catalog, today, asked))


def _of_rows(
    rows: Iterable[tuple[str, dict[str, str]]], place: str, filing: _Filing
) -> Iterator[PatientEntry | PrintkitError]:
    counted: dict[tuple[str, str], str] = {}
    for name, said in rows:
        where = f"{place}: {name}"
        if "day" not in said:
            token = filing.asked.token
            alone = f", or of this sheet alone: --day {token}=2026-11-20" if token else ""
            yield DiaryError("the form has no dates", where=where, hint=f"give its first day: --day 2026-11-20{alone}")
            continue
        if filled_sheets.is_before(name, said["day"], filing.asked.first_day):
            message = f"{said['day']} is filled in, but the sheet begins on {filing.asked.first_day}"
            yield DiaryError(message, where=where, hint=_BEFORE)
            continue
        key = (said["what"], said["day"])
        if counted.setdefault(key, said["value"]) != said["value"]:
            hint = "untick one, or type the right number with 'printkit diary add'"
            yield DiaryError("2 boxes of one row are ticked", where=where, hint=hint)
            continue
        yield from filing.filed({"patient": filing.asked.patient, **said}, where, [], {})


# --- and back


def as_csv(histories: Iterator[History], catalog: Catalog) -> str:
    """Histories as tidy CSV, one row an entry, with the mark of UTF-8 that spreadsheets look for.

    It reads back as the same entries. Words that begin like a formula get an apostrophe; numbers stay numbers.
    """
    rows = (words(history.patient, entry, catalog) for history in histories for entry in history.entries())
    return "\ufeff" + tables.as_csv([EXPORTED, *([row.get(field, "") for field in EXPORTED] for row in rows)])
