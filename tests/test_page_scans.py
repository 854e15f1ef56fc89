"""Scans that were named on the command line: asked about on a screen, and entered as `printkit diary scan` enters them."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from conftest import NOVEMBER
from flask.testing import FlaskClient
from test_diary_scan import DOUBT, PLACE, WELL, here, picture

from printkit.kit import Printkit, open_diary
from printkit.outcomes.history import Done
from printkit.page import application as screens
from printkit.page.house import Places

pytestmark = pytest.mark.foreign
KIT = Printkit(today=NOVEMBER)
FIELD = re.compile(r'<input type="radio" name="(p-1/[^"]+)" value=""')
assert here  # the fixture: a folder with a diary that has noted the chart of p-1


def opened(folder: Path, *files: str) -> FlaskClient:
    places = Places(diary=str(folder / PLACE), scans=tuple(folder / file for file in files))
    return screens.application(KIT, "/s", ("localhost",), places=places).test_client()


def done(folder: Path) -> tuple[Done, ...]:
    with open_diary(folder / PLACE, new=False) as book:
        return book.history("p-1").done


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
    assert re.search(r"<li>other\.png: page 1: The token \w{6} is not in this diary\.</li>", told)
    assert str(here) not in told


def test_a_file_that_is_no_picture_is_told(here):
    (here / "x.png").write_bytes(b"no picture")
    answer = opened(here, "x.png").post("/s/scans", data={"do": "read"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_without_scans_there_is_no_such_screen(here):
    assert opened(here).get("/s/scans").status_code == 404
    assert "/s/scans" not in opened(here).get("/s/").text


def test_scans_need_a_diary(printkit, here):
    refused = printkit("open", "--no-browser", "--no-diary", "--scans", "x.png")
    assert refused.exit_code == 2
    assert "--scans need the diary" in refused.output
