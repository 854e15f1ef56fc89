"""The command line: what each command prints, what it refuses, with which words and which exit code."""

import io
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import NOVEMBER
from PIL import Image
from pypdf import PdfReader

from printkit import pipeline
from printkit.document import texts
from printkit.kit import Printkit
from printkit.resources import EXAMPLES, TEMPLATES

USER_ERROR, USAGE, UNSAFE, INTERRUPTED = 1, 2, 3, 130
EXAMPLE = EXAMPLES / "foot-drop.yaml"
pytestmark = pytest.mark.usefixtures("november")
NAME = "Zebulon Quagmire"
SAM = """\
patient: {id: p-7}
stroke: {affected_side: left}
health: {screened_by: J. Marsh, screened_on: 2026-11-16}
plan: {exercises: [seated-toe-raise]}
print: {printed_on: 2026-11-20}
clinic: {region: GB}
"""
UNSCREENED = "patient: {id: p-7}\nplan: {exercises: [seated-toe-raise]}\n"


@pytest.fixture
def sam(tmp_path) -> Path:
    """A small option file with one exercise."""
    path = tmp_path / "sam.yaml"
    path.write_text(SAM, encoding="utf-8")
    return path


def checklist_in(folder: Path, name: str) -> Path:
    """Where a checklist goes: by its rooms and its day."""
    return folder / "out" / f"{name}-checklist-{NOVEMBER}.pdf"


def printed(result, path: Path) -> PdfReader:
    """The PDF that a command wrote; its line on stdout says where it is and how many pages it has."""
    assert result.exit_code == 0, (result.output, result.exception)
    reader = PdfReader(path)
    pages = len(reader.pages)
    assert f"{path.name}: {pages} page{'s' if pages > 1 else ''}\n" in result.stdout
    return reader


def words(reader: PdfReader, pages: slice = slice(None)) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages[pages]).split())


# --- documents


def test_booklet_prints_to_out_under_the_id(printkit, sam, tmp_path):
    reader = printed(printkit("booklet", sam), tmp_path / "out" / "p-7-booklet.pdf")
    assert "Your exercises" in words(reader, slice(1))


def test_booklet_for_the_clinician_has_a_name_of_its_own(printkit, sam, tmp_path):
    reader = printed(printkit("booklet", sam, "--clinician"), tmp_path / "out" / "p-7-booklet-clinician.pdf")
    assert "Clinician copy" in words(reader, slice(-6, None))


@pytest.mark.parametrize("kind", ["booklet", "chart", "fridge"])
def test_without_screening_nothing_is_printed(refused, tmp_path, kind):
    (tmp_path / "sam.yaml").write_text(UNSCREENED, encoding="utf-8")
    said = refused(kind, "sam.yaml", code=UNSAFE, says=("rule R-70", "screened_by"))
    assert "rule R-72" in said, "every open question is asked at once"


@pytest.mark.parametrize("command", ["booklet", "chart", "fridge", "handout", "explain", "batch", "batch --dry-run"])
def test_every_command_says_which_exercises_and_topics_are_left_out(printkit, sam, tmp_path, command):
    text = SAM.replace("{id: p-7}", "{id: p-7, name: Sam Example}").replace("[seated-toe", "[step-up, seated-toe")
    answers = "{implanted_device: yes, stands_5_minutes: no, screened_by"
    sam.write_text(text.replace("{screened_by", answers), encoding="utf-8")
    (tmp_path / "list.csv").write_text(f"options\n{sam.name}\n", encoding="utf-8")
    name, *flags = command.split()
    arguments = {"handout": ("step-up", "--options", sam), "batch": (tmp_path / "list.csv", "--kind", "fridge", *flags)}
    result = printkit(name, *arguments.get(name, (sam,)))
    said = result.stdout + result.stderr
    before = "row 2: p-7: left out: " if name == "batch" else "left out: "
    assert f"{before}step-up (rule " in said
    assert f"{before}the topic stimulation (rule R-36)" in said
    assert "Example" not in said


def test_what_is_left_out_is_said_on_stderr(printkit, sam):
    sam.write_text(SAM.replace("seated-toe-raise", "one-leg-stand-affected-side") + "devices: {walking_aid: stick}\n")
    result = printkit("fridge", sam)
    assert result.exit_code == 0
    assert "left out: one-leg-stand-affected-side (rule R-09c); weight-shift stands in for it" in result.stderr


def test_chart_prints_as_many_weeks_as_asked_for(printkit, sam, tmp_path):
    pages = [
        len(printed(printkit("chart", sam, "--weeks", n), tmp_path / "out" / "p-7-chart.pdf").pages) for n in (2, 4)
    ]
    assert pages[1] == 2 * pages[0]


@pytest.mark.parametrize("weeks", ["0", "13", "-1", "two", "1.5"])
def test_chart_refuses_an_absurd_number_of_weeks(refused, sam, weeks):
    refused("chart", sam, "--weeks", weeks, code=USAGE, says="--weeks")


def test_fridge_prints_one_page(printkit, tmp_path):
    reader = printed(printkit("fridge", EXAMPLE), tmp_path / "out" / "example-foot-drop-fridge.pdf")
    assert len(reader.pages) == 1
    assert "Walking practice" in words(reader)


def test_fridge_never_refuses_a_long_plan(printkit, sam, catalog, tmp_path):
    several = ", ".join(catalog.names("exercises"))
    sam.write_text(SAM.replace("seated-toe-raise", several))
    assert len(printed(printkit("fridge", sam), tmp_path / "out" / "p-7-fridge.pdf").pages) > 1


def test_handout_prints_one_exercise_on_one_page(printkit, tmp_path):
    result = printkit("handout", "seated-toe-raise", "--side", "left", "--region", "gb")
    reader = printed(result, tmp_path / "out" / "seated-toe-raise-left-handout.pdf")
    assert len(reader.pages) == 1
    assert "your left foot" in words(reader)
    assert "999" in words(reader)


def test_handout_of_a_walking_exercise_needs_a_screening(printkit, refused, tmp_path):
    refused("handout", "walking-practice", code=UNSAFE, says="rule R-03")
    result = printkit("handout", "walking-practice", "--screened-by", "J. Marsh", "--screened-on", str(NOVEMBER))
    printed(result, tmp_path / "out" / "walking-practice-unknown-handout.pdf")


