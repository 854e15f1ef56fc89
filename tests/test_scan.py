"""Filled sheets read back: what is ticked is read, what is doubtful is asked, what cannot be read says what to do.

The pages are prints of the product itself, filled by the simulated pens of tools/simulated_scans.py.
"""

import io
import json
from collections import Counter
from functools import cache

import numpy as np
import pillow_heif
import pytest
import scan_figures
import scan_recount
import simulated_scans
from msgspec.structs import replace
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from printkit.errors import MisuseError
from printkit.scan import answers, rates, reading, stack, strokes
from printkit.scan.records import GATES, REASONS, Gate, Mark, ReadPage, Reason
from printkit.sheets import geometry

pytestmark = pytest.mark.foreign

KINDS = ("large chart", "numbers", "home-safety", "handout", pytest.param("skin sheet", marks=pytest.mark.slow))
PLAIN = simulated_scans.Hand(0.1, 0.4, 0.05, 0.0)
BALL_PEN = simulated_scans.PENS["ball pen"]


def sheet_of(kind: str) -> geometry.Sheet:
    return scan_figures.printed(kind)[1][0]


@cache
def filled(kind: str, hand: str = "steady", seed: int = 3) -> simulated_scans.Filled:
    chance = np.random.default_rng(seed)
    return simulated_scans.fill(scan_figures.blank(kind, sheet_of(kind).page), sheet_of(kind), chance, hand)


@cache
def picture(kind: str, how: str, hand: str = "steady", seed: int = 3) -> Image.Image:
    return simulated_scans.taken(filled(kind, hand, seed).page, np.random.default_rng(seed), how)


def known(*kinds: str) -> reading.Sheets:
    return reading.Sheets.of(sheet for kind in kinds for sheet in scan_figures.printed(kind)[1])


def silently_wrong(page: ReadPage, truth: dict[str, int]) -> list[str]:
    said = {Mark.EMPTY: 0, Mark.MARKED: 1}
    return [box.name for box in page.boxes if box.mark in said and truth[box.name] not in (said[box.mark], 2)]


# --- boxes


@pytest.mark.parametrize("kind", KINDS)
def test_the_boxes_of_every_kind_of_sheet_are_read_from_a_scan(kind):
    page = reading.read(picture(kind, "scan 150"), known(kind))
    assert page.gate is None
    assert page.code is not None
    assert page.code.plan_token == sheet_of(kind).plan_token
    assert [box.name for box in page.boxes] == [box[0] for box in sheet_of(kind).boxes]
    assert not silently_wrong(page, filled(kind).truth)
    assert page.asked <= max(2, 0.05 * len(page.boxes))
    # neither all empty nor all marked: the test would see a reader that says one thing
    assert {Mark.EMPTY, Mark.MARKED} <= {box.mark for box in page.boxes}


@pytest.mark.parametrize(
    "how",
    [
        "scan 100",
        "copy",
        "curled photo",
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("scan 300", "good photo")),
    ],
)
def test_a_chart_is_read_however_its_picture_was_taken(how):
    page = reading.read(picture("chart", how), known("chart"))
    assert page.gate is None
    assert not silently_wrong(page, filled("chart").truth)
    assert sum(box.mark is Mark.MARKED for box in page.boxes) > 20


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_may_lie_as_it_likes(turned):
    upright = reading.read(picture("numbers", "scan 150"), known("numbers"))
    lying = reading.read(picture("numbers", "scan 150").rotate(turned, expand=True), known("numbers"))
    assert [box.mark for box in lying.boxes] == [box.mark for box in upright.boxes]


def test_an_empty_sheet_is_empty():
    image = simulated_scans.taken(scan_figures.blank("chart", 1), np.random.default_rng(1), "scan 150")
    page = reading.read(image, known("chart"))
    assert {box.mark for box in page.boxes} == {Mark.EMPTY}


