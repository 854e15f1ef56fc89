"""What a person walks with, and a wheelchair: each by the point where the hand holds it, what is far before the body."""

from itertools import pairwise

from printkit.figures.geometry import Path, Point, add, box, capsule, ellipse, lerp, mul, polar, poly
from printkit.figures.scene import INK, Scene
from printkit.figures.spec import PropKind

HANDLE = 88  # cm: at the crease of the wrist of a standing person, so that the elbow stays a little bent
_METAL, _FAR, _RUBBER, _GRIP = "#F4F6F7", "#CBD3D9", "#3B4A57", "#55636F"
_SEAT = "#8796A3"
_LINE = 1.0  # points
_BASE = ((-8.0, 0.0), (8.0, 0.0), (-4.0, 3.0), (12.0, 3.0))  # the 4 feet of a stick, the far ones higher
# The frame about its grip: the foot and the top of the hind leg and of the front one.
_HIND, _FRONT = ((-17.0, 0.0), (-9.0, 0.0)), ((21.0, 0.0), (11.0, 0.0))
_FAR_SHIFT = (7.0, 2.6)  # the far half of a thing, seen a little from above
_WHEEL = 30.0  # the radius of the large wheel of a wheelchair
KINDS = frozenset(
    {
        PropKind.STICK,
        PropKind.QUAD_STICK,
        PropKind.CRUTCH,
        PropKind.WALKER,
        PropKind.ROLLATOR,
        PropKind.WHEELCHAIR,
    }
)
AROUND = frozenset({PropKind.WALKER, PropKind.ROLLATOR, PropKind.WHEELCHAIR})  # a half of them is nearer than the body


def _tube(scene: Scene, a: Point, b: Point, colour: str = _METAL, wide: float = 1.3) -> None:
    scene.shape(capsule(a, b, wide, wide), colour, INK, _LINE)


def _ferrule(scene: Scene, foot: Point) -> None:
    """The rubber foot of a leg that ends at a point of the floor."""
    tip = [(-1.8, 4.2), (1.8, 4.2), (2.5, 0.0), (-2.5, 0.0)]
    scene.shape(poly([add(foot, point) for point in tip]), _RUBBER, INK, 0.7)


def behind(scene: Scene, kind: PropKind, at: Point, turned: float) -> None:
    """What of it lies behind the body: held at a point, or standing at it."""
    match kind:
        case PropKind.STICK:
            _stick(scene, at)
        case PropKind.QUAD_STICK:
            _quad_stick(scene, at)
        case PropKind.CRUTCH:
            _crutch(scene, at, turned)
        case PropKind.WALKER:
            _frame_half(scene, add(at, _FAR_SHIFT), _FAR, far=True)
            _tube(scene, add(at, (_FRONT[1][0], -9)), add(at, (_FRONT[1][0] + _FAR_SHIFT[0], -9 + _FAR_SHIFT[1])), _FAR)
        case PropKind.ROLLATOR:
            _rollator_half(scene, add(at, _FAR_SHIFT), _FAR)
            _rollator_seat(scene, at)
        case PropKind.WHEELCHAIR:
            _wheelchair_behind(scene, at)
        case _:
            return


def before(scene: Scene, kind: PropKind, at: Point) -> None:
    """What of it lies before the body, drawn so that a hand at the grip is still seen."""
    match kind:
        case PropKind.WALKER:
            _frame_half(scene, at, _METAL, far=False)
        case PropKind.ROLLATOR:
            _rollator_half(scene, at, _METAL)
        case PropKind.WHEELCHAIR:
            _wheelchair_before(scene, at)
        case _:
            return


def _stick(scene: Scene, at: Point) -> None:
    """A stick with a handle that is bent back over the shaft."""
    foot = (at[0] + 1.5, 0.0)
    _ferrule(scene, foot)
    _tube(scene, add(foot, (0, 4)), add(at, (0, -1.5)))
    handle = [add(at, point) for point in ((7.5, -1.8), (4.5, 0.6), (0.0, 0.9), (-6.0, 0.4), (-8.5, -1.0))]
    _bar(scene, handle, 1.8)


def _quad_stick(scene: Scene, at: Point) -> None:
    """A stick on 4 small feet."""
    middle = (at[0] + 1.0, 11.0)
    for x, y in _BASE[2:]:
        _tube(scene, middle, (middle[0] + x, y + 2.5), _FAR, 1.0)
        _ferrule(scene, (middle[0] + x, y))
    for x, y in _BASE[:2]:
        _tube(scene, middle, (middle[0] + x, y + 2.5), _METAL, 1.1)
        _ferrule(scene, (middle[0] + x, y))
    _tube(scene, add(middle, (0, -1)), add(at, (0, -1.5)), _METAL, 1.5)
    scene.shape(box(middle[0] - 5, middle[1] - 2, 10, 4, 2), _METAL, INK, _LINE)
    handle = [add(at, point) for point in ((7.5, -1.8), (4.5, 0.6), (0.0, 0.9), (-6.0, 0.4), (-8.5, -1.0))]
    _bar(scene, handle, 1.8)


def _crutch(scene: Scene, at: Point, turned: float) -> None:
    """An elbow crutch: a grip in the hand, and a cuff round the forearm, which lies in the direction `turned`."""
    foot = (at[0] + 3.0, 0.0)
    _ferrule(scene, foot)
    _tube(scene, add(foot, (0, 4)), at, _METAL, 1.4)
    top = add(at, polar(turned, 22))
    _tube(scene, at, top, _METAL, 1.4)
    across = polar(turned + 90, 4.6)
    cuff = [add(top, mul(across, -1)), add(top, polar(turned, 3)), add(top, across)]
    _bar(scene, cuff, 1.6)
    _bar(scene, [add(at, (-3, 0)), add(at, (4, 0.4)), add(at, (8, 0.4))], 1.8)


