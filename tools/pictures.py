"""The pictures of the README and of docs/pictures.md: real pages of the example, and a sheet of all drawings."""

import io
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import kinds
from printkit.content.bitmaps import png
from printkit.content.templates import Templates
from printkit.figures import writers
from printkit.intake import option_file
from printkit.model.vocabulary import Side
from printkit.printing import gallery
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
# picture: the document kind, and words that stand on the page to show
SHOWN = {
    "first-page": ("booklet", "Stop and get help"),
    "exercise": ("booklet", "Do this one in front of the mirror"),
    "checklist": ("booklet", "Are the floors free of loose rugs"),
    "chart": ("chart", "My practice chart"),
    "fridge": ("fridge", "My plan"),
}


ACROSS = 5  # drawings in a row of the sheet
HIGH = 120  # pixels


def main() -> None:
    """Draw each page and write its picture."""
    read = option_file.load(EXAMPLES / "foot-drop.yaml", date(2026, 11, 20)).required()
    catalog, templates = Catalog((CATALOG,)), Templates((TEMPLATES,))
    made: dict[str, pypdfium2.PdfDocument] = {}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (kind, words) in SHOWN.items():
        if kind not in made:
            printed = pipeline.make(kinds.KINDS[kind], catalog, templates, read).printed
            made[kind] = pypdfium2.PdfDocument(printed.data)
        page = next(page for page in made[kind] if words in page.get_textpage().get_text_bounded())
        _few_colours(page.render(scale=0.75).to_pil()).save(FOLDER / f"{name}.png", optimize=True)
    _few_colours(_contact_sheet(catalog)).save(FOLDER / "contact-sheet.png", optimize=True)


def _contact_sheet(catalog: Catalog) -> Image.Image:
    """Every drawing, the right side affected, in rows."""
    drawings = [gallery.sketched(catalog, name, Side.RIGHT).drawing for name in gallery.names(catalog)]
    images = [
        Image.open(io.BytesIO(png(writers.svg(each, ""), round(HIGH * each.wide / each.high)))) for each in drawings
    ]
    rows = [images[start : start + ACROSS] for start in range(0, len(images), ACROSS)]
    wide = max(sum(image.width + 10 for image in row) for row in rows)
    sheet = Image.new("RGB", (wide, len(rows) * (HIGH + 10)), "white")
    for number, row in enumerate(rows):
        x = 0
        for image in row:
            sheet.paste(image, (x, number * (HIGH + 10)))
            x += image.width + 10
    return sheet


def _few_colours(image: Image.Image) -> Image.Image:
    return image.convert("P", palette=Image.Palette.ADAPTIVE, colors=128)


if __name__ == "__main__":
    main()
