"""Names and a clinic's own words in other scripts: whole, joined, in their direction, and heard as they are typed."""

import io
import re
from functools import cache

import bidi
import page
import pikepdf
import pytest
import verapdf
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_reading import example_options, heard, make

from printkit.document import Paragraph, Strong, Text
from printkit.errors import PrintkitError
from printkit.layout import faces, fonts
from printkit.layout.bidi import BidiLetter, stretches
from printkit.layout.blocks import lay_out
from printkit.layout.fragment import Fragment, Space, TextRun
from printkit.layout.lines import set_lines
from printkit.layout.profiles import STANDARD, Style
from printkit.layout.shaping import languages, runs
from printkit.model.options import Options

pytestmark = pytest.mark.foreign

ARABIC_NAME = "محمد علي"
ARABIC_NOTE = "اتصل على الرقم 911 عند Mayo Clinic (120/80) إذا شعرت بألم شديد في القدم أو الساق في الليل."
CHINESE_NOTE = (
    "请在镜子前做这个练习。如果您的脚感到疼痛，请停下来休息，并打电话给诊所。每天做两次，每次十下，不要着急。"
)
# Every letter that is not in English, by language: Latin alphabets of Europe as the Unicode CLDR lists them.
EUROPE = {
    "Albanian": "ÇçËë", "Basque": "Ññ", "Bosnian, Croatian, Montenegrin, Serbian": "ČčĆćĐđŠšŽžŚśŹź", "Breton": "ÑñÙù",
    "Catalan": "ÀàÇçÈèÉéÍíÏïÓóÒòÚúÜü·", "Czech": "ÁáČčĎďÉéĚěÍíŇňÓóŘřŠšŤťÚúŮůÝýŽž", "Danish, Norwegian": "ÆæØøÅåÉé",
    "Dutch": "ËëÏïÉéÓóÜü", "Esperanto": "ĈĉĜĝĤĥĴĵŜŝŬŭ", "Estonian": "ÄäÕõÖöÜüŠšŽž", "Faroese": "ÁáÐðÍíÓóÚúÝýÆæØø",
    "Finnish, Swedish": "ÅåÄäÖö", "French": "ÀàÂâÆæÇçÈèÉéÊêËëÎîÏïÔôŒœÙùÛûÜüŸÿ", "German": "ÄäÖöÜüßẞ", "Hungarian": "ÁáÉéÍíÓóÖöŐőÚúÜüŰű",
    "Icelandic": "ÁáÐðÉéÍíÓóÚúÝýÞþÆæÖö", "Irish, Scottish Gaelic": "ÁáÀàÉéÈèÍíÌìÓóÒòÚúÙù", "Italian": "ÀàÈèÉéÌìÒòÙù",
    "Latvian": "ĀāČčĒēĢģĪīĶķĻļŅņŠšŪūŽž", "Lithuanian": "ĄąČčĘęĖėĮįŠšŲųŪūŽž", "Maltese": "ĊċĠġĦħŻż", "Polish": "ĄąĆćĘęŁłŃńÓóŚśŹźŻż",
    "Portuguese": "ÁáÂâÃãÀàÇçÉéÊêÍíÓóÔôÕõÚú", "Romanian": "ĂăÂâÎîȘșȚț", "Northern Sami": "ÁáČčĐđŊŋŠšŦŧŽž", "Slovak": "ÁáÄäČčĎďÉéÍíĹĺĽľŇňÓóÔôŔŕŠšŤťÚúÝýŽž",
    "Slovene": "ČčŠšŽž", "Spanish": "ÁáÉéÍíÑñÓóÚúÜü¿¡", "Turkish": "ÇçĞğİıÖöŞşÜü", "Welsh": "ÂâÊêÎîÔôÛûŴŵŶŷẀẁẂẃẄẅ",
}  # fmt: skip


def named(name: str, note: str = "") -> Options:
    options = example_options()
    assert options.patient is not None
    first, *others = options.plan.exercises
    return replace(
        options,
        patient=replace(options.patient, name=name),
        plan=replace(options.plan, exercises=(replace(first, note=note), *others)),
    )


@cache
def booklet() -> bytes:
    return make("booklet", named(f"{ARABIC_NAME} (Mo) 李小龙 Ŋuŋ", ARABIC_NOTE)).printed.data


def words_of(fragment: Fragment) -> list[TextRun]:
    return [mark for piece in fragment.pieces for mark in piece.marks if isinstance(mark, TextRun)]


# --- Latin letters, Cyrillic, Chinese: no extra


@pytest.mark.parametrize("language", EUROPE)
def test_every_latin_letter_of_europe_is_printed_without_an_extra(language, monkeypatch):
    monkeypatch.setattr(faces, "find_spec", lambda _name: None)
    fonts.require_glyphs([EUROPE[language]])
    assert all(fonts.width(letter, bold=False, size=14) > 0 for letter in EUROPE[language])


