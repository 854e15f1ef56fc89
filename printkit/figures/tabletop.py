"""Small things on a table: buttons, a card, a peg, a pen, paper, a cloth, a mirror, sponge, chopsticks, a bottle, a book."""

from printkit.figures.geometry import Path, Point, add, box, capsule, lerp, place, polar, poly, smooth
from printkit.figures.scene import COLOURS, INK, Scene
from printkit.figures.spec import Prop, PropKind

KINDS = {
    PropKind.BUTTONS,
    PropKind.CARD,
    PropKind.PEG,
    PropKind.PEN,
    PropKind.PAPER,
    PropKind.CLOTH,
    PropKind.MIRROR,
    PropKind.SPONGE,
    PropKind.CHOPSTICKS,
    PropKind.BOTTLE,
    PropKind.BOOK,
}
_DEEP: Point = (3.2, 3.4)  # from the near edge of a flat thing to its far edge


def draw(scene: Scene, prop: Prop, at: Point, to: Point | None, *, closed: bool = False) -> None:
    """One of the small things at a point; `to` is the hand that folds a cloth or is seen in a mirror, open or closed."""
    match prop.kind:
        case PropKind.BUTTONS:
            _buttons(scene, at, float(prop.wide))
        case PropKind.CARD if abs(prop.turned) == 180:
            _card_face_down(scene, at, float(prop.wide or 9))
        case PropKind.CARD:
            _card(scene, at, float(prop.turned))
        case PropKind.PEG:
            _peg(scene, at, float(prop.turned or -60))
        case PropKind.PEN:
            _pen(scene, at, float(prop.turned or -55))
        case PropKind.PAPER:
            _paper(scene, at, float(prop.wide or 24))
        case PropKind.CLOTH if prop.at is not None:
            _wiping_cloth(scene, at, float(prop.wide or 14))
        case PropKind.CLOTH:
            _cloth(scene, at, float(prop.wide or 24), to)
        case PropKind.MIRROR:
            _mirror(scene, at, float(prop.high or 34), to, closed=closed)
        case PropKind.SPONGE:
            _sponge(scene, at, float(prop.wide))
        case PropKind.CHOPSTICKS:
            _chopsticks(scene, at, float(prop.turned or -62))
        case PropKind.BOTTLE:
            _bottle(scene, at, float(prop.high or 20) / 20)
        case PropKind.BOOK:
            _book(scene, at, float(prop.wide or 26), float(prop.high or 9))
        case _:
            return


def _flat(at: Point, wide: float, deep: float = 1.0) -> list[Point]:
    """The corners of a thing that lies flat: near left, near right, far right, far left."""
    far = (_DEEP[0] * deep, _DEEP[1] * deep)
    right = add(at, (wide, 0))
    return [at, right, add(right, far), add(at, far)]


def _oval(middle: Point, wide: float, high: float) -> Path:
    """A small of fewer points than a large one needs."""
    return smooth([add(middle, (x * wide, y * high)) for x, y in (polar(45 * i) for i in range(8))])


def _buttons(scene: Scene, at: Point, wide: float) -> None:
    """Big buttons that lie in a row about a point; so few cm wide that only one fits, one in the air."""
    spread = [(-4.6, 0.9), (0.0, 1.9), (4.6, 0.9)] if wide == 0 or wide >= 6 else [(0.0, 0.0)]
    for shift in spread:
        middle = add(at, shift)
        for colour, low in (("sock", -0.5), ("cloth", 0.0)):  # its thickness, then its face
            scene.shape(_oval(add(middle, (0, low)), 2.1, 1.05), COLOURS[colour], INK, 0.8)
        for hole in (-0.6, 0.6):
            scene.line([add(middle, (hole - 0.2, 0)), add(middle, (hole + 0.2, 0))], INK, 1.2)


def _card_face_down(scene: Scene, at: Point, wide: float) -> None:
    """A playing card on the table; of its back one sees the pattern."""
    scene.shape(poly(_flat(at, wide)), "#FFFFFF", INK, 0.9)
    scene.shape(poly(_flat(add(at, (1.2, 0.5)), wide - 1.8, 0.7)), COLOURS["sock"], INK, 0.5)


