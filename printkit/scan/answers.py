"""What was read of scans as a table: a row a box, for spreadsheets and for `printkit todo`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from printkit.errors import FormError
from printkit.reading import tables
from printkit.scan.records import REASONS, Mark, ReadPage

HEAD = ("scan", "sheet", "box", "answer", "reason")
LOOKED = "looked at by {by}"
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
        code = page.code.key if page.code else ""
        for box in page.boxes:
            said = seen.get((page.where, code, box.name))
            mark, why = (box.mark, _why(box.reason)) if said is None else (_MARKS[said[0]], LOOKED.format(by=said[1]))
            rows.append((page.where, code, box.name, str(mark), why))
    return "\ufeff" + tables.as_csv([HEAD, *rows])


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
