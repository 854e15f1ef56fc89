"""Names in the languages of the README: drawn whole, and read back as they were typed by programs of others.

PDFium is in Chrome and Edge; pypdf is another program altogether. Both find words on a page by where its letters lie.
`heard` follows the structure of a file, as a screen reader does.
"""

import io
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
import verapdf
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reading import heard
from pypdf import PdfReader
from test_scripts import EUROPE

from printkit.document import Document, Paragraph, Strong, Text
from printkit.errors import PrintkitError
from printkit.layout import faces, fonts
from printkit.layout.profiles import PROFILES
from printkit.layout.shaping import runs
from printkit.pdf.pages import render

pytestmark = pytest.mark.foreign


def letters_of(encoding: str, rows: range, cells: range) -> str:
    """The letters that a two-byte encoding has there."""
    return "".join(bytes([row, cell]).decode(encoding, "ignore")[:1] for row in rows for cell in cells if cell != 0x7F)


LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
VIETNAMESE = (
    "ĂăÂâĐđÊêÔôƠơƯưÀàẢảÃãÁáẠạẰằẲẳẴẵẮắẶặẦầẨẩẪẫẤấẬậÈèẺẻẼẽÉéẸẹỀềỂểỄễẾếỆệÌìỈỉĨĩÍíỊịÒòỎỏÕõÓóỌọỒồỔổỖỗỐốỘộỜờỞởỠỡỚớỢợ"
    "ÙùỦủŨũÚúỤụỪừỬửỮữỨứỰựỲỳỶỷỸỹÝýỴỵ"
)
WITH_EVERY_ACCENT = "".join(
    letter
    for letter in map(chr, range(0x1F00, 0x2000))
    if unicodedata.category(letter) in ("Ll", "Lu", "Lt") and unicodedata.normalize("NFC", letter) == letter
)
SUMMED_UP = {  # words of the README for several of these, or for what other tests try
    "Latin letters", "every language of Europe", "Turkish", "Cyrillic", "accents that no letter of Unicode has",
    "the frequent half of Big5",
}  # fmt: skip
EVERY_LETTER = ", with every letter"
README = Path(__file__).parent.parent / "README.md"
ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
# The letters of each language as the README calls it, beyond those of English. What takes two codes is one letter here.
ALPHABETS = {
    "Vietnamese": (*LATIN, *VIETNAMESE),
    "Yoruba": (*LATIN, *"ẸẹỌọṢṣÀàÁáÈèÉéÌìÍíÒòÓóÙùÚúŃńǸǹ", "ẹ́", "ẹ̀", "ọ́", "ọ̀", "m̀"),
    "Belarusian": "абвгдеёжзійклмнопрстуўфхцчшыьэюяАБВГДЕЁЖЗІЙКЛМНОПРСТУЎФХЦЧШЫЬЭЮЯ’",
    "Bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ",
    "Kazakh": RUSSIAN + "ӘәҒғҚқҢңӨөҰұҮүҺһІі",
    "Kyrgyz": RUSSIAN + "ҢңӨөҮү",
    "Macedonian": "абвгдѓежзѕијклљмнњопрстќуфхцчџшАБВГДЃЕЖЗЅИЈКЛЉМНЊОПРСТЌУФХЦЧЏШѐѝ",
    "Mongolian": RUSSIAN + "ӨөҮү",
    "Russian": RUSSIAN,
    "Serbian": "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ",
    "Tajik": RUSSIAN + "ҒғӢӣҚқӮӯҲҳҶҷ",
    "Tatar": RUSSIAN + "ӘәӨөҮүҖҗҢңҺһ",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ’ʼ",
    "Greek": GREEK + "άέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫ",
    "old Greek": GREEK + WITH_EVERY_ACCENT,
    "Hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת־",
    "Arabic": ARABIC,
    "Persian": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئ",
    "Urdu": "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئ",
    "Pashto": "اآبپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهيېۍئ",
    "Kurdish": "ئابپتجچحخدرڕزژسشعغفڤقکگلمنوۆهەیێ",
    "simplified Chinese": letters_of("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)),
    "traditional Chinese": letters_of("big5", range(0xA4, 0xFA), range(0x40, 0xFF)),
    "rare Chinese": "".join(map(chr, range(0x4E00, 0x9FA6))) + "𠮷𡃁",
    "Japanese": "ぁあいうえおがぎぐアイウエオガギグー" + letters_of("euc_jp", range(0xB0, 0xF5), range(0xA1, 0xFF)),
    "Korean": "".join(map(chr, range(0xAC00, 0xD7A4))),
}
ALPHABETS |= {f"{language}{EVERY_LETTER}": (*LATIN, *letters) for language, letters in EUROPE.items()}


def names_in(language: str) -> st.SearchStrategy[list[str]]:
    """Names of words in any letters. Two of alef with madda are no word; PDFium sees a space where they keep apart."""
    words = st.lists(st.sampled_from(ALPHABETS[language]), min_size=2, max_size=9).map("".join)
    words = words.filter(lambda word: "آآ" not in word)
    return st.lists(st.lists(words, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=12)


def test_the_readme_names_the_languages_that_are_tried_here():
    table = README.read_text(encoding="utf-8").partition("\n## Names\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+) \| (.+) \|$", table, re.MULTILINE)[1:]
    printed_rows = [languages for languages, takes in rows if not takes.startswith("not printed")]
    said = {re.sub(r" \(.*\)", "", name) for languages in printed_rows for name in re.split("[,:] ", languages)}
    tried = {name for name in ALPHABETS if not name.endswith(EVERY_LETTER)}
    assert len(printed_rows) == len(rows) - 1
    assert said - SUMMED_UP == tried


def print_of(names: list[str]) -> bytes:
    """A line for each name, once in each weight. Without a long line PDFium may take short ones for a column."""
    first = Paragraph((Text("A line for each of these people, and one more in heavy letters."),))
    return printed(first, *(Paragraph((each,)) for name in names for each in (Text(name), Strong((Text(name),)))))


def printed(*blocks: Paragraph) -> bytes:
    return render(
        Document(
            title="Names", subject="Names", language="en", paper="A4", foot=(("Riverside",),), review=("Tried",), imprint="Today",
            page_of="{number} of {count}", plan_token="", blocks=blocks,
        )
    ).data  # fmt: skip


def plain(text: str) -> str:
    """What two spellings of the same letters have in common: lam and alef may be one letter, an accent another."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def readings(data: bytes) -> dict[str, str]:
    """The words of a file by those who read it."""
    pdfium = pypdfium2.PdfDocument(data)
    return {
        "PDFium": plain(" ".join(sheet.get_textpage().get_text_bounded() for sheet in pdfium)),
        "pypdf": plain(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(data)).pages)),
        "structure": plain(" ".join(words for _, words in heard(data))),
    }


def glyphs_drawn(data: bytes) -> list[tuple[str, str, int]]:
    """The typeface, the name and the number of contours of every glyph that is drawn."""
    found: list[tuple[str, str, int]] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for sheet in pdf.pages:
            files = {
                name: TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
                for name, font in sheet.obj.Resources.Font.items()
            }
            font = None
            for step in pikepdf.parse_content_stream(sheet, "Tf Tj TJ"):
                if str(step.operator) == "Tf":
                    name = str(step.operands[0])
                    font = files[name]
                    continue
                strings = step.operands[0] if str(step.operator) == "TJ" else step.operands
                for code in b"".join(bytes(each) for each in strings if isinstance(each, pikepdf.String)):
                    glyph = font["cmap"].tables[0].cmap.get(code, ".notdef")
                    found.append((name, glyph, font["glyf"][glyph].numberOfContours))
    return found


@pytest.mark.parametrize("language", ALPHABETS)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_a_name_reads_back_as_it_was_typed(language: str, data: st.DataObject):
    names = data.draw(names_in(language))
    made = print_of(names)
    for reader, words in readings(made).items():
        assert [name for name in names if plain(name) not in words] == [], reader
    assert not [glyph for _, glyph, _ in glyphs_drawn(made) if glyph == ".notdef"]


SIGNS = "\u0300\u0301\u0323\u0651\u064e\u064b\u0654\u05b8\u05bc\u05c1\u200c\u200d\u3099 ()[]«»-.,:/0123٣٤۵\u00a0\ufe0f\u202e李喆홍か"
ANY_LETTER = sorted(
    {letter for each in ALPHABETS.values() for letter in "".join(each) if letter < "\u3000"} | set(SIGNS)
)


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.sampled_from(ANY_LETTER), min_size=1, max_size=40))
def test_whatever_letters_meet_each_is_said_once(text: str):
    """Also where scripts meet that nobody mixes, accents have no letter, and brackets are not closed."""

    def letters(some: str) -> list[str]:
        return sorted(unicodedata.normalize("NFKD", some).replace(" ", ""))

    made = printed(Paragraph((Text(f"Name: {text}"),)))
    assert letters("".join(words for _, words in heard(made))) == letters("Name:" + fonts.tidy(text))
    assert not [glyph for _, glyph, _ in glyphs_drawn(made) if glyph == ".notdef"]


@pytest.mark.parametrize("name", ["علي", "لؤي", "الأحمد", "שרה"])
def test_a_name_within_an_english_sentence_reads_back(name):
    said = Paragraph((Text("For "), Strong((Text(name),)), Text(". For your left side.")))
    words = readings(printed(said))  # pypdf drops a space where the direction turns
    for reader in ("PDFium", "structure"):
        assert f"For {name}. For your left side." in words[reader].replace(" .", "."), reader


@pytest.mark.parametrize("name", ["محمد عبد الله الأحمد", "لطيفة آل خليفة", "בן־ציון לוי", "محمد علي ٣"])
def test_a_name_of_several_words_reads_back_in_their_order(name):
    for reader, words in readings(print_of([name])).items():
        assert plain(name) in words, reader


def test_brackets_within_a_name_that_runs_to_the_left_read_back():
    """PDFium turns them round once more, so it is not asked."""
    for name in ("בן־ציון (ציוני) לוי", "محمد (علي) ٣"):
        words = readings(print_of([name]))
        assert name in words["pypdf"]
        assert name in words["structure"]


def test_vowel_signs_are_said_after_their_letters():
    assert unicodedata.normalize("NFC", "مُحَمَّدٌ مثلاً") in readings(print_of(["مُحَمَّدٌ مثلاً"]))["structure"]


def test_a_loose_accent_on_a_capital_goes_over_it_and_is_read_after_it():
    """PDFium takes an accent that is lifted for a line of its own, so it is not asked."""
    said = readings(print_of(["Ọ̀ṣun Ẹ́mi", "Ė̃ja"]))
    assert all(plain(name) in said[reader] for name in ("Ọ̀ṣun Ẹ́mi", "Ė̃ja") for reader in ("pypdf", "structure"))


@pytest.mark.parametrize("typed", ["Jürgen Müller-Šťastný", "Nguyễn Thị Ánh", "Ἀριστοτέλης ᾧ", "Йосип Їжак"])
def test_accents_that_were_typed_apart_print_the_same_as_composed_ones(typed):
    apart = unicodedata.normalize("NFD", typed)
    assert apart != typed
    assert print_of([apart]) == print_of([typed])


def test_a_word_is_set_in_one_typeface():
    for word, face in (("Nguyễn", faces.WIDER), ("Ŋuŋ", faces.WIDER), ("Αλέξης", faces.WIDER), ("Zoë", faces.REGULAR)):
        assert {run.face for run in runs(word, bold=False, leftward=False)} == {face}
    assert [(run.face, run.letters) for run in runs("Lê Nguyễn.", bold=True, leftward=False)] == [
        (faces.BOLD, "Lê "), (faces.WIDER_BOLD, "Nguyễn."),
    ]  # fmt: skip


def test_letters_of_the_second_typeface_are_as_large_as_those_of_the_first():
    first, second = (typeface(name)["OS/2"] for name in (faces.REGULAR, faces.WIDER))
    scale = units(faces.REGULAR) / units(faces.WIDER)
    assert second.sxHeight * scale == pytest.approx(first.sxHeight, rel=0.03)
    assert second.sCapHeight * scale == pytest.approx(first.sCapHeight, rel=0.03)


@pytest.mark.parametrize("bold", [False, True])
def test_accents_stay_clear_of_the_line_above_however_close_the_lines(bold: bool):
    closest = min(rung[0] for profile in PROFILES.values() for rung in profile.tighter)
    own, wider = faces.alphabets(bold)
    letters = {letter for each in ALPHABETS.values() for some in each for letter in some if faces.has(wider, letter)}
    reached = [reach(own if faces.has(own, letter) else wider, letter) for letter in letters]
    assert max(high for high, _ in reached) - min(low for _, low in reached) <= closest + 0.04  # Ỗ under Latvian ģ


def reach(name: str, letter: str) -> tuple[float, float]:
    """How far a letter reaches up and down from its line, for letters of one em."""
    font = typeface(name)
    glyph = font["glyf"][font.getBestCmap()[ord(letter)]]
    return (glyph.yMax / units(name), glyph.yMin / units(name)) if glyph.numberOfContours else (0.0, 0.0)


@cache
def typeface(name: str) -> TTFont:
    return TTFont(faces.FOLDER / faces.FILES[name])


def units(name: str) -> int:
    return typeface(name)["head"].unitsPerEm


# --- what an extra brings


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    monkeypatch.setattr(faces, "find_spec", lambda name: None if name in modules else find_spec(name))


def test_without_the_extra_a_rare_letter_of_chinese_is_refused_by_its_name(monkeypatch):
    without(monkeypatch, "noto_cjk_sans_otc")
    with pytest.raises(PrintkitError, match=r"the extra cjk is needed to print 喆 \(U\+5586 ") as caught:
        print_of(["李喆"])
    assert "pip install '.[cjk]'" in str(caught.value)
    assert "李" not in str(caught.value)
    print_of(["李小龙", "陳德華"])  # these are shipped


def test_what_needs_two_extras_is_told_at_once(monkeypatch):
    without(monkeypatch, "noto_cjk_sans_otc", "uharfbuzz")
    with pytest.raises(PrintkitError, match=r"[.]\[scripts,cjk\]"):
        print_of(["喆 علي"])


def test_a_loose_accent_needs_the_extra_that_places_it(monkeypatch):
    without(monkeypatch, "uharfbuzz")
    with pytest.raises(PrintkitError, match=r"scripts is needed to print .* combining grave accent"):
        print_of(["m̀"])


@pytest.mark.parametrize("letter", ["ไ", "ह", "ა", "Ա", "አ", "\ue000", "😀"])
def test_a_letter_that_no_typeface_has_is_refused_also_after_others_were_joined(letter):
    print_of(["علي"])
    with pytest.raises(PrintkitError, match=rf"the printed typefaces have no {letter}"):
        print_of([letter])


def test_names_that_were_printed_before_change_no_byte():
    first = print_of(["喆堃 홍길동 علي"])
    print_of(["鄺氹 김철수 محمد Ọ̀ṣun"])
    assert print_of(["喆堃 홍길동 علي"]) == first


def test_a_print_in_every_script_is_accessible_by_the_first_validator():
    assert not page.validate_pdf_bytes(in_every_script(), profile="ua1").failures


@pytest.mark.slow
def test_a_print_in_every_script_passes_verapdf(tmp_path):
    path = tmp_path / "names.pdf"
    path.write_bytes(in_every_script())
    assert verapdf.check(path, "ua1").passed
    assert verapdf.check(path, "2a").passed


def in_every_script() -> bytes:
    return print_of([
        "Nguyễn Ỗ", "Їжакевич", "Ἀριστοτέλης ᾧ", "Ọ̀ṣun", "שׁרה (Mo) 3", "محمد عبد الله", "مُحَمَّدٌ", "می‌خواهم", "李喆堃", "홍길동", "辻𠮷",
    ])  # fmt: skip


@pytest.mark.parametrize("bold", [False, True])
def test_the_zero_has_no_slash(bold):
    """With one, a person with poor sight may take it for an 8, which has two counters; O and 0 have one."""
    outlines = TTFont(faces.FOLDER / faces.FILES[faces.face_name(bold)])["glyf"]
    assert [outlines[name].numberOfContours for name in ("zero", "O", "eight")] == [2, 2, 3]
