"""What somebody answered about a patient, in the pictures: the aid in the stronger hand, the brace, the helper, the seat.

Without answers a picture stays as its file says. What is put in is part of the figure and of its stance, and so of the
keys under which drawings are kept: only a picture that an answer changes is drawn again.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from printkit.figures.aids import HANDLE
from printkit.figures.aids import KINDS as AIDS
from printkit.figures.spec import Arm, Figure, Grip, Leg, Pose, Prop, PropKind, Spot, Stance, Track, View
from printkit.model.vocabulary import Answer, BraceType, Hands, WalkingAid

_HELD = {
    WalkingAid.STICK: PropKind.STICK,
    WalkingAid.QUAD_STICK: PropKind.QUAD_STICK,
    WalkingAid.CRUTCH: PropKind.CRUTCH,
    WalkingAid.FRAME: PropKind.WALKER,
    WalkingAid.ROLLATOR: PropKind.ROLLATOR,
}
TWO_HANDED = frozenset({WalkingAid.FRAME, WalkingAid.ROLLATOR})
_SEATS = (PropKind.CHAIR, PropKind.ARMCHAIR)
_AHEAD, _STEP = 27.0, 15.0  # cm from the hips to the grips of a frame, and the longest step into it
_STICK_BESIDE, _STICK_AHEAD, _STICK_STEP = (
    26.0,
    34.0,
    8.0,
)  # first the stick goes ahead, then the affected foot up to it
_ROOM = {WalkingAid.FRAME: 22, WalkingAid.ROLLATOR: 44}  # cm of the floor that it takes from arrows and letters
_KNEES = 50  # cm; an arrow below belongs to a foot
_STANDS = 70.0  # the least height of the hips of who stands


class Answered(Struct, frozen=True):
    """The answers that a picture can show; without any of them nothing is shown."""

    aid: WalkingAid = WalkingAid.UNKNOWN
    brace: Answer = Answer.UNKNOWN
    brace_type: BraceType = BraceType.UNKNOWN
    helper: Answer = Answer.UNKNOWN
    belt: Answer = Answer.UNKNOWN
    hands: Hands = Hands.BOTH


class Occasion(Struct, frozen=True):
    """What the words of an exercise ask for: a walk with the aid, brace and shoes, a helper, a wheelchair with its brakes on."""

    walks: bool = False
    braced: bool = False
    helped: bool = False
    seated: bool = False


class Asked(Struct, frozen=True):
    """All that a picture is made from: its file, what was answered of somebody, and what the words ask for."""

    figure: Figure
    stance: Stance
    answered: Answered
    occasion: Occasion


class Shown(Struct, frozen=True):
    """A figure and its stance with what was put in: which of the answers a text beside it has to tell."""

    figure: Figure
    stance: Stance
    aid: bool = False
    brace: bool = False
    helper: bool = False


def asked(figure: Figure, stance: Stance, answered: Answered, occasion: Occasion) -> Asked:
    """What a picture is made from, with no more of the answers than it may show, so that who answers the same gets the same."""
    if stance.view not in (View.SIDE, View.TURNED):
        return Asked(figure, stance, Answered(), occasion)  # a hand or a foot by itself
    on_wheels = answered.aid is WalkingAid.WHEELCHAIR
    kept = Answered(
        aid=answered.aid if occasion.walks or (occasion.seated and on_wheels) else WalkingAid.UNKNOWN,
        hands=answered.hands if occasion.walks else Hands.BOTH,
    )
    if occasion.braced and answered.brace is Answer.YES and figure.shoes is Answer.YES:
        kept = replace(kept, brace=Answer.YES, brace_type=answered.brace_type)
    if occasion.helped and answered.helper is Answer.YES:
        kept = replace(kept, helper=Answer.YES, belt=Answer.YES if answered.belt is Answer.YES else Answer.UNKNOWN)
    return Asked(figure, stance, kept, occasion)


def shown(wanted: Asked) -> Shown:
    """The picture with what was answered, as far as the exercise asks for it."""
    figure, stance, answered, occasion = wanted.figure, wanted.stance, wanted.answered, wanted.occasion
    found = Shown(figure, stance)
    if answered.brace is Answer.YES:
        figure = replace(figure, brace=Answer.YES, brace_type=answered.brace_type)
        found = replace(found, figure=figure, brace=True)
    if occasion.walks and answered.aid in _HELD and stance.view is not View.TURNED:
        found = replace(found, figure=_with_aid(figure, stance, answered), aid=True)
    if occasion.walks and answered.aid is WalkingAid.NONE:
        found = replace(found, figure=_without_aid(figure))
    if occasion.seated and answered.aid is WalkingAid.WHEELCHAIR and stance.view is not View.TURNED:
        found = _on_wheels(found)
    if answered.helper is Answer.YES and _stands(found):
        found = replace(found, figure=_with_helper(found, answered.belt), helper=True)
    return found


def _without_aid(figure: Figure) -> Figure:
    """Of who walks without one, an aid that the file shows, and the hand that is sent to it."""
    there = {prop.kind for prop in figure.props if prop.kind in AIDS}

    def free(pose: Pose) -> Pose:
        held = pose.ok_arm is not None and (pose.ok_arm.to or "").split(" ")[0] in there
        return replace(pose, ok_arm=Arm(shoulder=8, elbow=12)) if held else pose

    if not there:
        return figure
    props = tuple(prop for prop in figure.props if prop.kind not in there)
    return replace(figure, props=props, start=free(figure.start), end=free(figure.end))


def _with_aid(figure: Figure, stance: Stance, answered: Answered) -> Figure:
    kind = _HELD[answered.aid]
    both = answered.aid in TWO_HANDED and answered.hands is Hands.BOTH
    ahead, step = (_AHEAD, _STEP) if answered.aid in TWO_HANDED else (0.0, _STICK_STEP)
    figure = replace(figure, start=_short_step(figure, stance, 0, step), end=_short_step(figure, stance, 1, step))
    from printkit.figures.solved import SolvedFigure  # only an answer that moves the body needs to know where it is

    picture = SolvedFigure(figure, stance)
    poses = []
    for t, pose in ((0, figure.start), (1, figure.end)):
        hips = picture.solved(t).points["pelvis"][0]
        far = ahead or (_STICK_AHEAD if picture.solved(t).points["aff.ankle"][0] > hips + 4 else _STICK_BESIDE)
        grip = Arm(to=f"{hips + far:.0f} {HANDLE}", hand=Grip.FIST)
        held = replace(pose, ok_arm=grip)
        poses.append(replace(held, aff_arm=grip) if both else held)
    aid = Prop(kind=kind, at="ok.hand", to="ok.elbow" if kind is PropKind.CRUTCH else None)
    others = (prop for prop in figure.props if prop.kind not in AIDS)
    room = _ROOM.get(answered.aid, 0)
    return _cleared(replace(figure, start=poses[0], end=poses[1], props=(*others, aid)), room)


def _cleared(figure: Figure, room: int) -> Figure:
    """Arrows and letters that stand on the floor ahead, moved out of the way of the aid."""

    def moved(spot: Spot | None) -> Spot | None:
        match (spot or "").split():
            case [x, y] if x.lstrip("-").isdigit() and int(x) > 0 and int(y) < HANDLE:
                return f"{int(x) + room} {y}"
            case _:
                return spot

    arrows = tuple(replace(each, start=moved(each.start), round=moved(each.round)) for each in figure.arrows)
    return replace(figure, arrows=arrows, notes=tuple(replace(each, at=moved(each.at)) for each in figure.notes))


def _short_step(figure: Figure, stance: Stance, t: int, longest: float) -> Pose:
    """The pose of a moment with no foot so far ahead that the aid would be behind it."""
    from printkit.figures.solved import SolvedFigure

    picture, pose = SolvedFigure(figure, stance), figure.end if t else figure.start
    whole, furthest = picture.end if t else picture.start, picture.solved(t).points["pelvis"][0] + longest
    for name in ("aff_leg", "ok_leg"):
        leg = getattr(whole, name)
        if isinstance(leg, Leg) and leg.x is not None and leg.x > furthest:
            pose = replace(pose, **{name: replace(getattr(pose, name) or Leg(), x=round(furthest))})
    return pose


def _on_wheels(found: Shown) -> Shown:
    """The chair that the person sits on is the wheelchair; one that stands behind or beside stays."""

    def seats(props: Iterable[Prop]) -> tuple[Prop, ...]:
        return tuple(
            replace(prop, kind=PropKind.WHEELCHAIR) if prop.kind in _SEATS and prop.x == 0 and not prop.turned else prop
            for prop in props
        )

    figure, stance = found.figure, found.stance
    own = seats(figure.props)
    if any(
        prop.kind is PropKind.WHEELCHAIR for prop in own
    ):  # an armchair of the picture stands over the chair of the pose
        others = tuple(prop for prop in stance.props if prop.kind not in _SEATS)
        return replace(found, figure=replace(figure, props=own), stance=replace(stance, props=others))
    return replace(found, stance=replace(stance, props=seats(stance.props)))


def _stands(found: Shown) -> bool:
    from printkit.figures.solved import SolvedFigure
    from printkit.figures.turned import Turned

    picture = SolvedFigure(found.figure, found.stance)
    both = (picture.solved(0), picture.solved(1))
    return all((s.joints if isinstance(s, Turned) else s.points)["pelvis"][1] >= _STANDS for s in both)


def _with_helper(found: Shown, belt: Answer) -> Figure:
    """A whole helper in place of a loose hand; ahead of who walks backward."""
    from printkit.figures.solved import SolvedFigure

    figure, picture = found.figure, SolvedFigure(found.figure, found.stance)
    there = [prop for prop in figure.props if prop.kind is PropKind.HELPER]
    loose = (prop for prop in figure.props if prop.kind is not PropKind.HELPER_HAND or "pelvis" not in (prop.at or ""))
    hips = picture.solved(1).points["pelvis"][0]
    backward = hips < picture.solved(0).points["pelvis"][0] - 6
    if found.stance.view is View.SIDE:
        figure = replace(figure, arrows=tuple(_past(each, hips, backward=backward) for each in figure.arrows))
    more = [] if there else [Prop(kind=PropKind.HELPER, turned=180 if backward else 0)]
    if belt is Answer.YES:
        more.append(Prop(kind=PropKind.BELT))
    return replace(figure, props=(*loose, *more))


def _past(track: Track, hips: float, *, backward: bool) -> Track:
    """An arrow beside the body that would lie on the helper, on the other side of the hips."""
    match (track.start or "").split():
        case [x, y] if x.lstrip("-").isdigit() and int(y) > _KNEES and (int(x) > hips if backward else int(x) < hips):
            wide = int((track.by or "0 20").split()[0])
            return replace(track, start=f"{round(2 * hips - int(x) - wide)} {y}")
        case _:
            return track
