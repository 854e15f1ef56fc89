"""A dry run as a table: what it says of a row is what a run prints, and it holds nobody's name."""

import csv
import io
import stat
from pathlib import Path

import pypdf
import pytest

from printkit.printing import preview

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]

HEAD = "id,name,side,stroke date,screened by,screened on,clinic.region,aphasia,neglect,programme"
ROWS = (
    "p-0,Sam Smith,left,2026-05-01,J. Marsh,2026-11-16,GB,,,foot-drop",
    "p-1,Ada Jones,right,2026-05-01,J. Marsh,2026-11-16,GB,yes,,foot-drop",
    "p-2,Lee Brown,left,2026-05-01,J. Marsh,2026-11-16,,,yes,foot-drop",
    "p-3,Kim Green,,2026-05-01,J. Marsh,2026-11-16,GB,,,foot-drop",
    "p-4,Max White,sideways,2026-05-01,J. Marsh,2026-11-16,GB,,,foot-drop",
    "p-5,Zoe Black,both,2026-05-01,J. Marsh,2026-11-16,GB,,,foot-drop",
)
KINDS = {
    "booklet": (),
    "chart": ("--kind", "chart"),
    "fridge": ("--kind", "fridge"),
    "handout": ("--kind", "handout", "--exercise", "ankle-alphabet"),
    "checklist": ("--kind", "home-safety"),
    "volume": ("--kind", "fridge", "--combined", "2"),
    "next": ("--kind", "chart", "--next", "--starts-on", "2026-11-30"),
}


@pytest.fixture
def ward(printkit, tmp_path) -> Path:
    listed(tmp_path, *ROWS)
    return tmp_path


def listed(folder: Path, *rows: str, head: str = HEAD) -> None:
    (folder / "ward.csv").write_text("\n".join([head, *rows]), encoding="utf-8")


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_has_the_pages_side_and_look_that_a_run_prints(printkit, ward, kind):
    dry = printkit("batch", "ward.csv", *KINDS[kind], "--dry-run", "-o", "preview.csv")
    real = printkit("batch", "ward.csv", *KINDS[kind])
    assert dry.exit_code == real.exit_code == 4
    rows = table(ward / "preview.csv")
    assert tuple(rows[0]) == preview.COLUMNS
    assert [row["patient"] for row in rows] == [f"p-{number}" for number in range(len(ROWS))]
    assert [row["side"] for row in rows] == ["left", "right", "left", "unknown", "", "both"]
    printed = {path.name: len(pypdf.PdfReader(path).pages) for path in (ward / "out").glob("*.pdf")}
    good = [row for row in rows if row["state"] == "to print"]
    assert {row["file"] for row in good} == set(printed)
    if kind == "volume":  # with a separator before each
        assert sum(printed.values()) == sum(int(row["pages"]) + 1 for row in good)
    else:
        assert {row["file"]: int(row["pages"]) for row in good} == printed
    looks = {row["patient"]: row["look"] for row in good}
    assert (looks["p-0"], looks["p-1"], looks["p-2"]) == ("standard", "aphasia", "neglect-left")
    assert f"preview.csv: 6 rows, {sum(int(row['pages']) for row in good)} pages" in dry.stdout


def test_it_says_what_is_left_out_and_why_what_is_missing_and_what_is_wrong(printkit, ward):
    printkit("batch", "ward.csv", "--dry-run", "-o", "preview.csv")
    rows = {row["patient"]: row for row in table(ward / "preview.csv")}
    assert rows["p-1"]["left out"] == (
        "ankle-alphabet (rule R-49a); ankle-circles stands in for it: This needs letters, so it may be hard for you."
    )
    assert rows["p-0"]["left out"] == ""
    assert [rows[f"p-{number}"]["missing"] for number in (0, 2, 3)] == ["phone", "region; phone", "side; phone"]
    assert rows["p-3"]["state"] == "refused"
    assert "Which side is weaker since the stroke?" in rows["p-3"]["problems"]
    assert "row 6, column 'side': affected_side is 'sideways'" in rows["p-4"]["problems"]
    assert [rows["p-4"][name] for name in ("file", "pages", "look")] == ["", "", ""]
    assert not any("\n" in cell for row in rows.values() for cell in row.values())


