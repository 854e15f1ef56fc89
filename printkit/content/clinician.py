"""The pages of the clinician copy: what was decided, by which rule, from which source."""

from collections.abc import Iterator

from printkit.catalog import citations
from printkit.catalog.citations import tagged
from printkit.catalog.labels import Labels, in_language
from printkit.catalog.store import Catalog
from printkit.content.voice import Voice
from printkit.document import Block, Bullets, Heading, Paragraph, Strong, Table, Text
from printkit.model.options import Override
from printkit.model.person import ClearedFor
from printkit.model.records import PRACTICE_DOSE, Exercise, Rule
from printkit.planning import dose_load
from printkit.planning.safety import Cleared, ClearedItem, Finding


def tables(cleared: Cleared, catalog: Catalog, labels: Labels, voice: Voice) -> Iterator[Block]:
    """Overrides, findings, doses, the load, the next steps, answers and sources, each under its heading."""
    language = cleared.options.language

    def title(exercise: str) -> str:
        if not exercise:
            return ""
        return voice.say(in_language(catalog.exercise(exercise).text, language, exercise).title)

    def say(key: str, **values: object) -> str:
        return labels("clinician", key, **values)

    def dose(item: ClearedItem) -> str:
        return f"{voice.how_much(item.item.dose)}, {voice.how_often(item.item.dose, item.item.on)}"

    def beyond(item: ClearedItem) -> str:
        return labels("clinician", "beyond", exercise=title(item.exercise.id), dose=dose(item))

    planning = catalog.planning

    def signed_by(signed: Override | ClearedFor) -> str:
        name = signed.name if isinstance(signed, Override) else signed.by
        return say("signed-on", name=name, day=voice.date(signed.on) if signed.on else say("no-day"))

    def lifts(signed: Override | ClearedFor) -> str:
        return signed.rule if isinstance(signed, Override) else safe_again(signed)

    def safe_again(word: ClearedFor) -> str:
        return say("safe-again", what=labels("clearances", word.what))

    def lifted_for(finding: Finding, override: Override) -> str:
        if override.exercise or finding.rule.is_of_pages:
            return title(override.exercise)
        let_in = [title(i.exercise.id) for i in cleared.items if finding.rule.id in {f.rule.id for f in i.by_exception}]
        return say("all-here", names=", ".join(let_in)) if let_in else say("all-exercises")

    rows = tuple(
        (
            f.rule.id,
            lifted_for(f, f.override),
            voice.say(in_language(f.rule.because, language, f.rule.id)),
            signed_by(f.override),
            f.override.reason,
        )
        for f in cleared.findings
        if f.override is not None
    )
    rows += tuple(
        (say("dose-of"), title(each.exercise.id), beyond(each), signed_by(signed), signed.reason)
        for each in cleared.items
        if (signed := each.item.signed)
    )
    if rows:
        yield Heading(2, (Text(say("overrides")),))
        head = (say("rule"), say("what"), say("why"), say("signed"), say("reason"))
        yield Table(head, rows, (10, 18, 27, 20, 25))
    for loose in cleared.loose:
        if isinstance(loose.signed, ClearedFor):
            what = labels("clearances", loose.signed.what)
            yield Paragraph((Text(say("loose-word", name=loose.signed.by, what=what)),))
        else:
            yield Paragraph((Text(say("loose", what=loose.signed.rule or title(loose.signed.dose))),))
    if cleared.void:
        yield Heading(2, (Text(say("void")),))
        void = tuple(
            (
                lifts(each.signed),
                title(each.signed.exercise) or say("all-exercises"),
                signed_by(each.signed),
                "; ".join(say("was-is", name=one.name, was=one.was, now=one.now) for one in each.changed),
            )
            for each in cleared.void
        )
        yield Table((say("rule"), say("what"), say("signed"), say("changed")), void, (14, 22, 24, 40))
    if catalog.switched_off:
        yield Heading(2, (Text(say("switched-off")),))
        off = tuple((each.rule, each.name, each.reason) for each in catalog.switched_off)
        yield Table((say("rule"), say("signed"), say("reason")), off, (14, 36, 50))
    yield Heading(2, (Text(say("findings")),))
    found = tuple(
        (
            f.rule.id,
            labels("actions", f.rule.action),
            title(f.exercise) or say("all"),
            _why(f.rule, voice.say(in_language(f.rule.because, language, f.rule.id)), labels),
        )
        for f in sorted(cleared.findings, key=lambda f: not f.rule.differs)
        if f.override is None
    )
    yield Table((say("rule"), say("action"), say("what"), say("why")), found, (11, 14, 21, 54))
    yield Heading(2, (Text(say("doses")),))
    doses = tuple(
        (
            title(item.exercise.id),
            dose(item),
            say("own-dose") if item.item.dose != item.exercise.dose else _basis(item.exercise, labels),
            f"{item.exercise.evidence}; {item.exercise.reviewed_by or say('not-reviewed')}",
        )
        for item in cleared.items
    )
    yield Table((say("what"), say("dose"), say("basis"), say("evidence")), doses, (25, 33, 26, 16))
    load = dose_load.of([item.item for item in cleared.items], planning)
    yield Heading(2, (Text(say("load")),))
    told = (*dose_load.lines(load, cleared.facts, planning, labels, language), *dose_load.effort(planning, labels))
    yield Bullets(tuple((Paragraph((Text(line),)),) for line in told))
    yield Heading(2, (Text(say("ladder")),))
    yield Paragraph((Text(dose_load.moving_up(planning, labels)),))
    none = say("no-step")
    steps = tuple(
        (title(item.exercise.id), title(item.easier) or none, title(item.harder) or none) for item in cleared.items
    )
    yield Table((say("what"), say("down"), say("up")), steps, (34, 33, 33))
    yield Heading(2, (Text(say("answers")),))
    health = cleared.options.health
    if cleared.options.screened:
        yield Paragraph((Text(say("screened")), Text(f" {health.screened_by}, {voice.date(health.screened_on)}.")))
    by_screening = cleared.options.cleared_by_screening()
    answers = [(name, answer) for name, answer in sorted(cleared.facts.items()) if answer != "unknown"]
    given = tuple((name, answer) for name, answer in answers if name not in by_screening)
    yield Table((say("question"), say("answer")), given, (65, 35))
    for answer in dict.fromkeys(answer for name, answer in answers if name in by_screening):
        names = ", ".join(name for name, other in answers if other == answer and name in by_screening)
        yield Paragraph((Text(say("by-screening", answer=answer, names=names)),))
    if left := [name for name, answer in sorted(cleared.facts.items()) if answer == "unknown"]:
        yield Paragraph((Text(f"{say('open')} {', '.join(left)}."),))
    yield from _sources(cleared, catalog, labels, dose_load.source_tags(load, cleared.facts, planning))


