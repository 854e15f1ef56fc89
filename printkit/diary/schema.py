"""The tables of the diary, and how an older diary becomes one of today."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    inspect,
    select,
    text,
)

from printkit.errors import DiaryError

T = TypeVar("T")
METADATA = MetaData()
_LOCK = 7_240_611  # any number: two programs that make the same PostgreSQL diary wait for each other by it


def _of_patient(name: str, *columns: Column[Any]) -> Table:
    """A table of what belongs to a patient; in SQLite one patient's rows lie side by side, in the order of the key."""
    patient = Column("patient", String, ForeignKey("patients.id", ondelete="CASCADE"), primary_key=True)
    return Table(name, METADATA, patient, *columns, sqlite_with_rowid=False)


def _key(name: str, kind: type[Date | String] = String) -> Column[Any]:
    return Column(name, kind, primary_key=True)


def _words(name: str) -> Column[str]:
    return Column(name, String, nullable=False)


VERSION = Table("diary_version", METADATA, Column("version", Integer, primary_key=True))
PATIENTS = Table("patients", METADATA, Column("id", String, primary_key=True), sqlite_with_rowid=False)
DONE = _of_patient(
    "done",
    _key("day", Date),
    _key("exercise"),
    Column("sets", Integer),
    Column("minutes", Float),
    Column("effort", Float),
    Column("pain", Float),
    Column("ticked", Boolean, nullable=False),
    _words("note"),
)
NOTED = _of_patient("noted", _key("day", Date), _key("what"), Column("value", Float), _words("choice"), _words("note"))
CHECKED = _of_patient("checked", _key("day", Date), _key("what"), Column("all_well", Boolean), _words("note"))
# Two values of a day are of one series only when all of this is alike; so it is all of it the key.
MEASURED = _of_patient(
    "measured",
    _key("day", Date),
    *(_key(name) for name in ("measure", "side", "part", "assessor", "aid", "brace", "stimulator", "shoes")),
    *(_key(name) for name in ("assistance", "set_up")),
    Column("value", Float, nullable=False),
    _words("note"),
)
PRESCRIBED = _of_patient(
    "prescribed",
    _key("exercise"),
    _key("starts_on", Date),
    Column("until", Date),
    *(
        Column(name, Integer, nullable=False)
        for name in ("sets", "repetitions", "minutes", "times_per_day", "days_per_week")
    ),
    _words("weekdays"),
)
# Whole entries, before and after, as JSON: what was struck out has no after.
CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("patient", String, ForeignKey("patients.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String, nullable=False),
    Column("old", String, nullable=False),
    Column("new", String, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("changed_at", String, nullable=False),
    Index("corrections_of_patient", "patient"),
)

# What a returned sheet says of itself is a token; here stands whose it is.
SHEETS = _of_patient(
    "sheets",
    _key("token"),
    *(Column(name, Integer, nullable=False) for name in ("first_week", "weeks")),
    Column("printed_on", Date, nullable=False),
)


# Where the boxes of these sheets lie, as the prints say: the same plan may be printed as a booklet and as a chart.
GEOMETRY = _of_patient("geometry", _key("token"), _key("digest"), Column("packed", LargeBinary, nullable=False))

# A page of paper that came back: its boxes as read and as answered (JSON), and who has looked at what was asked.
PAPERS = _of_patient(
    "papers",
    _key("code"),
    _words("boxes"),
    Column("open", Integer, nullable=False),
    Column("entered", Boolean, nullable=False),
    _words("checked_by"),
    _words("checked_at"),
)

# How often the reader of paper was wrong among the sure boxes that somebody looked at; of nobody in particular.
PAPER_CHECKS = Table(
    "paper_checks",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("shown", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
    _words("checked_by"),
    _words("checked_at"),
)


def _sheets(connection: Connection) -> None:
    end = "" if connection.dialect.name == "postgresql" else " WITHOUT ROWID"
    connection.execute(
        text(
            "CREATE TABLE sheets (patient VARCHAR NOT NULL, token VARCHAR NOT NULL, first_week INTEGER NOT NULL,"
            " weeks INTEGER NOT NULL, printed_on DATE NOT NULL, PRIMARY KEY (patient, token),"
            f" FOREIGN KEY(patient) REFERENCES patients (id) ON DELETE CASCADE){end}"
        )
    )


def _weekdays(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE prescribed ADD COLUMN weekdays VARCHAR NOT NULL DEFAULT ''"))


def _papers(connection: Connection) -> None:
    postgresql = connection.dialect.name == "postgresql"
    end = "" if postgresql else " WITHOUT ROWID"
    of_patient = "patient VARCHAR NOT NULL"
    gone = "FOREIGN KEY(patient) REFERENCES patients (id) ON DELETE CASCADE"
    packed, number = ("BYTEA", "SERIAL") if postgresql else ("BLOB", "INTEGER")
    geometry = (
        f"CREATE TABLE geometry ({of_patient}, token VARCHAR NOT NULL, digest VARCHAR NOT NULL, packed {packed} NOT NULL,"
        f" PRIMARY KEY (patient, token, digest), {gone}){end}"
    )
    papers = (
        f"CREATE TABLE papers ({of_patient}, code VARCHAR NOT NULL, boxes VARCHAR NOT NULL, open INTEGER NOT NULL, entered BOOLEAN NOT NULL,"
        f" checked_by VARCHAR NOT NULL, checked_at VARCHAR NOT NULL, PRIMARY KEY (patient, code), {gone}){end}"
    )
    checks = (
        f"CREATE TABLE paper_checks (id {number} NOT NULL, shown INTEGER NOT NULL, wrong INTEGER NOT NULL,"
        " checked_by VARCHAR NOT NULL, checked_at VARCHAR NOT NULL, PRIMARY KEY (id))"
    )
    for said in (geometry, papers, checks):
        connection.execute(text(said))


# What each later version adds to version 1, in plain SQL. A step that has been released never changes; a new diary starts
# at the newest version.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_sheets, _weekdays, _papers)


def version(connection: Connection) -> int:
    """The version of a diary; 0 for an empty database.

    Raises DiaryError for a database of something else.
    """
    names = set(inspect(connection).get_table_names())
    if VERSION.name in names:
        found = connection.execute(select(VERSION.c.version)).scalar()
        return int(found or 0)
    foreign = names if connection.dialect.name == "sqlite" else names & set(METADATA.tables)
    if foreign:
        raise DiaryError("this database is no diary", hint="name another file, or one that is not there yet")
    return 0


def is_current(connection: Connection) -> bool:
    """Whether a diary needs nothing. Raises DiaryError for a database of something else."""
    return version(connection) == 1 + len(MIGRATIONS)


def intact(table: Table, made: Iterable[T], place: str) -> Iterator[T]:
    """What is made of the rows of a table, one after another. Raises DiaryError for a row that cannot be read."""
    number = 1
    try:
        for each in made:
            yield each
            number += 1
    except (msgspec.ValidationError, ValueError, TypeError, LookupError) as error:
        hint = "a program other than printkit has changed it; go back to a backup"
        raise DiaryError(f"the diary is damaged: table {table.name}, row {number}", where=place, hint=hint) from error


def migrate(connection: Connection) -> None:
    """Bring a diary up to date, in the transaction that is open. Raises DiaryError when it is newer than we are."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    have, newest = version(connection), 1 + len(MIGRATIONS)
    if have > newest:
        raise DiaryError("the diary was made by a newer printkit", hint="bring this printkit up to date")
    if have == 0:
        METADATA.create_all(connection)
        connection.execute(VERSION.insert(), {"version": newest})
        return
    for step in MIGRATIONS[have - 1 :]:
        step(connection)
    if have < newest:
        connection.execute(VERSION.update(), {"version": newest})
