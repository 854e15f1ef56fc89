"""The same screens in Firefox: `printkit open` and the one file, a second kind of browser beside Chromium.

Where there is none (Debian: apt-get install firefox-esr) these tests are left out and say so.
"""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NOVEMBER
from firefox import PROGRAM, Firefox
from PIL import Image
from test_one_file import built
from test_page_browser import AXE, RULES, SMALL, TARGET, WANTED

from printkit.kit import Printkit, clinic_of, with_logo
from printkit.model.options import Clinic
from printkit.model.vocabulary import Side
from printkit.page import server
from printkit.page.server import Door
from printkit.resources import EXAMPLES

NONE_HERE = PROGRAM is None or WANTED in ("no", "screens")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NONE_HERE, reason="there is no Firefox on this machine, or none is wanted"),
]
assert built  # the fixture: the one file, as its command makes it
TAB, ENTER, DOWN = "\ue004", "\ue007", "\ue015"
KIT = Printkit(clinic=clinic_of(EXAMPLES / "clinic.yaml"), today=NOVEMBER)
HERE = "document.activeElement.matches('a, button') && document.activeElement.innerText.includes(arguments[0])"
ASK_AXE = "return axe.run({runOnly: arguments[0]}).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
READY = "return document.querySelector('h1').innerText.startsWith('It is ready')"


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with pytest.MonkeyPatch.context() as patch, Door(KIT) as opened:
        patch.setattr(server, "_LOOK_UP", 0.05)
        serving = threading.Thread(target=opened.serve)
        serving.start()
        yield opened
        opened.memory.closing = True
        serving.join(20)


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    with Firefox() as opened:
        yield opened


def wrong(firefox: Firefox) -> object:
    firefox.run(AXE)
    return firefox.run(ASK_AXE, RULES)


def test_a_family_gets_its_list_by_keyboard_alone(door, firefox):
    firefox.go(door.address)
    firefox.press(TAB, TAB, TAB, TAB)  # past the main part, the language and the look
    assert firefox.run(f"return {HERE}", "A safety check of a home")
    firefox.press(ENTER)
    firefox.until("return location.pathname.endsWith('/checklist/home-safety')")
    for _ in range(20):
        firefox.press(TAB)
        if firefox.run(f"return {HERE}", "Make the pages"):
            break
    firefox.press(ENTER)
    firefox.until(READY)
    assert wrong(firefox) == []


def test_axe_finds_nothing_and_nothing_is_wider_than_a_narrow_phone(door, subtests):
    with Firefox() as firefox:
        for path in ("", "checklist/home-safety", "handout", "todo", "leaflet", "booklet", "returned"):
            with subtests.test(path):
                firefox.go(door.address + path)
                firefox.narrow(320, 700)
                firefox.run("for (const each of document.querySelectorAll('details')) each.open = true")
                assert firefox.run("return innerWidth") <= 320
                assert firefox.run("return document.documentElement.scrollWidth") <= 320
                assert firefox.run(f"return ({SMALL})(arguments[0])", TARGET) == []
                assert wrong(firefox) == []


def test_axe_can_fail_here(door, firefox):
    firefox.go(door.address)
    firefox.run("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=data:,>')")
    assert [name for name, _ in wrong(firefox)] == ["image-alt"]


def test_a_sheet_that_came_back_is_typed_in(door, firefox, tmp_path):
    KIT.skin_sheet(side=Side.LEFT, brace_start="2026-11-23").save(tmp_path / "skin.pdf")
    firefox.go(f"{door.address}returned")
    firefox.type("input[name=file]", str(tmp_path / "skin.pdf"))
    firefox.click("button.main")
    firefox.click("main a.door")
    firefox.until("return document.querySelector('select[name=\"skin-day/2026-11-23\"]') && true")
    firefox.type('select[name="skin-day/2026-11-23"]', "Is still")
    firefox.type('input[name="skin-day/2026-11-23/where"]', "inner ankle")
    firefox.click("button.main")
    firefox.until("return document.querySelector('main').innerText.includes('It makes 1 entry of a diary')")
    firefox.type("input[name=patient]", "p-1")
    firefox.click("button[value=table]")
    firefox.until("return true")
    assert "p-1,checked,2026-11-23,skin,not well" in saved(firefox, "p-1-from-paper.csv").read_text(
        encoding="utf-8-sig"
    )


def saved(firefox: Firefox, name: str) -> Path:
    """A file that the browser was told to save, once it is whole."""
    path = firefox.saved / name
    firefox.until("return new Promise(done => setTimeout(() => done(true), 300))")
    for _ in range(100):
        if path.exists() and path.stat().st_size and not list(firefox.saved.glob("*.part")):
            return path
        firefox.until("return new Promise(done => setTimeout(() => done(true), 100))")
    raise AssertionError(f"{name} was not saved")


def test_the_one_file_opens_with_the_network_off_and_gives_the_same_bytes(built, tmp_path):
    Image.radial_gradient("L").resize((800, 200)).convert("RGB").save(tmp_path / "logo.jpg", quality=80)
    with Firefox(offline=True) as firefox:
        firefox.go((built / "printkit.html").as_uri())
        firefox.until("return document.querySelector('a.door.main') && true", 180)
        firefox.click('a[href$="/clinic"]')
        firefox.until("return document.querySelector('input[name=logo]') && true")
        firefox.type("input[name=logo]", str(tmp_path / "logo.jpg"))
        firefox.click("button.main")
        firefox.until("return document.querySelector('img.logo') && true")
        firefox.click('nav a[href$="/app/"]')
        firefox.until("return document.querySelector('a.door.main') && true")
        firefox.click("a.door.main")
        firefox.until("return document.querySelector('select[name=country]') && true")
        firefox.type("select[name=country]", "Ireland")
        firefox.click("button.main")
        firefox.until(READY)
        firefox.click('a[href$="save=1"]')
        clinic = with_logo(Clinic(), (tmp_path / "logo.jpg").read_bytes())
        list_ = Printkit().checklist("home-safety", region="IE", clinic=clinic)
        name = f"home-safety-checklist-{list_.cleared.options.print.printed_on}.pdf"
        assert saved(firefox, name).read_bytes() == list_.pdf
        assert wrong(firefox) == []
