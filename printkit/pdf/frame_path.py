"""The path of a frame, with round corners where it has them."""

from functools import lru_cache

from printkit.layout.fragment import Frame

_ROUND = 0.5523  # of the radius: how far the handles of a Bezier curve reach for a quarter of a circle


def painted(frame: Frame, paint: str) -> str:
    """A frame, filled or stroked as `paint` says; y of the page counts upwards."""
    x, y = frame.x, -frame.y - frame.high
    if not frame.round:
        return f"{x:.2f} {y:.2f} {frame.wide:.2f} {frame.high:.2f} re {paint}"
    return f"q 1 0 0 1 {x:.2f} {y:.2f} cm {_rounded(frame.wide, frame.high, frame.round)} {paint} Q"


def filled(frame: Frame, colour: str) -> str:
    """A frame with a ground and without an outline.

    A pen of twice the radius with round joins makes round corners in a tenth of the words of a path.
    """
    if not frame.round or 2 * frame.round >= min(frame.wide, frame.high):
        return f"{colour} rg {painted(frame, 'f')}"
    x, y, r = frame.x, -frame.y - frame.high, frame.round
    box = f"{x + r:.2f} {y + r:.2f} {frame.wide - 2 * r:.2f} {frame.high - 2 * r:.2f}"
    return f"q {colour} rg {colour} RG {2 * r:g} w 1 j {box} re B Q"


@lru_cache(maxsize=256)
def _rounded(right: float, top: float, radius: float) -> str:
    """The path of a frame with round corners, its lower left one at 0: many on a page are of one size."""
    r = min(radius, right / 2, top / 2)
    k = r * (1 - _ROUND)
    across = f"{_said(right - r, 0)} l " if right > 2 * r else ""
    up = f"{_said(right, top - r)} l " if top > 2 * r else ""
    back = f"{_said(r, top)} l " if right > 2 * r else ""
    down = f"{_said(0, r)} l " if top > 2 * r else ""
    return (
        f"{_said(r, 0)} m {across}{_said(right - k, 0, right, k, right, r)} c {up}{_said(right, top - k, right - k, top, right - r, top)} c "
        f"{back}{_said(k, top, 0, top - k, 0, top - r)} c {down}{_said(0, k, k, 0, r, 0)} c h"
    )


def _said(*places: float) -> str:
    return " ".join([f"{round(each, 2):g}" for each in places])
