"""Paper comes back to the diary: what is sure is entered when somebody has looked, what is doubtful is asked first."""

import csv
import io
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import simulated_scans
from click.testing import Result
from msgspec.structs import replace
from pdf_reading import example_options, make
from PIL import Image

from printkit.diary import database
from printkit.diary.paper import DIFFERS, SHOWN, Again, Paper, PaperBox, answered, seen_again, together
from printkit.kit import Printkit
from printkit.scan import review, stack
from printkit.scan.records import Mark
from printkit.sheets import issued
from printkit.sheets.geometry import Sheet

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]

PLACE = "diary.sqlite3"
HAND = simulated_scans.Hand(0.1, 0.3, 0.03, 0.0)
PEN = simulated_scans.PENS["ball pen"]


@cache
def printed(patient: str, kind: str = "chart") -> tuple[bytes, tuple[Sheet, ...], object]:
    """A print whose week began on 16 November, and what a diary notes of it."""
    options = example_options()
    options = replace(
        options,
        patient=replace(options.patient, id=patient, name=""),
        plan=replace(options.plan, starts_on=options.print.printed_on.replace(day=16)),
        print=replace(options.print, weeks=1),
    )
    made = make(kind, options).printed
    document = make(kind, options).document
    return made.data, made.sheets, issued.sheets_of(document, options, made.sheets)


@cache
def undated(patient: str) -> tuple[bytes, tuple[Sheet, ...], object]:
    """The handout of one exercise for a plan without a first day."""
    options = example_options()
    options = replace(
        options, patient=replace(options.patient, id=patient, name=""), plan=replace(options.plan, starts_on=None)
    )
    kit = Printkit()
    made = kit.handout("seated-toe-raise", options)
    return made.pdf, made.sheets, issued.sheets_of(made.document, options, made.sheets)


@cache
def picture(patient: str, marks: tuple[tuple[str, str], ...], page: int = 1, kind: str = "chart") -> Image.Image:
    """A page with a mark in each box that begins so, as a scanner gives it."""
    data, sheets, _ = printed(patient, kind)
    return filled_in(data, sheets, marks, page)


def filled_in(data: bytes, sheets: tuple[Sheet, ...], marks: tuple[tuple[str, str], ...], page: int = 1) -> Image.Image:
    """A page of a print with a mark in each box that begins so."""
    sheet = next(each for each in sheets if each.page == page)
    document = pypdfium2.PdfDocument(data)
    try:
        blank = document[page - 1].render(scale=simulated_scans.DPI / 72, grayscale=True).to_pil()
    finally:
        document.close()
    chance, paper = np.random.default_rng(3), np.ones((blank.height, blank.width), np.float32)
    for name, x, y, side in sheet.boxes:
        for start, mark in marks:
            if name.startswith(start):
                middle = (x + side / 2, y + side / 2)
                lines = simulated_scans.mark_strokes(chance, mark, *middle, side, HAND)
                lines += simulated_scans.mark_strokes(chance, "scribble", *middle, side, HAND) * (mark == "fill")
                simulated_scans.draw(paper, lines, PEN, PEN.dark, chance)
    light = (np.asarray(blank, np.float32) * paper).clip(0, 255).astype(np.uint8)
    return simulated_scans.taken(Image.fromarray(light), chance, "scan 150")


TOES = "seated-toe-raise@midday/2026-11-1"  # 16 to 19 November
DOUBT = ("standing-calf-stretch@morning/2026-11-16", "fill")
WELL = tuple((f"{TOES}{day}", "tick") for day in (6, 7, 8))


@pytest.fixture
def here(printkit, tmp_path, monkeypatch) -> Path:
    """A folder with a diary that has noted the chart of p-1, and nothing sure is shown."""
    with database.opened(tmp_path / PLACE) as book, book.printed(printed("p-1")[2]):
        pass
    monkeypatch.setattr(stack, "SHARE", 0)
    return tmp_path


def export(printkit) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printkit("diary", "export", "--diary", PLACE).stdout)))


def scan(printkit, *words: object) -> Result:
    return printkit("diary", "scan", *words, "--diary", PLACE)


def answer(folder: Path, *said: str) -> Path:
    """The table beside the page, filled in from the top."""
    rows = list(csv.reader(io.StringIO((folder / "out" / "scan-review.csv").read_text(encoding="utf-8-sig"))))
    for row, value in zip(rows[1:], said, strict=False):
        row[-1] = value
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    (folder / "answers.csv").write_text(out.getvalue(), encoding="utf-8")
    return folder / "answers.csv"


