"""What every step of a booklet does: ask what stands in the draft, take what was sent, and go where a button says."""

import re
from collections.abc import Iterable

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from printkit.model.options import PATIENT_ID
from printkit.page import questions, signatures, since, typed, urgent, words
from printkit.page.drafts import Draft
from printkit.page.forms import Field, Form, Problem
from printkit.page.house import House
from printkit.page.words import say

STEPS = ("who", "health", "exercises", "look")
LEAVES = ("to", "save")  # what a button does that leaves a screen, or takes its answers along as a file
ALL = "all"  # parts of the health questions on one screen


def draft_of(house: House, key: str) -> Draft:
    """The draft of a key; ends the request where it is not kept any more.

    Where nobody has said in which language its pages are, they are in that of the screens, and change with it.
    """
    text = house.memory.drafts.get(key)
    draft = Draft(text) if text is not None else abort(404)
    of_screens, spoken = house.memory.page_languages.get(key), house.kit.language
    if of_screens and of_screens != spoken and draft.value(questions.LANGUAGE[0]) == of_screens:
        draft = draft.changed(questions.LANGUAGE[0], "")  # the screens have changed back
        house.memory.page_languages.put(key, "")
    if spoken != "en" and not any(map(draft.value, questions.LANGUAGE)):
        draft = draft.changed(questions.LANGUAGE[0], spoken)
        house.memory.page_languages.put(key, spoken)
    house.memory.drafts.put(key, draft.text)
    return draft


def as_file(draft: Draft) -> Response:
    """The draft as an option file to save."""
    held = {"Content-Disposition": f'attachment; filename="{file_id(draft)}.yaml"'}
    return Response(draft.text.encode(), mimetype="application/yaml", headers=held)


def to(house: House, key: str, step: str, place: str = "") -> Response:
    """See a step next, and a place in it."""
    return house.to(f"booklet/{key}/{step}{place}")


def file_id(draft: Draft) -> str:
    """How the files of a draft are named: by the patient's id, once it is one, whatever else is still to put right."""
    patient = draft.value("patient.id")
    return patient if re.fullmatch(PATIENT_ID, patient) else "options"


def keep(house: House, key: str, before: Draft, after: Draft) -> None:
    """Keep a draft in place of the one before, its signatures with what they were given on before it changed."""
    after = signatures.bound(house.kit, before, after)
    house.memory.drafts.put(key, after.text)
    if after.text == before.text or not after.signatures:
        return
    again = signatures.lifted_by(house.kit, after) - signatures.lifted_by(house.kit, before)
    there = {each.lifts for each in before.signatures}  # who signs anew knows what counts
    house.memory.again.put(key, (house.memory.again.get(key) or frozenset()) | (again & there))


def asked(house: House, key: str, draft: Draft, screen: str, form: Form, title: str, **names: object) -> Response:
    """A screen of a draft, with a key of the answers that it shows and with the signatures that count no more."""
    return house.asked(
        screen, form, title, key=key, steps=STEPS, made_from=since.key(house, draft),
        void=signatures.counting_no_more(house.kit, draft),
        again=signatures.counting_again(house.kit, draft, house.memory.again.get(key) or ()),
        loose=signatures.naming_too_little(house.kit, draft), due=urgent.told(house.kit, draft, form), **names,
    )  # fmt: skip


def form_of(house: House, draft: Draft, fields: Iterable[Field]) -> Form:
    """What was sent, else what stands in the draft with all that is wrong with it, but not that it has no id yet."""
    fields = tuple(fields)
    if request.method == "POST":
        form = Form(fields, request.form, words.labels_of(house.kit))
        form.made_from = since.made_from(house, draft)
        return form
    said = MultiDict({field.name: draft.value(field.name) for field in fields})
    if (unsent := typed.again(house)) is not None:
        said = MultiDict({**said, **{name: unsent[name] for name in unsent if name in said}})
    form = Form(fields, said, words.labels_of(house.kit))
    for each in _of_these(house, draft, form):
        if each.field != "patient.id" or draft.value(each.field):
            form.note(each)
    return form


def _of_these(house: House, draft: Draft, form: Form) -> list[Problem]:
    """What is wrong with the answers of one screen."""
    return [each for each in draft.problems(house.kit, words.labels_of(house.kit)) if each.field in form.fields]


def taken(house: House, draft: Draft, form: Form) -> Draft:
    """The draft with what was changed on a screen. An answer that is as it was is not touched.

    One that was given otherwise since the screen was made is a problem of the form, and is not touched either.
    """
    since.ask(form, draft)
    for name, field in form.fields.items():
        if name in form.differing or _is_as_it_was(draft, form, name):
            continue
        after = form.choice(name) if field.kind in ("select", "radio") else form.text(name)
        if not form.problems_of(name):
            draft = draft.changed(name, after)
    for each in _of_these(house, draft, form):
        form.note(each)
    return draft


def _is_as_it_was(draft: Draft, form: Form, name: str) -> bool:
    """Whether a field was sent as it stands in the draft, or not at all."""
    sent = form.said.get(name)
    return sent is None or sent.replace("\r\n", "\n").strip() == draft.value(name)


def saved(house: House, key: str, draft: Draft, form: Form, onward: str) -> Response | None:
    """What was sent, put into the draft, and the screen after it; None where something must be put right first.

    The button says which: another screen, the answers as a file, or what comes next. What was wrong before anybody
    touched it, as in a file that was opened, holds nobody back from another screen or from the file.
    """
    verb, _, where = request.form.get("do", "").partition(":")
    untouched = all(_is_as_it_was(draft, form, name) for name in form.fields)
    kept, draft = draft, taken(house, draft, form)
    leaves = verb in ("to", "save")  # with what is there, which may have no id yet
    missing = [each for each in form.problems if each.field != "patient.id" or draft.value("patient.id") or not leaves]
    if where == "sign":  # where a dose beyond its limits is signed
        missing = [each for each in missing if not each.signable]
    if missing and not (leaves and untouched):
        return None
    keep(house, key, kept, draft)
    if verb == "save":
        after = draft_of(house, key)
        since.stays(house, after)
        return as_file(after)
    if verb == "to":
        step, _, part = where.partition("/")
        known = step in (*STEPS, "sign") and (not part or (step == "health" and part in parts_of(house)))
        return to(house, key, where) if known else abort(404)
    return to(house, key, onward)


def title(house: House, step: str) -> str:
    """What a step is called."""
    return say(house.kit, f"step-{step}")


def parts_of(house: House) -> tuple[str, ...]:
    """The parts of the health questions, and what stands for all of them."""
    return (*house.kit.catalog.question_parts, ALL)
