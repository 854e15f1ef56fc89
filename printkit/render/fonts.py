"""The shipped typeface: registered once, measured fast, and asked which letters it has."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from printkit.errors import PrintkitError

_FOLDER = Path(__file__).parent.parent / "fonts"
REGULAR = "AtkinsonNext"
BOLD = "AtkinsonNext-Bold"
_FILES = {REGULAR: "AtkinsonHyperlegibleNext-Regular.ttf", BOLD: "AtkinsonHyperlegibleNext-Bold.ttf"}


class _Font(TTFont):  # type: ignore[misc]
    """ReportLab's font, with a ToUnicode map that leaves unused codes out instead of mapping them to U+0000."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        super().addObjects(doc)
        for key, entry in doc.idToObject.items():
            if key.startswith("toUnicodeCMap:") and not getattr(entry, "without_nulls", False):
                entry.content = _without_nulls(entry.content)
                entry.without_nulls = True


def _without_nulls(cmap: str) -> str:
    rows = re.findall(r"(?m)^<..> <[0-9A-F]{4,}>$", cmap)
    kept = [row for row in rows if not row.endswith("<0000>")]
    head = cmap[: cmap.index(f"{len(rows)} beginbfchar")]
    tail = cmap[cmap.index("endbfchar") + len("endbfchar") :]
    parts = [kept[start : start + 100] for start in range(0, len(kept), 100)]
    return head + "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts) + tail


@cache
def face(bold: bool) -> Any:  # noqa: FBT001 - it is a property of a style, not a switch
    """The registered font; the file is read on the first call."""
    name = BOLD if bold else REGULAR
    font = _Font(name, str(_FOLDER / _FILES[name]))
    pdfmetrics.registerFont(font)
    return font


@cache
def width(text: str, bold: bool, size: float) -> float:  # noqa: FBT001
    """The width of a word in points. Words come back often, so their widths are kept."""
    metrics = face(bold).face
    widths, otherwise = metrics.charWidths, metrics.defaultWidth
    return float(sum(widths.get(ord(letter), otherwise) for letter in text)) * size / 1000


def tidy(text: str) -> str:
    """Text as it is set: composed letters, and any white space or control character as a plain space.

    A no-break space stays one: it holds a phone number together.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        " " if (letter.isspace() and letter != "\u00a0") or unicodedata.category(letter) == "Cc" else letter
        for letter in composed
    )


def require_glyphs(texts: Iterable[str]) -> None:
    """Raise a PrintkitError that names every letter which the typeface lacks, instead of printing black boxes."""
    has = face(bold=False).face.charToGlyph
    missing = sorted({letter for text in texts for letter in tidy(text) if ord(letter) not in has and letter != " "})
    if not missing:
        return
    listed = ", ".join(
        f"{each} (U+{ord(each):04X} {unicodedata.name(each, 'no name').lower()})" for each in missing[:8]
    )
    more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
    # the text itself stays out of the message: it may be a name
    hint = "look in the name, the notes and the clinic's details; write them in Latin letters"
    raise PrintkitError(f"the printed typeface has no {listed}{more}", hint=hint)
