"""The command line. Parses, calls the pipeline, prints. No decisions.

Imports stay inside the commands: `printkit --version` must not wait for a page to be drawn.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from printkit import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.catalog import Catalog
    from printkit.compose import Templates
    from printkit.options import Clinic, Options
    from printkit.pipeline import Made

F = TypeVar("F", bound=Callable[..., Any])


class _PathOption(click.Path):
    """click's own path, as a Path. pathlib is imported late: it is a seventh of the start of `printkit --version`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        from pathlib import Path

        return Path(str(super().convert(value, param, ctx)))


_FILE = _PathOption()
_FOLDER = _PathOption(exists=True, file_okay=False)
_BUG = 70  # what sysexits.h calls an internal software error
_INTERRUPTED = 130  # what a shell reports after Ctrl-C


class Commands(click.Group):
    """The one place where a PrintkitError becomes a message and an exit code."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; no traceback reaches a user for anything that the user can put right."""
        from printkit.errors import PrintkitError

        try:
            return super().main(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.Abort:
            click.echo("\nprintkit: stopped; nothing was written", err=True)
            raise SystemExit(_INTERRUPTED) from None
        except KeyboardInterrupt:
            click.echo("\nprintkit: stopped; nothing was written", err=True)
            raise SystemExit(_INTERRUPTED) from None
        except click.ClickException as error:
            error.show()
            raise SystemExit(error.exit_code) from None
        except PrintkitError as error:
            click.echo(f"printkit: {error}" if not error.where else str(error), err=True)
            raise SystemExit(error.exit_code) from None
        except Exception as error:  # a bug of ours; PRINTKIT_DEBUG=1 shows where
            import os

            if os.environ.get("PRINTKIT_DEBUG"):
                raise
            kind = type(error).__name__
            click.echo(f"printkit: this is a bug in printkit ({kind}); nothing was written", err=True)
            click.echo("  hint: run it again with PRINTKIT_DEBUG=1 and report what it says", err=True)
            raise SystemExit(_BUG) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="printkit")
def cli() -> None:
    """Print exercise booklets, checklists and charts for people who had a stroke.

    \b
    Example: printkit booklet examples/foot-drop.yaml
    """


# --- options that several commands share


