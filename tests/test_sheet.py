"""The geometry of sheets that come home filled in: room for a hand, room for a scanner, and codes that name no one."""

import json
import string
from datetime import date
from itertools import pairwise

import pytest
from conftest import PRINTED_ON
from hypothesis import assume, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_reading import CHECKLISTS

from printkit import pipeline
from printkit.content import charts, kinds
from printkit.content.charts import Session
from printkit.document import Block, DayChart, NumberChart
from printkit.figures.scene import Drawing
from printkit.intake import unnamed
from printkit.layout.blocks import lay_out
from printkit.layout.fragment import Line, Space, Stamp, TickBox
from printkit.layout.profiles import MM, PROFILES, STANDARD, Profile
from printkit.model.options import Clinic, Options
from printkit.model.vocabulary import Cost, DayPart, Paper, PrintProfile, Tremor
from printkit.pipeline import Variant
from printkit.planning.plan import Plan
from printkit.planning.safety import Cleared, review
from printkit.sheets import geometry
from printkit.sheets.codes import check_character, plan_token

PAPERS = ("A4", "letter", "A5")
EMPTY = geometry.CLEAR  # mm that a reader of scans needs around a box and a code

CODE = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=19)


def filled(**changes) -> geometry.Sheet:
    boxes = changes.pop("boxes", (("seated-toe-raise@midday/2026-11-23", 83.0, 40.0, 10.0),))
    parts = {"page": 3, "template": "C", "plan_token": "ABC123", "width": 210.0, "height": 297.0, **changes}
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
        assert all(apart(box, code) >= EMPTY - 0.02 for code in codes), box  # places are rounded to 0.01 mm
        for other in boxes[number + 1 :]:
            assert apart(box, other) >= EMPTY - 0.02, (box, other)  # places are rounded to 0.01 mm


# --- boxes


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("severe", [False, True])
def test_boxes_of_days_and_of_scales_are_fit_for_a_hand_and_a_scanner(paper, severe):
    size = geometry.PAGE_SIZES[paper]
    for box in geometry.day_boxes(paper, severe):
        gap = geometry.TREMOR_GAP if severe else geometry.DAY_GAP
        cells = geometry.day_cells((40.0, 40.0 + box + gap), box, paper)
        assert [(cell.row, cell.column) for cell in cells] == [(row, day) for row in (0, 1) for day in range(7)]
        if (paper, severe) != ("A5", True):  # which is refused: see pipeline
            assert_fit_for_a_hand_and_a_scanner([(cell.x, cell.y, box) for cell in cells], *size)
    box = geometry.number_box(paper, severe)
    cells = geometry.number_cells((60.0,), box, paper)
    if (paper, severe) != ("A5", True):
        assert_fit_for_a_hand_and_a_scanner([(cell.x, cell.y, box) for cell in cells], *size)
    assert cells[0].x == pytest.approx(geometry.chart_side(paper))
    assert cells[-1].x + box == pytest.approx(size[0] - geometry.chart_side(paper))


def test_the_figures_of_a_chart_are_those_of_the_trials():
    assert [geometry.label_width(paper) for paper in PAPERS] == [62.0, pytest.approx(67.9), 40.5]
    assert [geometry.day_step(paper) for paper in PAPERS] == [16.0, 16.0, 12.5]
    assert geometry.day_boxes("A4", severe=False) == geometry.day_boxes("letter", severe=False) == (10.0, 9.5, 9.0)
    assert geometry.day_boxes("A4", severe=True) == (12.0,)
    assert (geometry.DAY_GAP, geometry.TREMOR_GAP) == (3.5, 4.0)
    assert [geometry.number_box(paper, severe=False) for paper in PAPERS] == [11.0, 11.0, 9.0]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_corner_codes_stand_10_mm_from_the_edges(paper):
    width, height = geometry.PAGE_SIZES[paper]
    assert width < height
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
    """The blocks of a chart for some sessions."""

    def blocks(count: int, paper: str = "A4", *, weeks: int = 3, on: tuple[str, ...] = (), **changes):
        options = replace(example, health=replace(example.health, **changes), print=replace(example.print, weeks=weeks))
        sessions = tuple(
            Session(
                exercise=f"exercise-{number}",
                part=DayPart.MIDDAY,
                label=f"Exercise {number}",
                detail="midday",
                on=on if number % 2 else (),
            )
            for number in range(count)
        )
        return list(charts.sheets(sessions, cleared(options), pipeline.speaker(catalog, options), paper))

    return blocks


