"""Pages in 2 languages that face each other: the same rows at the same height, each language heard by itself."""

import re
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from babel import Locale
from first_validator import but_stream_lengths, complaints
from made_up_language import pseudo
from msgspec.structs import replace
from pdf_reading import Element, decoration, example_options, overlapping, runs_on, tree

from printkit.errors import CatalogError, OptionsError, PrintkitError, Unsafe
from printkit.kit import Print, Printkit
from printkit.model.options import Appearance
from printkit.model.vocabulary import Paper, PrintProfile, Side

TODAY = date(2026, 11, 20)
WORD = re.compile(r"[^\W\d_]{2,}")
ROW = re.compile(r"\d{1,2}\.")
KINDS = ("booklet", "fridge", "handout", "leaflet", "checklist")
FIRST = Appearance(language="xx")


@pytest.fixture(scope="module")
def kit(made_up) -> Printkit:
    return Printkit(catalog=made_up, today=TODAY)


def made(kit: Printkit, kind: str, look: Appearance = FIRST, twin: str = "en") -> Print:
    """A kind for the patient of the README, in the made-up language and in English."""
    options = example_options()
    return {
        "booklet": lambda: kit.booklet(options, look=look, twin=twin),
        "fridge": lambda: kit.fridge(options, look=look, twin=twin),
        "handout": lambda: kit.handout("seated-toe-raise", options, look=look, twin=twin),
        "leaflet": lambda: kit.leaflet("after-a-fall", options, look=look, twin=twin),
        "checklist": lambda: kit.checklist("skin", options, look=look, twin=twin),
    }[kind]()


def parts(data: bytes) -> list[tuple[str, list[Element]]]:
    """Each part of the structure tree with its language, and its elements."""
    with pikepdf.open(BytesIO(data)) as pdf:
        languages = [str(part.get("/Lang", "")) for part in pdf.Root.StructTreeRoot.K[0].K]
    (document,) = tree(data).kids
    assert [part.tag for part in document.kids] == ["Part"] * len(languages)
    return [(language, list(part.walk())) for language, part in zip(languages, document.kids, strict=True)]


def words_of(elements: list[Element]) -> set[str]:
    """The words of elements, seen and heard, but for names."""
    said = [each.alt or "" if each.tag == "Figure" else each.words for each in elements]
    own = example_options()
    names = f"{own.patient.name} {own.clinic.name} {own.clinic.therapist} {own.plan.goal}"
    months = [name for width in ("wide", "abbreviated") for name in Locale("cy").months["format"][width].values()]
    names += " ".join(["", *months, *(each.note for each in own.plan.exercises)])
    return {word for text in said for word in WORD.findall(text)} - set(WORD.findall(names))


@pytest.mark.parametrize("look", [PrintProfile.STANDARD, PrintProfile.APHASIA])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_faces_the_same_page_in_the_other_language_row_for_row(kit, kind, look):
    found = made(kit, kind, replace(FIRST, profile=look))
    data = found.pdf
    assert but_stream_lengths(complaints(data, "3a" if found.sheets else "2a")) == []
    assert complaints(data) == []
    rows = 0
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = list(pdf.pages)
        opening = len(pages) % 2
        assert pdf.Root.PageLayout == ("/TwoPageRight" if opening else "/TwoPageLeft")
        for number, foot in enumerate(decoration(data)[opening:]):
            of = "of" if number % 2 else pseudo("of")
            assert f"{number // 2 + 1} {of} {len(pages) // 2}" in foot
        for left, right in zip(pages[opening::2], pages[opening + 1 :: 2], strict=True):
            assert overlapping(left) == overlapping(right) == []
            here, there = (
                [(run.text.strip(), round(run.y, 1)) for run in runs_on(page) if ROW.fullmatch(run.text.strip())]
                for page in (left, right)
            )
            assert here == there
            rows += len(here)
    assert rows > 5 or kind in ("fridge", "checklist")
    assert opening == (len(pages) > 2)


@pytest.mark.parametrize("kind", KINDS)
def test_each_language_is_heard_by_itself_and_no_word_of_one_is_on_a_page_of_the_other(kit, kind):
    data = made(kit, kind).pdf
    found = parts(data)
    assert [language for language, _ in found] == ["xx", "en"] if len(found) == 2 else ["xx", "xx", "en"]
    first, second = (words_of(elements) for _, elements in found[-2:])
    codes = {"PDF", "xx"}
    assert {word for word in first if not word.endswith("ö")} - codes == set()
    assert {word for word in second if word.endswith("ö")} == set()
    assert len(first) > 40
    assert len(second) > 40
    assert len([each for each in found[-2][1] if each.words]) == len([each for each in found[-1][1] if each.words])


def test_every_page_of_a_translation_that_nobody_has_checked_says_so_and_no_page_of_the_other(kit):
    unchecked = pseudo("Translated by machine. Checked by nobody.")
    for kind in KINDS:
        feet = decoration(made(kit, kind).pdf)
        opening = len(feet) % 2
        assert all(unchecked in foot for foot in feet[opening::2]), kind
        assert not any(unchecked in foot for foot in feet[opening + 1 :: 2]), kind


