"""Topics know what the exercises of a plan are for; a rule cannot ask it."""

import pytest

from printkit.model import facts
from printkit.model.vocabulary import Answer
from printkit.planning.trained import about

NO_BRACE, BRACE = {"devices.afo": "no"}, {"devices.afo": "yes"}


@pytest.mark.parametrize(
    ("exercises", "answers", "found"),
    [
        (["seated-toe-raise"], NO_BRACE, "ankle leg"),
        (["standing-calf-stretch"], NO_BRACE, "ankle leg"),
        (["stand-tall"], NO_BRACE, "leg"),
        (["stand-tall"], BRACE, "ankle leg"),
        (["reach-for-a-cup"], NO_BRACE, "arm"),
        (["table-slide-forward"], BRACE, "ankle arm"),
        (["seated-toe-raise", "putty-pinch"], NO_BRACE, "ankle leg arm"),
        (["belly-breathing"], NO_BRACE, ""),
    ],
)
def test_a_plan_is_about_what_it_trains(catalog, exercises, answers, found):
    said = about(map(catalog.exercise, exercises), answers)
    assert {name for name, answer in said.items() if answer is Answer.YES} == {f"plan.{part}" for part in found.split()}
    assert Answer.UNKNOWN not in said.values()


def test_without_a_plan_nobody_knows():
    assert set(about((), BRACE).values()) == {Answer.UNKNOWN}
    assert set(about((), BRACE)) == set(facts.ABOUT_THE_PLAN)


def test_every_exercise_is_about_a_leg_an_arm_or_neither_for_a_reason(catalog):
    neither = {
        exercise.exercise_class
        for exercise in map(catalog.exercise, catalog.names("exercises"))
        if Answer.YES not in about((exercise,), NO_BRACE).values()
    }
    assert neither == {"trunk"}


@pytest.mark.parametrize(("kind", "code"), [("topic", 0), ("rule", 1)])
def test_a_topic_may_ask_it_and_a_rule_may_not(printkit, tmp_path, kind, code):
    folder = tmp_path / "mine"
    (folder / "topics").mkdir(parents=True)
    if kind == "topic":
        (folder / "topics" / "mine.yaml").write_text(
            "chapter: learn\norder: 900\nsource: [DM]\nevidence: E2\nwhen: {plan.arm: [yes]}\n"
            "text: {en: {title: My arm, parts: [{say: [Use your arm.], when: {plan.leg: [no]}}]}}\n",
            encoding="utf-8",
        )
    else:
        (folder / "rules.yaml").write_text(
            "- {id: R-99z, action: page, when: {plan.arm: [yes]}, pages: [talking], source: [DM],"
            " because: {en: You train an arm.}}\n",
            encoding="utf-8",
        )
    result = printkit("check", folder)
    assert result.exit_code == code, result.output
    assert ("no option is called 'plan.arm'" in result.stderr) == (kind == "rule")
