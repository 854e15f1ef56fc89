"""What a clinician could sign away, what has been signed, and what every screen says of it. Pure."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from printkit.catalog import doses
from printkit.model.options import Options, Override
from printkit.model.records import Rule
from printkit.planning import exceptions
from printkit.planning.exceptions import Known
from printkit.planning.hearing import Heard, keeping_out
from printkit.planning.plan import Plan
from printkit.planning.safety import Cleared
from printkit.planning.speaking import is_met


class ToSign(Struct, frozen=True, kw_only=True):
    """A rule that a signature could lift at one exercise; "" is for pages, which are of no exercise."""

    rule: Rule
    exercise: str
    answers: Mapping[str, str]  # on which it would be given
    keeps_out: bool


def to_sign(plan: Plan, options: Options, rules: tuple[Rule, ...]) -> tuple[ToSign, ...]:
    """Every rule that a clinician could sign away, at each exercise of a plan, those that would speak next included.

    What waits for an answer is answered, and not signed. Nothing is refused, so that this can be asked of any plan.
    """
    facts = options.facts()
    at = Heard(rules, facts, exceptions.standing(options, rules, facts), general=options.patient is None)
    found: list[tuple[Rule, str, bool]] = []
    for item in plan.items:
        heard, name = at(item.exercise), item.exercise.id
        keeping = [rule for rule in keeping_out(item.exercise, heard) if is_met(rule, facts)]
        found += [(rule, name, True) for rule in keeping]
        found += [(rule, name, False) for rule in heard.of(item.exercise).supervising]
    found += [(rule, "", False) for rule in at.rest.calling]
    found += [(rule, "", False) for rule in at.rest.excluding if rule.is_of_pages]
    return tuple(
        ToSign(rule=rule, exercise=name, answers=exceptions.answers_of(rule, facts), keeps_out=keeps_out)
        for rule, name, keeps_out in found
        if not rule.why_not_lifted
    )


def known(plan: Plan, options: Options) -> Known:
    """What a signature could have been given on: all that is known of a patient now."""
    return Known(
        facts=options.facts(),
        exercises=tuple(item.exercise for item in plan.items),
        doses={item.exercise.id: doses.answers_of(item.dose, options) for item in plan.items},
    )


def given_on(options: Options, rules: tuple[Rule, ...], before: Known, after: Known) -> Iterator[tuple[Override, ...]]:
    """Each of the patient's own signatures, as `exceptions.given_on`."""
    there = {rule.id: rule for rule in rules}
    for override in options.overrides:
        yield exceptions.given_on(override, there.get(override.rule), before, after)


def told(cleared: Cleared) -> Iterator[str]:
    """What every command says of signatures: by which an exercise is in, which are void, and which say too little."""
    for item in cleared.items:
        for finding in item.by_exception:
            if finding.override is not None:
                for_all = "" if finding.override.exercise else "; it lifts the rule for all exercises"
                signed = f"{finding.rule.id}, signed by {exceptions.signer(finding.override)}{for_all}"
                yield f"{item.exercise.id} is in by an exception from {signed}"
    yield from map(exceptions.is_void, cleared.void)
    yield from map(exceptions.is_loose, cleared.loose)
