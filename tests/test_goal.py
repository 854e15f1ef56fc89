"""The goal in the patient's own words and the day of the review: on the page as they were given, and nowhere else."""

import json

import pytest

from printkit import Printkit
from printkit.document import texts

GOAL = "*Mit Anna* zum Markt gehen, <ohne> {Stock} & Angst"
FILE = {
    "patient": {"id": "sam"},
    "stroke": {"affected_side": "left"},
    "health": {"screened_by": "A. Therapist", "screened_on": "2026-11-16"},
    "home": {"helper": "yes", "lives_alone": "no"},
    "plan": {"exercises": ["seated-toe-raise"], "goal": GOAL, "goal_language": "de", "review_on": "2026-12-21"},
    "print": {"printed_on": "2026-11-20"},
    "clinic": {"region": "GB"},
}


@pytest.fixture
def patient(tmp_path):
    path = tmp_path / "sam.yaml"
    path.write_text(json.dumps(FILE))
    return path


@pytest.fixture
def own(tmp_path):
    """A clinic's template that says the goal and the day."""
    shipped = Printkit().templates.folders[-1] / "handout.en.md"
    words = "\n\nMy goal: {{ goal }}.{% if review_on %} We meet on {{ review_on }}.{% endif %}\n"
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "handout.en.md").write_text(shipped.read_text(encoding="utf-8") + words, encoding="utf-8")
    return folder


def test_a_template_says_the_goal_as_it_was_given_and_the_day(own, patient):
    kit = Printkit(templates=own)
    made = kit.handout("seated-toe-raise", kit.options(patient))
    assert f"My goal: {GOAL}. We meet on 21 December 2026." in "\n".join(texts(made.document.blocks))


def test_a_goal_stands_in_no_message_listing_or_name_of_a_file(printkit, patient, tmp_path):
    (tmp_path / "list.csv").write_text(f'id,options,goal\n,sam.yaml,"{GOAL}"\n')
    commands = (
        ("check", patient),
        ("plan", patient),
        ("explain", patient),
        ("explain", patient, "--json"),
        ("booklet", patient, "--clinician"),
        ("chart", patient),
        ("batch", "list.csv", "--kind", "fridge"),
        ("batch", "list.csv", "--dry-run", "--json"),
    )
    for command in commands:
        result = printkit(*command)
        assert result.exit_code == 0, (command, result.output)
        assert "Markt" not in result.output, command
    for path in tmp_path.rglob("*"):
        assert "Markt" not in path.name
        if path.suffix in (".json", ".csv") and "out" in path.parts:
            assert "Markt" not in path.read_text()


def test_a_row_and_a_file_that_disagree_are_told_without_their_words(printkit, patient, tmp_path):
    (tmp_path / "list.csv").write_text("options,goal,name\nsam.yaml,Fly to the moon,Sam Secret\n")
    result = printkit("batch", "list.csv", "--dry-run")
    assert "the row has a plan.goal, its option file says another" in result.output
    assert "the row has a patient.name, its option file does not say it" in result.output
    assert not {word for word in ("moon", "Markt", "Secret") if word in result.output}


def test_a_list_gives_a_goal_as_it_was_typed(tmp_path):
    (tmp_path / "list.csv").write_text("id,goal,review on\nsam,L,2026-12-21\n")
    (row,) = Printkit().roster(tmp_path / "list.csv")
    assert row.problems == ()
    assert row.options.plan.goal == "L"
    assert str(row.options.plan.review_on) == "2026-12-21"
