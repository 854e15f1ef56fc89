"""The command for a whole roster."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click

from printkit.cli.options import (
    FILE,
    FOLDER,
    day_of,
    days_options,
    diary_option,
    folders,
    opened_catalog,
    opened_diary,
    opened_templates,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from datetime import date
    from pathlib import Path

    from printkit.intake.roster import Row
    from printkit.printing.jobs import Job, Result, Volume
    from printkit.reading.columns import ColumnMapping
    from printkit.reports.report import Days

_SOME_FAILED = 4
_INTERRUPTED = 130
_DATES = {"D/M/Y": "day-first", "M/D/Y": "month-first"}
_EVERY = 5.0  # seconds between two lines where there is no terminal


@click.command()
@click.argument("roster", type=FILE)
@click.option(
    "--kind",
    default="booklet",
    help="booklet, chart, fridge, a checklist, report-patient or report-clinician.  [default: booklet]",
)
@click.option("--mapping", "mapping_file", type=FILE, help="What the columns of this list stand for, as YAML.")
@click.option("--dates", type=click.Choice(list(_DATES)), help="How 03/04/2026 is meant.")
@click.option("-j", "--jobs", "count", type=click.IntRange(1, 256), default=1, help="Processes.  [default: 1]")
@click.option(
    "-o", "--output", "folder", type=FOLDER, help="The folder for the files; it must be there.  [default: out]"
)
@click.option("--combined", type=click.IntRange(1, 1000), metavar="N", help="One print file for every N rows.")
@click.option(
    "--booklet", "to_fold", is_flag=True, help="A5 pages, 2 on each side of a sheet, in the order for folding."
)
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler, as tcp://scheduler:8786; the folder is shared.")
@click.option("--print", "printer", metavar="PRINTER", help="Send each file to this printer (CUPS).")
@click.option("--copies", type=click.IntRange(1, 99), default=1, help="With --print: how many of each.  [default: 1]")
@click.option("--dry-run", is_flag=True, help="Say what each row would print, and every problem; print nothing.")
@diary_option
@days_options
@folders
@click.pass_context
def batch(
    context: click.Context,
    roster: Path,
    kind: str,
    mapping_file: Path | None,
    dates: str | None,
    count: int,
    combined: int | None,
    cluster: str | None,
    printer: str | None,
    copies: int,
    folder: Path | None,
    place: str,
    since: str | None,
    until: str | None,
    *,
    to_fold: bool,
    dry_run: bool,
    catalog_folder: Path | None,
    templates_folder: Path | None,
) -> None:
    """Print a file for every patient of the list ROSTER: .csv, .xlsx or .ods. A second run makes what is missing.

    A report (--kind report-patient or report-clinician) is made from the diary: --diary, --from and --to are for it.

    \b
    Example: printkit batch examples/roster.csv --dry-run
    """
    from datetime import date
    from functools import partial

    from printkit.content import kinds as pipeline
    from printkit.intake import roster as rosters
    from printkit.printing import files, manifest
    from printkit.printing import jobs as jobs_
    from printkit.reports import report

    catalog, templates = opened_catalog(catalog_folder), opened_templates(templates_folder)
    kinds = [*(name for name in pipeline.KINDS if name in ("booklet", "chart", "fridge")), *catalog.names("checklists")]
    kinds += jobs_.REPORTS
    is_report = kind in jobs_.REPORTS
    if kind not in kinds:
        raise click.UsageError(f"there is no kind {kind!r}; give one of: {', '.join(kinds)}")
    if to_fold and (is_report or kind in ("chart", "fridge")):
        raise click.UsageError(f"a {kind} is a sheet of its own and is not folded; leave --booklet out")
    if to_fold and combined is not None:
        raise click.UsageError("each booklet to fold is a file of its own; give --booklet or --combined")
    asked = [f"--{name}" for name, said in (("from", since), ("to", until)) if said is not None]
    if context.get_parameter_source("place") is click.core.ParameterSource.COMMANDLINE:
        asked.append("--diary")
    if asked and not is_report:
        raise click.UsageError(
            f"{' and '.join(asked)}: only for reports; give --kind report-patient or report-clinician"
        )
    today = date.today()
    days = report.days(day_of(since, "--from"), day_of(until, "--to"), today)
    found = list(rosters.rows(roster, catalog.roster_columns, _mapped(mapping_file, dates), today))
    with_plan = kind in pipeline.KINDS and pipeline.KINDS[kind].with_plan
    found = [jobs_.checked(row, roster, catalog, rules=dry_run, with_plan=with_plan) for row in found]
    bad = [row for row in found if row.options is None or row.problems]
    good = [(row.number, row.options) for row in found if row.options is not None and not row.problems]
    for row in bad:
        for problem in row.problems:
            click.echo(str(problem), err=True)
    wanted = partial(jobs_.jobs, kind, good, folder or files.FOLDER, catalog, templates, to_fold=to_fold)
    alone = _recorded(wanted, place, days, today) if is_report else wanted()
    todo: list[Job | Volume] = list(alone if combined is None else jobs_.volumes(alone, combined))
    folder = folder or files.FOLDER
    before = manifest.finished(folder)
    rest = [job for job in todo if not manifest.stands(job, before)]
    failed = 0
    if dry_run:
        _tell(found, todo, rest)
    else:
        click.echo(
            f"{len(found)} rows: {len(todo) - len(rest)} stand already, {len(rest)} to print, {len(bad)} refused"
        )
        if folder == files.FOLDER:
            folder.mkdir(exist_ok=True)
        try:
            with _engine(count, cluster) as (executor, workers):
                failed = _print(rest, folder, executor, workers)
        except KeyboardInterrupt:
            click.echo("\nprintkit: stopped; what is printed is whole, and the same command makes the rest", err=True)
            raise SystemExit(_INTERRUPTED) from None
        click.echo(f"{folder}: {len(rest) - failed} printed, {failed} failed")
        if to_fold:
            click.echo("print on both sides, flip on the short edge, fold; charts are left out: --kind chart")
        if printer is not None:
            failed += _to_printer(todo, folder, printer, copies, _sides(combined, to_fold=to_fold))
    if bad or failed:
        raise SystemExit(_SOME_FAILED)


def _recorded(jobs: Callable[..., Iterator[Job]], place: str, days: Days, today: date) -> list[Job]:
    """The jobs of reports. Each patient's entries are read once, and it is told of whom there are none."""
    from printkit.printing.jobs import Recorded

    with opened_diary(place, new=False) as diary:

        def recorded(patient: str) -> Recorded:
            return Recorded.of(diary.history(patient, until=days.until), days, today)

        found = list(jobs(recorded=recorded))
    for job in found:
        if job.recorded is not None and job.recorded.nothing:
            stretch = f"from {days.since} to {days.until}"
            click.echo(f"row {job.row}: {job.name}: the diary holds nothing {stretch}", err=True)
    return found


