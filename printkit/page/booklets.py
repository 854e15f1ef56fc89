"""A booklet for one patient in 4 steps. Each step is a screen of its own and writes into the same draft."""

from collections.abc import Callable, Iterable

from flask import Response, abort, request
from msgspec import Struct
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from printkit.errors import PrintkitError
from printkit.intake import blank_files
from printkit.kit import Print, clinic_of, open_diary
from printkit.model.options import Appearance, Options
from printkit.outcomes.history import History
from printkit.page import drafts, questions, returned, words
from printkit.page.drafts import Draft
from printkit.page.forms import Field, Form, Problem
from printkit.page.house import House
from printkit.page.messages import sentence
from printkit.page.words import say
from printkit.reports.report import Audience

STEPS = ("who", "health", "exercises", "look")
_TYPE_IN = "returned"  # no print, but what came back of one
_FOUND = 12  # exercises that a search shows


class Row(Struct, frozen=True, kw_only=True):
    """An exercise beside what the rules make of it."""

    exercise: str
    title: str
    verdict: str = ""
    says: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # the names of its dose


def add(house: House) -> None:
    """Put these screens in their places."""
    app, below = house.app, f"{house.root}/booklet"

    @app.get(below)
    def begin() -> Response:
        return _begin(house, [])

    @app.post(below)
    def new() -> Response:
        draft = Draft(blank_files.starter("options", {})).changed("patient.id", "")  # 2 people may never share one
        return _to(house, house.memory.drafts.keep(draft.text), "who")

    @app.post(f"{below}/open")
    def open_file() -> Response:
        file, clinic_file = request.files.get("file"), request.files.get("clinic_file")
        draft, why = drafts.opened(file.read() if file else b"", words.labels_of(house.kit))
        if draft is None:
            says = words.say(house.kit, "no-option-file")
            return _begin(house, [Problem(says=says, hint=why, field="file")])
        if data := clinic_file.read() if clinic_file else b"":
            try:
                house.face.clinic = clinic_of(data)
            except PrintkitError as error:
                form = _begin_form(house)
                form.blame(error, "clinic_file")
                return _begin(house, form.problems)
        return _to(house, house.memory.drafts.keep(draft.text), "who")

    @app.route(f"{below}/<key>/<step>", methods=["GET", "POST"])
    def step(key: str, step: str) -> Response:
        draft = _draft(house, key)
        screen = _SCREENS.get(step) or abort(404)
        return screen(house, key, draft)

    @app.get(f"{below}/<key>/options.yaml")
    def save(key: str) -> Response:
        draft = _draft(house, key)
        name = f"{_file_id(house, draft)}.yaml"
        held = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(draft.text.encode(), mimetype="application/yaml", headers=held)


def _draft(house: House, key: str) -> Draft:
    """A draft; where nobody has said in which language its pages are, they are in that of the screens from here on."""
    text = house.memory.drafts.get(key)
    draft = Draft(text) if text is not None else abort(404)
    if house.kit.language != "en" and not any(map(draft.value, questions.LANGUAGE)):
        draft = draft.changed(questions.LANGUAGE[0], house.kit.language)
        house.memory.drafts.put(key, draft.text)
    return draft


def _to(house: House, key: str, step: str, place: str = "") -> Response:
    return house.to(f"booklet/{key}/{step}{place}")


def _file_id(house: House, draft: Draft) -> str:
    """How the files of a draft are named: by the patient's id, once it is one."""
    try:
        patient = draft.options(house.kit).patient
    except PrintkitError:
        return "options"
    return patient.id if patient else "options"


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


def _form(house: House, draft: Draft, fields: Iterable[Field]) -> Form:
    """What was sent, else what stands in the draft with all that is wrong with it."""
    fields = tuple(fields)
    if request.method == "POST":
        return Form(fields, request.form, words.labels_of(house.kit))
    form = Form(
        fields, MultiDict({field.name: draft.value(field.name) for field in fields}), words.labels_of(house.kit)
    )
    form.problems += _of_these(house, draft, form)
    return form


def _of_these(house: House, draft: Draft, form: Form) -> list[Problem]:
    """What is wrong with the answers of one screen."""
    return [each for each in draft.problems(house.kit, words.labels_of(house.kit)) if each.field in form.fields]


def _taken(house: House, draft: Draft, form: Form) -> Draft:
    """The draft with what was changed on a screen. An answer that is as it was is not touched."""
    for name, field in form.fields.items():
        before, sent = draft.value(name), form.said.get(name)
        if sent is None or sent.replace("\r\n", "\n").strip() == before:
            continue
        after = form.choice(name) if field.kind in ("select", "radio") else form.text(name)
        if not form.problems_of(name):
            draft = draft.changed(name, after)
    form.problems += _of_these(house, draft, form)
    return draft


