"""A signed exception is for one exercise and holds on the answers that it was given on: when one of them changes, it is void."""

from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_safety import cleared, ids, patient, printed, told

from printkit.catalog.store import Catalog
from printkit.checking import links
from printkit.content import explanation
from printkit.errors import CatalogError, Several, Unsafe
from printkit.kit import Printkit
from printkit.model import facts
from printkit.model.facts import SIDE
from printkit.model.options import Options, Override
from printkit.model.person import GROUPS, ClearedFor
from printkit.model.records import Rule
from printkit.model.vocabulary import Action, Answer, Clearance
from printkit.planning import exceptions, signing
from printkit.planning.plan import draft
from printkit.planning.safety import Cleared
from printkit.planning.speaking import applies, concerns
from printkit.reading.records import load_sequence
from printkit.resources import CATALOG

KIT = Printkit()
CHOICES = {
    f"{group}.{name}": tuple(type(getattr(kind(), name)))
    for group, kind in GROUPS.items()
    for name in kind.__struct_fields__
    if isinstance(getattr(kind(), name), StrEnum)
}
LIFTABLE = tuple(rule for rule in KIT.catalog.rules if not rule.why_not_lifted and not rule.is_of_pages)
EXERCISES = tuple(KIT.catalog.exercise(name) for name in KIT.catalog.names("exercises"))
ONE_LEG = "one-leg-stand-affected-side"
FRAME = {"devices.walking_aid": "frame"}


def signed(options: Options, rule: Rule, exercise: str) -> Override:
    """What a screen writes: for one exercise, on this day, on the answers of now."""
    answers = exceptions.answers_of(rule, options.facts())
    return Override(
        rule=rule.id, exercise=exercise, name="C. Clinician", reason="Seen today.", on=KIT.today, answers=answers
    )


def rule_of(name: str) -> Rule:
    return next(rule for rule in KIT.catalog.rules if rule.id == name)


def outcome(options: Options) -> object:
    """What is printed and what is not, by which rule; signatures themselves left aside."""
    try:
        found = cleared(KIT.catalog, options)
    except (Unsafe, Several) as error:
        return sorted(each.where for each in (error.problems if isinstance(error, Several) else (error,)))
    items = [(each.exercise.id, ids(each.supervise), ids(each.modify), each.stands_in_for) for each in found.items]
    return items, [(each.exercise.id, each.rule.id, each.replaced_by) for each in found.left_out]


@st.composite
def people(draw: st.DrawFn) -> dict[str, str]:
    """Some answers of one person."""
    names = draw(st.sets(st.sampled_from(sorted(CHOICES)), max_size=8))
    return {name: str(draw(st.sampled_from(CHOICES[name]))) for name in sorted(names)}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(answers=people(), data=st.data())
def test_an_exception_never_survives_a_changed_answer_of_its_rule_or_another_side_and_every_other_change(answers, data):
    rule = data.draw(st.sampled_from(LIFTABLE))
    exercise = data.draw(
        st.sampled_from([each for each in EXERCISES if rule.helped is Answer.YES or concerns(rule, each)])
    )
    met = {name: values[0] for name, values in rule.when.items() if name in CHOICES}
    before = patient(exercise.id, answers={**answers, **met})
    override = signed(before, rule, exercise.id)
    read = (*rule.when, SIDE)
    asked_by = sorted(set(CHOICES) & {each for name in read for each in facts.asked_by(name)})
    name = data.draw(st.sampled_from(asked_by) | st.sampled_from(sorted(CHOICES)))
    after = told(before, {name: str(data.draw(st.sampled_from(CHOICES[name])))})
    old, new = before.facts(), after.facts()
    changed = {each for each in read if old[each] != new[each]}
    after = replace(after, overrides=(override,))
    found = exceptions.standing(after, KIT.catalog.rules, new)
    if changed:
        assert rule.id not in found.at(exercise.id)
        (void,) = found.void
        assert {each.name for each in void.changed} == changed
        assert all((each.was, each.now) == (old[each.name], new[each.name]) for each in void.changed)
        assert outcome(after) == outcome(replace(after, overrides=()))  # the rule holds again
    else:
        assert found.at(exercise.id)[rule.id] is override
        assert found.void == ()
    assert all(rule.id not in found.at(other.id) for other in EXERCISES if other.id != exercise.id)


