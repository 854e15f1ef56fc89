"""A picture file and a side in, a drawing out: panels, ghost, zoom circle and arrows, in points."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from math import ceil

import msgspec
from msgspec.structs import replace

from printkit.errors import CatalogError
from printkit.figures import palm
from printkit.figures.arrows import panel_number
from printkit.figures.camera import Camera, ground, painted, seen_part
from printkit.figures.geometry import (
    Point,
    box,
    ellipse,
    poly,
)
from printkit.figures.limited import limited
from printkit.figures.people import ANYBODY, Person
from printkit.figures.scene import COLOURS, HIGH, LARGE, SMALL, TINY, Drawing, Grain, Layer, Paint, Scene, mirrored
from printkit.figures.solved import SolvedFigure
from printkit.figures.spec import (
    Crop,
    Figure,
    Moment,
    Show,
    Stance,
    Track,
    View,
    tracks,
)
from printkit.figures.writers import as_operators
from printkit.model.vocabulary import Answer, Side

_PANEL_WIDE, _GAP, _PAD = 165.0, 8.0, 9.0
_MARGIN = 12.0  # cm round a window that may still show in its frame
CROPS = {
    Crop.LEGS: (-34.0, -8.0, 112.0, 104.0),
    Crop.FEET: (8.0, -10.0, 112.0, 62.0),
    Crop.BED: (-96.0, 12.0, 90.0, 112.0),
}
_FEET = (82.0, 72.0, -56.0, -26.0)  # cm: right of the other foot, above the calves, and what is seen of a helper's arms


def draw(picture: SolvedFigure, side: Side, moment: Moment | None = None, grain: Grain = SMALL) -> Drawing:
    """The whole picture, or one moment of it in a square of a grain: what tells it from others at 18 mm is Moment.MOVE."""
    flip = -1.0 if side is Side.LEFT else 1.0
    figure = picture.figure
    if moment is not None:
        return _square(picture, side, flip, moment, grain)
    stacked, paired = figure.show is Show.STACK, figure.show in (Show.PANELS, Show.STACK)
    ghost = figure.show is Show.GHOST

    def around(*, ended: bool) -> list[Track]:
        return [track for track in tracks(figure, ended=ended) if not figure.zoom or track.whole is Answer.YES]

    moments = (0, 1) if figure.middle is None or stacked else (0, 0.5, 1)
    if paired:
        scenes = [picture.scene(t, side, arrows=around(ended=bool(t)) if t in (0, 1) else ()) for t in moments]
    else:
        scenes = [picture.scene(1, side, ghost=ghost, arrows=around(ended=True))]
    window = _window(figure, picture.view, scenes)
    high = (HIGH - _GAP) / 2 if stacked else HIGH
    span_x, span_y = window[2] - window[0], window[3] - window[1]
    most = _PANEL_WIDE if (paired and not stacked) or figure.zoom else 2 * _PANEL_WIDE
    scale = min((most - 2 * _PAD) / span_x, (high - 2 * _PAD) / span_y)
    wide = min(most, max(span_x * scale + 2 * _PAD + 8, 92))
    layers: list[Layer] = []
    offset = HIGH + _GAP if figure.zoom and flip < 0 else 0.0
    cameras = []
    for number, scene in enumerate(scenes):
        at = (0.0, (1 - number) * (high + _GAP)) if stacked else (offset + number * (wide + _GAP), 0.0)
        middle = wide / 2
        camera = Camera(scale, middle - flip * scale * (window[0] + window[2]) / 2, _PAD - scale * window[1], flip)
        frame = box(0, 0, wide, high, 5)
        shown = (window[0] - _MARGIN, window[1] - _MARGIN, window[2] + _MARGIN, window[3] + _MARGIN)
        scene.marks = [part for mark in scene.marks if (part := seen_part(mark, shown))]
        paints = ground(camera, 0, wide, 0) + painted(scene, camera)
        if paired:
            head = picture.solved(moments[number]).points.get("head")
            # away from the head; a hand alone comes from the right where the left side is affected
            right = camera.point(head)[0] < middle if head else flip < 0
            paints += panel_number(str(number + 1), ((wide - 12 if right else 12), high - 12))
        layers.append(Layer(frame, tuple(paints), at))
        layers.append(Layer((), (Paint(frame, "", COLOURS["frame"], 0.8, pen=True),), at))
        cameras.append(replace(camera, x=camera.x + at[0], y=camera.y + at[1]))
    total = wide if stacked else len(scenes) * wide + (len(scenes) - 1) * _GAP
    if figure.zoom:
        layers += _zoomed(picture, side, cameras[-1], (offset, total), flip)
        total += _GAP + HIGH
    return Drawing(ceil(total), HIGH, tuple(layers))


def _window(figure: Figure, view: View, scenes: list[Scene]) -> tuple[float, float, float, float]:
    if figure.crop in CROPS:
        return CROPS[figure.crop]
    if view in palm.WINDOWS:
        return palm.WINDOWS[view]
    return bounds(view, scenes)


def bounds(view: View, scenes: Sequence[Scene]) -> tuple[float, float, float, float]:
    """The box round all that scenes show: left, low, right, high."""
    boxes = [scene.bounds() for scene in scenes]
    low, right = min(-2.0, *(b[1] for b in boxes)), max(b[2] for b in boxes)
    if view is View.FEET:  # an arm that comes from above is cut by the frame
        left = max(_FEET[2], min(b[0] for b in boxes))
        return left, max(low, _FEET[3]), min(right, _FEET[0]), min(_FEET[1], *(b[3] for b in boxes))
    return min(b[0] for b in boxes), low, right, max(b[3] for b in boxes)


def _zoomed(picture: SolvedFigure, side: Side, camera: Camera, main: tuple[float, float], flip: float) -> list[Layer]:
    """The circle beside the picture, the ring in it, and the line from one to the other."""
    zoom = picture.figure.zoom
    assert zoom is not None
    centre = picture.solved(1).spot(zoom.at, picture.named)
    middle = (HIGH / 2 if flip < 0 else main[1] + _GAP + HIGH / 2, HIGH / 2)
    near = camera.point(centre)
    ring = min(zoom.radius * camera.scale, 34.0, near[1] - 1)  # it stays inside the frame
    edge = (middle[0] - flip * HIGH / 2 * 0.98, middle[1] - 6)
    leader = poly([(near[0] + flip * ring * 0.94, near[1] + ring * 0.34), edge], closed=False)
    dashed = tuple(
        Paint(path, "", COLOURS["arrow"], 0.9, (2.0, 2.0), pen=True) for path in (ellipse(near, ring, ring), leader)
    )
    return [Layer((), dashed), *_circle(picture, side, centre, middle, flip, LARGE)]


def _circle(
    picture: SolvedFigure,
    side: Side,
    centre: Point,
    middle: Point,
    flip: float,
    grain: Grain,
    moment: Moment = Moment.MOVE,
) -> list[Layer]:
    zoom = picture.figure.zoom
    assert zoom is not None
    radius = HIGH / 2 - 1
    scale = radius / zoom.radius
    ghost, inside = zoom.ghost is Answer.YES, [t for t in picture.figure.arrows if t.whole is Answer.NO]
    scene = _at(picture, side, moment, inside, ghost=ghost, fine=True)
    camera = Camera(scale, middle[0] - flip * scale * centre[0], middle[1] - scale * centre[1], flip, grain)
    paints = [Paint(box(middle[0] - radius, middle[1] - radius, 2 * radius, 2 * radius, 1), "#FFFFFF")]
    paints += ground(camera, middle[0] - radius, 2 * radius, middle[1] - radius)
    reach = zoom.radius + 2.0  # with the width of a line
    shown = (centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach)
    scene.marks = [part for mark in scene.marks if (part := seen_part(mark, shown))]
    paints += painted(scene, camera)
    circle = ellipse(middle, radius, radius)
    return [Layer(circle, tuple(paints)), Layer((), (Paint(circle, "", COLOURS["arrow"], 1.4, pen=True),))]


def _at(
    picture: SolvedFigure, side: Side, moment: Moment, arrows: Sequence[Track], *, ghost: bool, fine: bool = False
) -> Scene:
    """The scene of one moment."""
    if moment in (Moment.MOVE, Moment.BACK):
        back = moment is Moment.BACK
        t = 0 if back else picture.figure.on_the_way / 100
        return picture.scene(t, side, ghost=ghost, arrows=arrows, back=back, fine=fine)
    return picture.scene(1 if moment is Moment.END else 0, side, fine=fine)


def _square(picture: SolvedFigure, side: Side, flip: float, moment: Moment, grain: Grain) -> Drawing:
    """One moment in a square: the close look where there is one, but at the start the whole body."""
    figure = picture.figure
    if figure.zoom and moment is not Moment.START:
        centre = picture.solved(1).spot(figure.zoom.at, picture.named)
        layers = _circle(picture, side, centre, (HIGH / 2, HIGH / 2), flip, grain, moment)
        return Drawing(HIGH, HIGH, tuple(layers), grain=grain)
    arrows = () if figure.zoom else tracks(figure, ended=True) or figure.arrows
    scene = _at(picture, side, moment, arrows, ghost=figure.show is Show.GHOST)
    # one frame for all moments, so that the body stays in its place from step to step
    window = _window(figure, picture.view, [picture.scene(0, side), picture.scene(1, side, arrows=arrows)])
    if figure.window is not None and (picture.near or moment is not Moment.START):
        # of what the large frames show closer, as toes or a belly, nothing is seen on a whole body
        x, y = picture.solved(1).spot(figure.window.at, picture.named)
        half = figure.window.wide / 2
        if 2 * half < max(window[2] - window[0], window[3] - window[1]):
            window = (x - half, y - half, x + half, y + half)
    scale = min((HIGH - 2 * _PAD) / (window[2] - window[0]), (HIGH - 2 * _PAD) / (window[3] - window[1]))
    camera = Camera(scale, HIGH / 2 - flip * scale * (window[0] + window[2]) / 2, _PAD - scale * window[1], flip, grain)
    frame = box(0.5, 0.5, HIGH - 1, HIGH - 1, 5)
    paints = ground(camera, 0, HIGH, 0) + painted(scene, camera)
    rim = Paint(frame, "", COLOURS["frame"], 0.8, pen=True)
    return Drawing(HIGH, HIGH, (Layer(frame, tuple(paints)), Layer((), (rim,))), grain=grain)


class Named:
    """A picture file with its pose and its person as a key: equal when every number in them is equal."""

    def __init__(self, figure: Figure, stance: Stance, person: Person) -> None:
        self.figure, self.stance, self.person = figure, stance, person
        self.key = msgspec.json.encode((figure, stance, person))

    def solved(self) -> SolvedFigure:
        """What is drawn; the same one for a pair and the sketch beside it."""
        return _solved(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=16)  # of one plan
def _solved(named: Named) -> SolvedFigure:
    return SolvedFigure(named.figure, named.stance, named.person)


def drawn(
    figure: Figure, stance: Stance, side: Side, moment: Moment | None = None, person: Person = ANYBODY
) -> Drawing:
    """The drawing of a picture file for one side and person, or one moment of it; the same one each time.

    Raises CatalogError for a point that has no such name.
    """
    named = Named(figure, stance, person)
    return _of_side(named, side, moment, SMALL)


def drawn_for_chart(figure: Figure, stance: Stance, side: Side, person: Person = ANYBODY) -> Drawing:
    """What tells a picture from others, in a square that is printed 11 mm high; the same one each time.

    Raises CatalogError for a point that has no such name.
    """
    return _of_side(Named(figure, stance, person), side, Moment.MOVE, TINY)


def _of_side(named: Named, side: Side, moment: Moment | None, grain: Grain) -> Drawing:
    if side is Side.LEFT and moment is not None and (other := _both(named, Side.RIGHT, moment, grain)[1]) is not None:
        return other
    return _both(named, side, moment, grain)[0]


@limited(mib=24, weigh=lambda both: both[0].weight)
def _both(named: Named, side: Side, moment: Moment | None, grain: Grain) -> tuple[Drawing, Drawing | None]:
    """A drawing, and that of the other side where it is the mirror image: one moment without letters."""
    asked = partial(_with_paths, named, side, moment, grain)
    found = as_operators(asked(), asked)
    return found, mirrored(found) if moment is not None and not named.figure.notes else None


@lru_cache(maxsize=16)
def _with_paths(named: Named, side: Side, moment: Moment | None, grain: Grain) -> Drawing:
    with known_points(named.figure):
        return draw(named.solved(), side, moment, grain)


@contextmanager
def known_points(figure: Figure) -> Iterator[None]:
    """A point that has no such name is told with its picture."""
    try:
        yield
    except KeyError as error:
        raise CatalogError(f"the picture {figure.id} has no point {error.args[0]!r}") from error
