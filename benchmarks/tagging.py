"""What the tags cost: the same document with them and without, drawn in turns in one process.

    python benchmarks/tagging.py [ROUNDS]

Untagged means no marked content, no structure tree, no metadata, colour profile or typeface of form fields; the same
words at the same places. Printed are ratios of CPU time, median (least to most), and of bytes: for the whole way from
the document to the file, with nothing remembered, and for the drawing of pages that are laid out already.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from msgspec.structs import replace

from printkit import options, pipeline
from printkit.catalog import Catalog
from printkit.compose import Templates
from printkit.document import Document
from printkit.general import checklist, checklist_names
from printkit.model import Answer
from printkit.options import Clinic
from printkit.render import blocks, page, tagged
from printkit.render.packing import packed
from printkit.render.profiles import STANDARD
from printkit.shipped import CATALOG, EXAMPLES, TEMPLATES


class Untagged(tagged.TaggedCanvas):
    """The same canvas with everything left out that makes a tagged document."""

    @contextmanager
    def tag(self, element: int) -> Iterator[None]:  # noqa: ARG002 - the other canvas needs it
        """Draw, and say nothing of it."""
        self._open = "tag"
        yield
        self._open = ""

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """The same."""
        self._open = "artifact"
        yield
        self._open = ""

    def set_box(self, *_arguments: Any) -> None:
        """Nothing to note."""

    def finish(self) -> None:
        """Only what was attached."""
        if self._attached:
            self._doc.Catalog.__NoDefault__ = [*self._doc.Catalog.__NoDefault__, "AF"]
            self._attach_all()


def drawn(document: Document, canvas: type, *, whole: bool) -> Callable[[], bytes]:
    """Draws a document on a canvas; with `whole` it is laid out each time."""
    laid_out = page.lay_out_document(document, STANDARD)

    def draw() -> bytes:
        nonlocal laid_out
        page.TaggedCanvas = canvas
        if whole:
            blocks.lay_out.cache_clear()
            laid_out = page.lay_out_document(document, STANDARD)
        return packed(page.draw(page.Laid(document, STANDARD, *laid_out))[0])

    return draw


def ratios(document: Document, rounds: int, *, whole: bool) -> str:
    """Time with tags to time without, drawn in turns."""
    with_tags, without = (drawn(document, canvas, whole=whole) for canvas in (tagged.TaggedCanvas, Untagged))
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
    read = options.load(EXAMPLES / "foot-drop.yaml", date(2026, 11, 20)).required()
    family = checklist(catalog, "left", Clinic(region="GB"), None, None, stick=False, lives_alone=None)
    paper = replace(family, print=replace(family.print, fillable=Answer.NO))
    rooms = checklist_names(catalog, "home-safety", ())
    documents = {
        "booklet": pipeline.make(pipeline.KINDS["booklet"], catalog, templates, read).document,
        "chart": pipeline.make(pipeline.KINDS["chart"], catalog, templates, read).document,
        "fridge": pipeline.make(pipeline.KINDS["fridge"], catalog, templates, read).document,
        "checklist": pipeline.make(pipeline.KINDS["checklist"], catalog, templates, paper, rooms).document,
    }
    print("kind        whole print           drawing alone         bytes")
    for name, document in documents.items():
        with_tags, without = (drawn(document, canvas, whole=False)() for canvas in (tagged.TaggedCanvas, Untagged))
        times = (ratios(document, rounds, whole=whole) for whole in (True, False))
        print(f"{name:<10}  {'   '.join(times)}   {len(with_tags) / len(without):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
