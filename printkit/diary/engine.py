"""Where a diary is: its URL, its file that only the owner can read, its transactions."""

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sql

from printkit.errors import DiaryError, reason

_WAIT = 20.0  # seconds for another program to finish writing
_POSTGRESQL = "rehab-printkit[postgresql]"


def connected(place: str | Path, *, new: bool) -> tuple[sql.Engine, str]:
    """The engine for a diary at a place, and what a message may call the place. With `new`, a missing file is made.

    Raises DiaryError when the address, the folder or the file cannot be used.
    """
    url, name = url_of(place)
    if url.drivername == "sqlite" and url.database:
        _own_file(Path(url.database), new=new)
    try:
        engine = sql.create_engine(url)
    except (sql.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        hint = f'pip install "{_POSTGRESQL}"'
        raise DiaryError(f"the extra {_POSTGRESQL} is needed for this diary", where=name, hint=hint) from error
    if engine.dialect.name == "sqlite":
        sql.event.listen(engine, "connect", _prepare)
        sql.event.listen(engine, "begin", _begin)
    return engine, name


def url_of(place: str | Path) -> tuple[sql.URL, str]:
    """The URL and what a message may call it; a password never stands in a message."""
    if isinstance(place, Path) or "://" not in place:
        return sql.URL.create("sqlite", database=str(place)), str(place)
    try:
        url = sql.make_url(place)
    except sql.exc.ArgumentError:
        hint = "write postgresql://user@host/name, or the name of a file"
        raise DiaryError("the address of the diary cannot be read", hint=hint) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url, url.render_as_string(hide_password=True)


def _own_file(path: Path, *, new: bool) -> None:
    """A new file is made by us, so that nobody else can ever read it; SQLite gives its side files the same mode."""
    try:
        if path.is_dir():
            raise DiaryError("is a folder, not a diary", where=str(path), hint="name a file in it")
        if path.exists():
            return
        if not new:
            hint = "name it with --diary; 'printkit diary add' or 'printkit diary import' makes one"
            raise DiaryError("there is no diary", where=str(path), hint=hint)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return  # another program was quicker
    except (OSError, ValueError) as error:
        raise DiaryError(
            f"the diary cannot be made: {reason(error)}", where=str(path), hint="check the folder"
        ) from error


def _prepare(connection: Any, _record: object) -> None:
    """Set up a new connection to SQLite."""
    connection.isolation_level = None  # transactions begin where we say; sqlite3's own begin leaves out DDL and reads
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "secure_delete=ON", f"busy_timeout={int(_WAIT * 1000)}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sql.Connection) -> None:
    """Begin a transaction in SQLite, as a writer where the caller will write."""
    # a reader that turns writer in the middle can fail at once; who will write says so first
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
