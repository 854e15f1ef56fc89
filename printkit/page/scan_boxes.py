"""Boxes of scans that somebody must look at, as questions of a screen, each with its picture."""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from re import fullmatch
from zlib import crc32

from flask import Response, request
from msgspec import Struct
from werkzeug.datastructures import MultiDict

from printkit.diary.paper_words import words_of_all
from printkit.model.options import PATIENT_ID
from printkit.page import typed, words
from printkit.page.forms import Choice, Field, Form
from printkit.page.house import House
from printkit.page.messages import joined, told
from printkit.page.what_to_do import WhatToDo
from printkit.page.words import say
from printkit.reading.tell import of_pages, runs
from printkit.scan.records import HINT, Mark, ReadPage
from printkit.scan.review import Answer, Asked

_MOST = 30  # boxes on one screen


class Box(Struct, frozen=True, kw_only=True):
    """One box to look at: its field, and what stands beside it."""

    field: str
    patient: str
    words: str
    why: str
    picture: str  # a data address


def field_of(asked: Asked) -> str:
    """The name of the field in which a box is answered."""
    whose = asked.patient if fullmatch(PATIENT_ID, asked.patient) else f"{crc32(asked.patient.encode()):08x}"
    return f"{whose}/{asked.sheet}/{asked.box}"


def form_of(house: House, asked: Iterable[Asked], *, new: bool = False) -> Form:
    """The boxes as questions; nothing is chosen beforehand, and who cannot tell leaves it open."""
    kit = house.kit
    choices = (Choice("", say(kit, "cannot-tell")), *(Choice(each, say(kit, each)) for each in ("marked", "empty")))
    keeps = "looked-by-hint" if house.places.diary else "looked-by-hint-table"
    by = Field(name="by", ask=say(kit, "ask-looked-by"), kind="text", hint=say(kit, keeps))
    fields = (by, *(Field(name=field_of(each), ask=each.words, choices=choices) for each in asked))
    said = request.form if request.method == "POST" else typed.again(house) or MultiDict[str, str]()
    if new:  # what was answered is done with; the name serves for the next boxes as well
        said = MultiDict({"by": said.get("by", "")})
    return Form(fields, said, words.labels_of(kit))


def answers_of(form: Form, asked: Iterable[Asked]) -> tuple[list[Answer], str]:
    """What was said of the boxes, and who has looked; what is missing is a problem of the form."""
    by = form.text("by")
    said = [(each, form.choice(field_of(each))) for each in asked]
    answers = [
        Answer(patient=each.patient, sheet=each.sheet, box=each.box, ticked=answer == Mark.MARKED)
        for each, answer in said
        if answer
    ]
    if not answers and not form.problems:
        form.complain("", "nothing-said", "say-of-one")
    elif not by and not form.problems:
        form.complain("by", "no-looked-by", "give-looked-by")
    return answers, by


def shown(
    house: House, form: Form, asked: Sequence[Asked], *, told: Sequence[str], lost: Sequence[str], read: bool,
    ticked_no: bool = False, entered: Sequence[str] = (), about: Sequence[WhatToDo] = (),
) -> Response:  # fmt: skip
    """The screen: before anything is read, with what is in doubt, or when nothing is left to look at."""
    boxes = [_box(house, each) for each in asked[:_MOST]]
    return house.asked(
        "scans", form, say(house.kit, "door-scans"), files=len(house.places.scans), read=read, boxes=boxes,
        left=len(asked) - len(boxes), told=told, lost=lost, ticked_no=ticked_no, entered=entered, about=about,
    )  # fmt: skip


def without_commands(house: House, page: str, why: str) -> str:
    """Which page is lost, why, and what to do; a hint that names a command is none on a screen."""
    labels, (says, _, hint) = words.labels_of(house.kit), why.partition(HINT)
    do = told(labels, hint) if not re.search(r"--|printkit ", hint) else ""
    return joined(f"{page}:", told(labels, says), do)


def lost_pages(house: House, pages: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Every page that was not read, with why; those of one file that say the same stand in one line, with their count."""
    told_of = []
    for file, numbers, why in of_pages(pages):
        page = f"{file}: page {numbers[0]}" if numbers else file
        if len(numbers) > 1:
            shown, more = runs(numbers)
            rest = f" {words.labels_of(house.kit).plural('screen', 'pages-more', more)}" if more else ""
            page = say(house.kit, "scan-pages-lost", file=file, count=len(numbers), pages=f"{shown}{rest}")
        told_of.append(without_commands(house, page, why))
    return tuple(told_of)


def scaled(house: House, page: ReadPage) -> tuple[str, ...]:
    """What is said of a page that was printed larger or smaller than it should be; nothing of any other."""
    where = page.where.rpartition("/")[2]
    return (say(house.kit, "scan-scaled", page=where, scale=f"{page.print_scale:.0%}"),) if page.is_scaled else ()


def words_of(house: House, names: Mapping[str, str]) -> Mapping[str, str]:
    """What each box stands for, by its name, in the language of the screens."""
    kit = house.kit
    with words.or_english(kit):
        return words_of_all(names, kit.questions_of(names), words.spoken(kit))


def _box(house: House, each: Asked) -> Box:
    why = told(words.labels_of(house.kit), each.why)
    picture = f"data:image/jpeg;base64,{b64encode(each.crop).decode()}" if each.crop else ""
    whose = each.patient.rpartition("/")[2]  # a scan without its folder
    return Box(field=field_of(each), patient=whose, words=each.words, why=why, picture=picture)
