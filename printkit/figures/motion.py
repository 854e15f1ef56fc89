"""A picture that moves: from the start to the end and back, as drawings through the window of its pair.

Where start and end say a limb in the same way, as by where its foot stands, the pose between them is solved as any
other, so that a foot stays on the floor. A limb that is said in two ways, as a foot that leaves the floor, turns about
its joints.
"""

from itertools import pairwise
from math import cos, hypot, pi, sin

from msgspec.structs import asdict, replace

from printkit.figures import palm, turned
from printkit.figures.geometry import add, angle_of, lerp, polar, rot, sub
from printkit.figures.pair import ends, framed, has_two
from printkit.figures.people import ANYBODY, Person
from printkit.figures.picture import known_points
from printkit.figures.scene import Arrow, Drawing, Letter
from printkit.figures.skeleton import Skeleton
from printkit.figures.solved import SolvedFigure
from printkit.figures.spec import Arm, Figure, Leg, Only, Pose, Prop, Stance, View, between
from printkit.figures.turned import Turned
from printkit.model.vocabulary import Answer, Side

SECONDS = 2  # one way
FRAMES = 25  # from the start, which counts, to the end, which does not: 12.5 a second, as a calm movement needs
_STEP, _HIGHEST = 8, 7.0  # cm: the shortest way of a foot that is a step, and how high it is lifted at most
_ON_FOOT = ("heel", "ball", "toe", "mtp", "foot", "forefoot", "instep")
_ON_HAND = ("hand", "tips")


def frames(figure: Figure, stance: Stance, side: Side, person: Person = ANYBODY) -> tuple[Drawing, ...]:
    """The drawings of one way, start and end included; the way back has the same. Empty for a picture shown once.

    Raises CatalogError for a point that has no such name.
    """
    if not has_two(figure):
        return ()
    with known_points(figure):
        still, between_them = SolvedFigure(figure, stance, person), _Moving(figure, stance, person)
        start, end = ends(still, side)
        pointers = [mark for scene in (start, end) for mark in scene.marks if isinstance(mark, Arrow | Letter)]
        scenes = [start]
        for number in range(1, FRAMES):
            t = (1 - cos(pi * number / FRAMES)) / 2  # slow at both ends
            scene = between_them.scene(t, side, fine=figure.zoom is not None)
            scene.marks += pointers
            scenes.append(scene)
        middle = [still.scene(0.5, side)] if figure.middle is not None else []
        return framed([*scenes, end], still, side, bounds=[start, *middle, end])


