"""The document tree: what a document says, never how it looks. Every node is a value: frozen and hashable."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Self

from msgspec import Struct
from msgspec.structs import astuple

from printkit.figures.scene import Drawing


class Foreign(str):
    """Words of one patient, in a language of their own where they have one, as two letters.

    On their way through a template they are like any other words, but no paragraph with them is kept for other patients.
    """

    __slots__ = ("language",)
    language: str

    def __new__(cls, words: str, language: str) -> Self:
        """Words in a language; "" is that of the document."""
        made = super().__new__(cls, words)
        made.language = language
        return made


class Text(Struct, frozen=True, cache_hash=True):
    """Plain words; `language` when it is not that of the document."""

    text: str
    language: str = ""


def text(words: str) -> Text:
    """Words as a node, with their language if they have one of their own."""
    return Text(str(words), words.language if isinstance(words, Foreign) else "")


class Strong(Struct, frozen=True, cache_hash=True):
    """Words that matter most in their sentence."""

    children: tuple["Inline", ...]


Inline = Text | Strong


class Heading(Struct, frozen=True, cache_hash=True):
    """A heading; level 1 opens a chapter and stands in the contents, level 0 is the title of a cover.

    `number` stands before it on a disc, `aside` at the other end of its line.
    """

    level: int
    children: tuple[Inline, ...]
    number: int = 0
    aside: str = ""


class SheetTitle(Struct, frozen=True, cache_hash=True):
    """The title of pages that come back, again on each of them, between their corner codes. It begins a page.

    The pages end with the next page break or chart.
    """

    title: str
    template: str  # its letter in the corner codes
    aside: str = ""


class Paragraph(Struct, frozen=True, cache_hash=True):
    """A paragraph."""

    children: tuple[Inline, ...]


class Bullets(Struct, frozen=True, cache_hash=True):
    """A list, numbered when its order matters."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False
    sketches: tuple["Sketch | None", ...] = ()  # beside each item
    columns: int = 1  # at most, where the look allows them


class Points(Struct, frozen=True, cache_hash=True):
    """Short lines under what they answer to: a list, or one paragraph where its page is crowded."""

    lead: str
    lines: tuple[str, ...]


FROM_THERAPIST = "plan"  # what a therapist has written to one patient
BOXES = ("emergency", "today", "stop", "note", FROM_THERAPIST)
BANDS = ("emergency", "today", "stop")


class Callout(Struct, frozen=True, cache_hash=True):
    """A framed box; its kind is one of BOXES."""

    kind: str
    children: tuple["Block", ...]


class Band(Struct, frozen=True, cache_hash=True):
    """What to do at once, today or now: a solid head with its word and what it asks for, and the signs beside it."""

    kind: str  # one of BANDS
    word: str
    aside: tuple[str, ...]
    children: tuple["Block", ...]


class Columns(Struct, frozen=True, cache_hash=True):
    """Panels beside each other, or one below the other where the look has one column. No sentence runs on in the next."""

    columns: tuple[tuple["Block", ...], ...]
    parts: tuple[float, ...]  # of the width


class Spring(Struct, frozen=True, cache_hash=True):
    """Space that pushes what follows to the foot of its page, inside Together."""


class Together(Struct, frozen=True, cache_hash=True):
    """Blocks that stand on one page and are never cut.

    `smaller` says the same in less room. It stands in for them where it fits on one part in `share` of a page; with a
    share of 1, where their pictures would get small.
    """

    children: tuple["Block", ...]
    smaller: tuple["Block", ...] = ()
    share: int = 1


class Group(Struct, frozen=True, cache_hash=True):
    """Blocks in a row, with nothing of their own."""

    children: tuple["Block", ...]


class Gap(Group, frozen=True, cache_hash=True):
    """The place in a `Form` of a block that each patient has of their own; it is in no finished document."""

    children: tuple["Block", ...] = ()
    what: str = ""


class Strip(Struct, frozen=True, cache_hash=True):
    """A dose as large figures, each over its words."""

    cells: tuple[tuple[str, str], ...]


