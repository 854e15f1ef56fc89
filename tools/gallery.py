"""Contact sheets of every kind of document in every look, for docs/gallery: `python tools/gallery.py [KIND ...]`.

The reports are of examples/log.csv, in a diary that is thrown away.
"""

import io
import sys
import tempfile
from datetime import date
from pathlib import Path

import pypdfium2
from msgspec.structs import replace
from PIL import Image, ImageDraw

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import kinds, todo
from printkit.content.templates import Templates
from printkit.diary import database, import_files
from printkit.intake import option_file, unnamed
from printkit.model.options import Options
from printkit.model.vocabulary import Answer, Paper, PrintProfile
from printkit.pdf.pages import draw
from printkit.pipeline import Variant
from printkit.reading.columns import ColumnMapping
from printkit.reports import report
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

FOLDER = Path(__file__).parent.parent / "docs" / "gallery"
LISTS = ("bath-transfer", "helper-back", "home-safety", "limb-care", "medicines", "shoes", "skin", "visit")
REPORTS = {kind.name: audience for audience, kind in report.KINDS.items()}
KINDS = ("booklet", "chart", "fridge", "handout", "leaflet", "skin-sheet", "todo", *LISTS, *REPORTS)
SINCE, UNTIL = date(2026, 10, 5), date(2026, 11, 15)  # the days of the log
TODAY = date(2026, 11, 20)
LOOKS = {
    **{str(profile): {"profile": profile} for profile in PrintProfile},
    "A5": {"paper": Paper.A5},
    "greyscale": {"greyscale": Answer.YES},
}
ACROSS = 6  # pages of a document, spread over the whole of it
WIDE, GAP, LABEL = 148, 8, 16  # pixels


def main() -> None:
    """Print each kind in each look, and write one picture a kind: a row for each look."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    read = option_file.load(EXAMPLES / "foot-drop.yaml", TODAY).required()
    catalog, templates = Catalog((CATALOG,)), Templates((TEMPLATES,))
    for kind in sys.argv[1:] or KINDS:
        rows = {
            name: _pages(_make(kind, catalog, templates, replace(read, print=replace(read.print, **look))))
            for name, look in LOOKS.items()
        }
        _few_colours(_sheet(rows)).save(FOLDER / f"{kind}.png", optimize=True)


def _make(kind: str, catalog: Catalog, templates: Templates, asked: Options) -> bytes:
    if kind in REPORTS:
        return _report(kind, catalog, templates, asked)
    extra, name = {}, kind
    if kind == "handout":
        asked = unnamed.only("seated-toe-raise", asked)
    if kind == "todo":
        rooms = catalog.checklist("home-safety").rooms
        ticked = {f"home-safety/{room.id}/{line.id}/no": "yes" for room in rooms for line in room.lines[:3]}
        extra = todo.names(catalog, asked, pipeline.speaker(catalog, asked), ticked, "answers")
    if kind == "leaflet":
        extra = unnamed.leaflet_names(catalog, "after-a-fall")
    if kind in LISTS:
        extra, name = unnamed.checklist_names(catalog, kind, ()), "checklist"
    return pipeline.make(kinds.KINDS[name], catalog, templates, asked, Variant(names=extra)).printed.data


def _report(kind: str, catalog: Catalog, templates: Templates, asked: Options) -> bytes:
    with tempfile.TemporaryDirectory() as folder, database.opened(Path(folder) / "diary.sqlite3") as kept:
        kept.add(
            import_files.read(EXAMPLES / "log.csv", catalog, ColumnMapping(), TODAY, import_files.ImportDefaults())
        )
        history = report.of_days(kept.history(asked.patient.id), report.Days(SINCE, UNTIL))
    laid = report.laid_out(REPORTS[kind], catalog, templates, asked, history, SINCE, UNTIL, TODAY)
    return draw(laid.laid).data


def _pages(data: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    count = len(document)
    shown = sorted({round(index * (count - 1) / max(1, min(ACROSS, count) - 1)) for index in range(min(ACROSS, count))})
    found = []
    for number in shown:
        page = document[number]
        found.append(page.render(scale=WIDE / min(page.get_width(), page.get_height())).to_pil())
    return found


def _sheet(rows: dict[str, list[Image.Image]]) -> Image.Image:
    wide = max(sum(page.width + GAP for page in row) for row in rows.values()) + GAP
    high = sum(max(page.height for page in row) + LABEL + GAP for row in rows.values())
    sheet = Image.new("RGB", (wide, high), "#D0D0D0")
    pen, y = ImageDraw.Draw(sheet), 0
    for name, row in rows.items():
        pen.text((GAP, y + 2), name, fill="black")
        x = GAP
        for page in row:
            sheet.paste(page, (x, y + LABEL))
            x += page.width + GAP
        y += max(page.height for page in row) + LABEL + GAP
    return sheet


def _few_colours(sheet: Image.Image) -> Image.Image:
    """112 colours, and 16 greys besides, so that a print without colour has none in its picture.

    With 32 the orange of the weak side came out brown.
    """
    found = sheet.convert("P", palette=Image.Palette.ADAPTIVE, colors=112).getpalette() or []
    greys = [level for step in range(16) for level in 3 * [step * 17]]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*found[: 3 * 112], *greys])
    return sheet.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
