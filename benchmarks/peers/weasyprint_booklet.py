"""The booklet by WeasyPrint: HTML with one stylesheet that is read once."""

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

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
from printkit.layout.faces import FOLDER as _FONTS

_STYLE = f"""
@font-face {{ font-family: Atkinson; src: url("{(_FONTS / "AtkinsonHyperlegibleNext-Regular.ttf").as_uri()}") }}
@font-face {{ font-family: Atkinson; font-weight: bold;
             src: url("{(_FONTS / "AtkinsonHyperlegibleNext-Bold.ttf").as_uri()}") }}
"""
_LOOK = """
@page { size: A4; margin: 25mm 21mm 26mm; }
@page { @bottom-left { content: element(foot); width: 80% }
        @bottom-right { content: counter(page) " PAGE_OF " counter(pages); font: bold 12.5pt Atkinson } }
#foot { position: running(foot); font-size: 12.5pt; color: #4A4A4A } #foot small { display: block; font-size: 10.5pt }
body { font: 14pt/19pt Atkinson; color: #1A1A1A; margin: 0 }
h1 { font-size: 25pt; line-height: 30pt; color: #0B4A6F; border-bottom: 1.6pt solid #0B4A6F; margin: 16pt 0 6pt }
h2 { font-size: 19pt; line-height: 24pt; color: #0B4A6F; margin: 8pt 0 3pt }
h3 { font-size: 15.5pt; line-height: 21pt; margin: 10pt 0 2pt }
p { margin: 4pt 0 } ul, ol { margin: 4pt 0; padding-left: 26pt } li { margin-top: 2pt } li p { margin: 0 }
ol li::marker { font-weight: bold }
.box { padding: 6pt; margin: 6pt 0 } .emergency { border: 2.6pt solid #8E1318 }
.today { background: #F4F4F1; border: 1.2pt solid } .stop { border: 1.4pt solid #8E1318; border-left-width: 4pt }
.note { background: #F4F4F1 } .plan { background: #EEF4F8 }
.box > :first-child, .whole > :first-child { margin-top: 0 } .box > :last-child { margin-bottom: 0 }
.whole, .box, tr { break-inside: avoid } .turn { break-before: page }
table { width: 100%; border-collapse: collapse; margin: 7pt 0 } th { text-align: left; vertical-align: top } td { vertical-align: top }
.beside > div { display: inline-block; vertical-align: top; padding-right: 1% }
.facts { background: #EEF4F8; border-left: 4pt solid #0B4A6F } .facts th, .facts td { padding: 1.5pt 10pt }
.facts td { width: 75% } .terms th { font-size: 22pt; line-height: 23pt; color: #8E1318; width: 14mm }
.rows th, .rows td { padding: 5pt; border-bottom: .7pt solid #8A8A8A } .rows thead th { background: #EEF4F8; border-color: #0B4A6F }
.tick { width: 14mm; text-align: center } .tick::before { content: ""; display: inline-block; width: 8mm; height: 8mm; border: 1.1pt solid #6E6E6E }
figure { margin: 4pt 0; text-align: center } figure img { height: 28mm; max-width: 100%; object-fit: contain } li figure img { height: 14mm }
.chart { break-before: page; font-size: 12.5pt; line-height: 14pt } .chart td, .chart th { padding: 1.5pt 0; vertical-align: middle }
.chart h1 { margin-top: 0 } .chart .tick, .chart thead th + th { width: 14mm; text-align: center } .chart td img { width: 10mm; float: left; margin-right: 4pt }
.chart small, .how { font-size: 10.5pt; color: #4A4A4A } .line { border-bottom: .8pt solid #8A8A8A; height: 11mm }
"""

_TICK = '<td class="tick"></td>'


def drawer(folder: Path) -> Callable[[Booklet], bytes]:
    """Draws booklets whose pictures are in a folder."""
    faces = FontConfiguration()
    sheets: dict[str, CSS] = {}
    kept: dict[object, object] = {}  # pictures, once read

    def draw(booklet: Booklet) -> bytes:
        between = booklet.page_of.replace("{number}", "").replace("{count}", "").strip()
        if between not in sheets:
            sheets[between] = CSS(string=_STYLE + _LOOK.replace("PAGE_OF", between), font_config=faces)
        html = HTML(string=page(booklet), base_url=f"{folder.resolve().as_uri()}/")
        data = html.write_pdf(stylesheets=[sheets[between]], font_config=faces, pdf_variant="pdf/ua-1", cache=kept)
        assert isinstance(data, bytes)
        return data

    return draw


