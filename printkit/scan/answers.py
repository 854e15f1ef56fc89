"""What was read of scans as a table: a row a box, for spreadsheets and for `printkit todo`."""

import csv
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit.errors import FormError
from printkit.reading import tables
from printkit.scan.records import REASONS, Mark, ReadBox, ReadPage, Reason

HEAD = ("scan", "sheet", "box", "answer", "reason")
_LOOKED = "looked at by "
LOOKED = _LOOKED + "{by}"
_LARGEST = 200_000_000  # bytes, as of any table
_MARKS = {True: Mark.MARKED, False: Mark.EMPTY}
_NOBODY: Mapping["Key", "Said"] = {}


Key = tuple[str, str, str]  # a scan with its page, the code of the sheet, a box
Said = tuple[bool, str]  # whether it is marked, and who has looked


class FilledIn(Struct, frozen=True):
    """A table of answers after somebody has looked: its text, how much was answered and is still open, and what was wrong."""

    text: str
    answered: int
    still_open: int
    sure: int  # of those that were answered: read by the machine, and without a doubt
    misread: int  # of the sure ones
    unknown: tuple[Key, ...]  # answers to boxes that are not in it


def as_csv(pages: Iterable[ReadPage], seen: Mapping[Key, Said] = _NOBODY) -> str:
    """The boxes of all pages that were read. It names boxes and files, never a patient.

    `seen` is what people have said of boxes.
    """
    rows = []
    for page in pages:
        for box in page.boxes:
            key = key_of(page, box)
            said = seen.get(key)
            mark, why = (box.mark, _why(box.reason)) if said is None else (_MARKS[said[0]], LOOKED.format(by=said[1]))
            rows.append((*key, str(mark), why))
    return "\ufeff" + tables.as_csv([HEAD, *rows])


def key_of(page: ReadPage, box: ReadBox) -> Key:
    """The scan, the sheet and the name of a box."""
    return page.where, page.code.key if page.code else "", box.name


def said_in(path: Path, pages: Iterable[ReadPage]) -> Mapping[Key, Said]:
    """What people have said, in a table that is there already, of boxes that are doubtful or read as they have said."""
    now = {key_of(page, box): box.mark for page in pages for box in page.boxes}
    found: dict[Key, Said] = {}
    for line in _lines(path):
        try:
            cells = next(csv.reader([line]), [])
        except csv.Error:
            continue
        if len(cells) != len(HEAD):
            continue
        scan, sheet, box, answer, reason = map(tables.with_formula, cells)
        read, by = now.get((scan, sheet, box)), reason.removeprefix(_LOOKED)
        if by != reason and answer in _MARKS.values() and read in (Mark.CHECK, answer):
            found[scan, sheet, box] = answer == Mark.MARKED, by
    return found


def lost_rows(path: Path, text: str) -> int | None:
    """How many rows of a table that is there are not in `text`; None when what is there is no table of scans."""
    before, after = _lines(path), text.splitlines()
    return len(set(before) - set(after)) if before[:1] == after[:1] else None


def _lines(path: Path) -> list[str]:
    """The lines of a table; none of what cannot be one."""
    try:
        is_one = path.is_file() and path.stat().st_size < _LARGEST
        return path.read_text("utf-8").splitlines() if is_one else []
    except (OSError, ValueError):
        return []


def differing(before: Iterable[ReadPage], seen: Mapping[Key, Said], now: Iterable[ReadPage]) -> frozenset[Key]:
    """Boxes of which somebody has said what a later scan, for sure, does not say; nor did it before they looked."""
    was = {key_of(page, box): box.mark for page in before for box in page.boxes}
    return frozenset(
        key
        for page in now
        for box in page.boxes
        if (key := key_of(page, box)) in seen
        and box.mark not in (Mark.CHECK, _MARKS[seen[key][0]], was.get(key))
    )  # fmt: skip


def asked_again(pages: Iterable[ReadPage], some: Container[Key], shown: Iterable[ReadPage]) -> tuple[ReadPage, ...]:
    """The same pages, in which some boxes are asked about; `shown` has a picture of each."""
    crops = {key_of(page, box): box.crop for page in shown for box in page.boxes}

    def asked(page: ReadPage, box: ReadBox) -> ReadBox:
        key = key_of(page, box)
        if key not in some:
            return box
        return replace(box, mark=Mark.CHECK, reason=Reason.DIFFERS, crop=crops.get(key, b""))

    return tuple(replace(page, boxes=tuple(asked(page, box) for box in page.boxes)) for page in pages)


def filled_in(path: Path, seen: Mapping[Key, bool], by: str) -> FilledIn:
    """A table that `as_csv` has written, with what somebody has said of its boxes. Raises FormError when it is none."""
    source = tables.RowSource(path, FormError, rank=lambda row: len(set(row) & set(HEAD)))
    head = [name.strip().lower() for name in source.head]
    if not set(HEAD) <= set(head):
        hint = "give the table that 'printkit scan' wrote with -o, with its columns as they were"
        raise FormError("the table has no boxes of scans", where=str(path), hint=hint)
    scan, sheet, box, answer, reason = (head.index(name) for name in HEAD)
    rows: list[list[str]] = []
    known: set[Key] = set()  # a scan that was given twice has each box twice
    sure = misread = still_open = 0
    for _, cells in source.body():
        row = [tables.with_formula(cell) for cell in cells] + [""] * (len(head) - len(cells))
        key = (row[scan], row[sheet], row[box])
        said = seen.get(key)
        if said is not None:
            known.add(key)
            if row[answer] != Mark.CHECK and not row[reason]:  # a person's answer has a reason, too
                sure, misread = sure + 1, misread + (row[answer] != _MARKS[said])
            row[answer], row[reason] = str(_MARKS[said]), LOOKED.format(by=by)
        still_open += row[answer] == Mark.CHECK
        rows.append(row)
    text = "\ufeff" + tables.as_csv([source.head, *rows])
    return FilledIn(text, len(known), still_open, sure, misread, tuple(key for key in seen if key not in known))


def of_papers(boxes: Iterable[tuple[str, str, bool, bool]]) -> str:
    """The same of pages that a diary has: the sheet and name of each box, whether it is open, whether it is ticked."""
    rows = [
        ("", sheet, name, str(Mark.CHECK if is_open else Mark.MARKED if ticked else Mark.EMPTY), "")
        for sheet, name, is_open, ticked in boxes
    ]
    return "\ufeff" + tables.as_csv([HEAD, *rows])


def _why(reason: object) -> str:
    return next((said for each, said in REASONS.items() if each is reason), "")


def ticked(path: Path) -> Mapping[str, str]:
    """The boxes that are marked in a table of answers, each with "yes", as a form that was filled in on a screen has them.

    Raises FormError when it is no such table, or a box in it is still to be checked.
    """
    source = tables.RowSource(path, FormError, rank=lambda row: len(set(row) & {"box", "answer"}))
    head = [name.strip().lower() for name in source.head]
    if not {"box", "answer"} <= set(head):
        hint = "give what 'printkit scan' has written, with its columns box and answer"
        raise FormError("the table has no answers of sheets", where=str(path), hint=hint)
    box, answer = head.index("box"), head.index("answer")
    found: dict[str, str] = {}
    for number, row in source.body():
        name, said = row[box].strip(), row[answer].strip().lower()
        if said == Mark.MARKED:
            found[name] = "yes"
        elif said != Mark.EMPTY:
            hint = "look at the sheet, and write marked or empty into its row"
            raise FormError(f"{name} is {said or 'open'}", where=f"{path}: row {number}", hint=hint)
    return found
