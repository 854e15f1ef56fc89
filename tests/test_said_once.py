"""Getting ready says a thing once: an exercise's own words, its hold and what the answers add never say the same twice."""

from itertools import combinations

import pytest
from test_demand_rules import PRINTED_ON, WELL, options_of

from printkit import pipeline
from printkit.catalog import plain_language
from printkit.checking.prose_words import english
from printkit.content.exercises import ExerciseWidgets
from printkit.content.topics import TopicWidgets
from printkit.errors import PrintkitError
from printkit.kit import Printkit

ALIKE = 0.6  # of the words that mean something, in both of all
UNSTEADY = {**WELL, "health.falls_last_year": 3, "devices.walking_aid": "stick", "devices.afo": "yes"}
ANSWERS = (
    ("devices.walking_aid", "frame"),
    ("devices.walking_aid", "wheelchair"),
    ("devices.brace_type", "rigid"),
    ("devices.afo", "no"),
    ("devices.afo", "unknown"),
    ("devices.fes", "yes"),
    ("health.limp_arm", "yes"),
    ("health.shoulder", "slips-or-sore"),
    ("health.dizzy_on_standing", "yes"),
    ("health.reduced_feeling", "yes"),
    ("health.foot_ulcer_before", "yes"),
    ("health.ataxia", "yes"),
    ("health.muscle_tightness", "severe"),
    ("health.foot_beats", "yes"),
    ("health.neglect", "yes"),
    ("health.joint_replacement", "yes"),
    ("health.tube_feed", "stomach"),
    ("health.weight_bearing", "part"),
)
# Alike in their words and not in what they say.
NOT_THE_SAME = {
    ("Lay one card close to you.", "Lay one card further away."),
    ("Check your skin when you take the brace off.", "Check your skin when you take it off."),  # and the stimulator
    ("Move very slowly.", "Move slowly."),
    ("Keep both feet flat.", "Put both feet flat on the floor."),  # once they are off the foot plates
    ("Keep your other foot flat.", "Put both feet flat on the floor."),
    ("Keep your left arm close, as you were shown.", "Support your left arm, as you were shown."),
}


@pytest.fixture(scope="module")
def kit() -> Printkit:
    return Printkit(today=PRINTED_ON)


def getting_ready(kit: Printkit, told: dict) -> dict[str, list[str]]:
    """What each exercise that may be printed says of getting ready, sentence by sentence, without the list of things."""
    found = {}
    for name in kit.catalog.names("exercises"):
        try:
            cleared = kit.cleared(options_of(kit, told, name))
        except PrintkitError:
            continue
        voice = pipeline.speaker(kit.catalog, cleared.options)
        widgets = ExerciseWidgets(cleared, kit.catalog, voice, TopicWidgets(cleared, kit.catalog, voice))
        for item in widgets.items:
            lines = item.get_ready[1:] if item.equipment else item.get_ready
            found[item.id] = [sentence for line in lines for sentence in plain_language.sentences(line)]
    return found


def alike(one: str, other: str) -> bool:
    a, b = english().content(one), english().content(other)
    return bool(a and b) and len(a & b) / len(a | b) >= ALIKE


def test_no_card_says_the_same_twice(kit):
    cards = 0
    twice: dict[tuple[str, str], str] = {}
    for told in (WELL, UNSTEADY, *({**UNSTEADY, name: value} for name, value in ANSWERS)):
        for name, said in getting_ready(kit, told).items():
            cards += 1
            twice |= {(a, b): name for a, b in combinations(said, 2) if alike(a, b)}
    assert cards > 1000
    assert {pair: name for pair, name in twice.items() if pair not in NOT_THE_SAME} == {}


def test_a_chair_shoes_and_the_hold_are_said_once(kit):
    for told in (UNSTEADY, {**UNSTEADY, "devices.brace_type": "rigid"}, {**UNSTEADY, "devices.afo": "no"}):
        for name, said in getting_ready(kit, told).items():
            behind = [each for each in said if "chair" in each and "behind you" in each]
            shoes = [each for each in said if each.startswith("Wear your") and "shoes" in each]
            hold = [each for each in said if "hold" in each.lower() and "all the time" in each]
            assert max(map(len, (behind, shoes, hold))) <= 1, name
            if name.startswith("sit-to-stand"):
                assert behind == []


def test_what_is_dropped_is_said_by_another_sentence(kit):
    """Whoever may fall has shoes, a chair and a hold on every card that had them before."""
    cards = getting_ready(kit, UNSTEADY)
    steps = {name: kit.catalog.exercise(name).text["en"].steps for name in cards}
    standing = [name for name in cards if "stands" in kit.catalog.exercise(name).demands]
    assert len(standing) > 15
    by_name = {rule.id: rule for rule in kit.catalog.rules}
    for name in standing:
        words = " ".join((*cards[name], *steps[name]))
        assert "shoes" in words, name  # a step may say so, by its token
        exercise = kit.catalog.exercise(name)
        if name not in by_name["R-06d"].not_exercises and not {"steps", "floor", "rises"} & set(exercise.demands):
            assert "chair close behind you" in words, name
        if {"one-leg-stand", "narrow-base", "steps"} & set(exercise.demands) and "no-hold" not in exercise.demands:
            assert "all the time" in words or "Keep hold of the worktop as you go" in words, name