def _card(scene: Scene, at: Point, turned: float) -> None:
    """A playing card held up by its lower edge, face to the eye: the middle of that edge is at the point."""

    def on(points: list[Point]) -> list[Point]:
        return place(points, at, turned, 1.25)

    scene.shape(poly(on([(-3.4, -0.6), (3.4, -0.6), (3.4, 9), (-3.4, 9)])), "#FFFFFF", INK, 1)
    for x, y, size in (
        (0.0, 4.4, 2.0),
        (-2.3, 7.7, 0.7),
        (2.3, 0.8, 0.7),
    ):  # diamonds: no letter that could be mirrored
        pip: list[Point] = [(x, y + size), (x + size * 0.75, y), (x, y - size), (x - size * 0.75, y)]
        scene.shape(poly(on(pip)), INK)


def _peg(scene: Scene, at: Point, turned: float) -> None:
    """A clothes peg held by its ends at the point; its jaws look where `turned` says."""
    for side in (1, -1):
        arm: list[Point] = [(0, 1.9 * side), (3.4, 0.8 * side), (7.6, 0.1 * side), (7.6, 1.0 * side), (3.6, 1.9 * side), (0.2, 2.9 * side)]  # fmt: skip
        scene.shape(poly(place(arm, at, turned)), COLOURS["prop-dark"], INK, 0.9)
    scene.shape(_oval(place([(3.6, 0)], at, turned)[0], 1.0, 1.0), COLOURS["sock"], INK, 0.8)


def _pen(scene: Scene, at: Point, turned: float) -> None:
    """A thick pen held at the point; its tip lies where `turned` says."""
    low, high = add(at, polar(turned, 3.6)), add(at, polar(turned + 180, 11))
    tip: list[Point] = [(0, 0.9), (2.0, 0), (0, -0.9)]
    scene.shape(poly(place(tip, low, turned)), INK, INK, 0.6)
    scene.shape(capsule(high, low, 1.15, 1.15), COLOURS["sock"], INK, 0.9)


def _sponge(scene: Scene, at: Point, wide: float) -> None:
    """Bits of sponge that lie in a row about a point; so few cm wide that only one fits, one."""
    for along in (-5.4, 0.0, 5.4) if wide == 0 or wide >= 6 else (0.0,):
        bit = box(at[0] + along - 1.9, at[1], 3.8, 3.2, 0.8)
        scene.shape(bit, COLOURS["sock"], INK, 0.9)
        for x, y in ((-1.0, 0.9), (0.3, 0.8), (1.1, 1.5), (-0.4, 1.7), (0.6, 2.4), (-1.1, 2.4)):  # its holes
            scene.line([add(at, (along + x - 0.1, y)), add(at, (along + x + 0.1, y))], INK, 0.6)


def _chopsticks(scene: Scene, at: Point, turned: float) -> None:
    """Two sticks held at the point, a bit of sponge between their tips, which lie where `turned` says."""
    tips = add(at, polar(turned, 13))
    _sponge(scene, add(tips, (0, -1.6)), 3)
    for side in (1, -1):
        top = add(at, polar(turned + 180 - 11 * side, 11))
        scene.shape(capsule(top, add(tips, polar(turned + 90, 2.0 * side)), 0.75, 0.5), COLOURS["prop-dark"], INK, 0.8)


def _bottle(scene: Scene, at: Point, size: float) -> None:
    """A small bottle with its cap on, half full; the point is the middle of its base."""
    side: list[Point] = [(3.6, 0.0), (3.6, 12.0), (1.5, 16.0), (1.5, 18.0)]
    scene.shape(poly(place([*side, *((-x, y) for x, y in reversed(side))], at, 0, size)), "#FFFFFF", INK, 1)
    scene.shape(poly(place([(-3.3, 0.4), (3.3, 0.4), (3.3, 8.6), (-3.3, 8.6)], at, 0, size)), COLOURS["cloth"])
    scene.shape(poly(place([(-2.0, 18.0), (2.0, 18.0), (2.0, 20.4), (-2.0, 20.4)], at, 0, size)), INK, INK, 0.8)


def _book(scene: Scene, at: Point, wide: float, high: float) -> None:
    """A thick book that lies on the table, its spine to the left; the point is its lower left corner."""
    x, y = at
    scene.shape(box(x, y, wide, high, 1.4), COLOURS["sock"], INK, 1)
    scene.shape(box(x + 3, y + 1.6, wide - 3, high - 3.2, 0.4), "#FFFFFF", INK, 0.7)
    for share in (0.26, 0.38, 0.5, 0.62, 0.74):  # its leaves
        scene.line([(x + 4, y + high * share), (x + wide - 1, y + high * share)], INK, 0.5)


