"""Every chart that is printed is known to the diary that is in use, whichever command has printed it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from printkit.cli.group import cli
from printkit.diary import database
from printkit.outcomes.history import Sheets
from printkit.printing import run
from printkit.resources import EXAMPLES, TEMPLATES
from printkit.sheets import geometry

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]

PLACE = "diary.sqlite3"
HEAD = "id,name,side,screened by,screened on,programme,clinic.region"
LINE = "p-{number},Sam,left,J. Marsh,2026-11-16,foot-drop,GB"


@pytest.fixture
def here(printkit, tmp_path) -> Path:
    """A folder with an option file, a list of 3, and templates of a clinic that has charts on everything."""
    for name in ("clinic.yaml", "riverside.svg"):
        shutil.copy(EXAMPLES / name, tmp_path)
    shutil.copy(EXAMPLES / "foot-drop.yaml", tmp_path / "sam.yaml")
    rows = [HEAD, *(LINE.format(number=number) for number in range(3))]
    (tmp_path / "roster.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "ours").mkdir()
    for name in ("fridge", "handout", "checklist"):
        text = (TEMPLATES / f"{name}.en.md").read_text(encoding="utf-8")
        (tmp_path / "ours" / f"{name}.en.md").write_text(f"{text}\n{{{{ chart() }}}}\n", encoding="utf-8")
    return tmp_path


def noted(folder: Path, place: str = PLACE) -> tuple[Sheets, ...]:
    with database.opened(folder / place, new=False) as book:
        return book.sheets()


def charts_of(data: bytes) -> tuple[set[str], list[str]]:
    """The tokens on the charts of a file, and a code of each."""
    with pikepdf.open(BytesIO(data)) as pdf:
        if "sheets.json" not in pdf.attachments:
            return set(), []
        said = json.loads(pdf.attachments["sheets.json"].get_file().read_bytes())
    sheets = [each for each in said["sheets"] if each["boxes"]]
    return {each["plan"] for each in sheets}, [each["corners"][0]["code"] for each in sheets]


# the template of a fridge page that has a chart, too, needs more than its page: the chart is one of its own
PRINTS = {
    "booklet": ("booklet", "sam.yaml"),
    "clinician": ("booklet", "sam.yaml", "--clinician"),
    "chart": ("chart", "sam.yaml"),
    "next": ("chart", "sam.yaml", "--next", "--weeks", "1"),
    "checklist": ("checklist", "skin", "--options", "sam.yaml", "--templates", "ours"),
    "list": ("checklist", "skin", "--options", "sam.yaml"),
    "handout": ("handout", "seated-toe-raise", "--options", "sam.yaml"),
    "skin-sheet": ("skin-sheet", "--options", "sam.yaml"),
    "set": ("set", "sam.yaml"),
    "batch": ("batch", "roster.csv"),
    "batch-set": ("batch", "roster.csv", "--kind", "set"),
    "batch-chart": ("batch", "roster.csv", "--kind", "chart"),
    "batch-volume": ("batch", "roster.csv", "--kind", "chart", "--combined", "2"),
    "batch-processes": ("batch", "roster.csv", "--kind", "chart", "--jobs", "2"),
    "batch-checklist": ("batch", "roster.csv", "--kind", "skin", "--templates", "ours"),
}


@pytest.mark.parametrize("name", PRINTS)
def test_every_chart_is_known_to_the_diary_and_is_sorted_to_its_patient(printkit, here, name):
    result = printkit(*PRINTS[name], "--diary", PLACE)
    assert result.exit_code == 0, result.output
    assert f"noted in {PLACE}" in result.stderr
    known = noted(here)
    found = [charts_of(path.read_bytes()) for path in sorted((here / "out").glob("*.pdf"))]
    tokens = set().union(*(tokens for tokens, _ in found))
    assert tokens == {each.token for each in known}
    assert {each.patient for each in known} == ({"p-0", "p-1", "p-2"} if "batch" in name else {"example-foot-drop"})
    asked = [word for _, codes in found for code in codes for word in ("--code", code)]
    sorted_ = printkit("diary", "sort", *asked)
    assert sorted_.exit_code == 0, sorted_.output
    assert {line.split()[0] for line in sorted_.stdout.splitlines()} == {each.patient for each in known}


@pytest.mark.parametrize(
    "words",
    [
        ("fridge", "sam.yaml"),
        ("handout", "seated-toe-raise", "--side", "left"),
        ("batch", "roster.csv", "--kind", "fridge"),
        ("batch", "roster.csv", "--booklet"),
        ("batch", "roster.csv", "--kind", "chart", "--dry-run"),
    ],
    ids=" ".join,
)
def test_a_print_with_nothing_to_tick_or_for_nobody_notes_nothing_and_makes_no_diary(printkit, here, words):
    assert printkit(*words, "--diary", PLACE).exit_code == 0
    assert not (here / PLACE).exists()


def test_a_sheet_for_nobody_in_particular_is_noted_for_nobody(printkit, here):
    assert printkit("checklist", "skin", "--templates", "ours", "--diary", PLACE).exit_code == 0
    assert not (here / PLACE).exists()


@pytest.mark.parametrize(
    "words", [("booklet", "sam.yaml"), ("chart", "sam.yaml"), ("batch", "roster.csv")], ids=" ".join
)
def test_where_no_diary_is_in_use_none_is_made(printkit, here, words):
    result = printkit(*words)
    assert result.exit_code == 0
    assert "noted" not in result.stderr
    assert not list(here.glob("*.sqlite3"))


@pytest.mark.parametrize(
    "words", [("booklet", "sam.yaml"), ("chart", "sam.yaml"), ("batch", "roster.csv")], ids=" ".join
)
def test_a_diary_that_is_there_or_named_is_in_use_and_one_that_is_unwanted_is_not(
    printkit, here, words, monkeypatch, subtests
):
    with subtests.test("the usual one, which is there"):
        printkit("diary", "add", "somebody", "falls", "--value", "0")
        assert printkit(*words).exit_code == 0
        assert noted(here)
    with subtests.test("by a variable"):
        monkeypatch.setenv("PRINTKIT_DIARY", "by-variable.sqlite3")
        assert printkit(*words).exit_code == 0
        assert noted(here, "by-variable.sqlite3") == noted(here)
        monkeypatch.delenv("PRINTKIT_DIARY")
    with subtests.test("by the folder"):
        (here / "printkit.yaml").write_text("diary: ward.sqlite3\n", encoding="utf-8")
        assert printkit(*words).exit_code == 0
        assert noted(here, "ward.sqlite3") == noted(here)
    with subtests.test("unwanted"):
        (here / "ward.sqlite3").unlink()
        assert printkit(*words, "--no-diary").exit_code == 0
        assert not (here / "ward.sqlite3").exists()


def test_the_diary_of_the_folder_is_that_beside_the_option_file(printkit, here, monkeypatch):
    (here / "printkit.yaml").write_text("diary: ward.sqlite3\n", encoding="utf-8")
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    for words in (("chart", here / "sam.yaml"), ("batch", here / "roster.csv", "--kind", "chart")):
        assert printkit(*words).exit_code == 0
    assert {each.patient for each in noted(here, "ward.sqlite3")} == {"example-foot-drop", "p-0", "p-1", "p-2"}
    # and it is the usual one, which no name of a file tells
    assert printkit("chart", here / "sam.yaml", "--next").exit_code == 0
    assert (here / "elsewhere" / "out" / "example-foot-drop-chart-weeks-1-2.pdf").is_file()


@pytest.mark.parametrize("words", [("booklet", "sam.yaml"), ("chart", "sam.yaml")], ids=" ".join)
def test_a_diary_that_cannot_be_used_is_told_with_the_way_round_it_and_nothing_is_written(
    printkit, refused, here, words
):
    (here / PLACE).write_bytes(b"something else " * 100)
    refused(*words, says=("is no diary", "--no-diary prints without it"))
    assert "--no-diary" not in refused("chart", "sam.yaml", "--next", says="is no diary")
    assert printkit(*words, "--no-diary").exit_code == 0


def test_a_booklet_and_a_longer_chart_of_one_day_are_known_by_the_longer_one(printkit, here):
    for words in (("booklet", "sam.yaml"), ("chart", "sam.yaml", "--weeks", "4"), ("booklet", "sam.yaml")):
        assert printkit(*words, "--diary", PLACE).exit_code == 0
    (only,) = noted(here)
    assert only.weeks == 4


# --- a batch


def test_what_stands_already_is_noted_by_the_next_run_that_has_a_diary(printkit, here):
    assert printkit("batch", "roster.csv", "--kind", "chart").exit_code == 0
    result = printkit("batch", "roster.csv", "--kind", "chart", "--diary", PLACE)
    assert "3 stand already, 0 to print" in result.stdout
    assert f"noted in {PLACE}: the sheets of 3 patients" in result.stderr
    assert len(noted(here)) == 3
    again = printkit("batch", "roster.csv", "--kind", "chart")
    assert "noted" not in again.stderr


def test_a_run_that_was_killed_before_it_could_note_a_chart_makes_it_again(printkit, here, monkeypatch):
    """A file is on the disk, and neither the diary nor the manifest knows it: then the power went out."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    printkit("diary", "add", "somebody", "falls", "--value", "0")
    with monkeypatch.context() as patch:
        patch.setattr(database.Diary, "printed", killed)
        assert printkit("batch", "roster.csv", "--kind", "chart").exit_code == 130
    assert len(list((here / "out").glob("*.pdf"))) == 1
    assert noted(here) == ()
    result = printkit("batch", "roster.csv", "--kind", "chart")
    assert "0 stand already, 3 to print" in result.stdout
    assert len(noted(here)) == 3


