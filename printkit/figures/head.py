"""The head of a person: face, hair, beard and glasses, from the side. Sizes in cm from its middle."""

from collections.abc import Callable

from printkit.figures.geometry import Path, Point, add, capsule, ellipse, place, smooth
from printkit.figures.people import Body, Hair, Person
from printkit.figures.scene import INK, WIDTHS, Scene
from printkit.figures.skeleton import Skeleton
from printkit.model.vocabulary import Answer

_Outline = tuple[Point, ...]
_Place = Callable[[_Outline], list[Point]]

_FINE = WIDTHS["inner"]
# from the crown over forehead, nose, mouth and chin to the neck, and up the back of the head
_PROFILES: dict[Body, _Outline] = {
    Body.MAN: ((0, 13), (6.6, 11), (9.5, 6.4), (9.5, 2.6), (12, -1.6), (10.5, -3.1), (10.7, -5.4), (9.9, -7.2), (9.9, -10.2),
               (6.8, -11.8), (2.4, -10.4), (-2.6, -7.8), (-7.5, -7.5), (-10.6, -2), (-10.6, 5), (-6.4, 11.4)),
    Body.WOMAN: ((0, 13), (6.4, 11.2), (9.3, 6.8), (9.2, 2.4), (11.5, -1.5), (10, -2.9), (10.4, -5.2), (9.4, -7), (8.9, -9.6),
                 (6, -11), (2, -9.4), (-2.6, -7.4), (-7, -7.2), (-10.4, -2), (-10.6, 5), (-6.4, 11.4)),
}  # fmt: skip
_SIDE_HAIR: dict[Hair, _Outline] = {
    Hair.SHORT: ((9, 9), (5.8, 7.8), (2.4, 6.2), (1.4, 1.2), (-0.6, 2.6), (-3.2, 2.2), (-4.2, -2.4), (-6, -7.6), (-9.4, -7.4),
                 (-11.9, -1), (-11.9, 6), (-7.4, 12.8), (0, 14.9), (6.6, 13.2)),
    Hair.BALDING: ((1.2, 0.6), (-0.8, 2.8), (-3.4, 2), (-4.4, -2.6), (-6.2, -7.4), (-9.6, -7.2), (-11.8, -1.2), (-11.8, 4.4),
                   (-10, 8), (-6.4, 7.2), (-2.4, 5.8), (0.8, 4.6)),
    Hair.BOB: ((9.2, 8.4), (6.6, 8.4), (3.4, 5.4), (1.4, -1), (1, -7.6), (-2.4, -10.6), (-8, -11), (-12.6, -9.4), (-13.4, -3),
               (-12.8, 5), (-8.6, 12.6), (-1, 15.2), (6.4, 13.2)),
    Hair.BUN: ((8.8, 9.4), (5.6, 8.6), (3, 5.6), (1.6, 0.8), (-0.8, 3), (-3.4, 2), (-5, -3.4), (-8, -7), (-11.4, -2), (-11.8, 5.4),
               (-7.6, 12.6), (-0.4, 14.6), (6.2, 13)),
}  # fmt: skip
_CURL = 0.36  # how far a curl stands out, of its width
# between two corners stands a curl
_SIDE_CURLS: dict[Hair, _Outline] = {
    Hair.CURLS: ((2, 1), (3.2, 4.8), (6, 7.2), (9.2, 8.2), (8.4, 12.2), (4, 15.2), (-1.4, 15.8), (-6.8, 14.2), (-11, 10.6),
                 (-13, 5.4), (-12.9, -0.2), (-10.6, -5), (-6.4, -7), (-4.4, -2.4), (-2.8, 2.4)),
    Hair.WAVES: ((2.8, -1.6), (3, 3.6), (5.6, 7.2), (9.4, 7.8), (7.6, 12.2), (2.4, 14.6), (-4, 14.6), (-9.6, 11.6), (-12.4, 6),
                 (-12.6, 0), (-11, -5.4), (-6.8, -8), (-2.2, -6.4)),
}  # fmt: skip
_SIDE_BEARD: _Outline = ((-0.8, -1), (1.4, -4.4), (4.6, -4.6), (7.4, -3.8), (10.8, -4.2), (11, -7), (10.4, -11), (7, -13), (1.8, -11.6),
                         (-2.4, -8))  # fmt: skip


