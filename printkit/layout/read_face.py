"""A typeface as ReportLab reads it from its file. Imported when a print needs more than `ready_faces` has."""

from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFont

_PRIVATE = 0xE000  # of Unicode: where forms of letters get a code of their own


class ReadFace(TTFont):  # type: ignore[misc]
    """ReportLab's font, with forms of letters that depend on their neighbours."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path))
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
