"""The things in a picture: each has named points to hold or stand on, and draws itself behind or before the body."""

from msgspec.structs import replace

from printkit.figures import aids, tabletop
from printkit.figures.geometry import (
    Path,
    Point,
    add,
    box,
    capsule,
    ellipse,
    lerp,
    limb,
    mul,
    normal,
    place,
    polar,
    poly,
    rot,
    smooth,
    sub,
)
from printkit.figures.scene import COLOURS, INK, WIDTHS, Scene
from printkit.figures.skeleton import FOOT, Skeleton
from printkit.figures.spec import Grip, Prop, PropKind
from printkit.model.vocabulary import Answer

_LINE = COLOURS["prop-line"]
WORKTOP_HIGH, RAIL_HIGH, TABLE_HIGH, SEAT_HIGH, BED_HIGH, STEP_HIGH, STEP_DEEP = 92, 92, 70, 45, 46, 16, 36
_IN_FRONT = {
    PropKind.CUP,
    PropKind.BAND_FEET,
    PropKind.BAND_POST,
    PropKind.BAND_THIGHS,
    PropKind.TOWEL_LOOP,
    PropKind.BAND,
    PropKind.SOCK,
    PropKind.HELPER_HAND,
    PropKind.OWN_HAND,
    PropKind.BALL,
    PropKind.PUTTY,
    PropKind.ARMCHAIR,
    PropKind.BIKE,
    PropKind.BELLY,
    PropKind.SPEECH,
    *aids.AROUND,
}


def points(prop: Prop) -> dict[str, Point]:
    """The points of a thing that a hand or foot may be sent to, by name."""
    x, y = prop.x, prop.y
    match prop.kind:
        case PropKind.RAIL:
            return {"rail": (x, prop.high or RAIL_HIGH)}
        case PropKind.WALL:
            return {"wall": (x, prop.high or 120)}
        case PropKind.WORKTOP:
            return {"worktop": (x + 4, WORKTOP_HIGH)}
        case PropKind.TABLE:
            return {"table": (x + 6, prop.high or TABLE_HIGH)}
        case PropKind.CHAIR:
            return {"seat": (x + 4, SEAT_HIGH + 1)}
        case PropKind.BIKE:
            return {"axle": (x + 58, 34), "bar": (x + 60, 92)}
        case PropKind.ARMCHAIR | PropKind.WHEELCHAIR:
            return {"seat": (x + 4, SEAT_HIGH + 1), "armrest": (x + 14, 69)}
        case PropKind.STOOL:
            return {"stool": (x, prop.high or 22)}
        case PropKind.BED:
            return {"bed": (x, BED_HIGH)}
        case PropKind.CUP:
            return {"cup": (x, y + 6)}
        case PropKind.BALL:
            return {"ball": (x, y + 6)}
        case PropKind.STICK:
            return {"stick": (x, prop.high or aids.HANDLE)}
        case PropKind.WALKER:
            return {"walker": (x, prop.high or aids.HANDLE)}
        case PropKind.STAIRS | PropKind.STEP:
            return {"step": (x + 10, STEP_HIGH)}
        case _:
            return {}


def at_moment(prop: Prop, *, ended: bool) -> Prop:
    """At the start a towel is flat, putty is whole, a belly is round, a sock and a card lie, and a cloth is not yet folded."""
    match prop.kind:
        case PropKind.CARD if not ended:
            return replace(prop, at=None, turned=180)
        case PropKind.CLOTH if not ended:
            return replace(prop, to=None)
        case PropKind.SOCK if not ended:
            return replace(prop, at=None)
        case PropKind.BELLY if ended:
            return replace(prop, high=round(prop.high * 0.15))
        case PropKind.TOWEL if ended:
            return replace(prop, wide=min(prop.wide or 60, 40))
        case PropKind.PUTTY if ended:  # pressed between the fingers it gets narrow and high
            return replace(prop, wide=round((prop.wide or 20) * 0.6), high=round((prop.high or 12) * 1.15))
        case _:
            return prop


