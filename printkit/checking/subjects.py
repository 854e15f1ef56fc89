"""What a sentence is about, as far as word lists can tell: its subject, an order, a word that points back."""

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from printkit.checking.prose_words import ProseWords, words

_MANY = 2
_LOOKS = 7  # words in which a subject's verb is looked for
_ADVERBS = ("also", "often", "only", "now", "then", "still", "all", "both", "soon", "later", "always", "never", "just")
_FRAGMENT = re.compile(r"^(?:a|an|any|no|new|the)\s(?:[\w-]+\s){1,3}?(?:that|who|which)\s", re.IGNORECASE)
_NO_SUBJECT = re.compile(  # "It is easier to ...": nothing that It stands for
    r"^(?:but\s|and\s|so\s|then\s)?it\s(?:is|was|can\sbe|may\sbe|will\sbe|feels|seems)\s(?:not\s)?(?:\w+\s){0,4}?"
    r"(?:to|that|if|when|how|why|whether|who)\b|^it\shelps\sto\b|^it\s(?:may|can|will)\shelp\sto\b",
    re.IGNORECASE,
)
_SOME_OF_NOTHING = re.compile(  # "In some a stiff calf pulls", "Some of it is"
    r"^(?:in|for|with)\s(?:some|many|most|others)\s(?:a|an|the|it|you|are|have|may|can)\b|^some\sof\s(?:it|them|these)\b",
    re.IGNORECASE,
)


class Subject(Struct, frozen=True):
    """A noun that a sentence is about. `count` is 1, 2 for several, 0 when nothing tells."""

    count: int
    is_person: bool = False


def is_pronoun(text: str, lists: ProseWords) -> str:
    """The word of the opening that stands for a noun (it, they, this, these, then, some), in small letters; or ""."""
    if _NO_SUBJECT.search(text.lstrip("\"'‘“(")):
        return ""
    said = words(text)
    if not said:
        return ""
    if _SOME_OF_NOTHING.search(text):
        return "some"
    after = said[1] if len(said) > 1 else ""
    if said[0] in ("this", "these", "some"):
        is_verb = after in lists.auxiliaries or (said[0] == "this" and after.endswith("s") and lists.is_verb(after))
        is_verb = is_verb or (said[0] != "this" and after in lists.verbs and not _verb_follows(said[2:4], lists))
        return said[0] if is_verb or not after else ""
    return said[0] if said[0] in (*lists.one_thing, *lists.many_things, *lists.a_fact) else ""


def _verb_follows(said: Sequence[str], lists: ProseWords) -> bool:
    return any(word in lists.auxiliaries for word in said)


def antecedent_missing(before: Sequence[str], text: str, lists: ProseWords) -> str:
    """Why the opening pronoun of a text has no noun as the subject of the sentence before; "" when it has one."""
    pronoun = is_pronoun(text, lists)
    if _SOME_OF_NOTHING.search(text) and not text.lower().startswith("some"):
        return "no noun follows it"
    if not before:
        return "no sentence stands before it"
    if pronoun == "then" and is_order(words(text)[1:], lists):
        said, _ = _main_clause(before[-1], lists)
        if is_order(said, lists) or said[:1] == ["you"]:
            return ""  # one order after another
    subject, why = subject_of(before, lists)
    if subject is None:
        return why
    if pronoun in lists.one_thing and subject.count == _MANY:
        return "the subject before is more than one"
    if pronoun in lists.many_things and subject.count == 1 and not subject.is_person:
        return "the subject before is only one"
    return ""


def subject_of(sentences: Sequence[str], lists: ProseWords) -> tuple[Subject | None, str]:
    """What the last sentence is about, or None and why it has no noun as its subject.

    A sentence whose own opening points back keeps the subject of the one before it.
    """
    text = sentences[-1]
    if text.rstrip("\"'’”) ").endswith("?"):
        return None, "the sentence before is a question"
    if _NO_SUBJECT.search(text):
        return None, "the sentence before says 'It is ... to' of nothing"
    if pronoun := is_pronoun(text, lists):
        if pronoun in lists.a_fact and pronoun != "this":
            return _of_clause(words(text)[1:], lists)
        if antecedent_missing(sentences[:-1], text, lists):
            return None, f"{pronoun.capitalize()!r} in the sentence before has none either"
        if pronoun == "this":
            return Subject(1), ""
        return subject_of(sentences[:-1], lists)
    main, fronted = _main_clause(text, lists)
    if not main:
        return (Subject(0), "") if fronted else (None, "the sentence before has no noun as its subject")
    return _of_clause(main, lists)


