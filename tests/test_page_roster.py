"""A list of patients on a screen: what its columns, words and dates mean is asked there, with every guess said."""

import csv
import io
import re
from html import unescape
from pathlib import Path

import pypdf
import pytest
from conftest import NOVEMBER
from flask.testing import FlaskClient
from test_page_booklet import Sent

from printkit.kit import Printkit
from printkit.page import application as screens
from printkit.page.house import Places

HEAD = ["id", "side", "stroke date", "screened by", "screened on", "clinic.region"]
ROW = ["p-1", "left", "2026-09-14", "J. Marsh", "2026-11-16", "GB"]


@pytest.fixture
def opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def of(*rows: list[str], language: str = "en") -> FlaskClient:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        (tmp_path / "ward.csv").write_text(out.getvalue(), encoding="utf-8")
        app = screens.application(
            Printkit(today=NOVEMBER), "/s", ("localhost",), places=Places(roster=tmp_path / "ward.csv")
        )
        page = app.test_client()
        if language != "en":
            page.post("/s/language", data={"to": language})
        return page

    return of


def with_(**cells: str) -> list[str]:
    return [cells.get(name.replace(" ", "_").replace(".", "_"), cell) for name, cell in zip(HEAD, ROW, strict=True)]


def form(html: str) -> dict[str, str]:
    """The screen as it is sent when nobody has touched it."""
    return dict(Sent(html).pairs)


def field(html: str, question: str) -> str:
    """The name of the field that asks a question."""
    (name,) = re.findall(rf'for="ask-([^"]+)">{re.escape(question)}<', unescape(html)) or re.findall(
        rf'<fieldset id="ask-([^"]+)"[^>]*>\s*<legend>{re.escape(question)}<', unescape(html)
    )
    return name


def sent(page: FlaskClient, html: str, do: str = "look", **answers: str) -> str:
    found = page.post("/s/roster", data={**form(html), **answers, "do": do})
    return unescape(found.text)


DATES = "In which order are the dates of the list written?"


@pytest.mark.parametrize(
    "dates", [("2026-09-14",), ("14/9/2026", "5/5/2026"), ("14.9.2026",), ("14-Sep-2026", "3 April 2026")]
)
def test_dates_that_nobody_can_misread_are_not_asked_about(opened, dates):
    page = opened(HEAD, *(with_(id=f"p-{at}", stroke_date=each) for at, each in enumerate(dates)))
    html = page.get("/s/roster").text
    assert f"{len(dates)} row" in html
    assert "In which order" not in html


def test_dates_of_which_none_shows_the_order_wait_for_an_answer_and_are_read_by_it(opened):
    page = opened(HEAD, with_(stroke_date="3/4/2026"))
    html = unescape(page.get("/s/roster").text)
    assert "No date of the list shows which order it is." in html
    assert "The day first, then the month. 3/4/2026 is 3 April 2026" in html
    assert "The month first, then the day. 3/4/2026 is 4 March 2026" in html
    assert "can be printed" not in html
    assert "Nobody has said in which order the dates are." in sent(page, html, "print")
    assert not Path("out").exists()
    for order in ("month-first", "day-first"):
        html = sent(page, html, dates=order)
        assert "1 row can be printed." in html
    assert f'value="{order}" checked' in html  # and can be answered otherwise later
    assert "1 file is printed." in sent(page, html, "print")


def test_of_dates_that_agree_the_order_is_guessed_said_and_asked(opened):
    page = opened(HEAD, with_(stroke_date="3/4/2026"), with_(id="p-2", stroke_date="14/9/2026"))
    html = unescape(page.get("/s/roster").text)
    assert "Only one order fits 14/9/2026: The day first, then the month. So that is chosen here." in html
    assert 'value="day-first" checked' in html
    assert "2 rows can be printed." in html
    html = sent(page, html, dates="month-first")
    assert "1 row can be printed. 1 row must be put right." in html
    assert "column 'stroke date': '14/9/2026' is no date." in html


