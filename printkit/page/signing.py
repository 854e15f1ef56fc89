"""Signed exceptions: a clinician lifts rules at one exercise, or signs its dose, with a name, a reason and a day.

Each names the exercise and the answers that it was given on, and is void when one of these changes.
"""

from collections.abc import Iterator

from flask import Response, abort, request
from msgspec import Struct
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from printkit.catalog import doses
from printkit.errors import PrintkitError
from printkit.model.constraints import names_someone
from printkit.page import right_answers, signatures, since, steps, typed, words
from printkit.page.drafts import Draft, Signature
from printkit.page.forms import Choice, Field, Form
from printkit.page.house import House
from printkit.page.messages import sentence
from printkit.page.words import say

_OF = "at."  # before the exercise, in the name of a field
_PAGES = "pages"


class _Offered(Struct, frozen=True):
    """What can be signed at one exercise, or for pages: what it lifts, with why it is there and on what it is given."""

    lifts: str  # a rule, or "dose"
    exercise: str
    says: str
    answers: tuple[tuple[str, str], ...]

    def signed(self, name: str, reason: str, on: str) -> Signature:
        """The signature for it."""
        if self.lifts == "dose":
            return Signature(self.exercise, name, reason, on=on, answers=self.answers, of_dose=True)
        return Signature(self.lifts, name, reason, exercise=self.exercise, on=on, answers=self.answers)


def add(house: House) -> None:
    """Put this screen in its place."""

    @house.app.route(f"{house.root}/booklet/<key>/sign", methods=["GET", "POST"])
    def sign(key: str) -> Response:
        text = house.memory.drafts.get(key)
        return _sign(house, key, Draft(text) if text is not None else abort(404))


def _sign(house: House, key: str, draft: Draft) -> Response:
    kit = house.kit
    offered = tuple(_offered(house, draft))
    fields = (
        *_asked(house, offered),
        Field(name="reason", ask=say(kit, "ask-reason"), kind="text", hint=say(kit, "reason-hint")),
        Field(name="name", ask=say(kit, "ask-signed-by"), kind="text", hint=say(kit, "sign-hint")),
    )
    posted = request.method == "POST"
    form = Form(fields, request.form if posted else typed.again(house) or MultiDict(), words.labels_of(kit))
    verb, _, which = request.form.get("do", "").partition(":")
    if verb == "out":
        return _taken_out(house, key, draft, which)
    if verb == "again":
        one = _at(_shown(house, draft), which)
        form.said = MultiDict(_again(offered, one)) if one is not None else MultiDict()
    elif posted:
        signed = _signed(house, draft, form, offered)
        if signed is not None:
            house.memory.drafts.put(key, signed.text)
            house.memory.again.put(key, frozenset())  # who signs has read which ones count
            return house.to(f"booklet/{key}/exercises")
    void = {each.place for each in signatures.counting_no_more(kit, draft)}
    return steps.asked(
        house, key, draft, "sign", form, say(kit, "sign-title"), fields=fields,
        signatures=[(at, signatures.one_line(kit, each)) for at, each in enumerate(draft.signatures) if at not in void],
        rules=[each.exercise if each.lifts == "dose" else each.lifts for each in offered],
    )  # fmt: skip


def _asked(house: House, offered: tuple[_Offered, ...]) -> Iterator[Field]:
    """A question for each exercise: which of the rules that speak of it are lifted."""
    for exercise in dict.fromkeys(each.exercise for each in offered):
        choices = tuple(Choice(each.lifts, each.says) for each in offered if each.exercise == exercise)
        ask = say(house.kit, "sign-at", exercise=house.titled(exercise)) if exercise else say(house.kit, "sign-pages")
        yield Field(name=f"{_OF}{exercise or _PAGES}", ask=ask, kind="checks", choices=choices)


