"""What a screen keeps and says on the way: typed words in another language, sheets of what was printed, the check of a person."""

import io
import re
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from test_page_booklet import EXAMPLE, KIT, begun, saved, send
from test_page_since import form

from printkit.page import application as screens
from printkit.page import memory
from printkit.page.drafts import Draft


@pytest.fixture
def page() -> FlaskClient:
    return screens.application(KIT, "/s", ("localhost",)).test_client()


def spoken(page: FlaskClient, address: str, to: str, **typed: str) -> str:
    """The screen after its language has changed, with what stood in its fields."""
    fields = {name.replace("__", "."): value for name, value in typed.items()}
    answer = page.post(f"/s/language?to={to}&back={address}", data={"to": to, **fields})
    assert answer.status_code == 303
    return answer.location


def test_another_language_keeps_what_was_typed_and_changes_that_of_the_pages(page):
    place = spoken(page, "handout", "es", exercise="ankle-circles", screened_by="A. Reed", language="en")
    html = page.get(place).text
    assert 'value="A. Reed"' in html
    assert '<option value="ankle-circles" selected' in html
    assert '<option value="es" selected' in html
    place = spoken(page, place.removeprefix("/s/").replace("=", "%3D").replace("?", "%3F"), "en", side="left")
    assert place.count("typed=") == 1
    assert re.search(r'value="left" checked', page.get(place).text)


