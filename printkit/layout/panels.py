"""Panels: bands that say what to do now, boxes with a bar, the figures of a dose, and panels beside each other."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from printkit.document import Band, Block, Callout, Columns, Strip, Text
from printkit.layout.fonts import width
from printkit.layout.fragment import (
    Element,
    Fragment,
    Frame,
    Line,
    Mark,
    Piece,
    Space,
    moved,
    renumbered,
    stacked,
    total_height,
)
from printkit.layout.lines import Bit, line_count, line_marks, set_lines
from printkit.layout.profiles import MM, Profile, Style

_HEAD = 34.0  # mm; the solid head of a band
_ROUNDING = 0.01  # points; a word as wide as its line to the last digit would be cut
_BETWEEN = 6.0  # mm between columns
_BAR = 2.0  # mm
_BESIDE_FIGURE = 8.0  # points of a cell that stay empty beside its words
ROUND = 5.0  # points; the corners of frames and tints
_BAND_COLOURS = {"emergency": "alarm", "today": "today", "stop": "accent"}
_CALLOUTS = {  # ground and bar
    "emergency": ("tint-alarm", "alarm"),
    "today": ("tint-note", "today"),
    "stop": ("tint-alarm", "alarm"),
    "note": ("tint", "accent"),
    "plan": ("tint", "accent"),
}


def callout(block: Callout, body: Fragment, room: Space, profile: Profile) -> Fragment:
    """A panel: a bar at the left and a tint, no outline. Its children are laid out already, for `callout_room`."""
    pad, bar_wide = profile.pad, _BAR * MM
    ground, bar = _CALLOUTS[block.kind]
    elements = (Element("Div"), *renumbered(body.elements, 1, 0))
    strips = callout_strips(body.pieces, room, profile)
    parts = body.pieces if len(strips) == len(body.pieces) else (stacked(body.pieces),)
    pieces: list[Piece] = []
    for part, strip in zip(parts, strips, strict=True):
        frame: list[Mark] = [Frame(0, 0, room.width, strip.height, ground), Frame(0, 0, bar_wide, strip.height, bar)]
        marks = [moved(mark, bar_wide + pad, pad - 1, 1) for mark in part.marks]
        pieces.append(replace(strip, marks=tuple(frame + marks), headings=part.headings))
    return Fragment(elements, tuple(pieces))


def callout_strips(body: Sequence[Piece], room: Space, profile: Profile) -> tuple[Piece, ...]:
    """A panel as one piece without marks, or as one for each piece in it where it is higher than a page."""
    whole = total_height(body)
    heights = [whole] if whole + 2 * profile.pad <= room.height else [part.height for part in body]
    return tuple(Piece(high + 2 * profile.pad - 2, (), profile.gap, profile.gap) for high in heights)


def callout_room(room: Space, profile: Profile) -> Space:
    """The space inside a panel."""
    return Space(room.width - 2 * profile.pad - _BAR * MM, room.height - 2 * profile.pad)


def band_room(room: Space, profile: Profile) -> Space:
    """The space beside the head of a band, or under it where the look has one column."""
    pad = profile.pad
    if profile.beside_each_other:
        return Space(room.width - _HEAD * MM - 2 * pad, room.height - 2 * pad)
    return Space(room.width - 2 * pad, room.height)


def in_band(profile: Profile) -> Profile:
    """The look inside a band, whose word is its heading: those below it are no larger than its words."""
    low = profile.headings[2]
    return replace(profile, headings=(profile.headings[0], low, low))


def band(block: Band, body: Fragment, room: Space, profile: Profile) -> Fragment:
    """A solid head with a word, and the signs beside it; the word and not the colour says what it means."""
    colour = _BAND_COLOURS[block.kind]
    if not profile.beside_each_other:
        return _band_below(block, body, room, profile, colour)
    pad, head = profile.pad, _HEAD * MM
    elements = [Element("Div"), Element("P", 0), *[Element("P", 0) for _ in block.aside]]
    marks, used = _head_words(block, _head_room(profile), profile)
    inner = stacked(body.pieces)
    strip = _beside_head(used, body.pieces, profile)
    high = strip.height
    grounds: list[Mark] = [
        Frame(0, 0, room.width, high, "paper", colour, 1.2),
        Frame(0, 0, head, high, colour),
    ]
    offset = len(elements)
    elements += renumbered(body.elements, offset, 0)
    said = [moved(mark, pad - 1, pad, 0) for mark in marks]
    signs = [moved(mark, head + pad, pad, offset) for mark in inner.marks]
    piece = replace(strip, marks=(*grounds, *said, *signs), headings=inner.headings)
    return Fragment(tuple(elements), (piece,))


def band_strip(block: Band, body: Sequence[Piece], profile: Profile) -> Piece:
    """A band as one piece without marks, where its head stands beside what it holds."""
    return _beside_head(_head_words(block, _head_room(profile), profile)[1], body, profile)


def _beside_head(used: float, body: Sequence[Piece], profile: Profile) -> Piece:
    space = profile.gap + 2
    return Piece(max(used, total_height(body)) + 2 * profile.pad, (), space, space)


def _head_room(profile: Profile) -> float:
    return _HEAD * MM - 2 * profile.pad + 3


def _band_below(block: Band, body: Fragment, room: Space, profile: Profile, colour: str) -> Fragment:
    """The same in one column: the head over the signs, which may go on over a page."""
    pad = profile.pad
    elements = [Element("Div"), Element("P", 0), *[Element("P", 0) for _ in block.aside]]
    marks, used = _head_words(block, room.width - 2 * pad, profile)
    high = used + 2 * pad - 4
    head = Piece(
        high, (Frame(0, 0, room.width, high, colour), *(moved(mark, pad, pad - 2) for mark in marks)),
        above=profile.gap + 2, keep_next=True,
    )  # fmt: skip
    offset = len(elements)
    elements += renumbered(body.elements, offset, 0)
    pieces = [head]
    again = _head_again(block, room, profile, colour)
    for number, part in enumerate(body.pieces):
        above = max(part.above, pad) if not number else part.above
        last = number == len(body.pieces) - 1
        tall = above + part.height + (pad if last else 0.0)
        sides = [Line(x, 0, x, tall, 1.2, colour) for x in (0.6, room.width - 0.6)]
        low = [Line(0, tall, room.width, tall, 1.2, colour)] if last else []
        inside = [moved(mark, pad, above, offset) for mark in part.marks]
        pieces.append(
            Piece(
                tall, (*sides, *low, *inside), below=profile.gap + 2 if last else 0.0, keep_next=part.keep_next,
                headings=part.headings, under=again,
            )
        )  # fmt: skip
    return Fragment(tuple(elements), tuple(pieces))


def _head_again(block: Band, room: Space, profile: Profile, colour: str) -> Piece:
    """The word and the first that it asks for on one line, for the rest of a band on the next page: nobody may take its signs for others'."""
    said = ": ".join([block.word, *block.aside[:1]])
    look = fitted(said, room.width - 2 * profile.pad, replace(profile.strong, colour="paper"), least=12.0)
    marks, high = line_marks(set_lines((Text(said),), room.width - 2 * profile.pad, look), profile.pad, 4, look, 1)
    return Piece(high + 8, (Frame(0, 0, room.width, high + 8, colour), *marks))


