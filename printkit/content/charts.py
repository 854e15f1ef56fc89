"""Charts as blocks: which rows, which days, how many sheets. Where a box lies is for sheet.py to say."""

from collections.abc import Iterator
from datetime import timedelta

from printkit.catalog.labels import Labels
from printkit.content.voice import Voice
from printkit.document import Block, ChartRow, DayChart, NumberChart
from printkit.model.options import Options
from printkit.model.vocabulary import Answer, PrintProfile, Tremor
from printkit.planning.safety import Cleared
from printkit.sheets import geometry

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def sheets(
    exercises: tuple[ChartRow, ...],
    cleared: Cleared,
    voice: Voice,
    paper: str,
    last_week: tuple[str, ...] = (),
    not_here: tuple[str, ...] = (),
) -> Iterator[Block]:
    """For every 1 or 2 weeks the sheets of days to tick, then one for how it felt.

    `last_week` says from long to short what was done in the week before the first one, `not_here` what was left out.
    """
    options, labels = cleared.options, voice.labels
    # in large print the words of a row need the height that a large box has
    large = options.health.tremor is Tremor.SEVERE or cleared.profile is PrintProfile.LARGE
    box = geometry.TREMOR_BOX if large else geometry.BOX
    weeks_a_sheet = geometry.days_on_sheet(box, geometry.landscape(paper)[0]) // 7
    rows = (*exercises, *_daily_rows(options, labels))
    most = geometry.rows_on_sheet(box, geometry.landscape(paper)[1])
    if not_here:  # stands in the room of the last row, in large print of the last 2
        most -= 2 if large else 1
    begins, ends = options.plan.first_week, options.plan.first_week + options.print.weeks
    for first_week in range(begins, ends, weeks_a_sheet):
        weeks = min(weeks_a_sheet, ends - first_week)
        subtitle = f"{labels('sides', f'title-{voice.side}')}. {_weeks(first_week, weeks, options, voice)}"
        columns = _days(first_week, weeks, options, voice)
        for start in range(0, len(rows), most):
            yield DayChart(
                title=labels("chart", "title"),
                subtitle=subtitle,
                # of a later sheet it is not the last week
                last_week=last_week if first_week == begins else (),
                corner=labels("chart", "corner"),
                days=tuple((weekday, date) for weekday, date, _ in columns),
                day_names=tuple(name for _, _, name in columns),
                rows=rows[start : start + most],
                box_mm=box,
                how=labels("chart", "how"),
                paper=paper,
                not_here=not_here,
            )
        yield NumberChart(
            title=labels("chart", "numbers-title"),
            subtitle=subtitle,
            rows=_number_rows(first_week, weeks, labels),
            box_mm=box,
            how=labels("chart", "numbers-how"),
            notes=labels("chart", "notes"),
            paper=paper,
        )


def _daily_rows(options: Options, labels: Labels) -> Iterator[ChartRow]:
    """What is ticked each day besides the exercises."""
    if options.devices.afo is Answer.YES:
        yield ChartRow("skin", labels("chart", "skin"), labels("chart", "skin-detail"))
    yield ChartRow("toes-caught", labels("chart", "caught"), labels("chart", "caught-detail"))
    yield ChartRow("fell", labels("chart", "fell"), labels("chart", "fell-detail"))


def _number_rows(first_week: int, weeks: int, labels: Labels) -> tuple[ChartRow, ...]:
    return tuple(
        ChartRow(f"{what}/week-{week}", labels("chart", what, week=week), labels("chart", f"{what}-detail"))
        for week in range(first_week, first_week + weeks)
        for what in ("effort", "pain")
    )


def _weeks(first: int, count: int, options: Options, voice: Voice) -> str:
    labels = voice.labels
    said = labels("chart", "weeks" if count > 1 else "week", first=first, last=first + count - 1)
    start = options.plan.starts_on
    if start is None:
        return f"{said}. {labels('chart', 'starting')}"
    begins = start + timedelta(weeks=first - 1)
    return f"{said}, {labels('chart', 'from', date=voice.date(begins))}"


def _days(first_week: int, weeks: int, options: Options, voice: Voice) -> list[tuple[str, str, str]]:
    """Weekday, date and geometry name of each column; the week begins on the weekday of the first day."""
    start = options.plan.starts_on
    found: list[tuple[str, str, str]] = []
    for offset in range(7 * weeks):
        week, day = divmod(offset, 7)
        if start is None:
            found.append((voice.labels("days", _WEEKDAYS[day]), "", f"week-{first_week + week}-day-{day + 1}"))
        else:
            date = start + timedelta(days=offset, weeks=first_week - 1)
            weekday = voice.labels("days", _WEEKDAYS[date.weekday()])
            found.append((weekday, voice.day_and_month(date), date.isoformat()))
    return found
