"""What was decided for one patient and why: each exercise in, out or changed, by which rule, on which answer."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, to_builtins

from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content.voice import Voice
from printkit.errors import PrintkitError, Several
from printkit.model.options import Options, Override
from printkit.model.person import ClearedFor
from printkit.model.records import COMMON_PRACTICE, Rule
from printkit.model.signed import Changed
from printkit.model.vocabulary import Action, Answer
from printkit.planning import dose_load, exceptions, safety, signing, telling
from printkit.planning import plan as planning
from printkit.planning.plan import Plan
from printkit.planning.safety import Cleared, ClearedItem
from printkit.planning.speaking import is_met

HOUSE_RULE = "house rule"


class Ground(Struct, frozen=True, kw_only=True):
    """One rule that spoke: what it did, why, on which answers, from which sources."""

    rule: str
    action: str
    because: str
    answers: Mapping[str, str]
    sources: tuple[str, ...]
    says: str = ""  # what it adds to the page


class Signed(Struct, frozen=True, kw_only=True):
    """A signed exception: from which rule, or "" for a dose, by whom, on which day as 2026-11-30, and why."""

    rule: str
    name: str
    on: str
    reason: str
    for_all: bool


class Signature(Struct, frozen=True, kw_only=True):
    """A signature that is void, or that does not say what it was given on."""

    lifts: str  # a rule, the exercise whose dose it is, or what a dated word says is safe again
    exercise: str  # "" is all of them
    name: str
    reason: str
    says: str
    changed: tuple[Changed, ...] = ()
    of_word: bool = False  # a dated word of `health.cleared`


class ToSign(Struct, frozen=True, kw_only=True):
    """What a clinician could sign away: a rule at an exercise, "" for pages, and the answers it would be given on."""

    rule: str
    exercise: str
    because: str
    keeps_out: bool
    answers: Mapping[str, str]


class ExerciseDecision(Struct, frozen=True, kw_only=True):
    """What became of one exercise: "in", "changed" or "out"; `dose` only when it is printed."""

    exercise: str
    verdict: str
    dose: str = ""
    helper: bool = False
    replaced_by: str = ""
    stands_in_for: str = ""
    by_exception: tuple[Signed, ...] = ()  # the signatures without which it would be out
    grounds: tuple[Ground, ...] = ()


class Explanation(Struct, frozen=True, kw_only=True):
    """The whole: what was chosen and passed over, each exercise, and what holds for all of the print."""

    version: str
    chosen_by: str
    level: str
    passed: tuple[tuple[str, str], ...]
    exercises: tuple[ExerciseDecision, ...]
    everywhere: tuple[Ground, ...]
    overrides: tuple[str, ...]
    void: tuple[Signature, ...]  # those that no longer hold, and why
    loose: tuple[Signature, ...]  # those that do not say what they were given on, and what to add
    left_out: tuple[str, ...]  # exercises, then topics, as every command says it
    profile: str
    pages: tuple[str, ...]
    minutes_a_day: float
    days_a_week: int
    minutes_are: str  # "below", "within" or "above" the target band; "" where there is none
    load: tuple[str, ...]  # held against the target bands, in sentences
    blocked: tuple[str, ...] = ()
    first: tuple[str, ...] = ()  # what must be done today, before any exercise, in the words of the pages


def explain(catalog: Catalog, options: Options, voice: Voice) -> Explanation:
    """Decide as a print would, and say why. What blocks is in `blocked`, and then nothing else is decided."""
    options = planning.signed(catalog, options)
    plan = planning.within_limits(planning.draft(catalog, options), catalog.planning, options)
    try:
        cleared = safety.review(plan, options, catalog.rules, catalog.exercise, catalog.questions)
    except Several as several:
        return _blocked(plan, catalog, several.problems, _void(catalog, options))
    except PrintkitError as error:
        return _blocked(plan, catalog, (error,), _void(catalog, options))
    load = dose_load.of([item.item for item in cleared.items], catalog.planning)
    printed = {item.exercise.id: item for item in cleared.items}
    verdicts: list[ExerciseDecision] = []
    for name in (*(left.exercise.id for left in cleared.left_out), *printed):
        grounds = tuple(_grounds(name, cleared, voice))
        if name not in printed:
            (left,) = (each for each in cleared.left_out if each.exercise.id == name)
            verdicts.append(
                ExerciseDecision(exercise=name, verdict="out", replaced_by=left.replaced_by, grounds=grounds)
            )
            continue
        item = printed[name]
        dose = f"{voice.how_much(item.item.dose)}, {voice.how_often(item.item.dose, item.item.on)}"
        verdict = "changed" if grounds else "in"
        verdicts.append(
            ExerciseDecision(
                exercise=name,
                verdict=verdict,
                dose=dose,
                helper=item.needs_person,
                stands_in_for=item.stands_in_for,
                by_exception=tuple(_signed(item)),
                grounds=grounds,
            )
        )
    return Explanation(
        version=catalog.version,
        chosen_by=plan.chosen_by,
        level=plan.level,
        passed=tuple((each.exercise.id, each.because) for each in plan.passed),
        exercises=tuple(verdicts),
        everywhere=tuple(_grounds("", cleared, voice)),
        overrides=tuple(_overrides(cleared)),
        void=tuple(map(_void_one, cleared.void)),
        loose=tuple(_signature(each.signed, exceptions.is_loose(each)) for each in cleared.loose),
        left_out=tuple(telling.left_out(cleared)),
        profile=str(cleared.profile),
        pages=cleared.pages,
        minutes_a_day=round(load.minutes_a_day, 1),
        days_a_week=load.days_a_week,
        minutes_are=dose_load.minutes_are(load, cleared.facts, catalog.planning),
        load=tuple(dose_load.lines(load, cleared.facts, catalog.planning, voice.labels, options.language)),
        first=tuple(said_first(cleared, voice)),
    )


def _overrides(cleared: Cleared) -> Iterator[str]:
    for finding in cleared.findings:
        if finding.override is not None:
            reach = f"{finding.rule.id}{_for(finding.rule, finding.override)}"
            yield f"{reach}: {exceptions.signer(finding.override)}: {finding.override.reason}"
    for item in cleared.items:
        if signed := item.item.signed:
            yield f"the dose of {item.exercise.id}: {exceptions.signer(signed)}: {signed.reason}"


def _for(rule: Rule, override: Override) -> str:
    if override.exercise or rule.is_of_pages:
        return f" for {override.exercise}" if override.exercise else ""
    return " for all exercises"


def _signed(item: ClearedItem) -> Iterator[Signed]:
    """The signatures that let an exercise in, or its dose."""
    lifted = [(finding.rule.id, finding.override) for finding in item.by_exception]
    for rule, override in (*lifted, ("", item.item.signed)):
        if override is not None:
            yield Signed(
                rule=rule,
                name=override.name,
                on=str(override.on or ""),
                reason=override.reason,
                for_all=bool(rule) and not override.exercise,
            )


def to_sign(catalog: Catalog, options: Options, voice: Voice) -> tuple[ToSign, ...]:
    """Every rule that a clinician could sign away, at each exercise of the plan, whatever else the plan lacks."""
    options = planning.signed(catalog, options)
    return tuple(
        ToSign(
            rule=each.rule.id,
            exercise=each.exercise,
            because=voice.say(in_language(each.rule.because, options.language, each.rule.id)),
            keeps_out=each.keeps_out,
            answers=each.answers,
        )
        for each in signing.to_sign(planning.draft(catalog, options), options, catalog.rules)
    )


def _void_one(void: exceptions.Void) -> Signature:
    return _signature(void.signed, exceptions.is_void(void), void.changed)


def _signature(signed: exceptions.Signed, says: str, changed: tuple[Changed, ...] = ()) -> Signature:
    if isinstance(signed, ClearedFor):
        return Signature(
            lifts=str(signed.what),
            exercise=signed.exercise,
            name=signed.by,
            reason=signed.limits,
            says=says,
            changed=changed,
            of_word=True,
        )
    return Signature(
        lifts=signed.rule or signed.dose,
        exercise=signed.exercise,
        name=signed.name,
        reason=signed.reason,
        says=says,
        changed=changed,
    )


def _void(catalog: Catalog, options: Options) -> tuple[exceptions.Void, ...]:
    return exceptions.standing(options, catalog.rules, options.facts()).void


def _blocked(
    plan: Plan, catalog: Catalog, problems: tuple[PrintkitError, ...], standing: tuple[exceptions.Void, ...]
) -> Explanation:
    return Explanation(
        version=catalog.version,
        chosen_by=plan.chosen_by,
        level=plan.level,
        passed=tuple((each.exercise.id, each.because) for each in plan.passed),
        exercises=(),
        everywhere=(),
        overrides=(),
        void=tuple(map(_void_one, standing)),
        loose=(),
        left_out=(),
        profile="",
        pages=(),
        minutes_a_day=0,
        days_a_week=0,
        minutes_are="",
        load=(),
        blocked=tuple(str(problem) for problem in problems),
    )


def said_first(cleared: Cleared, voice: Voice) -> Iterator[str]:
    """What must be done today, before any exercise, with its rule: a sentence or two each, in the words of the pages."""
    yield from _said_today(cleared.today, cleared.options.language, voice)


def due_today(catalog: Catalog, options: Options, voice: Voice) -> tuple[str, ...]:
    """The same on answers of which no plan can be made yet."""
    return tuple(_said_today(safety.due_today(options, catalog.rules), options.language, voice))


def _said_today(rules: Iterable[Rule], language: str, voice: Voice) -> Iterator[str]:
    for rule in rules:
        yield f"{voice.say(in_language(rule.today, language, rule.id))} ({rule.id})"


def _grounds(exercise: str, cleared: Cleared, voice: Voice) -> Iterator[Ground]:
    """The rules that spoke at one exercise; "" for those that spoke of the whole print."""
    for finding in cleared.findings:
        if finding.exercise == exercise and finding.override is None:
            rule = finding.rule
            because = voice.say(in_language(rule.because, cleared.options.language, rule.id))
            known = is_met(rule, cleared.facts)
            yield Ground(
                rule=rule.id,
                action=str(rule.action),
                because=because if known else voice.labels("plan", "counts-as-so", because=because),
                answers={name: cleared.facts[name] for name in rule.when},
                sources=sources(rule),
                says=voice.say(in_language(rule.say, cleared.options.language, rule.id)) if rule.say else "",
            )


def sources(rule: Rule) -> tuple[str, ...]:
    """The sources of a rule; common practice is said to be a house rule."""
    return tuple(HOUSE_RULE if tag == COMMON_PRACTICE else tag for tag in rule.source)


def as_json(explanation: Explanation) -> str:
    """The explanation for another program to read."""
    import json  # most commands only ask what was left out

    return json.dumps(to_builtins(explanation), ensure_ascii=False, indent=2) + "\n"


def as_text(explanation: Explanation) -> Iterator[str]:
    """The explanation for a therapist, line by line."""
    yield f"catalogue and rules {explanation.version}"
    yield _chosen(explanation)
    for name, because in explanation.passed:
        yield f"  not chosen: {name} ({because})"
    for problem in explanation.blocked:
        yield f"blocked: {problem}"
    yield from (f"void: {each.says}" for each in explanation.void)
    yield from (f"warning: {each.says}" for each in explanation.loose)
    if explanation.blocked:
        return
    yield from (f"before any exercise: {each}" for each in explanation.first)
    for verdict in explanation.exercises:
        in_place = f" (in place of {verdict.stands_in_for})" if verdict.stands_in_for else ""
        instead = f" -> {verdict.replaced_by or 'nothing in its place'}" if verdict.verdict == "out" else ""
        dose = f": {verdict.dose}{', only with a helper' if verdict.helper else ''}" if verdict.dose else ""
        yield f"{verdict.exercise}: {verdict.verdict}{instead}{in_place}{dose}"
        for signed in verdict.by_exception:
            what, all_ = signed.rule or "its dose", "; it lifts the rule for all exercises" if signed.for_all else ""
            yield f"  in by a signed exception from {what}: {signed.name}, {signed.on or 'no day'}: {signed.reason}{all_}"
        yield from map(_ground, verdict.grounds)
    yield from (f"left out: {each}" for each in explanation.left_out)
    yield "the whole print:"
    yield from map(_ground, explanation.everywhere)
    yield from (f"  signed exception: {each}" for each in explanation.overrides)
    yield f"  look: {explanation.profile}"
    yield from (f"  load: {each}" for each in explanation.load)


def _chosen(explanation: Explanation) -> str:
    if explanation.chosen_by == "therapist":
        return "chosen by the therapist, exercise by exercise"
    return f"chosen from the programme {explanation.chosen_by}, level {explanation.level}"


def _ground(ground: Ground) -> str:
    answers = ", ".join(f"{name} is {value}" for name, value in ground.answers.items()) or "always"
    return f"  {ground.rule} {ground.action}: {ground.because} [{answers}; {', '.join(ground.sources)}]"


def rules(catalog: Catalog) -> Iterator[str]:
    """Every rule on a line: what it does, to what, when, from which source, how it differs from that, who switched it off."""
    off = {each.rule: each for each in catalog.switched_off}
    for rule in catalog.rules:
        when = "; ".join(f"{name} is {' or '.join(values)}" for name, values in rule.when.items()) or "always"
        what = _reach(rule)
        if rule.action is Action.LOOK:
            what = str(rule.profile)
        signed = f"  SWITCHED OFF by {off[rule.id].name}: {off[rule.id].reason}" if rule.id in off else ""
        differs = f"  DIFFERS: {rule.differs}" if rule.differs else ""
        yield f"{rule.id:6} {rule.action:9} {what}  [{when}]  {', '.join(sources(rule))}{differs}{signed}"


def rule_counts(catalog: Catalog) -> Iterator[str]:
    """How many rules, doses, topics and so on rest on each kind of source, and how many await a clinician for it."""
    labels = catalog.labels("en")
    from printkit.catalog import citations  # few ask where all of it comes from

    for what, items in citations.everything(catalog):
        found = citations.counted(items, catalog.sources)
        unread = sum(citations.unread(tags, catalog.sources) for tags in items)
        said = f"; {unread} of these on sources of which only the record was seen" if unread else ""
        yield f"{len(items)} {what}: {citations.counts(found, labels)}{said}"
    differ = sum(bool(rule.differs) for rule in catalog.rules)
    yield f"{differ} rules are stricter than their source; the stricter reading stands until a clinician signs"


def _reach(rule: Rule) -> str:
    """What a rule speaks of, in the words of its row."""
    if rule.helped is Answer.YES:
        return ", ".join(("what needs a helper", *rule.pages))
    reach = [", ".join((*rule.demands, *rule.exercises, *rule.positions, *rule.pages))]
    if rule.all_demands:
        reach = [" with ".join(rule.all_demands)]
    if rule.with_any:
        reach.append(f"and {' or '.join(rule.with_any)}")
    reach += [f"without {each}" for each in rule.not_demands]
    return " ".join(each for each in reach if each) or "all exercises"
