"""What a box of a chart is called, for who looks at it: the title of its exercise, the part of the day, the day."""

from collections.abc import Iterable, Mapping
from datetime import date

from printkit.catalog.store import Catalog
from printkit.sheets.geometry import SESSION


def words_of_all(names: Iterable[str], questions: Mapping[str, str], catalog: Catalog) -> dict[str, str]:
    """Boxes in words; one of a line of a checklist is its question and the answer that it stands for."""
    said = {name: words(name, catalog) for name in names}
    return said | {name: f"{question} {name.rpartition('/')[2]}" for name, question in questions.items()}


def words(name: str, catalog: Catalog) -> str:
    """The name of a box in words, in English as all that a clinic's screens say."""
    what, *rest = name.split("/")
    exercise, _, part = what.partition(SESSION)
    said = [_title(exercise, catalog), part, *(_day(each) for each in rest)]
    return ", ".join(each for each in said if each)


def _title(what: str, catalog: Catalog) -> str:
    if what in catalog.names("exercises"):
        title = catalog.exercise(what).text["en"].title
        return title if "{" not in title else what
    tracked = catalog.tracked.get(what)
    return tracked.title.get("en", what) if tracked is not None else what.replace("-", " ")


def _day(part: str) -> str:
    try:
        day = date.fromisoformat(part)
    except ValueError:
        return part.replace("-", " ")
    return f"{day:%a} {day.day} {day:%B} {day.year}"
