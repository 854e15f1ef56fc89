"""A body in space as silhouettes: each part swept between joints, and painted from the farthest to the nearest."""

from collections.abc import Callable
from itertools import pairwise
from math import hypot, inf

from printkit.figures import body, space, turned_hand, turned_head, worn
from printkit.figures.body import BodyStyle
from printkit.figures.geometry import (
    LimbOutline,
    Path,
    Point,
    add,
    angle_of,
    capsule,
    dist,
    ellipse,
    hem_of,
    hull,
    limb,
    mul,
    normal,
    polar,
    poly,
    smooth,
    sub,
)
from printkit.figures.people import Body, Build, Person
from printkit.figures.scene import INK, WIDTHS, Scene
from printkit.figures.skeleton import FOOT, TRUNK
from printkit.figures.space import Frame, Sight, Vector, plus
from printkit.figures.turned import Turned
from printkit.model.vocabulary import BraceType

# a trunk in slices: height above the hips, half its width, how far it goes forward and back
_SEAT = ((-8.0, 13.0, 7.0, 8.0), (-2.0, 16.0, 8.6, 9.6), (6.0, 14.0, 8.4, 8.8))
_SHIRT = ((-4.0, 17.0, 10.0, 10.6), (0.0, 17.8, 10.4, 11.2), (6.0, 16.0, 9.8, 10.0), (17.0, 14.4, 9.2, 9.2), (27.0, 15.6, 9.8, 9.8),
          (36.0, 17.2, 10.6, 11.2), (TRUNK - 5.0, 18.4, 8.6, 9.6), (TRUNK - 0.4, 12.0, 6.0, 6.6))  # fmt: skip
# at the hip it is no broader than the shirt over it
_THIGH: LimbOutline = ((0.0, 8.4, 8.2), (0.2, 8.9, 8.9), (0.4, 8.7, 9.0), (0.75, 6.6, 7.2), (1.0, 6.0, 6.0))
_Slice = tuple[float, float, float, float]
# across the foot, how far it reaches, and half its height: from the big toe
_TOES = ((3.1, 3.6, 1.5), (1.1, 3.2, 1.05), (-0.7, 2.7, 1.0), (-2.3, 2.1, 0.95), (-3.8, 1.5, 0.9))
_HEM = 1.0  # cm that the middle of a hem hangs below its ends
_SHOULDERS_FROM = 40.0  # above it a slice goes with the shoulders


def beyond_the_seat(s: Turned) -> tuple[str, ...]:
    """The legs of who sits with the back to the eye: the seat stands before them."""
    if s.sight.depth(s.frames["pelvis"].front) > -0.5:
        return ()
    return tuple(side for side in ("ok", "aff") if _flexed(s, side))