def answered_otherwise(folder: Path, box: str) -> Path:
    """The same table, in which one box is empty after all."""
    table = folder / "answers.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(line[:-1] + "0" if box in line else line for line in lines), encoding="utf-8")
    return table


def test_a_clean_page_is_entered_and_an_empty_day_says_nothing(printkit, here):
    picture("p-1", WELL).save(here / "scan.png")
    result = scan(printkit, "scan.png")
    assert result.exit_code == 0, result.output
    assert "p-1  week 1  scan.png: page 1" in result.stdout
    found = export(printkit)
    assert [(row["what"], row["day"], row["value"]) for row in found] == [
        ("seated-toe-raise", f"2026-11-1{day}", "yes") for day in (6, 7, 8)
    ]
    assert not (here / "out").exists()


def test_nothing_of_a_doubtful_page_is_entered_before_it_is_answered(printkit, here):
    picture("p-1", (*WELL, DOUBT)).save(here / "scan.png")
    result = scan(printkit, "scan.png")
    assert result.exit_code == 0, result.output
    assert "a sheet with a box to look at is not in the diary before" in result.stderr
    assert export(printkit) == []
    page = here / "out" / "scan-review.html"
    assert page.stat().st_mode & 0o077 == 0
    text = page.read_text(encoding="utf-8")
    assert 'src="data:image/jpeg;base64,' in text
    assert "Standing calf stretch, morning, Mon 16 November 2026" in text
    assert "default-src 'none'" in text
    assert not any(word in text for word in ("http://", "https://", 'src="/', "Sam"))
    result = scan(printkit, "--answers", answer(here, "1"), "--by", "A. Reed")
    assert result.exit_code == 0, result.output
    assert len(export(printkit)) == 4
    assert not page.exists()  # the pictures go when all is answered
    assert not page.with_suffix(".csv").exists()
    papers = printkit("diary", "papers", "p-1", "--diary", PLACE)
    assert "looked at by A. Reed" in papers.stdout


@pytest.mark.slow
def test_an_answer_of_no_says_nothing_of_the_day(printkit, here):
    picture("p-1", (*WELL, DOUBT)).save(here / "scan.png")
    scan(printkit, "scan.png")
    scan(printkit, "--answers", answer(here, "0"), "--by", "A. Reed")
    assert {row["what"] for row in export(printkit)} == {"seated-toe-raise"}


def test_the_same_page_again_changes_nothing_and_a_page_that_differs_is_asked_about(printkit, here):
    picture("p-1", WELL).save(here / "scan.png")
    scan(printkit, "scan.png")
    before = export(printkit)
    again = scan(printkit, "scan.png")
    assert "(there already)" in again.stdout
    assert export(printkit) == before
    picture("p-1", WELL[:2]).save(here / "other.png")
    other = scan(printkit, "other.png")
    assert "(differs from an earlier scan)" in other.stdout
    assert "the diary keeps what it has until then" in other.stderr
    assert export(printkit) == before  # until somebody has said which is right
    said = printkit("diary", "papers", "p-1", "--diary", PLACE).stdout
    assert "nothing was in doubt; another scan says otherwise: 1 box to look at" in said
    table = (here / "out" / "scan-review.csv").read_text(encoding="utf-8-sig")
    assert DIFFERS in table
    assert table.count("\n") == 2
    assert "data:image/jpeg;base64,/9j" in (here / "out" / "scan-review.html").read_text(encoding="utf-8")
    settled = scan(printkit, "--answers", answer(here, "0"), "--by", "A. Reed")
    assert settled.exit_code == 0, settled.output
    assert [row["day"] for row in export(printkit)] == ["2026-11-16", "2026-11-17"]
    trace = printkit("diary", "corrections", "p-1", "--diary", PLACE).stdout
    assert "A. Reed" in trace
    assert "2026-11-18" in trace


