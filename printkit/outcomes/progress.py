"""What a report may say of a history: a pure function of records and thresholds, in the words of nobody.

Honest by rule (clinical facts, section 3): what is empty was not recorded and never 0; no average over fewer than 3 days;
days that nobody wrote down count neither as done nor as missed. `comparing` judges the measures.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from msgspec import Struct

from printkit.errors import CatalogError, OptionsError, near
from printkit.outcomes import change
from printkit.outcomes.change import Series
from printkit.outcomes.choosing import Person
from printkit.outcomes.history import Checked, Done, History, Observation, Prescribed
from printkit.outcomes.measures import Measure, Tally, Tracked

R = TypeVar("R", Done, Observation)
LEAST_DAYS = 3  # that an average needs
LEAST_DAYS_A_WEEK = 4  # recorded days, or the week is incomplete
LEAST_EXPOSURE = 14  # recorded days; a rate over fewer would make much of one fall


class Kept(StrEnum):
    """What was written down for a day."""

    DONE = "done"
    PART = "part"  # some exercises done, some written down as not done
    NOT_DONE = "not-done"
    NOT_KNOWN = "not-known"  # recorded, by a note, pain or effort, and nobody said whether it was done
    NOT_RECORDED = "not-recorded"


class Average(Struct, frozen=True):
    """A mean over so many days."""

    value: float
    days: int


class Day(Struct, frozen=True):
    """A day of the calendar."""

    day: date
    kept: Kept


class Adherence(Struct, frozen=True, kw_only=True):
    """Days on which an exercise was done, of the days it was planned for and is known to be done or not done.

    Only complete weeks have a share: 3 ticks in 8 weeks are 3 ticks, and no 100 percent.
    """

    exercise: str
    done: int
    planned: int
    not_recorded: int  # planned days of which nothing is known; they count for nothing
    complete_weeks: int = 0  # in which enough days are known
    complete_done: int = 0
    complete_planned: int = 0

    @property
    def percent(self) -> float | None:
        """Done of planned in complete weeks; None when too few days are known."""
        return 100 * self.complete_done / self.complete_planned if self.complete_planned >= LEAST_DAYS else None


class Week(Struct, frozen=True, kw_only=True):
    """Monday to Sunday, as far as the report goes. None stands for what was not recorded or is too little."""

    starts_on: date
    number: int | None  # of its first day, since the stroke: the first is 1
    days: tuple[Day, ...]
    done: int  # as in Adherence, over all exercises
    planned: int
    sets: float | None
    ticked: bool  # a tick is at least 1 set: of how many nobody said
    minutes: float | None
    effort: Average | None
    pain: Average | None
    worst_pain: float | None

    @property
    def recorded(self) -> int:
        """Days with anything written down of an exercise."""
        return sum(day.kept is not Kept.NOT_RECORDED for day in self.days)

    @property
    def known(self) -> int:
        """Days of which it is known whether anything was done."""
        return sum(day.kept not in (Kept.NOT_RECORDED, Kept.NOT_KNOWN) for day in self.days)

    @property
    def practised(self) -> int:
        """Days with at least one exercise done."""
        return sum(day.kept in (Kept.DONE, Kept.PART) for day in self.days)

    @property
    def complete(self) -> bool:
        """Whether enough days are known to speak of the week."""
        return self.known >= LEAST_DAYS_A_WEEK

    @property
    def percent(self) -> float | None:
        """Done of planned; None when too few days are known."""
        return 100 * self.done / self.planned if self.complete and self.planned >= LEAST_DAYS else None


class Falls(Struct, frozen=True, kw_only=True):
    """Falls with their dates, and on how many days anybody wrote down whether there was one."""

    count: int
    at_least: bool  # a fall was noted without a number, so there was one or more
    on: tuple[Observation, ...]
    days: int

    @property
    def falls_alone(self) -> bool:
        """Whether only days with a fall were written down, as from paper, where a day without one has no mark."""
        return bool(self.on) and len({row.day for row in self.on}) == self.days

    @property
    def per_30_days(self) -> float | None:
        """Falls in 30 recorded days; None when too few are known, or none without a fall."""
        return 30 * self.count / self.days if self.days >= LEAST_EXPOSURE and not self.falls_alone else None


class Counted(Struct, frozen=True, kw_only=True):
    """One thing that the patient keeps count of, over the days on which it was recorded."""

    what: str
    record: Tracked
    days: int
    total: float | None
    average: Average | None
    most: float | None
    choices: tuple[tuple[str, int], ...]  # the words that were chosen, and how often each
    last: Observation


class Order(Struct, frozen=True):
    """An exercise as it was asked for, and how it was asked for before."""

    now: Prescribed
    before: Prescribed | None


class Progress(Struct, frozen=True, kw_only=True):
    """All that a report may say of one patient and one stretch of days."""

    patient: str  # the id
    since: date
    until: date
    weeks: tuple[Week, ...]
    adherence: tuple[Adherence, ...]
    series: tuple[Series, ...]
    falls: Falls
    counted: tuple[Counted, ...]
    streak: int | None  # most days in a row without a dropped foot; a tally, and no promise
    checked: tuple[Checked, ...]
    orders: tuple[Order, ...]
    empty: bool  # nothing at all was written down; what was prescribed is no record of a day
    begins: date  # the first day on which practice could be written down: of the plan, or of an entry before it

    @property
    def days(self) -> tuple[Day, ...]:
        """Every day of the stretch."""
        return tuple(day for week in self.weeks for day in week.days)

    @property
    def practised(self) -> int:
        """Days with at least one exercise done."""
        return sum(week.practised for week in self.weeks)

    @property
    def recorded(self) -> int:
        """Days with anything written down of an exercise."""
        return sum(week.recorded for week in self.weeks)

    @property
    def days_of_plan(self) -> tuple[Day, ...]:
        """The days of the stretch from the beginning on: before it nobody was asked to practise."""
        return tuple(day for day in self.days if day.day >= self.begins)


def of(
    history: History,
    measures: Mapping[str, Measure],
    tracked: Mapping[str, Tracked],
    since: date,
    until: date,
    *,
    person: Person | None = None,
    chosen: Mapping[str, str] | None = None,
    plan_starts: date | None = None,
) -> Progress:
    """What may be said of the days from `since` to `until`, both included. The plan may begin later, on `plan_starts`.

    `person` says whose figures hold; of nobody in particular only those that are for all. `chosen` names for a measure the
    study whose thresholds a clinician wants to hold, of those that are for this person; else the larger one counts.
    Raises OptionsError for days in the wrong order and for a study that is not there, CatalogError for an unknown measure.
    """
    person = person or Person()
    if until < since:
        raise OptionsError(f"the report ends on {until}, before it begins ({since})", hint="swap the two days")
    _require_known(history, measures, tracked)
    for measure, source in (chosen or {}).items():
        change.require_study(measure, source, measures)

    def within(day: date) -> bool:
        return since <= day <= until

    done = [row for row in history.done if within(row.day)]
    noted = sorted((row for row in history.noted if within(row.day)), key=lambda row: row.day)
    measured = [row for row in history.measured if within(row.day)]
    checked = tuple(row for row in history.checked if within(row.day))
    prescribed = [row for row in history.prescribed if row.starts_on <= until and (row.until or until) >= since]
    return Progress(
        patient=history.patient,
        since=since,
        until=until,
        weeks=tuple(_weeks(done, noted, prescribed, since, until, person.stroke)),
        adherence=_adherence(done, prescribed, since, until),
        series=change.series(measured, measures, person, chosen or {}),
        falls=_falls(noted),
        counted=tuple(_counted(noted, tracked)),
        streak=_streak(noted),
        checked=checked,
        orders=tuple(_orders(prescribed, history.prescribed)),
        empty=not (done or noted or measured or checked),
        begins=_begins(done, history.prescribed, plan_starts, since, until),
    )


def _begins(
    done: list[Done], prescribed: tuple[Prescribed, ...], plan_starts: date | None, since: date, until: date
) -> date:
    asked_from = [each.starts_on for each in prescribed] + ([plan_starts] if plan_starts else [])
    if not asked_from:
        return since  # nobody knows when it began, and the first entry may only be the first that came back
    known = [day for day in (*asked_from, *(row.day for row in done)) if day <= until]
    return max(since, min(known, default=since))


def _require_known(history: History, measures: Mapping[str, Measure], tracked: Mapping[str, Tracked]) -> None:
    """A value whose measure is gone would be left out of the report, and nobody would see that."""
    for kind, names, known in (
        ("measure", [row.measure for row in history.measured], measures),
        ("thing to keep count of", [row.what for row in history.noted], tracked),
    ):
        for name in names:
            if name not in known:
                raise CatalogError(f"there is no {kind} {name!r}", hint=near(name, known))


def average(values: Mapping[date, float]) -> Average | None:
    """The mean of one value a day; None under 3 days."""
    return Average(sum(values.values()) / len(values), len(values)) if len(values) >= LEAST_DAYS else None


# --- days and weeks


def _did(row: Done) -> bool | None:
    """Whether it was done; None where only a note, pain or effort was written down, for that says neither."""
    if row.ticked or row.sets or row.minutes:
        return True
    return None if row.sets is None and row.minutes is None else False


def week_since(stroke: date | None, day: date) -> int | None:
    """The week since the stroke that a day lies in; the day of the stroke is the first of week 1."""
    return (day - stroke).days // 7 + 1 if stroke and stroke <= day else None


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _each_day(since: date, until: date) -> Iterable[date]:
    return (since + timedelta(days=offset) for offset in range((until - since).days + 1))


def _weeks(
    done: list[Done],
    noted: list[Observation],
    prescribed: list[Prescribed],
    since: date,
    until: date,
    stroke: date | None,
) -> Iterable[Week]:
    done_in, noted_in = _by_week(done), _by_week(noted)
    for starts_on, some in groupby(_each_day(since, until), monday):
        days = tuple(some)
        rows = [row for row in done_in[starts_on] if days[0] <= row.day <= days[-1]]
        told = [row for row in noted_in[starts_on] if days[0] <= row.day <= days[-1]]
        kept = _adherence(rows, prescribed, days[0], days[-1])
        pain = _highest_each_day(rows, told, "pain", lambda row: row.pain)
        practised = [row for row in rows if _did(row)]
        yield Week(
            starts_on=starts_on,
            number=week_since(stroke, days[0]),
            days=tuple(Day(day, _kept([row for row in rows if row.day == day])) for day in days),
            done=sum(each.done for each in kept),
            planned=sum(each.planned for each in kept),
            sets=_total(row.sets for row in practised),
            ticked=any(row.ticked for row in practised),
            minutes=_total(row.minutes for row in practised),
            effort=average(_highest_each_day(rows, told, "effort", lambda row: row.effort)),
            pain=average(pain),
            worst_pain=max(pain.values(), default=None),
        )


def _by_week(rows: Iterable[R]) -> defaultdict[date, list[R]]:
    """Rows by the Monday of their week, in their order."""
    found: defaultdict[date, list[R]] = defaultdict(list)
    for row in rows:
        found[monday(row.day)].append(row)
    return found


def _kept(rows: list[Done]) -> Kept:
    if not rows:
        return Kept.NOT_RECORDED
    done = {_did(row) for row in rows}
    if True in done:
        return Kept.PART if False in done else Kept.DONE
    return Kept.NOT_KNOWN if None in done else Kept.NOT_DONE


def _total(values: Iterable[float | None]) -> float | None:
    """The sum of what was recorded; None, and not 0, when nothing was."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _highest_each_day(
    done: list[Done], noted: list[Observation], what: str, of_row: Callable[[Done], float | None]
) -> dict[date, float]:
    """One value for each day on which there is any: the highest, so that a bad hour is not averaged away."""
    given = [(row.day, of_row(row)) for row in done] + [(row.day, row.value) for row in noted if row.what == what]
    # sorted, so that of two values of a day the higher one stays
    return dict(sorted((day, value) for day, value in given if value is not None))


