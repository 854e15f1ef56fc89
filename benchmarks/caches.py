"""What the caches of printkit hold after a roster: their hits, their entries, their memory, and whose words are in them.

    python benchmarks/caches.py [--patients 300] [--kind booklet] [--whole-catalogue] [--memory]

Every made-up patient has an option file with a name, a first day, ten exercises out of forty (or out of all of them) with
random doses, and a note at one of them, each unlike those of all others; the roster names these files and goes through
`printkit batch` in this process. Then each cache of a module is asked for its hits, and its entries are walked. In MiB,
"reached" is all that they lead to, "own" is what no other cache leads to, and "full" what that would be at the bound; a
drawing counts where it is made. So "reached" adds up to more than the whole. "of a patient" counts the entries that lead
to a name, a note, a day or an id.

With `--memory` nothing is walked: every allocation is counted (tracemalloc) while the roster is printed, and the figure is
what becomes free when all caches are cleared. It is the whole, and takes several times as long.
"""

import argparse
import gc
import random
import re
import resource
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

from peers import made_up

from printkit.catalog.store import Catalog
from printkit.cli.group import cli
from printkit.figures.limited import Limited
from printkit.printing import caches
from printkit.resources import CATALOG

_MIB = 1024 * 1024
_SKIPPED = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType, CodeType, _lru_cache_wrapper, Limited)
_FIRST_DAY = date(2041, 1, 1)  # a year that stands nowhere else
MARKS = {"name": "Xname", "note": "Xnote", "day": " 2041", "id": "xid-"}
# a day as pages say it is "3 May 2041"; a number of an operator of a drawing is no year, nor is one of a glyph
_SAID = {
    kind: re.compile(rf"(?<![0-9]){mark}(?! [-0-9cfhlmBSW])" if kind == "day" else mark) for kind, mark in MARKS.items()
}


def main() -> None:
    """Print the roster, then the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--patients", type=int, default=300)
    parser.add_argument("--kind", default="booklet")
    parser.add_argument("--memory", action="store_true", help="only the whole, by what clearing all of them sets free")
    parser.add_argument("--whole-catalogue", action="store_true", help="ten exercises out of all of them, not of forty")
    asked = parser.parse_args()
    if asked.whole_catalogue:
        made_up.exercises = lambda: Catalog((CATALOG,)).names("exercises")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        roster = write(folder, asked.patients)
        if asked.memory:
            tracemalloc.start()
        out = folder / "out"
        out.mkdir()
        command = ["batch", str(roster), "--kind", asked.kind, "-o", str(out)]
        cli.main(command, standalone_mode=False)
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB in use while they were printed")
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
        lines.append(f"{MARKS['id']}{number:05},{path.name}")
    roster = folder / "roster.csv"
    roster.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return roster


def _option_file(patient: made_up.Patient, number: int, chance: random.Random) -> str:
    noted = chance.randrange(len(patient.choices))
    lines = [
        f"patient: {{id: {MARKS['id']}{number:05}, name: Sam {MARKS['name']}{number:05}}}",
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
        given = [f"{name}: {value}" for name, value in said.items() if value not in (None, "", ())]
        if place == noted:
            given.append(f"note: Do this one beside the bed {MARKS['note']}{number:05} with care.")
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
    if isinstance(cache, Limited):
        yield from cache.entries()
        return
    inside = gc.get_referents(cache)
    store = next(each for each in inside if type(each) is dict and each is not vars(cache))
    if cache.cache_parameters()["maxsize"] is None:
        yield from store.items()
        return
    keys = set(map(id, store))
    for place, each in enumerate(inside):
        if id(each) in keys:
            yield each, inside[place + 1]


def whose(cache: Any, known: dict[int, frozenset[str]]) -> Counter[str]:
    """How many entries lead to a name, a note, a day, an id. `known` is what was found in objects before."""
    found: Counter[str] = Counter()
    for entry in entries(cache):
        found.update(frozenset().union(*(_marks(each, known) for each in entry)))
    return found


def _marks(each: Any, known: dict[int, frozenset[str]]) -> frozenset[str]:
    """What an object and all that it leads to say of a patient."""
    if isinstance(each, str):
        return frozenset(kind for kind, said in _SAID.items() if said.search(each))
    if isinstance(each, bytes):
        return _marks(each.decode("latin-1"), known)
    if isinstance(each, _SKIPPED):
        return frozenset()
    if id(each) not in known:
        known[id(each)] = frozenset()  # for what leads back to itself
        known[id(each)] = frozenset().union(*(_marks(child, known) for child in gc.get_referents(each)))
    return known[id(each)]


def sizes(cache: Any, elsewhere: set[int]) -> dict[int, int]:
    """The bytes of all that the entries lead to, by the address of each object."""
    found: dict[int, int] = {}
    todo = [each for entry in entries(cache) for each in entry]
    while todo:
        each = todo.pop()
        if id(each) not in found and id(each) not in elsewhere and not isinstance(each, _SKIPPED):
            found[id(each)] = sys.getsizeof(each)
            todo += gc.get_referents(each)
    return found


def table() -> None:
    """One line for each cache, and the whole."""
    every = caches.every()
    made = ("figures.picture._both", "figures.pair._both")
    drawings = {id(drawing) for _, both in entries(every[made[0]]) for drawing in both}
    pairs = [pair for _, both in entries(every[made[1]]) for pair in (both.found, both.other) if pair]
    drawings |= {id(drawing) for pair in pairs for drawing in pair.drawings}
    known: dict[int, frozenset[str]] = {}
    walked = {name: sizes(cache, set() if name in made else drawings) for name, cache in every.items()}
    times = Counter(address for each in walked.values() for address in each)
    whole = {address: size for each in walked.values() for address, size in each.items()}
    head = ("hits", "misses", "entries", "bound", "reached", "own", "full")
    print(f"{'cache':32}" + "".join(f"{name:>9}" for name in head) + "  of a patient")
    for name, cache in every.items():
        info, mine = cache.cache_info(), walked[name]
        own = sum(size for address, size in mine.items() if times[address] == 1) / _MIB
        full = own / info.currsize * info.maxsize if info.currsize and info.maxsize else own
        count, bound = (
            (len(cache.entries()), f"{info.maxsize // _MIB} MiB")
            if isinstance(cache, Limited)
            else (info.currsize, info.maxsize or "none")
        )
        said = ", ".join(f"{kind} {count}" for kind, count in sorted(whose(cache, known).items()))
        print(
            f"{name:32}{info.hits:9}{info.misses:9}{count:9}{bound:>9}"
            f"{sum(mine.values()) / _MIB:9.2f}{own:9.2f}{full:9.2f}  {said}"
        )
    print(f"{len(every)} caches, {sum(whole.values()) / _MIB:.1f} MiB")


if __name__ == "__main__":
    main()
