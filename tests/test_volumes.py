"""Files for a printer: no 2 patients share a sheet of paper, and no sheet is empty without need."""

import io
import itertools
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import page
import pikepdf
import pypdf
import pypdfium2
import pytest
import verapdf
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_reading import example_options, shipped, shipped_templates

from printkit import pipeline
from printkit.content.kinds import KINDS
from printkit.intake import unnamed
from printkit.layout.pagination import Laid
from printkit.layout.profiles import STANDARD
from printkit.model.options import ChosenExercise
from printkit.model.vocabulary import PrintProfile
from printkit.pdf import imposition, rows
from printkit.pdf.file import File, Packing, one_by_one, predicted
from printkit.pdf.imposition import volume
from printkit.pdf.pages import draw
from printkit.pdf.rows import in_rows
from printkit.pdf.writer import PdfWriter
from printkit.printing import caches, worker
from printkit.sheets import geometry
from printkit.sheets.codes import read_code

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]

HEAD = "id,name,side,stroke date,screened by,screened on,clinic.region"
LINE = "p-{number},{name},left,2026-05-01,J. Marsh,2026-11-16,GB"
# so many that a fridge page in large print needs the back of its sheet
MANY = tuple(
    ChosenExercise(exercise=name)
    for name in (
        *("ankle-alphabet", "seated-towel-calf-stretch", "seated-toe-raise", "outer-foot-lift", "ankle-circles"),
        *("bridging", "sit-to-stand", "weight-shift"),
    )
)
LOOKS = {"fridge": ("fridge", None), "two-pages": ("fridge", PrintProfile.LARGE), "chart": ("chart", None)}
LOOKS["handout"] = ("handout", None)


@cache
def laid(name: str) -> Laid:
    """A document on its pages: a fridge page has 1, in large print and the chart 2."""
    kind, profile = LOOKS[name]
    options = example_options()
    options = replace(options, print=replace(options.print, profile=profile))
    if profile:
        options = replace(options, plan=replace(options.plan, exercises=MANY))
    if kind == "handout":
        options = unnamed.only("seated-toe-raise", options)
    return pipeline.laid_out(KINDS[kind], shipped(), shipped_templates(), options).laid


@pytest.fixture
def ward(printkit, tmp_path) -> Path:
    listed(tmp_path, "Sam Smith", "Ada Jones", "Lee Brown")
    return tmp_path


def listed(folder: Path, *names: str) -> None:
    rows = [HEAD, *(LINE.format(number=number, name=name) for number, name in enumerate(names))]
    (folder / "ward.csv").write_text("\n".join(rows), encoding="utf-8")


def words(data: bytes) -> list[str]:
    return [" ".join(each.extract_text().split()) for each in pypdf.PdfReader(io.BytesIO(data)).pages]


def duplex(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return str(pdf.Root.ViewerPreferences.get("/Duplex", ""))


def codes_of(data: bytes) -> dict[int, list[str]]:
    """The codes of each page of a file that is filled in."""
    said = json.loads(pypdf.PdfReader(io.BytesIO(data)).attachments["sheets.json"][0])
    return {each["page"]: [corner["code"] for corner in each["corners"]] for each in said["sheets"]}


@hypothesis(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*LOOKS]), min_size=1, max_size=6), st.booleans(), st.booleans())
def test_no_2_patients_share_a_sheet_and_no_page_is_lost(names, separators, one_sided):
    parts = [(f"label-{number}", laid(name)) for number, name in enumerate(names)]
    data, count = volume("V", parts, separators=separators, one_sided=one_sided)
    shown = words(data)
    assert len(shown) == count
    assert duplex(data) == ("/Simplex" if one_sided else "/DuplexFlipLongEdge")
    at = 0
    for label, document in parts:
        if not one_sided:
            assert at % 2 == 0, "begins on a right-hand page"
        if separators:
            assert shown[at] == label
            at += 1
            if not one_sided:
                assert shown[at] == ""
                at += 1
        assert all(shown[at : at + len(document.pages)])
        at += len(document.pages)
        if at % 2 and not one_sided:
            assert shown[at] == ""
            at += 1
    assert at == count
    if one_sided:
        assert "" not in shown


