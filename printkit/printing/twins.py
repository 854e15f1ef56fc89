"""A document in 2 languages on pages that face each other: composed twice, broken at the same blocks.

Both go the whole street of `pipeline`, so each is as safe and as whole as a print by itself.
"""

from msgspec.structs import replace

from printkit.catalog import locale_forms
from printkit.catalog.labels import Labels
from printkit.catalog.store import Catalog
from printkit.content.kinds import Kind
from printkit.content.templates import Templates
from printkit.document import Block, Document, Heading, Paragraph, Text
from printkit.errors import OptionsError, PrintkitError
from printkit.layout import twins as facing
from printkit.layout.fit import lay_out
from printkit.layout.pagination import Laid, count_pages
from printkit.layout.profiles import Profile
from printkit.model.options import Options
from printkit.pipeline import (
    Made,
    Variant,
    composed,
    drawn_facing,
    how_shorter,
    long_exercises,
    look_of,
    without_charts,
)

KINDS = frozenset({"booklet", "fridge", "handout", "checklist", "leaflet"})


def make(kind: Kind, catalog: Catalog, templates: Templates, options: Options, other: str, variant: Variant) -> Made:
    """A document in its own language and in another one. Raises as `pipeline.laid_out` does.

    A chart is left to a file of its own, for a day is ticked on one sheet; other boxes stand on the page of the first
    language alone. Raises OptionsError where both are the same language, or where the kind has no such pages.
    """
    if kind.name not in KINDS:
        raise OptionsError(
            f"the {kind.name} has no pages in 2 languages", hint=f"these have: {', '.join(sorted(KINDS))}"
        )
    if other.partition("-")[0] == options.language:
        raise OptionsError(f"both languages are {options.language!r}", hint="give two, such as es+en")
    locales = (options.locale, other)
    asked = [_in(options, locale) for locale in locales]
    made = [composed(kind, catalog, templates, each, variant) for each in asked]
    long = [long_exercises(catalog, templates, each, found) for each, (_, found) in zip(asked, made, strict=True)]
    if long[0] != long[1]:  # what one has no room for is left out of both
        variant = replace(variant, long_elsewhere=long[0] | long[1])
        made = [composed(kind, catalog, templates, each, variant) for each in asked]
    (first, cleared), (second, _) = made
    one, two = (replace(each, blocks=tuple(without_charts(each.blocks))) for each in (first, second))
    profile = look_of(kind, cleared, first if first.translated else second)
    pair = (one, replace(two, fillable=False))
    laid, needs = _laid_out(kind, pair, profile)
    if kind.one_page and needs > profile.most_pages:
        most = f"{needs} pages in one of its languages and must fit on {profile.most_pages}"
        raise PrintkitError(f"the {kind.name} needs {most}", hint=how_shorter(cleared.options))
    labels = [catalog.spoken(locale).labels(locale) for locale in locales]
    names = [[_name_of(catalog, each, locale) for each in locales] for locale in locales]
    if facing.has_boxes(laid[0]):
        laid[1].document = _ticked_there(pair[1], labels[1]("twin", "tick-there", language=names[1][0]))
    opening = lay_out(_opening(pair, labels, names), profile) if needs > 1 else None
    return drawn_facing(laid, opening, cleared)


def _in(options: Options, locale: str) -> Options:
    return replace(options, print=replace(options.print, language=locale))


def _laid_out(kind: Kind, pair: tuple[Document, Document], profile: Profile) -> tuple[tuple[Laid, Laid], int]:
    """Both on their pages, and how many these are in one language."""
    laid = facing.lay_out(pair, profile, one_page=kind.one_page or kind.one_page_if_it_fits)
    if kind.one_page_if_it_fits and count_pages(laid[0].pages) > profile.most_pages:
        laid = facing.lay_out(pair, profile)
    return laid, count_pages(laid[0].pages)


def _name_of(catalog: Catalog, locale: str, said_in: str) -> str:
    """A language by its name in another one, else by that of its file."""
    speaker, translation = catalog.translation(said_in), catalog.translation(locale)
    found = locale_forms.language_name(locale, speaker.about.locale if speaker else said_in)
    return found or (translation.about.name if translation else locale)


def _ticked_there(document: Document, words: str) -> Document:
    """Who ticks on paper is told on the other page, at its foot."""
    return replace(document, translated=" ".join(each for each in (document.translated, words) if each))


def _opening(pair: tuple[Document, Document], labels: list[Labels], names: list[list[str]]) -> Document:
    """The first page, a right-hand one: how the others are read, in both languages."""
    blocks: list[Block] = []
    for document, own, (one, other) in zip(pair, labels, names, strict=True):
        language = "" if document is pair[0] else document.language
        blocks.append(Heading(1, (Text(document.title, language),)))
        blocks.append(Paragraph((Text(own("twin", "how", one=one, other=other), language),)))
    return replace(pair[0], blocks=tuple(blocks), page_of="", imprint="", fillable=False, last="")
