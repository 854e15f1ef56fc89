"""The corner codes that printkit writes itself: another program reads them back, even when a corner is dirty."""

import random

import pytest
import zxingcpp
from PIL import Image

from printkit.sheets import datamatrix
from printkit.sheets.geometry import Sheet

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
pytestmark = pytest.mark.foreign
_WIDE = 8 * datamatrix.ROW


def picture(text: str) -> Image.Image:
    """The squares of a code, a pixel each."""
    drawn = Image.frombytes("1", (_WIDE, datamatrix.SIDE), datamatrix.picture(text))
    return drawn.crop((0, 0, datamatrix.SIDE, datamatrix.SIDE)).convert("L")


def read(squares: Image.Image) -> str | None:
    wide = datamatrix.SIDE * 6
    paper = Image.new("L", (wide + 24, wide + 24), 255)
    paper.paste(squares.resize((wide, wide), Image.Resampling.NEAREST), (12, 12))
    found = zxingcpp.read_barcodes(paper, formats=zxingcpp.BarcodeFormat.DataMatrix)
    return found[0].text if found else None


@pytest.mark.parametrize("length", range(1, datamatrix.LONGEST + 1))
def test_another_program_reads_a_code_of_every_length(length):
    chance = random.Random(length)
    for _ in range(15):
        text = "".join(chance.choices(LETTERS, k=length - 1)) + chance.choice(LETTERS + "-")
        assert read(picture(text)) == text


def test_a_code_is_square_for_square_that_of_another_writer_where_both_choose_the_same_alphabets():
    """The two differ in how the last three letters are said, so only some texts can agree."""
    same, chance = 0, random.Random(2)
    for _ in range(300):
        text = "PK1C03AB12XY" + "".join(chance.choices(LETTERS, k=5)) + "-"
        other = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
        theirs = zxingcpp.write_barcode_to_image(other, scale=1, add_quiet_zones=False)
        assert theirs.shape == (datamatrix.SIDE, datamatrix.SIDE)
        same += picture(text).tobytes() == Image.fromarray(theirs).convert("L").tobytes()
    assert same >= 5


def test_seven_wrong_bytes_of_a_code_are_put_right():
    """14 check bytes mend 7: one square of each is turned over here, as dirt would."""
    text = "PK1C03AB12XYZ9QWB7"
    drawn = picture(text)
    for byte in range(0, 28, 4):
        square = datamatrix._squares_of_bytes()[byte][0]
        at = datamatrix.SIDE * _WIDE - square.bit_length()
        place = (at % _WIDE, at // _WIDE)
        drawn.putpixel(place, 255 - drawn.getpixel(place))
    assert drawn.tobytes() != picture(text).tobytes()
    assert read(drawn) == text


def test_a_code_is_the_same_whichever_was_written_before_it():
    """Those of one page begin alike, and what they have in common is kept."""
    texts = ["PK1C03AB12XYZ9QWA7"[:length] + end for length in (1, 2, 3, 9, 15, 16) for end in ("A7", "B-", "C9")]
    each = []
    for text in texts:
        datamatrix._triples.cache_clear()
        each.append(datamatrix.picture(text))
    assert [datamatrix.picture(text) for text in texts] == each
    assert [datamatrix.picture(text) for text in reversed(texts)] == each[::-1]


def test_no_bit_of_the_32_bytes_is_lost_or_shared():
    squares = [square for each in datamatrix._squares_of_bytes().values() for square in each]
    assert len(squares) == len(set(squares)) == 256
    assert all(squares)


@pytest.mark.parametrize("text", ["", "A" * (datamatrix.LONGEST + 1), "abcdef", "AÄAAAA", "PK1-AAAA"])
def test_what_no_code_of_ours_says_is_refused(text):
    with pytest.raises(ValueError, match="0-9 and A-Z"):
        datamatrix.picture(text)


def test_the_longest_code_of_a_sheet_has_room():
    sheet = Sheet(
        page=1, number=999_999, template="C", plan_token="AB12CD", width=210, height=297, boxes=(), layout_hash="9XY0"
    )
    assert read(picture(sheet.code("D"))) == sheet.code("D")
