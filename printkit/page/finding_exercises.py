"""Exercises by words: of their titles, what they are for, what they train and how the catalogue tags them."""

import re
from collections.abc import Collection, Iterator

from printkit.page import words
from printkit.page.house import House

_LEAST = 4  # letters that must be the same; "bridge" finds "bridging"
_ENDING = 3  # letters at the end that may differ


def found(house: House, sought: str, without: Collection[str]) -> Iterator[str]:
    """The ids of the exercises that have every word that is looked for."""
    begins = [word[: max(_LEAST, len(word) - _ENDING)] for word in _words(sought)]
    for name in words.spoken(house.kit).names("exercises"):
        known = _words_of(house, name)
        if name not in without and all(any(each.startswith(begin) for each in known) for begin in begins):
            yield name


def _words_of(house: House, name: str) -> list[str]:
    exercise = words.spoken(house.kit).exercise(name)
    purpose = words.said(house.kit, exercise.text, name).purpose
    more = (str(exercise.exercise_class), str(exercise.position), *exercise.trains, *exercise.tags)
    return _words(f"{name} {house.titled(name)} {purpose} {' '.join(more)}")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
