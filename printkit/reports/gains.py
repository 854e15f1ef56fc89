"""What a patient may be told of measures: what got better, with a plot beside the words, and what got worse."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.labels import in_language
from printkit.catalog.plain_language import SIDE_TOKEN
from printkit.document import Block, Columns, Group, Paragraph, Strong, Text, Together, text
from printkit.model.vocabulary import Answer, Side
from printkit.outcomes.change import ComparableValues, Difference, Series
from printkit.outcomes.goals import goals
from printkit.outcomes.measures import Direction, Measure
from printkit.reports import plots
from printkit.reports.measures import ORDER, SPEAKS_UP, MeasureContent, drawable
from printkit.reports.weighing import number

_MOST_GOALS = 3
_MOST_GAINS = 2  # a page for a patient says one or two things that got better, not a list of values
_SIDE = "{your affected}"  # in the words of a measure: the side that was measured
_SPEED, _METRES = "m/s", 10  # a walking speed is told as seconds for so many metres
_NOW = timedelta(days=31)  # a last value is that of now for so long before the end of a report
_MONTHS_OF_A_YEAR = 11  # after so many months a month needs its year
# By the unit of a measure and which way is better: how its values are said.
_SAID: Mapping[tuple[str, str], str] = {
    (_SPEED, Direction.UP): "ten-metres",
    ("m", Direction.UP): "walked",
    ("s", Direction.DOWN): "needed",
    ("s", Direction.UP): "stood",
    ("points", Direction.UP): "points",
    ("points", Direction.DOWN): "points",
    ("level", Direction.UP): "level",
    ("level", Direction.DOWN): "level",
    ("degrees", Direction.UP): "lifted",
    ("blocks", Direction.UP): "moved",
    ("kg", Direction.UP): "gripped",
}


class GainView(Struct, frozen=True, kw_only=True):
    """Something that changed by more than the error of measuring, and its first and last value in a sentence."""

    what: str
    values: str
    short: str  # the values in fewer words, for readers with aphasia


class GoalView(Struct, frozen=True, kw_only=True):
    """A goal in the patient's words, and how near it was on the last day, in words of its level."""

    what: str
    said: str