def _adherence(done: list[Done], prescribed: list[Prescribed], since: date, until: date) -> tuple[Adherence, ...]:
    """Exercise by exercise, in the order of the prescriptions; what nobody asked for is practice, but no part of a plan."""
    known = Counter(monday(day) for day in {row.day for row in done if _did(row) is not None})
    complete = {week for week, days in known.items() if days >= LEAST_DAYS_A_WEEK}
    return tuple(
        _kept_up(
            exercise,
            [row for row in done if row.exercise == exercise],
            [row for row in prescribed if row.exercise == exercise],
            since,
            until,
            complete,
        )
        for exercise in dict.fromkeys(row.exercise for row in prescribed)
    )


def _kept_up(
    exercise: str, done: list[Done], orders: list[Prescribed], since: date, until: date, complete: set[date]
) -> Adherence:
    """Week by week, for a plan of 5 days a week does not say which 5: no more days are planned than were asked for.

    `complete` are the Mondays of weeks with enough known days; of the exercise itself as many must be known, or all.
    """
    by_day: dict[date, bool] = {}
    for day, rows in groupby(sorted(done, key=_day_of), _day_of):
        said = {_did(row) for row in rows}
        if True in said or None not in said:
            by_day[day] = True in said
    total, planned, missing = 0, 0, 0
    weeks, sound_done, sound_planned = 0, 0, 0
    for week, some in groupby(_each_day(since, until), monday):
        days = [day for day in some if _order_on(day, orders)]
        if not days:
            continue
        asked, free = _asked(days, orders)
        if not asked:
            continue
        known = [day for day in days if day in by_day and (by_day[day] or day not in free)]
        counted = min(len(known), asked)
        kept = min(sum(by_day[day] for day in known), counted)
        planned += counted
        total += kept
        missing += min(len(days), asked) - counted
        if week in complete and counted >= min(LEAST_DAYS_A_WEEK, asked):
            weeks, sound_done, sound_planned = weeks + 1, sound_done + kept, sound_planned + counted
    return Adherence(
        exercise=exercise,
        done=total,
        planned=planned,
        not_recorded=missing,
        complete_weeks=weeks,
        complete_done=sound_done,
        complete_planned=sound_planned,
    )


