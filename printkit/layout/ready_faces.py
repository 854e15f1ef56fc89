"""What nearly every print asks of the two typefaces that set nearly all of it, ready made.

Parsing their files, and importing the library that does it, takes as long as drawing eight pages. The file is written by
tools/ready_faces.py, and tests/test_faces.py holds it against the typefaces.
"""

from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, msgpack

FILE = Path(__file__).parent / "typefaces" / "ready.msgpack"


class FaceFacts(Struct, frozen=True):
    """The figures of a typeface that a PDF names, in thousandths of its size, and the width of each of its letters."""

    name: str
    widths: dict[int, int]  # by the code of the letter; it has no others
    default_width: int  # of a letter that it lacks
    box: tuple[int, int, int, int]  # round all letters: left, low, right, high
    flags: int  # ISO 32000-1, table 123
    italic_angle: float
    ascent: int
    descent: int
    cap_height: int
    stem_v: int


class ReadyFace(Struct, frozen=True):
    """One of the two."""

    facts: FaceFacts
    subsets: dict[str, bytes]  # the TrueType file of some letters, in the order of their codes


@cache
def ready() -> dict[str, ReadyFace]:
    """Each by its name, with the alphabets that every file has."""
    return msgpack.decode(FILE.read_bytes(), type=dict[str, ReadyFace])


def facts_of(face: Any) -> FaceFacts:
    """The same figures of a typeface that was read from its file."""
    return FaceFacts(
        name=face.name.decode(),
        widths=face.charWidths,
        default_width=face.defaultWidth,
        box=tuple(face.bbox),
        flags=face.flags,
        italic_angle=face.italicAngle,
        ascent=face.ascent,
        descent=face.descent,
        cap_height=face.capHeight,
        stem_v=face.stemV,
    )
