"""A printkit document as the words and pictures that the peers get, in reading order.

Every block becomes one record here, and a block that the peers could not draw is an error, so nothing is lost on the
way. Pictures are written once for each exercise and side, as SVG.
"""

from collections.abc import Iterable, Iterator
from itertools import dropwhile
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from printkit import document
from printkit.document import Block, Document, Inline, Text
from printkit.figures import writers
from printkit.figures.scene import Drawing


class _Said(Struct, frozen=True, tag_field="is", tag=str.lower):
    """One block; its JSON says which."""


class Heading(_Said, frozen=True):
    """A heading, level 1 to 3."""

    level: int
    words: str


class Paragraph(_Said, frozen=True):
    """Words, and whether they are bold."""

    runs: tuple[tuple[str, bool], ...]


class Items(_Said, frozen=True):
    """A list."""

    ordered: bool
    items: tuple[tuple["Said", ...], ...]


class Box(_Said, frozen=True):
    """A framed box."""

    kind: str
    blocks: tuple["Said", ...]


class Whole(_Said, frozen=True):
    """Blocks that are never cut, such as the card of an exercise."""

    blocks: tuple["Said", ...]


class Beside(_Said, frozen=True):
    """Columns beside each other, with their parts of the width."""

    columns: tuple[tuple["Said", ...], ...]
    parts: tuple[float, ...]


class Facts(_Said, frozen=True):
    """Labels with values: a dose."""

    rows: tuple[tuple[str, str], ...]


class Terms(_Said, frozen=True):
    """Big letters with what they stand for."""

    rows: tuple[tuple[str, str], ...]


class Table(_Said, frozen=True):
    """Cells under headers."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


class Checks(_Said, frozen=True):
    """Questions with a square for each answer, and what to do if it is no."""

    level: int
    title: str
    answers: tuple[str, ...]
    if_no: str
    rows: tuple[tuple[str, str], ...]


class Picture(_Said, frozen=True):
    """A file beside the words, with its size in points."""

    file: str
    alt: str
    wide: float
    high: float


class Turn(_Said, frozen=True):
    """A new page."""


class Row(Struct, frozen=True):
    """A row of a chart."""

    label: str
    detail: str
    picture: Picture | None


class Week(Struct, frozen=True):
    """The days of a week of a chart."""

    title: str
    days: tuple[str, ...]


class Days(_Said, frozen=True):
    """A page: for each week a row for each session, a square for each day."""

    title: str
    subtitle: str
    how: str
    weeks: tuple[Week, ...]
    rows: tuple[Row, ...]


class Scale(Struct, frozen=True):
    """Squares under 0 to 10, with the words of both ends."""

    label: str
    low: str
    high: str


class Numbers(_Said, frozen=True):
    """A page: scales, and lines to write on."""

    title: str
    subtitle: str
    how: str
    scales: tuple[Scale, ...]
    notes: str
    lines: int
    bring: str


Said = (
    Heading
    | Paragraph
    | Items
    | Box
    | Whole
    | Beside
    | Facts
    | Terms
    | Table
    | Checks
    | Picture
    | Turn
    | Days
    | Numbers
)


class Booklet(Struct, frozen=True, kw_only=True):
    """The whole, with what stands at the foot of each page."""

    title: str
    subject: str
    language: str
    foot: str
    imprint: str
    page_of: str
    blocks: tuple[Said, ...]


class Pictures:
    """The folder of SVG files: one for each exercise and side."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: dict[Drawing, str] = {}  # a drawing is made once for each exercise and side

    def file(self, sketch: document.Sketch) -> Picture:
        """The file of a drawing, written when it is new."""
        drawing = sketch.drawing
        name = self._written.get(drawing)
        if name is None:
            name = self._written[drawing] = f"{len(self._written):03}.svg"
            (self._folder / name).write_text(writers.svg(drawing, sketch.alt), encoding="utf-8")
            # what cannot read SVG gets the same paths as numbers
            (self._folder / name).with_suffix(".json").write_bytes(
                msgspec.json.encode(Drawing(drawing.wide, drawing.high, drawing.layers))
            )
        return Picture(name, sketch.alt, drawing.wide, drawing.high)


def of(said: Document, pictures: Pictures) -> Booklet:
    """All that a document says."""
    return Booklet(
        title=said.title,
        subject=said.subject,
        language=said.language,
        foot=" | ".join((*said.foot[0], said.review[0])),
        imprint=said.imprint,
        page_of=said.page_of,
        blocks=tuple(dropwhile(lambda each: isinstance(each, Turn), _blocks(said.blocks, pictures))),
    )


def _blocks(blocks: Iterable[Block], pictures: Pictures) -> tuple[Said, ...]:
    return tuple(each for block in blocks for each in _block(block, pictures))


