"""One entry of the diary from the words of a row, with every problem by its field."""

import contextlib
import re
from collections.abc import Mapping
from datetime import date

from printkit import errors
from printkit.catalog.store import Catalog
from printkit.diary.entry_fields import Wrong, pointed, read_day, shortened, weekdays
from printkit.diary.entry_words import (
    ABOUT,
    ALL_WELL,
    AS_NOTE,
    CHECKS,
    CONDITIONS,
    MOST,
    MOST_OF_GOAL,
    NO,
    NONE,
    NUMBER,
    PRESCRIBED,
    SEEN,
    SIDES,
    TAKES,
    THOUSANDS,
    UNABLE,
    WHOLE,
    WORN,
    YES,
    ticks_in,
)
from printkit.model.options import PATIENT_ID
from printkit.model.vocabulary import Answer, Side
from printkit.outcomes.history import Checked, Done, Entry, Measured, Observation, Prescribed
from printkit.outcomes.measures import Measure, PartOf, Tally, Tracked, at_home
from printkit.reading import columns

_ABOUT_WHAT = ("exercise", "measure", "what", "kind")
_ALLOWED = {kind: frozenset((*ABOUT, *fields)) for kind, fields in TAKES.items()}
_HOW_MUCH = frozenset(("sets", "value", "minutes", "effort", "pain", "note"))


