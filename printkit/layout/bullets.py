"""A list: each entry with its mark, and with a sketch beside it; in columns where the look has them."""

from msgspec.structs import replace

from printkit.document import Bullets
from printkit.layout import panels
from printkit.layout.fragment import Element, Fragment, Mark, Piece, Space, Stamp, moved, renumbered, stacked
from printkit.layout.lines import Bit, line_marks
from printkit.layout.profiles import MM, Profile

_INDENT = 1.72  # of the size of the letters
BETWEEN_COLUMNS = 4 * MM
_ONE_PARAGRAPH = (Element("P"),)


def column_width(room: Space, columns: int) -> float:
    """How wide each column of a list is, in points."""
    return (room.width - (columns - 1) * BETWEEN_COLUMNS) / columns


def entry_room(block: Bullets, room: Space, profile: Profile) -> Space:
    """What is left for the words of an entry."""
    return Space(column_width(room, _columns(block, profile)) - _indent(block, profile), room.height)


def _columns(block: Bullets, profile: Profile) -> int:
    return block.columns if profile.beside_each_other else 1


def _sketched(block: Bullets, profile: Profile) -> float:
    """How far sketches move the entries to the right, in points."""
    return profile.beside * MM + 8 if any(block.sketches) else 0.0


def _indent(block: Bullets, profile: Profile) -> float:
    return profile.body.size * (_INDENT if block.ordered else _INDENT * 0.7) + _sketched(block, profile)


def bullets(block: Bullets, bodies: list[Fragment], room: Space, profile: Profile) -> Fragment:
    """The list of entries that are laid out, each in `entry_room`."""
    elements: list[Element] = [Element("L", attributes=(("ListNumbering", "Decimal" if block.ordered else "Disc"),))]
    columns, beside, indent = _columns(block, profile), _sketched(block, profile), _indent(block, profile)
    pieces: list[Piece] = []
    label_style = replace(profile.strong, colour="accent")
    for number, body in enumerate(bodies, 1):
        entry = len(elements)
        elements += [Element("LI", 0), Element("Lbl", entry), Element("LBody", entry)]
        offset = entry + 2
        if body.elements != _ONE_PARAGRAPH:  # its words are the content of the entry itself, as most entries are
            offset = len(elements)
            elements += renumbered(body.elements, offset, entry + 2)
        label = f"{number}." if block.ordered else "•"
        marker, _ = line_marks(
            ((Bit(label, bold=True),),), beside + (0 if block.ordered else 3), 0, label_style, entry + 1
        )
        parts, down = body.pieces, 0.0
        if sketch := block.sketches[number - 1] if block.sketches else None:
            whole, side = stacked(body.pieces), profile.beside * MM
            high = max(whole.height, side)
            down = (high - whole.height) / 2
            parts = (replace(whole, height=high),)
            stamp: Mark = Stamp(0, (high - side) / 2, side, side, sketch.drawing, 0, beside=True)
            marker = [stamp, *(moved(mark, 0, down) for mark in marker)]
        for index, piece in enumerate(parts):
            marks = [moved(mark, indent, down, offset) for mark in piece.marks]
            first, last = index == 0, index == len(parts) - 1
            above = (profile.gap if number == 1 else profile.item_gap) if first else piece.above
            below = (profile.gap if number == len(bodies) else profile.item_gap) if last else piece.below
            marked = tuple((marker if first else []) + marks)
            pieces.append(replace(piece, marks=marked, above=above, below=below))
    if columns > 1:
        pieces = [panels.in_columns(pieces, columns, column_width(room, columns) + BETWEEN_COLUMNS)]
    if len(pieces) > 1:
        # a list is not begun with a single line at the foot of a page, nor ended with one at the top
        pieces[0] = replace(pieces[0], keep_next=True)
        pieces[-2] = replace(pieces[-2], keep_next=True)
    return Fragment(tuple(elements), tuple(pieces))
