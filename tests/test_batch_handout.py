"""A handout of one exercise for everybody on a list: each as it would be printed alone."""

from pathlib import Path

import pypdf
import pytest

from printkit.resources import EXAMPLES

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]

TOES = ("batch", "ward.csv", "--kind", "handout", "--exercise", "seated-toe-raise")


@pytest.fixture
def ward(printkit, tmp_path) -> Path:
    rows = [
        "id,name,side,stroke date,screened by,screened on,clinic.region",
        "p-0,Sam,left,2026-05-01,J. Marsh,2026-11-16,GB",
        "p-1,Ada,right,2026-05-01,J. Marsh,2026-11-16,GB",
    ]
    (tmp_path / "ward.csv").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def test_everybody_gets_the_exercise_for_their_own_side_and_a_second_run_makes_nothing(printkit, ward):
    result = printkit(*TOES)
    assert result.exit_code == 0, result.output
    out = ward / "out"
    assert sorted(path.name for path in out.glob("*.pdf")) == [
        "p-0-handout-seated-toe-raise.pdf",
        "p-1-handout-seated-toe-raise.pdf",
    ]
    assert "your left" in words(out / "p-0-handout-seated-toe-raise.pdf")
    assert "your right" in words(out / "p-1-handout-seated-toe-raise.pdf")
    assert "2 stand already, 0 to print" in printkit(*TOES).stdout


def test_handouts_of_2_exercises_stand_side_by_side(printkit, ward):
    printkit(*TOES)
    printkit("batch", "ward.csv", "--kind", "handout", "--exercise", "outer-foot-lift")
    printkit(*TOES, "--combined", "2")
    assert {path.name for path in (ward / "out").glob("*.pdf")} == {
        *(f"p-{number}-handout-{name}.pdf" for number in (0, 1) for name in ("seated-toe-raise", "outer-foot-lift")),
        "volume-001-handout-seated-toe-raise.pdf",
    }


def test_2_processes_make_the_same_bytes_as_1_and_as_a_handout_alone_with_the_dose_of_its_patient(printkit, ward):
    text = (EXAMPLES / "foot-drop.yaml").read_text(encoding="utf-8").replace("clinic_file: clinic.yaml", "")
    (ward / "sam.yaml").write_text(text, encoding="utf-8")
    (ward / "ward.csv").write_text("options\nsam.yaml\n", encoding="utf-8")
    assert printkit(*TOES, "-o", "one").exit_code == 0
    assert printkit(*TOES, "-o", "two", "--jobs", "2").exit_code == 0
    assert printkit("handout", "seated-toe-raise", "--options", "sam.yaml", "-o", "alone.pdf").exit_code == 0
    name = "example-foot-drop-handout-seated-toe-raise.pdf"
    assert (ward / "one" / name).read_bytes() == (ward / "alone.pdf").read_bytes()
    assert (ward / "two" / name).read_bytes() == (ward / "alone.pdf").read_bytes()


def test_a_rule_keeps_the_exercise_from_a_row_as_it_does_from_one_patient(printkit, ward):
    """Nobody has checked p-1, so stairs are not for them; for p-0 a helper is known."""
    rows = [
        "id,side,stroke date,screened by,screened on,clinic.region,helper",
        "p-0,left,2026-05-01,J. Marsh,2026-11-16,GB,yes",
        "p-1,right,2026-05-01,,,GB,",
    ]
    (ward / "ward.csv").write_text("\n".join(rows), encoding="utf-8")
    asked = ("batch", "ward.csv", "--kind", "handout", "--exercise", "step-up")
    dry = printkit(*asked, "--dry-run")
    real = printkit(*asked)
    assert dry.exit_code == real.exit_code == 4
    assert "row 2: p-0-handout-step-up.pdf would be printed" in dry.stdout
    assert "row 3: nothing, see the problems" in dry.stdout
    assert [path.name for path in (ward / "out").glob("*.pdf")] == ["p-0-handout-step-up.pdf"]
    assert "row 3: p-1-handout-step-up.pdf: rule R-" in real.stderr


def test_a_stand_in_is_told_by_a_dry_run_and_by_a_run(printkit, ward):
    rows = [
        "id,side,stroke date,screened by,screened on,clinic.region,aphasia",
        "p-0,left,2026-05-01,J. Marsh,2026-11-16,GB,yes",
    ]
    (ward / "ward.csv").write_text("\n".join(rows), encoding="utf-8")
    asked = ("batch", "ward.csv", "--kind", "handout", "--exercise", "ankle-alphabet")
    said = "row 2: p-0: left out: ankle-alphabet (rule R-49a); ankle-circles stands in for it"
    assert said in printkit(*asked, "--dry-run").stdout
    assert said in printkit(*asked).stderr


def test_a_row_that_is_refused_now_has_no_handout_of_an_earlier_run(printkit, ward):
    printkit(*TOES)
    text = (ward / "ward.csv").read_text(encoding="utf-8").replace("Ada,right", "Ada,sideways")
    (ward / "ward.csv").write_text(text, encoding="utf-8")
    assert printkit(*TOES).exit_code == 4
    assert (ward / "out" / "set-aside" / "p-1-handout-seated-toe-raise.pdf").is_file()