def drawn(kind: str, *strokes: tuple[int, str], pen: simulated_scans.Pen = BALL_PEN) -> ReadPage:
    """A sheet with marks by number of the box, scanned."""
    blank, sheet, chance = scan_figures.blank(kind, sheet_of(kind).page), sheet_of(kind), np.random.default_rng(5)
    paper = np.ones((blank.height, blank.width), np.float32)
    for at, mark in strokes:
        _, x, y, side = sheet.boxes[at]
        middle = (x + side / 2, y + side / 2)
        speck = [np.array([middle, (middle[0] + 0.3, middle[1])])]
        lines = speck if mark == "speck" else simulated_scans.mark_strokes(chance, mark, *middle, side, PLAIN)
        simulated_scans.draw(paper, lines, pen, pen.dark, chance)
    page = Image.fromarray((np.asarray(blank, np.float32) * paper).clip(0, 255).astype(np.uint8))
    return reading.read(simulated_scans.taken(page, chance, "scan 150"), known(kind))


def test_two_answers_to_one_question_are_asked_about_and_never_chosen_from():
    page = drawn("home-safety", (0, "tick"), (1, "tick"), (2, "tick"), (5, "tick"))
    assert [box.reason for box in page.boxes[:2]] == [Reason.TWO, Reason.TWO]
    assert [box.mark for box in page.boxes[2:6]] == [Mark.MARKED, Mark.EMPTY, Mark.EMPTY, Mark.MARKED]


def test_two_days_of_a_chart_are_two_answers():
    page = drawn("chart", (0, "tick"), (1, "cross"))
    assert [box.mark for box in page.boxes[:3]] == [Mark.MARKED, Mark.MARKED, Mark.EMPTY]


@pytest.mark.parametrize(
    ("marks", "asked"),
    [
        (("fill", "fill", "fill", "dot"), {3}),  # who fills boxes fills them
        (("tick", "tick", "tick", "fill"), {3}),  # or a tick that was scribbled over?
        (("fill",), {0}),  # of one mark nobody can know
        (("tick", "tick", "tick", "tick", "tick", "cross"), set()),
        (("tick", "tick", "tick", "tick", "tick", "fill"), {5}),
    ],
)
def test_a_mark_with_far_more_ink_than_the_others_of_its_page_is_asked_about(marks, asked):
    page = drawn("chart", *enumerate(marks))
    assert {at for at, box in enumerate(page.boxes) if box.mark is Mark.CHECK} == asked
    assert {box.reason for box in page.boxes if box.mark is Mark.CHECK} <= {Reason.HEAVY, Reason.UNLIKE}
    assert sum(box.mark is Mark.MARKED for box in page.boxes) == len(marks) - len(asked)


def test_a_speck_is_asked_about_and_its_crop_shows_it():
    speck = simulated_scans.Pen(0.9, 0.8, 0.0)
    marks = [(at, "tick") for at in range(3)]
    page = drawn("chart", *marks, (3, "speck"), pen=speck)
    (box,) = [each for each in page.boxes if each.mark is Mark.CHECK]
    assert box.name == sheet_of("chart").boxes[3][0]
    assert box.reason is Reason.UNLIKE
    assert box.crop.startswith(b"\xff\xd8")
    assert not any(each.crop for each in page.boxes if each is not box)


def test_the_share_of_sure_boxes_that_is_shown_is_the_same_for_the_same_sheet():
    some = [
        {box.name for box in reading.read(picture("chart", how), known("chart"), share=5).boxes if box.crop}
        for how in ("scan 150", "scan 300")
    ]
    asked = [
        {box.name for box in reading.read(picture("chart", how), known("chart")).boxes if box.crop}
        for how in ("scan 150", "scan 300")
    ]
    assert some[0] - asked[0] - asked[1] == some[1] - asked[0] - asked[1] != set()


# --- strokes


@pytest.mark.parametrize(
    "letters",
    [
        ("AA..B", "..A..", "C...D", "C.DDD"),
        ("A.A.B", "A.A.B", "AAA.B", "....B", "BBBBB"),
        (".....", "....."),
        ("A...A", ".A.A.", "..A..", "B....", "....C"),
    ],
)
def test_pixels_that_touch_are_one_stroke_at_corners_too(letters):
    expected = np.array([list(row) for row in letters])
    labels = strokes.labelled(expected != ".")
    pairs = set(zip(expected.ravel().tolist(), labels.ravel().tolist(), strict=True))
    assert len(pairs) == len(set(expected.ravel().tolist())) == len(set(labels.ravel().tolist()))
    assert (".", 0) in pairs


