"""The facts that all rows of a list have in common, each said once on the command line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from printkit.cli.options import FILE
from printkit.cli.output import counted, tell

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.intake.common import CommonFacts
    from printkit.kit import Printkit
    from printkit.printing.batch import Batch

F = TypeVar("F", bound=Callable[..., Any])
# the looks of one side are a matter of one reader
_LOOKS = click.Choice(["standard", "large", "aphasia"])


class Typed(NamedTuple):
    """The common facts as they were typed; "" and None stand for what was not."""

    clinic_file: Path | None
    region: str | None
    profile: str | None
    screened_by: str
    screened_on: str
    starts_on: str

    def read(self, kit: Printkit) -> CommonFacts:
        """The same, read by the types of a row. Raises every problem with its flag."""
        from printkit import kit as face
        from printkit.intake import common

        words = {
            "clinic.region": self.region or "",
            "print.profile": self.profile or "",
            "health.screened_by": self.screened_by,
            "health.screened_on": self.screened_on,
            "plan.starts_on": self.starts_on,
        }
        clinic = face.clinic_of(self.clinic_file) if self.clinic_file else None
        return common.said(words, clinic, kit.clinic, kit.catalog.regions, kit.today)


def common_facts(command: F) -> F:
    """`--clinic`, `--region`, `--profile`, `--screened-by`, `--screened-on` and `--starts-on`, as `facts`."""

    @wraps(command)
    def run(
        *args: Any,
        clinic_file: Path | None,
        region: str | None,
        profile: str | None,
        screened_by: str,
        screened_on: str,
        starts_on: str,
        **rest: Any,
    ) -> Any:
        facts = Typed(clinic_file, region, profile, screened_by, screened_on, starts_on)
        return command(*args, facts=facts, **rest)

    day = "as 2026-11-20, or today; of rows that give none."
    for option in (
        click.option("--starts-on", metavar="DATE", default="", help=f"The first day of week 1, {day}"),
        click.option("--screened-on", metavar="DATE", default="", help=f"When that was, {day}"),
        click.option(
            "--screened-by", metavar="NAME", default="", help="The therapist who has screened the rows that name none."
        ),
        click.option(
            "--profile", type=_LOOKS, help="The look of rows for which neither the list nor a rule has another."
        ),
        click.option("--region", metavar="CODE", help="The country of rows that name none: GB, US ..."),
        click.option("--clinic", "clinic_file", type=FILE, help="The clinic of rows that name no other."),
    ):
        run = option(run)
    return run  # type: ignore[return-value]


def tell_of_facts(found: Batch, roster: Path) -> None:
    """Say how many rows lack a fact, and how many have kept their own beside a common one: a line for each fact."""
    from printkit.reading.tell import numbered

    for gap in found.gaps:
        some = f"{len(gap.rows)} of {counted(len(found.rows), 'row')}"
        tell(f"{roster}: no {gap.fact} in {some} ({gap.where}): {numbered(gap.rows)}", aside=True)
    for flag, rows in found.kept.items():
        keep = "1 row keeps its own" if len(rows) == 1 else f"{len(rows)} rows keep their own"
        tell(f"{roster}: {flag}: {keep}: {numbered(rows)}", aside=True)
    for remark, rows in found.remarks.items():
        tell(f"{roster}: {numbered(rows)}: {remark}", aside=True)
