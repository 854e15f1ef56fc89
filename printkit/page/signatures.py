"""What a signature was given for: the side, the answers that its rule reads, the exercises to which it makes a difference.

When any of that changes on the screens, the signature counts no more, and is asked for again.
"""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from printkit.errors import PrintkitError
from printkit.kit import Printkit
from printkit.model.options import Options
from printkit.page import questions
from printkit.page.drafts import Draft, Signature
from printkit.page.words import say

_SIDE = "stroke.affected_side"


class Lifted(Struct, frozen=True):
    """What a signature does to one exercise of the rule's."""

    rule: str
    exercise: str
    says: str  # "in-by" where the rule would leave it out, "alone-by" where it asks for a helper, else ""
    helper: bool
    others: tuple[str, ...]  # rules that speak of it all the same


def lifted(kit: Printkit, options: Options) -> frozenset[Lifted]:
    """The exercises to which signatures make a difference."""
    signed = {each.rule for each in options.overrides if each.rule}
    if not signed:
        return frozenset()
    bare = {each.exercise: each for each in kit.explain(replace(options, overrides=())).exercises}
    found = set()
    for each in kit.explain(options).exercises:
        without = bare.get(each.exercise)
        if each.verdict == "out" or without is None:
            continue
        says = "in-by" if without.verdict == "out" else "alone-by" if without.helper and not each.helper else ""
        others = tuple(sorted({ground.rule for ground in each.grounds}))
        by = {ground.rule for ground in without.grounds} & signed
        found |= {Lifted(rule, each.exercise, says, each.helper, others) for rule in by}
    return frozenset(found)


def told(kit: Printkit, options: Options, one: Lifted) -> tuple[str, ...]:
    """By whose signature an exercise is in, or is done alone."""
    names = (each.name for each in options.overrides if each.rule == one.rule)
    return tuple(say(kit, one.says, rule=one.rule, name=name) for name in names if one.says)


def void(kit: Printkit, before: Draft, after: Draft) -> tuple[Signature, ...]:
    """The signatures of a draft that count no more. One for a dose is for that dose alone.

    Of a draft with something to put right, only what is written is looked at.
    """
    if before.text == after.text or not before.signatures:
        return ()
    (old_facts, old), (new_facts, new) = _speaking(kit, before, after)
    turned = before.value(_SIDE) != after.value(_SIDE)
    read = {rule.id: tuple(rule.when) for rule in kit.catalog.rules}

    def counts(signature: Signature) -> bool:
        rule = signature.rule
        if rule not in read:
            return _dose(before, rule) == _dose(after, rule)
        more = {each for each in new if each.rule == rule} - old
        return not turned and not more and all(old_facts(name) == new_facts(name) for name in read[rule])

    return tuple(each for each in before.signatures if not counts(each))


def _speaking(kit: Printkit, *drafts: Draft) -> list[tuple[Callable[[str], str], frozenset[Lifted]]]:
    """Of each draft the answers that rules read and what signatures let in; what is written, where one cannot be read."""
    try:
        options = [each.options(kit) for each in drafts]
    except PrintkitError:
        return [(each.value, frozenset()) for each in drafts]
    return [(each.facts().__getitem__, lifted(kit, each)) for each in options]


def _dose(draft: Draft, exercise: str) -> tuple[str, ...]:
    """The dose of a chosen exercise as it is written; nothing where it is not chosen."""
    if exercise not in draft.exercises:
        return ()
    place = draft.exercises.index(exercise)
    return tuple(draft.value(f"plan.exercises.{place}.{part}") for part in questions.DOSE)
