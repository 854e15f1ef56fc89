"""The body drawn from its joints: one clean silhouette a limb, the affected one darker and with a heavier line."""

from printkit.figures import head, torso, worn
from printkit.figures.geometry import (
    LimbOutline,
    Path,
    Point,
    add,
    angle_of,
    capsule,
    ellipse,
    hem_of,
    limb,
    mul,
    normal,
    place,
    polar,
    rot,
    smooth,
    sub,
    unit,
)
from printkit.figures.people import Body, Build, Person
from printkit.figures.scene import INK, SOFT, WIDTHS, Scene
from printkit.figures.skeleton import FOOT, Skeleton
from printkit.figures.spec import Grip, View
from printkit.model.vocabulary import BraceType

THIGH: LimbOutline = ((0, 10.2, 9.2), (0.35, 8.9, 9.2), (0.75, 6.7, 7.2), (1, 6.2, 6.2))
SHIN: LimbOutline = ((0, 5.6, 5.8), (0.28, 5.4, 7.6), (0.55, 4.7, 6), (0.85, 3.6, 3.9), (1, 3.8, 4))
TROUSER: LimbOutline = ((0, 6.2, 6.3), (0.28, 6.2, 8.2), (0.5, 5.8, 7.2))
UPPER_ARM: LimbOutline = ((0, 6.2, 5.6), (0.4, 5, 5), (1, 3.9, 3.9))
SLEEVE: LimbOutline = ((0, 6.9, 6.3), (0.3, 6.4, 6.3), (0.58, 6.2, 6))
FOREARM: LimbOutline = ((0, 4, 4), (0.3, 4.3, 4.1), (1, 2.7, 2.7))
_SOLE: LimbOutline = ((0, 4, 4), (1, 4, 4))
_PALM: LimbOutline = ((0, 4, 4), (1, 4, 4))
_HEM = 1.0  # cm that the middle of a hem hangs below its ends
_GHOST = (3.0, 4.2)  # points of the drawing; a pen with round ends makes the gaps smaller
_CURLS = {Grip.RELAXED: -28, Grip.FLAT: 0, Grip.FIST: -120, Grip.GRIP: -95, Grip.UP: 4, Grip.CUP: -75,
          Grip.OPEN: 0, Grip.CLOSED: 0, Grip.AROUND: 0, Grip.PINCH: 0, Grip.PINCH_UP: 0}  # fmt: skip


class BodyStyle:
    """Whose body it is, which limbs carry the mark of the affected side, and how the body is seen."""

    def __init__(
        self,
        person: Person,
        view: View,
        marked: frozenset[str],
        *,
        shoes: bool,
        brace: BraceType | None,
        belt: bool = False,
        fine: bool = False,
    ) -> None:
        self.person = person
        self.view = view
        self.marked = marked  # such as "aff_leg"
        self.shoes = shoes
        self.brace = brace  # an AFO on the affected leg
        self.belt = belt  # round the waist, for a helper to hold
        self.fine = fine  # toes one by one, for a close look

    def mode(self, side: str, part: str) -> str:
        """How a limb is drawn: "aff" for a marked one, "far" for the one behind, "" for the rest."""
        if f"{side}_{part}" in self.marked:
            return "aff"
        return "far" if side == "ok" and self.view is View.SIDE else ""


def _colour(scene: Scene, part: str, mode: str) -> str:
    return scene.colours[f"{mode}-{part}" if mode else part]


def _broad(profile: LimbOutline, person: Person) -> LimbOutline:
    """A limb as broad as it is of this person."""
    wide = _breadth(person)
    return tuple((t, left * wide, right * wide) for t, left, right in profile)


def _breadth(person: Person) -> float:
    return (0.94 if person.body is Body.WOMAN else 1.0) * (1.18 if person.build is Build.FULL else 1.0)


def _group(scene: Scene, items: list[tuple[Path, str]], mode: str, details: list[Path]) -> None:
    if mode == "ghost":
        scene.group(items, SOFT, WIDTHS["ghost"], _GHOST)
    else:
        scene.group(items, INK, WIDTHS[mode or "body"], (), details)


# --- feet


