"""What people write down, as they save it, becomes entries; what is wrong is told by row and column, all at once."""

import csv
import io
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import openpyxl
import pypdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_reading import example_options, make

from printkit.diary import database, entry_text, entry_words, filled_sheets, import_files, what_matters
from printkit.diary.import_files import ImportDefaults
from printkit.errors import DiaryError, PrintkitError
from printkit.intake import filled_form
from printkit.model.vocabulary import Answer, DateOrder, Side
from printkit.outcomes import progress
from printkit.outcomes.history import (
    Checked,
    Done,
    History,
    Measured,
    Observation,
    PatientEntry,
    Prescribed,
    merged,
)
from printkit.outcomes.measures import Condition, Tally, at_home
from printkit.reading import tables
from printkit.reading.cells import odd_letter
from printkit.reading.columns import ColumnMapping

pytestmark = pytest.mark.foreign

TODAY = date(2026, 11, 21)
DAY = date(2026, 11, 1)


@pytest.fixture
def read(tmp_path, catalog):
    """What a file holds, whose each entry is, and every problem without the name of the folder."""

    def run(text: str, mapped: ColumnMapping = ColumnMapping(), *, name: str = "log.csv", **asked) -> list[object]:  # noqa: B008
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        found = import_files.read(path, catalog, mapped, TODAY, ImportDefaults(**asked))
        return [each.entry if isinstance(each, PatientEntry) else said(each, tmp_path) for each in found]

    return run


def said(problem: PrintkitError, folder) -> str:
    return f"{problem.where.removeprefix(f'{folder}/')}: {problem.message}"


# --- a row an entry


def test_a_log_is_read_as_it_was_kept(read):
    found = read(
        "Patient ID;Date;Exercise;Sets;Minutes;Effort;Pain;Comment\n"
        "p-1;13.11.2026;seated-toe-raise;2;7,5;4;0;in the morning\n"
        "p-1;14.11.2026;Standing calf stretch;0;;;;\n"
    )
    assert found == [
        Done(
            day=date(2026, 11, 13),
            exercise="seated-toe-raise",
            sets=2,
            minutes=7.5,
            effort=4,
            pain=0,
            note="in the morning",
        ),
        Done(day=date(2026, 11, 14), exercise="standing-calf-stretch", sets=0),
    ]


@pytest.mark.parametrize("empty", ["", " ", "-", "?", "n/a"])
def test_an_empty_cell_is_not_recorded_and_never_zero(read, empty):
    head = "patient,date,what,sets,pain,value\n"
    assert read(f"{head}p-1,2026-11-01,bridging,{empty},3,\n") == [Done(day=DAY, exercise="bridging", pain=3)]
    assert read(f"{head}p-1,2026-11-01,falls,,,{empty}\np-1,2026-11-01,bridging,{empty},{empty},\n") == []
    assert read(f"{head}p-1,2026-11-01,falls,,,0\n") == [Observation(day=DAY, what="falls", value=0)]


def test_a_list_without_a_column_for_how_much_says_that_it_was_done(read):
    assert read("patient,date,exercise\np-1,2026-11-01,bridging\n") == [
        Done(day=DAY, exercise="bridging", sets=1, ticked=True)
    ]


@pytest.mark.parametrize(
    ("what", "value", "entry"),
    [
        ("twitching", "yes", Observation(day=DAY, what="twitching", value=1)),
        ("Twitching", "no", Observation(day=DAY, what="twitching", value=0)),
        ("stairs", "no rail", Observation(day=DAY, what="stairs-up", choice="no-rail")),
        ("stairs up", "with the rail", Observation(day=DAY, what="stairs-up", choice="rail")),
        ("drags", "x", Observation(day=DAY, what="toes-caught", value=1)),
        ("fatigue", "6.5", Observation(day=DAY, what="fatigue", value=6.5)),
        ("notes", "warm day", Observation(day=DAY, what="notes", note="warm day")),
        ("skin", "well", Checked(day=DAY, what="skin", all_well=True)),
        ("skin", "red", Checked(day=DAY, what="skin", all_well=False)),
        ("brace", "x", Checked(day=DAY, what="brace")),
        ("bridging", "✓", Done(day=DAY, exercise="bridging", sets=1, ticked=True)),
        ("bridging", "no", Done(day=DAY, exercise="bridging", sets=0)),
        ("bridging", "3", Done(day=DAY, exercise="bridging", sets=3)),
    ],
)
def test_a_word_in_the_value_is_understood(read, what, value, entry):
    assert read(f"patient,date,what,value\np-1,2026-11-01,{what},{value}\n") == [entry]


@pytest.mark.parametrize("value", ["not looked at", "not checked", "0"])
def test_nobody_looked_is_no_check(read, value):
    assert read(f"patient,date,what,value\np-1,2026-11-01,skin,{value}\n") == []


@pytest.mark.parametrize("what", ["falls", "trips", "toes-caught", "days-without-foot-drop"])
def test_a_count_with_a_note_and_no_number_is_never_taken_for_none(read, what):
    head = "patient,date,what,value,note\n"
    assert read(f'{head}p-1,2026-11-01,{what},,"fell in the bath, hit head"\n') == [
        f"log.csv: row 2, column 'value': {what} has a note and no number"
    ]
    assert read(f"{head}p-1,2026-11-01,{what},1,in the bath\n") == [
        Observation(day=DAY, what=what, value=1, note="in the bath")
    ]


def test_no_falls_are_0_falls(read):
    head = "patient,date,what,value\n"
    assert read(f"{head}p-1,2026-11-01,falls,no\n") == [Observation(day=DAY, what="falls", value=0)]
    assert read(f"{head}p-1,2026-11-01,days-without-foot-drop,no\n") == [
        "log.csv: row 2, column 'value': days-without-foot-drop is 'no'"
    ]


