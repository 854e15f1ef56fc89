"""What could not be said can be said: each answer has its question, a column, and a line in the blank option file."""

from datetime import date, timedelta
from enum import StrEnum

import pytest
from msgspec import structs
from msgspec.structs import replace

from printkit.document import texts
from printkit.errors import Unsafe
from printkit.intake import blank_files
from printkit.kit import Printkit
from printkit.model import facts
from printkit.model.options import ChosenExercise, Options, Patient, PlanRequest, PrintSettings
from printkit.model.person import GROUPS, Health, Home, Stroke
from printkit.model.vocabulary import Action, Answer, Fracture, Pregnancy, Side, Surgery
from printkit.planning import asking, plan, safety, speaking

TODAY = date(2026, 11, 20)
FIELDS = [(group, field) for group, record in GROUPS.items() for field in structs.fields(record)]
NAMES = [f"{group}.{field.name}" for group, field in FIELDS]
CHOICES = [
    (name, kind) for name, kind in zip(NAMES, [f.type for _, f in FIELDS], strict=True) if isinstance(kind, type)
]
CHOICES = [(name, kind) for name, kind in CHOICES if issubclass(kind, StrEnum)]


@pytest.fixture(scope="module")
def kit() -> Printkit:
    return Printkit(today=TODAY)


