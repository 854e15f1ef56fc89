"""A list: each entry with its mark, and with a sketch beside it; in columns where the look has them."""

from collections.abc import Sequence

from msgspec.structs import replace

from printkit.document import Bullets, Paragraph, Points, Sketch, Strong, Text
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
    beside, indent = _sketched(block, profile), _indent(block, profile)
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
        parts, down = _entry(block, number, body.pieces, profile)
        if sketch := _sketch(block, number):
            side = profile.beside * MM
            stamp: Mark = Stamp(0, (parts[0].height - side) / 2, side, side, sketch.drawing, 0, beside=True)
            marker = [stamp, *(moved(mark, 0, down) for mark in marker)]
        for index, piece in enumerate(parts):
            marks = [moved(mark, indent, down, offset) for mark in piece.marks]
            pieces.append(replace(piece, marks=tuple((marker if index == 0 else []) + marks)))
    return Fragment(tuple(elements), _in_their_columns(block, pieces, room, profile))


def strips(block: Bullets, bodies: Sequence[Sequence[Piece]], room: Space, profile: Profile) -> tuple[Piece, ...]:
    """Pieces as high as those of the list of these entries, without a mark."""
    found = [strip for number, body in enumerate(bodies, 1) for strip in _entry(block, number, body, profile)[0]]
    return _in_their_columns(block, found, room, profile)


def of_points(block: Points, profile: Profile) -> tuple[Paragraph] | tuple[Paragraph, Bullets]:
    """Short lines that answer to one lead: a list under it, or one paragraph in a look where they run on."""
    lead = (Strong((Text(block.lead),)),)
    if len(block.lines) == 1 or profile.runs_on:
        return (Paragraph((*lead, Text(f" {' '.join(block.lines)}"))),)
    return Paragraph(lead), Bullets(tuple((Paragraph((Text(line),)),) for line in block.lines), columns=2)


def _sketch(block: Bullets, number: int) -> Sketch | None:
    return block.sketches[number - 1] if block.sketches else None


def _entry(block: Bullets, number: int, body: Sequence[Piece], profile: Profile) -> tuple[list[Piece], float]:
    """The pieces of an entry with the space around it, and how far its words stand below its upper edge."""
    parts, down = list(body), 0.0
    if _sketch(block, number):
        whole = stacked(tuple(body))
        high = max(whole.height, profile.beside * MM)
        parts, down = [replace(whole, height=high)], (high - whole.height) / 2
    if parts:
        parts[0] = replace(parts[0], above=profile.gap if number == 1 else profile.item_gap)
        parts[-1] = replace(parts[-1], below=profile.gap if number == len(block.items) else profile.item_gap)
    return parts, down


def _in_their_columns(block: Bullets, pieces: list[Piece], room: Space, profile: Profile) -> tuple[Piece, ...]:
    columns = _columns(block, profile)
    if columns > 1:
        pieces = [panels.in_columns(pieces, columns, column_width(room, columns) + BETWEEN_COLUMNS)]
    if len(pieces) > 1:
        # a list is not begun with a single line at the foot of a page, nor ended with one at the top
        pieces[0] = replace(pieces[0], keep_next=True)
        pieces[-2] = replace(pieces[-2], keep_next=True)
    return tuple(pieces)
