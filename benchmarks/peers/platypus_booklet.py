"""The booklet as most ReportLab programs would write it: Platypus flowables and a canvas that counts pages, no tags."""

from collections.abc import Callable, Iterable
from copy import copy
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from reportlab import platypus
from reportlab.graphics import shapes
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from peers.words import (
    Beside,
    Booklet,
    Box,
    Checks,
    Days,
    Facts,
    Heading,
    Items,
    Numbers,
    Paragraph,
    Picture,
    Row,
    Said,
    Table,
    Terms,
    Turn,
    Whole,
)
from printkit.figures.geometry import Path as Outline
from printkit.figures.scene import Drawing
from printkit.layout import faces

_FONTS = faces.FOLDER
_WIDE = A4[0] - 42 * mm
_INK, _QUIET, _ACCENT, _ALARM = map(HexColor, ("#1A1A1A", "#4A4A4A", "#0B4A6F", "#8E1318"))
_LINE, _BOX, _TINT, _NOTE = map(HexColor, ("#8A8A8A", "#6E6E6E", "#EEF4F8", "#F4F4F1"))
_BODY = ParagraphStyle("body", fontName="Peer", fontSize=14, leading=19, textColor=_INK, spaceBefore=4, spaceAfter=4)
_CELL = ParagraphStyle("cell", parent=_BODY, spaceBefore=0, spaceAfter=0)
_SMALL = ParagraphStyle("small", parent=_CELL, fontSize=10.5, leading=14, textColor=_QUIET)
_LABEL = ParagraphStyle("label", parent=_CELL, fontSize=12.5, leading=14)
_KEY = ParagraphStyle("key", parent=_CELL, fontName="Peer-Bold", fontSize=22, leading=23, textColor=_ALARM)
_HEADINGS = tuple(
    ParagraphStyle(
        f"h{level}", parent=_BODY, fontName="Peer-Bold", fontSize=size, leading=leading, textColor=colour,
        spaceBefore=above, spaceAfter=below, keepWithNext=1,
    )
    for level, size, leading, colour, above, below in (
        (1, 25, 30, _ACCENT, 16, 6), (2, 19, 24, _ACCENT, 8, 3), (3, 15.5, 21, _INK, 8, 2),
    )
)  # fmt: skip
_FRAMES = {
    "emergency": (white, 2.6, _ALARM), "today": (_NOTE, 1.2, _INK), "stop": (white, 1.4, _ALARM),
    "note": (_NOTE, 0, _NOTE), "plan": (_TINT, 0, _TINT),
}  # fmt: skip


