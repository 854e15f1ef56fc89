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


@lru_cache(maxsize=256)
def _rounded(right: float, top: float, radius: float) -> str:
    """The path of a frame with round corners, its lower left one at 0: many on a page are of one size."""
    r = min(radius, right / 2, top / 2)
    k = r * (1 - _ROUND)
    return (
        f"{r:.2f} 0 m {right - r:.2f} 0 l {right - k:.2f} 0 {right:.2f} {k:.2f} {right:.2f} {r:.2f} c {right:.2f} {top - r:.2f} l "
        f"{right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c {r:.2f} {top:.2f} l "
        f"{k:.2f} {top:.2f} 0 {top - k:.2f} 0 {top - r:.2f} c 0 {r:.2f} l 0 {k:.2f} {k:.2f} 0 {r:.2f} 0 c h"
    )
