"""A batch before it runs: which rows of a roster can be printed, which files that makes, and which of them are left to make.

The first reading tells every problem and keeps a few words of each row; pages are made from a second one (`Batch.read`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.store import Catalog
from printkit.content.templates import Templates
from printkit.errors import PrintkitError
from printkit.intake import roster
from printkit.intake.common import CommonFacts
from printkit.intake.roster import Roster
from printkit.model.options import Options
from printkit.model.vocabulary import Side
from printkit.outcomes.history import History
from printkit.printing import jobs, manifest
from printkit.printing.batch_request import BatchRequest, check_request
from printkit.printing.jobs import File, Job, Result, Volume
from printkit.printing.rows import Read, Reading, look_of, read_again
from printkit.reading.tell import near_ids

# what no page should lack: its name, where it stands, what a column is called, the flag of it, whether a row lacks it
_NEEDED: tuple[tuple[str, str, str, str, Callable[[Options], bool]], ...] = (
    ("side", "stroke.affected_side", "side", "", lambda options: options.side is Side.UNKNOWN),
    ("region", "clinic.region", "clinic.region", "--region", lambda options: not options.clinic.region),
    ("phone", "clinic.phone", "clinic.phone", "--clinic", lambda options: not options.clinic.phone),
)


class Gap(Struct, frozen=True, kw_only=True):
    """A fact that some rows of a list lack, and where it would stand."""

    fact: str
    where: str
    rows: tuple[int, ...]


class Checked(Struct, frozen=True, kw_only=True):
    """A row as the first reading of a list leaves it: what would print, and not what the pages are made of."""

    number: int  # as a spreadsheet shows it
    id: str
    side: Side | None = None  # None where the row could not be read
    problems: tuple[PrintkitError, ...] = ()


class Batch(Struct, frozen=True, kw_only=True):
    """Every row of a roster, every file that it makes, and those that are still to make."""

    rows: tuple[Checked, ...]
    left_out: Mapping[int, tuple[str, ...]]  # by row, where the rules were asked and left something out
    todo: tuple[File, ...]
    rest: tuple[File, ...]
    read: Callable[[Iterable[File]], Iterator[Job | Volume]]  # the list once more, for these files of `todo`
    standing: Mapping[str, Result] = {}  # what an earlier run has made of the same input, by the name of its file
    stale: Mapping[str, str] = {}  # files of earlier runs that nobody vouches for now, each with the reason
    others: tuple[str, ...] = ()  # files of this kind, from earlier runs, of patients whom this list does not name
    notes: tuple[str, ...] = ()  # what of the list was not read
    dates: str = ""  # how days that can be read in several orders are read, where the list itself shows it
    hidden: str = ""  # rows of the list that are hidden, and left out
    gaps: tuple[Gap, ...] = ()
    kept: Mapping[str, tuple[int, ...]] = {}  # the rows that kept their own beside a common fact, by its flag
    remarks: Mapping[str, tuple[int, ...]] = {}  # what whoever prints the next charts should know, with its rows
    without_entries: tuple[File, ...] = ()  # reports of patients of whom nothing was written down in these days

    @property
    def bad(self) -> tuple[Checked, ...]:
        """The rows that make no file, for their problems."""
        return tuple(row for row in self.rows if row.side is None or row.problems)

    @property
    def problems(self) -> tuple[PrintkitError, ...]:
        """What is wrong with them, in the order of the rows."""
        return tuple(problem for row in self.bad for problem in row.problems)

    def states(self) -> Iterator["RowState"]:
        """What becomes of each row."""
        named = {row: each.name for each in self.todo for row in each.rows}
        waiting = {row for each in self.rest for row in each.rows}
        for row in self.rows:
            state = "refused"
            if row.number in named:
                state = "to print" if row.number in waiting else "printed already"
            yield RowState(
                row=row.number,
                patient=row.id,
                file=named.get(row.number, ""),
                state=state,
                problems=tuple(map(str, row.problems)),
                left_out=self.left_out.get(row.number, ()),
            )


class RowState(Struct, frozen=True, kw_only=True):
    """One row of a batch: "to print", "printed already" or "refused", and why."""

    row: int  # as a spreadsheet shows it
    patient: str  # the id
    file: str
    state: str
    problems: tuple[str, ...]
    left_out: tuple[str, ...]  # a sentence each, by ids


def planned(
    request: BatchRequest,
    catalog: Catalog,
    templates: Templates,
    history: Callable[..., History] | None = None,
) -> Batch:
    """Read a roster and settle which files it makes. Nothing is printed, and nothing is written.

    For a report and for charts that go on `history` gives what was recorded of a patient, up to a day where one is
    given; it is asked again when the list is read for its pages. Raises PrintkitError for what is wrong with the request
    or with the list as a whole; what is wrong with a row is among the problems of the batch.
    """
    check_request(request, catalog)
    read = roster.read(request.roster, catalog.roster_columns, request.mapping, request.today, request.common)
    reading = Reading(request, catalog, templates, history, read)
    noticed = _Noticed(request.common)
    rows: list[Checked] = []
    alone: list[File] = []
    without_entries: list[File] = []
    left_out: dict[int, tuple[str, ...]] = {}
    refused: set[int] = set()  # by the rules
    for each in reading.read():
        row, job = each.row, each.job
        noticed.add(each, catalog)
        if job is not None:
            alone.append(job.file)
            if job.recorded is not None and job.recorded.nothing:
                without_entries.append(job.file)
        if request.rules:
            row, left = jobs.judged(row, request.roster, catalog, with_plan=jobs.with_plan(request.kind))
            left_out |= {row.number: left} if left else {}
            refused |= {row.number} if row.problems else set()
        side = row.options.side if row.options is not None else None
        rows.append(Checked(number=row.number, id=row.id, side=side, problems=row.problems))
    todo = alone
    if request.combined is not None:
        todo = list(jobs.volumes(alone, request.combined, request.label, separators=request.separators))
    if refused:
        todo = list(_without(refused, todo))
    before = manifest.finished(request.folder)
    manifest.check_claims(todo, before, request.roster)
    todo = [replace(file, before=before[file.name].output) if file.name in before else file for file in todo]
    standing = {file.name: before[file.name] for file in todo if manifest.stands(file, before)}
    made = Batch(
        rows=tuple(rows),
        left_out=left_out,
        todo=tuple(todo),
        rest=tuple(file for file in todo if file.name not in standing),
        read=partial(read_again, reading, {file.row: file for file in alone}),
        standing=standing,
        notes=(*read.notes, *near_ids(row.id for row in rows if row.side is not None)),
        dates=read.dates,
        hidden=read.left_out,
        gaps=tuple(_gaps(noticed.lacking, read)),
        kept={flag: tuple(noticed.kept[flag]) for flag in request.common.asked if flag in noticed.kept},
        remarks={remark: tuple(numbers) for remark, numbers in noticed.remarks.items()},
        without_entries=tuple(without_entries),
    )
    return replace(made, stale=dict(_stale(made, request, before)), others=tuple(_others(made, request, before)))


class _Noticed:
    """What of the rows is told of the list as a whole."""

    def __init__(self, common: CommonFacts) -> None:
        self._common = common
        self.lacking: dict[str, list[int]] = {}  # rows by the fact that they lack
        self.kept: dict[str, list[int]] = {}  # by the flag of a common fact, beside which they keep their own
        self.remarks: dict[str, list[int]] = {}

    def add(self, each: Read, catalog: Catalog) -> None:
        """Take one row into account."""
        options, number = each.row.options, each.row.number
        for remark in each.remarks:
            self.remarks.setdefault(remark, []).append(number)
        if options is None:
            return
        for fact, *_, lacks in _NEEDED:
            if lacks(options):
                self.lacking.setdefault(fact, []).append(number)
        if self._common.asked:
            for flag in self._common.kept(options, look_of(options, catalog)):
                self.kept.setdefault(flag, []).append(number)


def _without(refused: set[int], todo: Iterable[File]) -> Iterator[File]:
    """What the rules leave to make. A volume stays the one that a run makes, in which a refused row leaves its place."""
    for each in todo:
        rows = tuple(row for row in each.rows if row not in refused)
        if rows:
            yield replace(each, rows=rows)


def _gaps(lacking: Mapping[str, Sequence[int]], read: Roster) -> Iterator[Gap]:
    """What pages lack that a reader needs: the side, the country with its number for help, the clinic's number."""
    for fact, name, usual, flag, _ in _NEEDED:
        if fact in lacking:
            where = read.columns.get(name, "")
            if roster.FILE in read.columns:
                where = f"{where}, or the option file" if where else "the option file"
            where = where or f"no column: call one '{usual}'"
            yield Gap(fact=fact, where=f"{where}, or give {flag}" if flag else where, rows=tuple(lacking[fact]))


