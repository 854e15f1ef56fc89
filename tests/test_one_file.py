"""Doors B and C in a real browser: one file, opened with the network off, and the same as static files of a server.

tools/one_file.py builds both here, from what npm and pip hand out. Where there is no npm or no Chromium these tests are left
out and say so. CI builds it, makes a list and a booklet of it and looks what it asks of the network; what is marked
`whole_file` takes minutes more.
"""

import functools
import http.server
import io
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image
from test_page_browser import AXE, CHROMIUM, FLAGS, GOLDEN, SMALL, TARGET, WANTED, WITHOUT_VOICES, wrong
from werkzeug.datastructures import MultiDict

from printkit.kit import Printkit
from printkit.page.application import application
from printkit.pdf import packing
from printkit.resources import EXAMPLES

sync_api = pytest.importorskip("playwright.sync_api")
ROOT = Path(__file__).parent.parent
TOOL = ROOT / "tools" / "one_file.py"
LARGEST, ON_THE_WIRE = 21_000_000, 15_250_000  # bytes; with the words of 2 languages
BUILT_IN = 240  # s at most, with what is downloaded
STARTS = 180_000  # ms at most until the first screen; 16 to 29 s on a busy machine of two cores
PLAIN = re.sub(r"(?m)^clinic_file: .*\n", "clinic:\n  region: GB\n", (EXAMPLES / "foot-drop.yaml").read_text("utf-8"))
RIGHT = PLAIN.replace("affected_side: left", "affected_side: right").replace("id: example-foot-drop", "id: p-2")
HEBREW = re.sub(
    r"(?m)^  name: .*$", '  name: "\u05e9\u05e8\u05d4 \u05db\u05d4\u05df (\u0645\u0631\u064a\u0645)"', RIGHT, count=1
)
# eleven made-up people: a screen of a family with what they answer, or an option file with what is made of it; each with the
# words of the command that prints the same
FAMILIES: tuple[tuple[str, dict[str, list[str]], str], ...] = (
    ("checklist/home-safety", {}, "checklist home-safety"),
    (
        "checklist/home-safety",
        {"country": ["GB"], "side": ["left"], "brace": ["yes"], "stick": ["yes"], "alone": ["no"], "room": ["stairs"]},
        "checklist home-safety --region GB --side left --brace --stick --not-alone --room stairs",
    ),
    ("checklist/skin", {"country": ["US"], "side": ["right"]}, "checklist skin --region US --side right"),
    ("checklist/visit", {"country": ["IN"], "look": ["large"]}, "checklist visit --region IN --profile large"),
    ("checklist/medicines", {"look": ["neglect-left"]}, "checklist medicines --profile neglect-left"),
    ("leaflet", {"leaflet": ["fatigue"], "side": ["both"]}, "leaflet fatigue --side both"),
    (
        "handout",
        {"exercise": ["seated-toe-raise"], "side": ["left"], "country": ["IE"]},
        "handout seated-toe-raise --side left --region IE",
    ),
)
NAMES = ("booklet-left", "booklet-right", "booklet-hebrew-and-arabic", "chart-right")
PATIENTS = (("booklet", PLAIN), ("booklet", RIGHT), ("booklet", HEBREW), ("chart", RIGHT))

pytestmark = pytest.mark.slow
whole_file = pytest.mark.whole_file