@pytest.mark.parametrize("effect", ["circled", "arrow", pytest.param("feeder slips", marks=pytest.mark.slow)])
def test_a_stroke_that_lies_in_no_box_alone_is_asked_about(effect):
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in (9_100_001, 9_100_002, 9_100_003):
        scan_figures.tried("chart", "shaky", "scan 150", seed, counts, wrong, effect)
    assert not wrong
    asked = counts["ambiguous asked"] if effect == "arrow" else counts["asked"] + counts["refused"]
    assert asked >= (0.7 * counts["ambiguous"] if effect == "arrow" else 1)


@pytest.mark.parametrize(
    ("hand", "effect", "seeds", "reason", "least"),
    [
        ("shaky", "edge dots", (7_952_001, 7_952_003), "off-centre", 5),  # 5 are mostly hidden by the printed line
        ("shaky", "coffee", (7_950_013,), "smooth", 1),  # a drop among marks of light pencil
        ("severe", "", (8_970_130,), "beside", 1),  # a slash past the corner of its box, with its end at the next mark
        ("shaky", "staples over boxes", (7_960_004,), "line", 1),  # a shadow that ends in an empty box
        ("shaky", "punched holes", (7_960_003,), "heavy", 1),  # half a hole in an empty box
    ],
)
def test_what_was_once_read_wrongly_is_asked_about(hand, effect, seeds, reason, least):
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in seeds:
        scan_figures.tried("chart", hand, "scan 150", seed, counts, wrong, effect)
    assert not wrong
    assert counts["boxes"] > 100 * len(seeds)
    assert counts[f"why {reason}"] >= least
    assert counts["asked"] < 0.2 * counts["boxes"]


@pytest.mark.parametrize(
    ("kind", "seed", "box", "reason"),
    [
        # both have been read before as if nothing were odd about them
        ("handout", 100_443, "seated-toe-raise@midday/day-6", Reason.HEAVY),  # crossed out with few strokes
        ("chart", 500_055, "seated-toe-raise@evening/2026-11-26", Reason.TRACE),  # rubbed out well
    ],
)
def test_what_was_taken_back_with_little_is_asked_about(kind, seed, box, reason):
    made, image = scan_figures.made(kind, "shaky", "scan 150", seed)
    assert made.truth[box] == scan_figures.UNKNOWABLE
    found = {each.name: each.reason for each in reading.read(image, known(kind)).boxes}
    assert found[box] is reason


@pytest.mark.parametrize("kind", ["chart", pytest.param("home-safety", marks=pytest.mark.slow)])
def test_a_form_that_a_sheet_was_not_printed_from_is_never_accepted(kind):
    counts: dict[str, Counter[str]] = {}
    scan_figures.count_wrong_forms(kind, "shaky", "scan 150", range(9_100_000, 9_100_001), counts)
    assert counts.pop("its own") == {"pairs": 1, "accepted": 1}
    assert {"another plan", "another clinic", "another size", "another version of the page"} <= set(counts)
    assert not any(gates["accepted"] for gates in counts.values())


# --- gates


def with_cover(kind: str, *letters: str, how: str = "scan 150") -> Image.Image:
    image = picture(kind, how).copy()
    found = reading.straightening.find(image)
    assert isinstance(found, reading.straightening.Found)
    for letter in letters:
        xs, ys = zip(*found.corners[letter], strict=True)
        ImageDraw.Draw(image).rectangle((min(xs) - 5, min(ys) - 5, max(xs) + 5, max(ys) + 5), fill=250)
    return image


def side_by_side() -> Image.Image:
    one, other = picture("chart", "scan 150"), picture("numbers", "scan 150")
    both = Image.new("L", (one.width + other.width, one.height), 255)
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    return both


