"""The public face: what docs/python.md shows works, prints are those of the command line, and safety stands in the way."""

import ast
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import PRINTED_ON

import printkit
from printkit import Print, Printkit, PrintkitError, Several, Side, Unsafe
from printkit.kit import NextChart
from printkit.model.options import Appearance, Clinic, Options
from printkit.model.vocabulary import PrintProfile
from printkit.outcomes.history import Done, History
from printkit.resources import EXAMPLES

pytestmark = pytest.mark.usefixtures("november")

MANUAL = Path(__file__).parent.parent / "docs" / "python.md"
PROGRAMS = re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
SCREENED = {"screened_by": "J. Marsh", "screened_on": "2026-11-16"}


@pytest.fixture
def kit() -> Printkit:
    return Printkit(today=PRINTED_ON)


@pytest.fixture
def sam(kit) -> Options:
    return kit.options(EXAMPLES / "foot-drop.yaml")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with the examples in it and the usual one for prints."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_the_programs_of_the_manual_run(program, folder, capsys):
    exec(compile(program, str(MANUAL), "exec"), {})  # our own manual
    saved = re.findall(r'save\("([^"]+)"\)', program)
    assert all((folder / path).read_bytes().startswith(b"%PDF-") for path in saved)
    assert capsys.readouterr().out or saved


def test_a_program_of_the_manual_is_told_what_is_unsafe(folder, capsys):
    exec(compile(PROGRAMS[1], str(MANUAL), "exec"), {})
    assert "not printed:" in capsys.readouterr().out


def test_every_public_name_stands_in_the_manual():
    words = MANUAL.read_text(encoding="utf-8")
    for name in printkit.__all__:
        assert name == "__version__" or f"`{name}" in words, name
    for name in vars(Printkit):
        assert name.startswith("_") or f"`.{name}" in words, name


def test_every_public_method_says_what_it_does():
    for owner in (Printkit, Print):
        for name, value in vars(owner).items():
            if not name.startswith("_") and callable(value):
                assert value.__doc__, f"{owner.__name__}.{name}"


def test_importing_printkit_imports_nothing_else():
    program = "import sys; before = set(sys.modules); import printkit; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["printkit"]


def test_every_public_name_is_there_and_no_other():
    for name in printkit.__all__:
        assert getattr(printkit, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Booklet'"):
        _ = printkit.Booklet


def test_what_type_checkers_are_told_is_what_is_there():
    tree = ast.parse(Path(printkit.__file__).read_text(encoding="utf-8"))
    (typed,) = (each for each in tree.body if isinstance(each, ast.If))
    told = {alias.name: node.module for node in typed.body for alias in node.names}
    assert told == {name: f"printkit.{home}" for name, home in printkit._HOMES.items()}


def test_the_command_line_prints_the_same_bytes(folder, kit, sam, printkit):
    assert printkit("booklet", "examples/foot-drop.yaml", "--clinician", "-o", "a.pdf").exit_code == 0
    assert kit.booklet(sam, clinician=True).save("b.pdf").read_bytes() == (folder / "a.pdf").read_bytes()
    assert printkit("fridge", "examples/foot-drop.yaml", "--profile", "large", "-o", "c.pdf").exit_code == 0
    large = Appearance(profile=PrintProfile.LARGE)
    assert kit.fridge(sam, look=large).pdf == (folder / "c.pdf").read_bytes()


def test_options_of_a_mapping_are_those_of_the_file(kit):
    written = kit.options({
        "patient": {"id": "p-1"},
        "health": {**SCREENED, "diabetes": False, "neglect": None, "falls_last_year": 1},
        "devices": {"afo": True},
        "plan": {"exercises": ["seated-toe-raise"], "starts_on": date(2026, 11, 23)},
        "clinic": {"region": "GB"},
    })  # fmt: skip
    assert (written.health.diabetes, written.health.neglect, written.devices.afo) == ("no", "unknown", "yes")
    assert written.plan.starts_on == date(2026, 11, 23)
    assert written.print.printed_on == PRINTED_ON


def test_every_problem_of_a_mapping_is_told_at_once(kit):
    wrong = {
        "patient": {"id": "../x"},
        "devices": {"afo": "perhaps"},
        "strok": {},
        "plan": {"exercises": ["heel-rase"]},
    }
    with pytest.raises(Several) as raised:
        kit.options(wrong)
    assert [problem.message for problem in raised.value.problems] == [
        "id is '../x'",
        "afo is 'perhaps'",
        "unknown key 'strok'",
    ]


def test_a_name_that_the_catalogue_lacks_is_refused(kit):
    with pytest.raises(PrintkitError, match="there is no exercise 'heel-rase'"):
        kit.options({"patient": {"id": "p-1"}, "plan": {"exercises": ["heel-rase"]}})


@pytest.mark.parametrize("method", ["booklet", "fridge", "chart", "cleared"])
def test_there_is_no_way_past_safety(kit, method):
    unasked = kit.options(
        {"patient": {"id": "p-1"}, "plan": {"exercises": ["standing-calf-stretch"]}, "clinic": {"region": "GB"}}
    )
    with pytest.raises((Unsafe, Several)) as raised:
        getattr(kit, method)(unasked)
    assert raised.value.exit_code == 3


def test_a_print_says_what_was_decided_on_the_way(kit, sam):
    made = kit.booklet(sam)
    assert made.pages > 1
    assert {item.exercise.id for item in made.cleared.items} == {choice.exercise for choice in sam.plan.exercises}
    assert made.sheets
    assert made.document.language == "en"


def test_a_print_is_saved_whole_for_its_owner_only(kit, tmp_path):
    path = kit.checklist("skin", region="GB").save(tmp_path / "skin.pdf")
    assert path.stat().st_mode & 0o777 == 0o600
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(PrintkitError, match="is there already"):
        kit.checklist("skin", region="GB").save(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_short_password_locks_nothing(kit, tmp_path):
    with pytest.raises(PrintkitError):
        kit.checklist("skin", region="GB").save(tmp_path / "skin.pdf", password="1")
    assert list(tmp_path.iterdir()) == []


def test_a_clinic_is_that_of_all_options_that_name_none(sam):
    kit = Printkit(today=PRINTED_ON, clinic=Clinic(name="Hill House", region="IE"))
    own = kit.options({"patient": {"id": "p-1"}, "clinic": {"name": "Ours"}})
    assert (own.clinic.name, own.clinic.region) == ("Ours", "IE")
    assert kit.options(EXAMPLES / "foot-drop.yaml").clinic == sam.clinic


def test_the_next_chart_goes_on_after_the_last_week(kit, sam):
    new = kit.next_chart(sam, History(patient="example-foot-drop"))
    assert isinstance(new, NextChart)
    assert (new.goes_on, new.chart.charts.first_week, new.chart.charts.weeks) == (False, 1, 2)
    done = Done(day=date(2026, 11, 25), exercise="seated-toe-raise", sets=2)
    assert kit.next_chart(sam, History(patient="example-foot-drop", done=(done,))).chart.charts.first_week == 2


def test_a_roster_gives_a_row_for_each_patient(kit):
    rows = list(kit.roster(EXAMPLES / "roster.csv"))
    assert len(rows) == 3
    assert all(row.options is not None and not row.problems for row in rows)


def test_a_handout_is_for_the_side_that_is_asked_for(kit):
    left, right = (kit.handout("seated-toe-raise", side=side, region="GB") for side in (Side.LEFT, Side.RIGHT))
    assert left.cleared.options.side is Side.LEFT
    assert left.pdf != right.pdf
