"""How lists to tick stand on their pages: 4 columns, no heading alone, rows to write on that fill the last page."""

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from msgspec.structs import replace
from pdf_reading import CHECKLISTS, example_options, looks, make, shipped, shipped_templates
from saying import misheard

from printkit import pipeline
from printkit.content import todo
from printkit.content.kinds import KINDS
from printkit.document import Checks, ToDo, walk
from printkit.intake import unnamed
from printkit.layout.fragment import Line, TextRun, TickBox
from printkit.layout.pagination import Laid
from printkit.layout.profiles import MM
from printkit.model.options import Clinic
from printkit.model.vocabulary import Answer, Cost, Paper, PrintProfile
from printkit.pipeline import LaidOut, Variant

CLINIC = Clinic(region="GB", name="Riverside Stroke Clinic", phone="01632 960123")


@cache
def laid(
    name: str, look: PrintProfile = PrintProfile.STANDARD, paper: Paper = Paper.A4, clinic: Clinic = CLINIC
) -> Laid:
    """A list with all of its lines, as it is before it is drawn."""
    catalog = shipped()
    options = unnamed.checklist(catalog, "left", clinic, None, stick=False, lives_alone=None, today=TODAY)
    options = replace(options, print=replace(options.print, profile=look, paper=paper))
    extra = Variant(names=unnamed.checklist_names(catalog, name, ()))
    found: LaidOut = pipeline.laid_out(KINDS["checklist"], catalog, shipped_templates(), options, extra)
    return found.laid


TODAY = example_options().print.printed_on


def marks(page, kind):
    """Marks of a kind on a page, with their place in millimetres."""
    return [
        ((place.x + mark.x) / MM, (place.y + mark.y) / MM, mark)
        for place in page.placed
        for mark in place.piece.marks
        if isinstance(mark, kind)
    ]


def rows(page) -> list[tuple[float, float]]:
    """Where the Yes boxes of a page are."""
    return [(x, y) for x, y, box in marks(page, TickBox) if box.name.endswith("/yes")]


every_list = pytest.mark.parametrize("name", CHECKLISTS)
every_look = pytest.mark.parametrize(("look", "paper"), looks())


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("home-safety", 6),
        ("shoes", 2),
        ("limb-care", 3),
        ("skin", 4),
        *((name, 2) for name in ("bath-transfer", "helper-back", "medicines", "visit")),
    ],
)
@pytest.mark.parametrize("clinic", [CLINIC, Clinic(region="GB")])
def test_a_list_is_as_many_sheets_as_a_family_can_walk_with(name, pages, clinic):
    assert len(laid(name, clinic=clinic).pages) == pages


def test_14_to_18_lines_stand_on_a_page_of_the_home_list_and_its_last_page_is_for_what_to_do():
    *pages, last = laid("home-safety").pages
    counts = [len(rows(page)) for page in pages]
    assert sum(counts) == sum(len(room.lines) for room in shipped().checklist("home-safety").rooms)
    assert all(14 <= count <= 18 for count in counts), counts
    assert rows(last) == []
    empty = [mark for _, _, mark in marks(last, Line) if mark.y == mark.to_y and mark.colour == "line"]
    assert len(empty) == 15 + 1  # the rows, and the line for day and name


@every_list
def test_the_columns_are_where_the_eye_goes_from_no_to_what_to_do(name):
    """Look 74 mm, Yes and No of 9 mm and 5 apart, then what to do: A4, the usual look."""
    left = 18.0
    for page in laid(name).pages:
        for x, _y, box in marks(page, TickBox):
            at = left + 74 + 3 + (14 if box.name.endswith("/no") else 0)
            assert x == pytest.approx(at, abs=0.1)
            assert box.size / MM == pytest.approx(9)
        acts = [x for x, _, run in marks(page, TextRun) if run.style.size == 12 and not run.style.bold]
        assert not [x for x in acts if left + 74 < x < left + 103.9]


@every_list
@every_look
def test_rows_are_12_6_mm_apart_and_no_line_is_near_a_box(name, look, paper):
    for page in laid(name, look, paper).pages:
        for (_, first), (_, second) in pairwise(rows(page)):
            assert second - first >= 12.6 - 0.01
        boxes = marks(page, TickBox)
        rules = [(x, y, mark) for x, y, mark in marks(page, Line) if mark.y == mark.to_y]
        for bx, by, box in boxes:
            side = box.size / MM
            for x, y, rule in rules:
                end = x + (rule.to_x - rule.x) / MM
                beside = end <= bx - 2 + 0.01 or x >= bx + side + 2 - 0.01
                assert beside or y <= by - 2 or y >= by + side + 2, (box.name, x, y, end)


@every_list
@every_look
def test_a_room_never_stands_with_a_single_line(name, look, paper):
    """Not at the foot of a page, and not again at the head of the next."""
    found = laid(name, look, paper)
    counts = Counter(
        (number, box.name.rpartition("/")[0].rpartition("/")[0])
        for number, page in enumerate(found.pages)
        for _, _, box in marks(page, TickBox)
        if box.name.endswith("/yes")
    )
    of_room = Counter(row.name.rpartition("/")[0] for block in walk(found.document.blocks) if isinstance(block, Checks) for row in block.rows)  # fmt: skip
    for (_, room), count in counts.items():
        assert count >= min(2, of_room[room]), room


