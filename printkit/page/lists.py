"""The family's screens: a list after at most 5 questions, a leaflet, the skin day by day, what to do first.

Which lists and leaflets there are is the catalogue's to say: a new file in it is a new door.
"""

from collections.abc import Iterable

from flask import Response, abort, request
from msgspec import Struct
from werkzeug.datastructures import MultiDict

from printkit.errors import PrintkitError
from printkit.model.options import Appearance
from printkit.model.records import Topic
from printkit.model.vocabulary import PrintProfile, Side
from printkit.page import files, typed, words
from printkit.page.forms import Choice, Field, Form
from printkit.page.house import House
from printkit.page.words import say

_FIRST = "home-safety"  # the list that most families need
_FOR_CLINICIANS = "clinician"  # the chapter that no page for patients prints
_CARE = "care"  # the chapter on life after a stroke


class Way(Struct, frozen=True):
    """One door of the first screen: where it leads below the root, and its words."""

    to: str
    says: str
    about: str = ""


def doors(house: House) -> tuple[Way, ...]:
    """What a family can print, the most needed first."""
    labels = words.labels_of(house.kit)

    def way(to: str, name: str) -> Way:
        title = titled(house, name) if to.startswith("checklist/") else labels("screen", f"door-{name}")
        about = f"door-{name}-about"
        return Way(to, title, labels("screen", about) if about in labels.groups["screen"] else "")

    names = house.kit.catalog.names("checklists")
    first, *others = sorted(names, key=lambda name: name != _FIRST)
    return (
        way(f"checklist/{first}", first),
        *(way(name, name) for name in ("handout", "todo", "leaflet", "skin-sheet")),
        *(way(f"checklist/{name}", name) for name in others),
    )


def titled(house: House, name: str) -> str:
    """What the door to a list says: the words of the screens for it, else its own title."""
    labels = words.labels_of(house.kit)
    if f"door-{name}" in labels.groups["screen"]:
        return labels("screen", f"door-{name}")
    return words.title(house.kit, words.spoken(house.kit).checklist(name).text, name)


def add(house: House) -> None:
    """Put these screens in their places."""

    @house.app.route(f"{house.root}/checklist/<name>", methods=["GET", "POST"])
    def checklist(name: str) -> Response:
        if name not in house.kit.catalog.names("checklists"):
            abort(404)
        return _checklist(house, name)

    @house.app.route(f"{house.root}/leaflet", methods=["GET", "POST"])
    def leaflet() -> Response:
        return _leaflet(house)

    @house.app.route(f"{house.root}/todo", methods=["GET", "POST"])
    def todo() -> Response:
        return _todo(house)

    @house.app.route(f"{house.root}/skin-sheet", methods=["GET", "POST"])
    def skin_sheet() -> Response:
        return _skin_sheet(house)


def look_of(form: Form) -> Appearance:
    """How the pages shall look."""
    chosen, language = form.choice("look"), form.choice("language")
    return Appearance(profile=PrintProfile(chosen) if chosen else None, language=None if language == "en" else language)


def form_of(house: House, fields: Iterable[Field]) -> Form:
    """What was sent, or an empty form on the first visit."""
    said = request.form if request.method == "POST" else typed.again(house)
    return Form(fields, MultiDict(house.memory.answered) if said is None else said, words.labels_of(house.kit))


def _checklist(house: House, name: str) -> Response:
    kit = house.kit
    found = words.spoken(kit).checklist(name)
    rooms = tuple(Choice(room.id, words.said(kit, room.title, name)) for room in found.rooms)
    form = form_of(
        house,
        (
            words.country(kit, house.clinic.region),
            words.side(kit),
            words.yes_or_no(kit, "brace"),
            words.yes_or_no(kit, "stick"),
            words.yes_or_no(kit, "alone"),
            Field(name="room", ask=say(kit, "ask-rooms"), kind="checks", choices=rooms, hint=say(kit, "rooms-hint")),
            words.look(kit),
            words.language(kit),
        ),
    )
    title = titled(house, name)
    if request.method == "POST":
        asked, country, side = form.choices("room"), form.choice("country"), form.choice("side")
        brace, stick, alone, look = form.answer("brace"), form.answer("stick"), form.answer("alone"), look_of(form)
        if not form.problems:
            try:
                made = kit.checklist(
                    name,
                    rooms=asked,
                    side=Side(side),
                    region=country,
                    clinic=house.clinic,
                    brace=brace,
                    stick=bool(stick),
                    lives_alone=alone,
                    look=look,
                )
            except PrintkitError as error:
                form.blame(error)
            else:
                file = f"{name}-checklist-{made.cleared.options.print.printed_on}.pdf"
                return house.ready(made, file, words.title(kit, found.text, name), f"checklist/{name}")
    return house.asked(
        "ask",
        form,
        title,
        first=("country", "side", "brace", "stick", "alone"),
        more=("room", "look", "language"),
        unreviewed=not found.reviewed_by,
        action=f"checklist/{name}",
    )


