"""Letters to codes of typefaces: each word in a typeface that has all of it, joined and accented by HarfBuzz.

HarfBuzz is in the extra "scripts". What is neither joined nor carries a loose accent needs no shaping.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from msgspec import Struct

from printkit.layout import faces
from printkit.layout.faces import EM

_SPOKEN = (
    ("ARABIC", "ar"), ("HEBREW", "he"), ("GREEK", "el"), ("HANGUL", "ko"), ("HIRAGANA", "ja"), ("KATAKANA", "ja"),
    ("CJK", "zh"),
)  # fmt: skip
_LIGATURES = ("ccmp", "dlig", "liga")  # features that make one glyph of several letters where it need not be


class Run(Struct, frozen=True):
    """Codes that are drawn in one typeface. Lengths are in thousandths of the letters' size.

    `wide` is how far the pen moves. Shaped letters have codes of their own, so `letters` says what they stand for.
    """

    face: str
    codes: str
    wide: float
    letters: str
    right: float = 0.0
    up: float = 0.0


@lru_cache(maxsize=1024)
def runs(text: str, bold: bool, leftward: bool) -> tuple[Run, ...]:  # noqa: FBT001
    """A stretch of one direction as it is drawn, from left to right."""
    found: list[Run] = []
    parts = list(_leftward(text, bold) if leftward else _rightward(text, bold))
    for name, part in reversed(parts) if leftward else parts:
        for shaped, some in _joined(part, leftward):
            if shaped and name in faces.FILES:
                found += _shaped(name, some, leftward)
            else:
                found += [_plain(name, each, bold) for each in (reversed(some) if leftward else (some,))]
    return tuple(found)


def _plain(name: str, text: str, bold: bool) -> Run:  # noqa: FBT001
    """Letters that neither change nor move. A space is as wide as lines were measured with."""
    widths = faces.facts(faces.face_name(bold)).widths if text == " " else faces.named(name).face.charWidths
    return Run(name, text, float(sum(widths.get(ord(letter), 0) for letter in text)), text)


def is_basic(text: str) -> bool:
    """Whether the typeface that sets nearly all can set every letter."""
    return text.isascii() or all(ord(letter) in faces.basic_widths(bold=False) for letter in text)


def needs_shaping(letter: str) -> bool:
    """Whether a letter is joined to others, or is an accent that finds its place over one."""
    return unicodedata.bidirectional(letter) in ("R", "AL", "AN") or _is_accent(letter)


def _is_accent(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


def _joined(text: str, leftward: bool) -> Iterator[tuple[bool, str]]:  # noqa: FBT001
    """Parts of a text, and whether each is to be shaped: all that runs to the left, and letters with loose accents."""
    if leftward:
        yield True, text
        return
    needs = [needs_shaping(letter) or _is_accent(then) for letter, then in zip(text, (*text[1:], " "), strict=True)]
    for shaped, some in groupby(zip(needs, text, strict=True), lambda each: each[0]):
        yield shaped, "".join(letter for _, letter in some)


def language_of(text: str) -> str:
    """The language that a screen reader should speak letters of another script in; "" where letters do not tell."""
    scripts = {unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in text}
    return next((language for script, language in _SPOKEN if script in scripts), "")


def languages(some: tuple[Run, ...]) -> list[str]:
    """The language of each run by its script; what is no letter goes with those around it."""
    said = [language_of(run.letters) if any(map(str.isalpha, run.letters)) else None for run in some]
    found: list[str] = []
    for index, language in enumerate(said):
        before = found[-1] if found else ""
        then = next((each for each in said[index:] if each is not None), "")
        found.append((before if before == then else "") if language is None else language)
    return found


def _rightward(text: str, bold: bool) -> Iterator[tuple[str, str]]:  # noqa: FBT001
    """Parts with their typefaces. A word is never set in two if one has all of it.

    A space goes with the word before it: what stands alone in its typeface, some programs do not see.
    """
    own, wider = faces.alphabets(bold)
    found: list[tuple[str, str]] = []
    for is_word, letters in groupby(text, lambda letter: _is_spelled(letter, own, wider)):
        part = "".join(letters)
        if is_word and is_basic(part):
            found.append((own, part))
        elif (is_word and all(faces.has(wider, letter) for letter in part)) or (
            part == " " and found and found[-1][0] == wider
        ):
            found.append((wider, part))
        else:
            found += _by_letter(part, (own, wider, *faces.others()))
    for (name, _), some in groupby(found, lambda each: (each[0], each == (wider, " "))):
        yield name, "".join(part for _, part in some)


def _is_spelled(letter: str, own: str, wider: str) -> bool:
    """Whether a letter may be part of a word in Latin, Greek or Cyrillic."""
    return not letter.isspace() and (faces.has(own, letter) or faces.has(wider, letter))


def _leftward(text: str, bold: bool) -> Iterator[tuple[str, str]]:  # noqa: FBT001
    """Parts with their typefaces: signs go with the letters that they stand between."""
    names = (*faces.others(), *faces.alphabets(bold))
    if not any(faces.has(faces.HEBREW, letter) and unicodedata.bidirectional(letter) == "R" for letter in text):
        names = (faces.ARABIC, *names)
    yield from _by_letter(text, names)


def _by_letter(text: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each letter in the first typeface that has it; an accent in that of its letter."""
    chosen: list[tuple[str, str]] = []
    for letter in text:
        name = next((name for name in names if faces.has(name, letter)), faces.REGULAR)
        if chosen and _is_accent(letter) and faces.has(chosen[-1][0], letter):
            name = chosen[-1][0]
        chosen.append((name, letter))
    for name, some in groupby(chosen, lambda each: each[0]):
        yield name, "".join(letter for _, letter in some)


