"""Print a sheet, look at it as a scanner does, tick boxes with a pen, and read the same ticks back.

The reader here knows only the picture of a page and the attachment of the file: no code of printkit helps it.
"""

import json
from functools import cache
from io import BytesIO
from itertools import cycle, pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_reading import example, example_options, make, on
from PIL import Image, ImageChops, ImageDraw, ImageStat

from printkit.model.vocabulary import Paper, Side, Tremor
from printkit.sheets import codes as geometry

pytestmark = pytest.mark.foreign

PRINTS = ("chart", "skin", "skin-sheet", "tremor")
DPI = (200, 300)
_MM = 25.4
_MARKED = 0.02  # of a box's inside is dark where a pen has been; a blank one has nothing
_BORDER = 0.6  # mm inside the middle of a box's line that are not looked at


@cache
def printed(name: str) -> bytes:
    """The chart and a checklist of the example on A4, and a chart with large boxes on letter paper."""
    if name != "tremor":
        return example(name).printed.data
    options = on(example_options(), Paper.LETTER, Side.RIGHT)
    return make("chart", replace(options, health=replace(options.health, tremor=Tremor.SEVERE))).printed.data


@cache
def sheets(name: str) -> list[dict[str, Any]]:
    """What the attachment says of each sheet."""
    with pikepdf.open(BytesIO(printed(name))) as pdf:
        said = json.loads(pdf.attachments["sheets.json"].get_file().read_bytes())
    return said["sheets"]


@cache
def scanned(name: str, page: int, dpi: int) -> Image.Image:
    """A page as a greyscale picture."""
    document = pypdfium2.PdfDocument(printed(name))
    try:
        return document[page - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()


every_print = pytest.mark.parametrize("name", PRINTS)
every_resolution = pytest.mark.parametrize("dpi", DPI)


def _codes(picture: Image.Image) -> dict[str, tuple[float, float, float, float]]:
    """The text of each code in a picture, with its left, top, right and bottom in pixels."""
    found = {}
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.DataMatrix):
        places = (
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_left,
            code.position.bottom_right,
        )
        across, down = [place.x for place in places], [place.y for place in places]
        found[code.text] = (min(across), min(down), max(across), max(down))
    return found


# --- codes


@every_print
@every_resolution
def test_four_codes_of_each_sheet_are_read_where_the_attachment_says(name: str, dpi: int):
    for one in sheets(name):
        found = _codes(scanned(name, one["page"], dpi))
        assert set(found) == {corner["code"] for corner in one["corners"]}
        for corner in one["corners"]:
            right = (corner["x"], corner["y"], corner["x"] + corner["side"], corner["y"] + corner["side"])
            for seen, said in zip(found[corner["code"]], right, strict=True):
                assert abs(seen * _MM / dpi - said) < 1


@every_print
def test_the_codes_of_a_sheet_share_a_key_and_name_their_corner(name: str):
    keys = []
    for one in sheets(name):
        codes = [corner["code"] for corner in one["corners"]]
        assert [code[-2] for code in codes] == list("ABCD")
        assert len({code[:-2] for code in codes}) == 1
        assert all(len(code) <= 20 for code in codes)
        assert all(geometry.check_character(code[:-1]) == code[-1] for code in codes)
        wide, high = one["size"]
        sides = [(corner["x"] > wide / 2, corner["y"] > high / 2) for corner in one["corners"]]
        assert sides == [(False, False), (True, False), (False, True), (True, True)]
        for corner in one["corners"]:
            assert min(corner["x"], wide - corner["x"] - corner["side"]) >= 10
            assert min(corner["y"], high - corner["y"] - corner["side"]) >= 10
            assert one["layout"] in corner["code"]
            assert one["plan"] in corner["code"]
        keys.append(codes[0][:-2])
    assert len(set(keys)) == len(keys)


@every_print
def test_a_sheet_that_lies_upside_down_is_still_known(name: str):
    one = sheets(name)[0]
    picture = scanned(name, one["page"], 200).rotate(180)
    found = _codes(picture)
    assert set(found) == {corner["code"] for corner in one["corners"]}
    first = one["corners"][0]["code"]
    assert found[first][0] > picture.width / 2
    assert found[first][1] > picture.height / 2


