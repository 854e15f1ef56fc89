"""Streaks of a copier or of the glass of a feeder: thin lines over the whole length of a scan, taken out again.

A hand cannot draw one: it runs through the margins, too, from the first row of the picture to the last and exactly along
its rows or columns. What was written stays where a streak takes the same share of light from all that it lies
on, as dust does: the printed lines that it crosses show through. Of a dead element, as dark on ink as on paper, nobody
can tell what lay under it: it is filled from both sides, and where it ran is told.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PIL import Image

from printkit.scan.straightening import Floats

_BLOCK = 16  # pixels along a streak that are looked at as one
_SHARE = 15  # of 100 blocks may be without it: where it crosses what is black already
_FAINTEST = 0.025  # of the light beside it
_MARGIN = 0.025, 0.05  # of the picture from each end: nothing is printed there, and no ruler reaches both
_BESIDE = 5  # pixels to what is not of the streak any more: nothing broader is one
_WIDEST = 9  # pixels
_BLACKEST = 0.3  # of the light; what lies under less cannot be seen
_CLEAR = 0.985  # of the light: where more comes through nothing is hidden
_LINE = 5  # pixels from the middle of a printed line to the paper above and below it
_PRINTED = 0.15  # of the light of that paper, which a printed line takes
_ALIKE = 0.3  # of it, by which both sides of a streak may differ: a line and no letters
_LINES = 6  # pixels of lines that must be crossed to know what shows through
_THROUGH = 0.8  # of how dark printed lines are, which is seen of most of them through dust
_USUAL = 60  # the percentile of the light that comes through: paper, for most of a page is paper


class Cleaned(Struct, frozen=True):
    """A grey picture without streaks; `hidden` is white where a streak lay that lets nothing through, None without one."""

    image: Image.Image
    hidden: Image.Image | None = None


class _Streaks(Struct, frozen=True):
    """In each column, or row: the share of light that comes through, and whether what lies there was seen at all."""

    shares: Floats
    hides: NDArray[np.bool_]


def without(image: Image.Image) -> Cleaned:
    """The same picture without streaks across it and down it; itself when there is none."""
    down, across = _through(image, upright=True), _through(image, upright=False)
    if down is None and across is None:
        return Cleaned(image)
    light = np.asarray(image, np.float32).copy()
    hidden = np.zeros(light.shape, np.uint8)
    for streaks, lines, covered in ((down, light, hidden), (across, light.T, hidden.T)):
        if streaks is not None:
            np.divide(lines, streaks.shares[None], out=lines)
            _bridge(lines, streaks.hides)
            covered[:, streaks.hides] = 255
    cleaned = Image.fromarray(light.clip(0, 255).astype(np.uint8))
    return Cleaned(cleaned, Image.fromarray(hidden) if hidden.any() else None)


def _bridge(light: Floats, hides: NDArray[np.bool_]) -> None:
    """Fill hidden columns from both sides, so that what is read there is what is seen beside them."""
    for start, end in _runs(hides):
        part = (np.arange(start, end) - start + 1) / (end - start + 1)
        light[:, start:end] = light[:, start - 1, None] * (1 - part) + light[:, end, None] * part


def _through(image: Image.Image, *, upright: bool) -> _Streaks | None:
    """The streaks down a picture, or across it; None when there is none."""
    if min(image.size) < 2 * _BLOCK:
        return None
    if upright:
        light = np.asarray(image.reduce((1, _BLOCK)), np.float32)
    else:
        light = np.asarray(image.reduce((_BLOCK, 1)), np.float32).T
    light = np.maximum(light, np.float32(8))
    far = _BESIDE + 1
    pair = (light[:, 1:] + light[:, :-1]) * np.float32(0.5)
    left, right = pair[:, : -far - _BESIDE], pair[:, far + _BESIDE :]
    # beside it lies print here and there; it is lighter on the other side
    dark = np.maximum(left, right)
    np.divide(light[:, far:-far], dark, out=dark)
    np.subtract(1, dark, out=dark)
    streak = np.minimum(np.maximum(dark, 0), 4 * _FAINTEST).mean(0) > _FAINTEST * (1 - _SHARE / 100)
    some = np.flatnonzero(streak)
    dark, left, right = dark[:, some], left[:, some], right[:, some]
    least = np.percentile(dark, _SHARE, axis=0)
    first, last = (round(share * len(dark)) for share in _MARGIN)
    for end in (dark[first:last], dark[-last:-first]):
        least = np.minimum(least, np.median(end, 0))
    # the edge of a sheet is darker than one side only
    off = np.abs(np.median(left, 0) / np.median(right, 0) - 1)
    streak[some] = (least > _FAINTEST) & (off < least / 2)
    if not streak.any():
        return None
    return _measured(light, np.asarray(image) if upright else np.asarray(image).T, np.pad(streak, far))


def _runs(columns: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where columns that hang together begin and end."""
    edges = np.flatnonzero(np.diff(np.r_[False, columns, False].astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _measured(light: Floats, whole: NDArray[np.uint8], streak: NDArray[np.bool_]) -> _Streaks | None:
    """By a picture in blocks what streaks take, and by the whole of it whether anything is seen through them."""
    found: Floats | None = None
    hides = np.zeros(light.shape[1], bool)
    for start, end in _runs(streak):
        low, high = max(2, start - 3), min(light.shape[1] - 2, end + 3)
        if end - start > _WIDEST:
            continue
        left, right = (light[:, at : at + 2].mean(1) for at in (low - 2, high))
        part = (np.arange(low, high) - low + 1.5) / (high - low + 2)
        paper = left[:, None] * (1 - part) + right[:, None] * part
        share = np.minimum(np.percentile(light[:, low:high] / paper, _USUAL, axis=0), 1)
        if share.min() < _BLACKEST:
            continue
        if found is None:
            found = np.ones(light.shape[1], np.float32)
        found[low:high] = np.minimum(found[low:high], share)
        if not _shows(whole[:, low - 2 : high + 2].astype(np.float32), share):
            hides[low:high] |= share < _CLEAR
    return None if found is None else _Streaks(found, hides)


def _shows(light: Floats, share: Floats) -> bool:
    """Whether the printed lines that a streak crosses show through it; not where it crosses too few to know.

    `light` has the streak, as wide as `share`, and 2 columns on both sides.
    """
    light = np.maximum(light, 8)
    beside, under = light[:, [0, 1, -2, -1]], light[:, 2:-2][:, share < (1 + share.min()) / 2].mean(1)
    above, below = slice(None, -2 * _LINE), slice(2 * _LINE, None)
    left, right, through = (
        1 - each[_LINE:-_LINE] / np.minimum(each[above], each[below])
        for each in (beside[:, :2].mean(1), beside[:, 2:].mean(1), under)
    )
    usual = (left + right) / 2
    lines = (np.minimum(left, right) > _PRINTED) & (np.abs(left - right) < _ALIKE * usual)
    return lines.sum() >= _LINES and float(np.median(through[lines] / usual[lines])) > _THROUGH
