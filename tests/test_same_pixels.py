"""What we write looks as ReportLab's own canvas draws it: the same marks, through its public names, pixel by pixel."""

from io import BytesIO

import pypdfium2
import pytest
from pdf_reading import KINDS, example
from PIL import Image as Pixels
from PIL import ImageChops
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from printkit.content.kinds import KINDS as KINDS_OF_PRINT
from printkit.figures.scene import Drawing, as_printed
from printkit.layout import faces, foot, pagination
from printkit.layout.fit import lay_out
from printkit.layout.fragment import Frame, Image, Line, Mark, Stamp, TextRun, TickBox
from printkit.layout.profiles import MM, STANDARD
from printkit.pdf.pages import draw, page_of_headings, placed_units
from printkit.sheets import geometry

pytestmark = pytest.mark.foreign

ONE_PAGE = {name for name, kind in KINDS_OF_PRINT.items() if kind.one_page}
_DPI = 60
_FINER = 4  # drawn finer and made smaller, for letters snap to whole pixels
_SEEN = 60  # of 255: less is the smoothing of an edge, which two ways of writing a number shift
_MOST = 0.001  # of the pixels of a page; one line that moves by a pixel is twice as many


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_looks_as_reportlab_draws_its_marks(kind: str):
    laid = lay_out(example(kind).document, one_page=kind in ONE_PAGE)
    ours, theirs = _pages(draw(laid).data), _pages(_by_reportlab(laid))
    assert len(ours) == len(theirs) > 0
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True), 1):
        assert one.size == other.size
        assert one.getextrema()[0] < 128, "an empty page proves nothing"
        assert _different(one, other) <= _MOST, number


def test_the_comparison_notices_a_word_that_has_moved():
    one = _pages(example("fridge").printed.data)[0]
    moved = ImageChops.offset(one, 0, 1)
    assert _different(one, moved) > _MOST * 10


def _different(one: Pixels.Image, other: Pixels.Image) -> float:
    seen = ImageChops.difference(one, other).histogram()[_SEEN:]
    return sum(seen) / (one.width * one.height)


def _pages(data: bytes) -> list[Pixels.Image]:
    with pypdfium2.PdfDocument(data) as pdf:
        pages = [one.render(scale=_DPI * _FINER / 72).to_pil().convert("L").reduce(_FINER) for one in pdf]
    for one in pages:
        wide, high = (side / _DPI * 25.4 for side in one.size)
        for _, x, y in geometry.corners(wide, high):  # codes are pictures; test_sheets_come_back.py reads them
            box = (x - 1, y - 1, x + geometry.CODE + 1, y + geometry.CODE + 1)
            one.paste(255, tuple(round(side / 25.4 * _DPI) for side in box))
    return pages


def _by_reportlab(laid: pagination.Laid) -> bytes:
    for bold in (False, True):
        pdfmetrics.registerFont(faces.named(faces.face_name(bold)))
    file = BytesIO()
    canvas = Canvas(file)
    page_of = page_of_headings(laid.pages)
    for number, one in enumerate(laid.pages, 1):
        high = one.height * MM
        canvas.setPageSize((one.width * MM, high))
        for unit in placed_units(laid, number, page_of):
            for mark in sorted(unit.piece.marks, key=lambda mark: isinstance(mark, TextRun)):
                _paint(canvas, mark, unit.x, high - unit.y)
        said = foot.foot_of(laid.document, number, len(laid.pages))
        for mark in foot.foot_marks(said, (one.width, one.height), laid.profile, coded=bool(one.template)):
            _paint(canvas, mark, 0, 0)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _paint(canvas: Canvas, mark: Mark, x: float, top: float) -> None:
    colour = STANDARD.colour
    match mark:
        case TextRun():
            canvas.setFillColor(colour(mark.style.colour))
            canvas.setFont(faces.face_name(mark.style.bold), mark.style.size)
            canvas.drawString(x + mark.x, top - mark.y, mark.text)
        case Line():
            canvas.setStrokeColor(colour(mark.colour))
            canvas.setLineWidth(mark.width)
            canvas.line(x + mark.x, top - mark.y, x + mark.to_x, top - mark.to_y)
        case Frame():
            if mark.ground:
                canvas.setFillColor(colour(mark.ground))
            if mark.outline:
                canvas.setStrokeColor(colour(mark.outline))
                canvas.setLineWidth(mark.width)
            box = (x + mark.x, top - mark.y - mark.high, mark.wide, mark.high)
            canvas.roundRect(*box, mark.round, stroke=bool(mark.outline), fill=bool(mark.ground))
        case TickBox():
            _paint(canvas, Frame(mark.x, mark.y, mark.size, mark.size, "paper", "box", 1.1), x, top)
        case Image():
            box = (x + mark.x, top - mark.y - mark.high, mark.wide, mark.high)
            canvas.drawImage(ImageReader(BytesIO(mark.data)), *box)
        case Stamp():
            canvas.saveState()
            canvas.translate(x + mark.x, top - mark.y - mark.high)
            canvas.scale(mark.wide / mark.drawing.wide, mark.wide / mark.drawing.wide)
            edge = canvas.beginPath()  # nothing of a drawing is seen outside of it
            edge.rect(0, 0, mark.drawing.wide, mark.drawing.high)
            canvas.clipPath(edge, stroke=0, fill=0)
            _sketch(canvas, as_printed(mark.drawing, mark.wide / mark.drawing.wide))
            canvas.restoreState()
        case _:
            pass


def _sketch(canvas: Canvas, drawing: Drawing) -> None:
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for layer in drawing.layers:
        canvas.saveState()
        canvas.translate(*layer.at)
        if layer.clip:
            canvas.clipPath(_path(canvas, layer.clip), stroke=0, fill=0)
        for paint in layer.paints:
            if paint.fill:
                canvas.setFillColor(paint.fill)
            if paint.ink:
                canvas.setStrokeColor(paint.ink)
                canvas.setLineWidth(paint.width)
                canvas.setDash(*([list(paint.dash)] if paint.dash else []))
            canvas.drawPath(_path(canvas, paint.path), stroke=bool(paint.ink), fill=bool(paint.fill), fillMode=1)
        canvas.restoreState()


def _path(canvas: Canvas, path):
    made = canvas.beginPath()
    for kind, points in path:
        flat = [number for point in points for number in point]
        {"M": made.moveTo, "L": made.lineTo, "C": made.curveTo, "Z": made.close}[kind](*flat)
    return made
