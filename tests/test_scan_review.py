"""Scans without a diary: what is in doubt is looked at by a person, on a page or a screen, and then the table is whole."""

import csv
import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from test_diary_scan import DOUBT, WELL, filled_in, picture, printed

from printkit.kit import Printkit
from printkit.page import application as screens
from printkit.page.house import Places
from printkit.scan import answers, review, stack

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]
FIELD = re.compile(r'<input type="radio" name="([^"]+)" value=""')


@pytest.fixture
def here(printkit, tmp_path, monkeypatch) -> Path:
    """A folder with the chart of p-1, and a scan of it with one doubt. Nothing sure is shown."""
    monkeypatch.setattr(stack, "SHARE", 0)
    (tmp_path / "chart.pdf").write_bytes(printed("p-1")[0])
    picture("p-1", (DOUBT, *WELL)).save(tmp_path / "scan.png")
    return tmp_path


def rows(text: str) -> dict[str, tuple[str, str]]:
    """What a table says of each box, and why."""
    return {row["box"]: (row["answer"], row["reason"]) for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))}


def read(printkit, *more: str):
    return printkit("scan", "scan.png", "--form", "chart.pdf", "-o", "answers.csv", *more)


def said(folder: Path, value: str) -> None:
    """The table beside the page, with every answer the same."""
    text = (folder / "answers-review.csv").read_text(encoding="utf-8")
    (folder / "scan-answers.csv").write_text(re.sub(r",(?=\r?$)", f",{value}", text, flags=re.MULTILINE), "utf-8")


def heard(printkit, by: str = "A. Reed"):
    return printkit("scan", "--answers", "scan-answers.csv", "--by", by, "-o", "answers.csv")


def test_a_doubt_is_looked_at_on_a_page_and_then_the_table_is_whole(printkit, here):
    result = read(printkit)
    assert result.exit_code == 0, result.output
    assert "answers-review.html: 1 box in doubt" in result.output
    page = (here / "answers-review.html").read_text(encoding="utf-8")
    assert "Standing calf stretch, morning, Mon 16 November 2026" in page
    assert page.count("data:image/jpeg;base64,") == 1
    assert (here / "answers-review.html").stat().st_mode & 0o077 == 0
    before = rows((here / "answers.csv").read_text(encoding="utf-8"))
    assert sum(answer == "please check" for answer, _ in before.values()) == 1
    said(here, "1")
    result = heard(printkit)
    assert result.exit_code == 0, result.output
    assert "1 box answered, 0 to check" in result.output
    after = rows((here / "answers.csv").read_text(encoding="utf-8"))
    (changed,) = (name for name in after if after[name] != before[name])
    assert changed.startswith(DOUBT[0])
    assert after[changed] == ("marked", "looked at by A. Reed")
    assert len(answers.ticked(here / "answers.csv")) == 1 + sum(answer == "marked" for answer, _ in before.values())
    assert not list(here.glob("answers-review.*"))


def test_what_is_sure_is_shown_too_and_how_often_it_was_wrong_is_told(printkit, here, monkeypatch):
    monkeypatch.setattr(stack, "SHARE", 100)
    assert "1 box in doubt, and " in read(printkit).output
    said(here, "1")
    told = heard(printkit).output
    sure = len(rows((here / "answers.csv").read_text(encoding="utf-8"))) - 1
    assert f"of {sure} sure boxes that were looked at, {sure - 3} were read wrongly" in told  # all but the 3 of WELL


def test_an_answer_of_a_person_counts_for_no_reading_however_often_it_is_given(printkit, here):
    read(printkit)
    said(here, "1")
    given = (here / "scan-answers.csv").read_text("utf-8")
    assert "sure boxes" not in heard(printkit).output
    assert "sure boxes" not in heard(printkit).output
    (here / "scan-answers.csv").write_text(re.sub(r",1(?=\r?$)", ",0", given, flags=re.MULTILINE), "utf-8")
    assert "sure boxes" not in heard(printkit, by="B. Jones").output


def test_a_scan_that_was_given_twice_is_answered_once(printkit, here):
    assert printkit("scan", *["scan.png"] * 2, "--form", "chart.pdf", "-o", "answers.csv").exit_code == 0
    said(here, "1")
    result = heard(printkit)
    assert (result.exit_code, "0 to check" in result.output) == (0, True)
    assert "please check" not in (here / "answers.csv").read_text("utf-8")