def test_dates_in_two_orders_are_each_named_and_the_rows_of_the_other_order_told(opened):
    page = opened(HEAD, with_(stroke_date="14/9/2026"), with_(id="p-2", stroke_date="9/16/2026"))
    html = unescape(page.get("/s/roster").text)
    assert "Only one order fits 14/9/2026: The day first, then the month." in html
    assert "Only one order fits 9/16/2026: The month first, then the day." in html
    assert "can be read" not in html
    html = sent(page, html, dates="day-first")
    assert "Row 3: p-2" in html
    assert "Row 2: p-1" not in html


def test_short_years_offer_the_year_first_too(opened):
    page = opened(HEAD, with_(stroke_date="26-04-03"))
    html = unescape(page.get("/s/roster").text)
    assert "The year first, then the month. 26-04-03 is 3 April 2026" in html
    assert "1 row can be printed." in sent(page, html, dates="year-first")


ODD = ["Hospital number", "Affected", "Room", *HEAD[2:]]


def test_a_column_that_nobody_knows_is_asked_about_with_what_it_holds_and_the_guess(opened):
    page = opened(ODD, ["p-1", "L", "4b", *ROW[2:]])
    html = unescape(page.get("/s/roster").text)
    assert "can be printed" not in html
    assert "mapping" not in html
    shown = form(html)
    number, affected, room = (field(html, f'What is in the column "{name}"?') for name in ODD[:3])
    assert (shown[number], shown[affected], shown[room]) == ("patient.id", "stroke.affected_side", "")
    assert "It holds: p-1. What is chosen here is a guess, so check it." in html
    assert "It holds: 4b.</p>" in html
    html = sent(page, html, "print")
    assert "Nobody has said what this column is." in html
    assert not Path("out").exists()
    html = sent(page, html, **{room: "-"})
    assert "1 row can be printed." in html
    assert "Passed over: the column 'Room'." in html
    assert "1 file is printed." in sent(page, html, "print")
    assert Path("out/p-1-booklet.pdf").is_file()


def test_one_answer_in_two_columns_is_put_right_first(opened):
    page = opened([*HEAD, "Bed"], [*ROW, "x"])
    html = unescape(page.get("/s/roster").text)
    html = sent(page, html, **{field(html, 'What is in the column "Bed"?'): "patient.id"})
    assert "Another column is chosen for the same." in html
    assert "1 row can be printed." in sent(page, html, **{field(html, 'What is in the column "Bed"?'): "patient.name"})


def test_a_name_in_two_columns_is_one_name(opened):
    page = opened([*HEAD, "Forename", "Surname"], [*ROW, "Ann", "Price"])
    html = unescape(page.get("/s/roster").text)
    assert form(html)[field(html, 'What is in the column "Forename"?')] == "first name"
    assert "1 file is printed." in sent(page, html, "print")
    assert "Ann Price" in pypdf.PdfReader("out/p-1-booklet.pdf").pages[0].extract_text()


def test_a_word_that_is_no_answer_is_asked_about_and_never_taken_by_itself(opened):
    page = opened([*HEAD, "walking aid"], [*with_(side="gauche"), "zimmer frame"], [*with_(id="p-2"), "stick"])
    html = unescape(page.get("/s/roster").text)
    side, aid = (
        field(html, f'What does "{word}" mean in the column "{column}"?')
        for word, column in (("gauche", "side"), ("zimmer frame", "walking aid"))
    )
    assert (form(html)[side], form(html)[aid]) == ("", "frame")
    assert "We guess: Walking frame." in html
    assert "column 'walking aid'" in html  # it is not read so before somebody has said it
    assert "1 row can be printed. 1 row must be put right." in html
    html = sent(page, html, **{side: "left"})
    assert "2 rows can be printed." in html


# --- what no page should lack, and what the rules leave out


