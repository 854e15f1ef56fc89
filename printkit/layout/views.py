"""Drawings of one thing from several sides, with numbered places on them."""

from msgspec.structs import replace

from printkit.document import Text, Views
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Frame, Mark, Piece, Space, Stamp, TextRun
from printkit.layout.lines import line_marks, set_lines
from printkit.layout.panels import ROUND
from printkit.layout.profiles import MM, Profile

_BETWEEN = 4.0  # mm
_IN_FRAME = 1.5  # mm from a frame to the drawing in it
_HIGHEST, _LARGE = 62.0, 98.0  # mm, of a drawing; the second of one to draw on
_CAPITAL = 0.68  # of the size of a letter: how tall a digit is


def views(block: Views, room: Space, profile: Profile) -> Fragment:
    """All in one row and equally high, in every look: they are one picture."""
    elements: list[Element] = []
    inside = _IN_FRAME * MM
    count = len(block.sketches)
    shapes = [each.drawing.wide / each.drawing.high for each in block.sketches]
    high = min(
        (_LARGE if block.large else _HIGHEST) * MM,
        (room.width - (count - 1) * _BETWEEN * MM - 2 * count * inside) / sum(shapes),
    )
    digit = replace(profile.label_strong, colour="paper")
    outers = [shape * high + 2 * inside for shape in shapes]
    captions = [
        set_lines((Text(words),), outer - 9, profile.strong)
        for words, outer in zip(block.captions, outers, strict=True)
    ]
    caption = max(map(len, captions)) * profile.strong.leading + 6
    tall = high + 2 * inside
    marks: list[Mark] = []
    x = 0.0
    for index, (sketch, outer) in enumerate(zip(block.sketches, outers, strict=True)):
        wide = outer - 2 * inside
        figure = len(elements)
        elements += [Element("Figure", attributes=(("Alt", sketch.alt),)), Element("P")]
        marks.append(Frame(x, 0, outer, tall + caption, "", "line", 0.8, ROUND))
        marks.append(Frame(x + 0.4, tall, outer - 0.8, caption - 0.4, "tint", round=ROUND - 1))
        marks.append(Stamp(x + inside, inside, wide, high, sketch.drawing, figure))
        for spot in block.spots[index]:
            digits = str(spot.number)
            left = x + inside + spot.x * wide - width(digits, bold=True, size=digit.size) / 2
            low = inside + spot.y * high + digit.size * _CAPITAL / 2
            marks.append(TextRun(left, low, digits, digit, figure, after=" "))
        marks += line_marks(captions[index], x + 6, tall + 3, profile.strong, figure + 1)[0]
        x += outer + _BETWEEN * MM
    piece = Piece(tall + caption, tuple(marks), above=profile.gap, below=profile.gap)
    return Fragment(tuple(elements), (piece,))