@pytest.mark.parametrize(
    ("gate", "image"),
    [
        (Gate.BITONAL, lambda: picture("chart", "fax")),
        (Gate.BITONAL, lambda: picture("chart", "scan 150").point(lambda v: 255 if v > 150 else 0).convert("1")),
        (Gate.OTHER_FORM, lambda: picture("shoes", "scan 150")),
        (Gate.NO_CODE, lambda: Image.effect_noise((1240, 1754), 40)),
        (Gate.CORNER, lambda: with_cover("chart", "A", "C")),
        (Gate.TWO_SHEETS, side_by_side),
        (Gate.MIRRORED, lambda: ImageOps.mirror(picture("chart", "scan 150"))),
    ],
)
def test_what_cannot_be_read_is_not_read(gate, image):
    page = reading.read(image(), known("chart", "numbers"))
    assert (page.gate, page.boxes) == (gate, ())
    assert page.refused.startswith(GATES[gate][0])
    if gate is Gate.OTHER_FORM:
        assert page.refused.endswith(f"page {sheet_of('shoes').page} of the print {sheet_of('shoes').plan_token}")
    assert page.hint


def test_three_corners_are_enough():
    page = reading.read(with_cover("chart", "B"), known("chart"))
    assert page.gate is None
    assert not silently_wrong(page, filled("chart").truth)


@pytest.mark.parametrize("cut", ["AD", "BC"])
def test_two_corners_across_the_page_are_enough_on_a_flat_scan_and_not_on_a_photo(cut):
    page = reading.read(with_cover("chart", *cut), known("chart"))
    assert page.gate is None
    assert not silently_wrong(page, filled("chart").truth)
    assert reading.read(with_cover("chart", *cut, how="good photo"), known("chart")).gate is Gate.CORNER


