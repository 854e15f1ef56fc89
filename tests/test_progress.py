"""What a report may say of a history: each rule of honesty a test."""

from datetime import date, timedelta

import pytest
from histories import PATIENT, SINCE, UNTIL, full, measured
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.errors import CatalogError, OptionsError
from printkit.model.vocabulary import Answer, Side
from printkit.outcomes import progress
from printkit.outcomes.change import ComparableValues, Difference, Series, Verdict, phrase_of
from printkit.outcomes.choosing import Person, Why
from printkit.outcomes.history import Checked, Done, History, Measured, Observation, Prescribed
from printkit.outcomes.measures import Phase
from printkit.outcomes.progress import Kept

MONDAY = date(2026, 11, 2)
STROKE = date(2026, 6, 2)
LONG_AGO = date(2025, 1, 6)  # a stroke of which all values here are late


@pytest.fixture
def of(catalog):
    """The progress of a history over two weeks, unless other days are given."""

    def made(since: date = MONDAY, until: date = MONDAY + timedelta(days=13), *, stroke=None, chosen=None, **parts):
        parts = {name: tuple(rows) for name, rows in parts.items()}
        history = History(patient=PATIENT, **parts)
        return progress.of(
            history, catalog.measures, catalog.tracked, since, until, person=Person(stroke=stroke), chosen=chosen
        )

    return made


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def did(offset: int, exercise: str = "toe", **more) -> Done:
    return Done(**{"day": day(offset), "exercise": exercise, "sets": 1, **more})


def noted(offset: int, what: str, value: float | None = None, **more) -> Observation:
    return Observation(day=day(offset), what=what, value=value, **more)


def asked(exercise: str = "toe", **more) -> Prescribed:
    return Prescribed(**{"exercise": exercise, "starts_on": MONDAY, **more})


def change(of, *values: Measured, **more):
    """The difference of the only way in which something was measured."""
    (series,) = of(date(2026, 1, 1), date(2026, 12, 31), measured=values, **more).series
    (strand,) = series.strands
    return strand.difference


def twice(measure: str, first: float, last: float, **more) -> tuple[Measured, Measured]:
    return measured(measure, date(2026, 8, 1), first, **more), measured(measure, date(2026, 11, 1), last, **more)


# --- averages, weeks, days


@given(st.dictionaries(st.dates(), st.floats(0, 10), max_size=12))
def test_an_average_needs_three_days(values):
    found = progress.average(values)
    assert (found is None) == (len(values) < 3)
    if found:
        assert found.days == len(values)
        assert min(values.values()) - 1e-9 <= found.value <= max(values.values()) + 1e-9


def test_two_entries_of_one_day_are_one_day(of):
    rows = [did(0, pain=2), did(0, "calf", pain=6), did(1, pain=4)]
    (week, _) = of(done=rows).weeks
    assert week.pain is None
    (week, _) = of(done=[*rows, did(2, pain=5)]).weeks
    assert (week.pain.value, week.pain.days, week.worst_pain) == (5, 3, 6)  # 6, 4 and 5: the worst of a day counts


@pytest.mark.parametrize("recorded", range(8))
def test_a_week_with_fewer_than_four_recorded_days_is_incomplete(of, recorded):
    week = of(done=[did(offset) for offset in range(recorded)], prescribed=[asked()]).weeks[0]
    assert week.complete == (recorded >= 4)
    assert (week.percent is not None) == (recorded >= 4)


def test_what_is_empty_was_not_recorded_and_is_never_zero(of):
    found = of(done=[did(0, sets=None, ticked=True)], noted=[noted(1, "pain"), noted(1, "falls")])
    week = found.weeks[0]
    assert (week.sets, week.minutes, week.effort, week.pain, week.worst_pain) == (None,) * 5
    assert found.falls.days == 0
    assert found.falls.per_30_days is None
    assert found.counted == ()
    assert [each.kept for each in week.days] == [Kept.DONE] + [Kept.NOT_RECORDED] * 6


def test_a_written_zero_is_a_zero(of):
    found = of(done=[did(0, sets=0, pain=0)], noted=[noted(0, "trips", 0)])
    assert found.weeks[0].worst_pain == 0
    assert found.weeks[0].days[0].kept is Kept.NOT_DONE
    assert found.counted[0].total == 0