def test_rows_without_a_country_are_told_and_one_answer_fills_them_all(opened, printkit, november):
    page = opened(HEAD, ROW, with_(id="p-2", clinic_region=""), with_(id="p-3", clinic_region=""))
    html = unescape(page.get("/s/roster").text)
    assert "2 of 3 rows name no country, so their pages have no emergency number. Rows: 3-4." in html
    html = sent(page, html, country="IE")
    assert "no country" not in html
    sent(page, html, "print", kind="fridge")
    ours = {path.name: path.read_bytes() for path in Path("out").glob("*.pdf")}
    for path in Path("out").glob("*"):
        path.unlink()
    assert printkit("batch", "ward.csv", "--kind", "fridge", "--region", "IE").exit_code == 0
    assert {path.name: path.read_bytes() for path in Path("out").glob("*.pdf")} == ours
    assert len(ours) == 3


def test_what_the_rules_leave_out_of_a_row_is_shown_in_titles(opened):
    head = [*HEAD, "exercises", "walking aid"]
    page = opened(head, [*ROW, "one-leg-stand-affected-side", "frame"], [*with_(id="p-2"), "ankle-pumps", "none"])
    html = unescape(page.get("/s/roster").text)
    part = html.partition("What the rules leave out")[2]
    assert "Row 2: p-1" in part
    assert re.search(r"Stand on your affected leg is left out \(R-[0-9a-z]+\)[.] [A-Z][^<]* stands in for it[.]", part)
    assert "one-leg-stand" not in part
    assert "Row 3" not in part


def test_the_files_that_are_printed_can_be_opened_and_no_other(opened):
    page = opened(HEAD, ROW)
    html = sent(page, unescape(page.get("/s/roster").text), "print", kind="fridge")
    (link,) = re.findall(r'href="(/s/roster/[^"]+)"', html)
    assert page.get(link).data == Path("out/p-1-fridge.pdf").read_bytes()
    Path("out/other.pdf").write_bytes(b"%PDF-")
    for name in ("other.pdf", "manifest.jsonl", "..%2fward.csv", "../ward.csv"):
        assert page.get(f"/s/roster/{name}").status_code == 404


def test_the_questions_of_a_list_are_whole_in_spanish(opened):
    page = opened([*HEAD, "Raum"], [*with_(stroke_date="3/4/2026", side="gauche"), "4b"], language="es")
    html = unescape(page.get("/s/roster").text).partition("<main")[2].partition("</main>")[0]
    assert '¿Qué hay en la columna "Raum"?' in html
    assert "3/4/2026 es el 3 de abril de 2026" in html
    assert 'lang="en"' not in html


# --- every mistake of a row at once


def mistakes(opened, *cells: str) -> list[str]:
    head = [*HEAD, "walking aid", "exercises", "programme"]
    html = unescape(opened(head, [*ROW, *cells]).get("/s/roster").text)
    part = html.partition('<h2 id="row-2">')[2].partition("</section>")[0]
    return re.findall(r"<li[^>]*>([^<]*)</li>", part)


def test_one_mistake_of_a_row_hides_no_other(opened):
    """A word that is no answer, an exercise that is not there, and a programme that is not, each told at once."""
    told = mistakes(opened, "brom", "no-such-exercise", "foot-dropp")
    assert len(told) == 3
    assert "'brom' does not fit here" in told[0]
    assert any("no-such-exercise" in each for each in told)
    assert any("foot-dropp" in each for each in told)


def test_a_programme_that_is_not_there_is_the_only_mistake_of_its_row(opened):
    """Without an exercise of its own the row has nothing that the rules could be asked of."""
    (told,) = mistakes(opened, "none", "", "foot-dropp")
    assert "foot-dropp" in told


@pytest.mark.parametrize(
    ("cells", "also"),
    [
        ({"side": "lefft", "stroke_date": "2027-09-14"}, "2027-09-14 is after"),
        ({"screened_by": "", "side": "lefft"}, "belong together"),
        ({"stroke_date": "14/14/2026", "screened_by": ""}, "belong together"),
    ],
)
def test_what_contradicts_itself_is_told_beside_what_cannot_be_read(opened, cells, also):
    html = unescape(opened(HEAD, with_(**cells)).get("/s/roster").text)
    part = html.partition('<h2 id="row-2">')[2].partition("</section>")[0]
    told = re.findall(r"<li[^>]*>([^<]*)</li>", part)
    assert len({*told}) == len(told) >= 2
    assert any(also in each for each in told)


