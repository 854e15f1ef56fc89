"""Commands for those who write: pictures, the catalogue, what is wrong with a file, files to start from."""

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
@click.option("-o", "--output", type=FILE, help="A file that ends in .png, .svg or .pdf.  [default: out/NAME.png]")
@catalog_option
def figure_show(name: str, side: str, output: Path | None, sources: Sources) -> None:
    """Draw the picture of one exercise.

    \b
    Example: printkit figure show seated-toe-raise --side left -o toe.svg
    """
    from printkit.model.vocabulary import Side
    from printkit.printing import files, gallery

    path = output or files.FOLDER / f"{name}-{side}.png"
    files.write(gallery.one(sources.kit().catalog, name, Side(side), path.suffix.lower()), path)
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
    type=click.Choice(["exercises", "checklists", "topics", "sources"]),
    default="exercises",
    help="What to list.",
)
@json_option
@catalog_option
def catalog_list(kind: str, sources: Sources, *, as_json: bool) -> None:
    """List every exercise, checklist, topic or source, a line each.

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
@json_option
@folders
def check(path: Path | None, sources: Sources, *, as_json: bool) -> None:
    """Check a catalogue, an option file or a templates folder; without PATH all that is shipped.

    \b
    Example: printkit check examples/foot-drop.yaml
    """
    from printkit.errors import Several

    report = sources.kit(path).check(path)
    if as_json:
        problems = [{"where": each.where, "message": each.message, "hint": each.hint} for each in report.problems]
        say_json({"problems": problems, "summary": report.summary})
        if report.problems:
            raise SystemExit(Several(report.problems).exit_code)
        return
    if report.problems:
        raise Several(report.problems)
    click.echo(report.summary)


# --- starting something new


@click.command()
@click.argument("what", type=click.Choice(["options", "exercise", "template", "examples", "mapping"]))
@click.argument("path", type=FILE)
@click.option("--blank", is_flag=True, help="Ask nothing; write a commented file to fill in.")
@click.option("-o", "--output", type=FILE, help="With mapping: where it goes.  [default: LIST-mapping.yaml]")
@click.option("--encoding", metavar="NAME", help="With mapping: how the list is saved: windows-1252 ...")
@click.option("--sheet", metavar="NAME", help="With mapping: the sheet of a workbook.")
def new(what: str, path: Path, output: Path | None, encoding: str | None, sheet: str | None, *, blank: bool) -> None:
    """Write a new option file, exercise or template to PATH; asks, or leaves a commented file to fill in.

    With `examples`, PATH is a folder: the shipped examples are copied there, with days that are as of today. With
    `mapping`, PATH is your own list: what its columns and words may stand for is written beside it, for you to check.

    \b
    Example: printkit new options sam.yaml
    """
    import sys

    from printkit.intake import blank_files
    from printkit.kit import Printkit

    if what == "mapping":
        _new_mapping(path, output, encoding, sheet)
        return
    if output or encoding or sheet:
        raise click.UsageError("--output, --encoding and --sheet are for: printkit new mapping LIST")
    if what == "examples":
        for copied in blank_files.copy_examples(path, Printkit().today):
            tell(str(copied))
        return
    ask = not blank and sys.stdin.isatty()
    answers = _ask(blank_files.questions(what)) if ask else {}
    blank_files.write(what, path, answers)
    tell(f"{path}: fill it in, then run: printkit check {path}")


def _new_mapping(path: Path, output: Path | None, encoding: str | None, sheet: str | None) -> None:
    from printkit.cli.options import Sources
    from printkit.intake import blank_files, mapping_file
    from printkit.reading import columns

    kit = Sources(None).kit(path)
    mapped = columns.mapping(None, None, encoding=encoding, sheet=sheet)
    found = mapping_file.guess(path, kit.catalog.roster_columns, mapped, kit.today)
    target = output or path.with_name(f"{path.stem}-mapping.yaml")
    blank_files.create(target, found.text)
    for note in found.notes:
        tell(f"{path}: {note}", aside=True)
    tell(f"{target}: check it, then run: printkit batch {path} --mapping {target} --dry-run")
    if found.open_columns:
        tell(f"  not guessed, columns: {', '.join(map(repr, found.open_columns))}")
    if found.open_values:
        tell(f"  not guessed, words: {', '.join(map(repr, found.open_values))}")


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
        tell(str(path))
