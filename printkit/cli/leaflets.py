"""The commands for a whole set of files, and for one leaflet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.diary_place import noting_options
from printkit.cli.options import (
    FILE,
    folders,
    look_options,
    named_twin,
    names,
    patient_of,
    print_options,
    refuse_beside_options,
    somebody,
    twin_option,
)
from printkit.cli.output import counted, tell, tell_of_findings

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import PrintOptions, Somebody, Sources
    from printkit.model.options import Appearance


@click.command("set")
@click.argument("options", type=FILE)
@click.option("-o", "--output", type=FILE, help="The folder for the files.  [default: out]")
@noting_options
@look_options
@folders
def whole_set(options: Path, output: Path | None, sources: Sources, look: Appearance, diary: DiaryPlace) -> None:
    """Print all that the patient in OPTIONS should be given: booklet, chart, lists and leaflets, a file each.

    Where a diary is in use, the chart is noted in it.

    \b
    Example: printkit set examples/foot-drop.yaml
    """
    from printkit.printing import files

    kit = sources.kit(options)
    asked = kit.options(options)
    found = kit.set(asked, look=look)
    folder = output or files.FOLDER
    paths = [folder / f"{patient_of(asked)}-{piece.name}.pdf" for piece in found]
    with diary.of(options).noted(*(piece.made for piece in found)):
        files.write_all([(piece.made.pdf, path) for piece, path in zip(found, paths, strict=True)])
    for piece, path in zip(found, paths, strict=True):
        tell(f"{path}: {counted(piece.made.pages, 'page')}")
    tell_of_findings(found[0].made)
    pages = sum(piece.made.pages for piece in found)
    sheets = sum(-(-piece.made.pages // 2) for piece in found)
    tell(f"{counted(len(found), 'file')}: {counted(pages, 'page')}, {counted(sheets, 'sheet')} of paper on both sides")


@click.command()
@click.argument("name", metavar="NAME", shell_complete=names("topics"))
@click.option("--options", "options_file", type=FILE, help="An option file: its side, clinic and look apply.")
@somebody
@print_options
@twin_option
def leaflet(name: str, options_file: Path | None, person: Somebody, printing: PrintOptions, twin: str) -> None:
    """Print the leaflet NAME, such as after-a-fall; `printkit catalog list --kind topics` names them all.

    \b
    Example: printkit leaflet after-a-fall --side left --region GB
    """
    kit = printing.sources.kit(options_file)
    if options_file is not None:
        refuse_beside_options("side", "region", "clinic_file")
        asked = kit.options(options_file)
        made = kit.leaflet(name, asked, look=printing.appearance, twin=twin)
        who = patient_of(asked)
    else:
        clinic = person.clinic()
        look = printing.appearance
        made = kit.leaflet(name, side=person.side, region=person.region, clinic=clinic, look=look, twin=twin)
        who = str(person.side)
    printing.write(made, f"{name}-{who}-leaflet{named_twin(printing.appearance.language, twin)}.pdf")
    tell_of_findings(made)
