"""Fragments onto pages: where each piece lands. Knows no PDF."""

from msgspec import Struct

from printkit.document import Block, Contents, DayChart, Document, Group, Heading, Together
from printkit.document import text_of as plain_words
from printkit.layout import blocks
from printkit.layout.fragment import (
    Fragment,
    Piece,
    Space,
)
from printkit.layout.profiles import MM, Profile
from printkit.sheets import geometry


class Placed(Struct, frozen=True):
    """A piece on a page. `fragment` is an index; a running header is drawn as decoration."""

    fragment: int
    piece: Piece
    x: float
    y: float
    decoration: bool = False


class Page(Struct):
    """One page while it fills up; sizes in mm."""

    width: float
    height: float
    placed: list[Placed] = []
    headings: list[tuple[str, int]] = []
    template: str = ""


def lay_out_document(document: Document, profile: Profile) -> tuple[list[Fragment], list[Page]]:
    """Every block as a fragment, and every fragment on its page or pages."""
    paper = geometry.PAGE_SIZES[document.paper]
    room = Space(
        (paper[0] - profile.left_margin - profile.right_margin) * MM,
        (paper[1] - profile.top_margin - profile.bottom_margin) * MM,
    )
    # the first is the title of the whole; a chart's second sheet has the name of its first
    chapters = tuple(dict.fromkeys(_chapters(document.blocks)[1:]))
    fragments = [
        blocks.contents(block.title, chapters, room, profile)
        if isinstance(block, Contents)
        else blocks.lay_out(block, room, profile)
        for block in _flat(document.blocks)
    ]
    return fragments, _paginate(fragments, document.paper, room, profile)


def _flat(blocks_: tuple[Block, ...]) -> list[Block]:
    """Groups opened up, so that page breaks and contents inside them are seen."""
    found: list[Block] = []
    for block in blocks_:
        found += _flat(block.children) if isinstance(block, Group) else [block]
    return found


def _chapters(blocks_: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in _flat(blocks_):
        match block:
            case Heading(level=1):
                found.append(plain_words(block.children))
            case Together():
                found += _chapters(block.children)
            case DayChart(title=title):
                found.append(title)
            case _:
                pass
    return found


def _paginate(fragments: list[Fragment], paper: str, room: Space, profile: Profile) -> list[Page]:
    wide, high = geometry.PAGE_SIZES[paper]
    pages: list[Page] = []
    y = 0.0
    gap = 0.0
    fresh = True  # nothing stands on the page yet

    def turn() -> Page:
        nonlocal y, gap, fresh
        y, gap, fresh = 0.0, 0.0, True
        pages.append(Page(wide, high))
        return pages[-1]

    for index, fragment in enumerate(fragments):
        if fragment.turned:
            edge = geometry.landscape(paper)
            page = Page(*edge, template=fragment.corner)
            page.placed.append(Placed(index, fragment.pieces[0], 0, 0))
            page.headings += fragment.pieces[0].headings
            if pages and not pages[-1].placed:
                pages[-1] = page
            else:
                pages.append(page)
            fresh = False
            y = room.height + 1  # nothing follows on a chart's page
            continue
        if fragment.break_before:
            if pages and pages[-1].placed:
                turn()
            continue
        if fragment.own_page and pages and not fresh:
            turn()
        for number, piece in enumerate(fragment.pieces):
            space = 0.0 if fresh else max(gap, piece.above)
            if not pages or (not fresh and y + space + _kept(fragments, index, number) > room.height + 0.01):
                turn()
                space = 0.0
                if number and fragment.running is not None:
                    place = Placed(
                        index, fragment.running, profile.left_margin * MM, profile.top_margin * MM, decoration=True
                    )
                    pages[-1].placed.append(place)
                    y, fresh = fragment.running.height, False
            page = pages[-1]
            y += space
            page.placed.append(Placed(index, piece, profile.left_margin * MM, profile.top_margin * MM + y))
            page.headings += piece.headings
            if fragment.corner:
                page.template = fragment.corner
            y += piece.height
            gap, fresh = piece.below, False
    return [page for page in pages if page.placed]


def _kept(fragments: list[Fragment], index: int, number: int) -> float:
    """The height of a piece with all that must stay on the page with it."""
    total = 0.0
    gap = 0.0
    first = True
    for fragment in fragments[index:]:
        if fragment.turned or fragment.break_before:
            break
        for piece in fragment.pieces[number:]:
            total += piece.height + (0.0 if first else max(gap, piece.above))
            first, gap = False, piece.below
            if not piece.keep_next:
                return total
        number = 0
    return total


# --- drawing


class Laid(Struct):
    """A document on its pages, ready to be drawn."""

    document: Document
    profile: Profile
    fragments: list[Fragment]
    pages: list[Page]
