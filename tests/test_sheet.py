"""The geometry of sheets that come home filled in: room for a hand, room for a scanner, and codes that name no one."""

import json
import string
from itertools import pairwise

import pytest
from conftest import PRINTED_ON
from hypothesis import assume, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit import pipeline
from printkit.content import charts, kinds
from printkit.document import ChartRow, DayChart, NumberChart
from printkit.intake import unnamed
from printkit.model.options import Clinic, Options
from printkit.model.vocabulary import Tremor
from printkit.pipeline import Variant
from printkit.planning.plan import Plan
from printkit.planning.safety import Cleared, review
from printkit.sheets import geometry
from printkit.sheets.codes import check_character, plan_token

PAPERS = ("A4", "letter")
BOXES = (geometry.BOX, geometry.TREMOR_BOX)
EMPTY = 2.0  # mm that a reader of scans needs around a code

CODE = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=19)


def filled(**changes) -> geometry.Sheet:
    boxes = changes.pop("boxes", (("seated-toe-raise/2026-11-23", 60.0, 40.0, 9.0),))
    parts = {"page": 3, "template": "C", "plan_token": "ABC123", "width": 297.0, "height": 210.0, **changes}
    found = geometry.layout_hash(parts["template"], parts["width"], parts["height"], boxes)
    return geometry.Sheet(**parts, boxes=boxes, layout_hash=found)


def apart(first: tuple[float, float, float], second: tuple[float, float, float]) -> float:
    """The empty space between 2 squares of x, y and side; negative when they overlap."""
    across = max(first[0], second[0]) - min(first[0] + first[2], second[0] + second[2])
    down = max(first[1], second[1]) - min(first[1] + first[2], second[1] + second[2])
    return max(across, down)


def assert_fit_for_a_hand_and_a_scanner(
    boxes: list[tuple[float, float, float]],
    width: float,
    height: float,
) -> None:
    codes = [(x, y, geometry.CODE) for _, x, y in geometry.corners(width, height)]
    for number, box in enumerate(boxes):
        x, y, side = box
        assert side >= 9.0
        assert x >= EMPTY
        assert y >= EMPTY
        assert x + side <= width - EMPTY
        assert y + side <= height - EMPTY
        assert all(apart(box, code) >= EMPTY for code in codes), box
        for other in boxes[number + 1 :]:
            assert apart(box, other) >= geometry.GAP - 0.02, (box, other)  # places are rounded to 0.01 mm


