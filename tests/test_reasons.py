"""A reason for leaving an exercise out is a reason, and never an order to do something in its place."""

import pytest

from printkit.catalog.store import Catalog
from printkit.checking.catalog import problems as check
from printkit.checking.reasons import LEAVES_OUT, order_in
from printkit.resources import CATALOG

ONCE_PRINTED = (
    "You use a walking aid, so stand only on {your stronger} leg.",
    "Stand only on {your stronger} leg.",
    "You cannot stand for 5 minutes yet, so start with easier exercises.",
    "You need support to sit, so start with your back held.",
    "You see steps double, so practise them only with your therapist.",
    "You have a new joint, so do not cross or bend it far.",
    "Your shoulder is sore or loose, so keep weight off it.",
    "You fell often, and hold on with both hands.",
)


@pytest.mark.parametrize("reason", ONCE_PRINTED)
def test_an_order_in_a_reason_is_found(reason):
    assert order_in(reason)


@pytest.mark.parametrize(
    "reason",
    [
        "Your heart failure is getting worse, so see your doctor before any exercise.",
        "A broken bone must heal first, so wait until your doctor agrees.",
        "You have a new joint, and it must not cross over or bend far.",
        "Standing on {your affected} leg alone is too risky.",
    ],
)
def test_a_reason_and_a_way_to_a_person_are_no_orders(reason):
    assert not order_in(reason)


def test_no_shipped_rule_that_leaves_out_gives_an_order(catalog):
    leaving = [rule for rule in catalog.rules if rule.action in LEAVES_OUT]
    assert len(leaving) > 80
    said = [(rule.id, order_in(words.get("en", ""))) for rule in leaving for words in (rule.because, rule.short)]
    assert [each for each in said if each[1]] == []


def test_check_refuses_a_clinics_rule_whose_reason_is_an_order(tmp_path):
    rule = """
- id: R-00
  action: exclude
  demands: [floor]
  because: {en: "The floor is cold, so stand on one leg for now."}
  source: [DM]
"""
    (tmp_path / "rules.yaml").write_text(rule, encoding="utf-8")
    found = [str(problem) for problem in check(Catalog((tmp_path, CATALOG)))]
    assert any("rules.yaml:5: the rule R-00 leaves out, and its reason is an order" in each for each in found)
