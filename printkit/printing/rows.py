"""The rows of a list with their jobs: read once to be checked, and again one by one when their pages are made.

So no row is held, and memory does not grow with the list. What both readings say must be the same.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from printkit.catalog.store import Catalog
from printkit.content.templates import Templates
from printkit.errors import OptionsError
from printkit.intake.common import CommonFacts
from printkit.intake.roster import Roster, Row
from printkit.model.options import Options
from printkit.model.vocabulary import PrintProfile
from printkit.outcomes.history import History
from printkit.planning import safety, telling
from printkit.printing import jobs, next_charts, worker
from printkit.printing.batch_request import BatchRequest
from printkit.printing.jobs import REPORTS, File, Job, Recorded, Volume


class Read(NamedTuple):
    """A row, its job where it makes one, and what whoever prints it should know."""

    row: Row
    job: Job | None
    remarks: tuple[str, ...] = ()


class Reading:
    """The rows of one list with their jobs, as often as they are asked for; none is held."""

    def __init__(
        self, request: BatchRequest, catalog: Catalog, templates: Templates, history: Callable[..., History] | None,
        read: Roster,
    ) -> None:  # fmt: skip
        self.request, self.roster = request, read
        self._catalog, self._templates, self._history = catalog, templates, history
        worker.share(catalog, templates)

    def read(self, only: Container[int] | None = None) -> Iterator[Read]:
        """Every row, or those with one of these numbers."""
        request, catalog = self.request, self._catalog
        recorded = None
        if self._history is not None and request.kind in REPORTS:
            recorded = partial(_recorded, request, self._history)
        made = jobs.maker(
            request.kind,
            request.folder,
            catalog,
            self._templates,
            to_fold=request.to_fold,
            named=request.named,
            recorded=recorded,
        )
        for each in self.roster.rows:
            if only is not None and each.number not in only:
                continue
            row = jobs.checked(_with_look(each, catalog, request.common), request.roster, catalog, request.exercise)
            last_week: tuple[str, ...] | None = None
            remarks: tuple[str, ...] = ()
            agree = ""
            if request.goes_on:
                assert self._history is not None
                goes_on = next_charts.going_on(row, request.roster, catalog, self._history)
                row, last_week, remarks, agree = goes_on.row, goes_on.last_week, goes_on.remarks, goes_on.agree
            options = None if row.problems else row.options
            if options is not None and jobs.with_plan(request.kind):
                remarks += tuple(telling.unchosen(options))
            job = made(row.number, options, last_week, agree) if options is not None else None
            yield Read(row, job, remarks)


def read_again(reading: Reading, alone: Mapping[int, File], files: Iterable[File]) -> Iterator[Job | Volume]:
    """The second reading: a job or a volume for each of these files, in the order of the list.

    Raises OptionsError when the list is another one by now, before anything is made.
    """
    wanted = tuple(files)
    if not reading.roster.is_as_read():
        hint = "run the same command again, and it is checked as it stands now"
        raise OptionsError("the list was changed since it was checked", where=str(reading.request.roster), hint=hint)
    return _works(reading, alone, wanted)


def _works(reading: Reading, alone: Mapping[int, File], wanted: tuple[File, ...]) -> Iterator[Job | Volume]:
    numbers = {number for file in wanted for number in file.rows}
    again = (_as_checked(each, alone[each.row.number], reading.request.kind) for each in reading.read(numbers))
    for file in wanted:
        if file.volume:
            found = tuple(islice(again, len(file.rows)))
            yield Volume.of(file, found, separators=reading.request.separators)
        else:
            # the words of the file, which are held, and not those that were read anew
            yield replace(next(again), name=file.name, input=file.input, before=file.before)


def _as_checked(each: Read, file: File, kind: str) -> Job:
    """The job of a row, or why there is none: its option file, its logo or its entries may have changed meanwhile."""
    if each.job is not None and (each.job.name, each.job.input) == (file.name, file.input):
        return each.job
    problem = "what it is made of was changed since the list was checked; run the same command again"
    return Job(
        row=file.row,
        kind=kind,
        options=Options(),
        name=file.name,
        folder=file.folder,
        catalogs=(),
        templates=(),
        version="",
        input=file.input,
        problem=problem,
    )


def look_of(options: Options, catalog: Catalog) -> PrintProfile:
    """The look that a row asks for, else the one that the rules have for its reader."""
    return safety.look(options, catalog.rules)


def _with_look(row: Row, catalog: Catalog, common: CommonFacts) -> Row:
    """A row with the common look, where neither it nor a rule has one: a reader who misses a side keeps that look."""
    options = row.options
    if options is None or common.profile is None or look_of(options, catalog) is not PrintProfile.STANDARD:
        return row
    asked = options.print.profile or common.profile
    return replace(row, options=replace(options, print=replace(options.print, profile=asked)))


def _recorded(request: BatchRequest, history: Callable[[str, date], History], patient: str) -> Recorded:
    days = request.days
    assert days is not None, "a report has days"
    return Recorded.of(history(patient, days.until), days, request.today)