def _wood(scene: Scene, path: Path, *, dark: bool = False) -> None:
    scene.shape(path, COLOURS["prop-dark" if dark else "prop"], _LINE, WIDTHS["prop"])


def back(scene: Scene, prop: Prop) -> None:
    """What stands behind the body."""
    x, y, wide, high = float(prop.x), float(prop.y), float(prop.wide), float(prop.high)
    match prop.kind:
        case PropKind.CHAIR | PropKind.ARMCHAIR:
            up = (high or float(SEAT_HIGH)) - SEAT_HIGH
            _chair(scene, x, arms=prop.kind is PropKind.ARMCHAIR, q=-1 if prop.turned == 180 else 1, up=up)
        case PropKind.BIKE:
            _bike(scene, x)
        case PropKind.STOOL:
            top, w = high or 22.0, wide or 30.0
            for leg_x in (-w / 2 + 4, w / 2 - 4):
                _wood(scene, box(x + leg_x - 1.6, 0, 3.2, top - 3, 0.5), dark=True)
            _wood(scene, box(x - w / 2, top - 4, w, 4, 1.5))
        case PropKind.WALL:
            wall(scene, (x, 0.0), 180.0)
        case PropKind.RAIL:
            w, h = wide or 120.0, high or float(RAIL_HIGH)
            for post in (x - w / 2 + 8, x + w / 2 - 8):
                _wood(scene, box(post - 1.6, 0, 3.2, h - 2, 0.5), dark=True)
            _wood(scene, box(x - w / 2, h - 4.4, w, 4.4, 2.2))
        case PropKind.WORKTOP:
            w = wide or 44.0
            _wood(scene, box(x, 0, w, WORKTOP_HIGH - 5, 1))
            _wood(scene, box(x - 3, WORKTOP_HIGH - 5, w + 6, 5, 1.5), dark=True)
            scene.line([(x + w / 2, 5), (x + w / 2, 84)], _LINE, 0.7)
            for handle in (w / 2 - 4, w / 2 + 4):
                scene.line([(x + handle, 66), (x + handle, 76)], _LINE, 1.4)
        case PropKind.TABLE:
            w, h = wide or 70.0, high or float(TABLE_HIGH)
            for leg_x in (4, w - 4):
                _wood(scene, box(x + leg_x - 1.8, 0, 3.6, h - 3, 0.5), dark=True)
            _wood(scene, box(x, h - 4, w, 4, 1.2))
        case PropKind.BED:
            left = x + 80 - (wide or 170.0)
            for leg_x in (left + 8, x + 72):
                _wood(scene, box(leg_x - 2, 0, 4, 32, 0.5), dark=True)
            _wood(scene, box(left, BED_HIGH - 16, x + 80 - left, 16, 4))
            pillow(scene, (left + 19, BED_HIGH))
        case PropKind.PILLOW:
            pillow(scene, (x, y))
        case PropKind.FOLDED_TOWEL:
            for layer in range(3):
                scene.shape(box(x - 8, y + layer * 2.6, 16, 2.6, 1.2), COLOURS["cloth"], INK, 0.8)
        case PropKind.STAIRS:
            for number in range(3):
                left = x + number * STEP_DEEP
                _wood(scene, box(left, 0, (3 - number) * STEP_DEEP + 20, (number + 1) * STEP_HIGH, 0.8))
        case PropKind.STAIR_RAIL:
            rise = STEP_HIGH / STEP_DEEP
            start, end = (x - 8.0, 81.0), (x + 112.0, 81.0 + 120 * rise)
            for along in (0.06, 0.9):
                top_x, top_y = lerp(start, end, along)
                _wood(scene, box(top_x - 1.6, 0, 3.2, top_y, 0.5), dark=True)
            _wood(scene, capsule(start, end, 2.2, 2.2))
        case PropKind.STEP:
            _wood(scene, box(x, 0, wide or 36, STEP_HIGH, 1))
        case PropKind.TOWEL_ROLL:
            flap = [(x + 1, 0.4), (x + 17, 0.4), (x + 17, 2.2), (x + 3, 2.2)]
            scene.shape(poly([(float(a), float(b)) for a, b in flap]), COLOURS["cloth"], INK, 0.9)
            for fringe in range(4):
                scene.line([(x + 17, 0.6 + fringe * 0.5), (x + 19.5, 0.6 + fringe * 0.5)], INK, 0.6)
            scene.shape(ellipse((x, 5.6), 7, 5.6), COLOURS["cloth"], INK, 1)
            for size in (0.66, 0.33):  # the layers of the roll
                scene.shape(ellipse((x, 5.6), 7 * size, 5.6 * size), "", INK, 0.7)
        case PropKind.CUP if prop.at is None:
            cup(scene, (x, y), (wide or 8.0) / 8, prop.turned)
        case kind if kind in aids.KINDS:
            aids.behind(scene, kind, (x, y or high or aids.HANDLE), prop.turned)
        case PropKind.TOWEL:
            _towel(scene, x, wide or 60)
        case PropKind.TAPE:  # across the floor, seen a little from above
            half, deep = (wide or 5.0) / 2, high or 6.5
            strip = [(x - half - 0.8 * deep, -deep), (x + half - 0.8 * deep, -deep), (x + half, 0.0), (x - half, 0.0)]
            scene.shape(poly(strip), COLOURS["band"], INK, 0.7)
        case PropKind.METRONOME:
            _metronome(scene, (x, y), (high or 24.0) / 24)
        case kind if kind in tabletop.KINDS and prop.at is None and prop.to is None and kind is not PropKind.MIRROR:
            tabletop.draw(scene, prop, (x, y), None)
        case _:
            return


