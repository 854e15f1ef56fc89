"""What can be wrong with a whole catalogue: its sentences, its links, its sources, its rules."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from printkit.catalog import conditions, plain_language
from printkit.catalog.store import Catalog, texts
from printkit.checking import figures
from printkit.diary import entries
from printkit.errors import CatalogError, PrintkitError, Several
from printkit.figures.photo import Photo, serves
from printkit.figures.spec import Figure, Stance
from printkit.model.records import (
    Action,
    Checklist,
    Evidence,
    Exercise,
    Level,
    PlainWord,
    Planning,
    Programme,
    Region,
    Review,
    Rule,
    Side,
    Source,
    SwitchedOff,
    Topic,
    WearIn,
)
from printkit.outcomes.measures import Measure, Tally, Tracked
from printkit.reading import records as reading
from printkit.reading.records import Entries, Loaded, Node, near

KINDS = ("exercises", "checklists", "topics")
SHARED = (
    "rules.yaml",
    "programmes.yaml",
    "sources.yaml",
    "regions.yaml",
    "wear-in.yaml",
    "planning.yaml",
    "rules-off.yaml",
    "reviews.yaml",
    "roster-columns.yaml",
    "poses.yaml",
    "plain-words.yaml",
    "measures.yaml",
    "tracked.yaml",
    "diary-columns.yaml",
)


def problems(catalog: Catalog) -> Iterator[PrintkitError]:
    """Every problem of a whole catalogue: each file by itself, then the files held against each other."""
    exercises = dict(_read(catalog, Exercise, "exercises"))
    checklists = dict(_read(catalog, Checklist, "checklists"))
    topics = dict(_read(catalog, Topic, "topics"))
    shared = tuple(_shared(catalog))
    every: tuple[Loaded[object], ...] = (*exercises.values(), *checklists.values(), *topics.values(), *shared)
    for loaded in every:
        yield from loaded.problems
        yield from _file_name(loaded.path)
        if loaded.path.parent.name in KINDS or loaded.path.name == "rules.yaml":
            yield from wording(catalog, loaded)
        yield from conditions.problems(loaded)
    if any(loaded.problems for loaded in shared):
        return  # what follows holds files against each other and needs all of the shared ones
    reworded = list(_labels(catalog))
    yield from reworded
    if reworded:
        return
    yield from _rules(catalog, shared)
    yield from _measures(catalog, shared)
    yield from _tracked(catalog, shared)
    yield from _columns(shared)
    yield from _figures(catalog, exercises)
    yield from _links(exercises)
    yield from _programmes(exercises, shared)
    for exercise in exercises.values():
        yield from entry(catalog, exercise)
    for one in topics.values():
        yield from topic(catalog, one)
    for each in checklists.values():
        yield from checklist(catalog, each)


def _figures(catalog: Catalog, exercises: Mapping[str, Loaded[Exercise]]) -> Iterator[PrintkitError]:
    """Every exercise has a picture, and every picture shows what a body can do."""
    for name, exercise in exercises.items():
        if catalog.path("figures", name) is None and catalog.path("photos", name) is None:
            hint = f"write figures/{name}.yaml beside the exercises; 'printkit figure show {name}' draws it"
            yield CatalogError("there is no picture of this exercise", where=str(exercise.path), hint=hint)
    for name, loaded in _read(catalog, Figure, "figures"):
        yield from _moments(loaded, exercises[name].record if name in exercises else None)
        yield from loaded.problems
        yield from _file_name(loaded.path)
        yield from figure(catalog, loaded)
    for _, photo in _read(catalog, Photo, "photos"):
        yield from photo.problems
        yield from _file_name(photo.path)
        yield from own_photo(catalog, photo)


def figure(catalog: Catalog, loaded: Loaded[Figure]) -> Iterator[PrintkitError]:
    """What is wrong with a picture file that can be read."""
    yield from _said(catalog, loaded)
    yield from figures.problems(loaded, catalog.poses)


def _moments(picture: Loaded[Figure], exercise: Exercise | None) -> Iterator[PrintkitError]:
    """A picture says for every step what it shows, or for none."""
    if exercise is None or picture.record is None or not picture.record.steps:
        return
    said = len(picture.record.steps)
    for language, text in exercise.text.items():
        if len(text.steps) != said:
            message = f"{said} steps have a picture, the exercise has {len(text.steps)} ({language})"
            yield CatalogError(message, where=picture.where("steps"), hint="name a moment for each step, or none")


def own_photo(catalog: Catalog, loaded: Loaded[Photo]) -> Iterator[PrintkitError]:
    """A photo whose file cannot be printed, or that leaves patients of one side without a picture."""
    photo = loaded.record
    yield from _said(catalog, loaded)
    if photo is None:
        return
    from printkit.content.bitmaps import load_photo  # Pillow's formats take long to import

    try:
        load_photo(loaded.path.parent / photo.file)
    except PrintkitError as error:
        error.where = f"{loaded.where('file')}: {error.where}"
        yield error
    if catalog.path("figures", photo.id) is None and not all(serves(photo, side) for side in (Side.LEFT, Side.RIGHT)):
        hint = f"write figures/{photo.id}.yaml too, or a photo that may be flipped"
        yield CatalogError("the other side has no picture", where=loaded.where("flip"), hint=hint)


def _said(catalog: Catalog, loaded: Loaded[Figure] | Loaded[Photo]) -> Iterator[PrintkitError]:
    if isinstance(loaded.root, Entries) and "says" in loaded.root.nodes:
        yield from complaints(catalog, loaded.path, loaded.root.nodes["says"])


def _read(catalog: Catalog, record: type[reading.T], kind: str) -> Iterator[tuple[str, Loaded[reading.T]]]:
    for name in catalog.names(kind):
        path = catalog.path(kind, name)
        if path is not None:
            yield name, reading.load(record, path, {"id": name})


def _shared(catalog: Catalog) -> Iterator[Loaded[object]]:
    for path in catalog.shared_files("rules.yaml"):
        yield reading.load_sequence(Rule, path)
    for name, record in (
        ("programmes.yaml", Programme),
        ("sources.yaml", Source),
        ("regions.yaml", Region),
        ("poses.yaml", Stance),
        ("plain-words.yaml", PlainWord),
        ("measures.yaml", Measure),
        ("tracked.yaml", Tracked),
    ):
        for path in catalog.shared_files(name):
            yield reading.load_mapping(record, path)
    for name in ("roster-columns.yaml", "diary-columns.yaml"):
        for path in catalog.shared_files(name):
            yield reading.load_mapping(str, path)
    for path in catalog.shared_files("wear-in.yaml"):
        yield reading.load(WearIn, path)
    for path in catalog.shared_files("rules-off.yaml"):
        yield reading.load_sequence(SwitchedOff, path)
    for path in catalog.shared_files("reviews.yaml"):
        yield reading.load_mapping(Review, path)
    for path in catalog.shared_files("planning.yaml"):
        yield reading.load(Planning, path)
    for name in {path.name for folder in catalog.folders for path in (folder / "labels").glob("*.yaml")}:
        for path in catalog.shared_files(f"labels/{name}"):
            yield reading.load_mapping(Mapping[str, str], path)  # type: ignore[type-abstract]


def _labels(catalog: Catalog) -> Iterator[PrintkitError]:
    try:
        catalog.labels("en")
    except Several as several:
        yield from several.problems
    except PrintkitError as error:
        yield error


def _file_name(path: Path) -> Iterator[PrintkitError]:
    if path.parent.name in (*KINDS, "figures", "photos") and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
        hint = "the file name is the id: small letters, digits and single hyphens"
        yield CatalogError("the file name is no id", where=str(path), hint=hint)


def wording(catalog: Catalog, loaded: Loaded[object]) -> Iterator[PrintkitError]:
    """What is wrong with the sentences of a file."""
    yield from complaints(catalog, loaded.path, loaded.root)


def complaints(catalog: Catalog, path: Path, node: Node | None) -> Iterator[PrintkitError]:
    """What is wrong with the sentences below a node."""
    for text, line in texts(node):
        for what, hint in (*plain_language.complaints(text), *plain_language.hard(text, catalog.plain_words)):
            yield CatalogError(what, where=f"{path}:{line}", hint=hint)


def entry(catalog: Catalog, loaded: Loaded[Exercise]) -> Iterator[PrintkitError]:
    """What an exercise says that the rest of the catalogue does not bear out; nothing when it could not be read."""
    exercise = loaded.record
    if exercise is None:
        return
    labels = catalog.labels("en")
    for key in ("equipment", "trains"):
        for index, word in enumerate(getattr(exercise, key)):
            known = labels.groups.get(key, {})
            if word not in known:
                message = f"labels have no words for the {key} {word!r}"
                yield CatalogError(message, where=loaded.where(key, index), hint=near(word, known))
    yield from catalog.slips(exercise)
    for language, text in exercise.text.items():
        for index, step in enumerate(text.steps):
            if language == "en" and plain_language.two_actions(step, catalog.actions):
                hint = "write one action a step; what comes before stands in hold_on"
                yield CatalogError(
                    f"a step asks for 2 things: {step!r}",
                    where=loaded.where("text", language, "steps", index),
                    hint=hint,
                )
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


def topic(catalog: Catalog, loaded: Loaded[Topic]) -> Iterator[PrintkitError]:
    """What a topic says that the rest of the catalogue does not bear out."""
    if loaded.record is None:
        return
    yield from _sources(catalog, loaded, loaded.record.source)
    for language, text in loaded.record.text.items():
        for index, part in enumerate(text.parts):
            if not (part.say or part.terms or part.list or part.steps):
                where = loaded.where("text", language, "parts", index)
                yield CatalogError("a part says nothing", where=where, hint="give it say:, list:, steps: or terms:")


def checklist(catalog: Catalog, loaded: Loaded[Checklist]) -> Iterator[PrintkitError]:
    """What a checklist says that the rest of the catalogue does not bear out."""
    if loaded.record is None:
        return
    for index, name in enumerate(loaded.record.topics):
        known = catalog.names("topics")
        if name not in known:
            where = loaded.where("topics", index)
            yield CatalogError(f"there is no topic {name!r}", where=where, hint=near(name, known))
    for number, room in enumerate(loaded.record.rooms):
        for index, line in enumerate(room.lines):
            for tag in line.source:
                if tag not in catalog.sources:
                    where = loaded.where("rooms", number, "lines", index, "source")
                    hint = near(tag, catalog.sources, "add it to sources.yaml")
                    yield CatalogError(f"there is no source {tag!r}", where=where, hint=hint)


def _links(exercises: Mapping[str, Loaded[Exercise]]) -> Iterator[PrintkitError]:
    """Easier, harder and stand-ins must exist, and must never lead in a circle."""
    records = {name: loaded.record for name, loaded in exercises.items() if loaded.record is not None}
    for name, exercise in records.items():
        for key in ("easier", "harder", "replace_with"):
            other = getattr(exercise, key)
            where = exercises[name].where(key)
            if other and other not in exercises:
                message = f"{key} is {other!r}, which is not there"
                yield CatalogError(message, where=where, hint=near(other, exercises))
            elif other and name in _steps(other, key, records):
                message = f"{key} leads from {name} back to itself"
                yield CatalogError(message, where=where, hint="a ladder has an end")


def _programmes(
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
                        yield CatalogError(f"there is no exercise {each!r}", where=where, hint=near(each, exercises))
                    elif record is not None and levels.index(record.level) > levels.index(level):
                        message = f"{each} stands at {level}, but it is {record.level}"
                        yield CatalogError(message, where=where, hint="move it to a higher level")


def _steps(start: str, key: str, records: Mapping[str, Exercise]) -> set[str]:
    seen: set[str] = set()
    while start in records and start not in seen:
        seen.add(start)
        start = getattr(records[start], key)
    return seen


def _rules(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    pages = {*catalog.names("topics"), *catalog.names("checklists")}
    seen: set[str] = set()
    for loaded in shared:
        if loaded.path.name != "rules.yaml" or not isinstance(loaded.record, tuple):
            continue
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
            if (rule.action is Action.LOOK) != (rule.profile is not None):
                hint = "action: look and profile: belong together"
                yield CatalogError(f"the rule {rule.id} gives half of a look", where=where, hint=hint)
            for tag in rule.source:
                if tag not in catalog.sources:
                    hint = near(tag, catalog.sources, "add it to sources.yaml")
                    where = loaded.where(index, "source")
                    yield CatalogError(f"there is no source {tag!r}", where=where, hint=hint)


def _measures(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """A measure whose figures do not fit together, or come from nowhere."""
    for loaded in shared:
        if loaded.path.name != "measures.yaml" or not isinstance(loaded.record, dict):
            continue
        for name, measure in loaded.record.items():
            yield from _title(catalog, loaded, name)
            yield from _known_sources(catalog, measure.source, loaded.where(name, "source"))
            highest = measure.highest
            if highest is not None and highest <= measure.lowest:
                hint = "highest is more than lowest"
                yield CatalogError(f"{name} has no values", where=loaded.where(name, "highest"), hint=hint)
            for grade, value in measure.grades.items():
                if value < measure.lowest or (highest is not None and value > highest):
                    message = f"the grade {grade!r} of {name} is {value:g}"
                    hint = "a grade lies between lowest and highest"
                    yield CatalogError(message, where=loaded.where(name, "grades", grade), hint=hint)
            for index, gain in enumerate(measure.group_gains):
                yield from _known_sources(catalog, gain.source, loaded.where(name, "group_gains", index))
            for index, threshold in enumerate(measure.thresholds):
                where = loaded.where(name, "thresholds", index)
                yield from _known_sources(catalog, (threshold.source,), where)
                if threshold.value <= 0:
                    hint = "give the size of the change; direction says which way is better"
                    yield CatalogError(f"a threshold of {name} is {threshold.value:g}", where=where, hint=hint)
                if threshold.baseline_of and threshold.baseline_of not in catalog.measures:
                    hint = near(threshold.baseline_of, catalog.measures)
                    yield CatalogError(f"there is no measure {threshold.baseline_of!r}", where=where, hint=hint)


def _tracked(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """Something kept count of that has no words to choose from, or a name that stands for two things."""
    called: dict[str, str] = {}  # the first that has a name keeps it
    for name, tracked in catalog.tracked.items():
        for also in (name, *tracked.also):
            called.setdefault(also, name)
    for loaded in shared:
        if loaded.path.name != "tracked.yaml" or not isinstance(loaded.record, dict):
            continue
        for name, tracked in loaded.record.items():
            yield from _title(catalog, loaded, name)
            yield from _known_sources(catalog, tracked.source, loaded.where(name, "source"))
            if (tracked.kind is Tally.CHOICE) != bool(tracked.choices):
                hint = "kind: choice and choices: belong together"
                yield CatalogError(f"{name} gives half of a choice", where=loaded.where(name), hint=hint)
            for also in (name, *tracked.also):
                if called[also] != name:
                    hint = "one name, one thing"
                    where = loaded.where(name, "also")
                    yield CatalogError(f"{also!r} stands for {called[also]} too", where=where, hint=hint)


def _columns(shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """A column of a log that stands for no field of an entry."""
    for loaded in shared:
        if loaded.path.name == "diary-columns.yaml" and isinstance(loaded.record, dict):
            for column, meant in loaded.record.items():
                if meant and meant not in entries.FIELDS:
                    where, hint = loaded.where(column), near(meant, entries.FIELDS)
                    yield CatalogError(f"the column {column!r} stands for {meant!r}", where=where, hint=hint)


def _title(catalog: Catalog, loaded: Loaded[object], name: str) -> Iterator[PrintkitError]:
    if isinstance(loaded.root, Entries) and isinstance(found := loaded.root.nodes[name], Entries):
        for key in ("title", "better", "choices"):
            if key in found.nodes:
                yield from complaints(catalog, loaded.path, found.nodes[key])


def _known_sources(catalog: Catalog, tags: tuple[str, ...], where: str) -> Iterator[PrintkitError]:
    for tag in tags:
        if tag not in catalog.sources:
            hint = near(tag, catalog.sources, "add it to sources.yaml")
            yield CatalogError(f"there is no source {tag!r}", where=where, hint=hint)
