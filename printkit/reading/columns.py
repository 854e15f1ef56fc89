"""What the columns of somebody's table stand for, and how that table is to be read."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit import errors
from printkit.errors import OptionsError, PrintkitError
from printkit.model.vocabulary import DateOrder
from printkit.reading import days, records
from printkit.reading.cells import Unread, letters
from printkit.reading.tables import SURE, Rank

_MOST_TOLD = 30  # columns
_LONGEST_NAME = 60  # letters
_UNIT = re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]")


class ColumnMapping(Struct, frozen=True, kw_only=True):
    """A mapping file: columns of this clinic's list, its order of dates, its own words for answers."""

    columns: Mapping[str, str] = {}
    join: Mapping[str, tuple[str, ...]] = {}  # an answer to the columns that make it up, in their order
    dates: DateOrder | None = None
    values: Mapping[str, Mapping[str, str]] = {}
    encoding: str = ""  # of a list that is not UTF-8
    sheet: str = ""


WRITTEN_ORDERS = {words: order for order, words in days.WRITTEN.items()}


def mapping(
    path: Path | None,
    dates: str | None,
    error: type[PrintkitError] = OptionsError,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
) -> ColumnMapping:
    """The mapping file of a list, with what was said beside it laid over it; the order of dates is one of WRITTEN_ORDERS.

    Raises the error given for a mapping file that cannot be read.
    """
    mapped = records.load(ColumnMapping, path, error=error).required() if path else ColumnMapping()
    return replace(
        mapped,
        dates=WRITTEN_ORDERS[dates] if dates else mapped.dates,
        encoding=encoding or mapped.encoding,
        sheet=sheet or mapped.sheet,
    )


def normalised(name: str) -> str:
    """A name of a column with small letters and single spaces; hyphens and underscores are spaces."""
    return re.sub(r"[\s_-]+", " ", name.strip().lower())


def without_unit(name: str) -> tuple[str, str]:
    """A name and the unit in brackets behind it, as in 6MWT (m); "" where there is none."""
    match = _UNIT.fullmatch(name.strip())
    return (match[1], match[2].strip()) if match else (name, "")


class Columns(Struct, frozen=True, kw_only=True):
    """The place of each column to what it stands for, in the order in which its parts are joined."""

    names: Mapping[int, str]
    passed: Mapping[int, str]  # passed over, by name

    def stray(self, head: Sequence[str], row: Sequence[str]) -> list[tuple[int, str, str]]:
        """The cells of a row under no header: their place, what they hold, and why nobody can know what it means."""
        found: list[tuple[int, str, str]] = []
        for at, cell in enumerate(row):
            if at in self.names or at in self.passed or not cell.strip():
                continue
            above = head[at] if at < len(head) else ""
            if isinstance(cell, Unread) and cell.covered:
                continue  # its words are read in the cell on the left
            why = "stands beyond the last header" if at >= len(head) else "stands under no header"
            if isinstance(above, Unread) and above.merged:
                why = f"stands under the merged header {above.strip()!r}"
            found.append((at, cell.strip(), why))
        return found

    def note(self) -> str:
        """Which columns are passed over; "" when none is."""
        if not self.passed:
            return ""
        named = ", ".join(repr(name) for name in self.passed.values())
        return f"passed over: the column{'s' if len(self.passed) > 1 else ''} {named}"


def _brief(name: str) -> str:
    """A name of a column in a message; what somebody has written there may be a page long."""
    return repr(name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}...")


_THERE = "is there already; map this one to nothing"
STRAY_HINT = "give the column a header, or empty the cell"


class Meanings:
    """What names of columns stand for: those of a mapping, the usual ones, and what is known by its own name.

    `usual` are well-known names, `known` is all that a column may stand for; `other` may know a name besides.
    """

    def __init__(
        self,
        usual: Mapping[str, str],
        mapped: ColumnMapping,
        known: Collection[str],
        other: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self._own = {normalised(name): meant for name, meant in mapped.columns.items()}
        self._join = {meant: tuple(map(normalised, names)) for meant, names in mapped.join.items()}
        for meant, names in self._join.items():
            self._own |= dict.fromkeys(names, meant)
        self._usual = {normalised(name): meant for name, meant in usual.items()}
        self._first = next(iter(usual.values()), "")
        self._known = known
        self._other = other

    def of(self, name: str) -> str | None:
        """What a column stands for; "" when it is passed over, None when nobody knows."""
        name = name.strip()
        key = normalised(name)
        return self._own.get(key, self._usual.get(key, name if name in self._known else self._other(name)))

    def rank(self, keys: Collection[str]) -> Rank:
        """How surely a row names the columns of a list: two that are known, one of them among the keys, is sure."""

        def of(row: Sequence[str]) -> int:
            meant = {found for cell in row if cell.strip() and (found := self.of(cell)) is not None}
            key = not meant.isdisjoint(keys)
            return SURE if key and len(meant) > 1 else 2 if key else int(len(meant) > 1)

        return of

    def columns(self, place: str, row: int, head: Sequence[str], error: type[PrintkitError] = OptionsError) -> Columns:
        """The columns of a list. Raises the error given for those that stand for nothing, each with its near miss."""
        found: dict[int, str] = {}
        passed: dict[int, str] = {}
        seen: set[str] = set()
        problems: list[str] = []
        more = 0
        taken = {self.of(name) for name in head}  # what another column stands for already is no near miss
        for at, written in enumerate(head):
            name = written.strip()
            if not name or (isinstance(written, Unread) and written.merged):
                continue
            meant, key = self.of(name), normalised(name)
            joined = meant is not None and key in self._join.get(meant, ())
            if meant is None and len(problems) >= _MOST_TOLD:
                more += 1  # a near miss takes a while to find, and nobody reads thousands
            elif meant is None:
                there = {each: _THERE for each, stands_for in self._usual.items() if stands_for and stands_for in taken}
                near = errors.near(normalised(name), self._usual, "map it, or map it to nothing", there)
                problems.append(f"{_brief(name)} ({near})")
            elif meant and meant not in self._known and self._other(meant) is None:
                there = {each: _THERE for each in self._known if each in taken}
                near = errors.near(meant, self._known, barred=there)
                problems.append(f"{_brief(name)} is mapped to {meant!r} ({near})")
            elif meant in found.values() and not (joined and key not in seen):
                problems.append(f"{_brief(name)} stands for {meant} a second time")
            elif meant:
                found[at] = meant
                seen.add(key)
            else:
                passed[at] = name
        written_names = {normalised(name) for name in head}
        problems += [
            f"{name!r} is to be joined to {meant} and is not there"
            for meant, names in self._join.items() if meant in found.values()
            for name in names if name not in written_names
        ]  # fmt: skip
        if more:
            problems.append(f"and {more:,} more")
        if problems:
            hint = f"give a mapping file: columns: {{Your column: {self._first}, A column to pass over: ''}}"
            raise error(
                f"columns that stand for nothing: {'; '.join(problems)}", where=f"{place}: row {row}", hint=hint
            )

        def order(item: tuple[int, str]) -> int:
            names = self._join.get(item[1], ())
            key = normalised(head[item[0]])
            return names.index(key) if key in names else 0

        return Columns(names=dict(sorted(found.items(), key=order)), passed=passed)


def label(head: Sequence[str], at: int) -> str:
    """A column as a problem names it: by its header, else by its letters."""
    above = head[at] if at < len(head) else ""
    name = "" if isinstance(above, Unread) and above.merged else above.strip()
    return f"column {name!r}" if name else f"column {letters(at)}"
