"""From a pose to the joints of a body: side view. Sizes in cm of an adult of 172 cm."""

from math import radians, sin, sqrt

from msgspec import Struct

from printkit.figures.geometry import Point, add, angle_of, dist, lerp, mul, polar, reach, rot, sub
from printkit.figures.spec import Arm, Grip, Leg, Pose

TRUNK, THIGH, SHANK, UPPER_ARM, FOREARM, HAND = 50.0, 42.0, 40.0, 29.0, 25.0, 8.5
FOOT = 1.15  # feet are drawn somewhat large: they are what most pictures are about
ANKLE = 8.4 * FOOT  # above the sole
HEEL, BALL = mul((-4.6, -8.4), FOOT), mul((12.6, -8.4), FOOT)
TIP, MTP = mul((19.6, -8.2), FOOT), mul((12.4, -5.4), FOOT)


class Miss(Struct, frozen=True):
    """A hand or foot that did not come to where it was sent, by so many cm."""

    part: str
    centimetres: float


class Skeleton(Struct):
    """Named points, and for each side how its foot and hand are turned."""

    points: dict[str, Point]
    turns: dict[str, float]
    grips: dict[str, Grip]
    misses: list[Miss]
    lean: float = 0.0
    curve: float = 0.0

    def along(self, high: float) -> tuple[Point, float]:
        """The point of the spine so far above the hips, and how far it leans there. A curved spine is an arc."""
        low, bend = self.lean - self.curve / 2, self.curve * high / TRUNK
        chord = high if not bend else high * sin(radians(bend / 2)) / radians(bend / 2)
        return add(self.points["pelvis"], polar(90 - low - bend / 2, chord)), low + bend

    def spot(self, said: str, props: dict[str, Point]) -> Point:
        """A written point. Raises KeyError with the name when there is no such point."""
        words = said.split()
        if len(words) == 2:
            return (float(words[0]), float(words[1]))
        named = (props | self.points)[words[0]]
        return add(named, (float(words[1]), float(words[2]))) if len(words) == 3 else named


def solve(pose: Pose, props: dict[str, Point]) -> Skeleton:
    """Every joint of a pose. `props` are the named points of the things around."""
    found = Skeleton({}, {}, {}, [])
    _side(found, pose, props)
    return found


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _side(s: Skeleton, pose: Pose, props: dict[str, Point]) -> None:
    hip = s.spot(pose.hip or "0 91", props)
    lean = _or(pose.lean, 0)
    if pose.shoulder_at:  # lying: the shoulders stay where they are, the hips may rise
        shoulder = s.spot(pose.shoulder_at, props)
        hip = (shoulder[0] + sqrt(max(1.0, TRUNK**2 - (hip[1] - shoulder[1]) ** 2)), hip[1])
        lean = 90 - angle_of(sub(shoulder, hip))
        lean = lean - 360 if lean > 180 else lean
    s.lean, s.curve = lean, _or(pose.curve, 0)
    s.points["pelvis"] = hip
    (neck, top), (shoulder, _), (chest, _) = (s.along(high) for high in (TRUNK + 1, TRUNK - 6, (TRUNK + 1) * 0.75))
    gaze = 90 - top - _or(pose.neck, 0)
    s.turns |= {"head": gaze - 90, "mouth": _or(pose.mouth, 0)}
    s.points |= {"neck": neck, "shoulder": shoulder, "chest": chest}
    s.points["head"] = add(neck, add(polar(gaze, 15.5), rot((2.2, 0), gaze - 90)))
    for side, leg in (("ok", pose.ok_leg), ("aff", pose.aff_leg)):
        _leg_side(s, side, hip, leg or Leg(x=0), props)
    for side, arm in (("ok", pose.ok_arm), ("aff", pose.aff_arm)):
        _arm_side(s, side, shoulder, arm or Arm(), props)


def _leg_side(s: Skeleton, side: str, hip: Point, leg: Leg, props: dict[str, Point]) -> None:
    pitch, toes = _or(leg.pitch, 0), _or(leg.toes, 0)
    if leg.hip is not None:
        thigh = -90 - s.lean + leg.hip
        knee = add(hip, polar(thigh, THIGH))
        shin = thigh - _or(leg.knee, 0)
        ankle = add(knee, polar(shin, SHANK))
        pitch = shin + 90 + _or(leg.ankle, 0)
    else:
        if leg.ankle_at:
            ankle = s.spot(leg.ankle_at, props)
        else:
            pivot = HEEL if pitch >= 0 else BALL
            ankle = sub(add((_or(leg.x, 0), _or(leg.y, 0) + ANKLE), pivot), rot(pivot, pitch))
            if pitch < 0 and leg.toes is None:
                toes = -pitch  # the toes stay on the floor
        wanted = ankle
        knee, ankle = reach(hip, wanted, THIGH, SHANK, 1)
        s.misses.append(Miss(f"{side}_leg", dist(wanted, ankle)))
    _foot_points(s, side, ankle, pitch, toes, 1)
    s.points |= {f"{side}.hip": hip, f"{side}.knee": knee, f"{side}.ankle": ankle}
    s.points[f"{side}.shin"] = lerp(knee, ankle, 0.5)
    s.points[f"{side}.thigh"] = add(lerp(hip, knee, 0.62), mul(polar(angle_of(sub(knee, hip)) + 90), 7.5))