class Buttons(HTMLParser):
    """The buttons of the form `answers`, in the order in which a browser finds them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str]] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        each = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = each.get("id", "")
        if tag == "button" and each.get("form", self._inside) == "answers":
            self.found.append(each)

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = ""


WITH_ANSWERS = ("handout", "todo", "checklist/shoes", "skin-sheet", "leaflet", "clinic", "returned")
OF_A_DRAFT = ("who", "health", "health/heart", "exercises", "look", "sign")


def screens_with_answers(page: FlaskClient) -> list[str]:
    draft = begun(page, EXAMPLE)
    at = page.post("/s/returned", data={"file": (io.BytesIO(EXAMPLE), "x.yaml")}).location
    page.post(f"{at}/0", data={})
    return [*(f"/s/{each}" for each in WITH_ANSWERS), *(f"{draft}/{each}" for each in OF_A_DRAFT), at, f"{at}/0"]


def test_every_screen_with_answers_says_what_enter_does():
    for path in screens._SCREENS.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert ('id="answers"' in text) == ("{% set enter = " in text), path.name


def test_without_script_another_language_is_a_button_of_the_same_form_and_enter_presses_another_one(page):
    for screen in screens_with_answers(page):
        html = page.get(screen).text
        assert 'id="answers"' in html, screen
        first, *others = Buttons(html).found
        assert "formaction" not in first, screen
        assert first["class"] == "first"
        main = next(each for each in others if "main" in each.get("class", "") or each.get("value") == "boxes")
        if "/booklet/" not in screen:  # a step knows by itself what is meant by Enter
            assert (first.get("name"), first.get("value")) == (main.get("name"), main.get("value")), screen
        to = {each["formaction"] for each in others if "formaction" in each}
        assert any("/language?to=es" in each for each in to), screen
        assert sum("/look?to=" in each for each in to) > 1, screen
        lines = re.findall(r'<input id="[^"]+" type="text" (?:inputmode="numeric" )?name="([^"]+)"', html)
        sent = form(page, screen) | dict.fromkeys(lines, "2026")
        kept = page.post(next(each for each in to if "/language" in each), data=sent).location
        assert f"{screen}?typed=" in kept or not sent, screen
        again = page.get(kept).text
        assert [name for name in lines if f'name="{name}" value="2026"' not in again] == [], screen
        page.post("/s/language", data={"to": "en"})


def test_who_has_typed_something_is_asked_before_it_is_left_in_another_language_too(page):
    draft = begun(page, EXAMPLE)
    at = f"{draft.removeprefix('/s/')}/look"
    assert 'data-unsent="yes"' not in page.get(spoken(page, at, "es", print__weeks="7")).text
    assert 'data-unsent="yes"' in page.get(spoken(page, at, "es", print__weeks="7", unsent="yes")).text
    assert 'data-unsent="yes"' not in page.get(f"{draft}/look").text


def test_of_two_drafts_of_one_person_each_says_when_it_was_changed(page, monkeypatch):
    times = iter(
        datetime(2026, 11, 29, 10, minute, second, tzinfo=UTC) for minute in (5, 40) for second in range(0, 60, 3)
    )
    monkeypatch.setattr(memory, "now", lambda: next(times))
    first = begun(page, EXAMPLE)
    door = "Go on with the booklet of example-foot-drop"
    assert re.findall(rf"<strong>({door}[^<]*)", page.get("/s/").text) == [door]
    begun(page, EXAMPLE)
    both = re.findall(rf"<strong>({door}[^<]*)", page.get("/s/").text)
    assert both == [f"{door}, last changed at 10:05:03", f"{door}, last changed at 10:05:00"]
    for at in times:  # some time goes by
        if at.minute == 40:
            break
    page.get(f"{first}/look")  # who only looks changes nothing
    assert "10:40" not in page.get("/s/").text
    send(page, first, "look", print__weeks="5")
    both = re.findall(rf"<strong>({door}[^<]*)", page.get("/s/").text)
    assert sorted(both) == [f"{door}, last changed at 10:05", f"{door}, last changed at 10:40"]


def test_a_draft_takes_the_language_of_the_screens_only_while_they_speak_it(page):
    draft = begun(page, EXAMPLE)
    at = f"{draft.removeprefix('/s/')}/look"
    key = form(page, f"{draft}/look")["made_from"]
    place = spoken(page, at, "es", print__weeks="7", print__language="", made_from=key)
    html = page.get(place).text
    assert 'name="print.weeks" value="7"' in html
    assert f'name="made_from" value="{key}"' in html
    assert Draft(saved(page, draft)).value("print.language") == "es"
    spoken(page, at, "en")
    page.get(f"{draft}/look")
    assert Draft(saved(page, draft)).value("print.language") == ""
    send(page, draft, "look", print__language="es", do="to:look")
    assert Draft(saved(page, draft)).value("print.language") == "es"


def test_add_to_a_programme_keeps_what_the_programme_gives(page):
    draft = begun(page)
    send(page, draft, "who", patient__id="w-1", stroke__affected_side="left")
    send(page, draft, "health", health__screened_by="A. Reed", health__screened_on="2026-11-20")
    send(page, draft, "exercises", do="own")
    own = Draft(saved(page, draft)).exercises
    other = begun(page)
    html = page.get(f"{other}/exercises").text  # while the rules lack answers
    assert "The rules cannot say yet which of these are safe." in html
    given = tuple(re.findall(r'id="exercise-([a-z0-9-]+)"', html))
    assert len(given) > 1
    send(page, other, "exercises", do="add:ankle-circles")
    assert Draft(saved(page, other)).exercises == (*given, "ankle-circles")
    third = begun(page)
    send(page, third, "who", patient__id="w-1", stroke__affected_side="left")
    send(page, third, "health", health__screened_by="A. Reed", health__screened_on="2026-11-20")
    send(page, third, "exercises", do="add:finger-spread")
    assert Draft(saved(page, third)).exercises == (*own, "finger-spread")


@pytest.mark.parametrize(("sought", "one"), [("bridge", "bridging"), ("lift hips", "bridging"), ("", "bridging")])
def test_an_exercise_is_found_by_the_beginning_of_a_word_by_what_it_trains_and_among_all(page, sought, one):
    html = page.get(f"{begun(page, EXAMPLE)}/exercises?find={sought}").text
    assert f'value="add:{one}"' in html
    assert "add:" not in page.get(f"{begun(page, EXAMPLE)}/exercises").text


def test_the_sheets_to_type_in_are_those_that_were_printed_last_and_lead_back(page):
    draft = begun(page, EXAMPLE)
    pages = {}
    for kind in ("booklet", "chart"):
        send(page, draft, "look", do=kind)
        html = page.get(send(page, draft, "look", do="returned").location).text
        assert f'href="{draft}/look"' in html
        pages[kind] = re.findall(r"<strong>Page (\d+)", html)
    assert pages["chart"][0] == "1"
    assert len(pages["booklet"]) > len(pages["chart"])


def test_ticks_go_along_to_all_pages_of_a_print(page):
    at = page.post("/s/returned", data={"file": (io.BytesIO(EXAMPLE), "x.yaml")}).location
    (first,) = re.findall(rf'class="door main" href="{at}/(\d+)"', page.get(at).text)  # days to tick
    name = re.findall(r'<select id="ask-([^"]+@[^"]+)"', page.get(f"{at}/{first}").text)[0]
    assert page.post(f"{at}/{first}", data={"do": "all"}).location == at
    assert "typed in" not in page.get(at).text.replace("Not typed in yet", "")  # an empty page says nothing
    page.post(f"{at}/{first}", data={"do": "all", name: "yes"})
    assert "It makes 1 entry" in page.get(at).text


def test_it_is_ready_says_what_the_check_of_the_person_has_settled(page):
    ready = page.get(send(page, begun(page, EXAMPLE), "look", do="booklet").location).text
    (many,) = re.findall(
        r"The check by J. Marsh, physiotherapist settled (\d+) health questions that nobody answered.", ready
    )
    assert int(many) == len(KIT.options(EXAMPLE).cleared_by_screening())


def test_a_check_that_is_too_old_is_called_old(page):
    said = {"exercise": "walking-practice", "side": "left", "screened_by": "J. Marsh", "screened_on": "2026-02-05"}
    answer = page.post("/s/handout", data=said)
    assert answer.status_code == 422
    assert "That check is over 6 months old and settles nothing." in unescape(answer.text)
    assert 'href="#ask-screened_on"' in answer.text


def test_a_question_leads_to_its_own_field_and_of_two_that_follow_one_is_asked(page):
    draft = begun(page)
    send(page, draft, "who", patient__id="w-1", stroke__affected_side="left")
    html = page.get(f"{draft}/look").text
    links = re.findall(r'href="[^"]+#ask-([\w.]+)"', html)
    assert "health.surgery_side" not in links
    assert links.count("health.screened_by") == 1
