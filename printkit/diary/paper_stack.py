"""Files of scans to the pages of a diary: read once to know whose they are, and then by the boxes of their own prints."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit.diary.paper_desk import Desk, Taken
from printkit.errors import raise_all
from printkit.scan import stack
from printkit.scan.records import ReadPage


class Stack(Struct, frozen=True):
    """One file of scans: all its pages, and what is known now of those that belong to somebody."""

    pages: tuple[ReadPage, ...]
    taken: tuple[Taken, ...]


def read(desk: Desk, files: Sequence[Path]) -> Iterator[Stack]:
    """Each file, with every page that belongs to somebody kept in the diary.

    A first look says by their codes which sheets they are: a diary knows the boxes of far more than come back at once.
    A file that cannot be read is one page of its own, which is lost. Raises DiaryError or Several when none can be read,
    MisuseError where the extra for scans is missing.
    """
    seen, wrong = stack.read(files, desk.sheets(()))
    raise_all(wrong)
    sheets = desk.sheets({page.code.plan_token for page in seen if page.code is not None})
    for file in files:
        pages, wrong = stack.read((file,), sheets, stack.SHARE)
        if wrong:
            yield Stack((stack.refused(wrong[0]),), ())
            continue
        found = [desk.take(page) for page in pages if not desk.lost(page)]
        if any(set(each.paper.open) - set(each.crops) for each in found):
            # a box that differs from an earlier scan was sure in this one: now it is shown, too
            whole, _ = stack.read((file,), sheets, stack.WHOLE)
            crops = {page.where: {box.name: box.crop for box in page.boxes} for page in whole}
            found = [replace(each, crops=crops.get(each.where, each.crops)) for each in found]
        yield Stack(pages, tuple(found))
