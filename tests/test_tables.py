"""Tables: no word is ever broken, in any look and on any paper; what has no room beside each other becomes lines."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

import histories
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_reading import KINDS, example, example_options, looks, shipped, shipped_templates, tree

from printkit.document import Document, Table, walk
from printkit.layout import tables
from printkit.layout.fit import lay_out
from printkit.layout.fragment import Blank, Fragment, TextRun
from printkit.layout.lines import longest_word
from printkit.layout.pagination import room
from printkit.layout.profiles import PROFILES, Profile
from printkit.model.vocabulary import Paper, PrintProfile
from printkit.pdf.pages import draw
from printkit.reports import report

EVERY = [
    (profile.on(str(paper)), paper)
    for look in (*PROFILES.values(), PROFILES["standard"].in_small())
    for paper in Paper
    for profile in (look,)
]


def laid(table: Table, profile: Profile, paper: str) -> Fragment:
    return tables.table(table, room(paper, profile, coded=False), profile)


def said(fragment: Fragment) -> Iterator[tuple[int, str]]:
    """Each cell with its words, line by line."""
    runs = [mark for piece in fragment.pieces for mark in piece.marks if isinstance(mark, TextRun)]
    for element, some in groupby(sorted(runs, key=lambda run: run.element), key=lambda run: run.element):
        yield element, "".join(run.text + run.after for run in some)


def broken(fragment: Fragment, table: Table) -> list[str]:
    """Runs that begin or end inside a word."""
    known = {word for cells in (table.headers, *table.rows) for cell in cells for word in cell.split(" ")}
    runs = (mark for piece in fragment.pieces for mark in piece.marks if isinstance(mark, TextRun))
    return [run.text for run in runs if not set(run.text.split(" ")) <= known]


def needs_more_than_a_line(table: Table, profile: Profile, paper: str) -> bool:
    cells = [cell for row in (table.headers, *table.rows) for cell in row]
    return max(longest_word(cell, profile.strong) for cell in cells) > room(paper, profile, coded=False).width


# --- the tables of what is shipped


@cache
def of_what_is_shipped() -> tuple[Table, ...]:
    documents = [example(kind).document for kind in KINDS]
    for audience in report.Audience:
        for history in (histories.full(), histories.scarce(), histories.empty()):
            made = report.laid_out(
                audience, shipped(), shipped_templates(), example_options(), history,
                histories.SINCE, histories.UNTIL, histories.UNTIL,
            )  # fmt: skip
            documents.append(made.laid.document)
    found = dict.fromkeys(block for each in documents for block in walk(each.blocks) if isinstance(block, Table))
    return tuple(found)


@pytest.mark.parametrize(("profile", "paper"), EVERY)
def test_no_word_of_a_shipped_table_is_broken(profile: Profile, paper: Paper):
    assert len(of_what_is_shipped()) > 20
    for table in of_what_is_shipped():
        assert broken(laid(table, profile, paper), table) == [], table.headers


# --- any table

words = st.text(st.characters(whitelist_categories=("Ll", "Lu", "Nd"), max_codepoint=0x17F), min_size=1, max_size=18)
cells = st.lists(words, max_size=12).map(" ".join)


@st.composite
def any_table(draw_) -> Table:
    columns = draw_(st.integers(1, 8))
    row = st.tuples(*[cells] * columns)
    heads = st.tuples(*[st.lists(words, min_size=1, max_size=4).map(" ".join)] * columns)
    widths = st.tuples(*[st.floats(1, 60)] * columns)
    return Table(draw_(heads), tuple(draw_(st.lists(row, min_size=1, max_size=4))), draw_(widths))


@hypothesis(max_examples=150, deadline=None)
@given(any_table(), st.sampled_from(EVERY))
def test_no_word_of_any_table_is_broken_and_none_is_lost(table: Table, look: tuple[Profile, Paper]):
    found = laid(table, *look)
    if needs_more_than_a_line(table, *look):
        return
    assert broken(found, table) == []
    drawn = [words_.split() for _, words_ in said(found)]
    if found.running is not None:  # columns under headings
        wanted = [cell.split() for cells_ in (table.headers, *table.rows) for cell in cells_ if cell.strip()]
    else:
        wanted = [
            part.split()
            for row in table.rows
            for pair in zip(table.headers, row, strict=True)
            for part in pair
            if part.strip()
        ]
    assert sorted(drawn) == sorted(wanted)


@hypothesis(max_examples=100, deadline=None)
@given(any_table(), st.sampled_from(EVERY))
def test_every_value_has_its_heading(table: Table, look: tuple[Profile, Paper]):
    """Either headings over the columns and one before each row, or one before each value."""
    fragment = laid(table, *look)
    elements = fragment.elements
    rows = [[each for each in elements if each.parent == at] for at, row in enumerate(elements) if row.tag == "TR"]
    if fragment.running is not None:
        head, *rows = rows
        assert {(each.tag, each.attributes) for each in head} == {("TH", (("Scope", "Column"),))}
    assert {(each[0].tag, each[0].attributes) for each in rows} == {("TH", (("Scope", "Row"),))}
    assert len({len(each) for each in rows}) == 1
    assert len(rows) == len(table.rows) * (1 if fragment.running is not None else len(table.headers))


# --- lines of a label and its value

WIDE = Table(
    ("Week from", *(f"Practised{number}" for number in range(5))),
    (("31 August", *"12345"), ("7 September", *"98765")),
    (1.0,) * 6,
)


def test_columns_without_room_become_a_small_table_a_row():
    found = laid(WIDE, PROFILES["large"], "A4")
    assert [each.tag for each in found.elements].count("Table") == 2
    assert [words_ for _, words_ in said(found)][:4] == ["Week from", "31 August", "Practised0", "1"]
    assert [each.tag for each in laid(WIDE, PROFILES["standard"].in_small(), "A4").elements].count("Table") == 1


def test_a_row_of_lines_stays_together():
    found = laid(WIDE, PROFILES["large"], "A4")
    assert [piece.keep_next for piece in found.pieces] == [*[True] * 5, False] * 2


def test_room_to_write_stays_where_a_row_becomes_lines():
    table = replace(WIDE, rows=(("1", *[""] * 5),), row_height_mm=11)
    blanks = [
        mark for piece in laid(table, PROFILES["large"], "A4").pieces for mark in piece.marks if isinstance(mark, Blank)
    ]
    assert [each.label for each in blanks] == [f"{head}, 1" for head in table.headers[1:]]
    usual = laid(replace(table, headers=tuple("abcdef")), PROFILES["standard"], "A4")
    names = [mark.name for piece in usual.pieces for mark in piece.marks if isinstance(mark, Blank)]
    assert names == [f"table/row-1/column-{number}" for number in range(2, 7)]


# --- on its pages


def document(table: Table) -> Document:
    return Document(
        title="T", subject="S", language="en", paper="A4", foot=(("F",),), review=("R",), imprint="I",
        page_of="{page} of {pages}", plan_token="abcdef", blocks=(table,),
    )  # fmt: skip


def test_a_heading_never_stands_over_a_single_row_of_many():
    for count in range(2, 90):
        table = Table(("Day", "Value"), tuple((f"{at}", "word") for at in range(count)), (1, 1))
        pages = lay_out(document(table)).pages
        rows = [sum(not each.decoration for each in page.placed) for page in pages]
        rows[0] -= 1  # the heading itself
        assert min(rows) >= 2, (count, rows)


def test_a_row_of_more_than_a_page_is_no_row_off_the_page():
    table = Table(("Day", "Values"), (("1", " ".join(f"value{at}" for at in range(900))),), (1, 5))
    made = lay_out(document(table))
    height = room("A4", made.profile, coded=False).height + made.profile.top_margin * 72 / 25.4
    assert len(made.pages) > 1
    assert all(each.y + each.piece.height <= height + 0.01 for page in made.pages for each in page.placed)
    cell = " ".join(each.words for each in tree(draw(made).data).all("TD"))
    assert cell.split()[-900:] == [f"value{at}" for at in range(900)]


def test_columns_share_what_is_left_as_the_table_says():
    table = Table(("A", "B"), (("x", "y"),), (1, 3))
    profile = PROFILES["standard"]
    narrow, wide = tables._columns(table, 400, 5, profile)
    assert (narrow, wide) == (100, 300)
    long = Table(("Immeasurably", "B"), (("x", "y"),), (1, 30))
    narrow, wide = tables._columns(long, 400, 5, profile)
    assert narrow == pytest.approx(longest_word("Immeasurably", profile.label_strong) + 10, abs=0.1)
    assert narrow + wide == pytest.approx(400)


@pytest.mark.parametrize(("look", "paper"), looks())
@pytest.mark.parametrize("history", ["full", "scarce"])
def test_no_word_of_a_report_is_broken_in_any_look(look: PrintProfile, paper: Paper, history: str):
    options = example_options()
    options = replace(options, print=replace(options.print, profile=look, paper=paper))
    found = report.laid_out(
        report.Audience.CLINICIAN, shipped(), shipped_templates(), options, getattr(histories, history)(),
        histories.SINCE, histories.UNTIL, histories.UNTIL,
    ).laid  # fmt: skip
    tables_ = [block for block in walk(found.document.blocks) if isinstance(block, Table)]
    assert [broken(laid(each, found.profile, paper), each) for each in tables_] == [[]] * len(tables_)
