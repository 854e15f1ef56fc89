"""From a pose to the joints of a body in space, as an eye anywhere around it sees them (the view `turned`)."""

from msgspec import field

from printkit.figures import space
from printkit.figures.geometry import Point
from printkit.figures.skeleton import (
    ANKLE,
    BALL,
    FOREARM,
    HAND,
    HEEL,
    MTP,
    SHANK,
    THIGH,
    TIP,
    TRUNK,
    UPPER_ARM,
    Miss,
    Skeleton,
)
from printkit.figures.space import Frame, Sight, Vector, across, level, minus, plus, turned, unit
from printkit.figures.spec import Arm, Eye, Grip, Leg, Pose

HIPS, SHOULDERS = 9.0, 16.0  # half of the width
_OF_FOOT: dict[str, Point] = {
    "heel": HEEL,
    "ball": BALL,
    "mtp": MTP,
    "foot": (4.6, -6.0),
    "instep": (6.0, 0.0),
}
_ON_ARM = ("aff.hand", "aff.wrist", "aff.forearm", "aff.elbow")
_ON = (Grip.FLAT, Grip.UP, Grip.OPEN, Grip.CLOSED)  # the hand lies on what it touches


class Turned(Skeleton):
    """A skeleton in space; its `points` are where the eye sees them."""

    sight: Sight = field(default_factory=lambda: space.sight(Eye()))
    things: dict[str, Vector] = field(default_factory=dict)
    joints: dict[str, Vector] = field(default_factory=dict)
    frames: dict[str, Frame] = field(
        default_factory=dict
    )  # pelvis, chest, head, and feet and hands: front is where toes and fingers point
    poles: dict[str, Vector] = field(default_factory=dict)  # the front of a leg, and which way an elbow points
    lift: float = 0.0
    squeeze: float = 0.0
    blades: bool = False  # the shoulder blades show under the shirt, as the picture is about them
    belly: float = 10.0  # how far it comes forward of the spine

    def where(self, said: str) -> Vector:
        """A written point in space. Raises KeyError with the name when there is no such point."""
        words = said.split()
        if words[0][0] in "-0123456789":
            x, y, z = (*map(float, words), 0.0)[:3]
            return (x, y, z)
        named = (self.things | self.joints)[words[0]]
        x, y, z = (*map(float, words[1:]), 0.0, 0.0, 0.0)[:3]
        return plus(named, ((x, y, z), 1))

    def spot(self, said: str, props: dict[str, Point]) -> Point:
        """A written point as the eye sees it; with two numbers it or its shift is one of the picture."""
        words = said.split()
        if len(words) == 4 or (len(words) == 3 and words[0][0] in "-0123456789"):
            return self.sight.point(self.where(said))
        if words[0] in self.joints and len(words) < 3:
            return self.points[words[0]]
        return Skeleton.spot(self, said, props)

    def put(self, **joints: Vector) -> None:
        """Joints, in space and as they are seen."""
        self.joints |= joints
        self.points |= {name: self.sight.point(joint) for name, joint in joints.items()}


def solve(pose: Pose, eye: Eye, things: dict[str, Vector], belly: float = 10.0) -> Turned:
    """Every joint of a pose; `things` are the named points of what stands around, `belly` is how far it comes forward."""
    s = Turned({}, {}, {}, [], sight=space.sight(eye), things=things, belly=belly)
    s.lift, s.squeeze = float(pose.lift or 0), float(pose.squeeze or 0)
    s.blades = bool(pose.squeeze)
    s.turns["mouth"] = float(pose.mouth or 0)
    hips = Frame().bent(pose.lean or 0, pose.side or 0, pose.turn or 0)
    chest = hips.bent(pose.curve or 0, 0, pose.twist or 0)
    head = chest.bent(pose.neck or 0, 0, pose.look or 0)
    s.frames |= {"pelvis": hips, "chest": chest, "head": head}
    _trunk(s, s.where(pose.hip or "0 91 0"))
    for side, q, leg in (("aff", 1.0, pose.aff_leg), ("ok", -1.0, pose.ok_leg)):
        _leg(s, side, q, leg or Leg(x=0, z=round(10 * q)), float(pose.tilt or 0))
    # the affected arm first: the other hand may hold it
    for side, q, arm in (("aff", 1.0, pose.aff_arm), ("ok", -1.0, pose.ok_arm)):
        _arm(s, side, q, arm or Arm())
    return s


