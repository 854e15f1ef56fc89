"""The head of a body that turns: a skull in hair, the face on it as far as it shows, and what is in the face."""

from collections.abc import Callable

from printkit.figures import space
from printkit.figures.geometry import Point, capsule, ellipse, hull, smooth
from printkit.figures.head import curled
from printkit.figures.people import Body, Hair, Person
from printkit.figures.scene import INK, WIDTHS, Scene
from printkit.figures.space import Vector
from printkit.figures.turned import Turned
from printkit.model.vocabulary import Answer

_FINE = WIDTHS["inner"]
_At = Callable[[float, float, float], Point]
# how low hair grows at the back of the head (of half its height), and how far it stands out
_NAPE = {Hair.SHORT: -0.42, Hair.BALDING: -0.42, Hair.WAVES: -0.6, Hair.BOB: -0.98, Hair.BUN: -0.5, Hair.CURLS: -0.5}
_THICK = {Hair.BOB: 1.07, Hair.CURLS: 1.08, Hair.WAVES: 1.03, Hair.BALDING: 0.98}
# the edge of the face on the skull, from the forehead to the chin, by direction
_RIM: tuple[Vector, ...] = ((0.62, 0.78, 0.0), (0.66, 0.64, 0.42), (0.5, 0.34, 0.8), (0.16, -0.1, 0.98), (0.1, -0.62, 0.78),
                            (0.3, -0.96, 0.36), (0.4, -1.0, 0.0))  # fmt: skip
_CHIN: tuple[Vector, ...] = (
    (2, -9.8, 3.8),
    (6.6, -11.2, 2.6),
    (8.8, -4, 5),
    (0, -3, 9.4),
    (2, -7.4, 7.8),
    (8, -10.4, 0),
)


def draw(scene: Scene, s: Turned, person: Person) -> None:
    """A head with its neck."""
    sight, frame, middle = s.sight, s.frames["head"], s.joints["head"]
    skin, hair = scene.colours["skin"], scene.colours["hair"]
    toward = (sight.depth(frame.front), sight.depth(frame.up), sight.depth(frame.side))

    def at(front: float, up: float, side: float) -> Point:
        return sight.point(frame.at(middle, front, up, side))

    neck = sight.point(s.frames["chest"].at(s.joints["neck"], 1.5, 0.5, 0))
    scene.group([(capsule(neck, at(-2.5, -6, 0), 4.9, 4.9), skin)])
    bun = person.hair is Hair.BUN
    if bun and toward[0] > -0.2:
        scene.shape(ellipse(at(-11.5, 8, 0), 4.6, 4.4), hair, INK, WIDTHS["body"])
    thick = _THICK.get(person.hair, 1.0)
    edge = []
    for f, u, a in _circle(toward):
        up = max(u, _NAPE[person.hair])
        edge.append(at(-0.8 + f * 11.9 * thick, 1.6 + up * 12.9 * thick, a * 10.9 * thick))
    bald = person.hair is Hair.BALDING
    if toward[0] < 0.7:  # the back of the neck below the hair
        nape = [
            at(-8.6, -4, 5),
            at(-8.6, -4, -5),
            at(-6, -9, 4),
            at(-6, -9, -4),
            at(2, -8, 6),
            at(2, -8, -6),
            at(2, 2, 8),
            at(2, 2, -8),
        ]
        scene.group([(hull(nape), skin)], INK, WIDTHS["body"])
    scene.shape(
        curled(edge) if person.hair is Hair.CURLS else smooth(edge), skin if bald else hair, INK, WIDTHS["body"]
    )
    if bald:
        _ring(scene, at, toward)
    if bun and toward[0] <= -0.2:
        scene.shape(ellipse(at(-11.5, 8, 0), 4.6, 4.4), hair, INK, WIDTHS["body"])
    ears = [] if person.hair is Hair.BOB else [side for side in (-1.0, 1.0) if toward[2] * side > -0.3]
    for side in ears if toward[0] > 0.8 else ():
        scene.shape(ellipse(at(-0.8, -0.6, 10.4 * side), 2.1, 2.9), skin, INK, WIDTHS["body"])
    if toward[0] > -0.55:
        _face(scene, person, at, toward)
    for side in ears if toward[0] <= 0.8 else ():
        if toward[2] * side > 0.1:
            scene.shape(ellipse(at(-1.6, -0.8, 10 * side), 1.2 + 0.9 * abs(toward[2]), 2.8), skin, INK, _FINE)
    _features(scene, at, toward, person, s.turns["mouth"])


def _circle(toward: Vector) -> list[Vector]:
    """Directions round the edge of a ball, as the axes of the head."""
    first = space.across((0.0, 1.0, 0.0) if abs(toward[1]) < 0.9 else (1.0, 0.0, 0.0), toward)
    return [space.turned(first, toward, 22.5 * i) for i in range(16)]