def draw(
    scene: Scene, s: Turned, look: BodyStyle, things_to: Callable[[float], None], without: tuple[str, ...] = ()
) -> None:
    """The whole body but for legs that are painted; `things_to` paints what stands before the trunk, up to a nearness."""
    sight, hips, chest = s.sight, s.joints["pelvis"], s.joints["chest"]
    middle = sight.depth(space.lerp(hips, chest, 0.5))
    seen = (side for side in ("ok", "aff") if side not in without)
    legs = sorted(seen, key=lambda side: sight.depth(s.joints[f"{side}.knee"]))
    arms = sorted(
        ("ok", "aff"), key=lambda side: s.turns.get("ok.over", 0) * 1000 * (side == "ok") + sight.depth(_mean(s, side))
    )
    with_other = {"ok": "aff" if "ok.over" in s.turns else "ok", "aff": "aff"}  # a hand on the other arm goes with it
    behind = [side for side in arms if sight.depth(_mean(s, with_other[side])) < middle - 5]
    for side in behind:
        arm(scene, s, side, look)
    # the thigh of who sits lies over the shirt, and the shirt hangs over the leg of who stands
    before = [
        side for side in legs if _flexed(s, side) and sight.depth(s.joints[f"{side}.knee"]) > sight.depth(hips) + 8
    ]
    for side in legs:
        if side not in before:
            leg(scene, s, side, look)
    over = [side for side in arms if side not in behind and _under_head(s, with_other[side])]
    head_last = sight.depth(s.joints["head"]) >= sight.depth(chest) - 12
    if not head_last:
        turned_head.draw(scene, s, look.person)
    _trunk(scene, s, look.person)
    if look.belt:
        worn.belt_in_space(scene, s)
    if head_last and not over:
        turned_head.draw(scene, s, look.person)
    for side in before:
        leg(scene, s, side, look)
    beside = [side for side in arms if side not in (*behind, *over) and not _reaches_out(s, with_other[side])]
    for side in beside:
        arm(scene, s, side, look)
    last = [side for side in arms if side not in (*behind, *over, *beside)]
    for side in (*over, *last):
        things_to(sight.depth(s.joints[f"{side}.hand"]))
        if head_last and over and side not in over and side == last[0]:
            turned_head.draw(scene, s, look.person)
        arm(scene, s, side, look)
        if side == "aff" and s.turns.get("ok.over", 0) < 0:
            _thumb_over(scene, s, look)
    if head_last and over and not last:
        turned_head.draw(scene, s, look.person)
    things_to(inf)


def _flexed(s: Turned, side: str) -> bool:
    thigh = space.unit(space.minus(s.joints[f"{side}.knee"], s.joints[f"{side}.hip"]))
    return space.dot(thigh, s.frames["pelvis"].up) > -0.7


def _reaches_out(s: Turned, side: str) -> bool:
    """Whether a hand is nearer to the eye than the belly, as on a worktop before it."""
    return s.sight.depth(s.joints[f"{side}.hand"]) > s.sight.depth(s.joints["pelvis"]) + 14


def _under_head(s: Turned, side: str) -> bool:
    """Whether the head of who bends is nearer to the eye than an arm that it hides a part of."""
    near = s.sight.depth(s.joints["head"])
    shoulder, elbow = (s.sight.depth(s.joints[f"{side}.{name}"]) for name in ("shoulder", "elbow"))
    return shoulder < near - 14 and elbow < near - 4 and dist(s.points[f"{side}.hand"], s.points["head"]) > 20


def _mean(s: Turned, side: str) -> Vector:
    return space.lerp(s.joints[f"{side}.elbow"], s.joints[f"{side}.hand"], 0.6)


def _laid_flat(
    sight: Sight, a: Vector, b: Vector, front: Vector, outline: LimbOutline
) -> tuple[Point, Point, LimbOutline]:
    """A limb from a to b in the picture; its outline says how far it goes forward and back, from the front it is the mean."""
    p, q = sight.point(a), sight.point(b)
    if dist(p, q) < 3:  # it points at the eye
        q = add(p, (0.0, -3.0)) if dist(p, q) < 0.5 else add(p, mul(sub(q, p), 3 / dist(p, q)))
    x, y = normal(p, q)
    u, v = sight.flat(front)
    share = max(-1.0, min(1.0, x * u + y * v))
    seen = tuple(
        (t, (ahead + back) / 2 + share * (ahead - back) / 2, (ahead + back) / 2 - share * (ahead - back) / 2)
        for t, ahead, back in outline
    )
    return p, q, seen


def _colour(scene: Scene, part: str, mode: str) -> str:
    return scene.colours[f"{mode}-{part}" if mode else part]


def _broad(outline: LimbOutline, person: Person) -> LimbOutline:
    """A limb as broad as it is of this person."""
    wide = (0.94 if person.body is Body.WOMAN else 1.0) * (1.14 if person.build is Build.FULL else 1.0)
    return tuple((t, ahead * wide, back * wide) for t, ahead, back in outline)


