"""The practice of a chart as a calendar for a phone (iCalendar, RFC 5545): when, what and how much, and no word on how.

Days with the same exercises are one entry that comes again; a day without exercises has none.

A time is that of the clock on the wall ("floating"): it names no zone, so that 10:00 stays 10:00 when the clocks change,
and on a journey. A phone shows a calendar to others, so no name, no side and no illness stands in it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from printkit.content.voice import Voice
from printkit.errors import OptionsError
from printkit.model.vocabulary import Weekday
from printkit.planning.safety import Cleared, ClearedItem

_LONGEST = 75  # bytes of a line, without its end
_LASTS = timedelta(minutes=30)
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def calendar(cleared: Cleared, voice: Voice, times: tuple[time, ...], key: str) -> bytes:
    """What safety has left of a plan, every day of its chart at these times. Raises OptionsError without a first day.

    `key` tells the plan from others and is the same when it is made again, so that a phone changes its entries and adds
    none.
    """
    options = cleared.options
    start, made = options.plan.starts_on, options.print.printed_on
    if start is None or made is None:
        hint = "give the first day: plan: {starts_on: 2026-11-23}"
        raise OptionsError("a calendar needs days, and the plan has no first day", hint=hint)
    first = start + timedelta(weeks=options.plan.first_week - 1)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//printkit//printkit//EN", "CALSCALE:GREGORIAN"]
    for at in sorted(set(times)):
        for weekdays, items in _by_weekday(cleared):
            name = f"{key}-{at:%H%M}" if len(weekdays) == len(Weekday) else f"{key}-{at:%H%M}-{weekdays[0]}"
            soonest = min((day for day in _week(first) if Weekday.of(day) in weekdays), default=first)
            lines += _again(
                datetime.combine(soonest, at),
                weekdays,
                options.print.weeks,
                made,
                _words(items, voice, options.language),
                voice,
                name,
            )
    folded = "".join(f"{piece}\r\n" for line in (*lines, "END:VCALENDAR") for piece in _folded(line))
    return folded.encode()


def _week(first: date) -> Iterator[date]:
    return (first + timedelta(days=each) for each in range(7))


def _by_weekday(cleared: Cleared) -> list[tuple[tuple[Weekday, ...], tuple[ClearedItem, ...]]]:
    """The exercises of the days of a week, each set of them once, with its days."""
    found: dict[tuple[str, ...], tuple[list[Weekday], tuple[ClearedItem, ...]]] = {}
    for day in Weekday:
        items = tuple(each for each in cleared.items if not each.item.on or day in each.item.on)
        if items:
            names = tuple(each.exercise.id for each in items)
            found.setdefault(names, ([], items))[0].append(day)
    return [(tuple(days), items) for days, items in found.values()]


def _again(
    start: datetime,
    weekdays: tuple[Weekday, ...],
    weeks: int,
    made: date,
    words: Iterable[str],
    voice: Voice,
    key: str,
) -> Iterator[str]:
    labels = voice.labels
    daily = len(weekdays) == len(Weekday)
    # the two letters of a day in RFC 5545 are the first two of its English name
    rule = "FREQ=DAILY" if daily else f"FREQ=WEEKLY;BYDAY={','.join(day[:2].upper() for day in weekdays)}"
    yield "BEGIN:VEVENT"
    yield f"UID:{key}@printkit"
    yield f"DTSTAMP:{made:%Y%m%d}T000000Z"
    yield f"DTSTART:{start:%Y%m%dT%H%M%S}"
    yield f"DTEND:{start + _LASTS:%Y%m%dT%H%M%S}"
    yield f"RRULE:{rule};COUNT={weeks * len(weekdays)}"
    yield f"SUMMARY:{labels('calendar', 'title').translate(_ESCAPED)}"
    yield f"DESCRIPTION:{chr(10).join(words).translate(_ESCAPED)}"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0M")
    yield f"DESCRIPTION:{labels('calendar', 'title').translate(_ESCAPED)}"
    yield from ("END:VALARM", "END:VEVENT")


def _words(items: tuple[ClearedItem, ...], voice: Voice, language: str) -> Iterator[str]:
    """The rows of the chart with their doses, then the sentence that sends the reader to the sheets."""
    for each in items:
        text = each.exercise.text
        title = voice.say((text.get(language) or next(iter(text.values()))).title)
        helper = f" ({voice.labels('plan', 'with-helper').lower()})" if each.needs_person else ""
        yield f"{title}{helper}: {voice.how_much(each.item.dose)}, {voice.how_often(each.item.dose)}"
    yield voice.labels("calendar", "how")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes; each but the first begins with a space. No letter is cut."""
    piece = ""
    for letter in line:
        if len(f"{piece}{letter}".encode()) > _LONGEST:
            yield piece
            piece = " "
        piece += letter
    yield piece
