"""A report judges by figures of people like this patient: the cases of judged-cases.yaml, and that no other figure counts."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from histories import measured
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.model.vocabulary import Answer, Side
from printkit.outcomes import change as comparing
from printkit.outcomes.change import Difference, Verdict
from printkit.outcomes.choosing import Person, Why
from printkit.outcomes.history import Measured
from printkit.outcomes.measures import Change, Hand, Limb, Phase, Setting, Threshold, Use

STROKE = date(2025, 1, 6)
CASES = yaml.safe_load((Path(__file__).parent / "judged-cases.yaml").read_text(encoding="utf-8"))


def on(week: int) -> date:
    return STROKE + timedelta(weeks=week)


def judged(catalog, case: dict, **measures) -> Difference:
    """What a report finds of a case; `measures` stand in the place of those of the catalogue."""
    first, last = (on(week) for week in case.get("weeks", (9, 13)))
    more = {"side": Side(case.get("side", "unknown")), "part": case.get("part", "")}
    rows = [measured(case["test"], first, case["from"], **more), measured(case["test"], last, case["to"], **more)]
    rows += [measured(name, first, value) for name, value in case.get("beside", {}).items()]
    told = case.get("person", {})
    left = told.get("left_hospital_on")
    person = Person(
        stroke=STROKE if "weeks" in case else None,
        affected=Side(told.get("affected_side", "unknown")),
        writing_hand=Side(told.get("writing_hand", "unknown")),
        in_hospital=Answer.YES if told.get("in_hospital") else Answer.UNKNOWN,
        left_hospital_on=on(int(left.removeprefix("week "))) if left else None,
        language="en",
    )
    found = comparing.series(rows, {**catalog.measures, **measures}, person, {})
    (series,) = [each for each in found if each.measure == case["test"]]
    return series.strands[0].difference


# --- the cases


def test_there_are_as_many_cases_as_in_the_check_of_the_measures():
    assert len(CASES) == 21


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_case_is_judged_by_the_figures_of_just_these_people(catalog, case):
    found = judged(catalog, case)
    cited = {
        name: [each.size, each.threshold.source] if each else "none"
        for name, each in (("error", found.detectable), ("matters", found.meaningful))
    }
    assert cited == {name: case[name] for name in cited}
    assert (found.phrase or "none") == case["says"]


# --- a figure for other people


FIGURE = Threshold(kind=Change.DETECTABLE, value=1, population="made up", phases=(Phase.UNKNOWN,), source="W02")
OTHER = {
    Why.PHASE: {"phases": (Phase.EARLY,)},
    Why.NOT_STROKE: {"phases": (Phase.NOT_STROKE,)},
    Why.FIRST_VALUE: {"below_baseline": 10.0},
    Why.HAND: {"hand": Hand.OTHER},
    Why.LIMB: {"limb": Limb.STRONGER},
    Why.SETTING: {"setting": Setting.HOSPITAL},
    Why.LANGUAGE: {"language": "ja"},
    Why.GROUP_MEANS: {"use": Use.GROUP_MEANS},
    Why.CONVENTION: {"use": Use.CONVENTION},
    Why.MIXED_PEOPLE: {"use": Use.MIXED_PEOPLE},
    Why.TOO_WIDE: {"use": Use.TOO_WIDE},
    Why.NO_STUDY: {"source": "MEM"},
}
PERSON = {"affected_side": "right", "writing_hand": "right", "left_hospital_on": "week 5"}
LATE = {"test": "arat", "side": "right", "from": 20, "to": 26, "weeks": [40, 60], "person": PERSON}


@given(
    st.sampled_from(list(OTHER)),
    st.sampled_from(list(Change)),
    st.floats(0.01, 60).map(lambda value: round(value, 2)),
    st.sampled_from([Answer.YES, Answer.NO]),
    st.sampled_from(["W02", "W03", "W09", "W61"]),
    st.integers(0, 57),
)
def test_a_figure_for_other_people_never_changes_a_verdict(catalog, why, kind, value, percent, source, last):
    figure = replace(FIGURE, kind=kind, value=value, in_percent=percent, source=source)
    other = replace(figure, **OTHER[why])
    record = catalog.measures["arat"]
    case = {**LATE, "to": last}
    without = judged(catalog, case)
    with_it = judged(catalog, case, arat=replace(record, thresholds=(*record.thresholds, other)))
    assert (with_it.phrase, with_it.detectable, with_it.meaningful) == (
        without.phrase,
        without.detectable,
        without.meaningful,
    )
    (told,) = [each for each in with_it.rejected if each.applied.threshold == other]
    assert told.why == (why,)


@pytest.mark.parametrize(
    ("why", "filtered", "case"),
    [
        (Why.PHASE_UNKNOWN, {"phases": (Phase.CHRONIC,)}, {"weeks": None}),
        (Why.HAND_UNKNOWN, {"hand": Hand.WRITING}, {"person": {"affected_side": "right"}}),
        (Why.LIMB_UNKNOWN, {"limb": Limb.WEAKER}, {"person": {"writing_hand": "right"}}),
        (Why.SETTING_UNKNOWN, {"setting": Setting.HOME}, {"person": {}}),
        (Why.FIRST_VALUE_UNKNOWN, {"below_baseline": 3.0, "baseline_of": "fac"}, {}),
    ],
)
def test_what_is_not_known_of_a_patient_fits_no_filter(catalog, why, filtered, case):
    told = {name: value for name, value in {**LATE, **case}.items() if value is not None}
    record = replace(catalog.measures["arat"], thresholds=(replace(FIGURE, **filtered),))
    found = judged(catalog, told, arat=record)
    assert (found.phrase, found.detectable) == (None, None)
    assert found.rejected[0].why == (why,)
    assert found.nearest == found.rejected


def test_the_nearest_figure_differs_in_the_fewest_things(catalog):
    far = replace(FIGURE, phases=(Phase.EARLY,), hand=Hand.OTHER, value=9)
    early, subacute = (replace(FIGURE, phases=(phase,)) for phase in (Phase.EARLY, Phase.SUBACUTE))
    record = replace(catalog.measures["arat"], thresholds=(far, early, subacute))
    (nearest,) = judged(catalog, LATE, arat=record).nearest
    assert nearest.applied.threshold == subacute


# --- among those that fit


def test_nothing_is_large_enough_without_an_error_of_measuring(catalog):
    record = replace(catalog.measures["arat"], thresholds=(replace(FIGURE, kind=Change.MEANINGFUL),))
    found = judged(catalog, {**LATE, "to": 57}, arat=record)
    assert (found.meaningful.size, found.phrase) == (1, None)


def test_of_one_study_the_narrower_group_stands_for_all(catalog):
    case = {"test": "6mwt", "from": 150, "to": 200, "weeks": [9, 20]}
    sizes = {
        speed: found.meaningful.size if found.meaningful else None
        for speed in (0.35, 0.4, None)
        for found in [judged(catalog, {**case, "beside": {"10mwt": speed} if speed else {}})]
    }
    assert sizes == {0.35: 44, 0.4: None, None: 71}
    assert judged(catalog, {**case, "beside": {"10mwt": 0.4}}).not_accurate


@pytest.mark.parametrize(("first", "size"), [(14, 3.92), (28, 7.84), (30, 8), (60, 8)])
def test_of_absolute_and_percent_of_one_study_the_smaller_demand_counts(catalog, first, size):
    thresholds = [each for each in catalog.measures["tug"].thresholds if each.source == "W08"]
    record = replace(catalog.measures["tug"], thresholds=tuple(thresholds))
    case = {"test": "tug", "from": first, "to": 10, "weeks": [40, 60]}
    assert judged(catalog, case, tug=record).detectable.size == size


def test_an_error_between_two_days_goes_before_one_of_a_single_visit(catalog):
    found = judged(catalog, {"test": "10mwt", "from": 1.0, "to": 1.3, "weeks": [40, 60]})
    (same_visit,) = [each for each in found.rejected if each.why == (Why.SAME_DAY,)]
    assert same_visit.applied.size == 0.21  # the larger one, and yet of two walks in a row
    assert found.detectable.size == 0.2
    assert found.phrase is Verdict.LIKELY_REAL


def test_a_measure_of_group_means_judges_nobody(catalog):
    for name in ("barthel-20", "barthel-100", "sis-mobility"):
        found = judged(catalog, {"test": name, "from": 10, "to": 20, "weeks": [40, 60]})
        assert found.meaningful is None
        assert found.phrase is not Verdict.LARGE_ENOUGH


def test_who_left_hospital_is_at_home_from_the_next_day_on():
    person = Person(left_hospital_on=date(2025, 2, 1))
    assert person.setting_on(date(2025, 2, 1)) is Setting.HOSPITAL
    assert person.setting_on(date(2025, 2, 2)) is Setting.HOME
    assert Person().setting_on(date(2025, 2, 1)) is Setting.UNKNOWN


# --- what could not be done


def test_could_not_is_kept_and_never_subtracted(catalog):
    record = catalog.measures["9hpt"]
    rows = [
        Measured(day=on(week), measure="9hpt", value=value, side=Side.LEFT, assessor="A")
        for week, value in ((9, record.unable), (13, 40.0))
    ]
    (series,) = comparing.series(rows, catalog.measures, Person(stroke=STROKE), {})
    assert series.strands[0].difference is None
    assert series.strands[0].could_not == (on(9),)