def _stale(found: Batch, request: BatchRequest, before: Mapping[str, Result]) -> Iterator[tuple[str, str]]:
    """The files that an earlier run has made of rows that make none now."""
    now = {each.name for each in found.todo}
    if request.combined is None:
        for row in found.bad:
            for name in _names_of(row.id, request, before) if row.id else ():
                if (
                    name not in now
                    and Path(name).name == name
                    and "\\" not in name
                    and _is_there(request.folder / name)
                ):
                    yield name, f"row {row.number} is refused"
        return
    for name in manifest.of_list(before, request.roster):
        if name not in now and name.endswith(f"-{request.label}.pdf") and _is_there(request.folder / name):
            yield name, "the list has no rows for it"


def _others(found: Batch, request: BatchRequest, before: Mapping[str, Result]) -> Iterator[str]:
    """The files of earlier runs of this kind, one a patient, of whom the list has no row.

    A row may be gone, or its id another one, and another list may share the folder: so they stay, and are told.
    """
    if request.combined is not None:
        return
    there = {row.id for row in found.rows}
    called = _name(r"([^/\\]+)", request)
    for name, done in before.items():
        whose = called.fullmatch(name)
        if whose is not None and whose[1] not in there and done.output and _is_there(request.folder / name):
            yield name


def _names_of(patient: str, request: BatchRequest, before: Mapping[str, Result]) -> Iterator[str]:
    """The files that earlier runs may have made of a row; of charts that go on, those of any week."""
    if not request.goes_on:
        yield jobs.file_name(patient, request.kind, request.named, jobs.TO_FOLD if request.to_fold else "")
        return
    yield from filter(_name(re.escape(patient), request).fullmatch, before)


def _name(patient: str, request: BatchRequest) -> re.Pattern[str]:
    """What the files of a run are called, for patients by a pattern."""
    kind = re.escape(request.kind)
    if not request.goes_on:
        ends = jobs.file_name("", request.named, jobs.TO_FOLD if request.to_fold else "")
        return re.compile(rf"{patient}-{kind}{'' if ends == '.pdf' else '-'}{re.escape(ends)}")
    ends = f"-{request.diary_name}.pdf" if request.diary_name else ".pdf"
    return re.compile(rf"{patient}-{kind}-weeks?-[\d-]+{re.escape(ends)}")


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
