"""Where to look at the skin of a foot and lower leg: from the front, the sole, and from the outer side.

Each view is drawn as a right foot and mirrored for a left one, by `skin_views`. A place is
where its number stands, or has a line from its number to the skin; the numbers themselves are set as words by the layout.
"""

from collections.abc import Mapping

from msgspec import Struct

from printkit.figures.geometry import Point
from printkit.figures.scene import HIGH, Drawing
from printkit.model.vocabulary import Side, SkinPlace, SkinView

DISC = 12.8  # points of the drawing; about 4 mm on a page, with room for a digit of 12 points


class NumberAt(Struct, frozen=True):
    """Where the number of a place stands: parts of the width and of the height of the drawing, from the upper left."""

    place: SkinPlace
    x: float
    y: float


class Seen(Struct, frozen=True):
    """A view as a drawing, with the places that it shows."""

    view: SkinView
    drawing: Drawing
    numbers: tuple[NumberAt, ...]


class Frame(Struct, frozen=True):
    """How the world is seen in a view, by the words of `camera.Camera`, and the width of the drawing in points."""

    scale: float
    x: float
    y: float
    flip: float
    wide: float

    def point(self, p: Point) -> Point:
        """Where a point of the world stands in the drawing."""
        return (self.x + self.flip * self.scale * p[0], self.y + self.scale * p[1])


# What is shown of each view: left, low, right, high.
_WINDOWS = {
    SkinView.FRONT: (-35.0, -17.0, 79.0, 76.0),
    SkinView.SOLE: (-27.0, -7.0, 25.0, 68.0),
    SkinView.OUTER: (-35.0, -6.0, 66.0, 112.0),
}
# Where the number stands, and where on the skin its line ends; None where it stands on its place.
SPOTS: Mapping[SkinView, tuple[tuple[SkinPlace, Point, Point | None], ...]] = {
    SkinView.FRONT: (
        (SkinPlace.UNDER_STRAPS, (-27.0, 62.0), (-7.0, 60.0)),
        (SkinPlace.ANKLE_BONES, (-27.0, 36.0), (-9.0, 29.0)),
        (SkinPlace.ANKLE_BONES, (29.0, 38.0), (9.0, 29.0)),
        (SkinPlace.TOP, (29.0, 22.0), (4.0, 19.0)),
        (SkinPlace.BETWEEN_TOES, (7.0, -10.0), (7.0, 5.5)),
        (SkinPlace.TOE_TIPS, (-9.3, -10.0), (-9.3, 4.5)),
    ),
    SkinView.SOLE: ((SkinPlace.HEEL, (0.0, 10.0), None), (SkinPlace.SOLE, (-1.0, 38.0), None)),
    SkinView.OUTER: (
        (SkinPlace.BELOW_KNEE, (0.5, 88.0), None),
        (SkinPlace.UNDER_STRAPS, (-3.0, 60.0), None),
        (SkinPlace.ANKLE_BONES, (26.0, 33.0), (2.0, 15.5)),
        (SkinPlace.HEEL, (-27.0, 14.0), (-12.5, 6.0)),
    ),
}


def frame(view: SkinView, side: Side) -> Frame:
    """How a view of an affected side is seen."""
    left, low, right, high = _WINDOWS[view]
    flip = -1.0 if side is Side.LEFT else 1.0
    scale = HIGH / (high - low)
    wide = (right - left) * scale
    return Frame(scale, wide / 2 - flip * scale * (left + right) / 2, -scale * low, flip, wide)


def numbers(view: SkinView, side: Side) -> tuple[NumberAt, ...]:
    """Where the number of each place stands in a view of an affected side."""
    seen = frame(view, side)
    points = ((place, seen.point(at)) for place, at, _ in SPOTS[view])
    return tuple(NumberAt(place, x / seen.wide, 1 - y / HIGH) for place, (x, y) in points)