def _foot_points(s: Skeleton, side: str, ankle: Point, pitch: float, toes: float, flip: float) -> None:
    def at(point: Point) -> Point:
        return add(ankle, rot((point[0], point[1] * flip), pitch))

    s.turns |= {f"{side}.pitch": pitch, f"{side}.toes": toes, f"{side}.flip": flip}
    s.points |= {f"{side}.heel": at(HEEL), f"{side}.ball": at(BALL), f"{side}.mtp": at(MTP)}
    s.points[f"{side}.toe"] = add(at(MTP), rot(sub(TIP, MTP), pitch + toes))
    s.points |= {f"{side}.instep": at(mul((8, 0), FOOT)), f"{side}.foot": at(mul((6, -3), FOOT))}
    s.points[f"{side}.forefoot"] = at(mul((11, 0.5), FOOT))


def _arm_side(s: Skeleton, side: str, shoulder: Point, arm: Arm, props: dict[str, Point]) -> None:
    bend = _or(arm.bend, -1)
    if arm.to:
        target = s.spot(arm.to, props)
        if arm.hand in (Grip.FLAT, Grip.UP):  # a hand that lies on something points along it
            along = polar(-4 if arm.hand is Grip.FLAT else 84)
            wanted = sub(target, mul(along, HAND * 0.8))
            wanted = add(wanted, (0, 3) if arm.hand is Grip.FLAT else (-3.2, 0))
            elbow, wrist = reach(shoulder, wanted, UPPER_ARM, FOREARM, bend)
            heading = angle_of(along)
            s.misses.append(Miss(f"{side}_arm", dist(wanted, wrist)))
        else:
            elbow, grip = reach(shoulder, target, UPPER_ARM, FOREARM + HAND * 0.8, bend)
            heading = angle_of(sub(grip, elbow))
            wrist = add(elbow, polar(heading, FOREARM))
            s.misses.append(Miss(f"{side}_arm", dist(target, grip)))
    else:
        down = -90 - s.lean + _or(arm.shoulder, 5)
        elbow = add(shoulder, polar(down, UPPER_ARM))
        heading = down + _or(arm.elbow, 10)
        wrist = add(elbow, polar(heading, FOREARM))
    _arm_points(s, side, (shoulder, elbow, wrist), heading, arm.hand)


def _arm_points(s: Skeleton, side: str, joints: tuple[Point, Point, Point], heading: float, grip: Grip) -> None:
    for name, point in zip(("shoulder", "elbow", "wrist"), joints, strict=True):
        s.points[f"{side}.{name}"] = point
    if grip is Grip.AROUND:
        heading -= 0.55 * max(0.0, heading)
    s.points[f"{side}.hand"] = add(joints[2], polar(heading, HAND * 0.9))
    up = 1 if grip is Grip.PINCH_UP else -1
    s.points[f"{side}.tips"] = add(joints[2], rot((11.6, 7.4 * up), heading))
    s.turns[f"{side}.hand"] = heading
    s.grips[side] = grip


def strained(s: Skeleton) -> list[str]:
    """Joints that no body can take: a knee or elbow bent backwards or folded too far (side view only)."""
    found = []
    for side in ("aff", "ok"):
        hip, knee, ankle = (s.points[f"{side}.{name}"] for name in ("hip", "knee", "ankle"))
        flexed = (angle_of(sub(knee, hip)) - angle_of(sub(ankle, knee)) + 180) % 360 - 180
        if not -6 <= flexed <= 150:
            found.append(f"{side}_leg: the knee bends by {flexed:.0f} degrees")
        ankle_bend = (s.turns[f"{side}.pitch"] - angle_of(sub(ankle, knee)) - 90 + 180) % 360 - 180
        if not -70 <= ankle_bend <= 50:
            found.append(f"{side}_leg: the ankle bends by {ankle_bend:.0f} degrees")
    return found
