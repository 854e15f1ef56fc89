"""The command for a whole roster."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click

from printkit.cli.batch_printer import Ways, to_printer
from printkit.cli.common_facts import common_facts, tell_of_facts
from printkit.cli.diary_place import noting_options
from printkit.cli.options import (
    FILE,
    NEW_FOLDER,
    day_of,
    days_options,
    flag_of,
    folders,
    json_option,
    list_options,
    names,
    typed,
)
from printkit.cli.output import QUIET, counted, of_screening, say_json, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from printkit.cli.common_facts import Typed
    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import Sources
    from printkit.errors import PrintkitError
    from printkit.kit import Printkit
    from printkit.printing.batch import Batch
    from printkit.printing.batch_request import BatchRequest
    from printkit.printing.jobs import Job, Result, Volume
    from printkit.printing.processes import Processes
    from printkit.reading.columns import ColumnMapping

_SOME_FAILED = 4
_INTERRUPTED = 130
_OTHERS_SHOWN = 5
_EVERY = 5.0  # seconds between two lines where there is no terminal


@click.command()
@click.argument("roster", type=FILE)
@click.option(
    "--kind",
    default="booklet",
    help="booklet, set, chart, fridge, handout, skin-sheet, a checklist, report-patient or report-clinician.  [default: booklet]",
)
@click.option(
    "--exercise",
    metavar="NAME",
    default="",
    shell_complete=names("exercises"),
    help="With --kind handout: of this one.",
)
@click.option("-j", "--jobs", "workers", type=click.IntRange(1, 256), default=1, help="Processes.  [default: 1]")
@click.option(
    "-o",
    "--output",
    "folder",
    type=NEW_FOLDER,
    help="The folder for the files; with --dry-run also a FILE.csv, a row for each patient.  [default: out]",
)
@click.option("--next", "goes_on", is_flag=True, help="With --kind chart: go on after the last weeks in the diary.")
@click.option("--combined", type=click.IntRange(1, 1000), metavar="N", help="One print file for every N rows.")
@click.option(
    "--no-separators", "bare", is_flag=True, help="With --combined: no sheet with the id before each patient."
)
@click.option(
    "--booklet", "to_fold", is_flag=True, help="A5 pages, 2 on each side of a sheet, in the order for folding."
)
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler, as tcp://scheduler:8786; the folder is shared.")
@click.option("--print", "printer", metavar="PRINTER", help="Send each file to this printer (CUPS).")
@click.option("--copies", type=click.IntRange(1, 99), default=1, help="With --print: how many of each.  [default: 1]")
@click.option(
    "--sides",
    type=click.Choice(["one", "two"]),
    help="With --print: sides of the paper.  [default: two; one for checklists and volumes with a page each]",
)
@click.option("--dry-run", is_flag=True, help="Say what each row would print, and every problem; print nothing.")
@common_facts
@json_option
@list_options
@noting_options
@days_options
@folders
def batch(
    roster: Path,
    kind: str,
    exercise: str,
    workers: int,
    folder: Path | None,
    facts: Typed,
    combined: int | None,
    cluster: str | None,
    printer: str | None,
    copies: int,
    sides: str | None,
    mapping: Callable[[type[PrintkitError]], ColumnMapping],
    diary: DiaryPlace,
    since: str | None,
    until: str | None,
    sources: Sources,
    *,
    goes_on: bool,
    bare: bool,
    to_fold: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Print a file for every patient of the list ROSTER: .csv, .xlsx or .ods. A second run makes what is missing.

    What all rows have in common can be said once: --clinic, --region, --profile, --screened-by, --screened-on,
    --starts-on. It fills what a row leaves empty; what a row says of its own always wins.

    A report (--kind report-patient or report-clinician) is made from the diary: --from and --to are for it. Where a
    diary is in use, charts are noted in it.

    \b
    Example: printkit batch examples/roster.csv --dry-run
    """
    from printkit.errors import OptionsError
    from printkit.printing.batch_request import BatchRequest
    from printkit.printing.files import FOLDER as USUAL
    from printkit.reports import report

    if as_json and not dry_run:
        raise click.UsageError("--json stands beside --dry-run only")
    table = folder if folder is not None and folder.suffix.lower() == ".csv" and not folder.is_dir() else None
    if table is not None and not dry_run:
        raise click.UsageError(f"-o names a folder for the files; {table} stands beside --dry-run only")
    if table is not None and as_json:
        raise click.UsageError("--json says the same as the table; leave one of them out")
    if printer is not None and not dry_run:
        from printkit.printing import cups

        cups.require()  # before the work, and not after it
    kit, diary = sources.kit(roster), diary.of(roster, needed=goes_on)
    request = BatchRequest(
        roster=roster,
        kind=kind,
        folder=USUAL if folder is None or table is not None else folder,
        today=kit.today,
        mapping=mapping(OptionsError),
        common=facts.read(kit),
        combined=combined,
        separators=not bare,
        to_fold=to_fold,
        exercise=exercise,
        goes_on=goes_on,
        diary_name=diary.named if goes_on else "",
        rules=dry_run,
        days=report.days(day_of(since, "--from"), day_of(until, "--to"), kit.today),
    )
    found = _planned(request, kit, diary)
    if as_json:
        say_json(list(found.states()))
    else:
        _tell_of_list(found, roster)
        tell_of_facts(found, roster)
        for job in found.without_entries:
            assert request.days is not None
            stretch = f"from {request.days.since} to {request.days.until}"
            tell(f"row {job.row}: {job.name}: the diary holds nothing {stretch}", aside=True)
    if table is not None:
        failed = _preview(found, table, workers, cluster)
    elif dry_run:
        if not as_json:
            _tell_states(found)
        failed = 0
    else:
        made = _run(found, request, workers, cluster, diary)
        failed = len(found.rest) - sum(not each.problem for each in made)
        _set_aside(found, made, request)
        if printer is not None:
            failed += to_printer(found, made, request, Ways(printer, copies, sides))
    if found.bad or failed:
        raise SystemExit(_SOME_FAILED)


