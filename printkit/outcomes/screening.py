"""Tests that ask whether somebody needs help: whose last value says yes."""

from collections.abc import Mapping

from printkit.outcomes.change import Series
from printkit.outcomes.history import Entry, Measured
from printkit.outcomes.measures import Measure, Screen


def found_something(entry: Entry, measures: Mapping[str, Measure]) -> Screen | None:
    """The screen whose value in this entry asks for a talk with a person; None for everything else."""
    record = measures.get(entry.measure) if isinstance(entry, Measured) else None
    if record is None or record.screen is None or not isinstance(entry, Measured):
        return None
    return record.screen if entry.value >= record.screen.positive else None


def topics(found: tuple[Series, ...]) -> tuple[str, ...]:
    """The topics that the last values of screens call for, whoever took them; of one day the worst counts."""
    called = []
    for name, screen in {series.measure: series.record.screen for series in found}.items():
        strands = [strand for series in found if series.measure == name for strand in series.strands]
        _, last = max((row.day, row.value) for strand in strands for row in strand.values)
        if screen is not None and last >= screen.positive:
            called.append(screen.topic)
    return tuple(dict.fromkeys(called))