def wall(scene: Scene, at: Point, high: float) -> None:
    """A wall from its edge, cut."""
    x, y = at
    scene.shape(box(x, y, 9, high, 0), COLOURS["prop"])
    for i in range(int(high / 9.4)):
        scene.line([(x + 0.6, y + i * 9.4 + 1), (x + 8.8, y + i * 9.4 + 8)], "#C9C1B2", 0.6)
    scene.line([(x, y), (x, y + high)], _LINE, 1.3)


def _chair(scene: Scene, x: float, *, arms: bool, q: float = 1, up: float = 0) -> None:
    """A chair from the side; q of -1 has its back at the right, and `up` is by how much its seat is higher."""
    for leg_x in (-15, 17):
        low = 1.2 if leg_x > 0 else -1.4
        top = 42 + up
        foot: list[Point] = [(leg_x - 1.7, top), (leg_x + 1.7, top), (leg_x + low, 0), (leg_x - 1.4 + min(low, 0), 0)]
        _wood(scene, poly([(x + q * a, b) for a, b in foot]), dark=True)
    post, rest = ((0, 1.8, 1.8), (0.5, 1.8, 1.8), (1, 1.8, 1.8)), ((0, 2.6, 2.6), (0.5, 2.7, 2.7), (1, 2.6, 2.6))
    _wood(scene, limb((x - q * 16.5, 43 + up), (x - q * 21, 92 + up), post), dark=True)
    _wood(scene, box(x - 20 + q, SEAT_HIGH - 5 + up, 40, 5, 2))
    _wood(scene, limb((x - q * 18.6, 62 + up), (x - q * 20.6, 89 + up), rest))
    if arms:
        _chair_arm(scene, x)