# --- boxes


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("box", BOXES)
def test_a_full_sheet_of_days_is_fit_for_a_hand_and_a_scanner(paper, box):
    width, height = geometry.landscape(paper)
    rows, columns = geometry.rows_on_sheet(box, height), geometry.days_on_sheet(box, width)
    cells = list(geometry.day_cells(rows, columns, box, width))
    assert len(cells) == rows * columns
    assert_fit_for_a_hand_and_a_scanner([(cell.x, cell.y, box) for cell in cells], width, height)
    assert max(cell.y for cell in cells) + box <= height - geometry.BAND_BOTTOM
    assert min(cell.y for cell in cells) >= geometry.BAND_TOP + geometry.DAY_HEADER


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("box", BOXES)
def test_a_full_sheet_of_numbers_is_fit_for_a_hand_and_a_scanner(paper, box):
    width, height = geometry.landscape(paper)
    rows = 2 * (geometry.days_on_sheet(box, width) // 7)
    cells = list(geometry.number_cells(rows, box, width))
    assert len(cells) == rows * 11
    assert_fit_for_a_hand_and_a_scanner([(cell.x, cell.y, box) for cell in cells], width, height)
    assert max(cell.y for cell in cells) + box <= height - geometry.BAND_BOTTOM


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("box", BOXES)
def test_labels_have_50_mm_beside_the_boxes(paper, box):
    width, _ = geometry.landscape(paper)
    for cells in (
        geometry.day_cells(1, geometry.days_on_sheet(box, width), box, width),
        geometry.number_cells(1, box, width),
    ):
        assert next(iter(cells)).x - geometry.SIDE >= 50


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("box", BOXES)
def test_one_row_more_would_not_fit(paper, box):
    width, height = geometry.landscape(paper)
    rows = geometry.rows_on_sheet(box, height)
    assert rows >= 5
    below = max(cell.y for cell in geometry.day_cells(rows + 1, 1, box, width)) + geometry.pitch(box)
    assert below > height - geometry.BAND_BOTTOM


def test_rows_on_a_sheet_are_known_numbers():
    found = {
        (paper, box): geometry.rows_on_sheet(box, geometry.landscape(paper)[1]) for paper in PAPERS for box in BOXES
    }
    assert found == {("A4", 9.0): 10, ("A4", 12.0): 8, ("letter", 9.0): 11, ("letter", 12.0): 9}


def test_large_boxes_take_1_week_and_others_2():
    assert geometry.days_on_sheet(geometry.BOX, 297) == 14
    assert geometry.days_on_sheet(geometry.TREMOR_BOX, 297) == 7


def test_a_page_of_a5_takes_1_week_of_5_rows():
    width, height = geometry.landscape("A5")
    assert (geometry.rows_on_sheet(geometry.BOX, height), geometry.days_on_sheet(geometry.BOX, width)) == (5, 7)
    cells = list(geometry.day_cells(5, 7, geometry.BOX, width))
    assert_fit_for_a_hand_and_a_scanner([(cell.x, cell.y, geometry.BOX) for cell in cells], width, height)
    cells = list(geometry.number_cells(2, geometry.BOX, width))
    assert_fit_for_a_hand_and_a_scanner([(cell.x, cell.y, geometry.BOX) for cell in cells], width, height)
    assert max(cell.y for cell in cells) + geometry.BOX <= height - geometry.BAND_BOTTOM


def test_cells_come_row_by_row_and_weeks_stand_apart():
    cells = list(geometry.day_cells(2, 14, geometry.BOX, 297.0))
    assert [(cell.row, cell.column) for cell in cells] == [(row, column) for row in range(2) for column in range(14)]
    gaps = [round(after.x - before.x, 6) for before, after in pairwise(cells[:14])]
    assert gaps == [13.0] * 6 + [19.0] + [13.0] * 6


def test_the_last_box_ends_at_the_side_whatever_the_number_of_days():
    for columns in (7, 14):
        last = list(geometry.day_cells(1, columns, geometry.BOX, 297.0))[-1]
        assert last.x + geometry.BOX == pytest.approx(297.0 - geometry.SIDE)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_corner_codes_stand_10_mm_from_the_edges(paper):
    width, height = geometry.landscape(paper)
    assert width > height
    assert {letter: (x, y) for letter, x, y in geometry.corners(width, height)} == {
        "A": (10.0, 10.0),
        "B": (pytest.approx(width - 22.0), 10.0),
        "C": (10.0, pytest.approx(height - 22.0)),
        "D": (pytest.approx(width - 22.0), pytest.approx(height - 22.0)),
    }


# --- what is printed


def cleared(options: Options) -> Cleared:
    """A plan of nothing after the rules have spoken."""
    return review(Plan(items=(), chosen_by=""), options, (), lambda name: pytest.fail(f"no exercise {name}"))


@pytest.fixture(scope="module")
def chart(catalog, example):
    """The blocks of a chart for some exercises."""

    def blocks(count: int, paper: str = "A4", **changes):
        options = replace(example, health=replace(example.health, **changes), print=replace(example.print, weeks=3))
        rows = tuple(ChartRow(f"exercise-{number}", f"Exercise {number}", "10 times") for number in range(count))
        return list(charts.sheets(rows, cleared(options), pipeline.speaker(catalog, options), paper))

    return blocks


def test_no_row_of_a_long_plan_is_lost(chart):
    days = [block for block in chart(30) if isinstance(block, DayChart)]
    first_weeks = [row.name for block in days for row in block.rows if len(block.days) == 14]
    assert first_weeks == [*(f"exercise-{number}" for number in range(30)), "skin", "toes-caught", "fell"]
    assert all(len(block.rows) <= geometry.rows_on_sheet(block.box_mm, 210.0) for block in days)


def test_3_weeks_are_2_weeks_and_1_week(chart):
    assert [len(block.days) for block in chart(2) if isinstance(block, DayChart)] == [14, 7]
    assert [len(block.rows) for block in chart(2) if isinstance(block, NumberChart)] == [4, 2]


def test_a_severe_tremor_gets_large_boxes_and_1_week_a_sheet(chart):
    blocks = chart(2, tremor=Tremor.SEVERE)
    assert [len(block.days) for block in blocks if isinstance(block, DayChart)] == [7, 7, 7]
    assert {block.box_mm for block in blocks} == {geometry.TREMOR_BOX}


def test_the_days_of_a_chart_follow_each_other(chart):
    named = [name for block in chart(1) if isinstance(block, DayChart) for name in block.day_names]
    assert named[0] == "2026-11-23"
    assert named[7] == "2026-11-30"
    assert named == sorted(set(named))


@pytest.mark.parametrize("region", ["GB", "US"])
@pytest.mark.parametrize("tremor", [Tremor.NONE, Tremor.SEVERE])
def test_every_box_of_a_printed_chart_is_fit_for_a_hand_and_a_scanner(catalog, templates, example, region, tremor):
    options = replace(
        example,
        health=replace(example.health, tremor=tremor),
        clinic=Clinic(region=region),
        print=replace(example.print, weeks=2),
    )
    made = pipeline.make(kinds.KINDS["chart"], catalog, templates, options)
    assert made.printed.sheets
    for each in made.printed.sheets:
        boxes = [(x, y, side) for _, x, y, side in each.boxes]
        assert_fit_for_a_hand_and_a_scanner(boxes, each.width, each.height)
        assert len({name for name, *_ in each.boxes}) == len(each.boxes)


@pytest.mark.parametrize("name", ["home-safety", "skin", "shoes", "limb-care"])
def test_a_printed_checklist_has_2_boxes_for_every_line_fit_for_a_hand_and_a_scanner(catalog, templates, name):
    options = unnamed.checklist(
        catalog, "left", Clinic(region="GB"), None, None, stick=False, lives_alone=None, today=PRINTED_ON
    )
    extra = unnamed.checklist_names(catalog, name, ())
    made = pipeline.make(kinds.KINDS["checklist"], catalog, templates, options, Variant(names=extra))
    names = [box[0] for each in made.printed.sheets for box in each.boxes]
    assert names == [
        f"{name}/{room.id}/{line.id}/{answer}"
        for room in catalog.checklist(name).rooms
        for line in room.lines
        for answer in ("Yes", "No")
    ]
    for each in made.printed.sheets:
        boxes = [(x, y, side) for _, x, y, side in each.boxes]
        assert_fit_for_a_hand_and_a_scanner(boxes, each.width, each.height)


# --- codes


@hypothesis(max_examples=60, deadline=None)
@given(
    page=st.integers(1, 999),
    template=st.sampled_from("CNL"),
    key=st.text(max_size=20),
    patient=st.text(max_size=20),
    corner=st.sampled_from(geometry.CORNERS),
)
def test_a_code_has_at_most_20_letters_and_digits_and_ends_with_its_check(page, template, key, patient, corner):
    code = filled(page=page, template=template, plan_token=plan_token(key, patient)).code(corner)
    assert len(code) <= 20
    assert set(code[:-1]) <= set(string.ascii_uppercase + string.digits)
    assert code[-1] == check_character(code[:-1])
    assert code[-2] == corner


def test_each_corner_and_each_page_has_a_code_of_its_own():
    codes = {filled(page=page).code(corner) for page in range(1, 20) for corner in geometry.CORNERS}
    assert len(codes) == 19 * 4


@hypothesis(max_examples=60, deadline=None)
@given(key=CODE, data=st.data())
def test_any_one_wrong_character_is_noticed(key, data):
    place = data.draw(st.integers(0, len(key) - 1))
    wrong = data.draw(CODE.map(lambda text: text[0]))
    assume(wrong != key[place])
    assert check_character(key[:place] + wrong + key[place + 1 :]) != check_character(key)


@hypothesis(max_examples=60, deadline=None)
@given(key=CODE, data=st.data())
def test_any_swap_of_neighbours_is_noticed(key, data):
    code = key + check_character(key)
    place = data.draw(st.integers(0, len(code) - 2))
    first, second = code[place], code[place + 1]
    assume(first != second)
    swapped = code[:place] + second + first + code[place + 2 :]
    assert "-" in swapped[:-1] or check_character(swapped[:-1]) != swapped[-1]


# --- layout and plan


BOX = ("seated-toe-raise/2026-11-23", 60.0, 40.0, 9.0)
LAYOUT = geometry.layout_hash("C", 297.0, 210.0, (BOX,))


@pytest.mark.parametrize(
    "changed",
    [
        ("C", 297.0, 210.0, ((BOX[0], 60.01, 40.0, 9.0),)),
        ("C", 297.0, 210.0, ((BOX[0], 60.0, 40.01, 9.0),)),
        ("C", 297.0, 210.0, ((BOX[0], 60.0, 40.0, 12.0),)),
        ("C", 297.0, 210.0, (("outer-foot-lift/2026-11-23", *BOX[1:]),)),
        ("C", 297.0, 210.0, (BOX, BOX)),
        ("C", 297.0, 210.0, ()),
        ("N", 297.0, 210.0, (BOX,)),
        ("C", 279.4, 215.9, (BOX,)),
    ],
    ids=["across", "down", "size", "name", "more", "fewer", "template", "paper"],
)
def test_the_layout_changes_with_any_box(changed):
    assert geometry.layout_hash(*changed) != LAYOUT


def test_the_same_layout_has_the_same_4_letters():
    assert geometry.layout_hash("C", 297.0, 210.0, (BOX,)) == LAYOUT
    assert len(LAYOUT) == 4


@hypothesis(max_examples=60, deadline=None)
@given(key=st.text(max_size=100), other=st.text(max_size=100), patient=st.text(max_size=30))
def test_a_plan_token_differs_by_key(key, other, patient):
    assume(key != other)
    assert plan_token(key, patient) != plan_token(other, patient)
    assert plan_token(key, patient) == plan_token(key, patient)


def test_long_keys_that_differ_at_the_end_give_different_tokens():
    assert plan_token("x" * 100 + "a", "p-1") != plan_token("x" * 100 + "b", "p-1")


def test_a_plan_token_differs_by_patient_day_and_plan():
    tokens = {
        plan_token("key", *parts)
        for parts in (("p-1", "2026-11-20"), ("p-2", "2026-11-20"), ("p-1", "2026-11-21"), ("p-1", "2026-11-20", "x"))
    }
    assert len(tokens) == 4
    assert plan_token("", "ab", "c") != plan_token("", "a", "bc")


@hypothesis(max_examples=60, deadline=None)
@given(patient=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=4, max_size=12))
def test_a_plan_token_has_no_part_of_the_id(patient):
    token = plan_token("", patient)
    assert len(token) == 6
    assert not any(patient[start : start + 4] in token for start in range(len(patient) - 3))


def test_the_geometry_names_boxes_and_codes(catalog):
    one = filled()
    said = json.loads(geometry.geometry((one, filled(page=4))))
    assert said["format"] == "printkit-sheets-1"
    assert [each["page"] for each in said["sheets"]] == [3, 4]
    first = said["sheets"][0]
    assert first["boxes"] == [{"name": BOX[0], "x": 60.0, "y": 40.0, "side": 9.0}]
    assert [corner["code"] for corner in first["corners"]] == [one.code(letter) for letter in "ABCD"]
    assert first["size"] == [297.0, 210.0]
    assert first["layout"] == one.layout_hash


def test_the_geometry_names_no_person(catalog, templates, example):
    made = pipeline.make(kinds.KINDS["chart"], catalog, templates, example)
    # the letters of the token mean nothing, but any 3 of them may be a name
    said = geometry.geometry(made.printed.sheets).decode().replace(made.document.plan_token, "").lower()
    assert "seated-toe-raise" in said
    for word in (example.patient.id, "sam", "example", "marsh", "riverside"):
        assert word.lower() not in said, word
