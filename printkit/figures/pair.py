"""The start and the end of a picture as 2 drawings through one window, each for a frame of its own; 3 with a middle.

A frame, its number and its caption belong to the page. What is seen through the window fills the frame to its edges.
"""

from functools import lru_cache, partial

from msgspec import Struct
from msgspec.structs import replace

from printkit.figures import palm
from printkit.figures.camera import Camera, ground, painted, seen_part
from printkit.figures.geometry import Point, box
from printkit.figures.limited import limited
from printkit.figures.people import ANYBODY, Person
from printkit.figures.picture import CROPS, Named, known_points
from printkit.figures.picture import bounds as box_round
from printkit.figures.scene import LARGE, Arrow, Drawing, Grain, Layer, Mark, Pair, Scene, mirrored
from printkit.figures.solved import SolvedFigure
from printkit.figures.spec import Crop, Figure, Show, Stance, tracks
from printkit.figures.writers import as_operators
from printkit.model.vocabulary import Side

Box = tuple[float, float, float, float]  # left, low, right, high

_POINTS_A_MM = 190 / 72  # a line is as thick in all of them when they are printed at their size
BESIDE = (84, 72)  # mm, wide and high: one of 2 frames side by side
ABOVE = (174, 46)  # one of 2 frames above each other
ABREAST = (54.57, 54.57)  # one of 3 frames side by side; nearly whole points, that a mirror keeps
ALONE = (174, 93)  # a frame by itself
_PAD = 9.0  # points between what is drawn and the frame
_BELOW = 7.0  # cm of the ground that a close look shows
_CLOSE = 3.6  # a close look is so many times as wide as the radius of the circle of a zoom
_HIGHER = 0.25  # of the height that is left over, the part below the floor


def drawn_pair(figure: Figure, stance: Stance, side: Side, person: Person = ANYBODY) -> Pair:
    """Start and end of a picture file for one side and person; the same ones each time they are asked for.

    Raises CatalogError for a point that has no such name.
    """
    named = Named(figure, stance, person)
    if side is Side.LEFT and (other := _both(named, Side.RIGHT).other) is not None:
        return other
    return _both(named, side).found


def has_two(figure: Figure) -> bool:
    """Whether a start and an end are shown: by its captions, else as in the small picture."""
    return bool(figure.start_says) or figure.show is not Show.SINGLE


def hidden_arrows(picture: SolvedFigure) -> tuple[int, ...]:
    """Which of the arrows a window cuts or leaves out, by their number from 0; none without a window of its own."""
    figure = picture.figure
    if figure.window is None:
        return ()
    wide, high = _size(figure)
    shown = _shown(_camera([], picture, wide, high, 1.0), wide, high)
    drawn = [mark for mark in picture.scene(1, Side.RIGHT, arrows=figure.arrows).marks if isinstance(mark, Arrow)]
    return tuple(number for number, mark in enumerate(drawn) if not _seen(mark, shown))


class _Both(Struct, frozen=True):
    """A pair, and the one of the other side where it is the mirror image."""

    found: Pair
    other: Pair | None

    @property
    def weight(self) -> int:
        """What it takes in memory, in bytes; a mirror image takes nothing."""
        return sum(each.weight for each in self.found.drawings)


@limited(mib=24, weigh=lambda both: both.weight)
def _both(named: Named, side: Side) -> _Both:
    made = _made(named, side)
    frames = (as_operators(each, partial(_with_paths, named, side, at)) for at, each in enumerate(made.drawings))
    found = replace(made, drawings=tuple(frames))
    if named.figure.notes:  # letters are not turned round
        return _Both(found, None)
    return _Both(found, replace(found, drawings=tuple(map(mirrored, found.drawings))))


def _with_paths(named: Named, side: Side, frame: int) -> Drawing:
    return _made(named, side).drawings[frame]


@lru_cache(maxsize=16)  # of one plan, whose signs look for room
def _made(named: Named, side: Side) -> Pair:
    figure = named.figure
    with known_points(figure):
        picture = named.solved()
        scenes = _scenes(picture, side)
        stacked = figure.show is Show.STACK and len(scenes) == 2
        return Pair(framed(scenes, picture, side), stacked)