def _bike(scene: Scene, x: float) -> None:
    """An exercise bike with a back, from the side: all but its cranks and pedals."""
    axle, bar = (x + 58, 34.0), (x + 60, 92.0)
    for foot_x in (-14.0, 70.0):
        _wood(scene, box(x + foot_x, 0, 18, 4, 2), dark=True)
    _wood(scene, capsule((x - 4, 5), axle, 3, 3), dark=True)
    _wood(scene, capsule((x - 2, 5), (x - 2, 44), 2.6, 2.6), dark=True)
    _wood(scene, capsule((x + 82, 4), (x + 82, 40), 2.4, 2.4), dark=True)
    _wood(scene, capsule((x + 82, 40), bar, 2, 2), dark=True)
    _wood(scene, capsule((x - 17, 48), (x - 24, 96), 3, 3))
    _wood(scene, box(x - 19, SEAT_HIGH - 5, 38, 6, 3))
    _wood(scene, ellipse((x + 74, 32), 22, 22))
    scene.shape(ellipse((x + 74, 32), 15, 15), "", _LINE, 0.8)
    scene.line([bar, add(bar, (-8, 3))], _LINE, 3)


def _pedals(scene: Scene, prop: Prop, s: Skeleton) -> None:
    """Both cranks of a bike, from its axle to the balls of the feet."""
    axle = points(prop)["axle"]
    for side in ("ok", "aff"):
        pedal = add(s.points[f"{side}.ball"], (-2, -2))
        scene.shape(capsule(axle, pedal, 1.6, 1.4), COLOURS["prop-dark"], INK, 0.9)
        scene.shape(capsule(add(pedal, (-6, 0)), add(pedal, (6, 0)), 1.7, 1.7), COLOURS["prop-dark"], INK, 0.9)
    scene.shape(ellipse(axle, 3.4, 3.4), COLOURS["prop"], INK, 0.9)


def _chair_arm(scene: Scene, x: float) -> None:
    _wood(scene, box(x + 19, SEAT_HIGH, 2.6, 19, 0.5), dark=True)
    _wood(scene, box(x - 18, 63, 43, 3.4, 1.6))


def pillow(scene: Scene, at: Point) -> None:
    """A pillow that lies."""
    outline = [(-15, 0), (-13, 7), (-1, 8.5), (12, 6.5), (14, 0), (-1, -0.6)]
    scene.shape(smooth(place([(float(a), float(b)) for a, b in outline], at)), "#FFFFFF", _LINE, 0.85)


def cup(scene: Scene, at: Point, size: float = 1.0, turned: float = 0.0) -> None:
    """A cup without a handle, 12 cm high, that leans to the left by so many degrees."""
    side = [(-4.2, 12.0), (4.2, 12.0), (3.2, 0.0), (-3.2, 0.0)]
    scene.shape(poly(place(side, at, turned, size)), COLOURS["cloth"], INK, 1)
    rim = place([(0.0, 12.0)], at, turned, size)[0]
    scene.shape(ellipse(rim, 4.2 * size, size, turned), "#FFFFFF", INK, 0.9)


def upturned_cup(scene: Scene, at: Point, size: float = 1.0) -> None:
    """A cup that stands on its rim, its base up, seen a little from above."""
    scene.shape(
        poly(place([(-3.2, 12.0), (3.2, 12.0), (4.2, 0.0), (-4.2, 0.0)], at, 0, size)), COLOURS["cloth"], INK, 1
    )
    scene.shape(ellipse(place([(0.0, 12.0)], at, 0, size)[0], 3.2 * size, size), COLOURS["cloth"], INK, 0.9)


def _metronome(scene: Scene, at: Point, size: float) -> None:
    """A metronome that ticks: its arm swung out, and the sound to both sides."""

    def on(points: list[Point]) -> list[Point]:
        return place(points, at, 0, size)

    _wood(scene, poly(on([(-8, 0), (8, 0), (4, 24), (-4, 24)])), dark=True)
    scene.shape(poly(on([(-5.6, 6), (5.6, 6), (3.2, 21), (-3.2, 21)])), "#FFFFFF", INK, 0.8)
    scene.line(on([(0, 6), (6, 27)]), INK, 1.6)
    weight = [(2.2, 18.4), (5.6, 17.4), (6.8, 21.4), (3.4, 22.4)]
    scene.shape(poly(on(weight)), INK, INK, 0.8)
    for toward in (0.0, 180.0):
        for away in (15.0, 20.0):
            arc = [add((0, 16), polar(toward + turn, away)) for turn in (-28, -14, 0, 14, 28)]
            scene.shape(smooth(on(arc), closed=False), "", COLOURS["arrow"], 1.6)