def test_a_day_with_a_part_done_says_so(of):
    found = of(done=[did(0), did(0, "calf", sets=0)])
    assert found.days[0].kept is Kept.PART
    assert found.practised == 1


def test_weeks_are_numbered_since_the_stroke_where_its_day_is_known(of):
    assert [week.number for week in of(stroke=STROKE).weeks] == [22, 23]
    assert [week.number for week in of().weeks] == [None, None]
    assert (MONDAY - STROKE).days // 7 + 1 == 22


def test_no_week_has_a_number_before_the_stroke(of):
    assert [week.number for week in of(stroke=day(3)).weeks] == [None, 1]
    assert [week.number for week in of(day(4), stroke=day(3)).weeks] == [1, 1]  # the week began before the stroke


@pytest.mark.parametrize(("days", "week"), [(-1, None), (0, 1), (6, 1), (7, 2)])
def test_the_day_of_the_stroke_is_the_first_of_week_1(days, week):
    assert progress.week_since(STROKE, STROKE + timedelta(days=days)) == week


# --- adherence


def test_adherence_is_days_done_of_days_planned_and_missing_days_are_not_missed(of):
    found = of(done=[did(0), did(1), did(2), did(3, sets=0)], prescribed=[asked()])
    (kept,) = found.adherence
    assert (kept.done, kept.planned, kept.not_recorded) == (3, 4, 10)
    assert kept.percent == 75


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({"note": "skipped, felt ill"}, Kept.NOT_KNOWN),
        ({"pain": 6}, Kept.NOT_KNOWN),
        ({"effort": 4}, Kept.NOT_KNOWN),
        ({"minutes": 0, "note": "could not start, pain"}, Kept.NOT_DONE),
        ({"sets": 0, "minutes": 0}, Kept.NOT_DONE),
        ({"minutes": 5}, Kept.DONE),
        ({"sets": 2}, Kept.DONE),
        ({"sets": 1, "ticked": True}, Kept.DONE),
        ({"ticked": True}, Kept.DONE),
    ],
)
def test_done_is_what_has_sets_or_minutes_or_a_tick(of, more, kept):
    found = of(done=[did(0, **{"sets": None, **more})], prescribed=[asked()])
    assert found.days[0].kept is kept
    known = kept is not Kept.NOT_KNOWN
    assert (found.practised, found.recorded, found.weeks[0].known) == (int(kept is Kept.DONE), 1, int(known))
    assert (found.adherence[0].planned, found.adherence[0].not_recorded) == (int(known), 14 - int(known))


def test_a_day_with_something_done_and_something_not_known_was_practised(of):
    found = of(done=[did(0), did(0, "calf", sets=None, note="?"), did(1, sets=0), did(1, "calf", sets=None, pain=3)])
    assert [each.kept for each in found.days[:2]] == [Kept.DONE, Kept.NOT_KNOWN]


def test_days_with_only_a_note_make_no_week_complete(of):
    rows = [did(offset, sets=None if offset == 3 else 1, note="tired") for offset in range(4)]
    assert not of(done=rows).weeks[0].complete


def test_a_few_ticks_in_many_weeks_are_no_100_percent(of):
    rows = [did(offset) for offset in (0, 20, 40)]
    (kept,) = of(until=day(55), done=rows, prescribed=[asked()]).adherence
    assert (kept.done, kept.planned, kept.percent) == (3, 3, None)


def test_only_complete_weeks_have_a_share(of):
    rows = [did(0), did(1), did(2), did(3, sets=0), did(7, sets=0), did(8, sets=0)]
    (kept,) = of(done=rows, prescribed=[asked()]).adherence
    assert (kept.done, kept.planned, kept.complete_weeks, kept.percent) == (3, 6, 1, 75)


def test_another_exercise_makes_no_share_of_a_few_ticks(of):
    rows = [did(offset, "calf") for offset in range(14)] + [did(0), did(1), did(7), did(8)]
    found = of(done=rows, prescribed=[asked(), asked("calf")]).adherence
    assert [each.percent for each in found] == [None, 100]


def test_an_exercise_of_two_days_a_week_has_a_share_when_both_are_known(of):
    rows = [did(offset, "calf") for offset in range(14)] + [did(0), did(1), did(7), did(8)]
    assert of(done=rows, prescribed=[asked(days_per_week=2)]).adherence[0].percent == 100


