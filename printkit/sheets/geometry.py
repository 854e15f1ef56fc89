"""The geometry of every sheet that is filled in by hand, in millimetres: one truth for printing and for reading.

The figures, and why they are so. Trials on simulated scans (pens, wear, copies, photos; nobody's real handwriting) counted
boxes that were misread without a flag:

- Boxes of a day are 9.5 to 10 mm, of a severe tremor 12, of a checklist 9, which is the least: a shaky hand still hits it,
  and 300 dpi gives a scanner 106 pixels. Where nothing else fits two weeks on a page, as 8 rows on letter paper, 9 mm
  serve a chart, too (0 of 3,334).
- Two rows of a day chart stand 3.5 mm apart or more. 2.5 mm cost misreads (1 of 2,222 boxes of a shaky hand), 3.5 mm none
  of 3,329, 4 mm none of 2,225. A severe tremor (1 of 2,211 even at 4 mm) needs 12 mm boxes and one week a page (0 of 2,221).
- Days stand 16 mm apart, so that 4 mm or more lie between two boxes across, where a tick has its tail.
- Nothing is printed within 2 mm of a box, and no line between boxes: each box is found by its own four edges, and the
  empty 2 mm around it say how white this paper is.
- A day off has a dotted outline, which weak eyes and a copier keep. A light grey ground was tried, too: it cost no
  misreads (0 of 3,333), but has a contrast of 1.1 to 1. A tick in a dotted box counts as any other (0 of 3,333).
- Four corner codes of 12 mm lie 10 mm from the edge of the paper: what a slanting scan cuts off is less.
"""

import hashlib
import zlib
from functools import lru_cache
from typing import NamedTuple

import msgspec
from msgspec import Struct

from printkit.sheets.codes import check_character, letters_of, read_code

_FORMAT = "printkit-sheets-1"
BOX = 9.0  # the least, and that of a checklist
GAP = 4.0  # between the boxes of a checklist
CLEAR = 2.0  # around a box nothing is printed
DAY_BOXES = (10.0, 9.5, 9.0)  # the first that has room
DAY_GAP = 3.5  # the least from the boxes of one row of days to those of the next
NUMBER_BOX = 11.0
TREMOR_BOX = 12.0
CHECK_BOX = 9.0  # of a checklist, 2 to a row
CHECK_BEFORE, CHECK_BETWEEN, CHECK_AFTER = (
    3.0,
    5.0,
    4.0,
)  # from the question to Yes, from Yes to No, from No to what to do
CHECK_ROW = 12.6  # at least; 3.6 from box to box, as in the trials
TREMOR_GAP = 4.0
CODE = 12.0  # a corner code's side
CODE_EDGE = 10.0  # from a corner code to the edge of the paper
TITLE_LEFT = CODE_EDGE + CODE + 3  # the title of a sheet stands between its upper codes
TITLE_TOP = CODE_EDGE + 1
CHART_TOP = CODE_EDGE + CODE + 1  # a chart's words begin under its upper codes; letters begin a little lower still
CHART_FOOT = CODE_EDGE + CODE + CLEAR  # from the lower edge of the paper to the last box or word of a chart
PAGE_SIZES = {"A4": (210.0, 297.0), "letter": (215.9, 279.4), "A5": (148.0, 210.0)}  # mm, upright
CORNERS = "ABCD"  # upper left, upper right, lower left, lower right
SESSION = "@"  # in the name of a row: an exercise @ the part of the day, as seated-toe-raise@midday
DAYS = 7  # columns of a day chart
NUMBERS = 11  # boxes of a scale from 0 to 10
_SIDES = {"A5": 10.0}  # from the edge of the paper to what a chart says
_SIDE = 18.0
_DAY_STEPS = {"A5": 12.5}  # from one day to the next
_DAY_STEP = 16.0


class Cell(Struct, frozen=True):
    """One box: its row and column, and where its upper left corner lies on the page."""

    row: int
    column: int
    x: float
    y: float


def chart_side(paper: str) -> float:
    """From the left and right edge of the paper to what a chart says; the same in every look."""
    return _SIDES.get(paper, _SIDE)


def day_boxes(paper: str, severe: bool) -> tuple[float, ...]:  # noqa: FBT001
    """The boxes that a day chart may have, best first."""
    if severe:
        return (TREMOR_BOX,)
    return DAY_BOXES if paper not in _DAY_STEPS else (BOX,)


def day_step(paper: str) -> float:
    """From one day to the next."""
    return _DAY_STEPS.get(paper, _DAY_STEP)


def label_width(paper: str) -> float:
    """The room to the left of the days."""
    return PAGE_SIZES[paper][0] - 2 * chart_side(paper) - DAYS * day_step(paper)


def day_middle(paper: str, column: int) -> float:
    """The middle of a column of days."""
    return chart_side(paper) + label_width(paper) + (column + 0.5) * day_step(paper)


def day_cells(tops: tuple[float, ...], box: float, paper: str) -> tuple[Cell, ...]:
    """The boxes of a day chart, row by row; `tops` says where the boxes of each row begin."""
    return tuple(
        Cell(row, column, day_middle(paper, column) - box / 2, y)
        for row, y in enumerate(tops)
        for column in range(DAYS)
    )


