"""Tests that ask whether somebody needs help: whose last value says yes."""

from printkit.outcomes.change import Series


def topics(found: tuple[Series, ...]) -> tuple[str, ...]:
    """The topics that the last values of screens call for, whoever took them; of one day the worst counts."""
    called = []
    for name, screen in {series.measure: series.record.screen for series in found}.items():
        strands = [strand for series in found if series.measure == name for strand in series.strands]
        _, last = max((row.day, row.value) for strand in strands for row in strand.values)
        if screen is not None and last >= screen.positive:
            called.append(screen.topic)
    return tuple(dict.fromkeys(called))
