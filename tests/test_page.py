"""The screens: what they ask, what they print, and that no form breaks them."""

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from printkit.diary import what_matters
from printkit.kit import Printkit, clinic_of
from printkit.model.options import Clinic
from printkit.page import application as screens
from printkit.page import memory
from printkit.resources import CATALOG, EXAMPLES

KIT = Printkit()
MOST_QUESTIONS = 5
ONE_FILE = Path(__file__).parent.parent / "tools" / "one_file.py"  # it says the words before there is a screen
RUNS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LISTS = KIT.catalog.names("checklists")
LEAFLETS = tuple(name for name in KIT.catalog.names("topics") if KIT.catalog.topic(name).chapter != "clinician")
FAMILY = (*(f"checklist/{name}" for name in LISTS), "leaflet", "handout", "todo", "skin-sheet")


def opened(clinic: Clinic | None = None) -> FlaskClient:
    kit = Printkit(clinic=clinic) if clinic else KIT
    return screens.application(kit, "/s", ("localhost",)).test_client()


@pytest.fixture(scope="module")
def page() -> FlaskClient:
    return opened()


class Screen(HTMLParser):
    """What stands on a screen: its fields, its links, what is asked, and where ids are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in tags]

    @property
    def ids(self) -> set[str | None]:
        return {attributes["id"] for _, attributes in self.tags if "id" in attributes}

    @property
    def before_more(self) -> "Screen":
        return Screen(self.html.partition("<main")[2].partition("<details")[0])


def made(page: FlaskClient, answer: TestResponse) -> bytes:
    """The PDF behind an answer."""
    assert answer.status_code == 303, answer.text
    screen = page.get(answer.location)
    assert screen.status_code == 200
    (link,) = re.findall(r'href="([^"?]+[.]pdf)"', screen.text)
    return page.get(link).data


# --- what every screen has


@pytest.mark.parametrize("path", ["", *FAMILY])
def test_every_screen_says_what_it_is_and_is_whole(page, path):
    found = page.get(f"/s/{path}")
    assert found.status_code == 200
    screen = Screen(found.text)
    assert found.text.count("<h1") == 1
    assert '<html lang="en"' in found.text
    assert len(screen.of("title")) == 1
    assert len(screen.of("button")) >= 1
    assert found.text.count('class="main"') + found.text.count("door main") == 1  # one main act
    for field in screen.of("select") + [
        each for each in screen.of("input") if each["type"] not in ("radio", "checkbox", "hidden")
    ]:
        assert f'for="{field["id"]}"' in found.text
    for _, attributes in screen.tags:
        for name in (attributes.get("aria-describedby") or "").split():
            assert name in screen.ids
    ids = re.findall(r' id="([^"]+)"', found.text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", FAMILY)
def test_at_most_5_questions_stand_before_a_print(page, path):
    screen = Screen(page.get(f"/s/{path}").text).before_more
    asked = {field["name"] for field in screen.of("input", "select")}
    assert 1 <= len(asked) <= MOST_QUESTIONS


@pytest.mark.parametrize("path", FAMILY)
def test_who_does_not_know_need_not_answer(path):
    """All that is chosen beforehand is "I do not know", but for the clinic's own country."""
    html = opened().get(f"/s/{path}").text
    for name in re.findall(r'<fieldset id="ask-(side|brace|stick|alone)"', html):
        assert re.search(rf'name="{name}" value="unknown" checked> <span>I do not know<', html), name
    assert '<option value="" selected>I do not know</option>' in html


def test_a_home_without_one_answer_is_still_a_list(page):
    answer = page.post("/s/checklist/home-safety")
    assert made(page, answer).startswith(b"%PDF-")
    assert "You named no country" in page.get(answer.location).text


