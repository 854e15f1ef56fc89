"""Practice as tables, plots and lines: days and weeks, how much of what was asked for, effort and pain."""

from collections.abc import Iterator

from msgspec.structs import replace

from printkit.catalog.labels import in_language
from printkit.document import Block, Group, Plot
from printkit.outcomes import worst_pain
from printkit.outcomes.measures import Threshold
from printkit.outcomes.progress import Adherence, Average, Day, Kept, Week
from printkit.reports import plots
from printkit.reports.gains import GainContent
from printkit.reports.measures import LineView
from printkit.reports.weighing import number

WEEKS_FOR_A_PATIENT = 8  # more rows would not fit the page beside what else a patient should read
_MOST_WORST = 3  # weeks with their worst pain on a clinician's first page
_MOST_IN_SHORT = 6  # exercises on a clinician's first page
_LONGEST = 366  # days that are told week by week; of more days only the last weeks are
_LAST_WEEKS = 26  # that the table of weeks then has
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class PracticeContent(GainContent):
    """What a report may say of practice."""

    # --- plots

    def practice_calendar(self) -> Block:
        """The days of the last weeks as boxes, as many weeks as fit a page."""
        return self.drawn([self._calendar(self.progress.weeks[-WEEKS_FOR_A_PATIENT:])])

    def practice_plots(self) -> Block:
        """The days of the last weeks as boxes in small."""
        weeks, most = self.progress.weeks, plots.WEEKS_ACROSS
        drawn = self.drawn([self._across(weeks[-most:])])
        return Group((self.none("last-weeks", weeks=most), drawn)) if self._long() else drawn

    def earlier_plots(self) -> Block:
        """The days of the weeks before those; nothing in a report of more than a year."""
        earlier, most = self.progress.weeks[: -plots.WEEKS_ACROSS], plots.WEEKS_ACROSS
        shown = () if self._long() else earlier
        return self.drawn(self._across(shown[start : start + most]) for start in range(0, len(shown), most))

    def _long(self) -> bool:
        """A report of more than a year tells of the last weeks one by one, and of all of them together."""
        return len(self.progress.days) > _LONGEST

    def _calendar(self, weeks: tuple[Week, ...]) -> Plot:
        return plots.calendar(*self._days_drawn(weeks))

    def _across(self, weeks: tuple[Week, ...]) -> Plot:
        return plots.across(*self._days_drawn(weeks))

    def _days_drawn(self, weeks: tuple[Week, ...]) -> tuple[plots.Weeks, list[str], dict[Kept, str], str]:
        """Weeks with their labels, the names of the days, what each kind of day is called, and what there is to see."""
        labels, voice = self.voice.labels, self.voice
        days = [labels("days-short", day) for day in _WEEKDAYS]
        days_of = [day for week in weeks for day in week.days]
        shown = {day.kept: self.say(f"kept-{day.kept}") for day in days_of}
        if Kept.NOT_KNOWN in shown:  # a day with only a note has the same dot as one without a word
            shown[Kept.NOT_RECORDED] = shown.pop(Kept.NOT_KNOWN)
            weeks = tuple(replace(week, days=tuple(map(_dotted, week.days))) for week in weeks)
        alt = self.say(
            "calendar-alt",
            first=voice.short_date(weeks[0].days[0].day),
            last=voice.date(weeks[-1].days[-1].day),
            practised=sum(week.practised for week in weeks),
            recorded=sum(day.kept is not Kept.NOT_RECORDED for day in days_of),
            days=len(days_of),
        )
        return [(voice.short_date(week.starts_on), week) for week in weeks], days, shown, alt

    def _pain(self) -> list[tuple[Week, Average]]:
        return [(week, week.pain) for week in self.progress.weeks if week.pain]

    def pain_line(self) -> Block:
        """Average pain in the first and in the last week that has enough days; nothing with fewer than two weeks."""
        return self.drawn(self._ten_line())

    @property
    def pain_in_short(self) -> str:
        """The same in words; empty with fewer than two weeks."""
        rows = self._two_weeks()
        return self.say("pain-in-short", **_first_and_last(rows)) if rows else ""

    def _two_weeks(self) -> list[tuple[str, float, str]]:
        """The first and the last week with enough days, and the average pain of each as a number and in words."""
        told = self._pain()
        return [
            (self.voice.short_date(week.starts_on), pain.value, number(pain.value, 1))
            for week, pain in ((told[0], told[-1]) if len(told) > 1 else ())
        ]

    def _ten_line(self) -> Iterator[Plot]:
        rows = self._two_weeks()
        if not rows:
            return
        alt = self.say("pain-alt", **_first_and_last(rows))
        yield plots.ten_line(self.say("pain-title"), rows, alt)

    # --- the worst pain, which a printed chart asks for once a week: too seldom for a mean

    def _worst(self) -> list[tuple[Week, float]]:
        return [(week, week.worst_pain) for week in self.progress.weeks if week.worst_pain is not None]

    def _rose(self) -> tuple[Week, float, float] | None:
        """The last week in which the worst pain rose by what matters, with the value before it and its own."""
        found = worst_pain.rises(self._worst(), self._pain_that_matters())
        return found[-1] if found else None

    def _pain_that_matters(self) -> Threshold | None:
        return worst_pain.that_matters(self.catalog.measures)

    @property
    def worst_pain_in_short(self) -> str:
        """The worst pain of the last weeks that say it, and whether it rose by what matters; "" where none says it."""
        told = self._worst()
        highest = _highest(told)
        shown = [each for each in told if each in told[-_MOST_WORST:] or each is highest]
        weeks = [self._in_week("worst-in-week", week, value=number(value)) for week, value in shown]
        if not weeks:
            return ""
        rose, matters = self._rose(), self._pain_that_matters()
        more: tuple[str, ...] = ()
        if rose is not None and matters is not None:
            week, before, now = rose
            by, size = number(now - before), number(matters.value)
            more = (self._in_week("worst-rose", week, by=by, size=size, study=matters.source),)
        return " ".join((f"{'; '.join(weeks)}.", *more))

    @property
    def pain_to_tell(self) -> str:
        """What a patient should tell the clinic of pain: that it was bad, or that it rose; "" where neither was so."""
        limit = worst_pain.limit(self.catalog.tracked)
        worst = _highest(self._worst())
        if worst is not None and limit is not None and worst[1] > limit:
            return self._in_week("pain-worst", worst[0], value=number(worst[1]))
        if rose := self._rose():
            return self._in_week("pain-rose", rose[0], first=number(rose[1]), last=number(rose[2]))
        return ""

    def _in_week(self, key: str, week: Week, **values: object) -> str:
        return self.say(key, week=self.voice.short_date(week.starts_on), **values)

    def all_sources(self) -> Block:
        """The studies of the measures, and the one that a rise of the worst pain is held against."""
        matters = self._pain_that_matters()
        if matters is None or not self._rose():
            return self.report_sources()
        return self.report_sources((matters.source, self.say("worst-source", people=self.say("why-not-stroke"))))

    # --- practice

    def _week(self, week: Week) -> str:
        said = self.voice.short_date(week.starts_on)
        if week.number is not None:
            said = f"{said} ({week.number})"
        return said if week.complete else f"{said}, {self.say('incomplete')}"

    def week_table(self) -> Block:
        """Week by week: days practised, done of planned, how much that was, how hard it felt and how much it hurt."""
        weeks = self.progress.weeks[-_LAST_WEEKS:] if self._long() else self.progress.weeks
        rows = tuple(
            (
                self._week(week),
                self._days_of(week),
                self._share(week.done, week.planned, week.percent),
                self._sets(week),
                self._known(week.minutes),
                self._mean(week.effort),
                self._mean(week.pain),
                self._known(week.worst_pain),
            )
            for week in weeks
        )
        numbered = any(week.number is not None for week in weeks)
        week = "week-since" if numbered else "week"
        heads = (week, "practised-days", "done-of-planned", "sets", "minutes", "effort", "pain", "worst-pain")
        table = self.table(*heads, rows=rows, widths=(21, 12, 19, 8, 11, 10, 10, 9))
        return Group((self.none("last-weeks", weeks=_LAST_WEEKS), table)) if self._long() else table

    def _days_of(self, week: Week) -> str:
        """Days practised of those that are known, and beside them the days with only a note."""
        if not week.recorded:
            return self.say("no-entry")
        said = self.say("of", part=week.practised, whole=week.known)
        unknown = week.recorded - week.known
        return f"{said}; {self.say('not-known-days', count=unknown)}" if unknown else said

    def _share(self, done: int, planned: int, percent: float | None) -> str:
        if not planned:
            return self.say("no-entry")
        said = self.say("of", part=done, whole=planned)
        return said if percent is None else f"{said} ({percent:.0f} %)"

    def adherence_table(self) -> Block:
        """Exercise by exercise: days done of days planned and recorded, and the planned days that nobody wrote down."""
        rows = tuple(
            (self._exercise(each.exercise), self._kept_up(each), str(each.not_recorded))
            for each in self.progress.adherence
        )
        return self.table(
            "exercise", "done-of-planned", "not-recorded-days", rows=rows, widths=(44, 28, 28), empty="no-orders"
        )

    def _kept_up(self, each: Adherence) -> str:
        """The counts, and a share only of weeks in which enough days are known."""
        if not each.planned:
            return self.say("no-entry")
        said = self.say("of", part=each.done, whole=each.planned)
        if each.percent is None:
            return f"{said}; {self.say('too-few-written')}"
        weeks = self.voice.labels.plural("report", "in-complete-weeks", each.complete_weeks)
        of = self.say("of", part=each.complete_done, whole=each.complete_planned)
        return f"{said}; {weeks} {of} ({each.percent:.0f} %)"

    def _exercise(self, name: str) -> str:
        """The title of an exercise; one that has left the catalogue keeps its id."""
        if name not in self.catalog.names("exercises"):
            return name
        return self.voice.say(in_language(self.catalog.exercise(name).text, self.language, name).title)

    def _sets(self, week: Week) -> str:
        said = self._known(week.sets)
        return self.say("at-least", count=said) if week.ticked and week.sets is not None else said

    def _known(self, value: float | None) -> str:
        return self.say("no-entry") if value is None else number(value)

    def _mean(self, mean: Average | None) -> str:
        if mean is None:
            return self.say("too-few")
        return f"{number(mean.value, 1)} ({mean.days})"

    @property
    def shares(self) -> tuple[LineView, ...]:
        """The exercises that were asked for last, and how much of each was done."""
        some = self.progress.adherence[-_MOST_IN_SHORT:]
        return tuple(LineView(what=self._exercise(each.exercise), said=self._kept_up(each)) for each in some)


def _highest(told: list[tuple[Week, float]]) -> tuple[Week, float] | None:
    """The week with the worst pain; of two with the same the later one."""
    return max(reversed(told), key=lambda each: each[1], default=None)


def _first_and_last(rows: list[tuple[str, float, str]]) -> dict[str, str]:
    (first_week, _, first), (last_week, _, last) = rows
    return {"first": first, "last": last, "first_week": first_week, "last_week": last_week}


def _dotted(day: Day) -> Day:
    return replace(day, kept=Kept.NOT_RECORDED) if day.kept is Kept.NOT_KNOWN else day
