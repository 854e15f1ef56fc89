"""What was answered is in the picture: the aid in the stronger hand, the brace, a helper, the seat; and nothing else is."""

from io import BytesIO

import pytest
from pdf_reading import shipped
from PIL import Image, ImageChops, ImageStat

from printkit import pipeline
from printkit.content.bitmaps import png
from printkit.content.illustration import PicturePair, _shown, moving, pair, sketch, step_by_step
from printkit.figures import writers
from printkit.figures.aids import HANDLE
from printkit.figures.geometry import points_of
from printkit.figures.scene import COLOURS, Drawing, Paint
from printkit.figures.solved import SolvedFigure
from printkit.figures.spec import PropKind
from printkit.model.options import Options
from printkit.model.person import Devices, Health, Home, Stroke
from printkit.model.vocabulary import Answer, BraceType, Side, WalkingAid

NAMES = tuple(shipped().names("exercises"))
WALKS = {
    "walking-practice",
    "rhythm-walk",
    "interval-walking",
    "walk-and-talk",
}  # carry-and-walk needs the hand for the cup, and is left out with an aid
HELD = (WalkingAid.STICK, WalkingAid.QUAD_STICK, WalkingAid.CRUTCH, WalkingAid.FRAME, WalkingAid.ROLLATOR)
YES = Answer.YES
SIDES = (Side.LEFT, Side.RIGHT)


def options(
    side: Side = Side.RIGHT, *, limp: Answer = Answer.UNKNOWN, home: Home | None = None, **devices: object
) -> Options:
    given = Devices(**devices)
    return Options(stroke=Stroke(affected_side=side), devices=given, home=home or Home(), health=Health(limp_arm=limp))


def pair_of(name: str, given: Options) -> PicturePair:
    found = pair(shipped(), pipeline.speaker(shipped(), given), "en", name)
    assert found is not None
    return found


def drawings(name: str, given: Options) -> tuple[Drawing, ...]:
    return tuple(each.drawing for each in pair_of(name, given).sketches)


def changed(given: Options) -> set[str]:
    return {name for name in NAMES if drawings(name, given) != drawings(name, options(given.side))}


def grey(drawing: Drawing) -> Image.Image:
    return Image.open(BytesIO(png(writers.svg(drawing, ""), 200))).convert("L")


def rms(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).rms[0] / 255


def hand_and_aid(name: str, given: Options) -> tuple[SolvedFigure, set[PropKind]]:
    found = _shown(shipped(), pipeline.speaker(shipped(), given), name)
    assert found is not None
    return SolvedFigure(found.figure, found.stance), {prop.kind for prop in found.figure.props}


# --- the aid


@pytest.mark.parametrize("aid", HELD)
def test_an_aid_changes_the_pictures_of_walking_and_no_other(aid: WalkingAid):
    assert changed(options(walking_aid=aid)) == WALKS


def test_without_an_answer_nothing_changes_and_who_walks_freely_is_shown_no_stick():
    assert changed(options(walking_aid=WalkingAid.UNKNOWN)) == set()
    assert changed(options(walking_aid=WalkingAid.NONE)) == {"rhythm-walk", "interval-walking"}
    picture, kinds = hand_and_aid("rhythm-walk", options(walking_aid=WalkingAid.NONE))
    assert PropKind.STICK not in kinds
    assert picture.misses() == []


def test_each_aid_is_drawn_in_its_own_way():
    for name in WALKS:
        found = [drawings(name, options(walking_aid=aid))[-1] for aid in HELD]
        images = [grey(each) for each in found]
        assert all(rms(one, other) > 0.01 for i, one in enumerate(images) for other in images[:i])


@pytest.mark.parametrize("aid", HELD)
def test_the_aid_is_in_the_stronger_hand_at_its_height_and_hands_reach_it(aid: WalkingAid):
    for name in WALKS:
        picture, kinds = hand_and_aid(name, options(walking_aid=aid))
        assert picture.misses() == []
        assert picture.strains() == []
        two = aid in (WalkingAid.FRAME, WalkingAid.ROLLATOR)
        for t in (0, 1):
            points = picture.solved(t).points
            assert points["ok.hand"][1] == pytest.approx(HANDLE, abs=2)
            assert (abs(points["aff.hand"][1] - HANDLE) < 2) is two
        (prop,) = [each for each in picture.props if each.kind in kinds and each.at == "ok.hand"]
        assert prop.kind.value in (aid.value, "walker")


def test_a_limp_arm_does_not_hold_a_frame():
    picture, _ = hand_and_aid("walking-practice", options(walking_aid=WalkingAid.FRAME, limp=YES))
    assert abs(picture.solved(1).points["aff.hand"][1] - HANDLE) > 4


@pytest.mark.parametrize(
    "devices", [{"walking_aid": aid} for aid in HELD] + [{"afo": YES, "brace_type": kind} for kind in BraceType]
)
def test_the_picture_of_the_left_side_is_the_mirror_of_the_right_one(devices: dict[str, object]):
    for name in (*WALKS, "sit-to-stand", "half-tandem-stand"):
        left, right = (drawings(name, options(side, **devices)) for side in SIDES)
        for one, other in zip(left, right, strict=True):
            for ours, theirs in zip(_paints(one), _paints(other), strict=True):
                assert (ours.fill, ours.ink) == (theirs.fill, theirs.ink)
                for (x, y), (u, v) in zip(points_of(ours.path), points_of(theirs.path), strict=True):
                    assert (x, y) == (
                        pytest.approx(one.wide - u, abs=0.06),
                        pytest.approx(v, abs=0.06),
                    )  # the grain of paths


