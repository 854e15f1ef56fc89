"""Progress as the names that report templates may use: sentences, tables and plots. It judges nothing.

docs/templates.md lists every name here; tests/test_docs.py keeps the two together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from msgspec.structs import replace

from printkit.catalog.labels import in_language
from printkit.document import Block, Foreign, Group, Paragraph, Plot, Table, Text, walk
from printkit.model.records import Dose
from printkit.model.vocabulary import Side
from printkit.outcomes import screening
from printkit.outcomes.history import Checked, Observation, Prescribed
from printkit.outcomes.measures import Tally
from printkit.outcomes.progress import Adherence, Average, Counted, Day, Kept, Week, week_since
from printkit.reports import plots
from printkit.reports.measures import MeasureContent
from printkit.reports.weighing import number

_WEEKS_FOR_A_PATIENT = 8  # more rows would not fit the page beside what else a patient should read
_LONGEST = 366  # days that are told week by week; of more days only the last weeks are
_LAST_WEEKS = 26  # that the table of weeks then has
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ReportContent(MeasureContent):
    """Everything that a report template may say of one progress."""

    def names(self) -> Mapping[str, object]:
        """The names that a report template may use besides those of every document."""
        progress, voice = self.progress, self.voice
        return {
            "patient_id": Foreign(progress.patient, ""),  # so that no cache of paragraphs keeps it
            "report_from": voice.date(progress.since),
            "report_to": voice.date(progress.until),
            "nothing_recorded": progress.empty,
            "days_in_all": len(progress.days),
            "days_recorded": progress.recorded,
            "days_practised": progress.practised,
            "practised": self._practised(),
            "picture_weeks": _WEEKS_FOR_A_PATIENT if len(progress.weeks) > _WEEKS_FOR_A_PATIENT else 0,
            "got_better": self.got_better,
            "got_worse": self.got_worse,
            "compared": bool(self.told()),
            "screened": screening.topics(self.progress.series),
            "looks_worse": self.looks_worse,
            "fell": self._fell(),
            "streak": self._streak(),
            "weaker_side": self._weaker_side(),
            "after_stroke": self._after_stroke(),
            "pain_is_known": len(self._pain()) > 1,
            "practice_calendar": self.practice_calendar,
            "pain_line": self.pain_line,
            "practice_plots": self.practice_plots,
            "measure_plots": self.measure_plots,
            "measure_table": self.measure_table,
            "value_table": self.value_table,
            "week_table": self.week_table,
            "adherence_table": self.adherence_table,
            "falls_table": self.falls_table,
            "counted_table": self.counted_table,
            "check_table": self.check_table,
            "order_table": self.order_table,
            "group_note": self.group_note,
            "report_sources": self.report_sources,
        }

    # --- sentences for a patient

    def _practised(self) -> str:
        count = self.progress.practised
        return self.voice.labels.plural("report", "practised", count) if count else self.say("practised-none")

    def _fell(self) -> str:
        falls = self.progress.falls
        key = "fell-at-least" if falls.at_least else "fell"
        return self.voice.labels.plural("report", key, falls.count) if falls.count else ""

    def _streak(self) -> str:
        days = self.progress.streak or 0
        return self.say("streak", count=days) if days > 1 else ""

    def _weaker_side(self) -> str:
        side = self.voice.side
        known = side in (Side.LEFT, Side.RIGHT)
        return self.say("weaker-side", side=self.voice.labels("sides", f"affected-{side}")) if known else ""

    def _after_stroke(self) -> str:
        """From the week of the first day, or of the stroke where that is later, to the week of the last day."""
        last = week_since(self.stroke, self.progress.until)
        if self.stroke is None or last is None:
            return ""
        first = week_since(self.stroke, max(self.progress.since, self.stroke))
        return self.say("after-stroke-one" if first == last else "after-stroke", first=first, last=last)

    # --- plots

    def practice_calendar(self) -> Block:
        """The days of the last weeks as boxes, as many weeks as fit a page."""
        return self.drawn([self._calendar(self.progress.weeks[-_WEEKS_FOR_A_PATIENT:])])

    def practice_plots(self) -> Block:
        """The days of every week as boxes, and beside them pain on a line."""
        weeks, most = self.progress.weeks, plots.WEEKS_A_CALENDAR
        shown = weeks[-most:] if self._long() else weeks
        calendars = [self._calendar(shown[start : start + most]) for start in range(0, len(shown), most)]
        drawn = self.drawn([*calendars, *self._ten_line()])
        return Group((self.none("last-weeks", weeks=most), drawn)) if self._long() else drawn

    def _long(self) -> bool:
        """A report of more than a year tells of the last weeks one by one, and of all of them together."""
        return len(self.progress.days) > _LONGEST

    def _calendar(self, weeks: tuple[Week, ...]) -> Plot:
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
        return plots.calendar([(voice.short_date(week.starts_on), week) for week in weeks], days, shown, alt)

    def _pain(self) -> list[tuple[Week, Average]]:
        return [(week, week.pain) for week in self.progress.weeks if week.pain]

    def pain_line(self) -> Block:
        """Average pain in the first and in the last week that has enough days; nothing with fewer than two weeks."""
        return self.drawn(self._ten_line())

    def _ten_line(self) -> Iterator[Plot]:
        told = self._pain()
        if len(told) < 2:
            return
        rows = [
            (self.voice.short_date(week.starts_on), pain.value, number(pain.value, 1))
            for week, pain in (told[0], told[-1])
        ]
        alt = self.say("pain-alt", first=rows[0][2], last=rows[1][2], first_week=rows[0][0], last_week=rows[1][0])
        yield plots.ten_line(self.say("pain-title"), rows, alt)

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
                self._known(week.sets),
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

    def _known(self, value: float | None) -> str:
        return self.say("no-entry") if value is None else number(value)

    def _mean(self, mean: Average | None) -> str:
        if mean is None:
            return self.say("too-few")
        return f"{number(mean.value, 1)} ({mean.days})"

    # --- falls, counts, checks, orders

    def falls_table(self) -> Block:
        """Falls with their dates, and how many that is in 30 recorded days. No verdict."""
        falls = self.progress.falls
        if not falls.days:
            return self.none()
        table = (
            [self.table("day", "falls-count", "note", rows=tuple(map(self._fall, falls.on)), widths=(24, 12, 64))]
            if falls.on
            else []
        )
        return Group((Paragraph((Text(self.falls_said()),)), *table))

    def falls_said(self) -> str:
        """The count of falls and their rate, in sentences."""
        rate = self.progress.falls.per_30_days
        more = self.say("falls-too-few") if rate is None else self.say("falls-rate", rate=self._least(number(rate, 1)))
        return f"{self._falls()} {more}"

    def _falls(self) -> str:
        falls = self.progress.falls
        return self.say("falls", count=self._least(str(falls.count)), days=falls.days)

    def _least(self, count: str) -> str:
        return self.say("at-least", count=count) if self.progress.falls.at_least else count

    def _fall(self, row: Observation) -> tuple[str, ...]:
        count = self.say("at-least", count=1) if row.value is None else number(row.value)
        return self.voice.date(row.day), count, row.note or self.say("no-note")

    def counted_table(self) -> Block:
        """What the patient kept count of."""
        rows = tuple(
            (
                in_language(each.record.title, self.language, each.what),
                str(each.days),
                self._counted(each),
                self._last(each),
            )
            for each in self.progress.counted
        )
        return self.table("what", "days", "result", "last", rows=rows, widths=(38, 12, 26, 24))

    def _counted(self, each: Counted) -> str:
        kind, unit = each.record.kind, each.record.unit
        match kind:
            case Tally.CHOICE:
                return "; ".join(f"{self._chosen(each, choice)}: {count}" for choice, count in each.choices)
            case Tally.NOTE:
                return self.voice.labels.plural("report", "notes", each.days)
            case Tally.NUMBER:
                return self._mean(each.average)
            case Tally.YES_NO:
                return self.say("yes-days", part=self._known(each.total), whole=each.days)
            case Tally.COUNT if each.total is not None:
                return self.say("in-all", total=f"{number(each.total)} {unit}".strip())
            case Tally.COUNT:
                return self.say("most", value=f"{self._known(each.most)} {unit}".strip())
            case _:
                assert_never(kind)

    def _chosen(self, each: Counted, choice: str) -> str:
        choices = each.record.choices
        return in_language(choices[choice], self.language, choice) if choice in choices else choice

    def _last(self, each: Counted) -> str:
        row = each.last
        words = self._chosen(each, row.choice) if row.choice else row.note
        if row.value is not None:
            yes = each.record.kind is Tally.YES_NO
            words = self.voice.labels("checks", "yes" if row.value else "no") if yes else number(row.value)
        return f"{words}, {self.voice.short_date(row.day)}"

    def check_table(self) -> Block:
        """Looks at skin and brace: how many, and those that were not well."""
        rows = tuple(
            (
                self.say(f"check-{what}"),
                str(len(looks)),
                "; ".join(self._look(look) for look in looks if look.all_well is not True) or self.say("all-well"),
            )
            for what in ("skin", "brace")
            if (looks := [row for row in self.progress.checked if row.what == what])
        )
        return self.table("what", "looks", "not-well", rows=rows, widths=(22, 16, 62))

    def _look(self, look: Checked) -> str:
        """A look that was not well, or one of which nobody wrote down what was seen."""
        day = self.voice.short_date(look.day)
        if look.all_well is None:
            return f"{day}: {'. '.join(part for part in (self.say('looked-at'), look.note) if part)}"
        return f"{day}: {self.say('look-not-well')}, {look.note or self.say('no-note')}"

    def order_table(self) -> Block:
        """What was asked for, from when to when, and what that changed."""
        rows = tuple(
            (
                self._exercise(order.now.exercise),
                self._dose(order.now),
                self.voice.short_date(order.now.starts_on),
                self.voice.short_date(order.now.until) if order.now.until else self.say("stands"),
                self.say("before", dose=self._dose(order.before)) if order.before else self.say("new"),
            )
            for order in self.progress.orders
        )
        return self.table(
            "exercise", "dose", "from", "until", "changed", rows=rows, widths=(22, 25, 15, 14, 24), empty="no-orders"
        )

    def _dose(self, row: Prescribed) -> str:
        dose = Dose(
            sets=row.sets,
            repetitions=row.repetitions,
            minutes=row.minutes,
            times_per_day=row.times_per_day,
            days_per_week=row.days_per_week,
        )
        return f"{self.voice.how_much(dose)}, {self.voice.how_often(dose)}"

    def promised_to_clinician(self) -> Iterator[tuple[str, ...]]:
        """What a clinician's report must not lose, as rows of tables: each way of measuring with its verdict, each fall.

        A sentence is a row by itself.
        """
        yield from self.measure_rows()
        yield from self.measure_rows("alone")
        falls = self.progress.falls
        if falls.days:
            yield (self._falls(),)
            yield from map(self._fall, falls.on)

    def promised_to_patient(self) -> Iterator[tuple[str, ...]]:
        """What a patient's report must not lose: that there were falls, and what got worse."""
        if fell := self._fell():
            yield (fell,)
        yield from ((worse,) for worse in (*self.got_worse, *self.looks_worse))

    def promised_by_screens(self) -> Iterator[tuple[str, ...]]:
        """What must stand on the page of each screen that found something: every line of its topic."""
        for name in screening.topics(self.progress.series):
            for part in in_language(self.catalog.topic(name).text, self.language, name).parts:
                yield from ((self.voice.stating.say(line),) for line in (*part.say, *part.list, *part.steps))


def lost(promised: Iterable[tuple[str, ...]], blocks: tuple[Block, ...], words: str) -> Iterator[tuple[str, ...]]:
    """What a document has less often than it was promised: rows whole in its tables, single sentences in its words."""
    rows = Counter(row for block in walk(blocks) if isinstance(block, Table) for row in block.rows)
    for what, times in Counter(promised).items():
        if (words.count(what[0]) if len(what) == 1 else rows[what]) < times:
            yield what


def _dotted(day: Day) -> Day:
    return replace(day, kept=Kept.NOT_RECORDED) if day.kept is Kept.NOT_KNOWN else day
