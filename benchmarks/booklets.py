"""How fast, how large and how hungry printkit is beside its peers, all of them drawing the same booklet.

    pip install -e '.[bench]' && python benchmarks/booklets.py --rounds 3 --write

With `--write` the figures of docs/performance.md are written anew. As it stands it takes some 12 minutes where nothing else
runs, and says how far it is. What a single command from the shell costs is measured by startup.py, and here with `--cold 5`.
printkit is measured as pip installs it: a wheel of this checkout is built first, compiled and with its pictures ready.
The booklet is the one that everybody gets: the plan, when to stop, the day, ten exercises out of forty with random doses and
their pictures, two on a page, what to do after a fall, a checklist and the charts. Peers get the words of printkit's own
document as JSON and its pictures as SVG; making those is not counted, which favours them. Every engine is a process of its
own; in each round all of them run once, in turn, so that they see the same machine. What to quote are the ratios of CPU
time: the median over the rounds, with the least and the most.

row        from a row of the roster to the file on the disk: what `printkit batch` does
pages      from the document, fresh from its templates, to the bytes
combined   as row, in volumes of 100
own        as pages, every text with a number of its own, so that nothing laid out before is of use
typst, weasyprint, platypus    the peers, from words to bytes; "typst own" has the same texts as own

Ours are told twice: the first 100, in which all that is remembered is made (and the catalogue read, for row and combined), and
booklets 301 to 600. Platypus makes no tags; the others make PDF/UA-1. Only printkit prints the codes that find the boxes of a
scanned sheet. What two processes gain is told beside what two bare loops of Python gain in the same rounds, for beside other
work, or on a machine that shares its cores, two of anything gain less than 2; and with the CPU time of both, which says the same on
any machine: what both spend twice is lost.
"""

import argparse
import os
import pickle
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path

import msgspec
import startup
from msgspec import Struct
from peers import made_up, words
from peers.clock import FIRST, LATER, WARM_UP, later_of

OURS = ("row", "pages", "combined", "own")
PEERS = ("typst", "typst own", "weasyprint", "platypus")
# how many booklets each peer draws, besides its warm-up, and printkit those with texts of their own
_DRAWN = {"typst": 50, "typst own": 30, "weasyprint": 4, "platypus": 12, "own": 120}
_ROWS = {  # what is told of printkit, with the peers that it is held against and the aim against Typst
    "row": ("from a row of the list to the tagged file, all counted", "typst", "25, then 40"),
    "pages": ("pages alone, from the document to the bytes", "typst", "50, then 70"),
    "combined": ("combined in volumes of 100, from the row", "typst", "100"),
    "own": ("every text the patient's own, from the document to the bytes", "typst own", "1"),
}
_TWO = ("one loop", "one process", "two loops", "two processes")
_STRETCHES = ("first", "later")
_BEGAN = time.monotonic() / 60
_HERE = Path(__file__).parent
_REPORT = _HERE.parent / "docs" / "performance.md"
_BEGIN, _END = "<!-- figures: written by benchmarks/booklets.py -->", "<!-- end of figures -->"


class Figures(Struct, frozen=True, kw_only=True):
    """What one process says of one booklet, in seconds: of the first ones and of later ones."""

    cpu_first: float = 0.0
    cpu_later: float = 0.0
    wall_first: float = 0.0
    wall_later: float = 0.0
    bytes: float = 0.0
    peak_mib: float = 0.0
    pages: float = 0.0