def test_what_stands_already_is_said_to(printkit, ward):
    printkit("batch", "ward.csv", "--kind", "fridge")
    printkit("batch", "ward.csv", "--kind", "fridge", "--dry-run", "-o", "preview.csv")
    states = [row["state"] for row in table(ward / "preview.csv")]
    assert states == ["printed already"] * 3 + ["refused"] * 2 + ["printed already"]


def test_it_is_for_its_owner_holds_nobodys_name_and_nothing_else_is_written(printkit, ward, files):
    before = files()
    result = printkit(
        "batch", "ward.csv", "--kind", "chart", "--diary", "d.sqlite3", "--dry-run", "-o", "for/preview.csv"
    )
    assert set(files()) - set(before) == {ward / "for" / "preview.csv"}
    assert stat.S_IMODE((ward / "for" / "preview.csv").stat().st_mode) == 0o600
    text = (ward / "for" / "preview.csv").read_text(encoding="utf-8")
    for row in ROWS:
        first, last = row.split(",")[1].split()
        assert first not in text + result.output
        assert last not in text + result.output
    assert "Marsh" not in text + result.output


def test_2_processes_write_the_same_table_as_1(printkit, ward):
    printkit("batch", "ward.csv", "--kind", "fridge", "--dry-run", "-o", "one.csv")
    result = printkit("batch", "ward.csv", "--kind", "fridge", "--dry-run", "-o", "two.csv", "--jobs", "2")
    assert result.exit_code == 4
    assert (ward / "two.csv").read_bytes() == (ward / "one.csv").read_bytes()


def test_a_table_with_somebodys_notes_in_it_stays_and_a_free_name_is_offered(printkit, ward):
    asked = ("batch", "ward.csv", "--kind", "fridge", "--dry-run", "-o", "preview.csv")
    printkit(*asked)
    assert printkit(*asked).exit_code == 4  # the same again is no other file
    notes = (ward / "preview.csv").read_text(encoding="utf-8") + "ask Dr Reed about p-3\n"
    (ward / "preview.csv").write_text(notes, encoding="utf-8")
    result = printkit(*asked)
    assert result.exit_code == 1
    assert "preview.csv: is there already" in result.stderr
    assert "-o preview-2.csv" in result.stderr
    assert (ward / "preview.csv").read_text(encoding="utf-8") == notes


def test_a_row_that_does_not_fit_is_refused_in_it_as_in_a_run(printkit, ward):
    """Only the layout can know: no rule forbids large print on small paper."""
    asked = ("batch", "ward.csv", "--booklet")
    listed(ward, f"{ROWS[0]},large", f"{ROWS[1]},", head=f"{HEAD},profile")
    dry = printkit(*asked, "--dry-run", "-o", "preview.csv")
    real = printkit(*asked)
    assert dry.exit_code == real.exit_code == 4
    first, second = table(ward / "preview.csv")
    assert (first["state"], first["file"], first["pages"]) == ("refused", "", "")
    assert "A5 is too small for the profile large" in first["problems"]
    assert "row 2: p-0-booklet-to-fold.pdf: A5 is too small" in dry.stderr
    assert second["state"] == "to print"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("-o", "preview.csv"), "preview.csv stands beside --dry-run only"),
        (("-o", "Preview.CSV"), "stands beside --dry-run only"),
        (("--dry-run", "--json", "-o", "preview.csv"), "leave one of them out"),
    ],
)
def test_what_does_not_go_together_is_refused(refused, ward, words, says):
    refused("batch", "ward.csv", *words, code=2, says=says)


def test_a_report_of_the_diary_has_a_table_too(printkit, ward):
    printkit("diary", "add", "p-0", "falls", "--value", "0")
    asked = ("batch", "ward.csv", "--kind", "report-patient", "--dry-run", "-o", "preview.csv")
    assert printkit(*asked).exit_code == 4
    rows = table(ward / "preview.csv")
    assert [row["state"] for row in rows].count("to print") == 5
    assert {row["left out"] for row in rows} == {""}