class _Moving(SolvedFigure):
    """A picture at any moment of its movement."""

    def _solve(self, t: float) -> Skeleton:
        if self.view is View.TURNED and 0 < t < 1:
            return self._in_space(t)
        if not 0 < t < 1 or self.view in (View.FEET, View.HAND, *palm.WINDOWS):
            return super()._solve(t)
        a, b = self.solved(0), self.solved(1)
        before, after = (self._pinned(pose, s) for pose, s in ((self.start, a), (self.end, b)))
        pose = between(before, after, t)
        assert isinstance(pose, Pose)
        if self.figure.shoes is Answer.YES:  # who walks lifts the foot; a bare one slides, on a bed or a towel
            steps = {name: _stepped(getattr(before, name), getattr(after, name), t) for name in ("aff_leg", "ok_leg")}
            pose = replace(pose, **{name: leg for name, leg in steps.items() if leg})
        s = self._posed(pose, t)
        for side in ("aff", "ok"):
            for limb, chain in (("leg", ("hip", "knee", "ankle")), ("arm", ("shoulder", "elbow", "wrist"))):
                one, other = getattr(before, f"{side}_{limb}"), getattr(after, f"{side}_{limb}")
                if _how(one) != _how(other):
                    _turned(s, a, b, [f"{side}.{name}" for name in chain], t)
        return s

    def _in_space(self, t: float) -> Skeleton:
        """Through the middle, where the way has one."""
        ways = ((0.0, 1.0),) if self.middle is None else ((0.0, 0.5), (0.5, 1.0))
        start, end = next(way for way in ways if t <= way[1])
        a, b = (super(_Moving, self)._solve(moment) for moment in (start, end))
        assert isinstance(a, Turned)
        assert isinstance(b, Turned)
        return turned.between(a, b, (t - start) / (end - start))

    def _pinned(self, pose: Pose, s: Skeleton) -> Pose:
        """The pose with numbers in place of named points, which may stand for one thing here and another there."""

        def pinned(record: Leg | Arm | None) -> Leg | Arm | None:
            if record is None:
                return None
            said: dict[str, object] = {
                name: at(value) for name, value in asdict(record).items() if name.endswith("_at") or name == "to"
            }
            if isinstance(record, Leg) and record.x is not None:
                said["y"] = record.y or 0
            return replace(record, **said)

        def at(spot: str | None) -> str | None:
            return spot and "{:.3f} {:.3f}".format(*s.spot(spot, self.named))

        limbs = {name: pinned(getattr(pose, name)) for name in ("aff_leg", "ok_leg", "aff_arm", "ok_arm")}
        return replace(pose, hip=at(pose.hip), shoulder_at=at(pose.shoulder_at), **limbs)

    def _there(self, prop: Prop, t: float) -> bool:
        return prop.only is None or (prop.only is Only.END) is (t >= 0.5)

    def _at_moment(self, prop: Prop, t: float) -> Prop:
        found = between(super()._at_moment(prop, 0), super()._at_moment(prop, 1), t)
        assert isinstance(found, Prop)
        return found


def _stepped(before: Leg | None, after: Leg | None, t: float) -> Leg | None:
    """A foot on its way from one place of the floor to another; None for one that stays, or is elsewhere."""
    if before is None or after is None or before.x is None or after.x is None or abs(after.x - before.x) < _STEP:
        return None
    leg = between(before, after, t)
    assert isinstance(leg, Leg)
    assert leg.y is not None
    return replace(leg, y=leg.y + min(_HIGHEST, abs(after.x - before.x) / 4) * sin(pi * t))


def _how(limb: Leg | Arm | None) -> tuple[str, ...]:
    """The fields that say where a limb is, besides how its foot or hand is turned."""
    if limb is None:
        return ()
    return tuple(
        n for n, value in asdict(limb).items() if value is not None and n not in ("pitch", "toes", "hand", "ankle")
    )


def _turned(s: Skeleton, a: Skeleton, b: Skeleton, chain: list[str], t: float) -> None:
    """A limb of which each bone has turned a part of its way, with its foot or hand."""
    for upper, lower in pairwise(chain):
        one, other = (sub(each.points[lower], each.points[upper]) for each in (a, b))
        long = hypot(*one) + (hypot(*other) - hypot(*one)) * t
        s.points[lower] = add(s.points[upper], polar(_turn(angle_of(one), angle_of(other), t), long))
    side, end = chain[-1].split(".")
    key, names = (f"{side}.pitch", _ON_FOOT) if end == "ankle" else (f"{side}.hand", _ON_HAND)
    s.turns[key] = _turn(a.turns[key], b.turns[key], t)
    if end == "ankle":
        s.turns[f"{side}.toes"] = _turn(a.turns[f"{side}.toes"], b.turns[f"{side}.toes"], t)
    for name in (f"{side}.{each}" for each in names):
        if name in s.points:
            local = [rot(sub(each.points[name], each.points[chain[-1]]), -each.turns[key]) for each in (a, b)]
            s.points[name] = add(s.points[chain[-1]], rot(lerp(local[0], local[1], t), s.turns[key]))


def _turn(a: float, b: float, t: float) -> float:
    """Part of the way from one direction to another, the short way round."""
    return a + ((b - a + 180) % 360 - 180) * t
