"""Shapes: the blocks of a template before its values are put in. Values are marks, so most texts come back."""

import re

from msgspec import Struct

from printkit.content.slots import SLOT


class Emphasis(Struct, frozen=True, cache_hash=True):
    """Words that matter most."""

    parts: tuple["Part", ...]


Part = str | int | Emphasis  # words, the number of a value, or words that matter most


class Words(Struct, frozen=True, cache_hash=True):
    """A paragraph, or a heading when `level` is not 0."""

    parts: tuple[Part, ...]
    values: tuple[int, ...]  # the numbers of the values in it
    level: int = 0
    alone: bool = False  # there are only values


class ListOf(Struct, frozen=True, cache_hash=True):
    """A list, each item of it some shapes."""

    items: tuple[tuple["Shape", ...], ...]
    ordered: bool


Shape = Words | ListOf


def of_paragraph(parts: tuple[Part, ...], content: str, level: int = 0) -> Words:
    """A paragraph, or a heading of a level, from its parts and its text."""
    values = tuple(map(int, SLOT.findall(content)))
    return Words(parts, values, level, bool(values) and not level and not SLOT.sub("", content).strip())


def of_text(text: str) -> list[Part]:
    """Words as parts: words, and the numbers of values."""
    return [int(part) if index % 2 else part for index, part in enumerate(SLOT.split(text)) if part]


# --- a text without anything that Markdown would have to think about

_HEADING = re.compile(r"(#{1,6}) +([^ \n].*)")
_ITEM = re.compile(r"(-|[0-9]{1,9}\.) ([^ \n].*)")
_NOT_PLAIN = re.compile(
    r"[-+#>=~`\t ]|[0-9]{1,9}[.)]|\*(?!\*)"
)  # how a line or an item begins that may be more than words
_STRONG = re.compile(r"(?<![^ \n])\*\*(?=[\w\ue000])([^*]*[^*\s])\*\*(?![^ \n.,:;!?)])")


def plain(text: str) -> tuple[Shape, ...] | None:
    """The shapes of headings, paragraphs, lists and strong words of the simplest kind; None for all else.

    What it gives is what the parser of Markdown gives (tests/test_shapes.py), for a tenth of its time.
    """
    if any(sign in text for sign in "_\r\0\t\\"):
        return None
    found: list[Shape] = []
    lines: list[str] = []  # of the paragraph that is open
    items: list[str] = []  # of the list that is open
    ordered = False

    def end_paragraph() -> bool:
        words = _paragraph(lines)
        if words is not None:
            found.append(words)
        lines.clear()
        return words is not None

    def end_list() -> bool:
        made = [_paragraph([item]) for item in items]
        items.clear()
        if None in made:
            return False
        found.append(ListOf(tuple((each,) for each in made if each is not None), ordered))
        return True

    after_blank = True
    for line in text.split("\n"):
        if not line.strip(" "):
            if lines and not end_paragraph():
                return None
            after_blank = True
            continue
        if (heading := _HEADING.fullmatch(line)) is not None:
            if heading[2].rstrip(" ").endswith("#") or (lines and not end_paragraph()) or (items and not end_list()):
                return None
            parts = _inline(heading[2].rstrip(" "))
            if parts is None:
                return None
            found.append(of_paragraph(parts, heading[2].rstrip(" "), len(heading[1])))
        elif (item := _ITEM.fullmatch(line)) is not None:
            numbered = item[1] != "-"
            if _NOT_PLAIN.match(item[2]) or (lines and (numbered or not end_paragraph())):
                return None
            if items and numbered is not ordered:
                return None
            if numbered and not items and not after_blank:
                return None
            ordered = numbered
            items.append(item[2])
        else:
            if _NOT_PLAIN.match(line) or (items and not after_blank) or (items and not end_list()):
                return None
            lines.append(line)
        after_blank = False
    if (lines and not end_paragraph()) or (items and not end_list()):
        return None
    return tuple(found)


def _paragraph(lines: list[str]) -> Words | None:
    content = "\n".join(lines)
    parts = _inline(content)
    return None if parts is None else of_paragraph(parts, content)


def _inline(content: str) -> tuple[Part, ...] | None:
    """Words with strong ones among them; None where a star stands that may be anything else."""
    found: list[Part] = []
    for index, part in enumerate(_STRONG.split(content.strip(" "))):
        if "*" in part:
            return None
        said: list[Part] = []
        *ended, last = part.split(
            "\n"
        )  # a line that ends loses its last spaces; one that goes on in strong words keeps them
        for number, line in enumerate((*(line.rstrip(" ") for line in ended), last)):
            said += [" ", *of_text(line)] if number else of_text(line)
        if index % 2:
            found.append(Emphasis(tuple(said)))
        else:
            found += said
    return tuple(found)
