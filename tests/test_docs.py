"""The manual says what the program does: names of templates, commands, examples."""

import csv
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click
import histories
import pypdf
import pypdfium2
import pytest
import yaml
from click.testing import CliRunner

from printkit import __version__, pipeline
from printkit.catalog.people import load as people_of
from printkit.checking import catalog as catalog_checks
from printkit.cli.group import cli
from printkit.content import names as content
from printkit.content import skin, todo
from printkit.content.exercises import ExerciseView
from printkit.content.jinja_templates import FILTERS as JINJA_FILTERS
from printkit.content.names import Content
from printkit.content.programs import WHOLE
from printkit.content.templates import Templates
from printkit.document import Callout
from printkit.figures.photo import Flip, Photo, Seen
from printkit.figures.solved import SolvedFigure
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
from printkit.resources import EXAMPLES, TEMPLATES

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
        **skin.names(filled.catalog.wear_in, filled.cleared),
        **report.names(filled.catalog, filled.options, histories.full(), histories.SINCE, histories.UNTIL),
        **todo.names(filled.catalog, filled.options, filled.voice, {"home-safety/entry/E1/no": "yes"}, ""),
    }


def test_every_name_that_a_template_may_use_stands_in_the_manual_and_the_other_way_round(filled):
    fields = {f"item.{field}" for field in ExerciseView.__struct_fields__ if field not in WHOLE}
    assert {name for name, _, _ in NAMES} == {*every_name(filled), *fields}


def test_no_name_stands_in_the_manual_twice():
    names = [name for name, _, _ in NAMES]
    assert len(names) == len(set(names))


def test_every_name_has_a_meaning_and_an_example_that_works(subtests, tmp_path, filled):
    names = every_name(filled)
    for name, meaning, shown in [*NAMES, *FILTERS]:
        with subtests.test(name):
            assert meaning
            assert name.partition(".")[0] in shown
            (tmp_path / "example.md").write_text(shown, encoding="utf-8")
            Templates((tmp_path, TEMPLATES)).compose("example.md", names)


def test_every_filter_stands_in_the_manual_and_the_other_way_round():
    assert {name for name, _, _ in FILTERS} == set(JINJA_FILTERS)


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
    drawing, people, photo = re.findall(r"```yaml\n(.*?)```", PICTURES, re.DOTALL)
    (tmp_path / "my-toe-lift.yaml").write_text(drawing, encoding="utf-8")
    loaded = records.load(Figure, tmp_path / "my-toe-lift.yaml", {"id": "my-toe-lift"})
    assert [*loaded.problems, *catalog_checks.figure(catalog, loaded)] == []
    (tmp_path / "people.yaml").write_text(people, encoding="utf-8")
    assert list(people_of([tmp_path / "people.yaml"])) == ["man-with-cap-of-curls"]
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


def test_every_command_has_help_with_an_example_that_parses(subtests, monkeypatch):
    monkeypatch.chdir(ROOT)
    for name, command in COMMANDS.items():
        with subtests.test(name):
            said = command.help or ""
            assert said[0].isupper()
            assert said.split("\n\n")[0].rstrip().endswith(".")
            examples = re.findall(r"^\s*Example: (.+)$", said, re.MULTILINE)
            assert examples, "there is no Example: line"
            for example in examples:
                assert example.startswith("printkit ")
                parses(example)


def test_every_option_has_help(subtests):
    for name, command in COMMANDS.items():
        with subtests.test(name):
            options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
            assert [option.opts[0] for option in options if not option.help] == []


# --- the pages for readers


PAGES = tuple(
    ROOT / name
    for name in ("README.md", *(f"docs/{who}.md" for who in ("family", "therapist", "clinic", "diary", "languages")))
)
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
CHANGELOG = ROOT / "CHANGELOG.md"
ALL_PAGES = (*PAGES, CONTRIBUTING)
# the commands of the README, each a line to copy
LONG = (
    ("python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt '.[page]' && .venv/bin/printkit open"),
    (
        "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt ."
        " && .venv/bin/printkit new examples my-examples"
        " && .venv/bin/printkit booklet my-examples/foot-drop.yaml"
    ),
    (
        "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[test]'"
        " && .venv/bin/pytest -n auto --dist loadfile"
    ),
)