@pytest.mark.parametrize("mark", ["x", "yes", "done", "✓"])
@pytest.mark.parametrize("what", ["pain", "fatigue", "walked-minutes", "brace-hours", "effort"])
def test_a_tick_is_no_number(read, what, mark):
    assert read(f"patient,date,what,value\np-1,2026-11-01,{what},{mark}\n") == [
        f"log.csv: row 2, column 'value': {what} is {mark!r}"
    ]


@pytest.mark.parametrize("value", ["no", "n", "perhaps", "No!"])
@pytest.mark.parametrize("what", ["skin", "brace"])
def test_a_check_that_is_not_understood_is_a_problem_and_never_dropped(read, what, value):
    for note in ("", "red heel"):
        assert read(f"patient,date,what,value,note\np-1,2026-11-01,{what},{value},{note}\n") == [
            f"log.csv: row 2, column 'value': the check of the {what} is {value!r}"
        ]


@pytest.mark.parametrize("value", ["not well", "Not well", "bad", "problem", "not-well", "not good", "sores"])
def test_what_was_not_well_is_kept_with_its_note(read, value):
    assert read(f"patient,date,what,value,note\np-1,2026-11-01,skin,{value},red heel\n") == [
        Checked(day=DAY, what="skin", all_well=False, note="red heel")
    ]


def test_a_note_on_a_check_that_nobody_made_is_a_problem(read):
    assert read("patient,date,what,value,note\np-1,2026-11-01,skin,not looked at,sock stayed on\n") == [
        "log.csv: row 2, column 'note': a note stands at the skin, which nobody looked at"
    ]
    assert read("patient,date,what,value,note\np-1,2026-11-01,skin,,red heel\n") == [
        Checked(day=DAY, what="skin", note="red heel")
    ]


@pytest.mark.parametrize(
    ("value", "well", "all_well"),
    [
        ("x", "no", False),
        ("", "no", False),
        ("x", "yes", True),
        ("", "red", False),
        ("well", "yes", True),
        ("x", "", None),
    ],
)
def test_a_column_for_all_well_is_read_beside_the_look(read, value, well, all_well):
    found = read(f"patient,date,what,value,all well\np-1,2026-11-01,skin,{value},{well}\n")
    assert found == [Checked(day=DAY, what="skin", all_well=all_well)]


@pytest.mark.parametrize(
    ("value", "well"), [("well", "no"), ("not well", "yes"), ("not looked at", "yes"), ("x", "perhaps")]
)
def test_a_check_that_says_2_things_is_a_problem(read, value, well):
    (found,) = read(f"patient,date,what,value,all well\np-1,2026-11-01,skin,{value},{well}\n")
    assert found.startswith("log.csv: row 2, column 'all well': the check of the skin is")


def test_measures_keep_their_conditions(read):
    found = read(
        "patient_id,date,measure_code,side,value,unit,aid,orthosis,assessor,setting,muscle,note\n"
        "p-1,2026-11-01,10MWT,,0.82,m/s,Stick,AFO,A. Reed,clinic,,slow start\n"
        "p-1,2026-11-01,Modified Ashworth Scale,L,1+,grade,,,A. Reed,,Calf,\n"
        "p-1,2026-11-01,sls,right,12,,,none,patient,home,,\n"
    )
    assert found == [
        Measured(
            day=DAY, measure="10mwt", value=0.82, assessor="A. Reed", aid="stick", brace=Answer.YES, note="slow start"
        ),
        Measured(day=DAY, measure="mas", value=1.5, side=Side.LEFT, part="calf", assessor="A. Reed"),
        Measured(day=DAY, measure="sls", value=12, side=Side.RIGHT, brace=Answer.NO),
    ]


def test_who_measured_is_never_guessed(read):
    text = "patient,date,measure,value\np-1,2026-11-01,tug,12\n"
    assert read(text) == ["log.csv: row 2: nobody stands for who measured tug"]
    assert read(text, assessor="A. Reed")[0].assessor == "A. Reed"
    assert read(text, assessor="patient")[0].assessor == ""


@pytest.mark.parametrize(
    "assessor",
    ["wife", "Self-measured", "at home", "me", "husband", "carer", "family", "helper", "home", "at home with my wife",
     "the patient's daughter", "a friend", "Patient", "measured alone"],
)  # fmt: skip
def test_what_was_measured_at_home_is_never_a_value_of_the_clinic(read, assessor):
    (found,) = read(f"patient,date,measure,value,assessor\np-1,2026-11-01,tug,12,{assessor}\n")
    assert found.assessor == ""
    (found,) = read("patient,date,measure,value\np-1,2026-11-01,tug,12\n", assessor=assessor)
    assert found.assessor == ""


@pytest.mark.parametrize("assessor", ["home visit of J. Marsh", "wife Anna", "A. Self"])
def test_a_name_beside_a_word_of_the_home_is_asked_about(read, assessor):
    assert read(f"patient,date,measure,value,assessor\np-1,2026-11-01,tug,12,{assessor}\n") == [
        f"log.csv: row 2, column 'assessor': the assessor is {assessor!r}: of the clinic, or at home?"
    ]


@pytest.mark.parametrize("assessor", ["J. Marsh", "A. Homer", "M.E. Soneson", "Medad", "physio", "Śliwa"])
def test_a_name_is_the_clinics_whatever_its_letters(read, assessor):
    (found,) = read(f"patient,date,measure,value,assessor\np-1,2026-11-01,tug,12,{assessor}\n")
    assert found.assessor == assessor


