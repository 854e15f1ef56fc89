"""A card is composed and laid out once for all who have the same words on it, and nothing of one patient comes to another."""

import pickle
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import permutations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit import pipeline
from printkit.content import kinds
from printkit.content.cards import Cards as Cards_
from printkit.content.templates import Templates
from printkit.document import (
    Bullets,
    Card,
    Cards,
    Columns,
    DayPlan,
    Filled,
    Form,
    Gap,
    Group,
    Heading,
    Paragraph,
    Strip,
    Text,
    Together,
    dump,
    texts,
    walk,
)
from printkit.document import DayPart as DayPlanPart
from printkit.document import words_of as said_of
from printkit.errors import PrintkitError
from printkit.figures.daytime import sign
from printkit.layout import apart, blocks, day_plans, plans, profiles
from printkit.layout.fragment import Fragment, Piece, Stamp, TextRun
from printkit.layout.pagination import Laid, room
from printkit.layout.profiles import PROFILES, STANDARD
from printkit.model.options import ChosenExercise, Options
from printkit.model.records import Exercise
from printkit.model.vocabulary import Answer, DayPart, Paper, PrintProfile, Side
from printkit.pdf.pages import draw
from printkit.printing import caches

BOOKLET = kinds.KINDS["booklet"]
ROOM = room("A4", STANDARD, coded=False)
SEEDS = st.integers(0, 11)


def patient(example: Options, catalog, seed: int) -> Options:
    """Somebody made up, with exercises, doses, notes, a goal and a look of their own; some of them have much in common."""
    chance = random.Random(seed)
    some = [name for name in catalog.names("exercises") if at_rest(catalog.exercise(name))][:9]
    chosen = []
    for name in chance.sample(some, chance.choice((2, 6, 8))):
        dose = {"repetitions": chance.randint(6, 8), "times_per_day": chance.randint(1, 2)} if seed % 3 else {}
        chosen.append(ChosenExercise(exercise=name, note=f"Only {seed}." if chance.random() < 0.2 else "", **dose))
    return replace(
        example,
        patient=replace(example.patient, id=f"somebody-{seed}"),  # another person in the pictures
        stroke=replace(example.stroke, affected_side=chance.choice((Side.LEFT, Side.RIGHT))),
        plan=replace(example.plan, programme="", exercises=tuple(chosen), goal=f"Goal {seed}"),
        print=replace(example.print, profile=chance.choice((*[PrintProfile.STANDARD] * 3, *PROFILES))),
    )


def at_rest(exercise: Exercise) -> bool:
    """Whether an exercise is done in a chair or a bed, from 6 to 9 times."""
    least, most = exercise.least.repetitions or 0, exercise.most.repetitions or 0
    return exercise.position in ("sitting", "lying") and least <= 6 and most >= 9


def laid(catalog, templates: Templates, options: Options) -> Laid:
    return pipeline.laid_out(BOOKLET, catalog, templates, options).laid


@pytest.fixture(scope="module")
def alone(catalog, templates, example):
    """What somebody gets who is the first to be printed, by the seed."""
    known: dict[int, bytes] = {}

    def printed(seed: int) -> bytes:
        if seed not in known:
            caches.clear()
            fresh = Templates(templates.folders, memory=templates.memory)
            known[seed] = draw(laid(catalog, fresh, patient(example, catalog, seed))).data
        return known[seed]

    return printed


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SEEDS, min_size=2, max_size=4, unique=True))
def test_whoever_was_printed_before_a_booklet_has_the_same_bytes(alone, catalog, templates, example, seeds):
    each = [alone(seed) for seed in seeds]
    caches.clear()
    shared = Templates(templates.folders, memory=templates.memory)
    assert [draw(laid(catalog, shared, patient(example, catalog, seed))).data for seed in seeds] == each


def test_two_with_the_same_exercises_share_their_words_and_not_their_doses(catalog, templates, example):
    first = patient(example, catalog, 1)
    more = tuple(replace(each, repetitions=9, note="") for each in first.plan.exercises)
    second = replace(first, plan=replace(first.plan, exercises=more))
    shared = Templates(templates.folders, memory=templates.memory)
    one, kept = laid(catalog, shared, first), len(shared.kept)
    other = laid(catalog, shared, second)
    assert kept
    assert len(shared.kept) - kept <= 2 * sum(bool(each.note) for each in first.plan.exercises)
    doses = [[words for words in texts(each.document.blocks) if words == "9"] for each in (one, other)]
    assert len(doses[1]) > len(doses[0])