def pages_of(block: Block, profile: Profile = STANDARD) -> list[list[TickBox]]:
    """The boxes of each page of a chart."""
    fragment = lay_out(block, Space(0, 0), profile)
    assert fragment.whole_page
    return [[mark for mark in piece.marks if isinstance(mark, TickBox)] for piece in fragment.pieces]


def weeks_and_rows(block: Block, profile: Profile = STANDARD) -> list[tuple[int, int]]:
    """How many weeks each page has, and how many rows a week."""
    found = []
    for boxes in pages_of(block, profile):
        days = {box.name.partition("/")[2] for box in boxes}
        rows = {box.name.partition("/")[0] for box in boxes}
        found.append((len(days) // 7, len(rows)))
    return found


def test_no_session_of_a_long_plan_is_lost_and_none_is_there_twice(chart):
    block = chart(30, weeks=2)[0]
    names = [box.name for boxes in pages_of(block) for box in boxes]
    rows = [*(f"exercise-{number}@midday" for number in range(30)), "skin", "toes-caught", "fell"]
    days = [name for week in block.weeks for name in week.names]
    assert sorted(names) == sorted(f"{row}/{day}" for row in rows for day in days)
    assert len(days) == 14


@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_2_weeks_stand_on_a_page_with_up_to_8_rows_and_1_with_up_to_14(chart, paper):
    for sessions in range(1, 6):  # skin, toes caught and fell are 3 rows more
        assert weeks_and_rows(chart(sessions, paper, weeks=2)[0]) == [(2, sessions + 3)]
    for sessions in range(7, 12):
        assert weeks_and_rows(chart(sessions, paper, weeks=2)[0]) == [(1, sessions + 3)] * 2
    many = weeks_and_rows(chart(20, paper, weeks=2)[0])
    assert [week for week, _ in many] == [1] * 4
    assert sum(rows for _, rows in many) == 2 * 23


def test_large_print_has_2_weeks_on_a_page_where_they_fit_and_else_1(chart):
    assert weeks_and_rows(chart(1, weeks=2)[0], PROFILES["large"]) == [(2, 4)]
    assert weeks_and_rows(chart(5, weeks=2)[0], PROFILES["large"]) == [(1, 8), (1, 8)]


def test_3_weeks_are_2_sheets_each_with_its_scales_on_the_back(chart):
    blocks = chart(2)
    assert [type(block) for block in blocks] == [DayChart, NumberChart] * 2
    assert [len(block.weeks) for block in blocks if isinstance(block, DayChart)] == [2, 1]
    assert [[scale.name for scale in block.scales] for block in blocks if isinstance(block, NumberChart)] == [
        ["effort/week-1", "pain/week-1", "effort/week-2", "pain/week-2"],
        ["effort/week-3", "pain/week-3"],
    ]
    assert [len(pages_of(block)) for block in blocks] == [1, 1, 1, 1]


def test_a_severe_tremor_gets_large_boxes_and_1_week_a_page(chart):
    blocks = chart(2, tremor=Tremor.SEVERE)
    assert weeks_and_rows(blocks[0]) == [(1, 5), (1, 5)]
    sizes = {round(box.size / MM, 2) for block in blocks for boxes in pages_of(block) for box in boxes}
    assert sizes == {geometry.TREMOR_BOX}


def test_the_days_of_a_chart_follow_each_other(chart):
    named = [name for block in chart(1) if isinstance(block, DayChart) for week in block.weeks for name in week.names]
    assert named[0] == "2026-11-23"
    assert named[7] == "2026-11-30"
    assert named == sorted(set(named))


@pytest.mark.parametrize(("starts_on", "off"), [(date(2026, 11, 23), "15"), (date(2026, 11, 26), "15"), (None, "15")])
def test_a_box_of_a_day_off_is_dotted_and_a_box_all_the_same(catalog, example, starts_on, off):
    options = replace(example, plan=replace(example.plan, starts_on=starts_on), print=replace(example.print, weeks=1))
    plain = Session(exercise="a", part=DayPart.MORNING, label="A", detail="morning")
    planned = replace(plain, exercise="b", on=("mon", "wed", "thu", "fri", "sat"))
    block = next(charts.sheets((plain, planned), cleared(options), pipeline.speaker(catalog, options), "A4"))
    assert isinstance(block, DayChart)
    weekdays = {name: weekday for week in block.weeks for name, (weekday, _) in zip(week.names, week.days, strict=True)}
    (boxes,) = pages_of(block)
    dotted = {(box.name.partition("/")[0], weekdays[box.name.partition("/")[2]]) for box in boxes if box.dotted}
    assert dotted == {("b@morning", "Tue"), ("b@morning", "Sun")}
    assert len(boxes) == 7 * len(block.rows)
    assert block.day_off


def test_without_days_off_no_box_is_dotted_and_nothing_is_said_of_them(chart):
    block = chart(4)[0]
    assert not any(box.dotted for boxes in pages_of(block) for box in boxes)
    assert block.day_off == ""


@pytest.mark.parametrize("weeks", [1, 2])
def test_there_are_6_lines_or_more_to_write_on_11_mm_apart(chart, weeks):
    block = chart(2, weeks=weeks)[1]
    (piece,) = lay_out(block, Space(0, 0), STANDARD).pieces
    lines = [mark.y / MM for mark in piece.marks if isinstance(mark, Line)]
    assert len(lines) >= 6
    assert {round(after - before, 2) for before, after in pairwise(lines)} == {11.0}


def test_faces_stand_over_their_digits_of_the_scales_of_pain(catalog, example):
    face = Drawing(wide=20, high=20, own=())
    faces = tuple((digit, face) for digit in range(0, 11, 2))
    voice = pipeline.speaker(catalog, example)
    _, block = charts.sheets((), cleared(example), voice, "A4", faces=faces)
    pieces = lay_out(block, Space(0, 0), PROFILES["aphasia"]).pieces
    boxes = {box.name: box for piece in pieces for box in piece.marks if isinstance(box, TickBox)}
    stamps = [mark for piece in pieces for mark in piece.marks if isinstance(mark, Stamp)]
    over = {
        name: [box for box in boxes.values() if box.name.startswith(name)] for name in ("pain/week-1", "pain/week-2")
    }
    assert len(stamps) == 12
    for stamp in stamps:
        below = [
            box
            for some in over.values()
            for box in some
            if abs(box.x + box.size / 2 - stamp.x - stamp.wide / 2) < 0.1 and 0 < box.y - stamp.y < 25 * MM
        ]
        assert len(below) == 1
        assert stamp.y + stamp.high <= below[0].y - geometry.CLEAR * MM


LOOKS = [
    *((look, paper, Tremor.NONE) for look in PrintProfile for paper in (Paper.A4, Paper.LETTER)),
    *(
        (look, paper, Tremor.SEVERE)
        for look in (PrintProfile.STANDARD, PrintProfile.LARGE)
        for paper in ("A4", "letter")
    ),
    *((look, Paper.A5, Tremor.NONE) for look in (PrintProfile.STANDARD, PrintProfile.APHASIA)),
]
LONG_WEEK = (
    "Last week: practised on 7 days, 21 sets; toes caught 12 times; falls 2.",
    "Last week: practised on 7 days.",
)


@pytest.mark.parametrize("last_week", [(), LONG_WEEK])
@pytest.mark.parametrize(("look", "paper", "tremor"), LOOKS)
def test_every_box_of_a_printed_chart_is_fit_for_a_hand_and_a_scanner(
    catalog, templates, example, look, paper, tremor, last_week
):
    options = replace(
        example,
        health=replace(example.health, tremor=tremor),
        print=replace(example.print, weeks=2, profile=look, paper=Paper(paper)),
    )
    made = pipeline.make(kinds.KINDS["chart"], catalog, templates, options, Variant(last_week=last_week))
    days = [each for each in made.printed.sheets if each.template == "C"]
    assert len(days) == (1 if look != PrintProfile.LARGE and paper != Paper.A5 and tremor is Tremor.NONE else 2)
    for each in made.printed.sheets:
        boxes = [(x, y, side) for _, x, y, side in each.boxes]
        assert_fit_for_a_hand_and_a_scanner(boxes, each.width, each.height)
        assert len({name for name, *_ in each.boxes}) == len(each.boxes)
    least = geometry.TREMOR_GAP if tremor is Tremor.SEVERE else geometry.DAY_GAP
    for each in days:
        tops = sorted({(y, side) for _, _, y, side in each.boxes})
        assert all(after[0] - before[0] - before[1] >= least - 0.02 for before, after in pairwise(tops))
        assert tops[0][1] >= (12.0 if tremor is Tremor.SEVERE else 9.0)


@pytest.mark.parametrize("name", CHECKLISTS)
def test_a_printed_checklist_has_2_boxes_for_every_line_fit_for_a_hand_and_a_scanner(catalog, templates, name):
    options = unnamed.checklist(
        catalog, "left", Clinic(region="GB"), None, stick=False, lives_alone=None, today=PRINTED_ON
    )
    extra = unnamed.checklist_names(catalog, name, ())
    made = pipeline.make(kinds.KINDS["checklist"], catalog, templates, options, Variant(names=extra))
    names = [box[0] for each in made.printed.sheets for box in each.boxes]
    assert names == [
        f"{name}/{room.id}/{line.id}/{answer}"
        for room in catalog.checklist(name).rooms
        for line in sorted(room.lines, key=lambda line: list(Cost).index(line.cost))
        for answer in ("yes", "no")
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
LAYOUT = geometry.layout_hash("C", 210.0, 297.0, (BOX,))


@pytest.mark.parametrize(
    "changed",
    [
        ("C", 210.0, 297.0, ((BOX[0], 60.01, 40.0, 9.0),)),
        ("C", 210.0, 297.0, ((BOX[0], 60.0, 40.01, 9.0),)),
        ("C", 210.0, 297.0, ((BOX[0], 60.0, 40.0, 12.0),)),
        ("C", 210.0, 297.0, (("outer-foot-lift/2026-11-23", *BOX[1:]),)),
        ("C", 210.0, 297.0, (BOX, BOX)),
        ("C", 210.0, 297.0, ()),
        ("N", 210.0, 297.0, (BOX,)),
        ("C", 279.4, 215.9, (BOX,)),
    ],
    ids=["across", "down", "size", "name", "more", "fewer", "template", "paper"],
)
def test_the_layout_changes_with_any_box(changed):
    assert geometry.layout_hash(*changed) != LAYOUT


def test_the_same_layout_has_the_same_4_letters():
    assert geometry.layout_hash("C", 210.0, 297.0, (BOX,)) == LAYOUT
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
    assert first["boxes"] == [{"name": name, "x": x, "y": y, "side": side} for name, x, y, side in one.boxes]
    assert [corner["code"] for corner in first["corners"]] == [one.code(letter) for letter in "ABCD"]
    assert first["size"] == [210.0, 297.0]
    assert first["layout"] == one.layout_hash


def test_the_geometry_names_no_person(catalog, templates, example):
    made = pipeline.make(kinds.KINDS["chart"], catalog, templates, example)
    # the letters of the token mean nothing, but any 3 of them may be a name
    said = geometry.geometry(made.printed.sheets).decode().replace(made.document.plan_token, "").lower()
    assert "seated-toe-raise" in said
    for word in (example.patient.id, "sam", "example", "marsh", "riverside"):
        assert word.lower() not in said, word