@pytest.mark.parametrize("upright", [True, False])
def test_a_streak_of_the_scanner_is_taken_out_and_a_line_by_a_ruler_is_asked_about(upright):
    image = picture("chart", "scan 150")
    plain = reading.read(image, known("chart"))
    light = np.asarray(image, np.float32).copy()
    at, reach = (image.width, image.height) if upright else (image.height, image.width)
    streak, ruled = light.copy(), light.copy()
    for each, start, end in ((streak, 0, reach), (ruled, round(0.12 * reach), round(0.9 * reach))):
        lines = (slice(start, end), slice(at // 2 - 1, at // 2 + 1))
        each[lines if upright else lines[::-1]] *= 0.7
    of_streak, of_ruled = (
        reading.read(Image.fromarray(each.astype(np.uint8)), known("chart")) for each in (streak, ruled)
    )
    assert of_streak.gate is None
    assert len(of_streak.boxes) == len(plain.boxes) == len(sheet_of("chart").boxes)
    assert of_streak.asked <= plain.asked + 1
    assert not silently_wrong(of_streak, filled("chart").truth)
    assert of_ruled.gate or of_ruled.asked >= plain.asked + 3


@pytest.mark.parametrize("effect", ["dead element", "dust on the glass"])
def test_a_mark_under_a_streak_is_asked_about_where_the_streak_hides_it(effect):
    seen: Counter[tuple[int, Mark, Reason | None]] = Counter()
    for seed in (9_100_003, 9_100_005):
        marked, image = scan_figures.made("chart", "shaky", "scan 150", seed, effect)
        page = reading.read(image, known("chart"))
        assert page.gate is None
        assert not silently_wrong(page, marked.truth)
        under = {name for name, kind in marked.kinds.items() if kind == "under a streak"}
        assert under
        seen.update((marked.truth[box.name], box.mark, box.reason) for box in page.boxes if box.name in under)
        assert sum(box.mark is Mark.MARKED for box in page.boxes) > 20
    asked = seen[1, Mark.CHECK, Reason.STREAK]
    assert asked >= 3 if effect == "dead element" else (asked == 0 and seen[1, Mark.MARKED, None] >= 5)


def test_another_layout_of_the_same_form_is_refused():
    (sheet,) = scan_figures.printed("chart")[1]
    moved = tuple((name, x + 3, y, side) for name, x, y, side in sheet.boxes)
    other = replace(sheet, boxes=moved, layout_hash=geometry.layout_hash("C", sheet.width, sheet.height, moved))
    assert reading.read(picture("chart", "scan 150"), reading.Sheets.of([other])).gate is Gate.OTHER_LAYOUT


def test_boxes_that_are_not_where_the_form_says_are_not_read():
    (sheet,) = scan_figures.printed("chart")[1]
    moved = tuple((name, x + 8, y, side) for name, x, y, side in sheet.boxes)
    page = reading.read(picture("chart", "scan 150"), reading.Sheets.of([replace(sheet, boxes=moved)]))
    assert page.gate is Gate.BOXES


def test_a_blurred_and_dim_photo_is_to_be_taken_again():
    dim = picture("chart", "good photo").filter(ImageFilter.GaussianBlur(3)).point(lambda v: v * 0.25)
    noisy = np.asarray(dim, np.float32) + np.random.default_rng(1).normal(0, 9, (dim.height, dim.width))
    page = reading.read(Image.fromarray(noisy.clip(0, 255).astype(np.uint8)), known("chart"))
    assert page.gate in (Gate.BLURRED, Gate.NO_CODE, Gate.CORNER, Gate.BOXES)
    assert not page.boxes


def test_a_print_at_another_scale_is_read_and_told():
    image = picture("chart", "scan 150").resize((1166, 1648), Image.Resampling.BICUBIC)
    image.info["dpi"] = (150, 150)
    page = reading.read(image, known("chart"))
    assert page.print_scale == pytest.approx(0.94, abs=0.012)
    assert page.is_scaled
    assert not silently_wrong(page, filled("chart").truth)
    right = picture("chart", "scan 150").copy()
    right.info["dpi"] = (150, 150)
    assert not reading.read(right, known("chart")).is_scaled


@pytest.mark.parametrize("kind", ["chart", "home-safety", "handout"])  # boxes in a field, in a column, in a row
@pytest.mark.parametrize(("across", "down", "told"), [(0.94, 0.94, 0.938), (0.97, 1.0, 0.972), (1.0, 1.0, 0.998)])
def test_the_boxes_tell_the_scale_where_only_2_codes_do_not(kind, across, down, told):
    whole = with_cover(kind, "B", "C")
    image = whole.resize((round(whole.width * across), round(whole.height * down)), Image.Resampling.BICUBIC)
    image.info["dpi"] = (150, 150)
    page = reading.read(image, known(kind))
    assert page.gate is None
    assert page.print_scale == pytest.approx(told, abs=0.004)
    assert page.is_scaled == (told < 0.98)


# --- geometry


def test_the_geometry_in_the_file_is_read_back_as_it_was_drawn():
    sheets = scan_figures.printed("home-safety")[1]
    assert geometry.read_back(geometry.geometry(sheets)) == tuple(
        replace(sheet, number=sheet.number or sheet.page) for sheet in sheets
    )


@pytest.mark.parametrize(
    "change", [(b'"x":', b'"x":1'), (b"printkit-sheets-1", b"printkit-sheets-9"), (b'"side":10', b'"side":11')]
)
def test_geometry_that_was_changed_is_not_believed(change):
    said = geometry.geometry(scan_figures.printed("chart")[1])
    assert change[0] in said
    with pytest.raises(ValueError, match=r"geometry|boxes"):
        geometry.read_back(said.replace(*change))


# --- the command


@pytest.fixture
def here(printkit, tmp_path):
    (tmp_path / "chart.pdf").write_bytes(scan_figures.printed("chart")[0])
    (tmp_path / "home.pdf").write_bytes(scan_figures.printed("home-safety")[0])
    picture("chart", "scan 150").save(tmp_path / "chart.png", dpi=(150, 150))
    picture("home-safety", "scan 150").save(tmp_path / "home.png")
    return tmp_path


def test_the_command_writes_a_row_a_box_that_its_owner_alone_can_read(printkit, here):
    assert printkit("scan", "chart.png", "home.png", "--form", ".", "-o", "answers.csv").exit_code == 0
    table = (here / "answers.csv").read_text(encoding="utf-8-sig")
    assert (here / "answers.csv").stat().st_mode & 0o077 == 0
    lines = table.splitlines()
    assert lines[0] == "scan,sheet,box,answer,reason"
    assert len(lines) == 1 + len(sheet_of("chart").boxes) + len(sheet_of("home-safety").boxes)
    said = Counter(line.split(",")[3] for line in lines[1:])
    assert set(said) <= {"empty", "marked", "please check"}
    assert said["marked"] > 40
    assert "Sam" not in table


def test_a_page_of_another_form_is_named_with_what_to_do(printkit, here):
    result = printkit("scan", "chart.png", "home.png", "--form", "chart.pdf", "-o", "answers.csv")
    assert result.exit_code == 4
    assert "home.png: page 1: not read: it is another sheet" in result.stderr
    assert "hint: give the PDF that it was printed from" in result.stderr


@pytest.mark.parametrize("before", [None, "scan,sheet,box,answer,reason\nward.png: page 1,C1,a,marked,\n"])
def test_no_table_is_written_where_no_page_is_read(printkit, here, before):
    table = here / "answers.csv"
    if before is not None:
        table.write_text(before, "utf-8")
    result = printkit("scan", "home.png", "--form", "chart.pdf", "-o", "answers.csv")
    assert result.exit_code == 4
    assert "home.png: page 1: not read" in result.stderr
    assert "answers.csv: not written, because no page was read" in result.stderr
    assert (table.read_text("utf-8") if table.exists() else None) == before
    on_screen = printkit("scan", "home.png", "--form", "chart.pdf")
    assert (on_screen.exit_code, on_screen.stdout) == (4, "")


def test_a_form_that_is_none_says_so(printkit, here):
    (here / "other.pdf").write_bytes(b"%PDF-1.4 nothing")
    result = printkit("scan", "chart.png", "--form", "other.pdf")
    assert result.exit_code == 1
    assert "other.pdf" in result.stderr
    assert "hint" in result.stderr


def test_the_answers_of_a_list_on_paper_make_the_page_of_what_to_do(printkit, here):
    """As on a screen: the boxes ticked No."""
    printkit("scan", "home.png", "--form", "home.pdf", "-o", "answers.csv")
    text = (here / "answers.csv").read_text(encoding="utf-8-sig")
    (here / "answers.csv").write_text(text.replace("please check", "empty"), encoding="utf-8")
    ticked = answers.ticked(here / "answers.csv")
    no = [name for name in ticked if name.endswith("/no")]
    assert no
    result = printkit("todo", "answers.csv", "--region", "GB", "-o", "todo.pdf")
    assert result.exit_code == 0, result.stderr
    assert (here / "todo.pdf").read_bytes().startswith(b"%PDF-")


def test_an_open_doubt_makes_no_page_of_what_to_do(printkit, here):
    (here / "answers.csv").write_text(
        "box,answer\nhome-safety/entry/E1/No,marked\nhome-safety/entry/S7b/No,please check\n", encoding="utf-8"
    )
    result = printkit("todo", "answers.csv", "--region", "GB")
    assert result.exit_code == 1
    assert "answers.csv: row 3" in result.stderr


def test_a_photo_of_a_telephone_is_read_and_where_it_was_taken_is_kept_nowhere(printkit, here):
    photo = picture("chart", "good photo").convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "Ward 4, Riverside"
    out = io.BytesIO()
    pillow_heif.from_pillow(photo).save(out, exif=exif.tobytes(), quality=80)
    (here / "photo.heic").write_bytes(out.getvalue())
    assert b"Riverside" in out.getvalue()
    result = printkit("scan", "photo.heic", "--form", "chart.pdf", "-o", "answers.csv")
    assert result.exit_code == 0, result.output
    assert b"Riverside" not in (here / "answers.csv").read_bytes()
    page = reading.read(photo, known("chart"), share=100)
    assert all(box.crop and b"Exif" not in box.crop for box in page.boxes)


def test_a_pdf_of_a_scanner_tells_that_the_print_was_scaled(printkit, here):
    small = Image.new("L", (1240, 1754), 250)
    small.paste(picture("chart", "scan 150").resize((1166, 1648)), (37, 53))
    small.save(here / "scan.pdf", "PDF", resolution=150)
    result = printkit("scan", "scan.pdf", "--form", "chart.pdf", "-o", "answers.csv")
    assert result.exit_code == 0, result.output
    assert "printed at 94% of its size" in result.stderr
    assert "without scaling" in result.stderr


def test_without_the_extra_the_message_names_it(monkeypatch):
    monkeypatch.setattr(stack, "find_spec", lambda _: None)
    with pytest.raises(MisuseError, match=r"pip install '\.\[scan\]'"):
        stack.require_extra()


# --- figures


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "hand", "how"), [("chart", "shaky", "scan 150"), ("home-safety", "severe", "good photo")]
)
def test_on_pages_of_other_seeds_nothing_is_silently_wrong_and_little_is_asked(kind, hand, how):
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in range(9_000_000, 9_000_025):
        scan_figures.tried(kind, hand, how, seed, counts, wrong)
    assert not wrong
    assert counts["refused"] == 0
    assert counts["asked"] < (0.04 if hand == "shaky" else 0.06) * counts["boxes"]
    assert counts["boxes"] > 600


