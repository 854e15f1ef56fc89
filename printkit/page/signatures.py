"""What screens say of signatures: by which an exercise is in, and which count no more.

A signature is void by the plan alone, wherever it is read (planning.exceptions). One of before names no answers: before
one of them changes on a screen, they are written to it, so that the file, a command and the screens say the same of it.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog import doses
from printkit.content.explanation import Explanation
from printkit.errors import PrintkitError
from printkit.kit import Printkit
from printkit.model import facts
from printkit.model.options import Options
from printkit.page import questions, right_answers, words
from printkit.page.drafts import Draft, Signature
from printkit.page.words import say


class Lifted(Struct, frozen=True):
    """What a signature does to one exercise of the rule's."""

    rule: str
    exercise: str
    says: str  # "in-by" where the rule would leave it out, "alone-by" where it asks for a helper, else ""


class NoMore(Struct, frozen=True):
    """A signature that counts no more, with why, and its place in the draft; None for a dated word, signed elsewhere."""

    place: int | None
    signature: Signature
    says: str


def lifted(kit: Printkit, options: Options) -> frozenset[Lifted]:
    """The exercises to which signatures make a difference."""
    signed = {each.rule for each in options.overrides if each.rule}
    if not options.overrides:
        return frozenset()
    doses = tuple(each for each in options.overrides if each.dose)  # without these nothing could be explained
    bare = {each.exercise: each for each in kit.explain(replace(options, overrides=doses)).exercises}
    found = set()
    for each in kit.explain(options).exercises:
        without = bare.get(each.exercise)
        if each.verdict == "out" or without is None:
            continue
        says = "" if without.verdict == "out" else "alone-by" if without.helper and not each.helper else ""
        by = {ground.rule for ground in without.grounds} & signed
        found |= {Lifted(rule, each.exercise, says) for rule in by}
        found |= {Lifted(one.rule, each.exercise, "in-by" if one.rule else "dose-by") for one in each.by_exception}
    return frozenset(found)


def told(kit: Printkit, options: Options, one: Lifted) -> tuple[str, ...]:
    """By whose signature an exercise is in, or is done alone."""
    if not one.says:
        return ()
    found = []
    facts_now = options.facts()
    for each in options.overrides:
        if each.rule and each.changed(facts_now):
            continue
        of_dose = one.says == "dose-by" and each.dose == one.exercise
        if of_dose or (each.rule == one.rule and each.exercise in ("", one.exercise)):
            found.append(say(kit, one.says, rule=one.rule, name=each.name))
            found.append(say(kit, "signed-day", day=each.on) if each.on else say(kit, "signed-no-day"))
            found += [] if each.exercise or of_dose else [say(kit, "signed-for-all", rule=one.rule)]
    return tuple(found)


def counting_no_more(kit: Printkit, draft: Draft) -> tuple[NoMore, ...]:
    """The signatures that are void on the answers of a draft, and the dated words."""
    signed = draft.signatures
    explained, beyond = _explained(kit, draft)
    found = [
        NoMore(
            at,
            each,
            " ".join((say(kit, "void-one", rule=_what(kit, each), name=each.name), *_other_dose(kit, draft, each))),
        )
        for at, each in enumerate(signed)
        if each.of_dose and each.rule in beyond
    ]
    for one in explained.void if explained is not None else ():
        changed = (
            say(
                kit,
                "void-answer",
                answer=asked(kit, each.name),
                was=questions.answered(kit, draft, each.name, each.was),
                now=questions.answered(kit, draft, each.name, each.now),
            )
            for each in one.changed
        )
        if one.of_word:
            place, signature = None, Signature(one.lifts, one.name, one.reason, exercise=one.exercise)
            says = say(kit, "void-word", what=words.labels_of(kit)("clearances", one.lifts), name=one.name)
        else:
            place = next(at for at, each in enumerate(signed) if each.lifts == (one.lifts, one.exercise))
            signature = signed[place]
            says = say(kit, "void-now", rule=_what(kit, signature), name=one.name)
        then = say(kit, "void-word-again" if one.of_word else "void-back")
        found.append(NoMore(place, signature, " ".join((says, *changed, then))))
    return tuple(found)


