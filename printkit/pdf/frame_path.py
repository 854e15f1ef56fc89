"""The path of a frame, with round corners where it has them."""

from printkit.layout.fragment import Frame

_ROUND = 0.5523  # of the radius: how far the handles of a Bezier curve reach for a quarter of a circle


def frame_path(frame: Frame) -> str:
    """The path of a frame; y of the page counts upwards."""
    x, y, wide, high = frame.x, -frame.y - frame.high, frame.wide, frame.high
    if not frame.round:
        return f"{x:.2f} {y:.2f} {wide:.2f} {high:.2f} re"
    r = min(frame.round, wide / 2, high / 2)
    k = r * (1 - _ROUND)
    right, top = x + wide, y + high
    return (
        f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l "
        f"{right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} {right:.2f} {y + r:.2f} c {right:.2f} {top - r:.2f} l "
        f"{right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c {x + r:.2f} {top:.2f} l "
        f"{x + k:.2f} {top:.2f} {x:.2f} {top - k:.2f} {x:.2f} {top - r:.2f} c {x:.2f} {y + r:.2f} l "
        f"{x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} {x + r:.2f} {y:.2f} c h"
    )
