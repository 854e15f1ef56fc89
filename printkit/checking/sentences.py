"""What can be wrong with the sentences of an entry, and with the sources that it names."""

from collections.abc import Iterator
from pathlib import Path

from printkit.catalog import plain_language
from printkit.catalog.file_texts import texts
from printkit.catalog.store import Catalog
from printkit.errors import CatalogError, HardToRead, PrintkitError, near
from printkit.figures.photo import Photo
from printkit.figures.spec import Figure
from printkit.reading.nodes import Entries, Node
from printkit.reading.records import Loaded


def alternative_text(catalog: Catalog, loaded: Loaded[Figure] | Loaded[Photo]) -> Iterator[PrintkitError]:
    """What is wrong with the sentence that tells a blind reader what a picture shows, and with the captions."""
    if isinstance(loaded.root, Entries):
        for key in ("says", "start_says", "middle_says", "end_says"):
            if key in loaded.root.nodes:
                yield from complaints(catalog, loaded.path, loaded.root.nodes[key])


def wording(catalog: Catalog, loaded: Loaded[object]) -> Iterator[PrintkitError]:
    """What is wrong with the sentences of a file."""
    yield from complaints(catalog, loaded.path, loaded.root)


def complaints(catalog: Catalog, path: Path, node: Node | None) -> Iterator[PrintkitError]:
    """What is wrong with the sentences below a node; a long one is a warning in a clinic's own file."""
    too_long = CatalogError if is_ours(catalog, path) else HardToRead
    for text, line in texts(node):
        for what, hint in plain_language.too_long(text):
            yield too_long(what, where=f"{path}:{line}", hint=hint)
        for what, hint in (*plain_language.complaints(text), *plain_language.hard(text, catalog.plain_words)):
            yield CatalogError(what, where=f"{path}:{line}", hint=hint)


def is_ours(catalog: Catalog, path: Path) -> bool:
    """Whether a file is one of the shipped catalogue, and not of a clinic's own laid over it."""
    return path.resolve().is_relative_to(catalog.folders[-1].resolve())


def of_keys(catalog: Catalog, loaded: Loaded[object], name: str, keys: tuple[str, ...]) -> Iterator[PrintkitError]:
    """What is wrong with the sentences of one entry of a shared file, below these keys."""
    if isinstance(loaded.root, Entries) and isinstance(entry := loaded.root.nodes[name], Entries):
        for key in keys:
            if key in entry.nodes:
                yield from complaints(catalog, loaded.path, entry.nodes[key])


def unknown_sources(
    catalog: Catalog, tags: tuple[str, ...], loaded: Loaded[object], *keys: str | int
) -> Iterator[PrintkitError]:
    """Every source below `keys` of a file that sources.yaml does not have."""
    for index, tag in enumerate(tags):
        if tag not in catalog.sources:
            hint = near(tag, catalog.sources, "add it to sources.yaml")
            yield CatalogError(f"there is no source {tag!r}", where=loaded.where(*keys, index), hint=hint)
