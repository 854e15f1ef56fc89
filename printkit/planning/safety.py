"""The rules speak: a plan becomes Cleared, or Unsafe is raised. The only maker of Cleared. Pure."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.demands import concerns
from printkit.catalog.labels import in_language
from printkit.errors import Unsafe, raise_all
from printkit.model.facts import ASKED_AS
from printkit.model.lifting import instead_of_signing
from printkit.model.options import Options, Override
from printkit.model.records import Dose, DoseLimit, Exercise, Question, Rule
from printkit.model.vocabulary import Action, Answer, Look, Position, PrintProfile, Side
from printkit.planning import asking, exceptions, leaving_out
from printkit.planning.exceptions import Exceptions, Loose, Void
from printkit.planning.hearing import Heard, excluding, keeping_out
from printkit.planning.plan import ASKED_FOR, Item, Plan, ladder, place, usual
from printkit.planning.speaking import Speaking, applies, is_for_all, is_met, is_said_once, speaking_for


class Finding(Struct, frozen=True, kw_only=True):
    """What one rule did, and to which exercise; no exercise means the whole document."""

    rule: Rule
    exercise: str = ""
    override: Override | None = None


class ClearedItem(Struct, frozen=True, kw_only=True):
    """An exercise that may be printed, with what the rules add to it."""

    item: Item
    modify: tuple[Rule, ...] = ()
    supervise: tuple[Rule, ...] = ()
    stands_in_for: str = ""
    by_exception: tuple[Finding, ...] = ()  # the signatures without which it would be left out
    conditions: tuple[Rule, ...] = ()  # open questions that the reader answers: "Do not do this if ..."
    alone_conditions: tuple[Rule, ...] = ()  # the same: "Do not do this alone if ..."
    rank: int = 0  # its place in the programme, or in the therapist's list; 0 comes first
    easier: str = ""  # the id of the neighbour to talk about; "" when there is none or a rule leaves it out
    harder: str = ""

    @property
    def exercise(self) -> Exercise:
        return self.item.exercise

    @property
    def needs_person(self) -> bool:
        """Whether a helper must stand beside the patient."""
        return bool(self.supervise) or self.exercise.needs_person is Answer.YES

    @property
    def to_begin_with(self) -> tuple[bool, bool, int]:
        """Sorts what needs nobody's help and no standing first, for who finds a plan too much; then by rank."""
        return self.needs_person, self.exercise.position not in (Position.LYING, Position.SITTING), self.rank


class LeftOut(Struct, frozen=True, kw_only=True):
    """An exercise that a rule excluded, and the id of the one that stands in for it, if any."""

    exercise: Exercise
    rule: Rule
    replaced_by: str = ""


class Withheld(Struct, frozen=True, kw_only=True):
    """A topic that a rule leaves out."""

    topic: str
    rule: Rule


class Cleared(Struct, frozen=True, kw_only=True):
    """A plan after the rules have spoken. What is not in here is not printed.

    Only `review` makes one; tests/test_architecture.py looks that nothing else does.
    """

    options: Options
    items: tuple[ClearedItem, ...]
    left_out: tuple[LeftOut, ...]
    withheld: tuple[Withheld, ...]
    today: tuple[Rule, ...] = ()  # what must be done today, before any exercise: on each print, whatever its plan
    everywhere: tuple[Rule, ...]  # modify rules that are said once, not at each exercise
    pages: tuple[str, ...]
    profile: PrintProfile
    findings: tuple[Finding, ...]
    chosen_by: str
    facts: Mapping[str, str] = {}
    void: tuple[Void, ...] = ()  # signatures that no longer hold
    loose: tuple[Loose, ...] = ()  # signatures that do not say what they were given on


_NO_QUESTIONS: Mapping[str, Question] = MappingProxyType({})


