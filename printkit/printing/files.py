"""Bytes to a file: written whole or not at all, readable by its owner only, named by id and never by name.

Only a print that nobody has touched is ever replaced (pdf.seal). A form that was filled in holds answers that are nowhere
else, and so may any other file: it stays, and the message offers a free name.
"""

import contextlib
import errno
import hashlib
import os
import platform
import sys
import time
from collections.abc import Container, Sequence
from pathlib import Path

from printkit.errors import OutputError, PrintkitError, TakenError, raise_all, reason
from printkit.pdf import seal

FOLDER = Path("out")
_PART = ".printkit-"
_OLD = 86_400  # seconds; no write takes a day
_LARGEST_PRINT = 2_000_000_000  # bytes


def sweep(folder: Path) -> None:
    """Take away what a killed run has left half written, and leave the parts of runs that still live."""
    for part in folder.glob(f"{_PART}*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _OLD or _is_of_the_dead(part.name):
                part.unlink()


def _is_of_the_dead(name: str) -> bool:
    """Whether a part is of a process of this computer that has ended."""
    host, _, process = name.removeprefix(_PART).rpartition(".part")[0].rpartition("-")[0].rpartition("-")
    if host != _host() or not process.isdecimal() or sys.platform == "win32":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    try:  # one that has ended keeps its number until somebody asks what became of it; in a container nobody may
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[:1] == [b"Z"]
    except OSError:
        return False


def _host() -> str:
    return "".join(letter for letter in platform.node() if letter.isalnum())[:32] or "here"


def made_ready(folder: Path) -> None:
    """Make a folder where there is none, for its owner alone. Raises OutputError when it cannot be used."""
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif folder == FOLDER and folder.stat().st_mode & 0o077:
            with contextlib.suppress(OSError):  # somebody else's; the files in it are closed all the same
                folder.chmod(0o700)
    except (OSError, ValueError) as error:
        found = next((each for each in (folder, *folder.parents) if each.exists() and not each.is_dir()), None)
        if found is not None:
            raise OutputError(
                "is a file, not a folder", where=str(found), hint="choose another folder with -o"
            ) from error
        said = f"the folder cannot be made: {reason(error)}"
        raise OutputError(said, where=str(folder), hint=_hint(error)) from error


def write(data: bytes, path: Path, *, vouched: Container[str] = (), ours: bool = False) -> None:
    """Write a file in one step. An old file of that name stays untouched until the new one is whole.

    A print of ours takes the place of an untouched one, or of one whose hash is `vouched`; `ours` says that whatever is
    there was read before and is in `data`. Raises TakenError for any other file that is there, OutputError when the
    folder cannot be made, is closed or full; then nothing is left behind.
    """
    made_ready(path.parent)
    temporary = ""
    try:
        if path.is_dir():
            raise OutputError("is a folder", where=str(path), hint="name a file in it")
        if _is_there_already(data, path, vouched, ours=ours):
            path.chmod(0o600)
            return
        descriptor, temporary = _new_part(path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _is_there_already(data, path, vouched, ours=ours)  # somebody may have saved it meanwhile
        Path(temporary).replace(path)
        temporary = ""
    except (OSError, ValueError) as error:
        hint = _hint(error)
        raise OutputError(f"nothing was written: {reason(error)}", where=str(path), hint=hint) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _new_part(folder: Path) -> tuple[int, str]:
    """A new file that only its owner can read and write, open, and its name; as `tempfile` does, which takes 3 ms to import."""
    name = str(folder / f"{_PART}{_host()}-{os.getpid()}-{os.urandom(4).hex()}.part")
    return os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), name


def write_all(some: Sequence[tuple[bytes, Path]]) -> None:
    """Write several files as `write` does; where one of them would be refused, none is. Raises all that is in the way."""
    problems: list[PrintkitError] = []
    for data, path in some:
        try:
            if path.is_dir():
                raise OutputError("is a folder", where=str(path), hint="move it away")
            _is_there_already(data, path, (), ours=False)
        except PrintkitError as error:
            problems.append(error)
    raise_all(problems)
    for data, path in some:
        write(data, path)


def set_aside(path: Path) -> Path:
    """Move a file that nobody vouches for now into a folder beside it; returns where it lies."""
    folder = path.parent / "set-aside"
    made_ready(folder)
    try:
        target = free(folder / path.name)
        path.rename(target)
    except OSError as error:
        raise OutputError(f"cannot be set aside: {reason(error)}", where=str(path), hint="move it away") from error
    return target


def free(path: Path) -> Path:
    """A name that no file has yet: the path itself, or with a number."""
    number, found = 1, path
    while os.path.lexists(found):
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def _is_there_already(data: bytes, path: Path, vouched: Container[str], *, ours: bool) -> bool:
    """Whether the very bytes are there. Raises TakenError when something is there that must not be replaced."""
    if not path.exists():
        return False
    said = "is there already and is no file of printkit"
    if path.is_file():  # neither a device nor a pipe, which would be waited for
        if ours:
            return False
        old = path.read_bytes() if path.stat().st_size <= _LARGEST_PRINT else b""
        if old == data:
            return not path.is_symlink()
        was, now = seal.kind(old), seal.kind(data)
        if (was and was == now) or (now and hashlib.sha256(old).hexdigest() in vouched):
            return False
        if was and now:
            said = "is there already, with a password" if was == "locked" else "is there already, without a password"
        elif old.startswith(b"%PDF-"):
            said = "is there already and was filled in, changed or made elsewhere; it stays as it is"
    import shlex  # only a refusal needs it

    hint = f"give another name, as -o {shlex.quote(str(free(path)))}, or move the old file away"
    raise TakenError(said, where=str(path), hint=hint)


def _hint(error: OSError | ValueError) -> str:
    match getattr(error, "errno", None):
        case errno.EACCES | errno.EROFS | errno.EPERM:
            return "choose a folder that you may write to with -o"
        case errno.ENOSPC | errno.EDQUOT:
            return "make room on the disk and try again"
        case errno.ENAMETOOLONG:
            return "choose a shorter name with -o"
        case _:
            return "choose another place with -o"