def page(booklet: Booklet) -> str:
    """The whole booklet as HTML."""
    head = f'<title>{escape(booklet.title)}</title><meta name="description" content="{escape(booklet.subject)}">'
    foot = f'<div id="foot">{escape(booklet.foot)}<small>{escape(booklet.imprint)}</small></div>'
    return f'<html lang="{booklet.language}"><head>{head}</head><body>{foot}{_all(booklet.blocks)}</body></html>'


def _all(blocks: Iterable[Said]) -> str:
    return "".join(map(_said, blocks))


def _cells(tag: str, cells: Iterable[str], more: str = "") -> str:
    return "".join(f"<{tag}{more}>{escape(cell)}</{tag}>" for cell in cells)


def _said(block: Said) -> str:
    match block:
        case Heading(level=level, words=words):
            return f"<h{level}>{escape(words)}</h{level}>"
        case Paragraph(runs=runs):
            return f"<p>{''.join(f'<b>{escape(run)}</b>' if bold else escape(run) for run, bold in runs)}</p>"
        case Items(ordered=ordered, items=items):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_all(item)}</li>' for item in items)}</{tag}>"
        case Box(kind=kind, blocks=blocks):
            return f'<div class="box {kind}">{_all(blocks)}</div>'
        case Whole(blocks=blocks):
            return f'<div class="whole">{_all(blocks)}</div>'
        case Beside(columns=columns, parts=parts):
            shares = (round(98 * part / sum(parts), 1) - 1 for part in parts)
            inside = (
                f'<div style="width: {part}%">{_all(each)}</div>' for part, each in zip(shares, columns, strict=True)
            )
            return f'<div class="beside">{"".join(inside)}</div>'
        case Facts(rows=rows) | Terms(rows=rows):
            said = "".join(f"<tr>{_cells('th', row[:1])}{_cells('td', row[1:])}</tr>" for row in rows)
            return f'<table class="{type(block).__name__.lower()}">{said}</table>'
        case Table(headers=headers, rows=cells):
            body = "".join(f"<tr>{_cells('th', row[:1])}{_cells('td', row[1:])}</tr>" for row in cells)
            return f'<table class="rows"><thead><tr>{_cells("th", headers)}</tr></thead>{body}</table>'
        case Checks(level=level, title=title, answers=answers, if_no=if_no, rows=rows):
            squares = _TICK * len(answers)
            body = "".join(f"<tr><td><b>{escape(ask)}</b></td>{squares}<td>{escape(do)}</td></tr>" for ask, do in rows)
            head = f"<th></th>{_cells('th', (*answers, if_no))}"
            heading = f"<h{level}>{escape(title)}</h{level}>"
            return f'{heading}<table class="rows"><thead><tr>{head}</tr></thead>{body}</table>'
        case Picture():
            return f"<figure>{_image(block)}</figure>"
        case Turn():
            return '<div class="turn"></div>'
        case Days(weeks=weeks, rows=rows):
            tables = "".join(
                f"<table><thead><tr>{_cells('th', (week.title, *week.days))}</tr></thead>"
                f"{''.join(_row(row, len(week.days)) for row in rows)}</table>"
                for week in weeks
            )
            return _chart(block, tables)
        case Numbers(scales=scales):
            head = _cells("th", map(str, range(11)))
            tables = "".join(
                f"<b>{escape(scale.label)}</b><table><thead><tr>{head}</tr></thead><tr>{_TICK * 11}</tr>"
                f"<tr>{_cells('td', (scale.low, *[''] * 9, scale.high))}</tr></table>"
                for scale in scales
            )
            lines = '<div class="line"></div>' * block.lines
            return _chart(block, f"{tables}<b>{escape(block.notes)}</b>{lines}<p>{escape(block.bring)}</p>")


def _chart(block: Days | Numbers, body: str) -> str:
    said = f"<p>{escape(block.subtitle)}</p><p>{escape(block.how)}</p>"
    return f'<div class="chart"><h1>{escape(block.title)}</h1>{said}{body}</div>'


def _row(row: Row, squares: int) -> str:
    picture = _image(row.picture) if row.picture is not None else ""
    label = f"<td>{picture}<b>{escape(row.label)}</b><br><small>{escape(row.detail)}</small></td>"
    return f"<tr>{label}{_TICK * squares}</tr>"


def _image(picture: Picture) -> str:
    return f'<img src="{picture.file}" alt="{escape(picture.alt)}">'
