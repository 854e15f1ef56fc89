"""What the columns of somebody's table stand for, and how their days are written."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit import errors
from printkit.errors import OptionsError, PrintkitError
from printkit.model.vocabulary import DateOrder
from printkit.reading import records

_SLASHED = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")


class ColumnMapping(Struct, frozen=True, kw_only=True):
    """A mapping file: columns of this clinic's list, its order of dates, its own words for answers."""

    columns: Mapping[str, str] = {}
    dates: DateOrder | None = None
    values: Mapping[str, Mapping[str, str]] = {}


# --- what columns and days mean


WRITTEN_ORDERS = {"D/M/Y": DateOrder.DAY_FIRST, "M/D/Y": DateOrder.MONTH_FIRST}


def mapping(path: Path | None, dates: str | None, error: type[PrintkitError] = OptionsError) -> ColumnMapping:
    """The mapping file of a list, with the order of dates laid over it: one of WRITTEN_ORDERS.

    Raises the error given for a mapping file that cannot be read.
    """
    mapped = records.load(ColumnMapping, path, error=error).required() if path else ColumnMapping()
    return replace(mapped, dates=WRITTEN_ORDERS[dates]) if dates else mapped


def normalised(name: str) -> str:
    """A name of a column with small letters and single spaces; hyphens and underscores are spaces."""
    return re.sub(r"[\s_-]+", " ", name.strip().lower())


def columns(
    path: Path,
    head: list[str],
    usual: Mapping[str, str],
    mapped: ColumnMapping,
    known: Collection[str],
    other: Callable[[str], str | None] = lambda _: None,
    error: type[PrintkitError] = OptionsError,
) -> dict[int, str]:
    """The place of each column to what it stands for; a column that is mapped to "" is passed over.

    `usual` are well-known names, `known` is all that a column may stand for; `other` may know a name besides. Raises
    the error given for columns that stand for nothing, all at once, each with its near miss.
    """
    own = {normalised(name): meant for name, meant in mapped.columns.items()}
    well_known = {normalised(name): meant for name, meant in usual.items()}
    found: dict[int, str] = {}
    problems: list[str] = []
    for at, written in enumerate(head):
        name = written.strip()
        if not name:
            continue
        meant = own.get(normalised(name), well_known.get(normalised(name), name if name in known else other(name)))
        if meant is None:
            problems.append(f"{name!r} ({errors.near(normalised(name), well_known, 'map it, or map it to nothing')})")
        elif meant and meant not in known and other(meant) is None:
            problems.append(f"{name!r} is mapped to {meant!r} ({errors.near(meant, known)})")
        elif meant in found.values():
            problems.append(f"{name!r} stands for {meant} a second time")
        elif meant:
            found[at] = meant
    if problems:
        first = next(iter(usual.values()), "")
        hint = f"give a mapping file: columns: {{Your column: {first}, A column to pass over: ''}}"
        raise error(f"columns that stand for nothing: {'; '.join(problems)}", where=f"{path}: row 1", hint=hint)
    return found


def order_of_dates(
    path: Path, written: Iterable[str], mapped: ColumnMapping, error: type[PrintkitError] = OptionsError
) -> DateOrder | None:
    """How 03/04/2026 is meant: as the mapping says, or as a day over 12 shows; asked for when nothing shows it."""
    if mapped.dates is not None:
        return mapped.dates
    first: tuple[int, int] | None = None
    day_first = month_first = False
    for text in written:
        match = _SLASHED.fullmatch(text.strip())
        if match is not None and len(match[1]) <= 2:
            one, two = int(match[1]), int(match[2])
            first = first or (one, two)
            day_first, month_first = day_first or one > 12, month_first or two > 12
    if first is None:
        return None
    if day_first == month_first:
        what = "both ways" if day_first else "either way"
        hint = "say which: --dates D/M/Y or --dates M/D/Y"
        raise error(f"dates such as {first[0]}/{first[1]} can be read {what}", where=str(path), hint=hint)
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST


def day(text: str, dates: DateOrder | None) -> str:
    """A day as 2026-11-20, where it is one that is written with strokes or points; else the text as it is."""
    match = _SLASHED.fullmatch(text)
    if match is None or len(match[1]) > 2 or dates is None:
        return text
    one, two, year = int(match[1]), int(match[2]), match[3]
    number, month = (one, two) if dates is DateOrder.DAY_FIRST else (two, one)
    return f"{year}-{month:02}-{number:02}"
