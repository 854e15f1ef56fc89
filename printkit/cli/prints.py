"""The commands that print one file: booklet, chart, fridge, handout, checklist, the to-do page of a filled form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.diary_place import noting_options
from printkit.cli.options import (
    FILE,
    catalog_option,
    clinician_option,
    names,
    patient_of,
    print_options,
    refuse_beside_options,
    somebody,
)
from printkit.cli.output import counted, tell, tell_of_findings

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import PrintOptions, Somebody, Sources

_ROOMS_NAMED = 3  # in the name of a file


@click.command()
@click.argument("options", type=FILE)
@clinician_option
@noting_options
@print_options
def booklet(options: Path, printing: PrintOptions, diary: DiaryPlace, *, clinician: bool) -> None:
    """Print the exercise booklet for the patient in OPTIONS.

    \b
    Example: printkit booklet examples/foot-drop.yaml
    """
    kit = printing.sources.kit(options)
    asked = kit.options(options)
    made = kit.booklet(asked, clinician=clinician, look=printing.appearance)
    suffix = "-clinician" if clinician else ""
    printing.write(made, f"{patient_of(asked)}-booklet{suffix}.pdf", diary.of(options).noted(made.charts))
    tell_of_findings(made)


@click.command()
@click.argument("options", type=FILE)
@click.option("--weeks", type=click.IntRange(1, 12), help="How many weeks.  [default: as in OPTIONS, else 2]")
@click.option("--next", "goes_on", is_flag=True, help="Go on after the last week in the diary.")
@noting_options
@print_options
def chart(options: Path, weeks: int | None, printing: PrintOptions, diary: DiaryPlace, *, goes_on: bool) -> None:
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
        printing.write(made, f"{patient}-chart.pdf", diary.noted(made.charts))
        tell_of_findings(made)
        return
    from printkit.diary import next_sheets

    with diary.histories() as history:
        found = kit.next_chart(asked, history(patient), weeks=weeks, look=printing.appearance, where=str(options))
    asked = found.chart.cleared.options
    # by its weeks, and by its diary where that is not the usual one
    name = "-".join(each for each in (patient, "chart", next_sheets.weeks(asked), diary.named) if each)
    printing.write(found.chart, f"{name}.pdf", diary.noted(found.chart.charts))
    tell_of_findings(found.chart)
    for remark in next_sheets.remarks(asked, goes_on=found.goes_on):
        tell(f"  {remark}", aside=True)


@click.command()
@click.argument("options", type=FILE)
@noting_options
@print_options
def fridge(options: Path, printing: PrintOptions, diary: DiaryPlace) -> None:
    """Print the whole plan of the patient in OPTIONS on one page, for the refrigerator door.

    \b
    Example: printkit fridge examples/foot-drop.yaml
    """
    kit = printing.sources.kit(options)
    asked = kit.options(options)
    made = kit.fridge(asked, look=printing.appearance)
    printing.write(made, f"{patient_of(asked)}-fridge.pdf", diary.of(options).noted(made.charts))
    tell_of_findings(made)


@click.command()
@click.argument("exercise", shell_complete=names("exercises"))
@click.option("--options", "options_file", type=FILE, help="An option file: its answers, rules and dose apply.")
@click.option("--screened-by", metavar="NAME", default="", help="The therapist who has checked the person.")
@click.option("--screened-on", metavar="DATE", default="", help="When that was, as 2026-11-20, or today.")
@somebody
@noting_options
@print_options
def handout(
    exercise: str,
    options_file: Path | None,
    screened_by: str,
    screened_on: str,
    person: Somebody,
    printing: PrintOptions,
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
        made = kit.handout(exercise, asked, look=printing.appearance)
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
        )
        who = str(person.side)
    printing.write(made, f"{exercise}-{who}-handout.pdf", diary.of(options_file).noted(made.charts))
    tell_of_findings(made)


@click.command()
@click.argument("name", metavar="NAME", shell_complete=names("checklists"))
@click.option("--room", "rooms", multiple=True, metavar="ROOM", help="Only this room; may be given several times.")
@click.option("--options", "options_file", type=FILE, help="An option file: its answers tailor the list.")
@click.option("--brace/--no-brace", default=None, help="The person wears an AFO (ankle brace), or does not.")
@click.option("--brace-start", metavar="DATE", default="", help="The first day with a new brace, as 2026-11-20.")
@click.option("--stick", is_flag=True, help="The person walks with a stick.")
@click.option("--lives-alone/--not-alone", default=None, help="The person lives alone, or does not.")
@somebody
@noting_options
@print_options
def checklist(
    name: str,
    rooms: tuple[str, ...],
    options_file: Path | None,
    brace_start: str,
    person: Somebody,
    printing: PrintOptions,
    diary: DiaryPlace,
    *,
    brace: bool | None,
    stick: bool,
    lives_alone: bool | None,
) -> None:
    """Print the checklist NAME: home-safety, skin, shoes or limb-care.

    \b
    Example: printkit checklist home-safety --room stairs --room bathroom --region GB
    """
    kit = printing.sources.kit(options_file)
    prefix = ""
    if options_file is not None:
        refuse_beside_options("side", "region", "clinic_file", "brace", "brace_start", "stick", "lives_alone")
        asked = kit.options(options_file)
        made = kit.checklist(name, asked, rooms=rooms, look=printing.appearance)
        prefix = f"{patient_of(asked)}-"
    else:
        made = kit.checklist(
            name,
            rooms=rooms,
            side=person.side,
            region=person.region,
            clinic=person.clinic(),
            brace=brace,
            brace_start=brace_start,
            stick=stick,
            lives_alone=lives_alone,
            look=printing.appearance,
        )
    named = "-".join(
        (name, *rooms[:_ROOMS_NAMED], *([f"and-{more}-more"] if (more := len(rooms) - _ROOMS_NAMED) > 0 else []))
    )
    # with its day, so that next week's list never meets the one that was filled in
    name = f"{prefix}{named}-checklist-{made.cleared.options.print.printed_on}.pdf"
    printing.write(made, name, diary.of(options_file).noted(made.charts))
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
    """Print the to-do list of the boxes that were ticked No in the form FILLED.

    \b
    Example: printkit todo out/home-safety-checklist.pdf --region GB
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
