"""What a laid-out block is: marks on a strip of paper and their place in the structure tree, free of any document.

A fragment knows neither its page nor its number in a document, so that the same block laid out once can be placed in
any document. Lengths are points; y runs down from the top edge of a piece.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from printkit.figures.scene import Drawing
from printkit.layout.profiles import Profile, Style


class Element(Struct, frozen=True, cache_hash=True, gc=False):
    """A structure element. `parent` is an index into the same fragment, or -1 for the document."""

    tag: str
    parent: int = -1
    attributes: tuple[tuple[str, str], ...] = ()


class TextRun(Struct, frozen=True, gc=False):
    """A run of words on one baseline. `after` is the space that a reader needs before the next run, if any.

    x is its left end, also where the letters run from right to left.
    """

    x: float
    y: float
    text: str
    style: Style
    element: int
    after: str = ""
    leftward: bool = False
    language: str = ""  # when it is not that of the document


class PageNumber(Struct, frozen=True, gc=False):
    """The page of a heading, ending at x or beginning there; known when all pages are made."""

    x: float
    y: float
    heading: str
    style: Style
    element: int
    begins: bool = False


class Line(Struct, frozen=True, gc=False):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float
    colour: str


class Frame(Struct, frozen=True, gc=False):
    """A rectangle; a colour of "" leaves the ground or the outline out."""

    x: float
    y: float
    wide: float
    high: float
    ground: str = ""
    outline: str = ""
    width: float = 0.0
    round: float = 0.0  # the radius of its corners; half its side makes a disc


class TickBox(Struct, frozen=True, gc=False):
    """A square to tick, with its name in the geometry of the sheet, its cell, and what it is called aloud."""

    x: float
    y: float
    size: float
    name: str
    element: int
    label: str
    dotted: bool = False  # what it stands for was not planned


class Blank(Struct, frozen=True, gc=False):
    """Room to write in: nothing on paper, a text field on a screen."""

    x: float
    y: float
    wide: float
    high: float
    name: str
    element: int
    label: str


class Image(Struct, frozen=True):
    """A bitmap with alternative text in its element."""

    x: float
    y: float
    wide: float
    high: float
    data: bytes
    element: int


class Stamp(Struct, frozen=True):
    """A drawing, kept once in the file and stamped wherever it is used, with alternative text in its element."""

    x: float
    y: float
    wide: float
    high: float
    drawing: Drawing
    element: int
    beside: bool = False  # decoration, beside a name that says it all


Mark = TextRun | PageNumber | Line | Frame | TickBox | Blank | Image | Stamp


class ChildPiece(Struct, frozen=True, eq=False):
    """A piece inside a larger one: y of its upper edge, and which child of the fragment it is the whole of."""

    y: float
    piece: "Piece"
    child: int


class Piece(Struct, frozen=True, eq=False):
    """What is never cut: a short paragraph, a table row, a box. `above` and `below` are the least empty space.

    A piece with parts has no marks of its own. Pieces are known by themselves and not by their value.
    """

    height: float
    marks: tuple[Mark, ...]
    above: float = 0.0
    below: float = 0.0
    keep_next: bool = False
    headings: tuple[tuple[str, int], ...] = ()  # words and level, for bookmarks
    parts: tuple[ChildPiece, ...] = ()
    turn: bool = False  # begins a page
    again: "Piece | None" = None  # what a page before has said, drawn on this one as decoration
    under: "Piece | None" = None  # drawn over it as decoration where it is the first on its page
    head: int = 0  # so many of the first marks are drawn apart, for the rest stands under other heads, too


class Space(Struct, frozen=True, cache_hash=True):
    """The space a block is laid out for: width and height in points."""

    width: float
    height: float


class Fragment(Struct, frozen=True, eq=False):
    """A laid-out block, known by itself and not by its value.

    `running` is a header piece that is drawn again, as decoration, after a page break below it. A fragment with children has no
    elements of its own; the parts of its only piece are theirs.
    """

    elements: tuple[Element, ...]
    pieces: tuple[Piece, ...]
    running: Piece | None = None
    runs_from: int = 0  # the piece that is the running header for those after it
    break_before: bool = False
    own_page: bool = False  # too tall for one page, so it begins on a new one
    whole_page: bool = False  # each piece is a page of its own, from edge to edge
    before: Piece | None = None  # a page that stands before it where it would not begin on a right-hand page
    behind: Piece | None = None  # a page that stands behind it where what follows would lie on its back
    title: Piece | None = None  # it begins pages that come back; drawn again on each of them
    spring: bool = False  # takes the space that is left
    at_least: int = 0  # after so many pieces the others are there to fill the page, and what does not fit is left out
    elements_by: tuple[int, ...] = ()  # how many elements there are up to the end of each piece, where some may go
    corner: str = ""  # the letter of the sheet template, for pages whose boxes come back
    children: tuple["Fragment", ...] = ()
    apart: "Apart | None" = None  # differs between patients who share all that stands around it, such as a dose
    own: bool = False  # says what no 2 patients share, such as the rows of a chart: nothing of it is kept
    alone: bool = False  # drawn as a stretch by itself: it comes back in other company, as a part of a card
    numbered: bool = False  # tells the pages of headings, which are known when all pages are made

    def over(self, number: int) -> Piece | None:
        """What is drawn again over the piece of this number where it is the first on its page."""
        return self.running if self.running is not None and number > self.runs_from else self.pieces[number].under


class Apart(Struct, frozen=True, cache_hash=True):
    """The place of what differs between patients: what it is laid out for, and how far to the right it stands, in points."""

    room: Space
    profile: Profile
    x: float = 0.0
    signs: bool = False  # only what lies over the pictures


def moved(mark: Mark, right: float, down: float, elements: int = 0) -> Mark:
    """The same mark somewhere else, its element renumbered for a larger fragment."""
    if not (right or down or elements):
        return mark
    match mark:
        case TextRun() | TickBox() | Stamp() | PageNumber() | Image() | Blank():  # the most frequent first
            return replace(mark, x=mark.x + right, y=mark.y + down, element=mark.element + elements)
        case Line():
            return replace(mark, x=mark.x + right, y=mark.y + down, to_x=mark.to_x + right, to_y=mark.to_y + down)
        case _:
            return replace(mark, x=mark.x + right, y=mark.y + down)


def renumbered(elements: tuple[Element, ...], offset: int, parent: int) -> tuple[Element, ...]:
    """Elements as part of a larger fragment, their outermost ones put below `parent`."""
    if not offset and parent < 0:
        return elements
    return tuple(
        _element(element.tag, parent if element.parent < 0 else element.parent + offset, element.attributes)
        for element in elements
    )


@lru_cache(maxsize=4096)
def _element(tag: str, parent: int, attributes: tuple[tuple[str, str], ...]) -> Element:
    """The same one each time: there are few that differ, and many of each are kept."""
    return Element(tag, parent, attributes)


def stacked(pieces: tuple[Piece, ...]) -> Piece:
    """Pieces joined to one that is never cut."""
    marks: list[Mark] = []
    y = 0.0
    for index, piece in enumerate(pieces):
        if index:
            y += max(pieces[index - 1].below, piece.above)
        marks += [moved(mark, 0, y) for mark in piece.marks]
        y += piece.height
    if not pieces:
        return Piece(0.0, ())
    first, last = pieces[0], pieces[-1]
    headings = tuple(heading for piece in pieces for heading in piece.headings)
    return Piece(y, tuple(marks), first.above, last.below, last.keep_next, headings)


def total_height(pieces: Sequence[Piece]) -> float:
    """The height of `stacked`, to the last digit: what fits when it is measured fits when it is put together."""
    y = 0.0
    for index, piece in enumerate(pieces):
        if index:
            y += max(pieces[index - 1].below, piece.above)
        y += piece.height
    return y


def page_count(fragment: Fragment, height: float) -> int:
    """How many pages of so many points a fragment takes that begins on a new one, with its running header on each other."""
    pages, y, gap = 1, 0.0, 0.0
    kept: list[Piece] = []
    for number, piece in enumerate(fragment.pieces):
        kept.append(piece)
        if piece.keep_next and piece is not fragment.pieces[-1]:
            continue
        run = stacked_height(kept)
        space = max(gap, kept[0].above) if y else 0.0
        if y and (kept[0].turn or y + space + run > height + 0.01):
            pages, y, space = pages + 1, 0.0, 0.0
            if (over := fragment.over(number - len(kept) + 1)) is not None:
                y = over.height
        y += space + run
        gap, kept = piece.below, []
    return pages


def stacked_height(pieces: list[Piece]) -> float:
    """The height of pieces one below the other."""
    between = sum(max(above.below, below.above) for above, below in pairwise(pieces))
    return between + sum(piece.height for piece in pieces)


def whole(fragment: Fragment) -> Piece:
    """All of a fragment as one piece that is never cut."""
    if len(fragment.pieces) == 1:
        return fragment.pieces[0]
    return stacked(fragment.pieces) if fragment.own else _kept_whole(fragment)


def in_one_piece(fragment: Fragment) -> Fragment:
    """What is of one patient alone as one piece, put together once; of all else that piece is kept."""
    if not fragment.own or len(fragment.pieces) == 1:
        return fragment
    return replace(fragment, pieces=(stacked(fragment.pieces),))


@lru_cache(maxsize=128)  # soon asked for again or never
def _kept_whole(fragment: Fragment) -> Piece:
    return stacked(fragment.pieces)


def flattened(fragment: Fragment) -> Fragment:
    """The same without children: their elements and marks are its own."""
    if not fragment.children:
        return fragment
    elements: list[Element] = []
    marks: list[Mark] = []
    for part in fragment.pieces[0].parts:
        child = flattened(fragment.children[part.child])
        marks += [moved(mark, 0, part.y, len(elements)) for mark in whole(child).marks]
        elements += renumbered(child.elements, len(elements), -1)
    piece = replace(fragment.pieces[0], marks=tuple(marks), parts=())
    return replace(fragment, elements=tuple(elements), pieces=(piece,), children=())


def page_of(children: list[Fragment], tops: list[float]) -> Fragment:
    """Fragments as one piece that is drawn part by part; `tops` says where each begins, and where the last ends."""
    children, tops = _without_springs(children, tops)
    parts = tuple(
        ChildPiece(top, whole(child), index) for index, (child, top) in enumerate(zip(children, tops, strict=False))
    )
    first, last = (parts[0].piece, parts[-1].piece) if parts else (Piece(0.0, ()),) * 2
    headings = tuple(heading for part in parts for heading in part.piece.headings)
    piece = Piece(tops[-1], (), first.above, last.below, last.keep_next, headings, parts)
    return Fragment((), (piece,), children=tuple(children))


def _without_springs(children: list[Fragment], tops: list[float]) -> tuple[list[Fragment], list[float]]:
    """Fragments and where they begin, with what only pushes taken out; the last is where all of them end."""
    kept = [(child, top) for child, top in zip(children, tops, strict=False) if not child.spring]
    return [child for child, _ in kept], [*(top for _, top in kept), tops[-1]]


def tops_of(pieces: list[Piece]) -> list[float]:
    """Where each of some pieces begins when they stand one below the other, and where the last ends."""
    tops: list[float] = []
    y = below = 0.0
    for index, piece in enumerate(pieces):
        y += max(below, piece.above) if index else 0.0
        tops.append(y)
        y += piece.height
        below = piece.below
    return [*tops, y]