def test_no_more_days_are_planned_than_were_asked_for(of):
    rows = [did(offset, sets=1 if offset < 5 else 0) for offset in range(7)]
    (kept,) = of(done=rows, prescribed=[asked(days_per_week=5)]).adherence
    assert (kept.done, kept.planned) == (5, 5)


def test_practice_that_nobody_asked_for_is_practice_but_no_part_of_the_plan(of):
    found = of(done=[did(0, "calf")], prescribed=[asked()])
    assert (found.practised, found.adherence[0].done, found.adherence[0].planned) == (1, 0, 0)


def test_a_share_of_too_few_days_is_no_share(of):
    (kept,) = of(done=[did(0), did(1)], prescribed=[asked()]).adherence
    assert (kept.done, kept.planned, kept.percent) == (2, 2, None)


def test_only_days_on_which_an_order_stands_are_planned(of):
    orders = [asked(starts_on=day(2), until=day(3)), asked(starts_on=day(5), until=day(5))]
    (kept,) = of(done=[did(offset) for offset in range(7)], prescribed=orders).adherence
    assert (kept.done, kept.planned, kept.not_recorded) == (3, 3, 0)


@given(st.lists(st.tuples(st.integers(0, 13), st.sampled_from([None, 0, 1, 3])), max_size=30), st.integers(1, 7))
def test_nobody_does_more_than_is_planned_and_every_planned_day_is_told(rows, days_per_week):
    history = History(
        patient=PATIENT,
        done=tuple(did(offset, sets=sets) for offset, sets in rows),
        prescribed=(asked(days_per_week=days_per_week),),
    )
    found = progress.of(history, {}, {}, MONDAY, day(13))
    (kept,) = found.adherence
    assert 0 <= kept.done <= kept.planned
    assert kept.planned + kept.not_recorded == 2 * days_per_week
    assert found.practised <= found.recorded <= 14
    assert (sum(week.done for week in found.weeks), sum(week.planned for week in found.weeks)) == (
        kept.done,
        kept.planned,
    )


def test_an_order_is_told_with_the_one_before_it_even_from_before_the_report(of):
    found = of(prescribed=[asked(starts_on=day(-30), until=day(-1), sets=1), asked(sets=2)])
    (order,) = found.orders
    assert (order.now.sets, order.before.sets) == (2, 1)


# --- three phrases


@given(
    st.floats(0, 100),
    st.none() | st.floats(0.01, 100),
    st.none() | st.floats(0.01, 100),
)
def test_there_are_three_phrases_and_each_keeps_to_its_threshold(size, detectable, meaningful):
    phrase = phrase_of(size, detectable, meaningful)
    assert phrase in (None, *Verdict)
    if detectable is None and meaningful is None:
        assert phrase is None
    if detectable is not None and size < detectable:
        assert phrase is Verdict.NO_CLEAR_CHANGE
    if phrase is Verdict.LARGE_ENOUGH:
        assert meaningful is not None
        assert size >= meaningful
    if phrase is Verdict.LIKELY_REAL:
        assert detectable is not None
        assert size >= detectable
        assert meaningful is None or size < meaningful


def test_the_phrases_are_in_these_words(catalog):
    labels = catalog.labels("en")
    assert {labels("report", f"phrase-{phrase}") for phrase in Verdict} == {
        "no clear change",
        "likely real change",
        "large enough to matter to most people in the study",
    }


def test_where_studies_disagree_the_larger_change_counts(of):
    found = change(of, *twice("tug", 20, 13), stroke=LONG_AGO)  # 3.2; 8 or 28 %; 2.9 or 23 % of 20 seconds
    assert found.detectable.size == 5.6
    assert found.phrase is Verdict.LIKELY_REAL
    assert change(of, *twice("tug", 40, 30), stroke=LONG_AGO).detectable.size == 8


def test_a_clinician_may_choose_another_study_by_name(of):
    found = change(of, *twice("tug", 20, 16), chosen={"tug": "W15b"}, stroke=LONG_AGO)
    assert (found.detectable.size, found.detectable.threshold.source) == (3.2, "W15b")
    assert found.phrase is Verdict.LIKELY_REAL


