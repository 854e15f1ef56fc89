"""What runs over a roster have made: one line for each finished file, and one for each volume that a list lays claim to.

Two runs may share a folder: a line is written in one go behind all others, and claims are laid one run after the other.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from printkit.errors import OutputError, TakenError, reason
from printkit.printing.jobs import File, Result

MANIFEST = "manifest.jsonl"
_WHERE_SAID = ("media", "taken", "roster", "charts", "one_sided", "anonymous")  # left out where there is nothing to say


# --- the manifest


def finished(folder: Path) -> Mapping[str, Result]:
    """What earlier runs have made, by the name of the file. A line that was cut short by a crash counts for nothing."""
    found: dict[str, Result] = {}
    path = folder / MANIFEST
    try:
        lines = path.read_bytes().splitlines() if path.is_file() else []
    except OSError as error:
        hint = "it says what earlier runs have made; make it readable, or give another folder with -o"
        raise OutputError(f"cannot be read: {reason(error)}", where=str(path), hint=hint) from error
    for line in lines:
        try:
            done = msgspec.json.decode(line, type=Result)
        except msgspec.DecodeError:
            continue
        before = found.get(done.name)
        # a claim says whose a file will be; until it is made, the old one is what stands there
        found[done.name] = replace(done, output=before.output) if before and not done.output else done
    return found


def check_claims(todo: Iterable[File], before: Mapping[str, Result], roster: Path) -> None:
    """Raise TakenError for a volume that holds the rows of another list."""
    for each in todo:
        done = before.get(each.name)
        if each.volume and done is not None and done.roster not in ("", _of(roster)) and done.input != each.input:
            said = f"is of another list ({Path(done.roster).name}), and stays as it is"
            hint = "give another folder with -o for this list"
            raise TakenError(said, where=str(Path(each.folder) / each.name), hint=hint)


def of_list(before: Mapping[str, Result], roster: Path) -> tuple[str, ...]:
    """The volumes that a list has laid claim to."""
    return tuple(name for name, done in before.items() if done.roster == _of(roster))


def _of(roster: Path) -> str:
    return str(roster.resolve())


@contextlib.contextmanager
def opened(folder: Path, todo: Iterable[File], roster: Path) -> Iterator[int]:
    """The manifest to add lines to, with a claim for each volume to come. Raises OutputError, and as `check_claims`."""
    path = folder / MANIFEST
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        hint = "move it away, or give another folder with -o"
        raise OutputError(f"the manifest cannot be written: {reason(error)}", where=str(path), hint=hint) from error
    try:
        with _alone_with(descriptor):
            size = os.fstat(descriptor).st_size
            if size and _last(descriptor) != b"\n":
                _add(descriptor, b"\n")  # a run was killed in the middle of a line
            claims = [each for each in todo if each.volume]
            check_claims(claims, finished(folder), roster)
            for each in claims:
                note(descriptor, Result(row=each.row, name=each.name, input="", problem="begun", roster=_of(roster)))
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _alone_with(descriptor: int) -> Iterator[None]:
    """One run after the other; where a system knows no such lock, without."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with contextlib.suppress(OSError):  # some shared folders know no locks
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def stands(file: File, before: Mapping[str, Result]) -> bool:
    """Whether a file is there already, made from the same input, whole and untouched."""
    done = before.get(file.name)
    if done is None or done.problem or done.input != file.input:
        return False
    return is_as_made(done, Path(file.folder))


def is_as_made(done: Result, folder: Path) -> bool:
    """Whether the file of a result is there, whole and untouched."""
    path = folder / done.name
    try:
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == done.output
    except OSError:
        return False


def require_as_made(done: Result, folder: Path) -> None:
    """Raise TakenError for a file that was changed since it was made."""
    if not is_as_made(done, folder):
        raise TakenError("was changed since it was made, and is not sent", hint="look at it, and run it again")


def note(descriptor: int, done: Result) -> None:
    """Add a line, and wait until it is on the disk."""
    said = {name: value for name, value in msgspec.to_builtins(done).items() if value or name not in _WHERE_SAID}
    _add(descriptor, json.dumps(said, ensure_ascii=False).encode() + b"\n")
    os.fsync(descriptor)


def _last(descriptor: int) -> bytes:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1)


def _add(descriptor: int, line: bytes) -> None:
    while line:
        line = line[os.write(descriptor, line) :]
