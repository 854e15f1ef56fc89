"""What the words of a print depend on besides what is said: two prints that are alike in it say the same alike."""

from collections.abc import Hashable
from functools import lru_cache

from printkit.catalog.store import Catalog
from printkit.content.voice import Voice
from printkit.figures.people import Person
from printkit.planning.safety import Cleared


class Look:
    """Prints of one look say the same of the same. It is equal to itself only, so that keys with it are compared at once.

    `words` is the look of what shows nobody: the same whoever is in the pictures.
    """

    __slots__ = ("words",)

    def __init__(self, words: "Look | None" = None) -> None:
        self.words = words or self


class Itself:
    """A part of the catalogue, equal to itself only: nobody compares its words."""

    __slots__ = ("_of",)

    def __init__(self, of: object) -> None:
        self._of = of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and self._of is other._of

    def __hash__(self) -> int:
        return id(self._of)


def look_of(catalog: Catalog, cleared: Cleared, voice: Voice) -> Look:
    """The look of a print: catalogue, side, aid, clinic, hold, person, and how it is printed."""
    words = _words((
        *map(Itself, (catalog, voice.labels, voice.region)), tuple(voice.hold.words.items()), voice.hold.hands,
        cleared.profile, cleared.options.language, cleared.options.print.greyscale, voice.side, voice.aid, voice.clinic,
        voice.mark_minutes, voice.devices, voice.home,
    ))  # fmt: skip
    return _look(words, voice.person)


@lru_cache(maxsize=64)
def _words(_of: tuple[Hashable, ...]) -> Look:
    return Look()


@lru_cache(maxsize=64)
def _look(words: Look, _person: Person) -> Look:
    return Look(words)