@pytest.mark.parametrize("side", ["", "both", "unknown"])
def test_a_measure_of_one_side_needs_its_side(read, catalog, side):
    of_sides = [name for name, each in catalog.measures.items() if each.per_side is Answer.YES]
    assert {"fma-ue", "fma-le", "arat", "mrc", "mas", "sls", "ankle-lift"} <= set(of_sides)
    for name in of_sides:
        part = "calf" if catalog.measures[name].per_part is Answer.YES else ""
        head = "patient,date,measure,value,assessor,muscle,side\n"
        assert read(f"{head}p-1,2026-11-01,{name},1,A,{part},{side}\n") == [
            f"log.csv: row 2, column 'side': {catalog.measures[name].short} needs its side"
        ]
        (found,) = read(f"{head}p-1,2026-11-01,{name},1,A,{part},L\n")
        assert found.side is Side.LEFT


def test_a_dose_is_prescribed_from_a_day_to_a_day(read):
    text = "patient,exercise,from,until,sets,reps,days per week\np-1,bridging,2026-11-01,2026-11-30,2,10,5\n"
    assert read(text) == [
        Prescribed(
            exercise="bridging", starts_on=DAY, until=date(2026, 11, 30), sets=2, repetitions=10, days_per_week=5
        )
    ]


def test_every_problem_is_told_with_its_row_and_column(read):
    found = read(
        "patient,date,what,sets,effort,value,side,unit,assessor,muscle,until\n"
        "Sam Smith,2026-11-31,seated-toe-rais,,,,,,,,\n"
        "p-1,2026-11-01,bridging,200,eleven,,left,,,,\n"
        "p-1,2027-11-01,falls,,,1.5,,,,,\n"
        "p-1,1899-11-01,stairs,,,jump,,,,,\n"
        "p-1,2026-11-01,fma-ue,,,67,lft,%,A,,\n"
        "p-1,2026-11-01,mas,,,1.5,,,A,,\n"
        "p-1,2026-11-01,berg,,,41.5,,,A,,2026-12-01\n"
        "p-1,,falls,,,2\n"
        "p-1,2026-11-01,,,,3\n"
        "p-1,2026-11-01,skin,,,perhaps\n"
    )
    assert found == [
        "log.csv: row 2, column 'patient': there is no patient id that can be used",
        "log.csv: row 2, column 'what': 'seated-toe-rais' is not in the catalogue",
        "log.csv: row 2, column 'date': '2026-11-31' is no date",
        "log.csv: row 3, column 'side': bridging has no side",
        "log.csv: row 3, column 'sets': sets is '200'",
        "log.csv: row 3, column 'effort': effort is 'eleven'",
        "log.csv: row 4, column 'value': falls is '1.5'",
        "log.csv: row 4, column 'date': 2027-11-01 is in the future",
        "log.csv: row 5, column 'value': stairs-up is 'jump'",
        "log.csv: row 5, column 'date': 1899-11-01 is long ago",
        "log.csv: row 6, column 'unit': the unit is '%'",
        "log.csv: row 6, column 'side': side is 'lft'",
        "log.csv: row 6, column 'value': FMA-UE is '67'",
        "log.csv: row 7, column 'muscle': MAS needs the muscle or joint",
        "log.csv: row 7, column 'side': MAS needs its side",
        "log.csv: row 7, column 'value': MAS is '1.5'",
        "log.csv: row 8, column 'until': berg has no until",
        "log.csv: row 8, column 'value': BBS is '41.5'",
        "log.csv: row 9, column 'date': there is no date",
        "log.csv: row 10, column 'what': the row does not say what it is about",
        "log.csv: row 11, column 'value': the check of the skin is 'perhaps'",
    ]


def test_a_problem_names_no_person(read):
    found = read("patient,date,what,value\nSam Smith,2026-11-01,falls,1\n")
    assert "Sam" not in str(found)


@pytest.mark.parametrize(
    ("measure", "value", "fits"),
    [("fma-ue", "0", True), ("fma-ue", "66", True), ("fma-ue", "-1", False), ("tug", "0", False), ("ankle-lift", "-10", True),
     ("ankle-lift", "-10.5", False), ("effort", "0.5", True), ("effort", "0.7", False), ("6mwt", "1,000", False), ("6mwt", "1000", True),
     ("mrc", "4-", True), ("mrc", "4.5", False)],
)  # fmt: skip
def test_a_value_that_a_measure_cannot_have_is_refused(read, catalog, measure, value, fits):
    side = "left" if catalog.measures[measure].per_side is Answer.YES else ""
    part = "calf" if catalog.measures[measure].per_part is Answer.YES else ""
    found = read(f'patient,date,measure,value,assessor,part,side\np-1,2026-11-01,{measure},"{value}",A,{part},{side}\n')
    assert [isinstance(each, Measured) for each in found] == [fits]


@pytest.mark.parametrize("what", ["6mwt", "berg", "fma-ue", "adherence", "toes-caught", "10mwt"])
def test_a_point_for_thousands_is_asked_about_where_numbers_are_whole(read, what):
    by = "" if what == "toes-caught" else "A"
    side = "left" if what == "fma-ue" else ""
    (found,) = read(f"patient,date,what,value,assessor,side\np-1,2026-11-01,{what},1.000,{by},{side}\n")
    assert isinstance(found, Measured) == (what in ("10mwt", "adherence"))
    assert isinstance(found, Measured) or found.endswith(" is '1.000'")


def test_a_point_for_thousands_is_told_with_the_number_it_may_be(tmp_path, catalog):
    path = tmp_path / "log.csv"
    path.write_text("patient,date,measure,value,assessor\np-1,2026-11-01,6mwt,1.050,A\n")
    (found,) = import_files.read(path, catalog, ColumnMapping(), TODAY, ImportDefaults())
    assert found.hint == "is this 1050? write it without the point"