@pytest.mark.parametrize("name", ["李小龙", "陳德華", "Дмитро"])
def test_names_whose_letters_are_not_joined_need_no_extra(name, monkeypatch):
    monkeypatch.setattr(faces, "find_spec", lambda _name: None)
    data = make("fridge", named(name)).printed.data
    assert any(name in words for _, words in heard(data))


def test_chinese_fills_its_lines_and_no_line_begins_with_a_stop():
    fragment = lay_out(Paragraph((Text(CHINESE_NOTE),)), Space(180, 800), STANDARD)
    lines = [mark.text for mark in words_of(fragment)]
    assert "".join(lines) == CHINESE_NOTE
    assert len(lines) > 3
    assert not [line for line in lines if line[0] in "，。、"]


# What is typed stands between Latin words, figures and signs.
CHINESE_MIXED = (
    "医生说：“如果您头晕，请打 120（急救）。”每天做 10 次，每次 3 组《抬脚》；不要着急，请慢慢来……在 Mayo Clinic 做。"
)


@pytest.mark.parametrize("wide", range(40, 300, 3))
def test_chinese_breaks_its_lines_by_its_own_rules_beside_figures_and_latin_words(wide):
    style = STANDARD.body
    lines = ["".join(bit.text for bit in line) for line in set_lines((Text(CHINESE_MIXED),), wide, style)]
    assert "".join(lines).replace(" ", "") == CHINESE_MIXED.replace(" ", "")
    whole = "\n".join(lines)
    assert not re.search(r"\n[，。；：？！）》”…]|[（《“]\n", whole)
    for together in ("10 次", "3 组", "120"):
        assert together in whole or wide < 60
    words = {"Mayo", "Clinic"} if wide > 60 else set()
    assert words <= set(re.split(r"[\s\u3000-\uffef\u4e00-\u9fff]+", whole))
    full = [fonts.width(line, bold=False, size=style.size) for line in lines]
    assert all(line <= wide + 2 * style.size for line in full)  # a sign may hang over the edge
    # no line stays short because a sentence was taken for one word: what comes next would not have fitted
    longest = max(fonts.width(each, bold=False, size=style.size) for each in ("Clinic", "打 120", "“如"))
    assert wide < 100 or all(line > wide - longest - 2 * style.size for line in full[:-1])


# --- Arabic


@pytest.mark.parametrize("wide", [60.0, 200.0])
def test_lines_end_at_the_same_words_however_close_they_are(wide):
    words = (Text("Sit tall, with both feet flat. "), Strong((Text("Lift the toes slowly."),)))
    loose, close = (Style(size=14, leading=leading, colour=colour) for leading, colour in ((21, "ink"), (16, "quiet")))
    assert set_lines(words, wide, loose) is set_lines(words, wide, close)
    assert set_lines(words, wide, loose) != set_lines(words, wide, Style(size=18, leading=21))


def test_without_the_extra_the_error_names_it_and_the_letters_but_not_the_name(monkeypatch):
    monkeypatch.setattr(faces, "find_spec", lambda _name: None)
    with pytest.raises(PrintkitError) as caught:
        make("fridge", named(ARABIC_NAME))
    said = str(caught.value)
    assert "pip install '.[scripts]'" in said
    assert "م (U+0645 arabic letter meem)" in said
    assert "pip install" in said
    assert ARABIC_NAME not in said


def test_arabic_letters_take_the_form_that_joins_them():
    (alone,) = runs("م", bold=False, leftward=True)
    last, middle, first = runs("ممم", bold=False, leftward=True)
    assert len({alone.codes, first.codes, middle.codes, last.codes}) == 4
    assert {run.letters for run in (alone, first, middle, last)} == {"م"}


def test_vowel_signs_stand_over_their_letters_and_take_no_room():
    bare, signed = runs("ب", bold=False, leftward=True), runs("بَ", bold=False, leftward=True)
    assert sum(run.wide for run in signed) == pytest.approx(sum(run.wide for run in bare))
    assert any(run.up != 0 or run.right != 0 for run in signed)


def test_what_is_heard_is_what_was_typed():
    said = [words for _, words in heard(booklet())]
    assert any(f"{ARABIC_NAME} (Mo) 李小龙 Ŋuŋ" in each for each in said)
    assert any(ARABIC_NOTE in each for each in said)


def languages_in(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            str(each.operands[1].Lang)
            for sheet in pdf.pages
            for each in pikepdf.parse_content_stream(sheet, "BDC")
            if each.operands[0] == "/Span"
        }


def test_words_in_another_script_say_their_language():
    assert languages_in(booklet()) == {"ar", "zh"}
    assert languages_in(make("fridge", named("Ελένη שרה")).printed.data) == {"el", "he"}
    assert languages_in(make("fridge", named("Тарас Nguyễn")).printed.data) == set()  # letters do not tell which