@pytest.fixture(scope="module")
def blank(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("blank") / "sam.yaml"
    blank_files.write("options", path, {})
    return path.read_text(encoding="utf-8")


# --- every answer


def test_every_answer_has_a_question_and_every_question_an_answer(catalog):
    assert set(catalog.questions) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_one_that_a_person_can_hold(catalog, name):
    said = catalog.questions[name].ask["en"]
    assert len(said.split()) <= 15
    assert "?" in said
    assert said[0].isupper()


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_has_a_usual_column(catalog, name):
    assert name in catalog.roster_columns.values()


@pytest.mark.parametrize(("group", "field"), FIELDS, ids=NAMES)
def test_the_blank_file_asks_for_every_answer_and_shows_what_can_be_answered(catalog, blank, group, field):
    asked = catalog.questions[f"{group}.{field.name}"]
    lines = blank.splitlines()
    at = lines.index(f"  # {asked.ask['en']}")
    answer, _, shown = lines[at + 1].partition(" # ")
    assert answer.strip() in (f"{field.name}:", f"{field.name}: []")
    assert shown
    assert shown == (asked.answers or blank_files.answers_of(field.type))
    if isinstance(field.type, type) and issubclass(field.type, StrEnum):
        assert shown.split(", ") == list(field.type)


def test_the_lines_of_the_blank_file_fit_a_screen(blank):
    assert max(map(len, blank.splitlines())) <= 120


@pytest.mark.parametrize(("name", "kind"), CHOICES, ids=[name for name, _ in CHOICES])
def test_every_answer_that_is_shown_can_be_given_in_a_file_and_in_a_list(kit, tmp_path, name, kind):
    (column, *_) = [said for said, meant in kit.catalog.roster_columns.items() if meant == name]
    group, _, field = name.partition(".")
    body = "".join(f"p-{at},{each},{'yes'}\n" for at, each in enumerate(kind))
    head = f"id,{column},brace\n" if name != "devices.afo" else f"id,{column},lives alone\n"
    (tmp_path / "ward.csv").write_text(head + body, encoding="utf-8")
    for row, each in zip(kit.roster(tmp_path / "ward.csv"), kind, strict=True):
        if name == "devices.brace_type" or not row.problems:
            assert getattr(getattr(row.options, group), field) is each
    if name != "devices.brace_type":
        read = kit.options({"patient": {"id": "p-1"}, group: {field: str(each)}})
        assert getattr(getattr(read, group), field) is each


def test_true_and_false_are_read_as_yes_and_no(kit, tmp_path):
    path = tmp_path / "sam.yaml"
    path.write_text("patient: p-1\nhealth: {ataxia: true, oxygen: false}\n", encoding="utf-8")
    read = kit.options(path).health
    assert (read.ataxia, read.oxygen) == (Answer.YES, Answer.NO)


def test_who_cleared_what_can_stand_in_a_cell(kit, tmp_path):
    path = tmp_path / "ward.csv"
    path.write_text(
        'id,cleared\np-1,"clot, A. Haem, 2026-11-10; bone, B. Bone, 2026-11-12, part weight, no stairs"\np-2,clot\n',
        encoding="utf-8",
    )
    good, bad = kit.roster(path)
    first, second = good.options.health.cleared
    assert (first.what, first.by, first.on, first.limits) == ("clot", "A. Haem", date(2026, 11, 10), "")
    assert (second.what, second.limits) == ("bone", "part weight, no stairs")
    assert bad.options is None
    assert any("'by' is missing" in problem.message for problem in bad.problems)


def test_a_third_of_a_pregnancy_is_early_or_later():
    for said, meant in ((Pregnancy.FIRST, "early"), (Pregnancy.SECOND, "later"), (Pregnancy.THIRD, "later")):
        assert facts.meets("health.pregnancy", said, (meant,))
    assert not facts.meets("health.pregnancy", Pregnancy.FIRST, ("later",))


# --- the error that asks


def patient(*exercises: str, **groups: object) -> Options:
    chosen = tuple(ChosenExercise(exercise=name) for name in exercises)
    given = {"stroke": Stroke(affected_side=Side.LEFT), "read_on": TODAY} | groups
    return Options(
        patient=Patient(id="p-1"), plan=PlanRequest(exercises=chosen), print=PrintSettings(printed_on=TODAY), **given
    )


def asked_of(kit: Printkit, options: Options) -> list[str]:
    with pytest.raises(Unsafe) as told:
        kit.cleared(options)
    return [str(problem) for problem in getattr(told.value, "problems", (told.value,))]


def test_an_open_answer_that_a_row_needs_is_asked_for_with_its_question(kit):
    for rule in kit.catalog.rules:
        if rule.action in (Action.BLOCK, Action.SEE_FIRST):
            names = [name for name in rule.when if name != "stroke.phase"]
            said = asking.question(rule, names, kit.catalog.questions, "en")
            assert "?" in said or not any(facts.asked_by(name) & set(NAMES) for name in names), rule.id


@pytest.mark.parametrize("side", [Side.UNKNOWN])
def test_a_side_that_nobody_named_is_asked_for_where_an_exercise_speaks_of_it(kit, smallest, side):
    open_side = replace(smallest, stroke=Stroke(affected_side=side))
    named = replace(open_side, plan=PlanRequest(exercises=(ChosenExercise(exercise="seated-toe-raise"),)))
    (said,) = asked_of(kit, named)
    assert "Which side is weaker since the stroke? (seated-toe-raise)" in said
    assert "answer stroke.affected_side: left, right or both" in said


def test_no_side_is_asked_for_where_no_exercise_speaks_of_one(kit, smallest):
    chosen = PlanRequest(exercises=(ChosenExercise(exercise="shoulder-rolls"),))
    assert not asking.speaks_of_a_side(kit.catalog.exercise("shoulder-rolls"))
    assert kit.cleared(replace(smallest, stroke=Stroke(), plan=chosen)).items


def test_a_sheet_for_nobody_in_particular_needs_no_side(kit):
    said = " ".join(texts(kit.handout("seated-toe-raise").document.blocks))
    assert "your affected foot" in said


def test_a_side_that_is_written_as_unknown_is_asked_for_on_the_command_line(printkit, refused):
    from pathlib import Path

    today = date.today()
    screened = f"{{screened_by: A. Therapist, screened_on: {today}}}"
    Path("sam.yaml").write_text(
        f"patient: p-1\nstroke: {{affected_side: '?'}}\nhealth: {screened}\nplan: {{exercises: [seated-toe-raise]}}\n",
        encoding="utf-8",
    )
    refused("booklet", "sam.yaml", code=3, says=("Which side is weaker", "stroke.affected_side"))


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"recent_surgery": Surgery.ARM}, "health.surgery_side"),
        ({"broken_bone": Fracture.ARM}, "health.broken_bone_side"),
    ],
)
def test_the_side_of_an_operation_or_a_broken_bone_is_asked_for_where_an_exercise_needs_that_arm(kit, given, asked):
    screened = {"screened_by": "A. Therapist", "screened_on": TODAY}
    helped = Home(helper=Answer.YES, helper_can_steady=Answer.YES, helper_shown=Answer.YES, lives_alone=Answer.NO)
    said = asked_of(kit, patient("heel-first-steps", health=Health(**screened, **given), home=helped))
    assert any(asked in each and "On which side" in each for each in said)


