"""The commands for the diary, as a therapist types them."""

import csv
import io
import sqlite3
import stat
import sys
from datetime import date

import openpyxl
import pytest

from printkit.diary import database, prescriptions
from printkit.model.records import Dose
from printkit.outcomes.history import Done, Measured, Observation, Prescribed
from printkit.resources import EXAMPLES

pytestmark = pytest.mark.foreign

LOG = "patient,date,exercise,sets,pain\np-1,2026-11-01,bridging,2,0\np-1,2026-11-02,bridging,0,\n"


@pytest.fixture
def ran(printkit):
    """Run a command that must work; what it says on the screen."""

    def run(*arguments: object) -> str:
        result = printkit("diary", *arguments)
        assert result.exit_code == 0, (result.output, result.exception)
        return str(result.stdout)

    return run


@pytest.fixture
def history(tmp_path):
    def read(patient: str = "p-1"):
        with database.opened(tmp_path / "diary.sqlite3", new=False) as book:
            return book.history(patient)

    return read


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path


def test_an_entry_is_typed_in(ran, history):
    assert ran("add", "p-1", "bridging", "--sets", 2, "--effort", 4).startswith("diary.sqlite3: 1 new")
    (done,) = history().done
    assert done == Done(day=date.today(), exercise="bridging", sets=2, effort=4)


def test_a_mood_screen_that_found_something_is_never_only_a_number(ran):
    told = ran("add", "p-1", "phq-2", "--value", 2, "--assessor", "A. Reed", "--day", "2026-11-01")
    assert "PHQ-2 of p-1 on 2026-11-01 is 2, and from 2 on somebody must act:" in told
    assert "ask about thoughts of self-harm" in told
    assert "call the emergency number or a crisis line" in told
    assert "printkit leaflet low-mood" in told
    assert "self-harm" not in ran("add", "p-2", "phq-2", "--value", 1, "--assessor", "A. Reed", "--new-patients")


@pytest.mark.parametrize("more", [("--dry-run",), ()])
def test_a_list_with_a_low_mood_says_once_of_whom(ran, tmp_path, more):
    rows = "p-1,2026-11-01,phq-2,1,A. Reed\np-2,2026-11-01,phq-2,5,A. Reed\n"
    (tmp_path / "moods.csv").write_text(f"patient,date,measure,value,assessor\n{rows}")
    told = ran("import", "moods.csv", *more)
    assert told.count("somebody must act") == 1
    assert "PHQ-2 of p-2 on 2026-11-01 is 5" in told


def test_a_goal_is_typed_in_and_struck_out_by_its_words(ran, history):
    for goal in ("Make tea", "Walk to the bus"):
        ran("add", "p-1", "gas-goal", "--goal", goal, "--value", -1, "--assessor", "A", "--day", "2026-11-01")
    ran("strike", "p-1", "gas-goal", "--goal", "make tea", "--day", "2026-11-01", "--by", "A")
    (left,) = history().measured
    assert (left.part, left.value) == ("Walk to the bus", -1)


def test_an_exercise_without_more_was_done(ran, history):
    ran("add", "p-1", "Bridging", "--day", "2026-11-01")
    assert history().done == (Done(day=date(2026, 11, 1), exercise="bridging", sets=1, ticked=True),)


def test_a_measure_with_all_its_conditions_is_typed_in(ran, history):
    ran(
        "add",
        "p-1",
        "10MWT",
        "--value",
        "0,82",
        "--assessor",
        "A. Reed",
        "--brace",
        "yes",
        "--set-up",
        "10 m",
        "--day",
        "2026-11-01",
    )
    (measured,) = history().measured
    assert (measured.value, measured.assessor, measured.brace, measured.set_up) == (0.82, "A. Reed", "yes", "10 m")


def test_every_wrong_option_is_told_at_once(refused):
    said = refused("diary", "add", "Sam Smith", "mas", "--value", "1.5", "--side", "lft", "--assessor", "A")
    for part in ("PATIENT-ID: ", "--part: ", "--side: ", "--value: MAS is '1.5'"):
        assert part in said
    assert "Sam" not in said


def test_a_fall_without_a_number_is_asked_for_and_not_written(refused, tmp_path):
    refused("diary", "add", "p-1", "falls", "--note", "fell in the bath", says="how many? give a number, 1 for once")
    assert not (tmp_path / "diary.sqlite3").exists()


def test_nothing_said_is_a_question_of_usage(refused):
    refused("diary", "add", "p-1", "falls", code=2, says="nothing is said of falls")


