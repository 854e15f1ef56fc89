"""What a box of a chart is called, for who looks at it: the title of its exercise, the part of the day, the day."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from printkit.catalog.store import Catalog
from printkit.diary.filled_sheets import weekday_column
from printkit.model.vocabulary import DayPart, Weekday
from printkit.sheets.geometry import SESSION

_OF_CHART = {"toes-caught": "caught", "fell": "fell", "skin": "skin"}  # rows of a chart besides the exercises
_ANSWERS = ("yes", "no")
_WEEK = re.compile(r"/week-([0-9]+)-")
_OF_SKIN = re.compile(r"day-([0-9]+)")


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
    column = weekday_column(name)
    days = [_column(name, column[1], catalog)] if column else [_day(each, catalog) for each in rest]
    said = [_title(exercise, catalog), part, *days]
    return ", ".join(each for each in said if each)


def _title(what: str, catalog: Catalog) -> str:
    if what in catalog.names("exercises"):
        title = catalog.exercise(what).text[catalog.language].title
        return title if "{" not in title else what
    tracked = catalog.tracked.get(what)
    if what in _OF_CHART:
        return catalog.labels(catalog.language)("chart", _OF_CHART[what])
    return tracked.title.get(catalog.language, what) if tracked is not None else what.replace("-", " ")


def _column(name: str, column: int, catalog: Catalog) -> str:
    """The weekday that stands over a box without a date, and its week where the sheet has several."""
    labels = catalog.labels(catalog.language)
    week = _WEEK.search(name)
    weekday = labels("days", tuple(Weekday)[column - 1])
    return f"{labels('chart', 'week', first=week[1]).lower()} {weekday}" if week else weekday


def _day(part: str, catalog: Catalog) -> str:
    labels = catalog.labels(catalog.language)
    if number := _OF_SKIN.fullmatch(part):
        return labels("screen", "day-number", number=number[1]).lower()
    try:
        day = date.fromisoformat(part)
    except ValueError:
        return part.replace("-", " ")
    names = {"weekday": labels("days", tuple(Weekday)[day.weekday()]), "month": labels("months", str(day.month))}
    return f"{labels('screen', 'long-day', day=day.day, **names)} {day.year}"
