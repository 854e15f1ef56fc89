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
    """A count with its noun: 1 row, 2 rows, 3 entries, 4 boxes."""
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}es" if one.endswith("x") else f"{one}s"
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

    if ask and path is None:
        name = f"{name.removesuffix('.pdf')}-locked.pdf"  # the one without a password stays for the archive
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


def of_screening(options: Options) -> str:
    """What a therapist's screening has settled, or that it is too old to settle anything; "" where it did neither."""
    from printkit.model.facts import SCREENING_LASTS_DAYS

    settled = options.cleared_by_screening()
    on = options.health.screened_on
    if on is None or not (settled or options.screening_is_old):
        return ""
    said = f"the screening of {on.day} {on:%B} {on.year}"
    if options.screening_is_old:
        return f"{said} is over {SCREENING_LASTS_DAYS} days old and settled nothing"
    left = f"{counted(len(settled), 'question')} that {'was' if len(settled) == 1 else 'were'} left empty"
    they = "it is" if len(settled) == 1 else "they are"
    return f"{said} settled {left}; {they} on the clinician's copy"


def tell_of_findings(made: Print) -> None:
    """Say on the screen what a print lacks or took from elsewhere: a country, a screening's answers, what is left out."""
    tell_of_region(made.cleared.options)
    from printkit.planning import signing, telling

    if said := of_screening(made.cleared.options):
        tell(f"  {said}", aside=True)
    for each in telling.urgent(made.cleared):
        tell(f"  first: {each}")
    for each in telling.unchosen(made.cleared.options) if made.cleared.items else ():
        tell(f"  {each}", aside=True)
    for each in telling.left_out(made.cleared):
        tell(f"  left out: {each}", aside=True)
    for each in signing.told(made.cleared):
        tell(f"  {each}", aside=True)


def _password() -> str:
    """A password, typed twice and never shown."""
    from printkit.printing import encryption

    encryption.require_extra()
    password = str(click.prompt("Password for the file", hide_input=True, confirmation_prompt=True, err=True))
    if problem := encryption.why_refused(password):
        raise click.UsageError(problem)
    return password