def rough(picture: SolvedFigure) -> tuple[Drawing, ...]:
    """What `drawn_pair` shows of the right side, in the many curves in which a body is made: for who only compares.

    Raises KeyError with the name of a point that is not there.
    """
    return framed(_scenes(picture, Side.RIGHT), picture, Side.RIGHT, grain=None)


def _scenes(picture: SolvedFigure, side: Side) -> list[Scene]:
    figure, fine = picture.figure, picture.figure.zoom is not None
    if not has_two(figure):
        return [picture.scene(1, side, arrows=figure.arrows, fine=fine)]
    start, end = ends(picture, side)
    middle = [picture.scene(0.5, side, fine=fine)] if figure.middle is not None else []
    return [start, *middle, end]


def ends(picture: SolvedFigure, side: Side) -> list[Scene]:
    """The start and the end, with their arrows."""
    figure, fine = picture.figure, picture.figure.zoom is not None
    return [picture.scene(t, side, arrows=tracks(figure, ended=bool(t)), fine=fine) for t in (0, 1)]


def framed(
    scenes: list[Scene],
    picture: SolvedFigure,
    side: Side,
    bounds: list[Scene] | None = None,
    *,
    grain: Grain | None = LARGE,
) -> tuple[Drawing, ...]:
    """Every scene through the same window, which `bounds`, or else they themselves, have to fit."""
    wide, high = _size(picture.figure)
    camera = _camera(bounds or scenes, picture, wide, high, -1.0 if side is Side.LEFT else 1.0)
    camera = replace(camera, grain=grain)
    shown = _shown(camera, wide, high)
    drawings = []
    for scene in scenes:
        scene.marks = [part for mark in scene.marks if (part := _seen(mark, shown))]
        paints = ground(camera, 0, wide, 0) + painted(scene, camera)
        drawings.append(Drawing(wide, high, (Layer(box(0, 0, wide, high, 0), tuple(paints)),)))
    return tuple(drawings)


def _size(figure: Figure) -> tuple[float, float]:
    """The points of a frame, wide and high."""
    if figure.middle is not None:
        wide, high = ABREAST
    else:
        wide, high = (ABOVE if figure.show is Show.STACK else BESIDE) if has_two(figure) else ALONE
    return wide * _POINTS_A_MM, high * _POINTS_A_MM


def _shown(camera: Camera, wide: float, high: float) -> Box:
    """What of the scene is in the frame."""
    left, right = sorted(camera.flip * (x - camera.x) / camera.scale for x in (0, wide))
    return left, -camera.y / camera.scale, right, (high - camera.y) / camera.scale


def _seen(mark: Mark, shown: Box) -> Mark | None:
    """What of a paint shows, and an arrow that shows whole."""
    if not isinstance(mark, Arrow):
        return seen_part(mark, shown)
    return mark if all(shown[0] < x < shown[2] and shown[1] < y < shown[3] for x, y in mark.points) else None


def _camera(scenes: list[Scene], picture: SolvedFigure, wide: float, high: float, flip: float) -> Camera:
    """Through the window of the picture, else close to the middle of its zoom, else as large as all that is drawn."""
    figure = picture.figure
    if figure.window is not None:
        return _through(picture.solved(1).spot(figure.window.at, picture.named), figure.window.wide, wide, high, flip)
    if figure.zoom is not None:
        across = _CLOSE * figure.zoom.radius
        x, y = picture.solved(1).spot(figure.zoom.at, picture.named)
        return _through((x, max(y, across * high / wide / 2 - _BELOW)), across, wide, high, flip)
    left, low, right, top = _content(figure, picture, scenes)
    scale = min((wide - 2 * _PAD) / (right - left), (high - 2 * _PAD) / (top - low))
    over = high - 2 * _PAD - scale * (top - low)
    return Camera(scale, wide / 2 - flip * scale * (left + right) / 2, _PAD + _HIGHER * over - scale * low, flip)


def _through(middle: Point, across: float, wide: float, high: float, flip: float) -> Camera:
    scale = wide / across
    return Camera(scale, wide / 2 - flip * scale * middle[0], high / 2 - scale * middle[1], flip)


def _content(figure: Figure, picture: SolvedFigure, scenes: list[Scene]) -> Box:
    if figure.crop is Crop.ALL or figure.show is Show.STACK:
        return palm.WINDOWS.get(picture.view) or box_round(picture.view, scenes)
    return CROPS[figure.crop]
