"""The geometry of every sheet that is filled in by hand, in millimetres: one truth for printing and for reading.

Figures from the trials on simulated scans: boxes of 9 mm (12 mm for a severe tremor), 4 mm apart, nothing within 2 mm
of a box, four corner codes of 12 mm at 10 mm from the edge of the paper.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec import Struct

from printkit.sheets.codes import check_character, letters_of

BOX = 9.0  # mm; a shaky hand still hits it, and 300 dpi gives a scanner 106 pixels
TREMOR_BOX = 12.0
GAP = 4.0  # between boxes; never under 2
WEEK_GAP = 6.0  # more, between two weeks
CODE = 12.0  # a corner code's side
CODE_EDGE = 10.0  # from a corner code to the edge of the paper
BAND_TOP = 27.0  # charts lie between the upper and the lower pair of corner codes
BAND_BOTTOM = 31.0  # a line of help stands between the boxes and the lower codes
SIDE = 14.0
DAY_HEADER = 13.0  # weekday over date
DIGIT = 7.0  # room for the digit above a box of a number row, the 2 mm of empty space included
PAGE_SIZES = {"A4": (210.0, 297.0), "letter": (215.9, 279.4), "A5": (148.0, 210.0)}  # mm, upright
CORNERS = "ABCD"  # upper left, upper right, lower left, lower right
_ROOM_FOR_TWO_WEEKS = 260.0  # mm


class Cell(Struct, frozen=True):
    """One box: its row and column, and where its upper left corner lies on the page."""

    row: int
    column: int
    x: float
    y: float


def landscape(paper: str) -> tuple[float, float]:
    """Width and height in mm of a sheet turned on its side."""
    wide, high = PAGE_SIZES[paper]
    return high, wide


def pitch(box: float) -> float:
    """From one box to the next, in mm."""
    return box + GAP


def days_on_sheet(box: float, page_width: float) -> int:
    """2 weeks on a page; 1 week where the boxes are large or the page is small."""
    return 7 if box > BOX or page_width < _ROOM_FOR_TWO_WEEKS else 14


def rows_on_sheet(box: float, page_height: float) -> int:
    """How many rows of boxes a landscape page takes."""
    return int((page_height - BAND_TOP - BAND_BOTTOM - DAY_HEADER) // pitch(box))


def first_box_x(columns: int, box: float, page_width: float) -> float:
    """Where the boxes begin; to the left of it stand the labels."""
    weeks = max(0, (columns - 1) // 7)
    return page_width - SIDE - columns * pitch(box) + GAP - weeks * WEEK_GAP


@lru_cache(maxsize=64)
def day_cells(rows: int, columns: int, box: float, page_width: float) -> tuple[Cell, ...]:
    """The boxes of a day chart, row by row."""
    return tuple(_day_cells(rows, columns, box, page_width))


def _day_cells(rows: int, columns: int, box: float, page_width: float) -> Iterator[Cell]:
    start = first_box_x(columns, box, page_width)
    for row in range(rows):
        for column in range(columns):
            x = start + column * pitch(box) + (column // 7) * WEEK_GAP
            yield Cell(row, column, x, BAND_TOP + DAY_HEADER + row * pitch(box))


@lru_cache(maxsize=64)
def number_cells(rows: int, box: float, page_width: float) -> tuple[Cell, ...]:
    """The boxes of rows from 0 to 10, a digit above each."""
    return tuple(_number_cells(rows, box, page_width))


def _number_cells(rows: int, box: float, page_width: float) -> Iterator[Cell]:
    start = page_width - SIDE - 11 * pitch(box) + GAP
    for row in range(rows):
        for column in range(11):
            y = BAND_TOP + row * (pitch(box) + DIGIT) + DIGIT
            yield Cell(row, column, start + column * pitch(box), y)


def corners(page_width: float, page_height: float) -> tuple[tuple[str, float, float], ...]:
    """The letter and the upper left corner of each corner code."""
    left, right = CODE_EDGE, page_width - CODE_EDGE - CODE
    top, bottom = CODE_EDGE, page_height - CODE_EDGE - CODE
    return tuple(zip(CORNERS, (left, right, left, right), (top, top, bottom, bottom), strict=True))


class Sheet(Struct, frozen=True, kw_only=True):
    """One page with boxes: what a reader of scans needs to know of it."""

    page: int  # of the file
    template: str
    plan_token: str
    width: float
    height: float
    boxes: tuple[tuple[str, float, float, float], ...]  # name, x, y, side
    layout_hash: str
    number: int = 0  # of the page in its document, where the file is a volume of several

    def code(self, corner: str) -> str:
        """What a corner code says: at most 20 characters, none of them about a person."""
        key = f"PK1{self.template}{self.number or self.page:02d}{self.layout_hash}{self.plan_token}{corner}"
        return key + check_character(key)


def geometry(sheets: tuple[Sheet, ...]) -> bytes:
    """The JSON that travels inside the PDF. It names boxes, never a person."""
    return msgspec.json.encode(
        {
            "format": "printkit-sheets-1",
            "unit": "mm from the upper left corner",
            "sheets": [
                {
                    "page": sheet.page,
                    "template": sheet.template,
                    "layout": sheet.layout_hash,
                    "plan": sheet.plan_token,
                    "size": [sheet.width, sheet.height],
                    "corners": [
                        {"code": sheet.code(letter), "x": round(x, 2), "y": round(y, 2), "side": CODE}
                        for letter, x, y in corners(sheet.width, sheet.height)
                    ],
                    "boxes": [{"name": name, "x": x, "y": y, "side": side} for name, x, y, side in sheet.boxes],
                }
                for sheet in sheets
            ],
        }
    )


def layout_hash(template: str, width: float, height: float, boxes: tuple[tuple[str, float, float, float], ...]) -> str:
    """4 letters that change with any box of a sheet."""
    said = msgspec.json.encode([template, width, height, boxes])
    return letters_of(hashlib.sha256(said).digest(), 4)
