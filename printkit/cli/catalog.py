"""Commands for those who write: pictures, the catalogue, what is wrong with a file, templates to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.options import FILE, catalog_option, folders, json_option, names, output_option
from printkit.cli.output import say_json, tell

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.options import Sources

# --- pictures


@click.group()
def figure() -> None:
    """Look at the pictures of the exercises.

    \b
    Example: printkit figure show seated-toe-raise --side left
    """


_SIDES = click.Choice(["left", "right", "both", "unknown"])


@figure.command("show")
@click.argument("name", shell_complete=names("figures"))
@click.option("--side", type=_SIDES, default="right", help="The affected side.  [default: right]")
@click.option("--person", help="Who is seen in it, as older-woman.  [default: the first of people.yaml]")
@click.option(
    "-o", "--output", type=FILE, help="A file that ends in .png, .svg, .pdf, .gif or .apng.  [default: out/NAME.png]"
)
@click.option("--still", is_flag=True, help="An .svg that does not move.")
@catalog_option
def figure_show(
    name: str, side: str, person: str | None, output: Path | None, sources: Sources, *, still: bool
) -> None:
    """Draw the picture of one exercise; as .svg, .gif or .apng it moves from start to end and back.

    \b
    Example: printkit figure show seated-toe-raise --side left -o toe.svg
    """
    from printkit.model.vocabulary import Side
    from printkit.printing import files, gallery

    path = output or files.FOLDER / f"{name}-{side}.png"
    files.write(gallery.one(sources.kit().catalog, name, Side(side), path.suffix.lower(), person, still=still), path)
    tell(str(path))


@figure.command("sheet")
@click.option("--side", type=_SIDES, default="right", help="The affected side.  [default: right]")
@output_option
@catalog_option
def figure_sheet(side: str, output: Path | None, sources: Sources) -> None:
    """Draw the pictures of all exercises on one contact sheet.

    \b
    Example: printkit figure sheet --side left
    """
    from printkit.model.vocabulary import Side
    from printkit.printing import files, gallery

    path = output or files.FOLDER / f"pictures-{side}.pdf"
    files.write(gallery.sheet(sources.kit().catalog, Side(side)), path)
    tell(str(path))


# --- looking things up


@click.group()
def catalog() -> None:
    """Look into the catalogue.

    \b
    Example: printkit catalog search toe
    """


@catalog.command("list")
@click.option(
    "--kind",
    type=click.Choice(["exercises", "checklists", "topics", "measures", "sources"]),
    default="exercises",
    help="What to list.",
)
@json_option
@catalog_option
def catalog_list(kind: str, sources: Sources, *, as_json: bool) -> None:
    """List every exercise, checklist, topic, measure or source, a line each.

    \b
    Example: printkit catalog list --kind checklists
    """
    from printkit.catalog import listing

    found = tuple(listing.listed(sources.kit().catalog, kind))
    if as_json:
        say_json(found)
        return
    for line in listing.as_text(found):
        click.echo(line)


@catalog.command("show")
@click.argument("name", shell_complete=names("exercises"))
@json_option
@catalog_option
def catalog_show(name: str, sources: Sources, *, as_json: bool) -> None:
    """Show the file of one exercise, checklist or topic, or what a source tag stands for.

    \b
    Example: printkit catalog show seated-toe-raise
    """
    from printkit.catalog import listing

    if as_json:
        say_json(listing.record(sources.kit().catalog, name))
        return
    click.echo(listing.shown(sources.kit().catalog, name), nl=False)


@catalog.command("measure")
@click.argument("name")
@catalog_option
def catalog_measure(name: str, sources: Sources) -> None:
    """Say of one measure what it may be, what change matters and by which study, how it is taken, and whose it is.

    \b
    Example: printkit catalog measure 9hpt
    """
    from printkit.catalog import measure_facts

    for line in measure_facts.lines(sources.kit().catalog, name):
        click.echo(line)


@catalog.command("search")
@click.argument("words", nargs=-1, required=True)
@json_option
@catalog_option
def catalog_search(words: tuple[str, ...], sources: Sources, *, as_json: bool) -> None:
    """List what holds all the WORDS, in its title, text, class or equipment.

    \b
    Example: printkit catalog search calf stretch
    """
    from printkit.catalog import listing

    found = tuple(listing.matches(sources.kit().catalog, words))
    if as_json:
        say_json(found)
        return
    for line in listing.as_text(found):
        click.echo(line)
    if not found:
        tell(f"nothing holds {' '.join(words)!r}", aside=True)


@click.command()
@click.argument("path", type=FILE, required=False)
@click.option("--all", "anew", is_flag=True, help="Check anew what had no problem today and has not changed since.")
@json_option
@folders
def check(path: Path | None, sources: Sources, *, as_json: bool, anew: bool) -> None:
    """Check a catalogue, an option file or a templates folder; without PATH all that is shipped.

    \b
    Example: printkit check examples/foot-drop.yaml
    """
    from printkit.errors import Several

    report = sources.kit(path).check(path, anew=anew)
    if as_json:
        problems, warnings = (
            [{"where": each.where, "message": each.message, "hint": each.hint} for each in found]
            for found in (report.problems, report.warnings)
        )
        say_json({"problems": problems, "warnings": warnings, "summary": report.summary})
        if report.problems:
            raise SystemExit(Several(report.problems).exit_code)
        return
    for warning in report.warnings:
        tell(f"warning: {warning}", aside=True)
    if report.problems:
        raise Several(report.problems)
    click.echo(report.summary)
    if report.unchanged:
        tell("checked earlier today, and nothing has changed since; --all checks it anew", aside=True)


# --- starting something new


@click.command("copy-templates")
@click.argument("folder", type=FILE)
def copy_templates(folder: Path) -> None:
    """Copy the shipped templates to FOLDER, to change their words.

    \b
    Example: printkit copy-templates my-templates
    """
    from printkit.intake import blank_files

    for path in blank_files.copy_templates(folder):
        tell(str(path))
