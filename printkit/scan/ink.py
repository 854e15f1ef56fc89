"""What is in each box of a straightened page, against the paper around it: how much ink, how dark, how crisp.

Areas are in mm2 of paper, darkness is the share of light that the paper around a box gives back and this place does not.
"""

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from printkit.scan.placing import Number, Places, windows
from printkit.scan.straightening import PX, Floats

MM2 = 1 / PX**2  # of a pixel
SPECK = 0.2  # mm2; less is dust
LEAST_INK = 0.35  # mm2; less is an empty box, unless it is as dark and crisp as the marks of its page
CLEAR_INK = 1.1  # mm2; more is a mark, and between them a person looks
CRISP = 0.65  # crispness of a stroke over that of the printed lines
_FREE = 2.0  # mm around a box that are cut out with it
_FROM_LINE, _TO_RING = 0.3, 1.3  # mm: the ring of paper begins so far inside what is cut out, and is so wide
_INSET = 0.8  # mm from the middle of the printed line to where ink counts
_MIDDLE = 0.23  # of the side of a box, on each side: what lies further in is its middle
_DIMMEST = 3.0  # times the usual noise; darker paper is no paper
_SIDE = 0.15  # mm2 that count as ink on one side of the middle
_RIM = 60  # pixels
_OUT, _IN = 3, 7  # pixels outside of a printed edge, and inside, where a dot may lie on it
_STRETCH = 12  # pixels along an edge: 2 mm
_AROUND = 31  # pixels: 5 mm, the neighbourhood from which a stroke stands out


class Frame(Struct, frozen=True):
    """The parts of what is cut out with a box, in pixels: the box from `free`, its ring of paper, its inside."""

    free: int
    whole: int
    ring_from: int
    ring_to: int
    inside: int  # where ink counts begins
    middle: int
    ring: NDArray[np.bool_]
    box: NDArray[np.bool_]

    @property
    def inner(self) -> float:
        """The area in which ink counts."""
        return float(self.box.sum()) * MM2


class Ink(Struct, frozen=True):
    """What was measured, an entry a box."""

    frame: Frame
    dark: Floats
    ink: NDArray[np.bool_]  # what stands out as a stroke
    noise: Floats  # of blank paper, in darkness: where there is less light, there is more of it
    contrast: float  # of printed lines to the noise
    area: Floats
    core: Floats  # of the area, what lies in the middle
    rim: Floats  # on 2 mm of a printed edge, how much darker than most of it: an area times its darkness
    sides: NDArray[np.integer[Any]]  # of the middle that have ink beside them: left, right, above, below
    soft: Floats  # area of what is only a little darker than paper
    foul: Floats  # share of the ring with something on it
    pen: Floats  # how dark the stroke is
    sharp: Floats  # how crisp, next to a printed line
    leaves: NDArray[np.bool_]  # left, right, up, down: whether something dark crosses the ring


def frame_of(side: float) -> Frame:
    """The frame of a box of so many mm."""
    free = round(_FREE * PX)
    whole = round(side * PX) + 2 * free
    ring_from, ring_to = int(_FROM_LINE * PX), int(_TO_RING * PX)
    ring = np.zeros((whole, whole), bool)
    ring[ring_from : whole - ring_from, ring_from : whole - ring_from] = True
    ring[ring_to : whole - ring_to, ring_to : whole - ring_to] = False
    inside = free + round(_INSET * PX)
    box = np.zeros((whole, whole), bool)
    box[inside : whole - inside, inside : whole - inside] = True
    return Frame(free, whole, ring_from, ring_to, inside, free + int(round(side * PX) * _MIDDLE), ring, box)