def number_box(paper: str, severe: bool) -> float:  # noqa: FBT001
    """The boxes of a scale from 0 to 10."""
    return TREMOR_BOX if severe else NUMBER_BOX if paper not in _SIDES else BOX


def number_cells(tops: tuple[float, ...], box: float, paper: str) -> tuple[Cell, ...]:
    """The boxes of some scales from 0 to 10, from side to side, one scale after the other."""
    side = chart_side(paper)
    step = (PAGE_SIZES[paper][0] - 2 * side - box) / (NUMBERS - 1)
    return tuple(Cell(row, column, side + column * step, y) for row, y in enumerate(tops) for column in range(NUMBERS))


def corners(page_width: float, page_height: float) -> tuple[tuple[str, float, float], ...]:
    """The letter and the upper left corner of each corner code."""
    left, right = CODE_EDGE, page_width - CODE_EDGE - CODE
    top, bottom = CODE_EDGE, page_height - CODE_EDGE - CODE
    return tuple(zip(CORNERS, (left, right, left, right), (top, top, bottom, bottom), strict=True))


class Sheet(Struct, frozen=True, kw_only=True, cache_hash=True):
    """One page with boxes: what a reader of scans needs to know of it."""

    page: int  # of the file
    template: str
    plan_token: str
    width: float
    height: float
    boxes: tuple[tuple[str, float, float, float], ...]  # name, x, y, side
    layout_hash: str
    number: int = 0  # of the page in its document, where the file is a volume of several
    region: str = ""  # the country that its emergency number is of; "" where it says none

    def code(self, corner: str) -> str:
        """What a corner code says: at most 20 characters, none of them about a person."""
        key = f"PK1{self.template}{self.number or self.page:02d}{self.layout_hash}{self.plan_token}{corner}"
        return key + check_character(key)


def geometry(sheets: tuple[Sheet, ...]) -> bytes:
    """The JSON that travels inside the PDF. It names boxes, never a person."""
    return msgspec.json.encode(
        {
            "format": _FORMAT,
            "unit": "mm from the upper left corner",
            "sheets": [
                {
                    "page": sheet.page,
                    "template": sheet.template,
                    "layout": sheet.layout_hash,
                    "plan": sheet.plan_token,
                    "region": sheet.region,
                    "size": [sheet.width, sheet.height],
                    "corners": [
                        {"code": sheet.code(letter), "x": round(x, 2), "y": round(y, 2), "side": CODE}
                        for letter, x, y in corners(sheet.width, sheet.height)
                    ],
                    "boxes": [_Box(name, x, y, side) for name, x, y, side in sheet.boxes],
                }
                for sheet in sheets
            ],
        }
    )


class _Box(Struct):
    name: str
    x: float
    y: float
    side: float


class _Said(Struct):
    page: int
    template: str
    layout: str
    plan: str
    size: tuple[float, float]
    corners: list[dict[str, str | float]]
    boxes: list[_Box]
    region: str = ""  # older files say none


class _Attachment(Struct):
    format: str
    sheets: list[_Said]


def read_back(attachment: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file, from the JSON that travels inside it.

    Raises ValueError when it is not that of printkit, or the place of a box is not the one that its codes stand for.
    """
    try:
        said = msgspec.json.decode(attachment, type=_Attachment)
    except msgspec.MsgspecError as error:
        raise ValueError("the geometry is no geometry of sheets") from error
    if said.format != _FORMAT:
        raise ValueError(f"the geometry is {said.format}, not {_FORMAT}")
    found: list[Sheet] = []
    for each in said.sheets:
        code = read_code(str(each.corners[0]["code"])) if each.corners else None
        boxes = tuple((box.name, box.x, box.y, box.side) for box in each.boxes)
        real = layout_hash(each.template, *each.size, boxes)
        if code is None or {code.layout_hash, each.layout} != {real}:
            raise ValueError(f"the boxes of page {each.page} are not those of its codes")
        found.append(
            Sheet(
                page=each.page, number=code.page, template=each.template, plan_token=each.plan, width=each.size[0],
                height=each.size[1], boxes=boxes, layout_hash=real, region=each.region,
            )
        )  # fmt: skip
    return tuple(found)


class Packed(NamedTuple):
    """What `geometry` says, deflated, and how many bytes it has when it is not."""

    data: bytes
    size: int


@lru_cache(maxsize=4)
def packed(sheets: tuple[Sheet, ...]) -> Packed:
    """The same as `geometry` in little room. A diary notes what is attached to the file, so it is kept until then."""
    said = geometry(sheets)
    return Packed(zlib.compress(said), len(said))  # the tightest takes 3 times as long for a twentieth less


def unpacked(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of what was packed. Raises ValueError as `read_back`."""
    try:
        return read_back(zlib.decompress(data))
    except zlib.error as error:
        raise ValueError("the geometry is damaged") from error


def layout_hash(template: str, width: float, height: float, boxes: tuple[tuple[str, float, float, float], ...]) -> str:
    """4 letters that change with any box of a sheet."""
    said = msgspec.json.encode([template, width, height, boxes])
    return letters_of(hashlib.sha256(said).digest(), 4)
