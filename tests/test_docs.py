"""The manual says what the program does: names of templates, commands, examples."""

import re
import shlex
from pathlib import Path

import click
import histories
import pytest

from printkit import pipeline
from printkit.checking import catalog as catalog_checks
from printkit.cli.group import cli
from printkit.content import checklists, todo
from printkit.content import names as content
from printkit.content import templates as compose
from printkit.content.exercises import ExerciseView, LeftOutView
from printkit.content.names import Content
from printkit.content.templates import Templates
from printkit.document import Callout
from printkit.figures.photo import Flip, Photo, Seen
from printkit.figures.picture import SolvedFigure
from printkit.figures.spec import (
    Arm,
    Crop,
    Figure,
    Grip,
    Leg,
    Limb,
    Moment,
    Note,
    Only,
    Pose,
    Prop,
    PropKind,
    Show,
    Track,
    Zoom,
)
from printkit.intake import unnamed
from printkit.planning import plan, safety
from printkit.reading import records
from printkit.reports import report
from printkit.resources import TEMPLATES

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "templates.md"
README = ROOT / "README.md"


def rows(first: str) -> list[tuple[str, str, str]]:
    """Name, meaning and example of every row in the tables of the manual whose first column is called so."""
    found, inside = [], False
    for line in MANUAL.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if not line.startswith("|"):
            inside = False
        elif cells[0] == first:
            inside = True
        elif inside and not cells[0].startswith("---"):
            name, meaning, example = cells
            found.append((name.strip("`"), meaning, example.strip("`")))
    return found


NAMES = rows("Name")
FILTERS = rows("Filter")


@pytest.fixture(scope="module")
def filled(catalog, templates, example) -> Content:
    """The content of the README's example."""
    cleared = safety.review(plan.draft(catalog, example), example, catalog.rules, catalog.exercise)
    return Content(cleared, catalog, templates, pipeline.speaker(catalog, example), None)


def every_name(filled: Content) -> dict[str, object]:
    """All that any shipped template may use."""
    return {
        **filled.names,
        "clinician": False,
        "item": filled.plan.items[0],
        **unnamed.checklist_names(filled.catalog, "skin", ()),
        **checklists.wear_in(filled.catalog.wear_in, filled.cleared, filled.voice),
        **report.names(filled.catalog, filled.options, histories.full(), histories.SINCE, histories.UNTIL),
        **todo.names(filled.catalog, filled.options, filled.voice, {"home-safety/entry/E1/No": "yes"}, ""),
    }


def test_every_name_that_a_template_may_use_stands_in_the_manual_and_the_other_way_round(filled):
    fields = {f"item.{field}" for field in ExerciseView.__struct_fields__}
    fields |= {f"left.{field}" for field in LeftOutView.__struct_fields__}
    assert {name for name, _, _ in NAMES} == {*every_name(filled), *fields}


def test_no_name_stands_in_the_manual_twice():
    names = [name for name, _, _ in NAMES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "meaning", "shown"), [*NAMES, *FILTERS], ids=[name for name, _, _ in [*NAMES, *FILTERS]]
)
def test_every_name_has_a_meaning_and_an_example_that_works(tmp_path, filled, name, meaning, shown):
    assert meaning
    assert name.partition(".")[0] in shown
    (tmp_path / "example.md").write_text(shown, encoding="utf-8")
    Templates((tmp_path, TEMPLATES)).compose("example.md", every_name(filled))


def test_every_filter_stands_in_the_manual_and_the_other_way_round():
    assert {name for name, _, _ in FILTERS} == set(compose._FILTERS)


def test_every_shipped_template_stands_in_the_manual(templates):
    words = MANUAL.read_text(encoding="utf-8")
    for name in templates.names():
        assert f"| {name} |" in words


def test_every_kind_of_box_stands_in_the_manual():
    said = MANUAL.read_text(encoding="utf-8")
    for kind in re.findall(r'"([a-z]+)"', f"{Callout.__doc__}"):
        assert f'`"{kind}"`' in said