@pytest.mark.parametrize("value", ["unable", "Not able"])
def test_unable_is_no_number_and_says_where_it_belongs(tmp_path, catalog, value):
    path = tmp_path / "log.csv"
    path.write_text(f"patient,date,measure,value,assessor\np-1,2026-11-01,5xsts,{value},A\n")
    (found,) = import_files.read(path, catalog, ColumnMapping(), TODAY, ImportDefaults())
    assert isinstance(found, DiaryError)
    assert "no number to keep" in found.message
    assert found.hint == "write it as a note of the day: 'notes', such as: unable to do 5xSTS"


def test_could_not_is_a_value_of_a_test_that_has_it_and_reads_back_as_one(read, catalog):
    head = "patient,date,what,value,side,assessor\n"
    (found,) = read(f"{head}p-1,2026-11-01,9hpt,unable,left,A. Reed\n")
    assert found.value == catalog.measures["9hpt"].unable
    said = entry_text.words("p-1", found, catalog)
    assert said["value"] == "could not"
    assert read(f"{head}p-1,2026-11-01,9hpt,{said['value']},left,A. Reed\n") == [found]


def test_a_goal_keeps_the_words_of_the_person_and_reads_back_as_the_same(read, catalog):
    head = "patient,date,measure,value,goal,muscle,assessor\n"
    (found,) = read(f"{head}p-1,2026-11-01,GAS goal,-1,Make  tea for Anna,,A. Reed\n")
    assert (found.part, found.value) == ("Make tea for Anna", -1)
    said = entry_text.words("p-1", found, catalog)
    assert read(f"patient,date,measure,value,part,assessor\np-1,2026-11-01,gas-goal,-1,{said['part']},A. Reed\n") == [
        found
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("gas-goal,0,,", "column 'goal': GAS goal needs the goal"),
        (f"gas-goal,0,{'x' * 61},", "column 'goal': the goal has 61 letters"),
        ("gas-goal,3,Make tea,", "column 'value': GAS goal is '3'"),
        ("gas-goal,0.5,Make tea,", "column 'value': GAS goal is '0.5'"),
        ("mrc,4,Make tea,calf", "column 'goal': MRC has no goal"),
    ],
)
def test_a_goal_that_cannot_be_kept_is_told_with_its_column(read, row, says):
    head = "patient,date,measure,value,goal,muscle,assessor,side\n"
    assert read(f"{head}p-1,2026-11-01,{row},A. Reed,left\n") == [f"log.csv: row 2, {says}"]


@pytest.mark.parametrize(
    ("said", "measure"),
    [
        ("NHPT", "9hpt"),
        ("Box and Block", "bbt"),
        ("modified Rankin", "mrs"),
        ("PHQ2", "phq-2"),
        ("Barthel 20", "barthel-20"),
    ],
)
def test_a_measure_goes_by_its_usual_names(read, said, measure):
    (found,) = read(f"patient,date,measure,value,assessor,side\np-1,2026-11-01,{said},5,A. Reed,left\n")
    assert found.measure == measure


def test_a_note_on_a_measure_without_a_value_is_never_dropped(read):
    head = "patient,date,what,value,assessor,note\n"
    assert read(f"{head}p-1,2026-11-01,falls,,A. Reed,fell in the bath\np-1,2026-11-01,tug,,A. Reed,\n") == [
        "log.csv: row 2, column 'value': falls has a note and no value"
    ]


# --- other shapes


def test_a_month_grid_has_a_row_for_each_exercise_and_a_column_for_each_day(read):
    found = read(
        ",1,2,3,30\nseated-toe-raise,1,0,,x\nToes caught,2,,,\nskin,x,0,well,\nstairs,,rail,,\n",
        patient="p-1",
        month="2026-10",
    )
    days = {number: date(2026, 10, number) for number in (1, 2, 3, 30)}
    assert found == [
        Done(day=days[1], exercise="seated-toe-raise", sets=1),
        Done(day=days[2], exercise="seated-toe-raise", sets=0),
        Done(day=days[30], exercise="seated-toe-raise", sets=1, ticked=True),
        Observation(day=days[1], what="toes-caught", value=2),
        Checked(day=days[1], what="skin"),
        Checked(day=days[3], what="skin", all_well=True),
        Observation(day=days[2], what="stairs-up", choice="rail"),
    ]


def test_a_grid_with_dates_and_patients_and_its_problems(read):
    found = read("id,exercise,2026-11-01,2026-11-31\np-1,bridging,many,1\np-2,bridgin,1,\n")
    assert found == [
        "log.csv: row 2, column '2026-11-01': value is 'many'",
        "log.csv: row 2: '2026-11-31' is no date",
        "log.csv: row 3, column 'exercise': 'bridgin' is not in the catalogue",
    ]


def test_a_month_that_has_no_31st_says_so(read):
    assert read("exercise,30,31\nbridging,1,1\n", patient="p-1", month="2026-02") == [
        "log.csv: row 2: '2026-02-30' is no date",
        "log.csv: row 2: '2026-02-31' is no date",
    ]


def test_a_table_of_days_has_a_column_for_each_thing(read):
    found = read(
        "patient,date,falls,pain,Fatigue,note,bridging\np-1,2026-11-01,0,3,,a good day,2\np-1,2026-11-02,,,7,,\n"
    )
    assert found == [
        Observation(day=DAY, what="falls", value=0),
        Observation(day=DAY, what="pain", value=3),
        Observation(day=DAY, what="notes", note="a good day"),
        Done(day=DAY, exercise="bridging", sets=2),
        Observation(day=date(2026, 11, 2), what="fatigue", value=7),
    ]


