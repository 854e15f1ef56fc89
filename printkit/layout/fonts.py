"""The shipped typefaces: registered once, measured fast, and asked which letters they have.

Nearly all is set in the first one. A name or a clinic's own text may hold other letters: rare Latin ones, Chinese
and Cyrillic ones are drawn as they are; Arabic letters are joined by HarfBuzz, which is in the extra "scripts".
"""

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

from msgspec import Struct
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from printkit.errors import PrintkitError

_FOLDER = Path(__file__).parent / "typefaces"
REGULAR = "AtkinsonNext"
BOLD = "AtkinsonNext-Bold"
ARABIC = "Vazirmatn"  # rare Latin letters too
CHINESE = "NotoSansSC"  # Cyrillic too
_FILES = {
    REGULAR: "AtkinsonHyperlegibleNext-Regular.ttf",
    BOLD: "AtkinsonHyperlegibleNext-Bold.ttf",
    ARABIC: "Vazirmatn-Regular.ttf",
    CHINESE: "NotoSansSC-Subset-Regular.ttf",
}
_EXTRA = "rehab-printkit[scripts]"
_NEEDED = ("uharfbuzz", "bidi")  # what the extra brings
_SPOKEN = (("ARABIC", "ar"), ("CJK", "zh"))
_PRIVATE = 0xE000  # of Unicode: where joined forms of letters get a code of their own
_JOINERS = "\u200c\u200d"
_ASCII = bytes(range(128))
EM = 1000  # units in which widths are kept


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


class _Font(TTFont):  # type: ignore[misc]
    """ReportLab's font, with joined forms of letters."""

    def __init__(self, name: str) -> None:
        super().__init__(name, str(_FOLDER / _FILES[name]))
        self.shaped: dict[tuple[int, str], int] = {}  # glyph and letters to the private code
        self.typed: dict[int, str] = {}  # what a private code stands for

    def private_code(self, glyph: int, letters: str, wide: float) -> str:
        """A letter that stands for a glyph, whatever the typeface calls it."""
        code = self.shaped.get((glyph, letters))
        if code is None:
            code = self.shaped[glyph, letters] = _PRIVATE + len(self.shaped)
            self.typed[code] = letters
            self.face.charToGlyph[code] = glyph
            self.face.charWidths[code] = wide
        return chr(code)


@cache
def face(bold: bool) -> Any:  # noqa: FBT001 - it is a property of a style, not a switch
    """The registered font; the file is read on the first call."""
    return named(face_name(bold))


def face_name(bold: bool) -> str:  # noqa: FBT001
    """The name of the typeface that sets nearly all."""
    return BOLD if bold else REGULAR


@cache
def named(name: str) -> Any:
    """A registered font by its name; the file is read on the first call."""
    font = _Font(name)
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=16384)
def width(text: str, bold: bool, size: float) -> float:  # noqa: FBT001
    """The width of a word in points. Words come back often, so their widths are kept."""
    widths = face(bold).face.charWidths
    try:
        units = float(sum([widths[ord(letter)] for letter in text]))
    except KeyError:  # a letter of another typeface
        units = sum(run.wide for run in runs(text, bold, runs_left(text)))
    return units * size / EM


def is_basic(text: str) -> bool:
    """Whether the typeface that sets nearly all has every letter."""
    if text.isascii():
        return True
    has = face(bold=False).face.charToGlyph
    return all(ord(letter) in has for letter in text)


def runs_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each != "L" for each in directions if each in ("L", "R", "AL")), False)


def language_of(text: str) -> str:
    """The language that a screen reader should speak letters of another script in; "" for Latin and mixed ones."""
    names = {unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in text}
    return next((language for script, language in _SPOKEN if script in names), "")