def test_countries_have_names_and_each_stands_once(page):
    html = page.get("/s/checklist/home-safety").text
    (choices,) = re.findall(r'<select id="ask-country".*?</select>', html, re.DOTALL)
    said = re.findall(r'<option value="(\w*)"[^>]*>([^<]+)<', choices)
    assert dict(said) == {
        "": "I do not know", "GB": "United Kingdom", "IE": "Ireland", "US": "United States", "CA": "Canada",
        "AU": "Australia", "NZ": "New Zealand", "ZA": "South Africa", "IN": "India", "ES": "Spain", "MX": "Mexico", "PR": "Puerto Rico",
        "CR": "Costa Rica", "EC": "Ecuador", "CO": "Colombia", "CL": "Chile", "HN": "Honduras",
        "PA": "Panama", "SV": "El Salvador", "EU": "Another country of Europe",
    }  # fmt: skip
    assert len(said) == len(dict(said))


def test_the_country_of_the_clinic_is_chosen_already():
    html = opened(clinic_of(EXAMPLES / "clinic.yaml")).get("/s/handout").text
    assert '<option value="GB" selected>United Kingdom</option>' in html


def test_every_word_of_the_screens_has_a_label_and_every_label_a_screen():
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (*Path(screens.__file__).parent.rglob("*"), ONE_FILE, Path(what_matters.__file__))
        if path.is_file() and path.suffix in (".py", ".html")
    )
    labels = KIT.catalog.labels("en").groups["screen"]
    for key in labels:
        stem = key.removesuffix("-one").removesuffix("-title").removesuffix("-about")
        start = stem.partition("-")[0]
        assert (
            f'"{stem}"' in code
            or f"'{stem}'" in code
            or f'"{key}"' in code
            or f"'{key}'" in code
            or f"{start}-" in code
        ), key
    assert all("countries" in KIT.catalog.labels("en").groups and region for region in KIT.catalog.regions)


def test_every_sentence_of_the_screens_is_short():
    for key, words in KIT.catalog.labels("en").groups["screen"].items():
        for sentence in re.split(r"(?<=[.?!:]) ", words):
            assert len(sentence.split()) <= 15, (key, sentence)