def _speech(scene: Scene, prop: Prop, mouth: Point) -> None:
    """A bubble of speech round x and y, its tail toward the mouth that it comes from."""
    middle, wide, high = (float(prop.x), float(prop.y)), float(prop.wide or 44), float(prop.high or 22)
    across = mul(normal(middle, mouth), high * 0.16)
    tail = poly([add(middle, across), sub(middle, across), lerp(middle, mouth, 0.92)])
    bubble = box(middle[0] - wide / 2, middle[1] - high / 2, wide, high, high * 0.42)
    scene.group([(tail, "#FFFFFF"), (bubble, "#FFFFFF")], INK, WIDTHS["inner"])


def _towel(scene: Scene, x: float, wide: float) -> None:
    """A towel on the floor, seen a little from above. Shorter than 45 cm it is drawn in folds."""
    low, high, end = -6.5, 3.6, x + wide

    def on(along: float, deep: float) -> Point:
        return (along + deep * 0.55, deep)

    edge = smooth([on(x, low), on(x, high)], closed=False)
    scene.shape((*edge, ("L", (on(end, high),)), ("L", (on(end, low),)), ("Z", ())), COLOURS["cloth"], INK, 1)
    if wide >= 45:
        for q in (4, 6.5):
            scene.line([on(end - q, low), on(end - q, high)], "#5E87A0", 1.1)
    else:
        for q, tall in enumerate((6.5, 8.2, 7, 5)):
            at = end - 9 + q * 4.6
            fold = [on(at - 2.6, low + 0.3), add(on(at - 0.6, low), (0, tall * 0.75)), add(on(at, high), (0, tall * 0.42)),
                    add(on(at + 2.8, high), (0, 0.3)), on(at + 4.6, -1), on(at + 3.2, low - 0.2)]  # fmt: skip
            scene.shape(smooth(fold), COLOURS["cloth"], INK, 1)
        end += 8.6
    for q in range(6):
        deep = low + (high - low) * (q + 0.5) / 6
        scene.line([on(end, deep), add(on(end, deep), (2.6, 0))], INK, 0.7)


def front(scene: Scene, prop: Prop, s: Skeleton, named: dict[str, Point]) -> None:
    """What lies before the body, tied to where the body is."""
    small = prop.kind in tabletop.KINDS and (prop.at or prop.to or prop.kind is PropKind.MIRROR)
    if (prop.kind not in _IN_FRONT and not small) or prop.behind is Answer.YES:
        return
    at = s.spot(prop.at, named) if prop.at else (float(prop.x), float(prop.y))
    to = s.spot(prop.to, named) if prop.to else (float(prop.x + prop.wide), float(prop.y))
    if small:
        tabletop.draw(scene, prop, at, to if prop.to else None, closed=s.grips.get("ok") is Grip.CLOSED)
        return
    match prop.kind:
        case PropKind.SPEECH:
            _speech(scene, prop, at)
        case PropKind.SOCK:
            _sock(scene, at, hanging=prop.at is not None)
        case PropKind.ARMCHAIR:  # the nearer arm
            _chair_arm(scene, float(prop.x))
        case PropKind.BAND:
            _band(scene, s, to)
        case PropKind.TOWEL_LOOP:
            _towel_loop(scene, s, to)
        case PropKind.BAND_FEET | PropKind.BAND_POST:
            _band_front(scene, s, prop)
        case PropKind.BAND_THIGHS:
            _band_thighs(scene, s)
        case PropKind.BALL:
            radius = (prop.wide or 10) / 2
            scene.shape(ellipse(add(at, (0, radius)), radius, radius), COLOURS["cloth"], INK, 1)
        case PropKind.PUTTY:
            _putty(scene, at, (prop.wide or 20) / 2, float(prop.high or 12))
        case kind if kind in aids.AROUND:
            where = at if prop.at else (at[0], prop.y or prop.high or aids.HANDLE)
            aids.before(scene, kind, where)
        case PropKind.BIKE:
            _pedals(scene, prop, s)
        case PropKind.BELLY:
            _belly(scene, at, prop.wide or 30, prop.high or 8)
        case PropKind.CUP if prop.at is not None:
            cup(scene, at, (prop.wide or 8) / 8, prop.turned)
        case PropKind.HELPER_HAND:
            _hand(scene, at, prop.turned, (prop.wide or 10) / 10, COLOURS["skin"], COLOURS["cloth"])
        case PropKind.OWN_HAND:
            _hand(scene, at, prop.turned, (prop.wide or 10) / 10, scene.colours["far-skin"], scene.colours["far-skin"])
        case _:
            return