def test_a_spreadsheet_reads_as_the_same_list(tmp_path, catalog):
    book = openpyxl.Workbook()
    book.active.append(["patient", "what", DAY, date(2026, 11, 2)])
    book.active.append(["p-1", "seated-toe-raise", 2, None])
    book.active.append(["p-1", "twitching", None, True])
    book.save(tmp_path / "grid.xlsx")
    found = import_files.read(tmp_path / "grid.xlsx", catalog, ColumnMapping(), TODAY, ImportDefaults())
    assert [each.entry for each in found] == [
        Done(day=DAY, exercise="seated-toe-raise", sets=2),
        Observation(day=date(2026, 11, 2), what="twitching", value=1),
    ]


def test_a_mapping_file_says_what_own_columns_and_words_mean(read):
    mapped = ColumnMapping(
        columns={"Pat.Nr": "patient", "Tag": "day", "Übung": "exercise", "Sätze": "sets", "Bemerkung": ""},
        dates=DateOrder.DAY_FIRST,
        values={"exercise": {"Zehen heben": "seated-toe-raise"}},
    )
    text = "Pat.Nr;Tag;Übung;Sätze;Bemerkung\np-1;03.04.2026;zehen heben;2;privat\n"
    assert read(text, mapped) == [Done(day=date(2026, 4, 3), exercise="seated-toe-raise", sets=2)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the list is empty"),
        ("patient,date,exercise,sets\np-1,03/04/2026,bridging,1\n", "can be read in more than one way"),
        ("patient,what,03/04/2026,05/04/2026\n", "can be read in more than one way"),
        ("patient,date,sets\np-1,2026-11-01,2\n", "no column says what the rows are about"),
        ("patient,2026-11-01\np-1,2\n", "no column says what a row is about"),
        ("patient,date,exercise,2026-11-01\n", "a date column and columns that are days"),
        ("patient,date,exercise,falls\n", "stands for no field"),
        ("patient,date,exercise,exercice\n", "columns that stand for nothing: 'exercice'"),
        ("patient,id,date,exercise\n", "'id' stands for patient a second time"),
        ("exercise,1,2\nbridging,1,1\n", "columns that stand for nothing"),
    ],
)
def test_what_is_wrong_with_a_list_as_a_whole_is_told_first(read, text, says):
    with pytest.raises(DiaryError) as raised:
        read(text)
    assert says in str(raised.value)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(rows=[["", "", "", "", "", "", "", "\x1f"]])
@given(
    rows=st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), min_size=8, max_size=8),
        min_size=1,
        max_size=4,
    )
)
def test_no_words_in_a_table_break_it(read, rows):
    out = io.StringIO()
    csv.writer(out).writerows([["patient", "date", "what", "value", "sets", "note", "side", "assessor"], *rows])
    if not any(cell.strip() or odd_letter(cell) for row in rows for cell in row):  # a control character is told
        with pytest.raises(DiaryError, match="no rows"):
            read(out.getvalue())
        return
    for each in read(out.getvalue()):
        assert isinstance(each, str | Done | Observation | Checked | Measured | Prescribed)


# --- out, and back


def test_an_export_runs_no_formula_and_keeps_negative_numbers(catalog, tmp_path):
    with database.opened(tmp_path / "diary.sqlite3") as book:
        words = ["=cmd()", "+1+1", "-x", "@a", "\tx", "\rx", "fine", "'quoted"]
        notes = [Observation(day=DAY + timedelta(days=at), what="notes", note=text) for at, text in enumerate(words)]
        lift = Measured(day=DAY, measure="ankle-lift", value=-10, side=Side.LEFT, assessor="=A")
        book.add(PatientEntry(patient="p-1", entry=entry) for entry in (*notes, lift))
        text = import_files.as_csv(iter([book.history("p-1")]), catalog)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["note"] for row in rows[:-1]] == [*(f"'{text}" for text in words[:6]), "fine", "'quoted"]
    assert rows[-1]["value"] == "-10"
    assert rows[-1]["assessor"] == "'=A"


@pytest.mark.parametrize("sign", ["=cmd()", "+1", "-1", "@a"])
@pytest.mark.parametrize("before", ["tired;", "tired; ", "tired\t", "tired\n", 'tired;"', "; ;", "a;'", "'", '"', " "])
def test_a_sheet_that_is_split_at_semicolons_or_tabs_runs_no_formula_either(before, sign):
    text = f"{before}{sign}"
    written = tables.as_csv([["p-1", text, "end"]])
    assert next(csv.reader(io.StringIO(written, newline="")))[1] == f"{before}'{sign}"
    assert tables.with_formula(tables.no_formula(text)) == text
    for split in ";\t":
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=split):
            assert not any(cell.strip(' "').startswith(("=", "+", "-", "@")) for cell in row)


def test_words_with_a_hyphen_or_a_semicolon_stay_as_they_are():
    for text in ("2 falls; not hurt", "left-hand side", "-10", "+1,5", "warm; dry", "a = b", "it's"):
        assert tables.no_formula(text) == text


@given(text=st.text(max_size=20) | st.text("=+-@;'\"\t\r\n a1", max_size=12))
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(text):
    safe = tables.no_formula(text)
    if safe.startswith(("=", "+", "-", "@", "\t", "\r")):
        float(safe.replace(",", "."))
    assert tables.with_formula(safe) == text


def plain_words(size: int = 12):
    letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))
    return st.text(letters, max_size=size).filter(
        lambda text: text.lower() not in import_files._NOTHING and text[:1] != "'" and text == text.lower()
    )


