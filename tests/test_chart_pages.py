"""A chart inside a booklet is a sheet of paper of its own: it can be taken out, and nothing of the booklet goes with it."""

import re
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from msgspec.structs import replace
from pdf_reading import example_options, heard, make, on, shipped, shipped_templates, tree, worst

from printkit import pipeline
from printkit.content import kinds
from printkit.document import DayChart, Document, Heading, PageBreak, Paragraph, Text, walk
from printkit.layout.charts import day_chart
from printkit.layout.fit import lay_out
from printkit.layout.fragment import Line, Piece, TextRun, TickBox
from printkit.layout.pagination import Laid
from printkit.layout.profiles import MM, PROFILES
from printkit.model.vocabulary import Paper, PrintProfile, Side, Tremor
from printkit.pdf import drawn_pieces, page_ink
from printkit.pdf.pages import draw
from printkit.sheets import geometry


def charts(**changes) -> Document:
    """A document with nothing but a chart."""
    options = example_options()
    return make("chart", replace(options, **changes)).document


def booklet(before: int, after: int = 1, **changes) -> Document:
    """A chart with so many pages before and after it."""
    chart = charts(**changes)
    page = (Paragraph((Text("Words."),)), PageBreak())
    blocks = (*(page * before), *chart.blocks, PageBreak(), *(page * after))
    return replace(chart, blocks=(Heading(1, (Text("A booklet"),)), *blocks))


def said_on(laid: Laid, number: int) -> str:
    return " ".join(
        mark.text for place in laid.pages[number].placed for mark in place.piece.marks if isinstance(mark, TextRun)
    )


def templates_of(laid: Laid) -> str:
    """The letter of each page; a point for a page of the booklet, = for one of lines."""
    return "".join(
        page.template or ("=" if "My notes" in said_on(laid, number) else ".") for number, page in enumerate(laid.pages)
    )


@pytest.mark.parametrize(("before", "pages"), [(0, "CN."), (1, ".=CN."), (2, "..CN."), (3, "...=CN."), (4, "....CN.")])
def test_a_chart_begins_on_a_right_hand_page(before, pages):
    document = booklet(before)
    if not before:
        document = replace(document, blocks=document.blocks[1:])
    laid = lay_out(document)
    assert templates_of(laid) == pages
    assert laid.pages.index(next(page for page in laid.pages if page.template)) % 2 == 0


def test_a_chart_of_an_odd_number_of_pages_has_lines_on_its_back():
    tremor = replace(example_options().health, tremor=Tremor.SEVERE)
    assert templates_of(lay_out(booklet(2, health=tremor))) == "..CCN=."
    assert templates_of(lay_out(booklet(1, health=tremor))) == ".=CCN=."
    assert templates_of(lay_out(charts(health=tremor))) == "CCN"  # nothing follows


def test_each_sheet_of_2_weeks_begins_on_a_right_hand_page():
    weeks = replace(example_options().print, weeks=4)
    assert templates_of(lay_out(booklet(1, print=weeks))) == ".=CNCN."


@pytest.mark.parametrize("look", PrintProfile)
def test_a_page_of_lines_has_12_lines_11_mm_apart_and_is_heard_where_it_stands(look):
    document = replace(booklet(1), fillable=True)
    laid = lay_out(document, PROFILES[look])
    lines = [mark.y / MM for place in laid.pages[1].placed for mark in place.piece.marks if isinstance(mark, Line)]
    assert [round(after - before, 2) for before, after in pairwise(lines)] == [11.0] * 11
    words = [words for _, words in heard(draw(laid).data)]
    assert words.index("Words.") < words.index("My notes") < words.index("My 2 weeks")


def test_a_whole_chart_is_upright_and_its_pages_carry_codes():
    for look in PrintProfile:
        laid = lay_out(charts(), PROFILES[look])
        sheets = draw(laid).sheets
        assert [sheet.page for sheet in sheets] == [number + 1 for number in range(len(laid.pages))]
        assert all(sheet.width < sheet.height for sheet in sheets)


@pytest.mark.parametrize("look", [PrintProfile.STANDARD, PrintProfile.LARGE])
@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
def test_what_is_said_again_on_a_later_page_is_heard_once(look, paper):
    """Pages are for the eye: how many there are changes nothing of what is heard."""
    options = worst(on(example_options(), paper, Side.LEFT), shipped().names("exercises")[:40], stick=False)
    options = replace(options, print=replace(options.print, profile=look, weeks=2))
    made = pipeline.make(kinds.KINDS["chart"], shipped(), shipped_templates(), options)
    assert made.printed.pages > 4
    said = [words for tag, words in heard(made.printed.data) if tag in ("H1", "H2")]
    assert said == ["My 2 weeks", "How it felt"]
    weeks = [words for tag, words in heard(made.printed.data) if tag == "TH" and re.fullmatch(r"Week \d", words)]
    assert weeks == ["Week 1", "Week 2"]
    tables = tree(made.printed.data).all("Table")
    assert len(tables) == 3


