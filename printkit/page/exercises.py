"""The exercises of a booklet: each beside what the rules make of it, chosen one by one or by a programme."""

import re
from collections.abc import Iterator

from flask import Response, request
from msgspec import Struct
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from printkit.content.explanation import ExerciseDecision
from printkit.errors import PrintkitError
from printkit.model.options import Appearance, Options
from printkit.page import finding_exercises, questions, signatures, steps, typed, words
from printkit.page.drafts import Draft
from printkit.page.finding_exercises import Found
from printkit.page.forms import Answered, Field, Form, Problem
from printkit.page.house import House
from printkit.page.messages import sentence
from printkit.page.words import say

_NAMED = re.compile(r" \((?:stroke|health|devices|home)\.[a-z_0-9]+\)")  # how an option file calls an answer
_CHOSEN = "plan.exercises."  # and the place of the exercise


class Row(Struct, frozen=True, kw_only=True):
    """An exercise beside what the rules make of it."""

    exercise: str
    title: str
    verdict: str = ""
    says: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # the names of its dose
    place: int = -1  # among the chosen ones; what stands in for another has none


def screen(house: House, key: str, draft: Draft) -> Response:
    """The screen, and what its buttons do to the list."""
    doses = questions.doses(house.kit, draft)
    plan = questions.plan(house.kit, draft)
    form = steps.form_of(house, draft, [*plan, *(field for each in doses for field in each)])
    if request.method == "POST" and (done := _pressed(house, key, draft, form)) is not None:
        return done
    find = request.args.get("find") or (typed.again(house) or MultiDict[str, str]()).get("find", "")
    rows, problems, load = decided(house, draft, doses)
    return steps.asked(
        house,
        key,
        draft,
        "exercises",
        form,
        steps.title(house, "exercises"),
        plan=plan,
        rows=rows,
        own=len(draft.exercises),
        found=_found(house, find, draft),
        find=find,
        looked="find" in request.args,
        open_questions=problems,
        load=load,
        side=questions.drawn_side(draft),
        person=questions.drawn_person(house.kit, draft),
        step="exercises",
    )


def _pressed(house: House, key: str, draft: Draft, form: Form) -> Response | None:
    """What a button of the exercises leads to; None where something must be put right, or looked at again, first."""
    then, now = form.made_from, draft.exercises
    shown = then.exercises if isinstance(then, Draft) else now
    act = finding_exercises.pressed("next")
    order, place = _done(house, draft, shown, act)
    wanted = tuple(shown[each] if isinstance(each, int) else each for each in order)
    if then is None:  # so old that nobody knows what its places are
        form.problems.append(Problem(says=say(house.kit, "list-differs"), hint=say(house.kit, "press-again")))
    if shown != now:
        _to_their_exercises(house, form, shown, now)
        if wanted != now:  # else the button was pressed twice
            form.problems.append(Problem(says=say(house.kit, "list-differs"), hint=say(house.kit, "press-again")))
    if act.partition(":")[0] in steps.LEAVES:
        return steps.saved(house, key, draft, form, "look")
    after = steps.taken(house, draft, form)
    if form.problems:
        return None
    steps.keep(house, key, draft, after.arranged(order) if shown == now else after)
    return steps.to(house, key, "look") if place is None else steps.to(house, key, "exercises", place)


class _Moved(Struct, frozen=True):
    """Answers of a draft, by the names that they have now."""

    then: Answered
    names: dict[str, str]

    def value(self, name: str) -> str:
        return self.then.value(self.names.get(name, name))


def _to_their_exercises(house: House, form: Form, shown: tuple[str, ...], now: tuple[str, ...]) -> None:
    """Put the doses of a form to where their exercises stand now. What was typed for one that is out is told."""
    then, sent = form.made_from, form.said
    assert then is not None
    said = MultiDict((name, value) for name, value in sent.items(multi=True) if not name.startswith(_CHOSEN))
    names: dict[str, str] = {}
    for place, exercise in enumerate(shown):
        doses = [(f"{_CHOSEN}{place}.{part}", part) for part in (*questions.DOSE, questions.NOTE)]
        typed = {name: sent[name] for name, _ in doses if name in sent}
        if exercise in now:
            moved = {name: f"{_CHOSEN}{now.index(exercise)}.{part}" for name, part in doses}
            said.update({moved[name]: value for name, value in typed.items()})
            names |= {after: before for before, after in moved.items()}
            continue
        own = [
            f"{say(house.kit, f'dose-{part}')}: {typed[name]}"
            for name, part in doses
            if typed.get(name, "") != then.value(name) and name in typed
        ]
        if own:
            says = say(house.kit, "dose-of-none", exercise=house.titled(exercise), doses="; ".join(own))
            form.problems.append(Problem(says=says))
    form.said, form.made_from = said, _Moved(then, names)


