"""Two validators that share no code look at every kind of document; and each must notice a single defect.

The packages are imported plainly: where they are missing these tests fail, they do not step aside. Neither validator
sees a wrong order; that is for test_reading_order.py.
"""

import re
from collections.abc import Callable
from pathlib import Path

import page
import pikepdf
import pytest
import verapdf
from pdf_reading import KINDS, WITH_BOXES, changed, example, in_look, looks, nodes, stressed

Defect = Callable[[pikepdf.Pdf], None]


def _archive_flavour(kind: str) -> str:
    """PDF/A-2 allows no data inside, PDF/A-3 does."""
    return "3a" if kind in WITH_BOXES else "2a"


def _complaints(data: bytes, profile: str = "ua1") -> list[str]:
    report = page.validate_pdf_bytes(data, profile=profile)
    assert report.rules.total > 100
    found = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    assert report.is_compliant == (not found)
    return found


def _but_stream_lengths(found: list[str]) -> list[str]:
    """The first validator takes the last byte of a packed stream for the end of a line when it looks like one, which
    veraPDF does not; test_bytes.py counts the bytes of every stream.
    """
    return [complaint for complaint in found if "STREAM-LENGTH" not in complaint]


@pytest.fixture(params=KINDS, scope="module")
def kind(request) -> str:
    return request.param


def test_every_kind_is_accessible_by_the_first_validator(kind: str):
    assert _complaints(example(kind).printed.data) == []


@pytest.mark.parametrize(("look", "paper"), looks())
@pytest.mark.parametrize("kind_", KINDS)
def test_every_kind_in_every_look_on_every_paper_is_accessible_by_the_first_validator(kind_, look, paper):
    data = in_look(kind_, look, paper).printed.data
    assert _complaints(data) == []
    assert _but_stream_lengths(_complaints(data, _archive_flavour(kind_))) == []


@pytest.mark.slow
@pytest.mark.parametrize(("look", "paper"), looks())
def test_every_kind_in_every_look_on_every_paper_passes_verapdf(look, paper, tmp_path: Path):
    for kind_ in KINDS:
        path = _written(in_look(kind_, look, paper).printed.data, tmp_path)
        assert verapdf.check(path, "ua1").passed, kind_
        assert verapdf.check(path, _archive_flavour(kind_)).passed, kind_


def test_every_kind_with_the_longest_words_is_accessible_by_the_first_validator(kind: str):
    assert _complaints(stressed(kind).printed.data) == []


def test_every_kind_can_be_kept_for_good_by_the_first_validator(kind: str):
    found = _complaints(example(kind).printed.data, _archive_flavour(kind))
    assert _but_stream_lengths(found) == []


@pytest.mark.slow
@pytest.mark.parametrize("print_of", [example, stressed])
def test_every_kind_is_accessible_by_verapdf(kind: str, print_of, tmp_path: Path):
    verdict = verapdf.check(_written(print_of(kind).printed.data, tmp_path), "ua1")
    assert verdict.passed, str(verdict)


@pytest.mark.slow
def test_every_kind_can_be_kept_for_good_by_verapdf(kind: str, tmp_path: Path):
    verdict = verapdf.check(_written(example(kind).printed.data, tmp_path), _archive_flavour(kind))
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
    """The skin checklist, which has a logo, headings of two levels, tables and lists, with one defect."""
    return changed(example("skin").printed.data, request.param)


def test_the_first_validator_notices_a_single_defect(spoilt: bytes):
    assert _complaints(spoilt) != []


@pytest.mark.slow
def test_verapdf_notices_a_single_defect(spoilt: bytes, tmp_path: Path):
    assert not verapdf.check(_written(spoilt, tmp_path), "ua1").passed


def test_a_copy_without_a_defect_passes_the_first_validator():
    copy = changed(example("skin").printed.data, lambda _pdf: None)
    assert _complaints(copy) == []
    assert _but_stream_lengths(_complaints(copy, "3a")) == []


@pytest.mark.slow
def test_a_copy_without_a_defect_passes_verapdf(tmp_path: Path):
    path = _written(changed(example("skin").printed.data, lambda _pdf: None), tmp_path)
    assert verapdf.check(path, "ua1").passed
    assert verapdf.check(path, "3a").passed


@pytest.mark.slow
def test_verapdf_refuses_a_standard_that_it_has_no_rules_for(tmp_path: Path):
    with pytest.raises(verapdf.VeraPdfError, match="not one of"):
        verapdf.check(tmp_path / "print.pdf", "9z")
