"""The diary of a clinic: what was done and measured, in a database. See diary.engine and diary.schema."""

import contextlib
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Self

import msgspec
import sqlalchemy as sql
from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from printkit.diary import schema
from printkit.diary.engine import connected, switch_to_log, url_of
from printkit.diary.paper import Paper, PaperBox
from printkit.errors import DiaryError, PrintkitError, raise_all
from printkit.outcomes.history import (
    KINDS,
    Entry,
    History,
    PatientEntry,
    Prescribed,
    Sheets,
    as_row,
    laid_over,
    merged,
)

FILE = Path("diary.sqlite3")
_TABLES: Mapping[type[Entry], sql.Table] = {record: schema.METADATA.tables[kind] for kind, record in KINDS.items()}
_KEYS = {table.name: tuple(column.name for column in table.primary_key) for table in _TABLES.values()}
_OF_KEY = {record: attrgetter(*_KEYS[table.name][1:]) for record, table in _TABLES.items()}
_CHUNK = 5000  # entries at a time
_MOST_VALUES = 30_000  # in one statement; SQLite takes 32,766 and PostgreSQL 65,535
_DENSE = 100  # entries of one patient in a chunk that make it worth reading a stretch of days
_MOST_TOLD = 200  # problems of one file; a wrong column gives one for every row


class Added(Struct, kw_only=True):
    """What became of the entries that were brought: new ones, empty places filled, values corrected, nothing new."""

    new: int = 0
    filled: int = 0
    corrected: int = 0
    same: int = 0


class Correction(Struct, frozen=True, kw_only=True):
    """An entry before and after a change, by whom and when (UTC). `new` is None when it was struck out."""

    old: Entry
    new: Entry | None
    by: str
    at: datetime


def opened(place: str | Path = FILE, *, new: bool = True) -> "Diary":
    """The diary at a place: the path of an SQLite file, or a URL of SQLAlchemy such as postgresql://host/clinic.

    With `new`, one that is not there is made: a file that only its owner can read. An older one is brought up to date.
    Raises DiaryError when it cannot be opened, is something else, or was made by a newer printkit.
    """
    engine, name = connected(place, new=new)
    diary = Diary(engine, name)
    try:
        diary._made_ready()  # noqa: SLF001 - a diary is whole only when its tables are there
    except PrintkitError as error:
        diary.close()
        error.where = error.where or name
        raise
    return diary


