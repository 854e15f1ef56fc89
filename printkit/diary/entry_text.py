"""An entry of the diary back in the words of a row."""

from collections.abc import Iterator

from printkit.catalog.store import Catalog
from printkit.diary.entry_words import CONDITIONS, COULD_NOT, PRESCRIBED, ticks
from printkit.outcomes.history import Checked, Done, Entry, Measured, Observation, Prescribed
from printkit.outcomes.measures import Tally

# --- back to words


def words(patient: str, entry: Entry, catalog: Catalog) -> dict[str, str]:
    """The fields of a row that reads as this entry; what is not recorded is left out."""
    said = {"patient": patient, **dict(_words(entry, catalog))}
    return {field: text for field, text in said.items() if text}


def _words(entry: Entry, catalog: Catalog) -> Iterator[tuple[str, str]]:
    match entry:
        case Done():
            yield from (("kind", "done"), ("what", entry.exercise))
            yield ("value", ticks(entry.sets or 1)) if entry.ticked else ("sets", _figure(entry.sets))
            for field in ("minutes", "effort", "pain"):
                yield field, _figure(getattr(entry, field))
        case Observation():
            tracked = catalog.tracked.get(entry.what)
            value = entry.choice or _figure(entry.value)
            if tracked is not None and tracked.kind is Tally.YES_NO and entry.value is not None:
                value = "yes" if entry.value else "no"
            yield from (("kind", "noted"), ("what", entry.what), ("value", value))
            yield "unit", tracked.unit if tracked is not None and value else ""
        case Checked():
            value = "looked at" if entry.all_well is None else "well" if entry.all_well else "not well"
            yield from (("kind", "checked"), ("what", entry.what), ("value", value))
        case Measured():
            measure = catalog.measures.get(entry.measure)
            grades = {value: grade for grade, value in measure.grades.items()} if measure else {}
            yield from (("kind", "measured"), ("what", entry.measure))
            could_not = measure is not None and entry.value == measure.unable
            yield "value", COULD_NOT if could_not else grades.get(entry.value, _figure(entry.value))
            yield "unit", measure.unit if measure else ""
            yield "assessor", entry.assessor or "patient"
            for field in ("side", "brace", "stimulator"):
                yield field, "" if getattr(entry, field) == "unknown" else str(getattr(entry, field))
            for field in ("part", *CONDITIONS):
                yield field, getattr(entry, field)
        case Prescribed():
            yield from (("kind", "prescribed"), ("what", entry.exercise), ("starts_on", entry.starts_on.isoformat()))
            yield "until", entry.until.isoformat() if entry.until else ""
            for field in PRESCRIBED:
                yield field, _figure(getattr(entry, field))
            yield "weekdays", entry.weekdays
            return
    yield from (("day", entry.day.isoformat()), ("note", getattr(entry, "note", "")))


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(value)
