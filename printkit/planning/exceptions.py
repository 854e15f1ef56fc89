"""Signed exceptions: which hold on the answers of today and for which exercise, and which are void. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from printkit.catalog.demands import concerns
from printkit.model.facts import SIDE
from printkit.model.options import Changed, Options, Override, signing
from printkit.model.records import Exercise, Rule
from printkit.model.vocabulary import Answer


class Void(Struct, frozen=True, kw_only=True):
    """A signature that no longer holds, for the answers that it was given on are others now."""

    override: Override
    changed: tuple[Changed, ...]


class Loose(Struct, frozen=True, kw_only=True):
    """A signature that does not say all that it was given on, and the entries that it lacks, as an option file has them."""

    override: Override
    lacks: tuple[str, ...]


class Exceptions(Struct, frozen=True, kw_only=True):
    """All that somebody has lifted for one patient. A rule has one exception at an exercise: the nearest to it."""

    everywhere: Mapping[str, Override]  # by rule
    bound: Mapping[str, Mapping[str, Override]]  # by exercise, then by rule
    void: tuple[Void, ...]

    def at(self, exercise: str) -> Mapping[str, Override]:
        """What is lifted at one exercise, by rule."""
        bound = self.bound.get(exercise)
        return {**self.everywhere, **bound} if bound else self.everywhere


def answers_of(rule: Rule, facts: Mapping[str, str]) -> dict[str, str]:
    """The answers on which an exception from a rule is given: those that the rule reads, and the affected side."""
    return {name: str(facts[name]) for name in (*rule.when, SIDE)}


def standing(options: Options, rules: tuple[Rule, ...], facts: Mapping[str, str]) -> Exceptions:
    """What is lifted on these answers: by the patient's own signatures, else by the clinic, else by a clearance."""
    everywhere = {each.rule: each for each in (*_cleared_rules(options, rules), *options.switched_off)}
    bound: dict[str, dict[str, Override]] = {}
    void = []
    for override in options.overrides:
        if not override.rule:
            continue
        if changed := override.changed(facts):
            void.append(Void(override=override, changed=changed))
        elif override.exercise:
            bound.setdefault(override.exercise, {})[override.rule] = override
        else:
            everywhere[override.rule] = override
    found = Exceptions(everywhere=everywhere, bound=bound, void=())
    # where somebody else has lifted it, too, the rule does not hold again
    missed = tuple(each for each in void if each.override.rule not in found.at(each.override.exercise))
    return Exceptions(everywhere=everywhere, bound=bound, void=missed)


def loose(
    options: Options, rules: Iterable[Rule], exercises: Iterable[Exercise], facts: Mapping[str, str]
) -> Iterator[Loose]:
    """The patient's own signatures that name no exercise, no day or not every answer that the rule reads.

    They hold as they always did, and a warning says so. `exercises` are those of the plan.
    """
    if not options.overrides:
        return
    known = {rule.id: rule for rule in rules}
    planned = tuple(exercises)
    for override in options.overrides:
        rule = known.get(override.rule)
        lacks = []
        if rule is not None and not rule.is_of_pages and not override.exercise:
            concerned = [each.id for each in planned if rule.helped is Answer.YES or concerns(rule, each)]
            lacks.append(f"exercise: {' or '.join(concerned) or '...'}")
        if override.on is None:
            lacks.append("on: ...")
        wanted = answers_of(rule, facts) if rule is not None else {SIDE: facts[SIDE]} if override.dose else {}
        if missing := [f"{name}: {value}" for name, value in wanted.items() if name not in override.answers]:
            lacks.append(f"answers: {{{', '.join(missing)}}}")
        if lacks:
            yield Loose(override=override, lacks=tuple(lacks))


def how_to_sign(rule: Rule, exercise: str, facts: Mapping[str, str]) -> str:
    """The line of an option file that lifts a rule at one exercise, on the answers of today; "" is for what has none."""
    of_one = f", exercise: {exercise}" if exercise else ""
    return signing(f"rule: {rule.id}{of_one}", answers_of(rule, facts))


def reach(override: Override) -> str:
    """What an exception lifts, in a few words of a message."""
    if override.dose:
        return f"the dose of {override.dose}"
    return f"{override.rule} for {override.exercise or 'all exercises'}"


def signer(override: Override) -> str:
    """Who signed, and when."""
    return f"{override.name} on {override.on}" if override.on else f"{override.name}, no day"


def how_changed(changed: Iterable[Changed]) -> str:
    """Which answers are others now, from what to what."""
    return ", ".join(f"{each.name} was {each.was} and is {each.now}" for each in changed)


def is_void(void: Void) -> str:
    """That a signature no longer holds, and why, as a sentence of a message."""
    signed = f"the exception from {reach(void.override)}, signed by {signer(void.override)},"
    return f"{signed} is void and the rule holds again: {how_changed(void.changed)}; look at it, and sign again"


def is_loose(loose: Loose) -> str:
    """What a signature does not say, and the entries to add, as a sentence of a message."""
    override = loose.override
    lifts = "" if override.exercise or override.dose else ", so it lifts the rule for all of them"
    says = {"exercise": f"no exercise{lifts}", "on": "no day", "answers": "not the answers that it was given on"}
    lacks = "; ".join(says[each.partition(":")[0]] for each in loose.lacks)
    what = override.rule or reach(override)
    return f"the exception from {what}, signed by {override.name}, names {lacks}; add {', '.join(loose.lacks)}"


def _cleared_rules(options: Options, rules: tuple[Rule, ...]) -> Iterator[Override]:
    """What a dated word of somebody lifts: exactly the rows that it is about."""
    for clearance in options.health.cleared:
        for rule in rules:
            if rule.cleared_by is clearance.what:
                limits = f"; limits: {clearance.limits}" if clearance.limits else ""
                reason = f"cleared ({clearance.what}) on {clearance.on}{limits}"
                yield Override(rule=rule.id, name=clearance.by, reason=reason, on=clearance.on)