def _names(kind: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Completion of ids in the shell."""

    def complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
        from printkit.catalog import Catalog
        from printkit.shipped import CATALOG

        return [name for name in Catalog((CATALOG,)).names(kind) if name.startswith(typed)]

    return complete


def _catalog_option(command: F) -> F:
    return click.option(
        "--catalog", "catalog_folder", type=_FOLDER, help="A clinic's own catalogue, laid over the shipped one."
    )(command)


def _folders(command: F) -> F:
    return _catalog_option(
        click.option(
            "--templates",
            "templates_folder",
            type=_FOLDER,
            help="A clinic's own templates, laid over the shipped ones.",
        )(command)
    )


def _output(command: F) -> F:
    return click.option("-o", "--output", type=_FILE, help="Where the PDF goes.  [default: out/NAME.pdf]")(command)


def _clinician(command: F) -> F:
    return click.option(
        "--clinician", is_flag=True, help="Add the clinician's pages: rules, overrides, doses, sources."
    )(command)


def _someone(command: F) -> F:
    """Options for a sheet that is not for one named patient."""
    side = click.Choice(["left", "right", "both", "unknown"])
    for option in (
        click.option("--region", metavar="CODE", help="Country, for the emergency number and the paper: GB, US ..."),
        click.option("--clinic", "clinic_file", type=_FILE, help="A clinic file: name, phone, logo, region."),
        click.option("--side", type=side, default="unknown", help="The affected side.  [default: unknown]"),
    ):
        command = option(command)
    return command


def _catalog(folder: Path | None) -> Catalog:
    from printkit.catalog import Catalog
    from printkit.shipped import CATALOG

    return Catalog((folder, CATALOG) if folder else (CATALOG,))


def _templates(folder: Path | None) -> Templates:
    from printkit.compose import Templates
    from printkit.shipped import TEMPLATES

    return Templates((folder, TEMPLATES) if folder else (TEMPLATES,))


def _load(path: Path, catalog: Catalog) -> Options:
    """The options of a patient, or every problem with them at once."""
    from datetime import date

    from printkit import options, references
    from printkit.errors import raise_all

    loaded = options.load(path, date.today())
    raise_all(loaded.problems)
    read = loaded.required()
    raise_all(references.unknown_names(read, catalog, loaded.where))
    return read


def _write(made: Made, path: Path | None, name: str) -> None:
    from printkit import output

    path = path or output.FOLDER / name
    output.write(made.printed.data, path)
    pages = made.printed.pages
    with contextlib.suppress(OSError):  # the file is there, even if nobody can be told
        click.echo(f"{path}: {pages} page{'s' if pages > 1 else ''}")
    if not made.cleared.options.clinic.region:
        click.echo(
            "  no country: the pages tell the reader to know the emergency number (region: GB, or --region GB)",
            err=True,
        )
    for left in made.cleared.left_out:
        instead = f"; {left.replaced_by} stands in for it" if left.replaced_by else ""
        click.echo(f"  left out: {left.exercise.id} (rule {left.rule.id}){instead}", err=True)


# --- documents


def _for_patient(
    kind: str, path: Path, output: Path | None, folders: tuple[Path | None, Path | None], **more: Any
) -> None:
    from printkit import pipeline

    catalog = _catalog(folders[0])
    options = pipeline.with_weeks(_load(path, catalog), more.pop("weeks", None))
    made = pipeline.make(pipeline.KINDS[kind], catalog, _templates(folders[1]), options, **more)
    suffix = "-clinician" if more.get("clinician") else ""
    patient = options.patient.id if options.patient else "sheet"
    _write(made, output, f"{patient}-{kind}{suffix}.pdf")


@cli.command()
@click.argument("options", type=_FILE)
@_output
@_clinician
@_folders
def booklet(
    options: Path, output: Path | None, clinician: bool, catalog_folder: Path | None, templates_folder: Path | None
) -> None:
    """Print the exercise booklet for the patient in OPTIONS.

    \b
    Example: printkit booklet examples/foot-drop.yaml
    """
    _for_patient("booklet", options, output, (catalog_folder, templates_folder), clinician=clinician)


@cli.command()
@click.argument("options", type=_FILE)
@click.option("--weeks", type=click.IntRange(1, 12), help="How many weeks.  [default: as in OPTIONS, else 2]")
@_output
@_folders
def chart(
    options: Path, weeks: int | None, output: Path | None, catalog_folder: Path | None, templates_folder: Path | None
) -> None:
    """Print the tracking chart alone for the patient in OPTIONS.

    \b
    Example: printkit chart examples/foot-drop.yaml --weeks 2
    """
    _for_patient("chart", options, output, (catalog_folder, templates_folder), weeks=weeks)


@cli.command()
@click.argument("options", type=_FILE)
@_output
@_folders
def fridge(options: Path, output: Path | None, catalog_folder: Path | None, templates_folder: Path | None) -> None:
    """Print the whole plan of the patient in OPTIONS on one page, for the refrigerator door.

    \b
    Example: printkit fridge examples/foot-drop.yaml
    """
    _for_patient("fridge", options, output, (catalog_folder, templates_folder))


@cli.command()
@click.argument("exercise", shell_complete=_names("exercises"))
@_someone
@click.option("--options", "options_file", type=_FILE, help="An option file: its answers, rules and dose apply.")
@click.option("--screened-by", metavar="NAME", default="", help="The therapist who has checked the person.")
@click.option("--screened-on", metavar="DATE", help="When that was, as 2026-11-20.")
@_output
@_folders
def handout(exercise: str, output: Path | None, **said: Any) -> None:
    """Print one EXERCISE on one page.

    \b
    Example: printkit handout seated-toe-raise --side left --region GB
    """
    from printkit import general, pipeline

    catalog = _catalog(said["catalog_folder"])
    if said["options_file"]:
        _refuse_beside_options("side", "region", "clinic_file", "screened_by", "screened_on")
        options = general.only(exercise, _load(said["options_file"], catalog))
    else:
        options = general.handout(
            exercise, catalog, said["side"], _clinic(said), said["screened_by"], said["screened_on"]
        )
    made = pipeline.make(pipeline.KINDS["handout"], catalog, _templates(said["templates_folder"]), options)
    who = options.patient.id if options.patient else str(options.side)
    _write(made, output, f"{exercise}-{who}-handout.pdf")


@cli.command()
@click.argument("name", metavar="NAME", shell_complete=_names("checklists"))
@click.option("--room", "rooms", multiple=True, metavar="ROOM", help="Only this room; may be given several times.")
@_someone
@click.option("--options", "options_file", type=_FILE, help="An option file: its answers tailor the list.")
@click.option("--brace/--no-brace", default=None, help="The person wears an AFO (ankle brace), or does not.")
@click.option("--brace-start", metavar="DATE", help="The first day with a new brace, as 2026-11-20.")
@click.option("--stick", is_flag=True, help="The person walks with a stick.")
@click.option("--lives-alone/--not-alone", default=None, help="The person lives alone, or does not.")
@_output
@_folders
def checklist(name: str, rooms: tuple[str, ...], output: Path | None, **said: Any) -> None:
    """Print the checklist NAME: home-safety, skin, shoes or limb-care.

    \b
    Example: printkit checklist home-safety --room stairs --room bathroom --region GB
    """
    from printkit import general, pipeline

    catalog = _catalog(said["catalog_folder"])
    if said["options_file"]:
        _refuse_beside_options("side", "region", "clinic_file", "brace", "brace_start", "stick", "lives_alone")
        options = _load(said["options_file"], catalog)
    else:
        options = general.checklist(
            catalog, said["side"], _clinic(said), said["brace"], said["brace_start"], said["stick"], said["lives_alone"]
        )
    extra = general.checklist_names(catalog, name, rooms)
    made = pipeline.make(pipeline.KINDS["checklist"], catalog, _templates(said["templates_folder"]), options, extra)
    prefix = f"{options.patient.id}-" if options.patient else ""
    _write(made, output, f"{prefix}{name}-checklist.pdf")


def _refuse_beside_options(*names: str) -> None:
    """An option file answers these; an answer beside it would be dropped, or would contradict it."""
    context = click.get_current_context()
    given = [name for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        flags = ", ".join(f"--{name.removesuffix('_file').replace('_', '-')}" for name in given)
        raise click.UsageError(f"{flags} cannot stand beside --options; answer it in the option file")


def _clinic(said: dict[str, Any]) -> Clinic:
    """The clinic file, with the region of the command line laid over it."""
    from msgspec.structs import replace

    from printkit import options

    clinic = options.load_clinic(said["clinic_file"]) if said["clinic_file"] else options.Clinic()
    return replace(clinic, region=said["region"].upper()) if said["region"] else clinic


# --- pictures


@cli.group()
def figure() -> None:
    """Look at the pictures of the exercises.

    \b
    Example: printkit figure show seated-toe-raise --side left
    """


_SIDES = click.Choice(["left", "right", "both", "unknown"])


@figure.command("show")
@click.argument("name", shell_complete=_names("figures"))
@click.option("--side", type=_SIDES, default="right", help="The affected side.  [default: right]")
@click.option("-o", "--output", type=_FILE, help="A file that ends in .png, .svg or .pdf.  [default: out/NAME.png]")
@_catalog_option
def figure_show(name: str, side: str, output: Path | None, catalog_folder: Path | None) -> None:
    """Draw the picture of one exercise.

    \b
    Example: printkit figure show seated-toe-raise --side left -o toe.svg
    """
    from printkit import gallery
    from printkit import output as files
    from printkit.model import Side

    path = output or files.FOLDER / f"{name}-{side}.png"
    files.write(gallery.one(_catalog(catalog_folder), name, Side(side), path.suffix.lower()), path)
    click.echo(str(path))


@figure.command("sheet")
@click.option("--side", type=_SIDES, default="right", help="The affected side.  [default: right]")
@_output
@_catalog_option
def figure_sheet(side: str, output: Path | None, catalog_folder: Path | None) -> None:
    """Draw the pictures of all exercises on one contact sheet.

    \b
    Example: printkit figure sheet --side left
    """
    from printkit import gallery
    from printkit import output as files
    from printkit.model import Side

    path = output or files.FOLDER / f"pictures-{side}.pdf"
    files.write(gallery.sheet(_catalog(catalog_folder), Side(side)), path)
    click.echo(str(path))


# --- looking things up


@cli.group()
def catalog() -> None:
    """Look into the catalogue.

    \b
    Example: printkit catalog search toe
    """


@catalog.command("list")
@click.option(
    "--kind", type=click.Choice(["exercises", "checklists", "topics"]), default="exercises", help="What to list."
)
@_catalog_option
def catalog_list(kind: str, catalog_folder: Path | None) -> None:
    """List every exercise, checklist or topic, a line each.

    \b
    Example: printkit catalog list --kind checklists
    """
    from printkit import lookup

    for line in lookup.listed(_catalog(catalog_folder), kind):
        click.echo(line)


@catalog.command("show")
@click.argument("name", shell_complete=_names("exercises"))
@_catalog_option
def catalog_show(name: str, catalog_folder: Path | None) -> None:
    """Show the file of one exercise, checklist or topic.

    \b
    Example: printkit catalog show seated-toe-raise
    """
    from printkit import lookup

    click.echo(lookup.shown(_catalog(catalog_folder), name), nl=False)


@catalog.command("search")
@click.argument("words", nargs=-1, required=True)
@_catalog_option
def catalog_search(words: tuple[str, ...], catalog_folder: Path | None) -> None:
    """List what holds all the WORDS, in its title, text, class or equipment.

    \b
    Example: printkit catalog search calf stretch
    """
    from printkit import lookup

    found = list(lookup.found(_catalog(catalog_folder), words))
    for line in found:
        click.echo(line)
    if not found:
        click.echo(f"nothing holds {' '.join(words)!r}", err=True)


@cli.command()
@click.argument("path", type=_FILE, required=False)
@_folders
def check(path: Path | None, catalog_folder: Path | None, templates_folder: Path | None) -> None:
    """Check a catalogue, an option file or a templates folder; without PATH all that is shipped.

    \b
    Example: printkit check examples/foot-drop.yaml
    """
    from printkit import checking
    from printkit.errors import Several

    catalog = _catalog(catalog_folder)
    report = checking.check(path, catalog, _templates(templates_folder))
    if report.problems:
        raise Several(report.problems)
    click.echo(report.summary)


# --- starting something new


@cli.command()
@click.argument("what", type=click.Choice(["options", "exercise", "template"]))
@click.argument("path", type=_FILE)
@click.option("--blank", is_flag=True, help="Ask nothing; write a commented file to fill in.")
def new(what: str, path: Path, blank: bool) -> None:
    """Write a new option file, exercise or template to PATH; asks, or leaves a commented file to fill in.

    \b
    Example: printkit new options sam.yaml
    """
    import sys

    from printkit import starters

    ask = not blank and sys.stdin.isatty()
    answers = _ask(starters.questions(what)) if ask else {}
    starters.write(what, path, answers)
    click.echo(f"{path}: fill it in, then run: printkit check {path}")


def _ask(questions: tuple[tuple[str, str, tuple[str, ...], str], ...]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for key, words, choices, default in questions:
        kind = click.Choice(list(choices), case_sensitive=False) if choices else str
        answers[key] = str(click.prompt(words, default=default, type=kind))
    return answers


@cli.command("copy-templates")
@click.argument("folder", type=_FILE)
def copy_templates(folder: Path) -> None:
    """Copy the shipped templates to FOLDER, to change their words.

    \b
    Example: printkit copy-templates my-templates
    """
    from printkit import starters

    for path in starters.copy_templates(folder):
        click.echo(path)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a SHELL.

    \b
    Example: printkit completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is not None:
        with contextlib.suppress(OSError):
            click.echo(found(cli, {}, "printkit", "_PRINTKIT_COMPLETE").source())
