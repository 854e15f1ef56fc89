"""What a screen reader says is what the document says, in its order. No validator sees this."""

import re
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from msgspec.structs import replace
from pdf_reading import (
    KINDS,
    PAPERS,
    SIDES,
    changed,
    decoration,
    example,
    example_options,
    heard,
    make,
    nodes,
    on,
    runs_on,
    shipped,
    stressed,
    worst,
)
from saying import misheard

from printkit.document import Checks, DayChart, SheetTitle, Table, ToDo, walk
from printkit.errors import PrintkitError
from printkit.layout.fonts import width
from printkit.layout.profiles import STANDARD
from printkit.model.vocabulary import Paper, Side, Tremor
from printkit.pdf.pages import render
from printkit.pipeline import Made
from printkit.sheets.geometry import SESSION


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_heard_is_what_the_document_says_where_lines_are_short_and_sentences_long(kind: str):
    made = stressed(kind)
    assert misheard(made.printed.data, made.document) == []


def test_no_row_of_a_chart_on_the_smallest_paper_says_half_a_dose():
    options = worst(on(example_options(), Paper.LETTER, Side.RIGHT), shipped().names("exercises"), stick=False)
    made = make("chart", options)
    rows = [row for block in walk(made.document.blocks) if isinstance(block, DayChart) for row in block.rows]
    said = {_packed(text) for tag, text in heard(made.printed.data) if tag == "TH"}
    cut = [
        (row.label, row.detail)
        for row in rows
        if not {_packed(row.label + row.detail), _packed(f"{row.label},{row.detail}")} & said
    ]
    assert not cut


@pytest.mark.parametrize("tremor", [Tremor.NONE, Tremor.SEVERE])
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_row_of_a_chart_that_needs_a_helper_says_so(paper: Paper, side: Side, tremor: Tremor):
    options = worst(on(example_options(), paper, side), shipped().names("exercises"), stick=False)
    made = make("chart", replace(options, health=replace(options.health, tremor=tremor)))
    helped = {item.exercise.id for item in made.cleared.items if item.needs_person}
    rows = [row for block in walk(made.document.blocks) if isinstance(block, DayChart) for row in block.rows]
    assert len(helped) >= 3
    assert {row.name.partition(SESSION)[0] for row in rows if row.label.endswith(" (helper)")} == helped
    said = [_packed(text) for tag, text in heard(made.printed.data) if tag == "TH"]
    assert not [row.label for row in rows if not any(text.startswith(_packed(row.label)) for text in said)]


def test_a_name_too_long_for_its_row_of_a_chart_is_refused_or_said_whole():
    chart = next(block for block in walk(example("chart").document.blocks) if isinstance(block, DayChart))
    name = "Stand on one leg at the kitchen worktop while a helper counts aloud and moves a cup from side to side"
    row = replace(chart.rows[0], label=name, detail="2 times a day, 5 days a week")
    document = replace(example("chart").document, blocks=(replace(chart, rows=(row, *chart.rows[1:])),))
    try:
        printed = render(document)
    except PrintkitError:
        return
    assert any(_packed(text).startswith(_packed(name)) for _, text in heard(printed.data))


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_foot_and_repeated_headers_are_left_unsaid(kind: str):
    made = example(kind)
    document = made.document
    headers, sheets = {""}, {""}
    for block in walk(document.blocks):
        if isinstance(block, Table | ToDo):
            headers.add("".join(block.headers))
        if isinstance(block, Checks):
            headers.add("".join((block.title, *block.answers, block.if_no)))
        if isinstance(block, SheetTitle):
            sheets.add(block.title + block.aside)
    repeated = {_packed(sheet + header) for sheet in sheets for header in headers}
    for number, unsaid in enumerate(decoration(made.printed.data), 1):
        page_of = document.page_of.format(number=number, count=made.printed.pages)
        ends, last = number in (1, made.printed.pages), number == made.printed.pages
        # where there is no room for the review beside the help, it stands under it, at both ends of the document
        feet = [
            ("".join(parts) + page_of, "" if set(parts) & set(document.review) or not ends else document.review[-1])
            for parts in document.foot
        ]
        possible = [_packed(line + under + (document.imprint if last else "")) for line, under in feet]
        foot = next(each for each in possible if _packed(unsaid).endswith(each))
        assert _packed(unsaid).removesuffix(foot) in repeated


@pytest.mark.parametrize("letters", [0, 10, 20, 30, 40, 60, 100])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_foot_is_the_longest_that_has_room(paper: Paper, letters: int):
    """Never cut and never none: the longest parts go first, then the phone; the emergency number always stands."""
    options = on(example_options(), paper, Side.LEFT)
    name = ("Riverside and Upper Valley Community Stroke Team " * 3)[:letters].strip()
    made = make("fridge", replace(options, clinic=replace(options.clinic, name=name)))
    choices, page_of = tuple(dict.fromkeys(made.document.foot)), made.document.page_of.format(number=1, count=1)
    with pikepdf.open(BytesIO(made.printed.data)) as pdf:
        runs = {run.text: run for run in runs_on(pdf.pages[0])}
    said = next(choice for choice in choices if set(choice) <= set(runs))
    assert said[0] == "Emergency: 999"
    on_line = [runs[part] for part in (*said, page_of)]
    assert len({round(run.y, 1) for run in on_line}) == 1
    assert all(run.x + run.length + 8 <= following.x for run, following in pairwise(on_line))
    room = runs[page_of].x - runs[said[0]].x
    assert all(_long(choice) > room - 0.34 for choice in choices[: choices.index(said)])


def _long(parts: tuple[str, ...]) -> float:
    """How long the parts of a foot are, the first in bold, with 16 points behind each."""
    size = STANDARD.label_strong.size
    return sum(width(part, bold=not number, size=size) + 16 for number, part in enumerate(parts))


def _packed(text: str) -> str:
    return re.sub(r"\s", "", text)


# --- the comparison itself must be able to fail


def _swap_two_paragraphs(pdf: pikepdf.Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    kids = list(document.K)
    places = [index for index, kid in enumerate(kids) if kid.S == "/P"]
    first, second = places[-2:]
    kids[first], kids[second] = kids[second], kids[first]
    document.K = pikepdf.Array(kids)


def _make_the_title_an_artifact(pdf: pikepdf.Pdf) -> None:
    mark = int(nodes(pdf, "H1")[0].K[0])
    content = pdf.pages[0].Contents.read_bytes()
    before = b"/H1 <</MCID %d>> BDC" % mark
    assert before in content
    pdf.pages[0].Contents = pdf.make_stream(content.replace(before, b"/Artifact BMC"))


def _lose_a_step(pdf: pikepdf.Pdf) -> None:
    entries = nodes(pdf, "L")[0]
    entries.K = pikepdf.Array(list(entries.K)[1:])


def _say_a_word_twice(pdf: pikepdf.Pdf) -> None:
    paragraph = nodes(pdf, "P")[0]
    paragraph.K = pikepdf.Array([*paragraph.K, *paragraph.K])


@pytest.fixture(scope="module")
def fridge() -> Made:
    return example("fridge")


@pytest.mark.parametrize("defect", [_swap_two_paragraphs, _make_the_title_an_artifact, _lose_a_step, _say_a_word_twice])
def test_the_comparison_notices(defect, fridge: Made):
    with pytest.raises((AssertionError, KeyError)):
        assert misheard(changed(fridge.printed.data, defect), fridge.document) == []


def test_an_unharmed_copy_reads_the_same(fridge: Made):
    assert misheard(changed(fridge.printed.data, lambda _pdf: None), fridge.document) == []
