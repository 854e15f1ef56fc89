"""How every command ends: what is written, what is said on the screen, and what is left unsaid with --quiet."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from printkit.kit import Print
    from printkit.model.options import Options

QUIET = "printkit.quiet"


def tell(text: str, *, aside: bool = False) -> None:
    """Say how it went; nothing with --quiet. `aside` goes to stderr, beside what another program may read."""
    if not click.get_current_context().meta.get(QUIET):
        with contextlib.suppress(OSError):  # the work is done, even if nobody can be told
            click.echo(text, err=aside)


def say_json(value: Any) -> None:
    """Say a value as JSON, for another program."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def counted(count: int, one: str) -> str:
    """A count with its noun: 1 row, 2 rows, 3 entries."""
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{count} {one if count == 1 else many}"


def write(
    made: Print,
    path: Path | None,
    name: str,
    *,
    ask: bool,
    noted: AbstractContextManager[None] | None = None,
) -> None:
    """Write a finished print to a path, else to the usual folder under a name.

    What is `noted` of it elsewhere is noted only when the file was written.
    """
    from printkit.printing.files import FOLDER

    path = path or FOLDER / name
    password = _password() if ask else ""  # nobody else waits while a password is typed
    with noted or contextlib.nullcontext():
        made.save(path, password=password)
    tell(f"{path}: {counted(made.pages, 'page')}")
    if ask:
        tell("  locked with AES-256; PDF/A allows no password, so keep a copy without one for the archive", aside=True)


def tell_of_region(options: Options) -> None:
    """Say on the screen what a print without a country lacks."""
    if not options.clinic.region:
        tell(
            "  no country: the pages tell the reader to know the emergency number (region: GB, or --region GB)",
            aside=True,
        )


def tell_of_findings(made: Print) -> None:
    """Say on the screen what a print lacks: a country, and what the rules left out."""
    tell_of_region(made.cleared.options)
    from printkit.content import explanation

    for each in explanation.left_out(made.cleared):
        tell(f"  left out: {each}", aside=True)


def _password() -> str:
    """A password, typed twice and never shown."""
    from printkit.printing import encryption

    encryption.require_extra()
    password = str(click.prompt("Password for the file", hide_input=True, confirmation_prompt=True, err=True))
    if problem := encryption.why_refused(password):
        raise click.UsageError(problem)
    return password