def test_what_others_have_over_their_charts_is_drawn_once():
    """Its title, how to tick, the days of a week and a page of lines; the rows below are one patient's."""
    options = example_options()
    weeks, plan = replace(options.print, weeks=4), options.plan
    document, other = (
        booklet(1, print=weeks),
        booklet(1, print=weeks, plan=replace(plan, exercises=plan.exercises[::-1])),
    )
    assert other != document
    draw(lay_out(document))
    before = drawn_pieces._kept_head.cache_info()
    draw(lay_out(other))
    after = drawn_pieces._kept_head.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 3)  # lines, and the head of each sheet


def test_rows_that_look_the_same_in_the_second_week_are_deflated_once():
    options = worst(example_options(), shipped().names("exercises")[:40], stick=False)
    document = make("chart", replace(options, print=replace(options.print, weeks=2))).document
    laid = lay_out(document)
    page_ink._soon_again.cache_clear()
    draw(laid)
    rows = sum(page.template == "C" for page in laid.pages)
    assert rows >= 4
    assert page_ink._soon_again.cache_info().hits == rows // 2


def test_a_chart_has_a_row_for_each_session_of_the_day_in_its_order():
    options = example_options()
    made = make("chart", options)
    (chart,) = [block for block in walk(made.document.blocks) if isinstance(block, DayChart)]
    assert [(row.name, row.detail) for row in chart.rows] == [
        ("standing-calf-stretch@morning", "morning"),
        ("seated-toe-raise@midday", "midday"),
        ("outer-foot-lift@midday", "midday"),
        ("seated-toe-raise@evening", "evening"),
        ("walking-practice@evening", "evening"),
        ("skin", "brace off, good light"),
        ("toes-caught", "tick only if it happened"),
        ("fell", "tick, and call your clinic"),
    ]


def test_no_letter_of_a_chart_is_under_12_points():
    for look, paper in [*((each, Paper.A4) for each in PrintProfile), (PrintProfile.STANDARD, Paper.A5)]:
        options = on(example_options(), paper, Side.LEFT)
        options = replace(options, print=replace(options.print, profile=look, weeks=2))
        found = pipeline.laid_out(kinds.KINDS["chart"], shipped(), shipped_templates(), options)
        least = 15 if look == PrintProfile.LARGE else 12
        for number, page in enumerate(found.laid.pages):
            for place in page.placed:
                small = {
                    (mark.text, mark.style.size)
                    for mark in place.piece.marks
                    if isinstance(mark, TextRun) and mark.style.size < least
                }
                assert not small, (look, paper, number)


def test_a_box_on_a_screen_says_of_which_session_and_day_it_is():
    chart = charts(print=replace(example_options().print, weeks=1))
    data = draw(lay_out(replace(chart, fillable=True))).data
    with pikepdf.open(BytesIO(data)) as pdf:
        fields = {str(field.T): str(field.TU) for page in pdf.pages for field in page.get("/Annots", [])}
    assert fields["seated-toe-raise@evening/2026-11-23"] == "Seated toe raise, evening, 2026-11-23"
    assert fields["pain/week-1/3"] == "Week 1: worst pain 3"


def test_the_last_box_keeps_away_from_the_lower_codes_whatever_the_look():
    for look in PrintProfile:
        for paper in (Paper.A4, Paper.LETTER):
            options = on(example_options(), paper, Side.LEFT)
            options = replace(options, print=replace(options.print, profile=look, weeks=2))
            laid = pipeline.laid_out(kinds.KINDS["chart"], shipped(), shipped_templates(), options).laid
            lowest = geometry.PAGE_SIZES[paper][1] - geometry.CHART_FOOT + 0.01
            for page in laid.pages:
                for place in page.placed:
                    for mark in place.piece.marks:
                        if isinstance(mark, TickBox):
                            assert (mark.y + mark.size) / MM <= lowest
                        if isinstance(mark, TextRun):
                            assert mark.y / MM <= lowest


def test_a_name_stands_in_each_week_where_it_did_in_the_first_and_in_the_row_of_that_week():
    options = worst(example_options(), shipped().names("exercises")[:12], stick=False)
    options = replace(options, print=replace(options.print, weeks=2))
    (chart,) = [each for each in walk(make("chart", options).document.blocks) if isinstance(each, DayChart)]
    laid = day_chart(chart, PROFILES["standard"])
    by_week = [
        [mark for piece in pages for mark in piece.marks[piece.head :] if isinstance(mark, TextRun)]
        for pages in batched_by(laid.pieces, 2)
    ]
    first = [(mark.text, mark.x, mark.y) for mark in by_week[0]]
    assert len(first) > 20
    assert all([(mark.text, mark.x, mark.y) for mark in week] == first for week in by_week)
    rows = [{laid.elements[mark.element].parent for mark in week} for week in by_week]
    tables = [{laid.elements[row].parent for row in week} for week in rows]
    assert [len(each) for each in tables] == [1, 1]
    assert len(set.union(*tables)) == 2
    assert all(len(each) == len(chart.rows) for each in rows)


def batched_by(pieces: tuple[Piece, ...], count: int) -> list[tuple[Piece, ...]]:
    """The pages of each of so many weeks."""
    each = len(pieces) // count
    return [pieces[start : start + each] for start in range(0, len(pieces), each)]
