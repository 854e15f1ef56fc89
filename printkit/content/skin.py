"""The skin sheet: a row a day to tick, with the wear time of a new brace; on its back where to look, and what to do."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from printkit.catalog.labels import Labels, in_language
from printkit.content.charts import WEEKDAYS
from printkit.content.illustration import in_grey
from printkit.content.voice import Voice
from printkit.content.warnings import boxed
from printkit.document import (
    Block,
    Bullets,
    DayCheck,
    DayChecks,
    Heading,
    Paragraph,
    SheetTitle,
    Sketch,
    Spot,
    Table,
    Text,
    Views,
)
from printkit.figures import ready
from printkit.figures.people import ANYBODY, Person
from printkit.model.options import Options
from printkit.model.skin import SkinLook, SkinSign, WearIn
from printkit.model.vocabulary import Answer, Side, SkinView
from printkit.planning.safety import Cleared

if TYPE_CHECKING:
    from printkit.figures.skin_places import Seen

_DAYS = 14  # of a sheet without a new brace
_TABLE = (80, 94)  # parts of the width: the sign, and what to do


LIST = "skin"  # the checklist for which the sheet of a booklet stands


def is_new_brace(options: Options, slowest: WearIn) -> bool:
    """Whether a brace is new: its days are not over, or the orthotist has given a plan, or nobody in particular has one."""
    devices, today = options.devices, options.print.printed_on
    if devices.afo is Answer.NO:
        return False
    start = devices.brace_started_on
    if start is not None and today is not None:
        return start + timedelta(days=len(devices.wear_in_minutes) or slowest.days) > today
    return bool(devices.wear_in_minutes) or (options.patient is None and devices.afo is Answer.YES)


def names(slowest: WearIn, cleared: Cleared) -> Mapping[str, object]:
    """The names of parts/wear-in."""
    options = cleared.options
    return {
        "wear_days": len(_minutes(slowest, options)),
        "orthotists_own": bool(options.devices.wear_in_minutes),
        "mark_minutes": options.devices.mark_fades_in_minutes or slowest.mark_fades_in_minutes,
        "any_mark": str(any_mark_counts(cleared.facts)),
        "without_brace": _has_none(cleared),
    }


def any_mark_counts(facts: Mapping[str, str]) -> Answer:
    """With less feeling or diabetes any mark counts, however soon it fades."""
    answers = {facts["health.reduced_feeling"], facts["health.diabetes"]}
    if Answer.YES in answers:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.NO


def _has_none(cleared: Cleared) -> bool:
    return cleared.facts["devices.afo"] == Answer.NO


def mark_box(cleared: Cleared, voice: Voice) -> Block:
    """When a mark means to leave the brace off and to call."""
    counts = any_mark_counts(cleared.facts)
    clinic = voice.clinic_words

    def said(key: str, **values: str) -> str:
        return voice.labels("skin-days", key, **values)

    without, off = ("-without-brace", ()) if _has_none(cleared) else ("", (said("while-off"),))
    if counts is Answer.YES:
        return boxed("stop", said("any-mark"), said(f"call-for-any{without}", clinic=clinic), *off)
    more = (said("any-counts"),) if counts is Answer.UNKNOWN else ()
    return boxed("stop", said("mark-stays"), said(f"call{without}", clinic=clinic), *off, *more)


def title(slowest: WearIn, options: Options, labels: Labels) -> SheetTitle:
    """What stands between the corner codes."""
    if is_new_brace(options, slowest):
        return SheetTitle(labels("skin-days", "new-brace", count=len(_minutes(slowest, options))), "S")
    return SheetTitle(labels("skin-days", "title"), "S")


def days(slowest: WearIn, cleared: Cleared, voice: Voice) -> DayChecks:
    """A row a day: of a new brace with the slowest start, or the orthotist's own schedule, which always wins."""
    options, labels = cleared.options, voice.labels
    new = is_new_brace(options, slowest)
    minutes = _minutes(slowest, options) if new else ()
    start = options.devices.brace_started_on if new else options.plan.starts_on
    any_mark = any_mark_counts(cleared.facts) is Answer.YES
    rows = tuple(
        DayCheck(
            name=f"skin-day/{day.isoformat() if day else f'day-{number}'}",
            number=str(number),
            date=_said(day, voice) if day else "",
            time=voice.hours(minutes[number - 1]) if new else "",
        )
        for number, day in enumerate(_dates(start, len(minutes) or _DAYS), 1)
    )
    return DayChecks(
        headers=tuple(labels("skin-days", key) for key in ("day", "date", *(("wear",) if new else ()))),
        answers=(
            ("gone", labels("skin-days", "no-mark" if any_mark else "gone")),
            ("still", labels("skin-days", "a-mark" if any_mark else "still")),
        ),
        where=labels("skin-days", "where"),
        rows=rows,
    )