def _asked(days: list[date], orders: list[Prescribed]) -> tuple[int, frozenset[date]]:
    """On how many days of a week an exercise is asked for, and which days an order leaves free because it names others.

    Practice on a free day stands in for a named one that was left out; nothing done on a free day is no fault.
    """
    standing = [(day, order) for day in days if (order := _order_on(day, orders))]
    settled = [(day, order.names(day)) for day, order in standing if order.weekdays]
    asked = max((order.days_per_week for _, order in standing if not order.weekdays), default=0)
    if settled:
        asked = min(asked, len(standing) - len(settled))
    return asked + sum(named for _, named in settled), frozenset(day for day, named in settled if not named)


def _day_of(row: Done) -> date:
    return row.day


def _order_on(day: date, orders: list[Prescribed]) -> Prescribed | None:
    """The order that holds on a day; of two the later one."""
    standing = [row for row in orders if row.starts_on <= day <= (row.until or day)]
    return max(standing, key=lambda row: row.starts_on, default=None)


def _orders(shown: list[Prescribed], every: tuple[Prescribed, ...]) -> Iterable[Order]:
    for row in sorted(shown, key=lambda row: row.starts_on):
        earlier = [each for each in every if each.exercise == row.exercise and each.starts_on < row.starts_on]
        yield Order(row, max(earlier, key=lambda each: each.starts_on, default=None))


