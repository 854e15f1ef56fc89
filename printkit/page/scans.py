"""Scans that were named on the command line: read, asked about with a picture of each box in doubt, and entered.

It is `printkit diary scan` and nothing else: the same desk keeps the pages, and a page is in the diary when nothing of it
is open. The pictures of boxes live in memory, so nothing of them is left on a disk.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Response, request
from msgspec.structs import replace

from printkit.diary import paper_stack, what_matters
from printkit.diary.database import Added, Diary
from printkit.diary.paper import Paper
from printkit.diary.paper_desk import Desk, asked_of
from printkit.errors import PrintkitError
from printkit.kit import open_diary
from printkit.page import scan_boxes, sheet_rows, words
from printkit.page.forms import Form
from printkit.page.house import House
from printkit.page.memory import ReadScans
from printkit.page.messages import joined, told
from printkit.page.words import say
from printkit.scan import forms
from printkit.scan.review import Asked


def add(house: House) -> None:
    """Put this screen in its place."""

    @house.app.route(f"{house.root}/scans", methods=["GET", "POST"])
    def scans() -> Response:
        return _scans(house)


def _scans(house: House) -> Response:
    asked = _asked(house)
    form = scan_boxes.form_of(house, asked)
    news: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            news = _read(house) if request.form.get("do") == "read" else _heard(house, form, asked)
        except PrintkitError as error:
            form.blame(error)
        if not form.problems:
            asked = _asked(house)
            form = scan_boxes.form_of(house, asked, new=True)
    read = house.memory.scans
    return scan_boxes.shown(
        house,
        form,
        asked,
        told=(*news, *read.told),
        entered=read.entered,
        lost=read.lost,
        read=bool(read.told or read.lost),
    )


def _desk(house: House, book: Diary) -> Desk:
    return Desk(book, house.kit.catalog, house.kit.today, forms=forms.of_files(house.places.forms))


def _asked(house: House) -> tuple[Asked, ...]:
    """What is still to be looked at, the doubts first."""
    taken = house.memory.scans.taken
    names = {name: "yes" for each in taken for name in each.paper.open}
    return asked_of(taken, scan_boxes.words_of(house, names))


def _read(house: House) -> tuple[str, ...]:
    """Read all scans anew. What is sure of them is in the diary after it."""
    kit, place = house.kit, house.places.diary
    with open_diary(place, new=False) as book:
        desk = _desk(house, book)
        stacks = list(paper_stack.read(desk, house.places.scans))
        taken = tuple(each for one in stacks for each in one.taken)
        lost = scan_boxes.lost_pages(
            house,
            ((page.where.rpartition("/")[2], why) for one in stacks for page in one.pages if (why := desk.lost(page))),
        )
        pages = tuple(
            say(
                kit,
                "scan-page",
                page=each.where.rpartition("/")[2],
                patient=each.paper.patient,
                boxes=len(each.paper.boxes),
            )
            for each in taken
        )
        scaled = tuple(said for one in stacks for page in one.pages for said in scan_boxes.scaled(house, page))
        house.memory.scans = ReadScans(taken=taken, told=(*pages, *scaled), lost=lost)
        return _entered(house, book, desk, (each.paper for each in taken if not each.paper.entered), "")


def _heard(house: House, form: Form, asked: Iterable[Asked]) -> tuple[str, ...]:
    """Take down what somebody has said of the boxes, and enter the pages of which nothing is open any more."""
    answers, by = scan_boxes.answers_of(form, asked)
    if form.problems:
        return ()
    with open_diary(house.places.diary, new=False) as book:
        desk = _desk(house, book)
        papers, wrong = desk.hear(answers, by=by, at=datetime.now(UTC))
        entered = _entered(house, book, desk, papers, by)
    after = {(each.patient, each.code): each for each in papers}
    read = house.memory.scans
    taken = tuple(
        replace(each, paper=after.get((each.paper.patient, each.paper.code), each.paper)) for each in read.taken
    )
    house.memory.scans = replace(read, taken=taken)
    labels = words.labels_of(house.kit)
    return (*entered, *(told(labels, each.message) for each in wrong))


def _entered(house: House, book: Diary, desk: Desk, papers: Iterable[Paper], by: str) -> tuple[str, ...]:
    """Enter the pages of which nothing is open; what came of it, in words."""
    kit, some = house.kit, tuple(papers)
    if all(each.open for each in some):
        return ()
    added, wrong = desk.enter(some, by=by, at=datetime.now(UTC))
    differs = (say(kit, "scan-differs"),) if wrong else ()
    labels = words.labels_of(kit)
    refused = (joined(f"{each.where}:", told(labels, each.message)) for each in wrong)
    patients = dict.fromkeys(each.patient for each in desk.written)
    matters = (
        f"{patient}: {said}"
        for patient in patients
        for said in what_matters.sentences(
            (each.entry for each in desk.written if each.patient == patient),
            labels,
            kit.catalog,
            known=book.history(patient).entries(),
        )
    )
    entries = (f"{each.patient}, {sheet_rows.entry_in_words(house, each)}" for each in desk.written)
    house.memory.scans = replace(house.memory.scans, entered=(*house.memory.scans.entered, *entries))
    return (_in_words(house, added), *matters, *refused, *differs)


def _in_words(house: House, added: Added) -> str:
    return say(house.kit, "written", new=added.new + added.filled, same=added.same, corrected=added.corrected)
