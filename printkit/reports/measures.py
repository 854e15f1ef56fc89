"""Measures as sentences, tables and plots: what changed, by how much, and which study says what of it."""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.citations import cited
from printkit.catalog.store import Catalog
from printkit.content.voice import Voice
from printkit.document import (
    Block,
    Callout,
    Group,
    Paragraph,
    Plot,
    Plots,
    Table,
    Text,
)
from printkit.figures.scene import without_colour
from printkit.model.vocabulary import Answer, Side
from printkit.outcomes import screening
from printkit.outcomes.change import ComparableValues, Difference, Series, Verdict
from printkit.outcomes.goals import goals, t_score
from printkit.outcomes.history import Measured
from printkit.outcomes.measures import Measure
from printkit.outcomes.progress import Progress
from printkit.reports import plots, weighing
from printkit.reports.weighing import number

_LEVEL = "level"  # a level has its number behind it, as a grade has
_MINUS = "\u2212"
SPEAKS_UP = (Verdict.LARGE_ENOUGH, Verdict.LIKELY_REAL)
ORDER = (*SPEAKS_UP, Verdict.NO_CLEAR_CHANGE, None)


class LineView(Struct, frozen=True, kw_only=True):
    """A line of a summary: what it is about, and what is said of it."""

    what: str
    said: str