@settings(max_examples=60, deadline=None)
@given(answers=people(), data=st.data())
def test_all_that_can_be_signed_at_an_exercise_is_offered_at_once(answers, data):
    rule = data.draw(st.sampled_from([each for each in LIFTABLE if each.action is Action.EXCLUDE and each.demands]))
    exercise = data.draw(st.sampled_from([each for each in EXERCISES if concerns(rule, each)] or EXERCISES))
    answers = {**answers, **{name: values[0] for name, values in rule.when.items() if name in CHOICES}}
    options = patient(exercise.id, answers=answers)
    offered = signing.to_sign(draft(KIT.catalog, options), options, KIT.catalog.rules)
    keeping = [each.rule for each in offered if each.exercise and each.keeps_out]
    assume(keeping)
    after = replace(options, overrides=tuple(signed(options, rule, exercise.id) for rule in keeping))
    again = signing.to_sign(draft(KIT.catalog, after), after, KIT.catalog.rules)
    assert [each.rule.id for each in again if each.exercise == exercise.id and each.keeps_out] == []
    try:
        found = cleared(KIT.catalog, after)
    except (Unsafe, Several):
        return  # an answer is open, and answered, not signed
    if any(left.exercise.id == exercise.id and left.rule.why_not_lifted for left in found.left_out):
        return  # a doctor looks first, whoever signs
    assert exercise.id in printed(found)
    (item,) = (each for each in found.items if each.exercise.id == exercise.id)
    assert {each.rule.id for each in item.by_exception} == ids(keeping)


def of(options: Options) -> Cleared:
    return cleared(KIT.catalog, options)


def test_an_exception_lets_in_the_exercise_that_it_names_and_no_other():
    rule = rule_of("R-09c")
    other = next(each.id for each in EXERCISES if concerns(rule, each) and each.id != ONE_LEG)
    options = patient(ONE_LEG, other, "weight-shift", answers=FRAME)
    assert {left.exercise.id for left in of(options).left_out} == {ONE_LEG, other}
    offered = signing.to_sign(draft(KIT.catalog, options), options, KIT.catalog.rules)
    mine = [each.rule for each in offered if each.exercise == ONE_LEG and each.keeps_out]
    found = of(replace(options, overrides=tuple(signed(options, each, ONE_LEG) for each in mine)))
    assert ONE_LEG in printed(found)
    assert [left.exercise.id for left in found.left_out] == [other]
    by = {item.exercise.id: item.by_exception for item in found.items}
    assert {each.override.on for each in by[ONE_LEG]} == {KIT.today}
    assert by["weight-shift"] == ()


def test_a_block_is_lifted_for_the_exercise_that_it_names_alone():
    options = patient("seated-toe-raise", "ankle-pumps", answers={"health.under_18": "yes"})
    lifted = replace(options, overrides=(signed(options, rule_of("R-72"), "ankle-pumps"),))
    with pytest.raises(Unsafe, match=r"\(seated-toe-raise\)"):
        of(lifted)
    both = tuple(signed(options, rule_of("R-72"), name) for name in ("seated-toe-raise", "ankle-pumps"))
    assert printed(of(replace(options, overrides=both))) == ["seated-toe-raise", "ankle-pumps"]


def test_a_block_says_why_the_exception_from_it_is_void():
    options = patient("ankle-pumps", answers={"health.under_18": "yes"})
    lifted = replace(options, overrides=(signed(options, rule_of("R-72"), "ankle-pumps"),))
    with pytest.raises(Unsafe) as refused:
        of(told(lifted, {SIDE: "right"}))
    assert "is void and the rule holds again: stroke.affected_side was left and is right" in refused.value.hint


# --- what is said of it, on every road

ADA = """\
patient: {{id: ada}}
stroke: {{affected_side: {side}}}
health: {{screened_by: J. Marsh, screened_on: 2026-11-16}}
devices: {{walking_aid: stick}}
home: {{helper: yes}}
plan: {{exercises: [seated-toe-raise, one-leg-stand-affected-side]}}
clinic: {{region: GB}}
overrides:
  - {{rule: R-09c, name: J. Marsh, reason: Stands safely with me.{more}}}
"""
BOUND = (
    ", exercise: one-leg-stand-affected-side, on: 2026-11-16, "
    "answers: {devices.walking_aid: stick, stroke.affected_side: right}"
)


