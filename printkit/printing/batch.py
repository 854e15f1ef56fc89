"""A batch before it runs: which rows of a roster can be printed, which files that makes, and which of them are left to make."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.store import Catalog
from printkit.content.templates import Templates
from printkit.errors import MisuseError, PrintkitError, near
from printkit.intake import roster
from printkit.intake.common import CommonFacts
from printkit.intake.roster import Roster, Row
from printkit.model.options import Options
from printkit.model.vocabulary import PrintProfile, Side
from printkit.outcomes.history import History
from printkit.planning import safety
from printkit.printing import jobs, manifest, next_charts
from printkit.printing.jobs import REPORTS, SET, Job, Recorded, Result, Volume
from printkit.reading.columns import ColumnMapping
from printkit.reading.tell import near_ids
from printkit.reports.report import Days

_SKIN = "skin-sheet"
_FROM_A_PLAN = ("booklet", SET, "chart", "fridge", "handout")
_SHEETS = (SET, "chart", "fridge", "handout", _SKIN)  # of their own; nobody folds them
# what no page should lack: its name, where it stands, what a column is called, the flag of it, whether a row lacks it
_NEEDED: tuple[tuple[str, str, str, str, Callable[[Options], bool]], ...] = (
    ("side", "stroke.affected_side", "side", "", lambda options: options.side is Side.UNKNOWN),
    ("region", "clinic.region", "clinic.region", "--region", lambda options: not options.clinic.region),
    ("phone", "clinic.phone", "clinic.phone", "--clinic", lambda options: not options.clinic.phone),
)


class BatchRequest(Struct, frozen=True, kw_only=True):
    """What is asked of a whole roster. The folder need not be there yet."""

    roster: Path
    kind: str
    folder: Path
    today: date
    mapping: ColumnMapping = ColumnMapping()
    common: CommonFacts = CommonFacts()  # of all rows that say nothing of their own
    combined: int | None = None  # rows in one file
    separators: bool = True  # between them
    to_fold: bool = False
    exercise: str = ""  # of a handout
    goes_on: bool = False  # charts of the weeks after the last ones in a diary
    diary_name: str = ""  # of one that is not the usual one, for the names of these charts
    rules: bool = False  # hold every row against the safety rules now, and not only when it is printed
    days: Days | None = None  # of a report

    @property
    def named(self) -> str:
        """What tells 2 prints of a kind apart in the names of files."""
        return self.exercise or self.diary_name

    @property
    def label(self) -> str:
        """What names of volumes say."""
        return "-".join(part for part in (self.kind, "next" if self.goes_on else "", self.named) if part)


class Gap(Struct, frozen=True, kw_only=True):
    """A fact that some rows of a list lack, and where it would stand."""

    fact: str
    where: str
    rows: tuple[int, ...]


class Batch(Struct, frozen=True, kw_only=True):
    """Every row of a roster, every file that it makes, and those that are still to make."""

    rows: tuple[Row, ...]
    left_out: Mapping[int, tuple[str, ...]]  # by row, where the rules were asked
    todo: tuple[Job | Volume, ...]
    rest: tuple[Job | Volume, ...]
    standing: Mapping[str, Result] = {}  # what an earlier run has made of the same input, by the name of its file
    stale: Mapping[str, str] = {}  # files of earlier runs that nobody vouches for now, each with the reason
    notes: tuple[str, ...] = ()  # what of the list was not read
    hidden: str = ""  # rows of the list that are hidden, and left out
    gaps: tuple[Gap, ...] = ()
    kept: Mapping[str, tuple[int, ...]] = {}  # the rows that kept their own beside a common fact, by its flag
    remarks: Mapping[str, tuple[int, ...]] = {}  # what whoever prints the next charts should know, with its rows

    @property
    def bad(self) -> tuple[Row, ...]:
        """The rows that make no file, for their problems."""
        return tuple(row for row in self.rows if row.options is None or row.problems)

    @property
    def problems(self) -> tuple[PrintkitError, ...]:
        """What is wrong with them, in the order of the rows."""
        return tuple(problem for row in self.bad for problem in row.problems)

    @property
    def without_entries(self) -> tuple[Job, ...]:
        """The reports of patients of whom nothing was written down in these days."""
        every = (job for each in self.todo for job in each.jobs)
        return tuple(job for job in every if job.recorded is not None and job.recorded.nothing)

    def states(self) -> Iterator["RowState"]:
        """What becomes of each row."""
        named = {job.row: each.name for each in self.todo for job in each.jobs}
        waiting = {job.row for each in self.rest for job in each.jobs}
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


def kinds_of_batch(catalog: Catalog) -> tuple[str, ...]:
    """Every kind that can be printed for a roster."""
    return (*_FROM_A_PLAN, _SKIN, *catalog.names("checklists"), *REPORTS)


def check_request(request: BatchRequest, catalog: Catalog) -> None:
    """Raise MisuseError for what does not go together."""
    known = kinds_of_batch(catalog)
    if request.kind not in known:
        raise MisuseError(f"there is no kind {request.kind!r}", hint=near(request.kind, known))
    if request.to_fold and request.kind in (*_SHEETS, *REPORTS):
        raise MisuseError(f"a {request.kind} is a sheet of its own and is not folded", hint="leave --booklet out")
    if not request.separators and request.combined is None:
        raise MisuseError("separators stand in volumes only", hint="give --combined N beside --no-separators")
    if request.exercise and request.kind != "handout":
        raise MisuseError("--exercise is for handouts", hint="give --kind handout")
    if request.kind == "handout" and not request.exercise:
        hint = "give --exercise NAME; 'printkit catalog list' has the names"
        raise MisuseError("a handout is of one exercise", hint=hint)
    exercises = catalog.names("exercises") if request.exercise else ()
    if request.exercise and request.exercise not in exercises:
        raise MisuseError(f"there is no exercise {request.exercise!r}", hint=near(request.exercise, exercises))
    if request.goes_on and request.kind != "chart":
        raise MisuseError("--next is for the tracking charts", hint="give --kind chart")
    if request.to_fold and request.combined is not None:
        raise MisuseError("each booklet to fold is a file of its own", hint="give --booklet or --combined")


def planned(
    request: BatchRequest,
    catalog: Catalog,
    templates: Templates,
    history: Callable[..., History] | None = None,
) -> Batch:
    """Read a roster and settle which files it makes. Nothing is printed, and nothing is written.

    For a report and for charts that go on `history` gives what was recorded of a patient, up to a day where one is
    given. Raises PrintkitError for what is wrong with the request or with the list as a whole; what is wrong with a row
    is among the problems of the batch.
    """
    check_request(request, catalog)
    common = request.common
    read = roster.read(request.roster, catalog.roster_columns, request.mapping, request.today, common)
    rows = tuple(
        jobs.checked(_with_look(row, catalog, common), request.roster, catalog, request.exercise) for row in read.rows
    )
    following = None
    if request.goes_on:
        assert history is not None
        following = next_charts.going_on(rows, request.roster, catalog, history)
        rows = following.rows
    good = [(row.number, row.options) for row in rows if row.options is not None and not row.problems]
    recorded = partial(_recorded, request, history) if history is not None and request.kind in REPORTS else None
    alone = tuple(
        jobs.jobs(
            request.kind,
            good,
            request.folder,
            catalog,
            templates,
            to_fold=request.to_fold,
            named=request.named,
            last_weeks=following.last_weeks if following is not None else None,
            recorded=recorded,
        )
    )
    todo: tuple[Job | Volume, ...] = alone
    if request.combined is not None:
        todo = tuple(jobs.volumes(alone, request.combined, request.label, separators=request.separators))
    left_out: dict[int, tuple[str, ...]] = {}
    if request.rules:
        with_plan = jobs.with_plan(request.kind)
        found = [jobs.judged(row, request.roster, catalog, with_plan=with_plan) for row in rows]
        rows = tuple(row for row, _ in found)
        left_out = {row.number: left for row, left in found}
        todo = tuple(_without({row.number for row in rows if row.problems}, todo))
    before = manifest.finished(request.folder)
    manifest.check_claims(todo, before, request.roster)
    todo = tuple(replace(job, before=before[job.name].output) if job.name in before else job for job in todo)
    standing = {job.name: before[job.name] for job in todo if manifest.stands(job, before)}
    made = Batch(
        rows=rows,
        left_out=left_out,
        todo=todo,
        rest=tuple(job for job in todo if job.name not in standing),
        standing=standing,
        notes=(*read.notes, *near_ids(row.id for row in rows if row.options is not None)),
        hidden=read.left_out,
        gaps=tuple(_gaps(rows, read)),
        kept=_kept(rows, catalog, common),
        remarks=following.remarks if following is not None else {},
    )
    return replace(made, stale=dict(_stale(made, request, before)))


def _without(refused: set[int], todo: Iterable[Job | Volume]) -> Iterator[Job | Volume]:
    """What the rules leave to make. A volume stays the one that a run makes, in which a refused row leaves its place."""
    for each in todo:
        if isinstance(each, Volume):
            jobs_left = tuple(job for job in each.jobs if job.row not in refused)
            if jobs_left:
                yield replace(each, jobs=jobs_left)
        elif each.row not in refused:
            yield each


def _look(options: Options, catalog: Catalog) -> PrintProfile:
    """The look that a row asks for, else the one that the rules have for its reader."""
    return safety.look(options, catalog.rules, options.facts(), [])


def _with_look(row: Row, catalog: Catalog, common: CommonFacts) -> Row:
    """A row with the common look, where neither it nor a rule has one: a reader who misses a side keeps that look."""
    options = row.options
    if options is None or common.profile is None or _look(options, catalog) is not PrintProfile.STANDARD:
        return row
    asked = options.print.profile or common.profile
    return replace(row, options=replace(options, print=replace(options.print, profile=asked)))


def _kept(rows: tuple[Row, ...], catalog: Catalog, common: CommonFacts) -> Mapping[str, tuple[int, ...]]:
    """The rows that have kept their own beside a common fact, by the flag that said it."""
    found: dict[str, list[int]] = {}
    for row in rows if common.asked else ():
        if row.options is not None:
            for flag in common.kept(row.options, _look(row.options, catalog)):
                found.setdefault(flag, []).append(row.number)
    return {flag: tuple(found[flag]) for flag in common.asked if flag in found}


def _gaps(rows: tuple[Row, ...], read: Roster) -> Iterator[Gap]:
    """What pages lack that a reader needs: the side, the country with its number for help, the clinic's number."""
    for fact, name, usual, flag, lacks in _NEEDED:
        numbers = tuple(row.number for row in rows if row.options is not None and lacks(row.options))
        if numbers:
            where = read.columns.get(name, "")
            if roster.FILE in read.columns:
                where = f"{where}, or the option file" if where else "the option file"
            where = where or f"no column: call one '{usual}'"
            yield Gap(fact=fact, where=f"{where}, or give {flag}" if flag else where, rows=numbers)


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


def _names_of(patient: str, request: BatchRequest, before: Mapping[str, Result]) -> Iterator[str]:
    """The files that earlier runs may have made of a row; of charts that go on, those of any week."""
    if not request.goes_on:
        yield jobs.file_name(patient, request.kind, request.named, jobs.TO_FOLD if request.to_fold else "")
        return
    ends = f"-{request.diary_name}.pdf" if request.diary_name else ".pdf"
    name = re.compile(rf"{re.escape(patient)}-{request.kind}-weeks?-[\d-]+{re.escape(ends)}")
    yield from filter(name.fullmatch, before)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _recorded(request: BatchRequest, history: Callable[[str, date], History], patient: str) -> Recorded:
    days = request.days
    assert days is not None, "a report has days"
    return Recorded.of(history(patient, days.until), days, request.today)
