"""The pictures of the README and of docs/pictures.md: real pages of the example, all drawings, and all pairs."""

import io
from datetime import date
from itertools import cycle
from pathlib import Path

import pypdfium2
from PIL import Image

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import kinds
from printkit.content.bitmaps import png
from printkit.content.templates import Templates
from printkit.figures import writers
from printkit.figures.pair import drawn_pair
from printkit.figures.scene import Drawing, Pair
from printkit.intake import option_file
from printkit.model.vocabulary import Side
from printkit.printing import gallery
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
# picture: the document kind, and words that stand on the page to show
SHOWN = {
    "first-page": ("booklet", "Your exercises"),
    "exercise": ("booklet", "Do this one in front of the mirror"),
    "checklist": ("booklet", "Safe at home, skin and shoes"),
    "chart": ("chart", "My 2 weeks"),
    "fridge": ("fridge", "My plan"),
}


ACROSS = 5  # drawings in a row of the sheet
HIGH = 120  # pixels
PEOPLE_IN = ("hand-to-mouth", "carry-and-walk", "weight-shift", "seated-toe-raise", "thumb-to-fingers")
PERSON = 220  # pixels that a drawing of the people takes
PAIR = 240  # pixels that both frames of a pair take


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
    _few_colours(_people(catalog)).save(FOLDER / "people.png", optimize=True)
    _few_colours(_pairs(catalog)).save(FOLDER / "pairs.png", optimize=True)


def _contact_sheet(catalog: Catalog) -> Image.Image:
    """Every drawing, the right side affected, in rows."""
    drawings = [gallery.sketched(catalog, name, Side.RIGHT).drawing for name in gallery.names(catalog)]
    return _in_rows([_pixels(each, round(HIGH * each.wide / each.high)) for each in drawings])


def _people(catalog: Catalog) -> Image.Image:
    """Each person at the end of some exercises, a row each, the left side affected."""
    figures = [figure for figure in map(catalog.figure, PEOPLE_IN) if figure]
    drawings = [
        drawn_pair(figure, catalog.poses[figure.pose], Side.LEFT, person).drawings[-1]
        for person in catalog.people.values()
        for figure in figures
    ]
    return _in_rows([_pixels(each, PERSON) for each in drawings], len(figures))


def _pairs(catalog: Catalog) -> Image.Image:
    """Every start and end as the page of the exercise shows them, the right side affected; the people take turns."""
    figures = [
        (figure, catalog.poses[figure.pose]) for figure in map(catalog.figure, catalog.names("figures")) if figure
    ]
    turns = zip(figures, cycle(catalog.people.values()), strict=False)
    found = [drawn_pair(figure, pose, Side.RIGHT, person) for (figure, pose), person in turns]
    return _in_rows([_framed(pair) for pair in found])


def _framed(pair: Pair) -> Image.Image:
    wide = PAIR if pair.stacked else PAIR // len(pair.drawings)
    images = [_pixels(each, wide - 4) for each in pair.drawings]
    rows = 2 if pair.stacked else 1
    sheet = Image.new("RGB", (PAIR, (max(image.height for image in images) + 4) * rows), "#C5CCD2")
    for number, image in enumerate(images):
        x, y = (0, number) if pair.stacked else (number, 0)
        sheet.paste(image, (2 + x * wide, 2 + y * (image.height + 4)))
    return sheet


def _pixels(drawing: Drawing, wide: int) -> Image.Image:
    return Image.open(io.BytesIO(png(writers.svg(drawing, ""), wide))).convert("RGB")


def _in_rows(images: list[Image.Image], across: int = ACROSS) -> Image.Image:
    rows = [images[start : start + across] for start in range(0, len(images), across)]
    high = [max(image.height for image in row) + 10 for row in rows]
    wide = max(sum(image.width + 10 for image in row) for row in rows)
    sheet = Image.new("RGB", (wide, sum(high)), "white")
    for number, row in enumerate(rows):
        x = 0
        for image in row:
            sheet.paste(image, (x, sum(high[:number])))
            x += image.width + 10
    return sheet


def _few_colours(image: Image.Image) -> Image.Image:
    return image.convert("P", palette=Image.Palette.ADAPTIVE, colors=128)


if __name__ == "__main__":
    main()