def _asked_in_turn(house: House, key: str, draft: Draft, step: str, groups: list[tuple[str, list[Field]]]) -> Response:
    """A step that is questions alone."""
    form = _form(house, draft, (field for _, fields in groups for field in fields))
    if request.method == "POST":
        draft = _taken(house, draft, form)
        if not form.problems:
            house.memory.drafts.put(key, draft.text)
            return _to(house, key, STEPS[STEPS.index(step) + 1])
    return house.asked("step", form, _title(house, step), groups=groups, step=step, steps=STEPS, key=key)


def _who(house: House, key: str, draft: Draft) -> Response:
    return _asked_in_turn(house, key, draft, "who", [("", questions.who(house.kit, draft))])


def _health(house: House, key: str, draft: Draft) -> Response:
    return _asked_in_turn(house, key, draft, "health", questions.health(house.kit, draft))


def _exercises(house: House, key: str, draft: Draft) -> Response:
    doses = questions.doses(house.kit, draft)
    plan = questions.plan(house.kit, draft)
    form = _form(house, draft, [*plan, *(field for each in doses for field in each)])
    if request.method == "POST":
        draft = _taken(house, draft, form)
        if not form.problems:
            draft, place = _done(house, draft, _act())
            house.memory.drafts.put(key, draft.text)
            return _to(house, key, "look") if place is None else _to(house, key, "exercises", place)
    find = request.args.get("find", "")
    rows, problems, load = _decided(house, draft, doses)
    return house.asked(
        "exercises",
        form,
        _title(house, "exercises"),
        plan=plan,
        rows=rows,
        own=bool(draft.exercises),
        found=_found(house, find, draft),
        find=find,
        open_questions=problems,
        load=load,
        side=_drawn_side(draft),
        step="exercises",
        steps=STEPS,
        key=key,
    )


def _act() -> str:
    """What was pressed. Who presses Enter behind words to look for has pressed the first button, and wants to find."""
    pressed, sought = request.form.get("do", ""), request.form.get("find", "")
    return "find" if pressed == "next" and sought not in ("", request.form.get("found", "")) else pressed


def _done(house: House, draft: Draft, act: str) -> tuple[Draft, str | None]:
    """What a button beside an exercise does, and where to look next; None is the next step."""
    verb, _, what = act.partition(":")
    chosen = list(draft.exercises)
    order: list[int | str] = list(range(len(chosen)))
    index = int(what) if what.isdecimal() and int(what) < len(chosen) else None
    if verb == "find":
        return draft, f"?find={_as_query(request.form.get('find', ''))}#find"
    if verb == "add" and what in house.kit.catalog.names("exercises") and what not in chosen:
        return draft.arranged([*order, what]), f"#exercise-{what}"
    if verb == "own" and not chosen:
        rows, _, _ = _decided(house, draft, [])
        return draft.arranged([row.exercise for row in rows if row.verdict != "out"]), "#chosen"
    if index is not None and verb == "out":
        return draft.arranged([each for each in order if each != index]), "#chosen"
    if index is not None and verb in ("up", "down"):
        other = min(max(index + (1 if verb == "down" else -1), 0), len(order) - 1)
        order[index], order[other] = order[other], order[index]
        return draft.arranged(order), f"#exercise-{chosen[index]}"
    return draft, "#chosen" if verb == "again" else None


def _as_query(typed: str) -> str:
    from urllib.parse import quote

    return quote(typed[:100], safe="")


def _decided(house: House, draft: Draft, doses: list[list[Field]]) -> tuple[list[Row], list[Problem], tuple[str, ...]]:
    """Each exercise with what the rules make of it; where they cannot speak yet, what must be answered first."""
    labels = words.labels_of(house.kit)
    chosen = draft.exercises
    fields = {name: tuple(each.name for each in dose) for name, dose in zip(chosen, doses, strict=False)}
    try:
        options = draft.options(house.kit)
        _judged(house, options)
    except PrintkitError as error:
        rows = [Row(exercise=name, title=_titled(house, name), fields=fields.get(name, ())) for name in chosen]
        return rows, [_placed(each) for each in draft.told(error, labels)], ()
    found = house.kit.explain(options)
    by_name = {each.exercise: each for each in found.exercises}
    names = chosen or tuple(each.exercise for each in found.exercises if not each.stands_in_for)
    rows = []
    for name in names:
        verdict = by_name.get(name)
        says = house.because(verdict) if verdict else ()
        dose = (f"{verdict.dose}.",) if verdict and verdict.dose else ()
        rows.append(
            Row(
                exercise=name,
                title=_titled(house, name),
                verdict=verdict.verdict if verdict else "",
                says=(*dose, *says),
                fields=fields.get(name, ()),
            )
        )
    return rows, [], tuple(map(sentence, found.load))


