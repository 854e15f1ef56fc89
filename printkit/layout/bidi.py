"""Which way the letters of a line run: Arabic from right to left, digits and Latin words in it from left to right."""

import unicodedata
from itertools import groupby
from typing import Any

from msgspec import Struct

from printkit.layout.faces import EM
from printkit.layout.shaping import runs

_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">", "\u00ab": "\u00bb"}


class BidiLetter(Struct, frozen=True):
    """One letter of a line; `leftward` when it is part of something that runs from right to left as a whole."""

    text: str
    bold: bool
    leftward: bool
    language: str = ""  # when it is not that of the document


class Stretch(Struct, frozen=True):
    """Letters of a line with one direction, weight and language. `at` is in points from the line's left end."""

    text: str
    bold: bool
    leftward: bool
    at: float
    language: str = ""


def stretches(letters: list[BidiLetter], size: float) -> tuple[list[Stretch], float]:
    """A line as stretches in the order of reading, each at its place, and the width of the whole in points."""
    levels: list[int] = []
    for leftward, some in groupby(letters, lambda letter: letter.leftward):
        levels += _levels("".join(letter.text for letter in some), leftward)
    parts: list[tuple[str, bool, str, int]] = []
    for (bold, language, level), group in groupby(
        zip(letters, levels, strict=True), lambda each: (each[0].bold, each[0].language, each[1])
    ):
        parts.append(("".join(letter.text for letter, _ in group), bold, language, level))
    wide = [sum(run.wide for run in runs(text, bold, level % 2 == 1)) * size / EM for text, bold, _, level in parts]
    left, places = 0.0, dict.fromkeys(range(len(parts)), 0.0)
    for index in _from_the_left([level for *_, level in parts]):
        places[index] = left
        left += wide[index]
    found = [
        Stretch(text, bold, level % 2 == 1, places[index], language)
        for index, (text, bold, language, level) in enumerate(parts)
    ]
    return found, left


def _levels(text: str, leftward: bool) -> list[int]:  # noqa: FBT001
    """The level of each letter by the Unicode Bidirectional Algorithm: odd ones run from right to left."""
    if not leftward and not any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text):
        return [0] * len(text)
    from bidi import algorithm  # from the extra "scripts"; only for those who need it

    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = (1, "R") if leftward else (0, "L")
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _pair_brackets(storage["chars"], storage["base_dir"])
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    found = iter(letter["level"] for letter in storage["chars"])
    levels: list[int] = []
    for letter in text:
        if unicodedata.bidirectional(letter) == "BN":  # a joiner, which has no direction and is left out above
            levels.append(levels[-1] if levels else int(leftward))
        else:
            levels.append(next(found))
    return levels


def _pair_brackets(letters: list[dict[str, Any]], base: str) -> None:
    """Both brackets of a pair run the same way (rule N0 of the algorithm, which the library leaves out)."""
    strong = [{"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(letter["type"], "") for letter in letters]
    opened: list[tuple[int, str]] = []  # where, and the bracket that closes it
    pairs: list[tuple[int, int]] = []
    for index, letter in enumerate(letters):
        if letter["ch"] in _BRACKETS:
            opened.append((index, _BRACKETS[letter["ch"]]))
            continue
        depth = next((at for at in reversed(range(len(opened))) if opened[at][1] == letter["ch"]), None)
        if depth is not None:
            pairs.append((opened[depth][0], index))
            del opened[depth:]
    for start, end in sorted(pairs):
        inside = {way for way in strong[start + 1 : end] if way}
        if not inside:
            continue
        before = next((way for way in reversed(strong[:start]) if way), base)
        way = base if base in inside else before
        for index in (start, end):
            letters[index]["type"] = strong[index] = way


def _from_the_left(levels: list[int]) -> list[int]:
    """The order on paper: from the highest level down, each row of that level or higher is turned round (rule L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        turned: list[int] = []
        for high, row in groupby(order, lambda index: levels[index] >= level):  # noqa: B023 - used at once
            same = list(row)
            turned += reversed(same) if high else same
        order = turned
    return order