def _again(offered: tuple[_Offered, ...], one: Signature) -> Iterator[tuple[str, str]]:
    """The form filled in for one signature that counts no more, but for the name: nobody signs for another."""
    yield "reason", one.reason
    exercise, lifts = (one.rule, "dose") if one.of_dose else (one.exercise, one.rule)
    for each in offered:
        if each.lifts == lifts and (each.exercise == exercise or not exercise):
            yield f"{_OF}{each.exercise or _PAGES}", lifts


def _signed(house: House, draft: Draft, form: Form, offered: tuple[_Offered, ...]) -> Draft | None:
    """The draft with the exceptions that were signed; None where something must be put right first."""
    name, reason, on = form.text("name"), form.text("reason"), str(house.kit.today)
    asked = [field for field in form.fields if field.startswith(_OF)]
    chosen = {(field.removeprefix(_OF), lifts) for field in asked for lifts in form.choices(field)}
    new = [each.signed(name, reason, on) for each in offered if (each.exercise or _PAGES, each.lifts) in chosen]
    if not new and _is_there(draft, form.said, name, reason):
        return draft  # the button was pressed twice: what is signed is offered no more, but for what is void by now
    if not new and not form.problems:
        form.complain(asked[0] if asked else "reason", "no-rule", "choose-rule-hint")
    if not names_someone(name) and not form.problems_of("name"):
        form.complain("name", "no-name", "give-name")
    if form.problems:
        return None
    signed = draft.signed(*new)
    for each in signed.problems(house.kit, words.labels_of(house.kit)):
        if each.field.startswith("overrides"):
            part = each.field.rpartition(".")[2]
            form.problems.append(replace(each, field=part if part in ("name", "reason") else ""))
    form.problems = list(dict.fromkeys(form.problems))  # several entries have one name and one reason
    return None if form.problems else signed


def _is_there(draft: Draft, said: MultiDict[str, str], name: str, reason: str) -> bool:
    """Whether all that was sent is signed already, by the same name for the same reason."""
    sent = {
        (field.removeprefix(_OF), lifts) for field in said if field.startswith(_OF) for lifts in said.getlist(field)
    }
    there = {
        (each.rule, "dose") if each.of_dose else (each.exercise or _PAGES, each.rule)
        for each in draft.signatures
        if (each.name, each.reason) == (name, reason)
    }
    return bool(sent) and sent <= there


def _shown(house: House, draft: Draft) -> tuple[Signature, ...]:
    """The signatures as they stood when the screen was made."""
    shown = since.made_from(house, draft)
    return shown.signatures if isinstance(shown, Draft) else ()


def _at(there: tuple[Signature, ...], place: str) -> Signature | None:
    return there[int(place)] if place.isdecimal() and int(place) < len(there) else None


def _taken_out(house: House, key: str, draft: Draft, which: str) -> Response:
    """Without one signature: the one that stood in this place when the screen was made, not any that stands there now."""
    gone = _at(_shown(house, draft), which)
    if gone in draft.signatures:
        house.memory.drafts.put(key, draft.unsigned(draft.signatures.index(gone)).text)
    return house.to(f"booklet/{key}/sign")


def _offered(house: House, draft: Draft) -> Iterator[_Offered]:
    """All that a clinician could sign at each exercise, at once, with why it is there."""
    kit = house.kit
    options, beyond = right_answers.readable(kit, draft)
    if options is None:
        return
    for choice in options.plan.exercises:
        if choice.exercise in beyond:
            answers = doses.answers_of(choice.dose(kit.catalog.exercise(choice.exercise).dose), options)
            says = say(kit, "sign-dose", why=" ".join(beyond[choice.exercise]))
            yield _Offered("dose", choice.exercise, says, tuple(answers.items()))
    try:
        rules = kit.to_sign(options)
    except PrintkitError:  # nothing can be chosen; the exercises' screen says why
        return
    for each in rules:
        how = "sign-keeps-out" if each.keeps_out else "sign-changes" if each.exercise else "sign-page"
        says = say(kit, how, rule=each.rule, because=sentence(each.because))
        yield _Offered(each.rule, each.exercise, says, tuple(each.answers.items()))
