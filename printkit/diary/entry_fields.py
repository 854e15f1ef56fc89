"""Single fields of an entry from the words of a row: days, weekdays, what may be a number in thousands."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from printkit import errors
from printkit.diary.entry_words import FIRST_YEAR, POINTED
from printkit.model.vocabulary import Weekday


class Wrong(Struct, frozen=True):
    """What is wrong with one field of a row."""

    field: str
    message: str
    hint: str


def weekdays(said: Mapping[str, str], amounts: dict[str, int], wrong: list[Wrong]) -> str:
    """The days of the week of an order, in their order; then the days a week are as many."""
    words = said.get("weekdays", "").replace(",", " ").lower().split()
    strange = [word for word in words if word not in tuple(Weekday)]
    wrong += [
        Wrong("weekdays", f"weekdays has {shortened(word)}", errors.near(word, map(str, Weekday))) for word in strange
    ]
    found = [str(day) for day in Weekday if day in words]
    if found and amounts.setdefault("days_per_week", len(found)) != len(found):
        message = f"days per week is {amounts['days_per_week']}, and weekdays names {len(found)}"
        wrong.append(Wrong("days_per_week", message, "give as many days as are named, or leave it out"))
    return " ".join(found)


def read_day(text: str) -> date | Wrong:
    """A day as 2026-11-20."""
    if not text:
        return Wrong("", "there is no date", "give a date such as 2026-11-20")
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return Wrong("", f"{shortened(text)} is no date", "write it as 2026-11-20")
    return found if found.year >= FIRST_YEAR else Wrong("", f"{found} is long ago", "check the year")


def pointed(field: str, text: str, called: str, wrong: list[Wrong]) -> bool:
    """Whether what is counted in whole numbers may have a point for its thousands, as 1.050."""
    if found := POINTED.fullmatch(text) is not None:
        hint = f"is this {text.replace('.', '')}? write it without the point"
        wrong.append(Wrong(field, f"{called} is {shortened(text)}", hint))
    return found


def shortened(text: str) -> str:
    """Words of a field for a message, in quotes."""
    return repr(text if len(text) <= 30 else f"{text[:29]}…")
