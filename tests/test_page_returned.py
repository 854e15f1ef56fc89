"""Sheets that came back and are typed in on a screen: what they say is what a scan or a filled form would say."""

import csv
import io
import re
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path

import pypdf
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from printkit.diary.filled_sheets import rows
from printkit.diary.paper import Paper, PaperBox
from printkit.kit import Print, Printkit, clinic_of, open_diary
from printkit.model.options import Appearance
from printkit.model.vocabulary import PrintProfile, Side
from printkit.outcomes.history import Checked, Done, Observation, PatientEntry
from printkit.page import application as screens
from printkit.page.house import Places
from printkit.resources import EXAMPLES
from printkit.scan import answers
from printkit.scan.records import Mark, ReadBox, ReadPage
from printkit.sheets import codes

PRINTED, CAME_BACK = date(2026, 11, 23), date(2026, 12, 8)
CLINIC = clinic_of(EXAMPLES / "clinic.yaml")
KIT = Printkit(clinic=CLINIC, today=CAME_BACK)
EXAMPLE = (EXAMPLES / "foot-drop.yaml").read_bytes()
THEN = Printkit(clinic=CLINIC, today=PRINTED)
NOWHERE = Places()
PATIENT = "example-foot-drop"
TICKED = (
    "seated-toe-raise@midday/2026-11-23",
    "seated-toe-raise@evening/2026-11-23",
    "fell/2026-11-26",
    "skin/2026-11-24",
)


@cache
def printed() -> Print:
    return THEN.chart(THEN.options(EXAMPLE))


@pytest.fixture
def chart() -> Print:
    return printed()


def opened(places: Places = NOWHERE) -> FlaskClient:
    return screens.application(KIT, "/s", ("localhost",), places=places).test_client()


@pytest.fixture
def page() -> FlaskClient:
    return opened()


@pytest.fixture
def diary(tmp_path) -> str:
    return str(tmp_path / "diary.sqlite3")


def begun(page: FlaskClient, file: bytes, **more: str) -> str:
    """The address of the sheets of a file."""
    answer = page.post("/s/returned", data={"file": (io.BytesIO(file), "x"), **more})
    assert answer.status_code == 303, answer.text
    return answer.location


def typed(page: FlaskClient, at: str, said: dict[str, str], number: int = 0) -> None:
    answer = page.post(f"{at}/{number}", data=said)
    assert answer.status_code == 303, answer.text