def _paint(scene: Scene, items: list[tuple[Path, str]], mode: str, details: list[Path]) -> None:
    scene.group(items, INK, WIDTHS[mode or "body"], (), details)


# --- limbs


def leg(scene: Scene, s: Turned, side: str, look: BodyStyle) -> None:
    """One leg with its foot."""
    sight, front, mode = s.sight, s.poles[f"{side}_leg"], look.mode(side, "leg")
    hip, knee, ankle = (s.joints[f"{side}.{name}"] for name in ("hip", "knee", "ankle"))
    skin, trouser = _colour(scene, "skin", mode), _colour(scene, "pants", mode)
    shin = limb(*_laid_flat(sight, knee, ankle, front, _broad(body.SHIN, look.person)), start=False)
    thigh = limb(*_laid_flat(sight, hip, knee, front, _broad(_THIGH, look.person)))
    below = _laid_flat(sight, knee, ankle, front, _broad(body.TROUSER, look.person))
    cloth = limb(*below, end=False, hem=_HEM)
    colour = _colour(scene, "shoe" if look.shoes else "skin", mode)
    foot, lines = _foot(s, side, colour, shoes=look.shoes, fine=look.fine)
    at = sight.point(knee)
    items = [(shin, skin), (thigh, trouser), (cloth, trouser)]
    toward_eye = sight.depth(s.frames[f"{side}_foot"].front) > 0
    items = [*items, *foot] if toward_eye else [*foot, *items]
    if dist(sight.point(knee), sight.point(ankle)) > 12:
        lines.append(hem_of(*below, _HEM))
    bend = sub(sight.point(knee), sight.point(hip)), sub(sight.point(ankle), sight.point(knee))
    if sight.depth(knee) > sight.depth(hip) + 14 and hypot(*bend[0]) < 34:  # the knee of a thigh that comes to the eye
        lines.append(smooth([add(at, (-5.0, -1.5)), add(at, (0, -4.6)), add(at, (5.0, -1.5))], closed=False))
    _paint(scene, items, mode, lines)
    if look.brace is not None and side == "aff":
        _brace(scene, s, look, look.brace)


def _brace(scene: Scene, s: Turned, look: BodyStyle, kind: BraceType) -> None:
    """An AFO as a flat body wears it, from the side where the front of the leg is seen from beside."""
    u, v = s.sight.flat(s.poles["aff_leg"])
    x, y = normal(s.points["aff.knee"], s.points["aff.ankle"])
    s.turns["aff.flip"] = 1.0 if x * u + y * v >= 0 else -1.0
    s.turns["aff.pitch"] = angle_of(s.sight.flat(s.frames["aff_foot"].front))
    worn.brace(scene, s, kind, shod=look.shoes, from_the_front=hypot(u, v) <= 0.6)


