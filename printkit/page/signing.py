"""A signed exception: a clinician lifts one rule for one patient, with a name and a reason that the booklet will show."""

from collections.abc import Iterator

from flask import Response, abort, request
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from printkit.errors import PrintkitError, Several
from printkit.model.constraints import names_someone
from printkit.model.options import Appearance
from printkit.model.vocabulary import Action
from printkit.page import since, steps, typed, words
from printkit.page.drafts import Draft, Signature
from printkit.page.forms import Choice, Field, Form
from printkit.page.house import House
from printkit.page.messages import sentence
from printkit.page.words import say

_KEPT = (Action.MODIFY, Action.LOOK)  # add words or choose the look; nobody lifts them


def add(house: House) -> None:
    """Put this screen in its place."""

    @house.app.route(f"{house.root}/booklet/<key>/sign", methods=["GET", "POST"])
    def sign(key: str) -> Response:
        text = house.memory.drafts.get(key)
        return _sign(house, key, Draft(text) if text is not None else abort(404))


def _sign(house: House, key: str, draft: Draft) -> Response:
    kit = house.kit
    rules = tuple(Choice(rule, f"{rule}: {because}") for rule, because in dict(_may_be_lifted(house, draft)).items())
    fields = (
        Field(
            name="rule", ask=say(kit, "ask-rule"), kind="select", choices=(Choice("", say(kit, "choose-rule")), *rules)
        ),
        Field(name="reason", ask=say(kit, "ask-reason"), kind="text", hint=say(kit, "reason-hint")),
        Field(name="name", ask=say(kit, "ask-signed-by"), kind="text", hint=say(kit, "sign-hint")),
    )
    posted = request.method == "POST"
    form = Form(fields, request.form if posted else typed.again(house) or MultiDict(), words.labels_of(kit))
    void = house.memory.void.get(key) or ()
    verb, _, which = request.form.get("do", "").partition(":")
    if verb == "out":
        return _taken_out(house, key, draft, which)
    if verb == "forget":
        house.memory.void.put(key, tuple(each for each in void if each.rule != which))
        return house.to(f"booklet/{key}/sign")
    if verb == "again":
        said = {each.rule: each.reason for each in void}
        form.said = MultiDict({"rule": which, "reason": said.get(which, "")})
    elif posted:
        signed = _signed(house, draft, form)
        if signed is not None:
            house.memory.drafts.put(key, signed.text)
            house.memory.void.put(key, tuple(each for each in void if each.rule != form.choice("rule")))
            return house.to(f"booklet/{key}/exercises")
    return steps.asked(
        house, key, draft, "sign", form, say(kit, "sign-title"), fields=fields, signatures=draft.signatures,
        rules=[each.value for each in rules],
    )  # fmt: skip


def _signed(house: House, draft: Draft, form: Form) -> Draft | None:
    """The draft with the exception that was signed; None where something must be put right first."""
    sent = Signature(form.said.get("rule", ""), form.text("name"), form.text("reason"))
    if sent in draft.signatures:
        return draft  # the button was pressed twice
    new = Signature(form.choice("rule"), form.text("name"), form.text("reason"))
    if not new.rule and not form.problems:
        form.complain("rule", "no-rule", "choose-rule-hint")
    if not names_someone(new.name) and not form.problems_of("name"):
        form.complain("name", "no-name", "give-name")
    if form.problems:
        return None
    signed = draft.signed(new)
    told = [
        each for each in signed.problems(house.kit, words.labels_of(house.kit)) if each.field.startswith("overrides")
    ]
    form.problems += [replace(each, field=each.field.rpartition(".")[2]) for each in told]
    return None if form.problems else signed


def _taken_out(house: House, key: str, draft: Draft, which: str) -> Response:
    """Without one signature: the one that stood in this place when the screen was made, not any that stands there now."""
    shown = since.made_from(house, draft)
    there = shown.signatures if isinstance(shown, Draft) else ()
    gone = there[int(which)] if which.isdecimal() and int(which) < len(there) else None
    if gone in draft.signatures:
        house.memory.drafts.put(key, draft.unsigned(draft.signatures.index(gone)).text)
    return house.to(f"booklet/{key}/sign")


def _may_be_lifted(house: House, draft: Draft) -> Iterator[tuple[str, str]]:
    """The rules that keep something from this patient and that nobody has signed for yet, with why they do."""
    try:
        cleared = house.kit.cleared(Appearance(language=house.kit.language).over(draft.options(house.kit)))
    except PrintkitError as error:
        for each in error.problems if isinstance(error, Several) else (error,):
            if each.where.startswith("rule ") and "overrides" in each.hint:
                yield each.where.removeprefix("rule "), sentence(each.message)
        return
    for finding in cleared.findings:
        if finding.override is None and finding.rule.action not in _KEPT:
            yield finding.rule.id, sentence(words.said(house.kit, finding.rule.because, finding.rule.id))
