"""The matrix of dangers and demands: every cell is decided by a rule, or written down as having no effect."""

import runpy
from pathlib import Path

import pytest
import yaml

from printkit.catalog.demands import concerns
from printkit.catalog.store import Catalog

ROOT = Path(__file__).parent.parent
NO_EFFECT = yaml.load((ROOT / "tests" / "no-effect.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.fixture(scope="module")
def matrix():
    return runpy.run_path(str(ROOT / "tools" / "matrix.py"))


def test_the_page_says_what_the_rules_decide_today(matrix):
    assert (ROOT / "docs" / "matrix.md").read_text(encoding="utf-8") == matrix["table"](), "python tools/matrix.py"


def test_every_answer_is_read_by_a_row_or_has_no_effect_on_purpose(matrix, catalog):
    unread = set(matrix["unread"](catalog))
    always = set(NO_EFFECT["*"]["values"])
    said = {(name, value) for name, entry in NO_EFFECT.items() if name != "*" for value in entry["values"]}
    assert {(name, value) for name, value in unread if value not in always} == said
    assert all(entry["why"] for entry in NO_EFFECT.values())


def test_every_demand_is_read_by_a_row(catalog):
    read = {each for rule in catalog.rules for each in (*rule.demands, *rule.all_demands, *rule.with_any)}
    assert read == set(catalog.demands)


def test_a_row_that_goes_or_a_demand_more_changes_the_page(matrix, catalog: Catalog):
    """The comparison can fail: each row stands in the page by its name, at each thing that it asks about."""
    page = matrix["table"]()
    cells = matrix["cells"](catalog)
    for rule in catalog.rules:
        if rule.action in matrix["EFFECTS"] and not rule.pages:
            assert rule.id in page, rule.id
            mine = [
                demand for of in cells.values() for demand, done in of.items() if rule.id in done.get(rule.action, ())
            ]
            assert mine, rule.id


def test_what_the_page_says_of_a_demand_holds_for_every_exercise_that_asks_it(matrix, catalog):
    exercises = [catalog.exercise(name) for name in catalog.names("exercises")]
    rules = {rule.id: rule for rule in catalog.rules}
    for of in matrix["cells"](catalog).values():
        for demand, done in of.items():
            for name in (name for names in done.values() for name in names if demand in catalog.demands):
                spared = set(rules[name].not_demands)
                for exercise in exercises:
                    if exercise.id in rules[name].not_exercises:
                        continue
                    if demand in exercise.demands and not spared & set(exercise.demands):
                        assert concerns(rules[name], exercise), (name, demand, exercise.id)
