"""The last step of a booklet: how its pages look, and each print that is made of the answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from printkit.diary import next_sheets
from printkit.errors import OptionsError, PrintkitError
from printkit.kit import Print, open_diary
from printkit.model.options import Options
from printkit.outcomes.history import History
from printkit.page import exercises, finding_sheets, next_charts, questions, steps, words
from printkit.page.drafts import Draft
from printkit.page.forms import Field, Form
from printkit.page.house import House
from printkit.page.what_to_do import WhatToDo
from printkit.page.words import say
from printkit.reports.report import Audience

if TYPE_CHECKING:
    from printkit.printing.sets import SetInOne

_TYPE_IN = "returned"  # no print, but what came back of one


def screen(house: House, key: str, draft: Draft) -> Response:
    """The screen, and what its buttons make."""
    fields = questions.look(house.kit, draft)
    form = steps.form_of(house, draft, fields)
    if request.method == "POST":
        pressed = request.form.get("do", "next")
        act = "booklet" if pressed == "next" else pressed  # Enter in a field is the main act
        done = steps.saved(house, key, draft, form, "look")
        if done is not None:
            return done if act.partition(":")[0] in steps.LEAVES else _make(house, key, act)
    return _last(house, key, draft, form, fields)


def _last(house: House, key: str, draft: Draft, form: Form, fields: list[Field]) -> Response:
    _, problems, load = exercises.decided(house, draft, [])
    return steps.asked(
        house,
        key,
        draft,
        "look",
        form,
        steps.title(house, "look"),
        fields=fields,
        open_questions=problems,
        load=load,
        kinds=[*(each for each in _PRINTS if each != "booklet"), *(_OF_DIARY if house.places.diary else ())],
        begins=next_charts.BEGINS,
        step="look",
    )


def _make(house: House, key: str, kind: str) -> Response:
    """Print the draft, or show all that must be put right first, whatever screen it is on."""
    draft = steps.draft_of(house, key)
    if kind not in (*_PRINTS, *(_OF_DIARY if house.places.diary else ()), _TYPE_IN):
        abort(404)
    fields, labels = questions.look(house.kit, draft), words.labels_of(house.kit)
    form = Form(fields, MultiDict({each.name: draft.value(each.name) for each in fields}), labels)
    try:
        if kind == _TYPE_IN:
            return house.to(
                f"returned/{finding_sheets.of_draft(house, draft, booklet=key, kind=_last_made(house, key))}"
            )
        options = draft.options(house.kit)
        exercises.judged(house, options)
        made = _PRINTS[kind](house, options) if kind in _PRINTS else _from_diary(house, form, options, kind)
        if made is not None:
            patient, title, again = steps.file_id(draft), say(house.kit, f"made-{kind}"), f"booklet/{key}/look"
            answers, about = f"booklet/{key}/options.yaml", made.about if isinstance(made, _Next) else ()
            made = made.chart if isinstance(made, _Next) else made
            return house.ready(
                made, f"{patient}-{kind}.pdf", title, again, answers=answers, kind=kind, about=about, draft=draft
            )
    except PrintkitError as error:
        form.problems += dict.fromkeys(exercises.placed(house, draft, each) for each in draft.told(error, labels))
    return _last(house, key, draft, form, fields)


def _last_made(house: House, key: str) -> str:
    """What was made of a draft last, for that is what comes back."""
    made = (each for _, each in reversed(house.memory.made.items()) if each.again == f"booklet/{key}/look")
    return next((each.kind for each in made), "")


class _Next(NamedTuple):
    """The charts that come next, with what to do about what came before them."""

    chart: Print
    about: tuple[WhatToDo, ...]


def _from_diary(house: House, form: Form, options: Options, kind: str) -> "Print | _Next | None":
    """What is made of the entries of a patient; None where the form asks something first.

    A diary that is not there holds nothing, and is not made.
    """
    with open_diary(house.places.diary, new=False) as book:
        history = book.history(options.patient.id if options.patient else "")
    return _OF_DIARY[kind](house, form, options, history)


def _next_chart(house: House, form: Form, options: Options, history: History) -> _Next | None:
    """The charts that come next. Raises OptionsError while the diary has falls that the answers do not know of."""
    if next_charts.BEGINS in request.form:
        form.said[next_charts.BEGINS] = request.form[next_charts.BEGINS]
    found = next_charts.made(house, form, options, history)
    if behind := next_charts.behind(house, options, history):
        raise OptionsError(behind, hint=next_sheets.LOOK_AGAIN)
    return None if found is None else _Next(found.chart, next_charts.about(house, options, history))


_PRINTS: dict[str, Callable[[House, Options], "Print | SetInOne"]] = {
    "booklet": lambda house, options: house.kit.booklet(options),
    "set": lambda house, options: house.kit.set_in_one(options),
    "booklet-clinician": lambda house, options: house.kit.booklet(options, clinician=True),
    "chart": lambda house, options: house.kit.chart(options),
    "fridge": lambda house, options: house.kit.fridge(options),
}
_OF_DIARY: dict[str, Callable[[House, Form, Options, History], "Print | _Next | None"]] = {
    "next-chart": _next_chart,
    "report-patient": lambda house, _, options, history: house.kit.report(options, history, Audience.PATIENT),
    "report-clinician": lambda house, _, options, history: house.kit.report(options, history, Audience.CLINICIAN),
}
