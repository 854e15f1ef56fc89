"""Scans that were named on the command line: read, asked about with a picture of each box in doubt, and entered.

It is `printkit diary scan` and nothing else: the same desk keeps the pages, and a page is in the diary when nothing of it
is open. The pictures of boxes live in memory, so nothing of them is left on a disk.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Response, request
from msgspec import Struct
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from printkit.diary import paper_stack
from printkit.diary.database import Added
from printkit.diary.paper import Paper
from printkit.diary.paper_desk import Desk, asked_of
from printkit.diary.paper_words import words_of_all
from printkit.errors import PrintkitError
from printkit.kit import open_diary
from printkit.page import words
from printkit.page.forms import Choice, Field, Form
from printkit.page.house import House
from printkit.page.memory import ReadScans
from printkit.page.messages import sentence
from printkit.page.words import say
from printkit.scan.records import Mark
from printkit.scan.review import Answer, Asked

_MOST = 30  # boxes on one screen


class Box(Struct, frozen=True, kw_only=True):
    """One box to look at: its field, and what stands beside it."""

    field: str
    patient: str
    words: str
    why: str
    picture: str  # a data address


def add(house: House) -> None:
    """Put this screen in its place."""

    @house.app.route(f"{house.root}/scans", methods=["GET", "POST"])
    def scans() -> Response:
        return _scans(house)


def _scans(house: House) -> Response:
    asked = _asked(house)
    form = _form(house, asked)
    told: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            told = _read(house) if request.form.get("do") == "read" else _heard(house, form, asked)
        except PrintkitError as error:
            form.blame(error)
        if not form.problems:
            asked = _asked(house)
            form = _form(house, asked, new=True)
    read = house.memory.scans
    shown = [_box(each) for each in asked[:_MOST]]
    return house.asked(
        "scans", form, say(house.kit, "door-scans"), files=len(house.places.scans), read=read, boxes=shown,
        left=len(asked) - len(shown), told=told,
    )  # fmt: skip


def _asked(house: House) -> tuple[Asked, ...]:
    """What is still to be looked at, the doubts first."""
    kit, taken = house.kit, house.memory.scans.taken
    names = {name: "yes" for each in taken for name in each.paper.open}
    return asked_of(taken, words_of_all(names, kit.questions_of(names), kit.catalog))


def _name(asked: Asked) -> str:
    return f"{asked.patient}/{asked.sheet}/{asked.box}"


def _form(house: House, asked: Iterable[Asked], *, new: bool = False) -> Form:
    """The boxes as questions; nothing is chosen beforehand, and who cannot tell leaves it open."""
    kit = house.kit
    choices = (Choice("", say(kit, "cannot-tell")), *(Choice(each, say(kit, each)) for each in ("marked", "empty")))
    by = Field(name="by", ask=say(kit, "ask-looked-by"), kind="text", hint=say(kit, "looked-by-hint"))
    fields = (by, *(Field(name=_name(each), ask=each.words, choices=choices) for each in asked))
    said: MultiDict[str, str] = request.form if request.method == "POST" else MultiDict()
    if new:  # what was answered is done with; the name serves for the next boxes as well
        said = MultiDict({"by": said.get("by", "")})
    return Form(fields, said, words.labels_of(kit))


def _box(each: Asked) -> Box:
    picture = f"data:image/jpeg;base64,{b64encode(each.crop).decode()}" if each.crop else ""
    return Box(field=_name(each), patient=each.patient, words=each.words, why=sentence(each.why), picture=picture)


def _read(house: House) -> tuple[str, ...]:
    """Read all scans anew. What is sure of them is in the diary after it."""
    kit, place = house.kit, house.places.diary
    with open_diary(place, new=False) as book:
        desk = Desk(book, kit.catalog, kit.today)
        stacks = list(paper_stack.read(desk, house.places.scans))
        taken = tuple(each for one in stacks for each in one.taken)
        lost = tuple(
            f"{page.where.rpartition('/')[2]}: {_without_commands(why)}"
            for one in stacks
            for page in one.pages
            if (why := desk.lost(page))
        )
        told = tuple(
            say(
                kit,
                "scan-page",
                page=each.where.rpartition("/")[2],
                patient=each.paper.patient,
                boxes=len(each.paper.boxes),
            )
            for each in taken
        )
        house.memory.scans = ReadScans(taken=taken, told=told, lost=lost)
        return _entered(house, desk, (each.paper for each in taken if not each.paper.entered), "")


def _without_commands(why: str) -> str:
    """Why a page is lost and what to do; a hint that names a command is none on a screen."""
    says, _, hint = why.partition("\n  hint: ")
    return " ".join((sentence(says), *([sentence(hint)] if hint and not re.search(r"--|printkit ", hint) else ())))


def _heard(house: House, form: Form, asked: Iterable[Asked]) -> tuple[str, ...]:
    """Take down what somebody has said of the boxes, and enter the pages of which nothing is open any more."""
    kit, by = house.kit, form.text("by")
    said = [(each, form.choice(_name(each))) for each in asked]
    answers = [
        Answer(patient=each.patient, sheet=each.sheet, box=each.box, ticked=answer == Mark.MARKED)
        for each, answer in said
        if answer
    ]
    if not answers and not form.problems:
        form.complain("", "nothing-said", "say-of-one")
    elif not by and not form.problems:
        form.complain("by", "no-looked-by", "give-looked-by")
    if form.problems:
        return ()
    with open_diary(house.places.diary, new=False) as book:
        desk = Desk(book, kit.catalog, kit.today)
        papers, wrong = desk.hear(answers, by=by, at=datetime.now(UTC))
        told = _entered(house, desk, papers, by)
    after = {(each.patient, each.code): each for each in papers}
    read = house.memory.scans
    taken = tuple(
        replace(each, paper=after.get((each.paper.patient, each.paper.code), each.paper)) for each in read.taken
    )
    house.memory.scans = ReadScans(taken=taken, told=read.told, lost=read.lost)
    return (*told, *(sentence(each.message) for each in wrong))


def _entered(house: House, desk: Desk, papers: Iterable[Paper], by: str) -> tuple[str, ...]:
    """Enter the pages of which nothing is open; what came of it, in words."""
    kit, some = house.kit, tuple(papers)
    if all(each.open for each in some):
        return ()
    added, wrong = desk.enter(some, by=by, at=datetime.now(UTC))
    differs = (say(kit, "scan-differs"),) if wrong else ()
    return (_in_words(house, added), *(sentence(f"{each.where}: {each.message}") for each in wrong), *differs)


def _in_words(house: House, added: Added) -> str:
    return say(house.kit, "written", new=added.new + added.filled, same=added.same, corrected=added.corrected)