@pytest.fixture(scope="module")
def any_entry(catalog):
    days = st.dates(date(2000, 1, 1), TODAY)
    figures = st.none() | st.floats(0, 10).map(lambda value: round(value, 3))

    def noted(name):
        tracked = catalog.tracked[name]
        value: st.SearchStrategy[object] = st.none()
        match tracked.kind:
            case Tally.COUNT:
                value = st.integers(0, int(tracked.highest)).map(float)
            case Tally.NUMBER:
                value = st.floats(0, tracked.highest).map(lambda value: round(value, 2))
            case Tally.YES_NO:
                value = st.sampled_from([0.0, 1.0])
        choice = st.sampled_from([*tracked.choices]) if tracked.choices else st.just("")
        note = plain_words().filter(bool) if tracked.kind is Tally.NOTE else plain_words()
        return st.builds(Observation, day=days, what=st.just(name), value=value, choice=choice, note=note)

    def measured(name):
        measure = catalog.measures[name]
        value: st.SearchStrategy[float] = st.sampled_from([*measure.grades.values()] or [measure.lowest])
        if not measure.grades:
            steps = st.integers(0, int(((measure.highest or 100) - measure.lowest) / (measure.step or 0.5)))
            value = steps.map(lambda count: round(measure.lowest + count * (measure.step or 0.5), 3))
        return st.builds(
            Measured,
            day=days,
            measure=st.just(name),
            value=value,
            side=st.sampled_from([Side.LEFT, Side.RIGHT] if measure.per_side is Answer.YES else [*Side]),
            part=plain_words().filter(bool),
            assessor=plain_words().filter(lambda text: at_home(text) is False),
            brace=st.sampled_from(Answer),
            stimulator=st.sampled_from(Answer),
            note=plain_words(),
            **{field: plain_words() for field in ("aid", "shoes", "assistance", "set_up")},
        )

    done = st.builds(
        Done,
        day=days,
        exercise=st.sampled_from(catalog.names("exercises")),
        sets=st.none() | st.integers(0, 50),
        minutes=figures,
        effort=figures,
        pain=figures,
        note=plain_words(),
    ).filter(lambda entry: entry != Done(day=entry.day, exercise=entry.exercise))
    return st.one_of(
        done,
        st.builds(lambda entry, sets: replace(entry, sets=sets, ticked=True), done, st.integers(1, 9)),
        st.sampled_from([*catalog.tracked]).flatmap(noted),
        st.builds(
            Checked,
            day=days,
            what=st.sampled_from(["skin", "brace"]),
            all_well=st.sampled_from([None, True, False]),
            note=plain_words(),
        ),
        st.sampled_from([*catalog.measures]).flatmap(measured),
        st.builds(
            Prescribed,
            exercise=st.sampled_from(catalog.names("exercises")),
            starts_on=days,
            until=st.none() | st.just(TODAY),
            sets=st.integers(1, 10),
            repetitions=st.integers(1, 60),
        ),
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_given_out_reads_back_as_the_same(tmp_path, catalog, any_entry, data):
    """CSV on a disk and back: so nothing is lost on the way to another diary."""
    entry = data.draw(any_entry)
    row = entry_text.words("p-1", entry, catalog)
    path = tmp_path / "export.csv"
    text = tables.as_csv([entry_words.EXPORTED, [row.get(field, "") for field in entry_words.EXPORTED]])
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    (back,) = import_files.read(path, catalog, ColumnMapping(), TODAY, ImportDefaults())
    assert isinstance(back, PatientEntry), str(back)
    assert back.entry == entry


def test_the_conditions_of_a_measure_are_columns():
    assert set(Condition) <= set(entry_words.FIELDS)


# --- forms


@cache
def blank(kind: str, starts_on: date | None) -> bytes:
    options = example_options()
    options = replace(
        options,
        print=replace(options.print, fillable=Answer.YES, weeks=2),
        plan=replace(options.plan, starts_on=starts_on),
        devices=replace(options.devices, brace_started_on=None),
    )
    return make(kind, options).printed.data


def filled_in(kind: str, answers: dict[str, str], tmp_path, *, starts_on: date | None = DAY):
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(blank(kind, starts_on))))
    for each in writer.pages:
        if "/Annots" in each:
            writer.update_page_form_field_values(each, answers, auto_regenerate=False)
    path = tmp_path / f"{kind}.pdf"
    with path.open("wb") as file:
        writer.write(file)
    return path


def of_form(path, catalog, **asked):
    found = import_files.read(path, catalog, ColumnMapping(), TODAY, ImportDefaults(**{"patient": "p-1", **asked}))
    return [each.entry if isinstance(each, PatientEntry) else each.message for each in found]


def test_a_chart_that_was_filled_in_on_a_screen_is_read(tmp_path, catalog):
    ticks = ["seated-toe-raise@midday/2026-11-01", "seated-toe-raise@midday/2026-11-04"]
    ticks += ["seated-toe-raise@evening/2026-11-04", "outer-foot-lift@midday/2026-11-04"]
    ticks += ["toes-caught/2026-11-02", "fell/2026-11-03", "skin/2026-11-01"]
    ticks += ["effort/week-1/7", "pain/week-2/0"]
    path = filled_in("chart", dict.fromkeys(ticks, "/Yes"), tmp_path)
    assert sorted(of_form(path, catalog), key=repr) == sorted(
        [
            Done(day=DAY, exercise="seated-toe-raise", sets=1, ticked=True),
            Done(day=date(2026, 11, 4), exercise="seated-toe-raise", sets=2, ticked=True),
            Done(day=date(2026, 11, 4), exercise="outer-foot-lift", sets=1, ticked=True),
            Observation(day=date(2026, 11, 2), what="toes-caught", value=1),
            Observation(day=date(2026, 11, 3), what="falls", value=1),
            Checked(day=DAY, what="skin"),
            Observation(day=date(2026, 11, 7), what="effort", value=7),
            Observation(day=date(2026, 11, 14), what="pain", value=0),
        ],
        key=repr,
    )


def test_2_numbers_in_a_row_are_a_problem(tmp_path, catalog):
    path = filled_in("chart", dict.fromkeys(["effort/week-1/7", "effort/week-1/8"], "/Yes"), tmp_path)
    assert of_form(path, catalog)[1:] == ["2 boxes of one row are ticked"]