def measured(page: Floats, places: Places, side: float) -> Ink:
    """The ink of boxes of one size."""
    frame = frame_of(side)
    f, z = frame.free, frame.whole
    cut = windows(page, np.rint(places.x * PX) - f, np.rint(places.y * PX) - f, z)
    count = len(cut)
    dark, paper = _darkness(cut, frame)
    ring, inside = dark[:, frame.ring], _inside(dark, frame.inside).reshape(count, -1)
    usual = 1.4826 * float(np.median(np.abs(ring[:, ::3] - np.median(ring[:, ::3])))) + 1e-3
    noise = usual * np.clip(float(np.median(paper)) / paper, 1, _DIMMEST)
    threshold = np.maximum(0.055, 3.2 * noise).astype(np.float32)
    lines = float(np.median(np.maximum(dark[:, f, :], dark[:, f - 1, :])[:, f + 6 : -f - 6]))
    ink = _strokes(dark, inside, frame, threshold)
    area = np.count_nonzero(_inside(ink, frame.inside), (1, 2)) * MM2
    core = np.count_nonzero(_inside(ink, frame.middle), (1, 2)) * MM2
    soft = np.count_nonzero(inside > np.maximum(0.03, 2.2 * noise)[:, None], 1) * MM2
    pen, sharp = _pen(dark, ink, area, frame)
    return Ink(
        frame, dark, ink, noise, lines / usual, area, core, _rim(dark, frame), _sides(ink, frame), soft, ink[:, frame.ring].mean(1), pen, sharp,
        _leaves(dark > threshold[:, None, None], frame),
    )  # fmt: skip


def hidden(unseen: NDArray[np.bool_] | None, places: Places, side: float) -> NDArray[np.bool_]:
    """Which boxes of one size have a part, where ink counts, that nobody can see."""
    if unseen is None:
        return np.zeros(len(places.x), bool)
    frame = frame_of(side)
    f, z = frame.free, frame.whole
    cut = windows(unseen, np.rint(places.x * PX) - f, np.rint(places.y * PX) - f, z)
    count: NDArray[np.integer[Any]] = np.count_nonzero(_inside(cut, frame.inside), (1, 2))
    return count > 0


def _inside(stack: NDArray[Number], margin: int) -> NDArray[Number]:
    end = stack.shape[1] - margin
    return stack[:, margin:end, margin:end]


def _strips(cut: NDArray[Number], frame: Frame) -> list[NDArray[Number]]:
    """The four sides of the ring: left, right, upper, lower."""
    f, z, low, high = frame.free, frame.whole, frame.ring_from, frame.ring_to
    return [
        cut[:, f:-f, low:high],
        cut[:, f:-f, z - high : z - low],
        cut[:, low:high, f:-f],
        cut[:, z - high : z - low, f:-f],
    ]


def _darkness(cut: Floats, frame: Frame) -> tuple[Floats, Floats]:
    """How dark each pixel is against a plane through the paper on the four sides of its box, and how light that is.

    A little smoothed, as noise is finer than a stroke.
    """
    count, z = len(cut), frame.whole
    sides = np.stack([np.median(each[:, ::2, ::2].reshape(count, -1), 1) for each in _strips(cut, frame)], 1)
    lightest = sides.max(1, keepdims=True)
    sides = np.where(lightest * 0.6 > sides, lightest, sides)  # a side that is covered with ink is no paper; shade is
    along = np.arange(z) / (z - 1) - 0.5
    stretch = z / (z - frame.ring_from - frame.ring_to)
    across = ((sides[:, 1] - sides[:, 0])[:, None] * along * stretch)[:, None, :]
    down = ((sides[:, 3] - sides[:, 2])[:, None] * along * stretch)[:, :, None]
    paper = np.maximum(sides.mean(1)[:, None, None] + across + down, 8).astype(np.float32)
    cut[:, 1:-1] = (cut[:, :-2] + cut[:, 2:]) * np.float32(0.25) + cut[:, 1:-1] * np.float32(0.5)
    cut[:, :, 1:-1] = (cut[:, :, :-2] + cut[:, :, 2:]) * np.float32(0.25) + cut[:, :, 1:-1] * np.float32(0.5)
    dark: Floats = 1 - cut / paper
    return dark, sides.mean(1)


