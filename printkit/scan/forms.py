"""The sheets of a printed PDF: where each box lies, as the file itself says."""

from collections.abc import Iterable
from functools import partial
from io import BytesIO
from pathlib import Path

from printkit import budget
from printkit.errors import FormError, PrintkitError, raise_all, reason
from printkit.sheets.geometry import Sheet, read_back

_HINT = "give the PDF that printkit made and that the sheets were printed from"
_LARGEST_FILE = 2_000_000_000  # bytes, as the largest print
_ATTACHED = "sheets.json"


def of_files(paths: Iterable[Path]) -> tuple[Sheet, ...]:
    """The sheets of all files; of a folder, those of each PDF in it. Raises FormError or Several for what has none."""
    found: list[Sheet] = []
    wrong: list[PrintkitError] = []
    for path in paths:
        try:
            inside = sorted(path.glob("*.pdf")) if path.is_dir() else [path]
            some = [sheet for each in inside for sheet in _of_file(each, needed=not path.is_dir())]
            if not some:
                raise FormError("no PDF in it has boxes to tick", where=str(path), hint=_HINT)
            found += some
        except PrintkitError as error:
            wrong.append(error)
    raise_all(wrong)
    return tuple(found)


def of_bytes(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file that is in memory. Raises FormError for what has none."""
    return _of_file(data, needed=True)


def _of_file(source: Path | bytes, *, needed: bool) -> tuple[Sheet, ...]:
    path = source if isinstance(source, Path) else Path("form")
    try:
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        if size > _LARGEST_FILE:
            raise FormError("the file is larger than 2 GB", where=str(path), hint=_HINT)
        attached = budget.within(_attachment, source, path, refusal=partial(_refusal, path), size=size)
    except (OSError, ValueError) as error:
        raise FormError(f"the form cannot be read: {reason(error)}", where=str(path), hint=_HINT) from error
    if not attached:
        if needed:
            raise FormError("the file has no sheets that come back", where=str(path), hint=_HINT)
        return ()
    try:
        return read_back(attached)
    except ValueError as error:
        raise FormError("what the file says of its boxes was changed", where=str(path), hint=_HINT) from error


def _refusal(path: Path, said: str) -> FormError:
    return FormError(f"the file {said}", where=str(path), hint=_HINT)


def _attachment(source: Path | bytes, path: Path) -> bytes:
    """What travels in the file; nothing when it has none, or is locked."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a broken file is told of once, by us
    try:
        reader = pypdf.PdfReader(source if isinstance(source, Path) else BytesIO(source))
        return b"" if reader.is_encrypted else bytes((reader.attachments.get(_ATTACHED) or [b""])[0])
    except (OSError, MemoryError):
        raise
    except Exception as error:  # a broken file breaks pypdf in many ways
        raise FormError("the file is not a PDF that can be read", where=str(path), hint=_HINT) from error
