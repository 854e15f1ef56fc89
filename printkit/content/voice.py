"""A text of the catalogue in the words of one patient: sides, aid, clinic, numbers and dates."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from printkit.catalog import locale_forms
from printkit.catalog.holds import Hold
from printkit.catalog.labels import Labels
from printkit.errors import CatalogError
from printkit.figures.people import ANYBODY, Person
from printkit.model.options import Clinic
from printkit.model.person import Devices, Home
from printkit.model.records import Dose, Region
from printkit.model.vocabulary import DateOrder, Side, SilentCall, WalkingAid, Weekday

if TYPE_CHECKING:
    from printkit.catalog.sides import Parts

NO_BREAK = "\u00a0"  # a phone number is never cut at the end of a line
_TOKEN = re.compile(r"\{([^{}]+)\}")

_FIGURE = re.compile(r"([0-9]+) (.+)")  # how a cell of a dose begins


class Voice:
    """Speaks to one patient, or to no one in particular."""

    def __init__(
        self,
        labels: Labels,
        side: Side,
        aid: WalkingAid,
        clinic: Clinic,
        region: Region | None,
        *,
        hold: Hold,
        person: Person = ANYBODY,
        mark_minutes: int,
        devices: Devices | None = None,
        home: Home | None = None,
        statement: bool = False,
    ) -> None:
        self.labels = labels
        self.side = side
        self.aid = aid
        self.clinic = clinic
        self.region = region
        self.hold = hold
        self.person = person  # who is seen in the pictures
        self.mark_minutes = mark_minutes
        self.devices = devices or Devices()  # for the pictures
        self.home = home or Home()
        self.statement = statement

    @cached_property
    def stating(self) -> "Voice":
        """The voice of checklists and topics: with both sides affected it says "each", not "one ... the other"."""
        return Voice(
            self.labels,
            self.side,
            self.aid,
            self.clinic,
            self.region,
            hold=self.hold,
            person=self.person,
            mark_minutes=self.mark_minutes,
            devices=self.devices,
            home=self.home,
            statement=True,
        )

    def say(self, text: str) -> str:
        """The text with its tokens filled in. A side that is not known stays "affected" and "stronger".

        Raises CatalogError for a hold that has no words in this language.
        """
        return _filled(self._sided(text, self.side), self._words) if "{" in text else text

    def say_of(self, text: str, side: Side) -> str:
        """The text for one side that need not be the affected one, as a test measures both."""
        return _filled(self._sided(text, side), self._words)

    def _sided(self, text: str, side: Side) -> str:
        if self.parts is None:
            return text
        from printkit.catalog.sides import filled  # another language than English

        return filled(text, self.parts, side, said=self.statement)

    @cached_property
    def parts(self) -> "Parts | None":
        """How another language says the parts of a body that have a side; None for English, and for a clinic's own words."""
        return self.labels.translation.parts if self.labels.translation is not None else None

    @cached_property
    def _words(self) -> Mapping[str, str]:
        words = {
            **(self._side_words if self.parts is None else {}),
            "emergency number": self.emergency_number,
            "clinic": self.clinic_words,
            "clinic phone": self.clinic_phone,
            "out of hours": self.out_of_hours,
            "your aid": self.labels("aids", self.aid),
            "mark minutes": str(self.mark_minutes),
        }
        holds = {str(token): self._sided(text, self.side) for token, text in self.hold.words.items()}
        return words | {token: _filled(text, words) for token, text in holds.items()}

    @property
    def _side_words(self) -> Mapping[str, str]:
        labels, side = self.labels, self.side
        said = "-said" if self.statement and side is Side.BOTH else ""
        affected = labels("sides", f"your-affected-{side}{said}")
        stronger = labels("sides", f"your-stronger-{side.other}")
        return {
            "your affected": affected,
            "Your affected": capital(affected),
            "affected": labels("sides", f"affected-{side}"),
            "your stronger": stronger,
            "Your stronger": capital(stronger),
            "stronger": labels("sides", f"stronger-{side.other}"),
        }

    def seen_as(self, *, grey: bool) -> str:
        """How the pictures tell the affected limb: by colour, or as the darkest one; not where both are affected."""
        return "" if self.side is Side.BOTH else self.labels("sides", "seen-grey" if grey else "seen-colour")

    @property
    def side_note(self) -> str:
        """Which side is meant, where nobody said which."""
        return self.labels("sides", "note-unknown") if self.side is Side.UNKNOWN else ""

    @property
    def emergency_number(self) -> str:
        """The number to call, or "your emergency number" where the country is not known."""
        return self.region.emergency_number if self.region else self.labels("help", "emergency-number-unknown")

    @property
    def out_of_hours(self) -> str:
        """Whom to call the same day where the clinic does not answer: a telephone line of the country, or any doctor."""
        line = self.region.urgent_line if self.region else ""
        return self.labels("help", "urgent-line", number=line) if line else self.labels("help", "other-doctor")

    @property
    def without_speech(self) -> str:
        """What to do on the telephone for who cannot speak."""
        key = self.region.silent_call if self.region else SilentCall.STAY
        return self.labels("help", f"silent-call-{key}")

    @property
    def clinic_words(self) -> str:
        """The clinic's name and phone, as far as they are known."""
        name, phone = self.clinic.name, self.clinic.phone
        if not name and not phone:
            return self.labels("help", "clinic-unknown")
        name = name or self.labels("help", "clinic-no-name")
        return f"{name} ({phone.replace(' ', NO_BREAK)})" if phone else name

    @property
    def clinic_phone(self) -> str:
        """The clinic's phone alone, for where there is little room; else its words."""
        return self.clinic.phone.replace(" ", NO_BREAK) or self.clinic_words

    def date(self, day: dt.date | None) -> str:
        """A date with its month as a word, so that nobody takes the day for the month."""
        if day is None:
            return ""
        if (language := self._elsewhere) is not None:
            return locale_forms.date(day, language, self.clinic.region)
        month = self.labels("months", str(day.month))
        match self.region.date_order if self.region else DateOrder.DAY_FIRST:
            case DateOrder.MONTH_FIRST:
                return f"{month} {day.day}, {day.year}"
            case DateOrder.YEAR_FIRST:
                return f"{day.year} {month} {day.day}"
            case _:
                return f"{day.day} {month} {day.year}"

    def short_date(self, day: dt.date) -> str:
        """A date with its month as a word and without the year, for where the year is plain."""
        return self._part_of_date(day, "MMMMd") or self._ordered(day, self.labels("months", str(day.month)))

    def brief_date(self, day: dt.date) -> str:
        """A short date with its month in 3 or 4 letters, for the narrow columns of a clinician."""
        return self._part_of_date(day, "MMMd") or self._ordered(day, self.labels("months-short", str(day.month)))

    def month(self, day: dt.date, *, with_year: bool) -> str:
        """The month of a day as a word, with its year where that is not plain."""
        month = self.labels("months", str(day.month)) if self._elsewhere is None else ""
        return self._part_of_date(day, "yMMMM" if with_year else "LLLL") or (
            f"{month} {day.year}" if with_year else month
        )

    @property
    def _elsewhere(self) -> str | None:
        """The CLDR's word for a language whose dates it knows; None for English, and for a clinic's own words."""
        return self.labels.translation.about.locale if self.labels.translation is not None else None

    def _part_of_date(self, day: dt.date, parts: str) -> str:
        language = self._elsewhere
        return "" if language is None else locale_forms.part_of_date(day, parts, language, self.clinic.region)

    def _ordered(self, day: dt.date, month: str) -> str:
        day_first = self.region is None or self.region.date_order is DateOrder.DAY_FIRST
        return f"{day.day} {month}" if day_first else f"{month} {day.day}"

    def day_and_month(self, day: dt.date) -> str:
        """A short date in figures for a chart's column, in the order of the region."""
        first_month = self.region is not None and self.region.date_order is not DateOrder.DAY_FIRST
        return f"{day.month}/{day.day}" if first_month else f"{day.day}/{day.month}"

    # --- doses

    def dose_cells(self, dose: Dose, on: tuple[Weekday, ...] = ()) -> tuple[tuple[str, str], ...]:
        """A dose as figures with their words: 12, times; 3, seconds hold. A figure is "" where the words do not begin with one."""
        labels = self.labels
        said = [
            labels.plural("dose", "minutes", dose.minutes)
            if dose.minutes
            else labels.plural("dose", dose.unit, dose.repetitions)
        ]
        if dose.hold_seconds:
            said.append(labels("dose", "cell-hold", seconds=labels.plural("dose", "seconds", dose.hold_seconds)))
        if dose.sets > 1:
            sets = labels.plural("dose", "set", dose.sets)
            if dose.rest_seconds:
                seconds = labels.plural("dose", "seconds", dose.rest_seconds)
                sets = labels("dose", "cell-rest", sets=sets, seconds=seconds)
            said.append(sets)
        said.append(self.how_often(dose, on))
        return tuple((match[1], match[2]) if (match := _FIGURE.match(each)) else ("", each) for each in said)

    def how_much(self, dose: Dose) -> str:
        """A dose on one line: 2 sets of 10 times, hold 3 seconds."""
        labels = self.labels
        if dose.minutes:
            said = labels.plural("dose", "minutes", dose.minutes)
        else:
            said = labels.plural("dose", dose.unit, dose.repetitions)
        if dose.sets > 1:
            said = labels("dose", "short-sets", sets=labels.plural("dose", "set", dose.sets), times=said)
        if dose.hold_seconds:
            seconds = labels.plural("dose", "seconds", dose.hold_seconds)
            said = f"{said}, {labels('dose', 'short-hold', seconds=seconds)}"
        return said

    def how_often(self, dose: Dose, on: tuple[Weekday, ...] = ()) -> str:
        """Times a day and days a week; `on` are the days of the week where they are settled."""
        days = self.some_days(dose, on) or self.labels("dose", "every-day")
        return f"{self.labels.plural('dose', 'a-day', dose.times_per_day)}, {days}"

    def some_days(self, dose: Dose, on: tuple[Weekday, ...] = ()) -> str:
        """On which days, or on how many; "" for every day."""
        if on:
            return self.labels("dose", "on-days", days=self.weekdays(on))
        return "" if dose.days_per_week == 7 else self.labels.plural("dose", "days-a-week", dose.days_per_week)

    def weekdays(self, on: tuple[Weekday, ...]) -> str:
        """Days of the week as a person says them: Monday, Wednesday and Friday."""
        *before, last = (self.labels("days-long", day) for day in on)
        return self.labels("days-long", "and", before=", ".join(before), last=last) if before else last

    def hours(self, minutes: int) -> str:
        """Minutes as a person would say them: 1 hour 15 minutes."""
        whole, rest = divmod(minutes, 60)
        parts = [self.labels.plural("wear-in", "hours", whole)] if whole else []
        if rest or not whole:
            parts.append(self.labels.plural("dose", "minutes", rest))
        return " ".join(parts)


def _filled(text: str, words: Mapping[str, str]) -> str:
    def word(match: re.Match[str]) -> str:
        if match[1] not in words:
            hint = "add them to holds.yaml, in the language of the text; a side is {affected:foot} in another language"
            raise CatalogError(f"there are no words for {match[0]} in this language", hint=hint)
        return words[match[1]]

    return _TOKEN.sub(word, text)


def capital(text: str) -> str:
    """Words as they begin a line, a heading or a sentence."""
    return text[:1].upper() + text[1:]