def _paints(drawing: Drawing) -> list[Paint]:
    """All but letters, which are never mirrored, and arrows, whose colour is theirs, with the white round both."""
    pointers = (COLOURS["arrow"], "#FFFFFF")
    return [paint for paint in drawing.layers[0].paints[2:] if paint.ink not in pointers]


def test_who_cannot_see_is_told_of_the_aid_the_brace_and_the_helper():
    given = options(Side.LEFT, walking_aid=WalkingAid.STICK, afo=YES)
    assert (
        "Your stronger right hand holds your stick. A brace is on your left leg."
        in pair_of("walking-practice", given).sketches[-1].alt
    )
    both = options(Side.LEFT, walking_aid=WalkingAid.FRAME)
    assert "Both hands hold your walking frame." in pair_of("walking-practice", both).sketches[-1].alt
    helped = options(home=Home(helper=YES))
    assert "A helper stands close" in pair_of("step-over", helped).sketches[-1].alt
    assert "helper" not in pair_of("step-over", options()).sketches[-1].alt


def test_the_small_picture_the_steps_and_the_film_show_the_aid_too():
    catalog = shipped()
    usual, given = (pipeline.speaker(catalog, each) for each in (options(), options(walking_aid=WalkingAid.ROLLATOR)))
    steps = len(catalog.exercise("rhythm-walk").text["en"].steps)
    shown = [
        lambda voice: sketch(catalog, voice, "en", "rhythm-walk", small=True),
        lambda voice: step_by_step(catalog, voice, "rhythm-walk", steps),
        lambda voice: moving(catalog, voice, "en", "rhythm-walk"),
    ]
    for each in shown:
        assert each(usual) != each(given)


# --- the brace


def test_a_brace_changes_what_is_done_in_brace_and_shoes_and_no_other():
    worn = {
        name
        for name in NAMES
        if "stands" in shipped().exercise(name).demands
        or any(
            "{wear shoes}" in line
            for text in shipped().exercise(name).text.values()
            for line in (text.hold_on, *text.steps)
        )
    }
    found = changed(options(afo=YES))
    assert found <= worn
    shod = {name for name in worn if shipped().figure(name).shoes is Answer.YES}
    assert shod - found == set()
    assert changed(options(afo=Answer.NO)) == set()


def test_each_kind_of_brace_is_drawn_in_its_own_way():
    images = [
        grey(drawings("half-tandem-stand", options(afo=YES, brace_type=kind))[1])
        for kind in (BraceType.RIGID, BraceType.HINGED, BraceType.CARBON)
    ]
    assert all(rms(one, other) > 0.01 for i, one in enumerate(images) for other in images[:i])


# --- helper, belt, wheelchair


def test_a_helper_stands_where_the_exercise_needs_one_and_nowhere_else():
    needs = {name for name in NAMES if shipped().exercise(name).needs_person is YES}
    found = changed(options(home=Home(helper=YES)))
    assert {"step-over", "heel-first-steps", "stairs-with-rail", "lunge-to-chair"} <= found <= needs
    assert changed(options(home=Home(helper=Answer.NO))) == set()


def test_a_belt_is_drawn_only_for_the_helper_who_holds_it():
    assert changed(options(belt=YES)) == set()
    with_belt, without = (drawings("step-over", options(home=Home(helper=YES), belt=each)) for each in (YES, Answer.NO))
    assert with_belt != without


def test_a_helper_is_a_whole_person_whose_hand_reaches_the_hips():
    from printkit.figures import helper
    from printkit.figures.spec import View

    for name in ("step-over", "backward-walking", "heel-first-steps", "step-up"):
        picture, kinds = hand_and_aid(name, options(home=Home(helper=YES)))
        assert PropKind.HELPER in kinds
        assert PropKind.HELPER_HAND not in kinds
        (prop,) = [each for each in picture.props if each.kind is PropKind.HELPER]
        for t in (0, 1):
            s = helper._posed(picture.solved(t), None, ahead=prop.turned == 180)
            assert max(miss.centimetres for miss in s.misses) < 1.5
            assert {"head", "aff.ankle", "ok.ankle"} <= s.points.keys()
        assert (prop.turned == 180) is (name == "backward-walking")
        assert picture.view is View.SIDE


def test_who_sits_in_a_wheelchair_sits_in_it_where_its_brakes_are_to_be_locked():
    found = changed(options(walking_aid=WalkingAid.WHEELCHAIR))
    assert {"sit-to-stand", "sit-to-stand-with-arms", "seated-reach", "sitting-balance"} <= found
    assert not found & (WALKS | {"stand-tall", "half-tandem-stand", "seated-toe-raise", "bridging"})
    for name in found:
        picture, _ = hand_and_aid(name, options(walking_aid=WalkingAid.WHEELCHAIR))
        assert picture.misses() == []
        kinds = [prop.kind for prop in picture.props if prop.x == 0]
        assert kinds.count(PropKind.WHEELCHAIR) == 1
        assert PropKind.CHAIR not in kinds


# --- the arm that rests


def test_a_limp_arm_rests_on_the_worktop_or_in_the_lap():
    for name, moment, low, high in (
        ("stand-tall", 1, 92, 99),
        ("mini-squat", 1, 92, 99),
        ("sit-to-stand-with-arms", 0, 50, 70),
    ):
        picture, _ = hand_and_aid(name, options(limp=YES))
        assert low <= picture.solved(moment).points["aff.hand"][1] <= high
