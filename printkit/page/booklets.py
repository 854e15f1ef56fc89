"""A booklet for one patient in 4 steps. Each step is a screen of its own and writes into the same draft."""

from collections.abc import Callable

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from printkit.errors import PrintkitError
from printkit.intake import blank_files
from printkit.kit import clinic_of
from printkit.page import drafts, exercises, files, health, look, questions, steps, words
from printkit.page.drafts import Draft
from printkit.page.forms import Field, Form, Problem
from printkit.page.house import House
from printkit.page.words import say


def add(house: House) -> None:
    """Put these screens in their places."""
    app, below = house.app, f"{house.root}/booklet"

    @app.get(below)
    @app.get(f"{below}/open")  # where what must be put right about a file is looked at
    def begin() -> Response:
        return _begin(house, [])

    @app.post(below)
    def new() -> Response:
        draft = Draft(blank_files.starter("options", {})).changed("patient.id", "")  # 2 people may never share one
        return steps.to(house, house.memory.drafts.keep(draft.text), "who")

    @app.post(f"{below}/open")
    def open_file() -> Response:
        form = _begin_form(house)
        data = files.needed(form, "file", "choose-option-file")
        clinic = files.chosen(form, "clinic_file")
        draft, why = drafts.opened(data, words.labels_of(house.kit)) if data else (None, "")
        if data and draft is None:
            form.problems.append(Problem(says=words.say(house.kit, "no-option-file"), hint=why, field="file"))
        if draft is None or form.problems:
            return _begin(house, form.problems)
        if clinic:
            try:
                house.face.clinic = clinic_of(clinic)
            except PrintkitError as error:
                form.blame(error, "clinic_file")
                return _begin(house, form.problems)
        return steps.to(house, house.memory.drafts.keep(draft.text), "who")

    @app.route(f"{below}/<key>/<step>", methods=["GET", "POST"])
    def step(key: str, step: str) -> Response:
        draft = steps.draft_of(house, key)
        screen = _SCREENS.get(step) or abort(404)
        return screen(house, key, draft)

    @app.route(f"{below}/<key>/health/<part>", methods=["GET", "POST"])
    def part(key: str, part: str) -> Response:
        return health.part(house, key, steps.draft_of(house, key), part)

    @app.get(f"{below}/<key>/options.yaml")
    def save(key: str) -> Response:
        return steps.as_file(steps.draft_of(house, key))


def _begin(house: House, problems: list[Problem]) -> Response:
    form = _begin_form(house)
    form.problems = problems
    return house.asked("begin", form, say(house.kit, "door-booklet"))


def _begin_form(house: House) -> Form:
    kit = house.kit
    fields = (
        Field(name="file", ask=say(kit, "ask-option-file"), kind="file", hint=say(kit, "file-hint")),
        Field(name="clinic_file", ask=say(kit, "ask-clinic-file"), kind="file", hint=say(kit, "clinic-file-hint")),
    )
    return Form(fields, MultiDict(), words.labels_of(kit))


def _who(house: House, key: str, draft: Draft) -> Response:
    fields = questions.who(house.kit, draft)
    form = steps.form_of(house, draft, fields)
    done = steps.saved(house, key, draft, form, "health") if request.method == "POST" else None
    return done or steps.asked(
        house, key, draft, "step", form, steps.title(house, "who"), groups=[("", fields)], action="who",
        onward=say(house.kit, "go-on"), step="who",
    )  # fmt: skip


_SCREENS: dict[str, Callable[[House, str, Draft], Response]] = {
    "who": _who,
    "health": health.whole,
    "exercises": exercises.screen,
    "look": look.screen,
}
