"""`printkit new`: files to start from, and a photo of your own put where it is printed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.options import FILE, NEW_FOLDER, Sources, folder_settings, names
from printkit.cli.output import tell

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def new() -> None:
    """Write a file to start from; what is there already is never touched.

    \b
    Example: printkit new options sam.yaml
    """


_blank = click.option("--blank", is_flag=True, help="Ask nothing; write a commented file to fill in.")


@new.command()
@click.argument("path", type=FILE)
@_blank
def options(path: Path, *, blank: bool) -> None:
    """Write an option file for a patient. It asks, or leaves a commented file to fill in.

    \b
    Example: printkit new options sam.yaml
    """
    _starter("options", path, blank=blank)


@new.command()
@click.argument("path", type=FILE)
@_blank
def exercise(path: Path, *, blank: bool) -> None:
    """Write an exercise of your own. It asks, or leaves a commented file to fill in.

    \b
    Example: printkit new exercise my-catalog/exercises/my-toe-lift.yaml
    """
    _starter("exercise", path, blank=blank)


@new.command()
@click.argument("path", type=FILE)
@_blank
def template(path: Path, *, blank: bool) -> None:
    """Copy one shipped template. It is the one of that name, to change its words.

    \b
    Example: printkit new template my-templates/fridge.en.md
    """
    _starter("template", path, blank=blank)


def _starter(what: str, path: Path, *, blank: bool) -> None:
    import sys

    from printkit.intake import blank_files

    ask = not blank and sys.stdin.isatty()
    answers = _ask(blank_files.questions(what)) if ask else {}
    blank_files.write(what, path, answers)
    tell(f"{path}: fill it in, then run: {_line('check', path)}")


def _ask(questions: tuple[tuple[str, str, tuple[str, ...], str], ...]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for key, words, choices, default in questions:
        kind = click.Choice(list(choices), case_sensitive=False) if choices else str
        answers[key] = str(click.prompt(words, default=default, type=kind))
    return answers


@new.command()
@click.argument("folder", type=FILE)
@_blank
def examples(folder: Path, *, blank: bool) -> None:  # noqa: ARG001 - nothing is asked anyway
    """Copy the shipped examples to FOLDER. Their days are as of today.

    \b
    Example: printkit new examples my-examples
    """
    from printkit.intake import blank_files
    from printkit.kit import Printkit

    for copied in blank_files.copy_examples(folder, Printkit().today):
        tell(str(copied))


@new.command()
@click.argument("list_file", type=FILE, metavar="LIST")
@click.option("-o", "--output", type=FILE, help="Where it goes.  [default: LIST-mapping.yaml]")
@click.option("--encoding", metavar="NAME", help="How the list is saved: windows-1252 ...")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook.")
@_blank
def mapping(
    list_file: Path,
    output: Path | None,
    encoding: str | None,
    sheet: str | None,
    *,
    blank: bool,  # noqa: ARG001 - nothing is asked anyway
) -> None:
    """Guess what your own LIST stands for. Its columns and words go into a file beside it, for you to check.

    \b
    Example: printkit new mapping patients.csv
    """
    from printkit.intake import blank_files, mapping_file
    from printkit.reading import columns

    kit = Sources(None).kit(list_file)
    mapped = columns.mapping(None, None, encoding=encoding, sheet=sheet)
    found = mapping_file.guess(list_file, kit.catalog.roster_columns, mapped, kit.today)
    target = output or list_file.with_name(f"{list_file.stem}-mapping.yaml")
    blank_files.create(target, found.text)
    for note in found.notes:
        tell(f"{list_file}: {note}", aside=True)
    tell(f"{target}: check it, then run: {_line('batch', list_file, '--mapping', target, '--dry-run')}")
    if found.open_columns:
        tell(f"  not guessed, columns: {', '.join(map(repr, found.open_columns))}")
    if found.open_values:
        tell(f"  not guessed, words: {', '.join(map(repr, found.open_values))}")


@new.command()
@click.argument("exercise", shell_complete=names("exercises"))
@click.argument("file", type=FILE)
@click.option(
    "--says", "texts", metavar="TEXT", multiple=True, help='For who cannot see it: "{Your affected} toes lift."'
)
@click.option(
    "--language", "languages", metavar="CODE", multiple=True, help="Of --says; with 2, one for each.  [default: en]"
)
@click.option(
    "--affected-side",
    type=click.Choice(["right", "left", "neither"]),
    help="Which side is the affected one in it; neither if it shows no side.",
)
@click.option(
    "--flip",
    type=click.Choice(["allowed", "locked"]),
    default="locked",
    help="Whether it may be turned for the other side: locked if it holds words, a clock or a control."
    "  [default: locked]",
)
@click.option("--catalog", "catalog_folder", type=NEW_FOLDER, help="Your own catalogue; made where there is none.")
def photo(
    exercise: str,
    file: Path,
    texts: tuple[str, ...],
    languages: tuple[str, ...],
    affected_side: str | None,
    flip: str,
    catalog_folder: Path | None,
) -> None:
    """Print a photo of your own. It takes the place of our picture of EXERCISE.

    A clean copy of FILE goes into your catalogue: upright, no larger than print needs, without what the camera wrote into
    it (place, day, name). FILE stays as it is.

    \b
    Example: printkit new photo seated-toe-raise toes.jpg --affected-side right --says "{Your affected} toes lift."
    """
    from printkit.checking import photos
    from printkit.figures.photo import Flip, Seen
    from printkit.intake import blank_files
    from printkit.kit import Printkit

    folder = catalog_folder or folder_settings().catalog
    said = [" ".join(text.split()) for text in texts]
    of = languages or ("en",) * min(len(said), 1)
    if len(of) != len(said) or len(set(of)) != len(of):
        raise click.UsageError("each --says has a --language of its own")
    wanted = photos.Wanted(
        exercise=exercise,
        file=file,
        says={language: text for language, text in zip(of, said, strict=True) if text},
        affected_side=Seen(affected_side) if affected_side else None,
        flip=Flip(flip),
    )
    made = photos.prepare(Printkit(catalog=folder).catalog, folder, wanted)
    blank_files.create_all(made)
    for path in made:
        tell(str(path))
    for warning in photos.too_long(wanted):
        tell(f"warning: {warning}", aside=True)
    side = "left" if affected_side == "left" else "right"
    place = ("--catalog", folder) if catalog_folder else ()
    tell(f"  look at it: {_line('figure', 'show', exercise, '--side', side, *place)}")


def _line(*words: object) -> str:
    """A command as it can be typed, whatever the names of its files hold."""
    import shlex

    return shlex.join(["printkit", *map(str, words)])
