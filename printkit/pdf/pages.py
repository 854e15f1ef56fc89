"""Laid-out pages to a finished PDF, with the sheets in it that are filled in by hand."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import Document
from printkit.layout import fonts
from printkit.layout.fit import lay_out
from printkit.layout.foot import anchor_marks, foot_marks, foot_of
from printkit.layout.fragment import (
    PageNumber,
    Piece,
    TextRun,
    TickBox,
)
from printkit.layout.pagination import Laid, Page
from printkit.layout.profiles import MM, STANDARD, Profile
from printkit.pdf.drawn_pieces import DrawnPiece, marks_ink
from printkit.pdf.images import Code
from printkit.pdf.writer import PdfWriter, Unit, units
from printkit.sheets import geometry

Beside = tuple[DrawnPiece, float, float]  # a drawn piece and its upper left corner, in points


class Printed(Struct, frozen=True):
    """A finished PDF, and the sheets in it that are filled in by hand."""

    data: bytes
    pages: int
    sheets: tuple[geometry.Sheet, ...]


def draw(laid: Laid) -> Printed:
    """A laid-out document as a finished PDF. The same document always gives the same bytes."""
    document = laid.document
    book = PdfWriter(document.title, document.subject, document.language, leftward=document.leftward)
    sheets = draw_onto(book, laid)
    attach_geometry(book, sheets)
    return Printed(book.finished(), len(laid.pages), tuple(sheets))


def render(document: Document, profile: Profile = STANDARD, *, one_page: bool = False) -> Printed:
    """Lay out and draw a document. The same document always gives the same bytes.

    With `one_page` the lines move closer together when they would need a second page; the letters never shrink. It
    may still need more than one page: look at `Printed.pages`. Raises PrintkitError when the typeface lacks a letter.
    """
    return draw(lay_out(document, profile, one_page=one_page))


def attach_geometry(book: PdfWriter, sheets: list[geometry.Sheet]) -> None:
    """Put the place of every box into the file, for whoever reads the sheets when they come back."""
    if sheets:
        packed = geometry.packed(tuple(sheets))
        book.attach("sheets.json", packed, "Where every box to tick lies, in millimetres")


def draw_onto(book: PdfWriter, laid: Laid) -> list[geometry.Sheet]:
    """The pages of one document in a book; returns the sheets to fill in."""
    page_of, going_on = page_of_headings(laid.pages), spread_fragments(laid.pages)
    sheets: list[geometry.Sheet] = []
    for number in range(1, len(laid.pages) + 1):
        sheets += draw_page(book, laid, number, page_of, going_on)
    book.end_part()
    return sheets


def draw_page(
    book: PdfWriter, laid: Laid, number: int, page_of: dict[str, int], going_on: set[tuple[int, ...]]
) -> list[geometry.Sheet]:
    """One page of a document in a book, with its bookmarks; returns the sheet to fill in, if it is one."""
    document, page = laid.document, laid.pages[number - 1]
    # one with nothing but lines comes back, too
    filled = _sheet(book.pages + 1, number, page, document) if page.template else None
    at = book.page(
        (page.width * MM, page.height * MM), placed_units(laid, number, page_of), laid.profile, going_on=going_on,
        fillable=document.fillable, beside=beside_page(book, laid, number),
        codes=_corner_codes(filled) if filled else (),
    )  # fmt: skip
    for heading, level in page.headings:
        book.heading(heading, level, at)
    return [filled] if filled else []


def sheets_of(laid: Laid) -> tuple[geometry.Sheet, ...]:
    """The sheets to fill in of a document that is not drawn, each with its place in it."""
    return tuple(
        _sheet(number, number, page, laid.document) for number, page in enumerate(laid.pages, 1) if page.template
    )


def page_of_headings(pages: list[Page]) -> dict[str, int]:
    """The page of each heading."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for heading, _ in page.headings:
            found.setdefault(heading, number)
    return found


