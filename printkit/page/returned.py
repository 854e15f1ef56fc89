"""Sheets that came back and are typed in by hand: the boxes of the paper as a screen, and what they say to a diary.

Entries are made where those of scans and of filled forms are made, so the same sheet says the same by every way. With a
diary they are written into it; without one they are a table that `printkit diary import` reads.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from re import fullmatch

from flask import Response, abort, request
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from printkit.diary import import_files, next_sheets, what_matters
from printkit.diary.filled_sheets import weekday_column
from printkit.diary.import_files import ImportDefaults
from printkit.errors import DiaryError, PrintkitError, Several, raise_all
from printkit.kit import open_diary
from printkit.model.options import PATIENT_ID
from printkit.model.vocabulary import PrintProfile, Side
from printkit.outcomes.history import Entry, History, PatientEntry
from printkit.page import (
    finding_sheets,
    lists,
    next_charts,
    sheet_pages,
    sheet_rows,
    since,
    typed_sheets,
    what_to_do,
    words,
)
from printkit.page import typed as unsent
from printkit.page.drafts import Draft
from printkit.page.forms import Choice, Field, Form, Problem
from printkit.page.house import House
from printkit.page.memory import MadeFile, TypedSheets
from printkit.page.messages import at_question, told
from printkit.page.what_to_do import WhatToDo
from printkit.page.words import say
from printkit.sheets import boxes
from printkit.sheets.geometry import Sheet

_ANYBODY = "x"  # while nobody has said whose a sheet is


def add(house: House) -> None:
    """Put these screens in their places."""
    app, below = house.app, f"{house.root}/returned"

    @app.route(below, methods=["GET", "POST"])
    def which() -> Response:
        return finding_sheets.which(house)

    @app.post(f"{house.root}/made/<made>/fill-in")
    def fill_in(made: str) -> Response:
        file = house.memory.made.get(made)
        if file is None or not file.sheets:
            return abort(404)
        return house.to(f"returned/{_begun(house, file)}")

    @app.route(f"{below}/<key>", methods=["GET", "POST"])
    def whole(key: str) -> Response:
        return _whole(house, key, house.memory.returned.get(key) or abort(404))

    @app.route(f"{below}/<key>/<int:number>", methods=["GET", "POST"])
    def page(key: str, number: int) -> Response:
        typed = house.memory.returned.get(key) or abort(404)
        return _page(house, key, typed, number) if number < len(typed.sheets) else abort(404)


def _begun(house: House, file: MadeFile) -> str:
    """Begin to fill in the boxes of a print on the screen; returns the key of its sheets."""
    typed = TypedSheets(
        sheets=file.sheets,
        country=file.country,
        side=file.side,
        look=file.look,
        patient=file.patient,
        on_screen=True,
    )
    return house.memory.returned.keep(typed)


# --- one page of it


def _page(house: House, key: str, typed: TypedSheets, number: int) -> Response:
    sheet = typed.sheets[number]
    by_weekday = any(weekday_column(box) for box, *_ in sheet.boxes)
    first = (
        typed_sheets.read_day(request.form.get("first_day", typed.said.get("first_day", ""))) if by_weekday else None
    )
    parts = sheet_rows.parts(house, sheet, typed_sheets.days_of(typed, first), on_screen=typed.on_screen)
    fields = [field for part in parts for row in part.rows for field in row.fields]
    if by_weekday:
        fields.append(_first_day(house))
    labels = words.labels_of(house.kit)
    said = request.form if request.method == "POST" else MultiDict({**typed.said, **(unsent.again(house) or {})})
    form = Form(fields, said, labels)
    if request.method == "POST":
        form.made_from = since.made_from(house, typed)
        since.ask(form, typed)
        answered = form.answers()
        if by_weekday:
            answered["first_day"] = form.day("first_day")
        if not form.problems:
            _blame(house, form, sheet, answered, typed, first)
        if not form.problems:
            done = (
                typed.typed
                if request.form.get("do") == "all" and not any(answered.values())
                else typed.typed | {number}
            )
            after = replace(typed, said={**typed.said, **answered}, typed=done)
            house.memory.returned.put(key, after)
            return house.to(f"returned/{key}{_goes_on(house, after, number)}")
    return house.asked(
        "sheet",
        form,
        say(
            house.kit,
            "fill-sheet-title" if typed.on_screen else "sheet-title",
            sheet=sheet_pages.named(house, typed, number),
        ),
        parts=parts,
        days=sheet_pages.kind(sheet) == "days",
        on_screen=typed.on_screen,
        key=key,
        number=number,
        made_from=since.key(house, typed),
    )


def _goes_on(house: House, typed: TypedSheets, number: int) -> str:
    """Where a page that is done leads: to the next one, unless all are asked for or done, or a fall or pain comes first."""
    after = sheet_pages.following(typed, number)
    if request.form.get("do") == "all" or after is None or _tells(house, typed, number):
        return ""
    return f"/{after}"


def _tells(house: House, typed: TypedSheets, number: int) -> bool:
    """Whether a page holds a fall or pain of which somebody must be told at once."""
    page = replace(typed, typed=frozenset({number}))
    first_day = typed_sheets.read_day(typed.value("first_day"))
    found = typed_sheets.entries_of(
        house.kit, page, typed.patient or _ANYBODY, first_day.isoformat() if first_day else ""
    )
    return bool(_about(house, page, found.entries, undated=typed_sheets.needs_a_day(page) and not first_day))


def _first_day(house: House) -> Field:
    kit = house.kit
    return Field(name="first_day", ask=say(kit, "ask-first-day"), kind="date", hint=say(kit, "first-day-hint"))


def _blame(
    house: House, form: Form, sheet: Sheet, said: Mapping[str, str], typed: TypedSheets, first: date | None
) -> None:
    """What no sheet can say, as a tick on a day to come, at its box. That days are missing is asked about later."""
    names = [box for each in typed.sheets for box, *_ in each.boxes]
    filled = {**dict.fromkeys(names, ""), **sheet_rows.answered(sheet, said)}
    asked = ImportDefaults(patient=_ANYBODY, first_day=first or house.kit.today)
    dated = filled if first else {name: answer for name, answer in filled.items() if typed_sheets.is_dated(name)}
    for each in import_files.of_paper(dated, house.kit.catalog, house.kit.today, asked):
        if isinstance(each, PrintkitError):
            form.blame(each, sheet_rows.field_of(each.where.partition(": ")[2]))


# --- all of it


def _whole(house: House, key: str, typed: TypedSheets) -> Response:
    """The pages of a print, and what becomes of those that were typed in."""
    kit = house.kit
    fields = []
    if not typed.patient:
        fields.append(Field(name="patient", ask=say(kit, "ask-id"), kind="text", hint=say(kit, "whose-hint")))
    if typed_sheets.needs_a_day(typed):
        fields.append(_first_day(house))
    if house.places.diary:
        keep_old = (Choice("no", say(kit, "keep-old")), Choice("yes", say(kit, "take-new")))
        fields.append(
            Field(name="correct", ask=say(kit, "ask-differs"), choices=keep_old, hint=say(kit, "differs-hint"))
        )
        fields.append(Field(name="by", ask=say(kit, "ask-typed-by"), kind="text", hint=say(kit, "typed-by-hint")))
    lists_only = all(sheet_pages.kind(each) == "list" for each in typed.sheets)
    ticked_no = any(boxes.read(name)[1] == "no" and answer for name, answer in typed_sheets.boxes_of(typed).items())
    if ticked_no:
        fields += [words.side(kit), words.country(kit, typed.country or house.clinic.region), words.look(kit)]
    if request.form.get("do") == "next-chart":  # it asks where the diary has more falls than the answers
        holds = (Choice("no", say(kit, "answers-open")), Choice("yes", say(kit, "answers-hold")))
        fields.append(Field(name="answers", ask=say(kit, "ask-answers"), choices=holds))
    form = lists.form_of(house, fields)
    look = "" if typed.look is PrintProfile.STANDARD else str(typed.look)  # what to do first looks as its list
    before = {"side": str(typed.side), "look": look, "first_day": typed.said.get("first_day", "")}
    form.said = MultiDict(
        [*((name, it) for name, it in before.items() if name not in form.said), *form.said.items(multi=True)]
    )
    if typed.country and request.method != "POST" and unsent.again(house) is None:
        form.said["country"] = typed.country  # of the print itself, and not of what was printed last
    if request.method == "POST" and "first_day" in form.fields and (day := form.day("first_day")):
        typed = replace(typed, said={**typed.said, "first_day": day})
        house.memory.returned.put(key, typed)
    if request.method == "POST" and typed.typed:
        try:
            done = _done(house, key, typed, form)
        except PrintkitError as error:
            _tell(house, form, error)
            done = None
        if done is not None:
            return done
    patient = typed.patient or (not form.problems_of("patient") and form.said.get("patient")) or _ANYBODY
    first_day = form.day("first_day") if "first_day" in form.fields else ""
    found = typed_sheets.entries_of(house.kit, typed, patient, first_day)
    return house.asked(
        "sheets",
        form,
        say(kit, "fill-in" if typed.on_screen else "sheets-title"),
        pages=[
            (number, sheet_pages.named(house, typed, number), sheet_pages.state(house, typed, number))
            for number in range(len(typed.sheets))
        ],
        differing=_differing(house, found.entries) if form.problems_of("correct") else (),
        first=_first(typed),
        typed=typed,
        entries=[sheet_rows.entry_in_words(house, each) for each in found.entries],
        counted=len(found.entries),
        waits=sheet_pages.waits(house, typed) if "first_day" in form.fields and not first_day else "",
        ticked_no=ticked_no,
        lists_only=lists_only,
        about=_about(house, typed, found.entries, undated="first_day" in form.fields and not first_day),
        key=key,
    )


def _about(
    house: House, typed: TypedSheets, entries: tuple[PatientEntry, ...], *, undated: bool = False
) -> tuple[WhatToDo, ...]:
    """What to do about falls and pain on the sheets; pain that has risen is held against the diary where there is one."""
    if undated:
        some = typed_sheets.of_boxes(house.kit, typed_sheets.boxes_of(typed), dated=False)
        return what_to_do.about(
            house.kit, some, filled=typed_sheets.boxes_of(typed), draft=typed.draft, country=typed.country, dated=False
        )
    return what_to_do.about(
        house.kit,
        [each.entry for each in entries],
        filled=typed_sheets.boxes_of(typed),
        known=_known(house, entries),
        draft=typed.draft,
        country=typed.country,
    )


def _known(house: House, entries: tuple[PatientEntry, ...]) -> tuple[Entry, ...]:
    """What the diary has of the person of these entries; nothing where there is no diary yet."""
    if not house.places.diary or not entries:
        return ()
    try:
        with open_diary(house.places.diary, new=False) as book:
            return tuple(book.history(entries[0].patient).entries())
    except DiaryError:  # whoever writes into it is told why
        return ()


def _differing(house: House, entries: tuple[PatientEntry, ...]) -> tuple[str, ...]:
    """What the diary has, and beside it what the sheet says otherwise."""
    (patient,) = {each.patient for each in entries} or {""}
    with open_diary(house.places.diary, new=False) as book:
        found = typed_sheets.conflicts(entries, book.history(patient))
    return tuple(
        say(
            house.kit,
            "differs-one",
            **{name: sheet_rows.entry_in_words(house, each) for name, each in zip(("old", "new"), pair, strict=True)},
        )
        for pair in found
    )


def _first(typed: TypedSheets) -> int:
    """The page that is most likely in somebody's hand: days to tick, else the first; none when one is typed in."""
    days = [number for number, sheet in enumerate(typed.sheets) if sheet_pages.kind(sheet) == "days"]
    return -1 if typed.typed else days[0] if days else 0


