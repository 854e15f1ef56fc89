"""Where to look at the skin of a foot and lower leg: from the front, the sole, and from the outer side.

Each view is drawn as a right foot and mirrored for a left one. A place is where its number stands, or has a line from
its number to the skin; the numbers themselves are set as words by the layout.
"""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from printkit.figures import closeup
from printkit.figures.camera import Camera, ground, painted
from printkit.figures.geometry import Path, Point, ellipse, limb, poly, smooth
from printkit.figures.people import ANYBODY, Person, colours
from printkit.figures.scene import COLOURS, HIGH, INK, WIDTHS, Drawing, Layer, Paint, Scene
from printkit.figures.spec import Pose, View
from printkit.model.vocabulary import Side, SkinPlace, SkinView

DISC = 12.8  # points of the drawing; about 4 mm on a page, with room for a digit of 12 points
_DOT = 2.0  # where a line ends on the skin


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


# What is shown of each view: left, low, right, high.
_WINDOWS = {
    SkinView.FRONT: (-35.0, -17.0, 79.0, 76.0),
    SkinView.SOLE: (-27.0, -7.0, 25.0, 68.0),
    SkinView.OUTER: (-35.0, -6.0, 66.0, 112.0),
}
# Where the number stands, and where on the skin its line ends; None where it stands on its place.
_SPOTS: Mapping[SkinView, tuple[tuple[SkinPlace, Point, Point | None], ...]] = {
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


@lru_cache(maxsize=32)
def views(side: Side, person: Person = ANYBODY) -> tuple[Seen, ...]:
    """The three views for an affected side, in the skin of a person; of an unknown side nothing is coloured, and a right foot is shown."""
    return tuple(_seen(view, side, person) for view in SkinView)


def _seen(view: SkinView, side: Side, person: Person) -> Seen:
    left, low, right, high = _WINDOWS[view]
    flip = -1.0 if side is Side.LEFT else 1.0
    scale = HIGH / (high - low)
    wide = (right - left) * scale
    camera = Camera(scale, wide / 2 - flip * scale * (left + right) / 2, -scale * low, flip)
    scene = Scene(colours=colours(person))
    colour = "skin" if side is Side.UNKNOWN else "aff-skin"
    match view:
        case SkinView.FRONT:
            closeup.feet(
                scene,
                closeup.solve(Pose(), View.FEET),
                ghost=False,
                marked=side is not Side.UNKNOWN,
                both=side is Side.BOTH,
            )
        case SkinView.SOLE:
            _sole(scene, scene.colours[colour])
        case SkinView.OUTER:
            _outer(scene, scene.colours[colour])
    paints = ground(camera, 0, wide, 0) if view is not SkinView.SOLE else []
    paints += painted(scene, camera)
    numbers: list[NumberAt] = []
    for place, at, skin in _SPOTS[view]:
        x, y = camera.point(at)
        if skin is not None:
            end = camera.point(skin)
            paints.append(Paint(poly([(x, y), end], closed=False), "", "#FFFFFF", 2.6))
            paints.append(Paint(poly([(x, y), end], closed=False), "", INK, 1.1))
            paints.append(Paint(ellipse(end, _DOT, _DOT), INK, "#FFFFFF", 0.6))
        paints.append(Paint(ellipse((x, y), DISC, DISC), COLOURS["arrow"], "#FFFFFF", 1.2))
        numbers.append(NumberAt(place, x / wide, 1 - y / HIGH))
    return Seen(view, Drawing(wide, HIGH, (Layer((), tuple(paints)),)), tuple(numbers))


def _sole(scene: Scene, colour: str) -> None:
    """A right sole with its toes up: the big toe is on the right."""
    outline = [(0.0, 0.0), (6.5, 2.2), (9.3, 9.0), (8.4, 18.0), (6.6, 27.0), (9.6, 36.0), (13.6, 42.0), (13.0, 49.0),
               (6.0, 51.5), (-2.0, 52.0), (-9.0, 49.0), (-15.0, 44.0), (-15.6, 37.0), (-12.6, 26.0), (-10.4, 15.0),
               (-9.4, 8.0), (-6.2, 2.0)]  # fmt: skip
    toes = ((8.6, 57.0, 5.2, 7.4), (0.2, 58.2, 3.5, 5.6), (-6.1, 56.0, 3.2, 5.2), (-11.6, 52.4, 3.0, 4.8), (-16.0, 47.4, 2.8, 4.3))  # fmt: skip
    items: list[tuple[Path, str]] = [
        (ellipse((x, y), rx, ry, 6 - 4 * n), colour) for n, (x, y, rx, ry) in enumerate(toes)
    ]
    items.append((smooth(outline), colour))
    lines: list[list[Point]] = [
        [(12.6, 43.0), (6.0, 46.6), (-3.0, 46.8), (-12.0, 42.0)],
        [(6.6, 27.0), (3.4, 32.0), (3.0, 37.0)],
        [(-7.4, 16.4), (0.0, 18.8), (6.6, 17.6)],
    ]
    scene.group(items, INK, WIDTHS["body"], (), [smooth(line, closed=False) for line in lines])


def _outer(scene: Scene, colour: str) -> None:
    """A right foot and lower leg from their outer side: the toes point right."""
    foot = [(7.5, 31.0), (8.3, 24.0), (12.4, 18.6), (23.0, 14.0), (36.0, 10.2), (46.0, 8.6), (54.0, 8.0), (59.4, 6.4),
            (60.4, 2.6), (57.0, 0.3), (46.0, 0.2), (30.0, 1.0), (12.0, 0.6), (-4.0, 0.0), (-11.0, 0.4), (-14.6, 4.0),
            (-14.6, 9.0), (-11.8, 15.0), (-9.6, 22.0), (-8.4, 31.0)]  # fmt: skip
    bones = ((0.0, 18.0, 16.0), (0.11, 16.4, 13.6), (0.2, 13.4, 12.6), (0.42, 11.4, 16.6), (0.66, 9.2, 12.2), (0.9, 7.8, 8.6), (1.0, 7.6, 8.4))  # fmt: skip
    items: list[tuple[Path, str]] = [
        (limb((3.0, 118.0), (0.0, 20.0), bones, start=False), colour),
        (smooth(foot), colour),
    ]
    lines: list[list[Point]] = [
        [(-3.4, 15.6), (-1.6, 11.6), (2.0, 11.2), (4.6, 14.8)],  # the ankle bone
        [(42.6, 3.4), (44.4, 5.8), (47.6, 6.0), (49.8, 3.4), (49.4, 0.8)],  # the little toe, and those behind it
        [(49.6, 5.4), (52.2, 6.6), (54.8, 5.2), (55.4, 2.6), (54.8, 0.8)],
        [(46.2, 4.6), (47.4, 4.4), (48.4, 3.4)],
        [(13.6, 101.0), (12.0, 96.6), (13.0, 92.6)],  # below the knee cap
        [(-6.0, 24.6), (-7.0, 20.6), (-6.8, 16.6)],  # in front of the heel cord
    ]
    scene.group(items, INK, WIDTHS["body"], (), [smooth(line, closed=False) for line in lines])