def _belly(scene: Scene, at: Point, wide: float, high: float) -> None:
    """The belly of who lies on the back, so high above the trunk; its lower edge has no line, as it is of the body."""
    low, half = add(at, (0, -2)), wide / 2
    edge = [add(at, (x * half, y * high)) for x, y in ((-1, 0), (-0.55, 0.72), (0, 1), (0.5, 0.8), (1, 0))]
    below: Path = (("L", (add(low, (half, 0)),)), ("L", (add(low, (-half, 0)),)), ("Z", ()))
    scene.shape((*smooth(edge, closed=False), *below), scene.colours["shirt"])
    scene.shape(smooth(edge, closed=False), "", INK, WIDTHS["body"])  # a path of its own: the camera knows paths by it


def _putty(scene: Scene, at: Point, w: float, h: float) -> None:
    """An uneven lump of dough, with the marks of fingers; pressed, it swells above and below where it is held."""
    if h < w * 2:
        lump = [(-w, 0.5), (-w * 1.04, h * 0.34), (-w * 0.72, h * 0.7), (-w * 0.3, h * 0.82), (w * 0.06, h), (w * 0.5, h * 0.86),
                (w * 0.9, h * 0.56), (w * 1.06, h * 0.2), (w * 0.96, 0.0), (0.0, -0.2)]  # fmt: skip
    else:
        lump = [(-w * 1.25, 0.5), (-w * 1.2, h * 0.2), (-w * 0.9, h * 0.46), (-w * 1.05, h * 0.74), (-w * 0.6, h), (w * 0.3, h * 0.96),
                (w * 1.1, h * 0.74), (w * 0.9, h * 0.46), (w * 1.25, h * 0.18), (w * 1.2, 0.0), (0.0, -0.2)]  # fmt: skip
    scene.shape(smooth(place(lump, at)), COLOURS["putty"], INK, 1)
    for x, y in ((-0.5, 0.4), (0.1, 0.62), (0.45, 0.34)):
        fold = [(x * w - 1.8, y * h - 0.8), (x * w, y * h), (x * w + 1.8, y * h - 0.4)]
        scene.shape(smooth(place(fold, at), closed=False), "", INK, 0.7)


def _sock(scene: Scene, at: Point, *, hanging: bool) -> None:
    if hanging:
        outline = [
            (-3.2, 4.2),
            (2.6, 4.6),
            (3, -4),
            (4.6, -9),
            (9.4, -11.4),
            (9.2, -14.6),
            (3, -14.2),
            (-2.2, -11),
            (-3.4, -4),
        ]
        folds = [[(-3.2, 2.2), (2.6, 2.5)]]
    else:
        outline = [(-8, 0.6), (-8.4, 4), (-4, 6), (-1, 4.6), (3, 6.6), (7.6, 5.8), (9.6, 2.8), (8.8, 0.6), (0, 0.4)]
        folds = [[(-5.6, 5.5), (-5, 3.2), (-5.4, 0.7)], [(2.6, 6.4), (1.4, 4), (2.6, 2)]]
    scene.shape(smooth(place([(float(a), float(b)) for a, b in outline], at, 0, 1.15)), COLOURS["sock"], INK, 1)
    for fold in folds:
        scene.shape(smooth(place([(float(a), float(b)) for a, b in fold], at, 0, 1.15), closed=False), "", INK, 0.7)


