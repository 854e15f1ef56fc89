"""Whether prose hangs together: lengths, links, causes, and words that point at nothing. Pure text in, findings out.

Short sentences alone do not make a text easy: high reading ease helps older readers only with high cohesion (Liu 2009,
PubMed 19543546), and texts cut to fit a formula lose their links and get harder (Davison 1981, ED 208 340). The band of
each figure is that of the content review of November 2026, section D.

There is no parser here, only the closed lists of catalog/prose-words. So this sees no reference across two sentences,
none to an object ("Lift your toes. They ..." is a finding, as the subject is the reader), no "it" inside a sentence, no
wrong noun of the right number, and no link of meaning without a shared word or a connective.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from printkit.checking.grades import Counts
from printkit.checking.prose_words import ProseWords, found, words
from printkit.checking.subjects import antecedent_missing, clipped, is_pronoun, verbless
from printkit.checking.syllables import syllables

TELEGRAM = 5  # words; a sentence of fewer is one
BAND = (6, 14)  # words; where most sentences are
_ENOUGH_FOR_SMOG = 30  # sentences; McLaughlin's formula is made for these, and runs wild in a few

_END = re.compile(r"(?<=[.!?])[\"'’”)\]]*\s+|(?<=\})\s+(?=[A-Z{])")  # a token may be a whole sentence
_COUNTED = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ONE = re.compile(r"(?<![\w.,/:–-])1(?![\w/:–-]|[.,]\d)")


class Sentence(Struct, frozen=True):
    """A sentence and the line of the file that it stands in; 0 is none."""

    text: str
    line: int = 0

    @property
    def length(self) -> int:
        """Its words."""
        return len(_COUNTED.findall(self.text))


Paragraph = Sequence[Sentence]


class Finding(Struct, frozen=True):
    """What is wrong with one sentence, and what puts it right."""

    sentence: Sentence
    what: str
    hint: str


class Figures(Counts, frozen=True):
    """What was counted in paragraphs of prose. SMOG is held against a gate from 30 sentences on."""

    longest: int = 0
    in_band: int = 0
    telegrams: int = 0
    pairs: int = 0
    linked: int = 0
    causal: int = 0

    @property
    def percent_in_band(self) -> float:
        """How many of 100 sentences are neither short nor long."""
        return 100 * self.in_band / max(1, self.sentences)

    @property
    def percent_telegrams(self) -> float:
        """How many of 100 sentences are telegrams."""
        return 100 * self.telegrams / max(1, self.sentences)

    @property
    def percent_linked(self) -> float:
        """How many of 100 neighbours in a paragraph are linked; all of none."""
        return 100 * self.linked / self.pairs if self.pairs else 100

    @property
    def causal_per_100(self) -> float:
        """Causal words in 100 words."""
        return 100 * self.causal / max(1, self.words)


class Gate(Struct, frozen=True, kw_only=True):
    """What a kind of text keeps to. None asks nothing of a figure."""

    longest: int
    grade: tuple[float, float] = (float("-inf"), float("inf"))
    smog: float = float("inf")
    average: tuple[float, float] | None = None
    in_band: float = 0  # percent
    telegrams: float = 100  # percent
    linked: float = 0  # percent
    causal: float = 0  # in 100 words
    prose: bool = True  # each sentence is one; False for orders, questions and short lines
    this_is_above: bool = False  # "This" may open it: what it means stands right above


PROSE = Gate(
    longest=15, grade=(2.5, 5), smog=7, average=(8, 12), in_band=70, telegrams=10, linked=60, causal=0.5
)  # content review, section D; longest, grade and SMOG are the gates of clinical facts, section 5.1


def split(text: str, line: int = 0) -> Iterator[Sentence]:
    """The sentences of prose; here a colon ends none."""
    for each in _END.split(text.strip()):
        if _COUNTED.search(each):
            yield Sentence(each.strip(), line)


def measure(paragraphs: Iterable[Paragraph], lists: ProseWords) -> Figures:
    """Count paragraphs. Neighbours are linked within one only."""
    kept = [list(paragraph) for paragraph in paragraphs]
    every = [sentence for paragraph in kept for sentence in paragraph]
    counted = [[syllables(word) for word in _COUNTED.findall(each.text)] for each in every]
    lengths = [len(each) for each in counted]
    pairs = [pair for paragraph in kept for pair in _neighbours(paragraph)]
    return Figures(
        words=sum(lengths),
        sentences=len(every),
        syllables=sum(map(sum, counted)),
        long_words=sum(count >= 3 for each in counted for count in each),
        longest=max(lengths, default=0),
        in_band=sum(BAND[0] <= length <= BAND[1] for length in lengths),
        telegrams=sum(length < TELEGRAM for length in lengths),
        pairs=len(pairs),
        linked=sum(linked(before, sentence, lists) for before, sentence in pairs),
        causal=sum(_causes(each.text, lists) for each in every),
    )


def _neighbours(paragraph: Paragraph) -> Iterator[tuple[Paragraph, Sentence]]:
    """Each sentence but the first, with all that stands before it."""
    for index in range(1, len(paragraph)):
        yield paragraph[:index], paragraph[index]


def linked(before: Paragraph, sentence: Sentence, lists: ProseWords) -> bool:
    """Whether a sentence says how it goes on: a word that both share, a connective, or a pronoun with its noun."""
    plain = _without(lists.not_causal, sentence.text)
    if any(found(lists.connectives, plain)) or any(plain.endswith(f" {word}") for word in lists.at_the_end):
        return True
    if lists.content(before[-1].text) & lists.content(sentence.text):
        return True
    if is_pronoun(sentence.text, lists):
        return not antecedent_missing([each.text for each in before], sentence.text, lists)
    return any(found(lists.openings, plain, at_start=True))


def _causes(text: str, lists: ProseWords) -> int:
    """The causal words of a sentence; "so that" is one, not two."""
    left = " ".join(words(_without(lists.not_causal, text)))
    count = 0
    for phrase in sorted(lists.causal, key=len, reverse=True):
        if phrase in left:
            left, times = re.subn(rf"\b{re.escape(phrase)}\b", "|", left)
            count += times
    return count


def _without(phrases: Iterable[str], text: str) -> str:
    plain = " ".join(words(text))
    for phrase in phrases:
        if phrase in plain:
            plain = re.sub(rf"\b{re.escape(phrase)}\b", "|", plain)
    return plain


# --- what is wrong


def findings(paragraph: Paragraph, gate: Gate, lists: ProseWords) -> Iterator[Finding]:
    """What is wrong with each sentence of a paragraph, a name and a hint for each."""
    for index, sentence in enumerate(paragraph):
        text, small = sentence.text, sentence.text.lower()
        if sentence.length > gate.longest:
            hint = f"end it after {gate.longest} words at most: make two of it, or leave a part out"
            yield Finding(sentence, f"a sentence of {sentence.length} words", hint)
        for phrase, instead in lists.opaque.items():
            if phrase.lower() in small and re.search(rf"\b{re.escape(phrase)}", text, re.IGNORECASE):
                yield Finding(sentence, f"readers could not follow {phrase!r}", f"write {instead!r}")
        if not gate.prose:
            continue
        if clipped(text, lists):
            hint = "write a whole clause: If ..., or a question that begins with its verb"
            yield Finding(sentence, "a question without its verb", hint)
        elif verbless(text, lists):
            yield Finding(sentence, "no verb", "say who or what does it: a subject and its verb")
        if one := bare_one(text, lists):
            yield Finding(sentence, f"a figure 1 that counts nothing measured: {one!r}", "write the word one")
        first = is_pronoun(text, lists)
        may_open = index == 0 and gate.this_is_above and first == "this"
        before = [each.text for each in paragraph[:index]]
        if first and not may_open and (why := antecedent_missing(before, text, lists)):
            hint = f"begin with the noun that {first.capitalize()!r} stands for, or join it to the sentence before"
            yield Finding(sentence, f"{first.capitalize()!r} has no noun to stand for: {why}", hint)


def telegrams(paragraph: Paragraph) -> Iterator[Finding]:
    """The sentences of fewer than 5 words: each may stand, but few in all."""
    for sentence in paragraph:
        if sentence.length < TELEGRAM:
            hint = f"write {BAND[0]} to {BAND[1]} words; join it to its neighbour with because, so, but, if or when"
            yield Finding(sentence, f"a telegram of {sentence.length} words", hint)


def bare_one(text: str, lists: ProseWords) -> str:
    """A figure 1 as a quantity without a unit, with the words around it; "" when there is none."""
    for hit in _ONE.finditer(text):
        after, before = words(text[hit.end() :]), words(text[: hit.start()])
        if after and (after[0] in lists.units or after[0].isdigit()):
            continue
        if before and (before[-1] in lists.numbered):
            continue
        return " ".join((*before[-2:], "1", *after[:2]))
    return ""


def outside(figures: Figures, gate: Gate) -> Iterator[tuple[str, str]]:
    """The figures of a whole text that are outside its gate, each with what moves it."""
    if not figures.sentences:
        return
    longer, shorter = "join sentences that belong together", "make two of the longest sentences"
    links = "repeat the noun, or write because, so, but, if, when, also"
    grade, (lowest, highest) = round(figures.flesch_kincaid, 1), gate.grade
    if grade < lowest:
        yield f"Flesch-Kincaid is {grade:g}, the least is {lowest:g}", longer
    if grade > highest:
        yield f"Flesch-Kincaid is {grade:g}, the most is {highest:g}", "use shorter sentences and shorter words"
    if round(figures.smog, 1) > gate.smog and figures.sentences >= _ENOUGH_FOR_SMOG:
        yield f"SMOG is {figures.smog:.1f}, the most is {gate.smog:g}", "use words of 1 or 2 syllables"
    if gate.average is not None:
        low, high = gate.average
        if figures.average < low:
            yield f"{figures.average:.1f} words a sentence, the least is {low:g}", longer
        if figures.average > high:
            yield f"{figures.average:.1f} words a sentence, the most is {high:g}", shorter
    even = "join the short sentences, and make two of the long ones"
    for what, value, least, hint in (
        (f"% of sentences have {BAND[0]} to {BAND[1]} words", figures.percent_in_band, gate.in_band, even),
        ("% of neighbours are linked", figures.percent_linked, gate.linked, links),
    ):
        if value < least:
            yield f"{value:.0f} {what}, the least is {least:g}", hint
    if figures.causal_per_100 < gate.causal:
        what = f"{figures.causal_per_100:.2f} words of cause in 100 words, the least is {gate.causal:g}"
        yield what, "say why: because, so, so that, that is why"
    if figures.percent_telegrams > gate.telegrams:
        what = f"{figures.percent_telegrams:.0f} % of sentences have fewer than {TELEGRAM} words"
        yield f"{what}, the most is {gate.telegrams:g}", longer


def openings(text: Iterable[Sentence], lists: ProseWords) -> frozenset[str]:
    """The two words with which each sentence of a text begins, in small letters; three where two say nothing yet."""
    return frozenset(filter(None, (_opening(words(sentence.text), lists) for sentence in text)))


def _opening(said: Sequence[str], lists: ProseWords) -> str:
    least = 3 if " ".join(said[:2]) in lists.weak_openings else 2
    return " ".join(said[:least]) if len(said) >= least else ""


def gaps(paragraph: Paragraph, lists: ProseWords) -> Iterator[tuple[Sentence, Sentence]]:
    """The neighbours of a paragraph that nothing links."""
    for index, (one, other) in enumerate(pairwise(paragraph)):
        if not linked(paragraph[: index + 1], other, lists):
            yield one, other
