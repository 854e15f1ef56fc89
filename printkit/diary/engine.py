"""Where a diary is: its URL, its file that only the owner can read, its transactions."""

import errno
import os
import stat
import time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sql

from printkit.errors import DiaryError, reason, to_install

_WAIT = 20.0  # seconds for another program to finish writing
_PAUSE = 0.05  # seconds before what SQLite does not wait for is tried again
_POSTGRESQL = "postgresql"
_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
_ADDRESS = "write postgresql://user@host/name, or the name of a file"
_MAGIC = b"SQLite format 3\0"  # a shorter file SQLite would take for an empty one, and write over
_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def connected(place: str | Path, *, new: bool) -> tuple[sql.Engine, str]:
    """The engine for a diary at a place, and what a message may call the place. With `new`, a missing file is made.

    Raises DiaryError when the address, the folder or the file cannot be used.
    """
    url, name = url_of(place)
    try:
        if url.drivername == "sqlite" and url.database and url.database != ":memory:":
            path = Path(url.database)
            _own_file(path, new=new)
            engine = _to_be_read(path) if _may_only_read(path) else sql.create_engine(url)
        else:
            engine = sql.create_engine(url)
    except ModuleNotFoundError as error:
        hint = to_install(_POSTGRESQL)
        raise DiaryError(f"the extra {_POSTGRESQL} is needed for this diary", where=name, hint=hint) from error
    except (sql.exc.SQLAlchemyError, ValueError, TypeError) as error:
        raise DiaryError("the address of the diary cannot be used", where=name, hint=_ADDRESS) from error
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
    except (sql.exc.ArgumentError, ValueError, TypeError):
        raise DiaryError("the address of the diary cannot be read", hint=_ADDRESS) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in _DRIVERS or (url.drivername == "sqlite" and (url.host or url.username)):
        said = f"a diary is kept in SQLite or PostgreSQL, not at {url.drivername}://"
        if url.drivername == "sqlite":
            said = "an address of SQLite names no host: three strokes, then the file"
        raise DiaryError(said, hint=_ADDRESS)
    return url, url.render_as_string(hide_password=True)


def _own_file(path: Path, *, new: bool) -> None:
    """A new file is made by us, so that nobody else can ever read it; SQLite gives its side files the same mode."""
    try:
        if path.is_dir():
            raise DiaryError("is a folder, not a diary", where=str(path), hint="name a file in it")
        if path.exists():
            if path.is_file() and (start := _start(path)) and start != _MAGIC:
                hint = "name another file; 'printkit diary backup' makes copies to go back to"
                raise DiaryError("is no diary, or is damaged", where=str(path), hint=hint)
            _close_to_others(path)
            return
        if not new:
            hint = "name it with --diary; 'printkit diary add' or 'printkit diary import' makes one"
            raise DiaryError("there is no diary", where=str(path), hint=hint)
        # a link that points to nothing: what it points to is made, by us and not by SQLite
        os.close(os.open(path.resolve(), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return  # another program was quicker
    except (OSError, ValueError) as error:
        raise DiaryError(
            f"the diary cannot be made: {reason(error)}", where=str(path), hint="check the folder"
        ) from error


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_MAGIC))


def _close_to_others(path: Path) -> None:
    """Take from others what they may do with a diary and its side files. Raises DiaryError when only they can."""
    if os.name == "nt":  # which has no such rights
        return
    for each in (path, *(path.resolve().with_name(f"{path.resolve().name}{end}") for end in ("-wal", "-shm"))):
        try:
            mode = each.stat().st_mode
            if stat.S_ISREG(mode) and mode & _OF_OTHERS:
                each.chmod(stat.S_IMODE(mode) & ~_OF_OTHERS)
        except FileNotFoundError:
            continue
        except OSError as error:
            if error.errno == errno.EROFS:  # a disk that nobody can write to, as a copy for the archive
                continue
            said = "others can read the diary, and it belongs to somebody else"
            hint = "its owner closes it: chmod 600; a diary for several users is PostgreSQL"
            raise DiaryError(said, where=str(each), hint=hint) from error


def _may_only_read(path: Path) -> bool:
    """Whether SQLite could not write its side files here, without which it does not even read."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK))


def _to_be_read(path: Path) -> sql.Engine:
    """An engine for a diary that cannot be written to: it reads the file as it is."""
    import sqlite3

    place = path.resolve()
    log = place.with_name(f"{place.name}-wal")
    # with a log that is not empty the file alone is not the whole diary
    how = "mode=ro" if log.is_file() and log.stat().st_size else "mode=ro&immutable=1"
    connect = partial(sqlite3.connect, f"file:{quote(place.as_posix())}?{how}", uri=True, check_same_thread=False)
    return sql.create_engine("sqlite://", creator=connect, poolclass=sql.pool.NullPool)


def _prepare(connection: Any, _record: object) -> None:
    """Set up a new connection to SQLite."""
    connection.isolation_level = None  # transactions begin where we say; sqlite3's own begin leaves out DDL and reads
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "secure_delete=ON", f"busy_timeout={int(_WAIT * 1000)}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def switch_to_log(connection: sql.Connection) -> None:
    """Let readers and a writer work side by side, which stays with the file. Raises OperationalError as SQLite does.

    Of two that switch at once SQLite refuses one without a wait, as each waits for the other, so it is tried again here.
    """
    until = time.monotonic() + _WAIT
    while True:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        except sql.exc.OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _begin(connection: sql.Connection) -> None:
    """Begin a transaction in SQLite, as a writer where the caller will write."""
    # a reader that turns writer in the middle can fail at once; who will write says so first
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