def ada(folder: Path, side: str, more: str = BOUND) -> Path:
    path = folder / "ada.yaml"
    path.write_text(ADA.format(side=side, more=more), encoding="utf-8")
    return path


COMMANDS = ("plan", "explain", "check", "fridge")


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_by_whose_signature_an_exercise_is_in_and_when_it_is_void(printkit, tmp_path, command):
    done = printkit(command, ada(tmp_path, "right"))
    assert done.exit_code == 0
    said = done.stdout + done.stderr
    if command != "check":
        assert "exception from R-09c" in said
        assert "J. Marsh" in said
        assert "2026-11-16" in said
    assert "void" not in said
    done = printkit(command, ada(tmp_path, "left"))
    assert done.exit_code == 0
    void = (
        "the exception from R-09c for one-leg-stand-affected-side, signed by J. Marsh on 2026-11-16, is void and the "
        "rule holds again: stroke.affected_side was right and is left; look at it, and sign again"
    )
    assert void in " ".join((done.stdout + done.stderr).split())


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize("command", COMMANDS)
def test_one_of_before_still_works_and_a_warning_gives_the_lines_to_add(printkit, tmp_path, command):
    done = printkit(command, ada(tmp_path, "right", ""))
    assert done.exit_code == 0
    said = " ".join((done.stdout + done.stderr).split())
    assert "names no exercise, so it lifts the rule for all of them; no day; not the answers" in said
    lines = said.partition("; add ")[2].partition("}")[0] + "}"
    assert lines == BOUND.removeprefix(", ").replace("2026-11-16", "...")
    done = printkit(command, ada(tmp_path, "right", ", " + lines.replace(", on: ...", ", on: 2026-11-16")))
    assert done.exit_code == 0
    assert "names no" not in done.stdout + done.stderr


def test_the_clinicians_pages_say_for_which_exercise_when_and_what_is_void(tmp_path):
    kit = Printkit(today=KIT.today)

    def text(path: Path) -> str:
        return str(kit.booklet(kit.options(path), clinician=True).document)

    right = text(ada(tmp_path, "right"))
    assert "J. Marsh, 16 November 2026" in right
    assert "no longer hold" not in right
    left = text(ada(tmp_path, "left"))
    assert "Exceptions that no longer hold" in left
    assert "stroke.affected_side: right, now left" in left
    before = text(ada(tmp_path, "right", ""))
    assert "all exercises; it lets in: Stand on your right leg" in before
    assert "J. Marsh, no day" in before
    assert "So no change makes it void" in before


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize(
    ("more", "says"),
    [
        (", exercise: ankle-pumps", "R-09c does not speak of ankle-pumps"),
        (", exercise: one-leg-stand", "there is no exercise 'one-leg-stand'"),
        (", on: 2026-12-01", "on is 2026-12-01, a day to come"),
        (", answers: {devices.walking: stick}", "there is no answer 'devices.walking' that a rule reads"),
        (", answers: {devices.walking_aid: stilts}", "devices.walking_aid cannot be 'stilts'"),
        (", dose: seated-toe-raise", "an override names both a rule and a dose"),
    ],
)
def test_an_exception_for_what_is_not_there_is_told_with_its_line(printkit, tmp_path, more, says):
    done = printkit("check", ada(tmp_path, "right", more))
    assert done.exit_code == 1
    assert f"ada.yaml:9: {says}" in done.stderr


@pytest.mark.parametrize("rule", ["R-01", "R-14b"])
def test_nobody_signs_away_the_pages_on_stopping_and_calling(printkit, tmp_path, rule):
    text = ada(tmp_path, "right").read_text(encoding="utf-8").replace("R-09c", rule).replace(BOUND, "")
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    done = printkit("check", path)
    assert done.exit_code == 1
    assert f"{rule} cannot be lifted: its pages say when to stop and whom to call" in done.stderr