def left_out(reason: str) -> None:
    if WANTED == "yes":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The file and the folder, as the one command makes them."""
    if WANTED == "no":
        pytest.skip("the one file is not wanted here")
    if CHROMIUM is None or shutil.which("npm") is None or shutil.which("node") is None:
        left_out("this takes npm, node and a Chromium (Debian: apt-get install npm nodejs chromium)")
    out = tmp_path_factory.mktemp("dist")
    parts = ROOT / "dist" / "parts"  # what was downloaded once is held against its hash and used again
    build = [sys.executable, TOOL, "--out", out, "--parts", parts]
    try:
        subprocess.run(build, capture_output=True, text=True, check=True, timeout=BUILT_IN)
    except subprocess.TimeoutExpired:
        left_out(f"it is not built in {BUILT_IN} s, for npm or pip wait for the network")
    except subprocess.CalledProcessError as error:
        left_out(f"it cannot be built here: {error.stderr.strip()[-300:]}")
    return out


@pytest.fixture(autouse=True)
def _as_in_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser has no extra fast; where that is installed, the command packs by another packer, to other bytes."""
    monkeypatch.setattr(packing, "isal_zlib", None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


class Opened:
    """A page that was opened, with all that it asked for and said."""

    def __init__(self, browser: Any, address: str, *, offline: bool) -> None:
        self.context = browser.new_context(viewport={"width": 1000, "height": 800}, offline=offline)
        self.context.add_init_script(WITHOUT_VOICES)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.said: list[str] = []
        self.context.on("request", lambda each: self.requests.append(each.url))
        self.page.on("console", lambda each: self.said.append(each.text))
        self.page.on("pageerror", lambda each: self.said.append(str(each)))
        self.page.goto(address, timeout=STARTS)
        self.page.get_by_role("link", name="A safety check of a home").wait_for(timeout=STARTS)

    @property
    def elsewhere(self) -> list[str]:
        """What was asked for outside of the page; the browser's own view of PDF is a part of the browser."""
        return [
            each for each in self.requests if not each.startswith(("blob:", "data:", "chrome-extension:", "chrome:"))
        ]

    def go(self, path: str) -> None:
        """As if a link to a screen had been pressed."""
        self.page.evaluate(
            """path => { const link = document.createElement("a"); link.href = `/app/${path}`; link.textContent = link.id = "go";
            document.getElementById("main").append(link); link.click(); }""",
            path,
        )
        self.page.wait_for_function("() => !document.getElementById('go')", timeout=60_000)  # what is new has none

    def answer(self, answers: dict[str, list[str]]) -> None:
        page = self.page
        page.evaluate("for (const each of document.querySelectorAll('details:not(#pages)')) each.open = true")
        nobody_said = {"country": [""], "side": ["unknown"]}  # a screen begins with what was said on the one before
        for name, values in {**nobody_said, **answers}.items():
            for value in values if page.locator(f'[name="{name}"]').count() else ():
                field = page.locator(f'select[name="{name}"]')
                if field.count():
                    field.select_option(value)
                else:
                    page.locator(f'input[name="{name}"][value="{value}"]').check()

    def make(self, button: str) -> bytes:
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.get_by_role("heading", name="It is ready").wait_for(timeout=120_000)
        with self.page.expect_download() as saved:
            self.page.get_by_role("link", name="Save Your browser").click()
        return Path(saved.value.path()).read_bytes()

    def open_options(self, text: str) -> None:
        self.go("booklet")
        self.page.set_input_files(
            "input[name=file]", {"name": "x.yaml", "mimeType": "text/plain", "buffer": text.encode()}
        )
        self.page.get_by_role("button", name="Open the file").click()
        self.page.wait_for_function("() => history.state.path.endsWith('/who')")


@pytest.fixture(scope="module")
def window(built, browser) -> Iterator[Opened]:
    opened = Opened(browser, (built / "printkit.html").as_uri(), offline=True)
    yield opened
    opened.context.close()


class DoorA:
    """The same screens as `printkit open` serves them."""

    def __init__(self) -> None:
        self.client = application(Printkit(), "/s", ("localhost",)).test_client()

    def made(self, path: str, answers: Any) -> bytes:
        sent = self.client.post(f"/s/{path}", data=answers)
        assert sent.status_code == 303, sent.text
        (file,) = re.findall(r'data-file="([^"]+)"', self.client.get(sent.location).text)
        return self.client.get(file).data

    def of_options(self, kind: str, text: str) -> bytes:
        sent = self.client.post("/s/booklet/open", data={"file": (io.BytesIO(text.encode()), "x.yaml")})
        return self.made(sent.location.removeprefix("/s/").replace("/who", "/look"), {"do": kind})


@pytest.mark.parametrize(
    ("path", "answers", "words"),
    [pytest.param(*each, marks=[whole_file] * (at != 1), id=each[2]) for at, each in enumerate(FAMILIES)],
)
def test_a_family_gets_the_same_bytes_from_the_file_from_door_a_and_from_the_command(
    window, printkit, path, answers, words
):
    window.go(path)
    window.answer(answers)
    ours = window.make("Make the pages")
    assert ours == DoorA().made(path, MultiDict([(name, each) for name, all_ in answers.items() for each in all_]))
    assert printkit(*words.split(), "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param(*each, marks=[whole_file] * (at > 0), id=name)
        for at, (each, name) in enumerate(zip(PATIENTS, NAMES, strict=True))
    ],
)
def test_a_patient_gets_the_same_bytes_from_the_file_from_door_a_and_from_the_command(window, printkit, kind, text):
    Path("x.yaml").write_text(text, encoding="utf-8")
    window.open_options(text)
    window.page.get_by_role("button", name="Look and pages").click()
    names = {"booklet": "Make the booklet", "chart": "Make the charts alone"}
    ours = window.make(names[kind])
    assert ours == DoorA().of_options(kind, text)
    assert printkit(kind, "x.yaml", "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


@whole_file
def test_spanish_is_chosen_in_the_window_and_prints_the_same_bytes_as_the_command(window, printkit):
    """With the dates of Spanish, which come from a library, and the network off."""
    page = window.page
    window.go("checklist/shoes")
    page.get_by_role("button", name="Español").click()
    try:
        page.get_by_role("heading", name="Revisar los zapatos").wait_for(timeout=60_000)
        assert page.evaluate("[document.documentElement.lang, document.activeElement.id]") == ["es", "main"]
        assert page.evaluate("document.documentElement.dataset.working") == "Un momento, por favor."
        window.answer({"country": ["MX"], "side": ["left"]})
        page.get_by_role("button", name="Preparar las páginas").click()
        page.get_by_role("heading", name="Ya está").wait_for(timeout=120_000)
        with page.expect_download() as saved:
            page.get_by_role("link", name="Guardar Su navegador").click()
    finally:
        page.get_by_role("button", name="English").click()
        page.get_by_role("link", name="All prints").wait_for()
    words = "checklist shoes --region MX --side left --language es -o x.pdf"
    assert printkit(*words.split()).exit_code == 0
    assert Path(saved.value.path()).read_bytes() == Path("x.pdf").read_bytes()


@whole_file
@pytest.mark.parametrize("kind", ["png", "clear", "jpeg"])
def test_a_logo_chosen_as_a_file_prints_the_same_bytes_as_by_the_command(window, printkit, kind):
    """The browser opens a JPEG; what is larger than a print can use is cut down alike."""
    picture = Image.radial_gradient("L").resize((800, 200)).convert("RGB")
    if kind == "clear":
        picture.putalpha(Image.linear_gradient("L").resize((800, 200)))
    picture.save("logo", "JPEG" if kind == "jpeg" else "PNG", quality=80)
    window.go("clinic")
    window.page.get_by_label("What is the clinic called?").fill("Riverside")
    window.page.set_input_files(
        "input[name=logo]", {"name": "x", "mimeType": "image/x", "buffer": Path("logo").read_bytes()}
    )
    window.page.get_by_role("button", name="Keep this").click()
    window.page.get_by_text("It is kept until you close").wait_for()
    window.go("checklist/shoes")
    window.answer({})
    ours = window.make("Make the pages")
    window.go("clinic")
    window.page.get_by_label("What is the clinic called?").fill("")
    window.page.get_by_label("Print without this logo").check()
    window.page.get_by_role("button", name="Keep this").click()
    window.page.get_by_label("Print without this logo").wait_for(state="detached")
    Path("clinic.yaml").write_text("name: Riverside\nlogo: logo\n", encoding="utf-8")
    assert printkit("checklist", "shoes", "--clinic", "clinic.yaml", "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


@whole_file
@pytest.mark.parametrize(
    ("data", "says"), [(b"no picture", "is not a picture that can be read"), (b"large", "has too many pixels")]
)
def test_what_is_no_logo_is_refused_in_the_window(window, data, says):
    if data == b"large":
        out = io.BytesIO()
        Image.new("RGB", (3000, 2000)).save(out, "JPEG")
        data = out.getvalue()
    window.go("clinic")
    window.page.set_input_files("input[name=logo]", {"name": "x", "mimeType": "image/x", "buffer": data})
    window.page.get_by_role("button", name="Keep this").click()
    window.page.get_by_role("alert").get_by_text(says).wait_for()
    window.go("")


@whole_file
def test_a_list_that_was_filled_in_becomes_what_to_do_first(window, printkit):
    Printkit().checklist("home-safety").save("blank.pdf")
    writer = pypdf.PdfWriter(clone_from="blank.pdf")
    for each in writer.pages:
        if "/Annots" in each:
            writer.update_page_form_field_values(each, {"home-safety/entry/E1/no": "/Yes"}, auto_regenerate=False)
    writer.write("filled.pdf")
    window.go("todo")
    window.page.set_input_files("input[name=file]", "filled.pdf")
    window.answer({})
    ours = window.make("Make the pages")
    assert printkit("todo", "filled.pdf", "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


@whole_file
def test_a_sheet_that_came_back_is_typed_in(window):
    """With the network off, to the same table as door A gives."""
    printed = Printkit().chart(Printkit().options(PLAIN.encode()))
    window.go("returned")
    window.page.set_input_files(
        "input[name=file]", {"name": "c.pdf", "mimeType": "application/pdf", "buffer": printed.pdf}
    )
    window.page.get_by_role("button", name="Show its boxes").click()
    window.page.get_by_role("link", name="days to tick").click()
    window.page.locator('select[name="fell/2026-11-23"]').select_option("no")
    window.page.locator('select[name="skin/2026-11-24"]').select_option("yes")
    window.page.get_by_role("button", name="This page is done").click()
    window.page.get_by_role("heading", name="Type in: Page 2, how it felt").wait_for()
    window.page.get_by_role("button", name="All pages of this print").click()
    window.page.get_by_text("It makes 2 entries of a diary.").wait_for()
    window.page.get_by_label("Which id does the person have?").fill("p-1")
    with window.page.expect_download() as saved:
        window.page.get_by_role("button", name="Save it as a table for a diary").click()
    assert saved.value.suggested_filename == "p-1-from-paper.csv"
    client = DoorA().client
    at = client.post("/s/returned", data={"file": (io.BytesIO(printed.pdf), "c.pdf")}).location
    client.post(f"{at}/0", data={"fell/2026-11-23": "no", "skin/2026-11-24": "yes"})
    same = client.post(at, data={"do": "table", "patient": "p-1"}).data
    assert Path(saved.value.path()).read_bytes() == same
    assert b"p-1,noted,2026-11-23,falls,0" in same


@whole_file
def test_the_way_back_a_search_and_another_language_lose_nothing_that_was_typed(window):
    page = window.page
    window.go("checklist/shoes")
    page.locator("[name=side][value=left]").check()
    window.make("Make the pages")
    page.go_back()
    page.get_by_role("heading", name="A check of shoes").wait_for()
    assert page.locator("[name=side][value=left]").is_checked()
    page.get_by_role("button", name="Español").click()
    page.get_by_role("heading", name="Revisar los zapatos").wait_for()
    assert page.locator("[name=side][value=left]").is_checked()
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="A check of shoes").wait_for()
    window.open_options(PLAIN)
    page.get_by_role("button", name="Exercises", exact=True).click()
    page.locator("#ask-find").fill("bridge")
    page.locator("#ask-find").press("Enter")
    page.locator("[value='add:bridging']").wait_for()
    assert abs(page.locator("#find").evaluate("each => each.getBoundingClientRect().top")) < 50
    weeks = page.locator("[name='print.weeks']")
    page.get_by_role("button", name="Look and pages").click()
    weeks.fill("5")
    page.go_back()  # not sent yet
    weeks.wait_for(state="detached")
    page.go_forward()
    weeks.wait_for()
    assert weeks.input_value() == "5"
    said = []
    page.once("dialog", lambda dialog: (said.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="All prints").click()
    assert said == ["confirm"]
    assert weeks.input_value() == "5"
    page.get_by_role("button", name="Who it is for").click()
    weeks.wait_for(state="detached")


@whole_file
def test_an_answer_behind_the_way_back_is_asked_about_in_the_window_too(window):
    page = window.page
    window.open_options(PLAIN)
    draft = page.evaluate("history.state.path").removeprefix("/app/").removesuffix("/who")
    weeks = page.locator("[name='print.weeks']")
    for many in ("5", "6"):
        window.go(f"{draft}/look")
        weeks.fill(many)
        page.get_by_role("button", name="Who it is for").click()
        weeks.wait_for(state="detached")
    for title in ("Look and pages", "Who it is for", "Look and pages"):
        page.go_back()
        page.get_by_role("heading", level=1, name=title).wait_for()
    assert weeks.input_value() == "5"
    page.get_by_role("button", name="Who it is for").click()
    page.get_by_role("alert").get_by_text("Changed since this screen was opened").first.wait_for()
    page.get_by_role("radio", name="Changed to: 6").check()
    page.get_by_role("button", name="Who it is for").click()
    page.get_by_role("heading", level=1, name="Who it is for").wait_for()


@whole_file
def test_the_pages_are_shown_in_the_browser_s_own_view(window):
    window.go("checklist/shoes")
    window.make("Make the pages")
    window.page.get_by_text("Look at the pages here").click()
    view = window.page.locator("#pages iframe")
    view.wait_for()
    assert view.get_attribute("title") == "The pages: Are your shoes safe?"
    assert view.get_attribute("src").startswith("blob:")
    with window.context.expect_page() as other:
        window.page.get_by_role("link", name="Open to print").click()
    assert other.value.url.startswith("blob:")
    other.value.close()


@whole_file
def test_pictures_of_exercises_are_drawn(window):
    window.open_options(PLAIN)
    window.page.get_by_role("button", name="Exercises", exact=True).click()
    window.page.wait_for_function(
        """() => { const all = [...document.querySelectorAll("img.picture")];
        all.find(each => !each.naturalWidth)?.scrollIntoView(); // one that nobody sees is not drawn
        return all.length > 2 && all.every(each => each.complete && each.naturalWidth > 50); }""",
        timeout=60_000,
    )


@whole_file
def test_back_leads_to_the_screen_before(window):
    window.go("")
    window.go("checklist/shoes")
    window.page.go_back()
    window.page.get_by_role("heading", name="What do you want to print?").wait_for()


@whole_file
def test_axe_finds_nothing_and_nothing_is_wider_than_a_narrow_phone(window, subtests):
    window.open_options(PLAIN)
    draft = window.page.evaluate("history.state.path").removeprefix("/app/").removesuffix("who")
    window.page.evaluate(AXE)  # once: the document stays, and only what is in it changes
    for path in (
        "",
        "checklist/home-safety",
        "leaflet",
        "handout",
        "todo",
        "skin-sheet",
        "booklet",
        "clinic",
        f"{draft}health",
        f"{draft}exercises",
        f"{draft}look",
    ):
        with subtests.test(path):
            window.page.set_viewport_size({"width": 1000, "height": 800})
            window.go(path)
            window.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            assert wrong(window.page) == []
            window.page.set_viewport_size({"width": 320, "height": 700})
            assert window.page.evaluate("document.documentElement.scrollWidth") <= 320
            assert window.page.evaluate(SMALL, TARGET) == []
    window.page.set_viewport_size({"width": 1000, "height": 800})


@whole_file
def test_a_family_gets_its_list_by_keyboard_alone(window):
    window.go("")
    keys = window.page.keyboard
    assert window.page.evaluate("document.activeElement.id") == "main"  # the focus is on what is new
    for _ in range(8):
        keys.press("Tab")
        if "A safety check of a home" in window.page.evaluate("document.activeElement.innerText"):
            break
    keys.press("Enter")
    window.page.get_by_role("heading", name="A safety check of a home").wait_for()
    for _ in range(12):
        keys.press("Tab")
        if window.page.evaluate("document.activeElement.className") == "main":
            break
    keys.press("Enter")
    window.page.get_by_role("heading", name="It is ready").wait_for(timeout=60_000)
    for _ in range(4):
        keys.press("Tab")
        if "Open to print" in window.page.evaluate("document.activeElement.innerText"):
            return
    raise AssertionError("the pages are not reached by Tab")


@whole_file
def test_a_screen_reader_is_told_what_stands_in_the_golden_file(window):
    window.go("")
    said = window.page.locator("body").aria_snapshot()
    said = re.sub(r"/url: \S*/(\S*)", r"/url: \1", said)
    said = re.sub(r"printkit [\d.]+, \d{4}-\d\d-\d\d", "printkit VERSION, DAY", said) + "\n"
    # what other tests have begun in this window
    said = re.sub(r'(?s)  - heading "Begun, and still here".*?(?=  - heading "For families")', "", said)
    golden = GOLDEN / "window.aria"
    if os.environ.get("PRINTKIT_ACCEPT"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@whole_file
@pytest.mark.parametrize(
    ("directive", "sends"),
    [
        ("connect-src", "fetch('https://example.invalid/x').catch(() => 0)"),
        ("connect-src", "new WebSocket('wss://example.invalid')"),
        ("connect-src", "navigator.sendBeacon('https://example.invalid/', 'x')"),
        ("img-src", "new Image().src = 'https://example.invalid/x.png'"),
        ("form-action", "HTMLFormElement.prototype.submit.call(form)"),
        ("script-src-elem", "document.body.append(script)"),
        ("script-src-attr", "form.setAttribute('onclick', '1'); form.click()"),
        ("frame-src", "document.body.append(frame)"),
    ],
)
def test_the_policy_lets_nothing_out(built, browser, directive, sends):
    """Asked of the page while it still starts, in a context of its own, so that complaints do not mix with the screens'."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((built / "printkit.html").as_uri())
    refused = page.evaluate(
        """() => new Promise(done => {
        addEventListener("securitypolicyviolation", event => done(event.effectiveDirective));
        setTimeout(() => done("sent"), 5000);
        const at = { action: "https://example.invalid/", method: "post", src: "https://example.invalid/x" };
        const [form, script, frame] = ["form", "script", "iframe"].map(name => Object.assign(document.createElement(name), at));
        document.body.append(form); form.action = at.action;
        SENDS;
        })""".replace("SENDS", sends)
    )
    assert refused == directive
    assert page.url.startswith("file:")
    context.close()


def test_all_the_while_nothing_was_asked_of_the_network_said_in_the_console_or_kept(built, window):
    """After all tests above, in the same window."""
    assert window.elsewhere == [(built / "printkit.html").as_uri()]
    assert window.said == []
    kept = """async () => { const all = indexedDB.databases ? await indexedDB.databases() : []; let stored = 0;
    try { stored = localStorage.length + sessionStorage.length; } catch { stored = 0; }
    return [document.cookie, stored, all.length]; }"""
    assert window.page.evaluate(kept) == ["", 0, 0]


# --- door C, and what is in the bundle


@whole_file
def test_the_same_as_static_files_asks_its_own_server_alone_and_makes_the_same_bytes(built, browser, printkit):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_said: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(built / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            home = f"http://127.0.0.1:{server.server_port}/"
            opened = Opened(browser, home, offline=False)
            opened.go("checklist/shoes")
            opened.answer({"country": ["GB"], "side": ["left"]})
            ours = opened.make("Make the pages")
            asked, said = {each.removeprefix(home) for each in opened.elsewhere}, opened.said
            opened.context.close()
        finally:
            server.shutdown()
            serving.join()
    files = {path.relative_to(built / "site").as_posix() for path in (built / "site").rglob("*")}
    assert asked - {""} <= files
    assert said == []
    assert printkit("checklist", "shoes", "--region", "GB", "--side", "left", "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


def test_the_file_is_small_enough_to_hand_on_and_has_no_more_in_it_than_the_screens_need(built):
    assert (built / "printkit.html").stat().st_size <= LARGEST
    site = [path for path in (built / "site").rglob("*") if path.is_file()]
    assert sum(len(zlib.compress(path.read_bytes())) for path in site) <= ON_THE_WIRE
    with zipfile.ZipFile(built / "site" / "app.zip") as app:
        names = app.namelist()
        everything = b"".join(app.read(name) for name in names)
    tops = {name.partition("/")[0].partition("-")[0].partition(".")[0].lower() for name in names}
    assert tops <= {
        "printkit", "pil", "reportlab", "jinja2", "markdown_it", "markdown_it_py", "mdurl", "pypdf", "click", "yaml", "_yaml",
        "pyyaml", "markupsafe", "flask", "werkzeug", "itsdangerous", "blinker", "msgspec",
        "bidi", "python_bidi", "uharfbuzz", "babel",
    }  # fmt: skip
    assert not any(
        name.startswith(("printkit/cli", "printkit/checking", "printkit/_shipped/examples")) for name in names
    )
    assert "bidi/algorithm.py" in names  # its licence asks that whoever has it can read it
    assert str(ROOT).encode() not in everything  # no path of whoever built it
    for name in ("flask", "werkzeug", "jinja2", "pypdf", "msgspec", "reportlab"):
        licences = (each.lower() for each in names if each.lower().startswith(name) and "dist-info" in each)
        assert any("licen" in each or "metadata" in each for each in licences), name