def test_a_study_of_other_people_gives_no_verdict_though_a_clinician_chose_it(of):
    found = change(of, *twice("tug", 20, 16), chosen={"tug": "W15b"}, stroke=STROKE)
    assert found.phrase is None
    assert [each.applied.threshold.source for each in found.nearest] == ["W15b"]


@pytest.mark.parametrize(
    ("chosen", "says"), [({"tug": "W99"}, "tug has no threshold from 'W99'"), ({"tgu": "W08"}, "no measure 'tgu'")]
)
def test_a_study_that_is_not_there_is_refused(of, chosen, says):
    with pytest.raises(OptionsError, match=says):
        of(chosen=chosen)


@pytest.mark.parametrize(
    ("measure", "first", "last"),
    [
        ("mrc", 2, 4),
        ("mas", 4, 0),
        ("effort", 9, 1),
        ("adherence", 10, 90),
        ("ankle-lift", -20, 20),
        ("sls", 1, 60),
        ("pain", 10, 0),
    ],
)
def test_no_verdict_without_a_study(of, measure, first, last):
    found = change(of, *twice(measure, first, last, side=Side.LEFT))
    assert found.phrase is None
    assert found.cited is None


def test_figures_of_people_without_a_stroke_are_a_note(of):
    found = change(of, *twice("sls", 1, 60, side=Side.LEFT))
    assert [each.applied.size for each in found.noted] == [24.1]
    assert [each.applied.size for each in change(of, *twice("pain", 10, 0)).noted] == [2, 3]
    with pytest.raises(OptionsError, match="sls has no threshold from 'W15e'"):
        of(chosen={"sls": "W15e"})


def test_values_of_one_day_are_never_compared(of):
    rows = [measured("tug", day(0), value, assessor=who) for value, who in ((40, "A"), (10, "B"))]
    (series,) = of(measured=rows).series
    (strand,) = series.strands
    assert (strand.difference, strand.several) == (None, (day(0),))


@pytest.mark.parametrize("at", [0, 9])
def test_several_values_of_the_first_or_last_day_leave_no_verdict(of, at):
    rows = [measured("tug", day(offset), value) for offset, value in ((0, 40), (5, 30), (9, 10))]
    (series,) = of(measured=[*rows, measured("tug", day(at), 25)]).series
    assert (series.strands[0].difference, series.strands[0].several) == (None, (day(at),))
    (series,) = of(measured=[*rows, measured("tug", day(5), 25)]).series  # between them nothing is compared
    assert series.strands[0].difference.by == -30
    assert series.strands[0].several == ()


def test_a_side_that_is_not_recorded_leaves_no_verdict(of):
    values = twice("fma-ue", 10, 60)
    (series,) = of(date(2026, 1, 1), date(2026, 12, 31), measured=values).series
    assert series.side_missing
    assert (series.strands[0].difference.by, series.strands[0].difference.phrase) == (50, None)
    assert change(of, *twice("fma-ue", 10, 60, side=Side.LEFT), stroke=STROKE).phrase is Verdict.LARGE_ENOUGH
    assert change(of, *twice("berg", 10, 50), stroke=LONG_AGO).phrase is Verdict.LIKELY_REAL  # it has no sides


def test_a_figure_for_the_mean_of_several_muscles_says_nothing_of_one(of):
    found = change(of, *twice("mas", 4, 1))
    assert found.detectable is None
    assert found.meaningful is None


@pytest.mark.parametrize(("first", "size"), [(0.39, 0.05), (0.4, 0.11), (0.79, 0.11), (0.8, 0.21)])
def test_the_threshold_of_walking_speed_goes_by_the_first_speed(of, first, size):
    found = change(of, *twice("10mwt", first, first + 1), chosen={"10mwt": "W10"})
    assert found.detectable.size == size


def test_a_first_speed_that_nobody_took_chooses_no_band(of):
    assert change(of, *twice("10mwt-fast", 0.5, 0.65)).detectable is None
    slow = change(of, *twice("10mwt-fast", 0.3, 0.65))
    assert slow.detectable.size == 0.04  # who walks 0.3 m/s fast is no faster at ease
    fast = twice("10mwt-fast", 0.5, 0.65)
    assert beside(of, fast, measured("10mwt", fast[0].day, 0.3)).detectable.size == 0.04


