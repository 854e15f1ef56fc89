"""Made-up patients that a therapist can read (patients.yaml), and what the rules must make of their plans."""

from pathlib import Path

import pytest
import yaml
from conftest import PRINTED_ON

from printkit import Printkit, Unsafe
from printkit.model.vocabulary import Action

PATIENTS = yaml.load(  # yes and no stay words
    (Path(__file__).parent / "patients.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)


@pytest.fixture(scope="module")
def kit() -> Printkit:
    return Printkit(today=PRINTED_ON)


def options_of(kit: Printkit, name: str):
    patient = PATIENTS[name]
    return kit.options({"patient": {"id": name}, **patient["answers"], "plan": {"exercises": patient["plan"]}})


@pytest.mark.parametrize("name", [name for name, patient in PATIENTS.items() if "block" not in patient])
def test_the_rules_make_of_a_plan_what_a_therapist_would(kit, name):
    wanted, cleared = PATIENTS[name], kit.cleared(options_of(kit, name))
    printed = {item.exercise.id: item for item in cleared.items if not item.stands_in_for}
    left = {each.exercise.id: each.rule for each in cleared.left_out}
    spoke = {finding.rule.id for finding in cleared.findings}
    wrong = {
        "printed, but must be out": [each for each in wanted.get("out", ()) if each in printed],
        "not left to be seen first": [
            each
            for each in wanted.get("see_first", ())
            if each not in left or left[each].action is not Action.SEE_FIRST
        ],
        "without a helper": [
            each for each in wanted.get("helper", ()) if each not in printed or not printed[each].needs_person
        ],
        "left out, but may be in": {
            each: left[each].id for each in (*wanted.get("in", ()), *wanted.get("helper", ())) if each in left
        },
        "with a helper, but needs none": {
            each: [rule.id for rule in printed[each].supervise]
            for each in wanted.get("in", ())
            if each in printed and printed[each].supervise
        },
        "silent": sorted(set(wanted.get("says", ())) - spoke),
    }
    assert {what: found for what, found in wrong.items() if found} == {}


@pytest.mark.parametrize("name", [name for name, patient in PATIENTS.items() if "block" in patient])
def test_a_plan_that_must_not_be_printed_is_refused(kit, name):
    with pytest.raises(Unsafe) as raised:
        kit.cleared(options_of(kit, name))
    for rule in PATIENTS[name]["block"]:
        assert f"rule {rule}" in str(raised.value)