@pytest.mark.parametrize("nobody", ["none", "No", "unknown", "N/A", "J", "?"])
def test_a_handout_screened_by_nobody_is_refused(refused, nobody):
    refused("handout", "walking-practice", "--screened-by", nobody, "--screened-on", "2026-11-16", says=nobody)


def test_handout_takes_the_dose_of_an_option_file(printkit, tmp_path):
    result = printkit("handout", "seated-toe-raise", "--options", EXAMPLE)
    reader = printed(result, tmp_path / "out" / "seated-toe-raise-example-foot-drop-handout.pdf")
    assert "12 times" in words(reader)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (
            ["seated-toe-rise"],
            USER_ERROR,
            ("there is no exercise 'seated-toe-rise'", "did you mean 'seated-toe-raise'?"),
        ),
        (["seated-toe-raise", "--region", "XX"], USER_ERROR, "there is no region 'XX'"),
        (["seated-toe-raise", "--screened-by", "J. Marsh"], USER_ERROR, "belong together"),
        (["seated-toe-raise", "--screened-by", "J", "--screened-on", "16.11.2026"], USER_ERROR, "which is no date"),
        (["seated-toe-raise", "--side", "upper"], USAGE, "--side"),
        (["seated-toe-raise", "--clinic", "nothing.yaml"], USER_ERROR, "there is no such file"),
        (["seated-toe-raise", "--options", "nothing.yaml"], USER_ERROR, "there is no such file"),
        ([], USAGE, "EXERCISE"),
    ],
)
def test_handout_refuses_what_it_does_not_know(refused, arguments, code, says):
    refused("handout", *arguments, code=code, says=says)


def test_handout_says_what_it_does_not_know_of_an_option_file_too(refused, sam):
    refused("handout", "seated-toe-rise", "--options", sam, says="did you mean 'seated-toe-raise'?")


def test_handout_refuses_a_screening_in_the_future(refused):
    refused("handout", "walking-practice", "--screened-by", "J. Marsh", "--screened-on", "2999-01-01", says="2999")


def test_the_name_that_many_know_for_a_country_is_a_region(printkit, tmp_path):
    result = printkit("handout", "seated-toe-raise", "--region", "uk", "-o", "uk.pdf")
    assert "999" in words(printed(result, tmp_path / "uk.pdf"))


BESIDE_OPTIONS = {
    "handout": (
        "--side left", "--region GB", "--clinic ours.yaml", "--screened-by Jo", "--screened-on 2026-11-16",
    ),
    "checklist": (
        "--side left", "--region GB", "--clinic ours.yaml", "--brace", "--no-brace", "--stick", "--lives-alone",
        "--not-alone",
    ),
    "skin-sheet": (
        "--side left", "--region GB", "--clinic ours.yaml", "--new-brace", "--brace-start 2026-11-23",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "answer"), [(command, answer) for command, answers in BESIDE_OPTIONS.items() for answer in answers]
)
def test_an_answer_beside_an_option_file_is_a_usage_error(refused, sam, tmp_path, command, answer):
    (tmp_path / "ours.yaml").write_text("name: Riverside\n", encoding="utf-8")
    name = {"handout": ["seated-toe-raise"], "checklist": ["skin"], "skin-sheet": []}[command]
    flag = answer.split()[0].replace("--no-brace", "--brace").replace("--not-alone", "--lives-alone")
    refused(command, *name, "--options", sam, *answer.split(), code=USAGE, says=f"{flag} cannot stand beside --options")


def test_checklist_prints_the_rooms_asked_for(printkit, tmp_path):
    path = checklist_in(tmp_path, "home-safety-entry")
    assert "Front door and doorways" in words(printed(printkit("checklist", "home-safety", "--room", "entry"), path))
    path = checklist_in(tmp_path, "home-safety-stairs-bathroom")
    two = words(printed(printkit("checklist", "home-safety", "--room", "stairs", "--room", "bathroom"), path))
    assert "Front door and doorways" not in two
    assert "Bathroom" in two
    assert "Is your home safe to walk in?" in two


def test_checklist_speaks_of_the_side_and_the_emergency_number(printkit, tmp_path):
    result = printkit("checklist", "limb-care", "--side", "left", "--region", "US")
    said = words(printed(result, checklist_in(tmp_path, "limb-care")))
    assert "your left arm" in said
    assert "911" in said


def day(offset: int) -> str:
    return (NOVEMBER + timedelta(days=offset)).isoformat()


def test_skin_sheet_prints_the_wear_time_of_a_new_brace_day_by_day(printkit, tmp_path):
    path = tmp_path / "out" / f"skin-sheet-{NOVEMBER}.pdf"
    said = words(printed(printkit("skin-sheet", "--brace-start", day(3), "--region", "GB"), path))
    assert "Your new brace: the first 14 days" in said
    last = NOVEMBER + timedelta(days=3 + 13)
    assert f"{last.day} {last:%B}" in said
    assert "Look at your skin, every day" in said
    assert "Call 999 at once." in said


@pytest.mark.parametrize(
    ("arguments", "new"),
    [
        (["--brace-start", day(0)], True),
        (["--brace-start", day(-13)], True),
        (["--brace-start", day(-14)], False),
        (["--brace-start", day(-400)], False),
        (["--new-brace"], True),
        ([], False),
    ],
)
def test_the_wear_time_is_there_only_while_its_days_last(printkit, tmp_path, arguments, new):
    said = words(printed(printkit("skin-sheet", *arguments), tmp_path / "out" / f"skin-sheet-{NOVEMBER}.pdf"))
    assert ("Your new brace: the first 14 days" in said) is new
    assert ("My skin, day by day" in said) is not new


def test_skin_sheet_is_tailored_by_an_option_file(printkit, sam, tmp_path):
    result = printkit("skin-sheet", "--options", sam)
    (path,) = (tmp_path / "out").glob("p-7-skin-sheet-2026-*.pdf")
    assert len(printed(result, path).pages) == 2


def test_a_room_in_which_nothing_concerns_this_home_is_refused(refused, printkit):
    refused(
        "checklist", "skin", "--no-brace", "--room", "brace", says=("'brace'", "has no line for this home", "hint: ")
    )
    refused("checklist", "skin", "--no-brace", "--room", "brace", "--room", "marks", says="'brace'")
    assert printkit("checklist", "skin", "--brace", "--room", "brace").exit_code == 0


