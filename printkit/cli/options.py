"""Options and arguments that several commands share, each group of them as one typed value."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click
from click.core import ParameterSource

from printkit.cli import environment

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import date, time
    from pathlib import Path

    from printkit.intake.folder_file import FolderSettings
    from printkit.kit import Print, Printkit
    from printkit.model.options import Appearance, Clinic, Options
    from printkit.model.vocabulary import Side
    from printkit.reading.columns import ColumnMapping

F = TypeVar("F", bound=Callable[..., Any])


class _PathOption(click.Path):
    """click's own path, as a Path. pathlib is imported late: it is a seventh of the start of `printkit --version`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        from pathlib import Path

        return Path(str(super().convert(value, param, ctx)))


FILE = _PathOption()
FOLDER = _PathOption(exists=True, file_okay=False)
NEW_FOLDER = _PathOption()  # made where there is none


def names(kind: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Completion of ids in the shell."""

    def complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
        from printkit.catalog.store import Catalog
        from printkit.resources import CATALOG

        return [name for name in Catalog((CATALOG,)).names(kind) if name.startswith(typed)]

    return complete


# --- where things are


class Sources(NamedTuple):
    """Where the catalogue and the templates are: as on the command line, else as in the nearest printkit.yaml."""

    catalog: Path | None
    templates: Path | None = None

    def kit(self, beside: Path | None = None) -> Printkit:
        """The catalogue and templates in use for an option file or a list; without one, for the folder where we are."""
        from printkit.kit import Printkit, clinic_of

        found = folder_settings(beside)
        clinic = clinic_of(found.clinic) if found.clinic else None
        kit = Printkit(
            catalog=self.catalog or found.catalog,
            templates=self.templates or found.templates,
            clinic=clinic,
            memory=environment.memory(),
        )
        if context := click.get_current_context(silent=True):
            context.call_on_close(kit.remember)  # when all is printed and said
        return kit


def folder_settings(beside: Path | None = None) -> FolderSettings:
    """What the nearest printkit.yaml says, from the folder of a file upwards; else from the folder where we are."""
    from pathlib import Path

    from printkit import kit

    return kit.folder_settings(beside.parent if beside is not None else Path.cwd())


def catalog_option(command: F) -> F:
    """`--catalog`, as `sources`."""

    @wraps(command)
    def run(*args: Any, catalog_folder: Path | None, **rest: Any) -> Any:
        return command(*args, sources=Sources(catalog_folder), **rest)

    return _catalog(run)  # type: ignore[return-value]


def folders(command: F) -> F:
    """`--catalog` and `--templates`, as `sources`."""

    @wraps(command)
    def run(*args: Any, catalog_folder: Path | None, templates_folder: Path | None, **rest: Any) -> Any:
        return command(*args, sources=Sources(catalog_folder, templates_folder), **rest)

    return _catalog(_templates(run))  # type: ignore[return-value]


_catalog = click.option(
    "--catalog", "catalog_folder", type=FOLDER, help="A clinic's own catalogue, laid over the shipped one."
)
_templates = click.option(
    "--templates", "templates_folder", type=FOLDER, help="A clinic's own templates, laid over the shipped ones."
)


# --- what is printed


class PrintOptions(NamedTuple):
    """How a print looks, where it goes, and whether a password locks it."""

    sources: Sources
    appearance: Appearance
    output: Path | None
    password_prompt: bool

    def write(self, made: Print, name: str, noted: AbstractContextManager[None] | None = None) -> None:
        """Write a print, else under `name` in the usual folder, and say so; `noted` is noted only when it was written."""
        from printkit.cli.output import write

        write(made, self.output, name, ask=self.password_prompt, noted=noted)


def look_options(command: F) -> F:
    """Profile, paper, colour, language and boxes to fill in, as `look`."""

    @wraps(command)
    def run(
        *args: Any,
        profile: str | None,
        paper: str | None,
        greyscale: bool,
        fillable: bool | None,
        language: str | None,
        **rest: Any,
    ) -> Any:
        from printkit.model.options import Appearance
        from printkit.model.vocabulary import Paper, PrintProfile

        look = Appearance(
            profile=PrintProfile(profile) if profile else None,
            paper=Paper(paper) if paper else None,
            greyscale=greyscale,
            fillable=fillable,
            language=_language(language),
        )
        return command(*args, look=look, **rest)

    looks = click.Choice(["standard", "large", "aphasia", "neglect-left", "neglect-right"])
    for option in (
        click.option(
            "--language", metavar="CODE", help="The language of the pages: en, es, es-MX ...  [default: the patient's]"
        ),
        click.option(
            "--fillable/--no-fillable",
            default=None,
            help="Boxes and lines to fill in on a screen.  [default: checklists only]",
        ),
        click.option("--greyscale", is_flag=True, help="Without colour, as a mono printer gives it."),
        click.option(
            "--paper",
            type=click.Choice(["A4", "letter", "A5"]),
            help="The paper.  [default: as in the country]",
        ),
        click.option("--profile", type=looks, help="The look.  [default: as in the option file, else standard]"),
    ):
        run = option(run)
    return run  # type: ignore[return-value]


def _language(code: str | None, option: str = "--language") -> str | None:
    if code is not None and re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", code) is None:
        message = f"{code!r} is no language; write it as two letters, such as es, or with a country, such as es-MX"
        raise click.BadParameter(message, param_hint=option)
    return code


def print_options(command: F) -> F:
    """The options of every command that prints one file, as `printing`."""

    @wraps(command)
    def run(
        *args: Any, sources: Sources, output: Path | None, look: Appearance, password_prompt: bool, **rest: Any
    ) -> Any:
        return command(*args, printing=PrintOptions(sources, look, output, password_prompt), **rest)

    password = click.option(
        "--password-prompt", is_flag=True, help="Ask for a password and lock the file with it (AES-256)."
    )
    return folders(output_option(look_options(password(run))))  # type: ignore[return-value]


def twin_option(command: F) -> F:
    """`--twin`: pages in 2 languages; the first is that of `printing`, the second comes as `twin`."""

    @wraps(command)
    def run(*args: Any, printing: PrintOptions, twin: str | None, **rest: Any) -> Any:
        from msgspec.structs import replace

        if twin is None:
            return command(*args, printing=printing, twin="", **rest)
        one, _, other = twin.partition("+")
        if not other:
            raise click.BadParameter(f"{twin!r} names no 2 languages; write it as es+en", param_hint="--twin")
        if printing.appearance.language is not None:
            raise click.UsageError("--language cannot stand beside --twin, which names both languages")
        look = replace(printing.appearance, language=_language(one, "--twin"))
        return command(*args, printing=printing._replace(appearance=look), twin=_language(other, "--twin"), **rest)

    return click.option("--twin", metavar="ONE+OTHER", help="Each page in 2 languages that face each other, as es+en.")(
        run
    )  # type: ignore[return-value]


def named_twin(language: str | None, twin: str) -> str:
    """The 2 languages of a print in the name of its file; "" where it has one."""
    return f"-{language}-{twin}" if twin else ""


def output_option(command: F) -> F:
    """`-o`: where the PDF goes."""
    return click.option("-o", "--output", type=FILE, help="Where the PDF goes.  [default: out/NAME.pdf]")(command)


def clinician_option(command: F) -> F:
    """`--clinician`: pages for the one who prescribes."""
    return click.option(
        "--clinician", is_flag=True, help="Add the clinician's pages: rules, overrides, doses, sources."
    )(command)


class Somebody(NamedTuple):
    """A person of whom there is no option file."""

    side: Side
    region: str
    clinic_file: Path | None

    def clinic(self) -> Clinic:
        """The clinic file, else that of the nearest printkit.yaml, else nothing."""
        from printkit import kit
        from printkit.model.options import Clinic

        path = self.clinic_file or folder_settings().clinic
        return kit.clinic_of(path) if path else Clinic()


def somebody(command: F) -> F:
    """Options for a sheet that is not for one named patient, as `person`."""

    @wraps(command)
    def run(*args: Any, side: str, region: str | None, clinic_file: Path | None, **rest: Any) -> Any:
        from printkit.model.vocabulary import Side

        return command(*args, person=Somebody(Side(side), region or "", clinic_file), **rest)

    sides = click.Choice(["left", "right", "both", "unknown"])
    for option in (
        click.option("--region", metavar="CODE", help="Country, for the emergency number and the paper: GB, US ..."),
        click.option("--clinic", "clinic_file", type=FILE, help="A clinic file: name, phone, logo, region."),
        click.option("--side", type=sides, default="unknown", help="The affected side.  [default: unknown]"),
    ):
        run = option(run)
    return run  # type: ignore[return-value]


def refuse_beside_options(*named: str) -> None:
    """An option file answers these; an answer beside it would be dropped, or would contradict it."""
    given = [flag_of(name) for name in named if typed(name)]
    if given:
        raise click.UsageError(f"{', '.join(given)} cannot stand beside --options; answer it in the option file")


def typed(name: str) -> bool:
    """Whether an option stands on the command line itself."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def flag_of(name: str) -> str:
    """An option as a user writes it, by the name of its parameter in the current command."""
    for parameter in click.get_current_context().command.params:
        if parameter.name == name:
            return max(parameter.opts, key=len)
    raise KeyError(name)


# --- lists, days


def list_options(command: F) -> F:
    """`--mapping`, `--dates`, `--encoding` and `--sheet`: how a list is to be read, as a function that says it."""

    @wraps(command)
    def run(
        *args: Any,
        mapping_file: Path | None,
        dates: str | None,
        encoding: str | None,
        sheet: str | None,
        **rest: Any,
    ) -> Any:
        def mapping(error: Any) -> ColumnMapping:
            from printkit.reading import columns

            return columns.mapping(mapping_file, dates, error, encoding=encoding, sheet=sheet)

        return command(*args, mapping=mapping, **rest)

    for option in (
        click.option("--sheet", metavar="NAME", help="The sheet of a workbook.  [default: the first with a list]"),
        click.option("--encoding", metavar="NAME", help="How a list is saved that is not UTF-8: windows-1252 ..."),
        click.option(
            "--dates", type=click.Choice(["D/M/Y", "M/D/Y", "Y-M-D"]), help="How 03/04/2026, or 26-04-03, is meant."
        ),
        click.option("--mapping", "mapping_file", type=FILE, help="What the columns of this list stand for, as YAML."),
    ):
        run = option(run)
    return run  # type: ignore[return-value]


def days_options(command: F) -> F:
    """`--from` and `--to`: the days that a report tells of."""
    return click.option(
        "--from", "since", metavar="DATE", help="The first day, as 2026-10-26.  [default: a Monday, for 8 weeks]"
    )(click.option("--to", "until", metavar="DATE", help="The last day.  [default: today]")(command))


def json_option(command: F) -> F:
    """`--json`: the same for another program."""
    return click.option("--json", "as_json", is_flag=True, help="The same as JSON, for another program.")(command)


def patient_of(options: Options) -> str:
    """The id of a patient, as files are named."""
    return options.patient.id if options.patient else "sheet"


def time_of(text: str, option: str) -> time:
    """A time of the day as typed after an option."""
    from datetime import time

    try:
        found = time.fromisoformat(text if ":" in text else "")
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or found.second:
        raise click.BadParameter(f"{text!r} is no time; write it as 09:30", param_hint=option)
    return found


def day_of(text: str | None, option: str) -> date | None:
    """A day as typed after an option."""
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date; write it as 2026-11-20", param_hint=option) from None
