"""The command line. Parses, calls the pipeline, prints. No decisions.

Imports stay inside the commands: `printkit --version` must not wait for a page to be drawn.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from printkit import __version__
from printkit.cli import batch, plan, report
from printkit.cli import catalog as cli_catalog
from printkit.cli.options import (
    FILE,
    clinician_option,
    diary_option,
    folders,
    loaded,
    look,
    names,
    opened_catalog,
    opened_diary,
    opened_templates,
    output_option,
    recorded,
    someone,
)
from printkit.cli.output import tell_of_region, write

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from printkit.model.options import Clinic, Options
    from printkit.pipeline import Made

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


def _write(
    made: Made, path: Path | None, name: str, *, ask: bool, noted: AbstractContextManager[None] | None = None
) -> None:
    write(made.printed, path, name, ask=ask, noted=noted)
    tell_of_region(made.cleared.options)
    for left in made.cleared.left_out:
        instead = f"; {left.replaced_by} stands in for it" if left.replaced_by else ""
        click.echo(f"  left out: {left.exercise.id} (rule {left.rule.id}){instead}", err=True)


# --- documents


def _for_patient(kind: str, path: Path, output: Path | None, **more: Any) -> None:
    from printkit import pipeline
    from printkit.content import kinds

    catalog, templates = opened_catalog(more.pop("catalog_folder")), opened_templates(more.pop("templates_folder"))
    ask = more.pop("password_prompt")
    options = pipeline.with_weeks(loaded(path, catalog), more.pop("weeks", None))
    options = _looking(options, {name: more.pop(name) for name in ("profile", "paper", "greyscale", "fillable")})
    made = pipeline.make(kinds.KINDS[kind], catalog, templates, options, **more)
    suffix = "-clinician" if more.get("clinician") else ""
    patient = options.patient.id if options.patient else "sheet"
    _write(made, output, f"{patient}-{kind}{suffix}.pdf", ask=ask)


@cli.command()
@click.argument("options", type=FILE)
@output_option
@look
@clinician_option
@folders
def booklet(options: Path, output: Path | None, **said: Any) -> None:
    """Print the exercise booklet for the patient in OPTIONS.

    \b
    Example: printkit booklet examples/foot-drop.yaml
    """
    _for_patient("booklet", options, output, **said)


@cli.command()
@click.argument("options", type=FILE)
@click.option("--weeks", type=click.IntRange(1, 12), help="How many weeks.  [default: as in OPTIONS, else 2]")
@click.option(
    "--next", "goes_on", is_flag=True, help="Go on after the last week in the diary, and note the sheets there."
)
@diary_option
@output_option
@look
@folders
def chart(options: Path, output: Path | None, place: str, *, goes_on: bool, **said: Any) -> None:
    """Print the tracking chart alone for the patient in OPTIONS.

    \b
    Example: printkit chart examples/foot-drop.yaml --weeks 2
    """
    if goes_on:
        _next_chart(options, output, place, **said)
        return
    if click.get_current_context().get_parameter_source("place") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--diary stands beside --next only: no other chart looks into a diary")
    _for_patient("chart", options, output, **said)


def _next_chart(path: Path, output: Path | None, place: str, weeks: int | None, **said: Any) -> None:
    from printkit import pipeline
    from printkit.content import kinds
    from printkit.diary import next_sheets
    from printkit.outcomes.history import Sheets

    catalog = opened_catalog(said["catalog_folder"])
    asked = _looking(pipeline.with_weeks(loaded(path, catalog), weeks), said)
    assert asked.patient is not None  # an option file without one does not load
    history = recorded(place, asked.patient.id)
    asked, before = next_sheets.going_on(asked, history, catalog.measures, catalog.tracked, str(path))
    last_week = next_sheets.sentences(before, catalog.labels(asked.language)) if before else ()
    templates = opened_templates(said["templates_folder"])
    made = pipeline.make(kinds.KINDS["chart"], catalog, templates, asked, last_week=last_week)
    assert asked.print.printed_on is not None  # loading sets the day
    sheets = Sheets(
        patient=history.patient,
        token=made.document.plan_token,
        first_week=asked.plan.first_week,
        weeks=asked.print.weeks,
        printed_on=asked.print.printed_on,
    )
    with opened_diary(place) as diary:
        _write(made, output, f"{history.patient}-chart.pdf", ask=said["password_prompt"], noted=diary.printed(sheets))
    if late := next_sheets.late(asked):
        click.echo(f"  week {asked.plan.first_week} ended on {late}, and nothing is written down since", err=True)
    if before is None:
        click.echo(f"  the diary holds nothing of {history.patient} since the plan began: this is week 1", err=True)


@cli.command()
@click.argument("options", type=FILE)
@output_option
@look
@folders
def fridge(options: Path, output: Path | None, **said: Any) -> None:
    """Print the whole plan of the patient in OPTIONS on one page, for the refrigerator door.

    \b
    Example: printkit fridge examples/foot-drop.yaml
    """
    _for_patient("fridge", options, output, **said)


@cli.command()
@click.argument("exercise", shell_complete=names("exercises"))
@someone
@click.option("--options", "options_file", type=FILE, help="An option file: its answers, rules and dose apply.")
@click.option("--screened-by", metavar="NAME", default="", help="The therapist who has checked the person.")
@click.option("--screened-on", metavar="DATE", help="When that was, as 2026-11-20.")
@output_option
@look
@folders
def handout(exercise: str, output: Path | None, **said: Any) -> None:
    """Print one EXERCISE on one page.

    \b
    Example: printkit handout seated-toe-raise --side left --region GB
    """
    from printkit import pipeline
    from printkit.content import kinds
    from printkit.intake import unnamed

    catalog = opened_catalog(said["catalog_folder"])
    if said["options_file"]:
        _refuse_beside_options("side", "region", "clinic_file", "screened_by", "screened_on")
        options = unnamed.only(exercise, loaded(said["options_file"], catalog))
    else:
        options = unnamed.handout(
            exercise, catalog, said["side"], _clinic(said), said["screened_by"], said["screened_on"]
        )
    options = _looking(options, said)
    made = pipeline.make(kinds.KINDS["handout"], catalog, opened_templates(said["templates_folder"]), options)
    who = options.patient.id if options.patient else str(options.side)
    _write(made, output, f"{exercise}-{who}-handout.pdf", ask=said["password_prompt"])


@cli.command()
@click.argument("name", metavar="NAME", shell_complete=names("checklists"))
@click.option("--room", "rooms", multiple=True, metavar="ROOM", help="Only this room; may be given several times.")
@someone
@click.option("--options", "options_file", type=FILE, help="An option file: its answers tailor the list.")
@click.option("--brace/--no-brace", default=None, help="The person wears an AFO (ankle brace), or does not.")
@click.option("--brace-start", metavar="DATE", help="The first day with a new brace, as 2026-11-20.")
@click.option("--stick", is_flag=True, help="The person walks with a stick.")
@click.option("--lives-alone/--not-alone", default=None, help="The person lives alone, or does not.")
@output_option
@look
@folders
def checklist(name: str, rooms: tuple[str, ...], output: Path | None, **said: Any) -> None:
    """Print the checklist NAME: home-safety, skin, shoes or limb-care.

    \b
    Example: printkit checklist home-safety --room stairs --room bathroom --region GB
    """
    from printkit import pipeline
    from printkit.content import kinds
    from printkit.intake import unnamed

    catalog = opened_catalog(said["catalog_folder"])
    if said["options_file"]:
        _refuse_beside_options("side", "region", "clinic_file", "brace", "brace_start", "stick", "lives_alone")
        options = loaded(said["options_file"], catalog)
    else:
        options = unnamed.checklist(
            catalog, said["side"], _clinic(said), said["brace"], said["brace_start"], said["stick"], said["lives_alone"]
        )
    options = _looking(options, said)
    extra = unnamed.checklist_names(catalog, name, rooms)
    made = pipeline.make(kinds.KINDS["checklist"], catalog, opened_templates(said["templates_folder"]), options, extra)
    prefix = f"{options.patient.id}-" if options.patient else ""
    _write(made, output, f"{prefix}{name}-checklist.pdf", ask=said["password_prompt"])


@cli.command("read-form")
@click.argument("filled", type=FILE)
@click.option("-o", "--output", type=FILE, help="A file that ends in .yaml or .csv.  [default: YAML on the screen]")
def read_form(filled: Path, output: Path | None) -> None:
    """Give back what was filled in on a screen in the form FILLED.

    \b
    Example: printkit read-form out/home-safety-checklist.pdf -o answers.csv
    """
    from printkit.intake import filled_form
    from printkit.printing import files

    answers = filled_form.read(filled)
    if not answers:
        click.echo("nothing is filled in", err=True)
    if output is None:
        click.echo(filled_form.as_text(answers, ".yaml"), nl=False)
        return
    files.write(filled_form.as_text(answers, output.suffix.lower()).encode(), output)
    click.echo(f"{output}: {len(answers)} answers")


@cli.command()
@click.argument("filled", type=FILE)
@someone
@output_option
@look
@folders
def todo(filled: Path, output: Path | None, **said: Any) -> None:
    """Print the to-do list of the boxes that were ticked No in the form FILLED.

    \b
    Example: printkit todo out/home-safety-checklist.pdf --region GB
    """
    from printkit import pipeline
    from printkit.content import kinds
    from printkit.content import todo as lists
    from printkit.intake import filled_form, unnamed

    catalog, answers = opened_catalog(said["catalog_folder"]), filled_form.read(filled)
    options = unnamed.checklist(catalog, said["side"], _clinic(said), None, None, stick=False, lives_alone=None)
    options = _looking(options, said)
    extra = lists.names(catalog, options, pipeline.speaker(catalog, options), answers, str(filled))
    templates = opened_templates(said["templates_folder"])
    made = pipeline.make(kinds.KINDS["todo"], catalog, templates, options, extra)
    _write(made, output, "to-do.pdf", ask=said["password_prompt"])


def _looking(options: Options, said: dict[str, Any]) -> Options:
    """The options with the look of the command line laid over them."""
    from printkit import pipeline

    return pipeline.looking(options, **{name: said[name] for name in ("profile", "paper", "greyscale", "fillable")})


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

    from printkit.intake import option_file
    from printkit.model import options

    clinic = option_file.load_clinic(said["clinic_file"]) if said["clinic_file"] else options.Clinic()
    return replace(clinic, region=said["region"].upper()) if said["region"] else clinic


class _Later(click.Group):
    """A group whose commands are made when one is asked for: the start of all the others must not wait for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from printkit.cli import diary as cli_diary

        return cli_diary.commands.list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from printkit.cli import diary as cli_diary

        return cli_diary.commands.get_command(ctx, cmd_name)


@cli.group(cls=_Later)
def diary() -> None:
    """Keep what was done and measured, and give it back.

    \b
    Example: printkit diary import log.csv --dry-run
    """


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


for command in (
    cli_catalog.figure,
    cli_catalog.catalog,
    cli_catalog.check,
    cli_catalog.new,
    cli_catalog.copy_templates,
    plan.plan,
    plan.explain,
    plan.rules,
    plan.review,
    batch.batch,
    report.report,
):
    cli.add_command(command)
