"""What the caches of printkit hold after a roster: their hits, their entries, their memory, and whose words are in them.

    python benchmarks/caches.py [--patients 300] [--kind booklet] [--memory]

Every made-up patient has an option file with a name, a first day, ten exercises out of forty with random doses, and a note
at one of them, each unlike those of all others; the roster names these files and goes through `printkit batch` in this
process. Then each cache of a module is asked for its hits, and its entries are walked. "reached" is all that the entries
lead to, "own" is what no other cache leads to; so the figures of a column of "reached" add up to more than the whole.
"whose words" counts the entries that lead to a name, a note, a day or an id of a patient.

With `--memory` nothing is walked: every allocation is counted (tracemalloc) while the roster is printed, and the figure is
what becomes free when all caches are cleared. It is the whole, and takes several times as long.
"""

import argparse
import gc
import random
import sys
import tempfile
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import _lru_cache_wrapper
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from msgspec import Struct
from peers import made_up

from printkit.catalog.store import Catalog
from printkit.cli.group import cli
from printkit.printing import caches
from printkit.resources import CATALOG

_MIB = 1024 * 1024
_SKIPPED = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType, CodeType, _lru_cache_wrapper)
_FIRST_DAY = date(2041, 1, 1)  # a year that stands nowhere else
_MARKS = {"name": "Xname", "note": "Xnote", "day": "2041", "id": "xid-"}


class Held(Struct, frozen=True):
    """What the entries of one cache lead to."""

    sizes: dict[int, int]  # bytes by the address of each object
    whose: Counter[str]  # entries by what they say of a patient


def main() -> None:
    """Print the roster, then the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--patients", type=int, default=300)
    parser.add_argument("--kind", default="booklet")
    parser.add_argument("--memory", action="store_true", help="only the whole, by what clearing all of them sets free")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        roster = write(folder, asked.patients)
        if asked.memory:
            tracemalloc.start()
        out = folder / "out"
        out.mkdir()
        command = ["batch", str(roster), "--kind", asked.kind, "-o", str(out)]
        cli.main(command, standalone_mode=False)
    if asked.memory:
        print(f"all caches after {asked.patients} files of the kind {asked.kind}: {freed() / _MIB:.1f} MiB")
    else:
        table()


def write(folder: Path, count: int) -> Path:
    """The option files and the roster that names them."""
    chance = random.Random(1)
    lines = ["id,options"]
    for number, patient in enumerate(made_up.patients(Catalog((CATALOG,)), count, seed=1), 1):
        path = folder / f"{number:05}.yaml"
        path.write_text(_option_file(patient, number, chance), encoding="utf-8")
        lines.append(f"{_MARKS['id']}{number:05},{path.name}")
    roster = folder / "roster.csv"
    roster.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return roster


def _option_file(patient: made_up.Patient, number: int, chance: random.Random) -> str:
    noted = chance.randrange(len(patient.choices))
    lines = [
        f"patient: {{id: {_MARKS['id']}{number:05}, name: Sam {_MARKS['name']}{number:05}}}",
        f"stroke: {{affected_side: {patient.side}}}",
        "health: {screened_by: J. Marsh, screened_on: 2026-11-16, falls_last_year: 0}",
        "clinic: {region: GB, name: Riverside Stroke Clinic, phone: 01632 960123}",
        "print: {printed_on: 2026-11-20}",
        "plan:",
        f"  starts_on: {_FIRST_DAY + timedelta(days=number % 365)}",
        "  exercises:",
    ]
    for place, choice in enumerate(patient.choices):
        said = {name: getattr(choice, name) for name in choice.__struct_fields__}
        given = [f"{name}: {value}" for name, value in said.items() if value not in (None, "")]
        if place == noted:
            given.append(f"note: Do this one beside the bed {_MARKS['note']}{number:05} with care.")
        lines.append(f"    - {{{', '.join(given)}}}")
    return "\n".join([*lines, ""])


# --- the caches


def freed() -> int:
    """The bytes that are free once all caches are cleared."""
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    for cache in caches.every().values():
        cache.cache_clear()
    gc.collect()
    return before - tracemalloc.get_traced_memory()[0]


def entries(cache: Any) -> Iterator[tuple[Any, ...]]:
    """Each key with its value; functools has no name for them, but the garbage collector does."""
    inside = gc.get_referents(cache)
    store = next(each for each in inside if type(each) is dict and each is not vars(cache))
    if cache.cache_parameters()["maxsize"] is None:
        yield from store.items()
        return
    keys = set(map(id, store))
    for place, each in enumerate(inside):
        if id(each) in keys:
            yield each, inside[place + 1]


def held(cache: Any, known: dict[int, frozenset[str]]) -> Held:
    """Walk the entries of a cache. `known` says of objects that were walked before what is in them of a patient."""
    sizes: dict[int, int] = {}
    whose: Counter[str] = Counter()
    for entry in entries(cache):
        whose.update(frozenset().union(*(_marks(each, known) for each in entry)))
        _measure(entry, sizes)
    return Held(sizes, whose)


def _measure(entry: tuple[Any, ...], sizes: dict[int, int]) -> None:
    """Add all that an entry leads to."""
    todo = list(entry)
    while todo:
        each = todo.pop()
        if id(each) not in sizes and not isinstance(each, _SKIPPED):
            sizes[id(each)] = sys.getsizeof(each)
            todo += gc.get_referents(each)


def _marks(each: Any, known: dict[int, frozenset[str]]) -> frozenset[str]:
    """What an object and all that it leads to say of a patient."""
    if isinstance(each, str):
        return frozenset(kind for kind, mark in _MARKS.items() if mark in each)
    if isinstance(each, bytes):
        return frozenset(kind for kind, mark in _MARKS.items() if mark.encode() in each)
    if isinstance(each, _SKIPPED):
        return frozenset()
    if id(each) not in known:
        known[id(each)] = frozenset()  # for what leads back to itself
        known[id(each)] = frozenset().union(*(_marks(child, known) for child in gc.get_referents(each)))
    return known[id(each)]


def table() -> None:
    """One line for each cache, and the whole."""
    every = caches.every()
    known: dict[int, frozenset[str]] = {}
    walked = {name: held(cache, known) for name, cache in every.items()}
    times = Counter(address for each in walked.values() for address in each.sizes)
    whole = {address: size for each in walked.values() for address, size in each.sizes.items()}
    print(f"{'cache':40}{'hits':>10}{'misses':>9}{'entries':>8}{'bound':>7}{'reached':>9}{'own':>7}  whose words")
    for name, cache in every.items():
        info, mine = cache.cache_info(), walked[name].sizes
        own = sum(size for address, size in mine.items() if times[address] == 1)
        whose = ", ".join(f"{kind} {count}" for kind, count in sorted(walked[name].whose.items()))
        print(
            f"{name:40}{info.hits:10}{info.misses:9}{info.currsize:8}{info.maxsize or 'none':>7}"
            f"{sum(mine.values()) / _MIB:9.2f}{own / _MIB:7.2f}  {whose}"
        )
    print(f"{len(every)} caches, {sum(whole.values()) / _MIB:.1f} MiB")


if __name__ == "__main__":
    main()
