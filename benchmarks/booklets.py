"""How fast, how large and how hungry printkit is beside its peers, all of them drawing the same booklet.

    pip install -e '.[bench]' && python benchmarks/booklets.py --rounds 5 --booklets 100

The booklet is benchmarks/booklet: a page with the plan, the pages that the safety rules call for, ten exercises out of
forty with their doses and pictures, a checklist, and charts. Peers get the words of printkit's own document as JSON and
its pictures as SVG; making those is not counted, which favours them. Every engine is a process of its own; in each round
all of them run once, in turn, so that they see the same machine. Figures are CPU time of the process, and what to quote
are the ratios: the median over the rounds, with the least and the most.

row        from a row of the roster to the file on the disk, warm-up included: what `printkit batch` does
pages      from the document to the bytes, warm
combined   as row, in volumes of 100
own        as pages, every text with a number of its own, so that nothing laid out before is of use
typst, weasyprint, platypus    the peers, warm, from words to bytes; "typst own" has the same texts as own

Platypus makes no tags; the others make PDF/UA-1. Only printkit prints the codes that find the boxes of a scanned sheet.
The wall clock of two processes says something only on a machine that does nothing else: beside other work two get a
larger share of it than one.
"""

import argparse
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct
from peers import made_up, words
from peers.clock import IN_A_VOLUME, WARM_UP

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import kinds
from printkit.content.templates import Templates
from printkit.document import Document
from printkit.model.options import Options

OURS = ("row", "pages", "combined", "own")
PEERS = ("typst", "typst own", "weasyprint", "platypus")
_SLOW = {"weasyprint": 20, "platypus": 5, "typst": 2, "typst own": 2}  # how many times fewer booklets they draw
_AGAINST = (
    *((ours, peer) for ours in ("row", "pages", "combined") for peer in ("typst", "weasyprint", "platypus")),
    ("own", "typst own"),
)
_PRINTED = ("cpu", "bytes", "peak_mib", "pages")
_HERE = Path(__file__).parent


class Figures(Struct, frozen=True, kw_only=True):
    """What one process says of one booklet. Seconds; `cpu` is nothing where the wall clock was read."""

    cpu: float = 0.0
    wall: float = 0.0
    bytes: float = 0.0
    peak_mib: float = 0.0
    pages: float = 0.0