def test_what_the_catalogue_has_not_is_told_beside_what_cannot_be_read_and_what_contradicts_itself(opened):
    row = [*with_(side="lefft", stroke_date="2027-09-14", screened_by=""), "ankle-pump"]
    html = unescape(opened([*HEAD, "exercises"], row).get("/s/roster").text)
    part = html.partition('<h2 id="row-2">')[2].partition("</section>")[0]
    told = re.findall(r"<li[^>]*>([^<]*)</li>", part)
    assert len({*told}) == len(told) == 5, told
    assert "ankle-pumps" in told[-1]


def test_what_is_only_for_want_of_the_wrong_answer_is_not_told(opened):
    """Without the side and the name of who has screened, rules would ask for both."""
    for cells in ({"side": "lefft"}, {"screened_on": "never"}, {"stroke_date": "never"}):
        html = unescape(opened(HEAD, with_(**cells)).get("/s/roster").text)
        part = html.partition('<h2 id="row-2">')[2].partition("</section>")[0]
        assert part.count("<li") == 1, part


def test_what_a_rule_forbids_is_told_beside_a_word_that_is_no_answer(opened):
    head = [*HEAD, "under 18", "walking aid"]
    for aid in ("brom", "stick"):
        html = unescape(opened(head, [*ROW, "yes", aid]).get("/s/roster").text)
        part = html.partition('<h2 id="row-2">')[2].partition("</section>")[0]
        assert "R-" in part or "under 18" in part.lower(), part
        assert ("'brom' does not fit" in part) == (aid == "brom")


def test_what_a_rule_must_know_or_forbids_is_said_in_titles_with_the_column_for_the_answer(opened):
    """No name of an option file, of an exercise or of the command line is on the screen."""
    head = [*HEAD, "foot beats", "under 18", "exercises"]
    rows = [
        [*with_(screened_by="", screened_on=""), "", "", "seated-toe-raise"],
        [*with_(id="p-2"), "", "yes", "seated-toe-raise"],
        [*with_(id="p-3", side=""), "", "", "seated-toe-raise"],
    ]
    html = unescape(opened(head, *rows).get("/s/roster").text).partition('<h2 id="row-2">')[2].partition("<footer")[0]
    assert not re.search(r"(health|stroke|devices|home)[.][a-z]|overrides|--|seated-toe-raise|printkit", html)
    assert "(Seated toe raise" in html
    assert 'Its column can be called: "under 18".' in html
    assert 'Its column can be called: "side".' in html
    assert re.search(
        r'settles [0-9]+ of these. Give who and when, in the columns "screened by" and "screened on"', html
    )
    assert "A clinician can sign an exception, in a booklet for this person alone." in html


def test_what_another_window_has_answered_is_asked_about_and_not_written_over_unseen(opened):
    page = opened(HEAD, with_(stroke_date="3/4/2026", clinic_region=""))
    old = unescape(page.get("/s/roster").text)
    sent(page, old, dates="day-first", country="IE")
    html = sent(page, old, dates="month-first")
    assert "Changed since this screen was opened: In which order are the dates of the list written?" in html
    assert "Changed since this screen was opened: In which country" in html
    assert "can be printed" not in html
    again = unescape(page.get("/s/roster").text)
    assert 'value="day-first" checked' in again
    assert '<option value="IE" selected' in again
    html = sent(page, html, dates="month-first", country="IE")
    assert 'value="month-first" checked' in html
    assert "1 row can be printed." in html


def test_a_button_of_a_list_that_is_pressed_twice_asks_nothing(opened):
    page = opened(HEAD, with_(stroke_date="3/4/2026"))
    old = unescape(page.get("/s/roster").text)
    for _ in range(2):
        assert "1 row can be printed." in sent(page, old, dates="day-first")


