"""What was prescribed, as entries of the diary: a new plan ends the one before it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from printkit.diary.entry_words import PRESCRIBED
from printkit.model.records import Dose
from printkit.model.vocabulary import Weekday
from printkit.outcomes.history import Prescribed


def prescribed(
    before: Iterable[Prescribed], doses: Iterable[tuple[str, Dose, tuple[Weekday, ...]]], starts_on: date
) -> Iterator[Prescribed]:
    """What is asked for from a day on, and what stood until then with its last day, the day before.

    `doses` are exercises by their id, how much, and the days of the week where they are settled. A dose that stands already goes on as it is.
    """
    asked = {
        name: Prescribed(
            exercise=name,
            starts_on=starts_on,
            weekdays=" ".join(on),
            **{field: getattr(dose, field) for field in PRESCRIBED},
        )
        for name, dose, on in doses
    }
    for old in before:
        if old.starts_on >= starts_on or (old.until is not None and old.until < starts_on):
            continue
        if old.until is None and asked.get(old.exercise) == replace(old, starts_on=starts_on):
            del asked[old.exercise]
        else:
            yield replace(old, until=starts_on - timedelta(days=1))
    yield from asked.values()