def _mapped(path: Path | None, dates: str | None) -> ColumnMapping:
    from msgspec.structs import replace

    from printkit.errors import OptionsError
    from printkit.model.vocabulary import DateOrder
    from printkit.reading import records
    from printkit.reading.columns import ColumnMapping

    mapped = records.load(ColumnMapping, path, error=OptionsError).required() if path else ColumnMapping()
    return replace(mapped, dates=DateOrder(_DATES[dates])) if dates else mapped


def _tell(found: list[Row], todo: list[Job | Volume], rest: list[Job | Volume]) -> None:
    """What each row would print."""
    named = {job.row: each.name for each in todo for job in each.jobs}
    waiting = {job.row for each in rest for job in each.jobs}
    for row in found:
        if row.number in named:
            state = "would be printed" if row.number in waiting else "stands already"
            click.echo(f"row {row.number}: {named[row.number]} {state}")
        else:
            click.echo(f"row {row.number}: nothing, see the problems")


def _print(rest: list[Job | Volume], folder: Path, executor: Executor | None, workers: int) -> int:
    """Print what is left; returns how many failed."""
    from printkit.printing import run

    failed = 0
    start, told = monotonic(), monotonic()
    for number, done in enumerate(run.run(rest, folder, executor, workers), 1):
        failed += bool(done.problem)
        if done.problem:
            _refused(done)
        if sys.stderr.isatty() or monotonic() - told > _EVERY or number == len(rest):
            told = monotonic()
            _progress(number, len(rest), failed, told - start)
    return failed


@contextmanager
def _engine(count: int, cluster: str | None) -> Iterator[tuple[Executor | None, int]]:
    """What does the work, and how many workers it has: this process, some processes, or a cluster."""
    if cluster is not None:
        from printkit.printing import cluster as clusters

        with clusters.executor(cluster) as (executor, workers):
            yield executor, workers
        return
    if count == 1:
        yield None, 1
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"))
    try:
        yield pool, count
    finally:
        pool.shutdown(cancel_futures=True)


def _sides(combined: int | None, *, to_fold: bool) -> str:
    """How the printer turns a sheet; "" leaves it to the printer."""
    return "two-sided-short-edge" if to_fold else "two-sided-long-edge" if combined else ""


def _to_printer(todo: list[Job | Volume], folder: Path, printer: str, copies: int, sides: str) -> int:
    """Send the files that are there to a printer, in the order of the list; returns how many it refused."""
    from printkit.printing import cups

    refused = 0
    for job in todo:
        if (folder / job.name).is_file():
            try:
                number = cups.send(folder / job.name, printer, copies, sides)
            except cups.PrintingError as error:
                refused += 1
                click.echo(f"row {job.row}: {job.name}: {error}", err=True)
            else:
                cups.note(folder, job.name, printer, copies, number)
                click.echo(f"{job.name}: print job {number}")
    return refused


def _refused(done: Result) -> None:
    # the name of the file holds the id; the words of the problem hold no name
    click.echo(f"row {done.row}: {done.name}: {done.problem}", err=True)


def _progress(number: int, count: int, failed: int, seconds: float) -> None:
    speed = number / max(seconds, 0.001)
    left = (count - number) / speed
    line = f"{number} of {count}, {failed} failed, {speed:.1f} a second, {left:.0f} s left"
    if sys.stderr.isatty():
        click.echo(f"\r{line}   ", err=True, nl=number == count)
    else:
        click.echo(line, err=True)
