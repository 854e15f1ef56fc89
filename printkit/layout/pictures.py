"""Blocks with pictures: a pair of start and end, a drawing by itself, the plan as cards, the day by its parts."""

from msgspec.structs import replace

from printkit.document import Card, Cards, DayPlan, Pair, Picture, Sketch, Text
from printkit.figures.scene import Drawing
from printkit.layout.fonts import width
from printkit.layout.fragment import (
    Element,
    Fragment,
    Frame,
    Image,
    Line,
    Mark,
    PageNumber,
    Piece,
    Space,
    Stamp,
    TextRun,
)
from printkit.layout.lines import line_marks, set_lines, to_baseline
from printkit.layout.panels import ROUND
from printkit.layout.profiles import MM, Profile, Style

_BETWEEN = 6.0  # mm
_IN_FRAME = 1.5  # mm from a frame to the drawing in it
_STACKED = 0.62  # of the height of a picture: each of two that lie one below the other
_CARD_PICTURE = 58.0  # mm
_DAY_PICTURE = (46.0, 30.0)  # mm
_ROW_PICTURE = (40.0, 26.0)  # mm
_DISC = 8.0  # mm across
_LEAST_LETTERS = 12.0  # points, of whatever a patient reads
_LARGEST_OF_USUAL = 16.0  # points; more is large print
_ROUND_A_DIGIT = 1.5  # of its size
_CAPTION_DISC = 6.5  # mm across
_CAPTION_GAP = 1.2  # mm on either side of the disc
_SIGN = 14.0  # mm, of a part of the day
_DAY_HEAD = 30.0  # mm
_MOST_CARDS = 6  # large; more are rows with the words beside the picture
_ROW_AIR = 4.0  # points above the line under a row of the plan, where there is room
_LARGE = 16.0  # points of the letters from which on one column holds everything


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


def _in_box(drawing: Drawing, box: tuple[float, float, float, float], element: int, *, beside: bool = False) -> Stamp:
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
    wide = (room.width - (across - 1) * _BETWEEN * MM) / across
    high = profile.picture * MM * (_STACKED if block.stacked and count > 1 else 1.0)
    inside = _IN_FRAME * MM
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
        x = number * (wide + _BETWEEN * MM) if across > 1 else 0.0
        y = 0.0 if across > 1 else number * (tall + 4)
        marks.append(Frame(x, y, wide, tall, "", "line", 0.8, ROUND))
        if block.captions:
            marks.append(Frame(x + 0.4, y + high, wide - 0.8, tall - high - 0.4, "tint", round=ROUND - 1))
        marks.append(_in_box(each.drawing, (x + inside, y + inside, wide - 2 * inside, high - inside), figure))
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
    return wide - _disc_side(_CAPTION_DISC, profile) - (2 * _CAPTION_GAP + 1) * MM


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
    side = _disc_side(_CAPTION_DISC, profile)
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


def _disc_side(usual: float, profile: Profile) -> float:
    """The side of a disc in points: `usual` in millimetres, and larger where its digit is."""
    return max(usual * MM, _least(profile) * _ROUND_A_DIGIT)