def test_a_tick_on_a_day_to_come_is_asked_about(printkit, here, monkeypatch):
    monkeypatch.setattr("printkit.kit.date.today", classmethod(lambda _: printed("p-1")[2].printed_on.replace(day=17)))
    picture("p-1", WELL).save(here / "scan.png")
    assert "1 box to look at" in scan(printkit, "scan.png").stdout
    assert "the day is still to come" in (here / "out" / "scan-review.csv").read_text(encoding="utf-8-sig")
    scan(printkit, "--answers", answer(here, "0"), "--by", "A. Reed")
    assert "(there already)" in scan(printkit, "scan.png").stdout  # and not a second time while it is still to come
    monkeypatch.setattr("printkit.kit.date.today", classmethod(lambda _: printed("p-1")[2].printed_on.replace(day=18)))
    assert "1 box to look at  (differs from an earlier scan)" in scan(printkit, "scan.png").stdout


def test_numbers_of_a_week_stand_on_its_last_day(printkit, here):
    picture("p-1", (("effort/week-1/4", "cross"), ("pain/week-1/10", "tick")), page=2).save(here / "scan.png")
    assert scan(printkit, "scan.png").exit_code == 0
    found = {(row["what"], row["value"], row["day"]) for row in export(printkit)}
    assert found == {("effort", "4", "2026-11-22"), ("pain", "10", "2026-11-22")}


def test_a_page_of_another_clinic_is_named_and_the_others_are_read(printkit, here):
    picture("p-2", WELL).save(here / "strange.png")
    picture("p-1", WELL).save(here / "ours.png")
    result = scan(printkit, "strange.png", "ours.png")
    assert result.exit_code == 4
    assert "strange.png: page 1: not read: the token" in result.stderr
    assert "is it of another clinic" in result.stderr
    assert {row["patient"] for row in export(printkit)} == {"p-1"}


def test_two_patients_in_one_picture_are_named_and_nothing_is_entered(printkit, here):
    one, other = picture("p-1", WELL), picture("p-2", WELL)
    both = Image.new("L", (one.width + other.width, one.height), 255)
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    both.save(here / "both.png")
    result = scan(printkit, "both.png")
    assert result.exit_code == 4
    assert "2 sheets or more at once" in result.stderr
    assert export(printkit) == []


def test_a_server_takes_paper_in_as_a_file_does(printkit, here, place):
    """The sheets, what is in doubt, the answers and the share that was looked at, in a file and on PostgreSQL."""
    with database.opened(place) as book, book.printed(printed("p-1")[2]):
        pass
    picture("p-1", (*WELL, DOUBT)).save(here / "scan.png")
    assert printkit("diary", "scan", "scan.png", "--diary", place).exit_code == 0
    with database.opened(place) as book:
        assert (book.history("p-1").done, book.open_boxes()) == ((), 1)
    result = printkit("diary", "scan", "--answers", answer(here, "1"), "--by", "A. Reed", "--diary", place)
    assert result.exit_code == 0, result.output
    with database.opened(place) as book:
        assert [each.day.day for each in book.history("p-1").done if each.exercise == "seated-toe-raise"] == [
            16,
            17,
            18,
        ]
        assert [each.checked_by for each in book.papers("p-1")] == ["A. Reed"]
        assert book.open_boxes() == 0
    again = printkit("diary", "scan", "scan.png", "--diary", place)
    assert "(there already)" in again.stdout


def test_each_sheet_without_dates_has_a_first_day_of_its_own(printkit, here):
    tokens = {}
    for patient in ("p-4", "p-5"):
        data, sheets, noted = undated(patient)
        with database.opened(here / PLACE) as book, book.printed(noted):
            pass
        tokens[patient] = sheets[0].plan_token
        first = sheets[0].boxes[0][0]
        filled_in(data, sheets, ((first, "tick"),)).save(here / f"{patient}.png")
    waits = scan(printkit, "p-4.png", "p-5.png")
    assert waits.exit_code == 4
    assert f"or of this sheet alone: --day {tokens['p-5']}=2026-11-20" in waits.stderr
    assert (
        f"it waits for its first day: --day {tokens['p-4']}=DATE"
        in printkit("diary", "papers", "p-4", "--diary", PLACE).stdout
    )
    early = scan(printkit, "p-4.png", f"--day={tokens['p-4']}=2026-11-12")  # its Monday is ticked
    assert "2026-11-09 is filled in, but the sheet begins on 2026-11-12" in early.stderr
    days = [f"--day={tokens[patient]}={day}" for patient, day in (("p-4", "2026-11-09"), ("p-5", "2026-11-16"))]
    assert scan(printkit, "p-4.png", "p-5.png", *days).exit_code == 0
    assert {(row["patient"], row["day"]) for row in export(printkit)} == {("p-4", "2026-11-09"), ("p-5", "2026-11-16")}