def _trunk(s: Turned, pelvis: Vector) -> None:
    hips, chest, head = (s.frames[name] for name in ("pelvis", "chest", "head"))
    waist = hips.at(pelvis, 0, TRUNK / 2, 0)
    neck = chest.at(waist, 0, TRUNK / 2 + 1, 0)
    s.put(pelvis=pelvis, waist=waist, neck=neck, chest=chest.at(waist, 0, TRUNK / 4, 0), head=head.at(neck, 2, 15.5, 0))
    s.put(belly=hips.at(pelvis, s.belly, 14, 0))
    narrow = abs(s.squeeze) * 0.3
    for side, q in (("aff", 1.0), ("ok", -1.0)):
        s.put(**{f"{side}.shoulder": chest.at(neck, -s.squeeze, s.lift - 7.5, q * (SHOULDERS - narrow))})


def _leg(s: Turned, side: str, q: float, leg: Leg, tilt: float) -> None:
    hips = s.frames["pelvis"]
    hip = hips.at(s.joints["pelvis"], 0, 0, q * HIPS)
    pitch, free = float(leg.pitch or 0), leg.ankle_at is not None
    ahead = level(hips.front) if abs(hips.front[1]) < 0.7 else level(minus((0, 0, 0), hips.up))
    ahead = turned(ahead, space.UP, -q * (5.0 if leg.out is None else leg.out))
    foot = Frame(ahead, space.UP, space.cross(ahead, space.UP))
    if leg.ankle_at is not None:
        ankle = s.where(leg.ankle_at)
    else:
        pivot = HEEL if pitch >= 0 else BALL
        tilted = foot.bent(-pitch, 0, 0)
        sole: Vector = (float(leg.x or 0), float(leg.y or 0) + ANKLE, float(10 * q if leg.z is None else leg.z))
        ankle = tilted.at(foot.at(sole, pivot[0], pivot[1], 0), -pivot[0], -pivot[1], 0)
    pole = minus(s.where(leg.knee_at), hip) if leg.knee_at else plus(hips.front, (hips.side, 0.12 * q), (ahead, 0.3))
    knee, got = space.bent_at(hip, ankle, THIGH, SHANK, pole)
    s.misses.append(Miss(f"{side}_leg", space.long(minus(ankle, got))))
    if free:  # a foot in the air or on its side keeps to its shin
        up = unit(minus(knee, got))
        front = across(plus(pole, (ahead, 0.2)), up)
        foot = Frame(front, up, space.cross(front, up))
    foot = foot.bent(-pitch, 0, 0)
    if side == "aff" and tilt:  # its outer edge lifts about the inner one
        inner = foot.at(got, 0, -ANKLE, -q * 4.5)
        rolled = foot.bent(0, -q * tilt, 0)
        got = rolled.at(inner, 0, ANKLE, q * 4.5)
        knee, got = space.bent_at(hip, got, THIGH, SHANK, pole)
        foot = rolled
    s.poles[f"{side}_leg"] = across(pole, unit(minus(got, hip)))
    s.turns[f"{side}.toes"] = float(-pitch if leg.toes is None and pitch < 0 and not free else leg.toes or 0)
    _put_leg(s, side, (hip, knee, got), foot)


def _put_leg(s: Turned, side: str, bones: tuple[Vector, Vector, Vector], foot: Frame) -> None:
    hip, knee, ankle = bones
    s.frames[f"{side}_foot"] = foot
    joints = {"hip": hip, "knee": knee, "ankle": ankle, "shin": space.lerp(knee, ankle, 0.5)}
    joints["thigh"] = plus(space.lerp(hip, knee, 0.62), (across(s.poles[f"{side}_leg"], unit(minus(knee, hip))), 7.5))
    joints |= {name: foot.at(ankle, x, y, 0) for name, (x, y) in _OF_FOOT.items()}
    joints["toe"] = foot.bent(-s.turns[f"{side}.toes"], 0, 0).at(joints["mtp"], TIP[0] - MTP[0], TIP[1] - MTP[1], 0)
    s.put(**{f"{side}.{name}": joint for name, joint in joints.items()})