def _block(block: Block, pictures: Pictures) -> tuple[Said, ...]:
    match block:
        case document.Group(children=children):
            return _blocks(children, pictures)
        case document.Together(children=children, smaller=smaller, share=share):
            if smaller and share > 1:  # as it is printed: two exercises on a page
                return (Whole(_blocks(smaller, pictures)),)
            return _blocks(children, pictures)  # a page that only printkit can fit
        case document.Callout(kind=kind, children=children):
            return (Box(str(kind), _blocks(children, pictures)),)
        case document.Bullets(items=items, ordered=ordered):
            return (Items(ordered, tuple(_blocks(item, pictures) for item in items)),)
        case document.Heading(level=level, children=children, number=number, aside=aside):
            words = (str(number) if number else "", document.text_of(children), aside)
            return (Heading(max(1, level), " ".join(filter(None, words))),)
        case document.Paragraph(children=children):
            return (Paragraph(tuple(map(_run, children))),)
        case document.Band(kind=kind, word=word, aside=aside, children=children):
            said = (Paragraph(((word, True),)), *(Paragraph(((line, False),)) for line in aside))
            return (Box(kind, (*said, *_blocks(children, pictures))),)
        case document.Columns(columns=columns, parts=parts):
            columns = tuple(tuple(_column(column, pictures)) for column in columns)
            return (Beside(columns, parts),)
        case document.Spring():
            return ()
        case document.Strip(cells=cells):
            return (Facts(cells),)
        case document.Pair(sketches=sketches, captions=captions, numbers=numbers):
            columns = tuple(
                (pictures.file(sketch), *_caption(numbers[at] if numbers else at + 1, captions[at : at + 1]))
                for at, sketch in enumerate(sketches)
            )
            return (Beside(columns, (1.0,) * len(columns)),)
        case document.Cards(cards=cards):
            return (Items(ordered=False, items=tuple(_card(card, pictures) for card in cards)),)
        case document.DayPlan(parts=parts):
            return tuple(
                each
                for part in parts
                for each in (
                    Paragraph(((part.title, True),)),
                    Items(ordered=False, items=tuple(_card(card, pictures) for card in part.cards)),
                )
            )
        case document.WriteLines(label=label):
            return (Paragraph(((label, False),)),)
        case document.SheetTitle(title=title, aside=aside):
            return (Turn(), Heading(1, title), Paragraph(((aside, False),)))
        case document.Terms(rows=rows):
            return (Terms(rows),)
        case document.Table(headers=headers, rows=cells, widths=widths):
            return (Table(headers, cells, widths),)
        case document.Checks(title=title, answers=answers, if_no=if_no, rows=checks):
            asked = tuple((check.question, check.action) for check in checks)
            return (Checks(max(1, block.level), title, answers, if_no, asked),)
        case document.Sketch():
            return (pictures.file(block),)
        case document.PageBreak():
            return (Turn(),)
        case document.DayChart(title=title, aside=aside, side=side, how=how):
            weeks = tuple(Week(week.title, tuple(" ".join(day).strip() for day in week.days)) for week in block.weeks)
            return (Days(title, aside, f"{side} {how}", weeks, _rows(block.rows, pictures)),)
        case document.NumberChart(title=title, aside=aside, how=how, notes=notes):
            scales = tuple(Scale(scale.label, scale.low, scale.high) for scale in block.scales)
            return (Numbers(title, aside, how, scales, notes, block.lines, f"{block.bring} {block.reported}"),)
        case _:
            raise TypeError(f"the peers cannot draw a {type(block).__name__}")


def _column(blocks: Iterable[Block], pictures: Pictures) -> Iterator[Said]:
    """A column, in which no page can begin."""
    yield from (each for each in _blocks(blocks, pictures) if not isinstance(each, Turn))


def _run(inline: Inline) -> tuple[str, bool]:
    return (inline.text, False) if isinstance(inline, Text) else (document.text_of(inline.children), True)


def _caption(number: int, words: tuple[str, ...]) -> tuple[Said, ...]:
    return tuple(Paragraph(((f"{number} ", True), (each, False))) for each in words)


def _card(card: document.Card, pictures: Pictures) -> tuple[Said, ...]:
    """An exercise at a glance; its picture is left to the eye."""
    rest = (card.helper, *card.lines, card.when)
    said = Paragraph(((f"{card.number} ", False), (card.title, True), *((f" {each}", False) for each in rest if each)))
    return (said,) if card.sketch is None else (replace(pictures.file(card.sketch), alt=""), said)


def _rows(rows: Iterable[document.ChartRow], pictures: Pictures) -> tuple[Row, ...]:
    """Rows with their small pictures, which printkit leaves to the eye: a screen reader hears the label alone."""
    return tuple(
        Row(row.label, row.detail, replace(pictures.file(row.sketch), alt="") if row.sketch is not None else None)
        for row in rows
    )


# --- a booklet whose every text is one patient's own

_NOT_WORDS = ("kind", "language", "name", "names", "paper", "alt", "template")


def own(said: Document, number: int) -> Document:
    """The same document with a number in every text, so that no text is that of another patient's booklet."""
    return replace(said, blocks=_changed(said.blocks, str(number)))


def _changed(node: Any, number: str) -> Any:
    if isinstance(node, str):
        return _with(number, node) if node.strip(" .") else node
    if isinstance(node, tuple):
        return tuple(_changed(child, number) for child in node)
    if isinstance(node, Struct) and not isinstance(node, Drawing):
        fields = (name for name in node.__struct_fields__ if name not in _NOT_WORDS)
        return replace(node, **{name: _changed(getattr(node, name), number) for name in fields})
    return node


def _with(number: str, text: str) -> str:
    """A text with the number after every five words and at its end."""
    words = text.split(" ")
    return " ".join(" ".join([*words[start : start + 5], number]) for start in range(0, len(words), 5))
