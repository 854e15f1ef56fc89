"""The command that opens the page: screens in a browser of this computer, for who would rather not type commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.diary_place import noting_options
from printkit.cli.options import FILE, Sources, folders
from printkit.cli.output import tell

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace


_EXTRAS = (("scan", "numpy", "scans are read"), ("diary", "sqlalchemy", "a diary is used"))


@click.command("open")
@click.option("--clinic", "clinic_file", type=FILE, help="A clinic file: name, phone, logo, region.")
@click.option("--no-browser", is_flag=True, help="Start no browser; the address is said in any case.")
@click.option("--language", metavar="CODE", default="en", help="The language of the screens: en, es.  [default: en]")
@click.option("--roster", type=FILE, help="A list of patients, whose problems the screens show.")
@click.option("--scans", type=FILE, multiple=True, help="A scan of filled sheets; may be given several times.")
@click.option(
    "--form", "forms", metavar="PDF", type=FILE, multiple=True,
    help="With --scans: what their sheets were printed from, where no diary has noted it.",
)  # fmt: skip
@noting_options
@folders
def open_page(
    clinic_file: Path | None,
    roster: Path | None,
    scans: tuple[Path, ...],
    forms: tuple[Path, ...],
    diary: DiaryPlace,
    sources: Sources,
    *,
    language: str,
    no_browser: bool,
) -> None:
    """Open the screens in a browser: forms for what the other commands print.

    They are reached from this computer alone. What is typed stays in memory, and is gone when printkit is closed: by
    Ctrl-C, by Close on the first screen, or 30 minutes after the last page (8 hours when a booklet is begun).

    \b
    Example: printkit open --clinic examples/clinic.yaml
    """
    import gc

    from printkit import kit as face
    from printkit.errors import MisuseError, to_install

    try:
        from printkit.page import server
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in ("flask", "waitress"):
            raise
        raise MisuseError("the extra page is needed for the screens", hint=to_install("page")) from None
    if scans and not (forms or diary.in_use):
        raise click.UsageError("--scans need the diary that noted their sheets, --diary PLACE, or their --form PDF")
    if forms and not scans:
        raise click.UsageError("--form is for scans: --scans FILE")
    _require(*_EXTRAS[:1] if scans else (), *_EXTRAS[1:] if diary.in_use else ())
    gc.enable()  # one print lives for a second, the page for a day
    kit = sources.kit()
    if clinic_file:
        kit.clinic = face.clinic_of(clinic_file)
    place = diary.place if diary.in_use else ""
    with server.Door(kit, diary=place, roster=roster, scans=scans, forms=forms, language=language) as door:
        click.echo(f"{door.address}  (Ctrl-C ends it)")  # a result, so --quiet says it, too
        if not no_browser:
            import webbrowser

            if not server.in_browser(door, webbrowser.open):
                tell("no browser could be started; copy the address into one", aside=True)
        try:
            door.serve()
        except KeyboardInterrupt:
            click.echo("", err=True)
    tell("closed; what was typed is gone", aside=True)


def _require(*extras: tuple[str, str, str]) -> None:
    """Raise MisuseError with every extra that a screen would miss, before a browser is started for it."""
    from printkit.errors import MisuseError, to_install

    missing = [(name, why) for name, library, why in extras if not _is_there(library)]
    if missing:
        names = [name for name, _ in missing]
        which = f"the extra{'s' if len(names) > 1 else ''} {' and '.join(names)}"
        what = f"{which} {'are' if len(names) > 1 else 'is'} needed where {' and '.join(why for _, why in missing)}"
        raise MisuseError(what, hint=to_install(*names))


def _is_there(library: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(library) is not None
    except ValueError:  # something stands in for it
        return False
