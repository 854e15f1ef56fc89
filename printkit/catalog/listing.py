"""What the catalogue holds, as lines for the terminal."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from printkit.catalog.store import Catalog
from printkit.errors import CatalogError, near

T = TypeVar("T")

_KINDS = ("exercises", "checklists", "topics")


def listed(catalog: Catalog, kind: str) -> Iterator[str]:
    """A line for each entry of a kind: its id, then what it is."""
    names = catalog.names(kind)
    wide = max(map(len, names), default=0)
    for name in names:
        yield f"{name:{wide}}  {_about(catalog, kind, name)}"


def _about(catalog: Catalog, kind: str, name: str) -> str:
    match kind:
        case "exercises":
            exercise = catalog.exercise(name)
            about = f"{_first(exercise.text).title} ({exercise.position}, {exercise.level}, {exercise.exercise_class})"
        case "checklists":
            checklist = catalog.checklist(name)
            about = f"{_first(checklist.text).title} (rooms: {', '.join(room.id for room in checklist.rooms)})"
        case _:
            topic = catalog.topic(name)
            about = f"{_first(topic.text).title} ({topic.chapter}, {topic.evidence})"
    return about


def _first(texts: Mapping[str, T]) -> T:
    return texts.get("en") or next(iter(texts.values()))


def shown(catalog: Catalog, name: str) -> str:
    """The file of an entry, as it stands."""
    for kind in _KINDS:
        path = catalog.path(kind, name)
        if path is not None:
            return f"# {path}\n{_text(path)}"
    known = [each for kind in _KINDS for each in catalog.names(kind)]
    raise CatalogError(f"there is no {name!r} in the catalogue", hint=near(name, known))


def matches(catalog: Catalog, words: tuple[str, ...]) -> Iterator[str]:
    """The entries that hold every word, in any letter case."""
    for kind in _KINDS:
        names = catalog.names(kind)
        wide = max(map(len, names), default=0)
        for name in names:
            path = catalog.path(kind, name)
            if path is not None and all(word.lower() in _all_words(path, name) for word in words):
                yield f"{name:{wide}}  {_about(catalog, kind, name)}"


def _all_words(path: Path, name: str) -> str:
    return f"{name} {_text(path)}".lower()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