def _bar(scene: Scene, points: list[Point], half: float) -> None:
    """A bent grip of rubber, so wide to each side."""
    parts: list[tuple[Path, str]] = [(capsule(one, other, half, half), _GRIP) for one, other in pairwise(points)]
    scene.group(parts, INK, 0.8)


def _frame_half(scene: Scene, at: Point, colour: str, *, far: bool) -> None:
    """One side of a frame: a hind leg and a front one under a grip, and a brace between them. The floor is at 0."""
    floor = _FAR_SHIFT[1] if far else 0.0
    legs = [((at[0] + foot[0], floor), add(at, top)) for foot, top in (_HIND, _FRONT)]
    for foot, top in legs:
        _ferrule(scene, foot)
        _tube(scene, add(foot, (0, 3.6)), top, colour)
    hind, front = legs
    _tube(scene, lerp(*hind, 0.42), lerp(*front, 0.42), colour, 1.1)
    _tube(scene, hind[1], add(at, (-5.5, 0)), colour)
    _tube(scene, add(at, (5.5, 0)), front[1], colour)
    if far:
        _tube(scene, hind[1], front[1], colour)


def _rollator_half(scene: Scene, at: Point, colour: str) -> None:
    """One side of a rollator: 2 wheels, the tube of its handle with a brake, and a leg."""
    floor = at[1] - HANDLE
    hind, fore = (at[0] + 2, floor + 9), (at[0] + 44, floor + 9)
    bend = (at[0] + 12, floor + 52)
    _tube(scene, bend, hind, colour)
    _tube(scene, bend, fore, colour, 1.5)
    _tube(scene, add(at, (7, 0)), (at[0] + 11, floor + 78), colour)
    _tube(scene, (at[0] + 11, floor + 78), bend, colour, 1.5)
    for wheel in (hind, fore):
        scene.shape(ellipse(wheel, 9, 9), _RUBBER, INK, 0.8)
        scene.shape(ellipse(wheel, 6, 6), colour, INK, 0.8)
        scene.shape(ellipse(wheel, 1.6, 1.6), _RUBBER)
    scene.line([add(at, (2, -3)), add(at, (11, -8))], INK, 1.4)  # the brake
    _bar(scene, [add(at, (-9, 0)), add(at, (-4.6, 0))], 1.9)
    _bar(scene, [add(at, (4.6, 0)), add(at, (7, 0))], 1.7)


def _rollator_seat(scene: Scene, at: Point) -> None:
    floor = at[1] - HANDLE
    scene.shape(box(at[0] + 9, floor + 50, 30, 4, 1.5), _SEAT, INK, _LINE)
    scene.shape(box(at[0] + 14, floor + 32, 20, 14, 3), _FAR, INK, 0.8)  # the basket


def _wheelchair_behind(scene: Scene, at: Point) -> None:
    """All of a wheelchair but its nearer wheel and arm rest. It stands where a chair would; its brakes are on."""
    x = at[0]
    wheel = (x - 6, _WHEEL)
    scene.shape(ellipse(add(wheel, (4, 2)), _WHEEL, _WHEEL), "", "#8C98A3", 1.6)
    _caster(scene, (x + 29, 8.0))
    _tube(scene, (x - 18, 40), (x - 21, 92), _METAL, 1.5)
    _bar(scene, [(x - 21, 91.5), (x - 26, 92.5), (x - 31, 92)], 1.8)
    scene.shape(box(x - 20.5, 50, 5, 38, 2), _SEAT, INK, _LINE)
    scene.shape(box(x - 20, 39, 42, 5.5, 2), _SEAT, INK, _LINE)
    _tube(scene, (x - 18, 34), (x + 22, 34))
    _tube(scene, (x + 22, 44), (x + 28, 14))
    _tube(scene, (x - 18, 66), (x + 16, 66), _FAR)


def _caster(scene: Scene, at: Point) -> None:
    scene.shape(ellipse(at, 8, 8), _RUBBER, INK, 0.8)
    scene.shape(ellipse(at, 5, 5), _METAL, INK, 0.8)


def _wheelchair_before(scene: Scene, at: Point) -> None:
    """The nearer wheel, through which one sees the body, the arm rest, and the lever of the brake."""
    x = at[0]
    wheel = (x - 6, _WHEEL)
    scene.shape(ellipse(wheel, _WHEEL - 1, _WHEEL - 1), "", INK, 3.2)
    scene.shape(ellipse(wheel, _WHEEL - 1, _WHEEL - 1), "", _GRIP, 1.6)
    scene.shape(ellipse(wheel, _WHEEL - 4.6, _WHEEL - 4.6), "", INK, 0.7)  # the rim that hands push
    for number in range(6):
        scene.line([add(wheel, polar(number * 60, 3)), add(wheel, polar(number * 60, _WHEEL - 2.4))], "#8C98A3", 0.6)
    scene.shape(ellipse(wheel, 3.4, 3.4), _METAL, INK, 0.9)
    _tube(scene, (x + 16, 44), (x + 16, 62), _METAL, 1.2)
    scene.shape(box(x - 17, 62, 38, 4.4, 2.2), _SEAT, INK, _LINE)
    _tube(scene, (x + 20, 47), (x + 25, 57), _RUBBER, 1.0)
