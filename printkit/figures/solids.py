"""The things of the view `turned`, in space: boxes with a top, a front and a side, as the eye sees them."""

from printkit.figures import things, turned_hand
from printkit.figures.geometry import (
    Path,
    Point,
    add,
    angle_of,
    capsule,
    dist,
    ellipse,
    mul,
    place,
    polar,
    poly,
    smooth,
    sub,
)
from printkit.figures.scene import COLOURS, INK, WIDTHS, Paint, Scene
from printkit.figures.space import Frame, Sight, Vector, lerp, plus
from printkit.figures.spec import Grip, Prop, PropKind
from printkit.figures.turned import Turned
from printkit.model.vocabulary import Answer

_LINE = COLOURS["prop-line"]
_TOP, _WOOD = "#FBF9F4", "#DCC39A"
_SKIRTING, _ROOM = 9.0, 400.0
# how thick a worktop is, how high its drawers are, how wide its doors, how thick the ends that it stands on
_BOARD, _DRAWER, _DOOR, _END = 5.0, 15.0, 40.0, 9.0
_FACE_SEEN = 0.1
_WORKTOP, _TABLE, _SEAT, _BED, _RAIL = 92.0, 70.0, 46.0, 46.0, 92.0
_ALWAYS_BEHIND = {PropKind.BED, PropKind.STEP, PropKind.STAIRS, PropKind.STOOL, PropKind.CHAIR, PropKind.ARMCHAIR,
                  PropKind.PILLOW}  # fmt: skip
_IN_HAND = {PropKind.CUP, PropKind.BAND_THIGHS, PropKind.SPOON}
_CLOSES = (Grip.FIST, Grip.GRIP, Grip.AROUND)
_LIES = (PropKind.PILLOW, PropKind.CLOTH, PropKind.FOLDED_TOWEL, PropKind.MIRROR)  # on another thing
KINDS = _ALWAYS_BEHIND | _IN_HAND | {PropKind.WORKTOP, PropKind.TABLE, PropKind.RAIL, PropKind.STAIR_RAIL, PropKind.WALL,
                                     PropKind.MIRROR, PropKind.STICK, PropKind.CLOTH, PropKind.FOLDED_TOWEL, PropKind.BELLY}  # fmt: skip


def points(prop: Prop) -> dict[str, Vector]:
    """The points of a thing that a hand or foot may be sent to, by name."""
    x, y, z = float(prop.x), float(prop.y), float(prop.z)
    match prop.kind:
        case PropKind.WORKTOP:
            return {"worktop": (x + 8, _WORKTOP, z)}
        case PropKind.TABLE:
            return {"table": (x + 8, float(prop.high or _TABLE), z)}
        case PropKind.CHAIR:
            return {"seat": (x, _SEAT, z)}
        case PropKind.ARMCHAIR:
            return {"seat": (x, _SEAT, z), "armrest": (x + 10, 67.0, z - 24)}
        case PropKind.PILLOW:
            return {"pillow": (x, y + 6, z)}
        case PropKind.STOOL:
            return {"stool": (x, float(prop.high or 22), z)}
        case PropKind.BED:
            return {"bed": (x, _BED, z)}
        case PropKind.RAIL:
            return {"rail": (x, float(prop.high or _RAIL), z)}
        case PropKind.STAIR_RAIL:
            return {"rail": (x, 81.0, z)}
        case PropKind.STEP | PropKind.STAIRS:
            return {"step": (x + 10, float(things.STEP_HIGH), z)}
        case PropKind.WALL:
            return {"wall": (x, 120.0, z)}
        case PropKind.CUP:
            return {"cup": (x, y + 6, z)}
        case PropKind.STICK:
            return {"stick": (x, float(prop.high or 88), z)}
        case _:
            return {}


def in_hand(prop: Prop) -> bool:
    """Whether a hand holds or touches it, so that it is painted with the arms."""
    return prop.kind in _IN_HAND and not _upturned(prop)


def before(prop: Prop, s: Turned) -> bool:
    """Whether it stands between the body and the eye."""
    if prop.behind is Answer.YES or prop.kind in _ALWAYS_BEHIND:
        return False
    if in_hand(prop):
        return True
    return s.sight.depth(_middle(prop, s)) > s.sight.depth(s.joints["pelvis"])


def _upturned(prop: Prop) -> bool:
    """Whether it is a cup upside down: a hand may rest on it, and none holds it."""
    return prop.kind is PropKind.CUP and abs(prop.turned) == 180