def _arm(s: Turned, side: str, q: float, arm: Arm) -> None:
    chest, shoulder = s.frames["chest"], s.joints[f"{side}.shoulder"]
    hang = plus((0.0, -1.0, 0.0), (chest.front, -0.5), (chest.side, 0.55 * q))
    front = s.frames["pelvis"].front
    # of who lies the belly looks up, as a table does
    on_belly = (arm.to or "").startswith("belly") and arm.hand in _ON and front[1] < 0.7
    rests_on = front if on_belly else space.UP
    if arm.to is None:
        down = chest.bent(-(arm.shoulder or 0), 8 * q, 0)
        elbow = plus(shoulder, (down.up, -UPPER_ARM))
        fore = down.bent(-(10 if arm.elbow is None else arm.elbow), 0, 0)
        wrist, heading = plus(elbow, (fore.up, -FOREARM)), minus((0, 0, 0), fore.up)
    else:
        target = s.where(arm.to)
        pole = minus(s.where(arm.elbow_at), shoulder) if arm.elbow_at else hang
        if arm.hand in _ON:
            heading = level(plus(level(minus(target, shoulder)), (chest.front, 0.6)))
            if on_belly:
                heading = across(plus((0.0, 0.0, 0.0), (chest.side, -q)), rests_on)
            wanted = plus(target, (heading, -HAND * 0.8), (rests_on, 1.6))
            elbow, wrist = space.bent_at(shoulder, wanted, UPPER_ARM, FOREARM, pole)
            missed = minus(wanted, wrist)
        else:
            elbow, got = space.bent_at(shoulder, target, UPPER_ARM, FOREARM + HAND * 0.8, pole)
            heading, missed = unit(minus(got, elbow)), minus(target, got)
            wrist = plus(elbow, (heading, FOREARM))
        s.misses.append(Miss(f"{side}_arm", space.long(missed)))
    up = rests_on if arm.hand is not Grip.CUP else minus((0, 0, 0), space.UP)
    sideways = plus(chest.side, (chest.front, 0.001))
    back = (
        across(up, heading)
        if abs(heading[1]) < 0.85 or arm.hand in _ON
        else across(minus((0, 0, 0), sideways) if q < 0 else sideways, heading)
    )
    back = turned(back, heading, q * (arm.palm or 0))
    if arm.to and arm.to.startswith(_ON_ARM):  # it lies over the arm that it touches, or holds it from below
        s.turns[f"{side}.over"] = -1.0 if arm.hand is Grip.CUP else 1.0
    s.grips[side] = arm.hand
    s.poles[f"{side}_arm"] = unit(minus(elbow, space.lerp(shoulder, wrist, 0.5)))
    _put_arm(s, side, elbow, wrist, Frame(heading, back, space.cross(heading, back)))


def _put_arm(s: Turned, side: str, elbow: Vector, wrist: Vector, hand: Frame) -> None:
    s.frames[f"{side}_hand"] = hand
    joints = {"elbow": elbow, "wrist": wrist, "hand": hand.at(wrist, HAND * 0.9, 0, 0)}
    joints |= {"forearm": space.lerp(elbow, wrist, 0.5), "tips": hand.at(wrist, 11.6, -7.4, 0)}
    s.put(**{f"{side}.{name}": joint for name, joint in joints.items()})


def between(a: Turned, b: Turned, t: float) -> Turned:
    """Part of the way from one body to another: hands and feet go straight, knees and elbows follow."""
    s = Turned({}, dict(a.turns), dict(a.grips if t < 0.5 else b.grips), [], sight=a.sight, things=a.things)
    s.lift, s.squeeze = a.lift + (b.lift - a.lift) * t, a.squeeze + (b.squeeze - a.squeeze) * t
    s.blades = a.blades or b.blades
    s.turns["mouth"] = a.turns["mouth"] + (b.turns["mouth"] - a.turns["mouth"]) * t
    s.belly = a.belly + (b.belly - a.belly) * t
    for name, one in a.frames.items():
        front, up = (space.lerp(v, w, t) for v, w in ((one.front, b.frames[name].front), (one.up, b.frames[name].up)))
        up = across(up, unit(front))
        s.frames[name] = Frame(unit(front), up, space.cross(unit(front), up))
    _trunk(s, space.lerp(a.joints["pelvis"], b.joints["pelvis"], t))
    for side, q in (("aff", 1.0), ("ok", -1.0)):
        s.turns[f"{side}.toes"] = a.turns[f"{side}.toes"] + (b.turns[f"{side}.toes"] - a.turns[f"{side}.toes"]) * t
        for part in ("leg", "arm"):
            s.poles[f"{side}_{part}"] = space.lerp(a.poles[f"{side}_{part}"], b.poles[f"{side}_{part}"], t)
        ankle, wrist = (
            space.lerp(a.joints[f"{side}.{name}"], b.joints[f"{side}.{name}"], t) for name in ("ankle", "wrist")
        )
        hip, shoulder = s.frames["pelvis"].at(s.joints["pelvis"], 0, 0, q * HIPS), s.joints[f"{side}.shoulder"]
        knee, ankle = space.bent_at(hip, ankle, THIGH, SHANK, s.poles[f"{side}_leg"])
        _put_leg(s, side, (hip, knee, ankle), s.frames[f"{side}_foot"])
        elbow, wrist = space.bent_at(shoulder, wrist, UPPER_ARM, FOREARM, s.poles[f"{side}_arm"])
        _put_arm(s, side, elbow, wrist, s.frames[f"{side}_hand"])
    return s