def beside(of, values, *others, **more):
    """The difference of some values with others of another measure beside them."""
    found = of(date(2026, 1, 1), date(2026, 12, 31), measured=[*values, *others], **more)
    (series,) = [each for each in found.series if each.measure == values[0].measure]
    return series.strands[0].difference


@pytest.mark.parametrize(
    ("days", "more", "size"),
    [(0, {}, 0.04), (7, {}, 0.04), (-7, {}, 0.04), (8, {}, None), (-60, {}, None), (0, {"aid": "stick"}, None)],
)
def test_a_first_speed_of_another_week_or_another_way_chooses_no_band(of, days, more, size):
    fast = twice("10mwt-fast", 0.9, 1.0)
    found = beside(of, fast, measured("10mwt", fast[0].day + timedelta(days=days), 0.3, **more))
    assert (found.detectable.size if found.detectable else None) == size


def test_of_two_first_speeds_of_a_day_none_chooses_unless_both_are_of_one_band(of):
    fast = twice("10mwt-fast", 0.9, 1.0)

    def both(*speeds: float):
        return beside(of, fast, *(measured("10mwt", fast[0].day, speed) for speed in speeds)).detectable

    assert both(0.3, 0.5) is None
    assert both(0.5, 0.6).size == 0.12


def test_a_walking_speed_taken_with_an_aid_is_found_for_a_test_without_conditions(of):
    rows = twice("berg", 35, 43, aid="stick")
    helped = beside(of, rows, measured("fac", rows[0].day, 2), stroke=STROKE)
    assert [
        each.why for each in helped.rejected if each.applied.size == 5 and each.applied.threshold.source == "W65"
    ] == []


@pytest.mark.parametrize(("speed", "size"), [(0.39, 44), (0.4, None), (1.2, None), (None, 71)])
def test_from_a_walking_speed_on_six_minutes_have_no_meaningful_value(of, speed, size):
    far = twice("6mwt", 200, 300, set_up="30 m")
    others = [] if speed is None else [measured("10mwt", far[0].day, speed, set_up="10 m, moving start")]
    found = beside(of, far, *others, stroke=STROKE)
    assert (found.meaningful.size if found.meaningful else None) == size
    assert found.not_accurate is (size is None)


def test_a_change_of_exactly_the_threshold_reaches_it_in_spite_of_floats(of):
    assert 0.7 - 0.5 < 0.2
    found = change(of, *twice("10mwt", 1.0, 1.2), stroke=LONG_AGO)
    assert found.by == found.detectable.size == 0.2
    assert found.phrase is Verdict.LIKELY_REAL


def test_a_change_within_the_error_of_measuring_never_matters_however_small_the_meaningful_one_is(of):
    found = change(of, *twice("pass", 20, 22), stroke=STROKE)
    assert (found.meaningful.size, found.detectable.size, found.phrase) == (3.0, 2.2, Verdict.NO_CLEAR_CHANGE)
    helped = beside(of, rows := twice("tis", 10, 13), measured("fac", rows[0].day, 1), stroke=STROKE)
    assert (helped.meaningful.size, helped.detectable.size, helped.phrase) == (2.5, 3.7, Verdict.NO_CLEAR_CHANGE)


@pytest.mark.parametrize(
    ("measure", "first", "last", "better"),
    [
        ("tug", 30, 10, True),
        ("tug", 10, 30, False),
        ("berg", 20, 40, True),
        ("effort", 2, 8, None),
        ("berg", 9, 9, None),
    ],
)
def test_better_is_as_the_measure_says(of, measure, first, last, better):
    assert change(of, *twice(measure, first, last)).better is better


def test_a_study_of_another_phase_is_a_note_that_says_so(of):
    late = change(of, *twice("fma-ue", 20, 40, side=Side.LEFT), stroke=STROKE)
    assert {each.why for each in late.rejected if Phase.EARLY in each.applied.threshold.phases} == {(Why.PHASE,)}
    unknown = change(of, *twice("fma-ue", 20, 40, side=Side.LEFT))  # the day of the stroke is not known
    assert {each.why for each in unknown.rejected} == {(Why.PHASE_UNKNOWN,)}
    assert (unknown.phrase, len(unknown.nearest)) == (None, 2)


@pytest.mark.parametrize(
    ("days", "phase"),
    [(0, Phase.EARLY), (42, Phase.EARLY), (43, Phase.SUBACUTE), (182, Phase.SUBACUTE), (183, Phase.CHRONIC)],
)
def test_a_phase_is_counted_from_the_stroke(days, phase):
    assert Person(stroke=STROKE).phase_on(STROKE + timedelta(days=days)) is phase


