"""Scans that were named on the command line: asked about on a screen, and entered as `printkit diary scan` enters them."""

import re
import threading
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from conftest import NOVEMBER
from flask.testing import FlaskClient
from PIL import Image
from test_diary_scan import DOUBT, PLACE, WELL, here, picture
from test_page_browser import NONE_HERE, SMALL, TARGET, browser, wrong

from printkit.kit import Printkit, open_diary
from printkit.outcomes.history import Done
from printkit.page import application as screens
from printkit.page import bare_scans
from printkit.page.house import Places
from printkit.page.memory import BareScans, Memory
from printkit.page.server import Door
from printkit.scan.records import Mark, ReadBox, ReadPage
from printkit.sheets import codes, geometry

pytestmark = pytest.mark.foreign
KIT = Printkit(today=NOVEMBER)
FIELD = re.compile(r'<input type="radio" name="(p-1/[^"]+)" value=""')
assert browser
assert here  # the fixture: a folder with a diary that has noted the chart of p-1


def opened(folder: Path, *files: str) -> FlaskClient:
    places = Places(diary=str(folder / PLACE), scans=tuple(folder / file for file in files))
    return screens.application(KIT, "/s", ("localhost",), places=places).test_client()


def done(folder: Path) -> tuple[Done, ...]:
    with open_diary(folder / PLACE, new=False) as book:
        return book.history("p-1").done


def test_a_fall_and_pain_on_a_scan_without_a_diary_say_what_to_do(monkeypatch):
    """What the boxes of two people say, as they are read; which of them are marked is no matter of a picture here."""
    kit = Printkit(today=NOVEMBER)
    sheets = geometry.Sheet(
        page=1, template="C", plan_token="AB12CD", width=210, height=297, boxes=(), layout_hash="9XY0", region="US"
    )
    monkeypatch.setattr(bare_scans.forms, "of_files", lambda _: (sheets,))
    app = screens.application(kit, "/s", ("localhost",), memory := Memory(), Places(scans=(Path("a.png"),)))

    def page(token: str, *marked: str) -> ReadPage:
        names = ("fell/2026-11-23", "fell/2026-11-24", "pain/week-1/3", "pain/week-1/8")
        boxes = tuple(ReadBox(name=each, mark=Mark.MARKED if each in marked else Mark.EMPTY) for each in names)
        code = codes.Read(plan_token=token, page=1, template="C", layout_hash="9XY0", corner="A")
        return ReadPage(where="a.png", code=code, boxes=boxes)

    memory.bare_scans = BareScans(pages=(page("AB12CD", "pain/week-1/3"),))
    assert "It hurt a lot" not in app.test_client().get("/s/scans").text
    memory.bare_scans = BareScans(pages=(page("AB12CD", "fell/2026-11-24"), page("EF34GH", "pain/week-1/8")))
    html = app.test_client().get("/s/scans").text
    assert "Falls: Tue 24 November." in html
    assert "It hurt a lot" in html
    assert html.count("Call 911 if any of these is true.") == 2


def test_a_page_in_doubt_is_entered_when_its_box_is_answered_with_a_name(here):
    picture("p-1", (DOUBT, *WELL)).save(here / "scan.png")
    page = opened(here, "scan.png")
    assert 'href="/s/scans"' in page.get("/s/").text
    asked = page.post("/s/scans", data={"do": "read"}).text
    (field,) = FIELD.findall(asked)
    assert field.endswith(DOUBT[0])
    assert "Standing calf stretch" in asked
    assert "it is scribbled over" in asked.lower()
    assert asked.count("data:image/jpeg;base64,") == 1
    assert done(here) == ()
    assert page.post("/s/scans", data={"do": "answer", "by": "A. Reed"}).status_code == 422  # nothing was said
    nobody = page.post("/s/scans", data={"do": "answer", field: "marked"})
    assert nobody.status_code == 422
    assert 'value="marked" checked' in nobody.text
    assert done(here) == ()
    told = page.post("/s/scans", data={"do": "answer", field: "marked", "by": "A. Reed"}).text
    assert "4 new in the diary" in told
    assert "No box is left to look at" in told
    assert len(done(here)) == 4
    with open_diary(here / PLACE, new=False) as book:
        assert [each.checked_by for each in book.papers("p-1")] == ["A. Reed"]


