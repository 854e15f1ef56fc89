"""Commands for those who write: pictures, the catalogue, what is wrong with a file, files to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.options import (
    FILE,
    catalog_option,
    folders,
    names,
    opened_catalog,
    opened_templates,
    output_option,
)

if TYPE_CHECKING:
    from pathlib import Path

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
@click.option("-o", "--output", type=FILE, help="A file that ends in .png, .svg or .pdf.  [default: out/NAME.png]")
@catalog_option
def figure_show(name: str, side: str, output: Path | None, catalog_folder: Path | None) -> None:
    """Draw the picture of one exercise.

    \b
    Example: printkit figure show seated-toe-raise --side left -o toe.svg
    """
    from printkit.model.vocabulary import Side
    from printkit.printing import files, gallery

    path = output or files.FOLDER / f"{name}-{side}.png"
    files.write(gallery.one(opened_catalog(catalog_folder), name, Side(side), path.suffix.lower()), path)
    click.echo(str(path))


@figure.command("sheet")
@click.option("--side", type=_SIDES, default="right", help="The affected side.  [default: right]")
@output_option
@catalog_option
def figure_sheet(side: str, output: Path | None, catalog_folder: Path | None) -> None:
    """Draw the pictures of all exercises on one contact sheet.

    \b
    Example: printkit figure sheet --side left
    """
    from printkit.model.vocabulary import Side
    from printkit.printing import files, gallery

    path = output or files.FOLDER / f"pictures-{side}.pdf"
    files.write(gallery.sheet(opened_catalog(catalog_folder), Side(side)), path)
    click.echo(str(path))


# --- looking things up


@click.group()
def catalog() -> None:
    """Look into the catalogue.

    \b
    Example: printkit catalog search toe
    """


@catalog.command("list")
@click.option(
    "--kind", type=click.Choice(["exercises", "checklists", "topics"]), default="exercises", help="What to list."
)
@catalog_option
def catalog_list(kind: str, catalog_folder: Path | None) -> None:
    """List every exercise, checklist or topic, a line each.

    \b
    Example: printkit catalog list --kind checklists
    """
    from printkit.catalog import listing

    for line in listing.listed(opened_catalog(catalog_folder), kind):
        click.echo(line)


@catalog.command("show")
@click.argument("name", shell_complete=names("exercises"))
@catalog_option
def catalog_show(name: str, catalog_folder: Path | None) -> None:
    """Show the file of one exercise, checklist or topic.

    \b
    Example: printkit catalog show seated-toe-raise
    """
    from printkit.catalog import listing

    click.echo(listing.shown(opened_catalog(catalog_folder), name), nl=False)


@catalog.command("search")
@click.argument("words", nargs=-1, required=True)
@catalog_option
def catalog_search(words: tuple[str, ...], catalog_folder: Path | None) -> None:
    """List what holds all the WORDS, in its title, text, class or equipment.

    \b
    Example: printkit catalog search calf stretch
    """
    from printkit.catalog import listing

    found = list(listing.matches(opened_catalog(catalog_folder), words))
    for line in found:
        click.echo(line)
    if not found:
        click.echo(f"nothing holds {' '.join(words)!r}", err=True)


@click.command()
@click.argument("path", type=FILE, required=False)
@folders
def check(path: Path | None, catalog_folder: Path | None, templates_folder: Path | None) -> None:
    """Check a catalogue, an option file or a templates folder; without PATH all that is shipped.

    \b
    Example: printkit check examples/foot-drop.yaml
    """
    from printkit.checking import files
    from printkit.errors import Several

    catalog = opened_catalog(catalog_folder)
    report = files.check(path, catalog, opened_templates(templates_folder))
    if report.problems:
        raise Several(report.problems)
    click.echo(report.summary)


# --- starting something new


@click.command()
@click.argument("what", type=click.Choice(["options", "exercise", "template"]))
@click.argument("path", type=FILE)
@click.option("--blank", is_flag=True, help="Ask nothing; write a commented file to fill in.")
def new(what: str, path: Path, blank: bool) -> None:
    """Write a new option file, exercise or template to PATH; asks, or leaves a commented file to fill in.

    \b
    Example: printkit new options sam.yaml
    """
    import sys

    from printkit.intake import blank_files

    ask = not blank and sys.stdin.isatty()
    answers = _ask(blank_files.questions(what)) if ask else {}
    blank_files.write(what, path, answers)
    click.echo(f"{path}: fill it in, then run: printkit check {path}")


def _ask(questions: tuple[tuple[str, str, tuple[str, ...], str], ...]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for key, words, choices, default in questions:
        kind = click.Choice(list(choices), case_sensitive=False) if choices else str
        answers[key] = str(click.prompt(words, default=default, type=kind))
    return answers


@click.command("copy-templates")
@click.argument("folder", type=FILE)
def copy_templates(folder: Path) -> None:
    """Copy the shipped templates to FOLDER, to change their words.

    \b
    Example: printkit copy-templates my-templates
    """
    from printkit.intake import blank_files

    for path in blank_files.copy_templates(folder):
        click.echo(path)