class GainContent(MeasureContent):
    """What a report may say to a patient of measures: only what is sure, and no list of values."""

    def told(self) -> tuple[tuple[Series, Difference], ...]:
        """What a patient may be told of: one line a measure, and none where it would not be sure what it says."""
        by_measure: dict[str, list[tuple[Series, ComparableValues, Difference]]] = {}
        for series in self.progress.series:
            for strand in series.strands:
                change = strand.difference
                if not series.alone and change is not None and change.phrase is not None:
                    by_measure.setdefault(series.measure, []).append((series, strand, change))
        sure = [
            min(known, key=lambda each: (each[0].side is not self.voice.side, ORDER.index(each[1].phrase)))
            for some in by_measure.values()
            if _agree(some)
            and (known := [(series, change) for series, strand, change in some if _known(series, strand)])
        ]
        return tuple(sorted(sure, key=lambda each: ORDER.index(each[1].phrase)))

    @property
    def got_better(self) -> tuple[GainView, ...]:
        """One or two things that clearly got better."""
        return tuple(view for view, *_ in self._gains())

    def _gains(self) -> tuple[tuple[GainView, Series, Difference], ...]:
        found: dict[str, tuple[GainView, Series, Difference]] = {}
        for series, change in self.told():
            if _clearly(change):
                view = self._gain(series, change)
                found.setdefault(view.what, (view, series, change))
        return tuple(found.values())[:_MOST_GAINS]

    def gains(self, words: str = "") -> Block:
        """What got better, in words and beside them as a plot: two gains beside each other, where the look allows it.

        With "short" in few words.
        """
        if words not in ("", "short"):
            raise TypeError('gains() wants nothing, or "short"')
        found = [
            (self._gain_words(view, short=bool(words)), self._gain_plot(series, change))
            for view, series, change in self._gains()
        ]
        if len(found) == 1:
            ((said, plot),) = found
            return Together((Columns(((said,), (plot,)), (1, 1)),))
        return Columns(tuple((Together(each),) for each in found), (1,) * len(found)) if found else Group(())

    def _gain_words(self, view: GainView, *, short: bool) -> Block:
        return Paragraph((Strong((text(view.what),)), Text(f" {view.short if short else view.values}")))

    def _gain_plot(self, series: Series, change: Difference) -> Block:
        """The values that were taken as the first one was; no band of errors, for the words say what they mean."""
        strand, timed = _strand(series, change)
        shown = _in_seconds(strand) if timed else strand
        ends = strand.values[0], strand.values[-1]
        days = tuple(self.voice.short_date(row.day) for row in ends)
        said = {
            there.value: self._told_value(series.record, row.value, timed=timed)
            for row, there in zip(strand.values, shown.values, strict=True)
        }
        first, last = (
            self.say("value-on", value=self._told_unit(series.record, row.value, timed=timed), day=day)
            for row, day in zip(ends, days, strict=True)
        )
        count = self.voice.labels.plural("report", "values", len(strand.values))
        alt = self.say("gain-alt", values=count, first=first, last=last)
        one = drawable(replace(series, strands=(shown,)))
        return self.drawn([plots.measure(one, "", said, (days[0], days[1]), alt, size=plots.SMALL)])

    def _gain(self, series: Series, change: Difference) -> GainView:
        record = series.record
        what = (
            self._sided(in_language(record.better, self.language, series.measure), series)
            if record.better
            else self.say("better", what=self._title(series))
        )
        return self._change(what, series, change)

    def _change(self, what: str, series: Series, change: Difference) -> GainView:
        """A change with its values: then and now, or both with their days where the last one is an old one."""
        record, first, last = series.record, change.first, change.last
        _, timed = _strand(series, change)
        of = {name: self._told_unit(record, row.value, timed=timed) for name, row in (("first", first), ("last", last))}
        then, later = (self._then(row.day, first.day, last.day) for row in (first, last))
        key = _SAID.get((record.unit, record.direction), "other")
        if record.unable in (first.value, last.value) or (record.unit == _SPEED and not timed):
            key = "other"
        if self.progress.until - last.day > _NOW:
            values = self.say("told-before", then=then, later=later, **of)
        elif (known := series.record.levels) and {number(first.value), number(last.value)} <= set(known):
            levels = {name: self._level(series, row.value) for name, row in (("first", first), ("last", last))}
            values = self.say("told-levels", then=f"{then[:1].upper()}{then[1:]}", **levels)
        elif key == "other":
            values = self.say("told-other", then=then, **of)
        else:
            plain = {
                name: self._told_value(record, row.value, timed=timed)
                for name, row in (("first", first), ("last", last))
            }
            most = "" if record.highest is None else number(record.highest)
            values = self.say(f"told-{key}", then=then, most=most, **plain)
        if timed:  # the first value has said over how many metres the seconds are
            of["last"] = f"{self._told_value(record, last.value, timed=True)} {self.voice.labels('units', 's')}"
        return GainView(what=what, values=values, short=self.say("from-to", **of))

    def _then(self, day: date, first: date, last: date) -> str:
        """When: a month, with its year where a year lies between; a day where both are of one month."""
        if (first.year, first.month) == (last.year, last.month):
            return self.say("on-day", day=self.voice.short_date(day))
        apart = 12 * (last.year - first.year) + last.month - first.month
        return self.say("in-month", month=self.voice.month(day, with_year=apart > _MONTHS_OF_A_YEAR))

    def _told_value(self, record: Measure, value: float, *, timed: bool) -> str:
        """A value as a patient reads it: a walking speed as the seconds that 10 metres take."""
        if not timed:
            return self._value(record, value)
        seconds = _METRES / value
        return number(seconds, 1 if seconds < _METRES else 0)

    def _told_unit(self, record: Measure, value: float, *, timed: bool) -> str:
        if timed:
            return self.say("seconds-for", seconds=self._told_value(record, value, timed=True), metres=_METRES)
        return self._with_unit(record, value, spoken=True)

    @property
    def goals(self) -> tuple[GoalView, ...]:
        """The goals that were rated last, each in the patient's own words."""
        found = sorted(goals(self.progress.series), key=lambda goal: goal.last.day, reverse=True)[:_MOST_GOALS]
        return tuple(
            GoalView(
                what=self.say("own-words", words=goal.series.part),
                said=self.say(
                    "goal-on", day=self.voice.short_date(goal.last.day), level=self._level(goal.series, goal.last.value)
                ),
            )
            for goal in found
        )

    def _level(self, series: Series, value: float) -> str:
        """A level in words where the measure has some, else as a number."""
        words = series.record.levels.get(number(value))
        return self.voice.say(in_language(words, self.language, series.measure)) if words else number(value)

    @property
    def declines(self) -> tuple[GainView, ...]:
        """What `got_worse` names; where nothing else got worse, with its values."""
        return self._worse((series, change) for series, change in self.told() if _clearly(change) is False)

    @property
    def doubts(self) -> tuple[GainView, ...]:
        """What `looks_worse` names; where nothing else got worse, with its values."""
        return self._worse(self._looks_worse())

    def _worse(self, found: Iterable[tuple[Series, Difference]]) -> tuple[GainView, ...]:
        views: dict[str, GainView] = {}
        only_one = len(self.got_worse) + len(self.looks_worse) == 1  # more values would take a page of their own
        for series, change in found:
            view = self._change(self._title(series), series, change)
            views.setdefault(view.what, view if only_one else replace(view, values="", short=""))
        return tuple(views.values())[:_MOST_GAINS]

    @property
    def got_worse(self) -> tuple[str, ...]:
        """The titles of one or two things that clearly got worse: to talk about, not to hide."""
        found = [series for series, change in self.told() if _clearly(change) is False]
        return tuple(dict.fromkeys(map(self._title, found)))[:_MOST_GAINS]

    @property
    def looks_worse(self) -> tuple[str, ...]:
        """The titles of one or two things whose value got worse, where no study of such people gives a verdict.

        It may be chance, and it may be the start of something: so it is for a talk, from the size of other people's error on.
        """
        return tuple(dict.fromkeys(self._title(series) for series, _ in self._looks_worse()))[:_MOST_GAINS]

    def _looks_worse(self) -> list[tuple[Series, Difference]]:
        told = {series.measure for series, _ in self.told()}
        return [
            (series, change)
            for series, change in self.changes()
            if change.phrase is None
            and change.better is False
            and series.measure not in told
            and _passes_nearest(change)
        ]

    def _title(self, series: Series) -> str:
        return self._sided(in_language(series.record.title, self.language, series.measure), series)

    def _sided(self, text: str, series: Series) -> str:
        """A text with the side that was measured; where it has no place for one, the side stands before it."""
        if series.record.per_side is not Answer.YES:
            return self.voice.say(text)
        side, labels = series.side, self.voice.labels
        stronger = side is not Side.BOTH and self.voice.side in (Side.LEFT, Side.RIGHT) and side is not self.voice.side
        if self.voice.parts is not None:
            return self._sided_elsewhere(text, side, stronger=stronger)
        if side is Side.BOTH:
            said = labels("sides", "your-affected-both-said")
        else:
            said = labels("sides", f"your-{'stronger' if stronger else 'affected'}-{side}")
        capital = f"{said[:1].upper()}{said[1:]}"
        if _SIDE not in text.lower():
            return self.say("sided", side=capital, what=f"{text[:1].lower()}{text[1:]}")
        return self.voice.say(text.replace(_SIDE, said).replace(f"{{{_SIDE[1:].capitalize()}", capital))

    def _sided_elsewhere(self, text: str, side: Side, *, stronger: bool) -> str:
        """The same in a language whose tokens name the part of the body."""
        voice = self.voice.stating
        if not SIDE_TOKEN.search(text):
            text = f"{{Affected:side}}: {text[:1].lower()}{text[1:]}"
        if stronger and side is not Side.UNKNOWN:
            return voice.say_of(SIDE_TOKEN.sub(_of_stronger, text), side.other)
        return voice.say_of(text, side)


