"""What the page remembers while it runs: the last prints and drafts. Nothing of it is on a disk; it ends with the process."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from printkit.model.vocabulary import PrintProfile, Side
from printkit.reading.columns import ColumnMapping
from printkit.sheets.geometry import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from werkzeug.datastructures import MultiDict

    from printkit.diary.paper_desk import Taken  # takes the extra for a diary
    from printkit.page.forms import Answered
    from printkit.page.what_to_do import WhatToDo
    from printkit.scan.answers import Key, Said
    from printkit.scan.records import ReadPage

T = TypeVar("T")
_KEPT = 8  # prints, of a few hundred kilobytes
_SHOWN = 1000  # screens that somebody may still have open; those that show the same answers share them
_UNDER_WAY = 100  # drafts, and sheets that are typed in; a day's work of a clinic, of which nobody loses the first


def now() -> datetime:
    """The time on the clock of whoever sits here."""
    return datetime.now().astimezone()


class Shelf(Generic[T]):
    """The last few things of a kind, each under a key that nobody can guess."""

    def __init__(self, most: int) -> None:
        self._things: OrderedDict[str, T] = OrderedDict()
        self._since: dict[str, datetime] = {}  # when each became what it is
        self._most = most

    def keep(self, thing: T) -> str:
        """Keep a thing; returns its key. The oldest one goes when there are too many."""
        key = token_urlsafe(12)
        self.put(key, thing)
        return key

    def put(self, key: str, thing: T) -> None:
        """Keep a thing under a key that was given out before."""
        if self._things.get(key) != thing:
            self._since[key] = now()
        self._things[key] = thing
        self._things.move_to_end(key)
        while len(self._things) > self._most:
            del self._since[self._things.popitem(last=False)[0]]

    def items(self) -> tuple[tuple[str, T], ...]:
        """All that is kept, each behind its key, the last one last."""
        return tuple(self._things.items())

    def drop(self, unwanted: Callable[[T], bool]) -> None:
        """Keep no more what is not wanted."""
        for key in [key for key, each in self._things.items() if unwanted(each)]:
            del self._things[key], self._since[key]

    def since(self, key: str) -> datetime:
        """When the thing of a key became what it is, by the clock of this computer."""
        return self._since[key]

    def get(self, key: str) -> T | None:
        """The thing of a key, while it is kept."""
        return self._things.get(key)


class MadeFile(Struct, frozen=True, kw_only=True):
    """A finished print, with what its screen says of it."""

    name: str
    title: str
    pdf: bytes
    pages: int
    again: str  # the screen that made it, below the root
    change: str = ""  # the same with what was answered there
    exercises: bool = False  # whether the rules had any to judge
    first: tuple[str, ...] = ()  # what must be done today, before any exercise
    about: "tuple[WhatToDo, ...]" = ()  # falls and pain that came before it
    left_out: tuple[str, ...] = ()  # with why, as sentences
    checked: str = ""  # what the check of the person has settled
    void: tuple[str, ...] = ()  # signatures that count no more, as sentences
    signed: tuple[str, ...] = ()  # exercises that are in by a signature, as sentences
    patient: str = ""  # the id, where it is for one
    country: str = ""
    side: Side = Side.UNKNOWN
    look: PrintProfile = PrintProfile.STANDARD
    sheets: tuple[Sheet, ...] = ()  # those with boxes, in any print
    answers: str = ""  # where its option file can be saved, below the root
    kind: str = ""  # which of the prints of a draft it is
    holds: tuple[str, ...] = ()  # the titles of what is in it, where it is more than one print
    beside: tuple[str, ...] = ()  # the titles of what the rules ask to give with it


class TypedSheets(Struct, frozen=True, kw_only=True):
    """Sheets of a print that came back, while somebody types them in, or of one that is filled in on the screen."""

    sheets: tuple[Sheet, ...]
    country: str = ""  # of the print, where it is known
    side: Side = Side.UNKNOWN
    look: PrintProfile = PrintProfile.STANDARD  # of the print, where it is known
    said: dict[str, str] = {}  # by field
    typed: frozenset[int] = frozenset()  # which of them, by their place among `sheets`
    scanned: frozenset[int] = frozenset()  # which of them a scan has filled in, for a person to look at
    patient: str = ""  # the id, where it is known
    draft: str = ""  # the text of the option file that they were made from, where that is known
    booklet: str = ""  # the key of the draft from whose screens they were begun
    on_screen: bool = False  # whether nothing came back: the print is filled in on the screen alone

    def value(self, name: str) -> str:
        """What was typed in a field; "" where nothing was."""
        return self.said.get(name, "")


class ReadScans(Struct, frozen=True, kw_only=True):
    """What was read of the scans that were named on the command line."""

    taken: "tuple[Taken, ...]" = ()
    told: tuple[str, ...] = ()  # each page that was read
    lost: tuple[str, ...] = ()  # each page that was not, and why
    entered: tuple[str, ...] = ()  # what came into the diary of it, entry by entry


class BareScans(Struct, frozen=True, kw_only=True):
    """What was read of scans without a diary, and what people have said of their boxes."""

    pages: "tuple[ReadPage, ...]" = ()
    seen: "Mapping[Key, Said]" = {}


class OfList(Struct, frozen=True, kw_only=True):
    """What somebody has said of the list of patients, beside what stands in it."""

    mapping: ColumnMapping = ColumnMapping()
    country: str = ""  # of all rows that name none


class Memory:
    """All that is remembered between two requests."""

    def __init__(self, language: str = "en") -> None:
        self.made: Shelf[MadeFile] = Shelf(_KEPT)
        self.drafts: Shelf[str] = Shelf(_UNDER_WAY)  # the texts of option files
        self.returned: Shelf[TypedSheets] = Shelf(_UNDER_WAY)
        self.shown: Shelf[Answered] = Shelf(_SHOWN)  # what the forms of screens were made from
        self.typed: Shelf[MultiDict[str, str]] = Shelf(_KEPT)  # on a screen, while its language changes
        self.again: Shelf[frozenset[tuple[str, str]]] = Shelf(_UNDER_WAY)  # what signatures lift again, by draft
        self.page_languages: Shelf[str] = Shelf(_UNDER_WAY)  # of drafts, where nobody but the screens has chosen it
        self.scans = ReadScans()
        self.bare_scans = BareScans()
        self.roster: Path | None = None  # the list of patients, where it was chosen on a screen
        self.of_list = OfList()
        self.printed: frozenset[str] = frozenset()  # files of the list that its screen has named
        self.not_printed: dict[str, str] = {}  # files of a list that failed since its screen was opened, each with why
        self.look = PrintProfile.STANDARD  # of the screens
        self.language = language  # of the screens, and of the paper where nobody says another one
        self.languages: tuple[str, ...] = ()  # that the screens can be in, once somebody has looked
        self.answered: dict[str, str] = {}  # that no second screen should ask anew: the country, but never a side
        self.closing = False  # whether somebody has pressed Close

    @property
    def under_way(self) -> bool:
        """Whether somebody has begun what would be lost."""
        return bool(self.drafts.items() or self.returned.items())
