"""Filled sheets read back: `printkit scan`, without a diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli import scan_review
from printkit.cli.options import FILE, catalog_option
from printkit.cli.output import counted, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from printkit.cli.options import Sources
    from printkit.scan.answers import Key, Said
    from printkit.scan.records import ReadPage

_SOME_LOST = 4  # as when some rows of a roster are not printed


@click.command()
@click.argument("files", metavar="[SCAN]...", type=FILE, nargs=-1)
@click.option(
    "--form", "forms", metavar="PDF", type=FILE, multiple=True,
    help="What the sheets were printed from: a PDF of printkit, or a folder of them; may be given several times.",
)  # fmt: skip
@click.option("--answers", "answered", metavar="CSV", type=FILE, help="What somebody has said of the boxes in doubt.")
@click.option("--by", metavar="NAME", default="", help="With --answers: who has looked.")
@click.option("-o", "--output", type=FILE, help="A .csv file.  [default: the screen]")
@click.option("--no-review", is_flag=True, help="With -o: write no page with pictures of the boxes in doubt.")
@catalog_option
def scan(
    files: tuple[Path, ...],
    forms: tuple[Path, ...],
    answered: Path | None,
    by: str,
    output: Path | None,
    sources: Sources,
    *,
    no_review: bool,
) -> None:
    """Read the boxes of filled sheets in each SCAN: a .png, .jpg, .heic, .tif or .pdf of paper that was ticked by hand.

    A box that is in doubt is named "please check" with the reason, and never guessed. With -o there is a page for a
    browser with a picture of each; what somebody says of them goes into the table with --answers.

    \b
    Example: printkit scan scan.pdf --form out/chart.pdf -o answers.csv

    \b
    Example: printkit scan --answers scan-answers.csv --by "A. Reed" -o answers.csv
    """
    if bool(files) == (answered is not None):
        raise click.UsageError("give scans to read, or --answers with what was said of them")
    if answered is not None:
        if not by.strip():
            raise click.UsageError("--answers need who has looked: --by NAME")
        if output is None:
            raise click.UsageError("--answers need the table of that scan: -o answers.csv")
        _hear(answered, by.strip(), output)
        return
    if not forms:
        raise click.UsageError("scans need what they were printed from: --form PDF")
    _read(files, forms, output, sources, review=output is not None and not no_review)


def _read(
    files: tuple[Path, ...], forms: tuple[Path, ...], output: Path | None, sources: Sources, *, review: bool
) -> None:  # fmt: skip
    from printkit.errors import raise_all
    from printkit.scan import answers, stack
    from printkit.scan import forms as printed
    from printkit.scan.records import Mark

    stack.require_extra()
    pages, wrong = stack.read(files, printed.of_files(forms), stack.SHARE if review else 0)
    raise_all(wrong)
    if all(page.gate is not None for page in pages):
        _tell_of_pages(pages)
        if output is not None:
            click.echo(f"{output}: not written, because no page was read", err=True)
        raise SystemExit(_SOME_LOST)
    if output is None:
        click.echo(answers.as_csv(pages).removeprefix("\ufeff"), nl=False)
    else:
        seen = answers.said_in(output, pages)
        _write(answers.as_csv(pages, seen), output)
        boxes = [(answers.key_of(page, box), box) for page in pages for box in page.boxes]
        asked = sum(box.mark is Mark.CHECK and key not in seen for key, box in boxes)
        answered = f", {len(seen)} answered before" if seen else ""
        tell(f"{output}: {counted(len(boxes), 'row')}, {counted(asked, 'box')} to check{answered}")
        if review and asked:
            _ask(pages, seen, sources, output)
    if _tell_of_pages(pages):
        raise SystemExit(_SOME_LOST)


def _write(text: str, output: Path) -> None:
    """Write the table. One of an earlier reading is replaced where all that it says is in this one, too."""
    from printkit.errors import TakenError
    from printkit.printing import files
    from printkit.scan import answers

    lost = answers.lost_rows(output, text)
    if lost:
        raise TakenError(
            f"is there already, and {counted(lost, 'row')} of it would be lost: it was filled in, or is of other scans",
            where=str(output), hint=f"give another name, as -o {files.free(output)}, or move the old table away",
        )  # fmt: skip
    files.write(text.encode(), output, ours=lost == 0)


def _ask(pages: Sequence[ReadPage], seen: Mapping[Key, Said], sources: Sources, output: Path) -> None:
    """The page of what is in doubt, beside the table."""
    from printkit.diary.paper_words import words_of_all
    from printkit.scan import review

    kit = sources.kit()
    names = {box.name: "yes" for page in pages for box in page.boxes if box.crop}
    every = review.of_pages(pages, words_of_all(names, kit.questions_of(names), kit.catalog))
    asked = [each for each in every if (each.patient, each.sheet, each.box) not in seen]
    table = scan_review.write(asked, output.with_name(f"{output.stem}-review"), known=every)
    tell(f"  open it in a browser, or fill in {table}", aside=True)
    tell(f"  then: printkit scan --answers {scan_review.ANSWERS} --by NAME -o {output}", aside=True)


def _hear(table: Path, by: str, output: Path) -> None:
    """Write down what somebody has said of boxes, and take away the pictures of them."""
    from printkit.printing import files
    from printkit.scan import answers, review
    from printkit.scan.rates import upper_bound

    said = list(review.answers(table))
    found = answers.filled_in(output, {(each.patient, each.sheet, each.box): each.ticked for each in said}, by)
    files.write(found.text.encode(), output, ours=True)
    tell(f"{output}: {counted(found.answered, 'box')} answered, {found.still_open} to check")
    if found.sure:
        bound = upper_bound(found.misread, found.sure)
        were = "was" if found.misread == 1 else "were"
        said_of_them = f"of {found.sure} sure boxes that were looked at, {found.misread} {were} read wrongly"
        tell(f"  {said_of_them} (with 95 % certainty at most {bound:.2%})", aside=True)
    for where, sheet, box in found.unknown:
        click.echo(f"{table}: {output} has no box {box} of {sheet or 'no sheet'} in {where}", err=True)
    heard = [each for each in said if (each.patient, each.sheet, each.box) not in found.unknown]
    scan_review.take_away(output.parent, f"{output.stem}-review", heard)
    if found.unknown:
        raise SystemExit(_SOME_LOST)


def _tell_of_pages(pages: Sequence[ReadPage]) -> int:
    """Say which pages were not read, why and what to do, and which were printed too small; returns how many were not."""
    from printkit.reading.tell import of_pages, paged

    for file, numbers, why in of_pages((page.where, page.why) for page in pages if page.gate is not None):
        click.echo(f"{paged(file, numbers)}: not read: {why}", err=True)
    scaled = [page for page in pages if page.is_scaled]
    for page in scaled:
        said = f"{page.where}: printed at {page.print_scale:.0%} of its size"
        tell(f"{said}; it was read, but print without scaling (100 %, not 'fit to page')", aside=True)
    return sum(page.gate is not None for page in pages)
