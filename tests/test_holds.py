"""How each patient holds on: a limp, sore or hurt arm is never told to hold, and words and pictures agree."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise, product

import pytest
import yaml
from conftest import PRINTED_ON
from test_demand_rules import WELL

from printkit import Printkit, PrintkitError, pipeline
from printkit.catalog import holds
from printkit.catalog.plain_language import sentences, word_count
from printkit.catalog.store import Catalog
from printkit.content import illustration
from printkit.content.kinds import KINDS
from printkit.document import texts, walk
from printkit.errors import CatalogError
from printkit.figures.solved import SolvedFigure
from printkit.figures.spec import Figure, held_by
from printkit.model.facts import answers
from printkit.model.options import Options
from printkit.model.person import Stroke
from printkit.model.vocabulary import Hands, HoldToken, PrintProfile, Side
from printkit.resources import CATALOG

SIDES = (Side.LEFT, Side.RIGHT)
ONE_HAND: Mapping[str, Mapping[str, object]] = {
    "limp": {"health.limp_arm": "yes"},
    "sore shoulder": {"health.shoulder": "slips-or-sore"},
    "bad shoulder": {"health.shoulder": "bad-or-new-pain"},
    "limp and sore": {"health.limp_arm": "yes", "health.shoulder": "slips-or-sore"},
    "hot hand": {"health.hot_swollen_hand": "yes"},
    "tight hand": {"health.tight_joints": ["wrist-and-fingers"]},
    "tight elbow": {"health.tight_joints": ["elbow"]},
    "very tight": {"health.muscle_tightness": "severe"},
    "limp, with a stick": {"health.limp_arm": "yes", "devices.walking_aid": "stick"},
    "limp, with a frame": {"health.limp_arm": "yes", "devices.walking_aid": "frame"},
    "limp, and often falls": {"health.limp_arm": "yes", "health.high_fall_risk": "yes"},
}
CLEARED = {"by": "J. Marsh", "on": PRINTED_ON}
HURT = {
    ("health.recent_surgery", "health.surgery_side", "surgery"),
    ("health.broken_bone", "health.broken_bone_side", "bone"),
}

# Texts that speak of both hands, and why they may.
NO_HOLD = {
    "both-hands-together": "the weak hand takes part on purpose; R-55c leaves it out with a limp arm",
    "everyday-hand-tasks": "the weak hand takes part on purpose; R-55c leaves it out with a limp arm",
    "forward-lean": "sitting, the hands lie on a table and slide along as the body leans",
    "mirror-practice": "the weak hand lies behind the mirror and does what it can, and needs no strength",
    "pelvic-tilt": "the hands rest on the thighs",
    "seated-weight-shift": "the hands rest in the lap",
    "shoulder-blade-squeeze": "the hands rest in the lap",
    "shoulder-rolls": "the hands rest in the lap",
    "sitting-balance": "the hands rest in the lap",
    "stand-and-reach": "weight on the flat weak hand is what it trains; R-53 and R-55b leave it out",
    "table-circles-by-hand": "the stronger hand lies on the weak one and moves both",
    "table-slide-by-hand": "the stronger hand lies on the weak one and moves both",
    "wall-press-up": "weight on both hands is what it trains; R-53 and R-55b leave it out",
}
_BOTH = re.compile(r"\bboth (?:your )?hands\b|\b(?:two|2) hands\b", re.IGNORECASE)
_EFFORT = r"(?:hold|holds|grip|grips|grasp|grasps|pull|pulls|push|pushes|press|presses|squeeze|squeezes)"
_BOTH_HOLD = re.compile(
    rf"\b{_EFFORT}\b[^.;:]*\bboth hands\b|\bboth hands\b[^.;:]*\b{_EFFORT}\b|\bkeep both hands\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def kit() -> Printkit:
    return Printkit(today=PRINTED_ON)


def told(kit: Printkit, answers_: Mapping[str, object], *exercises: str) -> Options:
    groups: dict[str, dict] = {"patient": {"id": "p-1"}, "plan": {"exercises": list(exercises)}}
    for name, value in {**WELL, "health.limp_arm": "no", **answers_}.items():
        group, key = name.split(".")
        groups.setdefault(group, {})[key] = value
    return kit.options(groups)


def printable(kit: Printkit, answers_: Mapping[str, object]) -> list[str]:
    """The exercises that this person's plan may hold."""
    found = []
    for name in kit.catalog.names("exercises"):
        try:
            cleared = kit.cleared(told(kit, answers_, name))
        except PrintkitError:
            continue
        found += [item.exercise.id for item in cleared.items]
    return list(dict.fromkeys(found))