def test_what_is_kept_of_topics_and_of_the_home_comes_to_nobody_with_other_answers(catalog, templates, example):
    first = replace(patient(example, catalog, 3), print=replace(example.print, profile=PrintProfile.STANDARD))
    unlike = (
        first,
        replace(first, home=replace(first.home, stairs=Answer.YES, pets=Answer.YES, bath=Answer.YES)),
        replace(first, home=replace(first.home, stairs=Answer.NO, outdoor_steps=Answer.NO, bath=Answer.NO)),
        replace(first, stroke=replace(first.stroke, affected_side=Side.BOTH)),
        replace(first, clinic=replace(first.clinic, phone="0000 1")),
        replace(first, print=replace(first.print, paper=Paper.LETTER)),
        replace(first, print=replace(first.print, leave_out=("after-a-fall-later",))),
        replace(first, print=replace(first.print, profile=PrintProfile.LARGE)),
        replace(first, health=replace(first.health, blood_pressure_limit="under 150 to 90")),
        replace(first, health=replace(first.health, neglect=Answer.YES, aphasia=Answer.YES)),
        replace(first, devices=replace(first.devices, afo=Answer.YES)),
    )
    shared = Templates(templates.folders, memory=templates.memory)
    for each in (*unlike, *reversed(unlike)):
        fresh = Templates(templates.folders, memory=templates.memory)
        found, alone = (pipeline.composed(BOOKLET, catalog, some, each)[0] for some in (shared, fresh))
        assert dump(found.blocks) == dump(alone.blocks)
        assert found == alone
    told = [dump(pipeline.composed(BOOKLET, catalog, shared, each)[0].blocks) for each in unlike]
    assert len(set(told)) > 3


def test_who_has_reviewed_a_page_that_is_kept_is_told_each_time(catalog, templates, example, monkeypatch):
    by = {"stop-rules": "A. Reader", "after-a-fall": "B. Reader"}
    topic = type(catalog).topic
    monkeypatch.setattr(
        type(catalog), "topic", lambda self, name: replace(topic(self, name), reviewed_by=by.get(name, "C"))
    )
    shared = Templates(templates.folders, memory=templates.memory)
    options = patient(example, catalog, 3)
    first, again = (said_by(catalog, shared, options) for _ in range(2))
    assert first == again == said_by(catalog, Templates(templates.folders, memory=templates.memory), options)
    assert first >= {*by.values(), "C"}


def said_by(catalog, templates: Templates, options: Options) -> set[str]:
    """Who has signed the topics and checklists of a booklet."""
    kept = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "_review_notes", lambda content: kept.append(content.reviewers) or ("",))
        pipeline.composed(BOOKLET, catalog, templates, options)
    return kept[0]


def test_pages_that_say_nothing_of_one_patient_are_composed_once_for_all(catalog, templates, example, monkeypatch):
    composed = []
    compose = Templates.compose
    monkeypatch.setattr(
        Templates, "compose", lambda self, name, names: composed.append(name) or compose(self, name, names)
    )
    shared = Templates(templates.folders, memory=templates.memory)
    for name in ("Ada", "Bea"):
        some = replace(example, patient=replace(example.patient, name=name))
        pipeline.composed(BOOKLET, catalog, shared, some)
    again = Counter(name.removeprefix("parts/").removesuffix(".en.md") for name in composed)
    assert {again[name] for name in ("stop", "fall", "together", "home")} == {1}
    assert {again[name] for name in ("cover", "day")} == {2}


# with aphasia somebody is seen beside each step
@pytest.mark.parametrize(("profile", "shared_by_all"), [(PrintProfile.STANDARD, True), (PrintProfile.APHASIA, False)])
def test_the_words_of_two_with_other_people_in_their_pictures_are_composed_once(
    catalog, templates, example, monkeypatch, profile, shared_by_all
):
    exercises = tuple(replace(each, note="") for each in example.plan.exercises)
    options = replace(example, plan=replace(example.plan, exercises=exercises))
    shared = Templates(templates.folders, memory=templates.memory)
    composed = []
    compose = shared.compose
    monkeypatch.setattr(shared, "compose", lambda name, names: composed.append(name) or compose(name, names))
    for person in list(catalog.people)[:2]:
        some = replace(options, print=replace(example.print, person=person, profile=profile))
        found, _ = pipeline.composed(BOOKLET, catalog, shared, some)
        assert (
            found == pipeline.composed(BOOKLET, catalog, Templates(templates.folders, memory=templates.memory), some)[0]
        )
    many = composed.count("parts/exercise-look.en.md")
    assert many % len(exercises) == 0
    assert many // len(exercises) == (1 if shared_by_all else 4)  # each with and without pictures beside its steps


