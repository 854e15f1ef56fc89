"""A body that turns among its things: what stands behind it, the body, what stands before it, what is in its hands."""

from msgspec.structs import replace

from printkit.figures import solids, turned, turned_body, turned_hand
from printkit.figures.body import BodyStyle
from printkit.figures.geometry import ellipse
from printkit.figures.people import ANYBODY, IN_OTHER_CLOTHES
from printkit.figures.scene import INK, WIDTHS, Scene
from printkit.figures.spec import Arm, Eye, Grip, Leg, Pose, Prop, PropKind, View
from printkit.figures.turned import Turned

_SHADED = (PropKind.CHAIR, PropKind.ARMCHAIR)
_WALKS = 18.0  # cm from ankle to ankle of who takes a step
_LOW = 6.0  # cm: the middle of a foot that stands on the floor is lower


def paint(scene: Scene, props: list[Prop], s: Turned, look: BodyStyle, eye: Eye) -> None:
    """All of one moment, from the farthest to the nearest."""
    _shadows(scene, s, props)
    waiting: list[Prop] = []
    s.turns["belly"] = float(sum(prop.high for prop in props if prop.kind is PropKind.BELLY))
    beyond = turned_body.beyond_the_seat(s)
    for side in beyond:
        turned_body.leg(scene, s, side, look)
    for prop in solids.ordered(props, s):
        if prop.kind is PropKind.BELLY:
            continue  # it is of the trunk
        if prop.kind is PropKind.HELPER:
            scene.marks += _helper(prop, s, eye).marks
        elif not solids.before(prop, s):
            solids.draw(scene, prop, s)
        elif not solids.in_hand(prop):
            waiting.append(prop)

    def things_to(nearness: float) -> None:
        for prop in [each for each in waiting if solids.lies_or_is_within(each, s, nearness)]:
            waiting.remove(prop)
            solids.draw(scene, prop, s)

    turned_body.draw(scene, s, look, things_to, without=beyond)
    for prop in props:
        if solids.in_hand(prop) and solids.before(prop, s):
            solids.draw(scene, prop, s)
            _closed_over(scene, prop, s, look)


def _closed_over(scene: Scene, prop: Prop, s: Turned, look: BodyStyle) -> None:
    """The fingers and the thumb round a thing whose holder shows the palm."""
    side = solids.palm_seen(prop, s)
    if side is not None:
        mode = look.mode(side, "arm")
        skin = scene.colours[f"{mode}-skin" if mode else "skin"]
        fingers, lines, thumb = turned_hand.ends(s.sight, turned_hand.of(s, side), s.grips[side])
        scene.group([(part, skin) for part in fingers], INK, WIDTHS[mode or "body"], (), lines)
        scene.group([(part, skin) for part in thumb], INK, WIDTHS["inner"])


def _shadows(scene: Scene, s: Turned, props: list[Prop]) -> None:
    """Soft ground under feet that stand on the floor, and under a chair."""
    long = abs(s.sight.right[0])  # feet point forward: from the front they are narrow
    spots = [(s.joints[f"{side}.foot"], 7.5 + 7 * long, 14.5 - 7 * long) for side in ("aff", "ok")]
    spots = [each for each in spots if each[0][1] < _LOW]
    spots += [((float(prop.x), 0.0, float(prop.z)), 21.0, 21.0) for prop in props if prop.kind in _SHADED]
    flat = abs(s.sight.near[1])
    for soft in (1.7, 0.0):
        for (x, _, z), wide, deep in spots:
            shape = ellipse(s.sight.point((x, 0.0, z)), wide + soft, max(1.4, deep * flat) + soft * 0.6)
            scene.shape(shape, scene.colours["shadow-soft" if soft else "shadow"])


def _helper(prop: Prop, s: Turned, eye: Eye) -> Scene:
    """A helper behind the person, where the thing says or else on the affected side, a hand at the hips or `at` a point."""
    x, z = float(prop.x), float(prop.z)
    hips = s.joints["pelvis"]
    if not (prop.x or prop.z):  # as far as two people who walk together are
        x, z = hips[0] - 28, hips[2] + 42
    held = s.where(prop.at or "aff.hip -4 9 10")
    y = float(prop.y)
    stride = min(34.0, abs(s.joints["aff.ankle"][0] - s.joints["ok.ankle"][0]) * 0.7)
    ahead, heel_up = max(8.0, stride / 2), -20 if stride > _WALKS else 0  # who walks along walks too
    pose = Pose(hip=f"{x:.0f} {92 + prop.y - stride / 12:.0f} {z:.0f}", lean=4, aff_arm=Arm(shoulder=14, elbow=24),
                ok_arm=Arm(to="held", hand=Grip.FIST),
                aff_leg=Leg(x=round(x + 2 - ahead), y=round(y), z=round(z + 9), pitch=heel_up),
                ok_leg=Leg(x=round(x + ahead), y=round(y), z=round(z - 9)))  # fmt: skip
    if prop.y < 0:  # on one knee
        pose = replace(pose, lean=26, neck=-12, aff_arm=Arm(to="held 0 -2 8", hand=Grip.FIST),
                       aff_leg=Leg(knee_at=f"{x + 80:.0f} -40 {z + 10:.0f}", ankle_at=f"{x - 34:.0f} 11 {z + 10:.0f}", pitch=-70),
                       ok_leg=Leg(x=round(x + 18), z=round(z - 12)))  # fmt: skip
    scene = Scene(colours=IN_OTHER_CLOTHES)
    look = BodyStyle(ANYBODY, View.TURNED, frozenset(), shoes=True, brace=None)
    turned_body.draw(scene, turned.solve(pose, eye, {"held": held}), look, lambda _: None)
    return scene
