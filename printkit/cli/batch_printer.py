"""The files of a batch to a printer: in the order of the list, each on the sides of the paper that it is made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from printkit.cli.output import tell

if TYPE_CHECKING:
    from printkit.printing.batch import Batch
    from printkit.printing.batch_request import BatchRequest
    from printkit.printing.jobs import Result

# others come back, or are looked at singly
_ON_BOTH_SIDES = ("booklet", "set", "chart", "fridge", "handout", "skin-sheet", "report-patient", "report-clinician")


class Ways(NamedTuple):
    """How files go to a printer; `sides` as they were asked for: one, two or None."""

    printer: str
    copies: int
    sides: str | None


def to_printer(found: Batch, made: list[Result], request: BatchRequest, ways: Ways) -> int:
    """Send to a printer what this run vouches for; returns how many files were not sent."""
    from printkit.errors import TakenError
    from printkit.printing import cups, manifest

    vouched = {**found.standing, **{each.name: each for each in made if each.output}}
    refused = 0
    for job in found.todo:
        done = vouched.get(job.name)
        if done is None:
            continue
        try:
            manifest.require_as_made(done, request.folder)
            sides = _sides(request, done, ways.sides)
            number = cups.send(request.folder / job.name, ways.printer, ways.copies, sides, done.media)
        except (cups.PrintingError, TakenError) as error:
            refused += 1
            click.echo(f"row {job.row}: {job.name}: {error}", err=True)
        else:
            tell(f"{job.name}: print job {number}")
            cups.note(request.folder, job.name, ways.printer, ways.copies, number)
    return refused


def _sides(request: BatchRequest, done: Result, asked: str | None) -> str:
    """How the printer turns a sheet, as IPP says it: what comes back from home has an empty back.

    Raises PrintingError for a volume with a page for each patient on both sides.
    """
    from printkit.printing.cups import PrintingError

    if request.to_fold:
        return "two-sided-short-edge"
    if done.one_sided and asked == "two":
        hint = "leave --sides two out"
        raise PrintingError("on both sides 2 patients would share a sheet, and it is not sent", hint=hint)
    usual = not done.one_sided if request.combined is not None else request.kind in _ON_BOTH_SIDES
    return "two-sided-long-edge" if (asked == "two" if asked else usual) else "one-sided"
