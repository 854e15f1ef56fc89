"""A picture of a sheet, however it lies, as its paper seen from straight above: by the 4 corner codes."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import zxingcpp
from msgspec import Struct
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from printkit.scan.records import Gate
from printkit.sheets import geometry
from printkit.sheets.codes import Read, read_code

Floats = NDArray[np.floating[Any]]
Corner = tuple[tuple[float, float], ...]  # upper left, upper right, lower right, lower left of a code, in pixels

Pair = tuple[tuple[float, float], tuple[float, float]]  # a place on the paper in mm, and on the picture in pixels

PX = 6.0  # pixels in a mm of a straightened page: 152 dpi
LARGEST = 2600  # pixels along the longer side; more tells nothing of a mark
_MARGIN = 5.7  # mm around the boxes: what a curl may shift them by, and their empty ring
_CORNER = 0.2  # of the width and height of a flat scan, where each of its codes lies
_SMALL = 2000  # pixels along the longer side; below, codes are looked for at twice the size, too
_COARSE = 1300  # pixels along the longer side: a scan of 110 dpi or less
_ENOUGH = 3  # codes
_SHARPER = ImageFilter.UnsharpMask(6, 300, 0)
_FLAT = 0.3  # mm: what an affine map may be off at a code
_SLANTS = ({"A", "D"}, {"B", "C"})  # corners that lie across the page from each other
_LIKE = 0.04  # of the size of a code, which tells a flat scan from a photo at a slant
_GREYS = 8  # of 32: a picture with fewer was made black and white
_MIRRORED = 0.7  # the cosine of 45 degrees
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)


class Found(Struct, frozen=True):
    """The codes of one sheet on a picture."""

    code: Read
    corners: Mapping[str, Corner]


class Straight(Struct, frozen=True):
    """The part of a page with boxes, in grey from 0 to 255, and where its upper left corner lies on the paper in mm.

    `hidden` tells which of its pixels nobody can see; None where all are seen.
    """

    page: Floats
    left: float
    top: float
    hidden: NDArray[np.bool_] | None = None


def is_bitonal(image: Image.Image) -> bool:
    """Whether a picture has next to no greys: then the scanner has decided what is ink, and pencil is lost.

    A blank side has one, and nothing to lose.
    """
    few = image.resize((max(1, image.width // 4), max(1, image.height // 4)), Image.Resampling.NEAREST)
    return 1 < len(np.unique(np.asarray(few) >> 3)) <= _GREYS


def smaller(image: Image.Image) -> Image.Image:
    """The picture at the size at which it is read."""
    longer = max(image.size)
    return image.reduce(math.ceil(longer / LARGEST)) if longer > LARGEST else image


def find(image: Image.Image) -> Found | Gate:
    """The sheet on a grey picture: first where a flat scan has its codes, then everywhere, then larger."""
    w, h = image.size
    wide, high = int(w * _CORNER), int(h * _CORNER)
    found: dict[Read, Corner] = {}
    for x in (0, w - wide):
        for y in (0, h - high):
            found |= _codes(image.crop((x, y, x + wide, y + high)), x, y)
    # a stray sheet may lie in the middle: 4 codes of one sheet say nothing of another
    if len(found) < len(geometry.CORNERS):
        found |= _codes(image)
    if len(found) < len(geometry.CORNERS) and max(w, h) < _SMALL:
        found = _codes(image.resize((2 * w, 2 * h), Image.Resampling.BICUBIC), scale=2.0) | found
    if len(found) < _ENOUGH and max(w, h) < _COARSE:
        # soft scans of 100 dpi have codes whose squares run into each other
        larger = image.resize((4 * w, 4 * h), Image.Resampling.BICUBIC).filter(_SHARPER)
        found = _codes(larger, scale=4.0) | found
    if not found:
        return Gate.NO_CODE
    sheets = {(code.plan_token, code.page, code.template, code.layout_hash) for code in found}
    if len(sheets) > 1 or len({code.corner for code in found}) < len(found):
        return Gate.TWO_SHEETS
    corners = {code.corner: places for code, places in found.items()}
    if _is_mirrored(corners):
        return Gate.MIRRORED
    return Found(next(iter(found)), corners)


def _codes(image: Image.Image, left: float = 0.0, top: float = 0.0, scale: float = 1.0) -> dict[Read, Corner]:
    found: dict[Read, Corner] = {}
    for each in zxingcpp.read_barcodes(image, formats=_FORMATS, try_invert=False):
        code = read_code(each.text)
        if code is not None:
            at = each.position
            places = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            found[code] = tuple(((p.x + 0.5) / scale + left, (p.y + 0.5) / scale + top) for p in places)
    return found


def _is_mirrored(corners: Mapping[str, Corner]) -> bool:
    """Whether the corners lie as in a mirror, in which a code is read as well but lies across the line to its neighbour."""
    for one, other, end in (("A", "B", 1), ("C", "D", 1), ("A", "C", 3), ("B", "D", 3)):
        if one in corners and other in corners:
            (x, y), (u, v), (p, q) = corners[one][0], corners[other][0], corners[one][end]
            way = (u - x) * (p - x) + (v - y) * (q - y)
            if way < _MIRRORED * math.hypot(u - x, v - y) * math.hypot(p - x, q - y):
                return True
    return False


def dots_a_mm(found: Found, sheet: geometry.Sheet) -> tuple[float, float]:
    """Pixels in a mm of the paper, across and down, by the distances of the codes; 0 where no 2 of them tell."""
    places = {letter: (x, y) for letter, x, y in geometry.corners(sheet.width, sheet.height)}

    def measured(*pairs: tuple[str, str]) -> float:
        some = [
            math.dist(found.corners[one][0], found.corners[other][0]) / math.dist(places[one], places[other])
            for one, other in pairs
            if one in found.corners and other in found.corners
        ]
        return sum(some) / len(some) if some else 0.0

    return measured(("A", "B"), ("C", "D")), measured(("A", "C"), ("B", "D"))


def dots_by_boxes(found: Found, sheet: geometry.Sheet, stretch: tuple[float, float]) -> tuple[float, float]:
    """The same by 2 codes across the page from each other, and by how much further apart boxes lie than these codes say.

    What boxes tell of one direction only, the distance of the codes tells of the other. 0 where `stretch` has nothing.
    """
    along = _dots_along(found, sheet)
    places = [(x, y) for letter, x, y in geometry.corners(sheet.width, sheet.height) if letter in found.corners]
    dx, dy = (abs(one - other) / math.dist(*places) for one, other in zip(*places, strict=True))
    across, down = stretch
    if across and not down:
        down = math.sqrt(max(0.0, 1 - (across * dx) ** 2)) / dy
    elif down and not across:
        across = math.sqrt(max(0.0, 1 - (down * dy) ** 2)) / dx
    return along * across, along * down


def _dots_along(found: Found, sheet: geometry.Sheet) -> float:
    a, _, _, d, *_ = similarity(list(_pairs(found, sheet)))
    return math.hypot(a, d)


def is_enough(found: Found, sheet: geometry.Sheet) -> bool:
    """Whether the codes that are seen tell where the boxes lie: 3, or on a flat scan 2 across the page from each other.

    A scan that is turned by more than 3 degrees has lost the other two.
    """
    if set(found.corners) not in _SLANTS:
        return len(found.corners) > 2
    pairs = list(_pairs(found, sheet))
    numbers, dots = similarity(pairs), _dots_along(found, sheet)
    sides = [math.dist(corner[at - 1], corner[at]) for corner in found.corners.values() for at in range(4)]
    is_like = max(abs(side / (geometry.CODE * dots) - 1) for side in sides) < _LIKE
    return is_like and _off(numbers, pairs) < _FLAT * dots


def straight(image: Image.Image, found: Found, sheet: geometry.Sheet, hidden: Image.Image | None = None) -> Straight:
    """The part of the paper that has boxes, by the perspective that fits the corners of all codes best.

    `hidden` is white where nothing of the picture can be seen.
    """
    pairs = list(_pairs(found, sheet))
    numbers = affine(pairs) if len(found.corners) > 2 else similarity(pairs)
    dots = max(dots_a_mm(found, sheet)) or PX
    if len(found.corners) > 2 and _off(numbers, pairs) > _FLAT * dots:
        numbers = perspective(pairs)
    a, b, c, d, e, f, g, h = numbers
    xs, ys, sides = (np.array(each) for each in zip(*((x, y, side) for _, x, y, side in sheet.boxes), strict=True))
    left, top = float(xs.min()) - _MARGIN, float(ys.min()) - _MARGIN
    size = (
        int((float((xs + sides).max()) - left + _MARGIN) * PX),
        int((float((ys + sides).max()) - top + _MARGIN) * PX),
    )
    whole = np.array([[a, b, c], [d, e, f], [g, h, 1]]) @ np.array([[1 / PX, 0, left], [0, 1 / PX, top], [0, 0, 1]])
    data = tuple(float(n) for n in (whole / whole[2, 2]).ravel())

    def drawn(of: Image.Image) -> Image.Image:
        if g == h == 0:
            return of.transform(size, Image.Transform.AFFINE, data[:6], Image.Resampling.BILINEAR, fillcolor=255)
        return of.transform(size, Image.Transform.PERSPECTIVE, data[:8], Image.Resampling.BILINEAR, fillcolor=255)

    unseen = None if hidden is None else np.asarray(drawn(hidden)) > 0
    return Straight(np.asarray(drawn(image), np.float32), left, top, unseen)


def _pairs(found: Found, sheet: geometry.Sheet) -> Iterator[Pair]:
    for letter, x, y in geometry.corners(sheet.width, sheet.height):
        if letter in found.corners:
            far_x, far_y = x + geometry.CODE, y + geometry.CODE
            yield from zip(((x, y), (far_x, y), (far_x, far_y), (x, far_y)), found.corners[letter], strict=True)


def affine(pairs: list[Pair]) -> tuple[float, ...]:
    """The same without a perspective, which a flat scan has not and which takes longer: its last 2 numbers are 0."""
    rows = np.array([[x, y, 1] for (x, y), _ in pairs])
    u, v = (np.linalg.lstsq(rows, np.array([to[axis] for _, to in pairs]), rcond=None)[0] for axis in (0, 1))
    return (*(float(n) for n in (*u, *v)), 0.0, 0.0)


def similarity(pairs: list[Pair]) -> tuple[float, ...]:
    """The same for 2 codes, which cannot tell how the page is stretched across the line between them: a turn and a size."""
    rows = [row for (x, y), _ in pairs for row in ([x, -y, 1, 0], [y, x, 0, 1])]
    right = [number for _, to in pairs for number in to]
    a, b, c, f = (float(n) for n in np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0])
    return a, -b, c, b, a, f, 0.0, 0.0


def flat(found: Found, sheet: geometry.Sheet) -> tuple[float, ...]:
    """The 6 numbers of the affine map of a flat scan: from mm of the paper to pixels of the picture."""
    pairs = list(_pairs(found, sheet))
    return (affine(pairs) if len(found.corners) > 2 else similarity(pairs))[:6]


def _off(numbers: tuple[float, ...], pairs: list[Pair]) -> float:
    """How far from its place, in pixels, an affine map puts the farthest corner of a code."""
    a, b, c, d, e, f, *_ = numbers
    return max(math.hypot(a * x + b * y + c - u, d * x + e * y + f - v) for (x, y), (u, v) in pairs)


def perspective(pairs: list[Pair]) -> tuple[float, ...]:
    """The 8 numbers of the perspective that maps the first of each pair (mm) to the second (pixels), by least squares."""
    rows: list[list[float]] = []
    right: list[float] = []
    for (x, y), (u, v) in pairs:
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return tuple(float(n) for n in np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0])
