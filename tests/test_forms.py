"""Forms on a screen: filled in by another library, read back, and turned into a to-do list."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import page
import pikepdf
import pypdf
import pytest
import verapdf
from msgspec.structs import replace
from pdf_reading import KINDS, WITH_BOXES, example_options, make, shipped, tree

from printkit.document import Checks, walk
from printkit.model.vocabulary import Answer, Cost
from printkit.sheets import boxes

pytestmark = pytest.mark.foreign


@cache
def fillable(kind: str) -> bytes:
    options = example_options()
    return make(kind, replace(options, print=replace(options.print, fillable=Answer.YES))).printed.data


def filled_in(data: bytes, answers: dict[str, str]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    for each in writer.pages:
        if "/Annots" in each:
            writer.update_page_form_field_values(each, answers, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@dataclass
class Field:
    kind: str
    name: str
    tooltip: str


def fields(data: bytes) -> list[Field]:
    """Every field in the order of its page, which the tab key follows."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [annotation for sheet in pdf.pages for annotation in sheet.obj.get("/Annots", [])]
        return [Field(str(each.FT), str(each.T), str(each.TU)) for each in found]


def is_valid(data: bytes, profile: str) -> bool:
    """The first validator, but for stream lengths, which it counts wrongly; see test_validators.py."""
    failures = page.validate_pdf_bytes(data, profile=profile).failures
    return not [failure for failure in failures if "STREAM-LENGTH" not in failure.rule_id]


@pytest.mark.parametrize("kind", KINDS)
def test_a_fillable_print_is_accessible_and_can_be_kept(kind: str):
    data = fillable(kind)
    assert is_valid(data, "ua1")
    assert is_valid(data, "3a" if kind in WITH_BOXES else "2a")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["booklet", "home-safety"])
def test_a_fillable_print_passes_verapdf_before_and_after_it_is_filled_in(kind: str, tmp_path: Path):
    data = fillable(kind)
    names = [field.name for field in fields(data)]
    for number, each in enumerate((data, filled_in(data, {names[0]: "/Yes", names[-1]: "Mañana, 9 Uhr: Jürgen"}))):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(each)
        assert verapdf.check(path, "ua1").passed
        assert verapdf.check(path, "3a").passed


@pytest.mark.parametrize("end", ["no", "No", "no-2", "No-2"])
def test_a_box_ticked_no_is_read_by_its_new_name_and_by_its_old_one(end):
    assert boxes.read(f"home-safety/entry/E1/{end}") == ("home-safety/entry/E1", "no")
    for other in ("home-safety/entry/E1", "write", f"home-safety/entry/{end}x"):
        assert boxes.read(other) == (other, "")


def test_every_box_of_a_checklist_is_a_field_with_a_name_and_a_tooltip_in_reading_order():
    made = make("home-safety", example_options())
    found = fields(made.printed.data)
    found_boxes = [(field.name, field.tooltip) for field in found if field.kind == "/Btn"]
    asked = [row for block in walk(made.document.blocks) if isinstance(block, Checks) for row in block.rows]
    wanted = [(f"{row.name}/{answer.lower()}", f"{row.question} {answer}") for row in asked for answer in ("Yes", "No")]
    assert found_boxes == wanted
    assert {field.kind for field in found} == {"/Btn", "/Tx"}


@pytest.mark.parametrize("kind", [*WITH_BOXES, "todo"])
def test_every_field_of_a_form_tells_what_it_asks_and_no_two_tell_the_same(kind: str):
    """Who hears a form goes from field to field, and hears the tooltip alone."""
    told = [field.tooltip for field in fields(fillable(kind))]
    assert told
    assert all(len(each.split()) > 1 for each in told)
    assert len(told) == len(set(told))


