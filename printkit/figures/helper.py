"""A helper who stands close: a second whole person, one hand at the hips or the belt, the other at the shoulder.

Words say that a helper stands close, on the affected side. From the side that is nearer to the eye than the patient, so
the helper is drawn half a step behind, or ahead of who walks backward: there a therapist stands, and nothing is hidden.
"""

from collections.abc import Callable

from msgspec.structs import replace

from printkit.figures import body
from printkit.figures.geometry import Path, Point, add
from printkit.figures.people import ANYBODY, IN_OTHER_CLOTHES
from printkit.figures.scene import Paint, Scene
from printkit.figures.skeleton import Skeleton, solve
from printkit.figures.spec import Arm, Grip, Leg, Pose, View

_AWAY, _FURTHEST = 53.0, 62.0  # cm from hip to hip: of who stands, and of who walks behind a long step
_STANCE = 20.0  # from ankle to ankle of who stands close
_TOES = 37.0  # from ankle to ankle of two feet that keep clear of each other
_REACH = 62.0  # from the hips of who kneels to the hands
_LOOK = body.BodyStyle(ANYBODY, View.SIDE, frozenset(), shoes=True, brace=None)


def behind(scene: Scene, patient: Skeleton, at: Point | None, *, ahead: bool) -> None:
    """The helper but for the arm that is nearer to the eye than the patient. With a point the hands are there, kneeling."""
    own, s = Scene(colours=IN_OTHER_CLOTHES), _posed(patient, at, ahead=ahead)
    body.arm(own, s, "ok", _LOOK)
    body.draw(own, s, _LOOK, only_legs=True)
    scene.marks += _dressed(own, _turn(patient, at, ahead=ahead))


def before(scene: Scene, patient: Skeleton, at: Point | None, *, ahead: bool) -> None:
    """The arm whose hand lies on the patient."""
    own, s = Scene(colours=IN_OTHER_CLOTHES), _posed(patient, at, ahead=ahead)
    body.arm(own, s, "aff", _LOOK)
    scene.marks += _dressed(own, _turn(patient, at, ahead=ahead))


def _posed(patient: Skeleton, at: Point | None, *, ahead: bool) -> Skeleton:
    """The helper as if behind a patient who faces right; who stands ahead is turned round afterwards."""
    turn = _turn(patient, at, ahead=ahead)
    if at is not None:
        return _kneeling(turn(at))
    x = patient.points["pelvis"][0]
    ankles = [turn(patient.points[f"{side}.ankle"])[0] for side in ("aff", "ok")]
    stride = max(_STANCE, min(34.0, abs(ankles[0] - ankles[1]) * 0.85))  # who walks along walks too
    front = min(x - _AWAY + 8, min(ankles) - _TOES)
    hip = (max(x - _FURTHEST, min(x - _AWAY, front)), 89.0)
    waist = turn(add(patient.points["pelvis"], (11.0, 9.0) if ahead else (-11.0, 9.0)))
    shoulder = turn(add(patient.points["shoulder"], (9.0, -12.0) if ahead else (-9.0, -12.0)))
    pose = Pose(
        hip=_said(hip),
        lean=7,
        neck=2,
        aff_leg=Leg(x=round(front - stride), pitch=-8 if stride == _STANCE else -20),
        ok_leg=Leg(x=round(front)),
        aff_arm=Arm(to=_said(waist), hand=Grip.GRIP),
        ok_arm=Arm(to=_said(shoulder), hand=Grip.FLAT, bend=-1),
    )
    return solve(pose, {})


def _kneeling(at: Point) -> Skeleton:
    """On one knee, both hands at a point."""
    hip = (at[0] - _REACH, 50.0)
    pose = Pose(
        hip=_said(hip),
        lean=40,
        neck=-4,
        aff_leg=Leg(ankle_at=_said((hip[0] - 38, 11.0)), pitch=-150),
        ok_leg=Leg(x=round(hip[0] + 32)),
        aff_arm=Arm(to=_said(at), hand=Grip.FLAT),
        ok_arm=Arm(to=_said(add(at, (-3.0, 4.0))), hand=Grip.FLAT),
    )
    return solve(pose, {})


def _said(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"


def _turn(patient: Skeleton, at: Point | None, *, ahead: bool) -> Callable[[Point], Point]:
    """About the patient's hips, or the hands, for a helper who faces the patient; else nothing."""
    middle = (at or patient.points["pelvis"])[0]
    return (lambda p: (2 * middle - p[0], p[1])) if ahead else (lambda p: p)


def _dressed(scene: Scene, turn: Callable[[Point], Point]) -> list[Paint]:
    """Turned as the helper stands; the clothes are others than the patient's, so that both are told apart in grey."""

    def turned(path: Path) -> Path:
        return tuple((kind, tuple(map(turn, points))) for kind, points in path)

    marks = [mark for mark in scene.marks if isinstance(mark, Paint)]
    return [replace(mark, path=turned(mark.path)) for mark in marks]