@pytest.mark.slow
def test_a_chart_of_before_the_diary_knew_geometry_needs_its_pdf(printkit, here):
    with database.opened(here / PLACE) as book, book.printed(replace(printed("p-3")[2], geometry=b"")):
        pass
    (here / "p-3.pdf").write_bytes(printed("p-3")[0])
    picture("p-3", WELL).save(here / "scan.png")
    result = scan(printkit, "scan.png")
    assert result.exit_code == 4
    assert "--form" in result.stderr
    assert scan(printkit, "scan.png", "--form", "p-3.pdf").exit_code == 0
    assert {row["patient"] for row in export(printkit)} == {"p-3"}


def test_a_value_that_the_diary_has_otherwise_is_no_news_without_correct(printkit, here):
    printkit(
        "diary", "add", "p-1", "effort", "--kind", "noted", "--value", "7", "--day", "2026-11-22", "--diary", PLACE
    )
    picture("p-1", (("effort/week-1/4", "cross"),), page=2).save(here / "scan.png")
    result = scan(printkit, "scan.png")
    assert result.exit_code == 4
    assert "differs from the diary" in result.stderr
    assert [row["value"] for row in export(printkit)] == ["7"]
    assert scan(printkit, "scan.png", "--correct").exit_code == 0
    assert [row["value"] for row in export(printkit)] == ["4"]


def test_what_is_in_the_way_is_told_with_its_own_page_and_box(printkit, here):
    """Both pages are entered together, and 2 numbers of one row are on the second."""
    picture("p-1", (*WELL, DOUBT)).save(here / "days.png")
    picture("p-1", (("pain/week-1/2", "cross"), ("pain/week-1/7", "cross")), page=2).save(here / "numbers.png")
    scan(printkit, "days.png", "numbers.png")
    result = scan(printkit, "--answers", answer(here, "1", "1", "1"), "--by", "A. Reed")
    assert result.exit_code == 4
    numbers = next(sheet for sheet in printed("p-1")[1] if sheet.page == 2)
    told = next(line for line in result.stderr.splitlines() if "2 boxes of one row" in line)
    assert told.startswith(f"p-1, sheet PK1{numbers.template}02")
    assert "pain/week-1/" in told
    assert "0 new" not in result.stdout
    assert export(printkit) == []
    assert "the page with its pictures stays until this is put right" in result.stderr
    assert (here / "out" / "scan-review.html").exists()
    assert (here / "out" / "scan-review.csv").exists()  # somebody may have filled in this one
    scan(printkit, "--answers", answered_otherwise(here, "pain/week-1/2"), "--by", "A. Reed")
    assert not (here / "out" / "scan-review.html").exists()
    assert ("pain", "7") in {(row["what"], row["value"]) for row in export(printkit)}


def test_the_sure_ones_that_were_looked_at_are_counted(printkit, here, monkeypatch):
    monkeypatch.setattr(stack, "SHARE", 5)
    picture("p-1", WELL).save(here / "scan.png")
    result = scan(printkit, "scan.png")
    assert "0 boxes in doubt" in result.stdout
    assert export(printkit) == []
    rows = list(csv.DictReader(io.StringIO((here / "out" / "scan-review.csv").read_text(encoding="utf-8-sig"))))
    said = ["1" if row["read"] == "marked" else "0" for row in rows]
    said[0] = "1" if said[0] == "0" else "0"  # the reader was wrong
    result = scan(printkit, "--answers", answer(here, *said), "--by", "A. Reed")
    assert f"of {len(rows)} sure boxes that were looked at so far, 1 was read wrongly" in result.stderr
    with database.opened(here / PLACE) as book:
        assert book.checks() == (len(rows), 1)
    scan(printkit, "--answers", here / "answers.csv", "--by", "A. Reed")  # once more counts nobody twice
    with database.opened(here / PLACE) as book:
        assert book.checks() == (len(rows), 1)


def test_answers_need_a_name_and_a_table_that_is_one(printkit, here):
    (here / "answers.csv").write_text("patient,sheet,box,answer\np-1,PK1C01AAAAAAAAAA,x/1,maybe\n", encoding="utf-8")
    assert scan(printkit, "--answers", "answers.csv").exit_code == 2
    wrong = scan(printkit, "--answers", "answers.csv", "--by", "A. Reed")
    assert wrong.exit_code == 1
    assert "row 2" in wrong.stderr
    (here / "answers.csv").write_text("patient,sheet,box,answer\np-1,PK1C01AAAAAAAAAA,x/1,1\n", encoding="utf-8")
    assert scan(printkit, "--answers", "answers.csv", "--by", "A. Reed").exit_code == 4