# What a test does not run of a page, by how the command begins, and why. It must still be a command that there is.
NOT_RUN = {
    "python3 -m venv": "makes an environment; tests/test_wheel.py makes one",
    ".venv/bin/pip install": "needs the network",
    ".venv/bin/pre-commit install": "changes the copy of the project in which the tests run",
    ".venv/bin/pytest": "is what runs here",
    "PRINTKIT_BROWSER=yes .venv/bin/pytest": "drives browsers for 8 minutes",
    "PRINTKIT_ACCEPT=1 .venv/bin/pytest": "is what runs here, and would accept everything",
    "bash .ci/run": "runs these tests",
    "git diff": "shows what somebody else has changed",
    ".venv/bin/python tools/": "draws pictures and plans anew, or takes an hour; test_fuzz, test_kills and test_one_file do a part",
    "dask ": "serves until it is stopped; tests/test_batch.py starts both",
    "printkit batch examples/roster.csv --cluster": "needs a cluster; tests/test_batch.py starts one",
    "printkit batch examples/roster.csv --print": "needs a printer; tests/test_batch.py has one that writes down",
    ".venv/bin/printkit open": "serves until it is closed; tests/test_page_door.py opens it",
    "printkit open": "serves until it is closed; tests/test_page_door.py opens it",
    "printkit diary backup postgresql:": "needs a server",
}


class Fence(NamedTuple):
    """A block of code of a page. With a file, it is what stands in that file, or with >> what is added to it."""

    language: str
    mode: str
    file: str
    text: str

    def commands(self) -> list[str]:
        """Each command of a block of sh, without its comment; `a && b` is two."""
        lines = self.text.splitlines() if self.language == "sh" else []
        return [re.sub(r"\s+# .*", "", part) for line in lines for part in line.split(" && ")]

    def save(self, folder: Path) -> None:
        """Write the file that the block names."""
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if self.mode == ">>" else "w", encoding="utf-8") as file:
            file.write(self.text)


def fences(page: Path) -> list[Fence]:
    found = re.findall(
        r"^```(\w*)(?: (>>?) (\S+))?\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return [Fence(*parts) for parts in found]


def commands_in(*pages: Path) -> list[str]:
    return [command for page in pages for fence in fences(page) for command in fence.commands()]


def is_run(command: str) -> bool:
    return not command.startswith(tuple(NOT_RUN))


def ours(command: str) -> str:
    return command.removeprefix(".venv/bin/")


def test_the_pages_for_readers_mention_every_command():
    said = " ".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in COMMANDS if not re.search(rf"printkit {re.escape(name)}\b", said)] == []


def test_every_command_in_the_pages_and_the_manual_parses(subtests, tmp_path, monkeypatch):
    """Folders that these commands name are those that an earlier command makes."""
    for name in ("my-templates", "my-catalog", "examples", "sorted", "for-the-ward"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    lines = [each for each in map(ours, commands_in(*ALL_PAGES, MANUAL)) if each.startswith("printkit ")]
    assert lines
    for line in lines:
        with subtests.test(line):
            parses(line)


# --- the same commands, run in order in a clean folder


def fill_in(blank: str, filled: str, *boxes: str) -> None:
    """Tick boxes in a PDF reader and save it under another name."""
    writer = pypdf.PdfWriter(clone_from=blank)
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, dict.fromkeys(boxes, "/Yes"), auto_regenerate=False)
    writer.write(filled)


def sign_the_first_row() -> None:
    path = Path("review.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, first, *rest = csv.reader(file)
    signed = dict(zip(head, first, strict=True)) | {"reviewed_by": "J. Marsh", "reviewed_on": "2026-11-20"}
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, signed.values(), *rest])


def newest(pattern: str) -> Path:
    """The print that was made last."""
    return max(Path().glob(pattern), key=lambda path: path.stat().st_mtime_ns)


