"""One picture and the sheets that it may show: which one it is, and what stands in each of its boxes."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import numpy as np
from msgspec import Struct
from PIL import Image

from printkit.scan import deciding, ink, placing, straightening, streaks, strokes
from printkit.scan.crops import crop
from printkit.scan.records import Gate, Mark, ReadBox, ReadPage
from printkit.sheets.codes import Read
from printkit.sheets.geometry import Sheet

_LEAST_CONTRAST = 7.0  # of printed lines to the noise of the paper; scans have 60 and more, dim photos 6 to 11
_MOST_ASKED = 1 / 2  # of the boxes of a page
_LEAST_DPI = 50  # less is no resolution of a scanner
_FEW_ASKED = 12  # boxes, which are sooner looked at than the page is scanned again
_ONE_ANSWER = "LNS"  # sheets on which the boxes of a line are answers to one question


class Sheets(Struct, frozen=True):
    """The sheets that a scan may show, by what their codes say without the corner."""

    known: Mapping[tuple[str, int, str, str], Sheet]

    @classmethod
    def of(cls, sheets: Iterable[Sheet]) -> "Sheets":
        return cls({(s.plan_token, s.number or s.page, s.template, s.layout_hash): s for s in sheets})

    def find(self, code: Read) -> Sheet | Gate:
        """The sheet of a code, or why there is none."""
        sheet = self.known.get((code.plan_token, code.page, code.template, code.layout_hash))
        if sheet is not None:
            return sheet
        alike = any(key[:3] == (code.plan_token, code.page, code.template) for key in self.known)
        return Gate.OTHER_LAYOUT if alike else Gate.OTHER_FORM


def question(name: str, template: str) -> str:
    """What all boxes have in common of which one is to be marked; "" for a box that stands alone."""
    return name.rpartition("/")[0] if template in _ONE_ANSWER else ""


def of_nothing(where: str) -> ReadPage:
    """A page of a file that has no picture on it."""
    return ReadPage(where=where, gate=Gate.NO_PICTURE)


def is_shown(code: Read, name: str, share: int) -> bool:
    """Whether a sure box is one of the `share` of 100 that a person sees all the same; of one sheet always the same."""
    said = f"{code.plan_token}{code.page}{code.template}{code.layout_hash}{name}"
    return int.from_bytes(blake2b(said.encode(), digest_size=4).digest(), "big") % 100 < share


def read(image: Image.Image, sheets: Sheets, where: str = "", share: int = 0) -> ReadPage:
    """What a picture shows, however it lies. Nothing of it is kept but crops of the doubtful boxes, and of some others.

    `share` of 100 of the sure boxes have a crop, too, so that somebody sees how often the reader is wrong.
    """
    if image.mode == "1" or straightening.is_bitonal(grey := image.convert("L")):
        found = straightening.find(straightening.smaller(image.convert("L")))
        return ReadPage(where=where, gate=Gate.BITONAL, code=None if isinstance(found, Gate) else found.code)
    small = straightening.smaller(grey)
    found = straightening.find(small)
    if found is Gate.NO_CODE and small is not grey:
        small = grey
        found = straightening.find(small)
    if isinstance(found, Gate):
        return ReadPage(where=where, gate=found)
    sheet = sheets.find(found.code)
    if isinstance(sheet, Gate):
        return ReadPage(where=where, gate=sheet, code=found.code)
    if not sheet.boxes:
        return ReadPage(where=where, code=found.code)
    if not straightening.is_enough(found, sheet):
        return ReadPage(where=where, gate=Gate.CORNER, code=found.code)
    return _boxes(small, found, sheet, where, _dots_told(image, small), share)


def _boxes(
    image: Image.Image, found: straightening.Found, sheet: Sheet, where: str, dots_told: float, share: int
) -> ReadPage:
    cleaned = streaks.without(image)
    straight = straightening.straight(cleaned.image, found, sheet, cleaned.hidden)
    groups: list[tuple[list[int], placing.Places]] = []
    x, y, sides = (np.array(each) for each in zip(*((x, y, side) for _, x, y, side in sheet.boxes), strict=True))
    x, y = x - straight.left, y - straight.top
    lies_x, lies_y, lost = x.copy(), y.copy(), np.zeros(len(x), bool)
    for side in dict.fromkeys(side for *_, side in sheet.boxes):
        some = np.flatnonzero(sides == side)
        places = placing.place(straight.page, x[some], y[some], side)
        if places.blank:
            return ReadPage(where=where, gate=Gate.BOXES, code=found.code)
        lies_x[some], lies_y[some], lost[some] = places.x, places.y, places.lost
        groups.append((some.tolist(), places))
    traced = strokes.traced(straight.page, lies_x, lies_y, sides)
    boxes: list[ReadBox] = []
    contrast = np.inf
    for those, places in groups:
        side = float(sides[those[0]])
        measured = ink.measured(straight.page, places, side)
        contrast = min(contrast, measured.contrast)
        if contrast < _LEAST_CONTRAST:
            return ReadPage(where=where, gate=Gate.BLURRED, code=found.code, contrast=contrast)
        if float(np.percentile(measured.foul, 35)) > deciding.DIRTY:
            return ReadPage(where=where, gate=Gate.DIRTY, code=found.code, contrast=contrast)
        names = [sheet.boxes[at][0] for at in those]
        questions = [question(name, sheet.template) for name in names]
        hidden = ink.hidden(straight.hidden, places, side)
        known = deciding.Boxes(x[those], y[those], side, places.lost, hidden, questions)
        verdicts = deciding.decide(measured, traced.of(those), known)
        for at, (name, (mark, reason)) in enumerate(zip(names, verdicts, strict=True)):
            asked = mark is Mark.CHECK or is_shown(found.code, name, share)
            shown = crop(straight.page, places.x[at], places.y[at], side) if asked else b""
            boxes.append(
                ReadBox(name=name, mark=mark, reason=reason, ink=round(float(measured.area[at]), 2), crop=shown)
            )
    if sum(each.mark is Mark.CHECK for each in boxes) > max(_FEW_ASKED, _MOST_ASKED * len(boxes)):
        return ReadPage(where=where, gate=Gate.MANY, code=found.code, contrast=contrast)
    stretch = placing.stretch(x, y, placing.Places(lies_x, lies_y, lost, blank=False))
    scale = _print_scale(found, sheet, stretch, dots_told)
    return ReadPage(where=where, code=found.code, boxes=tuple(boxes), contrast=contrast, print_scale=scale)


def _dots_told(image: Image.Image, small: Image.Image) -> float:
    """Pixels in a mm of the picture that is read, as the file says; 0 where it does not."""
    try:
        told = float(image.info["dpi"][0])
    except (KeyError, TypeError, ValueError, IndexError):
        return 0.0
    return told / 25.4 * small.width / image.width if told > _LEAST_DPI else 0.0


def _print_scale(
    found: straightening.Found, sheet: Sheet, stretch: tuple[float, float], dots_told: float
) -> float:  # fmt: skip
    """How large the print is next to what it should be, by the direction in which it is further off; 0 where unknown.

    Codes tell it, and where only 2 of them are seen, the distances of the boxes.
    """
    dots = straightening.dots_a_mm(found, sheet)
    if not any(dots):
        dots = straightening.dots_by_boxes(found, sheet, stretch)
    if not dots_told or not all(dots):
        return 0.0
    scale = max((each / dots_told for each in dots), key=lambda each: abs(each - 1))
    return round(scale, 3) if 0.7 < scale < 1.3 else 0.0
