"""What every command has: --quiet, --json where it prints a list, and environment variables that stand in for options."""

import json
import re
from pathlib import Path

import click
import pytest

from printkit.cli.group import cli
from printkit.resources import EXAMPLES

pytestmark = pytest.mark.usefixtures("november")

LISTS = (
    ("check",),
    ("check", "sam.yaml"),
    ("rules",),
    ("explain", "sam.yaml"),
    ("catalog", "list"),
    ("catalog", "list", "--kind", "topics"),
    ("catalog", "show", "seated-toe-raise"),
    ("catalog", "show", "home-safety"),
    ("catalog", "search", "calf"),
    ("review",),
    ("batch", "roster.csv", "--dry-run"),
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch) -> Path:
    for name in ("roster.csv", "clinic.yaml", "riverside.svg"):
        (tmp_path / name).write_bytes((EXAMPLES / name).read_bytes())
    (tmp_path / "sam.yaml").write_bytes((EXAMPLES / "foot-drop.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found |= (
            leaves(command, (*path, name)) if isinstance(command, click.Group) else {" ".join((*path, name)): command}
        )
    return found


COMMANDS = leaves(cli)


# --- JSON


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_every_list_is_to_be_had_as_json(printkit, words):
    result = printkit(*words, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)


def test_json_of_a_search_that_finds_nothing_is_an_empty_list(printkit):
    assert json.loads(printkit("catalog", "search", "zeppelin", "--json").stdout) == []


def test_json_of_a_check_holds_every_problem_and_ends_as_the_words_do(printkit, here):
    (here / "sam.yaml").write_text("patient: {id: a}\nstrok: x\nhealth: {diabetes: maybe}\n", encoding="utf-8")
    result = printkit("check", "sam.yaml", "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)["problems"]
    assert [problem["where"] for problem in problems] == ["sam.yaml:2", "sam.yaml:3"]
    assert all(problem["message"] and problem["hint"] for problem in problems)


def test_json_of_a_dry_run_says_what_becomes_of_each_row(printkit, here):
    rows = (here / "roster.csv").read_text(encoding="utf-8").splitlines()
    (here / "roster.csv").write_text("\n".join([*rows, rows[-1]]) + "\n", encoding="utf-8")
    result = printkit("batch", "roster.csv", "--dry-run", "--json")
    assert result.exit_code == 4
    states = json.loads(result.stdout)
    assert [each["state"] for each in states] == ["to print", "to print", "to print", "refused"]
    assert "is in row 4 too" in states[-1]["problems"][0]


def test_json_of_corrections_holds_both_entries(printkit):
    pytest.importorskip("sqlalchemy")
    printkit("diary", "add", "p-1", "falls", "--day", "2026-11-02", "--value", "0")
    printkit("diary", "add", "p-1", "falls", "--day", "2026-11-02", "--value", "1", "--correct", "--by", "J. Marsh")
    (only,) = json.loads(printkit("diary", "corrections", "p-1", "--json").stdout)
    assert (only["by"], only["old"]["kind"], only["old"]["value"], only["new"]["value"]) == ("J. Marsh", "noted", 0, 1)


# --- quiet


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_quiet(name):
    assert any("--quiet" in parameter.opts for parameter in COMMANDS[name].params), name


@pytest.mark.parametrize(
    "words",
    [
        ("booklet", "sam.yaml"),
        ("handout", "seated-toe-raise"),
        ("batch", "roster.csv"),
        ("batch", "roster.csv", "--booklet"),
        ("new", "options", "new.yaml", "--blank"),
        ("copy-templates", "ours"),
        ("review", "-o", "review.csv", "--json"),
        ("figure", "show", "seated-toe-raise"),
    ],
    ids=" ".join,
)
def test_a_quiet_command_does_its_work_and_says_nothing_of_it(printkit, files, words):
    before = files()
    result = printkit(*words, "--quiet")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert not result.stdout or json.loads(result.stdout)
    assert len(files()) > len(before)


def test_a_quiet_command_still_tells_what_is_wrong(printkit):
    result = printkit("booklet", "nothing.yaml", "--quiet")
    assert result.exit_code == 1
    assert "there is no such file" in result.stderr


# --- the environment


def options_of(name: str) -> list[click.Option]:
    return [each for each in COMMANDS[name].params if isinstance(each, click.Option) and "--help" not in each.opts]


# A new option is not here: decide whether a value left over from the last patient would be wrong for the next one.
ABOUT_NOBODY = (
    "no-review "
    "all at blank booklet catalog changes chart clinic clinician cluster combined copies dates diary dry-run encoding equipment "
    "fillable for from full greyscale jobs json level mapping muscle next no-browser no-diary no-separators output paper person print "
    "profile "
    "programme quiet region sheet "
    "sides since still study templates to trace until waiting weeks"
)


@pytest.mark.parametrize("name", COMMANDS)
def test_only_an_option_about_nobody_has_a_variable_and_each_of_these_has(name):
    for option in options_of(name):
        word = max(option.opts, key=len).removeprefix("--")
        found = [option.envvar] if isinstance(option.envvar, str) else option.envvar or []
        about_nobody = word in ABOUT_NOBODY.split() or (name, word) == ("batch", "kind")
        assert bool(found) == about_nobody, f"{name} --{word}"
        assert all(
            re.fullmatch(rf"PRINTKIT_(\w+_)?{word.upper().replace('-', '_')}", variable) for variable in found
        ), f"{name} --{word}"


def test_a_side_is_never_taken_from_the_environment(printkit, monkeypatch, here):
    for name in ("PRINTKIT_SIDE", "PRINTKIT_HANDOUT_SIDE", "PRINTKIT_CHECKLIST_SIDE"):
        monkeypatch.setenv(name, "left")
    assert printkit("handout", "seated-toe-raise").exit_code == 0
    assert (here / "out" / "seated-toe-raise-unknown-handout.pdf").is_file()


def test_a_shared_option_has_one_variable_for_all_commands(printkit, monkeypatch, here):
    monkeypatch.setenv("PRINTKIT_REGION", "US")
    monkeypatch.setenv("PRINTKIT_PROFILE", "large")
    assert "no country" not in printkit("handout", "seated-toe-raise").stderr
    monkeypatch.setenv("PRINTKIT_PAPER", "A5")
    result = printkit("fridge", "sam.yaml")
    assert "A5 is too small for the profile large" in result.stderr


def test_a_variable_of_one_command_wins_over_the_shared_one(printkit, monkeypatch):
    monkeypatch.setenv("PRINTKIT_PAPER", "A5")
    monkeypatch.setenv("PRINTKIT_FRIDGE_PAPER", "A4")
    monkeypatch.setenv("PRINTKIT_PROFILE", "large")
    assert "A5" not in printkit("fridge", "sam.yaml").stderr


def test_the_command_line_wins_over_a_variable(printkit, monkeypatch):
    monkeypatch.setenv("PRINTKIT_PROFILE", "large")
    assert printkit("fridge", "sam.yaml", "--profile", "standard", "--paper", "A5", "-o", "f.pdf").exit_code == 0


def test_a_variable_that_makes_no_sense_is_refused_by_name(refused, monkeypatch):
    monkeypatch.setenv("PRINTKIT_CHART_WEEKS", "many")
    refused("chart", "sam.yaml", code=2, says="--weeks")


def test_a_variable_never_stands_beside_an_option_file_as_a_contradiction(printkit, monkeypatch):
    monkeypatch.setenv("PRINTKIT_REGION", "US")
    assert printkit("handout", "seated-toe-raise", "--options", "sam.yaml").exit_code == 0
