"""What a box of a chart is called, for who looks at it: the title of its exercise, the part of the day, the day."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from printkit.catalog.store import Catalog
from printkit.model.vocabulary import DayPart, Weekday
from printkit.sheets.geometry import SESSION

_OF_CHART = {"toes-caught": "caught", "fell": "fell", "skin": "skin"}  # rows of a chart besides the exercises
_ANSWERS = ("yes", "no")
_UNDATED = re.compile(r"(?:week-(?P<week>[0-9]+)-)?day-(?P<day>[0-9]+)")


def words_of_all(names: Iterable[str], questions: Mapping[str, str], catalog: Catalog) -> dict[str, str]:
    """Boxes in words; one of a line of a checklist is its question and the answer that it stands for."""
    labels = catalog.labels(catalog.language)
    said = {name: words(name, catalog) for name in names}
    return said | {
        name: f"{question} {labels('screen', answer).lower() if (answer := name.rpartition('/')[2]) in _ANSWERS else answer}"
        for name, question in questions.items()
    }


def words(name: str, catalog: Catalog) -> str:
    """The name of a box in words, as the catalogue speaks."""
    what, *rest = name.split("/")
    exercise, _, part = what.partition(SESSION)
    part = catalog.labels(catalog.language)("chart", part) if part in tuple(DayPart) else part
    said = [_title(exercise, catalog), part, *(_day(each, catalog) for each in rest)]
    return ", ".join(each for each in said if each)


def _title(what: str, catalog: Catalog) -> str:
    if what in catalog.names("exercises"):
        title = catalog.exercise(what).text[catalog.language].title
        return title if "{" not in title else what
    tracked = catalog.tracked.get(what)
    if what in _OF_CHART:
        return catalog.labels(catalog.language)("chart", _OF_CHART[what])
    return tracked.title.get(catalog.language, what) if tracked is not None else what.replace("-", " ")


def _day(part: str, catalog: Catalog) -> str:
    labels = catalog.labels(catalog.language)
    if undated := _UNDATED.fullmatch(part):
        week = labels("chart", "week", first=undated["week"]) if undated["week"] else ""
        return f"{week} {labels('screen', 'day-number', number=undated['day'])}".strip().lower()
    try:
        day = date.fromisoformat(part)
    except ValueError:
        return part.replace("-", " ")
    names = {"weekday": labels("days", tuple(Weekday)[day.weekday()]), "month": labels("months", str(day.month))}
    return f"{labels('screen', 'long-day', day=day.day, **names)} {day.year}"
