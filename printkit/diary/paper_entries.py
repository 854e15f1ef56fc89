"""What the pages of a print say to a diary, and what in it changes when one of them is answered."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from printkit.catalog.store import Catalog
from printkit.diary import import_files
from printkit.diary.import_files import ImportDefaults
from printkit.diary.paper import Paper, together
from printkit.errors import PrintkitError
from printkit.outcomes.history import Entry, PatientEntry


class Issue(Struct, frozen=True, kw_only=True):
    """Whose a print is, all of its boxes, which say the days of its numbers, and its first day where it has no dates."""

    patient: str
    names: tuple[str, ...]
    token: str
    first_day: date | None = None


class Changes(Struct, frozen=True):
    """What a diary should hold after pages were answered, next to what it holds of them."""

    new: tuple[PatientEntry, ...] = ()
    changed: tuple[tuple[Entry, Entry], ...] = ()
    gone: tuple[Entry, ...] = ()


def changes(
    before: Iterable[Paper], after: Iterable[Paper], of: Issue, catalog: Catalog, today: date
) -> tuple[Changes, tuple[PrintkitError, ...]]:
    """What changes between two states of the pages of one print; or what is wrong with the later one."""
    old, _ = _entries(before, of, catalog, today)
    new, wrong = _entries(after, of, catalog, today)
    if wrong:
        return Changes(), wrong
    had = {_about(each.entry): each.entry for each in old}
    has = {_about(each.entry): each.entry for each in new}
    return (
        Changes(
            tuple(each for each in new if _about(each.entry) not in had),
            tuple((had[key], entry) for key, entry in has.items() if key in had and had[key] != entry),
            tuple(entry for key, entry in had.items() if key not in has),
        ),
        (),
    )


def _entries(
    papers: Iterable[Paper], of: Issue, catalog: Catalog, today: date
) -> tuple[list[PatientEntry], tuple[PrintkitError, ...]]:
    boxes = {**dict.fromkeys(of.names, ""), **together(papers)}
    asked = ImportDefaults(patient=of.patient, first_day=of.first_day, token=of.token)
    filed = list(import_files.of_paper(boxes, catalog, today, asked))
    good = [each for each in filed if isinstance(each, PatientEntry)]
    return good, tuple(each for each in filed if isinstance(each, PrintkitError))


def _about(entry: Entry) -> tuple[str, str, date]:
    what = next(str(getattr(entry, name)) for name in ("exercise", "what", "measure") if hasattr(entry, name))
    day: date = getattr(entry, "day", None) or getattr(entry, "starts_on")  # noqa: B009 - one of two kinds
    return type(entry).__name__, what, day
