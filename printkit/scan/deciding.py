"""Each box empty, marked or to be looked at, from what was measured of it and of all boxes of its page.

The rules compare a box with its own page: the pen that was used there, how large its marks are, how dirty it is. A mark
that is unlike the others is asked about. The figures were set on simulated pages (tools/scan_figures.py); nobody's real
handwriting was tried.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from printkit.scan.ink import CLEAR_INK, CRISP, LEAST_INK, MM2, SPECK, Ink, around
from printkit.scan.records import Mark, Reason
from printkit.scan.straightening import Floats
from printkit.scan.strokes import Strokes

DIRTY = 0.03  # share of the ring of most boxes with something on it: the whole page is dirty
_SPREAD = 2.0  # dirt in the ring stands for so much dirt inside
_BLOT = 0.48  # of the crispness of printed lines: what is softer and faint is a stain
_DOT = 2.2  # mm2: what a pen leaves that only rested there; less, and little of the usual mark, is asked about
_AS_DARK = 0.33  # of the usual mark: a point that a pen has made, and no dust
_FAINTER = 0.58  # of how dark the usual mark is
_TRACE = 0.9  # mm2 that are hardly darker than paper, and thin
_DARKER = 1.8  # times as dark as the usual mark
_FILLED = 2.3  # times a straight line through the box: a page with as much in each box is one of filled boxes
_OF_LINES, _OF_FILLS = (1.7, 0.45), (1.3, 0.6)  # times the usual ink by how dark it is, and of it, what is a patch
_HABIT = 5  # marks that say how large and how dark a mark of this page is
_HEAVY = 1.8  # times the usual ink; marks of one kind have up to 1.6, scribbled over they have 1.9 to 4.5
_ONE_STROKE, _TWO_STROKES = 1.5, 2.05  # times a straight line through the box; times the usual ink, on such a page
_FEW = 3  # marks, of which each can be held against the others
_FULL = 0.45  # of a box, where a page has no habit
_STAIN = 0.38  # of darkness; a stain has no more
_SOFTER = 0.7  # of how crisp the marks of a page are; what fills a box has few edges, and less
_ROUND = 3  # sides of the middle with ink: a circle, and no end of a stroke from elsewhere
_GOES_ON = 0.006  # share of the ring, its corners too, that a stroke covers which leaves the box
_THIN = 0.25  # of a box; a line from rim to rim covers less
_RIVAL = 0.4  # of what lies in a box, of the same stroke in another box
_ASTRAY = 3.0  # times what lies in a box and around it, of the same stroke elsewhere
_AWAY = 3.0  # times what lies in a box, of the same stroke in no box
_TAIL_RIVAL, _TAIL = 0.2, 0.8  # the same of what may be the tail of a stroke
_BESIDE, _BESIDE_USUAL = 2.0, 0.35  # mm2 of a stroke beside a box, and next to the usual mark
_WHOLE = 0.8  # of the usual mark, and of what of it lies in the middle: a mark of its own
_MORE = 1.3  # times a straight line through the box, which a mark of its own has
_EVEN = 1.9  # times what stands out as a stroke, of what is darker than paper
_REACH, _REACH_MOST = 0.5, 7.0  # of the usual mark, and mm2, of any stroke around a box
_PAST, _NEAR = 0.6, 0.3  # of the usual mark, of what runs past a box and lies in none, and of a stroke close to it
_PITCH = 7.0  # mm from one box to its neighbour at most
_ENDS = 0.1  # of the usual mark, of a line that ends in a box: outside of it
_RULED, _BENT = 0.33, 0.45  # widths of a line that it lies off a straight one: of one by a ruler, of the usual mark
_DISC, _SOLID, _SOLID_TIMES = 4.0, 0.2, 5.0  # mm2; of it what lies deep in it; times what does so in the usual mark
_SAMPLE = 15  # marks of a page and more tell of what shape they usually are
_UNBROKEN = 0.94  # of a line that goes from rim to rim
_LEAN = range(-5, 6, 2)  # pixels by which a straight line may lean on its way through a box

_WASHED_OUT = 0.15  # of darkness: marks of a page that a copier or scanner has nearly lost
_ON_EDGE = 0.36  # mm2 of the usual mark on the edge of an empty box: of a dot the line hides the rest
_UNEVEN = 3.0  # times what makes the edges of most empty boxes of the page darker in one place
_LEFT = 0.06  # mm2 of them that is asked about

_EMPTY, _MARKED, _CHECK = 0, 1, 2
_MARKS = {_EMPTY: Mark.EMPTY, _MARKED: Mark.MARKED, _CHECK: Mark.CHECK}


class _Verdicts:
    """The state of each box and the first reason to look at it."""

    def __init__(self, marked: NDArray[np.bool_]) -> None:
        self.state = marked.astype(int)
        self.why: list[Reason | None] = [None] * len(marked)

    @property
    def empty(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.state == _EMPTY
        return found

    @property
    def marked(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.state == _MARKED
        return found

    def ask(self, which: NDArray[np.bool_], reason: Reason) -> None:
        for at in np.flatnonzero(which & (self.state != _CHECK)):
            self.why[at] = reason
            self.state[at] = _CHECK

    def blank(self, which: NDArray[np.bool_]) -> None:
        for at in np.flatnonzero(which):
            self.why[at] = None
            self.state[at] = _EMPTY


class Boxes(Struct, frozen=True):
    """Boxes of one size: where they lie (mm), whose edges were not seen, of which a part inside was not, and questions.

    Boxes with the same question have one answer; it is "" for one that stands alone.
    """

    x: Floats
    y: Floats
    side: float
    lost: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    questions: Sequence[str]


def decide(ink: Ink, strokes: Strokes, boxes: Boxes) -> list[tuple[Mark, Reason | None]]:
    """What stands in each box."""
    x, y = boxes.x, boxes.y
    near = np.argsort(np.hypot(x[:, None] - x[None], y[:, None] - y[None]), 1)[:, :9]
    local = np.percentile(ink.foul[near], 30, axis=1)  # a tick's tail fouls its own ring, dirt fouls all
    area = ink.area - _SPREAD * local * ink.frame.inner
    strong = np.flatnonzero((ink.area > 1.2) & (ink.sharp > CRISP))
    pen, usual = (
        (float(np.median(ink.pen[strong])), float(np.median(ink.area[strong]))) if len(strong) >= 2 else (0.4, 4.0)
    )
    width = _pen_width(ink, strong) if len(strong) >= _HABIT else 0.0
    said = _Verdicts(area > LEAST_INK)
    _by_mark(said, ink, area, strong, pen, usual, width)
    _by_strokes(said, ink, strokes, strong, usual, width)
    _by_neighbours(said, ink, boxes, usual)
    _by_lines(said, ink)
    _by_shape(said, ink, strokes, strong, usual, width)
    clean = float(np.median(ink.soft[ink.area < 0.1])) if (ink.area < 0.1).any() else 0.0
    _by_traces(said, ink, clean)
    # what fills a box covers its edges
    middle = float(np.median(ink.core[strong])) if len(strong) >= _HABIT else np.inf
    said.ask(boxes.lost & ~(said.marked & (ink.area > 0.6 * usual) & (ink.core > 0.5 * middle)), Reason.LOST)
    _by_dirt(said, ink, local, pen, clean)
    said.ask(boxes.hidden & said.empty, Reason.STREAK)  # a mark was seen beside the streak
    _by_question(said, ink, boxes.questions)
    return [(_MARKS[int(state)], why) for state, why in zip(said.state, said.why, strict=True)]


def _by_mark(
    said: _Verdicts, ink: Ink, area: Floats, strong: NDArray[np.integer[Any]], pen: float, usual: float, width: float
) -> None:
    known = len(strong) >= _HABIT
    point = (ink.area > SPECK) & (ink.area <= LEAST_INK) & (ink.pen > _AS_DARK * pen) & (ink.sharp > CRISP)
    said.ask(((ink.area > LEAST_INK) & (area <= CLEAR_INK)) | point, Reason.SMALL)
    marked = said.marked
    said.ask(marked & (ink.pen < _FAINTER * pen), Reason.FAINT)
    # a drawn circle has nothing in the middle, and goes round it
    said.ask(marked & (ink.core < 0.08) & (ink.sides < _ROUND), Reason.OFF_CENTRE)
    said.ask(marked & (ink.area < 0.5 * usual) & (ink.core < 0.6) & (ink.sides < _ROUND), Reason.UNLIKE)
    said.ask(marked & (ink.area < min(0.2 * usual, _DOT)), Reason.UNLIKE)
    # the hole of a staple, or another pen
    said.ask(marked & (ink.area < 0.5 * usual) & (ink.pen > _DARKER * pen), Reason.UNLIKE)
    soft = (ink.sharp < 0.4) | ((ink.sharp < CRISP) & (ink.pen < max(0.7 * pen, _STAIN)))
    said.ask(marked & soft, Reason.SMOOTH)
    full = ink.area / ink.frame.inner
    said.blank((ink.sharp < _BLOT) & (ink.pen < 0.5 * pen) & ~said.empty)
    if said.empty.any():
        uneven = _UNEVEN * float(np.median(ink.rim[said.empty]))
        said.ask(said.empty & (ink.rim > max(_ON_EDGE * pen, uneven)), Reason.OFF_CENTRE)
    if pen < _WASHED_OUT:
        said.ask(said.empty & (ink.area > _LEFT), Reason.FAINT)
    said.ask(marked & _heavy(ink, strong, usual, width), Reason.HEAVY)
    if known:
        softer = ink.sharp < _SOFTER * float(np.median(ink.sharp[strong]))
        said.ask(marked & softer & (ink.pen < _STAIN) & (full < _FULL), Reason.SMOOTH)


def _heavy(ink: Ink, strong: NDArray[np.integer[Any]], usual: float, width: float) -> NDArray[np.bool_]:
    """Which boxes have far more ink than the marks of their page, or where too few tell, than a mark has."""
    if len(strong) >= _HABIT:
        # two strokes have up to twice the ink of one
        most = _TWO_STROKES if usual < _ONE_STROKE * _line(ink, width) else _HEAVY
        heavy: NDArray[np.bool_] = ink.area > most * usual
        # where strokes lie upon each other they make a dark patch; a mark that was taken back may have no more than that
        dark, patch = _OF_LINES if usual < _FILLED * _line(ink, width) else _OF_FILLS
        some = np.flatnonzero((ink.area * ink.pen > dark * usual * float(np.median(ink.pen[strong]))) & ~heavy)
        heavy[some] = _broad(ink, some, width) > patch * usual
        return heavy
    found = ink.area > _FULL * ink.frame.inner
    for at in strong if len(strong) >= _FEW else ():
        others = ink.area[strong[strong != at]]
        if (others * _HEAVY > ink.area[at]).sum() >= _FEW - 1:
            found[at] = False
        elif others.max() < _HEAVY * others.min():
            found[at] = True
    return found


def _by_strokes(
    said: _Verdicts, ink: Ink, strokes: Strokes, strong: NDArray[np.integer[Any]], usual: float, width: float
) -> None:
    """Strokes that lie in several boxes or mostly in none: whose they are, nobody can know."""
    marked = said.marked
    middle = float(np.median(ink.core[strong])) if len(strong) >= _HABIT else 0.0
    shared = strokes.rival > _RIVAL * strokes.own
    if (marked & shared).any() and len(strong) >= _HABIT and usual > _MORE * _line(ink, width):
        # two marks that touch: each is as large as the others of the page, which one stroke through both boxes is not
        shared &= (strokes.boxes > 2) | (ink.area < _WHOLE * usual) | (ink.core < _WHOLE * middle)
    astray = (strokes.far > _ASTRAY * strokes.around) | (strokes.outside > _AWAY * strokes.own)
    said.ask(marked & shared, Reason.SHARED)
    said.ask(marked & astray, Reason.ASTRAY)
    # of a drop or a shade only the rim stands out as a stroke; marks have up to 1.65
    said.ask(marked & (strokes.own > _EVEN * (ink.area + 1)), Reason.SMOOTH)
    # the end of a stroke that began elsewhere: little, at the rim, and it goes on outside
    tail = (ink.leaves.any(1) | (ink.foul > _GOES_ON)) & (ink.area < 0.6 * usual) & (ink.core < 0.36 * middle)
    goes_on = (strokes.rival > _TAIL_RIVAL * strokes.own) | (strokes.outside > _TAIL * strokes.own)
    said.ask(marked & tail & goes_on, Reason.SHARED)
    beside = strokes.beside > max(_BESIDE, _BESIDE_USUAL * usual)
    beside |= strokes.reach > max(_BESIDE, min(_REACH * usual, _REACH_MOST))
    beside |= (strokes.past > max(_BESIDE, _PAST * usual)) & (strokes.reach > _NEAR * usual)
    said.ask(said.empty & beside & (ink.foul > _GOES_ON), Reason.BESIDE)


def _by_shape(
    said: _Verdicts, ink: Ink, strokes: Strokes, strong: NDArray[np.integer[Any]], usual: float, width: float
) -> None:
    """What has a shape of which no mark of its page is: a ruled line that ends in a box, a disc."""
    if len(strong) < _HABIT:
        return
    # a staple, a hair, the edge of a strip of paper; who makes straight marks makes more of them
    some = np.flatnonzero(said.marked & (strokes.outside > _ENDS * usual) & (ink.area < _WHOLE * usual))
    if len(some) and float(np.median(_bent(ink, strong[:: 1 + len(strong) // _SAMPLE]))) > _BENT:
        ruled = some[_bent(ink, some) < _RULED]
        said.ask(np.isin(np.arange(len(ink.area)), ruled), Reason.LINE)
    # the hole of a punch
    some = np.flatnonzero(said.marked & (ink.area > _DISC))
    if len(some) and usual < _FILLED * _line(ink, width):
        others = strong[:: 1 + len(strong) // _SAMPLE]
        deep, usually = (_broad(ink, these, width + 2) / ink.area[these] for these in (some, others))
        solid = some[deep > max(_SOLID, _SOLID_TIMES * float(np.median(usually)))]
        said.ask(np.isin(np.arange(len(ink.area)), solid), Reason.HEAVY)


def _bent(ink: Ink, some: NDArray[np.integer[Any]]) -> Floats:
    """How far the strokes of some boxes lie off a straight line, in widths of their own line; 0.29 for a ruled one."""
    strokes = ink.ink[some] & ink.frame.box
    area = np.maximum(strokes.sum((1, 2)), 1)
    width = 2 * area / np.maximum(area - _thinner(strokes).sum((1, 2)), 1)
    at = np.arange(strokes.shape[1], dtype=np.float64)
    columns, rows = strokes.sum(1), strokes.sum(2)
    x, y = columns @ at / area, rows @ at / area
    across, down = columns @ at**2 / area - x**2, rows @ at**2 / area - y**2
    both = (strokes @ at * at).sum(1) / area - x * y
    least = (across + down) / 2 - np.hypot((across - down) / 2, both)
    found: Floats = np.sqrt(np.maximum(least, 0)) / width
    return found


def _line(ink: Ink, width: float) -> float:
    """The area, in mm2, of one straight line through a box that is so many pixels wide."""
    return width * MM2 * (ink.frame.whole - 2 * ink.frame.inside)


def _pen_width(ink: Ink, strong: NDArray[np.integer[Any]]) -> float:
    """How wide the lines of a page usually are, in pixels."""
    strokes = ink.ink[strong] & ink.frame.box
    area = strokes.sum((1, 2))
    rim = area - _thinner(strokes).sum((1, 2))
    return 2 * float(np.median(area / np.maximum(rim, 1)))


def _broad(ink: Ink, some: NDArray[np.integer[Any]], width: float) -> Floats:
    """The area, in mm2, of what lies so deep in the strokes of some boxes that no single line of that width has it."""
    strokes = ink.ink[some] & ink.frame.box
    for _ in range(max(1, round(width / 2))):
        strokes = _thinner(strokes)
    found: Floats = strokes.sum((1, 2)) * MM2
    return found


def _thinner(strokes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Strokes without their rim."""
    found = np.zeros_like(strokes)
    middle = strokes[:, 1:-1, 1:-1]
    beside = strokes[:, :-2, 1:-1] & strokes[:, 2:, 1:-1] & strokes[:, 1:-1, :-2] & strokes[:, 1:-1, 2:]
    found[:, 1:-1, 1:-1] = middle & beside
    return found