def said(kit: Printkit, answers_: Mapping[str, object], exercises: list[str]) -> Iterator[str]:
    """Every text of the finished documents with these exercises, the alternative texts of pictures among them."""
    for first in range(0, len(exercises), 12):
        options = told(kit, answers_, *exercises[first : first + 12])
        document = pipeline.laid_out(KINDS["booklet"], kit.catalog, kit.templates, options).laid.document
        for block in walk(document.blocks):
            yield from texts(block)


# --- the texts of the catalogue


def test_no_text_of_an_exercise_types_a_hold_of_both_hands(catalog):
    found = set()
    for name in catalog.names("exercises"):
        exercise, figure = catalog.exercise(name), catalog.figure(name)
        text = exercise.text["en"]
        written = [text.hold_on, *text.steps, *text.stop_if, text.tip, figure.says["en"]]
        if any(_BOTH.search(each) for each in written):
            assert "both-hands-hold" not in exercise.demands, name
            found.add(name)
    assert found == set(NO_HOLD)


def test_every_exercise_that_both_hands_hold_for_says_so_by_a_token_and_has_a_picture_for_one_hand(catalog):
    for name in catalog.names("exercises"):
        exercise, figure = catalog.exercise(name), catalog.figure(name)
        text = exercise.text["en"]
        tokens = {token for token in HoldToken if any(f"{{{token}}}" in each for each in (text.hold_on, *text.steps))}
        held = "both-hands-hold" in exercise.demands or name == "floor-get-up"
        if name != "floor-get-down":  # it says: your stronger hand, or both
            of_feet = {HoldToken.WEAR_SHOES, HoldToken.FEET_BACK, HoldToken.STEP_BACK}
            assert bool(tokens - {HoldToken.RAIL, *of_feet}) is held, name
        assert (figure.one_hand is not None) is (held or name == "floor-get-down"), name


def test_no_pose_says_how_the_hands_hold(catalog):
    assert not [name for name, stance in catalog.poses.items() if "worktop" in name and "hand" in stance.says["en"]]


# --- the words of one patient


def _for_the_arm(kit: Printkit, name: str) -> bool:
    """It trains the weak arm itself; the rules say for whom."""
    return bool({"arm-works", "arm-weight-bearing"} & set(kit.catalog.exercise(name).demands))


@pytest.mark.parametrize("who", ONE_HAND)
def test_a_document_never_asks_an_arm_to_hold_or_push_that_cannot(kit, who):
    for side in SIDES:
        person = {**ONE_HAND[who], "stroke.affected_side": str(side)}
        exercises = [name for name in printable(kit, person) if not _for_the_arm(kit, name)]
        assert len(exercises) > 20
        weak = rf"your {side} (?:hand|arm)"
        wrong = re.compile(rf"\b{_EFFORT}\b(?: up| on| the \w+)? (?:with |on )?{weak}\b", re.IGNORECASE)
        for text in said(kit, person, exercises):
            assert not _BOTH_HOLD.search(text), text
            found = wrong.search(text)
            assert not found or _spared(text, found.start()), text


def _spared(text: str, at: int) -> bool:
    """It says never, or the stronger hand does the work."""
    never = text[:at].rstrip().lower().endswith(("not", "never"))
    return never or bool(re.search(r"(?:in|with) your stronger (?:left|right) hand", text))


