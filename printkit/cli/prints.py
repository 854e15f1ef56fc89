"""The commands that print one file: booklet, chart, fridge, handout, checklist, the to-do page of a filled form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.diary_place import noting_options
from printkit.cli.options import (
    FILE,
    catalog_option,
    clinician_option,
    named_twin,
    names,
    patient_of,
    print_options,
    refuse_beside_options,
    somebody,
    time_of,
    twin_option,
)
from printkit.cli.output import counted, tell, tell_of_findings

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import PrintOptions, Somebody, Sources
    from printkit.kit import Print, Printkit

_ROOMS_NAMED = 3  # in the name of a file


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


@click.command()
@click.argument("exercise", shell_complete=names("exercises"))
@click.option("--options", "options_file", type=FILE, help="An option file: its answers, rules and dose apply.")
@click.option("--screened-by", metavar="NAME", default="", help="The therapist who has checked the person.")
@click.option("--screened-on", metavar="DATE", default="", help="When that was, as 2026-11-20, or today.")
@somebody
@noting_options
@print_options
@twin_option
def handout(
    exercise: str,
    options_file: Path | None,
    screened_by: str,
    screened_on: str,
    person: Somebody,
    printing: PrintOptions,
    twin: str,
    diary: DiaryPlace,
) -> None:
    """Print one EXERCISE on one page.

    \b
    Example: printkit handout seated-toe-raise --side left --region GB
    """
    kit = printing.sources.kit(options_file)
    if options_file is not None:
        refuse_beside_options("side", "region", "clinic_file", "screened_by", "screened_on")
        asked = kit.options(options_file)
        made = kit.handout(exercise, asked, look=printing.appearance, twin=twin)
        who = patient_of(asked)
    else:
        made = kit.handout(
            exercise,
            side=person.side,
            region=person.region,
            clinic=person.clinic(),
            screened_by=screened_by,
            screened_on=screened_on,
            look=printing.appearance,
            twin=twin,
        )
        who = str(person.side)
    printing.write(
        made,
        f"{exercise}-{who}-handout{named_twin(printing.appearance.language, twin)}.pdf",
        diary.of(options_file).noted(made),
    )
    tell_of_findings(made)


@click.command()
@click.argument("name", metavar="NAME", shell_complete=names("checklists"))
@click.option("--room", "rooms", multiple=True, metavar="ROOM", help="Only this room; may be given several times.")
@click.option("--options", "options_file", type=FILE, help="An option file: its answers tailor the list.")
@click.option("--brace/--no-brace", default=None, help="The person wears an AFO (ankle brace), or does not.")
@click.option("--stick", is_flag=True, help="The person walks with a stick.")
@click.option("--lives-alone/--not-alone", default=None, help="The person lives alone, or does not.")
@somebody
@noting_options
@print_options
@twin_option
def checklist(
    name: str,
    rooms: tuple[str, ...],
    options_file: Path | None,
    person: Somebody,
    printing: PrintOptions,
    twin: str,
    diary: DiaryPlace,
    *,
    brace: bool | None,
    stick: bool,
    lives_alone: bool | None,
) -> None:
    """Print the checklist NAME, such as home-safety, shoes, medicines or visit.

    \b
    Example: printkit checklist home-safety --room stairs --room bathroom --region GB
    """
    kit = printing.sources.kit(options_file)
    prefix = ""
    if options_file is not None:
        refuse_beside_options("side", "region", "clinic_file", "brace", "stick", "lives_alone")
        asked = kit.options(options_file)
        made = kit.checklist(name, asked, rooms=rooms, look=printing.appearance, twin=twin)
        prefix = f"{patient_of(asked)}-"
    else:
        made = kit.checklist(
            name,
            rooms=rooms,
            side=person.side,
            region=person.region,
            clinic=person.clinic(),
            brace=brace,
            stick=stick,
            lives_alone=lives_alone,
            look=printing.appearance,
            twin=twin,
        )
    named = "-".join(
        (name, *rooms[:_ROOMS_NAMED], *([f"and-{more}-more"] if (more := len(rooms) - _ROOMS_NAMED) > 0 else []))
    )
    # with its day, so that next week's list never meets the one that was filled in
    name = f"{prefix}{named}-checklist{named_twin(printing.appearance.language, twin)}-{made.cleared.options.print.printed_on}.pdf"
    printing.write(made, name, diary.of(options_file).noted(made))
    tell_of_findings(made)


@click.command("skin-sheet")
@click.option("--options", "options_file", type=FILE, help="An option file: its answers tailor the sheet.")
@click.option("--new-brace", is_flag=True, help="The person has a new AFO (ankle brace).")
@click.option("--brace-start", metavar="DATE", default="", help="The first day with the new brace, as 2026-11-20.")
@somebody
@noting_options
@print_options
def skin_sheet(
    options_file: Path | None,
    brace_start: str,
    person: Somebody,
    printing: PrintOptions,
    diary: DiaryPlace,
    *,
    new_brace: bool,
) -> None:
    """Print a row a day to tick for the skin, and on its back where to look. With a new brace: how long to wear it.

    \b
    Example: printkit skin-sheet --brace-start 2026-11-23 --side left --region GB
    """
    kit = printing.sources.kit(options_file)
    prefix = ""
    if options_file is not None:
        refuse_beside_options("side", "region", "clinic_file", "new_brace", "brace_start")
        asked = kit.options(options_file)
        made = kit.skin_sheet(asked, look=printing.appearance)
        prefix = f"{patient_of(asked)}-"
    else:
        made = kit.skin_sheet(
            side=person.side,
            region=person.region,
            clinic=person.clinic(),
            new_brace=new_brace,
            brace_start=brace_start,
            look=printing.appearance,
        )
    # with its day, so that the next sheet never meets the one that was filled in
    name = f"{prefix}skin-sheet-{made.cleared.options.print.printed_on}.pdf"
    printing.write(made, name, diary.of(options_file).noted(made))
    tell_of_findings(made)


@click.command("read-form")
@click.argument("filled", type=FILE)
@click.option("-o", "--output", type=FILE, help="A file that ends in .yaml or .csv.  [default: YAML on the screen]")
@catalog_option
def read_form(filled: Path, output: Path | None, sources: Sources) -> None:
    """Give back what was filled in on a screen in the form FILLED.

    \b
    Example: printkit read-form out/home-safety-checklist.pdf -o answers.csv
    """
    from printkit.intake import filled_form
    from printkit.printing import files

    answers = filled_form.read(filled)
    if not answers:
        tell("nothing is filled in", aside=True)
    questions = sources.kit().questions_of(answers)
    if output is None:
        click.echo(filled_form.as_text(answers, ".yaml", questions), nl=False)
        return
    files.write(filled_form.as_text(answers, output.suffix.lower(), questions).encode(), output)
    tell(f"{output}: {counted(len(answers), 'answer')}")


@click.command()
@click.argument("filled", type=FILE)
@somebody
@print_options
def todo(filled: Path, person: Somebody, printing: PrintOptions) -> None:
    """Print the to-do list of the boxes that were ticked No in FILLED: a form, or what `printkit scan` read of paper.

    \b
    Example: printkit todo out/home-safety-checklist.pdf --region GB

    \b
    Example: printkit todo answers.csv --region GB
    """
    kit = printing.sources.kit()
    made = kit.to_do(
        kit.answers_of(filled),
        side=person.side,
        region=person.region,
        clinic=person.clinic(),
        where=str(filled),
        look=printing.appearance,
    )
    printing.write(made, "to-do.pdf")
    tell_of_findings(made)
