"""Pages that are read from the right: lists, boxes and charts change sides, the body never does, and words read back."""

import io
import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import made_up_language
import numpy as np
import pikepdf
import pypdf
import pypdfium2
import pytest
import simulated_scans
from first_validator import complaints
from pdf_reading import Run, every_mark, example_options, heard, overlapping, runs_on

from printkit.errors import CatalogError
from printkit.kit import Print, Printkit
from printkit.layout.fit import lay_out
from printkit.layout.fragment import Stamp, TextRun
from printkit.model.options import Appearance, Options
from printkit.model.vocabulary import PrintProfile
from printkit.scan import reading
from printkit.scan.records import Mark

pytestmark = pytest.mark.foreign

ARABIC = re.compile("[\u0621-\u064a]")
WORD = re.compile("[\u0621-\u064a]{2,}")
ABOUT = "name: Arabic\nlocale: ar\ndirection: rtl\n"
KINDS = ("booklet", "chart", "fridge", "handout", "checklist", "leaflet", "skin-sheet")


@pytest.fixture(scope="module")
def kit(tmp_path_factory) -> Printkit:
    """A catalogue in Arabic letters, in words of no language."""
    folder = tmp_path_factory.mktemp("leftward")
    made_up_language.say_all(folder, "ar", made_up_language.in_arabic_letters, ABOUT)
    return Printkit(catalog=folder, today=date(2026, 11, 20))


@cache
def made(kit: Printkit, kind: str, language: str = "ar", profile: PrintProfile = PrintProfile.STANDARD) -> Print:
    options: Options = example_options()
    look = Appearance(language=language, profile=profile)
    return {
        "booklet": lambda: kit.booklet(options, look=look),
        "chart": lambda: kit.chart(options, look=look),
        "fridge": lambda: kit.fridge(options, look=look),
        "handout": lambda: kit.handout("seated-toe-raise", options, look=look),
        "checklist": lambda: kit.checklist("skin", options, look=look),
        "leaflet": lambda: kit.leaflet("after-a-fall", options, look=look),
        "skin-sheet": lambda: kit.skin_sheet(options, look=look),
    }[kind]()