def _minutes(slowest: WearIn, options: Options) -> tuple[int, ...]:
    slow = tuple(slowest.first_minutes + day * slowest.add_minutes_each_day for day in range(slowest.days))
    return options.devices.wear_in_minutes or slow


def _dates(start: date | None, count: int) -> Iterator[date | None]:
    for number in range(count):
        yield start + timedelta(days=number) if start else None


def _said(day: date, voice: Voice) -> str:
    # 23 de noviembre is too wide for a row on narrow paper, and then 14 days go over to another sheet
    date_of = voice.short_date if voice.labels.translation is None else voice.brief_date
    return f"{voice.labels('days', WEEKDAYS[day.weekday()])} {date_of(day)}"


def look(skin: SkinLook, cleared: Cleared, voice: Voice, level: int = 1) -> tuple[Block, ...]:
    """Where to look, with numbers on drawings of the affected foot, and what to do about what is found."""
    text = in_language(skin.text, cleared.options.language, "skin-look.yaml")
    say = voice.say
    numbers = {place: number for number, place in enumerate(text.places, 1)}
    seen = views(voice.side, voice.person)
    grey = cleared.options.print.greyscale is Answer.YES
    without = text.how_without_brace if _has_none(cleared) else ()
    return (
        Heading(level, (Text(say(text.title)),)),
        Paragraph((Text(" ".join(map(say, without or text.how))),)),
        Views(
            tuple(Sketch(in_grey(each.drawing) if grey else each.drawing, say(text.alt[each.view])) for each in seen),
            tuple(say(text.views[each.view]) for each in seen),
            tuple(tuple(Spot(numbers[at.place], at.x, at.y) for at in each.numbers) for each in seen),
        ),
        Bullets(tuple((Paragraph((Text(say(words)),)),) for words in text.places.values()), ordered=True, columns=2),
        Heading(level + 1, (Text(say(text.signs_title)),)),
        Table(
            (say(text.sign), say(text.do)),
            tuple((say(sign.look), say(sign.do)) for sign in signs(skin, cleared)),
            _TABLE,
        ),
    )


@lru_cache(maxsize=32)
def views(side: Side, person: Person = ANYBODY) -> tuple["Seen", ...]:
    """The three views for an affected side, in the skin of a person; of an unknown side nothing is coloured, and a right foot is shown."""
    from printkit.figures.skin_places import Seen, numbers  # only the sheet of the skin shows them

    drawings = ready.found_views(side, person)
    if drawings is None:
        from printkit.figures import skin_views

        drawings = tuple(skin_views.drawn(view, side, person) for view in SkinView)
    found = zip(SkinView, drawings, strict=True)
    return tuple(Seen(view, drawing, numbers(view, side)) for view, drawing in found)


def put_on(skin: SkinLook, cleared: Cleared, voice: Voice, level: int = 2) -> tuple[Block, ...]:
    """How a new brace is put on, step by step."""
    text = in_language(skin.text, cleared.options.language, "skin-look.yaml")
    steps = tuple((Paragraph((Text(voice.say(step)),)),) for step in text.put_on)
    return Heading(level, (Text(voice.say(text.put_on_title)),)), Bullets(steps, ordered=True, columns=2)


def signs(skin: SkinLook, cleared: Cleared) -> tuple[SkinSign, ...]:
    """The signs that this person should know, with what a mark means for them."""
    counts, brace = any_mark_counts(cleared.facts), cleared.facts["devices.afo"]
    text = in_language(skin.text, cleared.options.language, "skin-look.yaml")
    return tuple(sign for sign in text.signs if counts in sign.any_mark and brace in sign.brace)