def test_an_answer_to_another_table_takes_no_picture_away(printkit, here):
    read(printkit)
    said(here, "1")
    table = here / "answers.csv"
    table.write_text(table.read_text("utf-8").replace("scan.png", "./scan.png"), "utf-8")
    result = heard(printkit)
    assert result.exit_code == 4
    assert "data:image/jpeg" in (here / "answers-review.html").read_text("utf-8")


def test_pictures_go_whatever_the_name_of_the_table(printkit, here):
    assert printkit("scan", "scan.png", "--form", "chart.pdf", "-o", "ward[3].csv").exit_code == 0
    (here / "ward[3]-review.csv").rename(here / "answers-review.csv")
    said(here, "1")
    printkit("scan", "--answers", "scan-answers.csv", "--by", "A. Reed", "-o", "ward[3].csv")
    assert not list(here.glob("*.html"))


def test_a_box_that_is_still_open_stays_so_and_keeps_its_picture(printkit, here):
    read(printkit)
    said(here, "")
    assert "0 boxes answered, 1 to check" in heard(printkit).output
    assert (here / "answers-review.html").exists()


def test_answers_to_another_scan_are_told_and_change_nothing(printkit, here):
    read(printkit)
    before = (here / "answers.csv").read_bytes()
    Path("scan-answers.csv").write_text("patient,sheet,box,answer\nother.png: page 1,X,y,1\n", encoding="utf-8")
    result = heard(printkit)
    assert result.exit_code == 4
    assert "has no box y" in result.output
    assert (here / "answers.csv").read_bytes() == before


def test_no_page_is_written_where_none_is_wanted_or_nothing_is_in_doubt(printkit, here):
    assert read(printkit, "--no-review").exit_code == 0
    picture("p-1", WELL).save(here / "scan.png")
    (here / "answers.csv").unlink()
    assert read(printkit).exit_code == 0
    assert not list(here.glob("*review*"))


def test_the_same_command_again_replaces_its_own_table_and_keeps_what_people_have_said(printkit, here):
    first = read(printkit)
    again = read(printkit)
    assert (again.exit_code, again.output) == (0, first.output)
    said(here, "1")
    assert heard(printkit).exit_code == 0
    picture("p-1", ((f"{DOUBT[0][:-2]}17", DOUBT[1]), *WELL)).save(here / "more.png")
    before = rows((here / "answers.csv").read_text("utf-8"))
    both = printkit("scan", "scan.png", "more.png", "--form", "chart.pdf", "-o", "answers.csv")
    assert (both.exit_code, "1 box to check, 1 answered before" in both.output) == (0, True)
    assert "answers-review.html: 1 box in doubt" in both.output
    table = list(csv.DictReader(io.StringIO((here / "answers.csv").read_text("utf-8-sig"))))
    assert {row["box"]: (row["answer"], row["reason"]) for row in table if row["scan"].startswith("scan.png")} == before
    assert len(table) == 2 * len(before)


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ((r"please check,.*", "marked,", 1), 1),  # somebody has looked at the paper
        ((r"empty,", "marked,", 1), 1),  # and somebody at a sure one
        ((r"$", "a note in the margin", 2), 1),
        ((r"scan\.png", "other.png", 0), "all"),
    ],
)
def test_a_table_that_was_filled_in_is_never_replaced(printkit, here, change, lost):
    read(printkit)
    pattern, by, count = change
    text = (here / "answers.csv").read_bytes().decode()
    if pattern == "$":
        text += by
    else:
        text = re.sub(pattern, by, text, count=count)
    (here / "answers.csv").write_bytes(text.encode())
    (here / "answers-review.html").unlink()
    (here / "answers-review.csv").unlink()
    result = read(printkit)
    count = len(rows(text)) if lost == "all" else lost
    assert result.exit_code == 1
    assert f"{count} row{'' if count == 1 else 's'} of it would be lost" in result.output
    assert "-o answers-2.csv" in result.output
    assert (here / "answers.csv").read_bytes().decode() == text
    assert not list(here.glob("*review*"))


