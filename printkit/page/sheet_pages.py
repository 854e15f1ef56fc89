"""The pages of a print while they are typed in: what each is called, how far it is, and which one comes next."""

from printkit.page import lists, sheet_rows, typed_sheets
from printkit.page.house import House
from printkit.page.memory import TypedSheets
from printkit.page.words import labels_of, say
from printkit.sheets.geometry import Sheet


def kind(sheet: Sheet) -> str:
    """What a sheet is, by the letter in its codes."""
    return {"C": "days", "H": "days", "N": "numbers", "S": "skin"}.get(sheet.template, "list")


def named(house: House, typed: TypedSheets, number: int) -> str:
    """A page by its number, what it is, and the first heading on it, for a sheet has several pages of one kind."""
    sheet = typed.sheets[number]
    what = say(house.kit, f"sheet-{kind(sheet)}")
    of = dict.fromkeys(box.partition("/")[0] for box, *_ in sheet.boxes)
    if kind(sheet) == "list" and len(of) == 1 and set(of) <= set(house.kit.catalog.names("checklists")):
        what = lists.titled(house, *of)
    page = say(house.kit, "sheet-page", page=sheet.number or sheet.page, what=what)
    heading = next((each.title for each in sheet_rows.parts(house, sheet, {})), "")
    if kind(sheet) not in ("list", "days") or not heading:  # the others have one heading, which says what they are
        return page
    return say(house.kit, "sheet-page-headed", page=page, heading=heading)


def state(house: House, typed: TypedSheets, number: int) -> str:
    """Whether a page was typed in; of one that is filled in on a screen, how much of it."""
    if not typed.on_screen:
        scanned = "sheet-scanned" if number in typed.scanned else "sheet-open"
        return say(house.kit, "sheet-typed" if number in typed.typed else scanned)
    parts = sheet_rows.parts(house, typed.sheets[number], {})
    asked = [each for part in parts for row in part.rows for each in row.fields if each.choices]
    answered = sum(bool(typed.value(each.name)) for each in asked)
    if number not in typed.typed or not answered:
        return say(house.kit, "sheet-not-filled")
    if answered < len(asked):
        return say(house.kit, "sheet-part-filled", count=answered, all=len(asked))
    return say(house.kit, "sheet-filled")


def following(typed: TypedSheets, number: int) -> int | None:
    """The page to go on with after one: the next that is not done, round to the first; None where all are."""
    order = (*range(number + 1, len(typed.sheets)), *range(number))
    return next((each for each in order if each not in typed.typed), None)


def waits(house: House, typed: TypedSheets) -> str:
    """How many boxes with an answer are no entries yet, and what they wait for."""
    answers = [name for name, answer in typed_sheets.boxes_of(typed).items() if answer and not name.endswith("/where")]
    waiting = "waits-day" if typed.patient else "waits-day-id"
    return labels_of(house.kit).plural("screen", waiting, len(answers))