def test_another_language_keeps_the_boxes_that_were_answered(here):
    picture("p-1", (DOUBT, *WELL)).save(here / "scan.png")
    page = opened(here, "scan.png")
    asked = page.post("/s/scans", data={"do": "read"}).text
    (field,) = FIELD.findall(asked)
    (to,) = re.findall(r'formaction="(/s/language[^"]+)"', asked)
    back = page.post(unescape(to), data={"to": "es", field: "marked", "by": "A. Reed"}).location
    html = page.get(back).text
    assert '<html lang="es"' in html
    assert re.search(rf'name="{re.escape(field)}" value="marked" checked', html)
    assert 'value="A. Reed"' in html
    assert done(here) == ()  # nobody has sent it yet


def test_who_cannot_tell_leaves_it_open(here):
    picture("p-1", (DOUBT, ("standing-calf-stretch@morning/2026-11-17", "fill"))).save(here / "scan.png")
    page = opened(here, "scan.png")
    fields = FIELD.findall(page.post("/s/scans", data={"do": "read"}).text)
    assert len(fields) == 2
    after = page.post("/s/scans", data={"do": "answer", "by": "A. Reed", fields[0]: "empty", fields[1]: ""})
    assert FIELD.findall(after.text) == fields[1:]
    assert done(here) == ()
    page.post("/s/scans", data={"do": "answer", "by": "A. Reed", fields[1]: "empty"})
    assert done(here) == ()  # an empty box says nothing
    with open_diary(here / PLACE, new=False) as book:
        assert [each.entered for each in book.papers("p-1")] == [True]


def test_what_is_sure_is_entered_and_what_is_no_sheet_is_told_without_its_folder(here):
    picture("p-1", WELL).save(here / "sure.png")
    picture("p-2", WELL).save(here / "other.png")
    told = unescape(opened(here, "sure.png", "other.png").post("/s/scans", data={"do": "read"}).text)
    assert "3 new in the diary" in told
    assert [each.day for each in done(here)] == [date(2026, 11, day) for day in (16, 17, 18)]
    assert re.search(
        r"<li>other\.png: page 1: The token \w{6} is not in this diary\. Is it of another clinic, .*</li>", told
    )
    assert str(here) not in told


@pytest.mark.slow
@pytest.mark.skipif(NONE_HERE, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_it_and_it_fits_a_narrow_phone(here, browser, scheme):
    picture("p-1", (DOUBT, *WELL)).save(here / "scan.png")
    with Door(KIT, diary=str(here / PLACE), scans=(here / "scan.png",)) as door:
        serving = threading.Thread(target=door.serve)
        serving.start()
        context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{door.address}scans")
        for button in ("Read them", "Take this down"):
            page.get_by_role("button", name=button).click()
            page.get_by_role("heading", name="1 box to look at").wait_for()
            assert wrong(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            assert page.evaluate(SMALL, TARGET) == []
        assert page.locator("img.crop").evaluate("each => each.naturalWidth") > 50
        context.close()
        door.memory.closing = True
        serving.join(20)


def test_a_file_that_is_no_picture_is_told(here):
    (here / "x.png").write_bytes(b"no picture")
    answer = opened(here, "x.png").post("/s/scans", data={"do": "read"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_pages_of_one_file_that_say_the_same_stand_in_one_line_with_their_count(here, printkit):
    """A PDF of 6 pages that came from no scanner of sheets."""
    pages = [Image.new("L", (600, 800), 255) for _ in range(6)]
    pages[0].save(here / "letter.pdf", save_all=True, append_images=pages[1:])
    told = unescape(opened(here, "letter.pdf").post("/s/scans", data={"do": "read"}).text)
    (line,) = re.findall(r"<li>(letter[.]pdf[^<]*)</li>", told)
    assert line.startswith("letter.pdf: 6 pages (1-6): ")
    said = printkit("diary", "scan", here / "letter.pdf", "--diary", here / PLACE).stderr
    assert said.count("letter.pdf") == 1
    assert "letter.pdf: pages 1-6: not read: " in said


def test_without_scans_there_is_no_such_screen(here):
    assert opened(here).get("/s/scans").status_code == 404
    assert "/s/scans" not in opened(here).get("/s/").text


def test_scans_need_a_diary(printkit, here):
    refused = printkit("open", "--no-browser", "--no-diary", "--scans", "x.png")
    assert refused.exit_code == 2
    assert "--scans need the diary" in refused.output
