"""Exercises to choose from on a screen: what somebody looked for, or all of them by what they train."""

from collections.abc import Collection
from urllib.parse import quote

from flask import request
from msgspec import Struct

from printkit.catalog import finding
from printkit.catalog.finding import Page
from printkit.kit import Printkit
from printkit.model.records import Exercise
from printkit.page import words
from printkit.page.house import House
from printkit.printing import gallery

_LONGEST = 100  # letters that are looked for


class Found(Struct, frozen=True, kw_only=True):
    """An exercise that can be chosen."""

    exercise: str
    title: str
    dose: str  # as the catalogue gives it
    under: str = ""  # what it trains, in a list of all


def found(house: House, sought: str, without: Collection[str]) -> tuple[Found, ...]:
    """The exercises that have every word that is looked for, the closest first; for none all of them, by what they train."""
    kit = house.kit

    def page_of(exercise: Exercise) -> Page:
        spoken = words.spoken(kit).exercise(exercise.id)
        return finding.page_of(house.titled(exercise.id), words.said(kit, spoken.text, exercise.id))

    named = [name for name in finding.found(kit.catalog, sought, page_of) if name not in without]
    if finding.words_of(sought):
        return tuple(row(house, name) for name in named)
    every = (row(house, name, group(kit, name)) for name in named)
    return tuple(sorted(every, key=lambda each: (each.under, each.title)))


def row(house: House, name: str, under: str = "") -> Found:
    """One exercise as it can be chosen."""
    return Found(exercise=name, title=house.titled(name), dose=gallery.dose(words.spoken(house.kit), name), under=under)


def group(kit: Printkit, exercise: str) -> str:
    """What an exercise trains most, as the heading of a long list; "" where nobody said it."""
    labels = words.labels_of(kit)
    known = (each for each in kit.catalog.exercise(exercise).trains if each in labels.groups["trains"])
    said = next((labels("trains", each) for each in known), "")
    return said[:1].upper() + said[1:]


def pressed(main: str) -> str:
    """What was pressed. Who presses Enter behind words to look for has pressed the main button, and wants to find."""
    do, sought = request.form.get("do", ""), request.form.get("find", "")
    return "find" if do == main and sought not in ("", request.form.get("found", "")) else do


def as_query(sought: str) -> str:
    """Words that are looked for, as they stand in an address."""
    return quote(sought[:_LONGEST], safe="")