def _head_words(block: Band, wide: float, profile: Profile) -> tuple[list[Mark], float]:
    """The word and what it asks for, in white, from their own upper left corner; their elements are 1, 2 ..."""
    word = fitted(block.word, wide, profile.word, least=13.0)
    marks, y = line_marks(set_lines((Text(block.word),), wide, word), 0, 0, word, 1)
    y += 4
    for number, sentence in enumerate(block.aside, 2):
        small = min(profile.strong.size, 12.5) if profile.beside_each_other else profile.strong.size
        white = fitted(sentence, wide, replace(profile.strong, size=small, colour="paper"), least=12.0)
        white = replace(white, leading=white.size * 1.25)
        # rather a phone number on two lines than one that is cut within its digits
        said = sentence if _longest(sentence, white) <= wide else sentence.replace("\u00a0", " ")
        found, tall = line_marks(set_lines((Text(said),), wide, white), 0, y, white, number)
        marks += found
        y += tall + 2
    return marks, y


def fitted(words: str, wide: float, style: Style, least: float) -> Style:
    """The style, smaller where its longest word or all of the words are wider than a line; never under `least` points."""
    long = width(words, bold=style.bold, size=style.size)
    if long <= wide:
        return style
    size = max(least, style.size * min(1.0, (wide - _ROUNDING) / _longest(words, style)))
    return replace(style, size=size, leading=size * style.leading / style.size)


def _longest(words: str, style: Style) -> float:
    """The width of the longest word. A phone number is 1 word: its spaces do not break."""
    return max(width(word, bold=style.bold, size=style.size) for word in words.split(" "))


