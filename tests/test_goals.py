"""Goals in the words of the person: their levels, the score of all of them, and what both reports say of them."""

import re
from datetime import timedelta

import histories
import pytest
from histories import SINCE, UNTIL, measured
from msgspec.structs import replace
from pdf_reading import example_options, shipped, shipped_templates

from printkit.document import texts
from printkit.model.vocabulary import PrintProfile
from printkit.outcomes import change
from printkit.outcomes.choosing import Person
from printkit.outcomes.goals import goals, t_score
from printkit.outcomes.history import Measured
from printkit.reports import report
from printkit.reports.report import Audience

TEA, BUS = "Make tea for Anna and me", "Walk to the bus stop"


def rated(goal: str, value: float, day=UNTIL, **more: object) -> Measured:
    return measured("gas-goal", day, value, part=goal, **more)


def found(*rows: Measured):
    return goals(change.series(rows, shipped().measures, Person(), {}))


def said(audience: Audience, *rows: Measured, look: PrintProfile | None = None) -> str:
    history = replace(histories.empty(), measured=tuple(sorted(rows, key=lambda row: row.day)))
    options = example_options()
    options = replace(options, print=replace(options.print, profile=look))
    laid = report.laid_out(audience, shipped(), shipped_templates(), options, history, SINCE, UNTIL, UNTIL).laid
    return "\n".join(texts(laid.document.blocks))


@pytest.mark.parametrize(
    ("levels", "score"),
    [
        ([0], 50),
        ([0, 0, 0], 50),
        ([1], 60),
        ([-2], 30),
        ([-1, -2], 31.4),  # 50 - 30 / sqrt(0.7 * 2 + 0.3 * 4), worked out by hand
        ([1, 1, 1, 1], 64.5),  # 50 + 40 / sqrt(0.7 * 4 + 0.3 * 16)
    ],
)
def test_the_score_is_50_where_each_goal_is_as_agreed_and_counts_that_goals_go_together(levels, score):
    assert round(t_score(levels), 1) == score


def test_a_goal_typed_with_another_capital_is_the_same_goal():
    (goal,) = found(rated(TEA, -1, SINCE), rated(TEA.lower(), 0))
    assert (goal.first.value, goal.last.value) == (-1, 0)


def test_two_goals_are_two_and_what_a_patient_rated_alone_is_none():
    assert [goal.last.value for goal in found(rated(TEA, 0), rated(BUS, -1), rated("Alone", 2, assessor=""))] == [0, -1]


def test_of_two_levels_of_one_day_the_lower_one_counts_as_the_last():
    (goal,) = found(rated(TEA, -1, SINCE), rated(TEA, 1, aid="stick"), rated(TEA, 0))
    assert goal.last.value == 0


def test_a_patient_reads_the_goal_as_it_was_said_and_its_level_in_words():
    words = said(Audience.PATIENT, rated(TEA, -1, SINCE), rated(TEA, 0), rated(BUS, -2))
    assert f"“{TEA}” On 20 November: As we agreed. You reached your goal." in words.replace("\n", " ")
    assert f"“{BUS}” On 20 November: Much less than we agreed, so far." in words.replace("\n", " ")
    assert "-2" not in words


def test_a_patient_reads_of_three_goals_at_most_those_that_were_rated_last():
    rows = [rated(f"Goal number {number}", 0, UNTIL - timedelta(days=number)) for number in range(5)]
    assert re.findall("Goal number [0-9]", said(Audience.PATIENT, *rows)) == [f"Goal number {n}" for n in range(3)]


def test_a_clinician_reads_each_goal_the_score_of_all_and_no_verdict():
    words = said(Audience.CLINICIAN, rated(TEA, -1, SINCE), rated(TEA, 0), rated(BUS, -2, SINCE), rated(BUS, -1))
    assert "GAS of 2 goals, all of the same weight: T 31 at the first levels, T 44 at the last ones (W84)." in words
    assert f"GAS goal, {TEA}" in words
    assert "Last: As we agreed. You reached your goal." in words
    assert "large enough" not in words.lower()


@pytest.mark.parametrize("look", [PrintProfile.LARGE, PrintProfile.NEGLECT_LEFT, PrintProfile.APHASIA])
def test_goals_and_a_low_mood_are_printed_in_every_look_however_many_pages_that_takes(look):
    rows = [rated(f"Goal number {number}, said in as many words as fit on a line", -1) for number in range(3)]
    low = (measured("phq-2", UNTIL, 4), measured("pass", SINCE, 20), measured("pass", UNTIL, 30))
    more = (measured("tis", SINCE, 10), measured("tis", UNTIL, 20))
    words = said(Audience.PATIENT, *rows, *low, *more, look=look)
    assert "Tell someone you trust." in words
    assert words.count("Goal number") == 3
