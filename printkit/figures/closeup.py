"""Close looks that are no camera move on the body: both feet from the front, a hand at a cup."""

from collections.abc import Callable

from printkit.figures.geometry import Path, Point, add, box, capsule, ellipse, lerp, limb, polar, rot, smooth, sub
from printkit.figures.people import IN_OTHER_CLOTHES
from printkit.figures.scene import INK, SOFT, WIDTHS, Scene
from printkit.figures.skeleton import Skeleton
from printkit.figures.spec import Pose, View

_TOES = (((-15.2, 4.2), 3.6, 3.9), ((-9.3, 4.8), 3.7, 4.4), ((-2.9, 5.2), 3.9, 4.9), ((3.6, 5.6), 4.0, 5.2),
         ((12.0, 6.3), 5.6, 6.2))  # fmt: skip
_OTHER_AT = 58.0  # from the middle of the affected foot to the middle of the other

_ANKLE = (0.0, 28.0)


def solve(pose: Pose, view: View) -> Skeleton:
    """The named points of a close look. `tilt` of more than 0 lifts the outer edge of the foot, less the inner."""
    s = Skeleton({}, {}, {}, [])
    if view is View.FEET:
        tilt = float(pose.tilt or 0)
        up = float(pose.lift or 0)
        s.turns |= {"tilt": tilt, "spread": float(pose.spread or 0) / 10, "up": up}
        for name, point in (
            ("outer", (-16.0, 6.0)),
            ("inner", (14.0, 7.0)),
            ("ankle", (0.0, 28.0)),
            ("forefoot", (0.0, 14.0)),
        ):
            s.points[name] = add(_tilted(point, tilt), (0.0, up))
        s.points["other"] = (_OTHER_AT, 14.0)
    else:
        s.turns |= {"reach": float(pose.reach or 0), "curl": float(pose.curl or 0) / 100}
        s.points |= {"hand": (float(pose.reach or 0), 24.0), "cup": (40.0, 24.0)}
    return s


def _tilted(point: Point, tilt: float) -> Point:
    """About the edge that stays on the floor: the big toe's for lifting the outer edge, and the other way round."""
    pivot = (13.0, 0.0) if tilt >= 0 else (-14.0, 0.0)
    turned = rot(sub(point, pivot), -tilt)
    # the leg stays nearly still, as in the exercise: the foot gives way under it
    aside = 0.6 * (pivot[0] + rot(sub(_ANKLE, pivot), -tilt)[0] - _ANKLE[0])
    return add(pivot, (turned[0] - aside, turned[1]))


def feet(scene: Scene, s: Skeleton, *, ghost: bool, marked: bool, both: bool, held: bool = False) -> None:
    """The affected foot, and the other one beside it that tells the inner edge from the outer; a helper may hold it."""
    tilt, spread = s.turns["tilt"], s.turns["spread"]

    def turn(point: Point) -> Point:
        return add(_tilted(point, tilt), (0.0, s.turns["up"]))

    def other(point: Point) -> Point:
        return (_OTHER_AT - point[0], point[1])

    if ghost:
        _foot(scene, turn, "ghost", spread)
        return
    _foot(scene, other, "aff" if both else "far")
    if held:
        _holding(scene, turn)
    _foot(scene, turn, "aff" if marked else "", spread)
    if held:
        _thumbs(scene, turn)


def _holding(scene: Scene, turn: Callable[[Point], Point]) -> None:
    """A helper's hands from the eye's side: one round the heel, the fingers of the other under the ball of the foot."""
    skin, sleeve = IN_OTHER_CLOTHES["skin"], IN_OTHER_CLOTHES["shirt"]
    heel, edge = turn((-13.0, 18.0)), turn((20.0, 2.0))
    for hand, wrist, elbow in (
        (heel, add(heel, (-21, -8)), add(heel, (-52, -62))),
        (edge, add(edge, (19, -13)), add(edge, (34, -66))),
    ):
        items = [(capsule(elbow, wrist, 9.5, 6.6), skin), (capsule(wrist, hand, 6.8, 8.0), skin)]
        scene.group(items, INK, WIDTHS["body"])
        cuff = lerp(wrist, elbow, 0.42)
        scene.group([(capsule(cuff, elbow, 10.4, 12.5), sleeve)], INK, WIDTHS["body"])
    fingers = [(capsule(turn((18.0, y + 1.0)), turn((x, y)), 3.4, 2.7), skin) for x, y in ((-4.0, -1.4), (-9.0, -2.4))]
    scene.group(fingers, INK, WIDTHS["body"])
    tips = [
        (capsule(turn((4.0, y)), turn((x, y - 0.6)), 2.6, 2.4), skin)
        for x, y in ((13.6, 28.0), (14.6, 22.6), (16.2, 17.2))
    ]
    scene.group(tips, INK, WIDTHS["body"])


