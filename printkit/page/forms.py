"""What a form asks, and what was answered: every problem by the name of its field, everything typed kept."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from printkit.catalog.labels import Labels
from printkit.errors import BeyondLimits, PrintkitError, Several
from printkit.page.messages import at_question, told
from printkit.reading.cells import odd_letter

UNKNOWN = "unknown"
_BREAK = re.compile(r"[\x00-\x1f\x85\u2028\u2029\ufeff]")  # a line that ends inside a line
_BARE = frozenset({"not-a-choice", "odd-letter", "no-day", "day-to-come", "no-name"})  # said of any question
_LONGEST = 2000  # letters of a line; the records say how many of them they take


def is_a_line(words: str) -> bool:
    """Whether words can stand in a line of a form, a file and a page."""
    return not (odd_letter(words) or _BREAK.search(words) or len(words) > _LONGEST)


class Choice(Struct, frozen=True, order=True):
    """One answer that can be chosen, its words, and the heading under which it stands in a long list."""

    value: str
    says: str
    under: str = ""


class Field(Struct, frozen=True, kw_only=True):
    """One question of a screen. `kind` is how it is answered: radio, select, checks, text, number, date, file."""

    name: str
    ask: str
    kind: str = "radio"
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    of: str = ""  # what it is one of several questions on, as an exercise; said where the question stands alone

    @property
    def alone(self) -> str:
        """The question as it is said away from its screen, before what is wrong with the answer."""
        said = f"{self.of}: {self.ask}" if self.of else self.ask
        return said if said.endswith("?") else f"{said}:"


class Problem(Struct, frozen=True, kw_only=True):
    """What must be put right. `field` is the name of a field of the screen, "" where none is to blame."""

    says: str
    hint: str = ""
    field: str = ""
    step: str = ""  # the screen on which the field is, where it is another one
    checked: bool = False  # whether it is settled by who has checked the person, and when
    signable: bool = False  # whether a clinician can sign it as it is
    bare: bool = False  # whether it is understood beside its question alone
    asks: bool = False  # whether it says only that a question is open
    asked: str = ""  # that question, for where the problem stands away from it


class Answered(Protocol):
    """Answers as they stood when a screen was made."""

    def value(self, name: str) -> str:
        """What was answered; "" where nothing was."""


class Form:
    """The answers of one form. What is no answer of a field is a problem of it, and reads as "" or unknown."""

    def __init__(self, fields: Iterable[Field], said: MultiDict[str, str], labels: Labels) -> None:
        self.fields = {field.name: field for field in fields}
        self.said = said
        self.problems: list[Problem] = []
        self.made_from: Answered | None = None  # where it was sent, and that is remembered
        self.differing: set[str] = set()  # fields that were answered otherwise since their screen was made
        self._labels = labels

    def choice(self, name: str) -> str:
        """The chosen answer of a field; the first of its choices when none was sent."""
        choices = [each.value for each in self.fields[name].choices]
        found = self.said.get(name, choices[0])
        if found in choices:
            return found
        self._complain(name, "not-a-choice", "choose-again")
        return choices[0]

    def choices(self, name: str) -> tuple[str, ...]:
        """All answers of a field that were chosen, in the order of the field."""
        sent = set(self.said.getlist(name))
        known = tuple(each.value for each in self.fields[name].choices)
        if sent - set(known):
            self._complain(name, "not-a-choice", "choose-again")
        return tuple(each for each in known if each in sent)

    def answer(self, name: str) -> bool | None:
        """Yes, no, or None for who does not know."""
        return {"yes": True, "no": False}.get(self.choice(name))

    def text(self, name: str) -> str:
        """What was typed in a line, without the space around it."""
        found = self.said.get(name, "").strip()
        if not is_a_line(found):
            self._complain(name, "odd-letter", "type-again")
            return ""
        return found

    def answers(self) -> dict[str, str]:
        """All answers by their fields, but those of which somebody must say first which counts."""
        asked = ((name, each) for name, each in self.fields.items() if name not in self.differing)
        return {name: self.choice(name) if each.choices else self.text(name) for name, each in asked}

    def day(self, name: str) -> str:
        """A day as 2026-11-20, "" where none was given."""
        found = self.text(name)
        try:
            return found and date.fromisoformat(found).isoformat()
        except ValueError:
            self._complain(name, "no-day", "write-day")
            return ""

    def blame(self, error: PrintkitError, name: str = "") -> None:
        """Note what the face refused, at the field that answers for it."""
        for each in error.problems if isinstance(error, Several) else (error,):
            self.note(clinic_is_missing(each, self._labels) or problem(each, self._labels, name))

    def note(self, found: Problem) -> None:
        """Note a problem; what is understood beside its question alone takes the question along."""
        known = found.bare and found.field in self.fields
        self.problems.append(replace(found, asked=self.fields[found.field].alone) if known else found)

    def differs(self, name: str, since: str, *, own: bool) -> None:
        """Ask which of two answers counts: the one that was given `since` the screen was made, or the one that was sent.

        Both stand to be chosen. Chosen is what was sent where it is somebody's `own`, else what is there by now.
        """
        field, label, sent = self.fields[name], self._labels, self.said[name]
        answers = ((since, "answered-since"), (sent, "answered-here"))
        choices = tuple(
            Choice(value, label("screen", key, answer=self._in_words(field, value))) for value, key in answers
        )
        says = label("screen", "answer-differs", question=field.ask)
        self.problems.append(Problem(says=says, hint=label("screen", "which-counts"), field=name))
        self.fields[name] = Field(name=name, ask=field.ask, choices=choices)
        self.said = MultiDict(self.said)
        self.said[name] = sent if own else since
        self.differing.add(name)

    def _in_words(self, field: Field, value: str) -> str:
        known = next((each.says for each in field.choices if each.value == value), value)
        return known or self._labels("screen", "no-answer")

    def complain(self, name: str, says: str, hint: str) -> None:
        """Note a problem in the words of a screen, by their labels."""
        self._complain(name, says, hint)

    def _complain(self, name: str, says: str, hint: str) -> None:
        label, bare = self._labels, says in _BARE
        self.note(Problem(says=label("screen", says), hint=label("screen", hint), field=name, bare=bare))

    def value(self, name: str) -> str:
        """What stands in a field now, for the same screen again."""
        choices = self.fields[name].choices
        return self.said.get(name, choices[0].value if choices else "")

    def picked(self, name: str) -> bool:
        """Whether a day is picked from a calendar; a browser would throw away what is no day, so that is a line."""
        try:
            return self.fields[name].kind == "date" and (
                not self.value(name) or bool(date.fromisoformat(self.value(name)))
            )
        except ValueError:
            return False

    def ticked(self, name: str, value: str) -> bool:
        """Whether one choice of a field is chosen now."""
        if self.fields[name].kind == "checks":
            return value in self.said.getlist(name)
        return self.value(name) == value

    def problems_of(self, name: str) -> list[Problem]:
        """The problems of one field."""
        return [each for each in self.problems if each.field == name]


def problem(error: PrintkitError, labels: Labels, field: str) -> Problem:
    """What was refused of the answer in a field, in the words of a screen."""
    own = at_question(labels, error.message) if field else ""
    hint = (at_question(labels, error.hint) if field else "") or told(labels, error.hint)
    return Problem(
        says=own or told(labels, error.message),
        hint=hint,
        field=field,
        bare=bool(own),
        signable=isinstance(error, BeyondLimits),
    )


def gathered(problems: Iterable[Problem]) -> tuple[tuple[Problem, ...], ...]:
    """Problems, those that say the same of several questions together."""
    found: dict[tuple[str, ...], list[Problem]] = {}
    for place, each in enumerate(problems):
        same = (each.says, each.hint, each.step) if each.asked else (str(place),)
        found.setdefault(same, []).append(each)
    return tuple(map(tuple, found.values()))


def clinic_is_missing(error: PrintkitError, labels: Labels) -> Problem | None:
    """That an option file names a clinic file, which no screen can read, and where it is given; None for all else."""
    if not error.message.startswith("clinic_file "):
        return None
    says, hint = labels("screen", "clinic-file-named"), labels("screen", "give-the-clinic")
    return Problem(says=says, hint=hint, field="clinic_file", step="clinic")
