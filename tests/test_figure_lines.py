"""Lines of the pictures: as thick on paper at any size, few curves for the same outline, arrows beside the limb."""

import re
import zlib
from io import BytesIO
from math import cos, pi, sin

import pikepdf
import pytest
from pdf_reading import example_options, make, shipped
from PIL import Image, ImageChops, ImageStat

from printkit.content.bitmaps import png
from printkit.figures import camera, writers
from printkit.figures.arrows import beside
from printkit.figures.fitting import fitted
from printkit.figures.geometry import Path, Point, dist, ellipse, poly, smooth
from printkit.figures.pair import drawn_pair
from printkit.figures.people import ANYBODY
from printkit.figures.picture import draw, drawn
from printkit.figures.scene import COLOURS, LARGE, SMALL, WIDTHS, Drawing, Paint, as_printed, thinned
from printkit.figures.solved import SolvedFigure
from printkit.figures.spec import Moment
from printkit.model.vocabulary import Side
from printkit.resources import CATALOG

NAMES = sorted(path.stem for path in (CATALOG / "figures").glob("*.yaml"))
A_POINT = 150 / 72  # pixels at 150 dots to the inch
MM = 72 / 25.4


def solved(name: str) -> SolvedFigure:
    figure = shipped().figure(name)
    assert figure is not None
    return SolvedFigure(figure, shipped().poses[figure.pose], ANYBODY)


def picture(name: str, moment: Moment | None = None) -> Drawing:
    one = solved(name)
    return drawn(one.figure, shipped().poses[one.figure.pose], Side.RIGHT, moment)


def paints(drawing: Drawing) -> list[Paint]:
    return [paint for layer in drawing.layers for paint in layer.paints]


def pixels(drawing: Drawing) -> Image.Image:
    return Image.open(BytesIO(png(writers.svg(drawing, ""), round(drawing.wide * A_POINT)))).convert("L")


def along(path: Path, steps: int = 16) -> list[Point]:
    """Points on a path."""
    found: list[Point] = []
    here: Point = (0.0, 0.0)
    for kind, points in path:
        if kind in "ML":
            found.append(points[0])
        elif kind == "C":
            b, c, d = points
            for i in range(1, steps + 1):
                t = i / steps
                k = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                x, y = (sum(w * p[n] for w, p in zip(k, (here, b, c, d), strict=True)) for n in (0, 1))
                found.append((x, y))
        here = points[-1] if points else here
    return found


# --- as thick at any size


@pytest.mark.parametrize("high", [54, 72, 93, 120, 170])
def test_a_line_is_as_thick_on_paper_at_any_size(high: float):
    drawing = picture("seated-march")
    scale = high * MM / drawing.high
    widths = {round(paint.width * scale, 3) for paint in paints(as_printed(drawing, scale)) if paint.ink}
    # an outline is stroked at double width, and its inner half is painted over
    assert {2 * WIDTHS["body"], 2 * WIDTHS["aff"], WIDTHS["inner"], WIDTHS["prop"]} <= widths


def test_the_weights_are_those_of_the_house():
    assert (WIDTHS["body"], WIDTHS["inner"], WIDTHS["prop"]) == (1.4, 0.8, 0.7)
    assert WIDTHS["aff"] >= 1.3 * WIDTHS["body"]  # a limb is marked twice: by its fill and by its outline


def test_a_thumbnail_has_thinner_lines_that_a_printer_still_prints():
    drawing = picture("seated-march", Moment.MOVE)
    scale = 18 * MM / drawing.high
    widths = [paint.width * scale for paint in paints(as_printed(drawing, scale)) if paint.ink not in ("", "#FFFFFF")]
    assert thinned(scale) == pytest.approx(0.58, abs=0.01)
    assert WIDTHS["prop"] * thinned(scale) > 0.35
    assert max(widths) < 2 * WIDTHS["aff"] * 0.6


def test_a_picture_lies_in_a_file_once_and_its_lines_are_right_at_each_size():
    """A page sets the line before it stamps a form: 2.8 points on paper, or less where the picture is small."""
    with pikepdf.open(BytesIO(make("booklet", example_options()).printed.data)) as file:
        found: dict[bytes, set[float]] = {}
        for page in file.pages:
            scale, pen = 1.0, 0.0
            outside: list[float] = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "q":
                    outside.append(scale)
                elif str(operator) == "Q":
                    scale = outside.pop()
                elif str(operator) == "cm":
                    scale *= abs(float(operands[0]))  # a mirror image is of the same size
                elif str(operator) == "w":
                    pen = float(operands[0])
                elif str(operator) == "Do":
                    form = page.Resources.XObject[str(operands[0])]
                    if form.Subtype == "/Form":
                        said = form.read_bytes()
                        found.setdefault(said, set()).add(round(scale, 3))
                        inside = float(said.split()[0])  # the space of the form
                        assert pen * inside * scale == pytest.approx(2 * WIDTHS["body"] * thinned(scale), rel=0.01)
    assert any(len(scales) > 1 for scales in found.values())


def test_the_operators_of_each_pen_stand_in_its_own_space():
    """What a line is wide in the end: the width that is handed down, times the space of its pen."""
    drawing = picture("seated-march")
    spaces = {
        float(each) for each in re.findall(r"^q (\S+) 0 0 \1 -?\d+ -?\d+ cm$", writers.operators(drawing), re.MULTILINE)
    }
    pens = {paint.width for paint in paints(drawing) if paint.pen}
    assert {round(pen / (2 * WIDTHS["body"]), 3) for pen in pens} - {1.0} == spaces


