"""Scans that come to a diary: whose each page is, what is asked about it, and what is entered when it was answered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.store import Catalog
from printkit.diary import paper_entries
from printkit.diary.database import Added, Diary
from printkit.diary.paper import SHOWN, Again, Paper, answered, of_scan, seen_again
from printkit.diary.paper_entries import Issue
from printkit.errors import DiaryError, PrintkitError, raise_all
from printkit.outcomes.history import PatientEntry, Sheets
from printkit.scan.records import HINT, Gate, Mark, ReadPage
from printkit.scan.review import Answer, Asked
from printkit.sheets.geometry import Sheet, unpacked


class Taken(Struct, frozen=True, kw_only=True):
    """One page that was read: what is known of it now, and what it is next to earlier scans."""

    where: str
    sheets: Sheets
    paper: Paper
    again: Again
    crops: Mapping[str, bytes]


class Desk:
    """One run over scans or answers. `forms` are sheets of prints that the diary has not noted.

    `days` are the first days of sheets without dates, by the letters of a print; "" is for all others.
    """

    def __init__(
        self,
        book: Diary,
        catalog: Catalog,
        today: date,
        *,
        place: str = "",
        forms: Sequence[Sheet] = (),
        days: Mapping[str, date | None] | None = None,
    ) -> None:
        self._book, self._catalog, self._today, self._place = book, catalog, today, place
        self._days = days or {}
        self._forms = tuple(forms)
        self._owners: dict[str, list[Sheets]] = {}
        for each in book.sheets():
            self._owners.setdefault(each.token, []).append(each)
        self._papers: dict[str, dict[str, Paper]] = {}  # by patient and code, as they are in the diary
        self.written: list[PatientEntry] = []  # what this run has entered, new or put right

    # --- what scans may show

    def sheets(self, tokens: Iterable[str]) -> tuple[Sheet, ...]:
        """Where the boxes of these prints lie: as the diary has noted, and as the forms that were given say."""
        noted = [sheet for each in self._book.geometry(tuple(tokens)) for sheet in _unpacked(each, self._place)]
        return (*noted, *self._forms)

    def lost(self, page: ReadPage) -> str:
        """Why a page that was read or refused cannot be taken in; "" when it can."""
        code = page.code
        of = self._owners.get(code.plan_token, []) if code else []
        if code is None or page.gate not in (None, Gate.OTHER_FORM):
            return page.why
        if not of:
            hint = "is it of another clinic, or was it printed without the diary?"
            return f"the token {code.plan_token} is not in this diary{HINT}{hint}"
        if len(of) > 1:
            hint = "type it in by hand: printkit diary add"
            return f"the token {code.plan_token} stands for {len(of)} patients{HINT}{hint}"
        if page.gate is Gate.OTHER_FORM:
            return f"where its boxes lie is not in this diary{HINT}give the PDF that it was printed from: --form"
        return ""

    def whose(self, page: ReadPage) -> str:
        """The patient of a page that may not be readable; "" when nobody can tell."""
        of = self._owners.get(page.code.plan_token, []) if page.code else []
        return of[0].patient if len(of) == 1 else ""

    def take(self, page: ReadPage) -> Taken:
        """A page that `lost` has nothing against, held against earlier scans of it, and kept."""
        assert page.code is not None  # as `lost` has seen
        sheets = self._owners[page.code.plan_token][0]
        scan = of_scan(sheets.patient, page.code.key, page.boxes, self._today)
        known = self._of(sheets.patient).get(scan.code)
        paper, again = seen_again(known, scan)
        if paper != known:
            self._keep(paper)
        crops = {box.name: box.crop for box in page.boxes if box.crop}
        return Taken(where=page.where, sheets=sheets, paper=paper, again=again, crops=crops)

    # --- answers

    def hear(self, answers: Iterable[Answer], *, by: str, at: datetime) -> tuple[tuple[Paper, ...], list[DiaryError]]:
        """The pages that answers are about, with them; and the answers that are about no page of this diary."""
        given: dict[tuple[str, str], dict[str, bool]] = {}
        for each in answers:
            given.setdefault((each.patient, each.sheet), {})[each.box] = each.ticked
        found: list[Paper] = []
        wrong: list[DiaryError] = []
        shown = mistaken = 0
        for (patient, code), some in given.items():
            paper = self._of(patient).get(code)
            if paper is None:
                hint = "give the answers to the diary that the scans were read for"
                wrong.append(DiaryError(f"no sheet {code} of {patient} was read", where=self._place, hint=hint))
                continue
            heard, looked_at, misread = answered(paper, some)
            shown, mistaken = shown + looked_at, mistaken + misread
            found.append(heard)
            if not paper.entered:  # of one that is, the diary holds what it was before, until all of it is settled
                self._keep(heard)
        if shown:
            self._book.note_check(shown, mistaken, by=by, at=at)
        return tuple(found), wrong

    # --- entries

    def enter(
        self, papers: Iterable[Paper], *, by: str, at: datetime, correct: bool = False
    ) -> tuple[Added, list[PrintkitError]]:
        """Write down what answered pages say; and what is in the way. A page with anything open is passed over."""
        prints: dict[tuple[str, str], list[Paper]] = {}
        for each in papers:
            if not each.open:
                prints.setdefault((each.patient, each.token), []).append(each)
        total, wrong = Added(), list[PrintkitError]()
        for (patient, token), some in prints.items():
            try:
                added = self._enter(patient, token, some, by, at, correct=correct)
            except PrintkitError as error:
                wrong += _told_once(patient, some, getattr(error, "problems", (error,)))
                continue
            for name in ("new", "filled", "corrected", "same"):
                setattr(total, name, getattr(total, name) + getattr(added, name))
        return total, wrong

    def _enter(self, patient: str, token: str, some: Sequence[Paper], by: str, at: datetime, *, correct: bool) -> Added:
        known = [each for each in self._of(patient).values() if each.token == token and each.entered]
        after = {each.code: each for each in (*known, *some)}
        names = tuple(name for sheet in self.sheets((token,)) if sheet.plan_token == token for name, *_ in sheet.boxes)
        of = Issue(
            patient=patient, names=names, token=token, first_day=self._days.get(token) or self._days.get("")
        )  # fmt: skip
        found, problems = paper_entries.changes(known, after.values(), of, self._catalog, self._today)
        if problems:
            raise_all(problems)
        added = self._book.add(found.new, by=by or _NOBODY, at=at, correct=correct)
        for old, new in found.changed:
            self._book.correct(patient, old, new, by=by or _NOBODY, at=at)
        for old in found.gone:
            self._book.correct(patient, old, None, by=by or _NOBODY, at=at)
        added.corrected += len(found.changed) + len(found.gone)
        self.written += (*found.new, *(PatientEntry(patient=patient, entry=new) for _, new in found.changed))
        for each in some:
            settled = {name: replace(box, was=None) for name, box in each.boxes.items()}
            stamp = at.astimezone(UTC).isoformat(timespec="seconds")
            self._keep(replace(each, boxes=settled, entered=True, checked_by=by, checked_at=stamp))
        return added

    # --- papers

    def _of(self, patient: str) -> dict[str, Paper]:
        if patient not in self._papers:
            self._papers[patient] = {each.code: each for each in self._book.papers(patient)}
        return self._papers[patient]

    def _keep(self, paper: Paper) -> None:
        self._book.keep_papers(paper)
        self._of(paper.patient)[paper.code] = paper


_NOBODY = "printkit, from paper"
_FEW = 2  # boxes that a message names


def _told_once(patient: str, papers: Sequence[Paper], problems: Iterable[PrintkitError]) -> Iterator[PrintkitError]:
    """What is in the way of some pages of one print: the same of many boxes once, with the page of the first of them.

    Of a few boxes it says which.
    """
    of_box = {name: paper.code for paper in papers for name in paper.boxes}
    alike: dict[str, list[PrintkitError]] = {}
    for each in problems:
        alike.setdefault(each.message, []).append(each)
    for some in alike.values():
        boxes = [name for each in some if (name := each.where.rpartition(": ")[2]) in of_box]
        code = of_box[boxes[0]] if boxes else papers[0].code
        which = f", {' and '.join(boxes)}" if 0 < len(boxes) <= _FEW else ""
        yield type(some[0])(some[0].message, where=f"{patient}, sheet {code}{which}", hint=some[0].hint)


def _unpacked(packed: bytes, place: str) -> tuple[Sheet, ...]:
    try:
        return unpacked(packed)
    except ValueError as error:
        hint = "a program other than printkit has changed it; go back to a backup"
        raise DiaryError("the diary is damaged: table geometry", where=place, hint=hint) from error


def asked_of(taken: Iterable[Taken], words: Mapping[str, str]) -> tuple[Asked, ...]:
    """What a person must look at of some pages, each box once, the doubts first."""
    found: dict[tuple[str, str, str], Asked] = {}
    for each in taken:
        for name in each.paper.open:
            box = each.paper.boxes[name]
            read = Mark.CHECK if box.reason != SHOWN else box.read
            found[each.paper.patient, each.paper.code, name] = Asked(
                patient=each.paper.patient, sheet=each.paper.code, box=name, words=words.get(name, name), read=read,
                why="" if box.reason == SHOWN else box.reason, crop=each.crops.get(name, b""),
            )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda one: not one.why))
