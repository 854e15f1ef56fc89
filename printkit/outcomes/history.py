"""What was done and measured, as plain records: the diary fills them, progress and its reports read them.

None always means "not recorded"; it is never a zero.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, fields, replace

from printkit.model.vocabulary import Answer, Side, Weekday


class Done(Struct, frozen=True, kw_only=True):
    """An exercise on one day. Effort and pain are 0 to 10."""

    day: date
    exercise: str  # its id
    sets: int | None = None  # 0: it was planned and not done
    minutes: float | None = None
    effort: float | None = None
    pain: float | None = None
    ticked: bool = False  # done, and nobody counted the sets: `sets` is the least that ticks say, 1 for each session
    note: str = ""


class Observation(Struct, frozen=True, kw_only=True):
    """Something that a person keeps count of: trips, falls, a twitching calf, seconds on one leg."""

    day: date
    what: str  # an id of tracked.yaml
    value: float | None = None  # a count, seconds, 0 to 10, or 1 and 0 for yes and no
    choice: str = ""  # for what is one of several words, such as rail or no-rail
    note: str = ""


class Checked(Struct, frozen=True, kw_only=True):
    """A look at the skin or the brace."""

    day: date
    what: str  # skin or brace
    all_well: bool | None = None  # None: it was looked at, and nobody wrote down what was seen
    note: str = ""


class Measured(Struct, frozen=True, kw_only=True):
    """One value of an outcome measure, with the conditions under which it was taken."""

    day: date
    measure: str  # an id of measures.yaml
    value: float
    side: Side = Side.UNKNOWN
    part: str = ""  # the muscle or joint, where a measure is taken of each: values of two are never mixed
    assessor: str = ""  # "" stands for the patient: measured alone, and never mixed with a clinic's values
    aid: str = ""
    brace: Answer = Answer.UNKNOWN
    stimulator: Answer = Answer.UNKNOWN
    shoes: str = ""
    assistance: str = ""
    set_up: str = ""  # walkway in metres, moving or standing start, pace, knee bent: what the measure asks for
    note: str = ""


class Prescribed(Struct, frozen=True, kw_only=True):
    """An exercise as it was asked for from a day on; `until` is the last day, None while it stands."""

    exercise: str
    starts_on: date
    until: date | None = None
    sets: int = 1
    repetitions: int = 1
    minutes: int = 0
    times_per_day: int = 1
    days_per_week: int = 7
    weekdays: str = ""  # "mon wed fri", as many as days_per_week; "" where the days are open

    def names(self, day: date) -> bool:
        """Whether it asks for this very day of the week."""
        return Weekday.of(day) in self.weekdays.split()


Entry = Done | Observation | Checked | Measured | Prescribed
# each by its name in files, tables and on the command line
KINDS: Mapping[str, type[Entry]] = {
    "done": Done,
    "noted": Observation,
    "checked": Checked,
    "measured": Measured,
    "prescribed": Prescribed,
}


class PatientEntry(Struct, frozen=True, kw_only=True):
    """An entry, whose it is, and where it was read."""

    patient: str  # the id
    entry: Entry
    where: str = ""


class History(Struct, frozen=True, kw_only=True):
    """All that is known of one patient between two days, each part in the order of its days."""

    patient: str  # the id
    done: tuple[Done, ...] = ()
    noted: tuple[Observation, ...] = ()
    checked: tuple[Checked, ...] = ()
    measured: tuple[Measured, ...] = ()
    prescribed: tuple[Prescribed, ...] = ()

    def entries(self) -> Iterator[Entry]:
        """Everything, in the order in which an export gives it."""
        for part in (self.done, self.noted, self.checked, self.measured, self.prescribed):
            yield from part


class Sheets(Struct, frozen=True, kw_only=True):
    """Sheets that were printed for a patient: what their codes say, which weeks they are for, where their boxes lie."""

    patient: str  # the id
    token: str  # the 6 letters of every code
    first_week: int  # of the plan; the first is 1
    weeks: int  # 0 for lists, which are of no week
    printed_on: date
    geometry: bytes = b""  # of the pages, as sheets.geometry packs it; not kept apart where it is not asked for


def as_row(entry: Entry) -> dict[str, Any]:
    """The fields of an entry by name, as a database and a comparison want them."""
    found = asdict(entry)
    for name in _enums_of(type(entry)):  # psycopg would write the name of an enum, LEFT, and not its value
        found[name] = str(found[name])
    return found


@cache
def _enums_of(kind: type[Entry]) -> tuple[str, ...]:
    """The fields of an entry that are one of a closed set."""
    return tuple(each.name for each in fields(kind) if isinstance(each.type, type) and issubclass(each.type, StrEnum))


def merged(old: Entry, new: Entry) -> Entry | None:
    """Both together: what one leaves open the other fills. None when they say different things."""
    if old == new:
        return old
    if isinstance(old, Done) and isinstance(new, Done) and old.ticked and new.ticked:
        # both are right: at least 1 session, and at least 2
        most = max(old.sets or 0, new.sets or 0)
        old, new = replace(old, sets=most), replace(new, sets=most)
    elif isinstance(old, Done) and isinstance(new, Done) and old.ticked != new.ticked:
        # a tick only says that it was done: a count of sets says more, and none at all says nothing
        tick, counted = (old, new) if old.ticked else (new, old)
        if counted.sets is None or counted.sets > 0:
            sets = tick if counted.sets is None else counted
            old, new = (replace(each, sets=sets.sets, ticked=sets.ticked) for each in (old, new))
    said = {name: value for name, value in as_row(new).items() if value not in (None, "")}
    if any(value != was for name, value in said.items() if (was := getattr(old, name)) not in (None, "")):
        return None
    return replace(old, **said)


def laid_over(old: Entry, new: Entry) -> Entry:
    """The new entry, with the old one's values where the new one has none: an empty cell corrects nothing."""
    said = {name: value for name, value in as_row(new).items() if value not in (None, "")}
    if isinstance(new, Prescribed):
        said["weekdays"] = new.weekdays  # they go with the number of days, which every order says
    return replace(old, **said)
