"""The command for reports: what a diary holds of one patient, told to the patient or to a clinician."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from printkit.cli.diary_place import diary_option
from printkit.cli.options import FILE, day_of, days_options, patient_of, print_options
from printkit.cli.output import tell, tell_of_region

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import PrintOptions


@click.command()
@click.argument("options", type=FILE)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["patient", "clinician"]),
    default="patient",
    help="Whom it is for.  [default: patient]",
)
@days_options
@click.option(
    "--study",
    "studies",
    multiple=True,
    metavar="MEASURE=TAG",
    help="Hold a measure against this study, as tug=W15b, if its people were like this patient.",
)
@click.option(
    "--trace", type=FILE, metavar="FILE.csv", help="Also write where each number comes from, for a clinician."
)
@diary_option
@print_options
def report(
    options: Path,
    audience: str,
    since: str | None,
    until: str | None,
    studies: tuple[str, ...],
    trace: Path | None,
    diary: DiaryPlace,
    printing: PrintOptions,
) -> None:
    """Print what the patient in OPTIONS has done and what changed, from the diary.

    \b
    Example: printkit report sam.yaml --for clinician --from 2026-09-01
    """
    from printkit.reports import report as reports

    output = printing.output
    if trace is not None and audience != "clinician":
        raise click.UsageError("--trace is of a clinician's report; add --for clinician")
    if trace is not None and output is not None and trace.resolve() == output.resolve():
        raise click.UsageError(f"--trace and --output both name {trace}; give two names")
    kit = printing.sources.kit(options)
    days = reports.days(day_of(since, "--from"), day_of(until, "--to"), kit.today)
    chosen = dict(_chosen(studies))
    asked = kit.options(options)
    patient = patient_of(asked)
    with diary.of(options).opened(new=False) as book:
        # from the first entry on: a report says what was prescribed before
        whole = book.history(patient)
    look = printing.appearance
    made = kit.report(asked, whole, reports.Audience(audience), days.since, days.until, studies=chosen, look=look)
    suffix = "-clinician" if audience == "clinician" else ""
    name = f"{patient}-report{suffix}.pdf"
    if trace is None:
        printing.write(made, name)
    else:
        with _traced(kit.trace(look.over(asked), whole, days.since, days.until, studies=chosen), trace):
            printing.write(made, name)
        tell(f"{trace}: where each number comes from")
        if printing.password_prompt:
            tell("  it is not locked, and holds what was recorded", aside=True)
    tell_of_region(asked)
    if reports.says_nothing(reports.of_days(whole, days)):
        tell(f"  the diary holds nothing of {patient} from {days.since} to {days.until}", aside=True)


@contextmanager
def _traced(text: str, path: Path) -> Iterator[None]:
    """A trace on the disk; none where the report that it is of cannot be written."""
    from printkit.printing import files

    new = not path.exists()
    files.write(text.encode(), path)
    try:
        yield
    except BaseException:
        if new:
            path.unlink(missing_ok=True)
        raise


def _chosen(studies: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for each in studies:
        measure, sign, tag = each.partition("=")
        if not (measure and sign and tag):
            raise click.UsageError(f"--study is {each!r}; write it as tug=W15b")
        yield measure, tag