# --- what is kept count of


def _falls(noted: list[Observation]) -> Falls:
    """A fall that was noted without a number is at least one; beside a number of the same day it is one of those."""
    known = [row for row in noted if row.what == "falls" and (row.value is not None or row.note)]
    days = {row.day for row in known}
    counted = Counter({day: round(sum(row.value or 0 for row in known if row.day == day)) for day in days})
    unsaid = {row.day for row in known if row.value is None and not counted[row.day]}
    return Falls(
        count=counted.total() + len(unsaid),
        at_least=any(row.value is None for row in known),
        on=tuple(row for row in known if row.value or row.value is None),
        days=len(days),
    )


def _counted(noted: list[Observation], tracked: Mapping[str, Tracked]) -> Iterable[Counted]:
    """In the order of the catalogue; falls have a part of their own."""
    for what, record in tracked.items():
        rows = [row for row in noted if row.what == what and (row.value is not None or row.choice or row.note)]
        if what == "falls" or not rows:
            continue
        values = [row for row in rows if row.value is not None]
        by_day = {row.day: row.value or 0.0 for row in values}
        yield Counted(
            what=what,
            record=record,
            days=len({row.day for row in rows}),
            total=_total(row.value for row in values) if _adds_up(record) else None,
            average=average(by_day) if record.kind is Tally.NUMBER else None,
            most=max(by_day.values(), default=None),
            choices=tuple(Counter(row.choice for row in rows if row.choice).items()),
            last=rows[-1],
        )


def _adds_up(record: Tracked) -> bool:
    """Trips add up; a streak of days that was noted each evening does not."""
    return record.kind is Tally.YES_NO or (record.kind is Tally.COUNT and record.unit != "days")


def _streak(noted: list[Observation]) -> int | None:
    """The most recorded days in a row without a dropped foot; a day that nobody wrote down ends a row.

    None when the last record says that it dropped, or only a note: then nobody should read of a streak.
    """
    told = [row for row in noted if row.what == "days-without-foot-drop" and row.value is not None]
    drops = [row for row in noted if row.what == "foot-drop" and (row.value is not None or row.note)]
    if not told and not drops:
        return None
    last = max(row.day for row in (*told, *drops))
    if any(row.value != 0 for row in drops if row.day == last) or any(
        row.value == 0 for row in told if row.day == last
    ):
        return None
    dropped: dict[date, bool] = {}
    for row in drops:
        dropped[row.day] = dropped.get(row.day, False) or row.value != 0
    longest, run = max((round(row.value or 0) for row in told), default=0), 0
    for day in sorted(dropped):
        run = 0 if dropped[day] else run + 1 if dropped.get(day - timedelta(days=1)) is False else 1
        longest = max(longest, run)
    return longest