def due_today(options: Options, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules that say what must be done on that very day, on the answers there are, whatever else is open yet."""
    facts = options.facts()
    return _today(rules, facts, exceptions.standing(options, rules, facts).everywhere)


def _today(rules: tuple[Rule, ...], facts: Mapping[str, str], lifted: Mapping[str, Override]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.today and rule.id not in lifted and is_met(rule, facts))


def review(
    plan: Plan,
    options: Options,
    rules: tuple[Rule, ...],
    exercise: Callable[[str], Exercise],
    questions: Mapping[str, Question] = _NO_QUESTIONS,
) -> Cleared:
    """Apply every rule to a plan.

    `exercise` finds an exercise by id, for the substitutes; `questions` are the words that ask for an answer, by its
    name. Raises Unsafe with every reason at once when a block rule speaks, or when an answer that a block rule or the
    words of an exercise need is open; an override lifts the rule it names and is recorded.
    Precedence at an exercise: exclude, supervise, modify; supervise and modify add up, and pages always do.
    """
    facts = options.facts()
    lifted = exceptions.standing(options, rules, facts)
    overrides = lifted.everywhere
    findings: list[Finding] = []
    general = options.patient is None
    at = Heard(rules, facts, lifted, general=general)
    every, speaking = at.every, at.rest
    _blocked(plan, options, at, facts, lifted, findings, questions)
    findings += [
        Finding(rule=rule, override=overrides[rule.id])
        for rule in (rules if overrides else ())
        if rule.id in overrides and rule.action not in (Action.BLOCK, Action.SEE_FIRST) and applies(rule, facts)
    ]

    items: list[ClearedItem] = []
    left_out: list[LeftOut] = []
    planned = {item.exercise.id for item in plan.items}
    for rank, item in enumerate(plan.items):
        why_out = excluding(item.exercise, at(item.exercise), general=general)
        findings += _bound(item.exercise, rules, facts, at)
        if why_out is None:
            cleared = _clear(item, at, findings, exercise, general=general)
            items.append(replace(cleared, rank=rank))
            continue
        findings.append(Finding(rule=why_out, exercise=item.exercise.id))
        taken = planned | {cleared.exercise.id for cleared in items}
        substitute = _substitute(item.exercise, at, exercise, taken, general=general)
        replaced_by = substitute.id if substitute else ""
        left_out.append(LeftOut(exercise=item.exercise, rule=why_out, replaced_by=replaced_by))
        if substitute is not None and substitute.id not in taken:
            findings += _lifted(substitute, rules, facts, overrides, findings)
            findings += _bound(substitute, rules, facts, at)
            cleared = _clear(usual(substitute), at, findings, exercise, general=general)
            items.append(replace(cleared, rank=rank, stands_in_for=item.exercise.id))
    items.sort(key=lambda cleared: place(cleared.item, plan.positions))
    raise_all(asking.for_a_side((item.exercise for item in items), options, questions))
    raise_all(_too_many_days(items, at))

    calling = [rule for rule in speaking.calling if _is_wanted(rule, items)]
    findings += [Finding(rule=rule) for rule in calling]
    raise_all(leaving_out.refused(options, calling, facts))
    withheld = tuple(Withheld(topic=topic, rule=rule) for rule in speaking.excluding for topic in rule.pages)
    findings += [Finding(rule=each.rule) for each in withheld]
    concerning = [every.about.concerning(each.exercise) for each in items]
    everywhere = tuple(
        rule
        for rule in speaking.changing
        if is_said_once(rule) and (is_for_all(rule) or any(rule.id in each for each in concerning))
    )
    findings += [Finding(rule=rule) for rule in everywhere]
    today = _today(rules, facts, overrides)
    findings += [Finding(rule=rule) for rule in today]
    return Cleared(
        options=options,
        items=tuple(items),
        left_out=tuple(left_out),
        withheld=tuple({each.topic: each for each in reversed(withheld)}.values()),
        today=today,
        everywhere=everywhere,
        pages=tuple(dict.fromkeys(page for rule in calling for page in rule.pages)),
        profile=_look(options, speaking, findings),
        findings=tuple(findings),
        chosen_by=plan.chosen_by,
        facts=facts,
        void=lifted.void,
        loose=tuple(exceptions.loose(options, rules, (item.exercise for item in plan.items), facts)),
    )


def look(options: Options, rules: tuple[Rule, ...]) -> PrintProfile:
    """The look that was asked for; else the most urgent that a rule has for the reader."""
    return _look(options, speaking_for(rules, options.facts(), general=options.patient is None), [])


def _look(options: Options, speaking: Speaking, findings: list[Finding]) -> PrintProfile:
    if options.print.profile is not None:
        return options.print.profile
    looks = sorted(speaking.looks, key=lambda rule: list(Look).index(rule.profile or Look.APHASIA))
    findings += [Finding(rule=rule) for rule in looks[-1:]]
    named = str(looks[-1].profile) if looks else "standard"
    if named == Look.NEGLECT:
        named = f"neglect-{options.side}" if options.side in (Side.LEFT, Side.RIGHT) else "standard"
    return PrintProfile(named)


def _is_wanted(rule: Rule, items: list[ClearedItem]) -> bool:
    return rule.helped is Answer.NO or any(item.needs_person for item in items)


def _blocked(
    plan: Plan,
    options: Options,
    at: Heard,
    facts: Mapping[str, str],
    signed: Exceptions,
    findings: list[Finding],
    questions: Mapping[str, Question],
) -> None:
    """Raise Unsafe for every block rule that speaks, and for the side that exercises speak of. On a sheet for no one the reader answers open questions."""
    problems: list[Unsafe] = []
    asked_for: set[str] = set()
    general = options.patient is None
    left_out = {
        item.exercise.id
        for item in plan.items
        if excluding(item.exercise, at(item.exercise), general=general) is not None
    }
    concerning = [(item.exercise.id, at.every.about.concerning(item.exercise)) for item in plan.items]
    for rule in at.every.blocking:
        concerned = [name for name, ids in concerning if rule.id in ids]
        if not concerned:
            continue
        if rule.id in signed.everywhere and any(rule.id not in signed.bound.get(name, {}) for name in concerned):
            findings.append(Finding(rule=rule, override=signed.everywhere[rule.id]))
        all_of_them, concerned = concerned, [name for name in concerned if rule.id not in signed.at(name)]
        if not concerned:
            continue
        if rule.action is Action.SEE_FIRST:
            concerned = [name for name in concerned if name not in left_out]
            if is_met(rule, facts) or not concerned:
                continue  # what it is about is left out, and the rest is printed
        open_names = [name for name in rule.when if facts[name] == Answer.UNKNOWN or name == "health.screened"]
        about = "" if is_for_all(rule) and concerned == all_of_them else f" ({', '.join(concerned)})"
        # a message, no page: where nothing is said in the language, whoever prints reads it in English
        language = options.language if options.language in rule.because else "en"
        because = in_language(rule.because, language, rule.id)
        if not open_names:
            each = "" if len(concerned) == 1 else ", for each exercise alone"
            line = exceptions.how_to_sign(rule, concerned[0], facts)
            void = "".join(f"; {exceptions.is_void(one)}" for one in signed.void if exceptions.is_about(one, rule))
            signable = not rule.why_not_lifted
            hint = f"a clinician can sign an exception{each}: {line}" if signable else instead_of_signing(rule)
            hint += void
            today = rule.today.get(language, rule.today.get("en", ""))
            message = f"{because}{about} {today}".strip()
            problems.append(Unsafe(message, where=f"rule {rule.id}", hint=hint, answered=True, signable=signable))
        elif options.patient is not None or not rule.not_if:
            asked = {ASKED_AS.get(name, name) for name in open_names}
            if asked <= asked_for:
                continue  # 2 rules that need one answer ask for it once
            asked_for |= asked
            question = asking.question(rule, open_names, questions, language) or because
            hint = asking.how_to_answer(open_names, options)
            problems.append(Unsafe(f"{question}{about}", where=f"rule {rule.id}", hint=hint))
    problems += asking.for_a_side((item.exercise for item in plan.items), options, questions)
    raise_all(problems)


def _lifted(
    exercise: Exercise,
    rules: tuple[Rule, ...],
    facts: Mapping[str, str],
    overrides: Mapping[str, Override],
    known: list[Finding],
) -> list[Finding]:
    """The signed exceptions that let a stand-in through a block, those recorded already left out."""
    return [
        Finding(rule=rule, override=overrides[rule.id])
        for rule in rules
        if rule.action in (Action.BLOCK, Action.SEE_FIRST)
        and rule.id in overrides
        and concerns(rule, exercise)
        and applies(rule, facts)
        and not any(finding.rule is rule for finding in known)
    ]


def _bound(exercise: Exercise, rules: tuple[Rule, ...], facts: Mapping[str, str], at: Heard) -> Iterator[Finding]:
    """The exceptions signed for this one exercise, as far as their rules would speak of it."""
    signed = at.lifted.bound.get(exercise.id, {})
    kept_out = {rule.id for rule in keeping_out(exercise, at.every)} if signed else ()
    for rule in rules if signed else ():
        speaks = rule.id in kept_out or (concerns(rule, exercise) and applies(rule, facts))
        if rule.id in signed and speaks:
            yield Finding(rule=rule, exercise=exercise.id, override=signed[rule.id])


def _clear(
    item: Item,
    at: Heard,
    findings: list[Finding],
    find: Callable[[str], Exercise],
    *,
    general: bool,
) -> ClearedItem:
    def offered(name: str) -> str:
        return name if name and excluding(find(name), at(find(name)), general=general) is None else ""

    speaking = at(item.exercise)
    concerning = speaking.of(item.exercise)
    applying = concerning.changing
    # the reader answers what is open, where the rule has words for it and nobody else can: on a sheet for no one in
    # particular, and where no helper is known
    asked = concerning.asked
    said = [rule for rule in applying if rule not in asked and not is_said_once(rule)]
    supervise = tuple(rule for rule in said if rule.action is Action.SUPERVISE)
    if supervise or item.exercise.needs_person is Answer.YES:
        said += [rule for rule in speaking.helped if rule.action is Action.MODIFY]
    dose = item.dose
    for rule in (*applying, *said):
        dose = _capped(dose, rule.at_most)
    findings += [Finding(rule=rule, exercise=item.exercise.id) for rule in said]
    return ClearedItem(
        item=replace(item, dose=dose),
        supervise=supervise,
        modify=tuple(rule for rule in said if rule.action is Action.MODIFY),
        by_exception=_by_exception(item.exercise, at),
        conditions=concerning.open,
        alone_conditions=asked,
        easier=offered(item.exercise.easier),
        harder=offered(item.exercise.harder),
    )


def _by_exception(exercise: Exercise, at: Heard) -> tuple[Finding, ...]:
    """The signatures that let an exercise in, each with the rule that would keep it out."""
    signed = at.lifted.at(exercise.id)
    if not signed:
        return ()
    kept = (rule for rule in keeping_out(exercise, at.every) if rule.id in signed)
    return tuple(Finding(rule=rule, exercise=exercise.id, override=signed[rule.id]) for rule in kept)


def _capped(dose: Dose, most: DoseLimit) -> Dose:
    """A dose with nothing above what a rule allows."""
    limits = {name: getattr(most, name) for name in DoseLimit.__struct_fields__}
    return replace(
        dose, **{name: limit for name, limit in limits.items() if limit is not None and getattr(dose, name) > limit}
    )


def _too_many_days(items: list[ClearedItem], at: Heard) -> Iterator[Unsafe]:
    """The days of the week that a therapist named, where a rule allows fewer: which of them go is not ours to choose."""
    for cleared in items:
        item, most = cleared.item, cleared.item.dose.days_per_week
        if len(item.on) > most:
            speaking = at(item.exercise)
            rules = (rule for rule in (*speaking.changing, *speaking.helped) if rule.at_most.days_per_week == most)
            rule = next((rule for rule in rules if concerns(rule, item.exercise)), None)
            message = f"{item.exercise.id} is on {len(item.on)} days a week, and {most} at most are allowed"
            hint = f"name no more than {most} under on: [{', '.join(item.on[:most])}]"
            yield Unsafe(message, where=f"rule {rule.id}" if rule else "", hint=hint)


def _substitute(
    exercise: Exercise,
    at: Heard,
    find: Callable[[str], Exercise],
    taken: set[str],
    *,
    general: bool,
) -> Exercise | None:
    """The first stand-in that no rule forbids: one already in the plan if need be, for it is done anyway."""
    fallback: Exercise | None = None
    for candidate in islice(ladder(exercise, find), 1, None):
        speaking = at(candidate)
        if excluding(candidate, speaking, general=general) is not None:
            continue
        if speaking.of(candidate).blocking:
            continue
        if candidate.evidence in ASKED_FOR:
            continue
        if candidate.id not in taken:
            return candidate
        fallback = fallback or candidate
    return fallback