def _foot(s: Turned, side: str, colour: str, *, shoes: bool, fine: bool) -> tuple[list[tuple[Path, str]], list[Path]]:
    """A foot as two humps: heel with ankle, and forefoot; toes one by one where it is bare."""
    sight, frame, ankle = s.sight, s.frames[f"{side}_foot"], s.joints[f"{side}.ankle"]
    q = 1.0 if side == "aff" else -1.0
    toes = frame.bent(-s.turns[f"{side}.toes"], 0, 0)
    joint = frame.at(ankle, 11.0 * FOOT, -6.4 * FOOT, 0)

    def on(x: float, y: float, z: float) -> Point:
        return sight.point(frame.at(ankle, x * FOOT, y * FOOT, -q * z * FOOT))

    def tip(x: float, y: float, z: float) -> Point:
        return sight.point(toes.at(joint, x * FOOT, y * FOOT, -q * z * FOOT))

    # z grows toward the big toe
    heel = [on(x, y, z) for x, y, z in ((-4.2, 3.5, 0), (4.2, 3.5, 0), (0, 4, 3.8), (0, 4, -3.8), (-6.6, -3.6, 0),
            (-6.2, -8.2, -2.4), (-6.2, -8.2, 2.4), (4, -8.4, 3.4), (4, -8.4, -4), (6, 0.4, 1.6), (6, -0.4, -2.4))]  # fmt: skip
    fore = [on(x, y, z) for x, y, z in ((3, 2, 2), (3, 1.6, -2.4), (2, -8.4, 3.4), (2, -8.4, -4.2), (10.6, -8.4, 4.8),
            (9.4, -8.4, -5.4), (10.6, -3.6, 4.0), (9.4, -4.4, -4.8))]  # fmt: skip
    items = [(hull(heel), colour), (hull(fore), colour)]
    lines: list[Path] = []
    if shoes:
        cap = [tip(x, y, z) for x, y, z in ((-1.4, -1.8, 4.9), (-1.4, -1.8, -5.4), (-1.4, 2.6, 3.8), (-1.4, 2, -4.6),
               (2.8, -1.9, 4.3), (2.0, -1.9, -4.4), (3.8, -0.4, 1.2), (2.4, 1.2, 2.6), (1.6, 0.8, -3.2))]  # fmt: skip
        items.append((hull(cap), colour))
        lines += [
            smooth(
                [on(-6.4, -6.6, z * 0.6), on(2, -6.8, z), on(10, -6.9, z * 1.1), tip(2.6, -0.4, z * 0.8)], closed=False
            )
            for z in (3.6, -4.4)  # the edge of the sole
            if sight.depth(frame.side) * -q * z > 0.9
        ]
        if sight.depth(frame.front) > 0.5:
            lines.append(smooth([tip(2.4, 0.2, 3.4), tip(3.4, 0.5, 0), tip(2.2, 0.2, -3.6)], closed=False))
            lines.append(smooth([on(5.6, 0.6, 2.2), on(6.2, 1, 0), on(5.6, 0.4, -2.6)], closed=False))
        return items, lines
    toward_eye = sight.depth(toes.front) > 0.4
    ends = []
    for z, long, thick in _TOES:
        end = tip(long - thick * 0.4, -1.9 + thick, z)
        ends.append(end)
        if fine:  # one by one, with its nail
            items.append((capsule(tip(-1.6, -0.6, z), end, thick * FOOT, thick * FOOT), colour))
            if toward_eye:
                lines.append(ellipse(tip(long, -1.9 + thick * 1.1, z), thick * 0.62, thick * 0.5))
    if not fine:
        points = [tip(-1.6, y, z) for y in (-1.9, 1.2) for z in (4.6, -4.7)]
        points += [
            add(end, polar(angle, thick * FOOT))
            for end, (_, _, thick) in zip(ends, _TOES, strict=True)
            for angle in (45, 135, 225, 315)
        ]
        items.append((hull(points, 1.6), colour))
        if toward_eye:
            gaps = pairwise(ends)
            lines += [poly([add(mul(add(a, b), 0.5), (0, up)) for up in (-1.4, 0.8)], closed=False) for a, b in gaps]
    lines += [
        smooth([on(-0.4, 0.6, z), on(0.6, -0.8, z * 1.06), on(2.0, -0.6, z)], closed=False)
        for z in (3.4, -3.4)  # the ankle bones
        if sight.depth(plus(frame.side, (frame.front, 0.6))) * -q * z > 0 or sight.depth(frame.front) > 0.6
    ]
    return items, lines


