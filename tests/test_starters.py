"""Files to start from: what `new` writes, `check` understands, and nothing is ever written over."""

import errno
import os
import re
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from printkit.catalog.store import Catalog
from printkit.content.templates import Templates
from printkit.errors import OutputError, Several
from printkit.intake import blank_files, option_file
from printkit.model import person
from printkit.model.options import Clinic, Patient, PlanRequest
from printkit.model.records import Exercise
from printkit.model.vocabulary import Answer, Level, Side
from printkit.reading import records
from printkit.resources import CATALOG, TEMPLATES

TODAY = date(2026, 11, 20)


def answered(what: str, **answers: str) -> dict[str, str]:
    """The answers that someone gives who takes the default elsewhere."""
    return {key: answers.get(key, default) for key, _, _, default in blank_files.questions(what)}


# --- options


def test_a_blank_option_file_has_only_12_questions_left_for_the_user(printkit):
    """The id and the programme are there; what remains are the side and the answers that the block rules need."""
    assert printkit("new", "options", "sam.yaml", "--blank").exit_code == 0
    result = printkit("check", "sam.yaml")
    assert result.exit_code == 3
    assert re.findall(r"rule (R-\w+): ", result.output) == [
        *("R-03c", "R-12a", "R-12f", "R-14a", "R-17a", "R-17f", "R-58", "R-70", "R-71a", "R-71b", "R-72"),
    ]
    assert "stroke.affected_side: Which side is weaker since the stroke?" in result.output


def test_a_blank_option_file_with_a_screening_and_a_side_is_complete(printkit):
    printkit("new", "options", "sam.yaml", "--blank")
    path = Path("sam.yaml")
    text = path.read_text()
    text = re.sub("screened_by:.*", "screened_by: A. B.", text)
    text = re.sub("screened_on:.*", f"screened_on: {date.today()}", text)
    path.write_text(text.replace("affected_side:", "affected_side: left"))
    result = printkit("check", "sam.yaml")
    assert result.output.startswith("sam.yaml: no problems\nsam.yaml, standard: ")


def test_a_blank_option_file_answers_nothing(tmp_path):
    path = tmp_path / "sam.yaml"
    blank_files.write("options", path, {})
    read = option_file.load(path, TODAY).required()
    assert read.health == person.Health()
    assert read.devices == person.Devices()
    assert read.home == person.Home()
    assert read.clinic == Clinic()
    assert read.patient == Patient(id="patient-1")
    assert read.plan == PlanRequest(level=Level.ASSISTED)


def test_a_blank_option_file_names_every_answer_that_can_be_given(tmp_path):
    path = tmp_path / "sam.yaml"
    blank_files.write("options", path, {})
    text = path.read_text()
    for group in (person.Health, person.Devices, person.Home, person.Stroke):
        for name in group.__struct_fields__:
            assert f"  {name}:" in text, name


def test_the_answers_of_a_conversation_arrive(tmp_path):
    path = tmp_path / "sam.yaml"
    answers = answered(
        "options",
        id="sam-1",
        affected_side="left",
        screened_by="J. Marsh",
        screened_on="2026-11-16",
        afo="yes",
        lives_alone="no",
        level="active",
        region="GB",
    )
    blank_files.write("options", path, answers)
    read = option_file.load(path, TODAY).required()
    assert read.patient.id == "sam-1"
    assert read.side is Side.LEFT
    assert (read.health.screened_by, read.health.screened_on) == ("J. Marsh", date(2026, 11, 16))
    assert read.devices.afo is Answer.YES
    assert read.home.lives_alone is Answer.NO
    assert read.home.helper is Answer.UNKNOWN
    assert read.plan.level is Level.ACTIVE
    assert read.clinic.region == "GB"


@pytest.mark.parametrize(
    "name", ["Dr. O'Neil: physio", "A. B. #2", '"Jo"', "- Jo", "{Jo}", "*Jo", "Jo\\n", "Zoé", "~Jo", "Noa", "on"]
)
def test_a_name_arrives_as_it_was_typed(tmp_path, name):
    path = tmp_path / "sam.yaml"
    blank_files.write("options", path, answered("options", screened_by=name, screened_on="2026-11-16"))
    loaded = option_file.load(path, TODAY)
    assert loaded.problems == ()
    assert loaded.record.health.screened_by == name


@pytest.mark.parametrize("name", ["no", "No", "none", "~", "null", "é", "yes", "n/a", "T.B.D."])
def test_a_name_that_is_nobody_s_is_refused_as_it_was_typed(tmp_path, name):
    path = tmp_path / "sam.yaml"
    blank_files.write("options", path, answered("options", screened_by=name, screened_on="2026-11-16"))
    assert [problem.message for problem in option_file.load(path, TODAY).problems] == [f"screened_by is {name!r}"]


@pytest.mark.parametrize("name", ["no", "null", "1"])
def test_an_id_arrives_as_it_was_typed(tmp_path, name):
    path = tmp_path / "sam.yaml"
    blank_files.write("options", path, answered("options", id=name))
    assert option_file.load(path, TODAY).required().patient.id == name