def _face(scene: Scene, person: Person, at: _At, toward: Vector) -> None:
    """The skin of the face with a nose in profile, over the hair; a beard over it."""

    def on_skull(f: float, u: float, a: float) -> Point:
        """A point of the skull by its direction; one behind the edge slides to the edge."""
        v = space.unit((f, u, a))
        hidden = space.dot(v, toward)
        if hidden < 0:
            v = space.unit(space.plus(v, (toward, -hidden)))
        return at(-0.6 + v[0] * 10.6, 1.4 + v[1] * 12.2, v[2] * 10)

    skin, narrow = scene.colours["skin"], 0.9 if person.body is Body.WOMAN else 1.0
    corners = [*_RIM, *((f, u, -a) for f, u, a in _RIM[-2:0:-1])]
    rim = [
        on_skull(*space.lerp(a, b, t))
        for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
        for t in (0.0, 0.5)
    ]
    chin = [at(f, u, a * narrow * q) for f, u, a in _CHIN for q in (-1, 1)]
    items = [(smooth(rim), skin), (hull(chin), skin)]
    if abs(toward[0]) < 0.93:
        items.append(
            (smooth([at(9.4, 3.0, 0), at(12.3, -1.6, 0), at(11.2, -3.2, 0), at(9, -3.6, 0), at(7, 0, 0)]), skin)
        )
    scene.group(items, INK, WIDTHS["body"])
    if person.beard is Answer.YES:
        half: tuple[Vector, ...] = (
            (10.2, -4.4, 2.4),
            (9.6, -5, 5),
            (5, -3.6, 8.6),
            (0.6, 0, 9.8),
            (0.6, -5, 9.6),
            (4, -11.6, 6),
        )
        seen = [v for v in half if space.dot(space.unit((v[0], v[1] * 0.2, v[2])), toward) > -0.25]
        far = [(f, u, -a) for f, u, a in half if space.dot(space.unit((f, u * 0.2, -a)), toward) > -0.25]
        whole = [(10.4, -4.8, 0.0), *seen, (8.4, -13.6, 0.0), *far[::-1]]
        scene.shape(smooth([at(*v) for v in whole]), scene.colours["hair"], INK, _FINE)


def _ring(scene: Scene, at: _At, toward: Vector) -> None:
    """Hair round a bare crown: a patch over each ear that shows, and one behind."""
    hair = scene.colours["hair"]
    for side in (-1.0, 1.0):
        if toward[2] * side > -0.55 and toward[0] > -0.9:
            patch: tuple[Vector, ...] = (
                (2, 1, 10),
                (1, 5, 10),
                (-4, 8, 9.4),
                (-9, 7, 7),
                (-10.6, 0, 6),
                (-8, -4.6, 7),
                (-3, -3, 10),
                (-2, 2, 10.4),
            )
            scene.shape(smooth([at(f, u, a * side) for f, u, a in patch]), hair, INK, _FINE)
    if toward[0] < 0:
        behind: tuple[Vector, ...] = (
            (-10, 7, 7),
            (-12, 7.6, 0),
            (-10, 7, -7),
            (-10.6, 0, -7.4),
            (-8, -4.6, -6),
            (-9.4, -5, 0),
            (-8, -4.6, 6),
            (-10.6, 0, 7.4),
        )
        scene.shape(smooth([at(*v) for v in behind]), hair, INK, _FINE)


def _features(scene: Scene, at: _At, toward: Vector, person: Person, open_by: float) -> None:
    """Eyes, brows, nose and mouth, glasses and lines, each where it looks toward who sees it."""

    def line(*points: Vector) -> None:
        scene.shape(smooth([at(*each) for each in points], closed=False), "", INK, _FINE)

    sides = [side for side in (-1.0, 1.0) if toward[0] * 0.93 + toward[2] * 0.36 * side > 0.12]
    for side in sides:
        faced = toward[0] * 0.93 + toward[2] * 0.36 * side
        scene.shape(ellipse(at(9.3, 1.4, 3.9 * side), 0.45 + 0.5 * faced, 1.3), INK)
        line((9.2, 4.9, 2.1 * side), (9.0, 5.4, 3.9 * side), (7.6, 4.8, 5.7 * side))
        if person.older is Answer.YES:
            line((8, 1.8, 6.2 * side), (6.6, 2.4, 7.6 * side))
            line((9.6, -3.2, 3.1 * side), (8.8, -4.8, 4.5 * side), (8.2, -6.6, 4.8 * side))
        if person.glasses is Answer.YES:
            scene.shape(ellipse(at(10, 1.2, 3.9 * side), 1.0 + 1.8 * faced, 2.7), "", INK, _FINE)
            if toward[0] > 0.8 or toward[2] * side > 0:  # the nose hides the other side of the glasses
                line((9, 1.8, 6.6 * side), (0, 1.8, 10.2 * side))
    if person.glasses is Answer.YES and len(sides) == 2:
        line((10.6, 1.6, 1.0), (10.6, 1.6, -1.0))
    if toward[0] > 0.3:
        line((9.6, 0.4, 0), (12.0, -2.2, 0), (10, -3.0, 0))
    if toward[0] > 0.05 and open_by:
        lips = [at(9.7 - abs(a) * 0.35, -5.4 - open_by * (0.5 - 0.5 * u), a) for u, a in
                ((1, 0), (0.8, 1.6), (0, 2.4), (-0.8, 1.6), (-1, 0), (-0.8, -1.6), (0, -2.4), (0.8, -1.6))]  # fmt: skip
        scene.shape(smooth(lips), INK)
    elif toward[0] > 0.05:
        mouth: list[Vector] = [(8.2, -6.0, -3.2), (9.7, -7.0, 0), (8.2, -6.0, 3.2)]
        shown = [side for side in (-1.0, 1.0) if toward[0] + toward[2] * side * 0.8 > 0.1]
        line(*(mouth if len(shown) == 2 else mouth[1:] if 1.0 in shown else mouth[:2]))
