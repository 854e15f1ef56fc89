"""The pages to read speak of what this person trains and wears: an arm plan of the arm, a foot without a brace of none."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product

import pytest
from msgspec.structs import replace
from pdf_reading import shipped, shipped_templates

from printkit import pipeline
from printkit.content import charts, explanation, kinds
from printkit.content.short_form import IN_SHORT, IN_SHORT_CHAPTERS
from printkit.content.topics import TopicWidgets
from printkit.document import (
    Band,
    Block,
    Bullets,
    Callout,
    Columns,
    DayChart,
    Group,
    Heading,
    Together,
    text_of,
    texts,
    walk,
)
from printkit.intake import unnamed
from printkit.model.options import ChosenExercise, Clinic, Options, Patient, PlanRequest, PrintSettings
from printkit.model.person import Devices, Health, Home, Stroke
from printkit.model.vocabulary import (
    Answer,
    BookletSize,
    Cause,
    Clot,
    Evidence,
    Fracture,
    Level,
    PrintProfile,
    Side,
    SittingBalance,
    Surgery,
    WalkingAid,
)
from printkit.pipeline import Variant
from printkit.planning import plan, safety
from printkit.planning.safety import Cleared
from printkit.planning.speaking import is_met

TODAY = date(2026, 11, 20)
CHAPTERS = ("learn", "devices", "routine", "chart", "questions", "stories", *IN_SHORT_CHAPTERS)
FOOT = re.compile(r"\b(ankles?|foot drop|drops?|braces?|orthotist|toes?|afo|fes)\b", re.IGNORECASE)
BRACE = re.compile(r"\b(braces?|orthotist|afo)\b", re.IGNORECASE)
LOOKS = (PrintProfile.STANDARD, PrintProfile.APHASIA)


# --- words for the tests


def person(programme: str, level: Level, afo: Answer, look: PrintProfile = PrintProfile.STANDARD) -> Options:
    """Somebody whom a therapist has checked, with a programme."""
    return Options(
        patient=Patient(id="p-1"),
        stroke=Stroke(affected_side=Side.LEFT, happened_on=date(2026, 11, 2)),
        health=Health(screened_by="A. Therapist", screened_on=TODAY),
        devices=Devices(afo=afo, walking_aid=WalkingAid.NONE),
        home=Home(helper=Answer.YES, lives_alone=Answer.NO),
        plan=PlanRequest(programme=programme, level=level),
        print=PrintSettings(size=BookletSize.FULL, profile=look, printed_on=TODAY),
        clinic=Clinic(region="GB"),
    )


@cache
def cleared(options: Options) -> Cleared:
    catalog = shipped()
    return safety.review(plan.draft(catalog, options), options, catalog.rules, catalog.exercise, catalog.questions)


def widgets(decided: Cleared) -> TopicWidgets:
    catalog = shipped()
    return TopicWidgets(decided, catalog, pipeline.speaker(catalog, decided.options))


def pages(decided: Cleared) -> dict[str, Block]:
    """Every topic of the full booklet by its id."""
    found = widgets(decided)
    names = [*IN_SHORT, *(each.id for chapter in CHAPTERS for each in found.topics(chapter))]
    return {name: found.topic(name) for name in names}


def told(decided: Cleared) -> dict[str, str]:
    return {name: " ".join(texts(block)) for name, block in pages(decided).items()}


def arm(look: PrintProfile = PrintProfile.STANDARD) -> Cleared:
    return cleared(person("hand-and-daily-tasks", Level.FUNCTIONAL, Answer.NO, look))


def balance(look: PrintProfile = PrintProfile.STANDARD) -> Cleared:
    return cleared(person("standing-and-balance", Level.ACTIVE, Answer.NO, look))


def foot(afo: Answer, look: PrintProfile = PrintProfile.STANDARD) -> Cleared:
    return cleared(person("foot-drop", Level.ACTIVE, afo, look))


# --- what each plan speaks of


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("plan_of", [arm, balance])
def test_an_arm_plan_and_a_balance_plan_say_nothing_of_ankle_foot_drop_brace_and_toes(plan_of, look):
    assert {name: FOOT.findall(words) for name, words in told(plan_of(look)).items() if FOOT.search(words)} == {}


@pytest.mark.parametrize("look", LOOKS)
def test_a_foot_plan_without_a_brace_says_nothing_of_a_brace(look):
    """Not in the signs either: broken skin and a wound are told of without it."""
    assert {name for name, words in told(foot(Answer.NO, look)).items() if BRACE.search(words)} == set()


def test_a_brace_is_checked_where_there_is_one_or_may_be():
    with_brace, may_be = (told(foot(afo)) for afo in (Answer.YES, Answer.UNKNOWN))
    assert "Check the fit of your brace." in with_brace["daily-routine"]
    assert "Check the fit of your brace, if you have one." in may_be["daily-routine"]
    for each in (with_brace, may_be):
        assert "Broken skin under the brace. Sit, and take it off." in each["red-flags"]
        assert "braces" in each


def rows_of_a_chart(decided: Cleared) -> list[str]:
    """What is ticked besides the exercises."""
    sheets = charts.sheets((), decided, pipeline.speaker(shipped(), decided.options), "A4")
    return next([row.name for row in each.rows] for each in sheets if isinstance(each, DayChart))


def test_toes_that_caught_are_ticked_where_a_foot_or_a_leg_is_trained_or_a_brace_is_worn():
    """Who trains an arm alone has falls to tick, and no toes."""
    assert rows_of_a_chart(arm()) == ["fell"]
    assert rows_of_a_chart(balance()) == ["toes-caught", "fell"]
    assert rows_of_a_chart(foot(Answer.NO)) == ["toes-caught", "fell"]
    with_a_brace = cleared(person("hand-and-daily-tasks", Level.FUNCTIONAL, Answer.YES))
    assert rows_of_a_chart(with_a_brace) == ["skin", "toes-caught", "fell"]


def test_each_plan_has_its_own_pages():
    own = {"walking-first", "steady-standing", "what-is-foot-drop", "tug-of-war", "stimulation", "arm-use", "arm-care"}
    walking = {"walking-first", "steady-standing"}
    assert own & set(pages(arm())) == {"arm-use", "arm-care"}
    assert own & set(pages(balance())) == walking
    assert own & set(pages(foot(Answer.NO))) == walking | {"what-is-foot-drop", "tug-of-war", "stimulation"}


def test_the_questions_fit():
    of_arm, of_balance, of_foot = (told(each) for each in (arm(), balance(), foot(Answer.NO)))
    asked = (
        "Will my arm and hand work as before?",
        "Will I walk as I did before?",
        "Can therapy make foot drop go away?",
    )
    for own, words in zip(asked, (of_arm, of_balance, of_foot), strict=True):
        assert [each for each in asked if each in words["questions"]] == [own]
    for each in (of_arm, of_balance, of_foot):
        assert "nerve is damaged" not in each["questions-2"]
    assert "What do you wear on your feet?" in of_balance["teach-back"]
    assert "What do you wear on your feet?" not in of_arm["teach-back"]
    assert "Where do you rest your left arm?" in of_arm["teach-back"]


def test_the_nerve_is_asked_about_only_where_nobody_knows_the_cause():
    decided = foot(Answer.NO)
    unknown = replace(decided, facts={**decided.facts, "health.foot_drop_cause": "unknown"})
    assert "My leg nerve is damaged." in told(unknown)["questions-2"]


@pytest.mark.parametrize("plan_of", [arm, balance])
def test_the_arm_is_told_to_begin_early_in_the_first_weeks_and_never_how_it_will_end(plan_of):
    words = told(plan_of()).get("arm-use", "")
    assert ("In the first month after a stroke, much can change" in words) == (plan_of is arm)
    if plan_of is arm:
        assert "nobody can say how well your arm will recover" in words
        later = replace(arm(), facts={**arm().facts, "stroke.phase": "later"})
        assert "first month" not in told(later)["arm-use"]


def test_what_was_asked_for_prints_whatever_the_plan_trains():
    options = person("hand-and-daily-tasks", Level.FUNCTIONAL, Answer.NO)
    options = replace(options, print=replace(options.print, add=("braces",)))
    made, _ = pipeline.composed(kinds.KINDS["booklet"], shipped(), shipped_templates(), options)
    assert "The AFO (ankle brace)" in [
        text_of(each.children) for each in walk(made.blocks) if isinstance(each, Heading)
    ]


@pytest.mark.parametrize(
    ("plan_of", "own"), [(arm, "What recovery of the arm"), (lambda: foot(Answer.NO), "Groups of")]
)
def test_words_for_clinicians_stand_in_their_copy_alone(plan_of, own):
    options = plan_of().options
    for clinician in (True, False):
        made, _ = pipeline.composed(
            kinds.KINDS["booklet"], shipped(), shipped_templates(), options, Variant(clinician=clinician)
        )
        words = " ".join(word for block in made.blocks for word in texts(block))
        assert (own in words) == clinician
        for hard in ("corticospinal", "Tendon transfer"):
            assert clinician or hard not in words


def test_things_worn_in_one_persons_story_send_the_reader_to_the_orthotist():
    options = person("foot-drop", Level.ACTIVE, Answer.NO)
    options = replace(options, print=replace(options.print, other_views=(Evidence.E4,)))
    words = told(cleared(options))["someone-elses-story"]
    assert "toe separators and toe socks" in words
    assert "ask your orthotist (brace maker) first" in words
    assert "someone-elses-story" not in told(foot(Answer.NO))


# --- nothing is lost, nothing stands empty


def everybody() -> Iterator[Cleared]:
    """Every mix of what a plan trains and who wears what, in both looks that have words of their own."""
    trained = [*product((Answer.YES, Answer.NO), repeat=3), (Answer.UNKNOWN,) * 3]
    decided = [replace(foot(Answer.NO), profile=look) for look in LOOKS]
    for (ankle, leg, with_arm), afo, phase, aid, one in product(
        trained, Answer, ("weeks-3-to-6", "later"), ("none", "stick"), decided
    ):
        if afo is Answer.YES and ankle is Answer.NO:
            continue  # who wears a brace has a weak ankle
        answers = {"plan.ankle": ankle, "plan.leg": leg, "plan.arm": with_arm, "devices.afo": afo}
        yield replace(one, facts={**one.facts, **answers, "stroke.phase": phase, "devices.walking_aid": aid})


def lists(block: Block) -> list[int]:
    return [len(each.items) for each in walk((block,)) if isinstance(each, Bullets)]


def test_everybody_gets_every_sign():
    """As many lines of each list, in whatever words."""
    for decided in everybody():
        found = pages(decided)
        assert lists(found["red-flags"]) == [10, 9]
        assert lists(found["stop-rules"]) == [5, 5]
        assert lists(found["after-a-fall"])[-1] == 4
        assert lists(found["off-day"]) == [4]
        assert len(lists(found["teach-back"])) == 1


def test_no_page_is_empty_no_heading_stands_alone_and_none_stands_twice():
    for decided in everybody():
        for name, block in pages(decided).items():
            assert isinstance(block, Group)
            assert len(block.children) > 1, name
            headings = [text_of(each.children) for each in walk((block,)) if isinstance(each, Heading)]
            assert len(headings) == len(set(headings)), name
            for each in walk((block,)):
                if isinstance(each, Callout | Together):
                    assert any(not isinstance(child, Heading) for child in each.children), name
                if isinstance(each, Band | Columns):
                    assert all(each.children if isinstance(each, Band) else each.columns), name


# --- what nobody said


OPEN = Options(
    patient=Patient(id="p-1"),
    stroke=Stroke(affected_side=Side.LEFT, happened_on=date(2026, 11, 2)),
    health=Health(
        foot_drop_cause=Cause.STROKE,
        under_18=Answer.NO,
        medically_unstable=Answer.NO,
        unsteady_heart=Answer.NO,
        recent_surgery=Surgery.NONE,
        broken_bone=Fracture.NONE,
        leg_clot=Clot.NONE,
        sitting_balance=SittingBalance.ALONE,
    ),
    devices=Devices(afo=Answer.YES),
    home=Home(helper=Answer.YES),
    plan=PlanRequest(
        exercises=tuple(ChosenExercise(exercise=each) for each in ("hand-sole-turn", "seated-towel-calf-stretch"))
    ),
    print=PrintSettings(printed_on=TODAY),
    clinic=Clinic(region="GB"),
)


@pytest.mark.parametrize("look", PrintProfile)
def test_what_nobody_said_of_a_person_is_not_printed_as_if_it_were_so(look):
    """An open answer asks for a helper, and the page says that it is open; a given one says what it is."""
    options = replace(OPEN, print=replace(OPEN.print, profile=look))
    cleared, words = _cleared_and_words(options)
    open_ = [rule for item in cleared.items for rule in item.supervise if not is_met(rule, cleared.facts)]
    assert open_
    reasons = {text for rule in open_ for text in (rule.because["en"], (rule.short or {}).get("en", "")) if text}
    assert not [text for text in reasons if text in words]
    assert words.count("Not all questions about your health are answered yet.") >= len(cleared.items)

    stiff = replace(options, health=replace(options.health, stiff_ankle=Answer.YES))
    cleared, words = _cleared_and_words(stiff)
    known = {rule.id: rule for item in cleared.items for rule in item.supervise if is_met(rule, cleared.facts)}
    assert known
    short = look is PrintProfile.APHASIA
    said = [rule.short if short and rule.short and rule.short.get("en") else rule.because for rule in known.values()]
    assert all(each["en"] in words for each in said)


def _cleared_and_words(options: Options) -> tuple[Cleared, str]:
    made = pipeline.make(kinds.KINDS["booklet"], shipped(), shipped_templates(), options)
    return made.cleared, "\n".join(texts(made.document.blocks))


def test_a_therapist_is_told_which_reasons_are_open_answers():
    told = explanation.explain(shipped(), OPEN, pipeline.speaker(shipped(), OPEN))
    grounds = [ground for each in told.exercises for ground in each.grounds if ground.action == "supervise"]
    assert grounds
    for ground in grounds:
        is_open = "unknown" in ground.answers.values()
        assert ground.because.startswith("Not known, so it counts as if it were so: ") == is_open


@pytest.mark.parametrize(("named", "heading"), [("A. Therapist", "From your therapist:"), ("", "A note for you:")])
def test_a_note_is_from_a_therapist_only_where_one_is_named(named, heading):
    chosen = tuple(replace(each, note="Hold the chair.") for each in OPEN.plan.exercises)
    options = replace(OPEN, plan=replace(OPEN.plan, exercises=chosen), clinic=replace(OPEN.clinic, therapist=named))
    _, words = _cleared_and_words(options)
    others = {"From your therapist:", "A note for you:"} - {heading}
    assert heading in words
    assert not [each for each in others if each in words]


@pytest.mark.parametrize("afo", [Answer.UNKNOWN, Answer.YES, Answer.NO])
def test_a_list_says_what_to_do_with_lines_about_things_that_nobody_asked_about(afo):
    options = replace(OPEN, devices=Devices(afo=afo, walking_aid=WalkingAid.NONE))
    names = unnamed.checklist_names(shipped(), "home-safety", ())
    made = pipeline.make(kinds.KINDS["checklist"], shipped(), shipped_templates(), options, Variant(names=names))
    words = "\n".join(texts(made.document.blocks))
    assert ("If you have no brace, leave those lines empty." in words) == (afo is Answer.UNKNOWN)