def _by_neighbours(said: _Verdicts, ink: Ink, boxes: Boxes, usual: float) -> None:
    """Strokes that cross from one box to the next: a stroke counts where most of it lies."""
    x, y, side = boxes.x, boxes.y, boxes.side
    right, down = x[None] - x[:, None], y[None] - y[:, None]
    pitch = side + _PITCH
    row, column = np.abs(down) < 3, np.abs(right) < 3
    for here, there, beside in (
        (0, 1, (right < 0) & (right > -pitch) & row),
        (1, 0, (right > 0) & (right < pitch) & row),
        (2, 3, (down < 0) & (down > -pitch) & column),
        (3, 2, (down > 0) & (down < pitch) & column),
    ):
        crosses = ink.leaves[:, here][:, None] & ink.leaves[:, there][None] & beside
        inked = (crosses & (ink.area[None] > 0.3)).any(1)
        other = np.where(crosses, ink.area[None], 0).max(1)
        said.ask(inked & said.marked & (ink.area < 0.6 * other) & (ink.core < 0.25 * usual), Reason.SHARED)
        said.ask(inked & said.empty & (ink.area > 0.2), Reason.INTRUSION)


def _by_lines(said: _Verdicts, ink: Ink) -> None:
    """A straight line from rim to rim is a scratch of the scanner, or one stroke through a whole row: no tick."""
    inside = ink.frame.inside
    through = (ink.leaves[:, 0] & ink.leaves[:, 1]) | (ink.leaves[:, 2] & ink.leaves[:, 3])
    thin = ink.area < _THIN * ink.frame.inner  # what fills a box has lines from rim to rim, too
    some = np.flatnonzero(said.marked & thin)
    strokes = ink.ink[some]
    # from end to end of the box it is no pen either: the edge of another sheet, or of the box where the feeder slipped
    lines = _are_straight(strokes, inside)
    crossing = np.flatnonzero(through[some])
    lines[crossing] |= _are_straight(strokes[crossing], 1)
    for at in some[lines]:
        said.state[at], said.why[at] = _CHECK, Reason.LINE


