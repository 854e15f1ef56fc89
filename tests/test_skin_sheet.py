"""The skin sheet: whose brace is new, how long it is worn, what a mark means, and where the numbers stand on a foot."""

import itertools
from datetime import date, timedelta

import pikepdf
import pytest
from conftest import PRINTED_ON
from msgspec.structs import replace
from pdf_reading import example_options, looks, make, shipped, shipped_templates
from saying import misheard

from printkit import pipeline
from printkit.content import skin
from printkit.content.kinds import KINDS
from printkit.document import Callout, DayChecks, SheetTitle, Table, Views, texts, walk, words_of
from printkit.figures.geometry import points_of
from printkit.figures.scene import COLOURS, HIGH
from printkit.figures.skin_places import DISC
from printkit.layout.fragment import TextRun
from printkit.layout.pagination import Laid
from printkit.model.options import Clinic, Options
from printkit.model.person import Devices
from printkit.model.vocabulary import Answer, Paper, Side, SkinPlace, SkinView

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
FIRST = date(2026, 11, 23)
LONG = Clinic(region="GB", name="Riverside and Upper Valley Community Stroke Team", phone="01632 960123")


def options_of(**said) -> Options:
    """The example with a brace since the first day, and what is said of the foot."""
    options = example_options()
    devices = {"afo": YES, "brace_started_on": FIRST, **said.pop("devices", {})}
    health = {"reduced_feeling": NO, "diabetes": NO, **said.pop("health", {})}
    return replace(
        options,
        devices=Devices(**devices),
        health=replace(options.health, **health),
        print=replace(options.print, printed_on=PRINTED_ON),
        **said,
    )


def document_of(options: Options):
    return make("skin-sheet", options).document


def block_of(options: Options, kind: type):
    return next(block for block in walk(document_of(options).blocks) if isinstance(block, kind))


def title_of(options: Options) -> str:
    return block_of(options, SheetTitle).title


# --- the days


def test_the_slowest_start_has_its_14_days_with_dates_and_times():
    days = block_of(options_of(), DayChecks)
    assert [day.time for day in days.rows[:3]] == ["30 minutes", "45 minutes", "1 hour"]
    assert days.rows[-1].time == "3 hours 45 minutes"
    assert [day.date for day in days.rows[:2]] == ["Mon 23 November", "Tue 24 November"]
    assert [day.name for day in days.rows] == [f"skin-day/{FIRST + timedelta(days=n)}" for n in range(14)]
    assert title_of(options_of()) == "Your new brace: the first 14 days"


def test_the_orthotists_own_plan_wins():
    options = options_of(devices={"wear_in_minutes": (60, 90, 120), "mark_fades_in_minutes": 30})
    assert [day.time for day in block_of(options, DayChecks).rows] == ["1 hour", "1 hour 30 minutes", "2 hours"]
    said = "\n".join(texts(document_of(options).blocks))
    assert "Your orthotist (brace maker) made this plan." in said
    assert "slowest start" not in said
    assert "30 minutes" in said
    assert "20 minutes" not in said
    assert title_of(options) == "Your new brace: the first 3 days"


@pytest.mark.parametrize(
    ("devices", "new"),
    [
        ({"brace_started_on": FIRST}, True),
        ({"brace_started_on": PRINTED_ON - timedelta(days=13)}, True),
        ({"brace_started_on": PRINTED_ON - timedelta(days=14)}, False),
        ({"brace_started_on": PRINTED_ON - timedelta(days=14), "wear_in_minutes": (30,) * 15}, True),
        ({"brace_started_on": None}, False),
        ({"brace_started_on": None, "wear_in_minutes": (30, 60)}, True),
        ({"brace_started_on": None, "afo": NO}, False),
    ],
)
def test_a_brace_is_new_while_its_days_last(devices, new):
    options = options_of(devices=devices)
    assert skin.is_new_brace(options, shipped().wear_in) is new
    assert (title_of(options) == "My skin, day by day") is not new
    assert all(bool(day.time) is new for day in block_of(options, DayChecks).rows)


def test_without_a_new_brace_the_days_are_those_of_the_plan():
    options = options_of(devices={"brace_started_on": None})
    rows = block_of(options, DayChecks).rows
    start = options.plan.starts_on
    assert [day.name for day in rows] == [f"skin-day/{start + timedelta(days=n)}" for n in range(14)]
    options = replace(options, plan=replace(options.plan, starts_on=None))
    rows = block_of(options, DayChecks).rows
    assert [day.name for day in rows] == [f"skin-day/day-{n}" for n in range(1, 15)]
    assert {day.date for day in rows} == {""}


# --- what a mark means