def _foot(
    scene: Scene, s: Skeleton, side: str, mode: str, look: BodyStyle
) -> tuple[list[tuple[Path, str]], list[Path]]:
    """A foot from its inner side."""
    ankle, pitch = s.points[f"{side}.ankle"], s.turns[f"{side}.pitch"]
    mtp, turn = s.points[f"{side}.mtp"], pitch + s.turns[f"{side}.toes"]

    def on(points: list[Point], at: Point = ankle, angle: float = pitch) -> list[Point]:
        return place(points, at, angle, FOOT, s.turns[f"{side}.flip"])

    if look.shoes:
        c = _colour(scene, "shoe", mode)
        sole = [(-4.6, 2.5), (-5.2, 0), (-6.9, -4), (-6.4, -7.9), (-3.6, -8.4), (2, -8.4), (7, -8.4), (12.4, -8.5),
                (14.4, -6.8), (13.2, -3), (9.6, -0.3), (6, 2), (4.6, 3)]  # fmt: skip
        cap = [(-1.5, 2.6), (2.5, 2.2), (6, 0.8), (8, -1.4), (7, -3.3), (2, -3.4), (-1.5, -3.3)]
        lines = [smooth(on([(-6.9, -6.6), (0, -6.9), (12.4, -7)]), closed=False)]
        lines += [smooth(on([(x, y), (x + 2.4, y - 1.6)]), closed=False) for x, y in ((5.4, 1.6), (7.6, 0.2))]
        return [(smooth(on(sole)), c), (smooth(on(cap, mtp, turn)), c)], lines
    c = _colour(scene, "skin", mode)
    body = [(-3, 6), (-4.2, 0.8), (-6.4, -3.4), (-6.5, -6.3), (-4.4, -8.3), (1.5, -7.9), (5.5, -7.2), (9, -8),
            (12.4, -8.5), (14.2, -6.8), (13.2, -3.3), (9.6, -1), (5.6, 1.4), (3.2, 6)]  # fmt: skip
    items = [(smooth(on(body)), c)]
    lines = []
    toes = [(-1.5, 2), (2.5, 1.6), (6, 0.5), (7.6, -1.2), (6.4, -2.9), (3, -2.9), (-1.5, -3)]
    curled = s.turns[f"{side}.toes"] < -25
    items.append((smooth(on(toes, mtp, turn)), c))
    if curled:  # the ends of the toes tuck under
        tip = add(mtp, rot(mul((5.6, -1.0), FOOT), turn))
        items.append((capsule(tip, add(tip, polar(turn - 75, 3.4 * FOOT)), 1.9 * FOOT, 1.7 * FOOT), c))
    lines.append(smooth(on([(4.7, -0.4), (5.6, -0.1), (6.6, -0.6)], mtp, turn), closed=False))
    if look.fine:
        for x in (0.6, 2.0, 3.4):  # between the toes
            lines.append(smooth(on([(x, -2.9), (x + 0.9, -1.7), (x + 2.2, -1.2)], mtp, turn), closed=False))
        lines.append(smooth(on([(-1.6, -1), (0.2, 0.9), (2, -0.6)]), closed=False))
        lines.append(smooth(on([(-4.6, -5.6), (-3, -6.4), (-1, -6.4)]), closed=False))
    return items, lines


# --- limbs


def limbs(s: Skeleton, person: Person) -> tuple[tuple[Point, Point, float], ...]:
    """All limbs as straight bones: from where to where, and half as broad as each is; none of a hand or foot alone."""
    bones = (("hip", "knee", THIGH), ("knee", "ankle", SHIN), ("heel", "toe", _SOLE), ("shoulder", "elbow", SLEEVE),
             ("elbow", "wrist", FOREARM), ("wrist", "hand", _PALM))  # fmt: skip
    return tuple(
        (s.points[f"{side}.{start}"], s.points[f"{side}.{end}"], max(left for _, left, _ in _broad(outline, person)))
        for side in ("ok", "aff")
        for start, end, outline in bones
        if f"{side}.{end}" in s.points
    )