def _planned(request: BatchRequest, kit: Printkit, diary: DiaryPlace) -> Batch:
    """The batch; the diary that it reads stays open until the command ends, for rows are read again when they are made."""
    from printkit.printing import batch as batches
    from printkit.printing import batch_request
    from printkit.printing.jobs import REPORTS

    batch_request.check_request(request, kit.catalog)
    if request.goes_on and diary.unwanted:
        raise click.UsageError(
            "--next takes the weeks from the diary, and notes the charts there; leave --no-diary out"
        )
    if request.kind not in REPORTS:
        asked = [flag_of(name) for name in ("since", "until") if typed(name)]
        if asked:
            raise click.UsageError(
                f"{' and '.join(asked)}: only for reports; give --kind report-patient or report-clinician"
            )
        if not request.goes_on:
            return batches.planned(request, kit.catalog, kit.templates)
        history = click.get_current_context().with_resource(diary.histories())
        return batches.planned(request, kit.catalog, kit.templates, history)
    if diary.unwanted:
        raise click.UsageError("a report is made from the diary; leave --no-diary out")
    history = click.get_current_context().with_resource(diary.histories(new=False))
    return batches.planned(request, kit.catalog, kit.templates, history)


def _preview(found: Batch, table: Path, workers: int, cluster: str | None) -> int:
    """Write what each row would print as a table; returns how many rows cannot be laid out."""
    from printkit.printing import files, preview, run

    jobs = (job for each in found.read(found.todo) for job in each.jobs)
    of_all = sum(len(each.rows) for each in found.todo)
    seen: list[preview.Preview] = []
    start = monotonic()
    try:
        with _engine(workers, cluster) as (executor, count):
            for number, each in enumerate(run.previews(jobs, executor, count), 1):
                seen.append(each)
                if sys.stderr.isatty() or number == of_all:
                    _progress(number, of_all, sum(bool(one.problem) for one in seen), monotonic() - start)
    except KeyboardInterrupt:
        click.echo("\nprintkit: stopped; nothing is written", err=True)
        raise SystemExit(_INTERRUPTED) from None
    for each in seen:
        if each.problem:
            click.echo(f"row {each.row}: {each.name}: {each.problem}", err=True)
    files.write(preview.as_csv(found, seen).encode(), table)
    pages = sum(each.pages for each in seen)
    tell(f"{table}: {counted(len(found.rows), 'row')}, {counted(pages, 'page')}")
    return sum(bool(each.problem) for each in seen)


def _run(found: Batch, request: BatchRequest, workers: int, cluster: str | None, diary: DiaryPlace) -> list[Result]:
    """Print what is left, and note all charts, those that stand already too; returns what became of it."""
    from printkit.printing import files

    ready = len(found.todo) - len(found.rest)
    tell(
        f"{counted(len(found.rows), 'row')}: {ready} stand already, {len(found.rest)} to print, {len(found.bad)} refused"
    )
    files.made_ready(request.folder)
    try:
        # processes first: none begins with an open diary
        with _engine(workers, cluster) as (executor, count), diary.noting() as note:
            note(*(charts for each in found.standing.values() for charts in each.charts))
            made = _print(found, request, executor, count, note)
    except KeyboardInterrupt:
        click.echo("\nprintkit: stopped; what is printed is whole, and the same command makes the rest", err=True)
        raise SystemExit(_INTERRUPTED) from None
    printed = sum(not each.problem for each in made)
    tell(f"{request.folder}: {printed} printed, {len(found.rest) - printed} failed")
    if any(each.one_sided for each in made):
        tell("a page for each patient: print the volumes on one side, or 2 patients share a sheet")
    for each in made:
        if each.anonymous:
            whose = f"no page of {counted(each.anonymous, 'patient')} says whose it is"
            tell(f"{each.name}: {whose}: keep the order of the list", aside=True)
    if request.to_fold:
        tell("print on both sides, flip on the short edge, fold; charts are left out: --kind chart")
    return made