def main() -> None:
    """Prepare once, run the rounds, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--booklets", type=int, default=LATER[1], help="of printkit and round, at least 12; peers draw fewer"
    )
    parser.add_argument("--memory", default="1,100,600", help="lists whose memory is measured; 0 leaves it out")
    parser.add_argument("--two", default="600", help="lists that 1 process prints and 2 do; 0 leaves it out")
    parser.add_argument("--cold", type=int, default=0, help="rounds of single commands from the shell")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/performance.md")
    asked = parser.parse_args()
    if asked.booklets < WARM_UP + 2:
        parser.error("a peer warms up by 10 booklets, so give at least 12")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        said_at("a wheel is built")
        site = startup.unpacked_wheel(folder)
        said_at(f"{asked.booklets} booklets are made ready")
        prepare(folder, asked.booklets)
        found: dict[str, list[Figures]] = {engine: [] for engine in (*OURS, *PEERS)}
        for number in range(asked.rounds):
            for engine, figures in found.items():
                said_at(f"round {number + 1} of {asked.rounds}: {engine}")
                figures.append(measured(engine, site, folder, min(asked.booklets, _DRAWN.get(engine, asked.booklets))))
        lists = [count for count in map(int, asked.two.split(",")) if count]
        two = {count: two_processes(site, count, asked.rounds) for count in lists}
        counts = [count for count in map(int, asked.memory.split(",")) if count]
        said_at(f"memory of {asked.memory}")
        grown = memory(site, counts) if counts else []
    said = [*_said_of_this(asked.rounds, asked.booklets), "", *table(found, asked.booklets), ""]
    said += said_of_two(two) if two else []
    said += [*startup.table(asked.cold, with_check=True), ""] if asked.cold else []
    said += grown
    print("\n".join(said))
    if asked.write:
        before, _, rest = _REPORT.read_text(encoding="utf-8").partition(_BEGIN)
        _, _, after = rest.partition(_END)
        text = f"{before}{_BEGIN}\n\n" + "\n".join(said).rstrip() + f"\n\n{_END}{after}"
        _REPORT.write_text(text, encoding="utf-8")


def said_at(doing: str) -> None:
    """Say on the screen what is done now, and how many minutes have passed."""
    print(f"{time.monotonic() / 60 - _BEGAN:.1f} min: {doing}", file=sys.stderr)


def prepare(folder: Path, count: int) -> None:
    """Everything that the engines read, in one folder."""
    catalog, templates = made_up.opened()
    made_up.write(folder, made_up.patients(catalog, count, seed=1))
    pages = [made_up.document(each, catalog, templates) for _, each in made_up.read(folder, catalog)]
    own = [words.own(each, number) for number, each in enumerate(pages[: _DRAWN["own"]], 1)]
    pictures = words.Pictures(folder)
    (folder / "own.pickle").write_bytes(pickle.dumps(own))
    for name, every in (("pages", pages), ("own", own)):
        few = every[: WARM_UP + max(_DRAWN[peer] for peer in PEERS)]
        lines = (msgspec.json.encode(words.of(each, pictures)) for each in few)
        (folder / f"{name}.jsonl").write_bytes(b"\n".join(lines))


def measured(engine: str, site: Path, folder: Path, count: int) -> Figures:
    """One engine in a process of its own, with the printkit of a site."""
    # without -P the checkout would come first, where this is begun there
    command = [sys.executable, "-P", "-m", "peers.clock", engine, str(folder), str(count)]
    places = os.pathsep.join(filter(None, (str(_HERE), str(site), os.environ.get("PYTHONPATH", ""))))
    ended = subprocess.run(command, stdout=subprocess.PIPE, check=True, env={**os.environ, "PYTHONPATH": places})
    return msgspec.json.decode(ended.stdout.splitlines()[-1], type=Figures)


def two_processes(site: Path, count: int, rounds: int) -> list[dict[str, Figures]]:
    """A list by one process and by two, and bare loops in the same turns: one of each in every round."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made_up.write(folder, made_up.patients(made_up.opened()[0], count, seed=1))
        for number in range(rounds):
            said_at(f"{count} booklets by 1 process and by 2, round {number + 1} of {rounds}")
            found.append({engine: measured(engine, site, folder, count) for engine in _TWO})
    return found


# --- what is printed