def lies_or_is_within(prop: Prop, s: Turned, nearness: float) -> bool:
    """Whether it is painted before an arm whose hand is so near to the eye: hands are on a table, and behind a mirror."""
    return prop.kind is not PropKind.MIRROR or s.sight.depth(_middle(prop, s)) < nearness


def palm_seen(prop: Prop, s: Turned) -> str | None:
    """The side of the closed hand that holds a thing, where its palm looks at the eye: the fingers lie over the thing."""
    side = (prop.at or "").split(".")[0]
    if prop.kind not in (PropKind.CUP, PropKind.SPOON) or s.grips.get(side) not in _CLOSES:
        return None
    return side if s.sight.depth(s.frames[f"{side}_hand"].up) < -0.1 else None


def ordered(props: list[Prop], s: Turned) -> list[Prop]:
    """From the farthest to the nearest; what lies on a thing comes after it."""
    return sorted(props, key=lambda prop: (prop.kind in _LIES or _upturned(prop), s.sight.depth(_middle(prop, s))))


def _middle(prop: Prop, s: Turned) -> Vector:
    if prop.at:
        return s.where(prop.at)
    if prop.kind is PropKind.MIRROR:
        return (prop.x + 17.0, prop.y + 8.0, float(prop.z))
    deep = float(prop.deep or 40) / 2 if prop.kind in (PropKind.WORKTOP, PropKind.TABLE) else 0.0
    top = points(prop)["table"][1] if prop.kind is PropKind.TABLE else float(prop.y)  # over the knees of who sits at it
    return (prop.x + deep, top, float(prop.z))


def draw(scene: Scene, prop: Prop, s: Turned) -> None:
    """One thing."""
    sight = s.sight
    x, y, z, wide, high = float(prop.x), float(prop.y), float(prop.z), float(prop.wide), float(prop.high)
    at = s.where(prop.at) if prop.at else (x, y, z)
    match prop.kind:
        case PropKind.WORKTOP:
            size = (float(prop.deep or 40), wide or 110.0)
            _worktop(scene, sight, (x, z), size, high or _WORKTOP, legs_seen=before(prop, s))
        case PropKind.TABLE:
            _table(scene, sight, (x, z), (float(prop.deep or 40), wide or 110.0), high or _TABLE)
        case PropKind.CHAIR | PropKind.ARMCHAIR:
            _chair(scene, sight, (x, z), -1.0 if prop.turned == 180 else 1.0, arms=prop.kind is PropKind.ARMCHAIR)
        case PropKind.STOOL if high and high < 8:  # a mat
            block(
                scene,
                sight,
                (x - wide / 2, 0, z - (prop.deep or 70) / 2),
                (x + wide / 2, high, z + (prop.deep or 70) / 2),
                "cloth",
            )
        case PropKind.STOOL:
            _table(scene, sight, (x - (wide or 30) / 2, z), (wide or 30.0, float(prop.deep or 30)), high or 22.0)
        case PropKind.BED:
            _bed(scene, sight, (x, z), wide or 190.0, float(prop.deep or 84))
        case PropKind.FOLDED_TOWEL:
            for layer in range(2):
                bottom = at[1] + 2.4 * layer
                block(scene, sight, (at[0] - 9, bottom, at[2] - 9), (at[0] + 9, bottom + 2.4, at[2] + 9), "cloth")
        case PropKind.PILLOW:
            _pillow(scene, sight, at, ((wide or 32.0) / 32, (prop.deep or 50) / 50))
        case PropKind.RAIL:
            half, top = (wide or 150.0) / 2, high or _RAIL
            for post in (-half + 8, half - 8):
                _bar(scene, sight, (x + post, 0, z), (x + post, top - 2, z), 1.7)
            _bar(scene, sight, (x - half, top - 2, z), (x + half, top - 2, z), 2.3)
        case PropKind.STAIR_RAIL:
            rise = things.STEP_HIGH / things.STEP_DEEP
            low, up = (x - 10.0, 79.0, z), (x + 112.0, 79.0 + 122 * rise, z)
            for share, foot in ((0.05, 0.0), (0.9, 3.0 * things.STEP_HIGH)):
                post_x, post_y, _ = lerp(low, up, share)
                _bar(scene, sight, (post_x, foot, z), (post_x, post_y, z), 1.7)
            _bar(scene, sight, low, up, 2.3)
        case PropKind.STEP:
            block(scene, sight, (x, 0, z - 34), (x + (wide or 36), high or things.STEP_HIGH, z + 34))
        case PropKind.STAIRS:
            for number in range(3):
                left = x + number * things.STEP_DEEP
                tall = float((number + 1) * things.STEP_HIGH)
                block(
                    scene,
                    sight,
                    (left, 0, z - 40),
                    (left + things.STEP_DEEP + (20 if number == 2 else 0), tall, z + 40),
                )
        case PropKind.WALL:
            if prop.turned == 90:  # across the way, cut as in a picture from the side
                things.wall(scene, sight.point((x, 0, z)), high or 180.0)
            else:
                _wall(scene, sight, z)
        case PropKind.STICK:
            _bar(scene, sight, (x, 0, z), (x, high or 88.0, z), 1.4)
            _bar(scene, sight, (x - 5, high or 88.0, z), (x + 5, high or 88.0, z), 1.7)
        case PropKind.CUP if _upturned(prop):
            things.upturned_cup(scene, sight.point(at), (wide or 9.0) / 8)
        case PropKind.CUP:
            things.cup(scene, sight.point(at), (wide or 9.0) / 8)
        case PropKind.SPOON:
            _spoon(scene, sight, at, float(prop.turned), palm=palm_seen(prop, s) is not None)
        case PropKind.MIRROR:
            _mirror(scene, s, at)
        case PropKind.CLOTH:
            _cloth(scene, s, prop, at)
        case _:  # what is tied to the body needs no depth
            things.front(scene, prop, s, {})