@pytest.mark.parametrize(("one", "other"), [("--brace", "--no-brace"), ("--lives-alone", "--not-alone")])
def test_checklist_asks_what_concerns_this_home(printkit, tmp_path, one, other):
    for answer in (one, other):
        assert printkit("checklist", "home-safety", answer, "-o", f"{answer}.pdf").exit_code == 0
    assert (tmp_path / f"{one}.pdf").read_bytes() != (tmp_path / f"{other}.pdf").read_bytes()


def test_checklist_is_tailored_by_an_option_file(printkit, sam, tmp_path):
    result = printkit("checklist", "shoes", "--options", sam)
    (path,) = (tmp_path / "out").glob("p-7-shoes-checklist-2026-*.pdf")  # of the day that the option file names
    reader = printed(result, path)
    assert len(reader.pages) >= 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["home-safty"], USER_ERROR, ("there is no checklist 'home-safty'", "did you mean 'home-safety'?")),
        (
            ["home-safety", "--room", "bath room"],
            USER_ERROR,
            ("there is no room 'bath room'", "did you mean 'bathroom'?"),
        ),
        (["home-safety", "--room", ""], USER_ERROR, "there is no room ''"),
        (["skin", "--region", "Narnia"], USER_ERROR, "there is no region 'NARNIA'"),
        (["../../etc/passwd"], USER_ERROR, "there is no checklist"),
        ([], USAGE, "NAME"),
    ],
)
def test_checklist_refuses_what_it_does_not_know(refused, arguments, code, says):
    refused("checklist", *arguments, code=code, says=says)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--brace-start", "23.11.2026"], ("'23.11.2026', which is no date", "2026-11-20")),
        (["--brace-start", "2026-02-30"], "which is no date"),
        (["--region", "Narnia"], "there is no region 'NARNIA'"),
    ],
)
def test_skin_sheet_refuses_what_it_does_not_know(refused, arguments, says):
    refused("skin-sheet", *arguments, says=says)


# --- looking things up


@pytest.mark.parametrize("kind", ["exercises", "checklists", "topics"])
def test_catalog_list_has_a_line_for_each_entry(printkit, catalog, kind):
    result = printkit("catalog", "list", "--kind", kind)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == list(catalog.names(kind))


def test_catalog_list_refuses_another_kind(refused):
    refused("catalog", "list", "--kind", "patients", code=USAGE, says="--kind")


def test_catalog_show_prints_the_file(printkit):
    result = printkit("catalog", "show", "seated-toe-raise")
    assert result.exit_code == 0
    assert "title: Seated toe raise" in result.stdout


def test_catalog_show_offers_the_near_miss(refused):
    refused("catalog", "show", "seated-toe-rise", says="did you mean 'seated-toe-raise'?")


def test_catalog_search_finds_what_holds_every_word(printkit):
    result = printkit("catalog", "search", "CALF", "stretch")
    assert result.exit_code == 0
    assert "standing-calf-stretch" in result.stdout
    assert "seated-toe-raise " not in result.stdout


def test_catalog_search_says_when_it_finds_nothing(printkit):
    result = printkit("catalog", "search", "trampoline")
    assert result.stdout == ""
    assert "trampoline" in result.stderr


@pytest.fixture
def not_utf_8(tmp_path) -> Path:
    """A catalogue with one file that is not UTF-8."""
    (tmp_path / "own" / "exercises").mkdir(parents=True)
    (tmp_path / "own" / "exercises" / "bad.yaml").write_bytes(b"caf\xe9")
    return tmp_path / "own"


def test_catalog_search_says_which_file_is_not_utf_8(refused, not_utf_8):
    assert "bad.yaml" in refused("catalog", "search", "bad", "--catalog", not_utf_8, says="UTF-8")


def test_catalog_show_prints_a_file_that_is_not_utf_8_as_far_as_it_can_be_read(printkit, not_utf_8):
    result = printkit("catalog", "show", "bad", "--catalog", not_utf_8)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "bad.yaml" in result.stdout
    assert "caf\ufffd" in result.stdout


def test_check_finds_nothing_wrong_with_the_example(printkit):
    assert printkit("check", EXAMPLE).exit_code == 0


def test_check_says_everything_that_is_wrong_at_once(refused, sam):
    sam.write_text(SAM.replace("left", "lft").replace("screened_by", "screned_by"))
    said = refused("check", sam, says=("sam.yaml:2", "affected_side is 'lft'", "did you mean 'left'?"))
    assert "sam.yaml:3: unknown key 'screned_by'" in said


def test_check_of_a_patient_who_may_not_print_exits_as_printing_would(refused, tmp_path):
    (tmp_path / "sam.yaml").write_text(UNSCREENED, encoding="utf-8")
    refused("check", "sam.yaml", code=UNSAFE, says="rule R-70")