# --- one-page kinds


@pytest.mark.parametrize(
    "kind", [("--kind", "fridge"), ("--kind", "handout", "--exercise", "seated-toe-raise")], ids=lambda kind: kind[1]
)
def test_a_one_page_kind_takes_a_page_a_patient_and_says_how_to_print_it(printkit, ward, kind):
    result = printkit("batch", "ward.csv", *kind, "--combined", "3")
    assert result.exit_code == 0, result.output
    (path,) = (ward / "out").glob("*.pdf")
    shown = words(path.read_bytes())
    assert [shown[0], shown[2], shown[4]] == ["p-0", "p-1", "p-2"]
    assert len(shown) == 6
    assert "" not in shown
    assert duplex(path.read_bytes()) == "/Simplex"
    assert "print the volumes on one side" in result.stdout
    bare = printkit("batch", "ward.csv", *kind, "--combined", "3", "--no-separators")
    assert "0 stand already, 1 to print" in bare.stdout
    assert words(path.read_bytes()) == shown[1::2]


def test_a_reader_who_needs_the_back_keeps_it_and_then_nobody_loses_the_own_sheet(printkit, ward):
    """In large print a fridge page has 2 pages: what stands on the back must not end on another patient's sheet."""
    rows = (ward / "ward.csv").read_text(encoding="utf-8").splitlines()
    many = "; ".join(each.exercise for each in MANY)
    more = (",", f"large,{many}", ",")
    rows = [f"{rows[0]},profile,exercises", *(f"{row},{each}" for row, each in zip(rows[1:], more, strict=True))]
    (ward / "ward.csv").write_text("\n".join(rows), encoding="utf-8")
    result = printkit("batch", "ward.csv", "--kind", "fridge", "--combined", "3", "--no-separators")
    assert result.exit_code == 0, result.output
    data = (ward / "out" / "volume-001-fridge.pdf").read_bytes()
    assert [bool(text) for text in words(data)] == [True, False, True, True, True, False]
    assert duplex(data) == "/DuplexFlipLongEdge"
    assert "on one side" not in result.stdout


def test_other_kinds_begin_on_a_right_hand_page_as_before(printkit, ward):
    assert printkit("batch", "ward.csv", "--kind", "chart", "--combined", "3").exit_code == 0
    path = ward / "out" / "volume-001-chart.pdf"
    sheets = json.loads(pypdf.PdfReader(path).attachments["sheets.json"][0])["sheets"]
    assert [each["page"] for each in sheets] == [3, 4, 7, 8, 11, 12]
    assert duplex(path.read_bytes()) == "/DuplexFlipLongEdge"
    printkit("batch", "ward.csv", "--kind", "chart", "--combined", "3", "--no-separators")
    sheets = json.loads(pypdf.PdfReader(path).attachments["sheets.json"][0])["sheets"]
    assert [each["page"] for each in sheets] == [1, 2, 3, 4, 5, 6]


def test_the_codes_of_a_chart_are_the_same_in_a_volume_so_that_those_of_a_long_one_can_be_read():
    """A code has 2 digits for the page. That of a volume may have 3, and nobody could sort what comes back."""
    alone = codes_of(draw(laid("chart")).data)
    shown = codes_of(volume("V", [(f"label-{number}", laid("chart")) for number in range(30)])[0])
    assert max(shown) > 99
    assert {code for codes in shown.values() for code in codes} == {code for codes in alone.values() for code in codes}
    assert all(read_code(code) is not None for codes in shown.values() for code in codes)


# --- without separators


def test_pages_that_say_nobodys_name_are_told_when_no_separator_does(printkit, ward):
    asked = ("batch", "ward.csv", "--combined", "3")
    assert "says whose" not in printkit(*asked, "--kind", "chart").stderr
    said = "volume-001-chart.pdf: no page of 3 patients says whose it is: keep the order of the list"
    assert said in printkit(*asked, "--kind", "chart", "--no-separators").stderr
    assert "says whose" not in printkit(*asked, "--kind", "fridge", "--no-separators").stderr
    listed(ward, "Sam Smith", "", "Sea")  # that is no part of "Seated"
    assert "of 3 patients" in printkit(*asked, "--kind", "chart", "--no-separators").stderr
    told = printkit(*asked, "--kind", "fridge", "--no-separators")
    assert "volume-001-fridge.pdf: no page of 1 patient says whose it is" in told.stderr
    assert "Smith" not in told.output


