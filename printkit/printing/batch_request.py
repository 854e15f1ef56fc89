"""What is asked of a whole roster, and what of it does not go together."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from printkit.catalog.store import Catalog
from printkit.errors import MisuseError, near
from printkit.intake.common import CommonFacts
from printkit.printing.jobs import REPORTS, SET
from printkit.reading.columns import ColumnMapping
from printkit.reports.report import Days

_SKIN = "skin-sheet"
_FROM_A_PLAN = ("booklet", SET, "chart", "fridge", "handout")
_SHEETS = (SET, "chart", "fridge", "handout", _SKIN)  # of their own; nobody folds them


class BatchRequest(Struct, frozen=True, kw_only=True):
    """What is asked of a whole roster. The folder need not be there yet."""

    roster: Path
    kind: str
    folder: Path
    today: date
    mapping: ColumnMapping = ColumnMapping()
    common: CommonFacts = CommonFacts()  # of all rows that say nothing of their own
    combined: int | None = None  # rows in one file
    separators: bool = True  # between them
    to_fold: bool = False
    exercise: str = ""  # of a handout
    goes_on: bool = False  # charts of the weeks after the last ones in a diary
    diary_name: str = ""  # of one that is not the usual one, for the names of these charts
    rules: bool = False  # hold every row against the safety rules now, and not only when it is printed
    days: Days | None = None  # of a report

    @property
    def named(self) -> str:
        """What tells 2 prints of a kind apart in the names of files."""
        return self.exercise or self.diary_name

    @property
    def label(self) -> str:
        """What names of volumes say."""
        return "-".join(part for part in (self.kind, "next" if self.goes_on else "", self.named) if part)


def kinds_of_batch(catalog: Catalog) -> tuple[str, ...]:
    """Every kind that can be printed for a roster."""
    return (*_FROM_A_PLAN, _SKIN, *catalog.names("checklists"), *REPORTS)


def check_request(request: BatchRequest, catalog: Catalog) -> None:
    """Raise MisuseError for what does not go together."""
    known = kinds_of_batch(catalog)
    if request.kind not in known:
        raise MisuseError(f"there is no kind {request.kind!r}", hint=near(request.kind, known))
    if request.to_fold and request.kind in (*_SHEETS, *REPORTS):
        raise MisuseError(f"a {request.kind} is a sheet of its own and is not folded", hint="leave --booklet out")
    if not request.separators and request.combined is None:
        raise MisuseError("separators stand in volumes only", hint="give --combined N beside --no-separators")
    if request.exercise and request.kind != "handout":
        raise MisuseError("--exercise is for handouts", hint="give --kind handout")
    if request.kind == "handout" and not request.exercise:
        hint = "give --exercise NAME; 'printkit catalog list' has the names"
        raise MisuseError("a handout is of one exercise", hint=hint)
    exercises = catalog.names("exercises") if request.exercise else ()
    if request.exercise and request.exercise not in exercises:
        raise MisuseError(f"there is no exercise {request.exercise!r}", hint=near(request.exercise, exercises))
    if request.goes_on and request.kind != "chart":
        raise MisuseError("--next is for the tracking charts", hint="give --kind chart")
    if request.to_fold and request.combined is not None:
        raise MisuseError("each booklet to fold is a file of its own", hint="give --booklet or --combined")