def test_what_is_heard_names_every_field_at_its_place():
    """The structure tree, read by another library, has each field inside the cell of its question's row."""
    found = [
        name for element in tree(make("home-safety", example_options()).printed.data).walk() for name in element.fields
    ]
    assert found == [field.tooltip for field in fields(make("home-safety", example_options()).printed.data)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_fields_have_the_same_name(kind: str):
    names = [field.name for field in fields(fillable(kind))]
    assert len(names) == len(set(names))
    assert len(names) > 200 or kind not in ("booklet", "clinician")  # with its chart, its back and the days of a brace


def test_only_checklists_have_fields_unless_they_are_asked_for():
    assert fields(make("chart", example_options()).printed.data) == []
    assert fields(fillable("chart")) != []
    options = example_options()
    paper_only = replace(options, print=replace(options.print, fillable=Answer.NO))
    assert fields(make("home-safety", paper_only).printed.data) == []


# --- read back


@pytest.fixture
def home_safety(tmp_path, printkit):
    assert printkit("checklist", "home-safety", "--region", "GB", "-o", "list.pdf").exit_code == 0
    blank = (tmp_path / "list.pdf").read_bytes()

    def fill(answers: dict[str, str]) -> Path:
        path = tmp_path / "filled.pdf"
        path.write_bytes(filled_in(blank, answers))
        return path

    return fill


def lines(cost: Cost) -> list[tuple[str, str]]:
    """Names of boxes and what to do, of the lines of one cost."""
    checklist = shipped().checklist("home-safety")
    return [
        (f"home-safety/{room.id}/{line.id}/no", line.do["en"])
        for room in checklist.rooms
        for line in room.lines
        if line.cost is cost and not line.when and not room.when and "{" not in line.do["en"]
    ]


def test_answers_come_back_as_yaml_and_csv(home_safety, printkit, tmp_path):
    name = lines(Cost.FREE)[0][0]
    words = "write"
    path = home_safety({name: "/Yes", words: "=1+1 Núñez"})
    result = printkit("read-form", path)
    asked = shipped().checklist("home-safety")
    question = next(line.look["en"] for room in asked.rooms for line in room.lines if f"/{line.id}/" in name)
    assert result.output == f'# {question}\n"{name}": "yes"\n"{words}": "=1+1 Núñez"\n'
    assert printkit("read-form", path, "-o", "answers.csv").exit_code == 0
    rows = list(csv.reader((tmp_path / "answers.csv").read_text(encoding="utf-8").splitlines()))
    assert rows == [["field", "answer", "question"], [name, "yes", question], [words, "'=1+1 Núñez", ""]]


def test_the_to_do_list_has_what_was_ticked_no_with_the_free_things_first(home_safety, printkit, tmp_path):
    by_cost = {cost: lines(cost)[:2] for cost in Cost}
    path = home_safety({name: "/Yes" for pairs in by_cost.values() for name, _ in pairs})
    result = printkit("todo", path, "--region", "GB", "-o", "todo.pdf")
    assert result.exit_code == 0, result.output
    pages = pypdf.PdfReader(tmp_path / "todo.pdf").pages
    said = " ".join(" ".join(each.extract_text() for each in pages).split())
    for pairs in by_cost.values():
        assert all(" ".join(do.split()) in said for _, do in pairs[:1])
    assert "Call 999 at once." in said


def test_within_a_room_what_is_free_comes_first(home_safety, printkit, tmp_path):
    room = next(r for r in shipped().checklist("home-safety").rooms if {line.cost for line in r.lines} == set(Cost))
    path = home_safety({f"home-safety/{room.id}/{line.id}/no": "/Yes" for line in room.lines})
    assert printkit("todo", path, "--region", "GB", "-o", "todo.pdf").exit_code == 0
    said = "".join(each.extract_text() for each in pypdf.PdfReader(tmp_path / "todo.pdf").pages)
    assert said.rindex("Free.") < said.index("To buy.") <= said.rindex("To buy.") < said.index("For a fitter.")


def test_a_line_with_both_boxes_ticked_is_told(home_safety, printkit, tmp_path):
    name = lines(Cost.FREE)[0][0]
    path = home_safety({name: "/Yes", name.replace("/no", "/yes"): "/Yes"})
    assert printkit("todo", path, "--region", "GB", "-o", "todo.pdf").exit_code == 0
    assert "Ticked Yes and No:" in pypdf.PdfReader(tmp_path / "todo.pdf").pages[0].extract_text()


# --- mistakes


@pytest.mark.parametrize("command", ["read-form", "todo"])
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"hello", "is not a PDF that can be read"),
        (b"", "is not a PDF that can be read"),
        (b"%PDF-1.7\n%%EOF", "is not a PDF that can be read"),
        (None, "cannot be read: no such file"),
    ],
)
def test_a_file_that_is_no_form_is_refused(refused, tmp_path, command, data, says):
    path = tmp_path / "form.pdf"
    if data is not None:
        path.write_bytes(data)
    refused(command, path, says=says)


def test_a_print_without_fields_and_a_form_without_ticks_are_refused(refused, tmp_path, home_safety):
    path = tmp_path / "chart.pdf"
    path.write_bytes(make("chart", example_options()).printed.data)
    refused("read-form", path, says="has no boxes or lines to fill in")
    refused("todo", home_safety({}), says="no line of a checklist is ticked")
    yes = lines(Cost.FREE)[0][0].replace("/no", "/yes")
    refused("todo", home_safety({yes: "/Yes"}), says="nothing to do")


def test_a_locked_file_is_refused(refused, tmp_path):
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(fillable("skin"))))
    writer.encrypt("secret")
    writer.write(tmp_path / "locked.pdf")
    refused("read-form", tmp_path / "locked.pdf", says="locked by a password")


def test_answers_are_written_in_two_formats_only(refused, home_safety):
    refused("read-form", home_safety({lines(Cost.FREE)[0][0]: "/Yes"}), "-o", "answers.xls", says="'.xls'")
