"""Start and end of an exercise in a large frame each: one window for both, a caption each, and what moves is seen."""

import re
from functools import cache
from io import BytesIO
from itertools import pairwise, product
from pathlib import Path

import pytest
from msgspec.structs import replace
from pdf_reading import example_options, on, shipped, shipped_templates
from PIL import Image, ImageChops, ImageOps, ImageStat

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.checking.captions import LONGEST
from printkit.checking.catalog import problems
from printkit.checking.likeness import LEAST, apart
from printkit.content.bitmaps import png
from printkit.content.illustration import PicturePair, in_grey, pair
from printkit.content.names import Content
from printkit.content.voice import Voice
from printkit.errors import PrintkitError
from printkit.figures import pair as made_again
from printkit.figures import writers
from printkit.figures.geometry import points_of
from printkit.figures.pair import drawn_pair, has_two
from printkit.figures.scene import COLOURS, Drawing, Pair
from printkit.figures.spec import Figure, Show, held_by, tracks
from printkit.model.options import Options
from printkit.model.person import Health, Stroke
from printkit.model.vocabulary import Answer, Hands, Paper, Side
from printkit.planning import plan, safety
from printkit.resources import CATALOG

NAMES = sorted(path.stem for path in (CATALOG / "figures").glob("*.yaml"))
SIDES = (Side.LEFT, Side.RIGHT)
SHAPES = {84 / 72, 174 / 46, 174 / 93, 1.0}
SHOWN_ONCE: set[str] = set()
WITH_MIDDLE = {"chair-transfer", "floor-get-up", "lie-to-sit", "rolling", "roll-to-stronger-side", "floor-get-down"}


def figure_of(name: str) -> Figure:
    figure = shipped().figure(name)
    assert figure is not None
    return figure


def pair_of(name: str, side: Side) -> Pair:
    figure = figure_of(name)
    return drawn_pair(figure, shipped().poses[figure.pose], side)


def voice_of(side: Side, catalog: Catalog | None = None, **health: Answer) -> Voice:
    options = Options(stroke=Stroke(affected_side=side), health=Health(**health))
    return pipeline.speaker(catalog or shipped(), options)


def heads(drawing: Drawing) -> list[tuple[float, float]]:
    """The points of the heads of all arrows."""
    paints = [paint for layer in drawing.layers for paint in layer.paints if paint.fill == COLOURS["arrow"]]
    return [point for paint in paints for point in points_of(paint.path)]


@cache
def grey(drawing: Drawing) -> Image.Image:
    return Image.open(BytesIO(png(writers.svg(drawing, ""), 96))).convert("L")


def difference(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).rms[0] / 255


# --- drawings


def test_start_and_end_of_a_pair_can_be_told_apart_as_thumbnails(subtests):
    for name in NAMES:
        with subtests.test(name):
            drawings = pair_of(name, Side.RIGHT).drawings
            assert (len(drawings) == 1) is (name in SHOWN_ONCE)
            assert all(apart(one, other) >= LEAST for one, other in pairwise(drawings))


def test_start_and_end_can_be_told_apart_by_who_holds_with_one_hand(subtests):
    for name in NAMES:
        figure, stance = figure_of(name), shipped().poses[figure_of(name).pose]
        if (held := held_by(Hands.ONE, figure, stance)) is not figure:
            with subtests.test(name):
                assert held is not None
                drawings = drawn_pair(held, stance, Side.RIGHT).drawings
                assert all(apart(one, other) >= LEAST for one, other in pairwise(drawings))


def test_a_frame_has_one_of_four_shapes_and_all_of_a_picture_have_the_same(subtests):
    for name, side in product(NAMES, Side):
        with subtests.test(name, side=side):
            found = pair_of(name, side)
            (shape,) = {each.wide / each.high for each in found.drawings}
            assert any(shape == pytest.approx(known) for known in SHAPES)
            assert found.stacked is (figure_of(name).show is Show.STACK)
            assert (len(found.drawings) == 1) is (shape == pytest.approx(174 / 93))
            assert not found.stacked or shape == pytest.approx(174 / 46)


