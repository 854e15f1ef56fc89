"""Where the diary is, and that it knows every chart that is printed: the one place through which commands reach it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from printkit.cli.options import folder_settings
from printkit.cli.output import tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from printkit.diary.database import Diary
    from printkit.kit import Print
    from printkit.outcomes.history import History, Sheets

_LONGEST_NAME = 60  # letters of a diary in the name of a file
_USUAL = "diary.sqlite3"
F = TypeVar("F", bound=Callable[..., Any])


class DiaryPlace(NamedTuple):
    """Where the diary is: as on the command line or in PRINTKIT_DIARY, else as in the nearest printkit.yaml.

    That is the one beside the option file or the list, `beside`; where it names no diary, the one where we are counts.
    """

    asked_for: str | None
    beside: Path | None = None
    unwanted: bool = False  # --no-diary
    needed: bool = False  # the weeks of the charts come from it

    def of(self, file: Path | None, *, needed: bool = False) -> DiaryPlace:
        """The same for an option file or a list."""
        return self._replace(beside=file, needed=needed)

    @property
    def place(self) -> str:
        """A file or a URL."""
        return self.asked_for or self._usual

    @property
    def _in_folder(self) -> str:
        return folder_settings(self.beside).diary or folder_settings().diary

    @property
    def _usual(self) -> str:
        return self._in_folder or _USUAL

    @property
    def shown(self) -> str:
        """What a message calls it: a URL may hold a password."""
        return self.place if "://" not in self.place else "the diary"

    @property
    def named(self) -> str:
        """What names of files call it; nothing for the usual diary of the folder where we are."""
        import re
        from pathlib import Path

        place = self.place
        if "://" not in place:
            if Path(place).resolve() == Path(self._usual).resolve():
                return ""
            place = str(Path(place).with_suffix(""))
        else:
            # without user and password
            place = place.partition("://")[2].partition("?")[0].rpartition("@")[2]
        return re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-")[-_LONGEST_NAME:].strip("-")

    @property
    def missing(self) -> bool:
        """Whether it is a file that is not there."""
        from pathlib import Path

        return "://" not in self.place and not Path(self.place).exists()

    @property
    def in_use(self) -> bool:
        """Whether charts are noted: somebody has named a diary, or the usual one is there, and nobody said --no-diary."""
        from pathlib import Path

        if self.unwanted:
            return False
        return self.needed or bool(self.asked_for or self._in_folder) or Path(_USUAL).exists()

    def opened(self, *, new: bool = True) -> Diary:
        """The diary; with `new`, a missing file is made."""
        from printkit.kit import open_diary

        return open_diary(self.place, new=new)

    # --- out

    @contextmanager
    def histories(self, *, new: bool = True) -> Iterator[Callable[..., History]]:
        """A function that gives all that it holds of a patient, up to a day.

        With `new`, it gives nothing where there is no diary yet; else that is a DiaryError.
        """
        from printkit.outcomes.history import History

        with ExitStack() as stack:
            book = None if new and self.missing else stack.enter_context(self.opened(new=False))

            def history(patient: str, until: date | None = None) -> History:
                return History(patient=patient) if book is None else book.history(patient, until=until)

            yield history

    # --- in

    @contextmanager
    def noted(self, *prints: Print) -> Iterator[None]:
        """Note the sheets of prints that are written inside of the block, where a diary is in use.

        Nothing is written where the diary cannot note it, and nothing is noted where the print cannot be written.
        """
        sheets = [charts for each in prints if (charts := each.charts)] if self.in_use else []
        if not sheets:
            yield
            return
        with ExitStack() as stack:
            with self._or_without():
                stack.enter_context(stack.enter_context(self.opened()).printed(*sheets))
            yield
        chart = max(sheets, key=lambda each: each.weeks)
        said = f"the charts of {_weeks(chart)}" if chart.weeks else "the sheets to tick"
        tell(f"  noted in {self.shown}: {said}", aside=True)

    @contextmanager
    def noting(self) -> Iterator[Callable[..., None]]:
        """A function that notes sheets that are on the disk, where a diary is in use; it is opened for the first of them.

        At the end it is told of how many patients.
        """
        from msgspec.structs import replace

        patients: set[str] = set()
        book: Diary | None = None
        known: set[Sheets] = set()
        with ExitStack() as stack:

            def note(*charts: Sheets) -> None:
                nonlocal book
                if not charts or not self.in_use:
                    return
                with self._or_without():
                    if book is None:
                        book = stack.enter_context(self.opened())
                        known.update(book.sheets())
                    new = [each for each in charts if replace(each, geometry=b"") not in known]
                    if new:
                        with book.printed(*new):
                            pass
                known.update(replace(each, geometry=b"") for each in new)
                patients.update(each.patient for each in new)

            yield note
        if patients:
            some = "1 patient" if len(patients) == 1 else f"{len(patients)} patients"
            tell(f"noted in {self.shown}: the sheets of {some}", aside=True)

    @contextmanager
    def _or_without(self) -> Iterator[None]:
        """A diary that cannot be used is told with the way to print all the same."""
        from printkit.errors import DiaryError

        try:
            yield
        except DiaryError as error:
            without = "--no-diary prints without it, and then no diary knows whose the charts are"
            if not self.needed:
                error.hint = f"{error.hint}; {without}" if error.hint else without
            raise


def _weeks(charts: Sheets) -> str:
    last = charts.first_week + charts.weeks - 1
    return f"week {last}" if charts.weeks == 1 else f"weeks {charts.first_week}-{last}"


def diary_option(command: F) -> F:
    """`--diary`: where the diary is, as `diary`."""

    @wraps(command)
    def run(*args: Any, place: str | None, **rest: Any) -> Any:
        return command(*args, diary=DiaryPlace(place), **rest)

    return _place(run)  # type: ignore[return-value]


def noting_options(command: F) -> F:
    """`--diary` and `--no-diary` of a command whose charts a diary notes, as `diary`."""

    @wraps(command)
    def run(*args: Any, place: str | None, no_diary: bool, **rest: Any) -> Any:
        from printkit.cli.options import typed

        if no_diary and typed("place"):
            raise click.UsageError("--diary and --no-diary cannot both be")
        return command(*args, diary=DiaryPlace(place, unwanted=no_diary), **rest)

    return _place(_no_diary(run))  # type: ignore[return-value]


_place = click.option(
    "--diary",
    "place",
    metavar="PLACE",
    help="A file, or a URL such as postgresql://host/clinic.  [default: as in printkit.yaml, else diary.sqlite3]",
)
_no_diary = click.option("--no-diary", is_flag=True, help="Note the charts in no diary.")
