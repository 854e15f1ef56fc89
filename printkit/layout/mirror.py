"""Pages that are read from the right: every mark where its mirror image would lie, and no picture turned round.

Lists, boxes, columns, tables and boxes to tick change sides; words keep their own order, and a picture with the numbers
and words on it moves as a whole, so that a left foot stays a left foot.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from printkit.layout.fonts import width
from printkit.layout.fragment import Blank, Frame, Image, Line, Mark, PageNumber, Piece, Stamp, TextRun, TickBox
from printkit.layout.pagination import Laid, Page, Placed
from printkit.layout.profiles import MM, Profile

_SLACK = 1.0  # points by which words on a picture may stand over its edge


def mirrored(laid: Laid) -> Laid:
    """The same pages for a language whose letters run from right to left."""
    made: dict[int, Piece] = {}

    def turned(place: Placed, page: Page) -> Placed:
        if id(place.piece) not in made:
            made[id(place.piece)] = _piece(place.piece)
        ends = page.width * MM if place.x == 0 else edges(page, laid.profile)
        return replace(place, piece=made[id(place.piece)], x=ends - place.x)

    pages = [replace(page, placed=[turned(place, page) for place in page.placed]) for page in laid.pages]
    return replace(laid, pages=pages)


def edges(page: Page, profile: Profile) -> float:
    """The left and the right edge of what stands on a page, in points, added: what a mark and its image are together."""
    return (profile.left_margin + page.width - profile.right_margin) * MM


def marks_of(marks: Iterable[Mark], ends: float) -> tuple[Mark, ...]:
    """Marks of a page about the middle between its edges; no pictures."""
    return tuple(image_of(mark, ends) for mark in marks)


def _piece(piece: Piece) -> Piece:
    """A piece about its own left edge."""
    pictures = [mark for mark in piece.marks if isinstance(mark, Stamp | Image)]
    marks = tuple(_mark(mark, pictures) for mark in piece.marks)
    again = _piece(piece.again) if piece.again is not None else None
    return replace(
        piece,
        marks=marks,
        parts=tuple(replace(part, piece=_piece(part.piece)) for part in piece.parts),
        again=again,
    )


def _mark(mark: Mark, pictures: list[Stamp | Image]) -> Mark:
    over = next((each for each in pictures if each is not mark and _lies_on(mark, each)), None)
    if over is None:
        return image_of(mark, 0.0)
    along = -2 * over.x - over.wide  # as far as the picture goes
    if isinstance(mark, Line):
        return replace(mark, x=mark.x + along, to_x=mark.to_x + along)
    return replace(mark, x=mark.x + along)


def _lies_on(mark: Mark, picture: Stamp | Image) -> bool:
    left, right = (
        (min(mark.x, mark.to_x), max(mark.x, mark.to_x)) if isinstance(mark, Line) else (mark.x, mark.x + _wide(mark))
    )
    inside = picture.x - _SLACK <= left and right <= picture.x + picture.wide + _SLACK
    return inside and picture.y - _SLACK <= mark.y <= picture.y + picture.high + _SLACK


def _wide(mark: Mark) -> float:
    match mark:
        case TextRun():
            return width(mark.text, mark.style.bold, mark.style.size)
        case TickBox():
            return mark.size
        case Frame() | Blank() | Stamp() | Image():
            return mark.wide
        case Line() | PageNumber():
            return 0.0


def image_of(mark: Mark, ends: float) -> Mark:
    """A mark at the place of its image: as far from the right edge as it was from the left one."""
    match mark:
        case Line():
            return replace(mark, x=ends - mark.x, to_x=ends - mark.to_x)
        case PageNumber():
            return replace(mark, x=ends - mark.x, begins=not mark.begins)
        case _:
            return replace(mark, x=ends - mark.x - _wide(mark))