def test_with_a_limp_arm_only_what_needs_no_strength_of_it_is_left(kit):
    for name in printable(kit, ONE_HAND["limp"]):
        assert not {"arm-works", "grip", "arm-weight-bearing", "hand-busy"} & set(kit.catalog.exercise(name).demands)


def test_who_has_both_hands_still_holds_with_both(kit):
    found = list(said(kit, {}, ["stand-tall", "mini-squat"]))
    assert ("Hold the worktop with both hands.", "Put a firm chair close behind you.") in pairwise(found)
    assert any("Both hands hold the worktop." in text for text in found)


def test_where_nobody_asked_a_weak_or_sore_arm_is_let_off_at_once(kit):
    for open_ in ({"health.limp_arm": "unknown"}, {"health.shoulder": "unknown"}):
        words = pipeline.speaker(kit.catalog, told(kit, open_, "stand-tall")).say("{hold on}")
        assert words == "Hold the worktop. Use both hands if both can grip."
    nobody = pipeline.speaker(kit.catalog, Options(stroke=Stroke(affected_side=Side.LEFT)))
    assert nobody.say("{hold on all the time}").endswith("Use both hands if both can grip.")


@pytest.mark.parametrize(
    ("aid", "first"),
    [
        ("stick", "Lean your stick within reach. "),
        ("crutch", "Lean your crutch within reach. "),
        ("quad-stick", "Stand your stick within reach. "),
        ("frame", "Put your walking frame to one side, within reach. "),
        ("rollator", "Put your rollator to one side, brakes on. "),
        ("none", ""),
        ("wheelchair", ""),
    ],
)
def test_the_walking_aid_is_put_in_reach_before_any_hold_with_one_hand_or_both(kit, aid, first):
    for limp in ("yes", "no", "unknown"):
        options = told(kit, {"devices.walking_aid": aid, "health.limp_arm": limp}, "stand-tall")
        said = pipeline.speaker(kit.catalog, options).say("{hold on}")
        assert said.removeprefix(first).startswith(("Hold", "Lift {your affected}", "Lift your left"))
        assert said.startswith(first)


def test_a_hurt_arm_that_may_exercise_again_holds_only_where_the_side_is_known_to_be_the_weak_one(kit):
    for (where, whose, what), side in product(HURT, ("weaker", "stronger", "both", "unknown")):
        person = {where: "arm", whose: side, "health.cleared": [{"what": what, **CLEARED}]}
        voice = pipeline.speaker(kit.catalog, told(kit, person, "stand-tall"))
        assert voice.hold.hands is (Hands.ONE if side == "weaker" else Hands.NONE)
        if side != "weaker":
            assert voice.say("{hold on}") == "Do not hold on with a hurt or weak arm. Your helper steadies you."
            assert illustration.sketch(kit.catalog, voice, "en", "stand-tall") is None
            assert illustration.sketch(kit.catalog, voice, "en", "seated-toe-raise") is not None


@pytest.mark.parametrize(
    ("rails", "said_"),
    [
        ("both", "Hold the rail with your stronger right hand both ways."),
        ("one", "Go up with the rail at your stronger right side. Come down only as your therapist showed you."),
        ("unknown", "Hold the rail with your stronger right hand both ways. With one rail, ask your therapist how to come down."),
    ],
)  # fmt: skip
def test_the_rail_is_on_the_stronger_side_and_nobody_reads_from_a_page_how_to_come_down_without(kit, rails, said_):
    options = told(kit, {"home.stair_rails": rails, "stroke.affected_side": "left"}, "stairs-with-rail")
    assert pipeline.speaker(kit.catalog, options).say("{rail}") == said_


