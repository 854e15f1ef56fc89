"""Paper that came back, into the diary: read, asked about, and entered when somebody has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli import scan_review
from printkit.cli.diary_matters import tell_what_matters
from printkit.cli.diary_place import diary_option
from printkit.cli.diary_sheets import SOME_LOST, weeks_of
from printkit.cli.options import FILE, NEW_FOLDER, catalog_option, day_of
from printkit.cli.output import counted, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import Sources
    from printkit.diary.database import Added
    from printkit.diary.paper import Paper
    from printkit.diary.paper_desk import Desk, Taken
    from printkit.scan.records import ReadPage

_NAME = "scan-review"


@click.command()
@click.argument("files", metavar="[SCAN]...", type=FILE, nargs=-1)
@click.option("--answers", "answered", metavar="CSV", type=FILE, help="What somebody has said of the boxes in doubt.")
@click.option("--by", metavar="NAME", default="", help="With --answers: who has looked.")
@click.option("--form", "forms", metavar="PDF", type=FILE, multiple=True, help="A print that the diary has not noted.")
@click.option(
    "--day", "days", metavar="[TOKEN=]DATE", multiple=True,
    help="The first day of sheets without dates, or the day of a skin check; with the 6 letters of a sheet, of it alone.",
)  # fmt: skip
@click.option("--correct", is_flag=True, help="Put a value that differs in place of the old one, which is kept.")
@click.option("-o", "--output", type=NEW_FOLDER, help="The folder for the page of what is in doubt.  [default: out]")
@diary_option
@catalog_option
def scan(
    files: tuple[Path, ...],
    answered: Path | None,
    by: str,
    forms: tuple[Path, ...],
    days: tuple[str, ...],
    output: Path | None,
    diary: DiaryPlace,
    sources: Sources,
    *,
    correct: bool,
) -> None:
    """Read filled sheets in each SCAN into the diary. What is in doubt is asked first, on a page for a browser.

    \b
    Example: printkit diary scan ward.pdf

    \b
    Example: printkit diary scan --answers scan-answers.csv --by "A. Reed"
    """
    from datetime import UTC, datetime

    from printkit.diary.paper_desk import Desk
    from printkit.printing.files import FOLDER
    from printkit.scan import forms as printed
    from printkit.scan import stack

    if bool(files) == (answered is not None):
        raise click.UsageError("give scans to read, or --answers with what was said of them")
    if answered is not None and not by.strip():
        raise click.UsageError("--answers need who has looked: --by NAME")
    if files:
        stack.require_extra()
    first_days = {token.strip().upper(): day_of(day.strip(), "--day") for token, day in map(_of_sheet, days)}
    sheets = printed.of_files(forms) if forms else ()
    kit = sources.kit()
    with diary.opened(new=False) as book:
        desk = Desk(book, kit.catalog, kit.today, place=diary.shown, forms=sheets, days=first_days)
        at = datetime.now(UTC)
        folder = output or FOLDER
        if answered is not None:
            trouble = _hear(desk, answered, by.strip(), at, folder, diary, correct=correct)
            shown, wrong = book.checks()
            _tell_rate(shown, wrong)
        else:
            taken, trouble = _take(desk, files)
            trouble += _enter(
                desk, (each.paper for each in taken if not each.paper.entered), "", at, diary, correct=correct
            )
            _ask(taken, sources, folder)
        tell_what_matters(desk.written, kit, diary, book)
    if trouble:
        raise SystemExit(SOME_LOST)


def _of_sheet(said: str) -> tuple[str, str]:
    """The letters of a sheet, "" for all others, and a day."""
    token, _, day = said.rpartition("=")
    return token, day


def _take(desk: Desk, files: Sequence[Path]) -> tuple[list[Taken], int]:
    """Every page that belongs to somebody, kept; and how many do not."""
    from printkit.diary import paper_stack

    taken: list[Taken] = []
    lost = 0
    for each in paper_stack.read(desk, files):
        taken += each.taken
        lost += _tell_pages(desk, each.pages, each.taken)
    return taken, lost


def _tell_pages(desk: Desk, pages: Iterable[ReadPage], found: Iterable[Taken]) -> int:
    from printkit.reading.tell import of_pages, paged

    lost: list[tuple[str, str]] = []
    for each in found:
        asked = f", {counted(len(each.paper.open), 'box')} to look at" if each.paper.open else ""
        again = "" if each.again == "new" else f"  ({each.again})"
        tell(
            f"{each.paper.patient}  {weeks_of(each.sheets)}  {each.where}: {counted(len(each.paper.boxes), 'box')}{asked}{again}"
        )
    for page in pages:
        if page.is_scaled:
            said = f"{page.where}: printed at {page.print_scale:.0%} of its size"
            tell(f"{said}; it was read, but print without scaling (100 %, not 'fit to page')", aside=True)
        if why := desk.lost(page):
            whose = desk.whose(page)
            lost.append((page.where, f"{f' of {whose}' if whose else ''}: not read: {why}"))
    for file, numbers, why in of_pages(lost):
        click.echo(f"{paged(file, numbers)}{why}", err=True)
    return len(lost)


def _ask(taken: Sequence[Taken], sources: Sources, folder: Path) -> None:
    """The page of what is in doubt, and the same as a table."""
    from printkit.diary.paper_desk import asked_of
    from printkit.diary.paper_words import words_of_all

    kit = sources.kit()
    names = {name: "yes" for each in taken for name in each.paper.open}
    asked = asked_of(taken, words_of_all(names, kit.questions_of(names), kit.catalog))
    if not asked:
        return
    table = scan_review.write(asked, folder / _NAME)
    if any(each.paper.open and not each.paper.entered for each in taken):
        before = "a sheet with a box to look at is not in the diary before"
    else:
        before = "the diary keeps what it has until then"
    tell(f"  open it in a browser, or fill in {table}; {before}", aside=True)
    tell(f"  then: printkit diary scan --answers {scan_review.ANSWERS} --by NAME", aside=True)


def _hear(desk: Desk, table: Path, by: str, at: datetime, folder: Path, diary: DiaryPlace, *, correct: bool) -> int:
    """Enter what was answered, and take away the pictures where all of it could be; returns how much could not."""
    from printkit.scan import review

    answers = list(review.answers(table))
    papers, unknown = desk.hear(answers, by=by, at=at)
    for error in unknown:
        click.echo(str(error), err=True)
    trouble = len(unknown) + _enter(desk, papers, by, at, diary, correct=correct)
    still = sum(len(each.open) for each in papers)
    if still:
        tell(
            f"  {counted(still, 'box')} of these sheets still open; they are entered when the last one is answered",
            aside=True,
        )
    if trouble:
        tell("  the page with its pictures stays until this is put right; then give the answers again", aside=True)
    else:
        scan_review.take_away(folder, _NAME, answers)
    return trouble


def _enter(desk: Desk, papers: Iterable[Paper], by: str, at: datetime, diary: DiaryPlace, *, correct: bool) -> int:
    from printkit.diary.database import Added

    some = list(papers)
    added, wrong = desk.enter(some, by=by, at=at, correct=correct)
    for error in wrong:
        click.echo(str(error), err=True)
    if any(not each.open for each in some) and not (wrong and added == Added()):
        _tell_added(diary, added)
    return len(wrong)


def _tell_added(diary: DiaryPlace, added: Added) -> None:
    counts = f"{added.new} new, {added.filled} filled in, {added.corrected} corrected, {added.same} there already"
    tell(f"{diary.shown}: {counts}; told by the patient, from paper")


def _tell_rate(shown: int, wrong: int) -> None:
    from printkit.scan.rates import upper_bound

    if shown:
        said = f"of {shown:,} sure boxes that were looked at so far, {wrong} {'was' if wrong == 1 else 'were'} read wrongly"
        tell(f"  {said} ({wrong / shown:.2%}; with 95 % certainty at most {upper_bound(wrong, shown):.2%})", aside=True)


@click.command()
@click.argument("patient", metavar="PATIENT-ID")
@click.option("-o", "--output", type=FILE, help="A .csv file for their boxes, as 'printkit todo' reads it.")
@diary_option
def papers(patient: str, output: Path | None, diary: DiaryPlace) -> None:
    """List the sheets of a patient that came back: when they were entered, and who has looked at what was in doubt.

    \b
    Example: printkit diary papers p-1 -o p-1-answers.csv
    """
    from printkit.printing import files
    from printkit.scan import answers

    with diary.opened(new=False) as book:
        found = book.papers(patient)
    for each in found:
        who = f"looked at by {each.checked_by}" if each.checked_by else "nothing was in doubt"
        if each.open:
            still = f"{counted(len(each.open), 'box')} to look at"
        elif each.is_dated:
            still = "scan it again, and what is in the way is said"
        else:
            still = f"it waits for its first day: --day {each.token}=DATE"
        since = f"; another scan says otherwise: {still}" if each.open else ""
        when = f"entered {each.checked_at[:10]}, {who}{since}" if each.entered else f"not entered: {still}"
        ticked = sum(box.ticked for box in each.boxes.values())
        click.echo(f"{each.code}  {ticked} of {counted(len(each.boxes), 'box')} ticked  {when}")
    if output is not None:
        rows = [(each.code, name, box.is_open, box.ticked) for each in found for name, box in each.boxes.items()]
        files.write(answers.of_papers(rows).encode(), output)
        tell(f"{output}: {counted(len(rows), 'row')}", aside=True)
