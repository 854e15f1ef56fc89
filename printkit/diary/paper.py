"""A page of paper that came back: its boxes as a scan shows them, and as a person has answered.

What is doubtful is open until somebody has answered. A second scan of the same page changes nothing; where it says
something else for sure, that box is asked about.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from printkit.scan.records import REASONS, Mark, ReadBox, Reason

_DAY = re.compile(r"/([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[/-]|$)")
DIFFERS = REASONS[Reason.DIFFERS]
TO_COME = "the day is still to come"
SHOWN = "one of the sure ones, shown to see how often the reader is wrong"


class PaperBox(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One box: what was read, why it is asked about, and what a person has said."""

    read: Mark
    reason: str = ""  # "" for one that nobody needs to look at
    answer: bool | None = None  # of who has looked; None while nobody has
    was: bool | None = None  # what the diary holds of it, while a later scan says otherwise

    @property
    def is_open(self) -> bool:
        """Whether somebody must look."""
        return bool(self.reason) and self.answer is None

    @property
    def ticked(self) -> bool:
        """What the box says: its answer, else what the diary holds, else what was read for sure."""
        if self.answer is not None or self.was is not None:
            return bool(self.answer if self.answer is not None else self.was)
        return self.read is Mark.MARKED and not self.reason


class Paper(Struct, frozen=True, kw_only=True):
    """One page of a patient. `entered` says that the diary holds what it says."""

    patient: str  # the id
    code: str  # what its 4 codes have in common
    boxes: dict[str, PaperBox]
    entered: bool = False
    checked_by: str = ""
    checked_at: str = ""  # UTC

    @property
    def token(self) -> str:
        """The letters that stand for the print."""
        return self.code[-6:]

    @property
    def is_dated(self) -> bool:
        """Whether its boxes say of which day they are."""
        return any(_DAY.search(name) for name in self.boxes)

    @property
    def open(self) -> tuple[str, ...]:
        """The boxes that somebody must look at."""
        return tuple(name for name, box in self.boxes.items() if box.is_open)


class Again(StrEnum):
    """What a scan of a page is next to what was known of it."""

    NEW = "new"
    SAME = "there already"
    DIFFERENT = "differs from an earlier scan"


def of_scan(patient: str, code: str, boxes: Iterable[ReadBox], today: date) -> Paper:
    """A page that was never seen before. A tick on a day after today is asked about."""
    return Paper(patient=patient, code=code, boxes={box.name: _box(box, today) for box in boxes})


def _box(box: ReadBox, today: date) -> PaperBox:
    day = _DAY.search(box.name)
    if box.reason is not None:
        reason = REASONS[box.reason]
    elif box.mark is Mark.MARKED and day and date.fromisoformat(day[1]) > today:
        reason = TO_COME
    else:
        reason = SHOWN if box.crop else ""
    return PaperBox(read=box.mark, reason=reason)


def seen_again(known: Paper | None, scan: Paper) -> tuple[Paper, Again]:
    """What is known of a page after one more scan of it. Boxes that differ for sure are asked about again."""
    if known is None:
        return scan, Again.NEW
    boxes = dict(known.boxes)
    differs = [name for name, box in scan.boxes.items() if name in boxes and _contradicts(boxes[name], box)]
    for name in differs:
        was = boxes[name].ticked if known.entered else None
        boxes[name] = PaperBox(read=scan.boxes[name].read, reason=DIFFERS, was=was)
    return replace(known, boxes=boxes), Again.DIFFERENT if differs else Again.SAME


def _contradicts(known: PaperBox, scan: PaperBox) -> bool:
    if scan.read is Mark.CHECK or (known.read is Mark.CHECK and known.answer is None) or known.reason == DIFFERS:
        return False
    if scan.reason == TO_COME and known.reason == TO_COME and known.answer is not None:
        return False  # the same tick, which somebody has looked at; once its day is there it counts
    before = known.answer if known.answer is not None else known.read is Mark.MARKED
    return before != (scan.read is Mark.MARKED)


def answered(paper: Paper, answers: Mapping[str, bool]) -> tuple[Paper, int, int]:
    """A page with what a person has said of some boxes; how many sure ones were among them, and how many read wrongly."""
    boxes, shown, wrong = dict(paper.boxes), 0, 0
    for name, answer in answers.items():
        box = boxes.get(name)
        if box is None or not box.reason:
            continue
        if box.reason == SHOWN and box.answer is None:
            shown += 1
            wrong += answer != (box.read is Mark.MARKED)
        boxes[name] = replace(box, answer=answer)
    return replace(paper, boxes=boxes), shown, wrong


def together(papers: Iterable[Paper]) -> Mapping[str, str]:
    """The boxes of all pages of a print as a form has them: "yes" for a ticked one, "" for an empty one."""
    found: dict[str, str] = {}
    for name, ticked in _each(papers):
        found[name] = "yes" if ticked or found.get(name) else ""
    return found


def _each(papers: Iterable[Paper]) -> Iterator[tuple[str, bool]]:
    for paper in papers:
        for name, box in paper.boxes.items():
            yield name, box.ticked