def test_an_arrow_has_one_style():
    for name in ("seated-march", "weight-shift", "hand-to-mouth"):
        heads = [paint for paint in paints(picture(name)) if paint.fill == COLOURS["arrow"]]
        assert heads
        assert {(paint.ink, paint.width, paint.pen) for paint in heads} == {(COLOURS["arrow"], 2.2, True)}


# --- few curves


def test_a_fitted_outline_lies_within_the_tolerance():
    blob = smooth([(0, 0), (14, 3), (30, 2), (44, 10), (40, 30), (20, 38), (4, 30), (-6, 14)])
    for path in (blob, ellipse((0, 0), 40, 25, 30), smooth([(x, x * x / 60) for x in range(0, 60, 6)], closed=False)):
        for tolerance in (LARGE.tolerance, SMALL.tolerance):
            before, after = along(path), along(fitted(path, tolerance), 200)
            away = max(min(dist(a, b) for b in after) for a in before)
            assert away <= tolerance + 0.12  # and half a step between points


def test_a_round_curve_of_many_parts_becomes_few():
    ring = smooth([(30 * cos(i * pi / 12), 30 * sin(i * pi / 12)) for i in range(24)])
    assert len(ring) == 26
    assert len(fitted(ring, LARGE.tolerance)) <= 8
    line = smooth([(0, 0), (10, 0), (20, 0), (35, 0)], closed=False)
    assert fitted(line, LARGE.tolerance) == poly([(0, 0), (35, 0)], closed=False)


def test_corners_stay():
    path = poly([(0, 0), (10, 0), (10, 10), (0, 10)])
    assert fitted(path, LARGE.tolerance) == path


def test_fitted_pictures_are_the_same_at_150_dots_to_the_inch(subtests, monkeypatch: pytest.MonkeyPatch):
    """At most 1 of 2,000 pixels is more than a quarter of the way from black to white away, and the mean 0.5 of 255."""
    for name in NAMES[::9]:
        with subtests.test(name):
            few = pixels(draw(solved(name), Side.RIGHT))
            with monkeypatch.context() as changed:
                changed.setattr(camera, "fitted", lambda path, _: path)
                many = pixels(draw(solved(name), Side.RIGHT))
            apart = ImageChops.difference(few, many)
            far = apart.point(lambda value: 255 if value > 64 else 0)
            assert ImageStat.Stat(far).mean[0] / 255 <= 0.0005
            assert ImageStat.Stat(apart).mean[0] <= 0.5


def test_a_picture_is_small():
    """As it lies in a file: 5.1 kB for a whole picture and 2.9 for one of a pair, on average over all exercises.

    A whole picture of two people, patient and helper, takes as much as two; one with a middle has 3 panels.
    """

    def size(drawing: Drawing) -> int:
        return len(zlib.compress(writers.operators(drawing).encode(), 9))

    whole = [size(picture(name)) for name in NAMES]
    frames = [size(each) for name in NAMES for each in pair_of(name)]
    assert sum(whole) / len(whole) <= 5_100
    assert sum(frames) / len(frames) <= 2_950
    assert max(whole) <= 14_000


def pair_of(name: str) -> tuple[Drawing, ...]:
    one = solved(name)
    return drawn_pair(one.figure, shipped().poses[one.figure.pose], Side.RIGHT).drawings


def test_both_panels_of_a_picture_say_what_stays_in_the_same_words():
    first, second = (layer for layer in picture("seated-march").layers if layer.clip)
    chair = [paint for paint in first.paints if paint.fill in (COLOURS["prop"], COLOURS["prop-dark"])]
    assert chair
    assert all(paint in second.paints for paint in chair)
    assert first.at != second.at


# --- arrows and shadows


def test_an_arrow_begins_3_mm_from_the_limb_and_keeps_its_end():
    way = [(float(x), 0.0) for x in range(0, 101, 5)]
    limb = ((0.0, -40.0), (0.0, 40.0), 6.0)
    found = beside(way, [limb])
    assert found[0][0] >= 6 + 3 * MM > found[0][0] - 5
    assert found[-1] == way[-1]
    assert beside(way, [((0.0, 2.0), (100.0, 2.0), 4.0)]) == way  # beside the limb all the way
    assert beside(way[:4], [limb]) == way[:4]  # too short to lose more


def test_feet_and_chairs_have_a_shadow_on_the_floor_and_a_lifted_foot_has_none():
    def spans(t: float) -> list[float]:
        scene = solved("seated-march").scene(t, Side.RIGHT)
        found = [mark for mark in scene.marks if isinstance(mark, Paint) and mark.fill == COLOURS["shadow"]]
        assert found
        assert all(y < 0 for mark in found for _, y in along(mark.path))
        return [max(x for x, _ in along(mark.path)) for mark in found]

    assert max(spans(0)) > max(spans(1)) + 5


def test_a_circle_is_round():
    points = along(ellipse((0, 0), 10, 10))
    assert all(abs(dist((0, 0), each) - 10) < 0.01 for each in points)
    assert sum(map(dist, points, points[1:])) == pytest.approx(2 * pi * 10, rel=0.01)
