"""A hint that gives a command, an option or a line of a file: typed as it stands, it does what it promises."""

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, get_args, get_origin

import msgspec
import openpyxl
import pytest
import yaml
from conftest import NOVEMBER
from msgspec import Meta
from slipping import complaints
from test_docs import fill_in, parses
from test_environment import COMMANDS

import printkit as package
from printkit.catalog import plain_language
from printkit.catalog.store import Catalog
from printkit.content.templates import Templates
from printkit.diary.entries import Reader
from printkit.errors import PrintkitError
from printkit.intake import option_file
from printkit.kit import Printkit
from printkit.layout import faces, fonts
from printkit.model import options
from printkit.model.options import Options
from printkit.model.person import GROUPS
from printkit.reading import records
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

pytestmark = pytest.mark.usefixtures("november")

ROOT = Path(package.__file__).parent
SCREENED = "health: {screened_by: J. Marsh, screened_on: 2026-11-20}\nstroke: {affected_side: left}\n"
HEAD, ROW = ("id", "side", "screened by", "screened on"), ("left", "J. Marsh", "2026-11-20")
STAINED = "O'Neil's $5 plan, (1).pdf"  # what a shell would make something of


def _list(*row: str, column: str = "") -> str:
    """A list of one patient who was screened, with one more column."""
    head = ",".join((*HEAD[:1], *([column] if column else []), *HEAD[1:]))
    return f"{head}\n{','.join((*row, *ROW))}\n"


@pytest.fixture
def sam(tmp_path: Path) -> Path:
    for name in ("clinic.yaml", "riverside.svg"):
        (tmp_path / name).write_bytes((EXAMPLES / name).read_bytes())
    path = tmp_path / "sam.yaml"
    path.write_bytes((EXAMPLES / "foot-drop.yaml").read_bytes())
    return path


# --- what is written in the program: every option, command, answer and extra that a message names


