"""A stack of scans and the sheets that it may hold: every page read, in a child process with limits for each file."""

from collections.abc import Iterable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from printkit import budget
from printkit.errors import DiaryError, MisuseError, to_install
from printkit.scan.records import Gate, ReadPage
from printkit.sheets import scans
from printkit.sheets.geometry import Sheet

EXTRA = "scan"
SHARE = 5  # of 100 sure boxes that a person sees all the same
WHOLE = 100


def require_extra() -> None:
    """Raise MisuseError where the library that reads pages is not installed."""
    if find_spec("numpy") is None:
        raise MisuseError(f"reading scans needs the extra {EXTRA}", hint=to_install(EXTRA))


def read(
    paths: Iterable[Path], sheets: Sequence[Sheet], share: int = 0
) -> tuple[tuple[ReadPage, ...], tuple[DiaryError, ...]]:
    """Every page of all scans. `share` of 100 sure boxes have a crop.

    One file of a stack that cannot be read is one page that is refused. What is wrong with the files comes second, and
    nothing first, when none of them can be read.
    """
    require_extra()
    found: list[ReadPage] = []
    wrong: list[DiaryError] = []
    for path in paths:
        try:
            size = scans.size_of(path)
            found += budget.within(
                _read, path, tuple(sheets), share,
                refusal=partial(scans.refusal, path), size=size, pieces=scans.MOST_PAGES,
            )  # fmt: skip
        except DiaryError as error:
            wrong.append(error)
            found.append(refused(error))
    if len(wrong) == len(found):
        return (), tuple(wrong)
    return tuple(found), ()


def refused(error: DiaryError) -> ReadPage:
    """A file that cannot be read, as a page that is not."""
    return ReadPage(where=error.where, gate=Gate.FILE, trouble=(error.message, error.hint))


def _read(path: Path, sheets: tuple[Sheet, ...], share: int) -> tuple[ReadPage, ...]:
    import os

    # one thread is enough for pages, and the memory of more would count against the limit
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from printkit.scan import reading

    known = reading.Sheets.of(sheets)
    found: list[ReadPage] = []
    for number, picture in enumerate(scans.pictures(path), 1):
        where = f"{path}: page {number}"
        found.append(reading.of_nothing(where) if picture is None else reading.read(picture, known, where, share))
    return tuple(found)
