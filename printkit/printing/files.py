"""Bytes to a file: written whole or not at all, readable by its owner only, named by id and never by name."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from printkit.errors import OutputError, reason

FOLDER = Path("out")
# how the sheet of a review, the file of its signatures and an export of the diary, or the trace of a report begin
_OWN_TEXTS = (
    b"\xef\xbb\xbfname,of,title,words",
    b"# Who has read what, and when.",
    b"\xef\xbb\xbfpatient,kind,day,what",
    b"\xef\xbb\xbfpart,about,says,printed",
)


def sweep(folder: Path) -> None:
    """Take away what a killed run has left half written."""
    for part in folder.glob(".printkit-*.part"):
        with contextlib.suppress(OSError):
            part.unlink()


def write(data: bytes, path: Path) -> None:
    """Write a file in one step. An old file of that name stays untouched until the new one is whole.

    Raises OutputError when the folder is missing, closed or full; then nothing is left behind.
    """
    if path.parent == FOLDER:
        with contextlib.suppress(OSError):
            FOLDER.mkdir(exist_ok=True)
    temporary = ""
    try:
        if path.is_dir():
            raise OutputError("is a folder", where=str(path), hint="name a file in it")
        if path.exists() and not _is_ours_to_replace(path):
            raise OutputError("is there already and is no PDF", where=str(path), hint="choose another name with -o")
        # mkstemp makes a file that only its owner can read and write
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".printkit-", suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        temporary = ""
    except OSError as error:
        raise OutputError(f"nothing was written: {reason(error)}", where=str(path), hint=_hint(error, path)) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _is_ours_to_replace(path: Path) -> bool:
    """Only what printkit writes is ever replaced: never an option file, and never a device."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(60)
    return start.startswith(
        (b"%PDF-", b"\x89PNG", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ', *_OWN_TEXTS)
    )


def _hint(error: OSError, path: Path) -> str:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return f"make the folder {path.parent} first, or choose another with -o"
        case errno.EACCES | errno.EROFS | errno.EPERM:
            return "choose a folder that you may write to with -o"
        case errno.ENOSPC | errno.EDQUOT:
            return "make room on the disk and try again"
        case errno.ENAMETOOLONG:
            return "choose a shorter name with -o"
        case _:
            return "choose another place with -o"
