"""Streaks of a copier or of the glass of a feeder: thin lines over the whole length of a scan, taken out again.

A hand cannot draw one: it runs through the margins, too, from the first row of the picture to the last and exactly along
its rows or columns. What was written stays where a streak takes the same share of light from all that it lies
on, as dust does. Of a dead element, as dark on ink as on paper, nobody can tell what lay under it.
"""

from typing import Any

import numpy as np
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
_USUAL = 60  # the percentile of the light that comes through: paper, for most of a page is paper


def without(image: Image.Image) -> Image.Image:
    """The same grey picture without streaks across it and down it; itself when there is none."""
    down, across = _through(image, upright=True), _through(image, upright=False)
    if down is None and across is None:
        return image
    light = np.asarray(image, np.float32).copy()
    if down is not None:
        light /= down[None]
    if across is not None:
        light /= across[:, None]
    return Image.fromarray(light.clip(0, 255).astype(np.uint8))


def _through(image: Image.Image, *, upright: bool) -> Floats | None:
    """The share of light that comes through in each column, or row; None when no streak is there."""
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
    return _shares(light, np.pad(streak, far)) if streak.any() else None


def _shares(light: Floats, streak: NDArray[np.bool_]) -> Floats | None:
    edges: NDArray[np.integer[Any]] = np.flatnonzero(np.diff(np.r_[False, streak, False].astype(np.int8)))
    found: Floats | None = None
    for start, end in edges.reshape(-1, 2):
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
    return found