def _tell(house: House, form: Form, error: PrintkitError) -> None:
    """What was refused; a value that the diary has otherwise is decided on this screen."""
    for each in error.problems if isinstance(error, Several) else (error,):
        if "--correct" in each.hint and "correct" in form.fields:
            hint = say(house.kit, "differs-answer")
            says = told(words.labels_of(house.kit), each.message)
            form.problems.append(Problem(says=says, hint=hint, field="correct"))
        else:
            form.blame(each)


def _done(house: House, key: str, typed: TypedSheets, form: Form) -> Response | None:
    """What a button makes of the sheets; None where something must be put right first."""
    verb = request.form.get("do", "")
    if verb == "boxes":
        return _file(typed_sheets.boxes_table(typed), f"{typed.patient or 'sheet'}-boxes.csv")
    if verb == "todo":
        ticked = {name: answer for name, answer in typed_sheets.boxes_of(typed).items() if answer}
        side, country, look = (form.choice(name) if name in form.fields else "" for name in ("side", "country", "look"))
        looks = replace(house.look, profile=PrintProfile(look) if look else None)
        if form.problems:
            return None
        made = house.kit.to_do(ticked, side=Side(side or Side.UNKNOWN), clinic=house.clinic, region=country, look=looks)
        return house.ready(made, "to-do.pdf", say(house.kit, "made-todo"), f"returned/{key}")
    patient = typed.patient or form.text("patient")
    first_day = form.day("first_day") if "first_day" in form.fields else ""
    if not fullmatch(PATIENT_ID, patient) and not form.problems:
        form.complain("patient", "no-id" if patient else "id-missing", "give-id")
    if "first_day" in form.fields and not first_day and not form.problems_of("first_day"):
        form.complain("first_day", "no-first-day", "choose-day")
    if form.problems:
        return None
    found = typed_sheets.entries_of(house.kit, typed, patient, first_day)
    raise_all(found.wrong)
    history = typed_sheets.history_of(patient, found.entries)
    match verb:
        case "table":
            return _file(import_files.as_csv(iter([history]), house.kit.catalog), f"{patient}-from-paper.csv")
        case "diary" if house.places.diary:
            return _written(house, key, typed, found.entries, form)
        case "next-chart" if typed.draft:
            return _next_chart(house, key, typed, history, form)
        case _:
            return abort(404)