@pytest.mark.parametrize(
    ("aid", "said_"),
    [
        ("stick", "your stick"),
        ("frame", "your walking frame"),
        ("none", ""),
        ("unknown", "your walking aid, if you use one"),
    ],
)
def test_a_page_asks_for_the_walking_aid_that_was_answered(kit, aid, said_):
    made = kit.handout("walking-practice", told(kit, {"devices.walking_aid": aid}, "walking-practice"))
    words = " ".join(texts(made.document.blocks))
    assert ("walking aid" in words) is (aid == "unknown")
    assert said_ in words


@pytest.mark.parametrize(
    ("brace", "said_"),
    [
        ("yes", "Wear your brace and your shoes."),
        ("no", "Wear your shoes."),
        ("unknown", "Wear your shoes, and any brace."),
    ],
)
def test_a_page_speaks_of_the_brace_that_was_answered_and_says_it_once(kit, brace, said_):
    for name in kit.catalog.names("exercises"):
        text = kit.catalog.exercise(name).text["en"]
        if "{wear shoes}" in " ".join((text.hold_on, *text.steps)):
            made = kit.handout(name, told(kit, {"devices.afo": brace, "stroke.affected_side": "left"}, name))
            words = " ".join(texts(made.document.blocks))
            assert words.count(said_) == 1, name
            assert brace == "unknown" or "any brace" not in words, name


def steps_of(kit: Printkit, brace: Mapping[str, str], name: str) -> str:
    """A page of one exercise for somebody with a weak left side."""
    given = {"stroke.affected_side": "left", "home.helper": "yes", **brace}
    return " ".join(texts(kit.handout(name, told(kit, given, name)).document.blocks))


RIGID = {"devices.afo": "yes", "devices.brace_type": "rigid"}
FEET_BACK = ("forward-lean", "sit-to-stand", "sit-to-stand-high-seat", "sit-to-stand-with-arms")


@pytest.mark.parametrize("name", FEET_BACK)
def test_a_rigid_brace_keeps_the_weaker_foot_where_it_is_and_says_it_once(kit, name):
    rigid = steps_of(kit, RIGID, name)
    said_ = "Slide only your stronger right foot back. Leave your left foot where its heel stays down."
    assert rigid.count(said_) == 1
    assert "both feet back" not in rigid
    for other in ({"devices.afo": "no"}, {"devices.afo": "yes", "devices.brace_type": "hinged"}):
        assert "Slide both feet back, flat" in steps_of(kit, other, name)
    assert "while both heels stay down" in steps_of(kit, {"devices.afo": "yes", "devices.brace_type": "unknown"}, name)


def test_no_exercise_that_is_printed_with_a_rigid_brace_asks_its_ankle_to_move(kit):
    """Whoever writes a new one sees here by which words an ankle moves; standing, a brace is on."""
    moves = re.compile(
        r"both feet back|tiptoe|on your toes|left toes first|(lift|raise) your (left )?toes|both heels", re.IGNORECASE
    )
    names = kit.catalog.names("exercises")
    assert tuple(name for name in names if "{feet back}" in kit.catalog.exercise(name).text["en"].steps) == FEET_BACK
    for name in names:
        if "stands" not in kit.catalog.exercise(name).demands:
            continue
        options = told(kit, {"stroke.affected_side": "left", "home.helper": "yes", **RIGID}, name)
        if name in {item.exercise.id for item in kit.cleared(options).items}:
            steps = kit.catalog.exercise(name).text["en"].steps
            voice = pipeline.speaker(kit.catalog, options)
            assert [said for step in steps if moves.search(said := voice.say(step))] == [], name


@pytest.mark.parametrize("name", ["weight-shift-front-back", "wall-press-up", "step-up"])
def test_where_a_shin_leans_over_its_foot_a_rigid_brace_sets_the_end(kit, name):
    said_ = "Move only as far as your left foot stays flat."
    assert said_ in steps_of(kit, RIGID, name)
    assert said_ not in steps_of(kit, {"devices.afo": "yes", "devices.brace_type": "hinged"}, name)


