"""The screens in another language: no English is left, no screen breaks for what is missing, and the paper follows them."""

import io
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from made_up_language import WORD, pseudo

from printkit.kit import Printkit, clinic_of
from printkit.page import application as screens
from printkit.page.house import Places
from printkit.page.memory import Memory
from printkit.resources import EXAMPLES

CLINIC = clinic_of(EXAMPLES / "clinic.yaml")
EXAMPLE = (EXAMPLES / "foot-drop.yaml").read_bytes()
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


def sent(page: FlaskClient, path: str, data: dict, name: str = "file") -> str:
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
    for path in ("/s/", *kit_lists, "/s/leaflet", "/s/handout", "/s/todo", "/s/booklet", "/s/returned", "/s/roster"):
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
        sent(page, "/s/handout", {"exercise": "seated-toe-raise", "screened_by": "Joö Ma", "screened_on": "2026-11-01"})
    )
    draft = sent(page, "/s/booklet", {}).rpartition("/")[0]
    yield put_right(f"{draft}/who", **{"patient.id": ""})
    for step in ("who", "health", "exercises", "look", "sign"):
        yield got(f"{draft}/{step}")
    draft = sent(page, "/s/booklet/open", {"file": (io.BytesIO(EXAMPLE), "x.yaml")}).rpartition("/")[0]
    for step in ("who", "health", "exercises", "look", "sign"):
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
    yield "too large", page.post("/s/handout", data={"x": "y" * screens.LARGEST}).text
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
    typed = nobodys(EXAMPLE.decode()) & nobodys("Example Foot Drop J Marsh Ann Reed walk to the dog")
    allowed = (
        NOBODYS
        | typed
        | nobodys(" ".join((CLINIC.name, CLINIC.therapist, str(EXAMPLES), str(Path.cwd()), "out roster")))
    )
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
