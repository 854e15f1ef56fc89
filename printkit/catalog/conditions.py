"""The conditions of rules, rooms, lines and topics, held against the answers that exist."""

from collections.abc import Iterator

from printkit.errors import CatalogError, PrintkitError, near
from printkit.model import facts
from printkit.model.constraints import Conditions
from printkit.model.holding import AidFirst, HoldChoice, Holds
from printkit.model.planning import Planning
from printkit.model.records import Checklist, Rule, Topic
from printkit.reading.records import Loaded


def problems(loaded: Loaded[object]) -> Iterator[PrintkitError]:
    """Every condition of a file that reads an answer nobody can give, or a value that it never has."""
    known = {**facts.answers(), **(facts.ABOUT_THE_PLAN if isinstance(loaded.record, Topic) else {})}
    for where, when in _places(loaded):
        for name, values in when.items():
            if name not in known:
                yield CatalogError(f"no option is called {name!r}", where=where, hint=near(name, known))
                continue
            for value in values:
                if value not in known[name]:
                    yield CatalogError(f"{name} is never {value!r}", where=where, hint=near(value, known[name]))


def _places(loaded: Loaded[object]) -> Iterator[tuple[str, Conditions]]:
    match loaded.record:
        case tuple() as rules:
            for index, rule in enumerate(rules):
                if isinstance(rule, Rule):
                    yield loaded.where(index, "when"), rule.when
        case Planning(bands=bands):
            for index, band in enumerate(bands):
                yield loaded.where("bands", index, "when"), band.when
        case Holds(hold=hold, rail=rail, aid=aid):
            for table, whens in (("hold", _whens(hold)), ("rail", _whens(rail)), ("aid", _whens(aid))):
                for index, conditions in enumerate(whens):
                    yield loaded.where(table, index, "when"), conditions
        case Topic(when=when, text=text):
            yield loaded.where("when"), when
            for language, words in text.items():
                for index, part in enumerate(words.parts):
                    yield loaded.where("text", language, "parts", index, "when"), part.when
        case Checklist(rooms=rooms):
            for number, room in enumerate(rooms):
                yield loaded.where("rooms", number, "when"), room.when
                for index, line in enumerate(room.lines):
                    yield loaded.where("rooms", number, "lines", index, "when"), line.when
                    yield loaded.where("rooms", number, "lines", index, "matters_to"), line.matters_to


def _whens(rows: tuple[HoldChoice | AidFirst, ...]) -> tuple[Conditions, ...]:
    return tuple(row.when for row in rows)