@lru_cache(maxsize=1024)
def runs(text: str, bold: bool, leftward: bool) -> tuple[Run, ...]:  # noqa: FBT001
    """A stretch of one direction as it is drawn, from left to right, each letter in a typeface that has it.

    What runs from right to left is set as far as can be in the typeface that also joins its letters.
    """
    found: list[Run] = []
    for name, letters in groupby(text, lambda letter: _face_for(letter, bold, leftward)):
        part = "".join(letters)
        if name == ARABIC and (leftward or any(_joins(letter) for letter in part)):
            found += _shaped(part, leftward)
        else:
            widths = named(name).face.charWidths
            found.append(Run(name, part, float(sum(widths.get(ord(letter), 0) for letter in part)), part))
    return tuple(found)


def _face_for(letter: str, bold: bool, leftward: bool) -> str:  # noqa: FBT001
    own = BOLD if bold else REGULAR
    order = (ARABIC, own, CHINESE) if leftward else (own, ARABIC, CHINESE)
    return next((name for name in order if ord(letter) in named(name).face.charToGlyph), own)


def _joins(letter: str) -> bool:
    """Whether a letter is of a script whose letters change their form beside others."""
    return unicodedata.bidirectional(letter) in ("R", "AL", "AN")


def _shaped(text: str, leftward: bool) -> list[Run]:  # noqa: FBT001
    import uharfbuzz as hb  # only for those who need it

    font, shaper = named(ARABIC), _shaper()
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftward else "ltr"
    hb.shape(shaper, buffer)
    starts = sorted({glyph.cluster for glyph in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    scale = EM / shaper.face.upem
    found: list[Run] = []
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        letters = text[glyph.cluster : ends[glyph.cluster]]
        wide = shaper.get_glyph_h_advance(glyph.codepoint) * scale
        code = font.private_code(glyph.codepoint, letters, wide)
        found.append(
            Run(ARABIC, code, place.x_advance * scale, letters, place.x_offset * scale, place.y_offset * scale)
        )
    return found


@cache
def _shaper() -> Any:
    import uharfbuzz as hb

    return hb.Font(hb.Face(hb.Blob.from_file_path(str(_FOLDER / _FILES[ARABIC]))))


def tidy(text: str) -> str:
    """Text as it is set: composed letters, and any white space or control character as a plain space.

    A no-break space stays one: it holds a phone number together. Signs that turn the direction of text are dropped;
    the joiners of Persian stay.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_tidied(letter) for letter in composed)


def _tidied(letter: str) -> str:
    category = unicodedata.category(letter)
    if (letter.isspace() and letter != "\u00a0") or category == "Cc":
        return " "
    return "" if category == "Cf" and letter not in _JOINERS else letter


def require_glyphs(texts: Iterable[str]) -> None:
    """Raise a PrintkitError that names every letter that cannot be printed, instead of printing black boxes."""
    others = sorted(set().union(*(_others(text) for text in texts)))
    if not others:
        return
    missing = [letter for letter in others if not any(ord(letter) in named(name).face.charToGlyph for name in _FILES)]
    if missing:
        # the text itself stays out of the message: it may be a name
        hint = "look in the name, the notes and the clinic's details; write them in Latin letters"
        raise PrintkitError(f"the printed typefaces have no {_listed(missing)}", hint=hint)
    joined = [letter for letter in others if _joins(letter)]
    if joined and not all(find_spec(module) for module in _NEEDED):
        hint = f'install it: pip install "{_EXTRA}"'
        raise PrintkitError(f"the extra {_EXTRA} is needed to print {_listed(joined)}", hint=hint)


def _others(text: str) -> frozenset[str]:
    """The letters of a text that the typeface of nearly all does not have."""
    if text.isascii():
        return frozenset()
    has = face(bold=False).face.charToGlyph
    # nearly all letters are ASCII; without them the rest is looked at in a fifth of the time
    rest = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass").translate(None, _ASCII)
    tidied = set(map(_tidied, set(rest.decode("utf-8", "surrogatepass")))) - {"", " "}
    return frozenset(letter for letter in tidied if ord(letter) not in has)


def _listed(letters: list[str]) -> str:
    listed = ", ".join(
        f"{each} (U+{ord(each):04X} {unicodedata.name(each, 'no name').lower()})" for each in letters[:8]
    )
    return listed + (f" and {len(letters) - 8} more" if len(letters) > 8 else "")
