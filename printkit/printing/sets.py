"""A set: the booklet of one plan, and beside it the chart, lists and leaflets that the plan and its rules call for."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from printkit import pipeline
from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content.short_form import given_beside
from printkit.intake import unnamed
from printkit.model.options import Options
from printkit.pipeline import Variant
from printkit.planning.safety import Cleared

T = TypeVar("T")


class Piece(Struct, Generic[T], frozen=True):
    """One file of a set: what it is called in the name of its file, its title as printed, and the print."""

    name: str
    title: str
    made: T


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
