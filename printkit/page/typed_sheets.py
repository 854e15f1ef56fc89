"""What sheets that are typed in say: boxes, days and entries. Pure, for the screens of page.returned."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from re import fullmatch

from msgspec import Struct

from printkit.diary import import_files
from printkit.diary.filled_sheets import NOT_DONE, day_of_column, weekday_column
from printkit.diary.import_files import ImportDefaults
from printkit.errors import PrintkitError
from printkit.kit import Printkit
from printkit.outcomes.history import Checked, Done, Entry, History, Observation, PatientEntry, merged
from printkit.page import sheet_rows
from printkit.page.memory import TypedSheets
from printkit.scan import answers
from printkit.sheets import boxes
from printkit.sheets.codes import read_code

_ANYBODY = "x"  # where nobody has said whose a sheet is
_A_YEAR = 365  # days; more than the weeks of any print


class Found(Struct, frozen=True):
    """What typed sheets say: entries of a diary, and what of them cannot be one."""

    entries: tuple[PatientEntry, ...]
    wrong: tuple[PrintkitError, ...]


def read_day(said: str) -> date | None:
    """A day that was typed; None for what is none, which the form says by itself."""
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        return None


def days_of(typed: TypedSheets, first: date | None) -> dict[str, date]:
    """The day of each box that its paper names by a weekday alone, once the first day is known."""
    names = [box for sheet in typed.sheets for box, *_ in sheet.boxes]
    columns = {name: at for name in names if (at := weekday_column(name))} if first else {}
    return {
        name: day_of_column(first, names, week=week, column=column)
        for name, (week, column) in columns.items()
        if first is not None
    }


def is_dated(box: str) -> bool:
    """Whether a box says of which day it is."""
    return fullmatch(r".+/\d{4}-\d\d-\d\d(?:-\d+)?(?:/\w+)?", box) is not None


def boxes_of(typed: TypedSheets) -> dict[str, str]:
    """The boxes of all pages; those of a page that nobody has typed in are empty."""
    filled = dict.fromkeys((box for sheet in typed.sheets for box, *_ in sheet.boxes), "")
    for number in sorted(typed.typed):
        filled |= sheet_rows.answered(typed.sheets[number], typed.said)
    return filled


def boxes_table(typed: TypedSheets) -> str:
    """What `printkit scan` writes of the same sheets. Whether something was not done is no matter of a box."""
    filled = boxes_of(typed)
    rows = [
        (code.key, box, False, filled[box] not in ("", NOT_DONE))
        for number in sorted(typed.typed)
        if (code := read_code(typed.sheets[number].code("A"))) is not None
        for box, *_ in typed.sheets[number].boxes
    ]
    return answers.of_papers(rows)


def needs_a_day(typed: TypedSheets) -> bool:
    """Whether something was typed in that has no day of its own: a chart without dates, a skin check."""
    filled = boxes_of(typed)
    dated = any(map(is_dated, filled))  # then the weeks of its numbers are known, too

    def needs(name: str) -> bool:
        if name.startswith("skin/") and boxes.read(name)[1]:
            return True
        return not (is_dated(name) or boxes.read(name)[1] or (dated and "/week-" in name))

    return any(answer and needs(name) for name, answer in filled.items())


def entries_of(kit: Printkit, typed: TypedSheets, patient: str, first_day: str) -> Found:
    """The entries that all pages together make, and what cannot be one. `first_day` is "" where nobody has said it."""
    day = date.fromisoformat(first_day) if first_day else None
    asked = ImportDefaults(patient=patient, first_day=day)
    filed = list(import_files.of_paper(boxes_of(typed), kit.catalog, kit.today, asked))
    return Found(
        tuple(each for each in filed if isinstance(each, PatientEntry)),
        tuple(each for each in filed if isinstance(each, PrintkitError)),
    )


def of_boxes(kit: Printkit, boxes: Mapping[str, str], *, dated: bool) -> tuple[Entry, ...]:
    """The entries of boxes for nobody in particular; of those that are not `dated` as if they were begun a year ago.

    Their days mean nothing then, but how many weeks lie between them does.
    """
    asked = ImportDefaults(patient=_ANYBODY, first_day=None if dated else kit.today - timedelta(days=_A_YEAR))
    filed = import_files.of_paper(boxes, kit.catalog, kit.today, asked)
    return tuple(each.entry for each in filed if isinstance(each, PatientEntry))


def conflicts(entries: Iterable[PatientEntry], known: History) -> tuple[tuple[PatientEntry, PatientEntry], ...]:
    """Each entry that says something else than the diary, behind what the diary has of the same thing and day."""
    there = {_about(each): each for each in known.entries()}
    pairs = ((there[_about(each.entry)], each) for each in entries if _about(each.entry) in there)
    return tuple(
        (PatientEntry(patient=each.patient, entry=old), each) for old, each in pairs if merged(old, each.entry) is None
    )


def _about(entry: Entry) -> tuple[type[Entry], str, object]:
    what = next(str(getattr(entry, name)) for name in ("exercise", "what", "measure") if hasattr(entry, name))
    return type(entry), what, getattr(entry, "day", None)


def history_of(patient: str, entries: tuple[PatientEntry, ...]) -> History:
    """The entries of one person as reports and the next charts want them."""
    said = sorted((each.entry for each in entries), key=lambda entry: getattr(entry, "day", date.min))
    return History(
        patient=patient,
        done=tuple(each for each in said if isinstance(each, Done)),
        noted=tuple(each for each in said if isinstance(each, Observation)),
        checked=tuple(each for each in said if isinstance(each, Checked)),
    )
