"""The plan of a patient at a glance: as cards, or as rows with the words beside the pictures; `layout.day_plans` has the day.

Rows are measured first, by the lines of their words alone, and drawn in what was measured: a look that is only tried
makes no mark.
"""

from msgspec import Struct
from msgspec.structs import replace

from printkit.document import Card, Cards, Text
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Frame, Line, Mark, PageNumber, Piece, Space, TextRun
from printkit.layout.lines import Lines, line_count, line_marks, set_lines, to_baseline
from printkit.layout.panels import ROUND
from printkit.layout.pictures import BETWEEN, IN_FRAME, disc, disc_side, in_box
from printkit.layout.profiles import MM, Profile, Style

_CARD_PICTURE = 58.0  # mm
_ROW_PICTURE = (40.0, 26.0)  # mm
_DISC = 8.0  # mm across
_FROM_DISC = 6.0  # points from a disc to the title beside it
_MOST_CARDS = 6  # large; more are rows with the words beside the picture
_ROW_AIR = 4.0  # points above the line under a row of the plan, where there is room
_LARGE = 16.0  # points of the letters from which on one column holds everything


class CardWords(Struct, frozen=True, kw_only=True):
    """How the words of all cards of a plan look: the title, who helps, the dose; and how large the disc before the title is."""

    name: Style
    helper: Style
    dose: Style
    side: float
    down: float  # points from the top of the disc to the top of a title

    @classmethod
    def of(cls, name: Style, profile: Profile) -> "CardWords":
        dose = replace(profile.body, leading=profile.body.size * 1.28)
        side = max(min(_DISC * MM, name.leading * 1.25), disc_side(0, profile))
        down = max(0.0, (side - name.leading) / 2)
        return cls(name=name, helper=replace(dose, bold=True), dose=dose, side=side, down=down)

    def title(self, card: Card, wide: float) -> Lines:
        """The lines of a title beside its disc, where there is so much room for both."""
        return set_lines((Text(card.title),), wide - self.side - _FROM_DISC, self.name)

    def title_high(self, lines: int) -> float:
        """How high a title of so many lines is with its disc, and what lies under it."""
        return max(lines * self.name.leading + self.down, self.side) + 1

    def under_title(self, card: Card) -> list[tuple[str, Style]]:
        """Who helps, and the dose."""
        return [(card.helper, self.helper), *[(line, self.dose) for line in card.lines]]

    def high(self, card: Card, wide: float) -> float:
        """How high all words of a card are, where there is so much room for them."""
        high = self.title_high(line_count(card.title, wide - self.side - _FROM_DISC, self.name))
        for words, style in self.under_title(card):
            if words:
                high += line_count(words, wide, style) * style.leading
        return high


