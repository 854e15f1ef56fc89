"""The page of what matters most at home: ten to twelve lines, by the answers of one person."""

import re
from collections.abc import Callable, Mapping
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.checking import files as checking
from printkit.content import checklists
from printkit.document import Checks, SheetTitle
from printkit.model.facts import meets
from printkit.model.options import Options
from printkit.model.person import Devices, Health, Home
from printkit.model.vocabulary import Answer, WalkingAid
from printkit.planning import safety
from printkit.planning.plan import Plan
from printkit.resources import CATALOG

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
HOME = ("lives_alone", "stairs", "bath", "pets", "outdoor_steps")
HEALTH = ("reduced_feeling", "diabetes", "high_fall_risk", "dizzy_on_standing", "urgent_toilet")

Chosen = Mapping[str, tuple[str, ...]]


def options_of(smallest: Options, usual: Answer, **said: Answer | WalkingAid) -> Options:
    """Somebody who gives one answer to everything, but for what is said."""
    answers = {name: said.get(name, usual) for name in (*HOME, *HEALTH)}
    known = {"falls_last_year": 0, "injured_in_a_fall": NO} if usual is NO else {}
    aid = {YES: WalkingAid.STICK, NO: WalkingAid.NONE, UNKNOWN: WalkingAid.UNKNOWN}[usual]
    return replace(
        smallest,
        home=Home(**{name: answers[name] for name in HOME}),
        health=Health(**{name: answers[name] for name in HEALTH}, **known),
        devices=Devices(afo=said.get("afo", usual), walking_aid=said.get("walking_aid", aid)),
    )


def groups_of(catalog: Catalog, options: Options, most: int = 12) -> tuple[Checks, ...]:
    cleared = safety.review(Plan(items=(), chosen_by=""), options, catalog.rules, catalog.exercise, catalog.questions)
    return checklists.most_important(catalog, cleared, pipeline.speaker(catalog, options), most)


@pytest.fixture
def lines(catalog, smallest) -> Callable[..., list[str]]:
    """The names of the lines for somebody, in their order, such as home-safety/stairs/X25."""

    def found(usual: Answer, **said: Answer | WalkingAid) -> list[str]:
        return [row.name for group in groups_of(catalog, options_of(smallest, usual, **said)) for row in group.rows]

    return found


ANSWERS = st.sampled_from([YES, NO, UNKNOWN])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.fixed_dictionaries(dict.fromkeys((*HOME, *HEALTH, "afo"), ANSWERS)), aid=st.sampled_from(WalkingAid))
def test_whoever_it_is_has_10_to_12_lines_and_none_that_was_answered_no(catalog, smallest, said, aid):
    options = options_of(smallest, UNKNOWN, **said, walking_aid=aid)
    names = [row.name for group in groups_of(catalog, options) for row in group.rows]
    assert 10 <= len(names) <= 12
    assert len(names) == len(set(names))
    facts = safety.review(Plan(items=(), chosen_by=""), options, (), catalog.exercise, catalog.questions).facts
    for name in names:
        checklist, room_id, line_id = name.split("/")
        room = next(room for room in catalog.checklist(checklist).rooms if room.id == room_id)
        line = next(line for line in room.lines if line.id == line_id)
        for when in (room.when, line.when):
            assert all(meets(key, facts[key], values) for key, values in when.items()), name
    assert names == [row.name for group in groups_of(catalog, options) for row in group.rows]


# An answer, and a line that is there with a yes, whatever else is answered, and not with a no.
TURNS = {
    "stairs": "home-safety/stairs/X25",
    "bath": "home-safety/bathroom/X14",
    "reduced_feeling": "skin/marks/K6b",
    "afo": "skin/when-to-look/K1b",
}


@pytest.mark.parametrize(("answer", "others"), [*product(TURNS, [YES, NO, UNKNOWN])])
def test_an_answer_brings_its_line_or_takes_it_away(lines, answer, others):
    assert TURNS[answer] in lines(others, **{answer: YES})
    assert TURNS[answer] not in lines(others, **{answer: NO})


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("stairs", "home-safety/stairs/S1"),
        ("pets", "home-safety/floors-and-paths/X26"),
        ("outdoor_steps", "home-safety/entry/S7b"),
        ("lives_alone", "home-safety/phone-and-help/H3"),
        ("afo", "home-safety/bedroom/X1"),
        ("afo", "shoes/room-inside/P6"),
        ("afo", "skin/brace/A2"),
        ("reduced_feeling", "skin/shoes-and-heat/K9b"),
        ("diabetes", "skin/marks/K6c"),
        ("high_fall_risk", "home-safety/phone-and-help/H2"),
        ("dizzy_on_standing", "home-safety/habits/O4b"),
    ],
)
def test_the_only_answer_of_a_person_is_what_the_page_speaks_of(lines, answer, line):
    assert line in lines(NO, **{answer: YES})
    assert line not in lines(NO)


