"""The commands that print one file for the patient in an option file: booklet, chart, fridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.diary_place import noting_options
from printkit.cli.options import (
    FILE,
    clinician_option,
    named_twin,
    names,
    patient_of,
    print_options,
    time_of,
    twin_option,
)
from printkit.cli.output import counted, tell, tell_of_findings

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import PrintOptions
    from printkit.kit import Print, Printkit


@click.command()
@click.argument("options", type=FILE)
@click.option("--full", is_flag=True, help="With the leaflets to read.  [default: as in OPTIONS, else the short form]")
@click.option(
    "--with",
    "add",
    multiple=True,
    metavar="NAME",
    shell_complete=names("checklists"),
    help="Add this leaflet or checklist, whole; may be given several times.",
)
@clinician_option
@noting_options
@print_options
@twin_option
def booklet(
    options: Path,
    add: tuple[str, ...],
    printing: PrintOptions,
    twin: str,
    diary: DiaryPlace,
    *,
    full: bool,
    clinician: bool,
) -> None:
    """Print the exercise booklet for the patient in OPTIONS.

    \b
    Example: printkit booklet examples/foot-drop.yaml --full --with home-safety
    """
    from msgspec.structs import replace

    from printkit.model.vocabulary import BookletSize

    kit = printing.sources.kit(options)
    asked = kit.options(options)
    look = replace(printing.appearance, size=BookletSize.FULL if full else None, add=add)
    made = kit.booklet(asked, clinician=clinician, look=look, twin=twin)
    suffix = ("-clinician" if clinician else "") + named_twin(printing.appearance.language, twin)
    printing.write(made, f"{patient_of(asked)}-booklet{suffix}.pdf", diary.of(options).noted(made))
    tell_of_findings(made)
    paper = f"{counted(made.pages, 'page')}, {counted(-(-made.pages // 2), 'sheet')} of paper on both sides"
    beside = kit.given_beside(made)
    asked_for = f"; the rules ask to give with it: {', '.join(beside)} (printkit set {options})" if beside else ""
    tell(f"  {paper}{asked_for}", aside=True)


@click.command()
@click.argument("options", type=FILE)
@click.option("--weeks", type=click.IntRange(1, 12), help="How many weeks.  [default: as in OPTIONS, else 2]")
@click.option("--next", "goes_on", is_flag=True, help="Go on after the last week in the diary.")
@click.option("--calendar", type=FILE, help="Write its days for a phone, too: a file that ends in .ics.")
@click.option(
    "--at", "times", metavar="TIME", multiple=True, help="With --calendar: when to practise.  [default: 10:00]"
)
@noting_options
@print_options
def chart(
    options: Path,
    weeks: int | None,
    calendar: Path | None,
    times: tuple[str, ...],
    printing: PrintOptions,
    diary: DiaryPlace,
    *,
    goes_on: bool,
) -> None:
    """Print the tracking chart alone for the patient in OPTIONS.

    \b
    Example: printkit chart examples/foot-drop.yaml --weeks 2
    """
    if goes_on and diary.unwanted:
        raise click.UsageError(
            "--next takes the weeks from the diary, and notes the charts there; leave --no-diary out"
        )
    kit, diary = printing.sources.kit(options), diary.of(options, needed=goes_on)
    asked = kit.options(options)
    patient = patient_of(asked)
    if not goes_on:
        made = kit.chart(asked, weeks=weeks, look=printing.appearance)
        _write_calendar(kit, made, calendar, times)
        printing.write(made, f"{patient}-chart.pdf", diary.noted(made))
        tell_of_findings(made)
        return
    from printkit.diary import next_sheets

    with diary.histories() as history:
        found = kit.next_chart(asked, history(patient), weeks=weeks, look=printing.appearance, where=str(options))
    _write_calendar(kit, found.chart, calendar, times)
    asked = found.chart.cleared.options
    # by its weeks, and by its diary where that is not the usual one
    name = "-".join(each for each in (patient, "chart", next_sheets.weeks(asked), diary.named) if each)
    printing.write(found.chart, f"{name}.pdf", diary.noted(found.chart))
    tell_of_findings(found.chart)
    for remark in next_sheets.remarks(asked, goes_on=found.goes_on, behind=found.behind, agree=found.agree):
        tell(f"  {remark}", aside=True)


def _write_calendar(kit: Printkit, made: Print, path: Path | None, times: tuple[str, ...]) -> None:
    """The days of a chart for a phone, before the chart itself: a file that is in the way stops both."""
    from shlex import quote

    from printkit.errors import TakenError
    from printkit.printing import files

    if path is None:
        if times:
            raise click.UsageError("--at stands beside --calendar")
        return
    if path.suffix.lower() != ".ics":
        raise click.BadParameter(
            f"{str(path)!r} is no calendar; name a file that ends in .ics", param_hint="--calendar"
        )
    at = tuple(time_of(text, "--at") for text in times or ("10:00",))
    try:
        files.write(kit.calendar(made, *at), path)
    except TakenError as error:
        error.hint = f"give another name, as --calendar {quote(str(files.free(path)))}, or move the old file away"
        raise
    tell(str(path))


@click.command()
@click.argument("options", type=FILE)
@click.option("--chart", "with_chart", is_flag=True, help="With the days to tick on its back: one sheet for the door.")
@noting_options
@print_options
@twin_option
def fridge(options: Path, printing: PrintOptions, twin: str, diary: DiaryPlace, *, with_chart: bool) -> None:
    """Print the whole plan of the patient in OPTIONS on one page, for the refrigerator door.

    \b
    Example: printkit fridge examples/foot-drop.yaml --chart
    """
    kit = printing.sources.kit(options)
    asked = kit.options(options)
    made = kit.fridge(asked, chart=with_chart, look=printing.appearance, twin=twin)
    printing.write(
        made,
        f"{patient_of(asked)}-fridge{named_twin(printing.appearance.language, twin)}.pdf",
        diary.of(options).noted(made),
    )
    tell_of_findings(made)