@pytest.mark.parametrize(("kind", "fillable"), [("checklist", True), ("handout", None), ("booklet", True)])
def test_what_is_ticked_is_ticked_on_the_page_of_the_first_language_alone(kit, kind, fillable):
    look = replace(FIRST, fillable=fillable)
    both = made(kit, kind, look)
    by_itself = {
        "checklist": lambda: kit.checklist("skin", example_options(), look=look),
        "handout": lambda: kit.handout("seated-toe-raise", example_options(), look=look),
        "booklet": lambda: kit.booklet(example_options(), look=look),
    }[kind]()
    charts = {box[0] for sheet in kit.chart(example_options(), look=look).sheets for box in sheet.boxes}
    names = [
        [box[0] for sheet in each.sheets for box in sheet.boxes if box[0] not in charts] for each in (both, by_itself)
    ]
    assert sorted(names[0]) == sorted(names[1])
    assert len(names[0]) == len(set(names[0])) > 0
    assert both.document.plan_token == by_itself.document.plan_token
    opening = both.pages % 2
    assert {(sheet.page - opening) % 2 for sheet in both.sheets} == {1}
    told = decoration(both.pdf)[opening + 1 :: 2]
    assert all("Tick on the page in Pseudo." in foot for foot in told)
    with pikepdf.open(BytesIO(both.pdf)) as pdf:
        fields = [len(page.get("/Annots", [])) for page in pdf.pages]
        assert sum(fields[opening + 1 :: 2]) == 0
        assert (sum(fields) > 0) == bool(fillable)
        coded = ["/C0" in page.Resources.get("/XObject", {}) for page in pdf.pages]
        assert not any(coded[opening + 1 :: 2])


def test_the_first_page_tells_in_both_languages_how_they_are_read(kit):
    _, elements = parts(made(kit, "booklet").pdf)[0]
    said = " ".join(each.words for each in elements)
    how = kit.catalog.labels("en").groups["twin"]["how"].partition(". ")[2]
    assert how in said
    assert pseudo(how) in said
    assert "Pseudo and English" in said


def test_a_booklet_in_2_languages_leaves_the_chart_to_its_own_file(kit):
    assert "DayChart" not in {type(each).__name__ for each in made(kit, "booklet").document.blocks}
    with pytest.raises(OptionsError, match="ticked twice"):
        kit.fridge(example_options(), chart=True, look=FIRST, twin="en")


@pytest.mark.parametrize(
    ("language", "twin", "told"), [("xx", "xx", "both languages are 'xx'"), ("en", "en-GB", "'en'")]
)
def test_two_times_the_same_language_is_refused(kit, language, twin, told):
    with pytest.raises(OptionsError, match=told):
        made(kit, "leaflet", Appearance(language=language), twin)


def test_a_language_that_is_not_there_is_refused(kit):
    with pytest.raises(CatalogError, match="no words in the language 'pl'"):
        made(kit, "leaflet", FIRST, "pl")


def test_blocks_that_are_not_the_same_are_refused(made_up, tmp_path):
    (tmp_path / "leaflet.xx.md").write_text("{{ together('leaflet') }}\n\nX\n\n# Y\n", encoding="utf-8")
    own = Printkit(catalog=made_up, templates=tmp_path, today=TODAY)
    with pytest.raises(PrintkitError, match="not the same blocks") as told:
        made(own, "leaflet")
    assert told.value.hint == "print each language by itself"


def test_the_command_line_takes_both_languages_and_names_them_in_the_file(made_up, tmp_path, printkit, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ("--region", "GB", "--catalog", str(made_up))
    said = printkit("leaflet", "red-flags", "--twin", "xx+en", *asked)
    assert said.exit_code == 0, said.output
    assert (tmp_path / "out/red-flags-unknown-leaflet-xx-en.pdf").read_bytes().startswith(b"%PDF")
    said = printkit("checklist", "skin", "--twin", "en+xx", *asked)
    assert said.exit_code == 0, said.output
    assert list((tmp_path / "out").glob("skin-checklist-en-xx-*.pdf"))
    for wrong, told in (("xx", "write it as es+en"), ("xx+", "write it as es+en"), ("xx+english", "no language")):
        said = printkit("leaflet", "red-flags", "--twin", wrong, *asked)
        assert said.exit_code == 2
        assert told in said.output
    said = printkit("leaflet", "red-flags", "--twin", "xx+en", "--language", "xx", *asked)
    assert "--language cannot stand beside --twin" in said.output


@pytest.mark.slow
def test_every_leaflet_list_and_exercise_has_facing_pages(kit):
    screened = {"screened_by": "Jo Marsh", "screened_on": "2026-11-20"}
    counted = {}
    for kind, make in (
        ("topics", kit.leaflet),
        ("checklists", kit.checklist),
        ("exercises", partial(kit.handout, **screened)),
    ):
        for number, name in enumerate(kit.catalog.names(kind)):
            side = (Side.LEFT, Side.BOTH, Side.UNKNOWN)[number % 3]
            look = replace(FIRST, profile=(None, PrintProfile.APHASIA)[number % 2])
            try:
                data = make(name, side=side, look=look, twin="en").pdf
            except Unsafe:  # not everything is for nobody in particular
                continue
            assert number % 3 or complaints(data) == [], name
            counted[kind] = counted.get(kind, 0) + 1
    assert counted["topics"] > 30
    assert counted["checklists"] > 7
    assert counted["exercises"] > 80


@pytest.mark.slow
@pytest.mark.parametrize(
    ("look", "paper"), [*((look, Paper.A4) for look in PrintProfile), (PrintProfile.APHASIA, Paper.A5)]
)
def test_a_booklet_faces_itself_in_every_look_and_on_small_paper(kit, look, paper):
    data = made(kit, "booklet", replace(FIRST, profile=look, paper=paper)).pdf
    assert complaints(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        assert [overlapping(page) for page in pdf.pages] == [[]] * len(pdf.pages)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["leaflet", "handout"])
def test_facing_pages_pass_verapdf(kit, kind, tmp_path: Path):
    import verapdf

    path = tmp_path / "twins.pdf"
    found = made(kit, kind)
    path.write_bytes(found.pdf)
    assert verapdf.check(path, "ua1").passed
    assert verapdf.check(path, "3a" if found.sheets else "2a").passed
