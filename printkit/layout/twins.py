"""Two languages on facing pages: the same blocks on the same page, row for row at the same height.

Each fragment of one language is given the heights of the other where those are greater, so that both are broken into
pages at the same places and a row lies where its twin lies. What only one of them would get on a page goes over for both.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import (
    Band,
    Block,
    Bullets,
    Callout,
    Columns,
    Contents,
    Document,
    Group,
    PageBreak,
    SheetTitle,
    Together,
)
from printkit.errors import PrintkitError
from printkit.layout import apart, blocks, bullets, fonts, headings, heights, pagination, panels
from printkit.layout.fit import words_of_all
from printkit.layout.fragment import (
    Element,
    Fragment,
    Frame,
    Line,
    Piece,
    Space,
    TickBox,
    flattened,
    page_count,
    page_of,
    stacked,
    tops_of,
    whole,
)
from printkit.layout.mirror import mirrored
from printkit.layout.pagination import Laid, Page
from printkit.layout.profiles import Profile

Both = tuple[Fragment, Fragment]
_ROWS = frozenset({"LI", "TR", "TOCI"})  # what a reader points at
_HINT = "print each language by itself"


@lru_cache(maxsize=64)
def _turned(profile: Profile) -> Profile:
    return profile.turned()


class Looks(Struct, frozen=True):
    """One look for both: the same sizes, with the lines of each language set from the side that it is read from."""

    same: Profile
    leftward: tuple[bool, bool]

    @property
    def both(self) -> tuple[Profile, Profile]:
        """One beside the other."""
        return self.one, self.other

    @property
    def one(self) -> Profile:
        """That of the first language."""
        return _turned(self.same) if self.leftward[0] else self.same

    @property
    def other(self) -> Profile:
        """That of the second one."""
        return _turned(self.same) if self.leftward[1] else self.same

    def loosest(self, fits: Callable[["Looks"], bool]) -> "Looks":
        """As `Profile.loosest`, for what must fit in both."""
        return replace(self, same=self.same.loosest(lambda attempt: fits(replace(self, same=attempt))))


def lay_out(documents: tuple[Document, Document], profile: Profile, *, one_page: bool = False) -> tuple[Laid, Laid]:
    """Two documents that say the same in 2 languages, on the same pages; boxes to tick stand in the first alone.

    With `one_page` the lines of both move closer where one would need a second page. Raises PrintkitError where their
    blocks are not the same, as in a clinic's own template of one language.
    """
    for document in documents:
        fonts.require_glyphs(words_of_all(document))
    looks = Looks(profile, (documents[0].leftward, documents[1].leftward))
    if one_page:
        looks = looks.loosest(lambda attempt: _count(documents, attempt) <= profile.most_pages)
    fragments = _fragments(documents, looks)
    made = []
    for document, own, look in zip(
        documents, ([one for one, _ in fragments], [other for _, other in fragments]), looks.both, strict=True
    ):
        pages = pagination.paginate(own, document.paper, look)
        made.append(Laid(document, look, own, pages))
    first, second = made
    if [_places(page) for page in first.pages] != [_places(page) for page in second.pages]:
        raise PrintkitError("the pages of the 2 languages cannot be made to face each other", hint=_HINT)
    first, second = (mirrored(laid) if laid.document.leftward else laid for laid in (first, second))
    return first, _without_boxes(second)


def _count(documents: tuple[Document, Document], looks: Looks) -> int:
    first, _ = documents
    return pagination.count_pages(
        pagination.paginate([one for one, _ in _fragments(documents, looks)], first.paper, looks.one)
    )


def _places(page: Page) -> list[tuple[int, float, float]]:
    return [(place.fragment, place.x, place.y) for place in page.placed]


def _fragments(documents: tuple[Document, Document], looks: Looks) -> list[Both]:
    """Every block of both, one beside the other."""
    one, other = (pagination.flat(document.blocks) for document in documents)
    if [type(block) for block in one] != [type(block) for block in other]:
        raise PrintkitError(
            "the 2 languages have not the same blocks, so no page of one is that of the other", hint=_HINT
        )
    chapters = [tuple(dict.fromkeys(pagination.chapters_of(document.blocks)[1:])) for document in documents]
    found: list[Both] = []
    coded = False
    for pair in zip(one, other, strict=True):
        coded = isinstance(pair[0], SheetTitle) or (coded and not isinstance(pair[0], PageBreak))
        space = pagination.room(documents[0].paper, looks.one, coded=coded)
        if isinstance(pair[0], Contents) and isinstance(pair[1], Contents):
            laid = [
                headings.contents(block.title, said, space, look)
                for block, said, look in zip((pair[0], pair[1]), chapters, looks.both, strict=True)
            ]
            found.append(matched((laid[0], laid[1]), space.height))
        else:
            found.append(beside(pair[0], pair[1], space, looks))
    return found


# --- one beside the other


def beside(one: Block, other: Block, room: Space, looks: Looks, *, inside: bool = True) -> Both:
    """A block in both languages, with the same rows at the same heights; `inside` boxes and columns, too."""
    if type(one) is not type(other):
        raise PrintkitError("the 2 languages have not the same blocks", hint=_HINT)
    found: Both | None = None
    if isinstance(one, Together) and isinstance(other, Together):
        return _together(one, other, room, looks)
    if not inside:
        return matched((blocks.lay_out(one, room, looks.one), blocks.lay_out(other, room, looks.other)), room.height)
    if isinstance(one, Group) and isinstance(other, Group):
        found = _gathered(_all_beside((one.children, other.children), room, looks))
    elif isinstance(one, Callout) and isinstance(other, Callout):
        inner = panels.callout_room(room, looks.one)
        body = _gathered(_all_beside((one.children, other.children), inner, looks))
        found = panels.callout(one, body[0], room, looks.one), panels.callout(other, body[1], room, looks.other)
    elif isinstance(one, Band) and isinstance(other, Band):
        inner, calm = panels.band_room(room, looks.one), replace(looks, same=panels.in_band(looks.same))
        body = _gathered(_all_beside((one.children, other.children), inner, calm))
        found = panels.band(one, body[0], room, looks.one), panels.band(other, body[1], room, looks.other)
    elif isinstance(one, Bullets) and isinstance(other, Bullets) and one.columns > 1 and looks.same.beside_each_other:
        found = _bullets(one, other, room, looks)
    elif isinstance(one, Columns) and isinstance(other, Columns) and len(one.columns) == len(other.columns):
        found = _columns(one, other, room, looks)
    return matched(
        found or (blocks.lay_out(one, room, looks.one), blocks.lay_out(other, room, looks.other)), room.height
    )


def _columns(one: Columns, other: Columns, room: Space, looks: Looks) -> Both:
    rooms = panels.column_rooms(one.parts, room, looks.one)
    columns = zip(one.columns, other.columns, rooms, strict=True)
    both = [_gathered(_all_beside((left, right), space, looks)) for left, right, space in columns]
    if not looks.same.beside_each_other:
        return _gathered(both)
    first, second = ([flattened(each[at]) for each in both] for at in (0, 1))
    return panels.beside(first, rooms), panels.beside(second, rooms)


def _bullets(one: Bullets, other: Bullets, room: Space, looks: Looks) -> Both:
    """A list in columns, whose items are matched before they are set beside each other."""
    wide = bullets.column_width(room, one.columns)
    single = (replace(each, columns=1) for each in (one, other))
    first, second = (
        blocks.lay_out(each, Space(wide, room.height), look) for each, look in zip(single, looks.both, strict=True)
    )
    both = matched((first, second), room.height)
    made = [
        replace(each, pieces=(panels.in_columns(list(each.pieces), one.columns, wide + bullets.BETWEEN_COLUMNS),))
        for each in both
    ]
    return made[0], made[1]


def _all_beside(
    pair: tuple[tuple[Block, ...], tuple[Block, ...]], room: Space, looks: Looks, *, inside: bool = True
) -> list[Both]:
    if len(pair[0]) != len(pair[1]):
        raise PrintkitError("a part of the 2 languages has not the same blocks", hint=_HINT)
    return [beside(one, other, room, looks, inside=inside) for one, other in zip(*pair, strict=True)]


def _gathered(both: list[Both]) -> Both:
    return blocks.gathered([one for one, _ in both]), blocks.gathered([other for _, other in both])


def matched(pair: Both, height: float) -> Both:
    """Two fragments of the same block with the same pieces at the same heights, none taller than so many points.

    Raises PrintkitError where they have not the same rows.
    """
    if pair[0].spring or pair[0].children or pair[1].children:
        return pair
    pieces = (pair[0].pieces, pair[1].pieces)
    if len(pieces[0]) != len(pieces[1]):
        pieces = (_by_row(pair[0]), _by_row(pair[1]))
    if len(pieces[0]) != len(pieces[1]):
        pieces = ((stacked(pair[0].pieces),), (stacked(pair[1].pieces),))
        if max(piece.height for each in pieces for piece in each) > height:
            raise PrintkitError("a part of the 2 languages has not the same rows", hint=_HINT)
    rows = [_alike(one, other) for one, other in zip(*pieces, strict=True)]
    running = (pair[0].running, pair[1].running)
    if running[0] is not None and running[1] is not None:
        running = _alike(running[0], running[1])
    same = zip(pair, zip(*rows, strict=True) if rows else ((), ()), running, strict=True)
    one, other = (replace(fragment, pieces=tuple(own), running=again) for fragment, own, again in same)
    return one, other


def _alike(one: Piece, other: Piece) -> tuple[Piece, Piece]:
    """Two pieces with the greater measures of both."""
    said = {
        "height": max(one.height, other.height),
        "above": max(one.above, other.above),
        "below": max(one.below, other.below),
        "keep_next": one.keep_next or other.keep_next,
        "turn": one.turn or other.turn,
    }
    return replace(one, **said), replace(other, **said)


def _by_row(fragment: Fragment) -> tuple[Piece, ...]:
    """The pieces of a fragment joined to whole rows: the items of a list, the rows of a table, else all of a block."""
    rows = [_row(piece, fragment.elements) for piece in fragment.pieces]
    found: list[list[Piece]] = []
    for piece, row, before in zip(fragment.pieces, rows, [None, *rows], strict=False):
        if found and row == before:
            found[-1].append(piece)
        else:
            found.append([piece])
    return tuple(stacked(tuple(each)) if len(each) > 1 else each[0] for each in found)


def _row(piece: Piece, elements: tuple[Element, ...]) -> int:
    """The row that a piece is part of, as its element; the outermost one where it is part of none."""
    at = next((mark.element for mark in piece.marks if not isinstance(mark, Line | Frame)), -1)
    above = at
    while at >= 0 and elements[at].tag not in _ROWS:
        above, at = at, elements[at].parent
    return at if at >= 0 else above


# --- what stands together


def _together(one: Together, other: Together, room: Space, looks: Looks) -> Both:
    """What stands on one page in both languages; what needs more goes over at the same places."""
    if one.smaller and other.smaller and one.share > 1:
        part = apart.room_of_share(one, room)
        found = _on_one_page((one.smaller, other.smaller), part, looks)
        if found is not None:
            first, second = (
                replace(each, pieces=(replace(each.pieces[0], below=apart.BETWEEN_SHARES),)) for each in found
            )
            return first, second
    children = (one.children, other.children)
    if one.smaller and other.smaller and one.share == 1:
        closest = _closest(children, room, looks)
        if closest.same.picture < heights.LEAST_PICTURE:
            children = (one.smaller, other.smaller)
    return (
        _on_one_page(children, room, looks)
        # rather one page, with each box at the height of its twin, than all rows of a warning on two
        or _on_one_page(children, room, looks, inside=False)
        or _over_pages(children, room, looks)
    )


def _children(
    pair: tuple[tuple[Block, ...], tuple[Block, ...]], room: Space, looks: Looks, *, inside: bool
) -> list[Both]:
    """The fragments of some blocks that have anything to draw or push, one beside the other."""
    found = _all_beside(pair, room, looks, inside=inside)
    return [each for each in found if each[0].pieces or each[0].spring]


def _tops(found: list[Both]) -> list[float]:
    """Where each of some pairs begins, and where the last ends."""
    return tops_of([_alike(whole(one), whole(other))[0] for one, other in found])


def _closest(
    pair: tuple[tuple[Block, ...], tuple[Block, ...]], room: Space, looks: Looks, *, inside: bool = True
) -> Looks:
    return looks.loosest(lambda attempt: _tops(_children(pair, room, attempt, inside=inside))[-1] <= room.height)


def _on_one_page(
    pair: tuple[tuple[Block, ...], tuple[Block, ...]], room: Space, looks: Looks, *, inside: bool = True
) -> Both | None:
    found = _children(pair, room, _closest(pair, room, looks, inside=inside), inside=inside)
    tops = _tops(found)
    if tops[-1] > room.height:
        return None
    pushed = room.height - tops[-1]
    for index in range(len(found), 0, -1):
        if found[index - 1][0].spring:
            tops[index:] = [top + pushed for top in tops[index:]]
            pushed = 0.0
    one, other = (page_of(list(each), tops) for each in zip(*found, strict=True))
    return one, other


def _over_pages(pair: tuple[tuple[Block, ...], tuple[Block, ...]], room: Space, looks: Looks) -> Both:
    """On 2 pages or 3, as loose as these allow for both."""

    def laid_in(attempt: Looks) -> Both:
        both = zip(_gathered(_all_beside(pair, room, attempt)), pair, attempt.both, strict=True)
        one, other = (blocks.with_title(laid, children, room, look) for laid, children, look in both)
        return one, other

    def needs(attempt: Looks) -> int:
        return page_count(laid_in(attempt)[0], room.height)

    closest = looks
    for most in (2, 3):
        attempt = looks.loosest(lambda attempt: needs(attempt) <= most)  # noqa: B023
        if needs(attempt) <= most:
            closest = attempt
            break
    one, other = matched(laid_in(closest), room.height)
    return replace(one, own_page=True), replace(other, own_page=True)


# --- the page that is not ticked


def _without_boxes(laid: Laid) -> Laid:
    """The second language without boxes and corner codes: what is ticked on paper is ticked in one place."""
    drawn = {id(piece): _unticked(piece) for piece in _every_piece(laid.pages)}
    pages = [
        Page(
            page.width,
            page.height,
            placed=[replace(place, piece=drawn[id(place.piece)]) for place in page.placed],
            headings=page.headings,
        )
        for page in laid.pages
    ]
    return Laid(laid.document, laid.profile, laid.fragments, pages)


def _every_piece(pages: Iterable[Page]) -> Iterator[Piece]:
    for page in pages:
        yield from (place.piece for place in page.placed)


def _unticked(piece: Piece) -> Piece:
    marks = tuple(mark for mark in piece.marks if not isinstance(mark, TickBox))
    parts = tuple(replace(part, piece=_unticked(part.piece)) for part in piece.parts)
    return replace(piece, marks=marks, parts=parts) if parts or len(marks) < len(piece.marks) else piece


def has_boxes(laid: Laid) -> bool:
    """Whether anything on its pages is to be ticked."""
    return any(_ticks(piece) for piece in _every_piece(laid.pages))


def _ticks(piece: Piece) -> bool:
    return any(isinstance(mark, TickBox) for mark in piece.marks) or any(_ticks(part.piece) for part in piece.parts)