def test_every_answer_has_words_of_at_most_10_words_a_sentence(kit):
    table = kit.catalog.holds
    names = dict.fromkeys(
        name for row in (*table.hold, *table.rail, *table.shoes, *table.ankle, *table.aid) for name in row.when
    )
    calm = dict.fromkeys(answers(), "unknown")
    for name, side in product(names, Side):
        for value in answers()[name]:
            voice = pipeline.speaker(kit.catalog, Options(stroke=Stroke(affected_side=side)))
            voice.hold = holds.chosen(table, calm | {name: value}, "en")
            for token in HoldToken:
                for sentence in sentences(voice.say(f"{{{token}}}")):
                    assert word_count(sentence) <= 10, sentence
                    assert "{" not in sentence


# --- pictures


def held_figures(catalog: Catalog) -> Iterator[Figure]:
    for name in catalog.names("figures"):
        figure = catalog.figure(name)
        if figure is not None and figure.one_hand is not None:
            yield figure


def test_the_picture_for_one_hand_is_another_one_in_which_every_hand_comes_to_where_it_is_sent(catalog):
    for figure in held_figures(catalog):
        stance = catalog.poses[figure.pose]
        one = held_by(Hands.ONE, figure, stance)
        assert one is not None
        usual, rests = SolvedFigure(figure, stance), SolvedFigure(one, stance)
        assert rests.misses() == []
        assert rests.strains() == []
        for t in (0, 1):
            before, after = usual.solved(t).points, rests.solved(t).points
            assert before["ok.hand"] == after["ok.hand"]
        assert usual.solved(1).points["aff.wrist"] != rests.solved(1).points["aff.wrist"]


def test_the_weak_arm_rests_on_the_worktop_from_the_start_to_the_end(catalog):
    for figure in held_figures(catalog):
        if figure.pose == "stand-at-worktop":
            one = held_by(Hands.ONE, figure, catalog.poses[figure.pose])
            solved = SolvedFigure(one, catalog.poses[figure.pose])
            for t in (0, 1):
                x, y = solved.solved(t).points["aff.hand"]
                assert x > 28, figure.id
                assert 91 <= y <= 99, figure.id


def test_words_and_picture_of_a_limp_arm_agree_in_each_profile(kit):
    options = told(kit, {**ONE_HAND["limp"], "stroke.affected_side": "right"}, "stand-tall")
    voice = pipeline.speaker(kit.catalog, options)
    usual = pipeline.speaker(kit.catalog, told(kit, {"stroke.affected_side": "right"}, "stand-tall"))
    one, both = (illustration.sketch(kit.catalog, each, "en", "stand-tall") for each in (voice, usual))
    assert one.alt.endswith("Your stronger left hand holds the worktop. Your right arm rests.")
    assert both.alt.endswith("Both hands hold the worktop.")
    assert one.drawing is not both.drawing
    beside = [illustration.step_by_step(kit.catalog, each, "stand-tall", 6) for each in (voice, usual)]
    assert beside[0][3].drawing is not beside[1][3].drawing


def test_a_photo_of_both_hands_is_not_shown_to_who_holds_with_one(kit, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "stand-tall.yaml").write_text(
        "file: a.svg\nsays: {en: Both hands hold the worktop.}\nflip: allowed\naffected_side: neither\n"
    )
    (tmp_path / "photos" / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><rect width="80" height="60"/></svg>'
    )
    own = Catalog((tmp_path, CATALOG))
    limp, well = (pipeline.speaker(own, told(kit, each, "stand-tall")) for each in (ONE_HAND["limp"], {}))
    assert illustration.sketch(own, well, "en", "stand-tall").drawing.photograph is not None
    assert illustration.sketch(own, limp, "en", "stand-tall").drawing.photograph is None


# --- the file


