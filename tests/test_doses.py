"""Doses held against the least and the most of an exercise, who signs what is beyond, and the load against its bands."""

from datetime import timedelta

import pytest
from conftest import PRINTED_ON
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_reading import shipped, shipped_templates

from printkit import pipeline
from printkit.catalog import doses
from printkit.catalog.store import Catalog
from printkit.content import explanation, kinds
from printkit.document import texts
from printkit.errors import PrintkitError, Several
from printkit.kit import Printkit
from printkit.model import facts
from printkit.model.options import ChosenExercise, Options, Override, Patient, PlanRequest, PrintSettings
from printkit.model.person import Health, Stroke
from printkit.model.records import Ceiling, Dose
from printkit.model.vocabulary import Answer, DoseUnit, Side
from printkit.pipeline import Variant
from printkit.planning import dose_load
from printkit.planning.plan import Plan, draft, usual, within_limits
from printkit.resources import EXAMPLES

SIGNED = Override(dose="sit-to-stand", name="J. Marsh, physiotherapist", reason="Did 100 a day in the ward.")
WRITTEN = """\
patient: {{id: sam}}
stroke: {{affected_side: left, happened_on: 2026-06-02}}
health: {{screened_by: "J. Marsh, physiotherapist", screened_on: 2026-11-16, falls_last_year: 0}}
home: {{helper: yes}}
plan:
  exercises:
    - seated-toe-raise
    - exercise: sit-to-stand
      {dose}
print: {{printed_on: 2026-11-20}}
clinic: {{region: GB}}
"""


def chosen(name: str, **dose: int) -> Options:
    return Options(
        patient=Patient(id="p-1"),
        stroke=Stroke(affected_side=Side.LEFT),
        health=Health(screened_by="A. Therapist", screened_on=PRINTED_ON, falls_last_year=0),
        plan=PlanRequest(exercises=(ChosenExercise(exercise=name, **dose),)),
        print=PrintSettings(printed_on=PRINTED_ON),
    )


def planned(catalog: Catalog, options: Options) -> Plan:
    return within_limits(draft(catalog, options), catalog.planning, options)


def beyond(name: str, **dose: int) -> list[str]:
    catalog = shipped()
    exercise = catalog.exercise(name)
    asked = ChosenExercise(exercise=name, **dose).dose(exercise.dose)
    return [each.says for each in doses.beyond(exercise, asked, catalog.planning)]


# --- golden: what is asked for, and what is said of it. The ceilings are those of demands.md, section 7

CASES = [
    ("sit-to-stand", {"sets": 2, "repetitions": 15, "times_per_day": 2}, []),
    (
        "sit-to-stand",
        {"sets": 2, "repetitions": 15, "times_per_day": 3},
        ["the dose is 90 times a day, over the most of sit-to-stand (60 a day)"],
    ),
    (
        "sit-to-stand",
        {"sets": 10, "repetitions": 60, "times_per_day": 6},
        [
            "sets is 10, over the most of sit-to-stand (2)",
            "repetitions is 60, over the most of sit-to-stand (15)",
            "times_per_day is 6, over the most of sit-to-stand (4)",
            "the dose is 3600 times a day, over the most of sit-to-stand (60 a day)",
        ],
    ),
    (
        "sit-to-stand",
        {"repetitions": 2},
        ["repetitions is 2, under the least of sit-to-stand (3)"],
    ),
    ("reach-for-a-cup", {"sets": 5, "repetitions": 20}, []),
    (
        "reach-for-a-cup",
        {"sets": 3, "repetitions": 20, "times_per_day": 2},
        ["the dose is 120 times a day, over the most of reach-for-a-cup (100 a day)"],
    ),
    ("table-slide-forward", {"repetitions": 20, "times_per_day": 3}, []),
    (
        "table-slide-forward",
        {"sets": 2, "repetitions": 20, "times_per_day": 2},
        ["the dose is 80 times a day, over the most of table-slide-forward (60 a day)"],
    ),
    ("sideways-steps", {"sets": 3, "repetitions": 20}, []),
    (
        "sideways-steps",
        {"sets": 3, "repetitions": 20, "times_per_day": 2},
        ["the dose is 120 steps a day, over the most of sideways-steps (60 a day)"],
    ),
    ("walking-practice", {"minutes": 15, "times_per_day": 2}, []),
    (
        "walking-practice",
        {"minutes": 15, "times_per_day": 3},
        ["the dose is 45 minutes a day, over the most of walking-practice (30 a day)"],
    ),
    ("walking-practice", {"minutes": 1}, ["minutes is 1, under the least of walking-practice (2)"]),
    # counted in place of timed, and timed in place of counted: the ceiling holds by the seconds of planning.yaml
    ("walking-practice", {"repetitions": 60}, []),
    (
        "march-on-the-spot",
        {"sets": 3, "repetitions": 60},
        ["the dose is about 12 minutes a day, over the most of march-on-the-spot (10 a day)"],
    ),
    (
        "ankle-circles",
        {"minutes": 5},
        ["minutes is 5, about 75 times, over the most of ankle-circles (20)"],
    ),
    # what an exercise does not name, the usual most bounds
    ("ankle-circles", {"sets": 4}, ["sets is 4, over the most of ankle-circles (3)"]),
    ("ankle-circles", {"hold_seconds": 40}, ["hold_seconds is 40, over the most of ankle-circles (30)"]),
]


