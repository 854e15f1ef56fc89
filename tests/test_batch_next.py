"""The next charts of a whole ward: each patient goes on after the last week in the diary, as one does alone."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_reading import heard

from printkit.catalog.store import Catalog
from printkit.diary import database, next_sheets
from printkit.errors import OptionsError
from printkit.intake.roster import Row
from printkit.model.options import Options, Patient, PlanRequest, PrintSettings
from printkit.outcomes.history import Done, History, PatientEntry
from printkit.printing import next_charts
from printkit.resources import CATALOG

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]

CATALOG_IN_USE = Catalog((CATALOG,))
START = date(2026, 11, 2)
HEAD = "id,side,screened by,screened on,programme,clinic.region,starts on"
LINE = "{id},left,J. Marsh,2026-11-16,foot-drop,GB,{start}"
NEXT = ("batch", "ward.csv", "--kind", "chart", "--next")


@pytest.fixture
def ward(printkit, tmp_path) -> Path:
    """p-0 has written nothing down, p-1 the first week, p-2 three weeks."""
    listed(tmp_path, *(LINE.format(id=f"p-{number}", start=START) for number in range(3)))
    with database.opened(tmp_path / "diary.sqlite3") as book:
        book.add(
            [
                PatientEntry(patient=patient, entry=Done(day=START + timedelta(days=day), exercise="bridging", sets=2))
                for patient, days in (("p-1", range(6)), ("p-2", range(19)))
                for day in days
            ]
        )
    return tmp_path


def listed(folder: Path, *rows: str) -> None:
    (folder / "ward.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")


def prints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.pdf")}


NAMES = {"p-0-chart-weeks-1-2.pdf", "p-1-chart-weeks-2-3.pdf", "p-2-chart-weeks-4-5.pdf"}


def test_each_patient_goes_on_after_the_last_week_and_the_diary_knows_the_charts(printkit, ward):
    result = printkit(*NEXT)
    assert result.exit_code == 0, result.output
    assert set(prints(ward / "out")) == NAMES
    with database.opened(ward / "diary.sqlite3") as book:
        assert [(each.patient, each.first_week) for each in book.sheets()] == [("p-0", 1), ("p-1", 2), ("p-2", 4)]
    words = " ".join(words for _, words in heard((ward / "out" / "p-1-chart-weeks-2-3.pdf").read_bytes()))
    assert "Last week: practised on 6 days, 12 sets." in words
    assert "row 2: the diary holds nothing since the plan began: this is week 1" in result.stderr
    assert "row 3: week 2 ended on 2026-11-15, and nothing is written down since" in result.stderr
    assert "row 4" not in result.stderr.partition("settled")[0]


def test_again_nothing_is_left_to_print_and_a_week_that_comes_in_moves_1_patient_on(printkit, ward):
    printkit(*NEXT)
    before = prints(ward / "out")
    assert "3 stand already, 0 to print" in printkit(*NEXT).stdout
    printkit("diary", "add", "p-1", "bridging", "--sets", "2", "--day", START + timedelta(days=8))
    assert "2 stand already, 1 to print" in printkit(*NEXT).stdout
    after = prints(ward / "out")
    assert set(after) - set(before) == {"p-1-chart-weeks-3-4.pdf"}
    assert {name: after[name] for name in before} == before  # what was handed out stays


def test_what_last_week_held_is_part_of_the_chart(printkit, ward):
    """One more set on a day of last week: the same weeks, other words."""
    printkit(*NEXT)
    before = prints(ward / "out")
    printkit("diary", "add", "p-1", "outer-foot-lift", "--sets", "1", "--day", START + timedelta(days=5))
    assert "2 stand already, 1 to print" in printkit(*NEXT).stdout
    after = prints(ward / "out")
    assert {name for name in before if before[name] != after[name]} == {"p-1-chart-weeks-2-3.pdf"}


def test_2_processes_make_the_same_bytes_as_1_and_as_each_chart_alone(printkit, ward):
    printkit(*NEXT, "-o", "one")
    assert printkit(*NEXT, "-o", "two", "--jobs", "2").exit_code == 0
    assert prints(ward / "two") == prints(ward / "one")
    options = "patient: {id: p-2}\nstroke: {affected_side: left}\nplan: {starts_on: 2026-11-02}\n"
    options += "health: {screened_by: J. Marsh, screened_on: 2026-11-16}\nclinic: {region: GB}\n"
    (ward / "p-2.yaml").write_text(options, encoding="utf-8")
    assert printkit("chart", "p-2.yaml", "--next").exit_code == 0
    alone = (ward / "out" / "p-2-chart-weeks-4-5.pdf").read_bytes()
    assert alone == (ward / "one" / "p-2-chart-weeks-4-5.pdf").read_bytes()


def test_next_charts_and_first_charts_are_files_of_their_own(printkit, ward):
    printkit("batch", "ward.csv", "--kind", "chart", "--combined", "3")
    printkit(*NEXT, "--combined", "3")
    assert set(prints(ward / "out")) == {"volume-001-chart.pdf", "volume-001-chart-next.pdf"}


def test_charts_of_another_diary_are_files_of_their_own(printkit, ward):
    printkit(*NEXT)
    assert printkit(*NEXT, "--diary", "b.sqlite3").exit_code == 0
    assert set(prints(ward / "out")) == NAMES | {f"p-{number}-chart-weeks-1-2-b.pdf" for number in range(3)}


def test_a_row_without_a_first_day_is_told_and_the_others_are_printed(printkit, ward):
    listed(ward, *(LINE.format(id=f"p-{number}", start="" if number else START) for number in range(3)))
    result = printkit(*NEXT)
    assert result.exit_code == 4
    assert "ward.csv: rows 3-4: the weeks cannot be counted: plan.starts_on is missing" in result.stderr
    assert "or give --starts-on" in result.stderr
    assert len(prints(ward / "out")) == 1
    assert printkit(*NEXT, "--starts-on", START).exit_code == 0
    assert set(prints(ward / "out")) == NAMES


def test_a_row_that_is_refused_now_has_no_chart_of_an_earlier_run_beside_the_others(printkit, ward):
    printkit(*NEXT)
    text = (ward / "ward.csv").read_text(encoding="utf-8").replace("p-1,left", "p-1,sideways")
    (ward / "ward.csv").write_text(text, encoding="utf-8")
    assert "p-1-chart-weeks-2-3.pdf of an earlier run would be set aside" in printkit(*NEXT, "--dry-run").stdout
    assert printkit(*NEXT).exit_code == 4
    assert set(prints(ward / "out")) == NAMES - {"p-1-chart-weeks-2-3.pdf"}
    assert set(prints(ward / "out" / "set-aside")) == {"p-1-chart-weeks-2-3.pdf"}


def test_a_dry_run_says_which_weeks_and_writes_nothing(printkit, ward, files):
    before = files()
    result = printkit(*NEXT, "--dry-run")
    assert "row 4: p-2-chart-weeks-4-5.pdf would be printed" in result.stdout
    assert files().keys() == before.keys()
    with database.opened(ward / "diary.sqlite3") as book:
        assert book.sheets() == ()


def test_without_a_diary_everybody_begins_and_it_is_made(printkit, ward):
    (ward / "diary.sqlite3").unlink()
    dry = printkit(*NEXT, "--dry-run")
    assert dry.exit_code == 0
    assert not (ward / "diary.sqlite3").exists()
    result = printkit(*NEXT)
    assert "ward.csv: rows 2-4: the diary holds nothing since the plan began: this is week 1" in result.stderr
    with database.opened(ward / "diary.sqlite3", new=False) as book:
        assert len(book.sheets()) == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--kind", "fridge", "--next"), "--next is for the tracking charts"),
        (("--next",), "give --kind chart"),
        (("--kind", "chart", "--next", "--no-diary"), "leave --no-diary out"),
        (("--kind", "chart", "--next", "--from", "2026-11-01"), "only for reports"),
    ],
)
def test_what_does_not_go_together_is_refused(refused, ward, words, says):
    refused("batch", "ward.csv", *words, code=2, says=says)


@given(st.lists(st.lists(st.integers(0, 200), max_size=5), min_size=1, max_size=6))
def test_a_row_of_a_list_goes_on_as_its_patient_does_alone(days):
    histories = {
        f"p-{number}": History(
            patient=f"p-{number}",
            done=tuple(Done(day=START + timedelta(days=day), exercise="bridging", sets=1) for day in offsets),
        )
        for number, offsets in enumerate(days)
    }
    rows = [
        Row(
            number=number,
            id=patient,
            options=Options(
                patient=Patient(id=patient),
                plan=PlanRequest(starts_on=START),
                print=PrintSettings(printed_on=START + timedelta(days=30)),
            ),
        )
        for number, patient in enumerate(histories, 2)
    ]
    labels = CATALOG_IN_USE.labels("en")
    for before in rows:
        found = next_charts.going_on(before, Path("ward.csv"), CATALOG_IN_USE, histories.__getitem__)
        row = found.row
        alone, week = next_sheets.going_on(
            before.options, histories[row.id], CATALOG_IN_USE.measures, CATALOG_IN_USE.tracked, ""
        )
        assert row.options == alone
        assert found.last_week == (next_sheets.sentences(week, labels) if week else ())
        assert set(found.remarks) == set(next_sheets.remarks(alone, goes_on=week is not None))


def test_a_row_that_is_refused_already_is_not_asked_about():
    problem = OptionsError("there is no patient id", where="ward.csv: row 2")
    row = Row(number=2, id="", options=None, problems=(problem,))
    found = next_charts.going_on(row, Path("ward.csv"), CATALOG_IN_USE, {}.__getitem__)
    assert found == next_charts.GoesOn(row=row)
