"""What a patient may be told of measures: what got better, with a plot beside the words, and what got worse."""

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.labels import in_language
from printkit.document import Block, Columns, Group, Paragraph, Strong, Text, Together, text
from printkit.model.vocabulary import Answer, Side
from printkit.outcomes.change import ComparableValues, Difference, Series
from printkit.reports import plots
from printkit.reports.measures import ORDER, SPEAKS_UP, MeasureContent, drawable

_MOST_GAINS = 2  # a page for a patient says one or two things that got better, not a list of values
_SIDE = "{your affected}"  # in the words of a measure: the side that was measured


class GainView(Struct, frozen=True, kw_only=True):
    """Something that got better by more than the error of measuring, and its first and last value."""

    what: str
    values: str


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

    def gains(self) -> Block:
        """What got better, in words and beside them as a plot: two gains beside each other, where the look allows it."""
        found = [(self._gain_words(view), self._gain_plot(series, change)) for view, series, change in self._gains()]
        if len(found) == 1:
            ((words, plot),) = found
            return Together((Columns(((words,), (plot,)), (1, 1)),))
        return Columns(tuple((Together(each),) for each in found), (1,) * len(found)) if found else Group(())

    def _gain_words(self, view: GainView) -> Block:
        return Paragraph((Strong((text(view.what),)), Text(f" {view.values}")))

    def _gain_plot(self, series: Series, change: Difference) -> Block:
        """The values that were taken as the first one was; no band of errors, for the words say what they mean."""
        strand = next(each for each in series.strands if each.difference is change)
        days = tuple(self.voice.short_date(row.day) for row in (strand.values[0], strand.values[-1]))
        said = {row.value: self._value(series.record, row.value) for row in strand.values}
        first, last = (
            self.say("value-on", value=self._with_unit(series.record, row.value, spoken=True), day=day)
            for row, day in zip((strand.values[0], strand.values[-1]), days, strict=True)
        )
        count = self.voice.labels.plural("report", "values", len(strand.values))
        alt = self.say("gain-alt", values=count, first=first, last=last)
        one = drawable(replace(series, strands=(strand,)))
        return self.drawn([plots.measure(one, "", said, (days[0], days[1]), alt, size=plots.SMALL)])

    def _gain(self, series: Series, change: Difference) -> GainView:
        record = series.record
        return GainView(
            what=self._sided(in_language(record.better, self.language, series.measure), series)
            if record.better
            else self.say("better", what=self._title(series)),
            values=self.say(
                "from-to",
                first=self._with_unit(record, change.first.value, spoken=True),
                last=self._with_unit(record, change.last.value, spoken=True),
            ),
        )

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
        told = {series.measure for series, _ in self.told()}
        found = [
            series
            for series, change in self.changes()
            if change.phrase is None
            and change.better is False
            and series.measure not in told
            and _passes_nearest(change)
        ]
        return tuple(dict.fromkeys(map(self._title, found)))[:_MOST_GAINS]

    def _title(self, series: Series) -> str:
        return self._sided(in_language(series.record.title, self.language, series.measure), series)

    def _sided(self, text: str, series: Series) -> str:
        """A text with the side that was measured; where it has no place for one, the side stands before it."""
        if series.record.per_side is not Answer.YES:
            return self.voice.say(text)
        side, labels = series.side, self.voice.labels
        if side is Side.BOTH:
            said = labels("sides", "your-affected-both-said")
        else:
            stronger = self.voice.side in (Side.LEFT, Side.RIGHT) and side is not self.voice.side
            said = labels("sides", f"your-{'stronger' if stronger else 'affected'}-{side}")
        capital = f"{said[:1].upper()}{said[1:]}"
        if _SIDE not in text.lower():
            return self.say("sided", side=capital, what=f"{text[:1].lower()}{text[1:]}")
        return self.voice.say(text.replace(_SIDE, said).replace(f"{{{_SIDE[1:].capitalize()}", capital))


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
