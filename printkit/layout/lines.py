"""Words into lines: greedy, ragged, never hyphenated."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import assert_never
from unicodedata import east_asian_width

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import Inline, Strong, Text
from printkit.layout.bidi import BidiLetter, stretches
from printkit.layout.fonts import runs_left, tidy, width
from printkit.layout.fragment import Mark, TextRun
from printkit.layout.profiles import Style
from printkit.layout.shaping import is_basic

# Chinese typesetting (W3C, Requirements for Chinese Text Layout, 3.1.2): what may never begin a line, though it may hang
# over its edge, and what may never end one.
_CLOSING = "，。、；：？！）》」』】〉〕”’％…—·,.;:?!)]}%"
_OPENING = "（《「『【〈〔“‘([{￥$#"
_LAST_LATIN = "\u024f"  # of the letters with accents that stand in one block after the other
_FEW_WORDS = 12  # of more it costs less to set them
_FEW_LINES = 4
_CLOSE_LETTERS = 4  # of a script without spaces stay in a line


class Bit(Struct, frozen=True):
    """A stretch of letters in one weight."""

    text: str
    bold: bool
    cut: bool = False  # its word goes on in the next line
    leftward: bool = False  # part of a value that runs from right to left
    language: str = ""  # when it is not that of the document


Lines = tuple[tuple[Bit, ...], ...]


def set_lines(inlines: tuple[Inline, ...], wide: float, style: Style) -> Lines:
    """Words into lines no wider than `wide`, greedily. Never hyphenates; a word wider than a line is cut.

    Where lines end depends on the letters alone: they are the same however close the lines are and whatever their colour.
    """
    return broken(inlines, wide, style.size, style.bold)


@lru_cache(maxsize=2048)
def broken(inlines: tuple[Inline, ...], wide: float, size: float, bold: bool) -> Lines:  # noqa: FBT001
    """The lines of `set_lines`, for letters of this size and weight."""
    if (latin := _latin_lines(inlines, wide, size, bold)) is not None:
        return latin
    lines: list[tuple[Bit, ...]] = []
    line: list[Bit] = []
    used = 0.0
    for word, close in _units(_words(inlines, bold)):
        for part in _fitting(word, wide, size):
            long = _length(part, size)
            space = width(" ", line[-1].bold, size) if line and not close else 0.0
            if line and used + space + long > wide:
                if close:
                    line[-1] = replace(line[-1], cut=True)
                lines.append(_joined(line))
                line, used, space = [], 0.0, 0.0
            if line and not close:
                line.append(_space(line[-1], part[0]))
            line += part
            used += space + long
    if line:
        lines.append(_joined(line))
    return tuple(lines)


def _latin_lines(inlines: tuple[Inline, ...], wide: float, size: float, bold: bool) -> Lines | None:  # noqa: FBT001
    """The same for words of Latin letters, which nearly all are; None where one has two weights or has to be cut."""
    nodes = [(tidy(node.text), heavy, node.language) for node, heavy in _weights(inlines, bold)]
    if max("".join([text for text, *_ in nodes]), default="") > _LAST_LATIN:
        return None
    lines: list[list[tuple[bool, list[str]]]] = []  # of each line the words in one weight, then in the other
    used, weight, ends = 0.0, bold, True
    for text, heavy, language in nodes:
        words = text.split(" ")
        if language != nodes[0][2] or not (ends or not words[0]):
            return None
        ends = not words[-1] if text else ends
        for word in filter(None, words):
            long = width(word, heavy, size)
            space = width(" ", weight, size)
            if long > wide:
                return None
            if not lines or used + space + long > wide:
                lines.append([(heavy, [word])])
                used = long
            else:
                if heavy == weight:
                    lines[-1][-1][1].append(word)
                else:
                    lines[-1].append((heavy, [word]))
                used += space + long
            weight = heavy
    return tuple(tuple(_of_weights(line, nodes[0][2])) for line in lines)


def _of_weights(line: list[tuple[bool, list[str]]], language: str) -> Iterator[Bit]:
    for index, (heavy, words) in enumerate(line, 1):
        yield Bit(" ".join(words) + (" " if index < len(line) else ""), heavy, language=language)


def line_count(words: str, wide: float, style: Style) -> int:
    """How many lines `set_lines` makes of plain words, for a look that is only tried."""
    for count, least in enumerate(_least_widths(words, style.size, style.bold), 1):
        if wide >= least:
            return count
    return len(set_lines((Text(words),), wide, style))  # other letters, many words, or one that has to be cut


@lru_cache(maxsize=2048)
def _least_widths(words: str, size: float, bold: bool) -> tuple[float, ...]:  # noqa: FBT001
    """The least width of a line in which words take one line, two, three and so on, none narrower than the longest of them.

    Known of few words of Latin letters; to the last digit as `_latin_lines` reckons.
    """
    each = [word for word in tidy(words).split(" ") if word]
    if max(words, default="") > _LAST_LATIN or not 0 < len(each) <= _FEW_WORDS:
        return ()
    longs = [width(word, bold, size) for word in each]
    space, count = width(" ", bold, size), len(longs)
    lines: list[list[float]] = []  # how long each is, by its first word and how many follow
    for first in range(count):
        used = longs[first]
        lines.append([used])
        for long in longs[first + 1 :]:
            lines[first].append(used + space + long)
            used += space + long
    least = lines[0]  # for the words up to each
    found = [least[-1]]
    while found[-1] > max(longs) and len(found) < _FEW_LINES:
        least = [
            min([least[end], *[max(least[cut], lines[cut + 1][end - cut - 1]) for cut in range(end)]])
            for end in range(count)
        ]
        found.append(least[-1])
    return tuple(found)


def longest_word(words: str, style: Style) -> float:
    """The width of what `set_lines` has to cut in a narrower line: the longest word, where letters stand close a few of them."""
    return max((_unbroken(word, style) for word in tidy(words).split(" ")), default=0.0)


def _unbroken(word: str, style: Style) -> float:
    close = any(east_asian_width(letter) in "WF" for letter in word) if not word.isascii() else False
    return width(word, style.bold, style.size) if not close else _CLOSE_LETTERS * style.size


def _words(inlines: Iterable[Inline], bold: bool) -> Iterable[list[Bit]]:  # noqa: FBT001
    """Words as the bits they are made of; a word may change its weight half way."""
    word: list[Bit] = []
    for node, heavy in _weights(inlines, bold):
        leftward = runs_left(node.text)
        for index, part in enumerate(tidy(node.text).split(" ")):
            if index and word:
                yield word
                word = []
            if part:
                word.append(Bit(part, heavy, leftward=leftward, language=node.language))
    if word:
        yield word


def _units(words: Iterable[list[Bit]]) -> Iterable[tuple[list[Bit], bool]]:
    """What is never cut, and whether it stands close to what is before it: words, and letters that stand without spaces."""
    held: list[Bit] = []  # ends with a figure, which stays with the word that says what it counts
    for each in words:
        word = each
        if held and _is_close(each[0].text[0]):
            word, held = [*held, _space(held[-1], each[0]), *each], []
        elif held:
            yield held, False
            held = []
        if word[-1].text[-1].isdigit() and not any(_is_close(letter) for bit in word for letter in bit.text):
            held = word
        elif all(bit.text.isascii() for bit in word):
            yield word, False
        else:
            yield from _cut_close(word)
    if held:
        yield held, False


def _cut_close(word: list[Bit]) -> Iterable[tuple[list[Bit], bool]]:
    """The parts of a word that a line may end between: after each Chinese letter, but for what its signs forbid."""
    part: list[Bit] = []
    before, close = "", False
    for bit in word:
        for letter in bit.text:
            if before and _may_part(before, letter):
                yield _merged(part), close
                part, close = [], True
            part.append(replace(bit, text=letter))
            before = letter
    yield _merged(part), close


def _may_part(before: str, after: str) -> bool:
    if not (_is_close(before) or _is_close(after)) or " " in (before, after):
        return False
    return not (before in _OPENING or _clings(after) or (before.isdigit() and after not in _OPENING))


def _is_close(letter: str) -> bool:
    """Whether a letter is of a script without spaces; Korean has them."""
    return not letter.isascii() and east_asian_width(letter) in "WF" and not "\uac00" <= letter <= "\ud7af"


def _merged(part: list[Bit]) -> list[Bit]:
    return list(_joined(part))


def _weights(inlines: Iterable[Inline], bold: bool) -> Iterable[tuple[Text, bool]]:  # noqa: FBT001
    for node in inlines:
        match node:
            case Text():
                yield node, bold
            case Strong(children=children):
                yield from _weights(children, bold=True)
            case _:
                assert_never(node)


def _fitting(word: list[Bit], wide: float, size: float) -> Iterable[list[Bit]]:
    """The word itself, or as many pieces as it takes to stay within a line."""
    if _length(word, size) <= wide:
        yield word
        return
    part: list[Bit] = []
    before = 0.0
    for bit in word:
        text = ""  # measured as a whole: its typeface and its forms depend on all of it
        for letter in bit.text:
            used = before + width(text + letter, bit.bold, size)
            if used > wide and (cut := _last_cut(part, letter)):
                yield [*part[: cut - 1], replace(part[cut - 1], cut=True)]
                part = part[cut:]
                text = text[max(0, len(text) - len(part)) :]
                before = _length(list(_joined(part[: len(part) - len(text)])), size)
            part.append(replace(bit, text=letter))
            text += letter
        before += width(text, bit.bold, size)
    yield part


def _last_cut(part: list[Bit], after: str) -> int:
    """How many letters of a part may end a line before the letter that follows; 0 for none, and then this one hangs over."""
    cut = len(part)
    while cut and _clings(after):
        cut -= 1
        after = part[cut].text
    return cut


def _clings(letter: str) -> bool:
    """Whether a letter never begins a line: an accent, and some signs. They take the letter before them along."""
    return letter in _CLOSING or unicodedata.category(letter) in ("Mn", "Cf")


def _length(word: list[Bit], size: float) -> float:
    if len(word) == 1:  # nearly every word
        return width(word[0].text, word[0].bold, size)
    return sum(width(bit.text, bit.bold, size) for bit in word)


def _joined(line: list[Bit]) -> tuple[Bit, ...]:
    found: list[Bit] = []
    for bit in line:
        if found and _alike(found[-1], bit):
            found[-1] = replace(bit, text=found[-1].text + bit.text)
        else:
            found.append(bit)
    return tuple(found)


def _alike(one: Bit, other: Bit) -> bool:
    return (one.bold, one.leftward, one.language) == (other.bold, other.leftward, other.language)


def _space(before: Bit, after: Bit) -> Bit:
    """The space between 2 words; it belongs to what both of them belong to."""
    language = before.language if before.language == after.language else ""
    return Bit(" ", before.bold, leftward=before.leftward and after.leftward, language=language)


def line_marks(
    lines: Lines, x: float, y: float, style: Style, element: int, wide: float = 0.0, *, after: str = ""
) -> tuple[list[Mark], float]:
    """Lines as marks from the top y, and their height. The first baseline sits where the letters fill the leading.

    Where the first letters run from right to left the whole does, and with `wide` it ends at the right. `after` stands
    behind each run, for a reader who hears them in a row.
    """
    marks: list[Mark] = []
    down, last = to_baseline(style), len(lines) - 1
    for number, line in enumerate(lines):
        baseline = y + number * style.leading + down
        at, begins, end = x, len(marks), len(line) - 1
        for index, bit in enumerate(line):
            if not is_basic(bit.text):
                runs = _in_other_scripts(lines, (x, y), style, element, wide)
                return [replace(run, after=after or run.after) for run in runs], len(lines) * style.leading
            # a line that goes on ends with a space, or a screen reader runs two words together
            behind = " " if index == end and number < last and not bit.cut else after
            said = style if bit.bold == style.bold else replace(style, bold=bit.bold)
            marks.append(TextRun(at, baseline, bit.text, said, element, behind, language=bit.language))
            if index < end or style.turned:
                at += width(bit.text, bit.bold, style.size)
        if style.turned:
            marks[begins:] = _turned(marks[begins:], x, at)
    return marks, len(lines) * style.leading


def to_baseline(style: Style) -> float:
    """From the top of a line to the feet of its letters, in points."""
    return (style.leading + style.size * 0.66) / 2


def _in_other_scripts(
    lines: Lines, corner: tuple[float, float], style: Style, element: int, wide: float
) -> list[TextRun]:
    """The same for lines with letters of other scripts: runs in the order of reading, each at its place."""
    marks: list[TextRun] = []
    leftward = style.turned or runs_left("".join(bit.text for line in lines for bit in line))
    for number, line in enumerate(lines):
        letters = [
            BidiLetter(letter, bit.bold, leftward or bit.leftward, bit.language) for bit in line for letter in bit.text
        ]
        found, long = stretches(letters, style.size)
        x = corner[0] + (wide - long if leftward and wide and not style.turned else 0.0)
        begins = len(marks)
        for index, each in enumerate(found):
            goes_on = number < len(lines) - 1 and index == len(found) - 1 and not line[-1].cut
            said = replace(style, bold=each.bold)
            after = " " if goes_on else ""
            at, baseline = x + each.at, corner[1] + number * style.leading + to_baseline(style)
            marks += _apart(TextRun(at, baseline, each.text, said, element, after, each.leftward, each.language))
        if style.turned:
            marks[begins:] = _turned(marks[begins:], x, x + long)
    return marks


def _turned(marks: Sequence[Mark], left: float, right: float) -> Iterable[TextRun]:
    """The runs of a line so that its mirror image has them in their order on paper."""
    for mark in marks:
        assert isinstance(mark, TextRun)
        yield replace(mark, x=left + right - mark.x - width(mark.text, mark.style.bold, mark.style.size))


def _apart(run: TextRun) -> Iterable[TextRun]:
    """Words that run to the left without the spaces at their ends, which programs that read a file give to a wrong word."""
    core = run.text.strip(" ")
    if not run.leftward or core == run.text or not core:
        yield run
        return
    before, _, behind = run.text.partition(core)
    space, long = (width(words, run.style.bold, run.style.size) for words in (" ", core))
    at = run.x + len(behind) * space
    if before:
        yield replace(run, x=at + long, text=before, after="", leftward=False)
    yield replace(run, x=at, text=core, after="" if behind else run.after)
    if behind:
        yield replace(run, text=behind, leftward=False)