class Diary:
    """What is known of the patients of a clinic. Entries are added, corrected with a trace, or forgotten for good."""

    def __init__(self, engine: sql.Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # --- in

    def add(
        self,
        filed: Iterable[PatientEntry | PrintkitError],
        *,
        by: str = "",
        at: datetime | None = None,
        correct: bool = False,
        keep: bool = True,
    ) -> Added:
        """Write entries down: all of them, or none. What is there already changes nothing; empty places are filled.

        A value that differs from the one in the diary is a problem, unless `correct` says to put the new one in its
        place: then the old one is kept with `by` and `at`. Without `keep` all is tried and nothing stays. Problems
        among `filed` and the diary's own are raised together, as a DiaryError or Several.
        """
        if correct and not (by and at):
            raise DiaryError("a correction needs a name", hint="say who corrects: --by NAME")
        added, problems, more = Added(), list[PrintkitError](), 0
        seen: set[int] | None = set() if correct else None
        entries = iter(filed)
        with self._writing() as connection:
            while chunk := list(islice(entries, _CHUNK)):
                good = [each for each in chunk if isinstance(each, PatientEntry)]
                found: list[PrintkitError] = [each for each in chunk if not isinstance(each, PatientEntry)]
                for record in _TABLES:
                    some = [each for each in good if type(each.entry) is record]
                    if some:
                        found += self._add(connection, record, some, added, seen, by, at)
                problems += found[: _MOST_TOLD - len(problems)]
                more += len(found)
            if more > len(problems):
                problems.append(DiaryError(f"and {more - len(problems)} problems more"))
            raise_all(problems)
            if not keep:
                connection.rollback()
        return added

    def _add(
        self,
        connection: sql.Connection,
        record: type[Entry],
        filed: list[PatientEntry],
        added: Added,
        seen: set[int] | None,
        by: str,
        at: datetime | None,
    ) -> Iterator[PrintkitError]:
        """Entries of one kind; the problems with them."""
        problems: list[PrintkitError] = []
        brought: dict[tuple[Any, ...], PatientEntry] = {}
        for each in filed:
            key = _key(each.patient, each.entry)
            first = brought.setdefault(key, each)
            if first is each and (seen is None or hash(key) not in seen):
                continue
            both = merged(first.entry, each.entry)
            again = seen is not None and hash(key) in seen
            if both is None or again:
                place = f"another row of the file{f' ({first.where})' if not again and first.where else ''}"
                problems.append(_differs(each, place, "one value for one day"))
            elif first is not each:
                added.same += 1
                brought[key] = PatientEntry(patient=each.patient, entry=both, where=first.where)
        if seen is not None:
            seen.update(hash(key) for key in brought)
        table = _TABLES[record]
        rows = [{"patient": each.patient, **as_row(each.entry)} for each in brought.values()]
        patients = [{"id": patient} for patient in sorted({each.patient for each in brought.values()})]
        self._insert(connection, schema.PATIENTS, patients)
        fresh = self._insert(connection, table, rows)
        added.new += fresh
        if fresh == len(rows):
            return iter(problems)
        added.same += len(rows) - fresh
        for key, old in self._stored(connection, record, list(brought)).items():
            each = brought[key]
            both = merged(old, each.entry)
            if both == old:
                continue
            added.same -= 1
            if both is not None:
                added.filled += 1
                self._replace(connection, key, both)
            elif seen is not None and at is not None:
                added.corrected += 1
                self._correct(connection, each.patient, old, laid_over(old, each.entry), by, at)
            else:
                hint = "to put the new value in its place and keep the old one: --correct --by NAME"
                problems.append(_differs(each, "the diary", hint))
        return iter(problems)

    def correct(self, patient: str, old: Entry, new: Entry | None, *, by: str, at: datetime) -> None:
        """Put an entry in the place of another, or strike it out; the diary keeps the old one, who changed it and when.

        Raises DiaryError when the old one is not there, when the new one is there already, or without a name.
        """
        if not by:
            raise DiaryError("a correction needs a name", hint="say who corrects")
        with self._writing() as connection:
            key = _key(patient, old)
            if self._stored(connection, type(old), [key]).get(key) != old:
                raise DiaryError("the entry to correct is not in the diary", where=self._name)
            if new is not None and (moved := _key(patient, new)) != key:
                if self._stored(connection, type(new), [moved]):
                    raise DiaryError("the corrected entry is in the diary already", where=self._name)
                connection.execute(_TABLES[type(new)].insert(), {"patient": patient, **as_row(new)})
                self._strike(connection, key, old)
                self._trace(connection, patient, old, new, by, at)
            else:
                self._correct(connection, patient, old, new, by, at)

    def _correct(
        self, connection: sql.Connection, patient: str, old: Entry, new: Entry | None, by: str, at: datetime
    ) -> None:
        if new is None:
            self._strike(connection, _key(patient, old), old)
        else:
            self._replace(connection, _key(patient, old), new)
        self._trace(connection, patient, old, new, by, at)

    def _trace(
        self, connection: sql.Connection, patient: str, old: Entry, new: Entry | None, by: str, at: datetime
    ) -> None:
        row = {
            "patient": patient,
            "kind": _TABLES[type(old)].name,
            "old": msgspec.json.encode(old).decode(),
            "new": "" if new is None else msgspec.json.encode(new).decode(),
            "changed_by": by,
            "changed_at": _utc(at),
        }
        connection.execute(schema.CORRECTIONS.insert(), row)

    def _strike(self, connection: sql.Connection, key: tuple[Any, ...], old: Entry) -> None:
        table = _TABLES[type(old)]
        connection.execute(table.delete().where(_is(table, key)))

    def _replace(self, connection: sql.Connection, key: tuple[Any, ...], new: Entry) -> None:
        table = _TABLES[type(new)]
        values = {name: value for name, value in as_row(new).items() if name not in _KEYS[table.name]}
        connection.execute(table.update().where(_is(table, key)).values(values))

    def _insert(self, connection: sql.Connection, table: sql.Table, rows: list[dict[str, Any]]) -> int:
        """Insert what is not there; returns how many rows were new."""
        if not rows:
            return 0
        if connection.dialect.name == "sqlite":
            return connection.exec_driver_sql(*_for_sqlite(table, rows)).rowcount
        insert = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
        quiet = insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
        return connection.execute(quiet, rows).rowcount

    def _stored(
        self, connection: sql.Connection, record: type[Entry], keys: list[tuple[Any, ...]]
    ) -> dict[tuple[Any, ...], Entry]:
        """The entries that stand under some keys."""
        table = _TABLES[record]
        columns = [table.c[name] for name in _KEYS[table.name]]
        at_once = _MOST_VALUES // len(columns)
        asked: list[sql.ColumnElement[bool]] = [
            sql.tuple_(*columns).in_(keys[start : start + at_once]) for start in range(0, len(keys), at_once)
        ]
        patients = {key[0] for key in keys}
        if record is not Prescribed and len(keys) > _DENSE * len(patients):
            # many days of few patients: all between the first and the last are read faster than each by its key
            days = [key[1] for key in keys]
            asked = [sql.and_(table.c.patient.in_(patients), table.c.day.between(min(days), max(days)))]
        wanted, found = set(keys), dict[tuple[Any, ...], Entry]()
        for where in asked:
            rows = connection.execute(sql.select(table).where(where)).mappings()
            made = ((row["patient"], _entry(record, row)) for row in rows)
            for patient, entry in schema.intact(table, made, self._name):
                if (key := _key(patient, entry)) in wanted:
                    found[key] = entry
        return found

    @contextlib.contextmanager
    def printed(self, *sheets: Sheets) -> Iterator[None]:
        """Note whose sheets are printed inside of the block; when printing fails, nothing is noted.

        2 prints of one plan on one day, such as a booklet and its chart, have one token: the one with more weeks counts.
        """
        with self._writing() as connection:
            for each in sheets:
                self._insert(connection, schema.PATIENTS, [{"id": each.patient}])
                old = sql.and_(schema.SHEETS.c.patient == each.patient, schema.SHEETS.c.token == each.token)
                before = connection.execute(sql.select(schema.SHEETS.c.weeks).where(old)).scalar() or 0
                connection.execute(schema.SHEETS.delete().where(old))
                said = asdict(each)
                packed = said.pop("geometry")
                connection.execute(schema.SHEETS.insert(), {**said, "weeks": max(each.weeks, before)})
                if packed:
                    row = {"patient": each.patient, "token": each.token, "digest": _digest(packed), "packed": packed}
                    self._insert(connection, schema.GEOMETRY, [row])
            yield

    # --- out

    def patients(self) -> tuple[str, ...]:
        """The ids of everyone of whom something is known, sorted."""
        column = schema.PATIENTS.c.id
        with self._reading() as connection:
            found = connection.execute(sql.select(column).order_by(column)).scalars()
            return tuple(schema.intact(schema.PATIENTS, (msgspec.convert(each, str) for each in found), self._name))

    def history(self, patient: str, since: date | None = None, until: date | None = None) -> History:
        """All that is known of one patient from one day to another, both included; empty when nothing is.

        What was prescribed is there when it stood on any of these days.
        """
        parts: dict[str, tuple[Any, ...]] = {}
        with self._reading() as connection:
            for kind, record in KINDS.items():
                table = _TABLES[record]
                starts = table.c.starts_on if record is Prescribed else table.c.day
                wanted = sql.select(table).where(table.c.patient == patient).order_by(starts, *table.primary_key)
                if since is not None and record is Prescribed:
                    wanted = wanted.where(sql.or_(table.c.until.is_(None), table.c.until >= since))
                elif since is not None:
                    wanted = wanted.where(starts >= since)
                if until is not None:
                    wanted = wanted.where(starts <= until)
                rows = connection.execute(wanted).mappings()
                parts[kind] = tuple(schema.intact(table, (_entry(record, row) for row in rows), self._name))
        return History(patient=patient, **parts)

    def sheets(self) -> tuple[Sheets, ...]:
        """Every sheet that was noted, by patient and token."""
        wanted = sql.select(schema.SHEETS).order_by(*schema.SHEETS.primary_key)
        with self._reading() as connection:
            rows = connection.execute(wanted).mappings()
            # the names of columns are a kind of str that msgspec does not take for keys
            made = (msgspec.convert({str(name): value for name, value in row.items()}, Sheets) for row in rows)
            return tuple(schema.intact(schema.SHEETS, made, self._name))

    def geometry(self, tokens: Collection[str]) -> tuple[bytes, ...]:
        """Where the boxes of the sheets with these tokens lie, packed by sheets.geometry."""
        wanted = sql.select(schema.GEOMETRY.c.packed).where(schema.GEOMETRY.c.token.in_(sorted(tokens)))
        with self._reading() as connection:
            return tuple(bytes(each) for each in connection.execute(wanted).scalars())

    def papers(self, patient: str) -> tuple[Paper, ...]:
        """The pages of paper of a patient that came back, by their codes."""
        wanted = sql.select(schema.PAPERS).where(schema.PAPERS.c.patient == patient).order_by(schema.PAPERS.c.code)
        with self._reading() as connection:
            rows = connection.execute(wanted).mappings()
            return tuple(schema.intact(schema.PAPERS, (_paper(row) for row in rows), self._name))

    def keep_papers(self, *papers: Paper) -> None:
        """Put pages in the place of what is known of them."""
        with self._writing() as connection:
            for each in papers:
                self._insert(connection, schema.PATIENTS, [{"id": each.patient}])
                old = sql.and_(schema.PAPERS.c.patient == each.patient, schema.PAPERS.c.code == each.code)
                connection.execute(schema.PAPERS.delete().where(old))
                row = {
                    "patient": each.patient,
                    "code": each.code,
                    "boxes": msgspec.json.encode(each.boxes).decode(),
                    "open": len(each.open),
                    "entered": each.entered,
                    "checked_by": each.checked_by,
                    "checked_at": each.checked_at,
                }
                connection.execute(schema.PAPERS.insert(), row)

    def open_boxes(self) -> int:
        """How many boxes of paper somebody still has to look at."""
        with self._reading() as connection:
            return int(connection.execute(sql.select(sql.func.sum(schema.PAPERS.c.open))).scalar() or 0)

    def note_check(self, shown: int, wrong: int, *, by: str, at: datetime) -> None:
        """Keep how many sure boxes somebody looked at, and in how many of them the reader was wrong."""
        row = {"shown": shown, "wrong": wrong, "checked_by": by, "checked_at": _utc(at)}
        with self._writing() as connection:
            connection.execute(schema.PAPER_CHECKS.insert(), row)

    def checks(self) -> tuple[int, int]:
        """How many sure boxes were looked at in all, and how many of them were read wrongly."""
        table = schema.PAPER_CHECKS
        with self._reading() as connection:
            shown, wrong = connection.execute(
                sql.select(sql.func.sum(table.c.shown), sql.func.sum(table.c.wrong))
            ).one()
            return int(shown or 0), int(wrong or 0)

    def corrections(self, patient: str) -> tuple[Correction, ...]:
        """What was changed of a patient, the oldest change first."""
        table = schema.CORRECTIONS
        with self._reading() as connection:
            rows = connection.execute(sql.select(table).where(table.c.patient == patient).order_by(table.c.id))
            return tuple(schema.intact(table, (_correction(row) for row in rows.mappings()), self._name))

    def forget(self, patient: str) -> int:
        """Delete all of a patient, the traces of corrections too, and clear the bytes; returns how many entries.

        In SQLite deleted bytes are overwritten, the file is written anew and its log emptied. PostgreSQL writes its
        tables anew. Copies that were made before are not reached. Raises DiaryError when another program keeps the
        bytes from being cleared; then the entries are gone, and the same call clears the rest.
        """
        with self._writing() as connection:
            count = 0
            for table in (*_TABLES.values(), schema.CORRECTIONS, schema.SHEETS, schema.GEOMETRY, schema.PAPERS):
                count += connection.execute(table.delete().where(table.c.patient == patient)).rowcount
            connection.execute(schema.PATIENTS.delete().where(schema.PATIENTS.c.id == patient))
        if self._scrub():
            hint = "close it there, then give the same command again"
            raise DiaryError("another program has the diary open: old bytes are left", where=self._name, hint=hint)
        return count

    def _scrub(self) -> bool:
        """Write the tables anew, without what was deleted; whether another program has kept us from it."""
        if self._engine.dialect.name == "postgresql":
            with self._told(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for name in schema.METADATA.tables:
                    connection.exec_driver_sql(f"VACUUM (FULL) {name}")
            return False
        with self._told(), self._engine.connect().execution_options(begin="") as connection:
            connection.exec_driver_sql("VACUUM")
            return bool(connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar())

    def backup(self, place: str | Path) -> int:
        """Copy the whole diary, as it is at one moment, to a place where none is yet; returns how many patients.

        The place is a file or a URL, as for `opened`: so a diary moves to another database, too.
        """
        url, name = url_of(place)
        if url.drivername == "sqlite" and url.database and Path(url.database).exists():
            raise DiaryError("is there already", where=name, hint="choose another name")
        finished = False
        try:
            with opened(place) as copy:
                if copy.patients():
                    raise DiaryError("holds a diary already", where=name, hint="choose another place")
                with self._reading() as source, copy._writing() as target:  # noqa: SLF001 - of our own class
                    for table in schema.METADATA.sorted_tables:
                        if table is not schema.VERSION:
                            # numbers of corrections are given anew: a server counts on from those it has given
                            given = {schema.CORRECTIONS.name, schema.PAPER_CHECKS.name}
                            columns = [each for each in table.c if not (each.name == "id" and table.name in given)]
                            wanted = sql.select(*columns).order_by(*table.primary_key)
                            rows = source.execution_options(yield_per=_CHUNK).execute(wanted).mappings()
                            whole = schema.intact(table, (dict(row) for row in rows), self._name)
                            while chunk := list(islice(whole, _CHUNK)):
                                target.execute(table.insert(), chunk)
                count = len(copy.patients())
            finished = True
            return count
        finally:
            if not finished and url.drivername == "sqlite" and url.database:
                for end in ("", "-wal", "-shm"):
                    with contextlib.suppress(OSError):
                        Path(f"{url.database}{end}").unlink()

    # --- the database

    def _made_ready(self) -> None:
        """Bring the tables up to date. A database of something else is never written to, nor one that needs nothing."""
        with self._reading() as connection:
            current = schema.is_current(connection)
        if not current:
            with self._told(), self._engine.connect().execution_options(begin="") as connection:
                if connection.dialect.name == "sqlite":
                    switch_to_log(connection)
            with self._writing() as connection:
                schema.migrate(connection)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sql.Connection]:
        writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        with self._told(), writer.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sql.Connection]:
        with self._told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What the database complains of, as a message of ours; it holds no entry and no password."""
        try:
            yield
        except (sql.exc.ArgumentError, UnicodeError) as error:
            hint = "write postgresql://user@host/name, or the name of a file"
            raise DiaryError("the address of the diary cannot be used", where=self._name, hint=hint) from error
        except sql.exc.DBAPIError as error:
            reason = str(error.orig).partition("\n")[0]
            if "not a database" in reason or "malformed" in reason:
                hint = "name another file; 'printkit diary backup' makes copies to go back to"
                raise DiaryError("is no diary, or is damaged", where=self._name, hint=hint) from error
            hint = "is it open in another program, or the disk full?"
            if "readonly" in reason:
                hint = "you may only read it: export and reports work; its owner can write"
            raise DiaryError(f"the diary cannot be used: {reason}", where=self._name, hint=hint) from error


# --- entries and rows


def _entry(record: type[Entry], row: sql.RowMapping) -> Entry:
    return msgspec.convert({name: row[name] for name in record.__struct_fields__}, record)


def _paper(row: sql.RowMapping) -> Paper:
    boxes = msgspec.json.decode(row["boxes"], type=dict[str, PaperBox])
    return Paper(
        patient=row["patient"], code=row["code"], boxes=boxes, entered=row["entered"], checked_by=row["checked_by"],
        checked_at=row["checked_at"],
    )  # fmt: skip


def _digest(packed: bytes) -> str:
    return hashlib.blake2b(packed, digest_size=12).hexdigest()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _correction(row: sql.RowMapping) -> Correction:
    kind = KINDS[row["kind"]]
    old = msgspec.json.decode(row["old"], type=kind)
    new = msgspec.json.decode(row["new"], type=kind) if row["new"] else None
    return Correction(old=old, new=new, by=row["changed_by"], at=datetime.fromisoformat(row["changed_at"]))


def _key(patient: str, entry: Entry) -> tuple[Any, ...]:
    """What tells an entry apart, in the order of the columns of its table."""
    found = _OF_KEY[type(entry)](entry)
    return (patient, *found) if isinstance(found, tuple) else (patient, found)


def _for_sqlite(table: sql.Table, rows: list[dict[str, Any]]) -> tuple[str, list[tuple[Any, ...]]]:
    """An insert of what is not there as SQLite's own driver wants it: an import spends a third of its time on any other way.

    Days are written as SQLAlchemy writes them; all else the driver takes as it is.
    """
    names = tuple(rows[0])
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    words = f"INSERT INTO {table.name} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - names of ours
    values = (tuple(map(row.__getitem__, names)) for row in rows)
    return words, [tuple(each.isoformat() if type(each) is date else each for each in row) for row in values]


def _is(table: sql.Table, key: tuple[Any, ...]) -> sql.ColumnElement[bool]:
    return sql.and_(*(table.c[name] == value for name, value in zip(_KEYS[table.name], key, strict=True)))


def _differs(filed: PatientEntry, place: str, hint: str) -> DiaryError:
    entry = filed.entry
    what = next(str(getattr(entry, name)) for name in ("exercise", "what", "measure") if hasattr(entry, name))
    day = entry.starts_on if isinstance(entry, Prescribed) else entry.day
    message = f"{what} on {day} of {filed.patient} differs from {place}"
    return DiaryError(message, where=filed.where, hint=hint)
