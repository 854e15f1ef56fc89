"""Days of the week of an exercise: read, held against limits, said, kept in the diary and counted as planned."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit import Printkit, pipeline
from printkit.content.kinds import KINDS
from printkit.diary import filled_sheets, prescriptions
from printkit.diary.entries import Reader
from printkit.diary.entry_text import words
from printkit.document import DayChart, walk, words_of
from printkit.errors import OptionsError, Unsafe
from printkit.intake import option_file
from printkit.model.options import ChosenExercise, PlanRequest
from printkit.model.records import Ceiling, Dose, DoseLimit, Rule
from printkit.model.vocabulary import Action, Weekday
from printkit.outcomes import history as history_of
from printkit.outcomes import progress
from printkit.outcomes.history import Done, History, Prescribed
from printkit.planning.plan import draft, within_limits
from printkit.planning.safety import review

MONDAY = date(2026, 11, 2)
MON_WED_FRI = (Weekday.MON, Weekday.WED, Weekday.FRI)


@pytest.fixture
def read(tmp_path):
    def load(choice: str):
        path = tmp_path / "sam.yaml"
        path.write_text(f"patient: p-1\nplan:\n  exercises:\n    - {choice}\n")
        return option_file.load(path, date(2026, 11, 20))

    return load


def planned(options, *on, **dose):
    chosen = ChosenExercise(exercise="seated-toe-raise", on=on, **dose)
    return replace(options, plan=PlanRequest(exercises=(chosen,)))


# --- reading


def test_the_days_settle_how_many_there_are(read, catalog):
    loaded = read("{exercise: seated-toe-raise, on: [fri, mon, wed]}")
    (item,) = draft(catalog, loaded.required()).items
    assert item.on == MON_WED_FRI
    assert item.dose.days_per_week == 3


def test_all_days_are_every_day(read, catalog):
    loaded = read("{exercise: seated-toe-raise, on: [mon, tue, wed, thu, fri, sat, sun]}")
    (item,) = draft(catalog, loaded.required()).items
    assert (item.on, item.dose.days_per_week) == ((), 7)


@pytest.mark.parametrize(
    ("more", "complaint", "hint"),
    [
        (
            "on: [mon, wed], days_per_week: 5",
            "days_per_week is 5, and on names 2 of them",
            "take days_per_week out, or give days_per_week: 2",
        ),
        ("on: [mon, wed, mon]", "on names a day twice", "name each day once"),
        ("on: [monday]", "on is 'monday'", "did you mean 'mon'?"),
    ],
)
def test_days_that_make_no_sense_are_told_with_their_line(read, more, complaint, hint):
    (problem,) = read(f"{{exercise: seated-toe-raise, {more}}}").problems
    assert (problem.message, problem.hint) == (complaint, hint)
    assert problem.where.endswith("sam.yaml:4")


def test_the_hint_works(read):
    assert read("{exercise: seated-toe-raise, on: [mon, wed], days_per_week: 2}").problems == ()


# --- limits


def test_a_most_of_days_counts_the_days_that_are_named(catalog, smallest):
    exercise = replace(catalog.exercise("seated-toe-raise"), most=Ceiling(days_per_week=2))
    (item,) = draft(catalog, planned(smallest, *MON_WED_FRI)).items
    plan = draft(catalog, planned(smallest, *MON_WED_FRI))
    with pytest.raises(OptionsError, match=r"days_per_week is 3, over the most of seated-toe-raise \(2\)"):
        within_limits(replace(plan, items=(replace(item, exercise=exercise),)), catalog.planning, smallest)


def capping(days):
    return Rule(
        id="R-99", action=Action.MODIFY, because={"en": "Rest."}, say={"en": "Rest."}, source=("DM",),
        at_most=DoseLimit(days_per_week=days),
    )  # fmt: skip


def judged(catalog, options, *rules):
    return review(draft(catalog, options), options, (*catalog.rules, *rules), catalog.exercise)


def test_a_rule_that_allows_fewer_days_than_are_named_is_not_printed_around(catalog, smallest):
    with pytest.raises(Unsafe, match="seated-toe-raise is on 3 days a week, and 2 at most are allowed") as refused:
        judged(catalog, planned(smallest, *MON_WED_FRI), capping(2))
    assert refused.value.where == "rule R-99"
    assert refused.value.hint == "name no more than 2 under on: [mon, wed]"
    (item,) = judged(catalog, planned(smallest, Weekday.MON, Weekday.WED), capping(2)).items
    assert item.item.on == (Weekday.MON, Weekday.WED)


def test_a_rule_lowers_days_that_are_open(catalog, smallest):
    (item,) = judged(catalog, planned(smallest, days_per_week=5), capping(2)).items
    assert (item.item.on, item.item.dose.days_per_week) == ((), 2)


@given(on=st.sets(st.sampled_from(list(Weekday)), min_size=1), most=st.integers(1, 7))
def test_what_is_printed_never_names_more_days_than_are_allowed(catalog, on, most):
    options = Printkit(today=date(2026, 11, 20)).options(
        {
            "patient": {"id": "p-1"},
            "stroke": {"affected_side": "left"},
            "health": {"screened_by": "A. Therapist", "screened_on": "2026-11-16"},
        }
    )
    try:
        (item,) = judged(catalog, planned(options, *on), capping(most)).items
    except Unsafe:
        assert len(on) > most
    else:
        assert item.item.dose.days_per_week <= most
        assert len(item.item.on) in (0, item.item.dose.days_per_week)


# --- saying


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ((), "2 times a day, 3 days a week"),
        ((Weekday.SUN,), "2 times a day, on Sunday"),
        ((Weekday.TUE, Weekday.SAT), "2 times a day, on Tuesday and Saturday"),
        (MON_WED_FRI, "2 times a day, on Monday, Wednesday and Friday"),
    ],
)
def test_the_days_are_said_in_full(catalog, smallest, on, words):
    voice = pipeline.speaker(catalog, smallest)
    assert voice.how_often(Dose(times_per_day=2, days_per_week=len(on) or 3), on) == words


def test_the_days_stand_on_every_print_and_in_the_explanation(catalog, templates, smallest):
    options = planned(smallest, *MON_WED_FRI)
    for kind in ("booklet", "chart", "fridge", "handout"):
        document, _ = pipeline.composed(KINDS[kind], catalog, templates, options)
        said = "\n".join(map(words_of, document.blocks))
        if kind == "chart":  # its columns are the days, and the boxes of the others are dotted
            for chart in (block for block in walk(document.blocks) if isinstance(block, DayChart)):
                assert {row.days_off for row in chart.rows if row.name.startswith("seated")} == {(1, 3, 5, 6)}
                assert "A dotted box is a day off." in chart.day_off
            assert "on 3 days" in said
        else:
            assert "on Monday, Wednesday and Friday" in said, kind
    kit = Printkit()
    assert "on Monday, Wednesday and Friday" in kit.explain(options).exercises[0].dose


def test_a_template_has_the_days_of_an_exercise(catalog, templates, smallest):
    from printkit.content.names import Content

    options = planned(smallest, *MON_WED_FRI)
    content = Content(judged(catalog, options), catalog, templates, pipeline.speaker(catalog, options), None)
    assert content.plan.items[0].on == ("mon", "wed", "fri")


# --- the diary


ORDER = Prescribed(exercise="bridging", starts_on=MONDAY, days_per_week=3, weekdays="mon wed fri")


def test_a_plan_is_prescribed_with_its_days(catalog):
    found = prescriptions.prescribed((), [("bridging", Dose(days_per_week=3), MON_WED_FRI)], MONDAY)
    assert list(found) == [ORDER]


def test_an_order_goes_out_as_words_and_comes_back(catalog):
    said = words("p-1", ORDER, catalog)
    assert said["weekdays"] == "mon wed fri"
    assert Reader(catalog, MONDAY).read(said) == (ORDER, [])


def test_an_order_with_other_days_than_it_counts_is_told(catalog):
    said = {**words("p-1", ORDER, catalog), "weekdays": "Fri, Wed, mon", "days_per_week": "4"}
    _, (wrong,) = Reader(catalog, MONDAY).read(said)
    assert wrong.message == "days per week is 4, and weekdays names 3"
    del said["days_per_week"]
    assert Reader(catalog, MONDAY).read(said) == (ORDER, [])
    _, (wrong,) = Reader(catalog, MONDAY).read({**said, "weekdays": "mon, friday"})
    assert wrong.hint == "did you mean 'fri'?"


def test_a_corrected_order_loses_the_days_that_it_names_no_more():
    now = replace(ORDER, weekdays="", days_per_week=7)
    assert history_of.merged(ORDER, now) is None
    assert history_of.laid_over(ORDER, now) == now


# --- counting


def of(done, *orders, days=14):
    history = History(patient="p-1", done=tuple(done), prescribed=orders)
    return progress.of(history, {}, {}, MONDAY, MONDAY + timedelta(days=days - 1)).adherence[0]


def did(offset, sets=1):
    return Done(day=MONDAY + timedelta(days=offset), exercise="bridging", sets=sets)


def test_the_named_days_are_the_planned_ones():
    kept = of([did(0), did(2), did(4)], ORDER, days=7)
    assert (kept.done, kept.planned, kept.not_recorded) == (3, 3, 0)
    kept = of([did(0), did(2, sets=0)], ORDER, days=7)
    assert (kept.done, kept.planned, kept.not_recorded) == (1, 2, 1)


def test_a_week_in_part_plans_only_the_named_days_that_are_left():
    late = replace(ORDER, starts_on=MONDAY + timedelta(days=3))  # a Thursday: Friday is left
    kept = of([did(4)], late, days=7)
    assert (kept.done, kept.planned, kept.not_recorded) == (1, 1, 0)
    saturday = replace(ORDER, starts_on=MONDAY + timedelta(days=5))
    kept = of([did(5)], saturday, days=7)
    assert (kept.done, kept.planned, kept.not_recorded) == (0, 0, 0)


def test_nothing_done_on_a_free_day_is_no_fault_and_practice_on_one_stands_in_for_a_missed_day():
    kept = of([did(0), did(1, sets=0), did(2), did(3, sets=0), did(4)], ORDER, days=7)
    assert (kept.done, kept.planned) == (3, 3)
    kept = of([did(0, sets=0), did(1), did(2), did(4)], ORDER, days=7)
    assert (kept.done, kept.planned) == (3, 3)


@given(
    rows=st.lists(st.tuples(st.integers(0, 13), st.sampled_from([None, 0, 1, 3])), max_size=30),
    on=st.sets(st.sampled_from(list(Weekday)), min_size=1, max_size=6),
)
def test_every_named_day_is_told_once_and_nobody_does_more(rows, on):
    order = replace(ORDER, weekdays=" ".join(day for day in Weekday if day in on), days_per_week=len(on))
    kept = of([did(offset, sets) for offset, sets in rows], order)
    assert 0 <= kept.done <= kept.planned
    assert kept.planned + kept.not_recorded == 2 * len(on)


# --- sheets without dates


def test_every_sheet_of_a_chart_without_dates_names_the_week_whose_first_day_is_asked_for():
    """Whoever copies what a later sheet says, on paper or on a screen, enters the days that are over its boxes."""
    kit = Printkit(today=MONDAY)
    said = {
        "patient": {"id": "p-1"},
        "stroke": {"affected_side": "left"},
        "health": {"screened_by": "J. Marsh", "screened_on": MONDAY},
        "plan": {"first_week": 5, "exercises": ["seated-toe-raise"]},
        "print": {"weeks": 4, "printed_on": MONDAY},
        "clinic": {"region": "GB"},
    }
    made = kit.chart(kit.options(said))
    sheets = [block for block in walk(made.document.blocks) if isinstance(block, DayChart)]
    assert [[week.title for week in sheet.weeks] for sheet in sheets] == [["Week 5", "Week 6"], ["Week 7", "Week 8"]]
    assert {sheet.aside.rstrip("_") for sheet in sheets} == {"First day of week 5: "}
    boxes = [f"fell/{name}" for sheet in sheets for week in sheet.weeks for name in week.names]
    (at,) = (place for place, box in enumerate(boxes) if box == "fell/week-7-day-3")
    filled = {box: "yes" if place == at else "" for place, box in enumerate(boxes)}
    (day,) = (row["day"] for _, row in filled_sheets.rows(filled, MONDAY) if row["value"])
    assert date.fromisoformat(day) == MONDAY + timedelta(weeks=2, days=2)