def _done(house: House, draft: Draft, chosen: tuple[str, ...], act: str) -> tuple[list[int | str], str | None]:
    """What a button makes of the chosen exercises, and where to look next; None is the next step."""
    verb, _, what = act.partition(":")
    order: list[int | str] = list(range(len(chosen)))
    index = int(what) if what.isdecimal() and int(what) < len(chosen) else None
    if verb == "find":
        return order, f"?find={finding_exercises.as_query(request.form.get('find', ''))}#find"
    if verb == "add" and what in house.kit.catalog.names("exercises") and what not in chosen:
        before = order if chosen else [each for each in _of_programme(house, draft) if each != what]
        return [*before, what], f"#exercise-{what}"
    if verb == "own" and not chosen:
        return [*_of_programme(house, draft)], "#chosen"
    if index is not None and verb == "out":
        return [each for each in order if each != index], "#chosen"
    if index is not None and verb in ("up", "down"):
        other = min(max(index + (1 if verb == "down" else -1), 0), len(order) - 1)
        order[index], order[other] = order[other], order[index]
        return order, f"#exercise-{chosen[index]}"
    return order, "#chosen" if verb == "again" else None


def _of_programme(house: House, draft: Draft) -> Iterator[str]:
    """The exercises that a programme gives, where nobody chose them one by one: those that the rules leave in.

    While the rules cannot speak yet, all of them: nothing that a screen shows may go because another was added.
    """
    known = draft if draft.value("patient.id") else draft.changed("patient.id", "x")  # whose they are is no matter here
    try:
        options = known.options(house.kit)
        found = house.kit.explain(options).exercises
        if not found:
            yield from (each.exercise.id for each in house.kit.plan(options).plan.items)
    except PrintkitError:
        return
    yield from (each.exercise for each in found if each.verdict != "out")


def decided(house: House, draft: Draft, doses: list[list[Field]]) -> tuple[list[Row], list[Problem], tuple[str, ...]]:
    """Each exercise with what the rules make of it; where they cannot speak yet, what must be answered first."""
    labels = words.labels_of(house.kit)
    chosen = draft.exercises
    fields = {name: tuple(each.name for each in dose) for name, dose in zip(chosen, doses, strict=False)}
    places = {name: place for place, name in enumerate(chosen)}
    try:
        options = draft.options(house.kit)
        judged(house, options)
    except PrintkitError as error:
        rows = [
            Row(exercise=name, title=house.titled(name), fields=fields.get(name, ()), place=places.get(name, -1))
            for name in chosen or _of_programme(house, draft)
        ]
        problems = (placed(house, draft, each) for each in draft.told(error, labels))
        return rows, list(dict.fromkeys(problems)), ()  # 2 rules may ask one question
    found = house.kit.explain(options)
    by_name = {each.exercise: each for each in found.exercises}
    signed: dict[str, tuple[str, ...]] = {}
    for one in sorted(signatures.lifted(house.kit, options), key=lambda one: one.rule):
        signed[one.exercise] = (*signed.get(one.exercise, ()), *signatures.told(house.kit, options, one))
    rows = []
    for name in chosen or tuple(each.exercise for each in found.exercises if not each.stands_in_for):
        verdict = by_name.get(name)
        row = _row(house, name, verdict, fields.get(name, ()), places.get(name, -1))
        rows.append(replace(row, says=(*signed.get(name, ()), *row.says)))
        instead = verdict.replaced_by if verdict is not None else ""
        if instead in by_name and instead not in places:
            rows.append(_row(house, instead, by_name[instead], (), -1))
    return rows, [], tuple(sentence(_NAMED.sub("", each)) for each in found.load)


def _row(house: House, name: str, verdict: ExerciseDecision | None, fields: tuple[str, ...], place: int) -> Row:
    title = house.titled(name)
    if verdict is None:
        return Row(exercise=name, title=title, fields=fields, place=place)
    dose = (f"{verdict.dose}.",) if verdict.dose else ()
    says = (*dose, *house.because(verdict))
    return Row(exercise=name, title=title, verdict=verdict.verdict, says=says, fields=fields, place=place)


def judged(house: House, options: Options) -> None:
    """Let the rules speak first, in the language of the screens; a print speaks its own. Raises what they refuse."""
    house.kit.cleared(Appearance(language=house.kit.language).over(options))


def placed(house: House, draft: Draft, problem: Problem) -> Problem:
    """A problem with the screen on which its answer is, and its question where it is not understood without."""
    step = problem.step or questions.step_of(house.kit, problem.field)
    asked = questions.alone(house.kit, draft, problem.field) if problem.bare else ""
    says = problem.says
    if problem.asks:  # in the very words of the question that one finds there
        says = questions.alone(house.kit, draft, problem.field).removesuffix(":") or says
    return replace(problem, says=says, field=problem.field if step else "", step=step, asked=asked)


def _found(house: House, find: str, draft: Draft) -> tuple[Found, ...]:
    """What somebody looked for, without what is chosen already; everything for who has pressed the button alone."""
    return finding_exercises.found(house, find, draft.exercises) if "find" in request.args else ()
