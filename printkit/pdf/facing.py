"""Two languages in one file: a page of the first at the left, and what it says in the second at the right."""

from msgspec.structs import replace

from printkit.layout.pagination import Laid
from printkit.pdf.pages import Printed, attach_geometry, draw_page, page_of_headings, spread_fragments
from printkit.pdf.writer import PdfWriter


def facing(pair: tuple[Laid, Laid], opening: Laid | None = None) -> Printed:
    """Pages in pairs, each language a Part with its own /Lang, so that it is heard from its first page to its last.

    `opening` is a page that stands before them, so that in a file printed on both sides each pair faces each other: a
    viewer that can shows them so. Boxes, codes and bookmarks are those of the first language. Raises ValueError where one
    has more pages than the other.
    """
    document = pair[0].document
    shown, sides = ("TwoPageRight", "DuplexFlipLongEdge") if opening else ("TwoPageLeft", "")
    book = PdfWriter(document.title, document.subject, document.language, sides=sides, shown=shown)
    parts = [book.new_part(laid.document.language) for laid in (opening, *pair) if laid is not None]
    book.turn_to(parts[0])
    sheets = draw_page(book, opening, 1, {}, spread_fragments(opening.pages)) if opening is not None else []
    known = [(page_of_headings(laid.pages), spread_fragments(laid.pages)) for laid in pair]
    second = _without_headings(pair[1])
    for number, _ in enumerate(zip(pair[0].pages, pair[1].pages, strict=True), 1):
        for laid, part, (page_of, going_on) in zip((pair[0], second), parts[-2:], known, strict=True):
            book.turn_to(part)
            sheets += draw_page(book, laid, number, page_of, going_on)
    for part in parts:
        book.turn_to(part)
        book.end_part()
    attach_geometry(book, sheets)
    return Printed(book.finished(), book.pages, tuple(sheets))


def _without_headings(laid: Laid) -> Laid:
    """The same pages without bookmarks."""
    return replace(laid, pages=[replace(page, headings=[]) for page in laid.pages])
