"""A logo in a browser's Python, which lacks Pillow: the same pixels and the same bytes, or the same refusal."""

import io
import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printkit.content import bitmaps, plain_pixels
from printkit.errors import OptionsError

pytestmark = pytest.mark.foreign
SIZES = [(1, 1), (7, 5), (97, 61), (601, 60), (60, 900), (900, 40), (2000, 30)]


def noise(mode: str, size: tuple[int, int]) -> Image.Image:
    """Pixels of chance, also see-through ones, where the kind of picture has them."""
    chance = random.Random(str(size)).randbytes(4 * size[0] * size[1])
    if mode == "I;16":
        return Image.frombytes(mode, size, chance[: len(chance) // 2])
    found = Image.frombytes("RGBA", size, chance)
    return found.convert("RGB").quantize(50) if mode == "P" else found.convert(mode)


def saved(picture: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def both(data: bytes, monkeypatch, *, grey: bool = False) -> tuple[bytes, bytes]:
    """The logo as the command reads it, and as a browser does."""
    found = []
    for in_browser in (False, True):
        monkeypatch.setattr(bitmaps.resources, "IN_BROWSER", in_browser)
        found.append(bitmaps._logo(bitmaps._logo_file(data), grey))
    return found[0], found[1]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_a_png_gives_the_same_bytes_by_both_ways(monkeypatch, subtests, mode):
    for size in SIZES if mode in ("RGBA", "L") else SIZES[1:5]:
        with subtests.test(f"{size}"):
            ours, theirs = both(saved(noise(mode, size)), monkeypatch)
            assert ours == theirs


def test_a_logo_in_shades_of_grey_is_the_same_by_both_ways(monkeypatch):
    ours, theirs = both(saved(noise("RGB", (90, 40))), monkeypatch, grey=True)
    assert ours == theirs


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_a_palette_of_few_bits_and_a_colour_of_it_that_is_see_through(monkeypatch, bits):
    picture = noise("RGB", (33, 20)).quantize(2**bits)
    for more in ({}, {"transparency": 1}, {"transparency": b"\x80\x00"}):
        ours, theirs = both(saved(picture, bits=bits, **more), monkeypatch)
        assert ours == theirs


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_shade_or_colour_that_stands_for_nothing(monkeypatch, mode):
    picture = Image.new(mode, (40, 20), "white")
    picture.paste(Image.new(mode, (10, 10), "black"), (5, 5))
    ours, theirs = both(saved(picture, transparency=0 if mode == "L" else (0, 0, 0)), monkeypatch)
    assert ours == theirs


def png(wide: int, high: int, depth: int, colour: int, rows: bytes, *, woven: int = 0) -> bytes:
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, depth, colour, 0, 0, woven)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


@settings(max_examples=60, deadline=None)
@given(
    wide=st.integers(1, 12),
    high=st.integers(1, 12),
    kind=st.sampled_from([(0, 1), (0, 2), (0, 4), (0, 8), (2, 8), (2, 16), (4, 8), (4, 16), (6, 8), (6, 16)]),
    woven=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_every_depth_filter_and_interlaced_pictures_too(wide, high, kind, woven, seed):
    colour, depth = kind
    chance = random.Random(seed)
    bits = depth * plain_pixels._OF_PIXEL[colour]
    parts = plain_pixels._PASSES if woven else ((0, 0, 1, 1),)
    rows = b""
    for start, top, across, down in parts:
        columns, lines = len(range(start, wide, across)), len(range(top, high, down))
        if columns:
            rows += b"".join(
                bytes([chance.randrange(5)]) + chance.randbytes((columns * bits + 7) // 8) for _ in range(lines)
            )
    data = png(wide, high, depth, colour, rows, woven=int(woven))
    with pytest.MonkeyPatch.context() as patch:
        ours, theirs = both(data, patch)
    assert ours == theirs


def test_bare_pixels_as_a_browser_hands_them_on_are_a_picture(monkeypatch):
    picture = noise("RGB", (50, 30))
    bare = b"P6 50 30 255\n" + picture.tobytes()
    monkeypatch.setattr(bitmaps.resources, "IN_BROWSER", True)
    assert bitmaps._logo(bitmaps._logo_file(bare), False) == bitmaps._logo(bitmaps._logo_file(saved(picture)), False)


def test_a_large_picture_that_a_browser_has_opened_is_no_larger_than_its_pixels(monkeypatch):
    """A photo of 2 million pixels is a JPEG of 1 MB and 6 MB when it is opened."""
    monkeypatch.setattr(bitmaps.resources, "IN_BROWSER", True)
    bare = b"P6 2000 1000 255\n" + bytes(6_000_000)
    assert bitmaps._data(bitmaps._logo_file(bare)) == bare
    with pytest.raises(OptionsError, match="larger than 2 MB"):
        bitmaps._data(bitmaps._logo_file(b"P6 3000 2000 255\n" + bytes(18_000_000)))


GOOD = saved(noise("RGB", (20, 10)))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"no picture", "is not a picture that can be read"),
        (saved(noise("RGB", (9, 9)), "JPEG"), "is not a picture that can be read"),  # the browser opens these before
        (GOOD[:-20], "damaged or cut off"),
        (GOOD[:60] + bytes([GOOD[60] ^ 1]) + GOOD[61:], "damaged or cut off"),
        (png(9000, 9000, 8, 0, b""), "too many pixels: 9,000 x 9,000"),
        (png(0, 5, 8, 0, b""), "has no pixels"),
        (png(20, 20, 8, 5, bytes(500)), "damaged or cut off"),
        (png(2000, 2000, 8, 6, b""), "damaged or cut off"),
        (b"P6 20 20 255\nxyz", "damaged or cut off"),
        (b"P6 20000 20000 255\nxyz", "too many pixels"),
        (b"P6 oh", "is not a picture that can be read"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_browser_with_what_to_give(monkeypatch, data, says):
    monkeypatch.setattr(bitmaps.resources, "IN_BROWSER", True)
    with pytest.raises(OptionsError, match=says) as refused:
        bitmaps._logo(bitmaps._logo_file(data), False)
    assert "PNG or JPEG" in refused.value.hint


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=60), at=st.integers(0, len(GOOD) - 1))
def test_a_broken_picture_is_a_refusal_and_nothing_else(data, at):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bitmaps.resources, "IN_BROWSER", True)
        try:
            bitmaps._logo(bitmaps._logo_file(GOOD[:at] + data + GOOD[at + len(data) :]), False)
        except OptionsError:
            return