def runs(data: bytes) -> list[list[Run]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [[run for run in runs_on(page) if run.text.strip()] for page in pdf.pages]


@pytest.mark.parametrize("kind", KINDS)
def test_pages_in_arabic_letters_are_accessible_and_keep_every_word_on_the_paper(kit, kind):
    data = made(kit, kind).pdf
    assert complaints(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
        for page, found in zip(pdf.pages, runs(data), strict=True):
            wide = float(page.MediaBox[2])
            assert all(run.x >= 0 and run.x + run.length <= wide + 0.5 for run in found)


def test_the_number_of_a_step_and_the_dot_of_a_point_stand_at_the_right_of_their_words(kit):
    counted = 0
    for found in runs(made(kit, "booklet").pdf):
        for label in found:
            if not re.fullmatch(r"\d\.|•", label.text.strip()):
                continue
            beside = [run for run in found if abs(run.y - label.y) < 1 and ARABIC.search(run.text) and run.x < label.x]
            assert beside, label
            assert min(label.x - run.x - run.length for run in beside) < 40
            counted += 1
    assert counted > 60


def test_lines_begin_at_the_right_edge(kit):
    """The first letters of a leaflet's paragraphs, and of its title, lie as far right as all others."""
    (page, *_) = runs(made(kit, "leaflet").pdf)
    ends = [round(run.x + run.length) for run in page if ARABIC.search(run.text) or run.text.strip() == "•"]
    assert sum(each >= max(ends) - 2 for each in ends) >= 5
    english, *_ = runs(made(kit, "leaflet", "en").pdf)
    begins = min(run.x for run in english)
    assert abs((595.3 - max(ends)) - begins) < 2


@pytest.mark.parametrize("kind", ["booklet", "fridge", "handout"])
def test_no_picture_is_turned_round_so_that_a_left_foot_stays_a_left_foot(kit, kind):
    """A picture of a left side is that of the right one turned round, in both languages alike."""

    def drawn(data: bytes) -> set[tuple[str, bool]]:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found = set()
            for page in pdf.pages:
                turned = [False]  # of each state that is saved
                for instruction in pikepdf.parse_content_stream(page):
                    match str(instruction.operator):
                        case "q":
                            turned.append(turned[-1])
                        case "Q":
                            turned.pop()
                        case "cm":
                            turned[-1] ^= float(instruction.operands[0]) < 0
                        case "Do" if not (name := str(instruction.operands[0])).startswith("/C"):
                            found.add((name, turned[-1]))
            return found

    arabic, english = (drawn(made(kit, kind, language).pdf) for language in ("ar", "en"))
    assert arabic == english
    assert len(arabic) > 1


def test_the_numbers_on_a_picture_move_with_it_and_stay_on_the_same_toe(kit):
    """Where each lies from the left edge of its picture is the same in both languages."""

    def numbers(language: str) -> list[tuple[str, float, float]]:
        laid = lay_out(made(kit, "skin-sheet", language).document)
        found = []
        for page in laid.pages:
            for place in page.placed:
                marks = list(every_mark(place.piece))
                pictures = [mark for mark in marks if isinstance(mark, Stamp) and not mark.beside]
                found += [
                    (mark.text, round(mark.x - picture.x, 2), round(mark.y - picture.y, 2))
                    for picture in pictures
                    for mark in marks
                    if isinstance(mark, TextRun) and mark.text.isdigit() and on(mark, picture)
                ]
        return sorted(found)

    def on(mark: TextRun, picture: Stamp) -> bool:
        across = picture.x <= mark.x <= picture.x + picture.wide
        return across and picture.y <= mark.y <= picture.y + picture.high

    assert numbers("ar") == numbers("en")
    assert len(numbers("ar")) >= 8


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_line_for_eyes_that_miss_a_side_stays_on_that_side(kit, side):
    profile = PrintProfile(f"neglect-{side}")

    def block(language: str) -> tuple[float, float]:
        pages = runs(made(kit, "leaflet", language, profile).pdf)
        inner = [run for run in pages[0] if 80 < run.y < 780]
        return min(run.x for run in inner), max(run.x + run.length for run in inner)

    (left, right), (english_left, english_right) = block("ar"), block("en")
    middle = 595.3 / 2
    assert (left > 0.3 * middle) == (english_left > 0.3 * middle)
    assert abs(right - english_right) < 60
    assert abs(left - english_left) < 60


def test_the_days_of_a_chart_run_from_the_right_and_what_is_ticked_there_is_read_back(kit):
    print_ = made(kit, "chart", profile=PrintProfile.LARGE)
    english = made(kit, "chart", "en", PrintProfile.LARGE)
    sheet, theirs = print_.sheets[0], english.sheets[0]
    assert [box[0] for box in sheet.boxes] == [box[0] for box in theirs.boxes]
    assert sheet.plan_token == theirs.plan_token
    row = [box for box in sheet.boxes if box[0].split("/")[:2] == sheet.boxes[0][0].split("/")[:2]][:7]
    assert [box[1] for box in row] == sorted((box[1] for box in row), reverse=True)
    for ours, other in zip(sheet.boxes, theirs.boxes, strict=True):
        assert ours[1] + ours[3] + other[1] == pytest.approx(sheet.width, abs=0.1)
    document = pypdfium2.PdfDocument(print_.pdf)
    page = document[sheet.page - 1].render(scale=simulated_scans.DPI / 72, grayscale=True).to_pil()
    document.close()
    filled = simulated_scans.fill(page, sheet, np.random.default_rng(3), "steady")
    picture = simulated_scans.taken(filled.page, np.random.default_rng(3), "scan 150")
    found = reading.read(picture, reading.Sheets.of(print_.sheets))
    assert found.gate is None
    said = {Mark.EMPTY: 0, Mark.MARKED: 1}
    wrong = [box.name for box in found.boxes if box.mark in said and filled.truth[box.name] not in (said[box.mark], 2)]
    assert wrong == []
    assert {box.mark for box in found.boxes} >= {Mark.EMPTY, Mark.MARKED}


def read_back(data: bytes) -> tuple[str, str]:
    """All words of a file as 2 programs read them, PDFium and pypdf."""
    document = pypdfium2.PdfDocument(data)
    by_pdfium = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return by_pdfium, "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize(("kind", "least"), [("checklist", 0.97), ("fridge", 0.99), ("leaflet", 0.97)])
def test_words_in_arabic_letters_read_back_as_they_were_typed(kit, kind, least):
    """By 2 programs that read PDF; a joined pair is one letter for them, as a search takes it (NFKC)."""
    data = made(kit, kind).pdf
    said = [words for tag, words in heard(data) if tag != "Figure"]
    wanted = Counter(word for text in said for word in WORD.findall(unicodedata.normalize("NFKC", text)))
    for text in read_back(data):
        got = Counter(WORD.findall(unicodedata.normalize("NFKC", text)))
        found = sum(min(count, got[word]) for word, count in wanted.items())
        assert found / wanted.total() >= least
    assert wanted.total() > 50


def test_a_direction_that_is_none_is_told(tmp_path: Path):
    language = tmp_path / "languages" / "ar"
    language.mkdir(parents=True)
    (language / "language.yaml").write_text("name: Arabic\nlocale: ar\ndirection: left\n", encoding="utf-8")
    with pytest.raises(CatalogError, match="direction"):
        _ = Printkit(catalog=tmp_path).catalog.translation("ar").about


# --- pages that face those of a language that is read from the left

TWINS = (*(pytest.param(kind, marks=pytest.mark.slow) for kind in ("booklet", "handout")), "checklist", "leaflet")


@cache
def twin(kit: Printkit, kind: str, first: str, profile: PrintProfile = PrintProfile.STANDARD) -> Print:
    options, look = example_options(), Appearance(language=first, profile=profile)
    other = "en" if first == "ar" else "ar"
    return {
        "booklet": lambda: kit.booklet(options, look=look, twin=other),
        "handout": lambda: kit.handout("seated-toe-raise", options, look=look, twin=other),
        "checklist": lambda: kit.checklist("skin", options, look=look, twin=other),
        "leaflet": lambda: kit.leaflet("after-a-fall", options, look=look, twin=other),
    }[kind]()


@pytest.mark.parametrize("first", ["ar", "en"])
@pytest.mark.parametrize("kind", TWINS)
def test_a_page_read_from_the_right_faces_one_read_from_the_left_row_for_row(kit, kind, first):
    data = twin(kit, kind, first).pdf
    assert complaints(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = list(pdf.pages)
        rows = 0
        opening = len(pages) % 2
        for pair in zip(pages[opening::2], pages[opening + 1 :: 2], strict=True):
            arabic, english = pair if first == "ar" else pair[::-1]
            assert overlapping(english) == []
            labels = [
                [run for run in runs_on(page) if re.fullmatch(r"\d{1,2}\.|•", run.text.strip())]
                for page in (arabic, english)
            ]
            heights = [sorted(run.y for run in each) for each in labels]
            assert heights[0] == pytest.approx(heights[1], abs=0.2)
            wide = float(arabic.MediaBox[2])
            ours, theirs = (
                sorted(run.x + at * run.length for run in each) for at, each in zip((1, 0), labels, strict=True)
            )
            assert ours == pytest.approx(sorted(wide - x for x in theirs), abs=1.5)
            drawn = [
                {str(name) for name in page.Resources.get("/XObject", {}) if not str(name).startswith("/C")}
                for page in pair
            ]
            assert drawn[0] == drawn[1]
            rows += len(labels[0])
    assert rows > 5 or kind == "checklist"


@pytest.mark.parametrize("first", ["ar", "en"])
def test_words_of_a_facing_page_read_back_as_they_were_typed(kit, first):
    data = twin(kit, "leaflet", first).pdf
    wanted = Counter(
        word
        for tag, words in heard(data)
        if tag != "Figure"
        for word in WORD.findall(unicodedata.normalize("NFKC", words))
    )
    for text in read_back(data):
        got = Counter(WORD.findall(unicodedata.normalize("NFKC", text)))
        assert sum(min(count, got[word]) for word, count in wanted.items()) / wanted.total() >= 0.97
        assert "Call if any of these is true" in " ".join(text.split())
    assert wanted.total() > 150


def test_boxes_are_those_of_the_first_language_and_lie_where_they_are_drawn(kit):
    both, alone = (each.sheets for each in (twin(kit, "checklist", "ar"), made(kit, "checklist")))
    ours, theirs = (
        sorted((box[0], round(box[1], 1)) for sheet in each for box in sheet.boxes) for each in (both, alone)
    )
    assert ours == theirs
    english = [box[1] for sheet in made(kit, "checklist", "en").sheets for box in sheet.boxes]
    assert {x for _, x in ours}.isdisjoint(round(x, 1) for x in english)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_line_for_eyes_that_miss_a_side_stays_there_on_both_pages(kit, side):
    pages = runs(twin(kit, "leaflet", "ar", PrintProfile(f"neglect-{side}")).pdf)[1:3]
    arabic, english = ([run for run in page if 80 < run.y < 780] for page in pages)
    for at in (min, max):
        edge = [at(run.x + (run.length if at is max else 0) for run in page) for page in (arabic, english)]
        assert abs(edge[0] - edge[1]) < 60