@pytest.mark.parametrize(
    ("health", "says", "never"),
    [
        (
            {},
            (
                "If a mark stays: Leave brace and shoe off.",
                "Wait for 20 minutes. If it is still there, call",
                "set a timer: 20 minutes.",
            ),
            ("At any mark:", "Less feeling"),
        ),
        ({"reduced_feeling": YES}, ("At any mark: Do not wait.", "A mark\n"), ("Still there", "timer", "Gone")),
        ({"diabetes": YES}, ("At any mark: Do not wait.",), ("Still there", "timer", "Gone")),
        (
            {"reduced_feeling": UNKNOWN},
            (
                "If a mark stays:",
                "With less feeling or diabetes, call about any mark.",
                "Any mark, with less feeling",
            ),
            ("At any mark:",),
        ),
    ],
)
@pytest.mark.parametrize("start", [FIRST, None])
def test_any_mark_counts_where_a_foot_feels_less(health, says, never, start):
    options = options_of(health=health, devices={"brace_started_on": start})
    said = "\n".join(map(words_of, walk(document_of(options).blocks)))
    for words in says:
        assert words in said
    for words in never:
        assert words not in said
    assert "Call 999 at once." in said
    (mark,) = [
        block for block in walk(document_of(options).blocks) if isinstance(block, Callout) and block.kind == "stop"
    ]
    assert options.clinic.phone.replace(" ", "\u00a0") in words_of(mark)


def test_the_signs_begin_with_the_one_that_needs_an_ambulance():
    table = block_of(options_of(), Table)
    assert table.rows[0] == ("Foot suddenly cold, pale or blue", "Call 999 at once.")


# --- the sheet


@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
@pytest.mark.parametrize("health", [{}, {"reduced_feeling": YES}, {"reduced_feeling": UNKNOWN}])
@pytest.mark.parametrize("start", [FIRST, date(2026, 12, 26), None])
def test_14_days_are_one_sheet_of_2_sides(paper, health, start):
    options = options_of(health=health, devices={"brace_started_on": start}, clinic=LONG)
    made = make("skin-sheet", replace(options, print=replace(options.print, paper=paper)))
    assert made.printed.pages == 2
    (sheet,) = made.printed.sheets
    assert sheet.page == 1
    rows = block_of(options, DayChecks).rows
    assert [name for name, *_ in sheet.boxes] == [f"{day.name}/{key}" for day in rows for key in ("gone", "still")]
    assert {side for *_, side in sheet.boxes} == {9.0}
    ys = sorted({y for _, _, y, _ in sheet.boxes})
    assert all(after - before >= 12.59 for before, after in itertools.pairwise(ys))


def test_a_long_plan_of_the_orthotist_goes_on_over_pages_with_its_head_again():
    options = options_of(devices={"wear_in_minutes": (30,) * 40})
    made = make("skin-sheet", options)
    assert made.printed.pages > 2
    names = [name for sheet in made.printed.sheets for name, *_ in sheet.boxes]
    assert len(names) == 80 == len(set(names))


@pytest.mark.parametrize(("look", "paper"), looks())
@pytest.mark.parametrize("start", [FIRST, None])
def test_the_sheet_is_heard_as_it_is_written_and_no_letter_is_small(look, paper, start):
    options = options_of(devices={"brace_started_on": start})
    options = replace(options, print=replace(options.print, profile=look, paper=paper))
    made = make("skin-sheet", options)
    assert misheard(made.printed.data, made.document) == []
    found = laid(options)
    sizes = {run.style.size for page in found.pages for place in page.placed for run in place.piece.marks if isinstance(run, TextRun)}  # fmt: skip
    assert min(sizes) >= 12


def laid(options: Options) -> Laid:
    return pipeline.laid_out(KINDS["skin-sheet"], shipped(), shipped_templates(), options).laid


# --- the drawings


@pytest.mark.parametrize("side", Side)
def test_every_place_has_a_number_inside_its_drawing(side):
    shown = skin.views(side)
    assert [seen.view for seen in shown] == list(SkinView)
    assert {number.place for seen in shown for number in seen.numbers} == set(SkinPlace)
    for seen in shown:
        radius = DISC / seen.drawing.wide, DISC / HIGH
        for number in seen.numbers:
            assert radius[0] <= number.x <= 1 - radius[0]
            assert radius[1] <= number.y <= 1 - radius[1]
        for one in seen.numbers:
            for other in seen.numbers:
                apart = ((one.x - other.x) * seen.drawing.wide, (one.y - other.y) * HIGH)
                assert one == other or (apart[0] ** 2 + apart[1] ** 2) ** 0.5 > 2 * DISC


def test_a_left_foot_is_the_mirror_of_a_right_one():
    for left, right in zip(skin.views(Side.LEFT), skin.views(Side.RIGHT), strict=True):
        assert left.drawing.wide == right.drawing.wide
        for one, other in zip(left.numbers, right.numbers, strict=True):
            assert one.place is other.place
            assert one.x == pytest.approx(1 - other.x)
            assert one.y == pytest.approx(other.y)