def drawer(folder: Path) -> Callable[[Booklet], bytes]:
    """Draws booklets whose pictures are in a folder."""
    pdfmetrics.registerFont(TTFont("Peer", str(_FONTS / "AtkinsonHyperlegibleNext-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("Peer-Bold", str(_FONTS / "AtkinsonHyperlegibleNext-Bold.ttf")))
    pdfmetrics.registerFontFamily("Peer", normal="Peer", bold="Peer-Bold", italic="Peer", boldItalic="Peer-Bold")
    story = _Story(folder)

    def draw(booklet: Booklet) -> bytes:
        file = BytesIO()
        pages = platypus.BaseDocTemplate(file, title=booklet.title, subject=booklet.subject)
        upright = platypus.Frame(21 * mm, 26 * mm, _WIDE, A4[1] - 51 * mm, 0, 0, 0, 0)
        pages.addPageTemplates([platypus.PageTemplate("upright", [upright], pagesize=A4)])
        pages.build(story.all(booklet.blocks), canvasmaker=_numbered(booklet))
        return file.getvalue()

    return draw


def _numbered(booklet: Booklet) -> type[Canvas]:
    """A canvas that knows how many pages there are before it says so at the foot."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - ReportLab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            count = str(len(self._kept))
            for state in self._kept:
                self.__dict__.update(state)
                said = booklet.page_of.replace("{number}", str(self._pageNumber)).replace("{count}", count)
                self.setFont("Peer-Bold", 12.5)
                self.setFillColor(_INK)
                self.drawRightString(self._pagesize[0] - 21 * mm, 15 * mm, said)
                self.setFillColor(_QUIET)
                self.setFont("Peer", 12.5)
                self.drawString(21 * mm, 15 * mm, booklet.foot)
                self.setFont("Peer", 10.5)
                self.drawString(21 * mm, 10.5 * mm, booklet.imprint)
                super().showPage()
            super().save()

    return Numbered


class _Tick(platypus.Flowable):  # type: ignore[misc]
    """A square to tick."""

    def wrap(self, _wide: float, _high: float) -> tuple[float, float]:
        return 8 * mm, 8 * mm

    def draw(self) -> None:
        self.canv.setStrokeColor(_BOX)
        self.canv.setLineWidth(1.1)
        self.canv.rect(0, 0, 8 * mm, 8 * mm)


def _table(rows: list[list[Any]], widths: list[float], *style: Any, head: int = 0) -> platypus.Table:
    plain = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 5)]
    table = platypus.Table(rows, colWidths=widths, repeatRows=head, spaceBefore=7, spaceAfter=7)
    table.setStyle(platypus.TableStyle([*plain, *style]))
    return table


def _ruled() -> list[Any]:
    return [
        ("LINEBELOW", (0, 0), (-1, -1), 0.7, _LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 1.4, _ACCENT),
        ("BACKGROUND", (0, 0), (-1, 0), _TINT),
    ]


def _bold(words: str, style: ParagraphStyle = _CELL) -> platypus.Paragraph:
    return platypus.Paragraph(f"<b>{escape(words)}</b>", style)


class _Story:
    """Blocks as flowables."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._picture = cache(self._drawn)  # the shapes of a picture are made once

    def all(self, blocks: Iterable[Said], wide: float = _WIDE) -> list[Any]:
        """What the blocks say."""
        return [flowable for block in blocks for flowable in self._said(block, wide)]

    def _said(self, block: Said, wide: float) -> list[Any]:
        match block:
            case Heading(level=level, words=words):
                rule = platypus.HRFlowable(width="100%", thickness=1.6, color=_ACCENT, spaceAfter=9)
                return [platypus.Paragraph(escape(words), _HEADINGS[level - 1]), *([rule] if level == 1 else [])]
            case Paragraph(runs=runs):
                said = "".join(f"<b>{escape(run)}</b>" if bold else escape(run) for run, bold in runs)
                return [platypus.Paragraph(said, _BODY)]
            case Items(ordered=ordered, items=items):
                entries = [platypus.ListItem(self._entry(item, wide - 26), leftIndent=26) for item in items]
                bullet = {"bulletFontName": "Peer-Bold", "bulletFontSize": 14} if ordered else {"bulletFontSize": 9}
                kind, start = ("1", None) if ordered else ("bullet", "circle")
                return [platypus.ListFlowable(entries, bulletType=kind, start=start, leftIndent=26, **bullet)]
            case Box(kind=kind, blocks=blocks):
                ground, line, colour = _FRAMES[kind]
                look = [("BACKGROUND", (0, 0), (-1, -1), ground), ("TOPPADDING", (0, 0), (-1, -1), 6)]
                frame = [("BOX", (0, 0), (-1, -1), line, colour)] if line else []
                return [_table([[self.all(blocks, wide - 24)]], [wide], *look, *frame)]
            case Whole(blocks=blocks):
                inside = self.all(blocks, wide)
                return [platypus.KeepTogether(inside)] if wide == _WIDE else inside  # a cell is whole by itself
            case Beside(columns=columns, parts=parts):
                shares = [wide * part / sum(parts) for part in parts]
                inside = [self.all(each, part - 12) for each, part in zip(columns, shares, strict=True)]
                return [_table([inside], shares)]
            case Facts(rows=rows):
                cells = [[_bold(label), platypus.Paragraph(escape(value), _CELL)] for label, value in rows]
                shaded: list[Any] = [
                    ("BACKGROUND", (0, 0), (-1, -1), _TINT),
                    ("LINEBEFORE", (0, 0), (0, -1), 4, _ACCENT),
                ]
                return [_table(cells, [wide * 0.25, wide * 0.75], *shaded, *_tight())]
            case Terms(rows=rows):
                keyed = [[platypus.Paragraph(key, _KEY), platypus.Paragraph(escape(say), _CELL)] for key, say in rows]
                return [_table(keyed, [32, wide - 32], *_tight())]
            case Table(headers=headers, rows=rows, widths=widths):
                body = [[_bold(row[0]), *(platypus.Paragraph(escape(cell), _CELL) for cell in row[1:])] for row in rows]
                columns = [wide * part / sum(widths) for part in widths]
                return [_table([list(map(_bold, headers)), *body], columns, *_ruled(), head=1)]
            case Checks(level=level, title=title, answers=answers, if_no=if_no, rows=rows):
                asked = [
                    [_bold(ask), *(_Tick() for _ in answers), platypus.Paragraph(escape(do), _SMALL)]
                    for ask, do in rows
                ]
                beside = (wide - 14 * mm * len(answers)) / 2
                columns = [beside, *([14 * mm] * len(answers)), beside]
                head = [platypus.Paragraph(escape(title), _HEADINGS[level - 1]), *map(_bold, (*answers, if_no))]
                return [_table([head, *asked], columns, *_ruled(), head=1)]
            case Picture(wide=across, high=high):
                tall = min(30 * mm, wide * high / across)
                return [self._picture(block, tall, "CENTER")]
            case Turn():
                return [platypus.PageBreak()]
            case Days() | Numbers():
                return self._chart(block)

    def _entry(self, item: tuple[Said, ...], wide: float) -> list[Any]:
        """What stands behind a number or a dot, close to the next; a picture as small as on the cards of a long plan.

        The copy is for Platypus, which notes on the picture itself that it went to another page once.
        """
        found = [
            flowable
            for block in item
            for flowable in (
                [copy(self._picture(block, 14 * mm, "LEFT"))] if isinstance(block, Picture) else self._said(block, wide)
            )
        ]
        for flowable in found:
            if isinstance(flowable, platypus.Paragraph):
                flowable.style = _CELL
        return found

    def _chart(self, block: Days | Numbers) -> list[Any]:
        said = [block.subtitle, block.how]
        title = [
            platypus.PageBreak(),
            *self._said(Heading(1, block.title), _WIDE),
            *(platypus.Paragraph(escape(each), _LABEL) for each in said),
        ]
        pads = ("TOPPADDING", "BOTTOMPADDING", "RIGHTPADDING")
        close = [(pad, (0, 0), (-1, -1), 1) for pad in pads]
        if isinstance(block, Days):
            tables = []
            for week in block.weeks:
                widths = [_WIDE - 14 * mm * len(week.days), *([14 * mm] * len(week.days))]
                head = [_bold(each, _LABEL) for each in (week.title, *week.days)]
                rows = [[self._label(row), *(_Tick() for _ in week.days)] for row in block.rows]
                tables.append(_table([head, *rows], widths, *close))
            return [*title, *tables]
        scales: list[Any] = []
        for scale in block.scales:
            ends = [scale.low, *[""] * 9, scale.high]
            digits = [_bold(str(digit), _LABEL) for digit in range(11)]
            words = [platypus.Paragraph(escape(each), _SMALL) for each in ends]
            scales += [
                _bold(scale.label, _LABEL),
                _table([digits, [_Tick() for _ in digits], words], [_WIDE / 11] * 11, *close),
            ]
        line = [
            platypus.HRFlowable(width="100%", thickness=0.8, color=_LINE, spaceBefore=11 * mm)
            for _ in range(block.lines)
        ]
        return [*title, *scales, _bold(block.notes, _LABEL), *line, platypus.Paragraph(escape(block.bring), _LABEL)]

    def _label(self, row: Row) -> Any:
        said = f'<b>{escape(row.label)}</b><br/><font size="10.5">{escape(row.detail)}</font>'
        words = platypus.Paragraph(said, _LABEL)
        if row.picture is None:
            return words
        picture = self._picture(row.picture, 10 * mm * row.picture.high / row.picture.wide, "LEFT")
        beside = platypus.Table([[picture, words]], colWidths=[11 * mm, None])
        beside.setStyle(platypus.TableStyle([("PADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        return beside

    def _drawn(self, picture: Picture, high: float, where: str) -> shapes.Drawing:
        file = (self._folder / picture.file).with_suffix(".json")
        drawing = msgspec.json.decode(file.read_bytes(), type=Drawing)
        scale = high / drawing.high
        group = shapes.Group(*(_layer(layer) for layer in drawing.layers), transform=(scale, 0, 0, scale, 0, 0))
        return shapes.Drawing(drawing.wide * scale, high, group, hAlign=where)


def _tight() -> list[Any]:
    return [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]


def _layer(layer: Any) -> shapes.Group:
    paints = [
        _path(
            paint.path,
            fillColor=HexColor(paint.fill) if paint.fill else None,
            strokeColor=HexColor(paint.ink) if paint.ink else None,
            strokeWidth=paint.width,
            strokeLineCap=1,
            strokeLineJoin=1,
            strokeDashArray=list(paint.dash) or None,
        )
        for paint in layer.paints
    ]
    clip = [_path(layer.clip, isClipPath=1, fillColor=None, strokeColor=None)] if layer.clip else []
    return shapes.Group(*clip, *paints)


def _path(outline: Outline, **look: Any) -> shapes.Path:
    path = shapes.Path(**look)
    for kind, points in outline:
        numbers = [number for point in points for number in point]
        {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.closePath}[kind](*numbers)
    return path