class MeasureContent:
    """What a report may say of measures, and how any part of it says words and draws tables."""

    def __init__(
        self, progress: Progress, catalog: Catalog, voice: Voice, language: str, stroke: date | None, *, grey: bool
    ) -> None:
        self.progress = progress
        self.catalog = catalog
        self.voice = voice
        self.language = language
        self.stroke = stroke
        self.grey = grey

    def say(self, key: str, **values: object) -> str:
        """Words of the group report in labels."""
        return self.voice.labels("report", key, **values)

    # --- what changed

    def changes(self) -> Iterator[tuple[Series, Difference]]:
        """What a clinic measured twice in the same way, the larger promise first."""
        found = [
            (series, strand.difference)
            for series in self.progress.series
            if not series.alone
            for strand in series.strands
            if strand.difference
        ]
        yield from sorted(found, key=lambda each: ORDER.index(each[1].phrase))

    # --- tables and plots

    def measure_plots(self, alone: str = "", most: int = 0, after: int = 0) -> Block:
        """A plot for each measure that was taken more than once; with "alone" what the patient measured.

        With `most` only so many, those with a verdict first; with `after` only those that these leave out.
        """
        if not all(isinstance(each, int) and each >= 0 for each in (most, after)):
            raise TypeError("most and after are numbers of plots")
        found = [
            series
            for series in map(drawable, self._series(alone))
            if sum(len(strand.values) for strand in series.strands) > 1
        ]
        telling = sorted(range(len(found)), key=lambda at: _telling(found[at]))
        shown = sorted(telling[after : after + most if most else None])
        return self.drawn(self._measure_plot(found[at]) for at in shown)

    def _measure_plot(self, series: Series) -> Plot:
        days = sorted(row.day for strand in series.strands for row in strand.values)
        said = {row.value: self._value(series.record, row.value) for strand in series.strands for row in strand.values}
        dates = (self.voice.short_date(days[0]), self.voice.short_date(days[-1]))
        findings = [
            self.say(
                "plot-alt",
                mark=f"{self._mark(at)}, " if len(series.strands) > 1 else "",
                values=self.voice.labels.plural("report", "values", len(strand.values)),
                first=self._taken(series.record, strand, strand.values[0].day),
                last=self._taken(series.record, strand, strand.values[-1].day),
                finding=self._finding(series, strand),
            )
            for at, strand in enumerate(series.strands)
        ]
        alt = " ".join((f"{self._name(series)}, {dates[0]} {self.say('to')} {dates[1]}.", *findings))
        title = f"{self._name(series)} ({self._unit(series.record)})"
        return plots.measure(series, title, said, dates, alt, self.say("band"))

    def _series(self, alone: str) -> tuple[Series, ...]:
        if alone not in ("", "alone"):
            raise TypeError('give nothing for what a clinic measured, or "alone"')
        return tuple(series for series in self.progress.series if series.alone == bool(alone))

    def _name(self, series: Series) -> str:
        side = "" if series.side is Side.UNKNOWN else self.voice.labels("sides", f"affected-{series.side}")
        return ", ".join(part for part in (series.record.short, side, series.part) if part)

    def _mark(self, number: int) -> str:
        return self.say(f"mark-{plots.MARKS[number % len(plots.MARKS)]}")

    def _value(self, record: Measure, value: float) -> str:
        if value == record.unable:
            return self.say("could-not")
        grades = {number: grade for grade, number in record.grades.items()}
        return grades.get(value, number(value))

    def _with_unit(self, record: Measure, value: float, *, spoken: bool = False) -> str:
        """A value with its unit; `spoken` for a patient, in whole words where there are some."""
        if record.grades or record.unit == _LEVEL:
            return f"{self._unit(record)} {self._value(record, value)}"
        if value == record.unable:
            return self.say("could-not")
        labels = self.voice.labels
        spelt = spoken and record.unit in labels.groups.get("units", {})
        return f"{self._value(record, value)} {labels('units', record.unit) if spelt else self._unit(record)}"

    def _unit(self, record: Measure) -> str:
        return weighing.unit(self.say, record.unit)

    def _conditions(self, strand: ComparableValues) -> str:
        words = {"": self.say("unknown"), "yes": self.say("condition-yes"), "no": self.say("condition-no")}
        return "; ".join(
            f"{self.say(f'condition-{name}')}: {words.get(said, said)}" for name, said in strand.conditions
        )

    def verdict_table(self) -> Block:
        """Both tables of measures in short: of what the studies say only what a change was judged by."""
        rows = tuple(self._in_short(*each) for alone in ("", "alone") for each in self.strands(alone))
        return self.table("measure", "first", "last", "change", "verdict", rows=rows, widths=(17, 17.5, 18, 11.5, 36))

    def _in_short(self, series: Series, at: int) -> tuple[str, ...]:
        strand = series.strands[at]
        first, last = (
            f"{self._taken(series.record, strand, row.day)}, {self.voice.brief_date(row.day)}"
            for row in (strand.values[0], strand.values[-1])
        )
        once = strand.values[0].day == strand.values[-1].day
        return (
            self.marked(series, at),
            first,
            self.say("none") if once else last,
            self._by(series.record, strand.difference),
            self._short_verdict(series, strand),
        )

    def _short_verdict(self, series: Series, strand: ComparableValues) -> str:
        change = strand.difference
        said = self._finding(series, strand)
        by = (change.meaningful if change.phrase is Verdict.LARGE_ENOUGH else change.detectable) if change else None
        known = by if change and change.phrase else None
        held = weighing.threshold(self.say, series.record, known) if known else ""
        return " ".join(part for part in (f"{said[:1].upper()}{said[1:]}.", held, self._screen(series)) if part)

    def strands(self, alone: str) -> Iterator[tuple[Series, int]]:
        """Each way of measuring, as its series and its place there."""
        yield from ((series, at) for series in self._series(alone) for at in range(len(series.strands)))

    @property
    def measured_alone(self) -> bool:
        """Whether the patient measured anything alone."""
        return bool(self._series("alone"))

    def measure_table(self, alone: str = "") -> Block:
        """For each way of measuring: first, last, change, and what the studies say of it."""
        rows = tuple(self.measure_rows(alone))
        return self.table("measure", "first", "last", "change", "meaning", rows=rows, widths=(17, 16, 16, 12, 39))

    def measure_rows(self, alone: str = "") -> Iterator[tuple[str, ...]]:
        """The rows of the table of measures, each a promise to a clinician."""
        for series in self._series(alone):
            for at, strand in enumerate(series.strands):
                first, last = strand.values[0].day, strand.values[-1].day
                once = "one-day" if strand.several else "once"
                yield (
                    self.marked(series, at),
                    self._of_day(series.record, strand, first),
                    self._of_day(series.record, strand, last) if first != last else self.say(once),
                    self._by(series.record, strand.difference),
                    self.verdict(series, strand),
                )

    def _taken(self, record: Measure, strand: ComparableValues, day: date) -> str:
        """What was measured on a day: all of it, for nobody can say which value counts."""
        return f" {self.say('and')} ".join(
            self._with_unit(record, row.value) for row in strand.values if row.day == day
        )

    def _of_day(self, record: Measure, strand: ComparableValues, day: date) -> str:
        return f"{self._taken(record, strand, day)}, {self.voice.short_date(day)}"

    def _dated(self, record: Measure, row: Measured) -> str:
        return f"{self._with_unit(record, row.value)}, {self.voice.short_date(row.day)}"

    def _by(self, record: Measure, change: Difference | None) -> str:
        if change is None:
            return self.say("none")
        if record.grades:  # its steps are not alike, and some are optional, so nobody counts them
            first, last = (self._with_unit(record, row.value) for row in (change.first, change.last))
            return f"{first} {self.say('to')} {last}"
        return f"{_sign(change.by)}{number(abs(change.by))} {self._unit(record)}"

    def _finding(self, series: Series, strand: ComparableValues) -> str:
        """The phrase; which way it went only where the change is more than the error of measuring."""
        change = strand.difference
        if strand.several:
            days = f" {self.say('and')} ".join(map(self.voice.short_date, strand.several))
            return self.say("no-verdict-several", days=days)
        if strand.could_not and len(strand.values) > 1:
            return self.say("no-verdict-could-not")
        if change is None:
            return self.say("once")
        if series.alone:
            return self.say("no-verdict-alone")
        if series.side_missing:
            return self.say("no-verdict-side")
        if change.phrase is None:
            if change.meaningful:
                return self.say("no-verdict-error")
            return self.say("no-verdict-for-others" if change.nearest else "no-verdict")
        said = self.say(f"phrase-{change.phrase}")
        if change.better is None or change.phrase not in SPEAKS_UP:
            return said
        return f"{said}, {self.say('is-better' if change.better else 'is-worse')}"

    def verdict(self, series: Series, strand: ComparableValues) -> str:
        """One of the three phrases with the studies that it rests on, or why there is none."""
        change = strand.difference
        unknown = [self.say("condition-side")] if series.side_missing else []
        unknown += [self.say(f"condition-{name}") for name, said in strand.conditions if not said]
        missing = self.say("not-known", conditions=", ".join(unknown)) if unknown else ""
        screen = " ".join(part for part in (self._last_level(series, strand), self._screen(series)) if part)
        if change is None and len(strand.values) < 2:
            return f"{self.say('no-verdict-once')} {screen}".rstrip()
        held = weighing.held(self.say, series.record, change) if change else ()
        said = self._finding(series, strand)
        return " ".join(part for part in (f"{said[:1].upper()}{said[1:]}.", screen, *held, missing) if part)

    def _last_level(self, series: Series, strand: ComparableValues) -> str:
        """What the last level means, in the words that a patient reads."""
        words = series.record.levels.get(number(strand.values[-1].value), {})
        said = words.get(self.language, "")
        return self.say("last-level", words=self.voice.say(said)) if said else ""

    def _screen(self, series: Series) -> str:
        """What a screen asks for, and that its last value asks for it; it is no measure of change."""
        screen = series.record.screen
        if screen is None:
            return ""
        said = self.say("screen", positive=number(screen.positive), study=screen.source)
        found = screen.topic in screening.topics(tuple(self._of_measure(series.measure)))
        return f"{said} {self.say('screen-found')}" if found else said

    def _of_measure(self, name: str) -> Iterator[Series]:
        yield from (series for series in self.progress.series if series.measure == name)

    def value_table(self) -> Block:
        """For each way of measuring its conditions, and every value with its day and who took it."""
        rows = tuple(
            (
                self.marked(series, number),
                self._conditions(strand) or self.say("no-conditions"),
                "; ".join(self._dated(series.record, row) for row in strand.values),
                ", ".join(dict.fromkeys(row.assessor or self.say("patient") for row in strand.values)),
            )
            for series in self.progress.series
            for number, strand in enumerate(series.strands)
        )
        return self.table("measure", "conditions", "value", "by", rows=rows, widths=(17, 36, 31, 16))

    def marked(self, series: Series, at: int) -> str:
        """A measure with its mark in the plot, where there are several."""
        return f"{self._name(series)}. {self._mark(at)}" if len(series.strands) > 1 else self._name(series)

    def group_note(self) -> Block:
        """What groups gained, for measures that this patient has: a note with its source, and nobody's expected line."""
        said = [
            self.say(
                "group",
                short=series.record.short,
                gain=number(gain.gain),
                unit=self._unit(series.record),
                weeks=gain.weeks,
                sources=", ".join(gain.source),
                confirmed="" if gain.confirmed is Answer.YES else f" {self.say('group-not-confirmed')}",
            )
            for series in {each.measure: each for each in self._series("")}.values()
            for gain in series.record.group_gains
        ]
        if not said:
            return Group(())
        lines = (self.say("group-title"), *said, self.say("group-warning"))
        return Callout("note", tuple(Paragraph((Text(line),)) for line in lines))

    def how_table(self) -> Block:
        """For each measure of this report how it is taken, so that the next value is one of the same kind."""
        rows = tuple(
            (series.record.short, " ".join(series.record.how[self.language]))
            for series in {each.measure: each for each in self.progress.series}.values()
            if self.language in series.record.how
        )
        return self.table("measure", "how", rows=rows, widths=(17, 83))

    def goal_note(self) -> Block:
        """The first and last levels of all goals as one score each; it is no verdict."""
        found = goals(self.progress.series)
        if not found:
            return Group(())
        said = self.voice.labels.plural(
            "report",
            "goal-score",
            len(found),
            first=number(t_score([each.first.value for each in found]), 0),
            last=number(t_score([each.last.value for each in found]), 0),
            study=found[0].series.record.source[0],
        )
        return Paragraph((Text(said),))

    def report_sources(self, *beside: tuple[str, str]) -> Block:
        """Every study that a word of this report rests on, and whom it looked at; `beside` are others, by their tag."""
        used: dict[str, list[str]] = {}
        for series, change in self.changes():
            for each in weighing.cited(change):
                said = f"{series.record.short}: {each.threshold.population}"
                used.setdefault(each.threshold.source, []).append(said)
        for series in self._series(""):
            for gain in series.record.group_gains:
                for tag in gain.source:
                    used.setdefault(tag, []).append(self.say("group-source", short=series.record.short))
        for tag, why in beside:
            used.setdefault(tag, []).append(why)
        rows = tuple(
            (
                tag,
                cited(self.catalog.sources[tag], self.voice.labels),
                "; ".join(dict.fromkeys(why)),
            )
            for tag, why in sorted(used.items())
            if tag in self.catalog.sources
        )
        return self.table("tag", "study", "people", rows=rows, widths=(7, 61, 32), empty="no-studies")

    def table(
        self, *headers: str, rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...], empty: str = "nothing"
    ) -> Block:
        """A table under headers of the labels; without rows, the words that there is nothing."""
        if not rows:
            return self.none(empty)
        return Table(tuple(self.say(f"head-{key}") for key in headers), rows, widths)

    def none(self, key: str = "nothing", **values: object) -> Block:
        """A line in place of a table, or before one that does not show all."""
        return Paragraph((Text(self.say(key, **values)),))

    def drawn(self, found: Iterable[Plot]) -> Block:
        """Plots in the tone of the print."""
        toned = tuple(replace(plot, drawing=without_colour(plot.drawing)) if self.grey else plot for plot in found)
        return Plots(toned) if toned else Group(())


def drawable(series: Series) -> Series:
    """Without the days on which it could not be done: those have no place between two numbers."""
    strands = (
        replace(strand, values=tuple(row for row in strand.values if row.value != series.record.unable))
        for strand in series.strands
    )
    return replace(series, strands=tuple(strand for strand in strands if strand.values))


def _telling(series: Series) -> int:
    """Where a measure stands among others: what its changes promise, the most first."""
    return min(ORDER.index(each.difference.phrase if each.difference else None) for each in series.strands)


def _sign(value: float) -> str:
    return "+" if value > 0 else _MINUS if value < 0 else ""
