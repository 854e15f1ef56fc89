"""The document tree: what a document says, never how it looks. Every node is a value: frozen and hashable."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Self

from msgspec import Struct

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
    """A heading; level 1 opens a chapter and stands in the contents."""

    level: int
    children: tuple[Inline, ...]


class Paragraph(Struct, frozen=True, cache_hash=True):
    """A paragraph."""

    children: tuple[Inline, ...]


class Bullets(Struct, frozen=True, cache_hash=True):
    """A list, numbered when its order matters."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False
    sketches: tuple["Sketch | None", ...] = ()  # beside each item


FROM_THERAPIST = "plan"  # what a therapist has written to one patient
BOXES = ("emergency", "today", "stop", "note", FROM_THERAPIST)


class Callout(Struct, frozen=True, cache_hash=True):
    """A framed box; its kind is one of BOXES."""

    kind: str
    children: tuple["Block", ...]


class Together(Struct, frozen=True, cache_hash=True):
    """Blocks that stand on one page and are never cut."""

    children: tuple["Block", ...]


class Group(Struct, frozen=True, cache_hash=True):
    """Blocks in a row, with nothing of their own."""

    children: tuple["Block", ...]


class Facts(Struct, frozen=True, cache_hash=True):
    """Labels with their values, such as a dose."""

    rows: tuple[tuple[str, str], ...]


class Terms(Struct, frozen=True, cache_hash=True):
    """Big keys with what they stand for, such as the letters of BE FAST."""

    rows: tuple[tuple[str, str], ...]


class Sketch(Struct, frozen=True, cache_hash=True):
    """A drawing of an exercise with its alternative text; as large as the page has room for, or small for a row."""

    drawing: Drawing
    alt: str
    large: bool = False


class Table(Struct, frozen=True, cache_hash=True):
    """Cells under headers. `widths` are parts of the whole; `row_height_mm` makes room to write."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    row_height_mm: float = 0.0
    sketches: tuple[Sketch | None, ...] = ()  # beside the first cell of each row


class CheckRow(Struct, frozen=True, cache_hash=True):
    """A question, what to do when the answer is no, and the name of its boxes."""

    name: str
    question: str
    action: str


class Checks(Struct, frozen=True, cache_hash=True):
    """Questions with a box for each answer."""

    header: str
    answers: tuple[str, ...]
    rows: tuple[CheckRow, ...]


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
    """A row of a chart, with a box for each column. `name` is its id in the geometry."""

    name: str
    label: str
    detail: str = ""
    sketch: Sketch | None = None


class DayChart(Struct, frozen=True, cache_hash=True):
    """A page of its own: a row for each exercise, a box for each day."""

    title: str
    subtitle: str
    corner: str
    days: tuple[tuple[str, str], ...]  # weekday and date, as printed
    day_names: tuple[str, ...]  # as in the geometry
    rows: tuple[ChartRow, ...]
    box_mm: float
    how: str
    paper: str
    last_week: tuple[str, ...] = ()  # the same from long to short; the longest that fits beside the subtitle is printed
    not_here: tuple[str, ...] = ()  # what was left out, the same way; the first that fits under the boxes is printed


class NumberChart(Struct, frozen=True, cache_hash=True):
    """A page of its own: rows of boxes under the digits 0 to 10, and lines for notes."""

    title: str
    subtitle: str
    rows: tuple[ChartRow, ...]
    box_mm: float
    how: str
    notes: str
    paper: str


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
    """Values as a drawing. Its words are real words, as large as the page's own; `alt` says what there is to see."""

    drawing: Drawing
    words: tuple[PlotWords, ...]
    alt: str


class Plots(Struct, frozen=True):
    """Plots beside each other, as many to a row as there is room for."""

    plots: tuple[Plot, ...]


Block = (
    Heading
    | Paragraph
    | Bullets
    | Callout
    | Together
    | Group
    | Facts
    | Terms
    | Table
    | Checks
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


class Document(Struct, frozen=True, kw_only=True, cache_hash=True):
    """The whole: its blocks, and what stands at the foot of each page."""

    title: str
    subject: str
    language: str
    paper: str
    foot: tuple[str, ...]  # the same from long to short; the first that fits is printed
    small_print: tuple[str, ...]
    page_of: str
    plan_token: str
    blocks: tuple[Block, ...]
    fillable: bool = False  # boxes and lines are form fields on a screen


# What holds the values of one patient and is laid out for nobody else.
OF_ONE_PATIENT = DayChart | NumberChart | Table | Plots


def is_of_one_patient(block: Block) -> bool:
    """Whether a block is a chart, a table, plots or a box with a therapist's note, or holds one of these."""
    if isinstance(block, Callout):
        return block.kind == FROM_THERAPIST
    if isinstance(block, Group | Together):
        return any(map(is_of_one_patient, block.children))
    return isinstance(block, OF_ONE_PATIENT)


def same(block: Block) -> Block:
    """The first block that was equal to this one, so that what is remembered of it is found without comparing words.

    What is of one patient, and the card of an exercise with its dose and its note, are not looked for.
    """
    return block if isinstance(block, Together) or is_of_one_patient(block) else _kept(block)


@lru_cache(maxsize=8192)
def _kept(block: Block) -> Block:
    return block


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, outer before inner, in reading order."""
    for block in blocks:
        yield block
        match block:
            case Callout(children=children) | Together(children=children) | Group(children=children):
                yield from walk(children)
            case Bullets(items=items):
                for item in items:
                    yield from walk(item)
            case _:
                pass


def text_of(inlines: tuple[Inline, ...]) -> str:
    """The words of inlines, without their emphasis."""
    return "".join(node.text if isinstance(node, Text) else text_of(node.children) for node in inlines)


def words_of(block: Block) -> str:
    """Every word of a block, a text a line."""
    return _words(block) if is_of_one_patient(block) else _kept_words(block)


@lru_cache(maxsize=8192)
def _kept_words(block: Block) -> str:
    return _words(block)


def _words(block: Block) -> str:
    if isinstance(block, Together | Group):  # most of what is in them comes back in other documents
        return "\n".join(map(words_of, block.children))
    return "\n".join(texts(block))


def texts(node: object) -> Iterator[str]:
    """Every word of a document, in reading order."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Paragraph):  # whole, however much of it is bold
        yield text_of(node.children)
    elif isinstance(node, tuple):
        for child in node:
            yield from texts(child)
    elif isinstance(node, Drawing):
        return
    elif isinstance(node, Struct):
        for name in node.__struct_fields__:
            yield from texts(getattr(node, name))


def dump(node: object, depth: int = 0) -> str:
    """The tree as indented text, for golden cases and for the eye."""
    pad = "  " * depth
    if isinstance(node, Text):
        return f"{pad}{node.text!r}\n"
    if isinstance(node, tuple):
        return "".join(dump(child, depth) for child in node)
    if not isinstance(node, Struct):
        return f"{pad}{node!r}\n"
    flat: list[str] = []
    deep: list[str] = []
    for name in node.__struct_fields__:
        value = getattr(node, name)
        if isinstance(value, tuple) and any(isinstance(child, Struct | tuple) for child in value):
            deep.append(dump(value, depth + 1))
        elif isinstance(value, Drawing):
            continue
        elif isinstance(value, bytes):
            flat.append(f"{name}={len(value)} bytes")
        elif value not in ("", (), 0.0, False):
            flat.append(f"{name}={value!r}")
    return f"{pad}{' '.join([type(node).__name__.lower(), *flat])}\n" + "".join(deep)