def leg(scene: Scene, s: Skeleton, side: str, look: BodyStyle, *, ghost: bool = False) -> None:
    """One leg with its foot."""
    hip, knee, ankle = (s.points[f"{side}.{name}"] for name in ("hip", "knee", "ankle"))
    mode = "ghost" if ghost else look.mode(side, "leg")
    skin, trouser = _colour(scene, "skin", mode), _colour(scene, "pants", mode)
    foot, lines = _foot(scene, s, side, mode, look)
    thigh, shin, cloth = (_broad(each, look.person) for each in (THIGH, SHIN, TROUSER))
    round_knee = 6.3 * _breadth(look.person)
    items = [
        (limb(knee, ankle, shin, start=False, end=False), skin),
        *foot,
        (limb(hip, knee, thigh, end=False), trouser),
    ]
    items += [
        (ellipse(knee, round_knee, round_knee), trouser),
        (limb(knee, ankle, cloth, start=False, end=False, hem=_HEM), trouser),
    ]
    lines.append(hem_of(knee, ankle, cloth, _HEM))
    bent = (angle_of(sub(knee, hip)) - angle_of(sub(ankle, knee))) % 360
    if 50 < bent < 180:  # the crease behind a bent knee
        into = unit(add(unit(sub(hip, knee)), unit(sub(ankle, knee))))
        lines.append(smooth([add(knee, mul(into, 5.2)), add(knee, mul(into, 8.6))], closed=False))
    _group(scene, items, mode, lines)
    if look.brace is not None and side == "aff" and not ghost:
        worn.brace(scene, s, look.brace, shod=look.shoes)


def _hand(wrist: Point, heading: float, grip: Grip, colour: str) -> list[tuple[Path, str]]:
    """A hand as palm, fingers and thumb."""
    if grip in (Grip.PINCH, Grip.PINCH_UP):
        return _pinch(wrist, heading, 1 if grip is Grip.PINCH else -1, colour)
    if grip is Grip.AROUND:
        return [(part, colour) for part in _around(wrist, heading)]
    if grip in (Grip.OPEN, Grip.CLOSED):
        return _spread(wrist, heading, 1 if heading < 90 else -1, colour, closed=grip is Grip.CLOSED)
    knuckles = add(wrist, polar(heading, 8))
    curl = _CURLS[grip]
    middle = add(knuckles, polar(heading + curl * 0.5, 4.6))
    tip = add(middle, polar(heading + curl, 4.4))
    sign = 1 if grip is Grip.UP else -1
    root = add(wrist, polar(heading, 3.6))
    thumb = add(root, polar(heading + sign * (30 if grip in (Grip.FLAT, Grip.UP) else 42), 6.2))
    if grip in (Grip.FLAT, Grip.UP):
        thumb = add(root, polar(heading + 12, 6.0))
    palm = limb(wrist, knuckles, ((0, 2.7, 2.7), (0.5, 3.5, 3.3), (1, 3.3, 3.2)), start=False)
    parts = [palm, _bone(knuckles, middle, 2.9, 2.5), _bone(middle, tip, 2.5, 2.0), _bone(root, thumb, 1.9, 1.5)]
    return [(part, colour) for part in parts]


def _bone(a: Point, b: Point, at_a: float, at_b: float) -> Path:
    """A part of a finger whose beginning lies in the part before it."""
    return limb(a, b, ((0, at_a, at_a), (1, at_b, at_b)), start=False)


def _spread(wrist: Point, heading: float, flip: float, colour: str, *, closed: bool) -> list[tuple[Path, str]]:
    """A hand with its fingers spread, or closed; the thumb is on the left of its heading, with a flip of -1 on the right."""
    palm = place([(0, 0), (4, 0), (8, 0.3)], wrist, heading, 1, flip)
    parts = [limb(palm[0], palm[2], ((0, 2.7, 2.7), (0.5, 3.9, 3.9), (1, 4.1, 4.1)))]
    for x, y, angle, long, thick in ((8.2, 3.2, 12, 6.6, 1.25), (8.8, 1.1, 3, 7.4, 1.3), (8.6, -1.1, -7, 6.9, 1.25),
                                     (8, -3.1, -18, 5.2, 1.1), (4, 3, 48, 6, 1.5)):  # fmt: skip
        root, tip = (x, y), add((x, y), polar(angle, long) if not closed else (2.6, 0) if x > 5 else (3.6, -0.6))
        across, blunt = normal(root, tip), thick * (1.1 if closed else 0.85)
        finger = [add(root, mul(across, thick)), add(tip, mul(across, blunt)), add(tip, mul(sub(tip, root), 0.16)),
                  sub(tip, mul(across, blunt)), sub(root, mul(across, thick))]  # fmt: skip
        parts.append(smooth(place(finger, wrist, heading, 1, flip)))
    return [(part, colour) for part in parts]


