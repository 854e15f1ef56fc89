"""The pictures of the README: real pages of the example, as small PNG files."""

from datetime import date
from pathlib import Path

import pypdfium2

from printkit import options, pipeline
from printkit.catalog import Catalog
from printkit.compose import Templates
from printkit.shipped import CATALOG, EXAMPLES, TEMPLATES

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
# picture: the document kind, and words that stand on the page to show
SHOWN = {
    "first-page": ("booklet", "Stop and get help"),
    "exercise": ("booklet", "Do this one in front of the mirror"),
    "checklist": ("booklet", "Are the floors free of loose rugs"),
    "chart": ("chart", "My practice chart"),
    "fridge": ("fridge", "My plan"),
}


def main() -> None:
    """Draw each page and write its picture."""
    read = options.load(EXAMPLES / "foot-drop.yaml", date(2026, 11, 20)).required()
    catalog, templates = Catalog((CATALOG,)), Templates((TEMPLATES,))
    made: dict[str, pypdfium2.PdfDocument] = {}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (kind, words) in SHOWN.items():
        if kind not in made:
            printed = pipeline.make(pipeline.KINDS[kind], catalog, templates, read).printed
            made[kind] = pypdfium2.PdfDocument(printed.data)
        page = next(page for page in made[kind] if words in page.get_textpage().get_text_bounded())
        page.render(scale=0.75).to_pil().convert("P", palette=1, colors=64).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
