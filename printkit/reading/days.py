"""Days as people and programs write them. What can be misread stays as it is typed."""

import re
from collections.abc import Iterable, Mapping
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

WRITTEN: Mapping[DateOrder, str] = {
    DateOrder.DAY_FIRST: "D/M/Y",
    DateOrder.MONTH_FIRST: "M/D/Y",
    DateOrder.YEAR_FIRST: "Y-M-D",
}  # as the command line says them


class DayReading(Struct, frozen=True):
    """How days such as 03/04/2026 are read in one list."""

    order: DateOrder | None = None
    sure: bool = False  # somebody said so, or more shows it than a short day with points, as 13.10.26
    latest: int = 0  # the last two digits that a year can have; it is 20.. then
    told: str = ""  # what was guessed of days that can be read in several orders; "" where nothing was


class DaysSeen(Struct, frozen=True, kw_only=True):
    """What the days of a list show of the order in which they are written; each as it stands there."""

    only: Mapping[DateOrder, tuple[str, ...]]  # days that one order alone can read
    unsettled: Mapping[str, tuple[DateOrder, ...]]  # days that several orders read, each as another day
    sure: bool  # as that of a reading
    latest: int

    @property
    def guess(self) -> DateOrder | None:
        """The order that all days agree on; None where no day shows one, or two days show two."""
        (order, *others) = self.only or (None,)
        return None if others else order

    @property
    def orders(self) -> tuple[DateOrder, ...]:
        """Every order in which at least one of the days can be read."""
        known = {*self.only, *(order for each in self.unsettled.values() for order in each)}
        return tuple(order for order in DateOrder if order in known)

    def read_in(self, order: DateOrder, most: int = 3) -> tuple[tuple[str, date], ...]:
        """The first unsettled days with the day that each would be in an order."""
        how = DayReading(order, sure=True, latest=self.latest)
        open_ones = [text for text, orders in self.unsettled.items() if order in orders]
        return tuple((text, date.fromisoformat(day(text, how))) for text in open_ones[:most])


def seen(written: Iterable[str], today: date) -> DaysSeen:
    """What the days of a list show. What is no day in any order shows nothing, and neither does 05/05/2026."""
    latest = (today.year + 1) % 100
    only: dict[DateOrder, list[str]] = {}
    unsettled: dict[str, tuple[DateOrder, ...]] = {}
    sure = False
    for typed in dict.fromkeys(written):  # a year of a clinic has the same few days a million times
        text = typed.strip()
        match = _SLASHED.fullmatch(_without_time(text))
        if match is None or len(match[1]) > 2 or len(match[4]) not in (2, 4):
            continue
        read = {order: made for order in DateOrder if (made := _in_order(match, order, latest))}
        sure = sure or len(match[4]) == 4 or (len(read) == 1 and match[2] != ".")
        if len(read) == 1:
            only.setdefault(next(iter(read)), []).append(text)
        elif len({*read.values()}) > 1:
            unsettled[text] = tuple(read)
    ordered = {order: tuple(only[order]) for order in DateOrder if order in only}
    return DaysSeen(only=ordered, unsettled=unsettled, sure=sure, latest=latest)


def reading(
    path: Path, written: Iterable[str], asked: DateOrder | None, today: date, error: type[PrintkitError] = OptionsError
) -> DayReading:
    """How 03/04/2026 is meant: as somebody says, or as the days that one order alone can read show.

    Raises the error given where no day shows it, or two days show two orders.
    """
    latest = (today.year + 1) % 100
    if asked is not None:
        return DayReading(asked, sure=True, latest=latest)
    found = seen(written, today)
    if (order := found.guess) is not None:
        return DayReading(order, sure=found.sure, latest=latest, told=_guessed(found, order))
    if not found.only and not found.unsettled:
        return DayReading(latest=latest)
    flags = " or ".join(f"--dates {WRITTEN[order]}" for order in found.orders)
    if len(found.only) > 1:
        said = "; ".join(f"{days[0]} can only be {WRITTEN[order]}" for order, days in found.only.items())
        hint = f"say which most of them are: {flags}; the others are then told row by row"
        raise error(f"the dates are not all in one order: {said}", where=str(path), hint=hint)
    text, orders = next(iter(found.unsettled.items()))
    ways = " or ".join(f"{_in_order_of(text, order, latest)} ({WRITTEN[order]})" for order in orders)
    message = f"dates such as {text} can be read in more than one way, as {ways}, and no other date shows which"
    raise error(message, where=str(path), hint=f"say which: {flags}")


def _guessed(found: DaysSeen, order: DateOrder) -> str:
    """What a list's own days make of those that can be read in several orders."""
    read = next((f"{text} is {made}" for text, made in found.read_in(order, 1)), "")
    shown = found.only[order][0]
    return f"dates are read as {WRITTEN[order]}, for {shown} can be nothing else, so {read}" if read else ""


def day(text: str, how: DayReading) -> str:
    """A day as 2026-11-20, where it cannot be misread; else the text as it is typed."""
    if _WHOLE.fullmatch(text):
        return text
    bare = _without_time(text)
    if match := _RUN.fullmatch(bare):
        return _made(int(match[1]), int(match[2]), int(match[3])) or text
    if match := _NAMED.fullmatch(bare):
        year = _year(match[3], how.latest)
        month = _MONTHS.index(match[2].lower()) + 1 if match[2].lower() in _MONTHS else 0
        return _made(year, month, int(match[1])) or text
    match = _SLASHED.fullmatch(bare)
    if match is None:
        return text
    if len(match[1]) == 4:
        return _made(int(match[1]), int(match[3]), int(match[4])) or text
    if how.order is None:  # nobody needed to say it: 05/05/2026 is the same day in both
        one, other = (_in_order(match, order, how.latest) for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST))
        return one if one == other and one and len(match[4]) == 4 else text
    if not (len(match[4]) == 4 or how.sure or match[2] == "."):
        return text
    return _in_order(match, how.order, how.latest) or text


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


def _in_order(match: re.Match[str], order: DateOrder, latest: int) -> str:
    """A day of three numbers in an order of them, as 2026-11-20; "" where it is none."""
    one, two, three = match[1], match[3], match[4]
    if order is DateOrder.YEAR_FIRST:
        short = len(one) == len(three) == 2 and match[2] != "."  # nobody writes 6/11/20 or 26.11.20 for 2026
        return _made(_year(one, latest), int(two), int(three)) if short else ""
    number, month = (one, two) if order is DateOrder.DAY_FIRST else (two, one)
    return _made(_year(three, latest), int(month), int(number))


def _in_order_of(text: str, order: DateOrder, latest: int) -> str:
    match = _SLASHED.fullmatch(_without_time(text))
    return _in_order(match, order, latest) if match else ""


def _year(text: str, latest: int) -> int:
    if len(text) != 2:
        return int(text)
    return 2000 + int(text) if int(text) <= latest else 0


def _made(year: int, month: int, number: int) -> str:
    try:
        return date(year, month, number).isoformat() if year >= 1900 else ""
    except ValueError:
        return ""