def test_a_chart_without_dates_needs_its_first_day(tmp_path, catalog):
    ticks = dict.fromkeys(("seated-toe-raise@midday/week-2-day-3", "seated-toe-raise@evening/week-2-day-3"), "/Yes")
    path = filled_in("chart", ticks, tmp_path, starts_on=None)
    assert set(of_form(path, catalog)) == {"the form has no dates"}
    assert of_form(path, catalog, first_day=DAY) == [  # a Sunday: its week 1 is that day alone
        Done(day=date(2026, 11, 4), exercise="seated-toe-raise", sets=2, ticked=True)
    ]


def test_a_tick_before_the_first_day_of_a_chart_without_dates_is_refused(tmp_path, catalog):
    path = filled_in("chart", {"fell/week-1-day-3": "/Yes", "fell/week-1-day-4": "/Yes"}, tmp_path, starts_on=None)
    assert of_form(path, catalog, first_day=date(2026, 10, 29)) == [
        "2026-10-28 is filled in, but the sheet begins on 2026-10-29",
        Observation(day=date(2026, 10, 29), what="falls", value=1),
    ]


@given(first=st.dates(date(2024, 1, 1), date(2027, 12, 31)), week=st.integers(1, 52), begins=st.integers(1, 52))
@pytest.mark.parametrize("column", range(1, 8))
@pytest.mark.parametrize("box", ["fell/week-{week}-day-{column}", "toe-raise@midday/day-{column}"])
def test_a_column_that_is_named_by_a_weekday_is_that_weekday(box, column, first, week, begins):
    """For any first day, any week with which a sheet begins, and any box of it."""
    week = week if "{week}" in box else 1
    ticked = box.format(week=week + begins - 1, column=column)
    names = dict.fromkeys((f"fell/week-{begins}-day-1", f"effort/week-{begins + week - 1}/7"), "")
    ((_, said),) = filled_sheets.rows({**(names if "week" in box else {}), ticked: "yes"}, first)
    day = date.fromisoformat(said["day"])
    assert day.isoweekday() == column
    assert (day - first).days // 7 in (week - 2, week - 1)
    monday = first - timedelta(days=first.weekday())
    assert monday + timedelta(weeks=week - 1) <= day < monday + timedelta(weeks=week)
    assert filled_sheets.is_before(ticked, said["day"], first) == (day < first)


def test_a_chart_of_before_with_one_box_for_all_of_a_day_is_read(monkeypatch, catalog):
    boxes = {"seated-toe-raise/2026-11-02": "yes", "seated-toe-raise/2026-11-01": "", "fell/2026-11-03": "yes"}
    monkeypatch.setattr(filled_form, "every", lambda _: boxes)
    assert of_form(Path("old.pdf"), catalog) == [
        Done(day=date(2026, 11, 2), exercise="seated-toe-raise", sets=1, ticked=True),
        Observation(day=date(2026, 11, 3), what="falls", value=1),
    ]


@pytest.mark.parametrize(("ticked", "sets"), [(("midday",), 1), (("evening",), 1), (("midday", "evening"), 2)])
def test_what_ticks_of_a_day_mean(tmp_path, catalog, ticked, sets):
    """A day with 1 tick is a day on which it was done, as with 1 set typed in; how many sessions, the entry says.

    What has no tick was not written down, and is never taken for not done.
    """
    path = filled_in("chart", {f"seated-toe-raise@{part}/2026-11-02": "/Yes" for part in ticked}, tmp_path)
    (entry,) = of_form(path, catalog)
    assert entry == Done(day=date(2026, 11, 2), exercise="seated-toe-raise", sets=sets, ticked=True)
    order = Prescribed(exercise="seated-toe-raise", starts_on=DAY, times_per_day=2)
    history = History(patient="p-1", done=(entry,), prescribed=(order,))
    found = progress.of(history, catalog.measures, catalog.tracked, date(2026, 11, 2), date(2026, 11, 8))
    (kept,) = found.adherence
    assert (kept.done, kept.planned, kept.not_recorded) == (1, 1, 6)
    assert found.days[0].kept is progress.Kept.DONE
    assert {day.kept for day in found.days[1:]} == {progress.Kept.NOT_RECORDED}


def test_a_chart_that_comes_again_with_more_ticks_adds_them():
    one, two = (Done(day=DAY, exercise="bridging", sets=sets, ticked=True) for sets in (1, 2))
    assert merged(one, two) == merged(two, one) == two
    counted = Done(day=DAY, exercise="bridging", sets=3)
    assert merged(two, counted) == merged(counted, two) == counted


def test_a_skin_check_is_one_look_at_the_skin(tmp_path, catalog):
    blank = filled_form.every(filled_in("skin", {}, tmp_path))
    answers = {
        name: "/Yes" for name in blank if name.startswith(("skin/places/", "skin/signs/")) and name.endswith("/yes")
    }
    assert len(answers) > 8
    answers["skin/washing/K7/no"] = "/Yes"
    assert of_form(filled_in("skin", answers, tmp_path), catalog, first_day=DAY) == [
        Checked(day=DAY, what="skin", all_well=True)
    ]
    del answers["skin/places/K3b/yes"]
    answers["skin/places/K3b/no"] = "/Yes"
    assert of_form(filled_in("skin", answers, tmp_path), catalog, first_day=DAY) == [
        Checked(day=DAY, what="skin", all_well=False, note="No: K3b")
    ]