class Reader:
    """Reads rows with the names of a catalogue. `assessor` stands where a row names none; today is the last day."""

    def __init__(self, catalog: Catalog, today: date, assessor: str | None = None) -> None:
        self._catalog, self._today, self._assessor = catalog, today, assessor
        self._misses = errors.NearMisses()
        self._names: dict[str, dict[str, str]] = {
            "done": {columns.normalised(name): name for name in catalog.names("exercises")},
            "checked": {name: name for name in CHECKS},
            "noted": {
                columns.normalised(name): key
                for key, tracked in catalog.tracked.items()
                for name in (*tracked.also, *tracked.title.values(), key)
            },
            "measured": {
                columns.normalised(name): key
                for key, measure in catalog.measures.items()
                for name in (*measure.also, measure.name, measure.short, key)
            },
        }
        self._titles_read = False
        # a year of a clinic has the same few days, ids and numbers a million times
        self._days: dict[str, date | Wrong] = {}
        self._patients: set[str] = set()
        self._whats: dict[tuple[str | bool | None, ...], tuple[str, str]] = {}
        self._numbers: dict[tuple[str, str, float, float | None, bool], float] = {}

    def found(self, word: str, kinds: tuple[str, ...] = ("done", "checked", "noted", "measured")) -> tuple[str, str]:
        """The kind and the id that a word stands for; ("", "") when it stands for nothing."""
        word = columns.normalised(word)
        for kind in kinds:
            if word in self._names[kind]:
                return kind, self._names[kind][word]
        if "done" in kinds and not self._titles_read:
            self._titles_read = True  # reading 100 exercises takes a while; most logs go by ids
            for name in self._catalog.names("exercises"):
                for text in self._catalog.exercise(name).text.values():
                    self._names["done"].setdefault(columns.normalised(text.title), name)
            return self.found(word, kinds)
        return "", ""

    def read(self, said: Mapping[str, str], *, bare: bool = False) -> tuple[Entry | None, list[Wrong]]:
        """The entry of a row, and what is wrong with it; None when nothing was recorded.

        `said` has the fields that are not empty. With `bare` the row of an exercise says by being there that it was
        done; that is for lists that have no column for how much.
        """
        wrong: list[Wrong] = []
        patient = said.get("patient", "")
        if patient not in self._patients and not re.fullmatch(PATIENT_ID, patient):
            hint = "letters, digits, points and hyphens, at most 64; never a name"
            wrong.append(Wrong("patient", "there is no patient id that can be used", hint))
        else:
            self._patients.add(patient)
        kind, name = self._what(said, wrong)
        if not kind:
            with contextlib.suppress(_NotThere):
                self._day("day", said, wrong)  # a row without a name may have a bad day as well, and both are told
            return None, wrong
        if not said.keys() <= _ALLOWED[kind]:
            for field in said:
                if field not in _ALLOWED[kind]:
                    hint = f"take it out; {name} is kept as {kind}"
                    wrong.append(Wrong(field, f"{name} has no {field.replace('_', ' ')}", hint))
        entry: Entry | None = None
        try:
            match kind:
                case "done":
                    entry = self._done(name, said, wrong, bare=bare)
                case "noted":
                    entry = self._noted(name, self._catalog.tracked[name], said, wrong)
                case "checked":
                    entry = self._checked(name, said, wrong)
                case "measured":
                    entry = self._measured(name, self._catalog.measures[name], said, wrong)
                case _:
                    entry = self._prescribed(name, said, wrong)
        except _NotThere:
            return None, wrong
        return (None if wrong else entry), wrong

    def _what(self, said: Mapping[str, str], wrong: list[Wrong]) -> tuple[str, str]:
        """The kind of the row and the id of what it is about, once for all rows that say it alike."""
        key = (*map(said.get, _ABOUT_WHAT), "assessor" in said, "starts_on" in said and "day" not in said)
        known = self._whats.get(key) or self._what_it_is(said, wrong)
        if known[0]:
            self._whats[key] = known
        return known

    def _what_it_is(self, said: Mapping[str, str], wrong: list[Wrong]) -> tuple[str, str]:
        field = next((name for name in ("exercise", "measure", "what") if name in said), "")
        if not field:
            wrong.append(Wrong("what", "the row does not say what it is about", "give an exercise, measure or item"))
            return "", ""
        kinds: tuple[str, ...] = {"exercise": ("done",), "measure": ("measured",)}.get(
            field, ("done", "checked", "noted", "measured")
        )
        if field == "what" and "assessor" in said:
            kinds = ("measured", *kinds)  # falls and pain are kept count of at home, and measured by an assessor
        asked = said.get("kind", "")
        if asked and asked not in TAKES:
            wrong.append(Wrong("kind", f"kind is {shortened(asked)}", self._misses.near(asked, TAKES)))
            return "", ""
        if asked:
            kinds = ("done",) if asked == "prescribed" else (asked,)
        kind, name = self.found(said[field], kinds)
        if not kind:
            known = {each for which in kinds for each in self._names[which].values()}
            near = columns.normalised(said[field]).replace(" ", "-")
            hint = self._misses.near(near, known, "'printkit catalog list' names the exercises")
            wrong.append(Wrong(field, f"{shortened(said[field])} is not in the catalogue", hint))
            return "", ""
        if asked == "prescribed" or (kind == "done" and "starts_on" in said and "day" not in said):
            kind = "prescribed"
        return kind, name

    # --- one for each kind

    def _done(self, name: str, said: Mapping[str, str], wrong: list[Wrong], *, bare: bool) -> Done | None:
        sets, ticked = self._number("sets", said, wrong, whole=True), False
        if "value" in said and "sets" not in said:
            mark = said["value"].lower()
            if mark in NO:
                sets = 0
            elif count := ticks_in(mark):
                sets, ticked = count, True
            else:
                sets = self._number("value", said, wrong, whole=True, most=MOST["sets"])
        minutes, effort = self._number("minutes", said, wrong), self._number("effort", said, wrong)
        pain = self._number("pain", said, wrong)
        if _HOW_MUCH.isdisjoint(said):
            if not bare:
                return None
            sets, ticked = 1, True
        return Done(
            day=self._day("day", said, wrong),
            exercise=name,
            sets=None if sets is None else int(sets),
            ticked=ticked,
            minutes=minutes,
            effort=effort,
            pain=pain,
            note=said.get("note", ""),
        )

    def _noted(self, name: str, tracked: Tracked, said: Mapping[str, str], wrong: list[Wrong]) -> Observation | None:
        note, mark = said.get("note", ""), said.get("value", "")
        if not note and not mark:
            return None
        self._unit(said, tracked.unit, wrong)
        value, choice = None, ""
        if tracked.kind is Tally.NOTE:
            note = "; ".join(part for part in (mark, note) if part)
        elif tracked.kind is Tally.CHOICE and mark:
            choices = {
                columns.normalised(word): key
                for key, words in tracked.choices.items()
                for word in (key, *words.values())
            }
            choice = choices.get(columns.normalised(mark), "")
            if not choice:
                wrong.append(Wrong("value", f"{name} is {shortened(mark)}", self._misses.near(mark, tracked.choices)))
        elif tracked.kind is Tally.YES_NO and mark:
            value = 1.0 if mark.lower() in YES else 0.0 if mark.lower() in NO else None
            if value is None:
                wrong.append(Wrong("value", f"{name} is {shortened(mark)}", "give yes or no"))
        elif tracked.kind is Tally.COUNT and not mark:
            message = f"{name} has a note and no number"
            wrong.append(Wrong("value", message, "how many? give a number, 1 for once"))
        elif tracked.kind is Tally.COUNT and mark.lower() in YES and mark != "1":
            value = 1.0
        elif tracked.kind is Tally.COUNT and tracked.unit == "times" and mark.lower() in NONE:
            value = 0.0
        elif mark:
            whole = tracked.kind is Tally.COUNT
            value = self._number("value", said, wrong, whole=whole, most=tracked.highest, called=name)
        return Observation(day=self._day("day", said, wrong), what=name, value=value, choice=choice, note=note)

    def _checked(self, name: str, said: Mapping[str, str], wrong: list[Wrong]) -> Checked | None:
        mark, well, note = (said.get(field, "") for field in ("value", "all_well", "note"))
        if not (mark or well or note):
            return None
        seen, state = SEEN.get(columns.normalised(mark)), ALL_WELL.get(columns.normalised(well))
        hint = "write: well, not well, or not looked at"
        if seen is None:
            wrong.append(Wrong("value", f"the check of the {name} is {shortened(mark)}", hint))
        elif state is None:
            wrong.append(Wrong("all_well", f"the check of the {name} is {shortened(well)}", hint))
        elif state and state != seen != "looked at":
            message = f"the check of the {name} is {shortened(mark)} and {shortened(well)}"
            wrong.append(Wrong("all_well", message, hint))
        elif (state or seen) == "not looked at":
            if not note:
                return None  # nothing is known
            hint = "well, not well, or looked at; or give the words as notes of the day"
            wrong.append(Wrong("note", f"a note stands at the {name}, which nobody looked at", hint))
        all_well = {"well": True, "not well": False}.get(state or seen or "")
        return Checked(day=self._day("day", said, wrong), what=name, all_well=all_well, note=note)

    def _measured(self, name: str, measure: Measure, said: Mapping[str, str], wrong: list[Wrong]) -> Measured | None:
        if "value" not in said:
            if "note" in said:
                wrong.append(Wrong("value", f"{name} has a note and no value", "give the value; or " + AS_NOTE))
            return None
        self._unit(said, measure.unit, wrong)
        assessor = said.get("assessor", self._assessor)
        alone = at_home(assessor or "")
        if alone is None:
            message = f"the assessor is {shortened(assessor or '')}: of the clinic, or at home?"
            hint = "give the name of the person of the clinic alone; or patient, for measured at home"
            wrong.append(Wrong("assessor", message, hint))
        elif assessor is None:
            hint = "name the assessor (a column, or --assessor NAME); patient for measured alone"
            wrong.append(Wrong("assessor", f"nobody stands for who measured {name}", hint))
        part = self._part(measure, said, wrong)
        side = said.get("side", "unknown").lower()
        side = SIDES.get(side, side)
        if measure.per_side is Answer.YES and side in ("unknown", "both"):
            hint = "give left or right; a value of each in a row of its own"
            wrong.append(Wrong("side", f"{measure.short} needs its side", hint))
        elif side not in list(Side):
            wrong.append(Wrong("side", f"side is {shortened(side)}", "give left, right, both or unknown"))
            side = "unknown"
        worn = {}
        for field in ("brace", "stimulator"):
            text = said.get(field, "unknown").lower()
            worn[field] = WORN.get(text, text)
            if worn[field] not in list(Answer):
                wrong.append(Wrong(field, f"{field} is {shortened(text)}", "give yes, no or unknown"))
                worn[field] = "unknown"
        value = self._of_measure(measure, said, wrong)
        return Measured(
            day=self._day("day", said, wrong),
            measure=name,
            value=value if value is not None else 0.0,
            side=Side(side),
            part=part,
            assessor="" if alone else assessor or "",
            brace=Answer(worn["brace"]),
            stimulator=Answer(worn["stimulator"]),
            note=said.get("note", ""),
            **{field: said.get(field, "").lower() for field in CONDITIONS},
        )

    def _part(self, measure: Measure, said: Mapping[str, str], wrong: list[Wrong]) -> str:
        """What a value is of: a muscle in small letters, or a goal as the patient said it."""
        if measure.part_of is PartOf.MUSCLE:
            if measure.per_part is Answer.YES and "part" not in said:
                hint = "a column 'muscle', such as calf or elbow flexors"
                wrong.append(Wrong("part", f"{measure.short} needs the muscle or joint", hint))
            if "goal" in said:
                wrong.append(Wrong("goal", f"{measure.short} has no goal", "take it out"))
            return said.get("part", "").lower()
        goal = " ".join((said.get("goal") or said.get("part", "")).split())
        if not goal:
            hint = "give it in the patient's own words, each time the same"
            wrong.append(Wrong("goal", f"{measure.short} needs the goal", hint))
        elif len(goal) > MOST_OF_GOAL:
            hint = f"say it in at most {MOST_OF_GOAL} letters, so that it fits a line"
            wrong.append(Wrong("goal" if "goal" in said else "part", f"the goal has {len(goal)} letters", hint))
        return goal

    def _of_measure(self, measure: Measure, said: Mapping[str, str], wrong: list[Wrong]) -> float | None:
        """A value that the measure can have."""
        text = said["value"]
        if columns.normalised(text) in UNABLE:
            if measure.unable is None:
                hint = f"{AS_NOTE}, such as: unable to do {measure.short}"
                wrong.append(Wrong("value", f"{measure.short} is {shortened(text)}, which is no number to keep", hint))
            return measure.unable
        if measure.grades:
            if text in measure.grades:
                return measure.grades[text]
            hint = "give one of: " + ", ".join(measure.grades)
            wrong.append(Wrong("value", f"{measure.short} is {shortened(text)}", hint))
            return None
        whole = measure.unit in WHOLE or (measure.step or 0.5).is_integer()
        if whole and pointed("value", text, measure.short, wrong):
            return None
        value = self._number("value", said, wrong, measure.lowest, measure.highest, called=measure.short)
        if value is not None and measure.step is not None:
            steps = (value - measure.lowest) / measure.step
            if abs(steps - round(steps)) > 1e-6:
                hint = f"{measure.short} goes in steps of {measure.step:g}"
                wrong.append(Wrong("value", f"{measure.short} is {shortened(text)}", hint))
        return value

    def _prescribed(self, name: str, said: Mapping[str, str], wrong: list[Wrong]) -> Prescribed:
        amounts = {
            field: int(number)
            for field, (least, most) in PRESCRIBED.items()
            if (number := self._number(field, said, wrong, least, most, whole=True)) is not None
        }
        on = weekdays(said, amounts, wrong)
        starts_on = self._day("starts_on", said, wrong)
        until = self._day("until", said, wrong) if "until" in said else None
        if until is not None and until < starts_on:
            wrong.append(Wrong("until", "the last day is before the first", "check both days"))
        return Prescribed(exercise=name, starts_on=starts_on, until=until, weekdays=on, **amounts)

    # --- one for each kind of field

    def _day(self, field: str, said: Mapping[str, str], wrong: list[Wrong]) -> date:
        text = said.get(field, "")
        if text not in self._days:
            self._days[text] = read_day(text)
        found = self._days[text]
        if isinstance(found, Wrong):
            wrong.append(Wrong(field, found.message, found.hint))
            raise _NotThere
        if field == "day" and found > self._today:
            wrong.append(Wrong(field, f"{found} is in the future", "check the day and the year"))
        return found

    def _unit(self, said: Mapping[str, str], unit: str, wrong: list[Wrong]) -> None:
        if "unit" in said and columns.normalised(said["unit"]) != columns.normalised(unit):
            message = f"the unit is {shortened(said['unit'])}"
            wrong.append(Wrong("unit", message, f"turn the value into {unit or 'a plain number'} first"))

    def _number(
        self,
        field: str,
        said: Mapping[str, str],
        wrong: list[Wrong],
        least: float = 0,
        most: float | None = None,
        *,
        whole: bool = False,
        called: str = "",
    ) -> float | None:
        """A number from the least to the most; None when the field is empty or wrong."""
        if field not in said:
            return None
        text = said[field]
        key = (field, text, least, most, whole)
        if key in self._numbers:
            return self._numbers[key]
        called = called or field.replace("_", " ")
        if whole and pointed(field, text, called, wrong):
            return None
        most = most if most is not None else MOST.get(field)
        to = f"from {least:g} to {most:g}" if most is not None else f"of at least {least:g}"
        hint = f"give a {'whole ' if whole else ''}number {to}"
        if not NUMBER.fullmatch(text) or THOUSANDS.fullmatch(text):
            wrong.append(Wrong(field, f"{called} is {shortened(text)}", hint))
            return None
        value = float(text.replace(",", "."))
        if value < least or (most is not None and value > most) or (whole and not value.is_integer()):
            wrong.append(Wrong(field, f"{called} is {shortened(text)}", hint))
            return None
        self._numbers[key] = value
        return value


class _NotThere(Exception):
    """A row without a day: what is wrong is written down already."""