def test_a_part_of_a_card_is_on_the_next_print_as_its_file_is_then(catalog, templates, example, tmp_path):
    """Laid over ours, edited, taken away again: while a server runs."""
    file = tmp_path / "parts" / "exercise-stop.en.md"
    file.parent.mkdir()
    shipped = (templates.folders[-1] / "parts" / file.name).read_text("utf-8")
    living = Templates((tmp_path, *templates.folders))

    def words() -> str:
        return "\n".join(texts(pipeline.composed(BOOKLET, catalog, living, example)[0].blocks))

    before = words()
    for said in ("Ring the bell.", "Ring the bell twice."):
        file.write_text(f"{shipped}\n\n{said}\n", encoding="utf-8")
        assert words().count(said) == len(example.plan.exercises)
    file.unlink()
    assert words() == before


def test_what_is_said_of_a_dose_is_said_to_all_who_have_it(catalog, templates, example):
    shared = Templates(templates.folders, memory=templates.memory)
    few = tuple(replace(each, repetitions=7, note="") for each in example.plan.exercises)
    some = [
        replace(each, plan=replace(example.plan, exercises=tuple(replace(one, sets=sets) for one in few)))
        for sets in (1, 2, 1)
        for each in (example, replace(example, patient=replace(example.patient, language="es")))
    ]
    each = [pipeline.composed(BOOKLET, catalog, shared, options)[0] for options in some]
    assert len(shared.doses) == len({(catalog.exercise(one.exercise).dose, sets) for one in few for sets in (1, 2)})
    for options, found in zip(some, each, strict=True):
        assert pipeline.composed(BOOKLET, catalog, Templates(templates.folders), options)[0] == found


def test_what_is_said_of_an_exercise_comes_to_nobody_with_other_rules(catalog, templates, example):
    health = example.health
    names = (*(each.exercise for each in example.plan.exercises), "sit-to-stand", "single-leg-stand", "stair-practice")
    known = tuple(ChosenExercise(exercise=name) for name in names if name in catalog.names("exercises"))
    first = replace(example, plan=replace(example.plan, exercises=known))
    unlike = (
        first,
        *(replace(first, plan=replace(first.plan, exercises=tuple(replace(each, note=f"{note} " * 60) for each in known)))
          for note in ("Slowly.", "With care.")),
        *(replace(first, health=replace(health, **{name: answer}))
          for name in ("reduced_feeling", "recent_heart_event", "dizzy_on_standing", "high_fall_risk", "joint_replacement")
          for answer in (Answer.YES, Answer.NO)),
        replace(first, health=replace(health, screened_by="", screened_on=None)),
        replace(first, home=replace(first.home, helper=Answer.NO)),
        replace(first, home=replace(first.home, helper=Answer.UNKNOWN)),
    )  # fmt: skip
    shared = Templates(templates.folders, memory=templates.memory)
    told = set()
    for each in (*unlike, *reversed(unlike)):
        fresh = Templates(templates.folders, memory=templates.memory)
        found, alone = (composed_or_why(catalog, some, each) for some in (shared, fresh))
        assert found == alone
        told.add(found)
    assert len(told) > 6
    assert len(shared.exercises) > 3 * len(known)


def composed_or_why(catalog, templates: Templates, options: Options) -> str:
    try:
        return dump(pipeline.composed(BOOKLET, catalog, templates, options)[0].blocks)
    except PrintkitError as error:
        return str(error)


def test_two_whose_pictures_show_other_people_share_their_cards_and_not_the_pictures(catalog, templates, example):
    names = tuple(catalog.people)[:2]
    each = [replace(patient(example, catalog, 3), print=replace(example.print, person=name)) for name in names]
    laid(catalog, templates, each[0])
    kept = blocks._kept_card.cache_info()
    after = laid(catalog, templates, each[1])
    # what to do after a fall is no card, and its pictures are among its words
    assert blocks._kept_card.cache_info().misses - kept.misses <= 1
    assert kept.misses > 6
    caches.clear()
    assert draw(laid(catalog, templates, each[1])).data == draw(after).data
    assert draw(laid(catalog, templates, each[0])).data != draw(after).data


