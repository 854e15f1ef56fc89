"""What every sentence that a patient reads must keep to. Pure text in, complaints out."""

import re
from collections.abc import Collection, Iterator, Mapping

from printkit.errors import near
from printkit.model.records import PlainWord
from printkit.model.vocabulary import Answer, HoldToken

LONGEST_SENTENCE = 15  # words; clinical facts, section 5.1

# as text: Python makes patterns of them when they are first used, which takes longer than most prints need
_SENTENCE_END = r"(?<=[.!?:;])\s+|(?<=\})\s+(?=[A-Z{])"  # a token may be a whole sentence
_WORD = r"[^\W_]+(?:['’-][^\W_]+)*"
_BRACED = r"\{[^{}]*\}"
_CONTRACTION = r"(?i)\b\w+(?:n['’]t|['’](?:re|ve|ll|d|m))\b|\b(?:it|that|there|what|who|he|she|let)['’]s\b"
_SIDE_WORD = r"(?i)\b(?:left|right|affected|stronger)(?:-(?:hand|leg|side|foot)\w*)?\b"
_UNFINISHED = r"\.\.\.|…"
_SIDE_OF_BODY = (
    r"(?i)\b(?:left|right|affected|stronger)[\s-]+(?:foot|feet|leg|arm|hand|side|knee|ankle|calf|heel|toe|shoulder|hip|elbow"
    r"|wrist|thumb|finger|shoe)\w*"
)
_MARKUP = r"[*_#<>`|\\]|&\w+;"
_NUMBER_WORD = r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)\b"
# A booklet is not a medical device: these claims are never printed (clinical facts, section 2.3).
_CLAIM = r"(?i)\b(?:cure[sd]?|curing|prevents?|prevented|preventing|proven|guarantee[sd]?|treats)\b"

# Of another language: a role, a part of the body, and the case where the language has cases.
SIDE_TOKEN = re.compile(r"\{(?P<role>[Aa]ffected|[Ss]tronger):(?P<part>[a-z]+)(?::(?P<form>[a-z]+))?\}")
ENGLISH_SIDE = re.compile(r"\{(?:[Yy]our )?(?P<role>affected|stronger)\}\s+(?P<part>[a-z]+)")

TOKENS = (
    "your affected",
    "Your affected",
    "affected",
    "your stronger",
    "Your stronger",
    "stronger",
    "emergency number",
    "clinic",
    "clinic phone",
    "out of hours",
    "your aid",
    "mark minutes",
    *HoldToken,
)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a colon or semicolon ends one, as it does for the eye."""
    for sentence in re.split(_SENTENCE_END, text.strip()):
        if re.search(_WORD, sentence):
            yield sentence


def word_count(sentence: str) -> int:
    """The words of a sentence, each token counted as the words that stand in it."""
    return len(re.findall(_WORD, sentence))


def unknown_tokens(text: str) -> Iterator[str]:
    """The tokens of a text that stand for nothing."""
    for token in re.findall(_BRACED, text):
        if token[1:-1] not in TOKENS and not SIDE_TOKEN.fullmatch(token):
            yield token


def near_token(token: str) -> str:
    """A hint that offers the token that was meant."""
    every = [f"{{{name}}}" for name in TOKENS]
    return near(token, every, "tokens are " + ", ".join(every))


def dangerous(text: str) -> Iterator[tuple[str, str]]:
    """What must never be printed: a side typed as a word, a token that has no meaning, an unfinished text."""
    for token in unknown_tokens(text):
        yield f"the token {token} has no meaning", near_token(token)
    if re.search(_UNFINISHED, text):
        yield f"an unfinished text: {text!r}", "write it to its end"
    if found := re.search(_SIDE_WORD, re.sub(_BRACED, " ", text)):
        what = f"a side typed as a word: {found.group()!r} in {text!r}"
        yield what, "write {your affected} foot or {your stronger} hand"


def typed_side(text: str) -> str:
    """A side of the body typed into a template, such as "left foot"; "" when there is none."""
    found = re.search(_SIDE_OF_BODY, text)
    return found.group() if found else ""


def number_words(text: str) -> bool:
    """Whether a figure is written as a word."""
    return bool(re.search(_NUMBER_WORD, re.sub(_BRACED, " ", text)))


def two_actions(step: str, actions: Collection[str]) -> bool:
    """Whether a step asks for two things; `actions` are the words that steps begin with, in small letters."""
    found = re.search(r"\b(?:and|then)\s+(?:then\s+)?(\w+)", step)
    return len(list(sentences(step))) > 1 or (found is not None and found.group(1).lower() in actions)


def key_word(step: str, actions: Collection[str]) -> tuple[str, str, str]:
    """A step as what stands before its key word, the word, and what follows; the key word is what to do."""
    for found in re.finditer(r"[^\W\d_]+", step):
        if found.group().lower() in actions:
            return step[: found.start()], found.group(), step[found.end() :]
    return step, "", ""


def hard(text: str, plain: Mapping[str, PlainWord]) -> Iterator[tuple[str, str]]:
    """Words that the readers' own words stand in for; one that is explained in brackets may stand."""
    bare = re.sub(_BRACED, " ", text)
    small = bare.lower()
    for word, instead in plain.items():
        case = 0 if word.isupper() else re.IGNORECASE
        if word.lower() in small and re.search(rf"\b{re.escape(word)}s?\b", bare, case):
            explained = (
                rf"{re.escape(word)}s?\s+\({re.escape(instead.say)}|{re.escape(instead.say)}\s+\({re.escape(word)}"
            )
            if instead.explained is Answer.NO or not re.search(explained, bare, re.IGNORECASE):
                yield f"a hard word: {word!r} in {text!r}", f"write {instead.say!r}"


def too_long(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of more than 15 words. They are hard to read and do no harm: in a clinic's own text a warning."""
    for sentence in sentences(text):
        if (count := word_count(sentence)) > LONGEST_SENTENCE:
            yield f"a sentence of {count} words: {sentence!r}", f"write at most {LONGEST_SENTENCE} words a sentence"


def complaints(text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a text of the catalogue, as pairs of a sentence and a hint; how long it is, is for `too_long`.

    The limits are those of the readers' facts: no contraction, figures as digits, no claim, sides as tokens only, no
    markup.
    """
    yield from dangerous(text)
    bare = re.sub(_BRACED, " ", text)
    for pattern, what, hint in (
        (_CONTRACTION, "a contraction", "write both words out"),
        (_CLAIM, "a claim that nobody can make", "say what the reader can do, not what will happen"),
        (_NUMBER_WORD, "a number as a word", "write figures as digits"),
        (_MARKUP, "markup", "catalogue texts are plain; emphasis belongs to templates"),
    ):
        if found := re.search(pattern, bare):
            yield f"{what}: {found.group()!r} in {text!r}", hint
