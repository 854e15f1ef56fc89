"""What is worn on the body besides clothes: a brace on the leg, and a belt that a helper holds."""

from collections.abc import Callable
from math import atan2, cos, degrees, radians, sin

from printkit.figures import space
from printkit.figures.geometry import Path, Point, add, angle_of, ellipse, lerp, mul, normal, place, poly, smooth, sub
from printkit.figures.scene import INK, Scene
from printkit.figures.skeleton import FOOT, Skeleton
from printkit.figures.turned import Turned
from printkit.model.vocabulary import BraceType

_SHELL, _STRAP, _PAD = (
    "#FFFFFF",
    "#3B4A57",
    "#C9D3DB",
)  # a shell lighter than any leg, straps darker: so it is seen in grey
_BELT = "#2E7D5B"
_SEEN = 70.0  # degrees that a part of the waist may be turned away from the eye


def brace(scene: Scene, s: Skeleton, kind: BraceType, *, shod: bool, from_the_front: bool = False) -> None:
    """An AFO on the affected leg: a stiff shell behind the calf and under the heel, in the shoe, and its straps."""
    knee, ankle, flip = s.points["aff.knee"], s.points["aff.ankle"], s.turns.get("aff.flip", 1.0)
    across = mul(normal(knee, ankle), flip)

    def on(t: float, forward: float) -> Point:
        return add(lerp(knee, ankle, t), mul(across, forward))

    if from_the_front:
        _from_the_front(scene, on, kind)
        return
    # a foot in space is turned as the eye sees it
    pitch = s.turns.get("aff.pitch", angle_of(sub(s.points["aff.ball"], s.points["aff.heel"])))
    within = [(-6.0, 2.8), (-4.8, 2.4), (1.0, 2.6), (3.0, 3.0)]  # what is below goes into the shoe
    bare = [(-8.0, -1.0), (-7.6, -5.2), (0.8, -3.6), (3.4, -0.4)]
    heel = place(within if shod else bare, ankle, pitch, FOOT, flip)
    joint = 0.9 if shod else 1.0
    if kind is BraceType.CARBON:  # a thin strip in front of the ankle, and a pad on the shin
        strut = [on(0.42, 5.6), on(0.7, 4.4), on(0.9, 4.6), heel[3]]
        scene.shape(_strip(strut, 1.2), _STRAP, INK, 0.9)
        scene.shape(poly([on(0.14, 6.8), on(0.14, 1.4), on(0.46, 1.2), on(0.46, 6.0)]), _PAD, INK, 1.1)
    elif kind is BraceType.HINGED:  # a calf shell and a foot shell, and between them a joint at the ankle bone
        calf = [
            on(0.14, -8.2),
            on(0.5, -7.8),
            on(joint - 0.14, -5.6),
            on(joint - 0.12, -1),
            on(0.5, -0.4),
            on(0.14, 0.4),
        ]
        scene.shape(smooth(calf), _SHELL, INK, 1.2)
        foot = [on(joint - 0.05, -5.2), *heel, on(joint - 0.04, 0.8)]
        scene.shape(smooth(foot) if not shod else poly(foot), _SHELL, INK, 1.2)
        scene.shape(_strip([on(joint - 0.2, -2.2), on(joint, -1.2)], 1.5), _PAD, INK, 0.9)
        scene.shape(ellipse(on(joint, -1.2), 2.6, 2.6), _STRAP, INK, 0.9)
    else:  # in one piece
        shell = [on(0.14, -8.2), on(0.5, -7.8), on(0.82, -5.4), heel[0], heel[1], heel[2], heel[3],
                 on(0.88, 0.2), on(0.66, -1.4), on(0.4, -0.4), on(0.14, 0.4)]  # fmt: skip
        scene.shape(smooth(shell), _SHELL, INK, 1.2)
    scene.shape(poly([on(0.17, -8.3), on(0.17, 6.8), on(0.26, 6.8), on(0.26, -8.4)]), _STRAP, INK, 0.8)
    if kind is not BraceType.CARBON:  # over the front of the ankle
        scene.shape(poly([on(0.76, -0.8), on(0.8, 4.4), on(0.88, 4.8), on(0.84, 0.0)]), _STRAP, INK, 0.8)