def test_no_words_of_a_screen_stand_in_its_own_file():
    for path in screens._SCREENS.glob("*.html"):
        text = re.sub(r"\{[{%#].*?[#%}]\}|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.sub(r"[\s-]+", "", text) == "", path.name


# --- the same bytes as the command


def test_a_list_has_the_same_bytes_as_that_of_the_command(page, printkit):
    answers = {
        "country": "GB",
        "side": "left",
        "brace": "yes",
        "stick": "yes",
        "alone": "no",
        "look": "large",
        "room": ["stairs", "bathroom"],
    }
    ours = made(page, page.post("/s/checklist/home-safety", data=answers))
    words = "--region GB --side left --brace --stick --not-alone --profile large --room stairs --room bathroom -o x.pdf"
    assert printkit("checklist", "home-safety", *words.split()).exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


@pytest.mark.parametrize("name", LISTS)
def test_each_list_of_who_knows_nothing_has_the_same_bytes_as_that_of_the_command(page, printkit, name):
    ours = made(page, page.post(f"/s/checklist/{name}"))
    assert printkit("checklist", name, "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


@pytest.mark.parametrize("name", ["fatigue", "after-a-fall", "helper-care"])
def test_a_leaflet_has_the_same_bytes_as_that_of_the_command(page, printkit, name):
    ours = made(page, page.post("/s/leaflet", data={"leaflet": name, "side": "left", "country": "GB"}))
    assert printkit("leaflet", name, "--side", "left", "--region", "GB", "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"side": "left", "country": "GB"}, "--side left --region GB"),
        ({"side": "right", "new-brace": "yes"}, "--side right --new-brace"),
        (
            {"side": "left", "brace_start": "2026-11-23", "look": "large"},
            "--side left --brace-start 2026-11-23 --profile large",
        ),
    ],
)
def test_a_skin_sheet_has_the_same_bytes_as_that_of_the_command(page, printkit, answers, words):
    ours = made(page, page.post("/s/skin-sheet", data=answers))
    assert printkit("skin-sheet", *words.split(), "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


def test_a_first_day_of_a_brace_that_is_not_new_is_asked_about(page):
    found = page.post("/s/skin-sheet", data={"new-brace": "no", "brace_start": "2026-11-23"})
    assert found.status_code == 422
    assert 'href="#ask-new-brace"' in found.text


def test_a_country_is_asked_once_and_a_side_each_time():
    page = opened()
    page.post("/s/checklist/shoes", data={"country": "IE", "side": "left"})
    for path in FAMILY:
        html = page.get(f"/s/{path}").text
        assert '<option value="IE" selected>Ireland</option>' in html
        if 'name="side"' in html:
            assert 'name="side" value="unknown" checked' in html


def test_every_list_and_leaflet_of_the_catalogue_can_be_chosen_and_nothing_for_clinicians(page):
    home = page.get("/s/").text
    assert {*re.findall(r'href="/s/checklist/([^"]+)"', home)} == {*LISTS}
    assert home.index("checklist/home-safety") < home.index("/handout") < home.index("checklist/shoes")
    offered = re.findall(r'<option value="([^"]+)"', page.get("/s/leaflet").text.partition('id="ask-country"')[0])
    assert sorted(offered) == sorted(LEAFLETS)
    assert page.post("/s/leaflet", data={"leaflet": "arm-outlook"}).status_code == 422


def test_a_list_and_a_leaflet_of_a_clinic_are_doors_too_without_a_word_of_the_screens(tmp_path):
    for kind, name, of, title in (
        ("checklists", "our-list", "shoes", "Our own questions"),
        ("topics", "our-leaflet", "fatigue", "Our own leaflet"),
    ):
        text = (CATALOG / kind / f"{of}.yaml").read_text(encoding="utf-8")
        (tmp_path / kind).mkdir()
        text = re.sub(r"(?m)^    title: .*$", f"    title: {title}", text, count=1)
        (tmp_path / kind / f"{name}.yaml").write_text(text, encoding="utf-8")
    page = screens.application(Printkit(catalog=tmp_path), "/s", ("localhost",)).test_client()
    assert "<strong>Our own questions</strong></a>" in page.get("/s/").text
    assert "<h1>Our own questions</h1>" in page.get("/s/checklist/our-list").text
    assert made(page, page.post("/s/checklist/our-list")).startswith(b"%PDF-")
    assert '<option value="our-leaflet">Our own leaflet</option>' in page.get("/s/leaflet").text
    assert made(page, page.post("/s/leaflet", data={"leaflet": "our-leaflet"})).startswith(b"%PDF-")


def test_an_exercise_has_the_same_bytes_as_that_of_the_command(page, printkit):
    answers = {
        "exercise": "seated-toe-raise",
        "side": "right",
        "country": "US",
        "screened_by": "J. Marsh",
        "screened_on": "2026-11-20",
    }
    ours = made(page, page.post("/s/handout", data=answers))
    words = "--side right --region US --screened-on 2026-11-20 -o x.pdf"
    assert printkit("handout", "seated-toe-raise", *words.split(), "--screened-by", "J. Marsh").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


def test_exercises_stand_below_what_they_train(page):
    (choices,) = re.findall(r'<select id="ask-exercise".*?</select>', page.get("/s/handout").text, re.DOTALL)
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', choices, re.DOTALL)
    assert [heading for heading, _ in groups] == sorted({heading for heading, _ in groups})
    assert '<option value="walking-practice">' in dict(groups)["Your walking"]
    assert set(re.findall(r'value="([^"]+)"', choices)) == set(KIT.catalog.names("exercises"))


def test_the_clinic_of_the_command_line_is_on_the_pages(printkit):
    page = opened(clinic_of(EXAMPLES / "clinic.yaml"))
    ours = made(page, page.post("/s/checklist/shoes", data={"country": "GB"}))
    assert printkit("checklist", "shoes", "--clinic", str(EXAMPLES / "clinic.yaml"), "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


def filled_in(tmp_path: Path, *boxes: str) -> bytes:
    """A list of the home with boxes ticked in a PDF reader, as it is saved."""
    KIT.checklist("home-safety").save(tmp_path / "blank.pdf")
    writer = pypdf.PdfWriter(clone_from=tmp_path / "blank.pdf")
    for each in writer.pages:
        if "/Annots" in each:
            writer.update_page_form_field_values(each, dict.fromkeys(boxes, "/Yes"), auto_regenerate=False)
    writer.write(tmp_path / "filled.pdf")
    return (tmp_path / "filled.pdf").read_bytes()


def test_a_list_that_was_filled_in_becomes_the_same_bytes_as_by_the_command(page, printkit, tmp_path):
    data = filled_in(tmp_path, "home-safety/entry/E1/no")
    ours = made(
        page, page.post("/s/todo", data={"file": (io.BytesIO(data), "filled.pdf"), "country": "GB", "side": "left"})
    )
    words = f"{tmp_path}/filled.pdf --region GB --side left -o x.pdf"
    assert printkit("todo", *words.split()).exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7", "not a PDF that can be read"),
        (None, "no line of a checklist is ticked"),
    ],
)
def test_a_list_with_nothing_to_do_or_no_list_is_put_right(page, tmp_path, data, says):
    sent = filled_in(tmp_path) if data is None else data
    answer = page.post("/s/todo", data={"file": (io.BytesIO(sent), "../../x.pdf"), "country": "GB"})
    assert answer.status_code == 422
    assert 'href="#ask-file"' in answer.text
    assert says.lower() in answer.text.lower()


# --- put right


def test_what_must_be_put_right_stands_on_top_and_at_its_field_and_nothing_is_lost(page):
    answers = {"exercise": "", "side": "left", "country": "IE", "screened_by": "J. Marsh", "screened_on": "the 3rd"}
    found = page.post("/s/handout", data=answers)
    assert found.status_code == 422
    screen = Screen(found.text)
    assert "<title>To put right: One exercise on a page" in found.text
    (box,) = re.findall(r'<div class="problems" role="alert".*?</div>', found.text, re.DOTALL)
    assert re.findall(r'href="#([^"]+)"', box) == ["ask-screened_on", "ask-exercise"]
    assert {"ask-screened_on", "ask-exercise"} <= screen.ids
    (field,) = (each for each in screen.of("select") if each["name"] == "exercise")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "wrong-exercise"
    (day,) = (each for each in screen.of("input") if each["name"] == "screened_on")
    assert day["value"] == "the 3rd"
    assert day["type"] == "text"  # a field for days would throw away what is no day
    assert 'value="J. Marsh"' in found.text
    assert '<option value="IE" selected>' in found.text
    assert 'name="side" value="left" checked' in found.text
    assert "<details open>" in found.text  # what is wrong must not be folded away


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [
        ({"screened_by": "J. Marsh"}, "screened_on", "belong together"),
        ({"screened_on": "2026-11-20"}, "screened_by", "belong together"),
        ({"screened_by": "J. Marsh", "screened_on": "2999-01-01"}, "screened_on", "still to come"),
        ({"screened_by": "?", "screened_on": "2026-11-20"}, "screened_by", "no name"),
        ({"screened_by": "J\x07", "screened_on": "2026-11-20"}, "screened_by", "no page can show"),
        ({"side": "up"}, "side", "not one of the choices"),
        ({"country": "Atlantis"}, "country", "not one of the choices"),
        ({"look": "tiny"}, "look", "not one of the choices"),
    ],
)
def test_every_problem_is_a_link_to_its_field(page, answers, field, says):
    found = page.post("/s/handout", data={"exercise": "seated-toe-raise"} | answers)
    assert found.status_code == 422
    assert f'href="#ask-{field}"' in found.text
    assert says in found.text
    assert "--" not in re.sub(r"<[^>]+>", "", found.text)  # no flag of the command line


