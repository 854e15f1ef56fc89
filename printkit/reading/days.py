"""Days as people and programs write them. What can be misread stays as it is typed."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from msgspec import Struct

from printkit.errors import OptionsError, PrintkitError
from printkit.model.vocabulary import DateOrder

_WHOLE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLASHED = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")
# what follows a day in a timestamp; a zone is that of the place, and only midnight may be that of the world
_TIME = re.compile(
    r"(?:[T ]|, )(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)(?: ?[AaPp]\.?[Mm]\.?)?"
    r"(?P<zone> ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?"
)
_MIDNIGHT = re.compile(r"0{1,2}:00(?::00(?:[.,]0+)?)?")
_WORLD = ("Z", "UTC")
_RUN = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{4}|\d{6})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]{0,6}\.?[ -](\d{4}|\d{2})")


class DayReading(Struct, frozen=True):
    """How days such as 03/04/2026 are read in one list."""

    order: DateOrder | None = None
    sure: bool = False  # somebody said so, or a day with a whole year shows it
    latest: int = 0  # the last two digits that a year can have; it is 20.. then


def reading(
    path: Path, written: Iterable[str], asked: DateOrder | None, today: date, error: type[PrintkitError] = OptionsError
) -> DayReading:
    """How 03/04/2026 is meant: as somebody says, or as a day over 12 shows; asked for when nothing shows it."""
    latest = (today.year + 1) % 100
    if asked is not None:
        return DayReading(asked, sure=True, latest=latest)
    first = short = ""
    day_first = month_first = sure = False
    for text in dict.fromkeys(written):  # a year of a clinic has the same few days a million times
        match = _SLASHED.fullmatch(_without_time(text.strip()))
        if match is None or len(match[1]) > 2 or len(match[4]) not in (2, 4):
            continue
        one, two, whole = int(match[1]), int(match[3]), len(match[4]) == 4
        if not whole and match[2] != "." and two <= 12:
            short = short or text.strip()  # 13/10/26 may begin with its year
            continue
        first = first or f"{one}/{two}"
        sure = sure or whole or two > 12
        day_first, month_first = day_first or one > 12, month_first or two > 12
    if not first and not short:
        return DayReading(latest=latest)
    if first and day_first != month_first:
        return DayReading(DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST, sure=sure, latest=latest)
    hint = "say which: --dates D/M/Y or --dates M/D/Y"
    if not first:
        raise error(f"dates such as {short} have a year of 2 digits", where=str(path), hint=hint)
    what = "both ways" if day_first else "either way"
    raise error(f"dates such as {first} can be read {what}", where=str(path), hint=hint)


def day(text: str, how: DayReading) -> str:
    """A day as 2026-11-20, where it cannot be misread; else the text as it is typed."""
    if _WHOLE.fullmatch(text):
        return text
    bare = _without_time(text)
    if match := _RUN.fullmatch(bare):
        return _made(int(match[1]), int(match[2]), int(match[3])) or text
    if match := _NAMED.fullmatch(bare):
        year = _year(match[3], how)
        month = _MONTHS.index(match[2].lower()) + 1 if match[2].lower() in _MONTHS else 0
        return _made(year, month, int(match[1])) or text
    match = _SLASHED.fullmatch(bare)
    if match is None:
        return text
    if len(match[1]) == 4:
        return _made(int(match[1]), int(match[3]), int(match[4])) or text
    if how.order is None or not (len(match[4]) == 4 or how.sure or match[2] == "."):
        return text
    one, two = int(match[1]), int(match[3])
    number, month = (one, two) if how.order is DateOrder.DAY_FIRST else (two, one)
    return _made(_year(match[4], how), month, number) or text


def is_day(name: str) -> bool:
    """Whether a word is a day, as it may stand over a column."""
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", name) is not None


def _without_time(text: str) -> str:
    """The day of a timestamp; the text itself where there is none, or where its zone may turn the day."""
    match = _TIME.search(text)
    if match is None or match.end() != len(text):
        return text
    zone = (match["zone"] or "").strip()
    if zone in _WORLD and not _MIDNIGHT.fullmatch(match["time"]):
        return text
    return text[: match.start()]


def _year(text: str, how: DayReading) -> int:
    if len(text) != 2:
        return int(text)
    return 2000 + int(text) if int(text) <= how.latest else 0


def _made(year: int, month: int, number: int) -> str:
    try:
        return date(year, month, number).isoformat() if year >= 1900 else ""
    except ValueError:
        return ""