def _are_straight(strokes: NDArray[np.bool_], margin: int) -> NDArray[np.bool_]:
    """Which of what was cut out with boxes has a straight line from end to end, but for a margin in pixels."""
    whole = strokes.shape[1]
    low, high, beside = margin, whole - margin, max(6, margin)
    found = np.zeros(len(strokes), bool)
    for ink in (strokes, strokes.swapaxes(1, 2)):
        wide = ink.copy()
        wide[:, :, 1:] |= ink[:, :, :-1]
        sums = np.zeros((len(wide), whole + 1, whole), np.int16)
        np.cumsum(wide, 1, out=sums[:, 1:])
        for lean in _LEAN:
            off = np.rint(lean * (np.arange(low, high) / whole - 0.5) * 2).astype(int)
            # rows that are shifted by as much are counted at once
            starts = np.r_[0, np.flatnonzero(np.diff(off)) + 1, len(off)]
            count = np.zeros((len(wide), whole - 2 * beside), np.int16)
            for start, end in pairwise(starts.tolist()):
                columns = slice(beside + off[start], whole - beside + off[start])
                count += sums[:, low + end, columns] - sums[:, low + start, columns]
            found |= count.max(1) / len(off) > _UNBROKEN
    return found


def _by_traces(said: _Verdicts, ink: Ink, clean: float) -> None:
    """What was rubbed out leaves a thin trace; shade is not thin."""
    some = np.flatnonzero(said.empty & (ink.soft - clean > _TRACE))
    if not len(some):
        return
    cut = ink.dark[some]
    stands_out = cut - 0.9 * around(cut, ink.frame)
    thin = (stands_out[:, ink.frame.box] > np.maximum(0.03, 2.2 * ink.noise[some])[:, None]).sum(1) * MM2
    found = np.zeros(len(ink.area), bool)
    found[some] = thin - clean > _TRACE
    said.ask(found, Reason.TRACE)


