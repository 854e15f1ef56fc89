"""A picture file with its pose: the body at each moment, its things and arrows, and the scene that they make."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from printkit.figures import (
    aids,
    body,
    closeup,
    palm,
    shadows,
    space,
    things,
    turned,
    worn,
)
from printkit.figures.geometry import (
    Point,
    add,
    angle_of,
    dist,
    lerp,
    mul,
    normal,
    polar,
    sub,
)
from printkit.figures.people import ANYBODY, Person, colours
from printkit.figures.scene import Arrow, Letter, Scene
from printkit.figures.skeleton import Miss, Skeleton, solve, strained
from printkit.figures.spec import (
    Figure,
    Limb,
    Only,
    Pose,
    Prop,
    PropKind,
    Stance,
    Track,
    View,
    between,
    merged,
)
from printkit.model.vocabulary import Answer, Side

_NEAR = 70  # cm
MOST_MISS = 1.0  # cm between where a hand or foot was sent and where it is


class SolvedFigure:
    """A picture file together with the pose it starts from."""

    def __init__(self, figure: Figure, stance: Stance, person: Person = ANYBODY) -> None:
        self.figure = figure
        self.person = person
        self.view = stance.view
        self.props = (*stance.props, *figure.props)
        self.start = merged(stance.body, figure.start)
        self.end = merged(self.start, figure.end)
        self.middle = merged(self.start, figure.middle) if figure.middle is not None else None
        self.eye = figure.eye or stance.eye
        self._solved: dict[float, Skeleton] = {}  # things, arrows and checks ask for the same few moments
        self._scenes: dict[tuple[float, Side, bool, bool], Scene] = {}  # as do a pair, its sketch and their windows
        self.named: dict[str, Point] = {}
        self.in_space: dict[str, space.Vector] = {}
        for prop in self.props:
            if self.view is View.TURNED:
                from printkit.figures import solids  # most bodies are seen from the side

                self.in_space |= solids.points(prop)
            else:
                self.named |= things.points(prop)
        seen = space.sight(self.eye)
        self.named |= {name: seen.point(at) for name, at in self.in_space.items()}

    def solved(self, t: float) -> Skeleton:
        """The body at a moment from 0 (start) to 1 (end)."""
        if t not in self._solved:
            self._solved[t] = self._solve(t)
        return self._solved[t]

    def _solve(self, t: float) -> Skeleton:
        return self._posed(self._pose(t), t)

    def _posed(self, pose: Pose, t: float) -> Skeleton:
        if self.view is View.TURNED:
            from printkit.figures import turned_body

            breath = sum(self._at_moment(prop, t).high for prop in self.props if prop.kind is PropKind.BELLY)
            return turned.solve(pose, self.eye, self.in_space, turned_body.belly(self.person, breath))
        if self.view in palm.WINDOWS:
            return palm.solve(pose, self.view)
        return closeup.solve(pose, self.view) if self._close else solve(pose, self.named)

    def _pose(self, t: float) -> Pose:
        """The pose at a moment; a way with a middle bends there."""
        if t <= 0 or t >= 1:
            return self.start if t <= 0 else self.end
        before, after, share = self.start, self.end, t
        if self.middle is not None:
            before, after, share = (before, self.middle, 2 * t) if t <= 0.5 else (self.middle, after, 2 * t - 1)
        pose = before if share <= 0 else after if share >= 1 else between(before, after, share)
        assert isinstance(pose, Pose)
        return pose

    @property
    def _close(self) -> bool:
        return self.view in (View.FEET, View.HAND, *palm.WINDOWS)

    @property
    def near(self) -> bool:
        """Whether its window is so small that toes are seen one by one."""
        return self.view is View.TURNED and self.figure.window is not None and self.figure.window.wide <= _NEAR

    def misses(self) -> list[tuple[str, Miss]]:
        """Every hand and foot that does not come to where it is sent, at the start or at the end."""
        moments = (("start", self.solved(0)), ("end", self.solved(1)))
        return [(name, miss) for name, s in moments for miss in s.misses if miss.centimetres > MOST_MISS]

    def strains(self) -> list[str]:
        """Every joint bent as no body can; only of a body seen from the side."""
        if self.view is not View.SIDE:
            return []
        return list(dict.fromkeys(line for t in (0, 1) for line in strained(self.solved(t))))

    def marked(self, side: Side) -> frozenset[str]:
        """The limbs that carry the mark: none when the side is not known, both when both are weak."""
        parts = {Limb.LEG: ("leg",), Limb.ARM: ("arm",), Limb.BOTH: ("leg", "arm"), Limb.NONE: ()}[self.figure.limb]
        sides = {Side.BOTH: ("aff", "ok"), Side.UNKNOWN: ()}.get(side, ("aff",))
        return frozenset(f"{one}_{part}" for one in sides for part in parts)

    def _moved(self) -> list[tuple[str, str]]:
        """The limbs that move."""
        a, b = self.solved(0).points, self.solved(1).points
        keys = {"leg": ("knee", "ankle", "toe", "heel"), "arm": ("elbow", "hand")}
        return [
            (side, part)
            for side in ("ok", "aff")
            for part, names in keys.items()
            if any(dist(a[f"{side}.{n}"], b[f"{side}.{n}"]) > 1.2 for n in names)
        ]

    def scene(
        self,
        t: float,
        side: Side,
        *,
        ghost: bool = False,
        arrows: Sequence[Track] = (),
        back: bool = False,
        fine: bool = False,
    ) -> Scene:
        """One moment, with its things, and where asked for the other end of the way as a dashed ghost, and arrows."""
        key = t, side, ghost, fine or self.near
        if key not in self._scenes:
            self._scenes[key] = self._drawn(t, side, ghost=ghost, fine=fine or self.near)
        known, s = self._scenes[key], self.solved(t)
        scene = Scene([*known.marks], [*known.backdrop], known.colours)
        if arrows:
            limbs = body.limbs(s, self.person)
            found = [replace(self._arrow(track), parts=limbs) for track in arrows]
            scene.marks += [replace(arrow, points=arrow.points[::-1]) for arrow in found] if back else found
            scene.marks += [Letter(s.spot(n.at, self.named), n.text, float(n.size)) for n in self.figure.notes]
        return scene

    def _drawn(self, t: float, side: Side, *, ghost: bool, fine: bool) -> Scene:
        """A scene without arrows and letters."""
        scene, s = Scene(colours=colours(self.person)), self.solved(t)
        marked = self.marked(side)
        there = [each for each in self.props if self._there(each, t)]
        braced = self.figure.brace_type if self.figure.brace is Answer.YES else None
        shod = self.figure.shoes is Answer.YES
        belt = any(prop.kind is PropKind.BELT for prop in there)
        look = body.BodyStyle(self.person, self.view, marked, shoes=shod, brace=braced, belt=belt, fine=fine)
        if isinstance(s, turned.Turned):
            from printkit.figures import in_space

            in_space.paint(scene, [self._at_moment(each, t) for each in there], s, look, self.eye)
            there = []
        else:
            shadows.draw(scene, there, s)
        for prop in there:
            if prop.kind is PropKind.HELPER and not self._close:
                from printkit.figures import helper

                hands = s.spot(prop.at, self.named) if prop.at else None
                helper.behind(scene, s, hands, ahead=prop.turned == 180)
                if prop.behind is Answer.YES:  # both hands are behind what they hold
                    helper.before(scene, s, hands, ahead=prop.turned == 180)
            things.back(scene, self._behind(self._at_moment(prop, t), s))
        if self.view is View.FEET:
            if ghost:
                closeup.feet(scene, self.solved(1 - t), ghost=True, marked=False, both=False)
            helped = any(prop.kind is PropKind.HELPER for prop in there)
            closeup.feet(scene, s, ghost=False, marked=side is not Side.UNKNOWN, both=side is Side.BOTH, held=helped)
        elif self.view is View.HAND:
            closeup.hand(scene, s, marked=side is not Side.UNKNOWN)
        elif self.view in palm.WINDOWS:
            held = partial(self._front, scene, t, held=True)
            palm.draw(scene, s, self.view, marked=side is not Side.UNKNOWN, held=held)
        if self._close:
            self._front(scene, t, held=False)
        elif self.view is not View.TURNED:
            for one, part in self._moved() if ghost else ():
                (body.leg if part == "leg" else body.arm)(scene, self.solved(1 - t), one, look, ghost=True)
            body.draw(scene, s, look)
            if look.belt:
                worn.belt(scene, s)
                body.arm(scene, s, "aff", look)  # it hangs over it
            self._front(scene, t, held=False)
        return scene

    def _there(self, prop: Prop, t: float) -> bool:
        return prop.only is None or (prop.only is Only.END) is (t >= 1)

    def _front(self, scene: Scene, t: float, *, held: bool) -> None:
        """What lies before the body; of a hand by itself, either what it holds or all else."""
        in_hand = (PropKind.BALL, PropKind.PUTTY) if self.view in palm.WINDOWS else ()
        for prop in self.props:
            if (prop.kind in in_hand) is held and self._there(prop, t):
                things.front(scene, self._at_moment(prop, t), self.solved(t), self.named)
                if prop.kind is PropKind.HELPER and prop.behind is not Answer.YES and not self._close:
                    from printkit.figures import helper

                    hands = self.solved(t).spot(prop.at, self.named) if prop.at else None
                    helper.before(scene, self.solved(t), hands, ahead=prop.turned == 180)

    def _behind(self, prop: Prop, s: Skeleton) -> Prop:
        """A thing that hands close over stands where the body is, but is painted first."""
        if prop.at is None or (prop.behind is Answer.NO and prop.kind not in aids.KINDS):
            return prop
        x, y = s.spot(prop.at, self.named)
        toward = angle_of(sub(s.spot(prop.to, self.named), (x, y))) if prop.to else prop.turned
        return replace(prop, x=x, y=y, turned=toward, at=None)

    def _at_moment(self, prop: Prop, t: float) -> Prop:
        return things.at_moment(prop, ended=t >= 1)

    def _arrow(self, track: Track) -> Arrow:
        s = self.solved(1)
        shift = s.spot(track.shift, self.named)
        if track.follow:
            points = [self.solved(i / 8).spot(track.follow, self.named) for i in range(9)]
            long = dist(points[0], points[-1])
            if 0 < long < track.least:  # a short way is drawn longer about its middle
                points = [add(points[4], mul(sub(p, points[4]), track.least / long)) for p in points]
        elif track.round:
            middle = s.spot(track.round, self.named)
            turn = track.to_degrees - track.from_degrees
            points = [add(middle, polar(track.from_degrees + turn * i / 12, track.radius)) for i in range(13)]
        else:
            a = s.spot(track.start or "0 0", self.named)
            b = add(a, s.spot(track.by or "0 20", self.named))
            points = [lerp(a, b, i / 8) for i in range(9)]
        if track.bow and not track.round:
            across = normal(points[0], points[-1])
            points = [add(p, mul(across, track.bow * 4 * (i / 8) * (1 - i / 8))) for i, p in enumerate(points)]
        return Arrow(tuple(add(p, shift) for p in points), track.both is Answer.YES)