def _of_stronger(token: re.Match[str]) -> str:
    role = "Stronger" if token["role"][0].isupper() else "stronger"
    return token[0].replace(token["role"], role)


def _strand(series: Series, change: Difference) -> tuple[ComparableValues, bool]:
    """The values that a change is of, and whether they are speeds that are told as seconds: of 0 there are none."""
    strand = next(each for each in series.strands if each.difference is change)
    return strand, series.record.unit == _SPEED and all(row.value > 0 for row in strand.values)


def _in_seconds(strand: ComparableValues) -> ComparableValues:
    """The values as a plot for a patient shows them, so that it agrees with the words beside it."""
    return replace(strand, values=tuple(replace(row, value=_METRES / row.value) for row in strand.values))


def _clearly(change: Difference) -> bool | None:
    """Better or worse by more than the error of measuring; None where that is not clear."""
    return change.better if change.phrase in SPEAKS_UP else None


def _passes_nearest(change: Difference) -> bool:
    return any(abs(change.by) >= other.applied.size > 0 for other in change.nearest)


def _agree(some: list[tuple[Series, ComparableValues, Difference]]) -> bool:
    """Whether all ways of measuring a side find the same, and no side got worse while another got better."""
    by_side: dict[tuple[Side, str], set[bool | None]] = {}
    for series, _, change in some:
        by_side.setdefault((series.side, series.part), set()).add(_clearly(change))
    every = {finding for found in by_side.values() for finding in found}
    return all(len(found) == 1 for found in by_side.values()) and not {True, False} <= every


def _known(series: Series, strand: ComparableValues) -> bool:
    """Whether anything was recorded of how it was taken, where the measure asks for that."""
    asked = series.record.conditions
    return not asked or any(said for name, said in strand.conditions if name in asked)
