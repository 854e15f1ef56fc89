"""What the entries of a catalogue say of each other: ladders, programmes, the rules and what they speak of."""

from collections.abc import Iterator, Mapping
from typing import cast

from printkit.catalog import finding
from printkit.catalog.store import Catalog
from printkit.checking import reasons
from printkit.checking.sentences import unknown_sources
from printkit.errors import CatalogError, PrintkitError, near
from printkit.model.records import Exercise, Rule, SwitchedOff
from printkit.model.vocabulary import Action, Answer, Level
from printkit.reading.records import Loaded


def ladders(exercises: Mapping[str, Loaded[Exercise]]) -> Iterator[PrintkitError]:
    """Easier, harder and stand-ins must exist, and must never lead in a circle."""
    records = {name: loaded.record for name, loaded in exercises.items() if loaded.record is not None}
    for name, exercise in records.items():
        for key in ("easier", "harder", "replace_with"):
            other = getattr(exercise, key)
            where = exercises[name].where(key)
            if other and other not in exercises:
                message = f"{key} is {other!r}, which is not there"
                circle = {
                    each: "would lead back here; a ladder has an end"
                    for each in exercises
                    if name in (each, *_steps(each, key, records))
                }
                yield CatalogError(message, where=where, hint=near(other, exercises, barred=circle))
            elif other and name in _steps(other, key, records):
                message = f"{key} leads from {name} back to itself"
                yield CatalogError(message, where=where, hint="a ladder has an end")


def programmes(
    exercises: Mapping[str, Loaded[Exercise]], shared: tuple[Loaded[object], ...]
) -> Iterator[PrintkitError]:
    """A programme names exercises that exist, none of them above its level."""
    levels = list(Level)
    for loaded in shared:
        if loaded.path.name != "programmes.yaml" or not isinstance(loaded.record, dict):
            continue
        for name, programme in loaded.record.items():
            for level, names in programme.levels.items():
                for index, each in enumerate(names):
                    where = loaded.where(name, "levels", level, index)
                    record = exercises[each].record if each in exercises else None
                    if each not in exercises:
                        hint = near(each, exercises, barred=_above(exercises, level))
                        yield CatalogError(f"there is no exercise {each!r}", where=where, hint=hint)
                    elif record is not None and levels.index(record.level) > levels.index(level):
                        message = f"{each} stands at {level}, but it is {record.level}"
                        yield CatalogError(message, where=where, hint="move it to a higher level")


def _above(exercises: Mapping[str, Loaded[Exercise]], level: Level) -> dict[str, str]:
    levels = list(Level)
    return {
        name: f"stands above this level: it is {loaded.record.level}"
        for name, loaded in exercises.items()
        if loaded.record is not None and levels.index(loaded.record.level) > levels.index(level)
    }


def _steps(start: str, key: str, records: Mapping[str, Exercise]) -> set[str]:
    seen: set[str] = set()
    while start in records and start not in seen:
        seen.add(start)
        start = getattr(records[start], key)
    return seen


def switched_off(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """A clinic switches off rules that are there, and none that only inform."""
    try:
        _ = catalog.rules
    except PrintkitError:
        return  # what is wrong with them is told where they stand
    for loaded in shared:
        if loaded.path.name == "rules-off.yaml":
            yield from catalog.off_slips(cast("Loaded[tuple[SwitchedOff, ...]]", loaded))


def _may_be_signed_away(rule: Rule) -> bool:
    """Whether a row that sends somebody to a doctor keeps something out, and nobody has thought of who may lift it."""
    keeps_out = rule.action in (Action.BLOCK, Action.SEE_FIRST, Action.EXCLUDE)
    return bool(rule.today) and keeps_out and rule.signable is Answer.YES and not rule.signable_because.strip()


def rules(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """Each rule has an id of its own, reaches something, and says what its action needs."""
    pages = {*catalog.names("topics"), *catalog.names("checklists")}
    seen: set[str] = set()
    for loaded in shared:
        if loaded.path.name != "rules.yaml" or not isinstance(loaded.record, tuple):
            continue
        yield from catalog.rule_slips(cast("Loaded[tuple[Rule, ...]]", loaded))
        yield from reasons.problems(cast("Loaded[tuple[Rule, ...]]", loaded))
        for index, rule in enumerate(loaded.record):
            where = loaded.where(index)
            if rule.id in seen:
                hint = "shipped rules stay; give your own rule an id of its own"
                yield CatalogError(f"the rule {rule.id} is there already", where=where, hint=hint)
            seen.add(rule.id)
            for page in rule.pages:
                if page not in pages:
                    where = loaded.where(index, "pages")
                    yield CatalogError(f"there is no page {page!r}", where=where, hint=near(page, pages))
            if rule.action is Action.MODIFY and not rule.say:
                hint = "give the sentence under say:"
                yield CatalogError(f"the rule {rule.id} modifies and says nothing", where=where, hint=hint)
            if _may_be_signed_away(rule):
                message = f"the rule {rule.id} says what must be done today, and a signature could lift it"
                hint = "write signable: no, or say in signable_because: why a clinician may lift it"
                yield CatalogError(message, where=where, hint=hint)
            if (rule.action is Action.LOOK) != (rule.profile is not None):
                hint = "action: look and profile: belong together"
                yield CatalogError(f"the rule {rule.id} gives half of a look", where=where, hint=hint)
            yield from unknown_sources(catalog, rule.source, loaded, index, "source")


def search_words(
    exercises: Mapping[str, Loaded[Exercise]], shared: tuple[Loaded[object], ...]
) -> Iterator[PrintkitError]:
    """A word of the field finds what the catalogue has; it is not asked while an exercise cannot be read."""
    records = [loaded.record for loaded in exercises.values()]
    if None in records:
        return
    known = frozenset(each for record in records if record is not None for each in finding.own(record))
    for loaded in shared:
        if loaded.path.name != "search-words.yaml" or not isinstance(loaded.record, dict):
            continue
        for word, entry in loaded.record.items():
            for index, each in enumerate(entry.finds):
                if each not in known:
                    message = f"{each!r} is no exercise, and nothing that one trains or is tagged with"
                    yield CatalogError(message, where=loaded.where(word, "finds", index), hint=near(each, known))