@every_list
@every_look
def test_what_we_looked_on_stands_over_rows_to_write_on(name, look, paper):
    found = laid(name, look, paper)
    asked = [block for block in walk(found.document.blocks) if isinstance(block, ToDo)]
    assert bool(asked) == (shipped().checklist(name).to_do is Answer.YES)
    for page in found.pages:
        words = " ".join(run.text for _, _, run in marks(page, TextRun))
        if "We looked on" in words:
            empty = [mark for _, _, mark in marks(page, Line) if mark.y == mark.to_y and mark.colour == "line"]
            assert len(empty) >= 5
            assert "By when" in words


@every_list
def test_the_head_of_a_list_is_prose_of_3_lines_at_most(name):
    found = laid(name)
    index = next(i for i, each in enumerate(found.fragments) if each.elements and each.elements[0].tag == "P")
    assert len(found.fragments[index].pieces) == 1
    lines = {run.y for run in found.fragments[index].pieces[0].marks if isinstance(run, TextRun)}
    assert len(lines) <= 3


@every_list
def test_what_is_free_comes_first_in_each_room(name):
    costs = {line.id: line.cost for room in shipped().checklist(name).rooms for line in room.lines}
    for block in walk(laid(name).document.blocks):
        if isinstance(block, Checks):
            order = [list(Cost).index(costs[row.name.rpartition("/")[2]]) for row in block.rows]
            assert order == sorted(order), block.title


@every_list
@every_look
def test_a_list_is_heard_as_it_is_written(name, look, paper):
    options = example_options()
    made = make(name, replace(options, print=replace(options.print, profile=look, paper=paper)))
    assert misheard(made.printed.data, made.document) == []


@pytest.mark.parametrize("look", [PrintProfile.NEGLECT_LEFT, PrintProfile.NEGLECT_RIGHT, PrintProfile.LARGE])
def test_in_one_column_the_boxes_stand_where_the_reader_looks(look):
    for page in laid("shoes", look).pages:
        for x, _, _ in marks(page, TickBox):
            if look is PrintProfile.NEGLECT_RIGHT:
                assert x < page.width / 4
            else:
                assert x > page.width / 2


# --- the list of what to do


@cache
def to_do(count: int, paper: Paper = Paper.A4, look: PrintProfile = PrintProfile.STANDARD) -> Laid:
    """The to-do list of the longest lines of the home."""
    catalog = shipped()
    options = unnamed.checklist(catalog, "left", CLINIC, None, stick=False, lives_alone=None, today=TODAY)
    options = replace(options, print=replace(options.print, paper=paper, profile=look))
    every = [
        (f"home-safety/{room.id}/{line.id}/no", len(line.look["en"] + line.do["en"]))
        for room in catalog.checklist("home-safety").rooms
        for line in room.lines
    ]
    longest = sorted(every, key=lambda pair: -pair[1])[:count]
    names = todo.names(catalog, options, pipeline.speaker(catalog, options), dict.fromkeys([n for n, _ in longest], "yes"), "")  # fmt: skip
    return pipeline.laid_out(KINDS["todo"], catalog, shipped_templates(), options, Variant(names=names)).laid


def test_11_lines_to_do_fit_one_page_whatever_they_are():
    assert len(to_do(11).pages) == 1


@pytest.mark.parametrize("count", [15, 16, 40, 73])
def test_no_more_than_15_lines_stand_on_a_page(count):
    found = to_do(count)
    (table,) = [block for block in walk(found.document.blocks) if isinstance(block, ToDo)]
    assert len(table.rows) == count
    for page in found.pages:
        said = [run.text for _, _, run in marks(page, TextRun)]
        questions = {row.question for row in table.rows}
        begun = [words for words in questions if any(words.startswith(text) and len(text) > 8 for text in said)]
        assert len(begun) <= 15


@every_look
def test_no_word_to_do_is_broken(look, paper):
    found = to_do(12, paper, look)
    (table,) = [block for block in walk(found.document.blocks) if isinstance(block, ToDo)]
    whole = {
        word for row in table.rows for text in (row.room, row.question, row.action, row.cost) for word in text.split()
    }
    whole |= {word for header in table.headers for word in header.split()}
    for index, fragment in enumerate(found.fragments):
        if fragment.elements and fragment.elements[0].tag == "Table":
            for piece in fragment.pieces:
                for mark in piece.marks:
                    if isinstance(mark, TextRun):
                        assert set(mark.text.split()) <= whole, (index, mark.text)


def test_a_box_that_stood_twice_in_a_file_is_still_a_line_to_do(catalog):
    """In a booklet with the whole list a line may stand on the page of what matters most, too."""
    options = unnamed.checklist(catalog, "left", CLINIC, None, stick=False, lives_alone=None, today=TODAY)
    speaker = pipeline.speaker(catalog, options)
    answers = {"home-safety/bedroom/R2/no-2": "yes"}
    table = todo.names(catalog, options, speaker, answers, "form")["todo_table"]()
    assert [row.question for row in table.rows] == ["Is the way from bed to bathroom lit at night?"]