def test_taking_every_default_is_the_blank_file(tmp_path):
    """But for the quotes that keep an answer as it was typed."""
    asked, blank = tmp_path / "asked.yaml", tmp_path / "blank.yaml"
    blank_files.write("options", asked, answered("options"))
    blank_files.write("options", blank, {})
    assert (
        re.sub(r'^(  (?:id|level): )"([a-z0-9-]+)"', r"\1\2", asked.read_text(), flags=re.MULTILINE)
        == blank.read_text()
    )
    assert option_file.load(asked, TODAY).required() == option_file.load(blank, TODAY).required()


# --- exercises


def read_exercise(path: Path) -> Exercise:
    """The record of a starter; the catalogue itself refuses it as long as its dots are there."""
    return records.load(Exercise, path, {"id": path.stem}).required()


def name_demands(path: Path) -> None:
    """What a therapist must answer in a new exercise before it loads."""
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^demands: *$", text, re.MULTILINE)
    path.write_text(re.sub(r"^demands: *$", "demands: [leg-moves]", text, flags=re.MULTILINE), encoding="utf-8")


def draw_toes_up() -> None:
    """A picture for the exercise of that name, as a therapist would start one: from the picture most like it."""
    Path("ours/figures").mkdir()
    ours = (CATALOG / "figures" / "seated-toe-raise.yaml").read_text(encoding="utf-8").partition("steps:")[0]
    Path("ours/figures/toes-up.yaml").write_text(ours, encoding="utf-8")


def test_only_the_dots_of_a_blank_exercise_are_problems(printkit, refused, tmp_path):
    """Its words are still dots to fill in; nothing else that `check` looks at is wrong, and it is never printed."""
    path = Path("ours/exercises/toes-up.yaml")
    assert printkit("new", "exercise", path, "--blank").exit_code == 0
    assert printkit("new", "exercise", "asked.yaml").exit_code == 0
    assert Path("asked.yaml").read_text() == path.read_text(), "nobody answered, so the blank is written"
    name_demands(path)
    draw_toes_up()
    lines = path.read_text().splitlines()
    dots = [number for number, line in enumerate(lines, 1) if "..." in line]
    assert len(dots) == 2
    for checked in ("ours", path):
        result = printkit("check", checked)
        assert result.exit_code == 1
        assert re.findall(r"toes-up\.yaml:(\d+): (.*?):", result.output) == [
            (str(number), "an unfinished text") for number in dots
        ]
        assert result.output.count("hint: ") == len(dots)
    assert read_exercise(path).text["en"].title == "New exercise"
    with pytest.raises(Several, match="an unfinished text"):
        Catalog((tmp_path / "ours", CATALOG)).exercise("toes-up")
    refused("handout", "toes-up", "--catalog", "ours", says="an unfinished text")
    assert not Path("out").exists()


def test_a_blank_exercise_with_its_dots_filled_in_has_no_problems_in_a_catalogue_and_is_printed(
    printkit, refused, tmp_path
):
    path = Path("ours/exercises/toes-up.yaml")
    printkit("new", "exercise", path, "--blank")
    name_demands(path)
    path.write_text(path.read_text().replace("trains ...", "trains your foot.").replace("- ...", "- Lift your toes."))
    said = refused("check", "ours", says="toes-up.yaml: there is no picture of this exercise")
    assert said.count("hint: ") == 1
    draw_toes_up()
    assert printkit("check", "ours").output == "ours: 2 files, no problems\n"
    assert Catalog((tmp_path / "ours", CATALOG)).exercise("toes-up").text["en"].title == "New exercise"
    listed = printkit("catalog", "list", "--catalog", "ours").stdout
    assert "toes-up" in [line.split()[0] for line in listed.splitlines()]
    result = printkit("handout", "toes-up", "--catalog", "ours", "-o", "toes-up.pdf")
    assert (result.exit_code, result.stdout) == (0, "toes-up.pdf: 1 page\n")
    assert len(PdfReader("toes-up.pdf").pages) == 1


def test_the_answers_about_an_exercise_arrive(tmp_path):
    path = tmp_path / "exercises/toes-up.yaml"
    path.parent.mkdir()
    answers = {"title": "Toes up", "class": "balance", "demands": "stands, no-hold , leg-moves"}
    blank_files.write("exercise", path, answers)
    exercise = read_exercise(path)
    assert (exercise.text["en"].title, exercise.exercise_class) == ("Toes up", "balance")
    assert exercise.demands == ("stands", "no-hold", "leg-moves")


def test_an_exercise_without_demands_is_refused_with_what_its_class_suggests(printkit, tmp_path):
    path = Path("ours/exercises/toes-up.yaml")
    printkit("new", "exercise", path, "--blank")
    path.write_text(path.read_text().replace("class: active-leg", "class: walking"), encoding="utf-8")
    for checked in ("ours", path):
        result = printkit("check", checked)
        assert result.exit_code == 1
        assert "'demands' is missing" in result.stderr
        assert "its class suggests: steps, stands, weak-leg-alone, leg-moves" in result.stderr


