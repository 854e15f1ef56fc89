"""Which safety rules speak for one patient, and in which part. Pure."""

from collections.abc import Mapping

from msgspec import Struct

from printkit.model.facts import meets
from printkit.model.records import Rule
from printkit.model.vocabulary import Action, Answer
from printkit.planning import asking


class Speaking(Struct, frozen=True):
    """The rules whose conditions hold for one patient, by what they do."""

    excluding: tuple[Rule, ...]  # see-first, then exclude
    changing: tuple[Rule, ...]  # supervise and modify
    blocking: tuple[Rule, ...]  # block and see-first, met or open: no stand-in may be one of theirs
    open: tuple[Rule, ...]  # would leave an exercise out if an open answer turned out to be yes
    helped: tuple[Rule, ...]  # about what needs a helper


def speaking_for(rules: tuple[Rule, ...], facts: Mapping[str, str], *, general: bool) -> Speaking:
    """The rules that hold for these answers; `general` is a sheet for no one in particular."""
    holding = [rule for rule in rules if applies(rule, facts) and rule.helped is Answer.NO]
    met = [rule for rule in holding if is_met(rule, facts)]
    if general:  # the reader answers these, too
        holding += [rule for rule in rules if asking.asks_if_alone(rule, facts)]
    return Speaking(
        excluding=(
            *(rule for rule in met if rule.action is Action.SEE_FIRST),
            *(rule for rule in met if rule.action is Action.EXCLUDE),
        ),
        changing=tuple(rule for rule in holding if rule.action in (Action.SUPERVISE, Action.MODIFY)),
        blocking=tuple(rule for rule in holding if rule.action in (Action.BLOCK, Action.SEE_FIRST)),
        open=tuple(rule for rule in rules if asking.asks_if(rule, facts, general=general)),
        helped=tuple(rule for rule in rules if rule.helped is Answer.YES and applies(rule, facts)),
    )


def applies(rule: Rule, facts: Mapping[str, str]) -> bool:
    """Whether every condition of a rule holds.

    Unknown counts as yes for block, see-first and supervise (clinical facts, section 2.1): for these an open answer meets
    any condition, unless the row says that it does not. For the others it meets only a condition that names it.
    """
    cautious = rule.action in (Action.BLOCK, Action.SEE_FIRST, Action.SUPERVISE) and rule.open is Answer.YES
    for name, values in rule.when.items():  # all() of a generator takes twice as long, 600 times a patient
        fact = facts[name]
        if fact not in values and not meets(name, fact, values) and not (cautious and fact == Answer.UNKNOWN):
            return False
    return True


def is_met(rule: Rule, facts: Mapping[str, str]) -> bool:
    """Whether the answers that were given meet every condition of a rule; an open one meets none that names it not."""
    return all(meets(name, facts[name], values) for name, values in rule.when.items())


def is_for_all(rule: Rule) -> bool:
    """Whether a rule is about every exercise."""
    named = (rule.demands, rule.all_demands, rule.exercises, rule.positions)
    return not any(named)


def is_said_once(rule: Rule) -> bool:
    """Whether the words of a rule stand once in a print, not at each exercise."""
    return rule.action is Action.MODIFY and (rule.once is Answer.YES or is_for_all(rule))
