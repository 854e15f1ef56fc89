"""Sides that are typed as words, and tokens that have no meaning, in all that somebody reads of a file."""

from collections.abc import Iterator
from typing import TypeVar

from printkit.catalog import plain_language
from printkit.errors import CatalogError, PrintkitError
from printkit.reading import records
from printkit.reading.yaml_nodes import Entries, Items, Node, Scalar

T = TypeVar("T")


def side_problems(loaded: records.Loaded[T]) -> Iterator[PrintkitError]:
    """Typed sides and unknown tokens, the two slips that could print a wrong side: looked for at every reading."""
    for text, line in texts(loaded.root):
        for what, hint in plain_language.dangerous(text):
            yield CatalogError(what, where=f"{loaded.path}:{line}", hint=hint)


_NOT_WORDS = {"id", "source", "class", "position", "level", "dose", "dose_basis", "evidence", "equipment", "trains"}
_NOT_WORDS |= {"tags", "day_part", "easier", "harder", "replace_with", "needs_person", "when", "cost", "chapter"}
_NOT_WORDS |= {"order", "box", "pages", "topics", "reviewed_by", "reviewed_on", "action", "classes", "address", "film"}
_NOT_WORDS |= {"file", "flip", "affected_side", "any_mark", "brace", "matters", "matters_to", "to_do", "use", "hands"}
_NOT_WORDS |= {"aid_before", "differs", "demands", "all_demands", "with_any", "not_demands", "exercises", "positions"}


def texts(node: Node | None) -> Iterator[tuple[str, int]]:
    """Every sentence of a file that someone reads, with its line."""
    match node:
        case Scalar(text=text, line=line):
            yield text, line
        case Items(nodes=nodes):
            for child in nodes:
                yield from texts(child)
        case Entries(nodes=entries):
            for key, child in entries.items():
                if key not in _NOT_WORDS:
                    yield from texts(child)