def table(found: Mapping[str, list[Figures]], count: int) -> Iterator[str]:
    """Each ratio, then each engine; `count` is how many booklets printkit drew."""
    yield "| CPU of the peer to that of printkit | Typst | WeasyPrint | Platypus, no tags | aim against Typst |"
    yield "|---|---|---|---|---|"
    for ours, (name, typst, aim) in _ROWS.items():
        for stretch in _STRETCHES:
            peers = [typst, *(("weasyprint", "platypus") if ours != "own" else ())]
            ratios = [spread(list(_ratios(found[peer], found[ours], f"cpu_{stretch}"))) for peer in peers]
            cells = [*ratios, "", ""][:3]
            yield f"| {name}: {_which(min(count, _DRAWN.get(ours, count)), stretch)} | {' | '.join(cells)} | {aim} |"
    yield ""
    yield "| ms a booklet, medians | CPU, first | CPU, later | wall, first | wall, later | kB | MiB at most | pages |"
    yield "|---|---|---|---|---|---|---|---|"
    for engine, each in found.items():
        taken = [
            f"{_median(each, f'{unit}_{stretch}') * 1000:.1f}" for unit in ("cpu", "wall") for stretch in _STRETCHES
        ]
        size, peak, pages = (_median(each, name) for name in ("bytes", "peak_mib", "pages"))
        yield f"| {engine} | {' | '.join(taken)} | {size / 1000:.0f} | {peak:.0f} | {pages:.1f} |"


def said_of_two(found: Mapping[int, list[dict[str, Figures]]]) -> Iterator[str]:
    """By list: how many times as fast two are as one, of ours and of bare loops, their ratio, and CPU time of two to that of one."""

    def gains(rounds: list[dict[str, Figures]], one: str, two: str, name: str = "wall_later") -> list[float]:
        return [getattr(each[one], name) / getattr(each[two], name) for each in rounds]

    yield "| 2 processes to 1, from the list to the files | by the clock | 2 bare loops | ours to bare | CPU time of 2 to that of 1 |"
    yield "|---|---|---|---|---|"
    for count, rounds in found.items():
        ours, bare = gains(rounds, "one process", "two processes"), gains(rounds, "one loop", "two loops")
        ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
        spent = gains(rounds, "two processes", "one process", "cpu_later")
        cells = " | ".join(map(spread, (ours, bare, ratios, spent)))
        yield f"| {count:,} booklets, {len(rounds)} rounds | {cells} |"
    yield ""


def _which(count: int, stretch: str) -> str:
    """Which of so many booklets a figure is of."""
    if stretch == "first":
        return f"first {min(FIRST, count)}"
    start, end = later_of(count)
    return f"{start + 1} to {end}"


def _ratios(peer: list[Figures], ours: list[Figures], name: str) -> Iterator[float]:
    """Of each round. A peer has warmed up, so that all of its booklets count in both stretches."""
    for theirs, own in zip(peer, ours, strict=True):
        yield theirs.cpu_later / getattr(own, name)


def _median(each: list[Figures], name: str) -> float:
    return statistics.median(getattr(one, name) for one in each)


def spread(ratios: list[float]) -> str:
    """The median, the least and the most."""
    digits = 0 if statistics.median(ratios) >= 20 else 1 if statistics.median(ratios) >= 3 else 2
    return f"{statistics.median(ratios):.{digits}f} ({min(ratios):.{digits}f} to {max(ratios):.{digits}f})"


def memory(site: Path, counts: list[int]) -> list[str]:
    """The most memory of lists of different lengths, one file for each row and in volumes."""
    found: dict[int, list[float]] = {}
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            catalog, _ = made_up.opened()
            made_up.write(folder, made_up.patients(catalog, count, seed=1))
            found[count] = [measured(engine, site, folder, count).peak_mib for engine in ("row", "combined")]
    lines = ["| booklets in one process | most MiB, a file each | most MiB, volumes of 100 |", "|---|---|---|"]
    return [*lines, *(f"| {count:,} | {row:.0f} | {combined:.0f} |" for count, (row, combined) in found.items()), ""]


def _said_of_this(rounds: int, count: int) -> Iterator[str]:
    """When, where and with what."""
    peers = ", ".join(f"{name} {version(name)}" for name in ("typst", "weasyprint", "reportlab", "isal"))
    yield f"{date.today():%-d %B %Y}, Python {platform.python_version()}, {peers}, {os.cpu_count()} cores that others used, too."
    yield f"{rounds} rounds of {count} booklets: the median, with the least and the most."


if __name__ == "__main__":
    main()