def test_only_the_words_in_another_script_are_said_in_its_language():
    drawn = runs("For Ελένη Παπά. Please", bold=False, leftward=False)
    said = "".join(run.letters for run, language in zip(drawn, languages(drawn), strict=True) if language)
    assert said == "Ελένη Παπά."


def test_a_bracket_that_stands_alone_within_arabic_opens_the_right_way():
    """Its stretch is a sign that English has, too; it is drawn as the other one, and said as it was typed."""
    data = make("fridge", named("علي (Mo)")).printed.data
    assert any("علي (Mo)" in words for _, words in heard(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        drawn = [
            str(each.operator)
            for each in pikepdf.parse_content_stream(pdf.pages[0], "BMC")
            if each.operands[0] == "/ReversedChars"
        ]
        assert len(drawn) == 2  # the name with the first bracket, and the second one
    (run,) = runs(")", bold=False, leftward=True)
    face = faces.named(run.face).face
    assert face.charToGlyph[ord(run.codes)] == face.charToGlyph[ord("(")]


def test_an_arabic_paragraph_begins_at_the_right():
    fragment = lay_out(Paragraph((Text(ARABIC_NOTE),)), Space(200, 800), STANDARD)
    words = words_of(fragment)
    lines = {word.y for word in words}
    assert len(lines) > 1
    for y in lines:
        ends = [
            word.x + sum(run.wide for run in runs(word.text, bold=False, leftward=word.leftward)) * 14 / faces.EM
            for word in words
            if word.y == y
        ]
        assert max(ends) == pytest.approx(200, abs=0.5)


def test_an_arabic_note_after_a_latin_label_keeps_its_own_direction():
    label, note = Strong((Text("From your therapist:"),)), Text(ARABIC_NOTE)
    words = words_of(lay_out(Paragraph((label, Text(" "), note)), Space(330, 800), STANDARD))
    next_line = min(word.y for word in words if word.y > words[0].y)
    second = sorted((word for word in words if word.y == next_line), key=lambda word: word.x)
    assert words[0].text.startswith("From your therapist:")
    assert words[0].x == 0
    assert second[-1].text.endswith("Clinic (120/80)")  # the line begins with it, so it stands at its right end
    assert second[0].leftward


LETTERS = st.text(st.sampled_from("abز د كم12,. ()[]-/:٣"), max_size=24)


@given(text=LETTERS, leftward=st.booleans())
def test_the_order_on_paper_is_that_of_another_maker_of_it(text: str, leftward: bool):
    """The other one is the Rust half of python-bidi, which shares no code with what is used here."""
    letters = [BidiLetter(letter, bold=False, leftward=leftward) for letter in text]
    found, _ = stretches(letters, 14)
    visual = "".join(
        "".join(reversed(each.text)) if each.leftward else each.text for each in sorted(found, key=lambda each: each.at)
    )
    assert visual == bidi.get_display(text, base_dir="R" if leftward else "L")


@pytest.mark.parametrize("name", ["می\u200cخواهم", "\u200cعلی", "Sam \u202eعلی\u202c Lee", "\u2067علی\u2069"])
def test_joiners_and_signs_of_direction_in_a_name_break_nothing(name):
    said = [words for _, words in heard(make("fridge", named(name)).printed.data)]
    kept = "".join(letter for letter in name if letter not in "\u202e\u202c\u2067\u2069")
    assert any(kept in each for each in said)


# --- a language of its own


@pytest.mark.parametrize(
    ("note", "language"),
    [
        ("Hazlo despacio. Usa la baranda.", "es"),
        ("Робіть це повільно. Тримайтеся за поручень.", "uk"),
        ("Làm chậm rãi. Vịn vào tay vịn.", "vi"),
        ("این را آرام انجام دهید.", "fa"),
    ],
)
def test_a_note_in_another_language_is_said_in_it_and_the_rest_is_not(note, language):
    options = named("Sam", note)
    first, *others = options.plan.exercises
    options = replace(options, plan=replace(options.plan, exercises=(replace(first, note_language=language), *others)))
    made = make("booklet", options)
    assert any(note in words for _, words in heard(made.printed.data))
    assert languages_in(made.printed.data) == {language}
    assert not page.validate_pdf_bytes(made.printed.data, profile="ua1").failures


# --- the whole


def test_a_booklet_in_four_scripts_is_accessible_by_the_first_validator():
    assert not page.validate_pdf_bytes(booklet(), profile="ua1").failures


@pytest.mark.slow
def test_a_booklet_in_four_scripts_passes_verapdf(tmp_path):
    path = tmp_path / "booklet.pdf"
    path.write_bytes(booklet())
    assert verapdf.check(path, "ua1").passed
    assert verapdf.check(path, "3a").passed


def test_the_same_name_gives_the_same_bytes_whatever_was_printed_before():
    before = make("fridge", named(ARABIC_NAME)).printed.data
    make("fridge", named("سعاد يوسف خالد زهرة"))
    assert make("fridge", named(ARABIC_NAME)).printed.data == before