def _from_the_front(scene: Scene, on: Callable[[float, float], Point], kind: BraceType) -> None:
    """Only the edges of the shell, its straps and its joints are seen beside the leg."""
    if kind is BraceType.CARBON:
        scene.shape(poly([on(0.14, -5), on(0.14, 5), on(0.46, 4), on(0.46, -4)]), _PAD, INK, 1.1)
        scene.shape(_strip([on(0.46, 3.4), on(0.98, 4.4)], 1.1), _STRAP, INK, 0.9)
    else:
        for side in (-1, 1):
            edge = [on(0.14, 6.4 * side), on(0.4, 7.2 * side), on(0.8, 4.8 * side), on(1.0, 5.4 * side),
                    on(1.0, 3.4 * side), on(0.8, 3.0 * side), on(0.4, 5.0 * side), on(0.14, 4.4 * side)]  # fmt: skip
            scene.shape(smooth(edge), _SHELL, INK, 1.1)
            if kind is BraceType.HINGED:
                scene.shape(ellipse(on(0.98, 4.6 * side), 2.1, 2.1), _STRAP, INK, 0.9)
        scene.shape(poly([on(0.9, -4.2), on(0.9, 4.2), on(0.98, 4.4), on(0.98, -4.4)]), _STRAP, INK, 0.8)
    scene.shape(poly([on(0.17, -6.6), on(0.17, 6.6), on(0.26, 6.8), on(0.26, -6.8)]), _STRAP, INK, 0.8)


def belt(scene: Scene, s: Skeleton) -> None:
    """A belt round the waist with loops for the hands of a helper."""
    half = 10.6

    def on(x: float, y: float) -> Point:
        at, lean = s.along(y)
        return add(at, place([(x, 0.0)], (0.0, 0.0), -lean)[0])

    band = [on(-half, 12), on(0, 11), on(half, 12), on(half, 7.4), on(0, 6.4), on(-half, 7.4)]
    scene.shape(poly(band), _BELT, INK, 1.0)
    scene.shape(poly([on(1.8, 12), on(6.4, 12), on(6.4, 6.6), on(1.8, 6.6)]), "#FFFFFF", INK, 0.9)  # the buckle
    for x in (-half + 0.6, -half * 0.45):
        loop = smooth([on(x, 11.4), on(x - 2.2, 9.6), on(x, 7.8)], closed=False)
        scene.shape(loop, "", INK, 3.0)
        scene.shape(loop, "", _BELT, 1.6)


def belt_in_space(scene: Scene, s: Turned) -> None:
    """The same round the waist of a body in space: the half of it that the eye sees, and the buckle if it is there."""
    hips, pelvis, near = s.frames["pelvis"], s.joints["pelvis"], s.sight.near
    eye = degrees(atan2(space.dot(near, hips.side), space.dot(near, hips.front)))

    def on(turn: float, high: float) -> Point:
        ahead, aside = 10.6 * cos(radians(turn)), 16.6 * sin(radians(turn))
        return s.sight.point(hips.at(pelvis, ahead, high, aside))

    turns = [eye + step for step in range(-88, 89, 22)]
    band = [on(turn, 12.0) for turn in turns] + [on(turn, 7.2) for turn in turns[::-1]]
    scene.shape(poly(band), _BELT, INK, 1.0)
    for turn in (90.0, -90.0, 180.0):  # the loops that a helper holds
        if abs((turn - eye + 180) % 360 - 180) < _SEEN:
            loop = smooth([on(turn - 9, 11.4), on(turn, 13.6), on(turn + 9, 11.4)], closed=False)
            scene.shape(loop, "", INK, 2.8)
            scene.shape(loop, "", _BELT, 1.4)
    if abs((eye + 180) % 360 - 180) < _SEEN:
        scene.shape(poly([on(-10, 12.2), on(10, 12.2), on(10, 7.0), on(-10, 7.0)]), "#FFFFFF", INK, 0.9)


def _strip(points: list[Point], half: float) -> Path:
    """A strip so wide to each side of a way."""
    count = len(points) - 1
    sides = [mul(normal(points[max(0, i - 1)], points[min(count, i + 1)]), half) for i in range(count + 1)]
    edge = [add(p, side) for p, side in zip(points, sides, strict=True)]
    other = [sub(p, side) for p, side in zip(points, sides, strict=True)]
    return poly([*edge, *other[::-1]])
