"""A signed exception: a clinician lifts one rule for one patient, with a name and a reason that the booklet will show."""

from collections.abc import Iterator

from flask import Response, abort, request
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from printkit.errors import PrintkitError, Several
from printkit.model.constraints import names_someone
from printkit.model.options import Appearance
from printkit.model.vocabulary import Action
from printkit.page import words
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
    form = Form(fields, request.form if posted else MultiDict(), words.labels_of(kit))
    verb, _, which = request.form.get("do", "").partition(":")
    if posted and verb == "out":
        if which.isdecimal() and int(which) < len(draft.signatures):
            house.memory.drafts.put(key, draft.unsigned(int(which)).text)
        return house.to(f"booklet/{key}/sign")
    if posted:
        new = Signature(form.choice("rule"), form.text("name"), form.text("reason"))
        if not new.rule and not form.problems:
            form.complain("rule", "no-rule", "choose-rule-hint")
        if not names_someone(new.name) and not form.problems_of("name"):
            form.complain("name", "no-name", "give-name")
        if not form.problems:
            signed = draft.signed(new)
            told = [each for each in signed.problems(kit, words.labels_of(kit)) if each.field.startswith("overrides")]
            form.problems += [replace(each, field=each.field.rpartition(".")[2]) for each in told]
            if not form.problems:
                house.memory.drafts.put(key, signed.text)
                return house.to(f"booklet/{key}/exercises")
    return house.asked("sign", form, say(kit, "sign-title"), fields=fields, signatures=draft.signatures, key=key)


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