@pytest.mark.slow
def test_what_is_forgotten_takes_its_paper_along_and_a_backup_has_it(printkit, here):
    picture("p-1", WELL).save(here / "scan.png")
    scan(printkit, "scan.png")
    assert printkit("diary", "backup", "copy.sqlite3", "--diary", PLACE).exit_code == 0
    with database.opened(here / "copy.sqlite3") as copy:
        assert len(copy.papers("p-1")) == 1
        assert copy.geometry([printed("p-1")[2].token])
    assert printkit("diary", "forget", "p-1", "--yes", "--diary", PLACE).exit_code == 0
    with database.opened(here / PLACE) as book:
        assert book.papers("p-1") == ()
        assert book.geometry([printed("p-1")[2].token]) == ()
    assert b"seated-toe-raise@midday" not in (here / PLACE).read_bytes()


# --- pages in themselves


def paper(**boxes: PaperBox) -> Paper:
    return Paper(patient="p", code="PK1C01AAAABBBBBB", boxes=boxes)


EMPTY, MARKED, ASKED = (PaperBox(read=read) for read in (Mark.EMPTY, Mark.MARKED, Mark.CHECK))
DOUBTFUL = PaperBox(read=Mark.CHECK, reason="it is faint")


@pytest.mark.parametrize(
    ("known", "scan_", "again"),
    [
        (MARKED, MARKED, Again.SAME),
        (MARKED, DOUBTFUL, Again.SAME),
        (DOUBTFUL, MARKED, Again.SAME),
        (MARKED, EMPTY, Again.DIFFERENT),
        (PaperBox(read=Mark.CHECK, reason="it is faint", answer=True), MARKED, Again.SAME),
        (PaperBox(read=Mark.CHECK, reason="it is faint", answer=True), EMPTY, Again.DIFFERENT),
        (PaperBox(read=Mark.EMPTY, reason=SHOWN, answer=True), EMPTY, Again.DIFFERENT),
    ],
)
def test_a_second_scan_is_held_against_what_is_known(known, scan_, again):
    found, said = seen_again(paper(a=known), paper(a=scan_))
    assert said is again
    assert (found == paper(a=known)) is (again is Again.SAME)
    assert bool(found.open) is (again is Again.DIFFERENT or known is DOUBTFUL)


def test_until_it_is_settled_the_diary_keeps_what_it_has():
    known = replace(paper(a=MARKED, b=EMPTY), entered=True)
    found, _ = seen_again(known, paper(a=EMPTY, b=EMPTY))
    assert together([found]) == {"a": "yes", "b": ""}
    settled, shown, wrong = answered(found, {"a": False})
    assert (together([settled])["a"], shown, wrong) == ("", 0, 0)


def test_only_what_was_asked_can_be_answered():
    found, shown, _ = answered(paper(a=MARKED), {"a": False, "nowhere": True})
    assert (found, shown) == (paper(a=MARKED), 0)


def test_a_page_without_what_was_answered_is_the_page_of_the_rest():
    asked = [
        review.Asked(patient="p", sheet="S", box=box, words='"<b>', read=Mark.CHECK, why="it is faint", crop=b"x")
        for box in ("a", "b")
    ]
    page = review.as_html(asked, "answers.csv")
    assert "&quot;&lt;b&gt;" in page
    one = review.without(page, [review.Answer(patient="p", sheet="S", box="a", ticked=True)])
    assert 'data-box="b"' in one
    assert 'data-box="a"' not in one
    assert review.without(one, [review.Answer(patient="p", sheet="S", box="b", ticked=True)]) == ""
    assert not review.is_ours("<title>Something else</title>")


def test_one_broken_file_of_a_stack_is_named_and_the_others_are_read(printkit, here):
    picture("p-1", WELL).save(here / "scan.png")
    (here / "broken.png").write_bytes(b"no picture")
    result = scan(printkit, "broken.png", "scan.png")
    assert result.exit_code == 4
    assert "broken.png: not read: the scan is not a picture that can be read" in result.stderr
    assert len(export(printkit)) == len(WELL)
    assert scan(printkit, "broken.png").exit_code == 1