def _judged(house: House, options: Options) -> None:
    """Let the rules speak first, in the language of the screens; a print speaks its own. Raises what they refuse."""
    house.kit.cleared(Appearance(language=house.kit.language).over(options))


def _titled(house: House, name: str) -> str:
    return house.titled(name) if name in house.kit.catalog.names("exercises") else name


def _placed(problem: Problem) -> Problem:
    """A problem with the screen on which its answer is."""
    step = questions.step_of(problem.field)
    return replace(problem, field=problem.field if step else "", step=step)


def _drawn_side(draft: Draft) -> str:
    said = draft.value("stroke.affected_side")
    return said if said in ("left", "right", "both") else "unknown"


def _found(house: House, find: str, draft: Draft) -> list[Row]:
    """The exercises that have every word of a search in their title, purpose or id."""
    sought = find.casefold().split()
    if not sought:
        return []
    rows: list[Row] = []
    spoken = words.spoken(house.kit)
    for name in spoken.names("exercises"):
        title, purpose = house.titled(name), words.said(house.kit, spoken.exercise(name).text, name).purpose
        said = f"{name} {title} {purpose}".casefold()
        if name not in draft.exercises and all(word in said for word in sought):
            rows.append(Row(exercise=name, title=title))
    return rows[:_FOUND]


def _look(house: House, key: str, draft: Draft) -> Response:
    fields = questions.look(house.kit, draft)
    form = _form(house, draft, fields)
    if request.method == "POST":
        draft = _taken(house, draft, form)
        if not form.problems:
            house.memory.drafts.put(key, draft.text)
            return _make(house, key, request.form.get("do", "booklet"))
    return _last(house, key, draft, form, fields)


def _last(house: House, key: str, draft: Draft, form: Form, fields: list[Field]) -> Response:
    _, problems, load = _decided(house, draft, [])
    return house.asked(
        "look",
        form,
        _title(house, "look"),
        fields=fields,
        open_questions=problems,
        load=load,
        kinds=[*(each for each in _PRINTS if each != "booklet"), *(_OF_DIARY if house.places.diary else ())],
        step="look",
        steps=STEPS,
        key=key,
    )


def _make(house: House, key: str, kind: str) -> Response:
    """Print the draft, or show all that must be put right first, whatever screen it is on."""
    draft = _draft(house, key)
    if kind not in (*_PRINTS, *(_OF_DIARY if house.places.diary else ()), _TYPE_IN):
        abort(404)
    try:
        if kind == _TYPE_IN:
            return house.to(f"returned/{returned.of_draft(house, draft)}")
        options = draft.options(house.kit)
        _judged(house, options)
        made = _PRINTS[kind](house, options) if kind in _PRINTS else _from_diary(house, options, kind)
        patient = _file_id(house, draft)
        title = say(house.kit, f"made-{kind}")
        return house.ready(
            made, f"{patient}-{kind}.pdf", title, f"booklet/{key}/look", answers=f"booklet/{key}/options.yaml"
        )
    except PrintkitError as error:
        fields = questions.look(house.kit, draft)
        form = Form(
            fields, MultiDict({each.name: draft.value(each.name) for each in fields}), words.labels_of(house.kit)
        )
        form.problems = [_placed(each) for each in draft.told(error, words.labels_of(house.kit))]
        return _last(house, key, draft, form, fields)


def _from_diary(house: House, options: Options, kind: str) -> Print:
    """What is made of the entries of a patient. A diary that is not there holds nothing, and is not made."""
    with open_diary(house.places.diary, new=False) as book:
        history = book.history(options.patient.id if options.patient else "")
    return _OF_DIARY[kind](house, options, history)


def _title(house: House, step: str) -> str:
    return say(house.kit, f"step-{step}")


_SCREENS: dict[str, Callable[[House, str, Draft], Response]] = {
    "who": _who,
    "health": _health,
    "exercises": _exercises,
    "look": _look,
}
_PRINTS: dict[str, Callable[[House, Options], Print]] = {
    "booklet": lambda house, options: house.kit.booklet(options),
    "booklet-clinician": lambda house, options: house.kit.booklet(options, clinician=True),
    "chart": lambda house, options: house.kit.chart(options),
    "fridge": lambda house, options: house.kit.fridge(options),
}
_OF_DIARY: dict[str, Callable[[House, Options, History], Print]] = {
    "next-chart": lambda house, options, history: house.kit.next_chart(options, history).chart,
    "report-patient": lambda house, options, history: house.kit.report(options, history, Audience.PATIENT),
    "report-clinician": lambda house, options, history: house.kit.report(options, history, Audience.CLINICIAN),
}
