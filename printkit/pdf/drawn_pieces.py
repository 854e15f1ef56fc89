"""Pieces as the operators of a page: drawn from their own upper left corner, so that they serve wherever they stand.

A piece whose letters all have codes of their own in every file is drawn once and kept; a part of a card is kept deflated.
"""

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from printkit.figures.scene import Drawing
from printkit.layout.fragment import Element, Fragment, Mark, Piece
from printkit.layout.profiles import Profile
from printkit.pdf.content_stream import DeflatedChunk, deflate
from printkit.pdf.encoding import FontEncoding
from printkit.pdf.operators import OperatorWriter, OtherLettersError, PlacedFigure

WORTH_DEFLATING = 160  # bytes


class DrawnPiece(Struct, frozen=True, eq=False):
    """What a piece looks like, and what a file needs for it."""

    said: bytes  # operators, where they are not deflated
    kept: bool  # it looks the same in every file, and may come back
    marked: tuple[int, ...]  # the element of each stretch of marked content
    faces: tuple[str, ...]  # the fixed typefaces in use, sorted
    stamps: tuple[tuple[str, Drawing], ...]  # by their names
    images: tuple[tuple[str, bytes], ...]
    figures: tuple[PlacedFigure, ...]
    deflated: DeflatedChunk | None = None  # the operators of what stands by itself


def ink(
    piece: Piece, fragment: Fragment, first: int, profile: Profile, own: FontEncoding, *, decoration: bool
) -> DrawnPiece:
    """Draw a piece whose first stretch of marked content has the number `first` on its page.

    It belongs to `fragment`; `own` gives codes to letters that have none in every file. As decoration
    nothing is content.
    """
    elements = fragment.elements
    if fragment.alone:
        return _kept_alone(piece.marks, elements, first, profile, decoration) or by_itself(
            _drawn(piece.marks, elements, first, profile, own, decoration)
        )
    if fragment.whole_page and (decoration or piece.head or piece is fragment.before):
        # the head of a chart, and lines to write notes on
        kept = _kept_head(piece.marks, () if decoration else elements, first, profile, decoration)
    else:
        kept = None if fragment.own else _kept(piece, fragment, first, profile, decoration)
    return kept or _drawn(piece.marks, elements, first, profile, own, decoration)


def by_itself(drawn: DrawnPiece) -> DrawnPiece:
    """The same, deflated without what stands beside it, unless that would make it no smaller."""
    if drawn.deflated is not None or len(drawn.said) < WORTH_DEFLATING:
        return drawn
    return replace(drawn, said=b"", deflated=deflate(drawn.said))


@lru_cache(maxsize=3584)
def _kept_alone(
    marks: tuple[Mark, ...],
    elements: tuple[Element, ...],
    first: int,
    profile: Profile,
    decoration: bool,  # noqa: FBT001
) -> DrawnPiece | None:
    """A part of a card that looks the same in every file; None when it has letters of other alphabets.

    By its marks and not by its piece: the same dose and the same sign stand on many cards.
    """
    try:
        return by_itself(_drawn(marks, elements, first, profile, None, decoration))
    except OtherLettersError:
        return None


@lru_cache(maxsize=512)  # what comes back does so within some 300
def _kept(piece: Piece, fragment: Fragment, first: int, profile: Profile, decoration: bool) -> DrawnPiece | None:  # noqa: FBT001
    """A piece that looks the same in every file; None when it has letters of other alphabets."""
    try:
        return _drawn(piece.marks, fragment.elements, first, profile, None, decoration)
    except OtherLettersError:
        return None


@lru_cache(maxsize=128)
def _kept_head(
    marks: tuple[Mark, ...],
    elements: tuple[Element, ...],
    first: int,
    profile: Profile,
    decoration: bool,  # noqa: FBT001
) -> DrawnPiece | None:
    """What patients share of a page that is a chart: its title, how to tick, and the days of a week over it.

    By its marks, for the piece is one patient's.
    """
    try:
        return _drawn(marks, elements, first, profile, None, decoration)
    except OtherLettersError:
        return None


def marks_ink(marks: tuple[Mark, ...], profile: Profile, own: FontEncoding) -> DrawnPiece:
    """Marks of the page itself, which nobody is told of: its foot, and the line at its side."""
    return _kept_marks(marks, profile) or _drawn(marks, (), 0, profile, own, decoration=True)


@lru_cache(maxsize=4096)
def _kept_marks(marks: tuple[Mark, ...], profile: Profile) -> DrawnPiece | None:
    try:
        return _drawn(marks, (), 0, profile, None, decoration=True)
    except OtherLettersError:
        return None


def _drawn(
    marks: tuple[Mark, ...],
    elements: tuple[Element, ...],
    first: int,
    profile: Profile,
    own: FontEncoding | None,
    decoration: bool,  # noqa: FBT001
) -> DrawnPiece:
    pen = OperatorWriter(profile, elements, first, own, decoration=decoration)
    pen.paint(marks)
    raw = ("\n".join(pen.said) + "\n").encode("latin-1")
    return DrawnPiece(
        raw, own is None, tuple(pen.marked), tuple(sorted(pen.faces)), tuple(pen.stamps.items()), tuple(pen.images.items()),
        tuple(pen.figures),
    )  # fmt: skip
