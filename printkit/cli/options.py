"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from printkit.catalog.store import Catalog
    from printkit.content.templates import Templates
    from printkit.diary.database import Diary
    from printkit.model.options import Options
    from printkit.outcomes.history import History

F = TypeVar("F", bound=Callable[..., Any])


class _PathOption(click.Path):
    """click's own path, as a Path. pathlib is imported late: it is a seventh of the start of `printkit --version`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        from pathlib import Path

        return Path(str(super().convert(value, param, ctx)))


FILE = _PathOption()
FOLDER = _PathOption(exists=True, file_okay=False)


def names(kind: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Completion of ids in the shell."""

    def complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
        from printkit.catalog.store import Catalog
        from printkit.resources import CATALOG

        return [name for name in Catalog((CATALOG,)).names(kind) if name.startswith(typed)]

    return complete


def catalog_option(command: F) -> F:
    """`--catalog`: a folder laid over the shipped catalogue."""
    return click.option(
        "--catalog", "catalog_folder", type=FOLDER, help="A clinic's own catalogue, laid over the shipped one."
    )(command)


def folders(command: F) -> F:
    """`--catalog` and `--templates`."""
    return catalog_option(
        click.option(
            "--templates",
            "templates_folder",
            type=FOLDER,
            help="A clinic's own templates, laid over the shipped ones.",
        )(command)
    )


def output_option(command: F) -> F:
    """`-o`: where the PDF goes."""
    return click.option("-o", "--output", type=FILE, help="Where the PDF goes.  [default: out/NAME.pdf]")(command)


def look(command: F) -> F:
    """`--profile`, `--paper`, `--greyscale`, `--fillable`, `--password-prompt`: how the file looks and opens."""
    looks = click.Choice(["standard", "large", "aphasia", "neglect-left", "neglect-right"])
    for option in (
        click.option(
            "--password-prompt",
            is_flag=True,
            help="Ask for a password and lock the file with it (AES-256).",
        ),
        click.option(
            "--fillable/--no-fillable",
            default=None,
            help="Boxes and lines to fill in on a screen.  [default: checklists only]",
        ),
        click.option("--greyscale", is_flag=True, help="Without colour, as a mono printer gives it."),
        click.option(
            "--paper", type=click.Choice(["A4", "letter", "A5"]), help="The paper.  [default: as in the country]"
        ),
        click.option("--profile", type=looks, help="The look.  [default: as in the option file, else standard]"),
    ):
        command = option(command)
    return command


def clinician_option(command: F) -> F:
    """`--clinician`: pages for the one who prescribes."""
    return click.option(
        "--clinician", is_flag=True, help="Add the clinician's pages: rules, overrides, doses, sources."
    )(command)


def someone(command: F) -> F:
    """Options for a sheet that is not for one named patient."""
    side = click.Choice(["left", "right", "both", "unknown"])
    for option in (
        click.option("--region", metavar="CODE", help="Country, for the emergency number and the paper: GB, US ..."),
        click.option("--clinic", "clinic_file", type=FILE, help="A clinic file: name, phone, logo, region."),
        click.option("--side", type=side, default="unknown", help="The affected side.  [default: unknown]"),
    ):
        command = option(command)
    return command


def opened_catalog(folder: Path | None) -> Catalog:
    """The shipped catalogue, with a clinic's own folder over it."""
    from printkit.catalog.store import Catalog
    from printkit.resources import CATALOG

    return Catalog((folder, CATALOG) if folder else (CATALOG,))


def opened_templates(folder: Path | None) -> Templates:
    """The shipped templates, with a clinic's own folder over them."""
    from printkit.content.templates import Templates
    from printkit.resources import TEMPLATES

    return Templates((folder, TEMPLATES) if folder else (TEMPLATES,))


def loaded(path: Path, catalog: Catalog) -> Options:
    """The options of a patient, or every problem with them at once."""
    from datetime import date

    from printkit.errors import raise_all
    from printkit.intake import option_file, references

    found = option_file.load(path, date.today())
    raise_all(found.problems)
    read = found.required()
    raise_all(references.unknown_names(read, catalog, found.where))
    return read


def diary_option(command: F) -> F:
    """`--diary`: where the diary is."""
    return click.option(
        "--diary",
        "place",
        envvar="PRINTKIT_DIARY",
        default="diary.sqlite3",
        metavar="PLACE",
        help="A file, or a URL such as postgresql://host/clinic.  [env: PRINTKIT_DIARY; default: diary.sqlite3]",
    )(command)


def days_options(command: F) -> F:
    """`--from` and `--to`: the days that a report tells of."""
    return click.option(
        "--from", "since", metavar="DATE", help="The first day, as 2026-10-26.  [default: a Monday, for 8 weeks]"
    )(click.option("--to", "until", metavar="DATE", help="The last day.  [default: today]")(command))


def opened_diary(place: str, *, new: bool = True) -> Diary:
    """The diary at a place; says what to install where the extra is missing."""
    from printkit.errors import DiaryError

    try:
        from printkit.diary import database as diaries
    except ModuleNotFoundError as error:
        if error.name != "sqlalchemy":
            raise
        extra = "rehab-printkit[diary]"
        raise DiaryError(f"the extra {extra} is needed for a diary", hint=f'pip install "{extra}"') from None
    return diaries.opened(place, new=new)


def recorded(place: str, patient: str) -> History:
    """All that a diary holds of a patient; nothing where there is no diary yet, and none is made."""
    from pathlib import Path

    from printkit.outcomes.history import History

    if "://" not in place and not Path(place).exists():
        return History(patient=patient)
    with opened_diary(place) as diary:
        return diary.history(patient)


def day_of(text: str | None, option: str) -> date | None:
    """A day as typed after an option."""
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date; write it as 2026-11-20", param_hint=option) from None