def _around(wrist: Point, heading: float) -> list[Path]:
    """A fist round a thing, its back to the eye: the fingers go round in front, the thumb lies over them."""
    fist = [(-0.6, 2.8), (3.6, 4.4), (8.6, 4.6), (11.2, 3.6), (11.9, 1.4), (11.7, -2.2), (10.6, -4.6), (7.4, -5.2),
            (3.6, -4.2), (-0.6, -2.8)]  # fmt: skip
    thumb = place([(2.4, 2.8), (6.0, 5.6), (11.0, 6.0)], wrist, heading)
    return [
        smooth(place(fist, wrist, heading)),
        _bone(thumb[0], thumb[1], 2.2, 1.9),
        _bone(thumb[1], thumb[2], 1.9, 1.5),
    ]


def _between_fingers(wrist: Point, heading: float) -> list[Path]:
    """The lines on a fist round a thing."""
    rows = [[(7.8, y), (9.8, y + 0.2), (11.5, y - 0.1)] for y in (1.7, -0.6, -2.8)] + [
        [(4.4, 4.0), (8.0, 4.4), (11.4, 4.0)]
    ]
    return [smooth(place(row, wrist, heading), closed=False) for row in rows]


def _pinch(wrist: Point, heading: float, flip: float, colour: str) -> list[tuple[Path, str]]:
    """A hand whose thumb and finger meet under the palm, or above it with a flip of -1: one outline."""
    outline = [(0, 2.7), (4, 3.6), (8.5, 3.2), (12.6, 1.4), (15.8, -1.8), (16.2, -4.8), (14.8, -7.6), (13, -8.4),
               (12, -7), (12.9, -4.6), (11.9, -3), (9.2, -3.3), (8.6, -4.2), (10, -5.8), (11.7, -7.3), (11.4, -8.9),
               (9.6, -8.7), (6, -6.8), (2.6, -3.6), (0, -2.7)]  # fmt: skip
    return [(smooth(place(outline, wrist, heading, 1, flip)), colour)]


def arm(scene: Scene, s: Skeleton, side: str, look: BodyStyle, *, ghost: bool = False) -> None:
    """One arm with its hand."""
    shoulder, elbow, wrist = (s.points[f"{side}.{name}"] for name in ("shoulder", "elbow", "wrist"))
    mode = "ghost" if ghost else look.mode(side, "arm")
    skin, shirt = _colour(scene, "skin", mode), _colour(scene, "shirt", mode)
    round_elbow = 4.05 * _breadth(look.person)
    items = [
        (limb(shoulder, elbow, _broad(UPPER_ARM, look.person), start=False, end=False), skin),
        (ellipse(elbow, round_elbow, round_elbow), skin),
        (limb(elbow, wrist, _broad(FOREARM, look.person), start=False), skin),
    ]
    items += _hand(wrist, s.turns[f"{side}.hand"], s.grips[side], skin)
    sleeve = _broad(SLEEVE, look.person)
    items.append((limb(shoulder, elbow, sleeve, end=False, hem=_HEM), shirt))
    lines = [hem_of(shoulder, elbow, sleeve, _HEM)]
    if s.grips[side] is Grip.AROUND:
        lines += _between_fingers(wrist, s.turns[f"{side}.hand"])
    _group(scene, items, mode, lines)


def draw(scene: Scene, s: Skeleton, look: BodyStyle, *, only_legs: bool = False) -> None:
    """The whole body, from the back to the front."""
    if not only_legs:
        arm(scene, s, "ok", look)
    leg(scene, s, "ok", look)
    flexed = angle_of(sub(s.points["aff.knee"], s.points["pelvis"])) + 90 + s.lean
    standing = abs((flexed + 180) % 360 - 180) < 38
    if standing:  # the hem of the shirt hangs over the leg; sitting, the thigh lies over the shirt
        torso.side(scene, s, look.person, seat=True, shirt=False)
        leg(scene, s, "aff", look)
    torso.neck(scene, s)
    torso.side(scene, s, look.person, seat=not standing, shirt=True)
    head.side(scene, s, look.person, torso.throat(s))
    if not standing:
        leg(scene, s, "aff", look)
    if not only_legs:
        arm(scene, s, "aff", look)