def test_a_correction_needs_to_be_asked_for_and_signed(ran, refused, history):
    ran("add", "p-1", "falls", "--value", 1, "--day", "2026-11-01")
    refused("diary", "add", "p-1", "falls", "--value", 2, "--day", "2026-11-01", says="--correct --by NAME")
    refused("diary", "add", "p-1", "falls", "--value", 2, "--day", "2026-11-01", "--correct", says="needs a name")
    ran("add", "p-1", "falls", "--value", 2, "--day", "2026-11-01", "--correct", "--by", "A. Reed")
    assert history().noted == (Observation(day=date(2026, 11, 1), what="falls", value=2),)
    said = ran("corrections", "p-1")
    assert "A. Reed" in said
    assert '"value":1.0' in said


def test_what_was_never_true_is_struck_out(ran, refused, history):
    ran("add", "p-1", "falls", "--value", 1, "--day", "2026-11-01")
    ran("add", "p-1", "falls", "--value", 1, "--day", "2026-11-01", "--assessor", "A")
    ran("add", "p-1", "10mwt", "--value", 1, "--day", "2026-11-01", "--assessor", "A")
    refused("diary", "strike", "p-1", "falls", "--day", "2026-11-01", "--by", "A", says="2 entries are falls")
    ran("strike", "p-1", "fell", "--day", "2026-11-01", "--by", "A. Reed", "--kind", "noted")
    assert history().noted == ()
    assert "struck out" in ran("corrections", "p-1")


def test_one_of_2_values_of_a_day_is_struck_out(ran, refused, history):
    day = ("--day", "2026-11-01")
    for side, assessor, aid in (("left", "A. Reed", ""), ("right", "A. Reed", ""), ("left", "patient", "stick")):
        ran("add", "p-1", "sls", "--value", 5, "--side", side, "--assessor", assessor, "--aid", aid, *day)
    said = refused("diary", "strike", "p-1", "sls", *day, "--by", "A. Reed", says="3 entries are sls")
    assert "say which: --side left or right; --assessor 'a. reed' or patient; --aid '' or stick" in said
    said = refused("diary", "strike", "p-1", "sls", *day, "--by", "A", "--side", "left", says="2 entries are sls")
    assert "--assessor" in said
    assert "--side" not in said
    refused("diary", "strike", "p-1", "sls", *day, "--by", "A", "--brace", "yes", says="0 entries are sls")
    ran("strike", "p-1", "sls", *day, "--by", "A. Reed", "--side", "R")
    assert [each.side for each in history().measured] == ["left", "left"]
    ran("strike", "p-1", "sls", *day, "--by", "A. Reed", "--assessor", "patient")
    assert [each.assessor for each in history().measured] == ["A. Reed"]
    ran("add", "p-1", "sls", "--value", 7, "--side", "left", "--assessor", "A. Reed", "--aid", "stick", *day)
    ran("strike", "p-1", "sls", *day, "--by", "A. Reed", "--aid", "")
    assert [each.value for each in history().measured] == [7]


def test_a_muscle_tells_2_values_apart(ran, refused, history):
    for part in ("calf", "elbow flexors"):
        words = ("--value", "1+", "--side", "left", "--part", part, "--assessor", "A", "--day", "2026-11-01")
        ran("add", "p-1", "mas", *words)
    strike = ("strike", "p-1", "mas", "--day", "2026-11-01", "--by", "A")
    assert "--part calf or 'elbow flexors'" in refused("diary", *strike, says="2 entries are mas")
    ran(*strike, "--muscle", "Calf")
    assert [each.part for each in history().measured] == ["elbow flexors"]


def test_a_note_of_2_lines_is_one_row_of_an_export(ran):
    ran("add", "p-1", "notes", "--note", "warm day\nslept badly\nwalked")
    assert ran("export", "-o", "all.csv") == "all.csv: 1 row\n"


def test_the_same_file_twice_changes_nothing(ran, log, history, tmp_path):
    assert "would be 2 new" in ran("import", log, "--dry-run")
    assert not (tmp_path / "diary.sqlite3").exists()
    assert ran("import", log) == "diary.sqlite3: 2 new, 0 filled in, 0 corrected, 0 there already\n"
    before = history()
    assert ran("import", log) == "diary.sqlite3: 0 new, 0 filled in, 0 corrected, 2 there already\n"
    assert history() == before