@pytest.mark.parametrize("title", ["Stand up: slowly", "Step #2", "- Step", "5", "A 'good' stretch"])
def test_a_title_arrives_as_it_was_typed(tmp_path, title):
    path = tmp_path / "exercises/toes-up.yaml"
    path.parent.mkdir()
    blank_files.write("exercise", path, answered("exercise", title=title, demands="leg-moves"))
    assert read_exercise(path).text["en"].title == title


def test_the_starter_lists_every_choice_of_an_exercise():
    from printkit.catalog import demands
    from printkit.model.vocabulary import DayPart, Evidence, ExerciseClass, Position

    text = blank_files._EXERCISE_FILE
    for kind in (ExerciseClass, Position, Level, DayPart, Evidence, Catalog((CATALOG,)).demands):
        for choice in kind:
            if choice != demands.NEEDS_PERSON:  # it comes from needs_person
                assert choice in text, choice


# --- templates


def test_a_new_template_is_the_shipped_one_of_that_name_or_the_booklet(tmp_path):
    for name, shipped in (("chart.en.md", "chart.en.md"), ("ours.en.md", "booklet.en.md")):
        blank_files.write("template", tmp_path / name, {})
        assert (tmp_path / name).read_text() == (TEMPLATES / shipped).read_text()


def test_a_new_template_has_no_problems_in_a_folder(printkit, tmp_path):
    (tmp_path / "words").mkdir()
    assert printkit("new", "template", "words/booklet.en.md", "--blank").exit_code == 0
    assert printkit("check", "words").output == "words: 1 templates, no problems\n"


# --- what `new` says next


@pytest.mark.parametrize(
    ("what", "path", "code"),
    [
        ("options", "sam.yaml", 3),
        ("exercise", "ours/exercises/toes-up.yaml", 1),
        ("template", "words/booklet.en.md", 0),
    ],
)
def test_the_command_that_new_recommends_understands_the_file(printkit, tmp_path, what, path, code):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    said = printkit("new", what, path, "--blank").output.strip()
    _, _, command = said.partition("then run: printkit ")
    result = printkit(*command.split())
    assert result.exit_code == code, result.output
    if code == 1:
        complaints = [line for line in result.output.splitlines() if not line.startswith("  hint: ")]
        expected = ("an unfinished text", "'demands' is missing")
        assert all(any(words in line for words in expected) for line in complaints), complaints


# --- nothing is written over


@pytest.mark.parametrize("what", ["options", "exercise", "template"])
def test_a_file_that_is_there_stays(printkit, what):
    Path("mine.yaml").write_text("mine")
    result = printkit("new", what, "mine.yaml", "--blank")
    assert result.exit_code == 1
    assert result.output == "mine.yaml: is there already\n  hint: choose another name\n"
    assert Path("mine.yaml").read_text() == "mine"


def test_a_starter_is_for_its_owner_s_eyes_only(tmp_path):
    path = tmp_path / "sam.yaml"
    blank_files.write("options", path, {})
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_missing_folder_is_made(printkit):
    assert printkit("new", "options", "patients/sam.yaml", "--blank").exit_code == 0
    assert Path("patients/sam.yaml").is_file()


@pytest.mark.parametrize("path", ["file/sam.yaml", "x" * 300])
def test_a_place_that_cannot_be_written_is_a_message(printkit, path):
    Path("file").write_text("mine")
    result = printkit("new", "options", path, "--blank")
    assert result.exit_code == 1
    assert "printkit new" not in result.output
    assert [each.name for each in Path().iterdir()] == ["file"]
    assert Path("file").read_text() == "mine"


def test_a_starter_that_could_not_be_finished_is_taken_away(tmp_path, monkeypatch):
    def fail(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "chmod", fail)
    with pytest.raises(OutputError, match=f"cannot be written: {os.strerror(errno.ENOSPC).lower()}"):
        blank_files.write("options", tmp_path / "sam.yaml", {})
    assert list(tmp_path.iterdir()) == []


# --- copy-templates


def test_copied_templates_are_the_shipped_ones_and_pass_check(printkit):
    result = printkit("copy-templates", "words")
    shipped = sorted(path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.md"))
    assert result.output.splitlines() == [str("words" / name) for name in shipped]
    for name in shipped:
        assert ("words" / name).read_text() == (TEMPLATES / name).read_text()
    assert printkit("check", "words").output == f"words: {len(shipped)} templates, no problems\n"
    assert list(Templates((Path("words"),)).problems()) == []


def test_copying_templates_keeps_every_file_that_is_there(printkit):
    Path("words").mkdir()
    Path("words/chart.en.md").write_text("mine")
    result = printkit("copy-templates", "words")
    assert result.exit_code == 1
    assert result.output == "words: is there already: words/chart.en.md\n  hint: choose an empty folder\n"
    assert [path.name for path in Path("words").iterdir()] == ["chart.en.md"]
    assert Path("words/chart.en.md").read_text() == "mine"


def test_copying_templates_into_a_file_is_a_message(printkit):
    Path("words").write_text("mine")
    result = printkit("copy-templates", "words")
    assert result.exit_code == 1
    assert "words: cannot be written" in result.output
    assert Path("words").read_text() == "mine"
