"""Option files: what they may say, what follows from it, and which names they may use."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.errors import OptionsError, Several
from printkit.intake import option_file, references, unnamed
from printkit.model.facts import answers as every_answer
from printkit.model.options import Appearance, ChosenExercise, Clinic, Options, Patient, PrintSettings
from printkit.model.person import Devices, Health, Stroke
from printkit.model.records import Dose
from printkit.model.vocabulary import (
    WARNING_TOPICS,
    Action,
    Answer,
    BookletSize,
    Cause,
    DoseUnit,
    Side,
    Tremor,
    WalkingAid,
)
from printkit.reading.records import Loaded

pytestmark = pytest.mark.foreign

TODAY = date(2026, 11, 20)
SCREENED = {"screened_by": "A. Therapist", "screened_on": TODAY}


@pytest.fixture
def read(tmp_path):
    """Reads a text as sam.yaml; other files may stand beside it."""

    def load(text: str, **beside: str) -> Loaded[Options]:
        for name, words in beside.items():
            (tmp_path / f"{name}.yaml").write_text(words)
        path = tmp_path / "sam.yaml"
        path.write_text(text)
        return option_file.load(path, TODAY)

    return load


def said(loaded) -> list[str]:
    """The complaints as "file:line: sentence"."""
    return [f"{problem.where.rpartition('/')[2]}: {problem.message}" for problem in loaded.problems]


def facts(**health) -> dict[str, str]:
    return dict(Options(health=Health(**health), print=PrintSettings(printed_on=TODAY)).facts())


# --- reading


def test_the_least_is_an_id(read):
    assert read("patient: {id: p-1}").required() == Options(
        patient=Patient(id="p-1"), print=PrintSettings(printed_on=TODAY), read_on=TODAY
    )


def test_the_day_of_printing_is_the_file_s_own_or_else_the_one_given(read):
    assert read("patient: p-1\nprint: {printed_on: 2026-01-02}").required().print.printed_on == date(2026, 1, 2)
    assert read("patient: p-1").required().print.printed_on == TODAY


@pytest.mark.parametrize("text", ["print: {weeks: 2}", "patient:"])
def test_a_patient_is_needed(read, text):
    assert said(read(text)) == ["sam.yaml:1: 'patient' is missing"]


@pytest.mark.parametrize("name", ["../up", "Sam Example", "", "a/b", "-o", ".hidden", "x" * 65, "a\\b", "Zoë"])
def test_an_id_that_cannot_be_a_file_name_is_refused(read, name):
    assert read(f"patient: {{id: '{name}'}}").record is None


def test_the_example_reads(example):
    assert example.patient.id == "example-foot-drop"
    assert example.clinic.name == "Riverside Stroke Clinic"
    assert example.plan.exercises[1] == ChosenExercise(
        exercise="seated-toe-raise", repetitions=12, note="Do this one in front of the mirror."
    )


def test_a_blank_answer_is_unknown_and_never_no(read):
    read_options = read("patient: p-1\ndevices:\n  afo:\n  walking_aid:\nhealth:\n  tremor:\nhome:\n").required()
    assert read_options.devices.afo is Answer.UNKNOWN
    assert read_options.devices.walking_aid is WalkingAid.UNKNOWN
    assert read_options.health.tremor is Tremor.UNKNOWN
    assert read_options.home.lives_alone is Answer.UNKNOWN


DOSES = [
    ("sets: 0", "sets is 0", "give a whole number from 1 to 10"),
    ("sets: 30", "sets is 30", "give a whole number from 1 to 10"),
    ("repetitions: 0", "repetitions is 0", "give a whole number from 1 to 60"),
    ("repetitions: -10", "repetitions is -10", "give a whole number from 1 to 60"),
    ("repetitions: 5000", "repetitions is 5000", "give a whole number from 1 to 60"),
    ("repetitions: 8-10", "repetitions is '8-10'", "give a whole number, such as 10"),
    ("hold_seconds: -1", "hold_seconds is -1", "give a whole number from 0 to 120"),
    ("hold_seconds: 121", "hold_seconds is 121", "give a whole number from 0 to 120"),
    ("rest_seconds: 601", "rest_seconds is 601", "give a whole number from 0 to 600"),
    ("minutes: 61", "minutes is 61", "give a whole number from 0 to 60"),
    ("times_per_day: 0", "times_per_day is 0", "give a whole number from 1 to 6"),
    ("times_per_day: 7", "times_per_day is 7", "give a whole number from 1 to 6"),
    ("days_per_week: 0", "days_per_week is 0", "give a whole number from 1 to 7"),
    ("days_per_week: 8", "days_per_week is 8", "give a whole number from 1 to 7"),
    ("unit: reps", "unit is 'reps'", None),
    ("day_part: noon", "day_part is 'noon'", "give one of: evening, midday, morning"),
    ("reps: 8", "unknown key 'reps'", None),
]


@pytest.mark.parametrize(("line", "message", "hint"), DOSES, ids=[line for line, _, _ in DOSES])
def test_a_dose_of_nothing_or_beyond_reason_is_refused_at_its_line(read, line, message, hint):
    loaded = read(f"patient: p-1\nplan:\n  exercises:\n    - exercise: seated-toe-raise\n      {line}\n")
    assert said(loaded) == [f"sam.yaml:5: {message}"]
    assert hint is None or loaded.problems[0].hint == hint


def test_a_choice_changes_only_the_parts_of_the_dose_that_it_names():
    usual = Dose(sets=2, repetitions=10, hold_seconds=3, days_per_week=5)
    assert ChosenExercise(exercise="x").dose(usual) == usual
    assert ChosenExercise(exercise="x", repetitions=12).dose(usual) == replace(usual, repetitions=12)
    assert ChosenExercise(exercise="x", hold_seconds=0).dose(usual) == replace(usual, hold_seconds=0)


def test_a_timed_exercise_that_is_counted_is_timed_no_longer():
    timed = Dose(minutes=5, sets=2)
    assert ChosenExercise(exercise="x", repetitions=8).dose(timed) == Dose(sets=2, repetitions=8)
    assert ChosenExercise(exercise="x", unit=DoseUnit.STEPS).dose(timed) == Dose(sets=2, unit=DoseUnit.STEPS)
    assert ChosenExercise(exercise="x", unit=DoseUnit.STEPS, minutes=3).dose(timed) == replace(
        timed, unit=DoseUnit.STEPS, minutes=3
    )
    assert ChosenExercise(exercise="x", sets=1).dose(timed) == Dose(minutes=5)


@pytest.mark.parametrize(
    "lines",
    ["falls_last_year: -1", "falls_last_year: 366", "berg_balance: 57", "berg_balance: -1", "screened_on: yesterday"],
)
def test_answers_that_cannot_be_are_refused(read, lines):
    assert read(f"patient: p-1\nhealth: {{screened_by: A. B., {lines}}}").record is None


@pytest.mark.parametrize("weeks", [0, 13])
def test_a_chart_has_1_to_12_weeks(read, weeks):
    assert said(read(f"patient: p-1\nprint: {{weeks: {weeks}}}")) == [f"sam.yaml:2: weeks is {weeks}"]


def test_an_override_needs_a_rule_a_name_and_a_reason(read):
    assert said(read("patient: p-1\noverrides:\n  - rule: R-03\n")) == [
        "sam.yaml:3: 'name' is missing",
        "sam.yaml:3: 'reason' is missing",
    ]
    assert said(read("patient: p-1\noverrides:\n  - {rule: R-03, name: X, reason: ok}\n")) == [
        "sam.yaml:3: name is 'X'",
        "sam.yaml:3: reason has 2 characters",
    ]
    for what, message in (
        ("", "neither a rule nor a dose"),
        ("rule: R-03, dose: sit-to-stand, ", "both a rule and a dose"),
    ):
        signed = f"patient: p-1\noverrides:\n  - {{{what}name: A. B., reason: Seen today.}}\n"
        assert said(read(signed)) == [f"sam.yaml:3: an override names {message}"]


# --- answers that contradict each other


@pytest.mark.parametrize("half", ["screened_by: A. B.", "screened_on: 2026-11-01"])
def test_a_screening_needs_a_name_and_a_day(read, half):
    (problem,) = read(f"patient: p-1\nhealth:\n  reduced_feeling: no\n  {half}\n").problems
    assert problem.message == "screened_by and screened_on belong together"
    assert problem.hint == "give both, or neither"
    assert problem.where.endswith("sam.yaml:4" if "by" in half else "sam.yaml:2")


def test_a_day_after_the_day_of_printing_is_refused(read):
    text = (
        "patient: p-1\nstroke:\n  happened_on: 2026-11-21\nhealth:\n  screened_by: A. B.\n  screened_on: 2027-11-16\n"
        "print: {printed_on: 2026-11-20}\n"
    )
    assert said(read(text)) == [
        "sam.yaml:6: screened_on is 2027-11-16, after the day of printing (2026-11-20)",
        "sam.yaml:3: happened_on is 2026-11-21, after the day of printing (2026-11-20)",
    ]


@pytest.mark.parametrize(
    ("stroke", "told"),
    [
        ("left_hospital_on: 2026-05-01", "sam.yaml:2: left_hospital_on is 2026-05-01, before the stroke (2026-06-02)"),
        (
            "left_hospital_on: 2026-07-01, in_hospital: yes",
            "sam.yaml:2: in_hospital is yes, and left_hospital_on is a day",
        ),
    ],
)
def test_a_person_leaves_hospital_after_the_stroke_and_is_then_no_more_in_it(read, stroke, told):
    assert said(read(f"patient: p-1\nstroke: {{happened_on: 2026-06-02, {stroke}}}\n")) == [told]


def test_the_day_of_printing_itself_is_no_future(read):
    text = "patient: p-1\nstroke: {happened_on: 2026-11-20}\nhealth: {screened_by: A. B., screened_on: 2026-11-20}"
    assert read(text).problems == ()


@pytest.mark.parametrize(
    "brace",
    [
        "brace_started_on: 2026-11-23",
        "wear_in_minutes: [30, 45]",
        "brace_type: hinged",
        "mark_fades_in_minutes: 20",
    ],
)
def test_a_brace_that_is_not_worn_is_not_described(read, brace):
    for afo in ("no", "unknown"):
        (problem,) = (loaded := read(f"patient: p-1\ndevices:\n  afo: {afo}\n  {brace}\n")).problems
        assert said(loaded) == [f"sam.yaml:3: a brace is described, but afo is '{afo}'"]
        assert problem.hint == "set afo: yes"
    assert said(read(f"patient: p-1\ndevices:\n  {brace}\n")) == [
        "sam.yaml:2: a brace is described, but afo is 'unknown'"
    ]
    assert read(f"patient: p-1\ndevices:\n  afo: yes\n  {brace}\n").problems == ()


@pytest.mark.parametrize("afo", ["no", "unknown"])
def test_a_brace_of_an_unknown_type_is_not_described(read, afo):
    assert read(f"patient: p-1\ndevices: {{afo: {afo}, brace_type: unknown, wear_in_minutes: []}}").problems == ()


def test_a_start_with_a_brace_has_at_most_60_days(read):
    def complaints(days: int) -> list[str]:
        return said(read(f"patient: p-1\ndevices:\n  afo: yes\n  wear_in_minutes: {[30] * days}\n"))

    assert complaints(60) == []
    assert complaints(61) == ["sam.yaml:4: wear_in_minutes has 61 entries"]


@pytest.mark.parametrize(
    "name",
    [
        "no",
        "No",
        "NO.",
        "none",
        "None",
        "nobody",
        "na",
        "N/A",
        "n. a.",
        "unknown",
        "null.",
        "yes",
        "TBD",
        "t.b.d.",
        "X",
        "x.",
        "?",
        "-",
        "...",
        "123",
        "B2",
    ],
)
def test_a_screening_by_nobody_is_refused(read, name):
    loaded = read(f"patient: p-1\nhealth:\n  screened_by: '{name}'\n  screened_on: 2026-11-01\n")
    assert said(loaded) == [f"sam.yaml:3: screened_by is {name!r}"]
    assert loaded.problems[0].hint == "give the name of the person who signs"
    assert loaded.record is None


@pytest.mark.parametrize("name", ["A. B.", "Bo", "Nona Yes", "J. None", "Zoë Ōe", "Dr. Unknown-Smith"])
def test_a_screening_by_a_short_or_an_odd_name_is_read(read, name):
    loaded = read(f"patient: p-1\nhealth:\n  screened_by: '{name}'\n  screened_on: 2026-11-01\n")
    assert loaded.required().health.screened_by == name


def test_a_day_of_printing_is_at_most_31_days_ahead(read):
    def complaints(days: int) -> list[str]:
        return said(read(f"patient: p-1\nprint:\n  printed_on: {TODAY + timedelta(days=days)}\n"))

    assert complaints(31) == complaints(-4000) == []
    assert complaints(32) == ["sam.yaml:3: printed_on is 2026-12-22, long after today"]


def test_a_rule_is_lifted_once(read):
    signed = "  - {{rule: {}, name: A. B., reason: Seen today.}}\n"
    text = "patient: p-1\noverrides:\n" + "".join(map(signed.format, ("R-03", "R-72", "R-03")))
    assert said(read(text)) == ["sam.yaml:5: R-03 is lifted twice"]


@pytest.mark.parametrize("repetitions", [1, 8])
def test_an_exercise_is_timed_or_counted_never_both(read, repetitions):
    def complaints(minutes: int) -> list[str]:
        lines = f"- exercise: stand-tall\n      minutes: {minutes}\n      repetitions: {repetitions}\n"
        return said(read(f"patient: p-1\nplan:\n  exercises:\n    - sit-to-stand\n    {lines}"))

    assert complaints(5) == ["sam.yaml:5: minutes and repetitions are both given"]
    assert complaints(0) == []


def test_a_brace_may_start_in_the_future(read):
    assert read("patient: p-1\ndevices: {afo: yes, brace_started_on: 2030-01-01}").problems == ()


def test_an_exercise_stands_in_a_plan_once(read):
    loaded = read("patient: p-1\nplan:\n  exercises:\n    - stand-tall\n    - sit-to-stand\n    - stand-tall\n")
    assert said(loaded) == ["sam.yaml:6: stand-tall is in the plan twice"]


# --- the clinic


def test_a_clinic_file_fills_in_what_the_option_file_leaves_open(read, tmp_path):
    loaded = read(
        "patient: p-1\nclinic: {therapist: B. New}\nclinic_file: ours.yaml\n",
        ours="name: Riverside\nphone: 01632 960123\ntherapist: A. Old\nlogo: pictures/logo.svg\nregion: GB\n",
    )
    assert loaded.required().clinic == Clinic(
        name="Riverside",
        phone="01632 960123",
        therapist="B. New",
        logo=str(tmp_path / "pictures/logo.svg"),
        region="GB",
    )


def test_a_logo_is_looked_for_beside_the_file_that_names_it(read, tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/ours.yaml").write_text("logo: logo.svg\n")
    clinic_file = "clinic_file: shared/ours.yaml\n"
    assert read(f"patient: p-1\n{clinic_file}").required().clinic.logo == str(tmp_path / "shared/logo.svg")
    own = read(f"patient: p-1\nclinic: {{logo: own.png}}\n{clinic_file}")
    assert own.required().clinic.logo == str(tmp_path / "own.png")


def test_a_clinic_file_can_be_read_on_its_own(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text("name: Riverside\nlogo: logo.svg\n")
    assert option_file.load_clinic(path) == Clinic(name="Riverside", logo=str(tmp_path / "logo.svg"))
    path.write_text("nmae: Riverside\n")
    with pytest.raises(OptionsError, match="unknown key 'nmae'"):
        option_file.load_clinic(path)


def test_complaints_of_the_clinic_file_come_with_those_of_the_option_file(read):
    loaded = read(
        "patient: p-1\nclinic_file: ours.yaml\nhealth: {screened_by: A. B.}\n",
        ours="name: Riverside\ntelephone: 01632 960123\n",
    )
    assert said(loaded) == [
        "ours.yaml:2: unknown key 'telephone'",
        "sam.yaml:3: screened_by and screened_on belong together",
    ]


def test_a_clinic_file_that_is_not_there_is_a_complaint(read):
    assert said(read("patient: p-1\nclinic_file: nothing.yaml\n")) == ["nothing.yaml: there is no such file"]


# --- what follows from the answers

RISKS = {
    "2 falls in a year": ({"falls_last_year": 2}, "high"),
    "an injury in a fall": ({"falls_last_year": 0, "injured_in_a_fall": Answer.YES}, "high"),
    "a Berg balance of 42": ({"berg_balance": 42}, "high"),
    "a therapist's word": ({"high_fall_risk": Answer.YES}, "high"),
    "a therapist's word against a low count": (
        {"high_fall_risk": Answer.YES, "falls_last_year": 0, "berg_balance": 56},
        "high",
    ),
    "a Berg balance of 43 alone": ({"berg_balance": 43}, "unknown"),
    "1 fall alone": ({"falls_last_year": 1}, "unknown"),
    "no falls, the rest open": ({"falls_last_year": 0, "injured_in_a_fall": Answer.NO}, "unknown"),
    "no answer to the count of falls": ({"injured_in_a_fall": Answer.NO, "high_fall_risk": Answer.NO}, "unknown"),
    "nothing": ({}, "unknown"),
    "every answer low": (
        {"falls_last_year": 1, "injured_in_a_fall": Answer.NO, "high_fall_risk": Answer.NO, "berg_balance": 43},
        "low",
    ),
}


@pytest.mark.parametrize(("health", "risk"), RISKS.values(), ids=RISKS.keys())
def test_the_risk_of_a_fall_follows_from(health, risk):
    assert facts(**health)["health.fall_risk"] == risk


@pytest.mark.parametrize(("health", "risk"), RISKS.values(), ids=RISKS.keys())
def test_a_screening_turns_an_open_risk_into_a_low_one_and_a_high_one_into_nothing(health, risk):
    assert facts(**health, **SCREENED)["health.fall_risk"] == ("high" if risk == "high" else "low")


@pytest.mark.parametrize(("days", "acute"), [(0, "yes"), (1, "yes"), (2, "yes"), (3, "no"), (400, "no")])
def test_the_first_2_days_after_a_stroke_are_acute(days, acute):
    told = Options(stroke=Stroke(happened_on=TODAY - timedelta(days=days)), print=PrintSettings(printed_on=TODAY))
    assert told.facts()["health.stroke_under_48_hours"] == acute
    screened = replace(told, health=Health(**SCREENED))
    assert screened.facts()["health.stroke_under_48_hours"] == acute


def test_a_stroke_of_an_unknown_day_may_be_acute():
    assert facts()["health.stroke_under_48_hours"] == "unknown"
    assert facts(**SCREENED)["health.stroke_under_48_hours"] == "no"


@pytest.mark.parametrize("half", [{"screened_by": "A. B."}, {"screened_on": TODAY}, {}])
def test_half_a_screening_is_none(half):
    assert facts(**half)["health.screened"] == "no"


def test_a_screening_answers_open_health_questions():
    told = facts(**SCREENED)
    assert told["health.screened"] == "yes"
    assert told["health.foot_drop_cause"] == "stroke"
    for name in ("under_18", "medically_unstable", "injured_in_a_fall", "high_fall_risk", "stroke_under_48_hours"):
        assert told[f"health.{name}"] == "no", name


@pytest.mark.parametrize("name", ["reduced_feeling", "diabetes", "claw_toes", "tremor"])
def test_a_screening_does_not_answer_what_only_a_look_or_the_notes_can(name):
    assert facts(**SCREENED)[f"health.{name}"] == "unknown"
    assert f"health.{name}" not in Options(health=Health(**SCREENED)).cleared_by_screening()


def test_a_screening_changes_no_answer_that_was_given():
    given_answers = {
        "foot_drop_cause": Cause.NERVE,
        "under_18": Answer.YES,
        "medically_unstable": Answer.YES,
        "injured_in_a_fall": Answer.YES,
        "high_fall_risk": Answer.YES,
        "reduced_feeling": Answer.YES,
        "diabetes": Answer.YES,
        "blood_thinner": Answer.YES,
        "claw_toes": Answer.YES,
    }
    told = facts(**given_answers, **SCREENED)
    assert {name: told[f"health.{name}"] for name in given_answers} == given_answers


def test_a_screening_says_nothing_of_devices_and_the_home():
    told, open_answers = facts(**SCREENED), facts()
    for name in open_answers:
        if not name.startswith("health."):
            assert told[name] == open_answers[name], name


@hypothesis(max_examples=60, deadline=None)
@given(data=st.data())
def test_conditions_may_use_exactly_the_facts_there_are(data):
    groups = {
        "stroke": st.builds(Stroke, affected_side=st.sampled_from(Side), happened_on=st.sampled_from([None, TODAY])),
        "health": st.builds(
            Health,
            foot_drop_cause=st.sampled_from(Cause),
            tremor=st.sampled_from(Tremor),
            falls_last_year=st.sampled_from([None, 0, 2]),
            injured_in_a_fall=st.sampled_from(Answer),
            high_fall_risk=st.sampled_from(Answer),
            screened_by=st.sampled_from(["", "A. B."]),
            screened_on=st.sampled_from([None, TODAY]),
        ),
        "devices": st.builds(Devices, afo=st.sampled_from(Answer), walking_aid=st.sampled_from(WalkingAid)),
    }
    told = Options(
        **{name: data.draw(values) for name, values in groups.items()}, print=PrintSettings(printed_on=TODAY)
    )
    known, found = every_answer(), told.facts()
    assert set(found) == set(known)
    for name, value in found.items():
        assert value in known[name], name


# --- names that the catalogue does not have

NAMES = {
    "an exercise": (
        "plan:\n  exercises:\n    - sit-to-stand\n    - seated-toe-rise\n",
        "sam.yaml:5: there is no exercise 'seated-toe-rise'",
        "did you mean 'seated-toe-raise'?",
    ),
    "an exercise that is listed already": (
        "plan:\n  exercises:\n    - seated-toe-raise\n    - seated-toe-rise\n",
        "sam.yaml:5: there is no exercise 'seated-toe-rise'",
        "'seated-toe-raise' is in the plan already; take this one out",
    ),
    "a programme": (
        "plan:\n  programme: footdrop\n",
        "sam.yaml:3: there is no programme 'footdrop'",
        "did you mean 'foot-drop'?",
    ),
    "a checklist": (
        "print:\n  add:\n    - skin\n    - home-safty\n",
        "sam.yaml:5: there is no leaflet or checklist 'home-safty'",
        "did you mean 'home-safety'?",
    ),
    "a topic": (
        "print:\n  add:\n    - tug-of-wars\n",
        "sam.yaml:4: there is no leaflet or checklist 'tug-of-wars'",
        "did you mean 'tug-of-war'?",
    ),
    "a topic to leave out": (
        "print:\n  leave_out: [brases]\n",
        "sam.yaml:3: there is no leaflet or checklist 'brases'",
        "did you mean 'braces'?",
    ),
    "a region": ("clinic:\n  region: NARNIA\n", "sam.yaml:3: there is no region 'NARNIA'", None),
    "a rule": (
        "overrides:\n  - name: A. Clinician\n    rule: R-004a\n    reason: Seen today.\n",
        "sam.yaml:4: there is no rule 'R-004a'",
        "did you mean 'R-04a'?",
    ),
}


@pytest.mark.parametrize(("text", "complaint", "hint"), NAMES.values(), ids=NAMES.keys())
def test_a_name_that_stands_for_nothing_is_told_with_its_line(read, catalog, text, complaint, hint):
    loaded = read(f"patient: p-1\n{text}")
    (problem,) = references.problems(loaded.required(), catalog, loaded.where)
    assert f"{problem.where.rpartition('/')[2]}: {problem.message}" == complaint
    assert hint is None or problem.hint == hint


def test_all_unknown_names_come_at_once(read, catalog):
    wrong = {name: text for name, (text, _, _) in NAMES.items() if not name.endswith("already")}
    text = "patient: p-1\n" + "".join(text for text in wrong.values() if not text.startswith("print"))
    text = text.replace("\nplan:\n  programme", "\n  programme")
    loaded = read(text)
    found = references.problems(loaded.required(), catalog, loaded.where)
    assert [problem.message.split("'")[0] for problem in found] == [
        "there is no exercise ",
        "there is no programme ",
        "there is no region ",
        "there is no rule ",
    ]


def test_only_a_rule_that_blocks_leaves_out_supervises_or_adds_a_page_can_be_lifted(read, catalog):
    lifted = (Action.BLOCK, Action.SEE_FIRST, Action.EXCLUDE, Action.SUPERVISE, Action.PAGE)
    assert {rule.action for rule in catalog.rules} == set(Action)
    for rule in catalog.rules:
        text = f"patient: p-1\noverrides:\n  - name: A. B.\n    rule: {rule.id}\n    reason: Seen today.\n"
        loaded = read(text)
        found = [
            f"{problem.where.rpartition('/')[2]}: {problem.message}"
            for problem in references.problems(loaded.required(), catalog, loaded.where)
        ]
        why = "it only adds words or chooses the look"
        if rule.action is Action.PAGE and set(rule.pages) <= set(WARNING_TOPICS):
            why = "its pages say when to stop and whom to call"
        elif rule.signable is Answer.NO:
            why = "it sends the person to a doctor, who must look first"
        elif rule.action in lifted:
            assert found == []
            continue
        assert found == [f"sam.yaml:4: {rule.id} cannot be lifted: {why}"]


# --- the goal and the day of the review


def test_a_goal_stands_as_it_was_said_in_any_language(read):
    words = "Passear até à loja com a Ana — sem bengala, *sozinho*!"
    plan = read(f"patient: p-1\nplan:\n  goal: '{words}'\n  goal_language: pt\n").required().plan
    assert (plan.goal, plan.goal_language) == (words, "pt")


def test_a_goal_is_short(read):
    assert read(f"patient: p-1\nplan:\n  goal: {'g' * 160}\n").problems == ()
    assert said(read(f"patient: p-1\nplan:\n  goal: {'g' * 161}\n")) == ["sam.yaml:3: goal has 161 characters"]


def test_a_plan_is_not_gone_through_again_before_it_starts(read):
    text = "patient: p-1\nplan:\n  starts_on: 2026-11-23\n  review_on: {}\n"
    assert read(text.format("2026-11-23")).problems == ()
    assert said(read(text.format("2026-11-22"))) == [
        "sam.yaml:4: review_on is 2026-11-22, before the plan starts (2026-11-23)"
    ]
    assert read("patient: p-1\nplan:\n  review_on: 2026-11-22\n").problems == ()


# --- how much a booklet holds


@pytest.mark.parametrize("topic", WARNING_TOPICS)
def test_what_warns_cannot_be_left_out(read, catalog, topic):
    loaded = read(f"patient: p-1\nprint:\n  leave_out: [braces, {topic}]\n")
    (problem,) = references.problems(loaded.required(), catalog, loaded.where)
    assert problem.where.endswith("sam.yaml:3")
    assert problem.message == f"{topic} cannot be left out: it says when to stop and whom to call"


def test_nothing_is_added_and_left_out_at_once(read, catalog):
    loaded = read("patient: p-1\nprint:\n  add: [braces]\n  leave_out: [braces]\n")
    (problem,) = references.problems(loaded.required(), catalog, loaded.where)
    assert problem.where.endswith("sam.yaml:4")
    assert problem.message == "braces is in add and in leave_out"


@pytest.mark.parametrize(("old", "new"), [("checklists", "add"), ("topics", "add"), ("leave_out_topics", "leave_out")])
def test_a_key_of_an_older_file_is_told_with_its_name_of_today(read, old, new):
    loaded = read(f"patient: p-1\nprint:\n  {old}: [skin]\n")
    assert said(loaded) == [f"sam.yaml:3: '{old}' is called '{new}' now"]
    assert f"{new}:" in loaded.problems[0].hint
    assert getattr(read(f"patient: p-1\nprint:\n  {new}: [skin]\n").required().print, new) == ("skin",)


def test_a_booklet_is_short_unless_asked(read):
    assert read("patient: p-1\n").required().print.size is BookletSize.SHORT
    full = read("patient: p-1\nprint: {size: full}\n").required()
    assert full.print.size is BookletSize.FULL
    assert Appearance().over(full).print.size is BookletSize.FULL
    assert Appearance(size=BookletSize.FULL).over(read("patient: p-1\n").required()).print.size is BookletSize.FULL


def test_what_is_typed_is_added_once_and_wins_over_what_the_file_leaves_out(read):
    asked = read("patient: p-1\nprint: {add: [skin], leave_out: [braces, home-safety]}\n").required()
    wanted = Appearance(add=("home-safety", "skin")).over(asked).print
    assert wanted.add == ("skin", "home-safety")
    assert wanted.leave_out == ("braces",)


def test_the_example_names_nothing_unknown(example, catalog):
    assert list(references.problems(example, catalog, lambda *_: "")) == []


def test_a_language_without_words_is_a_message_whatever_the_answers(printkit, tmp_path):
    (tmp_path / "sam.yaml").write_text("patient: {id: p-1, language: de}\n")
    for command in ("booklet", "check"):
        result = printkit(command, "sam.yaml")
        assert isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == 1
        assert "'de'" in result.output


# --- options for no one in particular


def test_a_handout_has_no_patient_and_one_exercise(catalog):
    told = unnamed.handout("seated-toe-raise", catalog, "left", Clinic(region="GB"), "", "", TODAY)
    assert told.patient is None
    assert told.side is Side.LEFT
    assert told.plan.exercises == (ChosenExercise(exercise="seated-toe-raise"),)


def test_all_that_is_wrong_with_a_handout_comes_at_once(catalog):
    with pytest.raises(Several) as raised:
        unnamed.handout("seated-toe-rise", catalog, "left", Clinic(region="NARNIA"), "A. B.", "1.2.2026", TODAY)
    assert [problem.message for problem in raised.value.problems] == [
        "there is no exercise 'seated-toe-rise'",
        "--screened-on is '1.2.2026', which is no date",
        "there is no region 'NARNIA'",
    ]
    with pytest.raises(OptionsError, match="belong together"):
        unnamed.handout("seated-toe-raise", catalog, "left", Clinic(), "A. B.", "", TODAY)
    with pytest.raises(OptionsError, match="2999-01-01, which is still to come"):
        unnamed.handout("seated-toe-raise", catalog, "left", Clinic(), "A. B.", "2999-01-01", TODAY)


def test_a_handout_from_a_patient_s_options_keeps_the_dose_of_the_plan(example):
    assert unnamed.only("seated-toe-raise", example).plan.exercises[0].repetitions == 12
    assert unnamed.only("sit-to-stand", example).plan.exercises == (ChosenExercise(exercise="sit-to-stand"),)
    assert unnamed.only("sit-to-stand", example).patient == example.patient


def test_a_checklist_for_no_one_leaves_open_what_was_not_said(catalog):
    told = unnamed.checklist(catalog, "unknown", Clinic(), None, stick=False, lives_alone=None, today=TODAY)
    assert told.devices == Devices()
    assert told.home.lives_alone is Answer.UNKNOWN
    told = unnamed.checklist(catalog, "left", Clinic(), True, stick=True, lives_alone=False, today=TODAY)
    assert told.devices.afo is Answer.YES
    assert told.devices.walking_aid is WalkingAid.STICK
    assert told.home.lives_alone is Answer.NO
    assert unnamed.checklist(catalog, "left", Clinic(), False, False, None, TODAY).devices.afo is Answer.NO


def test_a_skin_sheet_for_no_one_knows_of_a_new_brace_what_was_said(catalog):
    assert unnamed.skin_sheet(catalog, "left", Clinic(), False, "", TODAY).devices == Devices()
    assert unnamed.skin_sheet(catalog, "left", Clinic(), True, "", TODAY).devices == Devices(afo=Answer.YES)
    told = unnamed.skin_sheet(catalog, "left", Clinic(), False, "2026-11-23", TODAY).devices
    assert told == Devices(afo=Answer.YES, brace_started_on=date(2026, 11, 23))


def test_all_that_is_wrong_with_a_skin_sheet_comes_at_once(catalog):
    with pytest.raises(Several) as raised:
        unnamed.skin_sheet(catalog, "left", Clinic(region="NARNIA"), False, "soon", TODAY)
    assert [problem.message for problem in raised.value.problems] == [
        "--brace-start is 'soon', which is no date",
        "there is no region 'NARNIA'",
    ]


def test_a_room_that_is_not_there_offers_the_near_miss(catalog):
    with pytest.raises(OptionsError, match=r"there is no room 'bathrom'\n  hint: did you mean 'bathroom'"):
        unnamed.checklist_names(catalog, "home-safety", ("bathrom",))
    with pytest.raises(OptionsError, match="there is no checklist 'home'"):
        unnamed.checklist_names(catalog, "home", ("bathrom",))
    assert unnamed.checklist_names(catalog, "skin", ())["list"] == "skin"
