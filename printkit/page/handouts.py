"""One exercise on a page: chosen from a list by what it trains, or looked for by words, with its picture and dose."""

from collections.abc import Callable
from functools import partial

from flask import Response, request
from werkzeug.datastructures import MultiDict

from printkit.errors import PrintkitError, Unsafe
from printkit.kit import Print, Printkit
from printkit.model.constraints import names_someone
from printkit.model.options import Appearance
from printkit.model.vocabulary import Side
from printkit.page import finding_exercises, lists, words
from printkit.page.forms import Choice, Field, Form, Problem
from printkit.page.house import House
from printkit.page.messages import told
from printkit.page.words import say


def add(house: House) -> None:
    """Put this screen in its place."""

    @house.app.route(f"{house.root}/handout", methods=["GET", "POST"])
    def handout() -> Response:
        form = _form(house)
        if request.method == "POST":
            verb, _, what = finding_exercises.pressed("").partition(":")
            if verb == "find":
                return _again(house, f"find={finding_exercises.as_query(form.said.get('find', ''))}&", "#find")
            if verb == "choose" and what in house.kit.catalog.names("exercises"):
                return _again(house, "", "#chosen", exercise=what)
            if (made := _made(house, form)) is not None:
                return made
        return _shown(house, form)


def _form(house: House) -> Form:
    kit = house.kit
    titled = sorted(
        (finding_exercises.group(kit, name), house.titled(name), name) for name in kit.catalog.names("exercises")
    )
    exercises = (
        Choice("", say(kit, "exercise-none")),
        *(Choice(name, title, trained) for trained, title, name in titled),
    )
    return lists.form_of(
        house,
        (
            Field(name="exercise", ask=say(kit, "ask-exercise"), kind="select", choices=exercises),
            words.side(kit),
            words.country(kit, house.clinic.region),
            Field(name="screened_by", ask=say(kit, "ask-screened-by"), kind="text", hint=say(kit, "screened-by-hint")),
            Field(name="screened_on", ask=say(kit, "ask-screened-on"), kind="date"),
            words.look(kit),
            words.language(kit),
        ),
    )


def _again(house: House, asked: str, place: str, **chosen: str) -> Response:
    """The same screen with all that was answered, and more in its address."""
    sent = {name: value for name, value in request.form.items() if name in _ANSWERS}
    key = house.memory.typed.keep(MultiDict({**sent, **chosen}))
    return house.to(f"handout?{asked}typed={key}{place}")


_ANSWERS = ("exercise", "side", "country", "screened_by", "screened_on", "look", "language")


def _shown(house: House, form: Form) -> Response:
    kit = house.kit
    typed = form.said.get("find") if request.method == "GET" else None  # while the language changed
    looked_for = request.args.get("find", typed or None)
    chosen = form.value("exercise") if form.ticked("exercise", form.value("exercise")) else ""
    known = chosen in kit.catalog.names("exercises")
    return house.asked(
        "handout",
        form,
        say(kit, "door-handout"),
        first=("side", "country"),
        more=("screened_by", "screened_on", "look", "language"),
        unreviewed=not all(kit.catalog.exercise(name).reviewed_by for name in kit.catalog.names("exercises")),
        chosen=finding_exercises.row(house, chosen) if known else None,
        find=looked_for or "",
        found=() if looked_for is None else finding_exercises.found(house, looked_for, ()),
        looked=looked_for is not None,
        side=form.value("side") if form.value("side") in list(Side) else str(Side.UNKNOWN),
    )


def _made(house: House, form: Form) -> Response | None:
    """The page; None where something must be put right first."""
    kit = house.kit
    exercise, side, country = form.choice("exercise"), form.choice("side"), form.choice("country")
    screened_by, screened_on, look = form.text("screened_by"), form.day("screened_on"), lists.look_of(form)
    if not exercise and not form.problems_of("exercise"):
        form.complain("exercise", "no-exercise", "choose-exercise")
    if bool(screened_by) != bool(screened_on) and not form.problems:
        form.complain("screened_on" if screened_by else "screened_by", "both-screened", "both-screened-hint")
    if screened_by and not names_someone(screened_by):
        form.complain("screened_by", "no-name", "give-name")
    if screened_on > str(kit.today):
        form.complain("screened_on", "day-to-come", "check-year")
    if form.problems:
        return None
    make = partial(
        kit.handout,
        exercise,
        side=Side(side),
        region=country,
        clinic=house.clinic,
        screened_by=screened_by,
        screened_on=screened_on,
    )
    try:
        made = make(look=look)
    except Unsafe as error:
        _tell_why_not(house, form, _in_own_words(kit, make, error), exercise)
    except PrintkitError as error:
        form.blame(error)
    else:
        return house.ready(made, f"{exercise}-{side}-handout.pdf", house.titled(exercise), "handout")
    return None


def _in_own_words(kit: Printkit, make: Callable[..., Print], error: Unsafe) -> Unsafe:
    """Why a page is not made, in the language of the screen and not in that of the page."""
    try:
        make(look=Appearance(language=kit.language))
    except Unsafe as own:
        return own
    return error


def _tell_why_not(house: House, form: Form, error: Unsafe, exercise: str) -> None:
    """Why a page is not made, at what can be answered here: who has checked the person. The rest a clinician must see."""
    says = told(words.labels_of(house.kit), error.message.replace(exercise, house.titled(exercise)))
    if "screened_by" in error.hint and form.text("screened_by") and not form.problems:  # both are there, and too old
        form.problems.append(Problem(says=says, hint=say(house.kit, "check-is-old"), field="screened_on"))
    elif "screened_by" in error.hint:
        form.problems.append(Problem(says=says, hint=say(house.kit, "name-check-here"), field="screened_by"))
    else:
        form.problems.append(Problem(says=says, hint=say(house.kit, "ask-therapist"), field="exercise"))
