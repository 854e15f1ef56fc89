"""The sentences of a file of the catalogue, and what no reading of one lets through."""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from printkit.catalog import plain_language
from printkit.errors import CatalogError, PrintkitError
from printkit.reading import records
from printkit.reading.nodes import Entries, Items, Node, Scalar

T = TypeVar("T")

_LANGUAGE = re.compile(r"[a-z]{2}")


def side_problems(loaded: records.Loaded[T], typed: Callable[[str, str], str]) -> Iterator[PrintkitError]:
    """Typed sides and unknown tokens, the two slips that could print a wrong side: looked for at every reading.

    `typed` says of a language and a text which word of a side is typed in it, "" where none is.
    """
    for text, line in texts(loaded.root):
        for what, hint in plain_language.dangerous(text):
            yield CatalogError(what, where=f"{loaded.path}:{line}", hint=hint)
    for language, text, line in _in_other_languages(loaded.root, ""):
        if word := typed(language, text):
            what = f"a side typed as a word: {word!r} in {text!r}"
            yield CatalogError(what, where=f"{loaded.path}:{line}", hint="write {affected:foot} or {stronger:hand}")


def _in_other_languages(node: Node | None, language: str) -> Iterator[tuple[str, str, int]]:
    """Every sentence under the name of a language that is not English, with that name."""
    match node:
        case Scalar(text=text, line=line):
            if language:
                yield language, text, line
        case Items(nodes=nodes):
            for child in nodes:
                yield from _in_other_languages(child, language)
        case Entries(nodes=entries):
            by_language = all(_LANGUAGE.fullmatch(key) for key in entries)
            for key, child in entries.items():
                if key not in _NOT_WORDS:
                    yield from _in_other_languages(child, key if by_language and key != "en" else language)


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
