"""All that one patient is given, a file each: nothing that a rule calls for is missing, and each file names the others."""

from pathlib import Path

import pypdf
import pytest
from conftest import NOVEMBER, PRINTED_ON
from msgspec.structs import replace

from printkit import Printkit, Unsafe, open_diary
from printkit.document import texts
from printkit.model.options import Options
from printkit.model.vocabulary import Answer, BookletSize
from printkit.resources import EXAMPLES

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]

LIST = (
    "id,name,side,stroke date,screened by,screened on,clinic.region,falls,diabetes\n"
    "p-0,Sam,left,2026-05-01,J. Marsh,2026-11-16,GB,2,no\n"
    "p-1,Ada,right,2026-05-01,J. Marsh,2026-11-16,GB,0,yes\n"
)


@pytest.fixture(scope="module")
def kit() -> Printkit:
    return Printkit(today=PRINTED_ON)


@pytest.fixture(scope="module")
def sam(kit) -> Options:
    """Somebody with diabetes who falls, and has a brace and a helper."""
    asked = kit.options(EXAMPLES / "foot-drop.yaml")
    return replace(asked, health=replace(asked.health, diabetes=Answer.YES, falls_last_year=3))


@pytest.fixture
def ward(printkit, tmp_path) -> Path:
    (tmp_path / "ward.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def words(pages: list[pypdf.PageObject]) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pages]


def test_each_list_leaflet_and_booklet_of_a_set_names_all_other_files(kit, sam):
    pieces = kit.set(sam)
    assert [piece.name for piece in pieces[:2]] == ["booklet", "chart"]
    assert {piece.name.rpartition("-")[2] for piece in pieces} == {"booklet", "chart", "checklist", "leaflet"}
    for piece in pieces:
        said = "\n".join(texts(piece.made.document.blocks))
        for other in pieces:
            if piece.name != "chart":  # the codes of a chart leave no room
                assert other is piece or other.title in said, (piece.name, other.title)
        assert "{" not in said.replace("page {number}", ""), piece.name  # pages are numbered when they are laid out
    assert "My 2 weeks" in {piece.title for piece in pieces}
    alone = kit.leaflet("feet-and-diabetes", sam)
    assert "Also given" not in "\n".join(texts(alone.document.blocks))


@pytest.mark.parametrize("size", list(BookletSize))
def test_every_page_that_a_rule_calls_for_is_a_file_or_stands_in_the_booklet(kit, sam, size):
    pieces = kit.set(replace(sam, print=replace(sam.print, size=size)))
    booklet = pieces[0].made
    beside = kit.given_beside(booklet)
    files = {piece.name.rpartition("-")[0] for piece in pieces[2:]}
    assert files == set(beside)
    assert {"home-safety", "feet-and-diabetes", "after-a-fall"} <= set(booklet.cleared.pages)
    assert "home-safety" in files
    assert ("feet-and-diabetes" in files) == (size is BookletSize.SHORT)
    noted = {piece.name: piece.made.charts for piece in pieces if piece.made.charts is not None}
    assert [name for name, sheets in noted.items() if sheets.weeks] == ["chart"]
    assert "home-safety-checklist" in noted  # its boxes come back, too


def test_the_chart_of_a_set_is_noted_so_that_it_is_known_when_it_comes_back(printkit, tmp_path):
    asked = ("set", EXAMPLES / "foot-drop.yaml", "-o", tmp_path / "prints")
    result = printkit(*asked, "--diary", "diary.sqlite3")
    assert result.exit_code == 0, result.output
    with open_diary(tmp_path / "diary.sqlite3") as diary:
        assert {each.patient for each in diary.sheets()} == {"example-foot-drop"}
        assert {each.weeks for each in diary.sheets()} == {0, 2}  # lists are of no week
    assert "noted in" not in printkit(*asked, "--no-diary").stderr


def test_every_file_of_a_set_has_the_look_that_is_asked_for(printkit, kit, sam, tmp_path):
    asked = ("set", EXAMPLES / "foot-drop.yaml", "--no-diary", "--paper", "letter", "--profile", "large")
    result = printkit(*asked, "-o", tmp_path)
    assert result.exit_code == 0, result.output
    usual = {path.name: len(pypdf.PdfReader(path).pages) for path in tmp_path.glob("*.pdf")}
    assert set(usual) > {"example-foot-drop-booklet.pdf", "example-foot-drop-chart.pdf"}
    for path in tmp_path.glob("*.pdf"):
        assert [float(each) for each in pypdf.PdfReader(path).pages[0].mediabox[2:]] == [612, 792]
    assert usual["example-foot-drop-booklet.pdf"] > kit.set(sam)[0].made.pages


def test_nobody_gets_a_set_past_the_rules(kit, sam):
    with pytest.raises(Unsafe):
        kit.set(replace(sam, health=replace(sam.health, screened_by="", screened_on=None)))


def test_2_processes_make_the_same_bytes_as_1(printkit, ward):
    asked = ("batch", "ward.csv", "--kind", "set")
    assert printkit(*asked, "-o", "one").exit_code == 0
    assert printkit(*asked, "-o", "two", "--jobs", "2").exit_code == 0
    for name in ("p-0-set.pdf", "p-1-set.pdf"):
        assert (ward / "one" / name).read_bytes() == (ward / "two" / name).read_bytes()
    assert "2 stand already, 0 to print" in printkit(*asked, "-o", "one").stdout


def test_a_volume_of_sets_has_one_separator_a_patient_and_every_file_on_a_sheet_of_its_own(printkit, ward):
    kit = Printkit(today=NOVEMBER)
    assert printkit("batch", "ward.csv", "--kind", "set", "--combined", "2").exit_code == 0
    shown = words(pypdf.PdfReader(ward / "out" / "volume-001-set.pdf").pages)
    assert [(page, shown.count(page)) for page in ("p-0", "p-1")] == [("p-0", 1), ("p-1", 1)]
    assert shown[:2] == ["p-0", ""]
    at = 0
    for row in kit.roster(ward / "ward.csv"):
        assert (shown[at], shown[at + 1]) == (row.id, "")
        at += 2
        for piece in kit.set(row.options):
            assert at % 2 == 0
            first = words(pypdf.PdfReader(piece.made.save(ward / "alone" / f"{row.id}-{piece.name}.pdf")).pages)[0]
            assert shown[at] == first
            at += piece.made.pages + piece.made.pages % 2
    assert at == len(shown)