class Terms(Struct, frozen=True, cache_hash=True):
    """Big keys with what they stand for, such as the letters of BE FAST; with pictures they are read row by row."""

    rows: tuple[tuple[str, str], ...]
    columns: int = 1  # at most, where the look allows them
    pictures: tuple[Drawing, ...] = ()  # beside each row, or none: decoration that adds nothing to the words


class Sketch(Struct, frozen=True, cache_hash=True):
    """A drawing of an exercise with its alternative text; as large as the page has room for, or small for a row."""

    drawing: Drawing
    alt: str
    large: bool = False


class Pair(Struct, frozen=True, cache_hash=True):
    """Where a movement begins and where it ends, large and beside each other, each over its caption."""

    sketches: tuple[Sketch, ...]
    captions: tuple[str, ...]  # one for each, or none
    stacked: bool = False  # one below the other: bodies that lie
    numbers: tuple[int, ...] = ()  # before the captions; without them they count from 1


class Spot(Struct, frozen=True, cache_hash=True):
    """A number on a drawing: where its middle is, in parts of the width and the height from the upper left corner."""

    number: int
    x: float
    y: float


class Views(Struct, frozen=True, cache_hash=True):
    """Drawings of one thing from several sides, each over its caption, with numbered places on them."""

    sketches: tuple[Sketch, ...]
    captions: tuple[str, ...]
    spots: tuple[tuple[Spot, ...], ...]
    large: bool = False  # with room for marks by hand


class Card(Struct, frozen=True, cache_hash=True):
    """An exercise at a glance. `title` is that of its heading, whose page it tells."""

    number: int
    title: str
    helper: str  # that somebody must be there; "" for nobody
    lines: tuple[str, ...]
    when: str = ""
    sketch: Sketch | None = None


class Cards(Struct, frozen=True, cache_hash=True):
    """The exercises of a plan beside each other. `page` says where one is, with {number}; "" where there is no page."""

    cards: tuple[Card, ...]
    page: str = ""
    rows: bool = False  # one below the other, with the words beside the picture


class DayPart(Struct, frozen=True, cache_hash=True):
    """A part of the day with its sign and what is done in it."""

    sign: Drawing
    title: str
    cards: tuple[Card, ...]


class DayPlan(Struct, frozen=True, cache_hash=True):
    """The exercises of a plan by the time of day."""

    parts: tuple[DayPart, ...]
    page: str = ""


