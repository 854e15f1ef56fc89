"""The leaflets on life after a stroke: a page each (two under a letterhead), and only the parts that concern the reader."""

import re
from datetime import date
from functools import cache

import pytest
from msgspec.structs import replace
from pdf_reading import example_options, shipped, shipped_templates

from printkit import pipeline
from printkit.content.kinds import KINDS
from printkit.document import Views, texts, walk
from printkit.intake import unnamed
from printkit.model.options import Clinic, Options
from printkit.model.person import Health, Stroke
from printkit.model.vocabulary import Answer, Box, Evidence, Paper, PrintProfile, Shoulder, Side, SourceKind, TubeFeed
from printkit.pipeline import LaidOut, Variant

LIFE = (
    "bladder-and-bowel", "body-map", "closeness", "driving", "emotions", "fatigue", "helper-care", "lower-the-chance", "next-therapist",
    "pain", "seeing", "shoulder-care", "swallowing", "thinking-and-memory", "tight-muscles", "work",
)  # fmt: skip
every_leaflet = pytest.mark.parametrize("name", LIFE)


def options(side: Side = Side.LEFT, look: PrintProfile = PrintProfile.STANDARD, **health) -> Options:
    """Somebody of whom these answers are known."""
    asked = example_options()
    return replace(
        asked,
        stroke=Stroke(affected_side=side),
        health=Health(**health),
        clinic=Clinic(region="GB"),
        print=replace(asked.print, profile=look, paper=Paper.A4),
    )


@cache
def leaflet(name: str, asked: Options) -> LaidOut:
    names = unnamed.leaflet_names(shipped(), name)
    return pipeline.laid_out(KINDS["leaflet"], shipped(), shipped_templates(), asked, Variant(names=names))


def said(name: str, asked: Options) -> str:
    return "\n".join(texts(leaflet(name, asked).laid.document.blocks))


@every_leaflet
@pytest.mark.parametrize(
    ("look", "most"), [(PrintProfile.STANDARD, 1), (PrintProfile.APHASIA, 1), (PrintProfile.LARGE, 2)]
)
def test_a_leaflet_is_one_page_of_a4_and_two_in_large_letters(name, look, most):
    asked = options(look=look)
    assert len(leaflet(name, asked).laid.pages) <= most
    with_masthead = replace(asked, clinic=example_options().clinic)
    assert len(leaflet(name, with_masthead).laid.pages) <= 2


@every_leaflet
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT, Side.BOTH])
def test_a_leaflet_says_whom_to_call_and_leaves_no_token(name, side):
    words = said(name, options(side))
    assert "999" in words
    assert "{" not in words


@every_leaflet
def test_a_leaflet_is_off_unless_it_is_asked_for_and_names_a_source_that_was_looked_up(name):
    topic = shipped().topic(name)
    assert topic.chapter == "care"
    assert topic.reviewed_by == ""
    assert topic.evidence in (Evidence.E1, Evidence.E2)
    assert {shipped().sources[tag].kind for tag in topic.source} != {SourceKind.HOUSE_RULE}


@every_leaflet
def test_what_is_an_emergency_is_never_left_out_for_a_reader_with_aphasia(name):
    for part in shipped().topic(name).text["en"].parts:
        if part.box in (Box.EMERGENCY, Box.STOP) and part.say and part.short is not None:
            assert part.short, part.heading
    standard, short = (re.findall("999", said(name, options(look=look))) for look in PrintProfile if look in (
        PrintProfile.STANDARD, PrintProfile.APHASIA,
    ))  # fmt: skip
    assert len(standard) == len(short)


def test_a_body_to_draw_on_has_its_side_by_the_answers(tmp_path):
    drawn = {}
    for side in Side:
        found = leaflet("body-map", options(side))
        (views,) = (block for block in walk(found.laid.document.blocks) if isinstance(block, Views))
        assert views.captions == ("From the front", "From behind")
        assert len({sketch.drawing for sketch in views.sketches}) == 2
        drawn[side] = views.sketches
        darker = re.findall("your (left|right) arm and leg are the darker", said("body-map", options(side)))
        assert darker == ([str(side)] if side in (Side.LEFT, Side.RIGHT) else [])
    assert len(set(drawn.values())) == len(Side)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("walking-first", "it opens the way to other things"),
        ("arm-use", "nobody can say how well your arm will recover"),
        ("arm-care", "the muscles of the arm and hand may get tight"),
        ("arm-care", "An arm that you guard is used less and less."),
        ("someone-elses-story", "toe separators and toe socks"),
        ("someone-elses-story", "ask your orthotist (brace maker) first"),
    ],
)
def test_what_people_asked_about_stands_in_a_leaflet(name, words):
    assert words in said(name, options())


@pytest.mark.parametrize("health", [{"shoulder": Shoulder.BAD_OR_NEW_PAIN}, {"hot_swollen_hand": Answer.YES}])
def test_a_person_in_new_pain_is_given_a_body_to_draw_on(health):
    seen = {"screened_by": "J. Marsh", "screened_on": date(2026, 11, 16)}
    cleared = pipeline.reviewed(shipped(), options(**seen, **health))
    assert [page for page in cleared.pages if page in ("pain", "body-map")] == ["pain", "body-map"]
    assert "body-map" not in pipeline.reviewed(shipped(), options(**seen)).pages


def test_who_may_eat_nothing_reads_nothing_of_eating():
    words = said("swallowing", options(nothing_by_mouth=Answer.YES, tube_feed=TubeFeed.STOMACH))
    assert "Take no food, drink or tablet by mouth" in words
    assert "If you are fed through a tube" in words
    assert "When you eat and drink" not in words
    assert not re.search(r"bite or sip|when you eat|swallow your tablets|crush a tablet|Look for food", words)


def test_who_is_fed_by_mouth_alone_reads_nothing_of_a_tube():
    words = said("swallowing", options(nothing_by_mouth=Answer.NO, tube_feed=TubeFeed.NONE))
    assert "When you eat and drink" in words
    assert "fed through a tube" not in words
    assert "Take no food" not in words


@pytest.mark.parametrize("name", ["half_sight", "neglect", "double_vision"])
def test_the_leaflet_on_seeing_has_a_part_for_what_is_there_alone(name):
    heads = {"half_sight": "one half is missing", "neglect": "do not notice one side", "double_vision": "see double"}
    answers = {each: Answer.YES if each == name else Answer.NO for each in heads}
    words = said("seeing", options(**answers))
    assert [each for each, head in heads.items() if f"If {head}" in words or f"If you {head}" in words] == [name]


def test_a_rule_of_a_country_stands_under_its_name():
    (great_britain,) = (part for part in shipped().topic("driving").text["en"].parts if "Great Britain" in part.heading)
    for part in shipped().topic("driving").text["en"].parts:
        for line in part.list:
            assert ("DVLA" not in line) or part is great_britain, line


def test_no_leaflet_promises_that_there_will_be_no_other_stroke():
    words = said("lower-the-chance", options()).lower()
    assert "lower the chance" in words
    assert not re.search(r"prevent|avoid another|stops? another|protects?", words)
    assert "never stop" in words