# --- which list


@pytest.fixture
def unnamed(opened, tmp_path) -> FlaskClient:
    """The page as it is opened without a list, in a folder that holds some."""
    opened(HEAD, ROW, with_(id="p-2"))
    return screens.application(Printkit(today=NOVEMBER), "/s", ("localhost",)).test_client()


def test_a_list_is_chosen_among_the_tables_of_the_folder(unnamed, tmp_path):
    for name in ("other.csv", "sheet.XLSX", ".hidden.csv", "~$sheet.xlsx", "notes.txt"):
        (tmp_path / name).write_bytes(b"id\nx-9\n")
    (tmp_path / "folder.csv").mkdir()
    assert 'href="/s/roster"' in unnamed.get("/s/").text
    assert unnamed.get("/s/roster").location == "/s/rosters"
    html = unnamed.get("/s/rosters").text
    assert sorted(re.findall(r'name="list" value="([^"]+)"', html)) == ["other.csv", "sheet.XLSX", "ward.csv"]
    assert str(tmp_path) in unescape(html)
    assert "No list was chosen." in unnamed.post("/s/rosters", data={"list": ""}).text
    assert unnamed.post("/s/rosters", data={"list": "ward.csv"}).location == "/s/roster"
    html = unnamed.get("/s/roster").text
    assert "2 rows can be printed." in html
    assert "2 files are printed." in sent(unnamed, html, "print")
    assert 'href="/s/rosters"' in html


@pytest.mark.parametrize("name", ["../ward.csv", "/etc/passwd", "notes.txt", ".hidden.csv", "gone.csv", "\0"])
def test_no_file_is_read_that_the_screen_does_not_show(unnamed, tmp_path, name):
    for each in ("other.csv", "notes.txt", ".hidden.csv"):
        (tmp_path / each).write_bytes(b"id\nx-9\n")
    refused = unnamed.post("/s/rosters", data={"list": name})
    assert refused.status_code == 422
    assert unnamed.get("/s/roster").location == "/s/rosters"
    unnamed.post("/s/rosters", data={"list": "ward.csv"})
    assert unnamed.post("/s/rosters", data={"list": name}).status_code == 422
    assert "ward.csv" in unnamed.get("/s/roster").text  # the one before stays


def test_a_folder_without_a_table_says_where_to_put_the_list(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = screens.application(Printkit(today=NOVEMBER), "/s", ("localhost",)).test_client()
    assert f"There is no table in the folder {tmp_path}." in unescape(page.get("/s/rosters").text)
    assert page.post("/s/rosters", data={"list": "x.csv"}).status_code == 200
    (tmp_path / "ward.csv").write_text("id\np-1\n")
    assert 'value="ward.csv"' in page.get("/s/rosters").text


def test_a_screen_of_the_list_before_prints_nothing_of_the_next(unnamed, tmp_path):
    unnamed.post("/s/rosters", data={"list": "ward.csv"})
    before = form(unnamed.get("/s/roster").text)
    (tmp_path / "next.csv").write_text((tmp_path / "ward.csv").read_text().replace("p-", "n-"))
    unnamed.post("/s/rosters", data={"list": "next.csv"})
    stale = unnamed.post("/s/roster", data={**before, "do": "print"})
    assert stale.location == "/s/roster"
    assert not Path("out").exists()


def test_what_was_answered_of_one_list_is_not_said_of_another(unnamed, tmp_path):
    (tmp_path / "ward.csv").write_text(f"{','.join(HEAD)}\n{','.join(with_(stroke_date='3/4/2026'))}\n")
    (tmp_path / "next.csv").write_text((tmp_path / "ward.csv").read_text())
    unnamed.post("/s/rosters", data={"list": "ward.csv"})
    assert "1 row can be printed." in sent(unnamed, unnamed.get("/s/roster").text, dates="day-first")
    unnamed.post("/s/rosters", data={"list": "next.csv"})
    assert "No date of the list shows which order it is." in unnamed.get("/s/roster").text