def _other_dose(kit: Printkit, draft: Draft, signature: Signature) -> Iterator[str]:
    """What is another dose, or another side, than the one that was signed: from what to what."""
    options, _ = right_answers.readable(kit, draft)
    chosen = options.plan.exercises if options is not None else ()
    choice = next((each for each in chosen if each.exercise == signature.rule), None)
    if options is None or choice is None:
        return
    now = doses.answers_of(choice.dose(kit.catalog.exercise(choice.exercise).dose), options)
    for name, was in signature.answers:
        if (is_now := now.get(name, "")) != was:
            part = name.removeprefix("dose.")
            of_dose = part != name
            values = (
                (was, is_now) if of_dose else (questions.answered(kit, draft, name, each) for each in (was, is_now))
            )
            old, new = (value or say(kit, "no-answer") for value in values)
            asks = f"{say(kit, f'dose-{part}')}:" if of_dose else asked(kit, name)
            yield say(kit, "void-answer", answer=asks, was=old, now=new)


def lifted_by(kit: Printkit, draft: Draft) -> frozenset[tuple[str, str]]:
    """What the signatures of a draft lift, and where, of those that count."""
    void = {each.place for each in counting_no_more(kit, draft)}
    return frozenset(each.lifts for at, each in enumerate(draft.signatures) if at not in void)


def counting_again(kit: Printkit, draft: Draft, again: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The signatures that were void and count `again`, as sentences; none of one that is void by now, or gone."""
    counting = lifted_by(kit, draft) & set(again)
    return tuple(
        say(kit, "counts-again", rule=_what(kit, each), name=each.name)
        for each in draft.signatures
        if each.lifts in counting
    )


def _explained(kit: Printkit, draft: Draft) -> tuple[Explanation | None, Mapping[str, list[str]]]:
    """What is decided of a draft as if its doses were signed; None where nothing can be."""
    options, beyond = right_answers.readable(kit, draft)
    try:
        return kit.explain(options) if options is not None else None, beyond
    except PrintkitError:
        return None, beyond


def naming_too_little(kit: Printkit, draft: Draft) -> tuple[str, ...]:
    """The signatures of a draft that do not say what they were given on, as sentences."""
    explained, beyond = _explained(kit, draft)
    found = explained.loose if explained is not None else ()
    loose = [each for each in found if each.lifts not in beyond]  # those are nobody's
    for_all = {
        each.lifts: say(kit, "signed-for-all", rule=each.lifts)
        for each in loose
        if not each.of_word and _is_for_all(kit, each.lifts, each.exercise)
    }
    return tuple(
        say(kit, "loose-word", what=words.labels_of(kit)("clearances", each.lifts), name=each.name)
        if each.of_word
        else " ".join((say(kit, "loose-one", rule=each.lifts, name=each.name), for_all.get(each.lifts, ""))).strip()
        for each in loose
    )


def asked(kit: Printkit, name: str) -> str:
    """The question of an answer; of what only follows from answers, the answers that it follows from."""
    questions_ = words.spoken(kit).questions
    names = [each for each in sorted(facts.asked_by(name)) if each in questions_]
    if not names:
        return name
    return words.said(kit, questions_[names[0]].ask, names[0])


def one_line(kit: Printkit, signature: Signature) -> str:
    """A signature in a list: what it lifts, for which exercise, who signed it, when and why."""
    day = say(kit, "signed-day", day=signature.on) if signature.on else say(kit, "signed-no-day")
    line = say(kit, "signed-one", rule=_what(kit, signature), name=signature.name, reason=signature.reason)
    for_all = _is_for_all(kit, *signature.lifts)
    return " ".join((line, day, say(kit, "signed-for-all", rule=signature.rule) if for_all else "")).strip()


def _what(kit: Printkit, signature: Signature) -> str:
    """What a signature lifts, with the title of its exercise."""
    exercise = signature.rule if signature.of_dose else signature.exercise
    if exercise not in kit.catalog.names("exercises"):
        return signature.rule
    title = words.exercise(kit, exercise)
    return say(kit, "signed-dose-of", exercise=title) if signature.of_dose else f"{signature.rule} ({title})"


def _is_for_all(kit: Printkit, lifts: str, exercise: str) -> bool:
    """Whether a signature lifts a rule for all exercises."""
    return not exercise and any(rule.id == lifts and not rule.is_of_pages for rule in kit.catalog.rules)


def bound(kit: Printkit, before: Draft, after: Draft) -> Draft:
    """A changed draft whose signatures of before name what they were given on, where that has changed.

    Of a draft with something to put right, what is right is looked at.
    """
    signed = before.signatures
    if before.text == after.text or not signed:
        return after
    old, new = right_answers.options_of(kit, before), right_answers.options_of(kit, after)
    if old is None or new is None:
        return after
    for each, override, given in zip(signed, old.overrides, kit.given_on(old, new), strict=False):
        if each in after.signatures and given != (override,):
            more = (replace(each, exercise=one.exercise, answers=tuple(one.answers.items())) for one in given)
            after = after.unsigned(after.signatures.index(each)).signed(*more)
    return after