def table(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def problems(answer: TestResponse) -> str:
    assert answer.status_code == 422
    return unescape(answer.text.partition('role="alert"')[2].partition("</div>")[0])


# --- the boxes of a sheet


def test_every_box_of_a_booklet_is_asked_and_comes_back_as_it_was_answered(page):
    booklet = THEN.booklet(THEN.options(EXAMPLE))
    at = begun(page, booklet.pdf)
    with_boxes = [sheet for sheet in booklet.sheets if sheet.boxes]
    assert {sheet.template for sheet in with_boxes} >= {"C", "N", "L", "S"}
    for number in range(len(with_boxes)):
        html = page.get(f"{at}/{number}").text
        fields = re.findall(r'<select id="[^"]+" name="([^"]+)"', html)
        last = {
            name: re.findall(rf'name="{re.escape(name)}"[^>]*>(.*?)</select>', html, re.DOTALL)[0] for name in fields
        }
        said = {name: re.findall(r'value="([^"]+)"', options)[0] for name, options in last.items()}
        typed(page, at, said, number)
    found = table(page.post(at, data={"do": "boxes"}))
    assert [each["box"] for each in found] == [name for sheet in with_boxes for name, *_ in sheet.boxes]
    marked = {each["box"] for each in found if each["answer"] == "marked"}
    for sheet in with_boxes:
        for box, *_ in sheet.boxes:
            first = box.endswith(("/yes", "/gone", "/0")) or sheet.template == "C"
            assert (box in marked) == first, box


def test_the_table_of_boxes_is_the_one_that_a_scan_of_the_same_ticks_gives(page, chart):
    at = begun(page, chart.pdf)
    typed(page, at, dict.fromkeys(TICKED, "yes"))
    sheet = chart.sheets[0]
    boxes = tuple(ReadBox(name=name, mark=Mark.MARKED if name in TICKED else Mark.EMPTY) for name, *_ in sheet.boxes)
    scanned = answers.as_csv([ReadPage(where="", code=codes.read_code(sheet.code("A")), boxes=boxes)])
    assert page.post(at, data={"do": "boxes"}).text.replace("\r\n", "\n") == scanned.replace("\r\n", "\n")


def test_the_diary_is_told_what_a_form_with_the_same_ticks_tells_it(page, chart, printkit, tmp_path, monkeypatch):
    """The form is filled on a screen and imported by the command; the sheet is typed in, saved and imported."""
    monkeypatch.chdir(tmp_path)
    Path("chart.pdf").write_bytes(THEN.chart(THEN.options(EXAMPLE), look=Appearance(fillable=True)).pdf)
    writer = pypdf.PdfWriter(clone_from="chart.pdf")
    for each in writer.pages:
        if "/Annots" in each:
            writer.update_page_form_field_values(each, dict.fromkeys(TICKED, "/Yes"), auto_regenerate=False)
    writer.write("filled.pdf")
    at = begun(page, chart.pdf)
    typed(page, at, dict.fromkeys(TICKED, "yes"))
    Path("typed.csv").write_bytes(page.post(at, data={"do": "table", "patient": PATIENT}).data)
    for name, file in (("a", "filled.pdf"), ("b", "typed.csv")):
        words = ("diary", "import", file, "--patient", PATIENT, "--diary", f"{name}.sqlite3", "--new-patients")
        assert printkit(*words).exit_code == 0
    told = [printkit("diary", "export", PATIENT, "--diary", f"{name}.sqlite3").stdout for name in "ab"]
    assert told[0] == told[1]
    assert "seated-toe-raise" in told[0]


# --- unknown is not no


def test_a_blank_box_says_nothing_and_no_is_said_only_by_who_says_it(page, chart):
    at = begun(page, chart.pdf)
    both, one, none = ("2026-11-23", "2026-11-24", "2026-11-25")
    parts = ("midday", "evening")
    said = {f"seated-toe-raise@{part}/{both}": "no" for part in parts}
    said |= {f"seated-toe-raise@midday/{one}": "no", f"seated-toe-raise@evening/{one}": ""}
    said |= {f"seated-toe-raise@midday/{none}": "no", f"seated-toe-raise@evening/{none}": "yes"}
    said |= {f"fell/{both}": "no", f"skin/{both}": "no", f"toes-caught/{both}": ""}
    typed(page, at, said)
    found = table(page.post(at, data={"do": "table", "patient": "p-1"}))
    assert [(each["what"], each["day"], each["value"], each["sets"]) for each in found] == [
        ("seated-toe-raise", both, "", "0"),
        ("seated-toe-raise", none, "yes", ""),
        ("falls", both, "0", ""),
    ]
    boxes = {each["box"]: each["answer"] for each in table(page.post(at, data={"do": "boxes"}))}
    assert boxes[f"fell/{both}"] == "empty"  # whatever was written beside it, there is no tick in it


def test_an_id_that_is_none_is_asked_for_again_and_nothing_typed_is_hidden(page, chart):
    at = begun(page, chart.pdf)
    typed(page, at, {"fell/2026-11-23": "no", "skin/2026-11-24": "yes"})
    answer = page.post(at, data={"do": "table", "patient": "Maria N"})
    assert "This is no id." in problems(answer)
    assert 'name="patient"' in answer.text
    assert "It makes 2 entries of a diary." in answer.text


def test_pages_are_told_apart_and_one_that_is_done_leads_to_the_next(page):
    ready = page.post("/s/checklist/home-safety", data={"country": "GB"}).location
    at = page.post(f"{ready}/fill-in").location
    names = re.findall(r"<strong>(Page[^<]+)</strong>", page.get(at).text)
    headings = [each.partition(": ")[2] for each in names]
    assert len(headings) >= 5
    assert len(set(names)) == len(names)
    assert "" not in headings
    questions = re.findall(r'<select id="[^"]+" name="([^"]+)"', page.get(f"{at}/0").text)
    assert page.post(f"{at}/0", data={questions[0]: "yes"}).location == f"{at}/1"
    assert f"Begun: 1 of {len(questions)} answered" in page.get(at).text
    assert page.post(f"{at}/0", data=dict.fromkeys(questions, "yes")).location == f"{at}/1"
    assert "<span>Filled in</span>" in page.get(at).text
    assert page.post(f"{at}/0", data={"do": "all"}).location == at
    last = len(names) - 1
    for number in range(1, last):
        assert page.post(f"{at}/{number}").location == f"{at}/{number + 1}"
    assert page.post(f"{at}/{last}").location == at


def test_a_page_with_a_fall_or_bad_pain_leads_to_what_to_do_and_not_on(page, chart):
    at = begun(page, chart.pdf)
    assert page.post(f"{at}/0", data={TICKED[0]: "yes"}).location == f"{at}/1"
    assert page.post(f"{at}/0", data={TICKED[2]: "yes"}).location == at
    at = begun(page, chart.pdf)
    assert page.post(f"{at}/1", data={"pain/week-1": "8"}).location == at


def test_boxes_without_a_day_are_counted_as_waiting(page):
    at = begun(page, KIT.handout("seated-toe-raise").pdf)
    typed(page, at, {"seated-toe-raise@midday/day-2": "yes", "seated-toe-raise@evening/day-2": "yes"})
    html = page.get(at).text
    assert "2 boxes wait for the first day and the id." in html
    assert "Nothing was typed in that a diary keeps." not in html
    refused = page.post(at, data={"do": "table", "patient": "p-1"})
    assert "Give the day that the paper begins on." in problems(refused)
    assert "2026-11-20" not in refused.text  # beside a box that opens a calendar
    refused = page.post(at, data={"do": "table", "first_day": "2026-11-23"})
    assert "The id is missing." in problems(refused)


def test_nothing_typed_is_nothing_written(page, chart):
    at = begun(page, chart.pdf)
    typed(page, at, {})
    html = page.get(at).text
    assert "Nothing was typed in that a diary keeps." in html
    assert "0 entries" not in html
    assert 'value="table"' not in page.get(at).text


def test_a_number_that_nobody_gave_is_none_and_0_is_a_number(page, chart):
    at = begun(page, chart.pdf)
    typed(page, at, {"pain/week-1": "0", "effort/week-2": "10", "effort/week-1": ""}, 1)
    found = table(page.post(at, data={"do": "table", "patient": "p-1"}))
    assert [(each["what"], each["day"], each["value"]) for each in found] == [
        ("pain", "2026-11-29", "0"),
        ("effort", "2026-12-06", "10"),
    ]


def test_a_tick_on_a_day_to_come_is_told_once_with_its_days_and_above_their_row(page):
    later = Printkit(clinic=CLINIC, today=CAME_BACK)
    sheet = later.chart(later.options(EXAMPLE.replace(b"starts_on: 2026-11-23", b"starts_on: 2026-12-07")))
    at = begun(page, sheet.pdf)
    ticked = ("fell/2026-12-08", "fell/2026-12-09", "fell/2026-12-10", "skin/2026-12-09")
    answer = page.post(f"{at}/0", data=dict.fromkeys(ticked, "yes"))
    said = " ".join(re.sub(r"<[^>]+>", "", problems(answer)).split())
    assert said.count("This day is still to come. Check the day, or leave it at Blank.") == 1
    assert "I checked my skin: Wed 9 I fell: Wed 9 I fell: Thu 10 " in said
    assert 'href="#ask-fell/2026-12-09"' in problems(answer)
    assert "2026-12-08" not in problems(answer)
    assert re.search(r'name="fell/2026-12-09" aria-invalid="true".*?value="yes" selected', answer.text, re.DOTALL)
    beside = re.findall(r'<p class="wrong" id="([^"]+)">(.*?)</p>', answer.text)
    assert [words.partition(":")[0] for _, words in beside] == ["Wed 9", "Wed 9, Thu 10"]
    for place, _ in beside:
        assert f'aria-describedby="{place}"' in answer.text


# --- where it is found, and what comes of it


def test_an_option_file_shows_the_sheets_of_its_booklet_and_makes_the_next_charts(page):
    at = begun(page, EXAMPLE)
    html = page.get(at).text
    assert f"It belongs to {PATIENT}." in html
    days = int(re.findall(r'/(\d+)"[^>]*><strong>Page \d+, days to tick', html)[0])
    typed(page, at, dict.fromkeys(TICKED, "yes"), days)
    made = page.post(at, data={"do": "next-chart", "answers": "yes", "begins": "2"})  # there was a fall
    assert made.status_code == 303
    assert "The next charts" in page.get(made.location).text
    (pdf,) = re.findall(r'data-file="([^"]+)"', page.get(made.location).text)
    text = pypdf.PdfReader(io.BytesIO(page.get(pdf).data)).pages[0].extract_text()
    assert "Week 2" in text
    assert "Week 1" not in text


def test_the_last_step_of_a_booklet_leads_to_its_sheets(page):
    step = page.post("/s/booklet/open", data={"file": (io.BytesIO(EXAMPLE), "x.yaml")}).location.replace(
        "/who", "/look"
    )
    at = page.post(step, data={"do": "returned"}).location
    assert f"It belongs to {PATIENT}." in page.get(at).text


def test_charts_of_a_later_week_are_found_by_the_week(page):
    at = begun(page, EXAMPLE, week="3")
    assert "Week from Mon 7 December" in page.get(f"{at}/0").text
    refused = page.post("/s/returned", data={"file": (io.BytesIO(EXAMPLE), "x"), "week": "0"})
    assert "This is no week of a plan" in problems(refused)


def test_a_list_becomes_what_to_do_first_as_the_command_makes_it_of_the_table(page, printkit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    at = begun(page, KIT.checklist("home-safety").pdf)
    typed(page, at, {"home-safety/entry/E1": "no", "home-safety/entry/E2": "yes"})
    assert 'name="patient"' not in page.get(at).text  # no diary takes a list
    assert "0 entries" not in page.get(at).text
    made = page.post(at, data={"do": "todo"})
    (pdf,) = re.findall(r'data-file="([^"]+)"', page.get(made.location).text)
    Path("answers.csv").write_bytes(page.post(at, data={"do": "boxes"}).data)
    ours = page.get(pdf).data
    assert ours == KIT.to_do(KIT.answers_of("answers.csv"), clinic=CLINIC, region=CLINIC.region).pdf


def test_a_list_of_spanish_screens_becomes_what_to_do_first_in_spanish(page):
    at = begun(page, KIT.checklist("home-safety").pdf)
    typed(page, at, {"home-safety/entry/E1": "no"})
    page.post(f"/s/language?back={at}", data={"to": "es"})
    made = page.post(at, data={"do": "todo"})
    (pdf,) = re.findall(r'data-file="([^"]+)"', page.get(made.location).text)
    assert pypdf.PdfReader(io.BytesIO(page.get(pdf).data)).root_object["/Lang"] == "es"


def test_a_sheet_without_dates_asks_for_its_first_day(page):
    at = begun(page, KIT.handout("seated-toe-raise").pdf)
    assert 'name="first_day"' not in page.get(at).text
    typed(page, at, {"seated-toe-raise@midday/day-2": "yes", "seated-toe-raise@evening/day-2": "yes"})
    assert 'name="first_day"' in page.get(at).text
    refused = page.post(at, data={"do": "table", "patient": "p-1"})
    assert "The sheet has no dates of its own" in problems(refused)
    early = page.post(at, data={"do": "table", "patient": "p-1", "first_day": "2026-12-02"})
    assert "2026-12-01 is filled in, but the sheet begins on 2026-12-02" in problems(early)
    (row,) = table(page.post(at, data={"do": "table", "patient": "p-1", "first_day": "2026-12-01"}))
    assert (row["day"], row["value"]) == ("2026-12-01", "2 ticks")


def test_a_column_is_called_by_its_weekday_and_by_its_date_once_the_first_day_is_known(page):
    """A chart without dates says Mon to Sun; whoever begins on a Thursday ticks the fourth box on that Thursday."""
    undated = KIT.chart(KIT.options(re.sub(rb"starts_on: \S+", b"", EXAMPLE)))
    at = begun(page, undated.pdf)
    asks = re.findall(r'for="ask-fell/week-1-day-\d">([^<]+)<', page.get(f"{at}/0").text)
    assert asks == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    thursday, tuesday = "fell/week-1-day-4", "fell/week-1-day-2"
    refused = page.post(f"{at}/0", data={"first_day": "2026-11-26", tuesday: "yes"})
    assert "2026-11-24 is filled in, but the sheet begins on 2026-11-26" in problems(refused)
    assert f'#ask-{tuesday}"' in refused.text
    to_come = page.post(
        f"{at}/0", data={"first_day": "2026-12-04", "fell/week-1-day-7": "yes", "fell/week-2-day-3": "yes"}
    )
    assert "day is still to come" in problems(to_come)
    assert '#ask-fell/week-2-day-3"' in to_come.text
    assert page.post(f"{at}/0", data={"first_day": "2026-11-26", thursday: "yes"}).status_code == 303
    asks = re.findall(r'for="ask-fell/week-1-day-\d">([^<]+)<', page.get(f"{at}/0").text)
    assert asks == ["Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27", "Sat 28", "Sun 29"]
    assert 'value="2026-11-26"' in page.get(at).text
    (row,) = table(page.post(at, data={"do": "table", "patient": "p-1", "first_day": "2026-11-26"}))
    assert (row["day"], row["what"]) == ("2026-11-26", "falls")


def test_a_skin_sheet_says_where_the_mark_was(page):
    at = begun(page, KIT.skin_sheet(brace_start="2026-12-01").pdf)
    said = {"skin-day/2026-12-01": "gone", "skin-day/2026-12-02": "still", "skin-day/2026-12-02/where": "inner ankle"}
    typed(page, at, said)
    found = table(page.post(at, data={"do": "table", "patient": "p-1"}))
    assert [(each["day"], each["value"], each["note"]) for each in found] == [
        ("2026-12-01", "well", ""),
        ("2026-12-02", "not well", "inner ankle"),
    ]


# --- with a diary


def test_a_diary_knows_whose_sheet_it_is_and_takes_what_was_typed(chart, diary):
    assert chart.charts is not None
    with open_diary(diary) as book, book.printed(chart.charts):
        pass
    page = opened(Places(diary=diary))
    for sought in (PATIENT, chart.charts.token, chart.sheets[0].code("C").lower()):
        at = page.post("/s/returned", data={"sought": sought}).location
        assert f"It belongs to {PATIENT}." in page.get(at).text
    typed(page, at, {**dict.fromkeys(TICKED, "yes"), "walking-practice@evening/2026-11-23": "no"})
    told = page.post(at, data={"do": "diary"}).text
    assert "4 new in the diary" in told
    assert "0 new in the diary, 4 there already" in page.post(at, data={"do": "diary"}).text
    with open_diary(diary, new=False) as book:
        history = book.history(PATIENT)
    assert history.done == (
        Done(day=date(2026, 11, 23), exercise="seated-toe-raise", sets=2, ticked=True),
        Done(day=date(2026, 11, 23), exercise="walking-practice", sets=0),
    )
    assert history.noted == (Observation(day=date(2026, 11, 26), what="falls", value=1),)
    assert history.checked == (Checked(day=date(2026, 11, 24), what="skin"),)


def test_what_the_diary_holds_otherwise_is_put_right_only_by_a_name(chart, diary):
    page = opened(Places(diary=diary))
    for said in ("yes", "no"):
        at = begun(page, chart.pdf)
        typed(page, at, {"fell/2026-11-26": said})
        answer = page.post(at, data={"do": "diary", "patient": "p-1"})
    told = problems(answer)
    assert "In the diary: 2026-11-26: " in answer.text
    assert re.search(r"In the diary: [^<]*: 1[.] On the sheet: [^<]*: 0[.]", answer.text)
    assert "Say which of the two is right" in told
    assert "--correct" not in told
    nobody = page.post(at, data={"do": "diary", "patient": "p-1", "correct": "yes"})
    assert "Nobody stands for what is put right" in problems(nobody)
    done = page.post(at, data={"do": "diary", "patient": "p-1", "correct": "yes", "by": "A. Reed"})
    assert "1 put right" in done.text
    with open_diary(diary, new=False) as book:
        (correction,) = book.corrections("p-1")
    assert correction.by == "A. Reed"


def test_of_several_prints_of_a_person_one_is_chosen(chart, diary):
    assert chart.charts is not None
    with open_diary(diary) as book, book.printed(chart.charts):
        pass
    later = KIT.chart(KIT.options(re.sub(rb"printed_on: \S+", b"printed_on: 2026-12-07", EXAMPLE)))
    assert later.charts is not None
    assert later.charts.token != chart.charts.token
    with open_diary(diary) as book, book.printed(later.charts):
        pass
    page = opened(Places(diary=diary))
    html = page.post("/s/returned", data={"sought": PATIENT}).text
    tokens = re.findall(r'<button name="sought" value="(\w+)"', html)
    assert sorted(tokens) == sorted([chart.charts.token, later.charts.token])
    assert page.post("/s/returned", data={"sought": tokens[0]}).status_code == 303
    assert "has noted no such sheet" in problems(page.post("/s/returned", data={"sought": "p-99"}))


# --- what cannot be one


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7 broken", b"\xff\xfe", b"patient: [", b"stroke: {affected_side: up}"])
def test_what_is_no_sheet_is_told(page, file):
    answer = page.post("/s/returned", data={"file": (io.BytesIO(file), "x")})
    assert problems(answer)


def test_a_print_without_boxes_is_told(page):
    leaflet = KIT.leaflet("fatigue")
    assert not any(sheet.boxes for sheet in leaflet.sheets)
    assert "has no sheets that come back" in problems(
        page.post("/s/returned", data={"file": (io.BytesIO(leaflet.pdf), "x")})
    )


@cache
def being_typed() -> tuple[FlaskClient, str]:
    page = opened()
    return page, begun(page, printed().pdf)


@settings(max_examples=25, deadline=None)
@given(
    said=st.dictionaries(
        st.one_of(st.sampled_from(TICKED), st.text(max_size=20)), st.one_of(st.just("yes"), st.text(max_size=20))
    ),
    do=st.sampled_from(["table", "boxes", "todo", "next-chart", "diary", "", "x"]),
    patient=st.text(max_size=10),
)
def test_no_form_breaks_it(said, do, patient):
    page, at = being_typed()
    assert page.post(f"{at}/0", data=said).status_code in (303, 422)
    assert page.post(at, data={"do": do, "patient": patient}).status_code in (200, 303, 404, 422)


# --- the rule by itself


def test_a_day_is_not_done_only_when_each_of_its_boxes_says_so():
    morning, evening = "bridging@morning/2026-11-23", "bridging@evening/2026-11-23"
    for first, second, value in (
        ("no", "no", "no"),
        ("no", "", None),
        ("", "no", None),
        ("", "", None),
        ("no", "yes", "yes"),
        ("yes", "yes", "2 ticks"),
    ):
        found = [said["value"] for _, said in rows({morning: first, evening: second}, None)]
        assert found == ([value] if value else []), (first, second)


# --- a fall, and pain


def what_to_do(html: str, title: str = "The person fell") -> list[str]:
    """What stands on the screen about a fall, or about something else."""
    box = html.partition(f'">{title}</h2>')[2].partition("</section>")[0]
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", "", each)).split()) for each in re.findall(r"<li>.*?</li>|<p>.*?</p>", box)
    ]


@pytest.mark.parametrize("box", [TICKED[2], "fell/2026-11-23"])
def test_a_fall_that_is_typed_in_says_what_the_leaflet_says(page, chart, box):
    at = begun(page, chart.pdf)
    typed(page, at, {TICKED[0]: "yes", "fell/2026-11-24": "no"})
    assert what_to_do(page.get(at).text) == []
    typed(page, at, {box: "yes"})
    said = what_to_do(page.get(at).text)
    parts = KIT.catalog.topic("after-a-fall").text["en"].parts
    at_once = next(part for part in parts if part.box == "emergency")
    assert said[0].startswith("Falls: ")
    assert said[1] == "Call 999 if any of these is true."
    assert said[2 : 2 + len(at_once.list)] == list(at_once.list)
    assert "You hit your head. If you take blood thinners, say so." in said
    assert f"Call {CLINIC.phone}, even if nothing hurts." in [each.replace("\N{NO-BREAK SPACE}", " ") for each in said]


def test_a_fall_is_told_again_when_it_is_written_into_the_diary(chart, diary):
    page = opened(Places(diary=diary))
    at = begun(page, chart.pdf)
    typed(page, at, {TICKED[2]: "yes"})
    answer = page.post(at, data={"patient": PATIENT, "do": "diary"})
    assert "It is written down" in answer.text
    assert len(what_to_do(answer.text)) > 10


def test_a_fall_is_told_in_spanish_on_spanish_screens_and_by_the_option_file(page):
    page.post("/s/language", data={"to": "es"})
    at = begun(page, EXAMPLE)
    number = next(
        each
        for each in re.findall(rf'href="{at}/(\d+)"', page.get(at).text)
        if "fell/2026-11-26" in page.get(f"{at}/{each}").text
    )
    typed(page, at, {TICKED[2]: "yes"}, int(number))
    said = what_to_do(page.get(at).text, "La persona se cayó")
    parts = KIT.catalog.spoken("es").topic("after-a-fall").text["es"].parts
    assert said[2] == next(part for part in parts if part.box == "emergency").list[0]


PAIN = "It hurt a lot"


@pytest.mark.parametrize(
    ("week_1", "week_2", "title", "says"),
    [
        ("4", "4", "", ""),
        ("3", "4", "", ""),
        ("4", "5", PAIN, "Worst pain: 5 of 10, Sun 6 December."),
        ("", "5", PAIN, "Worst pain: 5 of 10, Sun 6 December."),
        ("8", "", PAIN, "Worst pain: 8 of 10, Sun 29 November."),
        ("1", "3", "It hurts more than the week before", "Worst pain: up from 1 to 3 of 10, Sun 6 December."),
        ("4", "6", PAIN, "Worst pain: up from 4 to 6 of 10, Sun 6 December."),
    ],
)
def test_bad_pain_or_more_than_the_week_before_says_what_to_do(page, chart, week_1, week_2, title, says):
    """The figures are those of the report: above 4 of tracked.yaml, 2 more of measures.yaml."""
    at = begun(page, chart.pdf)
    typed(page, at, {"pain/week-1": week_1, "pain/week-2": week_2}, 1)
    html = page.get(at).text
    assert ('class="problems"' in html) == bool(title)
    if title:
        said = what_to_do(html, title)
        assert said[:2] == [says, "Call 999 if any of these is true."]
        parts = KIT.catalog.topic("pain").text["en"].parts
        signs = next(part for part in parts if part.box == "emergency").list
        assert said[2 : 2 + len(signs)] == list(signs)
        assert "Ask which exercise hurts, and stop it." in said


def test_pain_is_told_before_anybody_has_said_when_a_sheet_without_days_was_begun(page):
    """Its days mean nothing then, and none is said; that it rose is told all the same."""
    undated = THEN.chart(THEN.options(re.sub(rb"starts_on: \S+", b"starts_on:", EXAMPLE)))
    at = begun(page, undated.pdf)
    typed(page, at, {"pain/week-1": "0", "pain/week-2": "2"}, 1)
    assert what_to_do(page.get(at).text, "It hurts more than the week before")[0] == "Worst pain: 2 of 10."


def test_pain_is_held_against_the_week_before_in_the_diary(chart, diary):
    page = opened(Places(diary=diary))
    with open_diary(diary) as book:
        book.add([PatientEntry(patient=PATIENT, entry=Observation(day=date(2026, 11, 22), what="pain", value=1))])
    at = begun(page, chart.pdf)
    typed(page, at, {"pain/week-1": "3"}, 1)
    assert "hurts more" not in page.get(at).text  # nobody has said yet whose it is
    html = page.post(at, data={"do": "diary", "patient": PATIENT}).text
    assert what_to_do(html, "It hurts more than the week before")[0] == (
        "Worst pain: up from 1 to 3 of 10, Sun 29 November."
    )


def test_the_ready_screen_of_the_next_charts_names_the_fall_and_the_pain(page, diary):
    """Typed in and not written down, and from the diary alone."""
    at = begun(page, EXAMPLE)
    days = days_page(page, at)
    typed(page, at, {TICKED[2]: "yes"}, days)
    typed(page, at, {"pain/week-1": "8"}, days + 1)
    ready = page.get(
        page.post(at, data={"do": "next-chart", "answers": "yes", "agreed": "yes", "begins": "3"}).location
    ).text
    assert what_to_do(ready)[0] == "Falls: Thu 26 November."
    assert what_to_do(ready, PAIN)[0] == "Worst pain: 8 of 10, Sun 29 November."
    noted = (Observation(day=date(2026, 11, 29), what="pain", value=8),)
    with open_diary(diary) as book:
        book.add([PatientEntry(patient=PATIENT, entry=each) for each in noted])
    page = opened(Places(diary=diary))
    step = page.post("/s/booklet/open", data={"file": (io.BytesIO(EXAMPLE), "x.yaml")}).location.replace("who", "look")
    asks = page.post(step, data={"do": "next-chart", "begins": "3"})
    assert "Worst pain: 8 of 10, Sun 29 November." in problems(asks)
    assert 'name="agreed"' in asks.text
    ready = page.get(page.post(step, data={"do": "next-chart", "begins": "3", "agreed": "yes"}).location).text
    assert what_to_do(ready, PAIN)[0] == "Worst pain: 8 of 10, Sun 29 November."


# --- whose number is called


@pytest.mark.parametrize(("region", "call"), [("US", "911"), ("AU", "000"), ("", "")])
def test_the_number_beside_a_typed_chart_is_that_of_the_print_itself(region, call):
    """The one who types it in has a clinic elsewhere, or none."""
    kit = Printkit(today=PRINTED)
    file = re.sub(rb"clinic_file: .*", f"clinic: {{region: {region}}}".encode() if region else b"", EXAMPLE)
    sheets = kit.chart(kit.options(file)).pdf
    for clinic in (None, CLINIC):
        page = screens.application(Printkit(clinic=clinic, today=CAME_BACK), "/s", ("localhost",)).test_client()
        at = begun(page, sheets)
        typed(page, at, {"fell/2026-11-26": "yes"})
        number = call or ("999" if clinic else "")
        nobody_knows = "Call your emergency number if any of these is true. Often it is 112, 911 or 999."
        said = f"Call {number} if any of these is true." if number else nobody_knows
        assert what_to_do(page.get(at).text)[1] == said


# --- where the next charts begin


def asks_where(html: str) -> list[str]:
    return re.findall(r'name="begins" value="(\d+)"( checked)?[^>]*> <span>([^<]*)', html)


def test_the_next_charts_never_begin_in_the_past_unsaid(page):
    """Week 1 is typed in, it is Tuesday of week 3, and nobody knows of week 2."""
    at = begun(page, EXAMPLE)
    typed(page, at, dict.fromkeys(TICKED[:2], "yes"), days_page(page, at))
    asks = page.post(at, data={"do": "next-chart"})
    assert "Nothing was typed in of the week from Mon 30 November on, and it has begun." in problems(asks)
    assert asks_where(asks.text) == [
        ("4", " checked", "Week 4, from Mon 14 December on. All its days are still to come."),
        ("3", "", "Week 3, from Mon 7 December on. It has days that are past."),
        ("2", "", "Week 2, from Mon 30 November on. It has days that are past."),
    ]
    for week in ("4", "3", "2"):
        made = page.get(page.post(at, data={"do": "next-chart", "begins": week}).location).text
        (pdf,) = re.findall(r'data-file="([^"]+)"', made)
        text = pypdf.PdfReader(io.BytesIO(page.get(pdf).data)).pages[0].extract_text()
        assert f"Week {week}" in text
        assert f"Week {int(week) - 1}" not in text
    assert problems(page.post(at, data={"do": "next-chart", "begins": "1"}))


# --- on the screen that made it


def test_what_is_filled_in_on_the_screen_has_the_words_of_a_screen(page):
    ready = page.post("/s/checklist/shoes", data={"country": "US"}).location
    at = page.post(f"{ready}/fill-in").location
    whole, sheet = page.get(at).text, page.get(f"{at}/0").text
    assert "<h1>Fill it in on this screen</h1>" in whole
    assert "Answer what you know." in sheet
    assert ">Not answered</option>" in sheet
    for words in ("paper", "came back", "Type in", "typed in", "Blank"):
        assert words not in whole + sheet, words
    typed(page, at, {})
    whole = page.get(at).text
    assert "So far nothing is answered No. What is not answered is still open." in whole
    assert "0 entries" not in whole
    box = re.findall(r'<select id="[^"]+" name="(shoes/[^"]+)"', sheet)[0]
    typed(page, at, {box: "no"})
    page.post("/s/leaflet", data={"leaflet": "fatigue", "country": "GB"})  # what was printed last is another country
    whole = page.get(at).text
    assert "entries" not in whole
    assert '<option value="US" selected>' in whole
    assert "Go on filling in on the screen" in page.get("/s/").text


def test_a_list_that_came_back_is_of_its_own_country(page):
    """By its PDF alone, on the screens of a clinic elsewhere."""
    kit = Printkit(today=PRINTED)
    at = begun(page, kit.checklist("shoes", region="US").pdf)
    box = re.findall(r'<select id="[^"]+" name="(shoes/[^"]+)"', page.get(f"{at}/0").text)[0]
    typed(page, at, {box: "no"})
    assert '<option value="US" selected>' in page.get(at).text


def test_a_list_is_filled_in_on_the_screen_that_made_it_and_becomes_what_to_do_first_of_its_country_and_side():
    page = screens.application(Printkit(today=CAME_BACK), "/s", ("localhost",)).test_client()
    ready = page.post("/s/checklist/home-safety", data={"country": "GB", "side": "left"}).location
    html = page.get(ready).text
    assert "Ticks that you make in these pages are not in what Save gives you." in html
    at = page.post(f"{ready}/fill-in").location
    typed(page, at, {"home-safety/entry/E1": "no"})
    html = page.get(at).text
    assert '<option value="GB" selected>United Kingdom</option>' in html
    assert 'name="side" value="left" checked' in html
    sent = {"do": "todo", "side": "left", "country": "GB"}
    made = page.get(page.post(at, data=sent).location)
    assert "You named no country" not in made.text
    (pdf,) = re.findall(r'data-file="([^"]+)"', made.text)
    wanted = Printkit(today=CAME_BACK).to_do({"home-safety/entry/E1/no": "yes"}, side=Side.LEFT, region="GB")
    assert page.get(pdf).data == wanted.pdf


def test_what_to_do_first_has_the_look_of_its_list_until_somebody_chooses_another_one(page):
    ready = page.post("/s/checklist/home-safety", data={"country": "GB", "look": "large"}).location
    at = page.post(f"{ready}/fill-in").location
    typed(page, at, {"home-safety/entry/E1": "no"})
    assert 'name="look" value="large" checked' in page.get(at).text
    for look, profile in (("large", PrintProfile.LARGE), ("", None)):
        made = page.get(page.post(at, data={"do": "todo", "country": "GB", "look": look}).location)
        (pdf,) = re.findall(r'data-file="([^"]+)"', made.text)
        wanted = KIT.to_do(
            {"home-safety/entry/E1/no": "yes"}, region="GB", clinic=CLINIC, look=Appearance(profile=profile)
        )
        assert page.get(pdf).data == wanted.pdf


def test_a_print_without_boxes_is_not_offered_to_be_filled_in(page):
    ready = page.post("/s/leaflet", data={"leaflet": "fatigue"}).location
    assert "fill-in" not in page.get(ready).text
    assert "not in what Save gives you" not in page.get(ready).text
    assert page.post(f"{ready}/fill-in").status_code == 404


# --- what matters


def test_what_was_written_down_is_told_with_its_days(chart, diary):
    page = opened(Places(diary=diary))
    at = begun(page, chart.pdf)
    said = {**dict.fromkeys(TICKED, "yes"), "fell/2026-11-28": "yes"}
    typed(page, at, said)
    typed(page, at, {"pain/week-1": "5", "pain/week-2": "8"}, 1)
    html = unescape(page.post(at, data={"do": "diary", "patient": "p-1"}).text)
    for each in (
        "Falls: Thu 26 November, Sat 28 November.",
        "Worst pain: up from 5 to 8 of 10, Sun 6 December.",
        "Days practised: 1.",
    ):
        assert each in html, each
    assert "Skin not well" not in html
    assert re.search(r"<li>2026-11-28: [^<]+: 1[.]</li>", html)


def test_the_next_charts_ask_for_the_answers_when_the_diary_has_more_falls(page, printkit):
    """The answers of the example are of 16 November, and know of 1 fall."""
    at = begun(page, EXAMPLE)
    days = re.findall(r'name="(fell/[0-9-]+)"', page.get(f"{at}/{days_page(page, at)}").text)
    typed(page, at, {days[3]: "yes"}, days_page(page, at))
    asks = page.post(at, data={"do": "next-chart", "patient": "p-1"})
    assert "Falls written down since these answers: 1. The answers say 1." in problems(asks)
    assert 'name="answers"' in asks.text
    assert (
        page.post(at, data={"do": "next-chart", "patient": "p-1", "answers": "yes", "begins": "2"}).status_code == 303
    )


def test_after_bad_pain_the_next_charts_wait_for_the_clinic_and_say_so_at_their_head(page):
    """Without a fall, and without a diary: what was just typed in is enough."""
    at = begun(page, EXAMPLE)
    days = days_page(page, at)
    typed(page, at, {"pain/week-1": "8"}, days + 1)
    first = page.post(at, data={"do": "next-chart"})
    assert 'name="agreed"' in first.text
    assert 'name="begins"' not in first.text  # one question at a time
    assert "not one of the choices" not in first.text
    assert 'name="agreed" value="yes" checked' in page.post(at, data={"do": "next-chart", "agreed": "yes"}).text
    for said in ({}, {"agreed": "no"}):
        asks = page.post(at, data={"do": "next-chart", "begins": "2", **said})
        assert asks.status_code == 422
        assert "Worst pain: 8 of 10, Sun 29 November." in problems(asks)
        assert 'name="agreed"' in asks.text
    made = page.get(page.post(at, data={"do": "next-chart", "begins": "2", "agreed": "yes"}).location).text
    (pdf,) = re.findall(r'data-file="([^"]+)"', made)
    chart = pypdf.PdfReader(io.BytesIO(page.get(pdf).data))
    head = " ".join(chart.pages[0].extract_text().split())
    assert "Worst pain: 8 of 10, Sun 29 November. Leave out what hurts until the clinic has agreed." in head


def test_pain_that_is_not_bad_asks_nobody(page):
    at = begun(page, EXAMPLE)
    typed(page, at, {"pain/week-1": "2"}, days_page(page, at) + 1)
    assert page.post(at, data={"do": "next-chart", "begins": "2"}).status_code == 303


def days_page(page: FlaskClient, at: str) -> int:
    (number,) = re.findall(r'returned/[\w-]+/(\d+)"><strong>Page \d+, days to tick', page.get(at).text)[:1]
    return int(number)


def test_a_sheet_that_was_scanned_is_shown_as_it_was_read_and_nobody_types_it_again(chart, diary):
    assert chart.charts is not None
    days = chart.sheets[0]
    read = codes.read_code(days.code("A"))
    assert read is not None
    boxes = {name: PaperBox(read=Mark.EMPTY) for name, *_ in days.boxes}
    boxes |= dict.fromkeys(TICKED, PaperBox(read=Mark.MARKED))
    doubt = "fell/2026-11-28"
    boxes[doubt] = PaperBox(read=Mark.CHECK, reason="faint")
    with open_diary(diary) as book:
        with book.printed(chart.charts):
            pass
        book.keep_papers(Paper(patient=PATIENT, code=read.key, boxes=boxes))
    page = opened(Places(diary=diary))
    at = page.post("/s/returned", data={"sought": chart.charts.token}).location
    html = page.get(at).text
    assert html.count("Read from a scan") == 1
    assert html.count("Not typed in yet") == len([each for each in chart.sheets if each.boxes]) - 1
    sheet = page.get(f"{at}/0").text
    for name, chosen in ((TICKED[0], "yes"), (doubt, ""), ("fell/2026-11-27", "")):
        (field,) = re.findall(rf'<select id="ask-{re.escape(name)}".*?</select>', sheet, re.DOTALL)
        assert re.findall(r'value="(\w*)" selected', field) == [chosen]
