"""Bodies that turn: what hands and feet touch in space, who stands before what, and a bed that is never seen from its foot."""

from functools import cache
from itertools import pairwise

import pytest
from msgspec.structs import replace
from pdf_reading import shipped

from printkit.figures import space, turned
from printkit.figures.geometry import dist, points_of
from printkit.figures.pair import drawn_pair
from printkit.figures.picture import drawn
from printkit.figures.scene import COLOURS, WIDTHS, Paint, Scene
from printkit.figures.solids import KINDS, before, draw, palm_seen, points
from printkit.figures.solved import SolvedFigure
from printkit.figures.spec import Arm, Eye, Figure, Grip, Moment, Pose, PropKind, View, held_by
from printkit.figures.turned import Turned
from printkit.model.vocabulary import Hands, Side
from printkit.resources import CATALOG

NAMES = sorted(
    path.stem
    for path in (CATALOG / "figures").glob("*.yaml")
    if shipped().poses[shipped().figure(path.stem).pose].view is View.TURNED
)
MOMENTS = (0.0, 0.25, 0.5, 0.75, 1.0)
LIES = ("turned-lie", "turned-lie-on-side-at-edge")
SOLE = 9.66  # cm from an ankle to the floor under it


def picture_of(name: str, hands: Hands = Hands.BOTH) -> SolvedFigure:
    figure = shipped().figure(name)
    assert figure is not None
    held = held_by(hands, figure, shipped().poses[figure.pose])
    assert held is not None
    return SolvedFigure(held, shipped().poses[figure.pose])


def body(picture: SolvedFigure, t: float) -> Turned:
    found = picture.solved(t)
    assert isinstance(found, Turned)
    return found


@cache
def apart(a: space.Vector, b: space.Vector) -> float:
    return space.long(space.minus(a, b))


# --- what it is held on to


def test_a_worktop_is_no_table_and_hides_no_leg_behind_it(subtests):
    """Hold only what cannot move: it stands on a cupboard, or with the legs behind it in view on ends broader than legs of a table."""
    for name in NAMES:
        picture = picture_of(name)
        s = body(picture, 0.0)
        for prop in (each for each in picture.props if each.kind is PropKind.WORKTOP):
            with subtests.test(name):
                scene = Scene()
                draw(scene, prop, s)
                outlines = [points_of(paint.path) for paint in scene.marks if isinstance(paint, Paint) and paint.fill]
                floor = min(y for outline in outlines for _, y in outline)
                feet = [[x for x, _ in outline] for outline in outlines if min(y for _, y in outline) < floor + 0.1]
                broad = max(max(along) - min(along) for along in feet)
                assert 8 < broad < 12 if before(prop, s) else broad > 15


# --- what is touched


def test_a_hand_that_rests_lies_on_what_it_is_sent_to(subtests):
    """Its middle is over the point, and its palm no more than 3 cm above it; on the belly, before it."""
    for name in NAMES:
        picture = picture_of(name)
        for t, pose in ((0.0, picture.start), (1.0, picture.end)):
            s = body(picture, t)
            for side in ("aff", "ok"):
                arm = getattr(pose, f"{side}_arm")
                if arm is None or arm.to is None or arm.hand is not Grip.FLAT:
                    continue
                with subtests.test(name, t=t, side=side):
                    front = s.frames["pelvis"].front
                    out = front if arm.to.startswith("belly") and front[1] < 0.7 else space.UP
                    away = space.minus(s.joints[f"{side}.hand"], s.where(arm.to))
                    above = space.dot(away, out)
                    assert -0.5 < above < 3
                    assert space.long(space.plus(away, (out, -above))) < 2


def test_hands_are_on_the_worktop_and_not_in_it_or_beside_it(subtests):
    for name in [each for each in NAMES if shipped().figure(each).pose == "turned-stand-at-worktop"]:
        picture = picture_of(name)
        (worktop,) = (each for each in picture.props if each.kind is PropKind.WORKTOP)
        for t in (0.0, 1.0):
            s = body(picture, t)
            on = [s.joints[f"{side}.hand"] for side in ("aff", "ok") if s.grips[side] is Grip.FLAT]
            with subtests.test(name, t=t):
                assert on
                for x, y, z in on:
                    assert worktop.x - 2 < x < worktop.x + 40
                    assert abs(z - worktop.z) < worktop.wide / 2
                    assert 92 <= y < 96