def cards(block: Cards, room: Space, profile: Profile, *, drawn: bool = True) -> Fragment:
    """The plan at a glance: cards beside each other, as large as there are few; or rows with the words at the right.

    Rows need no marks where they are not `drawn`, for a look that is only tried; the heights are the same.
    """
    count = len(block.cards)
    if block.rows or count > _MOST_CARDS or profile.body.size > _LARGE:
        return _rows(block, room, profile, drawn=drawn)
    across = 2
    wide = (room.width - (across - 1) * _BETWEEN * MM) / across
    rows = -(-count // across)
    # in the height of 2 rows of large pictures
    high = min(_CARD_PICTURE, profile.picture * 0.72, 2 * _CARD_PICTURE / rows) * MM
    elements: list[Element] = [Element("L")]
    pieces: list[Piece] = []
    for row in range(rows):
        some = block.cards[row * across : (row + 1) * across]
        found = [_card(card, (number * (wide + _BETWEEN * MM), wide, high), block.page, profile, elements)
                 for number, card in enumerate(some)]  # fmt: skip
        tall = max(each for _, each in found)
        marks: list[Mark] = []
        for number, (words, _) in enumerate(found):
            x = number * (wide + _BETWEEN * MM)
            marks += [
                Frame(x, 0, wide, tall, "paper", "line", 0.8, ROUND),
                Frame(x + 0.4, high, wide - 0.8, tall - high - 0.4, "tint", round=ROUND - 1),
                *words,
            ]
        pieces.append(Piece(tall, tuple(marks), above=profile.gap + 1, below=profile.gap + 1))
    return Fragment(tuple(elements), tuple(pieces), own=True, numbered=bool(block.page))


def _card(
    card: Card, place: tuple[float, float, float], page: str, profile: Profile, elements: list[Element]
) -> tuple[list[Mark], float]:
    """One card from its upper left corner: its marks and its height. `place` is x, width, height of the picture."""
    x, wide, high = place
    item = len(elements)
    elements += [Element("LI", 0), Element("LBody", item)]
    marks: list[Mark] = []
    if card.sketch:
        inside = _IN_FRAME * MM
        box = (x + inside, inside, wide - 2 * inside, high - inside)
        marks.append(_in_box(card.sketch.drawing, box, 0, beside=True))
    pad = 3 * MM
    name = replace(profile.strong, size=profile.strong.size + 2, leading=(profile.strong.size + 2) * 1.2)
    y = high + 4
    said, y = _named(card, (x + pad, y, wide - 2 * pad), name, profile, item + 1)
    marks += said
    foot = replace(profile.strong, colour="accent", leading=profile.strong.size * 1.25)
    style = profile.label
    long = width(page.replace("{number}", "00"), bold=False, size=style.size) if page else 0.0
    beside = wide - 2 * pad - (long + pad if page else 0.0)
    found, tall = line_marks(set_lines((Text(card.when),), beside, foot), x + pad, y, foot, item + 1)
    marks += _apart(found)
    if page:
        marks += _page_ref(card.title, page, x + wide - pad - long, y + to_baseline(foot), style, item + 1)
        tall = max(tall, foot.leading)
    return marks, y + tall + 5


def _named(
    card: Card, place: tuple[float, float, float], name: Style, profile: Profile, element: int, *, drawn: bool = True
) -> tuple[list[Mark], float]:
    """Number, title, helper and dose of a card from the top y, and where they end; `place` is x, y and width.

    Without a mark where they are not `drawn`.
    """
    x, y, wide = place
    side = max(min(_DISC * MM, name.leading * 1.25), _disc_side(0, profile))
    down = max(0.0, (side - name.leading) / 2)
    lines = set_lines((Text(card.title),), wide - side - 6, name)
    marks: list[Mark] = []
    if drawn:
        marks += disc(card.number, x, y, side, profile, element)
        marks += _apart(line_marks(lines, x + side + 6, y + down, name, element)[0])
    y += max(len(lines) * name.leading + down, side) + 1
    if not (card.helper or card.lines):
        return marks, y
    text = replace(profile.body, leading=profile.body.size * 1.28)
    for words, style in ((card.helper, replace(text, bold=True)), *((line, text) for line in card.lines)):
        if words:
            lines = set_lines((Text(words),), wide, style)
            marks += _apart(line_marks(lines, x, y, style, element)[0]) if drawn else ()
            y += len(lines) * style.leading
    return marks, y


def _apart(marks: list[Mark]) -> list[Mark]:
    """Runs with a space after each, for a reader who hears them in a row."""
    return [replace(mark, after=" ") if isinstance(mark, TextRun) else mark for mark in marks]


def _page_ref(title: str, page: str, left: float, baseline: float, style: Style, element: int) -> list[Mark]:
    """Where an exercise is: "page 4"."""
    before = page.partition("{number}")[0].strip()
    wide = width(f"{before} ", bold=False, size=style.size)
    words = TextRun(left, baseline, before, style, element, after=" ")
    return [words, PageNumber(left + wide, baseline, title, style, element, begins=True)]


def _rows(block: Cards, room: Space, profile: Profile, *, drawn: bool) -> Fragment:
    """A row for each exercise, for who stands before it; two columns of them from 7 on."""
    across = 1 if len(block.cards) <= 6 or not profile.beside_each_other else 2
    wide = (room.width - (across - 1) * _BETWEEN * MM) / across
    few = 1.35 if len(block.cards) <= 4 else 1.0
    scale = min(few, profile.picture / 58) if across == 1 else 0.7 if len(block.cards) <= 8 else 0.55
    picture_wide, picture_high = (each * scale * MM for each in _ROW_PICTURE)
    elements: list[Element] = [Element("L")]
    pieces: list[Piece] = []
    large = across == 1
    name = replace(profile.strong, size=profile.strong.size + (4 if large else 0))
    name = replace(name, leading=name.size * 1.2)
    for start in range(0, len(block.cards), across):
        marks: list[Mark] = []
        tall = 0.0
        for number, card in enumerate(block.cards[start : start + across]):
            item = len(elements)
            elements += [Element("LI", 0), Element("LBody", item)]
            x = number * (wide + _BETWEEN * MM)
            if card.sketch and drawn:
                box = (x, 0, picture_wide, picture_high)
                marks.append(_in_box(card.sketch.drawing, box, 0, beside=True))
            of_words = replace(profile, body=replace(profile.body, size=profile.body.size + (2 if large else 0)))
            left = x + picture_wide + 4 * MM
            said, y = _named(card, (left, 2, x + wide - left), name, of_words, item + 1, drawn=drawn)
            when = replace(of_words.strong, colour="accent", leading=of_words.strong.size * 1.25)
            lines = set_lines((Text(card.when),), x + wide - left, when)
            high = len(lines) * when.leading
            marks += (*said, *_apart(line_marks(lines, left, y, when, item + 1)[0])) if drawn else ()
            if block.page:
                long = width(block.page.replace("{number}", "00"), bold=False, size=profile.label.size)
                if long + width(card.when, bold=True, size=when.size) + 8 > x + wide - left:
                    y += high
                    high = profile.label.leading
                if drawn:
                    at = y + to_baseline(when)
                    marks += _page_ref(card.title, block.page, x + wide - long, at, profile.label, item + 1)
            y += high
            tall = max(tall, picture_high, y)
        air = min(_ROW_AIR, profile.gap)
        tall += air
        marks.append(Line(0, tall, room.width, tall, 0.7, "line"))
        pieces.append(Piece(tall, tuple(marks), above=air / 2 if start else profile.gap, below=air / 2))
    return Fragment(tuple(elements), tuple(pieces), own=True, numbered=bool(block.page))


def day_plan(block: DayPlan, room: Space, profile: Profile, *, drawn: bool = True) -> Fragment:
    """The parts of the day, one below the other: a sign, and the exercises of that time with their pictures.

    Without a mark where it is not `drawn`, for a look that is only tried; the heights are the same.
    """
    elements: list[Element] = []
    pieces: list[Piece] = []
    pad = profile.pad - 2
    word = replace(profile.strong, size=profile.strong.size + 2, colour="accent")
    titles = [width(each, bold=True, size=word.size) + 1 for part in block.parts for each in part.title.split()]
    head = max([_DAY_HEAD * MM, *titles])  # no word is broken
    scale = min(1.0, profile.picture / 70)
    picture_wide, picture_high = (each * scale * MM for each in _DAY_PICTURE)
    two = profile.beside_each_other and sum(len(part.cards) for part in block.parts) > 6
    if two:
        picture_wide, picture_high = picture_wide * 0.55, picture_high * 0.62
    for part in block.parts:
        top = len(elements)
        elements += [Element("Div"), Element("P", top), Element("L", top)]
        side = _SIGN * MM
        marks: list[Mark] = []
        if drawn:
            marks.append(Stamp(pad, pad, side, side, part.sign, 0, beside=True))
            marks += line_marks(set_lines((Text(part.title),), head, word), pad, pad + side + 1, word, top + 1)[0]
        least = side + word.leading + 2 * pad
        across = 2 if two else 1
        wide = (room.width - head - 2 * pad - (across - 1) * 10) / across
        rows = [part.cards[start : start + across] for start in range(0, len(part.cards), across)]
        for index, some in enumerate(rows):
            y = pad if index == 0 else 0.0
            tall = 0.0
            for number, card in enumerate(some):
                item = len(elements)
                elements += [Element("LI", top + 2), Element("LBody", item)]
                x = head + pad + number * (wide + 10)
                page = "" if two else block.page  # the cover has them
                said, high = _day_card(
                    card, (x, y, wide), (picture_wide, picture_high), page, profile, item + 1, drawn=drawn
                )
                marks += said
                tall = max(tall, high)
            last = index == len(rows) - 1
            high = y + tall + (pad if last else 4)
            covered = least if index else 0.0  # what the word beside the rows above takes of this one
            if index == 0:
                high = max(high, least) if last else high
            least -= high
            if last and index and least > 0:
                high += least
            above = profile.gap - 1 if index == 0 else 0.0
            below = profile.gap - 1 if last else 0.0
            over = least if index == 0 and not last else 0.0
            grounds = _day_ground(room.width, high, head, covered, over, len(rows) == 1) if drawn else ()
            pieces.append(Piece(high, (*grounds, *marks), above=above, below=below))
            marks = []
    return Fragment(tuple(elements), tuple(pieces), own=True, numbered=bool(block.page))


def _day_ground(wide: float, high: float, head: float, covered: float, over: float, alone: bool) -> list[Frame]:  # noqa: FBT001
    """The ground of a row of a part of the day, and of the word that stands `over` into the next one.

    A row is painted after the one above it, so its own ground begins beside what is `covered` by that word.
    """
    if covered <= 0:
        found = [Frame(0, 0, wide, high, "tint", round=ROUND if alone else 0.0)]
        return [*found, Frame(0, high, head, over, "tint")] if over > 0 else found
    beside = Frame(head, 0, wide - head, high, "tint")
    return [beside, Frame(0, covered, head, high - covered, "tint")] if covered < high else [beside]


def _day_card(
    card: Card,
    place: tuple[float, float, float],
    picture_size: tuple[float, float],
    page: str,
    profile: Profile,
    element: int,
    *,
    drawn: bool,
) -> tuple[list[Mark], float]:
    """One exercise of a part of the day: its marks and its height. `place` is x, y and width."""
    x, y, wide = place
    picture_wide, picture_high = picture_size
    marks: list[Mark] = []
    if card.sketch and drawn:
        marks.append(Frame(x, y, picture_wide, picture_high, "paper", "line", 0.8, ROUND))
        box = (x + 2, y + 2, picture_wide - 4, picture_high - 2)
        marks.append(_in_box(card.sketch.drawing, box, 0, beside=True))
    left = x + picture_wide + 3 * MM
    name = replace(profile.strong, leading=profile.strong.size * 1.25)
    said, low = _named(card, (left, y + 2, x + wide - left), name, profile, element, drawn=drawn)
    if page:
        style = profile.label
        said += _page_ref(card.title, page, left, low + to_baseline(style), style, element) if drawn else ()
        low += style.leading
    # in the middle of the picture's height
    down = max(0.0, (picture_high - (low - y)) / 2)
    marks += [replace(mark, y=mark.y + down) for mark in said]
    return marks, max(picture_high, low - y)
