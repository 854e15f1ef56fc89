"""How a print profile looks: fonts, sizes, spacing and colours as named values, in points and millimetres."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from printkit.figures.scene import grey

MM = 72 / 25.4  # points in a millimetre


class Style(Struct, frozen=True, kw_only=True, cache_hash=True):
    """How a run of words looks. `leading` is the distance between baselines, in points."""

    size: float
    leading: float
    bold: bool = False
    colour: str = "ink"
    turned: bool = False  # of a page that is read from the right: a line is set so that its mirror image is right


class Profile(Struct, frozen=True, kw_only=True, cache_hash=True):
    """A whole look. Sizes in points, margins in millimetres.

    14 pt and a line height of 1.45 follow the Royal National Institute of Blind People (14 pt advised, generous line
    spacing) and the survey of 40 people with aphasia (14 pt and 1.5 most chosen); facts for readers, section 2.
    """

    body: Style
    strong: Style
    label: Style
    label_strong: Style
    small: Style
    headings: tuple[Style, Style, Style]
    title: Style  # of a cover
    figure: Style  # of a dose
    word: Style  # at the head of a band
    key: Style
    left_margin: float
    right_margin: float
    top_margin: float
    bottom_margin: float
    sheet_margin: float  # above and below what comes back, between the corner codes
    gap: float  # between blocks, in points
    item_gap: float  # between the items of a list
    pad: float  # inside a box
    picture: float  # the height of an exercise's picture, in millimetres
    beside: float  # the side of a picture beside a step, in millimetres
    tighter: tuple[tuple[float, ...], ...]  # line height, gap, item gap, pad, picture, beside
    most_pages: int = 1  # of what stands on one page in the usual look
    anchor: str = ""  # the side, "left" or "right", with a line for eyes that miss it
    beside_each_other: bool = True  # panels and short lists may stand in two columns
    runs_on: bool = False  # short lines that answer to one lead are a paragraph and no list
    colours: tuple[tuple[str, str], ...]

    def colour(self, name: str) -> str:
        """The hexadecimal value of a named colour."""
        return dict(self.colours)[name]

    def loosest(self, fits: Callable[["Profile"], bool]) -> "Profile":
        """The profile itself if all fits, else the same letters no closer together than they must be.

        For what must stay whole on its page. When nothing fits it is the closest.
        """
        if fits(self):
            return self
        rungs = _ladder(self)
        found = bisect_left(rungs, 1, key=lambda rung: int(fits(rung)))  # what fits loosely also fits closely
        return rungs[min(found, len(rungs) - 1)]

    def loosest_by(self, too_high: Callable[["Profile"], float]) -> "Profile":
        """As `loosest`, where it can be told by how many points a look is too high, less than 0 when there is room.

        What one look lacks says which may be the right one, so 2 or 3 are tried where 5 would be without.
        """
        lacking, spare = too_high(self), 0.0  # of the closest look that does not fit, and of the loosest that does
        if lacking <= 0:
            return self
        rungs = _ladder(self)
        above, fits = -1, len(rungs)
        guess = _GIVES_LITTLE + lacking / _GIVES
        while fits - above > 1:
            tried = min(max(round(guess), above + 1), fits - 1)
            more = too_high(rungs[tried])
            if more > 0:
                above, lacking = tried, more
            else:
                fits, spare = tried, -more
            guess = above + (
                ceil((fits - above) * lacking / (lacking + spare)) if fits < len(rungs) else lacking / _GIVES
            )
        return rungs[min(fits, len(rungs) - 1)]

    @property
    def thumbnail(self) -> float:
        """The side of a small picture beside a name, in millimetres; 18 is where all of them are still told apart."""
        return 18.0 if self.picture >= 48 else 14.0 if self.picture >= 40 else 10.0

    def on(self, paper: str) -> "Profile":
        """The profile on a paper: on A5 with narrow margins and a page more, for half the room."""
        if paper != "A5":
            return self
        headings = (replace(self.headings[0], size=21, leading=25), *self.headings[1:])
        return replace(
            self, headings=headings, title=replace(self.title, size=28, leading=32), left_margin=12, right_margin=12,
            picture=min(self.picture, 60), most_pages=3, beside_each_other=False,
        )  # fmt: skip

    def in_small(self) -> "Profile":
        """Smaller letters and less air, for tables that a clinician reads; still no letter under 9 pt."""
        return replace(
            self,
            body=Style(size=10, leading=13.4),
            strong=Style(size=10, leading=13.4, bold=True),
            label=Style(size=10, leading=13, colour="quiet"),
            label_strong=Style(size=10, leading=13, bold=True),
            small=Style(size=9, leading=11.5, colour="quiet"),
            headings=(
                replace(self.headings[0], size=19, leading=23),
                replace(self.headings[1], size=14, leading=18),
                replace(self.headings[2], size=11.5, leading=15),
            ),
            left_margin=16,
            right_margin=16,
            top_margin=16,
            gap=5,
            item_gap=1,
            pad=7,
        )

    def turned(self) -> "Profile":
        """The same look for pages that are read from the right; layout.mirror does the rest."""
        found = {name: value for name in self.__struct_fields__ if isinstance(value := getattr(self, name), Style)}
        styles = {name: replace(style, turned=True) for name, style in found.items()}
        first, second, third = (replace(style, turned=True) for style in self.headings)
        return replace(self, **styles, headings=(first, second, third))

    def in_grey(self) -> "Profile":
        """The same look without colour, as a printer without colour gives it."""
        return replace(self, colours=tuple((name, grey(value)) for name, value in self.colours))


# Still above the 1.15 of the American Council of the Blind (facts for readers), and no picture under 18 mm beside a step.
# The pictures give way first, then the space between blocks, then that between lines; the letters never.
_TIGHTER = (
    (1.45, 8.0, 3.0, 9.0, 82.0, 32.0),
    (1.45, 8.0, 3.0, 9.0, 74.0, 32.0),
    (1.45, 7.0, 2.5, 8.0, 66.0, 30.0),
    (1.36, 6.0, 2.0, 7.0, 60.0, 30.0),
    (1.30, 4.5, 1.0, 6.0, 58.0, 30.0),
    (1.24, 3.0, 0.5, 5.0, 54.0, 30.0),
    (1.18, 2.0, 0.0, 4.0, 50.0, 30.0),
    (1.18, 1.0, 0.0, 3.0, 40.0, 24.0),
    (1.18, 0.0, 0.0, 2.0, 30.0, 18.0),
)
# A reader with aphasia needs the air between lines, too; the pair stays large.
_TIGHTER_WITH_APHASIA = (
    (1.5, 9.0, 5.0, 10.0, 78.0, 32.0),
    (1.5, 8.0, 3.0, 9.0, 70.0, 32.0),
    (1.45, 6.0, 2.0, 8.0, 64.0, 30.0),
    (1.40, 5.0, 1.0, 7.0, 60.0, 30.0),
    *_TIGHTER[4:],
)


# About how many points a rung gives on a page with pictures, and how many of the first give hardly any.
_GIVES, _GIVES_LITTLE = 22.0, 3


@lru_cache(maxsize=64)
def _ladder(profile: Profile) -> tuple[Profile, ...]:
    """The same letters closer and closer together, the pictures smaller; on the last third short lines run on."""
    rungs = tuple(_with_halves(profile.tighter))
    return tuple(
        replace(
            profile,
            body=replace(profile.body, leading=profile.body.size * line_height),
            strong=replace(profile.strong, leading=profile.strong.size * line_height),
            key=replace(profile.key, leading=min(profile.key.leading, profile.body.size * line_height * 1.1)),
            gap=gap,
            item_gap=item_gap,
            pad=pad,
            picture=min(picture, profile.picture),
            beside=beside,
            runs_on=3 * number >= 2 * len(rungs),
        )
        for number, (line_height, gap, item_gap, pad, picture, beside) in enumerate(rungs)
    )


def _with_halves(rungs: tuple[tuple[float, ...], ...]) -> Iterator[tuple[float, ...]]:
    """The rungs with one between each two, so that little of a page stays empty."""
    for index, rung in enumerate(rungs):
        if index:
            yield tuple((a + b) / 2 for a, b in zip(rungs[index - 1], rung, strict=True))
        yield rung


# Every colour for words keeps 7:1 on its ground, and lines keep 3:1; tests/test_look.py measures it.
COLOURS = (
    ("ink", "#1A1A1A"),
    ("quiet", "#4A4A4A"),
    ("accent", "#0B4A6F"),
    ("alarm", "#8E1318"),
    ("today", "#5A4A12"),
    ("line", "#8A8A8A"),
    ("box", "#6E6E6E"),
    ("paper", "#FFFFFF"),
    ("tint", "#EEF4F8"),
    ("tint-note", "#F4F4F1"),
    ("tint-alarm", "#FAF0EF"),
)

STANDARD = Profile(
    body=Style(size=14, leading=20.3),
    strong=Style(size=14, leading=20.3, bold=True),
    label=Style(size=12, leading=16, colour="quiet"),
    label_strong=Style(size=12, leading=16, bold=True),
    small=Style(size=12, leading=15, colour="quiet"),
    headings=(
        Style(size=25, leading=30, bold=True, colour="accent"),
        Style(size=17, leading=22, bold=True, colour="accent"),
        Style(size=14.5, leading=20, bold=True),
    ),
    title=Style(size=34, leading=39, bold=True, colour="accent"),
    figure=Style(size=24, leading=27, bold=True, colour="accent"),
    word=Style(size=28, leading=32, bold=True, colour="paper"),
    key=Style(size=20, leading=22, bold=True, colour="alarm"),
    left_margin=18,
    right_margin=18,
    top_margin=14,
    bottom_margin=22,
    sheet_margin=25,
    gap=8,
    item_gap=2.5,
    pad=9,
    picture=78,
    beside=32,
    tighter=_TIGHTER,
    colours=COLOURS,
)

# Of 40 people with aphasia most chose 14 pt at 1.5 (facts for readers, section 2); air keeps one message from the next.
APHASIA = replace(
    STANDARD,
    body=replace(STANDARD.body, leading=21),
    strong=replace(STANDARD.strong, leading=21),
    gap=9,
    item_gap=5,
    tighter=_TIGHTER_WITH_APHASIA,
)

# 18 pt for all that is read, page numbers and labels too (UK Association for Accessible Formats: large print is 16 pt,
# better 18, with nothing on the page smaller but the imprint; facts for readers, section 2).
LARGE = replace(
    STANDARD,
    body=Style(size=18, leading=25),
    strong=Style(size=18, leading=25, bold=True),
    label=Style(size=18, leading=22, colour="quiet"),
    label_strong=Style(size=18, leading=22, bold=True),
    headings=(
        Style(size=29, leading=34, bold=True, colour="accent"),
        Style(size=22, leading=27, bold=True, colour="accent"),
        Style(size=18.5, leading=25, bold=True),
    ),
    title=Style(size=36, leading=41, bold=True, colour="accent"),
    figure=Style(size=29, leading=33, bold=True, colour="accent"),
    key=Style(size=25, leading=27, bold=True, colour="alarm"),
    item_gap=3,
    picture=70,
    most_pages=2,
    beside_each_other=False,
    # rather a second page than lines that touch; the last rung is for Letter, 18 mm lower than A4: with it the signs to
    # stop and call are 2 pages there, too, and it is above the 1.15 of the American Council of the Blind
    tighter=_TIGHTER[:7],
)

# All begins well inside what the eyes see, and a thick line marks where the page begins or ends on the other side.
NEGLECT_LEFT = replace(STANDARD, left_margin=36, right_margin=15, anchor="left", most_pages=2, beside_each_other=False)
NEGLECT_RIGHT = replace(
    STANDARD, left_margin=15, right_margin=36, anchor="right", most_pages=2, beside_each_other=False
)

PROFILES = {
    "standard": STANDARD,
    "large": LARGE,
    "aphasia": APHASIA,
    "neglect-left": NEGLECT_LEFT,
    "neglect-right": NEGLECT_RIGHT,
}