def scan_2_pages() -> None:
    document = pypdfium2.PdfDocument(newest("out/example-foot-drop-chart*.pdf"))
    try:
        first, second = (page.render(scale=200 / 72, grayscale=True).to_pil() for page in document)
    finally:
        document.close()
    first.save("scan.pdf", "PDF", resolution=200)
    second.rotate(180).save("ward-2.tif")


def answer_what_is_asked() -> None:
    """As the page for the browser writes it: all sure ones are right."""
    with Path("out/scan-review.csv").open(encoding="utf-8-sig", newline="") as file:
        asked = list(csv.DictReader(file))
    rows = [(row["patient"], row["sheet"], row["box"], int(row["read"] == "marked")) for row in asked]
    with Path("scan-answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("patient", "sheet", "box", "answer"), *rows])


def fill_in_by_hand() -> None:
    document = pypdfium2.PdfDocument("chart.pdf")
    try:
        document[0].render(scale=150 / 72, grayscale=True).to_pil().save("filled.png")
    finally:
        document.close()


def say_that_the_first_box_is_empty() -> None:
    with Path("answers.csv").open(encoding="utf-8-sig", newline="") as table:
        first = next(csv.DictReader(table))
    with Path("scan-answers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [("patient", "sheet", "box", "answer"), (first["scan"], first["sheet"], first["box"], "0")]
        csv.writer(file).writerows(rows)


# what a person does before a command, types into it, or may expect of it other than success
BY_HAND = {
    "printkit todo filled-in.pdf --region GB": lambda: fill_in(
        newest("out/home-safety-checklist-*.pdf"), "filled-in.pdf", "home-safety/entry/E1/no"
    ),
    "printkit review --signed review.csv --into my-catalog": sign_the_first_row,
    "printkit diary import my-chart.pdf --patient example-foot-drop": lambda: fill_in(
        newest("out/example-foot-drop-chart*.pdf"),
        "my-chart.pdf",
        "seated-toe-raise@midday/2026-11-23",
        "outer-foot-lift@midday/2026-11-24",
    ),
    "printkit diary sort scan.pdf ward-2.tif -o sorted": scan_2_pages,
    'printkit diary scan --answers scan-answers.csv --by "A. Reed"': answer_what_is_asked,
    "printkit scan filled.png --form chart.pdf -o answers.csv": fill_in_by_hand,
    'printkit scan --answers scan-answers.csv --by "A. Reed" -o answers.csv': say_that_the_first_box_is_empty,
}
TYPED = {
    "printkit booklet sam.yaml --password-prompt -o out/sam-locked.pdf": "3 or 4 words\n3 or 4 words\n",
    "printkit diary forget p-1": "y\n",
}
CODES = {"printkit diary sort --code PK1C01JU5RAB12CDAN": 4}


def run_here(command: str, folder: Path) -> None:
    """Run a command of ours in this process, or another in the shell."""
    command = ours(command)
    words = shlex.split(command)
    if words[0] != "printkit":
        subprocess.run(command, shell=True, check=True, cwd=folder)
        return
    into = folder / words.pop().replace("~", str(folder)) if words[-2] == ">>" else None
    BY_HAND.get(command, lambda: None)()
    result = CliRunner().invoke(cli, [word for word in words[1:] if word != ">>"], input=TYPED.get(command))
    assert result.exit_code == CODES.get(command, 0), f"{command}\n{result.output}\n{result.exception!r}"
    if into is not None:
        into.write_text(result.stdout, encoding="utf-8")


def run_the_copy(command: str, folder: Path) -> None:
    """Run a command in the shell, with the program of a copy of the project."""
    command = re.sub(r"^\.venv/bin/printkit", f"{shlex.quote(sys.executable)} -m printkit", command)
    # the second command finds what the first has compiled, whatever the machine says of that
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, shell=True, check=False, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def follow(page: Path, folder: Path, run: Callable[[str, Path], None]) -> None:
    """Do what a page says, from its top to its end: save its files, run its commands; then look at what it promises."""
    for fence in fences(page):
        if fence.file:
            fence.save(folder)
        for command in filter(is_run, fence.commands()):
            run(command, folder)
    for promised in re.findall(r"`(out/[\w.-]+)`", page.read_text(encoding="utf-8")):
        assert (folder / promised).is_file(), promised


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_run_in_order_in_a_clean_folder(page, tmp_path, monkeypatch):
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRINTKIT_DIARY", raising=False)
    follow(page, tmp_path, run_here)


def test_the_commands_of_contributing_run_on_a_copy_of_the_project(tmp_path):
    for folder in ("printkit", "catalog", "templates", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    follow(CONTRIBUTING, tmp_path, run_the_copy)


def test_nothing_is_done_for_a_command_that_no_page_has_any_more():
    found = commands_in(*ALL_PAGES)
    for begins in NOT_RUN:
        assert any(command.startswith(begins) for command in found), begins
    assert {*BY_HAND, *TYPED, *CODES} <= set(found)


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: page.stem)
def test_every_block_of_a_page_is_run_or_is_a_file(page):
    assert page.read_text(encoding="utf-8").count("\n```") == 2 * len(fences(page))
    for fence in fences(page):
        assert bool(fence.file) != (fence.language == "sh"), fence.text


@pytest.mark.parametrize("page", [*ALL_PAGES, ROOT / "SECURITY.md"], ids=lambda page: page.stem)
def test_what_a_page_names_is_there(page):
    """Options, extras, files of the project, and the headings and files that links lead to."""
    words = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    options = {"--help", "--version"}
    for command in COMMANDS.values():
        options |= {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    for tool in (ROOT / "tools").glob("*.py"):
        options |= set(re.findall(r'add_argument\("(--[a-z-]+)"', tool.read_text(encoding="utf-8")))
    for code in re.findall(r"`([^`]+)`", words):
        assert set(re.findall(r"(?<!\S)--[a-z-]+", code)) <= options, code
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(re.findall(r"'\.\[(\w+)\]'", words)) <= set(extras)
    for named in re.findall(r"(?:tests|tools)/\w+\.py", page.read_text(encoding="utf-8")):
        assert (ROOT / named).is_file(), named
    for link, part in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", words):
        target = page.parent / link if link else page
        assert target.exists(), link
        headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE) if part else []
        assert not part or part in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}, part


@pytest.mark.parametrize("page", [*ALL_PAGES, ROOT / "SECURITY.md", CHANGELOG], ids=lambda page: page.stem)
def test_the_lines_of_a_page_are_short(page):
    """But for a row of a table and for a command that is one line to copy."""
    long = [line for line in page.read_text(encoding="utf-8").splitlines() if len(line) > 120]
    assert [line for line in long if not line.startswith("|") and line not in LONG] == []


# --- the habits of the project


def test_the_readme_is_for_a_newcomer():
    """What it prints, 2 commands, where to go on."""
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 105
    assert [fence.text for fence in fences(README)] == [f"{line}\n" for line in LONG]


def test_the_test_command_of_the_readme_is_a_command_of_ci():
    assert LONG[-1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_version_is_the_newest_section_of_the_changelog():
    sections = re.findall(r"^## (.*)$", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    assert sections[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(__version__)} - \d{{4}}-\d{{2}}-\d{{2}}", sections[1])


def test_the_hooks_before_a_commit_run_what_ci_runs_and_fetch_nothing():
    said = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert [repo["repo"] for repo in said["repos"]] == ["local"]
    for hook in said["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].removesuffix(" --force-exclude") in ci


def test_the_table_of_plans_is_what_the_rules_decide_today():
    plans = runpy.run_path(str(ROOT / "tools" / "plans.py"))
    said = (ROOT / "docs" / "plans.md").read_text(encoding="utf-8")
    assert said == plans["table"](), "write it anew: python tools/plans.py, and read what has changed"
    assert said.count("\n| ") == len(plans["PEOPLE"]) + 1
