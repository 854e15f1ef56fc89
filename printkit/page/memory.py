"""What the page remembers while it runs: the last prints and drafts. Nothing of it is on a disk; it ends with the process."""

from collections import OrderedDict
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from printkit.model.vocabulary import PrintProfile
from printkit.sheets.geometry import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from printkit.diary.paper_desk import Taken  # takes the extra for a diary
    from printkit.scan.answers import Key, Said
    from printkit.scan.records import ReadPage

T = TypeVar("T")
_KEPT = 8  # prints, of a few hundred kilobytes
_UNDER_WAY = 100  # drafts, and sheets that are typed in; a day's work of a clinic, of which nobody loses the first


class Shelf(Generic[T]):
    """The last few things of a kind, each under a key that nobody can guess."""

    def __init__(self, most: int) -> None:
        self._things: OrderedDict[str, T] = OrderedDict()
        self._most = most

    def keep(self, thing: T) -> str:
        """Keep a thing; returns its key. The oldest one goes when there are too many."""
        key = token_urlsafe(12)
        self.put(key, thing)
        return key

    def put(self, key: str, thing: T) -> None:
        """Keep a thing under a key that was given out before."""
        self._things[key] = thing
        self._things.move_to_end(key)
        while len(self._things) > self._most:
            self._things.popitem(last=False)

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
    exercises: bool = False  # whether the rules had any to judge
    left_out: tuple[str, ...] = ()  # with why, as sentences
    no_country: bool = False
    answers: str = ""  # where its option file can be saved, below the root


class TypedSheets(Struct, frozen=True, kw_only=True):
    """Sheets of a print that came back, while somebody types them in."""

    sheets: tuple[Sheet, ...]
    said: dict[str, str] = {}  # by field
    typed: frozenset[int] = frozenset()  # which of them, by their place among `sheets`
    patient: str = ""  # the id, where it is known
    first_day: str = ""  # of sheets without dates, once somebody has said it
    draft: str = ""  # the text of the option file that they were made from, where that is known


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


class Memory:
    """All that is remembered between two requests."""

    def __init__(self, language: str = "en") -> None:
        self.made: Shelf[MadeFile] = Shelf(_KEPT)
        self.drafts: Shelf[str] = Shelf(_UNDER_WAY)  # the texts of option files
        self.returned: Shelf[TypedSheets] = Shelf(_UNDER_WAY)
        self.scans = ReadScans()
        self.bare_scans = BareScans()
        self.not_printed: dict[str, str] = {}  # files of a list that failed since its screen was opened, each with why
        self.look = PrintProfile.STANDARD  # of the screens
        self.language = language  # of the screens, and of the paper where nobody says another one
        self.languages: tuple[str, ...] = ()  # that the screens can be in, once somebody has looked
        self.closing = False  # whether somebody has pressed Close