def test_check_of_a_folder_with_nothing_in_it_is_a_message(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    refused("check", "empty", says="holds no catalogue and no templates")


# --- starting something new


def test_new_options_writes_a_file_that_only_its_owner_can_read_and_that_can_be_checked(printkit, tmp_path):
    result = printkit("new", "options", "sam.yaml")
    assert result.exit_code == 0
    assert "printkit check sam.yaml" in result.stdout
    assert (tmp_path / "sam.yaml").stat().st_mode & 0o777 == 0o600
    assert printkit("check", "sam.yaml").exit_code == UNSAFE, "open questions, but no mistake"


@pytest.mark.parametrize(
    ("what", "path", "left"),
    [("exercise", "mine/exercises/lift.yaml", "an unfinished text"), ("template", "my-templates/fridge.en.md", "")],
)
def test_what_new_says_to_run_next_finds_only_what_is_to_be_filled_in(printkit, what, path, left):
    result = printkit("new", what, path)
    assert result.exit_code == 0
    advised = re.search(r"run: printkit (.+)", result.stdout)
    assert advised
    checked = printkit(*advised.group(1).split())
    assert checked.exit_code == (USER_ERROR if left else 0), checked.output
    complaints = [line for line in checked.stderr.splitlines() if not line.startswith("  hint: ")]
    assert bool(complaints) is bool(left)
    expected = (left, "'demands' is missing")
    assert all(any(words in line for words in expected) and f"{path}:" in line for line in complaints), complaints


@pytest.mark.parametrize("what", ["options", "exercise", "template"])
def test_new_never_touches_a_file_that_is_there(refused, tmp_path, what):
    (tmp_path / "mine").write_text("my own words", encoding="utf-8")
    refused("new", what, "mine", says="is there already")


@pytest.mark.parametrize("what", ["options", "exercise", "template"])
def test_new_makes_missing_folders(printkit, tmp_path, what):
    assert printkit("new", what, "nowhere/at/all/mine").exit_code == 0
    assert (tmp_path / "nowhere" / "at" / "all" / "mine").read_bytes()


def test_new_knows_three_things(refused):
    refused("new", "patient", "sam.yaml", code=USAGE)


def test_copy_templates_copies_every_template(printkit, tmp_path, templates):
    result = printkit("copy-templates", "my-templates")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == len(templates.names())
    for name in templates.names():
        assert (tmp_path / "my-templates" / name).read_bytes() == (TEMPLATES / name).read_bytes()
    assert printkit("check", "my-templates").exit_code == 0


def test_copy_templates_never_touches_a_file_that_is_there(refused, tmp_path):
    (tmp_path / "fridge.en.md").write_text("my own words", encoding="utf-8")
    refused("copy-templates", tmp_path, says="is there already")


def test_copy_templates_needs_a_folder(refused, sam):
    refused("copy-templates", sam, says="cannot be written")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(printkit, shell):
    result = printkit("completion", shell)
    assert result.exit_code == 0
    assert "_PRINTKIT_COMPLETE" in result.stdout


def test_completion_knows_three_shells(refused):
    refused("completion", "powershell", code=USAGE)


def test_an_unknown_command_is_a_usage_error(refused):
    refused("boklet", "sam.yaml", code=USAGE, says="boklet")


# --- option files that cannot be read


BAD_FILES = {
    "empty": (b"", "is empty"),
    "only spaces": (b" \n \n", "is empty"),
    "only comments": (b"# nothing\n", "holds only comments"),
    "too large": (b"#" * 1_000_001, "larger than 1 MB"),
    "binary": (b"%PDF-1.7\x00\x01\x02", "is not a text file"),
    "UTF-16": ("patient: {id: a}".encode("utf-16"), "is saved as UTF-16"),
    "Latin-1": (b"patient:\n  id: a\n  name: Ren\xe9\n", "sam.yaml:3: has letters that are not UTF-8"),
    "a list": (b"- patient\n", "a list stands where"),
    "a word": (b"patient\n", "'patient' stands where"),
    "wrongly indented": (b"patient:\n  id: a\n name: Sam\n", "sam.yaml:3"),
    "not indented": (b"patient:\nid: a\n", "sam.yaml:2: unknown key 'id'"),
    "tabs": (b"patient:\n\tid: a\n", "sam.yaml:2"),
    "an open bracket": (b"patient: {id: a\n", "sam.yaml:"),
    "two documents": (b"patient: {id: a}\n---\npatient: {id: b}\n", "second document"),
    "a key twice": (b"patient: {id: a}\npatient: {id: b}\n", "says 'patient' twice"),
    "an object": (b"patient: !!python/object/apply:os.system [ls]\n", "tags are not read"),
    "exploding aliases": (
        b"a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b]\npatient: *c\n",
        "uses the alias *a",
    ),
    "very deep": (b"patient: " + b"[" * 5000 + b"]" * 5000, "levels deep"),
    "unknown key": (b"patient: {id: a}\nstrok: {affected_side: left}\n", "did you mean 'stroke'?"),
    "unknown key below": (b"patient: {id: a, nam: Sam}\n", "did you mean 'name'?"),
    "unknown answer": (b"patient: {id: a}\ndevices: {afo: perhaps}\n", "afo is 'perhaps'"),
    "unknown exercise": (b"patient: {id: a}\nplan: {exercises: [heel-rase]}\n", "there is no exercise 'heel-rase'"),
    "unknown programme": (b"patient: {id: a}\nplan: {programme: foot-dropp}\n", "did you mean 'foot-drop'?"),
    "unknown checklist": (b"patient: {id: a}\nprint: {add: [skn]}\n", "did you mean 'skin'?"),
    "unknown topic": (b"patient: {id: a}\nprint: {add: [red-flag]}\n", "did you mean 'red-flags'?"),
    "unknown region": (b"patient: {id: a}\nclinic: {region: XX}\n", "there is no region 'XX'"),
    "unknown rule": (
        b"patient: {id: a}\noverrides: [{rule: R-99, name: Jo, reason: because I say so}]\n",
        "there is no rule 'R-99'",
    ),
    "no patient": (b"stroke: {affected_side: left}\n", "'patient' is missing"),
    "no id": (b"patient: {name: Sam}\n", "'id' is missing"),
    "an id that is a path": (b"patient: {id: ../../etc/passwd}\n", "it becomes the file name"),
    "an id with a space": (b"patient: {id: Sam Example}\n", "it becomes the file name"),
    "no date": (b"patient: {id: a}\nstroke: {happened_on: last June}\n", "'last June', which is no date"),
    "a day that is not": (b"patient: {id: a}\nstroke: {happened_on: 2026-02-30}\n", "which is no date"),
    "a day after printing": (
        b"patient: {id: a}\nstroke: {happened_on: 2026-11-21}\nprint: {printed_on: 2026-11-20}\n",
        "after the day of printing",
    ),
    "printing far ahead": (
        b"patient: {id: a}\nprint: {printed_on: 2099-11-20}\n",
        "sam.yaml:2: printed_on is 2099-11-20",
    ),
    "a brace that is not worn": (
        b"patient: {id: a}\ndevices: {afo: no, brace_started_on: 2026-11-20}\n",
        "a brace is described, but afo is 'no'",
    ),
    "a brace that may not be worn": (
        b"patient: {id: a}\ndevices: {brace_type: hinged}\n",
        "a brace is described, but afo is 'unknown'",
    ),
    "screened by nobody": (
        b"patient: {id: a}\nhealth: {screened_by: None, screened_on: 2026-11-16}\n",
        "screened_by is 'None'",
    ),
    "screened by a letter": (
        b"patient: {id: a}\nhealth: {screened_by: J., screened_on: 2026-11-16}\n",
        "screened_by is 'J.'",
    ),
    "minutes and repetitions": (
        b"patient: {id: a}\nplan:\n  exercises:\n    - {exercise: walking-practice, minutes: 5, repetitions: 5}\n",
        "sam.yaml:4: minutes and repetitions are both given",
    ),
    "a rule lifted twice": (
        (
            b"patient: {id: a}\noverrides:\n"
            b"- {rule: R-03, name: Jo, reason: because I say so}\n- {rule: R-03, name: Jo, reason: because I say so}\n"
        ),
        "sam.yaml:4: R-03 is lifted twice",
    ),
    "a rule that nobody can lift": (
        b"patient: {id: a}\noverrides: [{rule: R-02, name: Jo, reason: because I say so}]\n",
        "R-02",
    ),
    "a name with nothing in it": (b"patient: {id: ~}\n", "hint: "),
    "a clinic file that is not there": (
        b"patient: {id: a}\nclinic_file: nothing.yaml\n",
        "nothing.yaml: there is no such",
    ),
    "a name of 300 characters": (b"patient: {id: a, name: " + b"x" * 300 + b"}\n", "name has 300 characters"),
    "a language that is not there": (b"patient: {id: a, language: xx}\n", "language 'xx'"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_an_option_file_that_cannot_be_read_is_refused_with_its_place_and_a_hint(refused, tmp_path, name):
    data, says = BAD_FILES[name]
    (tmp_path / "sam.yaml").write_bytes(data)
    said = refused("fridge", "sam.yaml", says=says)
    assert "hint: " in said


@pytest.mark.parametrize(
    "dose",
    [
        "sets: 0",
        "sets: -1",
        "sets: 99",
        "repetitions: 0",
        "repetitions: 1000000000000",
        "repetitions: ten",
        "repetitions: 1.5",
        "repetitions: 1e3",
        "hold_seconds: -3",
        "hold_seconds: 3600",
        "minutes: 600",
        "times_per_day: 0",
        "times_per_day: 25",
        "days_per_week: 0",
        "days_per_week: 8",
    ],
)
def test_a_dose_of_nothing_or_of_far_too_much_is_refused_with_its_line(refused, sam, dose):
    sam.write_text(
        SAM.replace("[seated-toe-raise]", f"\n  - exercise: seated-toe-raise\n    {dose}\n  ")
        .replace("{exercises: ", "\n  exercises: ")
        .replace("  }\n", "  \n")
    )
    refused("fridge", sam, says=(f"sam.yaml:7: {dose.partition(':')[0]} is", "hint: "))


def test_an_option_file_that_is_a_folder_or_not_there_is_refused(refused, tmp_path):
    refused("booklet", "nothing.yaml", says="there is no such file")
    refused("booklet", tmp_path, says="is a folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_option_file_that_may_not_be_read_is_refused(refused, sam):
    sam.chmod(0o000)
    try:
        assert "cannot be read" in refused("booklet", sam)
    finally:
        sam.chmod(0o600)


# --- names


@pytest.mark.parametrize(
    "name", ["**Sam** <b># x", "{{ 7*7 }}", "&amp; </para>", "# Sam", "Zoë Ångström-O’Neill", "1. Sam"]
)
def test_a_name_is_printed_as_it_was_typed(printkit, sam, tmp_path, name):
    sam.write_text(SAM.replace("{id: p-7}", f"{{id: p-7, name: '{name}'}}"), encoding="utf-8")
    said = words(printed(printkit("fridge", sam), tmp_path / "out" / "p-7-fridge.pdf"))
    assert f"For {name} ·" in said


def test_a_name_of_a_hundred_letters_is_printed_whole(printkit, sam, tmp_path):
    name = "Wolfeschlegelsteinhausenbergerdorff" * 2 + "x" * 30
    sam.write_text(SAM.replace("{id: p-7}", f"{{id: p-7, name: {name}}}"), encoding="utf-8")
    reader = printed(printkit("fridge", sam), tmp_path / "out" / "p-7-fridge.pdf")
    assert name in words(reader).replace(" ", "")


@pytest.mark.parametrize(
    ("name", "letter", "code"),
    [("Sam สมชาย", "ส", "U+0E2A"), ("Sam Հայկ", "Հ", "U+0540"), ("Sam \U0001f600", "\U0001f600", "U+1F600")],
)
def test_letters_that_no_typeface_has_are_named_and_the_name_is_not(refused, sam, name, letter, code):
    sam.write_text(SAM.replace("{id: p-7}", f"{{id: p-7, name: '{name}'}}"), encoding="utf-8")
    said = refused("fridge", sam, says=(letter, code, "hint: "))
    assert name not in said


# --- logos


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (11_000, 11_000)).save(out, "PNG")
    return out.getvalue()


LOGOS = {
    "no picture": ("logo.png", b"hello", "not a picture"),
    "empty": ("logo.png", b"", "empty"),
    "too many bytes": ("logo.png", b"\x89PNG" + b"\0" * 5_000_001, "larger than 5 MB"),
    "too many pixels": ("logo.png", bomb(), "too many pixels"),
    "points outside": (
        "logo.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.org/x.png"/></svg>',
        "points to 'http://example.org/x.png'",
    ),
    "entities": (
        "logo.svg",
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        "declares entities",
    ),
}


@pytest.mark.parametrize("name", LOGOS)
def test_a_logo_that_cannot_be_printed_is_refused_with_its_file(refused, sam, tmp_path, name):
    file, data, says = LOGOS[name]
    (tmp_path / file).write_bytes(data)
    sam.write_text(SAM.replace("{region: GB}", f"{{region: GB, logo: {file}}}"), encoding="utf-8")
    assert f"{file}: " in refused("fridge", sam, says=(says, "hint: "))


def test_a_logo_that_is_not_there_is_refused(refused, sam):
    sam.write_text(SAM.replace("{region: GB}", "{region: GB, logo: nothing.png}"), encoding="utf-8")
    refused("fridge", sam, says=("nothing.png", "cannot be read"))


# --- where it is written


def test_output_says_where(printkit, sam, tmp_path):
    printed(printkit("fridge", sam, "-o", "door.pdf"), tmp_path / "door.pdf")
    assert not (tmp_path / "out").exists()


def test_a_printed_file_is_for_its_owner_only(printkit, sam, tmp_path):
    old = os.umask(0)
    try:
        assert printkit("fridge", sam, "-o", "door.pdf").exit_code == 0
    finally:
        os.umask(old)
    assert (tmp_path / "door.pdf").stat().st_mode & 0o777 == 0o600


def test_an_old_file_is_replaced_whole(printkit, sam, tmp_path, files):
    printed(printkit("fridge", sam, "-o", "door.pdf", "--greyscale"), tmp_path / "door.pdf")
    printed(printkit("fridge", sam, "-o", "door.pdf"), tmp_path / "door.pdf")
    data = (tmp_path / "door.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert {path.name for path in files()} == {"sam.yaml", "door.pdf"}


@pytest.mark.parametrize("old", [b"", b"old", b"%PDF", b" %PDF-1.7", SAM.encode()])
def test_a_file_that_is_no_print_of_ours_is_never_replaced(refused, sam, tmp_path, old):
    (tmp_path / "door.pdf").write_bytes(old)
    refused("fridge", sam, "-o", "door.pdf", says=("door.pdf: is there already and ", "-o door-2.pdf"))
    refused("fridge", sam, "-o", sam, says="is there already and is no file of printkit")


def test_an_old_file_stays_when_nothing_can_be_printed(refused, tmp_path):
    (tmp_path / "sam.yaml").write_text(UNSCREENED, encoding="utf-8")
    (tmp_path / "door.pdf").write_bytes(b"old")
    refused("fridge", "sam.yaml", "-o", "door.pdf", code=UNSAFE)


def test_a_folder_that_is_not_there_is_made(printkit, sam, tmp_path):
    printed(printkit("fridge", sam, "-o", "new/one/door.pdf"), tmp_path / "new/one/door.pdf")


def test_an_output_that_is_a_folder_is_refused(refused, sam, tmp_path):
    (tmp_path / "door.pdf").mkdir()
    refused("fridge", sam, "-o", "door.pdf", says="is a folder")


def test_an_out_that_is_a_file_is_refused(refused, sam, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    refused("fridge", sam, says="hint: ")


def test_a_name_that_is_too_long_for_the_disk_is_refused(refused, sam):
    refused("fridge", sam, "-o", f"{'x' * 300}.pdf", says="choose a shorter name")


# --- a clinic's own templates

DOOR = """# On our door

{{ for_side }}

{{ plan_cards() }}

{{ left_out_line() }}

{{ stop_if() }}

{{ emergency() }}
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# Plan\n\n{{ nmae }}\n", ("fridge.en.md:3", "nmae", "docs/templates.md")),
        ("{% macro m() %}x{% endmacro %}\n", ("fridge.en.md:1", "is not part of printkit templates")),
        ("{{ name|safe }}\n", ("fridge.en.md:1", "safe", "hint: filters are ")),
        ("{% if name %}\n", ("fridge.en.md:", "hint: ")),
        ("# My plan\n", ("leaves out: 'Seated toe raise'", "nothing was printed")),
    ],
)
def test_a_template_with_a_mistake_is_refused_with_its_line(refused, sam, tmp_path, text, says):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "fridge.en.md").write_text(text, encoding="utf-8")
    refused("fridge", sam, "--templates", "mine", says=says)


@pytest.mark.parametrize(
    ("drop", "what"),
    [
        (
            "{% for item in items %}\n{{ exercise(item) }}\n{% endfor %}\n",
            "'",
        ),
        ('{{ page("stop") }}\n', "'"),
        ('{{ page("day") }}\n', "'"),
        ('{{ page("fall") }}\n', "'"),
        ("{{ safe_at_home() }}\n", "'"),
    ],
)
def test_a_booklet_template_that_leaves_out_an_exercise_or_a_warning_is_refused(refused, sam, tmp_path, drop, what):
    shipped = (TEMPLATES / "booklet.en.md").read_text(encoding="utf-8")
    assert drop in shipped
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "booklet.en.md").write_text(shipped.replace(drop, ""), encoding="utf-8")
    refused("booklet", sam, "--templates", "mine", says=("leaves out", what))


@pytest.mark.parametrize(
    ("part", "what"),
    [
        (("stop", r"\{\{ stop_if\(item\) \}\}"), "Stop if:"),
        (("steps", r"\{\{ steps\(item\) \}\}"), "Sit tall on a firm chair."),
        (("look", r"\{\{ dose\(item\) \}\}"), "10"),
        (("ready", r"\{% for line in item.get_ready %\}.*?\{% endfor %\}"), "You need: a firm chair that cannot move."),
        (("look", r"\{% if item.note %\}.*?\{% endif %\}"), "In front of the mirror."),
        (
            ("look", r"\{% if item.side_note %\}.*?\{% endif %\}"),
            "Do all the steps with one side. Then do them with the other side.",
        ),
    ],
)
def test_an_exercise_part_without_a_safety_sentence_its_steps_or_its_dose_is_refused(
    refused, sam, tmp_path, part, what
):
    if "one side" in what:
        sam.write_text(SAM.replace("left", "both"), encoding="utf-8")
    if "mirror" in what:
        plan = "[{exercise: seated-toe-raise, note: In front of the mirror.}]"
        sam.write_text(SAM.replace("[seated-toe-raise]", plan), encoding="utf-8")
    _without(*part, tmp_path)
    refused("booklet", sam, "--templates", "mine", says=f"leaves out: {what!r}")


def _without(name: str, part: str, folder: Path) -> None:
    """A part of an exercise, in the templates of a clinic, that has lost a piece."""
    file = f"exercise-{name}.en.md"
    shipped = (TEMPLATES / "parts" / file).read_text(encoding="utf-8")
    (folder / "mine" / "parts").mkdir(parents=True)
    without = re.sub(part, "", shipped, flags=re.DOTALL)
    assert without != shipped
    (folder / "mine" / "parts" / file).write_text(without, encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "what"),
    [
        (
            ("look", r"\{\{ with_helper\(item\) \}\}"),
            "Only with a helper beside you. Not all questions about your health are answered yet.",
        ),
        (
            ("ready", r"\{% for line in item.get_ready %\}.*?\{% endfor %\}"),
            "You need: a clear wall; closed, non-slip shoes.",
        ),
        (("look", r"\{\{ not_if\(item\) \}\}"), "Do not do this if:"),
    ],
)
def test_an_exercise_part_without_a_sentence_of_the_rules_is_refused(refused, sam, tmp_path, part, what):
    name = {"Do": "towel-scrunch"}.get(what.partition(" ")[0], "wall-press-up")
    sam.write_text(SAM.replace("seated-toe-raise", name) + "home: {helper: yes}\n", encoding="utf-8")
    _without(*part, tmp_path)
    refused("booklet", sam, "--templates", "mine", says=f"leaves out: '{what}")


def test_the_words_of_one_card_do_not_stand_in_for_those_of_another(refused, sam, tmp_path):
    """Both exercises say that sharp pain is a reason to stop; each must say it on its own card."""
    sam.write_text(SAM.replace("seated-toe-raise", "seated-toe-raise, band-toe-raise"), encoding="utf-8")
    shipped = (TEMPLATES / "parts" / "exercise-stop.en.md").read_text(encoding="utf-8")
    stop = "{{ stop_if(item) }}"
    assert stop in shipped
    (tmp_path / "mine" / "parts").mkdir(parents=True)
    first_only = f'{{% if item.id == "seated-toe-raise" %}}\n{stop}\n{{% endif %}}'
    (tmp_path / "mine" / "parts" / "exercise-stop.en.md").write_text(
        shipped.replace(stop, first_only), encoding="utf-8"
    )
    refused("booklet", sam, "--templates", "mine", says="leaves out: ")


@pytest.mark.parametrize(
    "words",
    ["Lift your left foot.", "Hold on with your Right hand.", "The affected-side leg.", "Lift your left\nfoot."],
)
def test_a_side_that_is_typed_into_a_template_is_refused_with_its_line(refused, sam, tmp_path, words):
    (tmp_path / "mine").mkdir()
    text = f"# On our door\n\n{{{{ plan_cards() }}}}\n\n{words}\n\n{{{{ emergency_number }}}}\n"
    (tmp_path / "mine" / "fridge.en.md").write_text(text, encoding="utf-8")
    says = ("mine/fridge.en.md:5: a side typed as a word", "hint: write {{ say(")
    refused("fridge", sam, "--templates", "mine", says=says)
    refused("check", "mine", says=says)
    refused("check", "mine/fridge.en.md", says=says)


def test_a_side_of_the_patient_in_a_template_is_printed(printkit, sam, tmp_path):
    (tmp_path / "mine").mkdir()
    text = DOOR + '\nIs there time left? {{ say("Lift {your affected} foot.") }}\n'
    (tmp_path / "mine" / "fridge.en.md").write_text(text, encoding="utf-8")
    said = words(printed(printkit("fridge", sam, "--templates", "mine"), tmp_path / "out" / "p-7-fridge.pdf"))
    assert "Is there time left? Lift your left foot." in said


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("fridge", "# On our door\n", ("the fridge leaves out: 'Standing calf stretch'",)),
        ("fridge", "# On our door\n\n{{ nmae }}\n", ("fridge.en.md:3", "nmae")),
        ("booklet", "# Ours\n", ("the booklet leaves out",)),
        ("handout", "# Ours\n", ("the handout leaves out",)),
        ("chart", "{{ nmae }}\n", ("chart.en.md:1", "nmae")),
        ("checklist", "{{ nmae }}\n", ("checklist.en.md:1", "nmae")),
    ],
)
def test_check_prints_the_templates_of_a_folder_for_the_example(refused, tmp_path, kind, text, says):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / f"{kind}.en.md").write_text(text, encoding="utf-8")
    refused("check", "mine", says=(f"{kind}.en.md", *says))


def test_own_words_are_printed(printkit, sam, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "fridge.en.md").write_text(DOOR, encoding="utf-8")
    result = printkit("fridge", sam, "--templates", "mine")
    assert "On our door" in words(printed(result, tmp_path / "out" / "p-7-fridge.pdf"))


def test_a_fridge_template_without_the_emergency_number_is_refused(refused, sam, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "fridge.en.md").write_text(DOOR.replace("{{ emergency() }}", ""), encoding="utf-8")
    refused("fridge", sam, "--templates", "mine", says="the fridge leaves out: '999'")


def test_a_templates_folder_that_is_not_there_is_a_usage_error(refused, sam):
    refused("fridge", sam, "--templates", "nowhere", code=USAGE, says="--templates")


# --- stopping, privacy, sameness


def test_ctrl_c_writes_nothing(refused, sam, monkeypatch):
    def stopped(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "make", stopped)
    refused("booklet", sam, code=INTERRUPTED, says="nothing was written")


def test_a_bug_is_called_a_bug_and_shows_no_traceback(printkit, sam, monkeypatch, files):
    def broken(*_arguments: object, **_more: object) -> None:
        raise RuntimeError(NAME)

    monkeypatch.delenv("PRINTKIT_DEBUG", raising=False)
    monkeypatch.setattr(pipeline, "make", broken)
    before = files()
    result = printkit("booklet", sam)
    assert result.exit_code not in (0, USER_ERROR, USAGE, UNSAFE)
    assert "bug in printkit" in result.stderr
    assert "Traceback" not in result.output
    assert NAME not in result.output
    assert files() == before


@pytest.mark.parametrize("kind", ["booklet", "chart", "fridge"])
def test_the_name_of_a_patient_is_in_no_file_name_no_message_and_no_attachment(printkit, sam, tmp_path, kind):
    sam.write_text(SAM.replace("{id: p-7}", f"{{id: p-7, name: {NAME}}}"), encoding="utf-8")
    result = printkit(kind, sam)
    reader = printed(result, tmp_path / "out" / f"p-7-{kind}.pdf")
    first = NAME.partition(" ")[0]
    assert first not in result.output
    assert not [path for path in tmp_path.rglob("*") if first in path.name]
    assert not [name for name, data in reader.attachments.items() if first in name or first.encode() in b"".join(data)]
    assert first not in str(reader.metadata)
    assert first not in str(reader.xmp_metadata.rdf_root.toxml() if reader.xmp_metadata else "")
    on_pages = [number for number, page in enumerate(reader.pages, 1) if first in page.extract_text()]
    assert on_pages == ([] if kind == "chart" else [1])


def test_the_name_of_a_patient_is_in_no_complaint(refused, sam):
    sam.write_text(SAM.replace("{id: p-7}", f"{{id: p-7, name: {NAME}, langage: en}}"), encoding="utf-8")
    assert NAME not in refused("fridge", sam, says="did you mean 'language'?")


def test_the_same_input_gives_the_same_bytes_in_another_process(printkit, tmp_path):
    answers = "foot_drop_cause: stroke, under_18: no, medically_unstable: no, recent_surgery: none, leg_clot: none"
    (tmp_path / "sam.yaml").write_text(
        "patient: p-1\nstroke: {affected_side: left, happened_on: 2026-01-02}\nprint: {printed_on: 2026-11-20}\n"
        f"health: {{broken_bone: none, {answers}}}\nplan: {{exercises: [seated-toe-raise]}}\n",
        encoding="utf-8",
    )
    assert printkit("booklet", "sam.yaml", "-o", "here.pdf").exit_code == 0
    subprocess.run(
        [sys.executable, "-m", "printkit", "booklet", str(tmp_path / "sam.yaml"), "-o", str(tmp_path / "there.pdf")],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        cwd="/",
        capture_output=True,
        check=True,
    )
    assert (tmp_path / "here.pdf").read_bytes() == (tmp_path / "there.pdf").read_bytes()


# --- what a screening settles


SCREENED_FILE = """\
patient: p-1
stroke: {{affected_side: left}}
health: {{screened_by: J. Marsh, screened_on: {on}, oxygen: unknown}}
plan: {{exercises: [seated-toe-raise]}}
clinic: {{region: GB}}
"""


def test_a_print_says_how_many_questions_the_screening_settled_as_the_clinician_copy_lists_them(printkit, tmp_path):
    today = NOVEMBER
    (tmp_path / "sam.yaml").write_text(SCREENED_FILE.format(on=today), encoding="utf-8")
    read = Printkit().options("sam.yaml")
    settled = read.cleared_by_screening()
    assert "health.oxygen" not in settled
    for command in (("booklet", "sam.yaml"), ("fridge", "sam.yaml"), ("chart", "sam.yaml")):
        said = printkit(*command).stderr
        assert f"the screening of {today.day} {today:%B} {today.year} settled {len(settled)} questions" in said
        assert "that were left empty; they are on the clinician's copy" in said
    listed = " ".join(texts(Printkit().booklet(read, clinician=True).document.blocks))
    by_screening = re.findall(r"taken as \S+ because of the screening: ([^.]+(?:\.[^.]+)*?)\.(?= |$)", listed)
    assert sorted(name for names in by_screening for name in names.split(", ")) == sorted(settled)
    assert "settled" not in printkit("handout", "seated-toe-raise").stderr
    assert "settled" not in printkit("booklet", "sam.yaml", "--quiet").stderr


def test_a_print_says_of_a_screening_that_is_too_old_that_it_settled_nothing(printkit, tmp_path):
    answers = "foot_drop_cause: stroke, under_18: no, medically_unstable: no, recent_surgery: none, leg_clot: none"
    text = SCREENED_FILE.format(on=f"{NOVEMBER - timedelta(days=184)}, broken_bone: none, {answers}")
    text = text.replace("affected_side: left", f"affected_side: left, happened_on: {NOVEMBER - timedelta(days=300)}")
    (tmp_path / "sam.yaml").write_text(text, encoding="utf-8")
    result = printkit("booklet", "sam.yaml")
    assert result.exit_code == 0, result.output
    assert "is over 183 days old and settled nothing" in result.stderr


def test_a_batch_says_once_of_all_rows_alike_what_their_screening_settled(printkit, tmp_path):
    before = NOVEMBER - timedelta(days=1)
    rows = "".join(f"p-{at},left,J. Marsh,{before if at == 3 else NOVEMBER}\n" for at in (1, 2, 3, 4))
    (tmp_path / "ward.csv").write_text(f"id,side,screened by,screened on\n{rows}", encoding="utf-8")
    said = printkit("batch", "ward.csv", "--kind", "fridge").stderr
    assert f"rows 2-3, 5: the screening of {NOVEMBER.day} " in said
    assert f"row 4: the screening of {before.day} " in said
    assert said.count("questions that were left empty") == 2
    assert "settled" not in printkit("batch", "ward.csv", "--kind", "fridge").stderr


def test_a_file_whose_row_is_gone_is_told_and_stays(printkit, tmp_path):
    def run(*whose: str, kind: str = "fridge", more: tuple[str, ...] = ()) -> str:
        rows = "".join(f"{each},left,J. Marsh,{NOVEMBER}\n" for each in whose)
        (tmp_path / "ward.csv").write_text(f"id,side,screened by,screened on\n{rows}", encoding="utf-8")
        result = printkit("batch", "ward.csv", "--kind", kind, "-o", "all", *more)
        assert result.exit_code == 0, result.output
        return str(result.stderr)

    run("p-1", "p-2")
    old = (tmp_path / "all/p-2-fridge.pdf").read_bytes()
    told = "of no row of this list, from an earlier run, and left as it is: p-2-fridge.pdf\n"
    assert told in run("p-1", more=("--dry-run",))
    assert told in run("p-1")
    assert (tmp_path / "all/p-2-fridge.pdf").read_bytes() == old
    assert "of no row" not in run("p-1", kind="chart")
    assert "of no row" not in run("p-1", "p-2")
    (tmp_path / "all/p-2-fridge.pdf").unlink()
    assert "of no row" not in run("p-1")


def test_the_examples_can_be_had_with_days_of_today_and_print_on_any_day(printkit, refused, tmp_path):
    assert printkit("new", "examples", "mine").exit_code == 0
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {path.name for path in EXAMPLE.parent.iterdir()}
    result = printkit("booklet", "mine/foot-drop.yaml")
    assert result.exit_code == 0, result.output
    assert "settled" in result.stderr
    read = Printkit().options("mine/foot-drop.yaml")
    assert 0 <= (NOVEMBER - read.print.printed_on).days < 7
    assert read.plan.starts_on.weekday() == 0
    assert printkit("batch", "mine/roster.csv", "--dry-run").exit_code == 0
    refused("new", "examples", "mine", says="is there already")


def test_a_screening_that_is_too_old_is_named_and_not_asked_for_as_if_there_were_none(refused):
    said = refused(
        "handout", "walking-practice", "--screened-by", "J. Marsh", "--screened-on", "2025-03-01", code=UNSAFE
    )
    assert "the screening of 2025-03-01 is over 183 days old" in said
    assert "when a therapist has checked" not in said


def test_a_list_that_is_given_as_an_option_file_is_not_shown_with_its_names(refused, tmp_path):
    file = tmp_path / "roster.csv"
    file.write_text("id,name,affected side,exercises\np-1,Maria Beispiel,left,seated-march\n", encoding="utf-8")
    assert "Beispiel" not in refused("booklet", file, says="stands where 'name: value' lines belong")