def main() -> None:
    """Prepare once, run the rounds, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--booklets", type=int, default=100, help="of printkit and round; slower engines draw fewer")
    parser.add_argument("--memory", type=int, default=1000, help="the large roster, such as 10000; 0 leaves it out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        option_file = prepare(folder, asked.booklets)
        found: dict[str, list[Figures]] = {engine: [] for engine in (*OURS, *PEERS)}
        for number in range(asked.rounds):
            for engine, figures in found.items():
                count = max(3, asked.booklets // _SLOW.get(engine, 1))
                figures.append(measured(engine, folder, min(count, asked.booklets)))
            print(f"round {number + 1} of {asked.rounds}", file=sys.stderr)
        table(found)
        two = [two_processes(folder, asked.booklets) for _ in range(asked.rounds)]
        print(f"\n2 processes, wall clock: {spread(two)} times as fast as 1")
        print(f"one booklet from the shell: {spread(alone(option_file, folder, asked.rounds))} x import of the canvas")
    if asked.memory:
        memory(asked.memory)


def prepare(folder: Path, count: int) -> Path:
    """Everything that the engines read, in one folder; returns the option file of one patient."""
    catalog, templates = made_up.opened()
    options: list[Options] = []
    for name, number, seed in (("others", WARM_UP, 2), (".", count, 1)):
        (folder / name).mkdir(exist_ok=True)
        made_up.write(folder / name, made_up.patients(catalog, number, seed))
        options += [each for _, each in made_up.read(folder / name, catalog)]
    pages = [document(each, catalog, templates) for each in options]
    own = [words.own(each, number) for number, each in enumerate(pages, 1)]
    pictures = words.Pictures(folder)
    for name, every in (("pages", pages), ("own", own)):
        (folder / f"{name}.pickle").write_bytes(pickle.dumps(every))
        lines = (msgspec.json.encode(words.of(each, pictures)) for each in every)
        (folder / f"{name}.jsonl").write_bytes(b"\n".join(lines))
    option_file = folder / "one.yaml"
    option_file.write_text(made_up.option_file(options[0]), encoding="utf-8")
    return option_file


def document(options: Options, catalog: Catalog, templates: Templates) -> Document:
    """The document of one patient, as the pipeline makes it."""
    found = pipeline.laid_out(kinds.KINDS["booklet"], catalog, templates, options)
    laid, cleared = found.laid, found.cleared
    if cleared.left_out:
        raise ValueError(f"left out: {[left.exercise.id for left in cleared.left_out]}")
    return laid.document


def measured(engine: str, folder: Path, count: int) -> Figures:
    """One engine in a process of its own."""
    command = [sys.executable, "-m", "peers.clock", engine, str(folder), str(count)]
    places = os.pathsep.join(filter(None, (str(_HERE), str(_HERE.parent), os.environ.get("PYTHONPATH", ""))))
    ended = subprocess.run(command, stdout=subprocess.PIPE, check=True, env={**os.environ, "PYTHONPATH": places})
    return msgspec.json.decode(ended.stdout.splitlines()[-1], type=Figures)


def two_processes(folder: Path, count: int) -> float:
    """How many times as fast two processes are as one, by the clock on the wall."""
    one, two = (measured(engine, folder, count).wall for engine in ("one process", "two processes"))
    return one / two


def alone(option_file: Path, folder: Path, rounds: int) -> list[float]:
    """One booklet from the shell to the import of ReportLab's canvas alone."""
    out = str(folder / "one.pdf")
    printkit = [sys.executable, "-m", "printkit", "booklet", str(option_file), "--templates", str(made_up.FOLDER)]
    commands = ([*printkit, "-o", out], [sys.executable, "-c", "import reportlab.pdfgen.canvas"])
    found = [[cpu_seconds(command) for command in commands] for _ in range(rounds + 1)]
    return [booklet / reference for booklet, reference in found[1:]]  # the first is the warm-up


def cpu_seconds(command: list[str]) -> float:
    """Of a whole process, as the operating system accounts it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=_HERE.parent)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


# --- what is printed


def table(found: Mapping[str, list[Figures]]) -> None:
    """Each engine, then each ratio."""
    print(f"{'':12}{'CPU ms':>9}{'bytes':>10}{'peak MiB':>10}{'pages':>7}   of one booklet; medians")
    for engine, each in found.items():
        cpu, size, peak, pages = (statistics.median(getattr(one, name) for one in each) for name in _PRINTED)
        print(f"{engine:12}{cpu * 1000:9.1f}{size:10,.0f}{peak:10.0f}{pages:7.1f}")
    print("\nCPU time of the peer to that of printkit, and bytes likewise: median (least to most)")
    for ours, peer in _AGAINST:
        pairs = list(zip(found[peer], found[ours], strict=True))
        cpu, size = (spread([getattr(a, name) / getattr(b, name) for a, b in pairs]) for name in _PRINTED[:2])
        print(f"{ours:9} {peer:11} {cpu:24} bytes {size}")


def spread(ratios: list[float]) -> str:
    """The median, the least and the most."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def memory(many: int) -> None:
    """The most memory of a short and of a long roster, one file for each row and in volumes."""
    found: dict[str, list[float]] = {"row": [], "combined": []}
    for count in (min(IN_A_VOLUME, many), many):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            catalog, _ = made_up.opened()
            made_up.write(folder, made_up.patients(catalog, count, seed=1))
            for engine, peaks in found.items():
                peaks.append(measured(engine, folder, count).peak_mib)
    for engine, (few, large) in found.items():
        print(f"memory, {engine}: {large:.0f} MiB at {many:,} booklets, {large / few:.2f} times that at {IN_A_VOLUME}")


if __name__ == "__main__":
    main()