def block(scene: Scene, sight: Sight, low: Vector, high: Vector, colour: str = "") -> None:
    """A box from corner to corner: the three faces that the eye sees, its top the lightest."""
    (a, b, c), (d, e, f) = low, high
    faces: list[tuple[float, list[Vector], str]] = []
    x, out = (d, 1.0) if sight.near[0] > 0 else (a, -1.0)
    faces.append((sight.near[0] * out, [(x, b, c), (x, b, f), (x, e, f), (x, e, c)], "prop"))
    z, out = (f, 1.0) if sight.near[2] > 0 else (c, -1.0)
    faces.append((sight.near[2] * out, [(a, b, z), (d, b, z), (d, e, z), (a, e, z)], "prop-dark"))
    faces.append((sight.near[1], [(a, e, c), (d, e, c), (d, e, f), (a, e, f)], "top"))
    for shown, corners, tint in faces:
        if shown > 0.02:
            fill = COLOURS[colour] if colour else _TOP if tint == "top" else COLOURS[tint]
            scene.shape(poly([sight.point(corner) for corner in corners]), fill, _LINE, WIDTHS["prop"])


def _bar(scene: Scene, sight: Sight, a: Vector, b: Vector, half: float) -> None:
    scene.shape(capsule(sight.point(a), sight.point(b), half, half), COLOURS["prop-dark"], _LINE, WIDTHS["prop"])


def _wall(scene: Scene, sight: Sight, z: float) -> None:
    """A wall beside the way, past the edges of any frame, with its skirting board and the floor before it; white as paper, as the frame may be."""

    def strip(low: Vector, high: Vector) -> Path:
        (_, a, near), (_, b, far) = low, high
        corners = ((-_ROOM, a, near), (_ROOM, a, near), (_ROOM, b, far), (-_ROOM, b, far))
        return poly([sight.point(corner) for corner in corners])

    scene.backdrop += [
        Paint(strip((0, 0, z + _ROOM), (0, 0, z)), COLOURS["ground"]),
        Paint(strip((0, 0, z), (0, _ROOM, z)), "#FFFFFF"),
        Paint(strip((0, 0, z), (0, _SKIRTING, z)), COLOURS["prop-dark"], _LINE, WIDTHS["prop"], pen=True),
    ]


def _spoon(scene: Scene, sight: Sight, at: Vector, turned: float, *, palm: bool) -> None:
    """A wooden spoon in a fist, upright or tipped by so many degrees toward the affected side.

    The fist hides its middle, or with `palm` to the eye the fingers are to be painted over it.
    """
    way = Frame().bent(0, turned, 0).up
    for low, high in ((-8.0, 18.0),) if palm else ((-8.0, -4.5), (4.5, 18.0)):
        end, other = sight.point(plus(at, (way, low))), sight.point(plus(at, (way, high)))
        scene.shape(capsule(end, other, 1.0, 1.0), _WOOD, INK, 1)
    neck, tip = (sight.point(plus(at, (way, far))) for far in (17.0, 27.0))
    along = angle_of(sub(tip, neck))
    bowl = place(
        [(dist(neck, tip) / 2 * x, 3.3 * y) for x, y in (polar(45 * i) for i in range(8))],
        mul(add(neck, tip), 0.5),
        along,
    )
    scene.shape(smooth(bowl), _WOOD, INK, 1)