def test_rows_are_counted_further_and_those_of_another_reader_are_counted_anew(tmp_path, monkeypatch):
    row = scan_recount.Row("main", "handout", "steady", "scan 150", 20)
    monkeypatch.setattr(scan_recount, "ROWS", (row,))
    monkeypatch.setattr(scan_recount, "PAGE", tmp_path / "page.md")
    kept, page = tmp_path / "rows.json", tmp_path / "page.md"
    page.write_text("before\n<!-- counted: main -->\nold\n<!-- counted -->\nafter\n", encoding="utf-8")
    scan_recount.count(kept, minutes=0)  # time is over after one page
    scan_recount.write(kept)
    assert "| handout | steady | scan 150 | 1 | 0 | 14 | 0 |" in page.read_text(encoding="utf-8")
    before = kept.read_text()
    scan_recount.count(kept, minutes=1, only="^main/chart/")
    assert kept.read_text() == before
    scan_recount.count(kept, minutes=1, only="^main/handout/")
    scan_recount.write(kept)
    said = page.read_text(encoding="utf-8")
    assert "| handout | steady | scan 150 | 2 | 0 |" in said
    assert said.startswith("before\n<!-- counted: main -->\n| sheet |")
    assert said.endswith("\n<!-- counted -->\nafter\n")
    monkeypatch.setattr(scan_recount, "reader", lambda: "another")
    scan_recount.count(kept, minutes=0)
    scan_recount.write(kept)
    assert "| scan 150 | 1 | 0 |" in page.read_text(encoding="utf-8")


