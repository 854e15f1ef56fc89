"""The screens in another language: no English is left, no screen breaks for what is missing, and the paper follows them."""

import io
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_language import WORD, pseudo
from test_page import FAMILY, NAMES, VALUES, made
from werkzeug.datastructures import MultiDict

from printkit.checking import translations
from printkit.diary.paper_words import words_of_all
from printkit.errors import OptionsError, PrintkitError, Several
from printkit.kit import Printkit, clinic_of
from printkit.page import application as screens
from printkit.page import messages, words
from printkit.page.drafts import Draft
from printkit.page.house import Places
from printkit.page.memory import Memory
from printkit.page.server import Door
from printkit.reading.po_files import PoEntry
from printkit.resources import CATALOG, EXAMPLES
from printkit.scan.records import GATES, REASONS

CLINIC = clinic_of(EXAMPLES / "clinic.yaml")
EXAMPLE = (EXAMPLES / "foot-drop.yaml").read_bytes()
FORM = "application/x-www-form-urlencoded"
VOID = {"meta", "link", "input", "img", "br"}
SAID_IN = ("alt", "title", "aria-label", "data-title", "data-working", "data-too-old", "label")


class Said(HTMLParser):
    """The words of a screen, seen or heard, by the language that stands nearest above them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}
        self._languages: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        each = dict(attrs)
        language = each.get("lang") or (self._languages[-1][1] if self._languages else "")
        for name in SAID_IN:
            if each.get(name):
                self.found.setdefault(language, []).append(each[name])
        if tag not in VOID:
            self._languages.append((tag, language))

    def handle_endtag(self, tag):
        assert self._languages.pop()[0] == tag, tag

    def handle_data(self, data):
        if data.strip():
            self.found.setdefault(self._languages[-1][1] if self._languages else "", []).append(data.strip())


def opened(kit: Printkit, language: str, **places) -> FlaskClient:
    return screens.application(kit, "/s", ("localhost",), Memory(language), Places(**places)).test_client()


def sent(page: FlaskClient, path: str, data: dict) -> str:
    """Where a file is sent on to."""
    answer = page.post(path, data=data)
    assert answer.status_code == 303, answer.text
    return answer.location


def walked(page: FlaskClient) -> Iterator[tuple[str, str]]:
    """Every screen that needs neither scans nor a diary, each with where it stands."""

    def got(path: str, status: int = 200) -> tuple[str, str]:
        answer = page.get(path)
        assert answer.status_code == status, path
        return path, answer.text

    def put_right(path: str, **data: str) -> tuple[str, str]:
        answer = page.post(path, data=data)
        assert answer.status_code == 422, path
        return f"{path} {data}", answer.text

    kit_lists = re.findall(r'href="(/s/checklist/[^"]+)"', page.get("/s/").text)
    assert len(kit_lists) > 5
    for path in (
        "/s/",
        *kit_lists,
        "/s/leaflet",
        "/s/handout",
        "/s/todo",
        "/s/skin-sheet",
        "/s/booklet",
        "/s/clinic",
        "/s/returned",
        "/s/roster",
        "/s/rosters",
    ):
        yield got(path)
    yield put_right("/s/handout")
    yield put_right("/s/handout", exercise="seated-toe-raise", side="up", country="Atlantis")
    yield put_right("/s/handout", exercise="seated-toe-raise", screened_by="J", screened_on="3")
    yield put_right("/s/handout", exercise="walking-practice")
    yield put_right("/s/handout", exercise="seated-toe-raise", screened_by="J\x07", screened_on="2999-01-01")
    yield put_right("/s/leaflet")
    yield put_right("/s/todo")
    yield put_right("/s/returned")
    broken = page.post("/s/todo", data={"file": (io.BytesIO(b"%PDF-1.7"), "x.pdf")})
    yield "/s/todo broken", broken.text
    yield got(sent(page, "/s/checklist/shoes", {"country": "GB"}))
    yield got(
        sent(
            page, "/s/handout", {"exercise": "seated-toe-raise", "screened_by": "Joö Maö", "screened_on": "2026-11-01"}
        )
    )
    draft = sent(page, "/s/booklet", {}).rpartition("/")[0]
    yield put_right(f"{draft}/who", **{"patient.id": ""})
    for step in ("who", "health", "exercises", "look", "sign"):
        yield got(f"{draft}/{step}")
    draft = sent(page, "/s/booklet/open", {"file": (io.BytesIO(EXAMPLE), "x.yaml")}).rpartition("/")[0]
    parts = re.findall(r'value="to:(health/[^"]+)"', page.get(f"{draft}/health").text)
    assert len(parts) > 10
    for step in ("who", "health", *parts, "exercises", "look", "sign"):
        yield got(f"{draft}/{step}")
    yield got(f"{draft}/exercises?find={pseudo('ankle')[:3]}")
    yield put_right(f"{draft}/sign", rule="x", name="-", reason="")
    yield put_right(f"{draft}/health", **{"health.screened_on": "2026-13-01"})
    yield got(sent(page, f"{draft}/look", {"do": "booklet"}))
    sheets = sent(page, "/s/returned", {"file": (io.BytesIO(EXAMPLE), "x.yaml")})
    yield got(sheets)
    numbers = re.findall(rf'href="{sheets}/(\d+)"', page.get(sheets).text)
    for number in numbers:
        yield got(f"{sheets}/{number}")
    asked = {each: re.findall(r'<select id="ask-([^"]+)"', page.get(f"{sheets}/{each}").text) for each in numbers}
    (days,) = (each for each, names in asked.items() if any("@" in name for name in names))
    last = [name for name in asked[days] if "2026-11-2" in name]
    yield put_right(f"{sheets}/{days}", **{last[0]: "perhaps"})
    sent(page, f"{sheets}/{days}", dict.fromkeys(last[:4], "yes") | {last[5]: "no"})
    yield got(sheets)
    yield got("/s/nothing-here", 404)
    yield "too large", page.post("/s/handout", data=b"x" * screens.LARGEST + b"=y", content_type=FORM).text
    yield "close", page.post("/s/close").text


@pytest.fixture(scope="module")
def kit(made_up) -> Printkit:
    return Printkit(catalog=made_up, clinic=CLINIC, today=date(2026, 12, 8))


# names, ids and what somebody typed; how a date and an option are written; what a language is called in itself
NOBODYS = {"printkit", "pdf", "yaml", "csv", "afo", "fes", "us", "utf", "xx", "lang"}


def nobodys(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def leaked(text: str, allowed: set[str]) -> set[str]:
    found = {word for word in WORD.findall(text) if len(word) > 1 and not word.endswith("ö")}
    return {word for word in found if word.lower() not in allowed}


def test_no_english_is_left_on_any_screen_in_another_language(kit, subtests):
    page = opened(kit, "xx", roster=EXAMPLES / "roster.csv")
    typed = nobodys(EXAMPLE.decode()) & nobodys("Example Foot Drop J Marsh physiotherapist Ann Reed walk to the dog")
    allowed = (
        NOBODYS
        | typed
        | nobodys(" ".join((CLINIC.name, CLINIC.therapist, str(EXAMPLES), str(Path.cwd()), "out roster")))
    )
    allowed |= nobodys((EXAMPLES / "roster.csv").read_text(encoding="utf-8"))  # what stands in a list
    allowed |= nobodys("printkit open --scans folder")  # a command has the same words everywhere
    allowed |= nobodys(" ".join(kit.catalog.sources)) | {"screened", "on"}  # authors; an answer of an option file
    seen = 0
    for path, html in walked(page):
        with subtests.test(path):
            said = Said(html).found
            assert '<html lang="xx" dir="ltr"' in html
            assert set(said) <= {"xx", "en", "es"}, path
            assert set(said.get("en", [])) <= {"English"}, path
            assert set(said.get("es", [])) <= {"Español"}, path
            left = {word for text in said["xx"] for word in leaked(text, allowed)}
            assert left == set(), path
            seen += 1
    assert seen > 40


# --- the switch


@pytest.fixture
def page() -> FlaskClient:
    return opened(Printkit(clinic=CLINIC), "en")


def test_each_screen_has_a_switch_that_leads_back_to_it(page):
    for path in ("", "checklist/shoes", "handout", "booklet", "nothing-here"):
        html = page.get(f"/s/{path}").text
        assert '<html lang="en" dir="ltr"' in html
        assert re.search(r'<button class="small" name="to" value="es" lang="es"[^>]*>Español</button>', html)
        (to,) = re.findall(r' action="(/s/language[^"]*)"', html)
        answer = page.post(to, data={"to": "es"})
        assert answer.location == f"/s/{path if path != 'nothing-here' else ''}"
        there = page.get(f"/s/{path}").text
        assert '<html lang="es" dir="ltr"' in there
        assert re.search(r'value="en" lang="en"[^>]*>English</button>', there)
        assert "Traducido por una máquina. Nadie lo ha revisado." in there
        assert page.post(to, data={"to": "en"}).status_code == 303
        assert "Traducido" not in page.get(f"/s/{path}").text


def test_it_leads_back_to_what_was_looked_for(page):
    draft = page.post("/s/booklet").location.rpartition("/")[0]
    html = page.get(f"{draft}/exercises?find=ankle%20pumps").text
    (to,) = re.findall(r' action="(/s/language[^"]*)"', html)
    assert page.post(to, data={"to": "es"}).location == f"{draft}/exercises?find=ankle%20pumps"


@pytest.mark.parametrize("back", ["//elsewhere.org/", "https://elsewhere.org", "x\r\nSet-Cookie: a", "../../x", "é"])
def test_it_leads_nowhere_else(page, back):
    answer = page.post("/s/language", query_string={"back": back}, data={"to": "es"})
    assert (answer.status_code, answer.location) == (303, "/s/")


@pytest.mark.parametrize("language", ["", "xx", "de", "es-MX", "../es", "en\x00"])
def test_what_is_no_language_of_the_screens_changes_nothing(page, language):
    assert page.post("/s/language", data={"to": language}).status_code == 303
    assert '<html lang="en"' in page.get("/s/").text


def without(folder: Path, to: Path, file: str, english: str) -> Printkit:
    """The made-up language without one sentence."""
    place = to / "languages" / "xx"
    place.mkdir(parents=True)
    for path in (folder / "languages" / "xx").iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name == file:
            assert text.count(f'msgid "{english}"') == 1
            text = text.replace(f'msgid "{english}"', f'msgid "{english} once"')
        (place / path.name).write_text(text, encoding="utf-8")
    return Printkit(catalog=to)


@pytest.mark.parametrize(
    ("file", "english"),
    [("screens.po", "Make the pages"), ("labels.po", "Spain"), ("more.po", "Is there a bath?")],
)
def test_a_language_is_offered_only_when_no_word_of_its_screens_is_missing_or_stale(made_up, tmp_path, file, english):
    kit = without(made_up, tmp_path, file, english)
    assert words.languages(kit) == ("en", "es")
    html = opened(kit, "en").get("/s/").text
    assert 'value="xx"' not in html
    assert 'value="es" lang="es"' in html
    if file != "screens.po":
        return
    with pytest.raises(OptionsError, match="1 sentences of the screens are not translated into 'xx'"):
        Door(kit, language="xx")
    (status,) = (each for each in translations.status(kit.catalog, kit.templates, "xx") if each.kind == "screens")
    assert (status.sentences - status.translated, status.stale) == (1, 1)


def test_a_clinic_gives_the_spanish_of_a_label_that_it_words_anew(tmp_path):
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "en.yaml").write_text("screen: {print: Print it now}\n", encoding="utf-8")
    assert words.languages(Printkit(catalog=tmp_path)) == ("en",)
    (tmp_path / "labels" / "es.yaml").write_text("screen: {print: Imprimir ahora}\n", encoding="utf-8")
    kit = Printkit(catalog=tmp_path)
    assert words.languages(kit) == ("en", "es")
    assert ">Imprimir ahora</button>" in opened(kit, "es").get("/s/handout").text


def test_open_begins_in_a_language_and_says_which_there_are(printkit):
    with Door(Printkit(), language="es") as door:
        assert door.memory.language == "es"
    refused = printkit("open", "--no-browser", "--no-diary", "--language", "de")
    assert refused.exit_code == 1
    assert "there is no language 'de'" in refused.output
    assert "en, es" in refused.output


# --- the paper follows the screens


@pytest.mark.parametrize(
    ("path", "answers", "command"),
    [
        ("checklist/home-safety", {"country": "ES", "side": "left", "brace": "yes"}, "checklist home-safety --region ES --side left --brace"),
        ("leaflet", {"leaflet": "fatigue", "country": "MX"}, "leaflet fatigue --region MX"),
        ("handout", {"exercise": "seated-toe-raise", "side": "right", "country": "US"}, "handout seated-toe-raise --side right --region US"),
    ],
)  # fmt: skip
def test_what_spanish_screens_print_has_the_same_bytes_as_that_of_the_command(printkit, path, answers, command):
    page = opened(Printkit(), "es")
    ours = made(page, page.post(f"/s/{path}", data=answers))
    assert printkit(*command.split(), "--language", "es", "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()
    english = made(page, page.post(f"/s/{path}", data=answers | {"language": "en"}))
    assert printkit(*command.split(), "-o", "y.pdf").exit_code == 0
    assert english == Path("y.pdf").read_bytes()


def test_a_new_draft_and_a_file_without_a_language_keep_that_of_the_screens(tmp_path, printkit):
    page = opened(Printkit(today=date(2026, 12, 8)), "es")
    plain = re.sub(rb"(?m)^clinic_file: .*\n", b"", EXAMPLE)
    for file in (None, plain):
        if file is None:
            draft = sent(page, "/s/booklet", {}).rpartition("/")[0]
        else:
            draft = sent(page, "/s/booklet/open", {"file": (io.BytesIO(file), "x.yaml")}).rpartition("/")[0]
        assert '<option value="es" selected>Español</option>' in page.get(f"{draft}/look").text
        assert Draft(page.get(f"{draft}/options.yaml").text).value("print.language") == "es"
    ours = made(page, page.post(f"{draft}/look", data={"do": "chart"}))
    saved = page.get(f"{draft}/options.yaml").data
    assert saved.decode().splitlines() != plain.decode().splitlines()
    assert ours == Printkit(today=date(2026, 12, 8)).chart(Printkit(today=date(2026, 12, 8)).options(saved)).pdf
    page.post(f"{draft}/look", data={"print.language": "en", "do": "chart"})
    assert Draft(page.get(f"{draft}/options.yaml").text).value("print.language") == "en"


@pytest.mark.parametrize("said", ["patient: {id: a-1, language: en}", "patient: {id: a-1}\nprint: {language: en}"])
def test_a_file_that_says_its_language_is_left_as_it_is(said):
    page = opened(Printkit(), "es")
    draft = sent(page, "/s/booklet/open", {"file": (io.BytesIO(said.encode()), "x.yaml")}).rpartition("/")[0]
    page.get(f"{draft}/look")
    assert page.get(f"{draft}/options.yaml").text == said


def test_english_screens_write_no_language_into_a_draft(page):
    draft = sent(page, "/s/booklet/open", {"file": (io.BytesIO(EXAMPLE), "x.yaml")}).rpartition("/")[0]
    page.get(f"{draft}/look")
    assert page.get(f"{draft}/options.yaml").data == EXAMPLE


def test_the_same_is_decided_in_every_language():
    kit = Printkit(clinic=CLINIC, today=date(2026, 12, 8))
    options = kit.options(EXAMPLES / "foot-drop.yaml")
    english, spanish = kit.explain(options), kit.speaking("es").explain(options)
    for ours, theirs in zip(english.exercises, spanish.exercises, strict=True):
        assert (ours.exercise, ours.verdict, ours.helper) == (theirs.exercise, theirs.verdict, theirs.helper)
        assert [each.rule for each in ours.grounds] == [each.rule for each in theirs.grounds]
        assert all(one.because != other.because for one, other in zip(ours.grounds, theirs.grounds, strict=True))
    assert kit.language == "en"


# --- what nobody has translated


@pytest.fixture(scope="module")
def own_exercise(tmp_path_factory) -> Printkit:
    """A catalogue with an exercise and a list of a clinic's own, in English alone."""
    folder = tmp_path_factory.mktemp("own")
    for kind, name, of in (("exercises", "our-exercise", "ankle-pumps"), ("checklists", "our-list", "shoes")):
        text = (CATALOG / kind / f"{of}.yaml").read_text(encoding="utf-8")
        text = re.sub(r"(?m)^    title: .*$", "    title: Our very own", text, count=1)
        (folder / kind).mkdir()
        (folder / kind / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Printkit(catalog=folder)


def test_what_a_clinic_has_in_english_alone_is_marked_on_spanish_screens_and_not_printed(own_exercise):
    page = opened(own_exercise, "es")
    assert Said(page.get("/s/handout").text).found["en"] == ["English", "Our very own", "English"]
    assert "Our very own" in Said(page.get("/s/").text).found["en"]
    assert "Our very own" in Said(page.get("/s/checklist/our-list").text).found["en"]
    refused = page.post("/s/handout", data={"exercise": "our-exercise", "country": "ES"})
    assert refused.status_code == 422
    said = Said(refused.text).found["en"]
    assert any("not translated into Spanish" in each for each in said)
    assert made(page, page.post("/s/handout", data={"exercise": "our-exercise", "country": "ES", "language": "en"}))


# --- messages


def told(message: str) -> str:
    return messages.told(Printkit().catalog.labels("es"), message)


def test_an_english_screen_says_messages_as_they_are():
    labels = Printkit().catalog.labels("en")
    assert messages.told(labels, "give both, or neither") == "Give both, or neither."
    assert not isinstance(messages.told(labels, "x"), messages.InLanguage)


def test_a_message_without_a_pattern_is_marked_as_english():
    found = told("the moon is full")
    assert (str(found), found.language) == ("The moon is full.", "en")
    assert told("") == ""


WRONG = """\
patient: {id: "a b"}
stroke: {affected_side: lefft, happened_on: 2026-13-01}
health: {screened_by: J. Marsh, falls_last_year: many, berg_balance: 99, tremor: perhaps}
plan: {exercises: [{exercise: ankle-pomps}, {exercise: ankle-pumps, sets: 99}], starts_on: 1026-01-01}
prynt: {weeks: 40}
"""


def problems(text: str) -> list[PrintkitError]:
    with pytest.raises(PrintkitError) as raised:
        Printkit(today=date(2026, 12, 8)).options(text.encode())
    found = raised.value
    return list(found.problems) if isinstance(found, Several) else [found]


@pytest.mark.parametrize(
    "text",
    [
        WRONG,
        "patient: {id: a-1}\nhealth: {screened_by: J. Marsh}\n",
        "patient: {id: a-1}\nstroke: {happened_on: 2027-01-01}\n",
        "patient: {id: a-1}\nplan: {exercises: [ankle-pomps], programme: x-y, starts_on: 2026-12-09, review_on: 2026-12-01}\n",
        "patient: {id: a-1}\nplan: {exercises: [{exercise: ankle-pumps, times_per_day: 6, sets: 10}]}\n",
        "",
        "# only this\n",
        "patient: {id: a-1}\npatient: {id: a-2}\n",
        "patient:\n\tid: a-1\n",
    ],
)
def test_what_is_usually_wrong_with_an_option_file_is_said_in_spanish(text):
    for each in problems(text):
        for words_ in (each.message, each.hint):
            if words_ and "tab" not in words_ and "token" not in words_:
                assert not isinstance(told(words_), messages.InLanguage), words_


def test_each_reason_to_look_at_a_box_and_each_page_that_is_not_read_is_said_in_spanish():
    said = [*REASONS.values(), *(words_ for gate in GATES.values() for words_ in gate)]
    assert not [each for each in said if isinstance(told(each), messages.InLanguage)]


def test_boxes_of_scans_are_named_in_the_language_of_the_catalogue():
    kit = Printkit().speaking("es")
    names = ["ankle-pumps@morning/2026-11-23", "fell/week-2-day-3", "home-safety/stairs/S1/no"]
    found = words_of_all(names, kit.questions_of(names), words.spoken(kit))
    assert list(found.values()) == [
        "Mover el tobillo en la silla, mañana, Lun 23 de noviembre 2026",
        "Me caí, semana 2 Mié",
        "¿Está la escalera libre de cosas? no",
    ]


PUT_TOGETHER = {  # of pieces, when it is told
    *("most-a-day-or-sign", "breaks-the-library", "too-large-to-read", "too-long-to-read", "page-other-form-of"),
    *("page-other-layout-of", "differs", "no-logo-picture", "logo-too-large", "row-see-first", "row-see-first-nothing"),
    "row-no-topic",
}


def test_every_pattern_is_that_of_a_message():
    """A message that was reworded would leave its pattern, and its translation, without use."""
    code = "".join(path.read_text(encoding="utf-8") for path in Path(messages.__file__).parent.parent.rglob("*.py"))
    code += (CATALOG / "questions.yaml").read_text(encoding="utf-8")
    for key, pattern in Printkit().catalog.labels("en").groups["problems"].items():
        parts = [part.strip(" '():;,.") for part in re.split(r"\{[a-z_]+\}", pattern)]
        longest = max(parts, key=len)
        _, _, kind = longest.partition("there is no ")
        assert longest in code or (kind and f'"{kind}"' in code) or key in PUT_TOGETHER, (key, longest)


def test_what_stands_in_a_place_is_what_its_name_says():
    assert told("sets is 99") == "Sets es 99."
    assert isinstance(told("the moon is 99"), messages.InLanguage)  # no name of an answer
    assert told("left is 'a b', which is no date").startswith("Left es 'a b', que no es una fecha")


def test_what_is_wrong_with_an_answer_is_said_beside_its_question_in_each_language():
    message = "repetitions is 9999, over the most of ankle-pumps (60)"
    for language, said in (
        ("en", "9999 is over the most of this exercise, which is 60."),
        ("es", "9999 es más que el máximo de este ejercicio, que es 60."),
    ):
        assert messages.at_question(Printkit().catalog.labels(language), message) == said
        assert messages.at_question(Printkit().catalog.labels(language), "there is no rule 'x'") == ""


def test_every_message_beside_its_question_has_a_pattern():
    groups = Printkit().catalog.labels("en").groups
    assert set(groups["at-question"]) <= set(groups["problems"])


def test_a_swapped_side_of_an_answer_is_refused():
    translation = Printkit().catalog.translation("es")

    def wrong(english: str, said: str) -> list[str]:
        entry = PoEntry(english=english, said=(said,), context="labels/screen")
        return translations.complaints(entry, translation)

    assert wrong("The left side", "El lado izquierdo") == []
    assert wrong("The left side", "El lado derecho") == ["a side that the English does not say: 'derecho'"]


# --- any form


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(FAMILY), pairs=st.lists(st.tuples(st.one_of(NAMES, st.just("language")), VALUES), max_size=12)
)
def test_any_form_is_a_print_or_is_put_right_in_spanish_too(path, pairs):
    assert SPANISH.post(f"/s/{path}", data=MultiDict(pairs)).status_code in (303, 422)


SPANISH = opened(Printkit(), "es")
