"""Lists as people keep them: every cell is an answer, a problem, or in a column that is passed over by name."""

import csv
import io
import re
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from printkit.catalog.store import Catalog
from printkit.cli.group import cli
from printkit.diary import import_files
from printkit.diary.import_files import ImportDefaults
from printkit.errors import DiaryError, OptionsError, PrintkitError
from printkit.intake import mapping_file, roster
from printkit.model.vocabulary import DateOrder, Side
from printkit.outcomes.history import PatientEntry
from printkit.reading import days, tables, tell
from printkit.reading.cells import Unread, letters
from printkit.reading.columns import ColumnMapping
from printkit.reading.days import DayReading
from printkit.resources import CATALOG

pytestmark = pytest.mark.foreign

TODAY = date(2026, 11, 21)
HEAD = ["id", "name", "side", "stroke date", "diabetes", "walking aid"]
ROW = ["k1", "Sam Example", "left", "2026-06-02", "no", "stick"]
MARKER = "Zebra"


def book(path, rows, **more):
    """A workbook with one sheet; `more` is for hidden rows, formats, merged cells and further sheets."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Patients"
    for row in rows:
        sheet.append(row)
    for row in more.get("hidden", ()):
        sheet.row_dimensions[row].hidden = True
    for cell, code in more.get("formats", {}).items():
        sheet[cell].number_format = code
    for span in more.get("merged", ()):
        sheet.merge_cells(span)
    for name, state, other in more.get("before", ()):
        made.create_sheet(name, 0).sheet_state = state
        for row in other:
            made[name].append(row)
    made.save(path)
    return path


def text(path, rows, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


@pytest.fixture
def read(catalog):
    def run(path, **mapped):
        found = roster.read(path, catalog.roster_columns, ColumnMapping(**mapped), TODAY)
        return list(found.rows), found

    return run


def told(rows):
    return [f"{each.where.rpartition('/')[2]}: {each.message}" for row in rows for each in row.problems]


# --- every cell


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"])
def test_a_cell_with_an_error_is_no_answer(tmp_path, read, error):
    for path in (book(tmp_path / "l.xlsx", [HEAD, [*ROW[:4], error, "stick"]]),
                 text(tmp_path / "l.csv", [HEAD, [*ROW[:4], error, "stick"]])):  # fmt: skip
        (row,), _ = read(path)
        assert row.options is None
        assert told([row]) == [
            f"{path.name}: row 2, column 'diabetes': {error!r} holds an error, which is no answer"
        ]  # fmt: skip


@pytest.mark.parametrize(
    "error", ["#NV", "#BEZUG!", "#WERT!", "#N/D", "#VALEUR!", "#¡REF!", "#¿NOMBRE?", "Err:502", "######"]
)
def test_errors_of_other_languages_are_errors(tmp_path, read, error):
    (row,), _ = read(text(tmp_path / "l.csv", [HEAD, [*ROW[:4], error, "stick"]]))
    assert "holds an error" in row.problems[0].message


def test_a_formula_whose_result_was_not_saved_is_no_answer(tmp_path, read):
    (row,), _ = read(book(tmp_path / "l.xlsx", [HEAD, [*ROW[:4], '=IF(TRUE,"yes","no")', "stick"]]))
    assert row.options is None
    assert "result was not saved" in told([row])[0]


def test_cells_under_no_header_and_beyond_the_last_are_problems(tmp_path, read):
    head = ["id", "", "side"]
    (row,), _ = read(text(tmp_path / "l.csv", [head, ["k1", "epilepsy", "left", "no stairs"]]))
    assert told([row]) == [
        "l.csv: row 2, column B: 'epilepsy' stands under no header",
        "l.csv: row 2, column D: 'no stairs' stands beyond the last header",
    ]


def test_a_merged_header_names_one_column(tmp_path, read):
    rows = [["id", "side", "diabetes", None], ["k1", "left", "no", "epilepsy"]]
    (row,), _ = read(book(tmp_path / "l.xlsx", rows, merged=["C1:D1"]))
    assert told([row]) == ["l.xlsx: row 2, column D: 'epilepsy' stands under the merged header 'diabetes'"]


def test_a_merged_cell_is_asked_about_in_each_row_that_it_covers(tmp_path, read):
    rows = [["id", "side", "diabetes"], ["k1", "left", "yes"], ["k2", "left", None]]
    (one, two), _ = read(book(tmp_path / "l.xlsx", rows, merged=["C2:C3"]))
    assert one.options.health.diabetes == "yes"
    assert told([two]) == ["l.xlsx: row 3, column 'diabetes': 'yes' is part of the merged cell C2:C3; part it"]


def test_what_stands_beside_an_option_file_must_be_in_it(tmp_path, read):
    (tmp_path / "a.yaml").write_text("patient: {id: k1, name: Sam}\nstroke: {affected_side: left}\n", encoding="utf-8")
    rows = [["options", "id", "name", "side", "diabetes"], ["a.yaml", "k1", "Sam", "left", ""],
            ["a.yaml", "k2", "Sam", "right", "yes"]]  # fmt: skip
    (one, two), _ = read(text(tmp_path / "l.csv", rows))
    assert one.options.side is Side.LEFT
    assert not one.problems
    assert [line.partition(": ")[2] for line in told([two])][:3] == [
        "row 3, column 'id': the row says patient.id: 'k2', its option file says 'k1'",
        "row 3, column 'side': the row says stroke.affected_side: 'right', its option file says 'left'",
        "row 3, column 'diabetes': the row says health.diabetes: 'yes', its option file does not say it",
    ]


def planted(rows, marker, row, at, how):
    """The rows with a marker in one place: within the table, beside it, above it or below it."""
    rows = [list(each) for each in rows]
    if how == "above":
        rows.insert(0, [""] * at + [marker])
    elif how == "below":
        rows.append([""] * at + [marker])
    else:
        line = rows[row % len(rows)]
        line.extend([""] * (at + 1 - len(line)))
        line[at] = marker
    return rows


PLACES = {"row": st.integers(0, 3), "at": st.integers(0, 9), "how": st.sampled_from(["in", "above", "below"])}
TOLERANT = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@TOLERANT
@given(sheet=st.booleans(), blank=st.integers(0, 2), mapped=st.booleans(), **PLACES)
def test_a_word_anywhere_in_a_roster_is_read_told_or_refused(tmp_path, read, sheet, blank, mapped, row, at, how):
    rows = [[*HEAD, "room"] if mapped else HEAD, [*ROW, "4b"] if mapped else ROW, ["k2", *ROW[1:]], ["k3", *ROW[1:]]]
    rows = [[""]] * blank + planted(rows, MARKER, row, at, how)
    path = book(tmp_path / "l.xlsx", rows) if sheet else text(tmp_path / "l.csv", rows)
    try:
        found, whole = read(path, columns={"room": ""} if mapped else {})
    except OptionsError as error:
        said = str(error)
        assert MARKER in said
        return
    if how == "below" and found[-1].number == len(rows) and at != 0:
        assert found[-1].options is None  # a row without an id is refused as a whole
        return
    said = " ".join([*whole.notes, *(str(problem) for each in found for problem in each.problems)])
    answers = " ".join(str(each.options) for each in found)
    passed = mapped and how != "above" and at == len(HEAD)
    assert MARKER in said or MARKER in answers or MARKER.lower() in said or (passed and "'room'" in said)


@TOLERANT
@given(layout=st.sampled_from(["log", "days", "grid"]), blank=st.integers(0, 2), **PLACES)
def test_a_word_anywhere_in_a_log_is_read_told_or_refused(tmp_path, catalog, layout, blank, row, at, how):
    rows = {
        "log": [["patient", "date", "exercise", "sets", "note"], *[["p-1", f"2026-11-0{day}", "seated-toe-raise", "2", ""] for day in (1, 2, 3)]],
        "days": [["patient", "date", "seated-toe-raise", "falls"], *[["p-1", f"2026-11-0{day}", "2", ""] for day in (1, 2, 3)]],
        "grid": [["patient", "", "2026-11-01", "2026-11-02"], ["p-1", "seated-toe-raise", "2", ""], ["p-1", "falls", "0", "1"]],
    }[layout]  # fmt: skip
    path = text(tmp_path / "l.csv", [[""]] * blank + planted(rows, MARKER, row, at, how))
    said: list[str] = []
    entries: list[PatientEntry] = []
    try:
        for each in import_files.read(path, catalog, ColumnMapping(), TODAY, ImportDefaults(), said.append):
            if isinstance(each, PatientEntry):
                entries.append(each)
            else:
                said.append(str(each))
    except DiaryError as error:
        said.append(str(error))
    everything = " ".join([*said, *map(str, entries)])
    number = blank + len(rows) + 1 if how == "below" else blank + row % len(rows) + 1
    # a row with nothing to write down, or with another problem, is named as a whole
    named = any(re.search(rf"l\.csv: rows? ([\d, -]*\b)?{number}\b", each) for each in said)
    assert MARKER in everything or MARKER.lower() in everything or named


# --- letters


def test_a_list_in_another_encoding_is_shown_and_asked_for(tmp_path, read):
    path = text(tmp_path / "l.csv", [HEAD, ["k1", "Łukasz Źrebiński", *ROW[2:]]], encoding="cp1250")
    with pytest.raises(OptionsError, match="as windows-1250 'Łukasz Źrebiński'") as caught:
        read(path)
    assert "--encoding windows-1250" in caught.value.hint
    (row,), _ = read(path, encoding="windows-1250")
    assert row.options.patient.name == "Łukasz Źrebiński"


def test_the_usual_western_encoding_is_among_those_shown(tmp_path, read):
    with pytest.raises(OptionsError, match="as windows-1252 'Zoë Müller'"):
        read(text(tmp_path / "l.csv", [HEAD, ["k1", "Zoë Müller", *ROW[2:]]], encoding="cp1252"))


def test_a_file_with_two_encodings_names_its_lines(tmp_path, read):
    path = tmp_path / "l.csv"
    path.write_bytes(b"id,name\nk1,\xc5\x81ukasz\nk2,Jos\xe9\n")
    for encoding in ("", "windows-1252"):
        with pytest.raises(OptionsError, match="UTF-8 in line 2, another in line 3"):
            read(path, encoding=encoding)


@pytest.mark.parametrize("encoding", ["rot13", "base64", "punycode", "nonsense", "unicode_escape"])
def test_what_is_no_encoding_is_refused(tmp_path, read, encoding):
    with pytest.raises(OptionsError, match="there is no encoding"):
        read(text(tmp_path / "l.csv", [HEAD, ["k1", "Zoë", *ROW[2:]]], encoding="cp1252"), encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_its_mark_is_told_from_a_text_with_a_lost_byte(tmp_path, read, encoding):
    path = tmp_path / "l.csv"
    path.write_bytes("id,name\nk1,Łukasz\n".encode(encoding))
    with pytest.raises(OptionsError, match="is saved as UTF-16 without its mark"):
        read(path)
    path.write_bytes(b"a,b,c\n\0,2,3\n")
    with pytest.raises(OptionsError, match=r"is not a text file: U\+0000 in line 2"):
        read(path)


def test_a_header_as_long_as_a_page_is_told_in_brief(tmp_path, read):
    with pytest.raises(OptionsError, match=r"'Apart from Apart[^']*\.\.\.' \(map it") as raised:
        read(text(tmp_path / "l.csv", [["id", "Apart from " * 9000], ["k1", "left"]]))
    assert len(str(raised.value)) < 500


@pytest.mark.parametrize(("name", "why"), [("M�ller", "U+FFFD"), ("M\x01ller", "U+0001"), ("M\x9cller", "U+009C")])
def test_a_lost_letter_and_a_control_character_reach_no_page(tmp_path, read, kit_options, name, why):
    (row,), _ = read(text(tmp_path / "l.csv", [HEAD, ["k1", name, *ROW[2:]]]))
    assert row.options is None
    assert why in told([row])[0]
    with pytest.raises(PrintkitError, match=why.replace("+", r"\+")):
        kit_options({"patient": {"id": "k1", "name": name}})


@pytest.fixture
def kit_options():
    from printkit.kit import Printkit

    return Printkit().options


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=80))
def test_no_bytes_break_the_reader_or_are_read_with_a_lost_letter(tmp_path, read, data):
    path = tmp_path / "l.csv"
    path.write_bytes(b"id,name\nk1," + data + b"\n")
    try:
        rows, _ = read(path)
    except OptionsError:
        return
    for row in rows:
        if row.options is not None:
            assert "�" not in str(row.options)


# --- the head, the sheet, the rows that can be seen


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", [[], [[""]], [["Ward 2, patients; October"], [""], ["exported 20/11/2026"]]])
def test_the_head_is_found_below_titles_and_blank_rows(tmp_path, read, delimiter, above):
    (row,), whole = read(text(tmp_path / "l.csv", [*above, HEAD, ROW], delimiter))
    assert (row.id, row.number) == ("k1", len(above) + 2)
    assert all(cell in " ".join(whole.notes) for line in above for cell in line)


def test_a_line_that_names_the_separator_is_none_of_the_rows(tmp_path, read):
    path = tmp_path / "l.csv"
    path.write_text("sep=;\nid;name;side\nk1;Sam, Example;left\n", encoding="utf-8")
    (row,), _ = read(path)
    assert (row.number, row.options.patient.name) == (2, "Sam, Example")


def test_a_table_may_begin_at_b3(tmp_path, read):
    (row,), _ = read(book(tmp_path / "l.xlsx", [[], [], [None, *HEAD], [None, *ROW]]))
    assert (row.number, row.id) == (4, "k1")


def test_the_first_sheet_that_can_be_seen_and_has_a_head_is_read_and_named(tmp_path, read):
    before = [("Help", "visible", [["Please fill in"]]), ("Lists", "hidden", [["id", "side"], ["old", "left"]])]
    path = book(tmp_path / "l.xlsx", [HEAD, [*ROW[:4], "perhaps", "stick"]], before=before)
    (row,), whole = read(path)
    assert whole.notes == ("the sheet 'Patients' is read; not read: 'Help', 'Lists' (hidden)",)
    assert "l.xlsx: sheet 'Patients': row 2" in told([row])[0]
    (other,), _ = read(path, sheet="Lists")
    assert other.id == "old"
    with pytest.raises(OptionsError, match="no sheet 'X'"):
        read(path, sheet="X")


def test_hidden_rows_are_told_and_left_out(tmp_path, read):
    rows = [HEAD, ROW, ["k2", *ROW[1:]], ["k3", *ROW[1:]], ["k4", *ROW[1:]]]
    found, whole = read(book(tmp_path / "l.xlsx", rows, hidden=[3, 4]))
    assert [row.id for row in found] == ["k1", "k4"]
    assert whole.left_out.endswith("l.xlsx: rows 3-4 are hidden and left out")
    with pytest.raises(OptionsError, match="rows 2-5 are hidden and left out, and no other row is there"):
        read(book(tmp_path / "m.xlsx", rows, hidden=[2, 3, 4, 5]))


def test_a_list_without_rows_is_an_error(tmp_path, read, catalog):
    for path in (text(tmp_path / "l.csv", [HEAD]), book(tmp_path / "l.xlsx", [HEAD, []])):
        with pytest.raises(OptionsError, match="a head and no rows"):
            read(path)
    path = text(tmp_path / "log.csv", [["patient", "date", "exercise", "sets"], [""]])
    with pytest.raises(DiaryError, match="a head and no rows"):
        list(import_files.read(path, catalog, ColumnMapping(), TODAY, ImportDefaults()))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("l.xls", b"<html><body><table><tr><td>id</td></tr></table>", "is a web page that is called .xls"),
        ("l.xls", b"\xef\xbb\xbf\n<!DOCTYPE html>", "is a web page that is called .xls"),
        ("l.xls", b"<?xml version='1.0'?><Workbook/>", "is an XML file that is called .xls"),
        ("l.xls", b"id\tname\nk1\tSam\n", "is text that is called .xls"),
        ("l.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an old .xls"),
        ("l.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "locked with a password"),
        ("l.csv", b"PK\x03\x04" + b"\0" * 60, "is a spreadsheet by its content"),
        ("l.xlsx", b"PK\x03\x04" + b"\0" * 60, "cannot be read"),
        ("l.xlsx", b"", "cannot be read"),
    ],
)
def test_a_file_that_is_something_else_is_named_as_such(tmp_path, read, name, data, says):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(OptionsError, match=says):
        read(tmp_path / name)


def test_a_sheet_that_reaches_to_its_last_cell_is_refused(tmp_path, read):
    made = openpyxl.Workbook()
    made.active["XFD1048576"] = 1
    made.save(tmp_path / "l.xlsx")
    with pytest.raises(OptionsError, match="reaches over 1048576 rows"):
        read(tmp_path / "l.xlsx")


def test_an_ods_says_its_errors_hidden_rows_and_shown_numbers(tmp_path, read):
    cells = {
        "text": '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>',
        "number": '<table:table-cell office:value-type="float" office:value="%s"><text:p>%s</text:p></table:table-cell>',
        "error": '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
    }
    rows = [
        "".join(cells["text"] % name for name in ("id", "side", "diabetes")),
        cells["number"] % (1234, "001234") + cells["text"] % "left" + cells["text"] % "no",
        cells["text"] % "k2" + cells["text"] % "left" + cells["error"],
        cells["text"] % "k3" + cells["text"] % "left" + cells["text"] % "no",
    ]
    hidden = ["", "", "", ' table:visibility="filter"']
    body = "".join(f"<table:table-row{how}>{row}</table:table-row>" for how, row in zip(hidden, rows, strict=True))
    spaces = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"' for key in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "l.ods", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", "<manifest/>")
        made.writestr("content.xml", content)
    (one, two), whole = read(tmp_path / "l.ods")
    assert one.id == "001234"
    assert told([two]) == ["l.ods: row 3, column 'diabetes': '#N/A' holds an error, which is no answer"]
    assert "row 4 is hidden" in whole.left_out


# --- one patient is one patient


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234, "000000", "001234"),
        (1234, "General", "1234"),
        (1234, "0", "1234"),
        (1234, "#,##0", "1234"),
        (1234, '"P-"000000', "P-001234"),
        (123456789, "000-00-0000", "123-45-6789"),
        (1234567, "000000", "1234567"),
        (1234, "0.00", "1234"),
    ],
)
def test_a_number_keeps_the_form_in_which_it_is_shown(tmp_path, read, value, code, shown):
    (row,), _ = read(book(tmp_path / "l.xlsx", [HEAD, [value, *ROW[1:]]], formats={"A2": code}))
    assert row.id == shown


def test_a_number_of_more_than_15_digits_is_refused(tmp_path, read):
    (row,), _ = read(book(tmp_path / "l.xlsx", [HEAD, [1234567890123456, *ROW[1:]]]))
    assert told([row])[0].startswith(
        "l.xlsx: row 2, column 'id': '1234567890123456' is a number of more than 15 digits"
    )


def test_a_share_is_asked_about_as_it_is_shown(tmp_path, read):
    (row,), _ = read(book(tmp_path / "l.xlsx", [["id", "berg"], ["k1", 0.5]], formats={"B2": "0%"}))
    assert "'50%'" in told([row])[0]


def test_ids_that_differ_in_the_size_of_letters_would_share_a_file(tmp_path, read):
    (one, two), _ = read(text(tmp_path / "l.csv", [HEAD, ["k1", *ROW[1:]], ["K1", *ROW[1:]]]))
    assert one.options is not None
    assert two.options is None
    assert "only in small and large letters" in told([two])[0]


def test_ids_that_differ_in_zeros_are_named():
    assert list(tell.near_ids(["1234", "k-1", "001234", "k-2"])) == [
        "'1234' and '001234' differ only in zeros: are they one patient?"
    ]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*args):
        return CliRunner().invoke(cli, [str(each) for each in args])

    return run


def test_a_patient_that_the_diary_does_not_know_is_asked_about(tmp_path, run):
    log = [["patient", "date", "exercise", "sets"], ["001234", "2026-10-05", "seated-toe-raise", "2"]]
    assert run("diary", "import", text(tmp_path / "a.csv", log)).exit_code == 0
    log[1][:2] = ["1234", "2026-10-06"]
    asked = run("diary", "import", text(tmp_path / "b.csv", log))
    assert asked.exit_code == 1
    assert "the diary knows no patient '1234'" in asked.output
    assert "did you mean '001234'?" in asked.output
    assert "--new-patients" in asked.output
    taken = run("diary", "import", tmp_path / "b.csv", "--new-patients")
    assert taken.exit_code == 0
    assert "differ only in zeros" in taken.output
    assert run("diary", "import", tmp_path / "b.csv").exit_code == 0


def test_a_list_of_far_too_many_rows_or_patients_is_refused(tmp_path, read, catalog, monkeypatch):
    """Rows of a roster wait in memory until every problem is told; of a log only the ids."""
    monkeypatch.setattr(roster, "MOST_ROWS", 3)
    monkeypatch.setattr(import_files, "MOST_PATIENTS", 3)
    rows = [[f"k{number}", *ROW[1:]] for number in range(4)]
    assert len(read(text(tmp_path / "l.csv", [HEAD, *rows[:3]]))[0]) == 3
    with pytest.raises(OptionsError, match="more than 3 rows"):
        read(text(tmp_path / "l.csv", [HEAD, *rows]))
    log = [[f"k{number}", "2026-10-05", "seated-toe-raise", "2"] for number in (1, 1, 1, 2, 3)]
    head = ["patient", "date", "exercise", "sets"]

    def entries():
        return list(import_files.read(tmp_path / "d.csv", catalog, ColumnMapping(), TODAY, ImportDefaults()))

    text(tmp_path / "d.csv", [head, *log])
    assert len(entries()) == 5
    text(tmp_path / "d.csv", [head, *log, ["k4", *log[0][1:]]])
    with pytest.raises(DiaryError, match="names more than 3 patients"):
        entries()


def test_thousands_of_unknown_patients_are_asked_about_at_once(tmp_path, catalog):
    rows = [[f"k{number}", "2026-10-05", "seated-toe-raise", "2"] for number in range(5000)]
    text(tmp_path / "d.csv", [["patient", "date", "exercise", "sets"], *rows])
    asked = ImportDefaults(known=frozenset(f"p-{number}" for number in range(3000)))
    start = time.process_time()
    found = list(import_files.read(tmp_path / "d.csv", catalog, ColumnMapping(), TODAY, asked))
    assert time.process_time() - start < 5
    assert sum("knows no patient" in str(each) for each in found) == 5000


# --- days


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-10-13T08:30:00", "2026-10-13"),
        ("2026-10-13 08:30", "2026-10-13"),
        ("2026-10-13T00:00:00.000Z", "2026-10-13"),
        ("2026-10-13T22:30:00+02:00", "2026-10-13"),
        ("2026-10-13T22:30:00Z", None),
        ("13/10/2026 08:30:00", "2026-10-13"),
        ("13.10.26", "2026-10-13"),
        ("13/10/26", "2026-10-13"),
        ("13/10/31", None),
        ("20261013", "2026-10-13"),
        ("20261013083000", "2026-10-13"),
        ("13-OCT-26", "2026-10-13"),
        ("13 October 2026", "2026-10-13"),
        ("2026/10/13", "2026-10-13"),
        ("31/02/2026", None),
        ("13/10.2026", None),
        ("yesterday", None),
    ],
)
def test_a_day_is_read_where_it_cannot_be_misread_and_stays_as_typed_where_it_can(tmp_path, typed, expected):
    how = days.reading(tmp_path, [typed], DateOrder.DAY_FIRST, TODAY)
    assert days.day(typed, how) == (expected or typed)


def test_a_year_of_two_digits_is_asked_about_where_nothing_shows_the_order(tmp_path, read):
    path = text(tmp_path / "l.csv", [["id", "stroke date"], ["k1", "13/10/26"]])
    says = r"dates such as 13/10/26 can be read in more than one way, as 2026-10-13 \(D/M/Y\) or 2013-10-26 \(Y-M-D\)"
    with pytest.raises(OptionsError, match=says) as caught:
        read(path)
    assert caught.value.hint == "say which: --dates D/M/Y or --dates Y-M-D"
    (row,), _ = read(path, dates=DateOrder.DAY_FIRST)
    assert row.options.stroke.happened_on == date(2026, 10, 13)
    path = text(tmp_path / "l.csv", [["id", "stroke date"], ["k1", "03/04/26"], ["k2", "25/04/2026"]])
    assert read(path)[0][0].options.stroke.happened_on == date(2026, 4, 3)


ORDERS = {DateOrder.DAY_FIRST: "%d/%m/%Y", DateOrder.MONTH_FIRST: "%m/%d/%Y", DateOrder.YEAR_FIRST: "%y-%m-%d"}
DAYS = st.lists(st.dates(date(2015, 1, 1), TODAY), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*ORDERS]), DAYS)
def test_a_list_in_one_order_is_read_in_it_or_asked_about_and_never_misread(order, meant):
    """What it tells of its days is so: those that it says show an order can be read in no other."""
    written = [each.strftime(ORDERS[order]) for each in meant]
    seen = days.seen(written, TODAY)
    assert {*seen.only} <= {order}
    for text, orders in seen.unsettled.items():
        made = {each: days.day(text, DayReading(each, sure=True, latest=27)) for each in orders}
        assert len({*made.values()}) > 1
        assert all(date.fromisoformat(each) for each in made.values())
    if seen.unsettled and not seen.only:
        with pytest.raises(OptionsError) as caught:
            days.reading(Path("list"), written, None, TODAY)
        assert f"--dates {days.WRITTEN[order]}" in caught.value.hint
        return
    how = days.reading(Path("list"), written, None, TODAY)
    assert [days.day(each, how) for each in written] == [each.isoformat() for each in meant]


def test_dates_of_two_orders_are_told_with_what_shows_each(tmp_path, read):
    path = text(
        tmp_path / "l.csv", [["id", "stroke date"], ["k1", "14/9/2026"], ["k2", "9/16/2026"], ["k3", "3/4/2026"]]
    )
    with pytest.raises(OptionsError, match="the dates are not all in one order") as caught:
        read(path)
    assert "14/9/2026 can only be D/M/Y; 9/16/2026 can only be M/D/Y" in caught.value.message
    assert "can be read" not in caught.value.message
    rows, _ = read(path, dates=DateOrder.DAY_FIRST)
    assert [row.options and row.options.stroke.happened_on for row in rows] == [
        date(2026, 9, 14),
        None,
        date(2026, 4, 3),
    ]


def test_what_was_guessed_of_open_dates_is_told_and_a_day_that_is_the_same_in_both_orders_needs_no_answer(
    tmp_path, catalog
):
    def told(*written):
        rows = [[f"k{number}", each] for number, each in enumerate(written)]
        path = text(tmp_path / "l.csv", [["id", "stroke date"], *rows])
        found = roster.read(path, catalog.roster_columns, ColumnMapping(), TODAY)
        return found.dates, [row.options.stroke.happened_on for row in found.rows]

    guess, read_days = told("3/4/2026", "14/9/2026")
    assert guess == "dates are read as D/M/Y, for 14/9/2026 can be nothing else, so 3/4/2026 is 2026-04-03"
    assert read_days == [date(2026, 4, 3), date(2026, 9, 14)]
    assert told("14/9/2026", "2026-01-02")[0] == ""
    assert told("5/5/2026") == ("", [date(2026, 5, 5)])


# --- words and units


@pytest.mark.parametrize("tick", ["✔️", "☑️", "✔", "☑", "✅", "√", "✓"])
def test_ticks_as_phones_type_them_count(tmp_path, read, catalog, tick):
    (row,), _ = read(text(tmp_path / "l.csv", [["id", "diabetes"], ["k1", tick]]))
    assert row.options.health.diabetes == "yes"
    path = text(tmp_path / "log.csv", [["patient", "date", "seated-toe-raise"], ["p-1", "2026-10-05", tick]])
    (found,) = import_files.read(path, catalog, ColumnMapping(), TODAY, ImportDefaults())
    assert found.entry.ticked


@pytest.mark.parametrize(
    ("head", "more", "asked"),
    [("6MWT", [], True), ("6MWT (m)", [], False), ("6MWT", ["m"], False), ("6MWT (ft)", [], True)],
)
def test_a_distance_without_a_unit_is_asked_about_where_feet_are_usual(tmp_path, catalog, head, more, asked):
    rows = [["patient", "date", "assessor", head, *["unit"][: len(more)]], ["p-1", "2026-10-05", "Kim", "320", *more]]
    path = text(tmp_path / "log.csv", rows)
    found = list(import_files.read(path, catalog, ColumnMapping(), TODAY, ImportDefaults(feet=True)))
    assert [isinstance(each, PatientEntry) for each in found] == [not asked]
    if head == "6MWT":
        (metres,) = import_files.read(path, catalog, ColumnMapping(), TODAY, ImportDefaults())
        assert metres.entry.value == 320


# --- other languages

LISTS = {
    "de": (["Pat.-Nr.", "Vorname", "Name", "Betroffene Seite", "Gehhilfe", "Diabetes"], ["Jürgen", "Müller", "links", "Stock", "ja"]),
    "fr": (["IPP", "Prénom", "Nom", "Côté", "Aide à la marche", "Diabète"], ["Jürgen", "Müller", "gauche", "canne", "oui"]),
    "es": (["NHC", "Nombre", "Apellidos", "Lado", "Ayuda de marcha", "Diabetes"], ["Jürgen", "Müller", "izquierdo", "bastón", "sí"]),
    "it": (["Numero paziente", "Nome", "Cognome", "Lato", "Ausilio", "Diabete"], ["Jürgen", "Müller", "sinistra", "bastone", "sì"]),
    "nl": (["Patiëntnummer", "Voornaam", "Achternaam", "Zijde", "Hulpmiddel", "Suikerziekte"], ["Jürgen", "Müller", "links", "wandelstok", "ja"]),
    "en": (["Hospital number", "Forename", "Surname", "Affected", "Mobility aid", "Diabetic"], ["Jürgen", "Müller", "left side", "cane", "y"]),
}  # fmt: skip


@pytest.mark.parametrize("language", LISTS)
def test_a_mapping_is_guessed_and_reads_the_list(tmp_path, read, catalog, language):
    head, row = LISTS[language]
    path = text(tmp_path / "l.csv", [head, ["k1", *row]])
    guess = mapping_file.guess(path, catalog.roster_columns, ColumnMapping(), TODAY)
    assert not guess.open_columns
    assert not guess.open_values
    (tmp_path / "m.yaml").write_text(guess.text, encoding="utf-8")
    from printkit.reading import columns

    mapped = columns.mapping(tmp_path / "m.yaml", None)
    (found,) = roster.rows(path, catalog.roster_columns, mapped, TODAY)
    assert not found.problems
    asked = found.options
    assert (asked.patient.name, asked.side, asked.devices.walking_aid, asked.health.diabetes) == (
        "Jürgen Müller", Side.LEFT, "stick", "yes",
    )  # fmt: skip


def test_what_cannot_be_guessed_is_said_and_asked_for(tmp_path, run):
    rows = [["Pat.-Nr.", "Seite", "Bemerkung"], ["k1", "hinten", "x"], ["k2", "links", ""]]
    path = text(tmp_path / "l.csv", rows, ";")
    made = run("new", "mapping", path)
    assert made.exit_code == 0
    assert "not guessed, columns: 'Bemerkung'" in made.output
    assert "not guessed, words: 'stroke.affected_side: hinten'" in made.output
    refused = run("batch", path, "--mapping", "l-mapping.yaml", "--dry-run")
    assert refused.exit_code == 1
    assert "'Bemerkung'" in refused.output
    assert run("new", "mapping", path).exit_code == 1  # never written over


def test_the_encoding_of_a_list_is_kept_in_its_mapping(tmp_path, run):
    path = text(tmp_path / "l.csv", [["id", "name", "side"], ["k1", "Zoë", "left"]], encoding="cp1252")
    assert run("new", "mapping", path).exit_code == 1
    assert run("new", "mapping", path, "--encoding", "windows-1252").exit_code == 0
    found = run("batch", path, "--mapping", "l-mapping.yaml", "--kind", "report-patient", "--dry-run")
    assert "UTF-8" not in found.output


def test_every_guess_stands_for_something(catalog):
    from printkit.intake.mapping_file import PARTS, _choices, _load
    from printkit.resources import CATALOG

    answers = {choice for name in roster.KNOWN for choice in _choices(name)}
    files = sorted((CATALOG / "list-words").glob("*.yaml"))
    assert [file.stem for file in files] == ["de", "en", "es", "fr", "it", "nl"]
    for file in files:
        words = _load(file)
        assert set(words.columns) <= {*roster.KNOWN, *PARTS}
        assert set(words.values) <= answers
        for choice in ("left", "right"):
            assert set(words.values[choice]).isdisjoint(
                word for other, each in words.values.items() if other != choice for word in each if other in ("left", "right", "both")
            )  # fmt: skip


# --- many rows, few lines


def test_problems_are_told_by_column_and_value(tmp_path, run):
    rows = [["id", "side", "diabetes", "walking aid"], *[[f"k{row}", "links", "ja", "Stock"] for row in range(60)]]
    found = run("batch", text(tmp_path / "l.csv", rows), "--kind", "fridge", "--dry-run")
    assert found.exit_code == 4
    lines = [line for line in found.stderr.splitlines() if not line.startswith("  hint")]
    columns = [line for line in lines if ", column '" in line]
    assert len(columns) == 3
    assert columns[0].endswith("l.csv: rows 2-61, column 'side': affected_side is 'links'")
    assert len({*lines}) == len(lines)
    assert all("l.csv: rows 2-61, " in line for line in lines)  # what rules must know of these rows, too
    assert not any("blood sugar" in line or "diabetes" in line for line in lines[3:])  # for want of the wrong answer


def test_a_problem_of_one_row_keeps_its_place():
    one = OptionsError("m", where="l.csv: row 3, column 'a'", hint="h")
    assert tell.counted([one]) == [one]
    assert tell.numbered([2, 3, 4, 9, 11]) == "rows 2-4, 9, 11"
    assert tell.numbered(list(range(2, 40, 2))) == "rows 2, 4, 6, 8, 10, 12, 14, 16 and 11 more"


def test_columns_are_called_as_a_spreadsheet_calls_them():
    assert [letters(at) for at in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_a_cell_that_is_not_read_is_text_with_a_reason():
    assert Unread("#N/A", "holds an error") == "#N/A"


def test_a_day_of_a_spreadsheet_is_a_day(tmp_path, read):
    rows = [["id", "stroke date"], ["k1", datetime(2026, 6, 2, 8, 30)]]  # noqa: DTZ001 - as a spreadsheet has it
    assert read(book(tmp_path / "l.xlsx", rows))[0][0].options.stroke.happened_on == date(2026, 6, 2)


def test_a_review_sheet_is_read_by_the_same_reader(tmp_path):
    assert list(tables.RowSource(text(tmp_path / "l.csv", [["a", "b"], ["1", "2"]]))) == [["a", "b"], ["1", "2"]]


def test_what_rows_have_in_common_is_read_once_and_never_taken_for_another(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(
        "id,side,screened by,screened on,brace,exercises\n"
        "a1,left,J. Marsh,2026-11-16,no,seated-toe-raise\n"
        "a2,left,J. Marsh,2026-11-16,no,seated-toe-raise;sit-to-stand\n"
        "a3,right,J. Marsh,2026-11-17,yes,sit-to-stand\n"
        "a4,left,J. Marsh,2026-11-16,nonsense,seated-toe-raise\n"
        "a5,left,J. Marsh,2026-11-16,nonsense,seated-toe-raise\n",
        encoding="utf-8",
    )
    catalog = Catalog((CATALOG,))
    found = list(roster.rows(file, catalog.roster_columns, ColumnMapping(), date(2026, 11, 20)))
    one, two, three = (row.options for row in found[:3])
    assert one.devices is two.devices
    assert one.health == two.health
    assert one.plan.exercises[0] is two.plan.exercises[0]
    assert three.plan.exercises[0] is two.plan.exercises[1]
    assert (three.side, three.health.screened_on) == (Side.RIGHT, date(2026, 11, 17))
    assert [row.id for row in found] == ["a1", "a2", "a3", "a4", "a5"]
    assert [len(row.problems) for row in found] == [0, 0, 0, 1, 1]


def test_what_is_answered_with_unknown_is_open_in_every_row(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("id,side,falls\na1,left,unknown\na2,left,unknown\na3,left,0\na4,left,\n", encoding="utf-8")
    found = roster.rows(file, Catalog((CATALOG,)).roster_columns, ColumnMapping(), date(2026, 11, 20))
    assert [row.options.left_open for row in found] == [("health.falls_last_year",)] * 2 + [()] * 2


def test_what_many_pages_of_a_scan_have_in_common_is_told_once_with_their_numbers():
    same = [(f"a.pdf: page {number}", "no code") for number in range(1, 31)]
    found = [*same[:4], ("a.pdf: page 5", "blurred"), *same[5:], ("b.pdf: page 1", "no code"), ("c.png", "broken")]
    told = [(tell.paged(file, numbers), why) for file, numbers, why in tell.of_pages(found)]
    assert told == [
        ("a.pdf: pages 1-4, 6-30", "no code"),
        ("a.pdf: page 5", "blurred"),
        ("b.pdf: page 1", "no code"),
        ("c.png", "broken"),
    ]
