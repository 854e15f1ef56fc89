"""The words that code draws: headings of charts, names of days, the phrases for a side."""

import re
from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct

from printkit.catalog.languages import Translation
from printkit.catalog.plain_language import TOKENS
from printkit.errors import CatalogError, near
from printkit.model.vocabulary import PrintProfile

T = TypeVar("T")

_PLACE = re.compile(r"\{([a-z_]+)\}")


def in_language(texts: Mapping[str, T], language: str, what: str) -> T:
    """The texts in one language; a CatalogError that names what lacks them."""
    if language not in texts:
        hint = f"add them under {language}:"
        raise CatalogError(f"{what} has no words in the language {language!r}", hint=hint)
    return texts[language]


def in_look(texts: Mapping[str, str], short: Mapping[str, str], look: PrintProfile, language: str, what: str) -> str:
    """The words for a look: the short ones with aphasia, where there are any in this language."""
    return in_language(short if look is PrintProfile.APHASIA and language in short else texts, language, what)


class Labels(Struct, frozen=True):
    """Words by group and key, as in labels/en.yaml.

    In another language they are looked up by the English ones, except where a clinic has its `own`.
    """

    groups: Mapping[str, Mapping[str, str]]
    translation: Translation | None = None
    own: Mapping[str, Mapping[str, str]] = {}

    def __call__(self, group: str, key: str, **values: object) -> str:
        """The words for a key, with its {name} places filled in; a CatalogError for a missing key or value."""
        entries = self.groups.get(group, {})
        if key not in entries:
            raise CatalogError(f"labels/{group} has no words for {key!r}", hint=near(key, entries))
        words = entries[key] if self.translation is None else self._words(group, key, self.translation)
        return self._filled(group, key, words, values) if "{" in words else words

    def _words(self, group: str, key: str, translation: Translation) -> str:
        return self.own.get(group, {}).get(key) or translation.say(f"labels/{group}", self.groups[group][key])

    def _filled(self, group: str, key: str, words: str, values: Mapping[str, object]) -> str:
        """Words with their places filled in."""

        def filled(place: re.Match[str]) -> str:
            if place[1] in values:
                return str(values[place[1]])
            if place[1] in TOKENS:
                return place[0]  # what is said of a patient is filled in later
            hint = "the places here are " + (", ".join(f"{{{name}}}" for name in values) or "none")
            raise CatalogError(f"labels/{group}: {key} has a place {place[0]} that nothing fills", hint=hint)

        # in one pass, so that a value which holds a place of its own stays as it is
        return _PLACE.sub(filled, words)

    def plural(self, group: str, key: str, count: int, **values: object) -> str:
        """The words for a count: the key with `-one` added when there is exactly one; elsewhere by the language's own rule."""
        one, more = f"{key}-one", self.groups.get(group, {}).get(key, "")
        if self.translation is not None and one in self.groups.get(group, {}) and one not in self.own.get(group, {}):
            said = self.translation.plural(f"labels/{group}", self.groups[group][one], more, count)
            return self._filled(group, key, said, {"count": count, **values})
        return self(group, f"{key}-one" if count == 1 else key, count=count, **values)
