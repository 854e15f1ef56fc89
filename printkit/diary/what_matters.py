"""Of entries that were just written down what somebody should see at once: falls, pain, skin that was not well, practice."""

from collections.abc import Iterable, Iterator
from datetime import date

from printkit.catalog.labels import Labels
from printkit.model.vocabulary import Weekday
from printkit.outcomes.history import Checked, Done, Entry, Observation


def sentences(entries: Iterable[Entry], labels: Labels, *, leaflet: bool = False) -> tuple[str, ...]:
    """What matters of one person's entries, each in a sentence with its days; after a fall what the paper says to do.

    The two sentences on a fall are those of the topic after-a-fall: with or without a blood thinner, for whoever reads
    this may not know of one. They are left out where the whole `leaflet` stands beside them.
    """
    return tuple(_sentences(tuple(entries), labels, leaflet=leaflet))


def _sentences(entries: tuple[Entry, ...], labels: Labels, *, leaflet: bool) -> Iterator[str]:
    noted = [each for each in entries if isinstance(each, Observation)]
    falls = {each.day: each.value for each in noted if each.what == "falls" and each.value != 0}
    hurt = [(each.value, each.day) for each in noted if each.what == "pain" and each.value is not None]
    hurt += [(each.pain, each.day) for each in entries if isinstance(each, Done) and each.pain is not None]
    marks = sorted(
        {each.day for each in entries if isinstance(each, Checked) and each.what == "skin" and each.all_well is False}
    )
    done = {each.day for each in entries if isinstance(each, Done) and each.sets != 0}
    if falls:
        said = (_fall(day, falls[day], labels) for day in sorted(falls))
        yield labels("screen", "matters-falls", days=", ".join(said))
        if not leaflet:
            yield labels("screen", "matters-fall-now")
            yield labels("screen", "matters-fall-today")
    if hurt:
        worst, day = max(hurt)
        yield labels("screen", "matters-pain", value=f"{worst:g}", day=_day(day, labels))
    if marks:
        yield labels("screen", "matters-skin", days=", ".join(_day(day, labels) for day in marks))
    if done:
        yield labels("screen", "matters-practised", count=len(done))


def _fall(day: date, count: float | None, labels: Labels) -> str:
    return _day(day, labels) + (f" ({count:g})" if count is not None and count > 1 else "")


def _day(day: date, labels: Labels) -> str:
    weekday, month = labels("days", tuple(Weekday)[day.weekday()]), labels("months", str(day.month))
    return labels("screen", "long-day", weekday=weekday, day=day.day, month=month)