def test_only_the_end_has_arrows_or_only_the_start_and_they_are_whole(subtests):
    for name, side in product(NAMES, SIDES):
        with subtests.test(name, side=side):
            *start, end = pair_of(name, side).drawings
            at_start, at_end = (tracks(figure_of(name), ended=ended) for ended in (False, True))
            assert at_start or at_end
            assert bool(heads(end)) is bool(at_end)
            assert not start or bool(heads(start[0])) is bool(at_start)
            for x, y in (*heads(end), *(heads(start[0]) if start else ())):
                assert 0 <= x <= end.wide
                assert 0 <= y <= end.high


def test_what_does_not_move_stays_where_it_is(subtests):
    """The floor and all things that stand by themselves are at the same place in both frames."""
    for name in set(NAMES) - SHOWN_ONCE:
        with subtests.test(name):
            start, *_, end = (each.layers[0].paints for each in pair_of(name, Side.RIGHT).drawings)
            assert start[:2] == end[:2]
            wood = (COLOURS["prop"], COLOURS["prop-dark"])
            assert {paint for paint in start if paint.fill in wood} & set(end) or not shipped().poses[
                figure_of(name).pose
            ].props


def test_a_drawing_fills_its_frame(subtests):
    """At least 80 % of its height or of its width, by what is painted besides the floor."""
    for name in NAMES:
        with subtests.test(name):
            drawings = pair_of(name, Side.RIGHT).drawings
            shown = [
                (min(max(x, 0), each.wide), min(max(y, 0), each.high))
                for each in drawings
                for paint in each.layers[0].paints[2:]
                for x, y in points_of(paint.path)
            ]
            xs, ys = [x for x, _ in shown], [y for _, y in shown]
            assert (max(xs) - min(xs)) / drawings[0].wide >= 0.8 or (max(ys) - min(ys)) / drawings[0].high >= 0.8


def test_no_head_is_cut_through(subtests):
    """A head is seen whole, or not at all: a face of which the eyes are missing is no face."""
    for name, hands in product(set(NAMES), (Hands.BOTH, Hands.ONE)):
        with subtests.test(name, hands=hands):
            figure = figure_of(name)
            held = held_by(hands, figure, shipped().poses[figure.pose])
            assert held is not None
            for drawing in drawn_pair(held, shipped().poses[figure.pose], Side.RIGHT).drawings:
                hair = [paint for paint in drawing.layers[0].paints if paint.fill == COLOURS["hair"]]
                for x, y in [point for paint in hair for point in points_of(paint.path)]:
                    assert 0 <= x <= drawing.wide
                    assert 0 <= y <= drawing.high


def test_the_left_pair_is_the_mirror_of_the_right_one(subtests):
    for name in NAMES:
        if figure_of(name).notes:  # letters are never mirrored
            continue
        with subtests.test(name):
            for left, right in zip(pair_of(name, Side.LEFT).drawings, pair_of(name, Side.RIGHT).drawings, strict=True):
                assert difference(grey(left), ImageOps.mirror(grey(right))) < 0.04


def test_a_pair_has_no_ghost_and_is_drawn_once():
    for name in NAMES:
        assert pair_of(name, Side.LEFT) is pair_of(name, Side.LEFT)
        paints = [paint for each in pair_of(name, Side.LEFT).drawings for paint in each.layers[0].paints]
        assert not any(paint.dash for paint in paints)


# --- captions


def test_each_pair_has_a_caption_for_the_start_and_one_for_the_end(subtests):
    for name, side in product(NAMES, Side):
        with subtests.test(name, side=side):
            found = pair(shipped(), voice_of(side), "en", name)
            assert found is not None
            assert len(found.captions) == len(found.sketches) == (3 if name in WITH_MIDDLE else 2)
            assert len(set(found.captions)) == len(found.captions)
            assert all(0 < len(each) <= LONGEST and "{" not in each for each in found.captions)


def test_a_caption_says_the_side_of_the_patient():
    left, right = (pair(shipped(), voice_of(side), "en", "half-tandem-stand") for side in SIDES)
    assert (left.captions[1], right.captions[1]) == ("Your left foot ahead", "Your right foot ahead")