def spread(stack: Floats, size: int = _AROUND) -> Floats:
    """The mean over a square around each pixel; at the rim over the part of it that is there."""
    for axis in (1, 2):
        count = stack.shape[axis]
        sums = np.cumsum(stack, axis, dtype=np.float32)
        sums = np.concatenate([np.zeros_like(np.take(sums, [0], axis)), sums], axis)
        high = np.minimum(np.arange(count) + size // 2 + 1, count)
        low = np.maximum(np.arange(count) - size // 2, 0)
        shape = [1, 1, 1]
        shape[axis] = count
        stack = (np.take(sums, high, axis) - np.take(sums, low, axis)) / (high - low).reshape(shape)
    return stack


def around(dark: Floats, frame: Frame) -> Floats:
    """The mean darkness within 5 mm of each pixel, the printed line left out."""
    seen = frame.box | frame.ring
    share = np.maximum(spread(seen[None].astype(np.float32)), 0.05)
    found: Floats = spread(np.where(seen, dark, np.float32(0))) / share
    return found


def _strokes(dark: Floats, inside: Floats, frame: Frame, threshold: Floats) -> NDArray[np.bool_]:
    """Which pixels are of a stroke: they stand out from the 5 mm around them, as a stain or a shadow does not.

    A box that was filled is told by its darkness.
    """
    ink: NDArray[np.bool_] = dark > threshold[:, None, None]
    some = np.flatnonzero(np.count_nonzero(inside > threshold[:, None], 1) * MM2 >= LEAST_INK)
    if len(some):
        of_pens = inside[inside > max(float(np.median(threshold)), 0.12)]
        pen = float(np.median(of_pens)) if len(of_pens) > 50 else 0.4
        cut = dark[some]
        least = threshold[some, None, None]
        ink[some] &= (cut - 0.8 * around(cut, frame) > least) | (cut > np.maximum(least, 0.75 * pen))
    return ink


def _pen(dark: Floats, ink: NDArray[np.bool_], area: Floats, frame: Frame) -> tuple[Floats, Floats]:
    """How dark and how crisp the stroke in each box is; crisp as printed lines is 1."""
    pen, sharp = np.zeros(len(dark)), np.zeros(len(dark))
    for at in np.flatnonzero(area > SPECK):
        cut = dark[at]
        stroke = frame.box & ink[at]
        values = cut[stroke]
        place = int(0.7 * len(values))
        pen[at] = np.partition(values, place)[place]
        slope = np.hypot(cut[2:, 1:-1] - cut[:-2, 1:-1], cut[1:-1, 2:] - cut[1:-1, :-2])[stroke[1:-1, 1:-1]]
        steep = max(int(0.93 * len(slope)), len(slope) - _RIM)  # what is filled has a crisp rim only
        sharp[at] = np.partition(slope, steep)[steep] / max(pen[at], 0.05) if len(slope) > 8 else 1
    # the printed lines tell how crisp this picture is
    f, side = frame.free, frame.whole - 2 * frame.free
    lines = dark[:, f + side // 4 : frame.whole - f - side // 4 : 5, f - 5 : f + 6]
    steepest = np.abs(lines[:, :, 2:] - lines[:, :, :-2]).max(2) / np.maximum(lines.max(2), 0.02)
    return pen, sharp / max(float(np.median(steepest)), 1e-3)


def _rim(dark: Floats, frame: Frame) -> Floats:
    """What lies on the edges, where the printed line hides a dot: how much darker a stretch of one is than most of it.

    Across an edge all is added up, so that one that is bent is as dark as a straight one.
    """
    found: Floats = np.zeros(len(dark))
    across = slice(frame.free - _OUT, frame.free + _IN)
    along = slice(frame.inside - 2, frame.whole - frame.inside + 2)
    for turned in (dark, dark.swapaxes(1, 2)):
        for way in (turned, turned[:, ::-1]):
            edge = way[:, across, along].sum(1)
            sums = np.cumsum(np.pad(edge - np.median(edge, 1, keepdims=True), ((0, 0), (1, 0))), 1)
            np.maximum(found, (sums[:, _STRETCH:] - sums[:, :-_STRETCH]).max(1) * MM2, out=found)
    return found


def _sides(ink: NDArray[np.bool_], frame: Frame) -> NDArray[np.integer[Any]]:
    low, middle, z = frame.inside, frame.middle, frame.whole
    some = slice(low, middle), slice(z - middle, z - low)
    across = [np.count_nonzero(ink[:, middle : z - middle, each], (1, 2)) for each in some]
    down = [np.count_nonzero(ink[:, each, middle : z - middle], (1, 2)) for each in some]
    found: NDArray[np.integer[Any]] = (np.stack([*across, *down]) * MM2 > _SIDE).sum(0)
    return found


def _leaves(dark: NDArray[np.bool_], frame: Frame) -> NDArray[np.bool_]:
    """Whether something dark crosses the ring to the left, right, above and below."""
    depth = (2, 2, 1, 1)
    found = [each.max(axis).mean(1) for each, axis in zip(_strips(dark, frame), depth, strict=True)]
    crosses: NDArray[np.bool_] = np.stack(found, 1) > 0.02
    return crosses