def test_no_foot_is_in_the_floor_and_who_stands_has_one_on_it(subtests):
    for name in NAMES:
        picture = picture_of(name)
        for t in (0.0, 1.0):
            s = body(picture, t)
            low = [min(s.joints[f"{side}.{part}"][1] for part in ("heel", "ball", "toe")) for side in ("aff", "ok")]
            with subtests.test(name, t=t):
                assert min(low) > -1.6  # a toe that bends
                if s.joints["pelvis"][1] > 86:
                    assert min(low) < 17  # on the floor, or on a step


def test_bones_keep_their_length_on_the_whole_way(subtests):
    for name in NAMES:
        picture = picture_of(name)
        a, b = body(picture, 0.0), body(picture, 1.0)
        for t in MOMENTS:
            s = turned.between(a, b, t)
            with subtests.test(name, t=t):
                for side in ("aff", "ok"):
                    chain = ("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist")
                    for joints, bones in zip(chain, ((42, 40), (29, 25)), strict=True):
                        for (one, other), bone in zip(pairwise(joints), bones, strict=True):
                            long = apart(s.joints[f"{side}.{one}"], s.joints[f"{side}.{other}"])
                            assert long == pytest.approx(bone, abs=0.1)


def test_the_end_of_a_way_is_the_end(subtests):
    for name in NAMES:
        picture = picture_of(name)
        a, b = body(picture, 0.0), body(picture, 1.0)
        for t, wanted in ((0.0, a), (1.0, b)):
            s = turned.between(a, b, t)
            with subtests.test(name, t=t):
                for joint in ("head", "aff.hand", "ok.hand", "aff.toe", "ok.toe", "aff.shoulder"):
                    assert apart(s.joints[joint], wanted.joints[joint]) < 1.5


# --- words and pictures


def side_of_weight(name: str, t: float) -> str:
    """The foot that the hips are over."""
    s = body(picture_of(name), t)
    return min(("aff", "ok"), key=lambda side: abs(s.joints[f"{side}.ankle"][2] - s.joints["pelvis"][2]))


def test_the_weight_is_over_the_foot_that_the_words_say():
    assert [side_of_weight("weight-shift", t) for t in (0.0, 1.0)] == ["aff", "ok"]
    assert side_of_weight("one-leg-stand-affected-side", 1.0) == "aff"
    assert side_of_weight("one-leg-stand-stronger-side", 1.0) == "ok"
    assert side_of_weight("standing-leg-out", 1.0) == "ok"


@pytest.mark.parametrize(
    ("name", "joint", "stays"),
    [
        ("one-leg-stand-affected-side", "ok.heel", "aff.heel"),
        ("one-leg-stand-stronger-side", "aff.heel", "ok.heel"),
        ("side-steps-free", "ok.heel", "aff.heel"),
        ("sideways-steps", "aff.heel", "ok.heel"),
        ("step-down", "ok.heel", "aff.heel"),
        ("stairs-with-rail", "ok.heel", ""),
        ("stand-and-reach", "ok.hand", "aff.hand"),
        ("stand-and-reach-across", "ok.hand", "aff.hand"),
        ("chair-transfer", "pelvis", "ok.hand"),
        ("outer-foot-lift", "aff.heel", "ok.heel"),
    ],
)
def test_what_the_words_say_moves_and_what_they_say_stays(name: str, joint: str, stays: str):
    picture = picture_of(name)
    a, b = picture.solved(0.0), picture.solved(1.0)

    def way(part: str) -> float:
        if isinstance(a, Turned) and isinstance(b, Turned):
            return apart(a.joints[part], b.joints[part])
        return dist(a.points[part], b.points[part])

    assert way(joint) > (1 if name == "outer-foot-lift" else 8)
    assert not stays or way(stays) < 1.5


def test_who_rolls_lies_on_the_affected_side_and_sees_who_looks():
    for name, t in (("rolling", 1.0), ("lie-to-sit", 0.0)):
        s = body(picture_of(name), t)
        assert s.joints["aff.shoulder"][1] < s.joints["ok.shoulder"][1] - 25
        assert s.sight.depth(s.frames["head"].front) > 0.7
    start = body(picture_of("rolling"), 0.0)
    assert abs(start.joints["aff.shoulder"][1] - start.joints["ok.shoulder"][1]) < 1


def test_a_bed_is_never_seen_from_its_foot(subtests):
    """Its long side is seen: who lies is seen from the side, not over the feet."""
    seen = 0
    for name in NAMES:
        picture = picture_of(name)
        if picture.figure.pose in LIES:
            seen += 1
            with subtests.test(name):
                turn = abs(picture.eye.turn)
                assert min(turn, 180 - turn) <= 35  # from one long side or the other
    assert seen >= 3


