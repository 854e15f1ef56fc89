"""The typefaces: which there are, which letters each has, and their files, read when a letter first needs them.

Nearly all is set in the first one. What it lacks of Latin, Greek and Cyrillic is in the second, which has a bold weight,
too. Hebrew, Arabic and the frequent letters of Chinese are shipped in one weight each, and tools/typefaces.py says where
they come from. All letters of Chinese, Japanese and Korean are in the extra "cjk".
"""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from printkit.layout.ready_faces import FaceFacts, facts_of, ready

FOLDER = Path(__file__).parent / "typefaces"
REGULAR = "AtkinsonNext"
BOLD = "AtkinsonNext-Bold"
WIDER = "NotoSans"  # Vietnamese, Greek, Cyrillic, rare Latin letters, loose accents
WIDER_BOLD = "NotoSans-Bold"
HEBREW = "NotoSansHebrew"
ARABIC = "Vazirmatn"
CHINESE = "NotoSansSC"  # kana and signs of full width, too
WHOLE = "NotoSansCJK"
FILES = {
    REGULAR: "AtkinsonHyperlegibleNext-Regular.ttf",
    BOLD: "AtkinsonHyperlegibleNext-Bold.ttf",
    WIDER: "NotoSans-Subset-Regular.ttf",
    WIDER_BOLD: "NotoSans-Subset-Bold.ttf",
    HEBREW: "NotoSansHebrew-Subset-Regular.ttf",
    ARABIC: "Vazirmatn-Regular.ttf",
    CHINESE: "NotoSansSC-Subset-Regular.ttf",
}
_WEIGHTED = {False: (REGULAR, WIDER), True: (BOLD, WIDER_BOLD)}
_ONE_WEIGHT = (HEBREW, ARABIC, CHINESE, WHOLE)
_EXTRAS = {"scripts": ("uharfbuzz", "bidi"), "cjk": ("fontTools", "noto_cjk_sans_otc")}  # what each brings
EM = 1000  # units in which widths are kept


def face_name(bold: bool) -> str:  # noqa: FBT001
    """The name of the typeface that sets nearly all."""
    return BOLD if bold else REGULAR


@cache
def named(name: str) -> Any:
    """A registered font by its name; the file is read on the first call."""
    if name == WHOLE:
        from printkit.layout.whole_face import WholeFace  # few prints have a letter of it

        return WholeFace()
    from printkit.layout.read_face import ReadFace  # brings ReportLab, Pillow and HarfBuzz

    return ReadFace(name, FOLDER / FILES[name])


def facts(name: str) -> FaceFacts:
    """The figures of a typeface. Those of the two that set nearly all are ready, and no file is read."""
    found = ready().get(name)
    return found.facts if found else facts_of(named(name).face)


def subset(name: str, letters: list[int]) -> bytes:
    """A TrueType file with these letters, by their places in the list. The first is that of no letter."""
    found = ready().get(name)
    made = found.subsets.get("".join(map(chr, letters))) if found else None
    return made if made is not None else bytes(named(name).face.makeSubset(letters))


@cache
def basic_widths(bold: bool) -> dict[int, float]:  # noqa: FBT001
    """How wide the letters are in the typeface that sets nearly all.

    Loose accents are not among them: it does not know where they go.
    """
    widths = facts(face_name(bold)).widths
    return {code: wide for code, wide in widths.items() if unicodedata.category(chr(code)) not in ("Mn", "Co")}


def has(name: str, letter: str) -> bool:
    """Whether a typeface has a letter. Codes of private use mean something else to everyone, so none has them."""
    has = ready()[name].facts.widths if name in ready() else named(name).face.charToGlyph
    return ord(letter) in has and unicodedata.category(letter) != "Co"


def alphabets(bold: bool) -> tuple[str, ...]:  # noqa: FBT001
    """The typefaces of Latin, Greek and Cyrillic, the one that sets nearly all first."""
    return _WEIGHTED[bold]


def others() -> tuple[str, ...]:
    """The typefaces of all other scripts. They have no bold weight."""
    return _ONE_WEIGHT if is_installed("cjk") else _ONE_WEIGHT[:-1]


def has_weight(name: str) -> bool:
    """Whether a typeface comes in bold, too."""
    return name not in _ONE_WEIGHT


def is_installed(extra: str) -> bool:
    """Whether what an extra brings is there."""
    return all(find_spec(module) for module in _EXTRAS[extra])
