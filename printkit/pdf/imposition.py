"""Several documents in one file for a printer: volumes, and pages in the order for folding."""

from collections.abc import Iterable, Iterator

from printkit.document import Text
from printkit.layout.fragment import (
    Element,
    Fragment,
    Piece,
)
from printkit.layout.lines import line_marks, set_lines
from printkit.layout.pagination import Laid
from printkit.layout.profiles import MM
from printkit.pdf.pages import (
    Beside,
    attach_geometry,
    beside_page,
    draw_onto,
    page_of_headings,
    placed_units,
    spread_fragments,
)
from printkit.pdf.writer import PdfWriter, Unit
from printkit.sheets import geometry


def volume(
    title: str, parts: Iterable[tuple[str, Laid]], *, separators: bool = True, one_sided: bool = False
) -> tuple[bytes, int]:
    """Several documents in one file for a printer, and how many pages it has.

    Before each that has a label stands a separator with it, if these are wanted. The file is for both sides of the paper, and each
    document begins on a right-hand page; or it is for one side, and has no empty pages. A viewer that can is told which,
    because on the wrong sides 2 patients would share a sheet. Numbers of pages, boxes, codes and tags are those of the
    document; each is a Part of the whole. Raises ValueError when there is nothing to draw.
    """
    book: PdfWriter | None = None
    sheets: list[geometry.Sheet] = []
    for label, laid in parts:
        if book is None:
            sides = "Simplex" if one_sided else "DuplexFlipLongEdge"
            document = laid.document
            book = PdfWriter(
                title, document.subject, document.language, shared=True, sides=sides, leftward=document.leftward
            )
        book.begin_part()
        if separators and label:  # the files of one set have one between them and the next
            _separator(book, label, laid)
            if not one_sided:
                _blank(book, laid)
        sheets += draw_onto(book, laid)
        if book.pages % 2 and not one_sided:
            _blank(book, laid)
        del laid  # before the next one is made
    if book is None:
        raise ValueError("a volume needs a document")
    attach_geometry(book, sheets)
    return book.finished(), book.pages


def _separator(book: PdfWriter, label: str, laid: Laid) -> None:
    """A page that says whose pages follow, for whoever sorts the stack."""
    wide, high = geometry.PAGE_SIZES[laid.document.paper]
    style = laid.profile.headings[0]
    marks, tall = line_marks(set_lines((Text(label),), (wide - 60) * MM, style), 0, 0, style, 0)
    piece = Piece(tall, tuple(marks))
    unit = Unit((), Fragment((Element("P"),), (piece,)), piece, 30 * MM, high / 3 * MM)
    book.page((wide * MM, high * MM), [unit], laid.profile, going_on=set(), fillable=False)


def _blank(book: PdfWriter, laid: Laid) -> None:
    """An empty page, so that what follows begins on a right-hand one."""
    wide, high = geometry.PAGE_SIZES[laid.document.paper]
    book.page((wide * MM, high * MM), [], laid.profile, going_on=set(), fillable=False)


def folded(laid: Laid, paper: str) -> tuple[bytes, int]:
    """Pages in the order for folding: 2 beside each other on both sides of a sheet of `paper`, and how many sheets.

    The pages are A5; on letter each loses 4 mm of its empty margins at the left and the right. Print it on both sides, flip on
    the short edge, fold the stack and staple its back. Codes for scanners are left out: the pages are not sheets.
    """
    document = laid.document
    book = PdfWriter(document.title, document.subject, document.language)
    high, wide = geometry.PAGE_SIZES[paper]
    page_wide, page_high = geometry.PAGE_SIZES[document.paper]
    edges = [(half + (wide / 2 - page_wide) / 2) * MM for half in (0.0, wide / 2)]
    down = (high - page_high) / 2 * MM
    page_of, going_on = page_of_headings(laid.pages), spread_fragments(laid.pages)
    found: list[tuple[int, int]] = []
    sides = list(_to_fold(len(laid.pages)))
    for side in sides:
        placed: list[Unit] = []
        beside: list[Beside] = []
        for number, right in zip(side[::-1] if document.leftward else side, edges, strict=True):
            if number:
                placed += placed_units(laid, number, page_of, right, down)
                beside += beside_page(book, laid, number, right, down)
        size = (wide * MM, high * MM)
        at = book.page(size, placed, laid.profile, going_on=going_on, fillable=False, beside=beside)
        found += [(number, at) for number in side if number]
    for number, at in sorted(found):
        for heading, level in laid.pages[number - 1].headings:
            book.heading(heading, level, at)
    book.end_part()
    return book.finished(), len(sides) // 2


def _to_fold(count: int) -> Iterator[tuple[int, int]]:
    """The pages at the left and the right of each side of each sheet, from the outermost; 0 for an empty one."""
    total = -(-count // 4) * 4

    def there(number: int) -> int:
        return number if number <= count else 0

    for outer in range(1, total // 2, 2):
        yield there(total + 1 - outer), there(outer)
        yield there(outer + 1), there(total - outer)
