"""Signs in the frame of the end: how long to hold, how many times, and nothing of the body under them."""

import io
from itertools import combinations
from math import ceil

import pytest
from msgspec.structs import replace
from pdf_reading import shipped
from PIL import Image, ImageStat

from printkit.content.bitmaps import png
from printkit.content.illustration import PicturePair, with_signs
from printkit.document import Sketch
from printkit.figures import writers
from printkit.figures.geometry import points_of
from printkit.figures.pair import drawn_pair
from printkit.figures.scene import WIDTHS, Drawing, mirrored
from printkit.figures.signs import room_in_corners, signed
from printkit.model.records import Dose
from printkit.model.vocabulary import DoseUnit, Side

NAMES = [name for name in shipped().names("figures") if name in shipped().names("exercises")]


def end_of(name: str, side: Side = Side.RIGHT) -> Drawing:
    figure = shipped().figure(name)
    assert figure is not None
    return drawn_pair(figure, shipped().poses[figure.pose], side).drawings[-1]


def plates(drawing: Drawing) -> int:
    """How many plates stand in a frame; each is a layer of its own."""
    return len(drawing.layers) - 1


def marks(drawing: Drawing) -> int:
    """How many marks there are on all plates."""
    return sum(len(layer.paints) - 1 for layer in drawing.layers[1:])


def test_nearly_every_picture_has_room_for_both_signs(subtests):
    """On both sides, with the longest that a dose may say; where there is none, the words are beside it."""
    without = set()
    for name in NAMES:
        for side in (Side.RIGHT, Side.LEFT):
            if not plates(signed(end_of(name, side), 60, 50)):
                without.add(name)
    assert len(without) <= 0.06 * len(NAMES), sorted(without)


def test_nothing_but_floor_and_wall_is_under_a_sign(subtests):
    """What a frame shows without the sign is of one colour there, but for the line of the floor."""
    for name in NAMES[::3]:
        plain = end_of(name)
        for layer in signed(plain, 20, 10).layers[1:]:
            with subtests.test(name):
                points = points_of(layer.paints[0].path)
                wide, high = max(x for x, _ in points), max(y for _, y in points)
                x, y = layer.at
                pixels = Image.open(io.BytesIO(png(writers.svg(plain, ""), ceil(plain.wide)))).convert("L")
                scale = pixels.width / plain.wide
                corners = (x, plain.high - y - high, x + wide, plain.high - y)
                under = pixels.crop(tuple(round(scale * each) for each in corners))
                assert ImageStat.Stat(under).stddev[0] <= 40
                dark = under.point(lambda value: 255 if value < 90 else 0)
                assert ImageStat.Stat(dark).mean[0] / 255 <= 0.08


def test_no_plate_covers_another(subtests):
    """Nor stands closer to it than to anything that is drawn, at whatever hold and times, on both sides."""
    for name in NAMES:
        for side in (Side.RIGHT, Side.LEFT):
            for hold, times in ((10, 3), (5, 20), (30, 5), (60, 50)):
                found = [part.moved for part in signed(end_of(name, side), hold, times).parts[1:]]
                for (one, (x, y)), (other, (a, b)) in combinations(filter(None, found), 2):
                    with subtests.test(name):
                        apart = x + one.wide <= a or a + other.wide <= x or y + one.high <= b or b + other.high <= y
                        assert apart


def test_a_sign_can_be_read_at_the_size_of_print():
    """Digits of 3 mm, as tall as letters of 12 points, in the lines of the body."""
    layer = signed(end_of("stand-tall"), 30, 3).layers[-1]
    strokes = [paint for paint in layer.paints[1:] if not paint.fill]
    assert {paint.width for paint in strokes} == {WIDTHS["body"]}
    digit = max(
        max(y for _, y in points_of(paint.path)) - min(y for _, y in points_of(paint.path)) for paint in strokes
    )
    assert digit * 25.4 / 72 >= 3


def test_there_is_a_sign_only_for_what_is_asked():
    plain = end_of("stand-tall")
    assert signed(plain, 0, 0) is plain
    assert signed(plain, 0, 1) is plain
    hold, times, both = (signed(plain, *each) for each in ((30, 0), (0, 3), (30, 3)))
    assert plates(hold) == plates(times) == plates(both) == 1
    assert marks(both) == marks(hold) + marks(times)
    assert signed(plain, 30, 3) is both  # kept
    assert marks(signed(plain, 30, 10)) == marks(both) + 1  # a digit more


@pytest.mark.parametrize(
    ("dose", "like"),
    [
        (Dose(repetitions=8, hold_seconds=5), (5, 8)),
        (Dose(repetitions=8, unit=DoseUnit.ROUNDS), (0, 8)),
        (Dose(repetitions=10, unit=DoseUnit.STEPS), (0, 0)),
        (Dose(minutes=3), (0, 0)),
        (Dose(), (0, 0)),
    ],
)
def test_the_signs_are_those_of_the_dose_of_this_patient(dose: Dose, like: tuple[int, int]):
    sketch = Sketch(end_of("stand-tall"), "standing")
    found = with_signs(PicturePair((sketch, sketch), ("a", "b")), dose)
    assert found.sketches[0] is sketch
    assert found.sketches[1].alt == "standing"
    assert found.sketches[1].drawing is signed(sketch.drawing, *like)


def test_a_picture_that_is_shown_once_has_no_sign():
    alone = PicturePair((Sketch(end_of("stand-tall"), ""),), ())
    assert with_signs(alone, Dose(repetitions=8)) is alone


def plates_of(drawing: Drawing) -> list[Drawing]:
    """The drawings of its plates, as a file has them."""
    return [part.moved[0] for part in drawing.parts[1:] if part.moved is not None]


def test_a_plate_is_kept_as_the_operators_of_its_layers():
    for hold, times in ((0, 7), (20, 0), (20, 10)):
        (plate,) = plates_of(signed(end_of(NAMES[0]), hold, times))
        assert not plate.own
        assert writers.operators(plate) == writers.operators(replace(plate, own=plate.layers, ready=None))


def test_pictures_of_all_sizes_share_a_plate():
    """It stands in a file once, wherever its corner is."""
    found = {id(plate) for name in NAMES for plate in plates_of(signed(end_of(name), 0, 7))}
    corners = {signed(end_of(name), 0, 7).layers[-1].at for name in NAMES}
    assert len(found) == 1
    assert len(corners) > 1


def test_a_plate_has_room_for_its_line_all_round():
    """What reaches beyond the box of a form is cut off (ISO 32000-1, 8.10.1)."""
    (plate,) = plates_of(signed(end_of(NAMES[0]), 20, 10))
    (layer,) = plate.layers
    for paint in layer.paints:
        for x, y in points_of(paint.path):
            across, up = x + layer.at[0], y + layer.at[1]
            assert paint.width < across < plate.wide - paint.width
            assert paint.width < up < plate.high - paint.width


def test_both_sides_have_the_same_room_for_a_sign_turned_round():
    for name in NAMES[:6]:
        picture = end_of(name)
        right_up, left_up, right_low, left_low = room_in_corners(picture)
        assert room_in_corners(mirrored(picture)) == (left_up, right_up, left_low, right_low)
        outlines = replace(mirrored(picture), own=mirrored(picture).layers, mirrors=None)
        assert room_in_corners(outlines) == pytest.approx(room_in_corners(mirrored(picture)))
