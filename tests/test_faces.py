"""Faces beside the scale of pain: a stranger can put them in order, large or small, with or without colour."""

import io
from itertools import pairwise

import pytest
from PIL import Image, ImageChops, ImageStat

from printkit.content import illustration
from printkit.content.bitmaps import png
from printkit.figures import writers
from printkit.figures.geometry import points_of

FACES = illustration.faces()
INSIDE = (0.12, 0.2, 0.88, 0.92)  # of a face: what moves; left, top, right, bottom


def seen(drawing, pixels):
    image = Image.open(io.BytesIO(png(writers.svg(drawing, ""), pixels))).convert("RGBA")
    sheet = Image.new("RGBA", image.size, "white")
    sheet.alpha_composite(image)
    return sheet.convert("L")


def inside(drawing, pixels=190):
    image = seen(drawing, pixels)
    wide, high = image.size
    return image.crop(tuple(round(part * side) for part, side in zip(INSIDE, (wide, high, wide, high), strict=True)))


def test_there_is_a_face_at_every_second_number():
    assert [number for number, _ in FACES] == [0, 2, 4, 6, 8, 10]


def test_every_face_is_whole_and_as_large_as_the_others():
    assert len({(drawing.wide, drawing.high) for _, drawing in FACES}) == 1
    for _, drawing in FACES:
        for layer in drawing.layers:
            for paint in layer.paints if not layer.clip else ():
                for x, y in points_of(paint.path):
                    assert 0 <= x <= drawing.wide
                    assert 0 <= y <= drawing.high


@pytest.mark.parametrize("pixels", [190, 60, 42])  # 42: 14 mm on a screen of 76 dpi
def test_each_face_differs_from_the_next_even_small(pixels):
    for (number, before), (_, after) in pairwise(FACES):
        apart = ImageStat.Stat(ImageChops.difference(inside(before, pixels), inside(after, pixels))).rms[0] / 255
        assert apart > 0.12, (number, apart)


def test_two_faces_differ_more_the_further_apart_their_numbers_are():
    images = [inside(drawing, 95) for _, drawing in FACES]

    def apart(a, b):
        return ImageStat.Stat(ImageChops.difference(images[a], images[b])).rms[0]

    for face in range(1, 5):
        assert apart(0, face) <= apart(0, 5)


def test_pain_draws_more_lines_at_each_step():
    """What a stranger goes by: the worse it is, the more of the face is drawn."""
    dark = [sum(inside(drawing).histogram()[:128]) for _, drawing in FACES]
    assert dark[3:] == sorted(dark[3:])
    assert max(dark[:3]) < dark[3]


def test_no_colour_means_anything():
    colours = {
        colour
        for _, drawing in FACES
        for layer in drawing.layers
        for paint in layer.paints
        for colour in (paint.fill, paint.ink)
    }
    features = [drawing.layers[-1] for _, drawing in FACES]
    assert {paint.ink for layer in features for paint in layer.paints if paint.ink} == {"#1F2D3A"}
    assert len(colours) <= 5
    for (_, drawing), (_, grey) in zip(FACES, illustration.faces(grey=True), strict=True):
        apart = ImageStat.Stat(ImageChops.difference(seen(drawing, 95), seen(grey, 95))).rms[0] / 255
        assert apart < 0.02
