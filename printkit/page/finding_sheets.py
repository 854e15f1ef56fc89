"""Which sheet came back: by the file that it was printed from, by the draft on the screens, by a diary that has noted it."""

from collections.abc import Mapping

from flask import Response, request
from msgspec.structs import replace

from printkit.diary.paper import Paper
from printkit.errors import FormError, OptionsError, PrintkitError
from printkit.kit import open_diary
from printkit.model.options import LAST_WEEK, Options
from printkit.outcomes.history import Sheets
from printkit.page import drafts, files, lists, sheet_rows, words
from printkit.page.drafts import Draft
from printkit.page.forms import Choice, Field, Form, Problem
from printkit.page.house import House
from printkit.page.memory import TypedSheets
from printkit.page.words import say
from printkit.scan import forms
from printkit.sheets import geometry
from printkit.sheets.codes import read_code
from printkit.sheets.geometry import Sheet

_PDF = b"%PDF-"
_MOST_SHEETS = 100  # of one person, the latest


def of_draft(house: House, draft: Draft, week: int | None = None, *, booklet: str = "", kind: str = "") -> str:
    """Begin to type in the sheets of a draft, from a week on; returns their key. Raises what keeps it from being printed.

    They are those of its booklet, or of its chart where the `kind` that was printed has it by itself.
    """
    options = draft.options(house.kit)
    alone = week is not None or kind in ("chart", "set")
    made = house.kit.chart(_from_week(options, week) if week else options) if alone else house.kit.booklet(options)
    sheets = _with_boxes(made.sheets)
    patient, country = options.patient.id if options.patient else "", options.clinic.region
    typed = TypedSheets(
        sheets=sheets, patient=patient, country=country, side=options.side, draft=draft.text, booklet=booklet
    )
    return house.memory.returned.keep(typed)


def _from_week(options: Options, week: int) -> Options:
    return replace(options, plan=replace(options.plan, first_week=week))


def country_of(house: House, sheets: tuple[Sheet, ...]) -> str:
    """The country that sheets were printed for; "" where they say none that the catalogue knows, as older ones do."""
    return next((each.region for each in sheets if each.region in house.kit.catalog.regions), "")


def _with_boxes(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    return tuple(each for each in sheets if each.boxes)


def which(house: House) -> Response:
    """By the file that it was printed from; where there is a diary also by whose it is, or by its code."""
    kit = house.kit
    fields = [
        Field(name="file", ask=say(kit, "ask-printed-from"), kind="file", hint=say(kit, "printed-from-hint")),
        Field(name="week", ask=say(kit, "ask-first-week"), kind="number", hint=say(kit, "first-week-hint")),
    ]
    if house.places.diary:
        fields.insert(0, Field(name="sought", ask=say(kit, "ask-sought"), kind="text", hint=say(kit, "sought-hint")))
    form = lists.form_of(house, fields)
    choose: tuple[Sheets, ...] = ()
    if request.method == "POST":
        try:
            key, choose = _sought(house, form)
        except PrintkitError as error:
            form.blame(error, "file" if isinstance(error, FormError | OptionsError) else "sought")
            key = ""
        if key:
            return house.to(f"returned/{key}")
    return house.asked("returned", form, say(kit, "door-returned"), choose=[_in_words(house, each) for each in choose])


def _sought(house: House, form: Form) -> tuple[str, tuple[Sheets, ...]]:
    """The key of the sheets that were asked for; or those of a person, where there are several."""
    data = files.chosen(form, "file")
    week = _week_of(form)
    sought = form.text("sought") if "sought" in form.fields else ""
    if form.problems:
        return "", ()
    if data.startswith(_PDF):
        sheets = _with_boxes(forms.of_bytes(data))
        return house.memory.returned.keep(TypedSheets(sheets=sheets, country=country_of(house, sheets))), ()
    if data:
        draft, why = drafts.opened(data, words.labels_of(house.kit))
        if draft is None:
            form.problems.append(Problem(says=say(house.kit, "no-printed-from"), hint=why, field="file"))
            return "", ()
        return of_draft(house, draft, week), ()
    if not sought:
        form.complain("sought" if "sought" in form.fields else "file", "no-sheet", "choose-sheet")
        return "", ()
    return _in_diary(house, form, sought)


def _week_of(form: Form) -> int | None:
    said = form.text("week")
    if said and not (said.isdecimal() and 1 <= int(said) <= LAST_WEEK):
        form.complain("week", "no-week", "give-week")
        return None
    return int(said) if said else None


def _in_diary(house: House, form: Form, sought: str) -> tuple[str, tuple[Sheets, ...]]:
    """What the diary has noted of a code, of the letters in it that stand for a print, or of a person."""
    with open_diary(house.places.diary, new=False) as book:
        noted = book.sheets()
        code = read_code(sought)
        token = code.plan_token if code else sought.upper()
        found = [each for each in noted if each.token == token] or [each for each in noted if each.patient == sought]
        found.sort(key=lambda each: (each.printed_on, each.first_week), reverse=True)
        found = list({each.token: each for each in reversed(found)}.values())[::-1]  # all of one day are one print
        if not found:
            form.complain("sought", "no-such-sheet", "no-such-sheet-hint")
            return "", ()
        if len(found) > 1:
            return "", tuple(found[:_MOST_SHEETS])
        try:
            noted_of = book.geometry((found[0].token,))
            sheets = tuple(dict.fromkeys(sheet for each in noted_of for sheet in geometry.unpacked(each)))
        except ValueError:
            sheets = ()
        papers = {each.code: each for each in book.papers(found[0].patient)}
    if not sheets:
        form.complain("sought", "no-such-sheet", "give-the-file")
        return "", ()
    typed = TypedSheets(sheets=_with_boxes(sheets), patient=found[0].patient, country=country_of(house, sheets))
    return house.memory.returned.keep(_as_scanned(typed, papers)), ()


def _as_scanned(typed: TypedSheets, papers: Mapping[str, Paper]) -> TypedSheets:
    """The same with what a scan of a page shows, so that nobody types again what was read; what is in doubt stays blank."""
    said: dict[str, str] = {}
    scanned = set()
    for number, sheet in enumerate(typed.sheets):
        code = read_code(sheet.code("A"))
        paper = papers.get(code.key) if code else None
        if paper is not None:
            scanned.add(number)
            said |= sheet_rows.said_of(name for name, box in paper.boxes.items() if box.ticked and not box.is_open)
    return replace(typed, said=said, scanned=frozenset(scanned))


def _in_words(house: House, sheets: Sheets) -> Choice:
    """One of the prints of a person, by its token."""
    kit, last = house.kit, sheets.first_week + sheets.weeks - 1
    weeks = say(kit, "sheets-weeks", first=sheets.first_week, last=last) if sheets.weeks else say(kit, "sheets-list")
    return Choice(sheets.token, say(kit, "sheets-one", weeks=weeks, day=sheets.printed_on))