@every_print
def test_the_size_in_the_attachment_is_the_size_of_the_page(name: str):
    with pikepdf.open(BytesIO(printed(name))) as pdf:
        for one in sheets(name):
            box = [float(side) for side in pdf.pages[one["page"] - 1].MediaBox]
            assert box[2] * _MM / 72 == pytest.approx(one["size"][0], abs=0.01)
            assert box[3] * _MM / 72 == pytest.approx(one["size"][1], abs=0.01)


# --- boxes


def _area(picture: Image.Image, dpi: int, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """A part of a page, in mm; only pixels that lie wholly inside."""
    scale = dpi / _MM
    return picture.crop((int(left * scale) + 1, int(top * scale) + 1, int(right * scale), int(bottom * scale)))


def _darkest(picture: Image.Image) -> int:
    return int(picture.getextrema()[0])


@every_print
def test_the_ring_around_each_box_and_its_inside_are_blank_paper(name: str):
    dpi, line = 300, 0.35  # mm from the middle of a box's line that its ink may take
    for one in sheets(name):
        picture = scanned(name, one["page"], dpi)
        for box in one["boxes"]:
            x, y, side = box["x"], box["y"], box["side"]
            inside = _area(picture, dpi, x + line, y + line, x + side - line, y + side - line)
            assert _darkest(inside) == 255, box
            for ring in (
                (x - 2, y - 2, x + side + 2, y - line),
                (x - 2, y + side + line, x + side + 2, y + side + 2),
                (x - 2, y - 2, x - line, y + side + 2),
                (x + side + line, y - 2, x + side + 2, y + side + 2),
            ):
                assert _darkest(_area(picture, dpi, *ring)) == 255, (box, ring)


@every_print
def test_each_box_has_its_four_lines_where_the_attachment_says(name: str):
    dpi, line = 300, 0.35
    for one in sheets(name):
        picture = scanned(name, one["page"], dpi)
        for box in one["boxes"]:
            x, y, side = box["x"], box["y"], box["side"]
            for edge in (
                (x - line, y + 2, x + line, y + side - 2),
                (x + side - line, y + 2, x + side + line, y + side - 2),
                (x + 2, y - line, x + side - 2, y + line),
                (x + 2, y + side - line, x + side - 2, y + side + line),
            ):
                assert _darkest(_area(picture, dpi, *edge)) < 160, (box, edge)


@every_print
def test_nothing_is_drawn_between_the_boxes_of_a_row(name: str):
    dpi, line = 300, 0.35
    looked_at = 0
    for one in sheets(name):
        picture = scanned(name, one["page"], dpi)
        boxes = one["boxes"]
        for left, right in pairwise(boxes):
            if left["y"] != right["y"]:
                continue
            assert right["x"] > left["x"]
            end = left["x"] + left["side"]
            assert right["x"] - end >= 2
            strip = (end + line, left["y"], right["x"] - line, left["y"] + left["side"])
            assert _darkest(_area(picture, dpi, *strip)) == 255, (left, right)
            looked_at += 1
    assert looked_at > 10


@every_print
def test_every_box_has_a_name_of_its_own_and_a_size_that_a_hand_can_hit(name: str):
    names = [box["name"] for one in sheets(name) for box in one["boxes"]]
    assert len(set(names)) == len(names)
    least = 12 if name == "tremor" else 9
    assert all(box["side"] >= least for one in sheets(name) for box in one["boxes"])


# --- a pen

_PENS = ("cross", "tick", "fill")


def _ink(picture: Image.Image, dpi: int, box: dict[str, Any], pen: str, shake: tuple[float, float]) -> None:
    """Draw a mark of a hand inside a box, a little off its middle, with a pen of 0.6 mm."""
    scale = dpi / _MM
    x, y = (box["x"] + box["side"] * 0.2) * scale, (box["y"] + box["side"] * 0.2) * scale
    size = box["side"] * 0.6 * scale
    x, y = x + shake[0] * size * 0.2, y + shake[1] * size * 0.2
    wide = round(0.6 * scale)
    draw = ImageDraw.Draw(picture)
    if pen == "cross":
        draw.line((x, y, x + size, y + size), fill=40, width=wide)
        draw.line((x + size, y, x, y + size), fill=40, width=wide)
    elif pen == "tick":
        draw.line((x, y + size * 0.6, x + size * 0.35, y + size), fill=40, width=wide)
        draw.line((x + size * 0.35, y + size, x + size, y), fill=40, width=wide)
    else:
        draw.rectangle((x, y, x + size, y + size), fill=70)


def _read(picture: Image.Image, dpi: int, one: dict[str, Any]) -> set[str]:
    """The names of the boxes that hold ink."""
    found = set()
    for box in one["boxes"]:
        x, y, side = box["x"] + _BORDER, box["y"] + _BORDER, box["side"] - 2 * _BORDER
        inside = _area(picture, dpi, x, y, x + side, y + side)
        if 1 - ImageStat.Stat(inside).mean[0] / 255 > _MARKED:
            found.add(box["name"])
    return found


@every_print
def test_an_empty_sheet_has_no_ticks(name: str):
    for dpi in DPI:
        for one in sheets(name):
            assert _read(scanned(name, one["page"], dpi), dpi, one) == set()


_marks = st.dictionaries(
    st.integers(0, 10_000),
    st.tuples(st.sampled_from(_PENS), st.tuples(st.floats(-1, 1), st.floats(-1, 1))),
    max_size=40,
)


@every_print
@settings(max_examples=6, deadline=None)
@given(which=st.integers(0, 100), marks=_marks, dpi=st.sampled_from(DPI))
def test_random_ticks_are_read_back_as_they_were_made(name: str, which: int, marks, dpi: int):
    one = sheets(name)[which % len(sheets(name))]
    picture = scanned(name, one["page"], dpi).copy()
    made = set()
    for number, (pen, shake) in marks.items():
        box = one["boxes"][number % len(one["boxes"])]
        _ink(picture, dpi, box, pen, shake)
        made.add(box["name"])
    assert _read(picture, dpi, one) == made


@pytest.mark.parametrize("name", ["chart", "skin", "skin-sheet"])
def test_ticks_are_read_from_a_sheet_that_lay_askew_and_was_copied_smaller(name: str):
    dpi = 300
    one = sheets(name)[0]
    picture = scanned(name, one["page"], dpi).copy()
    made = one["boxes"][:: max(1, len(one["boxes"]) // 5)]
    for box, pen in zip(made, cycle(_PENS), strict=False):
        _ink(picture, dpi, box, pen, (0.3, -0.3))
    small = picture.resize((round(picture.width * 0.96), round(picture.height * 0.96)))
    askew = small.rotate(1.4, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    straight = _straightened(askew, one, dpi)
    assert _read(straight, dpi, one) == {box["name"] for box in made}


def _straightened(picture: Image.Image, one: dict[str, Any], dpi: int) -> Image.Image:
    """The page as it was printed, found again by the middles of three corner codes."""
    found = {}
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.DataMatrix):
        at = code.position
        places = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
        found[code.text] = (sum(place.x for place in places) / 4, sum(place.y for place in places) / 4)
    scale = dpi / _MM
    middles = [
        ((corner["x"] + corner["side"] / 2) * scale, (corner["y"] + corner["side"] / 2) * scale)
        for corner in one["corners"]
    ]
    seen = [found[corner["code"]] for corner in one["corners"]]
    (ax, ay), (bx, _), (_, cy), _ = middles
    across = [(seen[1][axis] - seen[0][axis]) / (bx - ax) for axis in (0, 1)]
    down = [(seen[2][axis] - seen[0][axis]) / (cy - ay) for axis in (0, 1)]
    start = [seen[0][axis] - across[axis] * ax - down[axis] * ay for axis in (0, 1)]
    size = (round(one["size"][0] * scale), round(one["size"][1] * scale))
    terms = (across[0], down[0], start[0], across[1], down[1], start[1])
    return picture.transform(size, Image.Transform.AFFINE, terms, resample=Image.Resampling.BICUBIC, fillcolor=255)


def test_the_reader_itself_can_fail():
    one = sheets("chart")[0]
    picture = scanned("chart", one["page"], 200).copy()
    _ink(picture, 200, one["boxes"][0], "tick", (0, 0))
    shifted = ImageChops.offset(picture, 60, 60)
    assert _read(shifted, 200, one) != {one["boxes"][0]["name"]}