@pytest.mark.parametrize(("name", "dose", "says"), CASES, ids=[f"{name} {dose}" for name, dose, _ in CASES])
def test_a_dose_is_held_against_its_exercise(name, dose, says):
    assert beyond(name, **dose) == says


def test_every_exercise_starts_within_its_own_limits_and_may_be_done_at_its_most(catalog):
    for name in catalog.names("exercises"):
        exercise = catalog.exercise(name)
        assert beyond(name) == [], name
        most = doses.most_of(exercise, catalog.planning)
        assert most.a_day >= exercise.dose.a_day, name


def test_the_ceilings_of_the_facts_are_there(catalog):
    most = {name: catalog.exercise(name).most.a_day for name in catalog.names("exercises")}
    assert len([name for name, a_day in most.items() if a_day is not None]) == 44
    assert (most["sit-to-stand"], most["reach-for-a-cup"], most["turn-cards"]) == (60, 100, 52)
    assert (most["seated-toe-raise"], most["walking-practice"], most["step-up"]) == (180, 30, 45)


# --- properties

SOME = st.sampled_from(sorted(shipped().names("exercises")))
DOSES = st.builds(
    Dose,
    sets=st.integers(1, 10),
    repetitions=st.integers(1, 60),
    unit=st.sampled_from(DoseUnit),
    hold_seconds=st.integers(0, 120),
    minutes=st.one_of(st.just(0), st.integers(1, 60)),
    times_per_day=st.integers(1, 6),
)


@hypothesis(max_examples=150, deadline=None)
@given(name=SOME, data=st.data())
def test_raising_a_part_of_a_dose_over_its_most_is_always_an_error(name, data):
    catalog = shipped()
    exercise = catalog.exercise(name)
    most = doses.most_of(exercise, catalog.planning)
    block, highest = ("minutes", 60) if exercise.dose.minutes else ("repetitions", 60)
    part, top = data.draw(
        st.sampled_from([("sets", 10), (block, highest), ("hold_seconds", 120), ("times_per_day", 6)])
    )
    bound = getattr(most, part)
    if bound is None or bound >= top:
        return
    with pytest.raises(PrintkitError, match=f"{part} is .*over the most of {name}"):
        planned(catalog, chosen(name, **{part: data.draw(st.integers(bound + 1, top))}))


@hypothesis(max_examples=200, deadline=None)
@given(name=SOME, dose=DOSES)
def test_no_dose_is_over_the_total_of_a_day_in_any_unit(name, dose):
    catalog = shipped()
    planning, exercise = catalog.planning, catalog.exercise(name)
    most = doses.most_of(exercise, planning)
    if not list(doses.beyond(exercise, dose, planning)) and bool(dose.minutes) is bool(exercise.dose.minutes):
        assert dose.a_day <= most.a_day
    if not list(doses.beyond(exercise, dose, planning)):
        assert dose.sets <= most.sets
        assert dose.hold_seconds <= most.hold_seconds


@hypothesis(max_examples=100, deadline=None)
@given(dose=DOSES)
def test_the_total_of_a_day_counts_sets_repetitions_and_times(dose):
    whole = dose.sets * dose.times_per_day * (dose.minutes or dose.repetitions)
    assert dose.a_day == whole
    assert replace(dose, days_per_week=3).a_day == whole