def sentences() -> Iterator[tuple[str, str]]:
    """Every text of the program that is no docstring, with its place."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield where, node.value
            if isinstance(node, ast.JoinedStr):
                yield where, "".join(str(each.value) if isinstance(each, ast.Constant) else "X" for each in node.values)


SENTENCES = tuple(sentences())


def test_every_option_that_a_message_names_is_there():
    known = {
        word for command in COMMANDS.values() for each in command.params for word in (*each.opts, *each.secondary_opts)
    }
    named = {(option, where) for where, text in SENTENCES for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)}
    assert len(named) > 60
    assert {each for each in named if each[0] not in {*known, "--help"}} == set()


def test_every_command_that_a_message_names_is_there():
    groups = {name.split()[0] for name in COMMANDS}
    quoted = [(where, line) for where, text in SENTENCES for line in re.findall(r"'printkit ([a-z][a-z -]*)", text)]
    assert len(quoted) > 8
    for where, line in quoted:
        words = line.split()
        assert words[0] in groups, where
        if f"{words[0]} {words[1] if words[1:] else ''}".strip() not in COMMANDS:
            assert words[0] in COMMANDS, where


def test_every_answer_and_every_extra_that_a_message_names_is_there(monkeypatch):
    answers, groups = {*options.dotted_names()}, "|".join(GROUPS)
    hints = [(where, text) for where, text in SENTENCES if " " in text]
    for where, text in hints:
        assert {*re.findall(rf"\b(?:{groups})\.[a-z_0-9]+", text)} <= answers, where
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    monkeypatch.setattr(faces, "is_installed", lambda extra: False)
    with pytest.raises(PrintkitError) as raised:  # an extra that goes by the letters of a name
        fonts.require_glyphs(["\u0645\u0631\u062d\u0628\u0627 \u9f98"])
    extras = {*_installed(), *re.findall(r"\w+", str(raised.value.hint).partition("[")[2].partition("]")[0])}
    assert extras <= {*project["optional-dependencies"]}
    assert {"heic", "scripts", "cjk"} <= extras


def _installed() -> Iterator[str]:
    """The extras that `to_install` is asked for by name, or by a constant of the module."""
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "to_install":
                for each in node.args:
                    if isinstance(each, ast.Constant):
                        yield str(each.value)
                    elif isinstance(each, ast.Name) and each.id in constants:
                        yield str(constants[each.id])


# --- names of files


def test_another_name_for_a_file_that_is_there_can_be_typed(printkit, sam, tmp_path):
    (tmp_path / "our prints").mkdir()
    taken = tmp_path / "our prints" / STAINED
    taken.write_text("my own words")
    said = printkit("booklet", "sam.yaml", "-o", taken).stderr
    offered = re.search(r"give another name, as (.+), or move", said)
    assert offered
    assert printkit("booklet", "sam.yaml", *shlex.split(offered[1])).exit_code == 0
    assert taken.read_text() == "my own words"


def test_each_sheet_that_a_workbook_has_can_be_typed(printkit, tmp_path):
    names = ["Liste 1", "O'Neil's $5", "Zwei"]
    book = openpyxl.Workbook()
    book.active.title = names[0]
    for name in names:
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        sheet.append(HEAD)
        sheet.append([f"p-{names.index(name)}", *ROW])
    book.save(tmp_path / "list.xlsx")
    said = printkit("batch", "list.xlsx", "--dry-run", "--sheet", "List").stderr
    offered = [each.removesuffix(",") for each in shlex.split(said.partition("its sheets are: ")[2].splitlines()[0])]
    assert offered == names
    for name in offered:
        assert printkit("batch", "list.xlsx", "--dry-run", "--sheet", name).exit_code == 0


def test_each_line_to_type_next_survives_a_name_with_spaces(printkit, tmp_path):
    folder = tmp_path / "Bob's lists"
    folder.mkdir()
    (folder / "my list.csv").write_text(_list("p-1"))
    for said in (
        printkit("new", "mapping", folder / "my list.csv").stdout,
        printkit("new", "template", folder / "my fridge.md").stdout,
    ):
        parses(said.partition("run: ")[2].splitlines()[0])
        assert printkit(*shlex.split(said.partition("run: ")[2].splitlines()[0])[1:]).exit_code == 0


# --- lists


def test_an_encoding_that_is_offered_reads_the_list(printkit, tmp_path):
    (tmp_path / "list.csv").write_bytes(_list("p-1", "M\u00fcller", column="name").encode("windows-1252"))
    said = printkit("batch", "list.csv", "--dry-run").stderr
    option = re.search(r"as (--encoding \S+) or (encoding: \S+) in the mapping", said)
    assert option
    assert printkit("batch", "list.csv", "--dry-run", *option[1].split()).exit_code == 0
    (tmp_path / "mapping.yaml").write_text(option[2])
    assert printkit("batch", "list.csv", "--dry-run", "--mapping", "mapping.yaml").exit_code == 0


def test_a_mapping_that_is_offered_is_one(printkit, tmp_path):
    (tmp_path / "list.csv").write_text(
        _list("p-1", "x", column="A column to pass over").replace("id", "Your column", 1)
    )
    said = printkit("batch", "list.csv", "--dry-run").stderr
    (tmp_path / "mapping.yaml").write_text(said.partition("give a mapping file: ")[2])
    assert printkit("batch", "list.csv", "--dry-run", "--mapping", "mapping.yaml").exit_code == 0


def test_a_patient_whom_the_diary_does_not_know_is_taken_as_is_said(printkit, tmp_path):
    (tmp_path / "log.csv").write_text("patient,day,exercise,sets\np-9,2026-11-18,seated-toe-raise,1\n")
    assert printkit("diary", "add", "p-1", "falls", "--day", "2026-11-02", "--value", "0").exit_code == 0
    said = printkit("diary", "import", "log.csv").stderr
    assert printkit("diary", "import", "log.csv", *re.findall(r"--[a-z-]+", said)).exit_code == 0


def test_a_chart_without_dates_is_taken_with_its_first_day(printkit, sam, tmp_path):
    text = sam.read_text(encoding="utf-8")
    sam.write_text(re.sub(r"\n\s*starts_on:.*", "", text), encoding="utf-8")
    assert printkit("chart", "sam.yaml", "--fillable", "-o", "chart.pdf").exit_code == 0
    fill_in("chart.pdf", "filled.pdf", "standing-calf-stretch@morning/week-1-day-5")  # a Friday, as the day in the hint
    words = ("diary", "import", "filled.pdf", "--patient", "p-1", "--new-patients")
    said = printkit(*words).stderr
    offered = re.search(r"the form has no dates\n  hint: give its first day: (--.+)", said)
    assert offered, said
    result = printkit(*words, *offered[1].split())
    assert result.exit_code == 0, result.output


def test_2_entries_that_are_alike_are_told_apart_as_is_said(printkit):
    for side in ("left", "right"):
        words = ("--day", "2026-11-18", "--value", "10", "--side", side, "--assessor", "A. Reed")
        assert printkit("diary", "add", "p-1", "sls", *words).exit_code == 0
    words = ("diary", "strike", "p-1", "sls", "--day", "2026-11-18", "--by", "A. Reed")
    said = printkit(*words).stderr
    option, _, values = said.partition("say which: ")[2].strip().partition(" ")
    first = shlex.split(values)[0]
    assert printkit(*words, option, first).exit_code == 0


@pytest.mark.parametrize("exercise", ["toe-spread", "towel-scrunch", "sock-pick-up"])
def test_a_handout_that_needs_too_many_pages_fits_as_is_said(printkit, exercise):
    """Of nobody who was screened, in large print; should it fit one day, nothing is said."""
    words = ("handout", exercise, "--side", "left", "--region", "GB", "-o", "a.pdf")
    said = printkit(*words, "--profile", "large").stderr
    if "must fit on" in said:
        assert (
            "hint: say who has screened the patient, and when; or choose another look, such as profile standard" in said
        )
        screened = ("--screened-by", "J. Marsh", "--screened-on", "2026-11-20")
        assert printkit(*words, "--profile", "large", *screened).exit_code == 0
        assert printkit(*words, "--profile", "standard").exit_code == 0


# --- an option file


def _checked(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    kit = Printkit(today=NOVEMBER)

    def problems() -> Iterator[object]:
        return iter(kit.check(path).problems)

    return complaints(problems)


def _limits(hint: object) -> Iterator[tuple[int, int]]:
    for each in get_args(hint) if get_origin(hint) is Annotated or get_args(hint) else ():
        if isinstance(each, Meta) and each.ge is not None and each.le is not None:
            yield each.ge, each.le
        elif not isinstance(each, Meta):
            yield from _limits(each)


def _placed(group: str, field: str, value: object) -> dict[str, object]:
    return {"patient": {"id": "p-1"}, group: {field: value}}


def test_both_ends_of_every_range_that_is_offered_are_taken(tmp_path):
    groups = {**GROUPS, "plan": options.PlanRequest, "print": options.PrintSettings}
    count = 0
    for group, record in groups.items():
        for each in msgspec.structs.fields(record):
            for _ in _limits(each.type):
                said = _loaded(_placed(group, each.name, 9999))
                found = re.search(r"give a whole number from (\d+) to (\d+)", said)
                assert found, (group, each.name, said)
                for value in found.groups():
                    count += 1
                    assert _loaded(_placed(group, each.name, value)) == "", (group, each.name, value)
    assert count > 10


def _loaded(values: dict[str, object]) -> str:
    loaded = records.from_values(Options, values, "options", option_file.NOT_IN_FILES)
    return "\n".join(map(str, loaded.problems))


def test_a_dose_that_is_too_high_is_right_as_offered_or_signed(tmp_path):
    plan_of = (
        "patient: {{id: p-1}}\n"
        + SCREENED.replace("{", "{{").replace("}", "}}")
        + "plan: {{exercises: [{{exercise: sit-to-stand, sets: 1, repetitions: {}, times_per_day: 1}}]}}\n"
    )
    (said,) = [each for each in _checked(tmp_path / "sam.yaml", plan_of.format(16)) if "over the most" in each]
    offered = re.search(r"give at most (\d+); or a clinician can sign it: (overrides: .+)", said)
    assert offered, said
    assert not [each for each in _checked(tmp_path / "sam.yaml", plan_of.format(offered[1])) if "over the most" in each]
    signed = (
        offered[2]
        .replace("name: ...", "name: J. Marsh")
        .replace(", on: ...", ", on: 2026-11-20")
        .replace("reason: ...", "reason: Did more in the ward.")
    )
    after = _checked(tmp_path / "sam.yaml", plan_of.format(16) + signed)
    assert not [each for each in after if "over the most" in each or "overrides" in each]


def test_a_rule_that_forbids_the_print_is_lifted_by_the_line_that_is_offered(tmp_path, catalog):
    text = f"patient: {{id: p-1}}\n{SCREENED.replace('health: {', 'health: {under_18: yes, ')}plan: {{exercises: [seated-toe-raise]}}\n"
    said = [each for each in _checked(tmp_path / "sam.yaml", text) if "can sign an exception" in each]
    lines = [each.partition("can sign an exception: ")[2] for each in said]
    assert lines
    line = (
        lines[0]
        .replace("name: ...", "name: J. Marsh")
        .replace(", on: ...", ", on: 2026-11-20")
        .replace("reason: ...", "reason: Stands safely with me.")
    )
    after = _checked(tmp_path / "sam.yaml", text + line)
    assert not [each for each in after if said[0].splitlines()[0] in each]
    assert not [each for each in after if "sam.yaml" in each]


def test_every_answer_that_a_print_asks_for_is_taken_where_the_hint_says(tmp_path, catalog):
    """Answer what is named, with no, none or left, until nothing is asked any more."""
    values: dict[str, dict[str, str]] = {
        "patient": {"id": "p-1"},
        "plan": {"exercises": ["sit-to-stand", "heel-walking"]},
    }
    for _ in range(60):
        said = _checked(tmp_path / "sam.yaml", yaml.safe_dump(values, sort_keys=False))
        asked = {
            name
            for each in said
            for name in re.findall(
                r"\b(?:stroke|health|devices|home)\.[a-z_0-9]+",
                each.partition("hint: answer ")[2].partition(", or give")[0],
            )
        }
        if not asked:
            break
        for name in asked:
            group, _, field = name.partition(".")
            assert name in options.dotted_names()
            values.setdefault(group, {})[field] = _calm(catalog, name)
    assert not [each for each in said if "hint: answer" in each]
    assert len(values["health"]) > 2


def _calm(catalog: Catalog, name: str) -> object:
    """An answer that no rule minds."""
    group, _, field = name.partition(".")
    if name == "stroke.happened_on":
        return "2026-05-01"
    (kind,) = (each.type for each in msgspec.structs.fields(GROUPS[group]) if each.name == field)
    calm = ("no", "none", "stroke", "alone", "full", "steady", "left", "well", "yes")
    found = _kinds(kind)
    return next((word for word in calm if word in found), "0" if not found else found[0])


def _kinds(hint: object) -> list[str]:
    if isinstance(hint, type):
        return [str(each) for each in hint] if hasattr(hint, "__members__") else []
    return [word for each in get_args(hint) for word in _kinds(each)]


def test_the_answers_that_a_question_lists_are_taken_side_by_side(tmp_path):
    text = "patient: {id: p-1}\nplan: {exercises: [seated-toe-raise]}\nhealth: {screened_by: J. Marsh, screened_on: 2026-11-20}\n"
    (said,) = [each for each in _checked(tmp_path / "sam.yaml", text) if each.startswith("stroke.affected_side")]
    offered = re.search(r"answer stroke\.affected_side: (\w+), (\w+) or (\w+)", said)
    assert offered
    for side in offered.groups():
        assert _checked(tmp_path / "sam.yaml", f"{text}stroke: {{affected_side: {side}}}\n") == []


# --- words of the catalogue


def test_the_plain_word_for_a_hard_one_is_plain_itself(catalog):
    for word in catalog.plain_words:
        text = f"It is {word} here."
        hints = [hint for what, hint in plain_language.hard(text, catalog.plain_words) if repr(word) in what]
        for hint in hints:
            written = text.replace(word, ast.literal_eval(hint.removeprefix("write ")))
            left = [*plain_language.hard(written, catalog.plain_words), *plain_language.complaints(written)]
            left += plain_language.too_long(written)
            assert left == [], (word, written)


def test_every_grade_that_a_measure_lists_is_one(catalog):
    reader = Reader(catalog, NOVEMBER)
    tried = 0
    for name, measure in catalog.measures.items():
        row = {
            "patient": "p-1",
            "day": "2026-11-18",
            "measure": name,
            "side": "left",
            "part": "elbow",
            "assessor": "A. Reed",
        }
        wrong = reader.read({**row, "value": "zz"})[1] if measure.grades else []
        for each in wrong:
            for grade in each.hint.partition("give one of: ")[2].split(", "):
                tried += 1
                assert not [bad for bad in reader.read({**row, "value": grade})[1] if bad.field == "value"], (
                    name,
                    grade,
                )
    assert tried > 4


def test_every_filter_that_a_template_is_offered_is_one(tmp_path):
    def of(line: str) -> list[str]:
        (tmp_path / "a.md").write_text(line, encoding="utf-8")
        return complaints(lambda: Templates((tmp_path, TEMPLATES)).problems("a.md"))

    (said,) = of("{{ title | uper }}")
    for name in said.partition("filters are ")[2].split(", "):
        assert of(f"{{{{ title | {name} }}}}") == [], name


def test_words_of_a_label_that_are_offered_are_taken(tmp_path, catalog):
    def of(text: str) -> list[str]:
        (tmp_path / "labels").mkdir(exist_ok=True)
        (tmp_path / "labels" / "en.yaml").write_text(text, encoding="utf-8")
        return complaints(lambda: Catalog((tmp_path, CATALOG)).labels("en"))

    group, key, words = next(
        (group, key, words)
        for group, entries in catalog.labels("en").groups.items()
        for key, words in entries.items()
        if "{" in words and any(key == each for each in entries)
    )
    (said,) = of(f"{group}: {{{key}: Nothing}}")
    offered = re.search(r"(?:keep the places of|ours is) (.+)", said)
    assert offered
    assert of(f"{group}: {{{key}: {offered[1]}}}") == []
    assert ast.literal_eval(offered[1]) == words
