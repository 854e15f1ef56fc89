"""What every screen and every list of a batch says of a plan that safety has judged: a line each, by ids."""

from collections.abc import Iterator

from printkit.model.options import Options, PlanRequest
from printkit.model.vocabulary import Action
from printkit.planning.safety import Cleared

_USUAL = PlanRequest().programme


def urgent(cleared: Cleared) -> Iterator[str]:
    """What must be done today, before any exercise."""
    for rule in cleared.today:
        yield f"a doctor or the clinic today, before any exercise (rule {rule.id})"


def unchosen(options: Options) -> Iterator[str]:
    """That nobody named an exercise, nor another programme than the usual one: a guess is told."""
    if not options.plan.exercises and options.plan.programme == _USUAL:
        yield f"no exercises are named, so it prints those of the programme {_USUAL}"


def left_out(cleared: Cleared) -> Iterator[str]:
    """What is not printed and by which rule, exercises and then topics, by their ids."""
    for left in cleared.left_out:
        first = "; a therapist sees it first" if left.rule.action is Action.SEE_FIRST else ""
        instead = f"; {left.replaced_by} stands in for it" if left.replaced_by else "; nothing stands in for it"
        yield f"{left.exercise.id} (rule {left.rule.id}){first}{instead}"
    for withheld in cleared.withheld:
        yield f"the topic {withheld.topic} (rule {withheld.rule.id})"
