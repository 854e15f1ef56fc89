"""Two validators that share no code look at every kind of document; and each must notice a single defect.

The packages are imported plainly: where they are missing these tests fail, they do not step aside. Neither validator
sees a wrong order; that is for test_reading_order.py. Every look on every paper stands in test_every_look.py.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import verapdf
from first_validator import but_stream_lengths, complaints
from pdf_reading import KINDS, archive_flavour, changed, example, in_look, looks, nodes, stressed

pytestmark = pytest.mark.foreign

Defect = Callable[[pikepdf.Pdf], None]


@pytest.fixture(params=KINDS, scope="module")
def kind(request) -> str:
    return request.param


def test_every_kind_is_accessible_by_the_first_validator(kind: str):
    assert complaints(example(kind).printed.data) == []


@pytest.mark.slow
@pytest.mark.parametrize(("look", "paper"), looks())
def test_every_kind_in_every_look_on_every_paper_passes_verapdf(look, paper, tmp_path: Path):
    for kind_ in KINDS:
        path = _written(in_look(kind_, look, paper).printed.data, tmp_path)
        assert verapdf.check(path, "ua1").passed, kind_
        assert verapdf.check(path, archive_flavour(kind_)).passed, kind_


def test_every_kind_with_the_longest_words_is_accessible_by_the_first_validator(kind: str):
    assert complaints(stressed(kind).printed.data) == []


def test_every_kind_can_be_kept_for_good_by_the_first_validator(kind: str):
    found = complaints(example(kind).printed.data, archive_flavour(kind))
    assert but_stream_lengths(found) == []


@pytest.mark.slow
@pytest.mark.parametrize("print_of", [example, stressed])
def test_every_kind_is_accessible_by_verapdf(kind: str, print_of, tmp_path: Path):
    verdict = verapdf.check(_written(print_of(kind).printed.data, tmp_path), "ua1")
    assert verdict.passed, str(verdict)


@pytest.mark.slow
def test_every_kind_can_be_kept_for_good_by_verapdf(kind: str, tmp_path: Path):
    verdict = verapdf.check(_written(example(kind).printed.data, tmp_path), archive_flavour(kind))
    assert verdict.passed, str(verdict)


def _written(data: bytes, folder: Path) -> Path:
    path = folder / "print.pdf"
    path.write_bytes(data)
    return path


# --- each defect must be noticed


def _no_alternative(pdf: pikepdf.Pdf) -> None:
    del nodes(pdf, "Figure")[0]["/Alt"]


def _no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def _no_title(pdf: pikepdf.Pdf) -> None:
    said = pdf.Root.Metadata.read_bytes()
    without = re.sub(rb"<dc:title>.*?</dc:title>", b"", said)
    assert without != said
    pdf.Root.Metadata.write(without)


def _title_not_shown(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def _header_without_scope(pdf: pikepdf.Pdf) -> None:
    for header in nodes(pdf, "TH"):
        del header["/A"]


def _ragged_row(pdf: pikepdf.Pdf) -> None:
    # a whole cell of a row in the middle, its words put below the row's first cell, so that only the shape is wrong
    row = nodes(pdf, "TR")[1]
    row.K[0].K = pikepdf.Array([*row.K[0].K, *row.K[-1].K])
    del row.K[-1]


def _typeface_not_embedded(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]


def _heading_skipped(pdf: pikepdf.Pdf) -> None:
    for heading in nodes(pdf, "H2"):
        heading.S = pikepdf.Name.H4


def _untagged_words(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].Contents.read_bytes()
    found = re.search(rb"/H1 <</MCID \d+>> BDC", content)
    assert found is not None
    end = content.index(b"EMC", found.end())
    bare = content[: found.start()] + content[found.end() : end] + content[end + len(b"EMC") :]
    pdf.pages[0].Contents = pdf.make_stream(bare)


def _tab_order_lost(pdf: pikepdf.Pdf) -> None:
    # asked for only where a page has annotations, so it gets one that is as it should be but for the order
    for one in pdf.pages:
        del one.obj["/Tabs"]
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], F=4, Contents="A link"
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])


def _not_said_to_be_tagged(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/MarkInfo"]


def _letters_without_meaning(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            del item["/ToUnicode"]


_DEFECTS: tuple[Defect, ...] = (
    _no_alternative,
    _no_language,
    _no_title,
    _title_not_shown,
    _header_without_scope,
    _ragged_row,
    _typeface_not_embedded,
    _heading_skipped,
    _untagged_words,
    _tab_order_lost,
    _not_said_to_be_tagged,
    _letters_without_meaning,
)


@pytest.fixture(params=_DEFECTS, ids=lambda defect: defect.__name__.strip("_"))
def spoilt(request) -> bytes:
    """The sheet about the skin, which has pictures, headings of two levels, tables and lists, with one defect."""
    return changed(example("skin-sheet").printed.data, request.param)


def test_the_first_validator_notices_a_single_defect(spoilt: bytes):
    assert complaints(spoilt) != []


@pytest.mark.slow
def test_verapdf_notices_a_single_defect(spoilt: bytes, tmp_path: Path):
    assert not verapdf.check(_written(spoilt, tmp_path), "ua1").passed


def test_a_copy_without_a_defect_passes_the_first_validator():
    copy = changed(example("skin-sheet").printed.data, lambda _pdf: None)
    assert complaints(copy) == []
    assert but_stream_lengths(complaints(copy, "3a")) == []


@pytest.mark.slow
def test_a_copy_without_a_defect_passes_verapdf(tmp_path: Path):
    path = _written(changed(example("skin-sheet").printed.data, lambda _pdf: None), tmp_path)
    assert verapdf.check(path, "ua1").passed
    assert verapdf.check(path, "3a").passed


@pytest.mark.slow
def test_verapdf_refuses_a_standard_that_it_has_no_rules_for(tmp_path: Path):
    with pytest.raises(verapdf.VeraPdfError, match="not one of"):
        verapdf.check(tmp_path / "print.pdf", "9z")
