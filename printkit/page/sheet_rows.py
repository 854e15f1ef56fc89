"""The boxes of a printed sheet as questions, row by row as they stand on the paper, and what was answered as boxes again.

A box that is left blank says nothing. That something was not done is an answer of its own, which a tick cannot give.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from printkit.diary import entry_text, entry_words
from printkit.diary.filled_sheets import NOT_DONE, weekday_column
from printkit.outcomes.history import PatientEntry
from printkit.page import words
from printkit.page.forms import Choice, Field
from printkit.page.house import House
from printkit.page.messages import sentence
from printkit.page.words import labels_of, say
from printkit.sheets import boxes
from printkit.sheets.geometry import NUMBERS, SESSION, Sheet

BLANK = ""
_SKIN_DAY = re.compile(r"(?P<day>skin-day/[^/]+)/(?P<state>gone|still)")
_NUMBER = re.compile(r"(?P<row>[a-z-]+/week-[0-9]+)/(?P<number>10|[0-9])")
_DAY = re.compile(r"(?P<row>.+)/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:week-[0-9]+-)?day-[0-9]+)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OF_CHART = {"toes-caught": "caught", "fell": "fell", "skin": "skin"}  # rows of a chart besides the exercises


class Row(Struct, frozen=True, kw_only=True):
    """One row of a sheet. `title` is "" where its one field says all."""

    title: str
    fields: tuple[Field, ...]


class Part(Struct, frozen=True, kw_only=True):
    """Some rows below one heading: a week, a room."""

    title: str
    rows: tuple[Row, ...]


def field_of(box: str) -> str:
    """The field that a box is answered in: of several boxes that are one question, one."""
    if found := _SKIN_DAY.fullmatch(box):
        return found["day"]
    if found := _NUMBER.fullmatch(box):
        return found["row"]
    return boxes.read(box)[0]


def parts(house: House, sheet: Sheet, days: Mapping[str, date], *, on_screen: bool = False) -> tuple[Part, ...]:
    """The questions of a sheet, in the order of its boxes. `days` are those of columns without a date, once they are known.

    With `on_screen` nobody reads the answers from paper.
    """
    rows = [(heading, Row(title=title, fields=fields)) for heading, title, fields in _rows(house, sheet, days)]
    if on_screen:
        rows = [
            (heading, Row(title=row.title, fields=tuple(_on_screen(house, each) for each in row.fields)))
            for heading, row in rows
        ]
    return tuple(
        Part(title=heading, rows=tuple(row for _, row in some)) for heading, some in groupby(rows, lambda each: each[0])
    )


def _on_screen(house: House, field: Field) -> Field:
    """A question whose answers are not those of paper: what is blank was not answered, and what is ticked is a yes."""
    other = {BLANK: say(house.kit, "not-answered"), "yes": say(house.kit, "yes")}
    return replace(field, choices=tuple(replace(each, says=other.get(each.value, each.says)) for each in field.choices))


def answered(sheet: Sheet, said: Mapping[str, str]) -> dict[str, str]:
    """The boxes of a sheet as entries are read from: "yes" for a ticked one, NOT_DONE, "" for one that says nothing."""
    found: dict[str, str] = {}
    for box, *_ in sheet.boxes:
        answer = said.get(field_of(box), BLANK)
        if match := _SKIN_DAY.fullmatch(box):
            found[box] = "yes" if answer == match["state"] else ""
            found[f"{match['day']}/where"] = said.get(f"{match['day']}/where", "")
        elif match := _NUMBER.fullmatch(box):
            found[box] = "yes" if answer == match["number"] else ""
        elif boxes.read(box)[1]:
            found[box] = "yes" if answer == boxes.read(box)[1] else ""
        else:
            found[box] = answer
    return found


def said_of(ticked: Iterable[str]) -> dict[str, str]:
    """The answers of the questions of ticked boxes; of a question with two of them ticked none."""
    found: dict[str, set[str]] = {}
    for box in ticked:
        if match := _SKIN_DAY.fullmatch(box):
            answer = match["state"]
        elif match := _NUMBER.fullmatch(box):
            answer = match["number"]
        else:
            answer = boxes.read(box)[1] or "yes"
        found.setdefault(field_of(box), set()).add(answer)
    return {name: next(iter(answers)) for name, answers in found.items() if len(answers) == 1}


def _rows(house: House, sheet: Sheet, days: Mapping[str, date]) -> Iterator[tuple[str, str, tuple[Field, ...]]]:
    """Each row with its heading and its title."""
    names = [box for box, *_ in sheet.boxes]
    for (kind, of), some in groupby(names, _row_of):
        inside = list(some)
        if kind == "days":
            fields = tuple(
                replace(_day(house, name, _over(house, name, days)), of=titled(house, of)) for name in inside
            )
            yield _week(house, inside[0]), titled(house, of), fields
        elif kind == "skin":
            where = Field(name=f"{of}/where", ask=say(house.kit, "skin-where"), kind="text")
            title = f"{say(house.kit, 'skin-day')}: {_day_words(house, of.rpartition('/')[2], long=True)}"
            yield say(house.kit, "skin-days"), title, (replace(_skin(house, of), of=title), replace(where, of=title))
        elif kind == "number":
            yield say(house.kit, "how-it-felt"), "", (_number(house, of),)
        elif kind == "line":
            heading, question = _line(house, inside[0])
            yield heading, "", (_choice(house, of, question, ("yes", "no")),)
        else:
            yield say(house.kit, "other-boxes"), "", (_choice(house, of, of, ("ticked",)),)


def _row_of(box: str) -> tuple[str, str]:
    """Which kind of row a box is of, and which one."""
    if found := _SKIN_DAY.fullmatch(box):
        return "skin", found["day"]
    if found := _NUMBER.fullmatch(box):
        return "number", found["row"]
    line, answer = boxes.read(box)
    if answer:
        return "line", line
    if found := _DAY.fullmatch(box):
        return "days", found["row"]
    return "box", box


def _choice(house: House, name: str, ask: str, answers: tuple[str, ...]) -> Field:
    blank = Choice(BLANK, say(house.kit, "blank"))
    said = (Choice("yes" if each == "ticked" else each, say(house.kit, each)) for each in answers)
    return Field(name=name, ask=ask, kind="select", choices=(blank, *said))


def _day(house: House, name: str, day: str) -> Field:
    answers = (Choice("yes", say(house.kit, "ticked")), Choice(NOT_DONE, say(house.kit, "no")))
    return Field(name=name, ask=day, kind="select", choices=(Choice(BLANK, say(house.kit, "blank")), *answers))


def _skin(house: House, name: str) -> Field:
    states = tuple(Choice(each, say(house.kit, f"skin-{each}")) for each in ("gone", "still"))
    blank = Choice(BLANK, say(house.kit, "blank"))
    return Field(name=name, ask=say(house.kit, "skin-mark"), kind="select", choices=(blank, *states))


def _number(house: House, name: str) -> Field:
    what, _, week = name.partition("/week-")
    label = labels_of(house.kit)
    known = label.groups["chart"]
    ask = label("chart", what, week=week) if what in known else f"{titled(house, what)} {week}"
    low_high = ", ".join(
        f"{number}: {label('chart', f'{what}-{end}')}"
        for number, end in ((0, "low"), (NUMBERS - 1, "high"))
        if f"{what}-{end}" in known
    )
    numbers = tuple(Choice(str(each), str(each)) for each in range(NUMBERS))
    return Field(
        name=name, ask=ask, kind="select", choices=(Choice(BLANK, say(house.kit, "blank")), *numbers), hint=low_high
    )


def titled(house: House, what: str) -> str:
    """What stands at the head of a row of days."""
    kit, (exercise, _, part) = house.kit, what.partition(SESSION)
    labels = labels_of(kit)
    if exercise in kit.catalog.names("exercises"):
        title = house.titled(exercise)
        return f"{title}, {labels('chart', part)}" if part in labels.groups["chart"] else title
    if exercise in _OF_CHART:
        return labels("chart", _OF_CHART[exercise])
    tracked = words.spoken(kit).tracked.get(exercise)
    return words.said(kit, tracked.title, exercise) if tracked else exercise.replace("-", " ")


def _week(house: House, name: str) -> str:
    """The heading of the days of a week, by its first box."""
    day = name.rpartition("/")[2]
    label = labels_of(house.kit)
    if week := re.match(r"week-([0-9]+)-", day):
        return label("chart", "week", first=week[1])
    try:
        return say(house.kit, "week-from", day=long_day(house, date.fromisoformat(day)))
    except ValueError:
        return label("chart", "week", first=1)


def _day_words(house: House, day: str, *, long: bool = False) -> str:
    """A day as it stands over its box."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        number = day.rpartition("-")[2]
        return say(house.kit, "day-number", number=number)
    return long_day(house, found) if long else f"{_weekday(house, found)} {found.day}"