@pytest.mark.parametrize("left", ["csv", "html"])
def test_half_of_an_older_page_stays_and_the_new_one_has_a_name_of_its_own(printkit, here, left):
    read(printkit)
    gone, stays = ("html", "csv") if left == "csv" else ("csv", "html")
    (here / f"answers-review.{gone}").unlink()
    (here / "answers.csv").unlink()
    before = (here / f"answers-review.{stays}").read_bytes()
    result = read(printkit)
    assert result.exit_code == 0, result.output
    assert "answers-review-2.html: 1 box in doubt" in result.output
    assert (here / f"answers-review.{stays}").read_bytes() == before
    assert (here / "answers-review-2.csv").exists()


def test_a_page_of_which_some_is_answered_is_written_anew_in_its_place(printkit, here):
    picture("p-1", (DOUBT, (f"{DOUBT[0][:-2]}17", DOUBT[1]), *WELL)).save(here / "scan.png")
    assert "answers-review.html: 2 boxes in doubt" in read(printkit).output
    said(here, "1")
    given = (here / "scan-answers.csv").read_text("utf-8").splitlines()
    (here / "scan-answers.csv").write_text("\n".join(given[:2]) + "\n", "utf-8")
    assert "1 box answered, 1 to check" in heard(printkit).output
    assert "answers-review.html: 1 box in doubt" in read(printkit).output
    assert len(list(here.glob("*review*"))) == 2


def test_answers_that_nobody_has_given_back_yet_are_not_written_over(printkit, here):
    read(printkit)
    table = here / "answers-review.csv"
    table.write_text(re.sub(r",(?=\r?$)", ",1", table.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    before = table.read_bytes()
    assert "answers-review-2.csv" in read(printkit).output
    assert table.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "give scans to read, or --answers"),
        (("scan.png", "--form", "chart.pdf", "--answers", "a.csv"), "give scans to read, or --answers"),
        (("scan.png",), "--form PDF"),
        (("--answers", "a.csv", "-o", "answers.csv"), "--by NAME"),
        (("--answers", "a.csv", "--by", "A. Reed"), "-o answers.csv"),
    ],
)
def test_what_does_not_go_together_is_told(printkit, words, says):
    result = printkit("scan", *words)
    assert result.exit_code == 2
    assert says in result.output


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\0"])
def test_a_table_of_something_else_is_refused(printkit, here, text):
    read(printkit)
    said(here, "1")
    (here / "answers.csv").write_text(text, encoding="utf-8")
    result = heard(printkit)
    assert result.exit_code == 1
    assert "answers.csv" in result.output
    assert (here / "answers.csv").read_text(encoding="utf-8") == text


# --- on a screen


def opened(folder: Path, *scans: str) -> FlaskClient:
    places = Places(scans=tuple(folder / scan for scan in scans), forms=(folder / "chart.pdf",))
    return screens.application(Printkit(), "/s", ("localhost",), places=places).test_client()


def test_on_a_screen_a_person_looks_and_saves_the_same_table(printkit, here):
    read(printkit)
    page = opened(here, "scan.png")
    assert 'href="/s/scans"' in page.get("/s/").text
    shown = page.post("/s/scans", data={"do": "read"}).text
    assert "Standing calf stretch, morning, Mon 16 November 2026" in shown
    assert str(here) not in shown
    open_still = page.post("/s/scans", data={"do": "table"}).text
    command = (here / "answers.csv").read_text(encoding="utf-8")
    assert rows(open_still) == rows(command)
    (field,) = FIELD.findall(shown)
    assert page.post("/s/scans", data={"do": "answer", "by": "A. Reed"}).status_code == 422
    assert page.post("/s/scans", data={"do": "answer", field: "marked"}).status_code == 422
    told = page.post("/s/scans", data={"do": "answer", field: "marked", "by": "A. Reed"}).text
    assert "No box is left to look at" in told
    said(here, "1")
    heard(printkit)
    whole = page.post("/s/scans", data={"do": "table"}).text
    assert rows(whole) == rows((here / "answers.csv").read_text(encoding="utf-8"))
    assert page.post("/s/scans", data={"do": "nothing"}).status_code == 404


