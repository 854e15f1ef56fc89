"""The charts that come next: where they begin is asked where the next week has begun already, and is never a day gone by unsaid.

After bad pain somebody must say first that the clinic has agreed.
"""

from flask import request

from printkit.diary import next_sheets, what_matters
from printkit.diary.next_sheets import Begins
from printkit.kit import NextChart
from printkit.model.options import Options
from printkit.outcomes.history import Entry, History
from printkit.outcomes.worst_pain import ToTell
from printkit.page import sheet_rows, what_to_do, words
from printkit.page.forms import Choice, Field, Form, Problem
from printkit.page.house import House
from printkit.page.what_to_do import WhatToDo
from printkit.page.words import say

BEGINS, AGREED = "begins", "agreed"  # the fields


def made(house: House, form: Form, options: Options, history: History, new: tuple[Entry, ...] = ()) -> NextChart | None:
    """The next charts; None while the form must ask first where they begin, or whether a clinic knows of bad pain.

    `new` is what was typed in, and is in no diary yet.
    Raises as `Printkit.next_chart`.
    """
    agreed = _agreed(house, form, next_sheets.pain(options, history, house.kit.catalog, new))
    if not agreed and BEGINS not in request.form:  # one question at a time, so that what to do stays in sight
        return None
    places = next_sheets.begins(options, history, house.kit.today)
    if len(places) < 2:
        return house.kit.next_chart(options, history, new=new) if agreed else None
    first = say(house.kit, "begins-to-come")
    choices = tuple(
        Choice(str(each.week), _in_words(house, each, first if at == 0 else "")) for at, each in enumerate(places)
    )
    form.fields[BEGINS] = Field(name=BEGINS, ask=say(house.kit, "ask-begins"), choices=choices)
    if BEGINS not in request.form:
        says = say(house.kit, "begins-open", day=sheet_rows.long_day(house, places[-1].day))
        form.problems.append(Problem(says=says, hint=say(house.kit, "say-begins"), field=BEGINS))
        return None
    begin = int(form.choice(BEGINS))
    return None if form.problems else house.kit.next_chart(options, history, begin=begin, new=new)


def _agreed(house: House, form: Form, pain: ToTell | None) -> bool:
    """Whether no pain stands between these charts and the last ones, or somebody says that a clinic knows of it."""
    if pain is None:
        return True
    kit = house.kit
    choices = (Choice("no", say(kit, "agreed-open")), Choice("yes", say(kit, "agreed-yes")))
    form.fields[AGREED] = Field(name=AGREED, ask=say(kit, "ask-agreed"), choices=choices)
    if AGREED in request.form:
        form.said[AGREED] = request.form[AGREED]
    if form.choice(AGREED) == "yes":
        return True
    says = what_matters.hurt(pain, words.labels_of(kit))
    form.problems.append(Problem(says=says, hint=say(kit, "agree-first"), field=AGREED))
    return False


def _in_words(house: House, begins: Begins, more: str) -> str:
    """A week with its first day, and what is to be known of it."""
    more = more or say(house.kit, "begins-past")
    return say(house.kit, "begins-week", week=begins.week, day=sheet_rows.long_day(house, begins.day), more=more)


def behind(house: House, options: Options, history: History) -> str:
    """That there are falls which the answers do not know of, as `next_sheets.behind` says it."""
    catalog = house.kit.catalog
    return next_sheets.behind(options, history, catalog.measures, catalog.tracked, house.kit.today)


def about(
    house: House, options: Options, history: History, *, new: tuple[Entry, ...] = (), draft: str = ""
) -> tuple[WhatToDo, ...]:
    """What to do about the falls and the pain of the last sheets, and of what was typed in and is `new`."""
    some = dict.fromkeys((*new, *next_sheets.of_last_sheets(options, history)))
    return what_to_do.about(house.kit, some, known=history.entries(), draft=draft, country=options.clinic.region)
