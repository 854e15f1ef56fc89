"""The boxes of sheets that were filled in, as rows of entries: a chart, a skin check, a skin sheet."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from printkit.diary.entry_words import CHECKS, ticks
from printkit.sheets import boxes
from printkit.sheets.geometry import SESSION

_DATED = re.compile(r"(?P<what>.+)/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:-[0-9]+)?")
# a handout has one week, and says of it only the day
_NUMBERED_DAY = re.compile(r"(?P<what>.+)/(?:week-(?P<week>[0-9]{1,3})-)?day-(?P<day>[1-7])(?:-[0-9]+)?")
_NUMBER_ROW = re.compile(r"(?P<what>[a-z-]+)/week-(?P<week>[0-9]{1,3})/(?P<value>10|[0-9])")
_CHECK = re.compile(r"skin/(?P<room>[^/]+)/(?P<line>[^/]+)")
_SKIN_DAY = re.compile(
    r"(skin-day/(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})|day-(?P<number>[0-9]{1,2})))/(gone|still|where)"
)
_SEEN = ("places", "signs")  # rooms of the skin check that say what the skin is like; the others ask about habits
NOT_DONE = "no"  # the answer to a box of a day of which somebody has said so; an empty one says nothing
_LEAST_OF_A_LOOK = 6  # places and signs; the page of a booklet asks after a few of them, and says less


def rows(
    filled: Mapping[str, str], first_day: date | None, today: date | None = None
) -> Iterator[tuple[str, dict[str, str]]]:
    """The name of each ticked box and what it says to a diary. A chart without dates begins on `first_day`, if given.

    Its columns are weekdays: see `day_of_column`. A day before `first_day` is told as any other; see `is_before`.
    A booklet has a chart and a skin sheet: who has ticked what the skin was like on a day has looked at it, too.
    A number for a week that is not over stands on `today`, if that is given. Who types a sheet in may know more than its
    boxes say, that something was not done: that is NOT_DONE.
    """
    answers = {name: answer for name, answer in filled.items() if answer}
    start = min((match["day"] for name in filled if (match := _DATED.fullmatch(name))), default="")
    # the numbers of a chart say which week of the plan they are of, and its days begin with the first of these
    weeks = [int(match["week"]) for name in filled if (match := _NUMBER_ROW.fullmatch(name))]
    if start:
        first: date | None = date.fromisoformat(start) - timedelta(weeks=min(weeks, default=1) - 1)
    else:
        first = first_day and day_of_column(first_day, filled, week=1, column=1)
    of_skin = list(_skin_days(answers, first_day))
    looked = {said.get("day") for _, said in of_skin}
    for name, said in _by_day(_chart(filled, first, today)):
        if said["what"] != "skin" or said.get("day") not in looked:
            yield name, said
    yield from _skin(filled, first_day)
    yield from of_skin


def day_of_column(first_day: date, names: Iterable[str], *, week: int, column: int) -> date:
    """The day of a box of a chart or handout without dates: column 1 is a Monday, as the paper says over it.

    The sheets begin in the week of `first_day`, whatever week of a plan that is; `names` are all of their boxes.
    """
    first_week = min((week for week in map(_week_of, names) if week), default=1)
    return first_day - timedelta(days=first_day.weekday()) + timedelta(weeks=week - first_week, days=column - 1)


def is_before(name: str, day: str, first_day: date | None) -> bool:
    """Whether a box of a column that is named by its weekday lies before the first day: then one of the two is wrong."""
    return first_day is not None and _NUMBERED_DAY.fullmatch(name) is not None and day < first_day.isoformat()


def weekday_column(name: str) -> tuple[int, int] | None:
    """Week and column of a box that is named by its weekday alone; None for every other box. Monday is column 1."""
    match = _NUMBERED_DAY.fullmatch(name)
    return (int(match["week"] or 1), int(match["day"])) if match else None


def _week_of(name: str) -> int:
    match = _NUMBERED_DAY.fullmatch(name) or _NUMBER_ROW.fullmatch(name)
    return int(match["week"] or 1) if match else 0


def _chart(filled: Mapping[str, str], first: date | None, today: date | None) -> Iterator[tuple[str, dict[str, str]]]:
    """The name of each box of a day, the empty ones with the value "", and of each number that is ticked.

    A row has no day when the chart has none and nobody gave it. `first` is the day of the first column of week 1.
    """
    for name, answer in filled.items():
        said: dict[str, str] = {}
        if match := _DATED.fullmatch(name):
            said = {"what": match["what"], "value": _value(match["what"], answer), "day": match["day"]}
        elif match := _NUMBERED_DAY.fullmatch(name):
            said = {"what": match["what"], "value": _value(match["what"], answer)}
            if first is not None:
                day = first + timedelta(weeks=int(match["week"] or 1) - 1, days=int(match["day"]) - 1)
                said["day"] = day.isoformat()
        elif answer and (match := _NUMBER_ROW.fullmatch(name)):
            said = {"what": match["what"], "value": match["value"], "kind": "noted"}
            if first is not None:  # a number for a whole week stands on its last day
                last = first + timedelta(weeks=int(match["week"]), days=-1)
                begun = today is not None and last - timedelta(days=6) <= today
                said["day"] = (min(last, today) if today and begun else last).isoformat()
        if said:
            yield name, said


def _value(what: str, answer: str) -> str:
    """What a box of a day says. Of a check, no would say that something is not well."""
    if answer == NOT_DONE:
        return "not looked at" if what in CHECKS else NOT_DONE
    return "yes" if answer else ""


def _by_day(rows: Iterable[tuple[str, dict[str, str]]]) -> Iterator[tuple[str, dict[str, str]]]:
    """The sessions of an exercise on one day as one row with as many ticks, under the name of the first; others as they are.

    A day is one on which it was not done when that is said of every session of it: of one that is left blank nobody knows.
    A chart of before had one box for all of a day: that is 1 tick.
    """
    days: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for name, said in rows:
        exercise, at, part = said["what"].partition(SESSION)
        if at and "day" in said:
            days.setdefault((exercise, said["day"]), {}).setdefault(part, (name, said["value"]))
        elif said["value"]:
            yield name, {**said, "what": exercise}
    for (exercise, day), parts in days.items():
        ticked = [name for name, value in parts.values() if value not in ("", NOT_DONE)]
        if ticked:
            yield ticked[0], {"what": exercise, "value": ticks(len(ticked)), "day": day}
        elif all(value == NOT_DONE for _, value in parts.values()):
            yield next(name for name, _ in parts.values()), {"what": exercise, "value": NOT_DONE, "day": day}


def _skin(ticks_of: Mapping[str, str], day: date | None) -> Iterator[tuple[str, dict[str, str]]]:
    """The skin check as one look at the skin: well when every place and sign is answered Yes, not well when one is No.

    What is half answered was looked at, and nobody knows more; its note says how much was answered.
    """
    answers: dict[str, set[str]] = {}  # to each line of the form the boxes that were ticked
    for name, ticked in ticks_of.items():
        asked, answer = boxes.read(name)
        if answer and (match := _CHECK.fullmatch(asked)) and match["room"] in _SEEN:
            answers.setdefault(match["line"], set()).update({answer} if ticked else ())
    answered = [line for line, given in answers.items() if given]
    if not answered:
        return
    ticked_no = [line for line in answered if "no" in answers[line]]
    whole = len(answered) == len(answers) >= _LEAST_OF_A_LOOK
    said = {"kind": "checked", "what": "skin", "value": "not well" if ticked_no else "well" if whole else "looked at"}
    notes = ["No: " + ", ".join(ticked_no)] if ticked_no else []
    if not whole:
        notes.append(f"{len(answered)} of {len(answers)} questions answered")
    if notes:
        said["note"] = "; ".join(notes)
    if day is not None:
        said["day"] = day.isoformat()
    yield "skin", said


def _skin_days(answers: Mapping[str, str], first: date | None) -> Iterator[tuple[str, dict[str, str]]]:
    """The days of a skin sheet: well when no mark stayed, not well when one did; where it was is the note."""
    for name in answers:
        match = _SKIN_DAY.fullmatch(name)
        if match is None or (match[4] == "where" and {f"{match[1]}/gone", f"{match[1]}/still"} & set(answers)):
            continue
        said = {"kind": "checked", "what": "skin"}
        said["value"] = {"gone": "well", "still": "not well", "where": "looked at"}[match[4]]
        if where := answers.get(f"{match[1]}/where"):
            said["note"] = where
        if match["day"]:
            said["day"] = match["day"]
        elif first is not None:
            said["day"] = (first + timedelta(days=int(match["number"]) - 1)).isoformat()
        yield name, said