def test_a_signed_dose_is_for_that_dose_and_side():
    kit = Printkit(today=KIT.today)
    plan = {"exercises": [{"exercise": "sit-to-stand", "repetitions": 20}]}
    said = {
        "patient": {"id": "b"},
        "stroke": {"affected_side": "left"},
        "health": {"screened_by": "J. Marsh", "screened_on": "2026-11-16"},
        "plan": plan,
    }
    answers = {"stroke.affected_side": "left", "dose.repetitions": "20"}
    override = {
        "dose": "sit-to-stand",
        "name": "J. Marsh",
        "reason": "Did more.",
        "on": "2026-11-16",
        "answers": answers,
    }
    said["overrides"] = [override]
    assert kit.options(said).overrides[0].dose == "sit-to-stand"
    for change in (
        {"stroke": {"affected_side": "right"}},
        {"plan": {"exercises": [{**plan["exercises"][0], "repetitions": 21}]}},
    ):
        with pytest.raises(Exception, match="over the most of sit-to-stand") as refused:
            kit.options({**said, **change})
        assert "the one that J. Marsh signed is void: " in refused.value.hint


def test_what_is_offered_to_sign_is_said_for_the_side_of_the_person():
    options = patient(*(each.id for each in EXERCISES[:60]), answers=FRAME)
    offered = KIT.to_sign(options)
    assert len(offered) > 15
    assert [each.because for each in offered if "{" in each.because] == []
    assert not {each.rule for each in offered} & {rule.id for rule in KIT.catalog.rules if rule.why_not_lifted}


def test_an_explanation_keeps_the_verdict_and_names_the_signature_beside_it():
    options = patient(ONE_LEG, answers={"devices.walking_aid": "stick"})
    options = replace(options, overrides=(signed(options, rule_of("R-09c"), ONE_LEG),))
    (found,) = KIT.explain(options).exercises
    (by,) = found.by_exception
    assert (by.rule, by.name, by.on, by.for_all) == ("R-09c", "C. Clinician", str(KIT.today), False)
    assert any("in by a signed exception from R-09c" in line for line in explanation.as_text(KIT.explain(options)))
    assert applies(rule_of("R-09c"), options.facts())


# --- dated words: what a doctor says is safe again


WORDS = {
    what: tuple(rule for rule in KIT.catalog.rules if rule.cleared_by is what)
    for what in {rule.cleared_by for rule in KIT.catalog.rules if rule.cleared_by is not None}
}


def word_of(options: Options, what: Clearance, **more: object) -> ClearedFor:
    """What somebody says today of what is safe again, on the answers of now."""
    unbound = ClearedFor(what=what, by="A. Doctor", on=KIT.today, **more)
    return replace(unbound, answers=exceptions.answers_of_word(unbound, KIT.catalog.rules, options.facts()))


def with_word(options: Options, *words: ClearedFor) -> Options:
    return replace(options, health=replace(options.health, cleared=words))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(answers=people(), data=st.data())
def test_a_dated_word_never_survives_a_changed_answer_of_its_rules_or_another_side(answers, data):
    what = data.draw(st.sampled_from(sorted(WORDS)))
    rule = data.draw(st.sampled_from(WORDS[what]))
    exercise = data.draw(st.sampled_from([each for each in EXERCISES if concerns(rule, each)]))
    met = {name: values[0] for name, values in rule.when.items() if name in CHOICES}
    before = patient(exercise.id, answers={**answers, **met})
    word = word_of(before, what)
    read = (*(name for each in WORDS[what] for name in each.when), SIDE)
    asked_by = sorted(set(CHOICES) & {each for name in read for each in facts.asked_by(name)})
    name = data.draw(st.sampled_from(asked_by) | st.sampled_from(sorted(CHOICES)))
    after = told(before, {name: str(data.draw(st.sampled_from(CHOICES[name])))})
    old, new = before.facts(), after.facts()
    changed = {each for each in read if old[each] != new[each]}
    found = exceptions.standing(with_word(after, word), KIT.catalog.rules, new)
    if changed:
        (void,) = found.void
        assert {each.name for each in void.changed} == changed
        assert found.everywhere == {}
        assert outcome(with_word(after, word)) == outcome(after)  # nothing that is found may vanish
    else:
        assert set(found.everywhere) == {each.id for each in WORDS[what]}
        assert found.void == ()


