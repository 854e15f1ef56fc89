"""Scans that were named on the command line, without a diary: read, asked about, and saved as a table of their boxes.

It is `printkit scan` and nothing else: the boxes of the same pages, and the same table when somebody has looked.
"""

from collections.abc import Iterator

from flask import Response, abort, request

from printkit.errors import PrintkitError, raise_all
from printkit.page import finding_sheets, scan_boxes, typed_sheets, what_to_do, words
from printkit.page.forms import Form
from printkit.page.house import House
from printkit.page.memory import BareScans
from printkit.page.what_to_do import WhatToDo
from printkit.page.words import say
from printkit.scan import answers, forms, review, stack
from printkit.scan.records import Mark, ReadPage
from printkit.scan.review import Asked


def add(house: House) -> None:
    """Put this screen in its place."""

    @house.app.route(f"{house.root}/scans", methods=["GET", "POST"])
    def scans() -> Response:
        form = scan_boxes.form_of(house, asked := _asked(house))
        told: tuple[str, ...] = ()
        if request.method == "POST":
            try:
                match request.form.get("do", ""):
                    case "read":
                        _read(house)
                    case "answer":
                        told = _heard(house, form, asked)
                    case "table":
                        return _table(house)
                    case "todo":
                        return _todo(house)
                    case _:
                        abort(404)
            except PrintkitError as error:
                form.blame(error)
            if not form.problems:
                form = scan_boxes.form_of(house, asked := _asked(house), new=True)
        return _shown(house, form, asked, told)


def _shown(house: House, form: Form, asked: tuple[Asked, ...], told: tuple[str, ...]) -> Response:
    bare = house.memory.bare_scans
    pages = tuple(
        said
        for each in bare.pages
        if each.gate is None
        for said in (
            say(house.kit, "scan-page-alone", page=_named(each.where), boxes=len(each.boxes)),
            *scan_boxes.scaled(house, each),
        )
    )
    lost = scan_boxes.lost_pages(
        house, ((_named(each.where), each.why) for each in bare.pages if each.gate is not None)
    )
    no = any(name.endswith("/no") for name in _ticked(house))
    return scan_boxes.shown(
        house, form, asked, told=(*told, *pages), lost=lost, read=bool(bare.pages), ticked_no=no, about=_about(house)
    )


def _named(where: str) -> str:
    return where.rpartition("/")[2]


def _read(house: House) -> None:
    """Read all scans anew; what somebody has said of them stays, unless a scan is another now and says otherwise."""
    before = house.memory.bare_scans
    pages = _pages(house, stack.SHARE)
    if differs := answers.differing(before.pages, before.seen, pages):
        # they may be sure in this scan: now they are shown, too
        pages = answers.asked_again(pages, differs, _pages(house, stack.WHOLE))
    seen = {key: said for key, said in before.seen.items() if key not in differs}
    house.memory.bare_scans = BareScans(pages=pages, seen=seen)


def _pages(house: House, share: int) -> tuple[ReadPage, ...]:
    places = house.places
    pages, wrong = stack.read(places.scans, forms.of_files(places.forms), share)
    raise_all(wrong)
    return pages


def _asked(house: House) -> tuple[Asked, ...]:
    """What is still to be looked at, the doubts first; files without their folders."""
    bare = house.memory.bare_scans
    names = {box.name: "yes" for page in bare.pages for box in page.boxes if box.crop or box.mark is Mark.CHECK}
    found = review.of_pages(bare.pages, scan_boxes.words_of(house, names))
    return tuple(each for each in found if (each.patient, each.sheet, each.box) not in bare.seen)


def _heard(house: House, form: Form, asked: tuple[Asked, ...]) -> tuple[str, ...]:
    found, by = scan_boxes.answers_of(form, asked)
    if form.problems:
        return ()
    bare = house.memory.bare_scans
    seen = {**bare.seen, **{(each.patient, each.sheet, each.box): (each.ticked, by) for each in found}}
    house.memory.bare_scans = BareScans(pages=bare.pages, seen=seen)
    return (words.labels_of(house.kit).plural("screen", "boxes-heard", len(found)),)


def _table(house: House) -> Response:
    bare = house.memory.bare_scans
    held = {"Content-Disposition": 'attachment; filename="answers.csv"'}
    return Response(answers.as_csv(bare.pages, bare.seen).encode(), mimetype="text/csv", headers=held)


def _ticked(house: House) -> dict[str, str]:
    """The boxes that are marked, as a form that was filled in on a screen has them."""
    return {box: "yes" for _, box, ticked in _answers(house) if ticked}


def _answers(house: House) -> Iterator[tuple[str, str, bool]]:
    """Each box with the letters of its print, and whether it is marked, as somebody has said or as it was read."""
    bare = house.memory.bare_scans
    for page in bare.pages:
        for box in page.boxes:
            ticked, _ = bare.seen.get(answers.key_of(page, box), (box.mark is Mark.MARKED, ""))
            yield page.code.plan_token if page.code else "", box.name, ticked


def _about(house: House) -> tuple[WhatToDo, ...]:
    """What to do about falls and pain on the sheets, of each person by itself."""
    prints: dict[str, dict[str, str]] = {}
    for token, box, ticked in _answers(house):
        prints.setdefault(token, {})[box] = "yes" if ticked else ""
    found: dict[WhatToDo, None] = {}
    for boxes in prints.values():
        dated = any(map(typed_sheets.is_dated, boxes))
        entries = typed_sheets.of_boxes(house.kit, boxes, dated=dated)
        if what_to_do.about(house.kit, entries, filled=boxes):  # then it is worth to look whose number is called
            country = finding_sheets.country_of(house, forms.of_files(house.places.forms))
            about = what_to_do.about(house.kit, entries, filled=boxes, country=country, dated=dated)
            found |= dict.fromkeys(about)
    return tuple(found)


def _todo(house: House) -> Response:
    made = house.kit.to_do(_ticked(house), clinic=house.clinic, region=house.clinic.region, look=house.look)
    return house.ready(made, "to-do.pdf", say(house.kit, "made-todo"), "scans")