def _thumbs(scene: Scene, turn: Callable[[Point], Point]) -> None:
    """The thumbs of both hands lie over the foot."""
    skin = IN_OTHER_CLOTHES["skin"]
    for root, joint, tip in (((-20.0, 18.0), (-12.0, 24.0), (-2.0, 24.0)), ((21.0, 3.0), (15.5, 14.5), (5.0, 17.0))):
        a, b, c = turn(root), turn(joint), turn(tip)
        scene.group([(capsule(a, b, 4.6, 3.4), skin), (capsule(b, c, 3.4, 2.7), skin)], INK, WIDTHS["body"])


def _toes(spread: float) -> list[tuple[Point, float, float]]:
    """Each toe from the little one to the big one; spread from 0 (side by side) to 1: apart, the 4 small ones lifted."""
    away = ((-6.4, 2.6), (-4.2, 3.6), (-1.9, 4.0), (0.4, 3.6), (5.6, 0.0))
    return [
        ((x + spread * dx, y + spread * dy), rx * (1 - 0.14 * spread), ry)
        for ((x, y), rx, ry), (dx, dy) in zip(_TOES, away, strict=True)
    ]


def _foot(scene: Scene, turn: Callable[[Point], Point], mode: str, spread: float = 0) -> None:
    toes = _toes(spread)
    colour = scene.colours[f"{mode}-skin" if mode else "skin"]
    instep = [(-9.4, 31), (-11.4, 22), (-15.6, 13), (-18.6, 6.5), (-17.6, 1), (-12, 0), (0, 0.2), (13, 0.2), (17, 2.5),
              (16.6, 9), (12.8, 18), (10.2, 26), (9.6, 32), (0, 34)]  # fmt: skip
    ankle = turn(_ANKLE)
    upright = turn((0.0, 0.0))[0] > _OTHER_AT / 2
    top = 78.0 + turn((0.0, 28.0))[1] - _ANKLE[1]
    knee = (_OTHER_AT if upright else ankle[0] * 0.4, top)
    items: list[tuple[Path, str]] = [
        (limb(knee, ankle, ((0, 15, 15), (0.35, 15.5, 15), (0.75, 10, 10), (1, 9.4, 9.4)), start=False), colour),
        (smooth([turn(p) for p in instep]), colour),
        (box(knee[0] - 15, top - 18, 30, 98, 0), colour),  # on and on, to the edge of the frame
    ]
    if not spread:
        items += [(ellipse(turn(at), rx, ry), colour) for at, rx, ry in toes]
    else:  # a toe comes out of the foot, however far it is from the next
        items += [
            (capsule(turn((x * 0.76 - 0.4, 15.0)), turn(at), rx * 1.04, rx), colour)
            for (at, rx, _), ((x, _), _, _) in zip(toes, _TOES, strict=True)
        ]
    if mode == "ghost":
        scene.group(items, SOFT, WIDTHS["ghost"], (4.0, 4.6))
        return
    lines = []
    for number, ((x, y), rx, ry) in enumerate(toes):
        if spread:  # the little and the big toe have the outline of the foot on their outer side
            first, last = (255 if number == 0 else 180), (285 if number == 4 else 360)
            way = [add((x, y), (rx * a, rx * b)) for a, b in (polar(angle) for angle in range(first, last + 1, 15))]
            way = [*([(x - rx * 0.9, y + rx * 1.4)] if number else []), *way]
            way += [(x + rx * 0.9, y + rx * 1.4)] if number < 4 else []
            lines.append(smooth([turn(p) for p in way], closed=False))
            lines.append(ellipse(turn((x, y + ry * 0.3)), rx * 0.52, ry * 0.34))
            continue
        arch = [
            (x - rx, y - 1),
            (x - rx * 0.8, y + ry * 0.62),
            (x, y + ry),
            (x + rx * 0.8, y + ry * 0.62),
            (x + rx, y - 1),
        ]
        lines.append(smooth([turn(p) for p in arch], closed=False))
        lines.append(ellipse(turn((x, y + ry * 0.38)), rx * 0.5, ry * 0.32))
    for x, to_x in ((-7, -5), (-1, -1), (6, 3)):
        lines.append(smooth([turn((x, 15)), turn((x * 0.6 + to_x * 0.4, 21)), turn((to_x, 27))], closed=False))
    scene.group(items, INK, WIDTHS["aff" if mode == "aff" else "body"], (), lines)


