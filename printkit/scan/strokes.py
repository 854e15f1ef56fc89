"""Strokes as they run over a page: which boxes each of them lies in, and how much of it lies in none.

A mark is a stroke that lies mostly in its box. One that runs through several boxes, or mostly beside them, says of no box
for sure that it is meant: a tail, an arrow, the rim of a cup, the edge of a sheet that covers another, a circle around a
box. Pixels are half as fine here as on the straightened page.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PIL import Image

from printkit.scan.straightening import PX, Floats

Whole = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]

_PX = PX / 2
_MM2 = 1 / _PX**2  # of a pixel
_BLOCK = 24  # pixels: 8 mm, of which the lighter ones are paper
_PAPER = 75  # the percentile that is paper
_LINE = 0.6  # mm to both sides of a printed edge that may be its line
_BRIDGE = 4  # pixels from a stroke on one side of a printed line to its other side
_INSET = 0.8  # mm from a printed edge to what counts as inside
_BESIDE = 1.8  # mm around a box: a stroke there may be meant for it
_LEAST = 0.045  # of the white of the paper
_NOISE = 4.0  # times the noise of paper
_SOME = 0.5  # mm2: with so much of it a stroke runs through a box
_HOME = 0.35  # of a stroke in one box or around it, and
_INSIDE = 0.1  # of it within a box: then it belongs there


class Strokes(Struct, frozen=True):
    """Of each box, in mm2: the largest part of one stroke in it, and where else that stroke lies.

    `beside` is the size of the largest stroke around the box, within 1.8 mm, that is at home in no other, or what all such
    strokes have there if that is more; `reach` is as much as any stroke has there. `past` is the size of those
    pieces of strokes there that lie in no box, whatever they belong to.
    """

    own: Floats
    rival: Floats  # in the box that has most of the same stroke, apart from this one
    outside: Floats  # in no box
    around: Floats  # in this box, or around it
    far: Floats  # neither in this box nor around it
    beside: Floats
    reach: Floats
    past: Floats
    boxes: Whole  # through which the stroke runs

    def of(self, some: Sequence[int]) -> "Strokes":
        """Those of some of the boxes."""
        at = list(some)
        return Strokes(
            self.own[at], self.rival[at], self.outside[at], self.around[at], self.far[at], self.beside[at],
            self.reach[at], self.past[at], self.boxes[at],
        )  # fmt: skip


def traced(page: Floats, x: Floats, y: Floats, sides: Floats) -> Strokes:
    """The strokes of a straightened page whose boxes lie at x and y (mm, upper left corners)."""
    ink = _ink(page)
    height, width = ink.shape
    inside, near = np.full(ink.shape, -1, np.int16), np.full(ink.shape, -1, np.int16)
    line = np.zeros(ink.shape, bool)

    def areas(margin: float) -> Iterator[tuple[slice, slice]]:
        low = [np.maximum(np.rint((start - margin) * _PX), 0).astype(int).tolist() for start in (y, x)]
        most = zip((y, x), (height, width), strict=True)
        high = [np.minimum(np.rint((a + sides + margin) * _PX), end).astype(int).tolist() for a, end in most]
        for top, bottom, left, right in zip(low[0], high[0], low[1], high[1], strict=True):
            yield slice(top, bottom), slice(left, right)

    for at, (around, edge) in enumerate(zip(areas(_BESIDE), areas(_LINE), strict=True)):
        near[around] = at
        line[edge] = True
    for at, (free, within) in enumerate(zip(areas(-_LINE), areas(-_INSET), strict=True)):
        line[free] = False
        inside[within] = at
    ink &= ~line
    labels = labelled(ink | (line & _wider(ink, _BRIDGE)))
    return _shares(labels, ink, inside, near, _past(ink & (inside < 0), near, len(x)))


def _past(outside: Bools, near: Whole, boxes: int) -> Floats:
    """The size of all pieces of strokes that run past each box and lie in none, in mm2.

    A printed line may join them to a mark with which they have nothing to do, so here it joins nothing, and cuts what
    runs past a corner in two.
    """
    labels = labelled(outside)
    at = np.flatnonzero(outside & (near >= 0))
    found: Floats = np.zeros(boxes)
    if len(at):
        total = np.bincount(labels.ravel()) * _MM2
        pairs, count = np.unique(labels.ravel()[at] * np.int64(boxes) + near.ravel()[at], return_counts=True)
        some = count * _MM2 > _SOME
        np.add.at(found, pairs[some] % boxes, total[pairs[some] // boxes])
    return found


def _ink(page: Floats) -> Bools:
    """What is darker than the paper around it."""
    height, width = (size // 2 for size in page.shape)
    whole = page[: 2 * height, : 2 * width]
    small = (whole[::2, ::2] + whole[1::2, ::2] + whole[::2, 1::2] + whole[1::2, 1::2]) * np.float32(0.25)
    rows, columns = max(1, height // _BLOCK), max(1, width // _BLOCK)
    blocks = small[: rows * _BLOCK : 2, : columns * _BLOCK : 2]
    blocks = blocks.reshape(rows, -1, columns, blocks.shape[1] // columns).swapaxes(1, 2).reshape(rows, columns, -1)
    light = np.percentile(blocks, _PAPER, axis=2).astype(np.float32)
    paper = Image.fromarray(light).resize((width, height), Image.Resampling.BILINEAR)
    dark = 1 - small / np.maximum(np.asarray(paper), 8)
    flat = dark[::7, ::5]
    noise = 1.4826 * float(np.median(np.abs(flat - np.median(flat))))
    ink: Bools = dark > max(_LEAST, _NOISE * noise)
    return ink


def _wider(ink: Bools, by: int) -> Bools:
    found = ink.copy()
    for axis in (0, 1):
        once = found.copy()
        for step in range(1, by + 1):
            low, high = [slice(None)] * 2, [slice(None)] * 2
            low[axis], high[axis] = slice(None, -step), slice(step, None)
            found[tuple(low)] |= once[tuple(high)]
            found[tuple(high)] |= once[tuple(low)]
    return found


def labelled(ink: Bools) -> Whole:
    """A number from 1 for each pixel of ink, the same for all that hang together, corners too; 0 elsewhere.

    By runs along the rows, of which those that touch take the lowest number of their neighbours until nothing changes.
    """
    height, width = ink.shape
    flat = np.zeros((height, width + 2), bool)
    flat[:, 1:-1] = ink
    change = np.flatnonzero(flat.ravel()[1:] != flat.ravel()[:-1]) + 1
    start, end = change[::2], change[1::2]  # of runs, in pixels of the page with a margin of 1
    labels = np.zeros(height * (width + 2), np.int32)
    if not len(start):
        return labels.reshape(height, width + 2)[:, 1:-1]
    # runs of the row below that begin before this one ends, and end after it begins; a corner is enough
    row = width + 2
    first = np.searchsorted(end, start + row, "left")
    last = np.searchsorted(start, end + row, "right")
    count = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(len(start)), count)
    lower = np.repeat(first, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    number = np.arange(len(start))
    while True:
        least = np.minimum(number[upper], number[lower])
        after = number.copy()
        np.minimum.at(after, number[upper], least)
        np.minimum.at(after, number[lower], least)
        np.minimum.at(after, upper, least)
        np.minimum.at(after, lower, least)
        after = after[after]
        if (after == number).all():
            break
        number = after
    lengths = end - start
    pixels = np.repeat(start, lengths) + np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    labels[pixels] = np.repeat(number + 1, lengths)
    return labels.reshape(height, row)[:, 1:-1]


def _shares(labels: Whole, ink: Bools, inside: Whole, near: Whole, past: Floats) -> Strokes:
    boxes, at = len(past), np.flatnonzero(ink)
    _, of = np.unique(labels.ravel()[at], return_inverse=True)
    count = int(of.max()) + 1 if len(of) else 1
    total = np.bincount(of, minlength=count) * _MM2
    within, around = (_table(of, each.ravel()[at], count, boxes) for each in (inside, near))
    main, box = within.argmax(0), np.arange(boxes)
    own = within[main, box]
    others = within[main].copy()
    others[box, box] = 0
    some = own > 0
    outside, far = (np.where(some, total[main] - each, 0) for each in (within[main].sum(1), around[main, box]))
    # what runs past boxes and into none of them is at home nowhere, however near to one it lies
    home = np.where((around.max(1) < _HOME * total) | (within.max(1) < _INSIDE * total), -1, around.argmax(1))
    reaches = around > 0
    free = reaches & ((home[:, None] < 0) | (home[:, None] == box[None]))
    # light pencil leaves a circle around a box in pieces
    beside = np.maximum(np.where(free, total[:, None], 0).max(0), np.where(free, around, 0).sum(0))
    return Strokes(
        own, others.max(1), outside, around[main, box], far, beside, around.max(0), past,
        (within > _SOME).sum(1)[main],
    )  # fmt: skip


def _table(of: Whole, where: Whole, count: int, boxes: int) -> Floats:
    """How much of each stroke, a row, lies in each box."""
    held = where >= 0
    found: Floats = np.bincount(of[held] * boxes + where[held], minlength=count * boxes).reshape(count, boxes) * _MM2
    return found