def curled(corners: list[Point]) -> Path:
    """A closed line of curls, each out from a corner to the next."""
    round_about = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, [*corners[1:], corners[0]], strict=True))
    turned = _CURL if round_about > 0 else -_CURL
    path: Path = (("M", (corners[0],)),)
    for i, a in enumerate(corners):
        b = corners[(i + 1) % len(corners)]
        out = ((b[1] - a[1]) * turned, (a[0] - b[0]) * turned)
        path += (("C", (add(a, out), add(b, out), b)),)
    return (*path, ("Z", ()))


def _around(s: Skeleton, *, lean: float) -> _Place:
    def on(points: _Outline) -> list[Point]:
        return place(list(points), s.points["head"], lean)

    return on


def side(scene: Scene, s: Skeleton, person: Person, throat: Point) -> None:
    """A head that looks to the right; `throat` is the upper end of the chest, which the neck comes from."""
    turn = s.turns["head"]
    on = _around(s, lean=turn)
    skin, hair = scene.colours["skin"], scene.colours["hair"]
    if person.hair is Hair.BUN:
        scene.group([(ellipse(on(((-13, 5.6),))[0], 4.6, 4.4, turn), hair)], INK, WIDTHS["body"])
    scene.group([(smooth(on(_PROFILES[person.body])), skin)])
    scene.shape(capsule(throat, on(((-3, -5),))[0], 4.2, 4.2), skin)
    if person.beard is Answer.YES:
        scene.shape(smooth(on(_SIDE_BEARD)), hair, INK, _FINE)
    _worn(scene, on, person.hair, _SIDE_HAIR, _SIDE_CURLS)
    if person.hair is not Hair.BOB:
        scene.shape(ellipse(on(((-1.7, -0.8),))[0], 1.9, 2.8, turn - 8), skin, INK, _FINE)
    scene.shape(ellipse(on(((6.6, 1.7),))[0], 0.95, 1.3, turn), INK)
    brow: _Outline = ((4.7, 4.8), (6.8, 5.7), (8.5, 4.9))
    smile: _Outline = ((9.9, -6.7), (8.2, -7.3), (6.3, -5.9))
    lines = [brow, smile]
    if wide := s.turns["mouth"]:  # a dark wedge between the lips
        lines = [brow]
        scene.shape(smooth(on(((10.7, -5.0), (6.6, -5.6), (6.8, -5.8 - wide), (10.2, -5.6 - wide)))), INK)
    if person.older is Answer.YES:
        lines.append(((8.6, -3), (6.5, -4.2), (5.5, -6.4)))
        lines += [] if person.glasses is Answer.YES else [((3.9, 2.3), (2.6, 3)), ((3.9, 1.2), (2.6, 0.9))]
    for line in lines:
        scene.shape(smooth(on(line), closed=False), "", INK, _FINE)
    if person.glasses is Answer.YES:
        scene.shape(ellipse(on(((7.1, 1.3),))[0], 2.5, 2.9, turn), "", INK, _FINE)
        scene.line(on(((4.6, 1.9), (-1.2, 1.6))), INK, _FINE)


def _worn(scene: Scene, on: _Place, hair: Hair, plain: dict[Hair, _Outline], with_curls: dict[Hair, _Outline]) -> None:
    if hair in plain:
        scene.shape(smooth(on(plain[hair])), scene.colours["hair"], INK, _FINE)
    elif hair in with_curls:
        scene.shape(curled(on(with_curls[hair])), scene.colours["hair"], INK, _FINE)
