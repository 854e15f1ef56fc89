"""A document on its pages, with lines as loose as the paper allows."""

from collections.abc import Iterator
from functools import partial

from printkit.document import Document, texts, words_of
from printkit.layout import fonts, pagination
from printkit.layout.pagination import Laid
from printkit.layout.profiles import STANDARD, Profile


def words_of_all(document: Document) -> Iterator[str]:
    """Every word that stands on its pages."""
    yield from map(words_of, document.blocks)
    for name in document.__struct_fields__:
        if name != "blocks":
            yield from texts(getattr(document, name))


def lay_out(document: Document, profile: Profile = STANDARD, *, one_page: bool = False) -> Laid:
    """A document on its pages, not yet drawn; see `render`."""
    fonts.require_glyphs(words_of_all(document))
    if document.leftward:
        profile = profile.turned()
    if one_page:
        profile = _on_few_pages(document, profile)
    laid = Laid(document, profile, *pagination.lay_out_document(document, profile))
    if not document.leftward:
        return laid
    from printkit.layout.mirror import mirrored

    return mirrored(laid)


def _on_few_pages(document: Document, profile: Profile) -> Profile:
    """As loose as fits one page; where the look allows a second page and one is too small, as loose as fits two."""
    closest = profile
    for most in range(1, profile.most_pages + 1):
        closest = profile.loosest(partial(_fits, document, most))
        if _fits(document, most, closest):
            break
    return closest


def _fits(document: Document, most: int, attempt: Profile) -> bool:
    return pagination.count_pages(pagination.lay_out_document(document, attempt)[1]) <= most