def _paper(scene: Scene, at: Point, wide: float) -> None:
    """A sheet of paper on the table, with lines and circles drawn on it; the point is its near left corner."""
    scene.shape(poly(_flat(at, wide, 1.5)), "#FFFFFF", INK, 0.9)
    scene.line([add(at, (3.2, 2.6)), add(at, (wide * 0.5, 2.6))], INK, 0.9)
    for part in (0.62, 0.8, 0.98):
        scene.shape(_oval(add(at, (wide * part, 2.5)), 1.8, 1.0), "", INK, 0.9)


def _wiping_cloth(scene: Scene, at: Point, wide: float) -> None:
    """A thin cloth that lies under a hand, seen a little from above; the point is the middle of its near edge."""
    corners = _flat(add(at, (-wide / 2 - 2, 0)), wide, 1.5)
    scene.shape(poly(corners), COLOURS["cloth"], INK, 1)
    near_left, near_right, far_right, far_left = corners
    for share in (0.12, 0.88):  # its coloured stripes
        scene.line([lerp(near_left, near_right, share), lerp(far_left, far_right, share)], "#5E87A0", 1.2)


def _cloth(scene: Scene, at: Point, wide: float, to: Point | None) -> None:
    """A towel flat on the table from its near edge; or its far half lifted and laid over by a hand."""
    colour, edge = COLOURS["cloth"], "#5E87A0"
    lying = wide if to is None else wide / 2
    scene.shape(poly(_flat(at, lying, 1.4)), colour, INK, 1)
    far: Point = (_DEEP[0] * 1.4, _DEEP[1] * 1.4)
    stripes = [(add(at, (2, 0)), 1.4)]
    if to is None:
        stripes.append((add(at, (wide - 2, 0)), 1.4))
    else:
        crease = add(at, (lying, 0))
        up = add(lerp(crease, to, 0.3), (4.2, 2.6))
        top, low = (
            smooth([crease, up, to], closed=False),
            smooth([add(to, far), add(up, far), add(crease, far)], closed=False),
        )
        scene.shape((*top, ("L", (add(to, far),)), *low[1:], ("Z", ())), "#FFFFFF", INK, 1)
        scene.line([add(lerp(to, up, 0.15), (0, 0)), add(lerp(to, up, 0.15), far)], edge, 1.1)
    for start, deep in stripes:
        scene.line([start, add(start, (_DEEP[0] * deep, _DEEP[1] * deep))], edge, 1.1)


def _mirror(scene: Scene, at: Point, high: float, to: Point | None, *, closed: bool) -> None:
    """A mirror upright on a table, seen from the front beside its edge; its glass faces the stronger hand and shows it."""
    near, far = at, add(at, (16, 3.5))
    frame = [near, far, add(far, (0, high * 0.86)), add(near, (0, high))]
    scene.shape(poly(frame), COLOURS["prop-dark"], INK, 1.2)
    inner = [
        add(near, (1.6, 2)),
        add(far, (-1.4, 1.4)),
        add(far, (-1.4, high * 0.86 - 1.4)),
        add(near, (1.6, high - 2)),
    ]
    scene.shape(poly(inner), "#EAF3F8", INK, 0.7)
    scene.shape(box(near[0] - 3, near[1] - 0.6, 6, 1.6, 0.6), COLOURS["prop-dark"], INK, 0.8)
    for up in (0.0, 2.4):
        scene.line([add(near, (3, high * 0.78 + up)), add(near, (6.6, high * 0.86 + up))], "#9FB2BF", 1.0)
    if to is not None:
        _image(scene, (near[0] + 7.6, to[1] - 6), closed=closed)


def _image(scene: Scene, wrist: Point, *, closed: bool) -> None:
    """What the mirror shows of a hand that points up: narrow, for the glass is seen from the side."""
    wide = 3.0 if closed else 2.6
    arm: list[Point] = [(-0.4, -9), (-1.6, 0), (-wide, 4), (-wide, 6.4), (wide, 6.4), (wide, 4), (1.6, 0), (3.4, -9)]
    items = [(smooth(place(arm, wrist)), scene.colours["skin"])]
    for x, long in ((-1.8, 5.4), (-0.6, 6.4), (0.7, 6.0), (1.9, 4.6)):
        root = add(wrist, (x, 5.6))
        items.append((capsule(root, add(root, (x * 0.3, 0.9 if closed else long)), 0.75, 0.65), scene.colours["skin"]))
    thumb = add(wrist, (-2, 2.4))
    items.append((capsule(thumb, add(thumb, (2.4, 1.6) if closed else (-1.8, 3.4)), 0.9, 0.8), scene.colours["skin"]))
    scene.group(items, INK, 0.9)