def arm(scene: Scene, s: Turned, side: str, look: BodyStyle) -> None:
    """One arm with its hand."""
    sight, mode = s.sight, look.mode(side, "arm")
    shoulder, elbow, wrist = (s.joints[f"{side}.{name}"] for name in ("shoulder", "elbow", "wrist"))
    back = s.poles[f"{side}_arm"]
    front = plus((0.0, 0.0, 0.0), (back, -1))
    skin, shirt = _colour(scene, "skin", mode), _colour(scene, "shirt", mode)
    upper = limb(*_laid_flat(sight, shoulder, elbow, front, _broad(body.UPPER_ARM, look.person)), start=False)
    fore = limb(*_laid_flat(sight, elbow, wrist, front, _broad(body.FOREARM, look.person)))
    worn_on = _laid_flat(sight, shoulder, elbow, front, _broad(body.SLEEVE, look.person))
    upper_items = [(upper, skin), (limb(*worn_on, end=False, hem=_HEM), shirt)]
    fingers, lines = turned_hand.parts(s.sight, turned_hand.of(s, side), s.grips[side], skin)
    nearer = sight.depth(wrist) >= sight.depth(elbow)
    items = [*upper_items, (fore, skin), *fingers] if nearer else [*fingers, (fore, skin), *upper_items]
    p = sight.point(shoulder)
    if dist(p, sight.point(elbow)) > 12:
        lines.append(hem_of(*worn_on, _HEM))
    _paint(scene, items, mode, lines)
    if not mode:  # the sleeve is one with the shirt
        inward = space.lerp(shoulder, plus(s.joints["neck"], (s.frames["chest"].up, -8.5)), 0.42)
        scene.shape(capsule(p, sight.point(inward), 5.0, 4.2), shirt)


def _thumb_over(scene: Scene, s: Turned, look: BodyStyle) -> None:
    """The thumb of the other hand over the forearm that it holds from below."""
    hand = turned_hand.of(s, "ok")
    way = [s.sight.point(hand.frame.at(hand.wrist, x, y, 0)) for x, y in ((1.5, -2.0), (5.5, -5.4), (10.5, -5.8))]
    skin = _colour(scene, "skin", look.mode("ok", "arm"))
    scene.group(
        [(capsule(way[0], way[1], 2.3, 1.9), skin), (capsule(way[1], way[2], 1.9, 1.5), skin)], INK, WIDTHS["body"]
    )


# --- trunk and head


def _slices(s: Turned, slices: tuple[_Slice, ...]) -> Path:
    """One outline round ellipses along the spine."""
    sight = s.sight
    left: list[Point] = []
    right: list[Point] = []
    middles = [_slice(s, *each) for each in slices]
    for number, (at, frame, wide, deep) in enumerate(middles):
        low, high = middles[max(0, number - 1)][0], middles[min(len(middles) - 1, number + 1)][0]
        out = normal(sight.point(low), sight.point(high))
        half = space.half_width(sight, (_times(frame.side, wide), _times(frame.front, deep)), out)
        c = sight.point(at)
        left.append(add(c, mul(out, half)))
        right.append(add(c, mul(out, -half)))
    first, last = sight.point(middles[0][0]), sight.point(middles[-1][0])
    along = sub(last, first)
    one = mul(along, 1 / (hypot(*along) or 1.0))
    low_at, high_at = add(first, mul(one, -1.6)), add(last, mul(one, 1.2))
    return smooth([low_at, *left, high_at, *right[::-1]])


def _worn(slices: tuple[_Slice, ...], person: Person, breath: float = 0.0) -> tuple[_Slice, ...]:
    """The slices of this person: a waist and a bust, or a belly; a breath lifts it by so many cm."""
    found = []
    for high, wide, ahead, back in slices:
        at_belly = max(0.0, 1 - abs(high - 9) / 22)
        at_waist, at_bust = max(0.0, 1 - abs(high - 20) / 12), max(0.0, 1 - abs(high - 31) / 9)
        narrow = 0.96 if high > 38 else 1.0
        beside = before = behind = 0.0
        if person.body is Body.WOMAN:
            beside, before = wide * (narrow - 1) - 1.8 * at_waist, 1.8 * at_bust - 0.8 * at_waist
        if person.build is Build.FULL:
            beside, before, behind = beside + 4.2 * at_belly + 0.8, before + 8.0 * at_belly + 1, 0.6
        before += breath * max(0.0, 1 - ((high - 13) / 20) ** 2)
        found.append((high, wide + beside, ahead + before, back + behind))
    return tuple(found)