def test_scans_that_are_read_again_keep_the_answers_unless_another_picture_says_otherwise(here):
    page = opened(here, "scan.png")
    (field,) = FIELD.findall(page.post("/s/scans", data={"do": "read"}).text)
    page.post("/s/scans", data={"do": "answer", field: "empty", "by": "A. Reed"})
    before = page.post("/s/scans", data={"do": "table"}).text
    assert "looked at by A. Reed" in before
    assert not FIELD.findall(page.post("/s/scans", data={"do": "read"}).text)
    assert page.post("/s/scans", data={"do": "table"}).text == before
    # somebody has scanned the sheet once more, and what was scribbled over is a clear tick
    picture("p-1", ((DOUBT[0], "tick"), *WELL)).save(here / "scan.png")
    shown = page.post("/s/scans", data={"do": "read"}).text
    assert FIELD.findall(shown) == [field]
    assert "Another scan of this page says otherwise." in shown
    assert "data:image/jpeg;base64," in shown
    assert "please check,another scan of this page" in page.post("/s/scans", data={"do": "table"}).text


def test_a_print_at_another_scale_is_told_on_the_screen(here):
    image = Image.open(here / "scan.png")
    small = image.resize((round(image.width * 0.94), round(image.height * 0.94)), Image.Resampling.BICUBIC)
    small.save(here / "small.png", dpi=(150, 150))
    assert "small.png: page 1 was printed at 9" in opened(here, "small.png").post("/s/scans", data={"do": "read"}).text


def test_each_box_has_the_name_of_who_has_looked_at_it(here):
    for day in ("16", "17"):
        picture("p-1", ((f"{DOUBT[0][:-2]}{day}", DOUBT[1]), *WELL)).save(here / f"{day}.png")
    page = opened(here, "16.png", "17.png")
    fields = FIELD.findall(page.post("/s/scans", data={"do": "read"}).text)
    assert len(fields) == 2
    for field, by in zip(fields, ("A. Reed", "B. Jones"), strict=True):
        page.post("/s/scans", data={"do": "answer", field: "marked", "by": by})
    table = csv.DictReader(io.StringIO(page.post("/s/scans", data={"do": "table"}).text.lstrip("\ufeff")))
    assert [row["reason"] for row in table if row["reason"]] == ["looked at by A. Reed", "looked at by B. Jones"]


def test_a_list_on_paper_becomes_what_to_do_first(here):
    made = Printkit().checklist("home-safety")
    (here / "chart.pdf").write_bytes(made.pdf)
    number = made.sheets[0].page
    filled_in(made.pdf, made.sheets, (("home-safety/entry/E1/no", "tick"),), number).save(here / "home.png")
    page = opened(here, "home.png")
    shown = page.post("/s/scans", data={"do": "read"}).text
    for field in FIELD.findall(shown):
        page.post("/s/scans", data={"do": "answer", field: "empty", "by": "A. Reed"})
    assert "What to do first" in page.get("/s/scans").text
    made = page.post("/s/scans", data={"do": "todo"})
    assert made.status_code == 303
    assert "What to do first" in page.get(made.location).text


def test_what_is_no_scan_or_no_sheet_of_the_form_is_told(here):
    (here / "x.png").write_bytes(b"no picture")
    assert opened(here, "x.png").post("/s/scans", data={"do": "read"}).status_code == 422
    picture("p-2", WELL).save(here / "other.png")
    told = opened(here, "other.png").post("/s/scans", data={"do": "read"}).text
    assert "These pages could not be read" in told
    assert "other.png: page 1: It is another sheet than the forms" in told


def test_scans_need_a_diary_or_what_they_were_printed_from(printkit, here):
    refused = printkit("open", "--no-browser", "--no-diary", "--scans", "scan.png")
    assert refused.exit_code == 2
    assert "--form PDF" in refused.output
    assert printkit("open", "--no-browser", "--no-diary", "--form", "chart.pdf").exit_code == 2


def test_a_page_to_look_at_names_the_scan_and_no_person(here):
    pages, _ = stack.read((here / "scan.png",), printed("p-1")[1])
    (asked,) = review.of_pages(pages, {})
    assert asked.patient.endswith("scan.png: page 1")
    assert asked.why
