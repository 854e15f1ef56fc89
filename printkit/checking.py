"""`printkit check`: everything that can be said of files before they are printed, all at once."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from msgspec import Struct

from printkit import general, options, pipeline, reading, references, safety, words
from printkit import plan as planning
from printkit.catalog import Catalog, texts
from printkit.compose import Templates
from printkit.errors import CatalogError, PrintkitError, Several
from printkit.model import (
    Checklist,
    Conditions,
    Evidence,
    Exercise,
    Level,
    Programme,
    Region,
    Rule,
    Source,
    Topic,
    WearIn,
)
from printkit.reading import Loaded, near
from printkit.shipped import EXAMPLES


class Report(Struct, frozen=True):
    """What was found, or what was looked at when nothing was."""

    problems: tuple[PrintkitError, ...]
    summary: str


def check(path: Path | None, catalog: Catalog, templates: Templates) -> Report:
    """Check one path by what it looks like: a catalogue, a templates folder or an option file; None is all in use."""
    if path is None:
        problems = (*_catalog(catalog), *_templates(templates, catalog))
        counts = ", ".join(f"{len(catalog.names(kind))} {kind}" for kind in ("exercises", "checklists", "topics"))
        summary = f"{counts}, {len(catalog.rules)} rules, {len(templates.names())} templates: no problems"
        return Report(problems, summary) if not problems else Report(problems, "")
    if path.is_dir() and any(path.glob("**/*.md")) and not any(path.glob("*/*.yaml")):
        problems = tuple(_templates(Templates((path, *templates.folders)), catalog))
        return Report(problems, f"{path}: {len(list(path.glob('**/*.md')))} templates, no problems")
    if path.is_dir():
        own_catalog = Catalog((path, *catalog.folders))
        found = len(list(path.glob("**/*.yaml")))
        if not found:
            hint = "a catalogue has folders such as exercises/, a templates folder has .md files"
            return Report((CatalogError("holds no catalogue and no templates", where=str(path), hint=hint),), "")
        return Report(tuple(_catalog(own_catalog)), f"{path}: {found} files, no problems")
    if path.suffix == ".md":
        own = Templates((path.parent, *templates.folders))
        return Report(tuple(own.problems(path.name)), f"{path}: no problems")
    entry = _entry(path, catalog)
    return Report(tuple(entry if entry is not None else _options(path, catalog)), f"{path}: no problems")


def _entry(path: Path, catalog: Catalog) -> Iterator[PrintkitError] | None:
    """The problems of one exercise, checklist or topic, told by a key that only it has; None for an option file."""
    keys = reading.keys_of(path)
    if "class" in keys:
        exercise = reading.load(Exercise, path, {"id": path.stem})
        more = _exercise(catalog, exercise) if exercise.record is not None else iter(())
        return chain(exercise.problems, _wording(exercise), more)
    records: dict[str, type[Checklist | Topic]] = {"rooms": Checklist, "chapter": Topic}
    for key, record in records.items():
        if key in keys:
            loaded: Loaded[object] = reading.load(record, path, {"id": path.stem})
            return chain(loaded.problems, _wording(loaded))
    return None


def _templates(templates: Templates, catalog: Catalog) -> Iterator[PrintkitError]:
    """Each template by itself, then, when all can be read, each kind printed for the example patient."""
    found = list(templates.problems())
    yield from found
    if found:
        return
    example = options.load(EXAMPLES / "foot-drop.yaml", date.today()).required()
    for kind in pipeline.KINDS.values():
        names = general.checklist_names(catalog, "home-safety", ()) if kind.name == "checklist" else None
        sample = general.only("seated-toe-raise", example) if kind.name == "handout" else example
        try:
            pipeline.make(kind, catalog, templates, sample, names, clinician=True)
        except PrintkitError as error:
            error.where = error.where or f"{kind.name}.{sample.language}.md"
            yield error


def _options(path: Path, catalog: Catalog) -> Iterator[PrintkitError]:
    """An option file, as far as the rules would let it be printed."""
    loaded = options.load(path, date.today())
    yield from loaded.problems
    if loaded.record is None:
        return
    try:
        pipeline.logo(loaded.record)
    except PrintkitError as error:
        yield error
    unknown = list(references.unknown_names(loaded.record, catalog, loaded.where))
    yield from unknown
    if not unknown:
        try:
            safety.review(planning.draft(catalog, loaded.record), loaded.record, catalog.rules, catalog.exercise)
        except Several as several:
            yield from several.problems
        except PrintkitError as error:
            yield error


# --- a whole catalogue


def _catalog(catalog: Catalog) -> Iterator[PrintkitError]:
    exercises = dict(_read(catalog, Exercise, "exercises"))
    checklists = dict(_read(catalog, Checklist, "checklists"))
    topics = dict(_read(catalog, Topic, "topics"))
    shared = _shared(catalog)
    for loaded in (*exercises.values(), *checklists.values(), *topics.values(), *shared.values()):
        yield from loaded.problems
        if loaded.path.parent.name in ("exercises", "checklists", "topics") or loaded.path.name == "rules.yaml":
            yield from _wording(loaded)
    if any(loaded.problems for loaded in shared.values()):
        return  # what follows compares files with each other and needs all of them
    yield from _links(catalog, exercises)
    for exercise in exercises.values():
        if exercise.record is not None:
            yield from _exercise(catalog, exercise)
    yield from _conditions(checklists, topics, shared)
    yield from _rules(catalog)


def _read(catalog: Catalog, record: type[reading.T], kind: str) -> Iterator[tuple[str, Loaded[reading.T]]]:
    for name in catalog.names(kind):
        path = catalog.path(kind, name)
        if path is not None:
            yield name, reading.load(record, path, {"id": name})


def _shared(catalog: Catalog) -> Mapping[str, Loaded[object]]:
    found: dict[str, Loaded[object]] = {}
    readers: tuple[tuple[str, Callable[[Path], Loaded[object]]], ...] = (
        ("rules.yaml", lambda path: reading.load_sequence(Rule, path)),
        ("programmes.yaml", lambda path: reading.load_mapping(Programme, path)),
        ("sources.yaml", lambda path: reading.load_mapping(Source, path)),
        ("regions.yaml", lambda path: reading.load_mapping(Region, path)),
        ("wear-in.yaml", lambda path: reading.load(WearIn, path)),
    )
    for folder in catalog.folders:
        for name, read in readers:
            if (folder / name).is_file():
                found[str(folder / name)] = read(folder / name)
    return found


def _wording(loaded: Loaded[object]) -> Iterator[PrintkitError]:
    for text, line in texts(loaded.root):
        for what, hint in words.complaints(text):
            yield CatalogError(what, where=f"{loaded.path}:{line}", hint=hint)


def _exercise(catalog: Catalog, loaded: Loaded[Exercise]) -> Iterator[PrintkitError]:
    exercise = loaded.record
    assert exercise is not None
    labels = catalog.labels("en")
    for key in ("equipment", "trains"):
        for index, word in enumerate(getattr(exercise, key)):
            known = labels.groups.get(key, {})
            if word not in known:
                message = f"labels have no words for the {key} {word!r}"
                yield CatalogError(message, where=loaded.where(key, index), hint=near(word, known))
    yield from _sources(catalog, loaded, exercise.source)
    if exercise.dose_basis != "common practice" and exercise.dose_basis not in catalog.sources:
        message = f"dose_basis is {exercise.dose_basis!r}"
        yield CatalogError(message, where=loaded.where("dose_basis"), hint="give a source tag, or: common practice")
    if exercise.evidence is Evidence.E5:
        hint = "complementary treatments are topics, never exercises"
        yield CatalogError("evidence is 'E5'", where=loaded.where("evidence"), hint=hint)
    if bool(exercise.reviewed_by) != (exercise.reviewed_on is not None):
        hint = "a review has a name and a date"
        yield CatalogError("reviewed_by and reviewed_on belong together", where=loaded.where("reviewed_by"), hint=hint)


def _sources(catalog: Catalog, loaded: Loaded[object], tags: tuple[str, ...]) -> Iterator[PrintkitError]:
    for index, tag in enumerate(tags):
        if tag not in catalog.sources:
            hint = near(tag, catalog.sources, "add it to sources.yaml")
            yield CatalogError(f"there is no source {tag!r}", where=loaded.where("source", index), hint=hint)


def _links(catalog: Catalog, exercises: Mapping[str, Loaded[Exercise]]) -> Iterator[PrintkitError]:
    """Easier, harder and stand-ins must exist, and must never lead in a circle."""
    records = {name: loaded.record for name, loaded in exercises.items() if loaded.record is not None}
    for name, exercise in records.items():
        for key in ("easier", "harder", "replace_with"):
            other = getattr(exercise, key)
            if other and other not in exercises:
                yield CatalogError(
                    f"{key} is {other!r}, which is not there",
                    where=exercises[name].where(key),
                    hint=near(other, exercises),
                )
            elif other and name in _steps(other, key, records):
                message = f"{key} leads from {name} back to itself"
                yield CatalogError(message, where=exercises[name].where(key), hint="a ladder has an end")
    for name, programme in catalog.programmes.items():
        for level, names in programme.levels.items():
            for each in names:
                if each not in exercises:
                    yield CatalogError(f"the programme {name} names {each!r}", hint=near(each, exercises))
                elif each in records and list(Level).index(records[each].level) > list(Level).index(level):
                    message = f"the programme {name} has {each} at {level}, but it is {records[each].level}"
                    yield CatalogError(message, hint="move it to a higher level")


def _steps(start: str, key: str, records: Mapping[str, Exercise]) -> set[str]:
    seen: set[str] = set()
    while start in records and start not in seen:
        seen.add(start)
        start = getattr(records[start], key)
    return seen


def _conditions(
    checklists: Mapping[str, Loaded[Checklist]],
    topics: Mapping[str, Loaded[Topic]],
    shared: Mapping[str, Loaded[object]],
) -> Iterator[PrintkitError]:
    """Every condition reads an answer that exists, and a value that it can have."""
    places: list[tuple[str, Conditions]] = []
    for loaded in checklists.values():
        if loaded.record is not None:
            for number, room in enumerate(loaded.record.rooms):
                places.append((loaded.where("rooms", number), room.when))
                places += [
                    (loaded.where("rooms", number, "lines", index), line.when) for index, line in enumerate(room.lines)
                ]
    places += [(loaded.where("when"), loaded.record.when) for loaded in topics.values() if loaded.record is not None]
    for each in shared.values():
        if isinstance(each.record, tuple):
            places += [(each.where(index), rule.when) for index, rule in enumerate(each.record)]
    known = options.answers()
    for where, when in places:
        for name, values in when.items():
            if name not in known:
                yield CatalogError(f"no option is called {name!r}", where=where, hint=near(name, known))
                continue
            for value in values:
                if value not in known[name]:
                    yield CatalogError(f"{name} is never {value!r}", where=where, hint=near(value, known[name]))


def _rules(catalog: Catalog) -> Iterator[PrintkitError]:
    pages = {*catalog.names("topics"), *catalog.names("checklists")}
    seen: set[str] = set()
    for rule in catalog.rules:
        if rule.id in seen:
            yield CatalogError(f"the rule {rule.id} is there twice", hint="give each row an id of its own")
        seen.add(rule.id)
        for page in rule.pages:
            if page not in pages:
                yield CatalogError(f"the rule {rule.id} adds the page {page!r}", hint=near(page, pages))
        if rule.action == "modify" and not rule.say:
            yield CatalogError(f"the rule {rule.id} modifies and says nothing", hint="give the sentence under say:")
        for tag in rule.source:
            if tag not in catalog.sources:
                yield CatalogError(f"the rule {rule.id} has the source {tag!r}", hint=near(tag, catalog.sources))