def test_a_row_that_leaves_open_answers_alone_is_still_asked_of_nobody_in_particular(catalog):
    """A patient's file is silent on heart failure: R-81b lets it be. A reader is asked, where the row has words."""
    words = {"not_if": {"en": "You have heart failure."}, "not_alone_if": {"en": "Your movements are shaky."}}
    rules = tuple(replace(rule, **words) if rule.open is Answer.NO else rule for rule in catalog.rules)
    someone = patient("walking-practice", health=Health(screened_by="A. Therapist", screened_on=TODAY))
    unsaid = replace(someone, left_open=("health.heart_failure", "health.ataxia", "health.vertigo"))
    for asked in (unsaid, replace(unsaid, patient=None)):
        found = safety.review(plan.draft(catalog, asked), asked, rules, catalog.exercise, catalog.questions)
        (item,) = found.items
        general = asked.patient is None
        assert any(rule.id == "R-81b" for rule in item.conditions) is general
        assert any(rule.id == "R-77a" for rule in item.alone_conditions) is general
        assert len({rule.id for rule in item.alone_conditions}) == len(item.alone_conditions)


# --- unknown is never no


@pytest.mark.parametrize("name", [name for name, kind in CHOICES if issubclass(kind, Answer) and "health" in name])
def test_an_open_answer_leads_to_no_fewer_refusals_than_a_yes_where_it_counts(catalog, name):
    """Of the rows that block, see first or supervise, unless the row itself says that an open answer is none."""
    for rule in catalog.rules:
        cautious = rule.action in (Action.BLOCK, Action.SEE_FIRST, Action.SUPERVISE) and rule.open is Answer.YES
        if cautious and "yes" in rule.when.get(name, ()):
            known = {other: values[0] for other, values in rule.when.items()}
            assert speaking.applies(rule, {**known, name: "yes"})
            assert speaking.applies(rule, {**known, name: "unknown"}), rule.id


@pytest.mark.parametrize("written", ["unknown", "?"])
@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("health.", "stroke."))])
def test_a_screening_settles_no_answer_that_was_written_as_unknown(kit, tmp_path, name, written):
    group, _, field = name.partition(".")
    if name in ("health.screened_by", "health.screened_on", "stroke.affected_side"):
        return
    screened = {"screened_by": "A. Therapist", "screened_on": str(TODAY)}
    told = {"patient": {"id": "p-1"}, "health": dict(screened)}
    told.setdefault(group, {})[field] = written
    if name in ("health.blood_pressure_limit", "health.cleared", "stroke.happened_on"):
        return
    read = kit.options(told)
    settled = read.cleared_by_screening()
    made_of_it = [fact for fact in facts.CLEARED_BY_SCREENING if name in facts.asked_by(fact)]
    assert not set(made_of_it) & set(settled)
    for fact in made_of_it:
        assert read.facts()[fact] == "unknown"


@pytest.mark.parametrize("days", [{"printed_on": str(TODAY)}, {}])
def test_an_old_day_of_printing_keeps_no_screening_young(days):
    later = Printkit(today=TODAY + timedelta(days=facts.SCREENING_LASTS_DAYS + 1))
    told = {"patient": {"id": "p-1"}, "health": {"screened_by": "A. Therapist", "screened_on": str(TODAY)}}
    read = later.options({**told, "print": days})
    assert read.screening_is_old
    assert not read.screened
    assert read.cleared_by_screening() == ()
    assert not Printkit(today=TODAY).options({**told, "print": days}).screening_is_old


def test_a_screening_that_is_too_old_says_so_where_an_answer_is_needed():
    later = Printkit(today=TODAY + timedelta(days=facts.SCREENING_LASTS_DAYS + 1))
    told = {"patient": {"id": "p-1"}, "health": {"screened_by": "A. Therapist", "screened_on": str(TODAY)}}
    said = asked_of(later, later.options({**told, "stroke": {"affected_side": "left"}}))
    assert any(f"the screening of {TODAY} is over 183 days old and settles nothing" in each for each in said)
