"""No ground is painted over a word that stands on the page already."""

from collections.abc import Iterator

import pytest
from pdf_reading import KINDS, example, shipped, shipped_templates
from peers import made_up

from printkit import pipeline
from printkit.content.kinds import KINDS as KINDS_OF_PRINT
from printkit.document import DayPlan, walk
from printkit.layout.fit import lay_out
from printkit.layout.fonts import width
from printkit.layout.fragment import Frame, TextRun
from printkit.layout.pagination import Laid
from printkit.pdf.pages import page_of_headings, placed_units


def covered(laid: Laid) -> Iterator[str]:
    page_of = page_of_headings(laid.pages)
    for number in range(1, len(laid.pages) + 1):
        words: list[tuple[str, float, float]] = []  # with the middle of each
        for unit in placed_units(laid, number, page_of):
            grounds = [mark for mark in unit.piece.marks if isinstance(mark, Frame) and mark.ground]
            for ground in grounds:
                x, y = unit.x + ground.x, unit.y + ground.y
                yield from (w for w, at, up in words if x < at < x + ground.wide and y < up < y + ground.high)
            for mark in unit.piece.marks:
                if isinstance(mark, TextRun):
                    middle = width(mark.text, mark.style.bold, mark.style.size) / 2
                    words.append((mark.text, unit.x + mark.x + middle, unit.y + mark.y - mark.style.size / 3))


@pytest.mark.parametrize("kind", KINDS)
def test_no_ground_covers_a_word(kind: str):
    one_page = kind in KINDS_OF_PRINT and KINDS_OF_PRINT[kind].one_page
    assert list(covered(lay_out(example(kind).document, one_page=one_page))) == []


def test_the_name_of_a_part_of_the_day_is_read_where_its_rows_are_low(tmp_path):
    """With 10 exercises its rows have no pictures, and are lower than the sign and the name beside them."""
    catalog = shipped()
    made_up.write(tmp_path, made_up.patients(catalog, 3, seed=1))
    *_, (_, options) = made_up.read(tmp_path, catalog)
    laid = pipeline.laid_out(KINDS_OF_PRINT["booklet"], catalog, shipped_templates(), options).laid
    assert any(isinstance(block, DayPlan) for block in walk(laid.document.blocks))
    assert list(covered(laid)) == []