class Table(Struct, frozen=True, cache_hash=True):
    """Cells under headers. `widths` are parts of the whole; `row_height_mm` makes room to write."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    row_height_mm: float = 0.0


class WeekRow(Struct, frozen=True, cache_hash=True):
    """A row of a week to tick: its label, and the name of its boxes."""

    name: str
    label: str


class Week(Struct, frozen=True, cache_hash=True):
    """A week to tick at the foot of a sheet: a row a session, a box for each day."""

    title: str
    begins: str  # before a line to write the first day of the week on
    corner: str  # the header of the times of the day
    days: tuple[tuple[str, str], ...]  # as printed, and as in the geometry
    rows: tuple[WeekRow, ...]


class CheckRow(Struct, frozen=True, cache_hash=True):
    """A question, what to do when the answer is no, and the name of its boxes."""

    name: str
    question: str
    action: str


class Checks(Struct, frozen=True, cache_hash=True):
    """Questions with a box for each answer, under the heading of their room. `if_no` stands over what to do."""

    title: str
    answers: tuple[str, ...]
    if_no: str
    rows: tuple[CheckRow, ...]
    level: int = 2  # of the heading


class ToDoRow(Struct, frozen=True, cache_hash=True):
    """Something to do: where, what was asked there, what to do about it, and what that takes."""

    room: str
    question: str
    action: str
    cost: str


class ToDo(Struct, frozen=True, cache_hash=True):
    """What to do, with room for who, by when and done; then empty rows, as many as the page has room for, at most `blank`.

    The headers are those of 4 columns, what was asked, what to do, who, by when, or of 5: the room first, done last.
    """

    headers: tuple[str, ...]
    rows: tuple[ToDoRow, ...] = ()
    blank: int = 0
    looked: str = ""  # what is to be written on a line above them


class DayCheck(Struct, frozen=True, cache_hash=True):
    """A day to tick: the name of its boxes, its number, its date, and for how long a brace is worn."""

    name: str
    number: str
    date: str = ""  # "" leaves room to write it
    time: str = ""


class DayChecks(Struct, frozen=True, cache_hash=True):
    """A row a day with a box for each answer, and room to write where."""

    headers: tuple[str, ...]  # of number, date and time; of the first two where no day has a time
    answers: tuple[tuple[str, str], ...]  # the end of the name of a box, and its words
    where: str
    rows: tuple[DayCheck, ...]


class WriteLines(Struct, frozen=True, cache_hash=True):
    """A label with lines to write on."""

    label: str
    count: int = 1


class PageBreak(Struct, frozen=True, cache_hash=True):
    """The next block starts a page."""


class Contents(Struct, frozen=True, cache_hash=True):
    """The chapters with their page numbers."""

    title: str


class Picture(Struct, frozen=True, cache_hash=True):
    """A picture with its alternative text, as PNG or JPEG bytes."""

    data: bytes
    alt: str
    width_mm: float
    height_mm: float


class Masthead(Struct, frozen=True, cache_hash=True):
    """Who hands this out: the logo and the lines beside it."""

    lines: tuple[str, ...]
    logo: Picture | None = None


class ChartRow(Struct, frozen=True, cache_hash=True):
    """A row of a chart with a box for each day: one session of an exercise, so that a tick always means the same.

    `name` is its id in the geometry. On `days_off`, columns of the week from 0, it is not planned. `apart` begins what is
    no exercise, below a line.
    """

    name: str
    label: str
    detail: str = ""
    sketch: Sketch | None = None
    days_off: tuple[int, ...] = ()
    apart: bool = False


class ChartWeek(Struct, frozen=True, cache_hash=True):
    """The 7 days of a week of a chart: weekday and date as printed, and their names in the geometry."""

    title: str
    days: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


class DayChart(Struct, frozen=True, cache_hash=True):
    """Pages that come back, from edge to edge: for each week a row for each session and a box for each day.

    It begins on a right-hand page, so that it can be taken out, or where it comes. The layout says how many weeks a page
    has room for.
    """

    title: str
    aside: str  # the first day, at the other end of the title
    side: str
    how: str
    weeks: tuple[ChartWeek, ...]
    rows: tuple[ChartRow, ...]
    severe: bool  # boxes for a severe tremor
    paper: str
    empty: str  # over the lines on a page before it that would be empty
    day_off: str = ""  # what a dotted box means
    last_week: tuple[str, ...] = ()  # the same from long to short; the longest that fits on a line is printed
    agree: str = ""  # falls and bad pain before it, and that the clinic must have agreed
    not_here: tuple[str, ...] = ()  # what was left out, the same way; the first that has room is on each page
    right_hand: bool = True


class Scale(Struct, frozen=True, cache_hash=True):
    """Boxes from 0 to 10 with the words for both ends, and faces over some of the digits."""

    name: str
    label: str
    low: str
    high: str
    faces: tuple[tuple[int, Drawing], ...] = ()


class NumberChart(Struct, frozen=True, cache_hash=True):
    """The back of a day chart, from edge to edge: scales from 0 to 10, lines to write on, and what to do with the sheet."""

    title: str
    aside: str
    how: str
    scales: tuple[Scale, ...]
    severe: bool
    notes: str
    lines: int
    bring: str
    reported: str
    paper: str
    empty: str  # over the lines on a page behind it that would be empty


class PlotWords(Struct, frozen=True):
    """Words on a plot, at the feet of their letters, which are 10 points tall in the measure of the drawing.

    `before` is the part of their length that lies to the left of x: 0, 0.5 for the middle, or 1.
    """

    x: float
    y: float
    text: str
    before: float = 0.0
    bold: bool = False


class Plot(Struct, frozen=True):
    """Values as a drawing. Its words are real words, as large as the page's own; `alt` says what there is to see.

    `narrower` shows the same where a page is too narrow for letters of that size.
    """

    drawing: Drawing
    words: tuple[PlotWords, ...]
    alt: str
    narrower: "Plot | None" = None


class Plots(Struct, frozen=True):
    """Plots beside each other, as many to a row as there is room for."""

    plots: tuple[Plot, ...]


Block = (
    Heading
    | SheetTitle
    | Band
    | Columns
    | Spring
    | Strip
    | Pair
    | Views
    | Cards
    | DayPlan
    | Week
    | Paragraph
    | Bullets
    | Points
    | Callout
    | Together
    | Group
    | Terms
    | Table
    | Checks
    | ToDo
    | DayChecks
    | WriteLines
    | PageBreak
    | Contents
    | Picture
    | Sketch
    | Plots
    | Masthead
    | DayChart
    | NumberChart
)


_MOST_WHOSE = 32  # texts are looked for in a form


class Form:
    """Blocks that many prints have alike, with gaps for what one patient has of their own. Equal blocks make equal forms."""

    __slots__ = ("_hash", "_open", "_said", "_stands", "blocks", "can_be_filled", "gaps", "of_one_patient")

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.blocks = blocks
        self.gaps = tuple(block.what for block in walk(blocks) if isinstance(block, Gap))  # in reading order
        self.of_one_patient = any(map(is_of_one_patient, blocks))  # then it is laid out for nobody else
        self._open = frozenset(block for block in walk(blocks) if _has_gap(block))
        self._said = tuple(_without_seams(_said(blocks)))
        # whether all gaps are where `filled` fills them: among the blocks themselves, in groups and in columns
        self.can_be_filled = self._said.count(None) == len(self.gaps)
        self._stands: dict[Hashable, bool] = {}
        self._hash = hash(blocks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self.blocks == other.blocks

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Block, ...]]]:
        """Made anew in another process, where hashes are others."""
        return type(self), (self.blocks,)

    def words(self, own: Iterable[Block]) -> str:
        """Those of the blocks, with these in the gaps."""
        more = iter(own)
        return "\n".join([words_of(next(more)) if said is None else said for said in self._said])

    def says(self, whose: Hashable, texts: Callable[[], Iterable[str]]) -> bool:
        """Whether some texts all stand in the words of the blocks, whatever is in the gaps; `whose` they are tells them apart.

        It is looked for once.
        """
        if whose not in self._stands:
            if len(self._stands) >= _MOST_WHOSE:
                self._stands.clear()
            self._stands[whose] = all(any(text in said for said in self._said if said) for text in texts())
        return self._stands[whose]

    def filled(self, own: Iterable[Block]) -> tuple[Block, ...]:
        """The blocks with these in the gaps, for a form that can be filled."""
        return self._filled(self.blocks, iter(own))

    def _filled(self, blocks: tuple[Block, ...], own: Iterator[Block]) -> tuple[Block, ...]:
        return tuple([self._put(block, own) if block in self._open else block for block in blocks])

    def _put(self, block: Block, own: Iterator[Block]) -> Block:
        if isinstance(block, Columns):
            return Columns(tuple([self._filled(column, own) for column in block.columns]), block.parts)
        if isinstance(block, Group) and not isinstance(block, Gap):
            return Group(self._filled(block.children, own))
        return next(own)


class Filled(tuple[Block, ...]):  # noqa: SLOT001 - a tuple has no room for slots
    """The blocks of a form with those of one patient in its gaps: blocks as any others, that know what others share of them."""

    form: Form
    own: tuple[Block, ...]  # a block for each gap

    def __new__(cls, form: Form, own: tuple[Block, ...]) -> Self:
        """Fill all gaps of a form that can be filled."""
        made = super().__new__(cls, form.filled(own))
        made.form, made.own = form, own
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[Form, tuple[Block, ...]]]:
        """What another process makes it of."""
        return type(self), (self.form, self.own)

    @cached_property
    def words(self) -> str:
        """Every word of them, a text a line; most of it is known with the form."""
        return self.form.words(self.own)


def _has_gap(block: Block) -> bool:
    return any(isinstance(each, Gap) for each in walk((block,)))


def _said(blocks: tuple[Block, ...]) -> Iterator[str | None]:
    """The words of blocks, as `words_of` joins them; None for a gap."""
    for block in blocks:
        if isinstance(block, Gap):
            yield None
        elif not _has_gap(block):
            yield words_of(block)
        elif isinstance(block, Group):
            yield from _said(block.children)
        elif isinstance(block, Columns):
            yield from (said for column in block.columns for said in _said(column) if said != "")


def _without_seams(said: Iterable[str | None]) -> Iterator[str | None]:
    """Words with a gap before, between or after them, those that follow each other as one."""
    for is_gap, some in groupby(said, lambda words: words is None):
        if is_gap:
            yield from some
        else:
            yield "\n".join([words for words in some if words is not None])


class Document(Struct, frozen=True, kw_only=True, cache_hash=True):
    """The whole: its blocks, and what stands at the foot of each page."""

    title: str
    subject: str
    language: str
    paper: str
    foot: tuple[tuple[str, ...], ...]  # its parts, from long to short; the first row that fits is printed
    review: tuple[str, ...]  # who has reviewed this, likewise
    imprint: str  # at the end of the last page
    page_of: str
    plan_token: str
    blocks: tuple[Block, ...]
    fillable: bool = False  # boxes and lines are form fields on a screen
    last: str = ""  # over the lines on a last page that would be empty; without it there is none
    start_here: str = ""  # at the top of the line for eyes that miss a side
    leftward: bool = False  # its letters run from right to left, and its pages with them
    translated: str = ""  # who has checked the words of another language; at the foot of every page
    region: str = ""  # whose emergency number it says; "" where no country is known


# What holds the values of one patient and is laid out for nobody else. The back of a chart has the same words for all.
OF_ONE_PATIENT = frozenset({DayChart, DayChecks, Table, Plots, Cards, DayPlan})


def is_of_one_patient(block: Block) -> bool:
    """Whether a block is a chart, a table, plots or a box with a therapist's note, or holds one of these."""
    kind = type(block)
    if kind in _OF_NO_PATIENT:  # most blocks by far
        return False
    if isinstance(block, Callout):
        return block.kind == FROM_THERAPIST
    if isinstance(block, Together) and isinstance(block.children, Filled):
        return block.children.form.of_one_patient
    if isinstance(block, Group | Together | Band):
        return any(map(is_of_one_patient, block.children))
    if isinstance(block, Columns):
        return any(any(map(is_of_one_patient, column)) for column in block.columns)
    return kind in OF_ONE_PATIENT


