"""The screens in a real browser: by keyboard alone, on a narrow phone, in the dark, in every look, held against axe.

Chromium is that of the machine (Debian: apt-get install chromium), for what Playwright would fetch comes from no registry.
Without one these tests are left out and say so; with PRINTKIT_BROWSER=yes that is a failure, and =no leaves them out.
"""

import json
import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NOVEMBER

from printkit.kit import Printkit, clinic_of
from printkit.model.vocabulary import PrintProfile
from printkit.page import server
from printkit.page.server import Door
from printkit.resources import EXAMPLES
from printkit.scan import review
from printkit.scan.records import Mark

sync_api = pytest.importorskip("playwright.sync_api")
axe_run = pytest.importorskip("axe_playwright_python.base")

WANTED = os.environ.get("PRINTKIT_BROWSER", "")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NONE_HERE = WANTED == "no" or (CHROMIUM is None and not WANTED)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(NONE_HERE, reason="there is no Chromium on this machine")]

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(axe_run.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GOLDEN = Path(__file__).parent / "screens"
TARGET = 44  # px, each way
ASK_AXE = "async rules => (await axe.run({runOnly: rules})).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
# whether a machine has voices is no matter of the golden files
WITHOUT_VOICES = "delete Window.prototype.speechSynthesis; delete window.speechSynthesis"
SMALL = """least => [...document.querySelectorAll('a, button, select, summary, textarea, label.choice, input:not([type=radio]):not([type=checkbox]):not([type=hidden])')]
    .filter(e => !e.closest('.skip, p') && !e.matches('.skip, .first') && e.checkVisibility())
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([_, box]) => box.height < least - 0.5 || box.width < least - 0.5).map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def door(tmp_path_factory) -> Iterator[Door]:
    with (
        pytest.MonkeyPatch.context() as patch,
        Door(
            Printkit(clinic=clinic_of(EXAMPLES / "clinic.yaml"), today=NOVEMBER), roster=EXAMPLES / "roster.csv"
        ) as opened,
    ):
        patch.setattr(server, "_LOOK_UP", 0.05)
        patch.chdir(tmp_path_factory.mktemp("folder"))
        for name in ("ward.csv", "clinic.xlsx"):
            Path(name).touch()
        serving = threading.Thread(target=opened.serve)
        serving.start()
        yield opened
        opened.memory.closing = True
        serving.join(20)


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


def draft_of(door: Door, page) -> str:
    """A draft of the example, opened as a therapist opens it."""
    page.goto(f"{door.address}booklet")
    page.set_input_files("input[name=file]", EXAMPLES / "foot-drop.yaml")
    page.get_by_role("button", name="Open the file").click()
    return page.url.rpartition("/")[0].removeprefix(door.address)


def sheets_of(door: Door, page) -> list[str]:
    """A booklet that came back: all of it, with one page typed in, and each kind of page."""
    page.goto(f"{door.address}returned")
    page.set_input_files("input[name=file]", EXAMPLES / "foot-drop.yaml")
    page.get_by_role("button", name="Show its boxes").click()
    at = page.url.removeprefix(door.address)
    kinds = [
        page.get_by_role("link", name=name).first for name in ("days to tick", "how it felt", "the skin", "questions")
    ]
    pages = [each.get_attribute("href").rpartition("/")[2] for each in kinds]
    page.goto(f"{door.address}{at}/{pages[0]}")
    page.get_by_label("Mon 23").first.select_option("yes")
    page.get_by_role("button", name="This page is done").click()
    return [at, *(f"{at}/{each}" for each in pages)]


def screens(door: Door, page) -> list[str]:
    draft = draft_of(door, page)
    sheets = sheets_of(door, page)
    steps = [
        f"{draft}/{step}" for step in ("who", "health", "health/bones", "exercises?find=ankle", "look", "sign")
    ]  # fmt: skip
    lists = ["checklist/home-safety", "checklist/visit"]
    others = [
        "leaflet",
        "handout",
        "handout?find=quads",
        "handout?find=",
        "todo",
        "skin-sheet",
        "booklet",
        "roster",
        "rosters",
        "returned",
        "clinic",
    ]
    return ["", *lists, *others, *steps, *sheets, "nothing-here"]


def wrong(page) -> list[str]:
    """What axe finds."""
    page.evaluate(AXE)
    return page.evaluate(ASK_AXE, RULES)


def test_a_family_gets_its_list_by_keyboard_alone(door, page):
    pressed = 0

    def press(key: str, times: int = 1) -> None:
        nonlocal pressed
        for _ in range(times):
            page.keyboard.press(key)
        pressed += times

    def until(role: str, name: str, key: str = "Tab") -> None:
        wanted = page.get_by_role(role, name=name, exact=False).first
        for _ in range(40):
            press(key)
            if wanted.evaluate("each => each === document.activeElement || each.contains(document.activeElement)"):
                return
        raise AssertionError(f"{name} is not reached by {key}")

    page.goto(door.address)
    until("link", "A safety check of a home")
    press("Enter")
    page.wait_for_url("**/checklist/home-safety")
    until("combobox", "In which country")
    page.keyboard.type("Ire")
    pressed += 3
    press("Tab")
    press("ArrowDown")
    assert page.get_by_role("radio", name="The left side").is_checked()
    until("button", "Make the pages")
    press("Enter")
    page.wait_for_url("**/made/**")
    until("link", "Open to print")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "4px"
    assert "You named no country" not in page.content()
    assert pressed < 30


def test_what_must_be_put_right_has_the_focus_and_leads_to_its_field(door, page):
    page.goto(f"{door.address}handout")
    page.get_by_role("button", name="Make the pages").click()
    sync_api.expect(page).to_have_title(re.compile("^To put right:"))
    sync_api.expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") in ("ask-exercise", "#ask-exercise")
    assert wrong(page) == []


def test_a_therapist_sees_why_and_gets_a_booklet(door, page):
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{door.address}{draft_of(door, page)}/exercises")
    assert page.get_by_role("heading", name="Seated toe raise: in, and changed").is_visible()
    page.get_by_role("button", name="Move down").first.click()
    page.wait_for_url("**#exercise-**")
    page.get_by_role("button", name="Go on").last.click()
    page.get_by_role("button", name="Make the booklet").click()
    page.wait_for_url("**/made/**")
    assert page.get_by_role("heading", level=1).inner_text() == "It is ready: The booklet"
    assert wrong(page) == []
    elsewhere = [url for url in requests if not url.startswith((door.address, "data:"))]
    assert elsewhere == []


def in_every_look(plain: object, other: object) -> list[object]:
    """Each look with each of two ways to look; all but the plainest wait until somebody asks for them."""
    pairs = [(look, way) for look in PrintProfile for way in (plain, other)]
    first, *rest = pairs
    assert first == (PrintProfile.STANDARD, plain)
    return [first, *(pytest.param(*each, marks=pytest.mark.every_look) for each in rest)]


@pytest.mark.parametrize(("look", "scheme"), in_every_look("light", "dark"))
def test_axe_finds_nothing_in_any_look_by_day_and_by_night(door, page, look, scheme, subtests):
    door.memory.look = look
    try:
        for path in screens(door, page):
            with subtests.test(path):
                page.emulate_media(color_scheme=scheme)
                page.goto(door.address + path)
                page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
                assert wrong(page) == []
    finally:
        door.memory.look = PrintProfile.STANDARD


@pytest.mark.parametrize(("look", "width"), in_every_look(320, 1000))
def test_nothing_is_wider_than_a_narrow_phone_and_each_target_is_large(door, page, look, width, subtests):
    door.memory.look = look
    try:
        for path in screens(door, page):
            with subtests.test(path):
                page.set_viewport_size({"width": width, "height": 700})
                page.goto(door.address + path)
                page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.evaluate(SMALL, TARGET) == []
                assert float(page.evaluate("getComputedStyle(document.body).fontSize").removesuffix("px")) >= 20
    finally:
        door.memory.look = PrintProfile.STANDARD


def test_forced_colours_show_what_is_chosen_and_where_the_focus_is(door, page):
    page.emulate_media(forced_colors="active")
    page.goto(f"{door.address}checklist/shoes")
    page.get_by_role("radio", name="The left side").check()
    assert wrong(page) == []
    style = "each => getComputedStyle(each.closest('label')).borderTopWidth"
    assert page.get_by_role("radio", name="The left side").evaluate(style) == "3px"
    assert page.get_by_role("radio", name="The right side").evaluate(style) == "2px"


ODD = """Hospital number,Affected,Room,stroke date,screened by,screened on
w-1,L,4b,3/4/2026,J. Marsh,2026-11-16
w-2,gauche,4c,5/6/2026,J. Marsh,2026-11-16
"""


@pytest.mark.parametrize("script", [True, False])
def test_a_list_that_asks_is_answered_on_a_narrow_phone_with_and_without_script(browser, tmp_path, monkeypatch, script):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ward.csv").write_text(ODD, encoding="utf-8")
    with Door(Printkit(today=NOVEMBER), roster=tmp_path / "ward.csv") as door:
        monkeypatch.setattr(server, "_LOOK_UP", 0.05)
        serving = threading.Thread(target=door.serve)
        serving.start()
        context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=script)
        page = context.new_page()

        def fits() -> None:
            if script:
                assert wrong(page) == []
                assert page.evaluate("document.documentElement.scrollWidth") <= 320
                assert page.evaluate(SMALL, TARGET) == []

        page.goto(f"{door.address}roster")
        fits()
        page.get_by_role("button", name="Read the list with these answers").click()
        page.get_by_role("alert").wait_for()
        fits()
        page.get_by_label('What is in the column "Room"?').select_option("-")
        page.get_by_role("radio", name="The day first, then the month. 3/4/2026 is 3 April 2026").check()
        page.get_by_role("button", name="Read the list with these answers").click()
        page.get_by_label('What does "gauche" mean').select_option(label="The left side")
        page.get_by_label("In which country are people").select_option(label="Ireland")
        fits()
        page.get_by_role("radio", name="The plan on one page").check()
        page.get_by_role("button", name="Print the list").click()
        page.get_by_text("2 files are printed.").wait_for()
        fits()
        context.close()
        door.memory.closing = True
        serving.join(20)
    assert {path.name for path in (tmp_path / "out").glob("*.pdf")} == {"w-1-fridge.pdf", "w-2-fridge.pdf"}


def test_an_exercise_is_found_by_its_muscle_and_chosen_by_keyboard_alone(door, page):
    page.goto(f"{door.address}handout")
    page.get_by_role("radio", name="The left side").check()
    page.get_by_label("Words to look for").fill("quads")
    page.keyboard.press("Enter")
    found = page.locator("section.exercise").filter(has=page.get_by_role("heading", name="Straighten your knee"))
    found.get_by_text("Usual: ").wait_for()
    picture = found.locator("img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("each => each.naturalWidth > 50", arg=picture.element_handle())
    found.get_by_role("button", name="Choose this one").press("Enter")
    page.wait_for_url("**#chosen")
    assert page.get_by_role("radio", name="The left side").is_checked()
    assert page.get_by_label("Which exercise?").input_value() == "knee-straightening"
    page.locator("button.main").press("Enter")
    page.get_by_role("heading", level=1, name="It is ready: Straighten your knee").wait_for()


@pytest.fixture
def spanish(door) -> Iterator[None]:
    """The screens in Spanish for one test."""
    door.memory.language = "es"
    yield
    door.memory.language = "en"


@pytest.mark.every_look
def test_spanish_screens_are_whole_on_a_narrow_phone_too(door, page, subtests):
    """Its words are longer than those of English."""
    paths = screens(door, page)
    door.memory.language = "es"
    try:
        page.set_viewport_size({"width": 320, "height": 700})
        for path in paths:
            with subtests.test(path):
                page.goto(door.address + path)
                assert page.evaluate("document.documentElement.lang") == "es"
                page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
                assert wrong(page) == []
                assert page.evaluate("document.documentElement.scrollWidth") <= 320
                assert page.evaluate(SMALL, TARGET) == []
    finally:
        door.memory.language = "en"


def test_the_language_is_changed_by_keyboard_alone_and_changed_back(door, page):
    page.goto(f"{door.address}checklist/shoes")
    try:
        for _ in range(3):
            page.keyboard.press("Tab")  # past the main part and all prints
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Revisar los zapatos").wait_for()
        assert page.url.partition("?")[0] == f"{door.address}checklist/shoes"
        page.get_by_role("button", name="English").press("Enter")
        page.get_by_role("heading", name="A check of shoes").wait_for()
    finally:
        door.memory.language = "en"


@pytest.mark.usefixtures("spanish")
def test_a_spanish_screen_is_read_by_a_spanish_voice(door, page):
    page.add_init_script(VOICES % json.dumps([NEAR, SPANISH]))
    page.goto(f"{door.address}checklist/shoes")
    page.get_by_role("button", name="Leer en voz alta").click()
    page.wait_for_function("() => window.heard.length === 3")
    assert [voice for _, voice in page.evaluate("window.heard")] == ["spanish"] * 3


NAMES = ["home", "home-safety", "put-right", "health", "exercises", "ready", "sheet"]


@pytest.mark.parametrize(
    ("language", "name"), [*(("en", name) for name in NAMES), *(("es", name) for name in NAMES if name != "ready")]
)
def test_a_screen_reader_is_told_what_stands_in_the_golden_file(door, page, language, name):
    """Read by a person once; PRINTKIT_ACCEPT=1 writes them anew, and the diff is the review."""
    page.add_init_script(WITHOUT_VOICES)
    for shelf in (door.memory.drafts, door.memory.returned):
        shelf.drop(lambda _: True)  # what other tests have begun stands on the first screen
    match name:
        case "home" | "home-safety":
            path = "" if name == "home" else "checklist/home-safety"
        case "health" | "exercises":
            path = f"{draft_of(door, page)}/{name}"
        case "sheet":
            path = sheets_of(door, page)[2]
        case "put-right" | "ready":
            path = "handout" if name == "put-right" else "checklist/shoes"
    door.memory.language = language
    try:
        page.goto(door.address + path)
        if name in ("put-right", "ready"):
            page.locator("button.main").click()
        said = page.locator("body").aria_snapshot()
    finally:
        door.memory.language = "en"
    said = re.sub(r"/url: \S*/(\S*)", r"/url: \1", said)  # without the secret
    said = re.sub(r"(?m)(/url: |\?typed=)[\w-]{16}$", r"\1KEY", said)
    said = re.sub(r"\d{4}-\d\d-\d\d", "DAY", said) + "\n"
    said = re.sub(r"(?m)^ *- option .*\n", "", said)  # long lists of words that stand elsewhere
    golden = GOLDEN / f"{name}.aria" if language == "en" else GOLDEN / f"{name}.{language}.aria"
    if os.environ.get("PRINTKIT_ACCEPT"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


# the voices of a computer are made up here, and what is said is noted
VOICES = """(voices => {
    window.heard = []; window.stopped = 0;
    const made = { getVoices: () => voices, cancel: () => { window.stopped += 1; },
        speak: each => { window.heard.push([each.text, each.voice.name]); if (window.heard.length < 3) setTimeout(each.onend, 0); } };
    Object.defineProperty(window, "speechSynthesis", { value: made, configurable: true });
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})(%s)"""
FAR = {"name": "far", "lang": "en-GB", "localService": False}
NEAR = {"name": "near", "lang": "en-GB", "localService": True}
SPANISH = {"name": "spanish", "lang": "es-MX", "localService": True}
GERMAN = {"name": "german", "lang": "de-DE", "localService": True}


def test_a_screen_is_read_aloud_by_a_voice_of_this_computer_from_its_heading_on_until_stopped(door, page):
    page.add_init_script(VOICES % json.dumps([FAR, GERMAN, NEAR]))
    page.goto(f"{door.address}checklist/shoes")
    button = page.get_by_role("button", name="Read this aloud")
    button.click()
    page.wait_for_function("() => window.heard.length === 3")
    heard = page.evaluate("window.heard")
    assert [voice for _, voice in heard] == ["near"] * 3
    assert heard[0][0] == "A check of shoes"
    assert heard[1][0] == "No clinician has reviewed this yet."
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator(".being-read").inner_text() == heard[2][0]
    before = page.evaluate("window.stopped")
    button.click()
    assert page.evaluate("window.stopped") == before + 1
    assert button.get_attribute("aria-pressed") == "false"
    assert page.locator(".being-read").count() == 0
    assert wrong(page) == []


@pytest.mark.parametrize(("voices", "told"), [([FAR, GERMAN], True), ([], True), (None, False)])
def test_without_a_voice_of_this_computer_nothing_is_read_by_others(door, page, voices, told):
    """Voices from elsewhere send what they read to somebody's server. Without any such thing there is not even a word."""
    page.add_init_script(WITHOUT_VOICES if voices is None else VOICES % json.dumps(voices))
    page.goto(f"{door.address}checklist/shoes")
    assert page.locator("#aloud").is_hidden()
    assert page.locator("#no-voice").is_visible() == told


def test_without_script_every_screen_is_whole(door, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{door.address}checklist/shoes")
    assert page.locator("#aloud").is_hidden()
    page.get_by_role("button", name="Make the pages").click()
    assert page.get_by_role("link", name="Open to print").is_visible()
    assert page.locator("#pages").is_hidden()
    context.close()


def test_without_script_another_language_or_look_keeps_what_was_typed_and_enter_prints(door, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(f"{door.address}handout")
        page.locator("[name=exercise]").select_option("ankle-circles")
        page.locator("[name=side][value=left]").check()
        page.get_by_role("button", name="Español").click()
        page.get_by_role("button", name="English").click()
        page.get_by_text("How the screens look").click()
        page.get_by_role("button", name="Large letters").first.click()
        assert page.locator("html.look-large").count() == 1
        assert page.locator("[name=exercise]").input_value() == "ankle-circles"
        assert page.locator("[name=side][value=left]").is_checked()
        page.get_by_text("More choices").click()
        page.locator("[name=screened_by]").press("Enter")
        assert page.get_by_role("link", name="Open to print").is_visible()
    finally:
        door.memory.language, door.memory.look = "en", PrintProfile.STANDARD
        context.close()


def test_who_leaves_is_asked_but_for_what_was_saved_and_in_another_language_too(door, page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    look = f"{door.address}{draft_of(door, page)}/look"

    def leaves(home: str = "All prints") -> bool:
        asked.clear()
        page.get_by_role("link", name=home).click()
        page.wait_for_url(door.address)
        return bool(asked)

    page.goto(look)
    assert not leaves()
    page.goto(look)
    page.locator("[name='print.weeks']").fill("5")
    with page.expect_download():
        page.get_by_role("button", name="Save the answers").click()
    assert not leaves()
    page.goto(look)
    assert page.locator("[name='print.weeks']").input_value() == "5"
    page.locator("[name='print.weeks']").fill("6")
    try:
        page.get_by_role("button", name="Español").click()
        assert page.locator("[name='print.weeks']").input_value() == "6"
        assert leaves("Todo lo que se imprime")
    finally:
        door.memory.language = "en"


@pytest.mark.parametrize("width", [1280, 320])
def test_what_must_be_seen_first_stands_at_the_top_of_its_screen(door, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    draft = draft_of(door, page)
    page.goto(f"{door.address}{draft}/health/heart")
    page.locator("[name='health.leg_clot']").select_option("suspected")
    page.get_by_role("button", name="Go on:").click()
    at = sheets_of(door, page)[0]
    page.goto(f"{door.address}{at}")
    numbers = page.get_by_role("link", name="how it felt").first.get_attribute("href").rpartition("/")[2]
    page.goto(f"{door.address}{at}/{numbers}")
    page.locator("[name='pain/week-1']").select_option("8")
    page.get_by_role("button", name="This page is done").click()
    shown = [(page.url, "It hurt a lot"), (f"{door.address}{draft}/exercises", "Before you do any exercise:")]
    for address, title in shown:
        page.goto(address)
        box = page.get_by_role("region", name=title)
        assert box.bounding_box()["y"] < 500
        assert wrong(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(shown[0][0])
    page.get_by_role("button", name="Make the next charts").click()
    assert page.get_by_role("region", name="It hurt a lot").bounding_box()["y"] < 500
    assert wrong(page) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_link_to_a_question_shows_the_question_and_its_box(door, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    draft = draft_of(door, page)
    for screen, name in (("health/bones", "recent_surgery"), ("health/heart", "leg_clot")):
        page.goto(f"{door.address}{draft}/{screen}#ask-health.{name}")
        for part in (page.locator(f"label[for='ask-health.{name}']"), page.locator(f"[id='ask-health.{name}']")):
            box = part.bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 900


def test_the_pages_are_shown_where_the_browser_can_and_hidden_where_it_cannot(door, page):
    page.goto(f"{door.address}checklist/shoes")
    page.get_by_role("button", name="Make the pages").click()
    with page.expect_request(re.compile(r"[.]pdf")):
        page.get_by_text("Look at the pages here").click()
    view = page.locator("#pages iframe")
    assert re.search(r"/made/[\w-]+/shoes-[\w-]+[.]pdf#", view.get_attribute("src"))
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { get: () => false })")
    page.reload()
    assert page.locator("#pages").is_hidden()


def test_no_script_of_anybody_runs(door, page):
    page.goto(door.address)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title = 1\">')")
    page.wait_for_timeout(200)
    assert page.title() != "1"


def test_for_who_misses_the_left_all_stands_in_the_right_half(door, page):
    door.memory.look = PrintProfile.NEGLECT_LEFT
    try:
        page.goto(door.address)
        boxes = page.evaluate(
            "[...document.querySelectorAll('h1, a.door, button:not([hidden])')].map(e => e.getBoundingClientRect().left)"
        )
        assert min(boxes) >= 500
    finally:
        door.memory.look = PrintProfile.STANDARD


def test_boxes_of_scans_are_answered_by_keyboard_alone_on_the_page_beside_the_table(page, tmp_path):
    asked = [
        review.Asked(patient="p-1", sheet="S", box=box, words=f"Day {box}", read=read, why=why, crop=b"")
        for box, read, why in (
            ("1", Mark.CHECK, "it is faint"),
            ("2", Mark.CHECK, "it is faint"),
            ("3", Mark.CHECK, "it is faint"),
            ("4", Mark.MARKED, ""),
            ("5", Mark.EMPTY, ""),
        )
    ]
    (tmp_path / "look.html").write_text(review.as_html(asked, "answers.csv"), encoding="utf-8")
    page.goto((tmp_path / "look.html").as_uri())
    assert "3 in doubt to go; the sure ones are not looked at" in page.locator("#left").inner_text()
    for key in ("1", "S", "0"):
        page.keyboard.press(key)
    assert "1 in doubt to go" in page.locator("#left").inner_text()
    page.get_by_role("button", name="Day 5").press("Enter")  # it was marked
    page.get_by_label("I have looked at all of these").press("Space")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the answers").press("Enter")
    assert saved.value.suggested_filename == "answers.csv"
    saved.value.save_as(tmp_path / "answers.csv")
    said = {each.box: each.ticked for each in review.answers(tmp_path / "answers.csv")}
    assert said == {"1": True, "3": False, "4": True, "5": True}
    assert page.locator("#left").inner_text().startswith("Saved as answers.csv, where this browser keeps")
    page.add_script_tag(content=AXE)
    assert page.evaluate(ASK_AXE, RULES) == []
