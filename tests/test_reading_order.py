"""What a screen reader says is what the document says, in its order. No validator sees this."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from msgspec.structs import replace
from pdf_reading import (
    KINDS,
    PAPERS,
    changed,
    decoration,
    example,
    example_options,
    heard,
    in_look,
    looks,
    make,
    nodes,
    on,
    runs_on,
    shipped,
    spaced,
    stressed,
    tree,
    worst,
)

from printkit.document import (
    Block,
    Bullets,
    Callout,
    ChartRow,
    Checks,
    Contents,
    DayChart,
    Document,
    Facts,
    Group,
    Heading,
    Masthead,
    NumberChart,
    PageBreak,
    Paragraph,
    Picture,
    Sketch,
    Table,
    Terms,
    Together,
    WriteLines,
    text_of,
    walk,
)
from printkit.errors import PrintkitError
from printkit.layout.fonts import width
from printkit.layout.profiles import STANDARD
from printkit.model.vocabulary import Paper, PrintProfile, Side, Tremor
from printkit.pdf.pages import render
from printkit.pipeline import Made

Said = tuple[str, tuple[str, ...]]  # a tag, and the texts that are right for it


def said_by(document: Document, chapter_pages: dict[str, int]) -> list[Said]:
    """What should be heard, from the tree alone."""
    return [said for said in _blocks(document.blocks, _chapters(document), chapter_pages) if any(said[1])]


def _chapters(document: Document) -> list[str]:
    """Headings of the first level after the title, and the charts, each once."""
    titles: list[str] = []
    for block in walk(document.blocks):
        if isinstance(block, Heading) and block.level == 1:
            titles.append(text_of(block.children))
        elif isinstance(block, DayChart):
            titles.append(block.title)
    return list(dict.fromkeys(titles[1:]))


def _blocks(blocks: tuple[Block, ...], chapters: list[str], pages: dict[str, int]) -> Iterator[Said]:
    for block in blocks:
        yield from _block(block, chapters, pages)


def _one(tag: str, text: str) -> Said:
    return tag, (spaced(text),)


def _block(block: Block, chapters: list[str], pages: dict[str, int]) -> Iterator[Said]:
    match block:
        case Heading():
            yield _one(f"H{block.level}", text_of(block.children))
        case Paragraph():
            yield _one("P", text_of(block.children))
        case Bullets():
            for number, item in enumerate(block.items, 1):
                yield _one("Lbl", f"{number}." if block.ordered else "•")
                yield from _blocks(item, chapters, pages)
        case Callout() | Together() | Group():
            yield from _blocks(block.children, chapters, pages)
        case Facts() | Terms():
            for key, value in block.rows:
                yield _one("TH", key)
                yield _one("TD", value)
        case Table():
            yield from (_one("TH", header) for header in block.headers)
            for first, *others in block.rows:
                yield _one("TH", first)
                yield from (_one("TD", cell) for cell in others)
        case Checks():
            yield from (_one("TH", header) for header in (block.header, *block.answers))
            for row in block.rows:
                yield _one("P", row.question)
                yield _one("P", row.action)
        case WriteLines():
            yield _one("P", block.label)
        case Contents():
            yield _one("P", block.title)
            yield from (_one("Reference", f"{chapter} {pages[chapter]}") for chapter in chapters)
        case Picture() | Sketch():
            yield _one("Figure", block.alt)
        case Masthead():
            if block.logo is not None:
                yield _one("Figure", block.logo.alt)
            yield from (_one("P", line) for line in block.lines)
        case DayChart():
            yield from (_one("H1", block.title), _one("P", block.subtitle), _one("P", block.how))
            yield _one("TH", block.corner)
            yield from (_one("TH", f"{weekday} {day}") for weekday, day in block.days)
            yield from (_row(row) for row in block.rows)
        case NumberChart():
            yield from (_one("H2", block.title), _one("P", block.subtitle), _one("P", block.how))
            for row in block.rows:
                yield _row(row)
                yield from (_one("TD", str(digit)) for digit in range(11))
            yield _one("P", block.notes)
        case PageBreak():
            pass


def _row(row: ChartRow) -> Said:
    """A label with its detail; under a label of 2 lines there is no room for a detail, but half of one is never said."""
    return "TH", (spaced(f"{row.label} {row.detail}"), spaced(row.label))


def chapter_pages(data: bytes) -> dict[str, int]:
    """The page of each heading of the first level, read back."""
    found: dict[str, int] = {}
    for element in tree(data).all("H1"):
        found.setdefault(spaced(element.words), element.pages[0])
    return found


def compare(data: bytes, document: Document) -> None:
    """Fail unless what is heard in the PDF is what the document says."""
    listened = heard(data)
    right = said_by(document, chapter_pages(data))
    # where 2 texts are right, the one that is heard; then equal lists give the clearest message
    settled = [
        (tag, listened[index][1] if index < len(listened) and listened[index][1] in texts else texts[0])
        for index, (tag, texts) in enumerate(right)
    ]
    assert listened == settled


@pytest.mark.parametrize(("look", "paper"), looks())
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_heard_is_what_the_document_says(kind: str, look: PrintProfile, paper: Paper):
    made = in_look(kind, look, paper)
    compare(made.printed.data, made.document)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_heard_is_what_the_document_says_where_lines_are_short_and_sentences_long(kind: str):
    made = stressed(kind)
    compare(made.printed.data, made.document)


def test_no_row_of_a_chart_on_the_smallest_paper_says_half_a_dose():
    options = worst(on(example_options(), Paper.LETTER, Side.UNKNOWN), shipped().names("exercises"), stick=False)
    made = make("chart", options)
    rows = [row for block in walk(made.document.blocks) if isinstance(block, DayChart) for row in block.rows]
    said = {_packed(text) for tag, text in heard(made.printed.data) if tag == "TH"}
    cut = [
        (row.label, row.detail)
        for row in rows
        if _packed(row.label + row.detail) not in said and _packed(row.label) not in said
    ]
    assert not cut


@pytest.mark.parametrize("tremor", [Tremor.NONE, Tremor.SEVERE])
@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("paper", PAPERS)
def test_every_row_of_a_chart_that_needs_a_helper_says_so(paper: Paper, side: Side, tremor: Tremor):
    options = worst(on(example_options(), paper, side), shipped().names("exercises"), stick=False)
    made = make("chart", replace(options, health=replace(options.health, tremor=tremor)))
    helped = {item.exercise.id for item in made.cleared.items if item.needs_person}
    rows = [row for block in walk(made.document.blocks) if isinstance(block, DayChart) for row in block.rows]
    assert len(helped) >= 3
    assert {row.name for row in rows if row.label.endswith(" (helper)")} == helped
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
    headers = {""}
    for block in walk(document.blocks):
        if isinstance(block, Table):
            headers.add("".join(block.headers))
        if isinstance(block, Checks):
            headers.add("".join((block.header, *block.answers)))
    headers = {_packed(header) for header in headers}
    for number, unsaid in enumerate(decoration(made.printed.data), 1):
        page_of = document.page_of.format(number=number, count=made.printed.pages)
        foot = _packed(page_of + document.foot[0] + document.small_print[0])
        assert _packed(unsaid).endswith(foot)
        assert _packed(unsaid).removesuffix(foot) in headers


@pytest.mark.parametrize("letters", [0, 10, 20, 30, 40, 60, 100])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_foot_is_the_longest_that_has_room(paper: Paper, letters: int):
    """Never cut and never none: the clinic's name goes first, then its phone; the emergency number always stands."""
    options = on(example_options(), paper, Side.LEFT)
    name = ("Riverside and Upper Valley Community Stroke Team " * 3)[:letters].strip()
    made = make("fridge", replace(options, clinic=replace(options.clinic, name=name)))
    choices, page_of = tuple(dict.fromkeys(made.document.foot)), made.document.page_of.format(number=1, count=1)
    with pikepdf.open(BytesIO(made.printed.data)) as pdf:
        runs = {run.text: run for run in runs_on(pdf.pages[0])}
    (said,) = [choice for choice in choices if choice in runs]
    longer = choices[: choices.index(said)]
    room = runs[page_of].x - runs[said].x
    assert runs[said].length + 8 <= room + 0.34
    assert all(width(choice, bold=False, size=STANDARD.label_strong.size) + 8 > room - 0.34 for choice in longer)
    assert said.startswith("Emergency: 999")


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
        compare(changed(fridge.printed.data, defect), fridge.document)


def test_an_unharmed_copy_reads_the_same(fridge: Made):
    compare(changed(fridge.printed.data, lambda _pdf: None), fridge.document)