def test_separators_are_left_out_of_volumes_only(refused, ward):
    refused("batch", "ward.csv", "--no-separators", code=2, says=("separators stand in volumes only", "--combined N"))


# --- the printer


@pytest.fixture
def printer(tmp_path, monkeypatch) -> Path:
    """An lp of our own on the path, which writes down what it is asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    lp = folder / "lp"
    lp.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked.txt\necho "request id is P-1 (1 file(s))"\n')
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return tmp_path / "asked.txt"


@pytest.mark.parametrize(
    ("words_", "sides"),
    [
        (("--kind", "fridge", "--combined", "3"), "one-sided"),
        (("--kind", "fridge"), "two-sided-long-edge"),
        (("--kind", "handout", "--exercise", "seated-toe-raise"), "two-sided-long-edge"),
        (("--kind", "chart", "--combined", "3"), "two-sided-long-edge"),
        (("--kind", "chart", "--combined", "3", "--sides", "one"), "one-sided"),
    ],
    ids=" ".join,
)
def test_a_file_goes_on_the_sides_that_it_is_made_for(printkit, ward, printer, words_, sides):
    for _ in range(2):  # made by this run, and standing already
        printer.write_text("")
        assert printkit("batch", "ward.csv", *words_, "--print", "P").exit_code == 0
        asked = printer.read_text().splitlines()
        assert asked
        assert all(f"sides={sides}" in line for line in asked)


def test_a_page_each_is_never_sent_on_both_sides(printkit, ward, printer):
    result = printkit("batch", "ward.csv", "--kind", "fridge", "--combined", "3", "--print", "P", "--sides", "two")
    assert result.exit_code == 4
    assert "2 patients would share a sheet, and it is not sent" in result.stderr
    assert not printer.exists()


# --- a lasting document


@pytest.mark.parametrize("separators", [True, False])
def test_a_volume_for_one_side_is_accessible_and_renders(separators):
    data, count = volume("V", [("a", laid("fridge")), ("b", laid("fridge"))], separators=separators, one_sided=True)
    assert not page.validate_pdf_bytes(data, profile="ua1").failures
    document = pypdfium2.PdfDocument(data)
    try:
        assert len(document) == count
        assert all(each.render(scale=0.3, grayscale=True).to_pil().getextrema()[0] < 128 for each in document)
    finally:
        document.close()


@pytest.mark.slow
@pytest.mark.parametrize("separators", [(), ("--no-separators",)], ids=["with", "without"])
def test_a_volume_for_one_side_passes_verapdf(printkit, ward, separators):
    printkit("batch", "ward.csv", "--kind", "fridge", "--combined", "3", *separators)
    assert verapdf.check(ward / "out" / "volume-001-fridge.pdf", "ua1").passed
    assert verapdf.check(ward / "out" / "volume-001-fridge.pdf", "2a").passed


@given(st.binary(min_size=7, max_size=700).map(lambda data: data[: len(data) // 7 * 7]))
def test_the_table_of_a_file_comes_out_of_its_predictor_as_it_was(rows):
    found, above = bytearray(), bytes(7)
    packed = predicted(rows, 7)
    for at in range(0, len(packed), 8):
        assert packed[at] == 2  # PNG's filter Up
        above = bytes((less + before) % 256 for less, before in zip(packed[at + 1 : at + 8], above, strict=True))
        found += above
    assert found == rows


@pytest.mark.parametrize(("kind", "order"), [("chart", "ld ld ld"), ("fridge", "lll ddd")])
def test_a_volume_draws_a_document_before_it_lays_out_the_next_one(printkit, ward, monkeypatch, kind, order):
    """Else memory would grow with it. For sheets for the fridge it must know before that all have one page."""
    done = []
    laid_rows, draw_onto = worker.laid_rows, imposition.draw_onto
    monkeypatch.setattr(worker, "laid_rows", lambda job: done.append("l") or laid_rows(job))
    monkeypatch.setattr(imposition, "draw_onto", lambda book, laid: done.append("d") or draw_onto(book, laid))
    assert printkit("batch", "ward.csv", "--kind", kind, "--combined", "3").exit_code == 0
    assert done == [*order.replace(" ", "")]


def test_a_volume_has_no_stream_of_a_page_twice():
    data, _ = volume("three", [(name, laid("fridge")) for name in "abc"], separators=False)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        used = [each for found in pdf.pages for each in _streams(found.Contents)]
        numbers = {stream.objgen: stream.read_raw_bytes() for stream in used}
        assert len(numbers) < len(used), "pages of one plan have parts in common"
        assert len(set(numbers.values())) == len(numbers)


def test_the_rows_of_a_chart_stand_in_a_volume_once_for_all_its_weeks():
    options = example_options()
    options = replace(options, plan=replace(options.plan, exercises=MANY))
    found = pipeline.laid_out(KINDS["chart"], shipped(), shipped_templates(), options).laid
    with pikepdf.open(io.BytesIO(volume("Charts", [("", found)])[0])) as pdf:
        first, second = ({each.objgen: each.read_bytes() for each in _streams(one.Contents)} for one in pdf.pages[:2])
    assert b"(Week 1)" in b"".join(first.values())
    assert b"(Week 2)" in b"".join(second.values())
    rows = [said for number, said in first.items() if number in second and b"/TH" in said]
    assert len(rows) == 1, "boxes, pictures and names of exercises"
    assert rows[0].count(b" re ") >= 7 * len(MANY)


def _streams(contents):
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _heard(element, pages: dict, strings=("/S", "/Alt", "/A", "/Lang")) -> tuple:
    """An element as it is heard: what it says of itself, and its marks with their pages, or the elements below it."""
    here = pages[element.Pg.objgen] if "/Pg" in element else None
    below = element.get("/K", [])
    kids = [
        (here, int(kid)) if isinstance(kid, int) else
        (pages[kid.Pg.objgen], int(kid.MCID)) if kid.get("/Type") == "/MCR" else
        _heard(kid, pages)
        for kid in (below if isinstance(below, pikepdf.Array) else [below])
    ]  # fmt: skip
    return (*[element[name].unparse(resolved=True) if name in element else b"" for name in strings], *kids)


def _parents(pdf: pikepdf.Pdf, page: pikepdf.Page) -> list[bytes]:
    """What each mark of a page belongs to, as the table of parents says it."""
    said = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    table = dict(zip(map(int, said[::2]), said[1::2], strict=True))
    return [b"" if each is None else each.S.unparse() for each in table[int(page.obj.StructParents)]]


def test_elements_of_a_volume_say_what_those_of_a_file_of_its_own_say():
    """They stand by kinds, of all documents, with numbers in a row: each must still lead to its own page and marks."""
    order = ("chart", "two-pages", "chart", "handout", "fridge", "two-pages")
    together, _ = volume("all", [("", laid(name)) for name in order], separators=False, one_sided=True)
    with pikepdf.open(io.BytesIO(together)) as pdf:
        parts, first = list(pdf.Root.StructTreeRoot.K[0].K), 0
        for name, part in zip(order, parts, strict=True):
            with pikepdf.open(io.BytesIO(draw(laid(name)).data)) as alone:
                of = list(alone.pages)
                here = {each.obj.objgen: at for at, each in enumerate(of)}
                there = {each.obj.objgen: at for at, each in enumerate(list(pdf.pages)[first : first + len(of)])}
                (document,) = alone.Root.StructTreeRoot.K
                assert [_heard(each, there) for each in part.K] == [_heard(each, here) for each in document.K]
                for at, each in enumerate(of):
                    assert _parents(pdf, pdf.pages[first + at]) == _parents(alone, each)
            first += len(of)
        assert first == len(pdf.pages)


def test_a_volume_has_the_same_bytes_and_each_its_own_words_whoever_was_printed_before():
    order = ("handout", "chart", "two-pages")
    found = set()
    for before in itertools.permutations(order):
        caches.clear()
        alone = {name: words(draw(laid(name)).data) for name in before}
        found.add(volume("all", [("", laid(name)) for name in order], separators=False, one_sided=True)[0])
    assert len(found) == 1
    assert words(found.pop()) == [page for name in order for page in alone[name]]


_ELEMENT = b"<</S/%s/P %d 0 R/K[%d]/Pg %d 0 R>>"
_OBJECTS = st.one_of(
    st.tuples(st.sampled_from([b"P", b"H1"]), st.integers(1, 10**9), st.integers(0, 99), st.just(7)).map(lambda said: _ELEMENT % said),
    st.lists(st.integers(1, 90), max_size=4).map(lambda found: b"[%s]" % b" ".join([b"%d 0 R" % number for number in found])),
    st.sampled_from([b"<</Title(in  3 50% [ 4 ])/Parent 5 0 R>>", b"<</O/H1/B[1.25 -3 0 4]/P 1 0 R>>", b"<<>>", b"[/XYZ 3 0 R 5]"]),
)  # fmt: skip


@hypothesis(max_examples=60, deadline=None)
@given(st.lists(_OBJECTS, min_size=1, max_size=9), st.integers(1, 60))
def test_objects_that_are_packed_in_rows_are_read_as_if_they_were_not(bodies, times):
    assert _read(bodies * times, in_rows) == _read(bodies * times, one_by_one)


@pytest.mark.parametrize("shared", [False, True])
def test_no_word_breaks_an_object_in_two(shared):
    """The bytes of these letters are those of a line break, and an end of a line is a letter like others."""
    hostile = "one\ntwo\r\n\u0a0a\u0a0d \u0d0a (three"
    book = PdfWriter(hostile, hostile, "en", shared=shared)
    page = book.page((300, 400), (), STANDARD, going_on=set(), fillable=False)
    book.heading(hostile, 1, page)
    book.attach("sheets.json", geometry.packed(()), hostile)
    with pikepdf.open(io.BytesIO(book.finished())) as found:
        assert [str(found.docinfo[key]) for key in ("/Title", "/Subject")] == [hostile, hostile]
        assert [each.title for each in found.open_outline().root] == [hostile]
        assert [each.description for each in found.attachments.values()] == [hostile]
        assert len(found.pages) == 1
        assert found.Root.StructTreeRoot.K


_KINDS = [rows.kind(said) for said in (b"<</S/P/P %d 0 R/K[%d]>>", b"<</A(100%%)/K[%d]/B[%b %d]>>", b"<<>>")]


@hypothesis(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_KINDS), st.sampled_from("LT"), st.integers(1, 10**8), st.integers(1, 9)), max_size=9),
       st.integers(1, 60))  # fmt: skip
def test_objects_of_one_kind_get_numbers_of_their_own_and_are_read_as_they_were_said(found, times):
    book = File(in_rows)
    wanted = {}
    for kind, below, number, count in found * times:
        values = [
            b"1.25" if slot == b"b" else number
            for _ in range(count)
            for slot in re.findall(rb"(?<!%)%([bd])", kind.said)
        ]
        first = book.numbers((kind, below), count)
        book.put_alike(kind, below, range(first, first + count), values)
        each = len(values) // count
        assert not wanted.keys() & {*range(first, first + count)}
        wanted |= {first + at: kind.said % tuple(values[at * each : (at + 1) * each]) for at in range(count)}
    alone = File()
    alone.next = book.next
    for number, said in wanted.items():
        alone.put_small(number, said)
    assert _found(book, wanted) == _found(alone, wanted)


def _found(book: File, numbers: Iterable[int]) -> list[bytes]:
    """What objects say when the file is read."""
    book.add(
        b"<</Length 99999>>\nstream\n%s\nendstream" % bytes(99999)
    )  # qpdf doubts a table that is as long as its file
    pages = book.add_small(b"<</Type/Pages/Count 0/Kids[]>>")
    root, info = book.add_small(b"<</Type/Catalog/Pages %d 0 R>>" % pages), book.add_small(b"<<>>")
    with pikepdf.open(io.BytesIO(book.finished(root, info, bytes(16)))) as pdf:
        return [pdf.get_object((number, 0)).unparse() for number in numbers]


def _read(bodies: list[bytes], packed: Packing) -> list[bytes]:
    book = File(packed)
    return _found(book, [book.add_small(body) for body in bodies])
