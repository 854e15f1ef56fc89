"""The trunk of a person in a shirt, from the side and from the front; a full one has a belly. Sizes in cm."""

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
# from the neck down the side to the hem
_HALVES: dict[tuple[Body, Build], list[Point]] = {
    (Body.MAN, Build.USUAL): [(5.5, _T + 2.5), (12, _T + 0.2), (18.4, _T - 4.6), (16.6, _T - 16), (14.8, _T - 28), (15.2, 6), (16.4, -3)],
    (Body.WOMAN, Build.USUAL): [(5, _T + 2.5), (11.4, _T), (17.4, _T - 4.6), (15.6, _T - 16), (12.8, _T - 29), (15.4, 6), (16.8, -3)],
    (Body.MAN, Build.FULL): [(5.8, _T + 2.5), (12.4, _T + 0.2), (19, _T - 4.6), (18.4, _T - 16), (19.4, _T - 30), (19.8, 8), (18.4, -3)],
    (Body.WOMAN, Build.FULL): [(5.4, _T + 2.5), (12, _T), (18.2, _T - 4.6), (17.8, _T - 16), (17.2, _T - 29), (19.2, 7), (18.8, -3)],
}  # fmt: skip


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


def seat_front(scene: Scene, s: Skeleton, person: Person) -> None:
    """The trousers under the shirt from the front."""
    wide = 1.14 if person.build is Build.FULL else 1.0
    seat: list[Point] = [(-15, 6), (-17, -2), (-14, -8), (0, -9), (14, -8), (17, -2), (15, 6), (0, 8)]
    points = place([(x * wide, y) for x, y in seat], s.points["pelvis"], -s.lean)
    scene.group([(smooth(points), scene.colours["pants"])])


def front(scene: Scene, s: Skeleton, person: Person) -> None:
    """Neck and shirt from the front."""

    def on(points: list[Point]) -> list[Point]:
        return place(points, s.points["pelvis"], -s.lean)

    half = _HALVES[person.body, person.build]
    shirt = [(-x, y) for x, y in half] + [(0.0, -4.4)] + half[::-1] + [(0.0, _T + 1.0)]
    scene.group(
        [(capsule(add(s.points["neck"], (0, -4)), add(s.points["head"], (0, -7)), 5.4, 5.2), scene.colours["skin"])]
    )
    collar = smooth(on([(-5.5, _T + 2.2), (0, _T - 2), (5.5, _T + 2.2)]), closed=False)
    scene.group([(smooth(on(shirt)), scene.colours["shirt"])], INK, WIDTHS["body"], (), [collar])


def shoulder_front(scene: Scene, s: Skeleton, of: str) -> None:
    """Takes away the line between a shirt and its sleeve, as they are one piece of cloth."""
    shoulder, in_trunk = s.points[f"{of}.shoulder"], 1 if of == "aff" else -1
    inner = add(shoulder, rot((in_trunk * 6.4, 0.4), -s.lean))
    scene.shape(capsule(shoulder, inner, 5.4, 5.8), scene.colours["shirt"])