def test_shoulders_lift_and_go_back_as_far_as_is_said():
    plain = turned.solve(Pose(), Eye(), {})
    lifted, back = (turned.solve(pose, Eye(), {}) for pose in (Pose(lift=6), Pose(squeeze=6)))
    for side in ("aff", "ok"):
        before = plain.joints[f"{side}.shoulder"]
        assert lifted.joints[f"{side}.shoulder"][1] - before[1] == pytest.approx(6)
        assert before[0] - back.joints[f"{side}.shoulder"][0] == pytest.approx(6)
        assert abs(back.joints[f"{side}.shoulder"][2]) < abs(before[2])


def test_the_chest_turns_on_the_hips():
    s = turned.solve(Pose(twist=40), Eye(), {})
    assert s.joints["aff.shoulder"][0] < -8 < 8 < s.joints["ok.shoulder"][0]
    assert s.joints["aff.hip"][0] == pytest.approx(0)


def test_a_hand_on_the_belly_goes_down_with_it_whoever_breathes(subtests):
    figure = shipped().figure("belly-breathing")
    assert figure is not None
    highest = {}
    for name, person in shipped().people.items():
        with subtests.test(name):
            picture = SolvedFigure(figure, shipped().poses[figure.pose], person)
            start, end = body(picture, 0), body(picture, 1)
            assert 4 < start.joints["ok.hand"][1] - end.joints["ok.hand"][1] < 8
            assert abs(start.joints["ok.hand"][1] - start.joints["belly"][1]) < 4
            highest[name] = end.joints["belly"][1]
    assert highest["man-with-beard"] > highest["younger-man"] + 5


# --- drawing


def test_a_hand_on_a_worktop_is_painted_over_it_and_a_hanging_one_under_it():
    figure = shipped().figure("side-steps-free")
    assert figure is not None
    (layer,) = drawn_pair(figure, shipped().poses[figure.pose], Side.RIGHT).drawings[0].layers
    tops = [number for number, paint in enumerate(layer.paints) if paint.fill == "#FBF9F4"]
    skin = [number for number, paint in enumerate(layer.paints) if paint.fill == "#FFF3E8"]
    assert any(number > max(tops) for number in skin)
    assert any(number < min(tops) for number in skin)


def test_things_that_are_drawn_in_space_are_known(subtests):
    for name in NAMES:
        picture = picture_of(name)
        with subtests.test(name):
            assert {prop.kind for prop in picture.props} <= KINDS | {PropKind.HELPER}
            assert not [prop for prop in picture.props if prop.kind is PropKind.HELPER_HAND]


def test_a_thing_in_space_has_the_same_points_in_words_as_in_the_picture():
    picture = picture_of("weight-shift")
    (worktop,) = picture.props
    assert picture.named["worktop"] == space.sight(picture.eye).point(points(worktop)["worktop"])


def test_a_point_has_three_numbers_in_space_and_two_in_the_picture():
    s = turned.solve(Pose(aff_arm=Arm(to="20 100 20")), Eye(turn=0, tilt=0), {})
    assert s.spot("10 20 30", {}) == pytest.approx((10, 20))
    assert s.spot("10 20", {}) == (10, 20)
    assert s.spot("pelvis 1 2 3", {}) == pytest.approx((s.points["pelvis"][0] + 1, s.points["pelvis"][1] + 2))
    with pytest.raises(KeyError):
        s.where("aff.elbo 0 0 0")


def test_a_middle_is_shown_between_start_and_end():
    figure = shipped().figure("rolling")
    assert isinstance(figure, Figure)
    drawings = drawn_pair(figure, shipped().poses[figure.pose], Side.LEFT).drawings
    assert len(drawings) == 3
    arrows = [
        any(paint.fill == COLOURS["arrow"] for layer in each.layers for paint in layer.paints) for each in drawings
    ]
    assert arrows == [False, False, True]


def test_a_picture_with_a_middle_has_3_panels():
    def panels(name: str) -> int:
        picture = picture_of(name)
        whole = drawn(picture.figure, shipped().poses[picture.figure.pose], Side.LEFT)
        return sum(bool(layer.clip) for layer in whole.layers)

    assert [panels(name) for name in ("rolling", "floor-get-down", "side-rest")] == [3, 3, 2]


