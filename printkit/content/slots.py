"""Values on their way through a template: each is kept in a list and printed as a mark of private-use characters."""

import re
import typing
from collections.abc import Iterable

from printkit.document import Block, Foreign

OPEN, CLOSE = "\ue000", "\ue001"
SLOT = re.compile(f"{OPEN}([0-9]+){CLOSE}")
PRIVATE = "[\ue000-\uf8ff]"  # a pattern that is made where one is met: of so many letters it takes a millisecond
BLOCKS = typing.get_args(Block)
_WORDS = (str, int, float)
# What a template may take. Of the shipped ones none gives 1,200 letters; a booklet of 107 exercises in one would give 160,000.
LONGEST_WORDS = 10_000  # letters that one expression makes
LONGEST_TEXT = 200_000  # letters of a template, or of what it gives
MOST_TURNS = 20_000  # of all loops together


class TooMuchError(ValueError):
    """A template would take more than it may."""


def kept(slots: list[object], value: object) -> str:
    """Keep a value and print its mark. Raises TypeError for what cannot be printed."""
    if isinstance(value, _WORDS):  # most values
        slots.append(plain(value))
    elif isinstance(value, BLOCKS):
        slots.append(value)
    else:
        raise TypeError(unprintable(value))
    return f"{OPEN}{len(slots) - 1}{CLOSE}"


def plain(value: object) -> str:
    """A value as words without marks of ours; it keeps its language, if it has one of its own."""
    words = str(value)
    if not words.isascii() and any("\ue000" <= letter <= "\uf8ff" for letter in words):
        words = re.sub(PRIVATE, "", words)
    return Foreign(words, value.language) if isinstance(value, Foreign) else words


def unprintable(value: object) -> str:
    """What is wrong with a value that cannot be printed."""
    name = getattr(value, "__name__", "")
    return f"{name} needs brackets: {{{{ {name}() }}}}" if name else f"a {type(value).__name__} cannot be printed"


def bounded(parts: Iterable[str], most: int) -> str:
    """Parts as one text. Raises TooMuchError when it has more than `most` letters."""
    found, size = [], 0
    for part in parts:
        size += len(part)
        if size > most:
            raise TooMuchError(f"the words grow beyond {most:,} letters")
        found.append(part)
    return "".join(found)


def short(value: object) -> str:
    """A value that may be a part of words."""
    if isinstance(value, str | int | float):
        return str(value)
    raise TypeError(unprintable(value))


def joined(values: Iterable[object], between: object = "") -> str:
    """The filter `join`."""
    said = short(between)
    parts = (part for number, value in enumerate(values) for part in ((said,) if number else ()) + (short(value),))
    return bounded(parts, LONGEST_WORDS)


def linked(*parts: object) -> str:
    """What `~` makes."""
    return bounded(map(short, parts), LONGEST_WORDS)


def listed(*values: object) -> list[object]:
    """What `[ ... ]` makes: a list in a list in a list would double with each turn."""
    if any(isinstance(each, list | tuple) for value in values if isinstance(value, list | tuple) for each in value):
        raise TooMuchError("a list of lists of lists is not part of printkit templates")
    return list(values)