def test_a_dated_word_for_one_exercise_lifts_its_rules_there_alone():
    options = patient("seated-march", "ankle-pumps", answers={"health.leg_clot": "treated"})
    assert {left.exercise.id for left in of(options).left_out} == {"seated-march", "ankle-pumps"}
    found = of(with_word(options, word_of(options, Clearance.CLOT, exercise="ankle-pumps")))
    assert [left.exercise.id for left in found.left_out] == ["seated-march"]
    assert "ankle-pumps" in printed(found)


def test_who_is_sent_to_a_doctor_today_is_sent_again_when_the_answer_changes():
    steady = patient("ankle-pumps", answers={"health.recent_heart_event": "yes", "health.unsteady_heart": "no"})
    word = word_of(steady, Clearance.HEART)
    assert of(with_word(steady, word)).today == ()
    worse = told(steady, {"health.unsteady_heart": "yes"})
    found = of(with_word(worse, word))
    assert ids(found.today) == {"R-58"}
    (void,) = found.void
    assert [(each.name, each.was, each.now) for each in void.changed] == [("health.unsteady_heart", "no", "yes")]


CLEARED = """\
patient: {{id: bo}}
stroke: {{affected_side: {side}}}
health:
  screened_by: J. Marsh
  screened_on: 2026-11-16
  leg_clot: {clot}
  cleared:
    - {{what: clot, by: A. Haem, on: 2026-11-20{more}}}
plan: {{exercises: [seated-toe-raise, shoulder-rolls]}}
clinic: {{region: GB}}
"""
ON_ANSWERS = ", answers: {health.leg_clot: treated, stroke.affected_side: right}"


def bo(folder: Path, side: str = "right", clot: str = "treated", more: str = ON_ANSWERS) -> Path:
    path = folder / "bo.yaml"
    path.write_text(CLEARED.format(side=side, clot=clot, more=more), encoding="utf-8")
    return path


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_that_a_dated_word_is_void(printkit, tmp_path, command):
    done = printkit(command, bo(tmp_path))
    assert "void" not in done.stdout + done.stderr
    done = printkit(command, bo(tmp_path, side="left"))
    void = (
        "the word that exercise is safe again (clot), given by A. Haem on 2026-11-20, is void and its rules hold again: "
        "stroke.affected_side was right and is left; ask again, and write the new day and answers"
    )
    assert void in " ".join((done.stdout + done.stderr).split())


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_dated_word_of_before_still_works_and_a_warning_gives_the_answers_to_add(printkit, tmp_path, command):
    done = printkit(command, bo(tmp_path, more=""))
    assert done.exit_code == 0
    said = " ".join((done.stdout + done.stderr).split())
    assert "given by A. Haem, names not the answers that it was given on, so no change makes it void; add" in said
    assert f", {said.partition('; add ')[2].partition('}')[0]}}}" == ON_ANSWERS
    done = printkit(command, bo(tmp_path))
    assert "names not" not in done.stdout + done.stderr


def test_the_clinicians_pages_say_that_a_dated_word_is_void(tmp_path):
    def text(path: Path) -> str:
        return str(KIT.booklet(KIT.options(path), clinician=True).document)

    assert "no longer hold" not in text(bo(tmp_path))
    left = text(bo(tmp_path, side="left"))
    assert "Exceptions that no longer hold" in left
    assert "safe again: a clot" in left
    assert "stroke.affected_side: right, now left" in left
    assert "A. Haem said that it is safe to exercise again (a clot), but not on which" in text(bo(tmp_path, more=""))


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize(
    ("more", "says"),
    [
        (", exercise: ankle-pump", "there is no exercise 'ankle-pump'"),
        (", answers: {health.clot: treated}", "there is no answer 'health.clot' that a rule reads"),
        (", answers: {health.leg_clot: gone}", "health.leg_clot cannot be 'gone'"),
    ],
)
def test_a_dated_word_for_what_is_not_there_is_told_with_its_line(printkit, tmp_path, more, says):
    done = printkit("check", bo(tmp_path, more=more))
    assert done.exit_code == 1
    assert f"bo.yaml:8: {says}" in done.stderr