def placed_units(
    laid: Laid, number: int, page_of: dict[str, int], right: float = 0.0, down: float = 0.0
) -> Iterator[Unit]:
    """What is drawn on a page, moved by so many points."""
    for place in laid.pages[number - 1].placed:
        x, y = place.x + right, place.y + down
        whole = Unit((place.fragment,), laid.fragments[place.fragment], place.piece, x, y, place.decoration, number)
        for unit in units(whole):
            yield replace(unit, piece=_numbered(unit.piece, page_of)) if unit.fragment.numbered else unit


def beside_page(book: PdfWriter, laid: Laid, number: int, right: float = 0.0, down: float = 0.0) -> Iterator[Beside]:
    """What stands on every page, with its corner: the foot, and the line at the side that a reader may miss."""
    document, profile, page = laid.document, laid.profile, laid.pages[number - 1]
    said = foot_of(document, number, len(laid.pages))
    foot = foot_marks(said, (page.width, page.height), profile, coded=bool(page.template))
    yield marks_ink(foot, profile, book.letters), right, down + page.height * MM
    if profile.anchor:
        yield marks_ink(anchor_marks(page, profile, document.start_here), profile, book.letters), right, down


def spread_fragments(pages: list[Page]) -> set[tuple[int, ...]]:
    """The places of the fragments that have pieces on several pages."""
    first: dict[int, int] = {}
    found: set[tuple[int, ...]] = set()
    for number, page in enumerate(pages):
        for place in page.placed:
            if not place.decoration and first.setdefault(place.fragment, number) != number:
                found.add((place.fragment,))
    return found


def _numbered(piece: Piece, page_of: dict[str, int]) -> Piece:
    """A piece with the numbers of pages put in."""
    asked = [mark.heading for mark in piece.marks if isinstance(mark, PageNumber)]
    return _with_numbers(piece, tuple([page_of.get(heading, 0) for heading in asked]))


def _with_numbers(piece: Piece, numbers: tuple[int, ...]) -> Piece:
    said = iter(numbers)
    return replace(piece, marks=tuple(_number(m, next(said)) if isinstance(m, PageNumber) else m for m in piece.marks))


def _number(mark: PageNumber, number: int) -> TextRun:
    text = str(number or "")
    wide = fonts.width(text, mark.style.bold, mark.style.size)
    return TextRun(mark.x if mark.begins else mark.x - wide, mark.y, text, mark.style, mark.element, after=" ")


def _boxes(piece: Piece, x: float, y: float) -> list[tuple[str, float, float, float]]:
    """The boxes to tick of a placed piece: name, x, y and side in millimetres."""
    found = [
        (mark.name, _in_mm(x + mark.x), _in_mm(y + mark.y), _in_mm(mark.size))
        for mark in piece.marks
        if type(mark) is TickBox  # isinstance takes 4 times as long for another mark
    ]
    for part in piece.parts:
        found += _boxes(part.piece, x, y + part.y)
    return found


@lru_cache(maxsize=8192)
def _in_mm(points: float) -> float:
    return round(points / MM, 2)


def _sheet(at: int, number: int, page: Page, document: Document) -> geometry.Sheet:
    boxes = tuple(box for place in page.placed for box in _boxes(place.piece, place.x, place.y))
    return geometry.Sheet(
        page=at, number=number, template=page.template, plan_token=document.plan_token, width=page.width,
        height=page.height, boxes=boxes, layout_hash=geometry.layout_hash(page.template, page.width, page.height, boxes),
        region=document.region,
    )  # fmt: skip


def _corner_codes(filled: geometry.Sheet) -> Iterator[Code]:
    """The 4 codes that tell a reader of scans which sheet this is and how it lies."""
    side = geometry.CODE * MM
    for letter, x, y in geometry.corners(filled.width, filled.height):
        yield Code(filled.code(letter), x * MM, (filled.height - y) * MM - side, side)