# --- what is never compared


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("aid", "stick", "none"), ("brace", Answer.YES, Answer.NO), ("stimulator", Answer.YES, Answer.UNKNOWN),
        ("shoes", "own", "bare"), ("assistance", "one person", "none"), ("set_up", "10 m", "6 m"),
    ],
)  # fmt: skip
def test_other_conditions_break_the_line_and_are_never_compared(of, name, one, other):
    values = (
        measured("10mwt", date(2026, 8, 1), 0.3, **{name: one}),
        measured("10mwt", date(2026, 9, 1), 0.9, **{name: other}),
        measured("10mwt", date(2026, 10, 1), 0.4, **{name: one}),
    )
    (series,) = of(date(2026, 1, 1), date(2026, 12, 31), measured=values).series
    assert [[row.value for row in strand.values] for strand in series.strands] == [[0.3, 0.4], [0.9]]
    assert series.strands[0].difference.by == 0.1
    assert series.strands[1].difference is None


@pytest.mark.parametrize("measure", ["fma-ue", "berg", "5xsts"])
def test_a_condition_that_a_measure_does_not_ask_for_breaks_the_line_where_it_was_recorded(of, measure):
    values = (measured(measure, day(0), 30), measured(measure, day(1), 50, aid="stick", assistance="one person"))
    (series,) = of(measured=values).series
    assert len(series.strands) == 2
    assert not [strand for strand in series.strands if strand.difference]


def test_conditions_are_alike_however_they_are_typed(of):
    values = twice("10mwt", 0.3, 0.9, aid="Stick")
    (series,) = of(date(2026, 1, 1), date(2026, 12, 31), measured=(values[0], replace(values[1], aid=" stick "))).series
    assert len(series.strands) == 1


def test_what_a_patient_measured_alone_is_never_mixed_with_a_clinics_values_and_never_judged(of):
    clinic, own = twice("tug", 40, 1), twice("tug", 50, 2, assessor="")
    found = of(date(2026, 1, 1), date(2026, 12, 31), measured=(*clinic, *own), stroke=LONG_AGO).series
    assert [(each.alone, [row.value for row in each.strands[0].values]) for each in found] == [
        (False, [40, 1]),
        (True, [50, 2]),
    ]
    assert found[0].strands[0].difference.phrase is Verdict.LIKELY_REAL
    assert found[1].strands[0].difference.phrase is None


@pytest.mark.parametrize("apart", [{"side": Side.RIGHT}, {"part": "calf"}])
def test_sides_and_muscles_stand_apart(of, apart):
    values = (measured("mas", date(2026, 8, 1), 1), measured("mas", date(2026, 9, 1), 3, **apart))
    assert len(of(date(2026, 1, 1), date(2026, 12, 31), measured=values).series) == 2


def test_no_ordinal_scale_is_ever_averaged(catalog):
    """Values of measures are shown one by one: no record of a progress has a place for their mean."""
    ordinal = [name for name, each in catalog.measures.items() if each.ordinal is Answer.YES]
    assert {"mas", "mrc", "fma-ue", "fma-le", "arat", "berg"} <= set(ordinal)
    for record in (Series, ComparableValues, Difference):
        assert not [
            name for name in record.__struct_fields__ if "mean" in name.replace("meaningful", "") or "average" in name
        ]


# --- falls, counts, streaks


def test_falls_are_told_over_the_days_on_which_anybody_wrote_of_them(of):
    rows = [noted(offset, "falls", int(offset in (3, 9))) for offset in range(14)] + [noted(14, "falls")]
    found = of(until=day(20), noted=rows).falls
    assert (found.count, found.days, [row.day for row in found.on]) == (2, 14, [day(3), day(9)])
    assert found.per_30_days == pytest.approx(30 * 2 / 14)


def test_a_few_days_give_no_rate_of_falls(of):
    found = of(noted=[noted(0, "falls", 1), noted(1, "falls", 1)]).falls
    assert (found.count, found.per_30_days) == (2, None)


