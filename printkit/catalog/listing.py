"""What the catalogue holds, to look through: as records, and as lines for the terminal."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from printkit.catalog import citations, finding, measure_facts
from printkit.catalog.store import Catalog
from printkit.errors import CatalogError, near
from printkit.model.records import Checklist, Exercise, Source, Topic

T = TypeVar("T")

_KINDS = ("exercises", "checklists", "topics")
_SOURCES, _MEASURES = "sources", "measures"  # stand in one file, and not in one each


class Listed(Struct, frozen=True, kw_only=True):
    """An entry of the catalogue in a list."""

    kind: str  # exercises, checklists, topics, measures or sources
    id: str
    title: str
    about: tuple[
        str, ...
    ]  # position, level and class; rooms; chapter and evidence; what it may be; kind and how far it was read


def listed(catalog: Catalog, kind: str) -> Iterator[Listed]:
    """Every entry of a kind, in the order of their ids; measures in that of their file, sources with the strongest kind first."""
    if kind == _SOURCES:
        for tag in sorted(catalog.sources, key=lambda tag: (citations.KINDS.index(catalog.sources[tag].kind), tag)):
            source = catalog.sources[tag]
            yield Listed(kind=kind, id=tag, title=source.title, about=(source.kind, source.read))
        return
    if kind == _MEASURES:
        for name, measure in catalog.measures.items():
            yield Listed(kind=kind, id=name, title=measure.name, about=(measure_facts.values(measure),))
        return
    for name in catalog.names(kind):
        yield _listed(catalog, kind, name)


def as_text(found: Iterable[Listed]) -> Iterator[str]:
    """A line for each entry: its id, then what it is."""
    rows = tuple(found)
    wide = {kind: max(len(row.id) for row in rows if row.kind == kind) for kind in {row.kind for row in rows}}
    for row in rows:
        rooms = "rooms: " if row.kind == "checklists" else ""
        yield f"{row.id:{wide[row.kind]}}  {row.title} ({rooms}{', '.join(row.about)})"


def _listed(catalog: Catalog, kind: str, name: str) -> Listed:
    about: tuple[str, ...]
    match kind:
        case "exercises":
            exercise = catalog.exercise(name)
            title, about = _first(exercise.text).title, (exercise.position, exercise.level, exercise.exercise_class)
        case "checklists":
            checklist = catalog.checklist(name)
            title, about = _first(checklist.text).title, tuple(room.id for room in checklist.rooms)
        case _:
            topic = catalog.topic(name)
            title, about = _first(topic.text).title, (topic.chapter, topic.evidence)
    return Listed(kind=kind, id=name, title=title, about=about)


def _first(texts: Mapping[str, T]) -> T:
    return texts.get("en") or next(iter(texts.values()))


def shown(catalog: Catalog, name: str) -> str:
    """The file of an entry, as it stands, or a source as a page cites it. Raises CatalogError when there is none."""
    if name in catalog.sources:
        return f"{name}: {citations.cited(catalog.sources[name], catalog.labels('en'))}\n"
    path = catalog.path(_kind_of(catalog, name), name)
    assert path is not None
    return f"# {path}\n{_text(path)}"


def record(catalog: Catalog, name: str) -> Exercise | Checklist | Topic | Source:
    """An entry as it is read. Raises CatalogError when there is none, or it cannot be read."""
    if name in catalog.sources:
        return catalog.sources[name]
    match _kind_of(catalog, name):
        case "exercises":
            return catalog.exercise(name)
        case "checklists":
            return catalog.checklist(name)
        case _:
            return catalog.topic(name)


def _kind_of(catalog: Catalog, name: str) -> str:
    for kind in _KINDS:
        if catalog.path(kind, name) is not None:
            return kind
    known = [*(each for kind in _KINDS for each in catalog.names(kind)), *catalog.sources]
    raise CatalogError(f"there is no {name!r} in the catalogue", hint=near(name, known))


def matches(catalog: Catalog, words: tuple[str, ...]) -> Iterator[Listed]:
    """The entries that hold every word, in any letter case, and the exercises that a word of the field finds."""
    of_field = set(finding.found(catalog, " ".join(words), finding.english))
    for kind in _KINDS:
        for name in catalog.names(kind):
            path = catalog.path(kind, name)
            holds = path is not None and all(word.lower() in _all_words(path, name) for word in words)
            if holds or (kind == "exercises" and name in of_field):
                yield _listed(catalog, kind, name)


def _all_words(path: Path, name: str) -> str:
    return f"{name} {_text(path)}".lower()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