def _shaped(name: str, text: str, leftward: bool) -> list[Run]:  # noqa: FBT001
    font, shaper = faces.named(name), _shaper(name)
    known = _letters_of_glyphs(name)
    glyphs = _glyphs(name, text, leftward, {})
    if leftward and (apart := [each for each in glyphs if len(each.letters) > 1 and not _as_one(each, known)]):
        # programs that read a PDF turn such a row round letter by letter, and 2 letters of one glyph would change places:
        # what has no letter of its own in Unicode is set apart, as far as the script allows
        spans = [[each.start, each.end, False] for each in apart]
        glyphs = _glyphs(name, text, leftward, dict.fromkeys(_LIGATURES, spans))
    scale = EM / shaper.face.upem
    found: list[Run] = []
    for each in glyphs:
        letters = _as_one(each, known) or each.letters
        code = font.private_code(each.glyph, letters, shaper.get_glyph_h_advance(each.glyph) * scale)
        found.append(Run(name, code, each.wide * scale, letters, each.right * scale, each.up * scale))
    return found


class _Glyph(Struct, frozen=True):
    """A glyph, the letters that it stands for, and where those of its cluster begin and end; lengths in units."""

    glyph: int
    letters: str
    start: int
    end: int
    wide: int
    right: int
    up: int


def _glyphs(name: str, text: str, leftward: bool, features: dict[str, Any]) -> list[_Glyph]:  # noqa: FBT001
    """The glyphs of a text, from left to right."""
    import uharfbuzz as hb  # only for those who need it

    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.flags = hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE  # nobody typed one
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftward else "ltr"
    hb.shape(_shaper(name), buffer, features)
    placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    if leftward:
        placed.reverse()
    starts = sorted({info.cluster for info, _ in placed})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    found: list[_Glyph] = []
    for start, some in groupby(placed, lambda each: each[0].cluster):
        cluster = list(some)
        shared = _shared_out(name, text[start : ends[start]], [info.codepoint for info, _ in cluster])
        for (info, place), letters in zip(cluster, shared, strict=True):
            lengths = (place.x_advance, place.x_offset, place.y_offset)
            found.append(_Glyph(info.codepoint, letters, start, ends[start], *lengths))
    return found[::-1] if leftward else found


def _shared_out(name: str, letters: str, glyphs: list[int]) -> list[str]:
    """Which letters of a cluster each of its glyphs stands for. A letter with an accent may be drawn as two glyphs."""
    if len(glyphs) == 1:
        return [letters]
    drawn = faces.named(name).face.charToGlyph
    left = list(unicodedata.normalize("NFD", letters))
    found = ["" for _ in glyphs]
    for index, glyph in enumerate(glyphs):
        if own := next((letter for letter in left if drawn.get(ord(letter)) == glyph), ""):
            found[index] = own
            left.remove(own)
    bare = [index for index, own in enumerate(found) if not own]
    for index in bare:
        most = len(left) if index == bare[-1] else 1
        found[index] = "".join(left[:most])
        del left[:most]
    return found


def _as_one(glyph: _Glyph, known: dict[int, tuple[str, ...]]) -> str:
    """The letter of Unicode that means all letters of a glyph, such as that of lam and alef; "" without one."""
    same = (each for each in known.get(glyph.glyph, ()) if unicodedata.normalize("NFKC", each) == glyph.letters)
    return next(same, "") if len(glyph.letters) > 1 else ""


@cache
def _letters_of_glyphs(name: str) -> dict[int, tuple[str, ...]]:
    """The letters of Unicode that each glyph of a typeface is drawn for."""
    found: dict[int, tuple[str, ...]] = {}
    for code, glyph in faces.named(name).face.charToGlyph.items():
        if unicodedata.category(chr(code)) == "Lo":
            found[glyph] = (*found.get(glyph, ()), chr(code))
    return found


@cache
def _shaper(name: str) -> Any:
    import uharfbuzz as hb

    return hb.Font(hb.Face(hb.Blob.from_file_path(str(faces.FOLDER / faces.FILES[name]))))