def _leaflet(house: House) -> Response:
    kit = house.kit
    topics = {name: words.spoken(kit).topic(name) for name in kit.catalog.names("topics")}
    named = sorted(
        Choice(name, words.title(kit, topic.text, name), say(kit, f"topics-{_shelf(topic)}"))
        for name, topic in topics.items()
        if topic.chapter != _FOR_CLINICIANS
    )
    named.sort(key=lambda each: (_shelf(topics[each.value]) != _CARE, each.says))
    choices = (Choice("", say(kit, "leaflet-none")), *named)
    form = form_of(
        house,
        (
            Field(name="leaflet", ask=say(kit, "ask-leaflet"), kind="select", choices=choices),
            words.side(kit),
            words.country(kit, house.clinic.region),
            words.look(kit),
            words.language(kit),
        ),
    )
    if request.method == "POST":
        name, side, country, look = form.choice("leaflet"), form.choice("side"), form.choice("country"), look_of(form)
        if not name and not form.problems_of("leaflet"):
            form.complain("leaflet", "no-leaflet", "choose-leaflet")
        if not form.problems:
            try:
                made = kit.leaflet(name, side=Side(side), region=country, clinic=house.clinic, look=look)
            except PrintkitError as error:
                form.blame(error)
            else:
                title = words.title(kit, topics[name].text, name)
                return house.ready(made, f"{name}-{side}-leaflet.pdf", title, "leaflet")
    return house.asked(
        "ask",
        form,
        say(kit, "door-leaflet"),
        first=("leaflet", "side", "country"),
        more=("look", "language"),
        unreviewed=not all(topic.reviewed_by for topic in topics.values()),
        action="leaflet",
    )


def _skin_sheet(house: House) -> Response:
    """A row a day for the skin, and for a new brace how long to wear it."""
    kit = house.kit
    form = form_of(
        house,
        (
            words.side(kit),
            words.country(kit, house.clinic.region),
            words.yes_or_no(kit, "new-brace"),
            Field(name="brace_start", ask=say(kit, "ask-brace-start"), kind="date", hint=say(kit, "brace-start-hint")),
            words.look(kit),
            words.language(kit),
        ),
    )
    if request.method == "POST":
        side, country, new, start = (
            form.choice("side"),
            form.choice("country"),
            form.answer("new-brace"),
            form.day("brace_start"),
        )
        look = look_of(form)
        if start and new is False:
            form.complain("new-brace", "brace-not-new", "brace-not-new-hint")
        if not form.problems:
            try:
                made = kit.skin_sheet(
                    side=Side(side),
                    region=country,
                    clinic=house.clinic,
                    new_brace=bool(new),
                    brace_start=start,
                    look=look,
                )
            except PrintkitError as error:
                form.blame(error, "brace_start")
            else:
                file = f"skin-sheet-{made.cleared.options.print.printed_on}.pdf"
                return house.ready(made, file, say(kit, "door-skin-sheet"), "skin-sheet")
    return house.asked(
        "ask",
        form,
        say(kit, "door-skin-sheet"),
        first=("side", "country", "new-brace", "brace_start"),
        more=("look", "language"),
        unreviewed=not kit.catalog.skin_look.reviewed_by,
        action="skin-sheet",
    )


def _shelf(topic: Topic) -> str:
    """Where a leaflet stands among the others: those on life after a stroke come first."""
    return _CARE if topic.chapter == _CARE else "other"


def _todo(house: House) -> Response:
    """What to do first, from a list that was filled in on a screen and saved."""
    kit = house.kit
    form = form_of(
        house,
        (
            Field(name="file", ask=say(kit, "ask-form"), kind="file", hint=say(kit, "form-hint")),
            words.side(kit),
            words.country(kit, house.clinic.region),
            words.look(kit),
            words.language(kit),
        ),
    )
    if request.method == "POST":
        side, country, look = form.choice("side"), form.choice("country"), look_of(form)
        data, file = files.needed(form, "file", "choose-form"), request.files.get("file")
        if not form.problems:
            try:
                made = kit.to_do(
                    kit.answers_of(data),
                    side=Side(side),
                    region=country,
                    clinic=house.clinic,
                    where=str(file.filename) if file else "",
                    look=look,
                )
            except PrintkitError as error:
                form.blame(error, "file")
            else:
                return house.ready(made, "to-do.pdf", say(kit, "made-todo"), "todo")
    return house.asked(
        "ask",
        form,
        say(kit, "door-todo"),
        first=("file", "side", "country"),
        more=("look", "language"),
        unreviewed=not all(kit.catalog.checklist(name).reviewed_by for name in kit.catalog.names("checklists")),
        action="todo",
    )