def test_an_exercise_that_needs_a_check_says_so_at_the_field_for_it(page):
    found = page.post("/s/handout", data={"exercise": "walking-practice"})
    assert found.status_code == 422
    box = re.sub(r"<[^>]+>", "", found.text.partition('role="alert"')[2].partition("</ul>")[0])
    assert "Walking practice is left out: A therapist must check" in " ".join(box.split())
    assert "If a therapist has, give the name and the day below." in box
    assert 'href="#ask-screened_by"' in found.text
    assert "<details open" in found.text
    assert "screened_by and" not in found.text  # the words of an option file


# --- it is ready


def test_it_is_ready_says_what_was_made(page):
    answer = page.post("/s/checklist/shoes", data={"country": "GB"})
    screen = page.get(answer.location)
    assert "<h1>It is ready: Are your shoes safe?</h1>" in screen.text
    assert re.search(r"It has \d+ pages?[.]", screen.text)
    assert "left out" not in screen.text  # there was no exercise to judge
    (file,) = re.findall(r'href="([^"?]+[.]pdf)"', screen.text)
    assert page.get(file).headers["Content-Disposition"].startswith("inline; ")
    assert page.get(f"{file}?save=1").headers["Content-Disposition"].startswith("attachment; ")
    assert page.get(file).mimetype == "application/pdf"


