"""What a short booklet holds, and what the rules ask to give beside it."""

from printkit.catalog.store import Catalog
from printkit.content import skin
from printkit.model.vocabulary import BookletSize
from printkit.planning.safety import Cleared

# topics on its own pages
IN_SHORT = ("red-flags", "stop-rules", "after-a-fall", "after-a-fall-later", "safe-start", "off-day")
IN_SHORT_CHAPTERS = ("summary", "about")


def given_beside(catalog: Catalog, cleared: Cleared) -> tuple[str, ...]:
    """Of the pages that the rules call for those that are no part of the booklet: files of their own beside it."""
    wanted, topics = cleared.options.print, catalog.names("topics")
    inside = {*IN_SHORT, *wanted.add, *wanted.leave_out, *(topics if wanted.size is BookletSize.FULL else ())}
    inside |= {page for page in cleared.pages if page in topics and catalog.topic(page).chapter in IN_SHORT_CHAPTERS}
    inside |= {each.topic for each in cleared.withheld}
    inside |= {skin.LIST}  # its sheet is in the booklet
    return tuple(page for page in cleared.pages if page not in inside)