_OF_NO_PATIENT = frozenset({Paragraph, Heading, Bullets, Strip, Pair, Terms, Checks, PageBreak, Spring})


def same(block: Block) -> Block:
    """The first block that was equal to this one, so that what is remembered of it is found without comparing words.

    What is of one patient, and the card of an exercise with its dose and its note, are not looked for; nor is a page, which
    is one object already where others have it, too (`shared_parts`).
    """
    return block if isinstance(block, Together | Group) or is_of_one_patient(block) else _kept(block)


@lru_cache(maxsize=1024)
def _kept(block: Block) -> Block:
    return block


_ALONE = frozenset({Paragraph, Heading, Strip, Pair, PageBreak, Spring})  # nothing is in them


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, outer before inner, in reading order."""
    ahead = list(reversed(blocks))
    while ahead:
        block = ahead.pop()
        yield block
        if type(block) in _ALONE:  # most blocks by far
            continue
        match block:
            case Callout(children=children) | Together(children=children) | Group(children=children):
                ahead += reversed(children)
            case Band(children=children):
                ahead += reversed(children)
            case Columns(columns=parts) | Bullets(items=parts):
                for part in reversed(parts):
                    ahead += reversed(part)
            case _:
                pass


def text_of(inlines: tuple[Inline, ...]) -> str:
    """The words of inlines, without their emphasis."""
    return "".join(node.text if isinstance(node, Text) else text_of(node.children) for node in inlines)


def words_of(block: Block) -> str:
    """Every word of a block, a text a line."""
    if type(block) in _MOSTLY_SHARED:
        return _kept_words(block)
    if isinstance(block, Together):
        return block.children.words if isinstance(block.children, Filled) else _kept_words_of_page(block)
    if isinstance(block, Group):  # most of what is in it comes back in other documents
        return "\n".join(map(words_of, block.children))
    if isinstance(block, Columns):
        return "\n".join([words for column in block.columns for child in column if (words := words_of(child))])
    if isinstance(block, Strip):
        return "\n".join([said for cell in block.cells for said in cell])
    if isinstance(block, Pair):
        return "\n".join((*[each.alt for each in block.sketches], *block.captions))
    if isinstance(block, DayChart | NumberChart):
        return _kept_words_of_page(block)
    if is_of_one_patient(block):
        return "\n".join(texts(block))
    return _kept_words(block)


_MOSTLY_SHARED = _OF_NO_PATIENT - {Strip, Pair}


@lru_cache(maxsize=2048)
def _kept_words(block: Block) -> str:
    return "\n".join(texts(block))


@lru_cache(maxsize=64)
def _kept_words_of_page(block: Together | DayChart | NumberChart) -> str:
    """Those of a card or a page, which are asked for again: twice by the promise, and for the letters that they need."""
    return "\n".join(map(words_of, block.children) if isinstance(block, Together) else texts(block))


def texts(node: object) -> Iterator[str]:
    """Every word of a document, in reading order."""
    found: list[str] = []
    _gather(node, found)
    return iter(found)


def _gather(node: object, found: list[str]) -> None:
    children: tuple[object, ...] = ()
    if isinstance(node, tuple):
        children = node
    elif isinstance(node, Paragraph):  # whole, however much of it is bold
        found.append(text_of(node.children))
    elif isinstance(node, Plot):  # and not again what the narrower one says
        children = (node.words, node.alt)
    elif isinstance(node, Struct) and not isinstance(node, Drawing):
        children = astuple(node)
    elif isinstance(node, str):
        found.append(node)
    for child in children:
        if isinstance(child, str):  # most of what a chart is made of
            found.append(child)
        elif child and type(child) not in _WORDLESS:
            _gather(child, found)


_WORDLESS = frozenset({bool, int, float, bytes, type(None), Drawing})


def dump(node: object, depth: int = 0) -> str:
    """The tree as indented text, for golden cases and for the eye."""
    pad = "  " * depth
    if isinstance(node, Text):
        return f"{pad}{node.text!r}\n"
    if isinstance(node, tuple):
        return "".join(dump(child, depth) for child in node)
    if isinstance(node, Drawing):
        return ""
    if not isinstance(node, Struct):
        return f"{pad}{node!r}\n"
    flat: list[str] = []
    deep: list[str] = []
    usual = dict(zip(reversed(node.__struct_fields__), reversed(node.__struct_defaults__), strict=False))
    for name in node.__struct_fields__:
        value = getattr(node, name)
        if isinstance(value, tuple) and any(isinstance(child, Struct | tuple) for child in value):
            deep.append(dump(value, depth + 1))
        elif isinstance(value, Drawing):
            continue
        elif isinstance(value, bytes):
            flat.append(f"{name}={len(value)} bytes")
        elif value not in ("", (), 0.0, False) and value != usual.get(name, ""):
            flat.append(f"{name}={value!r}")
    return f"{pad}{' '.join([type(node).__name__.lower(), *flat])}\n" + "".join(deep)
