"""Signed exceptions: which hold on the answers of today and for which exercise, and which are void. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.demands import concerns
from printkit.model.facts import SIDE
from printkit.model.options import Options, Override, signing
from printkit.model.person import ClearedFor
from printkit.model.records import Exercise, Rule
from printkit.model.signed import Changed
from printkit.model.vocabulary import Answer

Signed = Override | ClearedFor  # both are signed on answers, and void when one of them changes


class Void(Struct, frozen=True, kw_only=True):
    """A signature that no longer holds, for the answers that it was given on are others now."""

    signed: Signed
    changed: tuple[Changed, ...]


class Loose(Struct, frozen=True, kw_only=True):
    """A signature that does not say all that it was given on, and the entries that it lacks, as an option file has them."""

    signed: Signed
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


def answers_of_word(cleared: ClearedFor, rules: Iterable[Rule], facts: Mapping[str, str]) -> dict[str, str]:
    """The answers on which a dated word is given: those that the rows that it lifts read, and the affected side."""
    lifted = [rule for rule in rules if rule.cleared_by is cleared.what]
    return {name: str(facts[name]) for name in (*(name for rule in lifted for name in rule.when), SIDE)}


def standing(options: Options, rules: tuple[Rule, ...], facts: Mapping[str, str]) -> Exceptions:
    """What is lifted on these answers: by the patient's own signatures, else by the clinic, else by a dated word.

    What nobody may sign away is lifted by no signature, however it came here; only a dated word lifts it.
    """
    everywhere: dict[str, Override] = {}
    bound: dict[str, dict[str, Override]] = {}
    void: list[Void] = []
    for word in options.health.cleared:
        if changed := word.changed(facts):
            void.append(Void(signed=word, changed=changed))
            continue
        for rule in rules:
            if rule.cleared_by is word.what:
                there = bound.setdefault(word.exercise, {}) if word.exercise else everywhere
                there[rule.id] = _by_word(rule, word)
    if options.switched_off or options.overrides:
        barred = {rule.id for rule in rules if rule.signable is Answer.NO}
        everywhere |= {each.rule: each for each in options.switched_off if each.rule not in barred}
        for override in options.overrides:
            if not override.rule or override.rule in barred:
                continue
            if changed := override.changed(facts):
                void.append(Void(signed=override, changed=changed))
            elif override.exercise:
                bound.setdefault(override.exercise, {})[override.rule] = override
            else:
                everywhere[override.rule] = override
    found = Exceptions(everywhere=everywhere, bound=bound, void=())
    # where somebody else has lifted it, too, the rule does not hold again
    missed = tuple(each for each in void if not _lifts(each.signed, rules) <= set(found.at(each.signed.exercise)))
    return Exceptions(everywhere=everywhere, bound=bound, void=missed)


def _lifts(signed: Signed, rules: Iterable[Rule]) -> set[str]:
    """The rules that a signature is about."""
    if isinstance(signed, Override):
        return {signed.rule}
    return {rule.id for rule in rules if rule.cleared_by is signed.what}


def is_about(void: Void, rule: Rule) -> bool:
    """Whether a rule holds again because a signature is void."""
    return rule.id in _lifts(void.signed, (rule,))


def loose(
    options: Options, rules: Iterable[Rule], exercises: Iterable[Exercise], facts: Mapping[str, str]
) -> Iterator[Loose]:
    """The patient's own signatures that name no exercise, no day or not every answer that the rule reads.

    They hold as they always did, and a warning says so. `exercises` are those of the plan. A dated word is for all
    exercises unless it says otherwise, and lacks only answers.
    """
    if not options.overrides and not options.health.cleared:
        return
    known = {rule.id: rule for rule in rules}
    planned = tuple(exercises)
    for word in options.health.cleared:
        if missing := _missing(answers_of_word(word, known.values(), facts), word):
            yield Loose(signed=word, lacks=(missing,))
    for override in options.overrides:
        rule = known.get(override.rule)
        lacks = []
        if rule is not None and not rule.is_of_pages and not override.exercise:
            concerned = [each.id for each in planned if speaks_of(rule, each)]
            lacks.append(f"exercise: {' or '.join(concerned) or '...'}")
        if override.on is None:
            lacks.append("on: ...")
        wanted = answers_of(rule, facts) if rule is not None else {SIDE: facts[SIDE]} if override.dose else {}
        if missing := _missing(wanted, override):
            lacks.append(missing)
        if lacks:
            yield Loose(signed=override, lacks=tuple(lacks))


def _missing(wanted: Mapping[str, str], signed: Signed) -> str:
    """The entry with the answers that a signature does not name; "" where it names all."""
    missing = [f"{name}: {value}" for name, value in wanted.items() if name not in signed.answers]
    return f"answers: {{{', '.join(missing)}}}" if missing else ""


def speaks_of(rule: Rule, exercise: Exercise) -> bool:
    """Whether an exception from a rule can make a difference to an exercise, on whatever answers."""
    return rule.helped is Answer.YES or concerns(rule, exercise)


class Known(Struct, frozen=True, kw_only=True):
    """What a signature could have been given on: the answers, the exercises of the plan, and the dose of each."""

    facts: Mapping[str, str]
    exercises: tuple[Exercise, ...]
    doses: Mapping[str, Mapping[str, str]]  # by exercise, as dose.sets

    def of(self, override: Override) -> Mapping[str, str]:
        """The answers that may be changed for one signature."""
        return {**self.facts, **self.doses.get(override.dose, {})}


def given_on(override: Override, rule: Rule | None, before: Known, after: Known) -> tuple[Override, ...]:
    """A signature that names too little, bound to what it was given on, if a change from `before` to `after` is about that.

    Bound it is void, or not, by the rules of every other: in the file, in a command and on a screen. It is for each
    exercise that its rule speaks of, and no other comes in by it. One to which the change makes no difference stays as
    it is.
    """
    if rule is None:
        numbers = before.doses.get(override.dose, {})
        wanted = {**numbers, SIDE: before.facts[SIDE]} if numbers else {}
    else:
        wanted = answers_of(rule, before.facts)
    if override.changed(before.of(override)):
        return (override,)  # void already
    answers = {**wanted, **override.answers}
    exercises = [override.exercise]
    grows = False
    if rule is not None and not rule.is_of_pages and not override.exercise:
        there = [each.id for each in before.exercises]
        concerned = [each.id for each in before.exercises if speaks_of(rule, each)]
        exercises = concerned or exercises
        grows = bool(concerned) and any(speaks_of(rule, each) and each.id not in there for each in after.exercises)
    bound = tuple(replace(override, exercise=exercise, answers=answers) for exercise in exercises)
    if grows or any(each.changed(after.of(override)) for each in bound[:1]):
        return bound
    return (override,)


def how_to_sign(rule: Rule, exercise: str, facts: Mapping[str, str]) -> str:
    """The line of an option file that lifts a rule at one exercise, on the answers of today; "" is for what has none."""
    of_one = f", exercise: {exercise}" if exercise else ""
    return signing(f"rule: {rule.id}{of_one}", answers_of(rule, facts))


def reach(signed: Signed) -> str:
    """What a signature lifts, in a few words of a message."""
    if isinstance(signed, ClearedFor):
        return (
            f"the word that exercise is safe again ({signed.what}{f', {signed.exercise}' if signed.exercise else ''})"
        )
    if signed.dose:
        return f"the exception from the dose of {signed.dose}"
    return f"the exception from {signed.rule} for {signed.exercise or 'all exercises'}"


def signer(signed: Signed) -> str:
    """Who signed, and when."""
    name = signed.name if isinstance(signed, Override) else signed.by
    return f"{name} on {signed.on}" if signed.on else f"{name}, no day"


def how_changed(changed: Iterable[Changed]) -> str:
    """Which answers are others now, from what to what."""
    return ", ".join(f"{each.name} was {each.was} and is {each.now}" for each in changed)


def is_void(void: Void) -> str:
    """That a signature no longer holds, and why, as a sentence of a message."""
    by_word = isinstance(void.signed, ClearedFor)
    signed = f"{reach(void.signed)}, {'given' if by_word else 'signed'} by {signer(void.signed)},"
    again = "its rules hold again" if by_word else "the rule holds again"
    then = "ask again, and write the new day and answers" if by_word else "look at it, and sign again"
    return f"{signed} is void and {again}: {how_changed(void.changed)}; {then}"


def is_loose(loose: Loose) -> str:
    """What a signature does not say, and the entries to add, as a sentence of a message."""
    signed = loose.signed
    if isinstance(signed, ClearedFor):
        lacks = "not the answers that it was given on, so no change makes it void"
        return f"{reach(signed)}, given by {signed.by}, names {lacks}; add {', '.join(loose.lacks)}"
    lifts = "" if signed.exercise or signed.dose else ", so it lifts the rule for all of them"
    says = {"exercise": f"no exercise{lifts}", "on": "no day", "answers": "not the answers that it was given on"}
    lacks = "; ".join(says[each.partition(":")[0]] for each in loose.lacks)
    what = f"the exception from {signed.rule}" if signed.rule else reach(signed)
    return f"{what}, signed by {signed.name}, names {lacks}; add {', '.join(loose.lacks)}"


def _by_word(rule: Rule, word: ClearedFor) -> Override:
    """What a dated word of somebody lifts: one of the rows that it is about."""
    limits = f"; limits: {word.limits}" if word.limits else ""
    reason = f"cleared ({word.what}) on {word.on}{limits}"
    return Override(rule=rule.id, exercise=word.exercise, name=word.by, reason=reason, on=word.on, answers=word.answers)
