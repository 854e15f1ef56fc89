"""What the tags cost: the same document with them and without, drawn in turns in one process.

    python benchmarks/tagging.py [ROUNDS]

Untagged means no structure tree and no table from marks to elements; the same words at the same places. Printed are ratios of CPU time, median (least to most), and of bytes: for the whole way from
the document to the file, with nothing remembered, and for the drawing of pages that are laid out already.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import kinds
from printkit.content.templates import Templates
from printkit.document import Document
from printkit.intake import option_file
from printkit.intake.unnamed import checklist, checklist_names
from printkit.layout import pagination
from printkit.layout.profiles import STANDARD
from printkit.model.options import Clinic
from printkit.model.vocabulary import Answer
from printkit.pdf import pages, structure
from printkit.pdf.writer import PdfWriter
from printkit.pipeline import Variant
from printkit.printing import caches
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES


class Untagged(PdfWriter):
    """The same file without structure tree and table of marks."""

    def _plant(self, base: int, groups: list[Any], going_on: set[tuple[int, ...]]) -> list[int]:  # noqa: ARG002
        self._file.next = base + structure.OWN
        return []

    def end_part(self) -> None:
        """Nothing is open."""

    def _put_tree(self) -> None:
        pass


def drawn(document: Document, book: type, *, whole: bool) -> Callable[[], bytes]:
    """Draws a document in a book; with `whole` it is laid out each time."""
    laid_out = pagination.lay_out_document(document, STANDARD)

    def draw() -> bytes:
        nonlocal laid_out
        pagination.Book = book
        if whole:
            caches.clear()
            laid_out = pagination.lay_out_document(document, STANDARD)
        return pages.draw(pagination.Laid(document, STANDARD, *laid_out))[0]

    return draw


def ratios(document: Document, rounds: int, *, whole: bool) -> str:
    """Time with tags to time without, drawn in turns."""
    with_tags, without = (drawn(document, book, whole=whole) for book in (PdfWriter, Untagged))
    found = []
    for _ in range(rounds):
        taken = []
        for draw in (with_tags, without):
            start = time.process_time()
            for _repeat in range(3):
                draw()
            taken.append(time.process_time() - start)
        found.append(taken[0] / taken[1])
    return f"{statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f})"


def main(rounds: int) -> None:
    """Compare each kind."""
    catalog, templates = Catalog((CATALOG,)), Templates((TEMPLATES,))
    read = option_file.load(EXAMPLES / "foot-drop.yaml", date(2026, 11, 20)).required()
    family = checklist(catalog, "left", Clinic(region="GB"), None, stick=False, lives_alone=None)
    paper = replace(family, print=replace(family.print, fillable=Answer.NO))
    rooms = checklist_names(catalog, "home-safety", ())
    documents = {
        "booklet": pipeline.make(kinds.KINDS["booklet"], catalog, templates, read).document,
        "chart": pipeline.make(kinds.KINDS["chart"], catalog, templates, read).document,
        "fridge": pipeline.make(kinds.KINDS["fridge"], catalog, templates, read).document,
        "checklist": pipeline.make(kinds.KINDS["checklist"], catalog, templates, paper, Variant(names=rooms)).document,
    }
    print("kind        whole print           drawing alone         bytes")
    for name, document in documents.items():
        with_tags, without = (drawn(document, book, whole=False)() for book in (PdfWriter, Untagged))
        times = (ratios(document, rounds, whole=whole) for whole in (True, False))
        print(f"{name:<10}  {'   '.join(times)}   {len(with_tags) / len(without):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