def _basis(exercise: Exercise, labels: Labels) -> str:
    """The tag of the source that names the dose, or that none does."""
    return labels("clinician", "practice-dose") if exercise.dose_basis == PRACTICE_DOSE else exercise.dose_basis


def _why(rule: Rule, because: str, labels: Labels) -> str:
    """Why a rule spoke, from which sources, and how it is stricter than they are."""
    differs = f" {labels('clinician', 'differs', how=rule.differs)}" if rule.differs else ""
    return f"{because} ({tagged(rule.source, labels)}){differs}"


def _sources(cleared: Cleared, catalog: Catalog, labels: Labels, of_load: frozenset[str]) -> Iterator[Block]:
    """The counts by kind of source, how much awaits a clinician for want of one, and the sources, guidelines first."""
    rules = {finding.rule.id: finding.rule for finding in cleared.findings}.values()
    exercises = [item.exercise for item in cleared.items]
    counted = (
        ("count-rules", [rule.source for rule in rules]),
        ("count-exercises", [each.source for each in exercises]),
        ("count-doses", [(each.dose_basis,) for each in exercises]),
    )
    yield Heading(2, (Text(labels("clinician", "sources")),))
    lines, awaiting = [labels("clinician", "sources-note")], 0
    for key, items in counted:
        found = citations.counted(items, catalog.sources)
        awaiting += sum(found.get(kind, 0) for kind in citations.AWAITING)
        lines.append(labels("clinician", key, counts=citations.counts(found, labels)))
    lines.append(labels.plural("clinician", "awaiting", awaiting))
    unread = sum(citations.unread(tags, catalog.sources) for _, items in counted for tags in items)
    if unread:
        lines.append(labels("clinician", "unread", count=unread))
    yield Paragraph((Text(" ".join(lines)),))
    used = {tag for _, items in counted for tags in items for tag in tags} | of_load
    rows = citations.listed(used, catalog.sources, labels)
    yield Bullets(tuple((Paragraph((Strong((Text(tags),)), Text(f": {words}"))),) for tags, words in rows))