def _by_dirt(said: _Verdicts, ink: Ink, local: Floats, pen: float, clean: float) -> None:
    """A clean inside is empty whatever lies around it; a dark and crisp mark stands out of some dirt."""
    plain = (ink.pen > max(0.6 * pen, 0.3)) & (ink.sharp > CRISP)
    full = ink.area / ink.frame.inner
    near = (ink.foul > 0.10) & ((ink.area > 0.1) | (ink.soft - clean > 1))
    said.ask(said.empty & (near | (ink.foul > 0.25)), Reason.DIRT)
    said.ask(said.marked & ~plain & ((ink.foul > np.maximum(0.06, 0.8 * full)) | (local > 0.03)), Reason.DIRT)
    said.ask(said.marked & ((ink.foul > np.maximum(0.2, full)) | (local > 0.08)), Reason.DIRT)


def _by_question(said: _Verdicts, ink: Ink, questions: Sequence[str]) -> None:
    """Two marks where one answer is asked for; a doubtful one may be the answer."""
    of_question: dict[str, list[int]] = {}
    for at, question in enumerate(questions):
        if question:
            of_question.setdefault(question, []).append(at)
    for some in of_question.values():
        marked = [at for at in some if said.state[at] == _MARKED]
        rival = [at for at in some if said.state[at] == _CHECK and ink.area[at] > CLEAR_INK and ink.sharp[at] > CRISP]
        if len(marked) > 1 or (marked and rival):
            asked = np.zeros(len(questions), bool)
            asked[marked] = True
            said.ask(asked, Reason.TWO)