# --- what nobody signs away

SENDS_TO_A_DOCTOR = ("R-14a", "R-58", "R-71a", "R-81a", "R-83a")


def test_what_sends_somebody_to_a_doctor_is_signed_away_by_nobody():
    """Who adds one, or takes one out, says so here; `printkit check` asks for a reason."""
    assert tuple(rule.id for rule in KIT.catalog.rules if rule.signable is Answer.NO) == SENDS_TO_A_DOCTOR
    for rule in KIT.catalog.rules:
        words = " ".join((*rule.today.values(), rule.because["en"]))
        if rule.today and rule.action is not Action.PAGE and ("doctor" in words or "{emergency" in words):
            assert rule.signable is Answer.NO, rule.id


@pytest.mark.parametrize("name", SENDS_TO_A_DOCTOR)
def test_a_signature_changes_nothing_of_it_on_any_road(name):
    rule = rule_of(name)
    (answer, values), *_ = rule.when.items()
    options = patient("seated-march", "sit-to-stand", "squeeze-ball", answers={answer: values[0]})
    options = replace(options, plan=replace(options.plan, exercises=options.plan.exercises[:2]))
    for exercise in ("", "seated-march", "sit-to-stand"):
        lifted = replace(options, overrides=(signed(options, rule, exercise),))
        assert outcome(lifted) == outcome(options)
        off = Override(rule=rule.id, name="C. Clinician", reason="Not for us.")
        assert outcome(replace(options, switched_off=(off,))) == outcome(options)
    offered = signing.to_sign(draft(KIT.catalog, options), options, KIT.catalog.rules)
    assert name not in {each.rule.id for each in offered}


@pytest.mark.usefixtures("november")
def test_the_hint_says_what_can_be_done_instead_of_signing(printkit, tmp_path):
    text = bo(tmp_path, clot="suspected", more="").read_text(encoding="utf-8")
    for rule, then in (
        ("R-14a", "once a doctor has looked, change the answer that it reads (health.leg_clot)"),
        ("R-58", "or write who says that it is safe: health: cleared: [{what: heart, by: ..., on: ...}]"),
    ):
        path = tmp_path / "bo.yaml"
        path.write_text(
            text + f"overrides: [{{rule: {rule}, name: J. Marsh, reason: Seen today.}}]\n", encoding="utf-8"
        )
        done = printkit("check", path)
        assert f"{rule} cannot be lifted: it sends the person to a doctor, who must look first" in done.stderr
        assert then in " ".join(done.stderr.split())


def test_a_block_that_nobody_signs_away_offers_no_line_to_sign():
    with pytest.raises(Unsafe) as refused:
        of(patient("seated-march", answers={"health.medically_unstable": "yes"}))
    assert refused.value.hint == "once a doctor has looked, change the answer that it reads (health.medically_unstable)"
    assert not refused.value.signable


def test_a_clinic_switches_none_of_them_off(tmp_path):
    (tmp_path / "rules-off.yaml").write_text("- {rule: R-14a, name: A. Reed, reason: Not for us.}\n", encoding="utf-8")
    with pytest.raises(CatalogError, match="R-14a cannot be switched off"):
        _ = Catalog((tmp_path, CATALOG)).switched_off


def test_a_row_that_sends_to_a_doctor_must_say_who_may_lift_it(tmp_path):
    row = """\
- id: R-99
  action: see-first
  when: {health.leg_clot: [suspected]}
  demands: [leg-moves]
  because: {en: "A leg must be checked before you move it."}
  not_if: {en: "A leg may have a clot."}
  today: {en: "See a doctor today."}
  source: [DM]
"""
    says = "the rule R-99 says what must be done today, and a signature could lift it"
    path = tmp_path / "rules.yaml"
    for more, is_told in (
        ("", True),
        ("  signable: no\n", False),
        ('  signable_because: "The clinic looks."\n', False),
    ):
        path.write_text(row + more, encoding="utf-8")
        loaded = load_sequence(Rule, path)
        found = [each.message for each in links.rules(Catalog((tmp_path, CATALOG)), (loaded,))]
        assert (says in found) == is_told, more
