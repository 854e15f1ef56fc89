"""Progress as the names that report templates may use: sentences, tables and plots. It judges nothing.

docs/templates.md lists every name here; tests/test_docs.py keeps the two together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import assert_never

from printkit.catalog.labels import in_language
from printkit.document import Block, Foreign, Group, Paragraph, Table, Text, walk
from printkit.model.records import Dose
from printkit.model.vocabulary import Side, Weekday
from printkit.outcomes import screening
from printkit.outcomes.history import Checked, Observation, Prescribed
from printkit.outcomes.measures import Tally
from printkit.outcomes.progress import Counted, Kept, Order, week_since
from printkit.reports import plots, weighing
from printkit.reports.measures import LineView
from printkit.reports.practice import WEEKS_FOR_A_PATIENT, PracticeContent
from printkit.reports.weighing import number

_MOST_DOSES = 4  # changes of doses on a clinician's first page
_SILENT_DAYS = 7  # without a word, which may mean pain, a fall or a low mood: somebody should ask


class ReportContent(PracticeContent):
    """Everything that a report template may say of one progress."""

    def names(self) -> Mapping[str, object]:
        """The names that a report template may use besides those of every document."""
        progress, voice = self.progress, self.voice
        return {
            "patient_id": Foreign(progress.patient, ""),  # so that no cache of paragraphs keeps it
            "report_from": voice.date(progress.since),
            "report_to": voice.date(progress.until),
            "nothing_recorded": progress.empty,
            "days_in_all": len(progress.days_of_plan),
            "days_recorded": progress.recorded,
            "days_practised": progress.practised,
            "practised": self._practised(),
            "about_marks": self._about_marks(),
            "picture_weeks": WEEKS_FOR_A_PATIENT if len(progress.weeks) > WEEKS_FOR_A_PATIENT else 0,
            "got_better": self.got_better,
            "goals": self.goals,
            "got_worse": self.got_worse,
            "declines": self.declines,
            "doubts": self.doubts,
            "compared": bool(self.told()),
            "screened": screening.topics(self.progress.series),
            "looks_worse": self.looks_worse,
            "fell": self._fell(),
            "streak": self._streak(),
            "streak_passes": self._streak("streak-passes"),
            "weaker_side": self._weaker_side(),
            "after_stroke": self._after_stroke(),
            "measured_alone": self.measured_alone,
            "shares": self.shares,
            "pain_in_short": self.pain_in_short,
            "worst_pain_in_short": self.worst_pain_in_short,
            "pain_to_tell": self.pain_to_tell,
            "falls_in_short": self.falls_in_short,
            "looks_in_short": self.looks_in_short,
            "doses_in_short": self.doses_in_short,
            "earlier_weeks": len(self.progress.weeks) > plots.WEEKS_ACROSS and not self._long(),
            "pain_is_known": len(self._pain()) > 1,
            "practice_calendar": self.practice_calendar,
            "pain_line": self.pain_line,
            "practice_plots": self.practice_plots,
            "earlier_plots": self.earlier_plots,
            "gains": self.gains,
            "verdict_table": self.verdict_table,
            "measure_plots": self.measure_plots,
            "measure_table": self.measure_table,
            "value_table": self.value_table,
            "week_table": self.week_table,
            "adherence_table": self.adherence_table,
            "falls_table": self.falls_table,
            "counted_table": self.counted_table,
            "check_table": self.check_table,
            "order_table": self.order_table,
            "goal_note": self.goal_note,
            "how_table": self.how_table,
            "group_note": self.group_note,
            "report_sources": self.all_sources,
        }

    # --- sentences for a patient

    def _practised(self) -> str:
        count, days = self.progress.practised, len(self.progress.days_of_plan)
        said = self.voice.labels.plural("report", "practised", count, days=days)
        return said if count else self.say("practised-none")

    def _about_marks(self) -> str:
        """Who made the marks; that most days were days of practice, or from when on or how often nothing is known."""
        practised, recorded, days = self.progress.practised, self.progress.recorded, len(self.progress.days_of_plan)
        if not recorded:
            return ""
        if 2 * recorded < days:
            return self.say("few-marks")
        if silent := self._silent_since():
            return f"{self.say('own-marks')} {self.say('silent', date=self.voice.date(silent))}"
        return self.say("most-days") if 2 * practised > days else self.say("own-marks")

    def _silent_since(self) -> date | None:
        """The last day with anything written down, where a week or more has passed without a word; else None."""
        last = max((day.day for day in self.progress.days if day.kept is not Kept.NOT_RECORDED), default=None)
        return last if last and (self.progress.until - last).days >= _SILENT_DAYS else None

    def _fell(self) -> str:
        falls = self.progress.falls
        key = "fell-at-least" if falls.at_least else "fell"
        return self.voice.labels.plural("report", key, falls.count) if falls.count else ""

    def _streak(self, key: str = "streak") -> str:
        days = self.progress.streak or 0
        return self.say(key, count=days) if days > 1 else ""

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

    # --- in short, for the first page of a clinician

    @property
    def falls_in_short(self) -> str:
        """The count of falls, their rate, and the last one; empty where nothing was recorded."""
        falls = self.progress.falls
        if not falls.days:
            return ""
        if not falls.on:
            return self.falls_said()
        row = falls.on[-1]
        when = self.voice.date(row.day)
        return f"{self.falls_said()} {self.say('last-fall', day=', '.join(part for part in (when, row.note) if part))}"

    @property
    def looks_in_short(self) -> tuple[LineView, ...]:
        """How often skin and brace were looked at, and the last look that was not well."""
        return tuple(
            LineView(
                what=self.say(f"check-{what}"),
                said=f"{self.voice.labels.plural('report', 'looked', len(looks))}. {self._last_look(looks)}",
            )
            for what, looks in self._looked()
        )

    def _last_look(self, looks: list[Checked]) -> str:
        told = [look for look in looks if look.all_well is not True]
        return f"{self._look(told[-1])}." if told else f"{self.say('all-well').capitalize()}."

    @property
    def doses_in_short(self) -> tuple[LineView, ...]:
        """The last changes of what was prescribed."""
        return tuple(
            LineView(
                what=f"{self.voice.short_date(order.now.starts_on)}, {self._exercise(order.now.exercise)}",
                said=f"{self._dose(order.now)}; {self._changed(order)}",
            )
            for order in self.progress.orders[-_MOST_DOSES:]
        )

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
        if self.progress.falls.falls_alone:
            return self._falls()
        rate = self.progress.falls.per_30_days
        more = self.say("falls-too-few") if rate is None else self.say("falls-rate", rate=self._least(number(rate, 1)))
        return f"{self._falls()} {more}"

    def _falls(self) -> str:
        falls = self.progress.falls
        key = "falls-alone" if falls.falls_alone else "falls"
        return self.say(key, count=self._least(str(falls.count)), days=falls.days)

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
        kind, unit = each.record.kind, weighing.unit(self.say, each.record.unit)
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
            for what, looks in self._looked()
        )
        return self.table("what", "looks", "not-well", rows=rows, widths=(22, 16, 62))

    def _looked(self) -> Iterator[tuple[str, list[Checked]]]:
        for what in ("skin", "brace"):
            if looks := [row for row in self.progress.checked if row.what == what]:
                yield what, looks

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
                self._changed(order),
            )
            for order in self.progress.orders
        )
        return self.table(
            "exercise", "dose", "from", "until", "changed", rows=rows, widths=(22, 25, 15, 14, 24), empty="no-orders"
        )

    def _changed(self, order: Order) -> str:
        return self.say("before", dose=self._dose(order.before)) if order.before else self.say("new")

    def _dose(self, row: Prescribed) -> str:
        dose = Dose(
            sets=row.sets,
            repetitions=row.repetitions,
            minutes=row.minutes,
            times_per_day=row.times_per_day,
            days_per_week=row.days_per_week,
        )
        on = tuple(Weekday(day) for day in row.weekdays.split())
        return f"{self.voice.how_much(dose)}, {self.voice.how_often(dose, on)}"

    def promised_to_clinician(self) -> Iterator[tuple[str, ...]]:
        """What a clinician's report must not lose, as rows of tables: each way of measuring with its verdict, falls, pain.

        A sentence is a row by itself.
        """
        if worst := self.worst_pain_in_short:
            yield (worst,)
        yield from self.measure_rows()
        yield from self.measure_rows("alone")
        falls = self.progress.falls
        if falls.days:
            yield (self._falls(),)
            yield from map(self._fall, falls.on)

    def promised_to_patient(self) -> Iterator[tuple[str, ...]]:
        """What a patient's report must not lose: that there were falls or bad pain, and what got worse."""
        if pain := self.pain_to_tell:
            yield (pain,)
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
