"""The next sheets go on where the last ones end: which week comes, and what the week before it held.

Weeks are those of the plan: week 1 begins on its first day, whatever weekday that is. As in reports, what nobody wrote
down is never a zero.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.labels import Labels
from printkit.catalog.store import Catalog
from printkit.diary import what_matters
from printkit.errors import OptionsError
from printkit.model.options import LAST_WEEK, Options
from printkit.outcomes import progress, worst_pain
from printkit.outcomes.history import Entry, History
from printkit.outcomes.measures import Measure, Tracked

_YEAR = timedelta(days=365)  # the answers are asked for falls of the last 12 months


class LastWeek(Struct, frozen=True, kw_only=True):
    """What is known of one week of a plan. None stands for what was not recorded, or too seldom to call it none."""

    recorded: int  # days with anything written down of an exercise
    practised: int  # of these, days with at least one exercise done
    sets: int | None
    toes_caught: int | None
    falls: int | None

    @property
    def complete(self) -> bool:
        """Whether enough days are known to speak of the week; as in reports."""
        return self.recorded >= progress.LEAST_DAYS_A_WEEK


def first_week(history: History, starts_on: date) -> int:
    """The week after that of the last day on which a person wrote anything down; 1 when there is none.

    What a clinic measured or prescribed is no sheet that came back, and days before the plan are not of it.
    """
    days = [row.day for part in (history.done, history.noted, history.checked) for row in part if row.day >= starts_on]
    return (max(days) - starts_on).days // 7 + 2 if days else 1


class Begins(Struct, frozen=True):
    """A week of a plan with which the next sheets can begin, and its first day."""

    week: int
    day: date


def begins(options: Options, history: History, today: date) -> tuple[Begins, ...]:
    """Where the next sheets can begin: with the week after the last one that anything was written down of.

    Where that week has begun already, nobody knows whether its days were done: then the next week that begins from today
    on stands first, the week of today after it, and the one that was found last. Without a first day there is no week.
    """
    starts_on = options.plan.starts_on
    if starts_on is None:
        return ()

    def of(week: int) -> Begins:
        return Begins(week, starts_on + timedelta(weeks=week - 1))

    found = first_week(history, starts_on)
    if of(found).day >= today:
        return (of(found),)
    to_come = -(-(today - starts_on).days // 7) + 1
    running = to_come if of(to_come).day == today else to_come - 1
    return tuple(map(of, dict.fromkeys((to_come, running, found))))


def of_last_sheets(options: Options, history: History) -> tuple[Entry, ...]:
    """What was written down in the weeks of the sheets before those that come next, and after them."""
    starts_on = options.plan.starts_on
    if starts_on is None:
        return tuple(history.entries())
    since = starts_on + timedelta(weeks=first_week(history, starts_on) - 1 - options.print.weeks)
    parts = (history.done, history.noted, history.checked)
    return tuple(each for part in parts for each in part if each.day >= since)


def pain(options: Options, history: History, catalog: Catalog, new: Iterable[Entry] = ()) -> worst_pain.ToTell | None:
    """The pain of the last sheets, and of entries that are `new`, of which a clinic must hear before the next ones are used."""
    some = dict.fromkeys((*new, *of_last_sheets(options, history)))
    return worst_pain.to_tell(some, history.entries(), catalog.measures, catalog.tracked)


def to_agree(options: Options, history: History, catalog: Catalog, labels: Labels, new: Iterable[Entry] = ()) -> str:
    """What the next chart says of falls and of bad pain on the last sheets: that a clinic must have agreed; "" of neither.

    `new` is what was typed in, and is in no diary yet.
    """
    some = dict.fromkeys((*new, *of_last_sheets(options, history)))
    fell, hurt = what_matters.fell(some, labels, "last-week"), pain(options, history, catalog, some)
    said = [fell] if fell else []
    if hurt is not None:
        said.append(what_matters.hurt(hurt, labels, "last-week"))
    if fell:
        said.append(labels("last-week", "agree"))
        said += [labels("last-week", "stop")] if hurt is not None else []
    elif hurt is not None:
        said.append(labels("last-week", "agree-pain"))
    return " ".join(said)


def last_week(
    history: History, measures: Mapping[str, Measure], tracked: Mapping[str, Tracked], starts_on: date, week: int
) -> LastWeek:
    """What is known of the week with this number, the first being 1. Raises CatalogError for an unknown thing."""
    since = starts_on + timedelta(weeks=week - 1)
    until = since + timedelta(days=6)
    # what a clinic measured is no part of a week, and the study of it would take the longest
    known = progress.of(replace(history, measured=()), measures, tracked, since, until)
    sets = [part.sets for part in known.weeks if part.sets is not None]
    # a tick says only that it was done: a sum with ticks in it is a count that nobody made
    ticked = any(row.ticked for row in history.done if since <= row.day <= until)
    caught = next((each for each in known.counted if each.what == "toes-caught"), None)
    return LastWeek(
        recorded=known.recorded,
        practised=known.practised,
        sets=round(sum(sets)) if sets and not ticked else None,
        toes_caught=_known(caught.total, caught.days) if caught else None,
        falls=_known(known.falls.count, known.falls.days),
    )


def _known(count: float | None, days: int) -> int | None:
    """A count of a week. "None at all" is only said when enough days were written down to say it."""
    if count is None or not days:
        return None
    return round(count) if count or days >= progress.LEAST_DAYS_A_WEEK else None


def sentences(week: LastWeek, labels: Labels) -> tuple[str, ...]:
    """The week in words, from long to short. The shorter lose what the sheet itself matters least for."""
    if not week.recorded:
        return labels("last-week", "nothing"), labels("last-week", "nothing-short")
    fell = labels("last-week", "falls", count=week.falls) if week.falls is not None else ""
    if not week.complete:
        start = labels.plural("last-week", "incomplete", week.recorded)
        least = labels("last-week", "incomplete-short")
        return tuple(dict.fromkeys(_sentences((start, fell if week.falls else ""), (start,), (least,))))
    days = labels.plural("last-week", "days", week.practised)
    sets = f"{days}, {labels.plural('last-week', 'sets', week.sets)}" if week.sets is not None else days
    caught = labels.plural("last-week", "caught", week.toes_caught) if week.toes_caught is not None else ""
    return tuple(dict.fromkeys(_sentences((sets, caught, fell), (sets, fell), (days, fell), (days,))))


def _sentences(*choices: tuple[str, ...]) -> Iterator[str]:
    return (f"{'; '.join(part for part in parts if part)}." for parts in choices)


def going_on(
    options: Options,
    history: History,
    measures: Mapping[str, Measure],
    tracked: Mapping[str, Tracked],
    where: str,
    begin: int | None = None,
) -> tuple[Options, LastWeek | None]:
    """The same options with the week that comes after the last recorded one, and what the one before it held.

    `begin` is another week, where somebody has chosen one. The second is None when nothing is recorded since the plan's
    first day and the sheets begin with it. `where` is the option file. Raises OptionsError when the plan has no first day, or lies more than 10 years back.
    """
    starts_on = options.plan.starts_on
    if starts_on is None:
        hint = "give plan: starts_on: the first day of week 1, as 2026-11-23"
        raise OptionsError("the weeks cannot be counted: plan.starts_on is missing", where=where, hint=hint)
    week = begin or first_week(history, starts_on)
    if week > LAST_WEEK:
        hint = "starts_on is the first day of this plan; begin a new one"
        raise OptionsError(f"the next week would be week {week} of the plan", where=where, hint=hint)
    before = last_week(history, measures, tracked, starts_on, week - 1) if week > 1 else None
    return replace(options, plan=replace(options.plan, first_week=week)), before


def behind(
    options: Options, history: History, measures: Mapping[str, Measure], tracked: Mapping[str, Tracked], today: date
) -> str:
    """That the diary has falls which the answers do not know of, so that somebody looks at these; "" where it has none.

    Answers with a day of a check know of no fall after it; others of as many as they say for the last 12 months. It is
    for a person to judge, so nothing is raised or lowered here.
    """
    health = options.health
    said, checked_on = health.falls_last_year, health.screened_on
    since = today - _YEAR if checked_on is None else min(checked_on + timedelta(days=1), today)
    counted = progress.of(replace(history, measured=()), measures, tracked, since, today).falls.count
    if checked_on is None or checked_on >= today:
        counted = counted if counted > (said or 0) else 0
    if not counted:
        return ""
    answer = "falls_last_year is open" if said is None else f"the answers say {said} (falls_last_year)"
    return f"falls in the diary since these answers were given: {counted}; {answer}"


LOOK_AGAIN = "look at the answers about health again, then print"


def weeks(options: Options) -> str:
    """The weeks of the charts as names of files say them: week-3, weeks-3-4."""
    first = options.plan.first_week
    last = first + options.print.weeks - 1
    return f"week-{first}" if last == first else f"weeks-{first}-{last}"


def remarks(options: Options, *, goes_on: bool, behind: str = "", agree: str = "") -> Iterator[str]:
    """What whoever prints the next charts should know: the weeks have run on without entries, or nothing is there.

    `behind` and `agree` are what `behind` and `to_agree` have said.
    """
    if behind:
        yield f"{behind}; {LOOK_AGAIN}"
    if agree:
        yield f"at the head of the chart: {agree}"
    if (ended := late(options)) is not None:
        yield f"week {options.plan.first_week} ended on {ended}, and nothing is written down since"
    if not goes_on:
        yield "the diary holds nothing since the plan began: this is week 1"


def late(options: Options) -> date | None:
    """The last day of the first week on the sheets, when it lies before the day of printing."""
    starts_on, today = options.plan.starts_on, options.print.printed_on
    if starts_on is None or today is None:
        return None
    ends = starts_on + timedelta(weeks=options.plan.first_week, days=-1)
    return ends if ends < today else None
