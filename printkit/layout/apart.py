"""What patients have of their own on what they share: the figures of a dose, the pictures and the signs over them, a number.

A card is laid out once for all who have the same words on it, whoever is in its pictures. What differs is laid out beside it, at the same place.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from msgspec.structs import replace

from printkit.document import Block, Columns, Filled, Form, Gap, Group, Heading, Pair, Strip, Together
from printkit.layout import headings, panels
from printkit.layout.fragment import (
    Apart,
    ChildPiece,
    Element,
    Fragment,
    Frame,
    Mark,
    Piece,
    Space,
    Stamp,
    flattened,
    moved,
    renumbered,
    tops_of,
    whole,
)
from printkit.layout.profiles import Profile

BETWEEN_SHARES = 18.0  # points between two that share a page
LayOut = Callable[[Block, Space, Profile], Fragment]


class Card:
    """Blocks that stand together, and in their order those that patients have of their own.

    It is equal to any other that differs only in what patients have of their own, where that is as high: then all else has
    the same place.
    """

    __slots__ = ("_key", "block", "own", "smaller")

    def __init__(self, block: Together, room: Space, profile: Profile) -> None:
        self.block = block
        self.own: list[Block] = []
        self.smaller: list[Block] = []
        self._key = _key(block.children, self.own, room, profile), _key(block.smaller, self.smaller, room, profile)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Card) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def places(block: Together, room: Space) -> Iterator[tuple[Together, Space]]:
    """What is tried first for blocks that may share a page: the smaller ones on their part of it, then all on a whole one."""
    if block.smaller and block.share > 1:
        yield Together(block.smaller), room_of_share(block, room)
        yield Together(block.children), room
    else:
        yield block, room


def room_of_share(block: Together, room: Space) -> Space:
    """The room of the smaller blocks: their part of a page."""
    return Space(room.width, room.height / block.share - BETWEEN_SHARES) if block.share > 1 else room


def sharing(laid: Fragment, part: Space, room: Space) -> Fragment:
    """A fragment that has a part of a page keeps its distance from what follows."""
    if part is room:
        return laid
    return replace(laid, pieces=(replace(laid.pieces[0], below=BETWEEN_SHARES),))


def _key(blocks: tuple[Block, ...], own: list[Block], room: Space, profile: Profile) -> tuple[object, ...]:
    """All that the places of blocks depend on; those that patients have of their own are put into `own`."""
    if isinstance(blocks, Filled):
        rooms = _gaps(blocks.form, room, profile)
        if len(rooms) == len(blocks.own):
            each = zip(blocks.own, rooms, strict=True)
            return blocks.form, *[_usual_own(block, own, space, profile) for block, space in each]
    return tuple(_usual(blocks, own, room, profile))


@lru_cache(maxsize=2048)
def _gaps(form: Form, room: Space, profile: Profile) -> tuple[Space, ...]:
    """The room of each gap of a form, but for those in blocks that are laid out whole."""

    def rooms(blocks: tuple[Block, ...], space: Space) -> Iterator[Space]:
        for block in blocks:
            match block:
                case Gap():
                    yield space
                case Group(children=children):
                    yield from rooms(children, space)
                case Columns() if profile.beside_each_other:
                    for column, part, _ in panels.placed(block, space, profile):
                        yield from rooms(column, part)
                case _:
                    pass

    return tuple(rooms(form.blocks, room))


def _usual(blocks: Iterable[Block], own: list[Block], room: Space, profile: Profile) -> Iterator[object]:
    """Blocks, with their height in place of those that patients have of their own, which are put into `own`."""
    for block in blocks:
        match block:
            case Strip() | Pair():
                yield _usual_own(block, own, room, profile)
            case Heading(number=number) if number:
                yield _usual_own(block, own, room, profile)
            case Group(children=children):
                yield from _usual(children, own, room, profile)
            case Columns() if profile.beside_each_other:
                for column, space, _ in panels.placed(block, room, profile):
                    yield from _usual(column, own, space, profile)
                    yield "end of a column"
                yield block.parts
            case _:
                yield block


def _usual_own(block: Block, own: list[Block], room: Space, profile: Profile) -> object:
    """What the place of all else depends on of a block that patients have of their own, which is put into `own`."""
    match block:
        case Strip(cells=cells):
            own.append(block)
            plain = not all(figure for figure, _ in cells)  # its lines are of other letters
            return "strip", plain, panels.dose_strip(block, room, profile).height
        case Heading():
            own.append(block)
            return block.level, block.children, headings.strip(block, room, profile).height
        case Pair():  # whoever is in the pictures, they are as large
            own += (_bare(block), block)
            sizes = tuple([(each.drawing.wide, each.drawing.high) for each in block.sketches])
            return sizes, block.captions, block.stacked, block.numbers
        case _:
            raise ValueError(f"no patient has a {type(block).__name__} apart")


def _bare(block: Pair) -> Pair:
    """Pictures without the signs that lie over them."""
    bare = (replace(each, drawing=(*each.drawing.parts, each.drawing)[0]) for each in block.sketches)
    return replace(block, sketches=tuple(bare))


Leaf = tuple[Fragment, float, float]  # and where it stands, in points


def leaves(block: Block, laid: Fragment, at: Apart, y: float, lay_out: LayOut) -> Iterator[Leaf]:
    """A block that is laid out, at its place: columns and groups block by block, and what patients have of their own apart."""
    if isinstance(block, Strip) or (isinstance(block, Heading) and block.number):
        yield replace(laid, apart=at), at.x, y
    elif isinstance(block, Group):
        yield from _below_each_other(block.children, at, y, lay_out)
    elif isinstance(block, Columns) and at.profile.beside_each_other:
        for column, room, x in panels.placed(block, at.room, at.profile):
            yield from _below_each_other(column, replace(at, room=room, x=at.x + x), y, lay_out)
    elif isinstance(block, Pair):
        nothing = replace(whole(laid), marks=(), headings=())
        places = [Frame(mark.x, mark.y, mark.wide, mark.high) for mark in whole(laid).marks if isinstance(mark, Stamp)]
        yield Fragment((), (nothing,), apart=at), at.x, y
        yield Fragment((), (replace(nothing, marks=tuple(places)),), apart=replace(at, signs=True)), at.x, y
    else:
        yield laid, at.x, y


def _below_each_other(blocks: Iterable[Block], at: Apart, y: float, lay_out: LayOut) -> Iterator[Leaf]:
    found = [(block, laid) for block in blocks if (laid := lay_out(block, at.room, at.profile)).pieces]
    for (block, laid), down in zip(found, tops_of([whole(laid) for _, laid in found]), strict=False):
        yield from leaves(block, laid, at, y + down, lay_out)


def _signs(block: Pair, places: Piece) -> Fragment:
    """What lies over pictures where they stand: decoration, for the words beside say the same."""
    marks = [
        Stamp(place.x, place.y, place.wide, place.high, drawing, 0, beside=True)
        for place, each in zip(places.marks, block.sketches, strict=True)
        if isinstance(place, Frame)
        for drawing in each.drawing.parts[1:]
    ]
    return Fragment((), (replace(places, marks=tuple(marks)),), alone=True)


def together(leaves: Sequence[Leaf], outline: Piece) -> Fragment:
    """Fragments at their places as one piece, with the measures of `outline`, in as few parts as can be.

    Neighbours are one part, but for what patients have of their own and what tells the pages of headings.
    """
    found: list[tuple[Fragment, float]] = []
    for alone, some in groupby(leaves, lambda leaf: leaf[0].apart is not None or leaf[0].numbered):
        each = list(some)
        if alone:
            found += [(aside(fragment, x), y) for fragment, x, y in each]
        else:
            found.append((_joined(each), 0.0))
    parts = tuple(ChildPiece(y, whole(child), index) for index, (child, y) in enumerate(found))
    return Fragment((), (replace(outline, parts=parts),), children=tuple(child for child, _ in found))


def _joined(leaves: Sequence[Leaf]) -> Fragment:
    elements: list[Element] = []
    marks: list[Mark] = []
    headings: list[tuple[str, int]] = []
    height = 0.0
    for each, x, y in leaves:
        fragment = flattened(each)
        piece = whole(fragment)
        height = max(height, y + piece.height)
        marks += [moved(mark, x, y, len(elements)) for mark in piece.marks]
        elements += renumbered(fragment.elements, len(elements), -1)
        headings += piece.headings
    piece = Piece(height, tuple(marks), headings=tuple(headings))
    return Fragment(tuple(elements), (piece,), alone=True)


def aside(fragment: Fragment, x: float) -> Fragment:
    """A fragment so many points to the right, as one piece."""
    piece = whole(fragment)
    if not x and len(fragment.pieces) == 1:
        return fragment
    return replace(fragment, pieces=(replace(piece, marks=tuple(moved(mark, x, 0) for mark in piece.marks)),))


def put_in(laid: Fragment, own: Sequence[Block], lay_out: LayOut) -> Fragment | None:
    """A card as it is laid out for all, with what one patient has of its own; None where that needs another place."""
    if not own:
        return laid
    parts: list[ChildPiece] = []
    children: list[Fragment] = []
    blocks = iter(own)
    for part in laid.pieces[0].parts:
        child, piece = laid.children[part.child], part.piece
        if child.apart is not None:
            block = next(blocks)
            if child.apart.signs and isinstance(block, Pair):
                child = _signs(block, piece)
            else:
                child = _own(block, child.apart, lay_out)
            if whole(child).height != piece.height:
                return None
            piece = whole(child)
            if not piece.marks:
                continue
        parts.append(ChildPiece(part.y, piece, len(children)))
        children.append(child)
    return replace(laid, pieces=(replace(laid.pieces[0], parts=tuple(parts)),), children=tuple(children))


@lru_cache(maxsize=3072)
def _own(block: Block, at: Apart, lay_out: LayOut) -> Fragment:
    return replace(aside(lay_out(block, at.room, at.profile), at.x), alone=True)
