"""Document -> PDF bytes. With figures the only home of ReportLab."""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from msgspec import Struct

from printkit.document import Block, Document, Group, Paragraph, Together, plain
from printkit.figures.scene import Drawing
from printkit.layout import fonts, pagination
from printkit.layout.pagination import Laid
from printkit.layout.profiles import STANDARD, Profile
from printkit.sheets.geometry import Sheet


class Printed(Struct, frozen=True):
    """A finished PDF, and the sheets in it that are filled in by hand."""

    data: bytes
    pages: int
    sheets: tuple[Sheet, ...]


def render(document: Document, profile: Profile = STANDARD, *, one_page: bool = False) -> Printed:
    """Lay out and draw a document. The same document always gives the same bytes.

    With `one_page` the lines move closer together when they would need a second page; the letters never shrink. It
    may still need more than one page: look at `Printed.pages`. Raises PrintkitError when the typeface lacks a letter.
    """
    return draw(lay_out(document, profile, one_page=one_page))


def _words_of(document: Document) -> Iterator[str]:
    yield from map(words_of, document.blocks)
    for name in document.__struct_fields__:
        if name != "blocks":
            yield from said(getattr(document, name))


def draw(laid: Laid) -> Printed:
    """A laid-out document as a finished PDF."""
    data, sheets = pagination.draw(laid)
    return Printed(data, len(laid.pages), sheets)


def lay_out(document: Document, profile: Profile = STANDARD, *, one_page: bool = False) -> Laid:
    """A document on its pages, not yet drawn; see `render`."""
    fonts.require_glyphs(_words_of(document))
    if one_page:
        profile = _on_few_pages(document, profile.without_codes())
    return Laid(document, profile, *pagination.lay_out_document(document, profile))


def folded(laid: Laid, paper: str) -> tuple[bytes, int]:
    """A laid-out A5 document for folding, on sheets of `paper`, and how many sheets; see `page.draw_folded`."""
    return pagination.draw_folded(laid, paper)


def volume(title: str, parts: Iterable[tuple[str, Laid]]) -> tuple[bytes, int]:
    """Several documents in one file for a printer that prints on both sides, and the number of its pages."""
    return pagination.draw_volume(title, parts)


def _on_few_pages(document: Document, profile: Profile) -> Profile:
    """As loose as fits one page; where the look allows a second page and one is too small, as loose as fits two."""
    closest = profile
    for most in range(1, profile.most_pages + 1):
        closest = profile.loosest(partial(_fits, document, most))
        if _fits(document, most, closest):
            break
    return closest


def _fits(document: Document, most: int, attempt: Profile) -> bool:
    return len(pagination.lay_out_document(document, attempt)[1]) <= most


@lru_cache(maxsize=8192)
def words_of(block: Block) -> str:
    """Every word of a block, a text a line."""
    if isinstance(block, Together | Group):  # most of what is in them comes back in other documents
        return "\n".join(map(words_of, block.children))
    return "\n".join(said(block))


def said(node: object) -> Iterator[str]:
    """Every word of a document, in reading order."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Paragraph):  # whole, however much of it is bold
        yield plain(node.children)
    elif isinstance(node, tuple):
        for child in node:
            yield from said(child)
    elif isinstance(node, Drawing):
        return
    elif isinstance(node, Struct):
        for name in node.__struct_fields__:
            yield from said(getattr(node, name))
