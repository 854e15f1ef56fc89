"""What is read of a page: each box empty, marked or to be looked at, with its reason; or why the page is not read."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from printkit.sheets.codes import Read

HINT = "\n  hint: "  # before what to do, as in every message of the command line
_SCALED = 0.02


class Mark(StrEnum):
    """What stands in a box. A doubtful one is asked about and never guessed."""

    EMPTY = "empty"
    MARKED = "marked"
    CHECK = "please check"


class Reason(StrEnum):
    """Why a person must look at a box."""

    SMALL = "small"
    FAINT = "faint"
    OFF_CENTRE = "off-centre"
    UNLIKE = "unlike"
    SMOOTH = "smooth"
    HEAVY = "heavy"
    SHARED = "shared"
    INTRUSION = "intrusion"
    ASTRAY = "astray"
    BESIDE = "beside"
    LINE = "line"
    TRACE = "trace"
    LOST = "lost"
    STREAK = "streak"
    DIRT = "dirt"
    TWO = "two-of-one"
    DIFFERS = "differs"


REASONS: Mapping[Reason, str] = {
    Reason.SMALL: "the mark is very small",
    Reason.FAINT: "the mark is much fainter than the others of this page",
    Reason.OFF_CENTRE: "the mark only touches the edge of the box",
    Reason.UNLIKE: "the mark is much smaller than the others of this page",
    Reason.SMOOTH: "it is blurred, as a stain or a shadow is",
    Reason.HEAVY: "it is scribbled over: a mark, or crossed out?",
    Reason.SHARED: "a stroke of the neighbouring box runs through it",
    Reason.INTRUSION: "a stroke of the neighbouring box ends in it",
    Reason.ASTRAY: "the stroke lies mostly outside of the box",
    Reason.BESIDE: "a stroke beside the box may be meant for it",
    Reason.LINE: "one straight line runs through it",
    Reason.TRACE: "there is a trace, as of something rubbed out",
    Reason.LOST: "the edges of the box cannot be seen",
    Reason.STREAK: "a streak of the scanner hides a part of it",
    Reason.DIRT: "there is dirt in or around it",
    Reason.TWO: "2 boxes of one question are marked",
    Reason.DIFFERS: "another scan of this page says otherwise",
}


class Gate(StrEnum):
    """Why a page is not read at all."""

    FILE = "file"
    NO_PICTURE = "no-picture"
    NO_CODE = "no-code"
    MIRRORED = "mirrored"
    TWO_SHEETS = "two-sheets"
    OTHER_FORM = "other-form"
    OTHER_LAYOUT = "other-layout"
    CORNER = "corner"
    BITONAL = "bitonal"
    BLURRED = "blurred"
    DIRTY = "dirty"
    BOXES = "boxes"
    MANY = "many"


GATES: Mapping[Gate, tuple[str, str]] = {
    Gate.FILE: ("it cannot be read", "give a PNG, JPEG or TIFF file, or a PDF from a scanner"),
    Gate.NO_PICTURE: (
        "there is no scan on it that can be read",
        "scan the paper; a form filled on a screen is imported",
    ),
    Gate.NO_CODE: (
        "no code on it can be read",
        "scan the whole page with its 4 square codes; in a photo, hold the camera still and closer",
    ),
    Gate.MIRRORED: ("it is mirrored", "scan the side that was written on"),
    Gate.TWO_SHEETS: ("it shows 2 sheets or more at once", "scan one sheet a picture"),
    Gate.OTHER_FORM: ("it is another sheet than the forms that are given", "give the PDF that it was printed from"),
    Gate.OTHER_LAYOUT: (
        "it was printed from another version of this form",
        "give the PDF that it was printed from; the boxes of another version lie elsewhere",
    ),
    Gate.CORNER: (
        "2 or more of the 4 corner codes cannot be seen",
        "scan the whole page, with nothing on its corners",
    ),
    Gate.BITONAL: (
        "it is black and white without greys, which loses pencil",
        "set the scanner to grey or colour, 150 dpi or more",
    ),
    Gate.BLURRED: (
        "it is too blurred or too dark",
        "scan it, or take the photo again in more light, still and from straight above",
    ),
    Gate.DIRTY: (
        "there is dirt over the whole page",
        "clean the glass of the scanner, or scan the sheet itself and no copy",
    ),
    Gate.BOXES: (
        "the boxes are not where they should be",
        "lay the page flat and scan it whole; was it drawn over, folded or cut?",
    ),
    Gate.MANY: (
        "more than half of its boxes are doubtful",
        "scan it again in grey at 150 dpi or more, or type it in by hand",
    ),
}


class ReadBox(Struct, frozen=True, kw_only=True):
    """One box. `crop` is a JPEG of it and its neighbours, for who is asked; empty where nobody needs to look."""

    name: str
    mark: Mark
    reason: Reason | None = None
    ink: float = 0.0  # mm2 inside the box
    crop: bytes = b""


class ReadPage(Struct, frozen=True, kw_only=True):
    """One page of a scan: its boxes, or the gate at which it was turned away."""

    where: str  # the file and the page, as a message names them; the file alone where it cannot be read
    code: Read | None = None  # of any corner
    boxes: tuple[ReadBox, ...] = ()
    gate: Gate | None = None
    contrast: float = 0.0  # of printed lines to the noise of the paper; the higher, the better a picture it is
    print_scale: float = 0.0  # of what was printed to its right size, where the file tells its resolution; else 0
    trouble: tuple[str, str] = ("", "")  # what is wrong with a file that cannot be read, and what to do

    @property
    def refused(self) -> str:
        """Why the page was not read; "" when it was."""
        if self.trouble[0]:
            return self.trouble[0]
        said = "" if self.gate is None else GATES[self.gate][0]
        if self.code is not None and self.gate in (Gate.OTHER_FORM, Gate.OTHER_LAYOUT):
            return f"{said}: page {self.code.page} of the print {self.code.plan_token}"
        return said

    @property
    def hint(self) -> str:
        """What to do about it."""
        return self.trouble[1] or ("" if self.gate is None else GATES[self.gate][1])

    @property
    def why(self) -> str:
        """Both of them, as the command line says it."""
        return f"{self.refused}{HINT}{self.hint}"

    @property
    def asked(self) -> int:
        """How many boxes a person must look at."""
        return sum(box.mark is Mark.CHECK for box in self.boxes)

    @property
    def is_scaled(self) -> bool:
        """Whether it was printed larger or smaller than it should be, by more than a scanner is off."""
        return bool(self.print_scale) and abs(self.print_scale - 1) > _SCALED
