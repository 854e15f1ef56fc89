"""The plan of a patient at a glance: as cards, as rows with the words beside the pictures, and by the parts of the day."""

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import Card, Cards, DayPlan, Text
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Frame, Line, Mark, PageNumber, Piece, Space, Stamp, TextRun
from printkit.layout.lines import line_marks, set_lines, to_baseline
from printkit.layout.panels import ROUND
from printkit.layout.pictures import BETWEEN, IN_FRAME, disc, disc_side, in_box
from printkit.layout.profiles import MM, Profile, Style

_CARD_PICTURE = 58.0  # mm
_DAY_PICTURE = (46.0, 30.0)  # mm
_ROW_PICTURE = (40.0, 26.0)  # mm
_DISC = 8.0  # mm across
_SIGN = 14.0  # mm, of a part of the day
_DAY_HEAD = 30.0  # mm
_MOST_CARDS = 6  # large; more are rows with the words beside the picture
_ROW_AIR = 4.0  # points above the line under a row of the plan, where there is room
_LARGE = 16.0  # points of the letters from which on one column holds everything


class _Words(Struct, frozen=True):
    """How the words of all cards of a plan look: the title, who helps, the dose; and how large the disc before the title is."""

    name: Style
    helper: Style
    dose: Style
    side: float

    @classmethod
    def of(cls, name: Style, profile: Profile) -> "_Words":
        dose = replace(profile.body, leading=profile.body.size * 1.28)
        side = max(min(_DISC * MM, name.leading * 1.25), disc_side(0, profile))
        return cls(name, replace(dose, bold=True), dose, side)


def cards(block: Cards, room: Space, profile: Profile, *, drawn: bool = True) -> Fragment:
    """The plan at a glance: cards beside each other, as large as there are few; or rows with the words at the right.

    Rows need no marks where they are not `drawn`, for a look that is only tried; the heights are the same.
    """
    count = len(block.cards)
    if block.rows or count > _MOST_CARDS or profile.body.size > _LARGE:
        return _rows(block, room, profile, drawn=drawn)
    across = 2
    wide = (room.width - (across - 1) * BETWEEN * MM) / across
    rows = -(-count // across)
    # in the height of 2 rows of large pictures
    high = min(_CARD_PICTURE, profile.picture * 0.72, 2 * _CARD_PICTURE / rows) * MM
    elements: list[Element] = [Element("L")]
    pieces: list[Piece] = []
    name = replace(profile.strong, size=profile.strong.size + 2, leading=(profile.strong.size + 2) * 1.2)
    words = _Words.of(name, profile)
    for row in range(rows):
        some = block.cards[row * across : (row + 1) * across]
        found = [_card(card, (number * (wide + BETWEEN * MM), wide, high), block.page, words, profile, elements)
                 for number, card in enumerate(some)]  # fmt: skip
        tall = max(each for _, each in found)
        marks: list[Mark] = []
        for number, (said, _) in enumerate(found):
            x = number * (wide + BETWEEN * MM)
            marks += [
                Frame(x, 0, wide, tall, "paper", "line", 0.8, ROUND),
                Frame(x + 0.4, high, wide - 0.8, tall - high - 0.4, "tint", round=ROUND - 1),
                *said,
            ]
        pieces.append(Piece(tall, tuple(marks), above=profile.gap + 1, below=profile.gap + 1))
    return Fragment(tuple(elements), tuple(pieces), own=True, numbered=bool(block.page))


def _card(
    card: Card, place: tuple[float, float, float], page: str, words: _Words, profile: Profile, elements: list[Element]
) -> tuple[list[Mark], float]:
    """One card from its upper left corner: its marks and its height. `place` is x, width, height of the picture."""
    x, wide, high = place
    item = len(elements)
    elements += [Element("LI", 0), Element("LBody", item)]
    marks: list[Mark] = []
    if card.sketch:
        inside = IN_FRAME * MM
        box = (x + inside, inside, wide - 2 * inside, high - inside)
        marks.append(in_box(card.sketch.drawing, box, 0, beside=True))
    pad = 3 * MM
    said, y = _named(card, (x + pad, high + 4, wide - 2 * pad), words, profile, item + 1)
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
    card: Card, place: tuple[float, float, float], words: _Words, profile: Profile, element: int, *, drawn: bool = True
) -> tuple[list[Mark], float]:
    """Number, title, helper and dose of a card from the top y, and where they end; `place` is x, y and width.

    Without a mark where they are not `drawn`.
    """
    x, y, wide = place
    name, side = words.name, words.side
    down = max(0.0, (side - name.leading) / 2)
    lines = set_lines((Text(card.title),), wide - side - 6, name)
    marks: list[Mark] = []
    if drawn:
        marks += disc(card.number, x, y, side, profile, element)
        marks += _apart(line_marks(lines, x + side + 6, y + down, name, element)[0])
    y += max(len(lines) * name.leading + down, side) + 1
    if not (card.helper or card.lines):
        return marks, y
    for said, style in ((card.helper, words.helper), *((line, words.dose) for line in card.lines)):
        if said:
            lines = set_lines((Text(said),), wide, style)
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
    wide = (room.width - (across - 1) * BETWEEN * MM) / across
    few = 1.35 if len(block.cards) <= 4 else 1.0
    scale = min(few, profile.picture / 58) if across == 1 else 0.7 if len(block.cards) <= 8 else 0.55
    picture_wide, picture_high = (each * scale * MM for each in _ROW_PICTURE)
    elements: list[Element] = [Element("L")]
    pieces: list[Piece] = []
    large = across == 1
    name = replace(profile.strong, size=profile.strong.size + (4 if large else 0))
    of_words = replace(profile, body=replace(profile.body, size=profile.body.size + (2 if large else 0)))
    words = _Words.of(replace(name, leading=name.size * 1.2), of_words)
    when = replace(of_words.strong, colour="accent", leading=of_words.strong.size * 1.25)
    long = width(block.page.replace("{number}", "00"), bold=False, size=profile.label.size)
    for start in range(0, len(block.cards), across):
        marks: list[Mark] = []
        tall = 0.0
        for number, card in enumerate(block.cards[start : start + across]):
            item = len(elements)
            elements += [Element("LI", 0), Element("LBody", item)]
            x = number * (wide + BETWEEN * MM)
            if card.sketch and drawn:
                box = (x, 0, picture_wide, picture_high)
                marks.append(in_box(card.sketch.drawing, box, 0, beside=True))
            left = x + picture_wide + 4 * MM
            said, y = _named(card, (left, 2, x + wide - left), words, of_words, item + 1, drawn=drawn)
            lines = set_lines((Text(card.when),), x + wide - left, when)
            high = len(lines) * when.leading
            marks += (*said, *_apart(line_marks(lines, left, y, when, item + 1)[0])) if drawn else ()
            if block.page:
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
    words = _Words.of(replace(profile.strong, leading=profile.strong.size * 1.25), profile)
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
                    card, (x, y, wide), (picture_wide, picture_high), page, words, profile, item + 1, drawn=drawn
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
    words: _Words,
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
        marks.append(in_box(card.sketch.drawing, box, 0, beside=True))
    left = x + picture_wide + 3 * MM
    said, low = _named(card, (left, y + 2, x + wide - left), words, profile, element, drawn=drawn)
    if page:
        style = profile.label
        said += _page_ref(card.title, page, left, low + to_baseline(style), style, element) if drawn else ()
        low += style.leading
    # in the middle of the picture's height
    down = max(0.0, (picture_high - (low - y)) / 2)
    marks += [replace(mark, y=mark.y + down) for mark in said]
    return marks, max(picture_high, low - y)
