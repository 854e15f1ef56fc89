"""The booklet by Typst: one compiler that stays warm, and the words of each patient as JSON."""

from collections.abc import Callable
from pathlib import Path

import typst

from printkit.layout.faces import FOLDER

_SOURCE = Path(__file__).parent / "booklet.typ"


def drawer(folder: Path) -> Callable[[str], bytes]:
    """Draws booklets whose pictures are in a folder; the words of each are given as JSON."""
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
    compiler = typst.Compiler(_SOURCE, root="/", font_paths=own)

    def draw(booklet: str) -> bytes:
        inputs = {"booklet": booklet, "pictures": str(folder.resolve())}
        data = compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards="ua-1")
        assert isinstance(data, bytes)
        return data

    return draw
