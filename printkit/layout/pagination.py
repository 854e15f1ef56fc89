"""Fragments onto pages: where each piece lands. Knows no PDF."""

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import (
    Block,
    Contents,
    DayChart,
    Document,
    Group,
    Heading,
    NumberChart,
    PageBreak,
    Pair,
    SheetTitle,
    Together,
    walk,
)
from printkit.document import text_of as plain_words
from printkit.layout import blocks, headings
from printkit.layout.fragment import (
    Element,
    Fragment,
    Piece,
    Space,
)
from printkit.layout.profiles import MM, Profile
from printkit.layout.sheet_head import notes_page
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
    template: str = ""  # the letter of a sheet that comes back
    edge_to_edge: bool = False


def count_pages(pages: list[Page]) -> int:
    """How many pages there are besides charts, each of which is a sheet of its own."""
    return sum(not page.edge_to_edge for page in pages)


def lay_out_document(document: Document, profile: Profile) -> tuple[list[Fragment], list[Page]]:
    """Every block as a fragment, and every fragment on its page or pages."""
    # the first is the title of the whole; a chart's second sheet has the name of its first
    chapters = tuple(dict.fromkeys(chapters_of(document.blocks)[1:]))
    fragments: list[Fragment] = []
    coded = False
    for block in flat(document.blocks):
        coded = isinstance(block, SheetTitle) or (coded and not isinstance(block, PageBreak | DayChart | NumberChart))
        space = room(document.paper, profile, coded=coded)
        fragments.append(
            headings.contents(block.title, chapters, space, profile)
            if isinstance(block, Contents)
            else blocks.lay_out(block, space, profile)
        )
    pages = paginate(fragments, document.paper, profile)
    if _with_whole_pages(flat(document.blocks), fragments, pages, document.paper, profile):
        pages = paginate(fragments, document.paper, profile)
    pages = _with_facing_pages(document, fragments, pages, profile)
    if document.last and len(pages) % 2:
        piece = notes_page(document.last, document.paper, profile, 0)
        fragments.append(Fragment((Element("P"),), (piece,)))
        pages.append(Page(*geometry.PAGE_SIZES[document.paper], placed=[Placed(len(fragments) - 1, piece, 0, 0)]))
    return fragments, pages


def _with_whole_pages(
    blocks_: list[Block], fragments: list[Fragment], pages: list[Page], paper: str, profile: Profile
) -> bool:
    """Give what would share a page, and has found nothing to share it with, the whole of it. Whether anything changed."""
    space = room(paper, profile, coded=False)
    changed = False
    for page in pages:
        alone = page.placed[0] if len(page.placed) == 1 and not page.template else None
        block = blocks_[alone.fragment] if alone else None
        if (
            alone
            and isinstance(block, Together)
            and block.share > 1
            and alone.piece.height <= space.height / block.share
        ):
            whole = blocks.lay_out(replace(block, smaller=()), space, profile)
            if len(whole.pieces) == 1:
                fragments[alone.fragment], changed = whole, True
    return changed


def _with_facing_pages(
    document: Document, fragments: list[Fragment], pages: list[Page], profile: Profile
) -> list[Page]:
    """Pictures and the steps that a page break divides from them, on two pages that face each other.

    For that, the same kind of block before it takes two pages as well, where it has been short enough for one; else a
    page for notes comes between.
    """
    blocks_ = flat(document.blocks)
    while document.last and (found := _turned_over(blocks_, fragments, pages)):
        index, before = found
        block = blocks_[before] if before >= 0 else None
        if isinstance(block, Together) and PageBreak() in block.children and len(fragments[before].pieces) == 1:
            space = room(document.paper, profile, coded=False)
            fragments[before] = blocks.over_pages(block.children, space, profile)
        else:
            piece = notes_page(document.last, document.paper, profile, 0, f"notes-{index}")
            fragments.insert(index, Fragment((Element("P"),), (piece,), whole_page=True))
            blocks_.insert(index, PageBreak())
        pages = paginate(fragments, document.paper, profile)
    return pages


def _turned_over(blocks_: list[Block], fragments: list[Fragment], pages: list[Page]) -> tuple[int, int] | None:
    """The first pictures whose steps are on the back of their sheet, and what ends before them, as places in the list."""
    seen = -1
    for number, page in enumerate(pages, 1):
        for place in page.placed:
            here = place.fragment
            turns = here != seen and number % 2 and any(piece.turn for piece in fragments[here].pieces)
            if turns and place.piece is fragments[here].pieces[0] and _is_pictured(blocks_, here):
                return here, seen
            seen = here
    return None


def _is_pictured(blocks_: list[Block], here: int) -> bool:
    return here < len(blocks_) and any(isinstance(each, Pair) for each in walk((blocks_[here],)))


