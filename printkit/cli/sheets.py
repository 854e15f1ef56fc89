"""The commands that print one sheet or list, with an option file or for nobody in particular: handout, checklist, skin-sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.diary_place import noting_options
from printkit.cli.options import (
    FILE,
    named_twin,
    names,
    patient_of,
    print_options,
    refuse_beside_options,
    somebody,
    twin_option,
)
from printkit.cli.output import tell_of_findings

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import PrintOptions, Somebody

_ROOMS_NAMED = 3  # in the name of a file


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