def test_every_made_file_of_a_run_that_the_diary_ended_is_known_after_the_next_one(printkit, here, monkeypatch):
    """It fails at the second chart; the first one stands in both books, and the second in neither."""
    printkit("diary", "add", "somebody", "falls", "--value", "0")
    real, asked = database.Diary.printed, []

    def second(book: database.Diary, *sheets: Sheets):
        asked.append(sheets)
        if len(asked) == 2:
            raise database.DiaryError("the diary cannot be used: disk full")
        return real(book, *sheets)

    with monkeypatch.context() as patch:
        patch.setattr(database.Diary, "printed", second)
        result = printkit("batch", "roster.csv", "--kind", "chart")
    assert result.exit_code == 1
    assert "disk full" in result.stderr
    assert len(noted(here)) == 1
    assert "1 stand already, 2 to print" in printkit("batch", "roster.csv", "--kind", "chart").stdout
    assert {each.patient for each in noted(here)} == {"p-0", "p-1", "p-2"}


@pytest.mark.slow
@pytest.mark.parametrize("processes", ["1", "2"])
@pytest.mark.parametrize("seconds", [1.0, 2.0, 3.5])
def test_killed_at_any_moment_what_the_manifest_calls_made_is_known_and_a_second_run_notes_the_rest(
    here, processes, seconds
):
    rows = [HEAD, *(LINE.format(number=number) for number in range(60))]
    (here / "roster.csv").write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, "-m", "printkit", "batch", "roster.csv", "--kind", "chart", "--jobs", processes]
    command += ["--diary", PLACE, "--screened-by", "J. Marsh", "--screened-on", "today"]
    text = (here / "roster.csv").read_text(encoding="utf-8").replace("J. Marsh,2026-11-16", ",")
    (here / "roster.csv").write_text(text, encoding="utf-8")
    killed = subprocess.Popen(
        command, cwd=here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(seconds)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    book = here / "out" / "manifest.jsonl"
    lines = book.read_text(encoding="utf-8").splitlines() if book.is_file() else []
    made = {charts["token"] for line in lines if line.endswith("}") for charts in json.loads(line)["charts"]}
    known = {each.token for each in noted(here)} if (here / PLACE).is_file() else set()
    assert made <= known
    subprocess.run(command, cwd=here, check=True, capture_output=True)
    assert len(noted(here)) == 60


def test_a_row_that_is_refused_is_not_noted_and_its_neighbours_are(printkit, here):
    text = (here / "roster.csv").read_text(encoding="utf-8").replace("p-1,Sam,left", "p-1,Sam,sideways")
    (here / "roster.csv").write_text(text, encoding="utf-8")
    assert printkit("batch", "roster.csv", "--kind", "chart", "--diary", PLACE).exit_code == 4
    assert {each.patient for each in noted(here)} == {"p-0", "p-2"}


def test_a_chart_whose_file_must_not_be_replaced_is_not_noted(printkit, here):
    (here / "out").mkdir()
    (here / "out" / "p-1-chart.pdf").write_bytes(b"%PDF-1.7 filled in")
    assert printkit("batch", "roster.csv", "--kind", "chart", "--diary", PLACE).exit_code == 4
    assert {each.patient for each in noted(here)} == {"p-0", "p-2"}


def test_a_caller_of_a_run_needs_no_diary(here, catalog, templates):
    from printkit.cli.options import Sources
    from printkit.printing.batch import planned
    from printkit.printing.batch_request import BatchRequest

    kit = Sources(None).kit()
    found = planned(
        BatchRequest(roster=here / "roster.csv", kind="chart", folder=here / "out", today=kit.today), catalog, templates
    )
    made = list(run.run(found.read(found.rest), here / "out", None, 1, claims=found.rest))
    assert [charts.patient for each in made for charts in each.charts] == ["p-0", "p-1", "p-2"]


def test_the_face_says_what_a_diary_notes(tmp_path):
    from printkit import Printkit
    from printkit.kit import open_diary

    kit = Printkit()
    sam = kit.options(EXAMPLES / "foot-drop.yaml")
    chart = kit.chart(sam)
    assert chart.charts is not None
    assert kit.fridge(sam).charts is None
    with open_diary(tmp_path / PLACE) as book, book.printed(chart.charts):
        chart.save(tmp_path / "chart.pdf")
    assert noted(tmp_path) == (replace(chart.charts, geometry=b""),)
    assert geometry.unpacked(chart.charts.geometry)[0].boxes == chart.sheets[0].boxes
    assert charts_of((tmp_path / "chart.pdf").read_bytes())[0] == {chart.charts.token}


def test_a_quiet_command_says_nothing_of_it(here):
    result = CliRunner().invoke(cli, ["chart", "sam.yaml", "--diary", PLACE, "--quiet"])
    assert (result.exit_code, result.output) == (0, "")
    assert noted(here)
