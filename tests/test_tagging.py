"""The facts of a tagged PDF that a person with a screen reader depends on, read with parsers that did not write it."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from msgspec.structs import replace
from pdf_reading import KINDS, WITH_BOXES, Element, everything, example, heard, shipped, spaced, stressed, tree
from saying import titles

from printkit.catalog.plain_language import sentences
from printkit.document import Block, Bullets, Callout, Group, Heading, Paragraph, Text, Together
from printkit.layout.fragment import Element as Drawn
from printkit.layout.fragment import Fragment, Frame, Line, Mark, Piece, TextRun, TickBox
from printkit.layout.profiles import STANDARD, Style
from printkit.pdf import drawn_pieces
from printkit.pdf.encoding import FontEncoding
from printkit.pdf.pages import render

pytestmark = pytest.mark.foreign

# --- what is drawn


_STYLE = Style(size=14, leading=20)
_MARKS = (
    TextRun(0, 10, "word", _STYLE, 0),
    Line(0, 0, 9, 0, 1, "ink"),
    Frame(0, 0, 9, 9, "tint"),
    TickBox(0, 0, 24, "a/b", 0, "Label"),
)
_PAINTING = {"Tj", "TJ", "f", "B", "S", "Do", "sh", "INLINE IMAGE"}


@pytest.mark.parametrize("decoration", [False, True])
@pytest.mark.parametrize("mark", _MARKS, ids=lambda mark: type(mark).__name__)
def test_nothing_is_drawn_that_no_reader_would_be_told_of(mark: Mark, decoration: bool):
    piece = Piece(20, (mark,))
    made = drawn_pieces.ink(
        piece, Fragment((Drawn("P"),), (piece,)), 0, STANDARD, FontEncoding(), decoration=decoration
    )
    assert _bare(made.said) == []
    assert made.marked == ((0,) if isinstance(mark, TextRun) and not decoration else ())


@pytest.mark.parametrize("text", ["a (b", "a) b", "a \\ b", "plain"])
def test_brackets_and_backslashes_in_words_end_no_string_of_a_file(text: str):
    piece = Piece(20, (TextRun(0, 10, text, _STYLE, 0),))
    said = drawn_pieces.ink(
        piece, Fragment((Drawn("P"),), (piece,)), 0, STANDARD, FontEncoding(), decoration=False
    ).said
    with pikepdf.new() as new:
        shown = [each for each in pikepdf.parse_content_stream(pikepdf.Stream(new, said)) if str(each.operator) == "Tj"]
    assert [bytes(each.operands[0]) for each in shown] == [text.encode("cp1252")]


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_draws_anything_outside_of_a_tag_and_of_an_artifact(kind: str):
    with pikepdf.open(BytesIO(example(kind).printed.data)) as opened:
        for page in opened.pages:
            assert _bare(page) == []


def test_the_check_notices_what_is_drawn_outside():
    assert _bare(b"/P <</MCID 0>> BDC (a) Tj EMC (b) Tj") == ["Tj"]
    assert _bare(b"/Artifact BMC 0 0 m 1 1 l S EMC 0 0 1 1 re f") == ["f"]
    assert _bare(b"/Artifact BMC /P <</MCID 0>> BDC EMC EMC") == ["nested"]


def _bare(content: Any) -> list[str]:
    """Operators that paint outside of marked content; only a span may stand inside other marked content."""
    if isinstance(content, bytes):
        with pikepdf.new() as new:
            return _bare_in(pikepdf.parse_content_stream(pikepdf.Stream(new, content)))
    return _bare_in(pikepdf.parse_content_stream(content))


def _bare_in(instructions: Iterable[Any]) -> list[str]:
    open_, found = [], []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            if open_ and str(instruction.operands[0]) != "/Span":
                found.append("nested")
            open_.append(operator)
        elif operator == "EMC":
            open_.pop()
        elif operator in _PAINTING and not open_:
            found.append(operator)
    return found


# --- the structure


@pytest.fixture(params=KINDS, scope="module")
def kind(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def root(kind: str) -> Element:
    return tree(example(kind).printed.data)


@pytest.fixture(scope="module")
def pdf(kind: str) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(example(kind).printed.data)) as opened:
        yield opened


def _headings(root: Element) -> list[tuple[int, str]]:
    return [(int(element.tag[1]), spaced(element.words)) for element in root.walk() if re.match(r"H\d", element.tag)]


def test_there_is_one_document_and_all_is_in_it(root: Element):
    assert [kid.tag for kid in root.kids] == ["Document"]


def test_every_tag_is_one_of_the_standard(root: Element):
    standard = {"Document", "Div", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD"}
    standard |= {"Figure", "TOC", "TOCI", "Reference", "Form"}
    assert {element.tag for element in root.kids[0].walk()} <= standard


def test_headings_begin_with_the_first_level_and_never_skip_one(root: Element):
    levels = [level for level, _ in _headings(root)]
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


def test_no_heading_is_empty(root: Element):
    assert all(words for _, words in _headings(root))


def test_every_header_cell_says_its_scope(root: Element):
    headers = root.all("TH")
    assert all(header.attributes.get("Scope") in ("Row", "Column") for header in headers)
    assert all(header.attributes.get("O") == "Table" for header in headers)


def test_every_row_of_a_table_has_the_same_number_of_cells(root: Element):
    for table in root.all("Table"):
        assert {row.tag for row in table.kids} == {"TR"}
        assert {cell.tag for row in table.kids for cell in row.kids} <= {"TH", "TD"}
        assert len({len(row.kids) for row in table.kids}) == 1


def test_every_cell_has_a_header_in_its_row_or_above_it(root: Element):
    orphans = []
    for table in root.all("Table"):
        for number, row in enumerate(table.kids):
            by_row = any(cell.attributes.get("Scope") == "Row" for cell in row.kids)
            for column, cell in enumerate(row.kids):
                above = [higher.kids[column] for higher in table.kids[:number]]
                by_column = any(header.attributes.get("Scope") == "Column" for header in above)
                if cell.tag == "TD" and not by_row and not by_column:
                    orphans.append((row.kids[0].words, cell.words))
    assert not orphans


def test_a_list_is_made_of_items_with_a_label_and_a_body(root: Element):
    """The cards of a plan and the figures of a dose are lists without labels, so that they say no numbering either."""
    for element in root.all("L"):
        assert element.kids
        assert all(item.tag == "LI" and item.kids[-1].tag == "LBody" for item in element.kids)
        assert all(any(inner.words.strip() for inner in item.kids[-1].walk()) for item in element.kids)
        if "ListNumbering" not in element.attributes:
            assert all(len(item.kids) == 1 for item in element.kids)
            continue
        assert all([kid.tag for kid in item.kids] == ["Lbl", "LBody"] for item in element.kids)
        assert element.attributes["ListNumbering"] in ("Decimal", "Disc")
        labels = [item.kids[0].words for item in element.kids]
        numbered = [f"{number}." for number in range(1, len(labels) + 1)]
        assert labels == (numbered if element.attributes["ListNumbering"] == "Decimal" else ["•"] * len(labels))


def test_contents_are_entries_with_a_reference(root: Element):
    for contents in root.all("TOC"):
        assert contents.kids
        assert all(item.tag == "TOCI" and [kid.tag for kid in item.kids] == ["Reference"] for item in contents.kids)


@pytest.mark.parametrize("kind", ["booklet", "handout", "skin-sheet"], indirect=True)
def test_a_picture_has_an_alternative_and_a_place(root: Element, pdf: pikepdf.Pdf):
    figures = root.all("Figure")
    assert figures
    for figure in figures:
        assert figure.alt
        assert not re.search(r"\.(png|jpe?g|svg)$", figure.alt.lower())
        left, bottom, right, top = map(float, figure.attributes["BBox"].split())
        _, _, wide, high = map(float, pdf.pages[figure.pages[0] - 1].MediaBox)
        assert 0 <= left < right <= wide
        assert 0 <= bottom < top <= high


def test_each_mark_of_a_page_belongs_to_the_element_that_the_parent_tree_names(pdf: pikepdf.Pdf):
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
    fields = [field for page in pdf.pages for field in page.obj.get("/Annots", [])]
    assert len(parents) == len(pdf.pages) + len(fields)
    for field in fields:
        assert parents[int(field.StructParent)].K[0].Obj.objgen == field.objgen
    for page in pdf.pages:
        named = parents[int(page.obj.StructParents)]
        drawn = {int(found) for found in re.findall(rb"/MCID (\d+)", page.obj.Contents.read_bytes())}
        assert drawn == {mark for mark, element in enumerate(named) if element is not None}  # a number may be left free
        for mark in sorted(drawn):
            element = named[mark]
            kids = [
                int(kid.MCID) if isinstance(kid, pikepdf.Dictionary) else int(kid)
                for kid in element.K
                if not (isinstance(kid, pikepdf.Dictionary) and "/S" in kid)
                and (not isinstance(kid, pikepdf.Dictionary) or kid.Pg.objgen == page.obj.objgen)
            ]
            assert mark in kids


# --- the document


def test_title_and_language_are_told_and_the_title_is_shown(kind: str, pdf: pikepdf.Pdf):
    document = example(kind).document
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        assert metadata["dc:title"] == document.title
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == ("3" if kind in WITH_BOXES else "2")
        assert metadata["pdfaid:conformance"] == "A"
    assert str(pdf.docinfo.Title) == document.title
    assert str(pdf.Root.Lang) == document.language
    assert str(pdf.Root.ViewerPreferences.DisplayDocTitle).lower() == "true"
    assert bool(pdf.Root.MarkInfo.Marked)


def test_the_title_is_the_first_heading(kind: str, pdf: pikepdf.Pdf):
    first = next(text for tag, text in heard(example(kind).printed.data) if tag == "H1")
    assert str(pdf.docinfo.Title) == titles(example(kind).document).get(first, first)


def test_the_tab_key_follows_the_structure(pdf: pikepdf.Pdf):
    assert {str(page.obj.Tabs) for page in pdf.pages} == {"/S"}


def test_bookmarks_are_the_headings_without_their_number_and_what_stands_aside(
    kind: str, root: Element, pdf: pikepdf.Pdf
):
    said = titles(example(kind).document)

    def listed(items: list[pikepdf.OutlineItem], depth: int = 1) -> Iterator[tuple[int, str]]:
        for item in items:
            yield depth, spaced(item.title)
            yield from listed(item.children, depth + 1)

    with pdf.open_outline() as outline:
        assert list(listed(list(outline.root))) == [(level, said.get(words, words)) for level, words in _headings(root)]


@pytest.mark.parametrize("wrap", [
    lambda *inner: Group(inner), lambda *inner: Together(inner), lambda *inner: Callout("note", inner),
    lambda *inner: Bullets((inner,)), lambda *inner: Together((Callout("stop", inner),)),
], ids=["group", "together", "box", "list", "box kept together"])  # fmt: skip
def test_a_heading_has_its_bookmark_wherever_it_stands(wrap: Callable[..., Block]):
    def heading(level: int, text: str) -> Heading:
        return Heading(level, (Text(text),))

    blocks = (heading(1, "Title"), wrap(heading(2, "One"), heading(3, "Two"), Paragraph((Text("Words."),))))
    document = replace(example("fridge").document, blocks=blocks)
    with pikepdf.open(BytesIO(render(document).data)) as pdf, pdf.open_outline() as outline:
        (title,) = outline.root
        (one,) = title.children
        assert (title.title, one.title, [two.title for two in one.children]) == ("Title", "One", ["Two"])


def test_a_bookmark_leads_to_the_page_of_its_heading(kind: str):
    data, said = example(kind).printed.data, titles(example(kind).document)
    pages: dict[str, set[int]] = {}
    for element in tree(data).walk():
        if re.match(r"H\d", element.tag):
            words = spaced(element.words)
            pages.setdefault(said.get(words, words), set()).add(element.pages[0])
    reader = pypdf.PdfReader(BytesIO(data))

    def check(items: list[Any]) -> None:
        for item in items:
            if isinstance(item, list):
                check(item)
            else:
                assert reader.get_destination_page_number(item) + 1 in pages[spaced(item.title)]

    check(reader.outline)


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and str(item.get("/Type", "")) == "/Font"
    ]


def test_every_typeface_is_embedded_and_none_is_helvetica(pdf: pikepdf.Pdf):
    found = _fonts(pdf)
    assert found
    for font in found:
        assert "/FontFile2" in font.FontDescriptor
        if str(font.get("/Encoding")) == "/WinAnsiEncoding":  # of what is typed: whole, so without a prefix
            assert str(font.BaseFont) == "/AtkinsonHyperlegibleNext-Regular"
            assert len(font.Widths) == 224
            continue
        assert "/ToUnicode" in font
        assert re.fullmatch(r"/[A-Z]{6}\+AtkinsonHyperlegibleNext-(Regular|Bold)", str(font.BaseFont))
    names = {str(value) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) for value in item.values()
             if isinstance(value, pikepdf.Name)}  # fmt: skip
    assert not [name for name in names if "helvetica" in name.lower()]


def test_no_code_of_a_typeface_stands_for_nothing(pdf: pikepdf.Pdf):
    for font in _fonts(pdf):
        assert "/ToUnicode" not in font or b"<0000>" not in font.ToUnicode.read_bytes()


def test_the_places_of_boxes_travel_inside_where_there_are_boxes_and_only_there(kind: str, pdf: pikepdf.Pdf):
    if kind not in WITH_BOXES:
        assert not pdf.attachments
        assert "/AF" not in pdf.Root
        return
    assert list(pdf.attachments) == ["sheets.json"]
    (file,) = pdf.Root.AF
    assert str(file.AFRelationship) == "/Data"
    assert str(file.EF.F.Subtype) == "/application/json"
    assert file.objgen == pdf.Root.Names.EmbeddedFiles.Names[1].objgen
    said = json.loads(pdf.attachments["sheets.json"].get_file().read_bytes())
    assert said["format"] == "printkit-sheets-1"
    assert len(said["sheets"]) == len(example(kind).printed.sheets)


def test_names_of_people_stand_in_no_attachment_and_no_metadata(kind: str, pdf: pikepdf.Pdf):
    said = pdf.Root.Metadata.read_bytes()
    if kind in WITH_BOXES:
        said += pdf.attachments["sheets.json"].get_file().read_bytes()
    assert b"Sam" not in said
    assert b"example-foot-drop" not in said


# --- the words, by two other readers


def _by_pypdf(data: bytes, pages: list[int]) -> str:
    found = pypdf.PdfReader(BytesIO(data)).pages
    return spaced(" ".join(found[number - 1].extract_text() for number in pages))


def _by_pdfium(data: bytes, pages: list[int]) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return spaced(" ".join(document[number - 1].get_textpage().get_text_range() for number in pages))
    finally:
        document.close()


@pytest.mark.parametrize("read", [_by_pypdf, _by_pdfium])
def test_every_step_and_warning_of_every_exercise_can_be_copied_out(read: Callable[[bytes, list[int]], str]):
    made = everything()
    words = read(made.printed.data, list(range(1, made.printed.pages + 1)))
    language = made.document.language
    assert len(made.cleared.items) >= 95
    for item in made.cleared.items:
        text = item.exercise.text[language]
        added = [
            *(rule.say[language] for rule in item.modify),
            *(rule.because[language] for rule in item.supervise),
            *(rule.not_if[language] for rule in item.conditions),
            *([shipped().labels(language)("plan", "helper")] if item.needs_person else []),
            item.item.note.strip(),
        ]
        for sentence in (text.title, *sentences(text.hold_on), *text.steps, *text.stop_if, *added):
            # a token stands for the patient's own words; the rest must be there as written
            parts = [spaced(part) for part in re.split(r"\{[^}]*\}", sentence)]
            assert all(part in words for part in parts), sentence


@pytest.mark.parametrize("read", [_by_pypdf, _by_pdfium])
@pytest.mark.parametrize("kind", ["booklet", "handout"])
def test_what_an_exercise_is_good_for_can_be_copied_out_where_it_has_a_page(
    kind: str, read: Callable[[bytes, list[int]], str]
):
    made = example(kind)
    words = read(made.printed.data, list(range(1, made.printed.pages + 1)))
    assert 1 <= len(made.cleared.items) <= 4
    for item in made.cleared.items:
        parts = re.split(r"\{[^}]*\}", item.exercise.text[made.document.language].purpose)
        assert all(spaced(part) in words for part in parts)


@pytest.mark.parametrize("kind", ["fridge", "chart", "skin"])
def test_both_readers_find_the_same_letters(kind: str):
    printed = stressed(kind).printed
    pages = list(range(1, printed.pages + 1))
    first, second = (re.sub(r"\s", "", read(printed.data, pages)) for read in (_by_pypdf, _by_pdfium))
    assert sorted(first) == sorted(second)