def coloured(side: Side, view: SkinView) -> list[float]:
    """Where the coloured skin of a view has its middles, from left to right, in parts of its width."""
    (seen,) = [each for each in skin.views(side) if each.view is view]
    found = []
    for layer in seen.drawing.layers:
        for paint in layer.paints:
            if paint.fill == COLOURS["aff-skin"]:
                xs = [x for x, _ in points_of(paint.path)]
                found.append((min(xs) + max(xs)) / 2 / seen.drawing.wide)
    return sorted(found)


def test_the_affected_foot_is_in_colour_on_its_side():
    """Seen from the front a person's left foot is on the right."""
    assert min(coloured(Side.LEFT, SkinView.FRONT)) > 0.5
    assert max(coloured(Side.RIGHT, SkinView.FRONT)) < 0.5
    both = coloured(Side.BOTH, SkinView.FRONT)
    assert both[0] < 0.5 < both[-1]
    for view in SkinView:
        assert coloured(Side.UNKNOWN, view) == []
        assert coloured(Side.LEFT, view)


def test_the_big_toe_is_where_it_is():
    """Of a left sole with its toes up it is on the left; seen from its outer side a left foot points left."""
    for side, left in ((Side.LEFT, True), (Side.RIGHT, False)):
        sole, outer = (
            next(each for each in skin.views(side) if each.view is view) for view in (SkinView.SOLE, SkinView.OUTER)
        )
        toes = [points_of(p.path) for p in sole.drawing.layers[0].paints if p.fill == COLOURS["aff-skin"]]
        tip = max((point for path in toes for point in path), key=lambda point: point[1])
        assert (tip[0] < sole.drawing.wide / 2) is left
        foot = [x for p in outer.drawing.layers[0].paints if p.fill == COLOURS["aff-skin"] for x, y in points_of(p.path) if y < 0.2 * HIGH]  # fmt: skip
        heel = next(number for number in outer.numbers if number.place is SkinPlace.HEEL).x * outer.drawing.wide
        far = max(foot, key=lambda x: abs(x - heel))
        assert (far < heel) is left


def test_the_numbers_on_the_drawings_are_those_of_the_list():
    text = shipped().skin_look.text["en"]
    numbers = {place: number for number, place in enumerate(text.places, 1)}
    block = block_of(options_of(), Views)
    for seen, spots in zip(skin.views(Side.LEFT), block.spots, strict=True):
        assert [spot.number for spot in spots] == [numbers[number.place] for number in seen.numbers]


def test_each_digit_stands_in_the_middle_of_its_disc():
    found = laid(options_of())
    block = next(block for block in walk(found.document.blocks) if isinstance(block, Views))
    digits = sorted(str(spot.number) for spots in block.spots for spot in spots)
    inner = [child for each in found.fragments for child in each.children]
    views = next(each for each in inner if each.elements and each.elements[0].tag == "Figure")
    said = [mark for mark in views.pieces[0].marks if isinstance(mark, TextRun) and mark.text.isdigit()]
    assert sorted(mark.text for mark in said) == digits
    assert all(mark.style.colour == "paper" and mark.style.bold for mark in said)


def test_in_grey_the_sheet_has_no_colour():
    options = options_of()
    made = make("skin-sheet", replace(options, print=replace(options.print, greyscale=YES)))
    block = next(block for block in walk(made.document.blocks) if isinstance(block, Views))
    for sketch in block.sketches:
        for layer in sketch.drawing.layers:
            for colour in (each for paint in layer.paints for each in (paint.fill, paint.ink) if each):
                assert colour[1:3] == colour[3:5] == colour[5:7]


def test_the_boxes_lie_in_the_file_for_whoever_reads_the_sheet():
    import json
    from io import BytesIO

    with pikepdf.open(BytesIO(make("skin-sheet", options_of()).printed.data)) as pdf:
        said = json.loads(pdf.attachments["sheets.json"].get_file().read_bytes())
    assert [sheet["template"] for sheet in said["sheets"]] == ["S"]
    assert said["sheets"][0]["boxes"][0]["name"] == f"skin-day/{FIRST}/gone"


@pytest.mark.parametrize("health", [{}, {"reduced_feeling": YES}, {"reduced_feeling": UNKNOWN}])
def test_who_has_no_brace_reads_of_none_and_of_as_many_signs(health):
    none = Devices(afo=Answer.NO)
    options = replace(options_of(health=health), devices=none)
    said = "\n".join(map(words_of, walk(document_of(options).blocks)))
    assert "brace" not in said.lower()
    assert "Sit in good light, with shoes and socks off." in said
    assert "Leave the shoe off." in said
    assert len(block_of(options, Table).rows) == len(block_of(options_of(health=health), Table).rows)
