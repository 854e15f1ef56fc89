"""How every command that prints ends: the file is written, locked if asked for, and its path and pages are said."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from printkit.model.options import Options
    from printkit.pdf.pages import Printed


def write(
    printed: Printed,
    path: Path | None,
    name: str,
    *,
    ask: bool,
    noted: AbstractContextManager[None] | None = None,
) -> None:
    """Write a finished PDF to a path, else to the usual folder under a name.

    What is `noted` of it elsewhere is noted only when the file was written.
    """
    from printkit.printing import files

    path = path or files.FOLDER / name
    data = _locked(printed.data) if ask else printed.data  # nobody else waits while a password is typed
    with noted or contextlib.nullcontext():
        files.write(data, path)
    with contextlib.suppress(OSError):  # the file is there, even if nobody can be told
        click.echo(f"{path}: {printed.pages} page{'s' if printed.pages > 1 else ''}")
    if ask:
        click.echo(
            "  locked with AES-256; PDF/A allows no password, so keep a copy without one for the archive", err=True
        )


def tell_of_region(options: Options) -> None:
    """Say on the screen what a print without a country lacks."""
    if not options.clinic.region:
        click.echo(
            "  no country: the pages tell the reader to know the emergency number (region: GB, or --region GB)",
            err=True,
        )


def _locked(data: bytes) -> bytes:
    """The print under a password, typed twice and never shown."""
    from printkit.printing import encryption

    encryption.require_extra()
    password = str(click.prompt("Password for the file", hide_input=True, confirmation_prompt=True, err=True))
    if problem := encryption.why_refused(password):
        raise click.UsageError(problem)
    return encryption.locked(data, password)