def _table(scene: Scene, sight: Sight, at: tuple[float, float], size: tuple[float, float], top: float) -> None:
    """A top on four legs; `at` is the middle of its edge toward the person, `size` how deep and wide it is."""
    (x, z), (deep, wide) = at, size
    corners = [(x + along * deep, z + side * (wide / 2 - 4)) for along in (0.08, 0.92) for side in (-1, 1)]
    for a, b in sorted(corners, key=lambda each: sight.depth((each[0], 0, each[1]))):
        block(scene, sight, (a - 1.7, 0, b - 1.7), (a + 1.7, top - 4, b + 1.7))
    block(scene, sight, (x, top - 4.5, z - wide / 2), (x + deep, top, z + wide / 2))


def _worktop(
    scene: Scene, sight: Sight, at: tuple[float, float], size: tuple[float, float], top: float, *, legs_seen: bool
) -> None:
    """A kitchen worktop, which cannot move: on a cupboard, or on drawers between two ends where legs behind it are seen.

    `at` and `size` are as of a table.
    """
    (x, z), (deep, wide) = at, size
    half, board = wide / 2, top - _BOARD
    bottom = board - _DRAWER if legs_seen else 0.0
    ends = (-half + 2, half - 2 - _END) if legs_seen else ()
    for left in sorted(ends, key=lambda each: sight.depth((x, 0, z + each))):
        block(scene, sight, (x + 2, 0, z + left), (x + deep - 2, board, z + left + _END))
    block(scene, sight, (x + 2, bottom, z - half + 2), (x + deep - 2, board, z + half - 2))
    if abs(sight.near[0]) > _FACE_SEEN:
        face = x + (deep - 2 if sight.near[0] > 0 else 2)
        _drawers(scene, sight, face, (z - half + 2, z + half - 2), (bottom, board))
    block(scene, sight, (x, board, z - half), (x + deep, top, z + half))


def _drawers(scene: Scene, sight: Sight, x: float, across: tuple[float, float], up: tuple[float, float]) -> None:
    """The seams and handles of doors, or of drawers where it is low, on a face across the way."""
    (left, right), (low, high) = across, up
    count = max(2, round((right - left) / _DOOR))
    each, low_one = (right - left) / count, high - low < 2 * _DRAWER
    for number in range(count):
        middle = left + (number + 0.5) * each
        if number:
            seam = left + number * each
            scene.line([sight.point((x, low + 2, seam)), sight.point((x, high - 2, seam))], _LINE, 0.7)
        ends = ((-5.0, 0.0), (5.0, 0.0)) if low_one else ((0.0, -5.0), (0.0, 5.0))
        height = (low + high) / 2 if low_one else high - 16
        scene.line([sight.point((x, height + up_by, middle + by)) for by, up_by in ends], _LINE, 1.4)


def _chair(scene: Scene, sight: Sight, at: tuple[float, float], q: float, *, arms: bool) -> None:
    """A chair; q of -1 has its back where the person looks."""
    x, z = at
    parts: list[tuple[Vector, Vector]] = [
        ((x + q * a - 1.7, 0, z + b - 1.7), (x + q * a + 1.7, _SEAT - 4, z + b + 1.7))
        for a in (-17.0, 17.0)
        for b in (-18.0, 18.0)
    ]
    parts += [((x - q * 19 - 1.5, _SEAT, z + b - 1.5), (x - q * 19 + 1.5, 66, z + b + 1.5)) for b in (-18.0, 18.0)]
    if arms:
        for b in (-23.0, 23.0):
            parts.append(((x + q * 16 - 1.6, 0, z + b - 1.6), (x + q * 16 + 1.6, 64, z + b + 1.6)))
            parts.append(((x - 19, 63.5, z + b - 2.4), (x + 20, 67, z + b + 2.4)))
    rest: tuple[Vector, Vector] = ((x - q * 20 - 1.6, 64, z - 20), (x - q * 20 + 1.6, 92, z + 20))
    seat: tuple[Vector, Vector] = ((x - 20, _SEAT - 4.5, z - 20), (x + 20, _SEAT, z + 20))
    parts = [*parts, rest]
    by_depth = sorted(parts, key=lambda part: sight.depth(lerp(part[0], part[1], 0.5)))
    below = [part for part in by_depth if part[1][1] < _SEAT]
    for low, high in (*below, seat, *(part for part in by_depth if part not in below)):
        block(scene, sight, low, high)