def _set_aside(found: Batch, made: list[Result], request: BatchRequest) -> None:
    """Move what earlier runs have made of rows that make nothing now, so that nobody hands it out."""
    from printkit.printing import files

    stale = dict(found.stale)
    for each in made:
        path = request.folder / each.name
        if not each.output and not each.taken and path.is_file():
            stale[each.name] = f"row {each.row} is refused"
    for name, why in stale.items():
        aside = files.set_aside(request.folder / name)
        click.echo(f"{request.folder / name}: from an earlier run, and {why} now: set aside as {aside}", err=True)


def _tell_of_list(found: Batch, roster: Path) -> None:
    """What of the list was not read, and what is wrong with its rows, each problem once."""
    from printkit.reading.tell import counted as once

    if found.hidden:
        click.echo(found.hidden, err=True)
    for note in (*found.notes, *filter(None, [found.dates])):
        tell(f"{roster}: {note}", aside=True)
    if found.others:
        files, more = found.others[:_OTHERS_SHOWN], len(found.others) - _OTHERS_SHOWN
        said = f"{', '.join(files)}{f' and {more} more' if more > 0 else ''}"
        tell(f"of no row of this list, from an earlier run, and left as it is: {said}", aside=True)
    for problem in once(found.problems):
        click.echo(str(problem), err=True)


def _tell_states(found: Batch) -> None:
    """What each row would print."""
    words = {"to print": "would be printed", "printed already": "stands already"}
    for each in found.states():
        what = f"{each.file} {words[each.state]}" if each.state in words else "nothing, see the problems"
        click.echo(f"row {each.row}: {what}")
        for left in each.left_out:
            click.echo(left)
    for name, why in found.stale.items():
        click.echo(f"{name} of an earlier run would be set aside: {why}")


def _print(
    found: Batch,
    request: BatchRequest,
    executor: Executor | Processes | None,
    workers: int,
    note: Callable[..., None],
) -> list[Result]:
    """Print what is left; returns what became of each, without what is noted of it by then."""
    from msgspec.structs import replace

    from printkit.printing import run
    from printkit.reading.tell import numbered

    failed = 0
    made: list[Result] = []
    under_way: dict[str, Job | Volume] = {}
    rest = found.rest

    def given(todo: Iterator[Job | Volume]) -> Iterator[Job | Volume]:
        for each in todo:
            under_way[each.name] = each
            yield each

    todo = given(found.read(rest))
    screenings: dict[str, list[int]] = {}
    start, told = monotonic(), monotonic()
    try:
        for number, done in enumerate(run.run(todo, request.folder, executor, workers, request.roster, note, rest), 1):
            made.append(replace(done, charts=(), left_out=()))
            work = under_way.pop(done.name)
            failed += bool(done.problem)
            if done.problem:
                _refused(done)
            else:
                _note_screenings(work, screenings)
            for left in done.left_out:
                tell(left, aside=True)
            if sys.stderr.isatty() or monotonic() - told > _EVERY or number == len(rest):
                told = monotonic()
                _progress(number, len(rest), failed, told - start)
    finally:
        for said, rows in screenings.items():
            tell(f"{numbered(sorted(rows))}: {said}", aside=True)
    return made


@contextmanager
def _engine(count: int, cluster: str | None) -> Iterator[tuple[Executor | Processes | None, int]]:
    """What does the work, and how many workers it has: this process, some processes, or a cluster."""
    if cluster is not None:
        from printkit.printing import cluster as clusters

        with clusters.executor(cluster) as (executor, workers):
            yield executor, workers
        return
    if count == 1:
        yield None, 1
        return
    from printkit.printing import processes

    with processes.pool(count) as executor:
        yield executor, count


def _refused(done: Result) -> None:
    # the name of the file holds the id; the words of the problem hold no name
    click.echo(f"row {done.row}: {done.name}: {done.problem}", err=True)


def _note_screenings(work: Job | Volume, screenings: dict[str, list[int]]) -> None:
    """Note of each row what its screening has settled, for all of whom it is the same at once; a report is made without the rules."""
    for job in work.jobs:
        if job.recorded is None and (said := of_screening(job.options)):
            screenings.setdefault(said, []).append(job.row)


def _progress(number: int, count: int, failed: int, seconds: float) -> None:
    speed = number / max(seconds, 0.001)
    left = (count - number) / speed
    line = f"{number} of {count}, {failed} failed, {speed:.1f} a second, {left:.0f} s left"
    if not sys.stderr.isatty():
        tell(line, aside=True)
    elif not click.get_current_context().meta.get(QUIET):
        click.echo(f"\r{line}   ", err=True, nl=number == count)