def test_with_a_stick_it_stands_near(lines):
    assert "home-safety/living-room/X3" in lines(NO, walking_aid=WalkingAid.STICK)
    assert "home-safety/living-room/X3" not in lines(NO)


@pytest.mark.parametrize("usual", [YES, NO, UNKNOWN])
def test_the_worst_of_a_home_is_asked_of_everybody(lines, usual):
    """Rugs, a wet floor, the way at night, a phone that can be reached from the floor, shoes that stay on."""
    assert {
        "home-safety/floors-and-paths/F2",
        "home-safety/bathroom/B1",
        "home-safety/bedroom/R2",
        "home-safety/phone-and-help/O8",
        "shoes/heel-and-sole/P12",
    } <= set(lines(usual))


@pytest.mark.parametrize("answer", ["lives_alone", "high_fall_risk"])
def test_for_whom_nobody_hears_or_who_falls_the_phone_comes_first(lines, answer):
    assert lines(NO, **{answer: YES})[0] == "home-safety/phone-and-help/O8"


def test_the_groups_are_home_skin_and_shoes_each_with_2_lines(catalog, smallest):
    for usual in (YES, NO, UNKNOWN):
        groups = groups_of(catalog, options_of(smallest, usual))
        assert [group.title for group in groups] == ["Home", "Skin", "Shoes"]
        assert all(len(group.rows) >= 2 for group in groups)


def test_every_line_of_the_page_says_by_itself_what_it_is_about(catalog):
    """On the page there is no room for "Stairs" over "Is there a rail?"."""
    (stairs,) = [room for room in catalog.checklist("home-safety").rooms if room.id == "stairs"]
    assert all("stair" in line.look["en"].lower() for line in stairs.lines if line.matters)


def test_the_boxes_are_those_of_the_whole_lists(catalog, smallest, templates):
    options = options_of(smallest, YES)
    cleared = safety.review(Plan(items=(), chosen_by=""), options, catalog.rules, catalog.exercise, catalog.questions)
    page = checklists.safe_at_home(catalog, cleared, pipeline.speaker(catalog, options))
    assert isinstance(page.children[0], SheetTitle)
    whole = {
        f"{name}/{room.id}/{line.id}"
        for name in ("home-safety", "skin", "shoes")
        for room in catalog.checklist(name).rooms
        for line in room.lines
    }
    assert {row.name for group in page.children if isinstance(group, Checks) for row in group.rows} <= whole


def test_a_clinics_own_lists_that_say_nothing_of_it_still_fill_a_page(tmp_path, smallest):
    (tmp_path / "checklists").mkdir()
    for name in ("home-safety", "skin", "shoes"):
        text = (CATALOG / f"checklists/{name}.yaml").read_text(encoding="utf-8")
        bare = re.sub(r"^ +matters(_to)?: .*\n", "", text, flags=re.MULTILINE)
        (tmp_path / f"checklists/{name}.yaml").write_text(bare, encoding="utf-8")
    groups = groups_of(Catalog((tmp_path, CATALOG)), options_of(smallest, UNKNOWN))
    assert sum(len(group.rows) for group in groups) == 10


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("matters_to: {home.stairs: [yes]}", "P9 says whom it matters to, not how much"),
        ("matters: 4", "matters is 4"),
        ("matters: 1\n        matters_to: {home.stair: [yes]}", "no option is called 'home.stair'"),
    ],
)
def test_check_finds_what_a_line_says_wrongly_of_how_much_it_matters(tmp_path, templates, typed, says):
    text = (CATALOG / "checklists/shoes.yaml").read_text(encoding="utf-8")
    path = tmp_path / "checklists/shoes.yaml"
    path.parent.mkdir()
    path.write_text(text.replace("- id: P9\n", f"- id: P9\n        {typed}\n"), encoding="utf-8")
    report = checking.check(path, Catalog((tmp_path, CATALOG)), templates)
    assert says in "\n".join(map(str, report.problems))
