"""Where each box lies on a straightened page: by its own four edges, smoothed over all boxes of the page.

The printing promises a known square for every box and nothing else within 2 mm of it. So each box is its own
registration mark, and curled paper is followed box by box.
"""

from typing import TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from printkit.scan.straightening import PX, Floats

Number = TypeVar("Number", np.bool_, np.floating)  # what a page, or a stack of boxes, is made of
_SEARCH = 3.2  # mm that curled paper may shift a box from where the 4 codes say
_THEN = 1.6  # mm, once most of the shift is known
_LAST = 0.8  # mm, for each box by itself
_FLAT = 0.3  # mm: where no box is shifted by more, the first look is enough
_FEW = 12  # boxes; fewer cannot tell a curl from their own errors
_FAR = 50.0  # mm that boxes must lie apart to tell a stretch to a few parts in a thousand
_FEW_SEEN = 6  # boxes; of fewer one that is read askew tells a stretch
_LEAST_SEEN = 0.015  # of the white of the paper: printed lines that are fainter are not there
_WEAK = 0.35  # of how well the edges of the page are usually seen
_ASTRAY = 0.6  # mm that a box may lie from where its neighbours say
_MOST_LOST = 0.3  # of the boxes of a page


class Places(Struct, frozen=True):
    """The upper left corner of each box in mm of the straightened page, and which boxes were not seen."""

    x: Floats
    y: Floats
    lost: NDArray[np.bool_]
    blank: bool  # the boxes are not there: it is another page, or it was folded


def place(page: Floats, x: Floats, y: Floats, side: float) -> Places:
    """The boxes that should lie at x and y (mm, upper left corners) and are `side` mm large, as they do lie."""
    shift: Floats = np.zeros((len(x), 2))
    level = max(1.0, float(np.percentile(page[::4, ::4], 80)))
    for search, degree in ((_SEARCH, 1), (_THEN, 3)):
        dx, sx, dy, sy = _edges(page, x + shift[:, 0], y + shift[:, 1], side, search)
        seen = np.clip(np.minimum(sx, sy) / level, 0, 0.3) + 1e-4
        shift = _field(x, y, np.c_[shift[:, 0] + dx, shift[:, 1] + dy], seen, degree if len(x) > _FEW else 1)
        if search == _SEARCH and np.abs(shift).max() < _FLAT:
            break
    dx, sx, dy, sy = _edges(page, x + shift[:, 0], y + shift[:, 1], side, _LAST)
    seen = np.minimum(sx, sy) / level
    usual = float(np.median(seen))
    lost = (seen < _WEAK * usual) | (np.hypot(dx, dy) > _ASTRAY)
    shift = shift + np.where(lost[:, None], 0, np.c_[dx, dy])
    blank = usual < _LEAST_SEEN or float(lost.mean()) > _MOST_LOST
    return Places(x + shift[:, 0], y + shift[:, 1], lost, blank)


def stretch(x: Floats, y: Floats, places: Places) -> tuple[float, float]:
    """How much further apart boxes lie than they should (x and y), across and down; 0 where too few tell."""
    seen = ~places.lost
    if seen.sum() < _FEW_SEEN:
        return 0.0, 0.0
    lies = np.c_[places.x, places.y][seen]
    of_x, of_y, _ = np.linalg.lstsq(np.c_[x[seen], y[seen], np.ones(len(lies))], lies, rcond=None)[0]
    across, down = (float(np.hypot(*of)) if np.ptp(each[seen]) > _FAR else 0.0 for each, of in ((x, of_x), (y, of_y)))
    return across, down


def windows(page: NDArray[Number], x: Floats, y: Floats, size: int) -> NDArray[Number]:
    """Equal squares of a page, stacked, by their upper left pixels; at the rim they are moved inwards."""
    most_y, most_x = page.shape[0] - size, page.shape[1] - size
    at = np.clip(y.astype(int), 0, most_y), np.clip(x.astype(int), 0, most_x)
    cut: NDArray[Number] = np.lib.stride_tricks.sliding_window_view(page, (size, size))[at]
    return cut


def _edges(page: Floats, x: Floats, y: Floats, side: float, search: float) -> tuple[Floats, Floats, Floats, Floats]:
    """The shift of each box in mm along both axes, and how well the weaker edge is seen: dx, seen, dy, seen."""
    most, wide = round(search * PX), round(side * PX)
    margin = most + 4
    of_box = windows(page, np.rint(x * PX) - margin, np.rint(y * PX) - margin, wide + 2 * margin)
    inner = slice(margin + int(1.2 * PX), margin + wide - int(1.2 * PX))
    found: list[Floats] = []
    steps = np.arange(-most, most + 1)
    boxes = np.arange(len(x))
    for axis in (1, 2):
        profile = of_box[:, inner, :].mean(1) if axis == 1 else of_box[:, :, inner].mean(2)
        beside = np.stack([np.roll(profile, k, 1) for k in (-4, -3, 3, 4)]).mean(0)
        line = beside - profile  # a printed line is a thin dark peak; ink across it is not
        near, far = line[:, margin + steps], line[:, margin + wide + steps]
        score = np.minimum(near, far) + 0.25 * np.maximum(near, far)
        at = score.argmax(1)
        before = score[boxes, np.clip(at - 1, 0, 2 * most)]
        here = score[boxes, at]
        after = score[boxes, np.clip(at + 1, 0, 2 * most)]
        bend = before - 2 * here + after
        part = np.clip(0.5 * (before - after) / np.where(np.abs(bend) < 1e-6, 1e-6, bend), -0.5, 0.5)
        found += [(at - most + part) / PX, np.minimum(near, far)[boxes, at]]
    return found[0], found[1], found[2], found[3]


def _field(x: Floats, y: Floats, shift: Floats, weight: Floats, degree: int) -> Floats:
    """A smooth shift over the page through most of the boxes' own: a polynomial, and boxes that disagree count less."""
    u = (x - x.mean()) / max(30.0, float(np.ptp(x)) / 2)
    v = (y - y.mean()) / max(30.0, float(np.ptp(y)) / 2)
    powers = [(i, j) for i in range(degree + 1) for j in range(degree + 1 - i)]
    base = np.stack([u**i * v**j for i, j in powers], 1)
    ridge = np.diag([0.02 * (i + j) ** 2 for i, j in powers])
    counts = weight.copy()
    for _ in range(5):
        fitted = np.linalg.solve(base.T @ (base * counts[:, None]) + ridge, base.T @ (shift * counts[:, None]))
        off = np.hypot(*(shift - base @ fitted).T)
        counts = weight / (1 + (off / max(0.12, 1.5 * float(np.median(off)))) ** 2)
    smooth: Floats = base @ fitted
    return smooth