def test_why_boxes_are_asked_about_is_written_of_100_the_most_frequent_first(tmp_path, monkeypatch):
    row = scan_recount.Row("main", "handout", "shaky", "scan 150", scan_recount._MANY)
    monkeypatch.setattr(scan_recount, "ROWS", (row,))
    monkeypatch.setattr(scan_recount, "PAGE", tmp_path / "page.md")
    kept, page = tmp_path / "rows.json", tmp_path / "page.md"
    counts = {"pages": 1, "boxes": 400, f"why {Reason.HEAVY}": 3, f"why {Reason.SMALL}": 5}
    kept.write_text(json.dumps({row.name: {"reader": scan_recount.reader(), "next": 1, "counts": counts, "wrong": []}}))
    page.write_text("<!-- counted: reasons -->\n<!-- counted -->\n", encoding="utf-8")
    scan_recount.write(kept)
    assert page.read_text(encoding="utf-8").splitlines()[1:-1] == [
        "| why | handout |",
        "| --- | --- |",
        f"| {REASONS[Reason.SMALL]} | 1.25 |",
        f"| {REASONS[Reason.HEAVY]} | 0.75 |",
    ]


def test_the_upper_bound_of_nothing_wrong_is_three_in_n():
    assert rates.upper_bound(0, 10_000) == pytest.approx(3 / 10_000, rel=0.01)
    assert rates.upper_bound(3, 10_000) > rates.upper_bound(1, 10_000) > 3e-4