@pytest.mark.parametrize("seed", [1, 4, 7, 10])
def test_a_card_that_is_kept_looks_like_one_laid_out_for_one_patient(catalog, templates, example, seed, monkeypatch):
    options = patient(example, catalog, seed)
    laid(catalog, templates, patient(example, catalog, seed + 1))  # others have been there
    kept = Counter(marks(laid(catalog, templates, options)))
    with monkeypatch.context() as context:
        context.setattr(blocks, "_kept_card", lambda *_: (None, False))
        assert Counter(marks(laid(catalog, templates, options))) == kept


def test_a_document_of_kept_cards_is_the_one_of_cards_for_one_patient(catalog, templates, example, monkeypatch):
    """Whoever walks it, reads its words or looks at it as text finds the same blocks, and no gap."""
    for seed in (1, 2, 4, 7):
        options = patient(example, catalog, seed)
        kept = pipeline.composed(BOOKLET, catalog, templates, options)[0].blocks
        with monkeypatch.context() as context:
            context.setattr(Cards_, "_key", lambda *_: None)
            alone = pipeline.composed(BOOKLET, catalog, templates, options)[0].blocks
        assert dump(kept) == dump(alone)
        assert [*texts(kept)] == [*texts(alone)]
        assert [*map(said_of, kept)] == [*map(said_of, alone)]
        assert [type(block) for block in walk(kept)] == [type(block) for block in walk(alone)]
        assert any(isinstance(block.children, Filled) for block in kept if isinstance(block, Together))
        assert not any(isinstance(block, Gap) for block in walk(kept))


def test_a_document_of_kept_cards_goes_to_another_process_as_it_is(catalog, templates, example):
    document, _ = pipeline.composed(kinds.KINDS["booklet"], catalog, templates, example)
    script = "import pickle, sys; document = pickle.load(sys.stdin.buffer); pickle.dump(document, sys.stdout.buffer)"
    there = subprocess.run(  # it has other hashes of words
        [sys.executable, "-c", script], input=pickle.dumps(document), capture_output=True, check=True
    ).stdout
    again = pickle.loads(there)
    assert dump(again.blocks) == dump(document.blocks)
    (card, *_), (same, *_) = (
        [each.children for each in walk(one.blocks) if isinstance(each, Together) and isinstance(each.children, Filled)]
        for one in (document, again)
    )
    assert (same.form, same.words) == (card.form, card.words)
    assert hash(same.form) == hash(card.form)


def test_a_dose_where_no_gap_can_be_is_composed_for_each_patient(catalog, templates, example, tmp_path):
    part = tmp_path / "parts" / "exercise.en.md"
    part.parent.mkdir()
    shipped = next(folder for folder in templates.folders) / "parts" / part.name
    part.write_text(shipped.read_text("utf-8") + "\n\n- {{ dose(item) }}\n", encoding="utf-8")
    own = Templates((tmp_path, *templates.folders))
    one = patient(example, catalog, 3)
    few = [replace(each, note="", repetitions=9) for each in one.plan.exercises[:2]]
    for dosed in (tuple(few), tuple(replace(each, repetitions=8) for each in few)):
        options = replace(one, plan=replace(one.plan, exercises=dosed))
        cards = [each for each in pipeline.composed(BOOKLET, catalog, own, options)[0].blocks if is_card(each)]
        assert len(cards) == 2
        for each in cards:
            figures = [block.cells[0][0] for block in walk(each.children) if isinstance(block, Strip)]
            assert figures == [str(dosed[0].repetitions)] * 2
            assert not isinstance(each.children, Filled)


def is_card(block: object) -> bool:
    return isinstance(block, Together) and any(isinstance(each, Strip) for each in walk(block.children))


def marks(pages: Laid) -> Iterator[tuple[object, ...]]:
    """Each word and picture with its page and its place in hundredths of a point."""
    for number, page in enumerate(pages.pages):
        for placed in page.placed:
            for mark, y in _marks(placed.piece, placed.y):
                for what in _what(mark):
                    yield number, what, round(placed.x + mark.x, 2), round(y + mark.y, 2)


def _marks(piece: Piece, y: float):
    yield from ((mark, y) for mark in piece.marks)
    for part in piece.parts:
        yield from _marks(part.piece, y + part.y)