def _band(scene: Scene, s: Skeleton, end: Point) -> None:
    """A band round the front of the affected foot, tied to a table leg."""
    colour, ankle, pitch = COLOURS["band"], s.points["aff.ankle"], s.turns["aff.pitch"]
    top, bottom = (add(ankle, rot(mul(q, FOOT), pitch)) for q in ((9.3, -0.2), (10.4, -9.0)))
    for start in (bottom, top):
        scene.shape(limb(start, end, ((0, 1, 1), (0.5, 1, 1), (1, 1, 1))), colour, INK, 0.8)
    scene.shape(limb(top, bottom, ((0, 1.7, 1.7), (0.5, 2.2, 1.4), (1, 1.7, 1.7))), colour, INK, 0.8)
    _wood(scene, box(end[0] - 3, 0, 6, 30, 1), dark=True)
    scene.shape(box(end[0] - 4, end[1] - 2, 8, 4, 1.5), colour, INK, 0.8)


def _towel_loop(scene: Scene, s: Skeleton, end: Point) -> None:
    """A towel under the front of the affected foot and up to a hand that closes over both its ends, which hang down."""
    ankle, pitch = s.points["aff.ankle"], s.turns["aff.pitch"]

    def on(x: float, y: float) -> Point:
        return add(ankle, rot(mul((x, y), FOOT), pitch))

    for shift in (3.2, -1.2):
        tail = add(end, (shift - 3.4, -15))
        _strip(scene, [add(end, (shift * 0.5, 0)), add(end, (shift - 1.6, -8)), tail], 2.0, COLOURS["cloth"])
        for up in (2.4, 4.4):  # the stripes of a towel
            scene.line([add(tail, (-1.6, up)), add(tail, (2.2, up - 0.5))], INK, 0.7)
    low, far = on(7.4, -9.2), on(14.6, -9.4)  # under the sole; from there its near half comes up
    across = mul(normal(lerp(low, far, 0.5), end), 2.2)
    up_left, up_right = lerp(low, end, 0.36), lerp(far, end, 0.36)
    middle = lerp(up_left, up_right, 0.5)
    left = smooth([low, add(middle, mul(across, 1.35)), add(end, across)], closed=False)
    right = smooth([sub(end, across), sub(middle, mul(across, 1.35)), far], closed=False)
    sling: Path = (*left, ("L", (sub(end, across),)), *right[1:], ("L", (low,)), ("Z", ()))
    scene.group([(sling, COLOURS["cloth"]), (capsule(low, far, 0.9, 0.9), COLOURS["cloth"])], INK, 0.8)
    skin = scene.colours["far-skin"]  # the fingers close over it
    fist = place([(-4.2, -3.4), (-4.8, 2.0), (-2.4, 4.6), (2.4, 4.4), (4.8, 1.6), (4.0, -3.6), (0.0, -4.4)], end)
    rows = [place([(x, 4.2), (x + 0.3, 0.4)], end) for x in (-2.2, 0.1, 2.4)]
    scene.group([(smooth(fist), skin)], INK, WIDTHS["body"], (), [poly(row, closed=False) for row in rows])