def changed(tmp_path, change) -> Catalog:
    """The catalogue with a table of holds of a clinic's own."""
    table = yaml.safe_load((CATALOG / "holds.yaml").read_text(encoding="utf-8"))
    change(table)
    (tmp_path / "holds.yaml").write_text(yaml.safe_dump(table, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return Catalog((tmp_path, CATALOG))


def _set(*keys_and_value):
    def change(table):
        *keys, last, value = keys_and_value
        for key in keys:
            table = table[key]
        table[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_set("hold", 0, "when", {"health.limp_leg": ["yes"]}), "no option is called 'health.limp_leg'"),
        (_set("hold", 0, "when", {"health.limp_arm": ["maybe"]}), "health.limp_arm is never 'maybe'"),
        (_set("aid", 0, "when", {"devices.walking_aid": ["skis"]}), "devices.walking_aid is never 'skis'"),
        (_set("hold", 0, "use", "one-arm"), "there are no words 'one-arm'"),
        (_set("hold", -1, "when", {"health.limp_arm": ["no"]}), "the last row is not for everybody"),
        (_set("hold", 0, {"use": "both-hands"}), "a row without when hides those below it"),
        (_set("words", "limp-arm", "text", "en", "hold tight", "Hold."), "hold tight"),
        (_set("words", "limp-arm", "text", "en", "push up", "Push with your left hand."), "a side typed as a word"),
        (_set("words", "limp-arm", "text", "en", "push up", "Push with {the hand}."), "{the hand} has no meaning"),
        (_set("words", "limp-arm", "text", "en", "push up", "{hold on}"), "a hold in a hold: {hold on}"),
        (lambda table: table["words"]["limp-arm"]["text"]["en"].pop("push up"), "there are no words for {push up}"),
        (_set("words", "limp-arm", "hands", "both"), "health.limp_arm is yes, hands is both; ours is one"),
        (lambda table: table["hold"].pop(6), "health.limp_arm is yes, hands is both; ours is one"),
    ],
)
def test_a_mistake_in_a_table_of_holds_is_told_with_its_place(tmp_path, change, message):
    with pytest.raises((CatalogError, PrintkitError)) as raised:
        _ = changed(tmp_path, change).holds
    assert message in str(raised.value)
    assert str(tmp_path / "holds.yaml") in str(raised.value)


def test_a_clinic_may_word_a_hold_anew_and_ask_for_fewer_hands(tmp_path, kit):
    def change(table):
        table["words"]["both-hands"]["text"]["en"]["hold on"] = "Hold the bar with both hands."
        table["hold"].insert(0, {"when": {"health.ataxia": ["yes"]}, "use": "hurt-stronger-arm"})

    own = changed(tmp_path, change)
    assert pipeline.speaker(own, told(kit, {}, "stand-tall")).say("{hold on}") == "Hold the bar with both hands."
    assert pipeline.speaker(own, told(kit, {"health.ataxia": "yes"}, "stand-tall")).hold.hands is Hands.NONE


def test_a_language_that_the_table_lacks_is_told_where_a_hold_is_asked_for_and_nowhere_else(kit):
    voice = pipeline.speaker(kit.catalog, told(kit, {}, "stand-tall"))
    voice.hold = holds.chosen(kit.catalog.holds, Options().facts(), "es")
    assert voice.say("{your affected}") == "your left"
    with pytest.raises(CatalogError, match=r"no words for \{hold on\} in this language"):
        voice.say("{hold on}")


def test_check_looks_at_a_table_of_holds(printkit, tmp_path):
    changed(tmp_path, _set("words", "limp-arm", "text", "en", "push up", "Don't push."))
    result = printkit("check", str(tmp_path))
    assert result.exit_code == 1
    assert "a contraction" in result.stderr
    assert "holds.yaml:" in result.stderr


def test_the_aphasia_page_of_a_limp_arm_says_no_other_words(kit):
    options = told(kit, {**ONE_HAND["limp"], "print.profile": str(PrintProfile.APHASIA)}, "stand-tall", "sit-to-stand")
    document = pipeline.laid_out(KINDS["booklet"], kit.catalog, kit.templates, options).laid.document
    found = [text for block in walk(document.blocks) for text in texts(block)]
    assert not [text for text in found if _BOTH_HOLD.search(text)]
