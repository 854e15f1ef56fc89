"""The command for reports: what a diary holds of one patient, told to the patient or to a clinician."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from printkit.cli.options import (
    FILE,
    day_of,
    days_options,
    diary_option,
    folders,
    loaded,
    look,
    opened_catalog,
    opened_diary,
    opened_templates,
    output_option,
)
from printkit.cli.output import tell_of_region, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
    help="Hold a measure against this study, as tug=W15b; else the largest change counts.",
)
@click.option(
    "--trace", type=FILE, metavar="FILE.csv", help="Also write where each number comes from, for a clinician."
)
@diary_option
@output_option
@look
@folders
def report(
    options: Path,
    audience: str,
    since: str | None,
    until: str | None,
    studies: tuple[str, ...],
    trace: Path | None,
    place: str,
    output: Path | None,
    **said: Any,
) -> None:
    """Print what the patient in OPTIONS has done and what changed, from the diary.

    \b
    Example: printkit report sam.yaml --for clinician --from 2026-09-01
    """
    from datetime import date

    from printkit import pipeline
    from printkit.errors import OptionsError
    from printkit.pdf.pages import draw
    from printkit.reports import report as reporting
    from printkit.reports import trace as tracing

    if trace is not None and audience != "clinician":
        raise click.UsageError("--trace is of a clinician's report; add --for clinician")
    if trace is not None and output is not None and trace.resolve() == output.resolve():
        raise click.UsageError(f"--trace and --output both name {trace}; give two names")
    catalog, today = opened_catalog(said["catalog_folder"]), date.today()
    told = reporting.days(day_of(since, "--from"), day_of(until, "--to"), today)
    chosen = dict(_chosen(studies))
    asked = loaded(options, catalog)
    asked = pipeline.looking(asked, **{name: said[name] for name in ("profile", "paper", "greyscale", "fillable")})
    if asked.patient is None:
        raise OptionsError("a report is of one patient", where=str(options), hint="give patient: id:")
    with opened_diary(place, new=False) as diary:
        # from the first entry on: a report says what was prescribed before
        whole = diary.history(asked.patient.id)
        history = reporting.of_days(whole, told)
    templates = opened_templates(said["templates_folder"])
    laid = reporting.laid_out(
        reporting.Audience(audience), catalog, templates, asked, history, told.since, told.until, today, chosen
    )
    suffix = "-clinician" if audience == "clinician" else ""
    name = f"{asked.patient.id}-report{suffix}.pdf"
    if trace is None:
        write(draw(laid), output, name, ask=said["password_prompt"])
    else:
        content = reporting.content_of(catalog, asked, history, told.since, told.until, chosen)
        with _traced(tracing.as_csv(content, history, whole), trace):
            write(draw(laid), output, name, ask=said["password_prompt"])
        click.echo(f"{trace}: where each number comes from")
        if said["password_prompt"]:
            click.echo("  it is not locked, and holds what was recorded", err=True)
    tell_of_region(asked)
    if reporting.says_nothing(history):
        click.echo(f"  the diary holds nothing of {asked.patient.id} from {told.since} to {told.until}", err=True)


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