@hypothesis(max_examples=60, deadline=None)
@given(signed=SOME, other=SOME)
def test_a_signature_opens_exactly_its_exercise(signed, other):
    catalog = shipped()
    override = replace(SIGNED, dose=signed)
    slip = {"sets": 10, "times_per_day": 6}
    options = chosen(signed, **slip)
    with pytest.raises(PrintkitError):
        planned(catalog, options)
    (item,) = planned(catalog, replace(options, overrides=(override,))).items
    assert item.signed == override
    if other != signed:
        with pytest.raises(PrintkitError, match=other):
            planned(catalog, replace(chosen(other, **slip), overrides=(override,)))


# --- on the way in


@pytest.fixture
def sam(tmp_path):
    def write(dose: str, more: str = "") -> str:
        path = tmp_path / "sam.yaml"
        path.write_text(WRITTEN.format(dose=dose) + more, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize("command", ["booklet", "fridge", "chart", "check", "explain", "plan"])
def test_a_slip_prints_no_page_and_each_part_is_told_at_its_line(refused, sam, command):
    path = sam("repetitions: 60\n      sets: 10\n      times_per_day: 6")
    refused(
        command, path,
        says=("sam.yaml:10: sets is 10", "sam.yaml:9: repetitions is 60", "sam.yaml:11: times_per_day is 6",
              "sam.yaml:8: the dose is 3600 times a day, over the most of sit-to-stand (60 a day)"),
    )  # fmt: skip


@pytest.mark.usefixtures("november")
def test_the_hint_is_what_opens_it_when_somebody_signs(printkit, sam):
    slip = "repetitions: 20"
    said = printkit("fridge", sam(slip)).stderr
    hint = said.partition("can sign it: ")[2].splitlines()[0]
    numbers = "dose.sets: 2, dose.repetitions: 20, dose.hold_seconds: 0, dose.times_per_day: 1, dose.days_per_week: 3"
    answers = f"answers: {{{numbers}, stroke.affected_side: left}}"
    assert hint == f"overrides: [{{dose: sit-to-stand, name: ..., reason: ..., on: ..., {answers}}}]"
    hint = hint.replace(", on: ...", ", on: 2026-11-16")
    assert (
        "name is '...'"
        in printkit("fridge", sam(slip, f"{hint}\n".replace("reason: ...", "reason: Seen today."))).stderr
    )
    signed = hint.replace("name: ...", "name: J. Marsh").replace("reason: ...", "reason: Seen today.") + "\n"
    assert printkit("fridge", sam(slip, signed)).exit_code == 0
    assert printkit("check", sam(slip, signed)).exit_code == 0
    plan = printkit("plan", sam(slip, signed)).stdout
    assert (
        "    repetitions is 20, over the most of sit-to-stand (15)\n    signed by J. Marsh on 2026-11-16: Seen today."
        in plan
    )
    assert (
        "signed exception: the dose of sit-to-stand: J. Marsh on 2026-11-16: Seen today."
        in printkit("explain", sam(slip, signed)).stdout
    )


@pytest.mark.usefixtures("november")
def test_a_signature_for_an_exercise_that_the_plan_does_not_list_is_a_problem(refused, sam):
    path = sam("repetitions: 10", "overrides: [{dose: sit-to-stnad, name: J. Marsh, reason: Seen today.}]\n")
    refused(
        "fridge",
        path,
        says=("a dose of 'sit-to-stnad' is signed, but the plan lists no such", "did you mean 'sit-to-stand'?"),
    )


@pytest.mark.usefixtures("november")
def test_a_row_of_a_list_names_the_row(printkit, sam, tmp_path):
    path = sam("repetitions: 60")
    (tmp_path / "ward.csv").write_text(f"id,options\nsam,{path}\n", encoding="utf-8")
    result = printkit("batch", "ward.csv", "--dry-run")
    assert "row 2" in result.output
    assert "repetitions is 60, over the most of sit-to-stand (15)" in result.output


def test_a_rule_still_caps_a_dose_that_is_signed(catalog):
    options = replace(chosen("mini-squat", repetitions=20), overrides=(replace(SIGNED, dose="mini-squat"),))
    capping = next(rule for rule in catalog.rules if rule.id == "R-02")
    rule = replace(capping, id="R-99", at_most=replace(capping.at_most, repetitions=5), demands=(), when={})
    cleared = pipeline.safety.review(planned(catalog, options), options, (rule,), catalog.exercise)
    assert [item.item.dose.repetitions for item in cleared.items] == [5]


def test_the_clinician_copy_says_who_signed_which_dose(catalog):
    options = replace(chosen("sit-to-stand", repetitions=20), overrides=(SIGNED,))
    booklet = kinds.KINDS["booklet"]
    mine, patients = (
        "\n".join(
            texts(
                pipeline.make(booklet, catalog, shipped_templates(), options, Variant(clinician=mine)).document.blocks
            )
        )
        for mine in (True, False)
    )
    assert "This is over the most or under the least of the catalogue." in mine
    assert SIGNED.name in mine
    assert SIGNED.reason in mine
    assert SIGNED.name not in patients


def test_check_finds_an_exercise_whose_own_dose_is_out_of_its_limits(printkit, tmp_path):
    text = shipped().path("exercises", "sit-to-stand").read_text(encoding="utf-8")
    (tmp_path / "sit-to-stand.yaml").write_text(text.replace("a_day: 60", "a_day: 9"), encoding="utf-8")
    result = printkit("check", tmp_path / "sit-to-stand.yaml")
    assert result.exit_code == 1
    assert "sit-to-stand.yaml:6: its own dose is out of its limits: the dose is 10 times a day" in result.output


# --- how much a plan asks: the bands of demands.md, section 7

BANDS = {  # days since the stroke, tires soon: low, target, high, days
    (1, Answer.NO): None,
    (3, Answer.NO): (10, (20, 40), 60, (7, 7)),
    (14, Answer.NO): (10, (20, 40), 60, (7, 7)),
    (15, Answer.NO): (20, (30, 60), 90, (5, 6)),
    (84, Answer.UNKNOWN): (20, (30, 60), 90, (5, 6)),
    (85, Answer.NO): (20, (30, 60), 90, (3, 6)),
    (900, Answer.NO): (20, (30, 60), 90, (3, 6)),
    (None, Answer.NO): (15, (20, 45), 60, (5, 5)),
    (900, Answer.YES): (5, (10, 30), 40, (5, 5)),
    (None, Answer.YES): (5, (10, 30), 40, (5, 5)),
}


def told(catalog, options: Options) -> str:
    return "\n".join(explanation.explain(catalog, options, pipeline.speaker(catalog, options)).load)


def since(days: int | None, tired: Answer = Answer.NO) -> Options:
    happened = None if days is None else PRINTED_ON - timedelta(days=days)
    return replace(
        chosen("seated-toe-raise"),
        stroke=Stroke(happened_on=happened, affected_side=Side.LEFT),
        health=Health(severe_fatigue=tired),
    )


@pytest.mark.parametrize(("when", "expected"), BANDS.items(), ids=map(str, BANDS))
def test_each_time_after_a_stroke_has_its_band(catalog, when, expected):
    found = dose_load.band(since(*when).facts(), catalog.planning)
    assert expected == (found and (found.low, found.target, found.high, found.days))


def test_every_phase_but_the_first_days_has_a_band(catalog):
    for phase in facts.answers()["stroke.phase"]:
        found = dose_load.band({"stroke.phase": phase, "health.severe_fatigue": "no"}, catalog.planning)
        assert (found is None) is (phase == "days-0-to-2"), phase


@pytest.mark.parametrize(("value", "said"), [(19, "below"), (20, "within"), (90, "within"), (91, "above")])
def test_below_and_above_a_band_are_told_alike(value, said):
    assert dose_load.verdict(value, 20, 90) == said
    assert dose_load.verdict(value, 20, None) == ("below" if value < 20 else "within")


def test_days_are_counted_and_not_sessions(catalog):
    item = usual(catalog.exercise("seated-toe-raise"))
    assert item.dose.times_per_day == 2
    load = dose_load.of([item], catalog.planning)
    assert load.days_a_week == 7
    assert load.minutes_a_day == pytest.approx(2 * doses.minutes(item.dose, catalog.planning))


def test_the_load_is_told_with_its_band_and_source(catalog):
    options = chosen("sit-to-stand", repetitions=10)
    assert "Minutes a day: 3, BELOW the band for an unknown date of the stroke: least 15, aim for 20 to 45" in told(
        catalog, options
    )
    assert "Days a week: 3, BELOW the band for an unknown date of the stroke: 5 (house rule)." in told(catalog, options)
    assert (
        "standing up from a chair: 20, within the band: least 10, aim for 30 to 50, most 100 (BRITTON-2008, DE-SOUSA-2019)."
        in told(catalog, options)
    )


def test_what_goes_by_minutes_is_not_called_too_few_repetitions(catalog):
    assert "arm and hand: 0 counted. More goes by minutes" in told(catalog, chosen("both-hands-together"))
    assert "arm and hand: 10, BELOW the band" in told(catalog, chosen("wrist-lift"))


def test_the_clinician_copy_has_the_load_the_effort_and_the_next_steps_and_the_patient_has_none_of_it(catalog, example):
    booklet = kinds.KINDS["booklet"]
    mine, patients = (
        "\n".join(
            texts(
                pipeline.make(booklet, catalog, shipped_templates(), example, Variant(clinician=mine)).document.blocks
            )
        )
        for mine in (True, False)
    )
    for words in ("How much this plan asks", "BELOW the band for after 12 weeks", "scale of Borg", "A step up after 3"):
        assert words in mine
        assert words not in patients
    for blame in ("BELOW", "ABOVE", "too little", "too much"):
        assert blame not in patients


def test_the_plan_names_the_next_steps_that_the_rules_allow(printkit, monkeypatch):
    monkeypatch.setattr(
        "printkit.kit.date", type("Day", (type(PRINTED_ON),), {"today": classmethod(lambda _: PRINTED_ON)})
    )
    said = printkit("plan", EXAMPLES / "foot-drop.yaml").stdout
    assert "seated-toe-raise: a step down is assisted-toe-raise, a step up is band-toe-raise" in said
    assert "A step up after 3 full sessions in a row at Borg 12 or less, without pain and without help." in said
    assert "the program moves nobody" in said
    assert "  CAMPBELL-2003: Campbell AJ, Robertson MC 2003. Otago Exercise Programme" in said


def test_more_minutes_and_sessions_are_no_reason_to_begin_with_two(catalog, smallest):
    names = ("seated-toe-raise", "ankle-pumps", "belly-breathing")
    choices = tuple(ChosenExercise(exercise=name, times_per_day=3) for name in names)
    options = replace(smallest, plan=PlanRequest(exercises=choices))
    words = "\n".join(
        texts(pipeline.make(kinds.KINDS["booklet"], catalog, shipped_templates(), options).document.blocks)
    )
    assert "Is this too much?" not in words


@pytest.mark.parametrize("print_", ["booklet", "chart", "fridge", "cleared", "explain", "plan"])
def test_a_dose_that_comes_past_the_option_file_is_refused_too(print_):
    with pytest.raises(Several, match="repetitions is 40, over the most of sit-to-stand"):
        getattr(Printkit(), print_)(chosen("sit-to-stand", repetitions=40))


def test_a_signature_that_its_dose_does_not_need_is_no_exception(catalog):
    options = replace(chosen("sit-to-stand", repetitions=10), overrides=(SIGNED,))
    assert [item.signed for item in planned(catalog, options).items] == [None]


def test_an_exercise_without_limits_has_the_usual_most_and_never_less_than_its_own_dose(catalog):
    bare = replace(catalog.exercise("sit-to-stand"), most=Ceiling(), dose=Dose(sets=4, repetitions=25))
    most = doses.most_of(bare, catalog.planning)
    assert (most.sets, most.repetitions, most.hold_seconds, most.a_day) == (4, 25, 30, 180)


def test_in_the_first_days_no_band_is_named_and_5_exercises_are_told_as_many(catalog):
    names = ("seated-toe-raise", "ankle-pumps", "seated-march", "elbow-bend", "knee-rolls")
    load = dose_load.of([usual(catalog.exercise(name)) for name in names], catalog.planning)
    found = {"stroke.phase": "days-0-to-2", "health.severe_fatigue": "no"}
    said = list(dose_load.lines(load, found, catalog.planning, catalog.labels("en"), "en"))
    assert not any(line.startswith("Minutes a day") for line in said)
    assert any(line.startswith("No band is known for this time") for line in said)
    assert any(line.startswith("5 different exercises are more") for line in said)