def _of_clause(said: list[str], lists: ProseWords) -> tuple[Subject | None, str]:
    if not said or said[0] in lists.no_noun:
        return None, "the subject of the sentence before is no noun"
    if is_order(said, lists):
        return None, "the sentence before is an order"
    if said[0] in (*lists.one_thing, *lists.many_things) and not (said[0] in ("some", "these") and len(said) > 1):
        return Subject(0), ""
    head = said[: next((at for at, word in enumerate(said) if word in lists.auxiliaries), _LOOKS)]
    verb = said[len(head)] if len(head) < len(said) else ""
    noun = next((word for word in reversed(head) if word not in _ADVERBS), "")
    is_person = bool(set(head) & set(lists.persons))
    if "and" in head[:_LOOKS] and verb:
        return Subject(_MANY, is_person), ""
    if verb in lists.one_is:
        return Subject(1, is_person), ""
    if verb in lists.many_are:
        return Subject(_MANY, is_person), ""
    if verb in lists.helping and "of" not in head:
        return Subject(_MANY if _is_many(noun, lists) else 1, is_person), ""
    return Subject(0, is_person), ""


def _is_many(noun: str, lists: ProseWords) -> bool:
    return noun in lists.plurals or (noun.endswith("s") and not noun.endswith(("ss", "us", "is")))


def _main_clause(text: str, lists: ProseWords) -> tuple[list[str], bool]:
    """The words of the main clause, and whether something stands before it that no comma ends."""
    said = words(text)
    for phrase in sorted(lists.conjunctions, key=len, reverse=True):
        if said[: len(phrase.split())] == phrase.split():
            said = said[len(phrase.split()) :]
            break
    if not said or said[0] not in {each.split()[0] for each in lists.before_main}:
        return said, False
    _, comma, rest = text.partition(",")
    if comma:
        return words(rest), False
    return [], said[0] not in ("if", "when", "because", "to")


def is_order(said: Sequence[str], lists: ProseWords) -> bool:
    """Whether words are an order: a bare verb, with nothing before it but never, always, do not."""
    rest = list(said)
    while rest and rest[0] in (*lists.before_orders, "not"):
        rest = rest[1:]
    if not rest:
        return bool(said)
    is_noun = len(rest) > 1 and (rest[1] in lists.auxiliaries or rest[1] == "of")
    return rest[0] in lists.verbs and not is_noun


def clipped(text: str, lists: ProseWords) -> bool:
    """Whether a question leaves out its verb or its subject: "Too hard?", "Found a mark?"."""
    if not text.rstrip("\"'’”) ").endswith("?"):
        return False
    starts = (words(part)[:1] for part in re.split(r"[,:;]|\b(?:and|or|but)\b", text))
    return not any(start and start[0] in lists.asking for start in starts)


def verbless(text: str, lists: ProseWords) -> bool:
    """Whether a sentence has no verb of its own: a noun alone, or a noun with a clause that begins with that or who."""
    said = words(re.sub(r"\{[^{}]*\}", " it ", text))
    if len(said) == 1:
        return False  # an answer, as "No."
    verbs = sum(lists.is_verb(word) or _may_be_verb(before, word, lists) for before, word in pairwise(["", *said]))
    return verbs < (2 if _FRAGMENT.match(text) else 1)


def _may_be_verb(before: str, word: str, lists: ProseWords) -> bool:
    """Whether a word that no list has may be one all the same: an ending in s or ed, not right after the or a number."""
    after_noun = before.isalpha() and (before not in lists.empty or before in _ADVERBS)
    return after_noun and len(word) > 3 and word.endswith(("s", "ed")) and word not in lists.empty