def cards(block: Cards, room: Space, profile: Profile) -> Fragment:
    """The plan at a glance: cards beside each other, as large as there are few; or rows with the words at the right."""
    if _are_rows(block, profile):
        return _rows(block, room, profile)
    count = len(block.cards)
    across = 2
    wide = (room.width - (across - 1) * BETWEEN * MM) / across
    rows = -(-count // across)
    # in the height of 2 rows of large pictures
    high = min(_CARD_PICTURE, profile.picture * 0.72, 2 * _CARD_PICTURE / rows) * MM
    elements: list[Element] = [Element("L")]
    pieces: list[Piece] = []
    name = replace(profile.strong, size=profile.strong.size + 2, leading=(profile.strong.size + 2) * 1.2)
    words = CardWords.of(name, profile)
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


def card_strips(block: Cards, room: Space, profile: Profile) -> tuple[Piece, ...]:
    """Pieces as high as those of `cards`, without a mark where they are rows."""
    if _are_rows(block, profile):
        return _row_strips(block, _Rows.of(block, room, profile), profile)
    return cards(block, room, profile).pieces


def _are_rows(block: Cards, profile: Profile) -> bool:
    return block.rows or len(block.cards) > _MOST_CARDS or profile.body.size > _LARGE


def _card(
    card: Card,
    place: tuple[float, float, float],
    page: str,
    words: CardWords,
    profile: Profile,
    elements: list[Element],
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
    said, y = named(card, (x + pad, high + 4, wide - 2 * pad), words, profile, item + 1)
    marks += said
    foot = replace(profile.strong, colour="accent", leading=profile.strong.size * 1.25)
    style = profile.label
    long = width(page.replace("{number}", "00"), bold=False, size=style.size) if page else 0.0
    beside = wide - 2 * pad - (long + pad if page else 0.0)
    found, tall = line_marks(set_lines((Text(card.when),), beside, foot), x + pad, y, foot, item + 1, after=" ")
    marks += found
    if page:
        marks += page_ref(card.title, page, x + wide - pad - long, y + to_baseline(foot), style, item + 1)
        tall = max(tall, foot.leading)
    return marks, y + tall + 5


def named(
    card: Card, place: tuple[float, float, float], words: CardWords, profile: Profile, element: int
) -> tuple[list[Mark], float]:
    """Number, title, helper and dose of a card from the top y, and where they end; `place` is x, y and width."""
    x, y, wide = place
    lines = words.title(card, wide)
    marks = disc(card.number, x, y, words.side, profile, element)
    marks += line_marks(lines, x + words.side + _FROM_DISC, y + words.down, words.name, element, after=" ")[0]
    y += words.title_high(len(lines))
    for said, style in words.under_title(card):
        found, tall = line_marks(set_lines((Text(said),), wide, style), x, y, style, element, after=" ")
        marks += found
        y += tall
    return marks, y


def page_ref(title: str, page: str, left: float, baseline: float, style: Style, element: int) -> list[Mark]:
    """Where an exercise is: "page 4"."""
    before = page.partition("{number}")[0].strip()
    wide = width(f"{before} ", bold=False, size=style.size)
    words = TextRun(left, baseline, before, style, element, after=" ")
    return [words, PageNumber(left + wide, baseline, title, style, element, begins=True)]


class _Rows(Struct, frozen=True, kw_only=True):
    """How the rows of a plan look; lengths in points."""

    across: int  # in so many columns
    step: float  # from one column to the next
    wide: float  # for the words of an exercise
    picture: tuple[float, float]
    words: CardWords
    of_words: Profile
    when: Style
    page_wide: float  # of where an exercise is

    @classmethod
    def of(cls, block: Cards, room: Space, profile: Profile) -> "_Rows":
        count = len(block.cards)
        across = 1 if count <= 6 or not profile.beside_each_other else 2
        wide = (room.width - (across - 1) * BETWEEN * MM) / across
        few = 1.35 if count <= 4 else 1.0
        scale = min(few, profile.picture / 58) if across == 1 else 0.7 if count <= 8 else 0.55
        picture_wide, picture_high = (each * scale * MM for each in _ROW_PICTURE)
        larger, larger_name = (2, 4) if across == 1 else (0, 0)
        name = replace(profile.strong, size=profile.strong.size + larger_name)
        of_words = replace(profile, body=replace(profile.body, size=profile.body.size + larger))
        return cls(
            across=across,
            step=wide + BETWEEN * MM,
            wide=wide - picture_wide - 4 * MM,
            picture=(picture_wide, picture_high),
            words=CardWords.of(replace(name, leading=name.size * 1.2), of_words),
            of_words=of_words,
            when=replace(of_words.strong, colour="accent", leading=of_words.strong.size * 1.25),
            page_wide=width(block.page.replace("{number}", "00"), bold=False, size=profile.label.size),
        )

    def is_page_below(self, card: Card) -> bool:
        """Whether where an exercise is stands under when it is done, which takes the line."""
        return self.page_wide + width(card.when, bold=True, size=self.when.size) + 8 > self.wide

    def high(self, card: Card, profile: Profile, *, paged: bool) -> float:
        """How high the words of an exercise are."""
        high = 2 + self.words.high(card, self.wide) + line_count(card.when, self.wide, self.when) * self.when.leading
        return high + profile.label.leading if paged and self.is_page_below(card) else high


def _row_strips(block: Cards, look: _Rows, profile: Profile) -> tuple[Piece, ...]:
    """Pieces as high as the rows, without a mark."""
    highs = [look.high(card, profile, paged=bool(block.page)) for card in block.cards]
    air = min(_ROW_AIR, profile.gap)
    return tuple(
        Piece(
            max(look.picture[1], *highs[start : start + look.across]) + air, (),
            above=air / 2 if start else profile.gap, below=air / 2,
        )
        for start in range(0, len(highs), look.across)
    )  # fmt: skip


def _rows(block: Cards, room: Space, profile: Profile) -> Fragment:
    """A row for each exercise, for who stands before it; two columns of them from 7 on."""
    look = _Rows.of(block, room, profile)
    elements: list[Element] = [Element("L")]
    pieces: list[Piece] = []
    for row, strip in enumerate(_row_strips(block, look, profile)):
        marks: list[Mark] = []
        for number, card in enumerate(block.cards[row * look.across : (row + 1) * look.across]):
            item = len(elements)
            elements += [Element("LI", 0), Element("LBody", item)]
            x = number * look.step
            if card.sketch:
                marks.append(in_box(card.sketch.drawing, (x, 0, *look.picture), 0, beside=True))
            left = x + look.picture[0] + 4 * MM
            said, y = named(card, (left, 2, look.wide), look.words, look.of_words, item + 1)
            lines = set_lines((Text(card.when),), look.wide, look.when)
            when, high = line_marks(lines, left, y, look.when, item + 1, after=" ")
            marks += (*said, *when)
            if block.page:
                at = y + to_baseline(look.when) + (high if look.is_page_below(card) else 0.0)
                end = left + look.wide
                marks += page_ref(card.title, block.page, end - look.page_wide, at, profile.label, item + 1)
        under = strip.height
        marks.append(Line(0, under, room.width, under, 0.7, "line"))
        pieces.append(replace(strip, marks=tuple(marks)))
    return Fragment(tuple(elements), tuple(pieces), own=True, numbered=bool(block.page))