def test_the_palm_turns_up_by_way_of_the_thumb():
    def back_of_hand(palm: int) -> tuple[space.Vector, space.Vector]:
        arms = [Arm(to=f"44 78 {z}", hand=Grip.FIST, palm=palm) for z in (18, -18)]
        s = turned.solve(Pose(hip="0 54 0", aff_arm=arms[0], ok_arm=arms[1]), Eye(), {})
        return s.frames["aff_hand"].up, s.frames["ok_hand"].up

    (down, _), (aff, ok), (up, _) = map(back_of_hand, (0, 90, 180))
    assert down[1] > 0.7
    assert aff[2] > 0.7  # with the thumb up the back of each hand looks outward
    assert ok[2] < -0.7
    assert up[1] < -0.7


def test_fingers_close_round_what_is_held_where_the_palm_is_seen():
    def seen(name: str, kind: PropKind, t: float) -> str | None:
        picture = picture_of(name)
        held = [prop for prop in picture.props if prop.kind is kind]
        return palm_seen(held[0], body(picture, t))

    assert seen("carry-and-walk", PropKind.CUP, 0.0) == seen("carry-and-walk", PropKind.CUP, 1.0) == "ok"
    assert seen("spoon-turn", PropKind.SPOON, 0.0) is None
    assert seen("spoon-turn", PropKind.SPOON, 1.0) == "aff"


def test_who_holds_a_weak_wrist_or_elbow_holds_it_to_the_end():
    picture = picture_of("roll-to-stronger-side")
    for t, joint in ((0.0, "aff.elbow"), (0.5, "aff.elbow"), (1.0, "aff.wrist")):
        s = body(picture, t)
        assert space.long(space.minus(s.joints["ok.hand"], s.joints[joint])) < 6


def test_shoulder_blades_show_only_where_a_picture_is_about_them():
    def blades(name: str) -> int:
        scene = picture_of(name).scene(1, Side.RIGHT)
        narrow = [
            mark
            for mark in scene.marks
            if isinstance(mark, Paint) and mark.fill == scene.colours["pants"] and mark.width == WIDTHS["inner"]
        ]
        return len(narrow)

    assert blades("shoulder-blade-squeeze") == 2
    assert blades("weight-shift") == 0  # it is seen from behind as well


def test_who_sits_with_the_back_to_the_eye_has_the_seat_before_the_legs():
    scene = picture_of("shoulder-blade-squeeze").scene(0, Side.RIGHT)
    fills = [mark.fill if isinstance(mark, Paint) else "" for mark in scene.marks]
    legs = [place for place, fill in enumerate(fills) if fill == scene.colours["pants"]]
    seat = [place for place, fill in enumerate(fills) if fill in (COLOURS["prop"], COLOURS["prop-dark"])]
    shirt = fills.index(scene.colours["shirt"])
    assert legs[0] < seat[0]
    assert seat[-1] < shirt


def test_a_wall_fills_the_frame_and_takes_no_room():
    picture = picture_of("carry-and-walk")
    scene = picture.scene(1, Side.RIGHT)
    assert len(scene.backdrop) == 3
    without = SolvedFigure(
        replace(picture.figure, props=tuple(each for each in picture.figure.props if each.kind is not PropKind.WALL)),
        shipped().poses[picture.figure.pose],
    )
    assert scene.bounds() == without.scene(1, Side.RIGHT).bounds()


def test_a_helper_kneels_where_the_patient_does_and_reaches_the_belt(subtests):
    for name in ("floor-get-down", "floor-get-up"):
        for t in (0, 1):
            with subtests.test(name, t=t):
                picture = picture_of(name)
                alone = replace(
                    picture.figure, props=tuple(e for e in picture.figure.props if e.kind is not PropKind.HELPER)
                )
                all_of_them = picture.scene(t, Side.RIGHT).bounds()
                patient = SolvedFigure(alone, shipped().poses[alone.pose]).scene(t, Side.RIGHT).bounds()
                assert all_of_them[0] < patient[0] - 20  # behind the patient
                assert all_of_them[3] < 135  # and no higher than one who kneels


def test_a_small_picture_may_show_half_of_the_way():
    picture = picture_of("sit-to-stand")
    hips = [picture.solved(t).points["pelvis"][1] for t in (0, picture.figure.on_the_way / 100, 1)]
    assert hips == sorted(hips)
    assert hips[0] + 10 < hips[1] < hips[2] - 10
    end = replace(picture.figure, on_the_way=100)
    pose = shipped().poses[end.pose]
    assert drawn(picture.figure, pose, Side.RIGHT, Moment.MOVE) is not drawn(end, pose, Side.RIGHT, Moment.MOVE)
