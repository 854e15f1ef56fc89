"""The trunk of a person in a shirt, from the side; a full one has a belly. Sizes in cm."""

from printkit.figures.geometry import Point, add, capsule, place, polar, rot, smooth
from printkit.figures.people import Body, Build, Person
from printkit.figures.scene import INK, WIDTHS, Scene
from printkit.figures.skeleton import TRUNK, Skeleton

_T = TRUNK
# from the neck down the back, along the hem, and up the front
_BACK = [(-5.2, _T + 0.5), (-9.5, _T - 5), (-11.3, _T - 14), (-10, _T - 26), (-9.2, 12), (-10.2, 3), (-10, -3), (0, -4)]
_FRONTS: dict[tuple[Body, Build], list[Point]] = {
    (Body.MAN, Build.USUAL): [(9.6, -3), (10, 4), (9, 14), (9.4, 24), (10.6, _T - 16), (8.4, _T - 6), (5, _T + 0.5), (0, _T + 1)],
    (Body.WOMAN, Build.USUAL): [(9.4, -3), (9.6, 4), (8, 14), (8.4, 22), (12.2, _T - 18), (9, _T - 8), (4.6, _T + 0.5), (0, _T + 1)],
    (Body.MAN, Build.FULL): [(12.4, -3), (18, 3), (20, 12), (18, 22), (14, _T - 15), (9.6, _T - 6), (5.2, _T + 0.5), (0, _T + 1)],
    (Body.WOMAN, Build.FULL): [(12.4, -3), (17.4, 4), (17.6, 13), (15.6, 21), (17.2, _T - 19), (11, _T - 8), (5, _T + 0.5), (0, _T + 1)],
}  # fmt: skip
_BELOW = [(-9.8, 4), (-10.6, -2), (-9.2, -8), (0, -9.4), (8, -8), (9.4, -2), (9, 4), (0, 5)]


def neck(scene: Scene, s: Skeleton) -> None:
    """The neck from the side."""
    path = capsule(_throat(s, -4), add(s.points["head"], rot((-3.5, -6), s.turns["head"])), 5.4, 5)
    scene.group([(path, scene.colours["skin"])])


def throat(s: Skeleton) -> Point:
    """Where the neck comes out of the shirt, from the side."""
    return _throat(s, 3.4)


def _throat(s: Skeleton, up: float) -> Point:
    return add(s.points["neck"], polar(90 - s.along(TRUNK)[1], up))


def side(scene: Scene, s: Skeleton, person: Person, *, seat: bool, shirt: bool) -> None:
    """The trunk from the side: trousers, shirt or both."""

    def on(points: list[Point]) -> list[Point]:
        found = []
        for x, y in points:  # across the spine at that height
            at, lean = s.along(y)
            found.append(add(at, rot((x, 0), -lean)))
        return found

    cloth = [*_BACK, *_FRONTS[person.body, person.build]]
    collar = smooth(on([(-5, _T + 0.2), (0, _T - 2.2), (5.2, _T)]), closed=False)
    under = place(_BELOW, s.points["pelvis"], -s.lean)  # a seat stays on the chair when the back rounds
    items = [(smooth(under), scene.colours["pants"])] if seat else []
    items += [(smooth(on(cloth)), scene.colours["shirt"])] if shirt else []
    scene.group(items, INK, WIDTHS["body"], (), [collar] if shirt else [])