def _what(mark) -> tuple[object, ...]:
    if isinstance(mark, Stamp):
        return mark.drawing.parts or (mark.drawing,)
    return (mark.text,) if isinstance(mark, TextRun) else ()


def test_nothing_of_a_part_inside_a_card_is_lost():
    """A film stands in a card as blocks that are never cut, and so do the parts of a topic."""
    inner = Together((Paragraph((Text("never cut"),)), Strip((("3", "times"),))))
    card = Together((Paragraph((Text("before"),)), Group((inner, Paragraph((Text("after"),))))))
    assert {"never cut", "3", "times", "before", "after"} <= words_of(blocks.lay_out(card, ROOM, STANDARD).pieces[0])


def words_of(piece: Piece) -> set[str]:
    return {mark.text.strip() for mark, _ in _marks(piece, 0.0) if isinstance(mark, TextRun)}


def test_the_figures_of_a_dose_stand_in_their_cells_whoever_had_them_before_in_others():
    three, ten, daily = ("3", "sets"), ("10", "times each"), ("", "every day")
    every = [Strip(cells) for count in (1, 2, 3) for cells in permutations((three, ten, daily), count)]
    shared = [blocks.lay_out(each, ROOM, STANDARD) for each in (*every, *reversed(every))][: len(every)]
    for each, laid in zip(every, shared, strict=True):
        caches.clear()
        alone = blocks.lay_out(each, ROOM, STANDARD)
        assert (laid.pieces[0].marks, laid.elements) == (alone.pieces[0].marks, alone.elements)
        cells = [[said for said in cell if said] for cell in each.cells]
        of_element = [[mark for mark in laid.pieces[0].marks if getattr(mark, "element", 0) == 2 * number + 2]
                      for number in range(len(cells))]  # fmt: skip
        assert [[mark.text for mark in marks] for marks in of_element] == cells


def test_filled_blocks_that_differ_only_in_what_is_in_their_gaps_are_equal_cards():
    a, gap = Paragraph((Text("One."),)), Gap(what="dose")
    for blocks_ in ((a, gap), (Group((gap, a)),), (Columns(((a,), (gap, a)), (0.5, 0.5)), a)):
        form, again = Form(blocks_), Form(blocks_)
        assert form.can_be_filled
        five, nine = (Filled(each, (Strip(((figure, "times"),)),)) for each, figure in ((form, "5"), (again, "9")))
        tall = Filled(form, (Strip((("5", "times, and then a rest of 30 seconds on a chair with a back " * 3),)),))
        keys = [apart.Card(Together(each), ROOM, STANDARD) for each in (five, nine, tall)]
        assert keys[0] == keys[1] != keys[2]
        assert hash(keys[0]) == hash(keys[1])
        assert five.words == said_of(Together(tuple(five)))
        assert five.words != nine.words
        assert [each.own for each in keys[:2]] == [list(five.own), list(nine.own)]
    assert not Form((Bullets(((gap,),)),)).can_be_filled
    assert not Form((Together((gap,)),)).can_be_filled


@pytest.mark.parametrize(("words", "fits"), [("in small", True), ("too much for half a page " * 200, False)])
def test_a_card_on_its_part_of_a_page_is_one_whatever_it_would_be_on_a_whole_one(words, fits):
    for whole, times in (("one", "2"), ("other", "3")):
        dose = Strip(((times, "times"),))
        large, small = (Paragraph((Text(each),)) for each in (whole, words))
        laid = blocks.lay_out(Together((large, dose), smaller=(small, dose), share=2), ROOM, STANDARD)
        assert words_of(laid.pieces[0]) == {words if fits else whole, times, "times"}
        assert laid.pieces[0].height < ROOM.height / 2
    kept = blocks._kept_card.cache_info()
    blocks.lay_out(Together((Paragraph((Text("a third"),)), dose), smaller=(small, dose), share=2), ROOM, STANDARD)
    assert blocks._kept_card.cache_info().misses - kept.misses == (0 if fits else 1)


def card(*children) -> apart.Card:
    return apart.Card(Together(children), ROOM, STANDARD)