def _file(text: str, name: str) -> Response:
    held = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), mimetype="text/csv", headers=held)


def _written(
    house: House, key: str, typed: TypedSheets, entries: tuple[PatientEntry, ...], form: Form
) -> Response | None:
    """Into the diary, as an import: all of it or nothing, and a value that differs only where somebody signs for it."""
    kit, by, correct = house.kit, form.text("by"), form.choice("correct") == "yes"
    if correct and not by:
        form.complain("by", "no-typed-by", "give-typed-by")
    if form.problems:
        return None
    known = _known(house, entries)
    with open_diary(house.places.diary) as book:
        added = book.add(entries, by=by, at=datetime.now(UTC), correct=correct)
    says = say(kit, "written", new=added.new + added.filled, same=added.same, corrected=added.corrected)
    told_of = [each.entry for each in entries]
    return house.show(
        "written",
        title=say(kit, "written-title"),
        says=says,
        matters=what_matters.sentences(told_of, words.labels_of(kit), kit.catalog, known=known, leaflet=True),
        entries=[sheet_rows.entry_in_words(house, each) for each in entries],
        about=what_to_do.about(house.kit, told_of, known=known, draft=typed.draft, country=typed.country),
        key=key,
    )


def _next_chart(house: House, key: str, typed: TypedSheets, history: History, form: Form) -> Response | None:
    """The charts that go on after these: from the diary where there is one, else from what was just typed in.

    None while it holds falls that the answers do not know of, and nobody has said that these still hold.
    """
    options = Draft(typed.draft).options(house.kit)
    new = tuple(history.entries())
    if house.places.diary:
        with open_diary(house.places.diary, new=False) as book:
            history = book.history(history.patient)
    found = next_charts.made(house, form, options, history, new)
    if (behind := next_charts.behind(house, options, history)) and form.choice("answers") != "yes":
        labels = words.labels_of(house.kit)
        says, hint = at_question(labels, behind), told(labels, next_sheets.LOOK_AGAIN)
        form.problems.append(Problem(says=says, hint=hint, field="answers"))
    if found is None or form.problems:
        return None
    return house.ready(
        found.chart,
        f"{history.patient}-next-chart.pdf",
        say(house.kit, "made-next-chart"),
        f"returned/{key}",
        draft=Draft(typed.draft),
        about=next_charts.about(house, options, history, new=new, draft=typed.draft),
    )
