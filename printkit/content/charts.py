"""Charts as blocks: which rows, which days, how many sheets. Where a box lies is for sheets.geometry to say."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.labels import Labels
from printkit.content.voice import Voice
from printkit.document import Block, ChartRow, ChartWeek, DayChart, NumberChart, Scale, Sketch
from printkit.figures.scene import Drawing
from printkit.model.options import Options
from printkit.model.vocabulary import Answer, DayPart, Tremor
from printkit.planning import trained
from printkit.planning.safety import Cleared
from printkit.sheets.geometry import SESSION

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKS_A_SHEET = 2
_LINES = {1: 10, 2: 6}  # to write on, by the weeks of a sheet: one of fewer scales has room for more


class Session(Struct, frozen=True, kw_only=True):
    """An exercise at one part of the day: a row of its own, so that a tick always means the same.

    `on` are the weekdays for which it is planned, as mon; none stands for any.
    """

    exercise: str
    part: DayPart
    label: str
    detail: str
    sketch: Sketch | None = None
    on: tuple[str, ...] = ()


def sheets(
    sessions: tuple[Session, ...],
    cleared: Cleared,
    voice: Voice,
    paper: str,
    last_week: tuple[str, ...] = (),
    not_here: tuple[str, ...] = (),
    faces: tuple[tuple[int, Drawing], ...] = (),
    agree: str = "",
) -> Iterator[Block]:
    """For every 2 weeks the days to tick, and on their back how it felt.

    `last_week` says from long to short what was done in the week before the first one, `not_here` what was left out.
    `faces` stand over some digits of the scales of pain; `agree` stands on each sheet of days.
    """
    options, labels = cleared.options, voice.labels
    severe = options.health.tremor is Tremor.SEVERE
    rows = (*(_row(session, options.plan.starts_on) for session in sessions), *_daily_rows(cleared, labels))
    begins, ends = options.plan.first_week, options.plan.first_week + options.print.weeks
    for first_week in range(begins, ends, _WEEKS_A_SHEET):
        weeks = range(first_week, min(first_week + _WEEKS_A_SHEET, ends))
        yield DayChart(
            title=labels.plural("chart", "title", len(weeks)),
            aside=_from(first_week, options, voice),
            side=f"{labels('sides', f'title-{voice.side}')}.",
            how=labels("chart", "how"),
            weeks=tuple(_week(week, options, voice) for week in weeks),
            rows=rows,
            severe=severe,
            paper=paper,
            empty=labels("page", "notes"),
            day_off=labels("chart", "day-off") if any(row.days_off for row in rows) else "",
            # of a later sheet it is not the last week
            last_week=last_week if first_week == begins else (),
            agree=agree,
            not_here=not_here,
        )
        yield NumberChart(
            title=labels("chart", "numbers-title"),
            aside=labels("chart", "weeks" if len(weeks) > 1 else "week", first=weeks[0], last=weeks[-1]),
            how=labels("chart", "numbers-how"),
            scales=tuple(_scales(weeks, labels, faces)),
            severe=severe,
            notes=labels("chart", "notes"),
            lines=_LINES[len(weeks)],
            bring=labels("chart", "bring"),
            reported=labels("chart", "reported"),
            paper=paper,
            empty=labels("page", "notes"),
        )


def detail(part: DayPart, days_per_week: int, labels: Labels) -> str:
    """What stands under the name of a session: the part of the day, and on how many days where not on each."""
    said = labels("chart", part)
    return said if days_per_week == 7 else f"{said}, {labels.plural('chart', 'on-days', days_per_week)}"


def _row(session: Session, starts_on: date | None) -> ChartRow:
    first = starts_on.weekday() if starts_on else 0
    days_off = tuple(
        column for column in range(7) if session.on and WEEKDAYS[(first + column) % 7] not in session.on
    )  # fmt: skip
    name = f"{session.exercise}{SESSION}{session.part}"
    return ChartRow(name, session.label, session.detail, session.sketch, days_off)


def _daily_rows(cleared: Cleared, labels: Labels) -> Iterator[ChartRow]:
    """What is ticked each day besides the exercises, apart from them: a tick there may mean that something went wrong.

    Toes only where a foot or walking is trained, or a brace is worn.
    """
    first, *more = _daily(cleared, labels)
    yield replace(first, apart=True)
    yield from more


def _daily(cleared: Cleared, labels: Labels) -> Iterator[ChartRow]:
    trains = trained.about((each.exercise for each in cleared.items), cleared.facts)
    if cleared.options.devices.afo is Answer.YES:
        yield ChartRow("skin", labels("chart", "skin"), labels("chart", "skin-detail"))
    if {trains["plan.ankle"], trains["plan.leg"]} != {Answer.NO}:
        yield ChartRow("toes-caught", labels("chart", "caught"), labels("chart", "caught-detail"))
    yield ChartRow("fell", labels("chart", "fell"), labels("chart", "fell-detail"))


def _scales(weeks: range, labels: Labels, faces: tuple[tuple[int, Drawing], ...]) -> Iterator[Scale]:
    for week in weeks:
        for what, drawn in (("effort", ()), ("pain", faces)):
            yield Scale(
                f"{what}/week-{week}",
                labels("chart", what, week=week),
                labels("chart", f"{what}-low"),
                labels("chart", f"{what}-high"),
                drawn,
            )


def _from(first_week: int, options: Options, voice: Voice) -> str:
    """On which day a sheet begins; of those without dates a line for the first day of all, on each of them the same.

    So `diary.filled_sheets` takes it: whoever writes it on the second sheet writes no other day there.
    """
    start = options.plan.starts_on
    if start is None:
        return voice.labels("chart", "starting", week=options.plan.first_week)
    return voice.labels("chart", "from", date=voice.date(start + timedelta(weeks=first_week - 1)))


def _week(week: int, options: Options, voice: Voice) -> ChartWeek:
    """The days of a week of the plan, which begins on the weekday of its first day."""
    start = options.plan.starts_on
    labels = voice.labels
    title = labels("chart", "week", first=week)
    if start is None:
        days = tuple((labels("days", weekday), "") for weekday in WEEKDAYS)
        return ChartWeek(title, days, tuple(f"week-{week}-day-{day}" for day in range(1, 8)))
    dates = [start + timedelta(days=day, weeks=week - 1) for day in range(7)]
    return ChartWeek(
        title,
        tuple((labels("days", WEEKDAYS[day.weekday()]), voice.day_and_month(day)) for day in dates),
        tuple(day.isoformat() for day in dates),
    )