def hand(scene: Scene, s: Skeleton, *, marked: bool) -> None:
    """The back of a hand that comes to a cup; `curl` from 0 (open) to 1 (round the cup)."""
    q, kx, ky = s.turns["curl"], s.turns["reach"], 24.0
    colour = scene.colours["aff-skin" if marked else "skin"]
    line = WIDTHS["aff" if marked else "body"]
    wrist = (kx - 30, ky - 1)
    root = (kx - 17, ky + 8)
    bend = add(root, rot((13, 9), -12 * q))
    tip = add(bend, rot((11, 1 + 3 * (1 - q)), -10 * q))
    thumb: list[tuple[Path, str]] = [
        (limb(root, bend, ((0, 5.5, 5), (1, 4.2, 4.2))), colour),
        (limb(bend, tip, ((0, 4.2, 4.2), (0.6, 4, 4), (1, 3.2, 3.2))), colour),
    ]
    scene.group(thumb, INK, line)
    from printkit.figures.things import cup  # the skin of a foot has none

    cup(scene, (40.0, 0.0), 3.9)
    palm = [(wrist[0] - 2, wrist[1] + 8.5), (wrist[0] + 10, wrist[1] + 12.5), (kx - 6, ky + 14), (kx + 2, ky + 12),
            (kx + 2.5, ky - 12), (kx - 6, ky - 14), (wrist[0] + 8, wrist[1] - 11), (wrist[0] - 2, wrist[1] - 8.5)]  # fmt: skip
    fore = limb((kx - 78, ky - 7), wrist, ((0, 12, 12), (0.5, 10.4, 10.8), (1, 8.6, 8.6)), start=False)
    items: list[tuple[Path, str]] = [(fore, colour), (smooth(palm), colour)]
    fingers = []
    for i, (dy, long, r) in enumerate(((9.8, 21, 3.7), (3.4, 23.5, 3.8), (-3, 22, 3.7), (-9.2, 17.5, 3.3))):
        spread = (1 - q) * (1.5 - i) * 5
        start = (kx - 2, ky + dy)
        middle = add(start, polar(spread, long * 0.5))
        end = add(middle, polar(spread - (8 if q < 0.5 else 0), long * 0.55 * (1 - 0.12 * q)))
        items += [(limb(start, middle, ((0, r, r), (1, r * 0.98, r * 0.98))), colour)]
        items += [(limb(middle, end, ((0, r, r), (1, r * 0.86, r * 0.86))), colour)]
        fingers.append((start, middle, end, r))
    lines = []
    for start, middle, end, r in fingers:
        along = polar(-90, r)
        lines.append(smooth([add(add(start, (3, 0)), along), add(middle, along), add(end, along)], closed=False))
    scene.group(items, INK, line, (), lines[:-1])
    cuff = [(kx - 82, ky + 8.6), (kx - 57, ky + 7), (kx - 55.6, ky - 6), (kx - 57, ky - 19), (kx - 82, ky - 21)]
    scene.shape(
        (*smooth(cuff, closed=False), ("Z", ())), scene.colours["aff-shirt" if marked else "shirt"], INK, WIDTHS["body"]
    )