def test_the_blocks_of_code_in_the_manual_work(tmp_path, filled):
    blocks = re.findall(r"```\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        (tmp_path / "example.md").write_text(block, encoding="utf-8")
        assert Templates((tmp_path, TEMPLATES)).compose("example.md", every_name(filled))


def test_the_module_of_names_points_to_the_manual():
    assert "docs/templates.md" in (content.__doc__ or "")


# --- the manual of pictures


PICTURES = (ROOT / "docs" / "pictures.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("record", [Figure, Pose, Leg, Arm, Prop, Zoom, Track, Note, Photo])
def test_every_key_of_a_picture_file_stands_in_the_manual(record):
    keys = set(record.__struct_fields__) - {"id"}
    assert {key for key in keys if f"`{key}`" not in PICTURES} == set()


@pytest.mark.parametrize("names", [Show, Limb, Grip, PropKind, Only, Crop, Moment, Flip, Seen])
def test_every_word_that_a_picture_file_may_use_stands_in_the_manual(names):
    assert {name for name in names if f"`{name}`" not in PICTURES} == set()


def test_every_pose_and_every_point_stands_in_the_manual(catalog):
    assert {pose for pose in catalog.poses if f"`{pose}`" not in PICTURES} == set()
    for pose, stance in catalog.poses.items():
        points = SolvedFigure(Figure(id=pose, pose=pose, says={}), stance).solved(0).points
        names = {point.rpartition(".")[2] for point in points}
        assert {name for name in names if f"`{name}`" not in PICTURES} == set()


def test_the_examples_of_the_manual_are_pictures_without_a_problem(tmp_path, catalog):
    drawing, photo = re.findall(r"```yaml\n(.*?)```", PICTURES, re.DOTALL)
    (tmp_path / "my-toe-lift.yaml").write_text(drawing, encoding="utf-8")
    loaded = records.load(Figure, tmp_path / "my-toe-lift.yaml", {"id": "my-toe-lift"})
    assert [*loaded.problems, *catalog_checks.figure(catalog, loaded)] == []
    (tmp_path / "seated-toe-raise.yaml").write_text(photo, encoding="utf-8")
    (tmp_path / "toe-raise.jpg").write_bytes((ROOT / "docs" / "pictures" / "exercise.png").read_bytes())
    own = records.load(Photo, tmp_path / "seated-toe-raise.yaml", {"id": "seated-toe-raise"})
    assert [*own.problems, *catalog_checks.own_photo(catalog, own)] == []


# --- the command line


def commands(group: click.Group, path: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        found[" ".join((*path, name))] = command
        if isinstance(command, click.Group):
            found |= commands(command, (*path, name))
    return found


COMMANDS = commands(cli)


def parses(line: str) -> None:
    """Raise what click would say of a command line, without running it. What the shell does with it is left out."""
    words = shlex.split(re.split(r"\s(?:>>?|\|)\s", line)[0], comments=True)
    assert words[0] == "printkit"
    command: click.Command = cli
    context = None
    rest = words[1:]
    while isinstance(command, click.Group):
        context = command.make_context(command.name or "printkit", list(rest), parent=context)
        name, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None, name
        command = found
    command.make_context(command.name or "", list(rest), parent=context)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_that_parses(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    said = COMMANDS[name].help or ""
    assert said[0].isupper()
    assert said.split("\n\n")[0].rstrip().endswith(".")
    examples = re.findall(r"^\s*Example: (.+)$", said, re.MULTILINE)
    assert examples, f"{name} has no Example: line"
    for example in examples:
        assert example.startswith("printkit ")
        parses(example)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name):
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]}"


def test_the_readme_mentions_every_command():
    said = README.read_text(encoding="utf-8")
    for name in cli.commands:
        assert re.search(rf"printkit {re.escape(name)}\b", said), name


def lines_of_code(path: Path) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.rpartition("&& ")[2].replace(".venv/bin/", "") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("printkit ")]


@pytest.mark.parametrize("line", [*lines_of_code(README), *lines_of_code(MANUAL)])
def test_every_command_in_the_readme_and_the_manual_parses(line, tmp_path, monkeypatch):
    """Folders that these commands name are those that an earlier command makes."""
    (tmp_path / "my-templates").mkdir()
    (tmp_path / "my-catalog").mkdir()
    (tmp_path / "examples").mkdir()
    (tmp_path / "sorted").mkdir()
    monkeypatch.chdir(tmp_path)
    parses(line)