def strip(block: Strip, room: Space, profile: Profile) -> Fragment:
    """The figures of a dose on a calm ground, with a thin line between each two; a list of them where they are too wide."""
    elements: list[Element] = [Element("L")]
    wide = room.width / len(block.cells)
    under = replace(profile.label, colour="ink")
    marks: list[Mark] = []
    for number, (count, said) in enumerate(block.cells):
        elements += [Element("LI", 0), Element("LBody", len(elements))]
        marks += _cell(count, said, number, wide, profile.figure, under if count else profile.strong)
    piece = dose_strip(block, room, profile)
    ground: list[Mark] = [Frame(0, 0, room.width, piece.height, "tint", round=ROUND)]
    ground += [Line(n * wide, 7, n * wide, piece.height - 7, 0.8, "line") for n in range(1, len(block.cells))]
    return Fragment(tuple(elements), (replace(piece, marks=(*ground, *marks)),))


@lru_cache(maxsize=512)
def _cell(count: str, said: str, number: int, wide: float, figure: Style, style: Style) -> tuple[Mark, ...]:
    """A figure and the words under it, or words instead of it, in the middle of the cell of this number, from 0."""
    element, left, y = 2 * number + 2, number * wide, 5.0
    marks: list[Mark] = []
    if count:
        at = left + (wide - width(count, bold=True, size=figure.size)) / 2
        marks, tall = line_marks(((Bit(count, bold=True),),), at, y, figure, element, after=" ")
        y += tall
    for line in set_lines((Text(said),), wide - _BESIDE_FIGURE, style):
        long = sum(width(bit.text, bit.bold, style.size) for bit in line)
        found, tall = line_marks((line,), left + (wide - long) / 2, y, style, element, after=" ")
        marks += found
        y += tall
    return tuple(marks)


def dose_strip(block: Strip, room: Space, profile: Profile) -> Piece:
    """The figures of a dose as one piece without marks."""
    wide = room.width / len(block.cells)
    tallest = 0.0
    for count, said in block.cells:
        style = profile.label if count else profile.strong
        y = 5.0 + (profile.figure.leading if count else 0.0)
        for _line in range(line_count(said, wide - _BESIDE_FIGURE, style)):
            y += style.leading
        tallest = max(tallest, y)
    return Piece(tallest + 5, (), above=profile.gap, below=profile.gap)


def column_rooms(parts: Sequence[float], room: Space, profile: Profile) -> list[Space]:
    """The space of each of some columns; all of it where the look has one column."""
    if not profile.beside_each_other:
        return [room] * len(parts)
    wide = room.width - _BETWEEN * MM * (len(parts) - 1)
    return [Space(wide * part / sum(parts), room.height) for part in parts]


def placed(block: Columns, room: Space, profile: Profile) -> Iterator[tuple[tuple[Block, ...], Space, float]]:
    """The blocks of each column with its space, and how far to the right it begins, in points."""
    x = 0.0
    for column, space in zip(block.columns, column_rooms(block.parts, room, profile), strict=True):
        yield column, space, x
        x += space.width + _BETWEEN * MM


def as_high_as(columns: Sequence[Sequence[Piece]]) -> Piece:
    """What `beside` would make of pieces in columns, without a mark."""
    filled = [column for column in columns if column]
    return Piece(
        max((total_height(column) for column in filled), default=0.0),
        (),
        max((column[0].above for column in filled), default=0.0),
        max((column[-1].below for column in filled), default=0.0),
    )


def beside(found: Sequence[Fragment], rooms: Sequence[Space]) -> Fragment:
    """Panels beside each other as one piece; each is read to its end before the next."""
    elements: list[Element] = []
    marks: list[Mark] = []
    headings: list[tuple[str, int]] = []
    x = high = above = below = 0.0
    for fragment, space in zip(found, rooms, strict=True):
        piece = stacked(fragment.pieces)
        marks += [moved(mark, x, 0, len(elements)) for mark in piece.marks]
        elements += fragment.elements if not elements else renumbered(fragment.elements, len(elements), -1)
        headings += piece.headings
        high = max(high, piece.height)
        above, below = max(above, piece.above), max(below, piece.below)
        x += space.width + _BETWEEN * MM
    return Fragment(tuple(elements), (Piece(high, tuple(marks), above, below, headings=tuple(headings)),))


def in_columns(pieces: Sequence[Piece], columns: int, wide: float) -> Piece:
    """Pieces of one list in two columns as even as can be, as one piece that is never cut."""
    best = min(_splits(pieces, columns), key=lambda some: max(map(total_height, some)))
    marks = [
        moved(mark, number * wide, 0) for number, column in enumerate(best) for mark in stacked(tuple(column)).marks
    ]
    return Piece(max(map(total_height, best)), tuple(marks), pieces[0].above, pieces[-1].below)


def _splits(pieces: Sequence[Piece], columns: int) -> Iterator[list[Sequence[Piece]]]:
    if columns == 1 or len(pieces) < columns:
        yield [pieces]
        return
    for cut in range(1, len(pieces)):
        for rest in _splits(pieces[cut:], columns - 1):
            yield [pieces[:cut], *rest]