def test_a_fall_with_only_a_note_is_at_least_one(of):
    found = of(noted=[noted(0, "falls", 2), noted(3, "falls", note="slipped in the bath")])
    assert (found.falls.count, found.falls.at_least, found.falls.days) == (3, True, 2)
    assert [row.day for row in found.falls.on] == [day(0), day(3)]
    assert not found.empty


@pytest.mark.parametrize(("number", "count"), [(2, 2), (0, 1)])
def test_a_note_beside_a_number_of_the_same_day_tells_of_the_same_fall(of, number, count):
    found = of(noted=[noted(0, "falls", number), noted(0, "falls", note="slipped")]).falls
    assert (found.count, found.at_least, found.days) == (count, True, 1)


def test_falls_have_no_verdict():
    assert set(progress.Falls.__struct_fields__) == {"count", "at_least", "on", "days"}


def test_a_day_that_nobody_wrote_down_ends_a_streak(of):
    rows = [noted(offset, "foot-drop", 0) for offset in (0, 1, 2, 4, 5)]
    assert of(noted=rows).streak == 3
    assert of(noted=[*rows, noted(7, "days-without-foot-drop", 9)]).streak == 9
    assert of().streak is None


@pytest.mark.parametrize(
    "last",
    [
        noted(6, "foot-drop", 1),
        noted(6, "foot-drop", note="at noon"),
        noted(5, "foot-drop", 1),
        noted(6, "days-without-foot-drop", 0),
    ],
)
def test_no_streak_is_told_when_the_last_record_says_foot_drop(of, last):
    rows = [noted(offset, "foot-drop", 0) for offset in range(6)]
    assert of(noted=rows).streak == 6
    assert of(noted=[*rows, last]).streak is None
    assert of(noted=[*rows, last, noted(9, "foot-drop", 0)]).streak in (5, 6)


def test_a_streak_that_was_noted_each_evening_is_not_added_up(of):
    (found,) = of(noted=[noted(offset, "days-without-foot-drop", offset) for offset in range(5)]).counted
    assert (found.total, found.most) == (None, 4)


# --- the whole


def test_a_report_over_no_data_says_so(of):
    assert of().empty
    assert not of(done=[did(0)]).empty
    assert not of(noted=[noted(0, "falls", 0)]).empty
    assert not of(noted=[noted(0, "falls", note="in the garden")]).empty
    assert not of(noted=[noted(0, "sensations")]).empty
    assert not of(checked=[Checked(day=day(0), what="skin")]).empty
    assert of(checked=[Checked(day=day(-1), what="skin")]).empty


def test_only_the_days_of_the_report_count(of):
    rows = [did(-1), did(0), did(13), did(14)]
    assert of(done=rows).practised == 2
    assert of(noted=[noted(-1, "falls", 1), noted(14, "falls", 1)]).falls.days == 0


def test_the_days_of_a_report_run_forward(of):
    with pytest.raises(OptionsError, match="before it begins"):
        of(day(1), day(0))


@pytest.mark.parametrize("part", [{"measured": [measured("tgu", day(0), 1)]}, {"noted": [noted(0, "fals", 1)]}])
def test_a_value_whose_measure_is_gone_is_not_dropped_silently(of, part):
    with pytest.raises(CatalogError, match="there is no"):
        of(**part)


def test_the_same_history_gives_the_same_progress(catalog):
    one, other = (
        progress.of(full(), catalog.measures, catalog.tracked, SINCE, UNTIL, person=Person(stroke=STROKE))
        for _ in range(2)
    )
    assert one == other


@given(st.permutations(list(full().measured)), st.permutations(list(full().done)[:20]))
def test_the_order_in_which_entries_came_in_changes_nothing(catalog, values, done):
    history = replace(full(), measured=tuple(values), done=tuple(done))
    usual = replace(full(), done=full().done[:20])
    one, other = (progress.of(each, catalog.measures, catalog.tracked, SINCE, UNTIL) for each in (history, usual))
    assert one.weeks == other.weeks
    assert one.series == other.series


def test_nothing_in_a_progress_lies_after_its_last_day(catalog):
    """There is no forecast: every day that is told of is a day of the report."""
    found = progress.of(full(), catalog.measures, catalog.tracked, SINCE, UNTIL)
    days = [each.day for each in found.days]
    days += [row.day for series in found.series for strand in series.strands for row in strand.values]
    assert min(days) >= SINCE
    assert max(days) <= UNTIL