def belly(person: Person, breath: float) -> float:
    """How far the belly of this person comes forward of the spine, lifted by a breath."""
    return max(ahead for high, _, ahead, _ in _worn(_SHIRT, person, breath) if 5 < high < 18)


def _times(v: Vector, factor: float) -> Vector:
    return (v[0] * factor, v[1] * factor, v[2] * factor)


def _slice(s: Turned, high: float, wide: float, ahead: float, back: float) -> tuple[Vector, Frame, float, float]:
    hips, chest = s.frames["pelvis"], s.frames["chest"]
    t = min(1.0, max(0.0, (high - 10) / 22))
    if high <= TRUNK / 2:
        at = hips.at(s.joints["pelvis"], 0, high, 0)
    else:
        at = chest.at(s.joints["waist"], 0, high - TRUNK / 2, 0)
    mixed = (
        space.unit(space.lerp(a, b, t))
        for a, b in ((hips.front, chest.front), (hips.up, chest.up), (hips.side, chest.side))
    )
    frame = Frame(*mixed)
    if high > _SHOULDERS_FROM:
        at = plus(at, (chest.up, s.lift * (1.0 if high < TRUNK - 2 else 0.7)), (chest.front, -s.squeeze * 0.6))
        wide -= abs(s.squeeze) * 0.3
    elif high > 24:  # the chest comes forward as the shoulders go back
        at = plus(at, (chest.front, s.squeeze * 0.25))
    return plus(at, (frame.front, (ahead - back) / 2)), frame, wide, (ahead + back) / 2


def _trunk(scene: Scene, s: Turned, person: Person) -> None:
    sight, chest, neck = s.sight, s.frames["chest"], s.joints["neck"]
    scene.group([(_slices(s, _worn(_SEAT, person)), scene.colours["pants"])])
    head = s.frames["head"].at(s.joints["head"], -3, -6, 0)
    throat = capsule(sight.point(chest.at(neck, -0.5, -4, 0)), sight.point(head), 5.5, 5.1)
    scene.group([(throat, scene.colours["skin"])])
    collar = [
        chest.at(neck, f, u + s.lift * 0.4, a)
        for f, u, a in ((-1, 1.2, 5.4), (4.6, -1.6, 3), (6, -3, 0), (4.6, -1.6, -3), (-1, 1.2, -5.4))
    ]
    details = [smooth([sight.point(p) for p in collar], closed=False)] if sight.depth(chest.front) > -0.2 else []
    blades: list[Path] = []
    if s.blades and sight.depth(chest.front) < -0.25:
        blades += [_shoulder_blade(s, q) for q in (-1.0, 1.0) if sight.depth(chest.side) * q > -0.75]
    shirt = _worn(_SHIRT, person, s.turns.get("belly", 0.0))
    scene.group([(_slices(s, shirt), scene.colours["shirt"])], INK, WIDTHS["body"], (), details)
    for blade in blades:
        scene.shape(blade, scene.colours["pants"], INK, WIDTHS["inner"])


def _shoulder_blade(s: Turned, q: float) -> Path:
    """A shoulder blade under the shirt, which moves toward the spine as the shoulders go back."""
    chest, neck = s.frames["chest"], s.joints["neck"]
    inner = 6.8 - 0.5 * s.squeeze
    outer = min(inner + 8.4, 15.0)
    edge = [(-9.6, -9.6, outer), (-10.2 - s.squeeze * 0.4, -8.4, inner + 1.0), (-11.2 - s.squeeze * 0.5, -13.0, inner),
            (-11.4 - s.squeeze * 0.5, -19.0, inner + 0.4), (-10.8, -24.5, inner + 2.2), (-9.6, -17.0, outer - 1.6)]  # fmt: skip
    return smooth([s.sight.point(chest.at(neck, f, u + s.lift * 0.8, q * a)) for f, u, a in edge])
