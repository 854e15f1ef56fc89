"""Messages of the program on a screen: in its language where somebody has translated their pattern, else marked as English.

Messages are made where a mistake is found, in English, as the command line says them. The patterns of those that people
meet on screens stand under `problems` in the labels; a place in one, as {name}, says what may stand there. A message
that was reworded meets no pattern any more, so an old translation is never said of it.
"""

import re
from functools import lru_cache
from typing import Self

from printkit.catalog.labels import Labels

_PLACE = re.compile(r"\\\{([a-z_]+)\\\}")
# What may stand in a place, by the first word of its name.
_SHAPES = {
    "name": r"[A-Za-z0-9_.-]+",  # of an answer, an exercise, a rule
    "value": r"'[^']*'|\"[^\"]*\"",  # as it was typed
    "number": r"-?[0-9]+(?:\.[0-9]+)?",
    "day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "word": r"\S+",
    "names": r"[A-Za-z0-9_., -]+",
    "code": r"[a-z]+: .+",  # lines of an option file
    "words": r".+",  # in the language of the screen already
}


class InLanguage(str):  # noqa: SLOT000 - few are
    """Words on a screen of another language; most of them stay English, as nobody has translated them."""

    language: str

    def __new__(cls, words: str, language: str = "en") -> Self:
        """The same words, with their language."""
        made = super().__new__(cls, words)
        made.language = language
        return made


def sentence(words: str) -> str:
    """A message of the command line as a sentence on a screen."""
    words = words.strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".?!" else ".")


def told(labels: Labels, message: str) -> str:
    """A message as a sentence in the language of the labels, as English words where there is no pattern for it."""
    message = message.strip()
    if labels.translation is None or not message:
        return sentence(message)
    for key, pattern in _patterns(tuple(labels.groups["problems"].items())):
        if found := pattern.fullmatch(message):
            return sentence(labels("problems", key, **found.groupdict()))
    return InLanguage(sentence(message))


def at_question(labels: Labels, message: str) -> str:
    """A message on one answer as it is said beside its question, for on a screen nobody knows how an option file calls it.

    "" for a message that has no such words.
    """
    key, places = known(labels, message)
    return sentence(labels("at-question", key, **places)) if key in labels.groups["at-question"] else ""


def known(labels: Labels, message: str) -> tuple[str, dict[str, str]]:
    """The key of the pattern that a message meets, and what stands in its places; "" where it meets none."""
    for key, pattern in _patterns(tuple(labels.groups["problems"].items())):
        if found := pattern.fullmatch(message.strip()):
            return key, found.groupdict()
    return "", {}


def joined(*parts: str) -> str:
    """Several sentences as one text, which is English when one of them is."""
    said = " ".join(filter(None, parts))
    return InLanguage(said) if any(isinstance(each, InLanguage) for each in parts) else said


@lru_cache(maxsize=4)
def _patterns(entries: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns by their keys; the one with the most letters of its own comes first."""
    said = sorted(entries, key=lambda entry: len(_PLACE.sub("", re.escape(entry[1]))), reverse=True)
    return tuple((key, re.compile(_PLACE.sub(_shape, re.escape(words)), re.DOTALL)) for key, words in said)


def _shape(place: re.Match[str]) -> str:
    return f"(?P<{place[1]}>{_SHAPES[place[1].partition('_')[0]]})"
