"""The views of a foot and lower leg, drawn: what `skin_places` shows, with the lines from its numbers to the skin."""

from printkit.figures import closeup
from printkit.figures.camera import Camera, ground, painted
from printkit.figures.geometry import Path, Point, ellipse, limb, poly, smooth
from printkit.figures.people import Person, colours
from printkit.figures.scene import COLOURS, HIGH, INK, WIDTHS, Drawing, Layer, Paint, Scene
from printkit.figures.skin_places import DISC, SPOTS, frame
from printkit.figures.spec import Pose, View
from printkit.model.vocabulary import Side, SkinView

_DOT = 2.0  # where a line ends on the skin


def drawn(view: SkinView, side: Side, person: Person) -> Drawing:
    """A view for an affected side, in the skin of a person."""
    seen = frame(view, side)
    camera = Camera(seen.scale, seen.x, seen.y, seen.flip)
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
    paints = ground(camera, 0, seen.wide, 0) if view is not SkinView.SOLE else []
    paints += painted(scene, camera)
    for _, at, skin in SPOTS[view]:
        x, y = camera.point(at)
        if skin is not None:
            end = camera.point(skin)
            paints.append(Paint(poly([(x, y), end], closed=False), "", "#FFFFFF", 2.6))
            paints.append(Paint(poly([(x, y), end], closed=False), "", INK, 1.1))
            paints.append(Paint(ellipse(end, _DOT, _DOT), INK, "#FFFFFF", 0.6))
        paints.append(Paint(ellipse((x, y), DISC, DISC), COLOURS["arrow"], "#FFFFFF", 1.2))
    return Drawing(seen.wide, HIGH, (Layer((), tuple(paints)),))


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
