"""Sides in the grammar of a language: tokens that a translator writes and a program fills in and checks. Pure.

English stays as it is: `{your affected} foot`. Another language writes `{affected:foot}`, with a capital,
`{Affected:foot}`, at the start of a sentence and `{affected:foot:dat}` where it has cases. All words of a token for one
part keep its gender and number, so that the rest of the sentence agrees by itself.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from printkit.catalog.plain_language import ENGLISH_SIDE, SIDE_TOKEN
from printkit.errors import CatalogError
from printkit.model.vocabulary import Side

_ANY = r"\{[^{}]*\}"
_NO = r"(?i)\b(?:no|not|never|nobody|nothing|none|cannot|without|nor|neither)\b"
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_FIGURES = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class Parts(Struct, frozen=True, kw_only=True):
    """How a language says the parts of a body that have a side: catalog/languages/xx/parts.yaml."""

    classes: Mapping[str, Mapping[str, str]]  # what agrees with a noun: by its gender, or by its counter
    patterns: Mapping[str, str]  # affected-left, stronger-unknown ...; -both-said is of a list or a topic
    nouns: Mapping[
        str, Mapping[str, str]
    ]  # class and word of each part; a pattern of its own; or `of` another and `as`
    forms: Mapping[str, Mapping[str, Mapping[str, str]]] = {}  # words that change with the case
    join: tuple[tuple[str, str], ...] = ()  # what melts at the seam between a text and the words of a token
    typed: tuple[str, ...] = ()  # words of a side that nobody may type
    reader: tuple[str, ...] = ()  # words that would make the reader a man or a woman
    negation: tuple[str, ...] = ()  # words that say no
    never: tuple[str, ...] = ()  # what no filled sentence may hold, as a doubled article
    whole_words: str = "yes"  # "no" where words stand without spaces

    def words(self, role: str, part: str, form: str, side: Side, *, said: bool) -> str:
        """The words of a token; `said` is for lists and topics. Raises CatalogError for what the lexicon lacks."""
        own = side.other if role == "stronger" else side
        key = f"{role}-{own}{'-said' if said and own is Side.BOTH and role == 'affected' else ''}"
        noun = self.nouns.get(part)
        if noun is None:
            raise CatalogError(f"parts.yaml has no {part!r}", hint="add it under nouns:")
        if "of" in noun:
            before, _, after = noun["as"].partition("{}")
            before, inner = self.melted(before, self.words(role, noun["of"], form, side, said=said))
            return f"{before}{inner}{after}"
        values = {**self.classes[noun["class"]], **noun}
        if form and form not in self.forms:
            raise CatalogError(f"parts.yaml has no form {form!r}", hint="add it under forms:")
        if self.forms:
            values |= self.forms[form or next(iter(self.forms))][noun["class"]]
        pattern = noun.get(key) or self.patterns.get(key, "")
        try:
            return pattern.format_map(values)
        except (KeyError, ValueError, IndexError) as error:
            raise CatalogError(
                f"parts.yaml: the pattern {pattern!r} lacks {error}", hint="add it to the class"
            ) from error

    def melted(self, before: str, words: str) -> tuple[str, str]:
        """A text and the words after it, with what melts where they meet: de + el is del."""
        for apart, together in self.join:
            for cut in range(1, len(apart)):  # the seam lies somewhere inside `apart`, which begins a word
                left, right = apart[:cut], apart[cut:]
                begins = not before[: -len(left)][-1:].isalnum()
                if before.endswith(left) and words.startswith(right) and begins:
                    return before[: -len(left)] + together, words[len(right) :]
        return before, words


def filled(text: str, parts: Parts, side: Side, *, said: bool = False) -> str:
    """A text with its side tokens filled in for one side, and no other token touched."""
    found: list[str] = []
    at = 0
    for token in SIDE_TOKEN.finditer(text):
        words = parts.words(token["role"].lower(), token["part"], token["form"] or "", side, said=said)
        if token["role"][0].isupper():
            words = words[:1].upper() + words[1:]
        before, words = parts.melted(text[at : token.start()], words)
        found += [before, words]
        at = token.end()
    return "".join([*found, text[at:]])


def spoken_of(text: str) -> Counter[tuple[str, str]]:
    """What sides a text speaks of, English or not: pairs of a role and a part of the body."""
    english = ((match["role"].lower(), match["part"]) for match in ENGLISH_SIDE.finditer(text))
    return Counter((*english, *((match["role"].lower(), match["part"]) for match in SIDE_TOKEN.finditer(text))))


def problems(english: str, text: str, parts: Parts) -> Iterator[str]:
    """What is wrong with a translated sentence: another side, token, number or no than the English one has."""
    asked, here = spoken_of(english), spoken_of(text)
    if asked != here:
        yield f"it speaks of {_listed(here)}, the English of {_listed(asked)}"
    tokens = [sorted(_others(each)) for each in (english, text)]
    if tokens[0] != tokens[1]:
        yield f"its tokens are {' '.join(tokens[1]) or 'none'}, those of the English {' '.join(tokens[0]) or 'none'}"
    bare_english, bare = (re.sub(_ANY, " ", each.replace("{{", "{").replace("}}", "}")) for each in (english, text))
    figures = (_plain_thousands(each.translate(_FIGURES)) for each in (bare_english, bare))
    numbers = [Counter(re.findall(_NUMBER, each)) for each in figures]
    if numbers[0] != numbers[1]:
        yield f"its numbers are {sorted(numbers[1]) or 'none'}, those of the English {sorted(numbers[0]) or 'none'}"
    if hit := typed_side(text, parts):
        yield f"a side typed as a word: {hit!r}"
    if hit := _first(parts.reader, bare, parts):
        yield f"it makes the reader a man or a woman: {hit!r}"
    if bool(re.search(_NO, bare_english)) != bool(_first(parts.negation, bare, parts)):
        yield "one says no and the other does not"
    for side in Side:
        for said in (False, True):
            try:
                made = filled(text, parts, side, said=said)
            except CatalogError as error:
                yield error.message
                return
            wrong = next((found[0] for each in parts.never if (found := re.search(each, made))), "")
            if wrong:
                yield f"badly filled for {side}: {wrong!r}"
                return
            if made == text:
                return  # it has no token of a side, so that it is the same for every one


def _plain_thousands(text: str) -> str:
    """A text with 2,000 written 2000, as languages that have a decimal comma may not write it with a comma."""
    return re.sub(r"\b([1-9][0-9]{0,2}),(?=[0-9]{3}\b)", r"\1", text)


def typed_side(text: str, parts: Parts) -> str:
    """The first word of a side that is typed into a text; "" where none is."""
    return _first(parts.typed, re.sub(_ANY, " ", text.replace("{{", "{").replace("}}", "}")), parts)


def _others(text: str) -> list[str]:
    """Every token but those of a side."""
    return re.findall(_ANY, SIDE_TOKEN.sub(" ", ENGLISH_SIDE.sub(" ", text)))


def _first(words: tuple[str, ...], text: str, parts: Parts) -> str:
    edge = r"\b" if parts.whole_words == "yes" else ""
    if not words or not _any_of(words, edge).search(text):
        return ""
    found = (re.search(f"{edge}(?:{word}){edge}", text, re.IGNORECASE) for word in words)
    return next((hit[0] for hit in found if hit), "")


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...], edge: str) -> re.Pattern[str]:
    return re.compile("|".join(f"{edge}(?:{word}){edge}" for word in words), re.IGNORECASE)


def _listed(found: Counter[tuple[str, str]]) -> str:
    return ", ".join(f"{role} {part}" for role, part in sorted(found.elements())) or "no side"


def lexicon_problems(parts: Parts, needed: frozenset[str]) -> Iterator[str]:
    """What a lexicon lacks or would fill in badly: every part of `needed`, for every side, in steps and in lists."""
    for part in sorted(needed - set(parts.nouns)):
        yield f"nouns has no {part!r}"
    for part in sorted(set(parts.nouns)):
        for role in ("affected", "stronger"):
            for side in Side:
                for said in (False, True):
                    try:
                        words = parts.words(role, part, "", side, said=said)
                    except (CatalogError, KeyError) as error:
                        yield f"{part}: {error}"
                        continue
                    if not words.strip() or "{" in words or "  " in words:
                        yield f"{part} is badly said for {role}, {side}: {words!r}"
