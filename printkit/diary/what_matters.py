"""Of entries that were just written down what somebody should see at once: falls, pain, skin that was not well, practice."""

from collections.abc import Iterable, Iterator
from datetime import date

from printkit.catalog.labels import Labels
from printkit.catalog.store import Catalog
from printkit.model.vocabulary import Weekday
from printkit.outcomes import worst_pain
from printkit.outcomes.history import Checked, Done, Entry, Observation
from printkit.outcomes.worst_pain import ToTell


def sentences(
    entries: Iterable[Entry], labels: Labels, catalog: Catalog, *, known: Iterable[Entry] = (), leaflet: bool = False
) -> tuple[str, ...]:
    """What matters of one person's entries, each in a sentence with its days; after a fall or bad pain also what to do.

    The two sentences on a fall are those of the topic after-a-fall: with or without a blood thinner, for whoever reads
    this may not know of one. They, and those on pain, are left out where the whole `leaflet` stands beside them. `known`
    is what was written down before, so that pain which has risen since is seen.
    """
    some = tuple(entries)
    pain = worst_pain.to_tell(some, known, catalog.measures, catalog.tracked)
    return tuple(_sentences(some, labels, pain, leaflet=leaflet))


def falls_of(entries: Iterable[Entry]) -> dict[date, float | None]:
    """The days with a fall, each with how many where somebody has counted them."""
    return {
        each.day: each.value
        for each in entries
        if isinstance(each, Observation) and each.what == "falls" and each.value != 0
    }


def fell(entries: Iterable[Entry], labels: Labels, group: str = "screen") -> str:
    """That there were falls, with their days; "" without one. `group` is that of the labels: a screen's or a chart's."""
    falls = falls_of(entries)
    said = (_fall(day, falls[day], labels, group) for day in sorted(falls))
    return labels(group, "matters-falls", days=", ".join(said)) if falls else ""


def hurt(pain: ToTell, labels: Labels, group: str = "screen") -> str:
    """How much it hurt, or how much more than the week before; `group` as in `fell`."""
    day, value = _day(pain.day, labels, group), f"{pain.value:g}"
    if pain.before is None:
        return labels(group, "matters-pain", value=value, day=day)
    return labels(group, "matters-pain-rose", first=f"{pain.before:g}", last=value, day=day)


def _sentences(entries: tuple[Entry, ...], labels: Labels, pain: ToTell | None, *, leaflet: bool) -> Iterator[str]:
    some = worst_pain.of_entries(entries)
    marks = sorted(
        {each.day for each in entries if isinstance(each, Checked) and each.what == "skin" and each.all_well is False}
    )
    done = {each.day for each in entries if isinstance(each, Done) and each.sets != 0}
    if falls := fell(entries, labels):
        yield falls
        if not leaflet:
            yield labels("screen", "matters-fall-now")
            yield labels("screen", "matters-fall-today")
    if pain is not None:
        yield hurt(pain, labels)
        if not leaflet:
            yield labels("screen", "matters-pain-now")
            yield labels("screen", "matters-pain-today")
            yield labels("screen", "matters-pain-stop")
    elif some:
        worst, day = max(some)
        yield labels("screen", "matters-pain", value=f"{worst:g}", day=_day(day, labels))
    if marks:
        yield labels("screen", "matters-skin", days=", ".join(_day(day, labels) for day in marks))
    if done:
        yield labels("screen", "matters-practised", count=len(done))


def _fall(day: date, count: float | None, labels: Labels, group: str) -> str:
    return _day(day, labels, group) + (f" ({count:g})" if count is not None and count > 1 else "")


def _day(day: date, labels: Labels, group: str = "screen") -> str:
    weekday, month = labels("days", tuple(Weekday)[day.weekday()]), labels("months", str(day.month))
    return labels(group, "long-day", weekday=weekday, day=day.day, month=month)