def _strip(scene: Scene, way: list[Point], half: float, colour: str) -> None:
    """Cloth or rubber that bends softly through points (a Catmull-Rom curve), so many cm to either side."""
    points = [way[0], *way, way[-1]]
    bent: list[Point] = []
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
        for t in (0.0, 0.25, 0.5, 0.75):
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3)
            x, y = (sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True)) / 2 for i in (0, 1))
            bent.append((x, y))
    bent.append(way[-1])
    sides = [mul(normal(bent[max(0, i - 1)], bent[min(len(bent) - 1, i + 1)]), half) for i in range(len(bent))]
    edge = [add(p, side) for p, side in zip(bent, sides, strict=True)]
    other = [sub(p, side) for p, side in zip(bent, sides, strict=True)]
    scene.group([(poly([*edge, *other[::-1]]), colour)], INK, 0.8)  # the fill hides where a tight bend folds over


def _band_front(scene: Scene, s: Skeleton, prop: Prop) -> None:
    """A band round the front of the feet, seen from the front; with a post at `x` it goes there from the affected foot."""
    outer, inner = s.points["outer"], s.points["inner"]
    over = [add(outer, (-1.0, 6.5)), add(lerp(outer, inner, 0.5), (0, 9)), add(inner, (1.0, 6.5))]
    if prop.kind is PropKind.BAND_FEET:
        other = s.points["other"][0]
        way = [add(outer, (0.5, 1.5)), *over, (other - 17, 8.0), (other, 11.0), (other + 18, 6.5), (other + 17, 1.5)]
    else:
        post = (float(prop.x), 12.0)
        _wood(scene, box(post[0] - 4, 0, 8, 62, 1), dark=True)
        scene.shape(box(post[0] - 5, post[1] - 3, 10, 6, 1.5), COLOURS["band"], INK, 0.8)
        way = [post, *over, add(inner, (-0.5, 1.5))]
    _strip(scene, way, 1.9, COLOURS["band"])


def _band_thighs(scene: Scene, s: Skeleton) -> None:
    """A band round both thighs just above the knees, seen from the front of a person who sits."""
    aff, ok = (lerp(s.points[f"{side}.knee"], s.points[f"{side}.hip"], 0.3) for side in ("aff", "ok"))
    way = [
        add(aff, (-7.4, -4.0)),
        add(aff, (-6.6, 0.6)),
        add(aff, (-3, 3.6)),
        add(aff, (3, 3.8)),
        add(ok, (-3, 3.8)),
        add(ok, (3, 3.6)),
        add(ok, (6.6, 0.6)),
        add(ok, (7.4, -4.0)),
    ]
    _strip(scene, way, 1.9, COLOURS["band"])


def _hand(scene: Scene, at: Point, heading: float, size: float, skin: str, sleeve_colour: str) -> None:
    """A hand with its forearm, coming from the direction `heading`; `size` of 1 is for a whole body."""
    away = polar(heading)
    across = polar(heading + 90)
    wrist, sleeve = add(at, mul(away, 9 * size)), add(at, mul(away, 60 * size))
    items: list[tuple[Path, str]] = [
        (capsule(sleeve, add(wrist, mul(away, 6 * size)), 4.6 * size, 3.8 * size), sleeve_colour)
    ]
    items += [
        (capsule(add(wrist, mul(away, 7 * size)), wrist, 2.8 * size, 2.7 * size), skin),
        (capsule(wrist, at, 3.2 * size, 3.4 * size), skin),
    ]
    for finger in (-2.4, -0.8, 0.8, 2.4):
        root = add(at, mul(across, finger * size))
        items.append((capsule(root, add(root, mul(away, -6 * size)), 0.95 * size, 0.8 * size), skin))
    thumb = add(wrist, add(mul(across, 3 * size), mul(away, -3 * size)))
    items.append(
        (capsule(thumb, add(thumb, add(mul(across, 3.4 * size), mul(away, -4 * size))), 1.2 * size, 1.0 * size), skin)
    )
    scene.group(items, INK, 1.15)
    for finger in (-1.6, 0.0, 1.6):
        root = add(at, mul(across, finger * size))
        scene.line([root, add(root, mul(away, -5 * size))], INK, 0.7)