def room(paper: str, profile: Profile, *, coded: bool) -> Space:
    """The space for text on a page, or between the corner codes of one that comes back."""
    wide, high = geometry.PAGE_SIZES[paper]
    margins = 2 * profile.sheet_margin if coded else profile.top_margin + profile.bottom_margin
    return Space((wide - profile.left_margin - profile.right_margin) * MM, (high - margins) * MM)


def flat(blocks_: tuple[Block, ...]) -> list[Block]:
    """Groups opened up, so that page breaks and contents inside them are seen."""
    found: list[Block] = []
    for block in blocks_:
        found += flat(block.children) if isinstance(block, Group) else [block]
    return found


def chapters_of(blocks_: tuple[Block, ...]) -> list[str]:
    """The title of each chapter and sheet, in their order."""
    found: list[str] = []
    for block in blocks_:
        match block:
            case Heading(level=1):
                found.append(plain_words(block.children))
            case Together() | Group():
                found += chapters_of(block.children)
            case DayChart(title=title) | SheetTitle(title=title):
                found.append(title)
            case _:
                pass
    return found


def paginate(fragments: list[Fragment], paper: str, profile: Profile) -> list[Page]:
    """Fragments on pages, one after the other."""
    wide, high = geometry.PAGE_SIZES[paper]
    plain, coded = (room(paper, profile, coded=each).height for each in (False, True))
    pages: list[Page] = []
    y = 0.0
    gap = 0.0
    fresh = True  # nothing stands on the page yet
    behind: Placed | None = None  # for the back of a chart, before anything else
    sheet = -1  # the fragment with the title of the pages that come back, while they go on

    def turn() -> None:
        nonlocal y, gap, fresh, behind
        if behind and len(pages) % 2:  # whoever takes a chart out takes nothing else with it
            pages.append(Page(wide, high, placed=[behind]))
        behind = None
        y, gap, fresh = 0.0, 0.0, True
        pages.append(Page(wide, high))
        if sheet >= 0:
            title = fragments[sheet].title
            assert title is not None
            pages[-1].template = fragments[sheet].corner
            again = any(place.piece is title for page in pages for place in page.placed)  # heard once
            pages[-1].placed.append(Placed(sheet, title, 0, 0, decoration=again))

    def used() -> bool:
        return bool(pages) and (not fresh or bool(pages[-1].placed))

    for index, fragment in enumerate(fragments):
        if fragment.title is not None:
            if pages and fresh:  # nothing stands on it, or only the title of a sheet without anything
                pages.pop()
            sheet = index
            turn()
            pages[-1].headings += fragment.title.headings
            continue
        if fragment.whole_page:
            if pages and not pages[-1].placed:
                pages.pop()
            if fragment.before is not None and len(pages) % 2:
                pages.append(Page(wide, high, placed=[Placed(index, fragment.before, 0, 0)]))
            sheet = -1
            for piece in fragment.pieces:
                page = Page(wide, high, template=fragment.corner, edge_to_edge=True)
                if piece.again is not None:
                    page.placed.append(Placed(index, piece.again, 0, 0, decoration=True))
                page.placed.append(Placed(index, piece, 0, 0))
                page.headings += piece.headings
                pages.append(page)
            behind = Placed(index, fragment.behind, 0, 0) if fragment.behind is not None else None
            fresh = False
            y = (high + 1) * MM  # nothing follows on a chart's page
            continue
        if fragment.break_before:
            sheet = -1
            if used():
                turn()
            continue
        if fragment.own_page and pages and not fresh:
            turn()
        for number, piece in enumerate(fragment.pieces):
            space = 0.0 if fresh else max(gap, piece.above)
            height = coded if sheet >= 0 else plain
            if 0 < fragment.at_least <= number and y + space + piece.height > height + 0.01:
                kept = fragment.elements[: fragment.elements_by[number - 1]]
                fragments[index] = replace(fragment, pieces=fragment.pieces[:number], elements=kept)
                break
            full = y + space + _kept(fragments, index, number) > height + 0.01
            if not pages or (not fresh and (full or piece.turn)):
                turn()
                space = 0.0
                if (over := fragment.over(number)) is not None:
                    top = profile.sheet_margin if sheet >= 0 else profile.top_margin
                    pages[-1].placed.append(Placed(index, over, profile.left_margin * MM, top * MM, decoration=True))
                    y, fresh = over.height, False
            page = pages[-1]
            y += space
            top = profile.sheet_margin if sheet >= 0 else profile.top_margin
            page.placed.append(Placed(index, piece, profile.left_margin * MM, top * MM + y))
            page.headings += piece.headings
            y += piece.height
            gap, fresh = piece.below, False
    return [page for page in pages if page.placed]


def _kept(fragments: list[Fragment], index: int, number: int) -> float:
    """The height of a piece with all that must stay on the page with it."""
    total = 0.0
    gap = 0.0
    first = True
    for fragment in fragments[index:]:
        if fragment.whole_page or fragment.break_before or fragment.title is not None:
            break
        for piece in fragment.pieces[number:]:
            if piece.turn and not first:
                return total
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