def test_a_form_says_what_stands_between_its_gaps_and_not_what_is_in_them():
    form = Form(
        (Gap(what="title"), Paragraph((Text("Sit."),)), Group((Paragraph((Text("Stand."),)), Gap(what="dose"))))
    )
    for wanted, found in (
        (("Sit.\nStand.",), True),
        (("Sit.", "Stand."), True),
        (("Stand.\n9",), False),
        (("9",), False),
    ):
        assert form.says(wanted, lambda wanted=wanted: wanted) is found
        assert form.says(wanted, pytest.fail) is found  # nobody looks again
    assert all(form.says(number, lambda: ("Sit.",)) for number in range(100))
    filled = Filled(form, (Paragraph((Text("Up"),)), Paragraph((Text("9"),))))
    assert filled.words == "Up\nSit.\nStand.\n9"


def test_cards_are_equal_whatever_the_figures_of_a_dose_and_not_whatever_the_words():
    a, b = (Paragraph((Text(words),)) for words in ("One.", "Two."))
    five, nine = (Strip(((figure, "times"), ("2", "sets"))) for figure in ("5", "9"))
    assert card(a, five) == card(a, nine)
    assert hash(card(a, five)) == hash(card(a, nine))
    assert card(a, five) != card(b, five)
    tall = Strip((("5", "times, and then a rest of 30 seconds on a chair with a back, each time"), ("2", "sets")))
    assert card(a, five) != card(a, tall)
    first, second = (Heading(1, (Text("One"),), number=number, aside="Morning") for number in (1, 2))
    assert card(first, a) == card(second, a)
    assert card(first, a) != card(Heading(1, (Text("Two"),), number=1), a)


def test_columns_that_are_parted_elsewhere_are_other_cards():
    a, b, c = (Paragraph((Text(words),)) for words in ("One.", "Two.", "Three."))
    halves = (0.5, 0.5)
    assert card(Columns(((a, b), (c,)), halves)) != card(Columns(((a,), (b, c)), halves))
    assert card(Columns(((Group((a, b)),), (c,)), halves)) != card(Columns(((a,), (Group((b, c)),)), halves))


@pytest.mark.parametrize("look", PROFILES)
@pytest.mark.parametrize("many", [1, 4, 6, 10])
def test_a_plan_is_as_high_when_it_is_only_measured(look, many):
    chance = random.Random(many)
    some = tuple(
        Card(number, " ".join(["A long title"] * chance.randint(1, 4)), chance.choice(("", "With a helper")),
             ("5 times",) * chance.randint(0, 2), "Morning, midday and evening")
        for number in range(1, many + 1)
    )  # fmt: skip
    parts = tuple(DayPlanPart(sign(part), str(part), some[at:]) for at, part in enumerate(DayPart) if some[at:])
    for attempt in (PROFILES[look], *profiles._ladder(PROFILES[look])):
        for page in ("", "page {number}"):
            for rows in (True, False):
                block = Cards(some, page, rows)
                tried = plans.card_strips(block, ROOM, attempt)
                assert heights(tried) == heights(plans.cards(block, ROOM, attempt).pieces)
            day = DayPlan(parts, page)
            tried = day_plans.strips(day, ROOM, attempt)
            assert heights(tried) == heights(day_plans.day_plan(day, ROOM, attempt).pieces)
            assert not any(piece.marks for piece in tried)
        words = plans.CardWords.of(attempt.strong, attempt)
        for card, wide in product(some, (60.0, 84.5, 164.4, 400.0)):
            _, end = plans.named(card, (0.0, 7.0, wide), words, attempt, 0)
            assert end - 7 == pytest.approx(words.high(card, wide), abs=1e-9)


def heights(pieces: tuple[Piece, ...]) -> list[tuple[float, float, float]]:
    return [(piece.height, piece.above, piece.below) for piece in pieces]


def test_cards_with_other_people_in_the_pictures_share_what_stands_beside_these(catalog, templates, example):
    """Else a list would hold the words of each card once for each of the people."""

    def parts(person: str) -> list[Fragment]:
        options = replace(patient(example, catalog, 3), print=replace(example.print, person=person))
        options = replace(options, plan=replace(options.plan, exercises=options.plan.exercises[:2]))
        found = [each for page in laid(catalog, templates, options).fragments for each in page.children if each.alone]
        return [each for each in found if any(isinstance(mark, TextRun) for mark in each.pieces[0].marks)]

    one, other = (parts(person) for person in list(catalog.people)[:2])
    known = {(each.elements, each.pieces[0].marks): each for each in one}
    same = [(known[key], each) for each in other if (key := (each.elements, each.pieces[0].marks)) in known]
    assert 3 < len(same) < len(other)  # not the pictures
    assert all(each is before for before, each in same)