def _bed(scene: Scene, sight: Sight, at: tuple[float, float], wide: float, deep: float) -> None:
    """A bed with its long side along the first axis."""
    x, z = at
    low, high = x - wide / 2, x + wide / 2
    for a in (low + 5, high - 5):
        for b in (z - deep / 2 + 4, z + deep / 2 - 4):
            block(scene, sight, (a - 2, 0, b - 2), (a + 2, 30, b + 2))
    block(scene, sight, (low, _BED - 16, z - deep / 2), (high, _BED, z + deep / 2))


def _pillow(scene: Scene, sight: Sight, at: Vector, size: tuple[float, float]) -> None:
    shape: list[Vector] = [
        (-15, 1, -24),
        (0, 5, -25),
        (14, 1, -24),
        (16, 3, 0),
        (14, 1, 24),
        (0, 5, 25),
        (-15, 1, 24),
        (-16, 4, 0),
    ]
    wide, deep = size
    seen = [sight.point(plus(at, ((x * wide, y, z * deep), 1))) for x, y, z in shape]
    middle = mul(add(seen[0], seen[4]), 0.5)
    scene.group(
        [(smooth(seen), "#FFFFFF"), (ellipse(add(middle, (0, 2)), 14 * wide, 5.5 * deep), "#FFFFFF")], _LINE, 0.85
    )


def _mirror(scene: Scene, s: Turned, at: Vector) -> None:
    """A mirror upright across a table between both hands; its glass faces the stronger one."""
    sight = s.sight

    def on(x: float, y: float, z: float = 0.0) -> Point:
        return sight.point(plus(at, ((x, y, z), 1)))

    block(scene, sight, plus(at, ((0, 0, -5), 1)), plus(at, ((34, 2, 5), 1)))
    block(scene, sight, plus(at, ((0, 2, -1), 1)), plus(at, ((34, 38, 1), 1)))
    glass = [on(2, 4, -1.1), on(32, 4, -1.1), on(32, 36, -1.1), on(2, 36, -1.1)]
    if sight.near[2] < 0:
        scene.shape(poly(glass), "#DCEBF4", INK, 0.8)
        for up in (0.0, 4.0):
            scene.line([on(20, 22 + up, -1.2), on(26, 29 + up, -1.2)], "#8AA5B6", 1.0)
        _image(scene, s, at[2])


def _image(scene: Scene, s: Turned, plane: float) -> None:
    """What a mirror that stands across shows: the stronger hand, as far behind the glass as it is before it."""

    def seen(v: Vector, about: float = 0.0) -> Vector:
        return (v[0], v[1], 2 * about - v[2])

    hand = turned_hand.of(s, "ok")
    frame = Frame(seen(hand.frame.front), hand.frame.up, seen(hand.frame.side))
    image = turned_hand.Hand(seen(hand.wrist, plane), frame, hand.thumb)
    items, lines = turned_hand.parts(s.sight, image, s.grips["ok"], scene.colours["skin"])
    scene.group(items, INK, WIDTHS["inner"], (), lines)


def _cloth(scene: Scene, s: Turned, prop: Prop, at: Vector) -> None:
    """A towel flat on a table, or its far edge brought to where the hands are."""
    sight, wide, deep = s.sight, float(prop.wide or 40), float(prop.deep or 34)
    near = [plus(at, ((0, 0.3, side), 1)) for side in (-wide / 2, wide / 2)]
    far = [plus(at, ((deep, 0.3, side), 1)) for side in (-wide / 2, wide / 2)]
    if prop.to is None:
        scene.shape(poly([sight.point(p) for p in (near[0], near[1], far[1], far[0])]), COLOURS["cloth"], INK, 1)
        return
    held = s.where(prop.to)
    fold = [plus(at, ((deep / 2, 0.3, side), 1)) for side in (-wide / 2, wide / 2)]
    edge = [(held[0], held[1], at[2] + side) for side in (-wide / 2, wide / 2)]
    scene.shape(poly([sight.point(p) for p in (near[0], near[1], fold[1], fold[0])]), COLOURS["cloth"], INK, 1)
    scene.shape(poly([sight.point(p) for p in (fold[0], fold[1], edge[1], edge[0])]), "#FFFFFF", INK, 1)
