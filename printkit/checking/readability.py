"""How easy a document is to read: grades, sentences, and what a program can tell of PEMAT-P.

The grades are those of the clinical facts, section 5.1. They are made for prose; on short lines they run low, so they
are measured over a whole document, and the words themselves are checked one by one in checking.sentences. How the prose
of the standard look hangs together is measured by itself, in checking.cohesion.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from printkit.catalog import plain_language
from printkit.checking.grades import Counts
from printkit.checking.syllables import syllables
from printkit.document import (
    Band,
    Block,
    Bullets,
    Callout,
    Checks,
    DayChart,
    Document,
    Heading,
    Pair,
    Paragraph,
    Points,
    Sketch,
    Strong,
    Table,
    Terms,
    text_of,
    walk,
)

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[0-9]+")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:\w+ly\s+)?(?!tired\b|red\b|need)"
    r"(?:\w+ed|made|put|set|kept|worn|cut|told|shown|taken|given|lost|known|seen|found)\b",
    re.IGNORECASE,
)
_SUM = re.compile(r"\b(?:calculate|multiply|subtract|divide|add up|percent|per cent)\b|%", re.IGNORECASE)
_LONGEST_PARAGRAPH = 6  # sentences; facts for readers, section 2
_MOST_COLUMNS = 5
_MOST_PASSIVE = 0.05  # of the sentences


class Reading(Counts, frozen=True):
    """What was counted in a text. Only whole sentences count, not headings and labels."""

    longest: str = ""
    passive: tuple[str, ...] = ()


class Gate(Struct, frozen=True):
    """The hardest that a kind of text may be."""

    grade: float
    longest: int  # words in a sentence
    smog: float = 7.0


BOOKLET, SAFETY, APHASIA = Gate(5.0, 15), Gate(4.5, 15), Gate(4.0, 10)


def measure(document: Document) -> Reading:
    """Count a whole document."""
    found = [sentence for text in passages(document.blocks) for sentence in _whole_sentences(text)]
    counted = [_WORD.findall(sentence) for sentence in found]
    syllables_of = [[syllables(word) for word in each] for each in counted]
    return Reading(
        words=sum(map(len, counted)),
        sentences=len(found),
        syllables=sum(map(sum, syllables_of)),
        long_words=sum(count >= 3 for each in syllables_of for count in each),
        longest=max(found, key=plain_language.word_count, default=""),
        passive=tuple(sentence for sentence in found if _PASSIVE.search(sentence)),
    )


def complaints(reading: Reading, gate: Gate) -> Iterator[str]:
    """Where a text is harder than its gate."""
    if reading.flesch_kincaid > gate.grade:
        yield f"Flesch-Kincaid is {reading.flesch_kincaid:.1f}, the most is {gate.grade:g}"
    if reading.smog > gate.smog:
        yield f"SMOG is {reading.smog:.1f}, the most is {gate.smog:g}"
    if (count := plain_language.word_count(reading.longest)) > gate.longest:
        yield f"a sentence has {count} words, the most is {gate.longest}: {reading.longest!r}"
    if len(reading.passive) > _MOST_PASSIVE * reading.sentences:
        yield f"{len(reading.passive)} sentences are passive, as {reading.passive[0]!r}"


def summary(name: str, reading: Reading) -> str:
    """One line of figures."""
    return (
        f"{name}: {reading.words} words in {reading.sentences} sentences, {reading.average:.1f} a sentence, longest"
        f" {plain_language.word_count(reading.longest)}, Flesch-Kincaid {reading.flesch_kincaid:.1f}, SMOG {reading.smog:.1f},"
        f" {len(reading.passive)} passive"
    )


def passages(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every text of a document as its reader meets it: a paragraph, a row's cell, a question."""
    for block in walk(blocks):
        match block:
            case Paragraph(children=children):
                yield text_of(children)
            case Points(lines=lines):
                yield from lines
            case Terms(rows=rows):
                yield from (value for _, value in rows)
            case Table(rows=table):
                yield from (cell for row in table for cell in row)
            case Checks(rows=asked):
                for row in asked:
                    yield row.question
                    yield row.action
            case DayChart(how=how):
                yield how
            case Band(aside=aside):
                yield from aside
            case _:
                pass


def _whole_sentences(text: str) -> Iterator[str]:
    if text.rstrip().endswith((".", "?", "!")):
        yield from plain_language.sentences(text)


# --- PEMAT-P


def pemat(document: Document) -> tuple[tuple[str, bool], ...]:
    """The items of PEMAT-P that a program can check, and whether the document meets them.

    The other items (purpose, distraction, order, pictures that help) are for people: clinical facts, section 5.1.
    """
    blocks = list(walk(document.blocks))
    texts = list(passages(document.blocks))
    reading = measure(document)
    headings = [text_of(block.children) for block in blocks if isinstance(block, Heading)]
    tables = [block for block in blocks if isinstance(block, Table)]
    steps = [block for block in blocks if isinstance(block, Bullets) and block.ordered]
    return (
        ("3 everyday words", reading.smog <= BOOKLET.smog),
        ("5 active voice", len(reading.passive) <= _MOST_PASSIVE * reading.sentences),
        ("6 numbers are clear", not any(plain_language.number_words(text) for text in texts)),
        ("7 no sum is asked of the reader", not any(_SUM.search(text) for text in texts)),
        ("8 short parts", all(len(list(_whole_sentences(text))) <= _LONGEST_PARAGRAPH for text in texts)),
        ("9 headings that say what follows", bool(headings) and all(headings)),
        (
            "11 a summary",
            any("together" in heading.lower() or "main points" in heading.lower() for heading in headings),
        ),
        ("12 cues for the eye", any(isinstance(block, Callout) for block in blocks) and _has_strong(blocks)),
        ("17 pictures have words", all(sketch.alt for block in blocks for sketch in _sketches(block))),
        ("19 simple tables", all(len(table.headers) <= _MOST_COLUMNS and all(table.headers) for table in tables)),
        ("20 at least one thing to do", bool(steps)),
        ("21 speaks to the reader", sum("you" in text.lower() for text in texts) >= len(texts) / 10),
        ("22 steps, one by one", bool(steps) and all(len(block.items) > 1 for block in steps)),
        ("23 a list or chart to use", any(isinstance(block, DayChart | Checks) for block in blocks)),
        ("25 says how to use the chart", all(block.how for block in blocks if isinstance(block, DayChart))),
    )


def _sketches(block: Block) -> tuple[Sketch, ...]:
    match block:
        case Pair(sketches=sketches):
            return sketches
        case Sketch():
            return (block,)
        case _:
            return ()


def _has_strong(blocks: list[Block]) -> bool:
    return any(isinstance(part, Strong) for block in blocks if isinstance(block, Paragraph) for part in block.children)
