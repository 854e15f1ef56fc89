"""What was read of scans as a table: a row a box, for spreadsheets and for `printkit todo`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from printkit.errors import FormError
from printkit.reading import tables
from printkit.scan.records import REASONS, Mark, ReadPage

HEAD = ("scan", "sheet", "box", "answer", "reason")


def as_csv(pages: Iterable[ReadPage]) -> str:
    """The boxes of all pages that were read. It names boxes and files, never a person."""
    rows = [
        (page.where, page.code.key if page.code else "", box.name, str(box.mark), _why(box.reason))
        for page in pages
        for box in page.boxes
    ]
    return "\ufeff" + tables.as_csv([HEAD, *rows])


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