def _over(house: House, name: str, days: Mapping[str, date]) -> str:
    """What stands over a box of a day: of one without a date its weekday, as on the paper, until its day is known."""
    column = weekday_column(name)
    if column is None or name in days:
        return _day_words(house, days[name].isoformat() if name in days else name.rpartition("/")[2])
    return labels_of(house.kit)("days", _WEEKDAYS[column[1] - 1])


def _weekday(house: House, day: date) -> str:
    return labels_of(house.kit)("days", _WEEKDAYS[day.weekday()])


def long_day(house: House, day: date) -> str:
    """A day in words, without its year."""
    month = labels_of(house.kit)("months", str(day.month))
    return say(house.kit, "long-day", weekday=_weekday(house, day), day=day.day, month=month)


def _line(house: House, box: str) -> tuple[str, str]:
    """The room and the question of a line of a checklist; its name where no checklist has it."""
    kit = house.kit
    name, _, rest = boxes.read(box)[0].partition("/")
    question = kit.questions_of({box: "yes"}).get(box, boxes.read(box)[0])
    if name in kit.catalog.names("checklists"):
        found = words.spoken(kit).checklist(name)
        room = next((each for each in found.rooms if each.id == rest.partition("/")[0]), None)
        if room is not None:
            return words.said(kit, room.title, name), question
    return say(kit, "other-boxes"), question


def entry_in_words(house: House, filed: PatientEntry) -> str:
    """One entry as it will be written down."""
    said = entry_text.words(filed.patient, filed.entry, house.kit.catalog)
    what = titled(house, said["what"])
    value = _value_in_words(house, said["what"], said.get("value", ""))
    value = value or (say(house.kit, "not-done") if said.get("sets") == "0" else said.get("sets", ""))
    return sentence(" ".join(part for part in (f"{said['day']}:", f"{what}:", value, said.get("note", "")) if part))


def _value_in_words(house: House, what: str, value: str) -> str:
    """A value of a row as the screens say it; a figure as it is."""
    kit, labels = house.kit, labels_of(house.kit)
    if value in ("yes", "no"):
        return say(kit, value).lower()
    tracked = words.spoken(kit).tracked.get(what)
    if tracked is not None and value in tracked.choices:
        return words.said(kit, tracked.choices[value], value)
    if times := entry_words.ticks_in(value) if value.endswith(" ticks") else 0:
        return labels.plural("screen", "ticks", times)
    key = value.replace(" ", "-")
    return labels("answers", key).lower() if key in labels.groups["answers"] else value
