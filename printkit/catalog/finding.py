"""Exercises by words: of their page, what they train, how the catalogue tags them, and the words of the field for these.

A word counts as there when it begins as one that is there, up to an ending: "bridge" finds "bridging", and of a short one
no more than an ending may be missing: "hip" finds "hips", and "step-ups" or "stepup" what "step up" finds. What a word of
the field finds is data (search-words.yaml). One more word that an exercise has never loses it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from printkit.catalog.store import Catalog
from printkit.model.records import Exercise, ExerciseText

_LEAST = 4  # letters that must be the same
_ENDING = 3  # letters at the end that may differ


class Page(NamedTuple):
    """What the page of an exercise says, in the language of whoever looks for it."""

    title: str
    text: str


def found(catalog: Catalog, sought: str, page_of: Callable[[Exercise], Page]) -> tuple[str, ...]:
    """The ids of the exercises that have every word that is looked for; all of them for none.

    Those that have all of it in their title come first, then those that a word of the field finds.
    """
    wanted = words_of(sought)
    ranked: list[tuple[int, str]] = []
    for name in catalog.names("exercises"):
        exercise = catalog.exercise(name)
        page = page_of(exercise)
        title = words_of(f"{name} {page.title}")
        field = [*title, *words_of(" ".join(of_field(catalog, exercise)))]
        everything = [*field, *words_of(f"{page.text} {' '.join(exercise.equipment)}")]
        for rank, known in enumerate((title, field, everything)):
            if all(_among(word, known) for word in wanted):
                ranked.append((rank, name))
                break
    return tuple(name for _, name in sorted(ranked))


def _among(word: str, known: list[str]) -> bool:
    """Whether a word that is looked for is there: as one word, of several as of one, or as two with a hyphen between."""
    forms = (word, word.removesuffix("s")) if len(word) > len("is") else (word,)
    return any(_is(form, each) for form in forms for each in known) or any(
        first + second in forms for first, second in pairwise(known)
    )


def _is(word: str, there: str) -> bool:
    """Whether a word that is looked for is one that is there, up to their endings."""
    begins = there.startswith(word[: max(_LEAST, len(word) - _ENDING)])
    return begins and (len(word) >= _LEAST or len(there) <= len(word) + _ENDING)


def english(exercise: Exercise) -> Page:
    """The English page of an exercise, else the one that it has."""
    text = exercise.text.get("en") or next(iter(exercise.text.values()))
    return page_of(text.title, text)


def page_of(title: str, text: ExerciseText) -> Page:
    """A page by its title as it is shown, and its words."""
    return Page(title, " ".join((text.purpose, *text.steps)))


def of_field(catalog: Catalog, exercise: Exercise) -> Iterator[str]:
    """What the catalogue calls an exercise beside its page: what it trains, how it is tagged, and words of the field."""
    names_of = own(exercise)
    yield from sorted(names_of)
    yield from (said for each in exercise.trains if (said := catalog.labels("en").groups["trains"].get(each, "")))
    for word, entry in catalog.search_words.items():
        if not names_of.isdisjoint(entry.finds):
            yield from (word, *entry.also)


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))


def own(exercise: Exercise) -> set[str]:
    """By what a word of the field finds an exercise."""
    return {exercise.id, str(exercise.exercise_class), str(exercise.position), *exercise.trains, *exercise.tags}
