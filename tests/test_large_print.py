"""Large print is not a pile of paper: what repeats itself or leaves a page half empty gives way, and no warning does."""

import re
from functools import cache

import pytest
from conftest import PRINTED_ON
from msgspec.structs import replace

from printkit import Printkit, pipeline
from printkit.content.kinds import KINDS
from printkit.document import DayPlan, texts, walk, words_of
from printkit.layout import day_plans
from printkit.layout.fragment import Piece, Space, TextRun
from printkit.layout.pagination import Laid, Page
from printkit.layout.profiles import LARGE, MM
from printkit.model.options import Options

KIT = Printkit(today=PRINTED_ON)
PLAN = ("standing-calf-stretch", "seated-toe-raise", "outer-foot-lift", "walking-practice")
GOAL = "Walk to the shop with Anna."
NOTE = "Do this one in front of the mirror."


def options(count: int, look: str = "large", *, note: str = NOTE, brace: str = "2026-11-23") -> Options:
    devices = {"afo": "yes", "brace_type": "hinged", "brace_started_on": brace} if brace else {"afo": "no"}
    return KIT.options(
        {
            "patient": {"id": "p-1", "name": "Sam Example"},
            "stroke": {"affected_side": "left", "happened_on": "2026-06-02"},
            "health": {"screened_by": "J. Marsh", "screened_on": "2026-11-16", "falls_last_year": 1},
            "devices": {**devices, "walking_aid": "stick"},
            "home": {"helper": "yes", "stairs": "yes"},
            "plan": {"goal": GOAL, "exercises": [{"exercise": name, "note": note} for name in PLAN[:count]]},
            "print": {"printed_on": str(PRINTED_ON), "profile": look},
            "clinic": {"region": "GB", "name": "Riverside Rehab", "phone": "01632 960123"},
        }
    )


@cache
def laid(kind: str, count: int, look: str = "large", note: str = NOTE, brace: str = "2026-11-23") -> Laid:
    asked = options(count, look, note=note, brace=brace)
    return pipeline.laid_out(KINDS[kind], KIT.catalog, KIT.templates, asked).laid


def said_on(page: Page) -> str:
    def words(piece: Piece) -> str:
        own = " ".join(mark.text for mark in piece.marks if isinstance(mark, TextRun))
        return " ".join((own, *(words(part.piece) for part in piece.parts)))

    return " ".join(" ".join(words(place.piece) for place in page.placed).split())


@pytest.mark.parametrize(("brace", "most"), [("2026-11-23", 26), ("", 22)])
def test_a_booklet_of_4_exercises_is_no_longer_than_it_must_be(brace, most):
    """Each exercise takes 2 pages that face each other: its words alone are 1.2 pages of 18 pt at the closest."""
    pages = laid("booklet", 4, brace=brace).pages
    assert len(pages) <= most
    assert [page for page in pages if said_on(page).startswith("My notes")] == []


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_what_moved_to_fill_a_page_is_there_once_as_in_the_usual_look(count):
    voice = pipeline.speaker(KIT.catalog, options(count))
    for topic in ("off-day", "after-a-fall-later", "about"):
        text = KIT.catalog.topic(topic).text["en"]
        said = [voice.say(each) for part in text.parts for each in (*part.list, *part.say)]
        for look in ("standard", "large"):
            words = " ".join(texts(laid("booklet", count, look).document.blocks))
            kept = [each for each in said if " ".join(each.split()) in " ".join(words.split())]
            assert len(kept) >= len(said) / 3
            assert {words.count(each) for each in kept} == {1}, (topic, look)


LOOKS = ("standard", "large")


def test_large_print_says_every_sentence_of_the_usual_look():
    """In the plan of the day, and in what stands once, too; but for a comma in place of a full stop."""
    usual, large = (
        {
            each.strip(" .")
            for each in re.split(
                r"[.?:]\s|\s{2,}|page \{number\}|emergency 999",
                " ".join(texts(laid("booklet", 4, look).document.blocks)),
            )
        }
        for look in LOOKS
    )
    missing = {each for each in usual - large if len(each.split()) > 2}
    assert {each for each in missing if not any(each in other for other in large)} == set()


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("brace", ["2026-11-23", ""])
def test_a_plan_of_up_to_3_exercises_with_goal_and_note_is_one_page_of_large_letters(count, brace):
    (page,) = laid("fridge", count, note="", brace=brace).pages
    assert GOAL in said_on(page)


def test_3_exercises_with_a_note_beside_one_are_one_page_too():
    asked = options(3, note="")
    chosen = asked.plan.exercises
    asked = replace(asked, plan=replace(asked.plan, exercises=(chosen[0], replace(chosen[1], note=NOTE), chosen[2])))
    layout = pipeline.laid_out(KINDS["fridge"], KIT.catalog, KIT.templates, asked).laid
    assert len(layout.pages) == 1
    assert NOTE in said_on(layout.pages[0])


LONG = " ".join(["Slowly, and with your eyes on the mirror, as we did it together."] * 4)


@pytest.mark.parametrize("look", ["standard", "large", "aphasia", "neglect-left"])
@pytest.mark.parametrize(("count", "note"), [(3, NOTE), (4, LONG)])
def test_the_plan_keeps_goal_and_notes_whole_and_its_emergency_on_the_first_page(look, count, note):
    layout = laid("fridge", count, look, note)
    words = " ".join(map(words_of, layout.document.blocks))
    assert GOAL in words
    assert words.count(note) == count
    first = said_on(layout.pages[0])
    assert "999" in first
    assert "A fall with a knock to the head." in first


@pytest.mark.parametrize("size", [14.0, 18.0, 26.0])
def test_no_part_of_the_day_is_broken_inside_its_word(size):
    (block,) = (each for each in walk(laid("booklet", 4).document.blocks) if isinstance(each, DayPlan))
    block = replace(block, parts=tuple(replace(part, title="Mediodía") for part in block.parts))
    profile = replace(LARGE, strong=replace(LARGE.strong, size=size))
    layout = day_plans.day_plan(block, Space(174 * MM, 261 * MM), profile)
    runs = [mark.text for piece in layout.pieces for mark in piece.marks if isinstance(mark, TextRun)]
    assert "Mediodía" in runs
