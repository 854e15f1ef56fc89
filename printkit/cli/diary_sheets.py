"""Sheets that came back: whose each page of a scan is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.diary_place import diary_option
from printkit.cli.options import FILE, NEW_FOLDER
from printkit.cli.output import counted, tell

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace
    from printkit.outcomes.history import Sheets
    from printkit.sheets.returns import Returned

SOME_LOST = 4  # as when some rows of a roster are not printed


@click.command()
@click.argument("files", metavar="[FILE]...", type=FILE, nargs=-1)
@click.option("--code", "codes", multiple=True, metavar="PK1...", help="A code that a hand-held scanner typed.")
@click.option("-o", "--output", type=NEW_FOLDER, help="A folder: one PDF a patient goes into it, each page upright.")
@diary_option
def sort(files: tuple[Path, ...], codes: tuple[str, ...], output: Path | None, diary: DiaryPlace) -> None:
    """Say whose sheets came back: each FILE is a scan (.png, .jpg, .tif, .pdf) of printed charts.

    \b
    Example: printkit diary sort scan.pdf
    """
    from printkit.errors import raise_all
    from printkit.reading.tell import of_pages, paged
    from printkit.sheets import returns, scans

    if not files and not codes:
        raise click.UsageError("nothing is given to sort; name a scan, or give --code")
    if output is not None and not files:
        raise click.UsageError("-o needs scans; a typed code has no page to write")
    with diary.opened(new=False) as found:
        noted = found.sheets()
    pages, wrong = scans.every(files)
    raise_all(wrong)
    returned, lost = returns.owners(pages, codes, noted)
    _write_sorted(returned, output)
    for each in returned:
        again = "  (again)" if each.again else ""
        letter = f"{each.code.template} page {each.code.page}"
        click.echo(f"{each.sheets.patient}  {weeks_of(each.sheets)}  {letter}  {each.where}{again}")
    for file, numbers, why in of_pages((other.where, other.why) for other in lost):
        click.echo(f"{paged(file, numbers)}: {why}", err=True)
    if lost:
        click.echo(
            f"  {len(lost)} not sorted; a diary knows the charts that were printed while it was in use", err=True
        )
        raise SystemExit(SOME_LOST)


def weeks_of(sheets: Sheets) -> str:
    """The weeks of printed sheets in words; a list is of none."""
    if not sheets.weeks:
        return "list"
    last = sheets.first_week + sheets.weeks - 1
    return f"week {last}" if sheets.weeks == 1 else f"weeks {sheets.first_week}-{last}"


def _write_sorted(returned: tuple[Returned, ...], folder: Path | None) -> None:
    """A PDF for each patient. An older one is never replaced: it holds sheets that are nowhere else."""
    from itertools import groupby

    from printkit.errors import OutputError, raise_all
    from printkit.printing import files
    from printkit.sheets import scans

    if folder is None:
        return
    of_patient = {
        patient: [each.page for each in some if each.page is not None]
        for patient, some in groupby(returned, lambda each: each.sheets.patient)
    }
    paths = {patient: folder / f"{patient}-sheets.pdf" for patient, pages in of_patient.items() if pages}
    hint = "choose an empty folder with -o"
    raise_all(OutputError("is there already", where=str(path), hint=hint) for path in paths.values() if path.exists())
    for patient, path in paths.items():
        files.write(scans.as_pdf(of_patient[patient]), path)
        count = len(of_patient[patient])
        tell(f"{path}: {counted(count, 'page')}", aside=True)