def test_files_go_in_together_or_not_at_all(printkit, ran, log, history, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("patient,date,exercise,sets\np-1,2026-11-01,bridgin,2\np-1,2026-11-05,bridging,many\n")
    result = printkit("diary", "import", log, bad)
    assert result.exit_code == 1
    assert "bad.csv: row 2, column 'exercise': 'bridgin' is not in the catalogue" in result.stderr
    assert "bad.csv: row 3, column 'sets': sets is 'many'" in result.stderr
    assert not (tmp_path / "diary.sqlite3").exists()
    ran("import", log)
    before = history()
    assert printkit("diary", "import", log, bad).exit_code == 1
    assert history() == before


def test_the_example_goes_in(ran, history):
    rows = len((EXAMPLES / "log.csv").read_text().splitlines()) - 1
    assert f"{rows} new" in ran("import", EXAMPLES / "log.csv")
    assert {each.measure for each in history("example-foot-drop").measured} == {"10mwt", "tug"}


def test_a_month_of_a_spreadsheet_goes_in(ran, tmp_path, history):
    book = openpyxl.Workbook()
    book.active.append(["exercise", *range(1, 31)])
    book.active.append(["bridging", *[1, 0, None] * 10])
    book.save(tmp_path / "november.xlsx")
    assert "20 new" in ran("import", "november.xlsx", "--patient", "p-1", "--month", "2025-11")
    assert [each.sets for each in history().done] == [1, 0] * 10


def test_what_an_export_holds_goes_in_again(ran, log, history, tmp_path):
    ran("import", log, EXAMPLES / "log.csv")
    rows = len((EXAMPLES / "log.csv").read_text().splitlines()) - 1 + 2
    assert ran("export", "-o", "all.csv") == f"all.csv: {rows} rows\n"
    assert stat.S_IMODE((tmp_path / "all.csv").stat().st_mode) == 0o600
    assert ran("export", "-o", "all.csv") == f"all.csv: {rows} rows\n"
    assert "0 new" in ran("import", "all.csv")
    ran("import", "all.csv", "--diary", "second.sqlite3")
    with database.opened(tmp_path / "second.sqlite3") as second:
        assert second.history("example-foot-drop") == history("example-foot-drop")


def test_an_export_has_the_patients_and_days_that_were_asked_for(ran, log, refused):
    ran("import", log, EXAMPLES / "log.csv")
    rows = list(csv.DictReader(io.StringIO(ran("export", "p-1", "--since", "2026-11-02"))))
    assert [(row["patient"], row["day"], row["sets"]) for row in rows] == [("p-1", "2026-11-02", "0")]
    refused("diary", "export", "p-2", says="there is no patient 'p-2'")
    refused("diary", "export", "--since", "yesterday", code=2, says="is no date")


def test_a_patient_is_forgotten_after_a_question(ran, printkit, log, tmp_path, monkeypatch):
    ran("import", log, EXAMPLES / "log.csv")
    assert printkit("diary", "forget", "p-1").exit_code == 130  # nobody answers
    assert "p-1" in ran("export")
    assert ran("forget", "p-1", "--yes") == "diary.sqlite3: 2 entries of p-1 are deleted\n"
    assert b"p-1" not in (tmp_path / "diary.sqlite3").read_bytes()
    result = printkit("diary", "forget", "p-1", "--yes")
    assert result.exit_code == 1
    assert "there is no patient 'p-1'" in result.stderr


def test_a_backup_is_a_diary(ran, log, refused):
    ran("import", log)
    assert ran("backup", "copy.sqlite3") == "copy.sqlite3: 1 patient\n"
    assert "bridging" in ran("export", "--diary", "copy.sqlite3")
    refused("diary", "backup", "copy.sqlite3", says="is there already")
    refused("diary", "backup", "no/copy.sqlite3", says="cannot be made")


def test_a_plan_is_prescribed_and_the_next_one_ends_it(ran, history, tmp_path):
    ran("prescribe", EXAMPLES / "foot-drop.yaml", "--from", "2026-11-01")
    ran("prescribe", EXAMPLES / "foot-drop.yaml", "--from", "2026-11-08")
    first = history("example-foot-drop").prescribed
    assert len(first) == 4
    assert {each.until for each in first} == {None}  # the same doses go on
    assert "4 there already" in ran("prescribe", EXAMPLES / "foot-drop.yaml", "--from", "2026-11-01")


def test_a_new_dose_ends_the_old_one_the_day_before():
    old = Prescribed(exercise="bridging", starts_on=date(2026, 11, 1), repetitions=5, days_per_week=7)
    gone = Prescribed(exercise="sit-to-stand", starts_on=date(2026, 11, 1))
    over = Prescribed(exercise="step-over", starts_on=date(2026, 9, 1), until=date(2026, 9, 30))
    found = prescriptions.prescribed((old, gone, over), [("bridging", Dose(repetitions=10), ())], date(2026, 11, 8))
    assert list(found) == [
        Prescribed(exercise="bridging", starts_on=date(2026, 11, 1), until=date(2026, 11, 7), repetitions=5),
        Prescribed(exercise="sit-to-stand", starts_on=date(2026, 11, 1), until=date(2026, 11, 7)),
        Prescribed(exercise="bridging", starts_on=date(2026, 11, 8), repetitions=10),
    ]


def test_another_place_comes_from_the_environment(ran, monkeypatch, tmp_path):
    monkeypatch.setenv("PRINTKIT_DIARY", str(tmp_path / "ours.sqlite3"))
    ran("add", "p-1", "bridging")
    assert [path.name for path in tmp_path.iterdir()] == ["ours.sqlite3"]


def test_without_the_extra_the_message_names_it(refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    for name in ("printkit.diary.database", "printkit.diary.schema"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    from printkit import diary

    monkeypatch.delattr(diary, "database", raising=False)
    refused("diary", "export", says=("the extra diary is needed", "pip install '.[diary]'"))


def test_a_url_never_shows_its_password(refused):
    said = refused("diary", "export", "--diary", "postgresql://u:s3cret@127.0.0.1:1/clinic", says="cannot be used")
    assert "s3cret" not in said


def test_a_file_that_is_no_diary_is_refused(refused, tmp_path):
    (tmp_path / "diary.sqlite3").write_bytes(b"something else " * 100)
    refused("diary", "export", says="is no diary")


@pytest.mark.parametrize("name", ["log.pdf", "log.xlsx", "nothing.csv"])
def test_a_file_that_cannot_be_read_is_a_message(printkit, tmp_path, name):
    if name != "nothing.csv":
        (tmp_path / name).write_bytes(b"no such thing")
    result = printkit("diary", "import", name, "--patient", "p-1")
    assert result.exit_code == 1, (result.output, result.exception)
    assert name in result.stderr
    assert "bug" not in result.stderr


def test_a_column_of_measures_by_an_assessor_is_no_tally(ran, history, tmp_path):
    (tmp_path / "m.csv").write_text("patient,date,what,value,assessor\np-1,2026-11-01,falls,2,A. Reed\n")
    ran("import", "m.csv")
    assert history().measured == (Measured(day=date(2026, 11, 1), measure="falls", value=2, assessor="A. Reed"),)


def test_the_write_ahead_log_is_on(ran, tmp_path):
    ran("add", "p-1", "bridging")
    with sqlite3.connect(tmp_path / "diary.sqlite3") as found:
        assert found.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    found.close()


def test_what_is_refused_makes_no_diary(printkit, tmp_path):
    (tmp_path / "log.csv").write_text(
        "patient,day,what,sets\np-1,2026-11-02,seated-toe-raise,2\np-1,2026-11-31,falls,1\n"
    )
    for words in (
        ("diary", "import", "log.csv"),
        ("diary", "import", "log.csv", "--correct"),
        ("diary", "add", "p-1", "seated-toe-raise", "--sets", "2", "--correct"),
        ("diary", "add", "p-1", "seated-toe-raise", "--sets", "many"),
    ):
        assert printkit(*words).exit_code == 1
        assert not list(tmp_path.glob("diary.sqlite3*")), words


def test_what_a_file_says_is_told_once_even_when_it_makes_a_diary(printkit, tmp_path):
    text = "Ward 2\n\npatient,day,what,sets\np-1,2026-11-02,seated-toe-raise,2\n"
    (tmp_path / "log.csv").write_text(text)
    result = printkit("diary", "import", "log.csv")
    assert result.output.count("the head is in row 3") == 1
    assert "1 new" in result.output
    assert "1 there already" in printkit("diary", "import", "log.csv").output


def test_a_mistyped_id_makes_no_new_patient(ran, refused, history):
    ran("add", "p-1", "falls", "--value", 1, "--day", "2026-11-01")
    said = refused("diary", "add", "p-l", "falls", "--value", 1, "--day", "2026-11-02")
    assert "PATIENT-ID: the diary knows no patient 'p-l'" in said
    assert "did you mean 'p-1'? --new-patients takes it as new" in said
    assert len(history().noted) == 1
    ran("add", "p-l", "falls", "--value", 1, "--day", "2026-11-02", "--new-patients")
    ran("add", "p-l", "falls", "--value", 1, "--day", "2026-11-03")
    assert len(history().noted) == 1


def test_whoever_gets_the_first_plan_in_a_diary_with_others_is_told(printkit, tmp_path):
    option_file = (
        "patient: {id: P-1}\nstroke: {affected_side: left}\nplan: {exercises: [bridging]}\n"
        f"health: {{screened_by: A. Reed, screened_on: {date.today()}}}\n"
    )
    (tmp_path / "one.yaml").write_text(option_file)
    first = printkit("diary", "prescribe", "one.yaml")
    assert (first.exit_code, "is new" in first.stderr) == (0, False)
    (tmp_path / "one.yaml").write_text(option_file.replace("P-1", "p-1"))
    said = printkit("diary", "prescribe", "one.yaml").stderr
    assert "p-1 is new in the diary" in said
    assert "'P-1' and 'p-1' differ only in the size of letters: are they one patient?" in said
    assert "is new" not in printkit("diary", "prescribe", "one.yaml").stderr