def test_answers_are_changed_without_giving_all_of_them_again(page):
    answers = {"country": "IE", "side": "left", "stick": "yes", "room": ["stairs", "bathroom"], "look": "large"}
    ready = page.get(page.post("/s/checklist/home-safety", data=answers).location).text
    (change,) = re.findall(r'href="([^"]+)"><strong>Change my answers', ready)
    html = page.get(change).text
    for name, value in (
        ("side", "left"),
        ("stick", "yes"),
        ("room", "stairs"),
        ("room", "bathroom"),
        ("look", "large"),
    ):
        assert f'name="{name}" value="{value}" checked' in html
    (anew,) = re.findall(r'href="([^"]+)"><strong>Make another', ready)
    assert 'name="side" value="unknown" checked' in page.get(anew).text


def test_the_last_8_prints_are_kept(page):
    first = page.post("/s/checklist/shoes").location
    for _ in range(memory._KEPT):
        page.post("/s/checklist/shoes")
    assert page.get(first).status_code == 404
    assert "made too long ago" in page.get(first).text


def test_screens_have_looks_of_their_own(page):
    for look in ("large", "neglect-left", "standard"):
        assert page.post("/s/look", data={"to": look}).status_code == 303
        assert f'class="look-{look}"' in page.get("/s/handout").text
    assert page.post("/s/look", data={"to": "x"}).status_code == 303


@pytest.mark.parametrize("path", ["", *FAMILY, "booklet", "returned", "clinic"])
def test_the_look_of_the_screens_is_changed_on_each_of_them_which_stays_with_what_was_typed(page, path):
    html = page.get(f"/s/{path}").text
    assert f'action="/s/look?back={path}"' in html.partition("<main")[0]
    answer = page.post(f"/s/look?to=large&back={path}", data={"side": "left", "language": "es"})
    assert answer.location.startswith(f"/s/{path}")
    again = page.get(answer.location).text
    assert 'class="look-large"' in again
    assert re.search(r'name="to" value="large" aria-pressed="true"', again)
    if 'name="side"' in html:
        assert 'name="side" value="left" checked' in again
    if 'name="language"' in html.partition("<main")[2]:
        assert re.search(r'<option value="es" selected', again)
    page.post("/s/look", data={"to": "standard"})


# --- any form


NAMES = st.sampled_from(
    ["country", "side", "brace", "stick", "alone", "room", "look", "exercise", "leaflet", "screened_by", "screened_on"]
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["unknown", "yes", "no", "left", "GB", "2026-11-20", "seated-toe-raise", "stairs", "large", "pain"]
    ),
)


@RUNS
@given(path=st.sampled_from(FAMILY), pairs=st.lists(st.tuples(NAMES, VALUES), max_size=12))
def test_any_form_is_a_print_or_is_put_right(page, path, pairs):
    assert page.post(f"/s/{path}", data=MultiDict(pairs)).status_code in (303, 422)


@RUNS
@given(
    path=st.sampled_from([*FAMILY, "look"]),
    body=st.binary(max_size=400),
    kind=st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "multipart/form-data",
            "text/plain",
            "é",
        ]
    ),
)
def test_any_bytes_are_a_print_or_are_put_right(page, path, body, kind):
    for sent in (
        body,
        b"side=" + body,
        b'--b\r\nContent-Disposition: form-data; name="side"\r\n\r\n' + body + b"\r\n--b--\r\n",
    ):
        assert page.post(f"/s/{path}", data=sent, content_type=kind).status_code in (303, 413, 422)
