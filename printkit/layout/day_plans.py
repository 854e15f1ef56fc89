"""The exercises of a patient by the parts of the day: measured first, as rows of a plan are, and drawn in what was measured."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import Card, DayPart, DayPlan, Text
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Frame, Mark, Piece, Space, Stamp
from printkit.layout.lines import line_marks, set_lines, to_baseline
from printkit.layout.panels import ROUND
from printkit.layout.pictures import in_box
from printkit.layout.plans import CardWords, named, page_ref
from printkit.layout.profiles import MM, Profile, Style

_PICTURE = (46.0, 30.0)  # mm
_SIGN = 14.0  # mm, of a part of the day
_HEAD = 30.0  # mm


def day_plan(block: DayPlan, room: Space, profile: Profile) -> Fragment:
    """The parts of the day, one below the other: a sign, and the exercises of that time with their pictures."""
    look = _Look.of(block, room, profile)
    highs = _highs(block, look, profile)
    elements: list[Element] = []
    pieces: list[Piece] = []
    for part in block.parts:
        top = len(elements)
        elements += [Element("Div"), Element("P", top), Element("L", top)]
        pad, side = look.pad, look.side
        marks: list[Mark] = [Stamp(pad, pad, side, side, part.sign, 0, beside=True)]
        title = set_lines((Text(part.title),), look.head, look.word)
        marks += line_marks(title, pad, pad + side + 1, look.word, top + 1)[0]
        alone = len(part.cards) <= look.across
        for row in _rows(part, look, highs, profile):
            for number, (card, high) in enumerate(zip(row.cards, row.highs, strict=True)):
                item = len(elements)
                elements += [Element("LI", top + 2), Element("LBody", item)]
                x = look.head + pad + number * look.step
                marks += _card(card, (x, row.top, high), look, profile, item + 1)
            grounds = _ground(room.width, row.strip.height, look.head, row.covered, row.over, alone)
            pieces.append(replace(row.strip, marks=(*grounds, *marks)))
            marks = []
    return Fragment(tuple(elements), tuple(pieces), own=True, numbered=bool(block.page))


def strips(block: DayPlan, room: Space, profile: Profile) -> tuple[Piece, ...]:
    """Pieces as high as those of `day_plan`, without a mark."""
    look = _Look.of(block, room, profile)
    highs = _highs(block, look, profile)
    return tuple(row.strip for part in block.parts for row in _rows(part, look, highs, profile))


class _Look(Struct, frozen=True, kw_only=True):
    """How the parts of a day look; lengths in points."""

    pad: float
    word: Style  # of the name of a part
    head: float  # its width
    least: float  # its height, with the sign over it
    side: float  # of the sign
    across: int  # in so many columns
    step: float  # from one column to the next
    wide: float  # for the words of an exercise
    picture: tuple[float, float]
    words: CardWords
    page: str  # where an exercise is; "" where the cover says it

    @classmethod
    def of(cls, block: DayPlan, room: Space, profile: Profile) -> "_Look":
        pad, side = profile.pad - 2, _SIGN * MM
        word = replace(profile.strong, size=profile.strong.size + 2, colour="accent")
        titles = [width(each, bold=True, size=word.size) + 1 for part in block.parts for each in part.title.split()]
        head = max([_HEAD * MM, *titles])  # no word is broken
        two = profile.beside_each_other and sum(len(part.cards) for part in block.parts) > 6
        across = 2 if two else 1
        wide = (room.width - head - 2 * pad - (across - 1) * 10) / across
        scale = min(1.0, profile.picture / 70)
        picture_wide, picture_high = (each * scale * MM for each in _PICTURE)
        if two:
            picture_wide, picture_high = picture_wide * 0.55, picture_high * 0.62
        return cls(
            pad=pad,
            word=word,
            head=head,
            least=side + word.leading + 2 * pad,
            side=side,
            across=across,
            step=wide + 10,
            wide=wide - picture_wide - 3 * MM,
            picture=(picture_wide, picture_high),
            words=CardWords.of(replace(profile.strong, leading=profile.strong.size * 1.25), profile),
            page="" if two else block.page,
        )

    def words_high(self, card: Card, profile: Profile) -> float:
        """How high the words of an exercise are."""
        return 2 + self.words.high(card, self.wide) + (profile.label.leading if self.page else 0.0)


class _Row(Struct, frozen=True, kw_only=True):
    """The exercises of a part of the day that stand beside each other, and the place of their row; lengths in points."""

    cards: tuple[Card, ...]
    highs: tuple[float, ...]  # of the words of each
    strip: Piece
    top: float  # of the exercises, in the row
    covered: float  # what the word beside the rows above takes of this one
    over: float  # what the word beside this row takes of those below


def _rows(part: DayPart, look: _Look, high_of: dict[Card, float], profile: Profile) -> Iterator[_Row]:
    """The rows of a part of the day; `high_of` has the height of the words of each exercise."""
    least = look.least
    starts = range(0, len(part.cards), look.across)
    for start in starts:
        cards = part.cards[start : start + look.across]
        highs = tuple([high_of[card] for card in cards])
        first, last = start == starts[0], start == starts[-1]
        top = look.pad if first else 0.0
        high = top + max(look.picture[1], *highs) + (look.pad if last else 4)
        covered = 0.0 if first else least
        if first and last:
            high = max(high, least)
        least -= high
        if last and not first and least > 0:
            high += least
        above, below = profile.gap - 1 if first else 0.0, profile.gap - 1 if last else 0.0
        over = least if first and not last else 0.0
        strip = Piece(high, (), above=above, below=below)
        yield _Row(cards=cards, highs=highs, strip=strip, top=top, covered=covered, over=over)


def _highs(block: DayPlan, look: _Look, profile: Profile) -> dict[Card, float]:
    """How high the words of each exercise are, once for all its times of the day."""
    each = {card for part in block.parts for card in part.cards}
    return {card: look.words_high(card, profile) for card in each}


def _ground(wide: float, high: float, head: float, covered: float, over: float, alone: bool) -> list[Frame]:  # noqa: FBT001
    """The ground of a row of a part of the day, and of the word that stands `over` into the next one.

    A row is painted after the one above it, so its own ground begins beside what is `covered` by that word.
    """
    if covered <= 0:
        found = [Frame(0, 0, wide, high, "tint", round=ROUND if alone else 0.0)]
        return [*found, Frame(0, high, head, over, "tint")] if over > 0 else found
    beside = Frame(head, 0, wide - head, high, "tint")
    return [beside, Frame(0, covered, head, high - covered, "tint")] if covered < high else [beside]


def _card(card: Card, place: tuple[float, float, float], look: _Look, profile: Profile, element: int) -> list[Mark]:
    """One exercise of a part of the day; `place` is x, y and the height of its words."""
    x, y, high = place
    picture_wide, picture_high = look.picture
    marks: list[Mark] = []
    if card.sketch:
        marks.append(Frame(x, y, picture_wide, picture_high, "paper", "line", 0.8, ROUND))
        box = (x + 2, y + 2, picture_wide - 4, picture_high - 2)
        marks.append(in_box(card.sketch.drawing, box, 0, beside=True))
    # in the middle of the picture's height
    top = y + max(0.0, (picture_high - high) / 2) + 2
    left = x + picture_wide + 3 * MM
    said, low = named(card, (left, top, look.wide), look.words, profile, element)
    if look.page:
        style = profile.label
        said += page_ref(card.title, look.page, left, low + to_baseline(style), style, element)
    return marks + said
