"""The closed lists of words by which prose is measured: a file a language, in catalog/prose-words."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from msgspec import Struct

from printkit.reading import records
from printkit.resources import CATALOG

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class ProseWords(Struct, frozen=True, kw_only=True):
    """The words of one language. What each list is for stands in the file."""

    connectives: tuple[str, ...]
    at_the_end: tuple[str, ...]
    openings: tuple[str, ...]
    causal: tuple[str, ...]
    not_causal: tuple[str, ...]
    one_thing: tuple[str, ...]
    many_things: tuple[str, ...]
    a_fact: tuple[str, ...]
    no_noun: tuple[str, ...]
    persons: tuple[str, ...]
    before_main: tuple[str, ...]
    conjunctions: tuple[str, ...]
    plurals: tuple[str, ...]
    one_is: tuple[str, ...]
    many_are: tuple[str, ...]
    helping: tuple[str, ...]
    asking: tuple[str, ...]
    verbs: tuple[str, ...]
    before_orders: tuple[str, ...]
    orders_to_ask: tuple[str, ...]
    irregular: Mapping[str, str]
    empty: tuple[str, ...]
    weak_openings: tuple[str, ...]
    units: tuple[str, ...]
    numbered: tuple[str, ...]
    opaque: Mapping[str, str]

    @property
    def auxiliaries(self) -> tuple[str, ...]:
        """The verbs that are never a noun."""
        return (*self.one_is, *self.many_are, *self.helping)

    def stem(self, word: str) -> str:
        """What the forms of a word have in common, near enough: feet and foot, walking and walk."""
        return _stem(self.irregular.get(word, word))

    def content(self, sentence: str) -> frozenset[str]:
        """The stems of the words of a sentence that mean something."""
        said = (word for word in words(sentence) if word not in self.empty and not word.isdigit())
        return frozenset(map(self.stem, said))

    def is_verb(self, word: str) -> bool:
        """Whether a word may be a verb, in any form; "slowly" shares its stem with one and is none."""
        if word.endswith("ly"):
            return word in self.verbs
        return word in self.auxiliaries or self.stem(word) in _verb_stems()


@cache
def english() -> ProseWords:
    """The English lists, read once."""
    return records.load(ProseWords, CATALOG / "prose-words" / "en.yaml").required()


def words(text: str) -> list[str]:
    """The words of a text in small letters; parts joined by a hyphen are words of their own."""
    return _WORD.findall(text.lower())


def found(phrases: Collection[str], text: str, *, at_start: bool = False) -> Iterator[str]:
    """The phrases that stand in a text, or with which it begins."""
    padded = f" {' '.join(words(text))} "
    for phrase in phrases:
        if padded.startswith(f" {phrase} ") if at_start else f" {phrase} " in padded:
            yield phrase


@cache
def _verb_stems() -> frozenset[str]:
    lists = english()
    return frozenset(lists.stem(verb) for verb in lists.verbs)


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ness", "ing", "ed", "ly", "er"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeious":
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return f"{word[:-1]}i" if len(word) > 2 and word.endswith("y") else word