BOTH = 'start_says: {en: "Foot flat"}\nend_says: {en: "Lift your toes"}\n'
TOES_UP = f"""\
pose: sit
says: {{en: "The front of {{your affected}} foot lifts. The heel stays down."}}
{BOTH}end: {{aff_leg: {{pitch: 24}}}}
window: {{at: aff.foot, wide: 80}}
arrows: [{{follow: aff.toe, shift: 2 0}}]
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('end_says: {en: "Lift your toes"}\n', "", ":3: there is no end_says (en)"),
        ('start_says: {en: "Foot flat"}\n', "", ":3: there is no start_says (en)"),
        ('stays down."', 'stays down.", fr: "Le pied se lève."', ":2: there is no start_says and no end_says (fr)"),
        ("Lift your toes", "Foot flat", ":4: start and end say the same"),
        ("Lift your toes", "Lift your toes, your heel stays", ":4: a caption of 31 characters"),
        ("Lift your toes", "Lift {your affected} foot up now", ":4: a caption of 30 characters: 'Lift your affected"),
        ("Lift your toes", "Lift your left toes", ":4: a side typed as a word: 'left'"),
        ("Lift your toes", "{hands hold}", ":4: a caption has a token that stands for no side"),
        ("Lift your toes", "Lift {your weak} foot", ":4: the token {your weak} has no meaning"),
        ("at: aff.foot", "at: aff.fot", ":6: there is no point 'aff.fot'"),
        ("shift: 2 0", "shift: 40 0", ":7: an arrow leaves the window"),
        ("wide: 80", "wide: 8", ":6: "),
    ],
)
def test_check_names_the_line_of_a_caption_or_a_window_that_cannot_be(
    few: Path, tmp_path: Path, old: str, new: str, says: str
):
    assert old in TOES_UP
    (tmp_path / "figures").mkdir()
    path = tmp_path / "figures" / "seated-toe-raise.yaml"
    path.write_text(TOES_UP.replace(old, new), encoding="utf-8")
    found = [f"{each.where}: {each.message}" for each in problems(Catalog((tmp_path, few)))]
    assert any(f"{path}{says}" in line for line in found), found


def test_check_finds_a_planted_pair_of_equals_and_its_hint_helps(few: Path, tmp_path: Path):
    (tmp_path / "figures").mkdir()
    path = tmp_path / "figures" / "seated-toe-raise.yaml"
    alike = TOES_UP.replace("end: {aff_leg: {pitch: 24}}", "end: {aff_leg: {pitch: 5}}")

    def found(text: str) -> list[PrintkitError]:
        path.write_text(text, encoding="utf-8")
        return [each for each in problems(Catalog((tmp_path, few))) if "look alike" in each.message]

    for nothing_moves in ("end: {}\n", "end: {aff_leg: {pitch: 0}}\n"):
        (problem,) = found(re.sub("end: .*\n|arrows: .*\n|window: .*\n", "", TOES_UP) + nothing_moves)
        assert problem.hint.startswith("move more at the end")
    without = re.sub("arrows: .*\n|window: .*\n", "", alike)
    (problem,) = found(without)
    assert problem.where == f"{path}:5"
    window = problem.hint.removeprefix("show it closer: ")
    assert window.startswith("window: {at: ")
    assert not found(f"{without}{window}\n")
    assert not found(TOES_UP)


def test_a_caption_as_the_manual_says_has_no_problems(few: Path, tmp_path: Path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "seated-toe-raise.yaml").write_text(TOES_UP, encoding="utf-8")
    assert not [each for each in problems(Catalog((tmp_path, few))) if "figures" in str(each.where)]


def test_a_clinics_picture_without_captions_is_a_pair_without_words(tmp_path: Path):
    (tmp_path / "figures").mkdir()
    path = tmp_path / "figures" / "seated-toe-raise.yaml"
    for more, sketches in (("", 2), ("show: single\n", 1)):
        path.write_text(TOES_UP.replace(BOTH, "") + more, encoding="utf-8")
        own = Catalog((tmp_path, CATALOG))
        found = pair(own, voice_of(Side.LEFT, own), "en", "seated-toe-raise")
        assert found is not None
        assert (len(found.sketches), found.captions) == (sketches, ())


# --- for one reader


def content(options: Options) -> Content:
    catalog = shipped()
    cleared = safety.review(plan.draft(catalog, options), options, catalog.rules, catalog.exercise)
    return Content(cleared, catalog, shipped_templates(), pipeline.speaker(catalog, options), None)


def test_who_cannot_see_is_told_the_position_and_then_the_movement():
    found = pair(shipped(), voice_of(Side.LEFT), "en", "seated-toe-raise")
    assert found is not None
    assert [each.alt for each in found.sketches] == [
        "Drawing 1: a person sits on a chair.",
        "Drawing 2: The front of your left foot lifts. The heel stays down. The hand holds the seat.",
    ]


def test_who_holds_with_one_hand_sees_that_and_who_holds_with_none_sees_no_such_pair():
    usual, limp = (
        pair(shipped(), voice_of(Side.LEFT, limp_arm=answer), "en", "stand-tall") for answer in (Answer.NO, Answer.YES)
    )
    assert isinstance(usual, PicturePair)
    assert isinstance(limp, PicturePair)
    assert usual.sketches[1].drawing is not limp.sketches[1].drawing
    assert usual.captions == limp.captions


@pytest.mark.parametrize("greyscale", [Answer.NO, Answer.YES])
def test_a_print_without_colour_has_pairs_without_colour(greyscale: Answer):
    options = on(example_options(), Paper.A4, Side.LEFT)
    made = content(replace(options, print=replace(options.print, greyscale=greyscale)))
    for view in made.plan.items:
        found = made.plan.pair(view)
        usual = pair(shipped(), made.plan.voice, "en", view.id)
        assert found is not None
        assert usual is not None
        drawn = [each.drawing for each in usual.sketches]
        wanted = [in_grey(each) for each in drawn] if greyscale is Answer.YES else drawn
        assert [each.drawing for each in found.sketches] == wanted


def test_a_photo_is_shown_once_and_without_captions(tmp_path: Path):
    (tmp_path / "photos").mkdir()
    Image.new("RGB", (400, 300), "red").save(tmp_path / "photos" / "toes.jpg")
    text = 'file: toes.jpg\nsays: {en: "{Your affected} toes lift."}\nflip: allowed\naffected_side: right\n'
    (tmp_path / "photos" / "seated-toe-raise.yaml").write_text(text, encoding="utf-8")
    own = Catalog((tmp_path, CATALOG))
    found = pair(own, voice_of(Side.LEFT, own), "en", "seated-toe-raise")
    assert found is not None
    (sketch,) = found.sketches
    assert (sketch.alt, found.captions) == ("Your left toes lift.", ())
    assert sketch.drawing.photograph is not None
    nobody = pair(own, voice_of(Side.UNKNOWN, own), "en", "seated-toe-raise")
    assert nobody is not None
    assert len(nobody.sketches) == 2


def test_every_figure_with_captions_is_shown_as_two():
    assert {name for name in NAMES if not has_two(figure_of(name))} == SHOWN_ONCE


def test_a_file_with_both_sides_has_a_picture_without_letters_once():
    figure = figure_of("seated-march")
    pairs = [drawn_pair(figure, shipped().poses[figure.pose], side).drawings for side in (Side.LEFT, Side.RIGHT)]
    assert [left.mirrors for left in pairs[0]] == list(pairs[1])
    assert [left.layers for left in pairs[0]] != [right.layers for right in pairs[1]]


@pytest.mark.parametrize("name", NAMES[::20])
@pytest.mark.parametrize("side", SIDES)
def test_a_drawing_is_kept_as_its_operators_and_has_the_same_paths_for_who_asks(name: str, side: Side):
    for drawing in pair_of(name, side).drawings:
        kept = drawing.mirrors or drawing
        assert not kept.own
        assert kept.ready is not None
        assert writers.operators(kept) == writers.operators(replace(kept, own=kept.layers, ready=None))
        shown = writers.svg(drawing, "")
        made_again._made.cache_clear()  # so that its paths are gone
        assert writers.svg(drawing, "") == shown
        grey = in_grey(drawing)
        toned = grey.mirrors or grey
        assert writers.operators(toned) == writers.operators(replace(toned, own=toned.layers, ready=None))
        assert "F0A35E" not in writers.svg(grey, "")