def test_each_day_of_a_skin_sheet_is_a_look_at_the_skin(tmp_path, catalog):
    days = [f"skin-day/{DAY + timedelta(days=number)}" for number in range(3)]
    answers = {f"{days[0]}/gone": "/Yes", f"{days[1]}/still": "/Yes", f"{days[1]}/where": "outer ankle"}
    answers |= {f"{days[2]}/where": "heel"}
    path = filled_in("skin-sheet", answers, tmp_path)
    assert of_form(path, catalog) == [
        Checked(day=DAY, what="skin", all_well=True),
        Checked(day=DAY + timedelta(days=1), what="skin", all_well=False, note="outer ankle"),
        Checked(day=DAY + timedelta(days=2), what="skin", note="heel"),
    ]
    answers[f"{days[0]}/still"] = "/Yes"
    assert "2 boxes of one row are ticked" in of_form(filled_in("skin-sheet", answers, tmp_path), catalog)


def test_a_skin_sheet_without_dates_needs_its_first_day(tmp_path, catalog):
    path = filled_in("skin-sheet", {"skin-day/day-2/gone": "/Yes"}, tmp_path, starts_on=None)
    assert of_form(path, catalog) == ["the form has no dates"]
    assert of_form(path, catalog, first_day=DAY) == [Checked(day=DAY + timedelta(days=1), what="skin", all_well=True)]


def test_in_a_booklet_the_skin_sheet_says_more_of_a_day_than_the_chart():
    day = DAY.isoformat()
    found = filled_sheets.rows({f"skin/{day}": "yes", f"skin-day/{day}/still": "yes"}, None)
    assert list(found) == [
        (f"skin-day/{day}/still", {"kind": "checked", "what": "skin", "value": "not well", "day": day})
    ]


def test_a_few_boxes_of_a_skin_check_do_not_say_that_all_was_well(tmp_path, catalog):
    blank = filled_form.every(filled_in("skin", {}, tmp_path))
    asked = {name for name in blank if name.startswith(("skin/places/", "skin/signs/")) and name.endswith("/yes")}
    of = f"of {len(asked)} questions answered"
    answers = {"skin/places/K3a/yes": "/Yes"}
    assert of_form(filled_in("skin", answers, tmp_path), catalog, first_day=DAY) == [
        Checked(day=DAY, what="skin", note=f"1 {of}")
    ]
    answers["skin/signs/K4a/no"] = "/Yes"
    assert of_form(filled_in("skin", answers, tmp_path), catalog, first_day=DAY) == [
        Checked(day=DAY, what="skin", all_well=False, note=f"No: K4a; 2 {of}")
    ]
    all_but_1 = dict.fromkeys(asked - {"skin/signs/K4a/yes"}, "/Yes")
    assert of_form(filled_in("skin", all_but_1, tmp_path), catalog, first_day=DAY) == [
        Checked(day=DAY, what="skin", note=f"{len(asked) - 1} {of}")
    ]


def test_a_form_does_not_say_whose_it_is(tmp_path, catalog):
    path = filled_in("chart", {}, tmp_path)
    with pytest.raises(DiaryError, match="whose it is"):
        of_form(path, catalog, patient="")


def test_a_form_for_no_diary_says_where_it_belongs(tmp_path, catalog):
    path = filled_in("home-safety", {"home-safety/entry/E1/no": "/Yes"}, tmp_path)
    with pytest.raises(DiaryError, match="no answers for a diary"):
        of_form(path, catalog)


# --- what matters of it


def test_what_matters_is_said_with_its_days_and_after_a_fall_what_to_do(catalog):
    labels = catalog.labels("en")
    later = DAY + timedelta(days=1)
    entries = [
        Observation(day=later, what="falls", value=2),
        Observation(day=DAY, what="falls", value=1),
        Observation(day=DAY, what="pain", value=5),
        Done(day=later, exercise="bridging", sets=1, pain=8),
        Done(day=DAY, exercise="bridging", sets=0),
        Checked(day=later, what="skin", all_well=False),
        Checked(day=DAY, what="skin", all_well=True),
    ]
    found = what_matters.sentences(entries, labels, catalog)
    assert found == (
        "Falls: Sun 1 November, Mon 2 November (2).",
        labels("screen", "matters-fall-now"),
        labels("screen", "matters-fall-today"),
        "Worst pain: up from 5 to 8 of 10, Mon 2 November.",
        labels("screen", "matters-pain-now"),
        labels("screen", "matters-pain-today"),
        labels("screen", "matters-pain-stop"),
        "Skin not well: Mon 2 November.",
        "Days practised: 1.",
    )
    assert what_matters.sentences(entries, labels, catalog, leaflet=True) == (found[0], found[3], *found[7:])
    assert what_matters.sentences([Observation(day=DAY, what="falls", value=0)], labels, catalog) == ()


def test_the_words_on_a_fall_are_no_looser_than_the_leaflet(catalog):
    """Each sign of the leaflet by itself calls the emergency number; the short words name the commonest, and all doubt."""
    said = catalog.labels("en")("screen", "matters-fall-now")
    signs = " ".join(line for part in catalog.topic("after-a-fall").text["en"].parts for line in part.list)
    for short, sign in (
        ("knock on the head", "You hit your head."),
        ("bad pain", "You have bad pain, or any pain on blood thinners."),
        ("any pain on blood thinners", "any pain on blood thinners"),
        ("if you are not sure", "You are not sure."),
    ):
        assert short in said
        assert sign in signs


def test_a_form_that_is_brought_in_says_what_matters_and_how_all_is_listed(tmp_path, printkit, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = filled_in("chart", dict.fromkeys(["fell/2026-11-03", "pain/week-1/8"], "/Yes"), tmp_path)
    told = printkit("diary", "import", str(path), "--patient", "p-1")
    assert told.exit_code == 0, told.output
    assert "p-1: Falls: Tue 3 November." in told.stderr
    assert "Call the emergency number at once for a knock on the head" in told.stderr
    assert "p-1: Worst pain: 8 of 10, Sat 7 November." in told.stderr
    assert "p-1: Stop the exercise that hurts until the clinic has answered." in told.stderr
    assert "printkit diary export p-1" in told.stderr
