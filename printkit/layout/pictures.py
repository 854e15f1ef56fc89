"""Blocks with pictures: a pair of start and end, a drawing by itself, and the numbers on discs that lead to them."""

from msgspec.structs import replace

from printkit.document import Pair, Picture, Sketch, Text
from printkit.figures.scene import Drawing
from printkit.layout.fonts import width
from printkit.layout.fragment import (
    Element,
    Fragment,
    Frame,
    Image,
    Mark,
    Piece,
    Space,
    Stamp,
    TextRun,
)
from printkit.layout.lines import line_marks, set_lines
from printkit.layout.panels import ROUND
from printkit.layout.profiles import MM, Profile, Style

BETWEEN = 6.0  # mm
IN_FRAME = 1.5  # mm from a frame to the drawing in it
_STACKED = 0.62  # of the height of a picture: each of two that lie one below the other
_LEAST_LETTERS = 12.0  # points, of whatever a patient reads
_LARGEST_OF_USUAL = 16.0  # points; more is large print
_ROUND_A_DIGIT = 1.5  # of its size
_CAPTION_DISC = 6.5  # mm across
_CAPTION_GAP = 1.2  # mm on either side of the disc


def picture(block: Picture) -> Fragment:
    """A bitmap as large as it says."""
    wide, high = block.width_mm * MM, block.height_mm * MM
    mark = Image(0, 0, wide, high, block.data, 0)
    return Fragment((Element("Figure", attributes=(("Alt", block.alt),)),), (Piece(high, (mark,), above=8, below=8),))


def sketch(block: Sketch, room: Space, profile: Profile) -> Fragment:
    """A drawing as high as the look has room for."""
    drawing = block.drawing
    scale = min(profile.picture * MM / drawing.high, room.width / drawing.wide)
    wide, high = drawing.wide * scale, drawing.high * scale
    left = {"left": room.width - wide, "right": 0.0}.get(profile.anchor, (room.width - wide) / 2)
    mark = Stamp(left, 0, wide, high, drawing, 0)
    element = Element("Figure", attributes=(("Alt", block.alt),))
    return Fragment((element,), (Piece(high, (mark,), above=profile.gap, below=profile.gap),))


def in_box(drawing: Drawing, box: tuple[float, float, float, float], element: int, *, beside: bool = False) -> Stamp:
    """A drawing as large as a box in points allows, on its floor and in its middle."""
    x, y, wide, high = box
    scale = min(wide / drawing.wide, high / drawing.high)
    w, h = drawing.wide * scale, drawing.high * scale
    return Stamp(x + (wide - w) / 2, y + high - h, w, h, drawing, element, beside=beside)


def pair(block: Pair, room: Space, profile: Profile) -> Fragment:
    """Start and end, each in a frame over its caption: beside each other, or one below the other for bodies that lie."""
    count = len(block.sketches)
    long = any(each.drawing.wide > 2 * each.drawing.high for each in block.sketches)
    stacked = block.stacked and (long or profile.beside_each_other)
    across = 1 if stacked or count == 1 else count
    wide = (room.width - (across - 1) * BETWEEN * MM) / across
    high = profile.picture * MM * (_STACKED if block.stacked and count > 1 else 1.0)
    inside = IN_FRAME * MM
    # no frame is higher than its drawing needs
    high = min(
        high, max((wide - 2 * inside) / each.drawing.wide * each.drawing.high for each in block.sketches) + 2 * inside
    )
    elements: list[Element] = []
    pieces: list[Piece] = []
    marks: list[Mark] = []
    tall = high + (_caption_height(block, wide, profile) if block.captions else 0.0)
    for number, each in enumerate(block.sketches):
        figure = len(elements)
        elements.append(Element("Figure", attributes=(("Alt", each.alt),)))
        x = number * (wide + BETWEEN * MM) if across > 1 else 0.0
        y = 0.0 if across > 1 else number * (tall + 4)
        marks.append(Frame(x, y, wide, tall, "", "line", 0.8, ROUND))
        if block.captions:
            marks.append(Frame(x + 0.4, y + high, wide - 0.8, tall - high - 0.4, "tint", round=ROUND - 1))
        marks.append(in_box(each.drawing, (x + inside, y + inside, wide - 2 * inside, high - inside), figure))
        if block.captions:
            elements.append(Element("P"))
            said = block.numbers[number] if block.numbers else number + 1
            marks += _caption(said, block.captions[number], (x, y + high, wide, tall - high), profile, figure + 1)
    rows = 1 if across > 1 else count
    pieces.append(Piece(rows * tall + (rows - 1) * 4, tuple(marks), above=profile.gap, below=profile.gap))
    return Fragment(tuple(elements), tuple(pieces))


def _caption_style(profile: Profile) -> Style:
    return replace(profile.strong, leading=profile.strong.size * 1.25)


def _caption_room(wide: float, profile: Profile) -> float:
    return wide - disc_side(_CAPTION_DISC, profile) - (2 * _CAPTION_GAP + 1) * MM


def _caption_height(block: Pair, wide: float, profile: Profile) -> float:
    style = _caption_style(profile)
    most = max(len(set_lines((Text(each),), _caption_room(wide, profile), style)) for each in block.captions)
    return max(10 * MM, most * style.leading + 8)


def _caption(
    number: int, words: str, box: tuple[float, float, float, float], profile: Profile, element: int
) -> list[Mark]:
    x, y, wide, high = box
    style = _caption_style(profile)
    lines = set_lines((Text(words),), _caption_room(wide, profile), style)
    top = y + (high - len(lines) * style.leading) / 2
    side = disc_side(_CAPTION_DISC, profile)
    gap = _CAPTION_GAP * MM
    marks = disc(number, x + gap, y + (high - side) / 2, side, profile, element)
    return marks + line_marks(lines, x + 2 * gap + side, top, style, element)[0]


def disc(number: int, x: float, y: float, side: float, profile: Profile, element: int) -> list[Mark]:
    """A number in white on a disc; x and y are those of its upper left corner, in points."""
    size = max(_least(profile), side * 0.56)
    style = replace(profile.strong, size=size, leading=side, colour="paper")
    wide = width(str(number), bold=True, size=size)
    words = TextRun(x + (side - wide) / 2, y + (side + size * 0.7) / 2, str(number), style, element, after=" ")
    return [Frame(x, y, side, side, "accent", round=side / 2), words]


def _least(profile: Profile) -> float:
    """The least size of a digit on a disc: in large print that of the words."""
    return profile.body.size if profile.body.size > _LARGEST_OF_USUAL else _LEAST_LETTERS


def disc_side(usual: float, profile: Profile) -> float:
    """The side of a disc in points: `usual` in millimetres, and larger where its digit is."""
    return max(usual * MM, _least(profile) * _ROUND_A_DIGIT)
