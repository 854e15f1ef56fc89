"""Each box empty, marked or to be looked at, from what was measured of it and of all boxes of its page.

The rules compare a box with its own page: the pen that was used there, how large its marks are, how dirty it is. A mark
that is unlike the others is asked about. The figures were set on simulated pages (tools/scan_figures.py); nobody's real
handwriting was tried.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from printkit.scan.ink import CLEAR_INK, CRISP, LEAST_INK, MM2, Ink, around
from printkit.scan.records import Mark, Reason
from printkit.scan.straightening import Floats

DIRTY = 0.03  # share of the ring of most boxes with something on it: the whole page is dirty
_SPREAD = 2.0  # dirt in the ring stands for so much dirt inside
_BLOT = 0.48  # of the crispness of printed lines: what is softer and faint is a stain
_DOT = 2.2  # mm2: what a pen leaves that only rested there; less, and little of the usual mark, is asked about
_HABIT = 5  # marks that say how large and how dark a mark of this page is
_HEAVY = 1.8  # times the usual ink; marks of one kind have up to 1.6, scribbled over they have 1.9 to 4.5
_FULL = 0.45  # of a box, where a page has no habit
_ROUND = 3  # sides of the middle with ink: a circle, and no end of a stroke from elsewhere
_GOES_ON = 0.006  # share of the ring, its corners too, that a stroke covers which leaves the box
_THIN = 0.25  # of a box; a line from rim to rim covers less
_PITCH = 7.0  # mm from one box to its neighbour at most
_LEAN = range(-5, 6, 2)  # pixels by which a straight line may lean on its way through a box

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


def decide(
    ink: Ink, x: Floats, y: Floats, side: float, lost: NDArray[np.bool_], questions: Sequence[str]
) -> list[tuple[Mark, Reason | None]]:
    """What stands in each box, which lies at x and y (mm). Boxes with the same question, not "", have one answer."""
    near = np.argsort(np.hypot(x[:, None] - x[None], y[:, None] - y[None]), 1)[:, :9]
    local = np.percentile(ink.foul[near], 30, axis=1)  # a tick's tail fouls its own ring, dirt fouls all
    area = ink.area - _SPREAD * local * ink.frame.inner
    strong = np.flatnonzero((ink.area > 1.2) & (ink.sharp > CRISP))
    pen, usual = (
        (float(np.median(ink.pen[strong])), float(np.median(ink.area[strong]))) if len(strong) >= 2 else (0.4, 4.0)
    )
    said = _Verdicts(area > LEAST_INK)
    _by_mark(said, ink, area, strong, pen, usual)
    _by_neighbours(said, ink, x, y, side, usual)
    _by_lines(said, ink)
    clean = float(np.median(ink.soft[ink.area < 0.1])) if (ink.area < 0.1).any() else 0.0
    _by_traces(said, ink, clean)
    # what fills a box covers its edges
    middle = float(np.median(ink.core[strong])) if len(strong) >= _HABIT else np.inf
    said.ask(lost & ~(said.marked & (ink.area > 0.6 * usual) & (ink.core > 0.5 * middle)), Reason.LOST)
    _by_dirt(said, ink, local, pen, clean)
    _by_question(said, ink, questions)
    return [(_MARKS[int(state)], why) for state, why in zip(said.state, said.why, strict=True)]


def _by_mark(
    said: _Verdicts, ink: Ink, area: Floats, strong: NDArray[np.integer[Any]], pen: float, usual: float
) -> None:
    known = len(strong) >= _HABIT
    said.ask((ink.area > LEAST_INK) & (area <= CLEAR_INK), Reason.SMALL)
    marked = said.marked
    said.ask(marked & (ink.pen < 0.5 * pen), Reason.FAINT)
    # a drawn circle has nothing in the middle, and goes round it
    said.ask(marked & (ink.core < 0.08) & (ink.sides < _ROUND), Reason.OFF_CENTRE)
    said.ask(marked & (ink.area < 0.5 * usual) & (ink.core < 0.6) & (ink.sides < _ROUND), Reason.UNLIKE)
    said.ask(marked & (ink.area < min(0.2 * usual, _DOT)), Reason.UNLIKE)
    # the end of a stroke that began in a neighbour, perhaps across a corner: little, at the rim, and it goes on outside
    middle = float(np.median(ink.core[strong])) if known else 0.0
    tail = (ink.leaves.any(1) | (ink.foul > _GOES_ON)) & (ink.area < 0.6 * usual) & (ink.core < 0.36 * middle)
    said.ask(marked & tail, Reason.SHARED)
    soft = (ink.sharp < 0.4) | ((ink.sharp < CRISP) & (ink.pen < max(0.7 * pen, 0.38)))
    said.ask(marked & soft, Reason.SMOOTH)
    said.blank((ink.sharp < _BLOT) & (ink.pen < 0.5 * pen) & ~said.empty)
    full = ink.area / ink.frame.inner
    said.ask(marked & ((ink.area > _HEAVY * usual) if known else (full > _FULL)), Reason.HEAVY)


def _by_neighbours(said: _Verdicts, ink: Ink, x: Floats, y: Floats, side: float, usual: float) -> None:
    """Strokes that cross from one box to the next: a stroke counts where most of it lies."""
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
    z = ink.frame.whole
    rows, columns = np.arange(1, z - 1), np.arange(6, z - 6)
    through = (ink.leaves[:, 0] & ink.leaves[:, 1]) | (ink.leaves[:, 2] & ink.leaves[:, 3])
    thin = ink.area < _THIN * ink.frame.inner  # what fills a box has lines from rim to rim, too
    for at in np.flatnonzero(said.marked & through & thin):
        wide, tall = ink.ink[at].copy(), ink.ink[at].copy()
        wide[:, 1:] |= ink.ink[at][:, :-1]
        tall[1:] |= ink.ink[at][:-1]
        for lean in _LEAN:
            off = np.rint(lean * (rows / z - 0.5) * 2).astype(int)[:, None]
            upright = wide[rows[:, None], columns[None] + off].mean(0).max()
            lying = tall[columns[None] + off, rows[:, None]].mean(0).max()
            if max(upright, lying) > 0.94:
                said.state[at], said.why[at] = _CHECK, Reason.LINE
                break


def _by_traces(said: _Verdicts, ink: Ink, clean: float) -> None:
    """What was rubbed out leaves a thin trace; shade is not thin."""
    some = np.flatnonzero(said.empty & (ink.soft - clean > 1.8))
    if not len(some):
        return
    cut = ink.dark[some]
    stands_out = cut - 0.9 * around(cut, ink.frame)
    thin = (stands_out[:, ink.frame.box] > np.maximum(0.03, 2.2 * ink.noise[some])[:, None]).sum(1) * MM2
    found = np.zeros(len(ink.area), bool)
    found[some] = thin - clean > 1.6
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
