"""Filled sheets read back: `printkit scan`, without a diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.options import FILE
from printkit.cli.output import counted, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from printkit.scan.records import ReadPage

_SOME_LOST = 4  # as when some rows of a roster are not printed


@click.command()
@click.argument("files", metavar="SCAN...", type=FILE, nargs=-1, required=True)
@click.option(
    "--form", "forms", metavar="PDF", type=FILE, multiple=True, required=True,
    help="What the sheets were printed from: a PDF of printkit, or a folder of them; may be given several times.",
)  # fmt: skip
@click.option("-o", "--output", type=FILE, help="A .csv file.  [default: the screen]")
def scan(files: tuple[Path, ...], forms: tuple[Path, ...], output: Path | None) -> None:
    """Read the boxes of filled sheets in each SCAN: a .png, .jpg, .heic, .tif or .pdf of paper that was ticked by hand.

    A box that is in doubt is named "please check" with the reason, and never guessed.

    \b
    Example: printkit scan scan.pdf --form out/chart.pdf -o answers.csv
    """
    from printkit.errors import raise_all
    from printkit.printing import files as written
    from printkit.scan import answers, stack
    from printkit.scan import forms as printed

    stack.require_extra()
    pages, wrong = stack.read(files, printed.of_files(forms))
    raise_all(wrong)
    text = answers.as_csv(pages)
    if output is None:
        click.echo(text.removeprefix("\ufeff"), nl=False)
    else:
        written.write(text.encode(), output)
        boxes, asked = sum(len(page.boxes) for page in pages), sum(page.asked for page in pages)
        tell(f"{output}: {counted(boxes, 'row')}, {counted(asked, 'box')} to check")
    if _tell_of_pages(pages):
        raise SystemExit(_SOME_LOST)


def _tell_of_pages(pages: Sequence[ReadPage]) -> int:
    """Say which pages were not read, why and what to do, and which were printed too small; returns how many were not."""
    for page in pages:
        if page.gate is not None:
            click.echo(f"{page.where}: not read: {page.refused}\n  hint: {page.hint}", err=True)
    scaled = [page for page in pages if page.is_scaled]
    for page in scaled:
        said = f"{page.where}: printed at {page.print_scale:.0%} of its size"
        tell(f"{said}; it was read, but print without scaling (100 %, not 'fit to page')", aside=True)
    return sum(page.gate is not None for page in pages)
