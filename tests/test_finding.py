"""Exercises are found by their own words, by what they train, and by the words of the field, which are data."""

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printkit.catalog import finding
from printkit.catalog.finding import found, words_of
from printkit.catalog.store import Catalog
from printkit.checking.catalog import problems
from printkit.model.vocabulary import Side
from printkit.printing import gallery
from printkit.resources import CATALOG

SHIPPED = Catalog((CATALOG,))
ALL = SHIPPED.names("exercises")


@cache
def by(sought: str) -> tuple[str, ...]:
    return found(SHIPPED, sought, finding.english)


@pytest.mark.parametrize(
    ("sought", "finds", "not_these"),
    [
        ("dorsiflexion", {"seated-toe-raise", "band-toe-raise", "ankle-pumps"}, {"seated-heel-raise", "bridging"}),
        ("plantarflexion", {"seated-heel-raise", "standing-heel-raise"}, {"seated-toe-raise"}),
        ("Plantar flexion", {"seated-heel-raise", "standing-heel-raise"}, {"seated-toe-raise"}),
        ("quads", {"knee-straightening", "sit-to-stand", "mini-squat"}, {"standing-knee-bend", "wrist-lift"}),
        ("hamstrings", {"standing-knee-bend", "heel-slide", "bridging"}, {"knee-straightening"}),
        ("knee extension", {"knee-straightening", "sit-to-stand", "step-up"}, {"wrist-lift", "elbow-straightening"}),
        ("glutes", {"bridging", "standing-leg-back", "standing-leg-out"}, {"seated-toe-raise"}),
        ("grip", {"ball-squeeze", "putty-pinch"}, {"finger-spread", "bridging"}),
        ("bridge", {"bridging", "bridging-one-leg"}, {"sit-to-stand"}),
        ("biceps", {"elbow-bend"}, {"elbow-straightening"}),
        ("hip abduction", {"standing-leg-out", "seated-hip-band"}, {"seated-march"}),
        ("sit to stand", {"sit-to-stand", "sit-to-stand-with-arms"}, {"ankle-circles"}),
        ("cuádriceps", {"knee-straightening"}, {"wrist-lift"}),
        ("CUADRICEPS", {"knee-straightening"}, {"wrist-lift"}),
        ("extensión de rodilla", {"knee-straightening"}, {"wrist-lift"}),
    ],
)
def test_a_therapist_finds_by_muscle_and_movement(sought, finds, not_these):
    assert finds <= {*by(sought)}
    assert not not_these & {*by(sought)}


@pytest.mark.parametrize(
    ("sought", "same"),
    [("step ups", "step up"), ("step-ups", "step up"), ("stepup", "step up"), ("sits to stand", "sit to stand"),
     ("wall press-ups", "wall press up")],
)  # fmt: skip
def test_one_or_several_and_a_hyphen_more_or_less_find_the_same(sought, same):
    assert by(same)
    assert {*by(same)} <= {*by(sought)}


def test_without_a_word_all_are_found_and_by_nonsense_none():
    assert {*by("")} == {*by("  ")} == {*ALL}
    assert by("zygomorphic") == ()


def test_what_has_it_in_its_title_stands_first():
    assert by("shoulder rolls")[0] == "shoulder-rolls"
    assert next(name for name in by("walk") if "walk" not in name) not in by("walk")[:3]


@pytest.mark.parametrize("name", ALL)
def test_each_exercise_is_found_by_a_movement_and_by_all_words_of_its_title(name):
    movements = [word for word, entry in SHIPPED.search_words.items() if entry.movement == "yes"]
    assert any(name in by(word) for word in movements)
    for title in {SHIPPED.exercise(name).text["en"].title, gallery.title(SHIPPED, name, Side.UNKNOWN)}:
        assert name in by(title)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ALL), st.randoms(use_true_random=False), st.integers(1, 5))
def test_one_more_word_that_an_exercise_has_never_loses_it(name, chance: random.Random, many):
    """And never finds what was not found before."""
    exercise = SHIPPED.exercise(name)
    page = finding.english(exercise)
    has = words_of(" ".join((page.title, page.text, *finding.of_field(SHIPPED, exercise))))
    sought: list[str] = []
    before = {*ALL}
    for word in chance.choices(has, k=many):
        sought.insert(chance.randint(0, len(sought)), word)
        now = {*by(" ".join(sought))}
        assert name in now
        assert now <= before
        before = now


@pytest.mark.parametrize("word", [*SHIPPED.search_words])
def test_every_word_of_the_field_finds_what_it_names(word):
    entry = SHIPPED.search_words[word]
    named = {name for name in ALL if not finding.own(SHIPPED.exercise(name)).isdisjoint(entry.finds)}
    assert named
    for said in (word, *entry.also):
        assert named <= {*by(said)}, said


def test_a_clinic_adds_a_word_without_code_and_a_name_that_is_not_there_is_told(tmp_path):
    own = tmp_path / "search-words.yaml"
    own.write_text("Schmidt exercise: {also: [our star], finds: [bridging, toe-lifters]}\n", encoding="utf-8")
    catalog = Catalog((tmp_path, CATALOG))
    assert {"bridging", "seated-toe-raise"} <= {*found(catalog, "schmidt", finding.english)}
    assert {*found(catalog, "our star", finding.english)} < {*ALL}
    assert "seated-heel-raise" in found(catalog, "plantarflexion", finding.english)
    own.write_text("Schmidt exercise: {finds: [bridgeing]}\n", encoding="utf-8")
    (told,) = map(str, problems(Catalog((tmp_path, CATALOG))))
    assert f"{own}:1: 'bridgeing' is no exercise" in told
    assert "did you mean 'bridging'?" in told


def test_the_command_finds_by_them_too(printkit):
    result = printkit("catalog", "search", "dorsiflexion")
    assert "seated-toe-raise" in result.output
