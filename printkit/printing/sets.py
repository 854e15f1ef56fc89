"""A set: the booklet of one plan, and beside it the chart, lists and leaflets that the plan and its rules call for."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from printkit import pipeline
from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content.kinds import KINDS
from printkit.content.short_form import given_beside
from printkit.content.templates import Templates
from printkit.intake import unnamed
from printkit.model.options import Options
from printkit.outcomes.history import Sheets
from printkit.pdf.imposition import volume
from printkit.pdf.pages import sheets_of
from printkit.pipeline import LaidOut, Variant
from printkit.planning.safety import Cleared
from printkit.sheets import issued
from printkit.sheets.geometry import Sheet

T = TypeVar("T")


class Piece(Struct, Generic[T], frozen=True):
    """One file of a set: what it is called in the name of its file, its title as printed, and the print."""

    name: str
    title: str
    made: T


class SetInOne(Struct, frozen=True, kw_only=True):
    """A set in one file for a printer, with the titles of what is in it."""

    pdf: bytes
    pages: int
    cleared: Cleared
    titles: tuple[str, ...]
    sheets: tuple[Sheet, ...]  # the pages with boxes to tick, in the order of the titles
    charts: tuple[Sheets, ...]  # what `Diary.printed` notes of them


class _Wanted(Struct, frozen=True):
    kind: str
    name: str
    title: str
    names: Mapping[str, object] = {}


def pieces(
    make: Callable[[str, Options, Variant], T], catalog: Catalog, options: Options, cleared: Cleared
) -> tuple[Piece[T], ...]:
    """Every file of a set, each made with the titles of the others. Raises as `pipeline.laid_out` does."""
    wanted = tuple(_wanted(catalog.spoken(options.locale), options, cleared))
    found: list[Piece[T]] = []
    for each in wanted:
        others = tuple(other.title for other in wanted if other is not each)
        variant = Variant(names=each.names, given_with=others, no_charts=each.kind == "booklet")
        found.append(Piece(each.name, each.title, make(each.kind, options, variant)))
    return tuple(found)


def in_one(catalog: Catalog, templates: Templates, options: Options, cleared: Cleared) -> SetInOne:
    """All files of a set in one; each document begins on a right-hand page. Raises as `pipeline.laid_out` does."""

    def laid_out(kind: str, options: Options, variant: Variant) -> LaidOut:
        return pipeline.laid_out(KINDS[kind], catalog, templates, options, variant)

    found = pieces(laid_out, catalog, options, cleared)
    title = found[0].made.laid.document.title
    pdf, pages = volume(title, [("", each.made.laid) for each in found], separators=False)
    sheets = [sheets_of(each.made.laid) for each in found]
    charts = (issued.sheets_of(each.made.laid.document, options, of) for each, of in zip(found, sheets, strict=True))
    return SetInOne(
        pdf=pdf,
        pages=pages,
        cleared=found[0].made.cleared,
        titles=tuple(each.title for each in found),
        sheets=tuple(each for of in sheets for each in of),
        charts=tuple(each for each in charts if each is not None),
    )


def titles_beside(catalog: Catalog, options: Options, cleared: Cleared) -> tuple[str, ...]:
    """The titles of the lists and leaflets of a set, as they are printed."""
    wanted = _wanted(catalog.spoken(options.locale), options, cleared)
    return tuple(each.title for each in wanted if each.kind in ("checklist", "leaflet"))


def _wanted(catalog: Catalog, options: Options, cleared: Cleared) -> Iterator[_Wanted]:
    labels, voice = catalog.labels(options.locale), pipeline.speaker(catalog, options).stating
    yield _Wanted("booklet", "booklet", labels("kinds", "booklet"))
    yield _Wanted("chart", "chart", labels.plural("chart", "title", options.print.weeks))
    for page in given_beside(catalog, cleared):
        if page in catalog.names("checklists"):
            text, what = catalog.checklist(page).text, "checklist"
            names = unnamed.checklist_names(catalog, page, ())
            title = voice.say(in_language(text, options.language, page).title)
        else:
            names, what = unnamed.leaflet_names(catalog, page), "leaflet"
            title = voice.say(in_language(catalog.topic(page).text, options.language, page).title)
        yield _Wanted(what, f"{page}-{what}", title, names)
