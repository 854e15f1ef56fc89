"""What can be wrong with the outcome measures, with what is kept count of, and with names of columns."""

from collections.abc import Iterator

from printkit.catalog.store import Catalog
from printkit.checking.sentences import of_keys, unknown_sources
from printkit.diary import entry_words
from printkit.errors import CatalogError, PrintkitError, near
from printkit.model.vocabulary import Answer
from printkit.outcomes.measures import Hand, Limb, Measure, PartOf, Phase, Tally, is_level
from printkit.reading.columns import normalised
from printkit.reading.records import Loaded


def measures(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """A measure whose figures do not fit together, or come from nowhere."""
    called: dict[str, str] = {}
    for name, measure in catalog.measures.items():
        for word in (name, measure.short, measure.name, *measure.also):
            called.setdefault(normalised(word), name)
    for loaded in shared:
        if loaded.path.name != "measures.yaml" or not isinstance(loaded.record, dict):
            continue
        for name, measure in loaded.record.items():
            yield from of_keys(catalog, loaded, name, ("title", "better", "levels"))
            yield from unknown_sources(catalog, measure.source, loaded, name, "source")
            highest = measure.highest
            if highest is not None and highest <= measure.lowest:
                hint = "highest is more than lowest"
                yield CatalogError(f"{name} has no values", where=loaded.where(name, "highest"), hint=hint)
            for grade, value in measure.grades.items():
                if value < measure.lowest or (highest is not None and value > highest):
                    message = f"the grade {grade!r} of {name} is {value:g}"
                    hint = "a grade lies between lowest and highest"
                    yield CatalogError(message, where=loaded.where(name, "grades", grade), hint=hint)
            yield from _levels(loaded, name, measure)
            for index, word in enumerate(measure.also):
                if (other := called.get(normalised(word), name)) != name:
                    where, hint = loaded.where(name, "also", index), "one name, one test"
                    yield CatalogError(f"{word!r} stands for {other} too", where=where, hint=hint)
            yield from _screens(catalog, loaded, name, measure)
            for index, gain in enumerate(measure.group_gains):
                yield from unknown_sources(catalog, gain.source, loaded, name, "group_gains", index, "source")
            for index, threshold in enumerate(measure.thresholds):
                where = loaded.where(name, "thresholds", index)
                yield from unknown_sources(catalog, (threshold.source,), loaded, name, "thresholds", index, "source")
                if threshold.value <= 0:
                    hint = "give the size of the change; direction says which way is better"
                    yield CatalogError(f"a threshold of {name} is {threshold.value:g}", where=where, hint=hint)
                if Phase.NOT_STROKE in threshold.phases and len(threshold.phases) > 1:
                    hint = "a figure is of people after a stroke, or it is a note"
                    yield CatalogError(f"a threshold of {name} is of all people", where=where, hint=hint)
                low, high = threshold.from_baseline, threshold.below_baseline
                if low is not None and high is not None and low >= high:
                    hint = "from_baseline is less than below_baseline"
                    yield CatalogError(f"a threshold of {name} is for no first value", where=where, hint=hint)
                if threshold.baseline_of and low is None and high is None:
                    hint = "give from_baseline or below_baseline"
                    yield CatalogError(f"baseline_of of {name} bounds nothing", where=where, hint=hint)
                if (threshold.hand is not Hand.UNKNOWN or threshold.limb is not Limb.UNKNOWN) and (
                    measure.per_side is not Answer.YES
                ):
                    hint = "per_side: yes, or no hand and no limb"
                    yield CatalogError(f"{name} is not taken of each side", where=where, hint=hint)
                if threshold.baseline_of and threshold.baseline_of not in catalog.measures:
                    hint = near(threshold.baseline_of, catalog.measures)
                    yield CatalogError(f"there is no measure {threshold.baseline_of!r}", where=where, hint=hint)


def _levels(loaded: Loaded[object], name: str, measure: Measure) -> Iterator[PrintkitError]:
    """Words for a number that the measure cannot be, and a goal that is not kept apart from other goals."""
    for level in measure.levels:
        if not is_level(level, measure):
            where, hint = loaded.where(name, "levels", level), "a level is a number from lowest to highest, in quotes"
            yield CatalogError(f"{level!r} is no level of {name}", where=where, hint=hint)
    if measure.part_of is PartOf.GOAL and measure.per_part is not Answer.YES:
        yield CatalogError(
            f"{name} is not taken of each goal", where=loaded.where(name, "part_of"), hint="per_part: yes"
        )


def _screens(catalog: Catalog, loaded: Loaded[object], name: str, measure: Measure) -> Iterator[PrintkitError]:
    """A screen that leads to nobody."""
    if measure.screen is not None:
        yield from unknown_sources(catalog, (measure.screen.source,), loaded, name, "screen", "source")
        if measure.screen.topic not in catalog.names("topics"):
            hint = near(measure.screen.topic, catalog.names("topics")) or "a screen needs a page that leads to a person"
            message = f"there is no topic {measure.screen.topic!r}"
            yield CatalogError(message, where=loaded.where(name, "screen", "topic"), hint=hint)


def tracked(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """Something kept count of that has no words to choose from, or a name that stands for two things."""
    called: dict[str, str] = {}  # the first that has a name keeps it
    for name, tracked in catalog.tracked.items():
        for also in (name, *tracked.also):
            called.setdefault(also, name)
    for loaded in shared:
        if loaded.path.name != "tracked.yaml" or not isinstance(loaded.record, dict):
            continue
        for name, tracked in loaded.record.items():
            yield from of_keys(catalog, loaded, name, ("title", "better", "choices"))
            yield from unknown_sources(catalog, tracked.source, loaded, name, "source")
            if (tracked.kind is Tally.CHOICE) != bool(tracked.choices):
                hint = "kind: choice and choices: belong together"
                yield CatalogError(f"{name} gives half of a choice", where=loaded.where(name), hint=hint)
            for also in (name, *tracked.also):
                if called[also] != name:
                    hint = "one name, one thing"
                    where = loaded.where(name, "also")
                    yield CatalogError(f"{also!r} stands for {called[also]} too", where=where, hint=hint)


def columns(shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """A column of a log that stands for no field of an entry."""
    for loaded in shared:
        if loaded.path.name == "diary-columns.yaml" and isinstance(loaded.record, dict):
            for column, meant in loaded.record.items():
                if meant and meant not in entry_words.FIELDS:
                    where, hint = loaded.where(column), near(meant, entry_words.FIELDS)
                    yield CatalogError(f"the column {column!r} stands for {meant!r}", where=where, hint=hint)
